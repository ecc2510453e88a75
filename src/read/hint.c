/* hint.c: what the words of a class or an id say of an element (rows class-… of lexicon/furniture.tsv).
 *
 * A name is parted into words at signs and where a capital follows a small letter, so that "article-body", "article__body" and
 * "articleBody" are one row; a row never matches within a word.
 */
#include "read/dom.h"

enum { NAMES_MAX = 512, WORDS_MAX = 32 }; /* bytes of a list of names, words of one name */

static bool sign(char c) { return c == '-' || c == '_' || c == ':' || c == '.' || c == '/'; }
static bool upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool small(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/* The words of a name, in lower case in `room`, which has as many bytes. */
static uint32_t words_of(rw_slice name, char *room, rw_slice out[WORDS_MAX]) {
	uint32_t n = 0;
	size_t from = 0;
	for (size_t i = 0; i <= name.n; i++) {
		bool end = i == name.n || sign(name.p[i]), turn = !end && i > 0 && upper(name.p[i]) && small(name.p[i - 1]);
		if ((end || turn) && i > from && n < WORDS_MAX) out[n++] = rw_slice_of(room + from, i - from);
		if (end) {
			from = i + 1;
		} else if (turn) {
			from = i;
		}
		if (!end) room[i] = upper(name.p[i]) ? (char)(name.p[i] | 0x20) : name.p[i];
	}
	return n;
}

void rw_hint_add(rw_read_cache *k, rw_arena *a, rw_slice text, rw_what what) {
	rw_slice words[WORDS_MAX];
	char *room = rw_arena_alloc(a, text.n);
	uint32_t n = words_of(text, room, words);
	if (n == 0) return;
	rw_hint h = {RW_ARRAY(a, rw_slice, n), n, UINT32_MAX, (uint8_t)what};
	memcpy(h.words, words, n * sizeof *words);
	bool fresh;
	uint32_t *head = rw_map_put(&k->by_word, words[0], &fresh);
	if (!fresh) h.next = *head;
	*head = (uint32_t)k->hints.n;
	rw_vec_push(a, &k->hints, h);
}

uint32_t rw_hints(const rw_read_cache *k, rw_slice names) {
	uint32_t flags = 0;
	char room[NAMES_MAX];
	if (names.n > NAMES_MAX) names.n = NAMES_MAX;
	for (size_t i = 0; i < names.n;) {
		size_t from = i;
		while (i < names.n && (unsigned char)names.p[i] > ' ') i++;
		rw_slice words[WORDS_MAX];
		uint32_t n = words_of(rw_slice_of(names.p + from, i - from), room, words);
		for (uint32_t w = 0; w < n; w++) {
			for (uint32_t at = rw_map_get(&k->by_word, words[w]); at != UINT32_MAX; at = k->hints.p[at].next) {
				const rw_hint *h = &k->hints.p[at];
				uint32_t j = 1;
				while (j < h->n && w + j < n && rw_slice_eq(h->words[j], words[w + j])) j++;
				if (j < h->n) continue;
				flags |= h->what == RW_WHAT_ARTICLE    ? RW_BOX_ARTICLE
					: h->what == RW_WHAT_CLASS_CAPTION ? RW_BOX_CAPTION
					: h->what == RW_WHAT_CLASS_PICTURE ? RW_BOX_PICTURE
					: h->what == RW_WHAT_DOUBT         ? RW_BOX_DOUBT
													   : RW_BOX_FURNITURE;
			}
		}
		i++;
	}
	return flags;
}
