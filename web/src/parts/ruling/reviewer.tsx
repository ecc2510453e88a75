// Who decides: whoever is signed in; where nobody signs in, a name that is asked for once and kept in this browser.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { get } from "../../api/client";
import type { components } from "../../api/schema";
import { askSession, may, session, signedOut } from "../../api/session";
import { recall, remember } from "../../settings";
import { Dialog } from "../dialog";
import { t } from "./words";

const before = recall("reviewer");
const given = signal<string>(typeof before === "string" ? before : "");
const readOnly = signal(false);
const asking = signal<((name: string | null) => void) | null>(null);

/** People sign in here: their name is not asked for. */
const accounts = computed(() => session.value?.accounts === true);
/** The name by which decisions are made; "" until it is known. */
export const reviewer: ReadonlySignal<string> = computed(() =>
	accounts.value ? (session.value?.name ?? "") : given.value,
);
/** Why nobody can decide here; null where one can. */
export const barred: ReadonlySignal<"readOnly" | "mayNot" | "signIn" | null> = computed(() => {
	if (readOnly.value) return "readOnly";
	if (signedOut.value) return "signIn";
	return session.value !== null && !may("reviewer") ? "mayNot" : null;
});

let looked: Promise<void> | null = null;

/** Asks the server, once, whether it takes decisions, and who is there. */
export function lookWho(): Promise<void> {
	looked ??= (async () => {
		const about = await get<components["schemas"]["About"]>("/api/about").catch(() => null);
		readOnly.value = about?.read_only ?? false;
		if (session.value === null) await askSession();
	})();
	return looked;
}

/** The name, asked for where it is not known; null where the reader gave none. */
export async function whoDecides(): Promise<string | null> {
	await lookWho();
	if (barred.value) return null;
	if (reviewer.value) return reviewer.value;
	return new Promise(resolve => {
		asking.value = name => {
			asking.value = null;
			resolve(name);
		};
	});
}

/** Stands once in a view that decides. */
export function AskName() {
	const answer = asking.value;
	return answer ? <NameDialog answer={answer} /> : null;
}

function NameDialog(props: { answer: (name: string | null) => void }) {
	const [name, setName] = useState("");
	return (
		<Dialog title={t("whoTitle")} close={() => props.answer(null)}>
			<form
				class="ruling-form"
				onSubmit={event => {
					event.preventDefault();
					if (!name.trim()) return;
					given.value = name.trim();
					remember({ reviewer: given.value });
					props.answer(given.value);
				}}
			>
				<p class="quiet">{t("whoWhy")}</p>
				<label class="rule-field">
					<span>{t("name")}</span>
					<input
						type="text"
						value={name}
						maxLength={120}
						autocomplete="name"
						dir="auto"
						required
						onInput={event => setName(event.currentTarget.value)}
					/>
				</label>
				<p class="line">
					<button type="submit" class="main">
						{t("keepName")}
					</button>
				</p>
			</form>
		</Dialog>
	);
}

/** "Deciding as …", and a way to be somebody else where nobody signs in. */
export function Deciding() {
	if (barred.value)
		return (
			<span class="quiet small">
				{t(barred.value)} {barred.value === "signIn" && <a href="/account">{t("signIn")}</a>}
			</span>
		);
	if (!reviewer.value) return null;
	return (
		<span class="small quiet deciding">
			{t.parts("deciding", { name: <bdi key="n">{reviewer.value}</bdi> })}{" "}
			{!accounts.value && (
				<button
					type="button"
					class="plain small"
					onClick={() => {
						given.value = "";
						void whoDecides();
					}}
				>
					{t("otherName")}
				</button>
			)}
		</span>
	);
}
