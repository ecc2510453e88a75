// The map's land, made while building: countries of Natural Earth by way of world-atlas, finely drawn where reports come from and coarsely
// elsewhere, as whole numbers of hundredths of a degree. `import land from "virtual:land"` has them.
import { createRequire } from "node:module";
import { geoArea, geoBounds, geoCentroid } from "d3-geo";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { feature } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Plugin } from "vite";

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

/** What src/views/incidents/land.ts reads. Rings are x, y, then steps to the next point. */
interface Country {
	/** ISO 3166 alpha-2, by which browsers name countries; null for those without a name on the map. */
	code: string | null;
	/** Where the name stands. */
	at: [number, number] | null;
	rings: number[][];
}

/** Countries of the region, by ISO 3166's numbers: those that are drawn finely and named. */
const NAMED: Record<string, string> = {
	"012": "DZ",
	"818": "EG",
	"434": "LY",
	"504": "MA",
	"788": "TN",
	"732": "EH",
	"729": "SD",
	"728": "SS",
	"478": "MR",
	"466": "ML",
	"562": "NE",
	"148": "TD",
	"706": "SO",
	"262": "DJ",
	"232": "ER",
	"231": "ET",
	"404": "KE",
	"566": "NG",
	"120": "CM",
	"140": "CF",
	"368": "IQ",
	"364": "IR",
	"376": "IL",
	"400": "JO",
	"414": "KW",
	"422": "LB",
	"275": "PS",
	"760": "SY",
	"792": "TR",
	"682": "SA",
	"784": "AE",
	"512": "OM",
	"634": "QA",
	"048": "BH",
	"887": "YE",
	"196": "CY",
	"300": "GR",
	"004": "AF",
	"586": "PK",
};

const HUNDREDTHS = 100;

function ringOf(points: readonly Position[]): number[] {
	const out: number[] = [];
	let [x, y] = [0, 0];
	for (const [lon = 0, lat = 0] of points) {
		const [nx, ny] = [Math.round(lon * HUNDREDTHS), Math.round(lat * HUNDREDTHS)];
		if (out.length > 0 && nx === x && ny === y) continue;
		out.push(out.length > 0 ? nx - x : nx, out.length > 0 ? ny - y : ny);
		[x, y] = [nx, ny];
	}
	return out;
}

function polygonsOf(shape: Polygon | MultiPolygon): Position[][][] {
	return shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
}

/** The middle of the largest part, so that islands far away do not draw the name into the sea. */
function middle(shape: Polygon | MultiPolygon): [number, number] {
	const largest = polygonsOf(shape)
		.map(coordinates => ({ type: "Polygon" as const, coordinates }))
		.sort((a, b) => geoArea(b) - geoArea(a))[0];
	const [lon, lat] = geoCentroid(largest ?? shape);
	return [Math.round(lon * HUNDREDTHS), Math.round(lat * HUNDREDTHS)];
}

function countries(): Country[] {
	const require = createRequire(import.meta.url);
	const fine = require("world-atlas/countries-50m.json") as Atlas;
	const coarse = require("world-atlas/countries-110m.json") as Atlas;
	const out: Country[] = [];
	const add = (atlas: Atlas, wanted: (id: string) => boolean, smallest: number) => {
		const simple = simplify(presimplify(atlas), smallest) as Atlas;
		for (const one of feature(simple, simple.objects.countries).features) {
			const id = String(one.id ?? "");
			if (!wanted(id) || (one.geometry.type !== "Polygon" && one.geometry.type !== "MultiPolygon")) continue;
			const [[, south]] = geoBounds(one);
			if (south < -80) continue; // Antarctica, which Mercator can't show
			const code = NAMED[id] ?? null;
			const rings = polygonsOf(one.geometry).flatMap(rings => rings.map(ringOf).filter(ring => ring.length >= 8));
			if (rings.length > 0) out.push({ code, at: code === null ? null : middle(one.geometry), rings });
		}
	};
	add(coarse, id => !(id in NAMED), 0.05);
	add(fine, id => id in NAMED, 0.0005);
	return out;
}

export function land(): Plugin {
	const name = "virtual:land";
	return {
		name: "riwaya-land",
		resolveId: id => (id === name ? `\0${name}` : undefined),
		load: id => (id === `\0${name}` ? `export default JSON.parse('${JSON.stringify(countries())}');` : undefined),
	};
}
