/* compile.c: from sources to an image, step by step; and what the compiler of rules asks of the compiler of tables. */
#include "lexicon/compiler.h"
#include <stdio.h>
#include <stdlib.h>

uint32_t rw_intern(rw_interner *in, rw_slice text) {
	uint32_t i = rw_map_get(&in->map, text);
	if (i != UINT32_MAX) return i;
	bool fresh;
	rw_slice copy = rw_arena_copy(in->map.a, text);
	rw_vec_push(in->map.a, &in->texts, copy);
	i = (uint32_t)in->texts.n;
	*rw_map_put(&in->map, copy, &fresh) = i;
	return i;
}

rw_sym rw_compiler_sym(rw_compiler *c, rw_slice text) { return rw_intern(&c->syms, text); }

static bool known(rw_compiler *c, const char *fmt, uint32_t a, uint32_t b) {
	char name[48];
	int n = snprintf(name, sizeof name, "%s %u", fmt, a);
	if (b) n += snprintf(name + n, sizeof name - (size_t)n, " %u", b);
	return rw_map_get(&c->known, rw_slice_of(name, (size_t)n)) != UINT32_MAX;
}

/* The number of a text that was interned before, 0 where it was not: asking makes no symbol. */
static rw_sym sym_known(const rw_compiler *c, rw_slice text) {
	uint32_t i = rw_map_get(&c->syms.map, text);
	return i == UINT32_MAX ? 0 : i;
}

bool rw_compiler_knows_kind(rw_compiler *c, rw_slice kind) {
	rw_sym k = sym_known(c, kind);
	return k && known(c, "k", k, 0);
}

bool rw_compiler_knows_id(rw_compiler *c, rw_slice kind, rw_slice id) {
	rw_sym k = sym_known(c, kind), i = sym_known(c, id);
	return k && i && known(c, "i", k, i);
}

bool rw_compiler_knows_feature(rw_compiler *c, rw_slice key, rw_slice value) {
	rw_sym k = sym_known(c, key), v = value.p ? sym_known(c, value) : 0;
	if (!k || (value.p && !v)) return false;
	return value.p ? known(c, "v", k, v) : known(c, "f", k, 0);
}

static const struct {
	const char *name;
	uint8_t bit;
} particles[] = {{"wa", RW_PRO_WA}, {"fa", RW_PRO_FA}, {"bi", RW_PRO_BI}, {"li", RW_PRO_LI}, {"ka", RW_PRO_KA},
	{"sa", RW_PRO_SA}, {"al", RW_PRO_AL}, {"a", RW_PRO_A}};

uint8_t rw_pro_bit(rw_slice name) {
	for (size_t i = 0; i < RW_COUNT(particles); i++)
		if (rw_slice_eqz(name, particles[i].name)) return particles[i].bit;
	return 0;
}

const char *rw_pro_name(uint8_t bit) {
	for (size_t i = 0; i < RW_COUNT(particles); i++)
		if (particles[i].bit == bit) return particles[i].name;
	return NULL;
}

/* --- the whole ------------------------------------------------------------------------------------------------- */
static int by_layer(const void *pa, const void *pb) {
	const rw_source *a = pa, *b = pb;
	if (a->layer != b->layer) return a->layer < b->layer ? -1 : 1;
	int k = rw_slice_cmp(a->name, b->name);
	return k ? k : rw_slice_cmp(a->path, b->path);
}

static int by_place(const void *pa, const void *pb) {
	const rw_complaint *a = pa, *b = pb;
	int k = rw_slice_cmp(a->path, b->path);
	if (k) return k;
	if (a->line != b->line) return a->line < b->line ? -1 : 1;
	return rw_slice_cmp(a->message, b->message);
}

static rw_slice compile(rw_compiler *c, rw_arena *out) {
	rw_tables_read(c);
	rw_clitics_read(c);
	rw_paradigms_read(c);
	rw_tables_check(c);
	rw_entries_read(c);
	rw_source *rules = RW_ARRAY(c->a, rw_source, c->n_sources);
	size_t n = 0;
	for (size_t i = 0; i < c->n_sources; i++)
		if (rw_slice_ends(c->sources[i].name, RW_LIT(".rules"))) rules[n++] = c->sources[i];
	c->rules = rw_rules_compile(c, c->a, rules, n);
	if (c->n_complaints) return RW_NONE;
	rw_trie_build(c);
	return rw_image_write(c, out);
}

static void hand_out(rw_compiler *c, rw_arena *a, rw_complaints *out) {
	if (c->complaints.n > 1) qsort(c->complaints.p, c->complaints.n, sizeof *c->complaints.p, by_place);
	size_t n = 0;
	for (size_t i = 0; i < c->complaints.n && n < RW_MAX_COMPLAINTS; i++) {
		rw_complaint k = c->complaints.p[i];
		if (i > 0 && by_place(&k, &c->complaints.p[i - 1]) == 0) continue;
		rw_vec_push(a, out, (rw_complaint){rw_arena_copy(a, k.path), k.line, rw_arena_copy(a, k.message)});
		n++;
	}
	if (c->n_complaints > RW_MAX_COMPLAINTS && n == RW_MAX_COMPLAINTS)
		rw_vec_push(a, out, (rw_complaint){rw_slice_of("", 0), 0, rw_arena_printf(a, "and more: mend these first")});
}

static void release(void *arena) { rw_arena_release(arena); }

riwaya_status rw_lexicon_compile(
	rw_arena *a, const rw_source *sources, size_t n, rw_slice *image, rw_complaints *complaints) {
	rw_arena *own = RW_NEW(a, rw_arena), *scratch = RW_NEW(a, rw_arena);
	rw_arena_init(own, a->mem);
	rw_arena_init(scratch, a->mem);
	rw_arena_defer(a, release, own);
	rw_arena_defer(a, release, scratch);

	rw_compiler *c = RW_NEW(own, rw_compiler);
	c->a = own;
	c->scratch = scratch;
	c->spec_by_name = RW_MAP(own);
	c->syms.map = RW_MAP(own);
	c->words.map = RW_MAP(own);
	c->known = RW_MAP(own);
	c->feats_known = RW_MAP(own);
	c->sources = RW_ARRAY(own, rw_source, n);
	c->n_sources = n;
	if (n) memcpy(c->sources, sources, n * sizeof *sources);
	if (n > 1) qsort(c->sources, n, sizeof *sources, by_layer);
	static const char *const fixed[] = {"def", "yes", "no", "enc", "none"};
	for (size_t i = 0; i < RW_COUNT(fixed); i++) rw_compiler_sym(c, rw_slice_z(fixed[i]));

	*image = compile(c, a);
	if (!image->p && c->n_complaints == 0)
		rw_compiler_complain(
			c, RW_LIT("lexicon"), 0, "the tables are too large for one image: leave out what is not needed");
	hand_out(c, a, complaints);
	rw_arena_release(own);
	rw_arena_release(scratch);
	return image->p ? RIWAYA_OK : RIWAYA_LEXICON;
}
