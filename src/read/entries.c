/* entries.c: pages of dated entries: live-blogs, round-ups whose items bear times, a channel's posts. One report an entry.
 *
 * Structure decides: three boxes or more of the same tag and class, each with one time and running text, that hold most of the page's.
 * A list of other articles has links for its titles, readers' comments have each another name above them, and one post of a
 * forum is longer than all the replies: these are no entries. Words and JSON-LD only lower the bar.
 *
 * A clock without a day belongs to the day of the page; where clocks turn back, or forward on a page that tells the newest first, another day
 * has begun.
 */
#include "read/dom.h"

enum {
	ENTRIES = 2000,  /* entries of one page; what comes later stays with the page */
	ENTRY_MIN = 3,   /* entries of a page that does not say it is one */
	LIVE_MIN = 2,    /* and of one that does */
	PROSE = 5,       /* words of an entry's text */
	CLOCK_WORDS = 6, /* words of a line that is a time alone */
	CLOCK_BYTES = 80,
	AGE_WORDS = 4,    /* "3 hours ago" */
	REPLY_WORDS = 12, /* of a line that tells who replied, and when */
	READERS = 3,      /* comments, at least */
	LOOKED = 20000,   /* short lines with numbers that are looked at for times */
	KINDS = 64,       /* kinds of boxes that could be comments */
	NAME_WORDS = 4,
	MARKS = 3,        /* times in one entry: of publication, of a change */
	LIVE_SHARE = 300, /* thousandths of the page's text in its entries, where it says that it is live */
	SHARE = 500,
	FIRST_SHARE = 600, /* of the entries' text in one of them */
	DIFFERENT = 600,   /* of the names above entries that differ: they are readers' */
};

/* What a box holds, with all within. */
typedef struct sum {
	uint32_t marks, prose, linked, headings, linked_headings; /* marks: times alone, or in an element of their own */
	uint32_t replies;                                         /* times beside names too */
	uint32_t first, last;                                     /* blocks, first UINT32_MAX where there is none */
} sum;

typedef struct search {
	rw_read_context *c;
	rw_dom *d;
	rw_page *p;    /* for naming pieces of lines */
	sum *of;       /* by box */
	uint8_t *mark; /* by block: it is a time alone */
	bool posts;    /* on a service that carries them */
	size_t *time;  /* by block: index + 1 of the time element that stands there */
} search;

static bool link_heavy(const rw_block_text *b) { return b->linked * 2 > b->text.n; }

/* Whether words may tell a time: a clock, a year, a few words with a number, signs between. Cheap, asked of every short line. */
static bool timelike(const rw_block_text *b) {
	rw_slice s = b->text;
	uint32_t row = 0, digits = 0;
	for (size_t i = 0; i < s.n;) {
		uint32_t c = (unsigned char)s.p[i] < 0x80 ? (unsigned char)s.p[i++] : rw_utf8_next(s, &i);
		bool digit = (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669) || (c >= 0x6F0 && c <= 0x6F9);
		digits += digit;
		row = digit ? row + 1 : 0;
		if (row == 4 || (c == ':' && digits) || (c == 0xB7 && digits)) return true;
	}
	return digits > 0 && b->words <= AGE_WORDS && b->words > 1;
}

/* A clock: minutes of the day, through the words of stamps. */
static bool clock_of(const search *s, rw_slice text, int64_t *minutes) {
	rw_arena *a = s->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_slice whole = rw_arena_printf(a, "2000-01-01 " RW_FMT, RW_ARG(text));
	riwaya_when w;
	rw_slice zone;
	uint32_t start, end;
	bool found = rw_stamp(s->p->k, a, whole, &w, &zone, &start, &end) && w.precision == RIWAYA_PRECISION_MINUTE;
	rw_arena_reset(a, m);
	if (found) *minutes = ((w.from % RW_DAY) + RW_DAY) % RW_DAY;
	return found;
}

/* Whether a block is a time and no more. */
static bool time_alone(const search *s, const rw_block_text *b) {
	if (b->words == 0 || b->words > CLOCK_WORDS || b->text.n > CLOCK_BYTES || !timelike(b)) return false;
	rw_piece piece[RW_PIECES];
	uint32_t n = rw_pieces(s->p, b->text, piece), times = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (piece[i].kind == RW_PIECE_TEXT || piece[i].kind >= RW_PIECE_OUTLET) return false;
		times += piece[i].kind == RW_PIECE_TIME;
	}
	return times > 0;
}

/* Whose words follow, in a line that tells a time as well: "Reply: name (30/9/2024 22:47)". False where it tells none. */
static bool name_and_time(const search *s, const rw_block_text *b, rw_slice *name) {
	*name = RW_NONE;
	if (b->words < 2 || b->words > REPLY_WORDS || b->text.n > 2 * CLOCK_BYTES || !timelike(b)) return false;
	rw_piece piece[RW_PIECES];
	uint32_t n = rw_pieces(s->p, b->text, piece), times = 0;
	for (uint32_t i = 0; i < n; i++) {
		times += piece[i].kind == RW_PIECE_TIME;
		if (!name->n && piece[i].kind != RW_PIECE_TIME && piece[i].kind != RW_PIECE_LABEL) *name = piece[i].text;
	}
	return times > 0;
}

static bool look(search *s) {
	rw_dom *d = s->d;
	rw_arena *a = s->c->scratch;
	s->mark = RW_ARRAY(a, uint8_t, d->blocks.n);
	s->time = RW_ARRAY(a, size_t, d->blocks.n + 1);
	size_t marks = 0, looked = 0;
	for (size_t i = 0; i < d->times.n; i++) {
		size_t b = d->times.p[i].line;
		if (b >= d->blocks.n || s->time[b]) continue;
		s->time[b] = i + 1;
		/* The element's words may be a line's end or a counter ("21 views, <time>"). */
		marks += !s->mark[b];
		s->mark[b] = 1;
	}
	for (size_t i = 0; i < d->blocks.n; i++) {
		rw_slice name;
		if (s->mark[i]) continue;
		if (d->blocks.p[i].text.n > 2 * CLOCK_BYTES || !timelike(&d->blocks.p[i]) || looked++ > LOOKED) continue;
		s->mark[i] = time_alone(s, &d->blocks.p[i]) ? 2 : name_and_time(s, &d->blocks.p[i], &name) ? 3 : 0;
		marks += s->mark[i] > 0;
	}
	if (marks < LIVE_MIN) return false;
	s->of = RW_ARRAY(a, sum, d->boxes.n);
	for (size_t i = 0; i < d->boxes.n; i++) s->of[i].first = UINT32_MAX;
	for (size_t i = 0; i < d->blocks.n; i++) {
		const rw_block_text *b = &d->blocks.p[i];
		const rw_box *x = &d->boxes.p[b->box];
		sum *u = &s->of[b->box];
		if (u->first == UINT32_MAX) u->first = (uint32_t)i;
		u->last = (uint32_t)i;
		u->marks += s->mark[i] == 1 || s->mark[i] == 2;
		u->replies += s->mark[i] > 0;
		if (x->all & (RW_BOX_SKIP | RW_BOX_HIDDEN | RW_BOX_OUTSIDE)) continue;
		if (x->all & RW_BOX_HEADING) {
			u->headings++;
			u->linked_headings += link_heavy(b);
		} else if (link_heavy(b)) {
			u->linked += b->words;
		} else if (b->words >= PROSE && !(s->mark[i] >= 2)) {
			u->prose += b->words;
		}
	}
	for (size_t i = d->boxes.n; i-- > 1;) {
		uint32_t up = d->boxes.p[i].parent;
		if (!up) continue;
		sum *to = &s->of[up - 1], *from = &s->of[i];
		to->marks += from->marks;
		to->replies += from->replies;
		to->prose += from->prose;
		to->linked += from->linked;
		to->headings += from->headings;
		to->linked_headings += from->linked_headings;
		if (from->first < to->first) to->first = from->first;
		if (from->first != UINT32_MAX && from->last > to->last) to->last = from->last;
	}
	return true;
}

static bool entry_like(const search *s, size_t box) {
	const rw_box *x = &s->d->boxes.p[box];
	const sum *u = &s->of[box];
	/* Services call everything of theirs a widget. */
	if (x->all & RW_BOX_FURNITURE && !s->posts) return false;
	return u->marks >= 1 && u->marks <= MARKS && u->prose >= PROSE && u->linked <= u->prose &&
		!(x->all & (RW_BOX_SKIP | RW_BOX_HIDDEN | RW_BOX_OUTSIDE)) &&
		!(x->own & (RW_BOX_PARAGRAPH | RW_BOX_HEADING | RW_BOX_CAPTION | RW_BOX_HEADER));
}

typedef struct group {
	uint32_t sign, n, prose, most, linked, first; /* linked: entries whose title is a link; first: box */
	uint8_t tag;
} group;

typedef RW_VEC(group) group_list;

/* Boxes alike that could be entries. */
static group_list gather(const search *s, bool (*fits)(const search *, size_t)) {
	rw_arena *a = s->c->scratch;
	group_list groups = {0};
	rw_map by = RW_MAP(a);
	for (size_t i = 1; i < s->d->boxes.n; i++) {
		if (!fits(s, i)) continue;
		const rw_box *x = &s->d->boxes.p[i];
		const sum *u = &s->of[i];
		uint32_t id[2] = {x->sign, x->tag};
		rw_slice key = rw_arena_copy(a, rw_slice_of((const char *)id, sizeof id));
		bool fresh;
		uint32_t *at = rw_map_put(&by, key, &fresh);
		if (fresh) {
			*at = (uint32_t)groups.n;
			rw_vec_push(a, &groups, (group){.sign = x->sign, .tag = x->tag, .first = (uint32_t)i});
		}
		group *g = &groups.p[*at];
		g->n++;
		g->prose += u->prose;
		if (u->prose > g->most) g->most = u->prose;
		g->linked += u->headings > 0 && u->linked_headings == u->headings;
	}
	return groups;
}

/* The kind of box that most entries are: the outermost where several hold the same. */
static bool best_group(const search *s, group *best) {
	group_list groups = gather(s, entry_like);
	*best = (group){0};
	for (size_t i = 0; i < groups.n; i++) {
		const group *g = &groups.p[i];
		if (g->n > best->n ||
			(g->n == best->n && (g->prose > best->prose || (g->prose == best->prose && g->first < best->first))))
			*best = *g;
	}
	return best->n > 0;
}

/* The first short link of an entry: a person's name above a comment. */
static rw_slice name_above(const search *s, const sum *u) {
	for (uint32_t i = u->first; i <= u->last && i < s->d->blocks.n; i++) {
		const rw_block_text *b = &s->d->blocks.p[i];
		rw_slice name;
		/* "Name @handle · 3 h" */
		size_t handle = rw_slice_find(b->text, RW_LIT(" @"), 0);
		if (handle != SIZE_MAX && handle && b->words <= 2 * NAME_WORDS) return rw_slice_of(b->text.p, handle);
		if (s->mark[i] == 3 && name_and_time(s, b, &name) && name.n) return name;
		if (s->mark[i]) continue;
		if (b->words >= PROSE && !link_heavy(b)) break;
		bool heading = s->d->boxes.p[b->box].all & RW_BOX_HEADING;
		if (b->words >= 1 && b->words <= NAME_WORDS && !rw_has_digit(b->text) && (!heading || link_heavy(b)))
			return b->text;
	}
	return RW_NONE;
}

static bool readers(const search *s, const rw_dated *e) {
	rw_map names = RW_MAP(s->c->scratch);
	uint32_t named = 0, different = 0;
	for (size_t i = 0; i < e->e.n; i++) {
		rw_slice name = name_above(s, &s->of[e->e.p[i].box]);
		if (!name.n) continue;
		bool fresh;
		*rw_map_put(&names, name, &fresh) = 1;
		named++;
		different += fresh;
	}
	return named * 10 >= e->e.n * 6 && different * 1000 > named * DIFFERENT && different > 1;
}

/* A reader's words: short, with a time. */
static bool comment_like(const search *s, size_t box) {
	const rw_box *x = &s->d->boxes.p[box];
	const sum *u = &s->of[box];
	return u->replies >= 1 && u->replies <= MARKS && !(x->all & RW_BOX_SKIP) &&
		!(x->own & (RW_BOX_PARAGRAPH | RW_BOX_HEADING | RW_BOX_CAPTION)) && u->prose * 5 < s->of[0].prose * 2;
}

static void find_readers(search *s, size_t title) {
	rw_read_context *c = s->c;
	rw_dom *d = s->d;
	group_list groups = gather(s, comment_like);
	for (size_t i = 0, kinds = 0; i < groups.n && kinds < KINDS; i++) {
		const group *g = &groups.p[i];
		if (g->n < READERS) continue;
		kinds++;
		rw_dated all = {0};
		for (size_t k = g->first; k < d->boxes.n && all.e.n < ENTRIES; k++) {
			const rw_box *x = &d->boxes.p[k];
			const sum *u = &s->of[k];
			if (x->sign != g->sign || x->tag != g->tag || !comment_like(s, k)) continue;
			if (title != SIZE_MAX && u->first <= title) continue;
			rw_vec_push(c->scratch, &all.e, (rw_dated_entry){.box = (uint32_t)k, .first = u->first, .last = u->last});
		}
		if (all.e.n < READERS || !readers(s, &all)) continue;
		/* What they answer may be built as they are: the post that a page is of, the first of a thread. */
		uint32_t own = s->of[all.e.p[0].box].prose, most = 0;
		for (size_t k = 1; k < all.e.n; k++)
			if (s->of[all.e.p[k].box].prose > most) most = s->of[all.e.p[k].box].prose;
		bool answered = own >= most && own * 4 >= s->of[0].prose;
		if (d->meta.account.n) {
			rw_slice name = name_above(s, &s->of[all.e.p[0].box]);
			answered = answered || rw_slice_find(name, d->meta.account, 0) != SIZE_MAX ||
				(name.n && rw_slice_find(d->meta.account, name, 0) != SIZE_MAX);
		}
		for (size_t k = answered; k < all.e.n; k++)
			for (uint32_t b = all.e.p[k].first; b <= all.e.p[k].last; b++)
				d->blocks.p[b].apart = d->blocks.p[b].reader = true;
	}
}

/* --- their times ---------------------------------------------------------------------------------------------------- */
/* What an entry's own time says: a moment, or minutes of a day in *clock. */
static void time_of(const search *s, rw_dated_entry *e, int64_t *clock) {
	rw_dom *d = s->d;
	*clock = -1;
	for (uint32_t i = e->first; i <= e->last && !e->at.precision; i++) {
		if (!s->mark[i]) continue;
		if (s->time[i] && rw_read_time(s->p, d->times.p[s->time[i] - 1].value, &e->at, &e->zone) &&
			e->at.precision <= RIWAYA_PRECISION_DAY)
			continue;
		e->at.precision = RIWAYA_PRECISION_NONE;
		rw_arena *a = s->c->scratch;
		rw_mark m = rw_arena_mark(a);
		uint32_t start, end;
		rw_slice zone;
		bool found = rw_stamp(s->p->k, a, d->blocks.p[i].text, &e->at, &zone, &start, &end);
		rw_arena_reset(a, m);
		if (!found) {
			e->at.precision = RIWAYA_PRECISION_NONE;
			if (*clock < 0 && !clock_of(s, d->blocks.p[i].text, clock)) *clock = -1;
		}
	}
}

/* The minutes of its day, -1 where it has none. */
static int64_t clock_in(riwaya_when w) {
	return w.precision == RIWAYA_PRECISION_MINUTE ? ((w.from % RW_DAY) + RW_DAY) % RW_DAY : -1;
}

static void days_of_clocks(rw_dated *e, const int64_t *clock, riwaya_when published, riwaya_when updated) {
	size_t down = 0, up = 0;
	for (size_t i = 1; i < e->e.n; i++) {
		if (clock[i] < 0 || clock[i - 1] < 0) continue;
		down += clock[i] < clock[i - 1];
		up += clock[i] > clock[i - 1];
	}
	/* The first entry at the time of the last change, the last at that of publication, and the other way about. */
	if (e->e.n && clock[0] >= 0) {
		int64_t last = clock[e->e.n - 1];
		down += 2 * (size_t)(clock[0] == clock_in(updated)) + 2 * (size_t)(last >= 0 && last == clock_in(published));
		up += 2 * (size_t)(clock[0] == clock_in(published)) + 2 * (size_t)(last >= 0 && last == clock_in(updated));
	}
	bool newest_first = down > up;
	riwaya_when from = newest_first && updated.precision ? updated : published;
	if (!from.precision || from.precision > RIWAYA_PRECISION_DAY) return;
	int64_t day = from.from - ((from.from % RW_DAY) + RW_DAY) % RW_DAY, before = -1;
	for (size_t i = 0; i < e->e.n; i++) {
		rw_dated_entry *one = &e->e.p[i];
		if (one->at.precision) {
			/* An entry that tells its day sets the day of those after it. */
			day = one->at.from - ((one->at.from % RW_DAY) + RW_DAY) % RW_DAY;
			before = one->at.precision == RIWAYA_PRECISION_MINUTE ? one->at.from - day : -1;
			continue;
		}
		if (clock[i] < 0) continue;
		if (before >= 0 && newest_first && clock[i] > before) day -= RW_DAY;
		if (before >= 0 && !newest_first && clock[i] < before) day += RW_DAY;
		before = clock[i];
		one->at = (riwaya_when){day + clock[i], day + clock[i], RIWAYA_PRECISION_MINUTE};
	}
}

/* --- finding them --------------------------------------------------------------------------------------------------- */
static bool says_live(const search *s, rw_slice title) {
	if (s->d->meta.live) return true;
	rw_arena *a = s->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_tokenize(a, title, &t);
	bool live = false;
	for (uint32_t i = 0; i < t.n && !live; i++) {
		rw_what what;
		live = rw_phrase_at(s->p->k, &t, i, &what) && what == RW_WHAT_ROLLING;
	}
	rw_arena_reset(a, m);
	return live;
}

static bool find_entries(search *s, rw_slice title, rw_dated *out) {
	rw_read_context *c = s->c;
	rw_dom *d = s->d;
	group g;
	if (!best_group(s, &g)) return false;
	bool live = out->posts || says_live(s, title);
	if (g.n < (live ? LIVE_MIN : ENTRY_MIN) || g.linked * 2 > g.n) return false;
	if (!live && (uint64_t)g.most * 1000 > (uint64_t)g.prose * FIRST_SHARE) return false;
	if ((uint64_t)g.prose * 1000 < (uint64_t)s->of[0].prose * (live ? LIVE_SHARE : SHARE)) return false;
	uint32_t parent = d->boxes.p[g.first].parent, end = 0;
	for (size_t i = 1; i < d->boxes.n && out->e.n < ENTRIES; i++) {
		const rw_box *x = &d->boxes.p[i];
		const sum *u = &s->of[i];
		/* Its like, and what stands beside them as one: a pinned entry has a class more. */
		bool alike = x->sign == g.sign && x->tag == g.tag;
		bool beside = x->parent == parent && x->tag == g.tag;
		if (!(alike || beside) || !entry_like(s, i) || (out->e.n && u->first <= end)) continue;
		end = u->last;
		rw_vec_push(
			c->a, &out->e, (rw_dated_entry){.box = (uint32_t)i, .first = u->first, .last = u->last, .title = SIZE_MAX});
	}
	/* Boxes within each other were one. */
	if (out->e.n < (live ? LIVE_MIN : ENTRY_MIN) || readers(s, out)) return false;
	int64_t *clock = RW_ARRAY(c->scratch, int64_t, out->e.n);
	for (size_t i = 0; i < out->e.n; i++) {
		rw_dated_entry *e = &out->e.p[i];
		time_of(s, e, &clock[i]);
		for (uint32_t k = e->first; k <= e->last && e->title == SIZE_MAX; k++)
			if (d->boxes.p[d->blocks.p[k].box].all & RW_BOX_HEADING && d->blocks.p[k].words > 1 && !s->mark[k])
				e->title = k;
		for (uint32_t k = e->first; k <= e->last; k++) {
			d->blocks.p[k].apart = true;
			d->blocks.p[k].stamp = s->mark[k] == 2 || (s->mark[k] && d->blocks.p[k].words <= CLOCK_WORDS);
		}
	}
	out->clock = clock;
	return true;
}

static bool entry_of(const rw_dated *entries, size_t block) {
	for (size_t i = 0; i < entries->e.n; i++) {
		if (block >= entries->e.p[i].first && block <= entries->e.p[i].last) return true;
	}
	return false;
}

bool rw_dated_find(rw_read_context *c, const rw_input *in, rw_dom *d, rw_slice title, size_t heading, rw_dated *out) {
	*out = (rw_dated){.posts = d->meta.posts};
	search *s = RW_NEW(c->scratch, search);
	s->c = c;
	s->d = d;
	s->posts = d->meta.posts;
	s->p = RW_NEW(c->scratch, rw_page);
	rw_page_init(s->p, c, in, "html");
	if (!look(s)) return false;
	if (find_entries(s, title, out)) {
		if (!entry_of(out, heading)) return true;
		/* The entry that bears the page's title is the page's article. */
		for (size_t i = 0; i < d->blocks.n; i++) d->blocks.p[i].apart = false;
	}
	find_readers(s, heading);
	return false;
}

/* --- their reports -------------------------------------------------------------------------------------------------- */
static bool within(const rw_dom *d, uint32_t box, uint32_t top, uint32_t *flags) {
	*flags = 0;
	for (uint32_t i = box + 1; i; i = d->boxes.p[i - 1].parent) {
		if (i == top + 1) return true;
		*flags |= d->boxes.p[i - 1].own;
	}
	return false;
}

static void lines_of(rw_page *p, const rw_dom *d, const rw_dated_entry *e, bool post) {
	uint32_t apart = RW_BOX_SKIP | RW_BOX_OUTSIDE | RW_BOX_HIDDEN | (post ? 0 : RW_BOX_FURNITURE);
	bool blank = false;
	for (uint32_t i = e->first; i <= e->last; i++) {
		const rw_block_text *b = &d->blocks.p[i];
		const rw_box *x = &d->boxes.p[b->box];
		uint32_t between;
		size_t at = p->lines.n;
		if (!within(d, b->box, e->box, &between)) continue;
		blank = true;
		rw_page_add(p, b->text, b->runs, b->n_runs, &blank);
		if (p->lines.n == at) continue;
		rw_line *l = &p->lines.p[at];
		l->heading = x->all & RW_BOX_HEADING;
		l->kind = x->own & RW_BOX_QUOTE                ? RIWAYA_STRETCH_QUOTE + 1
			: x->own & RW_BOX_LIST && b->box != e->box ? RIWAYA_STRETCH_LIST + 1
			: l->heading                               ? RIWAYA_STRETCH_HEADING + 1
													   : 0;
		l->sure = true;
		if (i == e->title) {
			l->part = RW_PART_TITLE;
			p->title = at;
		} else if (between & RW_BOX_CAPTION) {
			l->part = RW_PART_CAPTION;
		} else if (b->stamp || between & apart || (link_heavy(b) && b->words < 15)) {
			l->part = RW_PART_FURNITURE;
		}
	}
	rw_mark_lines(p);
	/* Names and counters around a post's words. */
	for (size_t i = 0; i < p->lines.n; i++) {
		rw_line *l = &p->lines.p[i];
		if (l->part == RW_PART_BODY && l->words < PROSE && !l->ends_sentence && !l->heading && !l->kind) {
			rw_piece piece[RW_PIECES];
			uint32_t n = rw_pieces(p, l->text, piece);
			bool names = n > 0;
			for (uint32_t k = 0; k < n; k++) names = names && piece[k].kind != RW_PIECE_TEXT;
			if (names || l->arabic == 0) l->part = RW_PART_FURNITURE;
		}
	}
	for (size_t i = 0; i < p->lines.n; i++)
		p->lines.p[i].prose = p->lines.p[i].part == RW_PART_BODY && p->lines.p[i].words >= PROSE;
}

static rw_slice file_of(rw_arena *a, const rw_dated *all, size_t i, rw_slice file) {
	const rw_dated_entry *e = &all->e.p[i];
	size_t same = 0;
	for (size_t k = 0; k < i && e->at.precision; k++)
		same += all->e.p[k].at.from == e->at.from && all->e.p[k].at.precision == e->at.precision;
	if (!e->at.precision) return rw_arena_printf(a, RW_FMT "#%zu", RW_ARG(file), i + 1);
	char z[32];
	size_t n = rw_when_format(e->at.from, e->at.precision, z);
	if (n > 16) n = 16;
	return same ? rw_arena_printf(a, RW_FMT "#%.*s-%zu", RW_ARG(file), (int)n, z, same + 1)
				: rw_arena_printf(a, RW_FMT "#%.*s", RW_ARG(file), (int)n, z);
}

void rw_dated_read(rw_read_context *c, const rw_input *in, const rw_dom *d, rw_slice text, const char *encoding,
	const rw_utf8_patches *patches, rw_dated *all, const riwaya_report *page, rw_reports *out) {
	days_of_clocks(all, all->clock, page->published.at, page->updated.at);
	for (size_t i = 0; i < all->e.n; i++) {
		rw_dated_entry *e = &all->e.p[i];
		rw_page p;
		rw_input own = *in;
		rw_packing told = {.outlet = page->outlet_name, .address = page->address};
		own.told = &told;
		/* Its own bytes, from its first word to its last. */
		const rw_block_text *head = &d->blocks.p[e->first], *tail = &d->blocks.p[e->last];
		const rw_text_run *last = tail->n_runs ? &tail->runs[tail->n_runs - 1] : NULL;
		uint64_t from = head->n_runs ? head->runs[0].from : 0, to = last ? last->from + last->n : from;
		if (to > text.n) to = text.n;
		if (to > from) own.identity = rw_slice_of(text.p + from, (size_t)(to - from));
		rw_page_init(&p, c, &own, "html");
		p.encoding = encoding;
		p.patches = strcmp(encoding, "UTF-8") == 0 ? patches : NULL;
		lines_of(&p, d, e, all->posts);
		bool body = false;
		for (size_t k = 0; k < p.lines.n; k++) body = body || p.lines.p[k].part == RW_PART_BODY;
		if (!body) continue;
		rw_vec_push(c->a, &p.notes,
			(riwaya_note){page->title.n
					? rw_arena_printf(c->a, "one of %zu entries of the page '" RW_FMT "'", all->e.n, RW_ARG(page->title))
					: rw_arena_printf(c->a, "one of %zu entries of the page", all->e.n),
				0});
		riwaya_report *r = rw_make_report(&p);
		r->file = file_of(c->a, all, i, in->name);
		r->outlet_id = page->outlet_id;
		r->outlet_name = page->outlet_name;
		r->address = page->address;
		r->updated = (riwaya_published){0};
		r->published = (riwaya_published){e->at, e->zone.n ? rw_arena_copy(c->a, e->zone) : page->published.zone,
			e->zone.n ? RIWAYA_BASIS_METADATA : RIWAYA_BASIS_TEXT};
		if (!e->at.precision) r->published = page->published;
		if (!r->byline.n && !all->posts) r->byline = page->byline;
		rw_vec_push(c->a, out, r);
	}
}
