/* extract.c: a report, field by field and sentence by sentence, to claims and mentions. */
#include "extract/extract.h"
#include "extract/claim.h"

rw_extractor *rw_extractor_new(rw_arena *a, const rw_lexicon *lx) {
	rw_extractor *x = RW_NEW(a, rw_extractor);
	x->lx = lx;
	rw_syms_init(lx, &x->sy);
	x->memo = rw_memo_new(a, lx);
	return x;
}

/* The army, the police and the state of the country in which the news stands, where it has one of each: whose soldiers or authorities are meant when no
 * words say. */
static void find_forces(rw_story *st, rw_row place) {
	enum { DEPTH = 8 };
	for (int up = 0; up < DEPTH && !rw_slice_eqz(rw_row_get(st->lx, place, "type"), "country"); up++) {
		rw_slice within = rw_row_get(st->lx, place, "within");
		if (!within.n) return;
		place = rw_row_find(st->lx, "places", within);
	}
	rw_slice country = rw_row_get(st->lx, place, "id");
	uint32_t n, armies = 0, police = 0, states = 0;
	rw_row first = rw_table_rows(st->lx, "actors", &n);
	for (rw_row r = first; r < first + n; r++) {
		if (!rw_slice_eq(rw_row_get(st->lx, r, "country"), country)) continue;
		rw_slice type = rw_row_get(st->lx, r, "type");
		if (rw_slice_eqz(type, "army") && armies++ == 0) st->army = rw_row_get(st->lx, r, "id");
		if (rw_slice_eqz(type, "police") && police++ == 0) st->police = rw_row_get(st->lx, r, "id");
		if (rw_slice_eqz(type, "state") && states++ == 0) st->state = rw_row_get(st->lx, r, "id");
	}
	if (armies != 1) st->army = RW_NONE;
	if (police != 1) st->police = RW_NONE;
	if (states != 1) st->state = RW_NONE;
	/* A state none of whose forces the tables name by themselves stands for them. */
	if (!armies) st->army = st->state;
	if (!police) st->police = st->state;
}

/* The lead's place: the most specific one of the first sentence of the text that names any. */
static void take_lead(rw_story *st, rw_view *v) {
	if (st->has_lead || v->field != RIWAYA_FIELD_TEXT) return;
	const rw_item *best = NULL;
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != v->sy->place || !it->payload) continue;
		if (!best || ((const rw_placed *)it->payload)->rank > ((const rw_placed *)best->payload)->rank) best = it;
	}
	if (!best) return;
	const rw_placed *p = best->payload;
	rw_item lead = *best;
	if (p->first != best->first) lead.pro = 0;
	st->lead.span = rw_view_span(v, p->first, p->end, &lead);
	st->lead.text = rw_view_words(v, st->lead.span);
	st->lead.id = p->id;
	st->lead.has_position = p->row && rw_row_number(v->lx, p->row, "lat", &st->lead.lat) &&
		rw_row_number(v->lx, p->row, "lon", &st->lead.lon);
	st->has_lead = true;
	if (p->row) find_forces(st, p->row);
}

/* Where the news is: the place of the first thing told in the body that has one. A title's claims look for theirs in the title first. */
static void settle_lead(rw_story *st) {
	for (size_t i = 0; i < st->claims->n; i++) {
		const riwaya_claim *c = &st->claims->p[i];
		if (c->span.field != RIWAYA_FIELD_TEXT || !c->place.text.n || c->place.inherited ||
			c->modality == RIWAYA_MODALITY_BACKGROUND)
			continue;
		st->lead = c->place;
		st->has_lead = true;
		break;
	}
	const riwaya_place *title = NULL;
	for (size_t i = 0; i < st->claims->n && !title; i++)
		if (st->claims->p[i].span.field == RIWAYA_FIELD_TITLE && st->claims->p[i].place.text.n)
			title = &st->claims->p[i].place;
	for (size_t i = 0; title && i < st->claims->n; i++) {
		riwaya_claim *c = &st->claims->p[i];
		if (c->span.field != RIWAYA_FIELD_TITLE || c->place.text.n) continue;
		c->place = *title;
		c->place.inherited = true;
	}
}

void rw_extract(
	rw_extractor *x, const riwaya_report *report, unsigned what, rw_arena *a, rw_arena *scratch, rw_extracted *out) {
	rw_mark mark = rw_arena_mark(scratch);
	rw_claims claims = {0};
	rw_mentions mentions = {0};
	rw_memory *memory = RW_NEW(scratch, rw_memory);
	memory->self = rw_row_get(x->lx, rw_row_find(x->lx, "outlets", report->outlet_id), "actor");
	rw_story *st = RW_NEW(scratch, rw_story);
	*st = (rw_story){.report = report,
		.lx = x->lx,
		.sy = &x->sy,
		.a = a,
		.causes = (what & RW_EXTRACT_CAUSES) != 0,
		.claims = &claims,
		.last_toll = SIZE_MAX,
		.speaking = {.keep = a, .outlet = report->outlet_name}};
	const struct {
		riwaya_field field;
		rw_slice text;
	} fields[] = {{RIWAYA_FIELD_TITLE, report->title}, {RIWAYA_FIELD_TEXT, report->text},
		{RIWAYA_FIELD_CAPTION, report->caption}};
	for (size_t f = 0; f < RW_COUNT(fields); f++) {
		if (!fields[f].text.n) continue;
		rw_view *v = RW_NEW(scratch, rw_view);
		rw_view_init(v, x->lx, &x->sy, x->memo, scratch, fields[f].field, fields[f].text, report->published.at, memory);
		for (uint32_t s = 0; s < v->t.n_sent; s++) {
			if (v->t.sent[s].first == v->t.sent[s].end) continue;
			/* Items live for a sentence: memory does not grow with the report. */
			rw_mark sentence = rw_arena_mark(scratch);
			rw_lattice l;
			rw_view_sentence(v, s, 0, &l);
			take_lead(st, v);
			rw_frames *frames = RW_NEW(scratch, rw_frames);
			rw_find_frames(v, s, &l, &st->speaking, frames);
			if (what & RW_EXTRACT_MENTIONS) rw_find_mentions(v, s, frames, a, &mentions);
			/* What stands below a picture is what the body says again. */
			if ((what & RW_EXTRACT_CLAIMS) && fields[f].field != RIWAYA_FIELD_CAPTION)
				rw_find_claims(st, v, s, &l, frames);
			rw_view_forget(v);
			rw_arena_reset(scratch, sentence);
		}
	}
	settle_lead(st);
	rw_finish_claims(st);
	*out = (rw_extracted){claims.p, claims.n, mentions.p, mentions.n};
	rw_arena_reset(scratch, mark);
}
