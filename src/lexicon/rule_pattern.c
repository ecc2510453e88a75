/* rule_pattern.c: reads the pattern of a rule into a tree. Depth is bounded by RW_RULE_DEPTH. */
#include "lexicon/rule_syntax.h"

static rw_node *alternatives(rw_rule_text *t, uint32_t depth);

static const char *const class_names[RW_CLASS_COUNT] = {"quote", "comma", "colon", "dash", "open", "close"};

uint32_t rw_rule_class(rw_slice name) {
	uint32_t i = 0;
	while (i < RW_CLASS_COUNT && !rw_slice_eqz(name, class_names[i])) i++;
	return i;
}

const char *rw_rule_class_name(uint32_t class_) { return class_ < RW_CLASS_COUNT ? class_names[class_] : "?"; }

static rw_node *node(rw_rule_text *t, rw_node_kind kind) {
	if (++t->nodes > RW_RULE_NODES) {
		rw_rule_text_fail(t, "the pattern is too long: more than %d parts; split the rule", RW_RULE_NODES);
	}
	rw_node *n = RW_NEW(t->s->a, rw_node);
	n->kind = kind;
	n->line = t->line;
	return n;
}

static bool take(rw_rule_text *t, char c) {
	if (rw_rule_text_peek(t) != c) return false;
	t->i++;
	return true;
}

static bool number(rw_rule_text *t, uint32_t *out) {
	rw_rule_text_space(t);
	size_t from = t->i;
	uint32_t v = 0;
	while (t->i < t->text.n && t->text.p[t->i] >= '0' && t->text.p[t->i] <= '9') {
		if (v < 10000) v = v * 10 + (uint32_t)(t->text.p[t->i] - '0');
		t->i++;
	}
	*out = v;
	return t->i > from;
}

static rw_node *item(rw_rule_text *t) {
	rw_node *n = node(t, RW_NODE_ITEM);
	t->i++;
	if (!rw_rule_text_list(t, "the kind of an item", &n->kinds)) return NULL;
	if (take(t, ':') && !rw_rule_text_list(t, "the id of an item", &n->ids)) return NULL;
	RW_VEC(rw_rule_test) tests = {0};
	while (!take(t, '>')) {
		rw_rule_test test = {.line = t->line};
		test.key = rw_rule_text_word(t, false);
		if (test.key.n == 0 && t->i == t->text.n) {
			t->line = n->line;
			rw_rule_text_fail(t, "the item < opened here is not closed; put > behind its last test");
			return NULL;
		}
		if (test.key.n == 0) {
			rw_slice here = rw_rule_text_here(t);
			rw_rule_text_fail(
				t, "'" RW_FMT "' does not belong in an item; write <kind:id key=value key!=value>", RW_ARG(here));
			return NULL;
		}
		test.negated = take(t, '!');
		if (!take(t, '=')) {
			rw_rule_text_fail(t,
				"'" RW_FMT "' is tested for nothing; write " RW_FMT "=value, =any or =none, or close the item with >",
				RW_ARG(test.key), RW_ARG(test.key));
			return NULL;
		}
		if (!rw_rule_text_list(t, "a value", &test.values)) return NULL;
		if (tests.n == RW_RULE_LISTED) {
			rw_rule_text_fail(t, "an item has more than %d tests; split the rule", RW_RULE_LISTED);
			return NULL;
		}
		rw_vec_push(t->s->a, &tests, test);
	}
	n->tests = tests.p;
	n->n_tests = (uint32_t)tests.n;
	return n;
}

static rw_node *words(rw_rule_text *t) {
	rw_node *n = node(t, RW_NODE_WORDS);
	if (!rw_rule_text_string(t, &n->name)) return NULL;
	if (n->name.n && n->name.p[0] == '~') {
		n->joined = true;
		n->name = rw_slice_of(n->name.p + 1, n->name.n - 1);
	}
	n->name = rw_slice_trim(n->name);
	if (n->name.n == 0) {
		rw_rule_text_fail(t, "a string has no word in it; write the words to match between the quotes");
		return NULL;
	}
	return n;
}

/* gap(0..6 not <pred>|"word" not comma) */
static rw_node *gap(rw_rule_text *t, uint32_t depth) {
	rw_node *n = node(t, RW_NODE_GAP);
	bool ok = take(t, '(') && number(t, &n->min) && take(t, '.') && take(t, '.') && number(t, &n->max);
	if (!ok || n->min > n->max || n->max == 0 || n->max > RW_RULE_GAP) {
		rw_rule_text_fail(t, "a gap is written gap(0..6): fewest and most words, at most %d", RW_RULE_GAP);
		return NULL;
	}
	rw_node **last = &n->child;
	while (!take(t, ')')) {
		rw_rule_text_space(t);
		if (!rw_slice_eqz(rw_rule_text_word(t, false), "not")) {
			rw_rule_text_fail(t, "in a gap only 'not' may follow the numbers: gap(0..6 not <pred> not \"word\")");
			return NULL;
		}
		/* Every alternative by itself is something the gap may not hold; the compiler refuses what is more than one thing. */
		for (;;) {
			char c = rw_rule_text_peek(t);
			rw_node *x = NULL;
			if (c == '<') {
				x = item(t);
			} else if (c == '"') {
				x = words(t);
			} else if (c == '@') {
				t->i++;
				x = node(t, RW_NODE_LET);
				x->name = rw_rule_text_word(t, true);
			} else if (c == '(') {
				if (depth >= RW_RULE_DEPTH) {
					rw_rule_text_fail(t, "brackets stand more than %d deep; name a part with let", RW_RULE_DEPTH);
					return NULL;
				}
				t->i++;
				x = alternatives(t, depth + 1);
				if (x && !take(t, ')'))
					rw_rule_text_fail(t, "a bracket is not closed; put ) after the last alternative");
			} else {
				rw_slice w = rw_rule_text_word(t, false);
				uint32_t class_ = rw_rule_class(w);
				if (class_ == RW_CLASS_COUNT) {
					rw_rule_text_fail(t,
						"after 'not' an item, words in quotes, a @name, or one of quote comma colon dash open close must stand");
					return NULL;
				}
				x = node(t, RW_NODE_CLASS);
				x->min = class_;
			}
			if (!x || t->failed) return NULL;
			*last = x;
			last = &x->next;
			if (!take(t, '|')) break;
		}
	}
	return n;
}

static rw_node *atom(rw_rule_text *t, uint32_t depth) {
	char c = rw_rule_text_peek(t);
	switch (c) {
	case '<': return item(t);
	case '"': return words(t);
	case '^':
	case '$': t->i++; return node(t, c == '^' ? RW_NODE_START : RW_NODE_END);
	case '@': {
		t->i++;
		rw_node *n = node(t, RW_NODE_LET);
		n->name = rw_rule_text_word(t, true);
		if (n->name.n == 0) {
			rw_rule_text_fail(t, "a name is missing after @; write the name of a let");
			return NULL;
		}
		return n;
	}
	case '(': {
		if (depth >= RW_RULE_DEPTH) {
			rw_rule_text_fail(t, "brackets stand more than %d deep; name a part with let", RW_RULE_DEPTH);
			return NULL;
		}
		uint32_t line = t->line;
		t->i++;
		rw_node *n = alternatives(t, depth + 1);
		if (!n) return NULL;
		if (!take(t, ')')) {
			t->line = line;
			rw_rule_text_fail(t, "the bracket ( opened here is not closed; put ) where its part ends");
			return NULL;
		}
		return n;
	}
	default: break;
	}
	size_t from = t->i;
	rw_slice w = rw_rule_text_word(t, false);
	if (rw_slice_eqz(w, "_")) return node(t, RW_NODE_ANY);
	if (rw_slice_eqz(w, "gap")) return gap(t, depth);
	uint32_t class_ = rw_rule_class(w);
	if (class_ < RW_CLASS_COUNT) {
		rw_node *n = node(t, RW_NODE_CLASS);
		n->min = class_;
		return n;
	}
	t->i = from;
	rw_slice here = rw_rule_text_here(t);
	if (w.n) {
		rw_rule_text_fail(t,
			"'" RW_FMT "' is no part of a pattern; write <" RW_FMT "> for an item, \"" RW_FMT "\" for a word, @" RW_FMT
			" for a let, or " RW_FMT "= before what it captures",
			RW_ARG(w), RW_ARG(w), RW_ARG(w), RW_ARG(w), RW_ARG(w));
	} else if (c == '\0') {
		rw_rule_text_fail(t, "the pattern ends where a part is missing; write one, or take the last | or = away");
	} else if ((unsigned char)c >= 0x80) {
		rw_rule_text_fail(t, "'" RW_FMT "' stands bare in a pattern; put words to match between straight quotes: \"…\"",
			RW_ARG(here));
	} else {
		rw_rule_text_fail(t,
			"a part of the pattern is missing before '" RW_FMT "'; write an item, words in quotes, a gap or a group",
			RW_ARG(here));
	}
	return NULL;
}

/* [name=] atom [? or {m,n}] */
static rw_node *unit(rw_rule_text *t, uint32_t depth) {
	rw_rule_text_space(t);
	size_t from = t->i;
	rw_slice name = rw_rule_text_word(t, false);
	bool captured = name.n && t->i < t->text.n && t->text.p[t->i] == '=';
	rw_node *n;
	if (captured) {
		rw_node *capture = node(t, RW_NODE_CAPTURE);
		capture->name = name;
		if (name.n > RW_RULE_NAME) {
			rw_rule_text_fail(t, "the name of a capture is longer than %d letters; shorten it", RW_RULE_NAME);
			return NULL;
		}
		t->i++;
		if (!(capture->child = atom(t, depth))) return NULL;
		if (capture->child->kind == RW_NODE_START || capture->child->kind == RW_NODE_END) {
			rw_rule_text_fail(
				t, "^ and $ match no words, so '" RW_FMT "=' has nothing to hold; take it away", RW_ARG(name));
			return NULL;
		}
		n = capture;
	} else {
		t->i = from;
		if (!(n = atom(t, depth))) return NULL;
	}
	bool quantified = false;
	for (;;) {
		char c = rw_rule_text_peek(t);
		if (c != '?' && c != '{') break;
		rw_node *r = node(t, RW_NODE_REPEAT);
		r->child = n;
		t->i++;
		if (c == '?') {
			r->max = 1;
		} else {
			bool ok = number(t, &r->min);
			if (ok && take(t, ','))
				ok = number(t, &r->max);
			else
				r->max = r->min;
			if (!ok || !take(t, '}') || r->max < r->min || r->max == 0 || r->max > RW_RULE_REPEAT) {
				rw_rule_text_fail(t, "a repetition is written {0,6}: fewest and most times, at most %d", RW_RULE_REPEAT);
				return NULL;
			}
		}
		if (quantified) {
			rw_rule_text_fail(t, "two repetitions stand after one part; keep one, or put the part in brackets first");
			return NULL;
		}
		quantified = true;
		n = r;
	}
	return n;
}

static rw_node *sequence(rw_rule_text *t, uint32_t depth) {
	rw_node *n = node(t, RW_NODE_SEQ), **last = &n->child;
	do {
		rw_node *x = unit(t, depth);
		if (!x || t->failed) return NULL;
		*last = x;
		last = &x->next;
		char c = rw_rule_text_peek(t);
		if (c == '\0' || c == '|' || c == ')') break;
	} while (true);
	return n->child->next ? n : n->child;
}

static rw_node *alternatives(rw_rule_text *t, uint32_t depth) {
	rw_node *first = sequence(t, depth);
	if (!first || rw_rule_text_peek(t) != '|') return first;
	rw_node *alt = node(t, RW_NODE_ALT), **last = &first->next;
	alt->child = first;
	while (take(t, '|')) {
		rw_node *x = sequence(t, depth);
		if (!x || t->failed) return NULL;
		*last = x;
		last = &x->next;
	}
	return alt;
}

rw_node *rw_rule_pattern(rw_rule_text *t) {
	rw_node *n = alternatives(t, 0);
	if (n && !t->failed && rw_rule_text_peek(t) != '\0') {
		rw_slice here = rw_rule_text_here(t);
		rw_rule_text_fail(t, "'" RW_FMT "' closes or follows nothing; take it away or open what it closes", RW_ARG(here));
	}
	return t->failed ? NULL : n;
}
