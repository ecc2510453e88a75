/* api_fetch.c: the doors to fetching. A fetcher owns an arena with all that it holds; memory of libcurl's comes from the C library. */
#include "api.h"
#include "fetch/fetch.h"

struct riwaya_fetcher {
	rw_mem mem;
	rw_arena a;
	riwaya_fetch_options o;
	rw_keep *keep;
	rw_fetcher *f;
	const char *address;
};

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
