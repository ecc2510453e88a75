/* choose.c: which blocks of an HTML page are the article, by structure.
 *
 *   weigh      what each box holds: words of running text, links, headings that lead elsewhere
 *   put aside  boxes that tell of other articles or hold no text: teasers, lists of links, forms
 *   best box   the box that is worth most: the running text in it less its links and scraps. What a box hands on to the one around it
 *              shrinks, so that the innermost box that holds the whole text wins over one that also holds the teasers beside it
 *   take       its blocks, less what was put aside, with a standfirst above it, less labels of what was left out
 *
 * Words of classes and ids (furniture.tsv) speak against a box only from outside: a box within "has-sidebar" may still be the
 * article. No rule knows a site, and few know a language.
 */
#include "read/dom.h"

enum {
	NOT_CONTENT = RW_BOX_SKIP | RW_BOX_OUTSIDE | RW_BOX_FURNITURE | RW_BOX_HIDDEN | RW_BOX_ASIDE,
	TEASER_WORDS = 110, /* of running text in a box that tells of another article */
	EXCERPT_WORDS = 80, /* between one such heading and the next */
	BODY_WORDS = 90,    /* of a box marked as an article's body, to be taken at its word */
	STANDFIRST_WORDS = 90,
};

/* What stands within a box. */
typedef struct gauge {
	uint32_t words, prose, marks;
	uint32_t linked; /* words in links */
	uint32_t blocks;
	uint32_t links;  /* blocks that are links */
	uint32_t heads;  /* headings that lead to other articles */
	uint32_t covers; /* links without words */
	uint32_t tops;   /* headings of the title's level */
	uint32_t quoted; /* words within quotations */
	uint32_t images;
	bool caption;
	uint32_t first_prose, first_head; /* blocks, UINT32_MAX for none */
	uint32_t first, last;             /* blocks */
	bool title;
} gauge;

/* --- blocks ---------------------------------------------------------------------------------------------------------- */
void rw_block_measure(rw_block_text *b) {
	bool in_word = false;
	for (size_t i = 0; i < b->text.n;) {
		unsigned char byte = (unsigned char)b->text.p[i];
		bool word;
		if (byte < 0x80) {
			/* Most of a Latin page: told without a table. */
			word = (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
			bool end = byte == '.' || byte == '!' || byte == '?';
			b->marks += end || byte == ',';
			if (byte > ' ' && byte != '"' && byte != ')' && byte != '\'') b->ends = end;
			i++;
		} else {
			uint32_t c = rw_utf8_next(b->text, &i);
			uint8_t class_ = rw_class_of(c);
			if (class_ == RW_CLASS_MARK) continue;
			word = class_ == RW_CLASS_LETTER || class_ == RW_CLASS_DIGIT;
			bool end = !word && rw_is_sentence_end(c);
			if (end || word) b->ends = end;
			b->marks += end || c == 0x60C;
		}
		b->words += word && !in_word;
		in_word = word;
	}
}

static bool link_heavy(const rw_block_text *b) { return b->linked * 2 > b->text.n; }
static bool a_link(const rw_block_text *b) { return b->linked * 10 >= b->text.n * 7; }

/* A sentence most of which is a link, but not all. */
static bool sentence(const rw_block_text *b) { return b->ends && b->words >= 6 && b->linked * 10 < b->text.n * 9; }

static bool prose(const rw_box *x, const rw_block_text *b) {
	return !(x->own & RW_BOX_HEADING) && !b->apart && (!link_heavy(b) || sentence(b)) &&
		(b->words >= 10 || (b->marks >= 1 && b->words >= 5));
}

static const rw_box *box_of(const rw_dom *d, const rw_block_text *b) { return &d->boxes.p[b->box]; }

/* The heading that the block stands in, index + 1. */
static uint32_t heading_of(const rw_dom *d, const rw_block_text *b) {
	if (!(box_of(d, b)->all & RW_BOX_HEADING)) return 0;
	for (uint32_t i = b->box + 1; i; i = d->boxes.p[i - 1].parent) {
		if (d->boxes.p[i - 1].own & RW_BOX_HEADING) return i;
	}
	return 0;
}

/* The heading, index + 1, where the block is one that leads to another article of the site. */
static uint32_t leads_on(const rw_dom *d, size_t i, size_t title) {
	const rw_block_text *b = &d->blocks.p[i];
	return i != title && b->words >= 3 && a_link(b) && !b->away && !b->self ? heading_of(d, b) : 0;
}

/* --- weighing -------------------------------------------------------------------------------------------------------- */
static gauge *weigh(rw_dom *d, rw_arena *scratch, const uint32_t *leads, size_t title) {
	gauge *g = RW_ARRAY(scratch, gauge, d->boxes.n + 1);
	for (size_t i = 0; i < d->boxes.n; i++) g[i].first = g[i].first_prose = g[i].first_head = UINT32_MAX;
	for (size_t i = 0; i < d->blocks.n; i++) {
		const rw_block_text *b = &d->blocks.p[i];
		const rw_box *x = box_of(d, b);
		gauge *own = &g[b->box];
		if (x->all & RW_BOX_SKIP || b->apart) continue;
		own->words += b->words;
		own->marks += b->marks;
		own->linked += b->text.n ? (uint32_t)((uint64_t)b->words * b->linked / b->text.n) : 0;
		own->blocks++;
		own->quoted += x->all & RW_BOX_QUOTE ? b->words : 0;
		if (own->first == UINT32_MAX) own->first = (uint32_t)i;
		own->last = (uint32_t)i;
		own->links += a_link(b);
		if (prose(x, b)) {
			own->prose += b->words;
			if (own->first_prose == UINT32_MAX) own->first_prose = (uint32_t)i;
		}
		own->title = own->title || i == title;
		own->tops += x->level && title != SIZE_MAX && i != title && x->level == box_of(d, &d->blocks.p[title])->level;
		if (leads[i]) {
			own->heads++;
			if (own->first_head == UINT32_MAX) own->first_head = (uint32_t)i;
		}
	}
	for (size_t i = d->boxes.n; i-- > 1;) {
		gauge *own = &g[i];
		own->covers += d->boxes.p[i].covers;
		own->images += d->boxes.p[i].images;
		own->caption = own->caption || d->boxes.p[i].own & RW_BOX_CAPTION;
		gauge *up = &g[d->boxes.p[i].parent - 1];
		if (own->first < up->first) up->first = own->first;
		if (own->last > up->last) up->last = own->last;
		up->words += own->words;
		up->marks += own->marks;
		up->linked += own->linked;
		up->blocks += own->blocks;
		up->links += own->links;
		up->prose += own->prose;
		up->heads += own->heads;
		up->covers += own->covers;
		up->images += own->images;
		up->quoted += own->quoted;
		up->tops += own->tops;
		up->caption = up->caption || own->caption;
		if (own->first_prose < up->first_prose) up->first_prose = own->first_prose;
		if (own->first_head < up->first_head) up->first_head = own->first_head;
		up->title = up->title || own->title;
	}
	return g;
}

/* --- what is put aside ----------------------------------------------------------------------------------------------- */
/* A heading that leads to another article, with the picture and the few words around it. */
static void aside_teasers(rw_dom *d, rw_arena *scratch, const gauge *g, const uint32_t *leads, size_t title) {
	uint32_t *prose_before = RW_ARRAY(scratch, uint32_t, d->blocks.n + 1);
	for (size_t i = 0; i < d->blocks.n; i++) {
		const rw_block_text *b = &d->blocks.p[i];
		prose_before[i + 1] = prose_before[i] + (prose(box_of(d, b), b) ? b->words : 0);
	}
	for (size_t i = 0; i < d->blocks.n; i++) {
		uint32_t at = leads[i];
		if (!at) continue;
		for (uint32_t up = d->boxes.p[at - 1].parent; up > 1; up = d->boxes.p[up - 1].parent) {
			const gauge *o = &g[up - 1];
			/* What stands above a headline is no excerpt of what it leads to. */
			if (o->title || o->heads > 1 || o->first_prose < i || d->boxes.p[up - 1].own & RW_BOX_BODY) break;
			if (o->prose > TEASER_WORDS) {
				/* The next article, whole, below the page's own. */
				bool unit = d->boxes.p[up - 1].own & (RW_BOX_UNIT | RW_BOX_LIST);
				uint32_t before = title == SIZE_MAX || title > i ? 0 : prose_before[i] - prose_before[title];
				if (!unit || before < o->prose / 2 || before < TEASER_WORDS) break;
			}
			at = up;
		}
		d->boxes.p[at - 1].own |= RW_BOX_ASIDE;
	}
	/* Headings and their words one after the other in one box. */
	for (size_t i = 1; i < d->boxes.n; i++) {
		const gauge *o = &g[i];
		if (o->title || o->heads < 2 || o->first_head > o->first_prose || o->prose > EXCERPT_WORDS * o->heads) continue;
		uint32_t from = o->first_head, most = 0;
		for (uint32_t k = from + 1; k <= o->last + 1 && most <= EXCERPT_WORDS; k++) {
			if (k <= o->last && !leads[k]) continue;
			uint32_t words = prose_before[k] - prose_before[from];
			if (words > most) most = words;
			from = k;
		}
		if (most <= EXCERPT_WORDS) d->boxes.p[i].own |= RW_BOX_ASIDE;
	}
}

/* Boxes alike, side by side, each of which begins with a link and has a few words below it. */
typedef struct like {
	uint64_t key; /* parent and sign; 0 for none */
	uint32_t n;
} like;

static bool begins_with_link(const rw_dom *d, const gauge *g, uint32_t box) {
	const gauge *o = &g[box];
	if (o->title || o->blocks < 2 || o->prose > EXCERPT_WORDS || d->boxes.p[box].own & RW_BOX_BODY) return false;
	const rw_block_text *b = &d->blocks.p[o->first];
	return b->words >= 3 && a_link(b) && !b->away && !b->self;
}

static like *like_of(like *table, size_t mask, const rw_box *x) {
	uint64_t key = ((uint64_t)x->parent << 32 | x->sign) + 1;
	size_t at = (key * UINT64_C(0x9e3779b97f4a7c15)) >> 32 & mask;
	while (table[at].key && table[at].key != key) at = (at + 1) & mask;
	table[at].key = key;
	return &table[at];
}

static void aside_repeated(rw_dom *d, rw_arena *scratch, const gauge *g) {
	enum { ALIKE = 3 };
	size_t n = 0, room = 16;
	for (uint32_t i = 1; i < d->boxes.n; i++) n += begins_with_link(d, g, i);
	if (n < ALIKE) return;
	while (room < 2 * n) room *= 2;
	like *table = RW_ARRAY(scratch, like, room);
	for (int pass = 0; pass < 2; pass++) {
		for (uint32_t i = 1; i < d->boxes.n; i++) {
			if (!begins_with_link(d, g, i)) continue;
			like *l = like_of(table, room - 1, &d->boxes.p[i]);
			if (pass == 0) {
				l->n++;
			} else if (l->n >= ALIKE) {
				d->boxes.p[i].own |= RW_BOX_ASIDE;
			}
		}
	}
}

/* Cards: a few words under a link that is laid over them. */
static void aside_cards(rw_dom *d, const gauge *g) {
	enum { CARD_WORDS = 40, CARD_PROSE = 25 };
	for (size_t i = 1; i < d->boxes.n; i++) {
		if (!d->boxes.p[i].covers) continue;
		for (uint32_t at = (uint32_t)i + 1; at > 1; at = d->boxes.p[at - 1].parent) {
			const gauge *o = &g[at - 1];
			if (o->title || o->caption || o->covers > 2 || o->words > CARD_WORDS || o->prose > CARD_PROSE) break;
			d->boxes.p[at - 1].own |= RW_BOX_ASIDE;
		}
	}
}

/* Lists each of whose entries is another article's headline, a link, with its beginning behind it. */
static void aside_entries(rw_dom *d, rw_arena *scratch, const gauge *g) {
	enum { ENTRIES = 4 };
	uint32_t *entries = RW_ARRAY(scratch, uint32_t, d->boxes.n + 1),
			 *leading = RW_ARRAY(scratch, uint32_t, d->boxes.n + 1);
	for (size_t i = 0; i < d->blocks.n; i++) {
		const rw_block_text *b = &d->blocks.p[i];
		const rw_box *x = box_of(d, b);
		if (!(x->own & RW_BOX_LIST) || !x->parent) continue;
		entries[x->parent]++;
		leading[x->parent] += b->leading && !b->away && !b->self && b->linked * 6 > b->text.n && b->words >= 12;
	}
	for (size_t i = 1; i < d->boxes.n; i++) {
		if (leading[i + 1] >= ENTRIES && leading[i + 1] * 10 >= entries[i + 1] * 8 && !g[i].title)
			d->boxes.p[i].own |= RW_BOX_ASIDE;
	}
}

static void aside_links(rw_dom *d, const gauge *g) {
	for (size_t i = 1; i < d->boxes.n; i++) {
		const gauge *o = &g[i];
		rw_box *x = &d->boxes.p[i];
		if (o->title || o->blocks < 2 || x->own & (RW_BOX_PARAGRAPH | RW_BOX_HEADING)) continue;
		if (o->links >= 2 && o->linked * 2 > o->words && o->prose < 30) x->own |= RW_BOX_ASIDE;
	}
}

/* Words that sites also give to parts of the text: only what else tells of no text is furniture. Around a quotation they speak of
 * where it was posted; a few words around a picture are its caption. */
static void doubtful(rw_dom *d, const gauge *g) {
	enum { CAPTION_WORDS = 60 };
	for (size_t i = 1; i < d->boxes.n; i++) {
		rw_box *x = &d->boxes.p[i];
		const gauge *o = &g[i];
		bool quote = o->quoted * 10 >= o->words * 7 && o->quoted >= 5;
		if (x->own & RW_BOX_DOUBT && (o->prose < 25 || o->linked * 3 > o->words)) x->own |= RW_BOX_FURNITURE;
		if (x->own & RW_BOX_FURNITURE && quote && !(x->own & (RW_BOX_LIST | RW_BOX_UNIT)))
			x->own &= ~(uint32_t)RW_BOX_FURNITURE;
		bool alone = o->blocks <= 3 && o->words <= CAPTION_WORDS && !o->title && !o->heads && !o->quoted;
		if (x->own & RW_BOX_PICTURE && o->images && alone && !(x->own & RW_BOX_PARAGRAPH)) x->own |= RW_BOX_CAPTION;
	}
}

static void hand_down(rw_dom *d) {
	for (size_t i = 1; i < d->boxes.n; i++)
		d->boxes.p[i].all = d->boxes.p[i].own | d->boxes.p[d->boxes.p[i].parent - 1].all;
}

/* --- the best box ---------------------------------------------------------------------------------------------------- */
static double value(const rw_dom *d, const rw_block_text *b) {
	const rw_box *x = box_of(d, b);
	if (b->apart || x->own & (NOT_CONTENT | RW_BOX_CAPTION) || x->all & (RW_BOX_SKIP | RW_BOX_ASIDE)) return 0;
	if (link_heavy(b) && !sentence(b)) return -(double)(b->words < 20 ? b->words : 20) / 2;
	if (x->own & RW_BOX_HEADING) return 0;
	double share = 1.0 - (double)b->linked / (double)(b->text.n ? b->text.n : 1);
	if (prose(x, b)) return (double)b->words * share;
	/* Entries of a list count for little, but are no menu. */
	return b->words >= 3 && b->linked == 0 ? (double)b->words / 4 : -1;
}

/* Comments and teasers stand far below the title, or above it. */
static double place_share(const rw_box *x, size_t title, const uint32_t *words_before) {
	if (title == SIZE_MAX || x->first > x->last) return 1;
	if (x->last < title) return 0.4;
	if (x->first > title) {
		uint32_t between = words_before[x->first] - words_before[title];
		return between > 800 ? 0.4 : between > 300 ? 0.7 : 1;
	}
	return 1;
}

static uint32_t best_box(rw_dom *d, rw_arena *scratch, size_t title) {
	uint32_t *words_before = RW_ARRAY(scratch, uint32_t, d->blocks.n + 1);
	for (size_t i = 0; i < d->boxes.n; i++) d->boxes.p[i].first = UINT32_MAX;
	for (size_t i = 0; i < d->blocks.n; i++) {
		const rw_block_text *b = &d->blocks.p[i];
		rw_box *x = &d->boxes.p[b->box];
		double v = value(d, b);
		x->score += v;
		x->parts += v > 0;
		if (x->first == UINT32_MAX) x->first = (uint32_t)i;
		x->last = (uint32_t)i;
		words_before[i + 1] = words_before[i] + (v > 0 ? b->words : 0);
	}
	uint32_t best = 0;
	double best_score = 0;
	/* Boxes come before what they hold, so that from the last one on each is complete. */
	for (size_t i = d->boxes.n; i-- > 0;) {
		rw_box *x = &d->boxes.p[i];
		double score = x->score;
		bool leaf = x->own & (RW_BOX_PARAGRAPH | RW_BOX_LIST | RW_BOX_CELL | RW_BOX_QUOTE | RW_BOX_HEADING);
		if (x->parent) {
			rw_box *up = &d->boxes.p[x->parent - 1];
			if (x->first < up->first) up->first = x->first;
			if (x->first != UINT32_MAX && x->last > up->last) up->last = x->last;
			if (!(x->own & (NOT_CONTENT | RW_BOX_CAPTION | RW_BOX_HEADER))) {
				/* A wrapper around one thing is worth as much as that thing. */
				up->score += score < 0 ? (score < -60 ? -60 : score) : leaf || x->parts < 2 ? score : score * 0.8;
				up->parts += score > 0;
			}
		}
		if (x->own & RW_BOX_BODY) {
			score *= 1.6;
		} else if (x->own & RW_BOX_ARTICLE) {
			score *= 1.25;
		}
		/* A list's entry or a table's cell can hold an article, a paragraph is a part of one. */
		if (x->own & (RW_BOX_PARAGRAPH | RW_BOX_HEADING | RW_BOX_CAPTION)) score *= 0.7;
		if (x->all & (RW_BOX_OUTSIDE | RW_BOX_HIDDEN)) score *= 0.4;
		if (x->all & RW_BOX_FURNITURE) score *= 0.5;
		score *= place_share(x, title, words_before);
		if (score > best_score) {
			best = (uint32_t)i + 1;
			best_score = score;
		}
	}
	return best;
}

static bool holds(const rw_dom *d, uint32_t outer, uint32_t inner) {
	while (inner > outer) inner = d->boxes.p[inner - 1].parent;
	return inner == outer;
}

/* A page that marks its article's body is taken at its word where that holds enough of the text. */
static uint32_t marked_body(const rw_dom *d, const gauge *g, uint32_t best, size_t title) {
	uint32_t found = 0;
	for (uint32_t i = 1; i < d->boxes.n; i++) {
		const rw_box *x = &d->boxes.p[i];
		if (!(x->own & RW_BOX_BODY) || x->all & NOT_CONTENT || g[i].prose < BODY_WORDS) continue;
		if (title != SIZE_MAX && x->last < title) continue;
		if (found && holds(d, found, i + 1)) continue;
		/* Of several, the first below the title, unless it is a small part of what they hold together. */
		if (!found) found = i + 1;
	}
	if (!found) return best;
	if (!best || holds(d, found, best)) return found;
	if (holds(d, best, found) && g[found - 1].prose * 10 < g[best - 1].prose * 3) return best;
	return found;
}

/* Whether what the box holds beside the unit is mostly in units of others. */
static bool others_fill(const rw_dom *d, const gauge *g, uint32_t box, uint32_t unit) {
	uint32_t others = 0, beside = g[box - 1].prose - g[unit - 1].prose, end = 0;
	if (!holds(d, box, unit)) return false;
	for (uint32_t i = box; i < d->boxes.n; i++) {
		const rw_box *x = &d->boxes.p[i];
		if (!(x->own & RW_BOX_UNIT) || g[i].blocks == 0 || g[i].title || holds(d, unit, i + 1) || !holds(d, box, i + 1))
			continue;
		/* Units within each other count once. */
		if (end && g[i].first < end) continue;
		others += g[i].prose;
		end = g[i].last + 1;
	}
	return others >= 30 && others * 10 >= beside * 7;
}

/* Where the page goes on with the next article below its own, each in a box of the same kind with a heading like the title's: the
 * box of the title. */
static uint32_t own_article(const rw_dom *d, const gauge *g, uint32_t best, size_t title) {
	enum { OWN_WORDS = 20, UNIT_WORDS = 50 };
	if (title == SIZE_MAX || !best) return best;
	for (uint32_t at = d->blocks.p[title].box + 1; at > 1; at = d->boxes.p[at - 1].parent) {
		const rw_box *x = &d->boxes.p[at - 1];
		if (g[at - 1].prose < OWN_WORDS || holds(d, at, best)) continue;
		if (x->own & RW_BOX_UNIT && !(x->all & NOT_CONTENT) && best < at && others_fill(d, g, best, at)) return at;
		/* Other articles' beginnings may be longer together than the page's own. */
		if (x->own & RW_BOX_UNIT && !(x->all & NOT_CONTENT) && g[at - 1].prose >= UNIT_WORDS && !holds(d, best, at))
			return at;
		for (uint32_t i = at; i < d->boxes.n; i++) {
			const rw_box *y = &d->boxes.p[i];
			bool alike = y->parent == x->parent && y->tag == x->tag && (y->sign == x->sign || y->own & RW_BOX_UNIT);
			if (alike && g[i].tops && g[i].prose >= OWN_WORDS && (holds(d, best, i + 1) || holds(d, i + 1, best)))
				return at;
		}
	}
	return best;
}

/* --- taking ---------------------------------------------------------------------------------------------------------- */
uint32_t rw_between(const rw_dom *d, uint32_t box, uint32_t top, bool *inside) {
	uint32_t flags = 0;
	*inside = false;
	for (uint32_t i = box + 1; i; i = d->boxes.p[i - 1].parent) {
		if (i == top) {
			*inside = true;
			break;
		}
		flags |= d->boxes.p[i - 1].own;
	}
	return flags;
}

/* A line of its own that is a link to elsewhere, amid running text of the same box: a source, an offer. One to the same site
 * leads to another article. */
static bool in_flow(const rw_dom *d, const gauge *g, const rw_block_text *b) {
	const rw_box *x = box_of(d, b);
	uint32_t around = x->own & RW_BOX_PARAGRAPH ? x->parent : b->box + 1;
	return b->away && around && g[around - 1].prose >= 40 && g[around - 1].linked * 2 < g[around - 1].words;
}

static void take(rw_dom *d, const gauge *g, uint32_t top) {
	for (size_t i = 0; i < d->blocks.n; i++) {
		rw_block_text *b = &d->blocks.p[i];
		bool inside;
		uint32_t between = rw_between(d, b->box, top, &inside);
		if (!inside || b->apart || between & (NOT_CONTENT | RW_BOX_CAPTION)) continue;
		if ((between & RW_BOX_HEADER) && !(b->words >= 15 && b->marks)) continue;
		bool whole_link = b->linked * 20 > b->text.n * 19;
		bool told = sentence(b) || (b->words >= 15 && b->marks && !whole_link) || in_flow(d, g, b);
		if (b->words == 0 || (link_heavy(b) && !told)) continue;
		b->in = true;
	}
}

/* Running text between the title and the box that holds the rest. */
static void standfirst(rw_dom *d, uint32_t top, size_t title) {
	if (title == SIZE_MAX || !top) return;
	for (size_t i = title + 1; i < d->blocks.n && i < d->boxes.p[top - 1].first; i++) {
		rw_block_text *b = &d->blocks.p[i];
		const rw_box *x = box_of(d, b);
		if (b->in || !prose(x, b) || b->words < 25 || b->words > STANDFIRST_WORDS || b->linked * 3 > b->text.n)
			continue;
		if (x->all & (NOT_CONTENT | RW_BOX_CAPTION | RW_BOX_LIST | RW_BOX_CELL)) continue;
		b->in = true;
	}
}

/* A heading with nothing left below it was the label of what was left out. */
static void labels(rw_dom *d, uint32_t top) {
	bool text = false, left_out = true;
	for (size_t i = d->blocks.n; i-- > 0;) {
		rw_block_text *b = &d->blocks.p[i];
		bool inside;
		if (b->in && heading_of(d, b)) {
			if (!text && left_out) b->in = false;
			/* Two headings in a row: the upper one stands for what comes below. */
			left_out = left_out && !b->in;
		} else if (b->in) {
			text = true;
			left_out = false;
		} else if (b->words > 0) {
			(void)rw_between(d, b->box, top, &inside);
			if (box_of(d, b)->own & RW_BOX_CAPTION) continue;
			text = false;
			left_out = true;
		}
	}
}

uint32_t rw_choose(rw_dom *d, rw_arena *scratch, size_t title, bool whole) {
	if (whole) title = SIZE_MAX;
	uint32_t *leads = RW_ARRAY(scratch, uint32_t, d->blocks.n + 1);
	/* Above a post stands the name of its author, a link too. */
	for (size_t i = 0; i < d->blocks.n && !whole && !d->meta.posts; i++) leads[i] = leads_on(d, i, title);
	gauge *g = weigh(d, scratch, leads, title);
	if (!whole) aside_teasers(d, scratch, g, leads, title);
	if (!whole) aside_cards(d, g);
	if (!whole) aside_repeated(d, scratch, g);
	if (!whole) aside_entries(d, scratch, g);
	aside_links(d, g);
	doubtful(d, g);
	hand_down(d);
	uint32_t top = whole ? 1 : best_box(d, scratch, title);
	if (!whole) top = marked_body(d, g, own_article(d, g, top, title), title);
	if (!top) return 0;
	take(d, g, top);
	if (!whole) standfirst(d, top, title);
	labels(d, top);
	return top;
}
