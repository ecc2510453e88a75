/* incident.c: an incident's head, reports, relations, timeline and origins in the reader's words. */
#include "show/incident.h"
#include "show/show.h"
#include <stdio.h>
#include <stdlib.h>

/* --- its head and its reports ---------------------------------------------------------------------------------- */
rw_slice rw_tell_joined(const rw_words *w, const rw_slice *s, size_t n) {
	rw_buf b = RW_BUF(w->a);
	for (size_t i = 0; i < n; i++) {
		if (!s[i].n) continue;
		if (b.n) rw_buf_slice(&b, rw_comma(w));
		rw_buf_slice(&b, s[i]);
	}
	return rw_buf_view(&b);
}

rw_slice rw_tell_acts(const rw_words *w, const riwaya_incident *i) {
	rw_slice *s = RW_ARRAY(w->a, rw_slice, i->n_acts);
	for (size_t k = 0; k < i->n_acts; k++) s[k] = rw_named(w, "predicates", i->acts[k]);
	return rw_tell_joined(w, s, i->n_acts);
}

rw_slice rw_tell_where(const rw_words *w, const riwaya_incident *i) {
	rw_slice s = rw_pick(w, i->place_label);
	if (!s.n) s = i->place_text;
	if (!s.n) return rw_label(w, "show_where_unknown");
	if (!i->has_position) return s;
	/* No printf of fractions: their point follows the host's locale. */
	rw_slice xy[2];
	const double v[2] = {i->lat, i->lon};
	for (size_t k = 0; k < 2; k++) {
		long hundredths = (long)(v[k] * 100 + (v[k] < 0 ? -0.5 : 0.5));
		unsigned long size = (unsigned long)(hundredths < 0 ? -hundredths : hundredths);
		xy[k] = rw_digits(w, rw_arena_printf(w->a, "%s%lu.%02lu", hundredths < 0 ? "-" : "", size / 100, size % 100));
	}
	return RW_FILL(w, "show_position", s, xy[0], xy[1]);
}

rw_slice rw_tell_tellers(const rw_words *w, const riwaya_incident *i) {
	/* of those that are counted: behind what was stated, not only implied */
	size_t anonymous = 0, tells = 0;
	bool *counted = RW_ARRAY(w->a, bool, i->n_origins);
	for (size_t k = 0; k < i->n_claims; k++) {
		const riwaya_incident_claim *c = &i->claims[k];
		if (c->implied_by != UINT32_MAX || counted[c->origin]) continue;
		counted[c->origin] = true;
		anonymous += i->origins[c->origin].anonymous;
	}
	for (size_t k = 0; k < i->n_reports; k++) tells += i->reports[k].part != RIWAYA_PART_BACKGROUND;
	rw_slice s[3] = {rw_counted(w, "show_n_reports", tells), rw_counted(w, "show_n_outlets", i->outlets),
		rw_counted(w, "show_n_origins", i->n_independent)};
	rw_slice all = rw_tell_joined(w, s, 3);
	return anonymous ? RW_FILL(w, "show_of_which_unnamed", all, rw_number(w, (double)anonymous)) : all;
}

rw_slice rw_tell_size(const rw_words *w, const riwaya_incident *i) {
	size_t grave = 0;
	for (size_t k = 0; k < i->n_relations; k++) grave += rw_relation_grave(i->relations[k].type);
	rw_slice s[2] = {
		rw_counted(w, "show_n_reports", i->n_reports), grave ? rw_counted(w, "show_n_contradictions", grave) : RW_NONE};
	return rw_tell_joined(w, s, 2);
}

rw_slice rw_tell_all(const rw_words *w, const riwaya_reconciliation *r) {
	rw_slice s[4] = {rw_counted(w, "show_n_reports", r->n_reports), rw_counted(w, "show_n_incidents", r->n_incidents),
		r->n_apart ? rw_counted(w, "show_n_apart", r->n_apart) : RW_NONE,
		r->n_unread ? rw_counted(w, "show_n_unread", r->n_unread) : RW_NONE};
	return rw_tell_joined(w, s, 4);
}

rw_slice rw_report_label(const rw_words *w, uint32_t report) {
	return rw_digits(w, rw_arena_printf(w->a, "[%u]", (unsigned)report + 1));
}

rw_outlet_told *rw_outlets_told(const rw_words *w, const riwaya_reconciliation *r, const riwaya_incident *i, size_t *n) {
	rw_outlet_told *o = RW_ARRAY(w->a, rw_outlet_told, i->n_reports);
	*n = 0;
	for (size_t k = 0; k < i->n_reports; k++) {
		if (i->reports[k].part == RIWAYA_PART_BACKGROUND || i->reports[k].report >= r->n_reports) continue;
		rw_slice name = rw_outlet_name(w, r->reports[i->reports[k].report]);
		size_t at = 0;
		while (at < *n && !rw_slice_eq(o[at].name, name)) at++;
		if (at == *n) o[(*n)++].name = name;
		rw_vec_push(w->a, &o[at].reports, i->reports[k].report);
	}
	return o;
}

rw_slice rw_tell_part(const rw_words *w, const riwaya_reconciliation *r, const riwaya_part_taken *t) {
	char key[32];
	snprintf(key, sizeof key, "show_part_%s", riwaya_part_word(t->part));
	if (t->part == RIWAYA_PART_REPRINT && t->of < r->n_reports)
		return RW_FILL(w, "show_part_reprint_of", rw_report_label(w, t->of));
	return t->part == RIWAYA_PART_TELLS || t->part == RIWAYA_PART_UNDATED ? RW_NONE : rw_label(w, key);
}

bool rw_report_copied(const riwaya_incident *i, uint32_t report) {
	for (size_t k = 0; k < i->n_reports; k++)
		if (i->reports[k].report == report) return i->reports[k].part == RIWAYA_PART_REPRINT;
	return false;
}

rw_slice rw_tell_unread(const rw_words *w, const riwaya_unread *u) {
	char code[32];
	snprintf(code, sizeof code, "%s", riwaya_status_name(u->error.code));
	for (char *c = code; *c; c++)
		if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
	rw_slice kind = w->arabic ? rw_label_of(w, "show_status_", code) : RW_NONE;
	return kind.n ? kind : rw_slice_z(u->error.message);
}

static rw_slice report_label(const rw_words *w, const riwaya_reconciliation *r, uint32_t report) {
	rw_slice name = rw_outlet_name(w, r->reports[report]);
	return rw_digits(w, rw_arena_printf(w->a, RW_FMT " [%u]", RW_ARG(name), (unsigned)report + 1));
}

rw_slice rw_tell_reprint(const rw_words *w, const riwaya_reconciliation *r, const riwaya_reprint *x) {
	rw_slice share = rw_number(w, (double)(int)(x->share * 100 + 0.5));
	return RW_FILL(w, x->whole ? "show_reprint_whole" : "show_reprint_part", report_label(w, r, x->report),
		report_label(w, r, x->of), share);
}

rw_slice rw_tell_near(const rw_words *w, const riwaya_reconciliation *r, const riwaya_coded_near *near) {
	rw_slice km = rw_number(w, (double)(int64_t)(near->km + 0.5));
	return RW_FILL(
		w, "show_with_gloss", rw_digits(w, rw_tell_event(w, &r->coded[near->event])), RW_FILL(w, "show_km", km));
}

/* --- claims ----------------------------------------------------------------------------------------------------- */
static void add_mark(rw_page *p, const rw_words *w, rw_rich *r, const char *key) {
	rw_tell_dot(p, r);
	rw_rich_add(p, r, rw_label(w, key), RW_DIM);
}

void rw_tell_teller(rw_page *p, const rw_words *w, rw_rich *rich, const riwaya_reconciliation *r,
	const riwaya_incident *i, uint32_t claim, bool same_words) {
	const riwaya_incident_claim *c = &i->claims[claim];
	rw_tell_source(p, w, rich, r->reports[c->report], c->report + 1, c->claim);
	rw_tell_marks(p, w, rich, c->claim);
	if (c->superseded_by < i->n_claims) add_mark(p, w, rich, "show_superseded");
	if (rw_report_copied(i, c->report)) add_mark(p, w, rich, "show_part_reprint");
	if (same_words) add_mark(p, w, rich, "show_same_words");
}

rw_slice rw_tell_implied(const rw_words *w, const riwaya_incident *i, const riwaya_incident_claim *c) {
	if (c->implied_by >= i->n_claims) return RW_NONE;
	const riwaya_claim *from = i->claims[c->implied_by].claim;
	rw_slice what = rw_named(w, "predicates", from->predicate), figure = rw_figure_words(w, &from->figure);
	if (figure.n) what = RW_FILL(w, "show_colon", what, figure);
	return RW_FILL(w, "show_implied_by", what);
}

/* --- relations -------------------------------------------------------------------------------------------------- */
const riwaya_relation_type rw_changes[RW_CHANGES] = {
	RIWAYA_RELATION_REVISION, RIWAYA_RELATION_LATER, RIWAYA_RELATION_DIFFERS, RIWAYA_RELATION_NARROWER};

bool rw_relation_grave(riwaya_relation_type t) {
	return t == RIWAYA_RELATION_CONTRADICTION || t == RIWAYA_RELATION_REVERSAL;
}

typedef struct ranked {
	uint32_t weight, at;
} ranked;

static int by_weight(const void *x, const void *y) {
	const ranked *a = x, *b = y;
	if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

uint32_t *rw_relations_grave(rw_arena *a, const riwaya_incident *i, size_t *n) {
	RW_VEC(ranked) v = {0};
	for (size_t k = 0; k < i->n_relations; k++)
		if (rw_relation_grave(i->relations[k].type)) rw_vec_push(a, &v, (ranked){i->relations[k].weight, (uint32_t)k});
	if (v.n) qsort(v.p, v.n, sizeof *v.p, by_weight);
	uint32_t *out = RW_ARRAY(a, uint32_t, v.n);
	for (size_t k = 0; k < v.n; k++) out[k] = v.p[k].at;
	*n = v.n;
	return out;
}

rw_slice rw_relation_name(const rw_words *w, riwaya_relation_type t) {
	char key[48];
	snprintf(key, sizeof key, "show_relation_%s", riwaya_relation_type_word(t));
	return rw_label(w, key);
}

rw_slice rw_tell_relation(const rw_words *w, const riwaya_incident *i, const riwaya_relation *x) {
	char key[48];
	snprintf(key, sizeof key, "show_on_%s", riwaya_on_word(x->on));
	rw_slice s = RW_FILL(w, "show_relation_on", rw_relation_name(w, x->type), rw_label(w, key));
	if (x->party.p) s = RW_FILL(w, "show_against_itself", s, rw_actor_name(w, x->party));
	if (x->through < i->n_claims) s = RW_FILL(w, "show_by_implication", s);
	return s;
}

/* --- timeline, origins, framing ------------------------------------------------------------------------------------ */
rw_slice rw_tell_happened(const rw_words *w, const riwaya_incident *i, const riwaya_moment *m) {
	rw_slice when = rw_when_short(w, m->happened, true);
	if (when.n) return when;
	rw_slice told = rw_when_short(w, i->claims[m->claim].claim->told, false);
	return told.n ? RW_FILL(w, "show_by", told) : rw_label(w, "show_undated");
}

bool rw_moment_told(const riwaya_reconciliation *r, const riwaya_incident *i, const riwaya_moment *m) {
	return m->claim < i->n_claims && i->claims[m->claim].report < r->n_reports;
}

/* Most reports first, then most claims, then in the ledger's order. */
static int by_standing(const void *pa, const void *pb) {
	const rw_standing *a = pa, *b = pb;
	if (a->reports.n != b->reports.n) return a->reports.n > b->reports.n ? -1 : 1;
	if (a->claims != b->claims) return a->claims > b->claims ? -1 : 1;
	return (a->origin > b->origin) - (a->origin < b->origin);
}

rw_standing *rw_standings(rw_arena *a, const riwaya_reconciliation *r, const riwaya_incident *i) {
	rw_standing *s = RW_ARRAY(a, rw_standing, i->n_origins);
	for (uint32_t k = 0; k < i->n_origins; k++) s[k].origin = k;
	/* The claims by their report's place in the incident: counted, then laid out. */
	size_t *from = RW_ARRAY(a, size_t, i->n_reports + 2);
	uint32_t *place = RW_ARRAY(a, uint32_t, r->n_reports), *claims = RW_ARRAY(a, uint32_t, i->n_claims);
	for (size_t k = 0; k < r->n_reports; k++) place[k] = (uint32_t)i->n_reports;
	for (size_t k = i->n_reports; k-- > 0;)
		if (i->reports[k].report < r->n_reports) place[i->reports[k].report] = (uint32_t)k;
	for (size_t c = 0; c < i->n_claims; c++)
		if (i->claims[c].report < r->n_reports) from[place[i->claims[c].report] + 1]++;
	for (size_t k = 1; k < i->n_reports + 2; k++) from[k] += from[k - 1];
	size_t n = from[i->n_reports];
	for (uint32_t c = 0; c < i->n_claims; c++) {
		uint32_t report = i->claims[c].report;
		if (report < r->n_reports && place[report] < i->n_reports) claims[from[place[report]]++] = c;
	}
	for (size_t k = 0; k < n; k++) {
		const riwaya_incident_claim *c = &i->claims[claims[k]];
		if (c->origin >= i->n_origins) continue;
		rw_standing *o = &s[c->origin];
		o->claims++;
		if (!o->reports.n || o->reports.p[o->reports.n - 1] != c->report) rw_vec_push(a, &o->reports, c->report);
	}
	if (i->n_origins) qsort(s, i->n_origins, sizeof *s, by_standing);
	return s;
}

bool rw_framing_main(const riwaya_incident *i, const riwaya_framing *f) {
	if (!f->is_act) return true;
	for (size_t k = 0; k < i->n_acts; k++)
		if (rw_slice_eq(i->acts[k], f->about)) return true;
	return false;
}
