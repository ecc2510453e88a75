import { words } from "../../words/words";

export const t = words({
	title: ["Incidents", "الحوادث"],
	reports: [
		{ one: "{n} report", other: "{n} reports" },
		{ one: "خبر واحد", two: "خبران", few: "{n} أخبار", many: "{n} خبرًا", other: "{n} خبر" },
	],
});
