// Who decides: whoever is signed in; where nobody signs in, a name that is asked for once and kept in this browser.
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { get, setToken } from "../../api/client";
import type { Session } from "../../api/types";
import { recall, remember } from "../../settings";
import { Dialog } from "../dialog";
import { t } from "./words";

interface About {
	read_only: boolean;
	accounts: boolean;
}

const before = recall("reviewer");
/** The name by which decisions are made; "" until it is known. */
export const reviewer = signal<string>(typeof before === "string" ? before : "");
/** Why nobody can decide here; null where one can. */
export const barred = signal<"readOnly" | "mayNot" | "signIn" | null>(null);
export const accounts = signal(false);
const asking = signal<((name: string | null) => void) | null>(null);

let looked: Promise<void> | null = null;

/** Asks the server, once, who is signed in and whether it takes decisions. */
export function lookWho(): Promise<void> {
	looked ??= (async () => {
		const about = await get<About>("/api/about").catch(() => null);
		if (about?.read_only) barred.value = "readOnly";
		if (!about?.accounts) return;
		accounts.value = true;
		const session = await get<Session>("/api/session").catch(() => null);
		if (!session?.name) barred.value = "signIn";
		else {
			reviewer.value = session.name;
			setToken(session.token);
			if (session.role === "reader") barred.value = "mayNot";
		}
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
					const given = name.trim();
					if (!given) return;
					reviewer.value = given;
					remember({ reviewer: given });
					props.answer(given);
				}}
			>
				<p class="quiet">{t("whoWhy")}</p>
				<label class="field">
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
						reviewer.value = "";
						void whoDecides();
					}}
				>
					{t("otherName")}
				</button>
			)}
		</span>
	);
}
