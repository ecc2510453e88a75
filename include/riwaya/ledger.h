/* riwaya/ledger.h: incidents and their ledgers, as `riwaya reconcile --format json` writes them.
 *
 * One incident holds its reports, the claims that speak of it, the lines that gather claims answering one question, the
 * relations between claims, a timeline and the framing. Arrays index into each other by position where a struct says
 * "index"; the JSON writes ids there. Everything is read-only and lives as long as the riwaya_set that made it.
 * Nothing here rules on who is right: ranges are envelopes of what was said, never averages or votes.
 */
#ifndef RIWAYA_LEDGER_H
#define RIWAYA_LEDGER_H

#include <riwaya/report.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RIWAYA_PART_MAP(X) X(TELLS, tells) X(BACKGROUND, background) X(REPRINT, reprint) X(UNDATED, undated)
#define RIWAYA_RELATION_MAP(X)                                                                                         \
	X(CONTRADICTION, contradiction)                                                                                    \
	X(REVERSAL, reversal) X(REVISION, revision) X(LATER, later) X(DIFFERS, differs) X(NARROWER, narrower)
#define RIWAYA_ON_MAP(X)                                                                                               \
	X(FIGURE, figure)                                                                                                  \
	X(DENIAL, denial)                                                                                                  \
	X(AGENT, agent) X(PLACE, place) X(TIME, time) X(PATIENT, patient) X(OCCURRENCE, occurrence) X(MANNER, manner)
/* How well an incident is borne out, as Airwars grades it. */
#define RIWAYA_GRADE_MAP(X)                                                                                            \
	X(NONE, null)                                                                                                      \
	X(CONFIRMED, confirmed) X(FAIR, fair) X(WEAK, weak) X(CONTESTED, contested) X(DISCOUNTED, discounted)
#define RIWAYA_E_PART(n, w) RIWAYA_PART_##n,
#define RIWAYA_E_RELATION(n, w) RIWAYA_RELATION_##n,
#define RIWAYA_E_ON(n, w) RIWAYA_ON_##n,
#define RIWAYA_E_GRADE(n, w) RIWAYA_GRADE_##n,
RIWAYA_ENUM(grade, RIWAYA_E_GRADE, RIWAYA_GRADE_MAP)
RIWAYA_ENUM(part, RIWAYA_E_PART, RIWAYA_PART_MAP)
RIWAYA_ENUM(relation_type, RIWAYA_E_RELATION, RIWAYA_RELATION_MAP)
RIWAYA_ENUM(on, RIWAYA_E_ON, RIWAYA_ON_MAP)

/** The same thing said for both readers. */
typedef struct riwaya_bilingual {
	riwaya_slice ar, en;
} riwaya_bilingual;

typedef struct riwaya_part_taken {
	uint32_t report; /* index into riwaya_reconciliation.reports */
	riwaya_part part;
	uint32_t of;          /* reprint: index of the report it copies, else UINT32_MAX */
	riwaya_bilingual why; /* one sentence: why it is in this incident */
} riwaya_part_taken;

/** A claim's place in an incident. */
typedef struct riwaya_incident_claim {
	const riwaya_claim *claim;
	uint32_t report;        /* index into riwaya_reconciliation.reports */
	riwaya_slice id;        /* the claim's id; for an implied claim one of its own */
	uint32_t implied_by;    /* index into the incident's claims, else UINT32_MAX */
	uint32_t superseded_by; /* index into the incident's claims, else UINT32_MAX */
	uint32_t origin;        /* index into the incident's origins */
	uint32_t told_twice; /* index of the earlier claim of the same report and origin that says the same, else UINT32_MAX */
} riwaya_incident_claim;

/** The first link of chains: one speaker, or one unnamed source of one outlet. */
typedef struct riwaya_origin {
	riwaya_slice name;
	riwaya_link_kind kind;
	riwaya_slice party; /* the actor it speaks for, absent where none */
	bool anonymous;
} riwaya_origin;

/** Bounds of what was said; `has_*` false is open. */
typedef struct riwaya_range {
	double low, high;
	bool has_low, has_high;
} riwaya_range;

/** A largest set of claims of a line that can hold together. */
typedef struct riwaya_value {
	riwaya_range range;
	const uint32_t *claims; /* indices into the incident's claims */
	size_t n_claims;
	uint32_t reports, outlets, origins, anonymous;
	const riwaya_slice *parties;
	size_t n_parties;
} riwaya_value;

typedef struct riwaya_line {
	riwaya_slice predicate, family, unit;
	riwaya_slice patient_actor, patient_role;
	riwaya_slice place, place_text; /* a stock's or sub-event's place: id (may be absent) and words */
	riwaya_when time;
	riwaya_scope_kind scope;
	riwaya_bilingual label; /* "detainees held in al-Sina'a prison" */
	riwaya_range range, range_all;
	const uint32_t *claims; /* every claim of the line, in order of telling */
	size_t n_claims;
	const uint32_t *denied_by; /* claims that deny the line's act */
	size_t n_denied_by;
	const uint32_t *beside; /* claims not actual: planned, feared, foiled … */
	size_t n_beside;
	const riwaya_value *values;
	size_t n_values;
	riwaya_grade grade; /* a person's */
	const riwaya_decision *decisions;
	size_t n_decisions;
} riwaya_line;

typedef struct riwaya_relation {
	riwaya_relation_type type;
	riwaya_on on;
	uint32_t a, b;      /* indices into the incident's claims; a is the one told earlier */
	uint32_t through;   /* implied claim on which it rests, else UINT32_MAX */
	riwaya_slice party; /* the party that speaks against itself, absent where none */
	uint32_t weight;    /* order on the page: higher first */
	riwaya_bilingual sentence;
} riwaya_relation;

typedef struct riwaya_moment {
	riwaya_when happened;
	riwaya_bilingual what;
	uint32_t claim;       /* index into the incident's claims: who first told it */
	const uint32_t *also; /* further claims that tell it */
	size_t n_also;
} riwaya_moment;

typedef struct riwaya_naming {
	riwaya_slice words;
	riwaya_slice reg; /* self, plain, loaded; absent where the table does not say */
	uint32_t report;  /* index of the report */
	uint32_t count;
	riwaya_span first; /* where it stands first */
} riwaya_naming;

typedef struct riwaya_framing {
	riwaya_slice about; /* an actor's id or an act's predicate */
	bool is_act;
	riwaya_bilingual label;
	const riwaya_naming *names;
	size_t n_names;
} riwaya_framing;

/** A claim of one of the incident's reports that a person rejected: it counts nowhere, and is listed. */
typedef struct riwaya_rejected {
	const riwaya_claim *claim;
	uint32_t report; /* index into riwaya_reconciliation.reports */
} riwaya_rejected;

/** A decision about the incident or one of its reports that no longer finds its place: it has no effect until it does again. */
typedef struct riwaya_orphan {
	riwaya_decision decision;
	riwaya_slice report, words; /* the report's id and the words that it marks; absent where it marks none */
	riwaya_slice why;           /* words_gone, no_claim … (docs/reviews.md) */
} riwaya_orphan;

/** Another incident that this one lies within, or that lies within it: neither is part of the other's ledger. */
typedef struct riwaya_nesting {
	riwaya_slice incident; /* its id */
	riwaya_bilingual title, why;
} riwaya_nesting;

typedef struct riwaya_incident {
	riwaya_slice id;
	riwaya_bilingual title;
	const riwaya_slice *acts;
	size_t n_acts;
	riwaya_slice place_id, place_text;
	riwaya_bilingual place_label; /* "al-Sina'a prison, Ghuwayran, al-Hasakah" */
	double lat, lon;
	bool has_position;
	riwaya_when time;
	const riwaya_part_taken *reports;
	size_t n_reports;
	uint32_t outlets, n_independent; /* outlets that tell; origins behind all claims */
	const riwaya_incident_claim *claims;
	size_t n_claims;
	const riwaya_origin *origins;
	size_t n_origins;
	const riwaya_line *lines;
	size_t n_lines;
	const riwaya_relation *relations;
	size_t n_relations;
	const riwaya_moment *timeline;
	size_t n_timeline;
	const riwaya_framing *framing;
	size_t n_framing;
	const riwaya_rejected *rejected;
	size_t n_rejected;
	riwaya_grade grade;               /* a person's */
	const riwaya_decision *decisions; /* of people about the incident as a whole, earliest first */
	size_t n_decisions;
	const riwaya_nesting *within; /* the incident that lies closest around it, NULL for none */
	const riwaya_nesting *holds;  /* those that lie within it */
	size_t n_holds;
	const riwaya_orphan *orphans; /* of a store alone */
	size_t n_orphans;
} riwaya_incident;

/** A report that joins no incident, and the clues for and against the nearest one. */
typedef struct riwaya_apart {
	uint32_t report;
	uint32_t near; /* index of the nearest incident, else UINT32_MAX */
	riwaya_bilingual why;
	const riwaya_bilingual *clues_for, *clues_against;
	size_t n_for, n_against;
} riwaya_apart;

typedef struct riwaya_reprint {
	uint32_t report, of;
	double share; /* of the report's words that stand in the other */
	bool whole;
} riwaya_reprint;

typedef struct riwaya_unread {
	riwaya_slice file;
	riwaya_error error;
} riwaya_unread;

/** A coded event that lies near an incident in place and time: both may tell of one happening. */
typedef struct riwaya_coded_near {
	uint32_t incident, event; /* indices into riwaya_reconciliation.incidents and .coded */
	double km;
} riwaya_coded_near;

typedef struct riwaya_reconciliation {
	const riwaya_report *const *reports;
	const riwaya_claim *const *claims; /* claims[i]: the claims of reports[i] */
	const size_t *n_claims;
	size_t n_reports;
	const riwaya_incident *incidents;
	size_t n_incidents;
	const riwaya_apart *apart;
	size_t n_apart;
	const riwaya_reprint *reprints;
	size_t n_reprints;
	const riwaya_unread *unread;
	size_t n_unread;
	const riwaya_coded_event *coded; /* events coded by others, by time; no part of any line */
	size_t n_coded;
	const riwaya_coded_near *coded_near; /* by incident, then by event */
	size_t n_coded_near;
} riwaya_reconciliation;

#ifdef __cplusplus
}
#endif
#endif
