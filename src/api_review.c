/* api_review.c: the public doors of people's decisions. */
#include "store/decided.h"

typedef struct review_call {
	riwaya_store *s;
	rw_slice json;
	char *id;
	const uint64_t *seen; /* NULL: what others decided is left out of account */
	rw_meanwhile meanwhile;
	uint64_t taken, known;
	const riwaya_review_query *query;
	riwaya_reviews_as as;
	const riwaya_show *show;
	riwaya_sink sink;
	const bool *set;
	bool *now;
} review_call;

static riwaya_status no_store(riwaya_error *err) {
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a store and what is asked of it are needed: one is NULL");
}

static riwaya_status no_output(riwaya_error *err) {
	return rw_fail(err, RIWAYA_OUTPUT, RW_NONE, 0, 0, "unable to write reviews; what was to take them takes no more");
}

/* --- keeping -------------------------------------------------------------------------------------------------------------- */
/* Who decides now is told where it would have no effect. */
static riwaya_status check_effect(riwaya_store *s, rw_arena *a, const rw_review *r, const char *id, riwaya_error *err) {
	static const char *const mends[RW_ORPHAN_COUNT] = {
		[RW_ORPHAN_WORDS_GONE] = "its words do not stand in the report; give them as they stand there",
		[RW_ORPHAN_WORDS_SEVERAL] = "its words stand in the report several times; give more of what is around them",
		[RW_ORPHAN_NO_CLAIM] = "no claim with that predicate and figure stands there; riwaya review claims lists them",
		[RW_ORPHAN_SEVERAL_CLAIMS] =
			"several claims of the report are alike in words, predicate and figure, and can't be told apart",
		[RW_ORPHAN_NO_PREDICATE] = "the lexicon has no such predicate",
		[RW_ORPHAN_NO_REPORT] = "a report that it names, or a place in one, is not in the store; add the report first",
		[RW_ORPHAN_NO_INCIDENT] = "the store has no such incident; riwaya incidents lists them",
		[RW_ORPHAN_NO_LINE] = "the incident has no such line; riwaya ledger shows its lines",
	};
	rw_orphans orphans = {0};
	riwaya_review_query query = {.id = id};
	rw_decisions d;
	riwaya_status status = rw_reviews_list(s, a, &query, &d, &orphans, err);
	if (status) return status;
	for (size_t i = 0; i < orphans.n; i++)
		if (rw_slice_eq(orphans.p[i].review->id, r->id))
			return rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("review"), 0, 0, "%s", mends[orphans.p[i].why]);
	if (d.n == 1 && d.p[0].state == RW_REVIEW_IDLE)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("review"), 0, 0,
			r->kind == RIWAYA_REVIEW_WITHDRAW
				? "review " RW_FMT " is not here, or not yours: only who decided takes it back, and a withdrawal stays"
				: "review " RW_FMT " is not here, or your own: a second pair of eyes is another's, on a decision",
			RW_ARG(r->review));
	return RIWAYA_OK;
}

static riwaya_status take(review_call *c, rw_writing *w, rw_slice json, bool import, riwaya_error *err) {
	riwaya_store *s = c->s;
	rw_arena *a = &s->work;
	rw_slice whole;
	rw_review r;
	bool fresh;
	riwaya_status status = rw_decide_when(w, err);
	if (!status) status = rw_draft(s, a, json, w->at, &whole, err);
	if (!status) status = rw_review_parse(a, whole, &r, err);
	if (!status && !import) status = rw_review_known(rw_store_facts(s, a), &r, err);
	if (!status && c->seen) status = rw_decided_meanwhile(s, &s->list, &r, *c->seen, &c->meanwhile, err);
	if (!status && c->meanwhile.n)
		return rw_fail(err, RIWAYA_BUSY, RW_LIT("review"), 0, 0,
			"somebody else decided about the same thing meanwhile; look at it, and decide again");
	if (!status) status = rw_decide(w, a, &r, &fresh, err);
	if (status) return status;
	c->taken += fresh;
	c->known += !fresh;
	if (import) return RIWAYA_OK;
	memcpy(c->id, r.id.p, RIWAYA_REVIEW_ID);
	c->id[RIWAYA_REVIEW_ID] = '\0';
	return check_effect(s, a, &r, c->id, err);
}

static riwaya_status do_review(void *arg, riwaya_error *err) {
	review_call *c = arg;
	rw_writing w;
	riwaya_status status = rw_settle(c->s, NULL, err);
	rw_arena_reset(&c->s->work, (rw_mark){0});
	rw_arena_reset(&c->s->scratch, (rw_mark){0});
	if (!status) status = rw_store_begin(c->s, &w, err);
	return status ? status : rw_store_end(&w, take(c, &w, c->json, false, err), err);
}

riwaya_status riwaya_store_review(riwaya_store *s, riwaya_slice json, char id[RIWAYA_REVIEW_ID + 1], riwaya_error *err) {
	if (!s || !json.p || !id) return no_store(err);
	id[0] = '\0';
	riwaya_status status = rw_store_door(s, do_review, &(review_call){.s = s, .json = json, .id = id}, err);
	if (status) id[0] = '\0';
	return status;
}

riwaya_status riwaya_store_review_after(riwaya_store *s, riwaya_slice json, uint64_t seen,
	char id[RIWAYA_REVIEW_ID + 1], const riwaya_decision **meanwhile, size_t *n, riwaya_error *err) {
	if (!s || !json.p || !id || !meanwhile || !n) return no_store(err);
	rw_arena_reset(&s->list, (rw_mark){0});
	id[0] = '\0';
	review_call c = {.s = s, .json = json, .id = id, .seen = &seen};
	riwaya_status status = rw_store_door(s, do_review, &c, err);
	*meanwhile = c.meanwhile.p;
	*n = status == RIWAYA_BUSY ? c.meanwhile.n : 0;
	if (status) id[0] = '\0';
	return status;
}

static riwaya_status do_import(void *arg, riwaya_error *err) {
	review_call *c = arg;
	rw_writing w;
	rw_slice rest = c->json;
	uint64_t number = 0;
	riwaya_status status = rw_settle(c->s, NULL, err);
	if (!status) status = rw_store_begin(c->s, &w, err);
	if (status) return status;
	while (rest.p && !status) {
		rw_slice line = rw_slice_trim(rw_slice_cut(&rest, '\n'));
		riwaya_error mine = {0};
		number++;
		if (!line.n) continue;
		rw_arena_reset(&c->s->work, (rw_mark){0});
		rw_arena_reset(&c->s->scratch, (rw_mark){0});
		status = take(c, &w, line, true, &mine);
		if (status)
			(void)rw_fail(err, status, RW_LIT("review"), 0, 0, "line %llu: %s; nothing was taken",
				(unsigned long long)number, mine.message);
	}
	return rw_store_end(&w, status, err);
}

riwaya_status riwaya_store_import_reviews(
	riwaya_store *s, riwaya_slice lines, uint64_t *taken, uint64_t *known, riwaya_error *err) {
	if (!s || !lines.p) return no_store(err);
	review_call c = {.s = s, .json = lines};
	riwaya_status status = rw_store_door(s, do_import, &c, err);
	if (taken) *taken = status ? 0 : c.taken;
	if (known) *known = status ? 0 : c.known;
	return status;
}

/* --- showing --------------------------------------------------------------------------------------------------------------- */
static bool write_kept(rw_arena *a, const rw_decisions *d, riwaya_sink sink) {
	bool ok = true;
	for (size_t i = 0; i < d->n && ok; i++) {
		rw_slice line = rw_arena_printf(a, RW_FMT "\n", RW_ARG(rw_review_write(a, &d->p[i])));
		ok = sink.write(sink.ctx, line.p, line.n);
	}
	return ok;
}

static riwaya_status do_write(void *arg, riwaya_error *err) {
	review_call *c = arg;
	riwaya_store *s = c->s;
	rw_decisions d;
	rw_orphans orphans = {0};
	riwaya_status status = rw_settle(s, NULL, err);
	rw_arena_reset(&s->work, (rw_mark){0});
	if (!status) status = rw_reviews_list(s, &s->work, c->query, &d, &orphans, err);
	if (status) return status;
	bool ok = c->as == RIWAYA_REVIEWS_KEPT ? write_kept(&s->work, &d, c->sink)
		: c->as == RIWAYA_REVIEWS_JSON     ? rw_show_reviews_json(&s->work, d.p, d.n, &orphans, c->sink)
									   : rw_show_reviews_text(s->lx, &s->work, d.p, d.n, &orphans, c->show, c->sink);
	return ok ? RIWAYA_OK : no_output(err);
}

riwaya_status riwaya_write_reviews(riwaya_store *s, const riwaya_review_query *query, riwaya_reviews_as as,
	const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	static const riwaya_review_query all;
	if (!s || !sink.write) return no_store(err);
	return rw_store_door(
		s, do_write, &(review_call){.s = s, .query = query ? query : &all, .as = as, .show = show, .sink = sink}, err);
}

static riwaya_status do_agreement(void *arg, riwaya_error *err) {
	review_call *c = arg;
	riwaya_store *s = c->s;
	rw_judges judges;
	riwaya_status status = rw_reviews_agreement(s, &s->work, &judges, err);
	if (status) return status;
	bool ok = c->as == RIWAYA_REVIEWS_JSON ? rw_show_agreement_json(&judges, c->sink)
										   : rw_show_agreement_text(s->lx, &s->work, &judges, c->show, c->sink);
	return ok ? RIWAYA_OK : no_output(err);
}

riwaya_status riwaya_write_agreement(
	riwaya_store *s, bool json, const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	if (!s || !sink.write) return no_store(err);
	review_call c = {.s = s, .as = json ? RIWAYA_REVIEWS_JSON : RIWAYA_REVIEWS_TEXT, .show = show, .sink = sink};
	return rw_store_door(s, do_agreement, &c, err);
}

/* --- policy ------------------------------------------------------------------------------------------------------------------ */
static riwaya_status do_second_eyes(void *arg, riwaya_error *err) {
	review_call *c = arg;
	rw_review_policy policy;
	riwaya_status status = rw_policy_of(c->s, &policy, err);
	if (!status && c->set && *c->set != policy.second) {
		rw_writing w;
		policy.second = *c->set;
		status = rw_store_begin(c->s, &w, err);
		if (!status) status = rw_store_end(&w, rw_policy_set(&w, &c->s->work, &policy, err), err);
	}
	if (!status) *c->now = policy.second;
	return status;
}

riwaya_status riwaya_store_second_eyes(riwaya_store *s, const bool *set, bool *now, riwaya_error *err) {
	if (!s || !now) return no_store(err);
	return rw_store_door(s, do_second_eyes, &(review_call){.s = s, .set = set, .now = now}, err);
}
