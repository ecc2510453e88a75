// A small map on which a point is chosen: land and borders as the map of incidents has them. Loaded when it is opened.
import countries from "virtual:land";
import { select } from "d3-selection";
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from "d3-zoom";
import { useEffect, useRef, useState } from "preact/hooks";
import { fit, project, ringPath, WORLD } from "../../views/incidents/geometry";
import { number } from "../../words/numbers";
import type { FoundPlace } from "./place";
import { t } from "./words";

export interface PointMapProps {
	/** Where to look first. */
	at: { lat: number; lon: number } | null;
	point: { lat: number; lon: number } | null;
	near: readonly FoundPlace[];
	ask: (point: { lat: number; lon: number }) => void;
}

const WIDTH = 420;
const HEIGHT = 240;
const HOME = [project(30, 12), project(50, 40)];
const land = countries.flatMap(({ rings }) => rings.map(ring => ringPath(ring).path)).join("");

/** Where on the earth a point of the plane is. */
function placeOf(x: number, y: number): { lat: number; lon: number } {
	const lon = (x / WORLD - 0.5) * 360;
	const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) * 180) / Math.PI;
	return { lat, lon };
}

export function PointMap(props: PointMapProps) {
	const area = useRef<SVGSVGElement>(null);
	const behaviour = useRef<ZoomBehavior<SVGSVGElement, unknown> | null>(null);
	const [look, setLook] = useState<ZoomTransform>(zoomIdentity);
	const [cross, setCross] = useState({ x: WIDTH / 2, y: HEIGHT / 2 });
	useEffect(() => {
		const element = area.current;
		if (!element) return;
		const made = zoom<SVGSVGElement, unknown>()
			.scaleExtent([0.1, 200])
			.on("zoom", event => setLook(event.transform));
		behaviour.current = made;
		select(element).call(made).on("dblclick.zoom", null);
		const { at } = props;
		const around = at ? [project(at.lon - 2.5, at.lat - 1.5), project(at.lon + 2.5, at.lat + 1.5)] : HOME;
		const view = fit(around, WIDTH, HEIGHT, 40);
		select(element).call(made.transform, zoomIdentity.translate(view.x, view.y).scale(view.k));
		return () => {
			select(element).on(".zoom", null);
		};
	}, []);
	const ask = (x: number, y: number) => {
		setCross({ x, y });
		const [px, py] = look.invert([x, y]);
		props.ask(placeOf(px, py));
	};
	const zoomBy = (by: number) => {
		if (area.current && behaviour.current) select(area.current).call(behaviour.current.scaleBy, by, [cross.x, cross.y]);
	};
	const ways: Record<string, () => void> = {
		ArrowLeft: () => setCross({ ...cross, x: Math.max(0, cross.x - 12) }),
		ArrowRight: () => setCross({ ...cross, x: Math.min(WIDTH, cross.x + 12) }),
		ArrowUp: () => setCross({ ...cross, y: Math.max(0, cross.y - 12) }),
		ArrowDown: () => setCross({ ...cross, y: Math.min(HEIGHT, cross.y + 12) }),
		"+": () => zoomBy(1.6),
		"=": () => zoomBy(1.6),
		"-": () => zoomBy(1 / 1.6),
		Enter: () => ask(cross.x, cross.y),
	};
	return (
		<div class="point-map" dir="ltr">
			<svg
				ref={area}
				viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
				role="application"
				aria-label={t("mapLabel")}
				tabindex={0}
				onClick={event => {
					const box = event.currentTarget.getBoundingClientRect();
					ask(((event.clientX - box.left) / box.width) * WIDTH, ((event.clientY - box.top) / box.height) * HEIGHT);
				}}
				onKeyDown={event => {
					const way = ways[event.key];
					if (!way) return;
					event.preventDefault();
					event.stopPropagation();
					way();
				}}
			>
				<g transform={`translate(${look.x} ${look.y}) scale(${look.k})`}>
					<path class="map-land" d={land} vector-effect="non-scaling-stroke" />
				</g>
				{props.near.map((place, i) => {
					if (place.lat === null || place.lon === null) return null;
					const at = project(place.lon, place.lat);
					const [x, y] = look.apply([at.x, at.y]);
					return (
						<g key={place.id} aria-hidden="true" transform={`translate(${x} ${y})`}>
							<circle r="3" class="map-dot" />
							<text y="-5" text-anchor="middle" class="map-name">
								{number(i + 1)}
							</text>
						</g>
					);
				})}
				<path class="point-cross" d={`M${cross.x - 8} ${cross.y}h16M${cross.x} ${cross.y - 8}v16`} />
			</svg>
			<p class="point-tools">
				<button type="button" class="small" aria-label={t("zoomIn")} onClick={() => zoomBy(1.8)}>
					+
				</button>
				<button type="button" class="small" aria-label={t("zoomOut")} onClick={() => zoomBy(1 / 1.8)}>
					−
				</button>
			</p>
		</div>
	);
}
