/* acled.c: one row an incident in ACLED's 31 columns. What the coders there judge is proposed by rule, and `notes` says so. */
#include "mention/calendar.h"
#include "show/export/export.h"

static const char *const kinds[] = {"", "State forces", "Rebel group", "Political militia", "Identity militia",
	"Rioters", "Protesters", "Civilians", "External/Other forces"};
enum { DEVELOPMENTS = 70 }; /* rank of acledevents from which nobody need be hurt */
enum { UNIDENTIFIED = 3, RIOTERS = 5, PROTESTERS = 6, CIVILIANS = 7, EXTERNAL = 8 };

typedef struct who {
	rw_slice name, with; /* actor, assoc_actor */
	unsigned kind;       /* 0 for nobody */
} who;

typedef struct row {
	rw_exporter *x;
	const riwaya_incident *i;
	rw_where where;
	rw_slice country;
	rw_sides sides;
	rw_tolls killed;
	rw_row event; /* of acledevents */
	who a, b;
} row;

static void head(rw_exporter *x) {
	static const char *const names[] = {"event_id_cnty", "event_date", "year", "time_precision", "disorder_type",
		"event_type", "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
		"interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3", "location",
		"latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
		NULL};
	rw_csv_head(&x->csv, names);
}

/* --- what kind of event ---------------------------------------------------------------------------------------------------- */
static double rank_of(const rw_exporter *x, rw_row event) {
	double v;
	return event && rw_row_number(x->lx, event, "rank", &v) ? v : 1e9;
}

static void consider(row *w, rw_slice predicate) {
	rw_slice cell = rw_predicate_code(w->x, predicate, "acled"), first = rw_slice_trim(rw_slice_cut(&cell, '|'));
	if (!first.n) return;
	rw_slice name = cell.p && !w->sides.fought ? rw_slice_trim(cell) : first;
	rw_row event = rw_row_find(w->x->lx, "acledevents", name);
	if (rank_of(w->x, event) < rank_of(w->x, w->event)) w->event = event;
}

static void choose_event(row *w) {
	for (size_t k = 0; k < w->i->n_acts; k++) consider(w, w->i->acts[k]);
	for (size_t k = 0; k < w->i->n_lines && !w->event; k++) consider(w, w->i->lines[k].predicate);
	if (!w->event) w->event = rw_row_find(w->x->lx, "acledevents", RW_LIT("Other"));
	/* Who searches a place and kills does more than search it. */
	double rank;
	bool calm = w->event && rw_row_number(w->x->lx, w->event, "rank", &rank) && rank >= DEVELOPMENTS;
	bool deadly = w->killed.all.has ? w->killed.all.least > 0 : w->killed.all.told;
	if (calm && deadly)
		w->event = rw_row_find(w->x->lx, "acledevents", w->sides.fought ? RW_LIT("Armed clash") : RW_LIT("Attack"));
	/* An attack by one armed side on another, in which only one is told to have lost people, is a clash still. */
	bool attack = w->event && rw_slice_eqz(rw_row_get(w->x->lx, w->event, "id"), "Attack");
	if (attack && w->sides.n >= 2 && !w->sides.civilians)
		w->event = rw_row_find(w->x->lx, "acledevents", RW_LIT("Armed clash"));
}

static rw_slice of_event(const row *w, const char *column) {
	return w->event ? rw_row_get(w->x->lx, w->event, column) : RW_NONE;
}

/* --- who against whom ------------------------------------------------------------------------------------------------------ */
static rw_slice in_country(const row *w, rw_slice name) {
	return rw_arena_printf(w->x->a, RW_FMT " (" RW_FMT ")", RW_ARG(name), RW_ARG(w->country));
}

static who named(const row *w, const rw_side *s) {
	return (who){.name = rw_named(&w->x->en, "actors", s->actor), .kind = s->acled};
}

/* Whom of the civilians the lines name: "Children (Syria); Women (Syria)". */
static rw_slice civilians_with(const row *w) {
	rw_buf b = RW_BUF(w->x->a);
	rw_map seen = RW_MAP(w->x->a);
	for (size_t k = 0; k < w->i->n_lines; k++) {
		const riwaya_line *l = &w->i->lines[k];
		bool fresh, harm = rw_slice_eqz(l->family, "death") || rw_slice_eqz(l->family, "injury");
		if (!harm || rw_slice_eqz(l->patient_role, "civilian") || rw_role_bearing(w->x->lx, l->patient_role) != RW_CIVIL)
			continue;
		rw_map_put(&seen, l->patient_role, &fresh);
		rw_slice name = rw_named(&w->x->en, "roles", l->patient_role);
		if (!fresh || !name.n) continue;
		if (b.n) rw_buf_z(&b, "; ");
		rw_buf_byte(&b, (char)(name.p[0] >= 'a' && name.p[0] <= 'z' ? name.p[0] - 'a' + 'A' : name.p[0]));
		rw_buf_slice(&b, in_country(w, rw_slice_of(name.p + 1, name.n - 1)));
	}
	return b.n ? rw_buf_view(&b) : RW_NONE;
}

static who civilians(const row *w) {
	return (who){.name = in_country(w, RW_LIT("Civilians")), .with = civilians_with(w), .kind = CIVILIANS};
}

/* Who withdrew, agreed, was deployed: nobody fought, and the first armed actor that claims name is the one. */
static who doer_of_development(const row *w) {
	for (size_t k = 0; k < w->i->n_claims; k++) {
		const riwaya_claim *c = w->i->claims[k].claim;
		const rw_slice of[] = {c->agent.actor, c->patient.actor};
		for (size_t m = 0; m < RW_COUNT(of); m++) {
			rw_side s;
			if (rw_side_is(w->x, &w->where, of[m], &s)) return named(w, &s);
		}
	}
	return (who){0};
}

static void choose_sides(row *w) {
	rw_slice type = of_event(w, "type");
	const rw_sides *s = &w->sides;
	bool doer = s->n && s->p[0].agent;
	const rw_side *other = NULL;
	for (size_t k = doer; k < s->n && !other; k++)
		if (s->p[k].patient || s->fought) other = &s->p[k];
	if (rw_slice_eqz(type, "Protests") || rw_slice_eqz(type, "Riots")) {
		bool riot = rw_slice_eqz(type, "Riots");
		w->a = (who){.name = in_country(w, riot ? RW_LIT("Rioters") : RW_LIT("Protesters")),
			.kind = riot ? RIOTERS : PROTESTERS};
		if (doer) w->b = named(w, &s->p[0]);
		return;
	}
	bool development = rw_slice_eqz(type, "Strategic developments");
	if (development && !s->n) {
		w->a = doer_of_development(w);
		return;
	}
	bool at_civilians = rw_slice_eqz(of_event(w, "civilians"), "yes");
	bool battle = rw_slice_eqz(type, "Battles");
	if (doer)
		w->a = named(w, &s->p[0]);
	else if (!development || !s->n)
		w->a = (who){.name = in_country(w, RW_LIT("Unidentified Armed Group")), .kind = UNIDENTIFIED};
	else
		w->a = named(w, &s->p[0]), other = s->n > 1 ? &s->p[1] : NULL;
	if (at_civilians || (!battle && s->civilians && !(other && other->lost > s->civilians)))
		w->b = civilians(w);
	else if (other)
		w->b = named(w, other);
	else if (s->civilians)
		w->b = civilians(w);
	else if (battle)
		w->b = (who){.name = in_country(w, RW_LIT("Unidentified Armed Group")), .kind = UNIDENTIFIED};
}

static void put_kind(const row *w, unsigned kind) {
	if (!kind)
		rw_csv_empty(&w->x->csv, 1);
	else if (w->x->o.numbers)
		rw_csv_u64(&w->x->csv, kind);
	else
		rw_csv_z(&w->x->csv, kinds[kind]);
}

/* The lower kind first, but external forces before civilians. */
static void put_interaction(const row *w) {
	unsigned low = w->a.kind, high = w->b.kind;
	if (!low) {
		rw_csv_empty(&w->x->csv, 1);
		return;
	}
	if (high && high < low) low = w->b.kind, high = w->a.kind;
	if (w->x->o.numbers) {
		rw_csv_u64(&w->x->csv, low * 10 + high);
		return;
	}
	if (low == CIVILIANS && high == EXTERNAL) low = EXTERNAL, high = CIVILIANS;
	rw_csv_code(&w->x->csv,
		high ? rw_arena_printf(w->x->a, "%s-%s", kinds[low], kinds[high])
			 : rw_arena_printf(w->x->a, "%s only", kinds[low]));
}

/* --- sources, notes, counts ------------------------------------------------------------------------------------------------ */
static void put_sources(const row *w) {
	rw_cited *p;
	size_t n = rw_cited_of(w->x, w->i, &p);
	rw_slice *names = RW_ARRAY(w->x->a, rw_slice, n);
	bool home = false, away = false;
	for (size_t k = 0; k < n; k++) {
		names[k] = p[k].en;
		rw_row outlet = p[k].report->outlet_id.n ? rw_row_find(w->x->lx, "outlets", p[k].report->outlet_id) : 0;
		rw_slice country = outlet ? rw_row_get(w->x->lx, outlet, "country") : RW_NONE;
		home |= country.n && rw_slice_eq(country, w->where.country);
		away |= country.n && !rw_slice_eq(country, w->where.country);
	}
	rw_csv_text(&w->x->csv, rw_listed_words(w->x->a, names, n, "; "));
	rw_csv_z(&w->x->csv, home && away ? "National-International" : home ? "National" : away ? "International" : NULL);
}

static unsigned fatalities(const row *w) {
	const rw_toll *t = &w->killed.all;
	double v = t->has ? t->least : t->told ? w->x->o.unknown_killed : 0;
	return v >= 1e9 ? 1000000000u : (unsigned)(v + 0.5);
}

static void put_notes(const row *w) {
	const rw_words *en = &w->x->en;
	const rw_toll *t = &w->killed.all;
	rw_slice reported = !t->told && !t->has ? rw_label(en, "export_killed_nobody")
		: !t->has                           ? rw_label(en, "export_killed_unknown")
											: RW_FILL(en, t->disputed ? "export_killed_disputed" : "export_killed",
												  rw_range_words(en, (riwaya_range){t->low, t->high, true, true}));
	rw_slice parts[] = {rw_en(w->i->title), w->i->title.ar, reported,
		w->sides.disputed ? rw_label(en, "export_blame_disputed") : RW_NONE,
		RW_FILL(en, rw_reviewed(w->i) ? "export_acled_note_people" : "export_acled_note", rw_slice_z(riwaya_version()))};
	rw_csv_text(&w->x->csv, rw_listed_words(w->x->a, parts, RW_COUNT(parts), " | "));
}

/* "crowd size=about 300": of demonstrations, as ACLED tags them. */
static void put_tags(const row *w) {
	rw_slice type = of_event(w, "type");
	if (!rw_slice_eqz(type, "Protests") && !rw_slice_eqz(type, "Riots")) {
		rw_csv_empty(&w->x->csv, 1);
		return;
	}
	rw_slice size = RW_LIT("no report");
	const bool *past = rw_old_counts(w->x->a, w->i);
	for (uint32_t k = 0; k < w->i->n_claims; k++) {
		const riwaya_claim *c = w->i->claims[k].claim;
		if (!rw_slice_eqz(c->predicate, "protesters") || !rw_claim_counts(w->i, past, k)) continue;
		if (c->figure.qualifier == RIWAYA_QUALIFIER_NONE) continue;
		size = rw_figure_words(&w->x->en, &c->figure);
		break;
	}
	rw_csv_text(&w->x->csv, rw_arena_printf(w->x->a, "crowd size=" RW_FMT, RW_ARG(size)));
}

/* When the last of the reports came out, in seconds: the program looks at no clock. */
static void put_timestamp(const row *w) {
	int64_t last = INT64_MIN;
	for (size_t k = 0; k < w->i->n_reports; k++) {
		if (w->i->reports[k].report >= w->x->r->n_reports) continue;
		riwaya_when at = w->x->r->reports[w->i->reports[k].report]->published.at;
		if (at.precision != RIWAYA_PRECISION_NONE && at.from > last) last = at.from;
	}
	rw_csv_number(&w->x->csv, last != INT64_MIN, (double)last * 60);
}

static unsigned time_precision(riwaya_when t) {
	if (t.precision <= RIWAYA_PRECISION_DAY && rw_days_spanned(t) == 1) return 1;
	return rw_days_spanned(t) <= 7 ? 2 : 3;
}

static void incident(rw_exporter *x, const riwaya_incident *i) {
	rw_csv *c = &x->csv;
	row *w = RW_NEW(x->a, row);
	w->x = x;
	w->i = i;
	w->where = rw_where_is(x, i->place_id);
	if (i->time.precision == RIWAYA_PRECISION_NONE) {
		x->done.undated++;
		return;
	}
	if (!w->where.country.n) {
		x->done.nowhere++;
		return;
	}
	w->country = rw_row_name(&x->en, w->where.country_row);
	rw_sides_of(x, i, &w->where, &w->sides);
	rw_tolls_of(x, i, "death", &w->killed);
	choose_event(w);
	choose_sides(w);
	rw_slice alpha = w->where.coding ? rw_row_get(x->lx, w->where.coding, "alpha3") : w->where.country;
	rw_csv_code(c, rw_arena_printf(x->a, RW_FMT "-" RW_FMT, RW_ARG(alpha), RW_ARG(i->id)));
	rw_slice day = rw_day_of_minutes(x->a, i->time.from);
	rw_csv_code(c, day);
	rw_csv_code(c, rw_slice_cut(&day, '-'));
	rw_csv_u64(c, time_precision(i->time));
	rw_csv_code(c, of_event(w, "disorder"));
	rw_csv_code(c, of_event(w, "type"));
	rw_csv_code(c, of_event(w, "id"));
	rw_csv_text(c, w->a.name);
	rw_csv_text(c, w->a.with);
	put_kind(w, w->a.kind);
	rw_csv_text(c, w->b.name);
	rw_csv_text(c, w->b.with);
	put_kind(w, w->b.kind);
	put_interaction(w);
	rw_csv_z(c, w->b.kind == CIVILIANS ? "Civilian targeting" : NULL);
	double iso;
	bool has_iso = w->where.coding && rw_row_number(x->lx, w->where.coding, "numeric", &iso);
	rw_csv_number(c, has_iso, has_iso ? iso : 0);
	rw_csv_code(c, w->where.coding ? rw_row_get(x->lx, w->where.coding, "acled") : RW_NONE);
	rw_csv_text(c, w->country);
	for (size_t k = 0; k < RW_COUNT(w->where.admin); k++) rw_csv_text(c, rw_row_name(&x->en, w->where.admin[k]));
	rw_slice place = rw_place_name(&x->en, i->place_id);
	rw_csv_text(c, place.n ? place : i->place_text);
	rw_csv_number(c, i->has_position, i->lat);
	rw_csv_number(c, i->has_position, i->lon);
	rw_csv_u64(c, w->where.acled);
	put_sources(w);
	put_notes(w);
	rw_csv_u64(c, fatalities(w));
	put_tags(w);
	put_timestamp(w);
	rw_csv_row(c);
	x->done.written++;
}

const rw_exporting rw_exporting_acled = {.begin = head, .incident = incident, .table = true};
