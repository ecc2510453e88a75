// Words of claims: ranges, kinds of origins, what of a claim is not as plain as it looks.
import { words } from "../words/words";

export const t = words({
	saidRange: ["{low} to {high}", "من {low} إلى {high}"],
	saidLow: ["{low} or more", "{low} فأكثر"],
	saidHigh: ["{high} or fewer", "{high} فأقل"],
	noNumber: ["no number", "بلا رقم"],
	sideParty: ["a party to it, officials", "طرف فيها أو مسؤول"],
	sidePress: ["outlets, agencies, correspondents", "جهات نشر ووكالات ومراسلون"],
	sidePeople: ["witnesses, medics, local people", "شهود ومسعفون وأهالٍ"],
	sideRecord: ["monitors and documents", "جهات رصد ووثائق"],
	sideUnnamed: ["unnamed sources", "مصادر بلا اسم"],
	denied: ["denied", "نفي"],
	deniesFigure: ["figure denied", "نفي الرقم"],
	deniesAgent: ["blame denied", "نفي المسؤولية"],
	deniesPlace: ["place denied", "نفي المكان"],
	deniesTime: ["time denied", "نفي الزمن"],
	implied: ["follows from", "لازم عن"],
	superseded: ["revised later", "حُدِّث لاحقاً"],
	inTitle: ["in the title", "في العنوان"],
	inCaption: ["in a caption", "في تعليق الصورة"],
	noTime: ["no date known", "لم يُعرف تاريخها"],
	undated: ["undated", "بلا تاريخ"],
	citing: [", citing ", "، عن "],
	unnamedMark: ["unnamed", "بلا اسم"],
});
