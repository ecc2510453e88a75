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
	LEAD_BYTES = 6000,
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

void rw_furnish(rw_line *l, rw_what what) {
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
			rw_furnish(l, RW_WHAT_CLOSING);
		} else if (links && (state == RW_WHAT_RELATED || state == RW_WHAT_TAGS)) {
			/* An excerpt may stand below a headline that is a link; all else is text again. */
			const rw_line *above = &p->lines.p[i - 1];
			bool excerpt =
				above->part == RW_PART_FURNITURE && above->link && above->box == l->box && !as_before && !paragraph(l);
			if (excerpt && state == RW_WHAT_RELATED)
				rw_furnish(l, RW_WHAT_RELATED);
			else
				state = RW_WHAT_OTHER;
		} else if (state == RW_WHAT_RELATED) {
			const rw_line *next = i + 1 < p->lines.n ? &p->lines.p[i + 1] : NULL;
			bool heading = next && next->part == RW_PART_BODY && resumes(next) && ends_with_colon(l);
			if (resumes(l) || heading) {
				state = RW_WHAT_OTHER;
			} else {
				rw_furnish(l, RW_WHAT_RELATED);
			}
		} else if (state == RW_WHAT_TAGS) {
			if (l->words <= 4 && !l->ends_sentence) {
				rw_furnish(l, RW_WHAT_TAGS);
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
			if (l->part != RW_PART_BODY || rw_stamped(p, i)) continue;
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
		if (!candidate(l) || rw_stamped(p, i)) continue;
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

/* --- the parts --------------------------------------------------------------------------------------------------- */
static void between_title_and_lead(rw_page *p) {
	for (size_t i = p->title + 1; i < p->first && i < p->lines.n; i++) {
		rw_line *l = &p->lines.p[i];
		bool after_image =
			i > 0 && p->lines.p[i - 1].part == RW_PART_FURNITURE && p->lines.p[i - 1].what == RW_WHAT_CAPTION;
		if (l->part != RW_PART_BODY) continue;
		rw_slice city, name;
		const rw_line *next = i + 1 < p->lines.n ? &p->lines.p[i + 1] : NULL;
		bool stamp_beside = rw_stamped(p, i + 1) || (i > 0 && rw_stamped(p, i - 1));
		if (rw_stamped(p, i)) {
			rw_furnish(l, RW_WHAT_STAMP);
		} else if (l->sure) {
			continue;
		} else if (after_image) {
			l->part = RW_PART_CAPTION;
		} else if (l->words <= 8 && !l->ends_sentence && rw_dateline_of(p, l->text, &city, &name)) {
			rw_furnish(l, RW_WHAT_BYLINE);
			if (!p->dateline.p) p->dateline = city;
			if (!p->byline.p) p->byline = name;
		} else if (l->words > RW_LABEL_MAX && l->words <= NAMES_MAX && !l->ends_sentence && !l->heading &&
			rw_only_names(p, l)) {
			rw_furnish(l, RW_WHAT_BYLINE);
			rw_names_of(p, l);
		} else if (l->words <= RW_LABEL_MAX && !l->ends_sentence && !l->heading && !(l->arabic && rw_has_digit(l->text))) {
			rw_furnish(l, RW_WHAT_MENU);
			/* A place alone is the dateline, a name beside the stamp the author's. */
			if (!p->dateline.p && rw_is_place(p, l->text)) {
				p->dateline = l->text;
			} else if (!p->byline.p && l->words >= 2 && stamp_beside && l->arabic && !rw_has_digit(l->text))
				p->byline = l->text;
		} else if (i > p->title + 1 && l->words <= 15 && !l->ends_sentence && next && i + 1 < p->first &&
			(rw_stamped(p, i + 1) || next->part == RW_PART_FURNITURE || rw_dateline_line(p, next))) {
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
			rw_furnish(&p->lines.p[i], rw_stamped(p, i) ? RW_WHAT_STAMP : RW_WHAT_BYLINE);
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
		if (rw_stamped(p, i)) {
			rw_furnish(l, RW_WHAT_STAMP);
		} else if (foot && !l->ends_sentence && (l->words <= 4 || i + 1 == p->lines.n)) {
			rw_furnish(l, RW_WHAT_MENU);
		} else if (breadcrumb(l) && l->words <= 8) {
			rw_furnish(l, RW_WHAT_MENU);
		} else if (i + 1 == p->lines.n && l->words <= 5 && !l->ends_sentence &&
			rw_dateline_of(p, l->text, &city, &name) && city.n && rw_is_place(p, city)) {
			rw_furnish(l, RW_WHAT_BYLINE);
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
		if ((rw_has_digit(l->text) && !rw_stamped(p, i)) || !rw_is_masthead(p, l->text)) continue;
		/* One headline may stand above it. */
		if (lines > 2 && !(i > 0 && p->lines.p[i - 1].part == RW_PART_FURNITURE)) continue;
		rw_furnish(l, rw_stamped(p, i) ? RW_WHAT_STAMP : RW_WHAT_BYLINE);
		body--;
		rw_slice city, name;
		if (!rw_stamped(p, i) && rw_dateline_of(p, l->text, &city, &name)) {
			if (!p->dateline.p) p->dateline = city;
			if (!p->byline.p) p->byline = name;
		} else {
			rw_names_of(p, l);
		}
	}
}

void rw_find_article(rw_page *p) {
	rw_arena *a = p->c->scratch;
	if (p->c->fragment) return;
	rw_mark_lines(p);
	closing_credit(p);
	mark_blocks(p);
	rw_find_stamps(p);
	rw_lone_times(p);
	rw_find_account(p);
	mastheads(p);
	for (size_t i = 0; i < p->lines.n; i++) p->lines.p[i].prose = paragraph(&p->lines.p[i]);
	p->first = find_first(p);
	p->title = find_title(p);
	rw_telegram_name(p);
	/* A post has no title. */
	if (p->account.n && p->title != SIZE_MAX && (p->meta.posts || !p->lines.p[p->title].sure)) p->title = SIZE_MAX;
	if (p->title != SIZE_MAX) {
		p->lines.p[p->title].part = RW_PART_TITLE;
		for (size_t i = 0; i < p->title; i++) {
			rw_line *l = &p->lines.p[i];
			if (!l->sure && l->part == RW_PART_BODY) rw_furnish(l, rw_stamped(p, i) ? RW_WHAT_STAMP : RW_WHAT_MENU);
		}
		if (p->first == SIZE_MAX || p->first <= p->title) {
			p->first = SIZE_MAX;
			for (size_t i = p->title + 1; i < p->lines.n && p->first == SIZE_MAX; i++) {
				if (p->lines.p[i].part == RW_PART_BODY && p->lines.p[i].words >= TITLE_MIN && !rw_stamped(p, i))
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
				rw_furnish(l, RW_WHAT_OTHER);
		}
	} else {
		for (size_t i = 0; i < p->lines.n && (p->first == SIZE_MAX || i < p->first); i++) {
			if (p->lines.p[i].part == RW_PART_BODY && rw_stamped(p, i)) rw_furnish(&p->lines.p[i], RW_WHAT_STAMP);
		}
	}
	if (p->account.n) {
		/* Dates and counters between the account's name and its words. */
		for (size_t i = 0; i < p->lines.n; i++) {
			rw_line *l = &p->lines.p[i];
			if (l->part != RW_PART_BODY) continue;
			if (l->words > RW_LABEL_MAX || l->ends_sentence) break;
			rw_furnish(l, RW_WHAT_MENU);
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
