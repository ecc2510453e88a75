// "As of": the moments at which the ledger changed, as ticks of a slider. Going along it replays how the ledger stood.
import { useEffect, useRef, useState } from "preact/hooks";
import { useKeys } from "../../parts/keys";
import { list } from "../../parts/say";
import { instant } from "../../words/dates";
import { t } from "./words";

export interface Change {
	at: string;
	reports: number;
	decisions: number;
	edited: number;
}

function whatCame(m: Change): string {
	const out: string[] = [];
	if (m.reports) out.push(t("cameReports", { n: m.reports }));
	if (m.decisions) out.push(t("cameDecisions", { n: m.decisions }));
	if (m.edited) out.push(t("cameEdits", { n: m.edited }));
	return list(out);
}

/** Ledgers are asked for when the reader has stopped for so long (milliseconds); the label follows at once. */
const REST = 120;

/** moments: earliest first; the last of them is the present. asOf: null for the present. */
export function AsOf(props: { moments: Change[]; asOf: string | null; choose: (asOf: string | null) => void }) {
	const { moments, asOf } = props;
	const last = moments.length - 1;
	const place = asOf === null ? last : Math.max(0, lastUpTo(moments, asOf));
	const [at, setAt] = useState(place);
	const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
	useEffect(() => setAt(place), [place]);
	useEffect(
		() => () => {
			if (waiting.current) clearTimeout(waiting.current);
		},
		[],
	);
	const go = (to: number, now: boolean) => {
		const next = Math.max(0, Math.min(last, to));
		setAt(next);
		if (waiting.current) clearTimeout(waiting.current);
		const choose = () => props.choose(next === last ? null : (moments[next]?.at ?? null));
		if (now) choose();
		else waiting.current = setTimeout(choose, REST);
	};
	useKeys([
		{ key: "e", says: t("keyEarlier"), run: () => go(at - 1, false) },
		{ key: "l", says: t("keyLater"), run: () => go(at + 1, false) },
	]);
	const here = moments[at];
	if (!here) return null;
	if (last === 0) return <p class="as-of quiet small">{t("onceOnly", { at: instant(here.at) })}</p>;
	const says = `${at === last ? `${t("now")}: ` : ""}${instant(here.at)} · ${whatCame(here)}`;
	return (
		<div class="as-of">
			<label for="as-of">{t("asOf")}</label>
			<div class="as-of-track">
				<input
					id="as-of"
					type="range"
					min={0}
					max={last}
					step={1}
					value={at}
					aria-valuetext={says}
					onInput={event => go(Number(event.currentTarget.value), false)}
					onChange={event => go(Number(event.currentTarget.value), true)}
				/>
				<div class="ticks" aria-hidden="true">
					{moments.length <= 120 &&
						moments.map((m, i) => (
							<span
								key={m.at}
								class={m.decisions ? "decided" : ""}
								style={{ insetInlineStart: `${(i / last) * 100}%` }}
							/>
						))}
				</div>
			</div>
			<output class="small" for="as-of">
				{says}
			</output>
			{at !== last && (
				<button type="button" onClick={() => go(last, true)}>
					{t("toNow")}
				</button>
			)}
		</div>
	);
}

function lastUpTo(moments: Change[], asOf: string): number {
	let found = 0;
	moments.forEach((m, i) => {
		if (m.at <= asOf) found = i;
	});
	return found;
}
