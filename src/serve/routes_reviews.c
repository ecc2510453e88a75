/* routes_reviews.c: people's decisions: listed, and made. */
#include "read/json.h"
#include "serve/inside.h"
#include <stdio.h>

/* --- lists ---------------------------------------------------------------------------------------------------------------- */
/* Lines of JSON become members of a list. */
typedef struct joining {
	riwaya_sink out;
	bool any, within; /* a line was written; one is being written */
} joining;

static bool join(void *ctx, const char *p, size_t n) {
	joining *j = ctx;
	while (n) {
		const char *end = memchr(p, '\n', n);
		size_t part = end ? (size_t)(end - p) : n;
		if (part && !j->within && j->any && !j->out.write(j->out.ctx, ",\n", 2)) return false;
		if (part && !j->out.write(j->out.ctx, p, part)) return false;
		j->any |= part > 0;
		j->within = part ? !end : j->within && !end;
		p += part + (end != NULL);
		n -= part + (end != NULL);
	}
	return true;
}

static bool put(riwaya_sink out, const char *z) { return out.write(out.ctx, z, strlen(z)); }

riwaya_status rw_get_reviews(rw_request *q, riwaya_error *err) {
	(void)err;
	riwaya_review_query query = {
		.incident = rw_param_of(q, "incident"), .report = rw_param_of(q, "report"), .by = rw_param_of(q, "by")};
	riwaya_error e = {0};
	joining j = {.out = rw_out(q)};
	if (!rw_param_flag(q, "orphans", &query.orphans) || !rw_param_flag(q, "waiting", &query.waiting)) return RIWAYA_OK;
	put(j.out, "{\"reviews\": [\n");
	if (riwaya_write_reviews(q->store, &query, RIWAYA_REVIEWS_JSON, NULL, (riwaya_sink){join, &j}, &e))
		return rw_problem_unknown(q, query.incident ? RW_PROBLEM_NO_INCIDENT : RW_PROBLEM_NO_REPORT, &e);
	put(j.out, "\n]}\n");
	return RIWAYA_OK;
}

riwaya_status rw_get_agreement(rw_request *q, riwaya_error *err) {
	return riwaya_write_agreement(q->store, true, NULL, rw_out(q), err);
}

/* --- deciding -------------------------------------------------------------------------------------------------------------- */
static void put_string(rw_buf *b, rw_slice s) {
	rw_buf_byte(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\') rw_buf_byte(b, '\\');
		rw_buf_byte(b, s.p[i]);
	}
	rw_buf_byte(b, '"');
}

/* The decision as the store takes it: without what its author had seen, and by who is signed in. */
static riwaya_status decision_of(rw_request *q, rw_slice *out, const char **seen, riwaya_error *err) {
	rw_json_value *v = NULL;
	rw_slice body = rw_slice_trim(q->body);
	riwaya_status status = rw_json_tree(q->a, body, 0, &v, err);
	if (!status && (!v || v->type != RW_JSON_OBJECT || v->raw.n != body.n))
		status =
			rw_fail(err, RIWAYA_FORMAT, RW_LIT("body"), 0, 0, "a decision is one JSON object, and nothing behind it");
	if (status) return status;
	rw_buf b = RW_BUF(q->a);
	bool any = false;
	*seen = NULL;
	rw_buf_byte(&b, '{');
	for (const rw_json_value *m = v->first; m; m = m->next) {
		if (rw_slice_eqz(m->key, "seen")) {
			*seen = rw_arena_printf(q->a, RW_FMT, RW_ARG(m->text)).p;
			continue;
		}
		if (*q->who.name && rw_slice_eqz(m->key, "by")) continue;
		if (any) rw_buf_byte(&b, ',');
		any = true;
		put_string(&b, m->key);
		rw_buf_byte(&b, ':');
		rw_buf_slice(&b, m->raw);
	}
	if (*q->who.name) {
		rw_buf_z(&b, any ? ",\"by\":" : "\"by\":");
		put_string(&b, rw_slice_z(q->who.name));
	}
	rw_buf_byte(&b, '}');
	*out = rw_buf_view(&b);
	return RIWAYA_OK;
}

typedef struct others {
	const riwaya_decision *p;
	size_t n;
} others;

static void tell_others(void *ctx, rw_json *j) {
	const others *o = ctx;
	rw_json_key(j, "meanwhile");
	rw_json_array(j);
	for (size_t i = 0; i < o->n; i++) {
		const riwaya_decision *d = &o->p[i];
		rw_json_object(j);
		rw_json_put_slice(j, "id", d->review);
		rw_json_put_z(j, "kind", riwaya_review_kind_word(d->kind));
		rw_json_put_slice(j, "by", d->by);
		rw_json_put_slice(j, "at", d->at);
		rw_json_put_slice(j, "why", d->why);
		rw_json_put_bool(j, "waits", d->waits);
		rw_json_close(j);
	}
	rw_json_close(j);
}

/* "1042.317": entries of the log come first. */
static bool entries_of(const char *seen, uint64_t *out) {
	rw_slice rest = rw_slice_z(seen), first = rw_slice_cut(&rest, '.');
	return rest.p && rw_slice_u64(first, out);
}

riwaya_status rw_post_review(rw_request *q, riwaya_error *err) {
	rw_slice json;
	const char *seen;
	char id[RIWAYA_REVIEW_ID + 1], state[RW_SERVE_STATE];
	uint64_t entries = 0;
	riwaya_store_state now;
	others meanwhile = {0};
	riwaya_error e = {0};
	if (!rw_is_type(q, "application/json")) return rw_problem(q, RW_PROBLEM_TYPE, "it takes application/json");
	riwaya_status status = decision_of(q, &json, &seen, err);
	if (status) return status;
	if (seen && !entries_of(seen, &entries))
		return rw_problem(q, RW_PROBLEM_WRONG, "seen takes a state as GET /api/state gave it");
	status = seen ? riwaya_store_review_after(q->store, json, entries, id, &meanwhile.p, &meanwhile.n, &e)
				  : riwaya_store_review(q->store, json, id, &e);
	if (meanwhile.n) return rw_problem_with(q, RW_PROBLEM_MEANWHILE, e.message, tell_others, &meanwhile);
	if (status) return rw_problem_of(q, &e);
	/* Who decided sees what came of it. */
	status = riwaya_store_settle(q->store, NULL, err);
	if (!status) status = riwaya_store_state_of(q->store, &now, err);
	if (status) return status;
	rw_state_text(&now, state);
	rw_json *j = RW_NEW(q->a, rw_json);
	rw_json_begin(j, rw_out(q), 0);
	rw_json_object(j);
	rw_json_put_z(j, "id", id);
	rw_json_put_z(j, "state", state);
	rw_json_close(j);
	rw_json_end(j);
	q->out.status = 201;
	return RIWAYA_OK;
}
