// A report: its claims marked, overlapping ones too, by pointer and by keys; the page as received; reprints; versions.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { choose, expect, type Lang, makeStore, openRoom, outFolder, riwaya, samples, settled, test } from "./room";

async function reportOf(page: Page, address: string, file: string): Promise<{ id: string; incident: string }> {
	const rows = (await (await page.request.get(`${address}/api/incidents`)).json()) as { incidents: { name: string }[] };
	for (const { name } of rows.incidents) {
		const ledger = (await (await page.request.get(`${address}/api/incidents/${name}`)).json()) as {
			incidents: { reports: { id: string; file: string }[] }[];
		};
		const found = ledger.incidents[0]?.reports.find(r => r.file.endsWith(file));
		if (found) return { id: found.id, incident: name };
	}
	throw new Error(`${file} is in no incident`);
}

async function clean(page: Page): Promise<void> {
	const found = await new AxeBuilder({ page }).analyze();
	expect(found.violations.map(v => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
}

for (const lang of ["ar", "en"] as Lang[])
	test.describe(lang, () => {
		test("claims marked in the text and told beside it", async ({ page, room }) => {
			await choose(page, { lang });
			const { id, incident } = await reportOf(page, room.address, "01-sidra.html");
			await page.goto(`/reports/${id}?incident=${incident}`);
			await settled(page);
			const list = page.locator(".claim-list .claim");
			const all = await list.count();
			expect(all).toBeGreaterThan(8);
			// Words of two claims: pressed once the inner one, pressed again the outer one.
			const layered = page.locator(".article mark.layered").first();
			await layered.click();
			const inner = await list.locator("[aria-expanded=true]").textContent();
			await layered.click();
			await expect(list.locator("[aria-expanded=true]")).not.toHaveText(inner ?? "");
			await expect(page.locator(".claim.chosen")).toBeInViewport();
			await clean(page);
			await page.keyboard.press("j");
			await page.keyboard.press("j");
			await page.keyboard.press("k");
			await expect(page.locator(".article mark.chosen, h1 mark.chosen").first()).toBeInViewport();
			// A kind that is not wanted is marked no more.
			await page.locator(".kinds input").first().uncheck();
			await expect(page.locator(".article mark.kind-harm:not(.chosen)")).toHaveCount(0);
			expect(await list.count()).toBeLessThan(all);
			await page.keyboard.press("b");
			await expect(page).toHaveURL(new RegExp(`/incidents/${incident}`));
		});

		test("what is named in no claim: marked softly, listed, reached by keys", async ({ page, room }) => {
			await choose(page, { lang });
			const { id, incident } = await reportOf(page, room.address, "01-sidra.html");
			await page.goto(`/reports/${id}?incident=${incident}`);
			await settled(page);
			const chips = page.locator(".also .chip");
			expect(await chips.count()).toBeGreaterThan(2);
			const marks = page.locator(".article mark.named, h1 mark.named");
			const marked = await marks.count();
			expect(marked).toBeGreaterThan(2);
			const place = page.locator(".also dd").nth(1).locator(".chip").first();
			await place.focus();
			await page.keyboard.press("Enter");
			await expect(page).toHaveURL(/at=(title|text)\.\d+\.\d+/);
			await expect(place).toHaveAttribute("aria-pressed", "true");
			await expect(page.locator("mark.pointed")).toBeInViewport();
			await expect(page.locator("[aria-labelledby=also-title] a")).toHaveAttribute("href", /identify=/);
			await clean(page);
			await page.screenshot({ path: join(outFolder("report"), `named-${lang}.png`), fullPage: true });
			await page.getByLabel(lang === "ar" ? "علّمها في النص" : "Mark them in the text").uncheck();
			await expect(marks).toHaveCount(0);
		});

		test("furniture is folded away; the page as received is sandboxed", async ({ page, room, complaints }) => {
			await choose(page, { lang });
			const { id } = await reportOf(page, room.address, "03-sindyan.html");
			await page.goto(`/reports/${id}`);
			await settled(page);
			const furniture = page.locator(".furniture");
			await expect(furniture.locator("li").first()).toBeHidden();
			await furniture.locator("summary").click();
			await expect(furniture.locator("li").first()).toBeVisible();
			await page.locator(".raw summary").click();
			const frame = page.locator(".raw iframe");
			await expect(frame).toHaveAttribute("sandbox", "");
			const raw = await page.request.get((await frame.getAttribute("src")) ?? "");
			expect(raw.headers()["content-security-policy"]).toContain("sandbox");
			await expect(page.frameLocator(".raw iframe").locator("body")).toContainText("الطبقة");
			// The test's own settings can't be put into a frame without an origin: that is the one complaint.
			const own = complaints.filter(c => c.includes("localStorage") && c.includes("sandboxed"));
			for (const c of own) complaints.splice(complaints.indexOf(c), 1);
		});

		test("what copied it, and what it copies, with the share", async ({ page, room }) => {
			await choose(page, { lang });
			const { id } = await reportOf(page, room.address, "04-daftar.txt");
			await page.goto(`/reports/${id}`);
			await settled(page);
			const copy = page.locator(".copies li");
			await expect(copy).toHaveCount(1);
			await expect(copy).toContainText("100");
			await copy.locator("a").click();
			await expect(page.locator(".copies li")).toContainText(lang === "ar" ? "ينقل هذا الخبر" : "copies this report");
		});

		test("on a phone the chosen claim stands at the foot", async ({ page, room }) => {
			await page.setViewportSize({ width: 360, height: 800 });
			await choose(page, { lang });
			const { id } = await reportOf(page, room.address, "01-sidra.html");
			await page.goto(`/reports/${id}`);
			await settled(page);
			await page.locator(".article mark.m").first().click();
			await expect(page.locator(".claim-sheet")).toBeInViewport();
			await clean(page);
			await page.screenshot({ path: join(outFolder("report"), `phone-${lang}.png`) });
			await page.locator(".claim-sheet button").last().click();
			await expect(page.locator(".claim-sheet")).toHaveCount(0);
		});
	});

test("versions: what was removed and added, word by word", async ({ page, room }) => {
	void room;
	const folder = outFolder("versions");
	const page1 = readFileSync(join(samples, "01-sidra.html"), "utf8");
	expect(page1).toContain("canonical");
	const first = join(folder, "first.html");
	const second = join(folder, "second.html");
	writeFileSync(first, page1);
	writeFileSync(second, page1.replaceAll("خمسة من حراس", "ستة من حراس"));
	const store = makeStore("versions", first);
	riwaya("add", "--quiet", "--db", store, second);
	const served = await openRoom(store);
	try {
		page.removeAllListeners("request");
		await choose(page, { lang: "en" });
		const { id } = await reportOf(page, served.address, "second.html");
		await page.goto(`${served.address}/reports/${id}`);
		await settled(page);
		await expect(page.locator(".versions > li")).toHaveCount(2);
		await expect(page.locator(".diff.text del").first()).toContainText("خمسة");
		await expect(page.locator(".diff.text ins").first()).toContainText("ستة");
		await expect(page.locator(".versions")).toContainText("Newly told");
		await clean(page);
		await page.screenshot({ path: join(folder, "versions.png"), fullPage: true });
		await page.locator(".versions a").first().click();
		await expect(page.locator(".then")).toContainText("a later version counts");
	} finally {
		await page.close(); // it asks no more of a server that ends
		await served.close();
	}
});
