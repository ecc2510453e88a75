/* account.c: the incident as a whole: its title, its moments in order, and what each outlet calls those in it. */
#include "mention/calendar.h"
#include "reconcile/ledger.h"
#include <stdlib.h>

/* --- title ---------------------------------------------------------------------------------------------------- */
static rw_slice capital(rw_arena *a, rw_slice s) {
	if (!s.n || s.p[0] < 'a' || s.p[0] > 'z') return s;
	char *p = rw_arena_alloc(a, s.n);
	memcpy(p, s.p, s.n);
	p[0] = (char)(p[0] - 'a' + 'A');
	return rw_slice_of(p, s.n);
}

static void title(rw_draft *l, riwaya_incident *out) {
	const rw_cluster *c = l->cluster;
	riwaya_bilingual acts[2], what;
	size_t n = 0;
	for (size_t i = 0; i < c->n_acts && n < RW_COUNT(acts); i++) {
		riwaya_bilingual b = rw_say_of(l->f, "title.act", l->f->predicates.p[c->acts[i]].id, NULL, 0);
		acts[n++] = rw_said(b) ? b : l->f->predicates.p[c->acts[i]].name;
	}
	for (uint32_t i = 0; i < l->lines.n && !n; i++) { /* no act is told: what came of it */
		riwaya_bilingual b = rw_say_of(l->f, "title.act", l->lines.p[i].predicate, NULL, 0);
		if (rw_said(b)) acts[n++] = b;
	}
	what = n ? rw_say_list(l->f, acts, n) : rw_say_plain(l->f, "title.act.none");
	out->place_label = rw_say_site_chain(l->f, c->site);
	if (c->site != RW_NO) what = RW_SAY(l->f, "title.at", what, out->place_label);
	if (c->time.precision != RIWAYA_PRECISION_NONE) what = RW_SAY(l->f, "title.when", what, rw_say_day(l->f, c->time));
	out->title = (riwaya_bilingual){what.ar, capital(l->a, what.en)};
	rw_slice *ids = RW_ARRAY(l->a, rw_slice, c->n_acts);
	for (size_t i = 0; i < c->n_acts; i++) ids[i] = l->f->predicates.p[c->acts[i]].id;
	out->acts = ids;
	out->n_acts = c->n_acts;
}

/* --- timeline -------------------------------------------------------------------------------------------------- */
typedef struct moment {
	riwaya_moment out;
	int64_t at; /* when it happened or, where nobody says, was told */
	bool known;
} moment;

static int by_moment(const void *pa, const void *pb) {
	const moment *a = pa, *b = pb;
	if (a->known != b->known) return a->known ? -1 : 1;
	if (a->known && a->at != b->at) return a->at < b->at ? -1 : 1;
	return (a->out.claim > b->out.claim) - (a->out.claim < b->out.claim);
}

static bool is_moment(const rw_draft *l, const rw_entry *e) {
	const riwaya_claim *c = e->out.claim;
	rw_nature nature = l->f->predicates.p[e->predicate].nature;
	if (e->copied || e->out.told_twice != UINT32_MAX || c->part_of.n || e->over_time) return false;
	if (c->modality != RIWAYA_MODALITY_ACTUAL && c->modality != RIWAYA_MODALITY_FOILED) return false;
	return nature != RW_NATURE_STOCK;
}

typedef RW_VEC(uint32_t) indices;

/* Claims of one line about one day that say the same or agree are one moment, told first by the first of them. */
static void timeline(rw_draft *l, riwaya_incident *out) {
	RW_VEC(moment) all = {0};
	RW_VEC(indices) also = {0};
	rw_map of_key = RW_MAP(l->a);
	for (uint32_t i = 0; i < l->n_stated; i++) {
		const rw_entry *e = &l->claims.p[i];
		const riwaya_claim *c = e->out.claim;
		if (!is_moment(l, e)) continue;
		moment m = {.out = {.claim = i}};
		riwaya_when happened =
			c->time.at.precision != RIWAYA_PRECISION_NONE ? c->time.at : (riwaya_when){0, 0, RIWAYA_PRECISION_NONE};
		m.known = happened.precision != RIWAYA_PRECISION_NONE || e->told.precision != RIWAYA_PRECISION_NONE;
		m.at = happened.precision != RIWAYA_PRECISION_NONE ? happened.from : e->told.from;
		m.out.happened = happened;
		rw_slice key = rw_key(l->a,
			RW_NUMBERS(e->line, c->polarity, e->low, e->high,
				happened.precision != RIWAYA_PRECISION_NONE ? (double)rw_day_of_minute(happened.from) : -1, c->modality),
			&c->agent.actor, 1);
		bool fresh;
		uint32_t *at = rw_map_put(&of_key, key, &fresh);
		if (!fresh) {
			/* One past the limit has no place of its own. */
			if (*at != UINT32_MAX) rw_vec_push(l->a, &also.p[*at], i);
			continue;
		}
		if (all.n >= RW_LEDGER_MOMENTS) continue;
		*at = (uint32_t)all.n;
		m.out.what = rw_say_claim(l->f, c, e->local);
		if (c->polarity == RIWAYA_POLARITY_DENIED) m.out.what = RW_SAY(l->f, "deny.what", m.out.what);
		rw_vec_push(l->a, &all, m);
		rw_vec_push(l->a, &also, (indices){0});
	}
	riwaya_moment *moments = RW_ARRAY(l->a, riwaya_moment, all.n);
	for (size_t i = 0; i < all.n; i++) {
		all.p[i].out.also = also.p[i].p;
		all.p[i].out.n_also = also.p[i].n;
	}
	if (all.n) qsort(all.p, all.n, sizeof *all.p, by_moment);
	for (size_t i = 0; i < all.n; i++) moments[i] = all.p[i].out;
	out->timeline = moments;
	out->n_timeline = all.n;
}

/* --- framing --------------------------------------------------------------------------------------------------- */
typedef struct frame {
	rw_slice about;
	bool act;
	uint32_t count;
	RW_VEC(riwaya_naming) names;
} frame;

static int by_frame(const void *pa, const void *pb) {
	const frame *a = pa, *b = pb;
	if (a->act != b->act) return a->act ? 1 : -1;
	if (a->count != b->count) return a->count > b->count ? -1 : 1;
	return rw_slice_cmp(a->about, b->about);
}

static int by_naming(const void *pa, const void *pb) {
	const riwaya_naming *a = pa, *b = pb;
	if (a->report != b->report) return a->report < b->report ? -1 : 1;
	if (a->count != b->count) return a->count > b->count ? -1 : 1;
	return rw_slice_cmp(a->words, b->words);
}

/* Words for acts that the table of predicates calls acts, and for every actor; by outlet, in the outlet's first report here. */
static void framing(rw_draft *l, riwaya_incident *out) {
	RW_VEC(frame) frames = {0};
	rw_map of_about = RW_MAP(l->a), of_name = RW_MAP(l->a), outlets = RW_MAP(l->a);
	for (size_t i = 0; i < l->cluster->n_members; i++) {
		uint32_t report = l->cluster->members[i].report;
		const rw_known *k = &l->known[report];
		if (l->copies[report].whole) continue; /* a copy's words are the other's */
		rw_slice outlet = k->report->outlet_id.n ? k->report->outlet_id : k->report->outlet_name;
		bool fresh;
		uint32_t *first = rw_map_put(&outlets, outlet, &fresh);
		if (fresh) *first = report;
		uint32_t as = *first;
		for (size_t j = 0; j < k->n_mentions; j++) {
			const riwaya_mention *m = &k->mentions[j];
			bool act = rw_slice_eqz(m->layer, "predicates");
			if ((!act && !rw_slice_eqz(m->layer, "actors")) || !m->id.n || !m->text.n) continue;
			if (act) {
				uint32_t p = rw_predicate_of(l->f, m->id);
				if (p == RW_NO || l->f->predicates.p[p].nature != RW_NATURE_ACT) continue;
			}
			uint32_t *at = rw_map_put(&of_about, rw_arena_printf(l->a, "%d\t" RW_FMT, act, RW_ARG(m->id)), &fresh);
			if (fresh) {
				*at = (uint32_t)frames.n;
				rw_vec_push(l->a, &frames, (frame){.about = m->id, .act = act});
			}
			uint32_t f = *at;
			frames.p[f].count++;
			rw_slice words = rw_fold(l->a, m->text);
			at = rw_map_put(&of_name, rw_arena_printf(l->a, "%u\t%u\t" RW_FMT, f, as, RW_ARG(words)), &fresh);
			if (!fresh) {
				frames.p[f].names.p[*at].count++;
			} else if (frames.p[f].names.n < RW_LEDGER_NAMINGS) {
				*at = (uint32_t)frames.p[f].names.n;
				rw_vec_push(l->a, &frames.p[f].names,
					(riwaya_naming){.words = m->text, .reg = m->reg, .report = as, .count = 1, .first = m->span});
			} else {
				*at = RW_LEDGER_NAMINGS - 1;
			}
		}
	}
	if (frames.n) qsort(frames.p, frames.n, sizeof *frames.p, by_frame);
	if (frames.n > RW_LEDGER_FRAMINGS) frames.n = RW_LEDGER_FRAMINGS;
	riwaya_framing *all = RW_ARRAY(l->a, riwaya_framing, frames.n);
	for (size_t i = 0; i < frames.n; i++) {
		frame *f = &frames.p[i];
		qsort(f->names.p, f->names.n, sizeof *f->names.p, by_naming);
		all[i] = (riwaya_framing){.about = f->about, .is_act = f->act, .names = f->names.p, .n_names = f->names.n};
		uint32_t p = f->act ? rw_predicate_of(l->f, f->about) : RW_NO;
		all[i].label = p != RW_NO ? l->f->predicates.p[p].name : rw_say_actor(l->f, f->about);
	}
	out->framing = all;
	out->n_framing = frames.n;
}

void rw_make_account(rw_draft *l, riwaya_incident *out) {
	title(l, out);
	if (l->extent != RW_EXTENT_ALL) return;
	timeline(l, out);
	framing(l, out);
}
