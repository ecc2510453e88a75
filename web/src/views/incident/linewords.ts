// What a line says in short, and its range plot in words.
import { type Axis, figureAxis } from "../../parts/axis";
import { hasFigure, type Plot, plot, type Said, sideOf } from "../../parts/plot";
import { list, rangeSaid, sideSaid } from "../../parts/say";
import { type Line, type Model, toldOf } from "./ledger";
import { t } from "./words";

/** Claims of a line as its plot takes them. */
export function saidOf(model: Model, line: Line): Said[] {
	const out: Said[] = [];
	for (const id of toldOf(line)) {
		const c = model.claims.get(id);
		if (!c || (c.told_twice && line.claims.includes(c.told_twice))) continue;
		const origin = c.origin === null ? undefined : model.incident.origins[c.origin];
		out.push({
			id,
			low: c.figure?.low ?? null,
			high: c.figure?.high ?? null,
			value: c.figure?.value ?? null,
			side: origin?.anonymous ? "unnamed" : sideOf(origin?.kind ?? c.chain[0]?.kind),
			denied: c.polarity === "denied",
			superseded: c.superseded_by !== null,
			implied: c.implied_by !== null,
			modality: c.modality,
		});
	}
	return out;
}

export interface Drawn {
	plot: Plot;
	says: string;
}

export interface Plots {
	axis: Axis;
	of: (line: Line) => Drawn;
}

/** The plots of a ledger's lines on one axis; each is worked out once. */
export function plots(model: Model, most: number, length: number, lanes: number): Plots {
	const axis = figureAxis(most, length);
	const kept = new Map<Line, Drawn>();
	return {
		axis,
		of: line => {
			let drawn = kept.get(line);
			if (!drawn) {
				const p = plot(saidOf(model, line), axis, lanes);
				drawn = { plot: p, says: inWords(p) };
				kept.set(line, drawn);
			}
			return drawn;
		},
	};
}

function inWords(p: Plot): string {
	if (p.marks.length === 0) return t("plotNone");
	const most = 12;
	const told = p.marks.slice(0, most).map(m => {
		const values = { figure: rangeSaid(m), side: sideSaid(m.side) };
		const one = m.denied ? t("plotOneDenied", values) : t("plotOne", values);
		return m.superseded ? t("plotOneFaint", { one }) : one;
	});
	if (p.marks.length > most) told.push(t("more", { n: p.marks.length - most }));
	return t("plotSays", { list: list(told) });
}

export function lineSaid(line: Line): string {
	if (hasFigure(line.range)) return rangeSaid(line.range);
	// "among the dead two children": a count of some, which bounds nothing
	return line.values.some(hasFigure) ? t("countedInPart") : t("noNumber");
}
