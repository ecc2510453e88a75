/* title.c: the title of an HTML page: which of its blocks it is, and what it is where none is.
 *
 * The head's tags, JSON-LD and the head's title each give one, with the site's name or a section at either end, cut short, or the
 * site's name alone. They are cut at their bars, what names the site is taken off, and the one that most others agree with is what the
 * page says its title is. The block is then the heading that is most like it: a first heading may be the site's name or a section,
 * and on old pages the title is no heading at all.
 */
#include "read/dom.h"

enum {
	CANDIDATES = 24,
	SEGMENTS = 8,
	HEADINGS = 6,   /* headings of the page that are compared with what it says */
	SITE_WORDS = 8, /* of a site's name and what it says of itself behind it */
	TITLE_BYTES = 1200,
	LIKE = 800, /* thousandths of words shared: the same title */
	UNLIKE = 250,
	STANDS = 20000, /* blocks among which a title is looked for as it stands */
	LATE = 30,      /* blocks of what was taken for text that may stand before a title that is no heading */
	LOOKED = 400,   /* blocks that are no headings, looked at for the title */
};

typedef struct candidate {
	rw_slice text;
	int weight;
	bool head; /* the head's title, which ends with the site's name as a rule */
} candidate;

typedef struct titles {
	rw_read_context *c;
	rw_dom *d;
	rw_page *p; /* for naming pieces */
	candidate said[CANDIDATES];
	size_t n;
	rw_slice heading[HEADINGS];
	size_t n_headings;
} titles;

/* A text's words, folded. */
typedef struct words {
	rw_slice *key;
	uint32_t n;
} words;

static words words_of(rw_read_cache *k, rw_arena *a, rw_slice s) {
	rw_tokens t;
	words w = {0};
	if (s.n > TITLE_BYTES) return w;
	rw_words(k, a, s, &t);
	w.key = RW_ARRAY(a, rw_slice, t.n);
	for (uint32_t i = 0; i < t.n; i++)
		if (t.tok[i].kind != RW_TOKEN_PUNCT && t.tok[i].kind != RW_TOKEN_SYMBOL) w.key[w.n++] = t.tok[i].key;
	return w;
}

/* Half the words of x that y has too, in thousandths; 0 as soon as it cannot be `least` any more. */
static int found(const words *x, const words *y, int least) {
	uint32_t n = 0;
	for (uint32_t i = 0; i < x->n; i++) {
		bool any = false;
		for (uint32_t k = 0; k < y->n && !any; k++) any = rw_slice_eq(x->key[i], y->key[k]);
		n += any;
		if ((int)((n + x->n - i - 1) * 500 / x->n) < least) return 0;
	}
	return (int)(n * 500 / x->n);
}

/* Words that two texts share, in thousandths, the mean of both ways; what is less than `least` may be told as 0. */
static int alike(const words *x, const words *y, int least) {
	if (!x->n || !y->n) return 0;
	int one = found(x, y, least - 500);
	if (one < least - 500) return 0;
	return one + found(y, x, least - one);
}

static int likeness(rw_read_cache *k, rw_arena *a, rw_slice x, rw_slice y, int least) {
	/* Texts of so unlike a length share too little. */
	if (!x.n || !y.n || x.n > 3 * y.n || y.n > 3 * x.n) return 0;
	rw_mark m = rw_arena_mark(a);
	words wx = words_of(k, a, x), wy = words_of(k, a, y);
	int like = alike(&wx, &wy, least);
	rw_arena_reset(a, m);
	return like;
}

/* --- segments ------------------------------------------------------------------------------------------------------ */
/* Cuts at bars; the last segment holds what is left where there are too many. */
static size_t segments(rw_slice s, rw_slice out[SEGMENTS]) {
	static const char *const bars[] = {" | ", "|", " - ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " \xc2\xbb ",
		" \xc2\xab ", " :: ", " \xe2\x80\xa2 ", " \xc2\xb7 ", " / ", " > ", " < ", " ~ ", " \xd9\x80 "};
	size_t n = 0, from = 0;
	for (size_t i = 0; i < s.n && n + 1 < SEGMENTS;) {
		size_t w = 0;
		bool may = s.p[i] == ' ' || s.p[i] == '|';
		for (size_t k = 0; k < RW_COUNT(bars) && may && !w; k++) {
			size_t len = strlen(bars[k]);
			if (i + len <= s.n && memcmp(s.p + i, bars[k], len) == 0) w = len;
		}
		if (!w) {
			i++;
			continue;
		}
		rw_slice one = rw_trim_text(rw_slice_of(s.p + from, i - from));
		if (one.n) out[n++] = one;
		i += w;
		from = i;
	}
	rw_slice one = rw_trim_text(rw_slice_of(s.p + from, s.n - from));
	if (one.n) out[n++] = one;
	return n;
}

/* The words from one segment to another, with the bars between. */
static rw_slice run_of(const rw_slice *seg, size_t first, size_t end) {
	return rw_slice_of(seg[first].p, (size_t)(seg[end - 1].p - seg[first].p) + seg[end - 1].n);
}

static bool folded_within(rw_arena *a, rw_slice x, rw_slice y) {
	rw_mark m = rw_arena_mark(a);
	bool found = rw_slice_find(rw_fold(a, y), rw_fold(a, x), 0) != SIZE_MAX;
	rw_arena_reset(a, m);
	return found;
}

/* Whether a segment names the site: as other tags name it, or an outlet by its words. */
static bool names_site(titles *t, rw_slice s) {
	rw_arena *a = t->c->scratch;
	if (rw_count_words(s) > SITE_WORDS) return false;
	for (size_t i = 0; i < t->d->meta.said.n; i++) {
		const rw_said *said = &t->d->meta.said.p[i];
		if (said->what != RW_SAYS_SITE || said->weight < 2) continue;
		if (likeness(t->p->k, a, s, said->value, LIKE) >= LIKE) return true;
		if (s.n > 4 && folded_within(a, s, said->value)) return true;
		if (said->value.n > 4 && folded_within(a, said->value, s)) return true;
	}
	rw_piece piece[RW_PIECES];
	uint32_t n = rw_pieces(t->p, s, piece);
	return n == 1 && (piece[0].kind == RW_PIECE_OUTLET || piece[0].kind == RW_PIECE_FORM);
}

static bool is_section(titles *t, rw_slice s) {
	rw_piece piece[RW_PIECES];
	return rw_pieces(t->p, s, piece) == 1 && (piece[0].kind == RW_PIECE_LABEL || piece[0].kind == RW_PIECE_PLACE);
}

static bool stands_alone(const rw_dom *d, rw_slice s) {
	for (size_t i = 0; i < d->blocks.n && i < STANDS; i++) {
		const rw_block_text *b = &d->blocks.p[i];
		if (b->text.n == s.n && b->linked * 2 <= b->text.n && memcmp(b->text.p, s.p, s.n) == 0) return true;
	}
	return false;
}

/* A title without the site's name and sections at its ends. *tail gets the site's name that was taken off, if any. */
static rw_slice clean(titles *t, size_t which, rw_slice *tail) {
	rw_arena *a = t->c->scratch;
	const candidate *c = &t->said[which];
	rw_slice seg[SEGMENTS];
	size_t n = segments(c->text, seg), first = 0, end = n;
	*tail = RW_NONE;
	/* "The site: the title", where the page has the title alone as a heading. */
	size_t colon = rw_slice_find(c->text, RW_LIT(": "), 0);
	if (colon != SIZE_MAX && c->head) {
		rw_slice rest = rw_trim_text(rw_slice_of(c->text.p + colon + 2, c->text.n - colon - 2));
		rw_slice before = rw_trim_text(rw_slice_of(c->text.p, colon));
		bool whole = stands_alone(t->d, rest);
		for (size_t i = 0; i < t->n_headings && !whole; i++)
			whole = likeness(t->p->k, a, rest, t->heading[i], 950) >= 950;
		if (whole && rw_count_words(before) <= SITE_WORDS && !stands_alone(t->d, c->text)) {
			*tail = before;
			return rest;
		}
	}
	if (n < 2 || c->text.n > TITLE_BYTES) return c->text;
	/* What stands on the page by itself. */
	for (size_t length = n; length > 0; length--) {
		for (size_t from = 0; from + length <= n; from++) {
			rw_slice run = run_of(seg, from, from + length);
			if (rw_count_words(run) < 4 || !stands_alone(t->d, run)) continue;
			rw_slice rest = from + length < n ? seg[n - 1] : from > 0 ? seg[0] : RW_NONE;
			if (rest.n && (names_site(t, rest) || (c->head && !is_section(t, rest)))) *tail = rest;
			return run;
		}
	}
	/* What a heading, or another voice, has as a whole. */
	for (size_t i = 0; i < t->n_headings + t->n; i++) {
		rw_slice other = i < t->n_headings ? t->heading[i] : t->said[i - t->n_headings].text;
		if (i >= t->n_headings && i - t->n_headings == which) continue;
		if (other.n > c->text.n + 2 || rw_count_words(other) < 3) continue;
		for (size_t from = 0; from < n; from++) {
			for (size_t to = n; to > from; to--) {
				rw_slice run = run_of(seg, from, to);
				size_t apart = run.n > other.n ? run.n - other.n : other.n - run.n;
				if (to - from == n || apart * 8 > other.n || likeness(t->p->k, a, run, other, 950) < 950) continue;
				rw_slice rest = to < n ? seg[n - 1] : seg[0];
				*tail = names_site(t, rest) || (c->head && !is_section(t, rest)) ? rest : RW_NONE;
				return run;
			}
		}
	}
	bool named = false;
	while (end - first > 1) {
		if (names_site(t, seg[end - 1])) {
			*tail = seg[--end];
			named = true;
		} else if (names_site(t, seg[first])) {
			*tail = seg[first++];
			named = true;
		} else if (named && end - first > 1 && is_section(t, seg[end - 1])) {
			end--;
		} else {
			break;
		}
	}
	/* Where nobody names the site, the head's title ends with it. */
	if (!named && c->head && end == n && (size_t)(seg[end - 1].p - c->text.p) > c->text.n / 3 &&
		rw_count_words(seg[end - 1]) <= SITE_WORDS && rw_count_words(run_of(seg, first, end - 1)) >= 3) {
		*tail = seg[--end];
		while (end - first > 1 && is_section(t, seg[end - 1])) end--;
	}
	return run_of(seg, first, end);
}

static bool cut_short(rw_slice s) {
	return rw_slice_ends(s, RW_LIT("...")) || rw_slice_ends(s, RW_LIT("\xe2\x80\xa6")) || rw_slice_ends(s, RW_LIT(".."));
}

static uint8_t level_of(const rw_dom *d, const rw_box *x) {
	uint8_t level = x->level;
	for (uint32_t k = x->parent; !level && k; k = d->boxes.p[k - 1].parent) level = d->boxes.p[k - 1].level;
	return level;
}

static void gather(titles *t) {
	rw_dom *d = t->d;
	for (size_t i = 0; i < d->meta.said.n && t->n + 1 < CANDIDATES; i++) {
		const rw_said *s = &d->meta.said.p[i];
		if (s->what == RW_SAYS_TITLE) t->said[t->n++] = (candidate){s->value, s->weight, false};
	}
	if (d->title.n) t->said[t->n++] = (candidate){d->title, 3, true};
	for (size_t i = 0; i < d->blocks.n && t->n_headings < HEADINGS; i++) {
		const rw_box *x = &d->boxes.p[d->blocks.p[i].box];
		if (!(x->all & RW_BOX_HEADING) || (x->all & (RW_BOX_SKIP | RW_BOX_HIDDEN | RW_BOX_OUTSIDE))) continue;
		if (level_of(d, x) <= 2 && d->blocks.p[i].words > 1) t->heading[t->n_headings++] = d->blocks.p[i].text;
	}
}

/* Whose post a page of such a service is of: "Name on X: ...", "Name (@handle)", "Name - the first words | Facebook". */
static rw_slice account_of(const titles *t) {
	for (size_t i = 0; i < t->n; i++) {
		rw_slice seg[SEGMENTS];
		size_t n = segments(t->said[i].text, seg);
		for (size_t k = 0; k < n; k++) {
			rw_slice s = seg[k];
			static const char *const ends[] = {" (@", ": \"", ": \xe2\x80\x9c", ": \xc2\xab"};
			for (size_t e = 0; e < RW_COUNT(ends); e++) {
				size_t at = rw_slice_find(s, rw_slice_z(ends[e]), 0);
				if (at != SIZE_MAX) s.n = at;
			}
			rw_tokens w;
			rw_tokenize(t->c->scratch, s, &w);
			/* The service's name behind it, and the preposition before that. */
			uint32_t end = w.n;
			if (end > 2 && rw_is_platform(t->p, rw_tokens_text(&w, end - 1, end), NULL)) end -= 2;
			s = end < w.n ? rw_tokens_text(&w, 0, end) : s;
			s = rw_strip_signs(s);
			if (s.n && rw_count_words(s) <= SITE_WORDS && !rw_is_platform(t->p, s, NULL)) return s;
		}
	}
	return RW_NONE;
}

/* Whether the page's address is of a service that carries the posts of others. */
static bool posted(const titles *t) {
	rw_slice address = rw_own_address(t->c->scratch, &t->d->meta.said);
	return rw_host_what(t->p->k, rw_host_of(address)) == RW_WHAT_PLATFORM;
}

rw_slice rw_title_said(rw_read_context *c, rw_dom *d) {
	rw_arena *a = c->scratch;
	titles *t = RW_NEW(a, titles);
	t->c = c;
	t->d = d;
	t->p = RW_NEW(a, rw_page);
	t->p->c = c;
	t->p->k = rw_cache(c);
	gather(t);
	for (size_t i = 0; i < d->meta.said.n; i++) {
		bool posts = false;
		if (d->meta.said.p[i].what != RW_SAYS_SITE || !rw_is_platform(t->p, d->meta.said.p[i].value, &posts)) continue;
		d->meta.posts = d->meta.posts || posts;
	}
	d->meta.posts = d->meta.posts || posted(t);
	if (d->meta.posts) {
		/* What such a page has for a title are the post's first words, or the account's name. */
		d->meta.account = account_of(t);
		return RW_NONE;
	}
	rw_slice own[CANDIDATES], tail[CANDIDATES];
	for (size_t i = 0; i < t->n; i++) own[i] = clean(t, i, &tail[i]);
	for (size_t i = 0; i < t->n; i++)
		if (tail[i].n) rw_say(c->a, &d->meta.said, RW_SAYS_SITE, t->said[i].head ? 2 : 1, "title", tail[i]);
	size_t best = SIZE_MAX;
	int most = 0;
	for (size_t i = 0; i < t->n; i++) {
		int score = t->said[i].weight * 100;
		for (size_t k = 0; k < t->n; k++)
			if (k != i && likeness(t->p->k, a, own[i], own[k], LIKE) >= LIKE) score += 300;
		for (size_t k = 0; k < t->n_headings; k++)
			if (likeness(t->p->k, a, own[i], t->heading[k], LIKE) >= LIKE) score += 400;
		if (cut_short(own[i])) score -= 250;
		/* The site's name alone, or nothing but a section. */
		if (rw_count_words(own[i]) <= SITE_WORDS && names_site(t, own[i])) score -= 700;
		if (is_section(t, own[i])) score -= 400;
		if (score > most) {
			best = i;
			most = score;
		}
	}
	return best == SIZE_MAX ? RW_NONE : own[best];
}

/* likeness() to a text whose words are known. */
static int like_title(rw_read_cache *k, rw_arena *a, rw_slice x, rw_slice title, const words *of, int least) {
	if (!x.n || !title.n || x.n > 3 * title.n || title.n > 3 * x.n) return 0;
	rw_mark m = rw_arena_mark(a);
	words own = words_of(k, a, x);
	int like = alike(&own, of, least);
	rw_arena_reset(a, m);
	return like;
}

size_t rw_title_block(rw_read_context *c, rw_dom *d, rw_slice said, size_t first) {
	rw_arena *a = c->scratch;
	rw_read_cache *k = rw_cache(c);
	size_t best = SIZE_MAX;
	int best_rank = 0, looked = 0;
	rw_mark m = rw_arena_mark(a);
	words title = words_of(k, a, said);
	for (size_t i = 0; i < d->blocks.n && !d->meta.posts; i++) {
		const rw_block_text *b = &d->blocks.p[i];
		const rw_box *x = &d->boxes.p[b->box];
		bool heading = x->all & RW_BOX_HEADING;
		if (b->words < 2 || b->words > 60 || (x->all & (RW_BOX_SKIP | RW_BOX_HIDDEN))) continue;
		int rank, like = 0;
		if (heading) {
			uint8_t level = level_of(d, x);
			rank = level == 1 ? 400 : level == 2 ? 150 : 50;
			if (said.n) {
				like = like_title(k, a, b->text, said, &title, 0);
				if (like < 500 && level != 1) continue;
				/* A first heading that has nothing of the title is the site's name or a section. */
				rank += like < UNLIKE ? -360 : like;
			} else if (level > 2) {
				continue;
			}
		} else {
			if (!said.n || b->words < 3 || b->linked * 2 > b->text.n || (first != SIZE_MAX && i > first + LATE))
				continue;
			if (b->text.n > 2 * said.n + 40 || looked++ > LOOKED) continue;
			like = like_title(k, a, b->text, said, &title, 900);
			if (like < 900) continue;
			rank = 60 + like;
		}
		if (first != SIZE_MAX && i > first) rank -= 300;
		if (x->all & RW_BOX_OUTSIDE) rank -= 500;
		if (rank > best_rank) {
			best = i;
			best_rank = rank;
		}
	}
	/* Bytes of the heading were lost, and the head has them. */
	static const rw_slice lost = {"\xef\xbf\xbd", 3};
	if (best != SIZE_MAX && rw_slice_find(d->blocks.p[best].text, lost, 0) != SIZE_MAX && said.n &&
		rw_slice_find(said, lost, 0) == SIZE_MAX) {
		d->blocks.p[best].apart = d->blocks.p[best].reader = true;
		best = SIZE_MAX;
	}
	rw_arena_reset(a, m);
	return best;
}
