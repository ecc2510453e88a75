/* api_fetch.c: the doors to fetching. A fetcher owns an arena with all that it holds; memory of libcurl's comes from the C library. */
#include "api.h"
#include "fetch/watch.h"

struct riwaya_fetcher {
	rw_mem mem;
	rw_arena a;
	riwaya_fetch_options o;
	rw_keep *keep;
	rw_fetcher *f;
	const char *address;
};

bool riwaya_is_address(const char *name) {
	static const char http[] = "http";
	const char *p = name;
	for (const char *h = http; p && *h; h++, p++)
		if ((*p | 0x20) != *h) return false;
	if (p && (*p | 0x20) == 's') p++;
	return p && strncmp(p, "://", 3) == 0;
}

static riwaya_status no_arguments(riwaya_error *err) {
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "options with a file or folder to keep to are needed");
}

static const char *copy(rw_arena *a, const char *z) {
	return z ? rw_arena_copy(a, rw_slice_of(z, strlen(z) + 1)).p : NULL;
}

static riwaya_status make(void *arg, riwaya_error *err) {
	riwaya_fetcher *f = arg;
	f->o.keep = copy(&f->a, f->o.keep);
	f->o.ca_file = copy(&f->a, f->o.ca_file);
	riwaya_status status = rw_keep_open(&f->a, f->o.keep, &(rw_keep_options){0}, &f->keep, err);
	return status ? status : rw_fetcher_make(&f->a, &f->o, f->keep, &f->f, err);
}

riwaya_status riwaya_fetcher_new(const riwaya_fetch_options *options, riwaya_fetcher **out, riwaya_error *err) {
	*out = NULL;
	if (!options || !options->keep || !options->keep[0]) return no_arguments(err);
	riwaya_allocator with = options->allocator ? *options->allocator : rw_allocator_libc();
	riwaya_fetcher *f = with.resize(with.ctx, NULL, 0, sizeof *f);
	if (!f) return rw_no_memory(err);
	*f = (riwaya_fetcher){.mem = {.a = with}, .o = *options};
	rw_arena_init(&f->a, &f->mem);
	riwaya_status status = rw_door(&f->mem, make, f, err);
	if (!status)
		*out = f;
	else
		riwaya_fetcher_free(f);
	return status;
}

static riwaya_status add(void *arg, riwaya_error *err) {
	riwaya_fetcher *f = arg;
	return rw_fetcher_ask(f->f, rw_slice_z(f->address), NULL, err);
}

riwaya_status riwaya_fetcher_add(riwaya_fetcher *f, const char *address, riwaya_error *err) {
	f->address = address;
	return rw_door(&f->mem, add, f, err);
}

static riwaya_status run(void *arg, riwaya_error *err) {
	riwaya_fetcher *f = arg;
	return rw_fetcher_run(f->f, err);
}

riwaya_status riwaya_fetcher_run(riwaya_fetcher *f, riwaya_error *err) { return rw_door(&f->mem, run, f, err); }

bool riwaya_fetcher_kept(const riwaya_fetcher *f, size_t i, const char **path, uint64_t *from) {
	return rw_keep_file(f->keep, i, path, from);
}

void riwaya_fetcher_free(riwaya_fetcher *f) {
	if (!f) return;
	riwaya_allocator with = f->mem.a;
	rw_arena_release(&f->a);
	with.resize(with.ctx, f, sizeof *f, 0);
}

/* --- watching -------------------------------------------------------------------------------------------------------- */
struct riwaya_watch {
	rw_mem mem;
	rw_arena a;
	const riwaya_engine *engine;
	riwaya_watch_options o;
	rw_watch *w;
	const char *feed;
};

static riwaya_status make_watch(void *arg, riwaya_error *err) {
	riwaya_watch *w = arg;
	w->o.fetch.keep = copy(&w->a, w->o.fetch.keep);
	w->o.fetch.ca_file = copy(&w->a, w->o.fetch.ca_file);
	return rw_watch_make(&w->a, rw_engine_lexicon(w->engine), &w->o, &w->w, err);
}

riwaya_status riwaya_watch_new(
	const riwaya_engine *engine, const riwaya_watch_options *options, riwaya_watch **out, riwaya_error *err) {
	*out = NULL;
	if (!options || !options->fetch.keep || !options->fetch.keep[0]) return no_arguments(err);
	riwaya_allocator with = options->fetch.allocator ? *options->fetch.allocator : rw_engine_allocator(engine);
	riwaya_watch *w = with.resize(with.ctx, NULL, 0, sizeof *w);
	if (!w) return rw_no_memory(err);
	*w = (riwaya_watch){.mem = {.a = with}, .engine = engine, .o = *options};
	rw_arena_init(&w->a, &w->mem);
	riwaya_status status = rw_door(&w->mem, make_watch, w, err);
	if (!status)
		*out = w;
	else
		riwaya_watch_free(w);
	return status;
}

static riwaya_status add_feed(void *arg, riwaya_error *err) {
	riwaya_watch *w = arg;
	return rw_watch_add(w->w, w->feed, err);
}

riwaya_status riwaya_watch_add(riwaya_watch *w, const char *feed, riwaya_error *err) {
	w->feed = feed;
	return rw_door(&w->mem, add_feed, w, err);
}

static riwaya_status round_(void *arg, riwaya_error *err) {
	riwaya_watch *w = arg;
	return rw_watch_round(w->w, err);
}

riwaya_status riwaya_watch_round(riwaya_watch *w, riwaya_error *err) { return rw_door(&w->mem, round_, w, err); }

int64_t riwaya_watch_wait(const riwaya_watch *w) { return rw_watch_wait(w->w); }

bool riwaya_watch_kept(const riwaya_watch *w, size_t i, const char **path, uint64_t *from) {
	return rw_keep_file(rw_watch_keep(w->w), i, path, from);
}

void riwaya_watch_free(riwaya_watch *w) {
	if (!w) return;
	riwaya_allocator with = w->mem.a;
	rw_arena_release(&w->a);
	with.resize(with.ctx, w, sizeof *w, 0);
}
