/* coded.c: an event that others coded, as a JSON line and as a line for a person. */
#include "show/sheet.h"
#include "show/show.h"

static void count(rw_json *j, const char *key, riwaya_coded_count c) {
	rw_json_put_double(j, key, c.has, (double)c.value);
}

static void precision(rw_json *j, const char *key, uint32_t p) { rw_json_put_double(j, key, p > 0, p); }

void rw_json_event(rw_json *j, const riwaya_coded_event *e) {
	rw_json_object(j);
	rw_json_put_z(j, "source", riwaya_coded_source_word(e->source));
	rw_json_put_slice(j, "id", e->id);
	rw_json_put_slice(j, "file", e->file);
	rw_json_put_u64(j, "offset", e->offset);
	rw_json_put_slice(j, "type", e->type);
	rw_json_put_slice(j, "subtype", e->subtype);
	rw_json_bounds(j, e->at);
	precision(j, "time_precision", e->time_precision);
	rw_json_put_slices(j, "actors", e->actors, e->n_actors);
	rw_json_put_slice(j, "country", e->country);
	rw_json_put_slice(j, "admin1", e->admin1);
	rw_json_put_slice(j, "admin2", e->admin2);
	rw_json_put_slice(j, "place", e->place);
	rw_json_put_double(j, "lat", e->has_position, e->lat);
	rw_json_put_double(j, "lon", e->has_position, e->lon);
	precision(j, "place_precision", e->place_precision);
	count(j, "best", e->best);
	count(j, "low", e->low);
	count(j, "high", e->high);
	rw_json_put_slice(j, "sources", e->sources);
	rw_json_put_slice(j, "notes", e->notes);
	rw_json_close(j);
}

bool rw_show_event_json(const riwaya_coded_event *e, riwaya_sink sink) {
	rw_json j;
	rw_json_begin(&j, sink, 0);
	rw_json_object(&j);
	rw_json_key(&j, "coded_event");
	rw_json_event(&j, e);
	rw_json_close(&j);
	return rw_json_end(&j);
}

rw_slice rw_tell_event(const rw_words *w, const riwaya_coded_event *e) {
	rw_buf b = RW_BUF(w->a);
	rw_buf_z(&b, e->source == RIWAYA_CODED_ACLED ? "ACLED " : "UCDP ");
	rw_buf_slice(&b, e->id);
	rw_slice killed =
		e->best.has && e->best.value >= 0 ? rw_counted(w, "show_n_killed", (uint64_t)e->best.value) : RW_NONE;
	const rw_slice parts[] = {
		rw_when_short(w, e->at, false), e->subtype.n ? e->subtype : e->type, e->place.n ? e->place : e->admin2, killed};
	for (size_t i = 0; i < RW_COUNT(parts); i++) {
		if (!parts[i].n) continue;
		rw_buf_slice(&b, rw_comma(w));
		rw_buf_slice(&b, parts[i]);
	}
	return rw_buf_view(&b);
}

bool rw_show_event_text(
	const rw_lexicon *lx, rw_arena *scratch, const riwaya_coded_event *e, const riwaya_show *show, riwaya_sink sink) {
	rw_sheet *s = rw_sheet_begin(lx, scratch, show, sink, NULL, 0);
	rw_rich line = {0};
	rw_rich_add(&s->page, &line, rw_tell_event(&s->words, e), RW_PLAIN);
	rw_page_rich(&s->page, 0, &line);
	return !s->page.failed;
}
