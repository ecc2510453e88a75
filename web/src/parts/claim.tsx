// Who tells a claim, on whose word, and what of it is not as plain as it looks.
import type { components } from "../api/schema";
import { t } from "./claimwords";
import { type AnyClaim, marksOf, type Names, named } from "./say";

type Link = components["schemas"]["Link"];

/** "Orient, citing Farhad al-Shami (official, SDF)": the outlet first, then back along the chain to the origin. */
export function Source(props: { outlet: string; chain: readonly Link[]; names: Names }) {
	const { names } = props;
	const back = props.chain.slice(0, -1).reverse();
	return (
		<span class="source">
			<bdi class="outlet">{props.outlet}</bdi>
			{back.map((link, i) => (
				<span key={i}>
					{t("citing")}
					<bdi>{link.name ?? t("unnamedMark")}</bdi>
					<span class="quiet">
						{" ("}
						{[named(names, "links", link.kind), named(names, "actors", link.actor)].filter(Boolean).join(" · ")}
						{")"}
					</span>
				</span>
			))}
		</span>
	);
}

export function Marks(props: { claim: AnyClaim; names: Names }) {
	return (
		<>
			{marksOf(props.names, props.claim).map(mark => (
				<span key={mark} class="tag">
					{mark}
				</span>
			))}
		</>
	);
}
