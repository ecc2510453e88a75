// Adding: files by choice and by dropping, a text, a link; what became of each is told.
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, choose, expect, type Lang, makeStore, openRoom, outFolder, samples, settled } from "./room";

let serial = 0;
const test = base.extend({
	room: [
		// biome-ignore lint/correctness/noEmptyPattern: Playwright wants it so
		async ({}, use) => {
			const room = await openRoom(makeStore(`add-${++serial}`, samples), "-o", outFolder("kept"));
			await use(room);
			await room.close();
		},
		{ scope: "worker" },
	],
});

const PAGE = `<html lang=ar><head><meta charset=utf-8><title>قصف على أريحا</title></head><body><article><h1>قصف على أريحا</h1>
<p>قُتل 5 مدنيين بقصف مدفعي استهدف سوق مدينة أريحا جنوب إدلب اليوم، بحسب مصدر طبي.</p><p>وأصيب عشرة آخرون بجروح ونقلوا إلى المشفى.</p></article></body></html>`;

test("files, a text, a link", async ({ page, room }) => {
	await choose(page, { lang: "en", theme: "light" });
	await page.goto(`${room.address}/add`);
	await settled(page);
	await page.getByLabel("Published, for what does not say").first().fill("2031-11-20");
	await page.locator("input[type=file]").setInputFiles([
		{ name: "خبر.html", mimeType: "text/html", buffer: Buffer.from(PAGE) },
		{
			name: "noise.bin",
			mimeType: "application/octet-stream",
			buffer: Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3]),
		},
	]);
	const jobs = page.locator(".job");
	await expect(jobs.first()).toContainText("1 new report");
	await expect(jobs.first()).toContainText("1 could not be read");
	await expect(jobs.first()).toContainText("noise.bin");
	// a text, and the same again
	for (const told of ["1 new report", "1 known already"]) {
		await page
			.getByLabel("Text", { exact: true })
			.fill("قُتل ستة مدنيين بقصف مدفعي على سوق أريحا، بحسب <script>alert(1)</script> ناشطين.");
		await page.getByLabel("Title (may be left out)").fill("قصف على أريحا");
		await page.getByLabel("Who published it (may be left out)").fill("شبكة المدار");
		await page.getByRole("button", { name: "Add" }).first().click();
		await expect(jobs.first()).toContainText(told);
	}
	// dropped
	await page.evaluate(content => {
		const data = new DataTransfer();
		data.items.add(new File([content], "dropped.txt", { type: "text/plain" }));
		document
			.querySelector(".drop-area")
			?.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
	}, "قصف على سراقب\n21 تشرين الثاني 2031\n\nقتل 4 أشخاص بغارة جوية استهدفت مدينة سراقب.\n");
	await expect(jobs.first()).toContainText("dropped.txt");
	await expect(jobs.first()).toContainText("1 new report");
	// a link that leads to this machine is not asked for, and the reason is told
	await page.getByLabel("Address").fill("http://127.0.0.1:9/1");
	await page.getByRole("button", { name: "Add" }).last().click();
	await expect(jobs.first()).toContainText("127.0.0.1");
	await expect(jobs.first().locator(".job-unread li")).toHaveCount(1);
	await page.screenshot({ path: join(outFolder("add"), "jobs-en.png"), fullPage: true });
});

for (const lang of ["ar", "en"] as Lang[])
	for (const width of [360, 1280, 2560])
		test(`add in ${lang} at ${width}`, async ({ page, room }) => {
			await page.setViewportSize({ width, height: width === 360 ? 800 : 900 });
			await choose(page, { lang, theme: width === 1280 ? "dark" : "light" });
			await page.goto(`${room.address}/add`);
			await settled(page);
			await page.screenshot({ path: join(outFolder("add"), `${lang}-${width}.png`), fullPage: true });
			const wide = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
			);
			expect(wide, "reaches beyond the page").toBeLessThanOrEqual(0);
			const found = await new AxeBuilder({ page })
				.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
				.analyze();
			expect(found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(" ")}`)).toEqual([]);
		});
