// What was said of a line, in full: the list that a phone shows in place of the matrix, that paper shows, and that a line opens into.
import { useMemo, useState } from "preact/hooks";
import { hasFigure } from "../../parts/plot";
import { RangeAxis, RangePlot } from "../../parts/rangeplot";
import { list, type Names, named, rangeSaid } from "../../parts/say";
import { digits, lang } from "../../settings";
import { number } from "../../words/numbers";
import { LineHead } from "./grid";
import type { Claim, Line, Model } from "./ledger";
import { plots } from "./linewords";
import { type Matrix, setName } from "./matrix";
import { Telling } from "./telling";
import { t } from "./words";

const FIRST = 8;
const STEP = 48;

/** Claims of one line, as they were told, with the sets that can hold together. */
export function LineWhole(props: { model: Model; line: Line; names: Names; first?: number }) {
	const { model, line, names } = props;
	const [most, setMost] = useState(props.first ?? FIRST);
	const { current, beside } = useMemo(() => inOrder(model, line), [model, line]);
	const sets = line.values.filter(hasFigure);
	const shown = current.slice(0, most);
	return (
		<div class="line-whole">
			{sets.length > 1 && (
				<div class="line-sets">
					<p>{t("notOne")}</p>
					<ul>
						{sets.slice(0, 26).map((set, i) => (
							<li key={setName(i)}>
								<b class="sets">{setName(i)}</b> <span class="number">{rangeSaid(set)}</span>{" "}
								<span class="quiet small">
									{list([
										t("reports", { n: set.reports }),
										t("outlets", { n: set.outlets }),
										t("origins", { n: set.origins }),
										...(set.parties.length
											? [t("speakingFor", { parties: list(set.parties.map(p => named(names, "actors", p))) })]
											: []),
									])}
								</span>
							</li>
						))}
					</ul>
				</div>
			)}
			{shown.map(c => (
				<Telling key={c.id} model={model} claim={c} names={names} />
			))}
			{current.length > most && (
				<button type="button" class="screen-only" onClick={() => setMost(most + STEP)}>
					{t("showMore", { n: Math.min(STEP, current.length - most) })}
				</button>
			)}
			{current.length > most && <p class="print-only quiet">{t("more", { n: current.length - most })}</p>}
			{beside.length > 0 && (
				<>
					<h3>{t("beside")}</h3>
					{beside.slice(0, most).map(c => (
						<Telling key={c.id} model={model} claim={c} names={names} />
					))}
				</>
			)}
		</div>
	);
}

/** Contradicted ones first, then by figure; what was revised comes last. A toll told twice in a report stands once. */
function inOrder(model: Model, line: Line): { current: Claim[]; beside: Claim[] } {
	const of = (ids: string[]): Claim[] => {
		const here = new Set(ids);
		return ids
			.map(id => model.claims.get(id))
			.filter(c => c !== undefined)
			.filter(c => !(c.told_twice && here.has(c.told_twice)))
			.sort(
				(a, b) =>
					Number(a.superseded_by !== null) - Number(b.superseded_by !== null) ||
					Number(model.contradicted.has(b.id)) - Number(model.contradicted.has(a.id)) ||
					Number(a.figure === null) - Number(b.figure === null) ||
					(a.figure?.low ?? 0) - (b.figure?.low ?? 0),
			);
	};
	const beside = new Set(line.beside);
	return { current: of(line.claims.filter(id => !beside.has(id))), beside: of(line.beside) };
}

export function LineList(props: { model: Model; matrix: Matrix; names: Names; printing: boolean }) {
	const { model, matrix, names, printing } = props;
	const direction = lang.value === "ar" ? "rtl" : "ltr";
	const drawn = useMemo(() => plots(model, matrix.most, 220, 4), [model, matrix.most, lang.value, digits.value]);
	return (
		<>
			<div class="list-axis">
				<RangeAxis axis={drawn.axis} direction={direction} label={t("rangeAxis")} say={number} />
			</div>
			<ul class="line-list">
				{matrix.rows.map(row => (
					<li key={row.index} id={`line-${row.index}`}>
						<LineFold
							open={printing}
							summary={
								<>
									<span class="line-head">
										<LineHead row={row} />
									</span>
									{row.figures && (
										<span class="plot-row">
											<RangePlot {...drawn.of(row.line)} axis={drawn.axis} height={36} direction={direction} />
										</span>
									)}
								</>
							}
						>
							{() => <LineWhole model={model} line={row.line} names={names} {...(printing ? { first: 6 } : {})} />}
						</LineFold>
					</li>
				))}
			</ul>
		</>
	);
}

/** Folded until it is opened; what is in it is made only then. */
function LineFold(props: {
	open: boolean;
	summary: preact.ComponentChildren;
	children: () => preact.ComponentChildren;
}) {
	const [open, setOpen] = useState(false);
	const shown = open || props.open;
	return (
		<details open={shown} onToggle={event => setOpen(event.currentTarget.open)}>
			<summary>{props.summary}</summary>
			{shown && props.children()}
		</details>
	);
}
