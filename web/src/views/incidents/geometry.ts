// The map's plane: Web Mercator, on which a turn around the earth is WORLD units wide. Zooming multiplies these; see map drawings in atlas.tsx.

export const WORLD = 4096;
const HUNDREDTHS = 100;

export interface Point {
	x: number;
	y: number;
}

export function project(lon: number, lat: number): Point {
	const held = Math.max(-85, Math.min(85, lat));
	const sin = Math.sin((held * Math.PI) / 180);
	return {
		x: (lon / 360 + 0.5) * WORLD,
		y: (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * WORLD,
	};
}

/** A ring of build/land.ts as a path, and how wide it is. */
export function ringPath(ring: readonly number[]): { path: string; wide: number } {
	let path = "";
	let [lon, lat] = [0, 0];
	let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (let i = 0; i + 1 < ring.length; i += 2) {
		lon += ring[i] ?? 0;
		lat += ring[i + 1] ?? 0;
		const { x, y } = project(lon / HUNDREDTHS, lat / HUNDREDTHS);
		path += `${i === 0 ? "M" : "L"}${x.toFixed(2)} ${y.toFixed(2)}`;
		least = Math.min(least, x);
		most = Math.max(most, x);
	}
	return { path: `${path}Z`, wide: most - least };
}

export interface View {
	k: number;
	x: number;
	y: number;
}

/** How to look at these points so that all are in sight, with air around; not nearer than `nearest`. */
export function fit(points: readonly Point[], width: number, height: number, nearest: number): View {
	const xs = points.map(point => point.x);
	const ys = points.map(point => point.y);
	const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
	const air = Math.min(width, height) * 0.16;
	const k = Math.min(
		nearest,
		(width - 2 * air) / Math.max(right - left, 0.01),
		(height - 2 * air) / Math.max(bottom - top, 0.01),
	);
	return { k, x: width / 2 - (k * (left + right)) / 2, y: height / 2 - (k * (top + bottom)) / 2 };
}

export interface Placed extends Point {
	weight: number;
}

export interface Cluster<T extends Placed> extends Point {
	members: T[];
}

/** Points nearer than `reach` to a heavier one are drawn as one with it, where the heavier one lies. */
export function clusters<T extends Placed>(points: readonly T[], reach: number): Cluster<T>[] {
	const out: Cluster<T>[] = [];
	const cells = new Map<string, Cluster<T>[]>();
	const cell = (n: number) => Math.floor(n / reach);
	for (const point of [...points].sort((a, b) => b.weight - a.weight)) {
		const [cx, cy] = [cell(point.x), cell(point.y)];
		let nearest: Cluster<T> | null = null;
		let least = reach;
		for (let dx = -1; dx <= 1; dx++)
			for (let dy = -1; dy <= 1; dy++)
				for (const one of cells.get(`${cx + dx} ${cy + dy}`) ?? []) {
					const far = Math.hypot(one.x - point.x, one.y - point.y);
					if (far < least) [nearest, least] = [one, far];
				}
		if (nearest) nearest.members.push(point);
		else {
			const made: Cluster<T> = { x: point.x, y: point.y, members: [point] };
			out.push(made);
			const key = `${cx} ${cy}`;
			cells.set(key, [...(cells.get(key) ?? []), made]);
		}
	}
	return out;
}
