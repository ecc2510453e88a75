// A line's range plot: what was said of it on the common axis. The same is told in words to those who don't see it.
import type { JSX } from "preact";
import { type Axis, type Direction, flip } from "./axis";
import type { Plot, PlotMark, Side } from "./plot";

const SIZE = 4.2;

/** The shape of a kind of origin, around (x, y). */
export function Shape(props: { side: Side; x: number; y: number; hollow?: boolean }): JSX.Element {
	const { x, y, side } = props;
	const r = SIZE;
	const name = `shape side-${side}${props.hollow ? " hollow" : ""}`;
	switch (side) {
		case "press":
			return <circle class={name} cx={x} cy={y} r={r - 0.3} />;
		case "party":
			return <rect class={name} x={x - r + 0.6} y={y - r + 0.6} width={2 * r - 1.2} height={2 * r - 1.2} />;
		case "people":
			return <path class={name} d={`M${x} ${y - r}L${x + r} ${y + r - 0.8}L${x - r} ${y + r - 0.8}Z`} />;
		case "unnamed":
			return (
				<path class={name} d={`M${x} ${y - r - 0.6}L${x + r + 0.6} ${y}L${x} ${y + r + 0.6}L${x - r - 0.6} ${y}Z`} />
			);
		case "record":
			return <path class={name} d={`M${x - r} ${y - r + 1}H${x + r}L${x} ${y + r}Z`} />;
	}
}

const ARROW = 5;
/** An open end is drawn this far beyond its number: how far it goes nobody said. */
const OPEN = 24;

export function RangePlot(props: {
	plot: Plot;
	axis: Axis;
	height: number;
	direction: Direction;
	/** What it shows, in words. */
	says: string;
}): JSX.Element {
	const { axis, direction, height } = props;
	const pad = 8;
	const width = axis.length + 2 * pad;
	const x = (at: number): number => flip(at + pad, width, direction);
	const forward = direction === "rtl" ? -1 : 1;
	const { lanes } = props.plot;
	const lane = Math.min(12, (height - 8) / Math.max(1, lanes));
	const top = height / 2 - ((lanes - 1) * lane) / 2;
	return (
		<svg
			class={props.plot.marks.length > 16 ? "range-plot many" : "range-plot"}
			width={width}
			height={height}
			viewBox={`0 0 ${width} ${height}`}
			role="img"
			aria-label={props.says}
		>
			{axis.ticks.map(tick => (
				<line
					key={tick.value}
					class={tick.bold ? "tick bold" : "tick"}
					x1={x(axis.at(tick.value))}
					x2={x(axis.at(tick.value))}
					y1={0}
					y2={height}
				/>
			))}
			{props.plot.marks.map(m => (
				<g key={m.ids[0]} class={classOf(m)}>
					{bar(m, top + m.lane * lane)}
					<Shape side={m.side} x={x(m.at)} y={top + m.lane * lane} hollow={m.denied} />
				</g>
			))}
		</svg>
	);

	function bar(m: PlotMark, y: number): JSX.Element | null {
		if (m.low === m.high && !m.openLow && !m.openHigh) return null;
		const low = m.openLow ? Math.max(0, m.at - OPEN) : m.from;
		const high = m.openHigh ? Math.min(m.at + OPEN, axis.length) : m.to;
		const a = x(low);
		const b = x(high);
		return (
			<>
				<line class={`bar side-${m.side}`} x1={a} x2={b} y1={y} y2={y} />
				{m.openHigh && (
					<path
						class={`arrow side-${m.side}`}
						d={`M${b - forward * ARROW} ${y - 3}L${b} ${y}L${b - forward * ARROW} ${y + 3}`}
					/>
				)}
				{m.openLow && (
					<path
						class={`arrow side-${m.side}`}
						d={`M${a + forward * ARROW} ${y - 3}L${a} ${y}L${a + forward * ARROW} ${y + 3}`}
					/>
				)}
			</>
		);
	}
}

function classOf(m: PlotMark): string {
	return `said${m.superseded ? " faint" : ""}${m.implied ? " implied" : ""}${m.actual ? "" : " thin"}`;
}

/** The axis that the plots beneath share: its numbers. */
export function RangeAxis(props: {
	axis: Axis;
	direction: Direction;
	label: string;
	say: (n: number) => string;
}): JSX.Element {
	const pad = 8;
	const width = props.axis.length + 2 * pad;
	let last = -100;
	return (
		<svg class="range-axis" width={width} height={20} viewBox={`0 0 ${width} 20`} role="img" aria-label={props.label}>
			{props.axis.ticks
				.filter(tick => tick.bold)
				.map(tick => {
					const at = props.axis.at(tick.value);
					const name = props.say(tick.value);
					const half = name.length * 3.2;
					// Names neither touch each other nor leave the drawing.
					if (at - half < last + 6 || at + half > props.axis.length + pad) return null;
					last = at + half;
					return (
						<text key={tick.value} x={flip(at + pad, width, props.direction)} y={14} text-anchor="middle">
							{name}
						</text>
					);
				})}
		</svg>
	);
}
