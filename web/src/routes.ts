// Which view an address leads to. A view is a folder of views/ whose index.tsx exports it by default; it is loaded when it is first gone to.
import type { View } from "./router";

const found = import.meta.glob<{ default: View }>("./views/*/index.tsx");

interface Route {
	view: string;
	pattern: RegExp;
}

const ROUTES: readonly Route[] = [
	{ view: "incidents", pattern: /^\/incidents$/ },
	{ view: "incident", pattern: /^\/incidents\/([^/]+)$/ },
	{ view: "report", pattern: /^\/reports\/([^/]+)$/ },
	{ view: "search", pattern: /^\/search$/ },
	{ view: "changes", pattern: /^\/changes$/ },
	{ view: "sources", pattern: /^\/sources(?:\/([^/]+))?$/ },
	{ view: "review", pattern: /^\/review$/ },
	{ view: "add", pattern: /^\/add$/ },
	{ view: "account", pattern: /^\/account$/ },
];

function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

const loader = (view: string) => found[`./views/${view}/index.tsx`];

export function hasView(view: string): boolean {
	return loader(view) !== undefined;
}

export interface Match {
	view: string;
	params: string[];
}

export function match(path: string): Match | null {
	const plain = path.length > 1 ? path.replace(/\/+$/, "") : path;
	for (const route of ROUTES) {
		const parts = route.pattern.exec(plain);
		if (parts && hasView(route.view))
			return {
				view: route.view,
				params: parts
					.slice(1)
					.filter(part => part !== undefined)
					.map(decoded),
			};
	}
	return null;
}

export async function load(view: string): Promise<View> {
	const load = loader(view);
	if (!load) throw new Error(`no view ${view}`);
	return (await load()).default;
}
