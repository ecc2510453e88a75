// What a reviewer has at hand: an incident's ledger with its reports, the state at which it was read, its claims in the order of reading.
import { useEffect, useState } from "preact/hooks";
import { get, recalled, Trouble } from "../../api/client";
import { storeState } from "../../api/live";
import type { components } from "../../api/schema";
import type { Ledger as AnyLedger, StateNow } from "../../api/types";
import { taken } from "../../parts/ruling/decide";
import { type ClaimReview, standing } from "../../parts/ruling/ruling";
import type { AnyClaim } from "../../parts/say";

type Schemas = components["schemas"];
export type Field = "title" | "text" | "caption";
export type DeskReport = Schemas["Report"] & { file: string };
export type DeskClaim = AnyClaim & { id: string; report_id: string; review?: ClaimReview };
export type Line = Schemas["Line"];

export interface Part {
	file: string;
	id: string;
	part: string;
	why: string | null;
	why_ar: string | null;
	report: DeskReport | null;
}

export interface Apart {
	id: string;
	file: string;
	report: DeskReport | null;
	why: string | null;
	why_ar: string | null;
}

export interface Desk {
	name: string;
	incident: Schemas["Incident"];
	seen: string | null;
	/** In the order told. */
	parts: Part[];
	apart: Apart[];
	/** By report, as they stand in it; rejected ones among them. */
	claims: DeskClaim[];
	lineOf: Map<string, Line>;
}

const FIELDS: readonly Field[] = ["title", "text", "caption"];

function place(claim: DeskClaim): number {
	return claim.span ? FIELDS.indexOf(claim.span.field) * 1e9 + (claim.span.at[0] ?? 0) : 9e9;
}

export function deskOf(name: string, ledger: AnyLedger, seen: string | null): Desk | null {
	const incident = ledger.incidents[0];
	if (!incident) return null;
	const reports = new Map((ledger.reports ?? []).flatMap(r => (r.id ? [[r.id, r as DeskReport] as const] : [])));
	const told = (id: string) => reports.get(id)?.published.value ?? "9999";
	const parts = incident.reports
		.flatMap(p => (p.file && p.id ? [{ ...p, file: p.file, id: p.id, report: reports.get(p.id) ?? null }] : []))
		.sort((a, b) => (told(a.id) < told(b.id) ? -1 : told(a.id) > told(b.id) ? 1 : 0));
	const order = new Map(parts.map((p, i) => [p.id, i]));
	const claims = [...incident.claims.filter(c => !c.implied_by), ...(incident.rejected ?? [])].filter(
		c => c.id !== null && c.report_id !== null && order.has(c.report_id),
	) as DeskClaim[];
	claims.sort((a, b) => (order.get(a.report_id) ?? 0) - (order.get(b.report_id) ?? 0) || place(a) - place(b));
	const lineOf = new Map<string, Line>();
	for (const line of incident.lines)
		for (const id of [...line.claims, ...line.denied_by, ...line.beside]) lineOf.set(id, line);
	const apart = (
		ledger.apart as unknown as {
			id: string;
			file: string;
			why: string | null;
			why_ar: string | null;
			near: string | null;
		}[]
	)
		.filter(a => a.near === incident.id)
		.map(a => ({ id: a.id, file: a.file, why: a.why, why_ar: a.why_ar, report: reports.get(a.id) ?? null }));
	return { name, incident, seen, parts, apart, claims, lineOf };
}

/** Where the incident is, for a map to begin at. */
export function placeAt(desk: Desk): { lat: number; lon: number } | null {
	const p = desk.incident.place;
	return p && p.lat !== null && p.lon !== null ? { lat: p.lat, lon: p.lon } : null;
}

export function undecided(claim: DeskClaim): boolean {
	const s = standing(claim);
	return s.verdict === null || s.disputed;
}

interface Answer {
	desk: Desk | null;
	trouble: Trouble | null;
	gone: boolean;
	again: () => void;
}

/** Reads the incident, and again after each decision and whenever the store has changed. The state is read before the ledger: what came in between is
 *  in both, and is never missed. */
export function useDesk(name: string | null): Answer {
	const [state, setState] = useState<{
		name: string | null;
		desk: Desk | null;
		trouble: Trouble | null;
		gone: boolean;
	}>({
		name: null,
		desk: null,
		trouble: null,
		gone: false,
	});
	const [turn, setTurn] = useState(0);
	const store = storeState.value;
	const mine = taken.value;
	useEffect(() => {
		if (name === null) return;
		const control = new AbortController();
		const path = `/api/incidents/${encodeURIComponent(name)}`;
		const known = recalled<AnyLedger>(path);
		if (known && state.name !== name) setState({ name, desk: deskOf(name, known, null), trouble: null, gone: false });
		(async () => {
			try {
				const now = await get<StateNow>("/api/state", control.signal);
				const ledger = await get<AnyLedger>(path, control.signal);
				if (control.signal.aborted) return;
				const desk = deskOf(name, ledger, now.state);
				setState({ name, desk, trouble: null, gone: desk === null });
			} catch (error) {
				if (control.signal.aborted) return;
				const trouble = error instanceof Trouble ? error : new Trouble(0, String(error), "");
				setState(before => ({
					name,
					desk: before.name === name ? before.desk : null,
					trouble,
					gone: trouble.status === 404,
				}));
			}
		})();
		return () => control.abort();
	}, [name, store, mine, turn]);
	const again = () => setTurn(turn + 1);
	return state.name === name ? { ...state, again } : { desk: null, trouble: null, gone: false, again };
}
