/* answer.c: answers: bodies, headers, problems. */
#define _POSIX_C_SOURCE 200809L
#include "api.h"
#include "serve/inside.h"
#include "show/words.h"
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

static const struct {
	const char *name;
	unsigned status;
} problems[RW_PROBLEMS] = {
#define ROW(n, w, s) {#w, s},
	RW_PROBLEM_MAP(ROW)
#undef ROW
};

/* What a browser is told of every answer: guess no types, tell nobody whence, be in nobody's frame, lend no device. */
const char *const rw_security_headers[] = {"X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer",
	"Cross-Origin-Opener-Policy", "same-origin", "Cross-Origin-Resource-Policy", "same-origin", "Permissions-Policy",
	"camera=(), geolocation=(), microphone=(), payment=(), usb=()", NULL};

static const char *const policies[] = {
	[RW_FRAME_DATA] = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
	[RW_FRAME_PAGE] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
					  "connect-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
					  "frame-ancestors 'none'",
	[RW_FRAME_SANDBOX] =
		"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
		"frame-ancestors 'self'; sandbox",
	[RW_FRAME_STATIC] =
		"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
		"frame-ancestors 'none'; sandbox allow-popups",
};

/* --- bodies --------------------------------------------------------------------------------------------------------- */
static bool put(void *ctx, const char *p, size_t n) {
	rw_answer *out = ctx;
	if (out->failed) return false;
	if (n > out->cap - out->n) {
		size_t cap = out->cap ? out->cap : 4096;
		while (cap - out->n < n && cap <= RW_SERVE_ANSWER) cap *= 2;
		out->too_large = cap > RW_SERVE_ANSWER;
		char *bigger = out->too_large ? NULL : realloc(out->body, cap);
		out->failed = !bigger;
		if (!bigger) return false;
		out->body = bigger;
		out->cap = cap;
	}
	memcpy(out->body + out->n, p, n);
	out->n += n;
	return true;
}

riwaya_sink rw_out(rw_request *q) { return (riwaya_sink){put, &q->out}; }

void rw_answer_header(rw_answer *out, const char *name, const char *value) {
	char *copy = out->n_headers < RW_SERVE_HEADERS ? strdup(value) : NULL;
	if (!copy) {
		out->failed = true;
		return;
	}
	out->headers[out->n_headers].name = name;
	out->headers[out->n_headers++].value = copy;
}

void rw_answer_wait(rw_answer *out, int64_t ms) {
	char text[24];
	snprintf(text, sizeof text, "%lld", (long long)(ms / 1000 + (ms % 1000 != 0)));
	for (size_t i = 0; i < out->n_headers; i++) {
		if (strcmp(out->headers[i].name, "Retry-After") != 0) continue;
		free(out->headers[i].value);
		out->headers[i] = out->headers[--out->n_headers];
		break;
	}
	rw_answer_header(out, "Retry-After", text);
}

void rw_answer_clear(rw_answer *out) {
	for (size_t i = 0; i < out->n_headers; i++) free(out->headers[i].value);
	free(out->body);
	*out = (rw_answer){0};
}

/* --- problems -------------------------------------------------------------------------------------------------------- */
typedef struct telling {
	rw_problem_kind kind;
	const char *detail;
	void (*more)(void *ctx, rw_json *j);
	void *ctx;
	rw_request *q;
	rw_arena *a;
} telling;

static void tell(const telling *t) {
	rw_request *q = t->q;
	char key[48], type[64];
	snprintf(key, sizeof key, "serve_problem_%s", problems[t->kind].name);
	snprintf(type, sizeof type, "urn:riwaya:problem:%s", problems[t->kind].name);
	const rw_words ar = {q->server->lx, t->a, true, false}, en = {q->server->lx, t->a, false, false};
	rw_slice in_ar = rw_label(&ar, key), in_en = rw_label(&en, key);
	rw_json *j = RW_NEW(t->a, rw_json);
	rw_answer_clear(&q->out);
	rw_json_begin(j, rw_out(q), 2);
	rw_json_object(j);
	rw_json_put_z(j, "type", type);
	rw_json_put_slice(j, "title", q->arabic ? in_ar : in_en);
	rw_json_put_u64(j, "status", problems[t->kind].status);
	if (t->detail) rw_json_put_z(j, "detail", t->detail);
	rw_json_key(j, "message");
	rw_json_object(j);
	rw_json_put_slice(j, "ar", in_ar);
	rw_json_put_slice(j, "en", in_en);
	rw_json_close(j);
	snprintf(key, sizeof key, "serve_mend_%s", problems[t->kind].name);
	rw_slice cause = t->detail ? rw_said_in_arabic(q->server->lx, t->a, t->detail) : RW_NONE;
	rw_json_key(j, "mend");
	rw_json_object(j);
	rw_json_put_slice(j, "ar", cause.n ? cause : rw_label(&ar, key));
	rw_json_put_slice(j, "en", t->detail ? rw_slice_z(t->detail) : rw_label(&en, key));
	rw_json_close(j);
	if (t->more) t->more(t->ctx, j);
	rw_json_close(j);
	rw_json_end(j);
	q->out.status = problems[t->kind].status;
	q->out.type = "application/problem+json";
	rw_answer_header(&q->out, "Content-Language", q->arabic ? "ar" : "en");
	if (problems[t->kind].status == 503 || problems[t->kind].status == 429)
		rw_answer_header(&q->out, "Retry-After", t->kind == RW_PROBLEM_BUSY ? "5" : "30");
}

static riwaya_status enter(void *arg, riwaya_error *err) {
	(void)err;
	telling *t = arg;
	rw_arena *a = t->a;
	tell(t);
	rw_arena_release(a);
	return RIWAYA_OK;
}

riwaya_status rw_problem_with(
	rw_request *q, rw_problem_kind kind, const char *detail, void (*more)(void *ctx, rw_json *j), void *ctx) {
	rw_mem mem = {.a = rw_allocator_libc()};
	rw_arena a;
	rw_arena_init(&a, &mem);
	telling t = {kind, detail, more, ctx, q, &a};
	if (rw_door(&mem, enter, &t, NULL)) {
		rw_arena_release(&a);
		rw_answer_clear(&q->out);
		q->out.status = 503; /* without a word, for want of memory */
	}
	return RIWAYA_OK;
}

riwaya_status rw_problem(rw_request *q, rw_problem_kind kind, const char *detail) {
	return rw_problem_with(q, kind, detail, NULL, NULL);
}

/* Where in what was given: a page can point at it. */
static void tell_byte(void *ctx, rw_json *j) { rw_json_put_u64(j, "byte", *(const uint64_t *)ctx); }

riwaya_status rw_problem_of(rw_request *q, const riwaya_error *e) {
	rw_problem_kind kind = RW_PROBLEM_FAULT;
	switch (e->code) {
	case RIWAYA_ARGUMENT:
	case RIWAYA_FORMAT:
	case RIWAYA_ENCODING: kind = RW_PROBLEM_WRONG; break;
	case RIWAYA_LIMIT: kind = RW_PROBLEM_LARGE; break;
	case RIWAYA_BUSY: kind = RW_PROBLEM_BUSY; break;
	case RIWAYA_STORE: kind = RW_PROBLEM_STORE; break;
	case RIWAYA_NOMEM: kind = RW_PROBLEM_MEMORY; break;
	case RIWAYA_OUTPUT:
		if (q->out.too_large)
			return rw_problem(q, RW_PROBLEM_LARGE, "the answer is larger than answer_bytes: ask for less");
		kind = RW_PROBLEM_MEMORY;
		break;
	default: break;
	}
	bool placed = kind == RW_PROBLEM_WRONG && e->offset;
	return rw_problem_with(
		q, kind, *e->message ? e->message : NULL, placed ? tell_byte : NULL, (void *)(uintptr_t)&e->offset);
}

riwaya_status rw_problem_unknown(rw_request *q, rw_problem_kind kind, const riwaya_error *e) {
	return e->code == RIWAYA_ARGUMENT ? rw_problem(q, kind, e->message) : rw_problem_of(q, e);
}

/* --- responses ------------------------------------------------------------------------------------------------------- */
struct MHD_Response *rw_response(char *body, size_t n, bool taken, const rw_form *form) {
	static char nothing[1];
	struct MHD_Response *r = MHD_create_response_from_buffer(
		n, body ? body : nothing, taken && body ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
	if (!r) {
		if (taken) free(body);
		return NULL;
	}
	bool ok = true;
	for (size_t i = 0; rw_security_headers[i]; i += 2)
		ok = ok && MHD_add_response_header(r, rw_security_headers[i], rw_security_headers[i + 1]) == MHD_YES;
	const struct {
		const char *name, *value;
	} headers[] = {{"Content-Security-Policy", policies[form->frame]}, {"Content-Type", form->type},
		{"Content-Encoding", form->encoding}, {"ETag", form->etag}, {"Cache-Control", form->cache},
		{"Vary", form->etag ? "Accept-Encoding" : NULL}};
	for (size_t i = 0; i < RW_COUNT(headers); i++)
		ok = ok &&
			(!headers[i].value || !*headers[i].value ||
				MHD_add_response_header(r, headers[i].name, headers[i].value) == MHD_YES);
	for (size_t i = 0; form->more && i < form->more->n_headers; i++)
		ok = ok && MHD_add_response_header(r, form->more->headers[i].name, form->more->headers[i].value) == MHD_YES;
	if (ok) return r;
	MHD_destroy_response(r);
	return NULL;
}

void rw_etag(rw_slice bytes, const char *mark, char out[RW_SERVE_ETAG]) {
	snprintf(out, RW_SERVE_ETAG, "\"%016llx%08llx%s\"", (unsigned long long)rw_hash(bytes, 1),
		(unsigned long long)(rw_hash(bytes, 2) & 0xFFFFFFFF), mark);
}

/* Weakly, as If-None-Match is compared. */
bool rw_etag_listed(const char *list, const char *etag) {
	size_t n = strlen(etag);
	while (list && *list) {
		list += strspn(list, ", \t");
		if (*list == '*') return true;
		if (list[0] == 'W' && list[1] == '/') list += 2;
		if (strncmp(list, etag, n) == 0 && (!list[n] || strchr(", \t", list[n]))) return true;
		list += strcspn(list, ",");
	}
	return false;
}

/* "gzip, br;q=0.5", "gzip;q=0" */
bool rw_takes(const char *accepted, const char *encoding) {
	size_t n = strlen(encoding);
	while (accepted && *accepted) {
		accepted += strspn(accepted, ", \t");
		size_t whole = strcspn(accepted, ",");
		if (strncasecmp(accepted, encoding, n) == 0 && strchr(",; \t", accepted[n])) {
			const char *q = accepted + n;
			while (q < accepted + whole && *q != '=') q++;
			if (q == accepted + whole) return true;
			q += 1 + strspn(q + 1, " \t");
			return strspn(q, "0.") < (size_t)(accepted + whole - q) && !strchr(" \t", q[strspn(q, "0.")]);
		}
		accepted += whole;
	}
	return false;
}
