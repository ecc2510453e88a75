// What went wrong is told in the reader's language, with the cause at hand.
import { choose, expect, type Lang, test } from "./room";

for (const lang of ["ar", "en"] as Lang[])
	test(`what went wrong is told in the reader's language: ${lang}`, async ({ page, complaints }) => {
		await choose(page, { lang });
		const told: [address: string, ar: string, en: string][] = [
			[
				"/incidents?place=Atlantis",
				"لا مكان في المعجم باسم «Atlantis»",
				"no place of the lexicon is called 'Atlantis'",
			],
			["/incidents?since=soon", "since: وقت مثل", "since takes a time"],
			["/incidents/i000", "لا حادثة باسم «i000»", "there is no incident 'i000'"],
			["/reports/abcdef12", "لا خبر بالمعرّف", "there is no report 'abcdef12'"],
			["/sources/s000000000000", "لا مصدر بالمعرّف", "there is no source"],
			[`/search?q=${encodeURIComponent("(هجوم")}`, "هذا القوس لم يُغلق", "this bracket is not closed"],
		];
		for (const [address, ar, en] of told) {
			await page.goto(address);
			await expect(page.locator(".trouble").first()).toContainText(lang === "ar" ? ar : en);
		}
		await page.close();
		// The browser tells of refused questions; all else is a complaint.
		complaints.splice(0, complaints.length, ...complaints.filter(one => !/status of 40[04]/.test(one)));
	});
