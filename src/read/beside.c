/* beside.c: what stands beside a title and tells when, where and who: stamps, datelines, names, accounts of posts. */
#include "read/page.h"

enum {
	STAMP_REST = 6, /* words that may stand beside a stamp */
	CAPTION_REST = 16,
};

bool rw_stamped(const rw_page *p, size_t line) { return line < p->lines.n && p->lines.p[line].stamped; }

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

void rw_find_stamps(rw_page *p) {
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

bool rw_dateline_line(rw_page *p, const rw_line *l) {
	rw_slice city, name;
	return l->words <= 8 && !l->ends_sentence && rw_dateline_of(p, l->text, &city, &name);
}

/* A time of day alone in the line below or above the day's, or in the next but one of the same list. */
void rw_lone_times(rw_page *p) {
	static const int beside[] = {1, -1, 2, -2};
	rw_arena *a = p->c->scratch;
	for (size_t i = 0; i < p->stamps.n; i++) {
		rw_page_stamp *s = &p->stamps.p[i];
		for (size_t k = 0; k < RW_COUNT(beside) && s->at.precision == RIWAYA_PRECISION_DAY; k++) {
			if (beside[k] < 0 ? s->line < (size_t)-beside[k] : s->line + (size_t)beside[k] >= p->lines.n) continue;
			size_t at = s->line + (size_t)beside[k];
			rw_line *l = &p->lines.p[at];
			const rw_line *day = &p->lines.p[s->line];
			if (k >= 2 && (!day->box || l->box != day->box || rw_stamped(p, (at + s->line) / 2))) continue;
			if (rw_stamped(p, at) || l->words > 5 || !rw_has_digit(l->text)) continue;
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
			rw_furnish(l, RW_WHAT_STAMP);
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
	return l->words <= RW_LABEL_MAX && rw_has_digit(l->text) && rw_pieces(p, l->text, piece) == 1 &&
		piece[0].kind == RW_PIECE_TIME;
}

/* A post copied from a social network begins with the account's name, then its handle or a stamp: one with a middle dot, or one
 * after which the post begins with a sign, or below which counts of likes stand. */
void rw_find_account(rw_page *p) {
	size_t i = 0, n = p->lines.n;
	while (i < n && p->lines.p[i].part != RW_PART_BODY) i++;
	if (i + 1 >= n) return;
	rw_line *l = &p->lines.p[i];
	const rw_line *next = &p->lines.p[i + 1], *post = &p->lines.p[i + 2 < n ? i + 2 : i + 1];
	/* "Name @handle · 3 h" in one line. */
	size_t handle = handle_at(l->text);
	uint32_t words = handle == SIZE_MAX ? l->words : rw_count_words(rw_slice_of(l->text.p, handle));
	if (l->sure || l->heading || words > 6 || words == 0 || l->ends_sentence || rw_stamped(p, i)) return;
	/* "4 hours ·", "an hour ago", "Telegram channel", counts of followers. */
	bool age = next->words <= RW_LABEL_MAX && !next->ends_sentence &&
		((rw_has_digit(next->text) && rw_slice_find(next->text, RW_LIT("\xc2\xb7"), 0) != SIZE_MAX) ||
			(next->part == RW_PART_FURNITURE &&
				(next->what == RW_WHAT_ACCOUNT || next->what == RW_WHAT_COUNTER ||
					(next->what == RW_WHAT_STAMP && !rw_stamped(p, i + 1)))));
	age = age || (!rw_stamped(p, i + 1) && only_age(p, next));
	bool account = next->text.p[0] == '@' || age;
	if (!account && rw_stamped(p, i + 1)) {
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
	rw_furnish(l, RW_WHAT_BYLINE);
	if (age && p->lines.p[i + 1].part == RW_PART_BODY) rw_furnish(&p->lines.p[i + 1], RW_WHAT_STAMP);
	/* Hashtags are words of a post. */
	for (size_t k = i + 1; k < n; k++) {
		rw_line *tags = &p->lines.p[k];
		if (tags->part == RW_PART_FURNITURE && tags->what == RW_WHAT_TAGS && tags->text.p[0] == '#' && tags->arabic)
			tags->part = RW_PART_BODY;
	}
}

/* "Name, [21.01.22 10:15]": a message copied from Telegram. */
void rw_telegram_name(rw_page *p) {
	if (p->stamps.n == 0) return;
	const rw_page_stamp *s = &p->stamps.p[0];
	const rw_line *l = &p->lines.p[s->line];
	if (s->line > 0 || !s->rest.n || rw_slice_find(l->text, RW_LIT(", ["), 0) == SIZE_MAX) return;
	if (s->rest.p == l->text.p) p->account = s->rest;
}

/* What a line of names tells of place and author. */
void rw_names_of(rw_page *p, const rw_line *l) {
	rw_piece piece[RW_PIECES];
	uint32_t n = rw_pieces(p, l->text, piece);
	for (uint32_t k = 0; k < n; k++) {
		if (piece[k].kind == RW_PIECE_PLACE && !p->dateline.p) p->dateline = piece[k].text;
		if (piece[k].kind == RW_PIECE_PERSON && !p->byline.p) p->byline = piece[k].text;
	}
}

/* Whether a line is of names, places, stamps and labels alone, of which one at least could be an outlet's. */
bool rw_only_names(rw_page *p, const rw_line *l) {
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
