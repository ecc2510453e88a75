/* write.c: a review as JSON, in its one form: members in a fixed order, what is absent left out. */
#include "mention/calendar.h"
#include "review/review.h"
#include "show/json.h"

static bool grow(void *ctx, const char *p, size_t n) {
	rw_buf_put(ctx, p, n);
	return true;
}

static void put(rw_json *j, const char *key, rw_slice s) {
	if (s.p) rw_json_put_slice(j, key, s);
}

static void put_marked(rw_json *j, const char *key, const rw_marked *m) {
	if (!m->words.p) return;
	rw_json_key(j, key);
	rw_json_object(j);
	if (m->at.field) {
		rw_json_put_z(j, "field", riwaya_field_word(m->at.field));
		rw_json_key(j, "at");
		rw_json_array(j);
		rw_json_u64(j, m->at.start);
		rw_json_u64(j, m->at.end);
		rw_json_close(j);
	}
	rw_json_put_slice(j, "words", m->words);
	rw_json_close(j);
}

static void put_when(rw_json *j, const char *key, int64_t at, riwaya_precision precision) {
	char z[32];
	size_t n = rw_when_format(at, precision, z);
	rw_json_put_slice(j, key, rw_slice_of(z, n));
}

static void put_party(rw_json *j, const char *key, const rw_party_change *c) {
	if (!c->given) return;
	rw_json_key(j, key);
	if (c->none) {
		rw_json_null(j);
		return;
	}
	rw_json_object(j);
	put_marked(j, "mark", &c->mark);
	if (c->has_actor) rw_json_put_slice(j, "actor", c->actor);
	if (c->has_role) rw_json_put_slice(j, "role", c->role);
	rw_json_close(j);
}

static void put_figure(rw_json *j, const rw_change *c) {
	rw_json_key(j, "figure");
	if (!c->figure.qualifier) {
		rw_json_null(j);
		return;
	}
	rw_json_object(j);
	put_marked(j, "mark", &c->figure_mark);
	if (c->figure.has_value) rw_json_put_double(j, "value", true, c->figure.value);
	if (c->figure.has_low) rw_json_put_double(j, "low", true, c->figure.low);
	if (c->figure.has_high) rw_json_put_double(j, "high", true, c->figure.high);
	rw_json_put_z(j, "qualifier", riwaya_qualifier_word(c->figure.qualifier));
	rw_json_close(j);
}

static void put_chain(rw_json *j, const rw_change *c) {
	rw_json_key(j, "chain");
	rw_json_array(j);
	for (size_t i = 0; i < c->n_chain; i++) {
		const rw_link_change *l = &c->chain[i];
		rw_json_object(j);
		put_marked(j, "mark", &l->mark);
		rw_json_put_slice(j, "name", l->name);
		rw_json_put_z(j, "kind", riwaya_link_kind_word(l->kind));
		put(j, "actor", l->actor);
		rw_json_put_bool(j, "named", l->named);
		rw_json_close(j);
	}
	rw_json_close(j);
}

/* A word of a list that may be null. */
static void put_word(rw_json *j, const char *key, unsigned v, const char *word) {
	rw_json_put_z(j, key, v ? word : NULL);
}

static void put_set(rw_json *j, const rw_change *c) {
	rw_json_key(j, "set");
	rw_json_object(j);
	if (c->sets & RW_SET_PREDICATE) rw_json_put_slice(j, "predicate", c->predicate);
	if (c->sets & RW_SET_POLARITY) rw_json_put_z(j, "polarity", riwaya_polarity_word(c->polarity));
	if (c->sets & RW_SET_DENIES) put_word(j, "denies", c->denies, riwaya_denies_word(c->denies));
	if (c->sets & RW_SET_MODALITY) rw_json_put_z(j, "modality", riwaya_modality_word(c->modality));
	if (c->sets & RW_SET_FIGURE) put_figure(j, c);
	if (c->sets & RW_SET_COUNTS) put_word(j, "counts", c->counts, riwaya_counts_word(c->counts));
	if (c->sets & RW_SET_UNIT) rw_json_put_slice(j, "unit", c->unit);
	if (c->sets & RW_SET_SCOPE) put_word(j, "scope", c->scope, riwaya_scope_kind_word(c->scope));
	put_party(j, "patient", &c->patient);
	put_party(j, "agent", &c->agent);
	if (c->sets & RW_SET_PLACE) {
		rw_json_key(j, "place");
		if (c->place.p) {
			rw_json_object(j);
			put_marked(j, "mark", &c->place_mark);
			rw_json_put_slice(j, "id", c->place);
			rw_json_close(j);
		} else
			rw_json_null(j);
	}
	if (c->sets & RW_SET_TIME) {
		rw_json_key(j, "time");
		if (c->time.precision) {
			rw_json_object(j);
			put_marked(j, "mark", &c->time_mark);
			put_when(j, "from", c->time.from, c->time.precision);
			put_when(j, "to", c->time.to, c->time.precision);
			rw_json_close(j);
		} else
			rw_json_null(j);
	}
	if (c->sets & RW_SET_CHAIN) put_chain(j, c);
	if (c->sets & RW_SET_STANCE) rw_json_put_z(j, "stance", riwaya_stance_word(c->stance));
	rw_json_close(j);
}

static void put_claim(rw_json *j, const rw_claim_mark *c) {
	if (!c->predicate.p) return;
	rw_json_key(j, "claim");
	rw_json_object(j);
	put_marked(j, "mark", &c->mark);
	rw_json_put_slice(j, "predicate", c->predicate);
	put_marked(j, "figure", &c->figure);
	rw_json_close(j);
}

static void put_target(rw_json *j, const rw_review *r) {
	put(j, "report", r->report);
	put_claim(j, &r->claim);
	put_marked(j, "mark", &r->mark);
	switch (r->kind) {
	case RIWAYA_REVIEW_CORRECT:
	case RIWAYA_REVIEW_ADD: put_set(j, &r->set); break;
	case RIWAYA_REVIEW_IDENTIFY:
		rw_json_key(j, "as");
		rw_json_object(j);
		put(j, "actor", r->actor);
		put(j, "place", r->place);
		put(j, "role", r->role);
		rw_json_close(j);
		break;
	case RIWAYA_REVIEW_PUBLISH: put_when(j, "published", r->published.from, r->published.precision); break;
	case RIWAYA_REVIEW_JOIN: rw_json_put_slice(j, "with", r->with); break;
	case RIWAYA_REVIEW_REPRINT: rw_json_put_slice(j, "of", r->with); break;
	case RIWAYA_REVIEW_MERGE: rw_json_put_slices(j, "reports", r->reports, r->n_reports); break;
	case RIWAYA_REVIEW_SPLIT:
		rw_json_put_slices(j, "reports", r->reports, r->n_reports);
		rw_json_put_slices(j, "from", r->from, r->n_from);
		break;
	default: break;
	}
	put(j, "incident", r->incident);
	if (r->kind == RIWAYA_REVIEW_RENAME) {
		rw_json_key(j, "title");
		rw_json_object(j);
		put(j, "ar", r->title.ar);
		put(j, "en", r->title.en);
		rw_json_close(j);
	}
	if (r->on_line) {
		rw_json_key(j, "line");
		rw_json_object(j);
		rw_json_put_slice(j, "predicate", r->line.predicate);
		put(j, "unit", r->line.unit);
		put(j, "actor", r->line.actor);
		put(j, "role", r->line.role);
		put(j, "place", r->line.place);
		if (r->line.scope) rw_json_put_z(j, "scope", riwaya_scope_kind_word(r->line.scope));
		rw_json_close(j);
	}
	if (r->grade) rw_json_put_z(j, "grade", riwaya_grade_word(r->grade));
	put(j, "review", r->review);
}

static rw_slice written(rw_arena *a, const rw_review *r, bool whole) {
	rw_buf b = RW_BUF(a);
	rw_json j;
	rw_json_begin(&j, (riwaya_sink){grow, &b}, 0);
	rw_json_object(&j);
	if (whole) put(&j, "id", r->id);
	rw_json_put_z(&j, "kind", riwaya_review_kind_word(r->kind));
	if (whole) {
		put(&j, "by", r->by);
		put(&j, "at", r->at);
		put(&j, "why", r->why);
	}
	put_target(&j, r);
	rw_json_close(&j);
	(void)rw_json_end(&j);
	return rw_slice_trim(rw_buf_view(&b));
}

rw_slice rw_review_write(rw_arena *a, const rw_review *r) { return written(a, r, true); }
rw_slice rw_review_says(rw_arena *a, const rw_review *r) { return written(a, r, false); }

rw_claim_mark rw_mark_claim(const riwaya_claim *c) {
	rw_claim_mark m = {.mark = {c->span, c->evidence}, .predicate = c->predicate};
	if (c->figure.qualifier && c->figure.text.n) m.figure = (rw_marked){c->figure.span, c->figure.text};
	return m;
}

/* --- ids --------------------------------------------------------------------------------------------------------- */
static void row(const rw_facts *f, const char *table, rw_slice id, riwaya_status *status, riwaya_error *err) {
	if (!id.n || *status || rw_row_find(f->lx, table, id)) return;
	*status = rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("review"), 0, 0,
		"lexicon/%s.tsv has no row '" RW_FMT "'; use an id that it has, or add the row in an overlay", table, RW_ARG(id));
}

riwaya_status rw_review_known(const rw_facts *f, const rw_review *r, riwaya_error *err) {
	riwaya_status s = RIWAYA_OK;
	const rw_change *c = &r->set;
	row(f, "predicates", r->claim.predicate, &s, err);
	row(f, "predicates", c->predicate, &s, err);
	row(f, "units", c->unit, &s, err);
	row(f, "places", c->place, &s, err);
	const rw_party_change *parties[] = {&c->patient, &c->agent};
	for (size_t i = 0; i < RW_COUNT(parties); i++) {
		row(f, "actors", parties[i]->actor, &s, err);
		row(f, "roles", parties[i]->role, &s, err);
	}
	for (size_t i = 0; i < c->n_chain; i++) row(f, "actors", c->chain[i].actor, &s, err);
	row(f, "actors", r->actor, &s, err);
	row(f, "places", r->place, &s, err);
	row(f, "roles", r->role, &s, err);
	row(f, "predicates", r->line.predicate, &s, err);
	return s;
}
