/* where.h: where and when a claim's happening took place: the places and dates of its sentence, and what it inherits where its sentence
 * gives none. */
#ifndef RW_WHERE_H
#define RW_WHERE_H

#include "extract/claim.h"
#include "extract/draft.h"

/* Takes note of the place that a sentence is about, before its claims are made. */
void rw_take_ground(rw_story *st, rw_view *v, uint32_t s);
/* The place that the sentence gives the claim of a draft, NULL for none. Within what somebody is said to have said, only places of
 * those words count. */
const rw_item *rw_best_place(const rw_story *st, const rw_view *v, uint32_t s, const rw_draft *d, const rw_frame *speaks);
/* "The camp of X in Y": the site, where a rule took the town or region behind it; else the place itself. */
const rw_item *rw_site_before(const rw_view *v, uint32_t s, const rw_item *place);
const rw_item *rw_best_date(const rw_view *v, uint32_t s, uint32_t anchor, const rw_frames *frames);
/* When it happened by the date found, or the period that its toll is of. Scope, figure and modality are known. */
void rw_fill_time(const rw_view *v, const rw_draft *d, const rw_frames *frames, const rw_item *date, riwaya_claim *c);
/* What a figure counts by the words of its draft: one happening, what is new, all so far, how many there are. */
riwaya_scope_kind rw_scope_of(const rw_view *v, uint32_t s, const rw_draft *d, rw_row pred);
/* After a sentence's claims, those from `start` on: a period named once goes for the tolls that follow. */
void rw_carry_period(rw_story *st, const rw_view *v, uint32_t s, const rw_frames *frames, size_t start);
void rw_fill_place(const rw_story *st, rw_view *v, const rw_item *it, riwaya_place *out);
/* After the whole report: what claims inherit whose sentence gives no place. */
void rw_settle_places(rw_story *st);

#endif
