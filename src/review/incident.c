/* incident.c: what people decided about incidents as a whole and about their lines, laid on a finished reconciliation. Nothing is counted
 * again: a title, a grade and a note change no claim. */
#include "review/review.h"

typedef struct side {
	riwaya_incident *i;
	riwaya_line *lines;
	RW_VEC(riwaya_decision) decisions;
	RW_VEC(riwaya_decision) *on_line;
} side;

static riwaya_decision decision_of(const rw_review *r) {
	return (riwaya_decision){
		.kind = r->kind, .review = r->id, .by = r->by, .at = r->at, .why = r->why, .waits = r->state == RW_REVIEW_WAITS};
}

static bool tells(const riwaya_reconciliation *r, const riwaya_incident *i, rw_slice name) {
	rw_slice place, report = rw_report_named(name, &place);
	for (size_t k = 0; k < i->n_reports; k++)
		if (rw_slice_eq(r->reports[i->reports[k].report]->id, report)) return true;
	return false;
}

static bool same(rw_slice a, rw_slice b) { return !a.n == !b.n && rw_slice_eq(a, b); }

/* The kind of victims and the place are always compared, unit and scope where they are given. */
static bool is_line(const riwaya_line *l, const rw_line_mark *m) {
	return rw_slice_eq(l->predicate, m->predicate) && same(l->patient_actor, m->actor) &&
		same(l->patient_role, m->role) && same(l->place, m->place) && (!m->unit.n || rw_slice_eq(l->unit, m->unit)) &&
		(!m->scope || l->scope == m->scope);
}

static bool on_incident(rw_arena *a, side *s, const rw_review *r, rw_orphan_why *why) {
	bool counts = r->state == RW_REVIEW_COUNTS;
	if (r->kind == RIWAYA_REVIEW_GRADE && r->on_line) {
		*why = RW_ORPHAN_NO_LINE;
		bool found = false;
		for (size_t k = 0; k < s->i->n_lines; k++) {
			if (!is_line(&s->lines[k], &r->line)) continue;
			found = true;
			if (counts) s->lines[k].grade = r->grade;
			rw_vec_push(a, &s->on_line[k], decision_of(r));
		}
		return found;
	}
	if (counts && r->kind == RIWAYA_REVIEW_GRADE) s->i->grade = r->grade;
	if (counts && r->kind == RIWAYA_REVIEW_RENAME) {
		if (r->title.ar.n) s->i->title.ar = r->title.ar;
		if (r->title.en.n) s->i->title.en = r->title.en;
	}
	rw_vec_push(a, &s->decisions, decision_of(r));
	return true;
}

/* People's word on what belongs together is told where it shows: in each incident that has a report of it. */
static bool on_grouping(const riwaya_reconciliation *rec, const riwaya_incident *i, const rw_review *r) {
	switch (r->kind) {
	case RIWAYA_REVIEW_JOIN:
	case RIWAYA_REVIEW_REPRINT:
	case RIWAYA_REVIEW_PUBLISH: return tells(rec, i, r->report);
	case RIWAYA_REVIEW_MERGE:
	case RIWAYA_REVIEW_SPLIT:
		for (size_t k = 0; k < r->n_reports; k++)
			if (tells(rec, i, r->reports[k])) return true;
		for (size_t k = 0; k < r->n_from; k++)
			if (tells(rec, i, r->from[k])) return true;
		return false;
	case RIWAYA_REVIEW_NOTE: return !r->incident.p && !r->claim.predicate.p && tells(rec, i, r->report);
	default: return false;
	}
}

void rw_review_ledger(rw_arena *a, const rw_review *reviews, size_t n, riwaya_reconciliation *rec, rw_orphans *orphans) {
	riwaya_incident *incidents = RW_ARRAY(a, riwaya_incident, rec->n_incidents);
	side *sides = RW_ARRAY(a, side, rec->n_incidents);
	rw_map of_id = RW_MAP(a);
	for (size_t i = 0; i < rec->n_incidents; i++) {
		bool fresh;
		incidents[i] = rec->incidents[i];
		sides[i].i = &incidents[i];
		sides[i].lines = RW_ARRAY(a, riwaya_line, incidents[i].n_lines);
		sides[i].on_line = rw_arena_array(a, incidents[i].n_lines, sizeof *sides[i].on_line);
		if (incidents[i].n_lines)
			memcpy(sides[i].lines, incidents[i].lines, incidents[i].n_lines * sizeof(riwaya_line));
		*rw_map_put(&of_id, incidents[i].id, &fresh) = (uint32_t)i;
	}
	for (size_t k = 0; k < n; k++) {
		const rw_review *r = &reviews[k];
		rw_orphan_why why = RW_ORPHAN_NO_INCIDENT;
		if (r->state > RW_REVIEW_WAITS) continue;
		for (size_t i = 0; i < rec->n_incidents; i++)
			if (on_grouping(rec, &incidents[i], r)) rw_vec_push(a, &sides[i].decisions, decision_of(r));
		if (!r->incident.p) continue;
		uint32_t at = rw_map_get(&of_id, r->incident);
		if ((at == UINT32_MAX || !on_incident(a, &sides[at], r, &why)) && orphans)
			rw_vec_push(a, orphans, (rw_orphan){r, why});
	}
	for (size_t i = 0; i < rec->n_incidents; i++) {
		for (size_t k = 0; k < incidents[i].n_lines; k++) {
			sides[i].lines[k].decisions = sides[i].on_line[k].p;
			sides[i].lines[k].n_decisions = sides[i].on_line[k].n;
		}
		incidents[i].lines = sides[i].lines;
		incidents[i].decisions = sides[i].decisions.p;
		incidents[i].n_decisions = sides[i].decisions.n;
	}
	rec->incidents = incidents;
}
