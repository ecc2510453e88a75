/* geojson.c: a FeatureCollection (RFC 7946), one feature an incident. A point stands for the whole of a place: position_precision says how far
 * it can be trusted, and an incident without a position has no geometry rather than a made-up one. */
#include "mention/calendar.h"
#include "show/export/export.h"

static void head(rw_exporter *x) {
	rw_json *j = &x->j;
	rw_json_object(j);
	rw_json_put_z(j, "type", "FeatureCollection");
	rw_json_put_slice(j, "generator", rw_arena_printf(x->a, "riwaya %s", riwaya_version()));
	rw_json_key(j, "features");
	rw_json_array(j);
}

static void end(rw_exporter *x) {
	rw_json_close(&x->j);
	rw_json_close(&x->j);
}

static void toll(rw_json *j, const char *low, const char *high, const char *disputed, const rw_toll *t) {
	rw_json_put_double(j, low, t->has, t->low);
	rw_json_put_double(j, high, t->has, t->high);
	rw_json_put_bool(j, disputed, t->disputed);
}

static void incident(rw_exporter *x, const riwaya_incident *i) {
	rw_json *j = &x->j;
	rw_where w = rw_where_is(x, i->place_id);
	rw_tolls *killed = RW_NEW(x->a, rw_tolls), *injured = RW_NEW(x->a, rw_tolls);
	rw_tolls_of(x, i, "death", killed);
	rw_tolls_of(x, i, "injury", injured);
	bool known = i->time.precision != RIWAYA_PRECISION_NONE;
	rw_json_object(j);
	rw_json_put_z(j, "type", "Feature");
	rw_json_put_slice(j, "id", i->id);
	rw_json_key(j, "geometry");
	if (i->has_position) {
		rw_json_object(j);
		rw_json_put_z(j, "type", "Point");
		rw_json_key(j, "coordinates");
		rw_json_array(j);
		rw_json_double(j, i->lon);
		rw_json_double(j, i->lat);
		rw_json_close(j);
		rw_json_close(j);
	} else
		rw_json_null(j);
	rw_json_key(j, "properties");
	rw_json_object(j);
	rw_json_put_slice(j, "title_en", rw_en(i->title));
	rw_json_put_slice(j, "title_ar", rw_ar(i->title));
	rw_json_put_slices(j, "acts", i->acts, i->n_acts);
	rw_json_put_slice(j, "from", known ? rw_day_of_minutes(x->a, i->time.from) : RW_NONE);
	rw_json_put_slice(j, "to", known ? rw_day_of_minutes(x->a, i->time.to) : RW_NONE);
	rw_json_put_z(j, "time_precision", known ? riwaya_precision_word(i->time.precision) : NULL);
	rw_json_put_slice(j, "place_id", i->place_id);
	rw_json_put_slice(j, "place_en", rw_place_of(i).en);
	rw_json_put_slice(j, "place_ar", rw_place_of(i).ar);
	rw_json_put_slice(j, "place_type", w.type);
	/* The point is that of the place itself (exact), of its middle (centre), or somewhere in it (area). */
	rw_json_put_slice(j, "position_precision", i->has_position ? (w.position.n ? w.position : RW_LIT("area")) : RW_NONE);
	rw_json_put_slice(j, "country", rw_row_name(&x->en, w.country_row));
	rw_json_put_slice(j, "country_code", w.coding ? rw_row_get(x->lx, w.coding, "alpha3") : RW_NONE);
	toll(j, "killed_low", "killed_high", "killed_disputed", &killed->all);
	toll(j, "injured_low", "injured_high", "injured_disputed", &injured->all);
	rw_json_put_u64(j, "reports", i->n_reports);
	rw_json_put_u64(j, "outlets", i->outlets);
	rw_json_put_u64(j, "origins", i->n_independent);
	uint64_t against = 0;
	for (size_t k = 0; k < i->n_relations; k++)
		against +=
			i->relations[k].type == RIWAYA_RELATION_CONTRADICTION || i->relations[k].type == RIWAYA_RELATION_REVERSAL;
	rw_json_put_u64(j, "contradictions", against);
	rw_json_close(j);
	rw_json_close(j);
	x->done.written++;
}

const rw_exporting rw_exporting_geojson = {.begin = head, .incident = incident, .end = end, .document = true};
