/* feed_json.c: JSON Feed, versions 1 and 1.1. */
#include "read/feed.h"
#include "read/pack.h"
#include "read/xml.h"

enum { HEAD_MAX = 64 << 10 }; /* bytes of a value that tells of the feed itself */

typedef enum place { BEFORE, IN_FEED, IN_ITEMS, BEHIND } place;

typedef struct feed {
	rw_feed f;
	rw_jreader r;
	place at;
} feed;

static int sniff(rw_slice head, bool whole) {
	(void)whole;
	if (rw_slice_starts(head, RW_LIT("\xEF\xBB\xBF"))) head = rw_slice_of(head.p + 3, head.n - 3);
	head = rw_slice_trim(head);
	if (!head.n || head.p[0] != '{') return 0;
	return rw_slice_find(head, RW_LIT("jsonfeed.org/version"), 0) != SIZE_MAX ||
			rw_slice_find(head, RW_LIT("jsonfeed.org\\/version"), 0) != SIZE_MAX
		? 2
		: 0;
}

static riwaya_status open_feed(rw_arena *a, rw_stream *in, const rw_manner *how, void **state, riwaya_error *err) {
	(void)err;
	feed *s = RW_NEW(a, feed);
	rw_feed_init(&s->f, a, how, in->name);
	rw_jreader_init(&s->r, a, in);
	*state = s;
	return RIWAYA_OK;
}

/* --- the feed itself -------------------------------------------------------------------------------------------------- */
static riwaya_status head_member(feed *s, rw_arena *a, rw_slice key, riwaya_error *err) {
	static const char *const known[] = {"title", "home_page_url", "language"};
	size_t k = 0;
	while (k < RW_COUNT(known) && !rw_slice_eqz(key, known[k])) k++;
	if (k == RW_COUNT(known)) return RIWAYA_OK;
	rw_slice bytes;
	uint64_t at;
	rw_json_value *v;
	riwaya_status status = rw_jreader_value(&s->r, HEAD_MAX, &bytes, &at, err);
	if (status == RIWAYA_LIMIT) return RIWAYA_OK; /* it says too much to be a name, and was stepped over */
	if (!status) status = rw_json_tree(a, bytes, at, &v, err);
	if (status || v->type != RW_JSON_STRING || !v->text.n) return status;
	rw_slice text = rw_arena_copy(s->f.a, v->text);
	if (k == 0) {
		s->f.title = text;
		s->f.outlet = rw_feed_outlet(&s->f, text);
	} else if (k == 1) {
		if (!s->f.base.n && rw_is_web(text)) s->f.base = text;
	} else {
		s->f.language = text;
	}
	return RIWAYA_OK;
}

/* --- an item ---------------------------------------------------------------------------------------------------------- */
static uint32_t add_piece(
	const feed *s, rw_document *d, rw_slice record, uint64_t base, const rw_json_value *v, const char *key) {
	riwaya_piece piece = {.kind = RIWAYA_PIECE_STRING,
		.name = rw_arena_printf(d->a, "items[%llu].%s", (unsigned long long)s->f.count - 1, key),
		.offset = base + (uint64_t)(v->raw.p - record.p),
		.n = v->raw.n};
	rw_vec_push(d->a, &d->pieces, piece);
	return (uint32_t)d->pieces.n - 1;
}

static const rw_json_value *string(const rw_json_value *item, const char *key) {
	const rw_json_value *v = rw_json_member(item, rw_slice_z(key));
	return v && v->type == RW_JSON_STRING && rw_has_letter(v->text) ? v : NULL;
}

static rw_slice address(const feed *s, rw_arena *a, const rw_json_value *item, const char *key) {
	rw_slice found = rw_address_join(a, s->f.base, rw_json_text(item, key));
	return rw_is_web(found) ? found : RW_NONE;
}

static void read_item(feed *s, rw_document *d, rw_slice record, uint64_t base, const rw_json_value *item) {
	static const char *const texts[] = {"content_html", "content_text", "summary"};
	rw_arena *a = d->a;
	rw_packing *told = &d->told;
	bool summary = false;
	d->identity = record;
	const rw_json_value *title = string(item, "title");
	rw_runs runs = {0};
	if (title) told->title = rw_xml_plain(a, title->text, &runs);
	for (size_t i = 0; i < RW_COUNT(texts) && !d->in; i++) {
		const rw_json_value *v = string(item, texts[i]);
		if (!v || rw_feed_only_title(a, v->text, told->title, s->f.outlet)) continue;
		add_piece(s, d, record, base, v, texts[i]);
		rw_feed_text(d, v->text);
		if (i == 1) d->kind = RW_KIND_TEXT;
		summary = rw_feed_is_summary(a, v->text, i < 2);
	}
	if (title && d->in) {
		told->title_runs = runs.p;
		told->n_title_runs = (uint32_t)runs.n;
		told->title_piece = add_piece(s, d, record, base, title, "title");
	}
	told->address = address(s, a, item, "url");
	if (!told->address.n) told->address = address(s, a, item, "external_url");
	if (!told->address.n && rw_is_web(rw_json_text(item, "id"))) told->address = rw_json_text(item, "id");
	told->published = rw_feed_time(&s->f, a, rw_json_text(item, "date_published"));
	told->updated = rw_feed_time(&s->f, a, rw_json_text(item, "date_modified"));
	const rw_json_value *authors = rw_json_member(item, RW_LIT("authors"));
	const rw_json_value *author = authors && authors->first ? authors->first : rw_json_member(item, RW_LIT("author"));
	if (author && author->type == RW_JSON_OBJECT) told->author = rw_feed_person(rw_json_text(author, "name"));
	told->language = rw_json_text(item, "language");
	rw_feed_finish(&s->f, d, rw_json_text(item, "id"), d->in && summary);
}

static riwaya_status next(void *state, rw_document *d, riwaya_error *err) {
	feed *s = state;
	for (;;) {
		if (s->at == BEHIND) return RIWAYA_END;
		rw_slice key;
		riwaya_status status = rw_jreader_next(&s->r, &key, err);
		if (status == RIWAYA_END) {
			s->at = s->at == IN_ITEMS ? IN_FEED : BEHIND;
			continue;
		}
		if (status) return status;
		if (s->at == BEFORE) {
			s->at = rw_jreader_enter(&s->r) ? IN_FEED : BEHIND;
		} else if (s->at == IN_FEED) {
			if (rw_slice_eqz(key, "items") && rw_jreader_peek(&s->r) == '[' && rw_jreader_enter(&s->r))
				s->at = IN_ITEMS;
			else
				status = head_member(s, d->a, key, err);
			if (status) return status;
		} else {
			rw_slice record;
			uint64_t at;
			rw_json_value *item;
			s->f.count++;
			status = rw_jreader_value(&s->r, RIWAYA_MAX_RECORD, &record, &at, err);
			if (!status) status = rw_json_tree(d->a, record, at, &item, err);
			if (status) return status;
			if (item->type == RW_JSON_OBJECT) read_item(s, d, record, at, item);
			if (d->in || d->told.address.n) return RIWAYA_OK;
			*d = (rw_document){.a = d->a};
		}
	}
}

const rw_container rw_container_feed_json = {.format = "a feed", .sniff = sniff, .open = open_feed, .next = next};
