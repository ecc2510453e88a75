/* times.c: when a report was published and last changed, from every voice that tells: its packing, its metadata, time elements, the
 * visible line, its address.
 *
 * Each voice is a witness with a weight. Those that can mean the same moment (zones taken into account) stand together, and the group
 * with the most weight wins; metadata counts once however often a template repeats it, so that a time that is refreshed at each change does
 * not outvote a labelled line and the address. Within the group the most precise witness is taken; what others say is noted where it
 * can't be the same. A date at a page's head, far from the title, is the reader's today. A date within prose is never taken.
 */
#include "read/page.h"

enum {
	WITNESSES = 64,
	ZONES = 14 * 60, /* minutes that clocks of two zones can stand apart */
	SLIP = 15,       /* minutes between the times of one publication */
	WEAK = 3,        /* what weighs less is not told of where it differs */
	NEAR_TITLE = 5,  /* lines above the title in which its date may stand */
	BEHIND = 4,      /* and below the last words */
	FOOT = 12,       /* the same, where the words before it say that it is of a change */
	PACKING = 40,
};

typedef struct witness {
	riwaya_when at;
	rw_slice zone;
	int offset; /* minutes before UTC, where zoned */
	bool zoned;
	uint8_t basis;
	const char *by;
	int weight;
} witness;

typedef struct witnesses {
	rw_page *p;
	witness w[WITNESSES];
	size_t n;
} witnesses;

/* "+03:00", "+0300", "Z", "GMT": minutes; false for names. */
static bool zone_minutes(rw_slice z, int *out) {
	*out = 0;
	if (rw_slice_eqz(z, "Z") || rw_slice_eqz(z, "z") || rw_slice_eqz(z, "GMT") || rw_slice_eqz(z, "UTC")) return true;
	if (z.n < 3 || (z.p[0] != '+' && z.p[0] != '-')) return false;
	int digits[4] = {0}, n = 0;
	for (size_t i = 1; i < z.n && n < 4; i++)
		if (z.p[i] >= '0' && z.p[i] <= '9') digits[n++] = z.p[i] - '0';
	if (n != 2 && n != 4) return false;
	*out = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3];
	if (z.p[0] == '-') *out = -*out;
	return *out >= -ZONES && *out <= ZONES;
}

/* Seconds or milliseconds since 1970. */
static bool epoch(rw_slice s, riwaya_when *out) {
	uint64_t v;
	if ((s.n != 10 && s.n != 13) || !rw_slice_u64(s, &v)) return false;
	if (s.n == 13) v /= 1000;
	int64_t minutes = (int64_t)(v / 60);
	*out = (riwaya_when){minutes, minutes, RIWAYA_PRECISION_MINUTE};
	return true;
}

/* ISO 8601 and its relatives, seconds since 1970, a stamp as pages show it. */
bool rw_read_time(rw_page *p, rw_slice s, riwaya_when *w, rw_slice *zone) {
	s = rw_slice_trim(s);
	if (epoch(s, w)) {
		*zone = RW_LIT("Z");
		return true;
	}
	if (rw_when_parse(s, w, zone)) return true;
	rw_arena *a = p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	uint32_t start, end;
	bool found = rw_stamp(p->k, a, s, w, zone, &start, &end);
	rw_arena_reset(a, m);
	return found;
}

static void testify(witnesses *all, riwaya_when at, rw_slice zone, riwaya_basis basis, const char *by, int weight) {
	if (all->n == WITNESSES || weight <= 0 || at.precision == RIWAYA_PRECISION_NONE) return;
	int year, month, day;
	rw_civil_from_days(at.from / RW_DAY, &year, &month, &day);
	/* "1970", "0001": a clock that nobody set. */
	if (year < 1980 || year > 2100) return;
	witness w = {.at = at, .zone = zone, .basis = (uint8_t)basis, .by = by, .weight = weight};
	w.zoned = zone.n && zone_minutes(zone, &w.offset);
	all->w[all->n++] = w;
}

/* Midnight to the minute is a day whose time nobody knows. */
static bool only_day(const witness *w) {
	return w->at.precision >= RIWAYA_PRECISION_DAY ||
		(w->at.precision == RIWAYA_PRECISION_MINUTE && w->at.from % RW_DAY == 0);
}

static bool same(const witness *a, const witness *b) {
	int64_t a_from = a->at.from, a_to = a->at.to, b_from = b->at.from, b_to = b->at.to;
	bool days = only_day(a) || only_day(b);
	if (only_day(a)) a_to = a_to > a_from + RW_DAY - 1 ? a_to : a_from + RW_DAY - 1;
	if (only_day(b)) b_to = b_to > b_from + RW_DAY - 1 ? b_to : b_from + RW_DAY - 1;
	if (a->zoned && b->zoned && !days) {
		int64_t apart = (a_from - a->offset) - (b_from - b->offset);
		return apart >= -SLIP && apart <= SLIP;
	}
	if (days) {
		/* A day is the reader's own, a time of metadata may be told in UTC. */
		int64_t slack = (a->zoned && !only_day(a)) || (b->zoned && !only_day(b)) ? ZONES : 0;
		return a_from <= b_to + slack && b_from <= a_to + slack;
	}
	int64_t apart = a_from > b_from ? a_from - b_from : b_from - a_from;
	if (apart <= SLIP) return true;
	int64_t odd = apart % 30;
	return apart <= ZONES && (odd <= 2 || odd >= 28);
}

/* What the group around one witness weighs: each kind of evidence by its best, metadata that agree a little more. */
static int support(const witnesses *all, const witness *of) {
	int best[riwaya_basis_count] = {0}, voices[riwaya_basis_count] = {0}, sum = 0;
	for (size_t i = 0; i < all->n; i++) {
		const witness *w = &all->w[i];
		if (!same(w, of)) continue;
		if (w->weight > best[w->basis]) best[w->basis] = w->weight;
		voices[w->basis]++;
	}
	for (int b = 0; b < riwaya_basis_count; b++) sum += best[b] * 2 + (voices[b] > 1 ? 1 : 0);
	return sum;
}

/* Which kind of witness tells the time best, among those that mean the same moment: one that names its zone, then the page's own clock. */
static int clock_of(const witness *w) {
	if (w->weight >= PACKING) return 4;
	if (w->basis == RIWAYA_BASIS_METADATA) return w->zoned ? 3 : 1;
	return w->basis == RIWAYA_BASIS_TEXT ? 2 : 0;
}

static bool finer(const witness *a, const witness *b) {
	if (only_day(a) != only_day(b)) return only_day(b);
	if (a->at.precision != b->at.precision) return a->at.precision < b->at.precision;
	/* Of the same words, metadata and the page, it is metadata that is quoted. */
	if (a->at.from == b->at.from && a->basis != b->basis && a->zoned == b->zoned)
		return a->basis == RIWAYA_BASIS_METADATA;
	/* Half a day apart: a page's "pm" that nobody could read. */
	if (a->at.from - b->at.from == RW_DAY / 2 || b->at.from - a->at.from == RW_DAY / 2)
		return a->basis == RIWAYA_BASIS_METADATA;
	if (clock_of(a) != clock_of(b)) return clock_of(a) > clock_of(b);
	return a->weight > b->weight;
}

static rw_slice tell(rw_arena *a, const witness *w) {
	char z[32];
	size_t n = rw_when_format(w->at.from, w->at.precision, z);
	if (n > 16) n = 16;
	return rw_arena_printf(a, "%s says %.*s" RW_FMT, w->by, (int)n, z, RW_ARG(w->zone));
}

/* Settles one question; false where there is no witness. */
static bool settle(witnesses *all, const char *what, int *ahead_of_utc, riwaya_published *out) {
	if (!all->n) return false;
	rw_arena *a = all->p->c->a;
	const witness *best = NULL;
	int most = 0;
	for (size_t i = 0; i < all->n; i++) {
		int s = support(all, &all->w[i]);
		if (best && s < most) continue;
		if (best && s == most && !(same(best, &all->w[i]) && finer(&all->w[i], best))) continue;
		best = &all->w[i];
		most = s;
	}
	/* The finest of the group tells the time, metadata how it is known. */
	const witness *fine = best, *local = NULL;
	for (size_t i = 0; i < all->n; i++)
		if (same(&all->w[i], best) && finer(&all->w[i], fine) && same(&all->w[i], fine)) fine = &all->w[i];
	*out = (riwaya_published){fine->at, fine->zone, (riwaya_basis)fine->basis};
	if (only_day(fine) && fine->at.precision == RIWAYA_PRECISION_MINUTE)
		out->at = rw_when_day((fine->at.from - (fine->at.from < 0 ? RW_DAY - 1 : 0)) / RW_DAY);
	/* Metadata in UTC beside a clock on the page: the page's own clock is what its text counts from. */
	for (size_t i = 0; i < all->n && !local; i++) {
		const witness *w = &all->w[i];
		if (w->basis == RIWAYA_BASIS_TEXT && w->at.precision == RIWAYA_PRECISION_MINUTE && !w->zoned && same(w, fine))
			local = w;
	}
	if (local && fine->zoned && fine->offset == 0 && !only_day(fine) && local->at.from != fine->at.from) {
		int64_t ahead = local->at.from - fine->at.from;
		int halves = (int)((ahead + (ahead < 0 ? -15 : 15)) / 30);
		*ahead_of_utc = halves * 30;
	}
	if (*ahead_of_utc && fine->zoned && fine->offset == 0 && !only_day(fine)) {
		int size = *ahead_of_utc < 0 ? -*ahead_of_utc : *ahead_of_utc;
		out->at = (riwaya_when){fine->at.from + *ahead_of_utc, fine->at.to + *ahead_of_utc, fine->at.precision};
		out->zone = rw_arena_printf(a, "%c%02d:%02d", *ahead_of_utc < 0 ? '-' : '+', size / 60, size % 60);
	}
	for (size_t i = 0; i < all->n; i++) {
		const witness *w = &all->w[i];
		bool told = w->weight < WEAK || same(w, fine) || same(w, best) || strcmp(w->by, fine->by) == 0;
		for (size_t k = 0; k < i && !told; k++)
			told = all->w[k].weight >= WEAK && strcmp(all->w[k].by, w->by) == 0 && same(&all->w[k], w);
		if (told) continue;
		rw_vec_push(a, &all->p->notes,
			(riwaya_note){rw_arena_printf(a, "%s: " RW_FMT ", " RW_FMT "; the first is taken", what,
							  RW_ARG(tell(a, fine)), RW_ARG(tell(a, w))),
				0});
	}
	return true;
}

/* --- the witnesses ------------------------------------------------------------------------------------------------ */
int rw_date_place(const rw_page *p, size_t line) {
	const rw_line *l = &p->lines.p[line];
	bool head = p->first == SIZE_MAX || line <= p->first + 1;
	if (l->outside) return 0;
	if (p->title != SIZE_MAX && line > p->title && head) return 4;
	bool text = strcmp(p->format, "text") == 0;
	if (head && p->title == SIZE_MAX)
		return p->first == SIZE_MAX || line + 3 >= p->first ? 3 : line + NEAR_TITLE >= p->first ? 2 : 1;
	if (head && (text || p->meta.posts)) return p->title - line <= NEAR_TITLE ? 3 : 1;
	if (head) {
		/* Above the title: the page's own day where its menu stands between. */
		size_t menu = 0;
		for (size_t i = line + 1; i < p->title; i++) menu += p->lines.p[i].words <= 4;
		return menu >= 3 || p->title - line > NEAR_TITLE ? 0 : 2;
	}
	if (p->last == SIZE_MAX || line <= p->last || l->what == RW_WHAT_RELATED || l->what == RW_WHAT_CLOSING) return 0;
	return line <= p->last + BEHIND || text ? 2 : 0;
}

static rw_what start_mark(const rw_line *l) {
	/* "22/1/2022 - updated …": the mark is of what stands behind it. */
	for (uint32_t i = 0; l->mark[RW_AT_START] && i < l->mark_start[RW_AT_START];) {
		size_t at = i;
		if (rw_fold_char(rw_utf8_next(l->text, &at)).class_ == RW_CLASS_DIGIT) return RW_WHAT_OTHER;
		i = (uint32_t)at;
	}
	return l->mark[RW_AT_START] ? (rw_what)(l->mark[RW_AT_START] - 1) : RW_WHAT_OTHER;
}

/* "Published: … Updated: …" in one line: the second stamp, and whether words between say that it is of a change. */
static bool second_stamp(rw_page *p, const rw_line *l, riwaya_when *w, rw_slice *zone, rw_what *mark) {
	rw_arena *a = p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	uint32_t start, end, from, to;
	bool found = rw_stamp(p->k, a, l->text, w, zone, &start, &end);
	rw_slice rest = rw_slice_of(l->text.p + end, found ? l->text.n - end : 0);
	found = found && rest.n && rw_stamp(p->k, a, rest, w, zone, &from, &to);
	*mark = RW_WHAT_OTHER;
	if (found) {
		rw_tokens t;
		rw_tokenize(a, rw_slice_of(rest.p, from), &t);
		for (uint32_t i = 0; i < t.n && *mark == RW_WHAT_OTHER; i++) {
			rw_what what;
			if (rw_phrase_at(p->k, &t, i, &what) && (what == RW_WHAT_UPDATED || what == RW_WHAT_STAMP)) *mark = what;
		}
	}
	rw_arena_reset(a, m);
	return found && *mark != RW_WHAT_OTHER;
}

/* "Last update:" in a line of its own above the time. */
static rw_what label_above(const rw_line *l) {
	if (l->words > 4) return RW_WHAT_OTHER;
	for (size_t i = 0; i < l->text.n; i++)
		if (l->text.p[i] >= '0' && l->text.p[i] <= '9') return RW_WHAT_OTHER;
	rw_what mark = start_mark(l);
	return mark == RW_WHAT_UPDATED || mark == RW_WHAT_STAMP ? mark : RW_WHAT_OTHER;
}

static void visible(rw_page *p, witnesses *published, witnesses *updated) {
	for (size_t i = 0; i < p->stamps.n; i++) {
		const rw_page_stamp *s = &p->stamps.p[i];
		const rw_line *l = &p->lines.p[s->line];
		rw_what mark = start_mark(l), other;
		if (mark == RW_WHAT_OTHER && s->line > 0) mark = label_above(&p->lines.p[s->line - 1]);
		/* When it was captured, in the archive's frame. */
		if (p->meta.capture && l->latin && !l->arabic && s->line < p->title) continue;
		if (s->mark == RW_WHAT_UPDATED) mark = s->mark;
		int place = rw_date_place(p, s->line);
		riwaya_when w;
		rw_slice zone;
		/* The article's foot may be long: what was changed is told there, and of nothing else. */
		if (mark == RW_WHAT_UPDATED && !place && !l->outside && p->last != SIZE_MAX && s->line > p->last &&
			s->line <= p->last + FOOT && l->what != RW_WHAT_CLOSING && l->what != RW_WHAT_RELATED)
			place = 1;
		if (!place && mark != RW_WHAT_STAMP) continue;
		if (mark == RW_WHAT_UPDATED) {
			testify(updated, s->at, s->zone, RIWAYA_BASIS_TEXT, "the page", 5);
			/* Where nothing else tells, it was published by then. */
			testify(published, s->at, s->zone, RIWAYA_BASIS_TEXT, "the page's last change", 1);
		} else {
			bool labelled = mark == RW_WHAT_STAMP || (mark == RW_WHAT_BYLINE && place > 2);
			testify(published, s->at, s->zone, RIWAYA_BASIS_TEXT, "the page",
				labelled ? (place > 2 ? 6 : place + 2) : place);
		}
		if (second_stamp(p, l, &w, &zone, &other))
			testify(other == RW_WHAT_UPDATED ? updated : published, w, zone, RIWAYA_BASIS_TEXT, "the page", 5);
	}
	for (size_t i = 0; i < p->times.n; i++) {
		const rw_page_time *t = &p->times.p[i];
		riwaya_when w;
		rw_slice zone;
		if (t->line >= p->lines.n && !t->value.n) continue;
		/* An element that is named a time, and has it as its words. */
		rw_slice said = t->value.n ? t->value : p->lines.p[t->line].text;
		if (!rw_read_time(p, said, &w, &zone)) continue;
		int place = t->line < p->lines.n ? rw_date_place(p, t->line) : 1;
		rw_what mark = t->line < p->lines.n ? start_mark(&p->lines.p[t->line]) : RW_WHAT_OTHER;
		if (t->modified || mark == RW_WHAT_UPDATED)
			testify(updated, w, zone, RIWAYA_BASIS_METADATA, "a time element", place ? 5 : 0);
		else
			testify(published, w, zone, RIWAYA_BASIS_METADATA, "a time element",
				t->published     ? (place ? 5 : 2)
					: place >= 3 ? 4
								 : place);
	}
}

static void addresses(rw_page *p, witnesses *published) {
	riwaya_when w;
	bool named = rw_slice_find(p->in->name, RW_LIT("://"), 0) != SIZE_MAX;
	bool found = false;
	if (p->meta.address.n && rw_address_date(p->meta.address, &w)) {
		testify(published, w, RW_NONE, RIWAYA_BASIS_ADDRESS, "the address", 3);
		found = true;
	}
	if (named && !found && rw_address_date(p->in->name, &w)) {
		testify(published, w, RW_NONE, RIWAYA_BASIS_ADDRESS, "the address", 3);
		found = true;
	}
	for (size_t i = 0; i < p->lines.n && !found; i++) {
		/* A copied page often keeps its own address in a line. */
		const rw_line *l = &p->lines.p[i];
		if (l->part != RW_PART_FURNITURE || l->arabic || !rw_slice_starts(l->text, RW_LIT("http")) || !rw_near_ends(p, i))
			continue;
		found = rw_address_date(l->text, &w);
		if (found) testify(published, w, RW_NONE, RIWAYA_BASIS_ADDRESS, "the address", 2);
	}
}

/* "10/4/2020 9:02": a template's own order of month and day. False where it can be read one way alone. */
static bool other_order(riwaya_when *w, rw_slice s) {
	size_t slash = rw_slice_find(s, RW_LIT("/"), 0);
	if (slash == SIZE_MAX || slash > 2 || w->precision > RIWAYA_PRECISION_DAY) return false;
	int year, month, day;
	int64_t days = w->from / RW_DAY;
	rw_civil_from_days(days, &year, &month, &day);
	if (day > 12 || day == month || !rw_date_valid(year, day, month)) return false;
	int64_t by = (rw_days_from_civil(year, day, month) - days) * RW_DAY;
	w->from += by;
	w->to += by;
	return true;
}

static void metadata(rw_page *p, rw_says what, witnesses *all) {
	for (size_t i = 0; i < p->meta.said.n; i++) {
		const rw_said *s = &p->meta.said.p[i];
		riwaya_when w;
		rw_slice zone;
		if (s->what != what || !rw_read_time(p, s->value, &w, &zone)) continue;
		testify(all, w, zone, RIWAYA_BASIS_METADATA, s->by, s->weight);
		if (other_order(&w, s->value)) testify(all, w, zone, RIWAYA_BASIS_METADATA, s->by, s->weight - 1);
	}
}

/* Where nothing tells when it was published, it was so by the day it was received on. */
static void received(rw_page *p, riwaya_report *r) {
	riwaya_when w;
	rw_slice zone;
	const rw_packing *told = p->in->told;
	if (!told || !told->received.n || !rw_read_time(p, told->received, &w, &zone)) return;
	w.from = w.from / RW_DAY * RW_DAY;
	w.to = w.from + RW_DAY - 1;
	w.precision = RIWAYA_PRECISION_DAY;
	r->published = (riwaya_published){w, rw_arena_copy(p->c->a, zone), RIWAYA_BASIS_INFERRED};
	rw_vec_push(p->c->a, &p->notes,
		(riwaya_note){RW_LIT("published: taken from when it was archived; the page itself does not tell"), 0});
}

/* One moment told twice: once without its zone, or by a template that tells a change where there was none. */
static void same_moment(rw_arena *a, riwaya_report *r, bool last_change) {
	riwaya_published *at = &r->published, *changed = &r->updated;
	if (!at->at.precision || !changed->at.precision) return;
	bool minutes = at->at.precision == RIWAYA_PRECISION_MINUTE && changed->at.precision == RIWAYA_PRECISION_MINUTE;
	int64_t before = at->at.from - changed->at.from;
	int offset;
	/* Nothing is changed hours before it is published: the one is in UTC, the other in the page's zone. */
	if (minutes && !at->zone.n && before > 0 && before <= ZONES && before % 30 == 0 &&
		zone_minutes(changed->zone, &offset) && offset == 0) {
		changed->at = at->at;
		changed->zone = rw_arena_printf(a, "+%02d:%02d", (int)before / 60, (int)before % 60);
		before = 0;
	}
	if (minutes && before == 0 && !at->zone.n) at->zone = changed->zone;
	witness w[2] = {{.at = at->at}, {.at = changed->at}};
	w[0].zoned = zone_minutes(at->zone, &w[0].offset);
	w[1].zoned = zone_minutes(changed->zone, &w[1].offset);
	bool both = w[0].zoned && w[1].zoned;
	bool equal = minutes ? (both ? w[0].at.from - w[0].offset == w[1].at.from - w[1].offset : before == 0)
						 : changed->at.precision >= RIWAYA_PRECISION_DAY && same(&w[0], &w[1]);
	if (equal && !last_change) *changed = (riwaya_published){0};
}

void rw_find_times(rw_page *p, riwaya_report *r) {
	witnesses *published = RW_NEW(p->c->scratch, witnesses), *updated = RW_NEW(p->c->scratch, witnesses);
	published->p = updated->p = p;
	riwaya_when w;
	rw_slice zone;
	if (p->meta.published.n && rw_read_time(p, p->meta.published, &w, &zone))
		testify(published, w, zone, RIWAYA_BASIS_METADATA, "what it came in", PACKING);
	if (p->meta.modified.n && rw_read_time(p, p->meta.modified, &w, &zone))
		testify(updated, w, zone, RIWAYA_BASIS_METADATA, "what it came in", PACKING);
	metadata(p, RW_SAYS_PUBLISHED, published);
	metadata(p, RW_SAYS_UPDATED, updated);
	visible(p, published, updated);
	addresses(p, published);
	/* A time of publication that is that of the last change, and later than what others say, is refreshed at each change. */
	for (size_t i = 0; i < published->n; i++) {
		witness *a = &published->w[i];
		if (a->basis != RIWAYA_BASIS_METADATA || a->weight > 6 || only_day(a)) continue;
		for (size_t k = 0; k < updated->n; k++)
			if (updated->w[k].basis == RIWAYA_BASIS_METADATA && updated->w[k].at.from == a->at.from && a->weight > 4)
				a->weight = 4;
	}
	bool last_change = published->n > 0;
	for (size_t i = 0; i < published->n; i++) last_change = last_change && published->w[i].weight == 1;
	int ahead = 0; /* the page's clock before UTC, where metadata tells that and the page this */
	if (!settle(published, "published", &ahead, &r->published)) {
		if (p->c->published.precision != RIWAYA_PRECISION_NONE)
			r->published = (riwaya_published){p->c->published, RW_NONE, RIWAYA_BASIS_GIVEN};
		else
			received(p, r);
	}
	settle(updated, "updated", &ahead, &r->updated);
	same_moment(p->c->a, r, last_change);
	witness a = {.at = r->published.at}, b = {.at = r->updated.at};
	a.zoned = zone_minutes(r->published.zone, &a.offset);
	b.zoned = zone_minutes(r->updated.zone, &b.offset);
	if (r->published.at.precision && r->updated.at.precision && !same(&a, &b) && b.at.to < a.at.from)
		rw_vec_push(p->c->a, &p->notes, (riwaya_note){RW_LIT("updated: lies before the time of publication"), 0});
}
