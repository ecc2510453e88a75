/* test_geonames.c: a dump in the form of GeoNames becomes an overlay; overlays compiled to a file. The country ZZ is invented, and so is all in it. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* mkdtemp, truncate */
#endif
#include <riwaya/riwaya.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "gather.h"

static riwaya_sink into(text *t) {
	t->n = 0;
	t->p[0] = '\0';
	return (riwaya_sink){gather, t};
}

typedef struct world {
	char dir[64], places[96], dump[96], codes[96], image[96];
	riwaya_engine *engine;
	text table, report;
	riwaya_error err;
} world;

static void write_file(const char *path, const char *s) {
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(s, 1, strlen(s), f), strlen(s));
	fclose(f);
}

/* What the lexicon knows of ZZ before anything is imported. */
static const char known[] = "id\tforms\ten\ttype\twithin\tlat\tlon\tprecision\tsource\tfeats\tnote\n"
							"zz\tدولة شماغ\tShamagh\tcountry\t\t\t\t\t\t\t\n"
							"zz-north-gov\tمحافظة شمغون\tShamghun governorate\tgovernorate\tzz\t\t\t\t\t\t\n"
							"zz-south-gov\tمحافظة ثنقور\tThanqur governorate\tgovernorate\tzz\t\t\t\t\t\t\n"
							"zz-bazghal\tبزغال|بزغالة\tBazghal\ttown\tzz-north-gov\t\t\t\t\t\tkept\n"
							"zz-fardhin\tفرظين\tFardhin\ttown\tzz-north-gov\t1.5\t2.5\tcentre\tmine\t\t\n"
							"zz-twin-1\tزغرول\tZaghrul one\tvillage\tzz-north-gov\t\t\t\t\t\t\n"
							"zz-twin-2\tزغرول\tZaghrul two\tvillage\tzz-north-gov\t\t\t\t\t\t\n";

static int set_up(void **state) {
	world *w = calloc(1, sizeof *w);
	strcpy(w->dir, "/tmp/riwaya-geonames-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->places, sizeof w->places, "%s/places.zz.tsv", w->dir);
	snprintf(w->dump, sizeof w->dump, "%s/ZZ.txt", w->dir);
	snprintf(w->codes, sizeof w->codes, "%s/codes.txt", w->dir);
	snprintf(w->image, sizeof w->image, "%s/zz.img", w->dir);
	write_file(w->places, known);
	riwaya_options o = {.lexicon_dir = w->dir};
	assert_int_equal(riwaya_engine_new(&o, &w->engine, &w->err), RIWAYA_OK);
	*state = w;
	return 0;
}

static int tear_down(void **state) {
	world *w = *state;
	riwaya_engine_free(w->engine);
	remove(w->places);
	remove(w->dump);
	remove(w->codes);
	remove(w->image);
	rmdir(w->dir);
	free(w);
	return 0;
}

#define ROW(id, names, lat, lon, class_, code, a1, a2, people)                                                         \
	id "\tX" id "\tX" id "\t" names "\t" lat "\t" lon "\t" class_ "\t" code "\tZZ\t\t" a1 "\t" a2 "\t\t\t" people      \
	   "\t\t0\tEtc/UTC\t2026-01-01\n"

static riwaya_status import(world *w, const char *dump, bool codes) {
	write_file(w->dump, dump);
	const char *files[] = {w->codes};
	w->err = (riwaya_error){0};
	return riwaya_import_geonames(w->engine, w->dump, files, codes, into(&w->table), into(&w->report), &w->err);
}

/* The line of the table that begins with `start` and a tab; "" where there is none. */
static const char *line_of(world *w, const char *start) {
	static char line[1024];
	size_t n = strlen(start);
	for (const char *p = w->table.p; *p; p += strcspn(p, "\n") + 1) {
		if (strncmp(p, start, n) != 0 || p[n] != '\t') continue;
		snprintf(line, sizeof line, "%.*s", (int)strcspn(p, "\n"), p);
		return line;
	}
	return "";
}

static void says(world *w, const char *what) {
	if (!strstr(w->report.p, what)) fail_msg("the report says\n%s, and nothing of '%s'", w->report.p, what);
}

static void new_places(void **state) {
	world *w = *state;
	assert_int_equal(import(w,
						 ROW("1", "دولة شماغ", "10", "20", "A", "PCLI", "00", "", "0")
							 ROW("2", "Shamghun,شمغون", "11", "21", "A", "ADM1", "01", "", "0")
								 ROW("3", "قضاء طرغول,طرغول", "11.1", "21.1", "A", "ADM2", "01", "0101", "0")
									 ROW("4", "Barzun,بارزغون,Бар", "11.25", "21.5", "P", "PPL", "01", "0101", "900")
										 ROW("5", "دمرغين", "-11.5", "-21.5", "P", "PPL", "01", "", "20000")
											 ROW("6", "خرطوشة", "11.5", "21.5", "P", "PPLA2", "09", "", "150000"),
						 false),
		RIWAYA_OK);
	assert_string_equal(line_of(w, "zz-gn4"),
		"zz-gn4\tبارزغون\tX4\tvillage\tzz-gn3\t11.25\t21.5\tcentre\tgeonames\tdef=no\tGeoNames 4");
	/* A division that the lexicon knows holds what the dump puts into it; many people make a town, more a city. */
	assert_string_equal(line_of(w, "zz-gn5"),
		"zz-gn5\tدمرغين\tX5\ttown\tzz-north-gov\t-11.5\t-21.5\tcentre\tgeonames\tdef=no\tGeoNames 5");
	assert_non_null(strstr(line_of(w, "zz-gn6"), "\tcity\tzz\t"));
	assert_non_null(strstr(line_of(w, "zz-gn3"), "\tقضاء طرغول|طرغول\tX3\tdistrict\tzz-north-gov\t"));
	assert_string_equal(line_of(w, "zz"), "");
	says(w, "6 rows read\n");
	says(w, "4 new places\n");
	says(w, "1 left out: known to the lexicon already");
}

static void known_places(void **state) {
	world *w = *state;
	assert_int_equal(import(w,
						 ROW("2", "شمغون", "11", "21", "A", "ADM1", "01", "", "0") ROW("3", "ثنقور", "12", "22", "A",
							 "ADM1", "02", "", "0") ROW("4", "بزغاله", "11.5", "21.5", "P", "PPL", "01", "", "0")
							 ROW("5", "فرظين", "11.6", "21.6", "P", "PPL", "01", "", "0")
								 ROW("6", "زغرول", "11.7", "21.7", "P", "PPL", "01", "", "0")
									 ROW("7", "بزغال", "12.5", "22.5", "P", "PPL", "02", "", "0")
										 ROW("8", "بزغال", "11.9", "21.9", "P", "PPL", "01", "", "0"),
						 false),
		RIWAYA_OK);
	/* It keeps all that its row says, and gains a position. */
	assert_string_equal(line_of(w, "zz-bazghal"),
		"zz-bazghal\tبزغال|بزغالة\tBazghal\ttown\tzz-north-gov\t11.5\t21.5\tcentre\tgeonames\t\tkept");
	assert_string_equal(line_of(w, "zz-fardhin"), "");
	/* In another governorate the name is another place, that counts where its own surroundings are named. */
	assert_non_null(strstr(line_of(w, "zz-gn7"), "\tzz-south-gov\t"));
	assert_non_null(strstr(line_of(w, "zz-gn7"), "local=yes"));
	says(w, "3 positions for places that are known\n");
	says(w, "1 left out: known to the lexicon already");
	says(w, "2 left out: not told apart from a known place of the name\n");
}

static void words_are_ambiguous(void **state) {
	world *w = *state;
	assert_int_equal(import(w,
						 ROW("4", "السوق", "11", "21", "P", "PPL", "", "", "0") ROW("5", "قتيل", "11", "21", "P", "PPL",
							 "", "", "0") ROW("6", "دمرغين", "11", "21", "P", "PPL", "", "", "0") ROW("7", "طزغ", "11",
							 "21", "P", "PPL", "", "", "0") ROW("8", "خرغول", "11", "21", "P", "PPL", "", "", "0")
							 ROW("9", "خرغول", "12", "22", "P", "PPL", "", "", "0"),
						 false),
		RIWAYA_OK);
	assert_non_null(strstr(line_of(w, "zz-gn4"), "\tambiguous=yes\t"));
	assert_non_null(strstr(line_of(w, "zz-gn5"), "\tdef=no ambiguous=yes\t"));
	assert_non_null(strstr(line_of(w, "zz-gn6"), "\tdef=no\t"));
	assert_non_null(strstr(line_of(w, "zz-gn7"), "ambiguous=yes"));
	assert_non_null(strstr(line_of(w, "zz-gn8"), "\tdef=no local=yes\t"));
}

static void left_out(void **state) {
	world *w = *state;
	assert_int_equal(import(w,
						 ROW("4", "دمرغين", "11", "21", "P", "PPL", "", "", "0") ROW("4", "دمرغين", "11", "21", "P",
							 "PPL", "", "", "0") ROW("5", "Only Latin,ab c", "11", "21", "P", "PPL", "", "", "0")
							 ROW("6", "طرغول", "11", "21", "U", "TRNU", "", "", "0")
								 ROW("7", "ضرغون", "95", "21", "P", "PPL", "", "", "0") "one\ttwo\n",
						 false),
		RIWAYA_OK);
	says(w, "1 new places\n");
	says(w, "1 left out: in the dump twice\n");
	says(w, "1 left out: no name in Arabic script\n");
	says(w, "1 left out: a kind of feature that geonames.tsv leaves out\n");
	says(w, "2 left out: damaged: not 19 columns, no country or a position that is none (the first in line 5)\n");
}

/* Whatever the dump holds, the table compiles. */
static void odd_bytes(void **state) {
	world *w = *state;
	assert_int_equal(
		import(w,
			"4\t\xFF\tA\x01\xC3\x28\r B\tدمرغين,\xD8,د\xFF\xFF\x01غ\t11\t21\tP\tPPL\tZZ\t\t\t\t\t\t0\t\t0\tEtc/UTC\t2026-01-01\n"
			"5\t\xFF\t\xFF\tطرغول\t11\t21\tP\tPPL\tZZ\t\t\t\t\t\t0\t\t0\tEtc/UTC\t2026-01-01\n",
			false),
		RIWAYA_OK);
	assert_non_null(strstr(line_of(w, "zz-gn4"), "zz-gn4\tدمرغين\tA( B\tvillage\t"));
	assert_non_null(strstr(line_of(w, "zz-gn5"), "zz-gn5\tطرغول\t5\tvillage\t"));
}

static void codes_beside(void **state) {
	world *w = *state;
	write_file(w->codes, "ZZ.07\tThanqur\tThanqur\t999\nZZ.08\tNowhere\tNowhere\t998\n");
	assert_int_equal(import(w,
						 ROW("4", "دمرغين", "11", "21", "P", "PPL", "07", "", "0")
							 ROW("5", "طرغول", "11", "21", "P", "PPL", "08", "", "0"),
						 true),
		RIWAYA_OK);
	assert_non_null(strstr(line_of(w, "zz-gn4"), "\tvillage\tzz-south-gov\t"));
	assert_non_null(strstr(line_of(w, "zz-gn5"), "\tvillage\tzz\t"));
}

static void bad_input(void **state) {
	world *w = *state;
	assert_int_equal(import(w, "id,name\n1,x\n", false), RIWAYA_FORMAT);
	assert_int_equal(w->err.line, 1);
	assert_string_equal(w->err.source, w->dump);
	assert_non_null(strstr(w->err.message, "1 column where there should be 19"));
	assert_int_equal(import(w, "PK\x03\x04whatever", false), RIWAYA_FORMAT);
	assert_non_null(strstr(w->err.message, "unpack it"));
	assert_int_equal(import(w, "", false), RIWAYA_EMPTY);
	assert_int_equal(import(w, ROW("5", "Only Latin", "11", "21", "P", "PPL", "", "", "0"), false), RIWAYA_EMPTY);
	write_file(w->codes, "ZZ.07\tThanqur\tThanqur\t999\nnothing\n");
	assert_int_equal(import(w, ROW("4", "دمرغين", "11", "21", "P", "PPL", "", "", "0"), true), RIWAYA_FORMAT);
	assert_int_equal(w->err.line, 2);
	char *line = malloc(RIWAYA_MAX_GAZETTEER_LINE + 16);
	memset(line, 'x', RIWAYA_MAX_GAZETTEER_LINE + 10);
	line[RIWAYA_MAX_GAZETTEER_LINE + 10] = '\0';
	assert_int_equal(import(w, line, false), RIWAYA_LIMIT);
	free(line);
	assert_int_equal(
		riwaya_import_geonames(w->engine, "/nowhere/ZZ.txt", NULL, 0, into(&w->table), into(&w->report), &w->err),
		RIWAYA_IO);
}

typedef struct to_file {
	FILE *f;
} to_file;

static bool put_file(void *ctx, const char *p, size_t n) {
	to_file *t = ctx;
	return fwrite(p, 1, n, t->f) == n;
}

static riwaya_status compile(world *w) {
	const char *dirs[] = {w->dir};
	to_file t = {fopen(w->image, "wb")};
	assert_non_null(t.f);
	riwaya_status status = riwaya_lexicon_compile(dirs, 1, (riwaya_sink){put_file, &t}, into(&w->report), &w->err);
	fclose(t.f);
	return status;
}

static void compiled_once(void **state) {
	world *w = *state;
	riwaya_engine *e;
	assert_int_equal(compile(w), RIWAYA_OK);
	riwaya_options o = {.lexicon_dir = w->image};
	assert_int_equal(riwaya_engine_new(&o, &e, &w->err), RIWAYA_OK);
	riwaya_slice a = riwaya_engine_lexicon_hash(e), b = riwaya_engine_lexicon_hash(w->engine);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
	assert_int_equal(riwaya_lexicon_show(e, "بزغال", into(&w->report), &w->err), RIWAYA_OK);
	assert_non_null(strstr(w->report.p, "place:zz-bazghal"));
	riwaya_engine_free(e);
}

static void compiled_wrongly(void **state) {
	world *w = *state;
	riwaya_engine *e;
	riwaya_options o = {.lexicon_dir = w->image};
	write_file(w->image,
		"no image at all, and much longer than the header of one would be, so that its size tells nothing of what it is "
		"and the first bytes have to be looked at, which are not those that an image begins with");
	assert_int_equal(riwaya_engine_new(&o, &e, &w->err), RIWAYA_LEXICON);
	assert_non_null(strstr(w->err.message, "not a compiled lexicon"));
	write_file(w->image, "short");
	assert_int_equal(riwaya_engine_new(&o, &e, &w->err), RIWAYA_LEXICON);
	/* Cut short. */
	assert_int_equal(compile(w), RIWAYA_OK);
	assert_int_equal(truncate(w->image, 5000), 0);
	assert_int_equal(riwaya_engine_new(&o, &e, &w->err), RIWAYA_LEXICON);
	assert_non_null(strstr(w->err.message, "cut short"));
	/* Laid over other built-in tables: a byte of their hash, which stands last in the header of 160 bytes. */
	assert_int_equal(compile(w), RIWAYA_OK);
	FILE *f = fopen(w->image, "r+b");
	assert_non_null(f);
	fseek(f, 159, SEEK_SET);
	fputc('#', f);
	fclose(f);
	assert_int_equal(riwaya_engine_new(&o, &e, &w->err), RIWAYA_LEXICON);
	assert_non_null(strstr(w->err.message, "compile it again"));
	assert_int_equal(riwaya_lexicon_check(w->image, into(&w->report), &w->err), RIWAYA_LEXICON);
	assert_non_null(strstr(w->err.message, "damaged"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
int main(void) {
	const struct CMUnitTest tests[] = {TEST(new_places), TEST(known_places), TEST(words_are_ambiguous), TEST(left_out),
		TEST(odd_bytes), TEST(codes_beside), TEST(bad_input), TEST(compiled_once), TEST(compiled_wrongly)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
