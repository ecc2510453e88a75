/* What the store keeps of a document, and raw bytes packed. */
#include "read_world.h"
#include "store/kept.h"
#include "text/text.h"

static rw_raw *tools(rw_arena *a) {
	rw_raw *t;
	assert_int_equal(rw_raw_new(a, &t, NULL), RIWAYA_OK);
	return t;
}

/* A document with something in every field. */
static rw_received full(rw_arena *a, rw_packing *told, const char *body) {
	static const rw_text_run runs[] = {{0, 4, 17}, {4, 3, 9}};
	static riwaya_piece pieces[2];
	static const rw_segment segments[] = {{0, 5, 1, 3}, {6, 9, 0, 0}, {15, 2, 1, 40}};
	static riwaya_note notes[1];
	pieces[0] = (riwaya_piece){.kind = RIWAYA_PIECE_STRING, .in = RW_LIT("a.zip#b"), .name = RW_LIT("text[0]"), .n = 30};
	pieces[1] = (riwaya_piece){
		.kind = RIWAYA_PIECE_CELL, .name = RW_LIT(""), .offset = UINT64_MAX, .n = 1, .encoding = RW_LIT("WINDOWS-1256")};
	notes[0] = (riwaya_note){RW_LIT("something was left out"), 77};
	*told = (rw_packing){.title = RW_LIT("القصر"),
		.title_runs = runs,
		.n_title_runs = 2,
		.title_piece = 1,
		.outlet = RW_LIT("Waha"),
		.address = RW_LIT("https://waha.example/1"),
		.received = RW_LIT("")};
	(void)a;
	return (rw_received){.reader = &rw_reader_html,
		.in = {.name = RW_LIT("f.zip#b#2"),
			.bytes = rw_slice_z(body),
			.identity = RW_LIT("{\"text\": \"a body that was received in other bytes\"}"),
			.charset = RW_LIT("utf-8"),
			.told = told,
			.markup = true},
		.within = RW_LIT("b#2"),
		.format = RW_LIT("jsonl"),
		.pieces = pieces,
		.segments = segments,
		.notes = notes,
		.n_pieces = 2,
		.n_segments = 3,
		.n_notes = 1,
		.published = {-700, INT64_MAX, RIWAYA_PRECISION_DAY},
		.any_language = true};
}

static void same_slice(rw_slice a, rw_slice b) {
	assert_int_equal(a.p == NULL, b.p == NULL);
	assert_true(rw_slice_eq(a, b));
}

static void all_fields(rw_arena *a) {
	rw_raw *t = tools(a);
	rw_packing told;
	rw_received d = full(a, &told, "a body that was received in other bytes, and more"), back;
	rw_slice kept, again;
	assert_int_equal(rw_kept_write(t, a, &d, &kept, NULL), RIWAYA_OK);
	assert_int_equal(rw_kept_read(t, a, kept, d.in.identity, &back, NULL), RIWAYA_OK);
	assert_ptr_equal(back.reader, &rw_reader_html);
	const rw_slice *const pairs[][2] = {{&d.in.name, &back.in.name}, {&d.in.bytes, &back.in.bytes},
		{&d.in.identity, &back.in.identity}, {&d.in.charset, &back.in.charset}, {&d.within, &back.within},
		{&d.format, &back.format}, {&told.title, &back.in.told->title}, {&told.outlet, &back.in.told->outlet},
		{&told.author, &back.in.told->author}, {&told.address, &back.in.told->address},
		{&told.received, &back.in.told->received}, {&d.pieces[0].in, &back.pieces[0].in},
		{&d.pieces[1].name, &back.pieces[1].name}, {&d.pieces[1].encoding, &back.pieces[1].encoding},
		{&d.notes[0].text, &back.notes[0].text}};
	for (size_t i = 0; i < RW_COUNT(pairs); i++) same_slice(*pairs[i][0], *pairs[i][1]);
	assert_int_equal(back.n_pieces, 2);
	assert_int_equal(back.pieces[1].offset, UINT64_MAX);
	assert_int_equal(back.pieces[1].kind, RIWAYA_PIECE_CELL);
	assert_int_equal(back.n_segments, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(back.segments[i].at, d.segments[i].at);
		assert_int_equal(back.segments[i].n, d.segments[i].n);
		assert_int_equal(back.segments[i].piece, d.segments[i].piece);
		assert_int_equal(back.segments[i].from, d.segments[i].from);
	}
	assert_int_equal(back.in.told->n_title_runs, 2);
	assert_int_equal(back.in.told->title_runs[1].from, 9);
	assert_int_equal(back.in.told->title_piece, 1);
	assert_int_equal(back.published.from, -700);
	assert_int_equal(back.published.to, INT64_MAX);
	assert_int_equal(back.published.precision, RIWAYA_PRECISION_DAY);
	assert_true(back.in.markup && back.any_language && !back.fragment);
	assert_int_equal(rw_kept_write(t, a, &back, &again, NULL), RIWAYA_OK);
	assert_true(rw_slice_eq(kept, again));
}
static void keeps_all_fields(void **s) {
	(void)s;
	in_arena(all_fields);
}

/* Any byte changed, any length: an error or a document, never a crash. */
static void damaged(rw_arena *a) {
	rw_raw *t = tools(a);
	rw_packing told;
	size_t refused = 0, tries = 0;
	for (int form = 0; form < 2; form++) {
		rw_received d = full(a, &told, "a body that was received in other bytes"), back;
		if (form) d.in.bytes = d.in.identity;
		rw_slice kept;
		assert_int_equal(rw_kept_write(t, a, &d, &kept, NULL), RIWAYA_OK);
		rw_mark m = rw_arena_mark(a);
		for (size_t n = 0; n < kept.n; n++) {
			riwaya_error err = {0};
			/* Bytes of their own, so that a step over their end is seen. */
			char *p = malloc(kept.n);
			memcpy(p, kept.p, kept.n);
			assert_int_equal(rw_kept_read(t, a, rw_slice_of(p, n), d.in.identity, &back, &err), RIWAYA_FORMAT);
			assert_true(strlen(err.message) > 0);
			for (int bit = 0; bit < 8; bit++, tries++) {
				p[n] = (char)(kept.p[n] ^ 1 << bit);
				riwaya_status status = rw_kept_read(t, a, rw_slice_of(p, kept.n), d.in.identity, &back, NULL);
				assert_true(status == RIWAYA_OK || status == RIWAYA_FORMAT);
				refused += status == RIWAYA_FORMAT;
			}
			free(p);
			rw_arena_reset(a, m);
		}
	}
	assert_true(refused * 4 > tries);
}
static void refuses_damage(void **s) {
	(void)s;
	in_arena(damaged);
}

static void newer(rw_arena *a) {
	rw_received back;
	riwaya_error err = {0};
	assert_int_equal(rw_kept_read(tools(a), a, RW_LIT("\x02\0\0"), RW_LIT("x"), &back, &err), RIWAYA_FORMAT);
	assert_non_null(strstr(err.message, "version 2"));
}
static void refuses_a_newer_version(void **s) {
	(void)s;
	in_arena(newer);
}

/* --- raw bytes ------------------------------------------------------------------------------------------------------------ */
static rw_slice record(rw_arena *a, size_t i) {
	return rw_arena_printf(a,
		"{\"id\": %zu, \"channel\": \"waha.example\", \"text\": \"number %zu of the town, told by %zu men\", \"views\": %zu}",
		i, i * 7919 % 1000, i * 31 % 17, i * i % 5003);
}

static void alone(rw_arena *a) {
	rw_raw *t = tools(a);
	rw_slice packed, back;
	uint32_t number;
	static const char *const all[] = {"", "x", "the same, the same, the same, the same, the same, the same, the same"};
	for (size_t i = 0; i < RW_COUNT(all); i++) {
		rw_slice bytes = rw_slice_z(all[i]);
		assert_int_equal(rw_raw_pack(t, a, bytes, &packed, &number, NULL), RIWAYA_OK);
		assert_int_equal(number, 0);
		assert_int_equal(rw_raw_unpack(t, a, packed, bytes.n, 0, &back, NULL), RIWAYA_OK);
		assert_true(rw_slice_eq(bytes, back));
	}
	assert_true(packed.n < back.n);
}
static void packs_alone(void **s) {
	(void)s;
	in_arena(alone);
}

static void with_dictionary(rw_arena *a) {
	rw_raw *t = tools(a), *other = tools(a);
	enum { N = 400 };
	rw_slice samples[N], d, twice, plain, packed, back;
	uint32_t number;
	for (size_t i = 0; i < N; i++) samples[i] = record(a, i);
	assert_int_equal(rw_raw_train(a, samples, N, &d, NULL), RIWAYA_OK);
	assert_int_equal(rw_raw_train(a, samples, N, &twice, NULL), RIWAYA_OK);
	assert_true(rw_slice_eq(d, twice));
	rw_slice one = record(a, N + 5);
	assert_int_equal(rw_raw_pack(t, a, one, &plain, &number, NULL), RIWAYA_OK);
	assert_int_equal(rw_raw_learn(t, 3, RW_RAW_RECORD, d, NULL), RIWAYA_OK);
	assert_true(rw_raw_knows(t, 3) && !rw_raw_knows(t, 2));
	assert_int_equal(rw_raw_pack(t, a, one, &packed, &number, NULL), RIWAYA_OK);
	assert_int_equal(number, 3);
	assert_true(packed.n * 2 < plain.n);
	assert_int_equal(rw_raw_unpack(t, a, packed, one.n, 3, &back, NULL), RIWAYA_OK);
	assert_true(rw_slice_eq(one, back));
	/* Other kinds, and large ones, go without. */
	assert_int_equal(rw_raw_pack(t, a, RW_LIT("<p>a page</p>"), &packed, &number, NULL), RIWAYA_OK);
	assert_int_equal(number, 0);
	assert_int_equal(rw_raw_unpack(t, a, packed, 13, 0, &back, NULL), RIWAYA_OK);
	riwaya_error err = {0};
	assert_int_equal(rw_raw_unpack(other, a, packed, 13, 3, &back, &err), RIWAYA_FORMAT);
	assert_non_null(strstr(err.message, "dictionary 3"));
	assert_int_equal(rw_raw_learn(other, 4, RW_RAW_RECORD, RW_LIT("no dictionary"), NULL), RIWAYA_FORMAT);
	assert_int_equal(rw_raw_train(a, samples, 3, &d, NULL), RIWAYA_FORMAT);
}
static void packs_with_a_dictionary(void **s) {
	(void)s;
	assert_true(rw_raw_due(RW_RAW_SAMPLES, 0) && !rw_raw_due(RW_RAW_SAMPLES - 1, 0));
	assert_true(!rw_raw_due(RW_RAW_SAMPLES * 49, 1) && rw_raw_due(RW_RAW_SAMPLES * 50, 1));
	in_arena(with_dictionary);
}

static void bad_raw(rw_arena *a) {
	rw_raw *t = tools(a);
	char zeros[5000] = {0};
	rw_slice bytes = rw_slice_of(zeros, sizeof zeros), packed, back;
	uint32_t number;
	assert_int_equal(rw_raw_pack(t, a, bytes, &packed, &number, NULL), RIWAYA_OK);
	/* A few bytes don't become more than they are said to. */
	assert_int_equal(rw_raw_unpack(t, a, packed, sizeof zeros - 1, 0, &back, NULL), RIWAYA_FORMAT);
	assert_int_equal(rw_raw_unpack(t, a, packed, sizeof zeros + 1, 0, &back, NULL), RIWAYA_FORMAT);
	assert_int_equal(rw_raw_unpack(t, a, packed, UINT64_MAX, 0, &back, NULL), RIWAYA_FORMAT);
	for (size_t n = 0; n < packed.n; n++)
		assert_int_equal(rw_raw_unpack(t, a, rw_slice_of(packed.p, n), sizeof zeros, 0, &back, NULL), RIWAYA_FORMAT);
	rw_slice few = record(a, 1), beside;
	assert_int_equal(rw_raw_pack_beside(t, a, rw_arena_copy(a, few), few, &beside, NULL), RIWAYA_OK);
	assert_true(beside.n < 20);
	assert_int_equal(rw_raw_unpack_beside(t, a, beside, few, few.n, &back, NULL), RIWAYA_OK);
	assert_true(rw_slice_eq(back, few));
	assert_int_equal(rw_raw_unpack_beside(t, a, beside, RW_LIT("x"), few.n, &back, NULL), RIWAYA_FORMAT);
	assert_int_equal(rw_raw_unpack_beside(t, a, beside, few, few.n + 1, &back, NULL), RIWAYA_FORMAT);
}
static void refuses_damaged_raw(void **s) {
	(void)s;
	in_arena(bad_raw);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_all_fields),
		cmocka_unit_test(refuses_damage),
		cmocka_unit_test(refuses_a_newer_version),
		cmocka_unit_test(packs_alone),
		cmocka_unit_test(packs_with_a_dictionary),
		cmocka_unit_test(refuses_damaged_raw),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
