/* keep.c: the WARC files that everything received goes to: one file, or a folder of files that are begun anew when they grow large. */
#define _XOPEN_SOURCE 700
#include "fetch/fetch.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FIRST "riwaya-"
#define LAST ".warc.gz"

enum { FILES_MAX = 100000 };

typedef struct kept_file {
	const char *path;
	uint64_t from;
} kept_file;

struct rw_keep {
	rw_arena *a;
	rw_keep_options o;
	const char *path; /* as given */
	bool folder;
	rw_arena names;   /* of the folder's files, while it is opened */
	rw_arena writing; /* of the file being written */
	rw_warc_writer *w;
	rw_slice name; /* its name, without the folder */
	size_t serial; /* of the last file of the folder */
	bool made;     /* the file being written was not there before, and nothing was put in it yet */
	RW_VEC(kept_file) files;
};

static riwaya_status cannot(const char *what, const char *path, riwaya_error *err) {
	return rw_fail(err, RIWAYA_IO, rw_slice_z(path), 0, 0, "unable to %s '%s': %s", what, path, strerror(errno));
}

static rw_slice name_of(const char *path) {
	const char *last = strrchr(path, '/');
	return rw_slice_z(last ? last + 1 : path);
}

static void seen(void *ctx, uint64_t offset, rw_slice head) {
	rw_keep *k = ctx;
	k->o.seen(k->o.ctx, k->name, offset, head);
}

static int64_t now(void *ctx) {
	rw_keep *k = ctx;
	return k->o.clock(k->o.ctx);
}

/* A file that nothing came to is not left lying about. */
static void drop_empty(rw_keep *k) {
	if (k->w && k->made) unlink(k->files.p[k->files.n - 1].path);
	if (k->w && k->made) k->files.n--;
	k->made = false;
}

static riwaya_status shut(rw_keep *k, riwaya_error *err) {
	drop_empty(k);
	riwaya_status status = k->w ? rw_warc_finish(k->w, err) : RIWAYA_OK;
	k->w = NULL;
	rw_arena_release(&k->writing);
	return status;
}

/* Opens a file to be written to; `whole` bytes of it are known. The path lies in the arena. */
static riwaya_status open_file(rw_keep *k, rw_slice path, uint64_t whole, riwaya_error *err) {
	rw_arena_init(&k->writing, k->a->mem);
	k->name = name_of(path.p);
	rw_warc_options o = {.plain = rw_slice_ends(path, RW_LIT(".warc")),
		.whole = whole,
		.seen = k->o.seen ? seen : NULL,
		.clock = k->o.clock ? now : NULL,
		.ctx = k};
	struct stat st;
	bool there = stat(path.p, &st) == 0 && st.st_size > 0;
	riwaya_status status = rw_warc_create(&k->writing, path.p, &o, &k->w, err);
	if (!status) {
		k->made = !there;
		rw_vec_push(k->a, &k->files, (kept_file){path.p, rw_warc_size(k->w)});
		return RIWAYA_OK;
	}
	k->w = NULL;
	rw_arena_release(&k->writing);
	return status;
}

/* A path with the zero that ends it behind. */
static rw_slice path_of(rw_keep *k, rw_slice name) {
	rw_slice z = rw_arena_printf(k->a, "%s/" RW_FMT "%c", k->path, RW_ARG(name), '\0');
	return rw_slice_of(z.p, z.n - 1);
}

/* --- folders --------------------------------------------------------------------------------------------------------- */
static int by_name(const void *a, const void *b) { return rw_slice_cmp(*(const rw_slice *)a, *(const rw_slice *)b); }

static void shut_folder(void *p) { closedir(p); }

/* Names of the folder's WARC files that are ours, in the order they were begun. */
static riwaya_status list(rw_keep *k, rw_arena *a, rw_slice **out, size_t *n, riwaya_error *err) {
	RW_VEC(rw_slice) names = {0};
	DIR *d = opendir(k->path);
	if (!d) return cannot("read", k->path, err);
	rw_arena_defer(a, shut_folder, d);
	for (const struct dirent *e; (e = readdir(d)) && names.n < FILES_MAX;) {
		rw_slice name = rw_slice_z(e->d_name);
		if (rw_slice_starts(name, RW_LIT(FIRST)) && rw_slice_ends(name, RW_LIT(LAST)))
			rw_vec_push(a, &names, rw_arena_copy(a, name));
	}
	if (names.n) qsort(names.p, names.n, sizeof *names.p, by_name);
	*out = names.p;
	*n = names.n;
	return RIWAYA_OK;
}

/* The next file of a folder. */
static riwaya_status begin(rw_keep *k, riwaya_error *err) {
	char date[24], stamp[15];
	struct timespec t = {0};
	if (!k->o.clock) clock_gettime(CLOCK_REALTIME, &t);
	rw_warc_date(k->o.clock ? k->o.clock(k->o.ctx) : (int64_t)t.tv_sec, date);
	size_t n = 0;
	for (const char *p = date; *p && n + 1 < sizeof stamp; p++)
		if (*p >= '0' && *p <= '9') stamp[n++] = *p;
	stamp[n] = '\0';
	rw_slice name = rw_arena_printf(k->a, FIRST "%s-%05zu" LAST, stamp, ++k->serial);
	return open_file(k, path_of(k, name), 0, err);
}

/* Looks through what is not known yet, and goes on with the last file, or begins one where that is large or damaged. */
static riwaya_status open_folder(rw_keep *k, rw_arena *names_of, riwaya_error *err) {
	rw_slice *names = NULL;
	size_t n = 0;
	if (mkdir(k->path, 0777) != 0 && errno != EEXIST) return cannot("make the folder", k->path, err);
	riwaya_status status = list(k, names_of, &names, &n, err);
	if (status) return status;
	k->serial = n;
	for (size_t i = 0; i < n; i++) {
		int order = k->o.file.p ? rw_slice_cmp(names[i], k->o.file) : 1;
		bool last = i + 1 == n;
		if (!last && (order < 0 || !k->o.seen)) continue;
		status = open_file(k, path_of(k, names[i]), order == 0 ? k->o.whole : 0, err);
		if (status == RIWAYA_FORMAT) continue; /* not ours to mend: it stays as it is, and another is begun */
		if (status) return status;
		if (last && rw_warc_size(k->w) < RIWAYA_FETCH_WARC_BYTES) return RIWAYA_OK;
		k->files.n--; /* nothing is added to it */
		k->made = false;
		if ((status = shut(k, err))) return status;
	}
	return begin(k, err);
}

/* --- the keep ---------------------------------------------------------------------------------------------------------- */
static void drop(void *p) {
	rw_keep *k = p;
	drop_empty(k);
	rw_arena_release(&k->names);
	rw_arena_release(&k->writing);
}

riwaya_status rw_keep_open(rw_arena *a, const char *path, const rw_keep_options *o, rw_keep **out, riwaya_error *err) {
	rw_keep *k = RW_NEW(a, rw_keep);
	rw_slice given = rw_slice_z(path);
	struct stat st;
	k->a = a;
	k->o = *o;
	rw_arena_defer(a, drop, k);
	char *z = rw_arena_alloc(a, given.n + 1);
	memcpy(z, path, given.n);
	for (size_t n = given.n; n > 1 && z[n - 1] == '/'; n--) z[n - 1] = '\0';
	k->path = z;
	k->folder = stat(path, &st) == 0
		? S_ISDIR(st.st_mode)
		: !rw_slice_ends(given, RW_LIT(".warc.gz")) && !rw_slice_ends(given, RW_LIT(".warc"));
	*out = k;
	if (!k->folder) return open_file(k, rw_slice_z(z), 0, err);
	rw_arena_init(&k->names, a->mem);
	riwaya_status status = open_folder(k, &k->names, err);
	rw_arena_release(&k->names);
	return status;
}

riwaya_status rw_keep_put(rw_keep *k, const rw_exchange *e, rw_kept *where, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	if (k->folder && rw_warc_size(k->w) >= RIWAYA_FETCH_WARC_BYTES) {
		status = shut(k, err);
		if (!status) status = begin(k, err);
		if (status) return status;
	}
	rw_warc_new_id(k->w, where->id);
	rw_warc_date(e->date, where->date);
	char with[sizeof where->id + 2], same[sizeof where->id + 2] = "";
	snprintf(with, sizeof with, "<%s>", where->id);
	if (e->same_id.n == sizeof where->id - 1) snprintf(same, sizeof same, "<" RW_FMT ">", RW_ARG(e->same_id));
	bool revisit = e->same_date.p != NULL;
	const rw_warc_field fields[] = {
		{"WARC-IP-Address", e->ip},
		{"WARC-Truncated", rw_slice_z(e->truncated)},
		{"WARC-Profile",
			!revisit                             ? RW_NONE
				: rw_http_status(e->head) == 304 ? RW_WARC_NOT_MODIFIED
												 : RW_WARC_SAME_PAYLOAD},
		{"WARC-Refers-To", revisit && same[0] ? rw_slice_z(same) : RW_NONE},
		{"WARC-Refers-To-Target-URI", revisit ? e->same_uri : RW_NONE},
		{"WARC-Refers-To-Date", revisit ? e->same_date : RW_NONE},
		{RW_KEEP_ASKED, e->asked},
	};
	const rw_warc_piece received[] = {{.bytes = e->head}, {.fd = e->body, .n = revisit ? 0 : e->n_body}};
	where->file = rw_slice_z(k->files.p[k->files.n - 1].path);
	where->offset = rw_warc_size(k->w);
	status = rw_warc_put(k->w,
		&(rw_warc_record){.type = revisit ? RW_WARC_REVISIT : RW_WARC_RESPONSE,
			.uri = e->uri,
			.content_type = RW_WARC_HTTP_RESPONSE,
			.date = e->date,
			.id = where->id,
			.payload_digest = e->digest,
			.fields = fields,
			.n_fields = RW_COUNT(fields),
			.block = received,
			.n_block = RW_COUNT(received)},
		err);
	if (status) return status;
	k->made = false;
	/* The request behind it, so that a record never names one that is not there. */
	const rw_warc_field asking[] = {{"WARC-Concurrent-To", rw_slice_z(with)}, {"WARC-IP-Address", e->ip}};
	const rw_warc_piece sent = {.bytes = e->request};
	return rw_warc_put(k->w,
		&(rw_warc_record){.type = RW_WARC_REQUEST,
			.uri = e->uri,
			.content_type = RW_WARC_HTTP_REQUEST,
			.date = e->date,
			.fields = asking,
			.n_fields = RW_COUNT(asking),
			.block = &sent,
			.n_block = 1},
		err);
}

riwaya_status rw_keep_sync(rw_keep *k, riwaya_error *err) { return k->w ? rw_warc_sync(k->w, err) : RIWAYA_OK; }

static void shut_spool(void *p) { close(*(int *)p); }

riwaya_status rw_keep_spool(rw_keep *k, rw_arena *a, int *fd, riwaya_error *err) {
	/* On the disk that the WARC files are on: there is room, or there is none for them either. */
	const char *last = strrchr(k->path, '/');
	rw_slice folder = k->folder ? rw_slice_z(k->path)
		: last                  ? rw_slice_of(k->path, (size_t)(last - k->path))
								: RW_LIT(".");
	rw_slice z = rw_arena_printf(a, RW_FMT "/.riwaya-XXXXXX%c", RW_ARG(folder), '\0');
	char *path = rw_arena_alloc(a, z.n);
	int *held = RW_NEW(a, int);
	memcpy(path, z.p, z.n);
	*fd = mkstemp(path);
	if (*fd < 0) return cannot("write", path, err);
	unlink(path);
	fcntl(*fd, F_SETFD, FD_CLOEXEC);
	*held = *fd;
	rw_arena_defer(a, shut_spool, held);
	return RIWAYA_OK;
}

bool rw_keep_file(const rw_keep *k, size_t i, const char **path, uint64_t *from) {
	/* A file that nothing came to goes again. */
	if (i >= k->files.n - (k->w && k->made)) return false;
	*path = k->files.p[i].path;
	*from = k->files.p[i].from;
	return true;
}

void rw_keep_at(const rw_keep *k, rw_slice *file, uint64_t *whole) {
	*file = k->name;
	*whole = k->w ? rw_warc_size(k->w) : 0;
}

rw_slice rw_keep_folder(const rw_keep *k) { return k->folder ? rw_slice_z(k->path) : RW_NONE; }
