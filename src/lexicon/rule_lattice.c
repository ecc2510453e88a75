/* rule_lattice.c: a sentence as the matcher sees it: items by where they start, what each token says to literals, and what stands at each
 * token at a glance.
 */
#include "lexicon/image.h"
#include "lexicon/rule_code.h"
#include "lexicon/rule_syntax.h"

/* --- marks --------------------------------------------------------------------------------------------------- */
/* Marks that have a name in rules, by code point. */
static const struct {
	uint16_t c;
	uint8_t class_;
} marks[] = {
	{'"', RW_CLASS_QUOTE},
	{'\'', RW_CLASS_QUOTE},
	{0xAB, RW_CLASS_QUOTE},
	{0xBB, RW_CLASS_QUOTE},
	{0x2018, RW_CLASS_QUOTE},
	{0x2019, RW_CLASS_QUOTE},
	{0x201A, RW_CLASS_QUOTE},
	{0x201C, RW_CLASS_QUOTE},
	{0x201D, RW_CLASS_QUOTE},
	{0x201E, RW_CLASS_QUOTE},
	{0x2039, RW_CLASS_QUOTE},
	{0x203A, RW_CLASS_QUOTE},
	{',', RW_CLASS_COMMA},
	{0x60C, RW_CLASS_COMMA},
	{0x3001, RW_CLASS_COMMA},
	{0xFF0C, RW_CLASS_COMMA},
	{':', RW_CLASS_COLON},
	{0xFF1A, RW_CLASS_COLON},
	{'-', RW_CLASS_DASH},
	{0x2010, RW_CLASS_DASH},
	{0x2011, RW_CLASS_DASH},
	{0x2012, RW_CLASS_DASH},
	{0x2013, RW_CLASS_DASH},
	{0x2014, RW_CLASS_DASH},
	{0x2015, RW_CLASS_DASH},
	{0x2212, RW_CLASS_DASH},
	{0x640, RW_CLASS_DASH}, /* a stretch typed alone for a dash */
	{'(', RW_CLASS_OPEN},
	{'[', RW_CLASS_OPEN},
	{'{', RW_CLASS_OPEN},
	{0xFD3E, RW_CLASS_OPEN},
	{0xFD3F, RW_CLASS_CLOSE},
	{')', RW_CLASS_CLOSE},
	{']', RW_CLASS_CLOSE},
	{'}', RW_CLASS_CLOSE},
};

/* Full stops, question and exclamation marks, ellipses. */
static bool ends_sentence(uint32_t c) {
	return c == '.' || c == '!' || c == '?' || c == 0x61F || c == 0x6D4 || c == 0x2026;
}

static uint8_t mark_of(const rw_tokens *t, uint32_t pos) {
	const rw_token *tok = &t->tok[pos];
	if (tok->kind != RW_TOKEN_PUNCT && tok->kind != RW_TOKEN_SYMBOL) return RW_CLASS_COUNT;
	rw_slice s = rw_tokens_text(t, pos, pos + 1);
	size_t i = 0;
	uint32_t c = s.n ? rw_utf8_next(s, &i) : 0;
	uint8_t class_ = RW_CLASS_COUNT;
	for (size_t k = 0; c && k < RW_COUNT(marks); k++) {
		if (marks[k].c != c) continue;
		class_ = marks[k].class_;
		break;
	}
	return (uint8_t)(class_ | RW_MARK_IS | (ends_sentence(c) ? RW_MARK_ENDS : 0));
}

/* --- items --------------------------------------------------------------------------------------------------- */
static bool inside(const rw_lattice *l, const rw_item *x) {
	return x->first >= l->first && x->end <= l->end && x->first < x->end;
}

static void look_at_item(const rw_lattice *l, const rw_item *x, rw_rule_look *look) {
	if (!l->rules) {
		look->kinds = look->ids = UINT64_MAX;
		return;
	}
	uint32_t number = rw_kind_number(l->rules, x->kind);
	if (!number) return;
	look->kinds |= rw_look_kind(number);
	uint32_t hash = rw_look_hash(x->kind, x->id);
	if (rw_is_named(l->rules->ids, hash)) look->ids |= rw_look_id(hash);
}

void rw_lattice_again(rw_arena *a, rw_item **items, size_t n, rw_lattice *l) {
	uint32_t len = l->end - l->first, used = 0;
	uint32_t *n_at = RW_ARRAY(a, uint32_t, len), *ends = RW_ARRAY(a, uint32_t, (size_t)len + 1);
	rw_item ***at = RW_ARRAY(a, rw_item **, len);
	rw_rule_look *look = RW_ARRAY(a, rw_rule_look, 2 * ((size_t)len + 1)), *from = look + len + 1;
	for (uint32_t i = 0; i < len; i++) look[i].words = l->said[i];
	for (size_t i = 0; i < n; i++) {
		const rw_item *x = items[i];
		if (!inside(l, x)) continue;
		n_at[x->first - l->first]++;
		ends[l->end - x->end]++;
		used++;
		look_at_item(l, x, &look[x->first - l->first]);
	}
	for (uint32_t i = len; i-- > 0;) {
		from[i] = (rw_rule_look){
			from[i + 1].kinds | look[i].kinds, from[i + 1].ids | look[i].ids, from[i + 1].words | look[i].words};
	}
	/* Sorted by counting, twice and stably: by end, the last first, then by start. */
	rw_item **by_end = RW_ARRAY(a, rw_item *, used), **sorted = RW_ARRAY(a, rw_item *, used);
	for (uint32_t i = 0, sum = 0; i <= len; i++) {
		uint32_t here = ends[i];
		ends[i] = sum;
		sum += here;
	}
	for (size_t i = 0; i < n; i++) {
		if (inside(l, items[i])) by_end[ends[l->end - items[i]->end]++] = items[i];
	}
	for (uint32_t i = 0, sum = 0; i < len; i++) {
		at[i] = sorted + sum;
		sum += n_at[i];
		n_at[i] = 0;
	}
	for (uint32_t i = 0; i < used; i++) {
		uint32_t k = by_end[i]->first - l->first;
		at[k][n_at[k]++] = by_end[i];
	}
	l->at = (rw_item *const *const *)at;
	l->n_at = n_at;
	l->look = look;
	l->from = from;
}

/* --- words --------------------------------------------------------------------------------------------------- */
/* What a token says, by its readings without a pronoun; for the look only what some rule names. */
static uint64_t read_words(const rw_lattice *l, rw_readings r, rw_lattice_words *out) {
	uint32_t n_plain = 0, n_joined = 0;
	uint64_t said = 0;
	for (uint32_t k = 0; k < r.n; k++) {
		const rw_reading *x = &r.p[k];
		if (x->enc) continue;
		uint32_t literal = x->word << 1 | ((x->pro & RW_PRO_AL) != 0), before = x->pro & ~(uint32_t)RW_PRO_AL;
		bool plain = before == 0;
		if (plain && n_plain < 2)
			out->plain[n_plain++] = literal;
		else if ((before == RW_PRO_WA || before == RW_PRO_FA) && n_joined < 2)
			out->joined[n_joined++] = literal;
		else
			continue;
		if (l->rules && !rw_is_named(l->rules->words, rw_look_hash(literal, 0))) continue;
		said |= rw_look_word(literal, true) | (plain ? rw_look_word(literal, false) : 0);
	}
	return said;
}

void rw_lattice_build(rw_arena *a, const rw_tokens *t, rw_memo *memo, uint32_t first, uint32_t end, rw_item **items,
	size_t n, rw_lattice *out) {
	uint32_t len = end > first ? end - first : 0;
	rw_lattice_words *words = RW_ARRAY(a, rw_lattice_words, len);
	uint8_t *of_marks = RW_ARRAY(a, uint8_t, len);
	uint64_t *said = RW_ARRAY(a, uint64_t, len);
	*out = (rw_lattice){.t = t,
		.rules = memo ? rw_memo_lexicon(memo)->rules : NULL,
		.first = first,
		.end = first + len,
		.words = words,
		.marks = of_marks,
		.said = said};
	for (uint32_t i = 0; i < len; i++) {
		of_marks[i] = mark_of(t, first + i);
		if (memo) said[i] = read_words(out, rw_read_token(memo, t->tok[first + i].key), &words[i]);
		if ((of_marks[i] & RW_MARK_CLASS) < RW_CLASS_COUNT) said[i] |= rw_look_class(of_marks[i] & RW_MARK_CLASS);
	}
	rw_lattice_again(a, items, n, out);
}
