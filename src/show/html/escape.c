/* escape.c: bytes to the sink, and text from outside into markup. Nothing from outside passes by any other way than rw_html_text. */
#include "show/html/html.h"
#include "text/text.h"
#include <stdarg.h>
#include <stdio.h>

static void flush(rw_html *h) {
	if (h->n && !h->failed && !h->sink.write(h->sink.ctx, h->buf, h->n)) h->failed = true;
	h->n = 0;
}

static void put(rw_html *h, const char *s, size_t n) {
	while (n && !h->failed) {
		if (h->n == sizeof h->buf) flush(h);
		size_t room = sizeof h->buf - h->n, m = n < room ? n : room;
		memcpy(h->buf + h->n, s, m);
		h->n += m;
		s += m;
		n -= m;
	}
}

void rw_html_z(rw_html *h, const char *z) { put(h, z, strlen(z)); }

void rw_html_f(rw_html *h, const char *fmt, ...) {
	char s[512];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(s, sizeof s, fmt, ap);
	va_end(ap);
	if (n > 0) put(h, s, (size_t)n < sizeof s ? (size_t)n : sizeof s - 1);
}

bool rw_html_end(rw_html *h) {
	flush(h);
	return !h->failed;
}

void rw_html_text(rw_html *h, rw_slice s) {
	for (size_t i = 0; i < s.n && !h->failed;) {
		size_t at = i;
		uint32_t c = rw_utf8_next(s, &i);
		if (c == '&') {
			put(h, "&amp;", 5);
		} else if (c == '<') {
			put(h, "&lt;", 4);
		} else if (c == '>') {
			put(h, "&gt;", 4);
		} else if (c == '"') {
			put(h, "&quot;", 6);
		} else if (c == '\'') {
			put(h, "&#39;", 5);
		} else if (c == '\t' || c == '\n' || c == '\r' || c == '\f') {
			put(h, " ", 1);
		} else {
			uint32_t shown = rw_char_shown(c);
			char z[4];
			if (shown == c && c != RW_UTF8_BAD)
				put(h, s.p + at, i - at);
			else if (shown)
				put(h, z, rw_utf8_put(shown, z));
		}
	}
}

/* --- direction --------------------------------------------------------------------------------------------------- */
static int prevailing(rw_slice s) {
	int64_t sum = 0;
	for (size_t i = 0; i < s.n;) sum += rw_char_direction(rw_utf8_next(s, &i));
	return sum < 0 ? -1 : 1;
}

static void spoken(rw_html *h, const riwaya_report *of, int dir) {
	rw_slice l = of ? of->language : RW_NONE;
	bool known = l.n >= 2 && l.n <= 3;
	for (size_t i = 0; i < l.n; i++) known = known && l.p[i] >= 'a' && l.p[i] <= 'z';
	rw_html_z(h, dir < 0 ? " dir=\"rtl\"" : " dir=\"ltr\"");
	if (!known) return;
	rw_html_z(h, " lang=\"");
	rw_html_text(h, l);
	rw_html_z(h, "\"");
}

void rw_html_spoken(rw_sheet_html *p, const riwaya_report *of, rw_slice s) { spoken(&p->h, of, prevailing(s)); }

/* --- rich text ---------------------------------------------------------------------------------------------------- */
static const char *const classes[] = {NULL, "b", "dim", "against", "mind", "good", "outlet", "mark"};

/* Digits between two words of the other direction are read with them: "17" in an Arabic name. */
static bool carried(const rw_atom *a) {
	for (size_t i = 0; i < a->s.n;) {
		uint32_t c = rw_utf8_next(a->s, &i);
		bool digit = (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669) || (c >= 0x6F0 && c <= 0x6F9);
		if (!digit) return false;
	}
	return a->s.n > 0;
}

/* Where the stretch of atoms ends that reads in the other direction than the page, from `at` on; `at` itself where none begins. An outlet's name
 * is one stretch by itself, with the digits that may end it. */
static size_t other_way(const rw_rich *r, size_t at, int base) {
	const rw_atom *a = r->atoms.p;
	size_t end = at, k = at;
	bool outlet = a[at].style == RW_CYAN;
	for (; k < r->atoms.n && !a[k].quote && (a[k].style == RW_CYAN) == outlet; k++) {
		if (a[k].dir && a[k].dir != base)
			end = k + 1;
		else if (!outlet && (k == at || a[k].dir == base || !carried(&a[k])))
			break;
	}
	return outlet && end > at ? k : end;
}

static int quote_direction(const rw_rich *r, size_t at) {
	int64_t sum = 0;
	for (size_t k = at; k < r->atoms.n && r->atoms.p[k].quote == r->atoms.p[at].quote; k++) {
		rw_slice s = r->atoms.p[k].s;
		for (size_t i = 0; i < s.n;) sum += rw_char_direction(rw_utf8_next(s, &i));
	}
	return sum < 0 ? -1 : 1;
}

/* What stands open, from the outside in: a link, a stretch of the other direction or a quotation, a style. */
typedef struct opened {
	bool link;
	size_t bdi_until; /* atom before which it closes; 0: none */
	uint32_t quote;
	rw_style style;
} opened;

static void close_style(rw_html *h, opened *o) {
	if (o->style == RW_BOLD)
		rw_html_z(h, "</b>");
	else if (o->style == RW_MARKED)
		rw_html_z(h, "</mark>");
	else if (o->style != RW_PLAIN)
		rw_html_z(h, "</span>");
	o->style = RW_PLAIN;
}

static void close_stretch(rw_html *h, opened *o) {
	close_style(h, o);
	if (o->bdi_until) rw_html_z(h, "</bdi>");
	if (o->quote) rw_html_z(h, "</q>");
	o->bdi_until = 0;
	o->quote = 0;
}

static void close_link(rw_html *h, opened *o) {
	close_stretch(h, o);
	if (o->link) rw_html_z(h, "</a>");
	o->link = false;
}

static void open_style(rw_html *h, opened *o, rw_style style) {
	if (style == RW_BOLD)
		rw_html_z(h, "<b>");
	else if (style == RW_MARKED)
		rw_html_z(h, "<mark>");
	else if (style != RW_PLAIN)
		rw_html_f(h, "<span class=\"%s\">", classes[style]);
	o->style = style;
}

void rw_html_rich(rw_sheet_html *p, const rw_rich *r, const char *href, const riwaya_report *of) {
	rw_html *h = &p->h;
	int base = p->words.arabic ? -1 : 1;
	opened o = {.style = RW_PLAIN};
	for (size_t k = 0; k < r->atoms.n; k++) {
		const rw_atom *a = &r->atoms.p[k];
		bool link = href && a->style == RW_CYAN;
		rw_style style = link ? RW_PLAIN : (rw_style)a->style;
		size_t end = a->quote || k < o.bdi_until ? o.bdi_until : other_way(r, k, base);
		if (link != o.link)
			close_link(h, &o);
		else if (a->quote != o.quote || (o.bdi_until && k >= o.bdi_until) || (end > k && !o.bdi_until))
			close_stretch(h, &o);
		else if (style != o.style)
			close_style(h, &o);
		if (k && a->space) rw_html_z(h, " ");
		if (link && !o.link) {
			rw_html_f(h, "<a class=\"outlet\" href=\"%s\">", href);
			o.link = true;
		}
		if (a->quote && !o.quote) {
			rw_html_z(h, "<q");
			spoken(h, of, quote_direction(r, k));
			rw_html_z(h, ">");
			o.quote = a->quote;
		}
		if (end > k && !o.bdi_until && !a->quote) {
			rw_html_z(h, "<bdi>");
			o.bdi_until = end;
		}
		if (style != o.style) open_style(h, &o, style);
		rw_html_text(h, a->s);
	}
	close_link(h, &o);
}

void rw_html_words(rw_sheet_html *p, rw_slice s) {
	rw_mark m = rw_arena_mark(p->a);
	rw_rich r = {0};
	rw_rich_add(&p->rich, &r, s, RW_PLAIN);
	rw_html_rich(p, &r, NULL, NULL);
	rw_arena_reset(p->a, m);
}

void rw_html_comma(rw_sheet_html *p) { rw_html_text(&p->h, rw_comma(&p->words)); }

void rw_html_label(rw_sheet_html *p, const char *key) { rw_html_words(p, rw_label(&p->words, key)); }

void rw_html_name(rw_sheet_html *p, rw_slice s) {
	rw_html_z(&p->h, "<bdi>");
	rw_html_text(&p->h, s);
	rw_html_z(&p->h, "</bdi>");
}

/* --- pieces that sections share ------------------------------------------------------------------------------------- */
const char *rw_html_report_at(rw_sheet_html *p, uint32_t report) {
	rw_slice s = rw_arena_printf(p->a, "#i%zu-r%u%c", p->number, (unsigned)report + 1, '\0');
	return s.p;
}

const char *rw_html_claim_at(rw_sheet_html *p, uint32_t claim) {
	if (!p->quoted) return NULL;
	if (!p->quoted[claim]) return rw_html_report_at(p, p->i->claims[claim].report);
	rw_slice s = rw_arena_printf(p->a, "#i%zu-c%u%c", p->number, (unsigned)claim + 1, '\0');
	return s.p;
}

void rw_html_heading(rw_sheet_html *p, unsigned below, rw_slice s, size_t n) {
	unsigned level = p->level + below > 6 ? 6 : p->level + below;
	rw_html_f(&p->h, "<h%u>", level);
	rw_html_words(p, s);
	if (n) {
		rw_html_z(&p->h, " <span class=\"n\">");
		rw_html_text(&p->h, rw_number(&p->words, (double)n));
		rw_html_z(&p->h, "</span>");
	}
	rw_html_f(&p->h, "</h%u>\n", level);
}

void rw_html_outlet(rw_sheet_html *p, uint32_t report, const char *href) {
	rw_html_f(&p->h, "<a class=\"outlet\" href=\"%s\">", href);
	rw_html_name(p, rw_outlet_name(&p->words, p->r->reports[report]));
	rw_html_z(&p->h, " <span class=\"dim\">");
	rw_html_text(&p->h, rw_report_label(&p->words, report));
	rw_html_z(&p->h, "</span></a>");
}

void rw_html_decisions(rw_sheet_html *p, const riwaya_decision *d, size_t n, bool disputed) {
	if (!n && !disputed) return;
	rw_html_z(&p->h, "<ul class=\"ruled\">");
	for (size_t k = 0; k < n; k++) {
		rw_html_z(&p->h, d[k].waits ? "<li class=\"dim\">" : "<li>");
		rw_html_words(p, rw_tell_decision(&p->words, &d[k]));
		rw_html_z(&p->h, "</li>");
	}
	if (disputed) {
		rw_html_z(&p->h, "<li class=\"mind\">");
		rw_html_label(p, "show_review_disputed");
		rw_html_z(&p->h, "</li>");
	}
	rw_html_z(&p->h, "</ul>\n");
}

void rw_html_teller(rw_sheet_html *p, uint32_t claim, bool same_words) {
	const riwaya_incident_claim *c = &p->i->claims[claim];
	rw_rich r = {0};
	rw_tell_teller(&p->rich, &p->words, &r, p->r, p->i, claim, same_words);
	rw_slice when = rw_when_short(&p->words, c->claim->told, true);
	rw_html_z(&p->h, "<span class=\"src\">");
	rw_html_rich(p, &r, rw_html_claim_at(p, claim), p->r->reports[c->report]);
	rw_html_z(&p->h, "</span>");
	if (!when.n) return;
	rw_html_z(&p->h, " <span class=\"told\">");
	rw_html_words(p, when);
	rw_html_z(&p->h, "</span>");
}

void rw_html_quote(rw_sheet_html *p, uint32_t claim, unsigned budget) {
	const riwaya_incident_claim *c = &p->i->claims[claim];
	rw_slice implied = rw_tell_implied(&p->words, p->i, c);
	if (implied.n) {
		rw_html_z(&p->h, "<span class=\"dim implied\">");
		rw_html_words(p, implied);
		rw_html_z(&p->h, "</span> ");
	}
	rw_rich r = {0};
	rw_tell_words(&p->rich, &r, c->claim, budget);
	const char *href = rw_html_claim_at(p, claim);
	if (href) rw_html_f(&p->h, "<a class=\"words\" href=\"%s\">", href);
	rw_html_rich(p, &r, NULL, p->r->reports[c->report]);
	if (href) rw_html_z(&p->h, "</a>");
}
