// Something went wrong: what, and what to do about it.
import type { Trouble } from "../api/client";
import { words } from "../words/words";

const t = words({ again: ["Try again", "أعد المحاولة"] });

export function TroubleNote(props: { trouble: Trouble; again?: () => void }) {
	return (
		<div class="trouble" role="alert">
			<p>
				<strong dir="auto">{props.trouble.message}</strong>
			</p>
			{props.trouble.mend && <p dir="auto">{props.trouble.mend}</p>}
			{props.again && (
				<button type="button" onClick={props.again}>
					{t("again")}
				</button>
			)}
		</div>
	);
}

/** Nothing to show, and why; what to do stands below. */
export function Empty(props: { title: string; children?: preact.ComponentChildren }) {
	return (
		<div class="empty">
			<p class="empty-title">{props.title}</p>
			{props.children}
		</div>
	);
}

/** Lines that stand where text will come. */
export function Skeleton(props: { lines: number; label: string }) {
	return (
		<div class="skeleton" role="status" aria-label={props.label}>
			{Array.from({ length: props.lines }, (_, i) => (
				<span key={i} class={`bone bone-${i % 4}`} />
			))}
		</div>
	);
}
