// Answers of the API as a component sees them: what is kept at once, then what is true now.
import { useEffect, useState } from "preact/hooks";
import { get, recalled, Trouble } from "./client";

export interface Answer<T> {
	/** The answer, or null while it is not there yet. */
	data: T | null;
	trouble: Trouble | null;
	loading: boolean;
	again: () => void;
}

interface State<T> {
	path: string | null;
	data: T | null;
	trouble: Trouble | null;
}

/** Asks for `path` (null: nothing) whenever it changes; what a former path asked for is broken off.
 *  keep: while another path is asked for, the former answer stays, so that nothing jumps. */
export function useAnswer<T>(path: string | null, how: { keep?: boolean } = {}): Answer<T> {
	const [state, setState] = useState<State<T>>({ path: null, data: null, trouble: null });
	const [turn, setTurn] = useState(0);
	useEffect(() => {
		if (path === null) return;
		const control = new AbortController();
		get<T>(path, control.signal)
			.then(data => {
				if (!control.signal.aborted) setState({ path, data, trouble: null });
			})
			.catch((error: unknown) => {
				if (control.signal.aborted) return;
				const trouble = error instanceof Trouble ? error : new Trouble(0, String(error), "");
				setState(before => ({ path, data: before.path === path ? before.data : null, trouble }));
			});
		return () => control.abort();
	}, [path, turn]);
	const again = () => setTurn(turn + 1);
	if (path === null) return { data: null, trouble: null, loading: false, again };
	if (state.path === path) return { data: state.data, trouble: state.trouble, loading: false, again };
	return { data: recalled<T>(path) ?? (how.keep ? state.data : null), trouble: null, loading: true, again };
}
