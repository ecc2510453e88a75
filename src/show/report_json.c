/* report_json.c: a report, its claims and its mentions as JSON lines. The order of keys is part of the contract. */
#include "mention/calendar.h"
#include "show/show.h"

/* The word of an enum whose first member is "null". */
static void key_word(rw_json *j, const char *key, unsigned v, const char *word) {
	rw_json_put_z(j, key, v ? word : NULL);
}

static void moment(rw_json *j, const char *key, int64_t minutes, riwaya_precision p) {
	char z[32];
	rw_json_key(j, key);
	if (p == RIWAYA_PRECISION_NONE)
		rw_json_null(j);
	else
		rw_json_slice(j, rw_slice_of(z, rw_when_format(minutes, p, z)));
}

void rw_json_bounds(rw_json *j, riwaya_when w) {
	/* A month and a year have first and last days: bounds compare as text with those of a day. */
	if (w.precision > RIWAYA_PRECISION_DAY) w.precision = RIWAYA_PRECISION_DAY;
	moment(j, "from", w.from, w.precision);
	moment(j, "to", w.to, w.precision);
}

static void span(rw_json *j, const char *key, riwaya_span s) {
	rw_json_key(j, key);
	if (s.field == RIWAYA_FIELD_NONE) {
		rw_json_null(j);
		return;
	}
	rw_json_object(j);
	rw_json_put_z(j, "field", riwaya_field_word(s.field));
	rw_json_key(j, "at");
	rw_json_array(j);
	rw_json_u64(j, s.start);
	rw_json_u64(j, s.end);
	rw_json_close(j);
	rw_json_close(j);
}

static void published(rw_json *j, const char *key, const riwaya_published *p) {
	rw_json_key(j, key);
	rw_json_object(j);
	moment(j, "value", p->at.from, p->at.precision);
	rw_json_put_slice(j, "zone", p->zone);
	key_word(j, "precision", p->at.precision, riwaya_precision_word(p->at.precision));
	key_word(j, "basis", p->basis, riwaya_basis_word(p->basis));
	rw_json_close(j);
}

static void structure(rw_json *j, const riwaya_report *r) {
	rw_json_key(j, "structure");
	rw_json_array(j);
	for (size_t i = 0; i < r->n_structure; i++) {
		rw_json_object(j);
		rw_json_put_z(j, "kind", riwaya_stretch_kind_word(r->structure[i].kind));
		rw_json_key(j, "at");
		rw_json_array(j);
		rw_json_u64(j, r->structure[i].start);
		rw_json_u64(j, r->structure[i].end);
		rw_json_close(j);
		rw_json_close(j);
	}
	rw_json_close(j);
}

void rw_json_report(rw_json *j, const riwaya_report *r) {
	rw_json_object(j);
	rw_json_put_slice(j, "id", r->id);
	rw_json_put_slice(j, "file", r->file);
	rw_json_put_slice(j, "format", r->format);
	rw_json_put_slice(j, "language", r->language);
	rw_json_key(j, "outlet");
	if (r->outlet_id.p || r->outlet_name.p) {
		rw_json_object(j);
		rw_json_put_slice(j, "id", r->outlet_id);
		rw_json_put_slice(j, "name", r->outlet_name);
		rw_json_close(j);
	} else
		rw_json_null(j);
	rw_json_put_slice(j, "title", r->title);
	rw_json_put_slice(j, "byline", r->byline);
	rw_json_put_slice(j, "dateline", r->dateline);
	published(j, "published", &r->published);
	rw_json_put_slice(j, "text", r->text);
	rw_json_put_slices(j, "furniture", r->furniture, r->n_furniture);
	rw_json_put_slice(j, "caption", r->caption);
	rw_json_put_slice(j, "credit", r->credit);
	published(j, "updated", &r->updated);
	rw_json_put_slice(j, "address", r->address);
	structure(j, r);
	rw_json_key(j, "notes");
	rw_json_array(j);
	for (size_t i = 0; i < r->n_notes; i++) {
		rw_json_object(j);
		rw_json_put_slice(j, "text", r->notes[i].text);
		rw_json_key(j, "offset");
		rw_json_u64(j, r->notes[i].offset);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_key(j, "pieces");
	rw_json_array(j);
	for (size_t i = 0; i < r->n_pieces; i++) {
		const riwaya_piece *p = &r->pieces[i];
		rw_json_object(j);
		rw_json_put_z(j, "kind", riwaya_piece_kind_word(p->kind));
		rw_json_put_slice(j, "in", p->in);
		rw_json_put_slice(j, "name", p->name);
		rw_json_key(j, "offset");
		rw_json_u64(j, p->offset);
		rw_json_key(j, "bytes");
		rw_json_u64(j, p->n);
		rw_json_put_slice(j, "encoding", p->encoding);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_key(j, "origin_map");
	rw_json_array(j);
	for (size_t i = 0; i < r->n_origin_map; i++) {
		const riwaya_origin_run *o = &r->origin_map[i];
		rw_json_array(j);
		rw_json_z(j, riwaya_field_word(o->field));
		rw_json_u64(j, o->at);
		rw_json_u64(j, o->n);
		rw_json_u64(j, o->piece);
		rw_json_u64(j, o->from);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_close(j);
}

void rw_json_figure(rw_json *j, const riwaya_figure *f) {
	rw_json_key(j, "figure");
	if (f->qualifier == RIWAYA_QUALIFIER_NONE) {
		rw_json_null(j);
		return;
	}
	rw_json_object(j);
	rw_json_put_slice(j, "text", f->text);
	span(j, "span", f->span);
	rw_json_put_double(j, "value", f->has_value, f->value);
	rw_json_put_double(j, "low", f->has_low, f->low);
	rw_json_put_double(j, "high", f->has_high, f->high);
	rw_json_put_z(j, "qualifier", riwaya_qualifier_word(f->qualifier));
	rw_json_close(j);
}

static void party(rw_json *j, const char *key, const riwaya_party *p) {
	rw_json_key(j, key);
	if (!p->text.p && !p->actor.p && !p->role.p) {
		rw_json_null(j);
		return;
	}
	rw_json_object(j);
	rw_json_put_slice(j, "text", p->text);
	span(j, "span", p->span);
	rw_json_put_slice(j, "actor", p->actor);
	rw_json_put_slice(j, "role", p->role);
	rw_json_put_slices(j, "also", p->also, p->n_also);
	rw_json_close(j);
}

void rw_json_claim_members(rw_json *j, const riwaya_claim *c, rw_slice id) {
	rw_json_put_slice(j, "id", id);
	span(j, "span", c->span);
	rw_json_put_slice(j, "evidence", c->evidence);
	rw_json_put_slice(j, "predicate", c->predicate);
	rw_json_put_z(j, "polarity", riwaya_polarity_word(c->polarity));
	key_word(j, "denies", c->denies, riwaya_denies_word(c->denies));
	rw_json_put_z(j, "modality", riwaya_modality_word(c->modality));
	rw_json_figure(j, &c->figure);
	key_word(j, "counts", c->counts, riwaya_counts_word(c->counts));
	rw_json_put_slice(j, "unit", c->unit);
	rw_json_key(j, "scope");
	if (c->scope == RIWAYA_SCOPE_NONE)
		rw_json_null(j);
	else {
		rw_json_object(j);
		rw_json_put_z(j, "kind", riwaya_scope_kind_word(c->scope));
		rw_json_bounds(j, c->scope_at);
		rw_json_close(j);
	}
	rw_json_put_slice(j, "part_of", c->part_of);
	rw_json_put_slice(j, "about", c->about);
	party(j, "patient", &c->patient);
	party(j, "agent", &c->agent);
	rw_json_key(j, "place");
	if (!c->place.text.p && !c->place.id.p)
		rw_json_null(j);
	else {
		rw_json_object(j);
		rw_json_put_slice(j, "text", c->place.text);
		span(j, "span", c->place.span);
		rw_json_put_slice(j, "id", c->place.id);
		rw_json_put_double(j, "lat", c->place.has_position, c->place.lat);
		rw_json_put_double(j, "lon", c->place.has_position, c->place.lon);
		rw_json_put_bool(j, "inherited", c->place.inherited);
		rw_json_close(j);
	}
	rw_json_key(j, "time");
	if (!c->time.text.p && c->time.at.precision == RIWAYA_PRECISION_NONE)
		rw_json_null(j);
	else {
		rw_json_object(j);
		rw_json_put_slice(j, "text", c->time.text);
		span(j, "span", c->time.span);
		rw_json_bounds(j, c->time.at);
		rw_json_put_bool(j, "inherited", c->time.inherited);
		rw_json_close(j);
	}
	rw_json_key(j, "told");
	if (c->told.precision == RIWAYA_PRECISION_NONE)
		rw_json_null(j);
	else {
		rw_json_object(j);
		rw_json_bounds(j, c->told);
		rw_json_close(j);
	}
	rw_json_key(j, "chain");
	rw_json_array(j);
	for (size_t i = 0; i < c->n_chain; i++) {
		const riwaya_link *l = &c->chain[i];
		rw_json_object(j);
		rw_json_put_slice(j, "name", l->name);
		span(j, "span", l->span);
		key_word(j, "kind", l->kind, riwaya_link_kind_word(l->kind));
		rw_json_put_slice(j, "actor", l->actor);
		rw_json_put_bool(j, "named", l->named);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_put_z(j, "stance", riwaya_stance_word(c->stance));
	rw_json_put_double(j, "confidence", true, c->confidence);
}

bool rw_show_listed_json(const riwaya_listed *l, riwaya_sink sink) {
	rw_json j;
	rw_json_begin(&j, sink, 0);
	rw_json_object(&j);
	rw_json_key(&j, "listed");
	rw_json_object(&j);
	rw_json_put_slice(&j, "address", l->address);
	rw_json_put_z(&j, "kind", riwaya_listed_kind_word(l->kind));
	rw_json_put_slice(&j, "title", l->title);
	rw_json_put_slice(&j, "outlet", l->outlet);
	published(&j, "published", &l->published);
	published(&j, "updated", &l->updated);
	rw_json_put_slice(&j, "in", l->in);
	rw_json_put_bool(&j, "told", l->told);
	rw_json_close(&j);
	rw_json_close(&j);
	return rw_json_end(&j);
}

bool rw_show_report_json(const riwaya_report *r, riwaya_sink sink) {
	rw_json j;
	rw_json_begin(&j, sink, 0);
	rw_json_object(&j);
	rw_json_key(&j, "report");
	rw_json_report(&j, r);
	rw_json_close(&j);
	return rw_json_end(&j);
}

bool rw_show_claims_json(const riwaya_report *r, const riwaya_claim *claims, size_t n, riwaya_sink sink) {
	rw_json j;
	rw_json_begin(&j, sink, 0);
	rw_json_object(&j);
	rw_json_key(&j, "report");
	rw_json_report(&j, r);
	rw_json_key(&j, "claims");
	rw_json_array(&j);
	for (size_t i = 0; i < n; i++) {
		rw_json_object(&j);
		rw_json_claim_members(&j, &claims[i], claims[i].id);
		rw_json_review(&j, &claims[i]);
		rw_json_close(&j);
	}
	rw_json_close(&j);
	rw_json_close(&j);
	return rw_json_end(&j);
}

/* --- mentions ---------------------------------------------------------------------------------------------- */
static const char *const layer_names[] = {"figures", "dates", "places", "actors", "speech", "predicates"};

const char *rw_layer(size_t i) { return i < RW_COUNT(layer_names) ? layer_names[i] : NULL; }

bool rw_layer_listed(const char *layers, rw_slice layer) {
	if (!layers) return true;
	rw_slice rest = rw_slice_z(layers);
	while (rest.p)
		if (rw_slice_eq(rw_slice_trim(rw_slice_cut(&rest, ',')), layer)) return true;
	return false;
}

rw_slice rw_layer_unknown(const char *layers) {
	rw_slice rest = rw_slice_z(layers);
	while (rest.p) {
		rw_slice one = rw_slice_trim(rw_slice_cut(&rest, ','));
		bool known = false;
		for (size_t i = 0; i < RW_COUNT(layer_names); i++) known |= rw_slice_eqz(one, layer_names[i]);
		if (!known) return one;
	}
	return RW_NONE;
}

/* Mentions of dates always name minutes, whatever the precision, so that intervals compare as text. */
static void minute(rw_json *j, const char *key, riwaya_when w, int64_t at) {
	char z[32];
	rw_json_key(j, key);
	if (w.precision == RIWAYA_PRECISION_NONE) {
		rw_json_null(j);
		return;
	}
	size_t n = rw_when_format(at, RIWAYA_PRECISION_MINUTE, z);
	rw_json_slice(j, rw_slice_of(z, n < 16 ? n : 16));
}

void rw_json_mention(rw_json *j, const riwaya_mention *m) {
	rw_json_object(j);
	rw_json_put_slice(j, "layer", m->layer);
	span(j, "span", m->span);
	rw_json_put_slice(j, "text", m->text);
	if (rw_slice_eqz(m->layer, "figures")) {
		rw_json_put_double(j, "value", m->figure.has_value, m->figure.value);
		rw_json_put_double(j, "low", m->figure.has_low, m->figure.low);
		rw_json_put_double(j, "high", m->figure.has_high, m->figure.high);
		key_word(j, "qualifier", m->figure.qualifier, riwaya_qualifier_word(m->figure.qualifier));
		rw_json_put_slice(j, "unit", m->unit);
	} else if (rw_slice_eqz(m->layer, "dates")) {
		minute(j, "from", m->when, m->when.from);
		minute(j, "to", m->when, m->when.to);
		key_word(j, "precision", m->when.precision, riwaya_precision_word(m->when.precision));
		rw_json_put_slice(j, "calendar", m->calendar);
	} else if (rw_slice_eqz(m->layer, "places")) {
		rw_json_put_slice(j, "id", m->id);
		rw_json_put_double(j, "lat", m->has_position, m->lat);
		rw_json_put_double(j, "lon", m->has_position, m->lon);
		rw_json_put_slices(j, "alternatives", m->alternatives, m->n_alternatives);
	} else if (rw_slice_eqz(m->layer, "actors")) {
		rw_json_put_slice(j, "id", m->id);
		rw_json_put_slice(j, "register", m->reg);
		rw_json_put_slice(j, "role", m->role);
	} else if (rw_slice_eqz(m->layer, "speech")) {
		rw_json_put_slice(j, "speaker", m->speaker);
		key_word(j, "kind", m->kind, riwaya_link_kind_word(m->kind));
		rw_json_put_slice(j, "verb", m->verb);
		rw_json_put_z(j, "stance", riwaya_stance_word(m->stance));
		span(j, "scope", m->scope);
	} else {
		rw_json_put_slice(j, "id", m->id);
	}
	rw_json_close(j);
}

bool rw_show_mentions_json(
	const riwaya_report *r, const riwaya_mention *m, size_t n, const char *layers, riwaya_sink sink) {
	rw_json j;
	rw_json_begin(&j, sink, 0);
	rw_json_object(&j);
	rw_json_key(&j, "report");
	rw_json_object(&j);
	rw_json_put_slice(&j, "file", r->file);
	rw_json_close(&j);
	rw_json_key(&j, "mentions");
	rw_json_array(&j);
	for (size_t i = 0; i < n; i++)
		if (rw_layer_listed(layers, m[i].layer)) rw_json_mention(&j, &m[i]);
	rw_json_close(&j);
	rw_json_close(&j);
	return rw_json_end(&j);
}
