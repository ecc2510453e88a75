/** Who quotes whom: claims on their way from origins through agencies and others to outlets, laid out for drawing. */
import { type Side, sideOf } from "../../parts/plot";
import type { Model } from "./ledger";

export type Column = 0 | 1 | 2;

export interface Node {
	key: string;
	name: string;
	kind: string | null;
	side: Side;
	column: Column;
	claims: number;
	/** How many stand behind one node, where the least ones were gathered. */
	gathered: number;
	y: number;
	height: number;
}

export interface Edge {
	from: string;
	to: string;
	claims: number;
	/** Claims of lines that several outlets tell on one origin's word. */
	single: number;
	reprint: boolean;
	share: number | null;
	/** Middles of its ends, and how thick it is drawn. */
	y0: number;
	y1: number;
	thick: number;
}

export interface Flow {
	nodes: Node[];
	edges: Edge[];
	height: number;
	columns: Column[];
}

/** A link between two who quote, as the table that stands for the drawing tells it. */
export interface Quoting {
	from: { key: string; name: string; kind: string | null };
	to: { key: string; name: string; kind: string | null };
	claims: number;
	single: number;
	reprint: boolean;
	share: number | null;
}

/** Lines that at least two outlets tell and that rest on one origin alone: their claims. */
export function singleOrigin(model: Model): { lines: number[]; claims: Set<string> } {
	const lines: number[] = [];
	const claims = new Set<string>();
	model.incident.lines.forEach((line, index) => {
		const origins = new Set<number>();
		const outlets = new Set<unknown>();
		for (const id of line.claims) {
			const c = model.claims.get(id);
			if (!c || c.origin === null || c.superseded_by) continue;
			origins.add(c.origin);
			outlets.add(model.outletOf.get(c.report_id));
		}
		if (origins.size !== 1 || outlets.size < 2) return;
		lines.push(index);
		for (const id of line.claims) claims.add(id);
	});
	return { lines, claims };
}

const ROW = 24;
const SPACE = 8;
/** As thick as one claim is drawn at least. */
const LEAST = 1;

interface Draft extends Omit<Node, "gathered" | "y" | "height"> {
	weight: number;
}

/** most: how many nodes of a column are drawn; the least are gathered in one. */
export function flow(model: Model, most: number): Flow {
	const { nodes, links } = draft(model);
	const gather = gathered(nodes, most);
	const drawn = new Map<string, Node>();
	for (const n of nodes.values()) {
		const key = gather.get(n.key) ?? n.key;
		const known = drawn.get(key);
		if (known) {
			known.claims += n.claims;
			known.gathered++;
		} else {
			const alone = key === n.key;
			drawn.set(key, {
				key,
				name: alone ? n.name : "",
				kind: alone ? n.kind : null,
				side: n.side,
				column: n.column,
				claims: n.claims,
				gathered: 1,
				y: 0,
				height: 0,
			});
		}
	}
	const edges = new Map<string, Edge>();
	for (const l of links.values()) {
		const from = gather.get(l.from) ?? l.from;
		const to = gather.get(l.to) ?? l.to;
		if (from === to) continue;
		const key = `${from}\n${to}\n${l.reprint}`;
		const known = edges.get(key);
		if (known) {
			known.claims += l.claims;
			known.single += l.single;
			known.share = Math.max(known.share ?? 0, l.share ?? 0) || null;
		} else edges.set(key, { ...l, from, to, y0: 0, y1: 0, thick: 0 });
	}
	return place([...drawn.values()], [...edges.values()]);
}

export function quotings(model: Model): Quoting[] {
	const { nodes, links } = draft(model);
	const end = (key: string) => ({ key, name: nodes.get(key)?.name ?? "", kind: nodes.get(key)?.kind ?? null });
	return [...links.values()]
		.map(l => ({
			from: end(l.from),
			to: end(l.to),
			claims: l.claims,
			single: l.single,
			reprint: l.reprint,
			share: l.share,
		}))
		.sort((a, b) => Number(a.reprint) - Number(b.reprint) || b.claims - a.claims || (a.from.key < b.from.key ? -1 : 1));
}

type Link = Omit<Edge, "y0" | "y1" | "thick">;

function draft(model: Model): { nodes: Map<string, Draft>; links: Map<string, Link> } {
	const nodes = new Map<string, Draft>();
	const links = new Map<string, Link>();
	const single = singleOrigin(model).claims;
	for (const o of model.outlets) {
		nodes.set(`o:${o.key}`, {
			key: `o:${o.key}`,
			name: o.name,
			kind: null,
			side: "press",
			column: 2,
			claims: o.claims,
			weight: 0,
		});
	}
	const touch = (key: string, name: string, kind: string, anonymous: boolean, column: Column): Draft => {
		let n = nodes.get(key);
		if (!n) {
			n = { key, name, kind, side: anonymous ? "unnamed" : sideOf(kind), column, claims: 0, weight: 0 };
			nodes.set(key, n);
		}
		return n;
	};
	for (const c of model.incident.claims) {
		if (c.implied_by || c.told_twice) continue;
		const outlet = model.outletOf.get(c.report_id);
		if (!outlet) continue;
		// The last link is the outlet itself; what it says in its own voice quotes nobody.
		const chain = c.chain.slice(0, -1);
		if (chain.length === 0) continue;
		const path: string[] = [];
		chain.forEach((link, i) => {
			// The same unnamed words in two outlets are two origins: an origin is known by its number in the ledger.
			const origin = i === 0;
			const key = origin ? `s:${c.origin ?? link.name}` : `m:${link.kind}:${link.name}`;
			const named = model.incident.origins[c.origin ?? -1];
			const node = touch(
				key,
				(origin ? named?.name : null) ?? link.name ?? "",
				link.kind ?? "anonymous",
				origin ? (named?.anonymous ?? !link.named) : false,
				origin ? 0 : 1,
			);
			node.claims++;
			path.push(key);
		});
		path.push(`o:${outlet.key}`);
		for (let i = 0; i + 1 < path.length; i++) {
			const from = path[i] ?? "";
			const to = path[i + 1] ?? "";
			if (from === to) continue;
			const key = `${from}\n${to}`;
			const l = links.get(key);
			const alone = single.has(c.id) ? 1 : 0;
			if (l) {
				l.claims++;
				l.single += alone;
			} else links.set(key, { from, to, claims: 1, single: alone, reprint: false, share: null });
		}
	}
	const copied = new Map(model.reprints.map(r => [`${r.id}\n${r.of_id}`, r.share]));
	for (const p of model.incident.reports) {
		if (p.part !== "reprint" || !p.of_id) continue;
		const from = model.outletOf.get(p.of_id);
		const to = model.outletOf.get(p.id);
		if (!from || !to || from === to) continue;
		const key = `o:${from.key}\no:${to.key}\nreprint`;
		const share = copied.get(`${p.id}\n${p.of_id}`) ?? null;
		const l = links.get(key);
		if (l) {
			l.claims++;
			l.share = Math.max(l.share ?? 0, share ?? 0) || null;
		} else links.set(key, { from: `o:${from.key}`, to: `o:${to.key}`, claims: 1, single: 0, reprint: true, share });
	}
	return { nodes, links };
}

/** Which nodes go into their column's last one: key to the key of the gathered node. */
function gathered(nodes: Map<string, Draft>, most: number): Map<string, string> {
	const out = new Map<string, string>();
	for (const column of [0, 1, 2] as const) {
		const list = [...nodes.values()].filter(n => n.column === column).sort((a, b) => b.claims - a.claims);
		if (list.length <= most) continue;
		for (const n of list.slice(most - 1)) out.set(n.key, `rest:${column}`);
	}
	return out;
}

function place(nodes: Node[], edges: Edge[]): Flow {
	const used = new Set<string>();
	for (const e of edges) {
		used.add(e.from);
		used.add(e.to);
	}
	const shown = nodes.filter(n => used.has(n.key));
	const at = new Map(shown.map(n => [n.key, n]));
	const columns = ([0, 1, 2] as const).filter(c => shown.some(n => n.column === c));
	const top = Math.max(1, ...edges.filter(e => !e.reprint).map(e => e.claims));
	const unit = Math.min(6, 30 / top);
	const by = new Map<Column, Node[]>(columns.map(c => [c, shown.filter(n => n.column === c)]));
	for (const list of by.values()) list.sort((a, b) => Number(isRest(a)) - Number(isRest(b)) || b.claims - a.claims);
	const tied = new Map<string, Edge[]>(shown.map(n => [n.key, []]));
	for (const e of edges) {
		if (e.reprint) continue;
		tied.get(e.from)?.push(e);
		tied.get(e.to)?.push(e);
	}
	for (const e of edges) e.thick = e.reprint ? 1.5 : Math.max(LEAST, e.claims * unit);
	for (const n of shown) {
		let into = 0;
		let out = 0;
		for (const e of tied.get(n.key) ?? []) {
			if (e.from === n.key) out += e.thick;
			else into += e.thick;
		}
		n.height = Math.max(ROW - SPACE, into, out);
	}
	const stack = (): number => {
		let height = 0;
		for (const list of by.values()) {
			let y = 0;
			for (const n of list) {
				n.y = y;
				y += n.height + SPACE;
			}
			height = Math.max(height, y);
		}
		for (const list of by.values()) {
			const last = list[list.length - 1];
			const spare = last ? (height - (last.y + last.height)) / 2 : 0;
			for (const n of list) n.y += spare;
		}
		return height;
	};
	let height = stack();
	// Each column in turn takes the order of the middles of what it is tied to, until few lines cross.
	for (let round = 0; round < 8; round++) {
		const order = round % 2 === 0 ? columns : [...columns].reverse();
		for (const column of order) {
			const list = by.get(column) ?? [];
			const middle = new Map<string, number>();
			for (const n of list) {
				let sum = 0;
				let weight = 0;
				for (const e of tied.get(n.key) ?? []) {
					const other = at.get(e.from === n.key ? e.to : e.from);
					if (!other || other.column === column) continue;
					sum += (other.y + other.height / 2) * e.claims;
					weight += e.claims;
				}
				middle.set(n.key, weight ? sum / weight : n.y + n.height / 2);
			}
			list.sort(
				(a, b) =>
					Number(isRest(a)) - Number(isRest(b)) ||
					(middle.get(a.key) ?? 0) - (middle.get(b.key) ?? 0) ||
					b.claims - a.claims ||
					(a.key < b.key ? -1 : 1),
			);
		}
		height = stack();
	}
	ends(edges, at);
	return { nodes: shown, edges, height, columns };
}

const isRest = (n: Node): boolean => n.key.startsWith("rest:");

/** Edges leave and reach a node one beside the other, in the order of their other ends. */
function ends(edges: Edge[], at: Map<string, Node>): void {
	for (const side of ["from", "to"] as const) {
		const other = side === "from" ? "to" : "from";
		const by = new Map<string, Edge[]>();
		for (const e of edges) {
			if (e.reprint) continue;
			const list = by.get(e[side]);
			if (list) list.push(e);
			else by.set(e[side], [e]);
		}
		for (const [key, list] of by) {
			const node = at.get(key);
			if (!node) continue;
			list.sort((a, b) => (at.get(a[other])?.y ?? 0) - (at.get(b[other])?.y ?? 0));
			const whole = list.reduce((sum, e) => sum + e.thick, 0);
			let y = node.y + Math.max(0, (node.height - whole) / 2);
			for (const e of list) {
				if (side === "from") e.y0 = y + e.thick / 2;
				else e.y1 = y + e.thick / 2;
				y += e.thick;
			}
		}
	}
	for (const e of edges) {
		if (!e.reprint) continue;
		const from = at.get(e.from);
		const to = at.get(e.to);
		e.y0 = from ? from.y + from.height / 2 : 0;
		e.y1 = to ? to.y + to.height / 2 : 0;
	}
}
