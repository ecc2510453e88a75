/* api_lexicon.c: the doors to the lexicon itself: checking it with an overlay, compiling one, importing places, showing a word, counting. What they write is for
 * people who edit tables, in the form that editors and compilers know: file:line: what. */
#include "api.h"
#include "extract/extract.h"
#include "lexicon/geonames.h"
#include "lexicon/rule.h"

typedef struct job {
	rw_arena a;
	const riwaya_engine *engine;
	const char *dir, *word;
	const char *const *files;
	size_t n_files;
	riwaya_sink sink, result;
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

static riwaya_status compile(job *j, const rw_source *sources, size_t n, rw_slice *image, riwaya_error *err) {
	rw_complaints complaints = {0};
	riwaya_status status = rw_lexicon_compile(&j->a, sources, n, image, &complaints);
	if (!status) return RIWAYA_OK;
	return complaints.n ? wrong(j, &complaints, err)
						: rw_fail(err, status, rw_slice_z(j->dir), 0, 0, "the lexicon does not compile");
}

/* The lexicon to check: a compiled file as it is, tables compiled. */
static riwaya_status made(job *j, const rw_lexicon *builtin, rw_lexicon **lx, riwaya_error *err) {
	riwaya_status status;
	rw_slice image;
	if (j->dir && !rw_lexicon_is_folder(j->dir)) {
		status = rw_lexicon_map(&j->a, j->dir, &image, err);
		if (!status) status = rw_lexicon_verify(image, err);
		return status ? status : rw_open_compiled(&j->a, j->dir, builtin, lx, err);
	}
	rw_source *sources, *more;
	size_t n, n_more;
	if (j->dir) {
		status = rw_lexicon_sources(&j->a, j->dir, &more, &n_more, err);
		if (status) return status;
		rw_lexicon_overlay(builtin, &j->a, more, n_more, &sources, &n);
	} else {
		rw_lexicon_own_sources(builtin, &j->a, &sources, &n);
	}
	status = compile(j, sources, n, &image, err);
	return status ? status : rw_lexicon_open(&j->a, image, lx, err);
}

static riwaya_status check(job *j, riwaya_error *err) {
	rw_lexicon *builtin, *lx;
	riwaya_status status = rw_lexicon_open(&j->a, rw_lexicon_builtin(), &builtin, err);
	if (!status) status = made(j, builtin, &lx, err);
	if (status) return status;
	rw_complaints complaints = {0};
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

/* --- compile -------------------------------------------------------------------------------------------------- */
static riwaya_status lay(job *j, riwaya_error *err) {
	rw_lexicon *lx;
	rw_slice image = rw_lexicon_builtin();
	riwaya_status status = rw_lexicon_open(&j->a, image, &lx, err);
	for (size_t i = 0; !status && i < j->n_files; i++) {
		rw_source *sources, *more;
		size_t n, n_more;
		j->dir = j->files[i];
		status = rw_lexicon_sources(&j->a, j->dir, &more, &n_more, err);
		if (status) return status;
		rw_lexicon_overlay(lx, &j->a, more, n_more, &sources, &n);
		status = compile(j, sources, n, &image, err);
		if (!status) status = rw_lexicon_open(&j->a, image, &lx, err);
	}
	if (status) return status;
	return j->result.write(j->result.ctx, image.p, image.n) ? RIWAYA_OK : cut_off(err);
}

riwaya_status riwaya_lexicon_compile(
	const char *const *dirs, size_t n, riwaya_sink image, riwaya_sink complaints, riwaya_error *err) {
	if (!n || !dirs || !image.write)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "folders and a sink for the image are needed");
	return run(
		(job){.files = dirs, .n_files = n, .result = image, .sink = complaints, .fn = lay}, rw_allocator_libc(), err);
}

/* --- import ----------------------------------------------------------------------------------------------------- */
static riwaya_status import(job *j, riwaya_error *err) {
	rw_buf table = RW_BUF(&j->a), report = RW_BUF(&j->a);
	riwaya_status status =
		rw_geonames_import(rw_engine_lexicon(j->engine), &j->a, j->dir, j->files, j->n_files, &table, &report, err);
	if (status) return status;
	rw_slice whole = rw_buf_view(&table);
	if (!j->result.write(j->result.ctx, whole.p, whole.n)) return cut_off(err);
	return say(j, rw_buf_view(&report)) ? RIWAYA_OK : cut_off(err);
}

riwaya_status riwaya_import_geonames(const riwaya_engine *engine, const char *file, const char *const *codes,
	size_t n_codes, riwaya_sink table, riwaya_sink report, riwaya_error *err) {
	if (!engine || !file || !table.write)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "an engine, a file and a sink for the table are needed");
	return run(
		(job){.engine = engine, .dir = file, .files = codes, .n_files = n_codes, .result = table, .sink = report, .fn = import},
		rw_engine_allocator(engine), err);
}

/* --- show ------------------------------------------------------------------------------------------------------ */
static riwaya_status show(job *j, riwaya_error *err) {
	const rw_lexicon *lx = rw_engine_lexicon(j->engine);
	rw_slice word = rw_utf8_clean(&j->a, rw_slice_z(j->word), NULL);
	rw_buf b = RW_BUF(&j->a);
	rw_lexicon_show_word(lx, &j->a, word, &b);
	if (!say(j, rw_buf_view(&b))) return cut_off(err);
	rw_tokens t;
	rw_items items = {0};
	rw_tokenize(&j->a, word, &t);
	rw_lexicon_match(lx, rw_memo_new(&j->a, lx), &t, 0, t.n, &j->a, &items);
	if (items.n) return RIWAYA_OK;
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
	rw_buf b = RW_BUF(&j->a);
	rw_lexicon_stats(rw_engine_lexicon(j->engine), &b);
	return say(j, rw_buf_view(&b)) ? RIWAYA_OK : cut_off(err);
}

riwaya_status riwaya_lexicon_stats(const riwaya_engine *engine, riwaya_sink sink, riwaya_error *err) {
	if (!engine) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "an engine is needed: it is NULL");
	return run((job){.engine = engine, .sink = sink, .fn = stats}, rw_engine_allocator(engine), err);
}
