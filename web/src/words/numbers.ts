// Numbers and dates as the reader chose to see them. Only what the program tells is turned so: words of reports are shown as they are.
import { digits, lang } from "../settings";

const INDIC = "٠١٢٣٤٥٦٧٨٩";

/** A text of the program's own with the digits of choice. */
export function digited(text: string): string {
	if (digits.value === "western") return text;
	return text.replace(/[0-9]/g, digit => INDIC.charAt(Number(digit)));
}

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

export function number(n: number): string {
	const western = grouped.format(n);
	if (digits.value === "western") return western;
	return digited(western.replaceAll(",", "٬").replaceAll(".", "٫"));
}

/** From low to high: "4", "3–4", "more than" as an open end "60+". Null ends are open. */
export function range(low: number | null, high: number | null): string {
	if (low !== null && high !== null) return low === high ? number(low) : `${number(low)}–${number(high)}`;
	if (low !== null) return `${number(low)}+`;
	if (high !== null) return `≤ ${number(high)}`;
	return "–";
}

/** A part of a whole, in hundredths. */
export function percent(part: number): string {
	const sign = lang.value === "ar" && digits.value === "arabic" ? "٪" : "%";
	return `${number(Math.round(part * 100))}${sign}`;
}
