/* ucdp.c: one row a deadly incident in the 49 columns of UCDP GED. Numbers that UCDP gives to conflicts, dyads and sides are its own, and stay
 * empty; code_status says that a person has to check the row. */
#include "mention/calendar.h"
#include "show/export/export.h"
#include <math.h>

static void head(rw_exporter *x) {
	static const char *const names[] = {"id", "relid", "year", "active_year", "code_status", "type_of_violence",
		"conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
		"side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources",
		"source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
		"where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid",
		"country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a",
		"deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob", NULL};
	rw_csv_head(&x->csv, names);
}

/* A number by which programs can tell rows apart: the incident's own id, which is hexadecimal, as a number; else a hash of it. */
static uint64_t number_of(rw_slice id) {
	uint64_t v = 0;
	size_t from = id.n && id.p[0] == 'i', n = id.n - from;
	if (!n || n > 12) return rw_hash(id, 0) >> 16;
	for (size_t k = from; k < id.n; k++) {
		char c = id.p[k];
		if (c >= '0' && c <= '9')
			v = v * 16 + (uint64_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			v = v * 16 + (uint64_t)(c - 'a') + 10;
		else
			return rw_hash(id, 0) >> 16;
	}
	return v;
}

static unsigned date_precision(riwaya_when t) {
	int64_t days = rw_days_spanned(t);
	if (t.precision == RIWAYA_PRECISION_YEAR) return 5;
	if (t.precision == RIWAYA_PRECISION_MONTH) return 4;
	return days == 1 ? 1 : days <= 6 ? 2 : days <= 7 ? 3 : days <= 31 ? 4 : 5;
}

static void put_date(rw_exporter *x, int64_t minutes) {
	rw_slice day = rw_day_of_minutes(x->a, minutes);
	rw_csv_code(&x->csv, rw_arena_printf(x->a, RW_FMT " 00:00:00.000", RW_ARG(day)));
}

/* Cells of half a degree, counted from the south-west. */
static uint64_t priogrid(double lat, double lon) {
	uint64_t row = (uint64_t)fmin(floor((lat + 90) * 2), 359), column = (uint64_t)fmin(floor((lon + 180) * 2), 719);
	return row * 720 + column + 1;
}

typedef struct sides {
	const rw_side *a, *b;
	unsigned type;
} sides;

/* State-based: a state against armed others; one-sided: armed people against civilians; else both are armed and neither is a state. */
static sides sides_of(const rw_sides *s) {
	sides out = {0};
	bool doer = s->n && s->p[0].agent;
	out.a = doer ? &s->p[0] : NULL;
	for (size_t k = doer; k < s->n && !out.b; k++)
		if (s->p[k].lost || s->fought) out.b = &s->p[k];
	if (out.b && out.b->state && !(out.a && out.a->state)) {
		const rw_side *t = out.a;
		out.a = out.b;
		out.b = t;
	}
	if (!out.b && s->civilians)
		out.type = 3;
	else
		out.type = (out.a && out.a->state) || (out.b && out.b->state) ? 1 : 2;
	return out;
}

static rw_slice side_name(rw_exporter *x, const rw_side *s, bool civilians) {
	if (s) return rw_named(&x->en, "actors", s->actor);
	return civilians ? RW_LIT("Civilians") : RW_LIT("Unknown");
}

static void put_gwno(rw_exporter *x, const rw_side *s) {
	rw_row actor = s && s->state ? rw_row_find(x->lx, "actors", s->actor) : 0;
	rw_slice country = actor ? rw_row_get(x->lx, actor, "country") : RW_NONE;
	rw_row coding = country.n ? rw_row_find(x->lx, "countries", country) : 0;
	double v = 0;
	bool has = coding && rw_row_number(x->lx, coding, "gwno", &v);
	rw_csv_number(&x->csv, has, v);
}

/* Quotes part articles there: those of a headline become single. */
static rw_slice unquoted(rw_arena *a, rw_slice s) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < s.n; i++) rw_buf_byte(&b, s.p[i] == '"' ? '\'' : s.p[i]);
	return rw_buf_view(&b);
}

/* source_article "outlet,day,headline";… and its parts in columns of their own; source_original is the speakers behind them. */
static void put_sources(rw_exporter *x, const riwaya_incident *i) {
	rw_cited *p;
	size_t n = rw_cited_of(x, i, &p), m = 0;
	rw_slice *article = RW_ARRAY(x->a, rw_slice, n), *office = RW_ARRAY(x->a, rw_slice, n),
			 *day = RW_ARRAY(x->a, rw_slice, n), *headline = RW_ARRAY(x->a, rw_slice, n),
			 *origin = RW_ARRAY(x->a, rw_slice, i->n_origins);
	for (size_t k = 0; k < n; k++) {
		riwaya_when at = p[k].report->published.at;
		office[k] = p[k].en;
		headline[k] = p[k].report->title;
		day[k] = at.precision ? rw_day_of_minutes(x->a, at.from) : RW_NONE;
		article[k] = rw_arena_printf(x->a, "\"" RW_FMT "," RW_FMT "," RW_FMT "\"", RW_ARG(office[k]), RW_ARG(day[k]),
			RW_ARG(unquoted(x->a, headline[k])));
	}
	rw_map seen = RW_MAP(x->a);
	for (size_t k = 0; k < i->n_origins; k++) {
		bool fresh = false;
		if (i->origins[k].kind != RIWAYA_LINK_OUTLET && i->origins[k].name.n)
			rw_map_put(&seen, i->origins[k].name, &fresh);
		if (fresh) origin[m++] = i->origins[k].name;
	}
	size_t reports = 0;
	for (size_t k = 0; k < i->n_reports; k++) reports += i->reports[k].part != RIWAYA_PART_REPRINT;
	rw_csv_u64(&x->csv, reports);
	rw_csv_text(&x->csv, rw_listed_words(x->a, article, n, ";"));
	rw_csv_text(&x->csv, rw_listed_words(x->a, office, n, ";"));
	rw_csv_code(&x->csv, rw_listed_words(x->a, day, n, ";"));
	rw_csv_text(&x->csv, rw_listed_words(x->a, headline, n, ";"));
	rw_csv_text(&x->csv, rw_listed_words(x->a, origin, m, ";"));
}

static uint64_t whole(double v) { return v > 0 && v < 1e15 ? (uint64_t)(v + 0.5) : 0; }

static void put_deaths(rw_exporter *x, const rw_tolls *t, const sides *s) {
	const rw_toll *all = &t->all;
	uint64_t best = whole(all->best), low = whole(all->low), high = whole(all->high);
	if (!all->has) {
		/* That people died, and not how many: UCDP's best is then no more than one. */
		best = low = high = 1;
	}
	rw_toll a = rw_toll_of_side(t, s->a ? s->a->actor : RW_NONE), b = rw_toll_of_side(t, s->b ? s->b->actor : RW_NONE);
	uint64_t of_a = a.has ? whole(a.best) : 0, of_b = b.has ? whole(b.best) : 0,
			 of_civilians = t->civilians.has ? whole(t->civilians.best) : 0;
	/* Parts that exceed the whole are in dispute: whose dead they were is then not said. */
	if (of_a + of_b + of_civilians > best) of_a = of_b = of_civilians = 0;
	rw_csv_u64(&x->csv, of_a);
	rw_csv_u64(&x->csv, of_b);
	rw_csv_u64(&x->csv, of_civilians);
	rw_csv_u64(&x->csv, best - of_a - of_b - of_civilians);
	rw_csv_u64(&x->csv, best);
	rw_csv_u64(&x->csv, high > best ? high : best);
	rw_csv_u64(&x->csv, low < best ? low : best);
}

static void incident(rw_exporter *x, const riwaya_incident *i) {
	rw_csv *c = &x->csv;
	rw_where where = rw_where_is(x, i->place_id);
	rw_tolls *t = RW_NEW(x->a, rw_tolls);
	rw_tolls_of(x, i, "death", t);
	bool deadly = t->all.has ? t->all.high > 0 : t->all.told;
	if (i->time.precision == RIWAYA_PRECISION_NONE || !where.country.n || !deadly) {
		if (i->time.precision == RIWAYA_PRECISION_NONE)
			x->done.undated++;
		else if (!where.country.n)
			x->done.nowhere++;
		else
			x->done.bloodless++;
		return;
	}
	rw_sides *all = RW_NEW(x->a, rw_sides);
	rw_sides_of(x, i, &where, all);
	sides s = sides_of(all);
	rw_slice a = side_name(x, s.a, false), b = side_name(x, s.b, s.type == 3),
			 day = rw_day_of_minutes(x->a, i->time.from);
	rw_csv_u64(c, number_of(i->id));
	rw_csv_code(c, i->id);
	rw_csv_code(c, rw_slice_cut(&day, '-'));
	rw_csv_empty(c, 1);
	rw_csv_z(c, "Check");
	rw_csv_u64(c, s.type);
	rw_csv_empty(c, 5);
	rw_csv_text(c, rw_arena_printf(x->a, RW_FMT " - " RW_FMT, RW_ARG(a), RW_ARG(b)));
	rw_csv_empty(c, 2);
	rw_csv_text(c, a);
	rw_csv_empty(c, 2);
	rw_csv_text(c, b);
	put_sources(x, i);
	rw_csv_u64(c, where.ucdp);
	rw_slice place = rw_place_name(&x->en, i->place_id);
	rw_csv_text(c, place.n ? place : i->place_text);
	rw_slice names[] = {rw_place_of(i).en, rw_place_of(i).ar};
	rw_csv_text(c, rw_listed_words(x->a, names, RW_COUNT(names), " | "));
	rw_csv_text(c, rw_row_name(&x->en, where.admin[0]));
	rw_csv_text(c, rw_row_name(&x->en, where.admin[1]));
	rw_csv_number(c, i->has_position, i->lat);
	rw_csv_number(c, i->has_position, i->lon);
	if (i->has_position) {
		char lat[64], lon[64];
		size_t n = rw_csv_digits(i->lat, lat), m = rw_csv_digits(i->lon, lon);
		rw_csv_code(c, rw_arena_printf(x->a, "POINT (%.*s %.*s)", (int)m, lon, (int)n, lat));
		rw_csv_u64(c, priogrid(i->lat, i->lon));
	} else {
		rw_csv_empty(c, 2);
	}
	rw_csv_text(c, rw_row_name(&x->en, where.country_row));
	double gwno = 0;
	bool known = where.coding && rw_row_number(x->lx, where.coding, "gwno", &gwno);
	rw_csv_number(c, known, gwno);
	rw_csv_code(c, where.coding ? rw_row_get(x->lx, where.coding, "ucdp") : RW_NONE);
	rw_csv_u64(c, rw_days_spanned(i->time) > 1 ? 2 : 1);
	rw_csv_u64(c, date_precision(i->time));
	put_date(x, i->time.from);
	put_date(x, i->time.to);
	put_deaths(x, t, &s);
	put_gwno(x, s.a);
	put_gwno(x, s.b);
	rw_csv_row(c);
	x->done.written++;
}

const rw_exporting rw_exporting_ucdp = {.begin = head, .incident = incident, .table = true};
