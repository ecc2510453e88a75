/* form.h: multipart/form-data (RFC 7578) taken apart, as browsers send it. What is sent may be anything. */
#ifndef RW_SERVE_FORM_H
#define RW_SERVE_FORM_H

#include "base/base.h"

enum {
	RW_FORM_BOUNDARY = 70, /* bytes of a boundary (RFC 2046) */
	RW_FORM_HEAD = 8192,   /* bytes of a part's headers */
	RW_FORM_PARTS = 2000,  /* of one body */
};

typedef struct rw_form_reader {
	rw_arena *a;
	rw_slice body, line; /* line: what parts the parts, "\r\n--…" */
	size_t at, n;
} rw_form_reader;

typedef struct rw_part {
	rw_slice name,
		file; /* absent where it has none; their quotes undone as browsers write them: %22 for a quotation mark */
	rw_slice content; /* within the body */
} rw_part;

/* FORMAT where the type names no boundary, or the body has none of it. */
riwaya_status rw_form_begin(rw_arena *a, rw_slice type, rw_slice body, rw_form_reader *out, riwaya_error *err);
/* The next part; END after the last, FORMAT where it breaks off, LIMIT. */
riwaya_status rw_form_next(rw_form_reader *f, rw_part *out, riwaya_error *err);

#endif
