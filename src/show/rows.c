/* rows.c: the lines of an incident in the reader's words: what each claim says, in order, and which of the values can hold together. */
#include "show/incident.h"
#include <stdlib.h>

static int by_value(const void *x, const void *y) {
	const rw_line_row *a = x, *b = y;
	if (a->group != b->group) return a->group < b->group ? -1 : 1;
	if (a->has_low != b->has_low) return a->has_low ? 1 : -1;
	if (a->low < b->low || a->low > b->low) return a->low < b->low ? -1 : 1;
	if (a->high < b->high || a->high > b->high) return a->high < b->high ? -1 : 1;
	if (a->value_at != b->value_at) return a->value_at < b->value_at ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

typedef struct gathering {
	const rw_words *w;
	const riwaya_incident *i;
	const riwaya_line *line;
	bool full;
	RW_VEC(rw_line_row) v;
	bool *taken; /* claims of the incident that are in */
} gathering;

static void add(gathering *g, uint32_t claim, bool beside) {
	if (claim >= g->i->n_claims || g->taken[claim]) return;
	const riwaya_incident_claim *ic = &g->i->claims[claim];
	g->taken[claim] = true;
	if (ic->told_twice < g->i->n_claims && !g->full) return;
	const riwaya_claim *c = ic->claim;
	bool figured = c->figure.has_value || c->figure.has_low || c->figure.has_high;
	bool counts_agent = c->counts == RIWAYA_COUNTS_AGENT;
	rw_slice role = g->line->patient_role.p || !counts_agent ? g->line->patient_role : c->agent.role;
	rw_line_row n = {.claim = claim, .at = (uint32_t)g->v.n, .value = rw_tell_value(g->w, c, role)};
	n.group = c->polarity == RIWAYA_POLARITY_DENIED       ? RW_ROW_DENIED
		: beside || c->modality != RIWAYA_MODALITY_ACTUAL ? RW_ROW_BESIDE
		: figured                                         ? RW_ROW_FIGURED
														  : RW_ROW_UNFIGURED;
	n.has_low = c->figure.has_low;
	n.low = c->figure.has_low ? c->figure.low : 0;
	n.high = c->figure.has_high ? c->figure.high : 1e300;
	n.value_at = n.at;
	for (size_t k = 0; k < g->v.n; k++)
		if (rw_slice_eq(g->v.p[k].value, n.value) && g->v.p[k].group == n.group) {
			n.value_at = g->v.p[k].value_at;
			break;
		}
	rw_vec_push(g->w->a, &g->v, n);
}

rw_line_row *rw_line_rows(const rw_words *w, const riwaya_incident *i, const riwaya_line *line, bool full, size_t *n) {
	gathering g = {.w = w, .i = i, .line = line, .full = full, .taken = RW_ARRAY(w->a, bool, i->n_claims)};
	/* Denials and what did not happen are told as such even where `claims` lists them too. */
	for (size_t k = 0; k < line->n_beside; k++) add(&g, line->beside[k], true);
	for (size_t k = 0; k < line->n_claims; k++) add(&g, line->claims[k], false);
	for (size_t k = 0; k < line->n_denied_by; k++) add(&g, line->denied_by[k], false);
	if (g.v.n) qsort(g.v.p, g.v.n, sizeof *g.v.p, by_value);
	/* Beside values, a claim without one says so: an empty cell would read as the value above. */
	bool valued = false;
	for (size_t k = 0; k < g.v.n; k++) valued = valued || g.v.p[k].value.n;
	for (size_t k = 0; k < g.v.n; k++)
		if (valued && !g.v.p[k].value.n) g.v.p[k].value = rw_label(w, "show_no_number");
	*n = g.v.n;
	return g.v.p;
}

bool rw_row_again(const rw_line_row *rows, size_t at) {
	return at && rw_slice_eq(rows[at].value, rows[at - 1].value) && rows[at].group == rows[at - 1].group;
}

rw_slice rw_line_letters(const rw_words *w, const riwaya_line *line, uint32_t claim) {
	rw_buf b = RW_BUF(w->a);
	for (size_t v = 0; v < line->n_values && v < RW_LINE_SETS; v++)
		for (size_t k = 0; k < line->values[v].n_claims; k++)
			if (line->values[v].claims[k] == claim) {
				if (b.n) rw_buf_byte(&b, ' ');
				rw_buf_byte(&b, (char)('A' + v));
				break;
			}
	return rw_buf_view(&b);
}

rw_slice rw_tell_behind(const rw_words *w, const riwaya_value *v) {
	rw_slice s = rw_tell_joined(w,
		(rw_slice[]){rw_counted(w, "show_n_reports", v->reports), rw_counted(w, "show_n_outlets", v->outlets),
			rw_counted(w, "show_n_origins", v->origins)},
		3);
	if (v->anonymous) s = RW_FILL(w, "show_of_which_unnamed", s, rw_number(w, (double)v->anonymous));
	if (!v->n_parties) return s;
	rw_slice *p = RW_ARRAY(w->a, rw_slice, v->n_parties);
	for (size_t k = 0; k < v->n_parties; k++) p[k] = rw_actor_name(w, v->parties[k]);
	return RW_FILL(w, "show_parties", s, rw_tell_joined(w, p, v->n_parties));
}

/* Whether the claims of the line's one set say different things that still hold together. */
static bool several(const rw_line_row *rows, size_t n) {
	size_t values = 0;
	for (size_t k = 0; k < n; k++)
		values += rows[k].group == RW_ROW_FIGURED && (k == 0 || !rw_slice_eq(rows[k].value, rows[k - 1].value));
	return values > 1;
}

size_t rw_line_numbered(const riwaya_line *line, size_t *first) {
	size_t n = 0;
	*first = 0;
	for (size_t v = 0; v < line->n_values; v++)
		if (!rw_range_is_open(line->values[v].range) && n++ == 0) *first = v;
	return n;
}

rw_slice rw_tell_agreed(const rw_words *w, const riwaya_line *line, const rw_line_row *rows, size_t n) {
	size_t first, sets = rw_line_numbered(line, &first);
	if (sets > 1 || !line->n_values || line->values[first].origins < 2) return RW_NONE;
	const riwaya_value *v = &line->values[first];
	rw_slice range = sets ? rw_range_words(w, v->range) : RW_NONE;
	return RW_FILL(w, several(rows, n) && range.n ? "show_hold_together" : "show_agree", rw_tell_behind(w, v), range);
}

static bool in_line(const riwaya_line *line, uint32_t claim) {
	for (size_t k = 0; k < line->n_claims; k++)
		if (line->claims[k] == claim) return true;
	return false;
}

/* Some two contradict each other; or they only follow or blur each other, as told below; or neither is told. */
const char *rw_line_parting(const riwaya_incident *i, const riwaya_line *line) {
	const char *key = "show_sets_plain";
	for (size_t k = 0; k < i->n_relations; k++) {
		const riwaya_relation *x = &i->relations[k];
		if (x->on != RIWAYA_ON_FIGURE || x->type == RIWAYA_RELATION_NARROWER || !in_line(line, x->a) ||
			!in_line(line, x->b))
			continue;
		if (rw_relation_grave(x->type)) return "show_sets";
		key = "show_sets_differ";
	}
	return key;
}

rw_slice rw_line_title(const rw_words *w, const riwaya_line *line) {
	rw_slice s = rw_pick(w, line->label);
	return s.n ? s : rw_named(w, "predicates", line->predicate);
}

rw_slice rw_tell_said(const rw_words *w, const riwaya_line *line) {
	if (rw_range_is_open(line->range)) return RW_NONE;
	bool before = !rw_range_is_open(line->range_all) &&
		(line->range_all.low < line->range.low || line->range_all.high > line->range.high ||
			line->range_all.has_low != line->range.has_low || line->range_all.has_high != line->range.has_high);
	rw_slice now = rw_range_words(w, line->range);
	return before ? RW_FILL(w, "show_said_before", now, rw_range_words(w, line->range_all))
				  : RW_FILL(w, "show_said", now);
}

rw_slice rw_family_name(const rw_words *w, rw_slice family) {
	char id[64];
	size_t n = family.n < sizeof id - 1 ? family.n : sizeof id - 1;
	if (n) memcpy(id, family.p, n);
	id[n] = '\0';
	rw_slice s = rw_label_of(w, "show_family_", id);
	return s.n ? s : rw_named(w, "predicates", family);
}
