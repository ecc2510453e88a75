// Where: a place of the lexicon, by a part of its name or by a point on the map.
import type { ComponentType } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { address } from "../../api/client";
import type { components } from "../../api/schema";
import { useAnswer } from "../../api/use";
import { number } from "../../words/numbers";
import { said } from "../../words/words";
import type { PointMapProps } from "./pointmap";
import { t } from "./words";

export interface ChosenPlace {
	id: string;
	label: string;
}
type Places = components["schemas"]["Places"];
export type FoundPlace = Places["places"][number];

/** Places that are offered near a point. */
const NEAR = 8;

let loaded: ComponentType<PointMapProps> | null = null;

export function PlacePick(props: {
	chosen: ChosenPlace | null;
	at: { lat: number; lon: number } | null;
	choose: (place: ChosenPlace | null) => void;
}) {
	const { chosen, choose } = props;
	const [text, setText] = useState("");
	const [asked, setAsked] = useState("");
	const [map, setMap] = useState(false);
	const [point, setPoint] = useState<{ lat: number; lon: number } | null>(null);
	const [PointMap, setPointMap] = useState<ComponentType<PointMapProps> | null>(() => loaded);
	const list = useId();
	const input = useRef<HTMLInputElement>(null);
	useEffect(() => {
		const id = setTimeout(() => setAsked(text.trim()), 150);
		return () => clearTimeout(id);
	}, [text]);
	useEffect(() => {
		if (!map || loaded) return;
		void import("./pointmap").then(found => {
			loaded = found.PointMap;
			setPointMap(() => found.PointMap);
		});
	}, [map]);
	const found = useAnswer<Places>(asked.length > 1 ? address("/api/places", { find: asked }) : null, { keep: true });
	const near = useAnswer<Places>(
		point ? address("/api/places", { near: `${point.lat.toFixed(4)},${point.lon.toFixed(4)}` }) : null,
		{ keep: true },
	);
	const pick = (place: FoundPlace) => {
		choose({ id: place.id, label: said(place.label) });
		setText("");
		setPoint(null);
		setMap(false);
		input.current?.focus();
	};
	const shown = asked.length > 1 && text.trim() ? found.data?.places : undefined;
	return (
		<div class="rule-field place-field">
			<label>
				<span>{t("place")}</span>
				<input
					ref={input}
					type="search"
					{...(text ? { dir: "auto" as const } : {})}
					role="combobox"
					aria-expanded={(shown?.length ?? 0) > 0}
					aria-controls={list}
					aria-autocomplete="list"
					placeholder={chosen ? chosen.label : t("placeFind")}
					value={text}
					onInput={event => setText(event.currentTarget.value)}
					onKeyDown={event => {
						if (event.key === "Enter" && shown?.[0]) {
							event.preventDefault();
							pick(shown[0]);
						}
						if (event.key === "Escape" && text) {
							event.stopPropagation();
							setText("");
						}
						if (event.key === "ArrowDown" && shown?.[0]) {
							event.preventDefault();
							document.getElementById(list)?.querySelector("button")?.focus();
						}
					}}
				/>
			</label>
			<p class="line small">
				{chosen && <bdi class="tag">{chosen.label}</bdi>}
				{chosen && (
					<button type="button" class="plain small" onClick={() => choose(null)}>
						{t("placeClear")}
					</button>
				)}
				<button type="button" class="plain small" aria-expanded={map} onClick={() => setMap(!map)}>
					{t("placeMap")}
				</button>
			</p>
			<div id={list} class="place-list" role="listbox" aria-label={t("place")}>
				{shown?.slice(0, 8).map(place => (
					<Choice key={place.id} place={place} pick={pick} />
				))}
			</div>
			{shown?.length === 0 && <p class="quiet small">{t("placeNone")}</p>}
			{map && (
				<>
					<p class="quiet small">{t("placeHint")}</p>
					{PointMap ? (
						<PointMap at={props.at} point={point} near={near.data?.places.slice(0, NEAR) ?? []} ask={setPoint} />
					) : (
						<div class="point-map" />
					)}
					{point && near.data && (
						<div class="place-list" role="listbox" aria-label={t("placeNear")}>
							{near.data.places.slice(0, NEAR).map((place, i) => (
								<Choice key={place.id} place={place} number_={i + 1} pick={pick} />
							))}
						</div>
					)}
				</>
			)}
		</div>
	);
}

function Choice(props: { place: FoundPlace; number_?: number; pick: (place: FoundPlace) => void }) {
	return (
		<button
			type="button"
			role="option"
			aria-selected="false"
			class="plain"
			onClick={() => props.pick(props.place)}
			onKeyDown={event => {
				const here = event.currentTarget;
				const to =
					event.key === "ArrowDown"
						? here.nextElementSibling
						: event.key === "ArrowUp"
							? here.previousElementSibling
							: null;
				if (!(to instanceof HTMLElement)) return;
				event.preventDefault();
				to.focus();
			}}
		>
			{props.number_ !== undefined && <span class="quiet number">{number(props.number_)}</span>}
			<bdi>{said(props.place.label)}</bdi>
		</button>
	);
}
