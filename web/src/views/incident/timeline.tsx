// The timeline of happening and of telling: a strip for the eye, and a list that says it in words.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Direction, flip } from "../../parts/axis";
import { type Names, outletName, toldSaid } from "../../parts/say";
import { digits, lang, months } from "../../settings";
import { day, days, monthName, told } from "../../words/dates";
import { digited } from "../../words/numbers";
import { said } from "../../words/words";
import { type Model, type Moment, reportHref } from "./ledger";
import { byDay, type Day, times } from "./times";
import { t } from "./words";

export function Timeline(props: { model: Model; names: Names; printing: boolean }) {
	const { model } = props;
	const [by, setBy] = useState<"happened" | "told">("happened");
	const list = useMemo(() => byDay(model, by), [model, by]);
	if (model.incident.timeline.length === 0) return <p class="quiet">{t("timesNone")}</p>;
	return (
		<>
			<Strip model={model} />
			<div class="line screen-only">
				<button type="button" aria-pressed={by === "happened"} onClick={() => setBy("happened")}>
					{t("timesOfHappening")}
				</button>
				<button type="button" aria-pressed={by === "told"} onClick={() => setBy("told")}>
					{t("timesOfTelling")}
				</button>
			</div>
			<ol class="days">
				{list.map(d => (
					<DayOf key={`${by} ${d.day} ${d.to}`} {...props} day={d} />
				))}
			</ol>
		</>
	);
}

const FIRST = 8;

function DayOf(props: { model: Model; names: Names; day: Day; printing: boolean }) {
	const [all, setAll] = useState(false);
	const { moments } = props.day;
	const shown = all || props.printing ? moments : moments.slice(0, FIRST);
	return (
		<li class="day">
			<h3>
				{props.day.day === null
					? t("noDay")
					: props.day.to === null
						? day(props.day.day)
						: days(props.day.day, props.day.to)}
			</h3>
			<ul>
				{shown.map(m => (
					<MomentOf key={m.claim} {...props} moment={m} />
				))}
				{moments.length > shown.length && (
					<li>
						<button type="button" class="plain small" onClick={() => setAll(true)}>
							{t("showMore", { n: moments.length - shown.length })}
						</button>
					</li>
				)}
			</ul>
		</li>
	);
}

function MomentOf(props: { model: Model; names: Names; moment: Moment }) {
	const { model, names, moment: m } = props;
	const claim = model.claims.get(m.claim);
	const clock = /T(\d\d:\d\d)/.exec(m.happened?.from ?? "")?.[1];
	return (
		<li class="moment">
			{clock && <span class="clock number">{digited(clock)}</span>}
			<span>{told(said(m.what))}</span>
			{claim && (
				<a class="quiet small" href={reportHref(model, claim)}>
					{t("firstTold", { outlet: outletName(names, model.outletOf.get(claim.report_id)) })} · {toldSaid(claim)}
				</a>
			)}
			{m.also.length > 0 && <span class="quiet small">{t("alsoTold", { n: m.also.length })}</span>}
		</li>
	);
}

const LANE = 9;
const PAD = 4;
/** Room for the half of the last tick's name. */
const END = 48;

function Strip(props: { model: Model }) {
	const frame = useRef<HTMLDivElement>(null);
	const [width, setWidth] = useState(0);
	useEffect(() => {
		const e = frame.current;
		if (!e) return;
		const look = () => setWidth(Math.min(1500, e.clientWidth));
		look();
		const watch = new ResizeObserver(look);
		watch.observe(e);
		return () => watch.disconnect();
	}, []);
	const direction: Direction = lang.value === "ar" ? "rtl" : "ltr";
	const side = 84;
	const length = Math.max(200, width - side - PAD - END);
	const laid = useMemo(() => times(props.model, length), [props.model, length, lang.value, digits.value, months.value]);
	if (laid === null) return <div ref={frame} />;
	const above = laid.happenedLanes * LANE + 10;
	const below = laid.toldLanes * LANE + 10;
	const height = above + below + 26;
	const x = (at: number): number => flip(at + side + PAD, Math.max(width, side + length), direction);
	return (
		<div class="strip" ref={frame} style={{ minBlockSize: `${height}px` }}>
			<div class="strip-names small quiet" aria-hidden="true">
				<span style={{ insetBlockStart: `${above / 2 - 10}px` }}>{t("happened")}</span>
				<span style={{ insetBlockStart: `${above + below / 2 - 10}px` }}>{t("toldLane")}</span>
			</div>
			{width > 0 && (
				<svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t("timesDrawing")}>
					{laid.axis.ticks.map(tick => (
						<g key={tick.value}>
							<line
								class="tick"
								x1={x(laid.axis.at(tick.value))}
								x2={x(laid.axis.at(tick.value))}
								y1={0}
								y2={above + below}
							/>
							<text x={x(laid.axis.at(tick.value))} y={above + below + 18} text-anchor="middle">
								{tickName(tick.value, laid.axis.step)}
							</text>
						</g>
					))}
					<line class="tick bold" x1={x(0)} x2={x(laid.axis.length)} y1={above} y2={above} />
					{laid.happened.map(b => (
						<line
							key={b.moment}
							class="happened"
							x1={x(b.from)}
							x2={x(b.to)}
							y1={6 + b.lane * LANE}
							y2={6 + b.lane * LANE}
						/>
					))}
					{laid.told.map(p => (
						<circle
							key={p.id}
							class={p.copied ? "told copied" : "told"}
							cx={x(p.at)}
							cy={above + 8 + p.lane * LANE}
							r={3.2}
						/>
					))}
				</svg>
			)}
		</div>
	);
}

function tickName(value: number, step: number): string {
	const at = new Date(value);
	const d = `${at.getUTCDate()} ${monthName(at.getUTCMonth() + 1)}`;
	if (step >= 364 * 864e5) return digited(String(at.getUTCFullYear()));
	if (step >= 864e5) return digited(d);
	const hour = `${String(at.getUTCHours()).padStart(2, "0")}:00`;
	return digited(at.getUTCHours() === 0 ? d : hour);
}
