/* backup.c: a store into a file, and back. */
#define _POSIX_C_SOURCE 200809L
#include "store/upkeep.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static riwaya_status cannot(const rw_backup *b, const char *what, riwaya_error *err) {
	return rw_fail(err, RIWAYA_OUTPUT, rw_slice_z(b->path), 0, 0,
		"%s: %s; see to the disk and the folder, or name another file", what, strerror(errno));
}

/* --- the file's place --------------------------------------------------------------------------------------------------- */
/* Whether the file's head is that of a store: SQLite's application id. */
static bool is_store(const char *path) {
	unsigned char head[72];
	FILE *f = fopen(path, "rb");
	bool good = f && fread(head, 1, sizeof head, f) == sizeof head && memcmp(head, "SQLite format 3", 16) == 0 &&
		memcmp(head + 68, "riwa", 4) == 0;
	if (f) fclose(f);
	return good;
}

/* What stands there may be replaced: nothing, or a backup that nobody has open. */
static riwaya_status may_replace(const rw_backup *b, rw_arena *a, riwaya_error *err) {
	struct stat there, own, log;
	rw_slice path = rw_slice_z(b->path);
	if (stat(b->path, &there)) return errno == ENOENT ? RIWAYA_OK : cannot(b, "unable to look at it", err);
	if (rw_db_kind_of(b->s->db) == RW_DB_SQLITE &&
		stat(rw_arena_printf(a, RW_FMT "%c", RW_ARG(b->s->where), 0).p, &own) == 0 && own.st_dev == there.st_dev &&
		own.st_ino == there.st_ino)
		return rw_fail(err, RIWAYA_ARGUMENT, path, 0, 0, "'%s' is the store itself; name another file", b->path);
	if (!S_ISREG(there.st_mode) || (there.st_size > 0 && !is_store(b->path)))
		return rw_fail(
			err, RIWAYA_ARGUMENT, path, 0, 0, "'%s' is there, and is no store of riwaya's; name another file", b->path);
	if (stat(rw_arena_printf(a, "%s-wal%c", b->path, 0).p, &log) == 0 && log.st_size > 0)
		return rw_fail(err, RIWAYA_ARGUMENT, path, 0, 0,
			"'%s' is a store that is being written to, or was left so; name another file", b->path);
	return RIWAYA_OK;
}

static void remove_all(rw_arena *a, const char *path) {
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
	for (size_t i = 0; i < RW_COUNT(ends); i++) unlink(rw_arena_printf(a, "%s%s%c", path, ends[i], 0).p);
}

/* On the disk, then in its place. */
static riwaya_status put_in_place(rw_backup *b, rw_arena *a, const char *beside, riwaya_error *err) {
	struct stat st;
	int fd = open(beside, O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0 && fstat(fd, &st) == 0;
	if (fd >= 0) close(fd);
	if (!good || rename(beside, b->path)) return cannot(b, "unable to put the backup in its place", err);
	b->out->bytes = (uint64_t)st.st_size;
	const char *slash = strrchr(b->path, '/');
	rw_slice folder = !slash ? RW_LIT(".")
		: slash == b->path   ? RW_LIT("/")
							 : rw_slice_of(b->path, (size_t)(slash - b->path));
	fd = open(rw_arena_printf(a, RW_FMT "%c", RW_ARG(folder), 0).p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd); /* not every file system can */
		close(fd);
	}
	return RIWAYA_OK;
}

/* --- rows ------------------------------------------------------------------------------------------------------------------ */
static riwaya_status count_reports(rw_backup *b, rw_db *db, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(db, "SELECT count(*) FROM report", &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	b->out->reports = (uint64_t)rw_col_int(q, 0);
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

/* The search index of `to`, of the reports that s->db has. */
static riwaya_status put_words(rw_backup *b, rw_arena *a, rw_db *to, riwaya_error *err) {
	riwaya_store *s = b->s;
	rw_words *words = rw_words_new(a, s->lx);
	int64_t last = INT64_MIN;
	riwaya_status status = RIWAYA_OK;
	while (!status) {
		rw_stmt *q;
		bool row;
		status = rw_db_stmt(s->db, "SELECT id FROM report WHERE id > ?1 ORDER BY id LIMIT 1", &q, err);
		if (status) break;
		rw_bind_int(q, 1, last);
		status = rw_step(q, &row, err);
		if (status || !row) break;
		last = rw_col_int(q, 0);
		rw_stmt_reset(q);
		rw_mark m = rw_arena_mark(&s->scratch);
		rw_stored stored;
		rw_search_words found;
		riwaya_error unreadable = {0};
		/* One that another engine derived has no words until it is rebuilt. */
		if (!rw_load(s, &s->scratch, last, INT64_MAX, &stored, &unreadable)) {
			rw_search_words_of(words, &s->scratch, &stored.known, &found);
			status = rw_search_put(to, &s->scratch, last, stored.received, &found, err);
		}
		rw_arena_reset(&s->scratch, m);
	}
	return status;
}

/* A file with all that the server holds. */
static riwaya_status write_rows(rw_backup *b, const char *beside, riwaya_error *err) {
	riwaya_store *s = b->s;
	rw_db *to;
	rw_mark m = rw_arena_mark(&s->work);
	riwaya_status status = rw_db_open(&s->work, beside, RW_DB_CREATE, &to, err);
	if (!status) status = rw_db_begin_read(s->db, err);
	if (!status) status = rw_db_begin(to, err);
	if (!status) status = rw_copy_rows(b, &s->work, s->db, to, to, &b->out->stopped, err);
	if (!status && !b->out->stopped) status = put_words(b, &s->work, to, err);
	if (!status && !b->out->stopped) status = rw_db_commit(to, err);
	rw_db_rollback(s->db);
	rw_arena_reset(&s->work, m); /* closes it, which puts its log into the file */
	return status;
}

riwaya_status rw_backup_write(rw_backup *b, riwaya_error *err) {
	riwaya_store *s = b->s;
	const char *beside = rw_arena_printf(&s->list, "%s.part%c", b->path, 0).p;
	riwaya_status status = may_replace(b, &s->scratch, err);
	if (!status) status = count_reports(b, s->db, err);
	if (status) return status;
	remove_all(&s->scratch, beside);
	if (rw_db_kind_of(s->db) == RW_DB_SQLITE) {
		bool whole;
		status = rw_db_begin_read(s->db, err);
		if (!status) status = count_reports(b, s->db, err); /* from here on it sees one state */
		if (!status) status = rw_db_copy(s->db, beside, b->progress, b->ctx, &whole, err);
		rw_db_rollback(s->db);
		b->out->stopped = !status && !whole;
	} else {
		status = write_rows(b, beside, err);
	}
	if (!status && !b->out->stopped) status = put_in_place(b, &s->scratch, beside, err);
	remove_all(&s->scratch, beside);
	return status;
}

/* --- back ------------------------------------------------------------------------------------------------------------------ */
static riwaya_status must_be_empty(rw_backup *b, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(b->s->db, "SELECT 1 FROM log LIMIT 1", &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	rw_stmt_reset(q);
	return row
		? rw_fail(err, RIWAYA_ARGUMENT, b->s->where, 0, 0,
			  "the store '" RW_FMT "' holds something already; name a new one to restore into", RW_ARG(b->s->where))
		: RIWAYA_OK;
}

riwaya_status rw_backup_restore(rw_backup *b, riwaya_error *err) {
	riwaya_store *s = b->s;
	rw_db *from;
	riwaya_status status = rw_db_open(&s->work, b->path, RW_DB_READ_ONLY, &from, err);
	if (!status) status = rw_db_begin_read(from, err);
	if (!status) status = rw_db_begin(s->db, err);
	if (status) return status;
	status = must_be_empty(b, err);
	if (!status) status = count_reports(b, from, err);
	if (!status) status = rw_copy_rows(b, &s->work, from, s->db, from, &b->out->stopped, err);
	if (!status && !b->out->stopped) status = put_words(b, &s->work, s->db, err);
	if (!status && !b->out->stopped) status = rw_db_size(from, (int64_t *)&b->out->bytes, err);
	if (!status && !b->out->stopped) status = rw_db_commit(s->db, err);
	rw_db_rollback(s->db);
	return status ? status : rw_store_dictionaries(s, err);
}
