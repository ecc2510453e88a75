// How the figures of one line moved, told after told: a step for each, on an axis whose factors are equal ways, open ends as arrows.
import type { components } from "../../api/schema";
import { figureAxis, flip } from "../../parts/axis";
import { lang } from "../../settings";
import { range } from "../../words/numbers";
import { t } from "./words";

type Claim = components["schemas"]["SourceClaim"];

const WIDE = 200;
const STEP = 11;
const AIR = 6;

export function Moves(props: { claims: readonly Claim[] }) {
	const told = props.claims.filter(
		claim => claim.polarity !== "denied" && claim.figure && (claim.figure.low !== null || claim.figure.high !== null),
	);
	const values = told.map(claim => range(claim.figure?.low ?? null, claim.figure?.high ?? null));
	if (new Set(values).size < 2) return null;
	const most = told.reduce((max, { figure }) => Math.max(max, figure?.high ?? figure?.low ?? 0), 0);
	const axis = figureAxis(most, WIDE - 2 * AIR);
	const at = (value: number) => flip(AIR + axis.at(value), WIDE, lang.value === "ar" ? "rtl" : "ltr");
	const points = told.map(({ figure, superseded }, i) => {
		const low = figure?.low ?? 0;
		const high = figure?.high ?? null;
		return { y: AIR + i * STEP, from: at(low), to: at(high ?? most * 1.15), open: high === null, superseded };
	});
	return (
		<svg
			class="moved"
			viewBox={`0 0 ${WIDE} ${2 * AIR + (told.length - 1) * STEP}`}
			width={WIDE}
			role="img"
			aria-label={t("movedTo", { values: values.join(" → ") })}
		>
			<title>{values.join(" → ")}</title>
			<polyline class="moved-way" points={points.map(({ from, y }) => `${from},${y}`).join(" ")} />
			{points.map((point, i) => (
				<g key={i} class={point.superseded ? "moved-told superseded" : "moved-told"}>
					<line
						x1={point.from}
						x2={point.to}
						y1={point.y}
						y2={point.y}
						stroke-dasharray={point.open ? "3 2" : undefined}
					/>
					<circle cx={point.from} cy={point.y} r={3.2} />
				</g>
			))}
		</svg>
	);
}
