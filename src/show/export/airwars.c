/* airwars.c: one row an incident in the fields of Airwars' incidents, with a range of killed and injured for each of its classes. The grade is a
 * judgement: columns of our own at the end propose one, and say why; civilian_harm_status holds a person's. */
#include "mention/calendar.h"
#include "show/export/export.h"

static const char *const classes[] = {"civilian_non_combatants", "children", "women", "men", "human_rights_defenders",
	"journalists", "trade_unionists", "healthcare_personnel", "other_civilian_non_combatants", "undetermined",
	"other_protected_persons", "medical_and_religious_personnel_state", "medical_and_religious_personnel_non_state",
	"persons_hors_de_combat", "belligerents", "member_of_armed_forces", "persons_directly_participating_in_hostilities",
	"civilian_role_in_military"};

static void head(rw_exporter *x) {
	static const char *const before[] = {"post_id", "code", "previous_codes", "date_type", "date", "date_end",
		"local_time_type", "local_time", "local_time_start", "local_time_end", "local_time_of_day",
		"local_first_reported_date_time", "local_first_reported_by", "local_first_reported_url", "country",
		"location_name", "location_name_arabic", "region", "strike_status", "infrastructure", "strike_type",
		"targeted_belligerent", "observation", "impact", "total_strikes", "civilian_harm_reported",
		"civilian_harm_status", "cause_of_death_injury", "geolocated", "latitude", "longitude", "geolocation_status",
		"geolocation_accuracy", "num_media", "num_victims", "num_victims_named", "num_reconciled", "num_families",
		"num_individuals"};
	static const char *const after[] = {"num_sources", "num_sources_twitter", "num_sources_facebook",
		"num_sources_telegram", "num_sources_other", "title", "title_arabic", "belligerents", "sources",
		"proposed_civilian_harm_status", "proposed_civilian_harm_status_arabic", "proposed_because",
		"proposed_because_arabic"};
	static const char *const kinds[] = {"killed", "injured"}, *const ends[] = {"min", "max"};
	for (size_t k = 0; k < RW_COUNT(before); k++) rw_csv_z(&x->csv, before[k]);
	for (size_t k = 0; k < RW_COUNT(classes) * 4; k++) {
		rw_mark m = rw_arena_mark(x->a);
		rw_csv_code(&x->csv, rw_arena_printf(x->a, "%s_%s_%s", classes[k / 4], kinds[k / 2 % 2], ends[k % 2]));
		rw_arena_reset(x->a, m);
	}
	for (size_t k = 0; k < RW_COUNT(after); k++) rw_csv_z(&x->csv, after[k]);
	rw_csv_row(&x->csv);
}

/* --- counts by class ------------------------------------------------------------------------------------------------------ */
typedef struct harm {
	rw_tolls killed, injured;
} harm;

static rw_toll of_class(rw_exporter *x, const riwaya_incident *i, const char *family, const rw_tolls *t, size_t k) {
	if (k == 0) return t->civilians;
	rw_toll c = rw_toll_of_class(x, i, family, classes[k]);
	if (rw_slice_eqz(rw_slice_z(classes[k]), "belligerents")) return t->fighters;
	/* A whole of which no part is known is of people of whom nothing is known. */
	if (rw_slice_eqz(rw_slice_z(classes[k]), "undetermined") && !c.has && !t->civilians.has && !t->fighters.has)
		return t->all;
	return c;
}

static void put_range(rw_csv *c, rw_toll t) {
	rw_csv_number(c, t.has, t.low);
	rw_csv_number(c, t.has, t.high);
}

/* --- the grade ------------------------------------------------------------------------------------------------------------ */
/* A speaker for an actor who is told to have done it says itself that it did, or that civilians died by it. */
static bool admitted(rw_exporter *x, const riwaya_incident *i, const bool *old) {
	for (uint32_t k = 0; k < i->n_claims; k++) {
		const riwaya_claim *c = i->claims[k].claim;
		const riwaya_link *o = rw_origin_of(c);
		if (!o || !o->actor.n || !rw_claim_counts(i, old, k)) continue;
		rw_slice speaker = rw_actor_root(x, o->actor);
		bool own = c->agent.actor.n && rw_slice_eq(rw_actor_root(x, c->agent.actor), speaker);
		bool civilians = rw_slice_eqz(rw_predicate_code(x, c->predicate, "family"), "death") &&
			rw_role_bearing(x->lx, c->patient.role) == RW_CIVIL;
		if (own && civilians) return true;
	}
	return false;
}

/* Sources that tell of harm to civilians, the parties' own speakers left out. An outlet and its own correspondents are one. */
static size_t witnesses(rw_exporter *x, const riwaya_incident *i, const bool *old) {
	rw_map seen = RW_MAP(x->a);
	for (uint32_t k = 0; k < i->n_claims; k++) {
		const riwaya_incident_claim *in = &i->claims[k];
		const riwaya_claim *c = in->claim;
		rw_slice family = rw_predicate_code(x, c->predicate, "family");
		if (!rw_claim_counts(i, old, k) || (!rw_slice_eqz(family, "death") && !rw_slice_eqz(family, "injury")))
			continue;
		if (rw_bearing_of(x->lx, c->patient.role, c->patient.actor) == RW_COMBAT) continue;
		if (in->origin >= i->n_origins || in->report >= x->r->n_reports) continue;
		const riwaya_origin *o = &i->origins[in->origin];
		if (rw_actor_armed(x->lx, o->party)) continue;
		bool house = o->kind == RIWAYA_LINK_OUTLET || o->kind == RIWAYA_LINK_CORRESPONDENT, fresh;
		rw_slice outlet = rw_outlet_name(&x->en, x->r->reports[in->report]);
		rw_map_put(&seen,
			house ? rw_arena_printf(x->a, "outlet " RW_FMT, RW_ARG(outlet)) : rw_arena_printf(x->a, "%u", in->origin),
			&fresh);
	}
	return seen.n;
}

/* "No injuries" is told of too. */
static bool harmed(const rw_toll *t) { return t->has ? t->high > 0 : t->told; }

static const char *grade_of(rw_exporter *x, const riwaya_incident *i, const rw_sides *s, const harm *h) {
	const bool *old = rw_old_counts(x->a, i);
	bool civil = h->killed.civilians.has || h->injured.civilians.has || s->civilians;
	bool open = harmed(&h->killed.all) || harmed(&h->injured.all);
	bool fighters = h->killed.fighters.has || h->injured.fighters.has;
	if (!civil && fighters) return "discounted";
	if (!civil && !open) return NULL;
	if (admitted(x, i, old)) return "confirmed";
	if (s->disputed) return "contested";
	return witnesses(x, i, old) >= 2 ? "fair" : "weak";
}

/* --- the row -------------------------------------------------------------------------------------------------------------- */
static void put_times(rw_exporter *x, const riwaya_incident *i) {
	rw_csv *c = &x->csv;
	riwaya_when t = i->time;
	bool known = t.precision != RIWAYA_PRECISION_NONE, several = known && rw_days_spanned(t) > 1;
	bool minute = known && t.precision == RIWAYA_PRECISION_MINUTE;
	rw_csv_z(c, !known ? NULL : several ? "date_range" : "single_date");
	rw_csv_code(c, known ? rw_day_of_minutes(x->a, t.from) : RW_NONE);
	rw_csv_code(c, several ? rw_day_of_minutes(x->a, t.to) : RW_NONE);
	rw_csv_z(c, minute ? "single_time" : NULL);
	rw_slice stamp = minute ? rw_stamp_of(x->a, t) : RW_NONE;
	rw_slice_cut(&stamp, 'T');
	rw_csv_code(c, stamp);
	rw_csv_empty(c, 3);
}

static void put_first(rw_exporter *x, const riwaya_incident *i) {
	const riwaya_report *first = rw_first_report(x, i);
	rw_csv_code(&x->csv, first ? rw_stamp_of(x->a, first->published.at) : RW_NONE);
	rw_csv_text(&x->csv, first ? rw_outlet_name(&x->en, first) : RW_NONE);
	rw_csv_text(&x->csv, first ? rw_url_of(first) : RW_NONE);
}

/* "Airstrike; Drone Strike". */
static rw_slice strike_types(rw_exporter *x, const riwaya_incident *i) {
	rw_buf b = RW_BUF(x->a);
	rw_map seen = RW_MAP(x->a);
	for (size_t k = 0; k < i->n_acts; k++) {
		rw_slice type = rw_predicate_code(x, i->acts[k], "airwars");
		bool fresh;
		if (!type.n || (type.p[0] >= 'a' && type.p[0] <= 'z')) continue;
		rw_map_put(&seen, type, &fresh);
		if (!fresh) continue;
		if (b.n) rw_buf_z(&b, "; ");
		rw_buf_slice(&b, type);
	}
	return b.n ? rw_buf_view(&b) : RW_NONE;
}

static void put_strikes(rw_exporter *x, const riwaya_incident *i) {
	for (size_t k = 0; k < i->n_lines; k++) {
		const riwaya_line *l = &i->lines[k];
		if (!rw_slice_eqz(l->unit, "strike") || !l->range.has_low) continue;
		rw_csv_number(&x->csv, true, l->range.low);
		return;
	}
	rw_csv_empty(&x->csv, 1);
}

static bool at(rw_slice url, const char *host) { return rw_slice_find(url, rw_slice_z(host), 0) != SIZE_MAX; }

static void put_sources(rw_exporter *x, const riwaya_incident *i) {
	rw_slice *urls = RW_ARRAY(x->a, rw_slice, i->n_reports);
	uint64_t all = 0, of[4] = {0};
	for (size_t k = 0; k < i->n_reports; k++) {
		if (i->reports[k].part == RIWAYA_PART_REPRINT || i->reports[k].report >= x->r->n_reports) continue;
		const riwaya_report *r = x->r->reports[i->reports[k].report];
		rw_slice url = rw_url_of(r);
		bool telegram = at(url, "//t.me/") || rw_slice_eqz(r->format, "telegram");
		of[at(url, "//twitter.com/") || at(url, "//x.com/") ? 0 : at(url, "facebook.com/") ? 1 : telegram ? 2 : 3]++;
		urls[all++] = url.n ? url : r->file;
	}
	rw_csv_u64(&x->csv, all);
	for (size_t k = 0; k < RW_COUNT(of); k++) rw_csv_u64(&x->csv, of[k]);
	rw_csv_text(&x->csv, rw_en(i->title));
	rw_csv_text(&x->csv, rw_ar(i->title));
	rw_sides s;
	rw_where where = rw_where_is(x, i->place_id);
	rw_sides_of(x, i, &where, &s);
	rw_slice *names = RW_ARRAY(x->a, rw_slice, s.n);
	for (size_t k = 0; k < s.n; k++) names[k] = rw_named(&x->en, "actors", s.p[k].actor);
	rw_csv_text(&x->csv, rw_listed_words(x->a, names, s.n, "; "));
	rw_csv_text(&x->csv, rw_listed_words(x->a, urls, all, "; "));
}

static void put_grade(rw_exporter *x, const char *grade) {
	const rw_words *const words[] = {&x->en, &x->ar};
	for (size_t k = 0; k < 2; k++)
		rw_csv_text(&x->csv, grade ? rw_label_of(words[k], "export_grade_", grade) : RW_NONE);
	for (size_t k = 0; k < 2; k++) rw_csv_text(&x->csv, grade ? rw_label_of(words[k], "export_why_", grade) : RW_NONE);
}

static void incident(rw_exporter *x, const riwaya_incident *i) {
	rw_csv *c = &x->csv;
	harm *h = RW_NEW(x->a, harm);
	rw_sides *s = RW_NEW(x->a, rw_sides);
	rw_where where = rw_where_is(x, i->place_id);
	rw_tolls_of(x, i, "death", &h->killed);
	rw_tolls_of(x, i, "injury", &h->injured);
	rw_sides_of(x, i, &where, s);
	rw_csv_empty(c, 1);
	rw_csv_code(c, i->id);
	rw_csv_empty(c, 1);
	put_times(x, i);
	put_first(x, i);
	rw_csv_text(c, rw_row_name(&x->en, where.country_row));
	rw_csv_text(c, rw_place_of(i).en);
	rw_csv_text(c, rw_place_of(i).ar);
	rw_csv_text(c, rw_row_name(&x->en, where.admin[0]));
	rw_csv_empty(c, 2);
	rw_csv_text(c, strike_types(x, i));
	const rw_side *target = NULL;
	for (size_t k = 0; k < s->n && !target; k++)
		if (s->p[k].lost && !(k == 0 && s->p[k].agent)) target = &s->p[k];
	rw_csv_text(c, target ? rw_named(&x->en, "actors", target->actor) : RW_NONE);
	rw_csv_empty(c, 2);
	put_strikes(x, i);
	rw_csv_bool(c, h->killed.civilians.told || h->injured.civilians.told || s->civilians);
	rw_csv_text(c, i->grade ? rw_label_of(&x->en, "export_grade_", riwaya_grade_word(i->grade)) : RW_NONE);
	rw_csv_empty(c, 1);
	rw_csv_bool(c, i->has_position);
	rw_csv_number(c, i->has_position, i->lat);
	rw_csv_number(c, i->has_position, i->lon);
	rw_csv_empty(c, 1);
	rw_csv_text(c, where.airwars);
	rw_csv_empty(c, 6);
	for (size_t k = 0; k < RW_COUNT(classes); k++) {
		put_range(c, of_class(x, i, "death", &h->killed, k));
		put_range(c, of_class(x, i, "injury", &h->injured, k));
	}
	put_sources(x, i);
	put_grade(x, grade_of(x, i, s, h));
	rw_csv_row(c);
	x->done.written++;
}

const rw_exporting rw_exporting_airwars = {.begin = head, .incident = incident, .table = true};
