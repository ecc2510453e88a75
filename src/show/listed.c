/* listed.c: the list of a store's incidents: for people a table where it is wide enough, else a card for each; for programs JSON, lines, CSV. */
#include "evidence/warc_write.h"
#include "mention/calendar.h"
#include "show/export/csv.h"
#include "show/show.h"
#include "show/tell.h"

enum { WIDE = 130, MOST_WHERE = 18, MOST_WHEN = 15, MOST_KILLED = 12, MS_MINUTE = 60000 };

/* --- what lists share ------------------------------------------------------------------------------------------------- */
rw_slice rw_tell_shown(const rw_words *w, const char *key, uint64_t n, uint64_t all, bool more) {
	rw_slice whole = rw_counted(w, key, all);
	if (more) whole = RW_FILL(w, "store_more_than", whole);
	return n < all ? RW_FILL(w, "store_shown", rw_number(w, (double)n), whole) : whole;
}

void rw_json_put_moment(rw_json *j, const char *key, int64_t ms) {
	char z[24];
	rw_warc_date(ms / 1000 - (ms % 1000 < 0), z);
	rw_json_put_z(j, key, z);
}

rw_slice rw_moment_words(const rw_words *w, int64_t ms) {
	int64_t minute = ms / MS_MINUTE - (ms % MS_MINUTE < 0);
	return rw_when_short(w, (riwaya_when){minute, minute, RIWAYA_PRECISION_DAY}, false);
}

/* --- for people ---------------------------------------------------------------------------------------------------------- */
typedef struct listing {
	rw_page page;
	rw_words words;
	rw_arena *a;
	const riwaya_incident_list *list;
} listing;

static rw_slice when_of(const listing *l, const riwaya_incident_row *r) {
	if (!r->time.precision) return rw_label(&l->words, "show_undated");
	rw_slice from = rw_when_short(&l->words, r->time, false);
	if (r->time.to - r->time.from < RW_DAY || r->time.precision > RIWAYA_PRECISION_DAY) return from;
	rw_slice to = rw_when_short(&l->words, (riwaya_when){r->time.to, r->time.to, RIWAYA_PRECISION_DAY}, false);
	return RW_FILL(&l->words, "show_range", from, to);
}

static rw_slice where_of(const listing *l, const riwaya_incident_row *r) {
	if (r->place_id.n) return rw_place_name(&l->words, r->place_id);
	return r->place_text.n ? r->place_text : rw_label(&l->words, "show_where_unknown");
}

static rw_slice killed_of(const listing *l, const riwaya_incident_row *r) {
	return r->has_killed ? rw_range_words(&l->words, r->killed) : RW_NONE;
}

static void widen(unsigned *width, rw_slice s, unsigned most) {
	unsigned w = rw_width(s);
	if (w > most) w = most;
	if (w > *width) *width = w;
}

enum { NAME, WHEN, WHERE, TITLE, REPORTS, OUTLETS, ORIGINS, KILLED, AGAINST, CHANGED, COLUMNS };

static void table(listing *l) {
	static const char *const keys[COLUMNS] = {"store_incident", "show_when", "show_where", "store_what",
		"store_reports", "store_outlets", "store_origins", "store_killed", "store_against", "store_changed"};
	static const unsigned most[COLUMNS] = {
		[WHEN] = MOST_WHEN, [WHERE] = MOST_WHERE, [KILLED] = MOST_KILLED, [NAME] = 24, [CHANGED] = MOST_WHEN};
	unsigned width[COLUMNS] = {0};
	rw_cell cells[COLUMNS];
	rw_rich rich[COLUMNS];
	rw_page *p = &l->page;
	/* Numbers are as wide as their heading at least; the title has what is left. */
	for (size_t c = 0; c < COLUMNS; c++)
		if (c != TITLE) width[c] = rw_width(rw_label(&l->words, keys[c]));
	for (size_t i = 0; i < l->list->n; i++) {
		const riwaya_incident_row *r = &l->list->rows[i];
		rw_mark m = rw_arena_mark(l->a);
		widen(&width[NAME], r->name, most[NAME]);
		widen(&width[WHEN], when_of(l, r), most[WHEN]);
		widen(&width[WHERE], where_of(l, r), most[WHERE]);
		widen(&width[KILLED], killed_of(l, r), most[KILLED]);
		widen(&width[CHANGED], rw_moment_words(&l->words, r->changed), most[CHANGED]);
		rw_arena_reset(l->a, m);
	}
	for (size_t c = 0; c < COLUMNS; c++) {
		rich[c] = (rw_rich){0};
		rw_rich_add(p, &rich[c], rw_label(&l->words, keys[c]), RW_DIM);
		cells[c] = (rw_cell){&rich[c], width[c], c >= REPORTS};
	}
	rw_page_row(p, 0, cells, COLUMNS);
	for (size_t i = 0; i < l->list->n && !p->failed; i++) {
		const riwaya_incident_row *r = &l->list->rows[i];
		rw_mark m = rw_arena_mark(l->a);
		const rw_slice text[COLUMNS] = {r->name, when_of(l, r), where_of(l, r), rw_pick(&l->words, r->title),
			rw_number(&l->words, r->reports), rw_number(&l->words, r->outlets), rw_number(&l->words, r->origins),
			killed_of(l, r), r->contradictions ? rw_number(&l->words, r->contradictions) : RW_LIT("-"),
			rw_moment_words(&l->words, r->changed)};
		for (size_t c = 0; c < COLUMNS; c++) {
			rich[c] = (rw_rich){0};
			rw_style style = c == NAME              ? RW_CYAN
				: c == TITLE                        ? RW_BOLD
				: c == AGAINST && r->contradictions ? RW_RED
													: RW_PLAIN;
			rw_rich_add(p, &rich[c], text[c], style);
		}
		rw_page_row(p, 0, cells, COLUMNS);
		rw_arena_reset(l->a, m);
	}
}

/* "killed: 20 to 26 · 3 contradictions", at the far side of a card's head. */
static void grave_of(listing *l, const riwaya_incident_row *r, rw_rich *out) {
	rw_page *p = &l->page;
	if (r->has_killed)
		rw_rich_add(
			p, out, RW_FILL(&l->words, "show_colon", rw_label(&l->words, "store_killed"), killed_of(l, r)), RW_PLAIN);
	if (r->has_killed && r->contradictions) rw_tell_dot(p, out);
	if (r->contradictions)
		rw_rich_add(p, out, rw_counted(&l->words, "show_n_contradictions", r->contradictions), RW_RED);
}

static void cards(listing *l) {
	rw_page *p = &l->page;
	unsigned name_width = 0;
	for (size_t i = 0; i < l->list->n; i++) widen(&name_width, l->list->rows[i].name, 24);
	for (size_t i = 0; i < l->list->n && !p->failed; i++) {
		const riwaya_incident_row *r = &l->list->rows[i];
		rw_mark m = rw_arena_mark(l->a);
		rw_rich name = {0}, title = {0}, grave = {0}, size = {0};
		rw_rich_add(p, &name, r->name, RW_CYAN);
		rw_rich_add(p, &title, rw_pick(&l->words, r->title), RW_BOLD);
		grave_of(l, r, &grave);
		rw_rich_add(p, &size, when_of(l, r), RW_PLAIN);
		rw_tell_dot(p, &size);
		rw_rich_add(p, &size, where_of(l, r), RW_PLAIN);
		rw_tell_dot(p, &size);
		rw_rich_add(p, &size, rw_counted(&l->words, "show_n_reports", r->reports), RW_DIM);
		rw_tell_dot(p, &size);
		rw_rich_add(p, &size, rw_counted(&l->words, "show_n_outlets", r->outlets), RW_DIM);
		rw_tell_dot(p, &size);
		rw_rich_add(p, &size, rw_counted(&l->words, "show_n_origins", r->origins), RW_DIM);
		rw_tell_dot(p, &size);
		rw_rich_add(p, &size, RW_FILL(&l->words, "store_changed_at", rw_moment_words(&l->words, r->changed)), RW_DIM);
		rw_page_row(p, 0, (rw_cell[]){{&name, name_width, false}, {&title, 0, false}}, 2);
		if (grave.atoms.n) rw_page_rich(p, name_width + 2, &grave);
		rw_page_rich(p, name_width + 2, &size);
		if (r->within) {
			rw_rich within = {0};
			rw_slice around = rw_pick(&l->words, r->within->title);
			rw_rich_add(p, &within, RW_FILL(&l->words, "show_colon", rw_label(&l->words, "show_within"), around), RW_DIM);
			rw_page_rich(p, name_width + 2, &within);
		}
		rw_arena_reset(l->a, m);
	}
}

static bool show_text(
	const rw_lexicon *lx, rw_arena *a, const riwaya_incident_list *list, const riwaya_show *show, riwaya_sink sink) {
	static const riwaya_show plain = {0};
	if (!show) show = &plain;
	listing l = {.words = {lx, a, show->arabic, show->arabic_digits}, .a = a, .list = list};
	rw_page_begin(&l.page, a, sink, show->width, show->arabic, show->colour, show->isolate);
	if (list->n && l.page.width >= WIDE)
		table(&l);
	else
		cards(&l);
	if (list->n) rw_page_blank(&l.page);
	rw_page_line(&l.page, 0,
		list->all ? rw_tell_shown(&l.words, "show_n_incidents", list->n, list->all, false)
				  : rw_label(&l.words, "store_no_incidents"),
		RW_DIM);
	return !l.page.failed;
}

/* --- for programs --------------------------------------------------------------------------------------------------------- */
void rw_json_incident_row(rw_json *j, const riwaya_incident_row *r) {
	rw_json_object(j);
	rw_json_put_slice(j, "name", r->name);
	rw_json_key(j, "title");
	rw_json_object(j);
	rw_json_put_slice(j, "ar", r->title.ar);
	rw_json_put_slice(j, "en", r->title.en);
	rw_json_close(j);
	rw_json_key(j, "place");
	rw_json_object(j);
	rw_json_put_slice(j, "id", r->place_id);
	rw_json_put_slice(j, "text", r->place_text);
	rw_json_put_double(j, "lat", r->has_position, r->lat);
	rw_json_put_double(j, "lon", r->has_position, r->lon);
	rw_json_close(j);
	rw_json_key(j, "time");
	rw_json_object(j);
	rw_json_bounds(j, r->time);
	rw_json_close(j);
	rw_json_put_u64(j, "reports", r->reports);
	rw_json_put_u64(j, "outlets", r->outlets);
	rw_json_put_u64(j, "origins", r->origins);
	rw_json_put_u64(j, "claims", r->claims);
	rw_json_put_u64(j, "contradictions", r->contradictions);
	rw_json_key(j, "killed");
	rw_json_object(j);
	rw_json_put_double(j, "low", r->killed.has_low, r->killed.low);
	rw_json_put_double(j, "high", r->killed.has_high, r->killed.high);
	rw_json_close(j);
	rw_json_put_moment(j, "first_received", r->first_received);
	rw_json_put_moment(j, "changed", r->changed);
	if (r->within) rw_json_put_slice(j, "within", r->within->incident);
	rw_json_close(j);
}

static bool show_json(rw_arena *a, const riwaya_incident_list *list, riwaya_sink sink) {
	rw_json *j = RW_NEW(a, rw_json);
	rw_json_begin(j, sink, 2);
	rw_json_object(j);
	rw_json_put_u64(j, "all", list->all);
	rw_json_key(j, "incidents");
	rw_json_array(j);
	for (size_t i = 0; i < list->n; i++) rw_json_incident_row(j, &list->rows[i]);
	rw_json_close(j);
	rw_json_close(j);
	return rw_json_end(j);
}

static bool show_lines(rw_arena *a, const riwaya_incident_list *list, riwaya_sink sink) {
	rw_json *j = RW_NEW(a, rw_json);
	for (size_t i = 0; i < list->n; i++) {
		rw_json_begin(j, sink, 0);
		rw_json_incident_row(j, &list->rows[i]);
		if (!rw_json_end(j)) return false;
	}
	return true;
}

static void csv_moment(rw_csv *c, int64_t ms) {
	char z[24];
	rw_warc_date(ms / 1000 - (ms % 1000 < 0), z);
	rw_csv_z(c, z);
}

static bool show_csv(rw_arena *a, const riwaya_incident_list *list, riwaya_sink sink) {
	static const char *const names[] = {"name", "title_en", "title_ar", "place_id", "place", "lat", "lon", "time_from",
		"time_to", "reports", "outlets", "origins", "claims", "contradictions", "killed_low", "killed_high",
		"first_received", "changed", NULL};
	rw_csv *c = RW_NEW(a, rw_csv);
	rw_csv_begin(c, sink, false, false);
	rw_csv_head(c, names);
	for (size_t i = 0; i < list->n; i++) {
		const riwaya_incident_row *r = &list->rows[i];
		char from[32] = "", to[32] = "";
		riwaya_precision precision = r->time.precision > RIWAYA_PRECISION_DAY ? RIWAYA_PRECISION_DAY : r->time.precision;
		size_t n_from = precision ? rw_when_format(r->time.from, precision, from) : 0;
		size_t n_to = precision ? rw_when_format(r->time.to, precision, to) : 0;
		rw_csv_code(c, r->name);
		rw_csv_text(c, r->title.en);
		rw_csv_text(c, r->title.ar);
		rw_csv_code(c, r->place_id);
		rw_csv_text(c, r->place_text);
		rw_csv_number(c, r->has_position, r->lat);
		rw_csv_number(c, r->has_position, r->lon);
		rw_csv_code(c, rw_slice_of(from, n_from));
		rw_csv_code(c, rw_slice_of(to, n_to));
		rw_csv_u64(c, r->reports);
		rw_csv_u64(c, r->outlets);
		rw_csv_u64(c, r->origins);
		rw_csv_u64(c, r->claims);
		rw_csv_u64(c, r->contradictions);
		rw_csv_number(c, r->killed.has_low, r->killed.low);
		rw_csv_number(c, r->killed.has_high, r->killed.high);
		csv_moment(c, r->first_received);
		csv_moment(c, r->changed);
		rw_csv_row(c);
	}
	return rw_csv_end(c);
}

bool rw_show_incidents(const rw_lexicon *lx, rw_arena *scratch, const riwaya_incident_list *list,
	riwaya_list_format format, const riwaya_show *show, riwaya_sink sink) {
	switch (format) {
	case RIWAYA_LIST_JSON: return show_json(scratch, list, sink);
	case RIWAYA_LIST_JSONL: return show_lines(scratch, list, sink);
	case RIWAYA_LIST_CSV: return show_csv(scratch, list, sink);
	default: return show_text(lx, scratch, list, show, sink);
	}
}

/* --- what adding came to ---------------------------------------------------------------------------------------------------- */
bool rw_show_added(const rw_lexicon *lx, rw_arena *scratch, const riwaya_added *added, riwaya_list_format format,
	const riwaya_show *show, riwaya_sink sink) {
	static const riwaya_show plain = {0};
	if (!show) show = &plain;
	const struct {
		const char *key, *label;
		uint64_t n;
	} counts[] = {{"reports", "store_n_added", added->reports}, {"edited", "store_n_edited", added->edited},
		{"known", "store_n_known", added->known}, {"coded", "store_n_coded", added->coded},
		{"coded_known", "store_n_coded_known", added->coded_known}, {"fetched", NULL, added->fetched},
		{"unfetched", "store_n_unfetched", added->unfetched}, {"unread", "store_n_unread", added->unread},
		{"bytes", NULL, added->bytes}, {"incidents", "store_n_incidents", added->incidents}};
	if (format == RIWAYA_LIST_TEXT) {
		rw_page page;
		rw_words w = {lx, scratch, show->arabic, show->arabic_digits};
		rw_rich r = {0};
		rw_page_begin(&page, scratch, sink, show->width, show->arabic, show->colour, show->isolate);
		for (size_t i = 0; i < RW_COUNT(counts); i++) {
			bool always = i == 0 || (i + 1 == RW_COUNT(counts) && !added->broken_off);
			if (!counts[i].label || (!counts[i].n && !always)) continue;
			if (r.atoms.n) rw_tell_dot(&page, &r);
			rw_rich_add(&page, &r, rw_counted(&w, counts[i].label, counts[i].n), i == 6 || i == 7 ? RW_YELLOW : RW_PLAIN);
		}
		if (added->broken_off) {
			rw_tell_dot(&page, &r);
			rw_rich_add(&page, &r, rw_label(&w, "store_broken_off"), RW_YELLOW);
		}
		rw_page_rich(&page, 0, &r);
		return !page.failed;
	}
	rw_json *j = RW_NEW(scratch, rw_json);
	rw_json_begin(j, sink, 0);
	rw_json_object(j);
	for (size_t i = 0; i < RW_COUNT(counts); i++) rw_json_put_u64(j, counts[i].key, counts[i].n);
	rw_json_put_bool(j, "broken_off", added->broken_off);
	rw_json_close(j);
	return rw_json_end(j);
}
