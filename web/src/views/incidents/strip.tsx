// Reports for each day of happening, as bars along time; dragging over them chooses a time. Where days are too many for the width, a bar is several.
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Days } from "../../api/types";
import { useAnswer } from "../../api/use";
import { go, withQuery } from "../../router";
import { lang } from "../../settings";
import { day, days, monthName } from "../../words/dates";
import { digited } from "../../words/numbers";
import { type Chosen, under } from "./query";
import { t } from "./words";

const HIGH = 64;
const AXIS = 22;
const DAY = 86_400_000;
/** A bar is at least so wide, so that a finger finds it. */
const NARROWEST = 5;

const dayNumber = (text: string): number => Math.floor(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / DAY);
const dayText = (n: number): string => new Date(n * DAY).toISOString().slice(0, 10);

interface Bar {
	from: number;
	to: number;
	reports: number;
	incidents: number;
}

/** Days in bars of so many days each. */
export function bars(all: Days["days"], first: number, last: number, width: number): { bars: Bar[]; each: number } {
	const span = last - first + 1;
	const each = Math.max(1, Math.ceil((span * NARROWEST) / Math.max(width, 1)));
	const out = new Map<number, Bar>();
	for (const one of all) {
		const i = Math.floor((dayNumber(one.day) - first) / each);
		const bar = out.get(i) ?? { from: first + i * each, to: first + i * each + each - 1, reports: 0, incidents: 0 };
		bar.reports += one.reports;
		bar.incidents += one.incidents;
		out.set(i, bar);
	}
	return { bars: [...out.values()], each };
}

/** Beginnings of years, months or days between two days, not closer than a name needs. */
function ticks(first: number, last: number, width: number): { at: number; name: string }[] {
	const most = Math.max(2, Math.floor(width / 90));
	const span = last - first + 1;
	const out: { at: number; name: string }[] = [];
	if (span > 2 * 366) {
		const from = Number(dayText(first).slice(0, 4));
		const to = Number(dayText(last).slice(0, 4));
		const step = Math.ceil((to - from + 1) / most);
		for (let year = from; year <= to; year += step)
			out.push({ at: dayNumber(`${year}-01-01`), name: digited(String(year)) });
	} else if (span > 45) {
		const at = new Date(first * DAY);
		const months = Math.ceil(span / 30);
		const step = Math.ceil(months / most);
		for (let i = 0; i <= months; i += step) {
			const month = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + i, 1));
			out.push({
				at: Math.floor(month.getTime() / DAY),
				name: `${monthName(month.getUTCMonth() + 1)} ${digited(String(month.getUTCFullYear()))}`,
			});
		}
	} else {
		const step = Math.ceil(span / most);
		for (let n = first; n <= last; n += step) {
			const at = new Date(n * DAY);
			out.push({ at: n, name: `${digited(String(at.getUTCDate()))} ${monthName(at.getUTCMonth() + 1)}` });
		}
	}
	return out.filter(tick => tick.at >= first && tick.at <= last);
}

export function Strip(props: { chosen: Chosen }) {
	const { chosen } = props;
	const { data } = useAnswer<Days>(under("/api/incidents/days", chosen, ["since", "until"]), { keep: true });
	const box = useRef<HTMLDivElement>(null);
	const [width, setWidth] = useState(0);
	const drag = useSignal<{ from: number; to: number } | null>(null);
	useLayoutEffect(() => {
		const element = box.current;
		if (!element) return;
		const watch = new ResizeObserver(() => setWidth(element.clientWidth));
		watch.observe(element);
		setWidth(element.clientWidth);
		return () => watch.disconnect();
	}, []);
	const all = data?.days ?? [];
	const numbers = all.map(one => dayNumber(one.day)).filter(Number.isFinite);
	// A day of air on both sides; a single day stands in a fortnight.
	const lowest = numbers.length > 0 ? Math.min(...numbers.slice(0, 1)) : 0;
	const highest = numbers.length > 0 ? Math.max(...numbers.slice(-1)) : 0;
	const air = Math.max(1, Math.ceil((14 - (highest - lowest)) / 2));
	const first = lowest - air;
	const last = highest + air;
	const span = last - first + 1;
	const rtl = lang.value === "ar";
	const place = (n: number): number => {
		const x = ((n - first) / span) * width;
		return rtl ? width - x : x;
	};
	const dayAt = (clientX: number): number => {
		const left = box.current?.getBoundingClientRect().left ?? 0;
		const x = rtl ? width - (clientX - left) : clientX - left;
		return Math.max(first, Math.min(last, first + Math.floor((x / Math.max(width, 1)) * span)));
	};
	const { bars: drawn, each } = bars(all, first, last, width);
	const most = drawn.reduce((max, bar) => Math.max(max, bar.reports), 1);
	const picked = drag.value ?? {
		from: chosen.since ? dayNumber(chosen.since) : Number.NaN,
		to: chosen.until ? dayNumber(chosen.until) : Number.NaN,
	};
	const from = Number.isFinite(picked.from) ? picked.from : first;
	const to = Number.isFinite(picked.to) ? picked.to : last;
	const some = Number.isFinite(picked.from) || Number.isFinite(picked.to);
	const low = Math.max(Math.min(from, to), first);
	const high = Math.min(Math.max(from, to), last);
	const edge = (a: number, b: number) => ({
		x: Math.min(place(a), place(b + 1)),
		width: Math.abs(place(b + 1) - place(a)),
	});
	const over = edge(low, Math.max(high, low));
	const total = all.reduce((sum, one) => sum + one.reports, 0);
	return (
		<figure class="days">
			<figcaption class="line small quiet">
				<span>{t("strip")}</span>
				{drag.value && <span class="number">{days(dayText(low), dayText(high))}</span>}
				{data && data.undated > 0 && <span>{t("undated", { n: data.undated })}</span>}
			</figcaption>
			<div
				class="strip-area"
				ref={box}
				title={t("stripHint")}
				onPointerDown={event => {
					if (event.button !== 0 || all.length === 0) return;
					event.currentTarget.setPointerCapture(event.pointerId);
					const at = dayAt(event.clientX);
					drag.value = { from: at, to: at };
				}}
				onPointerMove={event => {
					if (drag.value) drag.value = { from: drag.value.from, to: dayAt(event.clientX) };
				}}
				onPointerCancel={() => {
					drag.value = null;
				}}
				onPointerUp={() => {
					if (!drag.value) return;
					const { from, to } = drag.value;
					drag.value = null;
					const [a, b] = from <= to ? [from, to] : [to, from];
					const bar = a === b ? drawn.find(one => one.from <= a && a <= one.to) : undefined;
					if (a === b && !bar) go(withQuery({ since: null, until: null }));
					else go(withQuery({ since: dayText(bar?.from ?? a), until: dayText(bar?.to ?? b) }));
				}}
			>
				{width > 0 && (
					<svg
						width={width}
						height={HIGH + AXIS}
						role="img"
						aria-label={`${t("strip")}: ${t("reports", { n: total })}`}
					>
						{some && <rect class="strip-over" x={over.x} y={0} width={over.width} height={HIGH} />}
						<line class="strip-base" x1={0} x2={width} y1={HIGH + 0.5} y2={HIGH + 0.5} />
						{drawn.map(bar => {
							const at = edge(bar.from, bar.to);
							const gap = at.width > 4 ? 1 : 0;
							const tall = Math.max(2, (bar.reports / most) * (HIGH - 6));
							const wide = Math.min(Math.max(at.width - gap, 1), 28);
							return (
								<rect
									key={bar.from}
									class={some && (bar.to < low || bar.from > high) ? "strip-bar out" : "strip-bar"}
									x={at.x + (at.width - wide) / 2}
									y={HIGH - tall}
									width={wide}
									height={tall}
								>
									<title>
										{t("stripDay", {
											day: each === 1 ? day(dayText(bar.from)) : days(dayText(bar.from), dayText(bar.to)),
											reports: `${t("reports", { n: bar.reports })} · ${t("count", { n: bar.incidents })}`,
										})}
									</title>
								</rect>
							);
						})}
						{(numbers.length > 0 ? ticks(first, last, width) : []).map(tick => {
							const middle = (place(tick.at) + place(tick.at + (span > 45 ? 0 : 1))) / 2;
							if (middle < 36 || middle > width - 36) return null; // a name would be cut
							return (
								<text key={tick.at} class="strip-tick" x={middle} y={HIGH + 14} text-anchor="middle">
									{tick.name}
								</text>
							);
						})}
					</svg>
				)}
			</div>
		</figure>
	);
}
