// Dates. A report's own times have no zone: they are the local clock of what happened and are shown as they stand. Times at which the store got or
// learned something end in Z: they are shown by the reader's clock.
import { hijri, lang, months } from "../settings";
import { digited } from "./numbers";

const NAMES = {
	en: "January February March April May June July August September October November December".split(" "),
	levant: [
		"كانون الثاني",
		"شباط",
		"آذار",
		"نيسان",
		"أيار",
		"حزيران",
		"تموز",
		"آب",
		"أيلول",
		"تشرين الأول",
		"تشرين الثاني",
		"كانون الأول",
	],
	egypt: [
		"يناير",
		"فبراير",
		"مارس",
		"أبريل",
		"مايو",
		"يونيو",
		"يوليو",
		"أغسطس",
		"سبتمبر",
		"أكتوبر",
		"نوفمبر",
		"ديسمبر",
	],
} as const;

/** A time as far as it is known. */
export interface Moment {
	year: number;
	month?: number;
	day?: number;
	/** "17:00" */
	clock?: string;
}

export function monthName(month: number): string {
	const names: readonly string[] = lang.value === "en" ? NAMES.en : NAMES[months.value];
	return names[month - 1] ?? String(month);
}

/** "2023", "2023-11", "2023-11-14" or "2023-11-14T17:00[:59]" as it stands, without regard to a zone. Null where it is none of these. */
export function moment(text: string): Moment | null {
	const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d))?)?)?/.exec(text);
	if (!found) return null;
	return {
		year: Number(found[1]),
		...(found[2] ? { month: Number(found[2]) } : {}),
		...(found[3] ? { day: Number(found[3]) } : {}),
		...(found[4] ? { clock: found[4] } : {}),
	};
}

function written(at: Moment, clock: boolean): string {
	const day = at.day !== undefined ? `${at.day} ` : "";
	const month = at.month !== undefined ? `${monthName(at.month)} ` : "";
	const time = clock && at.clock !== undefined ? `${lang.value === "ar" ? "،" : ","} ${at.clock}` : "";
	return digited(`${day}${month}${at.year}${time}`);
}

/** The day in the Hijri calendar of Umm al-Qura, which may be a day off from what a country announced. */
export function hijriDay(at: Moment): string | null {
	if (at.month === undefined || at.day === undefined) return null;
	const noon = new Date(Date.UTC(at.year, at.month - 1, at.day, 12));
	const told = new Intl.DateTimeFormat(`${lang.value}-u-ca-islamic-umalqura-nu-latn`, {
		day: "numeric",
		month: "long",
		year: "numeric",
		timeZone: "UTC",
	}).format(noon);
	return digited(told);
}

function beside(at: Moment): string {
	const other = hijri.value ? hijriDay(at) : null;
	return other === null ? "" : ` (${other})`;
}

/** A report's time: its day, with the clock where asked for. Hijri beside it where the reader chose so. */
export function day(text: string, clock = false): string {
	const at = moment(text);
	return at === null ? text : written(at, clock) + beside(at);
}

/** From one day to another, with what is the same said once: "14–17 November 2023". */
export function days(from: string, to: string): string {
	const a = moment(from);
	const b = moment(to);
	if (a === null || b === null) return `${from} – ${to}`;
	if (a.year === b.year && a.month === b.month && a.day === b.day) return written(b, false) + beside(b);
	if (a.year === b.year && a.month === b.month && a.day !== undefined && b.day !== undefined)
		return digited(`${a.day}–`) + written(b, false) + beside(b);
	return `${written(a, false)} – ${written(b, false)}${beside(b)}`;
}

/** A moment of the store's, by the reader's own clock: "21 November 2026, 09:21". */
export function instant(text: string, clock = true): string {
	const at = new Date(text);
	if (Number.isNaN(at.getTime())) return text;
	const two = (n: number) => String(n).padStart(2, "0");
	return written(
		{
			year: at.getFullYear(),
			month: at.getMonth() + 1,
			day: at.getDate(),
			clock: `${two(at.getHours())}:${two(at.getMinutes())}`,
		},
		clock,
	);
}

const LEVANT = new RegExp(
	`(\\d{1,2} )?(${[...NAMES.levant].sort((a, b) => b.length - a.length).join("|")}) (\\d{4})`,
	"g",
);

/** A sentence that the program wrote, with months and digits as chosen: it writes Levantine months. */
export function told(sentence: string): string {
	const names: readonly string[] = NAMES.levant;
	const dated =
		lang.value === "ar" && months.value !== "levant"
			? sentence.replace(
					LEVANT,
					(_, day: string | undefined, month: string, year: string) =>
						`${day ?? ""}${monthName(names.indexOf(month) + 1)} ${year}`,
				)
			: sentence;
	return digited(dated);
}
