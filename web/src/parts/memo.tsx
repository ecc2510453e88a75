// A component that is made anew only where one of its properties is another one. Signals that it reads still reach it.
import { Component, type ComponentType } from "preact";

export function memo<P extends object>(Inner: ComponentType<P>): ComponentType<P> {
	return class extends Component<P> {
		override shouldComponentUpdate(next: Readonly<P>): boolean {
			const before = this.props as Record<string, unknown>;
			const after = next as Record<string, unknown>;
			for (const key in after) if (after[key] !== before[key]) return true;
			for (const key in before) if (!(key in after)) return true;
			return false;
		}
		override render() {
			return <Inner {...(this.props as P)} />;
		}
	};
}
