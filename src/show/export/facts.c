/* facts.c: what the codings of others ask of an incident: when, where, who against whom, who tells of it. */
#include "mention/calendar.h"
#include "show/export/export.h"
#include <stdlib.h>

/* --- times ------------------------------------------------------------------------------------------------------------------ */
rw_slice rw_stamp_of(rw_arena *a, riwaya_when w) {
	char z[32];
	if (w.precision == RIWAYA_PRECISION_NONE) return RW_NONE;
	return rw_arena_copy(a, rw_slice_of(z, rw_when_format(w.from, w.precision, z)));
}

rw_slice rw_day_of_minutes(rw_arena *a, int64_t minutes) {
	char z[32];
	return rw_arena_copy(a, rw_slice_of(z, rw_when_format(minutes, RIWAYA_PRECISION_DAY, z)));
}

int64_t rw_days_spanned(riwaya_when w) { return rw_day_of_minute(w.to) - rw_day_of_minute(w.from) + 1; }

/* --- words ------------------------------------------------------------------------------------------------------------------ */
rw_slice rw_listed_words(rw_arena *a, const rw_slice *p, size_t n, const char *between) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < n; i++) {
		if (!p[i].n) continue;
		if (b.n) rw_buf_z(&b, between);
		rw_buf_slice(&b, p[i]);
	}
	return rw_buf_view(&b);
}

rw_slice rw_en(riwaya_bilingual b) { return b.en.n ? b.en : b.ar; }
rw_slice rw_ar(riwaya_bilingual b) { return b.ar.n ? b.ar : b.en; }

/* An incident of which nobody says where has no name of a place either: its label says so in words for people. */
riwaya_bilingual rw_place_of(const riwaya_incident *i) {
	return i->place_id.n || i->place_text.n ? i->place_label : (riwaya_bilingual){RW_NONE, RW_NONE};
}

/* --- places ----------------------------------------------------------------------------------------------------------------- */
enum { AROUND = 12 }; /* places within one another: a loop in an overlay's rows must end */

static unsigned grade(const rw_lexicon *lx, rw_row row, const char *column, unsigned none) {
	double v;
	return row && rw_row_number(lx, row, column, &v) && v >= 1 && v <= 9 ? (unsigned)v : none;
}

rw_where rw_where_is(const rw_exporter *x, rw_slice place) {
	static const char *const levels[] = {"governorate", "district", "subdistrict"};
	rw_where w = {.acled = 3, .ucdp = 6};
	rw_row row = place.n ? rw_row_find(x->lx, "places", place) : 0;
	if (!row) return w;
	w.id = place;
	w.type = rw_row_get(x->lx, row, "type");
	rw_row type = w.type.n ? rw_row_find(x->lx, "placetypes", w.type) : 0;
	w.acled = grade(x->lx, type, "acled", 3);
	w.ucdp = grade(x->lx, type, "ucdp", 6);
	w.airwars = type ? rw_row_get(x->lx, type, "airwars") : RW_NONE;
	w.position = rw_row_get(x->lx, row, "precision");
	for (unsigned k = 0; row && k < AROUND; k++) {
		rw_slice kind = rw_row_get(x->lx, row, "type"), around = rw_row_get(x->lx, row, "within");
		for (size_t l = 0; l < RW_COUNT(levels); l++)
			if (rw_slice_eqz(kind, levels[l]) && !w.admin[l]) w.admin[l] = row;
		if (rw_slice_eqz(kind, "country")) {
			w.country = rw_row_get(x->lx, row, "id");
			w.country_row = row;
			w.coding = rw_row_find(x->lx, "countries", w.country);
			break;
		}
		row = around.n ? rw_row_find(x->lx, "places", around) : 0;
	}
	return w;
}

rw_slice rw_row_name(const rw_words *w, rw_row place) {
	return place ? rw_place_name(w, rw_row_get(w->lx, place, "id")) : RW_NONE;
}

/* --- roles and actors ----------------------------------------------------------------------------------------------------------- */
rw_slice rw_actor_root(const rw_exporter *x, rw_slice actor) {
	for (unsigned k = 0; actor.n && k < AROUND; k++) {
		rw_row row = rw_row_find(x->lx, "actors", actor);
		rw_slice around = row ? rw_row_get(x->lx, row, "within") : RW_NONE;
		/* A country's army stands for itself: "Israeli army", not "Israel"; but a part of one army or group is that group. */
		if (!around.n || rw_slice_eqz(rw_actor_type(x->lx, around), "state")) return actor;
		actor = around;
	}
	return actor;
}

rw_slice rw_predicate_code(const rw_exporter *x, rw_slice predicate, const char *column) {
	rw_row row = predicate.n ? rw_row_find(x->lx, "predicates", predicate) : 0;
	return row ? rw_row_get(x->lx, row, column) : RW_NONE;
}

/* --- sides ------------------------------------------------------------------------------------------------------------------ */
static rw_side *side(const rw_exporter *x, rw_sides *s, rw_slice actor) {
	if (!rw_actor_armed(x->lx, actor)) return NULL;
	rw_slice root = rw_actor_root(x, actor);
	for (size_t i = 0; i < s->n; i++)
		if (rw_slice_eq(s->p[i].actor, root)) return &s->p[i];
	if (s->n == RW_SIDES) return NULL;
	s->p[s->n] = (rw_side){.actor = root};
	return &s->p[s->n++];
}

static int by_doing(const void *pa, const void *pb) {
	const rw_side *a = pa, *b = pb;
	if (a->agent != b->agent) return a->agent > b->agent ? -1 : 1;
	if (a->patient != b->patient) return a->patient > b->patient ? -1 : 1;
	return rw_slice_cmp(a->actor, b->actor);
}

static void describe(const rw_exporter *x, const rw_where *where, rw_side *s) {
	rw_row row = rw_row_find(x->lx, "actors", s->actor),
		   type = rw_row_find(x->lx, "actortypes", rw_actor_type(x->lx, s->actor));
	rw_slice home = row ? rw_row_get(x->lx, row, "country") : RW_NONE;
	s->acled = grade(x->lx, row, "acled", grade(x->lx, type, "acled", 3));
	s->state = grade(x->lx, type, "acled", 0) == 1;
	s->foreign = s->state && home.n && where->country.n && !rw_slice_eq(home, where->country);
	if (s->foreign) s->acled = 8;
}

bool rw_side_is(const rw_exporter *x, const rw_where *where, rw_slice actor, rw_side *out) {
	if (!rw_actor_armed(x->lx, actor)) return false;
	*out = (rw_side){.actor = rw_actor_root(x, actor)};
	describe(x, where, out);
	return true;
}

void rw_sides_of(rw_exporter *x, const riwaya_incident *i, const rw_where *where, rw_sides *out) {
	*out = (rw_sides){0};
	for (size_t k = 0; k < i->n_claims; k++) {
		const riwaya_claim *c = i->claims[k].claim;
		if (c->polarity != RIWAYA_POLARITY_AFFIRMED || c->modality != RIWAYA_MODALITY_ACTUAL ||
			i->claims[k].implied_by != UINT32_MAX)
			continue;
		rw_slice plover = rw_predicate_code(x, c->predicate, "plover"),
				 family = rw_predicate_code(x, c->predicate, "family");
		bool owned = rw_slice_eqz(c->predicate, "responsibility");
		if (!owned && !rw_slice_starts(plover, RW_LIT("ASSAULT")) && !rw_slice_starts(plover, RW_LIT("COERCE")))
			continue;
		rw_side *agent = side(x, out, c->agent.actor);
		if (agent) agent->agent++;
		if (owned) continue;
		bool harm = rw_slice_eqz(family, "death") || rw_slice_eqz(family, "injury") ||
			rw_slice_eqz(family, "casualties") || rw_slice_eqz(family, "taken_into_custody");
		rw_side *patient = side(x, out, c->patient.actor);
		if (patient) patient->patient++;
		if (patient && harm) patient->lost++;
		if (harm && rw_role_bearing(x->lx, c->patient.role) == RW_CIVIL) out->civilians++;
		if (rw_slice_eqz(c->predicate, "clash")) out->fought = true;
	}
	for (size_t k = 0; k < i->n_claims; k++)
		if (i->claims[k].claim->polarity == RIWAYA_POLARITY_DENIED && i->claims[k].claim->denies == RIWAYA_DENIES_AGENT)
			out->disputed = true;
	for (size_t k = 0; k < i->n_relations; k++)
		if (i->relations[k].type == RIWAYA_RELATION_CONTRADICTION && i->relations[k].on == RIWAYA_ON_AGENT)
			out->disputed = true;
	/* A line knows whose people it counts, where some of its claims leave it open. */
	for (size_t k = 0; k < i->n_lines; k++) {
		const riwaya_line *l = &i->lines[k];
		bool harm = rw_slice_eqz(l->family, "death") || rw_slice_eqz(l->family, "injury");
		rw_side *s = harm && l->n_values ? side(x, out, l->patient_actor) : NULL;
		if (s && !s->lost) s->lost = 1;
	}
	qsort(out->p, out->n, sizeof *out->p, by_doing);
	size_t lost = 0;
	for (size_t k = 0; k < out->n; k++) {
		describe(x, where, &out->p[k]);
		lost += out->p[k].lost > 0;
	}
	if (lost >= 2) out->fought = true;
}

/* --- sources ------------------------------------------------------------------------------------------------------------------ */
size_t rw_cited_of(rw_exporter *x, const riwaya_incident *i, rw_cited **out) {
	rw_cited *p = RW_ARRAY(x->a, rw_cited, i->n_reports);
	size_t n = 0;
	for (size_t k = 0; k < i->n_reports; k++) {
		if (i->reports[k].part == RIWAYA_PART_REPRINT || i->reports[k].report >= x->r->n_reports) continue;
		const riwaya_report *r = x->r->reports[i->reports[k].report];
		rw_cited s = {r, rw_outlet_name(&x->en, r), rw_outlet_name(&x->ar, r)};
		bool seen = false;
		for (size_t m = 0; m < n && !seen; m++) seen = rw_slice_eq(p[m].en, s.en);
		if (!seen) p[n++] = s;
	}
	*out = p;
	return n;
}

const riwaya_report *rw_first_report(rw_exporter *x, const riwaya_incident *i) {
	const riwaya_report *first = NULL;
	for (size_t k = 0; k < i->n_reports; k++) {
		if (i->reports[k].part == RIWAYA_PART_REPRINT || i->reports[k].report >= x->r->n_reports) continue;
		const riwaya_report *r = x->r->reports[i->reports[k].report];
		if (r->published.at.precision == RIWAYA_PRECISION_NONE) continue;
		if (!first || r->published.at.from < first->published.at.from) first = r;
	}
	return first;
}

rw_slice rw_url_of(const riwaya_report *r) {
	const rw_slice found[] = {r->address, r->file};
	for (size_t k = 0; k < RW_COUNT(found); k++)
		if (rw_slice_starts(found[k], RW_LIT("http://")) || rw_slice_starts(found[k], RW_LIT("https://")))
			return found[k];
	return RW_NONE;
}

const riwaya_link *rw_origin_of(const riwaya_claim *c) { return c->n_chain ? &c->chain[0] : NULL; }

bool rw_reviewed(const riwaya_incident *i) {
	bool any = i->n_decisions || i->n_rejected;
	for (size_t k = 0; k < i->n_claims && !any; k++) any = i->claims[k].claim->n_decisions;
	for (size_t k = 0; k < i->n_lines && !any; k++) any = i->lines[k].n_decisions;
	return any;
}
