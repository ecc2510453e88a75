/* rule_text.c: reads a value of a rules file word by word, knowing the line it is on. */
#include "lexicon/rule_syntax.h"
#include <stdarg.h>
#include <stdio.h>

void rw_rule_text_fail(rw_rule_text *t, const char *fmt, ...) {
	/* One complaint a value: what comes after a mistake is read wrong. */
	if (t->failed) return;
	t->failed = true;
	char message[RIWAYA_MESSAGE_MAX];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(message, sizeof message, fmt, ap);
	va_end(ap);
	rw_compiler_complain(t->s->c, t->source->path, t->line, "%s", message);
}

void rw_rule_text_space(rw_rule_text *t) {
	for (; t->i < t->text.n; t->i++) {
		char c = t->text.p[t->i];
		if (c == '#') {
			while (t->i + 1 < t->text.n && t->text.p[t->i + 1] != '\n') t->i++;
		} else if (c == '\n') {
			t->line++;
		} else if (c != ' ' && c != '\t' && c != '\r') {
			return;
		}
	}
}

char rw_rule_text_peek(rw_rule_text *t) {
	rw_rule_text_space(t);
	return t->i < t->text.n ? t->text.p[t->i] : '\0';
}

static bool word_char(char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

rw_slice rw_rule_text_word(rw_rule_text *t, bool dots) {
	size_t from = t->i;
	for (; t->i < t->text.n; t->i++) {
		char c = t->text.p[t->i];
		if (word_char(c)) continue;
		if (dots && c == '.' && t->i > from && t->i + 1 < t->text.n && word_char(t->text.p[t->i + 1])) continue;
		break;
	}
	return rw_slice_of(t->text.p + from, t->i - from);
}

bool rw_rule_text_string(rw_rule_text *t, rw_slice *out) {
	size_t from = ++t->i;
	bool escapes = false;
	for (;; t->i++) {
		if (t->i >= t->text.n || t->text.p[t->i] == '\n') {
			rw_rule_text_fail(t, "a string is not closed; put \" after its last word, on the same line");
			return false;
		}
		if (t->text.p[t->i] == '"') break;
		if (t->text.p[t->i] == '\\') {
			char c = t->i + 1 < t->text.n ? t->text.p[t->i + 1] : '\0';
			if (c != '"' && c != '\\') {
				rw_rule_text_fail(t, "in a string \\ stands only before \" and \\; write it twice to mean itself");
				return false;
			}
			escapes = true;
			t->i++;
		}
	}
	rw_slice raw = rw_slice_of(t->text.p + from, t->i - from);
	t->i++;
	if (escapes) {
		char *p = RW_ARRAY(t->s->a, char, raw.n);
		size_t n = 0;
		for (size_t i = 0; i < raw.n; i++) {
			if (raw.p[i] == '\\') i++;
			p[n++] = raw.p[i];
		}
		raw = rw_slice_of(p, n);
	}
	*out = raw;
	return true;
}

bool rw_rule_text_list(rw_rule_text *t, const char *what, rw_rule_list *out) {
	RW_VEC(rw_slice) v = {0};
	for (;;) {
		rw_rule_text_space(t);
		rw_slice w = rw_rule_text_word(t, false);
		if (w.n == 0) {
			rw_slice here = rw_rule_text_here(t);
			rw_rule_text_fail(
				t, "%s is missing before '" RW_FMT "'; write it in Latin letters, digits, _ and -", what, RW_ARG(here));
			return false;
		}
		if (w.n > RW_RULE_NAME || v.n == RW_RULE_LISTED) {
			rw_rule_text_fail(
				t, "%s is too long, or there are more than %d of them; split the rule", what, RW_RULE_LISTED);
			return false;
		}
		rw_vec_push(t->s->a, &v, w);
		if (rw_rule_text_peek(t) != '|') break;
		t->i++;
	}
	out->p = v.p;
	out->n = (uint32_t)v.n;
	return true;
}

rw_slice rw_rule_text_here(const rw_rule_text *t) {
	enum { SHOWN = 24 };
	size_t n = 0;
	while (t->i + n < t->text.n && t->text.p[t->i + n] != '\n') {
		/* Whole characters, and no more than a glance. */
		if (n >= SHOWN && ((unsigned char)t->text.p[t->i + n] & 0xC0) != 0x80) break;
		n++;
	}
	rw_slice s = rw_slice_of(t->text.p + t->i, n);
	return s.n ? s : RW_LIT("the end of the line");
}
