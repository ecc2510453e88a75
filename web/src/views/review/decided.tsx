// Decisions as the store lists them: who ruled what and why, what became of it; one's own can be taken back, another's seconded.
import { useEffect } from "preact/hooks";
import { storeState } from "../../api/live";
import type { components } from "../../api/schema";
import { useAnswer } from "../../api/use";
import { Lost } from "../../parts/orphan";
import { decide, taken } from "../../parts/ruling/decide";
import { barred, reviewer } from "../../parts/ruling/reviewer";
import { kindSaid } from "../../parts/ruling/ruling";
import { t as rule } from "../../parts/ruling/words";
import { type Names, named, useNames } from "../../parts/say";
import { Skeleton, TroubleNote } from "../../parts/trouble";
import { instant } from "../../words/dates";
import { number } from "../../words/numbers";
import { t } from "./words";

type Reviews = components["schemas"]["Reviews"];
type Row = Reviews["reviews"][number];

/** An answer that follows the store. */
export function useFollowed<T>(path: string | null) {
	const answer = useAnswer<T>(path, { keep: true });
	const at = `${storeState.value} ${taken.value}`;
	useEffect(() => {
		if (path !== null) answer.again();
	}, [at]);
	return answer;
}

function text(value: unknown): string | null {
	return typeof value === "string" ? value : null;
}

function object(value: unknown): Record<string, unknown> {
	return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** The words that a decision holds to. */
function wordsOf(review: Row["review"]): string | null {
	const r = review as Record<string, unknown>;
	const claim = object(r.claim);
	return text(object(claim.mark).words) ?? text(object(r.mark).words);
}

function count(figure: Record<string, unknown>): string {
	const { value, low, high, qualifier } = figure;
	if (typeof value === "number") return number(value);
	if (typeof low === "number" && typeof high === "number") return `${number(low)}–${number(high)}`;
	return text(qualifier) ?? "";
}

/** What it decides, in few words: the claim's act, what of it is to be another, a date, a grade. */
function whatOf(names: Names, review: Row["review"]): string {
	const r = review as Record<string, unknown>;
	const claim = object(r.claim);
	const set = object(r.set);
	const act = named(names, "predicates", text(claim.predicate) ?? text(set.predicate));
	const changes = [
		set.figure === null ? rule("noFigure") : count(object(set.figure)),
		claim.predicate && set.predicate ? named(names, "predicates", text(set.predicate)) : "",
		named(names, "roles", text(object(set.patient).role)),
		named(names, "actors", text(object(set.patient).actor)),
		named(names, "actors", text(object(set.agent).actor)),
		text(object(set.place).id) ?? "",
		text(object(set.time).from) ?? "",
		Array.isArray(set.chain) ? (text(object(set.chain[0]).name) ?? "") : "",
	].filter(Boolean);
	const title = object(r.title);
	return [
		act,
		changes.length > 0 && review.kind === "correct" ? t("setTo", { what: changes.join(" · ") }) : changes.join(" · "),
		named(names, "actors", text(object(r.as).actor)),
		named(names, "roles", text(object(r.as).role)),
		text(object(r.as).place) ?? "",
		text(r.published) ?? "",
		typeof r.grade === "string" ? named(names, "grades", r.grade) : "",
		text(title.ar) ?? text(title.en) ?? "",
	]
		.filter(Boolean)
		.join(" · ");
}

export function Decided(props: {
	path: string;
	none: string;
	newestFirst?: boolean;
	most?: number;
	incidentLink?: boolean;
}) {
	const { data, trouble, again } = useFollowed<Reviews>(props.path);
	const names = useNames();
	if (trouble) return <TroubleNote trouble={trouble} again={again} />;
	if (!data) return <Skeleton lines={4} label={t("loading")} />;
	if (data.reviews.length === 0) return <p class="quiet">{props.none}</p>;
	const rows = props.newestFirst ? [...data.reviews].reverse() : data.reviews;
	return (
		<ol class="decided">
			{rows.slice(0, props.most ?? rows.length).map(row => (
				<One key={row.review.id} row={row} names={names} />
			))}
		</ol>
	);
}

function One(props: { row: Row; names: Names }) {
	const { review, state, orphan } = props.row;
	const words = wordsOf(review);
	const report = text((review as Record<string, unknown>).report)?.split("@")[0];
	const incident = text((review as Record<string, unknown>).incident);
	const can = barred.value === null && review.kind !== "withdraw";
	const own = reviewer.value !== "" && review.by === reviewer.value;
	const stands = state === "counts" || state === "waits";
	const about = words ?? kindSaid(review.kind);
	return (
		<li class={stands ? undefined : "faded"}>
			<p class="line">
				<strong>{kindSaid(review.kind)}</strong>
				<bdi>{whatOf(props.names, review)}</bdi>
				<span class="quiet small">
					{rule.parts("byAt", { by: <bdi key="by">{review.by}</bdi>, at: review.at ? instant(review.at) : "" })}
				</span>
				{state === "waits" && <span class="tag">{rule("waits")}</span>}
				{state === "withdrawn" && <span class="tag">{rule("withdrawn")}</span>}
				{state === "idle" && <span class="tag">{rule("idle")}</span>}
				{can && stands && own && (
					<button
						type="button"
						class="small"
						onClick={() =>
							void decide({ kind: "withdraw", review: review.id, why: rule("undone") }, { about, seen: null })
						}
					>
						{rule("withdraw")}
					</button>
				)}
				{can && state === "waits" && !own && review.kind !== "second" && (
					<button
						type="button"
						class="small"
						onClick={() => void decide({ kind: "second", review: review.id }, { about, seen: null })}
					>
						{t("secondAct")}
					</button>
				)}
			</p>
			{review.why && (
				<p class="decision-why">
					<bdi>{review.why}</bdi>
				</p>
			)}
			{words && (
				<p class="words decided-words" lang="ar" dir="auto">
					{report ? <a href={`/reports/${report}`}>{words}</a> : words}
				</p>
			)}
			{orphan && <Lost why={orphan} />}
			{incident && (
				<p class="small">
					<a href={`/review?incident=${encodeURIComponent(incident)}`}>{incident}</a>
				</p>
			)}
		</li>
	);
}
