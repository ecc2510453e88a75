// When this browser was here before: "since your last visit". A visit ends when the page was not looked at for half an hour.
import { recall, remember } from "./settings";

const PAUSE = 30 * 60_000;

interface Visit {
	/** When the page was last looked at, and when the visit before this one ended: milliseconds since 1970. */
	seen: number;
	before: number | null;
}

function kept(): Visit | null {
	const value = recall("visit") as Partial<Visit> | null | undefined;
	if (typeof value?.seen !== "number") return null;
	return { seen: value.seen, before: typeof value.before === "number" ? value.before : null };
}

function note(): void {
	const now = Date.now();
	const visit = kept();
	const before = visit && now - visit.seen > PAUSE ? visit.seen : (visit?.before ?? null);
	remember({ visit: { seen: now, before } });
}

export function beginVisit(): void {
	note();
	setInterval(() => document.visibilityState === "visible" && note(), 60_000);
	document.addEventListener("visibilitychange", note);
}

/** The end of the last visit as the API takes moments, or null at the first one. */
export function lastVisit(): string | null {
	const before = kept()?.before ?? null;
	return before === null ? null : `${new Date(before).toISOString().slice(0, 19)}Z`;
}

/** All that came up to now has been seen. */
export function markSeen(): void {
	remember({ visit: { seen: Date.now(), before: Date.now() } });
}
