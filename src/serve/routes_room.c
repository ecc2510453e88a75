/* routes_room.c: what stands around incidents: days, places on a map, moments, sources; and the lexicon's places, for who says where something was. */
#include "group/facts.h"
#include "serve/inside.h"
#include "text/text.h"
#include <math.h>
#include <stdlib.h>

enum { MOST_SOURCES = 500, MOST_PLACES = 20 };

riwaya_status rw_get_days(rw_request *q, riwaya_error *err) {
	riwaya_incident_query query = {0};
	const riwaya_day_list *list;
	if (!rw_param_incidents(q, &query)) return RIWAYA_OK;
	riwaya_status status = riwaya_store_days(q->store, &query, &list, err);
	return status ? status : riwaya_write_days_json(q->store, list, rw_out(q), err);
}

riwaya_status rw_get_map(rw_request *q, riwaya_error *err) {
	riwaya_incident_query query = {0};
	const riwaya_map_places *map;
	if (!rw_param_incidents(q, &query)) return RIWAYA_OK;
	riwaya_status status = riwaya_store_map(q->store, &query, &map, err);
	return status ? status : riwaya_write_map_json(q->store, map, rw_out(q), err);
}

riwaya_status rw_get_history(rw_request *q, riwaya_error *err) {
	const riwaya_history *history;
	riwaya_error e = {0};
	if (riwaya_store_history(q->store, q->variables[0], &history, &e))
		return rw_problem_unknown(q, RW_PROBLEM_NO_INCIDENT, &e);
	return riwaya_write_history_json(q->store, history, rw_out(q), err);
}

/* --- sources ----------------------------------------------------------------------------------------------------------- */
riwaya_status rw_get_sources(rw_request *q, riwaya_error *err) {
	/* Those of which there are sources: riwaya_store_sources tells of no persons. */
	static const char *const kinds[] = {"outlet", "agency", "monitor", "party", "party_media", "official", "document"};
	static const char *const sorts[] = {"incidents", "quoted", "reports"}; /* riwaya_source_sort's */
	riwaya_source_query query = {.name = rw_param_of(q, "find")};
	const riwaya_source_list *list;
	uint64_t first = 0, most = 100;
	unsigned sort = 0;
	unsigned kind = 0;
	if (!rw_param_word(q, "kind", kinds, RW_COUNT(kinds), &kind) ||
		!rw_param_word(q, "by", sorts, RW_COUNT(sorts), &sort) || !rw_param_number(q, "first", 0, UINT32_MAX, &first) ||
		!rw_param_number(q, "most", 1, MOST_SOURCES, &most))
		return RIWAYA_OK;
	if (rw_param_of(q, "kind")) (void)riwaya_link_kind_parse(rw_slice_z(kinds[kind]), &query.kind);
	query.sort = (riwaya_source_sort)sort;
	query.first = (size_t)first;
	query.most = (size_t)most;
	riwaya_status status = riwaya_store_sources(q->store, &query, &list, err);
	return status ? status : riwaya_write_sources_json(q->store, list, rw_out(q), err);
}

riwaya_status rw_get_source(rw_request *q, riwaya_error *err) {
	riwaya_source_query query = {0};
	const riwaya_source_account *account;
	uint64_t first = 0, most = 10;
	riwaya_error e = {0};
	if (!rw_param_number(q, "first", 0, UINT32_MAX, &first) ||
		!rw_param_number(q, "most", 1, RIWAYA_STORE_ACCOUNTS, &most))
		return RIWAYA_OK;
	query.first = (size_t)first;
	query.most = (size_t)most;
	if (riwaya_store_source(q->store, q->variables[0], &query, &account, &e))
		return rw_problem_unknown(q, RW_PROBLEM_NOTHING, &e);
	return riwaya_write_source_json(q->store, account, rw_out(q), err);
}

/* --- places of the lexicon ---------------------------------------------------------------------------------------------- */
typedef struct place {
	rw_row row;
	double far; /* how well it fits: the nearest first */
} place;

static int by_far(const void *pa, const void *pb) {
	const place *a = pa, *b = pb;
	if (a->far < b->far) return -1;
	if (a->far > b->far) return 1;
	return (a->row > b->row) - (a->row < b->row);
}

/* Whole, at the beginning, or within one of the names; -1: nowhere. */
static double in_names(rw_arena *a, rw_slice forms, rw_slice key) {
	double best = -1;
	while (forms.p) {
		rw_slice form = rw_fold(a, rw_slice_cut(&forms, '|'));
		size_t at = rw_slice_find(form, key, 0);
		if (at == SIZE_MAX) continue;
		double far = (double)(form.n - key.n) + (at ? 1000 : 0);
		if (best < 0 || far < best) best = far;
	}
	return best;
}

/* "35.9,36.6" */
static bool position_of(const char *z, double *lat, double *lon) {
	rw_slice rest = rw_slice_z(z), first = rw_slice_cut(&rest, ',');
	return rest.p && rw_slice_double(first, lat) && rw_slice_double(rest, lon) && fabs(*lat) <= 90 && fabs(*lon) <= 180;
}

static double far_from(const rw_lexicon *lx, rw_row row, double lat, double lon) {
	double y, x;
	if (!rw_row_number(lx, row, "lat", &y) || !rw_row_number(lx, row, "lon", &x)) return -1;
	double dy = y - lat, dx = (x - lon) * cos(lat * 3.14159265358979 / 180);
	return dy * dy + dx * dx;
}

static void tell_place(rw_json *j, rw_facts *f, rw_row row) {
	double lat = 0, lon = 0;
	rw_slice id = rw_row_get(f->lx, row, "id");
	riwaya_bilingual label = rw_say_site_chain(f, rw_site_of(f, id, RW_NONE));
	bool has = rw_row_number(f->lx, row, "lat", &lat) && rw_row_number(f->lx, row, "lon", &lon);
	rw_json_object(j);
	rw_json_put_slice(j, "id", id);
	rw_json_key(j, "label");
	rw_json_object(j);
	rw_json_put_slice(j, "ar", label.ar);
	rw_json_put_slice(j, "en", label.en);
	rw_json_close(j);
	rw_json_put_slice(j, "type", rw_row_get(f->lx, row, "type"));
	rw_json_put_double(j, "lat", has, lat);
	rw_json_put_double(j, "lon", has, lon);
	rw_json_close(j);
}

riwaya_status rw_get_places(rw_request *q, riwaya_error *err) {
	(void)err;
	const rw_lexicon *lx = q->server->lx;
	const char *find = rw_param_of(q, "find"), *near = rw_param_of(q, "near");
	double lat = 0, lon = 0;
	if (!find == !near)
		return rw_problem(q, RW_PROBLEM_PARAM, "find (a part of a name) or near (35.9,36.6) is needed, one of them");
	if (near && !position_of(near, &lat, &lon))
		return rw_problem(q, RW_PROBLEM_PARAM, "near takes a latitude and a longitude in degrees, such as 35.9,36.6");
	rw_slice key = find ? rw_fold(q->a, rw_slice_trim(rw_slice_z(find))) : RW_NONE;
	uint32_t n = 0, forms = rw_table_column(lx, "places", "forms"), en = rw_table_column(lx, "places", "en");
	rw_row first = rw_table_rows(lx, "places", &n);
	RW_VEC(place) found = {0};
	for (uint32_t i = 0; i < n && (near || key.n); i++) {
		rw_mark m = rw_arena_mark(q->a);
		double far = near ? far_from(lx, first + i, lat, lon) : in_names(q->a, rw_row_cell(lx, first + i, forms), key);
		if (far < 0 && find) far = in_names(q->a, rw_row_cell(lx, first + i, en), key);
		rw_arena_reset(q->a, m);
		if (far >= 0) rw_vec_push(q->a, &found, (place){first + i, far});
	}
	if (found.n) qsort(found.p, found.n, sizeof *found.p, by_far);
	rw_facts *f = RW_NEW(q->a, rw_facts);
	rw_facts_init(f, lx, q->a);
	rw_json *j = RW_NEW(q->a, rw_json);
	rw_json_begin(j, rw_out(q), 2);
	rw_json_object(j);
	rw_json_key(j, "places");
	rw_json_array(j);
	for (size_t i = 0; i < found.n && i < MOST_PLACES; i++) tell_place(j, f, found.p[i].row);
	rw_json_close(j);
	rw_json_close(j);
	rw_json_end(j);
	return RIWAYA_OK;
}
