// Ruling: by keyboard, on one's own and beside others; what is decided is in the store, what could not be kept is not lost.
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import {
	test as base,
	choose,
	expect,
	type Lang,
	makeStore,
	openRoom,
	outFolder,
	type Room,
	samples,
	settled,
} from "./room";

// A store of its own for each test: what one decides is no other's.
let serial = 0;
const test = base.extend<{ desk: Room }>({
	room: [
		// biome-ignore lint/correctness/noEmptyPattern: Playwright wants it so
		async ({}, use) => {
			const room = await openRoom(makeStore(`review-${++serial}`, samples));
			await use(room);
			await room.close();
		},
		{ scope: "worker" },
	],
	desk: async ({ room }, use) => use(room),
});

interface Kept {
	review: {
		id: string;
		kind: string;
		by: string;
		why?: string;
		set?: Record<string, unknown>;
		as?: Record<string, unknown>;
		mark?: { at: number[]; words: string };
	};
	state: string;
}

async function json<T>(room: Room, path: string): Promise<T> {
	return (await (await fetch(room.address + path)).json()) as T;
}
const reviews = async (room: Room) => (await json<{ reviews: Kept[] }>(room, "/api/reviews")).reviews;

async function decideElsewhere(room: Room, body: object): Promise<void> {
	const { token } = await json<{ token: string | null }>(room, "/api/session");
	const answer = await fetch(`${room.address}/api/reviews`, {
		method: "POST",
		headers: { "Content-Type": "application/json", ...(token ? { "X-Riwaya-Token": token } : {}) },
		body: JSON.stringify(body),
	});
	expect(answer.status).toBe(201);
}

async function most(room: Room): Promise<string> {
	const list = await json<{ incidents: { name: string }[] }>(room, "/api/incidents?sort=reports&most=1");
	return list.incidents[0]?.name ?? "";
}

async function open(page: Page, room: Room, lang: Lang, path: string, name = "Huda Salim"): Promise<void> {
	await choose(page, { lang, theme: "light", reviewer: name });
	await page.goto(room.address + path);
	await settled(page);
}

const chosen = (page: Page) => page.locator(".review-claim.chosen");

test("the name is asked for once, and decisions go by keyboard", async ({ page, desk }) => {
	await open(page, desk, "en", "/review", "");
	await page.keyboard.press("n");
	await expect(page.locator(".review-article")).toBeVisible();
	const first = await chosen(page).innerText();
	await page.keyboard.press("a");
	await page.getByLabel("Name").fill("Huda Salim");
	await page.keyboard.press("Enter");
	await expect.poll(() => reviews(desk)).toHaveLength(1);
	const second = await chosen(page).innerText();
	expect(second).not.toBe(first);
	await page.keyboard.press("a");
	await expect.poll(() => reviews(desk)).toHaveLength(2);
	expect((await reviews(desk)).map(r => [r.review.kind, r.review.by])).toEqual([
		["accept", "Huda Salim"],
		["accept", "Huda Salim"],
	]);
	// the second one is taken back, and nothing is deleted
	await page.keyboard.press("u");
	await expect(page.getByRole("status").filter({ hasText: "Undone" })).toBeVisible();
	await expect.poll(async () => (await reviews(desk)).map(r => r.state)).toEqual(["counts", "withdrawn", "counts"]);
	// a reason is asked for
	await page.keyboard.press("r");
	await page.getByRole("button", { name: "Save" }).click();
	await expect(page.getByText("Give a reason")).toBeVisible();
	await page.getByRole("button", { name: "of another event" }).click();
	await page.getByRole("button", { name: "Save" }).click();
	await expect
		.poll(async () => (await reviews(desk)).find(r => r.review.kind === "reject")?.review.why)
		.toBe("of another event");
	await page.reload();
	await settled(page);
	await expect(page.locator(".review-list .standing-reject")).toHaveCount(1);
	await expect(page.locator(".review-list .standing-accept")).toHaveCount(1);
});

test("a figure, a role and a place are corrected", async ({ page, desk }) => {
	const name = await most(desk);
	await open(page, desk, "en", `/review?incident=${name}`);
	const claim = page.locator(".review-claim", { hasText: "خمسة" }).first();
	await claim.click();
	await page.keyboard.press("c");
	const form = page.getByRole("form", { name: "Correct" });
	await form.getByLabel("Figure").first().selectOption("at_least");
	await form.getByLabel("Figure").nth(1).fill("٦");
	await form.getByLabel("To whom").selectOption("soldier");
	await form.getByRole("combobox", { name: "Where" }).fill("الحسكة");
	await expect(form.locator(".place-list").getByRole("option").first()).toContainText("al-Hasakah");
	await form.getByRole("combobox", { name: "Where" }).press("Enter");
	// or by a point on the map
	await form.getByRole("button", { name: "Pick on the map" }).click();
	const map = form.getByRole("application");
	await expect(map).toBeVisible();
	await map.focus();
	await map.press("ArrowUp");
	await map.press("Enter");
	await expect(form.getByRole("listbox", { name: "Places near the point" }).getByRole("option").first()).toBeVisible();
	await page.screenshot({ path: join(outFolder("review"), "correct-map.png") });
	await form.getByRole("textbox", { name: "Why" }).fill("the list of names has six");
	await form.getByRole("button", { name: "Save" }).click();
	await expect
		.poll(() => reviews(desk))
		.toContainEqual(
			expect.objectContaining({
				review: expect.objectContaining({
					kind: "correct",
					why: "the list of names has six",
					set: expect.objectContaining({
						figure: { value: 6, qualifier: "at_least" },
						patient: { role: "soldier" },
						place: { id: "sy-hasakah" },
					}),
				}),
			}),
		);
});

test("who decides after somebody else is told, and loses nothing", async ({ page, desk, complaints }) => {
	const name = await most(desk);
	await open(page, desk, "en", `/review?incident=${name}`);
	const url = new URL(page.url());
	const ledger = await json<{ incidents: { claims: { id: string; implied_by: string | null }[] }[] }>(
		desk,
		`/api/incidents/${name}`,
	);
	const claims = ledger.incidents[0]?.claims.filter(c => c.implied_by === null) ?? [];
	const id = claims[claims.length - 1]?.id ?? "";
	url.searchParams.set("claim", id);
	await page.goto(url.toString());
	await settled(page);
	await decideElsewhere(desk, {
		kind: "correct",
		by: "Omar Nasser",
		claim: id,
		set: { modality: "possible" },
		why: "only feared",
	});
	await page.keyboard.press("a");
	const box = page.locator(".outbox");
	await expect(box).toContainText("Somebody else decided");
	await expect(box).toContainText("Omar Nasser");
	await expect(box).toContainText("only feared");
	await page.screenshot({ path: join(outFolder("review"), "meanwhile.png") });
	expect(complaints.splice(0).every(c => c.includes("409"))).toBe(true);
	// it outlives the page
	await page.reload();
	await settled(page);
	await expect(box).toBeVisible();
	await box.getByRole("button").first().click();
	await expect(box).toHaveCount(0);
	await expect
		.poll(
			async () => (await reviews(desk)).filter(r => r.review.kind === "accept" && r.review.by === "Huda Salim").length,
		)
		.toBeGreaterThan(0);
	await page.goto(url.toString());
	await settled(page);
	await expect(page.locator(".review-card .standing-accept")).toBeVisible();
	await expect(page.locator(".review-card .decision-list li")).toHaveCount(2);
});

test("a claim that was missed is added by its words", async ({ page, desk }) => {
	const name = await most(desk);
	await open(page, desk, "ar", `/review?incident=${name}`);
	const words = "وبدأ بتفجير سيارة مفخخة";
	await page.evaluate(wanted => {
		const field = document.querySelector('[data-field="text"]');
		if (!field) throw new Error("no text");
		const at = (field.textContent ?? "").indexOf(wanted);
		const walk = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
		const range = document.createRange();
		let done = 0;
		for (let node = walk.nextNode(); node; node = walk.nextNode()) {
			const n = node.textContent?.length ?? 0;
			if (at >= done && at <= done + n) range.setStart(node, at - done);
			if (at + wanted.length >= done && at + wanted.length <= done + n) {
				range.setEnd(node, at + wanted.length - done);
				break;
			}
			done += n;
		}
		getSelection()?.removeAllRanges();
		getSelection()?.addRange(range);
	}, words);
	await page.keyboard.press("m");
	const form = page.getByRole("form", { name: "إضافة ادعاء فات البرنامج" });
	await expect(form.getByLabel("كلمات الخبر")).toHaveValue(words);
	await form.getByRole("button", { name: "حفظ" }).click();
	await expect(form.getByText("اذكر ما حدث.")).toBeVisible();
	await form.getByLabel("ما حدث", { exact: true }).selectOption("destroyed");
	await page.screenshot({ path: join(outFolder("review"), "add-ar.png") });
	await form.getByRole("button", { name: "حفظ" }).click();
	await expect
		.poll(async () => (await reviews(desk)).find(r => r.review.kind === "add")?.review.mark?.words)
		.toBe(words);
	await expect(page.locator(".review-list .standing-add")).toHaveCount(1);
});

for (const lang of ["ar", "en"] as Lang[])
	test(`who or where words are is said by keys: ${lang}`, async ({ page, desk }) => {
		const name = await most(desk);
		await open(page, desk, lang, `/review?incident=${name}`);
		await page.keyboard.press("i");
		const form = page.getByRole("form", { name: lang === "ar" ? "تحديد من أو أين" : "Say who or where" });
		const save = form.getByRole("button", { name: lang === "ar" ? "حفظ" : "Save" });
		// Words of the claim at hand are offered; a party is to be chosen, and a reason given.
		expect(
			await form
				.getByRole("group", { name: lang === "ar" ? "كلمات الادعاء" : "Words of the claim" })
				.getByRole("button")
				.count(),
		).toBeGreaterThan(0);
		await form.getByRole("radio").first().check();
		await save.click();
		await expect(form.getByText(lang === "ar" ? "اختر من أو أين" : "Choose whom or where")).toBeVisible();
		await form.getByLabel(lang === "ar" ? "الجهة" : "Party", { exact: true }).selectOption("isis");
		await form.getByRole("textbox", { name: lang === "ar" ? "السبب" : "Why" }).fill("their own statement says so");
		await page.screenshot({ path: join(outFolder("review"), `identify-${lang}.png`) });
		const found = await new AxeBuilder({ page }).analyze();
		expect(found.violations.map(v => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
		await save.click();
		await expect.poll(async () => (await reviews(desk)).at(-1)?.review.kind).toBe("identify");
		await expect(form).toHaveCount(0);
		// From a report: a place that stands in no claim.
		const ledger = await json<{ incidents: { reports: { id: string; part: string }[] }[] }>(
			desk,
			`/api/incidents/${name}`,
		);
		const report = ledger.incidents[0]?.reports[0]?.id ?? "";
		await page.goto(`${desk.address}/reports/${report}?incident=${name}`);
		await settled(page);
		const place = page.locator(".also dd").nth(1).locator(".chip").last();
		const words = await place.locator("bdi").first().innerText();
		await place.focus();
		await page.keyboard.press("Enter");
		await page.locator("[aria-labelledby=also-title] a").click();
		await expect(form.getByRole("textbox").first()).toHaveValue(words);
		await form.getByRole("radio").last().check();
		const where = form.getByRole("combobox", { name: lang === "ar" ? "أين" : "Where" });
		await where.fill("الحسكة");
		await expect(form.locator(".place-list").getByRole("option").first()).toBeVisible();
		await where.press("Enter");
		await form.getByRole("textbox", { name: lang === "ar" ? "السبب" : "Why" }).fill("the town is meant");
		await save.click();
		await expect
			.poll(async () => (await reviews(desk)).at(-1)?.review)
			.toMatchObject({ kind: "identify", as: { place: "sy-hasakah" }, mark: { words } });
		await expect(page).not.toHaveURL(/identify=/);
	});

test("reports are split off by keys and by dragging, incidents merged", async ({ page, desk }) => {
	const name = await most(desk);
	await open(page, desk, "en", `/review?incident=${name}&part=reports`);
	const rows = page.locator(".group-list [data-report]");
	const all = await rows.count();
	await rows.nth(2).getByRole("checkbox").focus();
	await page.keyboard.press("x");
	await page.keyboard.press("s");
	const form = page.getByRole("form", { name: /Split 1 report off/ });
	await form.getByRole("textbox", { name: "Why" }).fill("the second strike");
	await form.getByRole("button", { name: "Save" }).click();
	await expect(rows).toHaveCount(all - 1);
	// dragged
	await rows.nth(1).dragTo(page.getByRole("button", { name: /Split off/ }), { force: true });
	await expect(page.getByRole("form", { name: /Split 1 report off/ })).toBeVisible();
	await page.keyboard.press("Escape");
	// what was split off is near, and is merged again
	const near = page.locator("section[aria-labelledby=group-near] .group-list li").first();
	await expect(near).toBeVisible();
	await page.screenshot({ path: join(outFolder("review"), "grouping.png") });
	await near.getByRole("button", { name: "Merge with this" }).click();
	await page.getByRole("textbox", { name: "Why" }).fill("one attack after all");
	await page.getByRole("button", { name: "Save" }).click();
	await expect.poll(async () => (await reviews(desk)).slice(-2).map(r => r.review.kind)).toEqual(["split", "merge"]);
	await expect(rows).toHaveCount(all);
});

test("an incident is graded, named and noted on; decisions are listed", async ({ page, desk }) => {
	const name = await most(desk);
	await open(page, desk, "en", `/review?incident=${name}&part=whole`);
	await page.getByRole("radio", { name: /Fair/ }).check();
	const grade = page.locator("form", { has: page.getByRole("radio") });
	await grade.getByRole("textbox", { name: "Why" }).fill("two hospitals, each on its own");
	await grade.getByRole("button", { name: "Save" }).click();
	await expect(page.getByText(/^Now:.*Fair/)).toBeVisible();
	const naming = page.locator("form", { hasText: "Its name" });
	await naming.getByLabel("In English").fill("The <b>prison</b> attack");
	await naming.getByRole("textbox", { name: "Why" }).fill("as people call it");
	await naming.getByRole("button", { name: "Save" }).click();
	await expect(page.getByRole("heading", { name: "The <b>prison</b> attack" })).toBeVisible();
	await page.getByRole("button", { name: "Decisions" }).click();
	await expect(page.locator(".decided > li", { hasText: "as people call it" })).toHaveCount(1);
	await page.locator(".decided > li", { hasText: "two hospitals" }).getByRole("button", { name: "Take back" }).click();
	await expect(page.locator(".decided .tag", { hasText: "taken back" })).toHaveCount(1);
});

for (const lang of ["ar", "en"] as Lang[])
	for (const width of [360, 1280, 2560])
		test(`review in ${lang} at ${width}`, async ({ page, desk }) => {
			const name = await most(desk);
			await page.setViewportSize({ width, height: width === 360 ? 800 : 900 });
			for (const part of ["", "&part=reports", "&part=whole", "&part=decisions"]) {
				await open(page, desk, lang, `/review?incident=${name}${part}`);
				if (part === "") await page.keyboard.press("c");
				await page.screenshot({
					path: join(outFolder("review"), `${lang}-${width}${part.replace("&part=", "-")}.png`),
				});
				const wide = await page.evaluate(
					() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
				);
				expect(wide, "reaches beyond the page").toBeLessThanOrEqual(0);
				const found = await new AxeBuilder({ page })
					.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
					.analyze();
				expect(found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(" ")}`)).toEqual([]);
			}
		});
