/* reconcile.c: the room's door: sorts the reports, has them grouped, and makes the ledger of each incident. */
#include "reconcile/reconcile.h"
#include "group/nest.h"
#include "mention/calendar.h"
#include "reconcile/ledger.h"
#include <stdlib.h>

int rw_by_told(const void *pa, const void *pb) {
	const rw_known *a = pa, *b = pb;
	const riwaya_report *x = a->report, *y = b->report;
	bool dx = x->published.at.precision != RIWAYA_PRECISION_NONE, dy = y->published.at.precision != RIWAYA_PRECISION_NONE;
	if (dx != dy) return dx ? -1 : 1;
	if (dx && x->published.at.from != y->published.at.from) return x->published.at.from < y->published.at.from ? -1 : 1;
	int order = rw_slice_cmp(x->id, y->id);
	return order ? order : rw_slice_cmp(x->file, y->file);
}

static int by_slice(const void *pa, const void *pb) {
	return rw_slice_cmp(*(const rw_slice *)pa, *(const rw_slice *)pb);
}

static void write_incident(rw_draft *l, riwaya_incident *out) {
	rw_arena *a = l->a;
	const rw_cluster *c = l->cluster;
	out->id = c->id;
	out->time = c->time;
	if (c->site != RW_NO) {
		const rw_site *s = &l->f->sites.p[c->site];
		out->place_id = s->id;
		out->place_text = rw_say_site(l->f, c->site).ar;
		for (uint32_t at = c->site; at != RW_NO && !out->has_position; at = l->f->sites.p[at].parent) {
			const rw_site *p = &l->f->sites.p[at];
			out->lat = p->lat, out->lon = p->lon, out->has_position = p->has_position;
		}
	}
	riwaya_part_taken *parts = RW_ARRAY(a, riwaya_part_taken, c->n_members);
	rw_slice *outlets = RW_ARRAY(a, rw_slice, c->n_members);
	size_t n_outlets = 0;
	for (size_t i = 0; i < c->n_members; i++) {
		const rw_member *m = &c->members[i];
		parts[i] = (riwaya_part_taken){.report = m->report, .part = m->part, .of = m->of, .why = m->why};
		const riwaya_report *r = l->known[m->report].report;
		rw_slice outlet = r->outlet_id.n ? r->outlet_id : r->outlet_name;
		if (outlet.n && m->part != RIWAYA_PART_BACKGROUND) outlets[n_outlets++] = outlet;
	}
	out->reports = parts;
	out->n_reports = c->n_members;
	if (n_outlets) qsort(outlets, n_outlets, sizeof *outlets, by_slice);
	for (size_t i = 0; i < n_outlets; i++) out->outlets += i == 0 || !rw_slice_eq(outlets[i], outlets[i - 1]);
	RW_VEC(riwaya_rejected) rejected = {0};
	for (size_t i = 0; i < c->n_members; i++) {
		const rw_known *k = &l->known[c->members[i].report];
		for (size_t j = 0; j < k->n_rejected; j++)
			rw_vec_push(a, &rejected, (riwaya_rejected){&k->rejected[j], c->members[i].report});
	}
	out->rejected = rejected.p;
	out->n_rejected = rejected.n;
	riwaya_incident_claim *claims = RW_ARRAY(a, riwaya_incident_claim, l->claims.n);
	for (size_t i = 0; i < l->claims.n; i++) claims[i] = l->claims.p[i].out;
	out->claims = claims, out->n_claims = l->claims.n;
	out->origins = l->origins.p, out->n_origins = l->origins.n;
	bool *behind = RW_ARRAY(a, bool, l->origins.n);
	for (size_t i = 0; i < l->n_stated; i++) behind[claims[i].origin] = true;
	for (size_t i = 0; i < l->origins.n; i++) out->n_independent += behind[i];
	out->lines = l->lines.p, out->n_lines = l->lines.n;
	out->relations = l->relations.p, out->n_relations = l->relations.n;
}

rw_slice rw_key(rw_arena *a, const double *numbers, size_t n, const rw_slice *words, size_t n_words) {
	size_t size = n * sizeof *numbers;
	for (size_t i = 0; i < n_words; i++) size += words[i].n + (i > 0);
	char *out = rw_arena_alloc(a, size), *p = out;
	if (n) memcpy(p, numbers, n * sizeof *numbers);
	p += n * sizeof *numbers;
	for (size_t i = 0; i < n_words; i++) {
		if (i) *p++ = '\t';
		if (words[i].n) memcpy(p, words[i].p, words[i].n);
		p += words[i].n;
	}
	return rw_slice_of(out, size);
}

static void reconcile_one(rw_facts *f, rw_arena *a, const rw_known *known, const rw_copy *copies, const rw_cluster *c,
	rw_extent extent, riwaya_incident *out) {
	rw_draft l = {.f = f, .a = a, .known = known, .copies = copies, .cluster = c, .extent = extent};
	l.slack = rw_policy(f, "reconcile.slack", 0.1);
	l.slack_least = rw_policy(f, "reconcile.slack_least", 1);
	l.order_slack = rw_policy(f, "reconcile.order_slack", 0.5);
	l.confidence = rw_policy(f, "reconcile.confidence", 0.35);
	l.stock = (int64_t)(rw_policy(f, "reconcile.stock_days", 30) * RW_DAY);
	rw_make_claims(&l);
	rw_make_lines(&l);
	rw_make_figures(&l);
	rw_make_denials(&l);
	rw_finish_relations(&l);
	rw_make_account(&l, out);
	write_incident(&l, out);
}

void rw_in_order_told(rw_known *known, size_t n) {
	if (n) qsort(known, n, sizeof *known, rw_by_told);
}

void rw_reconcile_groups(rw_facts *f, rw_arena *a, const rw_known *known, size_t n, const rw_groups *groups,
	rw_extent extent, riwaya_reconciliation *out) {
	memset(out, 0, sizeof *out);
	const riwaya_report **reports = RW_ARRAY(a, const riwaya_report *, n);
	const riwaya_claim **claims = RW_ARRAY(a, const riwaya_claim *, n);
	size_t *n_claims = RW_ARRAY(a, size_t, n);
	for (size_t i = 0; i < n; i++) {
		reports[i] = known[i].report;
		claims[i] = known[i].claims;
		n_claims[i] = known[i].n_claims;
	}
	out->reports = reports;
	out->claims = claims;
	out->n_claims = n_claims;
	out->n_reports = n;
	riwaya_incident *incidents = RW_ARRAY(a, riwaya_incident, groups->n_clusters);
	for (size_t i = 0; i < groups->n_clusters; i++)
		reconcile_one(f, a, known, groups->copies, &groups->clusters[i], extent, &incidents[i]);
	out->incidents = incidents;
	out->n_incidents = groups->n_clusters;
	for (size_t i = 0; i < groups->n_apart; i++) {
		riwaya_apart *x = &groups->apart[i];
		if (x->near != RW_NO) x->why = RW_SAY(f, "apart.why", incidents[x->near].title);
	}
	out->apart = groups->apart;
	out->n_apart = groups->n_apart;
	RW_VEC(riwaya_reprint) reprints = {0};
	for (uint32_t i = 0; i < n; i++) {
		const rw_copy *c = &groups->copies[i];
		if (c->of != RW_NO)
			rw_vec_push(a, &reprints, (riwaya_reprint){.report = i, .of = c->of, .share = c->share, .whole = c->whole});
	}
	out->reprints = reprints.p;
	out->n_reprints = reprints.n;
}

void rw_reconcile(const rw_lexicon *lx, rw_arena *a, const rw_known *known, size_t n, riwaya_reconciliation *out) {
	rw_facts *f = RW_NEW(a, rw_facts);
	rw_facts_init(f, lx, a);
	rw_known *sorted = RW_ARRAY(a, rw_known, n);
	if (n) memcpy(sorted, known, n * sizeof *sorted);
	rw_in_order_told(sorted, n);
	rw_groups groups;
	rw_group(f, a, sorted, n, &groups);
	rw_reconcile_groups(f, a, sorted, n, &groups, RW_EXTENT_ALL, out);
	riwaya_incident *incidents = RW_ARRAY(a, riwaya_incident, out->n_incidents);
	if (out->n_incidents) memcpy(incidents, out->incidents, out->n_incidents * sizeof *incidents);
	rw_nest_all(f, a, incidents, out->n_incidents);
	out->incidents = incidents;
}
