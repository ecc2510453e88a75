/* watch.c: feeds and their items. A round asks for the feeds that are due; each answer names items, and those that are new are asked for at once,
 * in the same run. What became of each is remembered in the state (state.c), which is written now and then and at the round's end.
 *
 * Nothing twice: a record that ends the asking for an address names that address (RW_KEEP_ASKED). Where a run was killed, the records that the
 * state does not know of are looked through before anything is asked for, and what they name counts as fetched.
 */
#define _DEFAULT_SOURCE /* flock */
#include "fetch/watch.h"
#include "mention/calendar.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	SAVE_EVERY = 30,  /* seconds between two writings of the state within a round */
	SUBLISTS = 50,    /* lists that one list of lists may name and be followed to */
	SUBLIST_DAYS = 7, /* a list that changed longer ago is not followed the first time */
	DOUBLINGS = 16,
};

/* An address of the list being read. */
typedef struct named_link {
	rw_link link;
	int64_t changed; /* minutes; INT64_MIN where the list does not say */
	size_t place;
} named_link;

struct rw_watch {
	rw_arena *a;
	riwaya_watch_options o;
	const rw_lexicon *lx;
	rw_state state;
	const char *path; /* of the state */
	rw_keep *keep;
	rw_fetcher *f;
	rw_arena scratch;
	int64_t saved;
	riwaya_status failed; /* IO where the state could not be written */
	riwaya_error why;
	/* Of the list being read. */
	size_t n_items, n_fresh, n_lists;
	RW_VEC(named_link) named;
};

static int64_t now(const rw_watch *w) {
	if (w->o.clock) return w->o.clock(w->o.fetch.ctx);
	struct timespec t;
	return clock_gettime(CLOCK_REALTIME, &t) == 0 ? (int64_t)t.tv_sec : 0;
}

/* --- remembering --------------------------------------------------------------------------------------------------------- */
/* The value of a field of a record's head. */
static rw_slice record_field(rw_slice head, const char *name) {
	size_t end = rw_slice_find(head, RW_LIT("\r\n\r\n"), 0);
	return rw_http_header(rw_slice_of(head.p, end == SIZE_MAX ? head.n : end), name);
}

/* What became of an item whose last answer had this status. */
static rw_item_state state_of(unsigned code) {
	if (code >= 200 && code < 300) return RW_ITEM_KEPT;
	return code == 408 || code == 429 || code >= 500 ? RW_ITEM_FAILED : RW_ITEM_GONE;
}

static void seen(void *ctx, rw_slice file, uint64_t offset, rw_slice head) {
	rw_watch *w = ctx;
	(void)file;
	(void)offset;
	rw_slice asked = record_field(head, RW_KEEP_ASKED);
	size_t http = rw_slice_find(head, RW_LIT("\r\n\r\n"), 0);
	if (!asked.n || http == SIZE_MAX) return;
	if (rw_map_get(&w->state.feed_of, asked) != UINT32_MAX)
		return; /* it will be looked at again, which is what feeds are for */
	bool fresh;
	rw_watch_item *item = rw_state_item(&w->state, asked, &fresh);
	bool cut = record_field(head, "WARC-Truncated").n > 0;
	item->state =
		(uint8_t)(cut ? RW_ITEM_GONE : state_of(rw_http_status(rw_slice_of(head.p + http + 4, head.n - http - 4))));
	if (item->state == RW_ITEM_FAILED && item->rounds < UINT8_MAX) item->rounds++;
	if (fresh) item->seen = now(w);
}

static riwaya_status save(rw_watch *w, riwaya_error *err) {
	rw_slice file;
	riwaya_status status = rw_keep_sync(w->keep, err);
	if (status) return status;
	rw_keep_at(w->keep, &file, &w->state.whole);
	if (!rw_slice_eq(file, w->state.warc)) w->state.warc = rw_arena_copy(&w->state.a, file);
	status = rw_state_save(&w->state, &w->scratch, w->path, err);
	rw_arena_reset(&w->scratch, (rw_mark){0});
	w->saved = now(w);
	return status;
}

static void save_sometimes(rw_watch *w) {
	if (!w->failed && now(w) - w->saved >= SAVE_EVERY) w->failed = save(w, &w->why);
}

/* --- items ------------------------------------------------------------------------------------------------------------------- */
static void item_answered(void *ctx, void *who, const rw_answer *answer) {
	rw_watch *w = ctx;
	const riwaya_fetched *s = &answer->shown;
	bool fresh;
	(void)who;
	rw_watch_item *item = rw_state_item(&w->state, s->address, &fresh);
	if (!s->status)
		item->state = RW_ITEM_KEPT;
	else if (s->status == RIWAYA_NETWORK && (s->code == 0 || state_of(s->code) != RW_ITEM_GONE))
		item->state = RW_ITEM_FAILED; /* a page cut short (200) too */
	else
		item->state = RW_ITEM_GONE;
	if (item->state == RW_ITEM_FAILED && ++item->rounds >= RIWAYA_WATCH_ITEM_ROUNDS) item->state = RW_ITEM_GONE;
	if (w->o.fetch.done) w->o.fetch.done(w->o.fetch.ctx, s);
	save_sometimes(w);
}

static void ask_item(rw_watch *w, rw_watch_item *item) {
	const rw_wish wish = {.answered = item_answered, .ctx = w};
	riwaya_error why;
	riwaya_status status = rw_fetcher_ask(w->f, item->address, &wish, &why);
	if (status == RIWAYA_REFUSED) item->state = RW_ITEM_GONE; /* else there is no room in this round */
}

/* --- feeds --------------------------------------------------------------------------------------------------------------------- */
static void feed_answered(void *ctx, void *who, const rw_answer *answer);

static void ask_feed(rw_watch *w, rw_feed_state *f) {
	rw_wish wish = {.etag = f->etag,
		.modified = f->modified,
		.digest = f->digest,
		.id = f->id,
		.uri = f->address,
		.date = f->date,
		.answered = feed_answered,
		.ctx = w};
	riwaya_error why;
	f->asked = rw_fetcher_ask(w->f, f->address, &wish, &why) == RIWAYA_OK;
}

static int64_t minutes(rw_slice changed) {
	riwaya_when at;
	rw_slice zone;
	return changed.n && rw_when_parse(changed, &at, &zone) ? at.from : INT64_MIN;
}

static void remember(void *ctx, const rw_link *link) {
	rw_watch *w = ctx;
	if (w->named.n >= RIWAYA_WATCH_FEED_LINKS) return;
	rw_link own = {link->kind, rw_arena_copy(&w->scratch, link->address), rw_arena_copy(&w->scratch, link->changed)};
	rw_vec_push(&w->scratch, &w->named, (named_link){own, minutes(link->changed), w->named.n});
}

/* The newest first; as they stand where that is not known. */
static int newest(const void *a, const void *b) {
	const named_link *x = a, *y = b;
	return x->changed != y->changed ? (x->changed < y->changed) - (x->changed > y->changed)
									: (x->place > y->place) - (x->place < y->place);
}

/* A list that a list names: watched like one that people named, but of old ones only those that change. */
static void take_list(rw_watch *w, const rw_link *link, rw_slice address, rw_slice parent) {
	bool fresh;
	int64_t at = now(w), changed = minutes(link->changed);
	if (w->state.feeds.n >= RIWAYA_WATCH_FEEDS || rw_slice_eq(address, parent)) return;
	rw_feed_state *f = rw_state_feed(&w->state, address, &fresh);
	bool same = !fresh && !f->failures && link->changed.n && rw_slice_eq(f->changed, link->changed);
	if (fresh) f->parent = rw_arena_copy(&w->state.a, parent);
	if (!same) f->changed = rw_arena_copy(&w->state.a, link->changed);
	f->active = true;
	bool old = changed != INT64_MIN && changed < at / 60 - SUBLIST_DAYS * RW_DAY;
	if (f->asked || same || (fresh && old) || w->n_lists >= SUBLISTS) return;
	if (!fresh && !link->changed.n && f->due > at) return;
	w->n_lists++;
	ask_feed(w, f);
}

static void take_item(rw_watch *w, rw_slice address) {
	bool fresh;
	if (w->n_items >= RIWAYA_WATCH_FEED_ITEMS) return;
	w->n_items++;
	rw_watch_item *item = rw_state_item(&w->state, address, &fresh);
	item->seen = now(w);
	w->n_fresh += fresh;
	if (fresh) ask_item(w, item);
}

static riwaya_status read_feed(rw_watch *w, rw_slice address, const rw_answer *answer, riwaya_error *why) {
	rw_slice bytes;
	bool cut;
	riwaya_status status = rw_http_body(
		&w->scratch, answer->body, answer->n_body, answer->head, RIWAYA_WATCH_FEED_BYTES, &bytes, &cut, why);
	if (status) return status;
	memset(&w->named, 0, sizeof w->named);
	status = rw_links(&w->scratch, w->lx, answer->shown.final, bytes, remember, w, why);
	if (status) return status;
	w->n_items = w->n_fresh = w->n_lists = 0;
	if (w->named.n) qsort(w->named.p, w->named.n, sizeof *w->named.p, newest);
	for (size_t i = 0; i < w->named.n; i++) {
		rw_url url;
		riwaya_error refused;
		const rw_link *link = &w->named.p[i].link;
		if (rw_url_parse(&w->scratch, RW_NONE, link->address, &url, &refused)) continue;
		if (link->kind == RIWAYA_LISTED_PAGE)
			take_item(w, url.whole);
		else
			take_list(w, link, url.whole, address);
	}
	return RIWAYA_OK;
}

static rw_slice kept(rw_state *s, rw_slice old, rw_slice fresh) {
	return rw_slice_eq(old, fresh) ? old : rw_arena_copy(&s->a, fresh);
}

static void feed_answered(void *ctx, void *who, const rw_answer *answer) {
	rw_watch *w = ctx;
	bool fresh;
	(void)who;
	rw_slice address = answer->shown.address;
	riwaya_error why = {0};
	riwaya_status status = answer->shown.status;
	w->n_items = w->n_fresh = 0;
	if (!status && !answer->shown.unchanged) status = read_feed(w, address, answer, &why);
	rw_feed_state *f =
		rw_state_feed(&w->state, address, &fresh); /* after reading: that may have made others, and moved them */
	f->checked = now(w);
	f->failures = status ? f->failures + 1 : 0;
	int64_t pause = (int64_t)w->o.every << (f->failures < DOUBLINGS ? f->failures : DOUBLINGS);
	if (pause > RIWAYA_WATCH_BACK_OFF) pause = RIWAYA_WATCH_BACK_OFF > w->o.every ? RIWAYA_WATCH_BACK_OFF : w->o.every;
	f->due = f->checked + pause;
	if (!status && answer->shown.code == 200) {
		rw_state *s = &w->state;
		f->etag = kept(s, f->etag, rw_http_header(answer->head, "ETag"));
		f->modified = kept(s, f->modified, rw_http_header(answer->head, "Last-Modified"));
	}
	if (!status && !answer->shown.unchanged && answer->digested) {
		rw_state *s = &w->state;
		f->digest = kept(s, f->digest, rw_slice_z(answer->digest));
		f->id = kept(s, f->id, rw_slice_z(answer->kept.id));
		f->date = kept(s, f->date, rw_slice_z(answer->kept.date));
	}
	if (w->o.looked)
		w->o.looked(w->o.fetch.ctx,
			&(riwaya_watched){.feed = address,
				.status = status,
				.message = answer->shown.status ? answer->shown.message
					: status                    ? rw_slice_z(why.message)
												: RW_NONE,
				.items = w->n_items,
				.fresh = w->n_fresh,
				.unchanged = answer->shown.unchanged,
				.failures = f->failures,
				.due = f->due});
	rw_arena_reset(&w->scratch, (rw_mark){0});
	save_sometimes(w);
}

/* --- making, adding, rounds ------------------------------------------------------------------------------------------------------ */
static void shut_lock(void *p) { close(*(int *)p); }

/* One watch to a folder: two would fetch everything twice, and each write over what the other knows. */
static riwaya_status lock(rw_watch *w, const char *folder, riwaya_error *err) {
	rw_slice path = rw_slice_z(folder);
	struct stat st;
	if (mkdir(folder, 0777) != 0 && errno != EEXIST)
		return rw_fail(err, RIWAYA_IO, path, 0, 0, "unable to make the folder '%s': %s", folder, strerror(errno));
	if (stat(folder, &st) == 0 && !S_ISDIR(st.st_mode))
		return rw_fail(err, RIWAYA_ARGUMENT, path, 0, 0, "'%s' is no folder; a watch keeps to a folder", folder);
	int *fd = RW_NEW(w->a, int);
	*fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd < 0) return rw_fail(err, RIWAYA_IO, path, 0, 0, "unable to read '%s': %s", folder, strerror(errno));
	rw_arena_defer(w->a, shut_lock, fd);
	if (flock(*fd, LOCK_EX | LOCK_NB) != 0)
		return rw_fail(err, RIWAYA_IO, path, 0, 0, "another watch keeps to '%s'; give another folder", folder);
	return RIWAYA_OK;
}

static void drop(void *p) {
	rw_watch *w = p;
	rw_arena_release(&w->state.a);
	rw_arena_release(&w->scratch);
}

riwaya_status rw_watch_make(
	rw_arena *a, const rw_lexicon *lx, const riwaya_watch_options *o, rw_watch **out, riwaya_error *err) {
	rw_watch *w = RW_NEW(a, rw_watch);
	w->a = a;
	w->o = *o;
	w->lx = lx;
	if (!w->o.every) w->o.every = RIWAYA_WATCH_EVERY;
	rw_arena_init(&w->scratch, a->mem);
	rw_state_init(&w->state, a->mem);
	rw_arena_defer(a, drop, w);
	riwaya_status status = lock(w, o->fetch.keep, err);
	if (status) return status;
	w->path = rw_arena_printf(a, "%s/" RW_STATE_FILE "%c", o->fetch.keep, '\0').p;
	status = rw_state_load(&w->state, w->path, err);
	if (status) return status;
	/* Records say when they were made, whatever time a test gives the watch. */
	rw_keep_options how = {.ctx = w, .file = w->state.warc, .whole = w->state.whole, .seen = seen};
	status = rw_keep_open(a, o->fetch.keep, &how, &w->keep, err);
	if (!status) status = rw_fetcher_make(a, &w->o.fetch, w->keep, &w->f, err);
	*out = w;
	return status;
}

static void activate(void *ctx, const rw_link *link) {
	rw_watch *w = ctx;
	rw_url url;
	riwaya_error why;
	bool fresh;
	if (link->kind == RIWAYA_LISTED_PAGE || rw_url_parse(&w->scratch, RW_NONE, link->address, &url, &why)) return;
	if (w->state.feeds.n >= RIWAYA_WATCH_FEEDS && rw_map_get(&w->state.feed_of, url.whole) == UINT32_MAX) return;
	rw_state_feed(&w->state, url.whole, &fresh)->active = true;
	w->n_lists++;
}

/* A file on this machine: a list of feeds, or an address a line. */
static riwaya_status add_file(rw_watch *w, const char *path, riwaya_error *err) {
	rw_slice bytes;
	riwaya_status status = rw_read_file(&w->scratch, path, RIWAYA_WATCH_FEED_BYTES, &bytes, err);
	if (status) return status;
	w->n_lists = 0;
	status = rw_links(&w->scratch, w->lx, rw_slice_z(path), bytes, activate, w, err);
	if (status == RIWAYA_FORMAT)
		for (rw_slice rest = bytes; rest.p;) {
			rw_slice line = rw_slice_trim(rw_slice_cut(&rest, '\n'));
			if (line.n && line.p[0] != '#') activate(w, &(rw_link){RIWAYA_LISTED_FEED, line, RW_NONE});
		}
	else if (status)
		return status;
	if (w->n_lists) return RIWAYA_OK;
	return rw_fail(err, RIWAYA_FORMAT, rw_slice_z(path), 0, 0,
		"'%s' names no feeds; give an address, an OPML file, or a file with an address a line", path);
}

riwaya_status rw_watch_add(rw_watch *w, const char *feed, riwaya_error *err) {
	rw_slice s = rw_slice_z(feed);
	rw_url url;
	bool fresh;
	riwaya_status status;
	if (rw_slice_find(s, RW_LIT("://"), 0) == SIZE_MAX) {
		status = add_file(w, feed, err);
	} else {
		status = rw_url_parse(&w->scratch, RW_NONE, s, &url, err);
		if (!status && w->state.feeds.n >= RIWAYA_WATCH_FEEDS)
			status = rw_fail(err, RIWAYA_LIMIT, s, 0, 0,
				"a watch has %d feeds at most (RIWAYA_WATCH_FEEDS); begin another", RIWAYA_WATCH_FEEDS);
		if (!status) rw_state_feed(&w->state, url.whole, &fresh)->active = true;
	}
	rw_arena_reset(&w->scratch, (rw_mark){0});
	return status;
}

/* Lists that a watched list named are watched too. Parents stand before their children. */
static void inherit(rw_watch *w) {
	for (size_t i = 0; i < w->state.feeds.n; i++) {
		rw_feed_state *f = &w->state.feeds.p[i];
		if (f->active || !f->parent.n) continue;
		uint32_t parent = rw_map_get(&w->state.feed_of, f->parent);
		f->active = parent != UINT32_MAX && w->state.feeds.p[parent].active;
	}
}

/* What an index of sitemaps says of them decides when they are asked for. */
static bool by_parent(const rw_feed_state *f) { return f->parent.n && f->changed.n && !f->failures; }

riwaya_status rw_watch_round(rw_watch *w, riwaya_error *err) {
	int64_t at = now(w);
	inherit(w);
	for (size_t i = 0; i < w->state.feeds.n; i++) {
		rw_feed_state *f = &w->state.feeds.p[i];
		f->asked = false;
		if (f->active && f->due <= at && !by_parent(f)) ask_feed(w, f);
	}
	/* Those that an earlier round left. */
	for (size_t i = 0; i < w->state.items.n; i++) {
		rw_watch_item *item = &w->state.items.p[i];
		if (item->state == RW_ITEM_NEW || item->state == RW_ITEM_FAILED) ask_item(w, item);
	}
	riwaya_status status = rw_fetcher_run(w->f, err);
	rw_state_trim(&w->state, RIWAYA_WATCH_ITEMS);
	riwaya_error late;
	riwaya_status saved = save(w, status ? &late : err);
	if (!status && !saved && w->failed) {
		if (err) *err = w->why;
		saved = w->failed;
	}
	w->failed = RIWAYA_OK;
	return status ? status : saved;
}

int64_t rw_watch_wait(const rw_watch *w) {
	int64_t due = INT64_MAX, at = now(w);
	for (size_t i = 0; i < w->state.feeds.n; i++) {
		const rw_feed_state *f = &w->state.feeds.p[i];
		if (f->active && !by_parent(f) && f->due < due) due = f->due;
	}
	return due == INT64_MAX ? w->o.every : due > at ? due - at : 0;
}

rw_keep *rw_watch_keep(const rw_watch *w) { return w->keep; }
