/** When things happened and when they were told, on one axis, and day by day. */
import { timeAxis } from "../../parts/axis";
import type { Model, Moment } from "./ledger";

export interface Times {
	axis: ReturnType<typeof timeAxis>;
	/** What happened: bars from first to last moment, each in a lane with room. */
	happened: { from: number; to: number; lane: number; moment: number }[];
	happenedLanes: number;
	/** Reports by when they were published. */
	told: { at: number; lane: number; id: string; copied: boolean }[];
	toldLanes: number;
}

const LANES = 14;

/** A time without a zone, as milliseconds on an axis of its own; a day's end where `end`. */
export function millis(text: string | null | undefined, end = false): number | null {
	const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d))?/.exec(text ?? "");
	if (!found) return null;
	const [, y, m, d, hour, minute] = found;
	if (hour !== undefined) return Date.UTC(Number(y), Number(m) - 1, Number(d), Number(hour), Number(minute));
	if (!end) return Date.UTC(Number(y), Number(m ?? 1) - 1, Number(d ?? 1));
	if (d !== undefined) return Date.UTC(Number(y), Number(m) - 1, Number(d) + 1) - 60_000;
	return Date.UTC(Number(y), m === undefined ? 12 : Number(m), 1) - 60_000;
}

export function times(model: Model, length: number): Times | null {
	const { incident } = model;
	const bars: { from: number; to: number; moment: number }[] = [];
	incident.timeline.forEach((m, moment) => {
		const from = millis(m.happened?.from);
		const to = millis(m.happened?.to, true);
		if (from !== null && to !== null) bars.push({ from, to: Math.max(from, to), moment });
	});
	const points: { at: number; id: string; copied: boolean }[] = [];
	for (const p of incident.reports) {
		const at = millis(model.reports.get(p.id)?.published?.value);
		if (at !== null) points.push({ at, id: p.id, copied: p.part === "reprint" });
	}
	// What lies years off is background: it stands in the list, and would press the rest into a point here.
	const core = [millis(incident.time?.from), millis(incident.time?.to, true), ...points.map(p => p.at)].filter(
		v => v !== null,
	);
	if (core.length === 0) return null;
	const first = Math.min(...core);
	const last = Math.max(...core);
	const margin = Math.max(36e5 * 24, (last - first) * 0.25);
	const near = bars.filter(b => b.from >= first - margin && b.to <= last + margin);
	const all = [...core, ...near.flatMap(b => [b.from, b.to])];
	const axis = timeAxis(Math.min(...all), Math.max(...all), length, Math.max(3, Math.floor(length / 110)));
	near.sort((a, b) => a.from - b.from || a.to - b.to);
	const ends: number[] = [];
	const happened = near.map(b => {
		const from = axis.at(b.from);
		const to = Math.max(axis.at(b.to), from + 4);
		let lane = ends.findIndex(e => e + 2 <= from);
		if (lane < 0) lane = ends.length;
		ends[lane] = to;
		return { from, to, lane: lane % LANES, moment: b.moment };
	});
	points.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
	const toldEnds: number[] = [];
	const told = points.map(p => {
		const at = axis.at(p.at);
		let lane = toldEnds.findIndex(e => e + 9 <= at);
		if (lane < 0) lane = toldEnds.length;
		toldEnds[lane] = at;
		return { at, lane: lane % LANES, id: p.id, copied: p.copied };
	});
	return {
		axis,
		happened,
		happenedLanes: Math.min(LANES, Math.max(1, ends.length)),
		told,
		toldLanes: Math.min(LANES, Math.max(1, toldEnds.length)),
	};
}

export interface Day {
	/** As the ledger gives it, or null for what bears no date. */
	day: string | null;
	/** Where it lasted longer than its day. */
	to: string | null;
	moments: Moment[];
}

/** The timeline by the days on which things happened, or on which they were first told. */
export function byDay(model: Model, by: "happened" | "told"): Day[] {
	const days = new Map<string, Day>();
	for (const m of model.incident.timeline) {
		const claim = model.claims.get(m.claim);
		const when = by === "happened" ? m.happened : (claim?.told ?? null);
		const day = when?.from?.slice(0, 10) ?? null;
		const to = by === "happened" ? (when?.to?.slice(0, 10) ?? null) : day;
		const key = `${day ?? "~"} ${to ?? ""}`;
		const known = days.get(key);
		if (known) known.moments.push(m);
		else days.set(key, { day, to: to === day ? null : to, moments: [m] });
	}
	const out = [...days.entries()].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([, day]) => day);
	if (by === "told") {
		const told = (m: Moment): string => model.claims.get(m.claim)?.told?.from ?? "~";
		for (const day of out) day.moments.sort((a, b) => (told(a) < told(b) ? -1 : told(a) > told(b) ? 1 : 0));
	}
	return out;
}
