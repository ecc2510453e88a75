/* ledger_json.c: a reconciliation as one JSON document. The first keys of each object are the contract's, in its order;
 * what we add stands after them. Indices of the structs become ids here.
 */
#include "show/show.h"
#include <math.h>

typedef struct writer {
	rw_json j;
	const riwaya_reconciliation *r;
	const riwaya_incident *i; /* the one being written */
} writer;

static void key_both(rw_json *j, const char *key, riwaya_bilingual b) {
	rw_json_key(j, key);
	rw_json_object(j);
	rw_json_put_slice(j, "ar", b.ar);
	rw_json_put_slice(j, "en", b.en);
	rw_json_close(j);
}

static void key_when(rw_json *j, const char *key, riwaya_when w) {
	rw_json_key(j, key);
	if (w.precision == RIWAYA_PRECISION_NONE) {
		rw_json_null(j);
		return;
	}
	rw_json_object(j);
	rw_json_bounds(j, w);
	rw_json_close(j);
}

static rw_slice file_of(const writer *w, uint32_t report) {
	return report < w->r->n_reports ? w->r->reports[report]->file : RW_NONE;
}

/* Beside the name: two files may go by one. */
static rw_slice id_of(const writer *w, uint32_t report) {
	return report < w->r->n_reports ? w->r->reports[report]->id : RW_NONE;
}

static rw_slice claim_id(const riwaya_incident *i, uint32_t claim) {
	return claim < i->n_claims ? i->claims[claim].id : RW_NONE;
}

static void claim_ids(rw_json *j, const riwaya_incident *i, const char *key, const uint32_t *p, size_t n) {
	rw_json_key(j, key);
	rw_json_array(j);
	for (size_t k = 0; k < n; k++) rw_json_slice(j, claim_id(i, p[k]));
	rw_json_close(j);
}

static void range_members(rw_json *j, riwaya_range r) {
	rw_json_put_double(j, "low", r.has_low, r.low);
	rw_json_put_double(j, "high", r.has_high, r.high);
}

static void key_range(rw_json *j, const char *key, riwaya_range r) {
	rw_json_key(j, key);
	rw_json_object(j);
	range_members(j, r);
	rw_json_close(j);
}

static void reports(writer *w) {
	rw_json *j = &w->j;
	rw_json_key(j, "reports");
	rw_json_array(j);
	for (size_t k = 0; k < w->i->n_reports; k++) {
		const riwaya_part_taken *p = &w->i->reports[k];
		rw_json_object(j);
		rw_json_put_slice(j, "file", file_of(w, p->report));
		rw_json_put_slice(j, "id", id_of(w, p->report));
		rw_json_put_z(j, "part", riwaya_part_word(p->part));
		rw_json_put_slice(j, "of", file_of(w, p->of));
		rw_json_put_slice(j, "why", p->why.en);
		rw_json_put_slice(j, "why_ar", p->why.ar);
		rw_json_put_slice(j, "of_id", id_of(w, p->of));
		rw_json_close(j);
	}
	rw_json_close(j);
}

static void claims(writer *w) {
	rw_json *j = &w->j;
	rw_json_key(j, "claims");
	rw_json_array(j);
	for (size_t k = 0; k < w->i->n_claims; k++) {
		const riwaya_incident_claim *c = &w->i->claims[k];
		rw_json_object(j);
		rw_json_put_slice(j, "report", file_of(w, c->report));
		rw_json_claim_members(j, c->claim, c->id);
		rw_json_put_slice(j, "implied_by", claim_id(w->i, c->implied_by));
		rw_json_put_slice(j, "superseded_by", claim_id(w->i, c->superseded_by));
		rw_json_key(j, "origin");
		if (c->origin < w->i->n_origins)
			rw_json_u64(j, c->origin);
		else
			rw_json_null(j);
		rw_json_put_slice(j, "told_twice", claim_id(w->i, c->told_twice));
		rw_json_put_slice(j, "report_id", id_of(w, c->report));
		rw_json_review(j, c->claim);
		rw_json_close(j);
	}
	rw_json_close(j);
}

/* What people decided, only where they did. */
static void decisions(rw_json *j, riwaya_grade grade, const riwaya_decision *d, size_t n) {
	if (!n) return;
	rw_json_put_z(j, "grade", grade ? riwaya_grade_word(grade) : NULL);
	rw_json_decisions(j, d, n);
}

static void rejected(writer *w) {
	rw_json *j = &w->j;
	if (!w->i->n_rejected) return;
	rw_json_key(j, "rejected");
	rw_json_array(j);
	for (size_t k = 0; k < w->i->n_rejected; k++) {
		const riwaya_rejected *x = &w->i->rejected[k];
		rw_json_object(j);
		rw_json_put_slice(j, "report", file_of(w, x->report));
		rw_json_claim_members(j, x->claim, x->claim->id);
		rw_json_put_slice(j, "report_id", id_of(w, x->report));
		rw_json_review(j, x->claim);
		rw_json_close(j);
	}
	rw_json_close(j);
}

void rw_json_line_members(rw_json *j, const riwaya_incident *i, const riwaya_line *l) {
	rw_json_put_slice(j, "predicate", l->predicate);
	rw_json_put_slice(j, "family", l->family);
	rw_json_put_slice(j, "unit", l->unit);
	rw_json_key(j, "patient");
	if (l->patient_actor.p || l->patient_role.p) {
		rw_json_object(j);
		rw_json_put_slice(j, "actor", l->patient_actor);
		rw_json_put_slice(j, "role", l->patient_role);
		rw_json_close(j);
	} else
		rw_json_null(j);
	rw_json_key(j, "place");
	if (l->place.p || l->place_text.p) {
		rw_json_object(j);
		rw_json_put_slice(j, "text", l->place_text);
		rw_json_put_slice(j, "id", l->place);
		rw_json_close(j);
	} else
		rw_json_null(j);
	rw_json_put_z(j, "scope", l->scope == RIWAYA_SCOPE_NONE ? NULL : riwaya_scope_kind_word(l->scope));
	key_range(j, "range", l->range);
	key_range(j, "range_all", l->range_all);
	claim_ids(j, i, "denied_by", l->denied_by, l->n_denied_by);
	rw_json_key(j, "values");
	rw_json_array(j);
	for (size_t v = 0; v < l->n_values; v++) {
		const riwaya_value *x = &l->values[v];
		rw_json_object(j);
		range_members(j, x->range);
		claim_ids(j, i, "claims", x->claims, x->n_claims);
		rw_json_put_u64(j, "reports", x->reports);
		rw_json_put_u64(j, "outlets", x->outlets);
		rw_json_put_u64(j, "origins", x->origins);
		rw_json_put_u64(j, "anonymous", x->anonymous);
		rw_json_put_slices(j, "parties", x->parties, x->n_parties);
		rw_json_close(j);
	}
	rw_json_close(j);
	key_both(j, "label", l->label);
	key_when(j, "time", l->time);
	claim_ids(j, i, "claims", l->claims, l->n_claims);
	claim_ids(j, i, "beside", l->beside, l->n_beside);
	decisions(j, l->grade, l->decisions, l->n_decisions);
}

static void lines(writer *w) {
	rw_json *j = &w->j;
	rw_json_key(j, "lines");
	rw_json_array(j);
	for (size_t k = 0; k < w->i->n_lines; k++) {
		rw_json_object(j);
		rw_json_line_members(j, w->i, &w->i->lines[k]);
		rw_json_close(j);
	}
	rw_json_close(j);
}

static void relations(writer *w) {
	rw_json *j = &w->j;
	rw_json_key(j, "relations");
	rw_json_array(j);
	for (size_t k = 0; k < w->i->n_relations; k++) {
		const riwaya_relation *x = &w->i->relations[k];
		rw_json_object(j);
		rw_json_put_z(j, "type", riwaya_relation_type_word(x->type));
		rw_json_put_z(j, "on", riwaya_on_word(x->on));
		claim_ids(j, w->i, "claims", (const uint32_t[]){x->a, x->b}, 2);
		rw_json_put_slice(j, "through", claim_id(w->i, x->through));
		rw_json_put_slice(j, "party", x->party);
		key_both(j, "sentence", x->sentence);
		rw_json_put_u64(j, "weight", x->weight);
		rw_json_close(j);
	}
	rw_json_close(j);
}

static void timeline(writer *w) {
	rw_json *j = &w->j;
	rw_json_key(j, "timeline");
	rw_json_array(j);
	for (size_t k = 0; k < w->i->n_timeline; k++) {
		const riwaya_moment *m = &w->i->timeline[k];
		rw_json_object(j);
		key_when(j, "happened", m->happened);
		key_both(j, "what", m->what);
		rw_json_put_slice(j, "claim", claim_id(w->i, m->claim));
		claim_ids(j, w->i, "also", m->also, m->n_also);
		rw_json_close(j);
	}
	rw_json_close(j);
}

static void framing(writer *w) {
	rw_json *j = &w->j;
	rw_json_key(j, "framing");
	rw_json_array(j);
	for (size_t k = 0; k < w->i->n_framing; k++) {
		const riwaya_framing *f = &w->i->framing[k];
		rw_json_object(j);
		rw_json_put_slice(j, f->is_act ? "act" : "actor", f->about);
		key_both(j, "label", f->label);
		rw_json_key(j, "names");
		rw_json_array(j);
		for (size_t m = 0; m < f->n_names; m++) {
			const riwaya_naming *x = &f->names[m];
			rw_json_object(j);
			rw_json_put_slice(j, "words", x->words);
			rw_json_put_slice(j, "register", x->reg);
			rw_json_put_slice(j, "report", file_of(w, x->report));
			rw_json_put_slice(j, "outlet", x->report < w->r->n_reports ? w->r->reports[x->report]->outlet_id : RW_NONE);
			rw_json_put_u64(j, "count", x->count);
			rw_json_key(j, "span");
			if (x->first.field == RIWAYA_FIELD_NONE)
				rw_json_null(j);
			else {
				rw_json_object(j);
				rw_json_put_z(j, "field", riwaya_field_word(x->first.field));
				rw_json_key(j, "at");
				rw_json_array(j);
				rw_json_u64(j, x->first.start);
				rw_json_u64(j, x->first.end);
				rw_json_close(j);
				rw_json_close(j);
			}
			rw_json_put_slice(j, "report_id", id_of(w, x->report));
			rw_json_close(j);
		}
		rw_json_close(j);
		rw_json_close(j);
	}
	rw_json_close(j);
}

static bool rests_on(const riwaya_incident *i, uint32_t report, uint32_t origin) {
	for (size_t c = 0; c < i->n_claims; c++)
		if (i->claims[c].origin == origin && i->claims[c].report == report) return true;
	return false;
}

/* What rests on an origin: reports by name, claims, reports by id. */
static void rests(writer *w, uint32_t origin) {
	rw_json *j = &w->j;
	const riwaya_incident *i = w->i;
	rw_json_key(j, "reports");
	rw_json_array(j);
	for (size_t k = 0; k < i->n_reports; k++)
		if (rests_on(i, i->reports[k].report, origin)) rw_json_slice(j, file_of(w, i->reports[k].report));
	rw_json_close(j);
	rw_json_key(j, "claims");
	rw_json_array(j);
	for (size_t c = 0; c < i->n_claims; c++)
		if (i->claims[c].origin == origin) rw_json_slice(j, i->claims[c].id);
	rw_json_close(j);
	rw_json_key(j, "report_ids");
	rw_json_array(j);
	for (size_t k = 0; k < i->n_reports; k++)
		if (rests_on(i, i->reports[k].report, origin)) rw_json_slice(j, id_of(w, i->reports[k].report));
	rw_json_close(j);
}

static void origins(writer *w, bool alone) {
	rw_json *j = &w->j;
	rw_json_key(j, "origins");
	rw_json_array(j);
	for (size_t k = 0; k < w->i->n_origins; k++) {
		const riwaya_origin *o = &w->i->origins[k];
		rw_json_object(j);
		rw_json_put_slice(j, "name", o->name);
		rw_json_put_z(j, "kind", o->kind == RIWAYA_LINK_NONE ? NULL : riwaya_link_kind_word(o->kind));
		rw_json_put_slice(j, "party", o->party);
		rw_json_put_bool(j, "anonymous", o->anonymous);
		if (alone) rests(w, (uint32_t)k);
		rw_json_close(j);
	}
	rw_json_close(j);
}

/* Only where there are coded events to compare with at all. */
static void coded(writer *w) {
	rw_json *j = &w->j;
	rw_json_key(j, "coded");
	rw_json_array(j);
	for (size_t k = 0; k < w->r->n_coded_near; k++) {
		const riwaya_coded_near *near = &w->r->coded_near[k];
		if (&w->r->incidents[near->incident] != w->i) continue;
		rw_json_object(j);
		rw_json_put_double(j, "km", true, floor(near->km * 10 + 0.5) / 10);
		rw_json_key(j, "event");
		rw_json_event(j, &w->r->coded[near->event]);
		rw_json_close(j);
	}
	rw_json_close(j);
}

static void nesting_members(rw_json *j, const riwaya_nesting *n) {
	rw_json_object(j);
	rw_json_put_slice(j, "incident", n->incident);
	key_both(j, "title", n->title);
	key_both(j, "why", n->why);
	rw_json_close(j);
}

/* Only where there is some. */
static void nesting(rw_json *j, const riwaya_incident *i) {
	if (i->within) {
		rw_json_key(j, "within");
		nesting_members(j, i->within);
	}
	if (!i->n_holds) return;
	rw_json_key(j, "holds");
	rw_json_array(j);
	for (size_t k = 0; k < i->n_holds; k++) nesting_members(j, &i->holds[k]);
	rw_json_close(j);
}

/* What each begins with. */
static void incident_head(writer *w, const riwaya_incident *i) {
	w->i = i;
	rw_json_object(&w->j);
	rw_json_put_slice(&w->j, "id", i->id);
	key_both(&w->j, "title", i->title);
}

static void incident(writer *w, const riwaya_incident *i) {
	rw_json *j = &w->j;
	incident_head(w, i);
	rw_json_put_slices(j, "acts", i->acts, i->n_acts);
	rw_json_key(j, "place");
	if (i->place_id.p || i->place_text.p) {
		rw_json_object(j);
		rw_json_put_slice(j, "text", i->place_text);
		rw_json_put_slice(j, "id", i->place_id);
		rw_json_put_double(j, "lat", i->has_position, i->lat);
		rw_json_put_double(j, "lon", i->has_position, i->lon);
		key_both(j, "label", i->place_label);
		rw_json_close(j);
	} else
		rw_json_null(j);
	key_when(j, "time", i->time);
	nesting(j, i);
	reports(w);
	claims(w);
	lines(w);
	relations(w);
	timeline(w);
	framing(w);
	origins(w, false);
	rw_json_put_u64(j, "outlets", i->outlets);
	rw_json_put_u64(j, "independent", i->n_independent);
	if (w->r->n_coded) coded(w);
	rejected(w);
	decisions(j, i->grade, i->decisions, i->n_decisions);
	rw_json_orphans(j, i->orphans, i->n_orphans);
	rw_json_close(j);
}

/* What made the result: the same input gives the same bytes for one engine, lexicon, policy and set of libraries. */
static void engine(rw_json *j, const rw_lexicon *lx) {
	rw_json_key(j, "engine");
	rw_json_object(j);
	rw_json_put_z(j, "version", riwaya_version());
	rw_json_put_slice(j, "lexicon", lx ? rw_lexicon_hash(lx) : RW_NONE);
	rw_json_key(j, "policy");
	rw_json_object(j);
	uint32_t n = 0;
	rw_row row = lx ? rw_table_rows(lx, "policy", &n) : 0;
	for (uint32_t k = 0; k < n; k++) {
		double v = 0;
		bool has = rw_row_number(lx, row + k, "value", &v);
		rw_json_key_slice(j, rw_row_get(lx, row + k, "key"));
		if (has)
			rw_json_double(j, v);
		else
			rw_json_null(j);
	}
	rw_json_close(j);
	rw_json_key(j, "libraries");
	rw_json_object(j);
	const char *lib;
	for (size_t k = 0; (lib = riwaya_library(k)); k++) {
		rw_slice rest = rw_slice_z(lib), name = rw_slice_cut(&rest, ' ');
		rw_json_key_slice(j, name);
		rw_json_slice(j, rest);
	}
	rw_json_close(j);
	rw_json_close(j);
}

/* Up to its incidents: reports, claims and lines each on a line of their own, as a ledger is compared line by line. */
static writer *begin(const rw_lexicon *lx, rw_arena *scratch, const riwaya_reconciliation *r, riwaya_sink sink) {
	writer *w = RW_NEW(scratch, writer);
	w->r = r;
	rw_json_begin(&w->j, sink, 4);
	rw_json_object(&w->j);
	engine(&w->j, lx);
	rw_json_key(&w->j, "incidents");
	rw_json_array(&w->j);
	return w;
}

bool rw_show_ledger_json(
	const rw_lexicon *lx, rw_arena *scratch, const riwaya_reconciliation *r, bool with_text, riwaya_sink sink) {
	writer *w = begin(lx, scratch, r, sink);
	rw_json *j = &w->j;
	for (size_t k = 0; k < r->n_incidents; k++) incident(w, &r->incidents[k]);
	rw_json_close(j);
	rw_json_key(j, "apart");
	rw_json_array(j);
	for (size_t k = 0; k < r->n_apart; k++) {
		const riwaya_apart *a = &r->apart[k];
		rw_json_object(j);
		rw_json_put_slice(j, "file", file_of(w, a->report));
		rw_json_put_slice(j, "why", a->why.en);
		rw_json_put_slice(j, "near", a->near < r->n_incidents ? r->incidents[a->near].id : RW_NONE);
		rw_json_put_slice(j, "why_ar", a->why.ar);
		rw_json_key(j, "for");
		rw_json_array(j);
		for (size_t c = 0; c < a->n_for; c++) {
			rw_json_object(j);
			rw_json_put_slice(j, "ar", a->clues_for[c].ar);
			rw_json_put_slice(j, "en", a->clues_for[c].en);
			rw_json_close(j);
		}
		rw_json_close(j);
		rw_json_key(j, "against");
		rw_json_array(j);
		for (size_t c = 0; c < a->n_against; c++) {
			rw_json_object(j);
			rw_json_put_slice(j, "ar", a->clues_against[c].ar);
			rw_json_put_slice(j, "en", a->clues_against[c].en);
			rw_json_close(j);
		}
		rw_json_close(j);
		rw_json_put_slice(j, "id", id_of(w, a->report));
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_key(j, "reprints");
	rw_json_array(j);
	for (size_t k = 0; k < r->n_reprints; k++) {
		const riwaya_reprint *x = &r->reprints[k];
		rw_json_object(j);
		rw_json_put_slice(j, "file", file_of(w, x->report));
		rw_json_put_slice(j, "of", file_of(w, x->of));
		rw_json_put_double(j, "share", true, x->share);
		rw_json_put_bool(j, "whole", x->whole);
		rw_json_put_slice(j, "id", id_of(w, x->report));
		rw_json_put_slice(j, "of_id", id_of(w, x->of));
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_key(j, "unread");
	rw_json_array(j);
	for (size_t k = 0; k < r->n_unread; k++) {
		rw_json_object(j);
		rw_json_put_slice(j, "file", r->unread[k].file);
		rw_json_put_z(j, "error", r->unread[k].error.message);
		rw_json_put_z(j, "code", riwaya_status_name(r->unread[k].error.code));
		rw_json_close(j);
	}
	rw_json_close(j);
	if (with_text) {
		rw_json_key(j, "reports");
		rw_json_array(j);
		for (size_t k = 0; k < r->n_reports; k++) rw_json_report(j, r->reports[k]);
		rw_json_close(j);
	}
	rw_json_close(j);
	return rw_json_end(j);
}

bool rw_show_section_json(
	const rw_lexicon *lx, rw_arena *scratch, const riwaya_reconciliation *r, riwaya_section only, riwaya_sink sink) {
	writer *w = begin(lx, scratch, r, sink);
	rw_json *j = &w->j;
	for (size_t k = 0; k < r->n_incidents; k++) {
		incident_head(w, &r->incidents[k]);
		reports(w);
		if (only == RIWAYA_SECTION_TIMELINE) timeline(w);
		if (only == RIWAYA_SECTION_FRAMING) framing(w);
		if (only == RIWAYA_SECTION_ORIGINS) origins(w, true);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_close(j);
	return rw_json_end(j);
}
