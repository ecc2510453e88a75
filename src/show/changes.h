/* changes.h: what changed, in the reader's words, for the terminal (changes.c) and the page (html/changes.c). */
#ifndef RW_SHOW_CHANGES_H
#define RW_SHOW_CHANGES_H

#include "show/incident.h"
#include <riwaya/store.h>

/* "killed: was 3, is 5 to 8". *moved: its range is another. */
rw_slice rw_tell_line_change(const rw_words *w, const riwaya_line_change *l, bool *moved);
/* "2 new reports: Sidra News Agency, Sindyan TV" */
rw_slice rw_tell_gained(const rw_words *w, const riwaya_incident_change *x);
/* The claims by which a line changed, as they are shown: `most` at most. Returns how many. */
enum { RW_CHANGE_BY = 3 };
size_t rw_line_change_by(const riwaya_incident_change *x, const riwaya_line_change *l, uint32_t by[RW_CHANGE_BY]);
/* What is kept between differences: its first and last words, or whole. `first`, `last`: nothing stands before it, behind it. */
void rw_rich_kept(rw_page *p, rw_rich *r, rw_slice s, bool first, bool last, bool whole);

#endif
