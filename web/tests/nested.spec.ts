// Incidents within incidents, and decisions that have lost their place.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import {
	test as base,
	choose,
	expect,
	type Lang,
	makeStore,
	openRoom,
	outFolder,
	type Room,
	riwaya,
	settled,
} from "./room";

const files = join(dirname(fileURLToPath(import.meta.url)), "nested");

interface Rows {
	incidents: { name: string; reports: number }[];
}

const test = base.extend<object, { room: Room }>({
	room: [
		// biome-ignore lint/correctness/noEmptyPattern: Playwright wants it so
		async ({}, use) => {
			const store = makeStore("nested", files);
			const review = (by: string, ...args: string[]) =>
				riwaya("review", "--db", store, "--by", by, "--why", "as the list of names has it", ...args);
			// Somebody's word on a claim that somebody else added and then took back.
			const words = (outer: string) =>
				review("Huda Salim", "add", outer, "وفق ما قال مصدر عسكري", "predicate=missing", "figure=2");
			const rows = JSON.parse(riwaya("incidents", "--db", store, "--format", "json")) as Rows;
			const outer = rows.incidents.find(row => row.reports === 2)?.name ?? "";
			const ledger = JSON.parse(riwaya("ledger", "--db", store, "--format", "json", outer)) as {
				incidents: { reports: { id: string }[] }[];
			};
			words(ledger.incidents[0]?.reports[0]?.id ?? "");
			const added = (
				JSON.parse(riwaya("review", "list", "--db", store, "--format", "jsonl").split("\n")[0] ?? "") as { id: string }
			).id;
			review("Sami Haddad", "reject", added);
			review("Huda Salim", "withdraw", added);
			const room = await openRoom(store);
			await use(room);
			await room.close();
		},
		{ scope: "worker" },
	],
});

for (const lang of ["ar", "en"] as Lang[])
	test(`what an incident lies within and holds, and decisions without a place: ${lang}`, async ({ page, room }) => {
		await choose(page, { lang, theme: "light", reviewer: "Sami Haddad" });
		const rows = (await (await fetch(`${room.address}/api/incidents`)).json()) as Rows;
		const outer = rows.incidents.find(row => row.reports === 2)?.name ?? "";
		const inner = rows.incidents.find(row => row.reports === 1)?.name ?? "";
		await page.goto(`/incidents/${outer}`);
		await settled(page);
		const nested = page.locator(".facts .nested");
		await expect(nested.locator("dt")).toHaveText(lang === "ar" ? "تضم" : "Holds");
		await expect(nested.locator("li")).toHaveCount(1);
		const lost = page.locator("#lost .lost-list > li");
		await expect(lost).toHaveCount(1);
		await expect(lost).toContainText("Sami Haddad");
		await expect(lost).toContainText(lang === "ar" ? "لم يعد البرنامج يقرأ هناك" : "the program reads no claim");
		await expect(lost.locator("q")).toContainText("وفق ما قال مصدر عسكري");
		await expect(page.locator("nav.sections a").last()).toHaveAttribute("href", "#lost");
		const found = await new AxeBuilder({ page }).analyze();
		expect(found.violations.map(v => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
		await page.screenshot({ path: join(outFolder("nested"), `outer-${lang}.png`), fullPage: true });
		await nested.locator("a").click();
		await expect(page).toHaveURL(new RegExp(`/incidents/${inner}`));
		await expect(nested.locator("dt")).toHaveText(lang === "ar" ? "جزء من" : "Part of");
		await expect(nested.locator("a")).toHaveAttribute("href", `/incidents/${outer}`);
		await expect(page.locator("#lost")).toHaveCount(0);
		// In the review too: why, and what to do.
		await page.goto("/review");
		await settled(page);
		const orphan = page.locator("section[aria-labelledby=orphans-title] li");
		await expect(orphan).toContainText(lang === "ar" ? "أضف الادعاء بكلماته" : "add the claim by its words");
		await expect(orphan.getByRole("button", { name: lang === "ar" ? "سحب" : "Take back" })).toBeVisible();
		await page.screenshot({ path: join(outFolder("nested"), `review-${lang}.png`), fullPage: true });
	});
