/* source.c: the files of a lexicon's folder. */
#include "lexicon/image.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { MAX_DEPTH = 4, MAX_FILES = 4096, MAX_FILE = 64 << 20 };

typedef RW_VEC(rw_source) sources;

static void close_dir(void *p) { closedir(p); }

/* No arena memory is asked for while the file is open. */
static riwaya_status read_file(rw_arena *a, const char *path, const struct stat *st, rw_slice *out, riwaya_error *err) {
	rw_slice name = rw_slice_z(path);
	if (!S_ISREG(st->st_mode))
		return rw_fail(err, RIWAYA_IO, name, 0, 0, "not a regular file: a table or rule file is needed");
	if (st->st_size > MAX_FILE)
		return rw_fail(
			err, RIWAYA_LIMIT, name, 0, 0, "larger than %d MiB: part the table into several files", MAX_FILE >> 20);
	size_t n = (size_t)st->st_size;
	char *p = rw_arena_alloc(a, n + 1);
	FILE *f = fopen(path, "rb");
	if (!f) return rw_fail(err, RIWAYA_IO, name, 0, 0, "unable to open: %s", strerror(errno));
	size_t got = fread(p, 1, n, f);
	bool bad = ferror(f) != 0;
	fclose(f);
	if (bad) return rw_fail(err, RIWAYA_IO, name, 0, 0, "unable to read: %s", strerror(errno));
	*out = rw_slice_of(p, got);
	return RIWAYA_OK;
}

static riwaya_status walk(rw_arena *a, rw_slice dir, rw_slice under, uint32_t depth, sources *out, riwaya_error *err) {
	const char *z = rw_arena_printf(a, "%.*s", RW_ARG(dir)).p;
	DIR *d = opendir(z);
	if (!d) return rw_fail(err, RIWAYA_IO, dir, 0, 0, "unable to open the folder: %s", strerror(errno));
	rw_arena_defer(a, close_dir, d);
	const struct dirent *e;
	while ((e = readdir(d))) {
		if (e->d_name[0] == '.') continue;
		rw_slice name =
			under.n ? rw_arena_printf(a, "%.*s/%s", RW_ARG(under), e->d_name) : rw_arena_copy(a, rw_slice_z(e->d_name));
		rw_slice path = rw_arena_printf(a, "%.*s/%s", RW_ARG(dir), e->d_name);
		struct stat st;
		if (stat(path.p, &st) != 0) return rw_fail(err, RIWAYA_IO, path, 0, 0, "unable to read: %s", strerror(errno));
		if (S_ISDIR(st.st_mode)) {
			if (depth == MAX_DEPTH)
				return rw_fail(err, RIWAYA_LIMIT, path, 0, 0, "folders lie more than %d deep", MAX_DEPTH);
			riwaya_status k = walk(a, path, name, depth + 1, out, err);
			if (k != RIWAYA_OK) return k;
			continue;
		}
		if (!rw_slice_ends(name, RW_LIT(".tsv")) && !rw_slice_ends(name, RW_LIT(".rules"))) continue;
		if (out->n == MAX_FILES) return rw_fail(err, RIWAYA_LIMIT, dir, 0, 0, "more than %d files", MAX_FILES);
		rw_source s = {.name = name, .path = path};
		riwaya_status k = read_file(a, path.p, &st, &s.text, err);
		if (k != RIWAYA_OK) return k;
		rw_vec_push(a, out, s);
	}
	return RIWAYA_OK;
}

static int by_name(const void *pa, const void *pb) {
	return rw_slice_cmp(((const rw_source *)pa)->name, ((const rw_source *)pb)->name);
}

riwaya_status rw_lexicon_sources(rw_arena *a, const char *dir, rw_source **out, size_t *n, riwaya_error *err) {
	sources all = {0};
	rw_slice root = rw_slice_z(dir);
	while (root.n > 1 && root.p[root.n - 1] == '/') root.n--;
	riwaya_status k = walk(a, root, rw_slice_of("", 0), 0, &all, err);
	if (k != RIWAYA_OK) return k;
	if (all.n == 0)
		return rw_fail(err, RIWAYA_EMPTY, root, 0, 0, "no tables (*.tsv) or rules (rules/*.rules) in this folder");
	if (all.n > 1) qsort(all.p, all.n, sizeof *all.p, by_name);
	*out = all.p;
	*n = all.n;
	return RIWAYA_OK;
}

void rw_lexicon_own_sources(const rw_lexicon *lx, rw_arena *a, rw_source **out, size_t *n) {
	*n = lx->s[RW_S_SOURCES].n;
	*out = RW_ARRAY(a, rw_source, *n);
	for (size_t i = 0; i < *n; i++) {
		const rw_image_source *s = rw_image_at(lx, RW_S_SOURCES, i);
		(*out)[i] =
			(rw_source){rw_image_text(lx, s->name), rw_image_text(lx, s->path), rw_image_text(lx, s->text), s->layer};
	}
}

void rw_lexicon_overlay(
	const rw_lexicon *lx, rw_arena *a, const rw_source *more, size_t n_more, rw_source **out, size_t *n) {
	rw_source *own;
	size_t n_own;
	rw_lexicon_own_sources(lx, a, &own, &n_own);
	rw_source *all = RW_ARRAY(a, rw_source, n_own + n_more);
	uint32_t layer = 0;
	for (size_t i = 0; i < n_own; i++) {
		all[i] = own[i];
		if (own[i].layer > layer) layer = own[i].layer;
	}
	for (size_t i = 0; i < n_more; i++) {
		all[n_own + i] = more[i];
		all[n_own + i].layer = layer + 1;
	}
	*out = all;
	*n = n_own + n_more;
}
