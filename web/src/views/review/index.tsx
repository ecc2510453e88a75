// Review: what nobody has decided on yet, incident by incident, claim by claim, by keyboard.
import { useEffect, useRef, useState } from "preact/hooks";
import { address, get, Trouble } from "../../api/client";
import { storeChanged } from "../../api/live";
import type { components } from "../../api/schema";
import type { IncidentRow, Incidents } from "../../api/types";
import { useKeys } from "../../parts/keys";
import { taken, undo } from "../../parts/ruling/decide";
import { Outbox } from "../../parts/ruling/outbox";
import { AskName, Deciding, lookWho } from "../../parts/ruling/reviewer";
import { kindSaid } from "../../parts/ruling/ruling";
import "../../parts/ruling/style.css";
import { t as rule } from "../../parts/ruling/words";
import { useNames } from "../../parts/say";
import { Empty, Skeleton, TroubleNote } from "../../parts/trouble";
import { go, type ViewProps, withQuery } from "../../router";
import { days, told } from "../../words/dates";
import { number, percent } from "../../words/numbers";
import { said } from "../../words/words";
import { Claims } from "./claims";
import { Decided, useFollowed } from "./decided";
import { undecided, useDesk } from "./desk";
import { Grouping } from "./grouping";
import "./style.css";
import { WholeIncident } from "./whole";
import { t } from "./words";

const SORTS = ["contradictions", "reports", "time", "changed"] as const;
type Sort = (typeof SORTS)[number];
const SORT_WORDS = {
	contradictions: "byContradictions",
	reports: "byReports",
	time: "byTime",
	changed: "byChanged",
} as const;

function sortOf(query: URLSearchParams): Sort {
	return SORTS.find(one => one === query.get("sort")) ?? "contradictions";
}

/** The incident behind this one in the order at hand on which nobody decided; from the first on where there is none behind. */
async function nextUnreviewed(sort: Sort, after: string | null): Promise<string | null> {
	const ask = (behind: string | null) =>
		get<Incidents>(address("/api/incidents", { unreviewed: 1, sort, after: behind, most: 2 }));
	let found: Incidents;
	try {
		found = await ask(after);
	} catch (error) {
		if (!(error instanceof Trouble) || after === null) throw error;
		found = await ask(null);
	}
	if (found.incidents.length === 0 && after !== null) found = await ask(null);
	return found.incidents.find(row => row.name !== after)?.name ?? null;
}

export default function ReviewView(props: ViewProps) {
	const name = props.query.get("incident");
	const sort = sortOf(props.query);
	const [told_, setTold] = useState("");
	useEffect(() => void lookWho(), []);
	const mine = taken.value;
	useEffect(() => {
		if (mine > 0) storeChanged();
	}, [mine]);
	const next = async () => {
		try {
			const to = await nextUnreviewed(sort, name);
			if (to === null) {
				setTold(t("allReviewed"));
				if (name) go("/review");
			} else go(`/review?${new URLSearchParams({ incident: to, ...(sort !== "contradictions" ? { sort } : {}) })}`);
		} catch (error) {
			setTold(error instanceof Trouble ? error.message : String(error));
		}
	};
	useKeys([
		{ key: "n", says: t("keyNextIncident"), run: () => void next() },
		{
			key: "u",
			says: t("keyUndo"),
			run: async () => {
				const what = await undo(rule("undone"));
				setTold(what ? rule("undoing", { what: `${kindSaid(what.kind)} ${what.about}` }) : rule("nothingToUndo"));
			},
		},
	]);
	return (
		<>
			<AskName />
			<header class="review-head">
				<div class="line">
					<h1>{t("title")}</h1>
					<button type="button" class={name ? undefined : "main"} onClick={() => void next()}>
						{t("next")} <kbd aria-hidden="true">n</kbd>
					</button>
					<Deciding />
				</div>
				<p class="small quiet review-told" role="status">
					{told_}
				</p>
			</header>
			<Outbox />
			{name ? <OneIncident key={name} name={name} query={props.query} /> : <Overview sort={sort} />}
		</>
	);
}

const TABS = ["claims", "reports", "whole", "decisions"] as const;
type Tab = (typeof TABS)[number];

function OneIncident(props: { name: string; query: URLSearchParams }) {
	const { name, query } = props;
	const { desk, trouble, gone, again } = useDesk(name);
	const names = useNames();
	const tab: Tab = TABS.find(one => one === query.get("part")) ?? "claims";
	const show = (one: Tab) => go(withQuery({ part: one === "claims" ? null : one }), { replace: true });
	const heading = useRef<HTMLHeadingElement>(null);
	useKeys([
		{
			key: "]",
			says: t("keyTabs"),
			run: () => show(TABS[(TABS.indexOf(tab) + 1) % TABS.length] ?? "claims"),
		},
	]);
	if (gone)
		return (
			<Empty title={t("noIncident")}>
				<p>{t("noIncidentMend")}</p>
				<a href="/review">{t("title")}</a>
			</Empty>
		);
	if (!desk)
		return trouble ? <TroubleNote trouble={trouble} again={again} /> : <Skeleton lines={14} label={t("loading")} />;
	const left = desk.claims.filter(undecided).length;
	return (
		<>
			{trouble && <TroubleNote trouble={trouble} again={again} />}
			<div class="line review-incident">
				<h2 ref={heading}>
					<bdi>{told(said(desk.incident.title))}</bdi>
				</h2>
				<span class="quiet small number">{left > 0 ? t("left", { n: left }) : t("noneLeft")}</span>
				<a class="small" href={`/incidents/${encodeURIComponent(name)}`}>
					{t("toIncident")}
				</a>
			</div>
			<div class="switch review-tabs" role="group" aria-label={t("shownTabs")}>
				{TABS.map(one => (
					<button key={one} type="button" aria-pressed={one === tab} onClick={() => show(one)}>
						{t(one)}
					</button>
				))}
			</div>
			{tab === "claims" && <Claims desk={desk} names={names} query={query} />}
			{tab === "reports" && <Grouping desk={desk} names={names} />}
			{tab === "whole" && <WholeIncident desk={desk} />}
			{tab === "decisions" && (
				<Decided path={address("/api/reviews", { incident: name })} none={rule("noDecisions")} newestFirst />
			)}
		</>
	);
}

function Overview(props: { sort: Sort }) {
	const { sort } = props;
	const open = useFollowed<Incidents>(address("/api/incidents", { unreviewed: 1, sort, most: 20 }));
	return (
		<div class="review-overview">
			<section aria-labelledby="open-title">
				<div class="line">
					<h2 id="open-title">{open.data ? t("toReview", { n: open.data.all }) : t("loading")}</h2>
					<label class="line small">
						<span class="quiet">{t("order")}</span>
						<select
							value={sort}
							onChange={event => go(withQuery({ sort: event.currentTarget.value }), { replace: true })}
						>
							{SORTS.map(one => (
								<option key={one} value={one}>
									{t(SORT_WORDS[one])}
								</option>
							))}
						</select>
					</label>
				</div>
				{open.trouble && <TroubleNote trouble={open.trouble} again={open.again} />}
				{!open.data && !open.trouble && <Skeleton lines={6} label={t("loading")} />}
				{open.data?.all === 0 && (
					<Empty title={t("allReviewed")}>
						<p>{t("allReviewedMend")}</p>
					</Empty>
				)}
				<ol class="review-open">
					{open.data?.incidents.map(row => (
						<OpenRow key={row.name} row={row} sort={sort} />
					))}
				</ol>
			</section>
			<section aria-labelledby="waiting-title">
				<h2 id="waiting-title">{t("waiting")}</h2>
				<Decided path="/api/reviews?waiting=1" none={t("noneSuch")} most={20} />
			</section>
			<section aria-labelledby="recent-title">
				<h2 id="recent-title">{t("recent")}</h2>
				<Decided path="/api/reviews" none={rule("noDecisions")} newestFirst most={20} />
			</section>
			<section aria-labelledby="orphans-title">
				<h2 id="orphans-title">{t("orphans")}</h2>
				<p class="quiet small">{t("orphansWhy")}</p>
				<Decided path="/api/reviews?orphans=1" none={t("noneSuch")} most={20} />
			</section>
			<section aria-labelledby="agreement-title">
				<h2 id="agreement-title">{t("agreement")}</h2>
				<Agreement />
			</section>
		</div>
	);
}

function OpenRow(props: { row: IncidentRow; sort: Sort }) {
	const { row } = props;
	const query = new URLSearchParams({
		incident: row.name,
		...(props.sort !== "contradictions" ? { sort: props.sort } : {}),
	});
	return (
		<li>
			<a href={`/review?${query}`}>
				<bdi>{told(said(row.title))}</bdi>
			</a>{" "}
			<span class="quiet small number">
				{row.time.from && days(row.time.from, row.time.to ?? row.time.from)}
				{" · "}
				{t("claims")} {number(row.claims)}
			</span>
		</li>
	);
}

function Agreement() {
	const { data } = useFollowed<components["schemas"]["Agreement"]>("/api/reviews/agreement");
	if (!data) return <Skeleton lines={2} label={t("loading")} />;
	if (data.agreement.length === 0) return <p class="quiet">{t("agreementNone")}</p>;
	return (
		<div class="table-scroll">
			<table class="agreement">
				<thead>
					<tr>
						<th scope="col">{t("people")}</th>
						<th scope="col">{t("bothJudged")}</th>
						<th scope="col">{t("alike")}</th>
						<th scope="col">{t("kappa")}</th>
					</tr>
				</thead>
				<tbody>
					{data.agreement.map(pair => (
						<tr key={`${pair.a} ${pair.b}`}>
							<th scope="row">
								<bdi>{pair.a}</bdi> · <bdi>{pair.b}</bdi>
							</th>
							<td class="number">{number(pair.both)}</td>
							<td class="number">{percent(pair.share)}</td>
							<td class="number">{pair.kappa === null ? "–" : number(pair.kappa)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}
