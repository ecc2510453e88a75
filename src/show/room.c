/* room.c: what a reading room asks of a store, as JSON: days, places on a map, the moments of an incident, sources. */
#include "evidence/warc_write.h"
#include "mention/calendar.h"
#include "show/show.h"
#include <stdio.h>

static void both(rw_json *j, const char *key, riwaya_bilingual b) {
	rw_json_key(j, key);
	rw_json_object(j);
	rw_json_put_slice(j, "ar", b.ar);
	rw_json_put_slice(j, "en", b.en);
	rw_json_close(j);
}

static void when(rw_json *j, const char *key, riwaya_when w) {
	rw_json_key(j, key);
	rw_json_object(j);
	rw_json_bounds(j, w);
	rw_json_close(j);
}

/* To the millisecond: what as_of takes. */
static void exact(rw_json *j, const char *key, int64_t ms) {
	char z[24], exactly[32];
	int64_t seconds = ms / 1000 - (ms % 1000 < 0);
	rw_warc_date(seconds, z);
	snprintf(exactly, sizeof exactly, "%.19s.%03uZ", z, (unsigned)(ms - seconds * 1000) % 1000);
	rw_json_put_z(j, key, exactly);
}

static rw_json *begin(rw_arena *a, riwaya_sink sink) {
	rw_json *j = RW_NEW(a, rw_json);
	rw_json_begin(j, sink, 2);
	rw_json_object(j);
	return j;
}

static bool end(rw_json *j) {
	rw_json_close(j);
	return rw_json_end(j);
}

bool rw_show_days(rw_arena *scratch, const riwaya_day_list *list, riwaya_sink sink) {
	rw_json *j = begin(scratch, sink);
	rw_json_key(j, "days");
	rw_json_array(j);
	for (size_t i = 0; i < list->n; i++) {
		char z[32];
		rw_json_object(j);
		rw_json_put_slice(j, "day", rw_slice_of(z, rw_when_format(list->rows[i].day * RW_DAY, RIWAYA_PRECISION_DAY, z)));
		rw_json_put_u64(j, "reports", list->rows[i].reports);
		rw_json_put_u64(j, "incidents", list->rows[i].incidents);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_put_u64(j, "undated", list->undated);
	return end(j);
}

bool rw_show_map(rw_arena *scratch, const riwaya_map_places *map, riwaya_sink sink) {
	rw_json *j = begin(scratch, sink);
	rw_json_key(j, "places");
	rw_json_array(j);
	for (size_t i = 0; i < map->n; i++) {
		const riwaya_map_place *p = &map->rows[i];
		char z[32];
		rw_json_object(j);
		rw_json_put_slice(j, "id", p->id);
		both(j, "label", p->label);
		rw_json_put_double(j, "lat", true, p->lat);
		rw_json_put_double(j, "lon", true, p->lon);
		rw_json_put_u64(j, "incidents", p->incidents);
		rw_json_put_u64(j, "reports", p->reports);
		rw_json_put_u64(j, "contradictions", p->contradictions);
		rw_json_put_slice(
			j, "latest", p->has_last ? rw_slice_of(z, rw_when_format(p->last, RIWAYA_PRECISION_DAY, z)) : RW_NONE);
		rw_json_put_slice(j, "name", p->name);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_put_u64(j, "nowhere", map->without);
	return end(j);
}

static void moment(rw_json *j, const riwaya_history_row *rows, size_t n) {
	uint64_t reports = 0, edited = 0, decisions = 0;
	for (size_t i = 0; i < n; i++) {
		decisions += rows[i].kind != RIWAYA_REVIEW_NONE;
		edited += !rows[i].kind && rows[i].edited;
		reports += !rows[i].kind && !rows[i].edited;
	}
	rw_json_object(j);
	exact(j, "at", rows[0].at);
	rw_json_put_u64(j, "reports", reports);
	rw_json_put_u64(j, "decisions", decisions);
	rw_json_put_u64(j, "edited", edited);
	rw_json_key(j, "what");
	rw_json_array(j);
	for (size_t i = 0; i < n; i++) {
		const riwaya_history_row *r = &rows[i];
		rw_json_object(j);
		rw_json_put_z(j, "what", r->kind ? "decision" : r->edited ? "edited" : "report");
		rw_json_put_slice(j, "report", r->report);
		rw_json_put_slice(j, "outlet", r->outlet);
		rw_json_put_slice(j, "title", r->title);
		rw_json_put_z(j, "kind", r->kind ? riwaya_review_kind_word(r->kind) : NULL);
		rw_json_put_slice(j, "review", r->review);
		rw_json_put_slice(j, "by", r->by);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_close(j);
}

bool rw_show_history(rw_arena *scratch, const riwaya_history *history, riwaya_sink sink) {
	rw_json *j = begin(scratch, sink);
	rw_json_put_slice(j, "name", history->name);
	rw_json_key(j, "moments");
	rw_json_array(j);
	for (size_t i = 0, next; i < history->n; i = next) {
		for (next = i; next < history->n && history->rows[next].at == history->rows[i].at;) next++;
		moment(j, &history->rows[i], next - i);
	}
	rw_json_close(j);
	return end(j);
}

/* --- sources ---------------------------------------------------------------------------------------------------------------- */
static void source_members(rw_json *j, const riwaya_source *x) {
	rw_json_put_slice(j, "key", x->key);
	rw_json_put_z(j, "kind", x->kind ? riwaya_link_kind_word(x->kind) : NULL);
	both(j, "name", x->name);
	rw_json_put_slice(j, "outlet", x->outlet);
	rw_json_put_slice(j, "actor", x->actor);
	rw_json_put_u64(j, "incidents", x->incidents);
	rw_json_put_u64(j, "reports", x->reports);
	rw_json_put_u64(j, "claims", x->claims);
	rw_json_put_u64(j, "quoted", x->quoted);
	rw_json_put_u64(j, "unnamed", x->unnamed);
}

bool rw_show_sources(rw_arena *scratch, const riwaya_source_list *list, riwaya_sink sink) {
	rw_json *j = begin(scratch, sink);
	rw_json_put_u64(j, "all", list->all);
	rw_json_key(j, "sources");
	rw_json_array(j);
	for (size_t i = 0; i < list->n; i++) {
		rw_json_object(j);
		source_members(j, &list->rows[i]);
		rw_json_close(j);
	}
	rw_json_close(j);
	return end(j);
}

static void quotes(rw_json *j, const char *key, const riwaya_source_quote *q, size_t n) {
	rw_json_key(j, key);
	rw_json_array(j);
	for (size_t i = 0; i < n; i++) {
		rw_json_object(j);
		rw_json_put_slice(j, "key", q[i].source.key);
		rw_json_put_z(j, "kind", q[i].source.kind ? riwaya_link_kind_word(q[i].source.kind) : NULL);
		both(j, "name", q[i].source.name);
		rw_json_put_u64(j, "incidents", q[i].incidents);
		rw_json_put_u64(j, "claims", q[i].claims);
		rw_json_close(j);
	}
	rw_json_close(j);
}

static void speaker(rw_json *j, const char *key, rw_slice name, rw_slice source) {
	rw_json_key(j, key);
	if (!name.p) {
		rw_json_null(j);
		return;
	}
	rw_json_object(j);
	rw_json_put_slice(j, "name", name);
	rw_json_put_slice(j, "key", source);
	rw_json_close(j);
}

static void claim(rw_json *j, const riwaya_source_claim *c) {
	rw_json_object(j);
	rw_json_put_slice(j, "id", c->id);
	rw_json_put_slice(j, "report", c->report);
	rw_json_put_slice(j, "outlet", c->outlet);
	rw_json_key(j, "line");
	if (c->line == UINT32_MAX)
		rw_json_null(j);
	else
		rw_json_u64(j, c->line);
	rw_json_put_slice(j, "predicate", c->predicate);
	rw_json_put_z(j, "polarity", riwaya_polarity_word(c->polarity));
	rw_json_put_z(j, "modality", riwaya_modality_word(c->modality));
	rw_json_put_z(j, "stance", riwaya_stance_word(c->stance));
	rw_json_figure(j, &c->figure);
	rw_json_put_slice(j, "evidence", c->evidence);
	when(j, "told", c->told);
	when(j, "time", c->time);
	speaker(j, "of", c->of, c->of_key);
	speaker(j, "by", c->by, c->by_key);
	rw_json_put_bool(j, "superseded", c->superseded);
	rw_json_close(j);
}

static void account(rw_json *j, const riwaya_account *x) {
	rw_json_object(j);
	rw_json_key(j, "incident");
	rw_json_incident_row(j, &x->incident);
	rw_json_key(j, "lines");
	rw_json_array(j);
	for (size_t i = 0; i < x->n_lines; i++) {
		rw_json_object(j);
		rw_json_put_slice(j, "ar", x->lines[i].ar);
		rw_json_put_slice(j, "en", x->lines[i].en);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_key(j, "claims");
	rw_json_array(j);
	for (size_t i = 0; i < x->n_claims; i++) claim(j, &x->claims[i]);
	rw_json_close(j);
	rw_json_key(j, "moves");
	rw_json_array(j);
	for (size_t i = 0; i < x->n_moves; i++) {
		const riwaya_source_move *m = &x->moves[i];
		rw_json_object(j);
		rw_json_put_z(j, "type", riwaya_relation_type_word(m->type));
		rw_json_put_slice(j, "a", x->claims[m->a].id);
		rw_json_put_slice(j, "b", x->claims[m->b].id);
		both(j, "sentence", m->sentence);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_close(j);
}

bool rw_show_source(rw_arena *scratch, const riwaya_source_account *x, riwaya_sink sink) {
	rw_json *j = begin(scratch, sink);
	rw_json_key(j, "source");
	rw_json_object(j);
	source_members(j, &x->source);
	rw_json_close(j);
	quotes(j, "quotes", x->quotes, x->n_quotes);
	quotes(j, "quoted_by", x->quoted_by, x->n_quoted_by);
	rw_json_key(j, "said");
	rw_json_array(j);
	for (size_t i = 0; i < x->n_incidents; i++) account(j, &x->incidents[i]);
	rw_json_close(j);
	return end(j);
}
