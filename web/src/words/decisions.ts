// What people decide, by the kinds of docs/reviews.md.
import { words } from "./words";

const t = words({
	accept: ["Accepted a claim", "قبول ادعاء"],
	correct: ["Corrected a claim", "تصحيح ادعاء"],
	reject: ["Rejected a claim", "رفض ادعاء"],
	add: ["Added a claim", "إضافة ادعاء"],
	identify: ["Said who or where is meant", "تعريف اسم أو مكان"],
	local: ["Named something of this desk's own", "تسمية خاصة بهذا المكتب"],
	publish: ["Dated a report", "تأريخ خبر"],
	reprint: ["Said what a report copies", "تحديد أصل خبر"],
	join: ["Put a report into an incident", "ضم خبر إلى حادثة"],
	merge: ["Merged incidents", "دمج حوادث"],
	split: ["Split an incident", "فصل حادثة"],
	rename: ["Named an incident", "تسمية حادثة"],
	grade: ["Graded an incident's line", "تحديد درجة سطر"],
	note: ["Noted something", "ملاحظة"],
	second: ["Seconded a decision", "تأييد قرار"],
	withdraw: ["Withdrew a decision", "سحب قرار"],
});

/** What a decision was; a kind that is not known here as it stands. */
export function decided(kind: string): string {
	return t.has(kind) ? t(kind) : kind;
}
