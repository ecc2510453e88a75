// What the views work out before they draw: places of bytes, overlapping marks, axes, plots, the matrix, who quotes whom. No browser is needed.
import { expect, test } from "@playwright/test";
import { figureAxis, flip, timeAxis } from "../src/parts/axis";
import { bytePlaces, find } from "../src/parts/bytes";
import { sentenceAround, stretches } from "../src/parts/marks";
import { plot, type Said } from "../src/parts/plot";
import { flow, quotings, singleOrigin } from "../src/views/incident/flow";
import { type Ledger, type Model, model } from "../src/views/incident/ledger";
import { filtered, inView, matrix, setName } from "../src/views/incident/matrix";
import { byDay, millis, times } from "../src/views/incident/times";
import { makeStore, riwaya, samples } from "./room";

let prison: Model;
let told: Ledger;

test.beforeAll(() => {
	const store = makeStore("reckoning", samples);
	const list = JSON.parse(riwaya("incidents", "--db", store, "--format", "json")) as {
		incidents: { name: string; reports: number }[];
	};
	const name = list.incidents.sort((a, b) => b.reports - a.reports)[0]?.name ?? "";
	const ledger = JSON.parse(riwaya("ledger", "--db", store, "--format", "json", "--with-text", name)) as Ledger;
	told = ledger;
	const made = model(ledger);
	if (!made) throw new Error("the samples have no incident");
	prison = made;
});

test("bytes have places in strings", () => {
	const text = `قال 5 «أشخاص» 😀 ${"x".repeat(70)}ن.`;
	const place = bytePlaces(text);
	const encoder = new TextEncoder();
	for (let i = 0; i <= text.length; i++) {
		const c = text.charCodeAt(i);
		if (c >= 0xdc00 && c <= 0xdfff) continue; // the second half of a pair is no place
		expect(place(encoder.encode(text.slice(0, i)).length)).toBe(i);
	}
	expect(place(1)).toBe(1); // within a letter: the next one
	expect(place(10_000)).toBe(text.length);
});

test("reports of one file name are told apart", () => {
	const text = JSON.stringify(told).replace(/"(file|report|of)":"[^"]*"/g, '"$1":"page.html"');
	const alike = model(JSON.parse(text) as Ledger);
	expect(alike?.outlets.map(o => [o.name, o.reports.length, o.claims])).toEqual(
		prison.outlets.map(o => [o.name, o.reports.length, o.claims]),
	);
	expect(alike && matrix(alike, "origins").columns).toEqual(matrix(prison, "origins").columns);
});

test("every claim's span is its words", () => {
	for (const claim of prison.incident.claims) {
		const report = prison.reports.get(claim.report_id);
		if (!report || !claim.figure?.span || !claim.span) continue;
		const words = find(report, claim.figure.span);
		expect(words?.text.slice(words.start, words.end)).toBe(claim.figure.text);
	}
});

test("marks that overlap become stretches that don't", () => {
	const made = stretches(20, [
		{ start: 2, end: 10, id: "a" },
		{ start: 5, end: 15, id: "b" },
		{ start: 5, end: 7, id: "c" },
		{ start: 18, end: 99, id: "d" },
		{ start: 3, end: 3, id: "nothing" },
	]);
	expect(made.map(s => [s.start, s.end, s.marks.join("")])).toEqual([
		[0, 2, ""],
		[2, 5, "a"],
		[5, 7, "bac"],
		[7, 10, "ba"],
		[10, 15, "b"],
		[15, 18, ""],
		[18, 20, "d"],
	]);
	expect(stretches(0, [])).toEqual([]);
});

test("the sentence around words", () => {
	const text = "الأولى هنا. قال 3.5 من عشرة إنهم ذهبوا؟ ثم عادوا";
	const start = text.indexOf("إنهم");
	const around = sentenceAround(text, start, start + 4);
	expect(around).toEqual({
		before: "قال 3.5 من عشرة ",
		words: "إنهم",
		after: " ذهبوا؟",
		cutBefore: false,
		cutAfter: false,
	});
	const long = `${"كلمة ".repeat(200)}هنا ${"كلمة ".repeat(200)}`;
	const at = long.indexOf("هنا");
	const cut = sentenceAround(long, at, at + 3, 100);
	expect(cut.cutBefore && cut.cutAfter).toBe(true);
	expect(cut.before.length).toBeLessThan(60);
	expect(cut.before.startsWith("كلمة")).toBe(true);
});

test("axes go the way of reading", () => {
	const axis = figureAxis(1000, 100);
	expect(axis.at(0)).toBe(0);
	expect(axis.at(3)).toBeLessThan(axis.at(4));
	expect(axis.at(5000)).toBe(100);
	expect(axis.ticks.filter(t => t.bold).map(t => t.value)).toEqual([0, 1, 10, 100, 1000]);
	expect(flip(10, 100, "ltr")).toBe(10);
	expect(flip(10, 100, "rtl")).toBe(90);
	const day = 864e5;
	const span = timeAxis(0, 3 * day, 300, 6);
	expect(span.ticks.length).toBeLessThanOrEqual(7);
	expect(span.at(day)).toBeGreaterThan(span.at(0));
});

const said = (more: Partial<Said>): Said => ({
	id: "x",
	low: 5,
	high: 5,
	value: 5,
	side: "press",
	denied: false,
	superseded: false,
	implied: false,
	modality: "actual",
	...more,
});

test("a plot joins what is the same and parts what would lie on one another", () => {
	const axis = figureAxis(100, 200);
	const made = plot(
		[
			said({ id: "a" }),
			said({ id: "b" }),
			said({ id: "c", side: "unnamed" }),
			said({ id: "d", low: 20, high: null, value: 20 }),
			said({ id: "e", low: null, high: null, value: null, denied: true }),
			said({ id: "f", low: null, high: null, value: null }),
		],
		axis,
		4,
	);
	expect(made.marks.map(m => m.ids.join(""))).toEqual(["e", "ab", "c", "d"]);
	const [denied, same, other, open] = made.marks;
	expect(denied).toMatchObject({ denied: true, at: 0 });
	expect(same?.lane).not.toBe(other?.lane);
	expect(open).toMatchObject({ openHigh: true, openLow: false });
	const crowd = plot(
		Array.from({ length: 400 }, (_, i) => said({ id: `${i}`, low: i % 90, high: i % 90, value: i % 90 })),
		axis,
		6,
	);
	expect(crowd.marks.length).toBeLessThan(60);
	expect(crowd.lanes).toBeLessThanOrEqual(6);
});

test("the matrix holds every claim of a line once, under its outlet or its origin", () => {
	for (const across of ["outlets", "origins"] as const) {
		const made = matrix(prison, across);
		expect(made.rows.length).toBe(prison.incident.lines.length);
		for (const row of made.rows) {
			const shown = [...row.cells.values()].flatMap(cell => cell.entries.flatMap(e => e.claims));
			expect(new Set(shown).size).toBe(shown.length);
			const told = [...row.line.claims, ...row.line.beside].filter(id => {
				const twice = prison.claims.get(id)?.told_twice;
				return !(twice && row.line.claims.includes(twice));
			});
			expect(shown.sort()).toEqual([...new Set(told)].sort());
		}
	}
	const made = matrix(prison, "outlets");
	expect(made.columns.length).toBe(7);
	expect(made.columns.some(c => c.copies)).toBe(true);
	const figures = filtered(made, { figures: true, parting: false });
	expect(figures.rows.length).toBeLessThan(made.rows.length);
	expect(figures.rows.every(r => r.figures)).toBe(true);
	expect(filtered(made, { figures: false, parting: true }).rows.length).toBeGreaterThan(0);
	// Five guards or seven or eight: what can hold together has a letter.
	const guards = made.rows.find(r => r.line.label.en === "killed: SDF guards");
	expect(guards?.sets).toBe(3);
	const entries = [...(guards?.cells.values() ?? [])].flatMap(cell => cell.entries);
	expect(entries.every(e => e.accord === "part" && e.sets.length > 0)).toBe(true);
	expect([0, 25, 26, 51, 52].map(setName)).toEqual(["A", "Z", "AA", "AZ", "BA"]);
	expect(inView(500, 300, 100, 60, 1)).toEqual([4, 9]);
	expect(inView(0, 300, 100, 2, 3)).toEqual([0, 2]);
});

test("who quotes whom: nothing is lost by gathering, and nothing lies on another", () => {
	const whole = flow(prison, 1000);
	const few = flow(prison, 4);
	const claims = (f: typeof whole) => f.edges.filter(e => !e.reprint).reduce((sum, e) => sum + e.claims, 0);
	expect(claims(few)).toBe(claims(whole));
	expect(quotings(prison).filter(q => !q.reprint).length).toBe(whole.edges.filter(e => !e.reprint).length);
	for (const column of [0, 1, 2]) {
		const list = whole.nodes.filter(n => n.column === column).sort((a, b) => a.y - b.y);
		list.forEach((n, i) => {
			const above = list[i - 1];
			if (above) expect(n.y).toBeGreaterThanOrEqual(above.y + above.height);
			expect(n.y + n.height).toBeLessThanOrEqual(whole.height + 1);
		});
		expect(few.nodes.filter(n => n.column === column).length).toBeLessThanOrEqual(4);
	}
	expect(whole.edges.filter(e => e.reprint).length).toBe(1);
	expect(singleOrigin(prison).lines.length).toBeGreaterThan(0);
});

test("times: a day ends at its end, and every moment has its day", () => {
	expect(millis("2023-11-14")).toBe(Date.UTC(2023, 10, 14));
	expect(millis("2023-11-14", true)).toBe(Date.UTC(2023, 10, 14, 23, 59));
	expect(millis("2023-11-14T17:30", true)).toBe(Date.UTC(2023, 10, 14, 17, 30));
	expect(millis("2023", true)).toBe(Date.UTC(2023, 11, 31, 23, 59));
	expect(millis(null)).toBeNull();
	for (const by of ["happened", "told"] as const) {
		const days = byDay(prison, by);
		expect(days.reduce((sum, d) => sum + d.moments.length, 0)).toBe(prison.incident.timeline.length);
		const dated = days.flatMap(d => (d.day === null ? [] : [d.day]));
		expect([...dated].sort()).toEqual(dated);
	}
	const laid = times(prison, 800);
	expect(laid?.told.length).toBe(7);
	expect(laid?.happened.every(b => b.from >= 0 && b.to <= 800)).toBe(true);
});
