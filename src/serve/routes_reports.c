/* routes_reports.c: one report: what it claims, as it was received, how its page was edited; and why two of them are in one incident or not. */
#include "read/read.h"
#include "serve/inside.h"
#include "serve/tame.h"
#include <stdio.h>

riwaya_status rw_get_report(rw_request *q, riwaya_error *err) {
	const char *id = q->variables[0];
	riwaya_set *set;
	riwaya_standing standing;
	riwaya_error e = {0};
	if (riwaya_store_reports(q->store, &id, 1, &set, &e)) return rw_problem_unknown(q, RW_PROBLEM_NO_REPORT, &e);
	riwaya_status status = riwaya_store_standing(q->store, id, &standing, err);
	if (!status) status = riwaya_store_furniture(q->store, id, &standing, err);
	if (!status) status = riwaya_write_reading(q->store, set, 0, &standing, rw_out(q), err);
	riwaya_set_free(set);
	return status;
}

/* A charset that may stand in a header, and that iconv is asked for. */
static const char *charset_of(rw_request *q, const riwaya_received *r) {
	for (size_t i = 0; i < r->charset.n; i++) {
		char c = r->charset.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
		if (!plain || r->charset.n > 40) return "utf-8";
	}
	return r->charset.n ? rw_arena_printf(q->a, RW_FMT "%c", RW_ARG(r->charset), '\0').p : "utf-8";
}

/* Bytes of anybody's: pages are shown by what is harmless in them, in a frame where nothing runs and nothing loads; text as it is; all else, and
 * all of it with ?save=1, is handed over to be saved. */
riwaya_status rw_get_received(rw_request *q, riwaya_error *err) {
	riwaya_received r;
	riwaya_error e = {0};
	bool save;
	(void)err;
	if (!rw_param_flag(q, "save", &save)) return RIWAYA_OK;
	if (riwaya_store_received(q->store, q->variables[0], &r, &e))
		return rw_problem_unknown(q, RW_PROBLEM_NO_REPORT, &e);
	q->out.frame = RW_FRAME_SANDBOX;
	q->out.type = "";
	riwaya_sink out = rw_out(q);
	if (r.kind == RIWAYA_RECEIVED_HTML && !save) {
		rw_buf tame = RW_BUF(q->a);
		rw_tame(q->a, rw_decode_as(q->a, charset_of(q, &r), r.bytes, NULL), &tame);
		rw_answer_header(&q->out, "Content-Type", "text/html; charset=utf-8");
		out.write(out.ctx, tame.p, tame.n);
		return RIWAYA_OK;
	}
	if (r.kind == RIWAYA_RECEIVED_TEXT && !save) {
		rw_answer_header(
			&q->out, "Content-Type", rw_arena_printf(q->a, "text/plain; charset=%s%c", charset_of(q, &r), '\0').p);
	} else {
		static const char *const endings[] = {
			[RIWAYA_RECEIVED_HTML] = ".html", [RIWAYA_RECEIVED_TEXT] = ".txt", [RIWAYA_RECEIVED_PDF] = ".pdf"};
		const char *ending = r.kind == RIWAYA_RECEIVED_OTHER ? ".bin" : endings[r.kind];
		rw_answer_header(&q->out, "Content-Type", "application/octet-stream");
		rw_answer_header(&q->out, "Content-Disposition",
			rw_arena_printf(q->a, "attachment; filename=\"%.12s%s\"%c", r.id.p, ending, '\0').p);
	}
	out.write(out.ctx, r.bytes.p, r.bytes.n);
	return RIWAYA_OK;
}

riwaya_status rw_get_versions(rw_request *q, riwaya_error *err) {
	const riwaya_version_list *list;
	riwaya_error e = {0};
	if (riwaya_store_versions(q->store, q->variables[0], &list, &e))
		return rw_problem_unknown(q, RW_PROBLEM_NO_REPORT, &e);
	return riwaya_write_versions(q->store, list, RIWAYA_LIST_JSON, NULL, rw_out(q), err);
}

/* --- why ----------------------------------------------------------------------------------------------------------------- */
static size_t place_of(const riwaya_set *set, rw_slice id) {
	size_t n = riwaya_set_count(set);
	for (size_t i = 0; i < n; i++)
		if (rw_slice_eq(riwaya_set_report(set, i)->id, id)) return i;
	return SIZE_MAX;
}

/* The reports of an incident that both stand in, where there is one: what links them may be a third. */
static riwaya_status set_of_both(
	rw_request *q, const char *const ids[2], rw_slice whole[2], riwaya_set **set, riwaya_error *err) {
	riwaya_standing s;
	RW_VEC(rw_slice) names = {0};
	char name[64] = "";
	for (size_t k = 0; k < 2; k++) {
		riwaya_status status = riwaya_store_standing(q->store, ids[k], &s, err);
		if (status) return status;
		for (size_t i = 0; i < s.n_incidents; i++) {
			for (size_t n = 0; k && n < names.n; n++)
				if (rw_slice_eq(names.p[n], s.incidents[i]))
					snprintf(name, sizeof name, RW_FMT, RW_ARG(s.incidents[i]));
			if (!k) rw_vec_push(q->a, &names, rw_arena_copy(q->a, s.incidents[i]));
		}
	}
	riwaya_status status = riwaya_store_reports(q->store, ids, 2, set, err);
	if (status) return status;
	for (size_t k = 0; k < 2; k++) whole[k] = rw_arena_copy(q->a, riwaya_set_report(*set, k)->id);
	if (!*name) return RIWAYA_OK;
	riwaya_set_free(*set);
	return riwaya_store_ledger(q->store, name, NULL, set, err);
}

riwaya_status rw_get_why(rw_request *q, riwaya_error *err) {
	const char *const ids[] = {rw_param_of(q, "a"), rw_param_of(q, "b")};
	rw_slice whole[2];
	riwaya_set *set;
	riwaya_error e = {0};
	if (!ids[0] || !ids[1]) return rw_problem(q, RW_PROBLEM_PARAM, "a and b are needed: two reports' ids");
	if (set_of_both(q, ids, whole, &set, &e)) return rw_problem_unknown(q, RW_PROBLEM_NO_REPORT, &e);
	size_t a = place_of(set, whole[0]), b = place_of(set, whole[1]);
	riwaya_status status = a == SIZE_MAX || b == SIZE_MAX || a == b
		? rw_problem(q, RW_PROBLEM_PARAM, "a and b are two reports: they are one, or one was copied whole from the other")
		: riwaya_write_why_together(set, a, b, rw_out(q), err);
	riwaya_set_free(set);
	return status;
}
