// Who calls whom what: for each party and act, its names down, the outlets that used each beside it.
import { useMemo, useState } from "preact/hooks";
import { label, type Names, outletName } from "../../parts/say";
import type { Model, Framing as Named } from "./ledger";
import { t } from "./words";

interface Word {
	words: string;
	register: string | null;
	count: number;
	/** Where it stands first. */
	href: string | null;
	by: { outlet: string; count: number; href: string | null }[];
}

function wordsOf(model: Model, names: Names, framing: Named): Word[] {
	const by = new Map<string, Word & { outlets: Map<string, { outlet: string; count: number; href: string | null }> }>();
	for (const n of framing.names) {
		if (n.words === null) continue;
		const id = n.report_id;
		const href = id && n.span ? `/reports/${id}?at=${n.span.field}.${n.span.at[0]}.${n.span.at[1]}` : null;
		let word = by.get(n.words);
		if (!word) {
			word = { words: n.words, register: n.register, count: 0, href, by: [], outlets: new Map() };
			by.set(n.words, word);
		}
		word.count += n.count;
		const outlet = model.outletOf.get(n.report_id);
		const key = outlet?.key ?? n.outlet ?? "";
		const known = word.outlets.get(key);
		if (known) known.count += n.count;
		else word.outlets.set(key, { outlet: outletName(names, outlet) || key, count: n.count, href });
	}
	return [...by.values()]
		.map(({ outlets, ...word }) => ({ ...word, by: [...outlets.values()].sort((a, b) => b.count - a.count) }))
		.sort((a, b) => b.count - a.count || (a.words < b.words ? -1 : 1));
}

export function Framing(props: { model: Model; names: Names; printing: boolean }) {
	const { framing } = props.model.incident;
	if (framing.length === 0) return <p class="quiet">{t("framingNone")}</p>;
	return (
		<>
			<p class="quiet small">{t("framingSays")}</p>
			<div class="framings">
				{framing.map(f => (
					<One key={f.actor ?? f.act} {...props} framing={f} />
				))}
			</div>
		</>
	);
}

const FIRST = 6;
const OUTLETS = 5;

function One(props: { model: Model; names: Names; framing: Named; printing: boolean }) {
	const { model, names, framing } = props;
	const [all, setAll] = useState(false);
	const list = useMemo(() => wordsOf(model, names, framing), [model, names, framing]);
	const shown = all || props.printing ? list : list.slice(0, FIRST);
	return (
		<section class="framing-one">
			<h3>{label(framing.label)}</h3>
			<table>
				<thead class="only-heard">
					<tr>
						<th scope="col">{t("framingWords")}</th>
						<th scope="col">{t("framingBy")}</th>
					</tr>
				</thead>
				<tbody>
					{shown.map(word => (
						<tr key={word.words}>
							<th scope="row">
								<bdi lang="ar" class="words">
									{word.words}
								</bdi>
								{word.register === "loaded" && (
									<span class="tag part">
										<span aria-hidden="true">! </span>
										{t("registerLoaded")}
									</span>
								)}
								{word.register === "self" && (
									<span class="tag">
										<span aria-hidden="true">° </span>
										{t("registerSelf")}
									</span>
								)}
							</th>
							<td>
								<ul class="users">
									{(all || props.printing ? word.by : word.by.slice(0, OUTLETS)).map(u => (
										<li key={u.outlet}>
											{u.href ? (
												<a href={u.href}>
													<bdi>{u.outlet}</bdi>
												</a>
											) : (
												<bdi>{u.outlet}</bdi>
											)}{" "}
											<span class="quiet number">{t("times", { n: u.count })}</span>
										</li>
									))}
									{!all && !props.printing && word.by.length > OUTLETS && (
										<li class="quiet">{t("more", { n: word.by.length - OUTLETS })}</li>
									)}
								</ul>
							</td>
						</tr>
					))}
				</tbody>
			</table>
			{!all && !props.printing && (list.length > FIRST || list.some(w => w.by.length > OUTLETS)) && (
				<button type="button" class="plain small" onClick={() => setAll(true)}>
					{t("showAllWords")}
				</button>
			)}
		</section>
	);
}
