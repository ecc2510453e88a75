/* test_past.c: an incident as it stood. A stream of reports comes in parts, with copies and with later versions of pages among them; after each part
 * the ledgers of all incidents are kept. When all has come, the ledgers as of each part must be these, byte for byte: on SQLite, and on
 * PostgreSQL where RIWAYA_TEST_POSTGRES names a server (scripts/postgres run). */
#define _POSIX_C_SOURCE 200809L
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include "base/base.h"
#include "memory.h"
#include <riwaya/riwaya.h>
#include <riwaya/store.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PARTS = 6, LINES = 240, STEP = 86400000 };

typedef struct world {
	char folder[64];
	riwaya_engine *engine;
	int64_t now;
} world;

static world here;

static int64_t clock_of(void *ctx) { return ((world *)ctx)->now; }

static const char *path_in(const char *name) {
	static char room[4][128];
	static unsigned turn;
	char *p = room[turn++ % 4];
	snprintf(p, sizeof room[0], "%s/%s", here.folder, name);
	return p;
}

/* --- the stream ------------------------------------------------------------------------------------------------------- */
static char *lines[LINES];
static size_t n_lines;

static void read_lines(void) {
	for (unsigned part = 0; part < PARTS; part++) {
		char name[32], *line = NULL;
		size_t room = 0;
		snprintf(name, sizeof name, "reports-%03u.jsonl", part);
		FILE *f = fopen(path_in(name), "r");
		assert_non_null(f);
		while (n_lines < LINES && getline(&line, &room, f) > 0) lines[n_lines++] = strdup(line);
		free(line);
		fclose(f);
	}
	assert_int_equal(n_lines, LINES);
}

/* A report's line, known by the address of another page, with words before its text. */
static void put_line(FILE *f, size_t i, size_t page, const char *before) {
	const char *text = strstr(lines[i], "\"text\": \"");
	assert_non_null(text);
	text += strlen("\"text\": \"");
	fprintf(f, "{\"url\": \"https://sedra.example/%zu\", %.*s%s%s", page, (int)(text - lines[i] - 1), lines[i] + 1,
		before, text);
}

/* Each part holds its reports, copies of earlier ones under other addresses, and later versions of pages that came before. */
static void write_parts(void) {
	for (size_t part = 0; part < PARTS; part++) {
		char name[32];
		snprintf(name, sizeof name, "part-%zu.jsonl", part);
		FILE *f = fopen(path_in(name), "w");
		assert_non_null(f);
		for (size_t i = part * LINES / PARTS; i < (part + 1) * LINES / PARTS; i++) put_line(f, i, i, "");
		for (size_t i = part; i < part * LINES / PARTS; i += 7)
			put_line(f, i, LINES + i, i % 2 ? "" : "نقلا عن وكالة سدرة: ");
		for (size_t i = part; i < part * LINES / PARTS; i += 11)
			put_line(f, i % 3 ? i : (i + 17) % LINES, i, "تحديث من المراسل في المكان: ");
		fclose(f);
	}
}

/* --- stores ------------------------------------------------------------------------------------------------------------ */
typedef struct kept {
	unsigned part;
	char name[32];
	char *ledger;
} kept;

typedef struct text {
	char *p;
	size_t n;
} text;

static bool take(void *ctx, const char *p, size_t n) {
	text *t = ctx;
	t->p = realloc(t->p, t->n + n + 1);
	memcpy(t->p + t->n, p, n);
	t->n += n;
	t->p[t->n] = '\0';
	return true;
}

static riwaya_status ledger_of(riwaya_store *s, const char *name, const int64_t *as_of, char **out, riwaya_error *e) {
	riwaya_set *set;
	text t = {0};
	*out = NULL;
	riwaya_status status = riwaya_store_ledger(s, name, as_of, &set, e);
	if (status) return status;
	assert_int_equal(riwaya_write_ledger_json(set, NULL, (riwaya_sink){take, &t}, e), RIWAYA_OK);
	riwaya_set_free(set);
	*out = t.p;
	return RIWAYA_OK;
}

static void first_difference(const char *was, const char *is) {
	size_t i = 0;
	while (was[i] && was[i] == is[i]) i++;
	size_t from = i > 150 ? i - 150 : 0;
	print_message("was: …%.400s…\nis:  …%.400s…\n", was + from, is + from);
}

static void same_as_then(const char *where) {
	riwaya_store *s;
	riwaya_error e = {0};
	static kept all[PARTS * LINES];
	size_t n = 0, wrong = 0;
	riwaya_store_options o = {.create = true, .now = clock_of, .now_ctx = &here, .threads = 2};
	assert_int_equal(riwaya_store_open(here.engine, where, &o, &s, &e), RIWAYA_OK);
	for (unsigned part = 0; part < PARTS; part++) {
		char name[32];
		snprintf(name, sizeof name, "part-%u.jsonl", part);
		const char *path = path_in(name);
		here.now = INT64_C(2000000000000) + part * (int64_t)STEP;
		riwaya_added added;
		if (riwaya_store_add(s, &path, 1, NULL, &added, &e)) fail_msg("%s", e.message);
		assert_true(added.reports >= LINES / PARTS);
		if (part) assert_true(added.edited > 3);
		const riwaya_incident_list *list;
		assert_int_equal(
			riwaya_store_incidents(s, &(riwaya_incident_query){.most = RIWAYA_STORE_PAGE}, &list, &e), RIWAYA_OK);
		size_t first = n;
		for (size_t i = 0; i < list->n; i++) {
			all[n].part = part;
			snprintf(all[n++].name, sizeof all[0].name, "%.*s", (int)list->rows[i].name.n, list->rows[i].name.p);
		}
		for (size_t i = first; i < n; i++)
			if (ledger_of(s, all[i].name, NULL, &all[i].ledger, &e)) fail_msg("%s", e.message);
	}
	for (size_t i = 0; i < n; i++) {
		char *is;
		int64_t then = INT64_C(2000000000000) + all[i].part * (int64_t)STEP + (int64_t)(i * 7919 % STEP);
		riwaya_status status = ledger_of(s, all[i].name, &then, &is, &e);
		if (status || strcmp(is, all[i].ledger) != 0) {
			print_message("%s of part %u: %s\n", all[i].name, all[i].part, status ? e.message : "another ledger");
			if (!status && wrong < 3) first_difference(all[i].ledger, is);
			wrong++;
		}
		free(is);
		free(all[i].ledger);
	}
	if (wrong) fail_msg("%zu of %zu ledgers are not as they were", wrong, n);
	/* before its first report */
	int64_t before = 1;
	char *is;
	assert_int_equal(ledger_of(s, all[n - 1].name, &before, &is, &e), RIWAYA_ARGUMENT);
	assert_non_null(strstr(e.message, "was first received at 2033-05-"));
	riwaya_store_free(s);
}

static void sqlite_as_then(void **state) {
	(void)state;
	same_as_then(path_in("store.db"));
}

static void postgres_as_then(void **state) {
	(void)state;
	const char *server = getenv("RIWAYA_TEST_POSTGRES");
	if (!server) skip();
	same_as_then(server);
}

static int make_world(void **state) {
	(void)state;
	char command[512];
	riwaya_error e = {0};
	snprintf(here.folder, sizeof here.folder, "/tmp/riwaya-past-XXXXXX");
	if (!mkdtemp(here.folder)) return -1;
	snprintf(command, sizeof command,
		"python3 '%s/bench/incidents/generate.py' %s --seed 3 --incidents 40 --reports %d --days 60 --towns 12 --parts %d >/dev/null",
		RW_SOURCE_DIR, here.folder, LINES, PARTS);
	if (system(command)) return -1;
	read_lines();
	write_parts();
	return riwaya_engine_new(NULL, &here.engine, &e) ? -1 : 0;
}

static int end_world(void **state) {
	(void)state;
	char command[128];
	riwaya_engine_free(here.engine);
	for (size_t i = 0; i < n_lines; i++) free(lines[i]);
	snprintf(command, sizeof command, "rm -r %s", here.folder);
	return system(command);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sqlite_as_then),
		cmocka_unit_test(postgres_as_then),
	};
	return cmocka_run_group_tests(tests, make_world, end_world);
}
