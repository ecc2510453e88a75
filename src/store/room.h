/* room.h: what a reading room asks of incidents beside their list: how many reports a day, where they are, when one changed. */
#ifndef RW_STORE_ROOM_H
#define RW_STORE_ROOM_H

#include "store/list.h"

/* All in s->list. */
riwaya_status rw_list_days(riwaya_store *s, const riwaya_incident_query *query, riwaya_day_list *out, riwaya_error *err);
riwaya_status rw_list_map(riwaya_store *s, const riwaya_incident_query *query, riwaya_map_places *out, riwaya_error *err);
riwaya_status rw_list_history(riwaya_store *s, const char *name, riwaya_history *out, riwaya_error *err);

#endif
