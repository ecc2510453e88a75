// A reading room for a test: a store of its own and riwaya serve on it; and a page that complains of whatever a page should not do.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { test as base, expect, type Page } from "@playwright/test";

export { expect };

const here = dirname(fileURLToPath(import.meta.url));
const program = process.env.RIWAYA ?? resolve(here, "../../build/riwaya");
const out = resolve(process.env.RIWAYA_TEST_OUT ?? join(here, "../test-results"));
export const samples = resolve(here, "../../samples/tabqa");

/** Whether the page has a view. */
export function hasView(view: string): boolean {
	return existsSync(join(here, "../src/views", view, "index.tsx"));
}

/** A folder of the test output. */
export function outFolder(name: string): string {
	const folder = join(out, name);
	mkdirSync(folder, { recursive: true });
	return folder;
}

export function riwaya(...args: string[]): string {
	return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 });
}

/** Makes a store of these files; its path. */
export function makeStore(name: string, ...files: string[]): string {
	const store = join(outFolder("stores"), `${name}.db`);
	for (const end of ["", "-wal", "-shm"]) rmSync(store + end, { force: true });
	riwaya("add", "--quiet", "--db", store, ...files);
	return store;
}

export interface Room {
	address: string;
	close: () => Promise<void>;
}

/** Serves a store on a free port. */
export function openRoom(store: string, ...options: string[]): Promise<Room> {
	const server: ChildProcess = spawn(
		program,
		["serve", "--quiet", "--db", store, "--listen", "127.0.0.1:0", ...options],
		{ stdio: ["ignore", "pipe", "pipe"] },
	);
	const close = () =>
		new Promise<void>(done => {
			if (server.exitCode !== null) return done();
			server.once("exit", () => done());
			server.kill("SIGTERM");
		});
	return new Promise((done, fail) => {
		let told = "";
		const heard = (chunk: Buffer) => {
			told += chunk.toString();
			const address = /http:\/\/127\.0\.0\.1:\d+/.exec(told)?.[0];
			if (address) done({ address, close });
		};
		server.stdout?.on("data", heard);
		server.stderr?.on("data", heard);
		server.once("exit", code => fail(new Error(`riwaya serve ended with ${code}: ${told}`)));
	});
}

export type Lang = "ar" | "en";

/** Opens the page as somebody who chose these settings. */
export async function choose(page: Page, settings: Record<string, unknown>): Promise<void> {
	await page.addInitScript(kept => {
		if (localStorage.getItem("riwaya") === null) localStorage.setItem("riwaya", kept);
	}, JSON.stringify(settings));
}

/** The view is there, and nothing is being loaded. */
export async function settled(page: Page): Promise<void> {
	await page.waitForLoadState("networkidle");
	await expect(page.locator("main .skeleton")).toHaveCount(0);
	await page.evaluate(() => document.fonts.ready.then(() => true));
}

interface Fixtures {
	/** What the page complained of: errors, breaches of its policy, requests to other hosts. */
	complaints: string[];
}

/** Tests on a store of the bundled samples. A page that complains fails its test. */
export const test = base.extend<Fixtures, { room: Room }>({
	room: [
		// biome-ignore lint/correctness/noEmptyPattern: Playwright wants it so
		async ({}, use) => {
			const room = await openRoom(makeStore("samples", samples));
			await use(room);
			await room.close();
		},
		{ scope: "worker" },
	],
	baseURL: async ({ room }, use) => use(room.address),
	complaints: [
		async ({ page, room }, use) => {
			const complaints: string[] = [];
			page.on("pageerror", error => complaints.push(`error: ${error.message}`));
			page.on("console", message => {
				if (message.type() === "error") complaints.push(`console: ${message.text()}`);
			});
			page.on("dialog", dialog => {
				complaints.push(`dialog: ${dialog.message()}`);
				void dialog.dismiss();
			});
			page.on("request", request => {
				if (!request.url().startsWith(room.address)) complaints.push(`request to ${request.url()}`);
			});
			await use(complaints);
			expect(complaints).toEqual([]);
		},
		{ auto: true },
	],
});
