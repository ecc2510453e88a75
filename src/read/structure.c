/* structure.c: headings, quotations and lists among the lines of an article, where no element says so: plain texts, and pages that
 * are made of paragraphs alone.
 *
 * Heading   a short line between paragraphs that ends no sentence, or ends with a colon before one that does
 * List      a line that begins with a bullet, a dash or a number, with another such line beside it
 * Quote     a whole line between quotation marks
 */
#include "read/page.h"

enum { HEADING_WORDS = 14, NUMBER = 3 };

/* Bytes of the mark that begins an entry of a list, with the space behind it; 0 where none does. */
static size_t list_mark(rw_slice s) {
	size_t i = 0;
	uint32_t c = s.n ? rw_utf8_next(s, &i) : 0;
	bool bullet = c == '-' || c == '*' || c == 0x2022 || c == 0x25CF || c == 0x25AA || c == 0x25AB || c == 0x25A0 ||
		c == 0x25E6 || c == 0x2023 || c == 0x2043 || c == 0x2013 || c == 0x2014 || c == 0xB7 || c == 0x25BA ||
		c == 0x2714 || c == 0x2705;
	if (!bullet) {
		size_t digits = 0;
		for (i = 0; i < s.n && digits <= NUMBER; digits++) {
			size_t at = i;
			if (rw_fold_char(rw_utf8_next(s, &i)).class_ == RW_CLASS_DIGIT) continue;
			i = at;
			break;
		}
		if (!digits || digits > NUMBER || i >= s.n) return 0;
		c = rw_utf8_next(s, &i);
		if (c != '.' && c != ')' && c != '-' && c != 0x2013) return 0;
		/* "20.5 km" counts, "20. " numbers; "3-64" is a score. */
		if (i < s.n && rw_fold_char(rw_utf8_next(rw_slice_of(s.p + i, s.n - i), &(size_t){0})).class_ == RW_CLASS_DIGIT)
			return 0;
		return i;
	}
	/* A dash that is joined to its word may open an aside. */
	return i < s.n && s.p[i] == ' ' ? i + 1 : c > 0x2022 && i < s.n ? i : 0;
}

static bool whole_quote(const rw_line *l) {
	size_t i = 0, last = l->text.n, depth = 0;
	uint32_t first = rw_utf8_next(l->text, &i), close = 0;
	if (first == 0xAB) close = 0xBB;
	if (first == 0x201C || first == 0x201D || first == 0x201E) close = 1;
	if (first == '"') close = '"';
	if (!close || l->words < 4) return false;
	for (; i < last;) {
		uint32_t c = rw_utf8_next(l->text, &i);
		bool ends = close == 1 ? c == 0x201D || c == 0x201C : c == close;
		if (c == first && c == 0xAB) depth++;
		if (!ends) continue;
		if (depth > 0) {
			depth--;
			continue;
		}
		/* Nothing but a full stop follows. */
		rw_slice rest = rw_slice_of(l->text.p + i, last - i);
		return rest.n == 0 || rw_slice_eqz(rest, ".");
	}
	return false;
}

static bool heads(const rw_line *l, const rw_line *next) {
	if (l->words == 0 || l->words > HEADING_WORDS || l->ends_sentence || !next || !next->prose) return false;
	return l->text.p[l->text.n - 1] != ',' && !rw_slice_ends(l->text, RW_LIT("\xd8\x8c"));
}

void rw_find_structure(rw_page *p) {
	if (p->c->fragment) return;
	rw_line *before = NULL;
	bool marked = false; /* the line before begins with a list's mark */
	for (size_t i = 0; i < p->lines.n; i++) {
		rw_line *l = &p->lines.p[i], *next = NULL;
		if (l->part != RW_PART_BODY) continue;
		for (size_t k = i + 1; k < p->lines.n && !next; k++)
			if (p->lines.p[k].part == RW_PART_BODY) next = &p->lines.p[k];
		bool mark = list_mark(l->text) > 0;
		if (!l->kind) {
			if (mark && (marked || (next && list_mark(next->text)))) {
				l->kind = RIWAYA_STRETCH_LIST + 1;
			} else if (whole_quote(l)) {
				l->kind = RIWAYA_STRETCH_QUOTE + 1;
			} else if (before && (before->prose || before->kind == RIWAYA_STRETCH_LIST + 1) && heads(l, next)) {
				l->kind = RIWAYA_STRETCH_HEADING + 1;
			}
			l->group = 0;
		}
		marked = mark;
		before = l;
	}
}
