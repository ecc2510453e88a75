/* rebuild.c: documents read again, several at a time, and what the store derives of them made anew. */
#define _POSIX_C_SOURCE 200809L
#include "store/upkeep.h"
#include <pthread.h>
#include <unistd.h>

/* A document on its way; its memory is one thread's at a time. */
typedef struct job {
	rw_mem mem;
	rw_arena a;
	int64_t document;
	rw_slice kept, raw;
	rw_parcel parcel;
	riwaya_error error; /* why it can't be read; code OK for none */
} job;

typedef struct batch {
	riwaya_store *s;
	job jobs[RW_REBUILD_BATCH];
	size_t n, next;
	pthread_mutex_t lock;
} batch;

typedef struct worker {
	batch *b;
	rw_mem mem;
	rw_arena tools, scratch;
	rw_worker *w;
	job *job;
} worker;

typedef struct crew {
	rw_rebuild *b;
	rw_arena a;
	batch batch;
	worker workers[RW_STORE_THREADS];
	unsigned n;
	rw_raw *raw;
	int64_t last; /* document */
} crew;

/* --- reading again ---------------------------------------------------------------------------------------------------- */
static riwaya_status read_again(void *arg, riwaya_error *err) {
	worker *w = arg;
	job *j = w->job;
	j->mem.oom = w->mem.oom;
	riwaya_status status = w->w ? RIWAYA_OK : rw_worker_new(&w->tools, w->b->s, &w->w, err);
	return status ? status : rw_worker_again(w->w, &j->a, &w->scratch, j->kept, j->raw, &j->parcel, err);
}

static job *next_job(batch *b) {
	pthread_mutex_lock(&b->lock);
	job *j = b->next < b->n ? &b->jobs[b->next++] : NULL;
	pthread_mutex_unlock(&b->lock);
	return j;
}

static void *work(void *arg) {
	worker *w = arg;
	while ((w->job = next_job(w->b))) {
		riwaya_error e = {0};
		if (w->job->error.code) continue;
		if (rw_door(&w->mem, read_again, w, &e)) {
			w->job->error = e;
			if (e.code == RIWAYA_NOMEM) w->w = NULL; /* it may have been left half made */
		}
		rw_arena_reset(&w->scratch, (rw_mark){0});
	}
	return NULL;
}

static void read_batch(crew *c) {
	pthread_t threads[RW_STORE_THREADS];
	unsigned started = 0;
	c->batch.next = 0;
	while (started + 1 < c->n && started + 1 < c->batch.n &&
		pthread_create(&threads[started], NULL, work, &c->workers[started + 1]) == 0)
		started++;
	work(&c->workers[0]); /* this thread works too */
	for (unsigned i = 0; i < started; i++) pthread_join(threads[i], NULL);
}

/* --- one batch --------------------------------------------------------------------------------------------------------- */
static riwaya_status take_document(crew *c, job *j, int64_t raw, uint64_t *bytes, riwaya_error *err) {
	riwaya_store *s = c->b->s;
	j->mem.oom = s->mem.oom;
	riwaya_status status = rw_store_object(s, c->raw, &j->a, raw, &j->raw, &j->error);
	if (status == RIWAYA_NOMEM) return rw_no_memory(err);
	*bytes += j->raw.n;
	return RIWAYA_OK;
}

static riwaya_status take_batch(crew *c, riwaya_error *err) {
	riwaya_store *s = c->b->s;
	uint64_t bytes = 0;
	riwaya_status status = RIWAYA_OK;
	c->batch.n = 0;
	while (c->batch.n < RW_REBUILD_BATCH && bytes < RW_REBUILD_BYTES && !status) {
		rw_stmt *q;
		bool row;
		status = rw_db_stmt(s->db, "SELECT id, raw, kept FROM document WHERE id > ?1 ORDER BY id LIMIT 1", &q, err);
		if (status) return status;
		rw_bind_int(q, 1, c->last);
		status = rw_step(q, &row, err);
		if (status || !row) break;
		job *j = &c->batch.jobs[c->batch.n++];
		rw_arena_reset(&j->a, (rw_mark){0});
		j->mem.oom = s->mem.oom;
		memset(&j->parcel, 0, sizeof j->parcel);
		memset(&j->error, 0, sizeof j->error);
		c->last = j->document = rw_col_int(q, 0);
		int64_t raw = rw_col_int(q, 1);
		j->kept = rw_arena_copy(&j->a, rw_col_blob(q, 2));
		rw_stmt_reset(q);
		status = take_document(c, j, raw, &bytes, err);
	}
	return status;
}

typedef struct stored {
	int64_t id;
	unsigned char sha[32];
} stored;

static riwaya_status write_document(crew *c, rw_writing *w, job *j, riwaya_error *err) {
	rw_rebuild *b = c->b;
	rw_arena *a = &b->s->scratch;
	rw_mark m = rw_arena_mark(a);
	RW_VEC(stored) reports = {0};
	rw_stmt *q;
	bool row;
	if (j->error.code == RIWAYA_NOMEM) {
		if (err) *err = j->error;
		return j->error.code;
	}
	riwaya_status status = rw_db_stmt(b->s->db, "SELECT id, sha FROM report WHERE document = ?1 ORDER BY id", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, j->document);
	while (!(status = rw_step(q, &row, err)) && row) {
		stored x = {.id = rw_col_int(q, 0)};
		rw_slice sha = rw_col_blob(q, 1);
		if (sha.n == sizeof x.sha) memcpy(x.sha, sha.p, sizeof x.sha);
		rw_vec_push(a, &reports, x);
	}
	b->out->documents++;
	rw_slice lost = j->error.code ? rw_slice_z(j->error.message) : RW_NONE;
	for (size_t i = 0; i < reports.n && !status; i++) {
		const rw_prepared *now = NULL;
		for (size_t k = 0; k < j->parcel.found.n && !j->error.code; k++)
			if (memcmp(j->parcel.prepared[k].sha.p, reports.p[i].sha, sizeof reports.p[i].sha) == 0)
				now = &j->parcel.prepared[k];
		rw_slice why = lost.p ? lost : RW_LIT("this riwaya does not find it in its document");
		status = rw_rebuild_report(b, w, reports.p[i].id, now, now ? RW_NONE : why, err);
	}
	rw_arena_reset(a, m);
	return status;
}

static riwaya_status write_batch(crew *c, riwaya_error *err) {
	rw_writing w;
	riwaya_rebuilt before = *c->b->out;
	riwaya_status status = rw_store_begin(c->b->s, &w, err);
	if (status) return status;
	status = rw_store_engine(&w, err);
	for (size_t i = 0; i < c->batch.n && !status; i++) status = write_document(c, &w, &c->batch.jobs[i], err);
	status = rw_store_end(&w, status, err);
	if (status) *c->b->out = before;
	return status;
}

static bool go_on(rw_rebuild *b) {
	if (!b->how->progress || b->how->progress(b->how->ctx, b->out, b->all)) return true;
	b->out->broken_off = true;
	return false;
}

static riwaya_status all_documents(void *arg, riwaya_error *err) {
	crew *c = arg;
	riwaya_status status = rw_raw_new(&c->a, &c->raw, err);
	while (!status) {
		status = take_batch(c, err);
		if (status || !c->batch.n) break;
		read_batch(c);
		status = write_batch(c, err);
		if (!status && !go_on(c->b)) break;
	}
	return status;
}

/* Threads and their memory; a door of its own, so that all of it goes whatever happens. */
static riwaya_status with_crew(rw_rebuild *b, riwaya_error *err) {
	riwaya_store *s = b->s;
	riwaya_allocator memory = s->mem.a;
	crew *c = memory.resize(memory.ctx, NULL, 0, sizeof *c);
	if (!c) return rw_no_memory(err);
	memset(c, 0, sizeof *c);
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	c->n = s->o.threads ? s->o.threads : processors > 0 ? (unsigned)processors : 1;
	if (c->n > RW_STORE_THREADS) c->n = RW_STORE_THREADS;
	c->b = b;
	c->batch.s = s;
	c->last = INT64_MIN;
	rw_arena_init(&c->a, &s->mem);
	pthread_mutex_init(&c->batch.lock, NULL);
	for (size_t i = 0; i < RW_REBUILD_BATCH; i++) {
		c->batch.jobs[i].mem.a = memory;
		rw_arena_init(&c->batch.jobs[i].a, &c->batch.jobs[i].mem);
	}
	for (unsigned i = 0; i < c->n; i++) {
		worker *w = &c->workers[i];
		w->b = &c->batch;
		w->mem.a = memory;
		rw_arena_init(&w->tools, &w->mem);
		rw_arena_init(&w->scratch, &w->mem);
	}
	riwaya_status status = rw_door(&s->mem, all_documents, c, err);
	for (unsigned i = 0; i < c->n; i++) {
		rw_arena_release(&c->workers[i].scratch);
		rw_arena_release(&c->workers[i].tools);
	}
	for (size_t i = 0; i < RW_REBUILD_BATCH; i++) rw_arena_release(&c->batch.jobs[i].a);
	rw_arena_release(&c->a);
	pthread_mutex_destroy(&c->batch.lock);
	memory.resize(memory.ctx, c, sizeof *c, 0);
	return status;
}

/* --- the whole ---------------------------------------------------------------------------------------------------------- */
static riwaya_status in_one(
	rw_rebuild *b, riwaya_status (*fn)(rw_rebuild *b, rw_writing *w, riwaya_error *err), riwaya_error *err) {
	rw_writing w;
	riwaya_status status = rw_store_begin(b->s, &w, err);
	return status ? status : rw_store_end(&w, fn(b, &w, err), err);
}

static riwaya_status begin_anew(rw_rebuild *b, rw_writing *w, riwaya_error *err) {
	(void)w;
	riwaya_status status = rw_rebuild_note(b, err);
	if (status || b->how->dry_run) return status;
	status = rw_search_clear(b->s->db, err);
	return status
		? status
		: rw_db_exec(b->s->db,
			  "INSERT INTO riwaya_meta (key, value) VALUES ('rebuild', 'begun') ON CONFLICT (key) DO NOTHING", err);
}

/* Deleting whole tables is quick; rows of incidents come again when their reports are settled. */
static riwaya_status empty_derived(rw_rebuild *b, rw_writing *w, riwaya_error *err) {
	(void)w;
	riwaya_status status = rw_settle_turn(b->s, err);
	if (status) return status;
	return rw_db_exec(b->s->db,
		"DELETE FROM print; DELETE FROM copy; DELETE FROM thread; DELETE FROM incident_tag; DELETE FROM member; DELETE FROM apart; "
		"DELETE FROM incident; DELETE FROM incident_day; DELETE FROM source; DELETE FROM source_incident; DELETE FROM quote_incident; "
		"DELETE FROM quote; UPDATE report SET stale = 1, stands = 0",
		err);
}

static riwaya_status end_anew(rw_rebuild *b, rw_writing *w, riwaya_error *err) {
	rw_arena *a = &b->s->scratch;
	riwaya_status status = rw_rebuild_tell(b, err);
	if (!status) status = rw_db_exec(b->s->db, "DELETE FROM riwaya_meta WHERE key = 'rebuild'", err);
	if (!status && !b->how->dry_run) status = rw_search_settle(b->s->db, err);
	const rw_detail details[] = {{"engine", rw_slice_z(riwaya_version()), false},
		{"lexicon", riwaya_engine_lexicon_hash(b->s->engine), false},
		{"reports", rw_arena_printf(a, "%llu", (unsigned long long)b->out->reports), true},
		{"changed", rw_arena_printf(a, "%llu", (unsigned long long)b->out->changed), true},
		{"lost", rw_arena_printf(a, "%llu", (unsigned long long)b->out->lost), true}};
	return status ? status : rw_store_log(w, "rebuild", RW_LIT(""), rw_details(a, details, RW_COUNT(details)), err);
}

static riwaya_status count_reports(rw_rebuild *b, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(b->s->db, "SELECT count(*) FROM report", &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (!status) b->all = (uint64_t)rw_col_int(q, 0);
	if (!status) rw_stmt_reset(q);
	return status;
}

riwaya_status rw_rebuild_run(rw_rebuild *b, riwaya_error *err) {
	riwaya_store *s = b->s;
	riwaya_status status = count_reports(b, err);
	if (!status) status = rw_settle(s, NULL, err);
	if (!status) status = in_one(b, begin_anew, err);
	if (!status) status = with_crew(b, err);
	if (status || b->out->broken_off) return status;
	status = in_one(b, empty_derived, err);
	if (!status) status = rw_settle(s, NULL, err);
	return status ? status : in_one(b, end_anew, err);
}
