/* api_eval.c: the doors to an evaluation: a gold file and its report in, what is right out.
 *
 *   keep    what is counted and shown: as long as the evaluation
 *   result  the sums: until more gold comes
 *   work    one gold file and what scoring it needs
 */
#include "api.h"
#include "eval/eval.h"
#include "extract/extract.h"
#include "read/read.h"
#include "show/show.h"

struct riwaya_eval {
	rw_mem mem;
	const riwaya_engine *engine;
	riwaya_set *set; /* holds the report at hand */
	rw_arena keep, result, work;
	rw_score score;
	const riwaya_evaluation *e; /* NULL until asked for, and again when more gold comes */
};

typedef struct call {
	riwaya_eval *eval;
	riwaya_status (*fn)(struct call *c, riwaya_error *err);
	const char *path;
	const riwaya_show *show;
	bool misses;
	riwaya_sink sink;
} call;

static riwaya_status enter(void *arg, riwaya_error *err) {
	call *c = arg;
	return c->fn(c, err);
}

static riwaya_status door(call c, riwaya_error *err) {
	riwaya_status status = rw_door(&c.eval->mem, enter, &c, err);
	rw_arena_reset(&c.eval->work, (rw_mark){0});
	return status;
}

const char *riwaya_measure_name(riwaya_measure_id id) {
	static const char *const names[] = {
#define RW_X(n, what) #n,
		RIWAYA_MEASURE_MAP(RW_X)
#undef RW_X
	};
	return (unsigned)id < riwaya_measure_count ? names[id] : NULL;
}

bool riwaya_measure_parse(const char *name, riwaya_measure_id *out) {
	for (unsigned i = 0; name && i < riwaya_measure_count; i++) {
		if (strcmp(name, riwaya_measure_name((riwaya_measure_id)i)) != 0) continue;
		*out = (riwaya_measure_id)i;
		return true;
	}
	return false;
}

riwaya_status riwaya_eval_new(const riwaya_engine *engine, riwaya_eval **out, riwaya_error *err) {
	if (!engine || !out)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "an evaluation needs an engine and a place: one is NULL");
	*out = NULL;
	riwaya_allocator a = rw_engine_allocator(engine);
	riwaya_eval *v = a.resize(a.ctx, NULL, 0, sizeof *v);
	if (!v) return rw_no_memory(err);
	*v = (riwaya_eval){.mem = {.a = a}, .engine = engine};
	rw_arena_init(&v->keep, &v->mem);
	rw_arena_init(&v->result, &v->mem);
	rw_arena_init(&v->work, &v->mem);
	v->score.a = &v->keep;
	v->score.lx = rw_engine_lexicon(engine);
	riwaya_status status = riwaya_set_new(engine, &(riwaya_set_options){.causes = true}, &v->set, err);
	if (status) {
		riwaya_eval_free(v);
		return status;
	}
	*out = v;
	return RIWAYA_OK;
}

void riwaya_eval_free(riwaya_eval *v) {
	if (!v) return;
	riwaya_allocator a = v->mem.a;
	riwaya_set_free(v->set);
	rw_arena_release(&v->work);
	rw_arena_release(&v->result);
	rw_arena_release(&v->keep);
	a.resize(a.ctx, v, sizeof *v, 0);
}

/* --- the report of a gold file ----------------------------------------------------------------------------------- */
static rw_slice folder_of(rw_slice path) {
	size_t n = path.n;
	while (n && path.p[n - 1] != '/') n--;
	return rw_slice_of(path.p, n);
}

static const char *zero_ended(rw_arena *a, const char *folder_z, rw_slice up, rw_slice file) {
	return rw_arena_printf(a, "%s" RW_FMT RW_FMT, folder_z, RW_ARG(up), RW_ARG(file)).p;
}

/* Tries report.file in the gold's folder and the ones around it, then the text of the gold's own name beside it. */
static riwaya_status find_report(
	riwaya_eval *v, const char *gold_path, rw_slice file, rw_slice *bytes, riwaya_error *err) {
	enum { FOLDERS_UP = 16 };
	rw_arena *a = &v->work;
	rw_slice path = rw_slice_z(gold_path), folder = folder_of(path), up = RW_LIT("");
	const char *folder_z = rw_arena_printf(a, RW_FMT, RW_ARG(folder)).p;
	riwaya_error e = {0};
	if (memchr(file.p, '\0', file.n))
		return rw_fail(err, RIWAYA_FORMAT, path, 0, 1, "report.file holds a zero byte; name the text");
	if (file.p[0] == '/') folder_z = "";
	for (int i = 0; i < (file.p[0] == '/' ? 1 : FOLDERS_UP); i++) {
		riwaya_status status = rw_read_file(a, zero_ended(a, folder_z, up, file), RIWAYA_MAX_FILE, bytes, &e);
		if (status != RIWAYA_IO) {
			if (err && status) *err = e;
			return status;
		}
		up = rw_arena_printf(a, RW_FMT "../", RW_ARG(up));
	}
	if (rw_slice_ends(path, RW_LIT(".json"))) {
		rw_slice beside = rw_arena_printf(a, RW_FMT ".txt", (int)(path.n - 5), path.p);
		if (!rw_read_file(a, beside.p, RIWAYA_MAX_FILE, bytes, &e)) return RIWAYA_OK;
	}
	return rw_fail(err, RIWAYA_IO, path, 0, 1,
		"its report '" RW_FMT "' is neither in its folder nor in one around it, nor does a .txt of its name lie beside it; "
		"mend report.file or put the text there",
		RW_ARG(file));
}

/* The page by lines, as whoever labelled it saw it: a text as it came; of other formats what was read. */
static rw_slice page_of(rw_arena *a, const riwaya_report *r, rw_slice bytes) {
	rw_utf8_patches patches = {0};
	bool text = !r || rw_slice_eqz(r->format, "text");
	if (text) {
		rw_slice clean = rw_utf8_clean(a, bytes, &patches);
		if (!r || !patches.n) return clean;
	}
	return rw_arena_printf(a, RW_FMT "\n" RW_FMT, RW_ARG(r->title), RW_ARG(r->text));
}

static riwaya_status take(riwaya_eval *v, const char *path, riwaya_error *err) {
	rw_arena *a = &v->work;
	rw_slice bytes = RW_NONE, text = RW_NONE;
	rw_gold gold;
	riwaya_status status = rw_read_file(a, path, RIWAYA_MAX_GOLD, &bytes, err);
	if (!status) status = rw_gold_read(a, rw_slice_z(path), bytes, &gold, err);
	if (!status) status = find_report(v, path, gold.file, &text, err);
	if (status) return status;
	if (v->score.reports.n >= RIWAYA_MAX_GOLD_REPORTS)
		return rw_fail(err, RIWAYA_LIMIT, rw_slice_z(path), 0, 0, "more than %d gold files (RIWAYA_MAX_GOLD_REPORTS)",
			RIWAYA_MAX_GOLD_REPORTS);
	riwaya_set_clear(v->set);
	const char *name = rw_arena_printf(a, RW_FMT, RW_ARG(gold.file)).p;
	riwaya_error unread = {0};
	rw_said said = {0};
	status = riwaya_set_add_bytes(v->set, name, text.p, text.n, &unread);
	if (!status && riwaya_set_count(v->set) == 1) {
		status = riwaya_set_claims(v->set, 0, &said.claims, &said.n, err);
		said.report = riwaya_set_report(v->set, 0);
	}
	if (status == RIWAYA_NOMEM) return rw_no_memory(err);
	said.error = rw_slice_z(unread.message);
	said.raw = page_of(a, said.report, text);
	rw_score_report(&v->score, a, &gold, &said);
	return RIWAYA_OK;
}

static riwaya_status add(call *c, riwaya_error *err) {
	riwaya_eval *v = c->eval;
	riwaya_error mine = {0};
	v->e = NULL;
	rw_arena_reset(&v->result, (rw_mark){0});
	riwaya_status status = take(v, c->path, &mine);
	if (err) *err = mine;
	if (status && status != RIWAYA_NOMEM)
		rw_vec_push(&v->keep, &v->score.unread, (riwaya_unread){rw_arena_copy(&v->keep, rw_slice_z(c->path)), mine});
	return status;
}

riwaya_status riwaya_eval_add(riwaya_eval *v, const char *path, riwaya_error *err) {
	if (!v || !path)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "an evaluation and a path are needed: one is NULL");
	return door((call){.eval = v, .fn = add, .path = path}, err);
}

/* --- the result ----------------------------------------------------------------------------------------------------- */
static riwaya_status result(call *c, riwaya_error *err) {
	(void)err;
	riwaya_eval *v = c->eval;
	if (v->e) return RIWAYA_OK;
	riwaya_evaluation *e = RW_NEW(&v->result, riwaya_evaluation);
	rw_score_sum(&v->score, &v->result, &v->work, e);
	v->e = e;
	return RIWAYA_OK;
}

riwaya_status riwaya_eval_result(riwaya_eval *v, const riwaya_evaluation **out, riwaya_error *err) {
	if (!v) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "an evaluation is needed: it is NULL");
	riwaya_status status = door((call){.eval = v, .fn = result}, err);
	if (!status && out) *out = v->e;
	return status;
}

static riwaya_status written(bool ok, riwaya_error *err) {
	return ok
		? RIWAYA_OK
		: rw_fail(err, RIWAYA_OUTPUT, RW_NONE, 0, 0, "unable to write the result; what was to take it takes no more");
}

static riwaya_status write_text(call *c, riwaya_error *err) {
	riwaya_status status = result(c, err);
	riwaya_eval *v = c->eval;
	return status ? status : written(rw_show_eval_text(v->score.lx, &v->work, v->e, c->show, c->misses, c->sink), err);
}

static riwaya_status write_json(call *c, riwaya_error *err) {
	riwaya_status status = result(c, err);
	return status ? status : written(rw_show_eval_json(c->eval->e, c->sink), err);
}

static riwaya_status no_place(riwaya_error *err) {
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "an evaluation and a sink are needed: one is NULL");
}

riwaya_status riwaya_write_eval_text(
	riwaya_eval *v, const riwaya_show *show, bool misses, riwaya_sink sink, riwaya_error *err) {
	if (!v || !sink.write) return no_place(err);
	return door((call){.eval = v, .fn = write_text, .show = show, .misses = misses, .sink = sink}, err);
}

riwaya_status riwaya_write_eval_json(riwaya_eval *v, riwaya_sink sink, riwaya_error *err) {
	if (!v || !sink.write) return no_place(err);
	return door((call){.eval = v, .fn = write_json, .sink = sink}, err);
}
