/* rule_match.c: runs the programs of rules over a sentence.
 *
 * At each token the rules that can begin there are looked up by what stands there (items by kind and id, the word, the class of
 * a mark); most tokens begin none. A rule's program then searches with a stack of choices: all ways are tried within the
 * bounds of rule.h, and the best match kept. Programs only go forward (rule_code.h), so the stack is bounded by their length.
 */
#include "lexicon/image.h"
#include "lexicon/rule_code.h"
#include "lexicon/rule_syntax.h"
#include <stddef.h>

enum { TRAIL = 4 * RW_RULE_CAPTURES, SEEN = RW_RULE_RULES / 64 };

/* A section's tables, for quick reach. */
typedef struct code {
	const char *p;
	uint32_t rules, n_rules, code, pool, slots, n_slots, cases;
	const char *blob;
	rw_sym none, yes, no, def, enc;
} code;

/* What a search has bound so far, in order: stretches that began, and captures. */
typedef struct bound {
	uint8_t cap;
	bool open;
	const rw_item *item;
	uint32_t first, end;
} bound;

typedef struct choice {
	uint32_t pc, pos;
	uint32_t turn;    /* which item, or how long a gap, comes next */
	uint32_t matches; /* how many were found when a gap was entered: one more, and it is not made longer */
	uint32_t trail;
} choice;

typedef struct match {
	uint32_t rule, end, n_bound;
	int32_t rank;
	rw_sym kind, id;           /* what its first emission tells of: matches of the same compete (RW_OVERLAP_FREE) */
	rw_sym lead_kind, lead_id; /* of the item it begins with */
	bound bound[RW_RULE_CAPTURES];
} match;

typedef struct run {
	code c;
	const rw_lexicon *lx;
	const rw_lattice *l;
	rw_overlap overlap;
	uint32_t start;
	uint64_t budget;
	const rw_rules_ready *rules;
	const rw_rule_stage_ready *stage;
	match *best; /* at this start */
	uint32_t n_best;
} run;

/* Rules that can begin at a start, and between which words of the set they are. */
typedef struct candidates {
	uint64_t set[SEEN];
	uint32_t low, high;
} candidates;

#define GET(r, word) rw_code_get((r)->c.p, (word))

static bool code_of(const rw_lexicon *lx, code *c) {
	rw_slice s = rw_lexicon_section(lx, RW_SECTION_RULES);
	if (s.n < RW_CODE_H_SIZE * 4) return false;
	c->p = s.p;
	c->rules = rw_code_get(s.p, RW_CODE_H_RULES);
	c->n_rules = rw_code_get(s.p, RW_CODE_H_RULES + 1);
	c->code = rw_code_get(s.p, RW_CODE_H_CODE);
	c->pool = rw_code_get(s.p, RW_CODE_H_POOL);
	c->slots = rw_code_get(s.p, RW_CODE_H_SLOTS);
	c->n_slots = rw_code_get(s.p, RW_CODE_H_SLOTS + 1);
	c->cases = rw_code_get(s.p, RW_CODE_H_CASES);
	c->blob = s.p + (size_t)rw_code_get(s.p, RW_CODE_H_WORDS) * 4;
	c->none = rw_code_get(s.p, RW_CODE_H_NONE);
	c->yes = rw_code_get(s.p, RW_CODE_H_YES);
	c->no = rw_code_get(s.p, RW_CODE_H_NOT);
	c->def = rw_code_get(s.p, RW_CODE_H_DEF);
	c->enc = rw_code_get(s.p, RW_CODE_H_ENC);
	return true;
}

/* --- tokens -------------------------------------------------------------------------------------------------- */
static uint32_t mark_at(const rw_lattice *l, uint32_t pos) { return l->marks[pos - l->first]; }
static bool is_mark(const rw_lattice *l, uint32_t pos) { return (mark_at(l, pos) & RW_MARK_IS) != 0; }
static bool ends_sentence(const rw_lattice *l, uint32_t pos) { return (mark_at(l, pos) & RW_MARK_ENDS) != 0; }
static uint32_t class_of(const rw_lattice *l, uint32_t pos) { return mark_at(l, pos) & RW_MARK_CLASS; }

static bool literal_at(const rw_lattice *l, uint32_t pos, uint32_t literal, bool joined) {
	if (pos >= l->end) return false;
	const rw_lattice_words *w = &l->words[pos - l->first];
	if (w->plain[0] == literal || w->plain[1] == literal) return true;
	return joined && (w->joined[0] == literal || w->joined[1] == literal);
}

/* --- features ------------------------------------------------------------------------------------------------ */
static inline rw_sym plain_feature(const run *r, const rw_item *it, rw_sym key) {
	for (uint32_t i = 0; i < it->n_feats; i++) {
		if (it->feats[i].key == key) return it->feats[i].value == r->c.none ? 0 : it->feats[i].value;
	}
	return 0;
}

/* The value of a feature, 0 for none. */
static rw_sym feature(const run *r, const rw_item *it, uint32_t type, rw_sym key) {
	rw_sym v = 0;
	switch (type) {
	case RW_FEAT_ID: return it->id;
	case RW_FEAT_PLAIN: return plain_feature(r, it, key);
	case RW_FEAT_PRO: /* for values; tests look at the bits */
		for (uint32_t i = 0; i < 8; i++) {
			if (it->pro & ~(uint32_t)RW_PRO_AL & (1u << i)) v = GET(r, RW_CODE_H_PRO + i);
		}
		break;
	case RW_FEAT_DEF:
		v = rw_item_feat(it, r->c.def);
		if (v == 0) v = it->pro & RW_PRO_AL ? r->c.yes : r->c.no;
		break;
	case RW_FEAT_ENC:
		v = rw_item_feat(it, r->c.enc);
		if (v == 0 && it->enc) v = rw_sym_of(r->lx, rw_enclitic_text(r->lx, it->enc));
		break;
	default: break;
	}
	return v == r->c.none ? 0 : v;
}

/* Whether a value is what a test or condition names: a value, none (0) or any. */
static bool value_is(rw_sym v, uint32_t want) { return want == RW_CODE_SOME ? v != 0 : v == want; }

/* What is joined in front, as tests see it: wa- and fa- may stand before nearly every word, so "none" leaves them aside. */
static bool pro_is(uint8_t pro, uint32_t want) {
	uint32_t some = pro & ~(uint32_t)(RW_PRO_AL | RW_PRO_WA | RW_PRO_FA);
	if (want == 0) return some == 0;
	if (want == RW_CODE_SOME) return some != 0;
	return (pro & want) != 0;
}

/* Whether an item meets the conditions that stand at p of the pool. */
static bool conditions_met(const run *r, const rw_item *it, size_t p) {
	p += r->c.pool;
	for (uint32_t left = GET(r, p++); left; left--) {
		uint32_t type = GET(r, p), negated = GET(r, p + 2), n = GET(r, p + 3);
		rw_sym v = 0;
		if (type == RW_FEAT_PLAIN) /* most are: in place */
			v = plain_feature(r, it, GET(r, p + 1));
		else if (type != RW_FEAT_PRO)
			v = feature(r, it, type, GET(r, p + 1));
		bool ok = false;
		for (uint32_t i = 0; i < n && !ok; i++) {
			uint32_t want = GET(r, p + 4 + i);
			ok = type == RW_FEAT_PRO ? pro_is(it->pro, want) : value_is(v, want);
		}
		if (ok == (negated != 0)) return false;
		p += 4 + (size_t)n;
	}
	return true;
}

static bool test_item(const run *r, const rw_item *it, uint32_t test) {
	size_t p = (size_t)r->c.pool + test;
	uint32_t n = GET(r, p++);
	bool ok = false;
	for (uint32_t i = 0; i < n && !ok; i++) ok = GET(r, p + i) == it->kind;
	if (!ok) return false;
	p += n;
	n = GET(r, p++);
	ok = n == 0;
	for (uint32_t i = 0; i < n && !ok; i++) ok = GET(r, p + i) == it->id;
	return ok && conditions_met(r, it, p + n - r->c.pool);
}

/* --- gaps ---------------------------------------------------------------------------------------------------- */
static bool gap_takes(const run *r, uint32_t pos, const rw_rule_step *gap) {
	const rw_lattice *l = r->l;
	if (pos >= l->end || ends_sentence(l, pos)) return false;
	if (!rw_look_shares(&gap->can, &l->look[pos - l->first])) return true;
	size_t p = (size_t)r->c.pool + gap->y;
	for (uint32_t left = GET(r, p++); left; left--, p += 3) {
		uint32_t x = GET(r, p + 1);
		switch (GET(r, p)) {
		case RW_OP_ITEM:
			for (uint32_t i = 0; i < l->n_at[pos - l->first]; i++) {
				if (test_item(r, l->at[pos - l->first][i], x)) return false;
			}
			break;
		case RW_OP_WORD: {
			size_t w = (size_t)r->c.pool + x;
			uint32_t n = GET(r, w + 1), i = 0;
			while (i < n && literal_at(l, pos + i, GET(r, w + 2 + i), i == 0 && GET(r, w))) i++;
			if (i == n) return false;
			break;
		}
		case RW_OP_CLASS:
			if (class_of(l, pos) == x) return false;
			break;
		default: break;
		}
	}
	return true;
}

/* --- conditions ---------------------------------------------------------------------------------------------- */
static rw_sym first_feature(const run *r, const match *m, uint32_t cap, uint32_t type, rw_sym key) {
	for (uint32_t i = 0; i < m->n_bound; i++) {
		if (m->bound[i].cap == cap && m->bound[i].item) return feature(r, m->bound[i].item, type, key);
	}
	return 0;
}

/* Whether one binding (or none: NULL) meets a condition. */
static bool condition_of(const run *r, const match *m, size_t p, const bound *b) {
	uint32_t type = GET(r, p + 1), negated = GET(r, p + 3), n = GET(r, p + 4);
	rw_sym v = 0;
	if (type == RW_FEAT_PRESENT)
		v = b ? 1 : 0;
	else if (b && b->item && type != RW_FEAT_PRO)
		v = feature(r, b->item, type, GET(r, p + 2));
	bool ok = false;
	for (uint32_t i = 0; i < n && !ok; i++) {
		size_t q = p + 5 + (size_t)i * RW_VALUE_SIZE;
		uint32_t a = GET(r, q + 1);
		if (GET(r, q) == RW_VALUE_FEATURE)
			ok = v == first_feature(r, m, a, GET(r, q + 2), GET(r, q + 3));
		else if (type == RW_FEAT_PRO)
			ok = pro_is(b && b->item ? b->item->pro : 0, a);
		else
			ok = value_is(v, a);
	}
	return ok != (negated != 0);
}

static bool conditions_hold(const run *r, const match *m, size_t rule) {
	size_t p = (size_t)r->c.pool + GET(r, rule + RW_CODE_R_WHERE);
	for (uint32_t left = GET(r, rule + RW_CODE_R_WHERE + 1); left; left--) {
		uint32_t cap = GET(r, p);
		bool any = false;
		for (uint32_t i = 0; i < m->n_bound; i++) {
			if (m->bound[i].cap != cap) continue;
			any = true;
			if (!condition_of(r, m, p, &m->bound[i])) return false;
		}
		if (!any && !condition_of(r, m, p, NULL)) return false;
		p += 5 + (size_t)GET(r, p + 4) * RW_VALUE_SIZE;
	}
	return true;
}

/* --- keeping the best ---------------------------------------------------------------------------------------- */
/* The id of an emission at p (its kind): the first present of its values. */
static rw_sym emitted_id(const run *r, const match *m, size_t p) {
	uint32_t n = GET(r, p + 1);
	for (uint32_t i = 0; i < n; i++) {
		size_t q = p + 2 + (size_t)i * RW_VALUE_SIZE;
		rw_sym v = GET(r, q + 1);
		if (GET(r, q) == RW_VALUE_FEATURE) v = first_feature(r, m, v, GET(r, q + 2), GET(r, q + 3));
		if (v) return v;
	}
	return 0;
}

static bool better(const match *a, const match *b) {
	if (a->end != b->end) return a->end > b->end;
	if (a->rule != b->rule && a->rank != b->rank) return a->rank > b->rank;
	if (a->n_bound != b->n_bound) return a->n_bound > b->n_bound;
	return a->rule < b->rule;
}

static bool same_lead(const match *a, const match *b) {
	return a->lead_kind == b->lead_kind && a->lead_id == b->lead_id;
}

static void keep(run *r, match *m, size_t rule) {
	uint32_t i = 0;
	if (r->overlap == RW_OVERLAP_FREE) {
		size_t emit = (size_t)r->c.pool + GET(r, rule + RW_CODE_R_EMIT);
		m->kind = GET(r, emit);
		m->id = emitted_id(r, m, emit);
		while (i < r->n_best && (r->best[i].kind != m->kind || r->best[i].id != m->id || !same_lead(&r->best[i], m)))
			i++;
	}
	if (i == r->n_best) {
		if (i == RW_RULE_GROUPS) return;
		r->n_best++;
	} else if (!better(m, &r->best[i])) {
		return;
	}
	match *to = &r->best[i];
	memcpy(to, m, offsetof(match, bound));
	memcpy(to->bound, m->bound, m->n_bound * sizeof *m->bound);
}

/* Whether a way that begins at an instruction can go on at all: if not, it is not taken. */
static inline bool viable(const rw_lattice *l, const rw_rule_step *s, uint32_t pos) {
	return s->least <= l->end - pos && (s->any || rw_look_shares(&s->can, &l->look[pos - l->first]));
}

/* --- one rule at one start ----------------------------------------------------------------------------------- */
/* The next item at pos that passes a test and behind which the program can go on; n where there is none. One that was put on the stack
 * has passed. Items that fail are cheap but not free: some count as a step. */
static uint32_t next_item(const run *r, const rw_rule_step *s, uint32_t pos, uint32_t i, uint32_t *steps) {
	const rw_lattice *l = r->l;
	uint32_t n = l->n_at[pos - l->first];
	rw_item *const *at = l->at[pos - l->first];
	for (; i < n; i++) {
		if (viable(l, s + 1, at[i]->end) && test_item(r, at[i], s->x)) break;
		*steps += i % 8 == 7;
	}
	return i;
}

static void search(run *r, uint32_t index) {
	const rw_lattice *l = r->l;
	size_t rule = (size_t)r->c.rules + (size_t)index * RW_CODE_R_SIZE;
	const rw_rule_step *program = r->rules->steps + GET(r, rule + RW_CODE_R_CODE);
	choice stack[RW_RULE_CODE];
	bound trail[TRAIL];
	uint32_t depth = 0, n_trail = 0, pc = 0, pos = r->start, turn = 0, matches = 0, found = 0;
	const rw_item *lead = NULL; /* what stands first in the present way */
	uint32_t limit = r->budget > RW_RULE_STEPS ? RW_RULE_STEPS
		: r->budget < RW_RULE_STEPS_LEAST      ? RW_RULE_STEPS_LEAST
											   : (uint32_t)r->budget,
			 steps = 0;

	while (steps < limit) {
		steps++;
		const rw_rule_step *s = &program[pc];
		bool go = false;
		bound b = {.cap = s->cap, .first = pos};
		switch (s->op) {
		case RW_OP_ITEM: {
			if (pos >= l->end || !rw_look_shares(&s->can, &l->look[pos - l->first])) break;
			uint32_t n = l->n_at[pos - l->first];
			rw_item *const *at = l->at[pos - l->first];
			if (turn == 0) turn = next_item(r, s, pos, 0, &steps);
			if (turn >= n) break;
			/* What is not captured differs only in where it ends, but for the first item, which says what is told. */
			uint32_t other = turn + 1;
			bool alike = s->cap == RW_CODE_CAP_NONE && pos != r->start;
			while (alike && other < n && at[other]->end == at[turn]->end) other++;
			other = next_item(r, s, pos, other, &steps);
			if (other < n) stack[depth++] = (choice){pc, pos, other, 0, n_trail};
			b.item = at[turn];
			pos = b.item->end;
			go = true;
			break;
		}
		case RW_OP_WORD:
			go = literal_at(l, pos, s->x, s->y != 0) && viable(l, s + 1, pos + 1);
			pos += go;
			break;
		case RW_OP_CLASS:
			go = pos < l->end && class_of(l, pos) == s->x && viable(l, s + 1, pos + 1);
			pos += go;
			break;
		case RW_OP_ANY:
			go = pos < l->end && !ends_sentence(l, pos) && viable(l, s + 1, pos + 1);
			pos += go;
			break;
		case RW_OP_GAP: {
			uint32_t min = s->x & 0xFF, max = s->x >> 8, i = turn ? turn - 1 : 0;
			if (turn == 0) {
				turn = min;
				matches = found;
			}
			/* Lengths behind which the program can't go on are passed over. */
			for (; turn <= max; turn++) {
				while (i < turn && gap_takes(r, pos + i, s)) i++;
				go = i == turn && viable(l, s + 1, pos + turn);
				if (go || i < turn) break;
			}
			if (!go) break;
			if (turn < max) stack[depth++] = (choice){pc, pos, turn + 1, matches, n_trail};
			pos += turn;
			break;
		}
		case RW_OP_START:
			go = true;
			for (uint32_t i = l->first; i < pos && go; i++) go = is_mark(l, i);
			break;
		case RW_OP_END:
			go = true;
			for (uint32_t i = pos; i < l->end && go; i++) go = is_mark(l, i);
			break;
		case RW_OP_SPLIT: {
			bool first = viable(l, &program[s->x], pos), second = viable(l, &program[s->y], pos);
			if (!first && !second) break;
			if (first && second) stack[depth++] = (choice){s->y, pos, 0, 0, n_trail};
			pc = first ? s->x : s->y;
			turn = 0;
			continue;
		}
		case RW_OP_JUMP:
			pc = s->x;
			turn = 0;
			continue;
		case RW_OP_OPEN:
			b.open = true;
			b.end = pos;
			if (n_trail == TRAIL) break;
			trail[n_trail++] = b;
			pc++;
			continue;
		case RW_OP_CLOSE: {
			uint32_t i = n_trail;
			while (i && !(trail[i - 1].cap == s->cap && trail[i - 1].open)) i--;
			if (!i) break;
			b.first = trail[i - 1].first;
			go = true;
			break;
		}
		case RW_OP_MATCH: {
			if (pos <= r->start) break;
			match m; /* not cleared: its captures are many and mostly unused */
			m.rule = index;
			m.end = pos;
			m.n_bound = 0;
			m.rank = (int32_t)(GET(r, rule + RW_CODE_R_RANK) - (UINT32_C(1) << 31));
			m.kind = m.id = 0;
			for (uint32_t i = 0; i < n_trail && m.n_bound < RW_RULE_CAPTURES; i++) {
				if (!trail[i].open) m.bound[m.n_bound++] = trail[i];
			}
			m.lead_kind = lead ? lead->kind : 0;
			m.lead_id = lead ? lead->id : 0;
			if (!conditions_hold(r, &m, rule)) break;
			found++;
			keep(r, &m, rule);
			break;
		}
		default: break;
		}
		if (go) {
			b.end = pos;
			if (b.first == r->start && b.end > b.first && s->op != RW_OP_CLOSE) lead = b.item;
			if (s->cap != RW_CODE_CAP_NONE && b.end > b.first && n_trail < TRAIL) trail[n_trail++] = b;
			pc++;
			turn = 0;
			continue;
		}
		/* Back to the last choice that is still open. */
		for (;;) {
			if (depth == 0) goto done;
			const choice *c = &stack[--depth];
			if (program[c->pc].op == RW_OP_GAP && c->matches != found) continue;
			pc = c->pc;
			pos = c->pos;
			turn = c->turn;
			matches = c->matches;
			n_trail = c->trail;
			break;
		}
	}
done:
	r->budget -= r->budget > steps ? steps : r->budget;
}

/* --- what a match gives -------------------------------------------------------------------------------------- */
static bool stretch(const match *m, uint32_t a, uint32_t b, uint32_t *first, uint32_t *end) {
	bool any = false;
	for (uint32_t i = 0; i < m->n_bound; i++) {
		const bound *x = &m->bound[i];
		if (x->cap != a && x->cap != b) continue;
		if (!any || x->first < *first) *first = x->first;
		if (!any || x->end > *end) *end = x->end;
		any = true;
	}
	return any;
}

/* Pushes what the value at q gives; false where it is absent. */
static bool give(const run *r, const match *m, size_t q, rw_sym key, const rw_capture *caps, const rw_sym *names,
	rw_arena *a, rw_attr *out, uint32_t *n) {
	uint32_t x = GET(r, q + 1), before = *n;
	switch (GET(r, q)) {
	case RW_VALUE_LITERAL:
		if (x) out[(*n)++] = (rw_attr){.key = key, .value = x};
		break;
	case RW_VALUE_CAPTURE:
		for (uint32_t i = 0; i < m->n_bound; i++) {
			if (m->bound[i].cap == x) out[(*n)++] = (rw_attr){.key = key, .capture = &caps[i]};
		}
		break;
	case RW_VALUE_FEATURE:
		for (uint32_t i = 0; i < m->n_bound; i++) {
			if (m->bound[i].cap != x || !m->bound[i].item) continue;
			rw_sym v = feature(r, m->bound[i].item, GET(r, q + 2), GET(r, q + 3));
			if (v) out[(*n)++] = (rw_attr){.key = key, .value = v};
		}
		break;
	case RW_VALUE_STRETCH: {
		rw_capture *c = RW_NEW(a, rw_capture);
		if (stretch(m, x, GET(r, q + 2), &c->first, &c->end)) {
			c->name = names[x];
			out[(*n)++] = (rw_attr){.key = key, .capture = c};
		}
		break;
	}
	default: break;
	}
	return *n > before;
}

static void emit(const run *r, const match *m, rw_arena *a, rw_emissions *out) {
	size_t rule = (size_t)r->c.rules + (size_t)m->rule * RW_CODE_R_SIZE;
	rw_sym names[RW_RULE_CAPTURES];
	for (uint32_t i = 0; i < RW_RULE_CAPTURES; i++) {
		bool there = i < GET(r, rule + RW_CODE_R_CAPS + 1);
		names[i] = there ? GET(r, (size_t)r->c.pool + GET(r, rule + RW_CODE_R_CAPS) + i) : 0;
	}
	rw_capture *caps = RW_ARRAY(a, rw_capture, m->n_bound);
	for (uint32_t i = 0; i < m->n_bound; i++) {
		caps[i] = (rw_capture){names[m->bound[i].cap], m->bound[i].item, m->bound[i].first, m->bound[i].end};
	}
	size_t p = (size_t)r->c.pool + GET(r, rule + RW_CODE_R_EMIT);
	for (uint32_t left = GET(r, rule + RW_CODE_R_EMIT + 1); left; left--) {
		rw_emission e = {.kind = GET(r, p),
			.id = emitted_id(r, m, p),
			.rule = m->rule,
			.first = r->start,
			.end = m->end,
			.captures = caps,
			.n_captures = m->n_bound};
		p += 2 + (size_t)GET(r, p + 1) * RW_VALUE_SIZE;
		uint32_t n_attrs = GET(r, p++);
		rw_attr attrs[RW_RULE_ATTRS * RW_RULE_CAPTURES];
		for (uint32_t i = 0; i < n_attrs; i++) {
			uint32_t key = GET(r, p), n = GET(r, p + 1);
			p += 2;
			bool given = false;
			for (uint32_t k = 0; k < n; k++, p += RW_VALUE_SIZE) {
				if (!given) given = give(r, m, p, key, caps, names, a, attrs, &e.n_attrs);
			}
		}
		rw_attr *kept = RW_ARRAY(a, rw_attr, e.n_attrs);
		if (e.n_attrs) memcpy(kept, attrs, e.n_attrs * sizeof *attrs);
		e.attrs = kept;
		bool placed = false;
		for (uint32_t n = GET(r, p++); n; n--, p += RW_VALUE_SIZE) {
			uint32_t x = GET(r, p + 1), y = GET(r, p) == RW_VALUE_STRETCH ? GET(r, p + 2) : x;
			if (!placed) placed = stretch(m, x, y, &e.first, &e.end);
		}
		rw_vec_push(a, out, e);
	}
}

/* --- a sentence ---------------------------------------------------------------------------------------------- */
/* Marks those rules of a list that have a chance. What starts them is an item, or a word or mark (NULL). */
static void mark_rules(const run *r, uint32_t first, uint32_t n, const rw_item *it, candidates *c) {
	const rw_rule_entry *e = r->rules->entries + first;
	uint32_t asked = RW_CODE_NO, end = it ? it->end : r->start + 1, left = r->l->end - end;
	const rw_rule_look *from = &r->l->from[r->start - r->l->first], *next = &r->l->look[end - r->l->first];
	bool met = true;
	for (; n; n--, e++) {
		uint32_t word = e->rule / 64;
		if (e->least > left || !(e->any || rw_look_shares(&e->next, next))) continue;
		if ((e->need.kinds & ~from->kinds) | (e->need.ids & ~from->ids) | (e->need.words & ~from->words)) continue;
		if (it && e->conditions != asked) {
			asked = e->conditions;
			met = asked == RW_CODE_NO || conditions_met(r, it, asked);
		}
		if (!met) continue;
		c->set[word] |= UINT64_C(1) << (e->rule % 64);
		if (word < c->low) c->low = word;
		if (word >= c->high) c->high = word + 1;
	}
}

static void triggered(const run *r, uint32_t type, uint32_t a, uint32_t b, const rw_item *it, candidates *c) {
	uint32_t mask = r->c.n_slots - 1, h = rw_trigger_hash(r->stage->name, type, a, b) & mask;
	for (;; h = (h + 1) & mask) {
		size_t s = (size_t)r->c.slots + (size_t)h * RW_CODE_S_SIZE;
		uint32_t stage = GET(r, s + RW_CODE_S_STAGE);
		if (stage == 0) return;
		if (stage != r->stage->name || GET(r, s + RW_CODE_S_TYPE) != type || GET(r, s + RW_CODE_S_A) != a ||
			GET(r, s + RW_CODE_S_B) != b)
			continue;
		mark_rules(r, GET(r, s + RW_CODE_S_LIST), GET(r, s + RW_CODE_S_COUNT), it, c);
		return;
	}
}

static void word_triggered(const run *r, uint32_t literal, uint32_t joined, candidates *c) {
	uint64_t bits = rw_look_word(literal, true) | (joined ? 0 : rw_look_word(literal, false));
	if (literal && bits & r->stage->can.words) triggered(r, RW_TRIGGER_WORD, literal, joined, NULL, c);
}

static uint32_t lowest_bit(uint64_t v) { return (uint32_t)__builtin_ctzll(v); }

static void match_at(run *r, candidates *c) {
	const rw_lattice *l = r->l;
	uint32_t at = r->start - l->first;
	const rw_rule_look *look = &l->look[at];
	if (!rw_look_shares(look, &r->stage->can)) return;
	c->low = SEEN;
	c->high = 0;
	for (uint32_t i = 0; i < l->n_at[at]; i++) {
		const rw_item *it = l->at[at][i];
		uint32_t number = rw_kind_number(r->rules, it->kind);
		if (!number) continue;
		if (look->ids && it->id) {
			uint32_t hash = rw_look_hash(it->kind, it->id);
			if (rw_look_id(hash) & r->stage->can.ids && rw_is_named(r->rules->ids, hash))
				triggered(r, RW_TRIGGER_ITEM, it->kind, it->id, it, c);
		}
		rw_rule_list_of list = r->stage->kinds[number];
		if (list.n) mark_rules(r, list.first, list.n, it, c);
	}
	const rw_lattice_words *w = &l->words[at];
	for (uint32_t i = 0; i < 2 && look->words; i++) {
		word_triggered(r, w->plain[i], 0, c);
		word_triggered(r, w->joined[i], 1, c);
	}
	if (is_mark(l, r->start)) {
		uint32_t class_ = class_of(l, r->start);
		if (class_ < RW_CLASS_COUNT) triggered(r, RW_TRIGGER_CLASS, class_, 0, NULL, c);
	}
	for (uint32_t word = c->low; word < c->high; word++) {
		for (uint64_t set = c->set[word]; set; set &= set - 1) search(r, word * 64 + lowest_bit(set));
		c->set[word] = 0;
	}
}

void rw_rules_run(
	const rw_lexicon *lx, rw_sym stage, const rw_lattice *l, rw_overlap overlap, rw_arena *a, rw_emissions *out) {
	run r = {.lx = lx, .l = l, .overlap = overlap, .rules = lx->rules};
	if (stage == 0 || l->end <= l->first || !r.rules || !code_of(lx, &r.c)) return;
	for (size_t i = 0; i < RW_CODE_STAGES; i++) {
		if (r.rules->stages[i].name == stage) r.stage = &r.rules->stages[i];
	}
	if (!r.stage || !rw_look_shares(&r.stage->can, l->from)) return;
	candidates c = {.low = 0};
	match best[RW_RULE_GROUPS];
	r.best = best;
	r.budget = RW_RULE_STEPS + (uint64_t)(l->end - l->first) * RW_RULE_STEPS_TOKEN;
	for (r.start = l->first; r.start < l->end;) {
		r.n_best = 0;
		match_at(&r, &c);
		uint32_t next = r.start + 1;
		for (uint32_t i = 0; i < r.n_best; i++) {
			emit(&r, &best[i], a, out);
			if (overlap == RW_OVERLAP_NONE && best[i].end > next) next = best[i].end;
		}
		r.start = next;
	}
}
