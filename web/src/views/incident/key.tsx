// The key to the matrix and its plots: shades with their patterns, shapes with their colours.
import { SIDES } from "../../parts/plot";
import { Shape } from "../../parts/rangeplot";
import { sideSaid } from "../../parts/say";
import { t } from "./words";

export function MatrixKey() {
	const shades = [
		["whole", t("keyWhole")],
		["part", t("keyPart")],
		["denied", t("keyDenied")],
		["plain", t("keyPlain")],
		["contradicted", t("keyContradicted")],
		["faint", t("keySuperseded")],
	] as const;
	return (
		<details class="fold key">
			<summary>{t("legend")}</summary>
			<div class="key-columns">
				<ul>
					{shades.map(([shade, says]) => (
						<li key={shade}>
							<span class={`entry ${shade}`} aria-hidden="true">
								{shade === "contradicted" ? "≠" : "١٢"}
							</span>
							{says}
						</li>
					))}
				</ul>
				<ul>
					{SIDES.map(side => (
						<li key={side}>
							<svg width="30" height="16" viewBox="0 0 30 16" aria-hidden="true">
								<Shape side={side} x={8} y={8} />
								<Shape side={side} x={22} y={8} hollow />
							</svg>
							{sideSaid(side)}
						</li>
					))}
					<li class="quiet">{t("keyHollow")}</li>
				</ul>
			</div>
			<p class="small quiet">{t("setsNote")}</p>
		</details>
	);
}
