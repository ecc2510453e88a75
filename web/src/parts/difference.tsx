// One version of a text beside the one before: what went is struck through, what came is underlined, and what stayed is shortened.
import type { components } from "../api/schema";
import { words } from "../words/words";

type Piece = components["schemas"]["Piece"];

const t = words({
	removed: ["removed:", "حُذف:"],
	added: ["added:", "أُضيف:"],
});

/** Characters of what stayed that stand on either side of a change. */
const AROUND = 60;

function shortened(text: string, first: boolean, last: boolean): string {
	if (text.length <= 2 * AROUND + 3) return text;
	const from = last ? "" : text.slice(-AROUND).replace(/^\S*\s/, "");
	const to = first ? "" : text.slice(0, AROUND).replace(/\s\S*$/, "");
	return `${to} … ${from}`;
}

export function Difference(props: { label: string; pieces: readonly Piece[] }) {
	const { pieces } = props;
	return (
		<div class="difference">
			<p class="small quiet">{props.label}</p>
			<p class="words" dir="auto">
				{pieces.map((piece, i) => {
					if (piece.removed !== undefined)
						return (
							<del key={i}>
								<span class="only-heard">{t("removed")}</span>
								{piece.removed}{" "}
							</del>
						);
					if (piece.added !== undefined)
						return (
							<ins key={i}>
								<span class="only-heard">{t("added")}</span>
								{piece.added}{" "}
							</ins>
						);
					return <span key={i}>{shortened(piece.kept ?? "", i === 0, i === pieces.length - 1)} </span>;
				})}
			</p>
		</div>
	);
}
