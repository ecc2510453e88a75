/* rule_info.c: the section of rules as a table to look into, and the proof that one from a file is sound. */
#include "lexicon/rule_code.h"
#include "lexicon/rule_syntax.h"

/* --- looking ------------------------------------------------------------------------------------------------- */
static rw_slice string(rw_slice s, size_t word) {
	uint32_t at = rw_code_get(s.p, word), n = rw_code_get(s.p, word + 1);
	if (at == RW_CODE_NO) return RW_NONE;
	return rw_slice_of(s.p + (size_t)rw_code_get(s.p, RW_CODE_H_WORDS) * 4 + at, n);
}

/* The section, and the word at which a rule begins; 0 where there is no such rule. */
static size_t rule_at(const rw_lexicon *lx, uint32_t rule, rw_slice *s) {
	*s = rw_lexicon_section(lx, RW_SECTION_RULES);
	if (rule >= rw_rule_count(lx)) return 0;
	return (size_t)rw_code_get(s->p, RW_CODE_H_RULES) + (size_t)rule * RW_CODE_R_SIZE;
}

uint32_t rw_rule_count(const rw_lexicon *lx) {
	rw_slice s = rw_lexicon_section(lx, RW_SECTION_RULES);
	return s.n < RW_CODE_H_SIZE * 4 ? 0 : rw_code_get(s.p, RW_CODE_H_RULES + 1);
}

rw_slice rw_rule_name(const rw_lexicon *lx, uint32_t rule) {
	rw_slice s;
	size_t at = rule_at(lx, rule, &s);
	return at ? string(s, at + RW_CODE_R_NAME) : RW_NONE;
}

rw_slice rw_rule_stage(const rw_lexicon *lx, uint32_t rule) {
	rw_slice s;
	size_t at = rule_at(lx, rule, &s);
	return at ? rw_sym_text(lx, rw_code_get(s.p, at + RW_CODE_R_STAGE)) : RW_NONE;
}

rw_slice rw_rule_why(const rw_lexicon *lx, uint32_t rule) {
	rw_slice s;
	size_t at = rule_at(lx, rule, &s);
	return at ? string(s, at + RW_CODE_R_WHY) : RW_NONE;
}

rw_slice rw_rule_file(const rw_lexicon *lx, uint32_t rule, uint32_t *line) {
	rw_slice s;
	size_t at = rule_at(lx, rule, &s);
	*line = at ? rw_code_get(s.p, at + RW_CODE_R_LINE) : 0;
	return at ? string(s, at + RW_CODE_R_PATH) : RW_NONE;
}

uint32_t rw_rule_cases(const rw_lexicon *lx, uint32_t rule, rw_arena *a, rw_rule_case **out) {
	rw_slice s;
	size_t at = rule_at(lx, rule, &s);
	uint32_t first = at ? rw_code_get(s.p, at + RW_CODE_R_CASES) : 0,
			 n = at ? rw_code_get(s.p, at + RW_CODE_R_CASES + 1) : 0;
	rw_rule_case *c = RW_ARRAY(a, rw_rule_case, n);
	for (uint32_t i = 0; i < n; i++) {
		size_t p = (size_t)rw_code_get(s.p, RW_CODE_H_CASES) + ((size_t)first + i) * RW_CODE_C_SIZE;
		c[i] = (rw_rule_case){
			string(s, p + RW_CODE_C_TEXT), string(s, p + RW_CODE_C_EXPECT), rw_code_get(s.p, p + RW_CODE_C_LINE)};
	}
	*out = c;
	return n;
}

void rw_rule_trace(const rw_lexicon *lx, const rw_tokens *t, const rw_emission *e, rw_buf *out) {
	uint32_t line;
	rw_slice path = rw_rule_file(lx, e->rule, &line);
	rw_buf_slice(out, rw_sym_text(lx, e->kind));
	if (e->id) {
		rw_buf_byte(out, ':');
		rw_buf_slice(out, rw_sym_text(lx, e->id));
	}
	rw_buf_printf(
		out, " by " RW_FMT " (" RW_FMT ":%u) \"", RW_ARG(rw_rule_name(lx, e->rule)), RW_ARG(path), (unsigned)line);
	rw_buf_slice(out, rw_tokens_text(t, e->first, e->end));
	rw_buf_byte(out, '"');
	for (uint32_t i = 0; i < e->n_captures; i++) {
		const rw_capture *c = &e->captures[i];
		rw_buf_byte(out, ' ');
		rw_buf_slice(out, rw_sym_text(lx, c->name));
		rw_buf_byte(out, '=');
		if (c->item) {
			rw_buf_byte(out, '<');
			rw_buf_slice(out, rw_sym_text(lx, c->item->kind));
			if (c->item->id) {
				rw_buf_byte(out, ':');
				rw_buf_slice(out, rw_sym_text(lx, c->item->id));
			}
			rw_buf_byte(out, '>');
		}
		rw_buf_byte(out, '"');
		rw_buf_slice(out, rw_tokens_text(t, c->first, c->end));
		rw_buf_byte(out, '"');
	}
}

/* --- proving ------------------------------------------------------------------------------------------------- */
typedef struct proof {
	rw_slice s;
	size_t pool, n_pool;
	uint32_t n_caps; /* of the rule at hand */
	bool ok;
} proof;

static bool within(uint32_t at, uint32_t n, size_t size) { return at <= size && n <= size - at; }

/* The pool's word at *at, moving on; 0 and failure past its end. */
static uint32_t next(proof *p, size_t *at) {
	if (*at >= p->n_pool) {
		p->ok = false;
		return 0;
	}
	return rw_code_get(p->s.p, p->pool + (*at)++);
}

static void skip(proof *p, size_t *at, size_t n) {
	if (n > p->n_pool - *at)
		p->ok = false;
	else
		*at += n;
}

static void prove_test(proof *p, size_t at) {
	skip(p, &at, next(p, &at));
	if (p->ok) skip(p, &at, next(p, &at));
	for (uint32_t left = p->ok ? next(p, &at) : 0; left && p->ok; left--) {
		if (next(p, &at) >= RW_FEAT_PRESENT) p->ok = false;
		next(p, &at);
		next(p, &at);
		uint32_t n = next(p, &at);
		if (p->ok) skip(p, &at, n);
	}
}

static void prove_nots(proof *p, size_t at) {
	for (uint32_t left = next(p, &at); left && p->ok; left--) {
		uint32_t op = next(p, &at), x = next(p, &at);
		next(p, &at);
		if (!p->ok || op == RW_OP_CLASS) continue;
		if (op == RW_OP_ITEM) {
			prove_test(p, x);
		} else if (op == RW_OP_WORD) {
			size_t w = x;
			next(p, &w);
			uint32_t n = next(p, &w);
			if (p->ok) skip(p, &w, n);
		} else {
			p->ok = false;
		}
	}
}

static void prove_values(proof *p, size_t *at) {
	for (uint32_t left = next(p, at); left && p->ok; left--) {
		uint32_t type = next(p, at), a = next(p, at), b = next(p, at);
		next(p, at);
		if (type >= RW_VALUE_COUNT) p->ok = false;
		if (type != RW_VALUE_LITERAL && a >= p->n_caps) p->ok = false;
		if (type == RW_VALUE_STRETCH && b >= p->n_caps) p->ok = false;
		if (type == RW_VALUE_FEATURE && b >= RW_FEAT_PRESENT) p->ok = false;
	}
}

static void prove_program(proof *p, size_t program, uint32_t n) {
	if (n == 0 || n > RW_RULE_CODE + 1 ||
		(rw_code_get(p->s.p, program + (size_t)(n - 1) * RW_CODE_I_SIZE) & 0xFF) != RW_OP_MATCH) {
		p->ok = false;
		return;
	}
	for (uint32_t i = 0; i < n && p->ok; i++) {
		size_t in = program + (size_t)i * RW_CODE_I_SIZE;
		uint32_t head = rw_code_get(p->s.p, in), x = rw_code_get(p->s.p, in + 1), y = rw_code_get(p->s.p, in + 2),
				 cap = head >> 8;
		if (cap != RW_CODE_CAP_NONE && cap >= p->n_caps) p->ok = false;
		switch (head & 0xFF) {
		case RW_OP_ITEM: prove_test(p, x); break;
		case RW_OP_GAP:
			if ((x & 0xFF) > x >> 8 || x >> 8 > RW_RULE_GAP) p->ok = false;
			if (y != RW_CODE_NO) prove_nots(p, y);
			break;
		case RW_OP_SPLIT:
			if (y <= i || y >= n) p->ok = false; /* fallthrough */
		case RW_OP_JUMP:
			if (x <= i || x >= n) p->ok = false;
			break;
		case RW_OP_OPEN:
		case RW_OP_CLOSE:
			if (cap == RW_CODE_CAP_NONE) p->ok = false;
			break;
		default:
			if ((head & 0xFF) >= RW_OP_COUNT) p->ok = false;
			break;
		}
	}
}

static bool string_fits(rw_slice s, size_t word, uint32_t blob) {
	uint32_t at = rw_code_get(s.p, word);
	return at == RW_CODE_NO || within(at, rw_code_get(s.p, word + 1), blob);
}

static void prove_rule(proof *p, size_t at, uint32_t n_code, uint32_t n_cases, uint32_t blob) {
	rw_slice s = p->s;
	p->ok = p->ok && string_fits(s, at + RW_CODE_R_NAME, blob) && string_fits(s, at + RW_CODE_R_WHY, blob) &&
		string_fits(s, at + RW_CODE_R_PATH, blob) &&
		within(rw_code_get(s.p, at + RW_CODE_R_CODE), rw_code_get(s.p, at + RW_CODE_R_CODE + 1), n_code) &&
		within(rw_code_get(s.p, at + RW_CODE_R_CASES), rw_code_get(s.p, at + RW_CODE_R_CASES + 1), n_cases) &&
		within(rw_code_get(s.p, at + RW_CODE_R_CAPS), rw_code_get(s.p, at + RW_CODE_R_CAPS + 1), p->n_pool);
	if (!p->ok) return;
	p->n_caps = rw_code_get(s.p, at + RW_CODE_R_CAPS + 1);
	if (p->n_caps > RW_RULE_CAPTURES) p->ok = false;
	size_t code = rw_code_get(s.p, RW_CODE_H_CODE);
	prove_program(p, code + (size_t)rw_code_get(s.p, at + RW_CODE_R_CODE) * RW_CODE_I_SIZE,
		rw_code_get(s.p, at + RW_CODE_R_CODE + 1));
	size_t w = rw_code_get(s.p, at + RW_CODE_R_WHERE);
	for (uint32_t left = rw_code_get(s.p, at + RW_CODE_R_WHERE + 1); left && p->ok; left--) {
		if (next(p, &w) >= p->n_caps) p->ok = false;
		if (next(p, &w) >= RW_FEAT_COUNT) p->ok = false;
		next(p, &w);
		next(p, &w);
		prove_values(p, &w);
	}
	size_t e = rw_code_get(s.p, at + RW_CODE_R_EMIT);
	uint32_t left = rw_code_get(s.p, at + RW_CODE_R_EMIT + 1);
	if (left == 0) p->ok = false;
	for (; left && p->ok; left--) {
		next(p, &e);
		prove_values(p, &e);
		uint32_t attrs = p->ok ? next(p, &e) : 0;
		if (attrs > RW_RULE_ATTRS) p->ok = false;
		for (; attrs && p->ok; attrs--) {
			next(p, &e);
			prove_values(p, &e);
		}
		if (p->ok) prove_values(p, &e);
	}
}

bool rw_rules_check(rw_slice s) {
	if (s.n == 0) return true;
	if (s.n < RW_CODE_H_SIZE * 4 || s.n > UINT32_MAX) return false;
	if (rw_code_get(s.p, RW_CODE_H_MAGIC) != RW_CODE_MAGIC || rw_code_get(s.p, RW_CODE_H_VERSION) != RW_CODE_VERSION)
		return false;
	uint32_t words = rw_code_get(s.p, RW_CODE_H_WORDS), blob = rw_code_get(s.p, RW_CODE_H_BLOB);
	if (words > s.n / 4 || s.n - (size_t)words * 4 != blob) return false;
	static const struct {
		uint32_t head, entry;
	} tables[] = {{RW_CODE_H_RULES, RW_CODE_R_SIZE}, {RW_CODE_H_CODE, RW_CODE_I_SIZE}, {RW_CODE_H_POOL, 1},
		{RW_CODE_H_SLOTS, RW_CODE_S_SIZE}, {RW_CODE_H_LISTS, RW_CODE_L_SIZE}, {RW_CODE_H_CASES, RW_CODE_C_SIZE}};
	for (size_t i = 0; i < RW_COUNT(tables); i++) {
		uint32_t at = rw_code_get(s.p, tables[i].head), n = rw_code_get(s.p, tables[i].head + 1);
		if (at < RW_CODE_H_SIZE || at > words || n > (words - at) / tables[i].entry) return false;
	}
	uint32_t n_rules = rw_code_get(s.p, RW_CODE_H_RULES + 1), n_code = rw_code_get(s.p, RW_CODE_H_CODE + 1),
			 n_cases = rw_code_get(s.p, RW_CODE_H_CASES + 1);
	if (n_rules > RW_RULE_RULES) return false;
	proof p = {
		.s = s, .pool = rw_code_get(s.p, RW_CODE_H_POOL), .n_pool = rw_code_get(s.p, RW_CODE_H_POOL + 1), .ok = true};
	for (uint32_t i = 0; i < n_rules && p.ok; i++) {
		prove_rule(&p, (size_t)rw_code_get(s.p, RW_CODE_H_RULES) + (size_t)i * RW_CODE_R_SIZE, n_code, n_cases, blob);
	}
	for (uint32_t i = 0; i < n_cases && p.ok; i++) {
		size_t c = (size_t)rw_code_get(s.p, RW_CODE_H_CASES) + (size_t)i * RW_CODE_C_SIZE;
		p.ok = string_fits(s, c + RW_CODE_C_TEXT, blob) && string_fits(s, c + RW_CODE_C_EXPECT, blob);
	}
	uint32_t n_lists = rw_code_get(s.p, RW_CODE_H_LISTS + 1), n_slots = rw_code_get(s.p, RW_CODE_H_SLOTS + 1), empty = 0;
	for (uint32_t i = 0; i < n_lists && p.ok; i++) {
		size_t x = (size_t)rw_code_get(s.p, RW_CODE_H_LISTS) + (size_t)i * RW_CODE_L_SIZE;
		p.ok = rw_code_get(s.p, x + RW_CODE_L_RULE) < n_rules && rw_code_get(s.p, x + RW_CODE_L_STEP) < n_code;
	}
	for (uint32_t i = 0; i < n_slots && p.ok; i++) {
		size_t t = (size_t)rw_code_get(s.p, RW_CODE_H_SLOTS) + (size_t)i * RW_CODE_S_SIZE;
		empty += rw_code_get(s.p, t + RW_CODE_S_STAGE) == 0;
		p.ok = within(rw_code_get(s.p, t + RW_CODE_S_LIST), rw_code_get(s.p, t + RW_CODE_S_COUNT), n_lists);
	}
	/* A search for a trigger ends at an empty slot; its place is found by a mask. */
	return p.ok && empty > 0 && (n_slots & (n_slots - 1)) == 0;
}
