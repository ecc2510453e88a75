/* sheet.h: a page about one report, and the parts of it that report_text.c and explain.c share. */
#ifndef RW_SHEET_H
#define RW_SHEET_H

#include "show/tell.h"

typedef struct rw_sheet {
	rw_page page;
	rw_words words;
	rw_arena *a;
	unsigned label_width; /* of the widest key */
} rw_sheet;

enum { RW_SHEET_CLAIM_KEYS = 6 };
/* Labels of a claim's facts: whom, by whom, where, when, told by, id. */
extern const char *const rw_sheet_claim_keys[RW_SHEET_CLAIM_KEYS];

/* Lives in the arena; its labels are as wide as the widest of the keys. */
rw_sheet *rw_sheet_begin(
	const rw_lexicon *lx, rw_arena *a, const riwaya_show *show, riwaya_sink sink, const char *const *keys, size_t n);
/* Outlet, file, time, title. */
void rw_sheet_head(rw_sheet *s, const riwaya_report *r);
/* A label and words beside it; nothing where there are none. */
void rw_sheet_fact(rw_sheet *s, unsigned indent, const char *key, rw_slice words);
void rw_sheet_claim_title(rw_sheet *s, size_t number, const riwaya_claim *c);
void rw_sheet_claim_facts(rw_sheet *s, const riwaya_report *r, const riwaya_claim *c);

#endif
