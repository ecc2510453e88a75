// Export from any view: a list of formats, each a link that the browser saves.
import { useEffect, useRef } from "preact/hooks";
import { words } from "../words/words";

const t = words({
	export: ["Export", "تصدير"],
	"lines-csv": ["Lines, for a spreadsheet (CSV)", "السطور، لجدول بيانات (CSV)"],
	"claims-csv": ["Claims, for a spreadsheet (CSV)", "الادعاءات، لجدول بيانات (CSV)"],
	"reports-csv": ["Reports, for a spreadsheet (CSV)", "الأخبار، لجدول بيانات (CSV)"],
	"lines-jsonl": ["Lines (JSON lines)", "السطور (JSON)"],
	"claims-jsonl": ["Claims (JSON lines)", "الادعاءات (JSON)"],
	"reports-jsonl": ["Reports (JSON lines)", "الأخبار (JSON)"],
	geojson: ["Places, for a map (GeoJSON)", "الأماكن، لخريطة (GeoJSON)"],
	acled: ["As ACLED has it (CSV)", "على صيغة ACLED (CSV)"],
	ucdp: ["As UCDP has it (CSV)", "على صيغة UCDP (CSV)"],
	airwars: ["As Airwars has it (CSV)", "على صيغة Airwars (CSV)"],
	plover: ["PLOVER (JSON lines)", "PLOVER (JSON)"],
	"schema-org": ["ClaimReview of schema.org (JSON)", "ClaimReview من schema.org (JSON)"],
	uwazi: ["For Uwazi (CSV)", "لمنصة Uwazi (CSV)"],
});

export const FORMATS = [
	"lines-csv",
	"claims-csv",
	"reports-csv",
	"lines-jsonl",
	"claims-jsonl",
	"reports-jsonl",
	"geojson",
	"acled",
	"ucdp",
	"airwars",
	"plover",
	"schema-org",
	"uwazi",
] as const;
export type Format = (typeof FORMATS)[number];

export function Exports(props: { path: (format: Format) => string }) {
	const menu = useRef<HTMLDetailsElement>(null);
	useEffect(() => {
		const away = (event: Event) => {
			const e = menu.current;
			if (e?.open && !(event.target instanceof Node && e.contains(event.target))) e.open = false;
		};
		document.addEventListener("pointerdown", away);
		return () => document.removeEventListener("pointerdown", away);
	}, []);
	return (
		<details
			class="exports screen-only"
			ref={menu}
			onFocusOut={event => {
				const menu = event.currentTarget;
				if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.open = false;
			}}
			onKeyDown={event => {
				if (event.key !== "Escape" || !event.currentTarget.open) return;
				event.stopPropagation();
				event.currentTarget.open = false;
				event.currentTarget.querySelector("summary")?.focus();
			}}
		>
			<summary class="button">{t("export")}</summary>
			<ul>
				{FORMATS.map(format => (
					<li key={format}>
						<a href={props.path(format)} download="">
							{t(format)}
						</a>
					</li>
				))}
			</ul>
		</details>
	);
}
