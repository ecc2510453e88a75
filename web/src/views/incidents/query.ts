// Which incidents are asked for. The address holds it by the API's own names, so that a link shows the same list.
import { address } from "../../api/client";

export const SORTS = ["time", "changed", "reports", "contradictions", "killed"] as const;
export type Sort = (typeof SORTS)[number];

/** Filters of the address, by name. */
export const FILTERS = [
	"since",
	"until",
	"place",
	"actor",
	"act",
	"reports",
	"contradicted",
	"unreviewed",
	"changed_since",
] as const;
export type Filter = (typeof FILTERS)[number];

export type Chosen = Partial<Record<Filter, string>>;

export function chosenIn(query: URLSearchParams): Chosen {
	const chosen: Chosen = {};
	for (const name of FILTERS) {
		const value = query.get(name);
		if (value) chosen[name] = value;
	}
	return chosen;
}

export function sortIn(query: URLSearchParams): Sort {
	return SORTS.find(sort => sort === query.get("sort")) ?? "time";
}

/** An address of the API under these filters, some of them left out. */
export function under(
	path: string,
	chosen: Chosen,
	without: readonly Filter[] = [],
	more: Record<string, string | number> = {},
): string {
	const values: Record<string, string | number> = {};
	for (const name of FILTERS) {
		const value = chosen[name];
		if (value !== undefined && !without.includes(name)) values[name] = value;
	}
	return address(path, { ...values, ...more });
}
