// What admins see: accounts, and who signed in.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { address, get, post, Trouble } from "../../api/client";
import { changeAccount, ROLES, type Role } from "../../api/session";
import type { Account, AccountEntry, AccountLog, Accounts } from "../../api/types";
import { useAnswer } from "../../api/use";
import { Dialog } from "../../parts/dialog";
import { Skeleton, TroubleNote } from "../../parts/trouble";
import { instant } from "../../words/dates";
import { t as frame } from "../../words/frame";
import { PasswordField } from "./sign-in";
import { t } from "./words";

function troubleOf(error: unknown): Trouble {
	return error instanceof Trouble ? error : new Trouble(0, String(error), "");
}

function RoleChoice(props: {
	id?: string;
	name?: string;
	label?: string;
	value: Role;
	choose?: (role: Role) => void;
	disabled?: boolean;
}) {
	return (
		<select
			id={props.id}
			name={props.name}
			aria-label={props.label}
			disabled={props.disabled}
			value={props.value}
			onChange={event => props.choose?.(event.currentTarget.value as Role)}
		>
			{ROLES.map(role => (
				<option key={role} value={role}>
					{t(role)}
				</option>
			))}
		</select>
	);
}

function NewPassword(props: { name: string; close: () => void; done: () => void }) {
	const trouble = useSignal<Trouble | null>(null);
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (!(event.currentTarget instanceof HTMLFormElement)) return;
		const password = String(new FormData(event.currentTarget).get("password") ?? "");
		try {
			await changeAccount(props.name, { password });
			props.done();
			props.close();
		} catch (error) {
			trouble.value = troubleOf(error);
		}
	};
	return (
		<Dialog title={t("resetOf", { name: props.name })} close={props.close}>
			<form class="account-form" onSubmit={submit}>
				<p>{t("resetWhy")}</p>
				<PasswordField name="password" label={t("newPassword")} complete="new-password" hint={t("passwordRule")} />
				{trouble.value && <TroubleNote trouble={trouble.value} />}
				<button type="submit" class="main">
					{t("save")}
				</button>
			</form>
		</Dialog>
	);
}

function NewAccount(props: { done: () => void }) {
	const trouble = useSignal<Trouble | null>(null);
	const id = useId();
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (!(event.currentTarget instanceof HTMLFormElement)) return;
		const form = event.currentTarget;
		const given = Object.fromEntries(new FormData(form));
		try {
			await post("/api/accounts", given);
			trouble.value = null;
			form.reset();
			props.done();
		} catch (error) {
			trouble.value = troubleOf(error);
		}
	};
	return (
		<details class="account-more">
			<summary>{t("newAccount")}</summary>
			<form class="account-form" onSubmit={submit}>
				<div class="account-field">
					<label for={`${id}-name`}>{t("name")}</label>
					<input
						id={`${id}-name`}
						name="name"
						required
						maxLength={128}
						dir="auto"
						autocomplete="off"
						aria-describedby={`${id}-hint`}
					/>
					<p class="quiet small" id={`${id}-hint`}>
						{t("nameRule")}
					</p>
				</div>
				<div class="account-field">
					<label for={`${id}-role`}>{t("role")}</label>
					<RoleChoice id={`${id}-role`} name="role" value="reader" />
				</div>
				<PasswordField name="password" label={t("password")} complete="new-password" hint={t("passwordRule")} />
				{trouble.value && <TroubleNote trouble={trouble.value} />}
				<button type="submit" class="main">
					{t("make")}
				</button>
			</form>
		</details>
	);
}

function Row(props: { account: Account; done: () => void; fail: (trouble: Trouble) => void }) {
	const { account } = props;
	const asking = useSignal(false);
	const change = async (what: object) => {
		try {
			await changeAccount(account.name, what);
		} catch (error) {
			props.fail(troubleOf(error));
		}
		props.done();
	};
	return (
		<tr class={account.closed ? "quiet" : undefined}>
			<th scope="row">
				<bdi>{account.name}</bdi> {account.closed && <span class="tag">{t("closed")}</span>}
			</th>
			<td>
				<RoleChoice
					label={t("roleOf", { name: account.name })}
					value={account.role}
					disabled={account.closed}
					choose={role => void change({ role })}
				/>
			</td>
			<td class="number account-made">{instant(account.made, false)}</td>
			<td class="number">{account.last ? instant(account.last) : t("never")}</td>
			<td class="account-acts">
				<button
					type="button"
					aria-label={t(account.closed ? "openOf" : "closeOf", { name: account.name })}
					onClick={() => void change({ closed: !account.closed })}
				>
					{t(account.closed ? "open" : "close")}
				</button>
				<button type="button" aria-label={t("resetOf", { name: account.name })} onClick={() => (asking.value = true)}>
					{t("reset")}
				</button>
				{asking.value && <NewPassword name={account.name} close={() => (asking.value = false)} done={props.done} />}
			</td>
		</tr>
	);
}

const EVENTS = {
	signed_in: "signed_in",
	wrong_password: "wrong_password",
	closed_account: "closed_account",
	unknown_name: "unknown_name",
	held_back: "held_back",
	flood: "flood",
	signed_out: "signed_out",
	added: "added",
	role: "role_set",
	password: "password_set",
	closed: "account_closed",
	opened: "account_opened",
} as const;

function Entry(props: { entry: AccountEntry }) {
	const { entry } = props;
	const role = entry.role ? t(entry.role) : "";
	return (
		<tr>
			<td class="number">
				<time dateTime={entry.at}>{instant(entry.at)}</time>
			</td>
			<td>{entry.name ? <bdi>{entry.name}</bdi> : <span class="quiet">{t("unknown")}</span>}</td>
			<td>
				{t(EVENTS[entry.event], { role })}{" "}
				{entry.by && <span class="quiet">{t.parts("byWhom", { name: <bdi>{entry.by}</bdi> })}</span>}
			</td>
			<td>
				<bdi title={entry.agent ?? undefined}>{entry.address ?? ""}</bdi>
			</td>
		</tr>
	);
}

function Log() {
	const first = useAnswer<AccountLog>("/api/accounts/log");
	const more = useSignal<readonly AccountEntry[]>([]);
	const trouble = useSignal<Trouble | null>(null);
	const ended = useSignal(false);
	const all = [...(first.data?.entries ?? []), ...more.value];
	const load = async () => {
		const last = all[all.length - 1];
		if (!last) return;
		try {
			const next = await get<AccountLog>(address("/api/accounts/log", { before: last.id }));
			more.value = [...more.value, ...next.entries];
			ended.value = next.entries.length === 0;
		} catch (error) {
			trouble.value = troubleOf(error);
		}
	};
	return (
		<section>
			<h2>{t("log")}</h2>
			{first.trouble && <TroubleNote trouble={first.trouble} again={first.again} />}
			{!first.data && !first.trouble && <Skeleton lines={6} label={frame("loading")} />}
			<div class="account-table">
				<table class="accounts">
					<thead>
						<tr>
							<th scope="col">{t("when")}</th>
							<th scope="col">{t("who")}</th>
							<th scope="col">{t("what")}</th>
							<th scope="col">{t("from")}</th>
						</tr>
					</thead>
					<tbody>
						{all.map(entry => (
							<Entry key={entry.id} entry={entry} />
						))}
					</tbody>
				</table>
			</div>
			{trouble.value && <TroubleNote trouble={trouble.value} />}
			{all.length >= 100 && !ended.value && (
				<button type="button" onClick={() => void load()}>
					{t("more")}
				</button>
			)}
		</section>
	);
}

export function Admin() {
	const { data, trouble, again } = useAnswer<Accounts>("/api/accounts");
	const failed = useSignal<Trouble | null>(null);
	const done = () => {
		failed.value = null;
		again();
	};
	return (
		<>
			<section>
				<h2>{t("accounts")}</h2>
				{trouble && <TroubleNote trouble={trouble} again={again} />}
				{failed.value && <TroubleNote trouble={failed.value} />}
				{!data && !trouble && <Skeleton lines={4} label={frame("loading")} />}
				{data && (
					<div class="account-table">
						<table class="accounts">
							<thead>
								<tr>
									<th scope="col">{t("name")}</th>
									<th scope="col">{t("role")}</th>
									<th scope="col" class="account-made">
										{t("made")}
									</th>
									<th scope="col">{t("last")}</th>
									<td />
								</tr>
							</thead>
							<tbody>
								{data.accounts.map(account => (
									<Row
										key={`${account.name} ${account.role} ${account.closed}`}
										account={account}
										done={again}
										fail={said => (failed.value = said)}
									/>
								))}
							</tbody>
						</table>
					</div>
				)}
				<NewAccount done={done} />
			</section>
			<Log />
		</>
	);
}
