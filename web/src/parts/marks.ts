/** Marks over a text, which may overlap, as stretches that don't: what a page can show as elements one after another. */
export interface Mark {
	start: number;
	end: number;
	id: string;
}

export interface Stretch {
	start: number;
	end: number;
	/** Marks that cover the stretch, the longest first: the innermost is the last. */
	marks: string[];
	/** Marks that begin here: where a page puts what a reader jumps to. */
	begins: string[];
}

export function stretches(length: number, marks: readonly Mark[]): Stretch[] {
	const used = marks.filter(m => m.start < m.end && m.start < length && m.end > 0);
	const cuts = new Set<number>([0, length]);
	for (const m of used) {
		cuts.add(Math.max(0, m.start));
		cuts.add(Math.min(length, m.end));
	}
	const at = [...cuts].sort((a, b) => a - b);
	const starting = new Map<number, Mark[]>();
	for (const m of used) {
		const start = Math.max(0, m.start);
		const list = starting.get(start);
		if (list) list.push(m);
		else starting.set(start, [m]);
	}
	const out: Stretch[] = [];
	let open: Mark[] = [];
	for (let i = 0; i + 1 < at.length; i++) {
		const start = at[i] ?? 0;
		const end = at[i + 1] ?? length;
		open = open.filter(m => m.end > start);
		const fresh = starting.get(start) ?? [];
		open.push(...fresh);
		const inside = [...open].sort((a, b) => b.end - b.start - (a.end - a.start) || (a.id < b.id ? -1 : 1));
		out.push({ start, end, marks: inside.map(m => m.id), begins: fresh.map(m => m.id) });
	}
	return out;
}

export interface Around {
	before: string;
	words: string;
	after: string;
	/** Whether something of the paragraph was left out on that side. */
	cutBefore: boolean;
	cutAfter: boolean;
}

const ENDS = /[.!?؟…\n]/;

/** The sentence that words stand in, with the words apart. Where it is long, it is cut at spaces to about `most` units. */
export function sentenceAround(text: string, start: number, end: number, most = 400): Around {
	let from = start;
	while (from > 0 && !(ENDS.test(text[from - 1] ?? "") && closes(text, from - 1))) from--;
	let to = end;
	while (to < text.length && !(ENDS.test(text[to] ?? "") && closes(text, to))) to++;
	if (to < text.length && text[to] !== "\n") to++;
	const room = Math.max(40, Math.floor((most - (end - start)) / 2));
	let cutBefore = false;
	let cutAfter = false;
	if (start - from > room) {
		const space = text.indexOf(" ", start - room);
		from = space >= 0 && space < start ? space + 1 : start;
		cutBefore = true;
	}
	if (to - end > room) {
		const space = text.lastIndexOf(" ", end + room);
		to = space > end ? space : end;
		cutAfter = true;
	}
	return {
		before: text.slice(from, start).trimStart(),
		words: text.slice(start, end),
		after: text.slice(end, to).trimEnd(),
		cutBefore,
		cutAfter,
	};
}

/** A full stop between digits is none. */
function closes(text: string, i: number): boolean {
	return text[i] !== "." || !(isDigit(text[i - 1]) && isDigit(text[i + 1]));
}

const isDigit = (c: string | undefined): boolean => c !== undefined && /[0-9\u0660-\u0669\u06f0-\u06f9]/.test(c);
