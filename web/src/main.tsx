// The page starts here: settings, addresses, keys, and the view that the address names.
import { Component, type ComponentChildren, render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { followStore } from "./api/live";
import { followSession, signedOut } from "./api/session";
import { Head } from "./frame";
import { listenToKeys } from "./parts/keys";
import { Empty, Skeleton } from "./parts/trouble";
import { followAddress, go, here, type View } from "./router";
import { load, match } from "./routes";
import { followSettings } from "./settings";
import "./style/page.css";
import { beginVisit } from "./visit";
import { t } from "./words/frame";

/** A view that throws is told in its place; the rest of the page goes on. */
class Fence extends Component<{ children: ComponentChildren }, { error: Error | null }> {
	override state = { error: null as Error | null };
	static override getDerivedStateFromError(error: unknown) {
		return { error: error instanceof Error ? error : new Error(String(error)) };
	}
	override render() {
		if (!this.state.error) return this.props.children;
		return (
			<div class="trouble" role="alert">
				<p>
					<strong>{t("failed")}</strong>
				</p>
				<p>{t("failedMend")}</p>
				<p>
					<code dir="auto">{this.state.error.message}</code>
				</p>
				<button type="button" onClick={() => location.reload()}>
					{t("reload")}
				</button>
			</div>
		);
	}
}

const loaded = new Map<string, View>();

function Shown() {
	const { path, query, turn } = here.value;
	const found = match(path);
	// Who has to sign in does so in place of the view, which is there when that is done.
	const name = signedOut.value ? "account" : (found?.view ?? null);
	const [, redraw] = useState(0);
	const [failed, setFailed] = useState<string | null>(null);
	const main = useRef<HTMLElement>(null);
	const view = name === null ? undefined : loaded.get(name);
	useEffect(() => {
		if (path === "/") go("/incidents", { replace: true });
	}, [path]);
	useEffect(() => {
		// Asked of what is drawn: the view may have come between drawing and this, and is to be drawn then.
		if (name === null || view) return;
		let left = false;
		load(name)
			.then(view => {
				loaded.set(name, view);
				if (!left) redraw(n => n + 1);
			})
			.catch(() => {
				if (!left) setFailed(name);
			});
		return () => {
			left = true;
		};
	}, [name, view]);
	// Search is one key away from everywhere, and whoever types is not to wait for it.
	useEffect(() => {
		const soon = setTimeout(
			() =>
				void load("search").then(
					view => loaded.set("search", view),
					() => undefined,
				),
			1500,
		);
		return () => clearTimeout(soon);
	}, []);
	// Whoever goes by keyboard or listens starts at the top of the new view, or where the view itself put focus.
	const first = useRef(true);
	useEffect(() => {
		if (first.current) first.current = false;
		else if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
	}, [path]);
	let content: ComponentChildren;
	if (name === null)
		content =
			path === "/" ? null : (
				<Empty title={t("notFound")}>
					<p>
						<code dir="ltr">{path}</code>
					</p>
					<p>
						<a href="/incidents">{t("toIncidents")}</a>
					</p>
				</Empty>
			);
	else if (view) {
		const View = view;
		content = (
			<Fence key={`${name} ${turn}`}>
				<View params={found?.params ?? []} query={query} />
			</Fence>
		);
	} else if (failed === name)
		content = (
			<Empty title={t("broken")}>
				<button type="button" onClick={() => location.reload()}>
					{t("reload")}
				</button>
			</Empty>
		);
	else content = <Skeleton lines={12} label={t("loading")} />;
	return (
		<main id="main" ref={main} tabIndex={-1} class={name ? `view view-${name}` : "view"}>
			{content}
		</main>
	);
}

function Page() {
	return (
		<>
			<Head />
			<Shown />
		</>
	);
}

followSettings();
followSession();
followAddress();
followStore();
beginVisit();
listenToKeys();
// The view is on its way while the head is drawn.
const first = match(location.pathname);
if (first)
	load(first.view).then(
		view => loaded.set(first.view, view),
		() => undefined,
	);

const page = document.getElementById("page");
if (page) render(<Page />, page);
