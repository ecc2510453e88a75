// The form by which somebody signs in. It stands in place of any view while nobody is.
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { Trouble } from "../../api/client";
import { signIn } from "../../api/session";
import { TroubleNote } from "../../parts/trouble";
import "./account.css";
import { t } from "./words";

/** Words for how long to wait. */
function told(seconds: number): string {
	return seconds < 90 ? t("seconds", { n: seconds }) : t("minutes", { n: Math.ceil(seconds / 60) });
}

export function PasswordField(props: {
	name: string;
	label: string;
	complete: "current-password" | "new-password";
	hint?: string;
}) {
	const id = useId();
	const shown = useSignal(false);
	return (
		<div class="account-field">
			<label for={id}>{props.label}</label>
			<div class="account-password">
				<input
					id={id}
					name={props.name}
					type={shown.value ? "text" : "password"}
					dir="ltr"
					required
					maxLength={1024}
					minLength={props.complete === "new-password" ? 12 : undefined}
					autocomplete={props.complete}
					autocapitalize="off"
					spellcheck={false}
					aria-describedby={props.hint ? `${id}-hint` : undefined}
				/>
				<button type="button" class="plain" aria-pressed={shown.value} onClick={() => (shown.value = !shown.value)}>
					{shown.value ? t("hide") : t("show")}
				</button>
			</div>
			{props.hint && (
				<p class="quiet small" id={`${id}-hint`}>
					{props.hint}
				</p>
			)}
		</div>
	);
}

export function SignIn() {
	const busy = useSignal(false);
	const trouble = useSignal<Trouble | null>(null);
	const wait = useSignal(0);
	const name = useRef<HTMLInputElement>(null);
	const id = useId();
	useEffect(() => name.current?.focus(), []);
	useEffect(() => {
		if (wait.value <= 0) return;
		const timer = setTimeout(() => wait.value--, 1000);
		return () => clearTimeout(timer);
	}, [wait.value]);
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (busy.value || wait.value > 0 || !(event.currentTarget instanceof HTMLFormElement)) return;
		const form = event.currentTarget;
		const given = new FormData(form);
		busy.value = true;
		try {
			await signIn(String(given.get("name") ?? ""), String(given.get("password") ?? ""));
		} catch (error) {
			trouble.value = error instanceof Trouble ? error : new Trouble(0, String(error), "");
			wait.value = trouble.value.wait ?? 0;
			const password = form.elements.namedItem("password");
			if (password instanceof HTMLInputElement) {
				password.value = "";
				password.focus();
			}
		}
		busy.value = false;
	};
	return (
		<section class="sign-in">
			<h1>{t("signIn")}</h1>
			<p class="quiet">{t("signInWhy")}</p>
			<form onSubmit={submit} method="post">
				<div class="account-field">
					<label for={id}>{t("name")}</label>
					<input
						id={id}
						ref={name}
						name="name"
						required
						maxLength={128}
						dir="auto"
						autocomplete="username"
						autocapitalize="off"
						spellcheck={false}
					/>
				</div>
				<PasswordField name="password" label={t("password")} complete="current-password" />
				{trouble.value && <TroubleNote trouble={trouble.value} />}
				<button type="submit" class="main" disabled={busy.value || wait.value > 0}>
					{wait.value > 0 ? t("wait", { time: told(wait.value) }) : t("signIn")}
				</button>
			</form>
		</section>
	);
}
