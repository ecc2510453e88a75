// Contradictions as sentences, both quotations side by side; then what was revised, grew or differs.
import { useMemo, useState } from "preact/hooks";
import { type Names, named } from "../../parts/say";
import { told } from "../../words/dates";
import { said } from "../../words/words";
import type { Model, Relation } from "./ledger";
import { Telling } from "./telling";
import { t } from "./words";

const FIRST = 6;
const STEP = 24;

const OTHERS = ["reversal", "revision", "later", "differs", "narrower"] as const;

export function Parting(props: { model: Model; names: Names; openLine: (index: number) => void; printing: boolean }) {
	const { model, names } = props;
	const by = useMemo(() => {
		const out = new Map<string, Relation[]>();
		for (const r of model.incident.relations) {
			const list = out.get(r.type);
			if (list) list.push(r);
			else out.set(r.type, [r]);
		}
		for (const list of out.values()) list.sort((a, b) => b.weight - a.weight);
		return out;
	}, [model]);
	const contradictions = by.get("contradiction") ?? [];
	const others = OTHERS.filter(type => by.has(type));
	return (
		<>
			{contradictions.length === 0 && <p class="quiet">{t("noneParting")}</p>}
			<Relations {...props} relations={contradictions} />
			{others.length > 0 && <h3>{t("others")}</h3>}
			{others.map(type => (
				<Fold
					key={type}
					open={props.printing}
					title={named(names, "relations", type)}
					count={by.get(type)?.length ?? 0}
				>
					{() => <Relations {...props} relations={by.get(type) ?? []} />}
				</Fold>
			))}
		</>
	);
}

function Fold(props: { title: string; count: number; open: boolean; children: () => preact.ComponentChildren }) {
	const [open, setOpen] = useState(false);
	const shown = open || props.open;
	return (
		<details class="fold" open={shown} onToggle={event => setOpen(event.currentTarget.open)}>
			<summary>
				{props.title} <span class="quiet number">{t("times", { n: props.count })}</span>
			</summary>
			{shown && props.children()}
		</details>
	);
}

function Relations(props: { model: Model; names: Names; relations: Relation[]; openLine: (index: number) => void }) {
	const [most, setMost] = useState(FIRST);
	const { relations } = props;
	return (
		<>
			<ol class="relations">
				{relations.slice(0, most).map((r, i) => (
					<RelationCard key={`${r.claims[0]} ${r.claims[1]} ${i}`} {...props} relation={r} />
				))}
			</ol>
			{relations.length > most && (
				<button type="button" class="screen-only" onClick={() => setMost(most + STEP)}>
					{t("showMore", { n: Math.min(STEP, relations.length - most) })}
				</button>
			)}
		</>
	);
}

function RelationCard(props: { model: Model; names: Names; relation: Relation; openLine: (index: number) => void }) {
	const { model, names, relation: r } = props;
	const [a, b] = r.claims.map(id => model.claims.get(id));
	const line = r.claims.flatMap(id => model.linesOf.get(id) ?? [])[0];
	const kinds = [
		named(names, "on", r.on),
		r.party && t("against", { party: named(names, "actors", r.party) }),
		r.through && t("byImplication"),
	].filter(Boolean);
	return (
		<li class={`relation ${r.type}`}>
			<p class="relation-kind small">
				<span class={r.type === "contradiction" ? "tag part" : "tag"}>
					{r.type === "contradiction" && <span aria-hidden="true">≠ </span>}
					{named(names, "relations", r.type)}
				</span>
				{kinds.map(kind => (
					<span key={kind} class="quiet">
						{kind}
					</span>
				))}
				{line !== undefined && (
					<button type="button" class="plain small screen-only" onClick={() => props.openLine(line)}>
						{t("toLine")}
					</button>
				)}
			</p>
			<p class="relation-sentence">{told(said(r.sentence))}</p>
			<div class="sides">
				{a && <Telling model={model} claim={a} names={names} most={300} />}
				{b && <Telling model={model} claim={b} names={names} most={300} />}
			</div>
		</li>
	);
}
