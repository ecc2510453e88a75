/* rule_ready.c: rules as a search wants them: instructions decoded, each with what can begin there.
 *
 * Programs only go forward (rule_code.h), so one pass from a program's end knows of each instruction what follows it. Done once, when a
 * lexicon is opened: a quarter of a millisecond.
 */
#include "lexicon/rule_code.h"
#include "lexicon/rule_syntax.h"

enum { LEAST_MAX = UINT8_MAX };

typedef struct making {
	const char *p; /* the section */
	size_t pool;
	rw_rules_ready *out;
} making;

static void name(uint64_t *set, uint32_t hash) { set[(hash & (RW_NAMED - 1)) / 64] |= UINT64_C(1) << (hash % 64); }

static void join(rw_rule_look *to, const rw_rule_look *more) {
	to->kinds |= more->kinds;
	to->ids |= more->ids;
	to->words |= more->words;
}

/* The items that pass a test, as far as kinds and ids tell. */
static rw_rule_look items_of(const making *m, uint32_t test) {
	rw_rule_look can = {0, 0, 0};
	size_t kinds = m->pool + test, ids = kinds + 1 + rw_code_get(m->p, kinds);
	uint32_t n_kinds = rw_code_get(m->p, kinds), n_ids = rw_code_get(m->p, ids);
	for (uint32_t i = 0; i < n_kinds; i++) {
		rw_sym kind = rw_code_get(m->p, kinds + 1 + i);
		if (n_ids == 0) can.kinds |= rw_look_kind(kind);
		for (uint32_t k = 0; k < n_ids; k++) {
			uint32_t hash = rw_look_hash(kind, rw_code_get(m->p, ids + 1 + k));
			can.ids |= rw_look_id(hash);
			name(m->out->ids, hash);
		}
	}
	return can;
}

static uint64_t literal_of(making *m, uint32_t literal, bool joined) {
	name(m->out->words, rw_look_hash(literal, 0));
	return rw_look_word(literal, joined);
}

/* What every match of something that begins with one of these must find in the sentence: nothing where there are several. */
static rw_rule_look must(const rw_rule_look *can) {
	uint32_t bits =
		(uint32_t)(__builtin_popcountll(can->kinds) + __builtin_popcountll(can->ids) + __builtin_popcountll(can->words));
	return bits == 1 ? *can : (rw_rule_look){0, 0, 0};
}

/* What a gap may not hold, as far as one token tells. */
static rw_rule_look nots_of(making *m, uint32_t nots) {
	rw_rule_look can = {0, 0, 0};
	if (nots == RW_CODE_NO) return can;
	size_t p = m->pool + nots;
	for (uint32_t left = rw_code_get(m->p, p++); left; left--, p += 3) {
		uint32_t op = rw_code_get(m->p, p), x = rw_code_get(m->p, p + 1);
		if (op == RW_OP_ITEM) {
			rw_rule_look items = items_of(m, x);
			join(&can, &items);
		} else if (op == RW_OP_WORD && rw_code_get(m->p, m->pool + x + 1)) {
			can.words |= literal_of(m, rw_code_get(m->p, m->pool + x + 2), rw_code_get(m->p, m->pool + x) != 0);
		} else if (op == RW_OP_CLASS && x < RW_CLASS_COUNT) {
			can.words |= rw_look_class(x);
		}
	}
	return can;
}

static void ready_rule(making *m, rw_rule_step *steps, uint32_t n, rw_rule_look *needs, size_t code) {
	for (uint32_t i = n; i-- > 0;) {
		size_t in = code + (size_t)i * RW_CODE_I_SIZE;
		uint32_t head = rw_code_get(m->p, in), x = rw_code_get(m->p, in + 1), y = rw_code_get(m->p, in + 2);
		rw_rule_step s = {.op = (uint8_t)(head & 0xFF), .cap = (uint8_t)(head >> 8), .x = x, .y = y};
		rw_rule_look here = {0, 0, 0};
		const rw_rule_step *next = NULL; /* where only that follows */
		uint32_t least = 0;
		switch (s.op) {
		case RW_OP_ITEM:
			s.can = items_of(m, x);
			least = 1;
			break;
		case RW_OP_WORD:
			s.can.words = literal_of(m, x, y != 0);
			least = 1;
			break;
		case RW_OP_CLASS:
			s.can.words = x < RW_CLASS_COUNT ? rw_look_class(x) : 0;
			least = 1;
			break;
		case RW_OP_ANY:
			s.any = true;
			least = 1;
			break;
		case RW_OP_GAP:
			s.any = true;
			s.can = nots_of(m, y);
			least = x & 0xFF;
			break;
		case RW_OP_SPLIT: {
			const rw_rule_step *a = &steps[x], *b = &steps[y];
			s.can = a->can;
			join(&s.can, &b->can);
			s.any = a->any || b->any; /* then `can` tells nothing */
			s.least = a->least < b->least ? a->least : b->least;
			const rw_rule_look *na = &needs[x], *nb = &needs[y];
			here = (rw_rule_look){na->kinds & nb->kinds, na->ids & nb->ids, na->words & nb->words};
			break;
		}
		case RW_OP_JUMP:
			next = &steps[x];
			here = needs[x];
			break;
		case RW_OP_START:
		case RW_OP_OPEN:
		case RW_OP_CLOSE:
			next = &steps[i + 1];
			here = needs[i + 1];
			break;
		case RW_OP_END:
			s.any = true;
			here = needs[i + 1];
			break;
		default: s.any = true; break; /* a match: nothing follows */
		}
		if (next) {
			s.can = next->can;
			s.any = next->any;
			s.least = next->least;
		}
		bool takes =
			s.op == RW_OP_ITEM || s.op == RW_OP_WORD || s.op == RW_OP_CLASS || s.op == RW_OP_ANY || s.op == RW_OP_GAP;
		if (takes || s.op == RW_OP_END) {
			least += steps[i + 1].least;
			s.least = (uint8_t)(least < LEAST_MAX ? least : LEAST_MAX);
		}
		if (takes) {
			if (!s.any) here = must(&s.can);
			join(&here, &needs[i + 1]);
		}
		steps[i] = s;
		needs[i] = here;
	}
}

const rw_rules_ready *rw_rules_make_ready(rw_slice section, rw_arena *a) {
	if (section.n == 0) return NULL;
	const char *p = section.p;
	size_t code = rw_code_get(p, RW_CODE_H_CODE), rules = rw_code_get(p, RW_CODE_H_RULES);
	uint32_t n_rules = rw_code_get(p, RW_CODE_H_RULES + 1);
	rw_rules_ready *out = RW_NEW(a, rw_rules_ready);
	size_t n_steps = rw_code_get(p, RW_CODE_H_CODE + 1);
	uint32_t lists = rw_code_get(p, RW_CODE_H_LISTS), n_lists = rw_code_get(p, RW_CODE_H_LISTS + 1);
	rw_rule_step *steps = RW_ARRAY(a, rw_rule_step, n_steps + 1);
	rw_rule_entry *entries = RW_ARRAY(a, rw_rule_entry, n_lists);
	rw_mark scratch = rw_arena_mark(a);
	rw_rule_look *needs = RW_ARRAY(a, rw_rule_look, n_steps + 1);
	making m = {p, rw_code_get(p, RW_CODE_H_POOL), out};
	uint32_t n_stages = 0;
	for (uint32_t i = 0; i < n_rules; i++) {
		size_t rule = rules + (size_t)i * RW_CODE_R_SIZE;
		uint32_t base = rw_code_get(p, rule + RW_CODE_R_CODE), length = rw_code_get(p, rule + RW_CODE_R_CODE + 1);
		ready_rule(&m, steps + base, length, needs + base, code + (size_t)base * RW_CODE_I_SIZE);
		rw_sym stage = rw_code_get(p, rule + RW_CODE_R_STAGE);
		uint32_t k = 0;
		while (k < n_stages && out->stages[k].name != stage) k++;
		if (k == RW_CODE_STAGES) continue; /* the compiler writes no more */
		if (k == n_stages) out->stages[n_stages++].name = stage;
		join(&out->stages[k].can, &steps[base].can);
	}
	for (uint32_t i = 0; i < n_lists; i++) {
		size_t at = (size_t)lists + (size_t)i * RW_CODE_L_SIZE;
		uint32_t step = rw_code_get(p, at + RW_CODE_L_STEP);
		bool item = steps[step].op == RW_OP_ITEM;
		const rw_rule_step *next = &steps[step + 1];
		entries[i] = (rw_rule_entry){.rule = rw_code_get(p, at + RW_CODE_L_RULE),
			.test = item ? steps[step].x : RW_CODE_NO,
			.need = needs[step],
			.next = next->can,
			.least = next->least,
			.any = next->any};
	}
	rw_arena_reset(a, scratch);
	out->steps = steps;
	out->entries = entries;
	return out;
}
