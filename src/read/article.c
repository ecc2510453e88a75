/* article.c: which lines of a page are the article, by structure.
 *
 *   menus, breadcrumbs      furniture, whatever stands before the title
 *   TITLE                   the first substantial line whose words come again in the lead
 *   stamp, byline, caption  short lines between title and first paragraph
 *   first ... last          paragraphs, headings, lists: the body, less what the table marks as furniture
 *   related, tags, foot     from a line that opens such a block on, until prose resumes
 *
 * Lines that nothing speaks against stay in the body: a list of the dead is made of short lines too.
 */
#include "read/page.h"

enum {
	LONG_PARAGRAPH = 30, /* words: no headline is as long */
	PARAGRAPH = 9,       /* words of a line that ends with a full stop */
	RESUME = 6,          /* words of a sentence that ends a block of headlines: these have no full stop */
	TITLE_MIN = 4,
	TITLE_MAX = 32,
	NAMES_MAX = 9, /* words of a line of names beside the title */
	LABEL_MAX = 3, /* words of a section's name or a person's */
	LEAD_BYTES = 6000,
	STAMP_REST = 6, /* words that may stand beside a stamp */
	CAPTION_REST = 16,
	POST_MIN = 5, /* words of a post, more than a page's name */
};

/* A full stop, not the dots of something cut short. */
static bool full_stop(const rw_line *l) {
	rw_slice s = l->text;
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '"' || s.p[s.n - 1] == ')')) s.n--;
	return s.n > 1 && s.p[s.n - 1] == '.' && s.p[s.n - 2] != '.';
}

static bool paragraph(const rw_line *l) {
	return !l->heading && (l->words >= LONG_PARAGRAPH || (l->words >= PARAGRAPH && full_stop(l)));
}

static void furniture(rw_line *l, rw_what what) {
	if (l->part == RW_PART_FURNITURE) return;
	l->part = RW_PART_FURNITURE;
	l->what = (uint8_t)what;
}

/* --- blocks: related, tags, the foot --------------------------------------------------------------------------- */
static bool resumes(const rw_line *l) {
	return (l->words >= RESUME && full_stop(l)) ||
		l->words >= LONG_PARAGRAPH + (l->ends_sentence && !full_stop(l) ? 15 : 0);
}

/* "…:" before a paragraph heads it, also where a block of headlines stands above. */
static bool ends_with_colon(const rw_line *l) { return l->text.n > 0 && l->text.p[l->text.n - 1] == ':'; }

static void mark_blocks(rw_page *p) {
	uint64_t total = 0, before = 0;
	for (size_t i = 0; i < p->lines.n; i++) {
		const rw_line *l = &p->lines.p[i];
		if (l->part == RW_PART_BODY && paragraph(l)) total += l->words;
	}
	rw_what state = RW_WHAT_OTHER;
	size_t lines = 0, all_lines = 0;
	bool told = false;  /* a line long enough for a post's words has come */
	bool links = false; /* links came below the label: what it heads is told by structure */
	const rw_line *label = NULL, *prose = NULL;
	for (size_t i = 0; i < p->lines.n; i++) all_lines += p->lines.p[i].part == RW_PART_BODY;
	for (size_t i = 0; i < p->lines.n; i++) {
		rw_line *l = &p->lines.p[i];
		if (l->part == RW_PART_BODY && paragraph(l)) before += l->words;
		if (l->part == RW_PART_BODY && paragraph(l) && state == RW_WHAT_OTHER) prose = l;
		lines += l->part == RW_PART_BODY;
		/* Readers' comments stand below the counts of likes, the post above them. */
		if (l->part == RW_PART_BODY && l->words >= POST_MIN && !l->mark[RW_AT_BLOCK]) told = true;
		if (l->part == RW_PART_FURNITURE && l->what == RW_WHAT_COUNTER && before == total &&
			(lines * 2 > all_lines || (told && total == 0 && l->words >= 2)))
			state = RW_WHAT_CLOSING;
		if (l->mark[RW_AT_BLOCK]) {
			rw_what what = l->mark[RW_AT_BLOCK] - 1;
			/* The same words stand at the head of pages as links down to the foot. */
			if (what == RW_WHAT_CLOSING && before * 2 < total) continue;
			if (state != RW_WHAT_CLOSING) state = what;
			label = l;
			links = false;
			continue;
		}
		if (l->part != RW_PART_BODY) {
			links = links || (l->box && l->link);
			/* "Read also: headline" in one line opens no block; an image or a share button ends none. */
			continue;
		}
		bool as_before = l->box && prose && l->kin == prose->kin;
		if (state == RW_WHAT_CLOSING && as_before && label && l->box != label->box && paragraph(l)) {
			/* The text goes on in boxes of its own, after one with a label that governs no more than itself. */
			state = RW_WHAT_OTHER;
		} else if (state == RW_WHAT_CLOSING) {
			furniture(l, RW_WHAT_CLOSING);
		} else if (links && (state == RW_WHAT_RELATED || state == RW_WHAT_TAGS)) {
			/* An excerpt may stand below a headline that is a link; all else is text again. */
			const rw_line *above = &p->lines.p[i - 1];
			bool excerpt =
				above->part == RW_PART_FURNITURE && above->link && above->box == l->box && !as_before && !paragraph(l);
			if (excerpt && state == RW_WHAT_RELATED)
				furniture(l, RW_WHAT_RELATED);
			else
				state = RW_WHAT_OTHER;
		} else if (state == RW_WHAT_RELATED) {
			const rw_line *next = i + 1 < p->lines.n ? &p->lines.p[i + 1] : NULL;
			bool heading = next && next->part == RW_PART_BODY && resumes(next) && ends_with_colon(l);
			if (resumes(l) || heading) {
				state = RW_WHAT_OTHER;
			} else {
				furniture(l, RW_WHAT_RELATED);
			}
		} else if (state == RW_WHAT_TAGS) {
			if (l->words <= 4 && !l->ends_sentence) {
				furniture(l, RW_WHAT_TAGS);
			} else {
				state = RW_WHAT_OTHER;
			}
		}
	}
}

/* --- the title ------------------------------------------------------------------------------------------------- */
/* Words of a line that come again in the lead, in thousandths. Words are compared without their first two letters where they are long
 * enough: articles and prepositions are written joined. */
static int overlap(rw_arena *a, rw_slice line, rw_slice lead) {
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_tokenize(a, line, &t);
	int words = 0, found = 0;
	for (uint32_t i = 0; i < t.n; i++) {
		rw_slice k = t.tok[i].key;
		if (t.tok[i].kind != RW_TOKEN_WORD && t.tok[i].kind != RW_TOKEN_LATIN) continue;
		if (k.n < 6) continue; /* particles */
		words++;
		if (k.n >= 12) k = rw_slice_of(k.p + 4, k.n - 4);
		found += rw_slice_find(lead, k, 0) != SIZE_MAX;
	}
	rw_arena_reset(a, m);
	return words ? found * 1000 / words : 0;
}

static bool breadcrumb(const rw_line *l) {
	int arrows = 0, bars = 0;
	for (size_t i = 0; i < l->text.n;) {
		uint32_t c = rw_utf8_next(l->text, &i);
		arrows += c == '>' || c == 0xBB || c == 0x203A || c == 0xAB || c == 0x2039 || c == 0x2192 || c == 0x2190 ||
			c == 0x276F || c == 0x276E;
		bars += c == '/' || c == '|' || c == 0x2022 || c == 0xB7;
	}
	/* A pair of guillemets quotes; one arrow, or several bars, lead the way. */
	return (arrows == 1 || arrows == 3) ? l->words <= 14 : bars >= 2 && l->words <= 12 && (uint32_t)bars * 4 >= l->words;
}

static size_t find_first(const rw_page *p) {
	for (size_t i = 0; i < p->lines.n; i++) {
		if (p->lines.p[i].part == RW_PART_BODY && paragraph(&p->lines.p[i])) return i;
	}
	return SIZE_MAX;
}

static rw_slice lead_of(rw_page *p, size_t from) {
	rw_buf b = RW_BUF(p->c->scratch);
	for (size_t i = from; i < p->lines.n && b.n < LEAD_BYTES; i++) {
		const rw_line *l = &p->lines.p[i];
		if (l->part != RW_PART_BODY) continue;
		rw_slice s = l->text;
		if (s.n > LEAD_BYTES) {
			s.n = LEAD_BYTES;
			while (s.n > 0 && ((unsigned char)s.p[s.n] & 0xC0) == 0x80) s.n--;
		}
		rw_buf_slice(&b, s);
		rw_buf_byte(&b, '\n');
	}
	return rw_fold(p->c->scratch, rw_buf_view(&b));
}

static bool candidate(const rw_line *l) {
	return l->words >= 2 && l->words <= TITLE_MAX && !breadcrumb(l) &&
		(l->part == RW_PART_BODY ||
			(l->what == RW_WHAT_RELATED && !l->mark[RW_AT_BLOCK] && !l->mark[RW_AT_START] && !l->mark[RW_AT_LINE]));
}

static bool stamped(const rw_page *p, size_t line) { return line < p->lines.n && p->lines.p[line].stamped; }

static size_t find_title(rw_page *p) {
	for (size_t i = 0; i < p->lines.n; i++) {
		if (p->lines.p[i].part == RW_PART_TITLE) return i;
	}
	if (p->in->told && p->in->told->title.n) {
		/* The title is known; what came with it may begin with it. */
		for (size_t i = 0; i < p->lines.n; i++) {
			if (p->lines.p[i].part == RW_PART_BODY)
				return rw_slice_eq(p->lines.p[i].text, p->in->told->title) ? i : SIZE_MAX;
		}
		return SIZE_MAX;
	}
	if (p->meta.title.n && !(p->in->told && p->in->told->title.n)) {
		/* The page says what its title is, and no line of it is that. */
		return SIZE_MAX;
	}
	size_t first = p->first;
	if (first == SIZE_MAX) {
		/* No paragraph: a short post. The first line is its title where others follow. */
		size_t lines = 0, found = SIZE_MAX;
		for (size_t i = 0; i < p->lines.n; i++) {
			const rw_line *l = &p->lines.p[i];
			if (l->part != RW_PART_BODY || stamped(p, i)) continue;
			if (lines == 0 && ends_with_colon(l)) return SIZE_MAX; /* it heads a list, and is part of the text */
			if (found == SIZE_MAX && candidate(l)) found = i;
			lines++;
		}
		return lines > 1 ? found : SIZE_MAX;
	}
	rw_slice lead = lead_of(p, first);
	size_t best = SIZE_MAX, wide = SIZE_MAX, plain = SIZE_MAX;
	int best_share = -1;
	for (size_t i = 0; i < first; i++) {
		const rw_line *l = &p->lines.p[i];
		if (!candidate(l) || stamped(p, i)) continue;
		int share = overlap(p->c->scratch, l->text, lead);
		bool body = l->part == RW_PART_BODY;
		if (l->words >= TITLE_MIN) {
			if (body && share >= 400) return i;
			if (!body && share < 500) continue;
			if (body && plain == SIZE_MAX) plain = i;
			if (share > best_share) {
				best = i;
				best_share = share;
			}
		} else if (body && wide == SIZE_MAX && share >= 300) {
			wide = i;
		}
	}
	if (best_share > 0) return best;
	if (plain != SIZE_MAX) return plain;
	if (wide != SIZE_MAX) return wide;
	/* A headline that ends with a full stop, before a longer paragraph. */
	const rw_line *l = &p->lines.p[first];
	if (l->words <= 20) {
		for (size_t i = first + 1; i < p->lines.n; i++) {
			const rw_line *next = &p->lines.p[i];
			if (next->part != RW_PART_BODY) continue;
			if (paragraph(next) && next->words > l->words) return first;
			break;
		}
	}
	return SIZE_MAX;
}

/* Without the signs that part a stamp from what stands beside it. */
static rw_slice strip_signs(rw_slice s) {
	for (bool again = true; again;) {
		again = false;
		s = rw_trim_text(s);
		if (s.n && strchr("-|:/,()[]+", s.p[0])) {
			s = rw_slice_of(s.p + 1, s.n - 1);
			again = true;
		}
		if (s.n && strchr("-|:/,()[]+", s.p[s.n - 1])) {
			s.n--;
			again = true;
		}
		static const char *const signs[] = {
			"\xe2\x80\x93", "\xe2\x80\x94", "\xd8\x8c", "\xe2\x80\xa2", "\xc2\xb7", "\xe2\x80\x90"};
		for (size_t i = 0; i < RW_COUNT(signs); i++) {
			rw_slice sign = rw_slice_z(signs[i]);
			if (rw_slice_starts(s, sign)) {
				s = rw_slice_of(s.p + sign.n, s.n - sign.n);
				again = true;
			}
			if (rw_slice_ends(s, sign)) {
				s.n -= sign.n;
				again = true;
			}
		}
	}
	return s;
}

/* "20 October 2022 (X) at 16:00": the hour stands apart from the day. */
static void join_time(rw_page *p, const rw_line *l, uint32_t start, uint32_t end, rw_page_stamp *s) {
	rw_piece piece[RW_PIECES];
	uint32_t n = rw_pieces(p, l->text, piece);
	rw_arena *a = p->c->scratch;
	for (uint32_t i = 0; i < n; i++) {
		if (piece[i].kind != RW_PIECE_TIME || piece[i].text.p < l->text.p + end) continue;
		rw_slice whole = rw_arena_printf(
			a, RW_FMT " " RW_FMT, RW_ARG(rw_slice_of(l->text.p + start, end - start)), RW_ARG(piece[i].text));
		riwaya_when w;
		rw_slice zone;
		uint32_t from, to;
		if (!rw_stamp(p->k, a, whole, &w, &zone, &from, &to)) continue;
		if (w.precision == RIWAYA_PRECISION_MINUTE) s->at = w;
	}
}

/* Words of a second stamp behind the first: "published … updated …". */
static uint32_t second_stamp(rw_page *p, rw_slice after) {
	riwaya_when w;
	rw_slice zone;
	uint32_t from, to;
	if (!after.n || !rw_stamp(p->k, p->c->scratch, after, &w, &zone, &from, &to)) return 0;
	return rw_count_words(rw_slice_of(after.p + from, to - from));
}

/* "Read 40 times. Last update: …": what stands right before the stamp says what it is of. Returns where those words begin. */
static uint32_t label_before(rw_page *p, rw_slice before, uint8_t *mark) {
	rw_arena *a = p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_tokenize(a, before, &t);
	uint32_t from = (uint32_t)before.n;
	*mark = RW_WHAT_OTHER;
	for (uint32_t i = 0; i < t.n;) {
		rw_what what;
		uint32_t n = rw_phrase_at(p->k, &t, i, &what);
		if (n && (what == RW_WHAT_UPDATED || what == RW_WHAT_STAMP)) {
			*mark = (uint8_t)what;
			from = t.tok[i].start;
		} else if (t.tok[i].kind == RW_TOKEN_WORD && rw_tool_word(p->k, t.tok[i].key) != RW_WHAT_AT && *mark) {
			*mark = RW_WHAT_OTHER;
			from = (uint32_t)before.n;
		}
		i += n ? n : 1;
	}
	rw_arena_reset(a, m);
	return from;
}

static void find_stamps(rw_page *p) {
	rw_arena *a = p->c->scratch;
	for (size_t i = 0; i < p->lines.n; i++) {
		rw_line *l = &p->lines.p[i];
		if (l->words > 24 || l->words < 3 || l->text.n > 300 || !rw_has_digit(l->text)) continue;
		if (l->part == RW_PART_TITLE || l->part == RW_PART_CAPTION) continue;
		rw_mark m = rw_arena_mark(a);
		rw_page_stamp s = {.line = i};
		uint32_t start, end;
		bool found = rw_stamp(p->k, a, l->text, &s.at, &s.zone, &start, &end);
		rw_arena_reset(a, m);
		if (!found) continue;
		uint32_t skip = l->mark[RW_AT_START] ? l->mark_end[RW_AT_START] : 0;
		rw_slice before = start > skip ? rw_slice_of(l->text.p + skip, start - skip) : rw_slice_of(l->text.p, 0);
		rw_slice after = rw_slice_of(l->text.p + end, l->text.n - end);
		uint32_t label = label_before(p, rw_slice_of(l->text.p, start), &s.mark);
		if (s.mark && label < before.p - l->text.p + before.n)
			before.n = label > before.p - l->text.p ? label - (size_t)(before.p - l->text.p) : 0;
		uint32_t rest = rw_count_words(before) + rw_count_words(after);
		if (rest > STAMP_REST) {
			rw_mark second = rw_arena_mark(a);
			rest -= second_stamp(p, after);
			rw_arena_reset(a, second);
		}
		/* A mark of its own allows more beside it ("updated at …" after "published at …"), and so do names around it. */
		bool named = rest > STAMP_REST && rw_is_masthead(p, l->text);
		/* A page's caption and author may share its line, where structure says that it is no text. */
		if (rest > STAMP_REST && l->sure && l->part == RW_PART_FURNITURE && start < 4 && rest <= CAPTION_REST)
			named = true;
		/* Nor does a lead begin with a day, a month, a year and a clock. */
		if (s.at.precision == RIWAYA_PRECISION_MINUTE && start < 4 && rest <= CAPTION_REST &&
			strcmp(p->format, "text") != 0)
			named = true;
		if ((rest > STAMP_REST + (skip ? 6u : 0u) && !named) || (l->ends_sentence && rest > 2)) continue;
		if (s.at.precision != RIWAYA_PRECISION_MINUTE) join_time(p, l, start, end, &s);
		s.rest = strip_signs(rw_count_words(before) ? before : after);
		l->stamped = true;
		rw_vec_push(p->c->a, &p->stamps, s);
	}
}

bool rw_is_place(rw_page *p, rw_slice s) {
	rw_arena *a = p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_items items = {0};
	rw_words(p->k, a, s, &t);
	bool found = false;
	if (t.n > 0 && t.n <= 8) {
		rw_words_and_rows(p->k, a, s, &t, &items);
		for (size_t i = 0; i < items.n && !found; i++) {
			const rw_item *it = &items.p[i];
			found = it->kind == p->k->place && it->first == 0 && it->end == t.n && it->enc == 0 &&
				(it->pro & ~(unsigned)RW_PRO_AL) == 0;
		}
	}
	rw_arena_reset(a, m);
	return found;
}

bool rw_dateline_of(rw_page *p, rw_slice line, rw_slice *city, rw_slice *name) {
	*city = *name = RW_NONE;
	if (line.n > 160 || (line.n && line.p[0] >= '0' && line.p[0] <= '9')) return false;
	/* "(City)" and "City:" alone. */
	rw_slice bare = strip_signs(line);
	if (bare.n < line.n && rw_is_place(p, bare)) {
		*city = bare;
		return true;
	}
	for (size_t i = 0; i < line.n;) {
		size_t at = i;
		uint32_t c = rw_utf8_next(line, &i);
		if (c != '-' && c != '/' && c != '|' && c != 0x2013 && c != 0x2014 && c != 0x2012 && c != 0x640 && c != 0x60C &&
			c != ':')
			continue;
		rw_slice left = strip_signs(rw_slice_of(line.p, at)), right = strip_signs(rw_slice_of(line.p + i, line.n - i));
		if (left.n == 0 || right.n == 0) continue;
		uint32_t l = rw_count_words(left), r = rw_count_words(right);
		if (l < 1 || l > 3 || r < 1 || r > 6) return false;
		if (rw_is_place(p, left)) {
			rw_piece piece[RW_PIECES];
			/* "City: 12 dead" and "#City | news" tell; a place, a dash and a date do not. */
			if ((c == ':' && rw_has_digit(right)) || (c == '|' && line.p[0] == '#')) return false;
			bool label = rw_pieces(p, right, piece) == 1 && piece[0].kind == RW_PIECE_LABEL;
			*city = left;
			*name = label ? RW_NONE : right;
			return true;
		}
		if (rw_is_place(p, right) && l >= 2) {
			*city = right;
			*name = left;
			return true;
		}
		/* Two short names around one sign, no digit, no sentence. */
		if (l <= 2 && r >= 1 && r <= 3 && c != ':' && c != 0x640 && c != 0x60C && !rw_has_digit(line)) {
			rw_piece piece[RW_PIECES];
			uint32_t n = rw_pieces(p, line, piece);
			for (uint32_t k = 0; k < n; k++) {
				if (piece[k].kind == RW_PIECE_LABEL ||
					(k == 0 && piece[k].kind >= RW_PIECE_OUTLET && piece[k].kind <= RW_PIECE_SITE))
					return false;
			}
			if (n == 2 && piece[0].kind == RW_PIECE_PERSON) {
				*name = left;
				return true;
			}
			*city = left;
			*name = right;
			return true;
		}
		return false;
	}
	return false;
}

static bool dateline_line(rw_page *p, const rw_line *l) {
	rw_slice city, name;
	return l->words <= 8 && !l->ends_sentence && rw_dateline_of(p, l->text, &city, &name);
}

/* A time of day alone in the line below or above the day's, or in the next but one of the same list. */
static void lone_times(rw_page *p) {
	static const int beside[] = {1, -1, 2, -2};
	rw_arena *a = p->c->scratch;
	for (size_t i = 0; i < p->stamps.n; i++) {
		rw_page_stamp *s = &p->stamps.p[i];
		for (size_t k = 0; k < RW_COUNT(beside) && s->at.precision == RIWAYA_PRECISION_DAY; k++) {
			if (beside[k] < 0 ? s->line < (size_t)-beside[k] : s->line + (size_t)beside[k] >= p->lines.n) continue;
			size_t at = s->line + (size_t)beside[k];
			rw_line *l = &p->lines.p[at];
			const rw_line *day = &p->lines.p[s->line];
			if (k >= 2 && (!day->box || l->box != day->box || stamped(p, (at + s->line) / 2))) continue;
			if (stamped(p, at) || l->words > 5 || !rw_has_digit(l->text)) continue;
			rw_piece piece[RW_PIECES];
			if (rw_pieces(p, l->text, piece) != 1 || piece[0].kind != RW_PIECE_TIME) continue;
			rw_slice whole =
				rw_arena_printf(a, RW_FMT " " RW_FMT, RW_ARG(p->lines.p[s->line].text), RW_ARG(piece[0].text));
			riwaya_when w;
			rw_slice zone;
			uint32_t from, to;
			if (!rw_stamp(p->k, a, whole, &w, &zone, &from, &to)) continue;
			if (w.precision != RIWAYA_PRECISION_MINUTE) continue;
			s->at = w;
			furniture(l, RW_WHAT_STAMP);
		}
	}
}

/* Where a handle stands behind a name, with no more than the post's age after it; SIZE_MAX where none does. */
static size_t handle_at(rw_slice s) {
	enum { AGE = 3 };
	for (size_t i = 1; i + 2 < s.n; i++) {
		if (s.p[i] != '@' || s.p[i - 1] != ' ') continue;
		size_t end = i + 1;
		while (end < s.n && (unsigned char)s.p[end] > ' ' && (unsigned char)s.p[end] < 0x80) end++;
		return end > i + 2 && rw_count_words(rw_slice_of(s.p + end, s.n - end)) <= AGE ? i : SIZE_MAX;
	}
	return SIZE_MAX;
}

/* Whether a short line tells no more than how long ago something was posted. */
static bool only_age(rw_page *p, const rw_line *l) {
	rw_piece piece[RW_PIECES];
	return l->words <= LABEL_MAX && rw_has_digit(l->text) && rw_pieces(p, l->text, piece) == 1 &&
		piece[0].kind == RW_PIECE_TIME;
}

/* A post copied from a social network begins with the account's name, then its handle or a stamp: one with a middle dot, or one
 * after which the post begins with a sign, or below which counts of likes stand. */
static void find_account(rw_page *p) {
	size_t i = 0, n = p->lines.n;
	while (i < n && p->lines.p[i].part != RW_PART_BODY) i++;
	if (i + 1 >= n) return;
	rw_line *l = &p->lines.p[i];
	const rw_line *next = &p->lines.p[i + 1], *post = &p->lines.p[i + 2 < n ? i + 2 : i + 1];
	/* "Name @handle · 3 h" in one line. */
	size_t handle = handle_at(l->text);
	uint32_t words = handle == SIZE_MAX ? l->words : rw_count_words(rw_slice_of(l->text.p, handle));
	if (l->sure || l->heading || words > 6 || words == 0 || l->ends_sentence || stamped(p, i)) return;
	/* "4 hours ·", "an hour ago", "Telegram channel", counts of followers. */
	bool age = next->words <= LABEL_MAX && !next->ends_sentence &&
		((rw_has_digit(next->text) && rw_slice_find(next->text, RW_LIT("\xc2\xb7"), 0) != SIZE_MAX) ||
			(next->part == RW_PART_FURNITURE &&
				(next->what == RW_WHAT_ACCOUNT || next->what == RW_WHAT_COUNTER ||
					(next->what == RW_WHAT_STAMP && !stamped(p, i + 1)))));
	age = age || (!stamped(p, i + 1) && only_age(p, next));
	bool account = next->text.p[0] == '@' || age;
	if (!account && stamped(p, i + 1)) {
		size_t at = 0;
		uint32_t first = rw_utf8_next(post->text, &at);
		uint8_t class_ = rw_fold_char(first).class_;
		bool counted = false;
		for (size_t k = i + 2; k < n; k++)
			counted = counted || (p->lines.p[k].part == RW_PART_FURNITURE && p->lines.p[k].what == RW_WHAT_COUNTER);
		account = rw_slice_find(next->text, RW_LIT("\xc2\xb7"), 0) != SIZE_MAX || first == '#' ||
			(class_ == RW_CLASS_OTHER && first >= 0x2000) || (counted && !post->blank_before);
	}
	account = account || handle != SIZE_MAX;
	if (!account) return;
	p->account = rw_strip_signs(handle == SIZE_MAX ? l->text : rw_slice_of(l->text.p, handle));
	furniture(l, RW_WHAT_BYLINE);
	if (age && p->lines.p[i + 1].part == RW_PART_BODY) furniture(&p->lines.p[i + 1], RW_WHAT_STAMP);
	/* Hashtags are words of a post. */
	for (size_t k = i + 1; k < n; k++) {
		rw_line *tags = &p->lines.p[k];
		if (tags->part == RW_PART_FURNITURE && tags->what == RW_WHAT_TAGS && tags->text.p[0] == '#' && tags->arabic)
			tags->part = RW_PART_BODY;
	}
}

/* "Name, [21.01.22 10:15]": a message copied from Telegram. */
static void telegram_name(rw_page *p) {
	if (p->stamps.n == 0) return;
	const rw_page_stamp *s = &p->stamps.p[0];
	const rw_line *l = &p->lines.p[s->line];
	if (s->line > 0 || !s->rest.n || rw_slice_find(l->text, RW_LIT(", ["), 0) == SIZE_MAX) return;
	if (s->rest.p == l->text.p) p->account = s->rest;
}

/* What a line of names tells of place and author. */
static void names_of(rw_page *p, const rw_line *l) {
	rw_piece piece[RW_PIECES];
	uint32_t n = rw_pieces(p, l->text, piece);
	for (uint32_t k = 0; k < n; k++) {
		if (piece[k].kind == RW_PIECE_PLACE && !p->dateline.p) p->dateline = piece[k].text;
		if (piece[k].kind == RW_PIECE_PERSON && !p->byline.p) p->byline = piece[k].text;
	}
}

/* Whether a line is of names, places, stamps and labels alone, of which one at least could be an outlet's. */
static bool only_names(rw_page *p, const rw_line *l) {
	rw_piece piece[RW_PIECES];
	uint32_t n = rw_pieces(p, l->text, piece), names = 0, beside = 0;
	for (uint32_t k = 0; k < n; k++) {
		if (piece[k].kind == RW_PIECE_TEXT) return false;
		if (piece[k].kind >= RW_PIECE_OUTLET)
			names++;
		else
			beside++;
	}
	return names && (beside || names > 1 || piece[0].kind != RW_PIECE_NAME);
}

/* --- the parts --------------------------------------------------------------------------------------------------- */
static void between_title_and_lead(rw_page *p) {
	for (size_t i = p->title + 1; i < p->first && i < p->lines.n; i++) {
		rw_line *l = &p->lines.p[i];
		bool after_image =
			i > 0 && p->lines.p[i - 1].part == RW_PART_FURNITURE && p->lines.p[i - 1].what == RW_WHAT_CAPTION;
		if (l->part != RW_PART_BODY) continue;
		rw_slice city, name;
		const rw_line *next = i + 1 < p->lines.n ? &p->lines.p[i + 1] : NULL;
		bool stamp_beside = stamped(p, i + 1) || (i > 0 && stamped(p, i - 1));
		if (stamped(p, i)) {
			furniture(l, RW_WHAT_STAMP);
		} else if (l->sure) {
			continue;
		} else if (after_image) {
			l->part = RW_PART_CAPTION;
		} else if (l->words <= 8 && !l->ends_sentence && rw_dateline_of(p, l->text, &city, &name)) {
			furniture(l, RW_WHAT_BYLINE);
			if (!p->dateline.p) p->dateline = city;
			if (!p->byline.p) p->byline = name;
		} else if (l->words > LABEL_MAX && l->words <= NAMES_MAX && !l->ends_sentence && !l->heading && only_names(p, l)) {
			furniture(l, RW_WHAT_BYLINE);
			names_of(p, l);
		} else if (l->words <= LABEL_MAX && !l->ends_sentence && !l->heading && !(l->arabic && rw_has_digit(l->text))) {
			furniture(l, RW_WHAT_MENU);
			/* A place alone is the dateline, a name beside the stamp the author's. */
			if (!p->dateline.p && rw_is_place(p, l->text)) {
				p->dateline = l->text;
			} else if (!p->byline.p && l->words >= 2 && stamp_beside && l->arabic && !rw_has_digit(l->text))
				p->byline = l->text;
		} else if (i > p->title + 1 && l->words <= 15 && !l->ends_sentence && next && i + 1 < p->first &&
			(stamped(p, i + 1) || next->part == RW_PART_FURNITURE || dateline_line(p, next))) {
			/* Words between the stamp or the buttons and the byline stand under a picture. */
			l->part = RW_PART_CAPTION;
		}
	}
}

/* Running text that ends with an agency's name in brackets credits it; it stands under no picture. */
static void closing_credit(rw_page *p) {
	size_t last = SIZE_MAX;
	for (size_t i = 0; i < p->lines.n; i++) {
		if (p->lines.p[i].part == RW_PART_BODY || p->lines.p[i].part == RW_PART_CAPTION) last = i;
	}
	if (last == SIZE_MAX || last == 0) return;
	rw_line *l = &p->lines.p[last];
	const rw_line *before = &p->lines.p[last - 1];
	if (l->part != RW_PART_CAPTION || l->sure || l->words < 8 || l->mark[RW_AT_START]) return;
	if (before->part == RW_PART_FURNITURE && before->what == RW_WHAT_CAPTION) return;
	l->part = RW_PART_BODY;
}

static void captions_in_body(rw_page *p) {
	for (size_t i = 1; i < p->lines.n; i++) {
		rw_line *l = &p->lines.p[i];
		const rw_line *image = &p->lines.p[i - 1];
		if (l->part != RW_PART_BODY || l->sure || l->blank_before || paragraph(l) || l->words > 25) continue;
		if (image->part == RW_PART_FURNITURE && image->what == RW_WHAT_CAPTION) l->part = RW_PART_CAPTION;
	}
}

/* The body that signs a statement, below its last words: "media office of X", with city or date under it or not. */
static void signature(rw_page *p) {
	size_t from = p->lines.n, signs = 0;
	for (size_t i = p->lines.n, lines = 0; i > p->last + 1 && lines < 4; i--) {
		const rw_line *l = &p->lines.p[i - 1];
		if (l->part != RW_PART_BODY) continue;
		rw_piece piece[RW_PIECES];
		uint32_t n = l->sure || l->ends_sentence || l->words > 12 ? 0 : rw_pieces(p, l->text, piece), forms = 0,
				 beside = 0;
		for (uint32_t k = 0; k < n; k++) {
			forms += piece[k].kind == RW_PIECE_FORM || piece[k].kind == RW_PIECE_OUTLET;
			beside += piece[k].kind == RW_PIECE_TIME || piece[k].kind == RW_PIECE_PLACE;
		}
		if (n == 0 || forms + beside < n || (forms == 0 && signs > 0)) break;
		signs += forms;
		if (forms) from = i - 1;
		lines++;
	}
	for (size_t i = from; i < p->lines.n && signs; i++) {
		if (p->lines.p[i].part == RW_PART_BODY)
			furniture(&p->lines.p[i], stamped(p, i) ? RW_WHAT_STAMP : RW_WHAT_BYLINE);
	}
}

static void after_last(rw_page *p) {
	bool foot = false;
	signature(p);
	for (size_t i = p->last + 1; i < p->lines.n; i++) {
		rw_line *l = &p->lines.p[i];
		if (l->part == RW_PART_FURNITURE) {
			foot = foot || l->what == RW_WHAT_MENU || l->what == RW_WHAT_OTHER || l->what == RW_WHAT_SUBSCRIBE ||
				l->what == RW_WHAT_TAGS || l->what == RW_WHAT_CLOSING || l->what == RW_WHAT_COPYRIGHT ||
				l->what == RW_WHAT_RELATED;
			continue;
		}
		if (l->part != RW_PART_BODY || l->sure) continue;
		rw_slice city, name;
		if (stamped(p, i)) {
			furniture(l, RW_WHAT_STAMP);
		} else if (foot && !l->ends_sentence && (l->words <= 4 || i + 1 == p->lines.n)) {
			furniture(l, RW_WHAT_MENU);
		} else if (breadcrumb(l) && l->words <= 8) {
			furniture(l, RW_WHAT_MENU);
		} else if (i + 1 == p->lines.n && l->words <= 5 && !l->ends_sentence &&
			rw_dateline_of(p, l->text, &city, &name) && city.n && rw_is_place(p, city)) {
			furniture(l, RW_WHAT_BYLINE);
			if (!p->dateline.p) p->dateline = city;
			if (!p->byline.p && name.n) p->byline = name;
		}
	}
}

/* Lines at the very head that name the outlet, with city or time beside it or not, before title and text. */
static void mastheads(rw_page *p) {
	size_t lines = 0, body = 0;
	for (size_t i = 0; i < p->lines.n; i++) body += p->lines.p[i].part == RW_PART_BODY;
	for (size_t i = 0; i < p->lines.n && lines < 6 && body > 1; i++) {
		rw_line *l = &p->lines.p[i];
		if (l->part != RW_PART_BODY) continue;
		lines++;
		if (l->sure || l->heading || l->words > 12 || l->ends_sentence) continue;
		if ((rw_has_digit(l->text) && !stamped(p, i)) || !rw_is_masthead(p, l->text)) continue;
		/* One headline may stand above it. */
		if (lines > 2 && !(i > 0 && p->lines.p[i - 1].part == RW_PART_FURNITURE)) continue;
		furniture(l, stamped(p, i) ? RW_WHAT_STAMP : RW_WHAT_BYLINE);
		body--;
		rw_slice city, name;
		if (!stamped(p, i) && rw_dateline_of(p, l->text, &city, &name)) {
			if (!p->dateline.p) p->dateline = city;
			if (!p->byline.p) p->byline = name;
		} else {
			names_of(p, l);
		}
	}
}

void rw_find_article(rw_page *p) {
	rw_arena *a = p->c->scratch;
	if (p->c->fragment) return;
	rw_mark_lines(p);
	closing_credit(p);
	mark_blocks(p);
	find_stamps(p);
	lone_times(p);
	find_account(p);
	mastheads(p);
	for (size_t i = 0; i < p->lines.n; i++) p->lines.p[i].prose = paragraph(&p->lines.p[i]);
	p->first = find_first(p);
	p->title = find_title(p);
	telegram_name(p);
	/* A post has no title. */
	if (p->account.n && p->title != SIZE_MAX && (p->meta.posts || !p->lines.p[p->title].sure)) p->title = SIZE_MAX;
	if (p->title != SIZE_MAX) {
		p->lines.p[p->title].part = RW_PART_TITLE;
		for (size_t i = 0; i < p->title; i++) {
			rw_line *l = &p->lines.p[i];
			if (!l->sure && l->part == RW_PART_BODY) furniture(l, stamped(p, i) ? RW_WHAT_STAMP : RW_WHAT_MENU);
		}
		if (p->first == SIZE_MAX || p->first <= p->title) {
			p->first = SIZE_MAX;
			for (size_t i = p->title + 1; i < p->lines.n && p->first == SIZE_MAX; i++) {
				if (p->lines.p[i].part == RW_PART_BODY && p->lines.p[i].words >= TITLE_MIN && !stamped(p, i))
					p->first = i;
			}
		}
		between_title_and_lead(p);
		/* The title once more: in a breadcrumb, under a picture, at the foot. */
		rw_slice title = rw_fold(a, p->lines.p[p->title].text);
		for (size_t i = 0; i < p->lines.n; i++) {
			rw_line *l = &p->lines.p[i];
			if (i == p->title || l->part != RW_PART_BODY || l->text.n > 2 * p->lines.p[p->title].text.n) continue;
			if (l->words == p->lines.p[p->title].words && rw_slice_eq(rw_fold(a, l->text), title))
				furniture(l, RW_WHAT_OTHER);
		}
	} else {
		for (size_t i = 0; i < p->lines.n && (p->first == SIZE_MAX || i < p->first); i++) {
			if (p->lines.p[i].part == RW_PART_BODY && stamped(p, i)) furniture(&p->lines.p[i], RW_WHAT_STAMP);
		}
	}
	if (p->account.n) {
		/* Dates and counters between the account's name and its words. */
		for (size_t i = 0; i < p->lines.n; i++) {
			rw_line *l = &p->lines.p[i];
			if (l->part != RW_PART_BODY) continue;
			if (l->words > LABEL_MAX || l->ends_sentence) break;
			furniture(l, RW_WHAT_MENU);
		}
	}
	captions_in_body(p);
	for (size_t i = 0; i < p->lines.n; i++) {
		if (p->lines.p[i].part == RW_PART_BODY && paragraph(&p->lines.p[i])) p->last = i;
	}
	if (p->last == SIZE_MAX) p->last = p->first;
	if (p->last != SIZE_MAX) after_last(p);
	/* What has no text below it is no title: a post in a line. */
	bool body = false;
	for (size_t i = 0; i < p->lines.n; i++) body = body || p->lines.p[i].part == RW_PART_BODY;
	if (!body && p->title != SIZE_MAX && !p->lines.p[p->title].heading && !p->lines.p[p->title].sure) {
		p->lines.p[p->title].part = RW_PART_BODY;
		p->title = SIZE_MAX;
	}
}
