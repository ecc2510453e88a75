/* sentence.c: where sentences end. One pass over the tokens; a sentence never holds more than RIWAYA_MAX_SENTENCE of them, so that
 * whatever works within a sentence is bounded whatever the input. */
#include "text/sentence.h"
#include <riwaya/riwaya.h>

typedef enum mark { MARK_NONE, MARK_STOP, MARK_END, MARK_CLAUSE, MARK_CLOSE, MARK_QUOTE } mark;

static mark mark_of(const rw_tokens *t, uint32_t i) {
	const rw_token *k = &t->tok[i];
	size_t at = k->start;
	if (k->kind != RW_TOKEN_PUNCT) return MARK_NONE;
	switch (rw_utf8_next(t->text, &at)) {
	case '.': return MARK_STOP;
	case '!':
	case '?':
	case 0x61F:
	case 0x2026:
	case 0x203C:
	case 0x203D:
	case 0x2047:
	case 0x2048:
	case 0x2049:
	case 0x6D4:
	case 0x3002: return MARK_END;
	case ',':
	case ';':
	case ':':
	case 0x60C:
	case 0x61B:
	case 0x2013:
	case 0x2014: return MARK_CLAUSE;
	case ')':
	case ']':
	case '}':
	case 0xBB:
	case 0x201D:
	case 0x2019:
	case 0x203A: return MARK_CLOSE;
	case '"':
	case '\'':
	case 0x201C:
	case 0x2018: return MARK_QUOTE;
	default: return MARK_NONE;
	}
}

static bool one_letter(const rw_token *k) {
	size_t at = 0;
	if ((k->kind != RW_TOKEN_WORD && k->kind != RW_TOKEN_LATIN) || k->key.n > 4 || k->key.n == 0) return false;
	rw_utf8_next(k->key, &at);
	return at == k->key.n;
}

/* Whether the full stop at i ends the sentence that begins at first. */
static bool stops(const rw_tokens *t, uint32_t first, uint32_t i) {
	const rw_token *stop = &t->tok[i];
	if (i + 1 == t->n || t->tok[i + 1].line_before) return true;
	const rw_token *next = stop + 1;
	if (stop->space_before) return true;
	const rw_token *before = stop - 1;
	bool glued = !next->space_before;
	if (one_letter(before)) {
		if (before > &t->tok[first] && before[-1].kind == RW_TOKEN_NUMBER) return true; /* a unit after its number */
		if (glued) return mark_of(t, i + 1) != MARK_NONE;
		/* A title of one or two letters goes on; the initials of an agency, three or more, are a name and may end a sentence. */
		uint32_t letters = 1;
		for (uint32_t k = i - 1; letters < 3 && k >= first + 2 && !t->tok[k].space_before &&
			 mark_of(t, k - 1) == MARK_STOP && !t->tok[k - 1].space_before && one_letter(&t->tok[k - 2]);
			 k -= 2)
			letters++;
		return letters >= 3;
	}
	if (before->kind == RW_TOKEN_NUMBER && before->line_before && next->space_before) return false; /* 1. of a list */
	if (before->kind == RW_TOKEN_LATIN && before->key.n == 3 && before->key.p[1] == '.') return false;
	if ((before->kind == RW_TOKEN_NUMBER || before->kind == RW_TOKEN_LATIN) && glued)
		return next->kind != RW_TOKEN_NUMBER && next->kind != RW_TOKEN_LATIN; /* the name of a file */
	return true;
}

/* Whether the token at i closes what a sentence's last mark stood in. */
static bool closes(const rw_tokens *t, uint32_t i, mark m) {
	if (t->tok[i].space_before) return false;
	if (m == MARK_CLOSE) return true;
	/* a quote mark that could open or close: it closes when it touches only what stands before it */
	return m == MARK_QUOTE && (i + 1 == t->n || t->tok[i + 1].space_before || mark_of(t, i + 1) != MARK_NONE);
}

void rw_sentences(rw_arena *a, rw_tokens *t) {
	RW_VEC(rw_sentence) sent = {0};
	uint32_t first = 0, clause = 0, line = 0, i = 0; /* clause: one past the last clause mark of this sentence, or first */
	bool empty = true;                               /* only full stops and the like so far: nothing to end */
	while (first < t->n) {
		uint32_t end = 0;
		if (i == t->n || (i > first && t->tok[i].line_before)) {
			end = i;
		} else {
			mark m = mark_of(t, i++);
			if (m == MARK_CLAUSE) clause = i;
			if (m != MARK_STOP && m != MARK_END) empty = false;
			if (!empty && (m == MARK_END || (m == MARK_STOP && stops(t, first, i - 1)))) {
				while (i < t->n && i - first < RIWAYA_MAX_SENTENCE && !t->tok[i].line_before) {
					mark k = mark_of(t, i);
					if (k != MARK_STOP && k != MARK_END && !closes(t, i, k)) break;
					i++;
				}
				end = i;
			} else if (i - first == RIWAYA_MAX_SENTENCE) {
				end = clause > first ? clause : i;
			}
		}
		if (end == 0) continue;
		if (first > 0 && t->tok[first].line_before) line++;
		for (uint32_t k = first; k < end; k++) t->tok[k].sentence = (uint32_t)sent.n;
		rw_vec_push(a, &sent, (rw_sentence){first, end, line});
		first = clause = end;
		empty = end == i;
	}
	t->sent = sent.p;
	t->n_sent = (uint32_t)sent.n;
}
