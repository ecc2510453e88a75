/* decided.h: people's decisions in the store.
 *
 *   decided.c   which ones are about something, and have effect; what they say of which threads belong together
 *   deciding.c  a decision is checked and kept, and what it touches is brought up to date by the next settling
 *   meanwhile.c what others decided since somebody looked
 *   draft.c     what people type in place of what a review holds to
 *   reviews.c   lists of them, orphans, agreement
 *
 * Table review keeps each as it was made (docs/reviews.md); table about leads to it from what it is about.
 */
#ifndef RW_STORE_DECIDED_H
#define RW_STORE_DECIDED_H

#include "review/review.h"
#include "store/settle.h"

/* What a review is about, as table about has it. */
#define RW_ABOUT_ID "id"             /* its own id */
#define RW_ABOUT_REPORT "report"     /* the bytes of a report's sha */
#define RW_ABOUT_INCIDENT "incident" /* an incident's name at that time */
#define RW_ABOUT_REVIEW "review"     /* another's id */

typedef struct rw_subject {
	const char *kind;
	rw_slice key;
} rw_subject;
typedef RW_VEC(rw_subject) rw_subjects;

/* In the order of their time, settled. */
typedef struct rw_decisions {
	rw_review *p;
	size_t n;
	rw_map row_of; /* by id: an index to … */
	int64_t *rows; /* … numbers in table review */
} rw_decisions;

/* Reviews about any of the subjects, and those about these, made until `until`. All in `a`. */
riwaya_status rw_decided(
	riwaya_store *s, rw_arena *a, const rw_subjects *about, int64_t until, rw_decisions *out, riwaya_error *err);
/* All there are. */
riwaya_status rw_decided_all(riwaya_store *s, rw_arena *a, int64_t until, rw_decisions *out, riwaya_error *err);
riwaya_status rw_decided_of(riwaya_store *s, rw_arena *a, rw_stmt *q, rw_decisions *out, riwaya_error *err);
/* What a review is about, each once. */
void rw_abouts_of(rw_arena *a, const rw_review *r, rw_subjects *out);
/* The subject of a report, by its id in hex. */
rw_subject rw_about_report(rw_arena *a, rw_slice id);

/* Whether a decision needs two people here. */
riwaya_status rw_policy_of(riwaya_store *s, rw_review_policy *out, riwaya_error *err);
riwaya_status rw_policy_set(rw_writing *w, rw_arena *a, const rw_review_policy *policy, riwaya_error *err);

/* Keeps a review; *fresh false where it is there already. What it touches is stale from now on. */
riwaya_status rw_decide(rw_writing *w, rw_arena *a, const rw_review *r, bool *fresh, riwaya_error *err);
/* What others decided otherwise about the same thing, behind entry `seen` of the log (meanwhile.c). In a. */
typedef RW_VEC(riwaya_decision) rw_meanwhile;
riwaya_status rw_decided_meanwhile(
	riwaya_store *s, rw_arena *a, const rw_review *mine, uint64_t seen, rw_meanwhile *out, riwaya_error *err);
/* A time that no decision here has been made at or after; the transaction takes it for its own. */
riwaya_status rw_decide_when(rw_writing *w, riwaya_error *err);

/* Bonds of reports that are stale anew, and what they are said to copy. */
riwaya_status rw_settle_bonds(rw_settling *t, riwaya_error *err);
/* The number of a report, by its id ("@" and what follows is left aside); 0 where it is not here. */
riwaya_status rw_report_number(riwaya_store *s, rw_arena *a, rw_slice id, int64_t *report, riwaya_error *err);
/* What was said, until then, of what belongs with a report or its parts, and what it copies. */
riwaya_status rw_said_of(riwaya_store *s, rw_arena *a, rw_slice id, int64_t until, rw_sayings *out, riwaya_error *err);
/* A bond with what puts it in order: rw_by_said, for qsort, has the last word first, as rw_resolve takes them. */
typedef struct rw_said_bond {
	int64_t at;
	rw_slice name, report, other; /* ids of the review, of its reports */
	rw_bond bond;
} rw_said_bond;
int rw_by_said(const void *a, const void *b);
/* What people say these reports copy. `reviewed`, for each: whether anything was said of it. */
riwaya_status rw_said_copies(riwaya_store *s, rw_arena *a, const rw_known *known, const bool *reviewed, size_t n,
	int64_t until, rw_copy *copies, riwaya_error *err);

/* A review as people type it, made whole: its JSON in `a`. `at`: milliseconds, where it has no time of its own. */
riwaya_status rw_draft(riwaya_store *s, rw_arena *a, rw_slice json, int64_t at, rw_slice *out, riwaya_error *err);

/* --- lists (reviews.c) -------------------------------------------------------------------------------------------------- */
/* Which of these reviews have lost their place. */
riwaya_status rw_orphans_of(
	riwaya_store *s, rw_arena *a, const rw_review *reviews, size_t n, rw_orphans *out, riwaya_error *err);
/* Whether all reports that a review names, or what they tell of a place, are here. */
riwaya_status rw_names_here(riwaya_store *s, rw_arena *a, rw_facts *f, const rw_review *r, bool *here, riwaya_error *err);
/* Those that the query asks for, and orphans among them. */
riwaya_status rw_reviews_list(riwaya_store *s, rw_arena *a, const riwaya_review_query *query, rw_decisions *out,
	rw_orphans *orphans, riwaya_error *err);
/* What an incident's reviews are about: its names and its reports. */
riwaya_status rw_subjects_of_incident(
	riwaya_store *s, rw_arena *a, const char *given, rw_subjects *out, riwaya_error *err);
riwaya_status rw_reviews_agreement(riwaya_store *s, rw_arena *a, rw_judges *out, riwaya_error *err);

#endif
