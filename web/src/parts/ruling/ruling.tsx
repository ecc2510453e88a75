// What a person can decide about a claim: accept, correct, reject, note; and what was decided before.
import { useEffect, useRef, useState } from "preact/hooks";
import type { components } from "../../api/schema";
import type { Decision } from "../../api/types";
import { lang } from "../../settings";
import { instant } from "../../words/dates";
import { useKeys } from "../keys";
import { type AnyClaim, type Names, named } from "../say";
import { decide, underWay } from "./decide";
import { draftOf, Fields, setOf } from "./fields";
import { barred } from "./reviewer";
import "./style.css";
import { t } from "./words";

export type ClaimReview = components["schemas"]["ClaimReview"];
export type Judged = "accept" | "correct" | "reject" | "add" | null;

/** How a claim stands: what people said of it, or what is on its way to be said. */
export function standing(claim: { id: string | null; review?: ClaimReview }): {
	verdict: Judged;
	disputed: boolean;
	waits: boolean;
	sending: boolean;
} {
	const sending = claim.id ? underWay.value.get(claim.id) : undefined;
	const kind = sending?.state === "sending" ? sending.body.kind : null;
	const verdict = (kind === "accept" || kind === "correct" || kind === "reject" ? kind : claim.review?.verdict) ?? null;
	return {
		verdict: verdict as Judged,
		disputed: claim.review?.disputed ?? false,
		waits: verdict === null && (claim.review?.decisions.some(d => d.waits) ?? false),
		sending: sending?.state === "sending",
	};
}

export function verdictSaid(verdict: Judged): string {
	switch (verdict) {
		case "accept":
			return t("accepted");
		case "correct":
			return t("corrected");
		case "reject":
			return t("rejected");
		case "add":
			return t("added");
		default:
			return t("undecided");
	}
}

const SIGNS: Record<Exclude<Judged, null>, string> = { accept: "✓", correct: "✎", reject: "✕", add: "+" };

/** A shape and a word: how a claim stands. */
export function Standing(props: { claim: { id: string | null; review?: ClaimReview }; short?: boolean }) {
	const s = standing(props.claim);
	const sign = s.disputed ? "≠" : s.verdict ? SIGNS[s.verdict] : s.waits ? "…" : "○";
	const word = s.disputed ? t("disputed") : s.verdict === null && s.waits ? t("waitsShort") : verdictSaid(s.verdict);
	return (
		<span class={`standing standing-${s.disputed ? "disputed" : (s.verdict ?? "none")}`}>
			<span aria-hidden="true">{sign}</span> <span class={props.short ? "only-heard" : undefined}>{word}</span>
			{s.sending && <span class="only-heard">, {t("saving")}</span>}
		</span>
	);
}

const KINDS: Record<string, Parameters<typeof t>[0]> = {
	accept: "accept",
	correct: "correct",
	reject: "reject",
	add: "add",
	identify: "identify",
	local: "local",
	publish: "publish",
	join: "join",
	reprint: "reprint",
	merge: "merge",
	split: "split",
	rename: "rename",
	grade: "grade",
	note: "note",
	withdraw: "withdraw",
	second: "second",
};

export function kindSaid(kind: string): string {
	const key = KINDS[kind];
	return key ? t(key) : kind;
}

/** Who ruled what and why. */
export function DecisionList(props: { decisions: readonly Decision[] }) {
	if (props.decisions.length === 0) return null;
	return (
		<ul class="decision-list small">
			{props.decisions.map((d, i) => (
				<li key={d.id ?? i}>
					<strong>{kindSaid(d.kind)}</strong>{" "}
					<span class="quiet">
						{t.parts("byAt", { by: <bdi key="by">{d.by}</bdi>, at: d.at ? instant(d.at) : "" })}
					</span>
					{d.waits && <span class="tag">{t("waits")}</span>}
					{d.why && (
						<p class="decision-why">
							<bdi>{d.why}</bdi>
						</p>
					)}
				</li>
			))}
		</ul>
	);
}

const REASONS = ["rNotThere", "rOther", "rMisread", "rBackground", "rDoubled"] as const;

export function WhyField(props: {
	value: string;
	may?: boolean;
	wrong?: boolean;
	reasons?: boolean;
	set: (why: string) => void;
}) {
	return (
		<div class="rule-field">
			<label>
				<span>{props.may ? t("whyMay") : t("why")}</span>
				<textarea
					rows={2}
					dir="auto"
					maxLength={4000}
					value={props.value}
					aria-invalid={props.wrong}
					onInput={event => props.set(event.currentTarget.value)}
					onKeyDown={event => {
						if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
					}}
				/>
			</label>
			{props.wrong && <p class="small field-wrong">{t("reasonMissing")}</p>}
			{props.reasons && (
				<p class="line reasons" role="group" aria-label={t("reasons")}>
					{REASONS.map(key => (
						<button key={key} type="button" class="small" onClick={() => props.set(t(key))}>
							{t(key)}
						</button>
					))}
				</p>
			)}
		</div>
	);
}

type Form = "correct" | "reject" | "note";

export interface RulingProps {
	claim: AnyClaim & { id: string; review?: ClaimReview };
	/** In a few words, for lists of what was decided. */
	about: string;
	names: Names;
	incident: string | null;
	/** The state that its reader sees. */
	seen: string | null;
	/** a, c, r, t decide about this claim. */
	keys?: boolean;
	/** Told as soon as a decision is made, before it is kept. */
	decided?: (kind: string) => void;
}

/** The decisions that can be made about a claim, and those that were. */
export function Ruling(props: RulingProps) {
	const { claim, names } = props;
	const [form, setForm] = useState<Form | null>(null);
	const card = useRef<HTMLDivElement>(null);
	useEffect(() => setForm(null), [claim.id]);
	useEffect(() => {
		if (form) card.current?.querySelector<HTMLElement>("form select, form textarea, form input")?.focus();
	}, [form]);
	const make = (body: Record<string, unknown> & { kind: string }) => {
		const where = {
			about: props.about,
			claim: body.kind === "note" ? null : claim.id,
			incident: props.incident,
			seen: props.seen,
		};
		void decide({ ...body, claim: claim.id }, where);
		setForm(null);
		props.decided?.(body.kind);
	};
	const open = (which: Form) => setForm(form === which ? null : which);
	const can = barred.value === null;
	useKeys(
		props.keys && can
			? [
					{ key: "a", says: t("accept"), run: () => make({ kind: "accept" }) },
					{ key: "c", says: t("correct"), run: () => open("correct") },
					{ key: "r", says: t("reject"), run: () => open("reject") },
					{ key: "t", says: t("note"), run: () => open("note") },
				]
			: [],
	);
	const key = (letter: string) => props.keys && <kbd aria-hidden="true">{letter}</kbd>;
	return (
		<div class="ruling" ref={card}>
			{can && (
				<p class="line ruling-acts">
					<button type="button" onClick={() => make({ kind: "accept" })}>
						✓ {t("accept")} {key("a")}
					</button>
					<button type="button" aria-pressed={form === "correct"} onClick={() => open("correct")}>
						✎ {t("correct")} {key("c")}
					</button>
					<button type="button" aria-pressed={form === "reject"} onClick={() => open("reject")}>
						✕ {t("reject")} {key("r")}
					</button>
					<button type="button" aria-pressed={form === "note"} onClick={() => open("note")}>
						{t("note")} {key("t")}
					</button>
				</p>
			)}
			{form === "correct" && (
				<CorrectForm key={claim.id} claim={claim} names={names} make={make} close={() => setForm(null)} />
			)}
			{(form === "reject" || form === "note") && (
				<ReasonForm key={`${form} ${claim.id}`} kind={form} make={make} close={() => setForm(null)} />
			)}
			{claim.review && <DecisionList decisions={claim.review.decisions} />}
		</div>
	);
}

function escapes(close: () => void) {
	return (event: KeyboardEvent) => {
		if (event.key !== "Escape") return;
		event.stopPropagation();
		close();
	};
}

export function FormEnd(props: { close: () => void }) {
	return (
		<p class="line">
			<button type="submit" class="main">
				{t("save")}
			</button>
			<button type="button" onClick={props.close}>
				{t("cancel")}
			</button>
		</p>
	);
}

function ReasonForm(props: {
	kind: "reject" | "note";
	make: (body: Record<string, unknown> & { kind: string }) => void;
	close: () => void;
}) {
	const [why, setWhy] = useState("");
	const [wrong, setWrong] = useState(false);
	return (
		<form
			class="ruling-form"
			aria-label={t(props.kind)}
			onKeyDown={escapes(props.close)}
			onSubmit={event => {
				event.preventDefault();
				if (!why.trim()) setWrong(true);
				else props.make({ kind: props.kind, why: why.trim() });
			}}
		>
			<WhyField value={why} wrong={wrong && !why.trim()} reasons={props.kind === "reject"} set={setWhy} />
			<FormEnd close={props.close} />
		</form>
	);
}

function CorrectForm(props: {
	claim: AnyClaim;
	names: Names;
	make: (body: Record<string, unknown> & { kind: string }) => void;
	close: () => void;
}) {
	const [before] = useState(() => {
		const draft = draftOf(props.claim);
		const place = props.claim.place;
		// A place's own name, where its words are others.
		return place?.id ? { ...draft, place: { id: place.id, label: place.text ?? place.id } } : draft;
	});
	const [draft, setDraft] = useState(before);
	const [why, setWhy] = useState("");
	const [wrong, setWrong] = useState<"why" | "same" | null>(null);
	return (
		<form
			class="ruling-form"
			aria-label={t("correct")}
			lang={lang.value}
			onKeyDown={escapes(props.close)}
			onSubmit={event => {
				event.preventDefault();
				const set = setOf(before, draft);
				if (Object.keys(set).length === 0) setWrong("same");
				else if (!why.trim()) setWrong("why");
				else props.make({ kind: "correct", set, why: why.trim() });
			}}
		>
			<Fields
				draft={draft}
				names={props.names}
				at={
					props.claim.place?.lat != null && props.claim.place.lon != null
						? { lat: props.claim.place.lat, lon: props.claim.place.lon }
						: null
				}
				change={values => setDraft({ ...draft, ...values })}
			/>
			<WhyField value={why} wrong={wrong === "why" && !why.trim()} set={setWhy} />
			{wrong === "same" && <p class="small field-wrong">{t("nothingChanged")}</p>}
			<FormEnd close={props.close} />
		</form>
	);
}

/** What a claim says in a few words: "killed: خمسة". */
export function aboutClaim(names: Names, claim: AnyClaim): string {
	const act = named(names, "predicates", claim.predicate);
	return claim.figure?.text ? `${act}: ${claim.figure.text}` : act;
}
