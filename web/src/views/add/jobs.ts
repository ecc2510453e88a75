// Additions under way: sent piece by piece so that no request is larger than the server takes, then asked for until they are done. They outlive the view.
import { signal } from "@preact/signals";
import { get, post, postForm, Trouble } from "../../api/client";
import { storeChanged } from "../../api/live";
import type { Job } from "../../api/types";

export interface Adding {
	key: number;
	what: string;
	state: "uploading" | Job["state"] | "gone";
	job: Job | null;
	trouble: Trouble | null;
	again: (() => void) | null;
}

export const additions = signal<readonly Adding[]>([]);
let serial = 0;

function change(key: number, values: Partial<Adding>): void {
	additions.value = additions.value.map(one => (one.key === key ? { ...one, ...values } : one));
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

async function follow(key: number, id: string): Promise<void> {
	for (let wait = 150; ; wait = Math.min(2000, wait * 1.4)) {
		try {
			const job = await get<Job>(`/api/jobs/${encodeURIComponent(id)}`);
			change(key, { state: job.state, job });
			if (job.state === "done" || job.state === "failed") {
				storeChanged();
				return;
			}
		} catch (error) {
			if (error instanceof Trouble && error.status === 404) return change(key, { state: "gone" });
			// The server does not answer: it is asked again.
		}
		await pause(wait);
	}
}

async function run(key: number, send: () => Promise<{ job: string }>): Promise<void> {
	change(key, { state: "uploading", trouble: null });
	try {
		const { job } = await send();
		change(key, { state: "waiting" });
		void follow(key, job);
	} catch (error) {
		const trouble = error instanceof Trouble ? error : new Trouble(0, String(error), "");
		change(key, { state: "failed", trouble, again: () => void run(key, send) });
	}
}

function begin(what: string, send: () => Promise<{ job: string }>): void {
	const key = ++serial;
	additions.value = [{ key, what, state: "uploading", job: null, trouble: null, again: null }, ...additions.value];
	void run(key, send);
}

/** Files in as many requests as their sizes need; those that are too large for any are given back. */
export function addFiles(files: readonly File[], published: string, most: number, say: (n: number) => string): File[] {
	const room = most - 64 * 1024; // what stands around files in a form
	const large = files.filter(file => file.size > room);
	let batch: File[] = [];
	let size = 0;
	const flush = () => {
		if (batch.length === 0) return;
		const these = batch;
		begin(these.length === 1 ? (these[0]?.name ?? "") : say(these.length), () => {
			const form = new FormData();
			for (const file of these) form.append("file", file, file.name);
			if (published) form.append("published", published);
			return postForm<{ job: string }>("/api/add", form);
		});
		batch = [];
		size = 0;
	};
	for (const file of files) {
		if (file.size > room) continue;
		if (size + file.size > room || batch.length === 200) flush();
		batch.push(file);
		size += file.size + 512;
	}
	flush();
	return large;
}

export function addText(values: { text: string; title: string; outlet: string; published: string }): void {
	const body = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
	begin(values.title.trim() || `${values.text.trim().slice(0, 60)}…`, () => post<{ job: string }>("/api/add", body));
}

export function addAddress(address: string): void {
	begin(address, () => post<{ job: string }>("/api/add", { address }));
}
