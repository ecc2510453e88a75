/* sessions.c: signing in and out, sessions, and the log. */
#include "serve/accounts_own.h"

enum { MINUTE = 60000 };

static void copy(char *out, size_t cap, rw_slice s) {
	size_t n = s.n < cap ? s.n : cap;
	if (n) memcpy(out, s.p, n);
	out[n] = '\0';
}

/* What stands for a token in the file: from it nobody can make the token. False where it can be none. */
static bool kept_of(rw_slice token, unsigned char out[32]) {
	if (token.n != RW_TOKEN) return false;
	rw_sha256 h;
	rw_sha256_init(&h);
	rw_sha256_add(&h, "riwaya session\n", 15);
	rw_sha256_add(&h, token.p, token.n);
	rw_sha256_end(&h, out);
	return true;
}

riwaya_status rw_accounts_end_sessions(rw_accounts_side *d, int64_t account, rw_slice but, riwaya_error *err) {
	unsigned char kept[32] = {0};
	rw_stmt *s;
	if (!kept_of(but, kept)) memset(kept, 0, sizeof kept);
	riwaya_status status = rw_db_stmt(d->db, "DELETE FROM session WHERE account = ?1 AND token <> ?2", &s, err);
	if (status) return status;
	rw_bind_int(s, 1, account);
	rw_bind_blob(s, 2, rw_slice_of((const char *)kept, sizeof kept));
	return rw_run(s, err);
}

/* --- signing in ------------------------------------------------------------------------------------------------------------- */
typedef struct attempt {
	const rw_account_doer *doer;
	rw_slice name;
	rw_account account;
	char hash[RW_PASSWORD_STRING], fresh[RW_PASSWORD_STRING];
	bool known, good, busy;
	rw_session *out;
	bool *found;
	rw_slice token;
} attempt;

static riwaya_status do_look(rw_accounts_side *d, void *arg, riwaya_error *err) {
	attempt *t = arg;
	riwaya_status status = rw_accounts_row(d, t->name, &t->account, t->hash, &t->known, err);
	/* A closed account is as good as none, and takes as long. */
	if (!t->known || t->account.closed) {
		t->known = false;
		memcpy(t->hash, d->x->decoy, sizeof t->hash);
	}
	return status;
}

/* Whoever tries many names fills the log: after so many in a minute one entry stands for the rest. */
static riwaya_status note_failure(
	rw_accounts_side *d, const rw_account_doer *doer, rw_account_event event, const char *name, riwaya_error *err) {
	int64_t minute = rw_accounts_now(d->x) / MINUTE;
	if (minute != d->x->failures_minute) {
		d->x->failures_minute = minute;
		d->x->failures = 0;
	}
	if (d->x->failures > RW_FAILURES_LOGGED) return RIWAYA_OK;
	if (d->x->failures++ == RW_FAILURES_LOGGED)
		return rw_accounts_note(d, &(rw_account_doer){0}, RW_EVENT_FLOOD, "", "", err);
	return rw_accounts_note(d, doer, event, name, "", err);
}

static riwaya_status do_fail(rw_accounts_side *d, void *arg, riwaya_error *err) {
	const attempt *t = arg;
	rw_account_event event = t->known ? RW_EVENT_WRONG_PASSWORD
		: t->account.closed           ? RW_EVENT_CLOSED_ACCOUNT
									  : RW_EVENT_UNKNOWN_NAME;
	return note_failure(d, t->doer, event, t->account.name, err);
}

/* Sessions that have ended go, and of those of the account what is over the limit, so that it is one less than that. */
static riwaya_status make_room(rw_accounts_side *d, int64_t account, int64_t now, riwaya_error *err) {
	riwaya_status status = RW_RUN(d->db, "DELETE FROM session WHERE seen < ?1 OR made < ?2", err,
		now - (int64_t)RW_SESSION_IDLE * MINUTE, now - (int64_t)RW_SESSION_LONGEST * MINUTE);
	if (status) return status;
	return RW_RUN(d->db,
		"DELETE FROM session WHERE account = ?1 AND token NOT IN "
		"(SELECT token FROM session WHERE account = ?1 ORDER BY seen DESC, token LIMIT ?2)",
		err, account, RW_SESSIONS_EACH - 1);
}

static riwaya_status do_sign_in(rw_accounts_side *d, void *arg, riwaya_error *err) {
	attempt *t = arg;
	unsigned char kept[32];
	char hash[RW_PASSWORD_STRING];
	rw_account now_it_is;
	rw_stmt *s;
	bool found;
	int64_t now = rw_accounts_now(d->x), account = t->account.id;
	/* Between looking and now it may have been closed, or got another password. */
	riwaya_status status = rw_accounts_row(d, t->name, &now_it_is, hash, &found, err);
	if (status) return status;
	if (!found || now_it_is.id != account || now_it_is.closed || strcmp(hash, t->hash) != 0) {
		t->good = false;
		return note_failure(d, t->doer, RW_EVENT_WRONG_PASSWORD, t->account.name, err);
	}
	t->account = now_it_is;
	if (t->fresh[0]) status = rw_accounts_rehash(d, account, t->hash, t->fresh, err);
	if (!status) status = make_room(d, account, now, err);
	if (!status)
		status = rw_db_stmt(d->db, "INSERT INTO session (token, account, made, seen) VALUES (?1, ?2, ?3, ?3)", &s, err);
	if (status) return status;
	rw_token_make(t->out->token);
	(void)kept_of(rw_slice_z(t->out->token), kept);
	rw_bind_blob(s, 1, rw_slice_of((const char *)kept, sizeof kept));
	rw_bind_int(s, 2, account);
	rw_bind_int(s, 3, now);
	status = rw_run(s, err);
	if (!status) status = RW_RUN(d->db, "UPDATE account SET signed_in = ?2 WHERE id = ?1", err, account, now);
	if (!status) status = rw_accounts_note(d, t->doer, RW_EVENT_SIGNED_IN, t->account.name, "", err);
	rw_token_against_forgery(rw_slice_z(t->out->token), t->out->against_forgery);
	t->account.signed_in = now;
	t->out->account = t->account;
	t->out->made = now;
	t->out->ends = now + (int64_t)RW_SESSION_LONGEST * MINUTE;
	return status;
}

riwaya_status rw_accounts_sign_in(rw_accounts *x, const rw_account_doer *doer, rw_slice name, rw_slice password,
	rw_session *out, rw_signing *how, riwaya_error *err) {
	attempt t = {.doer = doer, .name = name, .out = out};
	bool old = false;
	*out = (rw_session){0};
	*how = RW_SIGNING_WRONG;
	riwaya_status status = rw_accounts_do(x, false, do_look, &t, err);
	if (status) return status;
	if (password.n > RW_PASSWORD_MOST) password.n = 0; /* it can be nobody's, and costs no more than others */
	rw_password_verify(x, password, t.hash, &t.good, &old, &t.busy);
	if (!t.busy && t.good && old) {
		bool busy;
		status = rw_password_hash(x, password, t.fresh, &busy, err);
		if (status || busy) t.fresh[0] = '\0'; /* another time, then */
	}
	if (t.busy) {
		*how = RW_SIGNING_BUSY;
		return RIWAYA_OK;
	}
	t.good = t.good && t.known;
	status = rw_accounts_do(x, true, t.good ? do_sign_in : do_fail, &t, err);
	if (!status && t.good)
		*how = RW_SIGNING_GOOD;
	else
		*out = (rw_session){0};
	sodium_memzero(&t.hash, sizeof t.hash);
	return status;
}

riwaya_status rw_accounts_is_password(
	rw_accounts *x, const rw_account_doer *doer, rw_slice name, rw_slice password, rw_signing *how, riwaya_error *err) {
	attempt t = {.doer = doer, .name = name};
	bool old;
	*how = RW_SIGNING_WRONG;
	riwaya_status status = rw_accounts_do(x, false, do_look, &t, err);
	if (status) return status;
	if (password.n > RW_PASSWORD_MOST) password.n = 0;
	rw_password_verify(x, password, t.hash, &t.good, &old, &t.busy);
	*how = t.busy ? RW_SIGNING_BUSY : t.good && t.known ? RW_SIGNING_GOOD : RW_SIGNING_WRONG;
	sodium_memzero(&t.hash, sizeof t.hash);
	return *how == RW_SIGNING_WRONG ? rw_accounts_do(x, true, do_fail, &t, err) : RIWAYA_OK;
}

static riwaya_status do_held_back(rw_accounts_side *d, void *arg, riwaya_error *err) {
	attempt *t = arg;
	riwaya_status status = rw_accounts_row(d, t->name, &t->account, NULL, &t->known, err);
	return status ? status : note_failure(d, t->doer, RW_EVENT_HELD_BACK, t->known ? t->account.name : "", err);
}

riwaya_status rw_accounts_held_back(rw_accounts *x, const rw_account_doer *doer, rw_slice name, riwaya_error *err) {
	return rw_accounts_do(x, true, do_held_back, &(attempt){.doer = doer, .name = name}, err);
}

/* --- sessions --------------------------------------------------------------------------------------------------------------- */
/* That it is used, for rw_accounts_keep. */
static void remember(rw_accounts *x, const unsigned char kept[32], int64_t now) {
	size_t k = 0;
	pthread_mutex_lock(&x->small);
	while (k < x->n_seen && memcmp(x->seen[k].token, kept, 32) != 0) k++;
	if (k == x->n_seen && k < RW_SESSIONS_SEEN) {
		memcpy(x->seen[k].token, kept, 32);
		x->n_seen++;
	}
	if (k < x->n_seen) x->seen[k].at = now;
	pthread_mutex_unlock(&x->small);
}

typedef struct notes {
	rw_seen p[RW_SESSIONS_SEEN];
	size_t n;
} notes;

static riwaya_status do_keep(rw_accounts_side *d, void *arg, riwaya_error *err) {
	const notes *t = arg;
	rw_stmt *s;
	riwaya_status status = rw_db_stmt(d->db, "UPDATE session SET seen = ?2 WHERE token = ?1 AND seen < ?2", &s, err);
	for (size_t i = 0; !status && i < t->n; i++) {
		rw_bind_blob(s, 1, rw_slice_of((const char *)t->p[i].token, 32));
		rw_bind_int(s, 2, t->p[i].at);
		status = rw_run(s, err);
	}
	return status;
}

riwaya_status rw_accounts_keep(rw_accounts *x, riwaya_error *err) {
	notes t = {.n = 0};
	pthread_mutex_lock(&x->small);
	t.n = x->n_seen;
	memcpy(t.p, x->seen, t.n * sizeof *t.p);
	x->n_seen = 0;
	pthread_mutex_unlock(&x->small);
	return t.n ? rw_accounts_do(x, true, do_keep, &t, err) : RIWAYA_OK;
}

static riwaya_status do_session(rw_accounts_side *d, void *arg, riwaya_error *err) {
	attempt *t = arg;
	unsigned char kept[32];
	rw_stmt *s;
	*t->found = false;
	if (!kept_of(t->token, kept)) return RIWAYA_OK;
	riwaya_status status = rw_db_stmt(d->db,
		"SELECT s.made, s.seen, a.id, a.name, a.role, a.made, a.changed, a.signed_in FROM session s "
		"JOIN account a ON a.id = s.account WHERE s.token = ?1 AND a.closed = 0",
		&s, err);
	if (status) return status;
	rw_bind_blob(s, 1, rw_slice_of((const char *)kept, sizeof kept));
	status = rw_step(s, t->found, err);
	if (status || !*t->found) return status;
	int64_t now = rw_accounts_now(d->x), made = rw_col_int(s, 0), seen = rw_col_int(s, 1);
	*t->out = (rw_session){.account = {.id = rw_col_int(s, 2),
							   .role = rw_role_of(rw_col_text(s, 4)),
							   .made = rw_col_int(s, 5),
							   .changed = rw_col_int(s, 6),
							   .signed_in = rw_col_int(s, 7)},
		.made = made,
		.ends = made + (int64_t)RW_SESSION_LONGEST * MINUTE};
	copy(t->out->account.name, RW_ACCOUNT_NAME, rw_col_text(s, 3));
	rw_stmt_reset(s);
	rw_token_against_forgery(t->token, t->out->against_forgery);
	if (now >= t->out->ends || now - seen >= (int64_t)RW_SESSION_IDLE * MINUTE) {
		*t->found = false; /* the next sign-in clears it away */
		return RIWAYA_OK;
	}
	if (now - seen >= (int64_t)RW_SESSION_NOTED * MINUTE) remember(d->x, kept, now);
	return RIWAYA_OK;
}

riwaya_status rw_accounts_session(rw_accounts *x, rw_slice token, rw_session *out, bool *found, riwaya_error *err) {
	return rw_accounts_do(x, false, do_session, &(attempt){.token = token, .out = out, .found = found}, err);
}

static riwaya_status do_sign_out(rw_accounts_side *d, void *arg, riwaya_error *err) {
	attempt *t = arg;
	unsigned char kept[32];
	rw_stmt *s;
	if (!kept_of(t->token, kept)) return RIWAYA_OK;
	riwaya_status status = rw_db_stmt(d->db, "DELETE FROM session WHERE token = ?1", &s, err);
	if (status) return status;
	rw_bind_blob(s, 1, rw_slice_of((const char *)kept, sizeof kept));
	status = rw_run(s, err);
	int64_t n = 0;
	if (!status) status = rw_db_changed(d->db, s, &n, err);
	if (status || !n) return status;
	char name[RW_ACCOUNT_NAME + 1];
	copy(name, RW_ACCOUNT_NAME, t->doer->by);
	return rw_accounts_note(d, t->doer, RW_EVENT_SIGNED_OUT, name, "", err);
}

riwaya_status rw_accounts_sign_out(rw_accounts *x, const rw_account_doer *doer, rw_slice token, riwaya_error *err) {
	return rw_accounts_do(x, true, do_sign_out, &(attempt){.doer = doer, .token = token}, err);
}

/* --- log -------------------------------------------------------------------------------------------------------------------- */
typedef struct look {
	int64_t before;
	rw_account_entry *rows;
	size_t most, *n;
} look;

static riwaya_status do_log(rw_accounts_side *d, void *arg, riwaya_error *err) {
	const look *l = arg;
	rw_stmt *s;
	bool row;
	*l->n = 0;
	riwaya_status status = rw_db_stmt(d->db,
		"SELECT id, at, event, name, by, role, address, agent FROM log WHERE id < ?1 ORDER BY id DESC LIMIT ?2", &s, err);
	if (status) return status;
	rw_bind_int(s, 1, l->before > 0 ? l->before : INT64_MAX);
	rw_bind_int(s, 2, (int64_t)l->most);
	while (!(status = rw_step(s, &row, err)) && row) {
		rw_account_entry *e = &l->rows[(*l->n)++];
		*e = (rw_account_entry){.id = rw_col_int(s, 0), .at = rw_col_int(s, 1)};
		copy(e->event, sizeof e->event - 1, rw_col_text(s, 2));
		copy(e->name, RW_ACCOUNT_NAME, rw_col_text(s, 3));
		copy(e->by, RW_ACCOUNT_NAME, rw_col_text(s, 4));
		copy(e->role, sizeof e->role - 1, rw_col_text(s, 5));
		copy(e->address, RW_ACCOUNTS_ADDRESS, rw_col_text(s, 6));
		copy(e->agent, RW_ACCOUNTS_AGENT, rw_col_text(s, 7));
	}
	return status;
}

riwaya_status rw_accounts_log(
	rw_accounts *x, int64_t before, rw_account_entry *rows, size_t most, size_t *n, riwaya_error *err) {
	return rw_accounts_do(x, false, do_log, &(look){before, rows, most, n}, err);
}
