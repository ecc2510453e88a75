/* state.c: what a watch remembers between its runs, as one JSON file:
 *
 *   {"riwaya_watch": 1, "warc": "riwaya-…-00001.warc.gz", "whole": 12345,
 *    "feeds": [{"address": …, "parent": …, "changed": …, "etag": …, "modified": …, "digest": …, "id": …, "date": …, "checked": …, "due": …, "failures": …}],
 *    "items": [["https://…", "kept", 0, 1700000000], …]}
 *
 * An item is its address, its state, the rounds in which it failed, and when a feed named it last. All that came after `whole` bytes of `warc` was written
 * is found in the WARC files themselves (watch.c).
 */
#define _POSIX_C_SOURCE 200809L
#include "fetch/fetch.h"
#include "show/json.h"
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *const state_names[] = {"new", "kept", "failed", "gone"};

void rw_state_init(rw_state *s, rw_mem *mem) {
	*s = (rw_state){.warc = RW_NONE};
	rw_arena_init(&s->a, mem);
	s->feed_of = RW_MAP(&s->a);
	s->item_of = RW_MAP(&s->a);
}

rw_feed_state *rw_state_feed(rw_state *s, rw_slice address, bool *fresh) {
	uint32_t i = rw_map_get(&s->feed_of, address);
	*fresh = i == UINT32_MAX;
	if (!*fresh) return &s->feeds.p[i];
	rw_slice own = rw_arena_copy(&s->a, address);
	rw_vec_push(&s->a, &s->feeds, (rw_feed_state){.address = own});
	*rw_map_put(&s->feed_of, own, fresh) = (uint32_t)(s->feeds.n - 1);
	return &s->feeds.p[s->feeds.n - 1];
}

rw_watch_item *rw_state_item(rw_state *s, rw_slice address, bool *fresh) {
	uint32_t i = rw_map_get(&s->item_of, address);
	*fresh = i == UINT32_MAX;
	if (!*fresh) return &s->items.p[i];
	rw_slice own = rw_arena_copy(&s->a, address);
	rw_vec_push(&s->a, &s->items, (rw_watch_item){.address = own});
	*rw_map_put(&s->item_of, own, fresh) = (uint32_t)(s->items.n - 1);
	return &s->items.p[s->items.n - 1];
}

/* --- reading ----------------------------------------------------------------------------------------------------------- */
static void drop(void *json) { json_decref(json); }

static rw_slice text(rw_arena *a, const json_t *in, const char *key) {
	const json_t *v = json_object_get(in, key);
	return json_is_string(v) ? rw_arena_copy(a, rw_slice_of(json_string_value(v), json_string_length(v))) : RW_NONE;
}

static int64_t number(const json_t *in, const char *key) {
	return (int64_t)json_integer_value(json_object_get(in, key)); /* 0 for what is none */
}

static void load_feed(rw_state *s, const json_t *in) {
	bool fresh;
	rw_slice address = text(&s->a, in, "address");
	if (!address.n || s->feeds.n >= RIWAYA_WATCH_FEEDS) return;
	rw_feed_state *f = rw_state_feed(s, address, &fresh);
	*f = (rw_feed_state){.address = f->address,
		.parent = text(&s->a, in, "parent"),
		.changed = text(&s->a, in, "changed"),
		.etag = text(&s->a, in, "etag"),
		.modified = text(&s->a, in, "modified"),
		.digest = text(&s->a, in, "digest"),
		.id = text(&s->a, in, "id"),
		.date = text(&s->a, in, "date"),
		.checked = number(in, "checked"),
		.due = number(in, "due"),
		.failures = (uint32_t)number(in, "failures")};
}

static void load_item(rw_state *s, const json_t *in) {
	const char *address = json_string_value(json_array_get(in, 0)), *state = json_string_value(json_array_get(in, 1));
	bool fresh;
	if (!address || !state) return;
	rw_watch_item *item = rw_state_item(s, rw_slice_z(address), &fresh);
	for (size_t k = 0; k < RW_COUNT(state_names); k++)
		if (strcmp(state, state_names[k]) == 0) item->state = (uint8_t)k;
	item->rounds = (uint8_t)json_integer_value(json_array_get(in, 2));
	item->seen = (int64_t)json_integer_value(json_array_get(in, 3));
}

riwaya_status rw_state_load(rw_state *s, const char *path, riwaya_error *err) {
	json_error_t e;
	FILE *f = fopen(path, "rb");
	if (!f && errno == ENOENT) return RIWAYA_OK;
	if (!f) return rw_fail(err, RIWAYA_IO, rw_slice_z(path), 0, 0, "unable to read '%s': %s", path, strerror(errno));
	json_t *root = json_loadf(f, JSON_REJECT_DUPLICATES, &e);
	fclose(f);
	rw_arena_defer(&s->a, drop, root);
	if (!root || number(root, "riwaya_watch") != 1)
		return rw_fail(err, RIWAYA_FORMAT, rw_slice_z(path), root ? 0 : (uint64_t)e.position, root ? 0 : (uint32_t)e.line,
			"'%s' is not what a watch of this version wrote%s%s; move it away to begin anew (what was fetched is known from the WARC files)",
			path, root ? "" : ": ", root ? "" : e.text);
	size_t i;
	json_t *each;
	s->warc = text(&s->a, root, "warc");
	s->whole = (uint64_t)number(root, "whole");
	json_array_foreach(json_object_get(root, "feeds"), i, each) load_feed(s, each);
	json_array_foreach(json_object_get(root, "items"), i, each) load_item(s, each);
	return RIWAYA_OK;
}

/* --- writing -------------------------------------------------------------------------------------------------------------- */
static bool put(void *ctx, const char *p, size_t n) { return fwrite(p, 1, n, ctx) == n; }

static void put_feed(rw_json *j, const rw_feed_state *f) {
	const struct {
		const char *key;
		rw_slice value;
	} texts[] = {{"address", f->address}, {"parent", f->parent}, {"changed", f->changed}, {"etag", f->etag},
		{"modified", f->modified}, {"digest", f->digest}, {"id", f->id}, {"date", f->date}};
	rw_json_object(j);
	for (size_t i = 0; i < RW_COUNT(texts); i++)
		if (texts[i].value.p) rw_json_put_slice(j, texts[i].key, texts[i].value);
	if (f->checked) rw_json_put_u64(j, "checked", (uint64_t)f->checked);
	if (f->due) rw_json_put_u64(j, "due", (uint64_t)f->due);
	if (f->failures) rw_json_put_u64(j, "failures", f->failures);
	rw_json_close(j);
}

static bool write_all(const rw_state *s, rw_json *j, FILE *f) {
	rw_json_begin(j, (riwaya_sink){put, f}, 2);
	rw_json_object(j);
	rw_json_put_u64(j, "riwaya_watch", 1);
	rw_json_put_slice(j, "warc", s->warc);
	rw_json_put_u64(j, "whole", s->whole);
	rw_json_key(j, "feeds");
	rw_json_array(j);
	for (size_t i = 0; i < s->feeds.n; i++) put_feed(j, &s->feeds.p[i]);
	rw_json_close(j);
	rw_json_key(j, "items");
	rw_json_array(j);
	for (size_t i = 0; i < s->items.n; i++) {
		const rw_watch_item *item = &s->items.p[i];
		rw_json_array(j);
		rw_json_slice(j, item->address);
		rw_json_z(j, state_names[item->state]);
		rw_json_u64(j, item->rounds);
		rw_json_u64(j, (uint64_t)item->seen);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_close(j);
	return rw_json_end(j);
}

riwaya_status rw_state_save(const rw_state *s, rw_arena *scratch, const char *path, riwaya_error *err) {
	/* Memory first: nothing is open while it may run out. */
	const char *beside = rw_arena_printf(scratch, "%s.new%c", path, '\0').p;
	rw_json *j = RW_NEW(scratch, rw_json);
	FILE *f = fopen(beside, "wb");
	bool good = f && write_all(s, j, f) && fflush(f) == 0 && fsync(fileno(f)) == 0;
	if (f && fclose(f) != 0) good = false;
	if (good) good = rename(beside, path) == 0;
	if (good) return RIWAYA_OK;
	rw_fail(err, RIWAYA_IO, rw_slice_of(path, strlen(path)), 0, 0, "unable to write '%s': %s", path, strerror(errno));
	if (f) unlink(beside);
	return RIWAYA_IO;
}

/* --- forgetting ------------------------------------------------------------------------------------------------------------- */
static int by_seen(const void *a, const void *b) {
	const rw_watch_item *x = a, *y = b;
	return (x->seen < y->seen) - (x->seen > y->seen);
}

static void release(void *a) { rw_arena_release(a); }

void rw_state_trim(rw_state *s, size_t most) {
	if (s->items.n <= most) return;
	/* A tenth more than must go, so that this is not done in every round. What is left is copied, so that memory is given back. */
	rw_state *fresh = RW_NEW(&s->a, rw_state);
	rw_state_init(fresh, s->a.mem);
	rw_arena_defer(&s->a, release, &fresh->a);
	qsort(s->items.p, s->items.n, sizeof *s->items.p, by_seen);
	bool made;
	for (size_t i = 0; i < most - most / 10; i++) {
		rw_watch_item *item = rw_state_item(fresh, s->items.p[i].address, &made);
		rw_slice own = item->address;
		*item = s->items.p[i];
		item->address = own;
	}
	for (size_t i = 0; i < s->feeds.n; i++) {
		rw_feed_state *f = rw_state_feed(fresh, s->feeds.p[i].address, &made);
		rw_slice own = f->address;
		*f = s->feeds.p[i];
		f->address = own;
		rw_slice *texts[] = {&f->parent, &f->changed, &f->etag, &f->modified, &f->digest, &f->id, &f->date};
		for (size_t k = 0; k < RW_COUNT(texts); k++) *texts[k] = rw_arena_copy(&fresh->a, *texts[k]);
	}
	fresh->warc = rw_arena_copy(&fresh->a, s->warc);
	fresh->whole = s->whole;
	rw_state kept = *fresh;
	rw_arena_init(&fresh->a, s->a.mem); /* empty: what was in it is `kept` now */
	rw_arena_release(&s->a);
	*s = kept;
	s->feed_of.a = s->item_of.a = &s->a;
}
