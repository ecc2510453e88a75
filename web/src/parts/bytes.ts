/** Where the bytes of a text's UTF-8 stand in the JavaScript string: spans of claims count bytes, strings count UTF-16
 *  units. Made once for a text; each look-up is a binary search. Bytes within a character or past the end give the place
 *  of the next whole character or the end. */
export function bytePlaces(text: string): (byte: number) => number {
	// A table of every 32nd unit is enough: the rest is counted.
	const step = 32;
	const starts = new Uint32Array(Math.floor(text.length / step) + 1);
	let bytes = 0;
	for (let i = 0; i < text.length; i++) {
		if (i % step === 0) starts[i / step] = bytes;
		bytes += width(text, i);
	}
	return byte => {
		let low = 0;
		let high = starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((starts[middle] ?? 0) <= byte) low = middle;
			else high = middle - 1;
		}
		let at = low * step;
		for (let here = starts[low] ?? 0; here < byte && at < text.length; at++) here += width(text, at);
		// A pair counts with its first half: its end lies behind the second.
		return at > 0 && at < text.length && width(text, at) === 0 ? at + 1 : at;
	};
}

/** Bytes of the unit at i: a surrogate pair's four are counted with its first half. */
function width(text: string, i: number): number {
	const c = text.charCodeAt(i);
	if (c < 0x80) return 1;
	if (c < 0x800) return 2;
	if (c >= 0xd800 && c <= 0xdbff && isLow(text.charCodeAt(i + 1))) return 4;
	if (isLow(c) && i > 0) {
		const before = text.charCodeAt(i - 1);
		if (before >= 0xd800 && before <= 0xdbff) return 0;
	}
	return 3;
}

const isLow = (c: number): boolean => c >= 0xdc00 && c <= 0xdfff;

type Field = "title" | "text" | "caption";
export interface Fields {
	title: string | null;
	text: string | null;
	caption: string | null;
}
export interface Span {
	field: Field;
	at: number[];
}
export interface Found {
	field: Field;
	text: string;
	start: number;
	end: number;
}

const kept = new WeakMap<Fields, Map<Field, (byte: number) => number>>();

/** Where a span of a report stands in the strings of its fields; worked out once for each report. Null where its field is empty. */
export function find(report: Fields, span: Span): Found | null {
	const text = report[span.field];
	if (text === null) return null;
	let fields = kept.get(report);
	if (!fields) {
		fields = new Map();
		kept.set(report, fields);
	}
	let place = fields.get(span.field);
	if (!place) {
		place = bytePlaces(text);
		fields.set(span.field, place);
	}
	return { field: span.field, text, start: place(span.at[0] ?? 0), end: place(span.at[1] ?? 0) };
}
