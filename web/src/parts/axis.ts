/** Axes of the page's drawings.
 *
 *  Both kinds go the way that the reader reads: figures grow, and time passes, from the side on which a line's name stands.
 *  So in Arabic an axis begins at the right. A figure's bar then starts beside the words it belongs to in either language,
 *  and "more than" points onward, as the sentence does. Every place is worked out from the beginning of the axis, and
 *  `flip` alone turns it: no drawing knows of directions.
 */
export type Direction = "ltr" | "rtl";

export function flip(at: number, width: number, direction: Direction): number {
	return direction === "rtl" ? width - at : at;
}

export interface Axis {
	/** The place of a value, from the beginning of the axis. */
	at(value: number): number;
	/** Values with a mark; the bold ones are named. */
	ticks: { value: number; bold: boolean }[];
	length: number;
}

/** Figures from 0 to most. Reports differ by factors, tolls by ones and tens: the axis is logarithmic, with zero on it
 *  (log of 1 + n), and says so by its ticks. */
export function figureAxis(most: number, length: number): Axis {
	const top = Math.max(10, most) * 1.15;
	const whole = Math.log1p(top);
	const ticks = [{ value: 0, bold: true }];
	for (let power = 1; power <= top; power *= 10) {
		for (const times of [1, 2, 5]) {
			if (power * times <= top) ticks.push({ value: power * times, bold: times === 1 });
		}
	}
	return { at: value => (Math.log1p(Math.max(0, Math.min(value, top))) / whole) * length, ticks, length };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
	HOUR,
	3 * HOUR,
	6 * HOUR,
	12 * HOUR,
	DAY,
	2 * DAY,
	7 * DAY,
	14 * DAY,
	30 * DAY,
	91 * DAY,
	365 * DAY,
	3650 * DAY,
];

/** Moments from first to last (milliseconds), with at most `most` ticks at whole hours or days. */
export function timeAxis(first: number, last: number, length: number, most = 8): Axis & { step: number } {
	const span = Math.max(HOUR, last - first);
	const from = first - span * 0.02;
	const whole = span * 1.04;
	const step = STEPS.find(s => whole / s <= most) ?? 36500 * DAY;
	const ticks = [];
	for (let t = Math.ceil(from / step) * step; t <= from + whole; t += step) ticks.push({ value: t, bold: true });
	return { at: value => ((value - from) / whole) * length, ticks, length, step };
}
