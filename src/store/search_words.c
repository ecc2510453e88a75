/* search_words.c: what a report is found by: its words, and tags of what it tells. */
#include "store/search_words.h"
#include "mention/calendar.h"
#include <math.h>

enum { DAY = 24 * 60, DEEP = 16 /* steps from a place or actor to what contains it */ };

typedef struct maker {
	rw_words *w;
	const rw_lexicon *lx;
	rw_arena *a;
	rw_buf *tags;
	rw_map seen;
} maker;

static void add_tag(maker *m, rw_slice tag) {
	bool fresh;
	if (tag.n == 0 || m->seen.n == RW_SEARCH_TAGS) return;
	rw_map_put(&m->seen, tag, &fresh);
	if (!fresh) return;
	if (m->tags->n) rw_buf_byte(m->tags, ' ');
	rw_buf_slice(m->tags, tag);
}

static bool add_id(maker *m, const char *kind, rw_slice id) {
	size_t before = m->tags->n;
	if (id.n) add_tag(m, rw_words_tag(m->a, kind, id));
	return m->tags->n > before;
}

/* A place or an actor, and what contains it. */
static void add_within(maker *m, const char *kind, const char *table, rw_slice id) {
	for (int i = 0; i < DEEP && id.n && add_id(m, kind, id); i++) {
		rw_row row = rw_row_find(m->lx, table, id);
		if (!row) return;
		id = rw_row_get(m->lx, row, "within");
	}
}

uint32_t rw_search_spans(rw_arena *a, int64_t from, int64_t to, rw_slice out[RW_SEARCH_SPANS]) {
	int y0, m0, y1, m1, day;
	int64_t first = from >= 0 ? from / DAY : (from - DAY + 1) / DAY, last = to >= 0 ? to / DAY : (to - DAY + 1) / DAY;
	if (first < rw_days_from_civil(1, 1, 1) || last > rw_days_from_civil(9999, 12, 31) || first > last) return 0;
	rw_civil_from_days(first, &y0, &m0, &day);
	rw_civil_from_days(last, &y1, &m1, &day);
	uint32_t n = 0;
	if ((y1 - y0) * 12 + m1 - m0 < RW_SEARCH_SPANS) {
		for (int k = y0 * 12 + m0 - 1; k <= y1 * 12 + m1 - 1; k++)
			out[n++] = rw_arena_printf(a, "month_%04d%02d", k / 12, k % 12 + 1);
	} else if (y1 - y0 < RW_SEARCH_SPANS) {
		for (int y = y0; y <= y1; y++) out[n++] = rw_arena_printf(a, "year_%04d", y);
	}
	return n;
}

static void add_times(maker *m, riwaya_when at) {
	rw_slice spans[RW_SEARCH_SPANS];
	if (at.precision == RIWAYA_PRECISION_NONE) return;
	uint32_t n = rw_search_spans(m->a, at.from, at.to, spans);
	for (uint32_t i = 0; i < n; i++) {
		add_tag(m, spans[i]);
		if (rw_slice_starts(spans[i], RW_LIT("month_"))) add_tag(m, rw_arena_printf(m->a, "year_%.4s", spans[i].p + 6));
	}
}

static void add_claim(maker *m, const riwaya_claim *c) {
	add_id(m, "act", c->predicate);
	add_within(m, "place", "places", c->place.id);
	const riwaya_party *parties[] = {&c->patient, &c->agent};
	for (size_t i = 0; i < RW_COUNT(parties); i++) {
		add_within(m, "actor", "actors", parties[i]->actor);
		for (size_t k = 0; k < parties[i]->n_also; k++) add_within(m, "actor", "actors", parties[i]->also[k]);
	}
	for (size_t i = 0; i < c->n_chain; i++) add_within(m, "actor", "actors", c->chain[i].actor);
	if (c->polarity != RIWAYA_POLARITY_AFFIRMED || !c->figure.has_low || c->figure.low < 1) return;
	for (unsigned n = 0; n <= rw_query_power(c->figure.low); n++)
		add_tag(m, rw_query_figure_tag(m->a, c->predicate, n));
}

void rw_search_words_of(rw_words *w, rw_arena *a, const rw_known *k, rw_search_words *out) {
	const riwaya_report *r = k->report;
	rw_buf title = RW_BUF(a), text = RW_BUF(a), lemmas = RW_BUF(a), outlet = RW_BUF(a), tags = RW_BUF(a);
	rw_map seen = RW_MAP(a);
	rw_words_put(w, r->title, &title, &lemmas, &seen);
	rw_words_put(w, r->text, &text, &lemmas, &seen);
	rw_words_put(w, r->caption, &text, &lemmas, &seen);
	rw_words_put(w, r->outlet_name, &outlet, NULL, NULL);
	maker m = {w, rw_words_lexicon(w), a, &tags, RW_MAP(a)};
	add_tag(&m, RW_LIT("report"));
	add_id(&m, "lang", r->language);
	add_id(&m, "outlet", r->outlet_id);
	add_times(&m, r->published.at);
	for (size_t i = 0; i < k->n_claims; i++) add_claim(&m, &k->claims[i]);
	for (size_t i = 0; i < k->n_mentions; i++) {
		if (rw_slice_eqz(k->mentions[i].layer, "places")) add_within(&m, "place", "places", k->mentions[i].id);
		if (rw_slice_eqz(k->mentions[i].layer, "actors")) add_within(&m, "actor", "actors", k->mentions[i].id);
	}
	*out = (rw_search_words){rw_buf_view(&title), rw_buf_view(&text), rw_buf_view(&lemmas), rw_buf_view(&outlet),
		rw_buf_view(&tags), r->published.at};
}
