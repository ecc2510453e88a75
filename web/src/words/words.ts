// Every word that is shown is told in both languages, side by side:
//
//     const t = words({
//         close: ["Close", "إغلاق"],
//         reports: [{ one: "{n} report", other: "{n} reports" }, { one: "خبر واحد", two: "خبران", few: "{n} أخبار", many: "{n} خبراً", other: "{n} خبر" }],
//     });
//     t("close")    t("reports", { n: 12 })    t.parts("from", { outlet: <bdi>…</bdi> })
//
// A view has a words.ts of its own. What the program names (predicates, roles, kinds) comes from the API, which has it in both languages.
import type { ComponentChild } from "preact";
import type { Both } from "../api/types";
import { type Lang, lang } from "../settings";
import { digited, number } from "./numbers";

/** Forms by number, as Intl.PluralRules names them. English has one and other; Arabic all six. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
type ArabicPlural = Plural & { one: string; two: string; few: string; many: string };
export type Pair = readonly [en: string, ar: string] | readonly [en: Plural & { one: string }, ar: ArabicPlural];

type Values = Record<string, string | number>;

const rules: Record<Lang, Intl.PluralRules> = { en: new Intl.PluralRules("en"), ar: new Intl.PluralRules("ar") };

/** The form of a pair in the language of now. `n` chooses among plural forms. */
function chosen(pair: Pair, n: string | number | undefined): string {
	const entry: string | Plural = lang.value === "ar" ? pair[1] : pair[0];
	return digited(typeof entry === "string" ? entry : (entry[rules[lang.value].select(Number(n ?? 0))] ?? entry.other));
}

export interface Words<K extends string> {
	/** The words, with {names} filled in: numbers in the digits of choice, texts isolated from the direction around them. */
	(key: K, values?: Values): string;
	/** Whether there are such words: for names that come from outside. */
	has(key: string): key is K;
	/** The same with elements filled in. */
	parts(key: K, values: Record<string, ComponentChild>, n?: number): ComponentChild[];
}

export function words<const T extends Record<string, Pair>>(table: T): Words<keyof T & string> {
	const say = (key: keyof T & string, values?: Values): string => {
		const pair: Pair = table[key] as Pair;
		return chosen(pair, values?.n).replace(/\{(\w+)\}/g, (whole, name: string) => {
			const value = values?.[name];
			if (value === undefined) return whole;
			return typeof value === "number" ? number(value) : isolated(value);
		});
	};
	const parts = (key: keyof T & string, values: Record<string, ComponentChild>, n?: number): ComponentChild[] =>
		chosen(table[key] as Pair, n)
			.split(/(\{\w+\})/)
			.map(piece => {
				const name = /^\{(\w+)\}$/.exec(piece)?.[1];
				return name !== undefined && name in values ? values[name] : piece;
			});
	const has = (key: string): key is keyof T & string => Object.hasOwn(table, key);
	return Object.assign(say, { parts, has });
}

/** A text whose direction is its own, for places where no <bdi> can stand; as it is where all its letters run with those around. */
export function isolated(text: string): string {
	const other = lang.value === "ar" ? /[A-Za-z\u00c0-\u024f]/ : /[\u0590-\u08ff\ufb1d-\ufefc]/;
	return other.test(text) ? `\u2068${text}\u2069` : text;
}

/** What the API tells in both languages; in the other one where the reader's is missing. */
export function said(both: Both | null | undefined): string {
	if (!both) return "";
	return (lang.value === "ar" ? (both.ar ?? both.en) : (both.en ?? both.ar)) ?? "";
}
