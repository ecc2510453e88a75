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
static const char *const checked_keys[] = {"store_verdict", "store_checked", "store_sealed", "store_head"};

bool rw_show_store_checked_text(const rw_lexicon *lx, rw_arena *a, rw_slice where, const riwaya_store_checked *c,
	const riwaya_show *show, riwaya_sink sink) {
	static const char *const parts[] = {"store_n_entries", "store_n_reports", "store_n_reviews", "store_n_objects"};
	const uint64_t counts[] = {c->entries, c->reports, c->reviews, c->objects};
	char head[2 * HASH + 1];
	rw_sheet *s = rw_sheet_begin(lx, a, show, sink, checked_keys, RW_COUNT(checked_keys));
	const rw_words *w = &s->words;
	rw_page_heading(&s->page, where, RW_BOLD);
	rw_sheet_fact(s, INDENT, "store_verdict",
		c->wrong ? rw_counted(w, "verify_n_wrong", c->wrong) : rw_label(w, c->stopped ? "store_stopped" : "store_sound"));
	put_comma_fact(s, "store_checked", parts, counts, RW_COUNT(parts));
	rw_sheet_fact(s, INDENT, "store_sealed",
		!c->seals ? rw_label(w, c->key_given ? "store_unsealed_by_it" : "store_unsealed")
				  : RW_FILL(w, c->key_given ? "store_sealed_given" : "store_sealed_by", rw_number(w, (double)c->sealed),
						moment(a, c->sealed_at), rw_slice_z(c->key)));
	rw_hex(c->head, HASH, head);
	rw_sheet_fact(s, INDENT, "store_head", rw_slice_z(head));
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
