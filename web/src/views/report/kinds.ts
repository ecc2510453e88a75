// Kinds of claims as the article shows them: each has a colour and a way of underlining of its own.
import type { Names } from "../../parts/say";

export const KINDS = ["harm", "custody", "force", "ground", "words"] as const;
export type Kind = (typeof KINDS)[number];

const KIND_OF: Record<string, Kind> = {
	death: "harm",
	casualties: "harm",
	injury: "harm",
	missing: "harm",
	left_custody: "custody",
	taken_into_custody: "custody",
	surrender: "custody",
	abduction: "custody",
	held: "custody",
	attack: "force",
	raid: "force",
	explosion: "force",
	strike: "force",
	uprising: "force",
	armed: "force",
	besieged: "force",
	speech_act: "words",
	blame: "words",
};

export function kindOf(names: Names, predicate: string | null): Kind {
	const family = names.predicates?.[predicate ?? ""]?.family;
	return KIND_OF[family ?? ""] ?? "ground";
}
