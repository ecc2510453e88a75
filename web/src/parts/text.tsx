// Texts of reports. They come from outside: only ever text nodes. Places in them are counted in bytes of UTF-8, as the API counts.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The bytes of a text, to be cut: `bytes(text).cut(from, to)`. */
export function bytes(text: string): { length: number; cut: (from: number, to: number) => string } {
	const all = encoder.encode(text);
	return { length: all.length, cut: (from, to) => decoder.decode(all.subarray(from, to)) };
}

/** A text with stretches of it marked; what is around it isolates it (<bdi>, dir="auto"). `base`: where in the field the text begins. */
export function Marked(props: { text: string; hits: readonly (readonly number[])[]; base?: number }) {
	const text = bytes(props.text);
	const base = props.base ?? 0;
	const pieces: preact.ComponentChild[] = [];
	let done = 0;
	for (const [start, end] of props.hits) {
		const from = Math.max((start ?? 0) - base, done);
		const to = Math.min((end ?? 0) - base, text.length);
		if (from >= to) continue;
		pieces.push(text.cut(done, from), <mark key={from}>{text.cut(from, to)}</mark>);
		done = to;
	}
	pieces.push(text.cut(done, text.length));
	return <>{pieces}</>;
}
