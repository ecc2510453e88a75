// Incidents: what happened, as a list under filters, beside a map and a strip of days.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { IncidentRow, Incidents } from "../../api/types";
import { Exports } from "../../parts/exports";
import { type Key, useKeys } from "../../parts/keys";
import { PIECE, Rows, reveal, usePieces } from "../../parts/rows";
import { Empty, TroubleNote } from "../../parts/trouble";
import { go, type ViewProps, withQuery } from "../../router";
import { hasView } from "../../routes";
import { lang } from "../../settings";
import { instant, told } from "../../words/dates";
import { number, range } from "../../words/numbers";
import { said } from "../../words/words";
import { Filters } from "./filters";
import "./incidents.css";
import { IncidentMap, MapToggle, useMapOpen } from "./map";
import { chosenIn, FILTERS, sortIn, under } from "./query";
import { Strip } from "./strip";
import { SinceVisit } from "./visit";
import { t } from "./words";

export default function IncidentsView(props: ViewProps) {
	const chosen = chosenIn(props.query);
	const sort = sortIn(props.query);
	const path = (first: number) =>
		under("/api/incidents", chosen, [], {
			...(sort === "time" ? {} : { sort }),
			...(first > 0 ? { first } : {}),
			most: PIECE,
		});
	const pieces = usePieces<Incidents, IncidentRow>(path(0), path, answer => ({
		all: answer.all,
		rows: answer.incidents,
	}));
	const at = useSignal<number | null>(null);
	const map = useMapOpen();
	const filters = useRef<HTMLElement>(null);
	const move = (to: number) => {
		if (!pieces.all) return;
		at.value = Math.max(0, Math.min(pieces.all - 1, to));
		reveal(at.value);
	};
	const keys: Key[] = [
		{ key: "j", says: t("keyNext"), run: () => move((at.value ?? -1) + 1) },
		{ key: "k", says: t("keyBefore"), run: () => move((at.value ?? 1) - 1) },
		{ key: "g", says: t("keyFirst"), run: () => move(0) },
		{ key: "G", says: t("keyLast"), run: () => move((pieces.all ?? 1) - 1) },
		{ key: "f", says: t("keyFilter"), run: () => filters.current?.querySelector("input")?.focus() },
		{
			key: "m",
			says: t("keyMap"),
			run: () => {
				map.value = true;
				requestAnimationFrame(() => document.querySelector<HTMLElement>(".map-area")?.focus());
			},
		},
	];
	useKeys(keys);
	const filtered = FILTERS.some(name => chosen[name] !== undefined);
	return (
		<div class="incidents">
			<header class="line">
				<h1>{t("title")}</h1>
				<p class="quiet number" role="status">
					{pieces.all === null ? "" : t("count", { n: pieces.all })}
				</p>
				<Exports path={format => under(`/api/exports/${format}`, chosen)} />
			</header>
			<SinceVisit />
			<section ref={filters} aria-label={t("filters")}>
				<Filters chosen={chosen} sort={sort} beside={<MapToggle open={map} />} />
			</section>
			<div class="incidents-parts">
				<div class="incidents-list">
					<Strip chosen={chosen} />
					{pieces.trouble && <TroubleNote trouble={pieces.trouble} again={pieces.again} />}
					{pieces.all === 0 &&
						(filtered ? (
							<Empty title={t("none")}>
								<p>{t("noneMend")}</p>
								<button type="button" onClick={() => go(withQuery(Object.fromEntries(FILTERS.map(f => [f, null]))))}>
									{t("clear")}
								</button>
							</Empty>
						) : (
							<Empty title={t("empty")}>
								<p>{t("emptyMend")}</p>
								{hasView("add") ? (
									<a class="button" href="/add">
										{t("addReports")}
									</a>
								) : (
									<code dir="ltr">riwaya add --db FILE PATH…</code>
								)}
							</Empty>
						))}
					{pieces.all !== 0 && (
						<Rows
							pieces={pieces}
							label={t("title")}
							chosen={at.value}
							head={<Columns />}
							draw={row => <Row row={row} />}
						/>
					)}
				</div>
				<IncidentMap chosen={chosen} open={map.value} />
			</div>
		</div>
	);
}

function Columns() {
	return (
		<div role="row" class="row">
			<span role="columnheader">{t("incident")}</span>
			<span role="columnheader">{t("killedHead")}</span>
			<span role="columnheader">{t("reportsHead")}</span>
			<span role="columnheader">{t("outletsHead")}</span>
			<span role="columnheader">{t("originsHead")}</span>
			<span role="columnheader">{t("contradictionsHead")}</span>
			<span role="columnheader">{t("changedHead")}</span>
		</div>
	);
}

function Row(props: { row: IncidentRow | undefined }) {
	const { row } = props;
	if (!row)
		return (
			<span role="cell" class="cell-title">
				<span class="bone bone-2" />
			</span>
		);
	const killed = row.killed.low === null && row.killed.high === null ? "" : range(row.killed.low, row.killed.high);
	return (
		<>
			<span role="cell" class="cell-title">
				<a href={`/incidents/${encodeURIComponent(row.name)}`} lang={lang.value}>
					<bdi>{told(said(row.title))}</bdi>
				</a>
			</span>
			<span role="cell" class="number cell-killed" data-label={t("killedHead")}>
				{killed}
			</span>
			<span role="cell" class="number" data-label={t("reportsHead")}>
				{number(row.reports)}
			</span>
			<span role="cell" class="number cell-wide">
				{number(row.outlets)}
			</span>
			<span role="cell" class="number cell-wide">
				{number(row.origins)}
			</span>
			<span role="cell" class="cell-part">
				{row.contradictions > 0 && <span class="tag part">≠ {number(row.contradictions)}</span>}
			</span>
			<span role="cell" class="quiet number cell-changed">
				{instant(row.changed, false)}
			</span>
		</>
	);
}
