// A long list of which only the rows in sight are in the page. It scrolls with the page; every row is as high as the others. Rows are asked for in
// pieces as they come into sight. One row is the chosen one: keys move it, and it stays in the page so that focus is never lost.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { get, recalled, Trouble } from "../api/client";
import { storeState } from "../api/live";
import "./rows.css";

/** Rows in one answer of the API. */
export const PIECE = 100;
const BEYOND = 8;

export interface Pieces<Row> {
	/** How many there are in all, or null while that is not known. */
	all: number | null;
	row: (i: number) => Row | undefined;
	/** Says that these rows come into sight. */
	want: (from: number, to: number) => void;
	trouble: Trouble | null;
	again: () => void;
}

interface Kept<Row> {
	key: string;
	all: number | null;
	rows: Map<number, Row[]>;
	trouble: Trouble | null;
}

/** Rows of a list in pieces. path(first): where the piece that begins with that row is asked for. */
export function usePieces<Answer, Row>(
	key: string,
	path: (first: number) => string,
	read: (answer: Answer) => { all: number; rows: Row[] },
): Pieces<Row> {
	const [, redraw] = useState(0);
	const [turn, setTurn] = useState(0);
	const store = storeState.value;
	const held = useRef<Kept<Row>>({ key: "", all: null, rows: new Map(), trouble: null });
	const asked = useRef<Map<number, AbortController>>(new Map());
	const seen = useRef<[number, number]>([0, 0]);
	if (held.current.key !== key) {
		for (const each of asked.current.values()) each.abort();
		asked.current.clear();
		// The former list's length stays until the new one's is known, so that the page does not jump to its top.
		held.current = { key, all: held.current.all, rows: new Map(), trouble: null };
		const first = recalled<Answer>(path(0));
		if (first) {
			const { all, rows } = read(first);
			held.current.all = all;
			held.current.rows.set(0, rows);
		}
	}
	const ask = (piece: number) => {
		if (asked.current.has(piece)) return;
		const control = new AbortController();
		asked.current.set(piece, control);
		const mine = held.current;
		get<Answer>(path(piece * PIECE), control.signal)
			.then(answer => {
				const { all, rows } = read(answer);
				mine.all = all;
				mine.rows.set(piece, rows);
				mine.trouble = null;
			})
			.catch((error: unknown) => {
				if (control.signal.aborted) return;
				mine.trouble = error instanceof Trouble ? error : new Trouble(0, String(error), "");
			})
			.finally(() => {
				if (held.current === mine) redraw(n => n + 1);
			});
	};
	const want = (from: number, to: number) => {
		const pieces: [number, number] = [Math.floor(from / PIECE), Math.floor(Math.max(from, to - 1) / PIECE)];
		seen.current = pieces;
		for (let piece = pieces[0]; piece <= pieces[1]; piece++) ask(piece);
	};
	// The store has changed, or somebody asks again: what is in sight is asked for anew, the rest when it comes into sight.
	const now = `${store ?? ""} ${turn}`;
	const before = useRef(now);
	useEffect(() => {
		const first = before.current === now || before.current === " 0";
		before.current = now;
		if (first) return;
		asked.current.clear();
		for (let piece = seen.current[0]; piece <= seen.current[1]; piece++) ask(piece);
	}, [now]);
	useEffect(
		() => () => {
			for (const each of asked.current.values()) each.abort();
		},
		[],
	);
	const { all, rows, trouble } = held.current;
	return {
		all,
		row: i => rows.get(Math.floor(i / PIECE))?.[i % PIECE],
		want,
		trouble,
		again: () => setTurn(turn + 1),
	};
}

interface Props<Row> {
	pieces: Pieces<Row>;
	label: string;
	chosen: number | null;
	head: ComponentChildren;
	draw: (row: Row | undefined, i: number) => ComponentChildren;
}

/** The rows in sight. Rows are --row high, as the style sheet says. */
export function Rows<Row>(props: Props<Row>) {
	const { pieces } = props;
	const box = useRef<HTMLDivElement>(null);
	const [sight, setSight] = useState<{ from: number; to: number; high: number }>({ from: 0, to: 30, high: 0 });
	const all = pieces.all ?? 0;
	const look = () => {
		const element = box.current;
		if (!element) return;
		const high = measure(element);
		const top = -element.getBoundingClientRect().top;
		const from = Math.max(0, Math.floor(top / high) - BEYOND);
		const to = Math.max(from, Math.ceil((top + innerHeight) / high) + BEYOND);
		setSight(before =>
			before.from === from && before.to === to && before.high === high ? before : { from, to, high },
		);
	};
	useLayoutEffect(look, []);
	useEffect(() => {
		let frame = 0;
		const soon = () => {
			cancelAnimationFrame(frame);
			frame = requestAnimationFrame(look);
		};
		addEventListener("scroll", soon, { passive: true });
		addEventListener("resize", soon);
		const watch = new ResizeObserver(soon);
		watch.observe(document.body);
		return () => {
			cancelAnimationFrame(frame);
			removeEventListener("scroll", soon);
			removeEventListener("resize", soon);
			watch.disconnect();
		};
	}, []);
	const to = Math.min(sight.to, all);
	const from = Math.min(sight.from, to);
	useEffect(() => {
		pieces.want(from, Math.max(to, from + 1));
	});
	const shown: number[] = [];
	for (let i = from; i < to; i++) shown.push(i);
	const { chosen } = props;
	if (chosen !== null && chosen < all && (chosen < from || chosen >= to)) shown.push(chosen);
	return (
		<div class="rows" role="table" aria-label={props.label} aria-rowcount={pieces.all === null ? -1 : all + 1}>
			<div role="rowgroup" class="rows-head">
				{props.head}
			</div>
			<div role="rowgroup" class="rows-body" ref={box} style={{ blockSize: `${all * sight.high}px` }}>
				{sight.high > 0 &&
					shown.map(i => (
						<div
							key={i}
							role="row"
							aria-rowindex={i + 2}
							class={i === chosen ? "row chosen" : "row"}
							data-row={i}
							style={{ insetBlockStart: `${i * sight.high}px`, blockSize: `${sight.high}px` }}
						>
							{props.draw(pieces.row(i), i)}
						</div>
					))}
			</div>
		</div>
	);
}

/** How high --row is in pixels: lengths in rem are not told as such. */
function measure(element: HTMLElement): number {
	const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
	const row = Number.parseFloat(getComputedStyle(element).getPropertyValue("--row"));
	return Math.round((row || 3) * rem);
}

/** Moves the chosen row into sight and focus to its link, as soon as the row has one. */
export function reveal(i: number): void {
	let seen = false;
	let frames = 180;
	const look = () => {
		const row = document.querySelector<HTMLElement>(`[data-row="${i}"]`);
		if (row && !seen) row.scrollIntoView({ block: "nearest" });
		seen ||= row !== null;
		const link = row?.querySelector("a");
		if (link) link.focus({ preventScroll: true });
		else if (--frames > 0) requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
}
