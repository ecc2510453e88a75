/** What a line's range plot shows: one mark for claims that say the same on the word of the same kind of origin. */
import type { Axis } from "./axis";

/** Kinds of origins as a reader tells them apart: each has a shape and a colour of its own. */
export const SIDES = ["party", "press", "people", "record", "unnamed"] as const;
export type Side = (typeof SIDES)[number];

const SIDE_OF: Record<string, Side> = {
	party: "party",
	party_media: "party",
	official: "party",
	agency: "press",
	outlet: "press",
	correspondent: "press",
	witness: "people",
	activists: "people",
	medical: "people",
	local: "people",
	person: "people",
	monitor: "record",
	document: "record",
	anonymous: "unnamed",
};

export function sideOf(kind: string | null | undefined): Side {
	return SIDE_OF[kind ?? "outlet"] ?? "press";
}

/** Whether bounds hold a number at all. */
export function hasFigure(r: { low: number | null; high: number | null }): boolean {
	return r.low !== null || r.high !== null;
}

export interface Said {
	id: string;
	low: number | null;
	high: number | null;
	value: number | null;
	side: Side;
	denied: boolean;
	superseded: boolean;
	implied: boolean;
	modality: string;
}

export interface PlotMark {
	ids: string[];
	side: Side;
	denied: boolean;
	superseded: boolean;
	implied: boolean;
	/** Only `actual` claims are told as having happened; others are drawn thin. */
	actual: boolean;
	low: number | null;
	high: number | null;
	/** Places from the beginning of the axis: of the shape, and of the bar's ends. */
	at: number;
	from: number;
	to: number;
	openLow: boolean;
	openHigh: boolean;
	lane: number;
}

export interface Plot {
	marks: PlotMark[];
	lanes: number;
}

/** Room that a shape takes, and between two in a lane. */
const SHAPE = 9;
const GAP = 3;

/** From so many claims on, marks that stand in nearly the same place are one: no eye tells them apart. */
const CROWD = 40;
const NEAR = 4;

export function plot(said: readonly Said[], axis: Axis, lanes: number): Plot {
	const near = said.length > CROWD ? (n: number) => Math.round(axis.at(n) / NEAR) : (n: number) => n;
	const by = new Map<string, PlotMark>();
	for (const s of said) {
		// A denial without a figure says that there was none: it stands at zero.
		const bare = s.low === null && s.high === null;
		if (bare && !s.denied) continue;
		const low = bare ? 0 : s.low;
		const high = bare ? 0 : s.high;
		const key = [
			low === null ? "" : near(low),
			high === null ? "" : near(high),
			s.side,
			s.denied,
			s.superseded,
			s.implied,
			s.modality === "actual",
		].join("|");
		const known = by.get(key);
		if (known) {
			known.ids.push(s.id);
			continue;
		}
		const from = low === null ? 0 : axis.at(low);
		const to = high === null ? axis.length : axis.at(high);
		const point =
			s.value ?? (low !== null && high !== null ? Math.sqrt((low + 1) * (high + 1)) - 1 : (low ?? high ?? 0));
		by.set(key, {
			ids: [s.id],
			side: s.side,
			denied: s.denied,
			superseded: s.superseded,
			implied: s.implied,
			actual: s.modality === "actual",
			low,
			high,
			at: bare ? 0 : axis.at(point),
			from,
			to,
			openLow: low === null,
			openHigh: high === null,
			lane: 0,
		});
	}
	const marks = [...by.values()].sort(
		(a, b) => a.from - b.from || a.to - b.to || (a.ids[0] ?? "").localeCompare(b.ids[0] ?? ""),
	);
	// Each mark goes into the first lane with room. Where there are more than fit, they share lanes from the first on.
	const ends: number[] = [];
	for (const m of marks) {
		const start = Math.min(m.from, m.at - SHAPE / 2);
		const end = Math.max(m.openHigh ? Math.min(m.at + 26, axis.length) : m.to, m.at + SHAPE / 2);
		let lane = ends.findIndex(e => e + GAP <= start);
		if (lane < 0) lane = ends.length;
		ends[lane] = end;
		m.lane = lane % lanes;
	}
	return { marks, lanes: Math.min(lanes, Math.max(1, ends.length)) };
}
