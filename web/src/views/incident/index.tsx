// One incident whole: its head, the ledger as a matrix, contradictions, who quotes whom, times, framing, reports. All of it as of a moment.
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { address } from "../../api/client";
import { useAnswer } from "../../api/use";
import { Dialog } from "../../parts/dialog";
import { useKeys } from "../../parts/keys";
import { memo } from "../../parts/memo";
import { label, type Names, useNames } from "../../parts/say";
import { Empty, Skeleton, TroubleNote } from "../../parts/trouble";
import { go, type ViewProps, withQuery } from "../../router";
import { instant } from "../../words/dates";
import { AsOf, type Change } from "./asof";
import { Framing as FramingPart } from "./framing";
import { Grid as GridPart } from "./grid";
import { Head as HeadPart } from "./head";
import { MatrixKey } from "./key";
import { type Ledger, type Model, model as modelOf } from "./ledger";
import { LineList, LineWhole } from "./lines";
import { LostDecisions } from "./lost";
import { type Across, filtered, matrix as matrixOf } from "./matrix";
import { Parting as PartingPart } from "./parting";
import { Quoting as QuotingPart } from "./quoting";
import { Reports as ReportsPart } from "./reports";
import "./style.css";
import { Telling } from "./telling";
import { Timeline as TimelinePart } from "./timeline";
import { t } from "./words";

// What a filter or an opened line changes is the matrix alone: the other parts are left as they are.
const Head = memo(HeadPart);
const Grid = memo(GridPart);
const Parting = memo(PartingPart);
const Quoting = memo(QuotingPart);
const Timeline = memo(TimelinePart);
const Framing = memo(FramingPart);
const Reports = memo(ReportsPart);

const SECTIONS = [
	["ledger", "sectionLedger"],
	["parting", "sectionParting"],
	["quoting", "sectionQuoting"],
	["times", "sectionTimes"],
	["framing", "sectionFraming"],
	["reports", "sectionReports"],
	["lost", "sectionLost"],
] as const;

export default function IncidentView(props: ViewProps) {
	const name = props.params[0] ?? "";
	const asOf = props.query.get("as_of");
	const path = `/api/incidents/${encodeURIComponent(name)}`;
	const answer = useAnswer<Ledger>(address(path, { as_of: asOf }), { keep: true });
	const history = useAnswer<{ moments: Change[] }>(`${path}/history`);
	const names = useNames();
	const model = useMemo(() => (answer.data ? modelOf(answer.data) : null), [answer.data]);
	const chooseMoment = (at: string | null) => go(withQuery({ as_of: at }), { replace: true });
	// Of an incident that was not known yet, the server has nothing.
	const before = asOf !== null && answer.trouble?.status === 404;
	const moments = history.data?.moments ?? [];
	return (
		<>
			{answer.trouble && !before && <TroubleNote trouble={answer.trouble} again={answer.again} />}
			{!answer.data && !answer.trouble && <Skeleton lines={16} label={t("loading")} />}
			{model && <Head model={model} names={names} name={name} asOf={asOf} />}
			<div class="as-of-room screen-only">
				{moments.length > 0 && <AsOf moments={moments} asOf={asOf} choose={chooseMoment} />}
			</div>
			{asOf && <p class="then small">{t("shownThen", { at: instant(asOf) })}</p>}
			{(before || (answer.data && !model)) && (
				<Empty title={asOf ? t("noneThen") : t("none")}>
					<p>{t("noneThenMend")}</p>
					<button type="button" onClick={() => chooseMoment(null)}>
						{t("toNow")}
					</button>
				</Empty>
			)}
			{model && answer.data && <Whole model={model} ledger={answer.data} names={names} query={props.query} />}
		</>
	);
}

function Whole(props: { model: Model; ledger: Ledger; names: Names; query: URLSearchParams }) {
	const { model, names, query } = props;
	const printing = usePrinting();
	const narrow = useNarrow();
	const [ready, setReady] = useState(1);
	const across: Across = query.get("across") === "origins" ? "origins" : "outlets";
	const figures = query.get("figures") === "1";
	const parting = query.get("parting") === "1";
	const laid = useMemo(() => matrixOf(model, across), [model, across]);
	const matrix = useMemo(() => filtered(laid, { figures, parting }), [laid, figures, parting]);
	// A line is opened by its place, or by a claim: a report leads here by one of its claims.
	const claim = query.get("claim");
	const open = query.get("line") ?? (claim === null ? null : (model.linesOf.get(claim)?.[0]?.toString() ?? null));
	const line = open === null ? undefined : model.incident.lines[Number(open)];
	// What one outlet or origin says of the line: the claims of its cell.
	const column = laid.columns.findIndex(c => c.key === query.get("of"));
	const cell = line && laid.rows.find(row => row.line === line)?.cells.get(column);
	const opener = useRef<Element | null>(null);
	const openLine = useCallback((index: number, of?: string) => {
		opener.current = document.activeElement;
		set({ line: String(index), of: of ?? null, claim: null });
	}, []);
	const closeLine = () => {
		set({ line: null, of: null, claim: null });
		if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
	};
	// The ledger is shown first; what stands below it follows part by part, each when nothing else waits.
	useEffect(() => {
		if (ready >= SECTIONS.length) return;
		const id = setTimeout(() => setReady(ready + 1), 30);
		return () => clearTimeout(id);
	}, [ready]);
	useKeys([
		{
			key: "o",
			says: t("keyAcross"),
			run: () => set({ across: across === "outlets" ? "origins" : null }),
		},
	]);
	const shown = printing ? SECTIONS.length : ready;
	const bodies = [
		() => (
			<>
				<div class="line screen-only matrix-tools">
					{!narrow && (
						<fieldset class="switch">
							<legend class="only-heard">{t("across")}</legend>
							<button type="button" aria-pressed={across === "outlets"} onClick={() => set({ across: null })}>
								{t("acrossOutlets")}
							</button>
							<button type="button" aria-pressed={across === "origins"} onClick={() => set({ across: "origins" })}>
								{t("acrossOrigins")}
							</button>
						</fieldset>
					)}
					<label class="check">
						<input
							type="checkbox"
							checked={figures}
							onChange={event => set({ figures: event.currentTarget.checked ? "1" : null })}
						/>
						{t("onlyFigures")}
					</label>
					<label class="check">
						<input
							type="checkbox"
							checked={parting}
							onChange={event => set({ parting: event.currentTarget.checked ? "1" : null })}
						/>
						{t("onlyParting")}
					</label>
					<span class="quiet small number">{t("lines", { n: matrix.rows.length })}</span>
				</div>
				{matrix.rows.length === 0 ? (
					<Empty title={t("noLines")}>
						<button type="button" onClick={() => set({ figures: null, parting: null })}>
							{t("showAll")}
						</button>
					</Empty>
				) : narrow || printing ? (
					<LineList model={model} matrix={matrix} names={names} printing={printing} />
				) : (
					<Grid model={model} matrix={matrix} names={names} openLine={openLine} />
				)}
				{!narrow && <MatrixKey />}
			</>
		),
		() => <Parting model={model} names={names} openLine={openLine} printing={printing} />,
		() => <Quoting model={model} names={names} openLine={openLine} />,
		() => <Timeline model={model} names={names} printing={printing} />,
		() => <Framing model={model} names={names} printing={printing} />,
		() => <Reports model={model} ledger={props.ledger} names={names} printing={printing} />,
		() => <LostDecisions model={model} />,
	];
	const sections = SECTIONS.filter(([id]) => id !== "lost" || (model.incident.orphans?.length ?? 0) > 0);
	return (
		<>
			<nav class="sections screen-only" aria-label={t("sections")}>
				{sections.map(([id, word]) => (
					<a key={id} href={`#${id}`}>
						{t(word)}
					</a>
				))}
			</nav>
			{sections.map(([id, word], i) => (
				<section key={id} id={id} class={`incident-${id}`} aria-labelledby={`${id}-title`}>
					<h2 id={`${id}-title`}>{t(word)}</h2>
					{i < shown ? bodies[i]?.() : <Skeleton lines={4} label={t("loading")} />}
				</section>
			))}
			{line && (
				<Dialog title={label(line.label)} close={closeLine}>
					{cell ? (
						<>
							<p>
								<button type="button" onClick={() => set({ of: null })}>
									{t("openLine")}
								</button>
							</p>
							{cell.entries
								.flatMap(e => e.claims)
								.map(id => model.claims.get(id))
								.map(c => c && <Telling key={c.id} model={model} claim={c} names={names} />)}
						</>
					) : (
						<LineWhole model={model} line={line} names={names} />
					)}
				</Dialog>
			)}
		</>
	);
}

function set(changes: Record<string, string | null>): void {
	go(withQuery(changes), { replace: true });
}

/** While the page is laid out for paper: lists in place of what scrolls, and nothing folded. */
function usePrinting(): boolean {
	const [printing, setPrinting] = useState(false);
	useEffect(() => {
		const media = matchMedia("print");
		const look = () => setPrinting(media.matches);
		media.addEventListener("change", look);
		return () => media.removeEventListener("change", look);
	}, []);
	return printing;
}

function useNarrow(): boolean {
	const [narrow, setNarrow] = useState(() => matchMedia("(max-width: 46rem)").matches);
	useEffect(() => {
		const media = matchMedia("(max-width: 46rem)");
		const look = () => setNarrow(media.matches);
		media.addEventListener("change", look);
		return () => media.removeEventListener("change", look);
	}, []);
	return narrow;
}
