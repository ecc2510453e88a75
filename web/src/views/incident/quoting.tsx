// Who quotes whom: a drawing from origins through agencies to outlets, and the same as a table.
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { flip } from "../../parts/axis";
import { Shape } from "../../parts/rangeplot";
import { label, list, type Names, named } from "../../parts/say";
import { lang } from "../../settings";
import { percent } from "../../words/numbers";
import { type Edge, type Flow, flow, type Node, quotings, singleOrigin } from "./flow";
import type { Model } from "./ledger";
import { t } from "./words";

const MOST = 26;
const MORE = 120;
const BOX = 190;
/** From so many lines on they are drawn fainter. */
const CROWD = 150;
const LEAST = 600;

export function Quoting(props: { model: Model; names: Names; openLine: (index: number) => void }) {
	const { model, names } = props;
	const [most, setMost] = useState(MOST);
	const laid = useMemo(() => flow(model, most), [model, most]);
	const singles = useMemo(() => singleOrigin(model).lines, [model]);
	if (laid.edges.length === 0) return <p class="quiet">{t("quotingNone")}</p>;
	const gathered = laid.nodes.some(n => n.gathered > 1);
	return (
		<>
			<p class="quiet small">{t("quotingSays")}</p>
			<QuotingKey laid={laid} />
			<Drawing laid={laid} names={names} />
			{(gathered || most > MOST) && (
				<button
					type="button"
					class="screen-only"
					aria-pressed={most > MOST}
					onClick={() => setMost(most > MOST ? MOST : MORE)}
				>
					{t("quotingAll")}
				</button>
			)}
			{singles.length > 0 && (
				<div class="singles">
					<h3>{t("quotingSingles")}</h3>
					<ul>
						{singles.map(index => {
							const line = model.incident.lines[index];
							return (
								line && (
									<li key={index}>
										<button type="button" class="link" onClick={() => props.openLine(index)}>
											{label(line.label)}
										</button>
									</li>
								)
							);
						})}
					</ul>
				</div>
			)}
			<QuotingTable model={model} names={names} />
		</>
	);
}

function QuotingKey(props: { laid: Flow }) {
	const has = (test: (e: Edge) => boolean) => props.laid.edges.some(test);
	return (
		<ul class="drawing-key small">
			{has(e => e.single > 0) && (
				<li>
					<svg width="34" height="12" aria-hidden="true">
						<path class="edge single" d="M1 6H33" stroke-width="5" />
						<path class="edge core" d="M1 6H33" />
					</svg>
					{t("quotingSingleKey")}
				</li>
			)}
			{has(e => e.reprint) && (
				<li>
					<svg width="34" height="12" aria-hidden="true">
						<path class="edge reprint" d="M1 6H33" stroke-width="1.5" />
					</svg>
					{t("quotingReprintKey")}
				</li>
			)}
		</ul>
	);
}

function Drawing(props: { laid: Flow; names: Names }) {
	const { laid, names } = props;
	const direction = lang.value === "ar" ? "rtl" : "ltr";
	const frame = useRef<HTMLDivElement>(null);
	const [room, setRoom] = useState(0);
	const chosen = useSignal<string | null>(null);
	const last = useRef<string | null>(null);
	useEffect(() => {
		const e = frame.current;
		if (!e) return;
		const look = () => setRoom(e.clientWidth);
		look();
		const watch = new ResizeObserver(look);
		watch.observe(e);
		return () => watch.disconnect();
	}, []);
	const width = Math.min(1500, Math.max(LEAST, room));
	const apart = laid.columns.length > 1 ? (width - BOX - RIM) / (laid.columns.length - 1) : 0;
	const startOf = (column: number): number => laid.columns.indexOf(column as 0 | 1 | 2) * apart;
	const at = new Map(laid.nodes.map(n => [n.key, n]));
	const touched = useMemo(() => neighbours(laid), [laid]);
	const heads = [t("quotingOrigins"), t("quotingBetween"), t("quotingOutlets")];
	const near = chosen.value === null ? null : touched.get(chosen.value);
	/** The node that Tab comes to: where the reader was, else the first. */
	const at0 = Math.max(
		0,
		laid.nodes.findIndex(n => n.key === last.current),
	);
	if (chosen.value !== null) last.current = chosen.value;
	return (
		<div class="quoting" ref={frame} role="group" aria-label={t("quotingDrawing")}>
			<div class="quoting-sheet" style={{ inlineSize: `${width}px`, blockSize: `${laid.height + 30}px` }}>
				{laid.columns.map(column => (
					<span
						key={column}
						class="quoting-head small quiet"
						style={{ insetInlineStart: `${startOf(column)}px`, inlineSize: `${BOX}px` }}
					>
						{heads[column]}
					</span>
				))}
				<svg
					class={`edges${chosen.value === null ? "" : " some"}${laid.edges.length > CROWD ? " crowd" : ""}`}
					width={width}
					height={laid.height}
					viewBox={`0 0 ${width} ${laid.height}`}
					aria-hidden="true"
				>
					{laid.edges.map(edge)}
				</svg>
				{laid.nodes.map((n, i) => (
					<button
						type="button"
						key={n.key}
						data-node={i}
						tabIndex={i === at0 ? 0 : -1}
						class={`node side-${n.side}${near && !near.has(n.key) ? " far" : ""}`}
						style={{
							insetInlineStart: `${startOf(n.column)}px`,
							insetBlockStart: `${n.y + 28}px`,
							blockSize: `${n.height}px`,
							inlineSize: `${BOX}px`,
						}}
						onPointerEnter={() => (chosen.value = n.key)}
						onPointerLeave={() => (chosen.value = null)}
						onFocus={() => (chosen.value = n.key)}
						onBlur={() => (chosen.value = null)}
						onKeyDown={event => step(event, n)}
						title={nodeName(n, names)}
						aria-label={nodeSays(n)}
					>
						{n.column !== 2 && (
							<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
								<Shape side={n.side} x={6} y={6} />
							</svg>
						)}
						<span class="node-name" dir="auto">
							{nodeName(n, names)}
						</span>
						<span class="number quiet small">{t("times", { n: n.claims })}</span>
					</button>
				))}
			</div>
		</div>
	);

	/** Arrows go along a column, and across to whom the line leads. */
	function step(event: KeyboardEvent, n: Node): void {
		const onward = direction === "rtl" ? "ArrowLeft" : "ArrowRight";
		const back = direction === "rtl" ? "ArrowRight" : "ArrowLeft";
		let to: Node | undefined;
		if (event.key === "ArrowDown" || event.key === "ArrowUp") {
			const down = event.key === "ArrowDown";
			const same = laid.nodes.filter(o => o.column === n.column && (down ? o.y > n.y : o.y < n.y));
			to = same.sort((a, b) => (down ? a.y - b.y : b.y - a.y))[0];
		} else if (event.key === onward || event.key === back) {
			const ends = laid.edges.filter(e => (event.key === onward ? e.from : e.to) === n.key);
			const most = ends.sort((a, b) => b.claims - a.claims)[0];
			to = most && at.get(event.key === onward ? most.to : most.from);
		} else return;
		event.preventDefault();
		event.stopPropagation();
		if (to) frame.current?.querySelector<HTMLElement>(`[data-node="${laid.nodes.indexOf(to)}"]`)?.focus();
	}

	/** "Reuters, agency: 6 claims; to Syria TV, Orient". */
	function nodeSays(n: Node): string {
		const to = laid.edges.filter(e => e.from === n.key && !e.reprint).map(e => at.get(e.to));
		const whom = to.slice(0, 6).flatMap(o => (o ? [nodeName(o, names)] : []));
		const own = `${nodeName(n, names)}: ${t("claims", { n: n.claims })}`;
		return whom.length ? t("nodeSays", { own, whom: list(whom) }) : own;
	}

	function edge(e: Edge) {
		const from = at.get(e.from);
		const to = at.get(e.to);
		if (!from || !to) return null;
		const x0 = startOf(from.column) + BOX;
		// Within a column, as from outlet to outlet, a line goes round by the side.
		const d = from.column === to.column ? aside(x0, e.y0, e.y1) : across(x0, e.y0, startOf(to.column), e.y1);
		const near = chosen.value === e.from || chosen.value === e.to ? " near" : "";
		const key = `${e.from} ${e.to} ${e.reprint}`;
		if (e.reprint) return <path key={key} class={`edge reprint${near}`} d={d} stroke-width={e.thick} />;
		return (
			<g key={key}>
				<path class={`edge${e.single > 0 ? " single" : ""}${near}`} d={d} stroke-width={e.thick} />
				{e.single > 0 && e.thick > 3 && <path class="edge core" d={d} />}
			</g>
		);
	}

	function across(x0: number, y0: number, x1: number, y1: number): string {
		const middle = (x0 + x1) / 2;
		const x = (v: number) => flip(v, width, direction).toFixed(1);
		return `M${x(x0)} ${y0.toFixed(1)}C${x(middle)} ${y0.toFixed(1)} ${x(middle)} ${y1.toFixed(1)} ${x(x1)} ${y1.toFixed(1)}`;
	}

	/** From outlet to outlet: a bow on the outer side of their column. */
	function aside(x0: number, y0: number, y1: number): string {
		const out = x0 + Math.min(RIM - 4, 14 + Math.abs(y1 - y0) / 6);
		const x = (v: number) => flip(v, width, direction).toFixed(1);
		return `M${x(x0)} ${y0.toFixed(1)}C${x(out)} ${y0.toFixed(1)} ${x(out)} ${y1.toFixed(1)} ${x(x0)} ${y1.toFixed(1)}`;
	}
}

/** Room beside the last column for the bows of reprints. */
const RIM = 56;

function nodeName(n: Pick<Node, "key" | "name" | "gathered" | "column">, names: Names): string {
	if (n.gathered > 1) return t("quotingRest", { n: n.gathered });
	if (n.column === 2) return names.outlets?.[n.key.slice(2)]?.[lang.value] ?? n.name;
	return n.name || t("unnamedMark");
}

function neighbours(laid: Flow): Map<string, Set<string>> {
	const out = new Map<string, Set<string>>(laid.nodes.map(n => [n.key, new Set([n.key])]));
	for (const e of laid.edges) {
		out.get(e.from)?.add(e.to);
		out.get(e.to)?.add(e.from);
	}
	return out;
}

function QuotingTable(props: { model: Model; names: Names }) {
	const [open, setOpen] = useState(false);
	const rows = useMemo(() => (open ? quotings(props.model) : []), [open, props.model]);
	const [most, setMost] = useState(60);
	const who = (n: { key: string; name: string; kind: string | null }) => (
		<>
			<bdi>{nodeName({ key: n.key, name: n.name, gathered: 1, column: n.kind === null ? 2 : 0 }, props.names)}</bdi>
			{n.kind && <span class="quiet small"> ({named(props.names, "links", n.kind)})</span>}
		</>
	);
	return (
		<details class="fold" onToggle={event => setOpen(event.currentTarget.open)}>
			<summary>{t("quotingTable")}</summary>
			{open && (
				<div class="table-scroll">
					<table>
						<thead>
							<tr>
								<th scope="col">{t("quotingFrom")}</th>
								<th scope="col">{t("quotingTo")}</th>
								<th scope="col">{t("quotingClaims")}</th>
								<th scope="col">{t("quotingHow")}</th>
							</tr>
						</thead>
						<tbody>
							{rows.slice(0, most).map((q, i) => (
								<tr key={i}>
									<th scope="row">{who(q.from)}</th>
									<td>{who(q.to)}</td>
									<td class="number">
										{q.reprint ? t("reports", { n: q.claims }) : t("claims", { n: q.claims })}
										{q.single > 0 && <span class="tag single">{t("oneOrigin")}</span>}
									</td>
									<td>
										{q.reprint ? t("quotingReprint") : t("quotingQuoted")}
										{q.share !== null && <span class="quiet"> · {t("shareCopied", { share: percent(q.share) })}</span>}
									</td>
								</tr>
							))}
						</tbody>
					</table>
					{rows.length > most && (
						<button type="button" onClick={() => setMost(most + 200)}>
							{t("showMore", { n: Math.min(200, rows.length - most) })}
						</button>
					)}
				</div>
			)}
		</details>
	);
}
