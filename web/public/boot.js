// Before the first paint: language, direction and theme as they were chosen last, so that nothing flashes or jumps. src/settings.ts keeps them.
(() => {
	let kept = {};
	try {
		kept = JSON.parse(localStorage.getItem("riwaya") || "{}") || {};
	} catch {
		// Storage is switched off or holds something else: the defaults stand.
	}
	const root = document.documentElement;
	const lang = kept.lang === "ar" || kept.lang === "en" ? kept.lang : /^ar\b/.test(navigator.language) ? "ar" : "en";
	root.lang = lang;
	root.dir = lang === "ar" ? "rtl" : "ltr";
	if (kept.theme === "light" || kept.theme === "dark") root.dataset.theme = kept.theme;
})();
