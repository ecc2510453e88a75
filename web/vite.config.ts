import { defineConfig } from "vite";
import { land } from "./build/land";

// `npm run dev` passes what goes to the API on to a riwaya serve: RIWAYA_API says where it listens.
const api = process.env.RIWAYA_API ?? "http://127.0.0.1:8787";

export default defineConfig({
	plugins: [land()],
	esbuild: { jsx: "automatic", jsxImportSource: "preact" },
	server: { proxy: { "/api": { target: api, changeOrigin: false } } },
	build: {
		outDir: process.env.RIWAYA_PAGE_OUT ?? "dist",
		emptyOutDir: true,
		target: "es2022",
		// The page's policy allows neither data: addresses nor inline scripts: all that is used is a file.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		reportCompressedSize: false,
	},
});
