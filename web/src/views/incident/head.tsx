// An incident's head: what, where, when, who told it; what can be taken from here.
import { address } from "../../api/client";
import { Exports } from "../../parts/exports";
import { label, list, type Names, named, whenSaid } from "../../parts/say";
import { lang } from "../../settings";
import { told } from "../../words/dates";
import { number } from "../../words/numbers";
import { said } from "../../words/words";
import type { Model, Nesting } from "./ledger";
import { t } from "./words";

export function Head(props: { model: Model; names: Names; name: string; asOf: string | null }) {
	const { incident } = props.model;
	const { names } = props;
	const contradictions = incident.relations.filter(r => r.type === "contradiction").length;
	// Of those that are counted: behind what was stated, not only implied.
	const stated = new Set(incident.claims.filter(c => c.implied_by === null).map(c => c.origin));
	const unnamed = incident.origins.filter((o, i) => o.anonymous && stated.has(i)).length;
	const { place } = incident;
	return (
		<header class="incident-head">
			<h1>{told(said(incident.title))}</h1>
			<dl class="facts">
				<div>
					<dt>{t("what")}</dt>
					<dd>{list(incident.acts.map(act => named(names, "predicates", act)))}</dd>
				</div>
				<div>
					<dt>{t("where")}</dt>
					<dd>
						{place ? label(place.label) : t("noPlace")}
						{place && place.lat !== null && place.lon !== null && (
							<bdi class="quiet number small" dir="ltr">
								{number(place.lat)}, {number(place.lon)}
							</bdi>
						)}
					</dd>
				</div>
				<div>
					<dt>{t("when")}</dt>
					<dd>{whenSaid(incident.time)}</dd>
				</div>
				<div>
					<dt>{t("toldBy")}</dt>
					<dd>
						<span class="nowrap">{t("reports", { n: incident.reports.length })}</span> ·{" "}
						<span class="nowrap">{t("outlets", { n: incident.outlets })}</span> ·{" "}
						<span class="nowrap">
							{t("origins", { n: incident.independent })}
							{unnamed > 0 && <span class="quiet"> ({t("unnamed", { n: unnamed })})</span>}
						</span>
					</dd>
				</div>
				<Nested name={t("partOf")} of={incident.within ? [incident.within] : []} />
				<Nested name={t("holds")} of={incident.holds ?? []} />
			</dl>
			<div class="line incident-tools">
				<a class={contradictions ? "tag part" : "tag"} href="#parting">
					{contradictions > 0 && <span aria-hidden="true">≠ </span>}
					{contradictions > 0 ? t("openContradictions", { n: contradictions }) : t("noContradictions")}
				</a>
				<span class="grow" />
				<a class="button screen-only" href={`/review?incident=${encodeURIComponent(props.name)}`}>
					{t("toReview")}
				</a>
				<Exports path={format => address(`/api/exports/${format}`, { incident: props.name, lang: lang.value })} />
				<a
					class="button screen-only"
					href={address(`/api/incidents/${encodeURIComponent(props.name)}.html`, {
						lang: lang.value,
						as_of: props.asOf,
					})}
					download={`${incident.id}.html`}
					title={t("savePageWhy")}
				>
					{t("savePage")}
				</a>
			</div>
		</header>
	);
}

const FIRST = 4;

/** Incidents that it lies within, or that lie within it: each with why. */
function Nested(props: { name: string; of: readonly Nesting[] }) {
	const { of } = props;
	if (of.length === 0) return null;
	const rows = (some: readonly Nesting[]) => (
		<ul class="nesting">
			{some.map(one => (
				<li key={one.incident}>
					<a href={`/incidents/${encodeURIComponent(one.incident)}`}>
						<bdi>{told(said(one.title))}</bdi>
					</a>{" "}
					<span class="quiet small">{told(said(one.why))}</span>
				</li>
			))}
		</ul>
	);
	return (
		<div class="nested">
			<dt>{props.name}</dt>
			<dd>
				{rows(of.slice(0, FIRST))}
				{of.length > FIRST && (
					<details class="fold small">
						<summary>{t("holdsMore", { n: of.length - FIRST })}</summary>
						{rows(of.slice(FIRST))}
					</details>
				)}
			</dd>
		</div>
	);
}
