/* uwazi.c: one row an incident for Uwazi's CSV import: columns in both languages (__en, __ar) where the kind of property allows it, several
 * values parted by |, a position as lat|lon, days as from:to, a link as label|url. docs/exports.md lists the template's properties. */
#include "mention/calendar.h"
#include "show/export/export.h"

static void head(rw_exporter *x) {
	static const char *const names[] = {"title__en", "title__ar", "riwaya_id", "dates", "place__en", "place__ar",
		"country__en", "country__ar", "position_geolocation", "position_precision", "acts__en", "acts__ar",
		"parties__en", "parties__ar", "killed_low", "killed_high", "injured_low", "injured_high", "reports", "outlets",
		"origins", "contradictions", "summary__en", "summary__ar", "sources__en", "sources__ar", "first_report", NULL};
	rw_csv_head(&x->csv, names);
}

/* A bar parts values: one in a name would make two of it. */
static rw_slice unbarred(rw_arena *a, rw_slice s) {
	if (rw_slice_find(s, RW_LIT("|"), 0) == SIZE_MAX) return s;
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < s.n; i++) rw_buf_byte(&b, s.p[i] == '|' ? '/' : s.p[i]);
	return rw_buf_view(&b);
}

/* Brackets make links in Markdown, and would end ours too early. */
static rw_slice unbracketed(rw_arena *a, rw_slice s) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < s.n; i++) rw_buf_byte(&b, s.p[i] == '[' ? '(' : s.p[i] == ']' ? ')' : s.p[i]);
	return rw_buf_view(&b);
}

static void names(rw_exporter *x, const rw_words *w, const char *table, const rw_slice *ids, size_t n) {
	rw_slice *p = RW_ARRAY(x->a, rw_slice, n);
	for (size_t k = 0; k < n; k++) p[k] = unbarred(x->a, rw_named(w, table, ids[k]));
	rw_csv_text(&x->csv, rw_listed_words(x->a, p, n, "|"));
}

static void put_dates(rw_exporter *x, riwaya_when t) {
	if (t.precision == RIWAYA_PRECISION_NONE) {
		rw_csv_empty(&x->csv, 1);
		return;
	}
	rw_slice from = rw_day_of_minutes(x->a, t.from), to = rw_day_of_minutes(x->a, t.to);
	rw_csv_code(&x->csv, rw_arena_printf(x->a, RW_FMT ":" RW_FMT, RW_ARG(from), RW_ARG(to)));
}

static void put_position(rw_exporter *x, const riwaya_incident *i) {
	char lat[64], lon[64];
	if (!i->has_position) {
		rw_csv_empty(&x->csv, 1);
		return;
	}
	size_t n = rw_csv_digits(i->lat, lat), m = rw_csv_digits(i->lon, lon);
	/* Numbers and a bar: no formula can be made of them, and an apostrophe would make the import fail. */
	rw_csv_code(&x->csv, rw_arena_printf(x->a, "%.*s|%.*s", (int)n, lat, (int)m, lon));
}

static void put_toll(rw_exporter *x, const riwaya_incident *i, const char *family) {
	rw_tolls *t = RW_NEW(x->a, rw_tolls);
	rw_tolls_of(x, i, family, t);
	rw_csv_number(&x->csv, t->all.has, t->all.low);
	rw_csv_number(&x->csv, t->all.has, t->all.high);
}

/* The relations that matter most, a line each. */
static void put_summary(rw_exporter *x, const riwaya_incident *i, bool arabic) {
	enum { MOST = 12 };
	rw_slice lines[MOST];
	size_t n = 0;
	for (size_t k = 0; k < i->n_relations && n < MOST; k++) {
		const riwaya_relation *r = &i->relations[k];
		if (r->type != RIWAYA_RELATION_CONTRADICTION && r->type != RIWAYA_RELATION_REVERSAL) continue;
		lines[n++] = rw_arena_printf(x->a, "* " RW_FMT, RW_ARG(arabic ? rw_ar(r->sentence) : rw_en(r->sentence)));
	}
	rw_csv_text(&x->csv, rw_listed_words(x->a, lines, n, "\n"));
}

/* Markdown, a report a line. */
static void put_reports(rw_exporter *x, const riwaya_incident *i, const rw_words *w) {
	rw_slice *lines = RW_ARRAY(x->a, rw_slice, i->n_reports);
	size_t n = 0;
	for (size_t k = 0; k < i->n_reports; k++) {
		if (i->reports[k].report >= x->r->n_reports) continue;
		const riwaya_report *r = x->r->reports[i->reports[k].report];
		rw_slice url = rw_url_of(r), outlet = rw_outlet_name(w, r), day = rw_when_short(w, r->published.at, false);
		rw_slice parts[] = {outlet, day, unbracketed(x->a, r->title)};
		rw_slice words = rw_listed_words(x->a, parts, RW_COUNT(parts), w->arabic ? rw_comma(w).p : ", ");
		lines[n++] = url.n ? rw_arena_printf(x->a, "* [" RW_FMT "](" RW_FMT ")", RW_ARG(words), RW_ARG(url))
						   : rw_arena_printf(x->a, "* " RW_FMT, RW_ARG(words));
	}
	rw_csv_text(&x->csv, rw_listed_words(x->a, lines, n, "\n"));
}

static void put_first(rw_exporter *x, const riwaya_incident *i) {
	const riwaya_report *r = rw_first_report(x, i);
	rw_slice url = r ? rw_url_of(r) : RW_NONE;
	if (!url.n) {
		rw_csv_empty(&x->csv, 1);
		return;
	}
	rw_slice label = unbarred(x->a, r->title.n ? r->title : rw_outlet_name(&x->en, r));
	rw_csv_text(&x->csv, rw_arena_printf(x->a, RW_FMT "|" RW_FMT, RW_ARG(label), RW_ARG(url)));
}

static void incident(rw_exporter *x, const riwaya_incident *i) {
	rw_csv *c = &x->csv;
	const rw_words *const both[] = {&x->en, &x->ar};
	rw_where where = rw_where_is(x, i->place_id);
	rw_sides *s = RW_NEW(x->a, rw_sides);
	rw_sides_of(x, i, &where, s);
	rw_slice *parties = RW_ARRAY(x->a, rw_slice, s->n);
	for (size_t k = 0; k < s->n; k++) parties[k] = s->p[k].actor;
	rw_csv_text(c, rw_en(i->title));
	rw_csv_text(c, rw_ar(i->title));
	rw_csv_code(c, i->id);
	put_dates(x, i->time);
	rw_csv_text(c, rw_en(rw_place_of(i)));
	rw_csv_text(c, rw_ar(rw_place_of(i)));
	for (size_t k = 0; k < 2; k++) rw_csv_text(c, rw_row_name(both[k], where.country_row));
	put_position(x, i);
	rw_csv_code(c, i->has_position ? (where.position.n ? where.position : RW_LIT("area")) : RW_NONE);
	for (size_t k = 0; k < 2; k++) names(x, both[k], "predicates", i->acts, i->n_acts);
	for (size_t k = 0; k < 2; k++) names(x, both[k], "actors", parties, s->n);
	put_toll(x, i, "death");
	put_toll(x, i, "injury");
	rw_csv_u64(c, i->n_reports);
	rw_csv_u64(c, i->outlets);
	rw_csv_u64(c, i->n_independent);
	uint64_t against = 0;
	for (size_t k = 0; k < i->n_relations; k++)
		against +=
			i->relations[k].type == RIWAYA_RELATION_CONTRADICTION || i->relations[k].type == RIWAYA_RELATION_REVERSAL;
	rw_csv_u64(c, against);
	put_summary(x, i, false);
	put_summary(x, i, true);
	for (size_t k = 0; k < 2; k++) put_reports(x, i, both[k]);
	put_first(x, i);
	rw_csv_row(c);
	x->done.written++;
}

const rw_exporting rw_exporting_uwazi = {.begin = head, .incident = incident, .table = true};
