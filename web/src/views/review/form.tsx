// What forms of the review have in common: a card that Escape closes, and the words of the report that a decision is about.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { FormEnd } from "../../parts/ruling/ruling";
import { t } from "./words";

/** `first`: what has the focus when it opens, as a selector. */
export function CardForm(props: {
	title: string;
	hint: string;
	first: string;
	submit: () => void;
	close: () => void;
	children: ComponentChildren;
}) {
	const form = useRef<HTMLFormElement>(null);
	useEffect(() => form.current?.querySelector<HTMLElement>(props.first)?.focus(), []);
	return (
		<form
			class="ruling-form review-card"
			ref={form}
			aria-label={props.title}
			onSubmit={event => {
				event.preventDefault();
				props.submit();
			}}
			onKeyDown={event => {
				if (event.key !== "Escape") return;
				event.stopPropagation();
				props.close();
			}}
		>
			<h3>{props.title}</h3>
			<p class="quiet small">{props.hint}</p>
			{props.children}
			<FormEnd close={props.close} />
		</form>
	);
}

/** `missing`: what is said where there are none, null while nothing is to be said. */
export function WordsField(props: { rows: number; text: string; set: (text: string) => void; missing: string | null }) {
	const wrong = props.missing !== null && !props.text.trim();
	return (
		<>
			<label class="rule-field">
				<span>{t("addWords")}</span>
				<textarea
					rows={props.rows}
					lang="ar"
					dir="auto"
					value={props.text}
					aria-invalid={wrong}
					onInput={event => props.set(event.currentTarget.value)}
				/>
			</label>
			{wrong && <p class="small field-wrong">{props.missing}</p>}
		</>
	);
}
