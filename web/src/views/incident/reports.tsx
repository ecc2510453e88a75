// The reports that tell of the incident, each with the part it takes and why it stands here; and those kept apart near it.
import { useState } from "preact/hooks";
import { fileName } from "../../parts/path";
import { type Names, named, outletName } from "../../parts/say";
import { lang } from "../../settings";
import { day, told } from "../../words/dates";
import { percent } from "../../words/numbers";
import { compareTold, type Ledger, type Model } from "./ledger";
import { t } from "./words";

const FIRST = 20;
const STEP = 100;

export function Reports(props: { model: Model; ledger: Ledger; names: Names; printing: boolean }) {
	const { model, names, ledger } = props;
	const [most, setMost] = useState(FIRST);
	const published = (id: string): string | null => model.reports.get(id)?.published?.value ?? null;
	const parts = [...model.incident.reports].sort((a, b) => compareTold(published(a.id), published(b.id)));
	const shown = props.printing ? parts : parts.slice(0, most);
	const apart = ledger.apart.filter(a => a.near === model.incident.id);
	const copies = new Map(model.reprints.map(r => [r.id, r]));
	return (
		<>
			<ol class="report-list">
				{shown.map(p => {
					const report = model.reports.get(p.id);
					const at = published(p.id);
					const of = p.of_id ? model.outletOf.get(p.of_id) : undefined;
					const share = copies.get(p.id)?.share;
					return (
						<li key={p.id}>
							<span class="report-who">
								<bdi class="outlet">{outletName(names, model.outletOf.get(p.id))}</bdi>
								<span class="quiet small number">{at ? day(at, true) : t("undated")}</span>
							</span>
							<a
								class="report-title words"
								lang="ar"
								dir="auto"
								href={`/reports/${p.id}?incident=${encodeURIComponent(model.incident.id)}`}
							>
								{report?.title || t("untitled")}
							</a>
							<span class="small quiet">
								{p.part !== "tells" && (at || p.part !== "undated") && (
									<span class="tag">{named(names, "parts", p.part)}</span>
								)}{" "}
								{of ? (
									<>
										{t("reprintOf", { outlet: outletName(names, of) })}
										{share !== undefined && ` (${t("shareCopied", { share: percent(share) })})`}
									</>
								) : (
									told((lang.value === "ar" ? p.why_ar : p.why) ?? "")
								)}
							</span>
						</li>
					);
				})}
			</ol>
			{parts.length > shown.length && (
				<button type="button" onClick={() => setMost(most + STEP)}>
					{t("showMore", { n: Math.min(STEP, parts.length - most) })}
				</button>
			)}
			{apart.length > 0 && (
				<>
					<h3>{t("apart")}</h3>
					<ul class="report-list">
						{apart.map(a => {
							const report = model.reports.get(a.id);
							return (
								<li key={a.id}>
									<span class="report-who">
										<bdi class="outlet">
											{named(names, "outlets", report?.outlet?.id) || report?.outlet?.name || fileName(a.file)}
										</bdi>
									</span>
									{report ? (
										<a class="report-title words" lang="ar" dir="auto" href={`/reports/${report.id}`}>
											{report.title || t("untitled")}
										</a>
									) : (
										<span />
									)}
									<span class="small quiet">{told((lang.value === "ar" ? a.why_ar : a.why) ?? "")}</span>
								</li>
							);
						})}
					</ul>
				</>
			)}
		</>
	);
}
