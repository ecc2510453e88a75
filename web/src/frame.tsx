// What stands around every view: the head with the ways to go, settings, the list of keys.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { may, type Role, session } from "./api/session";
import { Dialog } from "./parts/dialog";
import { keysNow, useKeys } from "./parts/keys";
import { go, here } from "./router";
import { hasView, match } from "./routes";
import { DIGITS, digits, hijri, LANGS, lang, MONTHS, months, THEMES, theme } from "./settings";
import { t } from "./words/frame";

const WAYS = ["incidents", "search", "changes", "sources", "review", "add"] as const;

/** What a view asks of whoever goes there: readers are not led to where they may do nothing. */
const NEEDS: Partial<Record<(typeof WAYS)[number], Role>> = { review: "reviewer", add: "reviewer" };

function waysNow(): (typeof WAYS)[number][] {
	return WAYS.filter(view => {
		const needs = NEEDS[view];
		return hasView(view) && (needs === undefined || session.value === null || may(needs));
	});
}

/** The view of the head to which a view belongs. */
function partOf(view: string | undefined): string | undefined {
	return view === "incident" || view === "report" ? "incidents" : view;
}

export function Head() {
	const open = useSignal<"settings" | "keys" | null>(null);
	const at = partOf(match(here.value.path)?.view);
	const close = () => {
		open.value = null;
	};
	useKeys([
		{ key: "/", says: t("keySearch"), run: () => go("/search") },
		{ key: "?", says: t("keyHelp"), run: () => (open.value = "keys") },
		...waysNow().map((view, i) => ({
			key: String(i + 1),
			says: t("goTo", { view: t(view) }),
			run: () => go(`/${view}`),
		})),
	]);
	// Where the ways don't fit, the one at hand is in sight.
	const ways = useRef<HTMLElement>(null);
	useEffect(() => {
		const nav = ways.current;
		const link = nav?.querySelector<HTMLElement>("[aria-current]");
		if (!nav || !link) return;
		const [box, here] = [nav.getBoundingClientRect(), link.getBoundingClientRect()];
		nav.scrollBy({ left: here.left + here.width / 2 - (box.left + box.width / 2) });
	}, [at, lang.value]);
	return (
		<header class="head">
			<a class="skip" href="#main">
				{t("skip")}
			</a>
			<a class="brand" href="/incidents">
				<img src="/mark.svg" width="22" height="22" alt="" />
				<span>{t("riwaya")}</span>
			</a>
			<nav class="ways" ref={ways} aria-label={t("views")}>
				{waysNow().map(view => (
					<a key={view} href={`/${view}`} aria-current={view === at ? "page" : undefined}>
						{t(view)}
					</a>
				))}
			</nav>
			<div class="tools">
				{session.value?.accounts && session.value.name && (
					<a class="who" href="/account" aria-current={at === "account" ? "page" : undefined}>
						<bdi>{session.value.name}</bdi>
					</a>
				)}
				<button
					type="button"
					class="plain"
					lang={lang.value === "ar" ? "en" : "ar"}
					onClick={() => (lang.value = lang.value === "ar" ? "en" : "ar")}
				>
					{t("otherLanguage")}
				</button>
				<button
					type="button"
					class="plain"
					aria-label={t("keys")}
					title={t("keys")}
					onClick={() => (open.value = "keys")}
				>
					?
				</button>
				<button
					type="button"
					class="plain"
					aria-label={t("settings")}
					title={t("settings")}
					onClick={() => (open.value = "settings")}
				>
					<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
						<path d="M3 6h8M15 6h2M3 14h2M9 14h8" class="stroke" />
						<circle cx="13" cy="6" r="2" class="stroke" />
						<circle cx="7" cy="14" r="2" class="stroke" />
					</svg>
				</button>
			</div>
			{open.value === "settings" && <SettingsDialog close={close} />}
			{open.value === "keys" && <KeysDialog close={close} />}
		</header>
	);
}

function Choice<T extends string>(props: {
	name: string;
	label: string;
	of: readonly T[];
	value: T;
	say: (one: T) => string;
	choose: (one: T) => void;
}) {
	return (
		<fieldset class="choice">
			<legend>{props.label}</legend>
			{props.of.map(one => (
				<label key={one}>
					<input
						type="radio"
						name={props.name}
						value={one}
						checked={one === props.value}
						onChange={() => props.choose(one)}
					/>
					<span>{props.say(one)}</span>
				</label>
			))}
		</fieldset>
	);
}

function SettingsDialog(props: { close: () => void }) {
	return (
		<Dialog title={t("settings")} close={props.close}>
			<Choice
				name="lang"
				label={t("language")}
				of={LANGS}
				value={lang.value}
				say={one => (one === "ar" ? "العربية" : "English")}
				choose={one => (lang.value = one)}
			/>
			<Choice
				name="digits"
				label={t("digits")}
				of={DIGITS}
				value={digits.value}
				say={one => (one === "arabic" ? "٠١٢٣٤٥٦٧٨٩" : "0123456789")}
				choose={one => (digits.value = one)}
			/>
			<Choice
				name="months"
				label={t("months")}
				of={MONTHS}
				value={months.value}
				say={one => t(one)}
				choose={one => (months.value = one)}
			/>
			<fieldset class="choice">
				<legend>{t("calendar")}</legend>
				<label>
					<input
						type="checkbox"
						checked={hijri.value}
						onChange={event => (hijri.value = event.currentTarget.checked)}
					/>
					<span>{t("hijri")}</span>
				</label>
			</fieldset>
			<Choice
				name="theme"
				label={t("theme")}
				of={THEMES}
				value={theme.value}
				say={one => t(one)}
				choose={one => (theme.value = one)}
			/>
		</Dialog>
	);
}

function KeysDialog(props: { close: () => void }) {
	return (
		<Dialog title={t("keys")} close={props.close}>
			<dl class="keys">
				{keysNow().map(key => (
					<div key={key.key}>
						<dt>
							<kbd>{key.key}</kbd>
						</dt>
						<dd>{key.says}</dd>
					</div>
				))}
			</dl>
		</Dialog>
	);
}
