// Real reports, where RIWAYA_CORPUS names their folder: the attack on al-Sina'a prison in January 2022, from the list to the words.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { test as base, choose, expect, type Lang, makeStore, openRoom, outFolder, settled } from "./room";

const corpus = process.env.RIWAYA_CORPUS ?? "";

const test = base.extend<object, object>({
	room: [
		// biome-ignore lint/correctness/noEmptyPattern: Playwright wants it so
		async ({}, use) => {
			const room = await openRoom(makeStore("corpus", corpus));
			await use(room);
			await room.close();
		},
		{ scope: "worker" },
	],
});

test.skip(!corpus || !existsSync(corpus), "RIWAYA_CORPUS names no folder");

const SIZES = { 360: 800, 1280: 1000, 2560: 1440 };

async function clean(page: Page, where: string): Promise<void> {
	const found = await new AxeBuilder({ page }).analyze();
	expect(found.violations.map(v => `${where}: ${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
}

/** Nothing is wrong, nothing reaches beyond the page; a picture of what is in view, or of all of it. */
async function look(page: Page, name: string, fullPage = false): Promise<void> {
	await settled(page);
	await expect(page.locator("main .trouble")).toHaveCount(0);
	const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	expect(beyond, `${name} reaches beyond the page`).toBeLessThanOrEqual(0);
	await page.screenshot({ path: join(outFolder("corpus"), `${name}.png`), fullPage });
}

for (const lang of ["ar", "en"] as Lang[])
	test.describe(lang, () => {
		test("the party against itself, and what told of it", async ({ page, room }) => {
			test.setTimeout(180_000);
			await page.emulateMedia({ colorScheme: "light" });
			await choose(page, { lang });
			const rows = (await (await fetch(`${room.address}/api/incidents?sort=reports`)).json()) as {
				incidents: { name: string }[];
			};
			await page.goto(`/incidents/${rows.incidents[0]?.name}`);
			for (const [width, height] of Object.entries(SIZES)) {
				await page.setViewportSize({ width: Number(width), height });
				await settled(page);
				await expect(page.locator(".report-list li").first()).toBeVisible();
				for (const colorScheme of ["light", "dark"] as const) {
					await page.emulateMedia({ colorScheme });
					await look(page, `${width}-${lang}-${colorScheme}`, colorScheme === "light");
					// Colours are those of every width, elements those of both themes.
					if (colorScheme === "light" || width === "1280") await clean(page, `${width} ${colorScheme}`);
				}
			}
			const first = page.locator(".relation.contradiction").first();
			await expect(first.locator("q mark").nth(0)).toContainText("نافياً");
			await expect(first.locator("q mark b")).toHaveText("نحو 110");
			await page.setViewportSize({ width: 1280, height: SIZES[1280] });
			await first.locator("a.to-report").nth(1).click();
			await expect(page.locator("mark.chosen.role-figure")).toHaveText("نحو 110");
			await expect(page.locator("mark.chosen").first()).toBeInViewport();
			await look(page, `report-${lang}-dark`);
			await clean(page, "report, dark");
		});

		test("every other view", async ({ page, room }) => {
			test.setTimeout(180_000);
			await page.emulateMedia({ colorScheme: "light" });
			await choose(page, { lang, reviewer: "Huda Salim" });
			const list = (await (await fetch(`${room.address}/api/sources`)).json()) as { sources: { key: string }[] };
			const rows = (await (await fetch(`${room.address}/api/incidents?sort=reports`)).json()) as {
				incidents: { name: string }[];
			};
			const name = rows.incidents[0]?.name;
			const views = {
				incidents: "/incidents",
				search: `/search?q=${encodeURIComponent("سجن الصناعة")}`,
				changes: "/changes?since=30d",
				sources: "/sources",
				source: `/sources/${list.sources[0]?.key}`,
				review: `/review?incident=${name}`,
				grouping: `/review?incident=${name}&part=reports`,
			};
			for (const [view, path] of Object.entries(views)) {
				await page.setViewportSize({ width: 1280, height: 1000 });
				await page.goto(path);
				await look(page, `${view}-1280-${lang}-light`);
				await clean(page, view);
				await page.setViewportSize({ width: 360, height: 800 });
				await page.emulateMedia({ colorScheme: "dark" });
				await look(page, `${view}-360-${lang}-dark`);
				await page.emulateMedia({ colorScheme: "light" });
			}
		});
	});
