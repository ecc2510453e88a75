/* plover.c: one record a claim, in the JSON Lines of the PLOVER manual. Actors are lists, and may be empty: PLOVER asks for the member, and
 * most reports leave the doer unsaid. Claims that PLOVER has no category for are left out. */
#include "mention/calendar.h"
#include "show/export/export.h"

static const char *context_of(const riwaya_claim *c) {
	if (c->polarity == RIWAYA_POLARITY_DENIED) return "negation";
	switch (c->modality) {
	case RIWAYA_MODALITY_PLANNED: return "future";
	case RIWAYA_MODALITY_FEARED:
	case RIWAYA_MODALITY_POSSIBLE: return "hypothetical";
	case RIWAYA_MODALITY_BACKGROUND: return "historical";
	default: return NULL;
	}
}

static void entity(rw_exporter *x, const riwaya_party *p, rw_slice actor) {
	rw_json *j = &x->j;
	rw_row row = actor.n ? rw_row_find(x->lx, "actors", actor) : 0;
	rw_slice country = row ? rw_row_get(x->lx, row, "country") : RW_NONE, type = rw_actor_type(x->lx, actor);
	rw_row coding = country.n ? rw_row_find(x->lx, "countries", country) : 0;
	rw_row kind = type.n ? rw_row_find(x->lx, "actortypes", type) : 0;
	rw_slice code = coding                                                       ? rw_row_get(x->lx, coding, "alpha3")
		: rw_slice_eqz(type, "coalition") || rw_slice_eqz(type, "international") ? RW_LIT("IGO")
		: rw_slice_eqz(type, "armed_group")                                      ? RW_LIT("IMG")
																				 : RW_NONE;
	rw_slice sector = kind ? rw_row_get(x->lx, kind, "plover") : rw_role_code(x->lx, p->role, "plover");
	rw_json_object(j);
	rw_json_put_slice(j, "code", code);
	rw_json_put_slice(j, "sector", sector.n ? sector : RW_NONE);
	rw_json_put_slice(j, "entity_text", p->text);
	rw_json_put_slice(j, "identifier_id", actor);
	rw_json_put_slice(j, "identifier_text", actor.n ? rw_named(&x->en, "actors", actor) : RW_NONE);
	rw_json_close(j);
}

static void entities(rw_exporter *x, const char *key, const riwaya_party *p) {
	rw_json *j = &x->j;
	rw_json_key(j, key);
	rw_json_array(j);
	if (p->text.n || p->actor.n || p->role.n) entity(x, p, p->actor);
	for (size_t k = 0; k < p->n_also; k++) entity(x, p, p->also[k]);
	rw_json_close(j);
}

static void location(rw_exporter *x, const riwaya_claim *c) {
	rw_json *j = &x->j;
	rw_json_key(j, "event_loc");
	if (!c->place.text.n && !c->place.id.n) {
		rw_json_null(j);
		return;
	}
	rw_where w = rw_where_is(x, c->place.id);
	rw_json_object(j);
	rw_json_put_slice(j, "extracted_place", c->place.text);
	rw_json_put_slice(j, "resolved_place", c->place.id.n ? rw_place_name(&x->en, c->place.id) : RW_NONE);
	rw_json_put_double(j, "lat", c->place.has_position, c->place.lat);
	rw_json_put_double(j, "lon", c->place.has_position, c->place.lon);
	rw_json_put_slice(j, "district", rw_row_name(&x->en, w.admin[1]));
	rw_json_put_slice(j, "province", rw_row_name(&x->en, w.admin[0]));
	rw_json_put_slice(j, "country", rw_row_name(&x->en, w.country_row));
	rw_json_put_slice(j, "country_code", w.coding ? rw_row_get(x->lx, w.coding, "alpha3") : RW_NONE);
	rw_json_put_slice(j, "resolution", w.type);
	rw_json_close(j);
}

/* PLOVER's sizes take a number or a range in words: the number said, else the range. */
static void size(rw_exporter *x, const char *key, const riwaya_figure *f) {
	rw_json *j = &x->j;
	rw_json_key(j, key);
	if (f->has_value && f->qualifier == RIWAYA_QUALIFIER_EXACT)
		rw_json_double(j, f->value);
	else
		rw_json_slice(j, rw_range_words(&x->en, (riwaya_range){f->low, f->high, f->has_low, f->has_high}));
}

static void sizes(rw_exporter *x, const riwaya_claim *c) {
	static const struct {
		const char *family, *key;
	} of[] = {{"death", "dead"}, {"injury", "injured"}, {"taken_into_custody", "arrested"}, {"casualties", "size"}};
	rw_slice family = rw_predicate_code(x, c->predicate, "family");
	if (!c->figure.has_low && !c->figure.has_high) return;
	for (size_t k = 0; k < RW_COUNT(of); k++)
		if (rw_slice_eqz(family, of[k].family)) size(x, of[k].key, &c->figure);
}

static void cite(rw_exporter *x, const riwaya_report *r) {
	rw_json *j = &x->j;
	rw_json_key(j, "cite_info");
	rw_json_object(j);
	rw_json_put_slice(j, "citation", r->id);
	rw_json_put_slice(j, "url", rw_url_of(r));
	rw_json_put_slice(j, "title", r->title);
	rw_json_put_slice(j, "language", r->language);
	rw_json_put_slice(j, "publication", rw_outlet_name(x->o.arabic ? &x->ar : &x->en, r));
	rw_json_put_slice(j, "coder", rw_arena_printf(x->a, "riwaya %s", riwaya_version()));
	rw_json_put_z(j, "codebook", "plover-base");
	rw_json_put_slice(j, "version", rw_lexicon_hash(x->lx));
	rw_json_close(j);
}

/* Places in PLOVER are counted in characters, ours in bytes. */
static uint64_t characters(const riwaya_report *r, riwaya_field field, uint32_t bytes) {
	rw_slice s = field == RIWAYA_FIELD_TITLE ? r->title : field == RIWAYA_FIELD_CAPTION ? r->caption : r->text;
	uint64_t n = 0;
	for (size_t k = 0; k < s.n && k < bytes; k++) n += ((unsigned char)s.p[k] & 0xC0) != 0x80;
	return n;
}

/* `link` ties records of one incident together; absent for reports that are in none. */
static void record(
	rw_exporter *x, const riwaya_report *r, const riwaya_claim *c, rw_slice id, size_t sequence, rw_slice link) {
	rw_json *j = &x->j;
	rw_slice mode = rw_predicate_code(x, c->predicate, "plover"), event = rw_slice_cut(&mode, '/');
	riwaya_when t = c->time.at.precision ? c->time.at : c->told.precision ? c->told : r->published.at;
	if (!event.n) return;
	if (t.precision == RIWAYA_PRECISION_NONE) {
		x->done.undated++;
		return;
	}
	rw_json_begin(j, x->sink, 0);
	rw_json_object(j);
	rw_json_put_slice(j, "id", id);
	rw_json_put_slice(j, "date", rw_day_of_minutes(x->a, t.from));
	if (rw_days_spanned(t) > 1) rw_json_put_slice(j, "enddate", rw_day_of_minutes(x->a, t.to));
	entities(x, "actor", &c->agent);
	entities(x, "recipient", &c->patient);
	rw_json_key(j, "event");
	rw_json_array(j);
	rw_json_slice(j, event);
	rw_json_close(j);
	rw_json_key(j, "mode");
	rw_json_array(j);
	if (mode.n) rw_json_slice(j, mode);
	rw_json_close(j);
	rw_json_key(j, "context");
	rw_json_array(j);
	if (context_of(c)) rw_json_z(j, context_of(c));
	rw_json_close(j);
	location(x, c);
	sizes(x, c);
	rw_json_put_slice(j, "link", link);
	rw_json_put_slice(j, "text", c->evidence);
	rw_json_key(j, "text_info");
	rw_json_object(j);
	rw_json_put_u64(j, "sequence", sequence + 1);
	rw_json_put_u64(j, "start", characters(r, c->span.field, c->span.start));
	rw_json_put_u64(j, "end", characters(r, c->span.field, c->span.end));
	rw_json_put_z(j, "field", riwaya_field_word(c->span.field));
	rw_json_close(j);
	cite(x, r);
	rw_json_key(j, "comment");
	rw_slice attempt = c->modality == RIWAYA_MODALITY_ATTEMPTED || c->modality == RIWAYA_MODALITY_FOILED
		? rw_slice_z(riwaya_modality_word(c->modality))
		: RW_NONE;
	const riwaya_link *o = rw_origin_of(c);
	rw_slice said = o && o->name.n ? rw_arena_printf(x->a, "origin: " RW_FMT, RW_ARG(o->name)) : RW_NONE;
	rw_slice parts[] = {attempt, said};
	rw_slice comment = rw_listed_words(x->a, parts, RW_COUNT(parts), "; ");
	rw_json_slice(j, comment.n ? comment : RW_NONE);
	rw_json_close(j);
	if (rw_json_end(j)) x->done.written++;
}

static void report(rw_exporter *x, const riwaya_report *r, const riwaya_claim *claims, size_t n) {
	for (size_t k = 0; k < n && !x->j.failed; k++) {
		if (claims[k].verdict == RIWAYA_REVIEW_REJECT) continue;
		rw_mark m = rw_arena_mark(x->a);
		record(x, r, &claims[k], claims[k].id, k, RW_NONE);
		rw_arena_reset(x->a, m);
	}
}

static void incident(rw_exporter *x, const riwaya_incident *i) {
	for (size_t k = 0; k < i->n_claims; k++) {
		const riwaya_incident_claim *c = &i->claims[k];
		if (c->implied_by != UINT32_MAX || c->told_twice != UINT32_MAX || c->report >= x->r->n_reports) continue;
		rw_mark m = rw_arena_mark(x->a);
		record(x, x->r->reports[c->report], c->claim, c->id, k, i->id);
		rw_arena_reset(x->a, m);
		if (x->j.failed) return;
	}
}

const rw_exporting rw_exporting_plover = {.incident = incident, .report = report, .apart = true};
