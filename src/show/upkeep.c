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
		c->wrong ? rw_counted(w, "verify_n_wrong", c->wrong) : rw_label(w, c->stopped ? "upkeep_stopped" : "upkeep_sound"));
	put_comma_fact(s, "upkeep_checked", parts, counts, RW_COUNT(parts));
	rw_sheet_fact(s, INDENT, "upkeep_sealed",
		!c->seals ? rw_label(w, c->key_given ? "upkeep_unsealed_by_it" : "upkeep_unsealed")
				  : RW_FILL(w, c->key_given ? "upkeep_sealed_given" : "upkeep_sealed_by", rw_number(w, (double)c->sealed),
						moment(a, c->sealed_at), rw_slice_z(c->key)));
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
