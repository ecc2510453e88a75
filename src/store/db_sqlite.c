/* db_sqlite.c: SQLite.
 *
 * A store is one file, with -wal and -shm beside it while it is open. The log written ahead lets readers go on while another writes.
 * synchronous=FULL: a commit is on the disk before it is acknowledged, so that it survives a power cut; NORMAL would only survive a crash of
 * the program.
 */
#define _POSIX_C_SOURCE 200809L
#include "store/driver.h"
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	OLDEST = 3035000, /* the first with RETURNING */
	DEEPEST = 2000,   /* bytes of a path */
};

typedef struct lite {
	sqlite3 *h;
	const char *path;
} lite;

typedef struct lite_stmt {
	sqlite3_stmt *h;
	int64_t changed;
} lite_stmt;

static sqlite3 *handle(const rw_db *db) { return ((lite *)db->own_data)->h; }

static void shut(void *p) {
	lite *l = p;
	sqlite3_close_v2(l->h);
	l->h = NULL;
}

static void drop(void *p) { sqlite3_finalize(p); }

/* --- errors ------------------------------------------------------------------------------------------------------------- */
static riwaya_status fault(const rw_db *db, int code, riwaya_error *err) {
	sqlite3 *h = handle(db);
	const char *says = h ? sqlite3_errmsg(h) : sqlite3_errstr(code);
	int system = h ? sqlite3_system_errno(h) : 0;
	const char *why = system ? strerror(system) : sqlite3_errstr(code);
	switch (code & 0xFF) {
	case SQLITE_NOMEM: return rw_fail(err, RIWAYA_NOMEM, db->name, 0, 0, "memory ran out; give the program more");
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return rw_fail(err, RIWAYA_BUSY, db->name, 0, 0,
			"another program writes to the %s, and did not end within %g seconds; run again when it has ended",
			db->schema->what, db->wait_ms / 1000.0);
	case SQLITE_FULL:
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"no room is left for the %s; what was committed stands, the rest is undone; make room and run again",
			db->schema->what);
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"the %s can't be written to; allow writing to the file and to its folder, or only read it", db->schema->what);
	case SQLITE_CANTOPEN:
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0, "the %s can't be opened: %s; see to the file and its folder",
			db->schema->what, why);
	case SQLITE_NOTADB:
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"this is no %s of riwaya's, nor any database of SQLite's; nothing in it was changed; name another file",
			db->schema->what);
	case SQLITE_CORRUPT:
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"the %s is damaged or cut short (%s); restore it from a backup, or make it anew from what was added to it",
			db->schema->what, says);
	case SQLITE_IOERR:
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"the %s can't be read or written: %s; what was committed stands, the rest is undone; see to the disk and run again",
			db->schema->what, why);
	case SQLITE_TOOBIG:
		return rw_fail(
			err, RIWAYA_LIMIT, db->name, 0, 0, "a value is larger than a row of SQLite's may be; leave it out");
	default:
		return rw_fail(
			err, RIWAYA_STORE, db->name, 0, 0, "SQLite says: %s; this is a fault of riwaya's, please report it", says);
	}
}

static riwaya_status exec(rw_db *db, const char *sql, riwaya_error *err) {
	int code = sqlite3_exec(handle(db), sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? RIWAYA_OK : fault(db, code, err);
}

/* --- opening ------------------------------------------------------------------------------------------------------------ */
static int open_as(lite *l, const char *name, int flags) {
	shut(l);
	int code = sqlite3_open_v2(name, &l->h, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (code != SQLITE_OK) return code;
	sqlite3_extended_result_codes(l->h, 1);
	/* The file may come from anywhere: what its schema calls must be harmless, and a word in double quotes is a name. */
	sqlite3_db_config(l->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(l->h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(l->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(l->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	return SQLITE_OK;
}

/* Reads its first page. */
static int probe(const lite *l) { return sqlite3_exec(l->h, "PRAGMA schema_version", NULL, NULL, NULL); }

/* A store on a medium that can't be written to has no log beside it, and nobody can make one: it is read as what does not change. */
static int open_unchanging(rw_db *db, lite *l) {
	if (strlen(l->path) > DEEPEST) return SQLITE_CANTOPEN;
	rw_buf b = RW_BUF(&db->own);
	rw_buf_z(&b, "file:");
	for (const char *p = l->path; *p; p++) {
		if (strchr("%?#", *p))
			rw_buf_printf(&b, "%%%02X", (unsigned char)*p);
		else
			rw_buf_byte(&b, *p);
	}
	rw_buf_put(&b, "?immutable=1", sizeof "?immutable=1");
	int code = open_as(l, b.p, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
	return code == SQLITE_OK ? probe(l) : code;
}

static riwaya_status set_wait(rw_db *db, unsigned ms, riwaya_error *err) {
	(void)err;
	sqlite3_busy_timeout(handle(db), (int)ms);
	return RIWAYA_OK;
}

static const rw_db_driver driver;

riwaya_status rw_sqlite_open(rw_db *db, const char *where, riwaya_error *err) {
	lite *l = RW_NEW(&db->own, lite);
	db->driver = &driver;
	db->own_data = l;
	db->name = rw_slice_z(rw_arena_printf(&db->own, "%s%c", where, '\0').p);
	db->about = rw_arena_printf(&db->own, "SQLite %s", sqlite3_libversion());
	if (sqlite3_libversion_number() < OLDEST)
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0, "%s is too old for the %s; install SQLite 3.35 or later",
			db->about.p, db->schema->what);
	if (!*where)
		return rw_fail(
			err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "the %s has no name: give the path of its file", db->schema->what);
	/* No name is special to SQLite that begins so: neither "file:" nor ":memory:". */
	l->path = rw_arena_printf(&db->own, "%s%s%c", *where == '/' ? "" : "./", where, '\0').p;
	struct stat st;
	bool there = stat(l->path, &st) == 0;
	if (!there && errno != ENOENT)
		return rw_fail(
			err, RIWAYA_STORE, db->name, 0, 0, "the %s can't be opened: %s", db->schema->what, strerror(errno));
	if (!there && !(db->flags & RW_DB_CREATE))
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0, "there is no %s of this name (%s); %s makes one",
			db->schema->what, strerror(errno), db->schema->maker);
	if (there && !S_ISREG(st.st_mode))
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0, "this is no file, but a folder or a device; name a file");
	if (there && db->flags & RW_DB_PRIVATE && st.st_mode & (S_IRWXG | S_IRWXO))
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"others than its owner may read or write the %s; let them not: chmod 600", db->schema->what);
	if (!there && db->flags & RW_DB_PRIVATE) {
		/* What SQLite puts beside it gets the same rights. */
		int fd = open(l->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
		if (fd < 0 && errno != EEXIST)
			return rw_fail(
				err, RIWAYA_STORE, db->name, 0, 0, "the %s can't be made: %s", db->schema->what, strerror(errno));
		if (fd >= 0) close(fd);
	}
	rw_arena_defer(&db->own, shut, l);
	bool only_read = db->flags & RW_DB_READ_ONLY;
	int code =
		open_as(l, l->path, only_read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | (there ? 0 : SQLITE_OPEN_CREATE));
	if (code == SQLITE_OK) {
		sqlite3_busy_timeout(l->h, (int)db->wait_ms);
		code = probe(l);
	}
	if (only_read && ((code & 0xFF) == SQLITE_CANTOPEN || (code & 0xFF) == SQLITE_READONLY)) {
		if (access(rw_arena_printf(&db->own, "%s-wal%c", l->path, '\0').p, F_OK) == 0)
			return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
				"the %s was left in the middle of writing, and its folder can't be written to; allow that, or copy it and its -wal elsewhere",
				db->schema->what);
		code = open_unchanging(db, l);
	}
	if (code != SQLITE_OK) return fault(db, code, err);
	if (!only_read && sqlite3_db_readonly(l->h, "main") == 1) return fault(db, SQLITE_READONLY, err);
	return exec(db, "PRAGMA cache_size = -65536; PRAGMA cell_size_check = ON", err);
}

/* Of two that make a store at once, SQLite turns one away without a wait. */
static riwaya_status write_ahead(rw_db *db, riwaya_error *err) {
	enum { PAUSE_MS = 20 };
	for (unsigned waited = 0;; waited += PAUSE_MS) {
		int code = sqlite3_exec(handle(db), "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
		if (code == SQLITE_OK) return RIWAYA_OK;
		if ((code & 0xFF) != SQLITE_BUSY || waited >= db->wait_ms) return fault(db, code, err);
		nanosleep(&(struct timespec){0, PAUSE_MS * 1000000}, NULL);
	}
}

/* Pages stay at SQLite's 4096 bytes: texts fill their last page best so. Of what is deleted, only what is written anyway is made zero. The log
 * goes into the file at 32 MB. Nothing is mapped into memory: a disk that fails would end the program. */
static riwaya_status adopt(rw_db *db, riwaya_error *err) {
	riwaya_status status = write_ahead(db, err);
	if (status) return status;
	return exec(db,
		"PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = FAST;"
		"PRAGMA wal_autocheckpoint = 8192; PRAGMA journal_size_limit = 67108864",
		err);
}

/* --- transactions ------------------------------------------------------------------------------------------------------- */
static riwaya_status begin(rw_db *db, bool write, riwaya_error *err) {
	return exec(db, write ? "BEGIN IMMEDIATE" : "BEGIN", err);
}
static riwaya_status commit(rw_db *db, riwaya_error *err) { return exec(db, "COMMIT", err); }
static void rollback(rw_db *db) {
	/* Some failures have undone it already. */
	if (!sqlite3_get_autocommit(handle(db))) sqlite3_exec(handle(db), "ROLLBACK", NULL, NULL, NULL);
}

/* --- statements --------------------------------------------------------------------------------------------------------- */
static riwaya_status prepare(rw_stmt *s, riwaya_error *err) {
	rw_db *db = s->db;
	rw_mark mark = rw_arena_mark(&db->own);
	const char *text;
	riwaya_status status = rw_db_placeholders(db, &db->own, s->sql, false, &text, &s->n_values, err);
	rw_arena_reset(&db->own, mark);
	if (status) return status;
	lite_stmt *own = RW_NEW(&db->own, lite_stmt);
	int code = sqlite3_prepare_v3(handle(db), s->sql, -1, SQLITE_PREPARE_PERSISTENT, &own->h, NULL);
	if (code != SQLITE_OK) return fault(db, code, err);
	rw_arena_defer(&db->own, drop, own->h);
	s->own = own;
	return RIWAYA_OK;
}

static riwaya_status start(rw_stmt *s, riwaya_error *err) {
	sqlite3_stmt *h = ((lite_stmt *)s->own)->h;
	bool reads = sqlite3_stmt_readonly(h);
	if (!reads && s->db->state != RW_DB_WRITING)
		return rw_fail(err, RIWAYA_STORE, s->db->name, 0, 0,
			"the %s is not being written to here; begin a transaction that writes: %.80s", s->db->schema->what, s->sql);
	/* Rows may still be taken when the caller's bytes are gone. */
	const sqlite3_destructor_type how = reads ? SQLITE_TRANSIENT : SQLITE_STATIC;
	int code = SQLITE_OK;
	for (unsigned i = 0; i < s->n_values && code == SQLITE_OK; i++) {
		const rw_value *v = &s->values[i];
		int at = (int)i + 1;
		switch (v->kind) {
		case RW_VALUE_NULL: code = sqlite3_bind_null(h, at); break;
		case RW_VALUE_INT: code = sqlite3_bind_int64(h, at, v->i); break;
		case RW_VALUE_DOUBLE: code = sqlite3_bind_double(h, at, v->d); break;
		case RW_VALUE_TEXT: code = sqlite3_bind_text64(h, at, v->s.p, v->s.n, how, SQLITE_UTF8); break;
		case RW_VALUE_BLOB: code = sqlite3_bind_blob64(h, at, v->s.p, v->s.n, how); break;
		}
	}
	return code == SQLITE_OK ? RIWAYA_OK : fault(s->db, code, err);
}

static riwaya_status next(rw_stmt *s, bool *row, riwaya_error *err) {
	int code = sqlite3_step(((lite_stmt *)s->own)->h);
	*row = code == SQLITE_ROW;
	return code == SQLITE_ROW || code == SQLITE_DONE ? RIWAYA_OK : fault(s->db, code, err);
}

static void reset(rw_stmt *s) { sqlite3_reset(((lite_stmt *)s->own)->h); }

static riwaya_status run(rw_stmt *s, riwaya_error *err) {
	lite_stmt *own = s->own;
	bool row = true;
	riwaya_status status = start(s, err);
	while (!status && row) status = next(s, &row, err);
	own->changed = status || sqlite3_stmt_readonly(own->h) ? 0 : sqlite3_changes(handle(s->db));
	sqlite3_reset(own->h);
	return status;
}

static riwaya_status changed(rw_stmt *s, int64_t *n, riwaya_error *err) {
	(void)err;
	*n = ((lite_stmt *)s->own)->changed;
	return RIWAYA_OK;
}

/* --- rows --------------------------------------------------------------------------------------------------------------- */
static int type(const rw_stmt *s, unsigned i) { return sqlite3_column_type(((lite_stmt *)s->own)->h, (int)i); }

static bool is_null(const rw_stmt *s, unsigned i) { return type(s, i) == SQLITE_NULL; }

static int64_t get_int(const rw_stmt *s, unsigned i) {
	int t = type(s, i);
	return t == SQLITE_INTEGER || t == SQLITE_FLOAT ? sqlite3_column_int64(((lite_stmt *)s->own)->h, (int)i) : 0;
}

static double get_double(const rw_stmt *s, unsigned i) {
	int t = type(s, i);
	return t == SQLITE_INTEGER || t == SQLITE_FLOAT ? sqlite3_column_double(((lite_stmt *)s->own)->h, (int)i) : 0;
}

static rw_slice get_bytes(const rw_stmt *s, unsigned i) {
	sqlite3_stmt *h = ((lite_stmt *)s->own)->h;
	int t = type(s, i);
	if (t != SQLITE_TEXT && t != SQLITE_BLOB) return RW_NONE;
	const char *p = sqlite3_column_blob(h, (int)i);
	return rw_slice_of(p ? p : "", (size_t)sqlite3_column_bytes(h, (int)i));
}

static riwaya_status size(rw_db *db, int64_t *bytes, riwaya_error *err) {
	(void)err;
	const char *path = ((lite *)db->own_data)->path;
	struct stat st;
	*bytes = stat(path, &st) == 0 ? st.st_size : 0;
	rw_mark mark = rw_arena_mark(&db->own);
	if (stat(rw_arena_printf(&db->own, "%s-wal%c", path, '\0').p, &st) == 0) *bytes += st.st_size;
	rw_arena_reset(&db->own, mark);
	return RIWAYA_OK;
}

static riwaya_status copy(
	rw_db *db, const char *path, bool (*progress)(void *ctx, double part), void *ctx, bool *whole, riwaya_error *err) {
	enum { PAGES = 4096 };
	sqlite3 *to = NULL;
	sqlite3_backup *b = NULL;
	int code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
	if (code == SQLITE_OK) b = sqlite3_backup_init(to, "main", handle(db), "main");
	if (code == SQLITE_OK && !b) code = sqlite3_errcode(to);
	for (bool go_on = true; code == SQLITE_OK && go_on;) {
		code = sqlite3_backup_step(b, PAGES);
		int all = sqlite3_backup_pagecount(b);
		if (progress && all) go_on = progress(ctx, 1 - (double)sqlite3_backup_remaining(b) / all);
	}
	*whole = code == SQLITE_DONE;
	if (b) sqlite3_backup_finish(b);
	const char *why = code == SQLITE_OK || code == SQLITE_DONE ? NULL : sqlite3_errstr(code);
	bool busy = (code & 0xFF) == SQLITE_BUSY || (code & 0xFF) == SQLITE_LOCKED;
	sqlite3_close_v2(to);
	return why ? rw_fail(err, busy ? RIWAYA_BUSY : RIWAYA_STORE, rw_slice_z(path), 0, 0,
					 "the copy can't be written: %s; see to the disk and run again", why)
			   : RIWAYA_OK;
}

static const rw_db_driver driver = {
	.kind = RW_DB_SQLITE,
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
	.copy = copy,
};
