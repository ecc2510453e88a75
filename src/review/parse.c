/* parse.c: a review from JSON, every member checked. A member that the kind does not have is an error and never passed over: a decision
 * that someone believes to have made must not get lost in a spelling. */
#include "mention/calendar.h"
#include "read/json.h"
#include "review/review.h"

typedef struct parser {
	rw_arena *a;
	rw_slice bytes;
	riwaya_error *err;
	riwaya_status status; /* of the first thing that is wrong */
} parser;

#define WRONG(p, v, ...)                                                                                               \
	do {                                                                                                               \
		if (!(p)->status)                                                                                              \
			(p)->status = rw_fail((p)->err, RIWAYA_FORMAT, RW_LIT("review"), offset_of((p), (v)), 0, __VA_ARGS__);     \
	} while (0)

static uint64_t offset_of(const parser *p, const rw_json_value *v) {
	return v && v->raw.p ? (uint64_t)(v->raw.p - p->bytes.p) : 0;
}

static bool is_null(const rw_json_value *v) {
	return !v || (v->type == RW_JSON_OTHER && rw_slice_eqz(v->text, "null"));
}

static const rw_json_value *member(const rw_json_value *v, const char *key) {
	for (const rw_json_value *m = v->first; m; m = m->next)
		if (rw_slice_eqz(m->key, key)) return m;
	return NULL;
}

/* v is an object, and each of its members is one of the words of `keys`, once. */
static bool object(parser *p, const rw_json_value *v, const char *name, const char *keys) {
	if (!v || v->type != RW_JSON_OBJECT) {
		WRONG(p, v, "'%s' is to be an object with %s", name, keys);
		return false;
	}
	for (const rw_json_value *m = v->first; m; m = m->next) {
		rw_slice rest = rw_slice_z(keys);
		bool known = false;
		while (rest.p && !known) known = rw_slice_eq(rw_slice_cut(&rest, ' '), m->key);
		if (!known) {
			WRONG(p, m, "'%s' has no member '" RW_FMT "'; it may have: %s", name, (int)(m->key.n < 60 ? m->key.n : 60),
				m->key.p, keys);
			return false;
		}
		for (const rw_json_value *x = v->first; x != m; x = x->next)
			if (rw_slice_eq(x->key, m->key)) {
				WRONG(p, m, "'" RW_FMT "' stands twice; leave one", RW_ARG(m->key));
				return false;
			}
	}
	return true;
}

/* A string; absent for null, where it is not there, and where it is empty: all say the same, and a review has one form. */
static rw_slice string(parser *p, const rw_json_value *v, const char *key, bool needed) {
	const rw_json_value *m = member(v, key);
	if (is_null(m)) {
		if (needed) WRONG(p, v, "'%s' is missing; give it", key);
		return RW_NONE;
	}
	if (m->type != RW_JSON_STRING || m->text.n > RW_REVIEW_WORDS) {
		WRONG(p, m, "'%s' is to be a string of at most %d bytes", key, RW_REVIEW_WORDS);
		return RW_NONE;
	}
	if (needed && !m->text.n) WRONG(p, m, "'%s' is empty; fill it", key);
	return m->text.n ? rw_arena_copy(p->a, m->text) : RW_NONE;
}

static bool is_hex(rw_slice s, size_t n) {
	if (s.n != n) return false;
	for (size_t i = 0; i < n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f'))) return false;
	return true;
}

/* A report, with "@place" behind it where that may be. */
static bool is_report(rw_slice s, bool place) {
	if (!place || s.n <= 65 || s.p[64] != '@') return is_hex(s, 64);
	return is_hex(rw_slice_of(s.p, 64), 64);
}

static rw_slice digest(parser *p, const rw_json_value *v, const char *key, bool needed, bool place) {
	rw_slice s = string(p, v, key, needed);
	if (s.p && !is_report(s, place))
		WRONG(p, member(v, key), "'%s' is to be a report's SHA-256: 64 digits of 0-9 a-f%s", key,
			place ? ", and @ and a place's id for one part of a round-up" : "");
	return s;
}

static rw_slice review_id(parser *p, const rw_json_value *v, const char *key, bool needed) {
	rw_slice s = string(p, v, key, needed);
	if (s.p && !is_hex(s, RW_REVIEW_ID))
		WRONG(p, member(v, key), "'%s' is to be a review's id: %d digits of 0-9 a-f", key, RW_REVIEW_ID);
	return s;
}

static uint32_t place_of(parser *p, const rw_json_value *v) {
	uint64_t n = 0;
	if (!v || v->type != RW_JSON_NUMBER || !rw_slice_u64(v->text, &n) || n > RIWAYA_MAX_REPORT) {
		WRONG(p, v, "'at' is to be [start, end], bytes of the field");
		return 0;
	}
	return (uint32_t)n;
}

/* Marked words: {"field", "at": [start, end], "words"}; `loose`: the place may be left out. */
static rw_marked marked(parser *p, const rw_json_value *v, const char *name, bool loose) {
	rw_marked m = {0};
	if (!object(p, v, name, "field at words")) return m;
	m.words = string(p, v, "words", true);
	const rw_json_value *at = member(v, "at");
	rw_slice field = string(p, v, "field", !loose);
	if (loose && is_null(at) && !field.p) return m;
	if (!riwaya_field_parse(field, &m.at.field) || m.at.field == RIWAYA_FIELD_NONE)
		WRONG(p, v, "'field' of '%s' is to be title, text or caption", name);
	if (!at || at->type != RW_JSON_LIST || at->n != 2) {
		WRONG(p, at ? at : v, "'at' of '%s' is to be [start, end], bytes of the field", name);
		return m;
	}
	m.at.start = place_of(p, at->first);
	m.at.end = place_of(p, at->first->next);
	if (!p->status && (m.at.end <= m.at.start || m.at.end - m.at.start != m.words.n))
		WRONG(p, at, "'at' of '%s' spans %lld bytes and its words have %zu; mark the words as they stand", name,
			(long long)m.at.end - (long long)m.at.start, m.words.n);
	return m;
}

static rw_marked mark_in(parser *p, const rw_json_value *v, bool loose) {
	const rw_json_value *m = member(v, "mark");
	return is_null(m) ? (rw_marked){0} : marked(p, m, "mark", loose);
}

static rw_claim_mark claim_mark(parser *p, const rw_json_value *v) {
	rw_claim_mark c = {0};
	if (!object(p, v, "claim", "mark predicate figure")) return c;
	c.mark = marked(p, member(v, "mark"), "mark", false);
	c.predicate = string(p, v, "predicate", true);
	const rw_json_value *f = member(v, "figure");
	if (!is_null(f)) c.figure = marked(p, f, "figure", true);
	return c;
}

/* --- what is set ------------------------------------------------------------------------------------------------- */
/* One of a list's words. NONE ("null") is null and not the word. */
#define WORD(p, v, key, list, bit, field)                                                                                \
	do {                                                                                                                 \
		const rw_json_value *m_ = member((v), (key));                                                                    \
		if (!m_) break;                                                                                                  \
		c->sets |= (bit);                                                                                                \
		if (is_null(m_) && rw_slice_eqz(rw_slice_z(riwaya_##list##_word(0)), "null")) break;                             \
		if (m_->type != RW_JSON_STRING || rw_slice_eqz(m_->text, "null") || !riwaya_##list##_parse(m_->text, &(field)))  \
			WRONG((p), m_, "'%s' can't be " RW_FMT "; docs/reviews.md lists its words", (key), cut(m_->raw), m_->raw.p); \
	} while (0)

static int cut(rw_slice s) { return (int)(s.n < 60 ? s.n : 60); }

static bool number(parser *p, const rw_json_value *v, const char *key, double *out) {
	const rw_json_value *m = member(v, key);
	if (is_null(m)) return false;
	if (m->type != RW_JSON_NUMBER || !rw_slice_double(m->text, out) || *out < 0 || *out > 1e12) {
		WRONG(p, m, "'%s' is to be a number from 0 to 1000000000000", key);
		return false;
	}
	return true;
}

static void figure(parser *p, const rw_json_value *v, rw_change *c) {
	if (!v) return;
	c->sets |= RW_SET_FIGURE;
	if (is_null(v) || !object(p, v, "figure", "mark value low high qualifier")) return;
	riwaya_figure *f = &c->figure;
	c->figure_mark = mark_in(p, v, false);
	f->has_value = number(p, v, "value", &f->value);
	f->has_low = number(p, v, "low", &f->low);
	f->has_high = number(p, v, "high", &f->high);
	c->bounds = f->has_low || f->has_high;
	rw_slice q = string(p, v, "qualifier", true);
	if (q.p && (!riwaya_qualifier_parse(q, &f->qualifier) || !f->qualifier))
		WRONG(p, v, "'qualifier' can't be '" RW_FMT "'; docs/reviews.md lists its words", cut(q), q.p);
	bool vague = f->qualifier == RIWAYA_QUALIFIER_SOME || f->qualifier == RIWAYA_QUALIFIER_ALL ||
		f->qualifier == RIWAYA_QUALIFIER_ZERO;
	if (!vague && !f->has_value && !c->bounds) WRONG(p, v, "a figure needs a 'value', or 'low' and 'high'");
	if ((f->qualifier == RIWAYA_QUALIFIER_BETWEEN || f->qualifier == RIWAYA_QUALIFIER_ORDER) && !c->bounds)
		WRONG(p, v, "a figure that is '%s' needs 'low' and 'high'", riwaya_qualifier_word(f->qualifier));
	if (f->has_low && f->has_high && f->low > f->high) WRONG(p, v, "'low' is above 'high'; turn them round");
}

static void party(parser *p, const rw_json_value *v, const char *name, rw_party_change *c) {
	if (!v) return;
	c->given = true;
	c->none = is_null(v);
	if (c->none || !object(p, v, name, "mark actor role")) return;
	c->mark = mark_in(p, v, false);
	c->has_actor = member(v, "actor") != NULL;
	c->has_role = member(v, "role") != NULL;
	c->actor = string(p, v, "actor", false);
	c->role = string(p, v, "role", false);
	if (!c->mark.at.field && !c->has_actor && !c->has_role)
		WRONG(p, v, "'%s' says nothing; give actor, role or mark", name);
}

static riwaya_when time_of(parser *p, const rw_json_value *v, const char *key, bool needed) {
	riwaya_when w = {0};
	rw_slice zone, s = string(p, v, key, needed);
	if (s.p && !rw_when_parse(s, &w, &zone))
		WRONG(p, member(v, key), "'%s' is no time: '" RW_FMT "'; write 2022-01-20 or 2022-01-20T06:30", key, cut(s), s.p);
	return w;
}

static void happened(parser *p, const rw_json_value *v, rw_change *c) {
	if (!v) return;
	c->sets |= RW_SET_TIME;
	if (is_null(v) || !object(p, v, "time", "mark from to")) return;
	c->time_mark = mark_in(p, v, false);
	c->time = time_of(p, v, "from", true);
	riwaya_when to = time_of(p, v, "to", false);
	if (to.precision && to.to < c->time.from) WRONG(p, v, "'to' is before 'from'; turn them round");
	if (to.precision) {
		c->time.to = to.to;
		if (to.precision > c->time.precision) c->time.precision = to.precision;
	}
}

static void chain(parser *p, const rw_json_value *v, rw_change *c) {
	if (!v) return;
	c->sets |= RW_SET_CHAIN;
	if (v->type != RW_JSON_LIST || v->n > RW_REVIEW_LINKS) {
		WRONG(p, v, "'chain' is to be a list of at most %d links, origin first, without the outlet", RW_REVIEW_LINKS);
		return;
	}
	c->chain = RW_ARRAY(p->a, rw_link_change, v->n);
	for (const rw_json_value *x = v->first; x; x = x->next) {
		if (!object(p, x, "chain", "mark name kind actor named")) return;
		rw_link_change *l = &c->chain[c->n_chain++];
		l->mark = mark_in(p, x, false);
		l->name = string(p, x, "name", true);
		rw_slice kind = string(p, x, "kind", true);
		if (kind.p && (!riwaya_link_kind_parse(kind, &l->kind) || !l->kind))
			WRONG(p, x, "'kind' of a link can't be '" RW_FMT "'; docs/reviews.md lists its words", cut(kind), kind.p);
		l->actor = string(p, x, "actor", false);
		const rw_json_value *named = member(x, "named");
		l->named = named ? rw_slice_eqz(named->text, "true") : l->kind != RIWAYA_LINK_ANONYMOUS;
		if (named && (named->type != RW_JSON_OTHER || (!l->named && !rw_slice_eqz(named->text, "false"))))
			WRONG(p, named, "'named' is to be true or false");
	}
}

static void changes(parser *p, const rw_json_value *v, rw_change *c) {
	if (!object(p, v, "set",
			"predicate polarity denies modality figure counts unit scope patient agent place time chain stance"))
		return;
	if (!v->first) WRONG(p, v, "'set' is empty; name what is to be another");
	if (member(v, "predicate")) {
		c->sets |= RW_SET_PREDICATE;
		c->predicate = string(p, v, "predicate", true);
	}
	WORD(p, v, "polarity", polarity, RW_SET_POLARITY, c->polarity);
	WORD(p, v, "denies", denies, RW_SET_DENIES, c->denies);
	WORD(p, v, "modality", modality, RW_SET_MODALITY, c->modality);
	WORD(p, v, "counts", counts, RW_SET_COUNTS, c->counts);
	WORD(p, v, "scope", scope_kind, RW_SET_SCOPE, c->scope);
	WORD(p, v, "stance", stance, RW_SET_STANCE, c->stance);
	if (member(v, "unit")) {
		c->sets |= RW_SET_UNIT;
		c->unit = string(p, v, "unit", false);
	}
	figure(p, member(v, "figure"), c);
	party(p, member(v, "patient"), "patient", &c->patient);
	party(p, member(v, "agent"), "agent", &c->agent);
	const rw_json_value *place = member(v, "place");
	if (place) {
		c->sets |= RW_SET_PLACE;
		if (!is_null(place) && object(p, place, "place", "mark id")) {
			c->place = string(p, place, "id", true);
			c->place_mark = mark_in(p, place, false);
		}
	}
	happened(p, member(v, "time"), c);
	chain(p, member(v, "chain"), c);
}

/* --- the kinds ---------------------------------------------------------------------------------------------------- */
static rw_slice *digests(parser *p, const rw_json_value *v, const char *key, size_t least, size_t *n) {
	const rw_json_value *list = member(v, key);
	*n = 0;
	if (!list || list->type != RW_JSON_LIST || list->n < least || list->n > RW_REVIEW_REPORTS) {
		WRONG(p, list ? list : v, "'%s' is to be a list of %zu to %d reports", key, least, RW_REVIEW_REPORTS);
		return NULL;
	}
	rw_slice *s = RW_ARRAY(p->a, rw_slice, list->n);
	for (const rw_json_value *x = list->first; x; x = x->next) {
		if (x->type != RW_JSON_STRING || !is_report(x->text, true))
			WRONG(p, x, "'%s' is to hold reports' SHA-256: 64 digits of 0-9 a-f", key);
		s[(*n)++] = rw_arena_copy(p->a, x->text);
	}
	/* A set: sorted, each once. */
	for (size_t i = 1; i < *n; i++)
		for (size_t k = i; k > 0 && rw_slice_cmp(s[k - 1], s[k]) > 0; k--) {
			rw_slice x = s[k];
			s[k] = s[k - 1];
			s[k - 1] = x;
		}
	size_t kept = 0;
	for (size_t i = 0; i < *n; i++)
		if (!kept || !rw_slice_eq(s[kept - 1], s[i])) s[kept++] = s[i];
	if (kept < least) WRONG(p, list, "'%s' names one report several times; it takes %zu different ones", key, least);
	*n = kept;
	return s;
}

static void identify(parser *p, const rw_json_value *v, rw_review *r) {
	if (!object(p, v, "as", "actor place role")) return;
	r->actor = string(p, v, "actor", false);
	r->place = string(p, v, "place", false);
	r->role = string(p, v, "role", false);
	if (!r->actor.n == !r->place.n) WRONG(p, v, "'as' is to have an 'actor' or a 'place', and not both");
	if (r->role.p && !r->actor.n) WRONG(p, v, "a place has no role; leave 'role' out");
}

static void line_mark(parser *p, const rw_json_value *v, rw_review *r) {
	if (is_null(v)) return;
	r->on_line = true;
	if (!object(p, v, "line", "predicate unit actor role place scope")) return;
	r->line.predicate = string(p, v, "predicate", true);
	r->line.unit = string(p, v, "unit", false);
	r->line.actor = string(p, v, "actor", false);
	r->line.role = string(p, v, "role", false);
	r->line.place = string(p, v, "place", false);
	rw_slice scope = string(p, v, "scope", false);
	if (scope.p && (!riwaya_scope_kind_parse(scope, &r->line.scope) || !r->line.scope))
		WRONG(p, v, "'scope' can't be '" RW_FMT "'", cut(scope), scope.p);
}

/* Members of each kind beside id, kind, by, at, why; in the order of RIWAYA_REVIEW_MAP. */
static const char *const members[riwaya_review_kind_count] = {
	"",
	"report claim",
	"report claim set",
	"report claim",
	"report mark set",
	"report mark as",
	"report published",
	"report with",
	"report of",
	"reports",
	"reports from",
	"incident title",
	"incident line grade",
	"report claim incident",
	"report review",
	"report review",
};

static void of_kind(parser *p, const rw_json_value *v, rw_review *r) {
	bool about = r->kind == RIWAYA_REVIEW_WITHDRAW || r->kind == RIWAYA_REVIEW_SECOND || r->kind == RIWAYA_REVIEW_NOTE;
	r->report = digest(p, v, "report", !about && rw_slice_starts(rw_slice_z(members[r->kind]), RW_LIT("report ")),
		r->kind == RIWAYA_REVIEW_JOIN);
	const rw_json_value *claim = member(v, "claim");
	switch (r->kind) {
	case RIWAYA_REVIEW_CORRECT:
	case RIWAYA_REVIEW_ACCEPT:
	case RIWAYA_REVIEW_REJECT:
		r->claim = claim_mark(p, claim);
		if (r->kind == RIWAYA_REVIEW_CORRECT) changes(p, member(v, "set"), &r->set);
		break;
	case RIWAYA_REVIEW_ADD:
		r->mark = marked(p, member(v, "mark"), "mark", false);
		changes(p, member(v, "set"), &r->set);
		if (!(r->set.sets & RW_SET_PREDICATE)) WRONG(p, v, "an added claim needs a 'predicate' in 'set'");
		break;
	case RIWAYA_REVIEW_IDENTIFY:
		r->mark = marked(p, member(v, "mark"), "mark", false);
		identify(p, member(v, "as"), r);
		break;
	case RIWAYA_REVIEW_PUBLISH: r->published = time_of(p, v, "published", true); break;
	case RIWAYA_REVIEW_JOIN:
		r->with = digest(p, v, "with", true, true);
		if (r->with.p && rw_slice_eq(r->with, r->report))
			WRONG(p, v, "'with' is the report itself; name one of the incident's");
		break;
	case RIWAYA_REVIEW_REPRINT:
		r->with = digest(p, v, "of", false, false);
		if (!member(v, "of"))
			WRONG(p, v, "'of' is missing; give the report that it copies, or null where it copies none");
		if (r->with.p && rw_slice_eq(r->with, r->report)) WRONG(p, v, "'of' is the report itself");
		break;
	case RIWAYA_REVIEW_MERGE: r->reports = digests(p, v, "reports", 2, &r->n_reports); break;
	case RIWAYA_REVIEW_SPLIT:
		r->reports = digests(p, v, "reports", 1, &r->n_reports);
		r->from = digests(p, v, "from", 1, &r->n_from);
		for (size_t i = 0; i < r->n_reports; i++)
			for (size_t k = 0; k < r->n_from; k++)
				if (rw_slice_eq(r->reports[i], r->from[k])) WRONG(p, v, "a report stands on both sides of the split");
		break;
	case RIWAYA_REVIEW_RENAME: {
		const rw_json_value *title = member(v, "title");
		r->incident = string(p, v, "incident", true);
		if (!object(p, title, "title", "ar en")) break;
		r->title.ar = string(p, title, "ar", false);
		r->title.en = string(p, title, "en", false);
		if (!r->title.ar.n && !r->title.en.n) WRONG(p, title, "a title needs words in 'ar', 'en' or both");
		break;
	}
	case RIWAYA_REVIEW_GRADE: {
		r->incident = string(p, v, "incident", true);
		line_mark(p, member(v, "line"), r);
		rw_slice grade = string(p, v, "grade", true);
		if (grade.p && (!riwaya_grade_parse(grade, &r->grade) || !r->grade))
			WRONG(p, member(v, "grade"), "'grade' is to be confirmed, fair, weak, contested or discounted");
		break;
	}
	case RIWAYA_REVIEW_NOTE:
		r->incident = string(p, v, "incident", false);
		if (!is_null(claim)) r->claim = claim_mark(p, claim);
		if (!r->report.p == !r->incident.p)
			WRONG(p, v, "a note is about a 'report' (and a claim of it) or an 'incident'");
		if (!is_null(claim) && !r->report.p) WRONG(p, claim, "a note on a claim needs its 'report'");
		break;
	default: r->review = review_id(p, v, "review", true); break;
	}
}

/* "2026-11-21T07:00:00Z", or with milliseconds: "2026-11-21T07:00:00.250Z". */
static bool utc_moment(rw_slice s, int64_t *out) {
	static const char form[] = "dddd-dd-ddTdd:dd:dd.dddZ";
	enum { SECONDS = 19, FRACTION = 4 };
	int part[7] = {0};
	size_t k = 0;
	if (s.n != sizeof form - 1 && s.n != sizeof form - 1 - FRACTION) return false;
	for (size_t i = 0, f = 0; i < s.n; i++, f++) {
		if (i == SECONDS && s.p[i] == 'Z') f += FRACTION;
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';
		if (form[f] == 'd' ? !digit : s.p[i] != form[f]) return false;
		if (form[f] == 'd')
			part[k] = part[k] * 10 + (s.p[i] - '0');
		else
			k++;
	}
	if (!rw_date_valid(part[0], part[1], part[2]) || part[3] > 23 || part[4] > 59 || part[5] > 59) return false;
	int64_t seconds = ((rw_days_from_civil(part[0], part[1], part[2]) * 24 + part[3]) * 60 + part[4]) * 60 + part[5];
	*out = seconds * 1000 + part[6];
	return true;
}

static void whole(parser *p, const rw_json_value *v, rw_review *r) {
	const rw_json_value *kind = v->type == RW_JSON_OBJECT ? member(v, "kind") : NULL;
	if (!kind || kind->type != RW_JSON_STRING || rw_slice_eqz(kind->text, "null") ||
		!riwaya_review_kind_parse(kind->text, &r->kind)) {
		WRONG(p, kind ? kind : v,
			"a review is an object whose 'kind' is accept, correct, reject, add, identify, publish, join, reprint, "
			"merge, split, rename, grade, note, withdraw or second");
		return;
	}
	char keys[96] = "id kind by at why ";
	strncat(keys, members[r->kind], sizeof keys - strlen(keys) - 1);
	if (!object(p, v, riwaya_review_kind_word(r->kind), keys)) return;
	r->by = string(p, v, "by", true);
	r->at = string(p, v, "at", true);
	if (r->at.p && !utc_moment(r->at, &r->moment))
		WRONG(p, member(v, "at"), "'at' is to be a time in UTC as 2026-11-21T07:00:00Z");
	/* Who agrees may say so without a reason; who decides gives one. */
	bool agrees = r->kind == RIWAYA_REVIEW_ACCEPT || r->kind == RIWAYA_REVIEW_SECOND;
	r->why = string(p, v, "why", !agrees);
	of_kind(p, v, r);
}

riwaya_status rw_review_parse(rw_arena *a, rw_slice bytes, rw_review *out, riwaya_error *err) {
	memset(out, 0, sizeof *out);
	parser p = {.a = a, .err = err};
	p.bytes = rw_slice_trim(bytes);
	if (p.bytes.n > RW_REVIEW_BYTES)
		return rw_fail(err, RIWAYA_LIMIT, RW_LIT("review"), 0, 0,
			"a review has %zu bytes, more than %d; mark less of the words", p.bytes.n, RW_REVIEW_BYTES);
	rw_json_value *v = NULL;
	if (!p.bytes.n)
		return rw_fail(err, RIWAYA_FORMAT, RW_LIT("review"), 0, 0, "a review is a JSON object; nothing is there");
	riwaya_status status = rw_json_tree(a, p.bytes, 0, &v, err);
	if (status) return status;
	if (v->raw.n != p.bytes.n)
		return rw_fail(
			err, RIWAYA_FORMAT, RW_LIT("review"), v->raw.n, 0, "something follows the review; give one at a time");
	whole(&p, v, out);
	if (p.status) return p.status;
	rw_slice given = review_id(&p, v, "id", false);
	if (p.status) return p.status;
	char hex[65];
	rw_sha256 h;
	rw_sha256_init(&h);
	rw_slice said = rw_review_write(a, out);
	rw_sha256_add(&h, said.p, said.n);
	rw_sha256_hex(&h, hex);
	out->id = rw_arena_copy(a, rw_slice_of(hex, RW_REVIEW_ID));
	if (given.p && !rw_slice_eq(given, out->id))
		return rw_fail(err, RIWAYA_FORMAT, RW_LIT("review"), offset_of(&p, member(v, "id")), 0,
			"the id is not that of what the review says (" RW_FMT
			"): it was changed; leave the id out to make another review",
			RW_ARG(out->id));
	return RIWAYA_OK;
}
