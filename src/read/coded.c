/* coded.c: rows of ACLED's and UCDP GED's tables: events that others coded from reports, to compare ledgers with. */
#include "mention/calendar.h"
#include "read/csv.h"

static size_t at(const rw_cells *header, const char *name) {
	for (size_t i = 0; i < header->n; i++)
		if (rw_slice_eqz(rw_slice_trim(header->p[i].text), name)) return i;
	return SIZE_MAX;
}

static bool has_all(const rw_cells *header, const char *const *names, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (at(header, names[i]) == SIZE_MAX) return false;
	return true;
}

bool rw_coded_source(const rw_cells *header, riwaya_coded_source *out) {
	static const char *const acled[] = {"event_id_cnty", "event_date", "event_type", "fatalities"};
	static const char *const ucdp[] = {"id", "type_of_violence", "side_a", "side_b", "date_start", "best"};
	bool is_acled = has_all(header, acled, RW_COUNT(acled));
	*out = is_acled ? RIWAYA_CODED_ACLED : RIWAYA_CODED_UCDP;
	return is_acled || has_all(header, ucdp, RW_COUNT(ucdp));
}

typedef struct reading {
	const rw_cells *header, *row;
} reading;

static rw_slice cell(reading r, const char *name) {
	size_t i = at(r.header, name);
	rw_slice s = i < r.row->n ? rw_slice_trim(r.row->p[i].text) : RW_NONE;
	return s.n ? s : RW_NONE;
}

static bool number(reading r, const char *name, double *out) { return rw_slice_double(cell(r, name), out); }

static riwaya_coded_count count(reading r, const char *name) {
	double v;
	riwaya_coded_count c = {0, number(r, name, &v) && v > -1e9 && v < 1e9};
	if (c.has) c.value = (int64_t)v;
	return c;
}

static uint32_t grade(reading r, const char *name) {
	double v;
	return number(r, name, &v) && v >= 1 && v < 10 ? (uint32_t)v : 0;
}

static riwaya_when day(reading r, const char *name) {
	riwaya_when w;
	rw_slice zone, s = cell(r, name), date = s;
	/* "2022-01-20 00:00:00.000": no more than a day. */
	if (rw_slice_find(s, RW_LIT("00:00:00"), 0) != SIZE_MAX) date = rw_slice_cut(&s, ' ');
	if (rw_when_parse(date, &w, &zone)) return w;
	return (riwaya_when){0, 0, RIWAYA_PRECISION_NONE};
}

static void actors(rw_arena *a, reading r, const char *first, const char *second, riwaya_coded_event *e) {
	rw_slice *p = RW_ARRAY(a, rw_slice, 2);
	const rw_slice named[] = {cell(r, first), cell(r, second)};
	for (size_t i = 0; i < 2; i++)
		if (named[i].n) p[e->n_actors++] = named[i];
	e->actors = p;
}

static void acled(rw_arena *a, reading r, riwaya_coded_event *e) {
	e->id = cell(r, "event_id_cnty");
	e->type = cell(r, "event_type");
	e->subtype = cell(r, "sub_event_type");
	e->at = day(r, "event_date");
	e->time_precision = grade(r, "time_precision");
	actors(a, r, "actor1", "actor2", e);
	e->admin1 = cell(r, "admin1");
	e->admin2 = cell(r, "admin2");
	e->place = cell(r, "location");
	e->place_precision = grade(r, "geo_precision");
	e->best = count(r, "fatalities");
	e->sources = cell(r, "source");
	e->notes = cell(r, "notes");
}

static void ucdp(rw_arena *a, reading r, riwaya_coded_event *e) {
	static const char *const types[] = {"state-based conflict", "non-state conflict", "one-sided violence"};
	uint32_t type = grade(r, "type_of_violence");
	e->id = cell(r, "id");
	e->type = type >= 1 && type <= RW_COUNT(types) ? rw_slice_z(types[type - 1]) : cell(r, "type_of_violence");
	e->subtype = cell(r, "dyad_name");
	e->at = day(r, "date_start");
	riwaya_when end = day(r, "date_end");
	if (e->at.precision && end.precision && end.to > e->at.to) e->at.to = end.to;
	e->time_precision = grade(r, "date_prec");
	actors(a, r, "side_a", "side_b", e);
	e->admin1 = cell(r, "adm_1");
	e->admin2 = cell(r, "adm_2");
	e->place = cell(r, "where_coordinates");
	e->place_precision = grade(r, "where_prec");
	e->best = count(r, "best");
	e->low = count(r, "low");
	e->high = count(r, "high");
	e->sources = cell(r, "source_article");
	e->notes = cell(r, "source_headline");
}

bool rw_coded_event(
	rw_arena *a, riwaya_coded_source source, const rw_cells *header, const rw_cells *row, riwaya_coded_event *out) {
	reading r = {header, row};
	*out = (riwaya_coded_event){.source = source};
	if (source == RIWAYA_CODED_ACLED)
		acled(a, r, out);
	else
		ucdp(a, r, out);
	out->country = cell(r, "country");
	out->has_position = number(r, "latitude", &out->lat) && number(r, "longitude", &out->lon) && out->lat >= -90 &&
		out->lat <= 90 && out->lon >= -180 && out->lon <= 180;
	return out->id.n > 0;
}
