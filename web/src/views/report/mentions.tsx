// Whom, where, when and how many the report names without a claim that rests on them: listed below it, and marked softly in its words.
import { type Names, named } from "../../parts/say";
import { days } from "../../words/dates";
import { number } from "../../words/numbers";
import type { Field, ReadClaim, Reading } from "./reading";
import { t } from "./words";

type Span = { field: Field; at: number[] };

export interface Mention {
	layer: (typeof LAYERS)[number];
	span: Span;
	text: string;
	/** In the lexicon, of whom or where. */
	id: string | null;
	role: string | null;
	from: string | null;
	to: string | null;
	low: number | null;
	high: number | null;
}

const LAYERS = ["actors", "places", "dates", "figures"] as const;

function text(value: unknown): string | null {
	return typeof value === "string" ? value : null;
}
function amount(value: unknown): number | null {
	return typeof value === "number" ? value : null;
}

function spansOf(claim: ReadClaim): Span[] {
	const parts = [claim.figure, claim.patient, claim.agent, claim.place, claim.time, ...claim.chain];
	return parts.flatMap(part => (part?.span ? [part.span as Span] : []));
}

/** Those on which no claim rests, in the order in which they stand. */
export function unclaimed(reading: Reading): Mention[] {
	const taken = reading.claims.flatMap(spansOf);
	return reading.mentions.flatMap(one => {
		const layer = LAYERS.find(l => l === one.layer);
		const span = one.span as Span | null;
		if (!layer || !span || !one.text) return [];
		const [start = 0, end = 0] = span.at;
		if (taken.some(s => s.field === span.field && (s.at[0] ?? 0) < end && (s.at[1] ?? 0) > start)) return [];
		const more = one as Record<string, unknown>;
		const mention: Mention = {
			layer,
			span,
			text: one.text,
			id: text(more.id),
			role: text(more.role),
			from: text(more.from),
			to: text(more.to),
			low: amount(more.low),
			high: amount(more.high),
		};
		// "many of them" is no figure to look for.
		return layer === "figures" && mention.low === null && mention.high === null ? [] : [mention];
	});
}

/** "text.120.310": words by their place, as an address has them. */
export function pointer(span: Span): string {
	return `${span.field}.${span.at[0]}.${span.at[1]}`;
}

/** The same thing, named once or more. */
function together(mentions: readonly Mention[]): Mention[][] {
	const by = new Map<string, Mention[]>();
	for (const one of mentions) {
		const key = one.id ?? one.text;
		by.set(key, [...(by.get(key) ?? []), one]);
	}
	return [...by.values()];
}

/** What the words are taken for, where that says more than they do. */
function takenFor(names: Names, one: Mention): string {
	if (one.layer === "actors") return named(names, "actors", one.id) || named(names, "roles", one.role);
	if (one.layer === "dates") return one.from ? days(one.from.slice(0, 10), (one.to ?? one.from).slice(0, 10)) : "";
	if (one.layer === "places") return one.id ? "" : t("placeUnknown");
	if (one.low !== null && one.high !== null)
		return one.low === one.high ? number(one.low) : `${number(one.low)}–${number(one.high)}`;
	return one.low !== null ? `≥ ${number(one.low)}` : `≤ ${number(one.high ?? 0)}`;
}

const WORDS = { actors: "alsoWho", places: "alsoWhere", dates: "alsoWhen", figures: "alsoMany" } as const;

export function Mentions(props: {
	mentions: readonly Mention[];
	names: Names;
	/** The words that the address points at. */
	at: string | null;
	point: (mention: Mention) => void;
	/** Where it can be said who or where the words are; null where nobody can. */
	identifyHref: (mention: Mention) => string | null;
}) {
	const { mentions, names, at } = props;
	if (mentions.length === 0) return <p class="quiet">{t("alsoNone")}</p>;
	const here = mentions.find(one => pointer(one.span) === at);
	const href = here && (here.layer === "actors" || here.layer === "places") ? props.identifyHref(here) : null;
	return (
		<>
			<dl class="also">
				{LAYERS.map(layer => {
					const groups = together(mentions.filter(one => one.layer === layer));
					if (groups.length === 0) return null;
					return (
						<div key={layer}>
							<dt>{t(WORDS[layer])}</dt>
							<dd>
								<ul>
									{groups.map(group => {
										const now = group.findIndex(one => pointer(one.span) === at);
										const first = group[0];
										const next = group[(now + 1) % group.length];
										if (!first || !next) return null;
										const meant = takenFor(names, first);
										return (
											<li key={pointer(first.span)}>
												<button
													type="button"
													class="chip"
													aria-pressed={now >= 0}
													title={group.length > 1 ? t("alsoNext") : undefined}
													onClick={() => props.point(next)}
												>
													<bdi lang="ar">{first.text}</bdi>
													{meant && meant !== first.text && <bdi class="quiet small">{meant}</bdi>}
													{group.length > 1 && (
														<span class="quiet small number">{t("times", { n: group.length })}</span>
													)}
												</button>
											</li>
										);
									})}
								</ul>
							</dd>
						</div>
					);
				})}
			</dl>
			{href && here && (
				<p class="small" role="status">
					<a href={href}>{t.parts("alsoIdentify", { words: <bdi key="w">{here.text}</bdi> })}</a>
				</p>
			)}
		</>
	);
}
