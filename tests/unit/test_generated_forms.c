/* test_generated_forms.c: every form that the paradigms make of every row of verbs and nouns, looked up again in the lexicon as compiled: it
 * must give that row back. Each is
 * tried with all joined particles and pronouns that it may carry, too. */
#include "lexicon/compiler.h"
#include "memory.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { TOLD = 40 };

static const struct {
	const char *text;
	uint8_t pro;
} particles[] = {{"و", RW_PRO_WA}, {"ف", RW_PRO_FA}, {"ب", RW_PRO_BI}, {"ل", RW_PRO_LI}, {"ك", RW_PRO_KA},
	{"س", RW_PRO_SA}, {"وب", RW_PRO_WA | RW_PRO_BI}, {"ول", RW_PRO_WA | RW_PRO_LI}, {"فب", RW_PRO_FA | RW_PRO_BI},
	{"فل", RW_PRO_FA | RW_PRO_LI}, {"وك", RW_PRO_WA | RW_PRO_KA}, {"وس", RW_PRO_WA | RW_PRO_SA},
	{"فس", RW_PRO_FA | RW_PRO_SA}, {"ال", RW_PRO_AL}, {"وال", RW_PRO_WA | RW_PRO_AL}, {"فال", RW_PRO_FA | RW_PRO_AL},
	{"بال", RW_PRO_BI | RW_PRO_AL}, {"كال", RW_PRO_KA | RW_PRO_AL}, {"لل", RW_PRO_LI | RW_PRO_AL},
	{"وبال", RW_PRO_WA | RW_PRO_BI | RW_PRO_AL}, {"ولل", RW_PRO_WA | RW_PRO_LI | RW_PRO_AL},
	{"فلل", RW_PRO_FA | RW_PRO_LI | RW_PRO_AL}};
static const char *const pronouns[] = {"ه", "ها", "هم", "هما", "هن", "نا", "كم"};
static const char not_then[] = "لم ", any_word[] = "قتل";

typedef struct look {
	const rw_lexicon *lx;
	rw_arena *a;
	rw_memo *memo;
	rw_compiler *c;
	const rw_table_row *row;
	rw_slice file, class;
	rw_feat_list own;
	bool no_object;
	rw_sym sym_form, sym_past, sym_present;
	uint32_t n, wrong;
} look;

/* Whether the whole of a text is a word of the row, with just these particles and this form (absent: any). */
static bool found(look *l, rw_slice text, uint32_t first, uint8_t pro, rw_slice form) {
	rw_mark m = rw_arena_mark(l->a);
	rw_tokens t;
	rw_items items = {0};
	/* A phrase that ends in a bare preposition asks for a word that bears it, which it does not cover. */
	bool bare = rw_slice_ends(text, RW_LIT(" ب")) || rw_slice_ends(text, RW_LIT(" ل"));
	if (bare) text = rw_arena_printf(l->a, "%.*s%s", RW_ARG(text), any_word);
	rw_tokenize(l->a, text, &t);
	rw_lexicon_match(l->lx, l->memo, &t, 0, t.n, l->a, &items);
	bool ok = false;
	rw_sym key = rw_sym_of(l->lx, RW_LIT("form")), want = form.n ? rw_sym_of(l->lx, form) : 0;
	for (size_t i = 0; i < items.n && !ok; i++) {
		const rw_item *it = &items.p[i];
		uint32_t line;
		if (it->first != first || it->end != t.n - bare || it->pro != pro || !it->row) continue;
		rw_slice file = rw_row_file(l->lx, it->row, &line);
		ok = line == l->row->line && rw_slice_ends(file, l->file) && (!want || rw_item_feat(it, key) == want);
	}
	rw_arena_reset(l->a, m);
	return ok;
}

static void expect(look *l, rw_slice text, uint32_t first, uint8_t pro, rw_slice form) {
	l->n++;
	if (found(l, text, first, pro, form)) return;
	if (l->wrong++ < TOLD)
		print_message(
			"%.*s:%u %.*s: %.*s gives it not back\n", RW_ARG(l->file), l->row->line, RW_ARG(l->class), RW_ARG(text));
}

static rw_sym feat_of(const rw_feat_list *f, rw_sym key) {
	for (uint32_t i = 0; i < f->n; i++)
		if (f->f[i].key == key) return f->f[i].value;
	return 0;
}

/* The word with a pronoun behind it, spelt as its last letter asks; absent where no pronoun is written so. */
static rw_slice with_pronoun(rw_arena *a, rw_slice word, const char *pronoun) {
	if (rw_slice_ends(word, RW_LIT("ة"))) return rw_arena_printf(a, "%.*sت%s", (int)(word.n - 2), word.p, pronoun);
	if (rw_slice_ends(word, RW_LIT("ى"))) return RW_NONE;
	if (rw_slice_ends(word, RW_LIT("ء"))) return rw_arena_printf(a, "%.*sئ%s", (int)(word.n - 2), word.p, pronoun);
	return rw_arena_printf(a, "%.*s%s", RW_ARG(word), pronoun);
}

static void made(rw_compiler *c, void *ctx, rw_slice phrase, const rw_feat_list *feats) {
	look *l = ctx;
	rw_demand d = l->own.demand;
	const rw_demand *o = &feats->demand;
	if (d.def == RW_ANY) d.def = o->def;
	if (d.enc == RW_ANY) d.enc = o->enc;
	if (!d.has_pro && o->has_pro) d.pro = o->pro, d.has_pro = true;
	rw_sym form = feat_of(feats, l->sym_form);
	bool finite = form && (form == l->sym_past || form == l->sym_present);
	bool phrase_of_several = memchr(phrase.p, ' ', phrase.n) != NULL;
	if (finite && l->no_object && !phrase_of_several) {
		if (d.enc == RW_YES) return;
		d.enc = RW_NO;
	}
	rw_slice name = form && !o->yield ? c->syms.texts.p[form - 1] : RW_NONE;
	uint8_t pro = d.has_pro ? d.pro : (uint8_t)~RW_PRO_SA;
	if (d.enc != RW_YES && d.def != RW_YES) {
		if (o->jussive)
			expect(l, rw_arena_printf(l->a, "%s%.*s", not_then, RW_ARG(phrase)), 1, 0, name);
		else
			expect(l, phrase, 0, 0, name);
	}
	if (o->jussive) return;
	for (size_t i = 0; i < RW_COUNT(particles) && d.enc != RW_YES; i++) {
		bool al = particles[i].pro & RW_PRO_AL;
		if ((particles[i].pro & ~RW_PRO_AL & ~pro) || (al ? d.def == RW_NO : d.def == RW_YES)) continue;
		rw_slice text = rw_arena_printf(l->a, "%s%.*s", particles[i].text, RW_ARG(phrase));
		expect(l, text, 0, particles[i].pro, RW_NONE);
	}
	for (size_t i = 0; i < RW_COUNT(pronouns) && d.enc != RW_NO && d.def != RW_YES; i++) {
		rw_slice text = phrase_of_several ? RW_NONE : with_pronoun(l->a, phrase, pronouns[i]);
		if (text.p) expect(l, text, 0, 0, RW_NONE);
	}
}

static void rows_of(look *l, rw_spec *t) {
	uint32_t class_at = UINT32_MAX, feats_at = rw_column_of(t, RW_LIT("feats"));
	for (uint32_t i = 0; i < t->n_columns; i++)
		if (t->columns[i].type == RW_CELL_CLASS) class_at = i;
	if (class_at == UINT32_MAX) return;
	for (size_t k = 0; k < t->rows.n; k++) {
		const rw_table_row *r = &t->rows.p[k];
		if (r->dead) continue;
		rw_mark m = rw_arena_mark(l->a);
		l->row = r;
		l->file = l->c->sources[r->source].name;
		l->class = r->cells[class_at];
		l->own = (rw_feat_list){0};
		if (feats_at != UINT32_MAX && r->cells[feats_at].n) rw_feats_add(l->c, r, r->cells[feats_at], &l->own);
		l->no_object = l->own.demand.no_object ||
			feat_of(&l->own, rw_compiler_sym(l->c, RW_LIT("args"))) == rw_compiler_sym(l->c, RW_LIT("subject"));
		const rw_class_of_words *cl = rw_paradigm_of(l->c, l->class);
		assert_non_null(cl);
		for (uint32_t i = 0; i < cl->n_patterns; i++) rw_pattern_expand(l->c, t, r, cl->patterns[i], made, l);
		rw_arena_reset(l->a, m);
	}
}

static void forms(void **state) {
	(void)state;
	TEST_ARENA(own);
	TEST_ARENA(scratch);
	TEST_ARENA(a);
	rw_lexicon *lx;
	assert_int_equal(rw_lexicon_open(own, rw_lexicon_builtin(), &lx, NULL), RIWAYA_OK);
	rw_compiler *c = RW_NEW(own, rw_compiler);
	c->a = own;
	c->scratch = scratch;
	c->spec_by_name = RW_MAP(own);
	c->syms.map = RW_MAP(own);
	c->words.map = RW_MAP(own);
	c->known = RW_MAP(own);
	c->feats_known = RW_MAP(own);
	rw_lexicon_own_sources(lx, own, &c->sources, &c->n_sources);
	rw_tables_read(c);
	rw_clitics_read(c);
	rw_paradigms_read(c);
	rw_tables_check(c);
	assert_int_equal(c->n_complaints, 0);
	look l = {.lx = lx,
		.a = a,
		.memo = rw_memo_new(own, lx),
		.c = c,
		.sym_form = rw_compiler_sym(c, RW_LIT("form")),
		.sym_past = rw_compiler_sym(c, RW_LIT("past")),
		.sym_present = rw_compiler_sym(c, RW_LIT("present"))};
	for (size_t i = 0; i < c->specs.n; i++) rows_of(&l, c->specs.p[i]);
	print_message("%u forms, %u not found\n", l.n, l.wrong);
	assert_true(l.n > 50000);
	assert_int_equal(l.wrong, 0);
	rw_arena_release(a);
	rw_arena_release(scratch);
	rw_arena_release(own);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(forms)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
