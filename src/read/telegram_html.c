/* telegram_html.c: the pages that Telegram Desktop exports a chat to (messages.html, messages2.html …): a message is a report.
 *
 *   div.page_header … div.text.bold       the chat's name
 *   div.message.default[.joined] #message12
 *     div.date[title="21.01.2022 06:01:00 UTC+03:00"], div.from_name (not in joined ones: as in the message before),
 *     div.reply_to, div.forwarded.body { div.from_name, div.text }, div.text, div.signature
 *
 * The pages are the exporter's own, always of one build: tags are followed by their names and classes, no tree is made.
 */
#include "read/dom.h"
#include "read/pack.h"

enum { TEXTS = 4 /* texts of one message */, NAME_LONGEST = 512 };

typedef struct pages {
	rw_slice all, chat;
	rw_slice from, forwarded; /* of the message before, in the bytes below */
	char from_bytes[NAME_LONGEST], forwarded_bytes[NAME_LONGEST];
	size_t i;
	rw_tags tags;
} pages;

/* The next tag from *i on, whose bytes are [*at, *i); false where there is none. */
static bool next_tag(rw_tags *s, size_t end, size_t *i, size_t *at, rw_tag *t) {
	*at = rw_slice_find(s->text, RW_LIT("<"), *i);
	if (*at == SIZE_MAX || *at >= end) return false;
	*i = rw_tag_read(s, *at, t);
	if (*i <= *at) *i = *at + 1;
	return true;
}

static bool has_class(const rw_tag *t, const char *name) {
	rw_slice names = rw_tag_attr(t, "class");
	while (names.p) {
		rw_slice one = rw_slice_cut(&names, ' ');
		if (rw_slice_eqz(one, name)) return true;
	}
	return false;
}

/* Where the element whose start tag ends at i ends: the place of its end tag, `end` where it has none; *after is behind that tag. */
static size_t element_end(rw_tags *s, size_t i, size_t end, size_t *after) {
	size_t at, depth = 1;
	rw_tag t;
	while (next_tag(s, end, &i, &at, &t)) {
		if (!rw_same_nocase(t.name, "div") || t.self) continue;
		depth = t.end ? depth - 1 : depth + 1;
		if (depth) continue;
		*after = i;
		return at;
	}
	*after = end;
	return end;
}

/* Words of a stretch of the page without its elements. */
static rw_slice words_of(rw_arena *a, rw_tags *s, size_t from, size_t to) {
	size_t at, i = from;
	rw_tag t;
	if (next_tag(s, to, &i, &at, &t)) to = at;
	return rw_trim_text(rw_html_value(a, rw_slice_of(s->text.p + from, to - from)));
}

/* Whether it holds more than addresses. */
static bool has_words(rw_tags *s, size_t from, size_t to) {
	size_t i = from, at;
	rw_tag t;
	bool link = false;
	for (;;) {
		size_t before = i;
		bool more = next_tag(s, to, &i, &at, &t);
		if (!link && rw_has_letter(rw_slice_of(s->text.p + before, (more ? at : to) - before))) return true;
		if (!more) return false;
		if (rw_same_nocase(t.name, "a")) link = !t.end;
	}
}

/* "21.01.2022 06:01:00 UTC+03:00" as ISO writes it. */
static rw_slice time_of(rw_arena *a, rw_slice s) {
	static const char form[] = "dd.dd.dddd dd:dd:dd";
	enum { LENGTH = sizeof form - 1 };
	if (s.n < LENGTH) return RW_NONE;
	for (size_t i = 0; i < LENGTH; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';
		if (form[i] == 'd' ? !digit : s.p[i] != form[i]) return RW_NONE;
	}
	rw_slice zone = rw_slice_of(s.p + LENGTH, s.n - LENGTH);
	zone = rw_slice_starts(zone, RW_LIT(" UTC")) && zone.n >= 10 ? rw_slice_of(zone.p + 4, 6) : RW_LIT("");
	return rw_arena_printf(a, "%.4s-%.2s-%.2sT%.8s" RW_FMT, s.p + 6, s.p + 3, s.p, s.p + 11, RW_ARG(zone));
}

static bool has(rw_slice head, const char *z) { return rw_slice_find(head, rw_slice_z(z), 0) != SIZE_MAX; }

static int sniff(rw_slice head, bool whole) {
	(void)whole;
	return has(head, "<div class=\"page_wrap\"") && has(head, "page_body chat_page") && has(head, "class=\"history\"")
		? 2
		: 0;
}

static riwaya_status open_pages(rw_arena *a, rw_stream *in, const rw_manner *how, void **state, riwaya_error *err) {
	(void)how;
	pages *p = RW_NEW(a, pages);
	*state = p;
	riwaya_status status = rw_stream_rest(in, a, RIWAYA_MAX_FILE, &p->all, err);
	if (status) return status;
	p->tags = (rw_tags){.text = p->all};
	rw_tag t;
	size_t at, after;
	bool header = false;
	while (next_tag(&p->tags, p->all.n, &p->i, &at, &t)) {
		if (t.end || !rw_same_nocase(t.name, "div")) continue;
		header = header || has_class(&t, "page_header");
		if (has_class(&t, "history")) break;
		if (!header || !has_class(&t, "text") || p->chat.n) continue;
		p->chat = words_of(a, &p->tags, p->i, element_end(&p->tags, p->i, p->all.n, &after));
	}
	return RIWAYA_OK;
}

typedef struct found {
	size_t from[TEXTS], to[TEXTS];
	uint32_t n;
	rw_slice time, name, forwarded, signature, reply;
	bool is_forward;
} found;

/* What stands in a message, whose inside is [i, end). */
static found look(rw_arena *a, rw_tags *s, size_t i, size_t end) {
	found f = {0};
	rw_tag t;
	size_t at, after, forward_end = 0;
	while (next_tag(s, end, &i, &at, &t)) {
		if (t.end || !rw_same_nocase(t.name, "div")) continue;
		bool inside = at < forward_end;
		if (has_class(&t, "forwarded")) {
			f.is_forward = true;
			element_end(s, i, end, &forward_end);
		} else if (has_class(&t, "date") && !f.time.n) {
			f.time = rw_tag_attr(&t, "title");
		} else if (has_class(&t, "from_name")) {
			rw_slice name = words_of(a, s, i, element_end(s, i, end, &after));
			*(inside ? &f.forwarded : &f.name) = name;
			i = after;
		} else if (has_class(&t, "signature")) {
			f.signature = words_of(a, s, i, element_end(s, i, end, &after));
			i = after;
		} else if (has_class(&t, "reply_to")) {
			size_t to = element_end(s, i, end, &after);
			size_t k = rw_slice_find(rw_slice_of(s->text.p, to), RW_LIT("go_to_message"), i);
			if (k != SIZE_MAX) {
				size_t n = k += sizeof "go_to_message" - 1;
				while (n < to && s->text.p[n] >= '0' && s->text.p[n] <= '9') n++;
				f.reply = rw_slice_of(s->text.p + k, n - k);
			}
			i = after;
		} else if (has_class(&t, "text") && f.n < TEXTS) {
			size_t to = element_end(s, i, end, &after);
			if (has_words(s, i, to)) {
				f.from[f.n] = i;
				f.to[f.n++] = to;
			}
			i = after;
		}
	}
	return f;
}

static void document(const pages *p, rw_document *d, const found *f, rw_slice bytes, rw_slice id) {
	rw_buf text = RW_BUF(d->a);
	for (uint32_t k = 0; k < f->n; k++) {
		if (k) rw_buf_z(&text, "<br><br>");
		rw_vec_push(d->a, &d->segments, (rw_segment){text.n, f->to[k] - f->from[k], 0, f->from[k]});
		rw_buf_put(&text, p->all.p + f->from[k], f->to[k] - f->from[k]);
	}
	rw_vec_push(d->a, &d->pieces, (riwaya_piece){.kind = RIWAYA_PIECE_FILE, .n = p->all.n});
	d->in = RW_NEW(d->a, rw_stream);
	rw_stream_bytes(d->in, RW_NONE, rw_buf_view(&text));
	d->kind = RW_KIND_MARKUP;
	d->format = "telegram";
	d->identity = bytes;
	d->name = id;
	d->charset = RW_LIT("UTF-8");
	rw_slice from = f->name;
	d->told.outlet = p->chat.n ? p->chat : from;
	if (!rw_slice_eq(from, d->told.outlet)) d->told.author = from;
	if (f->signature.n) d->told.author = f->signature;
	d->told.credit = f->forwarded;
	d->told.published = time_of(d->a, f->time);
	if (f->reply.n)
		rw_vec_push(d->a, &d->notes,
			(riwaya_note){
				rw_arena_printf(d->a, "answers message " RW_FMT, RW_ARG(f->reply)), (uint64_t)(bytes.p - p->all.p)});
}

static rw_slice carry(char *to, rw_slice name) {
	if (name.n > NAME_LONGEST) return RW_NONE;
	if (name.n) memmove(to, name.p, name.n);
	return rw_slice_of(to, name.n);
}

static riwaya_status next(void *state, rw_document *d, riwaya_error *err) {
	pages *p = state;
	rw_tag t;
	size_t at;
	(void)err;
	while (next_tag(&p->tags, p->all.n, &p->i, &at, &t)) {
		if (t.end || !has_class(&t, "message") || !has_class(&t, "default")) continue;
		size_t after, end = element_end(&p->tags, p->i, p->all.n, &after);
		found f = look(d->a, &p->tags, p->i, end);
		rw_slice id = rw_tag_attr(&t, "id");
		if (rw_slice_starts(id, RW_LIT("message"))) id = rw_slice_of(id.p + 7, id.n - 7);
		p->i = after;
		/* Joined ones are of whoever wrote the one before. */
		bool joined = has_class(&t, "joined");
		if (joined && !f.name.n) f.name = p->from;
		if (joined && f.is_forward && !f.forwarded.n) f.forwarded = p->forwarded;
		p->from = carry(p->from_bytes, f.name);
		p->forwarded = carry(p->forwarded_bytes, f.forwarded);
		if (!f.n) continue;
		document(p, d, &f, rw_slice_of(p->all.p + at, after - at), id);
		return RIWAYA_OK;
	}
	return RIWAYA_END;
}

const rw_container rw_container_telegram_html = {"a Telegram export", sniff, open_pages, next, NULL};
