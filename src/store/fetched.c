/* fetched.c: addresses among what is added: fetched and kept as WARC first, then read from there as any other file, so that what the store says of
 * a page can be looked up in the record that it came from.
 */
#include "store/add.h"
#include <stdlib.h>

typedef struct kept {
	rw_slice file;
	rw_add_answer answer;
} kept;

typedef struct fetching {
	riwaya_store *s;
	rw_arena a;
	const char *const *names;
	size_t n;
	const riwaya_adding *how;
	riwaya_added *sum;
	RW_VEC(kept) kept;
	const riwaya_fetched *shown; /* what `done` was told of last */
	bool stopped, no_memory;
} fetching;

static riwaya_status remember(void *arg, riwaya_error *err) {
	fetching *f = arg;
	(void)err;
	const riwaya_fetched *x = f->shown;
	kept k = {rw_arena_copy(&f->a, x->warc), {rw_arena_copy(&f->a, x->final), x->offset, false}};
	rw_vec_push(&f->a, &f->kept, k);
	return RIWAYA_OK;
}

static void tell(fetching *f, const riwaya_fetched *what) {
	if (what->status)
		f->sum->unfetched++;
	else
		f->sum->fetched++;
	if (f->how->fetch->done) f->how->fetch->done(f->how->fetch->ctx, what);
}

/* Memory that ends must not jump out of the fetcher. */
static void done(void *ctx, const riwaya_fetched *what) {
	fetching *f = ctx;
	f->shown = what;
	if (!what->status && rw_door(&f->s->mem, remember, f, NULL)) f->no_memory = true;
	tell(f, what);
}

static void progress(void *ctx, const riwaya_fetch_progress *p) {
	const fetching *f = ctx;
	if (f->how->fetch->progress) f->how->fetch->progress(f->how->fetch->ctx, p);
}

static bool stop(void *ctx) {
	fetching *f = ctx;
	if (f->how->fetch->stop && f->how->fetch->stop(f->how->fetch->ctx)) f->stopped = true;
	return f->stopped || f->no_memory;
}

static void ask(fetching *f, riwaya_fetcher *fetcher, const char *address) {
	riwaya_error e = {0};
	if (!riwaya_fetcher_add(fetcher, address, &e)) return;
	/* The source is the address cut short, and nothing where it holds a password. */
	rw_slice shown = rw_slice_z(e.source);
	tell(f, &(riwaya_fetched){.address = shown, .final = shown, .status = e.code, .message = rw_slice_z(e.message)});
}

static riwaya_status fetch(fetching *f, riwaya_error *err) {
	riwaya_fetch_options o = *f->how->fetch;
	riwaya_fetcher *fetcher;
	o.done = done;
	o.progress = progress;
	o.stop = stop;
	o.ctx = f;
	if (!o.allocator) o.allocator = &f->s->mem.a;
	riwaya_status status = riwaya_fetcher_new(&o, &fetcher, err);
	if (status) return status;
	for (size_t i = 0; i < f->n; i++)
		if (riwaya_is_address(f->names[i])) ask(f, fetcher, f->names[i]);
	status = riwaya_fetcher_run(fetcher, err);
	riwaya_fetcher_free(fetcher); /* what it wrote to is closed before it is read */
	if (f->no_memory) return rw_no_memory(err);
	f->sum->broken_off = f->sum->broken_off || f->stopped;
	return status;
}

static int by_place(const void *a, const void *b) {
	const kept *x = a, *y = b;
	int order = rw_slice_cmp(x->file, y->file);
	return order ? order : (x->answer.at > y->answer.at) - (x->answer.at < y->answer.at);
}

static riwaya_status add_kept(fetching *f, riwaya_error *err) {
	RW_VEC(rw_add_file) files = {0};
	size_t n = f->kept.n;
	rw_add_answer *answers = RW_ARRAY(&f->a, rw_add_answer, n);
	if (n) qsort(f->kept.p, n, sizeof *f->kept.p, by_place);
	for (size_t i = 0; i < n; i++) {
		const kept *k = &f->kept.p[i];
		answers[i] = k->answer;
		if (!i || !rw_slice_eq(k->file, k[-1].file)) {
			const char *path = rw_arena_printf(&f->a, RW_FMT, RW_ARG(k->file)).p;
			rw_vec_push(&f->a, &files, ((rw_add_file){path, k->answer.at, &answers[i], 0}));
		}
		files.p[files.n - 1].n_answers++;
	}
	return files.n ? rw_store_add(f->s, files.p, files.n, f->how, f->sum, err) : RIWAYA_OK;
}

static riwaya_status take(void *arg, riwaya_error *err) {
	fetching *f = arg;
	RW_VEC(rw_add_file) files = {0};
	bool addresses = false;
	for (size_t i = 0; i < f->n; i++) {
		if (f->how && f->how->fetch && riwaya_is_address(f->names[i]))
			addresses = true;
		else
			rw_vec_push(&f->a, &files, ((rw_add_file){.path = f->names[i]}));
	}
	riwaya_status status = files.n ? rw_store_add(f->s, files.p, files.n, f->how, f->sum, err) : RIWAYA_OK;
	if (status || !addresses || f->sum->broken_off) return status;
	status = fetch(f, err);
	/* What came is kept and can be added, whatever ended the fetching. */
	riwaya_status adding = status == RIWAYA_NOMEM ? RIWAYA_OK : add_kept(f, status ? NULL : err);
	return status ? status : adding;
}

riwaya_status rw_store_take(riwaya_store *s, const char *const *names, size_t n, const riwaya_adding *how,
	riwaya_added *out, riwaya_error *err) {
	fetching f = {.s = s, .names = names, .n = n, .how = how, .sum = out};
	rw_arena_init(&f.a, &s->mem);
	riwaya_status status = rw_door(&s->mem, take, &f, err);
	rw_arena_release(&f.a);
	return status;
}
