/* test_doer.c: who did it, and to whom, where no rule alone can tell: subjects that verbs share, acts named before, one's own acts, and who
 * is never a doer. The reports are invented. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "extract/extract.h"
#include "lexicon/lexicon.h"
#include <string.h>

static jmp_buf oom;
static rw_mem mem;
static rw_arena held, work;
static const rw_lexicon *lexicon;
static rw_extractor *extractor;

static int setup(void **state) {
	(void)state;
	rw_lexicon *lx;
	mem = (rw_mem){rw_allocator_libc(), &oom};
	if (setjmp(oom)) return 1;
	rw_arena_init(&held, &mem);
	rw_arena_init(&work, &mem);
	if (rw_lexicon_open(&held, rw_lexicon_builtin(), &lx, NULL)) return 1;
	lexicon = lx;
	extractor = rw_extractor_new(&held, lexicon);
	return 0;
}

static int teardown(void **state) {
	(void)state;
	rw_arena_release(&work);
	rw_arena_release(&held);
	return 0;
}

typedef struct told {
	char agent[64], agent_text[128], patient[64];
	bool found;
} told;

static void keep(char *to, size_t n, rw_slice s) {
	size_t len = s.n < n - 1 ? s.n : n - 1;
	if (len) memcpy(to, s.p, len);
	to[len] = '\0';
}

/* The nth claim of a predicate in a text. */
static told claim(const char *text, const char *predicate, int nth) {
	told t = {0};
	riwaya_report report = {.text = rw_slice_z(text), .file = RW_LIT("x"), .id = RW_LIT("x"), .language = RW_LIT("ar")};
	rw_arena out;
	rw_arena_init(&out, &mem);
	rw_extracted got;
	rw_extract(extractor, &report, RW_EXTRACT_CLAIMS, &out, &work, &got);
	for (size_t i = 0; i < got.n_claims && !t.found; i++) {
		const riwaya_claim *c = &got.claims[i];
		if (!rw_slice_eqz(c->predicate, predicate) || nth-- > 0) continue;
		t.found = true;
		keep(t.agent, sizeof t.agent, c->agent.actor);
		keep(t.agent_text, sizeof t.agent_text, c->agent.text);
		keep(t.patient, sizeof t.patient, c->patient.actor);
	}
	rw_arena_release(&out);
	return t;
}

static void agent_is(const char *text, const char *predicate, int nth, const char *actor) {
	told t = claim(text, predicate, nth);
	if (!t.found) fail_msg("no claim of %s in: %s", predicate, text);
	if (strcmp(t.agent, actor)) fail_msg("%s by '%s', not '%s', in: %s", predicate, t.agent, actor, text);
}

static void patient_is(const char *text, const char *predicate, int nth, const char *actor) {
	told t = claim(text, predicate, nth);
	if (!t.found) fail_msg("no claim of %s in: %s", predicate, text);
	if (strcmp(t.patient, actor)) fail_msg("%s of '%s', not '%s', in: %s", predicate, t.patient, actor, text);
}

/* The verb's subject, wherever it stands; verbs that and joins share it. */
static void test_subjects(void **state) {
	(void)state;
	agent_is("اعتقلت قوات الدعم السريع 12 شاباً في الضعين.", "captured", 0, "rsf");
	agent_is("قوات الدعم السريع اعتقلت 12 شاباً في الضعين.", "captured", 0, "rsf");
	agent_is("شنت قوات الدعم السريع، فجر الأحد، حملة اعتقالات واسعة في الضعين طالت 12 شاباً.", "captured", 0, "rsf");
	agent_is("أطلقت قوات الدعم السريع النار على مزارع في الحقل، ما أدى إلى مقتله.", "attack", 0, "rsf");
	agent_is("أطلقت قوات الدعم السريع النار على مزارع في الحقل، ما أدى إلى مقتله.", "killed", 0, "rsf");
	agent_is("وكالة وفا: تم اعتقال أربعة شبان في جنين.", "captured", 0, "");
	agent_is("اقتحمت قوات الدعم السريع القرية وقتلت سبعة مدنيين ودمرت 12 مركبة.", "killed", 0, "rsf");
	agent_is("اقتحمت قوات الدعم السريع القرية وقتلت سبعة مدنيين ودمرت 12 مركبة.", "destroyed", 0, "rsf");
	agent_is("أفرجت جماعة الحوثي، مساء الثلاثاء، عن 41 أسيراً.", "freed", 0, "houthis");
	agent_is("بلغ عدد من اختطفتهم جماعة الحوثي من عمال الإغاثة 23 عاملاً.", "kidnapped", 0, "houthis");
	agent_is("قال المتحدث باسم جماعة الحوثي إن الجماعة أطلقت ثلاثة صواريخ على الميناء.", "shelling", 0, "houthis");
	agent_is("أقدمت جماعة الحوثي على خطف خمس نساء.", "kidnapped", 0, "houthis");
	agent_is("تمكن الجيش السوداني من تحرير 40 مدنياً.", "freed", 0, "saf");
	agent_is("وكان تنظيم داعش قد قتل سبعة رعاة في البادية.", "killed", 0, "isis");
	/* A masculine verb is not the movement's; an organisation of many lands is its branch where the news stands. */
	agent_is("هاجم تنظيم داعش حاجزاً لحركة طالبان وقتل خمسة مدنيين.", "killed", 0, "iskp");
}

/* Acts whose doer the words name, for the tolls beside them and those that come back to them. */
static void test_acts(void **state) {
	(void)state;
	agent_is("قُتل أربعة مدنيين في غارة جوية إسرائيلية على البلدة.", "killed", 0, "israel");
	agent_is("قُتل أربعة مدنيين بقصف مدفعي لقوات الدعم السريع على السوق.", "killed", 0, "rsf");
	agent_is("أصيب تسعة مدنيين في الهجوم الذي نفذته حركة الشباب على الفندق.", "wounded", 0, "al_shabaab");
	agent_is("قُتل حارسان برصاص حركة الشباب.", "killed", 0, "al_shabaab");
	agent_is("نفذت حركة الشباب هجوماً على فندق. وأسفر الهجوم عن مقتل عشرة مدنيين.", "killed", 0, "al_shabaab");
	agent_is("سجل التقرير 61 اعتداء للمستوطنين في الضفة الغربية.", "attack", 0, "settlers");
	agent_is("طائرات حربية يرجح أنها روسية قصفت البلدة، ما أدى إلى مقتل ثلاثة مدنيين.", "killed", 0, "russia");
	agent_is("قامت قوات الدعم السريع بتنفيذ خمس غارات على المدينة.", "airstrike", 0, "rsf");
	/* Blame by exclusion is none: another cause, another place. */
	agent_is("نفذت حركة الشباب هجوماً على فندق. وفي حادث آخر قُتل تسعة ركاب في انقلاب حافلة.", "killed", 0, "");
}

/* Who tells of its own act, who only counts, who is accused. */
static void test_tellers(void **state) {
	(void)state;
	agent_is("أعلنت قوات الدعم السريع أنها أسرت عشرين جندياً.", "captured", 0, "rsf");
	agent_is("قال المرصد السوري لحقوق الإنسان إن ستة مدنيين قُتلوا في البلدة.", "killed", 0, "");
	agent_is("هاجمت قوات الدعم السريع القرية. وأسفرت الحرب في السودان عن مقتل آلاف المدنيين.", "killed", 0, "");
	agent_is("قصفت مدفعية قوات الدعم السريع سوق البلدة وقتلت ستة باعة.", "killed", 0, "rsf");
	agent_is("أوضح الجيش الباكستاني أن من بين عناصره الذين قتلوا ثلاثة ضباط.", "killed", 0, "");
	agent_is("أعلنت الشرطة العراقية القبض على خمسة مطلوبين.", "captured", 0, "iraqi_police");
	agent_is("اتهمت الشبكة السورية لحقوق الإنسان قوات سوريا الديمقراطية باختطاف تسعة أطفال.", "kidnapped", 0, "sdf");
	agent_is("نفت حركة حماس استهداف المدنيين.", "attack", 0, "hamas");
}

/* Those whom it befell: no side fights itself; what is his is no movement's. */
static void test_patients(void **state) {
	(void)state;
	patient_is("قالت قوات الدعم السريع إن قواتها أسرت خمسين جندياً في الأبيض.", "captured", 0, "saf");
	patient_is("قُتل قائد في حركة الشباب وزوجته في غارة.", "killed", 1, "");
	patient_is("اعتقلت قوات سوريا الديمقراطية سبعة مدنيين.", "captured", 0, "");
	patient_is("هاجمت قوات الدعم السريع القرية وقتلت العشرات من سكانها.", "killed", 0, "");
	patient_is("شنت حركة الشباب هجوماً على قاعدة للجيش الصومالي.", "attack", 0, "somali_army");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_subjects),
		cmocka_unit_test(test_acts),
		cmocka_unit_test(test_tellers),
		cmocka_unit_test(test_patients),
	};
	return cmocka_run_group_tests_name("doer", tests, setup, teardown);
}
