/* test_copies.c: which reports copy which, as a whole set and step by step, and texts that are made to harm. */
#include "incidents.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

enum { STORIES = 14, SET = 150, ORDERS = 20 };

/* --- invented texts: words of letters by chance, copied with changes ------------------------------------------------ */
static uint32_t chance_state;

static uint32_t chance(uint32_t below) {
	chance_state = chance_state * 1664525 + 1013904223;
	return (chance_state >> 8) % below;
}

static void put_word(rw_buf *b, uint32_t word) {
	static const char *const letters[] = {"ب", "ت", "ج", "ح", "د", "ر", "ز", "س", "ش", "ص", "ط", "ع", "ف", "ق", "ك", "ل"};
	if (b->n) rw_buf_byte(b, ' ');
	for (uint32_t i = 0, h = word * 2654435761u; i < 6; i++, h /= 16) rw_buf_z(b, letters[h >> 4 & 15]);
}

/* Word `at` of a story. Every story has the same formula in it. */
static uint32_t word_of(uint32_t story, uint32_t at) {
	if (at >= 20 && at < 32) return 7000 + at;
	return (story * 331 + at * 17 + at * at % 7 * 53) % 900;
}

static rw_slice make_text(rw_arena *a, uint32_t story, uint32_t from, uint32_t end, uint32_t changed) {
	rw_buf b = RW_BUF(a);
	for (uint32_t i = from; i < end; i++) {
		if (chance(100) < changed) {
			if (chance(2)) put_word(&b, 2000 + chance(900));
		} else {
			put_word(&b, word_of(story, i));
		}
	}
	return rw_buf_view(&b);
}

static rw_known plain_report(rw_arena *a, rw_slice id, rw_slice text, int64_t minute) {
	riwaya_report *r = RW_NEW(a, riwaya_report);
	r->id = r->file = id;
	r->text = text;
	if (minute >= 0) {
		r->published.at.from = 1900000000 + minute * 60;
		r->published.at.to = r->published.at.from + 59;
		r->published.at.precision = RIWAYA_PRECISION_MINUTE;
	}
	return (rw_known){.report = r};
}

static rw_known make_report(rw_arena *a, rw_slice id, rw_slice text, int64_t minute) {
	riwaya_report *r = RW_NEW(a, riwaya_report);
	*r = *plain_report(a, id, text, minute).report;
	r->outlet_name = rw_slice_z(chance(2) ? "Waha" : "Manara");
	if (chance(6) == 0) r->credit = rw_slice_z(chance(2) ? "Waha" : "Manara");
	return (rw_known){.report = r};
}

/* Stories, copies of theirs changed in every way, some word for word, some without a time, many at the same minute. */
static rw_known *make_set(rw_arena *a, uint32_t n) {
	rw_known *set = RW_ARRAY(a, rw_known, n);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t story = chance(STORIES), from = chance(3) ? 0 : chance(40), length = chance(4) ? 60 + story * 5 : 24u;
		uint32_t changed = (const uint32_t[]){0, 0, 3, 10, 30}[chance(5)];
		rw_slice text = make_text(a, story, from, from + length, changed);
		set[i] = make_report(a, rw_arena_printf(a, "%05u", chance(90000)), text,
			chance(9) ? (int64_t)(chance(40) + chance(5) * 2 * 24 * 60) : -1);
	}
	rw_in_order_told(set, n);
	uint32_t kept = 0; /* ids that chance gave twice: of no use here */
	for (uint32_t i = 0; i < n; i++) {
		bool twice = false;
		for (uint32_t k = 0; k < kept; k++) twice = twice || rw_slice_eq(set[k].report->id, set[i].report->id);
		if (!twice) set[kept++] = set[i];
	}
	assert_true(kept + 5 > n);
	for (uint32_t i = kept; i < n; i++) {
		set[i] = make_report(a, rw_arena_printf(a, "x%u", i), make_text(a, i, 0, 50, 0), -1);
	}
	rw_in_order_told(set, n);
	return set;
}

/* --- step by step ------------------------------------------------------------------------------------------------------ */
typedef struct entry {
	uint32_t print, report;
} entry;

/* What a store keeps: lists of prints, and of each report that came its offers, from its candidates or the one that stands for it. Reports
 * go by their numbers in the order told. */
typedef struct kept {
	rw_copying c;
	rw_arena *a;
	const rw_known *known;
	rw_wording *texts;
	uint32_t n, undated;
	bool *here, *stands, *again;
	entry *index; /* sorted */
	uint32_t n_index;
	struct {
		uint32_t with[RW_GROUP_COPIES];
		rw_measured measured[RW_GROUP_COPIES];
		size_t n;
	} * pairs;
} kept;

static uint32_t place_of(const kept *s, entry e) {
	uint32_t lo = 0, hi = s->n_index;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		entry x = s->index[mid];
		if (x.print < e.print || (x.print == e.print && x.report < e.report))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void measure_with(kept *s, uint32_t report, const uint32_t *with, size_t n) {
	const rw_wording *firsts[RW_GROUP_COPIES];
	for (size_t i = 0; i < n; i++) firsts[i] = &s->texts[with[i]];
	rw_measure(&s->c, s->a, firsts, n, &s->texts[report], s->pairs[report].measured);
	memcpy(s->pairs[report].with, with, n * sizeof *with);
	s->pairs[report].n = n;
}

static bool has_date(const kept *s, uint32_t report) {
	return s->known[report].report->published.at.precision != RIWAYA_PRECISION_NONE;
}

static void find_again(kept *s, uint32_t report) {
	rw_mark m = rw_arena_mark(s->a);
	uint32_t *prints;
	size_t n = rw_prints_of(s->a, &s->texts[report], &prints), n_met = 0;
	rw_met *met = RW_ARRAY(s->a, rw_met, 2 * n * RW_GROUP_COMMON);
	for (size_t i = 0; i < n; i++) {
		uint32_t at = place_of(s, (entry){prints[i], 0}), end = place_of(s, (entry){prints[i], report}) - at;
		uint32_t dated = has_date(s, report) ? UINT32_MAX : place_of(s, (entry){prints[i], s->n - s->undated}) - at;
		rw_looked l = rw_looked_at(end, dated);
		for (uint32_t k = 0; k < end; k++)
			if ((k >= l.first && k < l.dated) || k >= l.undated)
				met[n_met++] = (rw_met){s->index[at + k].report, l.dated - l.first + end - l.undated};
	}
	uint32_t candidates[RW_GROUP_COPIES];
	size_t n_found = rw_candidates(s->a, met, n_met, candidates);
	measure_with(s, report, candidates, n_found);
	rw_arena_reset(s->a, m);
}

/* A report joins the lists of its prints, or leaves them: the next ones behind it are found again. */
static void join_or_leave(kept *s, uint32_t report, bool join) {
	rw_mark m = rw_arena_mark(s->a);
	uint32_t *prints;
	size_t n = rw_prints_of(s->a, &s->texts[report], &prints);
	for (size_t i = 0; i < n; i++) {
		uint32_t at = place_of(s, (entry){prints[i], report}), behind = at + !join;
		bool dated = has_date(s, report);
		bool early = dated && at - place_of(s, (entry){prints[i], 0}) < RW_GROUP_COMMON;
		for (uint32_t k = behind; k < s->n_index && s->index[k].print == prints[i]; k++) {
			uint32_t other = s->index[k].report;
			if (has_date(s, other) == dated ? k < behind + RW_GROUP_COMMON : early) s->again[other] = true;
		}
		if (join) {
			memmove(s->index + at + 1, s->index + at, (s->n_index++ - at) * sizeof *s->index);
			s->index[at] = (entry){prints[i], report};
		} else {
			memmove(s->index + at, s->index + at + 1, (--s->n_index - at) * sizeof *s->index);
		}
	}
	s->again[report] = join;
	rw_arena_reset(s->a, m);
}

static riwaya_when told(const kept *s, uint32_t report) { return s->known[report].report->published.at; }

static void add(kept *s, uint32_t report) {
	const rw_wording *w = &s->texts[report];
	s->here[report] = true;
	if (!w->key) return;
	memset(s->again, 0, s->n);
	for (uint32_t i = 0, stands = RW_NO; i < s->n; i++) {
		if (!s->here[i] || s->texts[i].key != w->key) continue;
		bool now = stands == RW_NO || rw_told_anew(&s->c, w->n_words, told(s, stands), told(s, i));
		if (now != s->stands[i]) join_or_leave(s, i, now);
		s->stands[i] = now;
		if (now)
			stands = i;
		else
			measure_with(s, i, &stands, 1);
	}
	for (uint32_t i = 0; i < s->n; i++)
		if (s->again[i] && s->stands[i]) find_again(s, i);
}

static rw_offer best_of(const kept *s, uint32_t report) {
	static rw_offer offers[SET * RW_GROUP_COPIES];
	size_t n = 0;
	for (uint32_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < s->pairs[i].n; k++) {
			rw_measured x = s->pairs[i].measured[k];
			uint32_t with = s->pairs[i].with[k];
			if (x.who == RW_COPIER_SECOND && i == report) offers[n++] = (rw_offer){with, x.share, x.whole};
			if (x.who == RW_COPIER_FIRST && with == report) offers[n++] = (rw_offer){i, x.share, x.whole};
		}
	return n ? offers[rw_best_offer(offers, n)] : (rw_offer){.of = RW_NO};
}

static void step_by_step(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_lexicon *lx;
	assert_int_equal(rw_lexicon_open(a, image, &lx, NULL), RIWAYA_OK);
	rw_facts f;
	rw_facts_init(&f, lx, a);
	rw_arena *scratch = RW_NEW(a, rw_arena);
	rw_arena_init(scratch, a->mem);
	chance_state = 5;
	rw_known *set = make_set(a, SET);
	rw_copy *whole = rw_copies(&f, a, set, SET);
	uint32_t copies = 0, by_credit = 0, twins = 0;
	for (uint32_t i = 0; i < SET; i++) {
		copies += whole[i].of != RW_NO;
		by_credit += whole[i].of != RW_NO && whole[i].of > i;
	}
	for (uint32_t order = 0; order < ORDERS; order++) {
		kept s = {.a = a, .known = set, .n = SET};
		rw_copying_init(&s.c, &f, a);
		s.texts = RW_ARRAY(a, rw_wording, SET);
		s.here = RW_ARRAY(a, bool, SET);
		s.stands = RW_ARRAY(a, bool, SET);
		s.again = RW_ARRAY(a, bool, SET);
		s.pairs = rw_arena_alloc(a, SET * sizeof *s.pairs);
		while (set[SET - 1 - s.undated].report->published.at.precision == RIWAYA_PRECISION_NONE) s.undated++;
		uint32_t come[SET], most = 0;
		for (uint32_t i = 0; i < SET; i++) {
			rw_wording_of(&s.c, a, scratch, &set[i], &s.texts[i]);
			most += s.texts[i].n_words;
			come[i] = i;
		}
		s.index = RW_ARRAY(a, entry, most);
		for (uint32_t i = SET; i-- > 1 && order;) {
			uint32_t k = chance(i + 1), x = come[i];
			come[i] = come[k], come[k] = x;
		}
		for (uint32_t i = 0; i < SET; i++) add(&s, come[i]);
		twins = 0;
		for (uint32_t i = 0; i < SET; i++) {
			rw_offer best = best_of(&s, i);
			assert_int_equal(best.of, whole[i].of);
			if (best.of == RW_NO) continue;
			assert_true(best.share == whole[i].share && best.whole == whole[i].whole);
			twins += s.texts[i].key == s.texts[best.of].key;
		}
	}
	/* the set has something of everything in it */
	assert_in_range(copies, SET / 3, SET - STORIES);
	assert_true(by_credit > 5 && twins > 5);
	rw_arena_release(scratch);
	rw_arena_release(a);
}

/* What is added later, and tells of other things, changes nothing. */
static void others_change_nothing(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_lexicon *lx;
	assert_int_equal(rw_lexicon_open(a, image, &lx, NULL), RIWAYA_OK);
	rw_facts f;
	rw_facts_init(&f, lx, a);
	chance_state = 9;
	enum { MORE = 600 };
	rw_known *all = RW_ARRAY(a, rw_known, SET + MORE), *set = make_set(a, SET);
	rw_copy *before = rw_copies(&f, a, set, SET);
	memcpy(all, set, SET * sizeof *set);
	for (uint32_t i = 0; i < MORE; i++) {
		rw_buf b = RW_BUF(a);
		for (uint32_t k = 0; k < 80; k++) put_word(&b, 20000 + i * 80 + k);
		all[SET + i] = make_report(a, rw_arena_printf(a, "z%u", i), rw_buf_view(&b), chance(40));
	}
	rw_in_order_told(all, SET + MORE);
	rw_copy *after = rw_copies(&f, a, all, SET + MORE);
	for (uint32_t i = 0, k = 0; i < SET + MORE; i++) {
		if (all[i].report->id.p[0] == 'z') {
			assert_int_equal(after[i].of, RW_NO);
			continue;
		}
		assert_ptr_equal(all[i].report, set[k].report);
		assert_int_equal(after[i].of == RW_NO, before[k].of == RW_NO);
		if (after[i].of != RW_NO) {
			assert_ptr_equal(all[after[i].of].report, set[before[k].of].report);
			assert_true(after[i].share == before[k].share);
		}
		k++;
	}
	rw_arena_release(a);
}

/* --- texts that are made to harm ------------------------------------------------------------------------------------- */
static double copying_takes(rw_arena *a, rw_known *known, size_t n, rw_copy **copies) {
	rw_lexicon *lx;
	assert_int_equal(rw_lexicon_open(a, image, &lx, NULL), RIWAYA_OK);
	rw_facts f;
	rw_facts_init(&f, lx, a);
	rw_in_order_told(known, n);
	clock_t start = clock();
	*copies = rw_copies(&f, a, known, n);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

#ifdef __SANITIZE_ADDRESS__
static const double SECONDS = 30;
#else
static const double SECONDS = 3;
#endif

static void one_word_a_million_times(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_known known[6];
	for (uint32_t i = 0; i < RW_COUNT(known); i++) {
		rw_buf b = RW_BUF(a);
		for (uint32_t k = 0; k < 1000000 - i; k++) rw_buf_z(&b, i == 5 && k % 3 == 0 ? "قصف " : "قتل ");
		known[i] = plain_report(a, rw_arena_printf(a, "%u", i), rw_buf_view(&b), i);
	}
	rw_copy *copies;
	assert_true(copying_takes(a, known, RW_COUNT(known), &copies) < SECONDS);
	assert_int_equal(copies[1].of, 0); /* the first 50,000 words are the same */
	rw_arena_release(a);
}

static void long_reports(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_known known[8];
	for (uint32_t i = 0; i < RW_COUNT(known); i++) {
		rw_buf b = RW_BUF(a);
		for (uint32_t k = 0; k < 50000; k++) put_word(&b, chance(50) ? k : chance(70000));
		known[i] = plain_report(a, rw_arena_printf(a, "%u", i), rw_buf_view(&b), i);
	}
	rw_copy *copies;
	assert_true(copying_takes(a, known, RW_COUNT(known), &copies) < SECONDS);
	for (uint32_t i = 1; i < RW_COUNT(known); i++) assert_true(copies[i].whole || copies[0].whole);
	rw_arena_release(a);
}

/* Five thousand reports with one formula and words of their own; then with nothing else at all. */
static void one_formula(void **state) {
	(void)state;
	TEST_ARENA(a);
	enum { MANY = 5000 };
	for (uint32_t own = 0; own <= 60; own += 60) {
		rw_known *known = RW_ARRAY(a, rw_known, MANY);
		for (uint32_t i = 0; i < MANY; i++) {
			rw_buf b = RW_BUF(a);
			for (uint32_t k = 0; k < 15; k++) put_word(&b, 7000 + k);
			for (uint32_t k = 0; k < own; k++) put_word(&b, 10000 + i * 60 + k);
			known[i] = plain_report(a, rw_arena_printf(a, "%05u", i), rw_buf_view(&b), i);
		}
		rw_copy *copies;
		assert_true(copying_takes(a, known, MANY, &copies) < SECONDS);
		uint32_t found = 0, days = (MANY - 1) / (24 * 60);
		for (uint32_t i = 0; i < MANY; i++) found += copies[i].of != RW_NO;
		assert_int_equal(found, own ? 0 : MANY - 1 - days / 3);
	}
	rw_arena_release(a);
}

/* A post in the same words weeks later tells of something new; passed on then, it is that one's copy. A report is a copy whenever it comes. */
static void told_anew(void **state) {
	(void)state;
	TEST_ARENA(a);
	enum { DAY = 24 * 60 };
	chance_state = 2;
	rw_slice post = make_text(a, 1, 0, 20, 0), longer = make_text(a, 2, 0, 120, 0);
	rw_known known[] = {plain_report(a, RW_LIT("a"), post, 0), plain_report(a, RW_LIT("b"), post, 60),
		plain_report(a, RW_LIT("c"), post, 2 * DAY), plain_report(a, RW_LIT("d"), post, 30 * DAY),
		plain_report(a, RW_LIT("e"), post, 30 * DAY + 5), plain_report(a, RW_LIT("f"), longer, 31 * DAY),
		plain_report(a, RW_LIT("g"), longer, 90 * DAY), plain_report(a, RW_LIT("h"), post, -1)};
	static const uint32_t of[] = {RW_NO, 0, 0, RW_NO, 3, RW_NO, 5, 3};
	rw_copy *copies;
	(void)copying_takes(a, known, RW_COUNT(known), &copies);
	for (uint32_t i = 0; i < RW_COUNT(known); i++) assert_int_equal(copies[i].of, of[i]);
	rw_arena_release(a);
}

/* Posts of a line of the trade's formulas are no copies of one another, whatever they share. */
static void formulas_alone(void **state) {
	(void)state;
	TEST_ARENA(a);
	static const char *const posts[] = {"قتلى وجرحى في قصف على المدينة", "قتلى وجرحى في قصف على المدينة",
		"مقتل شخص وإصابة آخرين في هجوم على حاجز", "مقتل شخص وإصابة آخرين في هجوم على قافلة", "", "", "قتل"};
	rw_known known[RW_COUNT(posts)];
	for (uint32_t i = 0; i < RW_COUNT(posts); i++)
		known[i] = plain_report(a, rw_arena_printf(a, "%u", i), rw_slice_z(posts[i]), i * 10);
	rw_copy *copies;
	(void)copying_takes(a, known, RW_COUNT(known), &copies);
	for (uint32_t i = 0; i < RW_COUNT(posts); i++) assert_int_equal(copies[i].of, RW_NO);
	rw_arena_release(a);
}

/* Every print is of its report alone; a post gives all its shingles, a long text about a tenth, and a long quotation is met. */
static void prints(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_lexicon *lx;
	assert_int_equal(rw_lexicon_open(a, image, &lx, NULL), RIWAYA_OK);
	rw_facts f;
	rw_facts_init(&f, lx, a);
	rw_copying c;
	rw_copying_init(&c, &f, a);
	rw_arena *scratch = RW_NEW(a, rw_arena);
	rw_arena_init(scratch, a->mem);
	chance_state = 3;
	for (uint32_t n = 20; n <= 1500; n = n * 3 / 2) {
		rw_buf b = RW_BUF(a), within = RW_BUF(a);
		uint32_t quoted = RW_GROUP_WINDOW + RW_GROUP_SHINGLE - 1;
		for (uint32_t k = 0; k < n; k++) put_word(&b, 100 + k);
		for (uint32_t k = 0; k < 600; k++) put_word(&within, k >= 300 && k < 300 + quoted ? 100 + k - 300 : 30000 + k);
		rw_known one = plain_report(a, RW_LIT("a"), rw_buf_view(&b), 1),
				 two = plain_report(a, RW_LIT("b"), rw_buf_view(&within), 2);
		rw_wording w, v;
		uint32_t *p, *q;
		rw_wording_of(&c, a, scratch, &one, &w);
		rw_wording_of(&c, a, scratch, &two, &v);
		size_t n_p = rw_prints_of(a, &w, &p), n_q = rw_prints_of(a, &v, &q), shared = 0;
		uint32_t shingles = n - RW_GROUP_SHINGLE + 1;
		assert_true(n_p <= shingles && (n_p == shingles || n_p >= RW_GROUP_PRINTS) && n_p <= 40 + n / 7);
		if (shingles < 2 * RW_GROUP_PRINTS) assert_int_equal(n_p, shingles);
		for (size_t i = 0; i < n_p; i++) {
			assert_true(i == 0 || p[i - 1] < p[i]);
			for (size_t k = 0; k < n_q; k++) shared += p[i] == q[k];
		}
		assert_true(shared > 0);
	}
	rw_arena_release(scratch);
	rw_arena_release(a);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(step_by_step),
		cmocka_unit_test(others_change_nothing),
		cmocka_unit_test(one_word_a_million_times),
		cmocka_unit_test(long_reports),
		cmocka_unit_test(one_formula),
		cmocka_unit_test(told_anew),
		cmocka_unit_test(formulas_alone),
		cmocka_unit_test(prints),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
