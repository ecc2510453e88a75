// Whether the store has changed: asked for now and then while the page is looked at, so that what is shown follows what others do.
import { type ReadonlySignal, signal } from "@preact/signals";
import { get } from "./client";
import type { StateNow } from "./types";

const EVERY = 15_000;

const current = signal<string | null>(null);
/** What the store is at; answers are asked for again when it changes. Null while it is not known. */
export const storeState: ReadonlySignal<string | null> = current;

async function look(): Promise<void> {
	if (document.visibilityState !== "visible") return;
	try {
		current.value = (await get<StateNow>("/api/state")).state;
	} catch {
		// The view at hand tells of trouble when it asks for something itself.
	}
}

/** Looks at once: after a change of the page's own. */
export function storeChanged(): void {
	void look();
}

export function followStore(): void {
	void look();
	setInterval(() => void look(), EVERY);
	document.addEventListener("visibilitychange", () => void look());
}
