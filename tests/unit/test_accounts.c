/* Accounts, sessions, their log; buckets and waits; where a request comes from. */
#define _GNU_SOURCE
#include "memory.h"
#include "serve/accounts.h"
#include "serve/limit.h"
#include "serve/origin.h"
#include <dirent.h>
#include <riwaya/store.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { MINUTE = 60000, LIGHT = 8192 };

static char folder[64], where[96];
static int64_t now_ms = INT64_C(1700000000000);
static int64_t clock_of(void *ctx) {
	(void)ctx;
	return now_ms;
}

static void must(riwaya_status status, const riwaya_error *e) {
	if (status) fail_msg("%s: %s: %s", riwaya_status_name(status), e->source, e->message);
}
static void refused(riwaya_status status, riwaya_status want, const riwaya_error *e, const char *says) {
	assert_int_equal(status, want);
	if (!strstr(e->message, says)) fail_msg("'%s' does not say '%s'", e->message, says);
}

static rw_accounts *open_with(unsigned passes) {
	rw_accounts *x;
	riwaya_error e = {0};
	must(rw_accounts_open(
			 where, &(rw_accounts_options){.create = true, .passes = passes, .memory = LIGHT, .now = clock_of}, &x, &e),
		&e);
	return x;
}

static int begin(void **state) {
	(void)state;
	strcpy(folder, "/tmp/riwaya-accounts-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(where, sizeof where, "%s/desk.db.accounts", folder);
	return 0;
}

static int end(void **state) {
	(void)state;
	DIR *d = opendir(folder);
	char path[400];
	for (struct dirent *f; (f = readdir(d));) {
		snprintf(path, sizeof path, "%s/%s", folder, f->d_name);
		if (f->d_name[0] != '.') unlink(path);
	}
	closedir(d);
	return rmdir(folder);
}

static const rw_account_doer shell = {0};
static const rw_account_doer web = {.address = {"192.0.2.7", 9}, .agent = {"Browser\n1 \xff", 11}};
#define GOOD RW_LIT("four plain words here")
#define OTHER RW_LIT("and another four words")

static void add(rw_accounts *x, const char *name, rw_role role) {
	riwaya_error e = {0};
	must(rw_accounts_add(x, &shell, rw_slice_z(name), role, GOOD, &e), &e);
}

static rw_signing sign(rw_accounts *x, const char *name, rw_slice password, rw_session *out) {
	riwaya_error e = {0};
	rw_signing how;
	must(rw_accounts_sign_in(x, &web, rw_slice_z(name), password, out, &how, &e), &e);
	return how;
}

static bool there(rw_accounts *x, const char *token, rw_session *out) {
	riwaya_error e = {0};
	bool found;
	must(rw_accounts_session(x, rw_slice_z(token), out, &found, &e), &e);
	return found;
}

static void test_signing(void **state) {
	(void)state;
	rw_accounts *x = open_with(1);
	rw_session s, again, seen;
	riwaya_error e = {0};
	struct stat st;
	assert_int_equal(stat(where, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	add(x, "Huda Salim", RW_REVIEWER);
	assert_int_equal(sign(x, "Huda Salim", OTHER, &s), RW_SIGNING_WRONG);
	assert_string_equal(s.token, "");
	assert_int_equal(sign(x, "Nobody", GOOD, &s), RW_SIGNING_WRONG);
	assert_int_equal(sign(x, "", GOOD, &s), RW_SIGNING_WRONG);
	assert_int_equal(sign(x, "Huda Salim", RW_LIT(""), &s), RW_SIGNING_WRONG);
	assert_int_equal(sign(x, "huda salim", GOOD, &s), RW_SIGNING_GOOD);
	assert_string_equal(s.account.name, "Huda Salim");
	assert_int_equal(s.account.role, RW_REVIEWER);
	assert_int_equal(strlen(s.token), RW_TOKEN);
	assert_int_equal(strlen(s.against_forgery), RW_TOKEN);
	assert_string_not_equal(s.token, s.against_forgery);
	assert_int_equal(sign(x, "Huda Salim", GOOD, &again), RW_SIGNING_GOOD);
	assert_string_not_equal(s.token, again.token);
	assert_true(there(x, s.token, &seen));
	assert_string_equal(seen.account.name, "Huda Salim");
	assert_string_equal(seen.against_forgery, s.against_forgery);
	assert_string_equal(seen.token, "");
	/* What is nearly the token is none. */
	char wrong[RW_TOKEN + 1];
	strcpy(wrong, s.token);
	wrong[63] = wrong[63] == '0' ? '1' : '0';
	assert_false(there(x, wrong, &seen));
	assert_false(there(x, "", &seen));
	assert_false(there(x, s.against_forgery, &seen));
	/* A role counts at once. */
	must(rw_accounts_role(x, &shell, RW_LIT("Huda Salim"), RW_READER, &e), &e);
	assert_true(there(x, s.token, &seen));
	assert_int_equal(seen.account.role, RW_READER);
	must(rw_accounts_sign_out(x, &(rw_account_doer){.by = RW_LIT("Huda Salim")}, rw_slice_z(s.token), &e), &e);
	assert_false(there(x, s.token, &seen));
	assert_true(there(x, again.token, &seen));
	rw_accounts_free(x);
	/* Sessions outlive the program. */
	x = open_with(1);
	assert_true(there(x, again.token, &seen));
	must(rw_accounts_close(x, &shell, RW_LIT("Huda Salim"), true, &e), &e);
	assert_false(there(x, again.token, &seen));
	assert_int_equal(sign(x, "Huda Salim", GOOD, &s), RW_SIGNING_WRONG);
	must(rw_accounts_close(x, &shell, RW_LIT("Huda Salim"), false, &e), &e);
	assert_false(there(x, again.token, &seen));
	assert_int_equal(sign(x, "Huda Salim", GOOD, &s), RW_SIGNING_GOOD);
	rw_accounts_free(x);
}

/* Nothing by which somebody could sign in lies in the file. */
static void test_kept(void **state) {
	(void)state;
	rw_accounts *x = open_with(1);
	rw_session s;
	add(x, "Sami", RW_ADMIN);
	assert_int_equal(sign(x, "Sami", GOOD, &s), RW_SIGNING_GOOD);
	assert_int_equal(sign(x, "my secret typed as a name", GOOD, &s), RW_SIGNING_WRONG);
	assert_int_equal(sign(x, "Sami", GOOD, &s), RW_SIGNING_GOOD);
	static char bytes[1 << 20];
	const char *ends[] = {"", "-wal"};
	bool hashed = false;
	for (size_t i = 0; i < 2; i++) {
		char path[160];
		snprintf(path, sizeof path, "%s%s", where, ends[i]);
		FILE *f = fopen(path, "rb");
		size_t n = f ? fread(bytes, 1, sizeof bytes, f) : 0;
		if (f) fclose(f);
		rw_slice all = rw_slice_of(bytes, n);
		assert_int_equal(rw_slice_find(all, rw_slice_z(s.token), 0), SIZE_MAX);
		assert_int_equal(rw_slice_find(all, GOOD, 0), SIZE_MAX);
		assert_int_equal(rw_slice_find(all, RW_LIT("my secret typed"), 0), SIZE_MAX);
		hashed |= rw_slice_find(all, RW_LIT("$argon2id$v=19$m=8,t=1,p=1$"), 0) != SIZE_MAX;
	}
	assert_true(hashed);
	rw_accounts_free(x);
}

static void test_ends(void **state) {
	(void)state;
	rw_accounts *x = open_with(1);
	rw_session s, t, seen;
	riwaya_error e = {0};
	add(x, "Sami", RW_ADMIN);
	assert_int_equal(sign(x, "Sami", GOOD, &s), RW_SIGNING_GOOD);
	/* Used now and then, it lasts until its longest; the use must have been written down for that. */
	int64_t began = now_ms, hour = 60 * MINUTE;
	for (int64_t at = 11 * hour; at < (int64_t)RW_SESSION_LONGEST * MINUTE; at += 11 * hour) {
		now_ms = began + at;
		assert_true(there(x, s.token, &seen));
		must(rw_accounts_keep(x, &e), &e);
	}
	now_ms = began + (int64_t)RW_SESSION_LONGEST * MINUTE - 1;
	assert_true(there(x, s.token, &seen));
	now_ms++;
	assert_false(there(x, s.token, &seen));
	/* Unused, it ends sooner. */
	assert_int_equal(sign(x, "Sami", GOOD, &s), RW_SIGNING_GOOD);
	now_ms += (int64_t)RW_SESSION_IDLE * MINUTE - 1;
	assert_true(there(x, s.token, &seen));
	now_ms++;
	assert_false(there(x, s.token, &seen)); /* the use was not written down */
	/* A new password ends all but the one that gave it. */
	assert_int_equal(sign(x, "Sami", GOOD, &s), RW_SIGNING_GOOD);
	assert_int_equal(sign(x, "Sami", GOOD, &t), RW_SIGNING_GOOD);
	must(rw_accounts_password(x, &shell, RW_LIT("Sami"), OTHER, rw_slice_z(t.token), &e), &e);
	assert_false(there(x, s.token, &seen));
	assert_true(there(x, t.token, &seen));
	assert_int_equal(sign(x, "Sami", GOOD, &s), RW_SIGNING_WRONG);
	must(rw_accounts_password(x, &shell, RW_LIT("Sami"), GOOD, RW_NONE, &e), &e);
	assert_false(there(x, t.token, &seen));
	/* So many and no more: the one used longest ago goes. */
	rw_session all[RW_SESSIONS_EACH + 1];
	for (size_t i = 0; i <= RW_SESSIONS_EACH; i++, now_ms++)
		assert_int_equal(sign(x, "Sami", GOOD, &all[i]), RW_SIGNING_GOOD);
	assert_false(there(x, all[0].token, &seen));
	for (size_t i = 1; i <= RW_SESSIONS_EACH; i++) assert_true(there(x, all[i].token, &seen));
	rw_accounts_free(x);
}

static void hash_now(char out[200]) {
	sqlite3 *db;
	sqlite3_stmt *s;
	assert_int_equal(sqlite3_open(where, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT password FROM account", -1, &s, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	snprintf(out, 200, "%s", (const char *)sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
	sqlite3_close(db);
}

static void test_hashed_anew(void **state) {
	(void)state;
	rw_accounts *x = open_with(1);
	rw_session s;
	char before[200], after[200];
	add(x, "Sami", RW_ADMIN);
	hash_now(before);
	assert_int_equal(sign(x, "Sami", GOOD, &s), RW_SIGNING_GOOD);
	hash_now(after);
	assert_string_equal(before, after);
	rw_accounts_free(x);
	x = open_with(2);
	assert_int_equal(sign(x, "Sami", OTHER, &s), RW_SIGNING_WRONG);
	hash_now(after);
	assert_string_equal(before, after);
	assert_int_equal(sign(x, "Sami", GOOD, &s), RW_SIGNING_GOOD);
	hash_now(after);
	assert_non_null(strstr(after, "t=2"));
	assert_int_equal(sign(x, "Sami", GOOD, &s), RW_SIGNING_GOOD);
	rw_accounts_free(x);
}

static void test_refused(void **state) {
	(void)state;
	static const struct {
		const char *name, *password, *says;
	} wrong[] = {
		{"", "four plain words here", "letters and digits"}, {" Sami", "four plain words here", "letters and digits"},
		{"Sami  Nur", "four plain words here", "letters and digits"},
		{"Sami\n", "four plain words here", "letters and digits"},
		{"Sami<b>", "four plain words here", "letters and digits"},
		{"Sami\xe2\x80\xae", "four plain words here", "letters and digits"},
		{"Sami\xff", "four plain words here", "letters and digits"},
		{"12345", "four plain words here", "letters and digits"}, {"Sami Nur", "short", "12 characters"},
		{"Sami Nur", "hello sami nur hello", "name in it"}, {"Sami Nur", "aaaaaaaaaaaaaaaa", "easily guessed"},
		{"Sami Nur", "123456789012345", "easily guessed"}, {"Sami Nur", "four plain\x01words here", "can't be typed"},
		{"Sami Nur", "four plain\xffwords here", "can't be typed"}, {"Hamza", "four plain words here", "already"},
		{"HAMZA", "four plain words here", "already"}, {"حَمزة", "four plain words here", "letters and digits"},
		{"حمزه", "four plain words here", "already"}, /* nor do variants of a letter make another name */
	};
	rw_accounts *x = open_with(1);
	riwaya_error e = {0};
	rw_account rows[RW_ACCOUNTS_MOST], one;
	size_t n;
	bool found;
	int64_t admins;
	add(x, "Hamza", RW_ADMIN);
	add(x, "حمزة", RW_READER);
	for (size_t i = 0; i < RW_COUNT(wrong); i++)
		refused(rw_accounts_add(x, &shell, rw_slice_z(wrong[i].name), RW_READER, rw_slice_z(wrong[i].password), &e),
			RIWAYA_ARGUMENT, &e, wrong[i].says);
	refused(rw_accounts_add(x, &shell, RW_LIT("Noor"), RW_ANYONE, GOOD, &e), RIWAYA_ARGUMENT, &e, "reviewer");
	refused(rw_accounts_role(x, &shell, RW_LIT("Noor"), RW_ADMIN, &e), RIWAYA_ARGUMENT, &e, "no account 'Noor'");
	refused(rw_accounts_role(x, &shell, RW_LIT("Hamza"), RW_READER, &e), RIWAYA_ARGUMENT, &e, "last admin");
	refused(rw_accounts_close(x, &shell, RW_LIT("Hamza"), true, &e), RIWAYA_ARGUMENT, &e, "last admin");
	must(rw_accounts_role(x, &shell, RW_LIT("حمزة"), RW_ADMIN, &e), &e);
	must(rw_accounts_close(x, &shell, RW_LIT("Hamza"), true, &e), &e);
	must(rw_accounts_admins(x, &admins, &e), &e);
	assert_int_equal(admins, 1);
	must(rw_accounts_list(x, rows, &n, &e), &e);
	assert_int_equal(n, 2);
	assert_true(rows[0].closed);
	/* Opened again by adding it, with another role and password. */
	must(rw_accounts_add(x, &shell, RW_LIT("hamza"), RW_READER, OTHER, &e), &e);
	must(rw_accounts_find(x, RW_LIT("hamza"), &one, &found, &e), &e);
	assert_true(found && !one.closed && one.role == RW_READER);
	assert_string_equal(one.name, "Hamza");
	rw_session s;
	assert_int_equal(sign(x, "Hamza", GOOD, &s), RW_SIGNING_WRONG);
	assert_int_equal(sign(x, "Hamza", OTHER, &s), RW_SIGNING_GOOD);
	rw_accounts_free(x);
}

static void test_log(void **state) {
	(void)state;
	static const char *const want[] = {"closed", "held_back", "signed_out", "signed_in", "unknown_name",
		"wrong_password", "password", "role", "added", "added"};
	rw_accounts *x = open_with(1);
	riwaya_error e = {0};
	rw_session s;
	rw_account_entry rows[RW_ACCOUNTS_LOG];
	const rw_account_doer boss = {.by = RW_LIT("Sami"), .address = RW_LIT("::1"), .agent = RW_LIT("B")};
	size_t n;
	add(x, "Sami", RW_ADMIN);
	must(rw_accounts_add(x, &boss, RW_LIT("Huda"), RW_READER, GOOD, &e), &e);
	must(rw_accounts_role(x, &boss, RW_LIT("Huda"), RW_REVIEWER, &e), &e);
	must(rw_accounts_role(x, &boss, RW_LIT("Huda"), RW_REVIEWER, &e), &e); /* nothing changes, nothing is logged */
	must(rw_accounts_password(x, &(rw_account_doer){.by = RW_LIT("Huda")}, RW_LIT("Huda"), OTHER, RW_NONE, &e), &e);
	sign(x, "Huda", GOOD, &s);
	sign(x, "Hudaa", GOOD, &s);
	sign(x, "Huda", OTHER, &s);
	must(rw_accounts_sign_out(x, &(rw_account_doer){.by = RW_LIT("Huda")}, rw_slice_z(s.token), &e), &e);
	must(rw_accounts_held_back(x, &web, RW_LIT("Huda"), &e), &e);
	must(rw_accounts_close(x, &boss, RW_LIT("Huda"), true, &e), &e);
	must(rw_accounts_log(x, 0, rows, RW_ACCOUNTS_LOG, &n, &e), &e);
	assert_int_equal(n, RW_COUNT(want));
	for (size_t i = 0; i < n; i++) assert_string_equal(rows[i].event, want[i]);
	assert_string_equal(rows[0].by, "Sami");
	assert_string_equal(rows[0].name, "Huda");
	assert_string_equal(rows[3].address, "192.0.2.7");
	assert_string_equal(rows[3].agent, "Browser?1 ?");
	assert_string_equal(rows[4].name, "");
	assert_string_equal(rows[6].by, "");
	assert_string_equal(rows[7].role, "reviewer");
	must(rw_accounts_log(x, rows[2].id, rows, 3, &n, &e), &e);
	assert_int_equal(n, 3);
	assert_string_equal(rows[0].event, "signed_in");
	/* Many failures in a minute are told once. */
	must(rw_accounts_close(x, &boss, RW_LIT("Huda"), false, &e), &e);
	for (int i = 0; i < RW_FAILURES_LOGGED + 50; i++) sign(x, "Huda", GOOD, &s);
	must(rw_accounts_log(x, 0, rows, RW_ACCOUNTS_LOG, &n, &e), &e);
	assert_int_equal(n, RW_COUNT(want) + 1 + RW_FAILURES_LOGGED + 1 - 3); /* three failed in this minute before */
	assert_string_equal(rows[0].event, "flood");
	rw_accounts_free(x);
	/* It only grows, whoever asks. */
	sqlite3 *db;
	assert_int_equal(sqlite3_open(where, &db), SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(db, "DELETE FROM log", NULL, NULL, NULL), SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(db, "UPDATE log SET name = ''", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* Nobody else may read it; nothing else is taken for it, nor it for a store. */
static void test_file(void **state) {
	(void)state;
	riwaya_error e = {0};
	rw_accounts *x = NULL;
	riwaya_engine *engine;
	riwaya_store *store;
	refused(rw_accounts_open(where, NULL, &x, &e), RIWAYA_STORE, &e, "riwaya account add makes one");
	rw_accounts_free(open_with(1));
	must(riwaya_engine_new(NULL, &engine, &e), &e);
	refused(riwaya_store_open(engine, where, NULL, &store, &e), RIWAYA_STORE, &e, "tables of another program");
	riwaya_engine_free(engine);
	chmod(where, 0640);
	refused(rw_accounts_open(where, NULL, &x, &e), RIWAYA_STORE, &e, "chmod 600");
	chmod(where, 0600);
	refused(rw_accounts_open("postgresql://x/y", NULL, &x, &e), RIWAYA_ARGUMENT, &e, "name a file");
	assert_null(x);
}

/* --- limits --------------------------------------------------------------------------------------------------------------- */
static void test_buckets(void **state) {
	(void)state;
	rw_limits *l = rw_limits_new();
	uint64_t a = rw_limits_key(l, 'a', RW_LIT("x")), b = rw_limits_key(l, 'b', RW_LIT("x"));
	assert_true(a != b);
	for (int i = 0; i < 10; i++) assert_int_equal(rw_limits_take(l, a, 5, 10, 1000), 0);
	int64_t wait = rw_limits_take(l, a, 5, 10, 1000);
	assert_true(wait > 150 && wait < 250);
	assert_int_equal(rw_limits_take(l, b, 5, 10, 1000), 0);
	assert_int_equal(rw_limits_take(l, a, 5, 10, 1000 + wait), 0);
	assert_true(rw_limits_take(l, a, 5, 10, 1000 + wait) > 0);
	for (int i = 0; i < 10; i++) assert_int_equal(rw_limits_take(l, a, 5, 10, 100000), 0);
	assert_true(rw_limits_take(l, a, 5, 10, 100000) > 0);
	/* However many ask, the table stays as it is. */
	for (uint64_t k = 1; k < 200000; k++)
		rw_limits_take(l, rw_limits_key(l, 'c', rw_slice_of((const char *)&k, sizeof k)), 5, 10, 200000);
	rw_limits_free(l);
}

static void test_waits(void **state) {
	(void)state;
	rw_limits *l = rw_limits_new();
	uint64_t a = rw_limits_key(l, 'a', RW_LIT("x"));
	bool fresh;
	int64_t t = 0;
	for (int i = 0; i < 3; i++) assert_int_equal(rw_limits_try(l, a, 3, 100, t, &fresh), 0);
	assert_int_equal(rw_limits_try(l, a, 3, 100, t, &fresh), 1000);
	assert_true(fresh);
	assert_int_equal(rw_limits_try(l, a, 3, 100, t + 999, &fresh), 1);
	assert_false(fresh);
	int64_t want[] = {2000, 4000, 8000, 16000, 32000, 64000, 100000, 100000};
	t = 1000;
	for (size_t i = 0; i < RW_COUNT(want); i++) {
		assert_int_equal(rw_limits_try(l, a, 3, 100, t, &fresh), 0);
		assert_int_equal(rw_limits_try(l, a, 3, 100, t, &fresh), want[i]);
		t += want[i];
	}
	assert_int_equal(rw_limits_try(l, a, 3, 100, t, &fresh), 0);
	rw_limits_forgive(l, a);
	for (int i = 0; i < 3; i++) assert_int_equal(rw_limits_try(l, a, 3, 100, t, &fresh), 0);
	assert_true(rw_limits_try(l, a, 3, 100, t, &fresh) > 0);
	rw_limits_undo(l, a);
	assert_int_equal(rw_limits_try(l, a, 3, 100, t, &fresh), 0);
	assert_true(rw_limits_try(l, a, 3, 100, t, &fresh) > 0);
	t += INT64_C(1000) * (RW_WAIT_FORGOTTEN + 101);
	for (int i = 0; i < 3; i++) assert_int_equal(rw_limits_try(l, a, 3, 100, t, &fresh), 0);
	assert_true(rw_limits_try(l, a, 3, 100, t, &fresh) > 0);
	/* Those that fail often are not pushed out by those that fail once. */
	for (uint64_t k = 1; k < 100000; k++)
		rw_limits_try(l, rw_limits_key(l, 'c', rw_slice_of((const char *)&k, sizeof k)), 3, 100, t, &fresh);
	assert_true(rw_limits_try(l, a, 3, 100, t, &fresh) > 0);
	rw_limits_free(l);
}

/* --- origins -------------------------------------------------------------------------------------------------------------- */
static void test_addresses(void **state) {
	(void)state;
	static const struct {
		const char *in, *out;
	} good[] = {{"192.0.2.1", "192.0.2.1"}, {" 192.0.2.1:80 ", "192.0.2.1"}, {"2001:DB8::1", "2001:db8::1"},
		{"[2001:db8::1]", "2001:db8::1"}, {"[2001:db8::1]:443", "2001:db8::1"}, {"::ffff:192.0.2.1", "192.0.2.1"}};
	static const char *const bad[] = {"", "x", "192.0.2", "192.0.2.1:", "192.0.2.1:99999", "192.0.2.1:8x",
		"[192.0.2.1]", "[::1", "[::1]x", "unknown", "_hidden", "1.2.3.4.5", "2001:db8::1::2"};
	rw_address a;
	char z[RW_ORIGIN_ADDRESS];
	for (size_t i = 0; i < RW_COUNT(good); i++) {
		assert_true(rw_address_read(rw_slice_z(good[i].in), &a));
		rw_address_show(&a, z);
		assert_string_equal(z, good[i].out);
	}
	for (size_t i = 0; i < RW_COUNT(bad); i++)
		if (rw_address_read(rw_slice_z(bad[i]), &a)) fail_msg("'%s' is read", bad[i]);
	static const struct {
		const char *peer, *forwarded, *asker;
	} cases[] = {
		{"127.0.0.1", "203.0.113.9", "203.0.113.9"},
		{"127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"},
		{"127.0.0.1", "198.51.100.1, 203.0.113.9, 10.1.2.3", "203.0.113.9"},
		{"127.0.0.1", "rubbish, 10.1.2.3", "10.1.2.3"},
		{"127.0.0.1", "", "127.0.0.1"},
		{"127.0.0.1", ",,,", "127.0.0.1"},
		{"203.0.113.9", "127.0.0.1", "203.0.113.9"}, /* no proxy of ours */
		{"10.9.9.9", "2001:db8::7", "2001:db8::7"},
		{"127.0.0.1", "10.0.0.1, 10.0.0.2", "10.0.0.1"},
	};
	rw_nets nets;
	rw_slice at;
	assert_true(rw_nets_read(RW_LIT("127.0.0.1, 10.0.0.0/8,fd00::/8"), &nets, &at));
	for (size_t i = 0; i < RW_COUNT(cases); i++) {
		rw_address peer, asker;
		assert_true(rw_address_read(rw_slice_z(cases[i].peer), &peer));
		asker = rw_address_of_asker(&peer, rw_slice_z(cases[i].forwarded), &nets);
		rw_address_show(&asker, z);
		assert_string_equal(z, cases[i].asker);
	}
	static const char *const lists[] = {"x", "10.0.0.0/33", "10.0.0.0/", "::/129", "127.0.0.1,,", "10.0.0.0/-1"};
	for (size_t i = 0; i < RW_COUNT(lists); i++)
		if (rw_nets_read(rw_slice_z(lists[i]), &nets, &at)) fail_msg("'%s' is read", lists[i]);
	assert_true(rw_nets_read(RW_LIT("0.0.0.0/0"), &nets, &at));
	assert_true(rw_address_read(RW_LIT("203.0.113.9"), &a) && rw_nets_hold(&nets, &a));
	assert_true(rw_address_read(RW_LIT("2001:db8::7"), &a) && !rw_nets_hold(&nets, &a));
	assert_true(rw_address_read(RW_LIT("127.8.8.8"), &a) && rw_address_is_loopback(&a));
	assert_true(rw_address_read(RW_LIT("::1"), &a) && rw_address_is_loopback(&a));
	assert_true(rw_address_read(RW_LIT("128.0.0.1"), &a) && !rw_address_is_loopback(&a));
}

static void test_cookies(void **state) {
	(void)state;
	assert_true(rw_slice_eqz(rw_cookie_of(RW_LIT("a=1; riwaya=xyz ;b=2"), "riwaya"), "xyz"));
	assert_true(rw_slice_eqz(rw_cookie_of(RW_LIT("riwaya="), "riwaya"), ""));
	assert_null(rw_cookie_of(RW_LIT("riwaya=a; riwaya=b"), "riwaya").p);
	assert_null(rw_cookie_of(RW_LIT("xriwaya=a; riwayax=b; riwaya"), "riwaya").p);
	assert_null(rw_cookie_of(RW_LIT(";;;==;"), "riwaya").p);
	assert_null(rw_cookie_of(RW_NONE, "riwaya").p);
}

static void test_pages(void **state) {
	(void)state;
	const rw_slice none = RW_NONE, here = RW_LIT("desk.example:8787");
	assert_true(rw_sent_by_own_page(none, none, false, here));
	assert_true(rw_sent_by_own_page(RW_LIT("same-origin"), none, false, here));
	assert_true(rw_sent_by_own_page(RW_LIT("same-origin"), RW_LIT("http://desk.example:8787"), false, here));
	assert_true(rw_sent_by_own_page(none, RW_LIT("https://Desk.example:8787"), true, here));
	assert_false(rw_sent_by_own_page(none, RW_LIT("https://desk.example:8787"), false, here));
	assert_false(rw_sent_by_own_page(none, RW_LIT("http://desk.example:8788"), false, here));
	assert_false(rw_sent_by_own_page(none, RW_LIT("http://desk.example"), false, here));
	assert_false(rw_sent_by_own_page(none, RW_LIT("null"), false, here));
	assert_false(rw_sent_by_own_page(none, RW_LIT(""), false, here));
	assert_false(rw_sent_by_own_page(none, RW_LIT("http://"), false, RW_LIT("")));
	assert_false(rw_sent_by_own_page(RW_LIT("cross-site"), none, false, here));
	assert_false(rw_sent_by_own_page(RW_LIT("same-site"), none, false, here));
	assert_false(rw_sent_by_own_page(RW_LIT("none"), none, false, here));
	assert_false(rw_sent_by_own_page(RW_LIT("same-origin"), RW_LIT("http://evil.example"), false, here));
	assert_true(rw_asked_by_other_site(RW_LIT("cross-site"), RW_LIT("no-cors")));
	assert_false(rw_asked_by_other_site(RW_LIT("cross-site"), RW_LIT("navigate")));
	assert_false(rw_asked_by_other_site(RW_LIT("same-origin"), RW_LIT("cors")));
	assert_false(rw_asked_by_other_site(none, none));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_signing, begin, end),
		cmocka_unit_test_setup_teardown(test_kept, begin, end),
		cmocka_unit_test_setup_teardown(test_ends, begin, end),
		cmocka_unit_test_setup_teardown(test_hashed_anew, begin, end),
		cmocka_unit_test_setup_teardown(test_refused, begin, end),
		cmocka_unit_test_setup_teardown(test_log, begin, end),
		cmocka_unit_test_setup_teardown(test_file, begin, end),
		cmocka_unit_test(test_buckets),
		cmocka_unit_test(test_waits),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_cookies),
		cmocka_unit_test(test_pages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
