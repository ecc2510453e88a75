/* store_world.h: a store for a test: on SQLite, and again on PostgreSQL where RIWAYA_TEST_POSTGRES names a server (scripts/postgres run). Its
 * folder goes with store_end. */
#ifndef RW_TEST_STORE_WORLD_H
#define RW_TEST_STORE_WORLD_H

#include "memory.h"
#include "store/chain.h"
#include "store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define SERVER "RIWAYA_TEST_POSTGRES"

static bool store_postgres; /* which database the cases are at */

typedef struct store_world {
	riwaya_engine *engine;
	riwaya_store *store;
	char folder[64], where[1024];
	int64_t clock;
} store_world;

static inline void must(riwaya_status status, const riwaya_error *e) {
	if (status) fail_msg("%s: %s: %s", riwaya_status_name(status), e->source, e->message);
}

/* Each question of the time comes a second after the one before. */
static inline int64_t store_clock(void *ctx) {
	store_world *w = ctx;
	return w->clock += 1000;
}

static inline void store_open(store_world *w) {
	riwaya_error e = {0};
	must(riwaya_store_open(w->engine, w->where,
			 &(riwaya_store_options){.create = true, .threads = 2, .now = store_clock, .now_ctx = w}, &w->store, &e),
		&e);
}

static inline void store_begin(store_world *w) {
	static unsigned serial;
	riwaya_error e = {0};
	*w = (store_world){.clock = 1700000000000};
	snprintf(w->folder, sizeof w->folder, "/tmp/riwaya-store-XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	must(riwaya_engine_new(NULL, &w->engine, &e), &e);
	if (store_postgres) {
		TEST_ARENA(a);
		rw_db *db;
		char sql[64];
		snprintf(sql, sizeof sql, "CREATE SCHEMA upkeep%d_%u", (int)getpid(), ++serial);
		must(rw_db_open(a, getenv(SERVER), RW_DB_CREATE, &db, &e), &e);
		must(rw_db_begin(db, &e), &e);
		must(rw_db_exec(db, sql, &e), &e);
		must(rw_db_commit(db, &e), &e);
		rw_arena_release(a);
		snprintf(w->where, sizeof w->where, "%s%coptions=-csearch_path%%3Dupkeep%d_%u", getenv(SERVER),
			strchr(getenv(SERVER), '?') ? '&' : '?', (int)getpid(), serial);
	} else {
		snprintf(w->where, sizeof w->where, "%s/a.db", w->folder);
	}
	store_open(w);
}

static inline void store_end(store_world *w) {
	char command[128];
	riwaya_store_free(w->store);
	riwaya_engine_free(w->engine);
	snprintf(command, sizeof command, "rm -rf '%s'", w->folder);
	if (system(command)) fail_msg("%s", command);
}

/* The path of a file of its folder; good until the next call. */
static inline const char *store_file(const store_world *w, const char *name, const char *text) {
	static char path[128];
	snprintf(path, sizeof path, "%s/%s", w->folder, name);
	if (text) {
		FILE *f = fopen(path, "wb");
		assert_non_null(f);
		assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
		fclose(f);
	}
	return path;
}

static inline riwaya_added store_add(store_world *w, const char *path) {
	riwaya_error e = {0};
	riwaya_added sum;
	must(riwaya_store_add(w->store, &path, 1, NULL, &sum, &e), &e);
	return sum;
}

static inline void store_exec(store_world *w, const char *sql) {
	riwaya_error e = {0};
	must(rw_db_begin(w->store->db, &e), &e);
	must(rw_db_exec(w->store->db, sql, &e), &e);
	must(rw_db_commit(w->store->db, &e), &e);
}

/* Reports of one invented strike, told by three outlets; one page has two versions, one text two names, one file can't be read; a review. */
static inline void store_fill(store_world *w) {
	enum { N = 12 };
	char path[512];
	static const char page[] =
		"<html lang=ar><head><meta charset=utf-8><link rel=canonical href='https://jisr.example/n/1'>"
		"<meta property='article:published_time' content='2021-04-0%dT10:00:00+03:00'><title>%s</title></head><body><article>"
		"<h1>قصف على سوق بلدة تل رفعت</h1><p>قالت مصادر محلية إن قصفاً مدفعياً استهدف سوق بلدة تل رفعت يوم الجمعة.</p><p>وأدى القصف إلى مقتل %s "
		"مدنيين وإصابة تسعة آخرين.</p></article></body></html>";
	static const char text[] =
		"قصف على تل رفعت\n2 نيسان 2021\n\nقتل %d مدنيين بقصف مدفعي على سوق بلدة تل رفعت، وفق ما قال مصدر طبي لشبكة المدار.\n";
	char body[sizeof page + 200];
	snprintf(body, sizeof body, page, 2, "قصف على سوق", "أربعة");
	store_add(w, store_file(w, "page.html", body));
	snprintf(body, sizeof body, page, 2, "قصف على سوق", "خمسة");
	assert_int_equal(store_add(w, store_file(w, "page2.html", body)).edited, 1);
	for (int i = 4; i < 7; i++) {
		char name[32];
		snprintf(name, sizeof name, "text%d.txt", i);
		snprintf(path, sizeof path, text, i);
		store_add(w, store_file(w, name, path));
	}
	assert_int_equal(store_add(w, store_file(w, "again.txt", path)).known, 1);
	assert_int_equal(store_add(w, store_file(w, "noise.bin", "\1\2\3\4\5\6\7\1\2\3\4")).unread, 1);
	riwaya_error e = {0};
	rw_writing x;
	int64_t id;
	const rw_review_row review = {RW_LIT("note"), RW_LIT("A. Reader"), RW_LIT("seen"), RW_LIT("{\"kind\":\"note\"}"), 1};
	must(rw_store_begin(w->store, &x, &e), &e);
	must(rw_store_end(&x, rw_store_review(&x, &review, &id, &e), &e), &e);
}

static inline bool store_into(void *ctx, const char *p, size_t n) {
	rw_buf_put(ctx, p, n);
	return true;
}

/* Every ledger as JSON, one after the other, and when each incident changed. */
static inline rw_slice store_ledgers(store_world *w, rw_arena *a, bool times) {
	riwaya_error e = {0};
	const riwaya_incident_list *list;
	rw_buf b = RW_BUF(a);
	RW_VEC(rw_slice) names = {0};
	const riwaya_incident_query query = {.sort = RIWAYA_SORT_REPORTS, .most = 1000};
	must(riwaya_store_incidents(w->store, &query, &list, &e), &e);
	for (size_t i = 0; i < list->n; i++) {
		rw_vec_push(a, &names, rw_arena_printf(a, RW_FMT, RW_ARG(list->rows[i].name)));
		if (times) rw_buf_printf(&b, "%lld\n", (long long)list->rows[i].changed);
	}
	for (size_t i = 0; i < names.n; i++) {
		riwaya_set *set;
		must(riwaya_store_ledger(w->store, names.p[i].p, NULL, &set, &e), &e);
		must(riwaya_write_ledger_json(set, &(riwaya_show){0}, (riwaya_sink){store_into, &b}, &e), &e);
		riwaya_set_free(set);
	}
	return rw_buf_view(&b);
}

static inline int64_t store_number(store_world *w, const char *sql) {
	riwaya_error e = {0};
	rw_stmt *q;
	bool row;
	must(rw_db_stmt(w->store->db, sql, &q, &e), &e);
	must(rw_step(q, &row, &e), &e);
	int64_t n = rw_col_int(q, 0);
	rw_stmt_reset(q);
	return n;
}

#endif
