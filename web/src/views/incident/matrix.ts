/** The ledger as a matrix: lines down, outlets or origins across, in each cell what that one says of the line. */
import { hasFigure, type Side, sideOf } from "../../parts/plot";
import { type Claim, compareTold, type Line, type Model, toldOf } from "./ledger";

export type Across = "outlets" | "origins";

export interface Column {
	key: string;
	name: string;
	/** Of an origin: what kind it is. Null for an outlet. */
	kind: string | null;
	party: string | null;
	anonymous: boolean;
	side: Side;
	reports: number;
	claims: number;
	/** All that stands in it is copied. */
	copies: boolean;
	first: string | null;
}

/** How what is said goes together with the line's other figures. Each has a pattern of its own beside its shade. */
export type Accord = "whole" | "part" | "denied" | "plain";

/** Things said in one cell in the same words, of the same standing. */
export interface Entry {
	/** The figure in its own words; null where the claim has none. */
	words: string | null;
	claims: string[];
	accord: Accord;
	/** Which of the line's sets of figures it is in: 0 for A, … Empty where all figures can hold together. */
	sets: number[];
	contradicted: boolean;
	superseded: boolean;
	implied: boolean;
	modality: string;
}

export interface Cell {
	entries: Entry[];
}

export interface Row {
	index: number;
	line: Line;
	/** Begins a family. */
	opens: boolean;
	cells: Map<number, Cell>;
	/** Sets of figures that can't all hold together; 1 or 0 where they do. */
	sets: number;
	figures: boolean;
	contradicted: boolean;
	outlets: number;
	origins: number;
}

export interface Matrix {
	across: Across;
	columns: Column[];
	rows: Row[];
	/** The largest bound of any line: the plots' common axis ends there. */
	most: number;
}

export interface Filter {
	/** Only lines that have a figure. */
	figures: boolean;
	/** Only lines on which accounts part. */
	parting: boolean;
}

export function matrix(model: Model, across: Across): Matrix {
	const { incident } = model;
	const { columns, of } = across === "outlets" ? outletColumns(model) : originColumns(model);
	let most = 0;
	const rows = incident.lines.map((line, index) => {
		for (const id of line.claims) {
			const figure = model.claims.get(id)?.figure;
			most = Math.max(most, figure?.low ?? 0, figure?.high ?? 0);
		}
		return rowOf(model, line, index, of);
	});
	return filtered({ across, columns, rows, most }, { figures: false, parting: false });
}

/** The matrix with the lines that a reader asked for; its columns and its axis stay. */
export function filtered(whole: Matrix, filter: Filter): Matrix {
	let family: string | null = null;
	const rows = whole.rows
		.filter(row => (!filter.figures || row.figures) && (!filter.parting || row.sets > 1 || row.contradicted))
		.map(row => {
			const opens = row.line.family !== family;
			family = row.line.family;
			return row.opens === opens ? row : { ...row, opens };
		});
	return { ...whole, rows };
}

function outletColumns(model: Model): { columns: Column[]; of: (c: Claim) => number } {
	const at = new Map(model.outlets.map((o, i) => [o, i]));
	const columns = model.outlets.map(o => ({
		key: o.key,
		name: o.name,
		kind: null,
		party: null,
		anonymous: false,
		side: "press" as const,
		reports: o.reports.length,
		claims: o.claims,
		copies: o.copies,
		first: o.first,
	}));
	return {
		columns,
		of: c => {
			const outlet = model.outletOf.get(c.report_id);
			return (outlet && at.get(outlet)) ?? -1;
		},
	};
}

function originColumns(model: Model): { columns: Column[]; of: (c: Claim) => number } {
	const { incident } = model;
	const found: (Column & { origin: number; told: Set<string> })[] = incident.origins.map((o, origin) => ({
		origin,
		told: new Set<string>(),
		key: `${origin}`,
		name: o.name ?? "",
		kind: o.kind,
		party: o.party,
		anonymous: o.anonymous,
		side: o.anonymous ? "unnamed" : sideOf(o.kind),
		reports: 0,
		claims: 0,
		copies: false,
		first: null as string | null,
	}));
	for (const c of incident.claims) {
		const column = c.origin === null ? undefined : found[c.origin];
		if (!column) continue;
		column.claims++;
		column.told.add(c.report_id);
		const told = c.told?.from;
		if (told && (!column.first || told < column.first)) column.first = told;
	}
	const used = found.filter(c => c.claims > 0);
	for (const c of used) c.reports = c.told.size;
	used.sort((a, b) => b.claims - a.claims || compareTold(a.first, b.first) || a.origin - b.origin);
	const at = new Map(used.map((c, i) => [c.origin, i]));
	return {
		columns: used.map(({ origin: _, told: __, ...column }) => column),
		of: c => (c.origin === null ? -1 : (at.get(c.origin) ?? -1)),
	};
}

function rowOf(model: Model, line: Line, index: number, of: (c: Claim) => number): Row {
	const valued = line.values.filter(hasFigure);
	const setsOf = new Map<string, number[]>();
	valued.forEach((value, set) => {
		for (const id of value.claims) {
			const sets = setsOf.get(id);
			if (sets) sets.push(set);
			else setsOf.set(id, [set]);
		}
	});
	const cells = new Map<number, Cell>();
	const outlets = new Set<unknown>();
	const origins = new Set<number>();
	let figures = false;
	let contradicted = false;
	for (const id of toldOf(line)) {
		const claim = model.claims.get(id);
		if (!claim) continue;
		// A toll told in the title and again in the body stands once; a claim that another implies stands with that one's words.
		if (claim.told_twice && line.claims.includes(claim.told_twice)) continue;
		const at = of(claim);
		if (at < 0) continue;
		outlets.add(model.outletOf.get(claim.report_id));
		if (claim.origin !== null) origins.add(claim.origin);
		if (claim.figure && hasFigure(claim.figure)) figures = true;
		if (model.contradicted.has(id)) contradicted = true;
		let cell = cells.get(at);
		if (!cell) {
			cell = { entries: [] };
			cells.set(at, cell);
		}
		put(cell, entryOf(claim, setsOf.get(id) ?? [], valued.length, model.contradicted.has(id)));
	}
	for (const cell of cells.values()) cell.entries.sort(byStanding);
	return {
		index,
		line,
		opens: false,
		cells,
		sets: valued.length,
		figures,
		contradicted,
		outlets: outlets.size,
		origins: origins.size,
	};
}

function entryOf(claim: Claim, sets: number[], of: number, contradicted: boolean): Entry {
	const figure = claim.figure;
	const denied = claim.polarity === "denied";
	let accord: Accord = "plain";
	if (denied) accord = "denied";
	else if (sets.length > 0) accord = sets.length === of ? "whole" : "part";
	return {
		words: figure?.text ?? null,
		claims: [claim.id],
		accord,
		sets: accord === "part" ? sets : [],
		contradicted,
		superseded: claim.superseded_by !== null,
		implied: claim.implied_by !== null,
		modality: claim.modality,
	};
}

function put(cell: Cell, entry: Entry): void {
	const same = cell.entries.find(
		e =>
			e.words === entry.words &&
			e.accord === entry.accord &&
			e.superseded === entry.superseded &&
			e.implied === entry.implied &&
			e.modality === entry.modality &&
			e.sets.join() === entry.sets.join(),
	);
	if (same) {
		same.claims.push(...entry.claims);
		same.contradicted ||= entry.contradicted;
	} else cell.entries.push(entry);
}

/** Contradicted and current figures first, bare mentions and superseded ones last. */
function byStanding(a: Entry, b: Entry): number {
	return rank(a) - rank(b);
}

function rank(e: Entry): number {
	return (
		(e.superseded ? 16 : 0) +
		(e.modality === "actual" ? 0 : 8) +
		(e.words === null && e.accord !== "denied" ? 4 : 0) +
		(e.contradicted ? 0 : 2) +
		(e.implied ? 1 : 0)
	);
}

/** A, B, … Z, AA, … : the names of a line's sets of figures, as the printed ledger gives them. */
export function setName(set: number): string {
	return set < 26 ? String.fromCharCode(65 + set) : setName(Math.floor(set / 26) - 1) + setName(set % 26);
}

/** Which of a row of things of the same size stand in view, with some more on both sides. */
export function inView(scrolled: number, shown: number, size: number, count: number, more = 2): [number, number] {
	const first = Math.max(0, Math.floor(scrolled / size) - more);
	const last = Math.min(count, Math.ceil((scrolled + shown) / size) + more);
	return [first, Math.max(first, last)];
}
