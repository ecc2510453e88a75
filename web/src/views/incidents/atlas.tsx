// The map: land and borders that were built in, places with incidents as circles, near ones as one circle. Mouse, touch and keys move it.

import countries from "virtual:land";
import { select } from "d3-selection";
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from "d3-zoom";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { PlacesOfIncidents } from "../../api/types";
import { useAnswer } from "../../api/use";
import { go, withQuery } from "../../router";
import { lang } from "../../settings";
import { number } from "../../words/numbers";
import { said } from "../../words/words";
import { type Cluster, clusters, fit, type Placed, type Point, project, ringPath, WORLD } from "./geometry";
import { type Chosen, under } from "./query";
import { t } from "./words";

type Place = PlacesOfIncidents["places"][number];
interface Spot extends Placed {
	place: Place;
}

export interface AtlasProps {
	chosen: Chosen;
}

/** How near one may look: about 150 pixels for 10 kilometres. */
const NEAREST = 160;
/** Where the eye rests when there is nothing to look at. */
const HOME = [
	[25, 12],
	[60, 42],
] as const;

interface Land {
	code: string | null;
	path: string;
	wide: number;
	at: Point | null;
}

const lands: Land[] = countries.map(({ code, at, rings }) => {
	const drawn = rings.map(ringPath);
	return {
		code,
		path: drawn.map(ring => ring.path).join(""),
		wide: Math.max(...drawn.map(ring => ring.wide)),
		at: at ? project(at[0] / 100, at[1] / 100) : null,
	};
});

function radius(incidents: number): number {
	return Math.min(28, 10.5 + 2 * Math.sqrt(incidents));
}

function total(cluster: Cluster<Spot>, of: "incidents" | "contradictions"): number {
	return cluster.members.reduce((sum, spot) => sum + spot.place[of], 0);
}

interface Box {
	left: number;
	right: number;
	top: number;
	bottom: number;
}

function apart(box: Box, others: readonly Box[]): boolean {
	return others.every(
		other => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom,
	);
}

interface Drawn {
	cluster: Cluster<Spot>;
	x: number;
	y: number;
	r: number;
	label: string | null;
}

/** Circles in sight, the heaviest first, with a name where there is room for one. */
function layOut(all: readonly Cluster<Spot>[], look: ZoomTransform, width: number, height: number): Drawn[] {
	const out: Drawn[] = [];
	const taken: Box[] = [];
	for (const cluster of all) {
		const [x, y] = look.apply([cluster.x, cluster.y]);
		const r = radius(total(cluster, "incidents"));
		if (x < -r || y < -r || x > width + r || y > height + r) continue;
		out.push({ cluster, x, y, r, label: null });
		taken.push({ left: x - r, right: x + r, top: y - r, bottom: y + r });
	}
	for (const one of out) {
		const main = one.cluster.members[0];
		if (!main) continue;
		const more = one.cluster.members.length - 1;
		const label = `${said(main.place.label)}${more > 0 ? ` +${number(more)}` : ""}`;
		const half = label.length * 3.6 + 4;
		const box = { left: one.x - half, right: one.x + half, top: one.y + one.r + 1, bottom: one.y + one.r + 17 };
		if (box.left < 0 || box.right > width || !apart(box, taken)) continue;
		taken.push(box);
		one.label = label;
	}
	return out;
}

export function Atlas(props: AtlasProps) {
	const { chosen } = props;
	const { data } = useAnswer<PlacesOfIncidents>(under("/api/incidents/map", chosen, ["place"]), { keep: true });
	const area = useRef<HTMLDivElement>(null);
	const behaviour = useRef<ZoomBehavior<HTMLDivElement, unknown> | null>(null);
	const [size, setSize] = useState<{ width: number; height: number }>({ width: 0, height: 0 });
	const [look, setLook] = useState<ZoomTransform>(zoomIdentity);
	const moved = useRef(false);
	useLayoutEffect(() => {
		const element = area.current;
		if (!element) return;
		const made = zoom<HTMLDivElement, unknown>()
			.scaleExtent([0.1, NEAREST])
			.translateExtent([
				[0, 0],
				[WORLD, WORLD],
			])
			.on("zoom", event => {
				if (event.sourceEvent) moved.current = true;
				setLook(event.transform);
			});
		behaviour.current = made;
		select(element).call(made).on("dblclick.zoom", null);
		const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
		const watch = new ResizeObserver(measure);
		watch.observe(element);
		measure();
		return () => {
			watch.disconnect();
			select(element).on(".zoom", null);
		};
	}, []);

	const spots: Spot[] = useMemo(
		() => (data?.places ?? []).map(place => ({ ...project(place.lon, place.lat), weight: place.incidents, place })),
		[data],
	);
	const to = (view: { k: number; x: number; y: number }) => {
		if (area.current && behaviour.current)
			select(area.current).call(behaviour.current.transform, zoomIdentity.translate(view.x, view.y).scale(view.k));
	};
	const showAll = () => {
		const points = spots.length > 0 ? spots : HOME.map(([lon, lat]) => project(lon, lat));
		moved.current = false;
		to(fit(points, size.width, size.height, 18));
	};
	// All is in sight at first, and after filters, until somebody looks elsewhere.
	useEffect(() => {
		if (size.width > 0 && !moved.current) showAll();
	}, [spots, size.width, size.height]);

	const zoomBy = (by: number) => {
		moved.current = true;
		if (area.current && behaviour.current) select(area.current).call(behaviour.current.scaleBy, by);
	};
	const panBy = (x: number, y: number) => {
		moved.current = true;
		if (area.current && behaviour.current)
			select(area.current).call(behaviour.current.translateBy, x / look.k, y / look.k);
	};
	const keyed = (event: KeyboardEvent) => {
		const step = 60;
		const ways: Record<string, () => void> = {
			ArrowLeft: () => panBy(step, 0),
			ArrowRight: () => panBy(-step, 0),
			ArrowUp: () => panBy(0, step),
			ArrowDown: () => panBy(0, -step),
			"+": () => zoomBy(1.5),
			"=": () => zoomBy(1.5),
			"-": () => zoomBy(1 / 1.5),
			"0": showAll,
		};
		const way = ways[event.key];
		if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
		event.preventDefault();
		event.stopPropagation();
		way();
	};
	// Circles nearer than this would cover each other.
	const reach = 2 * radius(Math.max(0, ...spots.map(spot => spot.weight))) + 8;
	const pick = (cluster: Cluster<Spot>) => {
		const first = cluster.members[0];
		if (!first) return;
		const apartAt = cluster.members.some(spot => Math.hypot(spot.x - first.x, spot.y - first.y) * NEAREST > reach);
		if (cluster.members.length > 1 && apartAt) {
			moved.current = true;
			to(fit(cluster.members, size.width, size.height, NEAREST));
		} else if (first.place.id !== null)
			go(withQuery({ place: chosen.place === first.place.id ? null : first.place.id }));
	};

	// Which are near each other depends on how near one looks, not on where: moving the map makes no circle jump.
	const step = 2 ** (Math.round(Math.log2(Math.max(look.k, 0.1)) * 4) / 4);
	const grouped = useMemo(() => clusters(spots, reach / step), [spots, step]);
	const drawn = size.width > 0 ? layOut(grouped, look, size.width, size.height) : [];
	const ground = useMemo(
		() => lands.map((land, i) => <path key={i} class="map-land" d={land.path} vector-effect="non-scaling-stroke" />),
		[],
	);
	const names = useMemo(() => new Intl.DisplayNames(lang.value, { type: "region", fallback: "none" }), [lang.value]);
	return (
		<>
			<div
				class="map-area"
				ref={area}
				// biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the map
				tabIndex={0}
				role="group"
				aria-label={t("mapLabel")}
				onKeyDown={keyed}
			>
				<svg width={size.width} height={size.height} aria-hidden={drawn.length === 0}>
					<g transform={`translate(${look.x} ${look.y}) scale(${look.k})`} aria-hidden="true">
						{ground}
					</g>
					<g aria-hidden="true">
						{lands.map(land => {
							if (!land.code || !land.at) return null;
							const name = names.of(land.code) ?? "";
							if (land.wide * look.k < name.length * 7.5) return null;
							const [x, y] = look.apply([land.at.x, land.at.y]);
							return (
								<text key={land.code} class="map-country" x={x} y={y} text-anchor="middle">
									{name}
								</text>
							);
						})}
					</g>
					{drawn.map(({ cluster, x, y, r, label }) => {
						const first = cluster.members[0];
						if (!first) return null;
						const incidents = total(cluster, "incidents");
						const parted = total(cluster, "contradictions");
						const alone = cluster.members.length === 1;
						const picked = cluster.members.some(spot => chosen.place !== undefined && spot.place.id === chosen.place);
						const values = {
							incidents: t("count", { n: incidents }),
							contradictions: t("contradictions", { n: parted }),
						};
						const heard = alone
							? t("point", { place: said(first.place.label), ...values })
							: t("cluster", { places: t("clusterOf", { n: cluster.members.length }), ...values });
						return (
							<g
								key={`${first.place.id ?? ""} ${first.x} ${first.y}`}
								class={`map-spot${parted > 0 ? " parted" : ""}${picked ? " picked" : ""}`}
								transform={`translate(${x} ${y})`}
								role="button"
								tabindex={0}
								aria-label={heard}
								aria-pressed={alone ? picked : undefined}
								onClick={() => pick(cluster)}
								onKeyDown={event => {
									if (event.key !== "Enter" && event.key !== " ") return;
									event.preventDefault();
									event.stopPropagation();
									pick(cluster);
								}}
							>
								<title>{heard}</title>
								{parted > 0 && <circle class="map-ring" r={r + 2.5} />}
								<circle class="map-dot" r={r} />
								<text class="map-number" y="0.36em" text-anchor="middle">
									{number(incidents)}
								</text>
								{label && (
									<text class="map-name" y={r + 14} text-anchor="middle">
										{label}
									</text>
								)}
							</g>
						);
					})}
				</svg>
				<div class="map-tools">
					<button type="button" aria-label={t("zoomIn")} title={t("zoomIn")} onClick={() => zoomBy(1.7)}>
						+
					</button>
					<button type="button" aria-label={t("zoomOut")} title={t("zoomOut")} onClick={() => zoomBy(1 / 1.7)}>
						−
					</button>
					<button type="button" aria-label={t("zoomAll")} title={t("zoomAll")} onClick={showAll}>
						⤢
					</button>
				</div>
			</div>
			<p class="map-foot small quiet line">
				{drawn.some(one => total(one.cluster, "contradictions") > 0) && (
					<span>
						<svg width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">
							<circle class="map-ring" r="6.5" />
							<circle class="map-dot" r="4" />
						</svg>{" "}
						{t("ring")}
					</span>
				)}
				{data && data.nowhere > 0 && <span>{t("nowhere", { n: data.nowhere })}</span>}
				<span>{t("borders")}</span>
			</p>
		</>
	);
}
