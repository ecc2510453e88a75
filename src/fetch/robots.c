/* robots.c: robots.txt as RFC 9309 has it: the groups that name the agent, else those for all; the longest rule that matches decides, and
 * where two are as long, the one that allows. Crawl-delay is not in the RFC, but sites ask for it. */
#include "fetch/fetch.h"

typedef struct line {
	rw_slice key, value;
} line;

/* The next line with a key; false at the end. */
static bool next_line(rw_slice *text, line *out) {
	while (text->n) {
		size_t n = 0;
		while (n < text->n && text->p[n] != '\n' && text->p[n] != '\r') n++;
		rw_slice l = rw_slice_of(text->p, n);
		if (n < text->n) n++;
		*text = rw_slice_of(text->p + n, text->n - n);
		l = rw_slice_cut(&l, '#');
		rw_slice rest = l;
		out->key = rw_slice_trim(rw_slice_cut(&rest, ':'));
		out->value = rw_slice_trim(rest);
		if (rest.p && out->key.n) return true;
	}
	return false;
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool is(rw_slice s, const char *z) {
	if (s.n != strlen(z)) return false;
	for (size_t i = 0; i < s.n; i++)
		if (lower(s.p[i]) != lower(z[i])) return false;
	return true;
}

/* What an agent's line names: its product token. */
static rw_slice product(rw_slice value) {
	if (value.n && value.p[0] == '*') return rw_slice_of(value.p, 1);
	size_t n = 0;
	while (n < value.n &&
		((lower(value.p[n]) >= 'a' && lower(value.p[n]) <= 'z') || value.p[n] == '-' || value.p[n] == '_'))
		n++;
	return rw_slice_of(value.p, n);
}

static int hex(char c) {
	return c >= '0' && c <= '9' ? c - '0' : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

static bool unreserved(unsigned char c) {
	return (lower((char)c) >= 'a' && lower((char)c) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
		c == '_' || c == '~';
}

/* A pattern or target in the form that both are compared in: what needs no escape has none, what is not ASCII has one, and so have stars and
 * dollar signs that stand for themselves. */
static rw_slice normal(rw_arena *scratch, rw_slice s, bool pattern) {
	static const char digits[] = "0123456789ABCDEF";
	char *out = rw_arena_alloc(scratch, 3 * s.n);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool escaped = c <= 0x20 || c >= 0x7F || (!pattern && c == '*') || c == '$';
		if (c == '%' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
			c = (unsigned char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]));
			i += 2;
			escaped = !unreserved(c);
		}
		if (!escaped) {
			out[n++] = (char)c;
			continue;
		}
		out[n++] = '%';
		out[n++] = digits[c >> 4];
		out[n++] = digits[c & 15];
	}
	return rw_slice_of(out, n);
}

/* Whether a rule's pattern matches the (normal) target from its start on; * stands for anything, $ at its end for the target's end. */
static bool matches(rw_arena *scratch, rw_slice pattern, rw_slice target) {
	bool to_end = pattern.n && pattern.p[pattern.n - 1] == '$';
	if (to_end) pattern.n--;
	rw_slice rest = normal(scratch, pattern, true), part = rw_slice_cut(&rest, '*');
	if (!rw_slice_starts(target, part)) return false;
	if (!rest.p) return !to_end || part.n == target.n;
	target = rw_slice_of(target.p + part.n, target.n - part.n);
	for (;;) {
		part = rw_slice_cut(&rest, '*');
		if (!rest.p && to_end) return rw_slice_ends(target, part);
		size_t at = rw_slice_find(target, part, 0);
		if (at == SIZE_MAX) return false;
		if (!rest.p) return true;
		target = rw_slice_of(target.p + at + part.n, target.n - at - part.n);
	}
}

/* What the rules of one sort of group say so far. */
typedef struct verdict {
	bool any; /* there is such a group */
	size_t longest;
	bool allow;
	double delay;
} verdict;

static void rule(rw_arena *scratch, verdict *v, line l, rw_slice target) {
	bool allow = is(l.key, "allow");
	double delay;
	if (is(l.key, "crawl-delay")) {
		if (rw_slice_double(l.value, &delay) && delay > 0) v->delay = delay;
		return;
	}
	if ((!allow && !is(l.key, "disallow")) || l.value.n == 0 || l.value.n < v->longest) return;
	rw_mark mark = rw_arena_mark(scratch);
	bool holds = (l.value.n > v->longest || allow) && matches(scratch, l.value, target);
	rw_arena_reset(scratch, mark);
	if (!holds) return;
	v->longest = l.value.n;
	v->allow = allow;
}

bool rw_robots_allow(rw_arena *scratch, rw_slice text, const char *agent, rw_slice target, double *delay) {
	rw_slice plain = normal(scratch, target, false);
	verdict ours = {.allow = true}, all = {.allow = true};
	bool in_ours = false, in_all = false, naming = false;
	line l;
	*delay = 0;
	if (text.n > RW_ROBOTS_MAX) text.n = RW_ROBOTS_MAX;
	if (text.n == RW_ROBOTS_MAX) /* half a line may say the opposite of the whole */
		while (text.n && text.p[text.n - 1] != '\n' && text.p[text.n - 1] != '\r') text.n--;
	if (rw_slice_starts(text, RW_LIT("\xEF\xBB\xBF"))) text = rw_slice_of(text.p + 3, text.n - 3);
	while (next_line(&text, &l)) {
		if (is(l.key, "user-agent")) {
			/* Agents' lines that follow each other begin one group. */
			if (!naming) in_ours = in_all = false;
			naming = true;
			rw_slice name = product(l.value);
			if (is(name, agent)) in_ours = ours.any = true;
			if (is(name, "*")) in_all = all.any = true;
			continue;
		}
		/* Lines of others' making (Sitemap) end no group and begin none. */
		if (!is(l.key, "allow") && !is(l.key, "disallow") && !is(l.key, "crawl-delay")) continue;
		naming = false;
		if (in_ours) rule(scratch, &ours, l, plain);
		if (in_all) rule(scratch, &all, l, plain);
	}
	const verdict *v = ours.any ? &ours : &all;
	*delay = v->delay;
	return rw_slice_eq(target, RW_LIT("/robots.txt")) || v->allow;
}
