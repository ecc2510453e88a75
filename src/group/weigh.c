/* weigh.c: evidence for and against two threads telling of one incident, each kind with its weight from the table `policy`. */
#include "group/group.h"
#include "mention/calendar.h"
#include <math.h>

/* Names in the table, and weights where it has no row. */
static const struct {
	const char *name;
	double otherwise;
} evidence[RW_EVIDENCE_COUNT] = {
	[RW_EVIDENCE_SPOT] = {"spot", 3},
	[RW_EVIDENCE_TOWN] = {"town", 2},
	[RW_EVIDENCE_INSIDE] = {"inside", 2},
	[RW_EVIDENCE_SAME_TOWN] = {"same_town", 1},
	[RW_EVIDENCE_REGION] = {"region", 0.25},
	[RW_EVIDENCE_PLACE_APART] = {"place_apart", -5},
	[RW_EVIDENCE_SAME_TIME] = {"same_time", 2},
	[RW_EVIDENCE_NEAR_TIME] = {"near_time", 1.5},
	[RW_EVIDENCE_LATER] = {"later", -0.5},
	[RW_EVIDENCE_LATE] = {"late", -2},
	[RW_EVIDENCE_OTHER_DAY] = {"other_day", -1.5},
	[RW_EVIDENCE_ACT] = {"act", 1.5},
	[RW_EVIDENCE_ACT_NAMED] = {"act_named", 1.25},
	[RW_EVIDENCE_OTHER_ACT] = {"other_act", -1},
	[RW_EVIDENCE_AGENT_APART] = {"agent_apart", -0.5},
	[RW_EVIDENCE_PARTICULAR] = {"particular", 1},
	[RW_EVIDENCE_GENERAL] = {"general", 0.25},
	[RW_EVIDENCE_NUMBER] = {"number", 1},
	[RW_EVIDENCE_ACTOR] = {"actor", 0.3},
	[RW_EVIDENCE_MAIN_ACT] = {"main_act", 2},
	[RW_EVIDENCE_MAIN_ACT_MISSING] = {"main_act_missing", -4},
	[RW_EVIDENCE_NUMBER_APART] = {"number_apart", -1.5},
	[RW_EVIDENCE_OTHER_PLACE] = {"other_place", -0.5},
	[RW_EVIDENCE_OTHER_ACTOR] = {"other_actor", -0.5},
};

const char *rw_evidence_name(rw_evidence e) { return evidence[e].name; }

static double weight_of(const rw_facts *f, const char *stem, const char *name, double otherwise) {
	char key[96];
	size_t n = strlen(stem), m = strlen(name);
	if (n + m >= sizeof key) return otherwise;
	memcpy(key, stem, n);
	memcpy(key + n, name, m + 1);
	return rw_policy(f, key, otherwise);
}

void rw_weights_load(const rw_facts *f, rw_weights *w) {
	for (size_t i = 0; i < RW_EVIDENCE_COUNT; i++) {
		w->w[i] = weight_of(f, "group.", evidence[i].name, evidence[i].otherwise);
		w->most[i] = weight_of(f, "group.most.", evidence[i].name, 4);
	}
	w->join = rw_policy(f, "group.join", 5.5);
	w->join_undated = rw_policy(f, "group.join_undated", 6);
	w->far_days = rw_policy(f, "group.far_days", 12);
	w->longest_days = rw_policy(f, "group.longest_days", 45);
	w->pull = rw_policy(f, "reprint.pull", 0.5);
	static const rw_evidence told[] = {RW_EVIDENCE_PARTICULAR, RW_EVIDENCE_GENERAL, RW_EVIDENCE_NUMBER};
	w->left = fmax(0, w->w[RW_EVIDENCE_ACTOR] * w->most[RW_EVIDENCE_ACTOR]) + fmax(0, w->w[RW_EVIDENCE_AGENT_APART]);
	w->left_told = 0;
	for (size_t i = 0; i < RW_COUNT(told); i++) w->left_told += fmax(0, w->w[told[i]] * w->most[told[i]]);
}

static double least(double a, double b) { return a < b ? a : b; }

static void add_up(const rw_weights *w, rw_weighing *out) {
	out->score = 0;
	for (size_t i = 0; i < RW_EVIDENCE_COUNT; i++) out->score += w->w[i] * least(out->times[i], w->most[i]);
}

/* A thread's place, or a summary's. */
typedef struct where {
	uint32_t site, town, region, around;
} where;

/* x is of words alone, and the town that its report names is y's, or around it. */
static bool lies_there(const rw_facts *f, const where *x, const where *y) {
	return x->around != RW_NO &&
		(rw_site_nested(f, x->around, y->site) || (y->around != RW_NO && rw_site_nested(f, x->around, y->around)));
}

static void weigh_place(const rw_facts *f, const where *x, const where *y, rw_weighing *out) {
	uint32_t a = x->site, b = y->site, ta = x->town, tb = y->town;
	if (a == RW_NO || b == RW_NO) return;
	const rw_site *sa = &f->sites.p[a], *sb = &f->sites.p[b];
	bool regions = x->region != RW_NO && y->region != RW_NO, apart = regions && !rw_site_nested(f, x->region, y->region);
	bool capital = !rw_site_nested(f, a, b) && (rw_site_names_around(f, a, b) || rw_site_names_around(f, b, a));
	if (capital) {
		out->times[RW_EVIDENCE_SAME_TOWN] = 1; /* "in Kirkuk" is said of the governorate too */
	} else if (apart) {
		out->times[RW_EVIDENCE_PLACE_APART] = 1; /* places of one name in two regions too */
	} else if (a == b || rw_site_same_words(f, a, b)) {
		rw_evidence e = sa->level >= RW_LEVEL_SPOT ? RW_EVIDENCE_SPOT
			: sa->level >= RW_LEVEL_DISTRICT       ? RW_EVIDENCE_TOWN
												   : RW_EVIDENCE_REGION;
		out->times[e] = 1;
	} else if (rw_site_nested(f, a, b)) {
		const rw_site *wide = rw_site_within(f, a, b) ? sb : sa;
		out->times[wide->level >= RW_LEVEL_DISTRICT ? RW_EVIDENCE_INSIDE : RW_EVIDENCE_REGION] = 1;
	} else if (a != b && (lies_there(f, x, y) || lies_there(f, y, x))) {
		out->times[sa->id.n || sb->id.n ? RW_EVIDENCE_INSIDE : RW_EVIDENCE_SAME_TOWN] = 1;
	} else if (ta != RW_NO && ta == tb && f->sites.p[ta].level >= RW_LEVEL_TOWN) {
		out->times[RW_EVIDENCE_SAME_TOWN] = 1;
	} else if (ta != RW_NO && tb != RW_NO && f->sites.p[ta].id.n && f->sites.p[tb].id.n) {
		out->times[RW_EVIDENCE_PLACE_APART] = 1;
	} else if (regions) {
		out->times[RW_EVIDENCE_REGION] = 1;
	}
	/* words alone may name the same place in other words: neither for nor against */
}

static void weigh_time(const rw_thread *a, const rw_thread *b, rw_weighing *out) {
	if (!a->dated || !b->dated) return;
	int64_t gap = a->from > b->to ? a->from - b->to : b->from > a->to ? b->from - a->to : 0;
	if (gap == 0)
		out->times[RW_EVIDENCE_SAME_TIME] = 1;
	else if (gap <= RW_DAY)
		out->times[RW_EVIDENCE_NEAR_TIME] = 1;
	else if (gap <= 3 * RW_DAY)
		out->times[RW_EVIDENCE_LATER] = 1;
	else
		out->times[RW_EVIDENCE_LATE] = 1;
}

bool rw_same_particular(const rw_facts *f, const rw_particular *a, const rw_particular *b) {
	if (a->predicate != b->predicate) return false;
	bool both = a->actor != RW_NO && b->actor != RW_NO;
	if (a->actor != b->actor && !(both && rw_parties_related(f, a->actor, b->actor))) return false;
	return a->agent == b->agent || a->agent == RW_NO || b->agent == RW_NO || rw_parties_related(f, a->agent, b->agent);
}

static bool same_number(const rw_particular *a, const rw_particular *b) {
	return a->precise && b->precise && a->has_low == b->has_low && a->has_high == b->has_high &&
		(!a->has_low || a->low == b->low) && (!a->has_high || a->high == b->high) &&
		(a->has_low ? a->low : a->high) >= 3;
}

static bool numbers_meet(const rw_particular *a, const rw_particular *b) {
	if (a->has_low && b->has_high && a->low > b->high) return false;
	return !(b->has_low && a->has_high && b->low > a->high);
}

static size_t end_of_predicate(const rw_thread *t, size_t i) {
	uint32_t predicate = t->by_predicate[i] >> 16;
	while (i < t->n_particulars && t->by_predicate[i] >> 16 == predicate) i++;
	return i;
}

typedef struct tally {
	double particular, general, number;
} tally;

static void count(const rw_facts *f, const rw_particular *p, bool met, bool same, tally *out) {
	if (met && !p->again) *(f->predicates.p[p->predicate].general ? &out->general : &out->particular) += 1;
	out->number += same;
}

/* What each tells that the other tells too, as often as the one does that tells it less; each thing counts once, however often a report
 * tells it. */
static void weigh_particulars(const rw_facts *f, const rw_thread *a, const rw_thread *b, rw_weighing *out) {
	if (!rw_sets_meet(&a->told, &b->told)) return;
	tally x = {0}, y = {0};
	for (size_t i = 0, j = 0; i < a->n_particulars && j < b->n_particulars;) {
		uint32_t pa = a->by_predicate[i] >> 16, pb = b->by_predicate[j] >> 16;
		i += pa < pb;
		j += pb < pa;
		if (pa != pb) continue;
		size_t end_i = end_of_predicate(a, i), end_j = end_of_predicate(b, j), n = end_j - j;
		bool met[RW_GROUP_PARTICULARS], same[RW_GROUP_PARTICULARS];
		memset(met, 0, n * sizeof *met);
		memset(same, 0, n * sizeof *same);
		for (; i < end_i; i++) {
			const rw_particular *p = &a->particulars[a->by_predicate[i] & 0xffff];
			bool met_here = false, same_here = false;
			for (size_t k = 0; k < n; k++) {
				const rw_particular *q = &b->particulars[b->by_predicate[j + k] & 0xffff];
				if (!rw_same_particular(f, p, q)) continue;
				bool number = same_number(p, q);
				met_here = met[k] = true;
				same_here |= number;
				same[k] |= number;
			}
			count(f, p, met_here, same_here, &x);
		}
		for (size_t k = 0; k < n; k++) count(f, &b->particulars[b->by_predicate[j + k] & 0xffff], met[k], same[k], &y);
		j = end_j;
	}
	out->times[RW_EVIDENCE_PARTICULAR] = least(x.particular, y.particular);
	out->times[RW_EVIDENCE_GENERAL] = least(x.general, y.general);
	out->times[RW_EVIDENCE_NUMBER] = least(x.number, y.number);
}

static size_t shared_actors(const rw_thread *a, const rw_thread *b) {
	size_t i = 0, j = 0, n = 0;
	while (i < a->n_actors && j < b->n_actors) {
		uint32_t x = a->actors[i], y = b->actors[j];
		n += x == y;
		i += x <= y;
		j += y <= x;
	}
	return n;
}

static bool any_related(const rw_facts *f, const uint32_t *parties, size_t n, uint32_t party) {
	for (size_t i = 0; i < n; i++)
		if (rw_parties_related(f, parties[i], party)) return true;
	return false;
}

/* Both say who did it, and nobody is in both. */
static bool agents_apart(const rw_facts *f, const rw_thread *a, const rw_thread *b) {
	for (size_t i = 0; i < a->n_agents; i++)
		if (any_related(f, b->agents, b->n_agents, a->agents[i])) return false;
	return a->n_agents && b->n_agents;
}

static int64_t gap_between(const rw_thread *a, const rw_thread *b) {
	return a->from > b->to ? a->from - b->to : b->from - a->to; /* less than nothing where they overlap */
}

/* Hostile acts of one family are one kind. */
static void weigh_acts(const rw_thread *a, const rw_thread *b, rw_weighing *out) {
	if (rw_sets_meet(&a->kinds, &b->kinds)) {
		out->times[RW_EVIDENCE_ACT] = 1;
		if (a->told_time && b->told_time && (a->sudden || b->sudden) && gap_between(a, b) >= RW_DAY / 2)
			out->times[RW_EVIDENCE_OTHER_DAY] = 1;
	} else if (rw_sets_meet(&a->kinds_named, &b->kinds_named)) {
		out->times[RW_EVIDENCE_ACT_NAMED] = 1;
	} else if (!rw_set_empty(&a->kinds_named) && !rw_set_empty(&b->kinds_named)) {
		out->times[RW_EVIDENCE_OTHER_ACT] = 1;
	}
}

static void weigh_frame(const rw_facts *f, const rw_thread *a, const rw_thread *b, rw_weighing *out) {
	memset(out, 0, sizeof *out);
	weigh_place(
		f, &(where){a->site, a->town, a->region, a->around}, &(where){b->site, b->town, b->region, b->around}, out);
	weigh_time(a, b, out);
	weigh_acts(a, b, out);
}

static void weigh_rest(const rw_facts *f, const rw_weights *w, const rw_thread *a, const rw_thread *b, rw_weighing *out) {
	if (agents_apart(f, a, b)) out->times[RW_EVIDENCE_AGENT_APART] = 1;
	weigh_particulars(f, a, b, out);
	out->times[RW_EVIDENCE_ACTOR] = (double)shared_actors(a, b);
	add_up(w, out);
}

void rw_weigh_threads(const rw_facts *f, const rw_weights *w, const rw_thread *a, const rw_thread *b, rw_weighing *out) {
	weigh_frame(f, a, b, out);
	weigh_rest(f, w, a, b, out);
}

bool rw_threads_meet(const rw_facts *f, const rw_weights *w, const rw_thread *a, const rw_thread *b, rw_weighing *out) {
	if (a->report == b->report || !a->dated || !b->dated || (double)gap_between(a, b) > w->far_days * RW_DAY)
		return false;
	if (rw_in_passing(a) && rw_in_passing(b)) return false;
	int64_t apart = a->from > b->from ? a->from - b->from : b->from - a->from;
	if ((double)apart > (w->far_days + w->longest_days) * RW_DAY) return false;
	weigh_frame(f, a, b, out);
	add_up(w, out);
	/* whatever else they share cannot make up for it */
	if (out->score + w->left + (rw_sets_meet(&a->told, &b->told) ? w->left_told : 0) < w->join) return false;
	weigh_rest(f, w, a, b, out);
	return out->score >= w->join;
}

/* --- an undated report against an incident -------------------------------------------------------------------- */

/* The family of acts that most of the cluster's threads tell or name; where several do, the one told in most claims, then by name. */
static uint32_t main_act(const rw_facts *f, const rw_summary *s, double share, uint32_t *reports) {
	uint32_t best = RW_NO, best_n = 0, best_told = 0;
	for (uint32_t i = 0; i < f->predicates.n; i++) {
		if (!f->predicates.p[i].assault || rw_slice_eqz(f->predicates.p[i].unit, "person"))
			continue; /* the act speaks for those who did it */
		uint32_t n = s->naming[f->predicates.p[i].kind], told = s->telling[f->predicates.p[i].kind];
		bool better = n > best_n || (n == best_n && told > best_told);
		if (best != RW_NO && n == best_n && told == best_told && n)
			better = rw_slice_cmp(f->predicates.p[i].family, f->predicates.p[best].family) < 0 ||
				(rw_slice_eq(f->predicates.p[i].family, f->predicates.p[best].family) &&
					f->predicates.p[i].rank < f->predicates.p[best].rank);
		if (n && better) best = i, best_n = n, best_told = told;
	}
	*reports = best_n;
	return best_n >= share * (double)s->n_threads ? best : RW_NO;
}

/* The thread tells the act of an agent whom no thread of the cluster has for it. */
static bool act_of_another(const rw_facts *f, const rw_thread *t, const rw_summary *s, uint32_t act) {
	bool said = false;
	for (size_t i = 0; i < t->n_particulars; i++) {
		const rw_particular *p = &t->particulars[i];
		if (p->agent == RW_NO || !f->predicates.p[p->predicate].assault ||
			f->predicates.p[p->predicate].kind != f->predicates.p[act].kind)
			continue;
		said = true;
		if (any_related(f, s->agents, s->n_agents, p->agent)) return false;
	}
	return said && s->n_agents;
}

enum { CLUES = 6 }; /* things that one clue lists */

static void clue(
	const rw_facts *f, rw_arena *a, rw_sentences *out, const char *key, const riwaya_bilingual *items, size_t n) {
	if (out && n) rw_vec_push(a, out, RW_SAY(f, key, rw_say_list(f, items, n < CLUES ? n : CLUES)));
}

static riwaya_bilingual say_particular(rw_facts *f, const rw_particular *p) { return rw_say_claim(f, p->claim, false); }

static bool cluster_names_site(const rw_facts *f, const rw_summary *s, uint32_t site) {
	for (size_t i = 0; i < s->n_sites; i++)
		if (rw_site_within(f, s->sites[i], site) ||
			(f->sites.p[site].level > RW_LEVEL_TOWN && rw_site_nested(f, s->sites[i], site) &&
				f->sites.p[s->sites[i]].level >= RW_LEVEL_TOWN))
			return true;
	return false;
}

static void undated_particulars(rw_facts *f, rw_arena *a, const rw_thread *t, const rw_summary *s, rw_weighing *out,
	rw_sentences *pro, rw_sentences *contra) {
	riwaya_bilingual shared[CLUES], agree[CLUES], only[CLUES];
	size_t n_shared = 0, n_agree = 0, n_only = 0;
	for (size_t i = 0; i < t->n_particulars; i++) {
		const rw_particular *p = &t->particulars[i];
		const rw_predicate *pred = &f->predicates.p[p->predicate];
		bool seen = p->again, met = false, told = false, exact = false, meets = false;
		const rw_particular *apart = NULL;
		for (size_t j = 0; j < s->n_particulars; j++) {
			const rw_particular *q = &s->particulars[j];
			told |= q->predicate == p->predicate;
			if (!rw_same_particular(f, p, q)) continue;
			met = true;
			exact |= same_number(p, q);
			/* a stock is of its place: two prisons hold two numbers */
			if (pred->nature == RW_NATURE_STOCK && p->site != q->site) continue;
			if (p->precise && q->precise) {
				if (numbers_meet(p, q))
					meets = true;
				else if (!apart)
					apart = q;
			}
		}
		if (met && !seen) {
			out->times[pred->general ? RW_EVIDENCE_GENERAL : RW_EVIDENCE_PARTICULAR]++;
			bool named = false;
			for (size_t k = 0; k < n_shared; k++) named |= rw_slice_eq(shared[k].en, pred->name.en);
			if (!pred->general && !named && n_shared < CLUES) shared[n_shared++] = pred->name;
		}
		if ((meets && !pred->general) || (exact && p->has_low && p->low >= 10)) {
			out->times[RW_EVIDENCE_NUMBER]++;
			if (pro && n_agree < CLUES) agree[n_agree++] = say_particular(f, p);
		} else if (apart && pred->nature != RW_NATURE_TOLL && !meets) {
			out->times[RW_EVIDENCE_NUMBER_APART]++;
			if (contra)
				rw_vec_push(a, contra, RW_SAY(f, "clue.number_apart", say_particular(f, p), say_particular(f, apart)));
		}
		if (!told && !seen && !pred->general && n_only < CLUES && rw_set_has(&t->acts, p->predicate) &&
			!rw_set_has(&s->named, p->predicate))
			only[n_only++] = pred->name;
	}
	clue(f, a, pro, "clue.particular", shared, n_shared);
	clue(f, a, pro, "clue.number", agree, n_agree);
	clue(f, a, contra, "clue.acts_only", only, n_only);
}

void rw_weigh_undated(rw_facts *f, rw_arena *a, const rw_weights *w, const rw_thread *t, const rw_known *k,
	const rw_summary *s, rw_weighing *out, rw_sentences *pro, rw_sentences *contra) {
	memset(out, 0, sizeof *out);
	weigh_place(f, &(where){t->site, t->town, t->region, t->around}, &(where){s->site, s->town, s->region, RW_NO}, out);
	if (pro && t->site != RW_NO &&
		(out->times[RW_EVIDENCE_SPOT] > 0 || out->times[RW_EVIDENCE_TOWN] > 0 || out->times[RW_EVIDENCE_INSIDE] > 0))
		rw_vec_push(a, pro, RW_SAY(f, "clue.place", rw_say_site(f, t->site)));
	if (contra) rw_vec_push(a, contra, rw_say_plain(f, "clue.no_date"));
	uint32_t reports, act = main_act(f, s, rw_policy(f, "group.main_share", 0.5), &reports);
	if (act != RW_NO) {
		uint32_t kind = f->predicates.p[act].kind;
		bool tells = rw_set_has(&t->kinds, kind), names = rw_set_has(&t->kinds_named, kind);
		if (tells && act_of_another(f, t, s, act)) {
			out->times[RW_EVIDENCE_AGENT_APART] = 1;
		} else if (tells) {
			out->times[RW_EVIDENCE_MAIN_ACT] = 1;
			clue(f, a, pro, "clue.act", &f->predicates.p[act].name, 1);
		} else if (!names) {
			out->times[RW_EVIDENCE_MAIN_ACT_MISSING] = 1;
			if (contra)
				rw_vec_push(a, contra,
					RW_SAY(f, "clue.act_missing", f->predicates.p[act].name, rw_say_number(f, reports),
						rw_say_number(f, (double)s->n_threads)));
		}
	}
	undated_particulars(f, a, t, s, out, pro, contra);
	riwaya_bilingual list[CLUES];
	size_t n = 0;
	for (size_t i = 0; i < t->n_sites; i++) {
		if (f->sites.p[t->sites[i]].level <= RW_LEVEL_NONE || !f->sites.p[t->sites[i]].id.n ||
			cluster_names_site(f, s, t->sites[i]))
			continue;
		out->times[RW_EVIDENCE_OTHER_PLACE]++;
		if (contra && n < CLUES) list[n++] = rw_say_site(f, t->sites[i]);
	}
	clue(f, a, contra, "clue.places", list, n);
	n = 0;
	size_t m = 0;
	riwaya_bilingual both[CLUES];
	const uint32_t *actors = pro || contra ? rw_parties_by_id(f, a, t->actors, t->n_actors) : t->actors;
	for (size_t i = 0; i < t->n_actors; i++) {
		bool there = any_related(f, s->actors, s->n_actors, actors[i]);
		if (there) {
			if (pro && m < CLUES) both[m++] = rw_say_actor(f, f->parties.p[actors[i]].id);
			out->times[RW_EVIDENCE_ACTOR]++;
		} else {
			out->times[RW_EVIDENCE_OTHER_ACTOR]++;
			if (contra && n < CLUES) list[n++] = rw_say_actor(f, f->parties.p[actors[i]].id);
		}
	}
	clue(f, a, pro, "clue.actors", both, m);
	clue(f, a, contra, "clue.actors_only", list, n);
	if (contra) {
		n = 0;
		for (size_t i = 0; i < k->n_mentions && n < CLUES; i++)
			if (rw_slice_eqz(k->mentions[i].layer, "dates") && k->mentions[i].when.precision == RIWAYA_PRECISION_NONE &&
				k->mentions[i].text.n)
				list[n++] = RW_SAY(f, "quote", RW_BOTH(k->mentions[i].text));
		clue(f, a, contra, "clue.words_of_time", list, n);
	}
	add_up(w, out);
}
