// Signing in: the form in place of any view, who is here, another password, what admins see; in both languages.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
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

const PASSWORD = "four plain words here";
const program = process.env.RIWAYA ?? "riwaya";

const test = base.extend<object, { room: Room }>({
	room: [
		// biome-ignore lint/correctness/noEmptyPattern: Playwright wants it so
		async ({}, use) => {
			const store = makeStore("accounts", samples);
			for (const end of ["", "-wal", "-shm"]) rmSync(`${store}.accounts${end}`, { force: true });
			const add = (name: string, role: string) =>
				execFileSync(program, ["account", "add", name, "--role", role, "--db", store, "--quiet"], {
					input: `${PASSWORD}\n`,
				});
			add("نور الحسن", "admin");
			add("Huda Salim", "reviewer");
			add("Sami", "reader");
			const room = await openRoom(store);
			await use(room);
			await room.close();
		},
		{ scope: "worker" },
	],
});

const WORDS = {
	en: { signIn: "Sign in", name: "Name", password: "Password", signOut: "Sign out" },
	ar: { signIn: "تسجيل الدخول", name: "الاسم", password: "كلمة السر", signOut: "تسجيل الخروج" },
} as const;

/** The browser tells of refused questions on its console; all else is a complaint. */
function forgive(complaints: string[]): void {
	complaints.splice(0, complaints.length, ...complaints.filter(one => !/status of (400|401|403|429)/.test(one)));
}

async function signIn(page: Page, lang: Lang, name: string, password = PASSWORD): Promise<void> {
	const w = WORDS[lang];
	await page.getByLabel(w.name, { exact: true }).fill(name);
	await page.getByLabel(w.password, { exact: true }).fill(password);
	await page.getByRole("button", { name: w.signIn }).click();
}

async function looks(page: Page, name: string): Promise<void> {
	for (const width of [360, 1280, 2560]) {
		await page.setViewportSize({ width, height: width === 360 ? 800 : 900 });
		const beyond = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
		);
		expect(beyond, `${name} at ${width} reaches beyond the page`).toBeLessThanOrEqual(0);
		await page.screenshot({ path: join(outFolder("account"), `${name}-${width}.png`), fullPage: true });
	}
	await page.setViewportSize({ width: 1280, height: 900 });
	const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
	expect(found.violations.map(one => `${one.id}: ${one.nodes[0]?.html ?? ""}`)).toEqual([]);
}

for (const lang of ["en", "ar"] as Lang[])
	test(`an admin signs in, looks and signs out: ${lang}`, async ({ page, complaints }) => {
		const w = WORDS[lang];
		await choose(page, { lang, theme: lang === "ar" ? "dark" : "light" });
		await page.goto("/search?q=%D8%B3%D8%AC%D9%86");
		await expect(page.getByRole("heading", { name: w.signIn })).toBeVisible();
		await looks(page, `sign-in-${lang}`);
		await signIn(page, lang, "نور الحسن", "not the password");
		await expect(page.getByRole("alert")).toBeVisible();
		await expect(page.getByLabel(w.password, { exact: true })).toHaveValue("");
		await expect(page.getByLabel(w.password, { exact: true })).toBeFocused();
		await page.screenshot({ path: join(outFolder("account"), `wrong-${lang}.png`) });
		await signIn(page, lang, "نور الحسن");
		// The view that was asked for is there, at its address.
		await expect(page).toHaveURL(/\/search\?q=/);
		await expect(page.locator("main.view-search")).toBeVisible();
		await settled(page);
		await page.locator(".who").click();
		await expect(page).toHaveURL(/\/account$/);
		await settled(page);
		await expect(page.locator(".accounts tbody tr").first()).toBeVisible();
		await looks(page, `admin-${lang}`);
		await page.getByRole("button", { name: w.signOut, exact: true }).click();
		await expect(page.getByRole("heading", { name: w.signIn })).toBeVisible();
		expect((await page.context().cookies()).filter(one => one.value)).toEqual([]);
		forgive(complaints);
	});

test("an admin makes an account, its owner takes another password", async ({ page, browser, room, complaints }) => {
	await choose(page, { lang: "en", theme: "light" });
	await page.goto("/account");
	await signIn(page, "en", "نور الحسن");
	await page.getByText("New account").click();
	const form = page.locator("details.account-more form").last();
	await form.getByLabel("Name", { exact: true }).fill("Rana Saad");
	await form.getByLabel("Role").selectOption("reviewer");
	await form.getByLabel("Password", { exact: true }).fill("rana saad knows it");
	await form.getByRole("button", { name: "Make it" }).click();
	await expect(form.getByRole("alert")).toContainText("name in it");
	await form.getByLabel("Password", { exact: true }).fill(PASSWORD);
	await form.getByRole("button", { name: "Make it" }).click();
	const row = page.getByRole("row", { name: /Rana Saad/ }).first();
	await expect(row).toBeVisible();

	const other = await browser.newContext({ baseURL: room.address });
	const hers = await other.newPage();
	await choose(hers, { lang: "en" });
	await hers.goto("/account");
	await signIn(hers, "en", "rana saad");
	await expect(hers.getByText("You are")).toContainText("Rana Saad");
	await expect(hers.getByText("You are")).toContainText("reviewer");
	await expect(hers.locator(".accounts")).toHaveCount(0);
	await hers.getByText("Change the password").click();
	await hers.getByLabel("Present password").fill(PASSWORD);
	await hers.getByLabel("New password", { exact: true }).fill("other four words now");
	await hers.getByRole("button", { name: "Save" }).click();
	await expect(hers.getByRole("status")).toContainText("The password is changed");

	// Closed by the admin, she is out at once; the page says where to sign in.
	await row.getByRole("button", { name: /Close the account/ }).click();
	await expect(page.getByRole("row", { name: /Rana Saad.*closed/ }).first()).toBeVisible();
	await hers.goto("/incidents");
	await expect(hers.getByRole("heading", { name: "Sign in" })).toBeVisible();
	await signIn(hers, "en", "Rana Saad", "other four words now");
	await expect(hers.getByRole("alert")).toBeVisible();
	await other.close();
	await page.reload();
	await expect(page.locator("table.accounts").last()).toContainText("tried, though the account is closed");
	// The last admin stays one.
	await page
		.getByRole("row", { name: /نور الحسن/ })
		.first()
		.getByRole("combobox")
		.selectOption("reader");
	await expect(page.getByRole("alert")).toContainText("last admin");
	forgive(complaints);
});

test("too many wrong passwords have to wait", async ({ page, complaints }) => {
	await choose(page, { lang: "en" });
	await page.goto("/incidents");
	const held = page.getByRole("alert").filter({ hasText: "wait" });
	const password = page.getByLabel("Password", { exact: true });
	for (let i = 0; i < 12 && (await held.count()) === 0; i++) {
		await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
		await signIn(page, "en", "Sami", `wrong words ${i}`);
		await expect(password).toHaveValue("");
	}
	await expect(held).toBeVisible();
	await expect(page.getByRole("button", { name: /Try again in/ })).toBeDisabled();
	await page.screenshot({ path: join(outFolder("account"), "wait.png") });
	await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled({ timeout: 20_000 });
	await signIn(page, "en", "Sami");
	await expect(page.locator(".who")).toContainText("Sami");
	forgive(complaints);
});
