/* rule_parse.c: reads a rules file into blocks, keys and values.
 *
 * A file is lines; a line that begins with white space continues the one above; an empty line ends a block. So a key's
 * value is one stretch of the source, and the place of every mistake in it is known by counting lines.
 */
#include "lexicon/rule_syntax.h"

enum { RANK_MOST = 100 };

typedef struct reader {
	rw_syntax *s;
	const rw_source *source;
	rw_rule rule; /* being read */
	bool in_rule;
	bool lost; /* a line of it could not be read at all: what is missing may have stood there */
	bool seen_stage, seen_rank, seen_match; /* of rule: so that a second one is told of */
	RW_VEC(rw_rule_where) where;
	RW_VEC(rw_rule_emit) emit;
	RW_VEC(rw_rule_case) cases;
	uint32_t n_case, n_not;
} reader;

#define COMPLAIN(r, line, ...) rw_compiler_complain((r)->s->c, (r)->source->path, (line), __VA_ARGS__)

static rw_rule_text text_of(reader *r, rw_slice value, uint32_t line) {
	return (rw_rule_text){.s = r->s, .source = r->source, .text = value, .line = line};
}

/* --- values -------------------------------------------------------------------------------------------------- */
/* A text over several lines: one space where a line ends, comment lines left out. */
static rw_slice plain_text(rw_arena *a, rw_slice value) {
	value = rw_slice_trim(value);
	if (rw_slice_find(value, RW_LIT("\n"), 0) == SIZE_MAX) return value;
	rw_buf b = RW_BUF(a);
	for (rw_slice rest = value; rest.p;) {
		rw_slice line = rw_slice_trim(rw_slice_cut(&rest, '\n'));
		if (line.n == 0 || line.p[0] == '#') continue;
		if (b.n) rw_buf_byte(&b, ' ');
		rw_buf_slice(&b, line);
	}
	return rw_buf_view(&b);
}

/* capture, capture.feature, capture..capture, word, "string", with | between. */
static bool read_values(rw_rule_text *t, rw_rule_values *out) {
	RW_VEC(rw_rule_value) v = {0};
	do {
		rw_rule_value x = {0};
		if (rw_rule_text_peek(t) == '"') {
			x.quoted = true;
			if (!rw_rule_text_string(t, &x.a)) return false;
			if (x.a.n == 0) {
				rw_rule_text_fail(t, "a value is an empty string; write the value between the quotes");
				return false;
			}
		} else {
			x.a = rw_rule_text_word(t, false);
			if (x.a.n == 0 || x.a.n > RW_RULE_NAME) {
				rw_slice here = rw_rule_text_here(t);
				rw_rule_text_fail(t,
					"a value is missing before '" RW_FMT
					"'; write a capture, capture.feature, a..b or a word in Latin letters",
					RW_ARG(here));
				return false;
			}
			bool point = t->i < t->text.n && t->text.p[t->i] == '.';
			bool points = point && t->i + 1 < t->text.n && t->text.p[t->i + 1] == '.';
			if (point) {
				t->i += points ? 2 : 1;
				rw_slice w = rw_rule_text_word(t, false);
				if (w.n == 0) {
					rw_rule_text_fail(t, "after '" RW_FMT "%s' %s is missing", RW_ARG(x.a), points ? ".." : ".",
						points ? "the last capture of the stretch" : "a feature");
					return false;
				}
				*(points ? &x.to : &x.feature) = w;
			}
		}
		if (v.n == RW_RULE_LISTED) {
			rw_rule_text_fail(t, "more than %d values stand in one list; shorten it", RW_RULE_LISTED);
			return false;
		}
		rw_vec_push(t->s->a, &v, x);
	} while (rw_rule_text_peek(t) == '|' && ++t->i);
	out->p = v.p;
	out->n = (uint32_t)v.n;
	return true;
}

static bool read_where(reader *r, rw_rule_text *t) {
	for (;;) {
		rw_rule_text_space(t);
		rw_rule_where w = {.line = t->line};
		w.capture = rw_rule_text_word(t, false);
		if (t->i < t->text.n && t->text.p[t->i] == '.') {
			t->i++;
			w.feature = rw_rule_text_word(t, false);
			if (w.feature.n == 0) w.capture.n = 0;
		}
		char c = rw_rule_text_peek(t);
		w.negated = c == '!';
		if (w.negated) t->i++;
		if (w.capture.n == 0 || rw_rule_text_peek(t) != '=') {
			rw_rule_text_fail(
				t, "a condition is written capture.feature=value or capture.feature!=value, with a comma between two");
			return false;
		}
		t->i++;
		if (!read_values(t, &w.values)) return false;
		if (r->where.n == RW_RULE_WHERES) {
			rw_rule_text_fail(t, "a rule has more than %d conditions; split it", RW_RULE_WHERES);
			return false;
		}
		rw_vec_push(t->s->a, &r->where, w);
		c = rw_rule_text_peek(t);
		if (c == '\0') return true;
		if (c != ',') {
			rw_slice here = rw_rule_text_here(t);
			rw_rule_text_fail(t, "'" RW_FMT "' follows a condition; put a comma between two conditions", RW_ARG(here));
			return false;
		}
		t->i++;
	}
}

static bool read_emit(reader *r, rw_rule_text *t) {
	rw_rule_text_space(t);
	rw_rule_emit e = {.line = t->line};
	e.kind = rw_rule_text_word(t, false);
	if (e.kind.n == 0 || e.kind.n > RW_RULE_NAME) {
		rw_rule_text_fail(t, "emit names no kind; write emit KIND or emit KIND:id, then key=value");
		return false;
	}
	if (rw_rule_text_peek(t) == ':') {
		t->i++;
		if (!read_values(t, &e.ids)) return false;
	}
	RW_VEC(rw_rule_attr) attrs = {0};
	while (rw_rule_text_peek(t) != '\0') {
		rw_rule_attr x = {.line = t->line};
		x.key = rw_rule_text_word(t, false);
		if (x.key.n == 0 || x.key.n > RW_RULE_NAME || rw_rule_text_peek(t) != '=') {
			rw_slice at = x.key.n ? x.key : rw_rule_text_here(t);
			rw_rule_text_fail(t, "an attribute is written key=value; '" RW_FMT "' is none", RW_ARG(at));
			return false;
		}
		t->i++;
		if (!read_values(t, &x.values)) return false;
		if (attrs.n == RW_RULE_ATTRS) {
			rw_rule_text_fail(t, "an emission has more than %d attributes; leave some out", RW_RULE_ATTRS);
			return false;
		}
		rw_vec_push(t->s->a, &attrs, x);
	}
	if (r->emit.n == RW_RULE_EMITS) {
		rw_rule_text_fail(t, "a rule has more than %d emit lines; split it", RW_RULE_EMITS);
		return false;
	}
	e.attrs = attrs.p;
	e.n_attrs = (uint32_t)attrs.n;
	rw_vec_push(t->s->a, &r->emit, e);
	return true;
}

static void read_let(reader *r, rw_rule_text *t) {
	rw_rule_text_space(t);
	rw_let let = {.source = r->source, .line = t->line};
	let.name = rw_rule_text_word(t, true);
	if (let.name.n == 0 || let.name.n > RW_RULE_NAME || rw_rule_text_peek(t) != '=') {
		rw_rule_text_fail(t, "let is written let NAME = PATTERN, the name in Latin letters, digits, _ and -");
		return;
	}
	t->i++;
	let.pattern = rw_rule_pattern(t);
	if (r->s->lets.n == RW_RULE_LETS) {
		rw_rule_text_fail(t, "there are more than %d lets; write some of them out", RW_RULE_LETS);
		return;
	}
	rw_vec_push(r->s->a, &r->s->lets, let);
}

static void read_kind(reader *r, rw_rule_text *t, bool takes) {
	rw_rule_text_space(t);
	rw_rule_kind k = {.source = r->source, .line = t->line, .takes = takes};
	k.name = rw_rule_text_word(t, false);
	RW_VEC(rw_slice) v = {0};
	while (rw_rule_text_peek(t) != '\0') {
		rw_slice w = rw_rule_text_word(t, false);
		if (w.n == 0) break;
		rw_vec_push(r->s->a, &v, w);
	}
	if (k.name.n == 0 || rw_rule_text_peek(t) != '\0') {
		rw_rule_text_fail(t, "%s is written %s NAME %s …, in Latin letters, digits, _ and -", takes ? "takes" : "kind",
			takes ? "takes" : "kind", takes ? "ATTRIBUTE" : "FEATURE");
		return;
	}
	k.features.p = v.p;
	k.features.n = (uint32_t)v.n;
	rw_vec_push(r->s->a, &r->s->kinds, k);
}

static void read_drop(reader *r, rw_rule_text *t) {
	rw_rule_text_space(t);
	rw_drop d = {.source = r->source, .line = t->line};
	bool ok = rw_slice_eqz(rw_rule_text_word(t, false), "rule");
	rw_rule_text_space(t);
	d.name = rw_rule_text_word(t, true);
	if (!ok || d.name.n == 0 || rw_rule_text_peek(t) != '\0') {
		rw_rule_text_fail(t, "drop is written drop rule NAME");
		return;
	}
	rw_vec_push(r->s->a, &r->s->drops, d);
}

static void read_case(reader *r, rw_slice value, uint32_t line, bool is_not) {
	rw_slice text = plain_text(r->s->a, value), expect = RW_NONE;
	size_t arrow = rw_slice_find(text, RW_LIT("=>"), 0);
	if (is_not && arrow != SIZE_MAX) {
		COMPLAIN(r, line, "a not line has nothing after =>; write only the words in which the rule must find nothing");
		r->rule.broken = true;
		return;
	}
	if (!is_not) {
		if (arrow != SIZE_MAX) {
			expect = rw_slice_trim(rw_slice_of(text.p + arrow + 2, text.n - arrow - 2));
			text = rw_slice_trim(rw_slice_of(text.p, arrow));
		}
		if (arrow == SIZE_MAX || expect.n == 0) {
			COMPLAIN(r, line,
				"a case says nothing of its result; write case WORDS => VALUES, with the values that the rule must give");
			r->rule.broken = true;
			return;
		}
	}
	if (text.n == 0) {
		COMPLAIN(r, line, "a %s has no words; write an example after it", is_not ? "not line" : "case");
		r->rule.broken = true;
		return;
	}
	if (r->cases.n == RW_RULE_CASES) {
		COMPLAIN(r, line, "a rule has more than %d cases; keep the telling ones", RW_RULE_CASES);
		r->rule.broken = true;
		return;
	}
	rw_vec_push(r->s->a, &r->cases, (rw_rule_case){text, expect, line});
	*(is_not ? &r->n_not : &r->n_case) += 1;
}

static void read_rank(reader *r, rw_slice value, uint32_t line) {
	rw_slice v = rw_slice_trim(value);
	bool minus = v.n && v.p[0] == '-';
	uint64_t n = 0;
	if (minus) v = rw_slice_of(v.p + 1, v.n - 1);
	if (!rw_slice_u64(v, &n) || n > RANK_MOST) {
		COMPLAIN(r, line, "rank is a whole number from -%d to %d, not '" RW_FMT "'", RANK_MOST, RANK_MOST,
			RW_ARG(rw_slice_trim(value)));
		r->rule.broken = true;
		return;
	}
	r->rule.rank = minus ? -(int32_t)n : (int32_t)n;
}

/* --- blocks -------------------------------------------------------------------------------------------------- */
static void missing(reader *r, const char *what, const char *mend) {
	COMPLAIN(r, r->rule.line, "rule " RW_FMT " has no %s; %s", RW_ARG(r->rule.name), what, mend);
	r->rule.broken = true;
}

static void end_rule(reader *r) {
	if (!r->in_rule) return;
	r->in_rule = false;
	bool broken = r->rule.broken;
	if (r->lost) r->seen_stage = r->seen_match = true;
	if (!r->seen_stage) missing(r, "stage", "add a line: stage mention, figure, frame or claim");
	if (r->rule.why.n == 0 && !r->lost)
		missing(r, "why", "add a line that says what the pattern means in Arabic and why it is so");
	if (!r->seen_match) missing(r, "match", "add a line with the pattern");
	if (r->emit.n == 0 && !broken) missing(r, "emit", "add a line that says what it gives");
	if (r->n_case == 0 && !broken) missing(r, "case", "add an example that it must read: case WORDS => VALUES");
	if (r->n_not == 0 && !broken) missing(r, "not", "add an example that it must leave alone: not WORDS");
	r->rule.where = r->where.p;
	r->rule.n_where = (uint32_t)r->where.n;
	r->rule.emit = r->emit.p;
	r->rule.n_emit = (uint32_t)r->emit.n;
	r->rule.cases = r->cases.p;
	r->rule.n_cases = (uint32_t)r->cases.n;
	rw_vec_push(r->s->a, &r->s->rules, r->rule);
}

static void begin_rule(reader *r, rw_slice value, uint32_t line) {
	if (r->in_rule) {
		COMPLAIN(r, line, "a rule begins inside another; put an empty line before it");
		end_rule(r);
	}
	rw_rule_text t = text_of(r, value, line);
	rw_rule_text_space(&t);
	rw_slice name = rw_rule_text_word(&t, true);
	bool ok = name.n > 0 && name.n <= RW_RULE_NAME && rw_rule_text_peek(&t) == '\0';
	if (!ok) {
		COMPLAIN(r, line,
			"rule is followed by its name alone: Latin letters, digits, _ - and points between, at most %d; other keys go on lines of their own",
			RW_RULE_NAME);
	}
	r->rule = (rw_rule){.source = r->source, .name = name.n ? name : RW_LIT("?"), .line = line, .broken = !ok};
	r->in_rule = true;
	r->lost = false;
	r->seen_stage = r->seen_rank = r->seen_match = false;
	r->where.p = NULL, r->where.n = r->where.cap = 0;
	r->emit.p = NULL, r->emit.n = r->emit.cap = 0;
	r->cases.p = NULL, r->cases.n = r->cases.cap = 0;
	r->n_case = r->n_not = 0;
}

/* True the first time. */
static bool once(reader *r, bool *seen, rw_slice key, uint32_t line) {
	if (*seen) {
		COMPLAIN(r, line,
			"a second " RW_FMT " stands in one rule; keep one, or put an empty line and a new rule before it",
			RW_ARG(key));
		r->rule.broken = true;
		return false;
	}
	return *seen = true;
}

static void read_key(reader *r, rw_slice key, rw_slice value, uint32_t line) {
	if (value.n > RW_RULE_VALUE) {
		COMPLAIN(r, line, "what follows " RW_FMT " is longer than %d bytes; split the rule", RW_ARG(key), RW_RULE_VALUE);
		r->rule.broken = r->lost = true;
		return;
	}
	rw_rule_text t = text_of(r, value, line);
	if (rw_slice_eqz(key, "let")) {
		read_let(r, &t);
		return;
	}
	if (rw_slice_eqz(key, "kind")) {
		read_kind(r, &t, false);
		return;
	}
	if (rw_slice_eqz(key, "takes")) {
		read_kind(r, &t, true);
		return;
	}
	if (rw_slice_eqz(key, "drop")) {
		read_drop(r, &t);
		return;
	}
	if (rw_slice_eqz(key, "rule")) {
		begin_rule(r, value, line);
		return;
	}

	static const char *const keys[] = {"stage", "rank", "why", "match", "where", "emit", "case", "not"};
	size_t k = 0;
	while (k < RW_COUNT(keys) && !rw_slice_eqz(key, keys[k])) k++;
	if (k == RW_COUNT(keys)) {
		COMPLAIN(r, line,
			"'" RW_FMT
			"' is no key; the keys are rule stage rank why match where emit case not, and let, drop, kind, takes outside rules",
			RW_ARG(key));
		r->rule.broken = r->lost = true;
		return;
	}
	if (!r->in_rule) {
		COMPLAIN(r, line,
			RW_FMT " stands outside a rule; put it right below a line rule NAME, without an empty line between",
			RW_ARG(key));
		return;
	}
	switch (keys[k][0] == 'w' ? keys[k][2] : keys[k][0]) {
	case 's': /* stage */
		if (!once(r, &r->seen_stage, key, line)) return;
		rw_rule_text_space(&t);
		r->rule.stage = rw_rule_text_word(&t, false);
		r->rule.stage_line = line;
		if (rw_rule_text_peek(&t) != '\0') r->rule.stage.n = 0; /* the compiler will not know it */
		break;
	case 'r': /* rank */
		if (once(r, &r->seen_rank, key, line)) read_rank(r, value, line);
		break;
	case 'y': /* why */
		if (r->rule.why.n) {
			COMPLAIN(r, line, "a second why stands in one rule; write one, over several lines if need be");
			r->rule.broken = true;
		}
		r->rule.why = plain_text(r->s->a, value);
		break;
	case 'm': /* match */
		if (!once(r, &r->seen_match, key, line)) return;
		r->rule.match_line = line;
		r->rule.pattern = rw_rule_pattern(&t);
		break;
	case 'e': /* where, emit */
		if (keys[k][0] == 'w')
			read_where(r, &t);
		else
			read_emit(r, &t);
		break;
	case 'c': read_case(r, value, line, false); break;
	case 'n': read_case(r, value, line, true); break;
	default: break;
	}
	if (t.failed) r->rule.broken = true;
}

/* --- lines --------------------------------------------------------------------------------------------------- */
static bool invisible(uint32_t c) {
	return (c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0xA0 || c == 0xAD ||
		(c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

/* Complains once a line. */
static bool line_fit(reader *r, rw_slice line, uint32_t number) {
	if (line.n > RW_RULE_LINE) {
		COMPLAIN(
			r, number, "a line is longer than %d bytes; break it and begin the next line with a space", RW_RULE_LINE);
		return false;
	}
	for (size_t i = 0; i < line.n;) {
		size_t from = i;
		uint32_t c = rw_utf8_next(line, &i);
		if (c == RW_UTF8_BAD && i - from < 3) {
			COMPLAIN(r, number, "a line is not UTF-8; save the file as UTF-8");
			return false;
		}
		if (invisible(c)) {
			COMPLAIN(r, number,
				"an invisible character (U+%04X) stands at byte %zu; delete it or retype the words around it",
				(unsigned)c, from + 1);
			return false;
		}
	}
	return true;
}

void rw_rules_parse(rw_syntax *s, const rw_source *source) {
	reader r = {.s = s, .source = source};
	rw_slice text = source->text, key = RW_NONE;
	size_t i = rw_slice_starts(text, RW_LIT("\xEF\xBB\xBF")) ? 3 : 0;
	size_t value_from = 0, value_to = 0;
	uint32_t number = 0, key_line = 0;

	/* One turn past the last line closes what is open. */
	while (true) {
		bool last = i >= text.n;
		size_t from = i;
		while (i < text.n && text.p[i] != '\n') i++;
		size_t to = i > from && text.p[i - 1] == '\r' ? i - 1 : i;
		if (i < text.n) i++;
		number++;
		rw_slice line = rw_slice_of(text.p ? text.p + from : "", to - from), seen = rw_slice_trim(line);
		bool blank = seen.n == 0, comment = !blank && seen.p[0] == '#',
			 indented = !blank && (line.p[0] == ' ' || line.p[0] == '\t');
		bool fit = last || line_fit(&r, line, number);
		if (!fit) r.rule.broken = r.lost = true;

		if (!comment && !blank && indented && fit) {
			if (key.p)
				value_to = to;
			else if (!r.rule.broken)
				COMPLAIN(&r, number, "this line continues nothing; begin it at the left margin with a key");
			continue;
		}
		if (comment) continue;
		if (key.p) {
			read_key(&r, key, rw_slice_of(text.p + value_from, value_to - value_from), key_line);
			key = RW_NONE;
		}
		if (blank || last) {
			end_rule(&r);
			r.rule.broken = false;
		}
		if (last) return;
		if (blank || !fit) continue;
		size_t n = 0;
		while (n < line.n && line.p[n] != ' ' && line.p[n] != '\t') n++;
		key = rw_slice_of(line.p, n);
		key_line = number;
		value_from = from + n;
		value_to = to;
	}
}
