/* incident.h: what is told of an incident, in the reader's words and in the order in which a reader meets it, whoever lays it out: the
 * terminal's ledger (ledger.c, lines.c, tables.c, origins.c) or the page (html/). incident.c; rows.c has the lines. */
#ifndef RW_SHOW_INCIDENT_H
#define RW_SHOW_INCIDENT_H

#include "show/tell.h"

/* --- its head and its reports ---------------------------------------------------------------------------------- */
/* Parts with commas between them; empty ones are left out. */
rw_slice rw_tell_joined(const rw_words *w, const rw_slice *s, size_t n);
rw_slice rw_tell_acts(const rw_words *w, const riwaya_incident *i);
rw_slice rw_tell_where(const rw_words *w, const riwaya_incident *i); /* with its position, where that is known */
rw_slice rw_tell_tellers(const rw_words *w, const riwaya_incident *i); /* "7 reports, 7 outlets, 22 origins (17 unnamed)" */
rw_slice rw_tell_size(const rw_words *w, const riwaya_incident *i);      /* "7 reports, 4 contradictions" */
rw_slice rw_tell_all(const rw_words *w, const riwaya_reconciliation *r); /* "11 reports, 4 incidents, 1 kept apart" */
/* "[3]": how a report is called throughout; `report` is its index. */
rw_slice rw_report_label(const rw_words *w, uint32_t report);
/* An outlet that tells, and its reports. */
typedef struct rw_outlet_told {
	rw_slice name;
	RW_VEC(uint32_t) reports; /* indices into riwaya_reconciliation.reports */
} rw_outlet_told;
/* Those that tell of the incident, each once. */
rw_outlet_told *rw_outlets_told(const rw_words *w, const riwaya_reconciliation *r, const riwaya_incident *i, size_t *n);
/* "background", "reprint of [2]"; absent where it simply tells. */
rw_slice rw_tell_part(const rw_words *w, const riwaya_reconciliation *r, const riwaya_part_taken *t);
bool rw_report_copied(const riwaya_incident *i, uint32_t report);
/* Why a file was not read; for an Arabic reader the kind of failure alone, since the library's messages are English. */
rw_slice rw_tell_unread(const rw_words *w, const riwaya_unread *u);
rw_slice rw_tell_reprint(const rw_words *w, const riwaya_reconciliation *r, const riwaya_reprint *x);
/* A coded event and how far it lies. */
rw_slice rw_tell_near(const rw_words *w, const riwaya_reconciliation *r, const riwaya_coded_near *near);

/* --- claims ----------------------------------------------------------------------------------------------------- */
/* Who tells it on whose word, and what of it is not as plain as it looks: doubted, revised later, a reprint, in the words of the row above. */
void rw_tell_teller(rw_page *p, const rw_words *w, rw_rich *rich, const riwaya_reconciliation *r,
	const riwaya_incident *i, uint32_t claim, bool same_words);
/* "follows from: recaptured: 17"; absent where it is stated. */
rw_slice rw_tell_implied(const rw_words *w, const riwaya_incident *i, const riwaya_incident_claim *c);

/* --- relations -------------------------------------------------------------------------------------------------- */
bool rw_relation_grave(riwaya_relation_type t); /* contradictions and reversals */
/* The grave ones, weightiest first: indices into the incident's relations. */
uint32_t *rw_relations_grave(rw_arena *a, const riwaya_incident *i, size_t *n);
/* What else changed or parts, in the order in which it is told; the last kind on demand only. */
enum { RW_CHANGES = 4 };
extern const riwaya_relation_type rw_changes[RW_CHANGES];
rw_slice rw_relation_name(const rw_words *w, riwaya_relation_type t);
/* "contradiction: the figures, SDF against itself, by what the words imply" */
rw_slice rw_tell_relation(const rw_words *w, const riwaya_incident *i, const riwaya_relation *x);

/* --- timeline, origins, framing ------------------------------------------------------------------------------------ */
/* When it happened; where nobody says, by when it was told. */
rw_slice rw_tell_happened(const rw_words *w, const riwaya_incident *i, const riwaya_moment *m);
/* Whether it is known who told it first. */
bool rw_moment_told(const riwaya_reconciliation *r, const riwaya_incident *i, const riwaya_moment *m);
/* What rests on an origin. */
typedef struct rw_standing {
	uint32_t origin, claims;
	RW_VEC(uint32_t) reports; /* indices into riwaya_reconciliation.reports, in the incident's order */
} rw_standing;
/* One for each origin: most reports first, then most claims, then in the ledger's order. */
rw_standing *rw_standings(rw_arena *a, const riwaya_reconciliation *r, const riwaya_incident *i);
/* Actors, and the acts that the incident goes by; how else things are put is there on demand. */
bool rw_framing_main(const riwaya_incident *i, const riwaya_framing *f);

/* --- lines: rows.c ------------------------------------------------------------------------------------------------- */
typedef enum rw_row_group {
	RW_ROW_FIGURED,
	RW_ROW_UNFIGURED,
	RW_ROW_DENIED,
	RW_ROW_BESIDE /* what did not happen: planned, feared, foiled */
} rw_row_group;

typedef struct rw_line_row {
	uint32_t claim;    /* index into the incident's claims */
	uint32_t at;       /* order of telling */
	uint32_t value_at; /* of the first claim with the same value */
	uint8_t group;     /* rw_row_group */
	bool has_low;
	double low, high;
	rw_slice value; /* what it says */
} rw_line_row;

/* The claims of a line by what they say: figures from small to large, then those without one, denials, what did not happen; within one value, in
 * order of telling. Said in the title and again in the body by the same origin is one telling, unless `full`. */
rw_line_row *rw_line_rows(const rw_words *w, const riwaya_incident *i, const riwaya_line *line, bool full, size_t *n);
/* Whether a row says what the one before it says. */
bool rw_row_again(const rw_line_row *rows, size_t at);
enum { RW_LINE_SETS = 26 }; /* that have a letter */
/* The letters of the sets that hold a claim: "A C". */
rw_slice rw_line_letters(const rw_words *w, const riwaya_line *line, uint32_t claim);
/* How many sets say how many, and the first of them: one without a number takes nothing away from the others. */
size_t rw_line_numbered(const riwaya_line *line, size_t *first);
/* "3 reports, 3 outlets, 2 origins (1 unnamed); speaking for: SDF" */
rw_slice rw_tell_behind(const rw_words *w, const riwaya_value *v);
/* Of a line with one such set: that its figures agree or can all hold, and who is behind them; absent where one origin alone says it. */
rw_slice rw_tell_agreed(const rw_words *w, const riwaya_line *line, const rw_line_row *rows, size_t n);
/* The label that says how the figures of a line part. */
const char *rw_line_parting(const riwaya_incident *i, const riwaya_line *line);
rw_slice rw_line_title(const rw_words *w, const riwaya_line *line);
rw_slice rw_tell_said(const rw_words *w, const riwaya_line *line); /* "said: 5 to 8", absent where no number is */
rw_slice rw_family_name(const rw_words *w, rw_slice family);

#endif
