/* verified.c: what a check of a pack found, for a person and for programs. */
#include "show/sheet.h"
#include "show/show.h"

enum { INDENT = 2 };

bool rw_show_verified_text(const rw_lexicon *lx, rw_arena *scratch, rw_slice file, const riwaya_verified *v,
	const riwaya_show *show, riwaya_sink sink) {
	static const char *const keys[] = {
		"verify_verdict", "verify_title", "verify_packed", "verify_signed", "verify_checked", "verify_unchecked"};
	rw_sheet *s = rw_sheet_begin(lx, scratch, show, sink, keys, RW_COUNT(keys));
	const rw_words *w = &s->words;
	rw_page_heading(&s->page, file, RW_BOLD);
	rw_slice verdict = v->wrong ? rw_counted(w, "verify_n_wrong", v->wrong)
		: v->signing == RIWAYA_SIGNING_GOOD || v->signing == RIWAYA_SIGNING_OTHER ? rw_label(w, "verify_sound")
																				  : rw_label(w, "verify_sound_unsigned");
	rw_sheet_fact(s, INDENT, "verify_verdict", verdict);
	rw_sheet_fact(s, INDENT, "verify_title", rw_slice_z(v->title));
	rw_slice created = rw_slice_z(v->created), software = rw_slice_z(v->software);
	rw_slice packed = created.n && software.n ? RW_FILL(w, "verify_packed_by", created, software)
		: created.n                           ? created
											  : software;
	rw_sheet_fact(s, INDENT, "verify_packed", packed);
	rw_slice by = v->signing != RIWAYA_SIGNING_GOOD ? rw_label_of(w, "verify_signing_", riwaya_signing_word(v->signing))
		: v->key_given                              ? rw_label(w, "verify_signing_given")
													: RW_FILL(w, "verify_signing_good", rw_slice_z(v->public_key));
	rw_sheet_fact(s, INDENT, "verify_signed", by);
	const struct {
		const char *key;
		uint64_t n;
	} counts[] = {{"verify_n_parts", v->parts}, {"verify_n_records", v->records}, {"verify_n_digests", v->digests},
		{"verify_n_entries", v->entries}, {"verify_n_pages", v->pages}};
	rw_buf b = RW_BUF(scratch);
	for (size_t i = 0; i < RW_COUNT(counts); i++) {
		if (!counts[i].n) continue;
		if (b.n) rw_buf_slice(&b, rw_comma(w));
		rw_buf_slice(&b, rw_counted(w, counts[i].key, counts[i].n));
	}
	rw_sheet_fact(s, INDENT, "verify_checked", rw_buf_view(&b));
	if (v->unchecked) rw_sheet_fact(s, INDENT, "verify_unchecked", rw_counted(w, "verify_n_unchecked", v->unchecked));
	return !s->page.failed;
}

bool rw_show_finding_json(const riwaya_finding *f, riwaya_sink sink) {
	rw_json j;
	rw_json_begin(&j, sink, 0);
	rw_json_object(&j);
	rw_json_key(&j, "finding");
	rw_json_object(&j);
	rw_json_put_z(&j, "kind", riwaya_finding_kind_word(f->kind));
	rw_json_put_slice(&j, "part", f->part);
	rw_json_put_u64(&j, "offset", f->offset);
	rw_json_put_slice(&j, "address", f->address);
	rw_json_put_slice(&j, "what", f->what);
	rw_json_close(&j);
	rw_json_close(&j);
	return rw_json_end(&j);
}

bool rw_show_verified_json(rw_slice file, const riwaya_verified *v, riwaya_sink sink) {
	rw_json j;
	rw_json_begin(&j, sink, 0);
	rw_json_object(&j);
	rw_json_key(&j, "verified");
	rw_json_object(&j);
	rw_json_put_slice(&j, "file", file);
	rw_json_put_bool(&j, "sound", v->wrong == 0);
	rw_json_put_u64(&j, "wrong", v->wrong);
	rw_json_put_u64(&j, "unchecked", v->unchecked);
	rw_json_put_z(&j, "signing", riwaya_signing_word(v->signing));
	rw_json_put_bool(&j, "key_given", v->key_given);
	rw_json_put_z(&j, "public_key", *v->public_key ? v->public_key : NULL);
	rw_json_put_z(&j, "title", v->title);
	rw_json_put_z(&j, "created", v->created);
	rw_json_put_z(&j, "software", v->software);
	rw_json_put_u64(&j, "parts", v->parts);
	rw_json_put_u64(&j, "records", v->records);
	rw_json_put_u64(&j, "digests", v->digests);
	rw_json_put_u64(&j, "entries", v->entries);
	rw_json_put_u64(&j, "pages", v->pages);
	rw_json_close(&j);
	rw_json_close(&j);
	return rw_json_end(&j);
}
