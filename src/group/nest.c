/* nest.c: incidents within incidents. */
#include "group/nest.h"
#include "mention/calendar.h"
#include <stdlib.h>

typedef RW_VEC(rw_slice) slices;

static void each_once(rw_arena *a, slices *v, rw_slice id) {
	if (!id.n) return;
	for (size_t i = 0; i < v->n; i++)
		if (rw_slice_eq(v->p[i], id)) return;
	rw_vec_push(a, v, id);
}

static int by_bytes(const void *a, const void *b) { return rw_slice_cmp(*(const rw_slice *)a, *(const rw_slice *)b); }

static void sort(slices *v) {
	if (v->n) qsort(v->p, v->n, sizeof *v->p, by_bytes);
}

static void add_party(rw_arena *a, slices *v, const riwaya_party *p) {
	each_once(a, v, p->actor);
	for (size_t i = 0; i < p->n_also; i++) each_once(a, v, p->also[i]);
}

void rw_frame_of(const rw_facts *f, rw_arena *a, const riwaya_incident *i, rw_frame *out) {
	(void)f;
	slices agents = {0}, parties = {0};
	for (size_t k = 0; k < i->n_claims; k++) {
		const riwaya_claim *c = i->claims[k].claim;
		if (c->polarity != RIWAYA_POLARITY_AFFIRMED || c->modality != RIWAYA_MODALITY_ACTUAL) continue;
		add_party(a, &agents, &c->agent);
		add_party(a, &parties, &c->agent);
		add_party(a, &parties, &c->patient);
	}
	sort(&agents);
	sort(&parties);
	*out = (rw_frame){.incident = i->id,
		.title = i->title,
		.place = i->place_id,
		.time = i->time,
		.acts = i->acts,
		.n_acts = i->n_acts,
		.agents = agents.p,
		.n_agents = agents.n,
		.parties = parties.p,
		.n_parties = parties.n};
}

/* --- as text ------------------------------------------------------------------------------------------------------------ */
static void put(rw_buf *b, const rw_slice *ids, size_t n) {
	for (size_t i = 0; i < n; i++) {
		if (i) rw_buf_byte(b, ' ');
		rw_buf_slice(b, ids[i]);
	}
}

rw_slice rw_frame_write(rw_arena *a, const rw_frame *frame) {
	rw_buf b = RW_BUF(a);
	put(&b, frame->acts, frame->n_acts);
	rw_buf_byte(&b, '|');
	put(&b, frame->agents, frame->n_agents);
	rw_buf_byte(&b, '|');
	put(&b, frame->parties, frame->n_parties);
	return rw_buf_view(&b);
}

static const rw_slice *take(rw_arena *a, rw_slice *text, size_t *n) {
	slices v = {0};
	rw_slice ids = rw_slice_cut(text, '|');
	while (ids.n) rw_vec_push(a, &v, rw_slice_cut(&ids, ' '));
	*n = v.n;
	return v.p;
}

void rw_frame_read(rw_arena *a, rw_slice text, rw_frame *out) {
	out->acts = take(a, &text, &out->n_acts);
	out->agents = take(a, &text, &out->n_agents);
	out->parties = take(a, &text, &out->n_parties);
}

/* --- one within another ---------------------------------------------------------------------------------------------------- */
/* Whether the table has such a row; inner absent: any of that outer act. */
static bool goes_on(const rw_facts *f, rw_slice outer, rw_slice inner) {
	uint32_t n;
	rw_row row = rw_table_rows(f->lx, "nests", &n);
	for (uint32_t i = 0; i < n; i++)
		if (rw_slice_eq(rw_row_get(f->lx, row + i, "outer"), outer) &&
			(!inner.n || rw_slice_eq(rw_row_get(f->lx, row + i, "inner"), inner)))
			return true;
	return false;
}

/* An act that has to have its place: a hostile one, or one of those that the table knows. */
static bool weighs(rw_facts *f, rw_slice act) {
	uint32_t n, p = rw_predicate_of(f, act);
	rw_row row = rw_table_rows(f->lx, "nests", &n);
	for (uint32_t i = 0; i < n; i++)
		if (rw_slice_eq(rw_row_get(f->lx, row + i, "inner"), act)) return true;
	return p != RW_NO && f->predicates.p[p].assault;
}

bool rw_frame_holds(const rw_facts *f, const rw_frame *frame) {
	if (!frame->place.n || !rw_when_daily(frame->time) || frame->time.to - frame->time.from < RW_NEST_LASTS)
		return false;
	for (size_t i = 0; i < frame->n_acts; i++)
		if (goes_on(f, frame->acts[i], RW_NONE)) return true;
	return false;
}

/* Every hostile act of the inner one has its place in the outer one. *first: of the inner acts, and the one that it lies in. */
static bool acts_fit(rw_facts *f, const rw_frame *inner, const rw_frame *outer, bool narrower, rw_slice first[2]) {
	first[0] = first[1] = RW_NONE;
	for (size_t i = 0; i < inner->n_acts; i++) {
		rw_slice act = inner->acts[i];
		bool fits = false;
		if (!weighs(f, act)) continue;
		for (size_t k = 0; k < outer->n_acts && !fits; k++) {
			if (!goes_on(f, outer->acts[k], RW_NONE)) continue;
			bool same = rw_slice_eq(outer->acts[k], act);
			fits = goes_on(f, outer->acts[k], act) || (same && narrower);
			if (fits && !same && !first[0].n) first[0] = act, first[1] = outer->acts[k];
		}
		if (!fits) return false;
	}
	return true;
}

static rw_slice met(const rw_facts *f, const rw_slice *x, size_t n, const rw_slice *y, size_t m) {
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m; k++)
			if (rw_actor_related(f, x[i], y[k])) return x[i];
	return RW_NONE;
}

static riwaya_bilingual act_named(rw_facts *f, rw_slice act) {
	uint32_t p = rw_predicate_of(f, act);
	return p == RW_NO ? RW_BOTH(act) : f->predicates.p[p].name;
}

static riwaya_bilingual day_of(const rw_facts *f, int64_t minute) {
	int64_t day = rw_day_of_minute(minute);
	return rw_say_day(f, rw_when_day(day));
}

static riwaya_bilingual sentence(
	rw_facts *f, const rw_frame *outer, uint32_t site, const rw_slice acts[2], rw_slice who, bool shared) {
	riwaya_bilingual parts[5];
	size_t n = 0;
	parts[n++] = RW_SAY(f, "nest.place", rw_say_site_chain(f, site));
	parts[n++] = RW_SAY(f, "nest.time", day_of(f, outer->time.from), day_of(f, outer->time.to));
	if (acts[0].n) parts[n++] = RW_SAY(f, "nest.act", act_named(f, acts[0]), act_named(f, acts[1]));
	if (who.n) parts[n++] = RW_SAY(f, "nest.who", rw_say_actor(f, who));
	if (shared) parts[n++] = rw_say_plain(f, "nest.shared");
	return rw_say_list(f, parts, n);
}

bool rw_nested(rw_facts *f, const rw_frame *inner, const rw_frame *outer, bool shared, riwaya_bilingual *why) {
	if (!inner->place.n || !rw_when_daily(inner->time) || !rw_frame_holds(f, outer)) return false;
	if (rw_slice_eq(inner->incident, outer->incident)) return false;
	if (inner->time.from < outer->time.from || inner->time.to > outer->time.to ||
		inner->time.to - inner->time.from >= outer->time.to - outer->time.from)
		return false;
	uint32_t in = rw_site_of(f, inner->place, RW_NONE), out = rw_site_of(f, outer->place, RW_NONE);
	if (in == RW_NO || out == RW_NO || !rw_site_within(f, in, out)) return false;
	bool wide = rw_site_region(f, out) == out || rw_site_town(f, out) == RW_NO;
	if (wide && !shared) return false;
	rw_slice acts[2], who = met(f, inner->agents, inner->n_agents, outer->parties, outer->n_parties);
	if (!acts_fit(f, inner, outer, in != out, acts)) return false;
	if (inner->n_agents ? !who.n
						: !shared || !met(f, inner->parties, inner->n_parties, outer->parties, outer->n_parties).n)
		return false;
	if (!acts[0].n && !shared) return false; /* nothing of its own but its place and time */
	if (why) *why = sentence(f, outer, out, acts, who, shared);
	return true;
}

int rw_nest_closer(rw_facts *f, const rw_frame *x, const rw_frame *y) {
	int64_t a = x->time.to - x->time.from, b = y->time.to - y->time.from;
	if (a != b) return a < b ? -1 : 1;
	uint32_t p = rw_site_of(f, x->place, RW_NONE), q = rw_site_of(f, y->place, RW_NONE);
	if (p != q && rw_site_within(f, p, q)) return -1;
	if (p != q && rw_site_within(f, q, p)) return 1;
	return rw_slice_cmp(x->incident, y->incident);
}

/* --- of a set ---------------------------------------------------------------------------------------------------------------- */
static bool share_report(const riwaya_incident *x, const riwaya_incident *y) {
	for (size_t i = 0, k = 0; i < x->n_reports && k < y->n_reports;) {
		if (x->reports[i].report == y->reports[k].report) return true;
		if (x->reports[i].report < y->reports[k].report)
			i++;
		else
			k++;
	}
	return false;
}

typedef struct by_time {
	const rw_frame *frame;
	uint32_t incident;
} by_time;

static int in_time(const void *pa, const void *pb) {
	const by_time *x = pa, *y = pb;
	if (x->frame->time.from != y->frame->time.from) return x->frame->time.from < y->frame->time.from ? -1 : 1;
	return rw_slice_cmp(x->frame->incident, y->frame->incident);
}

void rw_nest_all(rw_facts *f, rw_arena *a, riwaya_incident *incidents, size_t n) {
	rw_frame *frames = RW_ARRAY(a, rw_frame, n);
	by_time *order = RW_ARRAY(a, by_time, n);
	RW_VEC(uint32_t) outers = {0};
	for (size_t i = 0; i < n; i++) {
		rw_frame_of(f, a, &incidents[i], &frames[i]);
		order[i] = (by_time){&frames[i], (uint32_t)i};
		if (rw_frame_holds(f, &frames[i])) rw_vec_push(a, &outers, (uint32_t)i);
	}
	if (n) qsort(order, n, sizeof *order, in_time);
	for (size_t k = 0; k < outers.n; k++) {
		uint32_t o = outers.p[k];
		RW_VEC(riwaya_nesting) held = {0};
		for (size_t at = 0; at < n; at++) {
			uint32_t i = order[at].incident;
			riwaya_bilingual why;
			if (!rw_nested(f, &frames[i], &frames[o], share_report(&incidents[i], &incidents[o]), &why)) continue;
			rw_vec_push(a, &held, ((riwaya_nesting){incidents[i].id, incidents[i].title, why}));
			riwaya_incident *x = &incidents[i];
			size_t before = 0;
			while (x->within && !rw_slice_eq(incidents[before].id, x->within->incident)) before++;
			if (x->within && rw_nest_closer(f, &frames[before], &frames[o]) < 0) continue;
			riwaya_nesting *within = RW_NEW(a, riwaya_nesting);
			*within = (riwaya_nesting){incidents[o].id, incidents[o].title, why};
			x->within = within;
		}
		incidents[o].holds = held.p;
		incidents[o].n_holds = held.n;
	}
}
