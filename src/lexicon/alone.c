/* alone.c: words by themselves: the rows that a word is a form of, and the form that a dictionary lists it under.
 *
 * Searching asks this of words in every text, where matching asks for phrases; the conditions on clitics are the same for both.
 */
#include "lexicon/image.h"

enum { LOOK_DEEP = 4, LOOK_WIDE = 16 }; /* how far a phrase's beginning is followed */

static const rw_image_node *root_node(const rw_lexicon *lx, uint32_t key) {
	const rw_section *root = &lx->s[RW_S_ROOT];
	uint32_t node = key < root->n ? ((const uint32_t *)root->p)[key] : 0;
	return node ? rw_image_at(lx, RW_S_NODES, node) : NULL;
}

static uint32_t add_row(rw_row *out, uint32_t n, uint32_t max, rw_row row) {
	for (uint32_t i = 0; i < n; i++)
		if (out[i] == row) return n;
	if (n < max) out[n++] = row;
	return n;
}

/* The rows of the forms that end at a node, of those that may carry the clitics of r. */
static uint32_t rows_at(const rw_lexicon *lx, const rw_image_node *node, rw_reading r, rw_slice raw, bool whole,
	rw_row *out, uint32_t n, uint32_t max) {
	uint32_t n_forms = lx->s[RW_S_FORMS].n;
	if (node->first_form > n_forms || node->n_forms > n_forms - node->first_form) return n;
	const rw_image_form *f = (const rw_image_form *)lx->s[RW_S_FORMS].p + node->first_form;
	for (const rw_image_form *stop = f + node->n_forms; f < stop; f++) {
		const rw_image_entry *e = rw_image_at(lx, RW_S_ENTRIES, f->entry);
		if (!e) return n;
		bool al = r.pro & RW_PRO_AL, enc = r.enc != 0;
		if ((r.pro & (uint8_t)~f->pro) || (f->def == RW_NO && al) || (f->def == RW_YES && !al)) continue;
		if (whole && ((f->enc == RW_NO && enc) || (f->enc == RW_YES && !enc) || !rw_form_suits(f, r, raw, r, raw)))
			continue;
		n = add_row(out, n, max, e->row);
	}
	return n;
}

static uint32_t rows_below(const rw_lexicon *lx, const rw_image_node *node, rw_reading r, rw_row *out, uint32_t n,
	uint32_t max, uint32_t depth) {
	uint32_t n_edges = lx->s[RW_S_EDGES].n;
	if (depth == LOOK_DEEP || node->first_edge > n_edges || node->n_edges > n_edges - node->first_edge) return n;
	const rw_image_edge *e = (const rw_image_edge *)lx->s[RW_S_EDGES].p + node->first_edge;
	for (uint32_t i = 0; i < node->n_edges && i < LOOK_WIDE && n < max; i++) {
		const rw_image_node *child = e[i].node ? rw_image_at(lx, RW_S_NODES, e[i].node) : NULL;
		if (!child) continue;
		n = rows_at(lx, child, r, RW_NONE, false, out, n, max);
		n = rows_below(lx, child, r, out, n, max, depth + 1);
	}
	return n;
}

uint32_t rw_reading_rows(const rw_lexicon *lx, rw_reading r, rw_slice raw, rw_row *out, uint32_t max) {
	if (!rw_reading_suits(lx, r, raw)) return 0;
	uint32_t n = 0;
	for (uint32_t demand = r.pro & RW_PRO_AL ? 1 : 0;; demand--) {
		const rw_image_node *node = root_node(lx, 2 * r.word + demand);
		if (node) n = rows_at(lx, node, r, raw, true, out, n, max);
		if (demand == 0) return n;
	}
}

uint32_t rw_reading_begins(const rw_lexicon *lx, rw_reading r, rw_slice raw, rw_row *out, uint32_t max) {
	if (r.enc || !rw_reading_suits(lx, r, raw)) return 0;
	const rw_image_node *node = root_node(lx, 2 * r.word);
	return node ? rows_below(lx, node, r, out, 0, max, 0) : 0;
}

rw_slice rw_word_text(const rw_lexicon *lx, uint32_t word) {
	const rw_str *s = word ? rw_image_at(lx, RW_S_WORDS, (uint64_t)word - 1) : NULL;
	return s ? rw_image_text(lx, *s) : RW_NONE;
}

rw_slice rw_row_lemma(const rw_lexicon *lx, rw_arena *a, rw_row row) {
	rw_slice table = rw_row_table(lx, row);
	const char *column = rw_slice_eqz(table, "verbs") ? "past" : rw_slice_eqz(table, "nouns") ? "sg" : NULL;
	if (!column) return RW_NONE;
	rw_slice cell = rw_row_get(lx, row, column), phrase = rw_slice_cut(&cell, '|');
	return rw_fold(a, rw_slice_cut(&phrase, ' '));
}
