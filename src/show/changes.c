/* changes.c: what changed in a store since a moment, and versions of a page. */
#include "show/changes.h"
#include "show/ledger.h"
#include "show/show.h"

enum { AROUND = 5 /* words kept beside a difference */, ID_SHOWN = 12 };

typedef struct changing {
	rw_page page;
	rw_words words;
	rw_arena *a;
	bool full;
} changing;

static changing *begin(const rw_lexicon *lx, rw_arena *scratch, const riwaya_show *show, riwaya_sink sink) {
	static const riwaya_show plain = {0};
	if (!show) show = &plain;
	changing *c = RW_NEW(scratch, changing);
	rw_page_begin(&c->page, scratch, sink, show->width, show->arabic, show->colour, show->isolate);
	c->words = (rw_words){lx, scratch, show->arabic, show->arabic_digits};
	c->a = scratch;
	c->full = show->full;
	return c;
}

static void heading(changing *c, const char *key, size_t n) {
	rw_page_blank(&c->page);
	rw_slice s = rw_label(&c->words, key);
	if (n) s = rw_arena_printf(c->a, RW_FMT " (" RW_FMT ")", RW_ARG(s), RW_ARG(rw_number(&c->words, (double)n)));
	rw_page_heading(&c->page, s, RW_BOLD);
}

/* --- words removed and added ------------------------------------------------------------------------------------------- */
static size_t word_end(rw_slice s, size_t at) {
	while (at < s.n && (unsigned char)s.p[at] > ' ') at++;
	return at;
}
static size_t next_word(rw_slice s, size_t at) {
	while (at < s.n && (unsigned char)s.p[at] <= ' ') at++;
	return at;
}

void rw_rich_kept(rw_page *p, rw_rich *r, rw_slice s, bool first, bool last, bool whole) {
	static const char more[] = "\xE2\x80\xA6"; /* an ellipsis */
	size_t n = 0, head = 0, tail = s.n;
	for (size_t i = next_word(s, 0); i < s.n; i = next_word(s, word_end(s, i))) n++;
	size_t before = first ? 0 : AROUND, after = last ? 0 : AROUND, k = 0;
	if (whole || n <= before + after + 2) {
		rw_rich_quote(p, r, RW_NONE, s, 0, 0, RW_NONE, RW_DIM);
		return;
	}
	for (size_t i = next_word(s, 0); i < s.n; i = next_word(s, word_end(s, i)), k++) {
		if (k < before) head = word_end(s, i);
		if (k == n - after) tail = i;
	}
	rw_slice start = rw_slice_of(s.p, head), end = rw_slice_of(s.p + tail, s.n - tail);
	if (start.n) rw_rich_quote(p, r, RW_NONE, start, 0, 0, RW_NONE, RW_DIM);
	rw_rich_z(p, r, start.n ? " " : "", RW_DIM);
	rw_rich_z(p, r, more, RW_DIM);
	rw_rich_z(p, r, " ", RW_DIM);
	if (end.n) rw_rich_quote(p, r, RW_NONE, end, 0, 0, RW_NONE, RW_DIM);
}

static void difference(changing *c, unsigned indent, const char *key, const riwaya_diff_piece *d, size_t n) {
	if (!n) return;
	rw_mark m = rw_arena_mark(c->a);
	rw_page *p = &c->page;
	rw_rich label = {0}, r = {0};
	rw_rich_add(p, &label, rw_label(&c->words, key), RW_DIM);
	for (size_t i = 0; i < n; i++) {
		if (i) rw_rich_z(p, &r, " ", RW_PLAIN);
		if (d[i].kind == RIWAYA_DIFF_KEPT)
			rw_rich_kept(p, &r, d[i].words, i == 0, i + 1 == n, c->full);
		else if (d[i].kind == RIWAYA_DIFF_REMOVED)
			rw_rich_quote(p, &r, RW_LIT("[-"), d[i].words, 0, 0, RW_LIT("-]"), RW_RED);
		else
			rw_rich_quote(p, &r, RW_LIT("{+"), d[i].words, 0, 0, RW_LIT("+}"), RW_GREEN);
	}
	rw_page_row(p, indent, (rw_cell[]){{&label, 16, false}, {&r, 0, false}}, 2);
	rw_arena_reset(c->a, m);
}

static void phrases(changing *c, unsigned indent, const char *key, const riwaya_bilingual *x, size_t n, rw_style style) {
	for (size_t i = 0; i < n; i++) {
		rw_mark m = rw_arena_mark(c->a);
		rw_rich label = {0}, r = {0};
		rw_rich_add(&c->page, &label, i ? RW_NONE : rw_label(&c->words, key), RW_DIM);
		rw_rich_add(&c->page, &r, rw_pick(&c->words, x[i]), style);
		rw_page_row(&c->page, indent, (rw_cell[]){{&label, 16, false}, {&r, 0, false}}, 2);
		rw_arena_reset(c->a, m);
	}
}

static void version(changing *c, const riwaya_page_version *v, const char *mark) {
	rw_mark m = rw_arena_mark(c->a);
	rw_page *p = &c->page;
	rw_rich what = {0}, at = {0}, title = {0};
	rw_rich_add(p, &what, rw_outlet_name(&c->words, v->report), RW_CYAN);
	rw_tell_dot(p, &what);
	rw_slice id = v->report->id;
	if (id.n > ID_SHOWN) id.n = ID_SHOWN;
	rw_rich_add(p, &what, RW_FILL(&c->words, "store_report_id", id), RW_DIM);
	if (mark) {
		rw_tell_dot(p, &what);
		rw_rich_add(p, &what, rw_label(&c->words, mark), RW_PLAIN);
	}
	rw_rich_add(p, &at, rw_moment_words(&c->words, v->received), RW_DIM);
	rw_page_row(p, 0, (rw_cell[]){{&what, 0, false}, {&at, rw_rich_width(&at), true}}, 2);
	rw_rich_quote(p, &title, RW_NONE, v->report->title, 0, 0, RW_NONE, RW_BOLD);
	if (title.atoms.n) rw_page_rich(p, RW_LEDGER_INDENT, &title);
	difference(c, RW_LEDGER_INDENT, "changes_title", v->title, v->n_title);
	difference(c, RW_LEDGER_INDENT, "changes_text", v->text, v->n_text);
	phrases(c, RW_LEDGER_INDENT, "changes_retracted", v->retracted, v->n_retracted, RW_RED);
	phrases(c, RW_LEDGER_INDENT, "changes_added", v->added, v->n_added, RW_GREEN);
	rw_page_blank(p);
	rw_arena_reset(c->a, m);
}

/* --- incidents ----------------------------------------------------------------------------------------------------------- */
static void point(changing *c, rw_slice s, rw_style style) { rw_page_line(&c->page, RW_LEDGER_INDENT, s, style); }

rw_slice rw_tell_line_change(const rw_words *w, const riwaya_line_change *l, bool *moved) {
	rw_slice label = rw_line_title(w, l->line), none = rw_label(w, "changes_no_number");
	rw_slice now = rw_range_is_open(l->line->range) ? none : rw_range_words(w, l->line->range);
	rw_slice before = rw_range_is_open(l->before) ? none : rw_range_words(w, l->before);
	*moved = !l->fresh && !rw_slice_eq(now, before);
	if (*moved) return RW_FILL(w, "changes_moved", label, before, now);
	if (!l->fresh) return RW_FILL(w, "changes_other_values", label, now);
	rw_slice what = rw_range_is_open(l->line->range) ? label : RW_FILL(w, "show_colon", label, now);
	return RW_FILL(w, "changes_first_told", what);
}

size_t rw_line_change_by(const riwaya_incident_change *x, const riwaya_line_change *l, uint32_t by[RW_CHANGE_BY]) {
	const riwaya_incident *i = &x->now->incidents[0];
	size_t n = 0;
	for (size_t k = 0; k < l->n_by && n < RW_CHANGE_BY; k++) {
		const riwaya_incident_claim *c = &i->claims[l->by[k]];
		if (c->told_twice >= i->n_claims && c->report < x->now->n_reports) by[n++] = l->by[k];
	}
	return n;
}

static void line_change(changing *c, const riwaya_incident_change *x, const riwaya_line_change *l) {
	const rw_words *w = &c->words;
	const riwaya_incident *i = &x->now->incidents[0];
	bool moved;
	uint32_t by[RW_CHANGE_BY];
	rw_slice what = rw_tell_line_change(w, l, &moved);
	point(c, what, moved ? RW_BOLD : RW_PLAIN);
	size_t n = rw_line_change_by(x, l, by);
	for (size_t k = 0; k < n; k++) {
		const riwaya_incident_claim *ic = &i->claims[by[k]];
		rw_rich who = {0};
		rw_slice value = rw_tell_value(w, ic->claim, l->line->patient_role);
		if (value.n) rw_rich_add(&c->page, &who, value, RW_BOLD);
		if (value.n) rw_tell_dot(&c->page, &who);
		rw_tell_source(&c->page, w, &who, x->now->reports[ic->report], RW_NO_NUMBER, ic->claim);
		rw_page_rich(&c->page, RW_LEDGER_INDENT + 2, &who);
	}
}

rw_slice rw_tell_gained(const rw_words *w, const riwaya_incident_change *x) {
	rw_slice *names = RW_ARRAY(w->a, rw_slice, x->n_gained);
	size_t n = 0;
	for (size_t i = 0; i < x->n_gained; i++) {
		rw_slice name = rw_outlet_name(w, x->now->reports[x->now->incidents[0].reports[x->gained[i]].report]);
		size_t at = 0;
		while (at < n && !rw_slice_eq(names[at], name)) at++;
		if (at == n) names[n++] = name;
	}
	return RW_FILL(w, "show_colon", rw_counted(w, "changes_gained", x->n_gained), rw_tell_joined(w, names, n));
}

static void incident(changing *c, const riwaya_incident_change *x) {
	rw_mark m = rw_arena_mark(c->a);
	rw_page *p = &c->page;
	const rw_words *w = &c->words;
	const riwaya_incident *i = &x->now->incidents[0];
	rw_rich title = {0}, at = {0};
	rw_rich_add(p, &title, rw_pick(w, i->title), RW_BOLD);
	rw_tell_dot(p, &title);
	rw_rich_add(p, &title, i->id, RW_DIM);
	rw_rich_add(p, &at, x->fresh ? rw_label(w, "changes_new_incident") : RW_NONE, RW_GREEN);
	rw_page_row(p, 0, (rw_cell[]){{&title, 0, false}, {&at, rw_rich_width(&at), true}}, 2);
	if (x->n_gained) point(c, rw_tell_gained(w, x), RW_PLAIN);
	if (x->n_lost) point(c, rw_counted(w, "changes_lost", x->n_lost), RW_YELLOW);
	for (size_t k = 0; k < x->n_merged; k++) point(c, RW_FILL(w, "changes_merged", x->merged[k]), RW_YELLOW);
	for (size_t k = 0; k < x->n_relations; k++) {
		const riwaya_relation *r = &i->relations[x->relations[k]];
		rw_rich what = {0}, sentence = {0};
		bool grave = r->type != RIWAYA_RELATION_REVISION;
		rw_rich_add(p, &what, rw_relation_name(w, r->type), grave ? RW_RED : RW_YELLOW);
		rw_rich_add(p, &sentence, rw_pick(w, r->sentence), RW_PLAIN);
		rw_page_row(p, RW_LEDGER_INDENT, (rw_cell[]){{&what, 14, false}, {&sentence, 0, false}}, 2);
	}
	for (size_t k = 0; k < x->n_lines; k++) line_change(c, x, &x->lines[k]);
	rw_page_blank(p);
	rw_arena_reset(c->a, m);
}

static bool changes_text(changing *c, const riwaya_changes *x) {
	rw_page *p = &c->page;
	rw_page_heading(p, RW_FILL(&c->words, "changes_since", rw_moment_words(&c->words, x->since)), RW_BOLD);
	rw_page_blank(p);
	if (!x->n_incidents && !x->n_edits && !x->n_decisions) point(c, rw_label(&c->words, "changes_none"), RW_DIM);
	for (size_t i = 0; i < x->n_incidents && !p->failed; i++) incident(c, &x->incidents[i]);
	if (x->all_incidents > RIWAYA_STORE_CHANGES) {
		uint64_t left = x->all_incidents - RIWAYA_STORE_CHANGES;
		point(c, RW_FILL(&c->words, "changes_more", rw_counted(&c->words, "changes_n_incidents", left)), RW_DIM);
	}
	if (x->n_edits) heading(c, "changes_edits", x->n_edits);
	for (size_t i = 0; i < x->n_edits && !p->failed; i++) version(c, &x->edits[i], NULL);
	if (x->n_decisions) heading(c, "changes_decisions", x->n_decisions);
	rw_tell_decisions(p, &c->words, RW_LEDGER_INDENT, x->decisions, x->n_decisions, false);
	return !p->failed;
}

static bool versions_text(changing *c, const riwaya_version_list *list) {
	heading(c, "changes_versions", list->n);
	if (list->n) rw_page_line(&c->page, 0, list->rows[0].report->address, RW_DIM);
	for (size_t i = 0; i < list->n && !c->page.failed; i++) {
		const riwaya_page_version *v = &list->rows[i];
		version(c, v,
			v->same                ? "changes_same"
				: v->first         ? "changes_first"
				: i + 1 == list->n ? "changes_current"
								   : NULL);
	}
	return !c->page.failed;
}

/* --- for programs ---------------------------------------------------------------------------------------------------------- */
static void put_both(rw_json *j, riwaya_bilingual b) {
	rw_json_object(j);
	rw_json_put_slice(j, "ar", b.ar);
	rw_json_put_slice(j, "en", b.en);
	rw_json_close(j);
}

static void put_phrases(rw_json *j, const char *key, const riwaya_bilingual *x, size_t n) {
	rw_json_key(j, key);
	rw_json_array(j);
	for (size_t i = 0; i < n; i++) put_both(j, x[i]);
	rw_json_close(j);
}

static void put_diff(rw_json *j, const char *key, const riwaya_diff_piece *d, size_t n) {
	static const char *const kinds[] = {"kept", "removed", "added"};
	rw_json_key(j, key);
	rw_json_array(j);
	for (size_t i = 0; i < n; i++) {
		rw_json_object(j);
		rw_json_put_slice(j, kinds[d[i].kind], d[i].words);
		rw_json_close(j);
	}
	rw_json_close(j);
}

static void put_version(rw_json *j, const riwaya_page_version *v) {
	rw_json_object(j);
	rw_json_put_slice(j, "id", v->report->id);
	rw_json_put_slice(j, "address", v->report->address);
	rw_json_put_slice(j, "file", v->report->file);
	rw_json_put_slice(j, "outlet", v->report->outlet_id);
	rw_json_put_moment(j, "received", v->received);
	rw_json_put_slice(j, "title", v->report->title);
	rw_json_put_bool(j, "first", v->first);
	rw_json_put_bool(j, "same", v->same);
	put_diff(j, "title_changes", v->title, v->n_title);
	put_diff(j, "text_changes", v->text, v->n_text);
	put_phrases(j, "retracted", v->retracted, v->n_retracted);
	put_phrases(j, "added", v->added, v->n_added);
	rw_json_close(j);
}

static void put_range(rw_json *j, const char *key, riwaya_range r) {
	rw_json_key(j, key);
	rw_json_object(j);
	rw_json_put_double(j, "low", r.has_low, r.low);
	rw_json_put_double(j, "high", r.has_high, r.high);
	rw_json_close(j);
}

static void put_incident(rw_json *j, const riwaya_incident_change *x) {
	const riwaya_incident *i = &x->now->incidents[0];
	rw_json_object(j);
	rw_json_put_slice(j, "id", i->id);
	rw_json_key(j, "title");
	put_both(j, i->title);
	rw_json_put_bool(j, "new", x->fresh);
	rw_json_put_moment(j, "changed", x->changed);
	rw_json_put_u64(j, "reports", i->n_reports);
	rw_json_key(j, "gained");
	rw_json_array(j);
	for (size_t k = 0; k < x->n_gained; k++) rw_json_slice(j, x->now->reports[i->reports[x->gained[k]].report]->id);
	rw_json_close(j);
	rw_json_put_u64(j, "lost", x->n_lost);
	rw_json_put_slices(j, "merged", x->merged, x->n_merged);
	rw_json_key(j, "relations");
	rw_json_array(j);
	for (size_t k = 0; k < x->n_relations; k++) {
		const riwaya_relation *r = &i->relations[x->relations[k]];
		rw_json_object(j);
		rw_json_put_z(j, "type", riwaya_relation_type_word(r->type));
		rw_json_put_z(j, "on", riwaya_on_word(r->on));
		rw_json_key(j, "sentence");
		put_both(j, r->sentence);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_key(j, "lines");
	rw_json_array(j);
	for (size_t k = 0; k < x->n_lines; k++) {
		const riwaya_line_change *l = &x->lines[k];
		rw_json_object(j);
		rw_json_put_slice(j, "predicate", l->line->predicate);
		rw_json_key(j, "label");
		put_both(j, l->line->label);
		rw_json_put_bool(j, "new", l->fresh);
		put_range(j, "before", l->before);
		put_range(j, "range", l->line->range);
		rw_json_key(j, "by");
		rw_json_array(j);
		for (size_t c = 0; c < l->n_by; c++) {
			const riwaya_incident_claim *ic = &i->claims[l->by[c]];
			rw_json_object(j);
			rw_json_put_slice(j, "report", x->now->reports[ic->report]->id);
			rw_json_put_slice(j, "claim", ic->id);
			rw_json_close(j);
		}
		rw_json_close(j);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_close(j);
}

bool rw_show_versions(const rw_lexicon *lx, rw_arena *scratch, const riwaya_version_list *list,
	riwaya_list_format format, const riwaya_show *show, riwaya_sink sink) {
	if (format == RIWAYA_LIST_TEXT) return versions_text(begin(lx, scratch, show, sink), list);
	rw_json *j = RW_NEW(scratch, rw_json);
	rw_json_begin(j, sink, 2);
	rw_json_object(j);
	rw_json_key(j, "versions");
	rw_json_array(j);
	for (size_t i = 0; i < list->n; i++) put_version(j, &list->rows[i]);
	rw_json_close(j);
	rw_json_close(j);
	return rw_json_end(j);
}

bool rw_show_changes(const rw_lexicon *lx, rw_arena *scratch, const riwaya_changes *x, riwaya_list_format format,
	const riwaya_show *show, riwaya_sink sink) {
	if (format == RIWAYA_LIST_TEXT) return changes_text(begin(lx, scratch, show, sink), x);
	rw_json *j = RW_NEW(scratch, rw_json);
	rw_json_begin(j, sink, 2);
	rw_json_object(j);
	rw_json_put_moment(j, "since", x->since);
	rw_json_key(j, "incidents");
	rw_json_array(j);
	for (size_t i = 0; i < x->n_incidents; i++) put_incident(j, &x->incidents[i]);
	rw_json_close(j);
	rw_json_key(j, "edits");
	rw_json_array(j);
	for (size_t i = 0; i < x->n_edits; i++) put_version(j, &x->edits[i]);
	rw_json_close(j);
	rw_json_decisions(j, x->decisions, x->n_decisions);
	rw_json_close(j);
	return rw_json_end(j);
}
