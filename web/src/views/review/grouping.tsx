// Which reports tell of this incident: undated ones get their date or a place, what is of something else is split off, what is the same is merged. By keys,
// by buttons, by dragging.
import { useEffect, useRef, useState } from "preact/hooks";
import { address, get } from "../../api/client";
import type { components } from "../../api/schema";
import type { IncidentRow, Incidents } from "../../api/types";
import { useAnswer } from "../../api/use";
import { useKeys } from "../../parts/keys";
import { fileName } from "../../parts/path";
import { decide } from "../../parts/ruling/decide";
import { barred } from "../../parts/ruling/reviewer";
import { FormEnd, WhyField } from "../../parts/ruling/ruling";
import { t as rule } from "../../parts/ruling/words";
import { type Names, named } from "../../parts/say";
import { lang } from "../../settings";
import { day, days, told } from "../../words/dates";
import { said } from "../../words/words";
import { outletOf } from "./claims";
import type { Apart, Desk, Part } from "./desk";
import { t } from "./words";

interface Step {
	title: string;
	about: string;
	/** One decision, or several that belong together. */
	bodies: (why: string) => (Record<string, unknown> & { kind: string })[];
	/** Asks for a date first. */
	dated?: boolean;
}

const DRAGGED_REPORTS = "application/x-riwaya-reports";
const DRAGGED_INCIDENT = "application/x-riwaya-incident";

function titleOf(row: IncidentRow): string {
	return told(said(row.title));
}

/** Days around a day. */
function around(date: string | null | undefined, by: number): string | null {
	const at = date ? new Date(`${date.slice(0, 10)}T12:00:00Z`) : null;
	if (!at || Number.isNaN(at.getTime())) return null;
	at.setUTCDate(at.getUTCDate() + by);
	return at.toISOString().slice(0, 10);
}

/** Reports that somebody split apart, of an incident: of each two that are to be one again the later word counts, so the merging names them. */
async function partedBefore(name: string): Promise<string[]> {
	const all = await get<components["schemas"]["Reviews"]>(address("/api/reviews", { incident: name })).catch(
		() => null,
	);
	const ids = new Set<string>();
	for (const { review, state } of all?.reviews ?? []) {
		if (review.kind !== "split" || state !== "counts") continue;
		const { reports, from } = review as { reports?: unknown; from?: unknown };
		for (const one of [reports, from].flat()) if (typeof one === "string") ids.add(one);
	}
	return [...ids].slice(0, MOST_NAMED);
}

/** As many as one decision names, the two incidents apart. */
const MOST_NAMED = 190;

export function Grouping(props: { desk: Desk; names: Names }) {
	const { desk, names } = props;
	const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
	const [step, setStep] = useState<Step | null>(null);
	const [over, setOver] = useState<string | null>(null);
	const can = barred.value === null;
	const here = desk.parts.filter(p => selected.has(p.id));
	const toggle = (id: string) => {
		const next = new Set(selected);
		if (!next.delete(id)) next.add(id);
		setSelected(next);
	};
	const split = (ids: readonly string[]) => {
		if (!can || ids.length === 0 || ids.length === desk.parts.length) return;
		setStep({
			title: t("sureSplit", { n: ids.length }),
			about: t("sureSplit", { n: ids.length }),
			bodies: why => [{ kind: "split", reports: ids, incident: desk.name, why }],
		});
	};
	const move = (ids: readonly string[], row: IncidentRow) => {
		if (!can || ids.length === 0) return;
		const all = ids.length === desk.parts.length;
		setStep({
			title: t("sureMove", { n: ids.length, title: titleOf(row) }),
			about: t("sureMove", { n: ids.length, title: titleOf(row) }),
			bodies: why => [
				...(all ? [] : [{ kind: "split", reports: ids, incident: desk.name, why }]),
				{ kind: "merge", reports: [...ids, row.name], why },
			],
		});
	};
	const merge = async (row: IncidentRow) => {
		if (!can) return;
		const parted = await partedBefore(row.name);
		setStep({
			title: t("sureMerge", { title: titleOf(row) }),
			about: titleOf(row),
			bodies: why => [{ kind: "merge", reports: [desk.name, row.name, ...parted], why }],
		});
	};
	useKeys([
		{
			key: "x",
			says: t("keySelect"),
			run: () => {
				const id = document.activeElement?.closest<HTMLElement>("[data-report]")?.dataset.report;
				if (id) toggle(id);
			},
		},
		{ key: "s", says: t("keySplit"), run: () => split(here.map(p => p.id)) },
	]);
	const dropped = (event: DragEvent, what: (ids: string[]) => void) => {
		const text = event.dataTransfer?.getData(DRAGGED_REPORTS);
		setOver(null);
		if (!text) return;
		event.preventDefault();
		what(text.split(" ").filter(Boolean));
	};
	const allow = (event: DragEvent, type: string, where: string) => {
		if (!event.dataTransfer?.types.includes(type)) return;
		event.preventDefault();
		setOver(where);
	};
	return (
		<div class="grouping">
			{step && (
				<StepForm
					key={step.title}
					step={step}
					close={() => setStep(null)}
					make={async bodies => {
						setStep(null);
						setSelected(new Set());
						for (const body of bodies)
							if (!(await decide(body, { about: step.about, incident: desk.name, seen: desk.seen }))) return;
					}}
				/>
			)}
			<section
				aria-labelledby="group-reports"
				class={over === "here" ? "drop-over" : undefined}
				onDragOver={event => allow(event, DRAGGED_INCIDENT, "here")}
				onDragLeave={() => setOver(null)}
				onDrop={event => {
					const text = event.dataTransfer?.getData(DRAGGED_INCIDENT);
					setOver(null);
					if (!text) return;
					event.preventDefault();
					void merge(JSON.parse(text) as IncidentRow);
				}}
			>
				<h2 id="group-reports">{t("reports")}</h2>
				{can && <p class="quiet small">{t("splitHint")}</p>}
				<ul class="group-list">
					{desk.parts.map(p => (
						<ReportRow
							key={p.id}
							part={p}
							names={names}
							desk={desk}
							selected={selected.has(p.id)}
							toggle={can ? toggle : null}
							drag={() => (selected.has(p.id) ? here.map(x => x.id) : [p.id])}
							publish={() => setStep(publishStep(p.id, outletOf(names, p)))}
						/>
					))}
				</ul>
				{can && (
					<p class="line">
						<span class="quiet">{t("selected", { n: here.length })}</span>
						<button
							type="button"
							class={over === "split" ? "drop-over drop-zone" : "drop-zone"}
							disabled={here.length === 0 || here.length === desk.parts.length}
							onClick={() => split(here.map(p => p.id))}
							onDragOver={event => allow(event, DRAGGED_REPORTS, "split")}
							onDragLeave={() => setOver(null)}
							onDrop={event => dropped(event, split)}
						>
							{over === "split" ? t("dropSplit") : t("splitAct")} <kbd aria-hidden="true">s</kbd>
						</button>
					</p>
				)}
				{desk.apart.length > 0 && (
					<>
						<h3>{t("apartTitle")}</h3>
						<ul class="group-list">
							{desk.apart.map(a => (
								<ApartRow key={a.id} apart={a} desk={desk} names={names} ask={can ? setStep : null} />
							))}
						</ul>
					</>
				)}
			</section>
			<Near
				desk={desk}
				over={over}
				allow={allow}
				dropped={dropped}
				leave={() => setOver(null)}
				merge={merge}
				move={move}
				chosen={here.map(p => p.id)}
			/>
		</div>
	);
}

function publishStep(report: string, outlet: string): Step {
	return {
		title: t("surePublish"),
		about: outlet,
		dated: true,
		bodies: why => [{ kind: "publish", report, why }],
	};
}

function ReportRow(props: {
	part: Part;
	names: Names;
	desk: Desk;
	selected: boolean;
	toggle: ((id: string) => void) | null;
	drag: () => string[];
	publish: () => void;
}) {
	const { part, names, toggle } = props;
	const title = part.report?.title ?? t("untitled");
	const published = part.report?.published.value;
	return (
		<li
			data-report={part.id}
			class={props.selected ? "selected" : undefined}
			draggable={toggle !== null}
			onDragStart={event => event.dataTransfer?.setData(DRAGGED_REPORTS, props.drag().join(" "))}
		>
			{toggle && (
				<input
					type="checkbox"
					checked={props.selected}
					aria-label={t("select", { title })}
					onChange={() => toggle(part.id)}
				/>
			)}
			<div>
				<p class="line small">
					<bdi class="outlet">{outletOf(names, part)}</bdi>
					<span class="quiet number">{published ? day(published, true) : t("undated")}</span>
					{part.part !== "tells" && (published || part.part !== "undated") && (
						<span class="tag">{named(names, "parts", part.part)}</span>
					)}
					{toggle && (!published || part.part === "undated") && (
						<button type="button" class="small" onClick={props.publish}>
							{t("publishAct")}
						</button>
					)}
				</p>
				<a
					class="words"
					lang="ar"
					dir="auto"
					href={`/reports/${part.id}?incident=${encodeURIComponent(props.desk.name)}`}
				>
					{title}
				</a>
				<p class="small quiet">{told((lang.value === "ar" ? part.why_ar : part.why) ?? "")}</p>
			</div>
		</li>
	);
}

function ApartRow(props: { apart: Apart; desk: Desk; names: Names; ask: ((step: Step) => void) | null }) {
	const { apart, desk, names, ask } = props;
	const report = apart.report;
	const outlet = named(names, "outlets", report?.outlet?.id) || report?.outlet?.name || fileName(apart.file);
	return (
		<li>
			<div>
				<p class="line small">
					<bdi class="outlet">{outlet}</bdi>
					<span class="quiet">{t("undated")}</span>
				</p>
				{report && (
					<a class="words" lang="ar" dir="auto" href={`/reports/${report.id}`}>
						{report.title ?? t("untitled")}
					</a>
				)}
				<p class="small quiet">{told((lang.value === "ar" ? apart.why_ar : apart.why) ?? "")}</p>
				{report && ask && (
					<p class="line">
						<button type="button" class="small" onClick={() => ask(publishStep(report.id, outlet))}>
							{t("publishAct")}
						</button>
						<button
							type="button"
							class="small"
							onClick={() =>
								ask({
									title: t("sureJoin"),
									about: outlet,
									bodies: why => [{ kind: "join", report: report.id, with: desk.name, why }],
								})
							}
						>
							{t("belongs")}
						</button>
					</p>
				)}
			</div>
		</li>
	);
}

function Near(props: {
	desk: Desk;
	over: string | null;
	chosen: string[];
	allow: (event: DragEvent, type: string, where: string) => void;
	dropped: (event: DragEvent, what: (ids: string[]) => void) => void;
	leave: () => void;
	merge: (row: IncidentRow) => Promise<void>;
	move: (ids: readonly string[], row: IncidentRow) => void;
}) {
	const { desk } = props;
	const [find, setFind] = useState("");
	const [place, setPlace] = useState("");
	useEffect(() => {
		const id = setTimeout(() => setPlace(find.trim()), 300);
		return () => clearTimeout(id);
	}, [find]);
	const named_ = /^i[0-9a-f]{3,}/.test(place) ? place : null;
	const where = place && !named_ ? place : (desk.incident.place?.id ?? null);
	const near = useAnswer<Incidents>(
		named_
			? null
			: address("/api/incidents", {
					place: where,
					since: around(desk.incident.time?.from, -14),
					until: around(desk.incident.time?.to ?? desk.incident.time?.from, 14),
					most: 20,
				}),
		{ keep: true },
	);
	// Where nothing else is told of the place itself, what happened in those days is shown.
	const alone = !place && near.data !== null && near.data.incidents.every(row => row.name === desk.incident.id);
	const then = useAnswer<Incidents>(
		alone
			? address("/api/incidents", {
					since: around(desk.incident.time?.from, -3),
					until: around(desk.incident.time?.to ?? desk.incident.time?.from, 3),
					most: 20,
				})
			: null,
	);
	const one = useAnswer<{
		incidents: { id: string; title: IncidentRow["title"]; time: IncidentRow["time"]; reports: unknown[] }[];
	}>(named_ ? `/api/incidents/${encodeURIComponent(named_)}` : null);
	const single = one.data?.incidents[0];
	const rows: Pick<IncidentRow, "name" | "title" | "time">[] = named_
		? single
			? [{ name: single.id, title: single.title, time: single.time }]
			: []
		: ((alone ? then.data : near.data)?.incidents ?? []);
	const others = rows.filter(row => row.name !== desk.incident.id) as IncidentRow[];
	const can = barred.value === null;
	return (
		<section aria-labelledby="group-near">
			<h2 id="group-near">{t("nearTitle")}</h2>
			<p class="quiet small">{t("nearHint")}</p>
			<label class="rule-field">
				<span class="only-heard">{t("nearFind")}</span>
				<input
					type="search"
					{...(find ? { dir: "auto" as const } : {})}
					placeholder={t("nearFind")}
					value={find}
					onInput={event => setFind(event.currentTarget.value)}
				/>
			</label>
			{others.length === 0 && (alone ? then.data : near.data || single) && <p class="quiet">{t("nearNone")}</p>}
			<ul class="group-list">
				{others.map(row => (
					<li
						key={row.name}
						class={props.over === row.name ? "drop-over" : undefined}
						draggable={can}
						onDragStart={event => event.dataTransfer?.setData(DRAGGED_INCIDENT, JSON.stringify(row))}
						onDragOver={event => props.allow(event, DRAGGED_REPORTS, row.name)}
						onDragLeave={props.leave}
						onDrop={event => props.dropped(event, ids => props.move(ids, row))}
					>
						<div>
							<a href={`/incidents/${row.name}`}>
								<bdi>{titleOf(row)}</bdi>
							</a>{" "}
							<span class="small quiet number">
								{row.time.from && days(row.time.from, row.time.to ?? row.time.from)}
							</span>
							{can && (
								<p class="line">
									<button type="button" class="small" onClick={() => void props.merge(row)}>
										{t("mergeAct")}
									</button>
									{props.chosen.length > 0 && (
										<button type="button" class="small" onClick={() => props.move(props.chosen, row)}>
											{t("moveAct")}
										</button>
									)}
								</p>
							)}
						</div>
					</li>
				))}
			</ul>
		</section>
	);
}

function StepForm(props: {
	step: Step;
	close: () => void;
	make: (bodies: (Record<string, unknown> & { kind: string })[]) => void;
}) {
	const { step } = props;
	const [why, setWhy] = useState("");
	const [date, setDate] = useState("");
	const [wrong, setWrong] = useState(false);
	const form = useRef<HTMLFormElement>(null);
	useEffect(() => {
		form.current?.querySelector<HTMLElement>("input, textarea")?.focus();
		form.current?.scrollIntoView({ block: "nearest" });
	}, []);
	return (
		<form
			ref={form}
			class="ruling-form review-card step-form"
			aria-label={step.title}
			onKeyDown={event => {
				if (event.key === "Escape") props.close();
			}}
			onSubmit={event => {
				event.preventDefault();
				if (!why.trim()) return setWrong(true);
				const bodies = step.bodies(why.trim());
				props.make(step.dated ? bodies.map(body => ({ ...body, published: date })) : bodies);
			}}
		>
			<h3>{step.title}</h3>
			{step.dated && (
				<label class="rule-field">
					<span>{t("publishedAt")}</span>
					<input type="datetime-local" required value={date} onInput={event => setDate(event.currentTarget.value)} />
				</label>
			)}
			<WhyField value={why} wrong={wrong && !why.trim()} set={setWhy} />
			<FormEnd close={props.close} />
			<p class="only-heard">{rule("why")}</p>
		</form>
	);
}
