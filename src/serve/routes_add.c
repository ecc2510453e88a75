/* routes_add.c: reports that people bring: files, a text, an address; and what became of them. */
#include "read/json.h"
#include "serve/form.h"
#include "serve/jobs.h"

/* --- a form ------------------------------------------------------------------------------------------------------------------- */
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
	rw_form_reader f;
	rw_part part;
	riwaya_status status = rw_form_begin(q->a, rw_slice_z(rw_header(q, "Content-Type")), q->body, &f, err);
	while (!status) {
		rw_mark m = rw_arena_mark(q->a);
		status = rw_form_next(&f, &part, err);
		if (status) break;
		if (rw_slice_eqz(part.name, "file") && part.file.p) {
			if (part.file.n || part.content.n) { /* a form without a chosen file sends an empty one */
				status = rw_upload_file(u, part.file, part.content, err);
				++*files;
			}
		} else if (rw_slice_eqz(part.name, "published")) {
			status = published_of(rw_slice_trim(part.content), q->a, u, err);
		} else {
			status = rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("body"), 0, 0,
				"a form has file (several) and published (may be left out), and nothing else");
		}
		rw_arena_reset(q->a, m);
	}
	return status == RIWAYA_END ? RIWAYA_OK : status;
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
