/* rule_compile.c: from the rules' sources to the image's section.
 *
 * Sources of all layers are read, layers laid over each other, names checked against what tables, rules and code make;
 * each rule's pattern becomes a program (rule_gen.c), and all is written in the form of rule_code.h. Rules are
 * numbered by name, so the section depends on what is written and not on the order of files.
 */
#include "lexicon/rule_gen.h"
#include <stdlib.h>

static const char *const stages[RW_CODE_STAGES] = {"mention", "figure", "frame", "claim"};

typedef struct compile {
	rw_syntax s;
	rw_gen gen;
	rw_map kinds;    /* made by rules or code */
	rw_map features; /* made by rules or code */
	rw_rule **order; /* rules that count, by name */
	uint32_t n;
	rw_words rules, code, slots, lists, cases;
	rw_buf blob;
	rw_map blobs; /* strings already in it */
} compile;

#define COMPLAIN(k, src, line, ...) rw_compiler_complain((k)->s.c, (src)->path, (line), __VA_ARGS__)

/* --- layers -------------------------------------------------------------------------------------------------- */
/* By name, then layer, then as written. */
static int rule_cmp(const void *x, const void *y) {
	const rw_rule *a = *(rw_rule *const *)x, *b = *(rw_rule *const *)y;
	int d = rw_slice_cmp(a->name, b->name);
	if (d) return d;
	if (a->source->layer != b->source->layer) return a->source->layer < b->source->layer ? -1 : 1;
	d = rw_slice_cmp(a->source->name, b->source->name);
	if (d) return d;
	return a->line < b->line ? -1 : a->line > b->line;
}

static void order_rules(compile *k) {
	size_t n = k->s.rules.n;
	rw_rule **p = RW_ARRAY(k->s.a, rw_rule *, n);
	for (size_t i = 0; i < n; i++) p[i] = &k->s.rules.p[i];
	if (n) qsort(p, n, sizeof *p, rule_cmp);
	for (size_t i = 0; i + 1 < n; i++) {
		if (!rw_slice_eq(p[i]->name, p[i + 1]->name)) continue;
		if (p[i]->source->layer == p[i + 1]->source->layer) {
			COMPLAIN(k, p[i + 1]->source, p[i + 1]->line,
				"rule " RW_FMT " stands already at " RW_FMT ":%u; give one of them another name", RW_ARG(p[i]->name),
				RW_ARG(p[i]->source->path), (unsigned)p[i]->line);
		}
		p[i]->gone = true;
	}
	for (size_t d = 0; d < k->s.drops.n; d++) {
		const rw_drop *drop = &k->s.drops.p[d];
		bool found = false;
		for (size_t i = 0; i < n; i++) {
			if (!rw_slice_eq(p[i]->name, drop->name) || p[i]->source->layer >= drop->source->layer) continue;
			found = p[i]->gone = true;
		}
		if (!found) {
			COMPLAIN(k, drop->source, drop->line,
				"no rule " RW_FMT " is there to drop; drop names a rule of the tables below this folder",
				RW_ARG(drop->name));
		}
	}
	k->order = p;
	for (size_t i = 0; i < n; i++) {
		if (!p[i]->gone) p[k->n++] = p[i];
	}
	if (k->n > RW_RULE_RULES) {
		const rw_rule *r = p[RW_RULE_RULES];
		COMPLAIN(k, r->source, r->line, "there are more than %d rules; drop some", RW_RULE_RULES);
		k->n = RW_RULE_RULES;
	}
}

/* --- lets ---------------------------------------------------------------------------------------------------- */
static void check_let_names(compile *k) {
	for (size_t i = 0; i < k->s.lets.n; i++) {
		const rw_let *a = &k->s.lets.p[i];
		for (size_t j = 0; j < i; j++) {
			const rw_let *b = &k->s.lets.p[j];
			if (a->source == b->source && rw_slice_eq(a->name, b->name)) {
				COMPLAIN(k, a->source, a->line, "let " RW_FMT " stands already at line %u; give one of them another name",
					RW_ARG(a->name), (unsigned)b->line);
				break;
			}
		}
	}
}

/* Walks one pattern, not into lets, with a stack of its own making: siblings before children. */
typedef void node_fn(compile *k, const rw_source *source, const rw_node *n, void *p);
static void walk(compile *k, const rw_source *source, const rw_node *root, node_fn *fn, void *p) {
	RW_VEC(const rw_node *) todo = {0};
	if (root) rw_vec_push(k->s.a, &todo, root);
	while (todo.n) {
		const rw_node *n = todo.p[--todo.n];
		fn(k, source, n, p);
		/* The root's `next` belongs to nobody; of others it is a sibling. */
		if (n != root && n->next) rw_vec_push(k->s.a, &todo, n->next);
		if (n->child) rw_vec_push(k->s.a, &todo, n->child);
	}
}

static void use_let(compile *k, const rw_source *source, const rw_node *n, void *p) {
	(void)p;
	if (n->kind != RW_NODE_LET) return;
	bool several;
	rw_let *let = rw_rule_let(&k->s, source, n->name, &several);
	if (!let) {
		COMPLAIN(k, source, n->line,
			"no let " RW_FMT " is there; write let " RW_FMT " = PATTERN, or correct the name after @", RW_ARG(n->name),
			RW_ARG(n->name));
	} else if (several) {
		COMPLAIN(k, source, n->line,
			"several files have a let " RW_FMT " and this one has none; give them names of their own", RW_ARG(n->name));
	}
	/* Lets of the name in other layers count as used: an overlay puts its own in their place. */
	for (size_t i = 0; i < k->s.lets.n; i++) {
		if (rw_slice_eq(k->s.lets.p[i].name, n->name)) k->s.lets.p[i].used = true;
	}
}

typedef struct let_edges {
	RW_VEC(rw_let *) to;
} let_edges;

static void add_edge(compile *k, const rw_source *source, const rw_node *n, void *p) {
	let_edges *e = p;
	bool several;
	rw_let *let = n->kind == RW_NODE_LET ? rw_rule_let(&k->s, source, n->name, &several) : NULL;
	if (let) rw_vec_push(k->s.a, &e->to, let);
}

/* Marks lets that lead back to themselves: takes away, again and again, those that use only lets already taken away. */
static void check_let_loops(compile *k) {
	size_t n = k->s.lets.n, left = n;
	let_edges *edges = RW_ARRAY(k->s.a, let_edges, n);
	for (size_t i = 0; i < n; i++) {
		rw_let *l = &k->s.lets.p[i];
		l->looped = true;
		walk(k, l->source, l->pattern, add_edge, &edges[i]);
	}
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < n; i++) {
			rw_let *l = &k->s.lets.p[i];
			if (!l->looped) continue;
			bool free = true;
			for (size_t j = 0; j < edges[i].to.n && free; j++) free = !edges[i].to.p[j]->looped;
			if (free) {
				l->looped = false;
				left--;
				more = true;
			}
		}
	}
	for (size_t i = 0; left && i < n; i++) {
		const rw_let *l = &k->s.lets.p[i];
		if (l->looped)
			COMPLAIN(k, l->source, l->line, "let " RW_FMT " leads back to itself; write what repeats as (…){0,8}",
				RW_ARG(l->name));
	}
}

/* --- kinds and features -------------------------------------------------------------------------------------- */
static void put_name(rw_map *m, rw_slice name) {
	bool fresh;
	*rw_map_put(m, name, &fresh) = 1;
}

static void gather_names(compile *k) {
	for (size_t i = 0; i < k->s.kinds.n; i++) {
		const rw_rule_kind *d = &k->s.kinds.p[i];
		if (d->takes) continue;
		put_name(&k->kinds, d->name);
		for (uint32_t j = 0; j < d->features.n; j++) put_name(&k->features, d->features.p[j]);
	}
	for (uint32_t i = 0; i < k->n; i++) {
		const rw_rule *r = k->order[i];
		for (uint32_t j = 0; j < r->n_emit; j++) {
			put_name(&k->kinds, r->emit[j].kind);
			for (uint32_t m = 0; m < r->emit[j].n_attrs; m++) put_name(&k->features, r->emit[j].attrs[m].key);
		}
	}
}

static bool made(const rw_map *m, rw_slice name) { return rw_map_get(m, name) != UINT32_MAX; }

static bool is_wild(rw_slice v) { return rw_slice_eqz(v, "none") || rw_slice_eqz(v, "any"); }

/* Whether a feature can have the value, as far as that can be told. Complains where not. */
static void check_feature(
	compile *k, const rw_source *source, uint32_t line, rw_slice key, const rw_slice *values, uint32_t n) {
	rw_compiler *c = k->s.c;
	uint32_t type = rw_rule_feature_type(key);
	bool ours = made(&k->features, key);
	if (type == RW_FEAT_PLAIN && !ours && !rw_compiler_knows_feature(c, key, RW_NONE)) {
		COMPLAIN(k, source, line,
			"no table, rule or code gives a feature '" RW_FMT "'; correct it, or declare it: kind KIND " RW_FMT,
			RW_ARG(key), RW_ARG(key));
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		rw_slice v = values[i];
		if (is_wild(v)) continue;
		if (type == RW_FEAT_PRO && rw_pro_bit(v) == 0) {
			COMPLAIN(k, source, line,
				"'" RW_FMT "' is no small word joined in front; pro is wa fa bi li ka sa a al, none or any", RW_ARG(v));
		} else if (type == RW_FEAT_DEF && !rw_slice_eqz(v, "yes") && !rw_slice_eqz(v, "no")) {
			COMPLAIN(k, source, line, "def is yes or no, not '" RW_FMT "'", RW_ARG(v));
		} else if ((type == RW_FEAT_ENC || (type == RW_FEAT_PLAIN && !ours)) && !rw_compiler_knows_feature(c, key, v)) {
			COMPLAIN(k, source, line, "no table gives " RW_FMT "=" RW_FMT "; correct the value, or add it to a row",
				RW_ARG(key), RW_ARG(v));
		}
	}
}

static void check_node(compile *k, const rw_source *source, const rw_node *n, void *p) {
	(void)p;
	if (n->kind != RW_NODE_ITEM) return;
	bool tables_only = true;
	for (uint32_t i = 0; i < n->kinds.n; i++) {
		bool ours = made(&k->kinds, n->kinds.p[i]), theirs = rw_compiler_knows_kind(k->s.c, n->kinds.p[i]);
		if (ours) tables_only = false;
		if (!ours && !theirs) {
			tables_only = false;
			COMPLAIN(k, source, n->line,
				"no table, rule or code makes items of kind '" RW_FMT "'; correct it, or declare it: kind " RW_FMT,
				RW_ARG(n->kinds.p[i]), RW_ARG(n->kinds.p[i]));
		}
	}
	for (uint32_t m = 0; m < n->ids.n && tables_only; m++) {
		bool known = false;
		for (uint32_t i = 0; i < n->kinds.n && !known; i++)
			known = rw_compiler_knows_id(k->s.c, n->kinds.p[i], n->ids.p[m]);
		if (!known) {
			COMPLAIN(k, source, n->line, "no table has " RW_FMT ":" RW_FMT "; correct the id, or add a row",
				RW_ARG(n->kinds.p[0]), RW_ARG(n->ids.p[m]));
		}
	}
	for (uint32_t i = 0; i < n->n_tests; i++) {
		check_feature(k, source, n->tests[i].line, n->tests[i].key, n->tests[i].values.p, n->tests[i].values.n);
	}
}

static void check_patterns(compile *k) {
	for (uint32_t i = 0; i < k->n; i++) walk(k, k->order[i]->source, k->order[i]->pattern, check_node, NULL);
	for (size_t i = 0; i < k->s.rules.n; i++) walk(k, k->s.rules.p[i].source, k->s.rules.p[i].pattern, use_let, NULL);
	for (size_t i = 0; i < k->s.lets.n; i++) {
		walk(k, k->s.lets.p[i].source, k->s.lets.p[i].pattern, check_node, NULL);
		walk(k, k->s.lets.p[i].source, k->s.lets.p[i].pattern, use_let, NULL);
	}
	for (size_t i = 0; i < k->s.lets.n; i++) {
		const rw_let *l = &k->s.lets.p[i];
		if (!l->used)
			COMPLAIN(k, l->source, l->line, "let " RW_FMT " is used nowhere; write @" RW_FMT " in a pattern or delete it",
				RW_ARG(l->name), RW_ARG(l->name));
	}
}

/* --- conditions and emissions -------------------------------------------------------------------------------- */
static void pool(compile *k, uint32_t v) { rw_vec_push(k->s.a, &k->gen.pool, v); }

/* The slot of a capture that must be there, with a complaint where it is not. */
static uint32_t cap_of(compile *k, const rw_rule *r, uint32_t line, rw_slice name) {
	uint32_t cap = rw_rule_cap(&k->gen, name);
	if (cap == RW_RULE_CAPTURES) {
		COMPLAIN(k, r->source, line,
			"the pattern captures no '" RW_FMT "'; write " RW_FMT "= before a part of it, or correct the name",
			RW_ARG(name), RW_ARG(name));
		return 0;
	}
	return cap;
}

static void check_item_cap(compile *k, const rw_rule *r, uint32_t line, uint32_t cap, rw_slice name) {
	if (cap < k->gen.n_caps && !k->gen.cap_item[cap]) {
		COMPLAIN(k, r->source, line,
			"'" RW_FMT "' is a stretch of words and has no features; capture the item inside it", RW_ARG(name));
	}
}

static void put_value(compile *k, const rw_rule *r, uint32_t line, const rw_rule_value *v, uint32_t against) {
	uint32_t out[RW_VALUE_SIZE] = {RW_VALUE_LITERAL, 0, 0, 0};
	if (v->to.n) {
		out[0] = RW_VALUE_STRETCH;
		out[1] = cap_of(k, r, line, v->a);
		out[2] = cap_of(k, r, line, v->to);
		if (against != RW_FEAT_COUNT)
			COMPLAIN(k, r->source, line, "a condition can't compare a stretch of words; compare features");
	} else if (v->feature.n) {
		out[0] = RW_VALUE_FEATURE;
		out[1] = cap_of(k, r, line, v->a);
		out[2] = rw_rule_feature_type(v->feature);
		out[3] = out[2] == RW_FEAT_PLAIN ? rw_compiler_sym(k->s.c, v->feature) : 0;
		check_item_cap(k, r, line, out[1], v->a);
		check_feature(k, r->source, line, v->feature, NULL, 0);
		if (against == RW_FEAT_PRO || against == RW_FEAT_PRESENT) {
			COMPLAIN(k, r->source, line,
				"this condition takes words, not another capture's feature; write none, any or a name");
		}
	} else if (!v->quoted && against == RW_FEAT_COUNT && rw_rule_cap(&k->gen, v->a) < RW_RULE_CAPTURES) {
		out[0] = RW_VALUE_CAPTURE;
		out[1] = rw_rule_cap(&k->gen, v->a);
	} else {
		out[1] = v->quoted ? rw_compiler_sym(k->s.c, v->a) : rw_rule_value_code(k->s.c, against, v->a);
		/* "any" is a test; what is given is a word. */
		if (against == RW_FEAT_COUNT && out[1] == RW_CODE_SOME) out[1] = rw_compiler_sym(k->s.c, v->a);
	}
	for (size_t i = 0; i < RW_VALUE_SIZE; i++) pool(k, out[i]);
}

static void put_values(compile *k, const rw_rule *r, uint32_t line, const rw_rule_values *v, uint32_t against) {
	pool(k, v->n);
	for (uint32_t i = 0; i < v->n; i++) put_value(k, r, line, &v->p[i], against);
}

static void put_where(compile *k, const rw_rule *r) {
	for (uint32_t i = 0; i < r->n_where; i++) {
		const rw_rule_where *w = &r->where[i];
		uint32_t cap = cap_of(k, r, w->line, w->capture);
		uint32_t type = w->feature.n ? rw_rule_feature_type(w->feature) : RW_FEAT_PRESENT;
		if (type != RW_FEAT_PRESENT) check_item_cap(k, r, w->line, cap, w->capture);
		for (uint32_t j = 0; j < w->values.n; j++) {
			const rw_rule_value *v = &w->values.p[j];
			if (v->feature.n || v->to.n) continue;
			if (type == RW_FEAT_PRESENT) {
				if (!is_wild(v->a)) {
					COMPLAIN(k, r->source, w->line,
						"'" RW_FMT "' itself is only there or not; compare a feature: " RW_FMT
						".unit=person, or write =any or =none",
						RW_ARG(w->capture), RW_ARG(w->capture));
				}
			} else {
				check_feature(k, r->source, w->line, w->feature, &v->a, 1);
			}
		}
		if (type != RW_FEAT_PRESENT && w->values.n == 0) check_feature(k, r->source, w->line, w->feature, NULL, 0);
		pool(k, cap);
		pool(k, type);
		pool(k, type == RW_FEAT_PLAIN ? rw_compiler_sym(k->s.c, w->feature) : 0);
		pool(k, w->negated);
		put_values(k, r, w->line, &w->values, type);
	}
}

/* Attributes that the code reads of a kind, where some line says so, are all that may be given: others are slips of the pen. */
static void check_attrs(compile *k, const rw_rule *r, const rw_rule_emit *e) {
	bool told = false;
	for (size_t i = 0; i < k->s.kinds.n && !told; i++)
		told = k->s.kinds.p[i].takes && rw_slice_eq(k->s.kinds.p[i].name, e->kind);
	for (uint32_t j = 0; told && j < e->n_attrs; j++) {
		rw_slice key = e->attrs[j].key;
		bool taken = rw_slice_eqz(key, "span");
		for (size_t i = 0; i < k->s.kinds.n && !taken; i++) {
			const rw_rule_kind *t = &k->s.kinds.p[i];
			if (!t->takes || !rw_slice_eq(t->name, e->kind)) continue;
			for (uint32_t m = 0; m < t->features.n && !taken; m++) taken = rw_slice_eq(t->features.p[m], key);
		}
		if (!taken) {
			COMPLAIN(k, r->source, e->attrs[j].line,
				"nothing reads an attribute '" RW_FMT "' of " RW_FMT "; correct it, or declare it: takes " RW_FMT
				" " RW_FMT,
				RW_ARG(key), RW_ARG(e->kind), RW_ARG(e->kind), RW_ARG(key));
		}
	}
}

static void put_emits(compile *k, const rw_rule *r) {
	rw_compiler *c = k->s.c;
	for (uint32_t i = 0; i < r->n_emit; i++) {
		const rw_rule_emit *e = &r->emit[i];
		check_attrs(k, r, e);
		pool(k, rw_compiler_sym(c, e->kind));
		for (uint32_t j = 0; j < e->ids.n; j++) {
			if (e->ids.p[j].to.n) {
				COMPLAIN(k, r->source, e->line, "an id is a word or a capture's id (" RW_FMT ":x.id), not a stretch",
					RW_ARG(e->kind));
			} else if (!e->ids.p[j].feature.n && !e->ids.p[j].quoted &&
				rw_rule_cap(&k->gen, e->ids.p[j].a) < RW_RULE_CAPTURES) {
				COMPLAIN(k, r->source, e->line, "'" RW_FMT "' is a capture; write " RW_FMT ":" RW_FMT ".id for its id",
					RW_ARG(e->ids.p[j].a), RW_ARG(e->kind), RW_ARG(e->ids.p[j].a));
			}
		}
		put_values(k, r, e->line, &e->ids, RW_FEAT_COUNT);
		const rw_rule_attr *span = NULL;
		for (uint32_t j = 0; j < e->n_attrs; j++) {
			if (!rw_slice_eqz(e->attrs[j].key, "span")) continue;
			if (span) COMPLAIN(k, r->source, e->attrs[j].line, "span stands twice in one emission; keep one");
			span = &e->attrs[j];
		}
		pool(k, e->n_attrs - (span != NULL));
		for (uint32_t j = 0; j < e->n_attrs; j++) {
			const rw_rule_attr *x = &e->attrs[j];
			if (rw_slice_eqz(x->key, "span")) continue;
			pool(k, rw_compiler_sym(c, x->key));
			put_values(k, r, x->line, &x->values, RW_FEAT_COUNT);
		}
		if (!span) {
			pool(k, 0);
			continue;
		}
		for (uint32_t j = 0; j < span->values.n; j++) {
			const rw_rule_value *v = &span->values.p[j];
			if (v->feature.n || v->quoted || rw_rule_cap(&k->gen, v->a) == RW_RULE_CAPTURES) {
				COMPLAIN(k, r->source, span->line, "span is a capture or a stretch of captures: span=a or span=a..b");
			}
		}
		put_values(k, r, span->line, &span->values, RW_FEAT_COUNT);
	}
}

/* --- the section --------------------------------------------------------------------------------------------- */
#define PUT(k, table, v) rw_vec_push((k)->s.a, &(k)->table, (v))

static void put_string(compile *k, rw_words *out, rw_slice s) {
	bool fresh;
	uint32_t *at = rw_map_put(&k->blobs, s, &fresh);
	if (fresh) {
		*at = (uint32_t)k->blob.n;
		rw_buf_slice(&k->blob, s);
	}
	rw_vec_push(k->s.a, out, *at);
	rw_vec_push(k->s.a, out, (uint32_t)s.n);
}

static void put_rule(compile *k, uint32_t index) {
	rw_rule *r = k->order[index];
	rw_gen *g = &k->gen;
	bool known = false;
	for (size_t i = 0; i < RW_COUNT(stages); i++) known |= rw_slice_eqz(r->stage, stages[i]);
	if (!known && r->stage_line) COMPLAIN(k, r->source, r->stage_line, "stage is one of mention, figure, frame, claim");
	if (r->broken || !known) return;
	rw_sym stage = rw_compiler_sym(k->s.c, r->stage);
	g->base = (uint32_t)(k->code.n / RW_CODE_I_SIZE);
	if (!rw_rule_gen(g, r, index, stage)) return;
	put_string(k, &k->rules, r->name);
	put_string(k, &k->rules, r->why);
	put_string(k, &k->rules, r->source->path);
	PUT(k, rules, r->line);
	PUT(k, rules, stage);
	PUT(k, rules, (uint32_t)r->rank + (UINT32_C(1) << 31));
	PUT(k, rules, g->base);
	PUT(k, rules, (uint32_t)(g->code.n / RW_CODE_I_SIZE));
	for (size_t i = 0; i < g->code.n; i++) PUT(k, code, g->code.p[i]);
	PUT(k, rules, (uint32_t)g->pool.n);
	PUT(k, rules, g->n_caps);
	for (uint32_t i = 0; i < g->n_caps; i++) pool(k, rw_compiler_sym(k->s.c, g->caps[i]));
	PUT(k, rules, (uint32_t)g->pool.n);
	PUT(k, rules, r->n_where);
	put_where(k, r);
	PUT(k, rules, (uint32_t)g->pool.n);
	PUT(k, rules, r->n_emit);
	put_emits(k, r);
	PUT(k, rules, (uint32_t)(k->cases.n / RW_CODE_C_SIZE));
	PUT(k, rules, r->n_cases);
	for (uint32_t i = 0; i < r->n_cases; i++) {
		put_string(k, &k->cases, r->cases[i].text);
		if (r->cases[i].expect.p) {
			put_string(k, &k->cases, r->cases[i].expect);
		} else {
			PUT(k, cases, RW_CODE_NO);
			PUT(k, cases, 0);
		}
		PUT(k, cases, r->cases[i].line);
	}
}

static int trigger_cmp(const void *x, const void *y) {
	const rw_trigger *a = x, *b = y;
	if (a->stage != b->stage) return a->stage < b->stage ? -1 : 1;
	if (a->type != b->type) return a->type < b->type ? -1 : 1;
	if (a->a != b->a) return a->a < b->a ? -1 : 1;
	if (a->b != b->b) return a->b < b->b ? -1 : 1;
	if (a->x != b->x) return a->x < b->x ? -1 : 1;
	if (a->rule != b->rule) return a->rule < b->rule ? -1 : 1;
	return a->step < b->step ? -1 : a->step > b->step;
}

static bool same_key(const rw_trigger *a, const rw_trigger *b) {
	return a->stage == b->stage && a->type == b->type && a->a == b->a && a->b == b->b;
}

static void put_slots(compile *k) {
	rw_triggers *t = &k->gen.triggers;
	if (t->n) qsort(t->p, t->n, sizeof *t->p, trigger_cmp);
	size_t keys = 0, size = 8;
	for (size_t i = 0; i < t->n; i++) keys += i == 0 || !same_key(&t->p[i - 1], &t->p[i]);
	while (size < keys * 2) size *= 2;
	uint32_t *slots = RW_ARRAY(k->s.a, uint32_t, size * RW_CODE_S_SIZE);
	for (size_t i = 0; i < t->n;) {
		const rw_trigger *x = &t->p[i];
		size_t h = rw_trigger_hash(x->stage, x->type, x->a, x->b) & (size - 1);
		while (slots[h * RW_CODE_S_SIZE]) h = (h + 1) & (size - 1);
		uint32_t *s = slots + h * RW_CODE_S_SIZE;
		s[RW_CODE_S_STAGE] = x->stage;
		s[RW_CODE_S_TYPE] = x->type;
		s[RW_CODE_S_A] = x->a;
		s[RW_CODE_S_B] = x->b;
		s[RW_CODE_S_LIST] = (uint32_t)(k->lists.n / RW_CODE_L_SIZE);
		for (; i < t->n && same_key(x, &t->p[i]); i++) {
			PUT(k, lists, t->p[i].rule);
			PUT(k, lists, t->p[i].step);
			s[RW_CODE_S_COUNT]++;
		}
	}
	for (size_t i = 0; i < size * RW_CODE_S_SIZE; i++) PUT(k, slots, slots[i]);
}

static void put_word(rw_buf *b, uint32_t v) {
	const unsigned char bytes[4] = {
		(unsigned char)v, (unsigned char)(v >> 8), (unsigned char)(v >> 16), (unsigned char)(v >> 24)};
	rw_buf_put(b, bytes, sizeof bytes);
}

static rw_slice section(compile *k) {
	uint32_t head[RW_CODE_H_SIZE] = {0}, at = RW_CODE_H_SIZE;
	const struct {
		uint32_t head, entry;
		const rw_words *words;
	} tables[] = {
		{RW_CODE_H_RULES, RW_CODE_R_SIZE, &k->rules},
		{RW_CODE_H_CODE, RW_CODE_I_SIZE, &k->code},
		{RW_CODE_H_POOL, 1, &k->gen.pool},
		{RW_CODE_H_SLOTS, RW_CODE_S_SIZE, &k->slots},
		{RW_CODE_H_LISTS, RW_CODE_L_SIZE, &k->lists},
		{RW_CODE_H_CASES, RW_CODE_C_SIZE, &k->cases},
	};
	for (size_t i = 0; i < RW_COUNT(tables); i++) {
		head[tables[i].head] = at;
		head[tables[i].head + 1] = (uint32_t)(tables[i].words->n / tables[i].entry);
		at += (uint32_t)tables[i].words->n;
	}
	head[RW_CODE_H_MAGIC] = RW_CODE_MAGIC;
	head[RW_CODE_H_VERSION] = RW_CODE_VERSION;
	head[RW_CODE_H_WORDS] = at;
	head[RW_CODE_H_BLOB] = (uint32_t)k->blob.n;
	head[RW_CODE_H_NONE] = rw_compiler_sym(k->s.c, RW_LIT("none"));
	head[RW_CODE_H_YES] = rw_compiler_sym(k->s.c, RW_LIT("yes"));
	head[RW_CODE_H_NOT] = rw_compiler_sym(k->s.c, RW_LIT("no"));
	head[RW_CODE_H_DEF] = rw_compiler_sym(k->s.c, RW_LIT("def"));
	head[RW_CODE_H_ENC] = rw_compiler_sym(k->s.c, RW_LIT("enc"));
	for (unsigned i = 0; i < 8; i++) {
		head[RW_CODE_H_PRO + i] = rw_compiler_sym(k->s.c, rw_slice_z(rw_pro_name((uint8_t)(1u << i))));
	}
	rw_buf b = RW_BUF(k->s.a);
	for (size_t i = 0; i < RW_CODE_H_SIZE; i++) put_word(&b, head[i]);
	for (size_t i = 0; i < RW_COUNT(tables); i++) {
		for (size_t j = 0; j < tables[i].words->n; j++) put_word(&b, tables[i].words->p[j]);
	}
	rw_buf_slice(&b, rw_buf_view(&k->blob));
	return rw_buf_view(&b);
}

rw_slice rw_rules_compile(rw_compiler *c, rw_arena *a, const rw_source *rules, size_t n) {
	compile k = {.s = {.c = c, .a = a}, .kinds = RW_MAP(a), .features = RW_MAP(a), .blob = RW_BUF(a), .blobs = RW_MAP(a)};
	k.gen.s = &k.s;
	k.gen.tests = RW_MAP(a);
	for (size_t i = 0; i < n; i++) rw_rules_parse(&k.s, &rules[i]);
	order_rules(&k);
	gather_names(&k);
	check_let_names(&k);
	check_patterns(&k);
	check_let_loops(&k);
	/* Rules with mistakes write nothing; the section is then thrown away by the caller, who counted the complaints. */
	for (uint32_t i = 0; i < k.n; i++) put_rule(&k, i);
	put_slots(&k);
	return section(&k);
}
