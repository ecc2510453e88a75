// An incident: its matrix, what it rests on, contradictions, who quotes whom, as of a moment, on a phone, on paper.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { choose, expect, type Lang, makeStore, openRoom, outFolder, riwaya, samples, settled, test } from "./room";

interface Row {
	name: string;
	reports: number;
}

async function prisonBreak(page: Page): Promise<string> {
	const answer = await page.request.get("/api/incidents?sort=reports");
	const rows = ((await answer.json()) as { incidents: Row[] }).incidents;
	return rows.sort((a, b) => b.reports - a.reports)[0]?.name ?? "";
}

async function open(page: Page, lang: Lang, more: Record<string, unknown> = {}, query = ""): Promise<string> {
	await choose(page, { lang, ...more });
	const name = await prisonBreak(page);
	await page.goto(`/incidents/${name}${query}`);
	await settled(page);
	await expect(page.locator(".report-list li").first()).toBeVisible(); // the last part is there
	return name;
}

async function clean(page: Page): Promise<void> {
	const found = await new AxeBuilder({ page }).analyze();
	expect(found.violations.map(v => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
}

const MILITIA = "ميليشيا قسد";

for (const lang of ["ar", "en"] as Lang[])
	test.describe(lang, () => {
		test("the matrix: outlets or origins across, a cell leads to the exact words and back", async ({ page }) => {
			const name = await open(page, lang);
			const grid = page.getByRole("grid");
			await expect(grid.getByRole("columnheader")).toHaveCount(9); // line, range, seven outlets
			const cell = grid.locator(".entry", { hasText: "أكثر من ٦٠" });
			await expect(cell).toHaveText(/أكثر من ٦٠/); // a quotation keeps its digits
			await cell.hover();
			await expect(page.locator(".peek mark b")).toHaveText("أكثر من ٦٠");
			await cell.click();
			await expect(page).toHaveURL(/\/reports\/[0-9a-f]+\?incident=i\w+&claim=\w+/);
			await expect(page.locator(".article mark.chosen.role-figure")).toHaveText("أكثر من ٦٠");
			await expect(page.locator(".article mark.chosen").first()).toBeInViewport();
			await page.keyboard.press("g");
			await expect(page).toHaveURL(new RegExp(`/incidents/${name}\\?claim=`));
			await expect(page.getByRole("dialog").locator("mark b").first()).toBeVisible();
			await clean(page);
			await page.keyboard.press("Escape");
			await expect(page.getByRole("dialog")).toHaveCount(0);
			await page.keyboard.press("o");
			await expect(page).toHaveURL(/across=origins/);
			await expect(grid).toHaveAttribute("aria-colcount", /^2\d$/); // 24 or so origins, and what stands before them
			await clean(page);
		});

		test("filters keep to the address", async ({ page }) => {
			await open(page, lang);
			const rows = page.locator(".grid-row:not(.grid-head)");
			const all = await rows.count();
			await page.locator(".check input").first().check();
			await expect(page).toHaveURL(/figures=1/);
			const figures = await rows.count();
			expect(figures).toBeLessThan(all);
			await page.locator(".check input").nth(1).check();
			await page.reload();
			await settled(page);
			await expect(page.locator(".check input").nth(1)).toBeChecked();
			expect(await rows.count()).toBeLessThanOrEqual(figures);
		});

		test("arrow keys go through the matrix the way it is read", async ({ page }) => {
			await open(page, lang);
			const onward = lang === "ar" ? "ArrowLeft" : "ArrowRight";
			await page.locator('[data-cell="0.-1"]').focus();
			await page.keyboard.press(onward);
			await expect(page.locator('[data-cell="0.0"]')).toBeFocused();
			await page.keyboard.press("ArrowDown");
			await expect(page.locator('[data-cell="1.0"]')).toBeFocused();
			await expect(page.locator(".peek mark")).toBeVisible();
			await page.keyboard.press("End");
			await expect(page.locator('[data-cell="1.6"]')).toBeFocused();
			await page.keyboard.press("Home");
			await expect(page.locator('[data-cell="1.-1"]')).toBeFocused();
			await page.keyboard.press("Enter");
			await expect(page.getByRole("dialog")).toBeVisible();
			await page.keyboard.press("Escape");
			await expect(page.getByRole("dialog")).toBeHidden();
			await expect(page).not.toHaveURL(/line=/);
			await page.locator('[data-cell="1.-1"]').focus();
			await page.keyboard.press(onward);
			await expect(page.locator('[data-cell="1.0"]')).toBeFocused();
			await page.keyboard.press("Enter");
			await expect(page).toHaveURL(/\/reports\//);
		});

		test("what stays in sight stays: head and first column", async ({ page }) => {
			await page.setViewportSize({ width: 900, height: 700 });
			await open(page, lang);
			const scroll = page.locator(".matrix-scroll");
			await scroll.evaluate((e, ltr) => {
				e.scrollTop = 400;
				e.scrollLeft = ltr ? 500 : -500;
			}, lang === "en");
			const frame = await scroll.boundingBox();
			const corner = await page.locator(".corner").boundingBox();
			expect(Math.abs((corner?.y ?? 0) - (frame?.y ?? 0))).toBeLessThan(2);
			const edge = lang === "en" ? (corner?.x ?? 0) - (frame?.x ?? 0) : right(frame) - right(corner);
			expect(Math.abs(edge)).toBeLessThan(2);
		});

		test("plots say in words what they draw, zero beside the line's name", async ({ page }) => {
			await open(page, lang);
			const row = page
				.locator(".grid-row", { hasText: lang === "ar" ? "فارّون: محتجزون" : "escaped: ISIS detainees" })
				.first();
			const plot = row.locator("svg.range-plot");
			await expect(plot).toHaveAttribute("aria-label", lang === "ar" ? /نفي/ : /denied/);
			const hollow = await plot.locator(".hollow").first().boundingBox();
			const frame = await plot.boundingBox();
			const fromStart = lang === "en" ? (hollow?.x ?? 0) - (frame?.x ?? 0) : right(frame) - right(hollow);
			expect(fromStart).toBeLessThan(12); // a denial stands at zero, where the axis begins
			await expect(plot.locator(".arrow").first()).toBeAttached();
		});

		test("contradictions: the party against itself first, both quotations with their exact words", async ({ page }) => {
			await open(page, lang);
			const first = page.locator(".relation.contradiction").first();
			await expect(first.locator(".relation-sentence")).toContainText(
				lang === "ar" ? "تعارض في أقوال قوات سوريا الديمقراطية" : "SDF against itself",
			);
			await expect(first.locator("q")).toHaveCount(2);
			await expect(first.locator("q mark").nth(0)).toContainText("ونفى المتحدث فرار أي سجين");
			await expect(first.locator("q mark b")).toHaveText("17");
			await first.locator("button").click();
			await expect(page.getByRole("dialog")).toBeVisible();
			await page.keyboard.press("Escape");
			await page.locator("#parting details").first().locator("summary").click();
			await expect(page.locator("#parting details[open] .relation").first()).toBeVisible();
			await clean(page);
		});

		test("who quotes whom: by keys, and as a table", async ({ page }) => {
			await open(page, lang);
			const nodes = page.locator(".node");
			expect(await nodes.count()).toBeGreaterThan(15);
			await expect(page.locator(".edge.reprint")).not.toHaveCount(0);
			await expect(page.locator(".edge.single")).not.toHaveCount(0);
			await page.locator('.node[tabindex="0"]').focus();
			await page.keyboard.press(lang === "ar" ? "ArrowLeft" : "ArrowRight");
			const focused = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
			expect(focused).toBeTruthy();
			expect(await page.locator(".edge.near").count()).toBeGreaterThan(0);
			await page.locator("#quoting details summary").click();
			await expect(page.locator("#quoting table tbody tr").first()).toBeVisible();
			await expect(page.locator("#quoting table")).toContainText(lang === "ar" ? "نُقل" : "copied");
			await clean(page);
		});

		test("timeline and framing", async ({ page }) => {
			await open(page, lang);
			await expect(page.locator(".strip circle")).toHaveCount(7);
			const told = page.locator("#times button[aria-pressed]").nth(1);
			await told.click();
			await expect(told).toHaveAttribute("aria-pressed", "true");
			const framing = page.locator(".framing-one", { hasText: MILITIA }).first();
			await expect(framing.locator("tr", { hasText: MILITIA }).first()).toContainText(
				lang === "ar" ? "كلمة تمدح أو تذم" : "praises or blames",
			);
			await framing.locator("tr", { hasText: MILITIA }).locator("a").first().click();
			await expect(page.locator("mark.pointed")).toHaveText(MILITIA);
			await expect(page.locator("mark.pointed")).toBeInViewport();
		});

		test("digits by choice; quoted words keep theirs", async ({ page }) => {
			await open(page, lang, { digits: "arabic" });
			await expect(page.locator(".incident-head")).toContainText("٢٠٢٣");
			await expect(page.locator(".incident-head")).not.toContainText(/[0-9]/);
			await expect(page.locator(".figure", { hasText: /^12$/ }).first()).toBeVisible();
			await expect(page.locator(".figure", { hasText: "أكثر من ٦٠" })).toBeVisible();
		});

		test("on a phone: a list of lines that open", async ({ page }) => {
			await page.setViewportSize({ width: 360, height: 800 });
			await open(page, lang);
			await expect(page.getByRole("grid")).toHaveCount(0);
			const line = page.locator(".line-list details").first();
			await line.locator("summary").click();
			await expect(line.locator("q mark").first()).toBeVisible();
			await clean(page);
			await page.screenshot({ path: join(outFolder("incident"), `phone-${lang}.png`) });
		});

		test("on paper: nothing is folded, nothing scrolls", async ({ page }) => {
			await open(page, lang);
			await page.emulateMedia({ media: "print" });
			await expect(page.locator(".line-list details").first()).toHaveAttribute("open", "");
			await expect(page.getByRole("grid")).toHaveCount(0);
			await expect(page.locator(".fold:not([open]):visible")).toHaveCount(1); // the table that repeats the drawing
			await page.pdf({ path: join(outFolder("incident"), `paper-${lang}.pdf`), format: "A4" });
		});
	});

function right(box: { x: number; width: number } | null): number {
	return (box?.x ?? 0) + (box?.width ?? 0);
}

test("what can be taken: every export, and the page as a file", async ({ page }) => {
	const name = await open(page, "en");
	await page.locator(".exports summary").click();
	const links = await page.locator(".exports a").evaluateAll(all => all.map(a => a.getAttribute("href") ?? ""));
	expect(links.length).toBeGreaterThan(10);
	for (const link of links) expect((await page.request.get(link)).status(), link).toBe(200);
	await clean(page);
	await page.keyboard.press("Escape");
	await expect(page.locator(".exports ul")).toBeHidden();
	const saved = await page.locator("a[download$='.html']").getAttribute("href");
	const file = await page.request.get(saved ?? "");
	expect(file.status()).toBe(200);
	expect(await file.text()).toContain("<html");
	expect(saved).toContain(name);
});

test("as of: the slider replays how the ledger stood", async ({ page, room }) => {
	void room;
	const files = readdirSync(samples)
		.filter(file => /^0[1-7]-/.test(file))
		.sort()
		.map(file => join(samples, file));
	const store = makeStore("as-of", ...files.slice(0, 2));
	await new Promise(done => setTimeout(done, 1100)); // moments are told apart by the clock
	riwaya("add", "--quiet", "--db", store, ...files.slice(2, 5));
	await new Promise(done => setTimeout(done, 1100));
	riwaya("add", "--quiet", "--db", store, ...files.slice(5));
	const past = await openRoom(store);
	try {
		await choose(page, { lang: "en" });
		const rows = (await (await page.request.get(`${past.address}/api/incidents`)).json()) as { incidents: Row[] };
		// It is another server than the one that the other tests ask, and it is asked for what it did not know yet.
		page.removeAllListeners("request");
		page.removeAllListeners("console");
		await page.goto(`${past.address}/incidents/${rows.incidents[0]?.name}`);
		await settled(page);
		const told = page.locator(".facts").getByText(/reports?$/);
		await expect(told).toHaveText("7 reports");
		const slider = page.getByRole("slider");
		await expect(page.locator(".ticks span")).toHaveCount(3);
		await slider.focus();
		await page.keyboard.press("Home");
		await expect(told).toHaveText("2 reports");
		await expect(page).toHaveURL(/as_of=/);
		await expect(slider).toHaveAttribute("aria-valuetext", /2 reports came/);
		await page.keyboard.press("ArrowRight");
		await expect(told).toHaveText("5 reports");
		await page.locator("h1").click();
		await page.keyboard.press("e");
		await expect(told).toHaveText("2 reports");
		await page.keyboard.press("l");
		await page.keyboard.press("l");
		await expect(told).toHaveText("7 reports");
		await expect(page).not.toHaveURL(/as_of=/);
		await page.goto(`${past.address}/incidents/${rows.incidents[0]?.name}?as_of=2001-01-01`);
		await settled(page);
		await expect(page.locator(".empty")).toBeVisible();
	} finally {
		await page.close(); // it asks no more of a server that ends
		await past.close();
	}
});
