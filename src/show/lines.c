/* lines.c: the lines of an incident: under each question the values said, who said each, and which of them can hold together.
 *
 *     detainees held in al-Sina'a prison                                        said: 2,000 or more
 *       5,000             A    Orient [2], citing CENTCOM                       21 Jan 2022 06:01
 *                              «...»
 *       more than 5,000   B    Orient [2], citing its correspondent ...
 *       thousands         A B  Syria TV [3] ...
 *       A  5,000: 3 reports, 3 outlets, 4 origins      B  more than 5,000: ...
 *
 * Claims come sorted by what they say: figures from small to large, then those without one, then denials, then what did
 * not happen (planned, feared, foiled). Within one value, in order of telling.
 */
#include "show/ledger.h"
#include <stdlib.h>

enum { VALUE_MIN = 8, VALUE_MAX = 28, MAX_SETS = 26 };

typedef enum group { FIGURED, UNFIGURED, DENIED, BESIDE } group;

typedef struct entry {
	uint32_t claim;
	uint32_t at;       /* order of telling */
	uint32_t value_at; /* of the first claim with the same value */
	uint8_t group;
	bool has_low;
	double low, high;
	rw_slice value;
} entry;

static int by_value(const void *x, const void *y) {
	const entry *a = x, *b = y;
	if (a->group != b->group) return a->group < b->group ? -1 : 1;
	if (a->has_low != b->has_low) return a->has_low ? 1 : -1;
	if (a->low < b->low || a->low > b->low) return a->low < b->low ? -1 : 1;
	if (a->high < b->high || a->high > b->high) return a->high < b->high ? -1 : 1;
	if (a->value_at != b->value_at) return a->value_at < b->value_at ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

typedef struct entries {
	RW_VEC(entry) v;
	bool *taken; /* claims of the incident that are in */
} entries;

static void add(rw_ledger *l, entries *e, const riwaya_line *line, uint32_t claim, bool beside) {
	if (claim >= l->i->n_claims || e->taken[claim]) return;
	const riwaya_incident_claim *ic = &l->i->claims[claim];
	e->taken[claim] = true;
	/* Said in the title and again in the body by the same origin: one telling. */
	if (ic->told_twice < l->i->n_claims && !l->full) return;
	const riwaya_claim *c = ic->claim;
	bool figured = c->figure.has_value || c->figure.has_low || c->figure.has_high;
	bool counts_agent = c->counts == RIWAYA_COUNTS_AGENT;
	rw_slice role = line->patient_role.p || !counts_agent ? line->patient_role : c->agent.role;
	entry n = {.claim = claim, .at = (uint32_t)e->v.n, .value = rw_tell_value(&l->words, c, role)};
	n.group = c->polarity == RIWAYA_POLARITY_DENIED       ? DENIED
		: beside || c->modality != RIWAYA_MODALITY_ACTUAL ? BESIDE
		: figured                                         ? FIGURED
														  : UNFIGURED;
	n.has_low = c->figure.has_low;
	n.low = c->figure.has_low ? c->figure.low : 0;
	n.high = c->figure.has_high ? c->figure.high : 1e300;
	n.value_at = n.at;
	for (size_t k = 0; k < e->v.n; k++)
		if (rw_slice_eq(e->v.p[k].value, n.value) && e->v.p[k].group == n.group) {
			n.value_at = e->v.p[k].value_at;
			break;
		}
	rw_vec_push(l->a, &e->v, n);
}

/* The letters of the sets that hold a claim: "A C". */
static rw_slice letters(rw_ledger *l, const riwaya_line *line, uint32_t claim) {
	rw_buf b = RW_BUF(l->a);
	for (size_t v = 0; v < line->n_values && v < MAX_SETS; v++)
		for (size_t k = 0; k < line->values[v].n_claims; k++)
			if (line->values[v].claims[k] == claim) {
				if (b.n) rw_buf_byte(&b, ' ');
				rw_buf_byte(&b, (char)('A' + v));
				break;
			}
	return rw_buf_view(&b);
}

static rw_slice behind(rw_ledger *l, const riwaya_value *v) {
	const rw_words *w = &l->words;
	rw_buf b = RW_BUF(l->a);
	rw_buf_slice(&b, rw_counted(w, "show_n_reports", v->reports));
	rw_buf_slice(&b, rw_comma(w));
	rw_buf_slice(&b, rw_counted(w, "show_n_outlets", v->outlets));
	rw_buf_slice(&b, rw_comma(w));
	rw_buf_slice(&b, rw_counted(w, "show_n_origins", v->origins));
	rw_slice s = rw_buf_view(&b);
	if (v->anonymous) s = RW_FILL(w, "show_of_which_unnamed", s, rw_number(w, (double)v->anonymous));
	if (!v->n_parties) return s;
	rw_buf p = RW_BUF(l->a);
	for (size_t k = 0; k < v->n_parties; k++) {
		if (k) rw_buf_slice(&p, rw_comma(w));
		rw_buf_slice(&p, rw_actor_name(w, v->parties[k]));
	}
	return RW_FILL(w, "show_parties", s, rw_buf_view(&p));
}

/* Whether the claims of the line's one set say different things that still hold together. */
static bool several(const entries *e) {
	size_t n = 0;
	for (size_t k = 0; k < e->v.n; k++)
		n += e->v.p[k].group == FIGURED && (k == 0 || !rw_slice_eq(e->v.p[k].value, e->v.p[k - 1].value));
	return n > 1;
}

/* Sets that say how many: one without a number takes nothing away from the others. */
static size_t numbered(const riwaya_line *line, size_t *first) {
	size_t n = 0;
	*first = 0;
	for (size_t v = 0; v < line->n_values; v++)
		if (!rw_range_is_open(line->values[v].range) && n++ == 0) *first = v;
	return n;
}

static bool in_line(const riwaya_line *line, uint32_t claim) {
	for (size_t k = 0; k < line->n_claims; k++)
		if (line->claims[k] == claim) return true;
	return false;
}

/* How the figures of a line part: some two contradict each other; or they only follow or blur each other, as told below; or neither is told. */
static const char *parting(const rw_ledger *l, const riwaya_line *line) {
	const char *key = "show_sets_plain";
	for (size_t k = 0; k < l->i->n_relations; k++) {
		const riwaya_relation *x = &l->i->relations[k];
		if (x->on != RIWAYA_ON_FIGURE || x->type == RIWAYA_RELATION_NARROWER || !in_line(line, x->a) ||
			!in_line(line, x->b))
			continue;
		if (x->type == RIWAYA_RELATION_CONTRADICTION || x->type == RIWAYA_RELATION_REVERSAL) return "show_sets";
		key = "show_sets_differ";
	}
	return key;
}

static void sets(rw_ledger *l, const riwaya_line *line, const entries *e, unsigned indent) {
	rw_page *p = &l->page;
	size_t first, n = numbered(line, &first);
	if (n < 2) {
		const riwaya_value *v = &line->values[first];
		if (line->n_values == 0 || v->origins < 2) return;
		rw_slice range = n ? rw_range_words(&l->words, v->range) : RW_NONE;
		const char *key = several(e) && range.n ? "show_hold_together" : "show_agree";
		rw_page_line(p, indent, RW_FILL(&l->words, key, behind(l, v), range), RW_GREEN);
		return;
	}
	rw_page_line(p, indent, rw_label(&l->words, parting(l, line)), RW_YELLOW);
	for (size_t v = 0; v < line->n_values && v < MAX_SETS; v++) {
		if (rw_range_is_open(line->values[v].range)) continue;
		rw_rich letter = {0}, who = {0};
		char name = (char)('A' + v);
		rw_rich_add(p, &letter, rw_slice_of(&name, 1), RW_DIM);
		rw_rich_add(p, &who,
			RW_FILL(
				&l->words, "show_colon", rw_range_words(&l->words, line->values[v].range), behind(l, &line->values[v])),
			RW_PLAIN);
		rw_page_row(p, indent, (rw_cell[]){{&letter, 1, false}, {&who, 0, false}}, 2);
	}
}

static void title(rw_ledger *l, const riwaya_line *line) {
	rw_page *p = &l->page;
	rw_rich label = {0}, range = {0};
	rw_slice s = rw_pick(&l->words, line->label);
	rw_rich_add(p, &label, s.n ? s : rw_named(&l->words, "predicates", line->predicate), RW_BOLD);
	bool said = !rw_range_is_open(line->range);
	bool before = !rw_range_is_open(line->range_all) && said &&
		(line->range_all.low < line->range.low || line->range_all.high > line->range.high ||
			line->range_all.has_low != line->range.has_low || line->range_all.has_high != line->range.has_high);
	if (said) {
		rw_slice now = rw_range_words(&l->words, line->range);
		rw_rich_add(p, &range,
			before ? RW_FILL(&l->words, "show_said_before", now, rw_range_words(&l->words, line->range_all))
				   : RW_FILL(&l->words, "show_said", now),
			RW_BOLD);
	}
	unsigned w = rw_rich_width(&range), room = p->width - RW_LEDGER_INDENT;
	if (w && rw_rich_width(&label) + 2 + w <= room) {
		rw_page_row(p, RW_LEDGER_INDENT, (rw_cell[]){{&label, 0, false}, {&range, w, true}}, 2);
	} else {
		rw_page_rich(p, RW_LEDGER_INDENT, &label);
		if (w) rw_page_rich(p, RW_LEDGER_INDENT, &range);
	}
	if (line->grade)
		rw_page_line(p, RW_LEDGER_INDENT,
			RW_FILL(&l->words, "show_colon", rw_label(&l->words, "show_grade"), rw_grade_words(&l->words, line->grade)),
			RW_PLAIN);
	rw_tell_decisions(p, &l->words, RW_LEDGER_INDENT, line->decisions, line->n_decisions, false);
}

static void one_line(rw_ledger *l, const riwaya_line *line) {
	rw_mark m = rw_arena_mark(l->a);
	title(l, line);
	entries e = {.taken = RW_ARRAY(l->a, bool, l->i->n_claims)};
	/* Denials and what did not happen are told as such even where `claims` lists them too. */
	for (size_t k = 0; k < line->n_beside; k++) add(l, &e, line, line->beside[k], true);
	for (size_t k = 0; k < line->n_claims; k++) add(l, &e, line, line->claims[k], false);
	for (size_t k = 0; k < line->n_denied_by; k++) add(l, &e, line, line->denied_by[k], false);
	if (e.v.n) qsort(e.v.p, e.v.n, sizeof *e.v.p, by_value);
	/* Beside values, a claim without one says so: an empty cell would read as the value above. */
	bool valued = false;
	for (size_t k = 0; k < e.v.n; k++) valued = valued || e.v.p[k].value.n;
	for (size_t k = 0; k < e.v.n; k++)
		if (valued && !e.v.p[k].value.n) e.v.p[k].value = rw_label(&l->words, "show_no_number");
	unsigned value_width = 0, mark_width = 0;
	size_t unused;
	bool marked = numbered(line, &unused) > 1;
	for (size_t k = 0; k < e.v.n; k++) {
		unsigned w = rw_width(e.v.p[k].value);
		if (w > value_width) value_width = w;
		if (marked && e.v.p[k].group == FIGURED) {
			w = rw_width(letters(l, line, e.v.p[k].claim));
			if (w > mark_width) mark_width = w;
		}
	}
	unsigned most = l->page.width / 4 < VALUE_MAX ? l->page.width / 4 : VALUE_MAX;
	if (value_width) value_width = value_width < VALUE_MIN ? VALUE_MIN : value_width > most ? most : value_width;
	if (mark_width > 9) mark_width = 9;
	unsigned indent = RW_LEDGER_INDENT + 2;
	if (l->page.width < RW_LEDGER_SLIM && value_width > 14) value_width = 14;
	for (size_t k = 0; k < e.v.n; k++) {
		const entry *x = &e.v.p[k];
		bool again = k && rw_slice_eq(x->value, e.v.p[k - 1].value) && x->group == e.v.p[k - 1].group;
		rw_style style = x->group == DENIED                         ? RW_RED
			: x->group == BESIDE                                    ? RW_YELLOW
			: l->i->claims[x->claim].superseded_by < l->i->n_claims ? RW_DIM
																	: RW_BOLD;
		rw_slice mark = marked && x->group == FIGURED ? letters(l, line, x->claim) : RW_NONE;
		rw_slice words = l->i->claims[x->claim].claim->evidence;
		rw_ledger_claim(l,
			&(rw_claim_row){.claim = x->claim,
				.indent = indent,
				.value = again ? RW_NONE : x->value,
				.style = style,
				.value_width = value_width,
				.mark = mark,
				.mark_width = mark_width,
				.lines = 2,
				.same_words = again && rw_slice_eq(words, l->i->claims[e.v.p[k - 1].claim].claim->evidence)});
	}
	sets(l, line, &e, indent);
	rw_page_blank(&l->page);
	rw_arena_reset(l->a, m);
}

static rw_slice family_name(rw_ledger *l, rw_slice family) {
	char id[64];
	size_t n = family.n < sizeof id - 1 ? family.n : sizeof id - 1;
	if (n) memcpy(id, family.p, n);
	id[n] = '\0';
	rw_slice s = rw_label_of(&l->words, "show_family_", id);
	return s.n ? s : rw_named(&l->words, "predicates", family);
}

/* Lines come by rank; those of a family stand together, where its first one stands. */
void rw_ledger_lines(rw_ledger *l) {
	size_t n = l->i->n_lines;
	if (!n) return;
	rw_ledger_section(l, "show_lines", 0);
	rw_mark m = rw_arena_mark(l->a);
	bool *done = RW_ARRAY(l->a, bool, n);
	for (size_t k = 0; k < n && !l->page.failed; k++) {
		if (done[k]) continue;
		rw_slice family = l->i->lines[k].family;
		if (family.p) rw_page_line(&l->page, 0, family_name(l, family), RW_CYAN);
		for (size_t x = k; x < n && !l->page.failed; x++) {
			if (done[x] || !rw_slice_eq(l->i->lines[x].family, family)) continue;
			done[x] = true;
			one_line(l, &l->i->lines[x]);
		}
	}
	rw_arena_reset(l->a, m);
}
