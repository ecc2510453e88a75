/* feed.c: what feeds in XML and in JSON share: times, names, texts that may be escaped twice. */
#include "read/feed.h"
#include "read/pack.h"
#include "read/xml.h"

static void release(void *p) {
	rw_feed *f = p;
	rw_arena_release(&f->scratch);
	rw_arena_release(&f->tools);
}

void rw_feed_init(rw_feed *f, rw_arena *a, const rw_manner *how, rw_slice name) {
	*f = (rw_feed){.a = a, .lx = how->lx, .base = rw_is_web(name) ? name : RW_NONE};
	rw_arena_init(&f->tools, a->mem);
	rw_arena_init(&f->scratch, a->mem);
	rw_arena_defer(a, release, f);
}

/* --- words ---------------------------------------------------------------------------------------------------------- */
/* A page without lines, which what reads names and stamps wants. */
static rw_page *page_of(rw_feed *f) {
	rw_arena_reset(&f->scratch, (rw_mark){0});
	if (f->page && f->uses++ < RW_FEED_USES) return f->page;
	rw_arena_reset(&f->tools, (rw_mark){0});
	f->uses = 0;
	rw_read_context *c = RW_NEW(&f->tools, rw_read_context);
	rw_input *in = RW_NEW(&f->tools, rw_input);
	*c = (rw_read_context){.lx = f->lx, .a = &f->tools, .scratch = &f->scratch};
	f->page = RW_NEW(&f->tools, rw_page);
	*f->page = (rw_page){.c = c, .k = rw_cache(c), .in = in};
	return f->page;
}

/* Whether a sign stands in it that parts names; without one the words need not be looked at. */
static bool parted(rw_slice s) {
	for (size_t i = 0; i < s.n;) {
		uint32_t c = rw_utf8_next(s, &i);
		if (c == '-' || c == '|' || c == ':' || c == '/' || c == '>' || c == 0xAB || c == 0xBB || c == 0xB7 ||
			(c >= 0x2010 && c <= 0x2015) || c == 0x2022 || c == 0x2039 || c == 0x203A)
			return true;
	}
	return false;
}

rw_slice rw_feed_outlet(rw_feed *f, rw_slice title) {
	static const uint8_t order[] = {RW_PIECE_OUTLET, RW_PIECE_FORM, RW_PIECE_SITE, RW_PIECE_NAME};
	rw_piece piece[RW_PIECES];
	title = rw_slice_trim(title);
	if (!title.n) return RW_NONE;
	if (!parted(title)) return title;
	uint32_t n = rw_pieces(page_of(f), title, piece);
	rw_slice found = RW_NONE;
	for (size_t k = 0; k < RW_COUNT(order) && n > 1 && !found.n; k++) {
		uint32_t of = 0;
		for (uint32_t i = 0; i < n; i++) {
			if (piece[i].kind != order[k]) continue;
			found = piece[i].text;
			of++;
		}
		/* Of two names that say as little the whole is kept. */
		if (of > 1) break;
	}
	return found.n ? rw_arena_copy(f->a, found) : title;
}

rw_slice rw_feed_person(rw_slice s) {
	s = rw_slice_trim(s);
	if (!s.n || !memchr(s.p, '@', s.n))
		return rw_slice_eqz(s, "admin") || rw_slice_eqz(s, "administrator") ? RW_NONE : s;
	const char *open = memchr(s.p, '(', s.n);
	if (open && s.p[s.n - 1] == ')') return rw_feed_person(rw_slice_of(open + 1, (size_t)(s.p + s.n - 1 - (open + 1))));
	const char *angle = memchr(s.p, '<', s.n);
	return angle ? rw_slice_trim(rw_slice_of(s.p, (size_t)(angle - s.p))) : RW_NONE;
}

/* --- times ---------------------------------------------------------------------------------------------------------- */
static bool is_digit(rw_slice s, size_t i) { return i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; }

static bool is_zone(rw_slice s) {
	if (rw_slice_eqz(s, "GMT") || rw_slice_eqz(s, "UTC") || rw_slice_eqz(s, "Z")) return true;
	if (s.n < 5 || s.n > 6 || (s.p[0] != '+' && s.p[0] != '-')) return false;
	return is_digit(s, 1) && is_digit(s, 2) && is_digit(s, s.n - 2) && is_digit(s, s.n - 1);
}

/* "21 Jan 22 …": the year with its century. */
static rw_slice long_year(rw_arena *a, rw_slice s) {
	for (size_t i = 3; i + 4 < s.n; i++) {
		bool month = (s.p[i - 1] | 0x20) >= 'a' && (s.p[i - 1] | 0x20) <= 'z';
		bool two = is_digit(s, i + 1) && is_digit(s, i + 2) && !is_digit(s, i + 3) && s.p[i + 3] != ':';
		if (!month || (s.p[i] != ' ' && s.p[i] != '-') || !two || !is_digit(s, i - 5 < s.n ? i - 5 : 0)) continue;
		return rw_arena_printf(a, RW_FMT "%s" RW_FMT, RW_ARG(rw_slice_of(s.p, i + 1)), s.p[i + 1] < '7' ? "20" : "19",
			RW_ARG(rw_slice_of(s.p + i + 1, s.n - i - 1)));
	}
	return RW_NONE;
}

/* "1/21/2022 6:01:00 AM": the month first, where it can't be the day. */
static rw_slice month_first(rw_arena *a, rw_slice s) {
	int part[2] = {0, 0};
	size_t i = 0;
	for (int k = 0; k < 2; k++, i++) {
		size_t from = i;
		while (is_digit(s, i) && i - from < 2) part[k] = part[k] * 10 + (s.p[i++] - '0');
		if (i == from || i >= s.n || s.p[i] != '/') return RW_NONE;
	}
	if (part[0] < 1 || part[0] > 12 || part[1] < 13 || part[1] > 31) return RW_NONE;
	return rw_arena_printf(a, "%d/%d/" RW_FMT, part[1], part[0], RW_ARG(rw_slice_of(s.p + i, s.n - i)));
}

/* A stamp in words, with a zone behind it. */
static bool stamp(rw_feed *f, rw_slice s, riwaya_when *w, rw_slice *zone) {
	uint32_t start, end;
	if (!rw_stamp_find(f->lx, page_of(f)->k->memo, &f->scratch, s, w, zone, &start, &end)) return false;
	rw_slice rest = rw_slice_trim(rw_slice_of(s.p + end, s.n - end));
	*zone = is_zone(rest) ? rest : is_zone(*zone) ? *zone : RW_NONE;
	return true;
}

rw_slice rw_feed_time(rw_feed *f, rw_arena *a, rw_slice s) {
	riwaya_when w;
	rw_slice zone;
	uint64_t seconds;
	s = rw_slice_trim(s);
	if (s.n < 4 || s.n > 200) return RW_NONE;
	if (rw_when_parse(s, &w, &zone)) return s;
	if (s.n >= 9 && s.n <= 11 && rw_slice_u64(s, &seconds)) return rw_epoch(a, (int64_t)seconds);
	rw_slice year = long_year(a, s);
	if (year.n && rw_when_parse(year, &w, &zone)) return year;
	rw_slice american = month_first(a, s);
	if (!stamp(f, american.n ? american : s, &w, &zone)) return RW_NONE;
	char z[32];
	rw_slice day = rw_slice_of(z, rw_when_format(w.from, w.precision, z));
	bool minute = w.precision == RIWAYA_PRECISION_MINUTE;
	return rw_arena_printf(a, RW_FMT RW_FMT, RW_ARG(day), RW_ARG(minute ? zone : RW_NONE));
}

/* --- texts ---------------------------------------------------------------------------------------------------------- */
bool rw_feed_is_summary(rw_arena *a, rw_slice text, bool whole) {
	rw_slice s = rw_xml_plain(a, text, NULL);
	size_t words = 0;
	bool in_word = false;
	for (size_t i = 0; i < s.n; i++) {
		bool word = s.p[i] != ' ';
		words += word && !in_word;
		in_word = word;
	}
	/* "…", "[…]", "...": it was cut. */
	while (s.n && (s.p[s.n - 1] == ']' || s.p[s.n - 1] == ')' || s.p[s.n - 1] == ' ')) s.n--;
	bool cut = rw_slice_ends(s, RW_LIT("...")) || rw_slice_ends(s, RW_LIT("\xe2\x80\xa6"));
	return cut || (!whole && words < RW_FEED_SUMMARY);
}

/* Without spaces and what parts names. */
static rw_slice squeezed(rw_arena *a, rw_slice s) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		uint32_t c = rw_utf8_next(s, &i);
		if (c == ' ' || c == '-' || c == '|' || c == 0x2013 || c == 0x2014) continue;
		rw_buf_put(&b, s.p + from, i - from);
	}
	return rw_buf_view(&b);
}

bool rw_feed_only_title(rw_arena *a, rw_slice text, rw_slice title, rw_slice outlet) {
	rw_slice s = rw_xml_plain(a, text, NULL);
	/* What was escaped twice. */
	if (s.n && memchr(s.p, '<', s.n)) s = rw_xml_plain(a, s, NULL);
	if (!s.n) return true;
	if (!title.n || s.n > title.n + outlet.n + 32) return false;
	s = squeezed(a, s);
	title = squeezed(a, title);
	if (!rw_slice_starts(s, title)) return false;
	s = rw_slice_of(s.p + title.n, s.n - title.n);
	return !s.n || rw_slice_eq(s, squeezed(a, outlet));
}

/* "&lt;p&gt;" where no tag stands: markup that was escaped twice. */
static bool escaped_twice(rw_slice s) {
	if (rw_xml_has_tags(s)) return false;
	for (size_t i = rw_slice_find(s, RW_LIT("&lt;"), 0); i != SIZE_MAX; i = rw_slice_find(s, RW_LIT("&lt;"), i + 1)) {
		char c = i + 4 < s.n ? s.p[i + 4] : 0;
		if (c == '/' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')) return true;
	}
	return false;
}

static rw_slice unescape(rw_document *d, rw_slice s) {
	rw_slice quarter[] = {RW_LIT("&lt;"), RW_LIT("&gt;"), RW_LIT("&amp;"), RW_LIT("&quot;")};
	static const char sign[] = "<>&\"";
	rw_buf b = RW_BUF(d->a);
	size_t from = 0;
	for (size_t i = 0; i <= s.n; i++) {
		size_t k = 0;
		rw_slice rest = rw_slice_of(s.p + i, s.n - i);
		while (k < RW_COUNT(quarter) && i < s.n && !(s.p[i] == '&' && rw_slice_starts(rest, quarter[k]))) k++;
		if (i < s.n && k == RW_COUNT(quarter)) continue;
		if (i > from) rw_vec_push(d->a, &d->segments, (rw_segment){b.n, i - from, 0, from});
		rw_buf_put(&b, s.p + from, i - from);
		if (i == s.n) break;
		rw_vec_push(d->a, &d->segments, (rw_segment){b.n, 1, 0, i});
		rw_buf_byte(&b, sign[k]);
		i += quarter[k].n - 1;
		from = i + 1;
	}
	return rw_buf_view(&b);
}

void rw_feed_text(rw_document *d, rw_slice text) {
	if (escaped_twice(text)) text = unescape(d, text);
	d->kind = rw_xml_has_tags(text) || (text.n && memchr(text.p, '&', text.n)) ? RW_KIND_MARKUP : RW_KIND_TEXT;
	d->in = RW_NEW(d->a, rw_stream);
	rw_stream_bytes(d->in, RW_NONE, text);
}

void rw_feed_finish(rw_feed *f, rw_document *d, rw_slice guid, bool summary) {
	rw_arena *a = d->a;
	rw_packing *t = &d->told;
	if (!t->outlet.n) t->outlet = f->outlet;
	if (!t->language.n) t->language = f->language;
	d->format = "feed";
	if (t->address.n) d->listed = RIWAYA_LISTED_PAGE + 1;
	d->name = t->address.n ? t->address : guid.n ? guid : rw_arena_printf(a, "%llu", (unsigned long long)f->count);
	if (!summary) return;
	rw_slice note = t->address.n
		? rw_arena_printf(a, "only a summary is in the feed; fetch " RW_FMT " for the article", RW_ARG(t->address))
		: RW_LIT("only a summary is in the feed");
	rw_vec_push(a, &d->notes, (riwaya_note){note, 0});
}
