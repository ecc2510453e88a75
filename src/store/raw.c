/* raw.c: see raw.h. */
#include "store/raw.h"
#include <zdict.h>
#include <zstd.h>
#include <zstd_errors.h>

typedef struct dictionary {
	ZSTD_CDict *pack;
	ZSTD_DDict *unpack;
	uint32_t number;
} dictionary;

struct rw_raw {
	rw_arena *a;
	char *room; /* what is being packed goes here */
	size_t n_room;
	ZSTD_CCtx *pack;
	ZSTD_DCtx *unpack;
	dictionary known[RW_RAW_DICTIONARIES];
	size_t n;
	size_t latest[RW_RAW_KIND_COUNT]; /* index + 1 */
};

static void release(void *p) {
	rw_raw *t = p;
	for (size_t i = 0; i < t->n; i++) {
		ZSTD_freeCDict(t->known[i].pack);
		ZSTD_freeDDict(t->known[i].unpack);
	}
	ZSTD_freeCCtx(t->pack);
	ZSTD_freeDCtx(t->unpack);
}

static riwaya_status no_memory(riwaya_error *err) {
	return rw_fail(err, RIWAYA_NOMEM, RW_NONE, 0, 0, "memory ran out while packing with zstd; give the program more");
}

riwaya_status rw_raw_new(rw_arena *a, rw_raw **out, riwaya_error *err) {
	rw_raw *t = RW_NEW(a, rw_raw);
	t->a = a;
	rw_arena_defer(a, release, t);
	t->pack = ZSTD_createCCtx();
	t->unpack = ZSTD_createDCtx();
	*out = t;
	return t->pack && t->unpack ? RIWAYA_OK : no_memory(err);
}

rw_raw_kind rw_raw_kind_of(rw_slice bytes) {
	rw_slice s = rw_slice_trim(rw_slice_of(bytes.p, bytes.n < 64 ? bytes.n : 64));
	return s.n && (s.p[0] == '{' || s.p[0] == '[') ? RW_RAW_RECORD : s.n && s.p[0] == '<' ? RW_RAW_MARKUP : RW_RAW_TEXT;
}

/* --- dictionaries --------------------------------------------------------------------------------------------------------- */
riwaya_status rw_raw_train(rw_arena *a, const rw_slice *samples, size_t n, rw_slice *out, riwaya_error *err) {
	enum { SAMPLES_MIN = 16 };
	rw_buf all = RW_BUF(a);
	size_t *sizes = RW_ARRAY(a, size_t, n), taken = 0;
	for (size_t i = 0; i < n && all.n < RW_RAW_SAMPLE_BYTES; i++) {
		if (samples[i].n == 0 || samples[i].n > RW_RAW_SMALL) continue;
		rw_buf_slice(&all, samples[i]);
		sizes[taken++] = samples[i].n;
	}
	if (taken < SAMPLES_MIN || taken > UINT32_MAX)
		return rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0, "%zu small objects make no dictionary; %d are needed", taken,
			SAMPLES_MIN);
	char *p = rw_arena_alloc(a, RW_RAW_DICTIONARY);
	size_t made = ZDICT_trainFromBuffer(p, RW_RAW_DICTIONARY, all.p, sizes, (unsigned)taken);
	if (ZDICT_isError(made)) {
		if (ZSTD_getErrorCode(made) == ZSTD_error_memory_allocation) return no_memory(err);
		return rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0, "zstd makes no dictionary of %zu objects: %s", taken,
			ZDICT_getErrorName(made));
	}
	*out = rw_slice_of(p, made);
	return RIWAYA_OK;
}

bool rw_raw_due(uint64_t objects, size_t dictionaries) {
	enum { LATER = 50, MOST = 4 };
	uint64_t enough = RW_RAW_SAMPLES;
	for (size_t i = 0; i < dictionaries; i++) enough *= LATER;
	return dictionaries < MOST && objects >= enough;
}

static const dictionary *find(const rw_raw *t, uint32_t number) {
	for (size_t i = 0; i < t->n; i++)
		if (t->known[i].number == number) return &t->known[i];
	return NULL;
}

bool rw_raw_knows(const rw_raw *t, uint32_t number) { return find(t, number) != NULL; }

riwaya_status rw_raw_learn(rw_raw *t, uint32_t number, rw_raw_kind kind, rw_slice bytes, riwaya_error *err) {
	if (find(t, number)) return RIWAYA_OK;
	if (t->n == RW_RAW_DICTIONARIES)
		return rw_fail(
			err, RIWAYA_LIMIT, RW_NONE, 0, 0, "more than %d dictionaries (RW_RAW_DICTIONARIES)", RW_RAW_DICTIONARIES);
	if (number == 0 || kind >= RW_RAW_KIND_COUNT || bytes.n == 0 || ZDICT_getDictID(bytes.p, bytes.n) == 0)
		return rw_fail(
			err, RIWAYA_FORMAT, RW_NONE, 0, 0, "dictionary %u is none of zstd's: its bytes are damaged", number);
	dictionary *d = &t->known[t->n];
	*d = (dictionary){.pack = ZSTD_createCDict(bytes.p, bytes.n, RW_RAW_LEVEL_SMALL),
		.unpack = ZSTD_createDDict(bytes.p, bytes.n),
		.number = number};
	t->n++; /* from here on `release` frees it */
	if (!d->pack || !d->unpack) {
		d->number = 0; /* never asked for */
		/* Out of memory, or tables in it that are none: zstd does not say which. */
		return rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0,
			"dictionary %u can't be loaded: its bytes are damaged, or memory ran out", number);
	}
	t->latest[kind] = t->n;
	return RIWAYA_OK;
}

/* --- packing -------------------------------------------------------------------------------------------------------------- */
/* The context anew: a whole frame, or one that says nothing of itself. */
static void restart(ZSTD_CCtx *c, bool whole) {
	ZSTD_CCtx_reset(c, ZSTD_reset_session_and_parameters);
	ZSTD_CCtx_setParameter(c, ZSTD_c_compressionLevel, RW_RAW_LEVEL);
	ZSTD_CCtx_setParameter(c, ZSTD_c_dictIDFlag, 0);
	ZSTD_CCtx_setParameter(c, ZSTD_c_contentSizeFlag, whole);
}

static riwaya_status pack(rw_raw *t, rw_arena *a, rw_slice bytes, rw_slice *out, riwaya_error *err) {
	size_t need = ZSTD_compressBound(bytes.n);
	if (ZSTD_isError(need)) return no_memory(err);
	if (t->n_room < need) {
		t->room = rw_arena_resize(t->a, t->room, t->n_room, need);
		t->n_room = need;
	}
	size_t made = ZSTD_compress2(t->pack, t->room, t->n_room, bytes.p, bytes.n);
	if (!ZSTD_isError(made)) {
		*out = rw_arena_copy(a, rw_slice_of(t->room, made));
		return RIWAYA_OK;
	}
	if (ZSTD_getErrorCode(made) == ZSTD_error_memory_allocation) return no_memory(err);
	return rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0, "zstd does not pack it: %s", ZSTD_getErrorName(made));
}

static riwaya_status unpack(rw_raw *t, rw_arena *a, rw_slice packed, uint64_t size, rw_slice *out, riwaya_error *err) {
	char *p = rw_arena_alloc(a, (size_t)size);
	size_t made = ZSTD_decompressDCtx(t->unpack, p, (size_t)size, packed.p, packed.n);
	*out = rw_slice_of(p, (size_t)size);
	if (made == size) return RIWAYA_OK;
	if (ZSTD_isError(made) && ZSTD_getErrorCode(made) == ZSTD_error_memory_allocation) return no_memory(err);
	return rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0, "packed bytes are damaged: %s",
		ZSTD_isError(made) ? ZSTD_getErrorName(made) : "they are fewer than they should be");
}

riwaya_status rw_raw_pack(rw_raw *t, rw_arena *a, rw_slice bytes, rw_slice *packed, uint32_t *number, riwaya_error *err) {
	size_t latest = bytes.n > RW_RAW_SMALL ? 0 : t->latest[rw_raw_kind_of(bytes)];
	restart(t->pack, true);
	ZSTD_CCtx_refCDict(t->pack, latest ? t->known[latest - 1].pack : NULL);
	*number = latest ? t->known[latest - 1].number : 0;
	return pack(t, a, bytes, packed, err);
}

riwaya_status rw_raw_unpack(
	rw_raw *t, rw_arena *a, rw_slice packed, uint64_t size, uint32_t number, rw_slice *bytes, riwaya_error *err) {
	const dictionary *d = number ? find(t, number) : NULL;
	if (number && !d)
		return rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0, "packed bytes need dictionary %u, which is not there", number);
	/* What the frame says itself of its size is trusted no more than the caller: both must fit what it unpacks to. */
	if (size > RIWAYA_MAX_FILE || ZSTD_getFrameContentSize(packed.p, packed.n) != size)
		return rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0, "packed bytes are damaged: they are not of %llu bytes",
			(unsigned long long)size);
	ZSTD_DCtx_reset(t->unpack, ZSTD_reset_session_and_parameters);
	ZSTD_DCtx_refDDict(t->unpack, d ? d->unpack : NULL);
	return unpack(t, a, packed, size, bytes, err);
}

uint64_t rw_raw_size(rw_slice packed) {
	unsigned long long n = ZSTD_getFrameContentSize(packed.p, packed.n);
	return n == ZSTD_CONTENTSIZE_UNKNOWN || n == ZSTD_CONTENTSIZE_ERROR ? 0 : n;
}

/* Four bytes that say that it is zstd's go, as there are many of these. */
static const char magic[] = {'\x28', '\xB5', '\x2F', '\xFD'};

riwaya_status rw_raw_pack_beside(
	rw_raw *t, rw_arena *a, rw_slice bytes, rw_slice beside, rw_slice *packed, riwaya_error *err) {
	restart(t->pack, false);
	ZSTD_CCtx_refPrefix(t->pack, beside.p, beside.n);
	riwaya_status status = pack(t, a, bytes, packed, err);
	if (!status) *packed = rw_slice_of(packed->p + sizeof magic, packed->n - sizeof magic);
	return status;
}

riwaya_status rw_raw_unpack_beside(
	rw_raw *t, rw_arena *a, rw_slice packed, rw_slice beside, uint64_t size, rw_slice *bytes, riwaya_error *err) {
	rw_buf frame = RW_BUF(a);
	rw_buf_put(&frame, magic, sizeof magic);
	rw_buf_slice(&frame, packed);
	ZSTD_DCtx_reset(t->unpack, ZSTD_reset_session_and_parameters);
	ZSTD_DCtx_refPrefix(t->unpack, beside.p, beside.n);
	return unpack(t, a, rw_buf_view(&frame), size, bytes, err);
}
