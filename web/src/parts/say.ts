// How claims are said: outlets, speakers, ranges, marks.

import type { components } from "../api/schema";
import type { Both, Bounds, Range, Vocabulary } from "../api/types";
import { useAnswer } from "../api/use";
import { lang } from "../settings";
import { day, days } from "../words/dates";
import { digited, number } from "../words/numbers";
import { said } from "../words/words";
import { t } from "./claimwords";
import { hasFigure, type Side } from "./plot";

/** A claim of a report or of an incident. */
export type AnyClaim = components["schemas"]["Claim"] &
	Partial<Pick<components["schemas"]["IncidentClaim"], "implied_by" | "superseded_by">>;

/** What the API calls ids; until it has come, ids stand for themselves. */
export type Names = Partial<Vocabulary>;

const NONE: Names = {};

export function useNames(): Names {
	return useAnswer<Names>("/api/words").data ?? NONE;
}

export function named(names: Names, kind: keyof Vocabulary, id: string | null | undefined): string {
	if (!id) return "";
	return names[kind]?.[id]?.[lang.value] ?? id;
}

/** An outlet as the reader's language knows it, else by its own name. */
export function outletName(names: Names, outlet: { key: string; name: string } | undefined): string {
	if (!outlet) return "";
	return names.outlets?.[outlet.key]?.[lang.value] ?? outlet.name;
}

export function rangeSaid(r: Range): string {
	if (r.low !== null && r.high !== null)
		return r.low === r.high ? number(r.low) : t("saidRange", { low: r.low, high: r.high });
	if (r.low !== null) return t("saidLow", { low: r.low });
	if (r.high !== null) return t("saidHigh", { high: r.high });
	return t("noNumber");
}

/** What a short cell adds to a figure's own words: its bounds, where the words are not that number in digits. */
export function gloss(claim: AnyClaim): string | null {
	const f = claim.figure;
	if (!f || !hasFigure(f) || f.text === null) return null;
	if (f.low === f.high && western(f.text) === String(f.low)) return null;
	if (f.low !== null && f.high === null) return `${number(f.low)}+`;
	if (f.high !== null && f.low === null) return `≤ ${number(f.high)}`;
	return f.low === f.high ? number(f.low ?? 0) : `${number(f.low ?? 0)}–${number(f.high ?? 0)}`;
}

function western(text: string): string {
	return text
		.replace(/[\u0660-\u0669]/g, d => String(d.charCodeAt(0) - 0x660))
		.replace(/[\u06f0-\u06f9]/g, d => String(d.charCodeAt(0) - 0x6f0));
}

export function sideSaid(side: Side): string {
	switch (side) {
		case "party":
			return t("sideParty");
		case "press":
			return t("sidePress");
		case "people":
			return t("sidePeople");
		case "record":
			return t("sideRecord");
		case "unnamed":
			return t("sideUnnamed");
	}
}

export function denialSaid(claim: AnyClaim): string {
	switch (claim.denies) {
		case "figure":
			return t("deniesFigure");
		case "agent":
			return t("deniesAgent");
		case "place":
			return t("deniesPlace");
		case "time":
			return t("deniesTime");
		default:
			return t("denied");
	}
}

/** Marks of a claim that is not as plain as it looks. */
export function marksOf(names: Names, claim: AnyClaim): string[] {
	const out: string[] = [];
	if (claim.polarity === "denied") out.push(denialSaid(claim));
	if (claim.modality !== "actual") out.push(named(names, "modalities", claim.modality));
	if (claim.stance !== "neutral") out.push(named(names, "stances", claim.stance));
	if (claim.implied_by) out.push(t("implied"));
	if (claim.superseded_by) out.push(t("superseded"));
	if (claim.span?.field === "title") out.push(t("inTitle"));
	if (claim.span?.field === "caption") out.push(t("inCaption"));
	return out;
}

export function whenSaid(w: Bounds | null): string {
	if (!w?.from) return t("noTime");
	return days(w.from, w.to ?? w.from);
}

export function toldSaid(claim: AnyClaim): string {
	return claim.told?.from ? day(claim.told.from, true) : t("undated");
}

/** A label that the program wrote in both languages, with the digits of choice. */
export function label(both: Both): string {
	return digited(said(both));
}

export function list(items: string[]): string {
	return items.join(lang.value === "ar" ? "، " : ", ");
}
