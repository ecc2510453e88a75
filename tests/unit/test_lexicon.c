/* test_lexicon.c: tables to image to readings and items. The rows of each test stand in it; schema, clitics and
 * paradigms are the real ones. tests/errors/lexicon/NAME holds tables that are wrong and what is said of them (RW_BLESS=1 writes
 * it anew). */
#include "lexicon/compile.h"
#include "memory.h"
#include "table.h"
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#define LEXICON RW_SOURCE_DIR "/lexicon/"
enum { MAX_SOURCES = 64 };

typedef struct bench {
	rw_source s[MAX_SOURCES];
	size_t n;
} bench;

static rw_slice read_all(rw_arena *a, const char *path) {
	FILE *f = fopen(path, "rb");
	if (!f) return RW_NONE;
	rw_buf b = RW_BUF(a);
	char some[4096];
	for (size_t n; (n = fread(some, 1, sizeof some, f)) > 0;) rw_buf_put(&b, some, n);
	fclose(f);
	return rw_buf_view(&b);
}

static void put(bench *b, const char *name, rw_slice text, uint32_t layer) {
	assert_true(b->n < MAX_SOURCES);
	b->s[b->n++] = (rw_source){rw_slice_z(name), rw_slice_z(name), text, layer};
}

/* The tables that every lexicon needs. */
static bench begin(rw_arena *a) {
	bench b = {.n = 0};
	put(&b, "schema.tsv", read_all(a, LEXICON "schema.tsv"), 0);
	put(&b, "clitics.tsv", read_all(a, LEXICON "clitics.tsv"), 0);
	put(&b, "paradigms.tsv", read_all(a, LEXICON "paradigms.tsv"), 0);
	return b;
}

static rw_slice compile(rw_arena *a, const bench *b) {
	rw_slice image;
	rw_complaints c = {0};
	riwaya_status k = rw_lexicon_compile(a, b->s, b->n, &image, &c);
	for (size_t i = 0; i < c.n; i++)
		print_message("%.*s:%u: %.*s\n", RW_ARG(c.p[i].path), c.p[i].line, RW_ARG(c.p[i].message));
	assert_int_equal(k, RIWAYA_OK);
	return image;
}

static rw_lexicon *open_image(rw_arena *a, rw_slice image) {
	rw_lexicon *lx = NULL;
	riwaya_error err;
	assert_int_equal(rw_lexicon_open(a, image, &lx, &err), RIWAYA_OK);
	return lx;
}

static rw_lexicon *lexicon(rw_arena *a, const char *name, const char *rows) {
	bench b = begin(a);
	put(&b, name, rw_slice_z(rows), 0);
	return open_image(a, compile(a, &b));
}

/* What stands in a text, one item a line: words, kind:id, proclitics, features. */
static const char *found(rw_arena *a, const rw_lexicon *lx, const char *text) {
	rw_tokens t;
	rw_items items = {0};
	rw_tokenize(a, rw_slice_z(text), &t);
	rw_lexicon_match(lx, rw_memo_new(a, lx), &t, 0, t.n, a, &items);
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < items.n; i++) {
		const rw_item *it = &items.p[i];
		rw_buf_printf(&b, "%u-%u %.*s:%.*s", it->first, it->end, RW_ARG(rw_sym_text(lx, it->kind)),
			RW_ARG(rw_sym_text(lx, it->id)));
		for (uint8_t bit = 1; bit; bit = (uint8_t)(bit << 1))
			if (it->pro & bit) rw_buf_printf(&b, " %s-", rw_pro_name(bit));
		for (uint32_t k = 0; k < it->n_feats; k++)
			if (!rw_slice_eqz(rw_sym_text(lx, it->feats[k].key), "def") &&
				!rw_slice_eqz(rw_sym_text(lx, it->feats[k].value), "none"))
				rw_buf_printf(&b, " %.*s=%.*s", RW_ARG(rw_sym_text(lx, it->feats[k].key)),
					RW_ARG(rw_sym_text(lx, it->feats[k].value)));
		rw_buf_byte(&b, '\n');
	}
	rw_buf_byte(&b, '\0');
	return b.p;
}

#define FOUND(text, expect) assert_string_equal(found(a, lx, text), expect)

/* --- matching ----------------------------------------------------------------------------------------------------- */
static void articles(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_lexicon *lx = lexicon(a, "words.tsv",
		"kind\tid\tforms\tfeats\n"
		"noun\tarmy\tجيش\n"
		"noun\tcommittee\tلجنة\n"
		"actor\tforces\tالقوات الحكومية\n"
		"number\tthousand\tألف\n"
		"comp\tthat\tأن\n"
		"god\tgod\tالله\n"
		"noun\tlady\tسيدة\tdef=no\n"
		"noun\tworld\tعالم\tdef=yes\n");
	FOUND("جيش", "0-1 noun:army\n");
	FOUND("الجيش", "0-1 noun:army al-\n");
	FOUND("للجيش", "0-1 noun:army li- al-\n");
	FOUND("وللجيش", "0-1 noun:army wa- li- al-\n");
	FOUND("وبالجيش", "0-1 noun:army wa- bi- al-\n");
	FOUND("لجيش", "0-1 noun:army li-\n");
	FOUND("لجنة", "0-1 noun:committee\n");
	FOUND("اللجنة", "0-1 noun:committee al-\n");
	FOUND("للجنة", "0-1 noun:committee li-\n0-1 noun:committee li- al-\n");
	FOUND("القوات الحكومية", "0-2 actor:forces al-\n");
	FOUND("والقوات الحكومية", "0-2 actor:forces wa- al-\n");
	FOUND("للقوات الحكومية", "0-2 actor:forces li- al-\n");
	FOUND("قوات حكومية", "");
	FOUND("القوات حكومية", "");
	FOUND("ألف", "0-1 number:thousand\n");
	FOUND("الألف", "0-1 number:thousand al-\n");
	FOUND("أن", "0-1 comp:that\n");
	FOUND("الآن", ""); /* two letters: a particle, which takes no article */
	FOUND("الله", "0-1 god:god al-\n");
	FOUND("لله", "0-1 god:god li- al-\n");
	FOUND("والله", "0-1 god:god wa- al-\n");
	FOUND("سيدة", "0-1 noun:lady\n");
	FOUND("السيدة", "");
	FOUND("عالم", "");
	FOUND("العالم", "0-1 noun:world al-\n");
	rw_arena_release(a);
}

static void pronouns(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_lexicon *lx = lexicon(a, "words.tsv",
		"kind\tid\tforms\tfeats\n"
		"pred\tinjury\tإصابة\n"
		"pred\tdeath\tمصرع\n"
		"speech\tload\tحمل\n"
		"noun\tfriends\tأصدقاء\n"
		"among\tamong\tبينهم|بين\n"
		"pred\tmet\tلقي مصرع\n"
		"noun\tplain\tسهل\tenc=no\n");
	FOUND("إصابته", "0-1 pred:injury enc=hu\n");
	FOUND("وإصابتهم", "0-1 pred:injury wa- enc=hum\n");
	FOUND("إصابة", "0-1 pred:injury\n");
	FOUND("مصرعه", "0-1 pred:death enc=hu\n");
	FOUND("المصرعه", ""); /* no article with a pronoun */
	FOUND("حمله", "0-1 speech:load enc=hu\n");
	FOUND("حملة", ""); /* ta marbuta is no pronoun */
	FOUND("أصدقائه", "0-1 noun:friends enc=hu\n");
	FOUND("أصدقاؤها", "0-1 noun:friends enc=ha\n");
	FOUND("بينهم", "0-1 among:among\n0-1 among:among enc=hum\n");
	FOUND("لقي مصرعه", "0-2 pred:met enc=hu\n1-2 pred:death enc=hu\n");
	FOUND("لقيه مصرع", "1-2 pred:death\n"); /* inside a phrase there is none */
	FOUND("سهل", "0-1 noun:plain\n");
	FOUND("سهلهم", "");
	rw_arena_release(a);
}

static void phrases(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_lexicon *lx = lexicon(a, "words.tsv",
		"kind\tid\tforms\tfeats\n"
		"a\tone\tقوات\n"
		"a\ttwo\tقوات سوريا\n"
		"a\tthree\tقوات سوريا الديمقراطية\n"
		"b\tone\tقوات\n"
		"c\tnumbered\tكانون 2|فرانس 24\n"
		"d\tbelongs\tتابع ل\n"
		"e\tof\tمن ال\n"
		"f\tdotted\tأ.ف.ب\n"
		"g\tquoted\t«سوا»\n");
	FOUND("قوات سوريا الديمقراطية", "0-3 a:three\n0-2 a:two\n0-1 a:one\n0-1 b:one\n");
	FOUND("قوات سورية", "0-1 a:one\n0-1 b:one\n");
	FOUND("كانون ٢", "0-2 c:numbered\n");
	FOUND("فرانس24", "0-2 c:numbered\n");
	FOUND("تابع للجيش", "0-1 d:belongs\n");
	FOUND("تابع الجيش", "");
	FOUND("تابع", "");
	FOUND("من الجيش", "0-1 e:of\n");
	FOUND("من جيش", "");
	FOUND("«سوا»", "0-3 g:quoted\n");
	FOUND("قوّات", "0-1 a:one\n0-1 b:one\n");
	assert_non_null(strstr(found(a, lx, "أ.ف.ب"), "f:dotted"));
	rw_arena_release(a);
}

static void features(void **state) {
	(void)state;
	TEST_ARENA(a);
	bench b = begin(a);
	put(&b, "actors.tsv", RW_LIT("id\tar\ten\ttype\nx\tس\tX\tarmy\n"), 0);
	put(&b, "actornames.tsv", RW_LIT("actor\tregister\tforms\tfeats\nx\tloaded\tالعصابة\tanaphor=yes\n"), 0);
	put(&b, "numbers.tsv", RW_LIT("forms\tvalue\ttype\nمئة|مائة\t100\thundred\n"), 0);
	put(&b, "verbs.tsv",
		RW_LIT("kind\tid\tpast\tpresent\tclass\tfeats\npred\tkilled\tقتل\tيقتل\tv1\tvoice=active args=object\n"), 0);
	rw_lexicon *lx = open_image(a, compile(a, &b));
	FOUND("العصابة", "0-1 actor:x al- register=loaded anaphor=yes\n");
	FOUND("مائة", "0-1 number: type=hundred\n");
	/* the row's own feature goes before its class's */
	FOUND("قتل", "0-1 pred:killed person=3 number=sg gender=m form=past voice=active args=object\n");
	FOUND("سيقتل", "0-1 pred:killed sa- person=3 number=sg gender=m form=present voice=active args=object\n");
	FOUND("سقتل", "");
	FOUND("القتل", "");
	FOUND("بقتل", "");
	rw_arena_release(a);
}

static void memo(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_lexicon *lx = lexicon(a, "words.tsv", "kind\tid\tforms\na\tb\tجيش\n");
	rw_memo *m = rw_memo_new(a, lx);
	rw_slice key = RW_LIT("والجيش");
	rw_readings first = rw_read_token(m, key);
	assert_int_equal(first.n, 1);
	assert_int_equal(first.p[0].pro, RW_PRO_WA | RW_PRO_AL);
	assert_ptr_equal(rw_read_token(m, key).p, first.p);
	for (int i = 0; i < 60000; i++) {
		rw_slice other = rw_arena_printf(a, "و%d", i);
		assert_int_equal(rw_read_token(m, other).n, 0);
		if (i == 5000) assert_int_equal(first.p[0].pro, RW_PRO_WA | RW_PRO_AL);
	}
	assert_int_equal(rw_read_token(m, key).n, 1);
	/* keys longer than any word, and an empty one */
	char *long_key = rw_arena_alloc(a, 100000);
	memset(long_key, 'x', 100000);
	assert_int_equal(rw_read_token(m, rw_slice_of(long_key, 100000)).n, 0);
	assert_int_equal(rw_read_token(m, rw_slice_of("", 0)).n, 0);
	rw_arena_release(a);
}

/* --- tables ----------------------------------------------------------------------------------------------------------- */
static void rows(void **state) {
	(void)state;
	TEST_ARENA(a);
	bench b = begin(a);
	put(&b, "policy.tsv", RW_LIT("note\tkey\tvalue\n# a remark\nwhy\tone\t1.5\n\nwhy not\ttwo\t-2\n"), 0);
	put(&b, "policy.more.tsv", RW_LIT("key\tvalue\tnote\nthree\t3\tthird\n"), 0);
	put(&b, "furniture.tsv", RW_LIT("text\twhere\twhat\nاقرأ أيضا\tline\trelated\nاقرأ أيضا\tstart\tother\n"), 0);
	rw_lexicon *lx = open_image(a, compile(a, &b));
	uint32_t n, line;
	rw_row first = rw_table_rows(lx, "policy", &n);
	assert_int_equal(n, 3);
	double value;
	rw_row r = rw_row_find(lx, "policy", RW_LIT("two"));
	assert_true(r >= first && r < first + n);
	assert_true(rw_row_number(lx, r, "value", &value));
	assert_true(value == -2);
	assert_true(rw_slice_eqz(rw_row_get(lx, r, "note"), "why not"));
	assert_null(rw_row_get(lx, r, "nothing").p);
	assert_true(rw_slice_eqz(rw_row_table(lx, r), "policy"));
	assert_true(rw_slice_eqz(rw_row_file(lx, r, &line), "lexicon/policy.tsv"));
	assert_int_equal(line, 5);
	r = rw_row_find(lx, "furniture", RW_LIT("اقرأ أيضا\tstart"));
	assert_true(rw_slice_eqz(rw_row_get(lx, r, "what"), "other"));
	assert_int_equal(rw_row_find(lx, "furniture", RW_LIT("اقرأ أيضا")), 0);
	assert_int_equal(rw_row_find(lx, "furniture", RW_LIT("اقرأ أيضا\tstart\t")), 0);
	assert_int_equal(rw_row_find(lx, "nothing", RW_LIT("x")), 0);
	assert_int_equal(rw_table_rows(lx, "nothing", &n), 0);
	assert_null(rw_row_get(lx, 0, "key").p);
	assert_null(rw_row_get(lx, UINT32_MAX, "key").p);
	assert_null(rw_sym_text(lx, 0).p);
	assert_null(rw_sym_text(lx, UINT32_MAX).p);
	assert_int_equal(rw_sym_of(lx, RW_LIT("no such symbol")), 0);
	rw_arena_release(a);
}

static void overlay(void **state) {
	(void)state;
	TEST_ARENA(a);
	bench b = begin(a);
	put(&b, "words.tsv", RW_LIT("kind\tid\tforms\tfeats\nk\ta\tجيش\tx=old\nk\tb\tشرطة\nk\tc\tدرك\n"), 0);
	put(&b, "policy.tsv", RW_LIT("key\tvalue\tnote\none\t1\tbuilt in\ntwo\t2\tbuilt in\n"), 0);
	rw_lexicon *lx = open_image(a, compile(a, &b));
	bench over = {.n = 0};
	put(&over, "words.mine.tsv", RW_LIT("kind\tid\tforms\tfeats\nk\ta\tجيش\tx=new\n-k\tb\tشرطة\nk\td\tحرس\n"), 0);
	put(&over, "policy.tsv", RW_LIT("key\tvalue\tnote\ntwo\t22\tmine\n"), 0);
	rw_source *all;
	size_t n;
	rw_lexicon_overlay(lx, a, over.s, over.n, &all, &n);
	assert_int_equal(n, b.n + over.n);
	rw_slice image;
	rw_complaints c = {0};
	assert_int_equal(rw_lexicon_compile(a, all, n, &image, &c), RIWAYA_OK);
	rw_lexicon *two = open_image(a, image);
	const char *text = "جيش شرطة درك حرس";
	FOUND(text, "0-1 k:a x=old\n1-2 k:b\n2-3 k:c\n");
	assert_string_equal(found(a, two, text), "0-1 k:a x=new\n2-3 k:c\n3-4 k:d\n");
	double value;
	assert_true(rw_row_number(two, rw_row_find(two, "policy", RW_LIT("two")), "value", &value) && value == 22);
	uint32_t line;
	assert_true(rw_slice_eqz(rw_row_file(two, rw_row_find(two, "policy", RW_LIT("two")), &line), "policy.tsv"));
	assert_true(rw_slice_eqz(rw_row_file(two, rw_row_find(two, "policy", RW_LIT("one")), &line), "lexicon/policy.tsv"));
	assert_false(rw_slice_eq(rw_lexicon_hash(lx), rw_lexicon_hash(two)));
	/* an overlay of an overlay */
	bench third = {.n = 0};
	put(&third, "words.zz.tsv", RW_LIT("kind\tid\tforms\tfeats\nk\ta\tجيش\tx=third\nk\tb\tشرطة\n"), 0);
	rw_lexicon_overlay(two, a, third.s, third.n, &all, &n);
	assert_int_equal(rw_lexicon_compile(a, all, n, &image, &c), RIWAYA_OK);
	assert_string_equal(found(a, open_image(a, image), text), "0-1 k:a x=third\n1-2 k:b\n2-3 k:c\n3-4 k:d\n");
	rw_arena_release(a);
}

static void same_bytes(void **state) {
	(void)state;
	TEST_ARENA(a);
	bench b = begin(a);
	put(&b, "words.b.tsv", RW_LIT("kind\tid\tforms\nk\ta\tجيش|الجيش الحر\n"), 0);
	put(&b, "words.a.tsv", RW_LIT("kind\tid\tforms\nk\tb\tشرطة\n"), 0);
	rw_slice one = compile(a, &b), two = compile(a, &b);
	assert_true(rw_slice_eq(one, two));
	bench turned = {.n = 0};
	for (size_t i = b.n; i > 0; i--) {
		turned.s[turned.n] = b.s[i - 1];
		turned.s[turned.n++].path = RW_LIT("/somewhere/else"); /* the built-in tables are named alike wherever they lie */
	}
	assert_true(rw_slice_eq(one, compile(a, &turned)));
	riwaya_error err;
	assert_int_equal(rw_lexicon_verify(one, &err), RIWAYA_OK);
	/* what an image was made of makes it again */
	rw_source *own;
	size_t n;
	rw_lexicon_own_sources(open_image(a, one), a, &own, &n);
	rw_complaints c = {0};
	assert_int_equal(rw_lexicon_compile(a, own, n, &two, &c), RIWAYA_OK);
	assert_true(rw_slice_eq(one, two));
	rw_arena_release(a);
}

/* --- wrong tables ------------------------------------------------------------------------------------------------------- */
static int by_text(const void *pa, const void *pb) {
	return rw_slice_cmp(*(const rw_slice *)pa, *(const rw_slice *)pb);
}

/* The names in a folder, sorted. */
static size_t names(rw_arena *a, const char *dir, rw_slice *out, size_t max) {
	DIR *d = opendir(dir);
	assert_non_null(d);
	size_t n = 0;
	for (const struct dirent *e; (e = readdir(d));)
		if (e->d_name[0] != '.' && n < max) out[n++] = rw_arena_printf(a, "%s", e->d_name);
	closedir(d);
	qsort(out, n, sizeof *out, by_text);
	return n;
}

/* A name that begins with "overlay" is laid over the base tables, others stand beside them; a file schema.tsv takes the
 * place of the real one. */
static void one_error(rw_arena *a, rw_slice name) {
	const char *dir = rw_arena_printf(a, RW_TEST_DATA "/errors/lexicon/%.*s", RW_ARG(name)).p;
	rw_slice files[16];
	size_t n = names(a, dir, files, RW_COUNT(files));
	bench b = begin(a);
	for (size_t i = 0; i < n; i++) {
		if (!rw_slice_ends(files[i], RW_LIT(".tsv"))) continue;
		rw_slice text = read_all(a, rw_arena_printf(a, "%s/%.*s", dir, RW_ARG(files[i])).p);
		if (rw_slice_eqz(files[i], "schema.tsv"))
			b.s[0].text = text;
		else
			put(&b, files[i].p, text, rw_slice_starts(name, RW_LIT("overlay")));
	}
	rw_slice image;
	rw_complaints c = {0};
	riwaya_status k = rw_lexicon_compile(a, b.s, b.n, &image, &c);
	rw_buf said = RW_BUF(a);
	for (size_t i = 0; i < c.n; i++)
		rw_buf_printf(&said, "%.*s:%u: %.*s\n", RW_ARG(c.p[i].path), c.p[i].line, RW_ARG(c.p[i].message));
	const char *path = rw_arena_printf(a, "%s/expected", dir).p;
	if (getenv("RW_BLESS")) {
		FILE *f = fopen(path, "wb");
		assert_non_null(f);
		fwrite(said.p, 1, said.n, f);
		fclose(f);
	}
	rw_slice expected = read_all(a, path);
	if (!rw_slice_eq(rw_buf_view(&said), expected))
		fail_msg("%.*s: said\n%.*sexpected\n%.*s", RW_ARG(name), (int)said.n, said.p, RW_ARG(expected));
	assert_int_equal(k, RIWAYA_LEXICON);
}

static void errors(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_slice all[64];
	size_t n = names(a, RW_TEST_DATA "/errors/lexicon", all, RW_COUNT(all));
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++) one_error(a, all[i]);
	rw_arena_release(a);
}

static void many_errors(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_buf t = RW_BUF(a);
	rw_buf_z(&t, "key\tvalue\tnote\n");
	for (int i = 0; i < 10000; i++) rw_buf_printf(&t, "k%d\tx\tn\n", i);
	bench b = begin(a);
	put(&b, "policy.tsv", rw_buf_view(&t), 0);
	rw_slice image;
	rw_complaints c = {0};
	assert_int_equal(rw_lexicon_compile(a, b.s, b.n, &image, &c), RIWAYA_LEXICON);
	assert_int_equal(c.n, RW_MAX_COMPLAINTS + 1);
	assert_int_equal(c.p[0].line, 2);
	rw_arena_release(a);
}

static void no_sources(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_slice image;
	rw_complaints c = {0};
	assert_int_equal(rw_lexicon_compile(a, NULL, 0, &image, &c), RIWAYA_LEXICON);
	assert_int_equal(c.n, 1);
	rw_source *s;
	size_t n;
	riwaya_error err;
	assert_int_equal(rw_lexicon_sources(a, RW_TEST_DATA "/nowhere", &s, &n, &err), RIWAYA_IO);
	assert_int_equal(rw_lexicon_sources(a, RW_TEST_DATA "/unit", &s, &n, &err), RIWAYA_EMPTY);
	assert_int_equal(rw_lexicon_sources(a, LEXICON, &s, &n, &err), RIWAYA_OK);
	for (size_t i = 1; i < n; i++) assert_true(rw_slice_cmp(s[i - 1].name, s[i].name) < 0);
	rw_arena_release(a);
}

/* --- damaged images ------------------------------------------------------------------------------------------------------ */
static void use(rw_arena *a, const rw_lexicon *lx) {
	(void)found(a, lx, "قوات سوريا الديمقراطية وقتلوا للجيش إصابتهم 24 تابع للجيش");
	uint32_t n, line;
	rw_row r = rw_table_rows(lx, "words", &n);
	for (uint32_t i = 0; i < n && i < 100; i++)
		(void)rw_row_get(lx, r + i, "forms"), (void)rw_row_file(lx, r + i, &line);
	(void)rw_row_find(lx, "words", RW_LIT("k\ta\tجيش"));
	(void)rw_sym_of(lx, RW_LIT("killed"));
	rw_buf b = RW_BUF(a);
	rw_lexicon_show_word(lx, a, RW_LIT("قتلوا"), &b);
	rw_source *s;
	size_t ns;
	rw_lexicon_own_sources(lx, a, &s, &ns);
}

static void damaged(void **state) {
	(void)state;
	TEST_ARENA(a);
	bench b = begin(a);
	put(&b, "words.tsv", RW_LIT("kind\tid\tforms\nk\ta\tجيش|قوات سوريا الديمقراطية|إصابة\nk\tb\tتابع ل\n"), 0);
	put(&b, "verbs.tsv", RW_LIT("kind\tid\tpast\tpresent\tclass\npred\tkilled\tقتل\tيقتل\tv1\n"), 0);
	rw_slice image = compile(a, &b);
	riwaya_error err;
	rw_lexicon *lx;
	char *p = aligned_alloc(64, (image.n + 63) / 64 * 64);
	assert_non_null(p);
	memcpy(p, image.p, image.n);
	use(a, open_image(a, rw_slice_of(p, image.n)));
	/* cut anywhere */
	for (size_t n = 0; n < image.n; n += n < 1024 ? 1 : 997) {
		assert_int_equal(rw_lexicon_open(a, rw_slice_of(p, n), &lx, &err), RIWAYA_LEXICON);
		assert_int_equal(rw_lexicon_verify(rw_slice_of(p, n), &err), RIWAYA_LEXICON);
	}
	assert_int_equal(rw_lexicon_open(a, rw_slice_of(p + 4, image.n - 4), &lx, &err), RIWAYA_LEXICON);
	/* bytes changed: seen by verify, and without harm where nobody asked it */
	uint64_t seed = 7;
	rw_mark mark = rw_arena_mark(a);
	for (int round = 0; round < 4000; round++) {
		size_t changed = 1 + draw(&seed) % 8;
		for (size_t i = 0; i < changed; i++) {
			/* half of them near the head, where the sections are told */
			size_t at = draw(&seed) % (round % 2 ? image.n : 640);
			p[at] = (char)draw(&seed);
		}
		if (memcmp(p, image.p, image.n) != 0)
			assert_int_equal(rw_lexicon_verify(rw_slice_of(p, image.n), &err), RIWAYA_LEXICON);
		if (rw_lexicon_open(a, rw_slice_of(p, image.n), &lx, &err) == RIWAYA_OK) use(a, lx);
		rw_arena_reset(a, mark);
		memcpy(p, image.p, image.n);
	}
	/* numbers in the sections become huge */
	for (int round = 0; round < 2000; round++) {
		for (int i = 0; i < 40; i++) {
			size_t at = 640 + draw(&seed) % (image.n - 644);
			memset(p + at / 4 * 4, draw(&seed) % 2 ? 0xFF : 0x7F, 4);
		}
		if (rw_lexicon_open(a, rw_slice_of(p, image.n), &lx, &err) == RIWAYA_OK) use(a, lx);
		rw_arena_reset(a, mark);
		memcpy(p, image.p, image.n);
	}
	free(p);
	rw_arena_release(a);
}

/* --- memory ------------------------------------------------------------------------------------------------------------------ */
static void little(rw_arena *a, void *p) {
	(void)p;
	static const char schema[] =
		"table\tcolumn\ttype\tneeded\tmeaning\n"
		"words\t*\tentry:@\tid\tw\nwords\tkind\tid\tyes\tk\nwords\tid\tid\tyes\ti\nwords\tforms\tforms\tyes\tf\n";
	rw_source s[] = {{RW_LIT("schema.tsv"), RW_LIT("schema.tsv"), rw_slice_z(schema), 0},
		{RW_LIT("words.tsv"), RW_LIT("words.tsv"), RW_LIT("kind\tid\tforms\nk\ta\tجيش\n"), 0}};
	rw_slice image;
	rw_complaints c = {0};
	assert_int_equal(rw_lexicon_compile(a, s, 2, &image, &c), RIWAYA_OK);
	rw_lexicon *lx = open_image(a, image);
	(void)found(a, lx, "جيش");
}

static void memory_ends(void **state) {
	(void)state;
	size_t calls = failing_all(little, NULL);
	assert_true(calls > 0 && calls != SIZE_MAX);
}

/* --- size -------------------------------------------------------------------------------------------------------------------- */
static void large(void **state) {
	(void)state;
	TEST_ARENA(a);
	bench b = begin(a);
	rw_buf places = RW_BUF(a), verbs = RW_BUF(a);
	rw_buf_z(&places, "id\tforms\ten\ttype\tlat\tlon\n");
	rw_buf_z(&verbs, "kind\tid\tpast\tpresent\tclass\tmasdar\tap\tpp\n");
	static const char *const letters[] = {"ب", "ت", "ج", "ح", "د", "ر", "س", "ش", "ص", "ط", "ع", "ف", "ق", "ك", "م", "ن"};
	for (uint32_t i = 0; i < 10000; i++) {
		const char *w[] = {letters[i & 15], letters[i >> 4 & 15], letters[i >> 8 & 15], letters[i >> 12 & 15]};
		rw_buf_printf(&places, "p%u\tتل %s%s%s%s|%s%s%s%s الغربية\tP\ttown\t33.5\t40.25\n", i, w[0], w[1], w[2], w[3],
			w[3], w[2], w[1], w[0]);
		if (i % 16 == 0)
			rw_buf_printf(&verbs, "pred\tv%u\t%s%s%s\tي%s%s%s\tv1\tم%s%s%s\t%sا%s%s\tم%s%sو%s\n", i, w[1], w[2], w[3],
				w[1], w[2], w[3], w[1], w[2], w[3], w[1], w[2], w[3], w[1], w[2], w[3]);
	}
	put(&b, "places.tsv", rw_buf_view(&places), 0);
	put(&b, "verbs.tsv", rw_buf_view(&verbs), 0);
	if (rw_slice_find(b.s[0].text, RW_LIT("ref:placetypes"), 0) != SIZE_MAX)
		put(&b, "placetypes.tsv", read_all(a, LEXICON "placetypes.tsv"), 0);
	clock_t from = clock();
	rw_slice image = compile(a, &b);
	double took = (double)(clock() - from) / CLOCKS_PER_SEC;
	print_message("10,000 places and 625 verbs: %.2f s, %.1f MB\n", took, (double)image.n / 1e6);
	assert_true(image.n < 20000000);
	assert_true(took < 20); /* under a second in a release build; sanitizers take their time */
	rw_arena_release(a);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(articles),
		cmocka_unit_test(pronouns),
		cmocka_unit_test(phrases),
		cmocka_unit_test(features),
		cmocka_unit_test(memo),
		cmocka_unit_test(rows),
		cmocka_unit_test(overlay),
		cmocka_unit_test(same_bytes),
		cmocka_unit_test(errors),
		cmocka_unit_test(many_errors),
		cmocka_unit_test(no_sources),
		cmocka_unit_test(damaged),
		cmocka_unit_test(memory_ends),
		cmocka_unit_test(large),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
