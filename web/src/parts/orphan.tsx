// Decisions that no longer find their place (docs/reviews.md): why, and what can be done about it.
import { words } from "../words/words";

const t = words({
	words_gone: ["its words stand in the report no more", "لم تعد كلماته في الخبر"],
	words_goneMend: [
		"If the page was edited, decide anew on what it says now. Else it counts again when its words are back.",
		"إن عُدّلت الصفحة فقرر من جديد فيما تقوله الآن، وإلا عاد أثره بعودة كلماته.",
	],
	words_several: [
		"its words stand in the report more than once, and not where they stood",
		"كلماته في الخبر أكثر من مرة، وليست حيث كانت",
	],
	words_severalMend: ["Decide anew on those that are meant.", "قرر من جديد في الموضع المقصود."],
	no_claim: [
		"the program reads no claim with that act and figure there any more",
		"لم يعد البرنامج يقرأ هناك ادعاء بهذا الفعل وهذا الرقم",
	],
	no_claimMend: [
		"Look at what is read there now; add the claim by its words where it is missing.",
		"انظر ما يُقرأ هناك الآن، وأضف الادعاء بكلماته إن كان ناقصاً.",
	],
	several_claims: ["several claims there fit it equally well", "عدة ادعاءات هناك توافقه على السواء"],
	several_claimsMend: ["Decide anew on the one that is meant.", "قرر من جديد في الادعاء المقصود."],
	no_predicate: ["the lexicon has no such act any more", "لم يعد في المعجم هذا الفعل"],
	no_predicateMend: ["Decide anew with an act of the lexicon.", "قرر من جديد بفعل من المعجم."],
	no_report: ["a report that it names is not here", "خبر يذكره ليس هنا"],
	no_reportMend: ["Add that report, and it counts.", "أضف ذلك الخبر يعد أثره."],
	no_incident: ["no incident has that name now", "لا حادثة الآن بهذا الاسم"],
	no_incidentMend: [
		"Decide anew on the incident that its reports stand in now.",
		"قرر من جديد في الحادثة التي صارت إليها أخبارها.",
	],
	no_line: ["the incident has no such line now", "ليس في الحادثة الآن سطر كهذا"],
	no_lineMend: ["Grade the line that took its place.", "قدّر السطر الذي حل محله."],
	lost: ["has lost its place", "فقد موضعه"],
	because: ["Has lost its place: {why}.", "فقد موضعه: {why}."],
});

/** Why it has no effect, and the mend. */
export function Lost(props: { why: string }) {
	const { why } = props;
	const mend = `${why}Mend`;
	return (
		<p class="small">
			{t.has(why) ? t("because", { why: t(why) }) : t("lost")} {t.has(mend) && <span class="quiet">{t(mend)}</span>}
		</p>
	);
}
