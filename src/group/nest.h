/* nest.h: incidents within incidents: a strike within a battle, a killing within a mutiny. A relation between two incidents and no more: neither is merged,
 * and no line of one counts the other's claims.
 *
 * One lies within another where all of this holds; what is not known holds not:
 *   place   its place is the other's or lies in it; the other's is no wider than a town, or one report tells of both
 *   time    its days are among the other's, which last for RW_NEST_LASTS at least
 *   acts    each hostile act of it is one that goes on within one of the other's (table nests); or the same one, in a narrower place
 *   who     one of those who did it is a party of the other; or, where nobody says who, a party of both, and one report tells of both
 * It is a function of the two alone.
 */
#ifndef RW_GROUP_NEST_H
#define RW_GROUP_NEST_H

#include "group/group.h"

enum { RW_NEST_LASTS = 2 * 24 * 60 /* minutes from the first to the last */ };

/* What of an incident counts for that. */
typedef struct rw_frame {
	rw_slice incident;
	riwaya_bilingual title;
	rw_slice place; /* an id; absent: none is known */
	riwaya_when time;
	const rw_slice *acts, *agents, *parties; /* ids; agents: of those who did it */
	size_t n_acts, n_agents, n_parties;
} rw_frame;

void rw_frame_of(const rw_facts *f, rw_arena *a, const riwaya_incident *i, rw_frame *out);
/* Acts, agents and parties as text, and back: to be kept. */
rw_slice rw_frame_write(rw_arena *a, const rw_frame *frame);
void rw_frame_read(rw_arena *a, rw_slice text, rw_frame *out);

/* Whether others can lie within it at all. */
bool rw_frame_holds(const rw_facts *f, const rw_frame *frame);
/* shared: a report tells of both. *why (may be NULL): a sentence. */
bool rw_nested(rw_facts *f, const rw_frame *inner, const rw_frame *outer, bool shared, riwaya_bilingual *why);
/* Of two that hold an incident, whether the first lies closer around it: qsort's order. */
int rw_nest_closer(rw_facts *f, const rw_frame *x, const rw_frame *y);

/* Of each incident of a reconciliation the one that it lies within, and those within it. */
void rw_nest_all(rw_facts *f, rw_arena *a, riwaya_incident *incidents, size_t n);

#endif
