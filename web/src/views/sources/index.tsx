// Sources: who speaks in public, as a list; and one of them: what it said across incidents.
import { useRef } from "preact/hooks";
import { address } from "../../api/client";
import type { Source, Sources } from "../../api/types";
import { useKeys } from "../../parts/keys";
import { PIECE, Rows, reveal, usePieces } from "../../parts/rows";
import { Empty, TroubleNote } from "../../parts/trouble";
import { go, type ViewProps, withQuery } from "../../router";
import { number } from "../../words/numbers";
import { said } from "../../words/words";
import { SourceView } from "./source";
import "./sources.css";
import { useSignal } from "@preact/signals";
import { t } from "./words";

const KINDS = ["official", "party", "party_media", "agency", "outlet", "monitor", "document"] as const;
const ORDERS = ["incidents", "quoted", "reports"] as const;

/** What a kind is called; one that is not known here as it stands. */
export function kindName(kind: string | null): string {
	return kind === null ? "" : t.has(kind) ? t(kind) : kind;
}

export default function SourcesView(props: ViewProps) {
	const [key] = props.params;
	return key === undefined ? <List query={props.query} /> : <SourceView id={key} />;
}

function List(props: { query: URLSearchParams }) {
	const { query } = props;
	const kind = KINDS.find(one => one === query.get("kind")) ?? null;
	const by = ORDERS.find(one => one === query.get("by")) ?? "incidents";
	const find = query.get("find") ?? "";
	const path = (first: number) =>
		address("/api/sources", {
			kind,
			find,
			by: by === "incidents" ? null : by,
			first: first > 0 ? first : null,
			most: PIECE,
		});
	const pieces = usePieces<Sources, Source>(path(0), path, answer => ({ all: answer.all, rows: answer.sources }));
	const timer = useRef(0);
	const at = useSignal<number | null>(null);
	const move = (to: number) => {
		if (!pieces.all) return;
		at.value = Math.max(0, Math.min(pieces.all - 1, to));
		reveal(at.value);
	};
	useKeys([
		{ key: "j", says: `${t("title")} ↓`, run: () => move((at.value ?? -1) + 1) },
		{ key: "k", says: `${t("title")} ↑`, run: () => move((at.value ?? 1) - 1) },
	]);
	return (
		<div class="sources">
			<header>
				<div class="line">
					<h1>{t("title")}</h1>
					<p class="quiet number" role="status">
						{pieces.all === null ? "" : t("count", { n: pieces.all })}
					</p>
				</div>
				<p class="quiet">{t("lead")}</p>
			</header>
			<form class="filters" onSubmit={event => event.preventDefault()}>
				<label class="field">
					<span>{t("find")}</span>
					<input
						type="search"
						dir="auto"
						defaultValue={find}
						maxLength={200}
						onInput={event => {
							const text = event.currentTarget.value;
							clearTimeout(timer.current);
							timer.current = window.setTimeout(() => go(withQuery({ find: text.trim() }), { replace: true }), 140);
						}}
					/>
				</label>
				<label class="field">
					<span>{t("kind")}</span>
					<select value={kind ?? ""} onChange={event => go(withQuery({ kind: event.currentTarget.value }))}>
						<option value="">{t("all")}</option>
						{KINDS.map(one => (
							<option key={one} value={one}>
								{t(one)}
							</option>
						))}
					</select>
				</label>
				<label class="field">
					<span>{t("order")}</span>
					<select
						value={by}
						onChange={event =>
							go(withQuery({ by: event.currentTarget.value === "incidents" ? null : event.currentTarget.value }))
						}
					>
						{ORDERS.map(one => (
							<option key={one} value={one}>
								{t(one)}
							</option>
						))}
					</select>
				</label>
			</form>
			{pieces.trouble && <TroubleNote trouble={pieces.trouble} again={pieces.again} />}
			{pieces.all === 0 ? (
				<Empty title={find || kind ? t("none") : t("empty")}>{(find || kind) && <p>{t("noneMend")}</p>}</Empty>
			) : (
				<Rows
					pieces={pieces}
					label={t("title")}
					chosen={at.value}
					head={
						<div role="row" class="row">
							<span role="columnheader">{t("name")}</span>
							<span role="columnheader" class="cell-kind">
								{t("kind")}
							</span>
							<span role="columnheader">{t("incidentsHead")}</span>
							<span role="columnheader">{t("reportsHead")}</span>
							<span role="columnheader">{t("claimsHead")}</span>
							<span role="columnheader">{t("quotedHead")}</span>
							<span role="columnheader">{t("unnamedHead")}</span>
						</div>
					}
					draw={row => <Row row={row} />}
				/>
			)}
		</div>
	);
}

function Row(props: { row: Source | undefined }) {
	const { row } = props;
	if (!row)
		return (
			<span role="cell" class="cell-title">
				<span class="bone bone-2" />
			</span>
		);
	const counts = [
		["incidentsHead", row.incidents],
		["reportsHead", row.reports],
		["claimsHead", row.claims],
		["quotedHead", row.quoted],
		["unnamedHead", row.unnamed],
	] as const;
	return (
		<>
			<span role="cell" class="cell-title">
				<a href={`/sources/${row.key}`}>
					<bdi>{said(row.name)}</bdi>
				</a>
			</span>
			<span role="cell" class="quiet cell-kind">
				{kindName(row.kind)}
			</span>
			{counts.map(([head, n]) => (
				<span key={head} role="cell" class={n === 0 ? "number nil" : "number"} data-label={t(head)}>
					{number(n)}
				</span>
			))}
		</>
	);
}
