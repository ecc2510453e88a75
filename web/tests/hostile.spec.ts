// Reports and decisions that hold script and markup in their titles, outlets, addresses, bodies, places and notes: every view shows them as text.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { test as base, choose, expect, hasView, makeStore, openRoom, type Room, riwaya, settled } from "./room";

const files = join(dirname(fileURLToPath(import.meta.url)), "hostile");
const SCRIPT = "<script>window.hit=20</script>";
const IMAGE = "<img src=x onerror=window.hit=21>";

/** The store's file, made once for all tests here. */
const test = base.extend<object, { room: Room }>({
	room: [
		// biome-ignore lint/correctness/noEmptyPattern: Playwright wants it so
		async ({}, use) => {
			const store = makeStore("hostile", files);
			const name = JSON.parse(riwaya("incidents", "--db", store, "--format", "json")).incidents[0].name;
			const review = (...args: string[]) =>
				riwaya("review", "--db", store, "--by", `${IMAGE} Huda`, "--why", `${SCRIPT} because`, ...args);
			review("note", name);
			review("rename", name, "--en", `${SCRIPT} Market`, "--ar", `${IMAGE} السوق`);
			const room = await openRoom(store);
			await use(room);
			await room.close();
		},
		{ scope: "worker" },
	],
});

async function harmless(page: Page): Promise<void> {
	const found = await page.evaluate(() => ({
		hit: (window as unknown as { hit?: number }).hit ?? null,
		elements: [
			...document.querySelectorAll("main script, main img, main iframe:not([sandbox]), main style, main object"),
		].map(one => one.outerHTML),
		handlers: [...document.querySelectorAll("main *")].filter(one =>
			one.getAttributeNames().some(name => name.startsWith("on") || name === "srcdoc"),
		).length,
		links: [...document.querySelectorAll("a[href]")]
			.map(one => one.getAttribute("href") ?? "")
			.filter(href => !/^(\/|#|https?:)/.test(href)),
	}));
	expect(found).toEqual({ hit: null, elements: [], handlers: 0, links: [] });
}

interface Named {
	incidents: { name: string }[];
}

test("every view shows markup as text", async ({ page, room, complaints }) => {
	test.setTimeout(180_000);
	await choose(page, { lang: "en", theme: "light" });
	const get = async <T>(path: string) => (await (await fetch(room.address + path)).json()) as T;
	const name = (await get<Named>("/api/incidents")).incidents[0]?.name ?? "";
	const found = await get<{ reports: { id: string }[] }>(`/api/search?q=${encodeURIComponent("حلب")}`);
	const sources = await get<{ sources: { key: string }[] }>("/api/sources");
	expect(found.reports).toHaveLength(2);
	const walk: [address: string, ...shown: string[]][] = [
		["/incidents", SCRIPT],
		[`/incidents/${name}`, SCRIPT],
		...found.reports.map(report => [`/reports/${report.id}`, "window.hit"] as [string, string]),
		[`/search?q=${encodeURIComponent("حلب")}`, "<iframe srcdoc='<script>parent.hit=6</script>'></iframe>"],
		[`/search?q=${encodeURIComponent("title:(قصف")}`],
		[`/search?q=${encodeURIComponent(`"${IMAGE}`)}`, IMAGE],
		["/changes?since=30d", SCRIPT, IMAGE],
		["/sources"],
		...sources.sources.map(source => [`/sources/${source.key}`] as [string]),
		...(hasView("review") ? [["/review"] as [string]] : []),
	];
	for (const [address, ...shown] of walk)
		await test.step(address, async () => {
			await page.goto(address);
			await settled(page);
			for (const text of shown) await expect(page.locator("main")).toContainText(text);
			await harmless(page);
		});
	// The browser tells of refused questions; all else is a complaint.
	complaints.splice(0, complaints.length, ...complaints.filter(one => !/status of 400/.test(one)));
});
