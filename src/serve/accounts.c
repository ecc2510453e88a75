/* accounts.c: the file of accounts, and changes to them. */
#define _POSIX_C_SOURCE 200809L
#include "api.h"
#include "serve/accounts_own.h"
#include "text/text.h"
#include <stdlib.h>
#include <time.h>

/* docs/deploy.md tells of each table. A change here is another step, never a change of one. */
static const char steps[] =
	"CREATE TABLE account (\n"
	"  id INTEGER PRIMARY KEY,\n"
	"  name TEXT NOT NULL,                -- as reviews are signed\n"
	"  folded TEXT NOT NULL UNIQUE,       -- the name without case, marks and variants of letters\n"
	"  role TEXT NOT NULL CHECK (role IN ('reader', 'reviewer', 'admin')),\n"
	"  closed INTEGER NOT NULL,           -- 1: nobody signs in by it\n"
	"  password TEXT NOT NULL,            -- argon2id string\n"
	"  made INTEGER NOT NULL,             -- times are milliseconds since 1970-01-01T00:00 UTC\n"
	"  changed INTEGER NOT NULL,\n"
	"  signed_in INTEGER NOT NULL         -- last time; 0 for never\n"
	");\n"
	"CREATE TABLE session (\n"
	"  token BLOB PRIMARY KEY,            -- SHA-256 of what the cookie holds\n"
	"  account INTEGER NOT NULL REFERENCES account(id),\n"
	"  made INTEGER NOT NULL,\n"
	"  seen INTEGER NOT NULL              -- last use, to within some minutes\n"
	") WITHOUT ROWID;\n"
	"CREATE INDEX session_account ON session(account, seen);\n"
	"CREATE TABLE log (\n"
	"  id INTEGER PRIMARY KEY AUTOINCREMENT,\n"
	"  at INTEGER NOT NULL,\n"
	"  event TEXT NOT NULL,\n"
	"  name TEXT NOT NULL,                -- the account; '' where there is none\n"
	"  by TEXT NOT NULL,                  -- who did it, where it is not the account; '' for the command line\n"
	"  role TEXT NOT NULL,\n"
	"  address TEXT NOT NULL,\n"
	"  agent TEXT NOT NULL\n"
	");\n"
	"CREATE TRIGGER log_stays BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;\n"
	"CREATE TRIGGER log_kept BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;\n"
	"\0";

static const rw_schema schema = {
	.what = "file of accounts",
	.maker = "riwaya account add",
	.name = "riwaya accounts",
	.application = 0x72776163, /* "rwac" */
	.sqlite = steps,
};

/* --- words ---------------------------------------------------------------------------------------------------------------- */
static const char *const roles[] = {"", "reader", "reviewer", "admin"};
static const char *const events[] = {
#define RW_X(name, word) word,
	RW_ACCOUNT_EVENTS(RW_X)
#undef RW_X
};

rw_role rw_role_of(rw_slice word) {
	for (size_t i = 1; i < RW_COUNT(roles); i++)
		if (rw_slice_eqz(word, roles[i])) return (rw_role)i;
	return RW_ANYONE;
}

const char *rw_role_name(rw_role r) { return (unsigned)r < RW_COUNT(roles) ? roles[r] : ""; }

static void keep(char *out, size_t cap, rw_slice s) {
	size_t n = s.n < cap ? s.n : cap;
	while (n < s.n && n && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
	if (n) memcpy(out, s.p, n);
	out[n] = '\0';
}

bool rw_accounts_where(const char *named, const char *db, char *out, size_t cap) {
	rw_slice d = rw_slice_z(db && *db ? db : "riwaya.db"), end = RW_LIT(".accounts");
	if (rw_slice_starts(d, RW_LIT("postgresql://")) || rw_slice_starts(d, RW_LIT("postgres://")))
		d = RW_LIT("riwaya.db");
	if (named && *named) {
		d = rw_slice_z(named);
		end = RW_LIT("");
	}
	if (d.n + end.n >= cap) return false;
	memcpy(out, d.p, d.n);
	memcpy(out + d.n, end.p, end.n + 1);
	return true;
}

/* --- opening -------------------------------------------------------------------------------------------------------------- */
typedef struct call {
	rw_accounts_side *d;
	const char *where;
	bool write;
	rw_accounts_call *fn;
	void *arg;
} call;

static riwaya_status do_open(void *arg, riwaya_error *err) {
	const call *c = arg;
	unsigned flags = RW_DB_PRIVATE | (c->write && c->d->x->o.create ? RW_DB_CREATE : 0u);
	riwaya_status status = rw_db_open_as(&c->d->a, c->where, flags, &schema, &c->d->db, err);
	return status ? status : rw_db_wait(c->d->db, RW_ACCOUNTS_WAIT_MS, err);
}

static riwaya_status do_call(void *arg, riwaya_error *err) {
	const call *c = arg;
	riwaya_status status = c->write ? rw_db_begin(c->d->db, err) : RIWAYA_OK;
	if (status) return status;
	status = c->fn(c->d, c->arg, err);
	if (c->write && !status) return rw_db_commit(c->d->db, err);
	if (c->write) rw_db_rollback(c->d->db);
	return status;
}

riwaya_status rw_accounts_do(rw_accounts *x, bool write, rw_accounts_call *fn, void *arg, riwaya_error *err) {
	rw_accounts_side *d = write ? &x->writes : &x->reads;
	pthread_mutex_lock(&d->lock);
	riwaya_status status = rw_door(&d->mem, do_call, &(call){.d = d, .write = write, .fn = fn, .arg = arg}, err);
	if (status == RIWAYA_NOMEM) rw_db_rollback(d->db);
	rw_arena_reset(&d->scratch, (rw_mark){0});
	pthread_mutex_unlock(&d->lock);
	return status;
}

int64_t rw_accounts_now(const rw_accounts *x) {
	struct timespec t;
	if (x->o.now) return x->o.now(x->o.now_ctx);
	return clock_gettime(CLOCK_REALTIME, &t) == 0 ? (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 : 0;
}

static riwaya_status open_side(rw_accounts *x, rw_accounts_side *d, const char *where, bool write, riwaya_error *err) {
	d->x = x;
	d->mem.a = rw_allocator_libc();
	rw_arena_init(&d->a, &d->mem);
	rw_arena_init(&d->scratch, &d->mem);
	d->locks = pthread_mutex_init(&d->lock, NULL) == 0;
	if (!d->locks) return rw_no_memory(err);
	return rw_door(&d->mem, do_open, &(call){.d = d, .where = where, .write = write}, err);
}

static void close_side(rw_accounts_side *d) {
	rw_arena_release(&d->scratch);
	rw_arena_release(&d->a);
	if (d->locks) pthread_mutex_destroy(&d->lock);
}

riwaya_status rw_accounts_open(
	const char *where, const rw_accounts_options *options, rw_accounts **out, riwaya_error *err) {
	riwaya_allocator libc = rw_allocator_libc();
	rw_accounts *x = libc.resize(libc.ctx, NULL, 0, sizeof *x);
	*out = NULL;
	if (!x) return rw_no_memory(err);
	memset(x, 0, sizeof *x);
	if (pthread_mutex_init(&x->small, NULL) != 0) {
		libc.resize(libc.ctx, x, sizeof *x, 0);
		return rw_no_memory(err);
	}
	if (options) x->o = *options;
	if (!x->o.passes) x->o.passes = RW_PASSWORD_PASSES;
	if (!x->o.memory) x->o.memory = RW_PASSWORD_MEMORY;
	if (!x->o.hashings) x->o.hashings = RW_HASHINGS;
	riwaya_status status = RIWAYA_OK;
	if (sodium_init() < 0)
		status = rw_fail(err, RIWAYA_IO, RW_NONE, 0, 0, "no random numbers are to be had; see to /dev/urandom");
	if (!status) status = open_side(x, &x->writes, where, true, err);
	if (!status) status = open_side(x, &x->reads, where, false, err);
	if (!status) {
		/* A hash that no password has: made of random bytes with the parameters of the day. */
		char token[RW_TOKEN + 1];
		bool busy;
		rw_token_make(token);
		status = rw_password_hash(x, rw_slice_z(token), x->decoy, &busy, err);
	}
	if (status)
		rw_accounts_free(x);
	else
		*out = x;
	return status;
}

void rw_accounts_free(rw_accounts *x) {
	if (!x) return;
	riwaya_allocator libc = rw_allocator_libc();
	close_side(&x->reads);
	close_side(&x->writes);
	pthread_mutex_destroy(&x->small);
	sodium_memzero(x, sizeof *x);
	libc.resize(libc.ctx, x, sizeof *x, 0);
}

/* --- rows ----------------------------------------------------------------------------------------------------------------- */
/* Letters and digits of any script, and what stands between names; nothing invisible, nothing that turns the direction of a line. */
static bool good_name(rw_slice name) {
	bool letter = false;
	if (name.n == 0 || name.n > RW_ACCOUNT_NAME || name.p[0] == ' ' || name.p[name.n - 1] == ' ') return false;
	for (size_t i = 0; i < name.n;) {
		size_t from = i;
		uint32_t c = rw_utf8_next(name, &i);
		uint8_t class_ = rw_class_of(c);
		if (c == RW_UTF8_BAD || (c < 0x80 && i != from + 1)) return false;
		bool joint = c < 0x80 && c && strchr(" .-_'@+", (int)c);
		if (joint && from && name.p[from - 1] == ' ' && c == ' ') return false;
		if (class_ == RW_CLASS_LETTER)
			letter = true;
		else if (class_ != RW_CLASS_DIGIT && !joint)
			return false;
	}
	return letter;
}

static riwaya_status no_account(rw_slice name, riwaya_error *err) {
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
		"there is no account '" RW_FMT "'; riwaya account list names them", RW_ARG(name));
}

#define COLUMNS "id, name, role, closed, made, changed, signed_in, password"

static void take(const rw_stmt *s, rw_account *out) {
	*out = (rw_account){.id = rw_col_int(s, 0),
		.role = rw_role_of(rw_col_text(s, 2)),
		.closed = rw_col_int(s, 3) != 0,
		.made = rw_col_int(s, 4),
		.changed = rw_col_int(s, 5),
		.signed_in = rw_col_int(s, 6)};
	keep(out->name, RW_ACCOUNT_NAME, rw_col_text(s, 1));
}

riwaya_status rw_accounts_row(rw_accounts_side *d, rw_slice name, rw_account *out, char password[RW_PASSWORD_STRING],
	bool *found, riwaya_error *err) {
	rw_stmt *s;
	*found = false;
	if (!good_name(name)) return RIWAYA_OK;
	riwaya_status status = rw_db_stmt(d->db, "SELECT " COLUMNS " FROM account WHERE folded = ?1", &s, err);
	if (status) return status;
	rw_bind_text(s, 1, rw_fold(&d->scratch, name));
	status = rw_step(s, found, err);
	if (status || !*found) return status;
	take(s, out);
	if (password) keep(password, RW_PASSWORD_STRING - 1, rw_col_text(s, 7));
	rw_stmt_reset(s);
	return RIWAYA_OK;
}

riwaya_status rw_accounts_note(rw_accounts_side *d, const rw_account_doer *doer, rw_account_event event,
	const char *name, const char *role, riwaya_error *err) {
	rw_stmt *s;
	riwaya_status status = rw_db_stmt(d->db,
		"INSERT INTO log (at, event, name, by, role, address, agent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", &s, err);
	if (status) return status;
	/* What a browser says of itself may be anything. */
	char agent[RW_ACCOUNTS_AGENT + 1], address[RW_ACCOUNTS_ADDRESS + 1];
	keep(agent, RW_ACCOUNTS_AGENT, doer->agent);
	keep(address, RW_ACCOUNTS_ADDRESS, doer->address);
	for (char *p = agent; *p; p++)
		if ((unsigned char)*p < 0x20 || (unsigned char)*p >= 0x7F) *p = '?';
	bool own = rw_slice_eqz(doer->by, name);
	rw_bind_int(s, 1, rw_accounts_now(d->x));
	rw_bind_text(s, 2, rw_slice_z(events[event]));
	rw_bind_text(s, 3, rw_slice_z(name));
	rw_bind_text(s, 4, doer->by.p && !own ? doer->by : RW_LIT(""));
	rw_bind_text(s, 5, rw_slice_z(role));
	rw_bind_text(s, 6, rw_slice_z(address));
	rw_bind_text(s, 7, rw_slice_z(agent));
	return rw_run(s, err);
}

riwaya_status rw_accounts_rehash(
	rw_accounts_side *d, int64_t account, const char *old, const char *fresh, riwaya_error *err) {
	rw_stmt *s;
	riwaya_status status = rw_db_stmt(d->db, "UPDATE account SET password = ?3 WHERE id = ?1 AND password = ?2", &s, err);
	if (status) return status;
	rw_bind_int(s, 1, account);
	rw_bind_text(s, 2, rw_slice_z(old));
	rw_bind_text(s, 3, rw_slice_z(fresh));
	return rw_run(s, err);
}

/* --- changes -------------------------------------------------------------------------------------------------------------- */
typedef struct change {
	const rw_account_doer *doer;
	rw_slice name, but;
	rw_role role;
	bool closed;
	char hash[RW_PASSWORD_STRING];
	rw_account *rows;
	size_t *n;
	int64_t count;
	bool *found;
} change;

static riwaya_status count(rw_accounts_side *d, const char *sql, int64_t *n, riwaya_error *err) {
	rw_stmt *s;
	bool row;
	*n = 0;
	riwaya_status status = rw_db_stmt(d->db, sql, &s, err);
	if (!status) status = rw_step(s, &row, err);
	if (status) return status;
	if (row) *n = rw_col_int(s, 0);
	rw_stmt_reset(s);
	return RIWAYA_OK;
}

static riwaya_status admins(rw_accounts_side *d, int64_t *n, riwaya_error *err) {
	return count(d, "SELECT count(*) FROM account WHERE role = 'admin' AND closed = 0", n, err);
}

static riwaya_status find(rw_accounts_side *d, const change *c, rw_account *out, riwaya_error *err) {
	bool found;
	riwaya_status status = rw_accounts_row(d, c->name, out, NULL, &found, err);
	return status || found ? status : no_account(c->name, err);
}

/* Without an admin, nobody but the machine's owner could change an account any more. */
static riwaya_status keeps_admin(rw_accounts_side *d, const rw_account *a, riwaya_error *err) {
	int64_t n;
	if (a->role != RW_ADMIN || a->closed) return RIWAYA_OK;
	riwaya_status status = admins(d, &n, err);
	if (status || n > 1) return status;
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
		"'%s' is the last admin; make somebody else one first (riwaya account role NAME admin)", a->name);
}

static riwaya_status update(rw_accounts_side *d, int64_t id, rw_role role, bool closed, riwaya_error *err) {
	rw_stmt *s;
	riwaya_status status =
		rw_db_stmt(d->db, "UPDATE account SET role = ?2, closed = ?3, changed = ?4 WHERE id = ?1", &s, err);
	if (status) return status;
	rw_bind_int(s, 1, id);
	rw_bind_text(s, 2, rw_slice_z(rw_role_name(role)));
	rw_bind_int(s, 3, closed);
	rw_bind_int(s, 4, rw_accounts_now(d->x));
	return rw_run(s, err);
}

static riwaya_status set_password(rw_accounts_side *d, int64_t id, const char *hash, riwaya_error *err) {
	rw_stmt *s;
	riwaya_status status = rw_db_stmt(d->db, "UPDATE account SET password = ?2, changed = ?3 WHERE id = ?1", &s, err);
	if (status) return status;
	rw_bind_int(s, 1, id);
	rw_bind_text(s, 2, rw_slice_z(hash));
	rw_bind_int(s, 3, rw_accounts_now(d->x));
	return rw_run(s, err);
}

/* A name that is free, or one whose account is closed: that one is opened again, with a new password. */
static riwaya_status do_add(rw_accounts_side *d, void *arg, riwaya_error *err) {
	change *c = arg;
	rw_account a;
	bool found;
	int64_t n;
	rw_stmt *s;
	riwaya_status status = rw_accounts_row(d, c->name, &a, NULL, &found, err);
	if (!status && found && !a.closed)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
			"there is an account '%s' already; take another name, or give it another role or password", a.name);
	if (!status && found) {
		status = update(d, a.id, c->role, false, err);
		if (!status) status = set_password(d, a.id, c->hash, err);
		return status ? status : rw_accounts_note(d, c->doer, RW_EVENT_OPENED, a.name, rw_role_name(c->role), err);
	}
	if (!status) status = count(d, "SELECT count(*) FROM account", &n, err);
	if (status) return status;
	if (n >= RW_ACCOUNTS_MOST)
		return rw_fail(err, RIWAYA_LIMIT, RW_NONE, 0, 0, "there are %d accounts, and no more are kept", RW_ACCOUNTS_MOST);
	status = rw_db_stmt(d->db,
		"INSERT INTO account (name, folded, role, closed, password, made, changed, signed_in) "
		"VALUES (?1, ?2, ?3, 0, ?4, ?5, ?5, 0)",
		&s, err);
	if (status) return status;
	rw_bind_text(s, 1, c->name);
	rw_bind_text(s, 2, rw_fold(&d->scratch, c->name));
	rw_bind_text(s, 3, rw_slice_z(rw_role_name(c->role)));
	rw_bind_text(s, 4, rw_slice_z(c->hash));
	rw_bind_int(s, 5, rw_accounts_now(d->x));
	status = rw_run(s, err);
	keep(a.name, RW_ACCOUNT_NAME, c->name);
	return status ? status : rw_accounts_note(d, c->doer, RW_EVENT_ADDED, a.name, rw_role_name(c->role), err);
}

/* The hash of a password that will do. */
static riwaya_status hash_of(rw_accounts *x, rw_slice name, rw_slice password, change *c, riwaya_error *err) {
	bool busy;
	rw_password_fault f = rw_password_check(name, password);
	if (f) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "%s", rw_password_says(f));
	riwaya_status status = rw_password_hash(x, password, c->hash, &busy, err);
	if (!status && busy)
		return rw_fail(err, RIWAYA_BUSY, RW_NONE, 0, 0, "too many passwords are being checked; try again in a moment");
	return status;
}

riwaya_status rw_accounts_add(
	rw_accounts *x, const rw_account_doer *doer, rw_slice name, rw_role role, rw_slice password, riwaya_error *err) {
	change c = {.doer = doer, .name = name, .role = role};
	if (!good_name(name))
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
			"a name is up to %d bytes of letters and digits, with single spaces or . - _ ' @ + between them",
			RW_ACCOUNT_NAME);
	if (role == RW_ANYONE)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a role is one of reader, reviewer, admin");
	riwaya_status status = hash_of(x, name, password, &c, err);
	return status ? status : rw_accounts_do(x, true, do_add, &c, err);
}

static riwaya_status do_role(rw_accounts_side *d, void *arg, riwaya_error *err) {
	const change *c = arg;
	rw_account a;
	riwaya_status status = find(d, c, &a, err);
	if (status || a.role == c->role) return status;
	status = keeps_admin(d, &a, err);
	if (!status) status = update(d, a.id, c->role, a.closed, err);
	return status ? status : rw_accounts_note(d, c->doer, RW_EVENT_ROLE, a.name, rw_role_name(c->role), err);
}

riwaya_status rw_accounts_role(
	rw_accounts *x, const rw_account_doer *doer, rw_slice name, rw_role role, riwaya_error *err) {
	if (role == RW_ANYONE)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a role is one of reader, reviewer, admin");
	return rw_accounts_do(x, true, do_role, &(change){.doer = doer, .name = name, .role = role}, err);
}

static riwaya_status do_password(rw_accounts_side *d, void *arg, riwaya_error *err) {
	const change *c = arg;
	rw_account a;
	riwaya_status status = find(d, c, &a, err);
	if (!status) status = set_password(d, a.id, c->hash, err);
	if (!status) status = rw_accounts_end_sessions(d, a.id, c->but, err);
	return status ? status : rw_accounts_note(d, c->doer, RW_EVENT_PASSWORD, a.name, "", err);
}

riwaya_status rw_accounts_password(
	rw_accounts *x, const rw_account_doer *doer, rw_slice name, rw_slice password, rw_slice but, riwaya_error *err) {
	change c = {.doer = doer, .name = name, .but = but};
	riwaya_status status = hash_of(x, name, password, &c, err);
	return status ? status : rw_accounts_do(x, true, do_password, &c, err);
}

static riwaya_status do_close(rw_accounts_side *d, void *arg, riwaya_error *err) {
	const change *c = arg;
	rw_account a;
	riwaya_status status = find(d, c, &a, err);
	if (status || a.closed == c->closed) return status;
	if (c->closed) status = keeps_admin(d, &a, err);
	if (!status) status = update(d, a.id, a.role, c->closed, err);
	if (!status) status = rw_accounts_end_sessions(d, a.id, RW_NONE, err);
	return status ? status : rw_accounts_note(d, c->doer, c->closed ? RW_EVENT_CLOSED : RW_EVENT_OPENED, a.name, "", err);
}

riwaya_status rw_accounts_close(
	rw_accounts *x, const rw_account_doer *doer, rw_slice name, bool closed, riwaya_error *err) {
	return rw_accounts_do(x, true, do_close, &(change){.doer = doer, .name = name, .closed = closed}, err);
}

/* --- looking ---------------------------------------------------------------------------------------------------------------- */
static riwaya_status do_find(rw_accounts_side *d, void *arg, riwaya_error *err) {
	const change *c = arg;
	return rw_accounts_row(d, c->name, c->rows, NULL, c->found, err);
}

riwaya_status rw_accounts_find(rw_accounts *x, rw_slice name, rw_account *out, bool *found, riwaya_error *err) {
	return rw_accounts_do(x, false, do_find, &(change){.name = name, .rows = out, .found = found}, err);
}

static riwaya_status do_list(rw_accounts_side *d, void *arg, riwaya_error *err) {
	const change *c = arg;
	rw_stmt *s;
	bool row;
	*c->n = 0;
	riwaya_status status = rw_db_stmt(d->db, "SELECT " COLUMNS " FROM account ORDER BY id", &s, err);
	while (!status) {
		status = rw_step(s, &row, err);
		if (status || !row) break;
		if (*c->n == RW_ACCOUNTS_MOST) {
			rw_stmt_reset(s);
			break;
		}
		take(s, &c->rows[(*c->n)++]);
	}
	return status;
}

riwaya_status rw_accounts_list(rw_accounts *x, rw_account *rows, size_t *n, riwaya_error *err) {
	return rw_accounts_do(x, false, do_list, &(change){.rows = rows, .n = n}, err);
}

static riwaya_status do_admins(rw_accounts_side *d, void *arg, riwaya_error *err) { return admins(d, arg, err); }

riwaya_status rw_accounts_admins(rw_accounts *x, int64_t *n, riwaya_error *err) {
	return rw_accounts_do(x, false, do_admins, n, err);
}
