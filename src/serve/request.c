/* request.c: a request read: its path and parameters taken apart, its language, parameters by their kinds. */
#define _POSIX_C_SOURCE 200809L
#include "serve/inside.h"
#include "text/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>

/* --- the target ------------------------------------------------------------------------------------------------------ */
static int digit(char c) {
	if (c >= '0' && c <= '9') return c - '0';
	if (c >= 'a' && c <= 'f') return c - 'a' + 10;
	if (c >= 'A' && c <= 'F') return c - 'A' + 10;
	return -1;
}

/* n bytes without their %XX (and, of parameters, + for a blank), as text with a zero behind it. NULL: no valid UTF-8, a control character, or
 * broken %XX. */
static const char *decoded(const char *p, size_t n, bool plus, char **room) {
	char *start = *room, *to = start;
	for (size_t i = 0; i < n; i++) {
		int c = (unsigned char)p[i];
		if (c == '%') {
			int high = i + 2 < n ? digit(p[i + 1]) : -1, low = i + 2 < n ? digit(p[i + 2]) : -1;
			if (high < 0 || low < 0) return NULL;
			c = high << 4 | low;
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (c < 0x20 || c == 0x7F) return NULL;
		*to++ = (char)c;
	}
	rw_slice s = rw_slice_of(start, (size_t)(to - start));
	for (size_t i = 0; i < s.n;)
		if (rw_utf8_next(s, &i) == RW_UTF8_BAD) return NULL;
	*to++ = '\0';
	*room = to;
	return start;
}

const char *rw_request_read(rw_request *q, const char *target, char *room) {
	size_t n = strcspn(target, "?#");
	if (target[0] != '/') return "the target is no path: it begins with /";
	/* A slash that is written as %2F is no part of any name here. */
	q->path = decoded(target, n, false, &room);
	if (!q->path) return "the path is no UTF-8, has control characters, or a % without two hex digits";
	const char *p = target + n;
	if (*p == '#') return "a fragment is not sent to servers";
	if (*p) p++;
	while (*p) {
		size_t whole = strcspn(p, "&"), name = 0;
		while (name < whole && p[name] != '=') name++;
		if (whole) {
			if (q->n_params == RW_SERVE_PARAMS) return "too many parameters";
			rw_param *x = &q->params[q->n_params];
			x->name = decoded(p, name, true, &room);
			x->value = name < whole ? decoded(p + name + 1, whole - name - 1, true, &room) : decoded(p, 0, true, &room);
			if (!x->name || !x->value)
				return "a parameter is no UTF-8, has control characters, or a % without two hex digits";
			if (rw_param_of(q, x->name)) return "a parameter is given twice";
			q->n_params++;
		}
		p += whole;
		if (*p) p++;
	}
	q->room = room;
	return NULL;
}

const char *rw_param_of(const rw_request *q, const char *name) {
	for (size_t i = 0; i < q->n_params; i++)
		if (strcmp(q->params[i].name, name) == 0) return q->params[i].value;
	return NULL;
}

const char *rw_param_long(const rw_request *q) {
	for (size_t i = 0; i < q->n_params; i++) {
		size_t letters = 0, most = strcmp(q->params[i].name, "q") == 0 ? RW_SERVE_QUERY : RW_SERVE_PARAM;
		for (const char *p = q->params[i].value; *p; p++) letters += ((unsigned char)*p & 0xC0) != 0x80;
		if (letters > most) return q->params[i].name;
	}
	return NULL;
}

const char *rw_header(const rw_request *q, const char *name) {
	return MHD_lookup_connection_value(q->connection, MHD_HEADER_KIND, name);
}

bool rw_is_type(const rw_request *q, const char *type) {
	const char *given = rw_header(q, "Content-Type");
	size_t n = strlen(type);
	return given && strncasecmp(given, type, n) == 0 && (!given[n] || given[n] == ';' || given[n] == ' ');
}

/* The first of ar and en in the list; weights are left aside, since browsers list by preference. */
bool rw_asks_arabic(const rw_request *q) {
	const char *lang = rw_param_of(q, "lang"), *p = rw_header(q, "Accept-Language");
	if (lang) return strcmp(lang, "ar") == 0;
	while (p && *p) {
		p += strspn(p, ", \t");
		size_t n = strcspn(p, ",;- \t");
		if (n == 2 && strncasecmp(p, "ar", 2) == 0) return true;
		if (n == 2 && strncasecmp(p, "en", 2) == 0) return false;
		p += strcspn(p, ",");
	}
	return false;
}

/* --- parameters by their kinds --------------------------------------------------------------------------------------- */
static bool wrong(rw_request *q, const char *name, const char *takes) {
	char detail[400];
	snprintf(detail, sizeof detail, "%s takes %s", name, takes);
	rw_problem(q, RW_PROBLEM_PARAM, detail);
	return false;
}

bool rw_param_flag(rw_request *q, const char *name, bool *out) {
	const char *z = rw_param_of(q, name);
	*out = z != NULL;
	return !z || strcmp(z, "1") == 0 || wrong(q, name, "1, or is left out");
}

bool rw_param_number(rw_request *q, const char *name, uint64_t least, uint64_t most, uint64_t *out) {
	const char *z = rw_param_of(q, name);
	uint64_t v;
	if (!z) return true;
	if (!rw_slice_u64(rw_slice_z(z), &v) || v < least || v > most) {
		char takes[100];
		snprintf(takes, sizeof takes, "a number from %llu to %llu", (unsigned long long)least, (unsigned long long)most);
		return wrong(q, name, takes);
	}
	*out = v;
	return true;
}

bool rw_param_word(rw_request *q, const char *name, const char *const *words, size_t n, unsigned *out) {
	const char *z = rw_param_of(q, name);
	if (!z) return true;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(z, words[i]) != 0) continue;
		*out = (unsigned)i;
		return true;
	}
	char takes[300] = "one of";
	for (size_t i = 0; i < n; i++) {
		size_t at = strlen(takes);
		snprintf(takes + at, sizeof takes - at, "%s %s", i ? "," : "", words[i]);
	}
	return wrong(q, name, takes);
}

/* A moment as answers write it, 2026-11-21T07:00:00Z or with its thousandths: to the millisecond, where a time without seconds is a stretch. */
static bool exact(const char *z, int64_t *ms) {
	enum { UP_TO_MINUTE = 16, MINUTE = 60000 };
	char minute[UP_TO_MINUTE + 1];
	riwaya_when w;
	size_t n = strlen(z);
	if ((n != UP_TO_MINUTE + 4 && n != UP_TO_MINUTE + 8) || z[UP_TO_MINUTE] != ':' || z[n - 1] != 'Z') return false;
	memcpy(minute, z, UP_TO_MINUTE);
	minute[UP_TO_MINUTE] = '\0';
	if (!riwaya_when_parse(minute, &w) || w.precision != RIWAYA_PRECISION_MINUTE) return false;
	const char *second = z + UP_TO_MINUTE + 1, *part = second + 3;
	uint64_t s = 0, thousandths = 0;
	if (!rw_slice_u64(rw_slice_of(second, 2), &s) || s > 59) return false;
	if (n == UP_TO_MINUTE + 8 && (second[2] != '.' || !rw_slice_u64(rw_slice_of(part, 3), &thousandths))) return false;
	*ms = w.from * MINUTE + (int64_t)(s * 1000 + thousandths);
	return true;
}

bool rw_param_moment(rw_request *q, const char *name, bool end, int64_t *ms, bool *given) {
	enum { MINUTE = 60000, MOST_BACK = 100000 };
	const char *z = rw_param_of(q, name);
	riwaya_when w;
	*given = z != NULL;
	if (!z) return true;
	size_t n = strlen(z);
	uint64_t v;
	if (n > 1 && strchr("dhm", z[n - 1]) && rw_slice_u64(rw_slice_of(z, n - 1), &v) && v < MOST_BACK) {
		struct timespec t;
		clock_gettime(CLOCK_REALTIME, &t);
		q->fleeting = true;
		*ms = ((int64_t)t.tv_sec / 60 -
				  (int64_t)(z[n - 1] == 'd' ? v * 24 * 60
						  : z[n - 1] == 'h' ? v * 60
											: v)) *
			MINUTE;
		return true;
	}
	if (exact(z, ms)) return true;
	if (!riwaya_when_parse(z, &w))
		return wrong(q, name, "a time such as 2022-01-21, 2022-01-21T06:01 or 3d (three days ago)");
	*ms = end ? (w.to + 1) * MINUTE - 1 : w.from * MINUTE;
	return true;
}

bool rw_param_incidents(rw_request *q, riwaya_incident_query *query) {
	enum { MINUTE = 60000 };
	int64_t ms = 0;
	bool given;
	uint64_t reports = query->reports;
	query->place = rw_param_of(q, "place");
	query->actor = rw_param_of(q, "actor");
	query->act = rw_param_of(q, "act");
	if (!rw_param_moment(q, "since", false, &ms, &given)) return false;
	if (given) query->since = (riwaya_when){ms / MINUTE, ms / MINUTE, RIWAYA_PRECISION_MINUTE};
	if (!rw_param_moment(q, "until", true, &ms, &given)) return false;
	if (given) query->until = (riwaya_when){ms / MINUTE, ms / MINUTE, RIWAYA_PRECISION_MINUTE};
	if (!rw_param_moment(q, "changed_since", false, &ms, &given)) return false;
	if (given) query->changed_since = ms;
	if (!rw_param_flag(q, "contradicted", &query->contradicted)) return false;
	if (!rw_param_flag(q, "unreviewed", &query->unreviewed)) return false;
	if (!rw_param_number(q, "reports", 1, UINT32_MAX, &reports)) return false;
	query->reports = (uint32_t)reports;
	return true;
}
