// A report's words with its claims marked. Words that a reader marks are told as the API counts them: bytes of a field.
import { useEffect, useMemo, useRef } from "preact/hooks";
import { find } from "../../parts/bytes";
import { type Mark, stretches } from "../../parts/marks";
import type { DeskClaim, DeskReport, Field } from "./desk";
import { t } from "./words";

export interface MarkedWords {
	field: Field;
	at: [number, number];
	words: string;
}

const encoder = new TextEncoder();
const FIELDS: readonly Field[] = ["title", "text", "caption"];

/** How far into its field an end of the selection is, in UTF-16 units; null outside of it. */
function offsetIn(field: Element, node: Node, offset: number): number | null {
	if (!field.contains(node) && node !== field) return null;
	const range = document.createRange();
	range.selectNodeContents(field);
	range.setEnd(node, offset);
	return range.toString().length;
}

/** The words that are selected in the article, without space around them. */
export function selectedWords(article: Element, report: DeskReport): MarkedWords | null {
	const selection = getSelection();
	if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
	const range = selection.getRangeAt(0);
	for (const field of FIELDS) {
		const element = article.querySelector(`[data-field="${field}"]`);
		const text = report[field];
		if (!element || !text) continue;
		let start = offsetIn(element, range.startContainer, range.startOffset);
		let end = offsetIn(element, range.endContainer, range.endOffset);
		if (start === null || end === null) continue;
		while (start < end && /\s/.test(text[start] ?? "")) start++;
		while (end > start && /\s/.test(text[end - 1] ?? "")) end--;
		if (start >= end) return null;
		const words = text.slice(start, end);
		const from = encoder.encode(text.slice(0, start)).length;
		return { field, at: [from, from + encoder.encode(words).length], words };
	}
	return null;
}

const ROLES = ["figure", "patient", "agent", "place", "time"] as const;

function marksIn(report: DeskReport, field: Field, claims: readonly DeskClaim[], chosen: DeskClaim | null): Mark[] {
	const out: Mark[] = [];
	const put = (id: string, span: { field: Field; at: number[] } | null | undefined) => {
		if (span?.field !== field) return;
		const at = find(report, span);
		if (at && at.start < at.end) out.push({ start: at.start, end: at.end, id });
	};
	for (const claim of claims) put(claim.id, claim.span);
	if (!chosen) return out;
	for (const role of ROLES) put(`role:${role}`, chosen[role]?.span);
	for (const link of chosen.chain) put("role:link", link.span);
	return out;
}

function FieldWords(props: {
	report: DeskReport;
	field: Field;
	claims: readonly DeskClaim[];
	chosen: DeskClaim | null;
}) {
	const { report, field, claims, chosen } = props;
	const text = report[field] ?? "";
	const parts = useMemo(
		() => stretches(text.length, marksIn(report, field, claims, chosen)),
		[report, field, claims, chosen],
	);
	return (
		<>
			{parts.map(s => {
				const words = text.slice(s.start, s.end);
				if (s.marks.length === 0) return words;
				const ids = s.marks.filter(id => !id.startsWith("role:"));
				const role = s.marks.find(id => id.startsWith("role:"))?.slice(5);
				const here = chosen !== null && ids.includes(chosen.id);
				return (
					<mark
						key={s.start}
						class={`cl${here ? " chosen" : ""}${role && here ? ` role-${role}` : ""}`}
						data-claims={ids.join(" ")}
					>
						{words}
					</mark>
				);
			})}
		</>
	);
}

export function Article(props: {
	report: DeskReport;
	claims: readonly DeskClaim[];
	chosen: DeskClaim | null;
	choose: (id: string) => void;
	marked: (words: MarkedWords | null) => void;
}) {
	const { report, claims, chosen } = props;
	const article = useRef<HTMLElement>(null);
	const { marked } = props;
	useEffect(() => {
		const look = () => {
			if (article.current) marked(selectedWords(article.current, report));
		};
		document.addEventListener("selectionchange", look);
		return () => document.removeEventListener("selectionchange", look);
	}, [report]);
	useEffect(() => {
		const words = article.current?.querySelector("mark.chosen");
		const box = words?.getBoundingClientRect();
		if (words && box && (box.top < 110 || box.bottom > innerHeight - 60)) words.scrollIntoView({ block: "center" });
	}, [chosen?.id]);
	const pressed = (event: MouseEvent) => {
		if (getSelection()?.isCollapsed === false) return;
		const mark = event.target instanceof Element ? event.target.closest<HTMLElement>("mark[data-claims]") : null;
		const ids = mark?.dataset.claims?.split(" ").filter(Boolean) ?? [];
		const at = chosen ? ids.indexOf(chosen.id) : -1;
		const next = at > 0 ? ids[at - 1] : ids[ids.length - 1];
		if (next) props.choose(next);
	};
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the list of claims does the same by keyboard
		<article
			class="review-article words"
			lang="ar"
			dir="auto"
			ref={article}
			aria-label={t("article")}
			onClick={pressed}
		>
			{FIELDS.map(field => {
				if (!report[field]) return null;
				const words = <FieldWords report={report} field={field} claims={claims} chosen={chosen} />;
				return field === "title" ? (
					<h3 key={field} data-field={field}>
						{words}
					</h3>
				) : (
					<p key={field} data-field={field} class={field === "caption" ? "quiet" : "article-text"}>
						{words}
					</p>
				);
			})}
		</article>
	);
}
