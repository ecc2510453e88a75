import { defineConfig } from "@playwright/test";

// RIWAYA: the program, built with the page. RIWAYA_TEST_OUT: where screenshots and stores go. CMake's test gives both.
const out = process.env.RIWAYA_TEST_OUT ?? "test-results";

export default defineConfig({
	testDir: "tests",
	testMatch: "*.spec.ts",
	outputDir: `${out}/failures`,
	workers: 1,
	fullyParallel: false,
	forbidOnly: true,
	// A browser on a busy machine is late now and then; what is wrong is wrong twice.
	retries: 2,
	timeout: 60_000,
	expect: { timeout: 10_000 },
	reporter: [["line"]],
	use: {
		locale: "en-GB",
		timezoneId: "UTC",
		launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] },
	},
});
