/* find.c: searching: the query read, the index asked, and of each report found why it was. */
#include "store/reading.h"
#include "store/search.h"
#include "store/snippet.h"
#include "store/store.h"

enum { PAGE = 20, SNIPPET = 320 /* bytes of a snippet, or a little more */, CLAIMS = 64 /* of one report */ };

_Static_assert((int)RIWAYA_STORE_FOUND == (int)RW_SEARCH_PAGE && (int)RIWAYA_STORE_COUNTED == (int)RW_SEARCH_COUNT,
	"the public limits are those of the index");

struct rw_finder {
	rw_words *words;
};

/* Made once: words that were read are remembered. */
static rw_words *words_of(riwaya_store *s) {
	if (s->finder) return s->finder->words;
	struct rw_finder *f = RW_NEW(&s->a, struct rw_finder);
	f->words = rw_words_new(&s->a, s->lx);
	s->finder = f;
	return f->words;
}

static riwaya_status check_text(rw_slice text, riwaya_error *err) {
	for (size_t i = 0; i < text.n;) {
		size_t at = i;
		if (rw_utf8_next(text, &i) == RW_UTF8_BAD)
			return rw_fail(
				err, RIWAYA_ARGUMENT, RW_LIT("query"), at + 1, 0, "this byte is no UTF-8: write the query in UTF-8");
	}
	return RIWAYA_OK;
}

static riwaya_status take(
	riwaya_store *s, const rw_query *query, int64_t report, riwaya_found_report *out, riwaya_error *err) {
	rw_stored x;
	rw_snippet snippet;
	uint32_t claims[CLAIMS];
	riwaya_status status = rw_load(s, &s->list, report, INT64_MAX, &x, err);
	if (status) return status;
	*out = (riwaya_found_report){.report = x.known.report, .received = x.received};
	rw_mark m = rw_arena_mark(&s->scratch);
	rw_snippet_of(words_of(s), &s->scratch, query, x.known.report, SNIPPET, &snippet);
	riwaya_span *hits = RW_ARRAY(&s->list, riwaya_span, snippet.n_hits);
	for (uint32_t i = 0; i < snippet.n_hits; i++) hits[i] = snippet.hits[i];
	uint32_t n = rw_snippet_claims(words_of(s), &s->scratch, query, &x.known, claims, CLAIMS);
	rw_arena_reset(&s->scratch, m);
	const riwaya_claim **found = RW_ARRAY(&s->list, const riwaya_claim *, n);
	for (uint32_t i = 0; i < n; i++) found[i] = &x.known.claims[claims[i]];
	out->snippet = snippet.span;
	out->before = snippet.before;
	out->after = snippet.after;
	out->hits = hits;
	out->n_hits = snippet.n_hits;
	out->claims = found;
	out->n_claims = n;
	return rw_incidents_with(s, report, &out->incidents, &out->n_incidents, err);
}

riwaya_status rw_store_find(riwaya_store *s, const riwaya_search *ask, riwaya_found *out, riwaya_error *err) {
	rw_slice text = rw_slice_z(ask->query);
	rw_query query;
	rw_search_page page;
	size_t most = ask->most ? ask->most : PAGE;
	if (most > RW_SEARCH_PAGE) most = RW_SEARCH_PAGE;
	*out = (riwaya_found){.query = rw_arena_printf(&s->list, RW_FMT, RW_ARG(text)).p};
	riwaya_status status = check_text(text, err);
	if (!status) status = rw_query_parse(words_of(s), &s->work, text, &query, err);
	if (status) return status;
	if (ask->first >= RW_SEARCH_COUNT)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
			"a search leaves out less than %d reports: narrow the query", (int)RW_SEARCH_COUNT);
	rw_search_ask how = {.sort = ask->by_publication ? RW_SEARCH_BY_PUBLICATION : RW_SEARCH_BY_COMING,
		.skip = (uint32_t)ask->first,
		.page = (uint32_t)most,
		.count = true};
	status = rw_search_run(s->db, &s->work, &query, &how, &page, err);
	if (status) return status;
	riwaya_found_report *reports = RW_ARRAY(&s->list, riwaya_found_report, page.n);
	for (uint32_t i = 0; i < page.n && !status; i++) status = take(s, &query, page.reports[i], &reports[i], err);
	out->reports = reports;
	out->n = page.n;
	out->all = page.count;
	out->more = page.more;
	return status;
}
