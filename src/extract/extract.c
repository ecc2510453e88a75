/* extract.c: a report, field by field and sentence by sentence, to claims and mentions. */
#include "extract/extract.h"
#include "extract/where.h"

rw_extractor *rw_extractor_new(rw_arena *a, const rw_lexicon *lx) {
	rw_extractor *x = RW_NEW(a, rw_extractor);
	x->lx = lx;
	rw_syms_init(lx, &x->sy);
	x->memo = rw_memo_new(a, lx);
	rw_weights_init(lx, &x->weights);
	return x;
}

/* The party in whose name an outlet that no table has speaks, "media centre of X": the last party that its name names, but for a
 * country that it is about. */
static rw_slice named_in(rw_extractor *x, rw_slice name, const rw_memory *so_far, rw_arena *scratch) {
	rw_slice self = RW_NONE;
	if (!name.n) return self;
	rw_memory *memory = RW_NEW(scratch, rw_memory);
	*memory = *so_far; /* what the name of an outlet names is not meant by the report's words */
	rw_view *v = RW_NEW(scratch, rw_view);
	rw_view_init(v, x->lx, &x->sy, x->memo, scratch, RIWAYA_FIELD_NONE, name, (riwaya_when){0}, memory);
	for (uint32_t s = 0; s < v->t.n_sent; s++) {
		rw_lattice l;
		if (v->t.sent[s].first == v->t.sent[s].end) continue;
		rw_view_sentence(v, s, 0, &l);
		for (size_t k = 0; k < v->items.n; k++) {
			const rw_item *it = v->items.p[k];
			const rw_acting *acting = it->kind == x->sy.actor ? it->payload : NULL;
			/* "The states", "the group" name nobody by themselves, as "the army" does. */
			bool short_name = acting && acting->anaphor && !rw_item_feat(it, x->sy.force);
			if (acting && !short_name && rw_item_feat(it, x->sy.ambiguous) != x->sy.yes) self = acting->id;
		}
		rw_view_forget(v);
	}
	return self;
}

/* Moves what stands from `from` on to the front, both parts in their order. */
static void to_front(void *p, size_t n, size_t from, size_t size, rw_arena *a) {
	if (!from || from >= n) return;
	char *all = p, *tail = rw_arena_alloc(a, (n - from) * size);
	memcpy(tail, all + from * size, (n - from) * size);
	memmove(all + (n - from) * size, all, from * size);
	memcpy(all, tail, (n - from) * size);
}

void rw_extract(
	rw_extractor *x, const riwaya_report *report, unsigned what, rw_arena *a, rw_arena *scratch, rw_extracted *out) {
	rw_mark mark = rw_arena_mark(scratch);
	rw_claims claims = {0};
	rw_mentions mentions = {0};
	rw_missings missing = {0};
	rw_memory *memory = RW_NEW(scratch, rw_memory);
	memory->self = rw_row_get(x->lx, rw_row_find(x->lx, "outlets", report->outlet_id), "actor");
	if (!report->outlet_id.n) memory->self = named_in(x, report->outlet_name, memory, scratch);
	rw_story *st = RW_NEW(scratch, rw_story);
	*st = (rw_story){.report = report,
		.lx = x->lx,
		.sy = &x->sy,
		.a = a,
		.memory = memory,
		.causes = (what & RW_EXTRACT_CAUSES) != 0,
		.claims = &claims,
		.weights = &x->weights,
		.last_toll = SIZE_MAX,
		.speaking = {.keep = a, .outlet = report->outlet_name}};
	/* A title says in short what the body says in full ("Health: eight dead"): it is read once for the actors and places that the
	 * body takes as known, and its claims are found after the body's, when whole names are known. */
	const struct {
		riwaya_field field;
		rw_slice text;
		bool names_only;
	} fields[] = {{RIWAYA_FIELD_TITLE, report->title, true}, {RIWAYA_FIELD_TEXT, report->text, false},
		{RIWAYA_FIELD_CAPTION, report->caption, false}, {RIWAYA_FIELD_TITLE, report->title, false}};
	size_t title_claims = 0, title_mentions = 0, title_missing = 0;
	for (size_t f = 0; f < RW_COUNT(fields); f++) {
		if (!fields[f].text.n) continue;
		st->last_toll = SIZE_MAX;
		st->speaking.n_links = 0;
		st->speaking.quoting = false;
		title_claims = claims.n;
		title_mentions = mentions.n;
		title_missing = missing.n;
		rw_view *v = RW_NEW(scratch, rw_view);
		rw_view_init(v, x->lx, &x->sy, x->memo, scratch, fields[f].field, fields[f].text, report->published.at, memory);
		for (uint32_t s = 0; s < v->t.n_sent; s++) {
			if (v->t.sent[s].first == v->t.sent[s].end) continue;
			/* Items live for a sentence: memory does not grow with the report. */
			rw_mark sentence = rw_arena_mark(scratch);
			rw_lattice l;
			rw_view_sentence(v, s, 0, &l);
			if (fields[f].names_only) {
				rw_view_forget(v);
				rw_arena_reset(scratch, sentence);
				continue;
			}
			rw_frames *frames = RW_NEW(scratch, rw_frames);
			rw_find_frames(v, s, &l, &st->speaking, frames);
			if (what & RW_EXTRACT_MENTIONS) rw_find_mentions(v, s, frames, a, &mentions);
			/* What stands below a picture is what the body says again. */
			size_t first = claims.n;
			if ((what & RW_EXTRACT_CLAIMS) && fields[f].field != RIWAYA_FIELD_CAPTION)
				rw_find_claims(st, v, s, &l, frames);
			if (what & RW_EXTRACT_MISSING) rw_find_missing(st, v, s, &l, frames, first, &missing);
			rw_view_forget(v);
			rw_arena_reset(scratch, sentence);
		}
	}
	/* "The armed forces' page" tells of whose once the country is known. */
	if (!memory->self.n && !report->outlet_id.n) memory->self = named_in(x, report->outlet_name, memory, scratch);
	if (!memory->self.n && !report->outlet_id.n) memory->self = rw_own_side(memory, x->lx, report->published.at);
	rw_settle_places(st);
	rw_finish_claims(st);
	if (report->title.n) {
		to_front(claims.p, claims.n, title_claims, sizeof *claims.p, a);
		to_front(missing.p, missing.n, title_missing, sizeof *missing.p, a);
		to_front(mentions.p, mentions.n, title_mentions, sizeof *mentions.p, a);
	}
	*out = (rw_extracted){claims.p, claims.n, mentions.p, mentions.n, missing.p, missing.n};
	rw_arena_reset(scratch, mark);
}
