// Answers of the API as a component sees them: what is kept at once, then what is true now.
import { useEffect, useRef, useState } from "preact/hooks";
import { get, recalled, Trouble } from "./client";
import { storeState } from "./live";

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

/** Counts changes of the store, from its second state on: the first is what was asked for anyway. */
function useStoreTurn(): number {
	const now = storeState.value;
	const before = useRef<{ state: string | null; turn: number }>({ state: now, turn: 0 });
	if (now !== before.current.state) {
		const turn = before.current.turn + (before.current.state === null ? 0 : 1);
		before.current = { state: now, turn };
	}
	return before.current.turn;
}

/** Asks for `path` (null: nothing) whenever it or the store changes; what a former path asked for is broken off.
 *  keep: while another path is asked for, the former answer stays, so that nothing jumps. */
export function useAnswer<T>(path: string | null, how: { keep?: boolean } = {}): Answer<T> {
	const [state, setState] = useState<State<T>>({ path: null, data: null, trouble: null });
	const [turn, setTurn] = useState(0);
	const store = useStoreTurn();
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
	}, [path, turn, store]);
	const again = () => setTurn(turn + 1);
	if (path === null) return { data: null, trouble: null, loading: false, again };
	if (state.path === path) return { data: state.data, trouble: state.trouble, loading: false, again };
	return { data: recalled<T>(path) ?? (how.keep ? state.data : null), trouble: null, loading: true, again };
}
