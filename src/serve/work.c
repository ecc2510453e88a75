/* work.c: threads that make answers. A request whose answer is not at hand waits in a queue; its connection sleeps meanwhile. */
#define _POSIX_C_SOURCE 200809L
#include "api.h"
#include "serve/inside.h"
#include <errno.h>
#include <stdlib.h>

typedef struct worker {
	rw_server *s;
	riwaya_store *store;
} worker;

/* --- one answer -------------------------------------------------------------------------------------------------------- */
typedef struct running {
	rw_request *q;
	rw_route_fn *fn;
} running;

static riwaya_status enter(void *arg, riwaya_error *err) {
	running *r = arg;
	return r->fn(r->q, err);
}

void rw_with_memory(rw_request *q, rw_route_fn *fn) {
	rw_mem mem = {.a = rw_allocator_libc()};
	rw_arena a;
	riwaya_error e = {0};
	running r = {q, fn};
	rw_arena_init(&a, &mem);
	q->a = &a;
	riwaya_status status = rw_door(&mem, enter, &r, &e);
	if (!status && q->out.failed) {
		e.code = RIWAYA_OUTPUT;
		status = RIWAYA_OUTPUT;
	}
	if (status) {
		e.code = status;
		rw_problem_of(q, &e);
	}
	rw_arena_release(&a);
	q->a = NULL;
}

void rw_call_finish(rw_call *c) {
	rw_answer *out = &c->q.out;
	rw_form form = {.status = out->status ? out->status : 200,
		.type = out->type ? out->type : RW_JSON_TYPE,
		.cache = "no-store",
		.frame = out->frame,
		.more = out};
	c->status = form.status;
	c->response = rw_response(out->body, out->n, true, &form);
	out->body = NULL;
	rw_answer_clear(out);
}

static void answer(rw_server *s, rw_call *c, riwaya_store *reader) {
	rw_request *q = &c->q;
	riwaya_error e = {0};
	riwaya_store_state state;
	/* Read before the answer is made: it may be of a later state, never of an earlier one. */
	bool kept = q->route->flags & RW_ROUTE_KEPT && !rw_stores_state(s, &state, NULL);
	if (kept && rw_cache_find(c, &state)) return;
	if (!(q->route->flags & RW_ROUTE_WRITES)) {
		q->store = reader;
		rw_with_memory(q, q->route->fn);
	} else if (s->o.read_only) {
		rw_problem(q, RW_PROBLEM_READ_ONLY, NULL);
	} else if ((q->store = rw_stores_write(s, &e))) {
		rw_with_memory(q, q->route->fn);
		rw_stores_written(s);
	} else {
		rw_problem_of(q, &e);
	}
	if (kept && (!q->out.status || q->out.status == 200) && !q->out.failed)
		rw_cache_put(c, &state);
	else
		rw_call_finish(c);
}

/* --- the queues -------------------------------------------------------------------------------------------------------- */
static void push(rw_work *w, struct rw_line *line, rw_call *c) {
	c->next = NULL;
	*line->last = c;
	line->last = &c->next;
	pthread_cond_signal(&w->more);
}

static rw_call *pop(struct rw_line *line) {
	rw_call *c = line->first;
	line->first = c->next;
	if (!line->first) line->last = &line->first;
	return c;
}

bool rw_work_give(rw_server *s, rw_call *c) {
	rw_work *w = &s->work;
	pthread_mutex_lock(&w->lock);
	bool ending = w->ending;
	if (!ending) {
		/* Before a worker can wake it again. */
		MHD_suspend_connection(c->q.connection);
		push(w, &w->quick, c);
	}
	pthread_mutex_unlock(&w->lock);
	return !ending;
}

/* NULL: it is the end. */
static rw_call *take(rw_work *w) {
	rw_call *c = NULL;
	pthread_mutex_lock(&w->lock);
	while (!c) {
		if (w->slow.first && w->slow_now < (w->n + 1) / 2) {
			c = pop(&w->slow);
			c->slow = true;
			w->slow_now++;
		} else if (w->quick.first) {
			c = pop(&w->quick);
		} else if (w->ending && !w->slow.first) {
			break;
		} else {
			pthread_cond_wait(&w->more, &w->lock);
		}
	}
	pthread_mutex_unlock(&w->lock);
	return c;
}

/* A slow one that is not kept goes into the other line. */
static bool put_off(rw_work *w, rw_server *s, rw_call *c) {
	riwaya_store_state state;
	if (!(c->q.route->flags & RW_ROUTE_SLOW) || c->slow) return false;
	if (c->q.route->flags & RW_ROUTE_KEPT && !rw_stores_state(s, &state, NULL) && rw_cache_find(c, &state))
		return false;
	pthread_mutex_lock(&w->lock);
	push(w, &w->slow, c);
	pthread_mutex_unlock(&w->lock);
	return true;
}

static void *work(void *arg) {
	worker me = *(worker *)arg;
	rw_work *w = &me.s->work;
	free(arg);
	for (rw_call *c; (c = take(w));) {
		struct MHD_Connection *connection = c->q.connection;
		bool slow = c->slow;
		if (put_off(w, me.s, c)) continue;
		if (!c->response) answer(me.s, c, me.store);
		MHD_resume_connection(connection); /* c is no longer ours */
		if (!slow) continue;
		pthread_mutex_lock(&w->lock);
		w->slow_now--;
		pthread_cond_broadcast(&w->more);
		pthread_mutex_unlock(&w->lock);
	}
	return NULL;
}

riwaya_status rw_work_begin(rw_server *s, riwaya_error *err) {
	rw_work *w = &s->work;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->more, NULL);
	w->quick.last = &w->quick.first;
	w->slow.last = &w->slow.first;
	for (unsigned i = 0; i < s->o.threads; i++) {
		worker *me = malloc(sizeof *me);
		if (!me) return rw_no_memory(err);
		*me = (worker){s, s->stores.readers[i]};
		if (pthread_create(&w->threads[w->n], NULL, work, me) != 0) {
			free(me);
			return rw_fail(err, RIWAYA_NOMEM, RW_NONE, 0, 0, "no thread can be made: the system has too many");
		}
		w->n++;
	}
	return RIWAYA_OK;
}

void rw_work_end(rw_server *s) {
	rw_work *w = &s->work;
	pthread_mutex_lock(&w->lock);
	w->ending = true;
	pthread_cond_broadcast(&w->more);
	pthread_mutex_unlock(&w->lock);
	for (unsigned i = 0; i < w->n; i++) pthread_join(w->threads[i], NULL);
	w->n = 0;
}
