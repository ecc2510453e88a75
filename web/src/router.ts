// Addresses without hashes, by the history API. Plain <a href> are followed within the page; views are loaded when they are first gone to.
import { type ReadonlySignal, signal } from "@preact/signals";
import type { ComponentType } from "preact";

export interface Here {
	path: string;
	query: URLSearchParams;
	/** Counts ways taken: a view that was left and come back to is another one. */
	turn: number;
}

/** What a view is given: the parts of its address, decoded. */
export interface ViewProps {
	params: string[];
	query: URLSearchParams;
}
export type View = ComponentType<ViewProps>;

function read(turn: number): Here {
	return { path: location.pathname, query: new URLSearchParams(location.search), turn };
}

const current = signal<Here>(read(0));
export const here: ReadonlySignal<Here> = current;

/** Goes to an address of this page. `replace`: in place of the present one, as when a filter is typed. */
export function go(href: string, how: { replace?: boolean } = {}): void {
	if (href === location.pathname + location.search + location.hash) return;
	if (how.replace) history.replaceState(history.state, "", href);
	else {
		history.replaceState({ top: scrollY }, "");
		history.pushState(null, "", href);
	}
	const samePath = location.pathname === current.value.path;
	current.value = read(current.value.turn + (samePath ? 0 : 1));
	if (!how.replace && !samePath) scrollTo(0, 0);
}

/** The present address with some of its parameters changed; empty ones are left out. */
export function withQuery(changes: Record<string, string | null>): string {
	const query = new URLSearchParams(current.value.query);
	for (const [name, value] of Object.entries(changes)) {
		if (value === null || value === "") query.delete(name);
		else query.set(name, value);
	}
	const text = query.toString();
	return current.value.path + (text ? `?${text}` : "");
}

function oldSearch(): string {
	const text = current.value.query.toString();
	return text ? `?${text}` : "";
}

function clicked(event: MouseEvent): void {
	if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
		return;
	const link = event.target instanceof Element ? event.target.closest("a") : null;
	if (!link || link.target || link.hasAttribute("download")) return;
	const to = new URL(link.href, location.href);
	if (to.origin !== location.origin || to.pathname.startsWith("/api/")) return;
	if (to.pathname === location.pathname && to.search === location.search && to.hash) return; // a place on this page
	event.preventDefault();
	go(to.pathname + to.search + to.hash);
}

export function followAddress(): void {
	history.scrollRestoration = "manual";
	document.addEventListener("click", clicked);
	addEventListener("popstate", event => {
		const samePath = location.pathname === current.value.path;
		if (samePath && location.hash && location.search === oldSearch()) return; // gone to a place on this page
		current.value = read(current.value.turn + (samePath ? 0 : 1));
		const top = (event.state as { top?: number } | null)?.top ?? 0;
		// The view comes first, from what the client kept: its height is there in the next frame.
		requestAnimationFrame(() => requestAnimationFrame(() => scrollTo(0, top)));
	});
}
