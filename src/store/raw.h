/* raw.h: bytes packed with zstd, for the store: what was received (raw), and what is kept beside it.
 *
 * Dictionaries  Records of a feed and posts of a channel are short and alike: packed one by one they gain little, with a dictionary made from the
 *               store's own first ones a lot. A store makes one of each kind once it holds RW_RAW_SAMPLES small objects of that kind, gives it a
 *               number, and keeps it for ever: each object names the one it was packed with.
 * Same bytes    What comes out is a function of bytes, dictionary and version of zstd. What reads it is any zstd: a raw object is a frame as
 *               `zstd -d` (with -D and its dictionary) takes it.
 * Threads       An rw_raw is one thread's. Its memory is zstd's own, given back with the arena.
 */
#ifndef RW_STORE_RAW_H
#define RW_STORE_RAW_H

#include "base/base.h"
#include <riwaya/riwaya.h>

enum {
	RW_RAW_LEVEL = 6,              /* of zstd, alone … */
	RW_RAW_LEVEL_SMALL = 9,        /* … and with a dictionary */
	RW_RAW_SMALL = 16 << 10,       /* bytes of an object that a dictionary is made from or used for */
	RW_RAW_SAMPLES = 2000,         /* objects that make a dictionary … */
	RW_RAW_SAMPLE_BYTES = 8 << 20, /* … of so many bytes at most */
	RW_RAW_DICTIONARY = 64 << 10,  /* bytes of a dictionary */
	RW_RAW_DICTIONARIES = 64,      /* that one store has */
};

/* Kinds of objects that have dictionaries of their own. */
typedef enum rw_raw_kind { RW_RAW_RECORD /* JSON */, RW_RAW_MARKUP, RW_RAW_TEXT, RW_RAW_KIND_COUNT } rw_raw_kind;
/* By its first byte. */
rw_raw_kind rw_raw_kind_of(rw_slice bytes);

typedef struct rw_raw rw_raw;
riwaya_status rw_raw_new(rw_arena *a, rw_raw **out, riwaya_error *err);

/* Whether a store that holds so many small objects of a kind, and so many dictionaries of it, should make the next one, from the latest
 * RW_RAW_SAMPLES of them: the first one soon, later ones where fifty times as much has come. */
bool rw_raw_due(uint64_t objects, size_t dictionaries);
/* Makes a dictionary of objects. FORMAT where they are too few, or too much alike or too different to gain anything. */
riwaya_status rw_raw_train(rw_arena *a, const rw_slice *samples, size_t n, rw_slice *dictionary, riwaya_error *err);
/* Learns dictionary `number` (from 1) of a kind, whose bytes are copied: the one learnt last is what small objects of its kind are packed with. */
riwaya_status rw_raw_learn(rw_raw *t, uint32_t number, rw_raw_kind kind, rw_slice dictionary, riwaya_error *err);
bool rw_raw_knows(const rw_raw *t, uint32_t number);

/* Packs an object; *dictionary is the number to keep beside it, 0 for none. */
riwaya_status rw_raw_pack(
	rw_raw *t, rw_arena *a, rw_slice bytes, rw_slice *packed, uint32_t *dictionary, riwaya_error *err);
/* `size` bytes again. FORMAT where the packed ones are damaged, don't make so many, or name a dictionary that was not learnt. */
riwaya_status rw_raw_unpack(
	rw_raw *t, rw_arena *a, rw_slice packed, uint64_t size, uint32_t dictionary, rw_slice *bytes, riwaya_error *err);

/* How many bytes a frame says that it unpacks to; 0 where it says nothing. */
uint64_t rw_raw_size(rw_slice packed);

/* Packs bytes that have much in common with others, elsewhere in memory, that the reader of them has at hand. */
riwaya_status rw_raw_pack_beside(
	rw_raw *t, rw_arena *a, rw_slice bytes, rw_slice beside, rw_slice *packed, riwaya_error *err);
riwaya_status rw_raw_unpack_beside(
	rw_raw *t, rw_arena *a, rw_slice packed, rw_slice beside, uint64_t size, rw_slice *bytes, riwaya_error *err);

#endif
