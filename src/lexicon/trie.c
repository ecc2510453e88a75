/* trie.c: all forms as one tree over words.
 *
 *   ROOT[key] -> node -> edges (sorted by key) -> node ...      key = 2 * word + article demanded
 *                 |
 *                 forms that end here, in the order of the tables
 *
 * The phrases are sorted, so a node's phrases are a run of the sorted list, and so are those of each of its children.
 */
#include "lexicon/compiler.h"
#include <stdlib.h>

static int by_phrase(const void *pa, const void *pb) {
	const rw_compiled_form *a = *(const rw_compiled_form *const *)pa, *b = *(const rw_compiled_form *const *)pb;
	for (uint32_t i = 0; i < a->n_keys && i < b->n_keys; i++)
		if (a->keys[i] != b->keys[i]) return a->keys[i] < b->keys[i] ? -1 : 1;
	if (a->n_keys != b->n_keys) return a->n_keys < b->n_keys ? -1 : 1;
	return a < b ? -1 : a > b; /* both lie in one array: its order */
}

/* Makes the node for the run [from, to), whose phrases share their first `depth` keys. Depth is at most RW_MAX_PHRASE. */
static uint32_t build(rw_compiler *c, const rw_compiled_form **f, size_t from, size_t to, uint32_t depth) {
	rw_image_node node = {.first_form = (uint32_t)c->trie_forms.n};
	for (; from < to && f[from]->n_keys == depth; from++, node.n_forms++)
		rw_vec_push(c->a, &c->trie_forms, f[from]->form);
	for (size_t i = from; i < to; i++) node.n_edges += i == from || f[i]->keys[depth] != f[i - 1]->keys[depth];
	node.first_edge = (uint32_t)c->edges.n;
	for (uint32_t i = 0; i < node.n_edges; i++) rw_vec_push(c->a, &c->edges, (rw_image_edge){0, 0});
	uint32_t number = (uint32_t)c->nodes.n;
	rw_vec_push(c->a, &c->nodes, node);
	uint32_t edge = node.first_edge;
	for (size_t i = from; i < to;) {
		size_t k = i + 1;
		while (k < to && f[k]->keys[depth] == f[i]->keys[depth]) k++;
		uint32_t child = build(c, f, i, k, depth + 1);
		c->edges.p[edge++] = (rw_image_edge){f[i]->keys[depth], child};
		i = k;
	}
	return number;
}

void rw_trie_build(rw_compiler *c) {
	size_t n = c->forms.n;
	const rw_compiled_form **f = RW_ARRAY(c->a, const rw_compiled_form *, n);
	for (size_t i = 0; i < n; i++) f[i] = &c->forms.p[i];
	if (n > 1) qsort(f, n, sizeof *f, by_phrase);
	/* Node 0 is none. */
	rw_vec_push(c->a, &c->nodes, (rw_image_node){0, 0, 0, 0});
	c->n_root = 2 * ((uint32_t)c->words.texts.n + 1);
	c->root = RW_ARRAY(c->a, uint32_t, c->n_root);
	for (size_t i = 0; i < n;) {
		size_t k = i + 1;
		while (k < n && f[k]->keys[0] == f[i]->keys[0]) k++;
		uint32_t node = build(c, f, i, k, 1);
		c->root[f[i]->keys[0]] = node;
		i = k;
	}
}
