/* columns.h: which key or column of a table or JSON file is what: as --map says it, else guessed by name (lexicon/columns.tsv) and by
 * what it holds. And from a record's fields to a document.
 */
#ifndef RW_READ_COLUMNS_H
#define RW_READ_COLUMNS_H

#include "read/pack.h"

/* clang-format off */
/* What a report's fields are called in --map and in columns.tsv. */
#define RW_ROLE_MAP(X) \
	X(TITLE, title) X(TEXT, text) X(HTML, html) X(PUBLISHED, published) X(UPDATED, updated) X(OUTLET, outlet) \
	X(AUTHOR, author) X(URL, url) X(CREDIT, credit) X(LANGUAGE, language)
/* clang-format on */
typedef enum rw_role {
#define RW_X(name, word) RW_ROLE_##name,
	RW_ROLE_MAP(RW_X)
#undef RW_X
		RW_ROLES
} rw_role;

enum {
	RW_COLUMNS_SAMPLE = 64, /* records that a guess looks at */
	RW_COLUMNS_KEYS = 2048, /* names that it looks at */
	RW_COLUMNS_LISTED = 24, /* names that an error lists */
};

typedef struct rw_columns {
	rw_slice of[RW_ROLES]; /* the name of the key or column, absent where there is none */
	bool month_first;      /* 01/21/2022 */
	const rw_lexicon *lx;
	rw_memo *memo;
} rw_columns;

/* What a sample of the records holds under one name. */
typedef struct rw_column {
	rw_slice name;
	size_t filled, bytes;          /* values that are not empty, and all their bytes */
	size_t dates, numbers, words;  /* that are a time, a number, have a letter */
	size_t day_first, month_first; /* 21/01/2022, 01/21/2022 */
} rw_column;
typedef RW_VEC(rw_column) rw_sample;

/* Reads "title=headline,text=body"; ARGUMENT where it says something else. */
riwaya_status rw_columns_given(rw_slice map, rw_columns *out, riwaya_error *err);
/* Adds a value to what is known of a column. */
void rw_sample_add(rw_arena *a, rw_columns *k, rw_column *c, rw_slice value);
/* Guesses; false where nothing can be the text. */
bool rw_columns_guess(rw_arena *a, const rw_sample *s, rw_columns *out);
/* How many names the table of names knows, and whether one of them may hold the words. */
size_t rw_columns_known(rw_arena *a, const rw_lexicon *lx, const rw_slice *names, size_t n, bool *words);
/* "title=headline,text=body". */
rw_slice rw_columns_words(rw_arena *a, const rw_columns *k);
/* Takes the map that was given, or guesses and tells; fails with the names there are and an example where that can't be. */
riwaya_status rw_columns_settle(rw_arena *a, const rw_manner *how, rw_slice file, const rw_sample *s,
	const char *things, rw_columns *out, riwaya_error *err);

/* --- a record --------------------------------------------------------------------------------------------------------- */
typedef struct rw_field {
	rw_slice text; /* UTF-8 */
	riwaya_piece piece;
} rw_field;
typedef struct rw_record {
	rw_field of[RW_ROLES];
	/* The text, where it is several strings, and what stands between them. */
	const rw_field *parts;
	size_t n_parts;
	const char *between;
} rw_record;
/* Makes a document of a record; false where it has no words. */
bool rw_columns_document(const rw_columns *k, const rw_record *r, rw_document *d);

#endif
