import { words } from "../../words/words";

export const t = words({
	title: ["Add reports", "إضافة أخبار"],
	dropTitle: ["Files", "ملفات"],
	drop: ["Drop files here, or choose them", "أفلت الملفات هنا أو اخترها"],
	dropHint: [
		"Saved pages, PDFs, text, feeds, WARC, Telegram exports, tables, archives: whatever holds reports. What is there already is known again.",
		"صفحات محفوظة وملفات PDF ونصوص وخلاصات وWARC وتصدير تلغرام وجداول وأرشيفات: كل ما يحمل أخباراً. وما هو موجود يُعرف ولا يتكرر.",
	],
	choose: ["Choose files", "اختيار ملفات"],
	released: ["Let go to add them", "أفلت لإضافتها"],
	published: ["Published, for what does not say", "تاريخ النشر لما لا يذكره"],
	pasteTitle: ["A text or a page's source", "نص أو مصدر صفحة"],
	paste: ["Text", "النص"],
	headline: ["Title (may be left out)", "العنوان (اختياري)"],
	outlet: ["Who published it (may be left out)", "جهة النشر (اختياري)"],
	send: ["Add", "إضافة"],
	linkTitle: ["A link", "رابط"],
	link: ["Address", "العنوان"],
	linkHint: [
		"The server fetches the page, politely and by the site's rules, and keeps what it received.",
		"يجلب الخادم الصفحة بأدب ووفق قواعد الموقع ويحفظ ما تلقاه.",
	],
	noLinks: [
		"This server fetches no pages: save the page and drop its file here. (riwaya serve -o FOLDER lets it fetch.)",
		"لا يجلب هذا الخادم صفحات: احفظ الصفحة وأفلت ملفها هنا. (riwaya serve -o مجلد يتيح الجلب.)",
	],
	readOnly: ["This server is read-only: nothing can be added here.", "هذا الخادم للقراءة فقط: لا تمكن الإضافة هنا."],
	jobs: ["What became of it", "ما آل إليه"],
	jobsNone: ["Nothing was added from this page yet.", "لم يُضف شيء من هذه الصفحة بعد."],
	uploading: ["being sent", "يُرسل"],
	waiting: ["waits its turn", "ينتظر دوره"],
	running: ["being read", "يُقرأ"],
	done: ["done", "تم"],
	failed: ["failed", "فشل"],
	gone: [
		"The server knows it no more: it was restarted. Add it again if it is not there.",
		"لم يعد الخادم يعرفه فقد أُعيد تشغيله. أضفه ثانية إن لم يكن موجوداً.",
	],
	fresh: [
		{ one: "{n} new report", other: "{n} new reports" },
		{
			one: "خبر جديد واحد",
			two: "خبران جديدان",
			few: "{n} أخبار جديدة",
			many: "{n} خبراً جديداً",
			other: "{n} خبر جديد",
		},
	],
	known: [
		{ one: "{n} known already", other: "{n} known already" },
		{
			one: "واحد معروف من قبل",
			two: "اثنان معروفان من قبل",
			few: "{n} معروفة من قبل",
			many: "{n} معروفاً من قبل",
			other: "{n} معروف من قبل",
		},
	],
	edited: [
		{ one: "{n} a new version of a page", other: "{n} new versions of pages" },
		{
			one: "نسخة جديدة واحدة لصفحة",
			two: "نسختان جديدتان",
			few: "{n} نسخ جديدة",
			many: "{n} نسخة جديدة",
			other: "{n} نسخة جديدة",
		},
	],
	coded: [
		{ one: "{n} coded event", other: "{n} coded events" },
		{
			one: "حدث مرمّز واحد",
			two: "حدثان مرمّزان",
			few: "{n} أحداث مرمّزة",
			many: "{n} حدثاً مرمّزاً",
			other: "{n} حدث مرمّز",
		},
	],
	unread: [
		{ one: "{n} could not be read", other: "{n} could not be read" },
		{
			one: "واحد تعذرت قراءته",
			two: "اثنان تعذرت قراءتهما",
			few: "{n} تعذرت قراءتها",
			many: "{n} تعذرت قراءتها",
			other: "{n} تعذرت قراءتها",
		},
	],
	incidents: [
		{ one: "{n} incident new or changed", other: "{n} incidents new or changed" },
		{
			one: "حادثة واحدة جديدة أو تغيّرت",
			two: "حادثتان جديدتان أو تغيّرتا",
			few: "{n} حوادث جديدة أو تغيّرت",
			many: "{n} حادثة جديدة أو تغيّرت",
			other: "{n} حادثة جديدة أو تغيّرت",
		},
	],
	brokenOff: [
		"The server was stopped while it read: add it again, what is there is known.",
		"أُوقف الخادم أثناء القراءة: أضفه ثانية، وما وُجد يُعرف.",
	],
	seeChanges: ["See what changed", "انظر ما تغيّر"],
	more: ["{n} more", "{n} أخرى"],
	files: [
		{ one: "{n} file", other: "{n} files" },
		{ one: "ملف واحد", two: "ملفان", few: "{n} ملفات", many: "{n} ملفاً", other: "{n} ملف" },
	],
	tooLarge: [
		"“{name}” is larger than the server takes at once ({most} MB): use riwaya add on the machine itself.",
		"«{name}» أكبر مما يقبله الخادم دفعة واحدة ({most} م.ب): استعمل riwaya add على الجهاز نفسه.",
	],
	again: ["Try again", "أعد المحاولة"],
	noText: ["Paste a text first.", "ألصق نصاً أولاً."],
	noAddress: ["An address begins with https://", "يبدأ العنوان بـ https://"],
});
