/* incident.c: rows of incidents: names, what a list shows, what they are found by; and the lists. */
#include "mention/calendar.h"
#include "store/nested.h"
#include "store/source.h"
#include <stdlib.h>

/* --- names ---------------------------------------------------------------------------------------------------------- */
static riwaya_status incident_of_name(rw_settling *t, rw_slice name, int64_t *incident, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(t->s->db, "SELECT id FROM incident WHERE name = ?1", &q, err);
	if (status) return status;
	rw_bind_text(q, 1, name);
	status = rw_step(q, &row, err);
	*incident = !status && row ? rw_col_int(q, 0) : 0;
	rw_stmt_reset(q);
	return status;
}

/* A row that rw_incidents_write fills. */
static riwaya_status begin_incident(rw_settling *t, rw_slice name, int64_t *incident, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(t->s->db,
		"INSERT INTO incident (id, name, title_ar, title_en, reports, outlets, origins, claims, contradictions, "
		"first_received, changed) VALUES (?1, ?2, '', '', 0, 0, 0, 0, 0, ?3, ?3)",
		&q, err);
	if (status) return status;
	*incident = ++t->w.incident;
	rw_bind_int(q, 1, *incident);
	rw_bind_text(q, 2, name);
	rw_bind_int(q, 3, t->w.at);
	return rw_run(q, err);
}

static riwaya_status give_name(rw_settling *t, const rw_founder *founder, rw_slice *name, riwaya_error *err) {
	rw_stmt *q;
	bool row = true;
	riwaya_status status = RIWAYA_OK;
	/* a name is a hash cut short: another one may have it */
	for (rw_slice wanted = *name; row && !status;) {
		status = rw_db_stmt(t->s->db, "SELECT 1 FROM name WHERE name = ?1", &q, err);
		if (status) return status;
		rw_bind_text(q, 1, *name);
		status = rw_step(q, &row, err);
		rw_stmt_reset(q);
		if (row) *name = rw_arena_printf(t->scratch, RW_FMT "-%lld", RW_ARG(wanted), (long long)(t->w.named + 1));
	}
	if (!status)
		status = rw_db_stmt(t->s->db, "INSERT INTO name (name, report, thread, given) VALUES (?1, ?2, ?3, ?4)", &q, err);
	if (status) return status;
	rw_bind_text(q, 1, *name);
	rw_bind_int(q, 2, founder->report);
	rw_bind_int(q, 3, founder->thread);
	rw_bind_int(q, 4, ++t->w.named);
	return rw_run(q, err);
}

riwaya_status rw_first_version(riwaya_store *s, int64_t report, int64_t *first, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	*first = report;
	for (bool row = true; row && !status;) {
		rw_stmt *q;
		status = rw_db_stmt(s->db, "SELECT id FROM report WHERE replaced_by = ?1", &q, err);
		if (status) return status;
		rw_bind_int(q, 1, *first);
		status = rw_step(q, &row, err);
		if (!status && row) *first = rw_col_int(q, 0);
		rw_stmt_reset(q);
	}
	return status;
}

/* The name that a founding thread was given, absent where it has none yet. */
static riwaya_status name_of(rw_settling *t, const rw_founder *f, rw_slice *name, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status =
		rw_db_stmt(t->s->db, "SELECT name FROM name WHERE report = ?1 AND thread = ?2 ORDER BY given LIMIT 1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, f->report);
	rw_bind_int(q, 2, f->thread);
	status = rw_step(q, &row, err);
	*name = !status && row ? rw_arena_copy(t->scratch, rw_col_text(q, 0)) : RW_NONE;
	rw_stmt_reset(q);
	return status;
}

/* `first`: the report that founded it, of which the founder's is a later version. */
static riwaya_status make_name(rw_settling *t, const rw_founder *f, int64_t first, rw_slice *name, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(t->s->db, "SELECT sha FROM report WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, first);
	status = rw_step(q, &row, err);
	if (!status && row)
		*name = rw_incident_id(t->scratch, rw_hex_of(t->scratch, rw_col_blob(q, 0)), (uint32_t)f->thread);
	rw_stmt_reset(q);
	return status ? status : give_name(t, f, name, err);
}

riwaya_status rw_incident_named(
	rw_settling *t, const rw_founder *members, size_t n, int64_t *incident, riwaya_error *err) {
	const rw_founder *founder = &members[0];
	int64_t least = INT64_MAX;
	rw_slice name;
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < n && !status; i++) {
		const rw_founder *f = &members[i];
		int64_t first = f->report;
		if (f->page) status = rw_first_version(t->s, f->report, &first, err);
		if (first > least || (first == least && f->thread > founder->thread)) continue;
		least = first;
		founder = f;
	}
	if (!status) status = name_of(t, founder, &name, err);
	if (!status && !name.p) status = make_name(t, founder, least, &name, err);
	if (!status) status = incident_of_name(t, name, incident, err);
	return status || *incident ? status : begin_incident(t, name, incident, err);
}

/* --- rows ------------------------------------------------------------------------------------------------------------- */
/* What every tag of an incident has beside it: what lists are sorted and sifted by (list.c). */
typedef struct tagging {
	rw_settling *t;
	int64_t incident, ranked;
	const riwaya_incident *x;
	int64_t contradictions;
	double killed; /* -1 where nobody tells of dead */
	bool reviewed;
} tagging;

static riwaya_status put_tag(const tagging *g, const char *kind, rw_slice tag, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(g->t->s->db,
		"INSERT INTO incident_tag (kind, tag, time_from, incident, time_to, ranked, reports, contradictions, killed, changed, "
		"reviewed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING",
		&q, err);
	if (status) return status;
	rw_bind_text(q, 1, rw_slice_z(kind));
	rw_bind_text(q, 2, tag);
	rw_bind_int(q, 3, g->x->time.precision ? g->x->time.from : INT64_MIN);
	rw_bind_int(q, 4, g->incident);
	if (g->x->time.precision) rw_bind_int(q, 5, g->x->time.to);
	rw_bind_int(q, 6, g->ranked);
	rw_bind_int(q, 7, (int64_t)g->x->n_reports);
	rw_bind_int(q, 8, g->contradictions);
	rw_bind_double(q, 9, g->killed);
	rw_bind_int(q, 10, g->t->w.at);
	rw_bind_int(q, 11, g->reviewed);
	return rw_run(q, err);
}

static riwaya_status put_known_tag(const tagging *g, const char *kind, rw_slice tag, riwaya_error *err) {
	return tag.n ? put_tag(g, kind, tag, err) : RIWAYA_OK;
}

/* A name as a number, in the same order: names are a letter and hex digits, and some have a rest. */
static int64_t rank_of(rw_slice name) {
	enum { DIGITS = 15 };
	int64_t v = 0;
	for (size_t i = 1; i <= DIGITS; i++) {
		char c = i < name.n ? name.p[i] : '0';
		v = v << 4 | (c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0);
	}
	return v;
}

/* The line that tells of the dead of the whole: one that is of all of them before those of some (guards, children), then the one with most claims. */
static const riwaya_line *line_of_killed(const riwaya_incident *x) {
	const riwaya_line *best = NULL;
	bool best_all = false;
	for (size_t i = 0; i < x->n_lines; i++) {
		const riwaya_line *l = &x->lines[i];
		if (!rw_slice_eqz(l->predicate, "killed") || (!l->range.has_low && !l->range.has_high)) continue;
		bool all = !l->patient_actor.n && !l->patient_role.n && !l->place.n && !l->place_text.n;
		if (best && (all != best_all ? best_all : l->n_claims <= best->n_claims)) continue;
		best = l;
		best_all = all;
	}
	return best;
}

static int64_t contradictions_of(const riwaya_incident *x) {
	int64_t n = 0;
	for (size_t i = 0; i < x->n_relations; i++) n += x->relations[i].type == RIWAYA_RELATION_CONTRADICTION;
	return n;
}

/* A note decides nothing. */
static bool decides(const riwaya_decision *d, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (d[i].kind != RIWAYA_REVIEW_NOTE) return true;
	return false;
}

static bool is_of(const rw_story *story, rw_slice named) {
	rw_slice place, id = named.p ? rw_report_named(named, &place) : RW_NONE;
	const riwaya_incident *x = &story->r.incidents[0];
	for (size_t i = 0; i < x->n_reports && id.n; i++)
		if (rw_slice_eq(story->r.reports[x->reports[i].report]->id, id)) return true;
	return false;
}

/* Decisions about a report as a whole, of those that are the incident's. */
static bool decides_of_reports(const rw_story *story) {
	for (size_t i = 0; i < story->n_reviews; i++) {
		const rw_review *r = &story->reviews[i];
		if (r->state > RW_REVIEW_WAITS) continue;
		switch (r->kind) {
		case RIWAYA_REVIEW_IDENTIFY:
		case RIWAYA_REVIEW_PUBLISH:
		case RIWAYA_REVIEW_JOIN:
		case RIWAYA_REVIEW_REPRINT:
		case RIWAYA_REVIEW_MERGE:
		case RIWAYA_REVIEW_SPLIT: break;
		default: continue;
		}
		bool own = is_of(story, r->report);
		for (size_t k = 0; k < r->n_reports && !own; k++) own = is_of(story, r->reports[k]);
		for (size_t k = 0; k < r->n_from && !own; k++) own = is_of(story, r->from[k]);
		if (own) return true;
	}
	return false;
}

static bool is_reviewed(const rw_story *story) {
	const riwaya_incident *x = &story->r.incidents[0];
	bool yes = decides(x->decisions, x->n_decisions) || x->n_rejected > 0;
	for (size_t i = 0; i < x->n_lines && !yes; i++) yes = decides(x->lines[i].decisions, x->lines[i].n_decisions);
	for (size_t i = 0; i < x->n_claims && !yes; i++)
		yes = decides(x->claims[i].claim->decisions, x->claims[i].claim->n_decisions);
	return yes || decides_of_reports(story);
}

/* An actor, and what it is part of. */
static riwaya_status put_actor(const tagging *g, rw_map *seen, rw_slice actor, riwaya_error *err) {
	const rw_lexicon *lx = g->t->s->lx;
	riwaya_status status = RIWAYA_OK;
	for (bool fresh = true; actor.n && !status;) {
		rw_map_put(seen, actor, &fresh);
		if (!fresh) break; /* so are those that contain it */
		status = put_tag(g, "actor", actor, err);
		rw_row row = rw_row_find(lx, "actors", actor);
		actor = row ? rw_row_get(lx, row, "within") : RW_NONE;
	}
	return status;
}

static riwaya_status put_tags(rw_settling *t, int64_t incident, rw_slice name, const rw_story *story, riwaya_error *err) {
	const riwaya_incident *x = &story->r.incidents[0];
	const rw_cluster *c = &story->groups.clusters[0];
	const riwaya_line *killed = line_of_killed(x);
	tagging g = {t, incident, rank_of(name), x, contradictions_of(x), -1, is_reviewed(story)};
	if (killed) g.killed = killed->range.has_high ? killed->range.high : killed->range.low;
	riwaya_status status = put_tag(&g, "any", RW_LIT(""), err);
	if (!status) status = put_known_tag(&g, "home", c->hint.home, err);
	for (uint32_t at = c->site; at != RW_NO && !status; at = story->f->sites.p[at].parent)
		status = put_known_tag(&g, "place", story->f->sites.p[at].id, err);
	for (size_t i = 0; i < x->n_acts && !status; i++) status = put_known_tag(&g, "act", x->acts[i], err);
	rw_map seen = RW_MAP(t->scratch);
	for (size_t i = 0; i < x->n_claims && !status; i++) {
		const riwaya_party *const parties[] = {&x->claims[i].claim->patient, &x->claims[i].claim->agent};
		for (size_t k = 0; k < RW_COUNT(parties) && !status; k++) {
			status = put_actor(&g, &seen, parties[k]->actor, err);
			for (size_t m = 0; m < parties[k]->n_also && !status; m++)
				status = put_actor(&g, &seen, parties[k]->also[m], err);
		}
	}
	return status;
}

static riwaya_status put_members(rw_settling *t, int64_t incident, const rw_story *story, riwaya_error *err) {
	const riwaya_incident *x = &story->r.incidents[0];
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < x->n_reports && !status; i++) {
		rw_stmt *q;
		status = rw_db_stmt(t->s->db, "INSERT INTO member (incident, report, part) VALUES (?1, ?2, ?3)", &q, err);
		if (status) return status;
		rw_bind_int(q, 1, incident);
		rw_bind_int(q, 2, story->reports[x->reports[i].report]);
		rw_bind_text(q, 3, rw_slice_z(riwaya_part_word(x->reports[i].part)));
		status = rw_run(q, err);
	}
	return status;
}

static riwaya_status put_days(rw_settling *t, int64_t incident, const rw_story *story, riwaya_error *err) {
	const riwaya_incident *x = &story->r.incidents[0];
	int64_t *days = RW_ARRAY(t->scratch, int64_t, x->n_reports);
	size_t n = 0;
	for (size_t i = 0; i < x->n_reports; i++) {
		riwaya_when at = story->r.reports[x->reports[i].report]->published.at;
		/* of a month or year alone no day is known */
		if (at.precision && at.precision <= RIWAYA_PRECISION_DAY) days[n++] = rw_day_of_minute(at.from);
	}
	if (n) qsort(days, n, sizeof *days, rw_by_number);
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0, end; i < n && !status; i = end) {
		for (end = i; end < n && days[end] == days[i];) end++;
		status = RW_RUN(t->s->db, "INSERT INTO incident_day (incident, day, reports) VALUES (?1, ?2, ?3)", err,
			incident, days[i], (int64_t)(end - i));
	}
	return status;
}

static void bind_bound(rw_stmt *q, unsigned i, bool has, double v) {
	if (has)
		rw_bind_double(q, i, v);
	else
		rw_bind_null(q, i);
}

static riwaya_status put_row(rw_settling *t, int64_t incident, const rw_story *story, riwaya_error *err) {
	const riwaya_incident *x = &story->r.incidents[0];
	const rw_cluster *c = &story->groups.clusters[0];
	const riwaya_line *killed = line_of_killed(x);
	int64_t first = INT64_MAX;
	for (size_t i = 0; i < x->n_reports; i++) {
		int64_t received = story->received[x->reports[i].report];
		if (received < first) first = received;
	}
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(t->s->db,
		"UPDATE incident SET title_ar = ?2, title_en = ?3, place = ?4, place_text = ?5, lat = ?6, lon = ?7, time_from = ?8, "
		"time_to = ?9, reports = ?10, outlets = ?11, origins = ?12, claims = ?13, contradictions = ?14, killed_low = ?15, "
		"killed_high = ?16, first_received = ?17, changed = ?18, hint = ?19, frame = ?20, summary = ?21 WHERE id = ?1",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, incident);
	rw_bind_text(q, 2, x->title.ar.p ? x->title.ar : RW_LIT(""));
	rw_bind_text(q, 3, x->title.en.p ? x->title.en : RW_LIT(""));
	rw_bind_text(q, 4, x->place_id.n ? x->place_id : RW_NONE);
	rw_bind_text(q, 5, x->place_text.n ? x->place_text : RW_NONE);
	bind_bound(q, 6, x->has_position, x->lat);
	bind_bound(q, 7, x->has_position, x->lon);
	if (x->time.precision) {
		rw_bind_int(q, 8, x->time.from);
		rw_bind_int(q, 9, x->time.to);
	}
	rw_bind_int(q, 10, (int64_t)x->n_reports);
	rw_bind_int(q, 11, x->outlets);
	rw_bind_int(q, 12, x->n_independent);
	rw_bind_int(q, 13, (int64_t)x->n_claims);
	rw_bind_int(q, 14, contradictions_of(x));
	bind_bound(q, 15, killed && killed->range.has_low, killed ? killed->range.low : 0);
	bind_bound(q, 16, killed && killed->range.has_high, killed ? killed->range.high : 0);
	rw_bind_int(q, 17, first);
	rw_bind_int(q, 18, t->w.at);
	rw_bind_blob(q, 19, c->hint.bytes.n ? c->hint.bytes : RW_NONE);
	rw_bind_text(q, 20, rw_frame_kept(story->f, t->scratch, x));
	rw_bind_blob(q, 21, c->hint.bytes.n ? rw_summary_pack(story->f, t->scratch, c->summary) : RW_NONE);
	return rw_run(q, err);
}

static riwaya_status report_at_hand(void *ctx, int64_t report, rw_stored *out, riwaya_error *err) {
	rw_at_hand *h;
	riwaya_status status = rw_settle_report(ctx, report, true, &h, err);
	if (!status) *out = h->stored;
	return status;
}

static riwaya_status note_homes(rw_settling *t, int64_t incident, rw_homes *homes, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status =
		rw_db_stmt(t->s->db, "SELECT tag FROM incident_tag WHERE incident = ?1 AND kind = 'home'", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, incident);
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_slice tag = rw_col_text(q, 0);
		size_t i = 0;
		while (i < homes->n && !rw_slice_eq(homes->p[i], tag)) i++;
		if (i == homes->n) rw_vec_push(t->a, homes, rw_arena_copy(t->a, tag));
	}
	return status;
}

static riwaya_status write_incident(rw_settling *t, rw_sourcing *g, int64_t incident, rw_homes *homes, riwaya_error *err) {
	rw_story_threads threads = {0};
	rw_stmt *q;
	bool row;
	riwaya_status status = note_homes(t, incident, homes, err);
	if (!status) status = rw_db_stmt(t->s->db, "SELECT name FROM incident WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, incident);
	status = rw_step(q, &row, err);
	if (status || !row) return status;
	rw_slice name = rw_arena_copy(t->scratch, rw_col_text(q, 0));
	rw_stmt_reset(q);
	status = rw_story_threads_now(t->s, t->scratch, incident, &threads, err);
	if (!status) status = RW_RUN(t->s->db, "DELETE FROM incident_tag WHERE incident = ?1", err, incident);
	if (!status) status = RW_RUN(t->s->db, "DELETE FROM member WHERE incident = ?1", err, incident);
	if (!status) status = RW_RUN(t->s->db, "DELETE FROM incident_day WHERE incident = ?1", err, incident);
	if (!status) status = rw_sources_leave(g, incident, err);
	if (status) return status;
	rw_ids_put(&t->written, incident, NULL);
	bool any = false;
	for (size_t i = 0; i < threads.n; i++) any |= !threads.p[i].apart;
	if (!any) return RW_RUN(t->s->db, "DELETE FROM incident WHERE id = ?1", err, incident);
	rw_story story;
	status = rw_story_of(
		t->s, t->scratch, &t->s->spare, name, &threads, INT64_MAX, report_at_hand, t, RW_EXTENT_COUNTS, &story, err);
	if (!status) status = put_row(t, incident, &story, err);
	if (!status) status = put_tags(t, incident, name, &story, err);
	if (!status) status = put_members(t, incident, &story, err);
	if (!status) status = put_days(t, incident, &story, err);
	if (!status) status = rw_sources_enter(g, incident, &story, err);
	return status ? status : note_homes(t, incident, homes, err);
}

riwaya_status rw_incidents_write(rw_settling *t, rw_homes *homes, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	rw_sourcing g;
	rw_sourcing_begin(&g, t);
	for (size_t i = 0; i < t->broken.n && !status; i++) {
		rw_mark m = rw_arena_mark(t->scratch);
		status = write_incident(t, &g, t->broken.p[i], homes, err);
		rw_arena_reset(t->scratch, m);
	}
	return status ? status : rw_sourcing_end(&g, err);
}
