// One report: the article with its claims marked, the claims beside it, what copies it, its versions, and the page as it was received.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { recalled } from "../../api/client";
import type { Ledger } from "../../api/types";
import { useAnswer } from "../../api/use";
import { useKeys } from "../../parts/keys";
import { type Names, named, useNames } from "../../parts/say";
import { Skeleton, TroubleNote } from "../../parts/trouble";
import { go, type ViewProps, withQuery } from "../../router";
import { lang } from "../../settings";
import { day, instant, told } from "../../words/dates";
import { percent } from "../../words/numbers";
import { said } from "../../words/words";
import { Body, FieldText, type Marked } from "./article";
import { ClaimList, ClaimShort, ClaimWhole } from "./claims";
import { KINDS, type Kind, kindOf } from "./kinds";
import { type Mention, Mentions, pointer, unclaimed } from "./mentions";
import { inOrder, pointedAt, type ReadClaim, type Reading } from "./reading";
import "./style.css";
import { Versions } from "./versions";
import { t } from "./words";

export default function ReportView(props: ViewProps) {
	const id = props.params[0] ?? "";
	const answer = useAnswer<Reading>(`/api/reports/${encodeURIComponent(id)}`);
	const names = useNames();
	return (
		<>
			{answer.trouble && <TroubleNote trouble={answer.trouble} again={answer.again} />}
			{!answer.data && !answer.trouble && <Skeleton lines={16} label={t("loading")} />}
			{answer.data && <Whole reading={answer.data} names={names} query={props.query} />}
		</>
	);
}

const NO_KINDS: ReadonlySet<Kind> = new Set();
const NOBODY: readonly Mention[] = [];

function Whole(props: { reading: Reading; names: Names; query: URLSearchParams }) {
	const { reading, names, query } = props;
	const { report } = reading;
	const claims = useMemo(() => inOrder(reading.claims), [reading]);
	const kinds = useMemo(() => new Map(claims.map(c => [c.id, kindOf(names, c.predicate)])), [claims, names]);
	const [hidden, setHidden] = useState(NO_KINDS);
	const shown = useMemo(() => new Set(KINDS.filter(k => !hidden.has(k))), [hidden]);
	const listed = useMemo(() => claims.filter(c => shown.has(kinds.get(c.id) ?? "ground")), [claims, kinds, shown]);
	const mentions = useMemo(() => unclaimed(reading), [reading]);
	const [softly, setSoftly] = useState(true);
	const at = query.get("at");
	const pointed = useMemo(() => pointedAt(at), [at]);
	const asked = query.get("claim");
	const chosen = claims.find(c => c.id === asked) ?? null;
	const marked: Marked = { claims, kinds, shown, chosen, pointed, named: softly ? mentions : NOBODY };
	const incident = query.get("incident") ?? reading.incidents[0] ?? null;
	const whole = useRef<HTMLDivElement>(null);
	const aside = useRef<HTMLElement>(null);
	/** Where the choice came from: that side stays where it is, the other one follows. */
	const from = useRef<"text" | "list" | null>(null);

	const choose = (claim: ReadClaim | null, by: "text" | "list") => {
		from.current = by;
		go(withQuery({ claim: claim?.id ?? null, at: null }), { replace: true });
	};
	const point = (mention: Mention) => go(withQuery({ claim: null, at: pointer(mention.span) }), { replace: true });
	const step = (by: number) => {
		if (listed.length === 0) return;
		const place = chosen ? listed.indexOf(chosen) : by > 0 ? -1 : 0;
		choose(listed[(place + by + listed.length) % listed.length] ?? null, "list");
		from.current = null;
	};
	const lineHref = (claim: ReadClaim): string | null =>
		incident === null ? null : `/incidents/${encodeURIComponent(incident)}?claim=${encodeURIComponent(claim.id)}`;
	const reviewHref = (claim: ReadClaim): string | null =>
		incident === null ? null : `/review?incident=${encodeURIComponent(incident)}&claim=${encodeURIComponent(claim.id)}`;

	useEffect(() => {
		if (!chosen && !pointed) return;
		if (from.current !== "text") {
			const words = whole.current?.querySelector("mark.chosen, mark.pointed");
			const box = words?.getBoundingClientRect();
			if (words && box && (box.top < 90 || box.bottom > innerHeight - 120)) words.scrollIntoView({ block: "center" });
		}
		const list = aside.current;
		const item = list?.querySelector<HTMLElement>(".claim.chosen");
		if (from.current !== "list" && list && item && list.scrollHeight > list.clientHeight)
			list.scrollTop = item.offsetTop - 60;
		from.current = null;
	}, [chosen, pointed]);

	useKeys([
		{ key: "j", says: t("keyNext"), run: () => step(1) },
		{ key: "k", says: t("keyPrevious"), run: () => step(-1) },
		{
			key: "g",
			says: t("keyLine"),
			run: () => {
				const href = chosen && lineHref(chosen);
				if (href) go(href);
			},
		},
		{ key: "b", says: t("keyBack"), run: () => incident !== null && go(`/incidents/${encodeURIComponent(incident)}`) },
	]);

	/** The innermost claim on the words; pressed again, the next one out. */
	const pressed = (event: MouseEvent) => {
		const words = event.target instanceof Element ? event.target.closest<HTMLElement>("mark[data-claims]") : null;
		const here = words?.dataset.claims?.split(" ").filter(Boolean) ?? [];
		const named = event.target instanceof Element ? event.target.closest<HTMLElement>("mark[data-at]") : null;
		if (here.length === 0 && named && getSelection()?.isCollapsed !== false) {
			from.current = "text";
			go(withQuery({ claim: null, at: named.dataset.at ?? null }), { replace: true });
			return;
		}
		if (here.length === 0 || getSelection()?.isCollapsed === false) return;
		const now = chosen ? here.indexOf(chosen.id) : -1;
		const next = now > 0 ? here[now - 1] : here[here.length - 1];
		choose(claims.find(c => c.id === next) ?? null, "text");
	};

	return (
		<div class="report" ref={whole}>
			<header class="report-head">
				<p class="line">
					<bdi class="outlet">{named(names, "outlets", report.outlet?.id) || report.outlet?.name}</bdi>
					<span class="quiet">{report.published.value ? day(report.published.value, true) : t("undated")}</span>
					{reading.incidents.map(name => (
						<a key={name} href={`/incidents/${encodeURIComponent(name)}`}>
							{titleOf(name) ?? t("toIncident")}
						</a>
					))}
				</p>
				<h1 class="words" lang="ar" dir="auto">
					{report.title ? (
						// biome-ignore lint/a11y/useKeyWithClickEvents: the list of claims does the same by keyboard
						// biome-ignore lint/a11y/noStaticElementInteractions: words of the article are no buttons
						<span onClick={pressed}>
							<FieldText report={report} field="title" marked={marked} />
						</span>
					) : (
						<span class="quiet">{t("untitled")}</span>
					)}
				</h1>
				<Facts reading={reading} />
				{reading.replaced_by && (
					<p class="then small">
						{t("replaced")} <a href={`/reports/${reading.replaced_by}`}>{t("toNewer")}</a>
					</p>
				)}
			</header>
			<div class="report-columns">
				{/* biome-ignore lint/a11y/useKeyWithClickEvents: the list of claims does the same by keyboard */}
				<article class="article words" lang="ar" dir="auto" onClick={pressed} aria-label={t("article")}>
					<Body report={report} marked={marked} />
					{report.caption && (
						<p class="caption">
							<FieldText report={report} field="caption" marked={marked} />
						</p>
					)}
					{report.furniture.length > 0 && (
						<details class="furniture" lang={lang.value} dir={lang.value === "ar" ? "rtl" : "ltr"}>
							<summary>{t("furniture", { n: report.furniture.length })}</summary>
							<ul>
								{report.furniture.map((line, i) => (
									<li key={i} lang="ar" dir="auto">
										{line}
									</li>
								))}
							</ul>
						</details>
					)}
				</article>
				<aside class="claims" ref={aside} aria-labelledby="claims-title">
					<h2 id="claims-title">{t("claimsOf")}</h2>
					<Kinds claims={claims} kinds={kinds} hidden={hidden} setHidden={setHidden} />
					{claims.length === 0 && <p class="quiet">{t("noClaims")}</p>}
					<ClaimList
						claims={listed}
						kinds={kinds}
						names={names}
						chosen={chosen}
						choose={claim => choose(claim, "list")}
						lineHref={lineHref}
						reviewHref={reviewHref}
					/>
				</aside>
				<div class="report-more">
					<section aria-labelledby="also-title">
						<h2 id="also-title">{t("also")}</h2>
						{mentions.length > 0 && (
							<p class="quiet small">
								{t("alsoSays")}{" "}
								<label class="also-mark screen-only">
									<input type="checkbox" checked={softly} onChange={event => setSoftly(event.currentTarget.checked)} />
									<span class="named">{t("alsoMark")}</span>
								</label>
							</p>
						)}
						<Mentions
							mentions={mentions}
							names={names}
							at={at}
							point={point}
							identifyHref={one =>
								incident === null
									? null
									: `/review?${new URLSearchParams({ incident, report: report.id, identify: pointer(one.span) })}`
							}
						/>
					</section>
					<section aria-labelledby="copies-title">
						<h2 id="copies-title">{t("copies")}</h2>
						<Copies reading={reading} names={names} />
					</section>
					<section aria-labelledby="versions-title">
						<h2 id="versions-title">{t("versions")}</h2>
						{reading.versions > 1 ? <Versions id={report.id} /> : <p class="quiet">{t("versionOne")}</p>}
					</section>
					<Raw reading={reading} />
				</div>
			</div>
			{chosen && (
				<section class={`claim-sheet claim kind-${kinds.get(chosen.id)}`} aria-label={t("claimsOf")}>
					<p class="line">
						<span class="sheet-short">
							<ClaimShort claim={chosen} names={names} />
						</span>
						<button type="button" class="plain" aria-label={t("previous")} onClick={() => step(-1)}>
							↑
						</button>
						<button type="button" class="plain" aria-label={t("next")} onClick={() => step(1)}>
							↓
						</button>
						<button type="button" class="plain" aria-label={t("close")} onClick={() => choose(null, "text")}>
							✕
						</button>
					</p>
					<ClaimWhole claim={chosen} names={names} lineHref={lineHref(chosen)} reviewHref={reviewHref(chosen)} />
				</section>
			)}
		</div>
	);
}

/** An incident's title, where its ledger was seen before. */
function titleOf(name: string): string | null {
	const incident = recalled<Ledger>(`/api/incidents/${encodeURIComponent(name)}`)?.incidents[0];
	return incident ? told(said(incident.title)) : null;
}

function Facts(props: { reading: Reading }) {
	const { reading } = props;
	const { report } = reading;
	const rows: [string, preact.ComponentChildren][] = [
		[t("byline"), report.byline && <bdi>{report.byline}</bdi>],
		[t("dateline"), report.dateline && <bdi>{report.dateline}</bdi>],
		[t("credit"), report.credit && <bdi>{report.credit}</bdi>],
		[t("updated"), report.updated.value && day(report.updated.value, true)],
		[t("received"), instant(reading.received)],
		[t("address"), report.address && <Address address={report.address} />],
	];
	return (
		<dl class="report-facts small">
			{rows
				.filter(([, value]) => value)
				.map(([name, value]) => (
					<div key={name}>
						<dt>{name}</dt>
						<dd>{value}</dd>
					</div>
				))}
			{report.notes.length > 0 && (
				<div>
					<dt>{t("notes")}</dt>
					<dd>
						{report.notes.map((note, i) => (
							<bdi key={i}>{note.text} </bdi>
						))}
					</dd>
				</div>
			)}
		</dl>
	);
}

/** A link only where it leads to a page: an address comes from outside, and may be anything. */
function Address(props: { address: string }) {
	const text = (
		<bdi dir="ltr" class="address">
			{props.address}
		</bdi>
	);
	if (!/^https?:\/\//i.test(props.address)) return text;
	return (
		<a href={props.address} target="_blank" rel="noopener noreferrer nofollow">
			{text}
		</a>
	);
}

function Kinds(props: {
	claims: readonly ReadClaim[];
	kinds: ReadonlyMap<string, Kind>;
	hidden: ReadonlySet<Kind>;
	setHidden: (hidden: ReadonlySet<Kind>) => void;
}) {
	const say: Record<Kind, string> = {
		harm: t("kindHarm"),
		custody: t("kindCustody"),
		force: t("kindForce"),
		ground: t("kindGround"),
		words: t("kindWords"),
	};
	const here = KINDS.filter(kind => props.claims.some(c => props.kinds.get(c.id) === kind));
	if (here.length < 2) return null;
	return (
		<fieldset class="kinds small">
			<legend class="only-heard">{t("show")}</legend>
			{here.map(kind => (
				<label key={kind}>
					<input
						type="checkbox"
						checked={!props.hidden.has(kind)}
						onChange={event => {
							const hidden = new Set(props.hidden);
							if (event.currentTarget.checked) hidden.delete(kind);
							else hidden.add(kind);
							props.setHidden(hidden);
						}}
					/>
					<span class={`m kind-${kind}`}>{say[kind]}</span>
				</label>
			))}
		</fieldset>
	);
}

function Copies(props: { reading: Reading; names: Names }) {
	const { copies } = props.reading;
	if (copies.length === 0) return <p class="quiet">{t("noCopies")}</p>;
	return (
		<ul class="copies">
			{copies.map(c => (
				<li key={c.id}>
					<p class="line small">
						<bdi class="outlet">{named(props.names, "outlets", c.outlet)}</bdi>
						<span class="tag">{c.copier ? t("copiedBy") : t("copiesOf")}</span>
						<span class="quiet">
							{c.copier ? t("share", { share: percent(c.share) }) : t("shareHere", { share: percent(c.share) })}
						</span>
					</p>
					<a class="words" lang="ar" dir="auto" href={`/reports/${c.id}`}>
						{c.title || t("untitled")}
					</a>
				</li>
			))}
		</ul>
	);
}

/** Formats that a browser shows without more ado. */
const SHOWN = new Set(["html", "text", "feed", "telegram", "jsonl", "json"]);

function Raw(props: { reading: Reading }) {
	const { report, bytes } = props.reading;
	const [open, setOpen] = useState(false);
	const src = `/api/reports/${encodeURIComponent(report.id)}/raw`;
	return (
		<details class="raw" onToggle={event => setOpen(event.currentTarget.open)}>
			<summary>
				<h2>{t("raw")}</h2>
				<span class="quiet small">{t("rawBytes", { n: bytes, type: report.format ?? "" })}</span>
			</summary>
			{open && (
				<>
					<p class="quiet small line">
						{t("rawNote")}
						<a href={src} target="_blank" rel="noopener noreferrer">
							{t("rawOpen")}
						</a>
						<a href={`${src}?save=1`} download>
							{t("rawSave")}
						</a>
					</p>
					{SHOWN.has(report.format ?? "") ? (
						<iframe title={t("raw")} src={src} sandbox="" loading="lazy" referrerpolicy="no-referrer" />
					) : (
						<p class="quiet">{t("rawOther")}</p>
					)}
				</>
			)}
		</details>
	);
}
