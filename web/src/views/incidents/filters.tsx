// Filters of the list. Each change goes into the address; a name is taken when the field is left or Enter is pressed.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { PlacesOfIncidents, Vocabulary } from "../../api/types";
import { useAnswer } from "../../api/use";
import { go, withQuery } from "../../router";
import { number } from "../../words/numbers";
import { said } from "../../words/words";
import { type Chosen, FILTERS, type Filter, SORTS, type Sort, under } from "./query";
import { t } from "./words";

const SORT_WORDS = {
	time: "sortTime",
	changed: "sortChanged",
	reports: "sortReports",
	contradictions: "sortContradictions",
	killed: "sortKilled",
} as const;

function put(name: Filter | "sort", value: string | null): void {
	go(withQuery({ [name]: value }));
}

interface Named {
	id: string;
	name: string;
}

/** A field for what has an id and a name: the name is shown and typed, the id goes into the address where it is known. */
function NameField(props: { filter: "place" | "actor" | "act"; value: string | undefined; known: readonly Named[] }) {
	const list = useId();
	const { known, value, filter } = props;
	const shown = known.find(one => one.id === value)?.name ?? value ?? "";
	return (
		<label class="field">
			<span>{t(filter)}</span>
			<input
				key={shown}
				type="text"
				dir="auto"
				list={list}
				defaultValue={shown}
				placeholder={t("any")}
				autocomplete="off"
				spellcheck={false}
				maxLength={200}
				onChange={event => {
					const typed = event.currentTarget.value.trim();
					if (typed === shown) return;
					put(filter, known.find(one => one.name === typed)?.id ?? typed);
				}}
			/>
			<datalist id={list}>
				{known.map(one => (
					<option key={one.id} value={one.name} />
				))}
			</datalist>
		</label>
	);
}

function DayField(props: { filter: "since" | "until"; value: string | undefined }) {
	// An address may hold what the API takes beside days, such as 3d: then the field stands empty.
	const day = /^\d{4}-\d\d-\d\d$/.test(props.value ?? "") ? (props.value ?? "") : "";
	return (
		<label class="field">
			<span>{t(props.filter)}</span>
			<input type="date" value={day} onChange={event => put(props.filter, event.currentTarget.value)} />
		</label>
	);
}

function Toggle(props: { filter: "contradicted" | "unreviewed"; on: boolean }) {
	return (
		<button type="button" aria-pressed={props.on} onClick={() => put(props.filter, props.on ? null : "1")}>
			{t(props.filter)}
		</button>
	);
}

function sorted(known: Named[]): Named[] {
	return known.filter(one => one.name !== "").sort((a, b) => a.name.localeCompare(b.name));
}

export function Filters(props: { chosen: Chosen; sort: Sort; beside: ComponentChildren }) {
	const { chosen } = props;
	const vocabulary = useAnswer<Vocabulary>("/api/words").data;
	const places = useAnswer<PlacesOfIncidents>(under("/api/incidents/map", chosen, ["place"]), { keep: true }).data;
	const actors = Object.entries(vocabulary?.actors ?? {}).map(([id, both]) => ({ id, name: said(both) }));
	const acts = Object.entries(vocabulary?.predicates ?? {}).map(([id, both]) => ({ id, name: said(both) }));
	const spots = (places?.places ?? []).flatMap(place =>
		place.id === null ? [] : [{ id: place.id, name: said(place.label) }],
	);
	const open = useSignal(false);
	const set = FILTERS.filter(name => chosen[name] !== undefined).length;
	return (
		<>
			<div class="line toggles-narrow">
				<button
					type="button"
					class="filters-toggle"
					aria-expanded={open.value}
					onClick={() => (open.value = !open.value)}
				>
					{t("filters")} {set > 0 && <span class="tag new">{number(set)}</span>}
				</button>
				{props.beside}
			</div>
			<form class={open.value ? "filters" : "filters folded"} onSubmit={event => event.preventDefault()}>
				<DayField filter="since" value={chosen.since} />
				<DayField filter="until" value={chosen.until} />
				<NameField filter="place" value={chosen.place} known={sorted(spots)} />
				<NameField filter="actor" value={chosen.actor} known={sorted(actors)} />
				<NameField filter="act" value={chosen.act} known={sorted(acts)} />
				<label class="field field-number">
					<span>{t("atLeast")}</span>
					<input
						type="number"
						min={1}
						max={99999}
						inputMode="numeric"
						value={chosen.reports ?? ""}
						placeholder={t("any")}
						onChange={event => put("reports", event.currentTarget.value)}
					/>
				</label>
				<label class="field">
					<span>{t("sort")}</span>
					<select
						value={props.sort}
						onChange={event => put("sort", event.currentTarget.value === "time" ? null : event.currentTarget.value)}
					>
						{SORTS.map(sort => (
							<option key={sort} value={sort}>
								{t(SORT_WORDS[sort])}
							</option>
						))}
					</select>
				</label>
				<div class="toggles">
					<Toggle filter="contradicted" on={chosen.contradicted !== undefined} />
					<Toggle filter="unreviewed" on={chosen.unreviewed !== undefined} />
					{set > 0 && (
						<button
							type="button"
							class="plain"
							onClick={() => go(withQuery(Object.fromEntries(FILTERS.map(name => [name, null]))))}
						>
							✕ {t("clear")}
						</button>
					)}
				</div>
			</form>
		</>
	);
}
