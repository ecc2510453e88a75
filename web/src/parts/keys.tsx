// Keys of the view at hand. A view names its keys with what they do; "?" lists them. Keys are left alone where text is typed.
import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";

export interface Key {
	/** As KeyboardEvent.key has it: "j", "Enter", "?". Letters count in either case unless both are named. */
	key: string;
	/** What it does, for the list. */
	says: string;
	run: (event: KeyboardEvent) => void;
}

const layers = signal<readonly { keys: readonly Key[] }[]>([]);

/** The keys that count now, the view's after the frame's. */
export function keysNow(): Key[] {
	return layers.value.flatMap(layer => layer.keys);
}

function typing(target: EventTarget | null): boolean {
	return (
		target instanceof HTMLElement &&
		(target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
		!(target instanceof HTMLInputElement && /^(checkbox|radio|button|range)$/.test(target.type))
	);
}

/** What was typed; an Arabic keyboard gives Arabic letters, then the place of the key says which one is meant. */
function typedKeys(event: KeyboardEvent): string[] {
	const place = /^(?:Key|Digit)([A-Z0-9])$/.exec(event.code)?.[1];
	if (/^[\x20-\x7e]$/.test(event.key) || (place === undefined && event.code !== "Slash"))
		return [event.key, event.key.toLowerCase()];
	if (place === undefined) return [event.shiftKey ? "?" : "/"];
	return event.shiftKey ? [place, place.toLowerCase()] : [place.toLowerCase()];
}

export function listenToKeys(): void {
	document.addEventListener("keydown", event => {
		if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
		if (document.querySelector("dialog[open]")) return;
		const typed = typedKeys(event);
		for (const layer of [...layers.peek()].reverse()) {
			const key = layer.keys.find(each => each.key === typed[0]) ?? layer.keys.find(each => typed.includes(each.key));
			if (key) {
				event.preventDefault();
				key.run(event);
				return;
			}
		}
	});
}

/** Keys that count while this component is shown. */
export function useKeys(keys: readonly Key[]): void {
	const layer = useRef<{ keys: readonly Key[] }>({ keys });
	layer.current.keys = keys;
	useLayoutEffect(() => {
		const mine = layer.current;
		layers.value = [...layers.peek(), mine];
		return () => {
			layers.value = layers.peek().filter(each => each !== mine);
		};
	}, []);
}
