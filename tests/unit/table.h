/* table.h: reads the tables under tests/cases: lines that begin with # and the header line are passed over, \n \r \t \uXXXX stand
 * for the characters. */
#ifndef RW_TEST_TABLE_H
#define RW_TEST_TABLE_H

#include "text/text.h"
#include <stdio.h>

typedef struct table {
	rw_slice rest;
	uint32_t line;
	bool header;
} table;

/* A file's bytes, none where there is no such file. */
static inline rw_slice file_bytes(rw_arena *a, const char *path) {
	rw_buf b = RW_BUF(a);
	FILE *f = fopen(path, "rb");
	char some[4096];
	if (!f) return RW_NONE;
	for (size_t n; (n = fread(some, 1, sizeof some, f)) > 0;) rw_buf_put(&b, some, n);
	fclose(f);
	return rw_buf_view(&b);
}

static inline table table_open(rw_arena *a, const char *path) { return (table){.rest = file_bytes(a, path)}; }

/* The value of a column in "column=value;column=value", empty where it is not among them. */
static inline rw_slice given(rw_slice list, const char *column) {
	while (list.p) {
		rw_slice value = rw_slice_cut(&list, ';'), key = rw_slice_cut(&value, '=');
		if (rw_slice_eqz(key, column)) return value;
	}
	return rw_slice_of("", 0);
}

static inline rw_slice table_text(rw_arena *a, rw_slice s) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\\' || i + 1 == s.n) {
			rw_buf_byte(&b, s.p[i]);
			continue;
		}
		char c = s.p[++i], out[4];
		uint32_t code = 0;
		switch (c) {
		case 'n': rw_buf_byte(&b, '\n'); break;
		case 'r': rw_buf_byte(&b, '\r'); break;
		case 't': rw_buf_byte(&b, '\t'); break;
		case 'u':
			for (int k = 0; k < 4 && i + 1 < s.n; k++) {
				c = s.p[++i];
				code = code * 16 + (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
			}
			rw_buf_put(&b, out, rw_utf8_put(code, out));
			break;
		default: rw_buf_byte(&b, c);
		}
	}
	return rw_buf_view(&b);
}

/* The next row's first n columns, escapes as they stand; false at the end. */
static inline bool table_row(table *t, rw_slice *column, int n) {
	while (t->rest.p && t->rest.n) {
		rw_slice row = rw_slice_cut(&t->rest, '\n');
		t->line++;
		if (rw_slice_starts(row, RW_LIT("# "))) continue;
		if (!t->header) {
			t->header = true;
			continue;
		}
		for (int i = 0; i < n; i++) column[i] = rw_slice_cut(&row, '\t');
		return true;
	}
	return false;
}

/* Text that is hard on purpose: bytes and pieces of text drawn by a number. */
static inline uint32_t draw(uint64_t *seed) {
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

#endif
