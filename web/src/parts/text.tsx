// Texts of reports. They come from outside: only ever text nodes.
import { bytePlaces } from "./bytes";

/** A text with stretches of it marked; what is around it isolates it (<bdi>, dir="auto"). Stretches count bytes; `base`: where in the field the text begins. */
export function Marked(props: { text: string; hits: readonly (readonly number[])[]; base?: number }) {
	const { text } = props;
	const base = props.base ?? 0;
	const place = bytePlaces(text);
	const pieces: preact.ComponentChild[] = [];
	let done = 0;
	for (const [start, end] of props.hits) {
		const from = Math.max(place(Math.max((start ?? 0) - base, 0)), done);
		const to = place(Math.max((end ?? 0) - base, 0));
		if (from >= to) continue;
		pieces.push(text.slice(done, from), <mark key={from}>{text.slice(from, to)}</mark>);
		done = to;
	}
	pieces.push(text.slice(done));
	return <>{pieces}</>;
}
