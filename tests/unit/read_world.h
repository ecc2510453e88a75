/* read_world.h: a small lexicon for the tests of the read room and the calendar: the project's own tables of letters, months, weekdays
 * and furniture, with outlets and places of fiction, so that no other table's growth changes what these tests expect. */
#ifndef RW_TEST_READ_WORLD_H
#define RW_TEST_READ_WORLD_H

#include "memory.h"
#include "read/page.h"
#include "table.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Runs work with an arena of its own; setjmp's frame holds nothing else that a jump could spoil. */
static inline void in_arena(void (*work)(rw_arena *)) {
	TEST_ARENA(a);
	work(a);
	rw_arena_release(a);
}

static inline rw_lexicon *read_lexicon(rw_arena *a) {
	static const char *const own[] = {"schema.tsv", "letters.tsv", "clitics.tsv", "paradigms.tsv", "months.tsv",
		"weekdays.tsv", "hijri.tsv", "furniture.tsv", "languages.tsv"};
	rw_source *all;
	size_t n;
	riwaya_error err;
	if (rw_lexicon_sources(a, RW_SOURCE_DIR "/lexicon", &all, &n, &err)) return NULL;
	rw_source *sources = RW_ARRAY(a, rw_source, RW_COUNT(own) + 2);
	size_t kept = 0;
	for (size_t k = 0; k < RW_COUNT(own); k++) {
		for (size_t i = 0; i < n; i++) {
			if (rw_slice_eqz(all[i].name, own[k])) sources[kept++] = all[i];
		}
	}
	static const char outlets[] =
		"id\tforms\ten\tkind\tdomains\n"
		"waha\tشبكة واحة الأخبار|واحة الأخبار|واحة\tWaha\tnetwork\twaha.example\n"
		"manar\tوكالة منارة للأنباء|وكالة منارة|منارة\tManara\tagency\tmanara.example news.manara.example\n"
		"jisr\tموقع الجسر|الجسر نت\tJisr\toutlet\tjisr.example\n";
	static const char places[] = "id\tforms\ten\ttype\n"
								 "xx-qasr\tالقصر\tQasr\tcity\n"
								 "xx-wadi\tوادي الورد\tWadi\ttown\n"
								 "xx-bahr\tبحرة\tBahra\tcity\n";
	sources[kept++] =
		(rw_source){.name = RW_LIT("outlets.tsv"), .path = RW_LIT("outlets.tsv"), .text = rw_slice_z(outlets)};
	sources[kept++] = (rw_source){.name = RW_LIT("places.tsv"), .path = RW_LIT("places.tsv"), .text = rw_slice_z(places)};
	rw_slice image;
	rw_complaints complaints = {0};
	if (rw_lexicon_compile(a, sources, kept, &image, &complaints)) {
		for (size_t i = 0; i < complaints.n; i++) {
			fprintf(stderr, RW_FMT ":%u " RW_FMT "\n", RW_ARG(complaints.p[i].path), complaints.p[i].line,
				RW_ARG(complaints.p[i].message));
		}
		return NULL;
	}
	rw_lexicon *lx;
	return rw_lexicon_open(a, image, &lx, &err) ? NULL : lx;
}

/* The first document of bytes, in memory of its own; END where there is none. */
static inline riwaya_status read_bytes(
	rw_read_context *c, const char *name, rw_slice bytes, rw_reports *out, riwaya_error *err) {
	rw_manner how = {.lx = c->lx};
	rw_stream in;
	rw_stream_bytes(&in, rw_slice_z(name), bytes);
	rw_mark m = rw_arena_mark(c->scratch);
	rw_walk *w = rw_walk_new(c->scratch, &in, rw_slice_z(name), &how);
	riwaya_status status = rw_walk_next(w, c, out, err);
	rw_arena_reset(c->scratch, m);
	return status;
}

/* A context to read in, and what came of the last reading. */
typedef struct read_world {
	rw_read_context c;
	rw_reports out;
	riwaya_error err;
	rw_arena scratch;
} read_world;

static inline read_world *read_world_new(rw_arena *a) {
	read_world *w = RW_NEW(a, read_world);
	rw_arena_init(&w->scratch, a->mem);
	w->c = (rw_read_context){.lx = read_lexicon(a), .a = a, .scratch = &w->scratch};
	assert_non_null(w->c.lx);
	return w;
}

static inline void read_world_end(read_world *w) { rw_arena_release(&w->scratch); }

/* Reads bytes under a name; the result stands in w->out and w->err. */
static inline riwaya_status reading(read_world *w, const char *name, rw_slice bytes) {
	w->out.n = 0;
	memset(&w->err, 0, sizeof w->err);
	return read_bytes(&w->c, name, bytes, &w->out, &w->err);
}

/* … which must be read, as one report. */
static inline riwaya_report *read_ok(read_world *w, const char *name, rw_slice bytes) {
	riwaya_status s = reading(w, name, bytes);
	if (s) fail_msg("%s: %s: %s", name, riwaya_status_name(s), w->err.message);
	assert_int_equal(w->out.n, 1);
	return w->out.p[0];
}

#endif
