/* test_search.c: the full-text index and the search language, in both databases. tests/cases/searches.tsv has searches over the reports of
 * tests/cases/searchreports.tsv; then random queries over random words are compared with a plain reading of the tree. PostgreSQL where
 * RIWAYA_TEST_POSTGRES names a server (scripts/postgres run). */
#define _XOPEN_SOURCE 700
#include "memory.h"
#include "mention/calendar.h"
#include "store/search.h"
#include "store/snippet.h"
#include "table.h"
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#define SERVER "RIWAYA_TEST_POSTGRES"
#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)
enum { REPORTS = 300, QUERIES = 400, FOUND = 400 };

static bool postgres;

static void must(riwaya_status status, const riwaya_error *e) {
	if (status) fail_msg("%s: %s: %s", riwaya_status_name(status), e->source, e->message);
}

/* A store of its own: its file is gone with its name, its schema when the server is. */
static rw_db *store(rw_arena *a) {
	static unsigned serial;
	riwaya_error e = {0};
	rw_db *db;
	char name[1024];
	serial++;
	if (postgres) {
		rw_db *whole;
		snprintf(name, sizeof name, "CREATE SCHEMA search%u", serial);
		must(rw_db_open(a, getenv(SERVER), RW_DB_CREATE, &whole, &e), &e);
		must(rw_db_begin(whole, &e), &e);
		must(rw_db_exec(whole, name, &e), &e);
		must(rw_db_commit(whole, &e), &e);
		snprintf(name, sizeof name, "%s%coptions=-csearch_path%%3Dsearch%u", getenv(SERVER),
			strchr(getenv(SERVER), '?') ? '&' : '?', serial);
	} else {
		snprintf(name, sizeof name, "/tmp/riwaya-search-%d-%u.db", (int)getpid(), serial);
	}
	must(rw_db_open(a, rw_arena_copy(a, rw_slice_of(name, strlen(name) + 1)).p, RW_DB_CREATE, &db, &e), &e);
	if (!postgres) {
		static const char *const ends[] = {"", "-wal", "-shm"};
		char path[1040];
		for (size_t i = 0; i < RW_COUNT(ends); i++) {
			snprintf(path, sizeof path, "%s%s", name, ends[i]);
			unlink(path);
		}
	}
	return db;
}

static rw_words *maker(rw_arena *a) {
	rw_lexicon *lx;
	riwaya_error err;
	assert_int_equal(rw_lexicon_open(a, rw_lexicon_builtin(), &lx, &err), RIWAYA_OK);
	return rw_words_new(a, lx);
}

static void exec(rw_db *db, rw_slice sql) {
	riwaya_error e = {0};
	char text[4096];
	snprintf(text, sizeof text, RW_FMT, RW_ARG(sql));
	must(rw_db_exec(db, text, &e), &e);
}

/* --- reports of the table -------------------------------------------------------------------------------------------------- */
static riwaya_when day(rw_slice s) {
	uint64_t y = 0, m = 0, d = 0;
	if (s.n == 0) return (riwaya_when){0};
	assert_true(
		rw_slice_u64(rw_slice_cut(&s, '-'), &y) && rw_slice_u64(rw_slice_cut(&s, '-'), &m) && rw_slice_u64(s, &d));
	return rw_when_day(rw_days_from_civil((int)y, (int)m, (int)d));
}

static riwaya_claim claim(rw_slice s) {
	rw_slice predicate = rw_slice_cut(&s, ':'), low = rw_slice_cut(&s, ':'), high = rw_slice_cut(&s, ':');
	riwaya_claim c = {.predicate = predicate};
	c.figure.has_low = rw_slice_double(low, &c.figure.low);
	c.figure.has_high = rw_slice_double(high, &c.figure.high);
	c.place.id = rw_slice_cut(&s, ':');
	c.agent.actor = s;
	return c;
}

/* Rows that claims hang on; search reads of them what it needs. */
static void put_rows(rw_db *db, rw_arena *a, int64_t id, const rw_known *k) {
	exec(db,
		rw_arena_printf(a,
			"INSERT INTO report (id, sha, document, number, received, file, format, digest, text_key, told, stands, "
			"prints, engine, derived, stale) "
			"VALUES (%d, '\\x%02x', 1, %d, 0, 'f', 'text', 'd', 0, 0, 0, '', 1, 'd', 0)",
			(int)id, (unsigned)id, (int)id));
	for (size_t i = 0; i < k->n_claims; i++) {
		const riwaya_figure *f = &k->claims[i].figure;
		exec(db,
			rw_arena_printf(a,
				"INSERT INTO claim (report, number, id, predicate, polarity, modality, field, start, \"end\", low, high, stance, "
				"confidence) VALUES (%d, %d, 'c', '" RW_FMT "', 'affirmed', 'actual', 'text', 0, 0, " RW_FMT ", " RW_FMT
				", 'neutral', 1)",
				(int)id, (int)i, RW_ARG(k->claims[i].predicate),
				RW_ARG(f->has_low ? rw_arena_printf(a, "%g", f->low) : RW_LIT("NULL")),
				RW_ARG(f->has_high ? rw_arena_printf(a, "%g", f->high) : RW_LIT("NULL"))));
	}
}

static void put_first_rows(rw_db *db) {
	exec(db,
		RW_LIT("INSERT INTO raw (id, sha, size, dictionary, packed) VALUES (1, 's', 0, 0, 'p'); INSERT INTO document (id, raw, kept) "
			   "VALUES (1, 1, 'k'); INSERT INTO engine (id, version, lexicon) VALUES (1, 'v', 'l')"));
}

static void load(rw_db *db, rw_arena *a, rw_words *w, bool remove) {
	table t = table_open(a, RW_TEST_DATA "/cases/searchreports.tsv");
	rw_slice c[9];
	riwaya_error e = {0};
	must(rw_db_begin(db, &e), &e);
	if (!remove) put_first_rows(db);
	while (table_row(&t, c, 9)) {
		riwaya_report r = {.outlet_id = c[3], .outlet_name = c[4], .language = c[5], .title = c[6], .text = c[7]};
		riwaya_claim claims[8];
		rw_known k = {.report = &r, .claims = claims};
		rw_search_words words;
		uint64_t id = 0, received = 0;
		assert_true(rw_slice_u64(c[0], &id) && rw_slice_u64(c[2], &received));
		r.published.at = day(c[1]);
		while (c[8].n) claims[k.n_claims++] = claim(rw_slice_cut(&c[8], '|'));
		rw_search_words_of(w, a, &k, &words);
		if (remove) {
			must(rw_search_remove(db, (int64_t)id, &words, &e), &e);
			continue;
		}
		put_rows(db, a, (int64_t)id, &k);
		must(rw_search_put(db, a, (int64_t)id, (int64_t)received * DAY_MS, &words, &e), &e);
	}
	must(rw_db_commit(db, &e), &e);
}

static rw_slice run(rw_db *db, rw_arena *a, const rw_query *q, rw_search_sort sort) {
	riwaya_error e = {0};
	rw_search_page page;
	rw_buf b = RW_BUF(a);
	must(rw_search_run(db, a, q, &(rw_search_ask){.sort = sort, .page = FOUND, .count = true}, &page, &e), &e);
	assert_int_equal(page.count, page.n);
	assert_false(page.more);
	for (uint32_t i = 0; i < page.n; i++) rw_buf_printf(&b, "%s%d", i ? " " : "", (int)page.reports[i]);
	return rw_buf_view(&b);
}

static rw_slice found(rw_db *db, rw_arena *a, rw_words *w, const char *query, rw_search_sort sort) {
	riwaya_error e = {0};
	rw_query q;
	must(rw_query_parse(w, a, rw_slice_z(query), &q, &e), &e);
	return run(db, a, &q, sort);
}

static void searches(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_words *w = maker(a);
	rw_db *db = store(a);
	load(db, a, w, false);
	table t = table_open(a, RW_TEST_DATA "/cases/searches.tsv");
	rw_slice c[2];
	uint32_t wrong = 0, n = 0;
	while (table_row(&t, c, 2)) {
		rw_query q;
		riwaya_error e = {0};
		n++;
		rw_slice got = rw_query_parse(w, a, c[0], &q, &e) ? RW_LIT("!") : run(db, a, &q, RW_SEARCH_BY_COMING);
		if (rw_slice_eq(got, c[1])) continue;
		wrong++;
		print_error("line %u: " RW_FMT ": found " RW_FMT "\n", t.line, RW_ARG(c[0]), RW_ARG(got));
	}
	assert_int_equal(wrong, 0);
	assert_true(n > 50);
	rw_arena_release(a);
}

static void pages(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_words *w = maker(a);
	rw_db *db = store(a);
	load(db, a, w, false);
	rw_query q;
	riwaya_error e = {0};
	rw_search_page page;
	must(rw_query_parse(w, a, RW_LIT("place:sy"), &q, &e), &e);
	must(rw_search_run(db, a, &q, &(rw_search_ask){.skip = 1, .page = 2}, &page, &e), &e);
	assert_int_equal(page.n, 2);
	assert_int_equal(page.reports[0], 4);
	assert_int_equal(page.reports[1], 3);
	assert_true(rw_slice_eqz(found(db, a, w, "place:sy", RW_SEARCH_BY_PUBLICATION), "4 3 2 1 5"));
	assert_int_equal(rw_search_run(db, a, &q, &(rw_search_ask){.page = 0}, &page, &e), RIWAYA_ARGUMENT);
	rw_arena_release(a);
}

/* What was removed is not found, and nothing of it is left in the way of what is put again. */
static void removed(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_words *w = maker(a);
	rw_db *db = store(a);
	riwaya_error e = {0};
	load(db, a, w, false);
	load(db, a, w, true);
	assert_int_equal(found(db, a, w, "place:sy", RW_SEARCH_BY_COMING).n, 0);
	assert_int_equal(found(db, a, w, "-nothing", RW_SEARCH_BY_COMING).n, 0);
	must(rw_db_begin(db, &e), &e);
	rw_known k = {.report = &(riwaya_report){.title = RW_LIT("one two"), .text = RW_LIT("three")}};
	rw_search_words words;
	rw_search_words_of(w, a, &k, &words);
	must(rw_search_put(db, a, 1, 0, &words, &e), &e);
	must(rw_search_put(db, a, 2, 0, &words, &e), &e);
	must(rw_db_commit(db, &e), &e);
	assert_true(rw_slice_eqz(found(db, a, w, "\"one two\" three", RW_SEARCH_BY_COMING), "2 1"));
	must(rw_db_begin(db, &e), &e);
	must(rw_search_settle(db, &e), &e);
	must(rw_search_clear(db, &e), &e);
	must(rw_db_commit(db, &e), &e);
	assert_int_equal(found(db, a, w, "one", RW_SEARCH_BY_COMING).n, 0);
	rw_arena_release(a);
}

/* --- random queries --------------------------------------------------------------------------------------------------------- */
static const char *const vocabulary[] = {
	"alpha", "alps", "beta", "bet", "gamma", "delta", "dell", "eps", "zeta", "x10", "xx", "12"};

static rw_slice random_words(rw_arena *a, uint64_t *seed, uint32_t n) {
	rw_buf b = RW_BUF(a);
	for (uint32_t i = 0; i < n; i++)
		rw_buf_printf(&b, "%s%s", i ? " " : "", vocabulary[draw(seed) % RW_COUNT(vocabulary)]);
	return rw_buf_view(&b);
}

static void random_query(rw_buf *b, uint64_t *seed, uint32_t depth) {
	uint32_t n = 1 + draw(seed) % 3;
	const char *join = draw(seed) % 3 ? " " : " OR ";
	for (uint32_t i = 0; i < n; i++) {
		if (i) rw_buf_z(b, join);
		if (draw(seed) % 5 == 0) rw_buf_byte(b, '-');
		if (draw(seed) % 6 == 0) rw_buf_z(b, draw(seed) % 2 ? "title:" : "text:");
		uint32_t what = draw(seed) % 8;
		if (what == 0 && depth < 3) {
			rw_buf_byte(b, '(');
			random_query(b, seed, depth + 1);
			rw_buf_byte(b, ')');
		} else if (what < 4) {
			rw_buf_byte(b, '"');
			rw_buf_slice(b, random_words(b->a, seed, 1 + draw(seed) % 3));
			rw_buf_z(b, draw(seed) % 4 ? "\"" : "\"*");
		} else {
			rw_buf_slice(b, random_words(b->a, seed, 1));
			if (draw(seed) % 5 == 0) rw_buf_byte(b, '*');
		}
	}
}

static bool stands(rw_slice words, const rw_query_node *n) {
	for (rw_slice rest = words; rest.n;) {
		rw_slice at = rest;
		uint32_t i = 0;
		for (; i < n->n_words; i++) {
			rw_slice word = rw_slice_cut(&at, ' ');
			bool last = n->prefix && i + 1 == n->n_words;
			if (!word.p || !(last ? rw_slice_starts(word, n->words[i]) : rw_slice_eq(word, n->words[i]))) break;
		}
		if (i == n->n_words) return true;
		rw_slice_cut(&rest, ' ');
	}
	return false;
}

static bool holds(const rw_search_words *w, const rw_query_node *n) {
	bool any = false, all = true;
	if (n->kind == RW_QUERY_WORDS)
		return ((n->columns & RW_COLUMN_TITLE) && stands(w->title, n)) ||
			((n->columns & RW_COLUMN_TEXT) && stands(w->text, n)) ||
			((n->columns & RW_COLUMN_LEMMAS) && stands(w->lemmas, n));
	for (uint32_t i = 0; i < n->n_nodes; i++) {
		bool one = holds(w, n->nodes[i]);
		any |= one;
		all &= one;
	}
	return n->kind == RW_QUERY_OR ? any : n->kind == RW_QUERY_NOT ? !any : all;
}

static void compare(rw_db *db, rw_arena *a, rw_words *w, rw_slice text, const rw_search_words *made, int n_made) {
	rw_buf want = RW_BUF(a);
	riwaya_error e = {0};
	rw_query q;
	must(rw_query_parse(w, a, text, &q, &e), &e);
	for (int i = n_made - 1; i >= 0; i--)
		if (holds(&made[i], q.root)) rw_buf_printf(&want, "%s%d", want.n ? " " : "", i + 1);
	rw_slice got = run(db, a, &q, RW_SEARCH_BY_COMING);
	if (!rw_slice_eq(got, rw_buf_view(&want)))
		fail_msg(RW_FMT " is " RW_FMT "\nwant " RW_FMT "\ngot  " RW_FMT, RW_ARG(text), RW_ARG(rw_query_show(a, &q)),
			RW_ARG(rw_buf_view(&want)), RW_ARG(got));
}

static void random_ones(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_words *w = maker(a);
	rw_db *db = store(a);
	riwaya_error e = {0};
	uint64_t seed = 7;
	rw_search_words *made = RW_ARRAY(a, rw_search_words, REPORTS);
	must(rw_db_begin(db, &e), &e);
	for (int i = 0; i < REPORTS; i++) {
		riwaya_report r = {
			.title = random_words(a, &seed, draw(&seed) % 3), .text = random_words(a, &seed, draw(&seed) % 9)};
		rw_search_words_of(w, a, &(rw_known){.report = &r}, &made[i]);
		must(rw_search_put(db, a, i + 1, 0, &made[i], &e), &e);
	}
	must(rw_db_commit(db, &e), &e);
	for (int k = 0; k < QUERIES; k++) {
		rw_buf text = RW_BUF(a);
		random_query(&text, &seed, 0);
		compare(db, a, w, rw_buf_view(&text), made, REPORTS);
	}
	rw_arena_release(a);
}

/* Texts as they are written, asked for by their own words: alone, as phrases, by lemma, by how they begin. */
static void real_texts(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_words *w = maker(a);
	rw_db *db = store(a);
	riwaya_error e = {0};
	uint64_t seed = 11;
	rw_search_words made[REPORTS];
	rw_slice texts[REPORTS];
	int n = 0;
	must(rw_db_begin(db, &e), &e);
	for (const char *set = "abcd"; *set; set++) {
		glob_t files;
		char pattern[512];
		snprintf(pattern, sizeof pattern, "%s/gold/%c/train/*.txt", RW_TEST_DATA, *set);
		if (glob(pattern, 0, NULL, &files)) continue;
		for (size_t i = 0; i < files.gl_pathc && n < REPORTS; i++) {
			riwaya_report r = {.text = file_bytes(a, files.gl_pathv[i])};
			rw_search_words_of(w, a, &(rw_known){.report = &r}, &made[n]);
			texts[n] = r.text;
			must(rw_search_put(db, a, n + 1, 0, &made[n], &e), &e);
			n++;
		}
		globfree(&files);
	}
	must(rw_db_commit(db, &e), &e);
	assert_true(n > 30);
	for (int k = 0; k < QUERIES; k++) {
		rw_tokens t;
		rw_tokenize(a, texts[draw(&seed) % (uint32_t)n], &t);
		uint32_t first = draw(&seed) % t.n, end = first + 1 + draw(&seed) % 3, how = draw(&seed) % 4;
		while (first < t.n && t.tok[first].kind != RW_TOKEN_WORD) first++;
		if (how != 1 || end <= first) end = first + 1;
		if (end > t.n || t.tok[first].broken || t.tok[first].key.n < 6) continue;
		rw_slice words = rw_tokens_text(&t, first, end);
		if (rw_slice_find(words, RW_LIT("\""), 0) != SIZE_MAX || rw_slice_find(words, RW_LIT("\xc2"), 0) != SIZE_MAX)
			continue;
		static const char *const forms[][2] = {{"\"", "\""}, {"\"", "\""}, {"~\"", "\""}, {"\"", "\"*"}};
		compare(db, a, w, rw_arena_printf(a, "%s" RW_FMT "%s", forms[how][0], RW_ARG(words), forms[how][1]), made, n);
	}
	rw_arena_release(a);
}

/* --- snippets ------------------------------------------------------------------------------------------------------------------ */
/* The snippet with its hits in brackets, dots where its paragraph goes on. */
static rw_slice shown(rw_arena *a, rw_words *w, const char *query, const riwaya_report *r, uint32_t most) {
	rw_query q;
	riwaya_error e = {0};
	rw_snippet s;
	must(rw_query_parse(w, a, rw_slice_z(query), &q, &e), &e);
	rw_snippet_of(w, a, &q, r, most, &s);
	if (s.span.field == RIWAYA_FIELD_NONE) return RW_LIT("nothing");
	rw_slice text = s.span.field == RIWAYA_FIELD_TEXT ? r->text
		: s.span.field == RIWAYA_FIELD_TITLE          ? r->title
													  : r->caption;
	rw_buf b = RW_BUF(a);
	uint32_t at = s.span.start;
	if (s.before) rw_buf_z(&b, "..");
	for (uint32_t i = 0; i < s.n_hits; i++) {
		assert_true(s.hits[i].start >= at && s.hits[i].start < s.hits[i].end && s.hits[i].end <= s.span.end);
		rw_buf_slice(&b, rw_slice_of(text.p + at, s.hits[i].start - at));
		rw_buf_byte(&b, '[');
		rw_buf_slice(&b, rw_slice_of(text.p + s.hits[i].start, s.hits[i].end - s.hits[i].start));
		rw_buf_byte(&b, ']');
		at = s.hits[i].end;
	}
	rw_buf_slice(&b, rw_slice_of(text.p + at, s.span.end - at));
	if (s.after) rw_buf_z(&b, "..");
	return rw_buf_view(&b);
}

static void snippets(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_words *w = maker(a);
	riwaya_report r = {.title = RW_LIT("انفجار في السوق"),
		.text = RW_LIT(
			"قال شهود إن السوق كان مزدحما. وقُتِلَ خمسة في قصف على سوق البلدة، بحسب وكالة الضفاف. لا مزيد.\nفقرة أخرى عن القصف."),
		.caption = RW_LIT("صورة للحفرة")};
	static const struct {
		const char *query;
		uint32_t most;
		const char *want;
	} cases[] = {
		{"سوق قتل", 1000, "..[وقُتِلَ] خمسة في قصف على [سوق] البلدة، بحسب وكالة الضفاف. لا مزيد."},
		{"سوق قتل", 105, "..[وقُتِلَ] خمسة في قصف على [سوق] البلدة، بحسب وكالة الضفاف..."},
		{"سوق", 60, "قال شهود إن [السوق] كان مزدحما..."},
		{"~مقتل", 40, "..[وقُتِلَ] خمسة في قصف.."},
		{"\"قصف على\" OR فقرة", 40, "..خمسة في [قصف على] سوق.."},
		{"\"البلدة بحسب\"", 60, "..في قصف على سوق [البلدة، بحسب] وكالة.."},
		{"انفجار", 100, "[انفجار] في السوق"},
		{"title:السوق", 100, "انفجار في [السوق]"},
		{"للحفرة", 100, "صورة [للحفرة]"},
		{"وكال*", 10, "..[وكالة].."},
		{"lang:ar -قصف", 60, "قال شهود إن السوق كان مزدحما..."},
		{"أخرى", 500, "فقرة [أخرى] عن القصف."},
	};
	uint32_t wrong = 0;
	for (size_t i = 0; i < RW_COUNT(cases); i++) {
		rw_slice got = shown(a, w, cases[i].query, &r, cases[i].most);
		if (rw_slice_eqz(got, cases[i].want)) continue;
		wrong++;
		print_error("%s: " RW_FMT "\n", cases[i].query, RW_ARG(got));
	}
	assert_int_equal(wrong, 0);
	assert_true(rw_slice_eqz(shown(a, w, "x", &(riwaya_report){0}, 10), "nothing"));
	riwaya_claim claims[3] = {{.evidence = RW_LIT("وقُتل خمسة"), .span = {RIWAYA_FIELD_TEXT, 0, 1}},
		{.evidence = RW_LIT("قصف على السوق"), .span = {RIWAYA_FIELD_TITLE, 0, 1}}, {.evidence = RW_LIT("جرح ثلاثة")}};
	rw_known k = {.report = &r, .claims = claims, .n_claims = 3};
	rw_query q;
	riwaya_error e = {0};
	uint32_t found_claims[3];
	must(rw_query_parse(w, a, RW_LIT("~مقتل OR title:سوق OR \"جرح خمسة\""), &q, &e), &e);
	assert_int_equal(rw_snippet_claims(w, a, &q, &k, found_claims, 3), 2);
	assert_int_equal(found_claims[1], 1);
	rw_arena_release(a);
}

/* Every query of docs/search.md is what the page says: read, or refused in these words. */
static rw_slice cell(rw_slice *row) {
	rw_slice_cut(row, '`');
	return row->p ? rw_slice_cut(row, '`') : RW_NONE;
}

static void documented(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_words *w = maker(a);
	rw_slice page = file_bytes(a, RW_SOURCE_DIR "/docs/search.md");
	bool refused = false;
	uint32_t n = 0, wrong = 0;
	while (page.p) {
		rw_slice row = rw_slice_cut(&page, '\n');
		if (rw_slice_starts(row, RW_LIT("| query"))) refused = rw_slice_find(row, RW_LIT("refused"), 0) != SIZE_MAX;
		if (!rw_slice_starts(row, RW_LIT("| `"))) continue;
		rw_slice query = cell(&row), says = cell(&row);
		rw_query q;
		riwaya_error e = {0};
		riwaya_status status = rw_query_parse(w, a, query, &q, &e);
		n++;
		if (refused ? status == RIWAYA_ARGUMENT && rw_slice_find(rw_slice_z(e.message), says, 0) != SIZE_MAX
					: status == RIWAYA_OK)
			continue;
		wrong++;
		print_error(RW_FMT ": %s\n", RW_ARG(query), status ? e.message : "was read");
	}
	assert_int_equal(wrong, 0);
	assert_true(n > 30);
	rw_arena_release(a);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(searches), cmocka_unit_test(pages), cmocka_unit_test(removed),
		cmocka_unit_test(random_ones), cmocka_unit_test(real_texts), cmocka_unit_test(snippets),
		cmocka_unit_test(documented)};
	int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
	if (getenv(SERVER)) {
		postgres = true;
		failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
	}
	return failed != 0;
}
