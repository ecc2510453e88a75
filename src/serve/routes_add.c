/* routes_add.c: reports that people bring: files, a text, an address; and what became of them. */
#include "read/json.h"
#include "serve/jobs.h"

/* --- multipart/form-data (RFC 7578) ---------------------------------------------------------------------------------------- */
/* A part's name="…" or filename="…", its quotes undone as browsers write them: %22 for a quotation mark. */
static rw_slice quoted(rw_arena *a, rw_slice head, const char *key) {
	rw_slice sign = rw_arena_printf(a, "%s=\"", key);
	size_t at = 0;
	while ((at = rw_slice_find(head, sign, at)) != SIZE_MAX && at && head.p[at - 1] != ' ' && head.p[at - 1] != ';')
		at++;
	if (at == SIZE_MAX) return RW_NONE;
	size_t from = at + sign.n, end = from;
	while (end < head.n && head.p[end] != '"') end++;
	rw_buf b = RW_BUF(a);
	for (size_t i = from; i < end; i++) {
		if (head.p[i] == '%' && i + 2 < end && head.p[i + 1] == '2' && head.p[i + 2] == '2') {
			rw_buf_byte(&b, '"');
			i += 2;
		} else {
			rw_buf_byte(&b, head.p[i]);
		}
	}
	return rw_buf_view(&b);
}

/* The line that parts its parts: "\r\n--…" */
static rw_slice boundary_of(const rw_request *q, rw_arena *a) {
	rw_slice given = rw_slice_z(rw_header(q, "Content-Type"));
	size_t at = rw_slice_find(given, RW_LIT("boundary="), 0);
	if (at == SIZE_MAX) return RW_NONE;
	rw_slice value = rw_slice_of(given.p + at + 9, given.n - at - 9);
	value = rw_slice_trim(rw_slice_cut(&value, ';'));
	if (value.n > 1 && value.p[0] == '"' && value.p[value.n - 1] == '"') value = rw_slice_of(value.p + 1, value.n - 2);
	return value.n && value.n <= 70 ? rw_arena_printf(a, "\r\n--" RW_FMT, RW_ARG(value)) : RW_NONE;
}

static riwaya_status broken(riwaya_error *err) {
	return rw_fail(err, RIWAYA_FORMAT, RW_LIT("body"), 0, 0, "what was sent breaks the rules of multipart/form-data");
}

static riwaya_status published_of(rw_slice text, rw_arena *a, rw_upload *u, riwaya_error *err) {
	riwaya_when when;
	if (!text.n) return RIWAYA_OK;
	if (!riwaya_when_parse(rw_arena_printf(a, RW_FMT, RW_ARG(text)).p, &when))
		return rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("published"), 0, 0,
			"published takes a time such as 2022-01-21T06:01 or 2022-01-21");
	rw_upload_published(u, when);
	return RIWAYA_OK;
}

static riwaya_status take_parts(rw_request *q, rw_upload *u, size_t *files, riwaya_error *err) {
	rw_slice line = boundary_of(q, q->a), body = q->body, head_end = RW_LIT("\r\n\r\n");
	riwaya_status status = RIWAYA_OK;
	if (!line.n) return broken(err);
	/* the first one may stand at the very beginning, without an end of line before it */
	rw_slice first = rw_slice_of(line.p + 2, line.n - 2);
	size_t at = rw_slice_starts(body, first) ? first.n : rw_slice_find(body, line, 0);
	if (at == SIZE_MAX) return broken(err);
	if (!rw_slice_starts(body, first)) at += line.n;
	while (!status) {
		rw_mark m = rw_arena_mark(q->a);
		if (at + 2 <= body.n && body.p[at] == '-' && body.p[at + 1] == '-') return RIWAYA_OK;
		size_t head = rw_slice_find(body, head_end, at),
			   end = head == SIZE_MAX ? head : rw_slice_find(body, line, head + 2);
		if (end == SIZE_MAX) return broken(err);
		rw_slice fields = rw_slice_of(body.p + at, head - at);
		size_t from = head + head_end.n;
		rw_slice content = from <= end ? rw_slice_of(body.p + from, end - from) : RW_LIT("");
		rw_slice file = quoted(q->a, fields, "filename"), name = quoted(q->a, fields, "name");
		if (rw_slice_eqz(name, "file") && file.p) {
			if (file.n || content.n) { /* a form without a chosen file sends an empty one */
				status = rw_upload_file(u, file, content, err);
				++*files;
			}
		} else if (rw_slice_eqz(name, "published")) {
			status = published_of(rw_slice_trim(content), q->a, u, err);
		} else {
			status = rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("body"), 0, 0,
				"a form has file (several) and published (may be left out), and nothing else");
		}
		at = end + line.n;
		rw_arena_reset(q->a, m);
	}
	return status;
}

/* --- a text, an address ------------------------------------------------------------------------------------------------------- */
static void put_member(rw_buf *b, const char *key, const rw_json_value *v) {
	if (v) rw_buf_printf(b, "%s\"%s\":" RW_FMT, b->n > 1 ? "," : "", key, RW_ARG(v->raw));
}

static bool is_page(rw_slice text) { return rw_slice_starts(rw_slice_trim(text), RW_LIT("<")); }

static riwaya_status take_json(rw_request *q, rw_upload *u, bool *address, riwaya_error *err) {
	rw_json_value *v = NULL;
	rw_slice body = rw_slice_trim(q->body);
	riwaya_status status = rw_json_tree(q->a, body, 0, &v, err);
	if (!status && (!v || v->type != RW_JSON_OBJECT || v->raw.n != body.n))
		status =
			rw_fail(err, RIWAYA_FORMAT, RW_LIT("body"), 0, 0, "an object with text or address, and nothing behind it");
	if (status) return status;
	for (const rw_json_value *m = v->first; m; m = m->next)
		if (m->type != RW_JSON_STRING ||
			!(rw_slice_eqz(m->key, "text") || rw_slice_eqz(m->key, "title") || rw_slice_eqz(m->key, "outlet") ||
				rw_slice_eqz(m->key, "published") || rw_slice_eqz(m->key, "address")))
			return rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("body"), 0, 0,
				"it takes text, title, outlet, published and address, each a text between quotation marks");
	rw_slice text = rw_json_text(v, "text"), link = rw_slice_trim(rw_json_text(v, "address"));
	if ((text.n > 0) == (link.n > 0))
		return rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("body"), 0, 0, "text or address is needed, one of them");
	status = published_of(rw_slice_trim(rw_json_text(v, "published")), q->a, u, err);
	if (status) return status;
	*address = link.n > 0;
	if (*address) {
		if (memchr(link.p, '\0', link.n) || !riwaya_is_address(rw_arena_printf(q->a, RW_FMT, RW_ARG(link)).p))
			return rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("address"), 0, 0, "an address begins with http:// or https://");
		return rw_upload_address(u, link, err);
	}
	if (is_page(text)) return rw_upload_file(u, RW_LIT("pasted.html"), text, err);
	if (!rw_json_text(v, "title").n && !rw_json_text(v, "outlet").n)
		return rw_upload_file(u, RW_LIT("pasted.txt"), text, err);
	rw_buf b = RW_BUF(q->a);
	rw_buf_byte(&b, '{');
	put_member(&b, "title", rw_json_member(v, RW_LIT("title")));
	put_member(&b, "outlet", rw_json_member(v, RW_LIT("outlet")));
	put_member(&b, "text", rw_json_member(v, RW_LIT("text")));
	put_member(&b, "published", rw_json_member(v, RW_LIT("published")));
	rw_buf_z(&b, "}\n");
	return rw_upload_file(u, RW_LIT("pasted.jsonl"), rw_buf_view(&b), err);
}

/* --- routes ---------------------------------------------------------------------------------------------------------------------- */
/* Owned by the arena until it is a job's. */
typedef struct held {
	rw_upload *u;
} held;
static void let_go(void *p) {
	held *h = p;
	rw_upload_free(h->u);
	h->u = NULL;
}

riwaya_status rw_post_add(rw_request *q, riwaya_error *err) {
	bool form = rw_is_type(q, "multipart/form-data"), address = false;
	size_t files = 0;
	char id[RW_JOB_ID + 1];
	riwaya_error e = {0};
	(void)err;
	if (!form && !rw_is_type(q, "application/json"))
		return rw_problem(q, RW_PROBLEM_TYPE, "it takes multipart/form-data with files, or application/json");
	held *h = RW_NEW(q->a, held);
	riwaya_status status = rw_upload_new(&h->u, &e);
	if (!status) rw_arena_defer(q->a, let_go, h);
	if (!status) status = form ? take_parts(q, h->u, &files, &e) : take_json(q, h->u, &address, &e);
	if (!status && form && !files) status = rw_fail(&e, RIWAYA_ARGUMENT, RW_LIT("body"), 0, 0, "no file was sent");
	if (!status && address && !q->server->o.keep)
		return rw_problem(
			q, RW_PROBLEM_NO_FETCH, "riwaya serve -o FOLDER lets it fetch, and keeps there what it fetched");
	rw_upload *u = h->u;
	if (!status) {
		h->u = NULL;
		status = rw_job_begin(q->server, u, id, &e);
		if (status == RIWAYA_LIMIT) return rw_problem(q, RW_PROBLEM_MANY, e.message);
		if (status == RIWAYA_BUSY) return rw_problem(q, RW_PROBLEM_ENDING, NULL);
	}
	if (status) return rw_problem_of(q, &e);
	rw_json *j = RW_NEW(q->a, rw_json);
	rw_json_begin(j, rw_out(q), 0);
	rw_json_object(j);
	rw_json_put_z(j, "job", id);
	rw_json_close(j);
	rw_json_end(j);
	q->out.status = 202;
	return RIWAYA_OK;
}

riwaya_status rw_get_job(rw_request *q, riwaya_error *err) {
	riwaya_status status;
	if (rw_job_tell(q, q->variables[0], &status, err)) return status;
	return rw_problem(q, RW_PROBLEM_NOTHING, "there is no such job: the server forgets them when it ends");
}
