/* tell.h: how a claim is shown to a person: who tells it on whose word, and its words. Shared by the ledger, the claims of a
 * report and the explanation. */
#ifndef RW_TELL_H
#define RW_TELL_H

#include "show/page.h"
#include "show/words.h"

enum { RW_NO_NUMBER = 0 };

/* "Orient [1], citing Farhad al-Shami (SDF)": outlet first, then back along the chain to the origin. `number` is the report's, from 1. */
void rw_tell_source(
	rw_page *p, const rw_words *w, rw_rich *r, const riwaya_report *report, size_t number, const riwaya_claim *c);
/* " · doubted · in the title": what of a claim is not as plain as it looks. */
void rw_tell_marks(rw_page *p, const rw_words *w, rw_rich *r, const riwaya_claim *c);
/* The evidence between quotation marks, its figure marked; cut around the figure to about `budget` columns (0: whole). */
void rw_tell_words(rw_page *p, rw_rich *r, const riwaya_claim *c, unsigned budget);
/* "about 300", "more than 20 commanders", "planned: 200", "denied": what a claim says of its line. `role` is the line's, not to be said again. */
rw_slice rw_tell_value(const rw_words *w, const riwaya_claim *c, rw_slice role);
/* "corrected by Huda, 21 Nov 2026: why"; decisions, each on a line of its own, and that they are not of one mind. decisions.c */
rw_slice rw_tell_decision(const rw_words *w, const riwaya_decision *d);
void rw_tell_decisions(rw_page *p, const rw_words *w, unsigned indent, const riwaya_decision *d, size_t n, bool disputed);
rw_slice rw_grade_words(const rw_words *w, riwaya_grade grade);
/* " · " between parts. */
void rw_tell_dot(rw_page *p, rw_rich *r);

#endif
