// A dialog of the browser's own: focus stays in it, Escape closes it.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { words } from "../words/words";

const t = words({ close: ["Close", "إغلاق"] });

export function Dialog(props: { title: string; close: () => void; children: ComponentChildren }) {
	const element = useRef<HTMLDialogElement>(null);
	const title = useId();
	useEffect(() => {
		const dialog = element.current;
		dialog?.showModal();
		return () => dialog?.close();
	}, []);
	return (
		<dialog
			ref={element}
			aria-labelledby={title}
			onClose={props.close}
			onClick={event => {
				if (event.target === element.current) element.current?.close(); // beside it
			}}
			onKeyDown={event => event.stopPropagation()}
		>
			<div class="dialog-body">
				<header class="dialog-head">
					<h2 id={title}>{props.title}</h2>
					<button type="button" class="plain" aria-label={t("close")} onClick={() => element.current?.close()}>
						✕
					</button>
				</header>
				{props.children}
			</div>
		</dialog>
	);
}
