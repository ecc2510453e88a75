/* assets.c: the page's files, docs/openapi.json among them: one image that pack_main.c made while building, and assets.S put into the program. */
#include "api.h"
#include "serve/inside.h"
#include <stdlib.h>

extern const char rw_assets_image[], rw_assets_image_end[];

/* Paths that the page makes itself, from its history. */
static const char *const views[] = {"incidents", "incident", "reports", "search", "changes", "sources", "add", "review",
	"map", "reviews", "account", "accounts"};

static rw_slice part(rw_slice *rest, rw_slice size) {
	uint64_t n = 0;
	if (!rw_slice_u64(size, &n) || n > rest->n) return RW_NONE;
	rw_slice s = rw_slice_of(rest->p, (size_t)n);
	*rest = rw_slice_of(rest->p + n, rest->n - (size_t)n);
	return n ? s : RW_NONE;
}

static const char *copied(rw_slice s, char *room, size_t size) {
	size_t n = s.n < size ? s.n : size - 1;
	memcpy(room, s.p, n);
	room[n] = '\0';
	return room;
}

/* Answers are made once: they are the same for all who ask. */
static bool prepare(rw_asset *x) {
	const rw_slice forms[] = {x->plain, x->gzip, x->brotli};
	static const char *const encodings[] = {NULL, "gzip", "br"};
	char type[128], etag[RW_SERVE_ETAG];
	bool hashed = rw_slice_starts(x->path, RW_LIT("/assets/")); /* its name has its contents' hash */
	bool html = rw_slice_starts(x->type, RW_LIT("text/html"));
	rw_form form = {.status = 200,
		.type = copied(x->type, type, sizeof type),
		.etag = copied(x->etag, etag, sizeof etag),
		.cache = hashed ? "public, max-age=31536000, immutable" : "no-cache",
		.frame = html ? RW_FRAME_PAGE : RW_FRAME_DATA};
	for (size_t i = 0; i < RW_COUNT(forms); i++) {
		if (!forms[i].p && i) continue;
		char *body = (char *)(uintptr_t)forms[i].p; /* is only read */
		form.encoding = encodings[i];
		x->answers[i] = rw_response(body, forms[i].n, false, &form);
		if (!x->answers[i]) return false;
	}
	form.encoding = form.type = NULL;
	x->same = rw_response(NULL, 0, false, &form);
	return x->same != NULL;
}

riwaya_status rw_assets_open(rw_server *s, riwaya_error *err) {
	rw_slice rest = rw_slice_of(rw_assets_image, (size_t)(rw_assets_image_end - rw_assets_image));
	size_t cap = 0;
	while (rest.n) {
		size_t line = rw_slice_find(rest, RW_LIT("\n"), 0);
		if (line == SIZE_MAX) break;
		rw_slice head = rw_slice_of(rest.p, line);
		rest = rw_slice_of(rest.p + line + 1, rest.n - line - 1);
		if (s->assets.n == cap) {
			cap = cap ? 2 * cap : 64;
			rw_asset *more = realloc(s->assets.p, cap * sizeof *more);
			if (!more) return rw_no_memory(err);
			s->assets.p = more;
		}
		rw_asset *x = &s->assets.p[s->assets.n];
		*x = (rw_asset){
			.path = rw_slice_cut(&head, '\t'), .type = rw_slice_cut(&head, '\t'), .etag = rw_slice_cut(&head, '\t')};
		rw_slice plain = rw_slice_cut(&head, '\t'), gzip = rw_slice_cut(&head, '\t');
		x->plain = part(&rest, plain);
		x->gzip = part(&rest, gzip);
		x->brotli = part(&rest, head);
		s->assets.n++;
		if (!prepare(x)) return rw_no_memory(err);
		if (rw_slice_starts(x->path, RW_LIT("/assets/"))) s->assets.page = true;
	}
	return RIWAYA_OK;
}

void rw_assets_close(rw_server *s) {
	for (size_t i = 0; i < s->assets.n; i++) {
		rw_asset *x = &s->assets.p[i];
		for (size_t k = 0; k < RW_COUNT(x->answers); k++)
			if (x->answers[k]) MHD_destroy_response(x->answers[k]);
		if (x->same) MHD_destroy_response(x->same);
	}
	free(s->assets.p);
}

const rw_asset *rw_asset_named(const rw_server *s, const char *path) {
	for (size_t i = 0; i < s->assets.n; i++)
		if (rw_slice_eqz(s->assets.p[i].path, path)) return &s->assets.p[i];
	return NULL;
}

const rw_asset *rw_asset_of(const rw_server *s, const char *path) {
	const rw_asset *x = strcmp(path, "/") == 0 ? NULL : rw_asset_named(s, path);
	if (x) return x;
	size_t n = strcspn(path + 1, "/");
	bool view = !path[1];
	for (size_t i = 0; i < RW_COUNT(views) && !view; i++)
		view = strlen(views[i]) == n && strncmp(path + 1, views[i], n) == 0;
	return view ? rw_asset_named(s, "/index.html") : NULL;
}

struct MHD_Response *rw_asset_answer(const rw_asset *x, const rw_request *q, unsigned *status) {
	const char *accepted = rw_header(q, "Accept-Encoding");
	char etag[RW_SERVE_ETAG];
	if (rw_etag_listed(rw_header(q, "If-None-Match"), copied(x->etag, etag, sizeof etag))) {
		*status = 304;
		return x->same;
	}
	*status = 200;
	if (x->answers[2] && rw_takes(accepted, "br")) return x->answers[2];
	if (x->answers[1] && rw_takes(accepted, "gzip")) return x->answers[1];
	return x->answers[0];
}
