/* query.c: reads the search language. Recursive descent over bytes:
 *
 *   either  = both { OR both }
 *   both    = part { [AND] part }
 *   part    = [- | NOT] ( "(" either ")" | [field ":"] what )
 *   what    = "(" either ")" | [~] words [*] | [~] quoted [*] | range
 */
#include "store/query_names.h"
#include <math.h>

typedef struct parser {
	rw_words *w;
	const rw_lexicon *lx;
	rw_arena *a;
	rw_slice text;
	size_t i;
	uint32_t n_nodes, depth;
	size_t range_at; /* where a range stands, SIZE_MAX for none: it holds for the whole query */
	bool inner;      /* within brackets, OR or not: no range stands here */
	rw_query *q;
	riwaya_error *err;
	riwaya_status status;
} parser;

/* Bytes are told from 1 on. */
static void *fail(parser *p, size_t at, const char *what) {
	if (!p->status)
		p->status = rw_fail(p->err, RIWAYA_ARGUMENT, RW_LIT("query"), at + 1, 0, "at byte %zu: %s", at + 1, what);
	return NULL;
}

/* --- nodes -------------------------------------------------------------------------------------------------------- */
static rw_query_node *node(parser *p, rw_query_kind kind) {
	if (++p->n_nodes > RW_QUERY_NODES) return fail(p, p->i, "the query has too many parts: shorten it");
	rw_query_node *n = RW_NEW(p->a, rw_query_node);
	n->kind = kind;
	return n;
}

typedef RW_VEC(const rw_query_node *) nodes;

static const rw_query_node *join(parser *p, rw_query_kind kind, const nodes *parts) {
	if (parts->n == 1) return parts->p[0];
	rw_query_node *n = node(p, kind);
	if (!n) return NULL;
	n->nodes = parts->p;
	n->n_nodes = (uint32_t)parts->n;
	return n;
}

static const rw_query_node *one(parser *p, unsigned columns, rw_slice word, bool prefix) {
	rw_query_node *n = node(p, RW_QUERY_WORDS);
	if (!n) return NULL;
	rw_slice *words = RW_ARRAY(p->a, rw_slice, 1);
	words[0] = rw_arena_copy(p->a, word);
	*n = (rw_query_node){.kind = RW_QUERY_WORDS, .columns = columns, .prefix = prefix, .words = words, .n_words = 1};
	return n;
}

/* --- letters ------------------------------------------------------------------------------------------------------ */
static uint32_t at(const parser *p, size_t i) {
	if (i >= p->text.n) return 0;
	return rw_utf8_next(p->text, &i);
}
static bool is_space(uint32_t c) {
	return c == ' ' || rw_class_of(c) == RW_CLASS_SPACE || rw_class_of(c) == RW_CLASS_LINE;
}
/* Quotation marks, straight and of Arabic and English print. */
static bool is_quote(uint32_t c) { return c == '"' || c == 0xAB || c == 0xBB || (c >= 0x201C && c <= 0x201E); }
static bool ends_word(uint32_t c) { return c == 0 || is_space(c) || is_quote(c) || c == '(' || c == ')'; }

static void skip_space(parser *p) {
	while (p->i < p->text.n && is_space(at(p, p->i))) rw_utf8_next(p->text, &p->i);
}

/* The run of letters that begins here, up to a space, quotation mark or bracket. */
static rw_slice peek(const parser *p) {
	size_t i = p->i;
	while (i < p->text.n && !ends_word(at(p, i))) rw_utf8_next(p->text, &i);
	return rw_slice_of(p->text.p + p->i, i - p->i);
}

static bool is_operator(const parser *p, const char *latin, const char *name) {
	rw_slice word = peek(p);
	return rw_slice_eqz(word, latin) || rw_slice_eqz(rw_query_word(p->lx, p->a, "operator", word), name);
}

/* --- words -------------------------------------------------------------------------------------------------------- */
/* A word by itself, and where its last letter may be meant for ta marbuta, that too. */
static const rw_query_node *single(
	parser *p, unsigned columns, rw_slice word, bool prefix, rw_slice key, uint8_t kind, bool open) {
	const rw_query_node *n = one(p, columns, word, prefix);
	if (!n || open || kind != RW_TOKEN_WORD) return n;
	rw_slice first = n->words[0], meant = rw_words_read(p->w, key, kind, true)->word;
	if (rw_slice_eq(first, meant)) return n;
	nodes parts = {0};
	rw_vec_push(p->a, &parts, n);
	rw_vec_push(p->a, &parts, one(p, columns, meant, prefix));
	return join(p, RW_QUERY_OR, &parts);
}

/* A word's lemmas, or the word where it has none; texts in which a word is its own lemma are found by the word. */
static const rw_query_node *by_lemma(parser *p, const rw_search_word *s) {
	rw_slice lemmas[RW_SEARCH_LEMMAS + 1];
	uint32_t n = s->n_lemmas;
	for (uint32_t i = 0; i < n; i++) lemmas[i] = rw_arena_copy(p->a, s->lemmas[i]);
	if (n == 0) lemmas[n++] = rw_arena_copy(p->a, s->word);
	nodes parts = {0};
	for (uint32_t i = 0; i < n; i++)
		rw_vec_push(p->a, &parts, one(p, RW_COLUMN_TITLE | RW_COLUMN_TEXT | RW_COLUMN_LEMMAS, lemmas[i], false));
	return join(p, RW_QUERY_OR, &parts);
}

/* A prefix is not parted: it is the beginning of a word, whatever it may look like. */
static rw_slice as_typed(parser *p, rw_slice key) { return rw_words_tag(p->a, NULL, key); }

static const rw_query_node *words(parser *p, size_t from, rw_slice text, unsigned columns, bool prefix, bool lemma) {
	rw_tokens t;
	rw_tokenize(p->a, text, &t);
	rw_slice *out = RW_ARRAY(p->a, rw_slice, RW_QUERY_PHRASE);
	uint32_t n = 0, last = 0;
	for (uint32_t i = 0; i < t.n; i++) {
		const rw_search_word *s = rw_words_of(p->w, text, &t.tok[i]);
		if (!s->word.p) continue;
		if (n == RW_QUERY_PHRASE) return fail(p, from, "the phrase has too many words: shorten it");
		out[n++] = rw_arena_copy(p->a, s->word);
		last = i;
	}
	if (n == 0) return fail(p, from, "no word stands here, only marks: write a word");
	const rw_token *tok = &t.tok[last];
	bool open = rw_words_open(rw_tokens_text(&t, last, last + 1));
	if (lemma) {
		if (n > 1) return fail(p, from, "~ stands before one word: write ~ before each");
		if (prefix) return fail(p, from, "~ and * do not go together: leave one out");
		return by_lemma(p, rw_words_of(p->w, text, tok));
	}
	if (prefix) {
		out[n - 1] = as_typed(p, tok->key);
		size_t letters = 0;
		for (size_t i = 0; i < out[n - 1].n; i++) letters += ((unsigned char)out[n - 1].p[i] & 0xC0) != 0x80;
		if (letters < 2) return fail(p, from, "two letters at least must stand before *");
	}
	if (n == 1)
		return prefix ? one(p, columns, out[0], true) : single(p, columns, out[0], false, tok->key, tok->kind, open);
	rw_query_node *q = node(p, RW_QUERY_WORDS);
	if (!q) return NULL;
	*q = (rw_query_node){.kind = RW_QUERY_WORDS, .columns = columns, .prefix = prefix, .words = out, .n_words = n};
	return q;
}

/* --- names --------------------------------------------------------------------------------------------------------- */
static const rw_query_node *named(parser *p, size_t from, rw_query_field field, rw_slice value) {
	rw_slice ids[RW_QUERY_NAMED];
	const char *kind = rw_query_field_name(field);
	uint32_t n = 0;
	nodes parts = {0};
	if (field == RW_FIELD_LANG)
		ids[n++] = rw_fold(p->a, rw_slice_trim(value));
	else
		n = rw_query_ids(p->lx, p->a, field, value, ids, RW_QUERY_NAMED);
	for (uint32_t i = 0; i < n; i++)
		rw_vec_push(p->a, &parts, one(p, RW_COLUMN_TAGS, rw_words_tag(p->a, kind, ids[i]), false));
	if (field == RW_FIELD_OUTLET) { /* most outlets are in no table: their names are searched as words */
		const rw_query_node *name = words(p, from, value, RW_COLUMN_OUTLET, false, false);
		if (!name) return NULL;
		rw_vec_push(p->a, &parts, name);
	}
	if (parts.n) return join(p, RW_QUERY_OR, &parts);
	switch (field) {
	case RW_FIELD_PLACE:
		return fail(p, from, "no place of the lexicon is called so: give its id, or search for its name as a word");
	case RW_FIELD_ACTOR:
		return fail(p, from, "no actor of the lexicon is called so: give its id, or search for its name as a word");
	default:
		return fail(p, from, "no act of the lexicon is called so: give its id (killed, shelling, …) or a word for it");
	}
}

/* --- ranges -------------------------------------------------------------------------------------------------------- */
static bool range_place(parser *p, size_t from) {
	if (p->inner) {
		fail(p, from, "a range holds for the whole query: write it beside the words, outside of brackets, OR and -");
		return false;
	}
	p->range_at = from;
	return true;
}

static void range(parser *p, size_t from, rw_query_field field, rw_slice predicate, rw_slice value) {
	if (!range_place(p, from)) return;
	rw_query_bounds b;
	const char *wrong = NULL;
	rw_query *q = p->q;
	if (field == RW_FIELD_FIGURE) {
		if (q->n_figures == RW_QUERY_FIGURES) {
			fail(p, from, "at most three figures can be asked for at once");
			return;
		}
		rw_query_figure *f = &q->figures[q->n_figures];
		wrong = rw_query_read_figure(rw_fold(p->a, value), &f->least, &f->most);
		if (wrong) {
			fail(p, from, wrong);
			return;
		}
		f->n_predicates = rw_query_implying(p->lx, predicate, f->predicates, RW_QUERY_IMPLIES);
		q->n_figures++;
		return;
	}
	wrong = rw_query_read_days(rw_fold(p->a, value), &b);
	if (wrong) {
		fail(p, from, wrong);
		return;
	}
	bool published = field == RW_FIELD_PUBLISHED;
	if (published ? q->has_published : q->has_received) {
		fail(p, from, "this range is given twice: write one, FROM..TO");
		return;
	}
	int64_t unit = published ? 24 * 60 : (int64_t)24 * 60 * 60 * 1000;
	int64_t low = b.first == INT64_MIN ? INT64_MIN : b.first * unit,
			high = b.last == INT64_MAX ? INT64_MAX : (b.last + 1) * unit - 1;
	if (published) {
		q->has_published = true;
		q->published_from = low;
		q->published_to = high;
	} else {
		q->has_received = true;
		q->received_from = low;
		q->received_to = high;
	}
}

/* --- the grammar ---------------------------------------------------------------------------------------------------- */
static const rw_query_node *either(parser *p, unsigned columns);

static const rw_query_node *brackets(parser *p, unsigned columns) {
	size_t from = p->i++;
	if (++p->depth > RW_QUERY_DEPTH) return fail(p, from, "brackets lie too deep in one another");
	bool inner = p->inner;
	p->inner = true;
	const rw_query_node *n = either(p, columns);
	p->inner = inner;
	p->depth--;
	if (p->status) return NULL;
	if (p->i >= p->text.n || p->text.p[p->i] != ')') return fail(p, from, "this bracket is not closed: write )");
	p->i++;
	return n;
}

static const rw_query_node *quoted(parser *p, rw_slice *inside) {
	size_t from = p->i;
	rw_utf8_next(p->text, &p->i);
	size_t begin = p->i;
	while (p->i < p->text.n && !is_quote(at(p, p->i))) rw_utf8_next(p->text, &p->i);
	if (p->i >= p->text.n) return fail(p, from, "this quotation is not closed: write \" at its end");
	*inside = rw_slice_of(p->text.p + begin, p->i - begin);
	rw_utf8_next(p->text, &p->i);
	return NULL;
}

/* What stands behind a field, or without one. NULL without an error is a range. */
static const rw_query_node *what(parser *p, rw_query_field field, rw_slice predicate, unsigned columns) {
	bool named_field = field == RW_FIELD_OUTLET || field == RW_FIELD_PLACE || field == RW_FIELD_ACTOR ||
		field == RW_FIELD_ACT || field == RW_FIELD_LANG;
	bool ranged = field == RW_FIELD_PUBLISHED || field == RW_FIELD_RECEIVED || field == RW_FIELD_FIGURE;
	if (at(p, p->i) == '(') {
		if (named_field || ranged || field == RW_FIELD_LEMMA)
			return fail(p, p->i, "this field takes a word or \"a phrase\", no brackets: write the field before each");
		return brackets(p, columns);
	}
	size_t from = p->i;
	bool lemma = field == RW_FIELD_LEMMA, prefix = false;
	if (at(p, p->i) == '~') {
		if (field != RW_FIELD_NONE) return fail(p, from, "~ searches the whole report: leave the field out");
		lemma = true;
		p->i++;
	}
	rw_slice value = RW_NONE;
	if (is_quote(at(p, p->i))) {
		quoted(p, &value);
		if (p->status) return NULL;
	} else {
		value = peek(p);
		p->i += value.n;
		if (value.n == 0) return fail(p, from, "a word is missing here");
	}
	if (ranged) {
		range(p, from, field, predicate, value);
		return NULL;
	}
	if (named_field) return named(p, from, field, value);
	if (at(p, p->i) == '*') {
		prefix = true;
		p->i++;
	}
	if (value.n && value.p[value.n - 1] == '*') {
		prefix = true;
		value.n--;
	}
	return words(p, from, value, columns, prefix, lemma);
}

/* The field before a colon, if one stands here; then p->i is behind it. Numbers and addresses have colons too. */
static rw_query_field field_here(parser *p, rw_slice *predicate) {
	rw_slice run = peek(p);
	size_t colon = rw_slice_find(run, RW_LIT(":"), 0);
	if (colon == SIZE_MAX || colon == 0) return RW_FIELD_NONE;
	rw_slice name = rw_slice_of(run.p, colon);
	if (colon + 2 < run.n && run.p[colon + 1] == '/' && run.p[colon + 2] == '/') return RW_FIELD_NONE;
	for (size_t i = 0; i < name.n;) {
		uint32_t c = rw_utf8_next(name, &i);
		if (rw_class_of(c) != RW_CLASS_LETTER && c != '_') return RW_FIELD_NONE;
	}
	rw_query_field f = rw_query_field_of(p->lx, p->a, name, predicate);
	if (f == RW_FIELD_NONE) {
		if (!p->status)
			p->status = rw_fail(p->err, RIWAYA_ARGUMENT, RW_LIT("query"), p->i + 1, 0,
				"at byte %zu: there is no field %.*s: write title, text, outlet, actor, place, act, lang, lemma, published, received or an "
				"act with a number (killed:>20), or put the words in quotation marks",
				p->i + 1, RW_ARG(name));
		return f;
	}
	p->i += colon + 1;
	return f;
}

static const rw_query_node *part(parser *p, unsigned columns) {
	size_t from = p->i;
	uint32_t next = at(p, p->i + 1);
	bool minus = at(p, p->i) == '-' && next != 0 && next != ')' && !is_space(next);
	bool denied = minus || is_operator(p, "NOT", "not");
	if (denied) {
		p->i += minus ? 1 : peek(p).n;
		skip_space(p);
		if (p->i >= p->text.n) return fail(p, from, "nothing follows: write the word that must not be there");
	}
	if (at(p, p->i) == ')') return fail(p, p->i, "this bracket was not opened: leave it out, or write ( before");
	bool inner = p->inner;
	p->inner |= denied;
	rw_slice predicate = RW_NONE;
	rw_query_field field = field_here(p, &predicate);
	if (p->status) return NULL;
	if (field == RW_FIELD_TITLE) columns = RW_COLUMN_TITLE;
	if (field == RW_FIELD_TEXT) columns = RW_COLUMN_TEXT;
	const rw_query_node *n = what(p, field, predicate, columns);
	p->inner = inner;
	if (!n || !denied || p->status) return n;
	rw_query_node *out = node(p, RW_QUERY_NOT);
	if (!out) return NULL;
	out->nodes = RW_ARRAY(p->a, const rw_query_node *, 1);
	out->nodes[0] = n;
	out->n_nodes = 1;
	return out;
}

static const rw_query_node *both(parser *p, unsigned columns) {
	nodes parts = {0};
	size_t from = p->i;
	for (bool any = false;;) {
		skip_space(p);
		if (p->i >= p->text.n || at(p, p->i) == ')' || is_operator(p, "OR", "or")) {
			if (!any && parts.n == 0) return fail(p, from, "a word is missing here");
			break;
		}
		if (is_operator(p, "AND", "and")) {
			if (!any) return fail(p, p->i, "AND stands between two words");
			from = p->i;
			p->i += peek(p).n;
			skip_space(p);
			if (p->i >= p->text.n || at(p, p->i) == ')') return fail(p, from, "AND stands between two words");
			continue;
		}
		const rw_query_node *n = part(p, columns);
		if (p->status) return NULL;
		any = true;
		if (n) rw_vec_push(p->a, &parts, n);
	}
	return parts.n ? join(p, RW_QUERY_AND, &parts) : NULL;
}

static const rw_query_node *either(parser *p, unsigned columns) {
	nodes parts = {0};
	for (;;) {
		const rw_query_node *n = both(p, columns);
		if (p->status) return NULL;
		if (n) rw_vec_push(p->a, &parts, n);
		if (p->i >= p->text.n || !is_operator(p, "OR", "or")) break;
		if (p->range_at != SIZE_MAX)
			return fail(p, p->range_at, "a range holds for the whole query: put what is joined by OR in brackets");
		p->inner |= p->depth == 0;
		p->i += peek(p).n;
	}
	return parts.n ? join(p, RW_QUERY_OR, &parts) : NULL;
}

riwaya_status rw_query_parse(rw_words *w, rw_arena *a, rw_slice text, rw_query *out, riwaya_error *err) {
	*out = (rw_query){
		.published_from = INT64_MIN, .published_to = INT64_MAX, .received_from = INT64_MIN, .received_to = INT64_MAX};
	if (text.n > RW_QUERY_BYTES)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("query"), RW_QUERY_BYTES, 0,
			"the query is over %d bytes long: shorten it", RW_QUERY_BYTES);
	parser p = {.w = w, .lx = rw_words_lexicon(w), .a = a, .text = text, .range_at = SIZE_MAX, .q = out, .err = err};
	skip_space(&p);
	if (p.i >= text.n) fail(&p, 0, "the query is empty: write a word");
	if (!p.status) out->root = either(&p, RW_COLUMN_TITLE | RW_COLUMN_TEXT);
	if (!p.status && p.i < text.n) fail(&p, p.i, "this bracket was not opened: leave it out, or write ( before");
	return p.status;
}
