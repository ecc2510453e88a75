// Real reports, where RIWAYA_CORPUS names their folder: the attack on al-Sina'a prison in January 2022.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, choose, expect, type Lang, makeStore, openRoom, outFolder, type Room, settled } from "./room";

const corpus = process.env.RIWAYA_CORPUS ?? "";

const test = base.extend<object, { real: Room }>({
	real: [
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

for (const lang of ["ar", "en"] as Lang[])
	for (const theme of ["light", "dark"] as const)
		test(`the party against itself, and what told of it: ${lang}, ${theme}`, async ({ page, real }) => {
			test.setTimeout(180_000);
			page.removeAllListeners("request");
			await choose(page, { lang, theme });
			const rows = (await (await page.request.get(`${real.address}/api/incidents`)).json()) as {
				incidents: { name: string }[];
			};
			for (const width of [360, 1280, 2560]) {
				await page.setViewportSize({ width, height: width === 360 ? 800 : 1000 });
				await page.goto(`${real.address}/incidents/${rows.incidents[0]?.name}`);
				await settled(page);
				await expect(page.locator(".report-list li").first()).toBeVisible();
				await page.screenshot({ path: join(outFolder("corpus"), `${width}-${lang}-${theme}.png`), fullPage: true });
			}
			const found = await new AxeBuilder({ page }).analyze();
			expect(found.violations.map(v => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
			const first = page.locator(".relation.contradiction").first();
			await expect(first.locator("q mark").nth(0)).toContainText("نافياً");
			await expect(first.locator("q mark b")).toHaveText("نحو 110");
			await first.locator("a.to-report").nth(1).click();
			await expect(page.locator("mark.chosen.role-figure")).toHaveText("نحو 110");
			await expect(page.locator("mark.chosen").first()).toBeInViewport();
			await page.screenshot({ path: join(outFolder("corpus"), `report-${lang}-${theme}.png`) });
		});
