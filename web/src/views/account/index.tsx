// The account: who is here, another password, signing out; for admins, everybody's.
import { useSignal } from "@preact/signals";
import { Trouble } from "../../api/client";
import { changePassword, may, session, signedOut, signOut } from "../../api/session";
import { TroubleNote } from "../../parts/trouble";
import "./account.css";
import { Admin } from "./admin";
import { PasswordField, SignIn } from "./sign-in";
import { t } from "./words";

function Nobody() {
	return (
		<section>
			<h2>{t("nobody")}</h2>
			<p>{t("nobodyWhy")}</p>
			<pre class="command" dir="ltr">
				riwaya account add NAME --role admin
			</pre>
		</section>
	);
}

function Password() {
	const trouble = useSignal<Trouble | null>(null);
	const done = useSignal(false);
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (!(event.currentTarget instanceof HTMLFormElement)) return;
		const form = event.currentTarget;
		const given = new FormData(form);
		done.value = false;
		try {
			await changePassword(String(given.get("old") ?? ""), String(given.get("new") ?? ""));
			trouble.value = null;
			done.value = true;
			form.reset();
		} catch (error) {
			trouble.value = error instanceof Trouble ? error : new Trouble(0, String(error), "");
		}
	};
	return (
		<details class="account-more">
			<summary>{t("changePassword")}</summary>
			<form class="account-form" onSubmit={submit}>
				<PasswordField name="old" label={t("oldPassword")} complete="current-password" />
				<PasswordField name="new" label={t("newPassword")} complete="new-password" hint={t("passwordRule")} />
				{trouble.value && <TroubleNote trouble={trouble.value} />}
				{done.value && <p role="status">{t("passwordChanged")}</p>}
				<button type="submit" class="main">
					{t("save")}
				</button>
			</form>
		</details>
	);
}

export default function AccountView() {
	const who = session.value;
	if (!who) return null;
	if (signedOut.value) return <SignIn />;
	return (
		<div class="account">
			<header>
				<h1>{t("title")}</h1>
			</header>
			{!who.accounts && <Nobody />}
			{who.name && who.role && (
				<section>
					<p>
						{t.parts("you", {
							name: (
								<strong>
									<bdi>{who.name}</bdi>
								</strong>
							),
							role: t(who.role),
						})}{" "}
						{may("reviewer") && t("signed")}
					</p>
					<p class="quiet">
						{t("reader")}: {t("readerMay")} · {t("reviewer")}: {t("reviewerMay")} · {t("admin")}: {t("adminMay")}
					</p>
					<Password />
					<button type="button" onClick={() => void signOut()}>
						{t("signOut")}
					</button>
				</section>
			)}
			{who.accounts && may("admin") && <Admin />}
		</div>
	);
}
