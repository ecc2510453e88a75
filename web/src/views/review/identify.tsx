// Who or where some words of a report are: all claims that rest on them get the actor or the place.
import { useState } from "preact/hooks";
import { find } from "../../parts/bytes";
import { decide } from "../../parts/ruling/decide";
import { rows, Select } from "../../parts/ruling/fields";
import { type ChosenPlace, PlacePick } from "../../parts/ruling/place";
import { WhyField } from "../../parts/ruling/ruling";
import { t as rule } from "../../parts/ruling/words";
import type { Names } from "../../parts/say";
import type { MarkedWords } from "./article";
import { type Desk, type DeskClaim, type Part, placeAt } from "./desk";
import { CardForm, WordsField } from "./form";
import { t } from "./words";

/** "text.120.310" of an address: words of a report. */
export function wordsAt(part: Part | null, at: string | null): MarkedWords | null {
	const asked = /^(title|text|caption)\.(\d+)\.(\d+)$/.exec(at ?? "");
	if (!asked || !part?.report) return null;
	const span = {
		field: asked[1] as MarkedWords["field"],
		at: [Number(asked[2]), Number(asked[3])] as [number, number],
	};
	const place = find(part.report, span);
	return place && place.start < place.end ? { ...span, words: place.text.slice(place.start, place.end) } : null;
}

interface Named extends MarkedWords {
	where: boolean;
}

/** What the claim at hand names: whom, by whom, where, on whose word. */
function namedIn(claim: DeskClaim | null, part: Part): Named[] {
	if (!claim) return [];
	const out: Named[] = [];
	for (const one of [claim.place, claim.patient, claim.agent, ...claim.chain]) {
		const span = one?.span;
		const words = span ? wordsAt(part, `${span.field}.${span.at[0]}.${span.at[1]}`) : null;
		if (words && !out.some(other => other.words === words.words)) out.push({ ...words, where: one === claim.place });
	}
	return out;
}

export function IdentifyForm(props: {
	desk: Desk;
	names: Names;
	/** Words that are marked, if any are. */
	words: MarkedWords | null;
	part: Part;
	claim: DeskClaim | null;
	close: () => void;
}) {
	const { desk, names, part } = props;
	const [offered] = useState(() => namedIn(props.claim, part));
	const first = props.words ?? offered[0] ?? null;
	const [text, setText] = useState(first?.words ?? "");
	const [where, setWhere] = useState(() => offered.find(one => one.words === first?.words)?.where ?? false);
	const [actor, setActor] = useState("");
	const [role, setRole] = useState("");
	const [place, setPlace] = useState<ChosenPlace | null>(null);
	const [why, setWhy] = useState("");
	const [wrong, setWrong] = useState<"words" | "as" | "why" | null>(null);
	const submit = () => {
		const words = text.trim();
		if (!words) return setWrong("words");
		if (where ? !place : !actor) return setWrong("as");
		if (!why.trim()) return setWrong("why");
		const exact = [props.words, ...offered].find(one => one?.words === words);
		const mark = exact ? { field: exact.field, at: exact.at, words } : words;
		const as = where ? { place: place?.id } : { actor, ...(role ? { role } : {}) };
		void decide(
			{ kind: "identify", report: part.id, mark, as, why: why.trim() },
			{ about: words, incident: desk.name, seen: desk.seen },
		);
		props.close();
	};
	return (
		<CardForm
			title={rule("identify")}
			hint={t("identifyHint")}
			first="input[type=radio]:checked"
			submit={submit}
			close={props.close}
		>
			<WordsField rows={2} text={text} set={setText} missing={wrong === "words" ? t("identifyWords") : null} />
			{offered.length > 0 && (
				<p class="line reasons" role="group" aria-label={t("identifyOffered")}>
					{offered.map(one => (
						<button
							key={one.words}
							type="button"
							class="small"
							aria-pressed={one.words === text}
							onClick={() => {
								setText(one.words);
								setWhere(one.where);
							}}
						>
							<bdi lang="ar">{one.words}</bdi>
						</button>
					))}
				</p>
			)}
			<fieldset class="identify-as">
				<legend>{t("identifyAs")}</legend>
				{[false, true].map(one => (
					<label key={String(one)} class="check">
						<input type="radio" name="identify-as" checked={where === one} onChange={() => setWhere(one)} />
						{one ? t("identifyWhere") : t("identifyWho")}
					</label>
				))}
			</fieldset>
			{where ? (
				<PlacePick at={placeAt(desk)} chosen={place} choose={setPlace} />
			) : (
				<>
					<Select label={t("identifyActor")} value={actor} of={rows(names, "actors")} none="" set={setActor} />
					<Select
						label={t("identifyRole")}
						value={role}
						of={rows(names, "roles")}
						none={rule("unsaid")}
						set={setRole}
					/>
				</>
			)}
			{wrong === "as" && (where ? !place : !actor) && <p class="small field-wrong">{t("identifyMissing")}</p>}
			<WhyField value={why} wrong={wrong === "why" && !why.trim()} set={setWhy} />
		</CardForm>
	);
}
