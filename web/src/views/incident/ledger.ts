// One incident's ledger as the API gives it, and what its views look up in it.
import type { components } from "../../api/schema";
import { fileName } from "../../parts/path";

type Schemas = components["schemas"];
/** The contract lets any text be absent; these are what things are known by, and are always there. */
type Sure<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };

export type Range = Schemas["Range"];
export type When = Schemas["Bounds"];
export type Claim = Sure<Schemas["IncidentClaim"], "report_id" | "id" | "predicate">;
export type Line = Schemas["Line"];
export type Relation = Schemas["Relation"];
export type Moment = Sure<Schemas["Happening"], "claim">;
export type Naming = Sure<Schemas["Naming"], "report_id" | "words">;
export type Framing = Omit<Schemas["Framing"], "names"> & { names: Naming[] };
export type Origin = Schemas["Origin"];
export type Part = Sure<Schemas["PartTaken"], "file" | "id">;
export type Report = Sure<Schemas["Report"], "id">;
export type Reprint = Sure<Schemas["Ledger"]["reprints"][number], "id" | "of_id">;
export type Nesting = Schemas["Nesting"];
export type Orphan = Schemas["Orphan"];
export type Incident = Sure<Omit<Schemas["Incident"], "reports" | "claims" | "timeline" | "framing">, "id"> & {
	reports: Part[];
	claims: Claim[];
	timeline: Moment[];
	framing: Framing[];
};
export interface Ledger {
	incidents: Incident[];
	reprints: Reprint[];
	apart: { id: string; file: string; why: string | null; why_ar: string | null; near: string | null }[];
	reports?: Report[];
}

/** A ledger with its look-ups. Nothing in it changes: views keep it as a key. */
export interface Model {
	incident: Incident;
	claims: Map<string, Claim>;
	reports: Map<string, Report>;
	parts: Map<string, Part>;
	/** The outlet of each report, by the report's id: files may go by one name. */
	outletOf: Map<string, Outlet>;
	outlets: Outlet[];
	/** Lines in which a claim stands. */
	linesOf: Map<string, number[]>;
	/** Claims that a contradiction names. */
	contradicted: Set<string>;
	reprints: Reprint[];
}

export interface Outlet {
	key: string;
	name: string;
	reports: string[];
	claims: number;
	/** All that it has here is copied from others. */
	copies: boolean;
	first: string | null;
}

export function model(ledger: Ledger): Model | null {
	const incident = ledger.incidents[0];
	if (!incident) return null;
	const reports = new Map((ledger.reports ?? []).map(r => [r.id, r]));
	const parts = new Map(incident.reports.map(p => [p.id, p]));
	const outletOf = new Map<string, Outlet>();
	const byKey = new Map<string, Outlet>();
	// Where the ledger came without reports, a claim's last link tells who published it.
	const lastLink = new Map<string, string>();
	for (const c of incident.claims) {
		const last = c.chain[c.chain.length - 1]?.name;
		if (last && !lastLink.has(c.report_id)) lastLink.set(c.report_id, last);
	}
	for (const p of incident.reports) {
		const outlet = reports.get(p.id)?.outlet;
		const name = outlet?.name ?? outlet?.id ?? lastLink.get(p.id) ?? fileName(p.file);
		const key = outlet?.id ?? name;
		let known = byKey.get(key);
		if (!known) {
			known = { key, name, reports: [], claims: 0, copies: true, first: null };
			byKey.set(key, known);
		}
		known.reports.push(p.id);
		known.copies &&= p.part === "reprint";
		const told = reports.get(p.id)?.published?.value ?? null;
		if (told && (!known.first || told < known.first)) known.first = told;
		outletOf.set(p.id, known);
	}
	const claims = new Map(incident.claims.map(c => [c.id, c]));
	for (const c of incident.claims) {
		const outlet = outletOf.get(c.report_id);
		if (outlet) outlet.claims++;
	}
	const linesOf = new Map<string, number[]>();
	incident.lines.forEach((line, i) => {
		for (const id of toldOf(line)) {
			const list = linesOf.get(id);
			if (list) list.push(i);
			else linesOf.set(id, [i]);
		}
	});
	const contradicted = new Set<string>();
	for (const r of incident.relations) if (r.type === "contradiction") for (const id of r.claims) contradicted.add(id);
	const outlets = [...byKey.values()].sort(
		(a, b) => compareTold(a.first, b.first) || b.claims - a.claims || a.key.localeCompare(b.key),
	);
	return { incident, claims, reports, parts, outletOf, outlets, linesOf, contradicted, reprints: ledger.reprints };
}

/** All claims of a line; those that tell of nothing actual stand among its claims and beside. */
export function toldOf(line: Line): Set<string> {
	return new Set([...line.claims, ...line.beside]);
}

/** Earlier first; what bears no time comes last. */
export function compareTold(a: string | null, b: string | null): number {
	if (a === b) return 0;
	if (a === null) return 1;
	if (b === null) return -1;
	return a < b ? -1 : 1;
}

/** Where the report view shows a claim's words. */
export function reportHref(model: Model, claim: Claim): string {
	const shown = claim.implied_by ?? claim.id;
	return `/reports/${claim.report_id}?incident=${encodeURIComponent(model.incident.id)}&claim=${encodeURIComponent(shown)}`;
}
