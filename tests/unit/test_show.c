/* test_show.c: the terminal ledger and the readable forms, from an invented reconciliation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "show/page.h"
#include "show/words.h"
#include "show_group.h"

static char *ledger(const riwaya_show *show) {
	world *w = world_new(&arena);
	grown g = {0};
	assert_true(rw_show_ledger_text(lx, &arena, &w->r, show, sink_of(&g)));
	if (getenv("RW_SHOW")) puts(g.p);
	return g.p;
}

/* The longest line in columns. */
static unsigned widest(const char *text) {
	unsigned most = 0;
	rw_slice rest = rw_slice_z(text);
	while (rest.p) {
		unsigned w = rw_width(rw_slice_cut(&rest, '\n'));
		if (w > most) most = w;
	}
	return most;
}

static void assert_in_order(const char *text, const char *const *parts, size_t n) {
	const char *at = text;
	for (size_t i = 0; i < n; i++) {
		const char *found = strstr(at, parts[i]);
		if (!found) fail_msg("'%s' is not there, or not after what goes before", parts[i]);
		at = found + strlen(parts[i]);
	}
}
#define ASSERT_IN_ORDER(text, ...)                                                                                     \
	assert_in_order((text), (const char *[]){__VA_ARGS__}, sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *))

static void test_ledger_english(void **state) {
	(void)state;
	char *text = ledger(&(riwaya_show){0});
	ASSERT_IN_ORDER(text, "5 reports, 1 incident", "Attack on al-Wadi prison",
		"al-Wadi prison, an-Nahr quarter (35.50, -0.25)", "14 to 16 November 2023",
		"4 reports, 4 outlets, 6 origins (2 unnamed)", "Contradictions (2)", "The spokesman denies any escape",
		"سالم العلي", "القبض على 110", "Sidra says more than 5,000", "What was said", "Left custody",
		"detainees escaped", "said: 20 or more", "dozens", "unconfirmed", "at least 110",
		"follows from: recaptured: 110", "denied", "attackers", "at least 100", "about 300",
		"these can all hold, at 270 to 330", "Updates and differences (1)", "Dozens, then at least 110.", "Timeline",
		"14 Nov 2023", "the prison is attacked", "Framing", "ميليشيا الحرس!", "قوات الحرس الشعبي°", "Reports (4)",
		"reprint of [1]", "Kept apart (1)", "an undated report", "- ", "no attack from outside", "+ ",
		"the same prison", "Reprints (1)", "97 %", "Not read (2)", "pages/photo.png", "is a picture");
	assert_true(widest(text) <= 100);
	assert_null(strchr(text, '\x1b'));
	assert_null(strstr(text, "show_"));
	assert_null(strstr(text, "\xE2\x81\xA7")); /* no isolates unless asked for */
	free(text);
}

static void test_ledger_arabic(void **state) {
	(void)state;
	char *text = ledger(&(riwaya_show){.arabic = true, .arabic_digits = true, .width = 90});
	ASSERT_IN_ORDER(text, "٥ أخبار، حادثة واحدة", "هجوم على سجن الوادي", "التعارضات (٢)", "ما قيل",
		"الخروج من الاحتجاز", "عشرات", "نفي", "٥٬٠٠٠", "التسلسل الزمني", "ما لم يُقرأ (٢)");
	assert_non_null(strstr(text,
		"\xC2\xAB"
		"السجن يضم 5000 محتجز"
		"\xC2\xBB")); /* quoted digits are not touched */
	assert_true(widest(text) <= 90);
	assert_null(strstr(text, "show_"));
	/* Flush at the right margin: a line that is not empty ends in column 90 and begins with spaces, rules apart. */
	rw_slice rest = rw_slice_z(text);
	while (rest.p) {
		rw_slice line = rw_slice_cut(&rest, '\n');
		if (line.n) assert_int_equal(rw_width(line), 90);
	}
	free(text);
}

/* Several incidents: a list of them first. A claim without a number beside values says so; words quoted just above are not quoted again. */
static void test_several(void **state) {
	(void)state;
	world *w = world_new(&arena);
	riwaya_incident two[2] = {w->incident, w->incident};
	riwaya_line line = w->incident.lines[0];
	riwaya_claim bare = *w->claims.p[1].claim, again = bare;
	bare.figure = (riwaya_figure){0};
	riwaya_incident_claim claims[16];
	memcpy(claims, w->claims.p, w->claims.n * sizeof *claims);
	size_t n = w->claims.n;
	claims[n] = claims[1], claims[n].claim = &bare;
	claims[n + 1] = claims[1], claims[n + 1].claim = &again, claims[n + 1].report = W_COPY;
	uint32_t in_line[] = {1, 8, (uint32_t)n, (uint32_t)n + 1};
	line.claims = in_line, line.n_claims = 4;
	two[1].lines = &line, two[1].n_lines = 1;
	two[1].claims = claims, two[1].n_claims = n + 2;
	two[1].title = world_both(&arena, "حادثة أخرى", "Another one");
	two[1].n_relations = 0;
	w->r.incidents = two, w->r.n_incidents = 2;
	grown g = {0};
	assert_true(rw_show_ledger_text(lx, &arena, &w->r, NULL, sink_of(&g)));
	if (getenv("RW_SHOW")) puts(g.p);
	ASSERT_IN_ORDER(g.p, "5 reports, 2 incidents", "1  Attack on al-Wadi prison", "2 contradictions", "2  Another one",
		"Incident 1: Attack on al-Wadi prison", "Incident 2: Another one", "dozens", "reprint · in the same words",
		"at least 110", "no number", "denied");
	free(g.p);
}

static void test_widths(void **state) {
	(void)state;
	for (unsigned width = 40; width <= 200; width += 20)
		for (int ar = 0; ar < 2; ar++) {
			char *text = ledger(&(riwaya_show){.arabic = ar, .width = width, .full = true});
			assert_true(widest(text) <= width);
			free(text);
		}
}

static void test_colour_and_isolates(void **state) {
	(void)state;
	char *plain = ledger(&(riwaya_show){0}), *rich = ledger(&(riwaya_show){.colour = true, .isolate = true});
	/* Taking the colours and isolates away gives the plain page: they move nothing. */
	char *to = rich;
	int open = 0;
	for (const char *p = rich; *p;) {
		if (*p == '\x1b') {
			while (*p != 'm') p++;
			p++;
		} else if (strncmp(p, "\xE2\x81\xA6", 3) == 0 || strncmp(p, "\xE2\x81\xA7", 3) == 0) {
			open++;
			p += 3;
		} else if (strncmp(p, "\xE2\x81\xA9", 3) == 0) {
			open--;
			p += 3;
		} else {
			if (*p == '\n') assert_int_equal(open, 0); /* an isolate never reaches over a line's end */
			*to++ = *p++;
		}
	}
	*to = '\0';
	assert_string_equal(plain, rich);
	free(plain);
	free(rich);
}

static void test_output_refused(void **state) {
	(void)state;
	world *w = world_new(&arena);
	for (size_t limit = 1; limit < 9000; limit += 400) {
		grown g = {.limit = limit};
		assert_false(rw_show_ledger_text(lx, &arena, &w->r, NULL, sink_of(&g)));
		assert_true(g.n <= limit);
		free(g.p);
		g = (grown){.limit = limit};
		assert_false(rw_show_ledger_json(lx, &arena, &w->r, true, sink_of(&g)));
		free(g.p);
	}
}

static void test_hostile_words(void **state) {
	(void)state;
	rw_page p;
	grown g = {0};
	rw_page_begin(&p, &arena, sink_of(&g), 60, false, false, true);
	/* Escapes, direction overrides, a bell: none reaches the page. */
	rw_page_line(&p, 2,
		RW_LIT("a\x1b[31mb \xE2\x80\xAE"
			   "c \x07"
			   "d\xC2\x9B"
			   "e \xE2\x81\xA6"
			   "f"),
		RW_PLAIN);
	assert_null(strchr(g.p, '\x1b'));
	assert_null(strchr(g.p, '\x07'));
	assert_null(strstr(g.p, "\xE2\x80\xAE"));
	assert_null(strstr(g.p, "\xC2\x9B"));
	/* A word longer than the page is cut, and invalid bytes do not stop it. */
	char *word = rw_arena_alloc(&arena, 1000);
	memset(word, 'x', 1000);
	word[500] = (char)0xFF;
	g.n = 0;
	rw_page_line(&p, 2, rw_slice_of(word, 1000), RW_PLAIN);
	assert_true(widest(g.p) <= 60);
	free(g.p);
}

static void test_display_width(void **state) {
	(void)state;
	assert_int_equal(rw_width(RW_LIT("abc")), 3);
	assert_int_equal(rw_width(RW_LIT("قُتِلَ")), 3);   /* marks take no room */
	assert_int_equal(rw_width(RW_LIT("تـــم")), 5); /* stretches do */
	assert_int_equal(rw_width(RW_LIT("漢字")), 4);
	assert_int_equal(rw_width(RW_LIT("a\xE2\x80\x8F"
									 "b")),
		2);
	assert_int_equal(rw_width(RW_LIT("")), 0);
}

static void test_numbers_and_dates(void **state) {
	(void)state;
	rw_words en = {lx, &arena, false, false}, ar = {lx, &arena, true, true};
#define SAME(got, want) assert_true(rw_slice_eq((got), RW_LIT(want)))
	SAME(rw_number(&en, 0), "0");
	SAME(rw_number(&en, 999), "999");
	SAME(rw_number(&en, 1000), "1,000");
	SAME(rw_number(&en, 1234567.5), "1,234,567.5");
	SAME(rw_number(&ar, 5000), "٥٬٠٠٠");
	SAME(rw_counted(&en, "show_n_reports", 1), "1 report");
	SAME(rw_counted(&en, "show_n_reports", 0), "0 reports");
	SAME(rw_counted(&ar, "show_n_reports", 1), "خبر واحد");
	SAME(rw_counted(&ar, "show_n_reports", 2), "خبران");
	SAME(rw_counted(&ar, "show_n_reports", 3), "٣ أخبار");
	SAME(rw_counted(&ar, "show_n_reports", 11), "١١ خبراً");
	SAME(rw_counted(&ar, "show_n_reports", 100), "١٠٠ خبر");
	SAME(rw_counted(&ar, "show_n_reports", 103), "١٠٣ أخبار");
	SAME(rw_when_words(&en, rw_when_day(rw_days_from_civil(2022, 1, 20))), "20 January 2022");
	SAME(rw_when_words(&en, rw_when_month(2022, 1)), "January 2022");
	SAME(rw_when_words(&en, rw_when_year(2022)), "2022");
	SAME(rw_when_words(&en, minute_of(1969, 12, 31, 23, 59)), "31 December 1969, 23:59");
	SAME(rw_when_short(&en, minute_of(2022, 1, 21, 6, 1), true), "21 Jan 2022 06:01");
	assert_null(rw_when_words(&en, (riwaya_when){0}).p);
	riwaya_when two_months = {
		rw_days_from_civil(2022, 1, 30) * RW_DAY, rw_days_from_civil(2022, 2, 2) * RW_DAY, RIWAYA_PRECISION_DAY};
	SAME(rw_when_words(&en, two_months), "30 January 2022 to 2 February 2022");
	riwaya_figure f = {.qualifier = RIWAYA_QUALIFIER_ORDER, .low = 200, .high = 999, .has_low = true, .has_high = true};
	SAME(rw_figure_words(&en, &f), "hundreds");
	SAME(rw_figure_words(&ar, &f), "مئات");
	f = (riwaya_figure){.qualifier = RIWAYA_QUALIFIER_BETWEEN, .low = 20, .high = 30, .has_low = true, .has_high = true};
	SAME(rw_figure_words(&en, &f), "20 to 30");
	f = (riwaya_figure){
		.qualifier = RIWAYA_QUALIFIER_MORE_THAN, .value = 20, .has_value = true, .low = 20, .has_low = true};
	SAME(rw_figure_words(&en, &f), "more than 20");
	f = (riwaya_figure){.qualifier = RIWAYA_QUALIFIER_ZERO, .has_value = true, .has_low = true, .has_high = true};
	SAME(rw_figure_words(&en, &f), "none");
#undef SAME
}

static void test_claims_text(void **state) {
	(void)state;
	world *w = world_new(&arena);
	riwaya_claim claims[3];
	for (size_t i = 0; i < 3; i++) claims[i] = *w->claims.p[i].claim;
	riwaya_cause cause = {
		.what = RW_LIT("claim.some.rule"), .file = RW_LIT("rules/claim.rules"), .line = 12, .span = claims[0].span};
	claims[0].causes = &cause;
	claims[0].n_causes = 1;
	for (int ar = 0; ar < 2; ar++) {
		riwaya_show show = {.arabic = ar, .width = 80};
		grown g = {0};
		assert_true(rw_show_report_text(lx, &arena, w->reports[W_SIDRA], &show, sink_of(&g)));
		assert_true(rw_show_claims_text(lx, &arena, w->reports[W_SIDRA], claims, 3, &show, sink_of(&g)));
		assert_true(rw_show_explanation(lx, &arena, w->reports[W_SIDRA], claims, 3, &show, sink_of(&g)));
		if (getenv("RW_SHOW")) puts(g.p);
		assert_null(strstr(g.p, "show_"));
		assert_non_null(strstr(g.p, "rules/claim.rules:12"));
		assert_true(widest(g.p) <= 80);
		free(g.p);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ledger_english),
		cmocka_unit_test(test_ledger_arabic),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_colour_and_isolates),
		cmocka_unit_test(test_output_refused),
		cmocka_unit_test(test_hostile_words),
		cmocka_unit_test(test_display_width),
		cmocka_unit_test(test_numbers_and_dates),
		cmocka_unit_test(test_claims_text),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
