// What a query may hold: examples that are put into the field when pressed. docs/search.md tells the whole.
import { lang } from "../../settings";
import { t } from "./words";

/** As typed in English, and in Arabic: fields have names in both. */
const EXAMPLES = [
	["قصف السوق", "قصف السوق", "helpWords"],
	['"قصف مدفعي"', "«قصف مدفعي»", "helpPhrase"],
	["~قتل", "~قتل", "helpForms"],
	["مفخخ*", "مفخخ*", "helpBegins"],
	["قصف OR غارة", "قصف أو غارة", "helpOr"],
	["قصف -تدريب", "قصف -تدريب", "helpNot"],
	["title:قصف", "العنوان:قصف", "helpTitle"],
	["outlet:سدرة", "المصدر:سدرة", "helpOutlet"],
	["place:حلب", "المكان:حلب", "helpPlace"],
	["actor:داعش", "الجهة:داعش", "helpActor"],
	["act:shelling", "الفعل:قصف", "helpAct"],
	["published:2023-11", "published:2023-11", "helpPublished"],
	["received:>=2026-11-01", "received:>=2026-11-01", "helpReceived"],
	["killed:>20", "killed:>20", "helpKilled"],
] as const;

export function Help(props: { open: boolean; put: (query: string) => void }) {
	return (
		<details class="help" open={props.open}>
			<summary>{t("how")}</summary>
			<ul>
				{EXAMPLES.map(([english, arabic, says]) => {
					const query = lang.value === "ar" ? arabic : english;
					return (
						<li key={says}>
							<button type="button" onClick={() => props.put(query)}>
								<code>
									<bdi>{query}</bdi>
								</code>
							</button>
							<span>{t(says)}</span>
						</li>
					);
				})}
			</ul>
		</details>
	);
}
