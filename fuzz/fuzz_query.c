/* fuzz_query.c: the search language, and words of reports. Whatever is typed is read or refused with a place within it; what is read is made of
 * search words alone, and is FTS5's and PostgreSQL's to read; a search word is made of what both databases take as it is. */
#include "fuzz.h"
#include "store/query.h"

static void check_word(rw_slice w) {
	if (w.n == 0 || w.n > RW_SEARCH_WORD) abort();
	for (size_t i = 0; i < w.n;) {
		uint32_t c = rw_utf8_next(w, &i);
		uint8_t class_ = rw_class_of(c);
		if (c != '_' && (c >= 0x800 || (class_ != RW_CLASS_LETTER && class_ != RW_CLASS_DIGIT))) abort();
	}
}

static void check(const rw_query_node *n, uint32_t depth) {
	if (depth > 4 * RW_QUERY_DEPTH) abort();
	if (n->kind == RW_QUERY_WORDS) {
		if (n->n_words == 0 || n->n_words > RW_QUERY_PHRASE || n->columns == 0 || n->columns > 31) abort();
		for (uint32_t i = 0; i < n->n_words; i++) check_word(n->words[i]);
		return;
	}
	if (n->n_nodes < (n->kind == RW_QUERY_NOT ? 1 : 2) || (n->kind == RW_QUERY_NOT && n->n_nodes > 1)) abort();
	for (uint32_t i = 0; i < n->n_nodes; i++) check(n->nodes[i], depth + 1);
}

static void ask(fuzz_memory *m, rw_slice text) {
	rw_words *w = rw_words_new(&m->a, fuzz_lexicon());
	rw_buf words = RW_BUF(&m->a), lemmas = RW_BUF(&m->a);
	rw_map seen = RW_MAP(&m->a);
	rw_query q;
	riwaya_error err = {0};
	text = rw_utf8_clean(&m->a, text, NULL);
	rw_words_put(w, text, &words, &lemmas, &seen);
	for (rw_slice rest = rw_buf_view(&words); rest.n;) check_word(rw_slice_cut(&rest, ' '));
	for (rw_slice rest = rw_buf_view(&lemmas); rest.n;) check_word(rw_slice_cut(&rest, ' '));
	riwaya_status status = rw_query_parse(w, &m->a, text, &q, &err);
	if (status == RIWAYA_OK) {
		if (q.root) check(q.root, 0);
		if (!q.root && !q.has_published && !q.has_received && q.n_figures == 0) abort();
		rw_query_show(&m->a, &q);
	} else if (status != RIWAYA_ARGUMENT || err.offset > text.n || !err.message[0]) {
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	fuzz_memory m;
	fuzz_begin(&m);
	if (!setjmp(m.oom)) ask(&m, rw_slice_of((const char *)data, size));
	fuzz_end(&m);
	return 0;
}
