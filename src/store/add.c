/* add.c: from files to rows: one thread reads documents, some extract, one writes.
 *
 *     reader ──> ring of jobs ──> workers ──> writer (the caller's thread)
 *
 * A job is one document. Jobs are numbered in the order of reading and written in that order, so that what is written does not depend on who was
 * faster. Each job has memory of its own, used by one thread at a time; the ring bounds how many there are. The writer commits
 * every RW_STORE_COMMIT reports and then tells how far it has come: what was told is on disk.
 */
#define _POSIX_C_SOURCE 200809L
#include "store/add.h"
#include "store/coded.h"
#include <pthread.h>
#include <time.h>
#include <unistd.h>

typedef enum job_state { JOB_FREE, JOB_READ, JOB_WORKING, JOB_READY } job_state;

typedef struct job {
	rw_mem mem;
	rw_arena a;
	job_state state;
	rw_parcel parcel;
	riwaya_error error; /* of a document that can't be read, or of the work on it; code OK for none */
	bool fatal;         /* … and the run must end */
	size_t file;        /* which of the files */
	double part;        /* of its bytes read by then */
} job;

typedef struct adding {
	riwaya_store *s;
	const rw_add_file *files;
	size_t n_files;
	const riwaya_adding *how;
	riwaya_added sum;
	job ring[RW_STORE_QUEUE];
	uint64_t read, taken, written; /* numbers of the jobs that are next for reader, workers and writer */
	bool ended, stop, broken_off;
	rw_dictionary dictionaries[RW_RAW_DICTIONARIES]; /* as far as they go, they change no more */
	size_t n_dictionaries;
	pthread_mutex_t lock;
	/* What each waits for alone, so that nobody is woken for nothing: a place for the reader, a document for workers, one less before the
	 * writer for the spare one, the next job in order for the writer. */
	pthread_cond_t place, document, less, next;
	rw_arena a; /* of the caller's memory: as long as the threads */
} adding;

/* When reading has ended or all must stop. */
static void wake_all(adding *d) {
	pthread_cond_broadcast(&d->place);
	pthread_cond_broadcast(&d->document);
	pthread_cond_broadcast(&d->less);
	pthread_cond_broadcast(&d->next);
}

static bool stopped(adding *d) {
	pthread_mutex_lock(&d->lock);
	bool stop = d->stop;
	pthread_mutex_unlock(&d->lock);
	return stop;
}

/* --- reading ---------------------------------------------------------------------------------------------------------- */
typedef struct reading {
	adding *d;
	rw_mem mem;
	rw_arena tools, scratch, opened;
	rw_read_context read;
	rw_manner how;
	rw_raw *raw;
	job *job;              /* at hand */
	const rw_add_file *in; /* … which is of this file */
	rw_add_answer *answer; /* … and of this answer; NULL where all of the file is read */
} reading;

/* Waits for the next place in the ring; NULL: stop. */
static job *next_place(reading *r) {
	adding *d = r->d;
	pthread_mutex_lock(&d->lock);
	job *j = &d->ring[d->read % RW_STORE_QUEUE];
	while (!d->stop && j->state != JOB_FREE) pthread_cond_wait(&d->place, &d->lock);
	bool stop = d->stop;
	pthread_mutex_unlock(&d->lock);
	return stop ? NULL : j;
}

static void hand_on(reading *r) {
	adding *d = r->d;
	pthread_mutex_lock(&d->lock);
	r->job->state = JOB_READ;
	d->read++;
	pthread_cond_signal(&d->document);
	if (d->taken - d->written <= RW_STORE_AHEAD) pthread_cond_signal(&d->less);
	pthread_mutex_unlock(&d->lock);
	r->job = NULL;
}

static riwaya_status keep_document(
	void *ctx, const rw_received *d, riwaya_report *const *reports, size_t n, riwaya_error *err) {
	(void)reports;
	reading *r = ctx;
	job *j = r->job;
	rw_parcel_document x = {.n = n};
	for (size_t i = 0; i < j->parcel.documents.n; i++) x.first += j->parcel.documents.p[i].n;
	riwaya_status status = r->raw ? RIWAYA_OK : rw_raw_new(&r->tools, &r->raw, err);
	if (!status) status = rw_kept_write(r->raw, &j->a, d, &x.kept, err);
	if (status) return status;
	x.identity = rw_arena_copy(&j->a, rw_received_bytes(d));
	rw_vec_push(&j->a, &j->parcel.documents, x);
	return RIWAYA_OK;
}

static void reset_job(job *j) {
	rw_arena_reset(&j->a, (rw_mark){0});
	memset(&j->parcel, 0, sizeof j->parcel);
	memset(&j->error, 0, sizeof j->error);
	j->fatal = false;
}

/* One document into the job at hand; END where the file ends. */
static riwaya_status read_document(reading *r, rw_walk *w, rw_stream *in, riwaya_error *err) {
	job *j = r->job;
	r->read.a = &j->a;
	r->read.events = &j->parcel.events;
	j->mem.oom = r->mem.oom;
	riwaya_status status = rw_walk_next(w, &r->read, &j->parcel.found, err);
	j->part = in->all == UINT64_MAX || !in->all ? -1 : (double)rw_walk_at(w) / (double)in->all;
	rw_arena_reset(&r->scratch, (rw_mark){0});
	return status;
}

/* Whether a record is one that was kept now: the same address may have been kept before. */
static bool wanted(void *ctx, rw_slice name, uint64_t at) {
	reading *r = ctx;
	for (size_t i = 0; i < r->in->n_answers; i++) {
		rw_add_answer *a = &r->in->answers[i];
		if (!rw_slice_eq(a->address, name) || (at != UINT64_MAX && at != a->at)) continue;
		r->answer = a;
		return true;
	}
	return false;
}

static bool take_place(reading *r, size_t file) {
	r->job = next_place(r);
	if (!r->job) return false;
	reset_job(r->job);
	r->job->file = file;
	r->job->part = -1;
	return true;
}

/* Pages that came and hold nothing to read are told too. */
static void tell_empty(reading *r, size_t file) {
	for (size_t i = 0; i < r->in->n_answers; i++) {
		const rw_add_answer *a = &r->in->answers[i];
		if (a->met || !take_place(r, file)) continue;
		rw_slice name = rw_arena_printf(&r->job->a, "%s#" RW_FMT, r->in->path, RW_ARG(a->address));
		rw_fail(&r->job->error, RIWAYA_NO_ARTICLE, name, 0, 0,
			"holds no report; pages that a feed or a sitemap names are fetched by riwaya watch");
		hand_on(r);
	}
}

/* Hands on every document of a file, and what can't be read of it. */
static void read_file(reading *r, size_t file) {
	r->in = &r->d->files[file];
	rw_slice name = rw_slice_z(r->in->path), off = rw_slice_z(r->d->how ? r->d->how->leave_off : NULL);
	if (off.n < name.n && rw_slice_starts(name, off)) name = rw_slice_of(name.p + off.n, name.n - off.n);
	rw_stream *in = RW_NEW(&r->opened, rw_stream);
	rw_walk *w = NULL;
	riwaya_error failed = {0};
	r->how.wanted = r->in->answers ? wanted : NULL;
	r->answer = NULL;
	riwaya_status opened = rw_stream_file(in, &r->opened, r->in->path, &failed);
	if (!opened && r->in->from) opened = rw_stream_jump(in, r->in->from, &failed);
	if (!opened) w = rw_walk_new(&r->opened, in, name, &r->how);
	while (take_place(r, file)) {
		job *j = r->job;
		riwaya_status status = w ? read_document(r, w, in, &j->error) : failed.code;
		if (status == RIWAYA_END) break;
		/* That nothing of it can be read is told of each answer. */
		if (status == RIWAYA_EMPTY && r->in->answers && !r->answer) continue;
		if (!w) j->error = failed;
		if (!status) memset(&j->error, 0, sizeof j->error);
		if (r->answer) r->answer->met = true;
		hand_on(r);
		if (!w) break;
	}
	tell_empty(r, file);
	r->job = NULL;
	rw_arena_reset(&r->opened, (rw_mark){0});
}

static riwaya_status read_files(void *arg, riwaya_error *err) {
	reading *r = arg;
	rw_read_prepare(&r->read, &r->tools);
	for (size_t i = 0; i < r->d->n_files && !stopped(r->d); i++) read_file(r, i);
	(void)err;
	return RIWAYA_OK;
}

static void *reader(void *arg) {
	reading *r = arg;
	adding *d = r->d;
	rw_arena *const arenas[] = {&r->tools, &r->scratch, &r->opened};
	for (size_t i = 0; i < RW_COUNT(arenas); i++) rw_arena_init(arenas[i], &r->mem);
	r->read.scratch = &r->scratch;
	r->read.received = keep_document;
	r->read.received_ctx = r;
	riwaya_error e = {0};
	riwaya_status status = rw_door(&r->mem, read_files, r, &e);
	if (status && (r->job || (r->job = next_place(r)))) {
		reset_job(r->job);
		r->job->error = e;
		r->job->fatal = true;
		hand_on(r);
	}
	for (size_t i = RW_COUNT(arenas); i-- > 0;) rw_arena_release(arenas[i]);
	pthread_mutex_lock(&d->lock);
	d->ended = true;
	wake_all(d);
	pthread_mutex_unlock(&d->lock);
	return NULL;
}

/* --- working ------------------------------------------------------------------------------------------------------------ */
typedef struct working {
	adding *d;
	rw_mem mem;
	rw_arena tools, own, scratch;
	rw_worker *w;
	job *job;
	size_t n_dictionaries; /* when the job was taken */
	bool spare;            /* its processor is the writer's while that one is behind */
} working;

static riwaya_status work_on(void *arg, riwaya_error *err) {
	working *w = arg;
	job *j = w->job;
	j->mem.oom = w->mem.oom;
	riwaya_status status = w->w ? RIWAYA_OK : rw_worker_new(&w->tools, w->d->s, &w->w, err);
	if (!status) status = rw_worker_learn(w->w, w->d->dictionaries, w->n_dictionaries, err);
	if (status) return status;
	return rw_parcel_prepare(w->w, &j->a, &w->own, &w->scratch, &j->parcel, err);
}

/* Nothing to take yet. Where the writer is behind, more that is ready only takes from its time. */
static bool must_wait(const working *w) {
	const adding *d = w->d;
	if (d->stop) return false;
	if (d->taken == d->read) return !d->ended;
	return w->spare && d->taken - d->written > RW_STORE_AHEAD;
}

static void *worker(void *arg) {
	working *w = arg;
	adding *d = w->d;
	rw_arena_init(&w->tools, &w->mem);
	rw_arena_init(&w->own, &w->mem);
	rw_arena_init(&w->scratch, &w->mem);
	for (;;) {
		pthread_mutex_lock(&d->lock);
		while (must_wait(w)) pthread_cond_wait(w->spare ? &d->less : &d->document, &d->lock);
		if (d->stop || d->taken == d->read) {
			pthread_mutex_unlock(&d->lock);
			break;
		}
		job *j = &d->ring[d->taken++ % RW_STORE_QUEUE];
		j->state = JOB_WORKING;
		w->n_dictionaries = d->n_dictionaries;
		pthread_mutex_unlock(&d->lock);
		w->job = j;
		riwaya_error e = {0};
		if (!j->error.code && rw_door(&w->mem, work_on, w, &e)) {
			j->error = e;
			j->fatal = true;
			w->w = NULL; /* it may have been left half made */
		}
		rw_arena_reset(&w->own, (rw_mark){0});
		rw_arena_reset(&w->scratch, (rw_mark){0});
		pthread_mutex_lock(&d->lock);
		j->state = JOB_READY;
		if (j == &d->ring[d->written % RW_STORE_QUEUE]) pthread_cond_signal(&d->next);
		pthread_mutex_unlock(&d->lock);
	}
	rw_arena_release(&w->scratch);
	rw_arena_release(&w->own);
	rw_arena_release(&w->tools);
	return NULL;
}

/* --- writing ------------------------------------------------------------------------------------------------------------ */
/* The next job in order; NULL when there are no more, and, where `until` is not NULL, when none was ready by then. */
static job *next_ready(adding *d, const struct timespec *until) {
	pthread_mutex_lock(&d->lock);
	job *j = &d->ring[d->written % RW_STORE_QUEUE];
	bool ready = false;
	for (int late = 0; !late;) {
		ready = d->written < d->read && j->state == JOB_READY;
		if (ready || (d->ended && d->written == d->read)) break;
		late = until ? pthread_cond_timedwait(&d->next, &d->lock, until) : pthread_cond_wait(&d->next, &d->lock);
	}
	pthread_mutex_unlock(&d->lock);
	return ready ? j : NULL;
}

static void give_back(adding *d, job *j) {
	pthread_mutex_lock(&d->lock);
	j->state = JOB_FREE;
	d->written++;
	pthread_cond_signal(&d->place);
	if (d->taken < d->read && d->taken - d->written <= RW_STORE_AHEAD) pthread_cond_signal(&d->less);
	pthread_mutex_unlock(&d->lock);
}

static riwaya_status write_job(adding *d, rw_writing *w, job *j, riwaya_added *sum, riwaya_error *err) {
	j->mem.oom = d->s->mem.oom;
	if (j->fatal) {
		if (err) *err = j->error;
		return j->error.code;
	}
	if (j->error.code) {
		sum->unread++;
		if (d->how && d->how->unread) d->how->unread(d->how->ctx, &j->error);
		return rw_put_unread(w, &d->s->scratch, &j->error, err);
	}
	riwaya_status status = rw_put_coded(w, &d->s->scratch, j->parcel.events.p, j->parcel.events.n, sum, err);
	return status ? status : rw_put_parcel(w, &d->s->scratch, &j->parcel, sum, err);
}

/* Workers are told of dictionaries that the store has. */
static void publish(adding *d) {
	pthread_mutex_lock(&d->lock);
	for (; d->n_dictionaries < d->s->dictionaries.n && d->n_dictionaries < RW_RAW_DICTIONARIES; d->n_dictionaries++)
		d->dictionaries[d->n_dictionaries] = d->s->dictionaries.p[d->n_dictionaries];
	pthread_mutex_unlock(&d->lock);
}

/* One transaction: the job at hand and what else is ready, within RW_STORE_COMMIT_MS. */
static riwaya_status write_some(adding *d, job *j, riwaya_error *err) {
	riwaya_store *s = d->s;
	rw_writing w;
	riwaya_added sum = d->sum;
	size_t file = j->file;
	double part = j->part;
	struct timespec until;
	riwaya_status status = rw_store_begin(s, &w, err);
	if (status) return status;
	int64_t raw = w.raw;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += (long)RW_STORE_COMMIT_MS * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	for (size_t n = 1; j && !status; n++) {
		status = write_job(d, &w, j, &sum, err);
		file = j->file;
		part = j->part;
		rw_arena_reset(&s->scratch, (rw_mark){0});
		give_back(d, j);
		j = !status && n < RW_STORE_COMMIT ? next_ready(d, &until) : NULL;
	}
	status = rw_store_end(&w, status, err);
	if (status) return status;
	d->sum = sum;
	status = rw_store_train(s, raw, w.raw, err);
	if (status) return status;
	publish(d);
	if (d->how && d->how->progress && !d->how->progress(d->how->ctx, &d->sum, d->files[file].path, part))
		d->broken_off = true;
	return RIWAYA_OK;
}

static riwaya_status write_all(void *arg, riwaya_error *err) {
	adding *d = arg;
	riwaya_status status = RIWAYA_OK;
	uint64_t settled = d->sum.reports, after = d->s->settle_after ? d->s->settle_after : RW_STORE_SETTLE;
	for (job *j; !status && !d->broken_off && (j = next_ready(d, NULL));) {
		status = write_some(d, j, err);
		if (status || d->sum.reports - settled < after) continue;
		settled = d->sum.reports;
		status = rw_settle(d->s, &d->sum.incidents, err);
	}
	return status;
}

/* How the reader reads: as a set with these options would. */
static void reading_as(const riwaya_store *s, const riwaya_set_options *o, reading *r) {
	static const riwaya_set_options plain;
	if (!o) o = &plain;
	r->how = (rw_manner){
		.lx = s->lx, .map = rw_slice_z(o->map), .guessed = o->guessed, .guessed_ctx = o->guessed_ctx, .wanted_ctx = r};
	r->read = (rw_read_context){
		.lx = s->lx, .published = o->published, .fragment = o->fragment, .any_language = o->any_language};
}

static riwaya_status run(void *arg, riwaya_error *err) {
	adding *d = arg;
	riwaya_store *s = d->s;
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned n = s->o.threads ? s->o.threads : processors > 0 ? (unsigned)processors : 1;
	if (n > RW_STORE_THREADS) n = RW_STORE_THREADS;
	reading *r = RW_NEW(&d->a, reading);
	working *w = RW_ARRAY(&d->a, working, n);
	pthread_t read_thread, threads[RW_STORE_THREADS];
	unsigned started = 0;
	r->d = d;
	r->mem.a = s->mem.a;
	reading_as(s, d->how ? d->how->reading : NULL, r);
	riwaya_status status;
	bool reads = pthread_create(&read_thread, NULL, reader, r) == 0;
	for (; reads && started < n; started++) {
		w[started].d = d;
		w[started].mem.a = s->mem.a;
		w[started].spare = n > 1 && started == n - 1;
		if (pthread_create(&threads[started], NULL, worker, &w[started])) break;
	}
	if (!reads || !started)
		status = rw_fail(err, RIWAYA_NOMEM, RW_NONE, 0, 0, "unable to start threads that read");
	else
		status = rw_door(&s->mem, write_all, d, err); /* a door of its own: threads must be joined whatever happens */
	pthread_mutex_lock(&d->lock);
	d->stop = true;
	wake_all(d);
	pthread_mutex_unlock(&d->lock);
	for (unsigned i = 0; i < started; i++) pthread_join(threads[i], NULL);
	if (reads) pthread_join(read_thread, NULL);
	return status;
}

riwaya_status rw_store_add(riwaya_store *s, const rw_add_file *files, size_t n, const riwaya_adding *how,
	riwaya_added *sum, riwaya_error *err) {
	riwaya_allocator memory = s->mem.a;
	adding *d = memory.resize(memory.ctx, NULL, 0, sizeof *d);
	if (!d) return rw_no_memory(err);
	memset(d, 0, sizeof *d);
	d->s = s;
	d->files = files;
	d->n_files = n;
	d->how = how;
	d->sum = *sum;
	rw_arena_init(&d->a, &s->mem);
	for (size_t i = 0; i < RW_STORE_QUEUE; i++) {
		d->ring[i].mem.a = memory;
		rw_arena_init(&d->ring[i].a, &d->ring[i].mem);
	}
	pthread_mutex_init(&d->lock, NULL);
	publish(d);
	pthread_cond_t *const conditions[] = {&d->place, &d->document, &d->less, &d->next};
	for (size_t i = 0; i < RW_COUNT(conditions); i++) pthread_cond_init(conditions[i], NULL);
	riwaya_status status = rw_door(&s->mem, run, d, err);
	for (size_t i = 0; i < RW_COUNT(conditions); i++) pthread_cond_destroy(conditions[i]);
	pthread_mutex_destroy(&d->lock);
	for (size_t i = 0; i < RW_STORE_QUEUE; i++) rw_arena_release(&d->ring[i].a);
	rw_arena_release(&d->a);
	*sum = d->sum;
	sum->broken_off = sum->broken_off || d->broken_off;
	memory.resize(memory.ctx, d, sizeof *d, 0);
	return status;
}
