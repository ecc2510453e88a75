/* draft.c: what people type in place of what a review holds to. A person names a claim, some words, an incident; a review holds to bytes
 * (docs/reviews.md). Members that are whole already pass as they are. */
#include "mention/calendar.h"
#include "mention/mention.h"
#include "read/json.h"
#include "store/decided.h"
#include "store/list.h"
#include <stdarg.h>
#include <stdio.h>

typedef RW_VEC(rw_slice) names;

typedef struct draft {
	riwaya_store *s;
	rw_arena *a;
	rw_buf out;
	rw_slice kind;
	rw_slice id;    /* of the report that it is about */
	rw_known known; /* … as people have it */
	bool loaded;
	riwaya_error *err;
} draft;

static riwaya_status wrong(draft *d, const char *fmt, ...) RIWAYA_PRINTF(2, 3);
static riwaya_status wrong(draft *d, const char *fmt, ...) {
	va_list args;
	char text[RIWAYA_MESSAGE_MAX];
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	return rw_fail(d->err, RIWAYA_ARGUMENT, RW_LIT("review"), 0, 0, "%s", text);
}

/* --- writing ------------------------------------------------------------------------------------------------------------ */
static void put_string(rw_buf *b, rw_slice s) {
	rw_buf_byte(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '"' || c == '\\')
			rw_buf_printf(b, "\\%c", c);
		else if (c < 0x20)
			rw_buf_printf(b, "\\u%04x", c);
		else
			rw_buf_byte(b, (char)c);
	}
	rw_buf_byte(b, '"');
}

static void put_key(rw_buf *b, rw_slice key) {
	char last = b->n ? b->p[b->n - 1] : '{';
	if (last != '{' && last != '[') rw_buf_byte(b, ',');
	put_string(b, key);
	rw_buf_byte(b, ':');
}

static void put_member(rw_buf *b, const char *key, rw_slice value) {
	put_key(b, rw_slice_z(key));
	put_string(b, value);
}

static void put_marked(rw_buf *b, const rw_marked *m) {
	rw_buf_printf(
		b, "{\"field\":\"%s\",\"at\":[%u,%u],\"words\":", riwaya_field_word(m->at.field), m->at.start, m->at.end);
	put_string(b, m->words);
	rw_buf_byte(b, '}');
}

/* --- reports, words, claims ---------------------------------------------------------------------------------------------- */
static bool whole_id(rw_slice s) {
	unsigned char sha[32];
	return rw_unhex(s, sha, sizeof sha);
}

/* A report's id out of its beginning, with what follows "@". An id that is whole passes, though no such report may be here. */
static riwaya_status report_id(draft *d, rw_slice given, rw_slice *id, riwaya_error *err) {
	rw_slice place, start = rw_report_named(given, &place);
	int64_t report;
	*id = given;
	if (whole_id(start)) return RIWAYA_OK;
	riwaya_status status = rw_find_report(d->s, start, &report, err);
	rw_stmt *q;
	bool row;
	if (!status) status = rw_db_stmt(d->s->db, "SELECT sha FROM report WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	status = rw_step(q, &row, err);
	if (status) return status;
	rw_slice hex = rw_hex_of(d->a, rw_col_blob(q, 0));
	rw_stmt_reset(q);
	*id = place.n ? rw_arena_printf(d->a, RW_FMT "@" RW_FMT, RW_ARG(hex), RW_ARG(place)) : hex;
	return RIWAYA_OK;
}

static riwaya_status load(draft *d) {
	int64_t report;
	rw_stored stored;
	if (d->loaded) return RIWAYA_OK;
	if (!d->id.p) return wrong(d, "'report' is missing: whose words are these?");
	rw_slice place;
	riwaya_status status = rw_find_report(d->s, rw_report_named(d->id, &place), &report, d->err);
	if (!status) status = rw_load(d->s, d->a, report, INT64_MAX, &stored, d->err);
	d->known = stored.known;
	d->loaded = !status;
	return status;
}

static riwaya_status find_words(draft *d, rw_slice words, rw_marked *out) {
	riwaya_status status = load(d);
	if (status) return status;
	const riwaya_report *r = d->known.report;
	const struct {
		riwaya_field field;
		rw_slice text;
	} fields[] = {{RIWAYA_FIELD_TITLE, r->title}, {RIWAYA_FIELD_TEXT, r->text}, {RIWAYA_FIELD_CAPTION, r->caption}};
	size_t times = 0;
	words = rw_slice_trim(words);
	for (size_t i = 0; i < RW_COUNT(fields) && words.n; i++)
		for (size_t at = 0; fields[i].text.p && (at = rw_slice_find(fields[i].text, words, at)) != SIZE_MAX; at++) {
			if (times++) continue;
			*out = (rw_marked){{fields[i].field, (uint32_t)at, (uint32_t)(at + words.n)}, words};
		}
	if (times == 1) return RIWAYA_OK;
	if (!times)
		return wrong(d, "the words '" RW_FMT "' do not stand in report " RW_FMT "; give them as they stand there",
			RW_ARG(words), 12, r->id.p);
	return wrong(d, "the words '" RW_FMT "' stand %zu times in report " RW_FMT "; give more of what is around them",
		RW_ARG(words), times, 12, r->id.p);
}

static riwaya_status put_mark(draft *d, const rw_json_value *v) {
	rw_marked m;
	if (v->type != RW_JSON_STRING) {
		rw_buf_slice(&d->out, v->raw);
		return RIWAYA_OK;
	}
	riwaya_status status = find_words(d, v->text, &m);
	if (!status) put_marked(&d->out, &m);
	return status;
}

static const riwaya_claim *claim_named(const rw_known *k, rw_slice name, size_t *fit) {
	const riwaya_claim *found = NULL;
	uint64_t number;
	*fit = 0;
	if (name.n < 6 && rw_slice_u64(name, &number)) {
		*fit = number >= 1 && number <= k->n_claims;
		return *fit ? &k->claims[number - 1] : NULL;
	}
	const riwaya_claim *const lists[] = {k->claims, k->rejected};
	const size_t n[] = {k->n_claims, k->n_rejected};
	for (size_t l = 0; l < RW_COUNT(lists); l++)
		for (size_t i = 0; i < n[l]; i++) {
			if (!name.n || !rw_slice_starts(lists[l][i].id, name)) continue;
			++*fit;
			found = &lists[l][i];
			if (lists[l][i].id.n == name.n) {
				*fit = 1;
				return found;
			}
		}
	return found;
}

/* The report that has a claim of this id, or one that begins so. */
static riwaya_status report_of_claim(draft *d, rw_slice name, rw_slice *id) {
	rw_stmt *q;
	bool row;
	size_t n = 0;
	riwaya_status status = rw_db_stmt(d->s->db,
		"SELECT r.sha FROM report r JOIN (SELECT DISTINCT report FROM claim WHERE id >= ?1 AND id <= ?2 LIMIT 2) c ON c.report = "
		"r.id UNION ALL SELECT r.sha FROM about b JOIN review v ON v.id = b.review AND v.kind = 'add' JOIN report r ON r.id = "
		"v.report WHERE b.kind = 'id' AND b.subject >= ?3 AND b.subject <= ?4",
		&q, d->err);
	if (status) return status;
	rw_slice end = rw_arena_printf(d->a, RW_FMT "\x7f", RW_ARG(name));
	rw_bind_text(q, 1, name);
	rw_bind_text(q, 2, end);
	rw_bind_blob(q, 3, name);
	rw_bind_blob(q, 4, end);
	while (!(status = rw_step(q, &row, d->err)) && row) {
		*id = rw_hex_of(d->a, rw_col_blob(q, 0));
		n++;
	}
	if (status || n == 1) return status;
	return n ? wrong(d, "several claims' ids begin with '" RW_FMT "'; give more of it", RW_ARG(name))
			 : wrong(d, "there is no claim '" RW_FMT "'; name it as REPORT:N, its number in riwaya review claims REPORT",
				   RW_ARG(name));
}

/* "REPORT:N", "REPORT:ID", "ID", or with a report of its own "N". */
static riwaya_status put_claim(draft *d, rw_slice given, bool has_report) {
	rw_slice name = given, report = rw_slice_cut(&name, ':');
	size_t fit;
	riwaya_status status = RIWAYA_OK;
	if (!name.p) {
		name = report;
		if (!has_report) status = report_of_claim(d, name, &d->id);
	} else {
		status = report_id(d, report, &d->id, d->err);
	}
	if (!status) status = load(d);
	if (status) return status;
	const riwaya_claim *c = claim_named(&d->known, name, &fit);
	if (!c)
		return wrong(d, "report " RW_FMT " has no claim '" RW_FMT "'; riwaya review claims lists its %zu", 12, d->id.p,
			RW_ARG(name), d->known.n_claims);
	if (fit > 1) return wrong(d, "several claims' ids begin with '" RW_FMT "'; give more of it", RW_ARG(name));
	rw_claim_mark m = rw_mark_claim(c);
	if (!has_report) put_member(&d->out, "report", d->id);
	put_key(&d->out, RW_LIT("claim"));
	rw_buf_z(&d->out, "{\"mark\":");
	put_marked(&d->out, &m.mark);
	put_member(&d->out, "predicate", m.predicate);
	if (m.figure.words.p) {
		put_key(&d->out, RW_LIT("figure"));
		put_marked(&d->out, &m.figure);
	}
	rw_buf_byte(&d->out, '}');
	return RIWAYA_OK;
}

/* --- what is set ---------------------------------------------------------------------------------------------------------- */
/* "5", ">=5", ">5", "<5", "<=5", "~5", "5-7". */
static riwaya_status put_figure(draft *d, rw_slice s) {
	static const struct {
		const char *sign;
		riwaya_qualifier qualifier;
	} signs[] = {{">=", RIWAYA_QUALIFIER_AT_LEAST}, {"<=", RIWAYA_QUALIFIER_AT_MOST}, {">", RIWAYA_QUALIFIER_MORE_THAN},
		{"<", RIWAYA_QUALIFIER_LESS_THAN}, {"~", RIWAYA_QUALIFIER_ABOUT}};
	riwaya_qualifier q = RIWAYA_QUALIFIER_EXACT;
	rw_slice given = s;
	s = rw_slice_trim(s);
	for (size_t i = 0; i < RW_COUNT(signs); i++) {
		rw_slice sign = rw_slice_z(signs[i].sign);
		if (!rw_slice_starts(s, sign)) continue;
		q = signs[i].qualifier;
		s = rw_slice_of(s.p + sign.n, s.n - sign.n);
		break;
	}
	rw_slice high = s, low = rw_slice_cut(&high, '-');
	double v, w;
	if (!rw_slice_double(low, &v) || (high.p && (!rw_slice_double(high, &w) || q != RIWAYA_QUALIFIER_EXACT)))
		return wrong(d, "a figure is 5, >=5, >5, <=5, <5, ~5, 5-7 or none, not '" RW_FMT "'", RW_ARG(given));
	if (high.p)
		rw_buf_printf(
			&d->out, "\"low\":" RW_FMT ",\"high\":" RW_FMT ",\"qualifier\":\"between\"", RW_ARG(low), RW_ARG(high));
	else
		rw_buf_printf(&d->out, "\"value\":" RW_FMT ",\"qualifier\":\"%s\"", RW_ARG(low), riwaya_qualifier_word(q));
	return RIWAYA_OK;
}

/* One member of `set`: its short form, or an object in which marks may be words alone. */
static riwaya_status put_set_member(draft *d, const rw_json_value *m) {
	bool typed = m->type == RW_JSON_STRING || m->type == RW_JSON_NUMBER;
	riwaya_status status = RIWAYA_OK;
	put_key(&d->out, m->key);
	if (typed && rw_slice_eqz(m->key, "figure")) {
		rw_buf_byte(&d->out, '{');
		status = put_figure(d, m->text);
		rw_buf_byte(&d->out, '}');
	} else if (typed && rw_slice_eqz(m->key, "place")) {
		rw_buf_byte(&d->out, '{');
		put_member(&d->out, "id", m->text);
		rw_buf_byte(&d->out, '}');
	} else if (typed && rw_slice_eqz(m->key, "time")) {
		rw_slice to = m->text, from = rw_slice_cut(&to, '/');
		rw_buf_byte(&d->out, '{');
		put_member(&d->out, "from", from);
		if (to.p) put_member(&d->out, "to", to);
		rw_buf_byte(&d->out, '}');
	} else if (m->type == RW_JSON_OBJECT) {
		rw_buf_byte(&d->out, '{');
		for (const rw_json_value *x = m->first; x && !status; x = x->next) {
			bool text = x->type == RW_JSON_STRING || x->type == RW_JSON_NUMBER;
			if (rw_slice_eqz(m->key, "figure") && rw_slice_eqz(x->key, "is") && text) { /* figure=5 beside figure.mark=… */
				if (d->out.p[d->out.n - 1] != '{') rw_buf_byte(&d->out, ',');
				status = put_figure(d, x->text);
				continue;
			}
			put_key(&d->out, x->key);
			if (rw_slice_eqz(x->key, "mark"))
				status = put_mark(d, x);
			else
				rw_buf_slice(&d->out, x->raw);
		}
		rw_buf_byte(&d->out, '}');
	} else {
		rw_buf_slice(&d->out, m->raw);
	}
	return status;
}

static riwaya_status put_set(draft *d, const rw_json_value *v) {
	riwaya_status status = RIWAYA_OK;
	rw_buf_byte(&d->out, '{');
	for (const rw_json_value *m = v->first; m && !status; m = m->next) status = put_set_member(d, m);
	rw_buf_byte(&d->out, '}');
	return status;
}

static riwaya_status put_as(draft *d, rw_slice id) {
	bool place = rw_row_find(d->s->lx, "places", id) != 0, actor = rw_row_find(d->s->lx, "actors", id) != 0;
	if (place == actor)
		return wrong(d,
			place ? "'" RW_FMT "' is the id of a place and of an actor; say place=ID or actor=ID"
				  : "'" RW_FMT "' is no id of a place or an actor; riwaya lexicon show 'NAME' tells ids",
			RW_ARG(id));
	rw_buf_byte(&d->out, '{');
	put_member(&d->out, place ? "place" : "actor", id);
	rw_buf_byte(&d->out, '}');
	return RIWAYA_OK;
}

/* --- incidents ------------------------------------------------------------------------------------------------------------ */
static bool names_incident(rw_slice s) { return s.n && s.p[0] == 'i'; }

/* A name of the thread: its report's id, with a place where the id alone would mean another of its threads. */
static riwaya_status name_thread(
	draft *d, rw_facts *f, int64_t report, uint32_t number, rw_slice *out, bool *good, riwaya_error *err) {
	rw_stored stored;
	rw_threads threads = {0};
	riwaya_status status = rw_load(d->s, d->a, report, INT64_MAX, &stored, err);
	*good = false;
	if (status) return status;
	rw_threads_of(f, d->a, &stored.known, 0, &threads);
	if (number >= threads.n) return RIWAYA_OK;
	*out = stored.known.report->id;
	*good = rw_review_thread(f, &threads, 0, RW_NONE) == number;
	uint32_t site = threads.p[number].site;
	if (*good || site == RW_NO) return RIWAYA_OK;
	rw_slice place = f->sites.p[site].id;
	*good = place.n && rw_review_thread(f, &threads, 0, place) == number;
	*out = rw_arena_printf(d->a, RW_FMT "@" RW_FMT, RW_ARG(*out), RW_ARG(place));
	return RIWAYA_OK;
}

/* Reports that stand for an incident: its founding one first. `but`: those that are left out. */
static riwaya_status members_of(draft *d, rw_slice incident, const rw_map *but, size_t most, names *out) {
	rw_story_threads threads = {0};
	rw_slice name;
	int64_t id;
	rw_facts *f = rw_store_facts(d->s, d->a);
	riwaya_status status = rw_find_incident(d->s, incident, &id, &name, d->err);
	if (!status) status = rw_story_threads_now(d->s, d->a, id, &threads, d->err);
	rw_stmt *q;
	bool row;
	int64_t founder = 0, founding = 0;
	if (!status) status = rw_db_stmt(d->s->db, "SELECT report, thread FROM name WHERE name = ?1", &q, d->err);
	if (status) return status;
	rw_bind_text(q, 1, name);
	status = rw_step(q, &row, d->err);
	if (!status && row) {
		founder = rw_col_int(q, 0);
		founding = rw_col_int(q, 1);
	}
	rw_stmt_reset(q);
	for (size_t pass = 0; pass < 2 && !status; pass++)
		for (size_t i = 0; i < threads.n && out->n < most && !status; i++) {
			const rw_story_thread *x = &threads.p[i];
			bool founds = x->report == founder && (int64_t)x->number == founding, good;
			rw_slice id_of = RW_NONE, place;
			if (founds != (pass == 0) || x->apart || x->judged) continue;
			status = name_thread(d, f, x->report, (uint32_t)x->number, &id_of, &good, d->err);
			if (status || !good || rw_map_get(but, id_of) != UINT32_MAX ||
				rw_map_get(but, rw_report_named(id_of, &place)) != UINT32_MAX)
				continue;
			rw_vec_push(d->a, out, id_of);
		}
	return status;
}

static riwaya_status one_of(draft *d, rw_slice incident, rw_slice *out) {
	names found = {0};
	rw_map none = RW_MAP(d->a);
	riwaya_status status = members_of(d, incident, &none, 1, &found);
	if (!status && !found.n)
		return wrong(d, "incident " RW_FMT " has no report that stands for it; name a report", RW_ARG(incident));
	if (!status) *out = found.p[0];
	return status;
}

/* A report, or an incident by one of its reports. */
static riwaya_status put_report_of(draft *d, const rw_json_value *v) {
	rw_slice id;
	if (v->type != RW_JSON_STRING) {
		rw_buf_slice(&d->out, v->raw);
		return RIWAYA_OK;
	}
	riwaya_status status = names_incident(v->text) ? one_of(d, v->text, &id) : report_id(d, v->text, &id, d->err);
	if (!status) put_string(&d->out, id);
	return status;
}

static riwaya_status put_reports(draft *d, const rw_json_value *v) {
	riwaya_status status = RIWAYA_OK;
	rw_buf_byte(&d->out, '[');
	for (const rw_json_value *x = v->first; x && !status; x = x->next) {
		if (x != v->first) rw_buf_byte(&d->out, ',');
		status = put_report_of(d, x);
	}
	rw_buf_byte(&d->out, ']');
	return status;
}

/* A split out of an incident: `from` is what else is in it. */
static riwaya_status put_rest(draft *d, const rw_json_value *v) {
	const rw_json_value *reports = rw_json_member(v, RW_LIT("reports"));
	rw_slice incident = rw_json_text(v, "incident"), id;
	rw_map but = RW_MAP(d->a);
	names rest = {0};
	riwaya_status status = RIWAYA_OK;
	for (const rw_json_value *x = reports ? reports->first : NULL; x && !status; x = x->next) {
		bool fresh;
		status = report_id(d, x->text, &id, d->err);
		if (!status) *rw_map_put(&but, id, &fresh) = 1;
	}
	if (!status) status = members_of(d, incident, &but, RW_REVIEW_REPORTS, &rest);
	if (status) return status;
	if (!rest.n) return wrong(d, "nothing else is in incident " RW_FMT ": there is nothing to split", RW_ARG(incident));
	put_key(&d->out, RW_LIT("from"));
	rw_buf_byte(&d->out, '[');
	for (size_t i = 0; i < rest.n; i++) {
		if (i) rw_buf_byte(&d->out, ',');
		put_string(&d->out, rest.p[i]);
	}
	rw_buf_byte(&d->out, ']');
	return RIWAYA_OK;
}

/* --- lines ------------------------------------------------------------------------------------------------------------------ */
static riwaya_status story_report(void *ctx, int64_t report, rw_stored *out, riwaya_error *err) {
	draft *d = ctx;
	return rw_load(d->s, d->a, report, INT64_MAX, out, err);
}

/* A member that is not given fits all; null fits lines without. */
static bool fits(const rw_json_value *v, const char *key, rw_slice own) {
	const rw_json_value *m = rw_json_member(v, rw_slice_z(key));
	if (!m) return true;
	return m->type == RW_JSON_STRING ? rw_slice_eq(m->text, own) : !own.n;
}

static void put_line_of(draft *d, const riwaya_line *l) {
	rw_buf_byte(&d->out, '{');
	put_member(&d->out, "predicate", l->predicate);
	if (l->unit.n) put_member(&d->out, "unit", l->unit);
	if (l->patient_actor.n) put_member(&d->out, "actor", l->patient_actor);
	if (l->patient_role.n) put_member(&d->out, "role", l->patient_role);
	if (l->place.n) put_member(&d->out, "place", l->place);
	if (l->scope) put_member(&d->out, "scope", rw_slice_z(riwaya_scope_kind_word(l->scope)));
	rw_buf_byte(&d->out, '}');
}

/* The one line of the incident that the given members fit. */
static riwaya_status put_line(draft *d, rw_slice incident, const rw_json_value *v) {
	rw_slice name;
	int64_t id;
	rw_story_threads threads = {0};
	rw_story story;
	riwaya_status status = rw_find_incident(d->s, incident, &id, &name, d->err);
	if (!status) status = rw_story_threads_now(d->s, d->a, id, &threads, d->err);
	if (!status)
		status = rw_story_of(
			d->s, d->a, &d->s->scratch, name, &threads, INT64_MAX, story_report, d, RW_EXTENT_LINES, &story, d->err);
	if (status) return status;
	const riwaya_incident *x = &story.r.incidents[0];
	const riwaya_line *found = NULL;
	size_t n = 0;
	rw_buf all = RW_BUF(d->a);
	for (size_t i = 0; i < x->n_lines; i++) {
		const riwaya_line *l = &x->lines[i];
		if (rw_slice_eq(l->predicate, rw_json_text(v, "predicate")))
			rw_buf_printf(&all, "%s" RW_FMT "%s" RW_FMT "%s" RW_FMT "%s" RW_FMT " scope=%s", all.n ? "; " : "",
				RW_ARG(l->predicate), l->patient_role.n ? " role=" : "", RW_ARG(l->patient_role),
				l->patient_actor.n ? " actor=" : "", RW_ARG(l->patient_actor), l->place.n ? " place=" : "",
				RW_ARG(l->place), riwaya_scope_kind_word(l->scope));
		if (!fits(v, "predicate", l->predicate) || !fits(v, "unit", l->unit) || !fits(v, "actor", l->patient_actor) ||
			!fits(v, "role", l->patient_role) || !fits(v, "place", l->place) ||
			!fits(v, "scope", rw_slice_z(riwaya_scope_kind_word(l->scope))))
			continue;
		found = l;
		n++;
	}
	rw_slice list = rw_buf_view(&all);
	if (n == 1) {
		put_line_of(d, found);
		return RIWAYA_OK;
	}
	return n ? wrong(d, "several lines of incident " RW_FMT " are so; say which: " RW_FMT, RW_ARG(name), RW_ARG(list))
			 : wrong(d, "incident " RW_FMT " has no such line%s" RW_FMT, RW_ARG(name), list.n ? "; it has " : "",
				   RW_ARG(list));
}

/* --- others' reviews ------------------------------------------------------------------------------------------------------- */
static riwaya_status put_review(draft *d, rw_slice given) {
	rw_stmt *q;
	bool row;
	size_t n = 0;
	rw_slice id = given;
	if (given.n < RW_REVIEW_ID) {
		riwaya_status status = rw_db_stmt(d->s->db,
			"SELECT subject FROM about WHERE kind = 'id' AND subject >= ?1 AND subject <= ?2 LIMIT 2", &q, d->err);
		if (status) return status;
		rw_bind_blob(q, 1, given);
		rw_slice end = rw_arena_printf(d->a, RW_FMT "\x7f", RW_ARG(given));
		rw_bind_blob(q, 2, end);
		while (!(status = rw_step(q, &row, d->err)) && row) {
			id = rw_arena_copy(d->a, rw_col_blob(q, 0));
			n++;
		}
		if (status) return status;
		if (n != 1)
			return wrong(d,
				n ? "several reviews' ids begin with '" RW_FMT "'; give more of it"
				  : "there is no review '" RW_FMT "'; riwaya review list tells their ids",
				RW_ARG(given));
	}
	put_string(&d->out, id);
	return RIWAYA_OK;
}

/* --- the whole ---------------------------------------------------------------------------------------------------------------- */
static riwaya_status put_incident(draft *d, rw_slice given) {
	int64_t id;
	rw_slice name = given;
	riwaya_status status = rw_find_incident(d->s, given, &id, &name, d->err);
	if (!status) put_string(&d->out, name);
	return status;
}

static riwaya_status put_value(draft *d, const rw_json_value *v, const rw_json_value *m) {
	bool text = m->type == RW_JSON_STRING;
	if (rw_slice_eqz(m->key, "mark") && text) return put_mark(d, m);
	if (rw_slice_eqz(m->key, "set") && m->type == RW_JSON_OBJECT) return put_set(d, m);
	if (rw_slice_eqz(m->key, "as") && text) return put_as(d, m->text);
	if ((rw_slice_eqz(m->key, "with") || rw_slice_eqz(m->key, "of")) && text) return put_report_of(d, m);
	if ((rw_slice_eqz(m->key, "reports") || rw_slice_eqz(m->key, "from")) && m->type == RW_JSON_LIST)
		return put_reports(d, m);
	if (rw_slice_eqz(m->key, "incident") && text) return put_incident(d, m->text);
	if (rw_slice_eqz(m->key, "line") && m->type == RW_JSON_OBJECT) return put_line(d, rw_json_text(v, "incident"), m);
	if (rw_slice_eqz(m->key, "review") && text) return put_review(d, m->text);
	rw_buf_slice(&d->out, m->raw);
	return RIWAYA_OK;
}

static void put_moment(draft *d, int64_t ms) {
	int year, month, day;
	int64_t days = ms / 86400000, rest = ms % 86400000;
	rw_civil_from_days(days, &year, &month, &day);
	put_key(&d->out, RW_LIT("at"));
	rw_buf_printf(&d->out, "\"%04d-%02d-%02dT%02d:%02d:%02d.%03dZ\"", year, month, day, (int)(rest / 3600000),
		(int)(rest / 60000 % 60), (int)(rest / 1000 % 60), (int)(rest % 1000));
}

riwaya_status rw_draft(riwaya_store *s, rw_arena *a, rw_slice json, int64_t at, rw_slice *out, riwaya_error *err) {
	draft d = {.s = s, .a = a, .out = RW_BUF(a), .err = err};
	rw_json_value *v = NULL;
	*out = json = rw_slice_trim(json);
	if (!json.n || json.n > RW_REVIEW_BYTES) return RIWAYA_OK; /* its parser says what is wrong */
	riwaya_status status = rw_json_tree(a, json, 0, &v, err);
	if (status) return status;
	if (v->type != RW_JSON_OBJECT || v->raw.n != json.n) return RIWAYA_OK;
	d.kind = rw_json_text(v, "kind");
	rw_slice given = rw_json_text(v, "report");
	bool rest = rw_slice_eqz(d.kind, "split") && rw_json_text(v, "incident").p && !rw_json_member(v, RW_LIT("from"));
	rw_buf_byte(&d.out, '{');
	if (given.p) {
		status = report_id(&d, given, &d.id, err);
		if (!status) put_member(&d.out, "report", d.id);
	}
	for (const rw_json_value *m = v->first; m && !status; m = m->next) {
		if ((given.p && rw_slice_eqz(m->key, "report")) || (rest && rw_slice_eqz(m->key, "incident"))) continue;
		if (rw_slice_eqz(m->key, "claim") && m->type == RW_JSON_STRING) {
			status = put_claim(&d, m->text, given.p != NULL);
			continue;
		}
		put_key(&d.out, m->key);
		status = put_value(&d, v, m);
	}
	if (!status && rest) status = put_rest(&d, v);
	if (!status && !rw_json_member(v, RW_LIT("at"))) put_moment(&d, at);
	rw_buf_byte(&d.out, '}');
	*out = rw_buf_view(&d.out);
	return status;
}
