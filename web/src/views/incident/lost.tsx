// Decisions about the incident or its reports that no longer find their place: whose, why, and what may be done.
import { Lost } from "../../parts/orphan";
import { instant } from "../../words/dates";
import { decided } from "../../words/decisions";
import type { Model } from "./ledger";
import { t } from "./words";

export function LostDecisions(props: { model: Model }) {
	const { incident, parts } = props.model;
	const review = `/review?incident=${encodeURIComponent(incident.id)}`;
	const here = new Set([...parts.values()].map(part => part.id));
	return (
		<>
			<p class="quiet small">{t("lostSays")}</p>
			<ul class="lost-list">
				{(incident.orphans ?? []).map((one, i) => {
					const of = one.report?.split("@")[0];
					return (
						<li key={one.id ?? i}>
							<p class="line">
								<strong>{decided(one.kind)}</strong>
								<span class="quiet small">
									{t.parts("lostBy", { by: <bdi key="by">{one.by}</bdi>, at: one.at ? instant(one.at) : "" })}
								</span>
							</p>
							{one.words && (
								<q class="words" lang="ar" dir="auto">
									{one.words}
								</q>
							)}
							{one.why && (
								<p class="small">
									<bdi>{one.why}</bdi>
								</p>
							)}
							<Lost why={one.orphan} />
							<p class="line small screen-only">
								{of && here.has(of) && (
									<a href={`/reports/${of}?incident=${encodeURIComponent(incident.id)}`}>{t("lostReport")}</a>
								)}
								<a href={review}>{t("lostReview")}</a>
								<a href={`${review}&part=decisions`}>{t("lostBack")}</a>
							</p>
						</li>
					);
				})}
			</ul>
		</>
	);
}
