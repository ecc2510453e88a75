// Every view in both languages, widths and themes: nothing overflows, nothing complains, axe finds nothing; screenshots for people to look at.
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { choose, expect, hasView, type Lang, outFolder, type Room, settled, test } from "./room";

const SIZES = [
	{ width: 360, height: 800 },
	{ width: 1280, height: 900 },
	{ width: 2560, height: 1440 },
];

interface Addresses {
	[view: string]: string;
}

async function json<T>(room: Room, path: string): Promise<T> {
	return (await (await fetch(room.address + path)).json()) as T;
}

/** An address of every view, on the samples' prison break. */
async function addresses(room: Room): Promise<Addresses> {
	const list = await json<{ incidents: { name: string }[] }>(room, "/api/incidents?sort=reports");
	const name = list.incidents[0]?.name ?? "";
	const ledger = await json<{ incidents: { reports: { id: string }[] }[] }>(room, `/api/incidents/${name}`);
	const report = ledger.incidents[0]?.reports[0]?.id ?? "";
	const sources = await json<{ sources: { key: string }[] }>(room, "/api/sources");
	return {
		incidents: "/incidents",
		"incidents-none": "/incidents?since=1999-01-01&until=1999-01-02",
		incident: `/incidents/${name}`,
		report: `/reports/${report}?incident=${name}`,
		"search-empty": "/search",
		search: `/search?q=${encodeURIComponent("سجن هجوم")}`,
		"search-none": "/search?q=zzzz",
		changes: "/changes?since=30d",
		sources: "/sources",
		source: `/sources/${sources.sources[1]?.key ?? ""}`,
		...(hasView("review") ? { review: "/review" } : {}),
		...(hasView("add") ? { add: "/add" } : {}),
	};
}

async function fits(page: Page): Promise<void> {
	const beyond = await page.evaluate(() => {
		const root = document.documentElement;
		if (root.scrollWidth <= root.clientWidth) return [];
		return [...document.querySelectorAll("main *, header *")]
			.filter(element => {
				const box = element.getBoundingClientRect();
				return box.right > root.clientWidth + 1 || box.left < -1;
			})
			.slice(0, 5)
			.map(element => `${element.tagName}.${element.getAttribute("class") ?? ""}`);
	});
	expect(beyond, "reaches beyond the page").toEqual([]);
}

for (const lang of ["ar", "en"] as Lang[])
	for (const theme of ["light", "dark"])
		test.describe(`${lang} ${theme}`, () => {
			test("views", async ({ page, room }) => {
				test.setTimeout(480_000);
				await choose(page, { lang, theme });
				const folder = outFolder("screenshots");
				for (const [view, address] of Object.entries(await addresses(room)))
					await test.step(view, async () => {
						for (const size of SIZES) {
							if (size.width === 2560 && theme === "light") {
								await page.emulateMedia({ media: "print" });
								await page.screenshot({ path: join(folder, `${view}-${lang}-print.png`), fullPage: true });
								await page.emulateMedia({ media: null });
							}
							await page.setViewportSize(size);
							if (size === SIZES[0]) {
								await page.goto(address);
								await expect(page.locator("html")).toHaveAttribute("dir", lang === "ar" ? "rtl" : "ltr");
							}
							await settled(page);
							await fits(page);
							await expect(page.locator("main .trouble")).toHaveCount(0);
							await page.screenshot({ path: join(folder, `${view}-${lang}-${theme}-${size.width}.png`) });
							if (size.width === 2560 || (size.width === 360 && theme === "dark")) continue; // the same elements in the same colours
							const found = await new AxeBuilder({ page })
								.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
								.analyze();
							const told = found.violations.map(
								one =>
									`${view} ${size.width}: ${one.id}: ${one.nodes
										.map(node => node.html.slice(0, 160))
										.slice(0, 3)
										.join(" | ")}`,
							);
							expect.soft(told).toEqual([]);
						}
					});
			});
		});
