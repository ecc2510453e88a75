/* snippet.c: hits of a query in a text, and the window that shows them best. */
#include "store/snippet.h"

typedef struct hit {
	uint32_t first, end; /* tokens */
	uint64_t leaves;     /* bits of those that are found here */
} hit;

typedef struct search {
	rw_words *w;
	rw_arena *a;
	const rw_query_node *leaf[RW_SNIPPET_LEAVES];
	uint32_t n_leaves;
	rw_slice text;
	rw_tokens t;
	RW_VEC(hit) hits; /* in order, apart */
} search;

/* What must be there, or may be; of a not nothing can be shown. */
static void add_leaves(search *s, const rw_query_node *n) {
	if (!n || n->kind == RW_QUERY_NOT || s->n_leaves == RW_SNIPPET_LEAVES) return;
	if (n->kind == RW_QUERY_WORDS) {
		if (n->columns & (RW_COLUMN_TITLE | RW_COLUMN_TEXT | RW_COLUMN_LEMMAS)) s->leaf[s->n_leaves++] = n;
		return;
	}
	for (uint32_t i = 0; i < n->n_nodes; i++) add_leaves(s, n->nodes[i]);
}

/* --- hits -------------------------------------------------------------------------------------------------------------- */
static bool word_is(const rw_query_node *n, uint32_t i, const rw_search_word *w) {
	if (n->prefix && i + 1 == n->n_words) return rw_slice_starts(w->word, n->words[i]);
	if (rw_slice_eq(w->word, n->words[i])) return true;
	if (n->columns & RW_COLUMN_LEMMAS)
		for (uint32_t k = 0; k < w->n_lemmas; k++)
			if (rw_slice_eq(w->lemmas[k], n->words[i])) return true;
	return false;
}

/* Bits of the leaves whose first word this is. */
static uint64_t begins(const search *s, const rw_search_word *w, unsigned columns) {
	uint64_t bits = 0;
	for (uint32_t i = 0; i < s->n_leaves; i++)
		if ((s->leaf[i]->columns & columns) && word_is(s->leaf[i], 0, w)) bits |= (uint64_t)1 << i;
	return bits;
}

static void add_hit(search *s, uint32_t first, uint32_t end, uint64_t leaf) {
	hit *last = s->hits.n ? &s->hits.p[s->hits.n - 1] : NULL;
	if (last && first < last->end) {
		if (end > last->end) last->end = end;
		last->leaves |= leaf;
	} else {
		rw_vec_push(s->a, &s->hits, (hit){first, end, leaf});
	}
}

/* Whether the whole leaf stands at token `at`; *end is behind it. Marks between its words don't part them. */
static bool stands(search *s, const rw_query_node *n, uint32_t at, uint32_t *end) {
	uint32_t i = 0;
	for (; at < s->t.n && i < n->n_words; at++) {
		const rw_search_word *w = rw_words_of(s->w, s->text, &s->t.tok[at]);
		if (!w->word.p) continue;
		if (!word_is(n, i, w)) return false;
		i++;
	}
	*end = at;
	return i == n->n_words;
}

static void look(search *s, rw_slice text, unsigned columns) {
	s->text = text;
	s->hits.n = 0;
	rw_tokenize(s->a, text, &s->t);
	for (uint32_t at = 0; at < s->t.n; at++) {
		const rw_search_word *w = rw_words_of(s->w, text, &s->t.tok[at]);
		uint64_t bits = w->word.p ? begins(s, w, columns) : 0;
		for (uint32_t i = 0; i < s->n_leaves; i++) {
			uint32_t end = at + 1;
			if ((bits >> i & 1) && (s->leaf[i]->n_words == 1 || stands(s, s->leaf[i], at, &end)))
				add_hit(s, at, end, (uint64_t)1 << i);
		}
	}
}

/* --- the window --------------------------------------------------------------------------------------------------------- */
typedef struct worth {
	uint32_t leaves, hits;
} worth;

static worth worth_of(const search *s, uint32_t first, uint32_t end) {
	uint64_t bits = 0;
	worth out = {0};
	/* Hits are in order: the first that may lie here is found by halving. */
	size_t lo = 0, hi = s->hits.n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (s->hits.p[mid].first < first)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < s->hits.n && s->hits.p[lo].end <= end; lo++) {
		bits |= s->hits.p[lo].leaves;
		out.hits++;
	}
	out.leaves = (uint32_t)__builtin_popcountll(bits);
	return out;
}

static bool better(worth x, worth y) { return x.leaves != y.leaves ? x.leaves > y.leaves : x.hits > y.hits; }

static uint32_t bytes(const search *s, uint32_t first, uint32_t end) {
	return end > first ? s->t.tok[end - 1].end - s->t.tok[first].start : 0;
}

/* The best run of tokens of a long sentence, begun at a hit, with some words before it. */
static void cut(const search *s, uint32_t most, uint32_t *first, uint32_t *end) {
	uint32_t best_first = *first, best_end = *first;
	worth best = {0};
	uint32_t to = *first;
	for (size_t i = 0; i < s->hits.n; i++) {
		uint32_t from = s->hits.p[i].first;
		if (from < *first || from >= *end) continue;
		if (to < s->hits.p[i].end) to = s->hits.p[i].end;
		while (to < *end && bytes(s, from, to + 1) <= most * 3 / 4) to++;
		worth now = worth_of(s, from, to);
		if (best_end > best_first && !better(now, best)) continue;
		best = now;
		best_first = from;
		best_end = to;
	}
	while (best_first > *first && bytes(s, best_first - 1, best_end) <= most) best_first--;
	while (best_end < *end && bytes(s, best_first, best_end + 1) <= most) best_end++;
	if (best_end == best_first) best_end++;
	*first = best_first;
	*end = best_end;
}

static void window(search *s, riwaya_field field, uint32_t most, rw_snippet *out) {
	uint32_t best = 0;
	worth most_worth = {0};
	for (uint32_t i = 0; i < s->t.n_sent && s->hits.n; i++) {
		worth now = worth_of(s, s->t.sent[i].first, s->t.sent[i].end);
		if (!better(now, most_worth)) continue;
		most_worth = now;
		best = i;
	}
	uint32_t first = s->t.sent[best].first, end = s->t.sent[best].end, line = s->t.sent[best].line, last = best;
	if (bytes(s, first, end) > most) {
		cut(s, most, &first, &end);
	} else {
		while (last + 1 < s->t.n_sent && s->t.sent[last + 1].line == line &&
			bytes(s, first, s->t.sent[last + 1].end) <= most)
			end = s->t.sent[++last].end;
	}
	out->span = (riwaya_span){field, s->t.tok[first].start, s->t.tok[end - 1].end};
	out->before = first > 0 && s->t.sent[s->t.tok[first - 1].sentence].line == line;
	out->after = end < s->t.n && s->t.sent[s->t.tok[end].sentence].line == line;
	riwaya_span *hits = RW_ARRAY(s->a, riwaya_span, RW_SNIPPET_HITS);
	for (size_t i = 0; i < s->hits.n && out->n_hits < RW_SNIPPET_HITS; i++) {
		const hit *h = &s->hits.p[i];
		if (h->first < first || h->end > end) continue;
		hits[out->n_hits++] = (riwaya_span){field, s->t.tok[h->first].start, s->t.tok[h->end - 1].end};
	}
	out->hits = hits;
}

void rw_snippet_of(rw_words *w, rw_arena *a, const rw_query *q, const riwaya_report *r, uint32_t most, rw_snippet *out) {
	const struct {
		riwaya_field field;
		unsigned columns;
		rw_slice text;
	} fields[] = {{RIWAYA_FIELD_TEXT, RW_COLUMN_TEXT | RW_COLUMN_LEMMAS, r->text},
		{RIWAYA_FIELD_TITLE, RW_COLUMN_TITLE | RW_COLUMN_LEMMAS, r->title},
		{RIWAYA_FIELD_CAPTION, RW_COLUMN_TEXT | RW_COLUMN_LEMMAS, r->caption}};
	search s = {.w = w, .a = a};
	*out = (rw_snippet){0};
	add_leaves(&s, q->root);
	for (size_t i = 0; i < RW_COUNT(fields) && s.n_leaves; i++) {
		if (fields[i].text.n == 0) continue;
		look(&s, fields[i].text, fields[i].columns);
		if (s.hits.n == 0) continue;
		window(&s, fields[i].field, most, out);
		return;
	}
	/* Nothing to mark: how the report begins. */
	s.n_leaves = 0;
	for (size_t i = 0; i < RW_COUNT(fields); i++) {
		if (fields[i].text.n == 0) continue;
		look(&s, fields[i].text, 0);
		if (s.t.n == 0) continue;
		window(&s, fields[i].field, most, out);
		return;
	}
}

/* --- claims --------------------------------------------------------------------------------------------------------------- */
uint32_t rw_snippet_claims(rw_words *w, rw_arena *a, const rw_query *q, const rw_known *k, uint32_t *out, uint32_t max) {
	search s = {.w = w, .a = a};
	uint32_t n = 0;
	add_leaves(&s, q->root);
	for (size_t i = 0; i < k->n_claims && n < max && s.n_leaves; i++) {
		look(&s, k->claims[i].evidence,
			k->claims[i].span.field == RIWAYA_FIELD_TITLE ? RW_COLUMN_TITLE | RW_COLUMN_LEMMAS
														  : RW_COLUMN_TEXT | RW_COLUMN_LEMMAS);
		if (s.hits.n) out[n++] = (uint32_t)i;
	}
	return n;
}
