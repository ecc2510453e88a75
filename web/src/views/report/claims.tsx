// Claims of a report beside its text.
import { Marks } from "../../parts/claim";
import { denialSaid, gloss, type Names, named } from "../../parts/say";
import { day, days } from "../../words/dates";
import { percent } from "../../words/numbers";
import type { Kind } from "./kinds";
import type { ReadClaim } from "./reading";
import { t } from "./words";

/** What a claim says in a few words: its act, its figure. */
export function ClaimShort(props: { claim: ReadClaim; names: Names }) {
	const { claim, names } = props;
	const bounds = gloss(claim);
	return (
		<>
			<span class="claim-act">
				{claim.polarity === "denied" ? `${denialSaid(claim)}: ` : ""}
				{named(names, "predicates", claim.predicate)}
			</span>
			{claim.figure?.text && (
				<bdi class="claim-figure" lang="ar">
					{claim.figure.text}
				</bdi>
			)}
			{bounds && <span class="quiet small number">{bounds}</span>}
			{claim.patient?.text && (
				<bdi class="claim-whom quiet" lang="ar">
					{claim.patient.text}
				</bdi>
			)}
		</>
	);
}

export function ClaimList(props: {
	claims: readonly ReadClaim[];
	kinds: ReadonlyMap<string, Kind>;
	names: Names;
	chosen: ReadClaim | null;
	choose: (claim: ReadClaim | null) => void;
	lineHref: (claim: ReadClaim) => string | null;
	reviewHref: (claim: ReadClaim) => string | null;
}) {
	const { claims, kinds, names, chosen } = props;
	return (
		<ol class="claim-list">
			{claims.map(c => (
				<li key={c.id} id={`claim-${c.id}`} class={`claim kind-${kinds.get(c.id)}${c === chosen ? " chosen" : ""}`}>
					<button type="button" aria-expanded={c === chosen} onClick={() => props.choose(c === chosen ? null : c)}>
						<ClaimShort claim={c} names={names} />
					</button>
					{c === chosen && (
						<ClaimWhole claim={c} names={names} lineHref={props.lineHref(c)} reviewHref={props.reviewHref(c)} />
					)}
				</li>
			))}
		</ol>
	);
}

export function ClaimWhole(props: {
	claim: ReadClaim;
	names: Names;
	lineHref: string | null;
	reviewHref: string | null;
}) {
	const { claim: c, names } = props;
	const who = (p: ReadClaim["patient"]) =>
		p && (
			<>
				<Words text={p.text} />
				<span class="quiet small">
					{[
						named(names, "actors", p.actor),
						named(names, "roles", p.role),
						...p.also.map(a => named(names, "actors", a)),
					]
						.filter(Boolean)
						.join(" · ")}
				</span>
			</>
		);
	const rows: [string, preact.ComponentChildren, string][] = [
		[t("figure"), c.figure?.text && <FigureWhole claim={c} />, "figure"],
		[t("whom"), who(c.patient), "patient"],
		[t("byWhom"), who(c.agent), "agent"],
		[
			t("where"),
			c.place?.text && (
				<>
					<Words text={c.place.text} />
					{c.place.inherited && <span class="quiet small">{t("fromLead")}</span>}
				</>
			),
			"place",
		],
		[
			t("when"),
			c.time && (
				<>
					<Words text={c.time.text} />
					{c.time.from && <span class="quiet small">{whenSaid(c.time.from, c.time.to)}</span>}
				</>
			),
			"time",
		],
		[t("onWhoseWord"), <Chain key="chain" claim={c} names={names} />, "link"],
	];
	return (
		<div class="claim-whole">
			<p class="line">
				<Marks claim={c} names={names} />
				{c.review?.verdict && <span class="tag new">{verdictSaid(c.review.verdict)}</span>}
			</p>
			<dl>
				{rows
					.filter(([, value]) => value)
					.map(([name, value, role]) => (
						<div key={role} class={`role-${role}`}>
							<dt>{name}</dt>
							<dd>{value}</dd>
						</div>
					))}
			</dl>
			<p class="line small">
				{props.lineHref && <a href={props.lineHref}>{t("toLine")}</a>}
				{props.reviewHref && <a href={props.reviewHref}>{t("toReview")}</a>}
				<span class="quiet">
					{t("confidence")}: <span class="number">{percent(c.confidence)}</span>
				</span>
			</p>
		</div>
	);
}

function verdictSaid(verdict: string): string {
	switch (verdict) {
		case "accept":
			return t("accepted");
		case "correct":
			return t("corrected");
		case "reject":
			return t("rejected");
		default:
			return t("reviewed");
	}
}

/** Words of the report, as they stand in it. */
function Words(props: { text: string | null }) {
	return props.text ? (
		<bdi lang="ar" class="words">
			{props.text}
		</bdi>
	) : null;
}

function whenSaid(from: string, to: string | null): string {
	return to === null || from === to ? day(from, true) : days(from, to);
}

function FigureWhole(props: { claim: ReadClaim }) {
	const { claim } = props;
	return (
		<>
			<Words text={claim.figure?.text ?? null} />
			<span class="quiet small number">{gloss(claim)}</span>
		</>
	);
}

/** From the origin to the outlet, each with what kind it is. */
function Chain(props: { claim: ReadClaim; names: Names }) {
	return (
		<ol class="chain">
			{props.claim.chain.map((link, i) => (
				<li key={i}>
					<bdi>{link.name}</bdi>{" "}
					<span class="quiet small">
						{[named(props.names, "links", link.kind), named(props.names, "actors", link.actor)]
							.filter(Boolean)
							.join(" · ")}
					</span>
				</li>
			))}
		</ol>
	);
}
