/* gold.c: a gold file to structs. JSON is jansson's matter; what is wrong with what it says is ours to tell, with the line. */
#include "eval/eval.h"
#include <jansson.h>
#include <stdio.h>

typedef struct reading {
	rw_arena *a;
	rw_slice path, bytes;
	riwaya_error *err;
	bool failed;
	uint32_t claim; /* the one at hand, RW_NO_CLAIM for the report */
	uint32_t line;
	uint64_t offset;
} reading;

static void let_go(void *p) { json_decref(p); }

/* --- where things stand ---------------------------------------------------------------------------------------------- */
/* jansson does not say where a value stood, so claims are found once more: the offset of each object of the outer object's array "claims".
 * The bytes are sound JSON. */
typedef struct standing {
	uint64_t at;
	uint32_t line;
} standing;

static void find_claims(rw_slice s, standing *where, size_t n) {
	static const char name[] = "\"claims\"";
	size_t found = 0, depth = 0, key = SIZE_MAX;
	uint32_t line = 1;
	bool in = false;
	for (size_t i = 0; i < s.n && found < n; i++) {
		char c = s.p[i];
		if (c == '\n') {
			line++;
		} else if (c == '"') {
			size_t from = i++;
			while (i < s.n && s.p[i] != '"') i += s.p[i] == '\\' ? 2 : 1;
			if (depth == 1 && i + 1 - from == sizeof name - 1 && i < s.n && memcmp(s.p + from, name, sizeof name - 1) == 0)
				key = i;
		} else if (c == '[' || c == '{') {
			if (depth == 1 && c == '[' && key != SIZE_MAX) in = true;
			if (in && depth == 2 && c == '{') where[found++] = (standing){i, line};
			depth++;
		} else if (c == ']' || c == '}') {
			depth--;
			if (depth <= 1) in = false;
		} else if (c == ',' && depth == 1) {
			key = SIZE_MAX;
		}
	}
}

/* --- values ------------------------------------------------------------------------------------------------------------ */
/* "claims[3].figure.low must be a number or null": said once, the first time. */
static void wrong(reading *r, const char *of, const char *key, const char *must) {
	if (r->failed) return;
	r->failed = true;
	char where[64] = "report";
	if (r->claim != RW_NO_CLAIM) snprintf(where, sizeof where, "claims[%u]", (unsigned)r->claim);
	rw_fail(r->err, RIWAYA_FORMAT, r->path, r->offset, r->line, "%s%s%s.%s %s", where, of[0] ? "." : "", of, key, must);
}

static rw_slice string_in(const json_t *v) { return rw_slice_of(json_string_value(v), json_string_length(v)); }

static bool nothing(const json_t *v) { return !v || json_is_null(v); }

static rw_slice text(reading *r, const json_t *o, const char *of, const char *key) {
	const json_t *v = json_object_get(o, key);
	if (nothing(v)) return RW_NONE;
	if (json_is_string(v)) return string_in(v);
	wrong(r, of, key, "must be a string or null");
	return RW_NONE;
}

static rw_slice needed(reading *r, const json_t *o, const char *key, const char *must) {
	const json_t *v = json_object_get(o, key);
	if (json_is_string(v) && json_string_length(v)) return string_in(v);
	wrong(r, "", key, must);
	return RW_NONE;
}

static const json_t *object(reading *r, const json_t *o, const char *key) {
	const json_t *v = json_object_get(o, key);
	if (nothing(v)) return NULL;
	if (!json_is_object(v)) {
		wrong(r, "", key, "must be an object or null");
		return NULL;
	}
	return v;
}

static const json_t *array(reading *r, const json_t *o, const char *of, const char *key) {
	const json_t *v = json_object_get(o, key);
	if (nothing(v)) return NULL;
	if (!json_is_array(v)) {
		wrong(r, of, key, "must be an array, with [ ] around it");
		return NULL;
	}
	return v;
}

static bool number(reading *r, const json_t *o, const char *key, double *out) {
	const json_t *v = json_object_get(o, key);
	if (nothing(v)) return false;
	if (!json_is_number(v)) {
		wrong(r, "figure", key, "must be a number or null, without quotation marks");
		return false;
	}
	*out = json_number_value(v);
	return true;
}

/* One of an enum's words, so that a slip of the pen is no silent failure; absent where the key is left out. */
#define WORD(type, r, o, of, key)                                                                                      \
	do {                                                                                                               \
		riwaya_##type any_;                                                                                            \
		rw_slice w_ = text(r, o, of, key);                                                                             \
		if (w_.p && !riwaya_##type##_parse(w_, &any_))                                                                 \
			wrong(r, of, key, "is none of its words; see include/riwaya/report.h or the contract of claims");          \
	} while (0)

static rw_gold_party party(reading *r, const json_t *o, const char *key) {
	rw_gold_party p = {.given = json_object_get(o, key) != NULL};
	const json_t *v = object(r, o, key);
	if (!v) return p;
	p.actor = text(r, v, key, "actor");
	p.role = text(r, v, key, "role");
	const json_t *also = array(r, v, key, "also");
	size_t n = also ? json_array_size(also) : 0;
	rw_slice *out = RW_ARRAY(r->a, rw_slice, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *one = json_array_get(also, i);
		if (json_is_string(one))
			out[i] = string_in(one);
		else
			wrong(r, key, "also", "must hold strings, the ids of actors");
	}
	p.also = out;
	p.n_also = n;
	return p;
}

static rw_gold_chain chain(reading *r, const json_t *o, const char *key) {
	const json_t *v = array(r, o, "", key);
	size_t n = v ? json_array_size(v) : 0;
	rw_gold_link *links = RW_ARRAY(r->a, rw_gold_link, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *one = json_array_get(v, i);
		if (!json_is_object(one) || !json_is_string(json_object_get(one, "name"))) {
			wrong(r, "", key, "must hold objects, each with a name");
			break;
		}
		links[i].name = string_in(json_object_get(one, "name"));
		links[i].actor = text(r, one, key, "actor");
	}
	return (rw_gold_chain){links, n};
}

static rw_gold_time moment(reading *r, const json_t *o, const char *key) {
	rw_gold_time t = {.given = json_object_get(o, key) != NULL};
	const json_t *v = object(r, o, key);
	if (!v) return t;
	t.from = text(r, v, key, "from");
	t.to = text(r, v, key, "to");
	return t;
}

static riwaya_figure figure(reading *r, const json_t *o) {
	riwaya_figure f = {0};
	const json_t *v = object(r, o, "figure");
	if (!v) return f;
	f.text = text(r, v, "figure", "text");
	f.has_value = number(r, v, "value", &f.value);
	f.has_low = number(r, v, "low", &f.low);
	f.has_high = number(r, v, "high", &f.high);
	rw_slice word = text(r, v, "figure", "qualifier");
	if (word.p && !riwaya_qualifier_parse(word, &f.qualifier))
		wrong(r, "figure", "qualifier",
			"is none of exact, about, more_than, at_least, less_than, at_most, between, order, some, all, none");
	return f;
}

static void claim(reading *r, const json_t *o, rw_gold_claim *c) {
	c->line = r->line;
	c->predicate = needed(r, o, "predicate", "must name a predicate, such as \"killed\"");
	c->evidence = needed(r, o, "evidence", "must quote the words of the text that say it");
	c->unit = text(r, o, "", "unit");
	const json_t *place = json_object_get(o, "place");
	c->place = json_is_object(place) ? text(r, place, "place", "text") : text(r, o, "", "place");
	WORD(polarity, r, o, "", "polarity");
	WORD(modality, r, o, "", "modality");
	WORD(stance, r, o, "", "stance");
	c->polarity = text(r, o, "", "polarity");
	c->modality = text(r, o, "", "modality");
	c->stance = text(r, o, "", "stance");
	const json_t *scope = object(r, o, "scope");
	if (scope) WORD(scope_kind, r, scope, "scope", "kind");
	if (scope) c->scope = text(r, scope, "scope", "kind");
	c->figure = figure(r, o);
	c->patient = party(r, o, "patient");
	c->agent = party(r, o, "agent");
	c->time = moment(r, o, "time");
	c->told = moment(r, o, "told");
	c->chain = chain(r, o, "chain");
	c->alt_chain = chain(r, o, "alt_chain");
	c->part = !nothing(json_object_get(o, "part_of"));
	c->optional = json_is_true(json_object_get(o, "optional"));
}

static void report(reading *r, const json_t *o, rw_gold *g) {
	g->file = needed(r, o, "file", "must name the text, relative to this file's folder or one around it");
	g->outlet = text(r, o, "", "outlet");
	g->title = text(r, o, "", "title");
	g->has_published = json_object_get(o, "published") != NULL;
	g->published = text(r, o, "", "published");
	const json_t *lines = array(r, o, "", "furniture_lines");
	size_t n = lines ? json_array_size(lines) : 0;
	uint32_t *out = RW_ARRAY(r->a, uint32_t, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *one = json_array_get(lines, i);
		json_int_t v = json_integer_value(one);
		if (!json_is_integer(one) || v < 1 || v > INT32_MAX)
			wrong(r, "", "furniture_lines", "must hold numbers of lines, counted from 1");
		out[i] = (uint32_t)v;
	}
	g->has_furniture = lines != NULL;
	g->furniture = out;
	g->n_furniture = n;
}

static riwaya_status syntax(reading *r, const json_error_t *e, size_t skipped) {
	if (json_error_code(e) == json_error_out_of_memory)
		return rw_fail(
			r->err, RIWAYA_NOMEM, r->path, 0, 0, "memory ran out; read fewer reports at once or give the program more");
	uint64_t at = skipped + (uint64_t)(e->position > 0 ? e->position : 0);
	uint32_t line = e->line > 0 ? (uint32_t)e->line : 1;
	return rw_fail(r->err, RIWAYA_FORMAT, r->path, at, line, "no valid JSON: %s; mend it there", e->text);
}

riwaya_status rw_gold_read(rw_arena *a, rw_slice path, rw_slice bytes, rw_gold *out, riwaya_error *err) {
	static const char bom[] = "\xEF\xBB\xBF"; /* some editors write it */
	size_t skip = rw_slice_starts(bytes, RW_LIT("\xEF\xBB\xBF")) ? sizeof bom - 1 : 0;
	reading r = {.a = a, .path = path, .bytes = bytes, .err = err, .claim = RW_NO_CLAIM, .line = 1};
	json_error_t e;
	json_t *root = json_loadb(bytes.p + skip, bytes.n - skip, JSON_REJECT_DUPLICATES, &e);
	if (!root) return syntax(&r, &e, skip);
	rw_arena_defer(a, let_go, root);
	*out = (rw_gold){0};
	const json_t *rep = json_object_get(root, "report"), *claims = json_object_get(root, "claims");
	if (!json_is_object(rep) || !json_is_array(claims))
		return rw_fail(err, RIWAYA_FORMAT, path, 0, 1,
			"a gold file is one object with an object \"report\" and an array \"claims\"; see tests/gold/README.md");
	report(&r, rep, out);
	size_t n = json_array_size(claims);
	if (n > RIWAYA_MAX_GOLD_CLAIMS)
		return rw_fail(err, RIWAYA_LIMIT, path, 0, 0, "more than %d claims (RIWAYA_MAX_GOLD_CLAIMS); split the report",
			RIWAYA_MAX_GOLD_CLAIMS);
	rw_gold_claim *c = RW_ARRAY(a, rw_gold_claim, n);
	standing *where = RW_ARRAY(a, standing, n);
	find_claims(bytes, where, n);
	for (size_t i = 0; i < n && !r.failed; i++) {
		const json_t *one = json_array_get(claims, i);
		r.claim = (uint32_t)i;
		r.offset = where[i].at;
		r.line = where[i].line;
		if (json_is_object(one))
			claim(&r, one, &c[i]);
		else
			wrong(&r, "", "*", "must be an object");
	}
	out->claims = c;
	out->n_claims = n;
	return r.failed ? RIWAYA_FORMAT : RIWAYA_OK;
}
