// Asks the API, which is all that the page uses. Answers are kept with their ETag: what was seen before is shown at once and asked for again
// ("not modified" costs nothing). Whatever fails becomes a Trouble, which says what to do in the reader's language.
import { lang } from "../settings";
import { said, words } from "../words/words";
import type { Problem } from "./types";

const t = words({
	offline: ["The server does not answer.", "لا يجيب الخادم."],
	offlineMend: [
		"Check that riwaya serve is running, then try again.",
		"تحقق من أن riwaya serve يعمل، ثم أعد المحاولة.",
	],
	odd: ["The server's answer can't be read.", "تتعذر قراءة جواب الخادم."],
	oddMend: [
		"The page and the program may be of different versions: reload the page.",
		"قد تختلف نسخة الصفحة عن نسخة البرنامج: أعد تحميل الصفحة.",
	],
});

/** What went wrong, by RFC 9457, in words for the reader. */
export class Trouble extends Error {
	readonly status: number;
	/** What the reader can do about it. */
	readonly mend: string;
	/** The whole answer, where it is a problem of the API's. */
	readonly problem: Problem | null;
	/** Seconds after which the server wants to be asked again, where it says so. */
	wait: number | null = null;

	constructor(status: number, title: string, mend: string, problem: Problem | null = null) {
		super(title);
		this.status = status;
		this.mend = mend;
		this.problem = problem;
	}
}

function isProblem(value: unknown): value is Problem {
	return typeof value === "object" && value !== null && "title" in value && "message" in value && "status" in value;
}

async function troubleOf(response: Response): Promise<Trouble> {
	let body: unknown = null;
	try {
		body = await response.json();
	} catch {
		// A proxy's page, or nothing: the status alone is told.
	}
	if (!isProblem(body)) return new Trouble(response.status, `${response.status} ${response.statusText}`, t("oddMend"));
	const trouble = new Trouble(
		response.status,
		said(body.message) || body.title,
		said(body.mend) || (body.detail ?? ""),
		body,
	);
	const wait = Number(response.headers.get("Retry-After") ?? "");
	if (wait > 0) trouble.wait = wait;
	if (isKind(trouble, "sign_in")) void lost?.();
	return trouble;
}

/** Whether it is a problem of this kind (docs/openapi.json). */
export function isKind(trouble: Trouble, kind: string): boolean {
	return trouble.problem?.type === `urn:riwaya:problem:${kind}`;
}

/** Asks anew who is here: called when the server no longer knows the session or its token. */
let lost: (() => Promise<void>) | null = null;

export function whenLost(ask: () => Promise<void>): void {
	lost = ask;
}

interface Kept {
	etag: string | null;
	body: unknown;
}

const KEPT = 100;
const kept = new Map<string, Kept>();

/** What was answered the last time, if it is still kept. */
export function recalled<T>(path: string): T | undefined {
	return kept.get(path)?.body as T | undefined;
}

function keep(path: string, one: Kept): void {
	kept.delete(path);
	kept.set(path, one);
	const oldest = kept.keys().next();
	if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value);
}

async function send(path: string, init: RequestInit): Promise<Response> {
	try {
		return await fetch(path, { credentials: "same-origin", ...init });
	} catch (error) {
		if (error instanceof DOMException && error.name === "AbortError") throw error;
		throw new Trouble(0, t("offline"), t("offlineMend"));
	}
}

async function bodyOf(response: Response): Promise<unknown> {
	if (response.status === 204) return null;
	try {
		return await response.json();
	} catch (error) {
		if (error instanceof DOMException && error.name === "AbortError") throw error;
		throw new Trouble(response.status, t("odd"), t("oddMend"));
	}
}

/** GET; `path` begins with /api/. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
	const before = kept.get(path);
	const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": lang.value };
	if (before?.etag) headers["If-None-Match"] = before.etag;
	const response = await send(path, { headers, cache: "no-store", ...(signal ? { signal } : {}) });
	if (response.status === 304 && before) {
		keep(path, before);
		return before.body as T;
	}
	if (!response.ok) throw await troubleOf(response);
	const body = await bodyOf(response);
	keep(path, { etag: response.headers.get("ETag"), body });
	return body as T;
}

/** What POST, PATCH and DELETE show the server to prove that this page sent them; the session's answer has it. */
let token: string | null = null;

export function setToken(given: string | null): void {
	token = given;
}

async function change<T>(
	method: string,
	path: string,
	body: BodyInit | undefined,
	type: string | null,
	again = true,
): Promise<T> {
	const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": lang.value };
	if (token) headers["X-Riwaya-Token"] = token;
	if (type) headers["Content-Type"] = type;
	const response = await send(path, { method, headers, ...(body === undefined ? {} : { body }) });
	if (!response.ok) {
		const trouble = await troubleOf(response);
		if (!again || !lost || !isKind(trouble, "token")) throw trouble;
		await lost(); // the server was started anew
		return change(method, path, body, type, false);
	}
	return (await bodyOf(response)) as T;
}

/** POST of a value as JSON. */
export function post<T>(path: string, value: unknown): Promise<T> {
	return change("POST", path, JSON.stringify(value), "application/json");
}

/** POST of a form, files among it. */
export function postForm<T>(path: string, form: FormData): Promise<T> {
	return change("POST", path, form, null);
}

/** PATCH of a value as JSON. */
export function patch<T>(path: string, value: unknown): Promise<T> {
	return change("PATCH", path, JSON.stringify(value), "application/json");
}

export function remove<T>(path: string): Promise<T> {
	return change("DELETE", path, undefined, null);
}

/** A path with parameters; those that are null, false or empty are left out. */
export function address(path: string, values: Record<string, string | number | boolean | null | undefined>): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(values))
		if (value !== null && value !== undefined && value !== "" && value !== false) query.set(name, String(value));
	const text = query.toString();
	return text ? `${path}?${text}` : path;
}
