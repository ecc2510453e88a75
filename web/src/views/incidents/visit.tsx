// What changed since this browser was here before, in one line.
import { useSignal } from "@preact/signals";
import { address } from "../../api/client";
import type { Changes } from "../../api/types";
import { useAnswer } from "../../api/use";
import { lastVisit, markSeen } from "../../visit";
import { instant } from "../../words/dates";
import { t } from "./words";

export function SinceVisit() {
	const since = useSignal(lastVisit());
	const { data } = useAnswer<Changes>(since.value === null ? null : address("/api/changes", { since: since.value }));
	if (since.value === null) return null;
	// Its place is kept while it is asked for, so that nothing below it jumps.
	if (!data) return <aside class="since line">{t("visit", { when: instant(since.value) })}</aside>;
	const fresh = data.incidents.filter(each => each.new).length;
	const moved = data.incidents.length - fresh;
	const parted = data.incidents.reduce(
		(sum, each) => sum + each.relations.filter(one => one.type === "contradiction").length,
		0,
	);
	return (
		<aside class="since line">
			<strong>{t("visit", { when: instant(since.value) })}</strong>
			{data.incidents.length === 0 && <span>{t("still")}</span>}
			{fresh > 0 && <span>{t("fresh", { n: fresh })}</span>}
			{moved > 0 && <span>{t("moved", { n: moved })}</span>}
			{parted > 0 && <span class="tag part">≠ {t("contradictions", { n: parted })}</span>}
			{data.incidents.length > 0 && <a href={address("/changes", { since: since.value })}>{t("see")}</a>}
			<button
				type="button"
				class="plain"
				onClick={() => {
					markSeen();
					since.value = null;
				}}
			>
				{t("seen")}
			</button>
		</aside>
	);
}
