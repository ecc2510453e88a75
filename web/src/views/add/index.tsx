// Adding: files dropped, a text pasted, a link; how far each has come, and what became of it.
import { useEffect, useRef, useState } from "preact/hooks";
import type { components } from "../../api/schema";
import { useAnswer } from "../../api/use";
import { barred, lookWho } from "../../parts/ruling/reviewer";
import { t as rule } from "../../parts/ruling/words";
import { Empty } from "../../parts/trouble";
import { number } from "../../words/numbers";
import { type Adding, addAddress, addFiles, additions, addText } from "./jobs";
import "../../parts/ruling/style.css";
import "./style.css";
import { t } from "./words";

type About = components["schemas"]["About"];
const UPLOAD = 64 << 20;

export default function AddView() {
	const about = useAnswer<About>("/api/about").data;
	useEffect(() => void lookWho(), []);
	if (about?.read_only) return <Empty title={t("readOnly")} />;
	if (barred.value)
		return (
			<Empty title={rule(barred.value)}>
				<a href="/account">{rule("signIn")}</a>
			</Empty>
		);
	return (
		<>
			<header>
				<h1>{t("title")}</h1>
			</header>
			<div class="adding">
				<div class="adding-ways">
					<Files most={about?.limits.upload_bytes ?? UPLOAD} />
					<Text />
					<Link allowed={about?.fetches ?? null} />
				</div>
				<section aria-labelledby="jobs-title" class="adding-jobs">
					<h2 id="jobs-title">{t("jobs")}</h2>
					{additions.value.length === 0 && <p class="quiet">{t("jobsNone")}</p>}
					<ol aria-live="polite">
						{additions.value.map(one => (
							<JobRow key={one.key} adding={one} />
						))}
					</ol>
				</section>
			</div>
		</>
	);
}

/** Files of what was dropped, folders with all that lies in them. */
async function dropped(items: DataTransferItemList): Promise<File[]> {
	const out: File[] = [];
	const entries = [...items].map(item => (item.kind === "file" ? item.webkitGetAsEntry() : null));
	const plain = [...items].map(item => (item.kind === "file" ? item.getAsFile() : null));
	const walk = async (entry: FileSystemEntry): Promise<void> => {
		if (entry.isFile)
			return new Promise(resolve =>
				(entry as FileSystemFileEntry).file(
					file => {
						out.push(file);
						resolve();
					},
					() => resolve(),
				),
			);
		const reader = (entry as FileSystemDirectoryEntry).createReader();
		for (;;) {
			const some = await new Promise<FileSystemEntry[]>(resolve => reader.readEntries(resolve, () => resolve([])));
			if (some.length === 0) return;
			for (const one of some) await walk(one);
		}
	};
	for (const [i, entry] of entries.entries()) {
		const file = plain[i];
		if (entry) await walk(entry);
		else if (file) out.push(file);
	}
	return out;
}

function Files(props: { most: number }) {
	const [over, setOver] = useState(false);
	const [published, setPublished] = useState("");
	const [large, setLarge] = useState<readonly File[]>([]);
	const input = useRef<HTMLInputElement>(null);
	const take = (files: readonly File[]) => {
		if (files.length) setLarge(addFiles(files, published, props.most, n => t("files", { n })));
	};
	return (
		<section aria-labelledby="files-title">
			<h2 id="files-title">{t("dropTitle")}</h2>
			{/* biome-ignore lint/a11y/noStaticElementInteractions: the button within does the same by keyboard */}
			<div
				class={over ? "drop-area over" : "drop-area"}
				onDragOver={event => {
					event.preventDefault();
					setOver(true);
				}}
				onDragLeave={() => setOver(false)}
				onDrop={async event => {
					event.preventDefault();
					setOver(false);
					if (event.dataTransfer) take(await dropped(event.dataTransfer.items));
				}}
			>
				<p>{over ? t("released") : t("drop")}</p>
				<button type="button" onClick={() => input.current?.click()}>
					{t("choose")}
				</button>
				<input
					ref={input}
					class="only-heard"
					type="file"
					multiple
					tabIndex={-1}
					aria-label={t("choose")}
					onChange={event => {
						take([...(event.currentTarget.files ?? [])]);
						event.currentTarget.value = "";
					}}
				/>
			</div>
			<p class="quiet small">{t("dropHint")}</p>
			<label class="rule-field adding-date">
				<span>{t("published")}</span>
				<input type="date" value={published} onInput={event => setPublished(event.currentTarget.value)} />
			</label>
			{large.map(file => (
				<p key={file.name} class="small field-wrong" role="alert">
					{t("tooLarge", { name: file.name, most: Math.floor(props.most / (1 << 20)) })}
				</p>
			))}
		</section>
	);
}

function Text() {
	const empty = { text: "", title: "", outlet: "", published: "" };
	const [values, setValues] = useState(empty);
	const [wrong, setWrong] = useState(false);
	const set = (part: Partial<typeof empty>) => setValues({ ...values, ...part });
	return (
		<section aria-labelledby="paste-title">
			<h2 id="paste-title">{t("pasteTitle")}</h2>
			<form
				class="ruling-form"
				onSubmit={event => {
					event.preventDefault();
					if (!values.text.trim()) return setWrong(true);
					addText(values);
					setValues(empty);
					setWrong(false);
				}}
			>
				<label class="rule-field">
					<span>{t("paste")}</span>
					<textarea
						class="words"
						rows={6}
						dir="auto"
						value={values.text}
						aria-invalid={wrong && !values.text.trim()}
						onInput={event => set({ text: event.currentTarget.value })}
					/>
				</label>
				{wrong && !values.text.trim() && <p class="small field-wrong">{t("noText")}</p>}
				<div class="adding-row">
					<label class="rule-field">
						<span>{t("headline")}</span>
						<input dir="auto" value={values.title} onInput={event => set({ title: event.currentTarget.value })} />
					</label>
					<label class="rule-field">
						<span>{t("outlet")}</span>
						<input dir="auto" value={values.outlet} onInput={event => set({ outlet: event.currentTarget.value })} />
					</label>
					<label class="rule-field">
						<span>{t("published")}</span>
						<input
							type="date"
							value={values.published}
							onInput={event => set({ published: event.currentTarget.value })}
						/>
					</label>
				</div>
				<p>
					<button type="submit" class="main">
						{t("send")}
					</button>
				</p>
			</form>
		</section>
	);
}

function Link(props: { allowed: boolean | null }) {
	const [link, setLink] = useState("");
	const [wrong, setWrong] = useState(false);
	return (
		<section aria-labelledby="link-title">
			<h2 id="link-title">{t("linkTitle")}</h2>
			{props.allowed === false ? (
				<p class="quiet">{t("noLinks")}</p>
			) : (
				<form
					class="ruling-form"
					onSubmit={event => {
						event.preventDefault();
						if (!/^https?:\/\/\S+$/i.test(link.trim())) return setWrong(true);
						addAddress(link.trim());
						setLink("");
						setWrong(false);
					}}
				>
					<label class="rule-field">
						<span>{t("link")}</span>
						<input
							type="url"
							dir="ltr"
							inputMode="url"
							placeholder="https://"
							value={link}
							aria-invalid={wrong}
							onInput={event => setLink(event.currentTarget.value)}
						/>
					</label>
					{wrong && <p class="small field-wrong">{t("noAddress")}</p>}
					<p class="quiet small">{t("linkHint")}</p>
					<p>
						<button type="submit">{t("send")}</button>
					</p>
				</form>
			)}
		</section>
	);
}

const UNREAD_SHOWN = 8;

function JobRow(props: { adding: Adding }) {
	const { adding } = props;
	const { job } = adding;
	const part =
		adding.state === "done"
			? 1
			: adding.state === "running"
				? (job?.part ?? null)
				: adding.state === "uploading"
					? null
					: 0;
	const added = adding.state === "done" || adding.state === "failed" ? job?.added : null;
	const busy = adding.state === "uploading" || adding.state === "waiting" || adding.state === "running";
	return (
		<li class={`job job-${adding.state}`}>
			<p class="job-head">
				<bdi>{adding.what}</bdi>
				<span class="quiet small">{t(adding.state === "gone" ? "failed" : adding.state)}</span>
			</p>
			{busy && <progress max={1} {...(part === null ? {} : { value: part })} aria-label={adding.what} />}
			{added && (
				<p class="small">
					{[
						t("fresh", { n: added.reports }),
						added.edited > 0 && t("edited", { n: added.edited }),
						added.known > 0 && t("known", { n: added.known }),
						added.coded > 0 && t("coded", { n: added.coded }),
						added.incidents > 0 && t("incidents", { n: added.incidents }),
						added.unread > 0 && t("unread", { n: added.unread }),
					]
						.filter(Boolean)
						.join(" · ")}
				</p>
			)}
			{added?.broken_off && <p class="small field-wrong">{t("brokenOff")}</p>}
			{job && job.unread.length > 0 && (
				<ul class="job-unread small">
					{job.unread.slice(0, UNREAD_SHOWN).map((one, i) => (
						<li key={i}>
							<bdi class="job-file">{one.file}</bdi>{" "}
							<span class="quiet" dir="auto">
								{one.error}
							</span>
						</li>
					))}
					{job.unread.length > UNREAD_SHOWN && (
						<li class="quiet">{t("more", { n: number(job.unread.length - UNREAD_SHOWN) })}</li>
					)}
				</ul>
			)}
			{adding.state === "gone" && <p class="small field-wrong">{t("gone")}</p>}
			{job?.error && (
				<p class="small field-wrong" dir="auto">
					{job.error}
				</p>
			)}
			{adding.trouble && (
				<p class="small field-wrong" dir="auto">
					{adding.trouble.message} {adding.trouble.mend}
				</p>
			)}
			{adding.trouble && adding.again && (
				<button type="button" class="small" onClick={adding.again}>
					{t("again")}
				</button>
			)}
			{added && added.incidents > 0 && (
				<p class="small">
					<a href="/incidents?sort=changed">{t("seeChanges")}</a>
				</p>
			)}
		</li>
	);
}
