/* geonames.h: places from a dump of GeoNames, as a table for an overlay. riwaya_import_geonames (riwaya.h) says what comes of it.
 *
 *   geonames_read.c  the dump's lines: columns, names in Arabic script, kinds of features; what is left out and why
 *   geonames.c       which places are known already, what lies in what, names that are also words; the table
 */
#ifndef RW_LEXICON_GEONAMES_H
#define RW_LEXICON_GEONAMES_H

#include "lexicon/image.h"

enum {
	RW_GEO_FORMS = 12, /* names of one place; those beyond it are left out */
	RW_GEO_WORDS = 6,  /* words of one name: longer ones are descriptions */
	RW_GEO_LEVELS = 4, /* administrative codes */
	RW_GEO_NO_LEVEL = 9,
	RW_GEO_CITY = 100000, /* people, from which on a populated place is a city whatever its code */
	RW_GEO_TOWN = 10000
};

/* Why a row is left out, and what the report says of it. */
#define RW_GEO_REASONS(X)                                                                                              \
	X(NAME, "no name in Arabic script")                                                                                \
	X(KIND, "a kind of feature that geonames.tsv leaves out")                                                          \
	X(DAMAGED, "damaged: not 19 columns, no country or a position that is none")                                       \
	X(KNOWN, "known to the lexicon already, with a position or a country")                                             \
	X(TWIN, "not told apart from a known place of the name")                                                           \
	X(TWICE, "in the dump twice")
typedef enum rw_geo_reason {
#define RW_X(name, what) RW_GEO_##name,
	RW_GEO_REASONS(RW_X)
#undef RW_X
		RW_GEO_REASON_COUNT
} rw_geo_reason;

typedef struct rw_geo_place {
	rw_slice id, geo_id, en, country, lat, lon;
	rw_slice form[RW_GEO_FORMS], folded[RW_GEO_FORMS];
	uint32_t n_forms;
	rw_slice code[RW_GEO_LEVELS];
	rw_slice type, precision;
	uint32_t level; /* 0 a country, 1 to 5 of its divisions, else RW_GEO_NO_LEVEL */
	rw_row known;   /* the lexicon's own row of the place */
	bool written;
} rw_geo_place;

/* A code that a file of codes tells: SY.09, or SY.09.01. */
typedef struct rw_geo_code {
	rw_slice code, en;
} rw_geo_code;

typedef struct rw_geo_dump {
	RW_VEC(rw_geo_place) places;
	RW_VEC(rw_geo_code) codes;
	uint64_t rows, left_out[RW_GEO_REASON_COUNT];
	uint32_t first_damaged; /* its line, 0 for none */
} rw_geo_dump;

riwaya_status rw_geo_read(const rw_lexicon *lx, rw_arena *a, const char *file, rw_geo_dump *out, riwaya_error *err);
riwaya_status rw_geo_read_codes(rw_arena *a, const char *file, rw_geo_dump *out, riwaya_error *err);

/* All of it: the table and the report on what was left out. */
riwaya_status rw_geonames_import(const rw_lexicon *lx, rw_arena *a, const char *file, const char *const *codes,
	size_t n_codes, rw_buf *table, rw_buf *report, riwaya_error *err);

#endif
