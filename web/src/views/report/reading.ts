// A report as the API gives it, with what things are known by.
import type { components } from "../../api/schema";

type Schemas = components["schemas"];

export type Field = "title" | "text" | "caption";
export type ReadReport = Schemas["Report"];
export type ReadClaim = Omit<Schemas["Claim"], "id"> & { id: string };
export type Reading = Omit<Schemas["Reading"], "claims"> & { claims: ReadClaim[] };
export type Version = Schemas["Version"];

const FIELDS: readonly Field[] = ["title", "text", "caption"];

/** In the order in which they stand in the report, the title first. */
export function inOrder(claims: readonly ReadClaim[]): ReadClaim[] {
	const place = (c: ReadClaim): [number, number] => [
		c.span ? FIELDS.indexOf(c.span.field) : FIELDS.length,
		c.span?.at[0] ?? 0,
	];
	return [...claims].sort((a, b) => {
		const [fa, sa] = place(a);
		const [fb, sb] = place(b);
		return fa - fb || sa - sb || (a.figure?.span?.at[0] ?? 0) - (b.figure?.span?.at[0] ?? 0) || (a.id < b.id ? -1 : 1);
	});
}

/** "text.120.310" in an address: words by their place. */
export function pointedAt(text: string | null): { field: Field; at: number[] } | null {
	const found = /^(title|text|caption)\.(\d+)\.(\d+)$/.exec(text ?? "");
	if (!found) return null;
	return { field: found[1] as Field, at: [Number(found[2]), Number(found[3])] };
}
