// What of a claim can be set: fields of a form, and the decision that they come to (docs/reviews.md, "set").
import { useId, useState } from "preact/hooks";
import { number } from "../../words/numbers";
import { type AnyClaim, type Names, named } from "../say";
import { type ChosenPlace, PlacePick } from "./place";
import { t } from "./words";

const QUALIFIERS = ["exact", "about", "more_than", "at_least", "less_than", "at_most", "between"] as const;
type Qualifier = (typeof QUALIFIERS)[number];

export interface Draft {
	predicate: string;
	/** "": none; "kept": in words that no number gives (tens, some, all), which are left as they are. */
	qualifier: Qualifier | "" | "kept";
	value: string;
	high: string;
	role: string;
	actor: string;
	agent: string;
	place: ChosenPlace | null;
	time: string;
	origin: string;
	originKind: string;
	originActor: string;
	polarity: string;
	modality: string;
}

export const EMPTY: Draft = {
	predicate: "",
	qualifier: "",
	value: "",
	high: "",
	role: "",
	actor: "",
	agent: "",
	place: null,
	time: "",
	origin: "",
	originKind: "",
	originActor: "",
	polarity: "affirmed",
	modality: "actual",
};

function dayOf(text: string | null | undefined): string {
	return text?.slice(0, 10) ?? "";
}

/** What a claim says now. */
export function draftOf(claim: AnyClaim): Draft {
	const f = claim.figure;
	const known = QUALIFIERS.find(q => q === f?.qualifier);
	const first = claim.chain.length > 1 ? claim.chain[0] : undefined;
	const from = dayOf(claim.time?.from);
	const to = dayOf(claim.time?.to);
	return {
		predicate: claim.predicate ?? "",
		qualifier: f ? (known ?? "kept") : "",
		value: f && known ? String((known === "between" ? f.low : f.value) ?? "") : "",
		high: f && known === "between" ? String(f.high ?? "") : "",
		role: claim.patient?.role ?? "",
		actor: claim.patient?.actor ?? "",
		agent: claim.agent?.actor ?? "",
		place: claim.place?.id ? { id: claim.place.id, label: claim.place.text ?? claim.place.id } : null,
		time: from && to && from !== to ? `${from}/${to}` : from,
		origin: first?.name ?? "",
		originKind: first?.kind ?? "",
		originActor: first?.actor ?? "",
		polarity: claim.polarity,
		modality: claim.modality,
	};
}

/** Figures as people may type them, in Arabic digits too. */
function plain(text: string): string {
	return text
		.trim()
		.replace(/[\u0660-\u0669]/g, d => String(d.charCodeAt(0) - 0x660))
		.replace(/[\u06f0-\u06f9]/g, d => String(d.charCodeAt(0) - 0x6f0))
		.replaceAll("٫", ".")
		.replace(/[٬,\s]/g, "");
}

const SIGNS: Record<Exclude<Qualifier, "between">, string> = {
	exact: "",
	about: "~",
	more_than: ">",
	at_least: ">=",
	less_than: "<",
	at_most: "<=",
};

function figureOf(d: Draft): string | null {
	if (d.qualifier === "" || d.qualifier === "kept") return null;
	const value = plain(d.value);
	return d.qualifier === "between" ? `${value}-${plain(d.high)}` : `${SIGNS[d.qualifier]}${value}`;
}

/** What is to be another than before: the members of "set". Empty where nothing is. */
export function setOf(before: Draft, now: Draft): Record<string, unknown> {
	const set: Record<string, unknown> = {};
	if (now.predicate !== before.predicate && now.predicate) set.predicate = now.predicate;
	if (now.polarity !== before.polarity) set.polarity = now.polarity;
	if (now.modality !== before.modality) set.modality = now.modality;
	if (now.qualifier !== "kept" && (now.qualifier !== before.qualifier || figureOf(now) !== figureOf(before)))
		set.figure = figureOf(now);
	const patient: Record<string, unknown> = {};
	if (now.role !== before.role) patient.role = now.role || null;
	if (now.actor !== before.actor) patient.actor = now.actor || null;
	if (Object.keys(patient).length) set.patient = patient;
	if (now.agent !== before.agent) set.agent = now.agent ? { actor: now.agent } : null;
	if (now.place?.id !== before.place?.id) set.place = now.place ? now.place.id : null;
	if (now.time.trim() !== before.time) set.time = now.time.trim() || null;
	if (
		now.origin.trim() !== before.origin ||
		now.originKind !== before.originKind ||
		now.originActor !== before.originActor
	)
		set.chain = now.origin.trim()
			? [
					{
						name: now.origin.trim(),
						kind: now.originKind || "anonymous",
						...(now.originActor ? { actor: now.originActor } : {}),
						named: now.originKind !== "" && now.originKind !== "anonymous",
					},
				]
			: [];
	return set;
}

export function Select(props: {
	label: string;
	value: string;
	of: readonly (readonly [string, string])[];
	none?: string;
	set: (value: string) => void;
}) {
	const id = useId();
	return (
		<div class="rule-field">
			<label for={id}>{props.label}</label>
			<select id={id} value={props.value} onChange={event => props.set(event.currentTarget.value)}>
				{props.none !== undefined && <option value="">{props.none}</option>}
				{props.of.map(([id, says]) => (
					<option key={id} value={id}>
						{says}
					</option>
				))}
				{props.value && !props.of.some(([id]) => id === props.value) && (
					<option value={props.value}>{props.value}</option>
				)}
			</select>
		</div>
	);
}

export function rows(names: Names, kind: keyof Names): [string, string][] {
	return Object.keys(names[kind] ?? {})
		.map(id => [id, named(names, kind, id)] as [string, string])
		.sort((a, b) => a[1].localeCompare(b[1]));
}

/** The fields of a claim. `fresh`: it is being added, and its act must be chosen. */
export function Fields(props: {
	draft: Draft;
	names: Names;
	fresh?: boolean;
	/** Where a map begins. */
	at?: { lat: number; lon: number } | null;
	change: (values: Partial<Draft>) => void;
}) {
	const { draft: d, names, change } = props;
	const [more, setMore] = useState(false);
	return (
		<div class="ruling-fields">
			<fieldset class="rule-field figure-field">
				<legend>{t("figure")}</legend>
				<select
					aria-label={t("figure")}
					value={d.qualifier}
					onChange={event => change({ qualifier: event.currentTarget.value as Draft["qualifier"] })}
				>
					<option value="">{t("noFigure")}</option>
					{d.qualifier === "kept" && <option value="kept">{t("order")}</option>}
					{QUALIFIERS.map(q => (
						<option key={q} value={q}>
							{t(q)}
						</option>
					))}
				</select>
				{d.qualifier !== "" && d.qualifier !== "kept" && (
					<input
						class="number-input"
						inputMode="decimal"
						dir="ltr"
						aria-label={d.qualifier === "between" ? t("least") : t("figure")}
						placeholder={number(5)}
						required
						value={d.value}
						onInput={event => change({ value: event.currentTarget.value })}
					/>
				)}
				{d.qualifier === "between" && (
					<>
						<span>{t("and")}</span>
						<input
							class="number-input"
							inputMode="decimal"
							dir="ltr"
							aria-label={t("most")}
							required
							value={d.high}
							onInput={event => change({ high: event.currentTarget.value })}
						/>
					</>
				)}
			</fieldset>
			{props.fresh && (
				<Select
					label={t("act")}
					value={d.predicate}
					of={rows(names, "predicates")}
					none=""
					set={predicate => change({ predicate })}
				/>
			)}
			<Select
				label={t("whom")}
				value={d.role}
				of={rows(names, "roles")}
				none={t("unsaid")}
				set={role => change({ role })}
			/>
			<Select
				label={t("whose")}
				value={d.actor}
				of={rows(names, "actors")}
				none={t("unsaid")}
				set={actor => change({ actor })}
			/>
			<PlacePick at={props.at ?? null} chosen={d.place} choose={place => change({ place })} />
			<label class="rule-field">
				<span>{t("origin")}</span>
				<input
					type="text"
					dir="auto"
					value={d.origin}
					onInput={event => change({ origin: event.currentTarget.value })}
				/>
			</label>
			{(d.origin || d.originKind) && (
				<Select
					label={t("originKind")}
					value={d.originKind}
					of={rows(names, "links")}
					none={t("unsaid")}
					set={originKind => change({ originKind })}
				/>
			)}
			<details class="more-fields" open={more} onToggle={event => setMore(event.currentTarget.open)}>
				<summary>
					{[!props.fresh && t("act"), t("by"), t("time"), t("polarity"), t("modality")].filter(Boolean).join(" · ")}
				</summary>
				{more && (
					<>
						{!props.fresh && (
							<Select
								label={t("act")}
								value={d.predicate}
								of={rows(names, "predicates")}
								set={predicate => change({ predicate })}
							/>
						)}
						<Select
							label={t("by")}
							value={d.agent}
							of={rows(names, "actors")}
							none={t("unsaid")}
							set={agent => change({ agent })}
						/>
						<label class="rule-field">
							<span>{t("time")}</span>
							<input
								type="text"
								dir="ltr"
								placeholder={t("timeHint")}
								value={d.time}
								pattern="\d{4}(-\d\d){0,2}(/\d{4}(-\d\d){0,2})?"
								onInput={event => change({ time: event.currentTarget.value })}
							/>
						</label>
						{d.origin && (
							<Select
								label={t("originActor")}
								value={d.originActor}
								of={rows(names, "actors")}
								none={t("unsaid")}
								set={originActor => change({ originActor })}
							/>
						)}
						<Select
							label={t("polarity")}
							value={d.polarity}
							of={[
								["affirmed", t("affirmed")],
								["denied", t("denied")],
							]}
							set={polarity => change({ polarity })}
						/>
						<Select
							label={t("modality")}
							value={d.modality}
							of={rows(names, "modalities")}
							set={modality => change({ modality })}
						/>
					</>
				)}
			</details>
		</div>
	);
}
