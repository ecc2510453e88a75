/* test_places.c: which places a text means, with the built-in tables. Sentences are invented. */
#include <riwaya/riwaya.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gather.h"

static riwaya_engine *engine;
static text out;

static int set_up(void **state) {
	(void)state;
	return riwaya_engine_new(NULL, &engine, NULL);
}

static int tear_down(void **state) {
	(void)state;
	riwaya_engine_free(engine);
	return 0;
}

/* The ids of the places of a text, in order, with a space behind each; "?" for one that no table has. */
static const char *places_of(const char *s) {
	static char ids[1024];
	riwaya_set_options o = {.fragment = true};
	riwaya_set *set;
	riwaya_error err;
	assert_int_equal(riwaya_set_new(engine, &o, &set, &err), RIWAYA_OK);
	assert_int_equal(riwaya_set_add_bytes(set, "text", s, strlen(s), &err), RIWAYA_OK);
	out.n = 0;
	out.p[0] = '\0';
	assert_int_equal(riwaya_write_mentions(set, 0, "places", (riwaya_sink){gather, &out}, &err), RIWAYA_OK);
	riwaya_set_free(set);
	size_t n = 0;
	ids[0] = '\0';
	static const char key[] = "\"id\": ";
	for (const char *p = out.p; (p = strstr(p, key)); p += sizeof key - 1) {
		const char *v = p + sizeof key - 1;
		int length = *v == '"' ? (int)strcspn(v + 1, "\"") : 1;
		n += (size_t)snprintf(ids + n, sizeof ids - n, "%.*s ", length, *v == '"' ? v + 1 : "?");
	}
	return ids;
}

#define IDS(s, ids) assert_string_equal(places_of(s), ids)

/* Of places that share a name, the one nearest to the report's other places. */
static void shared_names(void **state) {
	(void)state;
	IDS("اشتباكات في طرابلس غربي ليبيا", "ly-tripoli ly-west ");
	IDS("حريق في طرابلس ثم في صيدا", "lb-tripoli lb-sidon ");
	IDS("قصف على الجنينة في غرب دارفور", "sd-junaynah sd-west-darfur-state ");
	IDS("سقط قتيل في المنصورة بمحافظة الدقهلية", "eg-mansoura eg-dakahlia-gov ");
	IDS("سقط قتيل في المنصورة وآخر في كريتر", "ye-mansoura ye-crater ");
	IDS("انفجار في البيضاء قرب درنة", "ly-bayda ly-derna ");
	IDS("انفجار في البيضاء قرب رداع", "ye-bayda ye-rada ");
}

/* Names that are words count with evidence: a preposition of place, a word for a kind of place, a place beside them. */
static void words(void **state) {
	(void)state;
	IDS("فتح الباب أمام مفاوضات السلام وتحقيق النصر", "");
	IDS("انفجار في الباب", "sy-bab ");
	IDS("نزحوا من جرابلس والباب", "sy-jarabulus sy-bab ");
	IDS("بلغ الأربعين وظهر في الصورة", "");
	IDS("تناولوا وجبة في القارة", "");
	IDS("لم يزد العدد عن مئة في إطار الزيارة", "");
}

/* A quarter or hospital of a common name is the one that is known only where its town is named. */
static void common_names(void **state) {
	(void)state;
	IDS("اندلع حريق في الموصل ثم في حي السلام", "iq-mosul iq-salam-mosul ");
	IDS("اندلع حريق في نواكشوط ثم في حي السلام", "mr-nouakchott ? ");
}

/* A district is not its capital: the word for it decides. */
static void districts(void **state) {
	(void)state;
	IDS("هجوم في قضاء تلعفر", "iq-tal-afar-district ");
	IDS("هجوم في تلعفر", "iq-tal-afar ");
	IDS("هجوم في مديرية المخا", "ye-mukha-district ");
	IDS("هجوم في محلية كبكابية", "sd-kabkabiya-district ");
}

static void the_capital(void **state) {
	(void)state;
	IDS("حريق في مصراتة ليبيا امتد دخانه إلى العاصمة", "ly-misrata ly ly-tripoli ");
	IDS("هجوم في بنغازي، وقطعت الكهرباء في العاصمة", "ly-benghazi ly-tripoli ");
}

static void roads_and_sides(void **state) {
	(void)state;
	IDS("كمين على طريق حلب دمشق", "sy-aleppo ");
	IDS("كمين على الطريق الواصل بين بلدتي تل تمر وأبو راسين", "sy-tell-tamr ");
	IDS("كمين على الحدود بين السودان وتشاد", "sd ");
	IDS("قصف على ريفي حماة وإدلب", "sy-hama sy-idlib ");
	IDS("قصف على الضواحي الجنوبية لدمشق", "sy-damascus ");
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(shared_names), cmocka_unit_test(words),
		cmocka_unit_test(common_names), cmocka_unit_test(districts), cmocka_unit_test(the_capital),
		cmocka_unit_test(roads_and_sides)};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
