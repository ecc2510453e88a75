/* api_lexicon.c: the doors to the lexicon itself: checking it with an overlay, showing a word, counting. What they write is for
 * people who edit tables, in the form that editors and compilers know: file:line: what. */
#include "api.h"
#include "extract/extract.h"
#include "lexicon/image.h"
#include "lexicon/rule.h"
#include <stdlib.h>

typedef struct job {
	rw_arena a;
	const riwaya_engine *engine;
	const char *dir, *word;
	riwaya_sink sink;
	riwaya_status (*fn)(struct job *j, riwaya_error *err);
} job;

static bool say(job *j, rw_slice s) { return s.n == 0 || j->sink.write(j->sink.ctx, s.p, s.n); }

static riwaya_status cut_off(riwaya_error *err) {
	return rw_fail(err, RIWAYA_OUTPUT, RW_NONE, 0, 0, "unable to write the result; what was to take it takes no more");
}

static riwaya_status enter(void *arg, riwaya_error *err) {
	job *j = arg;
	return j->fn(j, err);
}

static riwaya_status run(job j, riwaya_allocator with, riwaya_error *err) {
	if (!j.sink.write) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a sink is needed: its function is NULL");
	rw_mem mem = {.a = with};
	rw_arena_init(&j.a, &mem);
	riwaya_status status = rw_door(&mem, enter, &j, err);
	rw_arena_release(&j.a);
	return status;
}

/* --- check ---------------------------------------------------------------------------------------------------- */
static bool complain(job *j, const rw_complaints *c) {
	for (size_t i = 0; i < c->n; i++)
		if (!say(j,
				rw_arena_printf(&j->a, RW_FMT ":%u: " RW_FMT "\n", RW_ARG(c->p[i].path), (unsigned)c->p[i].line,
					RW_ARG(c->p[i].message))))
			return false;
	return true;
}

static riwaya_status wrong(job *j, const rw_complaints *c, riwaya_error *err) {
	if (!complain(j, c)) return cut_off(err);
	return rw_fail(
		err, RIWAYA_LEXICON, rw_slice_z(j->dir), 0, 0, "the lexicon has %zu mistake%s", c->n, c->n == 1 ? "" : "s");
}

static riwaya_status check(job *j, riwaya_error *err) {
	rw_lexicon *builtin, *lx;
	riwaya_status status = rw_lexicon_open(&j->a, rw_lexicon_builtin(), &builtin, err);
	if (status) return status;
	rw_source *sources, *more;
	size_t n, n_more;
	if (j->dir) {
		status = rw_lexicon_sources(&j->a, j->dir, &more, &n_more, err);
		if (status) return status;
		rw_lexicon_overlay(builtin, &j->a, more, n_more, &sources, &n);
	} else {
		rw_lexicon_own_sources(builtin, &j->a, &sources, &n);
	}
	rw_slice image;
	rw_complaints complaints = {0};
	status = rw_lexicon_compile(&j->a, sources, n, &image, &complaints);
	if (status)
		return complaints.n ? wrong(j, &complaints, err)
							: rw_fail(err, status, rw_slice_z(j->dir), 0, 0, "the lexicon does not compile");
	status = rw_lexicon_open(&j->a, image, &lx, err);
	if (status) return status;
	rw_check_cases(rw_extractor_new(&j->a, lx), &j->a, &complaints);
	if (complaints.n) return wrong(j, &complaints, err);
	size_t cases = 0;
	for (uint32_t i = 0; i < rw_rule_count(lx); i++) {
		rw_rule_case *unused;
		cases += rw_rule_cases(lx, i, &j->a, &unused);
	}
	return say(j, rw_arena_printf(&j->a, "ok: %u rules, %zu cases\n", (unsigned)rw_rule_count(lx), cases))
		? RIWAYA_OK
		: cut_off(err);
}

riwaya_status riwaya_lexicon_check(const char *dir, riwaya_sink sink, riwaya_error *err) {
	return run((job){.dir = dir, .sink = sink, .fn = check}, rw_allocator_libc(), err);
}

/* --- show ------------------------------------------------------------------------------------------------------ */
static void put_feats(job *j, rw_buf *b, const rw_lexicon *lx, const rw_item *it) {
	for (uint8_t i = 0; i < it->n_feats; i++) {
		rw_buf_byte(b, ' ');
		rw_buf_slice(b, rw_sym_text(lx, it->feats[i].key));
		rw_buf_byte(b, '=');
		rw_buf_slice(b, rw_sym_text(lx, it->feats[i].value));
	}
	for (unsigned bit = 1; bit <= RW_PRO_A; bit <<= 1) {
		const char *name = it->pro & bit ? rw_pro_name((uint8_t)bit) : NULL;
		if (name) rw_buf_printf(b, " pro=%s", name);
	}
	rw_slice enc = it->enc ? rw_enclitic_text(lx, it->enc) : RW_NONE;
	if (enc.n) rw_buf_printf(b, " enc=" RW_FMT, RW_ARG(enc));
	(void)j;
}

/* The row as the table has it: its columns that are not empty. */
static void put_row(rw_buf *b, const rw_lexicon *lx, rw_row row) {
	rw_slice table = rw_row_table(lx, row);
	uint32_t n = 0;
	rw_row schema = rw_table_rows(lx, "schema", &n);
	for (uint32_t i = 0; i < n; i++) {
		rw_slice of = rw_row_get(lx, schema + i, "table"), column = rw_row_get(lx, schema + i, "column");
		char name[64];
		if (!rw_slice_eq(of, table) || rw_slice_eqz(column, "*") || column.n >= sizeof name) continue;
		memcpy(name, column.p, column.n);
		name[column.n] = '\0';
		rw_slice cell = rw_row_get(lx, row, name);
		if (cell.n) rw_buf_printf(b, "    %-12s " RW_FMT "\n", name, RW_ARG(cell));
	}
}

static void put_readings(rw_buf *b, const rw_lexicon *lx, rw_memo *memo, const rw_tokens *t) {
	for (uint32_t i = 0; i < t->n; i++) {
		rw_readings r = rw_read_token(memo, t->tok[i].key);
		rw_buf_printf(b, RW_FMT ": ", RW_ARG(rw_tokens_text(t, i, i + 1)));
		if (r.n == 0) rw_buf_z(b, "no word of the lexicon, however it is read\n");
		for (uint32_t k = 0; k < r.n; k++) {
			if (k) rw_buf_z(b, "; ");
			for (unsigned bit = 1; bit <= RW_PRO_A; bit <<= 1) {
				const char *name = r.p[k].pro & bit ? rw_pro_name((uint8_t)bit) : NULL;
				if (name) rw_buf_printf(b, "%s + ", name);
			}
			rw_buf_printf(b, "word %u", (unsigned)r.p[k].word);
			rw_slice enc = r.p[k].enc ? rw_enclitic_text(lx, r.p[k].enc) : RW_NONE;
			if (enc.n) rw_buf_printf(b, " + " RW_FMT, RW_ARG(enc));
		}
		if (r.n) rw_buf_byte(b, '\n');
	}
}

static riwaya_status show(job *j, riwaya_error *err) {
	const rw_lexicon *lx = rw_engine_lexicon(j->engine);
	rw_slice text = rw_utf8_clean(&j->a, rw_slice_z(j->word), NULL);
	rw_tokens t;
	rw_tokenize(&j->a, text, &t);
	rw_memo *memo = rw_memo_new(&j->a, lx);
	rw_items items = {0};
	rw_lexicon_match(lx, memo, &t, 0, t.n, &j->a, &items);
	rw_buf b = RW_BUF(&j->a);
	put_readings(&b, lx, memo, &t);
	size_t shown = 0;
	for (size_t i = 0; i < items.n; i++) {
		const rw_item *it = &items.p[i];
		if (it->end - it->first != t.n && t.n > 1 && it->end - it->first == 1 && !it->row) continue;
		uint32_t line = 0;
		rw_slice file = rw_row_file(lx, it->row, &line);
		rw_buf_printf(&b, "\n" RW_FMT ":%u: " RW_FMT ":" RW_FMT, RW_ARG(file), (unsigned)line,
			RW_ARG(rw_sym_text(lx, it->kind)), RW_ARG(rw_sym_text(lx, it->id)));
		put_feats(j, &b, lx, it);
		if (t.n > 1) rw_buf_printf(&b, "  (" RW_FMT ")", RW_ARG(rw_tokens_text(&t, it->first, it->end)));
		rw_buf_byte(&b, '\n');
		if (it->row) put_row(&b, lx, it->row);
		shown++;
	}
	if (!say(j, rw_buf_view(&b))) return cut_off(err);
	if (shown) return RIWAYA_OK;
	return rw_fail(err, RIWAYA_EMPTY, RW_NONE, 0, 0,
		"no table has '%s'; to add it, write a row and load it with --lexicon", j->word);
}

riwaya_status riwaya_lexicon_show(const riwaya_engine *engine, const char *word, riwaya_sink sink, riwaya_error *err) {
	if (!engine || !word)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "an engine and a word are needed: one is NULL");
	return run((job){.engine = engine, .word = word, .sink = sink, .fn = show}, rw_engine_allocator(engine), err);
}

/* --- stats ------------------------------------------------------------------------------------------------------ */
static riwaya_status stats(job *j, riwaya_error *err) {
	const rw_lexicon *lx = rw_engine_lexicon(j->engine);
	rw_buf b = RW_BUF(&j->a);
	uint32_t n = 0, rows = 0, tables = 0;
	rw_row schema = rw_table_rows(lx, "schema", &n);
	for (uint32_t i = 0; i < n; i++) {
		rw_slice table = rw_row_get(lx, schema + i, "table");
		char name[64];
		if (!rw_slice_eqz(rw_row_get(lx, schema + i, "column"), "*") || table.n >= sizeof name) continue;
		memcpy(name, table.p, table.n);
		name[table.n] = '\0';
		uint32_t count = 0;
		rw_table_rows(lx, name, &count);
		rows += count;
		tables++;
		rw_buf_printf(&b, "%-16s %8u rows\n", name, (unsigned)count);
	}
	size_t cases = 0;
	uint32_t rules = rw_rule_count(lx);
	for (uint32_t i = 0; i < rules; i++) {
		rw_rule_case *unused;
		cases += rw_rule_cases(lx, i, &j->a, &unused);
	}
	rw_buf_printf(&b, "\n%-16s %8u\n%-16s %8u\n%-16s %8zu\n%-16s %8zu\n%-16s %8zu\n%-16s %8u\n%-16s %8zu\n", "tables",
		(unsigned)tables, "rows", (unsigned)rows, "entries", (size_t)lx->s[RW_S_ENTRIES].n, "forms",
		(size_t)lx->s[RW_S_FORMS].n, "words", (size_t)lx->s[RW_S_WORDS].n, "rules", (unsigned)rules, "cases of rules",
		cases);
	rw_buf_printf(&b, "%-16s " RW_FMT "\n", "hash", RW_ARG(rw_lexicon_hash(lx)));
	return say(j, rw_buf_view(&b)) ? RIWAYA_OK : cut_off(err);
}

riwaya_status riwaya_lexicon_stats(const riwaya_engine *engine, riwaya_sink sink, riwaya_error *err) {
	if (!engine) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "an engine is needed: it is NULL");
	return run((job){.engine = engine, .sink = sink, .fn = stats}, rw_engine_allocator(engine), err);
}
