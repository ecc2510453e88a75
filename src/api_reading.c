/* api_reading.c: the public doors of what is asked of one report of a store. */
#include "show/show.h"
#include "store/reading.h"

typedef struct reading_call {
	riwaya_store *s;
	riwaya_status (*fn)(struct reading_call *c, riwaya_error *err);
	const char *id;
	riwaya_standing *standing;
	riwaya_received *received;
	riwaya_set *set;
	riwaya_sink sink;
} reading_call;

static riwaya_status enter(void *arg, riwaya_error *err) {
	reading_call *c = arg;
	return c->fn(c, err);
}

static riwaya_status asked(reading_call c, riwaya_error *err) {
	if (!c.s || !c.id || (!c.standing && !c.received))
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a store, a report's id and a place are needed: one is NULL");
	rw_arena_reset(&c.s->list, (rw_mark){0});
	return rw_store_door(c.s, enter, &c, err);
}

static riwaya_status do_standing(reading_call *c, riwaya_error *err) {
	riwaya_status status = rw_settle(c->s, NULL, err);
	return status ? status : rw_read_standing(c->s, rw_slice_z(c->id), c->standing, err);
}

riwaya_status riwaya_store_standing(riwaya_store *store, const char *id, riwaya_standing *out, riwaya_error *err) {
	return asked((reading_call){.s = store, .fn = do_standing, .id = id, .standing = out}, err);
}

static riwaya_status do_received(reading_call *c, riwaya_error *err) {
	return rw_read_received(c->s, rw_slice_z(c->id), c->received, err);
}

riwaya_status riwaya_store_received(riwaya_store *store, const char *id, riwaya_received *out, riwaya_error *err) {
	return asked((reading_call){.s = store, .fn = do_received, .id = id, .received = out}, err);
}

static riwaya_status do_page(reading_call *c, riwaya_error *err) {
	return rw_read_received(c->s, rw_slice_z(c->id), c->received, err);
}

static riwaya_status do_furniture(reading_call *c, riwaya_error *err) {
	(void)err;
	const riwaya_report *r = riwaya_set_report(c->set, 0);
	riwaya_slice *lines = RW_ARRAY(&c->s->list, riwaya_slice, r->n_furniture);
	for (size_t i = 0; i < r->n_furniture; i++) lines[i] = rw_arena_copy(&c->s->list, r->furniture[i]);
	c->standing->furniture = lines;
	c->standing->n_furniture = r->n_furniture;
	return RIWAYA_OK;
}

riwaya_status riwaya_store_furniture(riwaya_store *store, const char *id, riwaya_standing *standing, riwaya_error *err) {
	riwaya_received page;
	reading_call c = {.s = store, .fn = do_page, .id = id, .standing = standing, .received = &page};
	if (!store || !id || !standing)
		return rw_fail(
			err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a store, a report's id and its standing are needed: one is NULL");
	/* The standing lies in the same arena, which is not emptied here. */
	riwaya_status status = rw_store_door(store, enter, &c, err);
	if (status || page.kind != RIWAYA_RECEIVED_HTML) return status;
	status = riwaya_set_new(store->engine, NULL, &c.set, err);
	if (status) return status;
	riwaya_error unread = {0};
	status = riwaya_set_add_bytes(c.set, "page", page.bytes.p, page.bytes.n, &unread);
	c.fn = do_furniture;
	if (status == RIWAYA_NOMEM)
		status = rw_fail(err, RIWAYA_NOMEM, RW_NONE, 0, 0, "memory ran out while a page was read again");
	else
		status = status || !riwaya_set_count(c.set) ? RIWAYA_OK : rw_store_door(store, enter, &c, err);
	riwaya_set_free(c.set);
	return status;
}

typedef struct writing {
	riwaya_store *s;
	riwaya_report report;
	const riwaya_claim *claims;
	const riwaya_mention *mentions;
	size_t n, m;
	const riwaya_standing *standing;
	riwaya_sink sink;
} writing;

static riwaya_status write_reading(void *arg, riwaya_error *err) {
	const writing *w = arg;
	if (rw_show_reading_json(&w->s->scratch, &w->report, w->claims, w->n, w->mentions, w->m, w->standing, w->sink))
		return RIWAYA_OK;
	return rw_fail(err, RIWAYA_OUTPUT, RW_NONE, 0, 0, "unable to write the report; what was to take it takes no more");
}

riwaya_status riwaya_write_reading(riwaya_store *store, riwaya_set *set, size_t i, const riwaya_standing *standing,
	riwaya_sink sink, riwaya_error *err) {
	if (!store || !set || !standing || !sink.write || i >= riwaya_set_count(set))
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a store, a report of a set and a sink are needed");
	writing w = {.s = store, .report = *riwaya_set_report(set, i), .standing = standing, .sink = sink};
	if (standing->n_furniture) {
		w.report.furniture = standing->furniture;
		w.report.n_furniture = standing->n_furniture;
	}
	riwaya_status status = riwaya_set_claims(set, i, &w.claims, &w.n, err);
	if (!status) status = riwaya_set_mentions(set, i, &w.mentions, &w.m, err);
	return status ? status : rw_store_door(store, write_reading, &w, err);
}
