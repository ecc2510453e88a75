/* ids.h: sets and packed lists of numbers that the store gives. */
#ifndef RW_STORE_IDS_H
#define RW_STORE_IDS_H

#include "base/base.h"

/* Numbers, each once, in order of coming, with a place to find them by. Numbers are over 0. */
typedef struct rw_ids {
	rw_arena *a;
	int64_t *p; /* in order of coming */
	size_t n, cap;
	uint32_t *slots; /* open addressing: index + 1 */
	size_t mask;
} rw_ids;
#define RW_IDS(arena) ((rw_ids){.a = (arena)})
/* The index of `id`, put in where it was not there. */
uint32_t rw_ids_put(rw_ids *s, int64_t id, bool *fresh);
/* The index of `id`, RW_NO (UINT32_MAX) where it is not there. */
uint32_t rw_ids_find(const rw_ids *s, int64_t id);

typedef struct rw_list {
	int64_t *p; /* ascending */
	size_t n;
} rw_list;
/* Ascending numbers as bytes: differences as varints. Absent for none. */
rw_slice rw_list_pack(rw_arena *a, const int64_t *p, size_t n);
/* Back again; bytes that are no such list give what of them is one. */
rw_list rw_list_unpack(rw_arena *a, rw_slice bytes);
bool rw_list_has(const rw_list *l, int64_t id);
int rw_by_number(const void *a, const void *b); /* of int64_t, for qsort */

#endif
