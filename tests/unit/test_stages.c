/* test_stages.c: grouping in stages: what holds over all reports holds over any closed part of them, whatever was asked of the facts before;
 * people's bonds; keys, meetings and hints as they are kept. */
#include "incidents.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* All stages over some reports, kept for asking. */
typedef struct staged {
	rw_arena *a;
	rw_facts f;
	rw_weights w;
	incidents_known known;
	rw_threads threads;
	rw_keys *keys;
	rw_meetings meetings;
	rw_copy *copies;
	RW_VEC(rw_bond) bonds;
	rw_found found;
	rw_standing *standings;
	rw_groups groups;
} staged;

static void begin(staged *s, rw_arena *a) {
	memset(s, 0, sizeof *s);
	s->a = a;
	rw_lexicon *lx;
	assert_int_equal(rw_lexicon_open(a, image, &lx, NULL), RIWAYA_OK);
	rw_facts_init(&s->f, lx, a);
	rw_weights_load(&s->f, &s->w);
}

static void thread_all(staged *s) {
	for (uint32_t i = 0; i < s->known.n; i++) rw_threads_of(&s->f, s->a, s->known.p, i, &s->threads);
	s->keys = RW_ARRAY(s->a, rw_keys, s->threads.n);
	for (size_t i = 0; i < s->threads.n; i++) rw_keys_of(&s->f, s->a, s->known.p, &s->threads.p[i], &s->keys[i]);
}

static void finish(staged *s) {
	s->found = (rw_found){.known = s->known.p,
		.n = s->known.n,
		.threads = &s->threads,
		.meetings = s->meetings.p,
		.n_meetings = s->meetings.n,
		.copies = s->copies,
		.bonds = s->bonds.p,
		.n_bonds = s->bonds.n};
	s->standings = rw_resolve(&s->f, s->a, &s->w, &s->found);
	rw_describe(&s->f, s->a, &s->w, &s->found, s->standings, RW_EXTENT_ALL, &s->groups);
}

static void whole_of(staged *s) {
	s->copies = rw_copies(&s->f, s->a, s->known.p, s->known.n);
	thread_all(s);
	rw_meetings_of(&s->f, &s->w, s->a, &s->threads, s->keys, &s->meetings);
}

static uint32_t thread_of(const staged *s, const char *report, uint32_t number) {
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (rw_slice_eqz(s->known.p[s->threads.p[i].report].report->id, report) && s->threads.p[i].number == number)
			return i;
	fail_msg("no report %s", report);
	return RW_NO;
}

static bool together(const staged *s, const char *x, const char *y) {
	uint32_t a = s->standings[thread_of(s, x, 0)].group, b = s->standings[thread_of(s, y, 0)].group;
	return a != RW_NO && a == b;
}

#define STAGED(lines)                                                                                                  \
	TEST_ARENA(a);                                                                                                     \
	staged s;                                                                                                          \
	begin(&s, a);                                                                                                      \
	incidents_read(a, lines, &s.known);                                                                                \
	rw_in_order_told(s.known.p, s.known.n);                                                                            \
	whole_of(&s)
#define BOND(x, y, no) rw_vec_push(a, &s.bonds, (rw_bond){thread_of(&s, x, 0), thread_of(&s, y, 0), no})
#define END rw_arena_release(a)

/* --- invented sets -------------------------------------------------------------------------------------------------- */
static uint64_t seed;
static uint32_t chance(uint32_t n) {
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)((seed >> 33) % n);
}
#define ONE_OF(list) list[chance(RW_COUNT(list))]

static const char *const places[] = {"at=xx-town", "at=xx-jail", "at=xx-quay", "at=xx-mill", "at=xx-far", "at=yy-town",
	"at=xx-province", "words=الخان", "words=سجن_الخان", "words=خان_النخيل"};
static const char *const acts[] = {"attack", "clash", "bombing", "airstrike", "shelling", "uprising", "kidnapped"};
static const char *const others[] = {
	"killed", "wounded", "escaped", "captured", "recaptured", "displaced", "held", "freed", "destroyed", "surrendered"};
static const char *const parties[] = {
	"", " actor=north", " actor=south", " actor=guard-corps agent=south", " agent=league", " actor=east"};
static const char *const words[] = {"السوق", "الجسر", "المطر", "القمح", "الحافلة", "الطريق", "المدرسة", "البئر",
	"القافلة", "الحارس", "النهر", "الضابط", "المخبز", "الحقل", "الليل", "الشاهد", "الجندي", "السيارة"};

/* A few dozen happenings, and reports that tell of one or several of them, some without a date, some copied. */
static void invent(rw_buf *b, uint32_t n) {
	enum { HAPPENINGS = 40 };
	struct {
		const char *place, *act, *others[4], *party[4];
		uint32_t day, count[4];
	} h[HAPPENINGS];
	for (size_t i = 0; i < HAPPENINGS; i++) {
		h[i].place = ONE_OF(places), h[i].act = ONE_OF(acts), h[i].day = chance(220);
		for (size_t k = 0; k < 4; k++)
			h[i].others[k] = ONE_OF(others), h[i].count[k] = 3 + chance(40), h[i].party[k] = ONE_OF(parties);
	}
	rw_slice texts[8] = {RW_NONE};
	for (uint32_t r = 0; r < n; r++) {
		uint32_t first = chance(HAPPENINGS), day = h[first].day + (chance(3) ? 0 : chance(5)), month = 1 + day / 28;
		rw_buf_printf(b, "report r%03u outlet=O%u", r, chance(9));
		bool undated = chance(6) == 0;
		if (!undated)
			rw_buf_printf(b, " published=2031-%02u-%02uT%02u:%02u", month, 1 + day % 28, chance(24), chance(60));
		rw_buf_z(b, "\n");
		rw_slice *text = &texts[chance(8)];
		if (!text->n || chance(4)) {
			rw_buf t = RW_BUF(b->a);
			for (size_t i = 0; i < 40; i++) rw_buf_printf(&t, "%s ", ONE_OF(words));
			*text = rw_buf_view(&t);
		}
		rw_buf_printf(b, "text " RW_FMT "\n", RW_ARG(*text));
		for (uint32_t tells = chance(7) ? 1 : 3; tells--; first = chance(HAPPENINGS)) {
			char on[32] = "";
			if (undated ? chance(5) == 0 : chance(3) > 0)
				snprintf(on, sizeof on, " on=2031-%02u-%02u", 1 + h[first].day / 28, 1 + h[first].day % 28);
			rw_buf_printf(b, "%s - %s%s%s\n", h[first].act, h[first].place, chance(3) ? "" : " agent=south", on);
			for (size_t k = 0; k < 4; k++)
				if (chance(3))
					rw_buf_printf(b, "%s %u %s%s\n", h[first].others[k], h[first].count[k] + (chance(4) ? 0 : 1),
						h[first].place, h[first].party[k]);
		}
		uint32_t past = chance(HAPPENINGS);
		if (chance(4) == 0) /* and what it retells */
			for (size_t k = 0; k < 3; k++)
				rw_buf_printf(b, "%s %u %s%s on=2031-%02u-%02u background\n", h[past].others[k], h[past].count[k],
					h[past].place, h[past].party[k], 1 + h[past].day / 28, 1 + h[past].day % 28);
	}
	rw_buf_byte(b, 0);
}

static void invent_bonds(staged *s, uint32_t n) {
	for (uint32_t i = 0; i < n; i++) {
		uint32_t x = chance((uint32_t)s->threads.n), y = chance((uint32_t)s->threads.n);
		if (x != y) rw_vec_push(s->a, &s->bonds, (rw_bond){x, y, chance(2) > 0});
	}
}

/* --- what is said of each thread ------------------------------------------------------------------------------------- */
static rw_slice name_of(const staged *s, uint32_t thread) {
	const rw_thread *t = &s->threads.p[thread];
	return rw_arena_printf(s->a, RW_FMT "/%u", RW_ARG(s->known.p[t->report].report->id), t->number);
}

static rw_slice cluster_text(const staged *s, const rw_cluster *c) {
	rw_buf b = RW_BUF(s->a);
	rw_buf_printf(&b, "[" RW_FMT " %d", RW_ARG(c->id), (int)c->time.from);
	if (c->site != RW_NO) rw_buf_printf(&b, " at " RW_FMT, RW_ARG(s->f.sites.p[c->site].key));
	for (size_t i = 0; i < c->n_acts; i++) rw_buf_printf(&b, " " RW_FMT, RW_ARG(s->f.predicates.p[c->acts[i]].id));
	rw_buf_printf(&b, " hint %llx", (unsigned long long)rw_hash(c->hint.bytes, 0));
	for (size_t i = 0; i < c->n_members; i++) {
		const rw_member *m = &c->members[i];
		rw_buf_printf(&b, " (" RW_FMT " %s %zu " RW_FMT, RW_ARG(s->known.p[m->report].report->id),
			riwaya_part_word(m->part), m->n_claims, RW_ARG(m->why.en));
		if (m->of != RW_NO) rw_buf_printf(&b, " of " RW_FMT, RW_ARG(s->known.p[m->of].report->id));
		rw_buf_z(&b, ")");
	}
	return rw_buf_view(&b);
}

/* Of each thread: its whole cluster; or, where it stands apart, the cluster near it. */
static rw_slice *said_of(const staged *s) {
	rw_slice *out = RW_ARRAY(s->a, rw_slice, s->threads.n);
	for (size_t i = 0; i < s->threads.n; i++) {
		const rw_standing *x = &s->standings[i];
		uint32_t group = x->group != RW_NO ? x->group : x->near;
		for (size_t k = 0; k < s->groups.n_clusters; k++) {
			if (s->groups.clusters[k].group != group) continue;
			rw_slice text = cluster_text(s, &s->groups.clusters[k]);
			out[i] = x->group != RW_NO ? text : rw_arena_printf(s->a, "near " RW_FMT, RW_ARG(text));
		}
		assert_true(out[i].n > 0);
	}
	return out;
}

/* --- parts of a set -------------------------------------------------------------------------------------------------- */
typedef struct part {
	bool *in; /* by report */
	bool changed;
} part;

static void bring(const staged *s, part *p, uint32_t thread) {
	uint32_t r = s->threads.p[thread].report;
	p->changed |= !p->in[r];
	p->in[r] = true;
}

static void bring_both(const staged *s, part *p, uint32_t x, uint32_t y) {
	if (!p->in[s->threads.p[x].report] && !p->in[s->threads.p[y].report]) return;
	bring(s, p, x);
	bring(s, p, y);
}

static rw_slice home_of(const staged *s, const rw_slice *homes, uint32_t thread) {
	uint32_t group =
		s->standings[thread].judged || s->standings[thread].group == RW_NO ? RW_NO : s->standings[thread].group;
	return group != RW_NO && homes[group].n ? homes[group] : homes[thread];
}

/* Links, and with homes: undated reports with all groups of their home, and the other way round. */
static void close_part(const staged *s, part *p, bool homes) {
	rw_slice *home = RW_ARRAY(s->a, rw_slice, s->threads.n);
	for (uint32_t i = 0; homes && i < s->threads.n; i++) {
		const rw_thread *t = &s->threads.p[i];
		if (!t->dated) home[i] = rw_hint_of(&s->f, s->a, s->known.p, &t, 1, t->site).home;
	}
	for (size_t k = 0; homes && k < s->groups.n_clusters; k++)
		home[s->groups.clusters[k].group] = s->groups.clusters[k].hint.home;
	do {
		p->changed = false;
		for (size_t i = 0; i < s->meetings.n; i++) bring_both(s, p, s->meetings.p[i].a, s->meetings.p[i].b);
		for (size_t i = 0; i < s->bonds.n; i++) bring_both(s, p, s->bonds.p[i].a, s->bonds.p[i].b);
		for (uint32_t i = 0; i < s->known.n; i++) {
			uint32_t of = s->copies[i].of;
			if (of == RW_NO || (!p->in[i] && !p->in[of])) continue;
			p->changed |= !p->in[i] || !p->in[of];
			p->in[i] = p->in[of] = true;
		}
		for (uint32_t i = 0; homes && i < s->threads.n; i++) {
			if (!p->in[s->threads.p[i].report] || !home_of(s, home, i).n) continue;
			for (uint32_t k = 0; k < s->threads.n; k++)
				if (rw_slice_eq(home_of(s, home, i), home_of(s, home, k))) bring(s, p, k);
		}
	} while (p->changed);
}

/* The part alone, by other facts that were asked of other places before; meetings, copies and bonds as the whole has them. */
static void resolve_part(const staged *s, const part *p, staged *out, uint32_t **thread_there) {
	begin(out, s->a);
	uint32_t *report = RW_ARRAY(s->a, uint32_t, s->known.n), *thread = RW_ARRAY(s->a, uint32_t, s->threads.n);
	static const char *const asked[] = {"yy-town", "xx-mill", "xx-jail"};
	for (size_t i = 0; i < RW_COUNT(asked); i++) rw_site_of(&out->f, rw_slice_z(asked[chance(3)]), RW_NONE);
	if (chance(2)) rw_site_of(&out->f, RW_NONE, RW_LIT("سجن_الخان"));
	if (chance(2)) rw_site_of(&out->f, RW_NONE, RW_LIT("الخان"));
	rw_party_of(&out->f, rw_slice_z(chance(2) ? "south" : "league"));
	for (uint32_t i = 0; i < s->known.n; i++) {
		report[i] = p->in[i] ? (uint32_t)out->known.n : RW_NO;
		if (p->in[i]) rw_vec_push(s->a, &out->known, s->known.p[i]);
	}
	thread_all(out);
	uint32_t n = 0;
	for (uint32_t i = 0; i < s->threads.n; i++) thread[i] = report[s->threads.p[i].report] == RW_NO ? RW_NO : n++;
	assert_int_equal(n, out->threads.n);
	for (size_t i = 0; i < s->meetings.n; i++) {
		uint32_t x = thread[s->meetings.p[i].a], y = thread[s->meetings.p[i].b];
		if (x != RW_NO && y != RW_NO) rw_vec_push(s->a, &out->meetings, (rw_meeting){x, y});
	}
	for (size_t i = 0; i < s->bonds.n; i++) {
		uint32_t x = thread[s->bonds.p[i].a], y = thread[s->bonds.p[i].b];
		if (x != RW_NO && y != RW_NO) rw_vec_push(s->a, &out->bonds, (rw_bond){x, y, s->bonds.p[i].apart});
	}
	out->copies = RW_ARRAY(s->a, rw_copy, out->known.n);
	for (uint32_t i = 0; i < s->known.n; i++) {
		if (report[i] == RW_NO) continue;
		out->copies[report[i]] = s->copies[i];
		if (s->copies[i].of != RW_NO) out->copies[report[i]].of = report[s->copies[i].of];
	}
	for (uint32_t i = 0; i < s->threads.n; i++) {
		if (thread[i] == RW_NO) continue;
		const rw_keys *x = &s->keys[i], *y = &out->keys[thread[i]];
		assert_true(rw_slice_eq(x->town, y->town) && rw_slice_eq(x->region, y->region) && x->wide == y->wide);
		assert_memory_equal(x->order, y->order, RW_GROUP_ORDER);
	}
	finish(out);
	*thread_there = thread;
}

enum { SETS = 30, REPORTS = 120 };

static void invented(staged *s, rw_arena *a, uint64_t number) {
	seed = number * 977 + 5;
	rw_buf b = RW_BUF(a);
	begin(s, a);
	invent(&b, REPORTS);
	incidents_read(a, b.p, &s->known);
	rw_in_order_told(s->known.p, s->known.n);
	whole_of(s);
	if (number % 2) invent_bonds(s, 12);
	finish(s);
}

typedef struct tally {
	size_t clusters, apart, judged;
} tally;

static void closed_parts_of(uint64_t set, tally *all) {
	TEST_ARENA(a);
	staged s, t;
	invented(&s, a, set);
	rw_slice *said = said_of(&s);
	all->clusters += s.groups.n_clusters, all->apart += s.groups.n_apart;
	for (size_t i = 0; i < s.threads.n; i++) all->judged += s.standings[i].judged;
	for (int cut = 0; cut < 6; cut++) {
		part p = {RW_ARRAY(a, bool, s.known.n), false};
		uint32_t *there;
		for (int k = cut; k >= 0; k--) p.in[chance((uint32_t)s.known.n)] = true;
		/* with undated reports and the groups of their places: all is as it was, word for word */
		bool homes = cut % 2;
		close_part(&s, &p, homes);
		resolve_part(&s, &p, &t, &there);
		rw_slice *said_there = said_of(&t);
		for (uint32_t i = 0; i < s.threads.n; i++) {
			if (there[i] == RW_NO) continue;
			if (homes) {
				if (!rw_slice_eq(said[i], said_there[there[i]])) {
					fprintf(stderr, RW_FMT "\n" RW_FMT "\n" RW_FMT "\n", RW_ARG(name_of(&s, i)), RW_ARG(said[i]),
						RW_ARG(said_there[there[i]]));
					fail();
				}
				continue;
			}
			/* with links alone: dated groups are what they were */
			for (uint32_t k = 0; k < i; k++) {
				if (there[k] == RW_NO || s.standings[i].judged || s.standings[k].judged) continue;
				if (s.standings[i].group == RW_NO || s.standings[k].group == RW_NO) continue;
				if (t.standings[there[i]].judged || t.standings[there[k]].judged) continue;
				bool one = s.standings[i].group == s.standings[k].group;
				assert_int_equal(one, t.standings[there[i]].group == t.standings[there[k]].group);
			}
		}
	}
	END;
}

static void closed_parts(void **state) {
	(void)state;
	tally all = {0, 0, 0};
	for (uint64_t set = 0; set < SETS; set++) closed_parts_of(set, &all);
	/* the sets have something of everything */
	if (getenv("SHOW")) fprintf(stderr, "clusters %zu, apart %zu, judged %zu\n", all.clusters, all.apart, all.judged);
	assert_true(all.clusters > 10 * SETS && all.apart > SETS && all.judged > SETS);
}

/* An undated report stands as in the whole where only the groups that its hint chooses are there. */
static void undated_ones_of(uint64_t set) {
	TEST_ARENA(a);
	staged s, t;
	invented(&s, a, set);
	RW_VEC(rw_slice) hints = {0};
	for (size_t k = 0; k < s.groups.n_clusters; k++) rw_vec_push(a, &hints, s.groups.clusters[k].hint.bytes);
	for (uint32_t u = 0; u < s.threads.n; u++) {
		const rw_thread *x = &s.threads.p[u];
		if (x->dated || !x->main || (s.standings[u].group != RW_NO && !s.standings[u].judged)) continue;
		uint32_t near[RW_GROUP_NEAR], *there;
		size_t n = rw_hints_near(rw_hint_of(&s.f, a, s.known.p, &x, 1, x->site).bytes, hints.p, hints.n, near);
		part p = {RW_ARRAY(a, bool, s.known.n), false};
		p.in[x->report] = true;
		close_part(&s, &p, false);
		for (uint32_t i = 0; i < s.threads.n; i++) { /* its copies are judged with it: their places count too */
			bool judged = s.standings[i].judged || s.standings[i].near != RW_NO;
			if (judged && s.threads.p[i].report != x->report && p.in[s.threads.p[i].report]) n = 0;
		}
		if (!n) continue;
		for (size_t k = 0; k < n; k++)
			for (uint32_t i = 0; i < s.threads.n; i++)
				if (s.standings[i].group == s.groups.clusters[near[k]].group && !s.standings[i].judged)
					p.in[s.threads.p[i].report] = true;
		close_part(&s, &p, false);
		resolve_part(&s, &p, &t, &there);
		const rw_standing *before = &s.standings[u], *after = &t.standings[there[u]];
		assert_int_equal(before->judged, after->judged);
		uint32_t g = before->judged ? before->group : before->near;
		assert_int_equal(there[g], before->judged ? after->group : after->near);
	}
	END;
}

static void an_undated_one_and_those_near(void **state) {
	(void)state;
	for (uint64_t set = 0; set < SETS; set += 2) undated_ones_of(set);
}

/* … and where nothing is there of them but what was kept, read by facts that number places and parties otherwise. */
static size_t against_kept_of(uint64_t set) {
	TEST_ARENA(a);
	staged s;
	size_t n_seen = 0;
	invented(&s, a, set);
	rw_slice *packed = RW_ARRAY(a, rw_slice, s.groups.n_clusters);
	for (size_t k = 0; k < s.groups.n_clusters; k++) packed[k] = rw_summary_pack(&s.f, a, s.groups.clusters[k].summary);
	for (uint32_t u = 0; u < s.threads.n; u++) {
		const rw_thread *x = &s.threads.p[u];
		if (x->dated || !x->main || (s.standings[u].group != RW_NO && !s.standings[u].judged)) continue;
		part p = {RW_ARRAY(a, bool, s.known.n), false};
		p.in[x->report] = true;
		close_part(&s, &p, false);
		size_t n = 0;
		for (size_t i = 0; i < s.known.n; i++) n += p.in[i];
		if (n > 1) continue;
		staged t;
		begin(&t, a);
		rw_site_of(&t.f, rw_slice_z(ONE_OF(places) + 3), RW_NONE);
		rw_party_of(&t.f, RW_LIT("league"));
		rw_vec_push(a, &t.known, s.known.p[x->report]);
		thread_all(&t);
		t.copies = RW_NEW(a, rw_copy);
		t.copies->of = RW_NO;
		RW_VEC(rw_kept_group) kept = {0};
		for (size_t k = s.groups.n_clusters; k-- > 0;) { /* in whatever order */
			rw_summary *y = RW_NEW(a, rw_summary);
			assert_true(rw_summary_unpack(&t.f, a, packed[k], y));
			rw_vec_push(a, &kept, (rw_kept_group){s.groups.clusters[k].hint, y});
		}
		t.found = (rw_found){
			.known = t.known.p, .n = 1, .threads = &t.threads, .copies = t.copies, .kept = kept.p, .n_kept = kept.n};
		const rw_standing *before = &s.standings[u], *after = rw_resolve(&t.f, a, &t.w, &t.found);
		uint32_t group = before->judged ? before->group : before->near, got = after->judged ? after->group : after->near;
		assert_int_equal(before->judged, after->judged);
		assert_true(before->score == after->score);
		assert_true(got != RW_NO && got >= t.threads.n);
		assert_int_equal(s.groups.clusters[s.groups.n_clusters - 1 - (got - t.threads.n)].group, group);
		n_seen++;
	}
	END;
	return n_seen;
}

static void against_kept(void **state) {
	(void)state;
	size_t n = 0;
	for (uint64_t set = 0; set < SETS; set += 2) n += against_kept_of(set); /* those without bonds */
	assert_true(n > SETS);
}

/* Bytes cut short or longer than they were are told from whole ones. */
static void kept_and_cut(void **state) {
	(void)state;
	TEST_ARENA(a);
	staged s;
	rw_summary out;
	invented(&s, a, 0);
	for (size_t k = 0; k < s.groups.n_clusters; k++) {
		rw_slice whole = rw_summary_pack(&s.f, a, s.groups.clusters[k].summary);
		for (size_t n = 0; n < whole.n; n++) assert_false(rw_summary_unpack(&s.f, a, rw_slice_of(whole.p, n), &out));
		assert_false(rw_summary_unpack(&s.f, a, rw_arena_printf(a, RW_FMT "x", RW_ARG(whole)), &out));
		assert_true(rw_summary_unpack(&s.f, a, whole, &out));
		/* and what is written of it is what was read */
		assert_true(rw_slice_eq(whole, rw_summary_pack(&s.f, a, &out)));
	}
	END;
}

/* The same in any order of coming in. */
static void any_order(void **state) {
	(void)state;
	TEST_ARENA(a);
	staged s, t;
	invented(&s, a, 2);
	rw_slice *said = said_of(&s);
	for (int order = 0; order < 20; order++) {
		begin(&t, a);
		for (size_t i = 0; i < s.known.n; i++) rw_vec_push(a, &t.known, s.known.p[i]);
		for (uint32_t i = (uint32_t)t.known.n; i > 1; i--) {
			uint32_t k = chance(i);
			rw_known x = t.known.p[k];
			t.known.p[k] = t.known.p[i - 1], t.known.p[i - 1] = x;
		}
		for (uint32_t i = 0; i < t.known.n; i++)
			rw_threads_of(&t.f, a, t.known.p, i, &t.threads); /* numbers in that order */
		t.threads.n = 0;
		rw_in_order_told(t.known.p, t.known.n);
		whole_of(&t);
		finish(&t);
		assert_int_equal(t.threads.n, s.threads.n);
		rw_slice *again = said_of(&t);
		for (size_t i = 0; i < s.threads.n; i++) assert_true(rw_slice_eq(said[i], again[i]));
	}
	END;
}

/* --- people's words --------------------------------------------------------------------------------------------------- */
#define THREE                                                                                                                                                   \
	"report a outlet=Waha published=2031-03-05T10:00\nattack - at=xx-jail on=2031-03-04\nkilled 14 role=guard at=xx-jail\nescaped 9 role=detainee at=xx-jail\n" \
	"report b outlet=Jisr published=2031-03-06T10:00\nattack - at=xx-jail on=2031-03-04\nkilled 14 role=guard at=xx-jail\nescaped 9 role=detainee at=xx-jail\n" \
	"report far outlet=Manara published=2031-05-06T10:00\nshelling - at=xx-far on=2031-05-05\nkilled 3 at=xx-far\n"                                             \
	"report old outlet=Safina\nattack - at=xx-jail\nkilled 14 role=guard at=xx-jail\nescaped 9 role=detainee at=xx-jail\nsurrendered 30 at=xx-jail\n"           \
	"report none outlet=Safina\nprotest - at=xx-quay\n"

static void without_bonds(void **state) {
	(void)state;
	STAGED(THREE);
	finish(&s);
	assert_true(together(&s, "a", "b") && together(&s, "a", "old"));
	assert_true(!together(&s, "a", "far") && !together(&s, "a", "none"));
	assert_int_equal(s.groups.n_apart, 1);
	END;
}

static void belonging(void **state) {
	(void)state;
	STAGED(THREE);
	BOND("a", "far", false); /* past all limits of place and time */
	BOND("none", "b", false);
	finish(&s);
	assert_true(together(&s, "a", "far") && together(&s, "b", "far") && together(&s, "a", "none"));
	assert_int_equal(s.groups.n_apart, 0);
	assert_false(s.standings[thread_of(&s, "none", 0)].judged);
	bool said = false;
	for (size_t i = 0; i < s.groups.clusters[0].n_members; i++)
		said |= rw_slice_find(s.groups.clusters[0].members[i].why.en, RW_LIT("a person put it here"), 0) != SIZE_MAX;
	assert_true(said);
	END;
}

static void kept_apart(void **state) {
	(void)state;
	STAGED(THREE);
	BOND("a", "b", true);
	BOND("old", "a", true);
	BOND("a", "b", false); /* comes too late */
	finish(&s);
	assert_false(together(&s, "a", "b"));
	assert_false(together(&s, "old", "a"));
	assert_true(together(&s, "old", "b")); /* the next best */
	END;
}

static void kept_apart_through_others(void **state) {
	(void)state;
	STAGED(THREE);
	BOND("b", "far", false);
	BOND("far", "a", true);
	BOND("old", "b", true);
	BOND("old", "a", true);
	finish(&s);
	assert_true(together(&s, "b", "far"));
	assert_false(together(&s, "a", "b"));
	assert_false(together(&s, "old", "a") || together(&s, "old", "b"));
	END;
}

/* The best of many groups of one town is found by what it has in common, not by when it was. */
static void near_among_many(void **state) {
	(void)state;
	TEST_ARENA(a);
	staged s;
	begin(&s, a);
	rw_buf b = RW_BUF(a);
	for (int i = 0; i < 150; i++)
		rw_buf_printf(&b,
			"report r%03d outlet=O published=20%02d-%02d-10T10:00\nattack - at=xx-jail on=20%02d-%02d-09\nkilled %d role=guard "
			"at=xx-jail\nescaped %d role=detainee at=xx-jail\nsurrendered %d at=xx-jail\n",
			i, 31 + i / 12, 1 + i % 12, 31 + i / 12, 1 + i % 12, 10 + i, 200 + i, 400 + i);
	rw_buf_z(&b,
		"report old outlet=Safina\nattack - at=xx-jail\nkilled 119 role=guard at=xx-jail\nescaped 309 role=detainee "
		"at=xx-jail\nsurrendered 509 at=xx-jail\n");
	rw_buf_byte(&b, 0);
	incidents_read(a, b.p, &s.known);
	rw_in_order_told(s.known.p, s.known.n);
	whole_of(&s);
	finish(&s);
	assert_int_equal(s.groups.n_clusters, 150);
	assert_true(together(&s, "old", "r109"));
	END;
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(closed_parts),
		cmocka_unit_test(an_undated_one_and_those_near),
		cmocka_unit_test(against_kept),
		cmocka_unit_test(kept_and_cut),
		cmocka_unit_test(any_order),
		cmocka_unit_test(without_bonds),
		cmocka_unit_test(belonging),
		cmocka_unit_test(kept_apart),
		cmocka_unit_test(kept_apart_through_others),
		cmocka_unit_test(near_among_many),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
