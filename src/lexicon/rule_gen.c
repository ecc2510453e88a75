/* rule_gen.c: writes a pattern's tree as a program, lets and repetitions written out, and finds what can start it.
 *
 * A repetition becomes so many copies, so every jump goes forward. What is asked of the whole program (how many captures it may bind)
 * is then one pass over it from its end.
 */
#include "lexicon/rule_gen.h"

enum {
	TREE_DEPTH = 6 * RW_RULE_DEPTH, /* nodes of a tree under each other, through lets */
	FUEL = 4096                     /* nodes looked at to tell what a captured part is */
};

static void fail(rw_gen *g, uint32_t line, const char *what) {
	if (!g->failed) rw_compiler_complain(g->s->c, g->source->path, line, "%s", what);
	g->failed = true;
}

/* --- lets ---------------------------------------------------------------------------------------------------- */
rw_let *rw_rule_let(rw_syntax *s, const rw_source *from, rw_slice name, bool *several) {
	rw_let *best = NULL;
	bool own = false;
	*several = false;
	for (size_t i = 0; i < s->lets.n; i++) {
		rw_let *l = &s->lets.p[i];
		if (!rw_slice_eq(l->name, name)) continue;
		bool same = rw_slice_eq(l->source->name, from->name);
		if (!best || l->source->layer > best->source->layer) {
			best = l;
			own = same;
			*several = false;
		} else if (l->source->layer == best->source->layer) {
			if (same && !own) {
				best = l;
				own = true;
				*several = false;
			} else if (same == own && l->source != best->source) {
				*several = true;
			} else if (!same && !own) {
				*several = true;
			}
		}
	}
	if (own) *several = false;
	return best;
}

/* --- instructions -------------------------------------------------------------------------------------------- */
static uint32_t here(const rw_gen *g) { return (uint32_t)(g->code.n / RW_CODE_I_SIZE); }

static uint32_t put(rw_gen *g, uint32_t op, uint32_t cap, uint32_t x, uint32_t y) {
	if (here(g) >= RW_RULE_CODE) {
		g->source = g->rule->source;
		fail(g, g->rule->match_line,
			"the pattern is too long with its repetitions and lets written out; repeat less or split the rule");
		return 0;
	}
	rw_vec_push(g->s->a, &g->code, op | cap << 8);
	rw_vec_push(g->s->a, &g->code, x);
	rw_vec_push(g->s->a, &g->code, y);
	return here(g) - 1;
}

static void patch(rw_gen *g, uint32_t at, uint32_t which, uint32_t value) {
	if (!g->failed) g->code.p[(size_t)at * RW_CODE_I_SIZE + which] = value;
}

static void pool(rw_gen *g, uint32_t v) { rw_vec_push(g->s->a, &g->pool, v); }

uint32_t rw_rule_feature_type(rw_slice key) {
	static const struct {
		const char *key;
		uint32_t type;
	} special[] = {{"id", RW_FEAT_ID}, {"pro", RW_FEAT_PRO}, {"def", RW_FEAT_DEF}, {"enc", RW_FEAT_ENC}};
	for (size_t i = 0; i < RW_COUNT(special); i++) {
		if (rw_slice_eqz(key, special[i].key)) return special[i].type;
	}
	return RW_FEAT_PLAIN;
}

uint32_t rw_rule_value_code(rw_compiler *c, uint32_t type, rw_slice value) {
	if (rw_slice_eqz(value, "none")) return 0;
	if (rw_slice_eqz(value, "any")) return RW_CODE_SOME;
	return type == RW_FEAT_PRO ? rw_pro_bit(value) : rw_compiler_sym(c, value);
}

static uint32_t put_test(rw_gen *g, const rw_node *n) {
	rw_compiler *c = g->s->c;
	uint32_t at = (uint32_t)g->pool.n;
	pool(g, n->kinds.n);
	for (uint32_t i = 0; i < n->kinds.n; i++) pool(g, rw_compiler_sym(c, n->kinds.p[i]));
	pool(g, n->ids.n);
	for (uint32_t i = 0; i < n->ids.n; i++) pool(g, rw_compiler_sym(c, n->ids.p[i]));
	pool(g, n->n_tests);
	for (uint32_t i = 0; i < n->n_tests; i++) {
		const rw_rule_test *t = &n->tests[i];
		uint32_t type = rw_rule_feature_type(t->key);
		pool(g, type);
		pool(g, type == RW_FEAT_PLAIN ? rw_compiler_sym(c, t->key) : 0);
		pool(g, t->negated);
		pool(g, t->values.n);
		for (uint32_t k = 0; k < t->values.n; k++) pool(g, rw_rule_value_code(c, type, t->values.p[k]));
	}
	bool fresh;
	rw_slice key = rw_slice_of((const char *)(g->pool.p + at), (g->pool.n - at) * sizeof *g->pool.p);
	uint32_t *known = rw_map_put(&g->tests, rw_arena_copy(g->s->a, key), &fresh);
	if (fresh) return *known = at;
	g->pool.n = at;
	return *known;
}

static void put_item(rw_gen *g, const rw_node *n, uint32_t cap) { put(g, RW_OP_ITEM, cap, put_test(g, n), 0); }

/* The literals of a string: one for each token. */
static uint32_t *literals(rw_gen *g, const rw_node *n, uint32_t *count) {
	rw_tokens t;
	rw_tokenize(g->s->a, n->name, &t);
	*count = t.n;
	if (t.n == 0) fail(g, n->line, "a string holds nothing that a text's words could equal; write the words to match");
	uint32_t *p = RW_ARRAY(g->s->a, uint32_t, t.n);
	for (uint32_t i = 0; i < t.n; i++) {
		bool article = false;
		uint32_t word = rw_compiler_word(g->s->c, rw_tokens_text(&t, i, i + 1), &article);
		p[i] = word << 1 | article;
	}
	return p;
}

/* --- gaps ---------------------------------------------------------------------------------------------------- */
static void put_nots(rw_gen *g, const rw_node *list, rw_words *out, uint32_t depth, uint32_t *fuel) {
	for (const rw_node *n = list; n && !g->failed; n = n->next) {
		if (depth > TREE_DEPTH || --*fuel == 0) {
			fail(g, n->line, "what a gap may not hold is too long; name fewer things after not");
			return;
		}
		switch (n->kind) {
		case RW_NODE_ITEM: {
			uint32_t test = put_test(g, n);
			rw_vec_push(g->s->a, out, RW_OP_ITEM);
			rw_vec_push(g->s->a, out, test);
			rw_vec_push(g->s->a, out, 0);
			break;
		}
		case RW_NODE_WORDS: {
			uint32_t count, *lit = literals(g, n, &count), at = (uint32_t)g->pool.n;
			pool(g, n->joined);
			pool(g, count);
			for (uint32_t i = 0; i < count; i++) pool(g, lit[i]);
			rw_vec_push(g->s->a, out, RW_OP_WORD);
			rw_vec_push(g->s->a, out, at);
			rw_vec_push(g->s->a, out, 0);
			break;
		}
		case RW_NODE_CLASS:
			rw_vec_push(g->s->a, out, RW_OP_CLASS);
			rw_vec_push(g->s->a, out, n->min);
			rw_vec_push(g->s->a, out, 0);
			break;
		case RW_NODE_ALT: put_nots(g, n->child, out, depth + 1, fuel); break;
		case RW_NODE_LET: {
			bool several;
			rw_let *let = rw_rule_let(g->s, g->source, n->name, &several);
			if (!let || !let->pattern || let->open) {
				g->failed = true; /* told of when lets were checked */
				return;
			}
			const rw_source *was = g->source;
			g->source = let->source;
			let->open = true;
			put_nots(g, let->pattern, out, depth + 1, fuel);
			let->open = false;
			g->source = was;
			break;
		}
		default:
			fail(g, n->line,
				"after not in a gap only single things may stand: an item, words, a class of marks, or alternatives of them");
			return;
		}
	}
}

static void put_gap(rw_gen *g, const rw_node *n, uint32_t cap) {
	uint32_t nots = RW_CODE_NO, fuel = FUEL;
	if (n->child) {
		rw_words list = {0};
		put_nots(g, n->child, &list, 0, &fuel);
		if (g->failed) return;
		nots = (uint32_t)g->pool.n;
		pool(g, (uint32_t)(list.n / 3));
		for (size_t i = 0; i < list.n; i++) pool(g, list.p[i]);
	}
	put(g, RW_OP_GAP, cap, n->min | n->max << 8, nots);
}

/* --- the tree ------------------------------------------------------------------------------------------------ */
/* Whether all that the node can match is one item or token: a capture of it then holds that. */
static bool single(rw_gen *g, const rw_source *source, const rw_node *n, uint32_t depth, uint32_t *fuel) {
	if (depth > TREE_DEPTH || *fuel == 0) return false;
	--*fuel;
	switch (n->kind) {
	case RW_NODE_ITEM:
	case RW_NODE_WORDS:
	case RW_NODE_CLASS:
	case RW_NODE_ANY: return true;
	case RW_NODE_ALT:
		for (const rw_node *x = n->child; x; x = x->next) {
			if (!single(g, source, x, depth + 1, fuel)) return false;
		}
		return true;
	case RW_NODE_LET: {
		bool several;
		rw_let *let = rw_rule_let(g->s, source, n->name, &several);
		return let && let->pattern && single(g, let->source, let->pattern, depth + 1, fuel);
	}
	default: return false;
	}
}

uint32_t rw_rule_cap(const rw_gen *g, rw_slice name) {
	for (uint32_t i = 0; i < g->n_caps; i++) {
		if (rw_slice_eq(g->caps[i], name)) return i;
	}
	return RW_RULE_CAPTURES;
}

static uint32_t cap_slot(rw_gen *g, const rw_node *n) {
	uint32_t i = rw_rule_cap(g, n->name);
	if (i < RW_RULE_CAPTURES) return i;
	if (g->n_caps == RW_RULE_CAPTURES) {
		fail(g, n->line, "a rule has more than 16 captures; capture less or split the rule");
		return 0;
	}
	g->caps[g->n_caps] = n->name;
	g->cap_item[g->n_caps] = g->cap_open[g->n_caps] = false;
	return g->n_caps++;
}

static void gen(rw_gen *g, const rw_node *n, uint32_t cap, uint32_t depth);

static void gen_words(rw_gen *g, const rw_node *n, uint32_t cap) {
	uint32_t count, *lit = literals(g, n, &count);
	bool stretch = cap != RW_CODE_CAP_NONE && count > 1;
	if (stretch) put(g, RW_OP_OPEN, cap, 0, 0);
	for (uint32_t i = 0; i < count && !g->failed; i++) {
		put(g, RW_OP_WORD, stretch ? RW_CODE_CAP_NONE : cap, lit[i], n->joined && i == 0);
	}
	if (stretch) put(g, RW_OP_CLOSE, cap, 0, 0);
}

static void gen_alternatives(rw_gen *g, const rw_node *n, uint32_t cap, uint32_t depth) {
	/* Jumps from the end of each alternative to the end of all are chained through their own operands. */
	uint32_t chain = RW_CODE_NO;
	for (const rw_node *x = n->child; x && !g->failed; x = x->next) {
		uint32_t split = x->next ? put(g, RW_OP_SPLIT, RW_CODE_CAP_NONE, here(g) + 1, 0) : 0;
		gen(g, x, cap, depth + 1);
		if (!x->next) break;
		chain = put(g, RW_OP_JUMP, RW_CODE_CAP_NONE, chain, 0);
		patch(g, split, 2, here(g));
	}
	while (!g->failed && chain != RW_CODE_NO) {
		uint32_t before = g->code.p[(size_t)chain * RW_CODE_I_SIZE + 1];
		patch(g, chain, 1, here(g));
		chain = before;
	}
}

static void gen_repetition(rw_gen *g, const rw_node *n, uint32_t cap, uint32_t depth) {
	uint32_t splits[RW_RULE_REPEAT], n_splits = 0;
	for (uint32_t i = 0; i < n->max && !g->failed; i++) {
		if (i >= n->min) splits[n_splits++] = put(g, RW_OP_SPLIT, RW_CODE_CAP_NONE, here(g) + 1, 0);
		gen(g, n->child, cap, depth + 1);
	}
	while (n_splits) patch(g, splits[--n_splits], 2, here(g));
}

static void gen_capture(rw_gen *g, const rw_node *n, uint32_t depth) {
	uint32_t slot = cap_slot(g, n), fuel = FUEL;
	if (g->failed) return;
	if (g->cap_open[slot]) {
		fail(g, n->line, "a capture stands inside one of the same name; give the inner one another name");
		return;
	}
	g->cap_open[slot] = true;
	if (n->child->kind == RW_NODE_GAP || single(g, g->source, n->child, 0, &fuel)) {
		gen(g, n->child, slot, depth + 1);
	} else {
		put(g, RW_OP_OPEN, slot, 0, 0);
		gen(g, n->child, RW_CODE_CAP_NONE, depth + 1);
		put(g, RW_OP_CLOSE, slot, 0, 0);
	}
	g->cap_open[slot] = false;
}

static void gen(rw_gen *g, const rw_node *n, uint32_t cap, uint32_t depth) {
	if (g->failed) return;
	if (depth > TREE_DEPTH) {
		fail(g, n->line, "brackets and lets stand too deep in each other; write the pattern flatter");
		return;
	}
	switch (n->kind) {
	case RW_NODE_SEQ:
		for (const rw_node *x = n->child; x; x = x->next) gen(g, x, RW_CODE_CAP_NONE, depth + 1);
		break;
	case RW_NODE_ALT: gen_alternatives(g, n, cap, depth); break;
	case RW_NODE_REPEAT: gen_repetition(g, n, cap, depth); break;
	case RW_NODE_CAPTURE: gen_capture(g, n, depth); break;
	case RW_NODE_LET: {
		bool several;
		rw_let *let = rw_rule_let(g->s, g->source, n->name, &several);
		if (!let || !let->pattern || let->open || let->looped) {
			g->failed = true; /* told of when lets were checked */
			return;
		}
		const rw_source *was = g->source;
		g->source = let->source;
		let->open = true;
		gen(g, let->pattern, cap, depth + 1);
		let->open = false;
		g->source = was;
		break;
	}
	case RW_NODE_ITEM:
		if (cap != RW_CODE_CAP_NONE) g->cap_item[cap] = true;
		put_item(g, n, cap);
		break;
	case RW_NODE_WORDS: gen_words(g, n, cap); break;
	case RW_NODE_CLASS: put(g, RW_OP_CLASS, cap, n->min, 0); break;
	case RW_NODE_ANY: put(g, RW_OP_ANY, cap, 0, 0); break;
	case RW_NODE_GAP: put_gap(g, n, cap); break;
	case RW_NODE_START: put(g, RW_OP_START, RW_CODE_CAP_NONE, 0, 0); break;
	case RW_NODE_END: put(g, RW_OP_END, RW_CODE_CAP_NONE, 0, 0); break;
	}
}

/* --- the whole program --------------------------------------------------------------------------------------- */
/* From the end: what every way onward binds at most. */
static void weigh(rw_gen *g) {
	uint32_t n = here(g);
	uint32_t *bound = RW_ARRAY(g->s->a, uint32_t, n);
	for (uint32_t i = n; i-- > 0;) {
		const uint32_t *in = g->code.p + (size_t)i * RW_CODE_I_SIZE;
		uint32_t op = in[0] & 0xFF;
		if (op == RW_OP_MATCH) continue;
		if (op == RW_OP_SPLIT) {
			bound[i] = bound[in[1]] > bound[in[2]] ? bound[in[1]] : bound[in[2]];
			continue;
		}
		bound[i] = bound[op == RW_OP_JUMP ? in[1] : i + 1] + (in[0] >> 8 != RW_CODE_CAP_NONE && op != RW_OP_OPEN);
	}
	if (bound[0] > RW_RULE_CAPTURES) {
		g->source = g->rule->source;
		fail(g, g->rule->match_line,
			"a match could hold more than 16 captures, those of repetitions counted each time; capture or repeat less");
	}
}

static void trigger(rw_gen *g, rw_trigger key, uint32_t type, uint32_t a, uint32_t b) {
	key.type = type;
	key.a = a;
	key.b = b;
	rw_vec_push(g->s->a, &g->triggers, key);
}

/* What the first token or item of a match can be. Every way must begin with an item, a word or a mark: so a
 * rule costs nothing where none of them stands. */
static void start(rw_gen *g, uint32_t index, rw_sym stage) {
	uint32_t n = here(g);
	bool *reached = RW_ARRAY(g->s->a, bool, n);
	reached[0] = true;
	for (uint32_t i = 0; i < n; i++) {
		if (!reached[i]) continue;
		const uint32_t *in = g->code.p + (size_t)i * RW_CODE_I_SIZE;
		rw_trigger key = {.stage = stage, .rule = index, .step = g->base + i, .x = in[1]};
		switch (in[0] & 0xFF) {
		case RW_OP_SPLIT: reached[in[1]] = reached[in[2]] = true; break;
		case RW_OP_JUMP: reached[in[1]] = true; break;
		case RW_OP_OPEN:
		case RW_OP_CLOSE:
		case RW_OP_START: reached[i + 1] = true; break;
		case RW_OP_ITEM: {
			const uint32_t *t = g->pool.p + in[1], *ids = t + 1 + t[0];
			for (uint32_t k = 0; k < t[0]; k++) {
				if (ids[0] == 0) trigger(g, key, RW_TRIGGER_ITEM, t[1 + k], 0);
				for (uint32_t m = 0; m < ids[0]; m++) trigger(g, key, RW_TRIGGER_ITEM, t[1 + k], ids[1 + m]);
			}
			break;
		}
		case RW_OP_WORD:
			trigger(g, key, RW_TRIGGER_WORD, in[1], 0);
			if (in[2]) trigger(g, key, RW_TRIGGER_WORD, in[1], 1);
			break;
		case RW_OP_CLASS: trigger(g, key, RW_TRIGGER_CLASS, in[1], 0); break;
		default:
			g->source = g->rule->source;
			fail(g, g->rule->match_line,
				"the pattern can begin with nothing certain (_, a gap, $, or only optional parts); begin it with an item or a word that must be there");
			return;
		}
	}
}

bool rw_rule_gen(rw_gen *g, const rw_rule *rule, uint32_t index, rw_sym stage) {
	g->rule = rule;
	g->source = rule->source;
	g->code.n = 0;
	g->n_caps = 0;
	g->failed = false;
	gen(g, rule->pattern, RW_CODE_CAP_NONE, 0);
	put(g, RW_OP_MATCH, RW_CODE_CAP_NONE, 0, 0);
	if (!g->failed) weigh(g);
	if (!g->failed) start(g, index, stage);
	return !g->failed;
}
