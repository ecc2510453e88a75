/* test_rule.c: what rules match and give, over a tiny language made here; bounds, order, layers, damaged sections. */
#include "lexicon/rule.h"
#include "memory.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

/* --- a tiny language ------------------------------------------------------------------------------------------- */
/* Words of the tests and the items that stand for them; several rows with one word: an ambiguous word. Two words: a phrase. */
static const struct {
	const char *word, *kind, *id, *feats;
	uint8_t pro;
} vocabulary[] = {
	{"killed", "pred", "killed", "form=past voice=passive", 0},
	{"wounded", "pred", "wounded", "form=past", 0},
	{"killing", "pred", "killed", "form=masdar", 0},
	{"strike", "pred", "attack", "form=noun", 0},
	{"strike", "pred", "protest", "form=noun", 0},
	{"strike force", "actor", "force", "", 0},
	{"three", "number", "n", "", 0},
	{"two", "number", "n", "", 0},
	{"about", "qualifier", "about", "pos=before", 0},
	{"only", "qualifier", "exact", "pos=after", 0},
	{"men", "noun", "man", "unit=person number=pl", 0},
	{"women", "noun", "woman", "unit=person number=pl gender=f", 0},
	{"strike", "pred", "attack", "form=masdar again=yes", 0},
	{"cars", "noun", "car", "unit=vehicle number=pl", 0},
	{"pair", "noun", "man", "unit=person number=du", 0},
	{"themen", "noun", "man", "unit=person number=pl", RW_PRO_AL},
	{"bymen", "noun", "man", "unit=person number=pl", RW_PRO_BI},
	{"andmen", "noun", "man", "unit=person number=pl", RW_PRO_WA},
	{"reds", "actor", "reds", "", 0},
	{"blues", "actor", "blues", "register=loaded", 0},
	{"x", "x", "x", "", 0},
	{"x", "y", "y", "", 0},
	{"x", "z", "z", "", 0},
	{"x x", "x", "x", "", 0},
	{"x x x", "y", "y", "", 0},
};

typedef struct world {
	rw_arena *a;
	rw_lexicon *lx;
	rw_memo *memo;
	rw_complaints complaints;
	rw_slice image;
} world;

static const char schema[] = "table\tcolumn\ttype\tneeded\tmeaning\n"
							 "schema\t*\tdata\ttable,column\tthe shape of every table\n"
							 "schema\ttable\ttext\tyes\tits name\n"
							 "schema\tcolumn\ttext\tyes\tits column\n"
							 "schema\ttype\ttext\tyes\tits type\n"
							 "schema\tneeded\ttext\tno\tmay it be empty\n"
							 "schema\tmeaning\ttext\tyes\twhat it says\n"
							 "clitics\t*\tdata\tslot,text\tsmall words\n"
							 "clitics\tslot\tenum:conjunction/preposition/future/article/question/enclitic\tyes\twhere\n"
							 "clitics\ttext\ttext\tyes\tletters\n"
							 "clitics\tname\tid\tyes\tname\n"
							 "clitics\trestore\ttext\tno\tspelling\n"
							 "clitics\tnote\ttext\tno\twhy\n"
							 "words\t*\tentry:@\tkind,id,forms\twords\n"
							 "words\tkind\tid\tyes\tkind\n"
							 "words\tid\tid\tyes\tid\n"
							 "words\tforms\tforms\tyes\tphrases\n"
							 "words\tfeats\tfeats\tno\tfeatures\n";
static const char clitics[] = "slot\ttext\tname\trestore\tnote\n"
							  "conjunction\tو\twa\t\t\n"
							  "conjunction\tف\tfa\t\t\n"
							  "preposition\tب\tbi\t\t\n"
							  "preposition\tل\tli\t\t\n"
							  "preposition\tك\tka\t\t\n"
							  "future\tس\tsa\t\t\n"
							  "article\tال\tal\t\t\n"
							  "question\tأ\ta\t\t\n";

static rw_source source(const char *name, const char *path, rw_slice text, uint32_t layer) {
	return (rw_source){rw_slice_z(name), rw_slice_z(path), text, layer};
}

static bool compile_sources(world *w, rw_arena *a, const rw_source *rules, size_t n) {
	rw_source *s = RW_ARRAY(a, rw_source, n + 3);
	s[0] = source("schema.tsv", "schema.tsv", rw_slice_z(schema), 0);
	s[1] = source("clitics.tsv", "clitics.tsv", rw_slice_z(clitics), 0);
	rw_buf words = RW_BUF(a);
	rw_buf_z(&words, "kind\tid\tforms\tfeats\n");
	for (size_t i = 0; i < RW_COUNT(vocabulary); i++) {
		/* One word twice with one meaning: no table has that, but two tables may. */
		if (strcmp(vocabulary[i].feats, "form=masdar again=yes") == 0) continue;
		rw_buf_printf(
			&words, "%s\t%s\t%s\t%s\n", vocabulary[i].kind, vocabulary[i].id, vocabulary[i].word, vocabulary[i].feats);
	}
	s[2] = source("words.tsv", "words.tsv", rw_buf_view(&words), 0);
	memcpy(s + 3, rules, n * sizeof *s);
	*w = (world){.a = a};
	if (rw_lexicon_compile(a, s, n + 3, &w->image, &w->complaints) != RIWAYA_OK) return false;
	if (rw_lexicon_open(a, w->image, &w->lx, NULL) != RIWAYA_OK) return false;
	w->memo = rw_memo_new(a, w->lx);
	return true;
}

/* A rule without the parts that these tests don't turn on. */
static rw_slice rule(rw_arena *a, const char *name, const char *stage, const char *rest) {
	return rw_arena_printf(a, "rule %s\nstage %s\nwhy tried\n%s\ncase a => b\nnot c\n\n", name, stage, rest);
}

static void show_complaints(const world *w) {
	for (size_t i = 0; i < w->complaints.n; i++) {
		const rw_complaint *c = &w->complaints.p[i];
		print_error(RW_FMT ":%u: " RW_FMT "\n", RW_ARG(c->path), (unsigned)c->line, RW_ARG(c->message));
	}
}

static void world_of(world *w, rw_arena *a, const char *rules) {
	rw_source s = source("rules/t.rules", "t.rules", rw_slice_z(rules), 0);
	bool ok = compile_sources(w, a, &s, 1);
	if (!ok) show_complaints(w);
	assert_true(ok);
}

/* --- running --------------------------------------------------------------------------------------------------- */
static void set_feats(const world *w, rw_item *it, const char *feats) {
	for (rw_slice rest = rw_slice_z(feats); rest.p && rest.n;) {
		rw_slice pair = rw_slice_cut(&rest, ' ');
		rw_slice key = rw_slice_cut(&pair, '=');
		rw_sym k = rw_sym_of(w->lx, key), v = rw_sym_of(w->lx, pair);
		if (k && v) rw_item_set(it, k, v);
	}
}

static void items_of(const world *w, const rw_tokens *t, rw_item ***out, size_t *n) {
	RW_VEC(rw_item *) v = {0};
	for (uint32_t i = 0; i < t->n; i++) {
		for (size_t k = 0; k < RW_COUNT(vocabulary); k++) {
			rw_slice phrase = rw_slice_z(vocabulary[k].word);
			uint32_t end = i;
			bool same = true;
			for (rw_slice rest = phrase; rest.p && same; end++) {
				rw_slice word = rw_slice_cut(&rest, ' ');
				same = end < t->n && rw_slice_eq(rw_tokens_text(t, end, end + 1), word);
			}
			if (!same) continue;
			rw_item *it = RW_NEW(w->a, rw_item);
			it->first = i;
			it->end = end;
			it->kind = rw_sym_of(w->lx, rw_slice_z(vocabulary[k].kind));
			it->id = rw_sym_of(w->lx, rw_slice_z(vocabulary[k].id));
			it->pro = vocabulary[k].pro;
			set_feats(w, it, vocabulary[k].feats);
			if (it->kind) rw_vec_push(w->a, &v, it);
		}
	}
	*out = v.p;
	*n = v.n;
}

/* Emissions of the text's first sentence, one a line: kind:id "words" key=value key="words" … */
static rw_slice run_as(const world *w, const char *stage, rw_overlap overlap, rw_slice text) {
	rw_tokens t;
	rw_tokenize(w->a, text, &t);
	rw_item **items;
	size_t n;
	items_of(w, &t, &items, &n);
	rw_buf b = RW_BUF(w->a);
	if (t.n_sent == 0) return rw_buf_view(&b);
	rw_lattice l;
	rw_lattice_build(w->a, &t, w->memo, t.sent[0].first, t.sent[0].end, items, n / 2, &l);
	rw_lattice_again(w->a, items, n, &l);
	rw_emissions out = {0};
	rw_rules_run(w->lx, rw_sym_of(w->lx, rw_slice_z(stage)), &l, overlap, w->a, &out);
	for (size_t i = 0; i < out.n; i++) {
		const rw_emission *e = &out.p[i];
		if (i) rw_buf_byte(&b, '\n');
		rw_buf_slice(&b, rw_sym_text(w->lx, e->kind));
		if (e->id) {
			rw_buf_byte(&b, ':');
			rw_buf_slice(&b, rw_sym_text(w->lx, e->id));
		}
		rw_buf_printf(&b, " \"" RW_FMT "\"", RW_ARG(rw_tokens_text(&t, e->first, e->end)));
		for (uint32_t k = 0; k < e->n_attrs; k++) {
			const rw_attr *x = &e->attrs[k];
			rw_buf_printf(&b, " " RW_FMT "=", RW_ARG(rw_sym_text(w->lx, x->key)));
			if (x->value)
				rw_buf_slice(&b, rw_sym_text(w->lx, x->value));
			else
				rw_buf_printf(&b, "%s" RW_FMT "%s", x->capture->item ? "<" : "\"",
					RW_ARG(rw_tokens_text(&t, x->capture->first, x->capture->end)), x->capture->item ? ">" : "\"");
		}
	}
	return rw_buf_view(&b);
}

static void check(const world *w, const char *text, const char *want) {
	rw_slice got = run_as(w, "claim", RW_OVERLAP_NONE, rw_slice_z(text));
	rw_slice z = rw_arena_printf(w->a, RW_FMT, RW_ARG(got));
	if (!rw_slice_eqz(z, want)) print_error("for \"%s\"\n", text);
	assert_string_equal(rw_arena_printf(w->a, RW_FMT "%c", RW_ARG(z), 0).p, want);
}

static void check_free(const world *w, const char *text, const char *want) {
	rw_slice got = run_as(w, "claim", RW_OVERLAP_FREE, rw_slice_z(text));
	assert_string_equal(rw_arena_printf(w->a, RW_FMT "%c", RW_ARG(got), 0).p, want);
}

/* One rule of the stage claim that emits `c` with these attributes. */
static void one(world *w, rw_arena *a, const char *match, const char *attrs) {
	rw_slice r =
		rule(a, "t", "claim", rw_arena_printf(a, "match %s\nemit c%s%s%c", match, *attrs == ':' ? "" : " ", attrs, 0).p);
	world_of(w, a, rw_arena_printf(a, RW_FMT "%c", RW_ARG(r), 0).p);
}

#define ONE(match, attrs)                                                                                              \
	TEST_ARENA(a);                                                                                                     \
	world w;                                                                                                           \
	one(&w, a, match, attrs)
#define END rw_arena_release(a)

/* --- items and features -------------------------------------------------------------------------------------- */
static void test_items(void **state) {
	(void)state;
	ONE("n=<number> u=<noun unit=person|vehicle number!=du>", ":u.id n=n unit=u.unit");
	check(&w, "three men came", "c:man \"three men\" n=<three> unit=person");
	check(&w, "then three cars and two women",
		"c:car \"three cars\" n=<three> unit=vehicle\nc:woman \"two women\" n=<two> unit=person");
	check(&w, "three pair", "");
	check(&w, "three", "");
	check(&w, "men three", "");
	check(&w, "", "");
	END;
}

static void test_ids_and_kinds(void **state) {
	(void)state;
	ONE("p=<pred:killed|wounded form=past> x=<noun|actor>", "p=p.id x=x.id");
	check(&w, "killed men", "c \"killed men\" p=killed x=man");
	check(&w, "wounded reds", "c \"wounded reds\" p=wounded x=reds");
	check(&w, "killing men", "");
	check(&w, "strike men", "");
	END;
}

static void test_none_any(void **state) {
	(void)state;
	ONE("x=<noun gender=none> y=<noun gender=any> z=<noun number!=none unit!=vehicle>", "");
	check(&w, "men women men", "c \"men women men\"");
	check(&w, "men men men", "");
	check(&w, "women women men", "");
	check(&w, "men women cars", "");
	END;
}

static void test_clitics_of_items(void **state) {
	(void)state;
	{
		ONE("x=<noun pro=bi>", "");
		check(&w, "bymen", "c \"bymen\"");
		check(&w, "men", "");
		END;
	}
	{
		ONE("x=<noun pro=none>", "def=x.def");
		check(&w, "bymen", "");
		check(&w, "men", "c \"men\" def=no");
		check(&w, "andmen", "c \"andmen\" def=no");
		check(&w, "themen", "c \"themen\" def=yes");
		END;
	}
	{
		ONE("x=<noun pro!=wa def=no>", "pro=x.pro");
		check(&w, "bymen", "c \"bymen\" pro=bi");
		check(&w, "andmen", "");
		check(&w, "themen", "");
		END;
	}
	{
		ONE("x=<noun def=yes enc=none>", "");
		check(&w, "themen", "c \"themen\"");
		check(&w, "men", "");
		END;
	}
}

/* --- literals -------------------------------------------------------------------------------------------------- */
static void test_literals(void **state) {
	(void)state;
	{
		ONE("\"على يد\" x=<actor>", "x=x");
		check(&w, "على يد reds", "c \"على يد reds\" x=<reds>");
		check(&w, "علي يد reds", "c \"علي يد reds\" x=<reds>"); /* folded */
		check(&w, "وعلى يد reds", "");
		check(&w, "على اليد reds", "");
		check(&w, "على reds", "");
		END;
	}
	{
		ONE("\"~على يد\" x=<actor>", "x=x");
		check(&w, "وعلى يد reds", "c \"وعلى يد reds\" x=<reds>");
		check(&w, "على يد reds", "c \"على يد reds\" x=<reds>");
		check(&w, "فعلى يد reds", "c \"فعلى يد reds\" x=<reds>");
		check(&w, "على ويد reds", "");
		END;
	}
	{
		ONE("l=\"الجيش\"", "l=l");
		check(&w, "جيش", "");
		check(&w, "قال الجيش كذا", "c \"الجيش\" l=\"الجيش\"");
		END;
	}
	{
		ONE("<number> l=\"على يد\"", "l=l");
		check(&w, "three على يد", "c \"three على يد\" l=\"على يد\"");
		END;
	}
	{
		ONE("<number> \"،\" <number> \":\" \"\\\"\" \"(\"", "");
		check(&w, "three، two: \"(", "c \"three، two: \"(\"");
		END;
	}
}

static void test_marks(void **state) {
	(void)state;
	ONE("x=<actor> comma quote q=gap(1..4 not quote) quote colon? (dash|open) (<number> close)?", "q=q");
	check(&w, "reds، \"one of\" -", "c \"reds، \"one of\" -\" q=\"one of\"");
	check(&w, "reds, «one» (three)", "c \"reds, «one» (three)\" q=\"one\"");
	check(&w, "reds، \"\" -", "");
	check(&w, "reds؛ \"one\" -", "");
	END;
}

/* --- structure ------------------------------------------------------------------------------------------------- */
static void test_optional_and_alternatives(void **state) {
	(void)state;
	ONE("q=<qualifier pos=before>? n=<number> (u=<noun> | a=<actor>) qa=<qualifier pos=after>?",
		"q=q.id|qa.id|exactly u=u|a text=q..n");
	check(&w, "about three men", "c \"about three men\" q=about u=<men> text=\"about three\"");
	check(&w, "three men only", "c \"three men only\" q=exact u=<men> text=\"three\"");
	check(&w, "three reds", "c \"three reds\" q=exactly u=<reds> text=\"three\"");
	check(&w, "about three", "");
	END;
}

static void test_repetition(void **state) {
	(void)state;
	ONE("v=<noun> (comma v=<noun>){1,3}", "v=v n=v.id");
	check(&w, "men, women, cars", "c \"men, women, cars\" v=<men> v=<women> v=<cars> n=man n=woman n=car");
	check(&w, "men", "");
	check(&w, "men, men, men, men, men",
		"c \"men, men, men, men\" v=<men> v=<men> v=<men> v=<men> n=man n=man n=man n=man");
	END;
}

static void test_exact_repetition(void **state) {
	(void)state;
	ONE("(x=<noun>){2}", "");
	check(&w, "men men men men men", "c \"men men\"\nc \"men men\"");
	END;
}

static void test_longest(void **state) {
	(void)state;
	/* Greedy parts give back what a longer match needs, and an early alternative does not hide a longer one. */
	ONE("<number> (<noun> | <noun> <noun> | <noun> <actor> <actor>)", "");
	check(&w, "two men women", "c \"two men women\"");
	check(&w, "two men reds blues", "c \"two men reds blues\"");
	check(&w, "two men reds", "c \"two men\"");
	END;
}

static void test_more_captures(void **state) {
	(void)state;
	ONE("<pred> (_ | f=<number>) p=<noun>", "f=f");
	check(&w, "killed three men", "c \"killed three men\" f=<three>");
	check(&w, "killed brave men", "c \"killed brave men\"");
	END;
}

static void test_group_captures(void **state) {
	(void)state;
	{
		ONE("<pred> p=(<noun> | <actor> | \"على\")", "p=p i=p.id");
		check(&w, "killed men", "c \"killed men\" p=<men> i=man");
		check(&w, "killed reds", "c \"killed reds\" p=<reds> i=reds");
		check(&w, "killed على", "c \"killed على\" p=\"على\"");
		END;
	}
	{
		ONE("<pred> p=(<noun> <actor>?)", "p=p");
		check(&w, "killed men reds", "c \"killed men reds\" p=\"men reds\"");
		check(&w, "killed men", "c \"killed men\" p=\"men\"");
		END;
	}
	{
		ONE("<pred> p=(<noun>?) q=(<actor> r=<number>)?", "p=p q=q r=r");
		check(&w, "killed", "c \"killed\"");
		check(&w, "killed reds two", "c \"killed reds two\" q=\"reds two\" r=<two>");
		END;
	}
}

static void test_gaps(void **state) {
	(void)state;
	{
		ONE("<pred> g=gap(0..3) n=<number>", "g=g n=n");
		/* The shortest gap, though a longer one would reach further. */
		check(&w, "killed men two cars three", "c \"killed men two\" g=\"men\" n=<two>");
		check(&w, "killed two three", "c \"killed two\" n=<two>");
		check(&w, "killed one two three", "c \"killed one two\" g=\"one\" n=<two>");
		check(&w, "killed a b c two", "c \"killed a b c two\" g=\"a b c\" n=<two>");
		check(&w, "killed a b c d two", "");
		END;
	}
	{
		ONE("<pred> gap(1..4 not <pred> not comma|\"على يد\") n=<noun>", "n=n");
		check(&w, "killed a men", "c \"killed a men\" n=<men>");
		check(&w, "killed men", "");
		check(&w, "killed wounded men", "");
		check(&w, "killed a, b men", "");
		check(&w, "killed على يد men", "");
		check(&w, "killed على a men", "c \"killed على a men\" n=<men>");
		END;
	}
	{
		/* A condition that fails makes the gap longer. */
		TEST_ARENA(a);
		world w;
		world_of(&w, a, rule(a, "t", "claim", "match <pred> gap(0..4) n=<noun>\nwhere n.unit=vehicle\nemit c n=n").p);
		check(&w, "killed men cars men", "c \"killed men cars\" n=<cars>");
		END;
	}
	{
		ONE("x=<x> gap(0..2) p=<pred>? gap(0..2) n=<number>", "p=p n=n");
		check(&w, "x a two three", "c \"x a two\" n=<two>");
		END;
	}
}

static void test_edges(void **state) {
	(void)state;
	{
		ONE("^ <pred> <noun> $", "");
		check(&w, "killed men", "c \"killed men\"");
		check(&w, "\"killed men\".", "c \"killed men\"");
		check(&w, "they killed men", "");
		check(&w, "killed men there", "");
		END;
	}
	{
		ONE("<pred> _ _?", "");
		check(&w, "killed men.", "c \"killed men\"");
		check(&w, "killed.", "");
		check(&w, "killed", "");
		END;
	}
}

static void test_lets(void **state) {
	(void)state;
	TEST_ARENA(a);
	world w;
	world_of(&w, a,
		rw_arena_printf(a,
			"let of = \"على\" b=@body\nlet body = <actor> | <noun>\nlet far = gap(1..2 not @body)\n\n" RW_FMT,
			RW_ARG(rule(
				a, "t", "claim", "match <pred> f=@far? @of{0,2} # a comment\n  n=<number>?\nemit c b=b\n  f=f n=n")))
			.p);
	check(&w, "killed على reds على men", "c \"killed على reds على men\" b=<reds> b=<men>");
	check(&w, "killed far على reds two", "c \"killed far على reds two\" b=<reds> f=\"far\" n=<two>");
	END;
}

/* --- ambiguity --------------------------------------------------------------------------------------------------- */
static void test_lattice(void **state) {
	(void)state;
	{
		/* The longer item goes further; the shorter one is tried too. */
		ONE("<number> s=<pred|actor> (\"force\" n=<noun>)?", "s=s i=s.id");
		check(&w, "two strike force", "c \"two strike force\" s=<strike force> i=force");
		check(&w, "two strike force men", "c \"two strike force men\" s=<strike> i=attack");
		END;
	}
	{
		ONE("<number> s=<pred:protest>", "i=s.id");
		check(&w, "two strike", "c \"two strike\" i=protest");
		END;
	}
}

static void test_where(void **state) {
	(void)state;
	static const struct {
		const char *where, *text;
		bool holds;
	} cases[] = {
		{"u.number!=du", "three men", true},
		{"u.number!=du", "three pair", false},
		{"u.number!=du|pl", "three men", false},
		{"u.gender=none", "three men", true},
		{"u.gender=any", "three men", false},
		{"u.gender=any", "three women", true},
		{"u.gender!=none", "three women", true},
		{"q.id=about", "three men", false},
		{"q.id=about", "about three men", true},
		{"q.id=about|none", "three men", true},
		{"q=none", "three men", true},
		{"q=any", "three men", false},
		{"q=any", "about three men", true},
		{"q!=any", "about three men", false},
		{"u.number=v.number", "three men women", true},
		{"u.number=v.number", "three men pair", false},
		{"u.number!=v.number", "three men pair", true},
		{"u.gender=v.gender", "three men cars", true},
		{"u.gender=v.gender", "three women cars", false},
		{"u.gender=q.id", "three men", true},
		{"u.unit=person, u.number=pl", "three men", true},
		{"u.unit=person, u.number=du", "three men", false},
		{"u.pro=none", "three men", true},
		{"u.pro=bi", "three men", false},
		{"u.def=yes", "three themen", true},
	};
	for (volatile size_t i = 0; i < RW_COUNT(cases); i++) {
		TEST_ARENA(a);
		world w;
		rw_slice body = rw_arena_printf(
			a, "match q=<qualifier>? n=<number> u=<noun> v=<noun>?\nwhere %s\nemit c%c", cases[i].where, 0);
		rw_slice r = rule(a, "t", "claim", body.p);
		world_of(&w, a, rw_arena_printf(a, RW_FMT "%c", RW_ARG(r), 0).p);
		rw_slice got = run_as(&w, "claim", RW_OVERLAP_NONE, rw_slice_z(cases[i].text));
		/* Without the qualifier the rest may match by itself. */
		rw_slice whole = rw_arena_printf(a, "c \"%s\"", cases[i].text);
		if (rw_slice_eq(got, whole) != cases[i].holds) print_error("where %s on %s\n", cases[i].where, cases[i].text);
		assert_int_equal(rw_slice_eq(got, whole), cases[i].holds);
		END;
	}
}

static void test_where_every_binding(void **state) {
	(void)state;
	TEST_ARENA(a);
	world w;
	world_of(&w, a, rule(a, "t", "claim", "match <pred> (u=<noun>){1,3}\nwhere u.unit=person\nemit c u=u").p);
	check(&w, "killed men women cars", "c \"killed men women\" u=<men> u=<women>");
	check(&w, "killed cars men", "");
	END;
}

/* --- what is given ----------------------------------------------------------------------------------------------- */
static void test_several_emits_and_span(void **state) {
	(void)state;
	TEST_ARENA(a);
	world w;
	world_of(&w, a,
		rule(a, "t", "claim",
			"match p=<pred> f=<number>? u=<noun> (\"على يد\" g=<actor>)?\nemit claim:p.id patient=u agent=g span=p..u\n"
			"emit party:g.id|u.id text=\"two words\" span=g|u\nemit c how=g.register|plain n=none w=\"none\"")
			.p);
	check(&w, "killed three men على يد blues now",
		"claim:killed \"killed three men\" patient=<men> agent=<blues>\n"
		"party:blues \"blues\" text=two words\n"
		"c \"killed three men على يد blues\" how=loaded w=none");
	check(&w, "killed men",
		"claim:killed \"killed men\" patient=<men>\nparty:man \"men\" text=two words\nc \"killed men\" how=plain w=none");
	END;
}

static void test_stages(void **state) {
	(void)state;
	TEST_ARENA(a);
	world w;
	rw_buf b = RW_BUF(a);
	rw_buf_slice(&b, rule(a, "one", "figure", "match <number>\nemit f"));
	rw_buf_slice(&b, rule(a, "two", "claim", "match <number>\nemit c"));
	rw_buf_byte(&b, 0);
	world_of(&w, a, rw_buf_view(&b).p);
	check(&w, "two", "c \"two\"");
	assert_true(rw_slice_eqz(run_as(&w, "figure", RW_OVERLAP_NONE, RW_LIT("two")), "f \"two\""));
	assert_true(rw_slice_eqz(run_as(&w, "mention", RW_OVERLAP_NONE, RW_LIT("two")), ""));
	assert_true(rw_slice_eqz(run_as(&w, "nothing", RW_OVERLAP_NONE, RW_LIT("two")), ""));
	END;
}

/* Longest, then rank, then more captures, then name. */
static void test_competition(void **state) {
	(void)state;
	static const struct {
		const char *one, *two, *text, *want;
	} cases[] = {
		{"match <number> <noun>\nemit one", "match <number>\nrank 9\nemit two", "two men", "one \"two men\""},
		{"match <number> <noun>\nemit one", "match <number> <noun>\nrank 1\nemit two", "two men", "two \"two men\""},
		{"match <number> <noun>\nrank -1\nemit one", "match <number> <noun>\nemit two", "two men", "two \"two men\""},
		{"match <number> <noun>\nemit one", "match <number> u=<noun>\nemit two", "two men", "two \"two men\""},
		{"match <number> u=<noun>\nemit one", "match n=<number> <noun>\nemit two", "two men", "one \"two men\""},
		{"match <number> u=<noun>\nemit one", "match <noun>\nemit two", "two men men", "one \"two men\"\ntwo \"men\""},
	};
	for (volatile size_t i = 0; i < RW_COUNT(cases); i++) {
		TEST_ARENA(a);
		world w;
		/* Written in the other order: names decide, not places. */
		rw_slice text = rw_arena_printf(a, RW_FMT RW_FMT "%c", RW_ARG(rule(a, "b", "claim", cases[i].two)),
			RW_ARG(rule(a, "a", "claim", cases[i].one)), 0);
		world_of(&w, a, text.p);
		check(&w, cases[i].text, cases[i].want);
		END;
	}
}

static void test_free_overlap(void **state) {
	(void)state;
	TEST_ARENA(a);
	world w;
	rw_buf b = RW_BUF(a);
	rw_buf_slice(&b, rule(a, "toll", "claim", "match h=<pred> gap(0..2) n=<number> u=<noun>?\nemit claim:h.id n=n u=u"));
	rw_buf_slice(&b, rule(a, "bare", "claim", "match h=<pred>\nemit claim:h.id"));
	rw_buf_slice(&b, rule(a, "who", "claim", "match <pred> x=<actor>\nemit party:x.id"));
	rw_buf_byte(&b, 0);
	world_of(&w, a, rw_buf_view(&b).p);
	/* Overlapping starts; both readings of an ambiguous word; other things told at the same start. */
	check_free(&w, "killed wounded two men",
		"claim:killed \"killed wounded two men\" n=<two> u=<men>\nclaim:wounded \"wounded two men\" n=<two> u=<men>");
	check_free(&w, "strike two", "claim:attack \"strike two\" n=<two>\nclaim:protest \"strike two\" n=<two>");
	check_free(&w, "killed reds", "claim:killed \"killed\"\nparty:reds \"killed reds\"");
	/* The same text without overlap. */
	check(&w, "killed wounded two men", "claim:killed \"killed wounded two men\" n=<two> u=<men>");
	END;
}

/* --- layers -------------------------------------------------------------------------------------------------------- */
static void test_layers(void **state) {
	(void)state;
	TEST_ARENA(a);
	world w;
	rw_buf base = RW_BUF(a), over = RW_BUF(a);
	rw_buf_z(&base, "let who = <noun>\n\n");
	rw_buf_slice(&base, rule(a, "a", "claim", "match <number> w=@who\nemit a w=w"));
	rw_buf_slice(&base, rule(a, "b", "claim", "match <pred> w=@who\nemit b w=w"));
	rw_buf_slice(&base, rule(a, "c", "claim", "match <actor>\nemit c"));
	rw_buf_z(&over, "let who = <noun> | <qualifier>\n\ndrop rule c\n\n");
	rw_buf_slice(&over, rule(a, "b", "claim", "match <pred> <pred>\nemit bb"));
	rw_source s[] = {source("rules/t.rules", "base/t.rules", rw_buf_view(&base), 0),
		source("rules/mine.rules", "over/mine.rules", rw_buf_view(&over), 1)};
	bool ok = compile_sources(&w, a, s, 2);
	show_complaints(&w);
	assert_true(ok);
	check(&w, "two men", "a \"two men\" w=<men>");
	check(&w, "two only", "a \"two only\" w=<only>");
	check(&w, "killed men", "");
	check(&w, "killed wounded", "bb \"killed wounded\"");
	check(&w, "reds", "");
	assert_int_equal(rw_rule_count(w.lx), 2);
	uint32_t line;
	assert_true(rw_slice_eqz(rw_rule_name(w.lx, 1), "b"));
	assert_true(rw_slice_eqz(rw_rule_file(w.lx, 1, &line), "over/mine.rules"));
	assert_int_equal(line, 5);
	END;
}

static void test_accessors(void **state) {
	(void)state;
	TEST_ARENA(a);
	world w;
	world_of(&w, a,
		"# heading\nrule t.one\nstage frame\nwhy  because\n  # a comment\n  it is so\nmatch n=<number>\nemit f:x n=n\ncase two men #tag\n  more => two\nnot men\n");
	assert_int_equal(rw_rule_count(w.lx), 1);
	assert_true(rw_slice_eqz(rw_rule_name(w.lx, 0), "t.one"));
	assert_true(rw_slice_eqz(rw_rule_stage(w.lx, 0), "frame"));
	assert_true(rw_slice_eqz(rw_rule_why(w.lx, 0), "because it is so"));
	rw_rule_case *c;
	assert_int_equal(rw_rule_cases(w.lx, 0, a, &c), 2);
	assert_true(rw_slice_eqz(c[0].text, "two men #tag more"));
	assert_true(rw_slice_eqz(c[0].expect, "two"));
	assert_true(rw_slice_eqz(c[1].text, "men"));
	assert_null(c[1].expect.p);
	assert_int_equal(c[1].line - c[0].line, 2);
	rw_tokens t;
	rw_tokenize(a, RW_LIT("two men"), &t);
	rw_capture n = {rw_sym_of(w.lx, RW_LIT("n")), NULL, 0, 1};
	rw_emission e = {.kind = rw_sym_of(w.lx, RW_LIT("f")),
		.id = rw_sym_of(w.lx, RW_LIT("x")),
		.first = 0,
		.end = 2,
		.captures = &n,
		.n_captures = 1};
	rw_buf trace = RW_BUF(a);
	rw_rule_trace(w.lx, &t, &e, &trace);
	assert_true(rw_slice_eqz(rw_buf_view(&trace), "f:x by t.one (t.rules:2) \"two men\" n=\"two\""));
	/* Out of range: absent, and nothing worse. */
	uint32_t line;
	assert_null(rw_rule_name(w.lx, 1).p);
	assert_null(rw_rule_file(w.lx, UINT32_MAX, &line).p);
	assert_int_equal(rw_rule_cases(w.lx, 1, a, &c), 0);
	END;
}

/* --- bounds -------------------------------------------------------------------------------------------------------- */
/* Patterns that have exponentially many ways, on texts that never let them end. */
static void test_hostile_patterns(void **state) {
	(void)state;
	static const char *const patterns[] = {
		"((<x>?){0,8} (<y>|<x>|<z>)?){0,4} <pred>",
		"<x> (((_? _?){0,8}) gap(0..8)){0,4} <pred>",
		"<x> gap(0..8) gap(0..8) gap(0..8) gap(0..8) gap(0..8) gap(0..8) gap(0..8) gap(0..8) <pred>",
		"(<x>|<y>|<z>) ((<x>|<y>|<z>){1,8} | (_ | <x>){1,8}){1,4} <pred>",
		"a=<x> ((b=<x>|_|<y>)(_|<z>|<x>)){8} ((<x>|_|<y>)(_|<z>|<x>)){8} <pred>",
	};
	for (volatile size_t i = 0; i < RW_COUNT(patterns); i++) {
		TEST_ARENA(a);
		world w;
		rw_slice p = rw_arena_printf(a, "%s%s%s%c", i == 0 ? "<x> (" : "", patterns[i], i == 0 ? ")" : "", 0);
		one(&w, a, p.p, "");
		rw_buf text = RW_BUF(a);
		for (int k = 0; k < 399; k++) rw_buf_z(&text, "x ");
		clock_t from = clock();
		for (int k = 0; k < 5; k++) assert_int_equal(run_as(&w, "claim", RW_OVERLAP_FREE, rw_buf_view(&text)).n, 0);
		double each = (double)(clock() - from) / CLOCKS_PER_SEC / 5;
		if (each > 0.5) print_error("pattern %zu took %.2f s\n", i, each);
		assert_true(each < 0.5);
		END;
	}
}

/* A search that is cut short still gives what it found. */
static void test_cut_short(void **state) {
	(void)state;
	ONE("<x> (<x>|<y>|_){0,8} (<x>|<y>|_){0,8} (<x>|<y>|_){0,8} <pred>?", "");
	rw_buf text = RW_BUF(a);
	for (int k = 0; k < 100; k++) rw_buf_z(&text, "x ");
	rw_slice got = run_as(&w, "claim", RW_OVERLAP_NONE, rw_buf_view(&text));
	assert_true(got.n > 0);
	assert_true(rw_slice_eq(got, run_as(&w, "claim", RW_OVERLAP_NONE, rw_buf_view(&text))));
	END;
}

/* --- the section ------------------------------------------------------------------------------------------------------ */
static const char several[] =
	"let who = <noun> | <actor>\n\n"
	"rule a\nstage claim\nwhy w\nmatch q=<qualifier pos=before>? n=<number> gap(0..3 not <pred> not \"على يد\"|comma) u=@who (comma u=@who){0,3}\n"
	"where u.unit!=vehicle, q=none\nemit claim:u.id|x n=n text=q..u u=u span=n..u\nemit b\ncase x => y\nnot z\n\n"
	"rule b\nstage figure\nrank -5\nwhy w\nmatch \"~على يد\" (<x pro=none def=no>|<y>)\nemit c\ncase x => y\nnot z\n\n";

static void test_deterministic(void **state) {
	(void)state;
	TEST_ARENA(a);
	world w, v;
	world_of(&w, a, several);
	world_of(&v, a, several);
	assert_true(rw_slice_eq(rw_lexicon_section(w.lx, RW_SECTION_RULES), rw_lexicon_section(v.lx, RW_SECTION_RULES)));
	END;
}

/* Every byte of a section changed in turn: refused, or at least not believed beyond its bounds (the sanitizers look on). */
static void test_damaged(void **state) {
	(void)state;
	TEST_ARENA(a);
	world w;
	world_of(&w, a, several);
	rw_slice good = rw_lexicon_section(w.lx, RW_SECTION_RULES);
	assert_true(rw_rules_check(good));
	assert_true(rw_rules_check(RW_NONE));
	for (size_t n = 1; n < good.n; n++) {
		char *cut = malloc(n);
		assert_non_null(cut);
		memcpy(cut, good.p, n);
		assert_false(rw_rules_check(rw_slice_of(cut, n)));
		free(cut);
	}
	char *bad = malloc(good.n);
	assert_non_null(bad);
	uint32_t refused = 0, rnd = 12345;
	for (size_t i = 0; i < good.n * 4; i++) {
		memcpy(bad, good.p, good.n);
		rnd = rnd * 1664525 + 1013904223;
		bad[i / 4] = (char)(i % 4 == 0 ? 0xFF
				: i % 4 == 1           ? bad[i / 4] + 1
				: i % 4 == 2           ? (char)0x80
									   : (char)(rnd >> 24));
		refused += !rw_rules_check(rw_slice_of(bad, good.n));
	}
	assert_true(refused > 0);
	free(bad);
	END;
}

/* A damaged section that is believed is used without harm. */
static void test_damaged_in_use(void **state) {
	(void)state;
	TEST_ARENA(a);
	world w;
	world_of(&w, a, several);
	rw_slice section = rw_lexicon_section(w.lx, RW_SECTION_RULES);
	size_t at = (size_t)(section.p - w.image.p);
	char *copy = malloc(w.image.n);
	assert_non_null(copy);
	uint32_t rnd = 7, used = 0;
	for (size_t i = 0; i < section.n * 2; i++) {
		rw_mark mark = rw_arena_mark(a);
		memcpy(copy, w.image.p, w.image.n);
		for (size_t k = 0; k <= i % 2; k++) {
			rnd = rnd * 1664525 + 1013904223;
			copy[at + (k ? (rnd >> 8) % section.n : i / 2)] = (char)(k ? rnd >> 24 : rnd >> 16);
		}
		world v = {.a = a};
		rw_slice damaged = rw_slice_of(copy + at, section.n);
		if (rw_rules_check(damaged) && rw_lexicon_open(a, rw_slice_of(copy, w.image.n), &v.lx, NULL) == RIWAYA_OK) {
			used++;
			v.memo = w.memo;
			run_as(&v, "claim", RW_OVERLAP_FREE, RW_LIT("about three men, women على يد reds x x x"));
			run_as(&v, "figure", RW_OVERLAP_NONE, RW_LIT("three men على يد x x x"));
			for (uint32_t r = 0; r < rw_rule_count(v.lx); r++) {
				rw_rule_case *cases;
				uint32_t line;
				rw_rule_name(v.lx, r);
				rw_rule_stage(v.lx, r);
				rw_rule_file(v.lx, r, &line);
				rw_rule_cases(v.lx, r, a, &cases);
			}
		}
		rw_arena_reset(a, mark);
	}
	assert_true(used > 0);
	free(copy);
	END;
}

/* --- mutated rules ---------------------------------------------------------------------------------------------------- */
static void test_mutations(void **state) {
	(void)state;
	static const char *const bits[] = {"(", ")", "<", ">", "{0,8}", "?", "|", "\"", "gap(0..8 not ", "@who", "\n",
		"\n\n", "^", "$", "x=", "let who = @who\n", ":", "=", "!=", ".", "..", "rule a\n", "drop rule a\n", "#", "\\",
		"_", "\xD8", "\xE2\x80\x8F", "9999999999", ",", "emit ", "where ", "match ", "stage claim\n", "kind "};
	size_t len = sizeof several - 1;
	uint32_t rnd = 1;
	for (volatile int round = 0; round < 3000; round++) {
		TEST_ARENA(a);
		world w;
		rw_buf b = RW_BUF(a);
		rnd = rnd * 1664525 + 1013904223;
		size_t from = (rnd >> 8) % len;
		rnd = rnd * 1664525 + 1013904223;
		size_t gone = (rnd >> 8) % 12;
		rnd = rnd * 1664525 + 1013904223;
		rw_buf_put(&b, several, from);
		for (uint32_t k = 0; k <= (rnd >> 28); k++) {
			rnd = rnd * 1664525 + 1013904223;
			rw_buf_z(&b, bits[(rnd >> 8) % RW_COUNT(bits)]);
		}
		if (from + gone < len) rw_buf_put(&b, several + from + gone, len - from - gone);
		rw_source s = source("rules/t.rules", "t.rules", rw_buf_view(&b), 0);
		if (compile_sources(&w, a, &s, 1)) {
			run_as(&w, "claim", RW_OVERLAP_FREE, RW_LIT("about three men, women على يد reds x x x"));
		} else {
			assert_true(w.complaints.n > 0);
			for (size_t i = 0; i < w.complaints.n; i++) assert_true(w.complaints.p[i].line > 0);
		}
		END;
	}
}

/* Lets that double each other, and brackets without end. */
static void test_blow_up(void **state) {
	(void)state;
	TEST_ARENA(a);
	world w;
	rw_buf b = RW_BUF(a);
	rw_buf_z(&b, "let l0 = <x>\n");
	for (int i = 1; i < 200; i++)
		rw_buf_printf(&b, "let l%d = p=(@l%d|@l%d) (@l%d|@l%d){8}\n", i, i - 1, i - 1, i - 1, i - 1);
	rw_buf_z(&b, "let d = gap(0..3 not @l199)\n");
	rw_buf_z(&b, "\nrule t\nstage claim\nwhy w\nmatch <x> @l199 @d\nemit c\ncase x => y\nnot z\n");
	rw_source s = source("rules/t.rules", "t.rules", rw_buf_view(&b), 0);
	assert_false(compile_sources(&w, a, &s, 1));
	rw_buf c = RW_BUF(a);
	rw_buf_z(&c, "rule t\nstage claim\nwhy w\nmatch ");
	for (int i = 0; i < 1900; i++) rw_buf_byte(&c, '(');
	s.text = rw_buf_view(&c);
	assert_false(compile_sources(&w, a, &s, 1));
	END;
}

static void compile_once(rw_arena *a, void *p) {
	world w;
	rw_source s = source("rules/t.rules", "t.rules", rw_slice_z(p), 0);
	compile_sources(&w, a, &s, 1);
	if (w.lx) run_as(&w, "claim", RW_OVERLAP_FREE, RW_LIT("about three men, women"));
}

static void test_memory_ends(void **state) {
	(void)state;
	char text[sizeof several];
	memcpy(text, several, sizeof text);
	assert_true(failing_all(compile_once, text) != SIZE_MAX);
}

/* --- complaints: tests/errors/rules ------------------------------------------------------------------------------------ */
static rw_slice read_whole(rw_arena *a, const char *path) {
	FILE *f = fopen(path, "rb");
	if (!f) return RW_NONE;
	rw_buf b = RW_BUF(a);
	char part[4096];
	for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) rw_buf_put(&b, part, n);
	fclose(f);
	return rw_buf_view(&b);
}

/* Each NAME.rules gives exactly the complaints in NAME.txt, `line: message` each. RW_BLESS=1 writes them anew. */
static void test_complaints(void **state) {
	(void)state;
	static const char *const names[] = {"blocks", "text", "patterns", "names", "lets", "values", "bounds", "layers"};
	for (volatile size_t i = 0; i < RW_COUNT(names); i++) {
		TEST_ARENA(a);
		world w;
		char path[512];
		snprintf(path, sizeof path, "%s/errors/rules/%s.rules", RW_TEST_DATA, names[i]);
		rw_slice text = read_whole(a, path);
		assert_non_null(text.p);
		/* "---" parts the layers of a file. */
		rw_source s[4];
		size_t n = 0;
		for (rw_slice rest = text; rest.p && n < RW_COUNT(s); n++) {
			size_t cut = rw_slice_find(rest, RW_LIT("\n---\n"), 0);
			s[n] = source("rules/t.rules", n ? "over.rules" : "t.rules",
				cut == SIZE_MAX ? rest : rw_slice_of(rest.p, cut + 1), (uint32_t)n);
			rest = cut == SIZE_MAX ? RW_NONE : rw_slice_of(rest.p + cut + 5, rest.n - cut - 5);
		}
		assert_false(compile_sources(&w, a, s, n));
		rw_buf got = RW_BUF(a);
		for (size_t k = 0; k < w.complaints.n; k++) {
			const rw_complaint *c = &w.complaints.p[k];
			rw_buf_printf(&got, RW_FMT ":%u: " RW_FMT "\n", RW_ARG(c->path), (unsigned)c->line, RW_ARG(c->message));
		}
		snprintf(path, sizeof path, "%s/errors/rules/%s.txt", RW_TEST_DATA, names[i]);
		if (getenv("RW_BLESS")) {
			FILE *f = fopen(path, "wb");
			assert_non_null(f);
			fwrite(rw_buf_view(&got).p, 1, got.n, f);
			fclose(f);
		}
		rw_slice want = read_whole(a, path);
		if (!rw_slice_eq(rw_buf_view(&got), want))
			print_error("%s.rules gives:\n" RW_FMT "\n", names[i], RW_ARG(rw_buf_view(&got)));
		assert_true(rw_slice_eq(rw_buf_view(&got), want));
		END;
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_items),
		cmocka_unit_test(test_ids_and_kinds),
		cmocka_unit_test(test_none_any),
		cmocka_unit_test(test_clitics_of_items),
		cmocka_unit_test(test_literals),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_optional_and_alternatives),
		cmocka_unit_test(test_repetition),
		cmocka_unit_test(test_exact_repetition),
		cmocka_unit_test(test_longest),
		cmocka_unit_test(test_more_captures),
		cmocka_unit_test(test_group_captures),
		cmocka_unit_test(test_gaps),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_lets),
		cmocka_unit_test(test_lattice),
		cmocka_unit_test(test_where),
		cmocka_unit_test(test_where_every_binding),
		cmocka_unit_test(test_several_emits_and_span),
		cmocka_unit_test(test_stages),
		cmocka_unit_test(test_competition),
		cmocka_unit_test(test_free_overlap),
		cmocka_unit_test(test_layers),
		cmocka_unit_test(test_accessors),
		cmocka_unit_test(test_hostile_patterns),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_deterministic),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_damaged_in_use),
		cmocka_unit_test(test_mutations),
		cmocka_unit_test(test_blow_up),
		cmocka_unit_test(test_memory_ends),
		cmocka_unit_test(test_complaints),
	};
	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
