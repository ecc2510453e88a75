/* match.c: all entries that stand in a run of tokens.
 *
 * From each token, each of its readings enters the tree of phrases by its word; every further word must stand as written (the
 * article aside), and the last one may carry a pronoun. What is found at one start is handed out longest first, then by the order
 * of readings and of the tables.
 */
#include "lexicon/image.h"

enum { LOOKED = 32 };
enum { MAX_FOUND = 96 }; /* phrases that begin at one token: more are left out, longest first or not */

typedef struct hit {
	uint32_t node, end;
	rw_reading first, last;
} hit;

typedef struct matcher {
	const rw_lexicon *lx;
	rw_memo *memo;
	const rw_tokens *t;
	uint32_t start, end;
	hit hits[MAX_FOUND];
	uint32_t n_hits;
	/* Readings of the tokens looked at last, by number: a phrase looks ahead, and then the next start wants the same. */
	rw_readings ahead[LOOKED];
	uint32_t looked[LOOKED]; /* token + 1 */
} matcher;

static rw_readings readings_of(matcher *m, uint32_t at) {
	uint32_t k = at % LOOKED;
	if (m->looked[k] != at + 1) {
		m->ahead[k] = rw_read_token(m->memo, m->t->tok[at].key);
		m->looked[k] = at + 1;
	}
	return m->ahead[k];
}

static uint32_t root_of(const rw_lexicon *lx, uint32_t key) {
	const rw_section *root = &lx->s[RW_S_ROOT];
	return key < root->n ? ((const uint32_t *)root->p)[key] : 0;
}

static const rw_image_node *node_of(const rw_lexicon *lx, uint32_t node) {
	return node ? rw_image_at(lx, RW_S_NODES, node) : NULL;
}

static uint32_t child_of(const rw_lexicon *lx, const rw_image_node *node, uint32_t key) {
	uint32_t n = lx->s[RW_S_EDGES].n;
	if (node->n_edges == 0 || node->first_edge > n || node->n_edges > n - node->first_edge) return 0;
	const rw_image_edge *e = (const rw_image_edge *)lx->s[RW_S_EDGES].p + node->first_edge;
	uint32_t lo = 0, hi = node->n_edges;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (e[mid].key < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < node->n_edges && e[lo].key == key ? e[lo].node : 0;
}

/* Asks for what the readings of a token lead to before it is wanted: the image is larger than the nearer caches. */
static void foresee(matcher *m, uint32_t at) {
	if (at >= m->end) return;
	const rw_section *root = &m->lx->s[RW_S_ROOT];
	rw_readings r = readings_of(m, at);
	for (uint32_t i = 0; i < r.n; i++) {
		if (2 * r.p[i].word < root->n) __builtin_prefetch((const uint32_t *)root->p + 2 * r.p[i].word);
	}
}

static void foresee_nodes(matcher *m, uint32_t at) {
	if (at >= m->end) return;
	rw_readings r = readings_of(m, at);
	for (uint32_t i = 0; i < r.n; i++) {
		uint32_t node = root_of(m->lx, 2 * r.p[i].word);
		if (node && node < m->lx->s[RW_S_NODES].n)
			__builtin_prefetch((const rw_image_node *)m->lx->s[RW_S_NODES].p + node);
	}
}

static void keep(matcher *m, uint32_t node, uint32_t end, rw_reading first, rw_reading last) {
	if (m->n_hits < MAX_FOUND) m->hits[m->n_hits++] = (hit){node, end, first, last};
}

/* From a node that stands behind token `at`: forms that end here, and the ways on. Depth is that of the tree. */
static void walk(matcher *m, uint32_t number, uint32_t at, rw_reading first, rw_reading last, uint32_t depth) {
	const rw_lexicon *lx = m->lx;
	const rw_image_node *node = node_of(lx, number);
	if (!node) return;
	if (node->n_forms) keep(m, number, at + 1, first, last);
	if (node->n_edges == 0 || last.enc || at + 1 >= m->end || depth >= RW_MAX_PHRASE) return;
	rw_readings r = readings_of(m, at + 1);
	for (uint32_t i = 0; i < r.n; i++) {
		rw_reading x = r.p[i];
		if (x.pro & (uint8_t)~RW_PRO_AL) continue;
		for (uint32_t demand = x.pro & RW_PRO_AL ? 1 : 0;; demand--) {
			uint32_t child = child_of(lx, node, 2 * x.word + demand);
			if (child && rw_reading_suits(lx, x, rw_tokens_text(m->t, at + 1, at + 2)))
				walk(m, child, at + 1, first, x, depth + 1);
			if (demand == 0) break;
		}
	}
}

/* Whether a token of the text carries a proclitic in one of its readings, or could, whatever its word. */
static bool carries(matcher *m, uint32_t at, uint8_t bit) {
	if (at >= m->end) return false;
	const rw_lexicon *lx = m->lx;
	rw_slice key = m->t->tok[at].key;
	if (bit == RW_PRO_AL)
		return lx->has_article && key.n > lx->article.folded.n && rw_slice_starts(key, lx->article.folded);
	for (uint32_t i = 0; i < lx->n_seconds; i++)
		if (lx->seconds[i].bit == bit && key.n > lx->seconds[i].folded.n && rw_slice_starts(key, lx->seconds[i].folded))
			return true;
	return false;
}

/* Whether the token before the start is one that the shortened present stands after, with or without a conjunction. */
static bool after_jussive(const matcher *m) {
	if (m->start == 0) return false;
	const rw_lexicon *lx = m->lx;
	rw_slice key = m->t->tok[m->start - 1].key;
	for (uint32_t i = 0; i < lx->n_jussives; i++) {
		if (rw_slice_eq(key, lx->jussives[i])) return true;
		if (!rw_slice_ends(key, lx->jussives[i])) continue;
		rw_slice before = rw_slice_of(key.p, key.n - lx->jussives[i].n);
		for (uint32_t k = 0; k < lx->n_conjunctions; k++)
			if (rw_slice_eq(before, lx->conjunctions[k].folded)) return true;
	}
	return false;
}

static void give(matcher *m, const hit *h, rw_arena *a, rw_items *out) {
	const rw_lexicon *lx = m->lx;
	const rw_image_node *node = node_of(lx, h->node);
	rw_slice first_raw = rw_tokens_text(m->t, m->start, m->start + 1),
			 last_raw = rw_tokens_text(m->t, h->end - 1, h->end);
	uint32_t n_forms = lx->s[RW_S_FORMS].n, n_pooled = lx->s[RW_S_FEATS].n;
	if (node->first_form > n_forms || node->n_forms > n_forms - node->first_form) return;
	const rw_image_form *f = (const rw_image_form *)lx->s[RW_S_FORMS].p + node->first_form;
	for (const rw_image_form *stop = f + node->n_forms; f < stop; f++) {
		if (f->entry >= lx->s[RW_S_ENTRIES].n) return;
		const rw_image_entry *e = (const rw_image_entry *)lx->s[RW_S_ENTRIES].p + f->entry;
		bool al = h->first.pro & RW_PRO_AL, enc = h->last.enc != 0;
		if ((h->first.pro & (uint8_t)~f->pro) || (f->def == RW_NO && al) || (f->def == RW_YES && !al) ||
			(f->enc == RW_NO && enc) || (f->enc == RW_YES && !enc))
			continue;
		if (!rw_form_suits(f, h->first, first_raw, h->last, last_raw)) continue;
		if ((f->verb & RW_VERB_SHORT) && !after_jussive(m)) continue;
		if (f->next && !carries(m, h->end, f->next)) continue;
		if (f->n_feats > RW_MAX_FORM_FEATS || f->feats > n_pooled || f->n_feats > n_pooled - f->feats) return;
		/* Written field by field: features behind n_feats are never read, and clearing them is most of an item's cost. */
		if (out->n == out->cap) out->p = rw_vec_grow(a, out->p, sizeof *out->p, out->n, &out->cap);
		rw_item *it = &out->p[out->n++];
		it->first = m->start;
		it->end = h->end;
		it->kind = e->kind;
		it->id = e->id;
		it->row = e->row;
		it->pro = h->first.pro;
		it->enc = h->last.enc;
		it->rule = 0;
		it->payload = NULL;
		uint32_t n = f->n_feats;
		const rw_feat *own = (const rw_feat *)lx->s[RW_S_FEATS].p + f->feats;
		if (n_pooled - f->feats >= RW_MAX_FORM_FEATS) /* so many at once are quicker than counted ones */
			memcpy(it->feats, own, RW_MAX_FORM_FEATS * sizeof *own);
		else if (n)
			memcpy(it->feats, own, n * sizeof *own);
		it->feats[n++] = (rw_feat){lx->sym_def, al ? lx->sym_yes : lx->sym_no};
		it->feats[n++] = (rw_feat){
			lx->sym_enc, enc && h->last.enc <= lx->n_enclitics ? lx->enclitics[h->last.enc - 1].name : lx->sym_none};
		it->n_feats = (uint8_t)n;
	}
}

void rw_lexicon_match(
	const rw_lexicon *lx, rw_memo *memo, const rw_tokens *t, uint32_t first, uint32_t end, rw_arena *a, rw_items *out) {
	matcher m;
	m.lx = lx;
	m.memo = memo;
	m.t = t;
	m.end = end;
	memset(m.looked, 0, sizeof m.looked);
	for (uint32_t at = first; at < end; at++) {
		m.start = at;
		m.n_hits = 0;
		foresee(&m, at + 2);
		foresee_nodes(&m, at + 1);
		rw_readings r = readings_of(&m, at);
		for (uint32_t i = 0; i < r.n; i++) {
			rw_reading x = r.p[i];
			uint32_t with = x.pro & RW_PRO_AL ? root_of(lx, 2 * x.word + 1) : 0, without = root_of(lx, 2 * x.word);
			if (!with && !without) continue;
			if ((x.enc || (x.pro & RW_PRO_AL)) && !rw_reading_suits(lx, x, rw_tokens_text(t, at, at + 1))) continue;
			walk(&m, with, at, x, x, 1);
			walk(&m, without, at, x, x, 1);
		}
		/* Longest first; hits of one length stay in the order they were found in. */
		for (uint32_t i = 1; i < m.n_hits; i++) {
			hit h = m.hits[i];
			uint32_t k = i;
			for (; k > 0 && m.hits[k - 1].end < h.end; k--) m.hits[k] = m.hits[k - 1];
			m.hits[k] = h;
		}
		for (uint32_t i = 0; i < m.n_hits; i++) give(&m, &m.hits[i], a, out);
	}
}

rw_sym rw_item_feat(const rw_item *it, rw_sym key) {
	for (uint32_t i = 0; i < it->n_feats; i++)
		if (it->feats[i].key == key) return it->feats[i].value;
	return 0;
}

bool rw_item_set(rw_item *it, rw_sym key, rw_sym value) {
	for (uint32_t i = 0; i < it->n_feats; i++) {
		if (it->feats[i].key != key) continue;
		it->feats[i].value = value;
		return true;
	}
	if (it->n_feats == RW_ITEM_FEATS) return false;
	it->feats[it->n_feats++] = (rw_feat){key, value};
	return true;
}
