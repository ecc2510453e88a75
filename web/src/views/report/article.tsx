// The article with its claims marked by kind. Marks may overlap: the text is parted into stretches, each with all the claims on it.
import { useMemo } from "preact/hooks";
import { find } from "../../parts/bytes";
import { type Mark, type Stretch, stretches } from "../../parts/marks";
import type { Kind } from "./kinds";
import type { Field, ReadClaim, ReadReport } from "./reading";
import { t } from "./words";

export interface Marked {
	claims: readonly ReadClaim[];
	kinds: ReadonlyMap<string, Kind>;
	/** Kinds that are marked. */
	shown: ReadonlySet<Kind>;
	chosen: ReadClaim | null;
	/** Named in no claim: marked softly. */
	named: readonly { span: { field: Field; at: number[] } }[];
	/** Words to which an address led, if it named no claim. */
	pointed: { field: Field; at: number[] } | null;
}

/** Names of marks that are no claims: roles of the chosen claim, words that an address named. */
const ROLE = "role:";
const POINTED = "pointed";
const NAMED = "named:";

function marksOf(report: ReadReport, field: Field, marked: Marked): Mark[] {
	const out: Mark[] = [];
	const put = (id: string, span: { field: Field; at: number[] } | null | undefined) => {
		if (span?.field !== field) return;
		const place = find(report, span);
		if (place && place.start < place.end) out.push({ start: place.start, end: place.end, id });
	};
	for (const c of marked.claims) {
		const kind = marked.kinds.get(c.id);
		if (c === marked.chosen || (kind && marked.shown.has(kind))) put(c.id, c.span);
	}
	const { chosen } = marked;
	if (chosen) {
		put(`${ROLE}figure`, chosen.figure?.span);
		put(`${ROLE}patient`, chosen.patient?.span);
		put(`${ROLE}agent`, chosen.agent?.span);
		put(`${ROLE}place`, chosen.place?.span);
		put(`${ROLE}time`, chosen.time?.span);
		for (const link of chosen.chain) put(`${ROLE}link`, link.span);
	}
	for (const one of marked.named) put(`${NAMED}${one.span.field}.${one.span.at[0]}.${one.span.at[1]}`, one.span);
	if (marked.pointed) put(POINTED, marked.pointed);
	return out;
}

function useStretches(report: ReadReport, field: Field, marked: Marked): Stretch[] {
	return useMemo(
		() => stretches(report[field]?.length ?? 0, marksOf(report, field, marked)),
		[report, field, marked.claims, marked.kinds, marked.shown, marked.chosen, marked.pointed, marked.named],
	);
}

export function FieldText(props: { report: ReadReport; field: Field; marked: Marked }) {
	const text = props.report[props.field] ?? "";
	const parts = useStretches(props.report, props.field, props.marked);
	return <Stretches text={text} parts={parts} from={0} to={text.length} marked={props.marked} />;
}

/** The body by paragraphs: one a line; headings, quotations and items of lists as the page had them. */
export function Body(props: { report: ReadReport; marked: Marked }) {
	const { report, marked } = props;
	const text = report.text ?? "";
	const parts = useStretches(report, "text", marked);
	const paragraphs = useMemo(() => paragraphsOf(report), [report]);
	return (
		<>
			{paragraphs.map(p => {
				const words = <Stretches text={text} parts={parts} from={p.from} to={p.to} marked={marked} />;
				if (p.kind === "heading") return <h2 key={p.from}>{words}</h2>;
				if (p.kind === "quote") return <blockquote key={p.from}>{words}</blockquote>;
				return (
					<p key={p.from} class={p.kind === "list" ? "item" : undefined}>
						{words}
					</p>
				);
			})}
		</>
	);
}

interface Paragraph {
	from: number;
	to: number;
	kind: string | null;
}

function paragraphsOf(report: ReadReport): Paragraph[] {
	const text = report.text ?? "";
	const shapes = report.structure.flatMap(s => {
		const place = find(report, { field: "text", at: s.at });
		return place ? [{ kind: s.kind, from: place.start, to: place.end }] : [];
	});
	const out: Paragraph[] = [];
	for (let from = 0; from < text.length; ) {
		const end = text.indexOf("\n", from);
		const to = end < 0 ? text.length : end;
		const shape = shapes.find(s => s.from < to && s.to > from);
		if (to > from) out.push({ from, to, kind: shape?.kind ?? null });
		from = to + 1;
	}
	return out;
}

function Stretches(props: { text: string; parts: Stretch[]; from: number; to: number; marked: Marked }) {
	const { text, parts, from, to, marked } = props;
	const out: preact.ComponentChild[] = [];
	for (const s of parts) {
		if (s.end <= from) continue;
		if (s.start >= to) break;
		const start = Math.max(s.start, from);
		const words = text.slice(start, Math.min(s.end, to));
		if (s.marks.length === 0) {
			out.push(words);
			continue;
		}
		const claims = s.marks.filter(id => !id.startsWith(ROLE) && !id.startsWith(NAMED) && id !== POINTED);
		const name = s.marks.find(id => id.startsWith(NAMED))?.slice(NAMED.length);
		const role = s.marks.find(id => id.startsWith(ROLE))?.slice(ROLE.length);
		const inner = claims[claims.length - 1];
		const kind = inner === undefined ? null : marked.kinds.get(inner);
		const names = [
			(claims.length > 0 || role || s.marks.includes(POINTED)) && "m",
			name && "named",
			kind && `kind-${kind}`,
			claims.length > 1 && "layered",
			marked.chosen !== null && claims.includes(marked.chosen.id) && "chosen",
			role && `role-${role}`,
			s.marks.includes(POINTED) && "pointed",
		];
		out.push(
			<mark
				key={start}
				class={names.filter(Boolean).join(" ")}
				data-claims={claims.join(" ")}
				data-at={name}
				title={
					claims.length > 1
						? t("layered", { n: claims.length })
						: name && claims.length === 0
							? t("alsoTitle")
							: undefined
				}
			>
				{words}
			</mark>,
		);
	}
	return <>{out}</>;
}
