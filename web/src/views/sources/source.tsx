// One source: whom it quotes and who quotes it, and incident by incident what it said, in the order of telling, with how its words moved.
import type { components } from "../../api/schema";
import type { SourceWhole } from "../../api/types";
import { useAnswer } from "../../api/use";
import { Skeleton, TroubleNote } from "../../parts/trouble";
import { day, told } from "../../words/dates";
import { t as frame } from "../../words/frame";
import { number } from "../../words/numbers";
import { said } from "../../words/words";
import { kindName } from ".";
import { t } from "./words";

type Account = components["schemas"]["SourceAccount"];
type Claim = components["schemas"]["SourceClaim"];
type Beside = SourceWhole["quotes"];

/** Quotations of one line that are shown at once; the rest is one click away. */
const SHOWN = 6;

export function SourceView(props: { id: string }) {
	const { data, trouble, again } = useAnswer<SourceWhole>(`/api/sources/${encodeURIComponent(props.id)}`);
	if (trouble && !data) return <TroubleNote trouble={trouble} again={again} />;
	if (!data) return <Skeleton lines={12} label={frame("loading")} />;
	const { source } = data;
	return (
		<article class="source">
			<header>
				<p class="small screen-only">
					<a href="/sources">{t("back")}</a>
				</p>
				<h1>
					<bdi>{said(source.name)}</bdi>
				</h1>
				<p class="quiet line">
					<span>{kindName(source.kind)}</span>
					<span>{t("nIncidents", { n: source.incidents })}</span>
					{source.reports > 0 && <span>{t("nReports", { n: source.reports })}</span>}
					{source.claims > 0 && <span>{t("nClaims", { n: source.claims })}</span>}
					{source.quoted > 0 && <span>{t("nQuoted", { n: source.quoted })}</span>}
					{source.unnamed > 0 && <span>{t("nUnnamed", { n: source.unnamed })}</span>}
				</p>
			</header>
			<div class="source-parts">
				<section class="source-said">
					<h2>{t("said")}</h2>
					{data.said.map(account => (
						<Incident key={account.incident.name} account={account} name={source.name.ar} />
					))}
				</section>
				<div class="source-beside">
					<Bars label={t("quotes")} of={data.quotes} />
					<Bars label={t("quotedBy")} of={data.quoted_by} />
				</div>
			</div>
		</article>
	);
}

/** Other sources with how many claims were passed on, as bars. */
function Bars(props: { label: string; of: Beside }) {
	const most = Math.max(1, ...props.of.map(one => one.claims));
	return (
		<section>
			<h2>{props.label}</h2>
			{props.of.length === 0 && <p class="quiet">{t("nobody")}</p>}
			<ol class="bars">
				{props.of.map(one => (
					<li key={one.key}>
						<span class="line">
							<a href={`/sources/${one.key}`}>
								<bdi>{said(one.name)}</bdi>
							</a>
							<span class="quiet number small">
								{t("times", { n: one.claims })} · {t("nIncidents", { n: one.incidents })}
							</span>
						</span>
						<span class="weight" style={{ inlineSize: `${(100 * one.claims) / most}%` }} />
					</li>
				))}
			</ol>
		</section>
	);
}

function Incident(props: { account: Account; name: string | null }) {
	const { account } = props;
	const of = (line: number | null) =>
		account.claims
			.filter(claim => claim.line === line)
			.sort((a, b) => (a.told.from ?? a.told.to ?? "").localeCompare(b.told.from ?? b.told.to ?? ""));
	return (
		<section class="source-incident">
			<h3>
				<a href={`/incidents/${encodeURIComponent(account.incident.name)}`}>
					<bdi>{told(said(account.incident.title))}</bdi>
				</a>
			</h3>
			{account.moves.length > 0 && (
				<div>
					<p class="small quiet">{t("moves")}</p>
					<ul class="sentences">
						{account.moves.map((move, i) => (
							<li key={i} class={move.type === "contradiction" ? "parted" : ""}>
								{told(said(move.sentence))}
							</li>
						))}
					</ul>
				</div>
			)}
			<dl class="source-lines">
				{account.lines.map((line, i) => (
					<Line key={i} label={said(line)} claims={of(i)} incident={account.incident.name} name={props.name} />
				))}
				<Line label={t("elsewhere")} claims={of(null)} incident={account.incident.name} name={props.name} />
			</dl>
		</section>
	);
}

function Line(props: { label: string; claims: Claim[]; incident: string; name: string | null }) {
	const { label, claims, incident, name } = props;
	if (claims.length === 0) return null;
	const rest = claims.slice(SHOWN);
	return (
		<div>
			<dt>
				<bdi>{label}</bdi>
			</dt>
			<dd>
				<ol>
					{claims.slice(0, SHOWN).map(claim => (
						<Quotation key={`${claim.report} ${claim.id}`} claim={claim} incident={incident} name={name} />
					))}
				</ol>
				{rest.length > 0 && (
					<details>
						<summary class="small quiet">+ {number(rest.length)}</summary>
						<ol>
							{rest.map(claim => (
								<Quotation key={`${claim.report} ${claim.id}`} claim={claim} incident={incident} name={name} />
							))}
						</ol>
					</details>
				)}
			</dd>
		</div>
	);
}

function Quotation(props: { claim: Claim; incident: string; name: string | null }) {
	const { claim } = props;
	const when = claim.told.from ?? claim.told.to;
	const denied = claim.polarity === "denied";
	const href = `/reports/${claim.report}?incident=${encodeURIComponent(props.incident)}&claim=${encodeURIComponent(claim.id)}`;
	return (
		<li class={claim.superseded ? "quotation superseded" : "quotation"}>
			<span class="quotation-figure number">
				{claim.figure && <bdi>{claim.figure.text}</bdi>}
				{denied && <span class="tag">{t("denied")}</span>}
			</span>
			<span>
				<a class="words" href={href} dir="auto">
					{claim.evidence}
				</a>
				<span class="small quiet line">
					{when && <span>{day(when)}</span>}
					{claim.outlet && !claim.by && claim.outlet !== props.name && <bdi>{claim.outlet}</bdi>}
					{claim.of && <Party said="onWord" party={claim.of} />}
					{claim.by && <Party said="through" party={claim.by} />}
					{claim.superseded && <span>{t("superseded")}</span>}
				</span>
			</span>
		</li>
	);
}

function Party(props: { said: "onWord" | "through"; party: { name: string; key: string | null } }) {
	const { name, key } = props.party;
	const shown = key ? (
		<a href={`/sources/${key}`}>
			<bdi>{name}</bdi>
		</a>
	) : (
		<bdi>{name}</bdi>
	);
	return <span>{t.parts(props.said, { name: shown })}</span>;
}
