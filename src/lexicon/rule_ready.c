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
	uint32_t *kinds; /* out->kinds */
} making;

static void name(uint64_t *set, uint32_t hash) { set[(hash & (RW_NAMED - 1)) / 64] |= UINT64_C(1) << (hash % 64); }

static void join(rw_rule_look *to, const rw_rule_look *more) {
	to->kinds |= more->kinds;
	to->ids |= more->ids;
	to->words |= more->words;
}

/* The number of a kind, given where it has none. */
static uint32_t number_of(making *m, rw_sym kind) {
	if (kind >= m->out->n_syms) return 0;
	if (!m->kinds[kind]) m->kinds[kind] = ++m->out->n_kinds;
	return m->kinds[kind];
}

/* The items that pass a test, as far as kinds and ids tell. */
static rw_rule_look items_of(making *m, uint32_t test) {
	rw_rule_look can = {0, 0, 0};
	size_t kinds = m->pool + test, ids = kinds + 1 + rw_code_get(m->p, kinds);
	uint32_t n_kinds = rw_code_get(m->p, kinds), n_ids = rw_code_get(m->p, ids);
	for (uint32_t i = 0; i < n_kinds; i++) {
		rw_sym kind = rw_code_get(m->p, kinds + 1 + i);
		uint32_t number = number_of(m, kind);
		if (n_ids == 0) can.kinds |= rw_look_kind(number);
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

/* The stage of a name, begun where it is new; NULL where there are more than the compiler knows. */
static rw_rule_stage_ready *stage_of(rw_rules_ready *out, rw_sym name) {
	for (uint32_t i = 0; i < RW_CODE_STAGES; i++) {
		if (out->stages[i].name == 0) out->stages[i].name = name;
		if (out->stages[i].name == name) return &out->stages[i];
	}
	return NULL;
}

/* The conditions of a test, behind its kinds and ids. */
static uint32_t conditions_of(const making *m, uint32_t test) {
	uint32_t at = test + 1 + rw_code_get(m->p, m->pool + test);
	at += 1 + rw_code_get(m->p, m->pool + at);
	return rw_code_get(m->p, m->pool + at) ? at : RW_CODE_NO;
}

static void ready_entries(const making *m, const rw_rule_step *steps, const rw_rule_look *needs, rw_rule_entry *out) {
	size_t lists = rw_code_get(m->p, RW_CODE_H_LISTS);
	uint32_t n = rw_code_get(m->p, RW_CODE_H_LISTS + 1);
	for (uint32_t i = 0; i < n; i++) {
		size_t at = lists + (size_t)i * RW_CODE_L_SIZE;
		uint32_t step = rw_code_get(m->p, at + RW_CODE_L_STEP);
		const rw_rule_step *next = &steps[step + 1];
		out[i] = (rw_rule_entry){.rule = rw_code_get(m->p, at + RW_CODE_L_RULE),
			.conditions = steps[step].op == RW_OP_ITEM ? conditions_of(m, steps[step].x) : RW_CODE_NO,
			.need = needs[step],
			.next = next->can,
			.least = next->least,
			.any = next->any};
	}
}

/* The lists that hang on a kind alone, by its number. */
static void ready_kinds(making *m, rw_arena *a) {
	rw_rules_ready *out = m->out;
	rw_rule_list_of *of[RW_CODE_STAGES];
	for (uint32_t i = 0; i < RW_CODE_STAGES; i++)
		out->stages[i].kinds = of[i] = RW_ARRAY(a, rw_rule_list_of, (size_t)out->n_kinds + 1);
	size_t slots = rw_code_get(m->p, RW_CODE_H_SLOTS);
	uint32_t n = rw_code_get(m->p, RW_CODE_H_SLOTS + 1);
	for (uint32_t i = 0; i < n; i++) {
		size_t s = slots + (size_t)i * RW_CODE_S_SIZE;
		if (rw_code_get(m->p, s + RW_CODE_S_TYPE) != RW_TRIGGER_ITEM || rw_code_get(m->p, s + RW_CODE_S_B)) continue;
		uint32_t number = rw_kind_number(out, rw_code_get(m->p, s + RW_CODE_S_A));
		for (uint32_t k = 0; k < RW_CODE_STAGES; k++) {
			if (out->stages[k].name != rw_code_get(m->p, s + RW_CODE_S_STAGE) || !number) continue;
			of[k][number] =
				(rw_rule_list_of){rw_code_get(m->p, s + RW_CODE_S_LIST), rw_code_get(m->p, s + RW_CODE_S_COUNT)};
		}
	}
}

const rw_rules_ready *rw_rules_make_ready(rw_slice section, uint32_t n_syms, rw_arena *a) {
	if (section.n == 0) return NULL;
	const char *p = section.p;
	size_t code = rw_code_get(p, RW_CODE_H_CODE), rules = rw_code_get(p, RW_CODE_H_RULES);
	uint32_t n_rules = rw_code_get(p, RW_CODE_H_RULES + 1);
	size_t n_steps = rw_code_get(p, RW_CODE_H_CODE + 1);
	rw_rules_ready *out = RW_NEW(a, rw_rules_ready);
	making m = {p, rw_code_get(p, RW_CODE_H_POOL), out, RW_ARRAY(a, uint32_t, n_syms)};
	out->kinds = m.kinds;
	out->n_syms = n_syms;
	rw_rule_step *steps = RW_ARRAY(a, rw_rule_step, n_steps + 1);
	rw_rule_entry *entries = RW_ARRAY(a, rw_rule_entry, rw_code_get(p, RW_CODE_H_LISTS + 1));
	rw_mark scratch = rw_arena_mark(a);
	rw_rule_look *needs = RW_ARRAY(a, rw_rule_look, n_steps + 1);
	for (uint32_t i = 0; i < n_rules; i++) {
		size_t rule = rules + (size_t)i * RW_CODE_R_SIZE;
		uint32_t base = rw_code_get(p, rule + RW_CODE_R_CODE), length = rw_code_get(p, rule + RW_CODE_R_CODE + 1);
		ready_rule(&m, steps + base, length, needs + base, code + (size_t)base * RW_CODE_I_SIZE);
		rw_rule_stage_ready *stage = stage_of(out, rw_code_get(p, rule + RW_CODE_R_STAGE));
		if (stage) join(&stage->can, &steps[base].can);
	}
	ready_entries(&m, steps, needs, entries);
	rw_arena_reset(a, scratch);
	out->steps = steps;
	out->entries = entries;
	ready_kinds(&m, a);
	return out;
}
