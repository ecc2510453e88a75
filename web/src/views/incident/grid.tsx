// The ledger as a matrix: lines down, outlets or origins across. Head and first column stay in sight; only what is in view is in the document,
// so that sixty outlets scroll as lightly as six.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Marks } from "../../parts/claim";
import { memo } from "../../parts/memo";
import { hasFigure } from "../../parts/plot";
import { RangeAxis, RangePlot } from "../../parts/rangeplot";
import { denialSaid, gloss, label, type Names, named } from "../../parts/say";
import { digits, lang } from "../../settings";
import { number } from "../../words/numbers";
import { type Claim, type Model, reportHref } from "./ledger";
import { lineSaid, type Plots, plots } from "./linewords";
import { type Cell, type Column, type Entry, inView, type Matrix, type Row, setName } from "./matrix";
import { Quote, TellingSource } from "./telling";
import { t } from "./words";

const Plotted = memo(RangePlot);

const ROW = 76;
const HEAD = 72;
/** Cells and names of lines share what room there is, within these bounds. */
const CELL = [152, 232] as const;
const LABEL = [224, 320] as const;
const PLOT = 176;
const LANES = 6;
/** Up to so many cells the whole matrix stands in the document: the browser's own search finds all of it. */
const WHOLE = 250;

interface Window {
	rows: [number, number];
	columns: [number, number];
}

/** Where the reader was in an incident's matrix: coming back from a report, it stands as it was left. */
const left = new Map<string, { top: number; start: number }>();

export function Grid(props: {
	model: Model;
	matrix: Matrix;
	names: Names;
	openLine: (index: number, of?: string) => void;
}) {
	const { model, matrix, names } = props;
	const direction = lang.value === "ar" ? "rtl" : "ltr";
	const scroller = useRef<HTMLDivElement>(null);
	const frame = useRef<HTMLDivElement>(null);
	const [room, setRoom] = useState(0);
	const labelWidth = Math.max(LABEL[0], Math.min(LABEL[1], room * 0.2));
	const cellWidth = Math.max(
		CELL[0],
		Math.min(CELL[1], Math.floor((room - labelWidth - PLOT - 2) / matrix.columns.length)),
	);
	const whole = matrix.rows.length * matrix.columns.length <= WHOLE;
	const [seen, setSeen] = useState<Window>({ rows: [0, 12], columns: [0, 12] });
	const shown: Window = whole
		? { rows: [0, matrix.rows.length], columns: [0, matrix.columns.length] }
		: clamp(seen, matrix);
	const [at, setAt] = useState<{ row: number; column: number }>({ row: 0, column: -1 });
	const peek = useSignal<Claim | null>(null);
	const drawn = useMemo(
		() => plots(model, matrix.most, PLOT - 16, LANES),
		[model, matrix.most, lang.value, digits.value],
	);
	const key = `${model.incident.id} ${matrix.across}`;

	const look = () => {
		const e = scroller.current;
		if (!e) return;
		left.set(key, { top: e.scrollTop, start: e.scrollLeft });
		if (whole) return;
		const rows = inView(e.scrollTop, e.clientHeight, ROW, matrix.rows.length, 3);
		const columns = inView(
			Math.abs(e.scrollLeft) - PLOT,
			e.clientWidth - labelWidth,
			cellWidth,
			matrix.columns.length,
			3,
		);
		setSeen(before => (same(before.rows, rows) && same(before.columns, columns) ? before : { rows, columns }));
	};
	useLayoutEffect(() => {
		const e = scroller.current;
		const before = left.get(key);
		if (e && before) {
			e.scrollTop = before.top;
			e.scrollLeft = before.start;
		}
		look();
		const watch = new ResizeObserver(() => {
			setRoom(frame.current?.clientWidth ?? 0);
			look();
		});
		if (e) watch.observe(e);
		if (frame.current) watch.observe(frame.current);
		return () => watch.disconnect();
	}, [key, matrix, cellWidth]);
	useEffect(() => {
		peek.value = null;
	}, [matrix]);

	/** Focus goes to a cell that may not be in the document yet: scroll there first. */
	const focus = (row: number, column: number) => {
		const e = scroller.current;
		if (!e) return;
		const r = Math.max(0, Math.min(row, matrix.rows.length - 1));
		const c = Math.max(-1, Math.min(column, matrix.columns.length - 1));
		setAt({ row: r, column: c });
		const top = r * ROW;
		if (top < e.scrollTop) e.scrollTop = top;
		else if (top + ROW > e.scrollTop + e.clientHeight - HEAD) e.scrollTop = top + ROW - e.clientHeight + HEAD;
		if (c >= 0) {
			const start = PLOT + c * cellWidth;
			const now = Math.abs(e.scrollLeft);
			const seen = e.clientWidth - labelWidth;
			const to = start < now ? start : start + cellWidth > now + seen ? start + cellWidth - seen : now;
			e.scrollLeft = direction === "rtl" ? -to : to;
		}
		look();
		requestAnimationFrame(() =>
			e.querySelector<HTMLElement>(`[data-cell="${r}.${c}"]`)?.focus({ preventScroll: true }),
		);
	};

	const onKeyDown = (event: KeyboardEvent) => {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const onward = direction === "rtl" ? "ArrowLeft" : "ArrowRight";
		const back = direction === "rtl" ? "ArrowRight" : "ArrowLeft";
		const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 400) - HEAD) / ROW) - 1);
		const moves: Record<string, [number, number]> = {
			[onward]: [at.row, at.column + 1],
			[back]: [at.row, at.column - 1],
			ArrowDown: [at.row + 1, at.column],
			ArrowUp: [at.row - 1, at.column],
			PageDown: [at.row + page, at.column],
			PageUp: [at.row - page, at.column],
			Home: [at.row, -1],
			End: [at.row, matrix.columns.length - 1],
		};
		const to = moves[event.key];
		if (to) {
			event.preventDefault();
			event.stopPropagation();
			focus(...to);
		} else if (event.key === "Enter" && (event.target as Element).getAttribute("data-cell")) {
			const cell = event.target as HTMLElement;
			const link = cell.querySelector<HTMLElement>("a, button");
			if (link) {
				event.preventDefault();
				link.click();
			}
		}
	};

	const show = (target: EventTarget | null) => {
		const e = target instanceof Element ? target.closest<HTMLElement>("[data-claim], [data-cell]") : null;
		if (!e) return;
		const inner = e.dataset.claim ?? e.querySelector<HTMLElement>("[data-claim]")?.dataset.claim;
		peek.value = inner ? (model.claims.get(inner) ?? null) : null;
	};

	const [r0, r1] = shown.rows;
	const [c0, c1] = shown.columns;
	// Tab comes to where the reader was, or, where that is out of sight, to the first line in it.
	const there = at.row >= r0 && at.row < r1 && (at.column < 0 || (at.column >= c0 && at.column < c1));
	const stop = there ? at : { row: r0, column: -1 };
	const columns = matrix.columns.slice(c0, c1);
	const width = labelWidth + PLOT + matrix.columns.length * cellWidth;
	return (
		<div class="matrix-frame" ref={frame}>
			<div
				class="matrix"
				style={
					{ "--label": `${labelWidth}px`, "--cell": `${cellWidth}px`, "--columns-before": c0 } as Record<
						string,
						string | number
					>
				}
			>
				<div class="matrix-scroll" ref={scroller} onScroll={look}>
					<div
						class="grid"
						role="grid"
						aria-label={t("sectionLedger")}
						aria-rowcount={matrix.rows.length + 1}
						aria-colcount={matrix.columns.length + 2}
						style={{ inlineSize: `${width}px` }}
						onKeyDown={onKeyDown}
						onFocusIn={event => {
							show(event.target);
							const cell = (event.target as Element).closest<HTMLElement>("[data-cell]")?.dataset.cell?.split(".");
							if (cell) setAt({ row: Number(cell[0]), column: Number(cell[1]) });
						}}
						onPointerOver={event => show(event.target)}
					>
						<div class="grid-row grid-head" role="row" aria-rowindex={1} style={{ blockSize: `${HEAD}px` }}>
							<div class="corner" role="columnheader" aria-colindex={1}>
								{t("line")}
							</div>
							<div class="plot-head" role="columnheader" aria-colindex={2}>
								<span class="small quiet">{t("rangePlot")}</span>
								<RangeAxis axis={drawn.axis} direction={direction} label={t("rangeAxis")} say={number} />
							</div>
							{c0 > 0 && <div class="gap" />}
							{columns.map((column, i) => (
								<ColumnHead key={column.key} column={column} names={names} index={c0 + i} />
							))}
						</div>
						<div style={{ blockSize: `${r0 * ROW}px` }} />
						{matrix.rows.slice(r0, r1).map((row, i) => (
							<GridRow
								key={row.index}
								row={row}
								place={r0 + i}
								matrix={matrix}
								model={model}
								names={names}
								c0={c0}
								c1={c1}
								focused={stop.row === r0 + i ? stop.column : null}
								drawn={drawn}
								openLine={props.openLine}
							/>
						))}
						<div style={{ blockSize: `${(matrix.rows.length - r1) * ROW}px` }} />
					</div>
				</div>
				<Peek model={model} names={names} peek={peek} />
			</div>
		</div>
	);
}

/** The sentence of what is pointed at. It repeats what a link leads to, so it is for the eye alone. */
function Peek(props: { model: Model; names: Names; peek: Signal<Claim | null> }) {
	const claim = props.peek.value;
	return (
		<div class="peek" aria-hidden="true">
			{claim ? (
				<>
					<p class="peek-source">
						<TellingSource model={props.model} claim={claim} names={props.names} />
						<Marks claim={claim} names={props.names} />
					</p>
					<p class="peek-words">
						<Quote model={props.model} claim={claim} most={260} />
					</p>
				</>
			) : (
				<p class="quiet small">{t("peekIdle")}</p>
			)}
		</div>
	);
}

const same = (a: [number, number], b: [number, number]): boolean => a[0] === b[0] && a[1] === b[1];

function clamp(seen: Window, matrix: Matrix): Window {
	const fit = ([a, b]: [number, number], n: number): [number, number] => [
		Math.min(a, Math.max(0, n - 1)),
		Math.min(b, n),
	];
	return { rows: fit(seen.rows, matrix.rows.length), columns: fit(seen.columns, matrix.columns.length) };
}

function ColumnHead(props: { column: Column; names: Names; index: number }) {
	const { column, names } = props;
	const name = column.kind === null ? (names.outlets?.[column.key]?.[lang.value] ?? column.name) : column.name;
	const kind =
		column.kind === null
			? t("reports", { n: column.reports })
			: [named(names, "links", column.kind), column.party && named(names, "actors", column.party)]
					.filter(Boolean)
					.join(" · ");
	return (
		<div class="column-head" role="columnheader" aria-colindex={props.index + 3} title={name}>
			<span class="column-name">
				<bdi>{name || t("unnamedMark")}</bdi>
			</span>
			<span class="small quiet">
				{kind}
				{column.copies && <span class="tag">{t("copied")}</span>}
			</span>
		</div>
	);
}

interface RowProps {
	row: Row;
	place: number;
	matrix: Matrix;
	model: Model;
	names: Names;
	c0: number;
	c1: number;
	focused: number | null;
	drawn: Plots;
	openLine: (index: number, of?: string) => void;
}

const GridRow = memo((props: RowProps) => {
	const { row, place, c0, c1, drawn } = props;
	const direction = lang.value === "ar" ? "rtl" : "ltr";
	const cells = [];
	for (let c = c0; c < c1; c++) {
		const cell = row.cells.get(c);
		const column = props.matrix.columns[c];
		cells.push(
			<div
				key={column?.key}
				class="cell"
				role="gridcell"
				aria-colindex={c + 3}
				data-cell={`${place}.${c}`}
				tabIndex={props.focused === c ? 0 : -1}
			>
				{cell && (
					<CellWords
						cell={cell}
						column={column?.key ?? ""}
						model={props.model}
						names={props.names}
						row={row}
						openLine={props.openLine}
					/>
				)}
			</div>,
		);
	}
	return (
		<div
			class={`grid-row${row.opens ? " opens" : ""}`}
			role="row"
			aria-rowindex={place + 2}
			id={`line-${row.index}`}
			style={{ blockSize: `${ROW}px` }}
		>
			<div
				class="row-head"
				role="rowheader"
				aria-colindex={1}
				data-cell={`${place}.-1`}
				tabIndex={props.focused === -1 ? 0 : -1}
			>
				<LineHead row={row} openLine={props.openLine} inside />
			</div>
			<div class="cell plot-cell" role="gridcell" aria-colindex={2}>
				<Plotted {...drawn.of(row.line)} axis={drawn.axis} height={ROW - 12} direction={direction} />
			</div>
			{c0 > 0 && <div class="gap" />}
			{cells}
		</div>
	);
});

export function LineHead(props: { row: Row; openLine?: (index: number) => void; inside?: boolean }) {
	const { row } = props;
	const name = label(row.line.label);
	return (
		<>
			{props.openLine ? (
				<button
					type="button"
					class="line-name"
					tabIndex={props.inside ? -1 : 0}
					title={t("openLine")}
					onClick={() => props.openLine?.(row.index)}
				>
					{name}
				</button>
			) : (
				<span class="line-name">{name}</span>
			)}
			<span class="line-facts small">
				{hasFigure(row.line.range) ? (
					<b class="number">{lineSaid(row.line)}</b>
				) : (
					<span class="quiet">{lineSaid(row.line)}</span>
				)}
				{row.origins === 1 && row.outlets > 1 ? (
					<span class="tag single" title={t("oneOriginWhy")}>
						{t("oneOrigin")}
					</span>
				) : (
					<span class="quiet nowrap">{t("origins", { n: row.origins })}</span>
				)}
				{row.contradicted && (
					<span class="tag part" title={t("contradicted")}>
						<span aria-hidden="true">≠</span>
						<span class={props.inside ? "only-heard" : ""}> {t("contradicted")}</span>
					</span>
				)}
			</span>
		</>
	);
}

interface CellProps {
	cell: Cell;
	column: string;
	model: Model;
	names: Names;
	row: Row;
	openLine: (index: number, of?: string) => void;
}

const CellWords = memo((props: CellProps) => {
	const { entries } = props.cell;
	const room = entries.length > 2 ? 1 : 2;
	return (
		<>
			{entries.slice(0, room).map(entry => (
				<EntryWords key={entry.claims[0]} entry={entry} model={props.model} names={props.names} />
			))}
			{entries.length > room && (
				<button
					type="button"
					class="more plain small"
					tabIndex={-1}
					onClick={() => props.openLine(props.row.index, props.column)}
				>
					{t("more", { n: entries.length - room })}
				</button>
			)}
		</>
	);
});

/** Signs that fit a cell beside the figure's words: what goes first when there is no room is what the words say already. */
const SIGNS = 18;

function EntryWords(props: { entry: Entry; model: Model; names: Names }) {
	const { entry, model, names } = props;
	const claim = model.claims.get(entry.claims[0] ?? "");
	if (!claim) return null;
	const actual = entry.modality === "actual";
	const how = actual ? "" : named(names, "modalities", entry.modality);
	const sets = entry.sets.length <= 3 ? entry.sets.map(setName).join("") : "";
	const taken =
		(entry.words?.length ?? 4) +
		how.length +
		(entry.claims.length > 1 ? 3 : 0) +
		(sets ? sets.length + 2 : 0) +
		(entry.contradicted ? 3 : 0);
	const bounds = gloss(claim);
	return (
		<a
			class={`entry ${entry.accord}${entry.contradicted ? " contradicted" : ""}${entry.superseded ? " faint" : ""}${actual ? "" : " thin"}`}
			href={reportHref(model, claim)}
			data-claim={claim.id}
			tabIndex={-1}
		>
			{how && <span class="gloss">{how}</span>}
			<EntryText entry={entry} claim={claim} bare={how === ""} />
			{bounds && taken + bounds.length < SIGNS && <span class="gloss">{bounds}</span>}
			{entry.claims.length > 1 && <span class="gloss">{t("times", { n: entry.claims.length })}</span>}
			{sets && (
				<span class="sets" title={t("setsNote")}>
					{sets}
				</span>
			)}
			{entry.contradicted && (
				<span class="unequal">
					<span aria-hidden="true">≠</span>
					<span class="only-heard">{t("contradicted")}</span>
				</span>
			)}
		</a>
	);
}

function EntryText(props: { entry: Entry; claim: Claim; bare: boolean }) {
	const { entry, claim } = props;
	if (entry.accord === "denied")
		return (
			<>
				<span class="denied-word">{denialSaid(claim)}</span>
				{entry.words !== null && <bdi lang="ar">{entry.words}</bdi>}
			</>
		);
	if (entry.words !== null)
		return (
			<bdi class="figure" lang="ar">
				{entry.words}
			</bdi>
		);
	return props.bare ? <span class="quiet">{t("told")}</span> : null;
}
