/* db_postgres.c: PostgreSQL.
 *
 *   rw_run …  rw_run  rw_step            statements are sent without waiting (libpq's pipeline mode) and their answers are read when something
 *      \ ___ queue ___ /                 must be known: a row, how many rows changed, that it is committed; or when QUEUE of them are under way
 *
 * Values go out as text where they are numbers, which suits whatever type the server takes them for, and as they are where they are text or
 * blobs; columns come back in binary. The session only reads by default; the one transaction that writes holds an advisory lock of the schema.
 */
#define _POSIX_C_SOURCE 200809L
#include "store/driver.h"
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
	OLDEST = 120000,       /* the first server that is tried */
	QUEUE = 500,           /* statements under way */
	QUEUE_BYTES = 4 << 20, /* … and bytes of theirs */
	REOPEN_TRIES = 7,      /* to reach a server that starts anew; the pauses double from … */
	REOPEN_MS = 100,
	LOCK = 0x72697761, /* first half of the lock's number; the second is the schema's */
	NUMBER = 32,       /* bytes of a number as text */
};

/* What the server calls the types of columns. */
enum { BOOL = 16, INT8 = 20, INT2 = 21, INT4 = 23, OID = 26, FLOAT4 = 700, FLOAT8 = 701, NUMERIC = 1700 };

typedef enum sent_kind { COMMAND, PREPARE, RUN, ROWS } sent_kind;
typedef struct sent {
	sent_kind kind;
	rw_stmt *s;
} sent;

typedef struct server {
	PGconn *c;
	const char *url;
	unsigned opened; /* how many times: statements are prepared for one connection */
	unsigned names;
	bool lost;
	sent queue[QUEUE];
	size_t n_queue, bytes;
} server;

typedef struct server_stmt {
	const char *text;
	char name[16];
	unsigned prepared; /* in which connection, 0 for none */
	PGresult *rows;
	int next; /* row */
	int64_t changed;
} server_stmt;

static server *of(const rw_db *db) { return db->own_data; }

static void shut(void *p) {
	server *v = p;
	PQfinish(v->c);
	v->c = NULL;
}

static void drop_rows(void *p) {
	server_stmt *o = p;
	PQclear(o->rows);
	o->rows = NULL;
}

static void quiet(void *ctx, const PGresult *r) { (void)ctx, (void)r; }

/* --- errors ------------------------------------------------------------------------------------------------------------- */
/* What the server says, on one line. */
static void flatten(const char *says, char *out, size_t cap) {
	size_t n = 0;
	for (; *says && n + 2 < cap; says++) {
		if ((unsigned char)*says >= ' ')
			out[n++] = *says;
		else if (n && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	while (n && out[n - 1] == ' ') n--;
	out[n] = '\0';
}

static riwaya_status gone(const rw_db *db, const char *says, riwaya_error *err) {
	char line[240];
	flatten(says, line, sizeof line);
	of(db)->lost = true;
	return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
		"the connection to the server was lost (%s); what was committed stands, the rest is undone; see that the server runs, and run again",
		line);
}

static riwaya_status fault(const rw_db *db, const PGresult *r, riwaya_error *err) {
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE), *says = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	char line[240];
	if (!says) says = PQresultErrorMessage(r);
	if (!state || strncmp(state, "57P0", 4) == 0 || strncmp(state, "08", 2) == 0) return gone(db, says, err);
	flatten(says, line, sizeof line);
	if (strcmp(state, "55P03") == 0 || strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0)
		return rw_fail(err, RIWAYA_BUSY, db->name, 0, 0,
			"another program writes to the store, and did not end within %g seconds; run again when it has ended",
			db->wait_ms / 1000.0);
	if (strcmp(state, "53100") == 0)
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"no room is left on the server (%s); what was committed stands, the rest is undone; make room and run again",
			line);
	/* Resources, an operator's hand, the system, what is damaged. */
	if (strncmp(state, "53", 2) == 0 || strncmp(state, "57", 2) == 0 || strncmp(state, "58", 2) == 0 ||
		strncmp(state, "XX", 2) == 0)
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"the server could not do it (%s); what was committed stands, the rest is undone; see to the server and run again",
			line);
	if (strcmp(state, "25006") == 0)
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			db->state == RW_DB_WRITING ? "the server can't be written to (%s); name the one that can"
									   : "the store is not being written to here (%s); begin a transaction that writes",
			line);
	if (strcmp(state, "42501") == 0)
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"the server does not allow it (%s); give the user the right to, or name another user", line);
	if (strcmp(state, "54000") == 0)
		return rw_fail(err, RIWAYA_LIMIT, db->name, 0, 0,
			"a value is larger than PostgreSQL can hold there (%s); leave it out", line);
	return rw_fail(
		err, RIWAYA_STORE, db->name, 0, 0, "PostgreSQL says: %s; this is a fault of riwaya's, please report it", line);
}

/* --- what is under way -------------------------------------------------------------------------------------------------- */
static void take(sent q, PGresult *r, unsigned opened) {
	server_stmt *o = q.s ? q.s->own : NULL;
	if (o && q.kind == PREPARE) o->prepared = opened;
	if (o && q.kind == RUN) o->changed = strtoll(PQcmdTuples(r), NULL, 10);
	if (o && q.kind == ROWS) {
		drop_rows(o);
		o->rows = r;
		o->next = 0;
	} else
		PQclear(r);
}

/* Reads the answers to all that was sent. The first failure is told; the server skipped what came behind it. */
static riwaya_status settle(rw_db *db, riwaya_error *err) {
	server *v = of(db);
	riwaya_status status = RIWAYA_OK;
	if (!v->n_queue) return RIWAYA_OK;
	if (!v->lost && PQpipelineSync(v->c) != 1) status = gone(db, PQerrorMessage(v->c), err);
	for (size_t i = 0; i < v->n_queue; i++) {
		if (v->queue[i].kind == PREPARE) ((server_stmt *)v->queue[i].s->own)->prepared = 0;
		for (PGresult *r; !v->lost && (r = PQgetResult(v->c));) {
			ExecStatusType how = PQresultStatus(r);
			if (how == PGRES_COMMAND_OK || how == PGRES_TUPLES_OK) {
				take(v->queue[i], r, v->opened);
				continue;
			}
			if (how != PGRES_PIPELINE_ABORTED && !status) status = fault(db, r, err);
			PQclear(r);
		}
		if (!v->lost && PQstatus(v->c) == CONNECTION_BAD) status = gone(db, PQerrorMessage(v->c), status ? NULL : err);
	}
	v->n_queue = v->bytes = 0;
	if (!v->lost) PQclear(PQgetResult(v->c)); /* of the sync */
	return status;
}

/* What was sent is noted down. Needs a place in the queue. */
static riwaya_status note(rw_db *db, int sent_it, sent_kind kind, rw_stmt *s, riwaya_error *err) {
	server *v = of(db);
	if (!sent_it) return gone(db, PQerrorMessage(v->c), err);
	v->queue[v->n_queue++] = (sent){kind, s};
	return RIWAYA_OK;
}

static riwaya_status send_command(rw_db *db, const char *sql, riwaya_error *err) {
	server *v = of(db);
	riwaya_status status = v->n_queue == QUEUE ? settle(db, err) : RIWAYA_OK;
	if (status) return status;
	if (v->lost) return gone(db, "it is closed", err);
	return note(db, PQsendQueryParams(v->c, sql, 0, NULL, NULL, NULL, NULL, 1), COMMAND, NULL, err);
}

static riwaya_status send(rw_stmt *s, sent_kind kind, riwaya_error *err) {
	rw_db *db = s->db;
	server *v = of(db);
	server_stmt *o = s->own;
	const char *values[RW_DB_VALUES];
	int lengths[RW_DB_VALUES], formats[RW_DB_VALUES];
	char numbers[RW_DB_VALUES][NUMBER];
	riwaya_status status = v->n_queue + 2 > QUEUE || v->bytes > QUEUE_BYTES ? settle(db, err) : RIWAYA_OK;
	if (status) return status;
	if (v->lost) return gone(db, "it is closed", err);
	if (o->prepared != v->opened) {
		status = note(db, PQsendPrepare(v->c, o->name, o->text, 0, NULL), PREPARE, s, err);
		if (status) return status;
		o->prepared = v->opened; /* as far as we know */
	}
	for (unsigned i = 0; i < s->n_values; i++) {
		const rw_value *x = &s->values[i];
		values[i] = numbers[i];
		lengths[i] = formats[i] = 0;
		switch (x->kind) {
		case RW_VALUE_NULL: values[i] = NULL; break;
		case RW_VALUE_INT: snprintf(numbers[i], NUMBER, "%lld", (long long)x->i); break;
		case RW_VALUE_DOUBLE:
			snprintf(numbers[i], NUMBER, "%.17g", x->d);
			for (char *p = numbers[i]; *p; p++)
				if (*p == ',') *p = '.'; /* whatever the program's locale is */
			break;
		case RW_VALUE_TEXT:
		case RW_VALUE_BLOB:
			if (x->s.n > INT32_MAX / 2)
				return rw_fail(
					err, RIWAYA_LIMIT, db->name, 0, 0, "a value is larger than PostgreSQL can hold; leave it out");
			values[i] = x->s.p;
			lengths[i] = (int)x->s.n;
			formats[i] = 1;
			v->bytes += x->s.n;
			break;
		}
	}
	return note(db, PQsendQueryPrepared(v->c, o->name, (int)s->n_values, values, lengths, formats, 1), kind, s, err);
}

/* --- connecting --------------------------------------------------------------------------------------------------------- */
/* Without a password. */
static riwaya_status name_it(rw_db *db, const char *url, riwaya_error *err) {
	PQconninfoOption *options = PQconninfoParse(url, NULL);
	db->name = RW_LIT("postgresql://");
	if (!options)
		return rw_fail(err, RIWAYA_ARGUMENT, db->name, 0, 0,
			"this is no address of a PostgreSQL server; write postgresql://USER@HOST:PORT/DATABASE, with %%XX for special characters");
	rw_arena_defer(&db->own, (void (*)(void *))PQconninfoFree, options);
	rw_buf b = RW_BUF(&db->own);
	const char *user = NULL, *host = NULL, *port = NULL, *name = NULL;
	for (const PQconninfoOption *o = options; o->keyword; o++) {
		if (strcmp(o->keyword, "user") == 0) user = o->val;
		if (strcmp(o->keyword, "host") == 0) host = o->val;
		if (strcmp(o->keyword, "port") == 0) port = o->val;
		if (strcmp(o->keyword, "dbname") == 0) name = o->val;
	}
	rw_buf_printf(&b, "postgresql://%s%s%s%s%s/%s%c", user ? user : "", user ? "@" : "", host ? host : "",
		port ? ":" : "", port ? port : "", name ? name : "", '\0');
	db->name = rw_slice_of(b.p, b.n - 1);
	return RIWAYA_OK;
}

static riwaya_status connect_once(rw_db *db, riwaya_error *err) {
	static const char *const keys[] = {"connect_timeout", "fallback_application_name", "keepalives_idle",
		"tcp_user_timeout", "dbname", "client_encoding", NULL};
	server *v = of(db);
	const char *const values[] = {"10", "riwaya", "30", "60000", v->url, "UTF8", NULL};
	char line[240], sql[512];
	shut(v);
	v->lost = false;
	v->n_queue = v->bytes = 0;
	v->opened++;
	v->c = PQconnectdbParams(keys, values, 1);
	if (!v->c) return rw_fail(err, RIWAYA_NOMEM, db->name, 0, 0, "memory ran out; give the program more");
	if (PQstatus(v->c) != CONNECTION_OK) {
		flatten(PQerrorMessage(v->c), line, sizeof line);
		v->lost = true;
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"the server can't be used (%s); see that it runs, and to user and password", line);
	}
	PQsetNoticeReceiver(v->c, quiet, NULL);
	const char *encoding = PQparameterStatus(v->c, "server_encoding");
	if (PQserverVersion(v->c) < OLDEST)
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0, "this server is PostgreSQL %s; the store needs 12 or later",
			PQparameterStatus(v->c, "server_version"));
	if (!encoding || strcmp(encoding, "UTF8") != 0)
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"the database keeps text as %s, and Arabic needs UTF-8; make another: createdb -E UTF8 -T template0 NAME",
			encoding ? encoding : "?");
	/* Compiling queries costs more than the short ones of a store take. What is acknowledged is on the disk, whatever the server's habit. */
	snprintf(sql, sizeof sql,
		"SET client_min_messages = error; SET default_transaction_read_only = on; SET lock_timeout = %u; SET jit = off; SELECT "
		"set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
		db->wait_ms);
	PGresult *r = PQexec(v->c, sql);
	bool good = PQresultStatus(r) == PGRES_TUPLES_OK;
	riwaya_status status = good ? RIWAYA_OK : fault(db, r, err);
	PQclear(r);
	if (!status && PQenterPipelineMode(v->c) != 1) status = gone(db, PQerrorMessage(v->c), err);
	return status;
}

/* After a connection was lost: the server may be starting anew. */
static riwaya_status connected(rw_db *db, riwaya_error *err) {
	server *v = of(db);
	if (!v->lost && PQstatus(v->c) == CONNECTION_OK) return RIWAYA_OK;
	riwaya_status status = RIWAYA_STORE;
	for (int i = 0; status && i < REOPEN_TRIES; i++) {
		long ms = i ? REOPEN_MS << (i - 1) : 0;
		nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
		status = connect_once(db, err);
	}
	return status;
}

static const rw_db_driver driver;

riwaya_status rw_postgres_open(rw_db *db, const char *where, riwaya_error *err) {
	server *v = RW_NEW(&db->own, server);
	db->driver = &driver;
	db->own_data = v;
	riwaya_status status = name_it(db, where, err);
	if (status) return status;
	v->url = rw_arena_printf(&db->own, "%s%c", where, '\0').p;
	rw_arena_defer(&db->own, shut, v);
	status = connect_once(db, err);
	if (status) return status;
	rw_slice version = rw_slice_z(PQparameterStatus(v->c, "server_version"));
	rw_slice number = rw_slice_cut(&version, ' ');
	db->about = rw_arena_printf(&db->own, "PostgreSQL " RW_FMT, RW_ARG(number));
	return RIWAYA_OK;
}

static riwaya_status adopt(rw_db *db, riwaya_error *err) {
	(void)db, (void)err; /* nothing that would have to be set */
	return RIWAYA_OK;
}

/* --- transactions ------------------------------------------------------------------------------------------------------- */
static void rollback(rw_db *db) {
	if (of(db)->lost) return;
	settle(db, NULL);
	if (send_command(db, "ROLLBACK", NULL) == RIWAYA_OK) settle(db, NULL);
}

static riwaya_status begin_once(rw_db *db, bool write, riwaya_error *err) {
	char lock[128];
	snprintf(lock, sizeof lock, "SELECT pg_advisory_xact_lock(%d, hashtext(current_schema()))", LOCK);
	riwaya_status status =
		send_command(db, write ? "BEGIN READ WRITE" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", err);
	if (!status && write) status = send_command(db, lock, err);
	if (!status) status = settle(db, err);
	if (status) rollback(db);
	return status;
}

static riwaya_status begin(rw_db *db, bool write, riwaya_error *err) {
	riwaya_status status = connected(db, err);
	if (!status) status = begin_once(db, write, err);
	if (!status || !of(db)->lost) return status;
	/* Lost since it was last used, and nothing was done yet. */
	status = connected(db, err);
	return status ? status : begin_once(db, write, err);
}

static riwaya_status commit(rw_db *db, riwaya_error *err) {
	riwaya_status status = settle(db, err);
	if (!status) status = send_command(db, "COMMIT", err);
	if (status) return status;
	status = settle(db, err);
	if (status && of(db)->lost)
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"the connection to the server was lost while it was told to keep what was written, so it may have or not; see that the server runs, "
			"and run again");
	return status;
}

static riwaya_status exec(rw_db *db, const char *sql, riwaya_error *err) {
	server *v = of(db);
	riwaya_status status = db->state == RW_DB_OUTSIDE ? connected(db, err) : settle(db, err);
	if (status) return status;
	if (v->lost || PQexitPipelineMode(v->c) != 1) return gone(db, PQerrorMessage(v->c), err);
	PGresult *r = PQexec(v->c, sql);
	ExecStatusType how = PQresultStatus(r);
	if (how != PGRES_COMMAND_OK && how != PGRES_TUPLES_OK && how != PGRES_EMPTY_QUERY) status = fault(db, r, err);
	PQclear(r);
	if (!v->lost && PQenterPipelineMode(v->c) != 1) return gone(db, PQerrorMessage(v->c), status ? NULL : err);
	return status;
}

static riwaya_status set_wait(rw_db *db, unsigned ms, riwaya_error *err) {
	char sql[64];
	snprintf(sql, sizeof sql, "SET lock_timeout = %u", ms);
	return exec(db, sql, err);
}

/* --- statements --------------------------------------------------------------------------------------------------------- */
static riwaya_status prepare(rw_stmt *s, riwaya_error *err) {
	rw_db *db = s->db;
	server_stmt *o = RW_NEW(&db->own, server_stmt);
	riwaya_status status = rw_db_placeholders(db, &db->own, s->sql, true, &o->text, &s->n_values, err);
	if (status) return status;
	snprintf(o->name, sizeof o->name, "r%u", of(db)->names++);
	rw_arena_defer(&db->own, drop_rows, o);
	s->own = o;
	return RIWAYA_OK;
}

/* Sends it and waits. Outside of a transaction a lost connection is no reason to give up. */
static riwaya_status ask(rw_stmt *s, sent_kind kind, riwaya_error *err) {
	rw_db *db = s->db;
	bool again = db->state == RW_DB_OUTSIDE;
	riwaya_status status = again ? connected(db, err) : RIWAYA_OK;
	if (!status) status = send(s, kind, err);
	if (!status) status = settle(db, err);
	if (!status || !again || !of(db)->lost) return status;
	status = connected(db, err);
	if (!status) status = send(s, kind, err);
	return status ? status : settle(db, err);
}

static riwaya_status start(rw_stmt *s, riwaya_error *err) { return ask(s, ROWS, err); }

static riwaya_status next(rw_stmt *s, bool *row, riwaya_error *err) {
	(void)err;
	server_stmt *o = s->own;
	*row = o->rows && o->next < PQntuples(o->rows);
	o->next += *row;
	return RIWAYA_OK;
}

static void reset(rw_stmt *s) { drop_rows(s->own); }

static riwaya_status run(rw_stmt *s, riwaya_error *err) {
	((server_stmt *)s->own)->changed = 0;
	return s->db->state == RW_DB_WRITING ? send(s, RUN, err) : ask(s, RUN, err);
}

static riwaya_status changed(rw_stmt *s, int64_t *n, riwaya_error *err) {
	riwaya_status status = settle(s->db, err);
	*n = ((server_stmt *)s->own)->changed;
	return status;
}

/* --- rows --------------------------------------------------------------------------------------------------------------- */
static bool has(const rw_stmt *s, unsigned i) {
	const server_stmt *o = s->own;
	return o->rows && o->next > 0 && i < (unsigned)PQnfields(o->rows) && !PQgetisnull(o->rows, o->next - 1, (int)i);
}

static bool is_null(const rw_stmt *s, unsigned i) { return !has(s, i); }

static uint64_t big_endian(const unsigned char *p, size_t n) {
	uint64_t v = 0;
	while (n--) v = v << 8 | *p++;
	return v;
}

static int64_t whole(double d) {
	return d >= 9223372036854775807.0 ? INT64_MAX : d <= -9223372036854775808.0 ? INT64_MIN : d == d ? (int64_t)d : 0;
}

/* Digits of four places each, the first worth 10000 to the power of its weight. */
static void numeric(const unsigned char *p, size_t n, int64_t *i, double *d) {
	*i = 0;
	*d = 0;
	if (n < 8) return;
	int digits = (int)big_endian(p, 2), weight = (int16_t)big_endian(p + 2, 2);
	bool minus = big_endian(p + 4, 2) == 0x4000;
	uint64_t v = 0;
	if ((size_t)digits > (n - 8) / 2) return;
	for (int k = 0; k < digits; k++) {
		unsigned digit = (unsigned)big_endian(p + 8 + 2 * k, 2);
		*d = *d * 10000 + digit;
		if (k <= weight) v = v * 10000 + digit;
	}
	for (int k = digits; k <= weight; k++) v *= 10000;
	double scale = 1;
	for (int k = digits - 1; k != weight; k += k < weight ? 1 : -1) scale *= 10000;
	*d = digits - 1 < weight ? *d * scale : *d / scale;
	if (minus) *d = -*d;
	*i = *d > -9e18 && *d < 9e18 ? (int64_t)(minus ? -v : v) : whole(*d);
}

/* A number of whatever type; false for what is none. */
static bool number(const rw_stmt *s, unsigned i, int64_t *n, double *d) {
	if (!has(s, i)) return false;
	const server_stmt *o = s->own;
	const unsigned char *p = (const unsigned char *)PQgetvalue(o->rows, o->next - 1, (int)i);
	size_t size = (size_t)PQgetlength(o->rows, o->next - 1, (int)i);
	uint64_t bits = size <= 8 ? big_endian(p, size) : 0;
	switch (PQftype(o->rows, (int)i)) {
	case BOOL:
	case OID:
	case INT8: *n = (int64_t)bits; break;
	case INT4: *n = (int32_t)bits; break;
	case INT2: *n = (int16_t)bits; break;
	case FLOAT4: {
		float f;
		uint32_t half = (uint32_t)bits;
		memcpy(&f, &half, sizeof f);
		*d = f;
		*n = whole(*d);
		return true;
	}
	case FLOAT8:
		memcpy(d, &bits, sizeof *d);
		*n = whole(*d);
		return true;
	case NUMERIC: numeric(p, size, n, d); return true;
	default: return false;
	}
	*d = (double)*n;
	return true;
}

static int64_t get_int(const rw_stmt *s, unsigned i) {
	int64_t n;
	double d;
	return number(s, i, &n, &d) ? n : 0;
}

static double get_double(const rw_stmt *s, unsigned i) {
	int64_t n;
	double d;
	return number(s, i, &n, &d) ? d : 0;
}

static rw_slice get_bytes(const rw_stmt *s, unsigned i) {
	const server_stmt *o = s->own;
	int64_t n;
	double d;
	if (!has(s, i) || number(s, i, &n, &d)) return RW_NONE;
	return rw_slice_of(PQgetvalue(o->rows, o->next - 1, (int)i), (size_t)PQgetlength(o->rows, o->next - 1, (int)i));
}

static riwaya_status size(rw_db *db, int64_t *bytes, riwaya_error *err) {
	rw_stmt *s;
	bool row;
	riwaya_status status = rw_db_stmt(db,
		"SELECT CAST(sum(pg_total_relation_size(oid)) AS BIGINT) FROM pg_class "
		"WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'm')",
		&s, err);
	if (!status) status = rw_step(s, &row, err);
	if (status) return status;
	*bytes = rw_col_int(s, 0);
	rw_stmt_reset(s);
	return RIWAYA_OK;
}

static const rw_db_driver driver = {
	.kind = RW_DB_POSTGRES,
	.adopt = adopt,
	.wait = set_wait,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.exec = exec,
	.prepare = prepare,
	.start = start,
	.next = next,
	.run = run,
	.reset = reset,
	.changed = changed,
	.is_null = is_null,
	.get_int = get_int,
	.get_double = get_double,
	.get_bytes = get_bytes,
	.size = size,
};
