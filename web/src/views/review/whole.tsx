// The incident as a whole: how well it and its lines are borne out, its name, a note.
import { useState } from "preact/hooks";
import { decide } from "../../parts/ruling/decide";
import { barred } from "../../parts/ruling/reviewer";
import { DecisionList, WhyField } from "../../parts/ruling/ruling";
import { t as rule } from "../../parts/ruling/words";
import { label } from "../../parts/say";
import { told } from "../../words/dates";
import { said } from "../../words/words";
import type { Desk, Line } from "./desk";
import { t } from "./words";

const GRADES = ["confirmed", "fair", "weak", "contested", "discounted"] as const;
type Grade = (typeof GRADES)[number];

/** A line as a decision names it. */
function markOf(line: Line): Record<string, unknown> {
	return {
		predicate: line.predicate,
		...(line.unit ? { unit: line.unit } : {}),
		...(line.patient?.actor ? { actor: line.patient.actor } : {}),
		...(line.patient?.role ? { role: line.patient.role } : {}),
		...(line.place?.id ? { place: line.place.id } : {}),
		...(line.scope ? { scope: line.scope } : {}),
	};
}

export function WholeIncident(props: { desk: Desk }) {
	const { desk } = props;
	if (barred.value) return <DecisionList decisions={desk.incident.decisions ?? []} />;
	return (
		<div class="whole">
			<GradeForm desk={desk} />
			<NameForm desk={desk} />
			<NoteForm desk={desk} />
		</div>
	);
}

function GradeForm(props: { desk: Desk }) {
	const { desk } = props;
	const [at, setAt] = useState("");
	const [grade, setGrade] = useState<Grade | null>(null);
	const [why, setWhy] = useState("");
	const [wrong, setWrong] = useState(false);
	const line = at === "" ? undefined : desk.incident.lines[Number(at)];
	const now = at === "" ? desk.incident.grade : line?.grade;
	const decisions = (at === "" ? desk.incident.decisions : line?.decisions) ?? [];
	return (
		<form
			class="ruling-form review-card"
			onSubmit={event => {
				event.preventDefault();
				if (!grade) return;
				if (!why.trim()) return setWrong(true);
				void decide(
					{ kind: "grade", incident: desk.name, ...(line ? { line: markOf(line) } : {}), grade, why: why.trim() },
					{ about: line ? label(line.label) : told(said(desk.incident.title)), incident: desk.name, seen: desk.seen },
				);
				setGrade(null);
				setWhy("");
				setWrong(false);
			}}
		>
			<h2>{t("gradeTitle")}</h2>
			<label class="rule-field">
				<span>{t("gradeOf")}</span>
				<select value={at} onChange={event => setAt(event.currentTarget.value)}>
					<option value="">{t("gradeWhole")}</option>
					{desk.incident.lines.map((one, i) => (
						<option key={i} value={String(i)}>
							{label(one.label)}
						</option>
					))}
				</select>
			</label>
			{now && <p>{t("gradedNow", { grade: t(now) })}</p>}
			<fieldset class="grades">
				<legend class="only-heard">{t("gradeTitle")}</legend>
				{GRADES.map(one => (
					<label key={one}>
						<input
							type="radio"
							name="grade"
							required
							value={one}
							checked={grade === one}
							onChange={() => setGrade(one)}
						/>
						<span>
							<strong>{t(one)}</strong> <span class="quiet small">{t(`${one}Why`)}</span>
						</span>
					</label>
				))}
			</fieldset>
			<WhyField value={why} wrong={wrong && !why.trim()} set={setWhy} />
			<p>
				<button type="submit" class="main">
					{rule("save")}
				</button>
			</p>
			<DecisionList decisions={decisions} />
		</form>
	);
}

function NameForm(props: { desk: Desk }) {
	const { desk } = props;
	const [ar, setAr] = useState("");
	const [en, setEn] = useState("");
	const [why, setWhy] = useState("");
	const [wrong, setWrong] = useState(false);
	return (
		<form
			class="ruling-form review-card"
			onSubmit={event => {
				event.preventDefault();
				const title = { ...(ar.trim() ? { ar: ar.trim() } : {}), ...(en.trim() ? { en: en.trim() } : {}) };
				if (Object.keys(title).length === 0) return;
				if (!why.trim()) return setWrong(true);
				void decide(
					{ kind: "rename", incident: desk.name, title, why: why.trim() },
					{ about: ar.trim() || en.trim(), incident: desk.name, seen: desk.seen },
				);
				setAr("");
				setEn("");
				setWhy("");
				setWrong(false);
			}}
		>
			<h2>{t("renameTitle")}</h2>
			<label class="rule-field">
				<span>{t("renameAr")}</span>
				<input
					lang="ar"
					dir="rtl"
					value={ar}
					placeholder={desk.incident.title.ar ?? ""}
					onInput={event => setAr(event.currentTarget.value)}
				/>
			</label>
			<label class="rule-field">
				<span>{t("renameEn")}</span>
				<input
					lang="en"
					dir="ltr"
					value={en}
					placeholder={desk.incident.title.en ?? ""}
					onInput={event => setEn(event.currentTarget.value)}
				/>
			</label>
			<WhyField value={why} wrong={wrong && !why.trim()} set={setWhy} />
			<p>
				<button type="submit">{rule("save")}</button>
			</p>
		</form>
	);
}

function NoteForm(props: { desk: Desk }) {
	const { desk } = props;
	const [why, setWhy] = useState("");
	return (
		<form
			class="ruling-form review-card"
			onSubmit={event => {
				event.preventDefault();
				if (!why.trim()) return;
				void decide(
					{ kind: "note", incident: desk.name, why: why.trim() },
					{ about: told(said(desk.incident.title)), incident: desk.name, seen: desk.seen },
				);
				setWhy("");
			}}
		>
			<h2>{t("noteTitle")}</h2>
			<label class="rule-field">
				<span class="only-heard">{t("noteTitle")}</span>
				<textarea
					rows={3}
					dir="auto"
					maxLength={4000}
					value={why}
					onInput={event => setWhy(event.currentTarget.value)}
				/>
			</label>
			<p>
				<button type="submit">{rule("save")}</button>
			</p>
		</form>
	);
}
