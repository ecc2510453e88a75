// Who is at the page. Asked for once, before anything else is; every change carries the token that comes with it.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { get, patch, post, remove, setToken, Trouble, whenLost } from "./client";
import type { Session } from "./types";

const current = signal<Session | null>(null);
const failed = signal<Trouble | null>(null);

/** Null until the server has said so. */
export const session: ReadonlySignal<Session | null> = current;
export const sessionTrouble: ReadonlySignal<Trouble | null> = failed;

/** People sign in here, and nobody is. */
export const signedOut = computed(() => current.value?.accounts === true && current.value.name === null);

const RANKS = ["reader", "reviewer", "admin"] as const;
export type Role = (typeof RANKS)[number];
export const ROLES: readonly Role[] = RANKS;

/** Whether whoever is here may do what asks for this role. */
export function may(role: Role): boolean {
	const mine = current.value?.role;
	return mine ? RANKS.indexOf(mine) >= RANKS.indexOf(role) : false;
}

function take(given: Session): void {
	setToken(given.token);
	current.value = given;
	failed.value = null;
}

let asking: Promise<void> | null = null;

/** Asks who is here. */
export function askSession(): Promise<void> {
	asking ??= get<Session>("/api/session")
		.then(take)
		.catch((error: unknown) => {
			failed.value = error instanceof Trouble ? error : new Trouble(0, String(error), "");
		})
		.finally(() => {
			asking = null;
		});
	return asking;
}

export function followSession(): void {
	whenLost(askSession);
	void askSession();
}

export async function signIn(name: string, password: string): Promise<void> {
	take(await post<Session>("/api/session", { name, password }));
}

/** What others may not see is forgotten with the page. */
export async function signOut(): Promise<void> {
	await remove("/api/session");
	location.assign("/account");
}

export function changePassword(old: string, fresh: string): Promise<null> {
	return post("/api/session/password", { old, new: fresh });
}

export function changeAccount<T>(name: string, change: object): Promise<T> {
	return patch(`/api/accounts/${encodeURIComponent(name)}`, change);
}
