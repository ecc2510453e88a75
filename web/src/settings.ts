// What a reader chose: language, digits, months, theme. Signals, so that what shows them follows; kept in localStorage (public/boot.js reads it first).
import { effect, signal } from "@preact/signals";

export type Lang = "ar" | "en";
/** Western 0123456789, or Arabic-Indic ٠١٢٣٤٥٦٧٨٩. */
export type Digits = "western" | "arabic";
/** Names of the months in Arabic: كانون الثاني (the Levant, Iraq) or يناير (Egypt, the Gulf). */
export type Months = "levant" | "egypt";
export type Theme = "system" | "light" | "dark";

const KEY = "riwaya";

function kept(): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
		return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}

function one<T extends string>(value: unknown, of: readonly T[], otherwise: T): T {
	return of.find(each => each === value) ?? otherwise;
}

const before = kept();

export const LANGS = ["ar", "en"] as const;
export const DIGITS = ["western", "arabic"] as const;
export const MONTHS = ["levant", "egypt"] as const;
export const THEMES = ["system", "light", "dark"] as const;

export const lang = signal<Lang>(one(document.documentElement.lang, LANGS, "en"));
export const digits = signal<Digits>(one(before.digits, DIGITS, "western"));
export const months = signal<Months>(one(before.months, MONTHS, "levant"));
/** Whether Hijri dates stand beside Gregorian ones. */
export const hijri = signal<boolean>(before.hijri === true);
export const theme = signal<Theme>(one(before.theme, THEMES, "system"));

/** Follows the settings on the page's root and keeps them. */
export function followSettings(): void {
	effect(() => {
		const root = document.documentElement;
		root.lang = lang.value;
		root.dir = lang.value === "ar" ? "rtl" : "ltr";
		if (theme.value === "system") delete root.dataset.theme;
		else root.dataset.theme = theme.value;
		remember({
			lang: lang.value,
			digits: digits.value,
			months: months.value,
			hijri: hijri.value,
			theme: theme.value,
		});
	});
}

/** A value that views keep beside the settings, such as the last visit. */
export function recall(name: string): unknown {
	return kept()[name];
}

export function remember(values: Record<string, unknown>): void {
	try {
		localStorage.setItem(KEY, JSON.stringify({ ...kept(), ...values }));
	} catch {
		// Without storage the choice holds until the page is closed.
	}
}
