/* test_changes.c: words of two versions beside each other; what changed since a moment; versions of pages. */
#define _POSIX_C_SOURCE 200809L
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include "memory.h"
#include "store/diff.h"
#include <riwaya/riwaya.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* --- words ---------------------------------------------------------------------------------------------------------- */
static const char *told(rw_arena *a, const char *before, const char *after) {
	static const char *const open[] = {"", "[-", "{+"}, *const close[] = {"", "-]", "+}"};
	rw_arena scratch;
	rw_pieces pieces = {0};
	rw_arena_init(&scratch, a->mem);
	rw_diff_words(a, &scratch, rw_slice_z(before), rw_slice_z(after), &pieces);
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < pieces.n; i++)
		rw_buf_printf(&b, "%s%s" RW_FMT "%s", i ? " " : "", open[pieces.p[i].kind], RW_ARG(pieces.p[i].words),
			close[pieces.p[i].kind]);
	rw_buf_byte(&b, '\0');
	rw_arena_release(&scratch);
	return b.p;
}

/* The words of one side again, out of the pieces. */
static void gives_back(rw_arena *a, const char *before, const char *after) {
	rw_arena scratch;
	rw_pieces pieces = {0};
	rw_arena_init(&scratch, a->mem);
	rw_diff_words(a, &scratch, rw_slice_z(before), rw_slice_z(after), &pieces);
	const char *const sides[] = {before, after};
	for (unsigned side = 0; side < 2 && pieces.n; side++) {
		rw_buf b = RW_BUF(a);
		for (size_t i = 0; i < pieces.n; i++) {
			if (pieces.p[i].kind == (side ? RIWAYA_DIFF_REMOVED : RIWAYA_DIFF_ADDED)) continue;
			if (b.n) rw_buf_byte(&b, ' ');
			rw_buf_slice(&b, pieces.p[i].words);
		}
		assert_int_equal(b.n, strlen(sides[side]));
		assert_memory_equal(b.p ? b.p : "", sides[side], b.n);
	}
	rw_arena_release(&scratch);
}

static void words_beside(void **state) {
	(void)state;
	failing f = {0};
	jmp_buf out;
	rw_mem mem = {{failing_resize, &f}, &out};
	if (setjmp(out)) fail();
	rw_arena a;
	rw_arena_init(&a, &mem);
	assert_string_equal(told(&a, "one two three", "one two three"), "");
	assert_string_equal(told(&a, "one two three", "one 2 three"), "one [-two-] {+2+} three");
	assert_string_equal(told(&a, "", "one"), "{+one+}");
	assert_string_equal(told(&a, "one", ""), "[-one-]");
	assert_string_equal(told(&a, "a b c d", "b c x d y"), "[-a-] b c {+x+} d {+y+}");
	assert_string_equal(told(&a, "a\nb", "a  b"), "");
	uint32_t random = 7;
	for (unsigned round = 0; round < 400; round++) {
		char s[2][128];
		for (unsigned k = 0; k < 2; k++) {
			size_t n = 0;
			for (unsigned w = 0, most = (random = random * 1664525 + 1013904223) >> 27; w < most; w++) {
				random = random * 1664525 + 1013904223;
				n += (size_t)snprintf(s[k] + n, sizeof s[k] - n, "%s%c", w ? " " : "", (char)('a' + (random >> 29)));
			}
			s[k][n] = '\0';
		}
		gives_back(&a, s[0], s[1]);
	}
	/* more differs than is worth laying side by side */
	char *x = malloc(20000), *y = malloc(20000);
	size_t n = 0, m = 0;
	for (int i = 0; i < 1500; i++) {
		n += (size_t)sprintf(x + n, "%sx%d", i ? " " : "", i);
		m += (size_t)sprintf(y + m, "%sy%d", i ? " " : "", i);
	}
	gives_back(&a, x, y);
	free(x);
	free(y);
	rw_arena_release(&a);
}

/* --- a store -------------------------------------------------------------------------------------------------------- */
typedef struct world {
	char folder[64];
	riwaya_engine *engine;
	riwaya_store *store;
	int64_t now;
} world;

static int64_t clock_of(void *ctx) { return ((world *)ctx)->now; }

static void add(world *w, const char *const *lines, size_t n) {
	char path[128];
	const char *paths[] = {path};
	riwaya_added added;
	riwaya_error e = {0};
	snprintf(path, sizeof path, "%s/in.jsonl", w->folder);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	for (size_t i = 0; i < n; i++) fprintf(f, "%s\n", lines[i]);
	fclose(f);
	if (riwaya_store_add(w->store, paths, 1, NULL, &added, &e)) fail_msg("%s", e.message);
}

#define PAGE(url, outlet, title, text, day)                                                                            \
	"{\"url\": \"https://" url "\", \"outlet\": \"" outlet "\", \"title\": \"" title "\", \"text\": \"" text           \
	"\", \"published\": \"2031-11-" day "T10:00\"}"

static const char *const first[] = {
	PAGE("sedra.example/1", "وكالة سدرة", "مقتل 5 مدنيين بقصف على سوق أريحا",
		"قُتل 5 مدنيين اليوم الخميس بقصف مدفعي استهدف سوق مدينة أريحا جنوب إدلب، بحسب مصدر طبي. وأصيب 12 آخرون بجروح.",
		"20"),
	PAGE("madar.example/2", "شبكة المدار", "قصف على أريحا",
		"قال الدفاع المدني إن 6 مدنيين قتلوا بقصف مدفعي على سوق مدينة أريحا اليوم الخميس.", "20"),
	PAGE("ghaf.example/3", "موقع الغاف", "انفجار في الرقة",
		"انفجرت سيارة مفخخة في مدينة الرقة اليوم الخميس ما أدى إلى مقتل 3 أشخاص، بحسب مصدر أمني.", "20"),
};
static const char *const second[] = {
	PAGE("sedra.example/1", "وكالة سدرة", "مقتل 7 مدنيين بقصف على سوق أريحا",
		"قُتل 7 مدنيين اليوم الخميس بقصف مدفعي استهدف سوق مدينة أريحا جنوب إدلب، بحسب مصدر طبي.", "20"),
	"{\"note\": \"the same words in other bytes\", \"url\": \"https://madar.example/2\", \"outlet\": \"شبكة المدار\", \"title\": "
	"\"قصف على أريحا\", \"text\": \"قال الدفاع المدني إن 6 مدنيين قتلوا بقصف مدفعي على سوق مدينة أريحا اليوم الخميس.\", "
	"\"published\": \"2031-11-20T10:00\"}",
	PAGE("duha.example/5", "صحيفة الضحى", "غارة على سراقب",
		"قتل 4 أشخاص بغارة جوية استهدفت مدينة سراقب اليوم الجمعة، بحسب ناشطين.", "21"),
};

static bool holds(const riwaya_bilingual *x, size_t n, const char *part) {
	for (size_t i = 0; i < n; i++) {
		char z[256];
		snprintf(z, sizeof z, "%.*s", (int)x[i].en.n, x[i].en.p);
		if (strstr(z, part)) return true;
	}
	return false;
}

static void since_a_moment(void **state) {
	world *w = *state;
	riwaya_error e = {0};
	const riwaya_changes *c;
	w->now = INT64_C(2000000000000);
	add(w, first, RW_COUNT(first));
	w->now += 86400000;
	int64_t since = w->now;
	assert_int_equal(riwaya_store_changes(w->store, since, NULL, &c, &e), RIWAYA_OK);
	assert_int_equal(c->n_incidents + c->n_edits + c->n_decisions, 0);
	add(w, second, RW_COUNT(second));
	assert_int_equal(riwaya_store_changes(w->store, since, NULL, &c, &e), RIWAYA_OK);
	assert_int_equal(c->n_incidents, 2); /* nothing of al-Raqqa */
	const riwaya_incident_change *moved = &c->incidents[0], *fresh = &c->incidents[1];
	assert_false(moved->fresh);
	assert_int_equal(moved->n_gained, 2);
	assert_int_equal(moved->n_lost, 2);
	bool found = false;
	for (size_t i = 0; i < moved->n_lines; i++) {
		const riwaya_line_change *l = &moved->lines[i];
		if (l->line->predicate.n != 6 || memcmp(l->line->predicate.p, "killed", 6) != 0) continue;
		found = true;
		assert_false(l->fresh);
		assert_true(l->before.low >= 5 && l->before.low <= 5);
		assert_true(l->line->range.high >= 7 && l->n_by > 0);
	}
	assert_true(found);
	assert_true(fresh->fresh && fresh->n_gained == 1 && !fresh->n_lines);
	/* one page of the two says something else */
	assert_int_equal(c->n_edits, 1);
	assert_true(holds(c->edits[0].retracted, c->edits[0].n_retracted, "12 people were wounded"));
	assert_true(holds(c->edits[0].added, c->edits[0].n_added, "7 civilians were killed"));
	riwaya_incident_query there = {.place = "سراقب"};
	assert_int_equal(riwaya_store_changes(w->store, since, &there, &c, &e), RIWAYA_OK);
	assert_int_equal(c->n_incidents, 1);
	assert_int_equal(c->n_edits, 0);
}

static void versions_of_a_page(void **state) {
	world *w = *state;
	riwaya_error e = {0};
	const riwaya_version_list *v;
	assert_int_equal(riwaya_store_versions(w->store, "https://sedra.example/1", &v, &e), RIWAYA_OK);
	assert_int_equal(v->n, 2);
	assert_true(v->rows[0].first && !v->rows[1].first && !v->rows[1].same && v->rows[1].n_title == 4);
	char id[65];
	snprintf(id, sizeof id, "%.*s", 12, v->rows[1].report->id.p);
	assert_int_equal(riwaya_store_versions(w->store, id, &v, &e), RIWAYA_OK);
	assert_int_equal(v->n, 2);
	assert_int_equal(riwaya_store_versions(w->store, "https://madar.example/2", &v, &e), RIWAYA_OK);
	assert_true(v->n == 2 && v->rows[1].same && !v->rows[1].n_text);
	assert_int_equal(riwaya_store_versions(w->store, "https://nobody.example/", &v, &e), RIWAYA_ARGUMENT);
	assert_non_null(strstr(e.message, "no page 'https://nobody.example/'"));
	/* bytes that it had before are known: the last new ones stay its version */
	add(w, first, 1);
	assert_int_equal(riwaya_store_versions(w->store, "https://sedra.example/1", &v, &e), RIWAYA_OK);
	assert_int_equal(v->n, 2);
}

static int make_world(void **state) {
	static world w;
	riwaya_error e = {0};
	char path[128];
	snprintf(w.folder, sizeof w.folder, "/tmp/riwaya-changes-XXXXXX");
	if (!mkdtemp(w.folder) || riwaya_engine_new(NULL, &w.engine, &e)) return -1;
	snprintf(path, sizeof path, "%s/store.db", w.folder);
	riwaya_store_options o = {.create = true, .now = clock_of, .now_ctx = &w, .threads = 1};
	*state = &w;
	return riwaya_store_open(w.engine, path, &o, &w.store, &e) ? -1 : 0;
}

static int end_world(void **state) {
	world *w = *state;
	char command[128];
	riwaya_store_free(w->store);
	riwaya_engine_free(w->engine);
	snprintf(command, sizeof command, "rm -r %s", w->folder);
	return system(command);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_beside),
		cmocka_unit_test(since_a_moment),
		cmocka_unit_test(versions_of_a_page),
	};
	return cmocka_run_group_tests(tests, make_world, end_world);
}
