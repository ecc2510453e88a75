declare module "virtual:land" {
	/** build/land.ts makes it. */
	const countries: { code: string | null; at: [number, number] | null; rings: number[][] }[];
	export default countries;
}
