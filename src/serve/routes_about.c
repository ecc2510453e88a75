/* routes_about.c: the server itself: what it is, what the store is at, what ids are called. */
#include "api.h"
#include "serve/inside.h"

riwaya_status rw_get_openapi(rw_request *q, riwaya_error *err) {
	(void)err;
	const rw_asset *x = rw_asset_named(q->server, "/openapi.json");
	if (!x) return rw_problem(q, RW_PROBLEM_NO_ROUTE, NULL);
	riwaya_sink out = rw_out(q);
	out.write(out.ctx, x->plain.p, x->plain.n);
	return RIWAYA_OK;
}

riwaya_status rw_get_about(rw_request *q, riwaya_error *err) {
	(void)err;
	const rw_server *s = q->server;
	rw_json *j = RW_NEW(q->a, rw_json);
	rw_json_begin(j, rw_out(q), 2);
	rw_json_object(j);
	rw_json_put_z(j, "version", riwaya_version());
	rw_json_put_slice(j, "lexicon", riwaya_engine_lexicon_hash(s->engine));
	rw_json_key(j, "libraries");
	rw_json_object(j);
	const char *library;
	for (size_t i = 0; (library = riwaya_library(i)); i++) {
		rw_slice rest = rw_slice_z(library), name = rw_slice_cut(&rest, ' ');
		rw_json_key_slice(j, name);
		rw_json_slice(j, rest);
	}
	rw_json_key(j, "libmicrohttpd");
	rw_json_z(j, MHD_get_version());
	rw_json_close(j);
	rw_json_put_bool(j, "read_only", s->o.read_only);
	rw_json_put_bool(j, "accounts", s->accounts != NULL);
	rw_json_put_bool(j, "page", s->assets.page);
	rw_json_put_bool(j, "fetches", s->o.keep != NULL);
	rw_json_key(j, "limits");
	rw_json_object(j);
#define LIMIT(n, w, v) rw_json_put_u64(j, #w, (uint64_t)RW_SERVE_##n);
	RW_SERVE_LIMIT_MAP(LIMIT)
#undef LIMIT
	rw_json_close(j);
	rw_json_close(j);
	rw_json_end(j);
	return RIWAYA_OK;
}

riwaya_status rw_get_state(rw_request *q, riwaya_error *err) {
	riwaya_store_state state;
	char text[RW_SERVE_STATE];
	riwaya_status status = rw_stores_state(q->server, &state, err);
	if (status) return status;
	rw_state_text(&state, text);
	rw_json *j = RW_NEW(q->a, rw_json);
	rw_json_begin(j, rw_out(q), 0);
	rw_json_object(j);
	rw_json_put_z(j, "state", text);
	rw_json_put_bool(j, "waiting", state.waiting);
	rw_json_close(j);
	rw_json_end(j);
	return RIWAYA_OK;
}

/* --- words ----------------------------------------------------------------------------------------------------------------- */
static void both(rw_json *j, rw_slice ar, rw_slice en) {
	rw_json_put_slice(j, "ar", ar);
	rw_json_put_slice(j, "en", en);
}

/* Rows of a table by their ids. An outlet's Arabic name is the first of its forms. */
static void table(rw_json *j, const rw_lexicon *lx, const char *name, const char *key, bool more) {
	uint32_t n = 0;
	rw_row row = rw_table_rows(lx, name, &n);
	rw_json_key(j, key);
	rw_json_object(j);
	for (uint32_t i = 0; i < n; i++) {
		rw_slice ar = rw_row_get(lx, row + i, "ar"), forms = rw_row_get(lx, row + i, "forms");
		if (!ar.p && forms.p) ar = rw_slice_cut(&forms, '|');
		rw_json_key_slice(j, rw_row_get(lx, row + i, "id"));
		rw_json_object(j);
		both(j, ar, rw_row_get(lx, row + i, "en"));
		if (more) rw_json_put_slice(j, "family", rw_row_get(lx, row + i, "family"));
		if (more) rw_json_put_slice(j, "unit", rw_row_get(lx, row + i, "unit"));
		rw_json_close(j);
	}
	rw_json_close(j);
}

/* Labels of an enum's words: those whose key is prefix and word. */
static void labels(rw_json *j, rw_arena *a, const rw_lexicon *lx, const char *key, const char *prefix,
	const char *const *words, size_t n) {
	rw_json_key(j, key);
	rw_json_object(j);
	for (size_t i = 0; i < n; i++) {
		rw_slice id = rw_arena_printf(a, "%s%s", prefix, words[i]);
		rw_row row = rw_row_find(lx, "labels", id);
		rw_json_key(j, words[i]);
		rw_json_object(j);
		both(j, row ? rw_row_get(lx, row, "ar") : RW_NONE, row ? rw_row_get(lx, row, "en") : RW_NONE);
		rw_json_close(j);
	}
	rw_json_close(j);
}

#define WORD(n, w) #w,
#define LABELS(key, prefix, MAP, from)                                                                                 \
	do {                                                                                                               \
		static const char *const words[] = {MAP(WORD)};                                                                \
		labels(j, q->a, lx, key, prefix, words + (from), RW_COUNT(words) - (from));                                    \
	} while (0)

riwaya_status rw_get_words(rw_request *q, riwaya_error *err) {
	(void)err;
	const rw_lexicon *lx = q->server->lx;
	rw_json *j = RW_NEW(q->a, rw_json);
	rw_json_begin(j, rw_out(q), 2);
	rw_json_object(j);
	table(j, lx, "predicates", "predicates", true);
	table(j, lx, "roles", "roles", false);
	table(j, lx, "units", "units", false);
	table(j, lx, "actors", "actors", false);
	table(j, lx, "outlets", "outlets", false);
	LABELS("links", "show_link_", RIWAYA_LINK_MAP, 1);
	LABELS("stances", "show_stance_", RIWAYA_STANCE_MAP, 0);
	LABELS("modalities", "show_modality_", RIWAYA_MODALITY_MAP, 0);
	LABELS("relations", "show_relation_", RIWAYA_RELATION_MAP, 0);
	LABELS("on", "show_on_", RIWAYA_ON_MAP, 0);
	LABELS("parts", "show_part_", RIWAYA_PART_MAP, 0);
	LABELS("grades", "export_grade_", RIWAYA_GRADE_MAP, 1);
	rw_json_close(j);
	rw_json_end(j);
	return RIWAYA_OK;
}
