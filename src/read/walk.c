/* walk.c: from a stream to reports, one document at a time.
 *
 * A stream is a document, or a container that holds documents, which may be containers again: a WACZ is an archive that
 * holds WARC files that hold pages. Open containers stand on a stack of levels. Each level has two arenas: one for
 * the container's state, one for the document that it gave last, so that memory does not grow with the input.
 *
 *     file.wacz             level 0   "file.wacz"
 *       archive/a.warc.gz   level 1   "file.wacz#archive/a.warc.gz"
 *         https://…         leaf      "file.wacz#archive/a.warc.gz#https://…", in the caller's scratch memory
 */
#include "read/page.h"

enum { LOOK = 8 << 10 };

static const rw_reader *const readers[] = {&rw_reader_html, &rw_reader_pdf, &rw_reader_text};
/* Where two are as sure, the first one has it. */
static const rw_container *const containers[] = {
	&rw_container_archive,
	&rw_container_feed,
	&rw_container_feed_json,
	&rw_container_mhtml,
	&rw_container_opml,
	&rw_container_warc,
	&rw_container_packed,
	&rw_container_sitemap,
	&rw_container_telegram,
	&rw_container_telegram_html,
	&rw_container_records,
	&rw_container_csv,
	NULL,
};

typedef struct level {
	const rw_container *c;
	void *state;
	rw_arena arena, doc;
	rw_document d;
	rw_slice path; /* within the file, absent for the file itself */
	bool gave;     /* a document, or word of why not */
} level;

struct rw_walk {
	rw_mem *mem;
	rw_stream *in;
	rw_slice name;
	const rw_manner *how;
	level levels[RIWAYA_MAX_NESTED];
	size_t depth;
	size_t failures;
	bool begun, ended;
};

static void release(void *p) {
	rw_walk *w = p;
	for (size_t i = 0; i < RIWAYA_MAX_NESTED; i++) {
		rw_arena_release(&w->levels[i].doc);
		rw_arena_release(&w->levels[i].arena);
	}
}

rw_walk *rw_walk_new(rw_arena *a, rw_stream *in, rw_slice name, const rw_manner *how) {
	rw_walk *w = RW_NEW(a, rw_walk);
	*w = (rw_walk){.mem = a->mem, .in = in, .name = name, .how = how};
	rw_arena_defer(a, release, w);
	for (size_t i = 0; i < RIWAYA_MAX_NESTED; i++) {
		rw_arena_init(&w->levels[i].arena, w->mem);
		rw_arena_init(&w->levels[i].doc, w->mem);
	}
	return w;
}

uint64_t rw_walk_at(const rw_walk *w) { return rw_stream_at(w->in); }

static rw_slice full_name(rw_arena *a, const rw_walk *w, rw_slice path) {
	return path.n ? rw_arena_printf(a, RW_FMT "#" RW_FMT, RW_ARG(w->name), RW_ARG(path)) : w->name;
}

/* --- a document in memory ----------------------------------------------------------------------------------------- */
static bool has_arabic(rw_slice s) {
	size_t letters = 0;
	for (size_t i = 0; i < s.n;) {
		if ((unsigned char)s.p[i] < 0x80) {
			i++;
			continue;
		}
		rw_folded f = rw_fold_char(rw_utf8_next(s, &i));
		letters += f.arabic && f.class_ == RW_CLASS_LETTER;
		if (letters >= 2) return true;
	}
	return false;
}

/* Runs of the decoded document become runs of the pieces that it was put together from. */
static void place_runs(rw_arena *a, riwaya_report *r, const rw_received *d) {
	RW_VEC(riwaya_origin_run) runs = {0};
	for (size_t i = 0; i < r->n_origin_map; i++) {
		riwaya_origin_run run = r->origin_map[i];
		bool title = run.piece == RW_PIECE_TOLD;
		if (title || !d->n_segments) {
			run.piece = title ? d->in.told->title_piece : 0;
			rw_vec_push(a, &runs, run);
			continue;
		}
		for (size_t k = 0; k < d->n_segments && run.n; k++) {
			const rw_segment *s = &d->segments[k];
			if (run.from < s->at || run.from >= s->at + s->n) continue;
			uint64_t in = run.from - s->at;
			uint32_t n = s->n - in < run.n ? (uint32_t)(s->n - in) : run.n;
			rw_vec_push(a, &runs, (riwaya_origin_run){run.field, run.at, n, s->piece, s->from + in});
			run.at += n;
			run.from += n;
			run.n -= n;
		}
		/* What lies between segments (a line's end put between two strings) was not received. */
	}
	r->origin_map = runs.p;
	r->n_origin_map = runs.n;
}

static rw_slice join(rw_arena *a, rw_slice path, rw_slice in) {
	if (!in.n) return path.n ? rw_arena_copy(a, path) : RW_NONE;
	return path.n ? rw_arena_printf(a, RW_FMT "#" RW_FMT, RW_ARG(path), RW_ARG(in)) : rw_arena_copy(a, in);
}

/* Puts what the container knows into a report of its document. */
static void finish(rw_arena *a, riwaya_report *r, const rw_received *d) {
	bool own = r->n_pieces && r->pieces[0].kind != RIWAYA_PIECE_FILE;
	size_t n = own || !d->n_pieces ? r->n_pieces : d->n_pieces;
	riwaya_piece *pieces = RW_ARRAY(a, riwaya_piece, n);
	for (size_t i = 0; i < n; i++) {
		if (own || !d->n_pieces) {
			pieces[i] = r->pieces[i];
			pieces[i].in = d->within.n ? rw_arena_copy(a, d->within) : RW_NONE;
			if (d->within.n && !own) pieces[i].kind = RIWAYA_PIECE_MEMBER;
			continue;
		}
		pieces[i] = d->pieces[i];
		pieces[i].in = rw_arena_copy(a, d->pieces[i].in);
		pieces[i].name = rw_arena_copy(a, d->pieces[i].name);
		pieces[i].encoding = pieces[i].encoding.p ? rw_arena_copy(a, pieces[i].encoding) : r->pieces[0].encoding;
	}
	if (!own) place_runs(a, r, d);
	r->pieces = pieces;
	r->n_pieces = n;
	if (d->format.p) r->format = rw_arena_copy(a, d->format);
	if (d->n_notes) {
		riwaya_note *notes = RW_ARRAY(a, riwaya_note, r->n_notes + d->n_notes);
		if (r->n_notes) memcpy(notes, r->notes, r->n_notes * sizeof *notes);
		for (size_t i = 0; i < d->n_notes; i++)
			notes[r->n_notes + i] = (riwaya_note){rw_arena_copy(a, d->notes[i].text), d->notes[i].offset};
		r->notes = notes;
		r->n_notes += d->n_notes;
	}
}

static riwaya_status read_received(rw_read_context *c, const rw_received *d, rw_reports *out, riwaya_error *err) {
	if (c->cache) rw_seen_forget(c->cache);
	size_t first = out->n, kept = out->n;
	riwaya_status status = d->reader->read(c, &d->in, out, err);
	if (status) return status;
	for (size_t i = first; i < out->n; i++) {
		riwaya_report *r = out->p[i];
		if (!c->fragment && !c->any_language && !has_arabic(r->text) && !has_arabic(r->title)) continue;
		finish(c->a, r, d);
		out->p[kept++] = r;
	}
	bool other = kept == first && out->n > first;
	out->n = kept;
	return other
		? rw_fail(err, RIWAYA_LANGUAGE, d->in.name, 0, 0, "holds no Arabic text; riwaya reads Arabic reports only")
		: RIWAYA_OK;
}

riwaya_status rw_read_again(rw_read_context *c, const rw_received *d, rw_reports *out, riwaya_error *err) {
	rw_read_context own = *c;
	own.published = d->published;
	own.fragment = d->fragment;
	own.any_language = d->any_language;
	riwaya_status status = read_received(&own, d, out, err);
	c->cache = own.cache;
	return status;
}

/* `path` is the container's within the file, `whole` the document's. */
static riwaya_status read_document(rw_walk *w, rw_read_context *c, const rw_reader *reader, const rw_document *d,
	rw_slice path, rw_slice whole, rw_reports *out, riwaya_error *err) {
	rw_received now = {.reader = reader,
		.in = {.name = full_name(c->a, w, whole),
			.identity = d->identity,
			.charset = d->charset,
			.told = &d->told,
			.markup = d->kind == RW_KIND_MARKUP},
		.within = whole,
		.format = rw_slice_z(d->format),
		.segments = d->segments.p,
		.n_segments = d->segments.n,
		.n_pieces = d->pieces.n,
		.notes = d->notes.p,
		.n_notes = d->notes.n,
		.published = c->published,
		.fragment = c->fragment,
		.any_language = c->any_language};
	riwaya_status status = rw_stream_rest(d->in, c->scratch, RIWAYA_MAX_FILE, &now.in.bytes, err);
	if (status) return status;
	riwaya_piece *pieces = RW_ARRAY(c->scratch, riwaya_piece, d->pieces.n);
	for (size_t i = 0; i < d->pieces.n; i++) {
		pieces[i] = d->pieces.p[i];
		pieces[i].in = join(c->scratch, path, pieces[i].in);
	}
	now.pieces = pieces;
	size_t first = out->n;
	status = read_received(c, &now, out, err);
	if (!status && c->received && out->n > first)
		status = c->received(c->received_ctx, &now, out->p + first, out->n - first, err);
	return status;
}

/* --- what a stream is --------------------------------------------------------------------------------------------- */
static const rw_reader *reader_of(rw_slice head, rw_kind kind, int *sure) {
	if (kind != RW_KIND_ANY) return kind == RW_KIND_MARKUP ? &rw_reader_html : &rw_reader_text;
	/* Without zero bytes, so that tags in UTF-16 are seen too. */
	char bare[LOOK];
	if (head.n && memchr(head.p, 0, head.n)) {
		size_t n = 0;
		for (size_t i = 0; i < head.n && n < sizeof bare; i++) {
			if (head.p[i]) bare[n++] = head.p[i];
		}
		head = rw_slice_of(bare, n);
	}
	const rw_reader *best = &rw_reader_text;
	*sure = 0;
	for (size_t i = 0; i < RW_COUNT(readers); i++) {
		int k = readers[i]->sniff(head);
		if (k <= *sure) continue;
		*sure = k;
		best = readers[i];
	}
	return best;
}

const rw_container *rw_container_of(rw_arena *scratch, rw_slice head, bool whole, const rw_manner *how, int *sure) {
	const rw_container *best = NULL;
	*sure = 0;
	for (size_t i = 0; containers[i]; i++) {
		int k = containers[i]->sniff(head, whole);
		if (k <= *sure || (containers[i]->fits && !containers[i]->fits(scratch, head, whole, how))) continue;
		*sure = k;
		best = containers[i];
	}
	return best;
}

static void take_event(const rw_walk *w, rw_read_context *c, const riwaya_coded_event *event, rw_slice whole) {
	if (!c->events || c->events->n >= RIWAYA_MAX_CODED) return;
	riwaya_coded_event e = *event;
	rw_slice *const own[] = {
		&e.id, &e.type, &e.subtype, &e.country, &e.admin1, &e.admin2, &e.place, &e.sources, &e.notes};
	for (size_t i = 0; i < RW_COUNT(own); i++) *own[i] = rw_arena_copy(c->a, *own[i]);
	rw_slice *actors = RW_ARRAY(c->a, rw_slice, e.n_actors);
	for (size_t i = 0; i < e.n_actors; i++) actors[i] = rw_arena_copy(c->a, e.actors[i]);
	e.actors = actors;
	e.file = full_name(c->a, w, whole);
	rw_vec_push(c->a, c->events, e);
}

/* Keeps an address that the container of d lists. */
static riwaya_status list(rw_walk *w, rw_read_context *c, const rw_document *d, rw_slice path, riwaya_error *err) {
	const rw_packing *t = &d->told;
	rw_listed *all = c->listed;
	if (!all || !d->listed || !t->address.n) return RIWAYA_OK;
	if (all->n >= RIWAYA_MAX_LISTED)
		return rw_fail(err, RIWAYA_LIMIT, RW_NONE, 0, 0,
			"lists name more than %d addresses (RIWAYA_MAX_LISTED); read the lists one by one", RIWAYA_MAX_LISTED);
	rw_arena *a = c->a;
	riwaya_listed l = {.kind = (riwaya_listed_kind)(d->listed - 1),
		.address = rw_arena_copy(a, t->address),
		.title = t->title.n ? rw_arena_copy(a, t->title) : RW_NONE,
		.outlet = t->outlet.n ? rw_arena_copy(a, t->outlet) : RW_NONE,
		.in = rw_arena_copy(a, full_name(c->scratch, w, path)),
		.told = d->in};
	const rw_slice said[] = {t->published, t->updated};
	riwaya_published *const at[] = {&l.published, &l.updated};
	for (size_t i = 0; i < RW_COUNT(said); i++) {
		rw_slice zone;
		if (!said[i].n || !rw_when_parse(said[i], &at[i]->at, &zone)) continue;
		*at[i] = (riwaya_published){at[i]->at, zone.n ? rw_arena_copy(a, zone) : RW_NONE, RIWAYA_BASIS_METADATA};
	}
	rw_vec_push(a, all, l);
	return RIWAYA_OK;
}

/* Takes a document up: as a container, which becomes a level of its own, or as reports. `path` is that of what holds it. */
static riwaya_status take(
	rw_walk *w, rw_read_context *c, rw_document *d, rw_slice path, rw_reports *out, riwaya_error *err) {
	rw_slice head, whole = join(d->a, path, d->name);
	if (d->event) {
		take_event(w, c, d->event, whole);
		return RIWAYA_OK;
	}
	riwaya_status status = list(w, c, d, path, err);
	if (status || !d->in) return status;
	status = rw_stream_look(d->in, LOOK, &head, err);
	if (status) return status;
	if (head.n == 0) return rw_fail(err, RIWAYA_EMPTY, RW_NONE, 0, 0, "file is empty; nothing to read in it");
	bool all = head.n < LOOK;
	if (head.n > LOOK) head.n = LOOK;
	int reads = 0, holds = 0;
	const rw_reader *reader = reader_of(head, c->fragment ? RW_KIND_TEXT : d->kind, &reads);
	const rw_container *container =
		d->kind == RW_KIND_ANY && !c->fragment ? rw_container_of(c->scratch, head, all, w->how, &holds) : NULL;
	if (!container || holds < reads || (holds == reads && holds < 2)) {
		/* A huge picture is refused before it is read. */
		if (reader == &rw_reader_text) status = rw_check_text(head, RW_NONE, err);
		return status ? status : read_document(w, c, reader, d, path, whole, out, err);
	}
	if (w->depth == RIWAYA_MAX_NESTED)
		return rw_fail(err, RIWAYA_LIMIT, RW_NONE, 0, 0,
			"archives lie more than %d deep in one another (RIWAYA_MAX_NESTED); unpack the inner ones",
			RIWAYA_MAX_NESTED);
	level *l = &w->levels[w->depth];
	l->c = container;
	l->path = whole.n ? rw_arena_copy(&l->arena, whole) : RW_NONE;
	l->gave = false;
	status = container->open(&l->arena, d->in, w->how, &l->state, err);
	if (status)
		rw_arena_reset(&l->arena, (rw_mark){0});
	else
		w->depth++;
	return status;
}

static riwaya_status named(rw_arena *scratch, const rw_walk *w, rw_slice path, riwaya_status status, riwaya_error *err) {
	if (!status || !err) return status;
	rw_slice name = full_name(scratch, w, path);
	size_t n = name.n < RIWAYA_SOURCE_MAX - 1 ? name.n : RIWAYA_SOURCE_MAX - 1;
	memcpy(err->source, name.p, n);
	err->source[n] = 0;
	return status;
}

/* Pages without an article or without Arabic are most of what a web archive holds, and no damage. */
static void fail(rw_walk *w, riwaya_status status) {
	w->failures += status != RIWAYA_NO_ARTICLE && status != RIWAYA_LANGUAGE && status != RIWAYA_EMPTY;
}

/* Whether the caller wants nothing of a document that the file's container gave, or could not give. */
static bool left_aside(const rw_walk *w, const rw_document *d) {
	if (!w->how->wanted || !d->name.n) return false;
	const riwaya_piece *p = d->pieces.n ? &d->pieces.p[0] : NULL;
	return !w->how->wanted(w->how->wanted_ctx, d->name, p && p->n ? p->offset : UINT64_MAX);
}

riwaya_status rw_walk_next(rw_walk *w, rw_read_context *c, rw_reports *out, riwaya_error *err) {
	size_t before = out->n, coded = c->events ? c->events->n : 0, listed = c->listed ? c->listed->n : 0;
	while (out->n == before && (!c->events || c->events->n == coded) && (!c->listed || c->listed->n == listed)) {
		if (w->ended || (w->begun && w->depth == 0)) return RIWAYA_END;
		if (w->failures >= RIWAYA_MAX_UNREAD) {
			w->ended = true;
			return rw_fail(err, RIWAYA_LIMIT, w->name, 0, 0,
				"%d damaged documents in it (RIWAYA_MAX_UNREAD); the rest was not tried", RIWAYA_MAX_UNREAD);
		}
		riwaya_status status;
		rw_slice path = RW_NONE;
		if (!w->begun) {
			w->begun = true;
			rw_document d = {.a = c->scratch, .in = w->in};
			status = take(w, c, &d, RW_NONE, out, err);
		} else {
			level *l = &w->levels[w->depth - 1];
			rw_arena_reset(&l->doc, (rw_mark){0});
			l->d = (rw_document){.a = &l->doc};
			path = l->path;
			status = l->c->next(l->state, &l->d, err);
			if (status == RIWAYA_END) {
				bool gave = l->gave;
				status = gave
					? RIWAYA_OK
					: named(c->scratch, w, path,
						  rw_fail(err, RIWAYA_EMPTY, RW_NONE, 0, 0, "is %s that holds no report", l->c->format), err);
				rw_arena_reset(&l->doc, (rw_mark){0});
				rw_arena_reset(&l->arena, (rw_mark){0});
				w->depth--;
				if (status) fail(w, status);
				if (status) return status;
				continue;
			}
			l->gave = true;
			if (w->depth == 1 && left_aside(w, &l->d)) continue;
			if (!status) status = take(w, c, &l->d, path, out, err);
			if (status) path = join(c->scratch, path, l->d.name);
		}
		if (status) {
			fail(w, status);
			return named(c->scratch, w, path, status, err);
		}
	}
	return RIWAYA_OK;
}
