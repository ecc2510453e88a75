// Decisions on their way to the store. What a reader decided is shown as decided at once, and sent behind; what can't be kept (somebody else was
// first, the server is gone) stays here, in the browser's storage too, until the reader sends it again or drops it: nothing is lost.
import { computed, signal } from "@preact/signals";
import { get, post, Trouble } from "../../api/client";
import type { Decision, NewReview, StateNow } from "../../api/types";
import { recall, remember } from "../../settings";
import { whoDecides } from "./reviewer";

export interface Sending {
	key: number;
	body: Record<string, unknown> & { kind: string };
	/** What it is about, in the reader's words, for the list of what is not saved. */
	about: string;
	/** The claim it is about, so that the claim is shown as decided. */
	claim: string | null;
	/** The incident at hand. */
	incident: string | null;
	seen: string | null;
	state: "sending" | "conflict" | "failed";
	meanwhile: Decision[];
	message: string;
	mend: string;
}

export interface Made {
	id: string;
	about: string;
	kind: string;
	claim: string | null;
}

function keptBefore(): Sending[] {
	const value = recall("outbox");
	if (!Array.isArray(value)) return [];
	return (value as Sending[])
		.filter(one => typeof one?.body?.kind === "string")
		.map(one => ({ ...one, state: "failed" }));
}

export const outbox = signal<readonly Sending[]>(keptBefore());
/** What this reader decided since the page was opened, the last one last. */
export const made = signal<readonly Made[]>([]);
/** Counts decisions that the store has taken: views ask again. */
export const taken = signal(0);
/** Decisions by claim that are on their way. */
export const underWay = computed(
	() => new Map(outbox.value.flatMap(one => (one.claim ? [[one.claim, one] as const] : []))),
);

let serial = Math.max(0, ...outbox.value.map(one => one.key));

function change(key: number, values: Partial<Sending> | null): void {
	outbox.value = outbox.value.flatMap(one => (one.key !== key ? [one] : values ? [{ ...one, ...values }] : []));
	remember({ outbox: outbox.value });
}

/** One after the other: a later decision rests on the earlier ones. */
let line: Promise<unknown> = Promise.resolve();

function send(key: number): Promise<boolean> {
	const turn = line.then(() => sendNow(key));
	line = turn.catch(() => {});
	return turn;
}

async function sendNow(key: number): Promise<boolean> {
	const one = outbox.value.find(each => each.key === key);
	if (!one) return false;
	const body: NewReview = { ...one.body, ...(one.seen ? { seen: one.seen } : {}) };
	try {
		const answer = await post<{ id: string; state: string }>("/api/reviews", body);
		change(key, null);
		if (one.body.kind !== "withdraw")
			made.value = [...made.value, { id: answer.id, about: one.about, kind: one.body.kind, claim: one.claim }];
		taken.value++;
		return true;
	} catch (error) {
		const trouble = error instanceof Trouble ? error : new Trouble(0, String(error), "");
		change(key, {
			state: trouble.status === 409 ? "conflict" : "failed",
			meanwhile: trouble.problem?.meanwhile ?? [],
			message: trouble.message,
			mend: trouble.mend,
		});
		if (trouble.status === 409) taken.value++; // what came meanwhile is to be seen
		return false;
	}
}

/** Makes a decision. False where nobody is there to make it, or it could not be kept yet. */
export async function decide(
	body: Record<string, unknown> & { kind: string },
	what: { about: string; claim?: string | null; incident?: string | null; seen: string | null },
): Promise<boolean> {
	const by = await whoDecides();
	if (by === null) return false;
	const key = ++serial;
	outbox.value = [
		...outbox.value,
		{
			key,
			body: { ...body, by },
			about: what.about,
			claim: what.claim ?? null,
			incident: what.incident ?? null,
			seen: what.seen,
			state: "sending",
			meanwhile: [],
			message: "",
			mend: "",
		},
	];
	remember({ outbox: outbox.value });
	return send(key);
}

/** Sends what could not be kept once more, by what is there now. */
export async function sendAgain(key: number): Promise<void> {
	change(key, { state: "sending" });
	const now = await get<StateNow>("/api/state").catch(() => null);
	change(key, { seen: now?.state ?? null });
	await send(key);
}

export function drop(key: number): void {
	change(key, null);
}

/** Takes back the last decision that this reader made here. What it was, or null where there is none. */
export async function undo(why: string): Promise<Made | null> {
	const last = made.value[made.value.length - 1];
	if (!last) return null;
	made.value = made.value.slice(0, -1);
	const good = await decide({ kind: "withdraw", review: last.id, why }, { about: last.about, claim: null, seen: null });
	if (!good) return null;
	return last;
}
