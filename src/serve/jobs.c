/* jobs.c: adding, one job after the other. */
#define _XOPEN_SOURCE 700
#include "serve/jobs.h"
#include "api.h"
#include "text/text.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct rw_upload {
	char folder[256];          /* with a slash at its end */
	char *names[RW_JOB_FILES]; /* paths of files, addresses */
	size_t n;
	riwaya_when published;
};

/* --- what was sent ------------------------------------------------------------------------------------------------------ */
riwaya_status rw_upload_new(rw_upload **out, riwaya_error *err) {
	const char *tmp = getenv("TMPDIR");
	rw_upload *u = calloc(1, sizeof *u);
	*out = NULL;
	if (!u) return rw_no_memory(err);
	int n = snprintf(u->folder, sizeof u->folder, "%s/riwaya-add-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (n < 0 || (size_t)n + 2 > sizeof u->folder || !mkdtemp(u->folder)) {
		free(u);
		return rw_fail(err, RIWAYA_IO, RW_NONE, 0, 0,
			"the server has nowhere to put what was sent: %s; TMPDIR names a folder it may write to", strerror(errno));
	}
	memcpy(u->folder + n, "/", sizeof "/");
	*out = u;
	return RIWAYA_OK;
}

void rw_upload_free(rw_upload *u) {
	if (!u) return;
	size_t n = strlen(u->folder);
	for (size_t i = 0; i < u->n; i++) {
		if (strncmp(u->names[i], u->folder, n) == 0) (void)unlink(u->names[i]);
		free(u->names[i]);
	}
	(void)rmdir(u->folder);
	free(u);
}

/* What is behind the last slash of either kind, without control characters, and not hidden; cut to RW_JOB_NAME bytes of whole letters, its ending kept. */
static void plain_name(rw_slice given, char out[RW_JOB_NAME + 1]) {
	size_t from = 0, n = 0;
	for (size_t i = 0; i < given.n; i++)
		if (given.p[i] == '/' || given.p[i] == '\\') from = i + 1;
	rw_slice name = rw_slice_of(given.p + from, given.n - from);
	size_t most = RW_JOB_NAME, dot = name.n;
	while (dot > 0 && name.n - dot < 12 && name.p[dot - 1] != '.') dot--;
	rw_slice ending = dot && name.p[dot - 1] == '.' ? rw_slice_of(name.p + dot - 1, name.n - dot + 1) : RW_NONE;
	if (name.n > most)
		name.n = most -= ending.n;
	else
		ending = RW_NONE;
	for (size_t i = 0; i < name.n;) {
		size_t at = i;
		uint32_t c = rw_utf8_next(name, &i);
		if (c == RW_UTF8_BAD || c < 0x20 || c == 0x7F || c == ':' || (c == '.' && n == 0)) continue;
		memcpy(out + n, name.p + at, i - at);
		n += i - at;
	}
	if (ending.n) memcpy(out + n, ending.p, ending.n);
	n += ending.n;
	if (!n) memcpy(out, "file", n = 4);
	out[n] = '\0';
}

static riwaya_status no_room(const char *name, riwaya_error *err) {
	return rw_fail(
		err, RIWAYA_IO, rw_slice_z(name), 0, 0, "what was sent can't be put on the server's disk: %s", strerror(errno));
}

riwaya_status rw_upload_file(rw_upload *u, rw_slice given, rw_slice bytes, riwaya_error *err) {
	char name[RW_JOB_NAME + 1], path[sizeof u->folder + RW_JOB_NAME + 16];
	int fd = -1;
	if (u->n == RW_JOB_FILES)
		return rw_fail(
			err, RIWAYA_LIMIT, RW_NONE, 0, 0, "%d files are taken at once; send the rest behind them", RW_JOB_FILES);
	plain_name(given, name);
	snprintf(path, sizeof path, "%s%s", u->folder, name);
	for (unsigned i = 2; (fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600)) < 0 && errno == EEXIST && i < 10000; i++)
		snprintf(path, sizeof path, "%s%u-%s", u->folder, i, name);
	if (fd < 0) return no_room(name, err);
	for (size_t done = 0; done < bytes.n;) {
		ssize_t n = write(fd, bytes.p + done, bytes.n - done);
		if (n < 0 && errno == EINTR) continue;
		if (n <= 0) {
			(void)no_room(name, err);
			close(fd);
			(void)unlink(path);
			return RIWAYA_IO;
		}
		done += (size_t)n;
	}
	close(fd);
	u->names[u->n] = strdup(path);
	if (!u->names[u->n]) {
		(void)unlink(path);
		return rw_no_memory(err);
	}
	u->n++;
	return RIWAYA_OK;
}

riwaya_status rw_upload_address(rw_upload *u, rw_slice address, riwaya_error *err) {
	if (u->n == RW_JOB_FILES) return rw_fail(err, RIWAYA_LIMIT, RW_NONE, 0, 0, "too much at once");
	u->names[u->n] = strndup(address.p, address.n);
	if (!u->names[u->n]) return rw_no_memory(err);
	u->n++;
	return RIWAYA_OK;
}

void rw_upload_published(rw_upload *u, riwaya_when published) { u->published = published; }

/* --- jobs ------------------------------------------------------------------------------------------------------------------ */
typedef enum state { WAITING, RUNNING, DONE, FAILED } state;
static const char *const state_words[] = {"waiting", "running", "done", "failed"};

typedef struct lost {
	char *file, *message;
	riwaya_status code;
} lost;

typedef struct job {
	char id[RW_JOB_ID + 1];
	state state;
	double part;
	rw_upload *upload;
	riwaya_added added;
	lost unread[RW_JOB_UNREAD];
	size_t n_unread;
	riwaya_error error;
	struct job *next;
} job;

struct rw_jobs {
	rw_server *s;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more;
	job *first;        /* in order of coming */
	size_t waiting, n; /* n: all */
	_Atomic bool ending;
};

static void job_free(job *j) {
	rw_upload_free(j->upload);
	for (size_t i = 0; i < j->n_unread; i++) {
		free(j->unread[i].file);
		free(j->unread[i].message);
	}
	free(j);
}

typedef struct running {
	struct rw_jobs *jobs;
	job *j;
	size_t file; /* which of its files is read */
} running;

/* A name as its sender knows it. */
static const char *as_sent(const job *j, const char *name) {
	size_t n = strlen(j->upload->folder);
	return strncmp(name, j->upload->folder, n) == 0 ? name + n : name;
}

static bool progress(void *ctx, const riwaya_added *so_far, const char *path, double part) {
	running *r = ctx;
	rw_upload *u = r->j->upload;
	pthread_mutex_lock(&r->jobs->lock);
	for (size_t i = r->file; i < u->n; i++)
		if (strcmp(u->names[i], path) == 0) r->file = i;
	r->j->added = *so_far;
	r->j->part = ((double)r->file + (part > 0 ? part : 0)) / (double)u->n;
	pthread_mutex_unlock(&r->jobs->lock);
	return !r->jobs->ending;
}

static void lose(running *r, const char *file, riwaya_status code, const char *message) {
	job *j = r->j;
	pthread_mutex_lock(&r->jobs->lock);
	if (j->n_unread < RW_JOB_UNREAD) {
		lost *x = &j->unread[j->n_unread];
		*x = (lost){strdup(file), strdup(message), code};
		if (x->file && x->message) {
			j->n_unread++;
		} else {
			free(x->file);
			free(x->message);
		}
	}
	pthread_mutex_unlock(&r->jobs->lock);
}

static void unread(void *ctx, const riwaya_error *e) {
	running *r = ctx;
	lose(r, as_sent(r->j, e->source), e->code, e->message);
}

static void fetched(void *ctx, const riwaya_fetched *what) {
	running *r = ctx;
	char address[RIWAYA_FETCH_URL + 1], message[RIWAYA_MESSAGE_MAX];
	if (!what->status) return;
	snprintf(address, sizeof address, RW_FMT, RW_ARG(what->address));
	snprintf(message, sizeof message, RW_FMT, RW_ARG(what->message));
	lose(r, address, what->status, message);
}

static bool stop(void *ctx) {
	const running *r = ctx;
	return r->jobs->ending;
}

/* In the job's own store: who decides meanwhile waits for one of its transactions, and not for all of it. */
static riwaya_status add(running *r, riwaya_added *sum, riwaya_error *err) {
	const rw_serve_options *o = &r->jobs->s->o;
	const rw_upload *u = r->j->upload;
	riwaya_store *store;
	const riwaya_store_options how_open = {.wait_ms = o->wait_ms, .threads = o->threads};
	const riwaya_fetch_options fetch = {.keep = o->keep, .done = fetched, .stop = stop, .ctx = r};
	const riwaya_set_options reading = {.published = u->published};
	const riwaya_adding how = {.fetch = o->keep ? &fetch : NULL,
		.reading = &reading,
		.leave_off = u->folder,
		.progress = progress,
		.unread = unread,
		.ctx = r};
	riwaya_status status = riwaya_store_open(r->jobs->s->engine, o->where, &how_open, &store, err);
	if (status) return status;
	status = riwaya_store_add(store, (const char *const *)u->names, u->n, &how, sum, err);
	riwaya_store_free(store);
	return status;
}

/* The oldest ones that have ended go. */
static void forget(struct rw_jobs *jobs) {
	for (job **at = &jobs->first; *at && jobs->n > RW_JOBS_KEPT;) {
		job *j = *at;
		if (j->state < DONE) {
			at = &j->next;
			continue;
		}
		*at = j->next;
		job_free(j);
		jobs->n--;
	}
}

static job *next_job(struct rw_jobs *jobs) {
	job *j = NULL;
	pthread_mutex_lock(&jobs->lock);
	while (!jobs->ending) {
		for (j = jobs->first; j && j->state != WAITING;) j = j->next;
		if (j) break;
		pthread_cond_wait(&jobs->more, &jobs->lock);
	}
	if (jobs->ending) j = NULL;
	if (j) {
		j->state = RUNNING;
		jobs->waiting--;
	}
	pthread_mutex_unlock(&jobs->lock);
	return j;
}

static void *work(void *arg) {
	struct rw_jobs *jobs = arg;
	for (job *j; (j = next_job(jobs));) {
		running r = {.jobs = jobs, .j = j};
		riwaya_added sum = {0};
		riwaya_error e = {0};
		riwaya_status status = add(&r, &sum, &e);
		pthread_mutex_lock(&jobs->lock);
		j->added = sum;
		j->error = e;
		j->state = status ? FAILED : DONE;
		if (!sum.broken_off && !status) j->part = 1;
		rw_upload_free(j->upload);
		j->upload = NULL;
		forget(jobs);
		pthread_mutex_unlock(&jobs->lock);
	}
	return NULL;
}

static struct rw_jobs *jobs_new(rw_server *s) {
	struct rw_jobs *jobs = calloc(1, sizeof *jobs);
	if (!jobs) return NULL;
	jobs->s = s;
	pthread_mutex_init(&jobs->lock, NULL);
	pthread_cond_init(&jobs->more, NULL);
	if (pthread_create(&jobs->thread, NULL, work, jobs) == 0) return jobs;
	pthread_cond_destroy(&jobs->more);
	pthread_mutex_destroy(&jobs->lock);
	free(jobs);
	return NULL;
}

/* Made by the first who adds. The writer's lock stands for one of its own: who gets here has it. */
static struct rw_jobs *jobs_of(rw_server *s) {
	if (!s->jobs) s->jobs = jobs_new(s);
	return s->jobs;
}

riwaya_status rw_job_begin(rw_server *s, rw_upload *u, char id[RW_JOB_ID + 1], riwaya_error *err) {
	unsigned char random[RW_JOB_ID / 2];
	struct rw_jobs *jobs = jobs_of(s);
	job *j = jobs ? calloc(1, sizeof *j) : NULL;
	if (!j) {
		rw_upload_free(u);
		return rw_no_memory(err);
	}
	randombytes_buf(random, sizeof random);
	rw_hex(random, sizeof random, j->id);
	memcpy(id, j->id, sizeof j->id);
	j->upload = u;
	pthread_mutex_lock(&jobs->lock);
	bool full = jobs->waiting == RW_JOBS_WAITING, ending = jobs->ending;
	if (!full && !ending) {
		job **at = &jobs->first;
		while (*at) at = &(*at)->next;
		*at = j;
		jobs->n++;
		jobs->waiting++;
		pthread_cond_signal(&jobs->more);
	}
	pthread_mutex_unlock(&jobs->lock);
	if (!full && !ending) return RIWAYA_OK;
	job_free(j);
	return ending ? rw_fail(err, RIWAYA_BUSY, RW_NONE, 0, 0, "the server is shutting down")
				  : rw_fail(err, RIWAYA_LIMIT, RW_NONE, 0, 0,
						"%d additions wait already; send this one when some of them are done", RW_JOBS_WAITING);
}

/* --- telling ----------------------------------------------------------------------------------------------------------------- */
static void tell(rw_json *j, const job *x) {
	const struct {
		const char *key;
		uint64_t n;
	} counts[] = {{"reports", x->added.reports}, {"edited", x->added.edited}, {"known", x->added.known},
		{"coded", x->added.coded}, {"coded_known", x->added.coded_known}, {"fetched", x->added.fetched},
		{"unfetched", x->added.unfetched}, {"unread", x->added.unread}, {"bytes", x->added.bytes},
		{"incidents", x->added.incidents}};
	rw_json_object(j);
	rw_json_put_z(j, "id", x->id);
	rw_json_put_z(j, "state", state_words[x->state]);
	rw_json_put_double(j, "part", x->state != WAITING, x->part);
	rw_json_key(j, "added");
	rw_json_object(j);
	for (size_t i = 0; i < RW_COUNT(counts); i++) rw_json_put_u64(j, counts[i].key, counts[i].n);
	rw_json_put_bool(j, "broken_off", x->added.broken_off);
	rw_json_close(j);
	rw_json_key(j, "unread");
	rw_json_array(j);
	for (size_t i = 0; i < x->n_unread; i++) {
		rw_json_object(j);
		rw_json_put_z(j, "file", x->unread[i].file);
		rw_json_put_z(j, "code", riwaya_status_name(x->unread[i].code));
		rw_json_put_z(j, "error", x->unread[i].message);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_put_z(j, "error", x->state == FAILED ? x->error.message : NULL);
	rw_json_close(j);
}

bool rw_job_tell(rw_request *q, const char *id, riwaya_status *status, riwaya_error *err) {
	struct rw_jobs *jobs = q->server->jobs;
	(void)err;
	*status = RIWAYA_OK;
	if (!jobs) return false;
	rw_json *json = RW_NEW(q->a, rw_json);
	rw_json_begin(json, rw_out(q), 0);
	pthread_mutex_lock(&jobs->lock);
	job *j = jobs->first;
	while (j && strcmp(j->id, id) != 0) j = j->next;
	if (j) tell(json, j); /* asks for no memory that could jump out */
	pthread_mutex_unlock(&jobs->lock);
	if (j) rw_json_end(json);
	return j != NULL;
}

void rw_jobs_end(rw_server *s) {
	struct rw_jobs *jobs = s->jobs;
	if (!jobs) return;
	pthread_mutex_lock(&jobs->lock);
	jobs->ending = true;
	pthread_cond_broadcast(&jobs->more);
	pthread_mutex_unlock(&jobs->lock);
	pthread_join(jobs->thread, NULL);
	while (jobs->first) {
		job *next = jobs->first->next;
		job_free(jobs->first);
		jobs->first = next;
	}
	pthread_cond_destroy(&jobs->more);
	pthread_mutex_destroy(&jobs->lock);
	free(jobs);
	s->jobs = NULL;
}
