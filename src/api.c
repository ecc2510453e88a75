/* api.c: sets: they take reports in and own what is derived from them.
 *
 *   tools    what readers and the extractor learn of words: as long as the set
 *   a        reports, claims, mentions, unread: until the set is cleared
 *   result   the reconciliation: until more reports come
 *   scratch  cleared after each call
 *
 * Every function that allocates goes through a door (api_engine.c), which gives scratch memory back. What a call had finished before stays; what it was
 * at is dropped.
 */
#include "api.h"
#include "extract/extract.h"
#include "group/why.h"
#include "mention/calendar.h"
#include "read/columns.h"
#include "read/read.h"
#include "reconcile/reconcile.h"
#include "show/show.h"
#include <stdlib.h>

/* A report of a set and what was derived from it so far. */
typedef struct held {
	riwaya_report *report;
	RW_VEC(rw_slice) names; /* other names under which the same bytes came */
	rw_extracted claims, mentions;
	bool has_claims, has_mentions;
} held;

struct riwaya_set {
	rw_mem mem;
	const riwaya_engine *engine;
	riwaya_set_options o;
	rw_arena tools, a, result, scratch;
	rw_read_context read;
	rw_extractor *x;
	RW_VEC(held) reports;
	RW_VEC(riwaya_unread) unread;
	rw_coded_events events;
	rw_listed listed;
	rw_map by_id;
	rw_arena opened; /* the file that is being read */
	rw_stream *in;
	rw_walk *walk;
	rw_manner how;
	const riwaya_reconciliation *r; /* NULL until asked for, and again when more reports come */
};

/* --- doors --------------------------------------------------------------------------------------------------- */
static riwaya_status no_output(riwaya_error *err) {
	return rw_fail(err, RIWAYA_OUTPUT, RW_NONE, 0, 0, "unable to write the result; what was to take it takes no more");
}

/* A call on a set: what it is asked, and what comes out. */
typedef struct call {
	riwaya_set *set;
	riwaya_status (*fn)(struct call *c, riwaya_error *err);
	size_t i, j;
	const char *name;
	rw_slice bytes;
	uint64_t from;
	const char *layers;
	const bool *kept;
	const riwaya_show *show;
	riwaya_sink sink;
} call;

static riwaya_status enter(void *arg, riwaya_error *err) {
	call *c = arg;
	return c->fn(c, err);
}

static riwaya_status set_door(call c, riwaya_error *err) {
	riwaya_set *s = c.set;
	riwaya_status status = rw_door(&s->mem, enter, &c, err);
	rw_arena_reset(&s->scratch, (rw_mark){0});
	if (status == RIWAYA_NOMEM) {
		/* What keeps state between calls may have been left half made: it is made anew when next needed. */
		s->x = NULL;
		s->read.cache = NULL;
		s->read.a = &s->a;
		s->walk = NULL;
	}
	return status;
}

/* --- set ------------------------------------------------------------------------------------------------------ */
riwaya_status riwaya_set_new(
	const riwaya_engine *engine, const riwaya_set_options *options, riwaya_set **out, riwaya_error *err) {
	if (!engine || !out)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a set needs an engine and a place: one is NULL");
	*out = NULL;
	rw_columns columns = {0};
	riwaya_status status =
		options && options->map ? rw_columns_given(rw_slice_z(options->map), &columns, err) : RIWAYA_OK;
	if (status) return status;
	riwaya_allocator a = rw_engine_allocator(engine);
	riwaya_set *s = a.resize(a.ctx, NULL, 0, sizeof *s);
	if (!s) return rw_no_memory(err);
	memset(s, 0, sizeof *s);
	s->mem.a = a;
	s->engine = engine;
	if (options) s->o = *options;
	rw_arena_init(&s->tools, &s->mem);
	rw_arena_init(&s->a, &s->mem);
	rw_arena_init(&s->result, &s->mem);
	rw_arena_init(&s->scratch, &s->mem);
	rw_arena_init(&s->opened, &s->mem);
	s->how = (rw_manner){.lx = rw_engine_lexicon(engine),
		.map = rw_slice_z(s->o.map),
		.guessed = s->o.guessed,
		.guessed_ctx = s->o.guessed_ctx};
	s->read = (rw_read_context){.lx = rw_engine_lexicon(engine),
		.a = &s->a,
		.scratch = &s->scratch,
		.published = s->o.published,
		.fragment = s->o.fragment,
		.any_language = s->o.any_language,
		.events = &s->events,
		.listed = &s->listed};
	s->by_id = RW_MAP(&s->a);
	*out = s;
	return RIWAYA_OK;
}

void riwaya_set_free(riwaya_set *s) {
	if (!s) return;
	riwaya_allocator a = s->mem.a;
	rw_arena_release(&s->opened);
	rw_arena_release(&s->scratch);
	rw_arena_release(&s->result);
	rw_arena_release(&s->a);
	rw_arena_release(&s->tools);
	a.resize(a.ctx, s, sizeof *s, 0);
}

static void forget_result(riwaya_set *s) {
	s->r = NULL;
	rw_arena_reset(&s->result, (rw_mark){0});
}

void riwaya_set_clear(riwaya_set *s) {
	if (!s) return;
	forget_result(s);
	memset(&s->reports, 0, sizeof s->reports);
	memset(&s->unread, 0, sizeof s->unread);
	memset(&s->events, 0, sizeof s->events);
	memset(&s->listed, 0, sizeof s->listed);
	rw_arena_reset(&s->a, (rw_mark){0});
	s->by_id = RW_MAP(&s->a);
}

riwaya_allocator rw_set_allocator(const riwaya_set *s) { return s->mem.a; }

const riwaya_engine *rw_set_engine(const riwaya_set *s) { return s->engine; }

void rw_set_reading(const riwaya_set *s, rw_read_context *read, rw_manner *how) {
	*read = s->read;
	read->a = read->scratch = NULL;
	read->cache = NULL;
	read->events = NULL;
	read->listed = NULL;
	*how = s->how;
	how->guessed = NULL; /* it was asked when the set read */
}

static riwaya_status do_keep(call *c, riwaya_error *err) {
	(void)err;
	riwaya_set *s = c->set;
	size_t kept = 0;
	forget_result(s);
	rw_map by_id = RW_MAP(&s->a);
	for (size_t i = 0; i < s->reports.n; i++) {
		if (!c->kept[i]) continue;
		*rw_map_put(&by_id, s->reports.p[i].report->id, NULL) = (uint32_t)kept;
		s->reports.p[kept++] = s->reports.p[i];
	}
	s->reports.n = kept;
	s->unread.n = 0;
	s->by_id = by_id;
	return RIWAYA_OK;
}

riwaya_status riwaya_set_keep(riwaya_set *s, const bool *kept, riwaya_error *err) {
	if (!s || !kept) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a set, and what to keep of it, are needed");
	return set_door((call){.set = s, .fn = do_keep, .kept = kept}, err);
}

typedef struct making {
	riwaya_set *set;
	rw_set_maker *make;
	void *ctx;
} making;

static riwaya_status do_make(void *arg, riwaya_error *err) {
	making *m = arg;
	riwaya_set *s = m->set;
	const rw_known *known = NULL;
	size_t n = 0;
	const riwaya_reconciliation *r = NULL;
	riwaya_status status = m->make(m->ctx, &s->a, &s->scratch, &known, &n, &r, err);
	for (size_t i = 0; i < n && !status; i++) {
		riwaya_report *report = RW_NEW(&s->a, riwaya_report);
		*report = *known[i].report;
		held h = {.report = report, .has_claims = true, .has_mentions = true};
		h.claims = (rw_extracted){.claims = known[i].claims, .n_claims = known[i].n_claims};
		h.mentions = (rw_extracted){.mentions = known[i].mentions, .n_mentions = known[i].n_mentions};
		*rw_map_put(&s->by_id, report->id, NULL) = (uint32_t)s->reports.n;
		rw_vec_push(&s->a, &s->reports, h);
	}
	if (!status) s->r = r;
	return status;
}

riwaya_status rw_set_make(riwaya_set *s, rw_set_maker *make, void *ctx, riwaya_error *err) {
	making m = {s, make, ctx};
	riwaya_status status = rw_door(&s->mem, do_make, &m, err);
	rw_arena_reset(&s->scratch, (rw_mark){0});
	return status;
}

/* --- adding ---------------------------------------------------------------------------------------------------- */
static int by_bytes(const void *a, const void *b) { return rw_slice_cmp(*(const rw_slice *)a, *(const rw_slice *)b); }

/* The same bytes under another name are one report. It goes by the first of its names in byte order and notes the others, so that the order of
 * coming does not show. */
static void also_came_as(riwaya_set *s, held *h, rw_slice name) {
	if (rw_slice_eq(h->report->file, name)) return;
	for (size_t i = 0; i < h->names.n; i++)
		if (rw_slice_eq(h->names.p[i], name)) return;
	bool first = rw_slice_cmp(name, h->report->file) < 0;
	rw_slice kept = rw_arena_copy(&s->a, name), other = first ? h->report->file : kept;
	size_t own = h->report->n_notes - h->names.n;
	riwaya_note *notes = RW_ARRAY(&s->a, riwaya_note, h->report->n_notes + 1);
	if (own) memcpy(notes, h->report->notes, own * sizeof *notes);
	rw_vec_push(&s->a, &h->names, other);
	qsort(h->names.p, h->names.n, sizeof *h->names.p, by_bytes);
	for (size_t i = 0; i < h->names.n; i++)
		notes[own + i] = (riwaya_note){
			rw_arena_printf(&s->a, "the same bytes also came as '" RW_FMT "'; taken once", RW_ARG(h->names.p[i])), 0};
	if (first) h->report->file = kept;
	h->report->notes = notes;
	h->report->n_notes = own + h->names.n;
}

/* Takes reports up that were read under `name`. */
static riwaya_status take(riwaya_set *s, const rw_reports *found, rw_slice name, riwaya_error *err) {
	for (size_t i = 0; i < found->n; i++) {
		riwaya_report *r = found->p[i];
		uint32_t at = rw_map_get(&s->by_id, r->id);
		if (at != UINT32_MAX) {
			also_came_as(s, &s->reports.p[at], r->file);
			continue;
		}
		if (s->reports.n >= RIWAYA_MAX_REPORTS)
			return rw_fail(err, RIWAYA_LIMIT, name, 0, 0,
				"more than %d reports (RIWAYA_MAX_REPORTS); work through them in parts", RIWAYA_MAX_REPORTS);
		rw_vec_push(&s->a, &s->reports, (held){.report = r});
		*rw_map_put(&s->by_id, r->id, NULL) = (uint32_t)(s->reports.n - 1);
	}
	return RIWAYA_OK;
}

static riwaya_status note_unread(
	riwaya_set *s, rw_slice name, riwaya_status status, riwaya_error *mine, riwaya_error *err) {
	if (err) *err = *mine;
	if (status && status != RIWAYA_NOMEM)
		rw_vec_push(&s->a, &s->unread, (riwaya_unread){rw_arena_copy(&s->a, name), *mine});
	return status;
}

static void close_input(riwaya_set *s) {
	s->walk = NULL;
	rw_arena_reset(&s->opened, (rw_mark){0});
}

/* Begins to read a file, or bytes where `path` is NULL. */
static riwaya_status open_input(riwaya_set *s, const char *path, rw_slice name, rw_slice bytes, riwaya_error *err) {
	close_input(s);
	forget_result(s);
	s->in = RW_NEW(&s->opened, rw_stream);
	riwaya_error mine = {0};
	riwaya_status status = RIWAYA_OK;
	if (path)
		status = rw_stream_file(s->in, &s->opened, path, &mine);
	else
		rw_stream_bytes(s->in, name, bytes);
	if (status) return note_unread(s, name, status, &mine, err);
	s->walk = rw_walk_new(&s->opened, s->in, rw_arena_copy(&s->opened, name), &s->how);
	return RIWAYA_OK;
}

static riwaya_status next_document(riwaya_set *s, riwaya_error *err) {
	if (!s->walk) return RIWAYA_END;
	forget_result(s);
	if (!s->read.cache) rw_read_prepare(&s->read, &s->tools);
	riwaya_error mine = {0};
	rw_reports found = {0};
	riwaya_status status = rw_walk_next(s->walk, &s->read, &found, &mine);
	if (status == RIWAYA_END) {
		close_input(s);
		return status;
	}
	if (!status) status = take(s, &found, s->in->name, &mine);
	return note_unread(s, rw_slice_z(mine.source), status, &mine, err);
}

/* Reads to the end of what is open. */
static riwaya_status all_documents(riwaya_set *s, riwaya_error *err) {
	riwaya_status status, first = RIWAYA_OK;
	riwaya_error mine = {0};
	bool any = false;
	while ((status = next_document(s, &mine)) != RIWAYA_END) {
		any = any || !status;
		if (status && !first) {
			first = status;
			if (err) *err = mine;
		}
		rw_arena_reset(&s->scratch, (rw_mark){0});
	}
	return any ? RIWAYA_OK : first;
}

static riwaya_status do_open(call *c, riwaya_error *err) {
	riwaya_status status = open_input(c->set, c->name, rw_slice_z(c->name), RW_NONE, err);
	if (status || !c->from) return status;
	riwaya_error mine = {0};
	status = rw_stream_jump(c->set->in, c->from, &mine);
	if (status) close_input(c->set);
	return note_unread(c->set, rw_slice_z(c->name), status, &mine, err);
}

static riwaya_status do_next(call *c, riwaya_error *err) { return next_document(c->set, err); }

static riwaya_status add_file(call *c, riwaya_error *err) {
	riwaya_status status = do_open(c, err);
	return status ? status : all_documents(c->set, err);
}

static riwaya_status add_bytes(call *c, riwaya_error *err) {
	riwaya_status status = open_input(c->set, NULL, rw_slice_z(c->name), c->bytes, err);
	return status ? status : all_documents(c->set, err);
}

riwaya_status riwaya_set_open(riwaya_set *s, const char *path, riwaya_error *err) {
	if (!s || !path) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a set and a path are needed: one is NULL");
	return set_door((call){.set = s, .fn = do_open, .name = path}, err);
}

riwaya_status riwaya_set_open_at(riwaya_set *s, const char *path, uint64_t from, riwaya_error *err) {
	if (!s || !path) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a set and a path are needed: one is NULL");
	return set_door((call){.set = s, .fn = do_open, .name = path, .from = from}, err);
}

riwaya_status riwaya_set_next(riwaya_set *s, riwaya_error *err) {
	if (!s) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a set is needed: it is NULL");
	return set_door((call){.set = s, .fn = do_next}, err);
}

void riwaya_set_progress(const riwaya_set *s, uint64_t *at, uint64_t *all) {
	*at = s && s->walk ? rw_walk_at(s->walk) : 0;
	*all = s && s->walk ? s->in->all : UINT64_MAX;
}

riwaya_status riwaya_set_add_file(riwaya_set *s, const char *path, riwaya_error *err) {
	if (!s || !path) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a set and a path are needed: one is NULL");
	return set_door((call){.set = s, .fn = add_file, .name = path}, err);
}

riwaya_status riwaya_set_add_bytes(riwaya_set *s, const char *name, const void *bytes, size_t n, riwaya_error *err) {
	if (!s || !name || (!bytes && n))
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a set, a name and bytes are needed: one is NULL");
	return set_door((call){.set = s, .fn = add_bytes, .name = name, .bytes = {bytes ? bytes : "", n}}, err);
}

size_t riwaya_set_count(const riwaya_set *s) { return s ? s->reports.n : 0; }

const riwaya_report *riwaya_set_report(const riwaya_set *s, size_t i) {
	return s && i < s->reports.n ? s->reports.p[i].report : NULL;
}

void riwaya_set_coded_events(const riwaya_set *s, const riwaya_coded_event **events, size_t *n) {
	if (events) *events = s ? s->events.p : NULL;
	if (n) *n = s ? s->events.n : 0;
}

void riwaya_set_listed(const riwaya_set *s, const riwaya_listed **listed, size_t *n) {
	if (listed) *listed = s ? s->listed.p : NULL;
	if (n) *n = s ? s->listed.n : 0;
}

/* --- deriving --------------------------------------------------------------------------------------------------- */
static void extract(riwaya_set *s, size_t i, unsigned what) {
	held *h = &s->reports.p[i];
	if (h->has_claims) what &= ~(unsigned)RW_EXTRACT_CLAIMS;
	if (h->has_mentions) what &= ~(unsigned)RW_EXTRACT_MENTIONS;
	if (!(what & (RW_EXTRACT_CLAIMS | RW_EXTRACT_MENTIONS))) return;
	if (s->o.causes) what |= RW_EXTRACT_CAUSES;
	if (!s->x) s->x = rw_extractor_new(&s->tools, rw_engine_lexicon(s->engine));
	rw_extracted found = {0};
	rw_extract(s->x, h->report, what, &s->a, &s->scratch, &found);
	if (what & RW_EXTRACT_CLAIMS) {
		h->claims = found;
		h->has_claims = true;
	}
	if (what & RW_EXTRACT_MENTIONS) {
		h->mentions = found;
		h->has_mentions = true;
	}
}

static riwaya_status no_report(riwaya_set *s, size_t i, riwaya_error *err) {
	return rw_fail(
		err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "there is no report %zu; the set holds %zu", i, riwaya_set_count(s));
}

static riwaya_status do_claims(call *c, riwaya_error *err) {
	(void)err;
	extract(c->set, c->i, RW_EXTRACT_CLAIMS);
	return RIWAYA_OK;
}

static riwaya_status do_mentions(call *c, riwaya_error *err) {
	(void)err;
	extract(c->set, c->i, RW_EXTRACT_MENTIONS);
	return RIWAYA_OK;
}

riwaya_status riwaya_set_claims(riwaya_set *s, size_t i, const riwaya_claim **claims, size_t *n, riwaya_error *err) {
	if (i >= riwaya_set_count(s)) return no_report(s, i, err);
	riwaya_status status = set_door((call){.set = s, .fn = do_claims, .i = i}, err);
	if (status) return status;
	if (claims) *claims = s->reports.p[i].claims.claims;
	if (n) *n = s->reports.p[i].claims.n_claims;
	return RIWAYA_OK;
}

riwaya_status riwaya_set_mentions(riwaya_set *s, size_t i, const riwaya_mention **mentions, size_t *n, riwaya_error *err) {
	if (i >= riwaya_set_count(s)) return no_report(s, i, err);
	riwaya_status status = set_door((call){.set = s, .fn = do_mentions, .i = i}, err);
	if (status) return status;
	if (mentions) *mentions = s->reports.p[i].mentions.mentions;
	if (n) *n = s->reports.p[i].mentions.n_mentions;
	return RIWAYA_OK;
}

static int by_file(const void *a, const void *b) {
	const riwaya_unread *x = a, *y = b;
	int d = rw_slice_cmp(x->file, y->file);
	if (d) return d;
	return x->error.code != y->error.code ? (x->error.code < y->error.code ? -1 : 1)
										  : strcmp(x->error.message, y->error.message);
}

/* All reports with what was found in them, as they came. */
static rw_known *know_all(riwaya_set *s, rw_arena *a) {
	rw_known *known = RW_ARRAY(a, rw_known, s->reports.n);
	for (size_t i = 0; i < s->reports.n; i++) {
		extract(s, i, RW_EXTRACT_CLAIMS | RW_EXTRACT_MENTIONS);
		const held *h = &s->reports.p[i];
		known[i] = (rw_known){
			h->report, h->claims.claims, h->claims.n_claims, h->mentions.mentions, h->mentions.n_mentions, NULL, 0};
	}
	return known;
}

static riwaya_status do_reconcile(call *c, riwaya_error *err) {
	(void)err;
	riwaya_set *s = c->set;
	if (s->r) return RIWAYA_OK;
	forget_result(s);
	rw_known *known = know_all(s, &s->result);
	riwaya_reconciliation *r = RW_NEW(&s->result, riwaya_reconciliation);
	rw_reconcile(rw_engine_lexicon(s->engine), &s->result, known, s->reports.n, r);
	rw_near_coded(&s->result, s->events.p, s->events.n, r);
	riwaya_unread *unread = RW_ARRAY(&s->result, riwaya_unread, s->unread.n);
	if (s->unread.n) {
		memcpy(unread, s->unread.p, s->unread.n * sizeof *unread);
		qsort(unread, s->unread.n, sizeof *unread, by_file);
	}
	r->unread = unread;
	r->n_unread = s->unread.n;
	s->r = r;
	return RIWAYA_OK;
}

riwaya_status riwaya_set_reconcile(riwaya_set *s, const riwaya_reconciliation **out, riwaya_error *err) {
	if (!s) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a set is needed: it is NULL");
	riwaya_status status = set_door((call){.set = s, .fn = do_reconcile}, err);
	if (!status && out) *out = s->r;
	return status;
}

/* --- writing ----------------------------------------------------------------------------------------------------- */
static riwaya_status written(bool ok, riwaya_error *err) { return ok ? RIWAYA_OK : no_output(err); }

static riwaya_status write_report(call *c, riwaya_error *err) {
	return written(rw_show_report_json(c->set->reports.p[c->i].report, c->sink), err);
}

static riwaya_status write_report_text(call *c, riwaya_error *err) {
	riwaya_set *s = c->set;
	return written(
		rw_show_report_text(rw_engine_lexicon(s->engine), &s->scratch, s->reports.p[c->i].report, c->show, c->sink), err);
}

static riwaya_status write_claims(call *c, riwaya_error *err) {
	extract(c->set, c->i, RW_EXTRACT_CLAIMS);
	const held *h = &c->set->reports.p[c->i];
	return written(rw_show_claims_json(h->report, h->claims.claims, h->claims.n_claims, c->sink), err);
}

static riwaya_status write_claims_text(call *c, riwaya_error *err) {
	riwaya_set *s = c->set;
	extract(s, c->i, RW_EXTRACT_CLAIMS);
	const held *h = &s->reports.p[c->i];
	return written(rw_show_claims_text(rw_engine_lexicon(s->engine), &s->scratch, h->report, h->claims.claims,
					   h->claims.n_claims, c->show, c->sink),
		err);
}

static riwaya_status unknown_layer(const char *layers, riwaya_error *err) {
	rw_slice bad = rw_layer_unknown(layers);
	if (!bad.p) return RIWAYA_OK;
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
		"there is no layer '" RW_FMT "'; layers are figures, dates, places, actors, speech, predicates", RW_ARG(bad));
}

static riwaya_status write_mentions(call *c, riwaya_error *err) {
	riwaya_status status = unknown_layer(c->layers, err);
	if (status) return status;
	extract(c->set, c->i, RW_EXTRACT_MENTIONS);
	const held *h = &c->set->reports.p[c->i];
	return written(
		rw_show_mentions_json(h->report, h->mentions.mentions, h->mentions.n_mentions, c->layers, c->sink), err);
}

static riwaya_status write_mentions_text(call *c, riwaya_error *err) {
	riwaya_set *s = c->set;
	riwaya_status status = unknown_layer(c->layers, err);
	if (status) return status;
	extract(s, c->i, RW_EXTRACT_MENTIONS);
	const held *h = &s->reports.p[c->i];
	return written(rw_show_mentions_text(rw_engine_lexicon(s->engine), &s->scratch, h->report, h->mentions.mentions,
					   h->mentions.n_mentions, c->layers, c->show, c->sink),
		err);
}

static riwaya_status write_event(call *c, riwaya_error *err) {
	return written(rw_show_event_json(&c->set->events.p[c->i], c->sink), err);
}

static riwaya_status write_event_text(call *c, riwaya_error *err) {
	riwaya_set *s = c->set;
	return written(
		rw_show_event_text(rw_engine_lexicon(s->engine), &s->scratch, &s->events.p[c->i], c->show, c->sink), err);
}

static riwaya_status write_ledger_json(call *c, riwaya_error *err) {
	riwaya_set *s = c->set;
	riwaya_status status = do_reconcile(c, err);
	return status
		? status
		: written(c->show && c->show->only
				  ? rw_show_section_json(rw_engine_lexicon(s->engine), &s->scratch, s->r, c->show->only, c->sink)
				  : rw_show_ledger_json(
						rw_engine_lexicon(s->engine), &s->scratch, s->r, c->show && c->show->with_text, c->sink),
			  err);
}

static riwaya_status write_ledger_text(call *c, riwaya_error *err) {
	riwaya_set *s = c->set;
	riwaya_status status = do_reconcile(c, err);
	return status ? status
				  : written(rw_show_ledger_text(rw_engine_lexicon(s->engine), &s->scratch, s->r, c->show, c->sink), err);
}

static riwaya_status write_ledger_html(call *c, riwaya_error *err) {
	riwaya_set *s = c->set;
	riwaya_status status = do_reconcile(c, err);
	return status ? status
				  : written(rw_show_ledger_html(rw_engine_lexicon(s->engine), &s->scratch, s->r, c->show, c->sink), err);
}

static riwaya_status write_explanation(call *c, riwaya_error *err) {
	riwaya_set *s = c->set;
	const held *h = &s->reports.p[c->i];
	rw_extracted found = {0};
	if (s->o.causes) {
		extract(s, c->i, RW_EXTRACT_CLAIMS);
		found = h->claims;
	} else {
		/* Claims are made again, with what made them: the set was told not to keep that. */
		if (!s->x) s->x = rw_extractor_new(&s->tools, rw_engine_lexicon(s->engine));
		rw_extract(s->x, h->report, RW_EXTRACT_CLAIMS | RW_EXTRACT_CAUSES, &s->a, &s->scratch, &found);
	}
	return written(rw_show_explanation(rw_engine_lexicon(s->engine), &s->scratch, h->report, found.claims,
					   found.n_claims, c->show, c->sink),
		err);
}

static riwaya_status write_missing(call *c, riwaya_error *err) {
	riwaya_set *s = c->set;
	const held *h = &s->reports.p[c->i];
	rw_extracted found = {0};
	if (!s->x) s->x = rw_extractor_new(&s->tools, rw_engine_lexicon(s->engine));
	rw_extract(s->x, h->report, RW_EXTRACT_CLAIMS | RW_EXTRACT_MISSING, &s->a, &s->scratch, &found);
	return written(rw_show_missing(rw_engine_lexicon(s->engine), &s->scratch, h->report, found.missing, found.n_missing,
					   c->show, c->sink),
		err);
}

static void release_arena(void *p) { rw_arena_release(p); }

static riwaya_status write_why_together(call *c, riwaya_error *err) {
	riwaya_set *s = c->set;
	rw_arena *a = &s->scratch;
	/* what is found goes into an arena of its own: showing resets the scratch one */
	rw_arena *own = RW_NEW(a, rw_arena);
	rw_arena_init(own, &s->mem);
	rw_arena_defer(a, release_arena, own);
	rw_known *known = know_all(s, own);
	const riwaya_report *first = known[c->i].report, *second = known[c->j].report;
	rw_in_order_told(known, s->reports.n);
	uint32_t i = 0, j = 0;
	for (uint32_t k = 0; k < s->reports.n; k++) {
		if (known[k].report == first) i = k;
		if (known[k].report == second) j = k;
	}
	rw_facts *f = RW_NEW(own, rw_facts);
	rw_weights w;
	rw_found found;
	rw_why why;
	rw_facts_init(f, rw_engine_lexicon(s->engine), own);
	rw_weights_load(f, &w);
	rw_find(f, own, &w, known, s->reports.n, &found);
	rw_why_together(f, own, &w, &found, rw_resolve(f, own, &w, &found), i, j, &why);
	bool ok = c->show ? rw_show_why_text(rw_engine_lexicon(s->engine), a, known, &why, c->show, c->sink)
					  : rw_show_why_json(known, &why, c->sink);
	return written(ok, err);
}

static riwaya_status of_report(call c, riwaya_error *err) {
	if (!c.sink.write) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a sink is needed: its function is NULL");
	return c.i < riwaya_set_count(c.set) ? set_door(c, err) : no_report(c.set, c.i, err);
}

riwaya_status riwaya_write_report(riwaya_set *s, size_t i, riwaya_sink sink, riwaya_error *err) {
	return of_report((call){.set = s, .fn = write_report, .i = i, .sink = sink}, err);
}

riwaya_status riwaya_write_listed(riwaya_set *s, size_t i, riwaya_sink sink, riwaya_error *err) {
	if (!s || !sink.write || i >= s->listed.n)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a set with that many addresses and a sink are needed");
	return written(rw_show_listed_json(&s->listed.p[i], sink), err);
}

riwaya_status riwaya_write_report_text(
	riwaya_set *s, size_t i, const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	return of_report((call){.set = s, .fn = write_report_text, .i = i, .show = show, .sink = sink}, err);
}

riwaya_status riwaya_write_claims(riwaya_set *s, size_t i, riwaya_sink sink, riwaya_error *err) {
	return of_report((call){.set = s, .fn = write_claims, .i = i, .sink = sink}, err);
}

riwaya_status riwaya_write_claims_text(
	riwaya_set *s, size_t i, const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	return of_report((call){.set = s, .fn = write_claims_text, .i = i, .show = show, .sink = sink}, err);
}

riwaya_status riwaya_write_mentions(riwaya_set *s, size_t i, const char *layers, riwaya_sink sink, riwaya_error *err) {
	return of_report((call){.set = s, .fn = write_mentions, .i = i, .layers = layers, .sink = sink}, err);
}

riwaya_status riwaya_write_mentions_text(
	riwaya_set *s, size_t i, const char *layers, const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	return of_report(
		(call){.set = s, .fn = write_mentions_text, .i = i, .layers = layers, .show = show, .sink = sink}, err);
}

riwaya_status riwaya_write_explanation(
	riwaya_set *s, size_t i, const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	return of_report((call){.set = s, .fn = write_explanation, .i = i, .show = show, .sink = sink}, err);
}

riwaya_status riwaya_write_missing(riwaya_set *s, size_t i, const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	return of_report((call){.set = s, .fn = write_missing, .i = i, .show = show, .sink = sink}, err);
}

static riwaya_status of_reports(call c, riwaya_error *err) {
	return c.j < riwaya_set_count(c.set) ? of_report(c, err) : no_report(c.set, c.j, err);
}

riwaya_status riwaya_write_why_together(riwaya_set *s, size_t i, size_t j, riwaya_sink sink, riwaya_error *err) {
	return of_reports((call){.set = s, .fn = write_why_together, .i = i, .j = j, .sink = sink}, err);
}

riwaya_status riwaya_write_why_together_text(
	riwaya_set *s, size_t i, size_t j, const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	static const riwaya_show plain = {0};
	return of_reports(
		(call){.set = s, .fn = write_why_together, .i = i, .j = j, .show = show ? show : &plain, .sink = sink}, err);
}

static riwaya_status of_event(call c, riwaya_error *err) {
	if (!c.sink.write) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a sink is needed: its function is NULL");
	if (c.set && c.i < c.set->events.n) return set_door(c, err);
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "there is no coded event %zu; the set holds %zu", c.i,
		c.set ? c.set->events.n : 0);
}

riwaya_status riwaya_write_coded_event(riwaya_set *s, size_t i, riwaya_sink sink, riwaya_error *err) {
	return of_event((call){.set = s, .fn = write_event, .i = i, .sink = sink}, err);
}

riwaya_status riwaya_write_coded_event_text(
	riwaya_set *s, size_t i, const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	return of_event((call){.set = s, .fn = write_event_text, .i = i, .show = show, .sink = sink}, err);
}

riwaya_status riwaya_write_ledger_json(riwaya_set *s, const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	if (!s || !sink.write)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a set and a sink are needed: one is NULL");
	return set_door((call){.set = s, .fn = write_ledger_json, .show = show, .sink = sink}, err);
}

riwaya_status riwaya_write_ledger_text(riwaya_set *s, const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	if (!s || !sink.write)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a set and a sink are needed: one is NULL");
	return set_door((call){.set = s, .fn = write_ledger_text, .show = show, .sink = sink}, err);
}

riwaya_status riwaya_write_ledger_html(riwaya_set *s, const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	if (!s || !sink.write)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a set and a sink are needed: one is NULL");
	return set_door((call){.set = s, .fn = write_ledger_html, .show = show, .sink = sink}, err);
}
