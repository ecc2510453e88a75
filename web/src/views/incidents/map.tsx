// The map's place in the view: beside the list on wide screens, behind a button on narrow ones. What draws it is loaded when it is shown.
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { AtlasProps } from "./atlas";
import type { Chosen } from "./query";
import { t } from "./words";

const WIDE = "(min-width: 70rem)";

let loaded: ComponentType<AtlasProps> | null = null;

/** Whether the map is shown: on wide screens always. */
export function useMapOpen(): Signal<boolean> {
	const open = useSignal(matchMedia(WIDE).matches);
	useEffect(() => {
		const wide = matchMedia(WIDE);
		const follow = () => {
			open.value = wide.matches;
		};
		wide.addEventListener("change", follow);
		return () => wide.removeEventListener("change", follow);
	}, []);
	return open;
}

export function MapToggle(props: { open: Signal<boolean> }) {
	const { open } = props;
	return (
		<button type="button" class="map-toggle" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
			{open.value ? t("hideMap") : t("showMap")}
		</button>
	);
}

export function IncidentMap(props: { chosen: Chosen; open: boolean }) {
	const { open } = props;
	const [Atlas, setAtlas] = useState<ComponentType<AtlasProps> | null>(() => loaded);
	useEffect(() => {
		if (!open || loaded) return;
		let left = false;
		import("./atlas")
			.then(found => {
				loaded = found.Atlas;
				if (!left) setAtlas(() => found.Atlas);
			})
			.catch(() => {
				// The list goes on without its map; coming back asks for it again.
			});
		return () => {
			left = true;
		};
	}, [open]);
	if (!open) return null;
	return (
		<section class="incidents-map" aria-label={t("map")}>
			{Atlas ? <Atlas chosen={props.chosen} /> : <div class="map-area" />}
		</section>
	);
}
