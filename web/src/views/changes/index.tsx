// Changes: what came and what moved since a moment, most pressing first: incidents, pages that were edited, decisions.
import { address } from "../../api/client";
import type { Changes, Decision, Version } from "../../api/types";
import { useAnswer } from "../../api/use";
import { Difference } from "../../parts/difference";
import { Empty, Skeleton, TroubleNote } from "../../parts/trouble";
import { go, type ViewProps, withQuery } from "../../router";
import { lastVisit } from "../../visit";
import { instant, told } from "../../words/dates";
import { decided } from "../../words/decisions";
import { t as frame } from "../../words/frame";
import { range } from "../../words/numbers";
import { said } from "../../words/words";
import "./changes.css";
import { t } from "./words";

const SPANS = ["1d", "3d", "7d", "30d"] as const;

type Change = Changes["incidents"][number];

export default function ChangesView(props: ViewProps) {
	const visit = lastVisit();
	const since = props.query.get("since") ?? visit ?? "3d";
	const filters = { place: props.query.get("place"), actor: props.query.get("actor"), act: props.query.get("act") };
	const { data, trouble, again } = useAnswer<Changes>(address("/api/changes", { since, ...filters }), { keep: true });
	const choose = (value: string) => go(withQuery({ since: value }));
	const nothing = data && data.incidents.length + data.edits.length + data.decisions.length === 0;
	return (
		<div class="changes">
			<header class="line">
				<h1>{t("title")}</h1>
				<fieldset class="line since-choice">
					<legend class="only-heard">{t("since")}</legend>
					{visit && (
						<button type="button" aria-pressed={since === visit} onClick={() => choose(visit)}>
							{t("lastVisit")}
						</button>
					)}
					{SPANS.map(span => (
						<button key={span} type="button" aria-pressed={since === span} onClick={() => choose(span)}>
							{t(span)}
						</button>
					))}
					<label class="line">
						<span class="quiet">{t("from")}</span>
						<input
							type="date"
							value={/^\d{4}-\d\d-\d\d$/.test(since) ? since : ""}
							onChange={event => event.currentTarget.value && choose(event.currentTarget.value)}
						/>
					</label>
				</fieldset>
				<p class="quiet" role="status">
					{data && t("sinceWhen", { when: instant(data.since) })}
				</p>
			</header>
			{trouble && <TroubleNote trouble={trouble} again={again} />}
			{!data && !trouble && <Skeleton lines={10} label={frame("loading")} />}
			{nothing && (
				<Empty title={t("none")}>
					<p>{t("noneMend")}</p>
				</Empty>
			)}
			{data && data.incidents.length > 0 && (
				<section>
					<h2>{t("incidents", { n: data.incidents.length })}</h2>
					<ol class="changed">
						{data.incidents.map(change => (
							<Incident key={change.id} change={change} />
						))}
					</ol>
				</section>
			)}
			{data && data.edits.length > 0 && (
				<section>
					<h2>{t("edits", { n: data.edits.length })}</h2>
					<ol class="changed">
						{data.edits.map(edit => (
							<Edit key={edit.id} edit={edit} />
						))}
					</ol>
				</section>
			)}
			{data && data.decisions.length > 0 && (
				<section>
					<h2>{t("decisions", { n: data.decisions.length })}</h2>
					<ol class="changed">
						{data.decisions.map((decision, i) => (
							<Decided key={decision.id ?? i} decision={decision} />
						))}
					</ol>
				</section>
			)}
		</div>
	);
}

function Incident(props: { change: Change }) {
	const { change } = props;
	const parted = change.relations.filter(one => one.type === "contradiction");
	const revised = change.relations.filter(one => one.type !== "contradiction");
	return (
		<li>
			<h3 class="line">
				<a href={`/incidents/${encodeURIComponent(change.id)}`}>
					<bdi>{told(said(change.title))}</bdi>
				</a>
				{change.new && <span class="tag new">{t("fresh")}</span>}
			</h3>
			<p class="small quiet line">
				<span>{instant(change.changed)}</span>
				{change.gained.length > 0 && (
					<span>
						{t("gained", { n: change.gained.length })}
						{change.gained.length < change.reports && ` ${t("ofReports", { n: change.reports })}`}
					</span>
				)}
				{change.lost > 0 && <span>{t("lost", { n: change.lost })}</span>}
				{change.merged.length > 0 && <span>{t("merged", { n: change.merged.length })}</span>}
			</p>
			{parted.length > 0 && (
				<div>
					<p class="small part">≠ {t("contradictions")}</p>
					<ul class="sentences">
						{parted.map((one, i) => (
							<li key={i} class="parted">
								{told(said(one.sentence))}
							</li>
						))}
					</ul>
				</div>
			)}
			{revised.length > 0 && (
				<div>
					<p class="small quiet">{t("revisions")}</p>
					<ul class="sentences">
						{revised.map((one, i) => (
							<li key={i}>{told(said(one.sentence))}</li>
						))}
					</ul>
				</div>
			)}
			{!change.new && change.lines.length > 0 && (
				<div>
					<p class="small quiet">{t("lines")}</p>
					<ul class="moves">
						{change.lines.map((line, i) => (
							<li key={i} class="line">
								<bdi>{said(line.label)}</bdi>
								<strong class="number">{bounds(line.range)}</strong>
								<span class="quiet number">{line.new ? t("newLine") : t("was", { range: bounds(line.before) })}</span>
							</li>
						))}
					</ul>
				</div>
			)}
		</li>
	);
}

function bounds(of: { low: number | null; high: number | null }): string {
	return of.low === null && of.high === null ? t("unsaid") : range(of.low, of.high);
}

function Edit(props: { edit: Version }) {
	const { edit } = props;
	return (
		<li>
			<h3>
				<a href={`/reports/${edit.id}`}>
					<bdi>{edit.title || t("open")}</bdi>
				</a>
			</h3>
			<p class="small quiet line">
				{edit.outlet && <bdi>{edit.outlet}</bdi>}
				<span>{instant(edit.received)}</span>
			</p>
			{edit.same && <p class="quiet">{t("sameWords")}</p>}
			{edit.title_changes.length > 0 && <Difference label={t("inTitle")} pieces={edit.title_changes} />}
			{edit.text_changes.length > 0 && <Difference label={t("inText")} pieces={edit.text_changes} />}
			<Told label={t("retracted")} of={edit.retracted} />
			<Told label={t("added")} of={edit.added} />
		</li>
	);
}

function Told(props: { label: string; of: Version["added"] }) {
	if (props.of.length === 0) return null;
	return (
		<div>
			<p class="small quiet">{props.label}</p>
			<ul class="sentences">
				{props.of.map((one, i) => (
					<li key={i}>{told(said(one))}</li>
				))}
			</ul>
		</div>
	);
}

function Decided(props: { decision: Decision }) {
	const { decision } = props;
	return (
		<li>
			<h3 class="line">
				<span>{decided(decision.kind)}</span>
				{decision.waits && <span class="tag">{t("waits")}</span>}
			</h3>
			<p class="small quiet line">
				{decision.by && <span>{t("by", { name: decision.by })}</span>}
				{decision.at && <span>{instant(decision.at)}</span>}
			</p>
			{decision.why && (
				<p>
					<bdi>{decision.why}</bdi>
				</p>
			)}
		</li>
	);
}
