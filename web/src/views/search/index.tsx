// Search as you type: reports with the sentence that has most of what was asked for, its words marked.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { address, type Trouble } from "../../api/client";
import type { Found } from "../../api/types";
import { useAnswer } from "../../api/use";
import { bytePlaces } from "../../parts/bytes";
import { useKeys } from "../../parts/keys";
import { type Names, named, useNames } from "../../parts/say";
import { Marked } from "../../parts/text";
import { Empty, Skeleton, TroubleNote } from "../../parts/trouble";
import { go, type ViewProps, withQuery } from "../../router";
import { day, instant } from "../../words/dates";
import { t as frame } from "../../words/frame";
import { number } from "../../words/numbers";
import "./search.css";
import { Help } from "./help";
import { t } from "./words";

const PAGE = 20;
const MOST = 100;
/** How long typing rests before what was typed is asked for. */
const REST = 140;

type Hit = Found["reports"][number];

export default function SearchView(props: ViewProps) {
	const names = useNames();
	const asked = props.query.get("q") ?? "";
	const by = props.query.get("by") === "published" ? "published" : "received";
	const first = Math.max(0, Number.parseInt(props.query.get("first") ?? "0", 10) || 0);
	const typed = useSignal(asked);
	const most = useSignal(PAGE);
	const input = useRef<HTMLInputElement>(null);
	const timer = useRef(0);
	const query = asked.trim();
	const { data, trouble, loading, again } = useAnswer<Found>(
		query === ""
			? null
			: address("/api/search", {
					q: query,
					by: by === "received" ? null : by,
					first: first > 0 ? first : null,
					most: most.value,
				}),
		{ keep: true },
	);
	// The address may change without the field: a link, or a step back.
	useEffect(() => {
		if (asked.trim() !== typed.peek().trim()) typed.value = asked;
		most.value = PAGE;
	}, [asked, first]);
	useEffect(() => {
		input.current?.focus({ preventScroll: true });
		return () => clearTimeout(timer.current);
	}, []);
	const ask = (text: string) => {
		typed.value = text;
		clearTimeout(timer.current);
		timer.current = window.setTimeout(() => go(withQuery({ q: text, first: null }), { replace: true }), REST);
	};
	const put = (text: string) => {
		typed.value = text;
		clearTimeout(timer.current);
		go(withQuery({ q: text, first: null }));
		input.current?.focus();
	};
	const move = (step: 1 | -1) => {
		const links = [...document.querySelectorAll<HTMLElement>(".hit h2 a")];
		const at = links.indexOf(document.activeElement as HTMLElement);
		links[Math.max(0, Math.min(links.length - 1, at < 0 ? 0 : at + step))]?.focus();
	};
	useKeys([
		{ key: "/", says: t("keyInput"), run: () => input.current?.select() },
		{ key: "j", says: t("keyNext"), run: () => move(1) },
		{ key: "k", says: t("keyBefore"), run: () => move(-1) },
	]);
	const wrong = trouble?.status === 400 ? trouble : null;
	const word = query.split(/\s+/).find(one => /^\p{L}+$/u.test(one));
	return (
		<div class="search">
			<header>
				<h1 class="only-heard">{t("title")}</h1>
				<form
					role="search"
					class="line"
					onSubmit={event => {
						event.preventDefault();
						put(typed.value);
					}}
				>
					<input
						ref={input}
						type="search"
						dir={typed.value === "" ? undefined : "auto"}
						aria-label={t("label")}
						placeholder={t("hint")}
						value={typed.value}
						maxLength={1000}
						autocomplete="off"
						spellcheck={false}
						enterkeyhint="search"
						aria-invalid={wrong ? "true" : undefined}
						aria-describedby={wrong ? "query-wrong" : undefined}
						onInput={event => ask(event.currentTarget.value)}
						onKeyDown={event => {
							if (event.key !== "ArrowDown") return;
							event.preventDefault();
							move(1);
						}}
					/>
					<select
						aria-label={t("order")}
						value={by}
						onChange={event =>
							go(withQuery({ by: event.currentTarget.value === "published" ? "published" : null }), { replace: true })
						}
					>
						<option value="received">{t("received")}</option>
						<option value="published">{t("published")}</option>
					</select>
				</form>
				<p class="quiet count" role="status">
					{query !== "" && data && !trouble && (data.more ? t("more", { n: data.all }) : t("found", { n: data.all }))}
				</p>
			</header>
			{wrong && <Wrong query={query} trouble={wrong} />}
			{trouble && !wrong && <TroubleNote trouble={trouble} again={again} />}
			{query === "" && <Help open put={put} />}
			{query !== "" && !data && loading && <Skeleton lines={9} label={frame("loading")} />}
			{query !== "" && data && !trouble && (
				<>
					{data.reports.length === 0 && <Empty title={t("none")}>{word && <p>{t("noneMend", { word })}</p>}</Empty>}
					<ol class={loading ? "hits stale" : "hits"}>
						{data.reports.map(hit => (
							<HitRow key={hit.id} hit={hit} names={names} />
						))}
					</ol>
					<div class="line further">
						{first + data.reports.length < data.all && most.value < MOST && (
							<button type="button" onClick={() => (most.value = Math.min(MOST, most.value + 2 * PAGE))}>
								{t("further")}
							</button>
						)}
						{first > 0 && (
							<a href={withQuery({ first: first > MOST ? String(first - MOST) : null })}>{t("pageBefore")}</a>
						)}
						{most.value === MOST && first + MOST < data.all && (
							<a href={withQuery({ first: String(first + MOST) })}>{t("pageAfter")}</a>
						)}
					</div>
				</>
			)}
			{query !== "" && <Help open={false} put={put} />}
		</div>
	);
}

/** What is wrong with a query, and where. */
function Wrong(props: { query: string; trouble: Trouble }) {
	const { query, trouble } = props;
	const byte = trouble.problem?.byte;
	const at = byte === undefined ? query.length : bytePlaces(query)(byte - 1);
	return (
		<div class="trouble" role="alert" id="query-wrong">
			<p>
				<strong>{t("wrong")}</strong>
			</p>
			{byte !== undefined && (
				<p dir="auto" class="words">
					{query.slice(0, at)}
					<mark class="wrong-at">{query.slice(at) || "␣"}</mark>
				</p>
			)}
			{trouble.mend && <p dir="auto">{trouble.mend.replace(/^at byte \d+: /, "")}</p>}
		</div>
	);
}

function HitRow(props: { hit: Hit; names: Names }) {
	const { names } = props;
	const { hit } = props;
	const { snippet } = hit;
	const inTitle = snippet?.field === "title";
	return (
		<li class="hit">
			<h2>
				<a href={`/reports/${hit.id}`}>
					{inTitle && snippet.text !== null ? (
						<bdi>
							<Marked text={snippet.text} hits={snippet.hits} base={snippet.at[0] ?? 0} />
						</bdi>
					) : (
						<bdi>{hit.title || t("noTitle")}</bdi>
					)}
				</a>
			</h2>
			<p class="hit-about small quiet line">
				<bdi>{named(names, "outlets", hit.outlet.id) || hit.outlet.name || t("noOutlet")}</bdi>
				<span>
					{hit.published
						? t("publishedOn", { day: day(hit.published) })
						: t("receivedOn", { day: instant(hit.received, false) })}
				</span>
				{snippet?.field === "caption" && <span>{t("inCaption")}</span>}
				{hit.claims.length > 0 && <span>{t("nClaims", { n: hit.claims.length })}</span>}
				{hit.incidents.map((name, i) => (
					<a key={name} href={`/incidents/${encodeURIComponent(name)}`}>
						{t("inIncident")}
						{hit.incidents.length > 1 && ` ${number(i + 1)}`}
					</a>
				))}
			</p>
			{snippet && !inTitle && snippet.text !== null && (
				<p class="words" dir="auto">
					{snippet.before && "… "}
					<Marked text={snippet.text} hits={snippet.hits} base={snippet.at[0] ?? 0} />
					{snippet.after && " …"}
				</p>
			)}
		</li>
	);
}
