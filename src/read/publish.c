/* publish.c: by whom a report is, its address, and whom it credits. When it was published is times.c's part, who published it
 * outlet.c's.
 *
 * Byline    a line "by X", else a name beside a city or a stamp, where it is no outlet's.
 * Credit    "source: X", or an agency's name in brackets behind the last words.
 */
#include "read/page.h"

enum { FOOT = 5 }; /* lines below the last paragraph in which a page's credit and byline may stand */

/* --- byline, credit ------------------------------------------------------------------------------------------------ */
rw_slice rw_after_mark(const rw_line *l, rw_where where) {
	return rw_strip_signs(rw_slice_of(l->text.p + l->mark_end[where], l->text.n - l->mark_end[where]));
}

/* A byline's name without the stamp that shares its line. */
static rw_slice without_stamp(rw_page *p, rw_slice s) {
	rw_arena *a = p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	riwaya_when w;
	rw_slice zone;
	uint32_t start, end;
	if (rw_stamp(p->k, a, s, &w, &zone, &start, &end)) {
		rw_slice left = rw_strip_signs(rw_slice_of(s.p, start)),
				 right = rw_strip_signs(rw_slice_of(s.p + end, s.n - end));
		s = left.n ? left : right;
	}
	rw_arena_reset(a, m);
	return s;
}

bool rw_near_ends(const rw_page *p, size_t i) {
	if (p->first == SIZE_MAX || i < p->first + 4 || p->last == SIZE_MAX) return true;
	/* Below a page's article come readers, and other articles. */
	const rw_line *l = &p->lines.p[i];
	bool text = strcmp(p->format, "text") == 0, near = i <= p->last + FOOT && !l->outside;
	return i + 1 >= p->last && (text || (near && l->what != RW_WHAT_CLOSING && l->what != RW_WHAT_RELATED));
}

/* "(X)" at the very end of the last paragraph, where X is an outlet. */
static rw_slice closing_credit(rw_page *p) {
	size_t last = p->lines.n;
	while (last > 0 && p->lines.p[last - 1].part != RW_PART_BODY) last--;
	if (last == 0) return RW_NONE;
	rw_slice s = p->lines.p[last - 1].text;
	while (s.n && (s.p[s.n - 1] == '.' || s.p[s.n - 1] == ' ')) s.n--;
	if (s.n < 3 || s.p[s.n - 1] != ')') return RW_NONE;
	size_t open = s.n - 1;
	while (open > 0 && s.n - open < 80 && s.p[open] != '(') open--;
	if (s.p[open] != '(') return RW_NONE;
	rw_slice inner = rw_trim_text(rw_slice_of(s.p + open + 1, s.n - open - 2));
	rw_piece piece[RW_PIECES];
	uint32_t n = inner.n ? rw_pieces(p, inner, piece) : 0;
	bool outlet = false;
	for (uint32_t i = 0; i < n; i++)
		outlet = outlet || piece[i].kind == RW_PIECE_OUTLET || piece[i].kind == RW_PIECE_FORM;
	return outlet ? inner : RW_NONE;
}

/* --- the whole -------------------------------------------------------------------------------------------------------- */
void rw_find_publisher(rw_page *p, riwaya_report *r) {
	p->meta.address = rw_captured_address(p->k, p->c->a, p->meta.address);
	if (!p->meta.address.n) p->meta.address = rw_own_address(p->c->a, &p->meta.said);
	if (!p->meta.author.n) p->meta.author = rw_said_best(&p->meta.said, RW_SAYS_AUTHOR);
	rw_find_times(p, r);
	bool url = rw_slice_find(p->in->name, RW_LIT("://"), 0) != SIZE_MAX;
	r->address = rw_host_of(p->meta.address).n ? p->meta.address : url ? r->file : RW_NONE;
	r->dateline = p->dateline;
	r->credit = p->meta.credit; /* as its packing says */
	for (size_t i = 0; i < p->lines.n; i++) {
		const rw_line *l = &p->lines.p[i];
		if (l->part != RW_PART_FURNITURE || !rw_near_ends(p, i)) continue;
		rw_what start = l->mark[RW_AT_START] ? (rw_what)(l->mark[RW_AT_START] - 1) : RW_WHAT_OTHER;
		if (start == RW_WHAT_BYLINE && !r->byline.n) {
			rw_slice name = without_stamp(p, rw_after_mark(l, RW_AT_START));
			rw_slice city, rest;
			if (rw_dateline_of(p, name, &city, &rest) && rest.n) {
				if (!r->dateline.n) r->dateline = city;
				name = rest;
			}
			if (name.n) r->byline = name;
		}
		if (!r->credit.n && start == RW_WHAT_CREDIT) {
			rw_slice name = rw_after_mark(l, RW_AT_START);
			if (name.n) r->credit = name;
		}
		if (!r->credit.n && l->mark[RW_AT_LINE] == RW_WHAT_CREDIT + 1) r->credit = rw_strip_signs(l->text);
	}
	/* What stands beside a city or a stamp may be the outlet's own name, which is no person's. */
	bool outlet_name = p->byline.n && rw_names_outlet(p, p->byline);
	if (!r->byline.n) r->byline = p->meta.author.n ? p->meta.author : outlet_name ? RW_NONE : p->byline;
	if (!r->dateline.n || !r->byline.n) {
		for (size_t i = 0; i < p->stamps.n; i++) {
			/* "2022.01.22 | 19:01 City": what stands beside the stamp. */
			const rw_page_stamp *s = &p->stamps.p[i];
			if (s->rest.n == 0 || s->rest.n > 80 || p->lines.p[s->line].mark[RW_AT_START] || rw_date_place(p, s->line) < 2)
				continue;
			rw_slice city, name;
			rw_slice bracketed = rw_arena_printf(p->c->scratch, "(" RW_FMT ")", RW_ARG(s->rest));
			if (!r->dateline.n && rw_dateline_of(p, bracketed, &city, &name) && !name.n) r->dateline = s->rest;
		}
	}
	if (!r->credit.n) r->credit = closing_credit(p);
	rw_find_outlet(p, r);
	bool named = r->byline.n && rw_slice_eq(r->byline, r->outlet_name);
	if (named && (rw_slice_eq(r->byline, p->byline) || rw_slice_eq(r->byline, p->meta.author))) r->byline = RW_NONE;
}
