// A claim as a person reads it: who tells it on whose word, when, and its exact words in their sentence.

import { find } from "../../parts/bytes";
import { Marks, Source } from "../../parts/claim";
import { sentenceAround } from "../../parts/marks";
import { type Names, outletName, toldSaid } from "../../parts/say";
import { type Claim, type Model, reportHref } from "./ledger";
import { t } from "./words";

/** The exact words of a claim, marked in their sentence, the figure within them marked again. Words of reports are never turned or translated. */
export function Quote(props: { model: Model; claim: Claim; most?: number }) {
	const { claim, model } = props;
	const report = model.reports.get(claim.report_id);
	const place = report && claim.span ? find(report, claim.span) : null;
	if (!report || !place)
		return (
			<q class="words" lang="ar" dir="auto">
				<mark>{claim.evidence}</mark>
			</q>
		);
	const around = sentenceAround(place.text, place.start, place.end, props.most);
	const figure = claim.figure?.span ? find(report, claim.figure.span) : null;
	let words: preact.ComponentChildren = around.words;
	if (figure && figure.field === place.field && figure.start >= place.start && figure.end <= place.end) {
		const from = figure.start - place.start;
		const to = figure.end - place.start;
		words = (
			<>
				{around.words.slice(0, from)}
				<b>{around.words.slice(from, to)}</b>
				{around.words.slice(to)}
			</>
		);
	}
	return (
		<q class="words" lang="ar" dir="auto">
			{around.cutBefore && "… "}
			{around.before}
			<mark>{words}</mark>
			{around.after}
			{around.cutAfter && " …"}
		</q>
	);
}

/** Who tells a claim of this ledger on whose word. */
export function TellingSource(props: { model: Model; claim: Claim; names: Names }) {
	const { claim, model, names } = props;
	return <Source outlet={outletName(names, model.outletOf.get(claim.report_id))} chain={claim.chain} names={names} />;
}

export function Telling(props: { model: Model; claim: Claim; names: Names; most?: number }) {
	const { claim, model, names } = props;
	const source = claim.implied_by ? model.claims.get(claim.implied_by) : undefined;
	return (
		<article class={`telling${claim.superseded_by ? " faint" : ""}`}>
			<header>
				<TellingSource model={model} claim={claim} names={names} />
				<span class="quiet number">{toldSaid(claim)}</span>
				<Marks claim={claim} names={names} />
			</header>
			<p>
				<Quote model={model} claim={source ?? claim} {...(props.most === undefined ? {} : { most: props.most })} />
			</p>
			<a class="to-report small" href={reportHref(model, source ?? claim)}>
				{t("openReport")}
			</a>
		</article>
	);
}
