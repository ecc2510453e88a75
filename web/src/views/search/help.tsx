// What a query may hold: examples that are put into the field when pressed. docs/search.md tells the whole.
import { t } from "./words";

const EXAMPLES = [
	["قصف السوق", "helpWords"],
	['"قصف مدفعي"', "helpPhrase"],
	["~قتل", "helpForms"],
	["مفخخ*", "helpBegins"],
	["قصف OR غارة", "helpOr"],
	["قصف -تدريب", "helpNot"],
	["title:قصف", "helpTitle"],
	["outlet:سدرة", "helpOutlet"],
	["place:حلب", "helpPlace"],
	["actor:داعش", "helpActor"],
	["act:shelling", "helpAct"],
	["published:2023-11", "helpPublished"],
	["received:>=2026-11-01", "helpReceived"],
	["killed:>20", "helpKilled"],
] as const;

export function Help(props: { open: boolean; put: (query: string) => void }) {
	return (
		<details class="help" open={props.open}>
			<summary>{t("how")}</summary>
			<ul>
				{EXAMPLES.map(([query, says]) => (
					<li key={query}>
						<button type="button" onClick={() => props.put(query)}>
							<code>
								<bdi>{query}</bdi>
							</code>
						</button>
						<span>{t(says)}</span>
					</li>
				))}
			</ul>
		</details>
	);
}
