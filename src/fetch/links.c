/* links.c: the addresses that a feed, a sitemap or a list of feeds names, by the readers of those (read/). */
#include "fetch/fetch.h"

enum {
	NESTED = 2,     /* a sitemap is often packed as a whole */
	FAILURES = 100, /* of a list damaged in its middle, before the rest of it is left */
};

typedef struct links {
	const rw_manner *how;
	void (*give)(void *ctx, const rw_link *link);
	void *ctx;
	bool any;
} links;

static void release(void *a) { rw_arena_release(a); }

static riwaya_status read_list(links *l, rw_arena *a, rw_stream *in, unsigned depth, riwaya_error *err) {
	rw_slice head;
	int sure;
	void *state;
	rw_arena *doc = RW_NEW(a, rw_arena); /* of one entry */
	rw_arena_init(doc, a->mem);
	rw_arena_defer(a, release, doc);
	riwaya_status status = rw_stream_look(in, RW_STREAM_PIECE, &head, err);
	if (status) return status;
	const rw_container *c = rw_container_of(doc, head, head.n < RW_STREAM_PIECE, l->how, &sure);
	if (!c) return RIWAYA_OK;
	status = c->open(a, in, l->how, &state, err);
	for (unsigned failures = 0; !status && failures < FAILURES;) {
		rw_arena_reset(doc, (rw_mark){0});
		rw_document d = {.a = doc};
		riwaya_error why;
		riwaya_status got = c->next(state, &d, &why);
		if (got == RIWAYA_END) break;
		if (got) failures++;
		if (!got && d.listed && d.told.address.n) {
			l->any = true;
			rw_link link = {.kind = (riwaya_listed_kind)(d.listed - 1),
				.address = d.told.address,
				.changed = d.told.updated.n ? d.told.updated : d.told.published};
			l->give(l->ctx, &link);
		} else if (!got && d.in && !d.listed && depth < NESTED) {
			status = read_list(l, a, d.in, depth + 1, err);
		}
	}
	return status;
}

riwaya_status rw_links(rw_arena *a, const rw_lexicon *lx, rw_slice name, rw_slice bytes,
	void (*give)(void *ctx, const rw_link *link), void *ctx, riwaya_error *err) {
	rw_manner how = {.lx = lx};
	links l = {.how = &how, .give = give, .ctx = ctx};
	rw_stream in;
	rw_stream_bytes(&in, name, bytes);
	in.a = a;
	riwaya_status status = read_list(&l, a, &in, 0, err);
	if (status || l.any) return status;
	return rw_fail(
		err, RIWAYA_FORMAT, name, 0, 0, "it is no feed, sitemap or list of feeds, or one that names no address");
}
