/* versions.c: versions of a page, and how each differs from the one before it. */
#include "store/changes.h"
#include "store/diff.h"

static bool same_text(const riwaya_report *a, const riwaya_report *b) {
	return rw_slice_eq(a->title, b->title) && rw_slice_eq(a->text, b->text) && rw_slice_eq(a->caption, b->caption);
}

typedef RW_VEC(riwaya_bilingual) phrases;

/* What a tells and b does not, each once. */
static void only_in(rw_arena *a, rw_facts *f, const rw_known *x, const rw_known *y, phrases *out) {
	rw_map told = RW_MAP(a);
	bool fresh;
	for (size_t i = 0; i < y->n_claims; i++) *rw_map_put(&told, rw_say_claim(f, &y->claims[i], true).en, &fresh) = 1;
	for (size_t i = 0; i < x->n_claims; i++) {
		riwaya_bilingual phrase = rw_say_claim(f, &x->claims[i], true);
		*rw_map_put(&told, phrase.en, &fresh) = 1;
		if (fresh && phrase.en.n) rw_vec_push(a, out, phrase);
	}
}

riwaya_status rw_version_of(
	riwaya_store *s, rw_facts *f, int64_t before, int64_t after, riwaya_page_version *out, riwaya_error *err) {
	rw_arena *a = &s->list;
	rw_stored old = {0}, now;
	*out = (riwaya_page_version){.first = !before};
	riwaya_status status = rw_load(s, a, after, INT64_MAX, &now, err);
	if (!status && before) status = rw_load(s, a, before, INT64_MAX, &old, err);
	if (status) return status;
	out->report = now.known.report;
	out->received = now.received;
	if (!before) return RIWAYA_OK;
	out->same = same_text(old.known.report, now.known.report);
	if (out->same) return RIWAYA_OK;
	rw_pieces title = {0}, text = {0};
	phrases retracted = {0}, added = {0};
	rw_diff_words(a, &s->scratch, old.known.report->title, now.known.report->title, &title);
	rw_diff_words(a, &s->scratch, old.known.report->text, now.known.report->text, &text);
	only_in(a, f, &old.known, &now.known, &retracted);
	only_in(a, f, &now.known, &old.known, &added);
	out->title = title.p, out->n_title = title.n;
	out->text = text.p, out->n_text = text.n;
	out->retracted = retracted.p, out->n_retracted = retracted.n;
	out->added = added.p, out->n_added = added.n;
	return RIWAYA_OK;
}

static riwaya_status one_number(
	riwaya_store *s, const char *sql, int64_t value, rw_slice text, int64_t *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	*out = 0;
	riwaya_status status = rw_db_stmt(s->db, sql, &q, err);
	if (status) return status;
	if (text.n)
		rw_bind_text(q, 1, text);
	else
		rw_bind_int(q, 1, value);
	status = rw_step(q, &row, err);
	if (!status && row) *out = rw_col_int(q, 0);
	rw_stmt_reset(q);
	return status;
}

riwaya_status rw_list_versions(riwaya_store *s, rw_slice page, riwaya_version_list *out, riwaya_error *err) {
	*out = (riwaya_version_list){0};
	int64_t id;
	page = rw_slice_trim(page);
	riwaya_status status =
		page.n ? one_number(s, "SELECT min(id) FROM report WHERE address = ?1", 0, page, &id, err) : RIWAYA_OK;
	if (!status && (!page.n || !id)) status = rw_find_report(s, page, &id, err);
	if (status == RIWAYA_ARGUMENT)
		return rw_fail(err, RIWAYA_ARGUMENT, s->where, 0, 0,
			"the store has no page '" RW_FMT "': give its address as it was received, or a report's id", RW_ARG(page));
	/* back to the first, then on */
	for (int64_t before = id; before && !status;) {
		id = before;
		status = one_number(s, "SELECT max(id) FROM report WHERE replaced_by = ?1", id, RW_NONE, &before, err);
	}
	RW_VEC(riwaya_page_version) rows = {0};
	rw_facts *f = rw_store_facts(s, &s->list);
	for (int64_t before = 0; id && !status && rows.n < RIWAYA_STORE_VERSIONS;) {
		riwaya_page_version v;
		status = rw_version_of(s, f, before, id, &v, err);
		if (status) break;
		rw_vec_push(&s->list, &rows, v);
		before = id;
		status = one_number(
			s, "SELECT replaced_by FROM report WHERE id = ?1 AND replaced_by IS NOT NULL", id, RW_NONE, &id, err);
	}
	out->rows = rows.p;
	out->n = rows.n;
	return status;
}
