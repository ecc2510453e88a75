/* found.c: reports that a search found: where it stands in them, and what they claim there. */
#include "mention/calendar.h"
#include "show/show.h"
#include "show/tell.h"

enum { CLAIMS_SHOWN = 4, ID_SHOWN = 12 };

static rw_slice field_of(const riwaya_report *r, riwaya_field field) {
	switch (field) {
	case RIWAYA_FIELD_TITLE: return r->title;
	case RIWAYA_FIELD_CAPTION: return r->caption;
	default: return r->text;
	}
}

static rw_slice snippet_of(const riwaya_found_report *f) {
	if (!f->snippet.field) return RW_NONE;
	rw_slice text = field_of(f->report, f->snippet.field);
	if (f->snippet.end > text.n || f->snippet.start > f->snippet.end) return RW_NONE;
	return rw_slice_of(text.p + f->snippet.start, f->snippet.end - f->snippet.start);
}

/* --- for people ---------------------------------------------------------------------------------------------------------- */
typedef struct finding {
	rw_page page;
	rw_words words;
	rw_arena *a;
} finding;

static void head(finding *s, const riwaya_found_report *f, size_t number) {
	rw_page *p = &s->page;
	rw_rich n = {0}, what = {0}, at = {0};
	rw_rich_add(p, &n, rw_number(&s->words, (double)number), RW_DIM);
	rw_rich_add(p, &what, rw_outlet_name(&s->words, f->report), RW_CYAN);
	rw_slice when = rw_when_short(&s->words, f->report->published.at, true);
	rw_rich_add(p, &at, when.n ? when : rw_label(&s->words, "show_undated"), RW_DIM);
	rw_page_row(p, 0, (rw_cell[]){{&n, 4, true}, {&what, 0, false}, {&at, rw_rich_width(&at), true}}, 3);
}

/* The words; of a title found by its own words, marked there and not said twice. */
static void words(finding *s, const riwaya_found_report *f) {
	rw_page *p = &s->page;
	rw_rich title = {0}, text = {0};
	rw_slice snippet = snippet_of(f);
	riwaya_span *hits = RW_ARRAY(s->a, riwaya_span, f->n_hits);
	bool titled = f->snippet.field == RIWAYA_FIELD_TITLE;
	for (size_t i = 0; i < f->n_hits; i++) {
		hits[i] = f->hits[i];
		if (titled) continue;
		hits[i].start -= f->snippet.start;
		hits[i].end -= f->snippet.start;
	}
	rw_rich_hits(p, &title, RW_NONE, f->report->title, hits, titled ? f->n_hits : 0, RW_NONE);
	for (size_t i = 0; i < title.atoms.n; i++)
		if (title.atoms.p[i].style == RW_PLAIN) title.atoms.p[i].style = RW_BOLD;
	if (title.atoms.n) rw_page_rich(p, 6, &title);
	if (titled || !snippet.n) return;
	static const char more[] = "\xE2\x80\xA6"; /* … */
	rw_rich_hits(p, &text, f->before ? rw_slice_z(more) : RW_NONE, snippet, hits, f->n_hits,
		f->after ? rw_slice_z(more) : RW_NONE);
	rw_page_rich(p, 6, &text);
}

/* What is claimed there, each once. */
static void claims(finding *s, const riwaya_found_report *f) {
	rw_page *p = &s->page;
	rw_rich r = {0};
	rw_slice *said = RW_ARRAY(s->a, rw_slice, f->n_claims);
	size_t n = 0;
	for (size_t i = 0; i < f->n_claims; i++) {
		const riwaya_claim *c = f->claims[i];
		rw_slice value = rw_tell_value(&s->words, c, RW_NONE), what = rw_named(&s->words, "predicates", c->predicate);
		said[n] = value.n ? RW_FILL(&s->words, "show_colon", what, value) : what;
		size_t k = 0;
		while (!rw_slice_eq(said[k], said[n])) k++;
		if (k < n || n++ >= CLAIMS_SHOWN) continue;
		if (r.atoms.n) rw_tell_dot(p, &r);
		rw_rich_add(p, &r, said[k], c->polarity == RIWAYA_POLARITY_DENIED ? RW_RED : RW_GREEN);
	}
	if (n > CLAIMS_SHOWN) {
		rw_tell_dot(p, &r);
		rw_rich_add(p, &r, rw_counted(&s->words, "store_n_more_claims", n - CLAIMS_SHOWN), RW_DIM);
	}
	if (r.atoms.n) rw_page_rich(p, 6, &r);
}

static void foot(finding *s, const riwaya_found_report *f) {
	rw_page *p = &s->page;
	rw_rich r = {0};
	rw_slice id = f->report->id;
	if (id.n > ID_SHOWN) id.n = ID_SHOWN;
	rw_rich_add(p, &r, RW_FILL(&s->words, "store_report_id", id), RW_DIM);
	for (size_t i = 0; i < f->n_incidents; i++) {
		rw_tell_dot(p, &r);
		rw_rich_add(p, &r, RW_FILL(&s->words, "store_in_incident", f->incidents[i]), RW_DIM);
	}
	rw_page_rich(p, 6, &r);
}

static bool show_text(
	const rw_lexicon *lx, rw_arena *a, const riwaya_found *found, const riwaya_show *show, riwaya_sink sink) {
	static const riwaya_show plain = {0};
	if (!show) show = &plain;
	finding s = {.words = {lx, a, show->arabic, show->arabic_digits}, .a = a};
	rw_page_begin(&s.page, a, sink, show->width, show->arabic, show->colour, show->isolate);
	for (size_t i = 0; i < found->n && !s.page.failed; i++) {
		rw_mark m = rw_arena_mark(a);
		head(&s, &found->reports[i], i + 1);
		words(&s, &found->reports[i]);
		claims(&s, &found->reports[i]);
		foot(&s, &found->reports[i]);
		rw_page_blank(&s.page);
		rw_arena_reset(a, m);
	}
	rw_page_line(&s.page, 0,
		found->all ? rw_tell_shown(&s.words, "show_n_reports", found->n, found->all, found->more)
				   : rw_label(&s.words, "store_nothing_found"),
		RW_DIM);
	return !s.page.failed;
}

/* --- for programs --------------------------------------------------------------------------------------------------------- */
static void at(rw_json *j, uint32_t start, uint32_t end) {
	rw_json_array(j);
	rw_json_u64(j, start);
	rw_json_u64(j, end);
	rw_json_close(j);
}

static void json_snippet(rw_json *j, const riwaya_found_report *f) {
	rw_json_key(j, "snippet");
	if (!f->snippet.field) {
		rw_json_null(j);
		return;
	}
	rw_json_object(j);
	rw_json_put_slice(j, "text", snippet_of(f));
	rw_json_put_z(j, "field", riwaya_field_word(f->snippet.field));
	rw_json_key(j, "at");
	at(j, f->snippet.start, f->snippet.end);
	rw_json_key(j, "hits");
	rw_json_array(j);
	for (size_t i = 0; i < f->n_hits; i++) at(j, f->hits[i].start, f->hits[i].end);
	rw_json_close(j);
	rw_json_put_bool(j, "before", f->before);
	rw_json_put_bool(j, "after", f->after);
	rw_json_close(j);
}

static void json_report(rw_json *j, const riwaya_found_report *f) {
	const riwaya_report *r = f->report;
	char z[32];
	rw_json_object(j);
	rw_json_put_slice(j, "id", r->id);
	rw_json_put_slice(j, "file", r->file);
	rw_json_put_slice(j, "address", r->address);
	rw_json_key(j, "outlet");
	rw_json_object(j);
	rw_json_put_slice(j, "id", r->outlet_id);
	rw_json_put_slice(j, "name", r->outlet_name);
	rw_json_close(j);
	rw_json_put_slice(j, "title", r->title);
	riwaya_when when = r->published.at;
	rw_json_put_slice(
		j, "published", when.precision ? rw_slice_of(z, rw_when_format(when.from, when.precision, z)) : RW_NONE);
	rw_json_put_moment(j, "received", f->received);
	rw_json_put_slices(j, "incidents", f->incidents, f->n_incidents);
	json_snippet(j, f);
	rw_json_key(j, "claims");
	rw_json_array(j);
	for (size_t i = 0; i < f->n_claims; i++) {
		rw_json_object(j);
		rw_json_claim_members(j, f->claims[i], f->claims[i]->id);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_close(j);
}

bool rw_show_found(const rw_lexicon *lx, rw_arena *scratch, const riwaya_found *found, riwaya_list_format format,
	const riwaya_show *show, riwaya_sink sink) {
	if (format == RIWAYA_LIST_TEXT) return show_text(lx, scratch, found, show, sink);
	rw_json *j = RW_NEW(scratch, rw_json);
	if (format == RIWAYA_LIST_JSONL) {
		for (size_t i = 0; i < found->n; i++) {
			rw_json_begin(j, sink, 0);
			json_report(j, &found->reports[i]);
			if (!rw_json_end(j)) return false;
		}
		return true;
	}
	rw_json_begin(j, sink, 2);
	rw_json_object(j);
	rw_json_put_z(j, "query", found->query);
	rw_json_put_u64(j, "all", found->all);
	rw_json_put_bool(j, "more", found->more);
	rw_json_key(j, "reports");
	rw_json_array(j);
	for (size_t i = 0; i < found->n; i++) json_report(j, &found->reports[i]);
	rw_json_close(j);
	rw_json_close(j);
	return rw_json_end(j);
}
