/* upkeep.c: what the upkeep of a store came to, for a person and for programs. */
#include "mention/calendar.h"
#include "show/sheet.h"
#include "show/show.h"

enum { INDENT = 2, HASH = 32 };

static void put_comma_fact(rw_sheet *s, const char *key, const char *const *keys, const uint64_t *counts, size_t n) {
	rw_buf b = RW_BUF(s->a);
	for (size_t i = 0; i < n; i++) {
		if (!counts[i]) continue;
		if (b.n) rw_buf_slice(&b, rw_comma(&s->words));
		rw_buf_slice(&b, rw_counted(&s->words, keys[i], counts[i]));
	}
	rw_sheet_fact(s, INDENT, key, rw_buf_view(&b));
}

/* "2024-03-05T10:15Z" of milliseconds. */
static rw_slice moment(rw_arena *a, int64_t ms) {
	char text[32];
	rw_when_format(ms / 60000, RIWAYA_PRECISION_MINUTE, text);
	return rw_arena_printf(a, "%sZ", text);
}

/* --- verify ------------------------------------------------------------------------------------------------------- */
static const char *const checked_keys[] = {"upkeep_verdict", "upkeep_checked", "upkeep_sealed", "upkeep_head"};

bool rw_show_store_checked_text(const rw_lexicon *lx, rw_arena *a, rw_slice where, const riwaya_store_checked *c,
	const riwaya_show *show, riwaya_sink sink) {
	static const char *const parts[] = {"upkeep_n_entries", "upkeep_n_reports", "upkeep_n_reviews", "upkeep_n_objects"};
	const uint64_t counts[] = {c->entries, c->reports, c->reviews, c->objects};
	char head[2 * HASH + 1];
	rw_sheet *s = rw_sheet_begin(lx, a, show, sink, checked_keys, RW_COUNT(checked_keys));
	const rw_words *w = &s->words;
	rw_page_heading(&s->page, where, RW_BOLD);
	rw_sheet_fact(s, INDENT, "upkeep_verdict",
		c->wrong ? rw_counted(w, "verify_n_wrong", c->wrong)
				 : rw_label(w, c->stopped ? "upkeep_stopped" : "upkeep_sound"));
	put_comma_fact(s, "upkeep_checked", parts, counts, RW_COUNT(parts));
	rw_sheet_fact(s, INDENT, "upkeep_sealed",
		!c->seals ? rw_label(w, c->key_given ? "upkeep_unsealed_by_it" : "upkeep_unsealed")
				  : RW_FILL(w, c->key_given ? "upkeep_sealed_given" : "upkeep_sealed_by",
						rw_number(w, (double)c->sealed), moment(a, c->sealed_at), rw_slice_z(c->key)));
	rw_hex(c->head, HASH, head);
	rw_sheet_fact(s, INDENT, "upkeep_head", rw_slice_z(head));
	return !s->page.failed;
}

bool rw_show_store_fault_json(const riwaya_store_fault *f, riwaya_sink sink) {
	rw_json j;
	rw_json_begin(&j, sink, 0);
	rw_json_object(&j);
	rw_json_key(&j, "fault");
	rw_json_object(&j);
	rw_json_put_slice(&j, "part", f->part);
	rw_json_put_slice(&j, "which", f->which);
	rw_json_put_slice(&j, "field", f->field);
	rw_json_put_slice(&j, "what", f->what);
	rw_json_close(&j);
	rw_json_close(&j);
	return rw_json_end(&j);
}

bool rw_show_store_checked_json(rw_slice where, const riwaya_store_checked *c, riwaya_sink sink) {
	rw_json j;
	char head[2 * HASH + 1];
	rw_hex(c->head, HASH, head);
	rw_json_begin(&j, sink, 0);
	rw_json_object(&j);
	rw_json_key(&j, "checked");
	rw_json_object(&j);
	rw_json_put_slice(&j, "store", where);
	rw_json_put_bool(&j, "sound", c->wrong == 0 && !c->stopped);
	rw_json_put_u64(&j, "wrong", c->wrong);
	rw_json_put_bool(&j, "stopped", c->stopped);
	rw_json_put_u64(&j, "entries", c->entries);
	rw_json_put_u64(&j, "reports", c->reports);
	rw_json_put_u64(&j, "reviews", c->reviews);
	rw_json_put_u64(&j, "objects", c->objects);
	rw_json_put_u64(&j, "bytes", c->bytes);
	rw_json_put_z(&j, "head", head);
	rw_json_put_u64(&j, "seals", c->seals);
	rw_json_put_u64(&j, "sealed", c->sealed);
	rw_json_put_z(&j, "key", *c->key ? c->key : NULL);
	rw_json_put_bool(&j, "key_given", c->key_given);
	rw_json_close(&j);
	rw_json_close(&j);
	return rw_json_end(&j);
}

/* --- rebuild ------------------------------------------------------------------------------------------------------ */
static const char *const rebuilt_keys[] = {
	"upkeep_rebuilt", "upkeep_reports", "upkeep_claims", "upkeep_incidents", "upkeep_verdict", "upkeep_dry"};

bool rw_show_rebuilt_text(const rw_lexicon *lx, rw_arena *a, rw_slice where, const riwaya_rebuilt *r, bool dry_run,
	const riwaya_show *show, riwaya_sink sink) {
	static const char *const reports[] = {"upkeep_n_changed", "upkeep_n_lost"};
	static const char *const claims[] = {"upkeep_n_added", "upkeep_n_changed_claims", "upkeep_n_gone"};
	static const char *const incidents[] = {"upkeep_n_added", "upkeep_n_changed_incidents", "upkeep_n_gone"};
	const uint64_t n_reports[] = {r->changed, r->lost},
				   n_claims[] = {r->claims_added, r->claims_changed, r->claims_gone},
				   n_incidents[] = {r->incidents_new, r->incidents_changed, r->incidents_gone};
	rw_sheet *s = rw_sheet_begin(lx, a, show, sink, rebuilt_keys, RW_COUNT(rebuilt_keys));
	const rw_words *w = &s->words;
	rw_page_heading(&s->page, where, RW_BOLD);
	rw_slice read = rw_counted(w, "upkeep_n_reports", r->reports);
	rw_sheet_fact(s, INDENT, "upkeep_rebuilt", r->broken_off ? RW_FILL(w, "upkeep_broken_off", read) : read);
	put_comma_fact(s, "upkeep_reports", reports, n_reports, RW_COUNT(reports));
	put_comma_fact(s, "upkeep_claims", claims, n_claims, RW_COUNT(claims));
	put_comma_fact(s, "upkeep_incidents", incidents, n_incidents, RW_COUNT(incidents));
	bool same = !r->changed && !r->lost && !r->incidents_new && !r->incidents_changed && !r->incidents_gone;
	if (same && !r->broken_off) rw_sheet_fact(s, INDENT, "upkeep_verdict", rw_label(w, "upkeep_all_same"));
	if (dry_run) rw_sheet_fact(s, INDENT, "upkeep_dry", rw_label(w, "upkeep_nothing_written"));
	return !s->page.failed;
}

bool rw_show_rebuilt_json(const riwaya_rebuilt *r, bool dry_run, riwaya_sink sink) {
	rw_json j;
	rw_json_begin(&j, sink, 0);
	rw_json_object(&j);
	rw_json_key(&j, "rebuilt");
	rw_json_object(&j);
	rw_json_put_bool(&j, "dry_run", dry_run);
	rw_json_put_bool(&j, "broken_off", r->broken_off);
	const struct {
		const char *key;
		uint64_t n;
	} counts[] = {{"documents", r->documents}, {"reports", r->reports}, {"changed", r->changed}, {"lost", r->lost},
		{"claims_added", r->claims_added}, {"claims_changed", r->claims_changed}, {"claims_gone", r->claims_gone},
		{"incidents", r->incidents}, {"incidents_new", r->incidents_new}, {"incidents_changed", r->incidents_changed},
		{"incidents_gone", r->incidents_gone}};
	for (size_t i = 0; i < RW_COUNT(counts); i++) rw_json_put_u64(&j, counts[i].key, counts[i].n);
	rw_json_close(&j);
	rw_json_close(&j);
	return rw_json_end(&j);
}

bool rw_show_rebuilt_report_json(const riwaya_rebuilt_report *r, riwaya_sink sink) {
	rw_json j;
	rw_json_begin(&j, sink, 0);
	rw_json_object(&j);
	rw_json_key(&j, "report");
	rw_json_object(&j);
	rw_json_put_slice(&j, "id", r->id);
	rw_json_put_slice(&j, "file", r->file);
	rw_json_put_slice(&j, "title", r->title);
	rw_json_put_slice(&j, "fields", r->fields);
	rw_json_put_u64(&j, "claims_added", r->added);
	rw_json_put_u64(&j, "claims_changed", r->changed);
	rw_json_put_u64(&j, "claims_gone", r->gone);
	rw_json_put_slice(&j, "lost", r->lost);
	rw_json_close(&j);
	rw_json_close(&j);
	return rw_json_end(&j);
}

bool rw_show_rebuilt_incident_json(
	riwaya_rebuilt_kind kind, rw_slice name, rw_slice title_ar, rw_slice title_en, riwaya_sink sink) {
	rw_json j;
	rw_json_begin(&j, sink, 0);
	rw_json_object(&j);
	rw_json_key(&j, "incident");
	rw_json_object(&j);
	rw_json_put_slice(&j, "id", name);
	rw_json_put_z(&j, "what", riwaya_rebuilt_kind_word(kind));
	rw_json_put_slice(&j, "title_ar", title_ar);
	rw_json_put_slice(&j, "title_en", title_en);
	rw_json_close(&j);
	rw_json_close(&j);
	return rw_json_end(&j);
}

/* --- stats ------------------------------------------------------------------------------------------------------------ */
static const char *const stats_keys[] = {"upkeep_holds", "upkeep_waiting", "upkeep_received", "upkeep_size",
	"upkeep_tables", "upkeep_outlets", "upkeep_formats", "upkeep_months", "upkeep_engines", "upkeep_note"};

static rw_slice megabytes(const rw_words *w, uint64_t bytes) {
	return RW_FILL(w, "upkeep_mb", rw_number(w, (double)(bytes / 10000) / 100));
}

static void put_counts(rw_sheet *s, const char *key, const riwaya_store_counts *counts, bool bytes) {
	rw_buf b = RW_BUF(s->a);
	for (size_t i = 0; i < counts->n; i++) {
		const riwaya_store_count *c = &counts->p[i];
		if (bytes && c->n < 10000) continue; /* too little to be seen */
		if (b.n) rw_buf_slice(&b, rw_comma(&s->words));
		rw_buf_slice(&b,
			RW_FILL(&s->words, "upkeep_one_count", c->what,
				bytes ? megabytes(&s->words, c->n) : rw_number(&s->words, (double)c->n)));
	}
	rw_sheet_fact(s, INDENT, key, rw_buf_view(&b));
}

bool rw_show_store_stats_text(const rw_lexicon *lx, rw_arena *a, rw_slice where, const riwaya_store_stats *x,
	const riwaya_show *show, riwaya_sink sink) {
	static const char *const holds[] = {"upkeep_n_reports", "upkeep_n_objects", "upkeep_n_claims", "upkeep_n_incidents",
		"upkeep_n_reviews", "upkeep_n_coded", "upkeep_n_entries"};
	static const char *const waits[] = {"upkeep_n_waiting", "upkeep_n_unread", "upkeep_n_edited"};
	const uint64_t n_holds[] = {x->reports, x->documents, x->claims, x->incidents, x->reviews, x->coded, x->entries},
				   n_waits[] = {x->waiting, x->unread, x->edited};
	rw_sheet *s = rw_sheet_begin(lx, a, show, sink, stats_keys, RW_COUNT(stats_keys));
	const rw_words *w = &s->words;
	rw_page_heading(&s->page, where, RW_BOLD);
	put_comma_fact(s, "upkeep_holds", holds, n_holds, RW_COUNT(holds));
	put_comma_fact(s, "upkeep_waiting", waits, n_waits, RW_COUNT(waits));
	rw_sheet_fact(
		s, INDENT, "upkeep_received", RW_FILL(w, "upkeep_packed", megabytes(w, x->received), megabytes(w, x->packed)));
	double each = x->received ? (double)(100 * x->size / x->received) / 100 : 0;
	rw_sheet_fact(
		s, INDENT, "upkeep_size", RW_FILL(w, "upkeep_size_of", megabytes(w, x->size), rw_number(w, each), x->about));
	put_counts(s, "upkeep_tables", &x->tables, true);
	put_counts(s, "upkeep_outlets", &x->outlets, false);
	put_counts(s, "upkeep_formats", &x->formats, false);
	put_counts(s, "upkeep_months", &x->months, false);
	put_counts(s, "upkeep_engines", &x->engines, false);
	if (x->rebuilding) rw_sheet_fact(s, INDENT, "upkeep_note", rw_label(w, "upkeep_rebuilding"));
	return !s->page.failed;
}

static void json_counts(rw_json *j, const char *key, const riwaya_store_counts *counts) {
	rw_json_key(j, key);
	rw_json_array(j);
	for (size_t i = 0; i < counts->n; i++) {
		rw_json_object(j);
		rw_json_put_slice(j, "what", counts->p[i].what);
		rw_json_put_u64(j, "n", counts->p[i].n);
		rw_json_close(j);
	}
	rw_json_close(j);
}

bool rw_show_store_stats_json(rw_slice where, const riwaya_store_stats *x, riwaya_sink sink) {
	rw_json j;
	rw_json_begin(&j, sink, 1);
	rw_json_object(&j);
	rw_json_put_slice(&j, "store", where);
	rw_json_put_slice(&j, "database", x->about);
	const struct {
		const char *key;
		uint64_t n;
	} numbers[] = {{"reports", x->reports}, {"documents", x->documents}, {"claims", x->claims},
		{"incidents", x->incidents}, {"reviews", x->reviews}, {"log_entries", x->entries}, {"waiting", x->waiting},
		{"unread", x->unread}, {"edited", x->edited}, {"coded", x->coded}, {"bytes_received", x->received},
		{"bytes_packed", x->packed}, {"bytes_on_disk", x->size}};
	for (size_t i = 0; i < RW_COUNT(numbers); i++) rw_json_put_u64(&j, numbers[i].key, numbers[i].n);
	rw_json_put_bool(&j, "rebuild_broken_off", x->rebuilding);
	json_counts(&j, "bytes_by_table", &x->tables);
	json_counts(&j, "outlets", &x->outlets);
	json_counts(&j, "formats", &x->formats);
	json_counts(&j, "months_received", &x->months);
	json_counts(&j, "engines", &x->engines);
	rw_json_close(&j);
	return rw_json_end(&j);
}
