// Versions of a page, each with its differences from the one before it, word by word.
import { useAnswer } from "../../api/use";
import { Skeleton, TroubleNote } from "../../parts/trouble";
import { instant, told } from "../../words/dates";
import { said } from "../../words/words";
import type { Version } from "./reading";
import { t } from "./words";

type Piece = Version["text_changes"][number];

/** Of a long stretch that stayed, only its ends are shown. */
const KEPT = 160;

export function Versions(props: { id: string }) {
	const { data, trouble, again } = useAnswer<{ versions: Version[] }>(
		`/api/reports/${encodeURIComponent(props.id)}/versions`,
	);
	if (trouble) return <TroubleNote trouble={trouble} again={again} />;
	if (!data) return <Skeleton lines={4} label={t("loading")} />;
	return (
		<ol class="versions">
			{data.versions.map(v => (
				<li key={v.id}>
					<header class="line">
						<a href={`/reports/${v.id}`} aria-current={v.id === props.id ? "true" : undefined}>
							{instant(v.received)}
						</a>
						{v.first && <span class="tag">{t("versionFirst")}</span>}
						{v.same && <span class="tag">{t("versionSame")}</span>}
						{v.id === props.id && <span class="tag new">{t("versionThis")}</span>}
					</header>
					<Diff pieces={v.title_changes} name="title" />
					<Diff pieces={v.text_changes} name="text" />
					<Told title={t("retracted")} list={v.retracted} />
					<Told title={t("newlyTold")} list={v.added} />
				</li>
			))}
		</ol>
	);
}

function Diff(props: { pieces: Piece[]; name: string }) {
	if (props.pieces.length === 0) return null;
	const last = props.pieces.length - 1;
	return (
		<p class={`diff words ${props.name}`} lang="ar" dir="auto">
			{props.pieces.map((p, i) => {
				if (p.removed !== undefined)
					return (
						<span key={i}>
							<del>
								<span class="only-heard">{t("removed")}: </span>
								{p.removed}
							</del>{" "}
						</span>
					);
				if (p.added !== undefined)
					return (
						<span key={i}>
							<ins>
								<span class="only-heard">{t("added")}: </span>
								{p.added}
							</ins>{" "}
						</span>
					);
				return <span key={i}>{shortened(p.kept ?? "", i === 0, i === last)} </span>;
			})}
		</p>
	);
}

function shortened(kept: string, first: boolean, last: boolean): string {
	if (kept.length <= KEPT) return kept;
	const space = (at: number) => {
		const found = kept.indexOf(" ", at);
		return found < 0 ? at : found;
	};
	const head = first ? "" : kept.slice(0, space(KEPT / 2));
	const tail = last ? "" : kept.slice(space(kept.length - KEPT / 2));
	return `${head} … ${tail}`;
}

function Told(props: { title: string; list: Version["added"] }) {
	if (props.list.length === 0) return null;
	return (
		<>
			<h3>{props.title}</h3>
			<ul class="bulleted">
				{props.list.map((one, i) => (
					<li key={i}>{told(said(one))}</li>
				))}
			</ul>
		</>
	);
}
