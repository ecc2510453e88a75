/* export.h: what the writers of other people's formats share. Private to this folder, but for rw_export_*.
 *
 * Each format is an rw_exporting: what to write at the head, for an incident or for a report, and at the end. What they ask of an incident is
 * worked out once in facts.c (where, who against whom) and tolls.c (how many), always from claims that are current: affirmed, told as having
 * happened, not superseded by the same origin, not implied, and not an earlier count of what has grown since. Which word of ours is which code of
 * theirs is data: predicates, roles, orders, placetypes, actortypes, actors, acledevents, countries.
 */
#ifndef RW_EXPORT_H
#define RW_EXPORT_H

#include "group/bearing.h"
#include "lexicon/lexicon.h"
#include "show/export/csv.h"
#include "show/json.h"
#include "show/words.h"
#include <riwaya/export.h>

typedef struct rw_exporter {
	const rw_lexicon *lx;
	rw_arena *a; /* scratch, reset after each unit */
	riwaya_export_format format;
	riwaya_export_options o;
	riwaya_sink sink;
	rw_csv csv;
	rw_json j;
	rw_words en, ar;
	riwaya_exported done;
	const riwaya_reconciliation *r; /* what the incident lies in */
} rw_exporter;

/* Members are NULL where there is nothing to write. */
typedef struct rw_exporting {
	void (*begin)(rw_exporter *x);
	void (*incident)(rw_exporter *x, const riwaya_incident *i);
	void (*report)(rw_exporter *x, const riwaya_report *r, const riwaya_claim *claims, size_t n);
	void (*event)(rw_exporter *x, const riwaya_coded_event *e);
	void (*end)(rw_exporter *x);
	bool table, document; /* rows of csv; one JSON document */
	bool apart;           /* of claims: reports that are in no incident too */
} rw_exporting;

extern const rw_exporting rw_exporting_reports_csv, rw_exporting_reports_jsonl, rw_exporting_claims_csv,
	rw_exporting_claims_jsonl, rw_exporting_lines_csv, rw_exporting_lines_jsonl, rw_exporting_acled, rw_exporting_ucdp,
	rw_exporting_airwars, rw_exporting_plover, rw_exporting_geojson, rw_exporting_schema_org, rw_exporting_uwazi,
	rw_exporting_coded_jsonl;

/* --- export.c ------------------------------------------------------------------------------------------------------------- */
void rw_export_begin(rw_exporter *x);
void rw_export_add(rw_exporter *x, const riwaya_reconciliation *r);
void rw_export_incident(rw_exporter *x, const riwaya_reconciliation *r, size_t k);
void rw_export_report(rw_exporter *x, const riwaya_report *r, const riwaya_claim *claims, size_t n);
void rw_export_event(rw_exporter *x, const riwaya_coded_event *e);
void rw_export_end(rw_exporter *x);
bool rw_export_failed(const rw_exporter *x);
bool rw_export_of_reports(riwaya_export_format f);
bool rw_export_of_events(riwaya_export_format f);
/* Of reports, or of claims, of those too that are in no incident. */
bool rw_export_takes_reports(riwaya_export_format f);
/* In both languages. False where the sink refused. */
bool rw_export_about(rw_exporter *x);

/* --- facts.c -------------------------------------------------------------------------------------------------------------- */
/* "2023-11-14"; absent where not known. */
rw_slice rw_day_of_minutes(rw_arena *a, int64_t minutes);
rw_slice rw_stamp_of(rw_arena *a, riwaya_when w); /* as precise as it is known: "2023-11-14T06:10:00", "2023-11" */
int64_t rw_days_spanned(riwaya_when w);           /* 1 for one day */
rw_slice rw_listed_words(rw_arena *a, const rw_slice *p, size_t n, const char *between);
/* English and Arabic side of a bilingual, each the other's where it is missing. */
rw_slice rw_en(riwaya_bilingual b);
rw_slice rw_ar(riwaya_bilingual b);

/* The incident's place for people, absent where it has none. */
riwaya_bilingual rw_place_of(const riwaya_incident *i);

/* A place in the codings of others. Slices are absent where the place, or what lies around it, is not known. */
typedef struct rw_where {
	rw_slice id, type;
	rw_slice country;           /* id: "sy" */
	rw_row country_row;         /* of places */
	rw_row coding;              /* of countries, 0 where it has none */
	rw_row admin[3];            /* of places: governorate, district, subdistrict */
	unsigned acled, ucdp;       /* geo_precision, where_prec; 3 and 6 where not known */
	rw_slice airwars, position; /* accuracy; how well the position is known: exact, centre, area */
} rw_where;
rw_where rw_where_is(const rw_exporter *x, rw_slice place);
/* The name of a row of places, for the words' reader; absent for row 0. */
rw_slice rw_row_name(const rw_words *w, rw_row place);

rw_slice rw_actor_root(const rw_exporter *x, rw_slice actor); /* the widest body that an actor is part of */
rw_slice rw_predicate_code(const rw_exporter *x, rw_slice predicate, const char *column);

enum { RW_SIDES = 16 };
typedef struct rw_side {
	rw_slice actor; /* a root */
	uint32_t agent, patient;
	uint32_t lost; /* claims that some of its own came to harm or were taken */
	bool state, foreign;
	unsigned acled;
} rw_side;
/* Who did, and to whom, as most accounts have it: the armed actors of an incident, those told most as doers first. */
typedef struct rw_sides {
	rw_side p[RW_SIDES];
	size_t n;
	uint32_t civilians; /* claims that some came to harm */
	bool fought;        /* two sides lost people, or the accounts say that they clashed */
	bool disputed;      /* accounts contradict each other on who did it */
} rw_sides;
/* An armed actor as a side of what happened somewhere; false for one that is not armed. */
bool rw_side_is(const rw_exporter *x, const rw_where *where, rw_slice actor, rw_side *out);
void rw_sides_of(rw_exporter *x, const riwaya_incident *i, const rw_where *where, rw_sides *out);

/* Outlets that tell (reprints left out), in order of the incident's reports; each once. */
typedef struct rw_cited {
	const riwaya_report *report;
	rw_slice en, ar; /* the outlet's name */
} rw_cited;
size_t rw_cited_of(rw_exporter *x, const riwaya_incident *i, rw_cited **out);
/* Of the reports that tell, the one published first; NULL where none has a time. */
const riwaya_report *rw_first_report(rw_exporter *x, const riwaya_incident *i);
/* Whether people decided anything about it, its lines or its claims. */
bool rw_reviewed(const riwaya_incident *i);
/* The URL of a report, absent where there is none. */
rw_slice rw_url_of(const riwaya_report *r);

/* --- tolls.c -------------------------------------------------------------------------------------------------------------- */
typedef struct rw_toll {
	bool told;        /* some account tells of it, with a number or without */
	bool has;         /* … with a number */
	double least;     /* by ACLED's rule */
	double low, high; /* what the accounts allow; where one gives no upper bound, the highest number said */
	double best;      /* what all accounts allow, else the lowest */
	bool disputed;    /* no one number suits all accounts */
	bool summed;      /* nobody gives a whole: parts that can't overlap were added */
} rw_toll;

enum { RW_TOLL_GROUPS = 24 };
typedef struct rw_tolls {
	rw_toll all, civilians, fighters; /* fighters: of all sides */
	struct {
		rw_slice actor; /* root; absent: fighters of nobody named */
		rw_toll toll;
	} side[RW_TOLL_GROUPS];
	size_t n_sides;
} rw_tolls;
/* Of a family of predicates: "death", "injury". */
void rw_tolls_of(rw_exporter *x, const riwaya_incident *i, const char *family, rw_tolls *out);
rw_toll rw_toll_of_side(const rw_tolls *t, rw_slice actor);
/* Of those whose role is of a class of Airwars, parts of larger counts included. */
rw_toll rw_toll_of_class(rw_exporter *x, const riwaya_incident *i, const char *family, const char *airwars);
/* Whether a claim counts now. `old` as rw_old_counts makes it. */
bool rw_claim_counts(const riwaya_incident *i, const bool *old, uint32_t claim);
bool *rw_old_counts(rw_arena *a, const riwaya_incident *i);

/* The origin of a claim; NULL where the chain is empty. */
const riwaya_link *rw_origin_of(const riwaya_claim *c);

#endif
