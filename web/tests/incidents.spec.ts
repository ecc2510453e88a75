// The list, its filters, the strip of days and the map; and settings.
import { choose, expect, settled, test } from "./room";

test.beforeEach(({ page }) => choose(page, { lang: "en", theme: "light" }));

test("filters are in the address, and the address gives them back", async ({ page }) => {
	await page.goto("/incidents");
	await settled(page);
	await expect(page.getByRole("status").first()).toHaveText("4 incidents");
	await page.getByRole("button", { name: "With contradictions" }).click();
	await expect(page).toHaveURL(/contradicted=1/);
	await expect(page.getByRole("status").first()).toHaveText("1 incident");
	await page.getByLabel("Place").fill("al-Sukhna");
	await page.getByLabel("Place").press("Enter");
	await expect(page.getByText("No incident fits these filters")).toBeVisible();
	await page.goBack();
	await expect(page.getByRole("status").first()).toHaveText("1 incident");
	await page.goBack();
	await expect(page.getByRole("status").first()).toHaveText("4 incidents");
	await page.getByLabel("From").fill("2023-11-15");
	await expect(page.getByRole("status").first()).not.toHaveText("4 incidents");
	await page.reload();
	await expect(page.getByLabel("From")).toHaveValue("2023-11-15");
});

test("a name that nobody knows is told, with the mend", async ({ page, complaints }) => {
	await page.goto("/incidents?place=qqqq");
	await expect(page.getByRole("alert").first()).toBeVisible();
	await page.getByRole("button", { name: "Clear filters" }).first().click();
	await expect(page.getByRole("status").first()).toHaveText("4 incidents");
	complaints.length = 0; // the browser tells of the refused question
});

test("dragging over the strip chooses days", async ({ page }) => {
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.goto("/incidents");
	await settled(page);
	const bars = page.locator(".strip-bar");
	const from = await bars.first().boundingBox();
	const to = await bars.nth(1).boundingBox();
	if (!from || !to) throw new Error("no bars");
	await page.mouse.move(from.x + from.width / 2, from.y - 2);
	await page.mouse.down();
	await page.mouse.move(to.x + to.width / 2, from.y - 2, { steps: 4 });
	await page.mouse.up();
	await expect(page).toHaveURL(/since=2023-11-14.*until=2023-11-15/);
	await expect(page.getByLabel("From")).toHaveValue("2023-11-14");
});

test("the map zooms by wheel and buttons, and a circle chooses its place", async ({ page }) => {
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.goto("/incidents");
	await settled(page);
	const spots = page.locator(".map-spot");
	await expect(spots).toHaveCount(4);
	for (let i = 0; i < 8; i++) await page.getByRole("button", { name: "Zoom out" }).click();
	await expect.poll(() => spots.count()).toBeLessThan(4); // near ones are one circle
	await page.getByRole("button", { name: "Show all" }).click();
	await expect(spots).toHaveCount(4);
	await page.locator(".map-area").hover();
	await page.mouse.wheel(0, -400);
	await page.getByRole("button", { name: "Show all" }).click();
	await page.getByRole("button", { name: /^al-Sukhna/ }).click();
	await expect(page).toHaveURL(/place=sy-sukhna/);
	await expect(page.getByLabel("Place")).toHaveValue("al-Sukhna");
	await expect(page.getByRole("status").first()).toHaveText("1 incident");
});

test("of 50,000 incidents only those in sight are in the page, and each can be reached", async ({ page }) => {
	const all = 50_000;
	await page.route(/\/api\/incidents\?/, async route => {
		const query = new URL(route.request().url()).searchParams;
		const first = Number(query.get("first") ?? 0);
		const rows = Array.from({ length: Math.min(Number(query.get("most") ?? 50), all - first) }, (_, i) => ({
			name: `i${first + i}`,
			title: { ar: `حادثة ${first + i}`, en: `Incident ${first + i}` },
			place: { id: null, text: null, lat: null, lon: null },
			time: { from: null, to: null },
			reports: 3,
			outlets: 2,
			origins: 2,
			claims: 9,
			contradictions: i % 3,
			killed: { low: 1, high: null },
			first_received: "2026-11-21T07:00:00Z",
			changed: "2026-11-21T07:00:00Z",
		}));
		await route.fulfill({ json: { all, incidents: rows } });
	});
	await page.goto("/incidents");
	await expect(page.getByText("Incident 0", { exact: true })).toBeVisible();
	expect(await page.locator("[data-row]").count()).toBeLessThan(60);
	await page.keyboard.press("G");
	await expect(page.getByRole("link", { name: `Incident ${all - 1}`, exact: true })).toBeFocused();
	expect(await page.locator("[data-row]").count()).toBeLessThan(60);
	await page.keyboard.press("k");
	await expect(page.getByRole("link", { name: `Incident ${all - 2}`, exact: true })).toBeFocused();
	await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
	await expect(page.locator("[data-row] a").nth(20)).toContainText("Incident");
	// The chosen one stays in the page, and focus with it.
	await expect(page.getByRole("link", { name: `Incident ${all - 2}`, exact: true })).toBeFocused();
});

test("the first load weighs little", async ({ page }) => {
	let bytes = 0;
	page.on("requestfinished", async request => {
		const sizes = await request.sizes();
		bytes += sizes.responseBodySize + sizes.responseHeadersSize;
	});
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.goto("/incidents");
	await settled(page);
	await expect(page.locator(".map-spot").first()).toBeVisible(); // the map and all
	expect(bytes).toBeGreaterThan(50_000);
	expect(bytes).toBeLessThan(300_000);
});

test("nothing jumps while a view fills", async ({ page }) => {
	await choose(page, { lang: "en", visit: { seen: Date.parse("2024-01-01T00:00:00Z"), before: null } });
	await page.addInitScript(() => {
		const shifts: number[] = [];
		Object.assign(window, { shifts });
		new PerformanceObserver(list => {
			for (const one of list.getEntries()) shifts.push((one as PerformanceEntry & { value: number }).value);
		}).observe({ type: "layout-shift", buffered: true });
	});
	for (const address of ["/incidents", `/search?q=${encodeURIComponent("سجن")}`, "/changes?since=30d", "/sources"]) {
		await page.goto(address);
		await settled(page);
		const sum = await page.evaluate(() =>
			(window as unknown as { shifts: number[] }).shifts.reduce((all, one) => all + one, 0),
		);
		expect(sum, address).toBeLessThan(0.02);
	}
});

test("digits, months, Hijri dates and theme are kept", async ({ page }) => {
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.goto("/incidents");
	await settled(page);
	await page.getByRole("button", { name: "العربية" }).click();
	await expect(page.locator('[data-row="0"]')).toContainText("16 تشرين الثاني 2023");
	await page.getByRole("button", { name: "الإعدادات" }).click();
	await page.getByRole("radio", { name: "٠١٢٣٤٥٦٧٨٩" }).check();
	await page.getByRole("radio", { name: "يناير، فبراير" }).check();
	await page.getByRole("radio", { name: "داكن" }).check();
	await page.keyboard.press("Escape");
	await expect(page.locator('[data-row="0"]')).toContainText("١٦ نوفمبر ٢٠٢٣");
	await expect(page.getByRole("status").first()).toHaveText("٤ حوادث");
	await page.reload();
	await expect(page.locator('[data-row="0"]')).toContainText("١٦ نوفمبر ٢٠٢٣");
	await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
	await expect(page.locator("html")).toHaveAttribute("lang", "ar");
});

test("a wrong query is told at its byte", async ({ page, complaints }) => {
	await page.goto(`/search?q=${encodeURIComponent("قصف colour:red")}`);
	await expect(page.locator(".wrong-at")).toHaveText("colour:red");
	await expect(page.getByRole("alert")).toContainText("there is no field colour");
	complaints.length = 0; // the browser tells of the refused question
	await page.getByRole("searchbox").fill("قصف");
	await expect(page.locator(".hit").first()).toBeVisible();
});

test("what came since the last visit", async ({ page }) => {
	await choose(page, { lang: "en", visit: { seen: Date.parse("2024-01-01T00:00:00Z"), before: null } });
	await page.addInitScript(() => {
		const kept = JSON.parse(localStorage.getItem("riwaya") ?? "{}");
		if (!kept.visit?.before)
			localStorage.setItem(
				"riwaya",
				JSON.stringify({ ...kept, visit: { seen: Date.parse("2024-01-01T00:00:00Z"), before: null } }),
			);
	});
	await page.goto("/incidents");
	await expect(page.locator(".since")).toContainText("4 new incidents");
	await page.getByRole("link", { name: "See the changes" }).click();
	await expect(page.locator("h1")).toHaveText("Changes");
	await expect(page.locator(".changed > li").first()).toContainText("al-Tabqa");
	await expect(page.getByRole("button", { name: "last visit" })).toHaveAttribute("aria-pressed", "true");
});
