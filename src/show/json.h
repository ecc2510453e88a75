/* json.h: writing JSON to a sink, the same bytes on every machine.
 *
 * Escapes only what JSON demands, and line separators, control characters and DEL, which break programs that read lines or
 * terminals; Arabic stands as it is. Bytes that are no UTF-8 become U+FFFD. Numbers know no locale: whole ones are written whole, others
 * with at most six decimals. Containers opened at a depth below `lay_out` put each member on a line of its own, so that a
 * ledger can be read and compared by lines; deeper ones stand on one line.
 * After the sink refuses, nothing more is written and rw_json_end returns false.
 */
#ifndef RW_JSON_H
#define RW_JSON_H

#include "base/base.h"

enum { RW_JSON_DEPTH = 32, RW_JSON_BUFFER = 8192 };

typedef struct rw_json {
	riwaya_sink sink;
	bool failed;
	unsigned depth, lay_out;
	bool key;                 /* a key was written, its value follows */
	bool used[RW_JSON_DEPTH]; /* the container at this depth has a member */
	char closer[RW_JSON_DEPTH];
	size_t n;
	char buf[RW_JSON_BUFFER];
} rw_json;

void rw_json_begin(rw_json *j, riwaya_sink sink, unsigned lay_out);
/* Ends the line and hands what is left to the sink. */
bool rw_json_end(rw_json *j);

void rw_json_object(rw_json *j);
void rw_json_array(rw_json *j);
void rw_json_close(rw_json *j);
void rw_json_key(rw_json *j, const char *key);
void rw_json_key_slice(rw_json *j, rw_slice key);
void rw_json_slice(rw_json *j, rw_slice s); /* absent is null */
void rw_json_z(rw_json *j, const char *z);  /* NULL is null */
void rw_json_u64(rw_json *j, uint64_t v);
void rw_json_double(rw_json *j, double v); /* no finite number is null */
void rw_json_bool(rw_json *j, bool v);
void rw_json_null(rw_json *j);

/* A member of an object: its key and its value. */
void rw_json_put_slice(rw_json *j, const char *key, rw_slice s);
void rw_json_put_z(rw_json *j, const char *key, const char *z);
void rw_json_put_u64(rw_json *j, const char *key, uint64_t v);
void rw_json_put_double(rw_json *j, const char *key, bool has, double v); /* null where there is none */
void rw_json_put_bool(rw_json *j, const char *key, bool v);
void rw_json_put_slices(rw_json *j, const char *key, const rw_slice *p, size_t n);

#endif
