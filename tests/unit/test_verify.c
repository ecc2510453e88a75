/* riwaya verify of a store: every byte that is changed is found, and its column named; seals. On both databases. */
#define _GNU_SOURCE
#include "store_world.h"

typedef struct told {
	unsigned n;
	bool named; /* the wanted part and column are among them */
	const char *part, *field;
	char all[4096];
} told;

static void found(void *ctx, const riwaya_store_fault *f) {
	told *t = ctx;
	t->n++;
	size_t at = strlen(t->all);
	snprintf(t->all + at, sizeof t->all - at, "%.*s %.*s.%.*s: %.*s\n", RW_ARG(f->part), RW_ARG(f->which),
		(int)f->field.n, f->field.p ? f->field.p : "", RW_ARG(f->what));
	t->named |= rw_slice_eqz(f->part, t->part ? t->part : "") && (!t->field || rw_slice_eqz(f->field, t->field));
}

static riwaya_store_checked verify(store_world *w, told *t, const char *key) {
	riwaya_error e = {0};
	riwaya_store_checked v;
	t->n = 0;
	t->named = false;
	*t->all = 0;
	must(riwaya_store_verify(w->store, &(riwaya_store_checking){.key = key, .found = found, .ctx = t}, &v, &e), &e);
	assert_int_equal(v.wrong, t->n);
	return v;
}

static void is_sound(store_world *w) {
	told t = {0};
	riwaya_store_checked v = verify(w, &t, NULL);
	if (t.n) fail_msg("%s", t.all);
	assert_true(v.entries >= 9 && v.reports == 5 && v.objects == 5 && v.reviews == 1);
}

/* --- bytes ------------------------------------------------------------------------------------------------------------------- */
typedef struct column {
	const char *table, *name;
	char kind; /* i, t, b */
	int64_t row;
	const char *part, *field; /* as it must be told; field NULL: any */
} column;

static rw_stmt *stmt(store_world *w, rw_arena *a, const char *fmt, const column *c, riwaya_error *e) {
	rw_stmt *q;
	const char *key = strcmp(c->table, "log") == 0 ? "seq" : "id";
	rw_slice sql = rw_arena_printf(a, fmt, c->table, c->name, key);
	must(rw_db_stmt(w->store->db, sql.p, &q, e), e);
	return q;
}

/* Changes the last byte of a value, or its lowest bit; false where it is NULL. */
static bool flip(store_world *w, rw_arena *a, const column *c, rw_slice *was, int64_t *number) {
	riwaya_error e = {0};
	bool row;
	rw_stmt *q = stmt(w, a, "SELECT %2$s FROM %1$s WHERE %3$s = ?1", c, &e);
	rw_bind_int(q, 1, c->row);
	must(rw_step(q, &row, &e), &e);
	assert_true(row);
	bool null = rw_col_null(q, 0);
	if (null) return rw_stmt_reset(q), false;
	if (c->kind == 'i')
		*number = rw_col_int(q, 0);
	else
		*was = rw_arena_copy(a, rw_col_blob(q, 0));
	rw_stmt_reset(q);
	char *p = rw_arena_alloc(a, was->n + 1);
	if (was->n) memcpy(p, was->p, was->n);
	p[was->n ? was->n - 1 : 0] = c->kind == 't' ? '!' : (char)(p[was->n ? was->n - 1 : 0] ^ 1);
	/* a letter may be of two bytes: the first goes with the second */
	if (c->kind == 't' && was->n > 1 && ((unsigned char)was->p[was->n - 1] & 0x80)) p[was->n - 2] = '!';
	rw_slice now = rw_slice_of(p, was->n ? was->n : 1);
	must(rw_db_begin(w->store->db, &e), &e);
	if (!store_postgres) must(rw_db_exec(w->store->db, "PRAGMA defer_foreign_keys = ON", &e), &e);
	q = stmt(w, a, "UPDATE %1$s SET %2$s = ?2 WHERE %3$s = ?1", c, &e);
	rw_bind_int(q, 1, c->row);
	if (c->kind == 'i') rw_bind_int(q, 2, strcmp(c->name, "stands") == 0 ? 1 - *number : *number + 100);
	if (c->kind == 't') rw_bind_text(q, 2, now);
	if (c->kind == 'b') rw_bind_blob(q, 2, now);
	must(rw_run(q, &e), &e);
	must(rw_db_commit(w->store->db, &e), &e);
	return true;
}

static void mend(store_world *w, rw_arena *a, const column *c, rw_slice was, int64_t number) {
	riwaya_error e = {0};
	bool key = c->kind == 'i' && (strcmp(c->name, "id") == 0 || strcmp(c->name, "seq") == 0);
	must(rw_db_begin(w->store->db, &e), &e);
	rw_stmt *q = stmt(w, a, "UPDATE %1$s SET %2$s = ?2 WHERE %3$s = ?1", c, &e);
	rw_bind_int(q, 1, key ? number + 100 : c->row);
	if (c->kind == 'i') rw_bind_int(q, 2, number);
	if (c->kind == 't') rw_bind_text(q, 2, was);
	if (c->kind == 'b') rw_bind_blob(q, 2, was);
	must(rw_run(q, &e), &e);
	must(rw_db_commit(w->store->db, &e), &e);
}

/* Foreign keys keep some changes out; who changes a file by other means does not ask them. */
static void without_keys(store_world *w) {
	riwaya_error e = {0};
	if (!store_postgres) {
		must(rw_db_exec(w->store->db, "PRAGMA foreign_keys = OFF", &e), &e);
		return;
	}
	store_exec(w,
		"DO $$ DECLARE c RECORD; BEGIN FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint WHERE contype = 'f' AND "
		"connamespace = current_schema()::regnamespace LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname); "
		"END LOOP; END $$");
}

static void finds_changed_bytes(void **state) {
	(void)state;
	static const column columns[] = {
		{"log", "seq", 'i', 3, "log", NULL},
		{"log", "at", 'i', 3, "log", NULL},
		{"log", "kind", 't', 3, "log", NULL},
		{"log", "subject", 't', 3, "log", NULL},
		{"log", "detail", 't', 3, "log", NULL},
		{"log", "hash", 'b', 3, "log", NULL},
		{"raw", "id", 'i', 2, "raw", "id"},
		{"raw", "sha", 'b', 2, "raw", "sha"},
		{"raw", "size", 'i', 2, "raw", "size"},
		{"raw", "dictionary", 'i', 2, "raw", "dictionary"},
		{"raw", "packed", 'b', 2, "raw", "packed"},
		{"document", "raw", 'i', 2, "document", "raw"},
		{"document", "kept", 'b', 2, "document", "kept"},
		{"report", "id", 'i', 2, "report", "id"},
		{"report", "sha", 'b', 2, "report", "sha"},
		{"report", "document", 'i', 2, "report", "document"},
		{"report", "number", 'i', 2, "report", "number"},
		{"report", "received", 'i', 2, "report", "received"},
		{"report", "file", 't', 2, "report", "file"},
		{"report", "address", 't', 2, "report", "address"},
		{"report", "format", 't', 2, "report", "format"},
		{"report", "language", 't', 2, "report", "language"},
		{"report", "outlet", 't', 2, "report", "outlet"},
		{"report", "outlet_name", 't', 2, "report", "outlet_name"},
		{"report", "title", 't', 2, "report", "title"},
		{"report", "text", 't', 2, "report", "text"},
		{"report", "caption", 't', 2, "report", "caption"},
		{"report", "published_from", 'i', 2, "report", "published_from"},
		{"report", "published_to", 'i', 2, "report", "published_to"},
		{"report", "digest", 'b', 2, "report", "digest"},
		{"report", "replaced_by", 'i', 1, "report", "replaced_by"},
		{"report", "text_key", 'i', 2, "report", "text_key"},
		{"report", "told", 'i', 2, "report", "told"},
		{"report", "stands", 'i', 2, "report", "stands"},
		{"report", "prints", 'b', 2, "report", "prints"},
		{"report", "engine", 'i', 2, "report", "engine"},
		{"report", "derived", 'b', 2, "report", "derived"},
		{"report", "stale", 'i', 2, "report", "stale"},
		{"review", "id", 'i', 1, "review", NULL},
		{"review", "made", 'i', 1, "review", "made"},
		{"review", "kind", 't', 1, "review", "kind"},
		{"review", "by", 't', 1, "review", "by"},
		{"review", "why", 't', 1, "review", "why"},
		{"review", "report", 'i', 1, "review", "report"},
		{"review", "body", 't', 1, "review", "body"},
	};
	store_world w;
	TEST_ARENA(a);
	store_begin(&w);
	store_fill(&w);
	is_sound(&w);
	without_keys(&w);
	unsigned null = 0;
	for (size_t i = 0; i < RW_COUNT(columns); i++) {
		const column *c = &columns[i];
		rw_slice was = RW_LIT("");
		int64_t number = 0;
		told t = {.part = c->part, .field = c->field};
		if (!flip(&w, a, c, &was, &number)) {
			null++;
			continue;
		}
		verify(&w, &t, NULL);
		if (!t.named) fail_msg("%s.%s: told was %s", c->table, c->name, t.n ? t.all : "nothing");
		mend(&w, a, c, was, number);
	}
	is_sound(&w);
	assert_int_equal(null, 3); /* outlet, outlet_name and caption of the page */
	rw_arena_release(a);
	store_end(&w);
}

/* --- rows ---------------------------------------------------------------------------------------------------------------------- */
static void finds_rows(void **state) {
	(void)state;
	static const struct {
		const char *sql, *part;
	} cases[] = {
		{"DELETE FROM log WHERE seq = 4", "log"},
		{"DELETE FROM report WHERE id = 3", "report"},
		{"UPDATE log SET seq = seq + 50 WHERE seq > 5", "log"},
		{"DELETE FROM raw WHERE id = 3", "report"},
		{"INSERT INTO raw (id, sha, size, dictionary, packed) SELECT 77, packed, size, dictionary, packed FROM raw WHERE id = 1",
			"raw"},
		{"DELETE FROM sighting", "sighting"},
		{"INSERT INTO sighting (report, file, received) VALUES (1, 'x', 1)", "sighting"},
		{"DELETE FROM unread", "unread"},
		{"DELETE FROM review", "review"},
		{"INSERT INTO review (id, made, kind, by, why, body) VALUES (2, 1, 'note', 'B', '', '{}')", "review"},
		{"UPDATE report SET replaced_by = NULL", "report"},
		{"UPDATE report SET title = NULL, digest = (SELECT digest FROM report WHERE id = 3) WHERE id = 2", "report"},
	};
	for (size_t i = 0; i < RW_COUNT(cases); i++) {
		store_world w;
		told t = {.part = cases[i].part};
		store_begin(&w);
		store_fill(&w);
		without_keys(&w);
		store_exec(&w, cases[i].sql);
		verify(&w, &t, NULL);
		if (!t.named) fail_msg("%s: told was %s", cases[i].sql, t.n ? t.all : "nothing");
		store_end(&w);
	}
}

/* --- seals --------------------------------------------------------------------------------------------------------------------- */
static void seals(void **state) {
	(void)state;
	store_world w;
	riwaya_error e = {0};
	char key[160], public_key[170], other[160], text[RIWAYA_KEY_TEXT];
	uint64_t entry;
	told t = {.part = "log"};
	store_begin(&w);
	store_fill(&w);
	snprintf(key, sizeof key, "%s", store_file(&w, "desk.key", NULL));
	snprintf(other, sizeof other, "%s", store_file(&w, "other.key", NULL));
	must(riwaya_key_new(key, text, &e), &e);
	must(riwaya_key_new(other, text, &e), &e);
	snprintf(public_key, sizeof public_key, "%s.pub", key);
	verify(&w, &t, public_key);
	assert_true(t.named && strstr(t.all, "no seal"));
	riwaya_store_checked before = verify(&w, &t, NULL);
	must(riwaya_store_seal(w.store, key, &entry, &e), &e);
	assert_int_equal(entry, before.entries + 1);
	riwaya_store_checked v = verify(&w, &t, public_key);
	assert_int_equal(t.n, 0);
	assert_int_equal(v.seals, 1);
	assert_int_equal(v.sealed, before.entries);
	/* Somebody else's seal is none of ours, and no fault. */
	must(riwaya_store_seal(w.store, other, NULL, &e), &e);
	v = verify(&w, &t, public_key);
	assert_int_equal(t.n, 0);
	assert_int_equal(v.seals, 1);
	assert_int_equal(verify(&w, &t, NULL).seals, 2);
	store_add(
		&w, store_file(&w, "later.txt", "قصف على تل رفعت\n3 نيسان 2021\n\nقتل مدني بقصف مدفعي على بلدة تل رفعت.\n"));
	assert_int_equal(verify(&w, &t, public_key).sealed, before.entries);
	assert_int_equal(t.n, 0);
	store_end(&w);
}

/* --- dictionaries -------------------------------------------------------------------------------------------------------------- */
/* Many small objects make a dictionary; what comes then is packed with it, and both can be read and checked. */
static void dictionaries(void **state) {
	(void)state;
	enum { N = RW_RAW_SAMPLES + 50 };
	store_world w;
	told t = {.part = "dictionary", .field = "bytes"};
	TEST_ARENA(a);
	store_begin(&w);
	for (int i = 0; i < 2; i++) {
		rw_buf lines = RW_BUF(a);
		for (int k = i ? N - 50 : 0; k < (i ? N : N - 50); k++)
			rw_buf_printf(&lines,
				"{\"title\": \"قصف على بلدة رقم %d\", \"text\": \"أصيب %d مدنيين بقصف مدفعي على بلدة تل رفعت.\", \"published\": "
				"\"2021-04-%02dT%02d:%02d:00Z\", \"outlet\": \"شبكة المدار\"}\n",
				k, k % 50 + 3, k % 28 + 1, k / 28 % 24, k % 60);
		rw_buf_byte(&lines, 0);
		store_add(&w, store_file(&w, i ? "more.jsonl" : "many.jsonl", lines.p));
	}
	assert_int_equal(store_number(&w, "SELECT count(*) FROM dictionary"), 1);
	assert_int_equal(store_number(&w, "SELECT count(*) FROM raw WHERE dictionary = 1"), 50);
	riwaya_store_checked v = verify(&w, &t, NULL);
	assert_int_equal(t.n, 0);
	assert_int_equal(v.objects, N);
	/* A store that is opened anew knows it. */
	riwaya_store_free(w.store);
	store_open(&w);
	verify(&w, &t, NULL);
	assert_int_equal(t.n, 0);
	rw_slice was = RW_LIT("");
	int64_t number;
	assert_true(flip(&w, a, &(column){"dictionary", "bytes", 'b', 1, NULL, NULL}, &was, &number));
	riwaya_store_free(w.store);
	store_open(&w);
	verify(&w, &t, NULL);
	assert_true(t.named);
	rw_arena_release(a);
	store_end(&w);
}

/* What leads to reviews, and what is asked of them. */
static void decided(void **state) {
	(void)state;
	static const struct {
		const char *sql, *part, *field;
	} changes[] = {{"DELETE FROM about WHERE kind = 'id'", "about", "id"},
		{"DELETE FROM about WHERE kind = 'report'", "about", "report"},
		{"UPDATE about SET kind = 'review' WHERE kind = 'report'", "about", "review"},
		{"UPDATE about SET review = 1", "about", NULL},
		{"INSERT INTO about (kind, subject, review) SELECT 'incident', subject, review FROM about WHERE kind = 'id'",
			"about", "incident"},
		{"UPDATE policy SET value = 'off'", "policy", "value"}, {"DELETE FROM policy", "policy", NULL},
		{"UPDATE policy SET key = 'third-eyes'", "policy", NULL}};
	for (size_t i = 0; i < RW_COUNT(changes); i++) {
		store_world w;
		riwaya_error e = {0};
		char id[RIWAYA_REVIEW_ID + 1], json[256];
		bool on = true, now;
		const riwaya_report_list *list;
		told t = {0};
		store_begin(&w);
		store_fill(&w);
		must(riwaya_store_list_reports(w.store, NULL, &list, &e), &e);
		snprintf(json, sizeof json, "{\"kind\":\"reject\",\"claim\":\"%.12s:1\",\"by\":\"Huda\",\"why\":\"not so\"}",
			list->rows[0].report->id.p);
		must(riwaya_store_review(w.store, rw_slice_z(json), id, &e), &e);
		must(riwaya_store_second_eyes(w.store, &on, &now, &e), &e);
		verify(&w, &t, NULL);
		if (t.n) fail_msg("%s", t.all);
		store_exec(&w, changes[i].sql);
		t = (told){.part = changes[i].part, .field = changes[i].field};
		verify(&w, &t, NULL);
		if (!t.n || !t.named) fail_msg("%s: %u: %s", changes[i].sql, t.n, t.all);
		store_end(&w);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(decided), cmocka_unit_test(finds_changed_bytes),
		cmocka_unit_test(finds_rows), cmocka_unit_test(seals), cmocka_unit_test(dictionaries)};
	int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
	if (getenv(SERVER)) {
		store_postgres = true;
		failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
	}
	return failed != 0;
}
