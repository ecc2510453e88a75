/* changes.h: inside of telling what is other than before: versions of pages (versions.c), incidents (changes.c). What is listed lives in s->list. */
#ifndef RW_STORE_CHANGES_H
#define RW_STORE_CHANGES_H

#include "store/list.h"

/* Of a page, by its address or a report's id. */
riwaya_status rw_list_versions(riwaya_store *s, rw_slice page, riwaya_version_list *out, riwaya_error *err);
/* The later version of a page beside the one before it; before: 0 for the first. */
riwaya_status rw_version_of(
	riwaya_store *s, rw_facts *f, int64_t before, int64_t after, riwaya_page_version *out, riwaya_error *err);
riwaya_status rw_list_changes(
	riwaya_store *s, int64_t since, const riwaya_incident_query *query, riwaya_changes *out, riwaya_error *err);

#endif
