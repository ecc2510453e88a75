// A walk by keyboard alone: through the list into an incident and back, to search, by the settings, over the map.
import type { Page } from "@playwright/test";
import { choose, expect, settled, test } from "./room";

/** What has focus, as somebody who listens is told. */
function focused(page: Page): Promise<string> {
	return page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
}

test.beforeEach(({ page }) => choose(page, { lang: "en", theme: "light" }));

test("from the list into an incident and back", async ({ page }) => {
	await page.goto("/incidents");
	await settled(page);
	const first = await page.locator('[data-row="0"] a').textContent();
	const second = await page.locator('[data-row="1"] a').textContent();
	await page.keyboard.press("j");
	await expect.poll(() => focused(page)).toBe(first);
	await page.keyboard.press("j");
	await expect.poll(() => focused(page)).toBe(second);
	await page.keyboard.press("k");
	await expect.poll(() => focused(page)).toBe(first);
	await page.keyboard.press("G");
	await expect.poll(() => focused(page)).toContain("al-Tabqa");
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL(/\/incidents\/i/);
	await expect(page.locator("h1")).toContainText("al-Tabqa");
	await page.goBack();
	await expect(page).toHaveURL(/\/incidents$/);
	await expect(page.locator('[data-row="0"] a')).toBeVisible();
});

test("the skip link, the ways, and every control can be reached and is seen to have focus", async ({ page }) => {
	await page.goto("/incidents");
	await settled(page);
	await page.keyboard.press("Tab");
	expect(await focused(page)).toBe("Skip to content");
	const reached = new Set<string>();
	for (let i = 0; i < 60; i++) {
		await page.keyboard.press("Tab");
		const at = await page.evaluate(() => {
			const element = document.activeElement;
			if (!element || element === document.body) return null;
			// A link that covers its row shows its focus by what lies behind it.
			const shown = [getComputedStyle(element), getComputedStyle(element, "::after")].some(
				style => style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0,
			);
			const dot = element.querySelector(".map-dot");
			const stroked = dot !== null && Number.parseFloat(getComputedStyle(dot).strokeWidth) > 2;
			return {
				name: element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "",
				shown: shown || stroked,
			};
		});
		if (at === null) break;
		expect(at.shown, `focus is seen on ${at.name}`).toBe(true);
		reached.add(at.name);
	}
	for (const name of ["Search", "Changes", "Sources", "Settings", "Export", "With contradictions", "Zoom in"])
		expect([...reached]).toContain(name);
});

test("search: a slash, words, down to a report", async ({ page }) => {
	await page.goto("/incidents");
	await settled(page);
	await page.keyboard.press("/");
	await expect(page).toHaveURL(/\/search/);
	await expect(page.getByRole("searchbox")).toBeFocused();
	await page.keyboard.type("سجن");
	await expect(page.locator(".hit").first()).toBeVisible();
	await expect(page).toHaveURL(/q=/);
	await expect(page.locator(".hit mark").first()).toContainText("سجن");
	await page.keyboard.press("ArrowDown");
	await expect.poll(() => page.evaluate(() => document.activeElement?.closest(".hit") !== null)).toBe(true);
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL(/\/reports\/[0-9a-f]{64}/);
});

test("the list of keys, and settings", async ({ page }) => {
	await page.goto("/incidents");
	await settled(page);
	await page.keyboard.press("?");
	await expect(page.getByRole("dialog")).toContainText("Next incident");
	await page.keyboard.press("Escape");
	await expect(page.getByRole("dialog")).toHaveCount(0);
	await page.getByRole("button", { name: "Settings" }).focus();
	await page.keyboard.press("Enter");
	await page.getByRole("radio", { name: "English" }).focus();
	await page.keyboard.press("ArrowUp");
	await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
	await page.keyboard.press("Escape");
	await expect(page.locator("h1")).toHaveText("الحوادث");
});

test("an Arabic keyboard's letters count by their places", async ({ page }) => {
	await page.goto("/incidents");
	await settled(page);
	await page.evaluate(() =>
		document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ت", code: "KeyJ", bubbles: true })),
	);
	await expect.poll(() => page.evaluate(() => document.activeElement?.closest("[data-row]") !== null)).toBe(true);
	await page.evaluate(() =>
		document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ظ", code: "Slash", bubbles: true })),
	);
	await expect(page).toHaveURL(/\/search/);
});

test("the map", async ({ page }) => {
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.goto("/incidents");
	await settled(page);
	await page.keyboard.press("m");
	const spot = page.locator(".map-spot").first();
	const place = async () => (await spot.boundingBox())?.x ?? 0;
	const before = await place();
	await page.keyboard.press("ArrowRight");
	await expect.poll(place).toBeLessThan(before);
	await page.keyboard.press("0");
	await expect.poll(place).toBeCloseTo(before, 0);
	await spot.focus();
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL(/place=sy-/);
	await expect(spot).toHaveAttribute("aria-pressed", "true");
	await page.keyboard.press("Enter");
	await expect(page).not.toHaveURL(/place=/);
});
