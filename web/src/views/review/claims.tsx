// Claims one by one: a list on one side, the report's words in the middle, what can be decided beside them.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Marks, Source } from "../../parts/claim";
import { useKeys } from "../../parts/keys";
import { fileName } from "../../parts/path";
import { decide } from "../../parts/ruling/decide";
import { EMPTY, Fields, setOf } from "../../parts/ruling/fields";
import { barred } from "../../parts/ruling/reviewer";
import { aboutClaim, Ruling, Standing, WhyField } from "../../parts/ruling/ruling";
import { t as rule } from "../../parts/ruling/words";
import { denialSaid, gloss, label, type Names, named } from "../../parts/say";
import { go, withQuery } from "../../router";
import { day, days } from "../../words/dates";
import { Article, type MarkedWords, selectedWords } from "./article";
import { type Desk, type DeskClaim, type Part, placeAt, undecided } from "./desk";
import { CardForm, WordsField } from "./form";
import { IdentifyForm, wordsAt } from "./identify";
import { t } from "./words";

export function outletOf(names: Names, part: Part): string {
	const outlet = part.report?.outlet;
	return named(names, "outlets", outlet?.id) || outlet?.name || fileName(part.file);
}

export function Claims(props: { desk: Desk; names: Names; query: URLSearchParams }) {
	const { desk, names, query } = props;
	const onlyOpen = query.get("open") === "1";
	const asked = query.get("claim");
	// A report may be asked for, and words of it about which it is to be said who or where they are.
	const askedPart = desk.parts.find(p => p.id === query.get("report")) ?? null;
	const askedWords = query.get("identify");
	const among = askedPart ? desk.claims.filter(c => c.report_id === askedPart.id) : desk.claims;
	const chosen = desk.claims.find(c => c.id === asked) ?? among.find(undecided) ?? among[0] ?? null;
	const shown = desk.claims.filter(c => !onlyOpen || c === chosen || undecided(c));
	const part = desk.parts.find(p => p.id === (chosen?.report_id ?? askedPart?.id ?? desk.parts[0]?.id)) ?? null;
	const own = useMemo(() => desk.claims.filter(c => c.report_id === part?.id), [desk, part]);
	const [marked, setMarked] = useState<MarkedWords | null>(null);
	const [adding, setAdding] = useState<{ words: MarkedWords | null; report: Part } | null>(null);
	const [naming, setNaming] = useState<{ words: MarkedWords | null; report: Part } | null>(null);
	const list = useRef<HTMLDivElement>(null);

	const choose = (id: string | null) => go(withQuery({ claim: id, report: null, identify: null }), { replace: true });
	const step = (by: number, open = false) => {
		const at = chosen ? desk.claims.indexOf(chosen) : -1;
		for (let i = 1; i <= desk.claims.length; i++) {
			const next = desk.claims[(at + by * i + desk.claims.length * 2) % desk.claims.length];
			if (next && (!(open || onlyOpen) || undecided(next))) return choose(next.id);
		}
	};
	/** What is marked as the key goes down: the browser tells of a selection later. */
	const markedNow = (): MarkedWords | null => {
		const article = document.querySelector(".review-article");
		return (article && part?.report ? selectedWords(article, part.report) : null) ?? marked;
	};
	const add = () => {
		if (!part || barred.value !== null) return;
		setNaming(null);
		setAdding({ words: markedNow(), report: part });
	};
	const identify = (words: MarkedWords | null) => {
		if (!part || barred.value !== null) return;
		setAdding(null);
		setNaming({ words, report: part });
	};
	useEffect(() => {
		const words = wordsAt(askedPart, askedWords);
		if (words) identify(words);
	}, [askedPart?.id, askedWords]);
	useKeys([
		{ key: "j", says: t("keyNext"), run: () => step(1) },
		{ key: "k", says: t("keyPrevious"), run: () => step(-1) },
		{ key: "l", says: t("keyNextOpen"), run: () => step(1, true) },
		{ key: "m", says: t("keyAdd"), run: add },
		{ key: "i", says: t("keyIdentify"), run: () => identify(markedNow()) },
	]);
	useEffect(() => {
		const item = list.current?.querySelector<HTMLElement>("[aria-current]");
		const box = list.current;
		if (!item || !box || box.scrollHeight <= box.clientHeight) return;
		const top = item.offsetTop - box.offsetTop;
		if (top < box.scrollTop + 40 || top > box.scrollTop + box.clientHeight - 80) box.scrollTop = top - 80;
	}, [chosen?.id]);

	if (desk.claims.length === 0 && !part) return <p class="quiet">{t("noClaims")}</p>;
	const line = chosen ? desk.lineOf.get(chosen.id) : undefined;
	return (
		<div class="review-columns">
			<div class="review-list" ref={list}>
				<p class="line small">
					<label class="check">
						<input
							type="checkbox"
							checked={onlyOpen}
							onChange={event => go(withQuery({ open: event.currentTarget.checked ? "1" : null }), { replace: true })}
						/>
						{t("onlyOpen")}
					</label>
				</p>
				{shown.length === 0 && <p class="quiet">{t("noClaimsOpen")}</p>}
				{desk.parts.map(p => {
					const here = shown.filter(c => c.report_id === p.id);
					if (here.length === 0) return null;
					return (
						<section key={p.id} aria-label={outletOf(names, p)}>
							<h3 class="small">
								<bdi>{outletOf(names, p)}</bdi>{" "}
								<span class="quiet number">
									{p.report?.published.value ? day(p.report.published.value) : t("undated")}
								</span>
							</h3>
							<ol>
								{here.map(c => (
									<li key={c.id}>
										<button
											type="button"
											class={`plain review-claim${c === chosen ? " chosen" : ""}`}
											aria-current={c === chosen ? "true" : undefined}
											onClick={() => choose(c.id)}
										>
											<Standing claim={c} short />
											<ClaimName claim={c} names={names} />
										</button>
									</li>
								))}
							</ol>
						</section>
					);
				})}
			</div>
			{part?.report && (
				<div class="review-words">
					<p class="line small">
						<bdi class="outlet">{outletOf(names, part)}</bdi>
						<a href={`/reports/${part.id}?incident=${encodeURIComponent(desk.name)}`}>{t("toReport")}</a>
						{barred.value === null && (
							<button type="button" class="small" onClick={add}>
								{marked ? t("addMarked") : t("addMissed")} <kbd aria-hidden="true">m</kbd>
							</button>
						)}
						{barred.value === null && (
							<button type="button" class="small" onClick={() => identify(markedNow())}>
								{rule("identify")} <kbd aria-hidden="true">i</kbd>
							</button>
						)}
					</p>
					<Article report={part.report} claims={own} chosen={chosen} choose={choose} marked={setMarked} />
				</div>
			)}
			<div class="review-side">
				{adding ? (
					<AddForm desk={desk} names={names} words={adding.words} part={adding.report} close={() => setAdding(null)} />
				) : naming ? (
					<IdentifyForm
						key={`${naming.report.id} ${naming.words?.at} ${chosen?.id}`}
						desk={desk}
						names={names}
						words={naming.words}
						part={naming.report}
						claim={chosen?.report_id === naming.report.id ? chosen : null}
						close={() => {
							setNaming(null);
							if (askedWords) go(withQuery({ identify: null }), { replace: true });
						}}
					/>
				) : (
					chosen && (
						<section class="review-card" aria-label={aboutClaim(names, chosen)}>
							<h3>
								<ClaimName claim={chosen} names={names} /> <Standing claim={chosen} />
							</h3>
							<p class="small">
								<Source outlet={part ? outletOf(names, part) : ""} chain={chosen.chain} names={names} />
							</p>
							<Facts claim={chosen} names={names} />
							<p class="line">
								<Marks claim={chosen} names={names} />
							</p>
							{line && <p class="small quiet">{t("inLine", { line: label(line.label) })}</p>}
							<Ruling
								claim={chosen}
								about={aboutClaim(names, chosen)}
								names={names}
								incident={desk.name}
								seen={desk.seen}
								keys
								decided={kind => kind !== "note" && step(1, true)}
							/>
						</section>
					)
				)}
			</div>
		</div>
	);
}

function ClaimName(props: { claim: DeskClaim; names: Names }) {
	const { claim, names } = props;
	const bounds = gloss(claim);
	return (
		<span class="claim-name">
			<span>
				{claim.polarity === "denied" && `${denialSaid(claim)}: `}
				{named(names, "predicates", claim.predicate)}
			</span>
			{claim.figure?.text && (
				<bdi lang="ar" class="claim-figure">
					{claim.figure.text}
				</bdi>
			)}
			{bounds && <span class="quiet number">{bounds}</span>}
		</span>
	);
}

function Facts(props: { claim: DeskClaim; names: Names }) {
	const { claim: c, names } = props;
	const party = (p: DeskClaim["patient"]) =>
		p && [p.text, named(names, "roles", p.role), named(names, "actors", p.actor)].filter(Boolean).join(" · ");
	const time = c.time?.from ? days(c.time.from, c.time.to ?? c.time.from) : null;
	const rows: [string, string | null | undefined][] = [
		[rule("whom"), party(c.patient)],
		[rule("by"), party(c.agent)],
		[rule("place"), c.place?.text ?? c.place?.id],
		[rule("time"), time],
	];
	return (
		<dl class="review-facts small">
			{rows.map(
				([name, value]) =>
					value && (
						<div key={name}>
							<dt>{name}</dt>
							<dd>
								<bdi>{value}</bdi>
							</dd>
						</div>
					),
			)}
		</dl>
	);
}

function AddForm(props: { desk: Desk; names: Names; words: MarkedWords | null; part: Part; close: () => void }) {
	const { desk, names, part } = props;
	const [text, setText] = useState(props.words?.words ?? "");
	const [draft, setDraft] = useState({ ...EMPTY });
	const [why, setWhy] = useState(t("whyAdd"));
	const [wrong, setWrong] = useState<"act" | "words" | null>(null);
	const submit = () => {
		const words = text.trim();
		if (!words) return setWrong("words");
		if (!draft.predicate) return setWrong("act");
		const set: Record<string, unknown> = { predicate: draft.predicate, ...setOf({ ...EMPTY }, draft) };
		const exact = props.words?.words === words ? props.words : null;
		void decide(
			{ kind: "add", report: part.id, mark: exact ?? words, set, why: why.trim() || t("whyAdd") },
			{ about: named(names, "predicates", draft.predicate), incident: desk.name, seen: desk.seen },
		);
		props.close();
	};
	return (
		<CardForm title={t("addTitle")} hint={t("addHint")} first="textarea, select" submit={submit} close={props.close}>
			<WordsField rows={3} text={text} set={setText} missing={wrong === "words" ? t("addWordsMissing") : null} />
			<Fields
				draft={draft}
				names={names}
				at={placeAt(desk)}
				fresh
				change={values => setDraft({ ...draft, ...values })}
			/>
			{wrong === "act" && !draft.predicate && <p class="small field-wrong">{t("addAct")}</p>}
			<WhyField value={why} set={setWhy} />
		</CardForm>
	);
}
