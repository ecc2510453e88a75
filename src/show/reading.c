/* reading.c: a report with its claims, mentions and standing, as one JSON document. */
#include "show/show.h"

bool rw_show_reading_json(rw_arena *a, const riwaya_report *r, const riwaya_claim *claims, size_t n,
	const riwaya_mention *mentions, size_t m, const riwaya_standing *standing, riwaya_sink sink) {
	rw_json *j = RW_NEW(a, rw_json);
	rw_json_begin(j, sink, 2);
	rw_json_object(j);
	rw_json_key(j, "report");
	rw_json_report(j, r);
	rw_json_key(j, "claims");
	rw_json_array(j);
	for (size_t i = 0; i < n; i++) {
		rw_json_object(j);
		rw_json_claim_members(j, &claims[i], claims[i].id);
		rw_json_review(j, &claims[i]);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_key(j, "mentions");
	rw_json_array(j);
	for (size_t i = 0; i < m; i++) rw_json_mention(j, &mentions[i]);
	rw_json_close(j);
	rw_json_put_moment(j, "received", standing->received);
	rw_json_put_u64(j, "bytes", standing->bytes);
	rw_json_put_slices(j, "incidents", standing->incidents, standing->n_incidents);
	rw_json_key(j, "copies");
	rw_json_array(j);
	for (size_t i = 0; i < standing->n_copies; i++) {
		const riwaya_copy *c = &standing->copies[i];
		rw_json_object(j);
		rw_json_put_slice(j, "id", c->id);
		rw_json_put_slice(j, "outlet", c->outlet_id);
		rw_json_put_slice(j, "title", c->title);
		rw_json_put_double(j, "share", true, c->share);
		rw_json_put_bool(j, "copier", c->copier);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_put_u64(j, "versions", standing->versions);
	rw_json_put_slice(j, "replaced_by", standing->replaced_by);
	rw_json_close(j);
	return rw_json_end(j);
}
