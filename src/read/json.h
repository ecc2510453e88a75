/* json.h: reading JSON: gigabytes of it a record at a time, and a record as a tree.
 *
 * A rw_jreader stands on a stream and steps through what holds the records (an export's chats and messages, an array, lines). It
 * gives the bytes of one value, or steps over it, however deep or large, without keeping it. rw_json_tree makes a tree of a value's bytes.
 * Every value knows where its bytes stand.
 *
 * Forgiven, since exporters write it: a byte-order mark, commas too many or too few, raw control characters in strings, \xNN and unknown
 * escapes, halves of surrogate pairs (U+FFFD), NaN and other bare words, numbers of any size (kept as text), bytes that are no
 * UTF-8 (U+FFFD). Not forgiven: brackets that do not match, a string without an end. What was whole before an error was given by then.
 *
 *     rw_jreader r;
 *     rw_jreader_init(&r, a, in);
 *     while ((status = rw_jreader_next(&r, NULL, err)) == RIWAYA_OK) {   // the values at the top, one after the other
 *         status = rw_jreader_value(&r, RIWAYA_MAX_RECORD, &bytes, &at, err);
 *         status = rw_json_tree(a, bytes, at, &value, err);
 *     }
 */
#ifndef RW_READ_JSON_H
#define RW_READ_JSON_H

#include "read/stream.h"

enum {
	RW_JSON_LEVELS = 16,      /* arrays and objects that a reader stands in */
	RW_JSON_KEY = 1024,       /* bytes of a key on the way to the records; longer ones are cut */
	RW_JSON_VALUES = 1 << 20, /* values of one record */
};

typedef enum rw_json_type {
	RW_JSON_OTHER, /* null, true, NaN: any bare word but numbers */
	RW_JSON_NUMBER,
	RW_JSON_STRING,
	RW_JSON_LIST,
	RW_JSON_OBJECT,
} rw_json_type;

typedef struct rw_json_value rw_json_value;
struct rw_json_value {
	rw_json_type type;
	rw_slice key;                /* its name in an object, without escapes; absent in a list */
	rw_slice raw;                /* its bytes as received, quotes and brackets with them */
	rw_slice text;               /* a string without its escapes; a number or word as written */
	rw_json_value *first, *next; /* members of it, the one beside it */
	uint32_t n;                  /* members */
	uint32_t index;              /* in a list */
};

/* Makes a tree of the value that `bytes` begin with; raw slices point into them. `at`: where they stand in the input, for errors. Where
 * they break off or break the rules, FORMAT, and *out is what was whole by then (NULL for nothing). */
riwaya_status rw_json_tree(rw_arena *a, rw_slice bytes, uint64_t at, rw_json_value **out, riwaya_error *err);
/* A member by name; NULL where there is none. */
const rw_json_value *rw_json_member(const rw_json_value *v, rw_slice key);
/* A member, or one's member: "meta.date". A member whose own name has the dot goes first. */
const rw_json_value *rw_json_at(const rw_json_value *v, rw_slice path);
/* The text of a string member, or of a number; absent where there is none such, and for an empty one. */
rw_slice rw_json_text(const rw_json_value *v, const char *key);

/* --- from a stream ------------------------------------------------------------------------------------------------ */
typedef struct rw_jreader {
	rw_stream *in;
	rw_arena *a;
	char levels[RW_JSON_LEVELS]; /* '{' or '[' */
	uint32_t n_levels;
	size_t left;   /* bytes of a value that was given, to step over at the next call */
	bool at_value; /* a value stands next, which was not yet read or entered */
	bool broken;   /* nothing can be read any more: it stands in nothing */
	char key[RW_JSON_KEY];
} rw_jreader;

void rw_jreader_init(rw_jreader *r, rw_arena *a, rw_stream *in);
/* Steps to the next value: of the array or object that the reader stands in, or at the top. A value not read is stepped over. `key` (may be
 * NULL): its name within an object, absent elsewhere, valid until the next call. END where there is no more: the reader stands outside
 * the array or object then. */
riwaya_status rw_jreader_next(rw_jreader *r, rw_slice *key, riwaya_error *err);
/* The first byte of the value that stands next: '{', '[', '"' or another. */
char rw_jreader_peek(rw_jreader *r);
/* Steps into the array or object that stands next; false where it is none, or lies deeper than RW_JSON_LEVELS. */
bool rw_jreader_enter(rw_jreader *r);
/* The bytes of the value that stands next, in view until the next call, and where they stand. LIMIT where there are more than max: the value
 * is stepped over. FORMAT where the input ends within it. */
riwaya_status rw_jreader_value(rw_jreader *r, size_t max, rw_slice *bytes, uint64_t *at, riwaya_error *err);
/* Nothing more is to be read: END from here on. */
void rw_jreader_end(rw_jreader *r);
/* Steps over the value that stands next. */
riwaya_status rw_jreader_skip(rw_jreader *r, riwaya_error *err);

#endif
