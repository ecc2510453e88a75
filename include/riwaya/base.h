/* riwaya/base.h: what every other header of riwaya rests on: slices, status codes, errors, allocators.
 *
 * Slices.   A slice is a pointer and a length: borrowed, never NUL-terminated, its bytes may be anything. {NULL, 0} is
 *           "absent" (null in JSON); a non-NULL pointer with length 0 is "present and empty".
 * Errors.   Functions that can fail return a riwaya_status and fill an optional riwaya_error. The library never prints,
 *           exits or aborts. Messages name the subject and propose the mend, in lower case and without a full stop.
 * Memory.   An engine takes an allocator at birth and uses it for all it owns; running out of memory is the status
 *           RIWAYA_NOMEM like any other.
 */
#ifndef RIWAYA_BASE_H
#define RIWAYA_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define RIWAYA_API __attribute__((visibility("default")))
#define RIWAYA_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define RIWAYA_API
#define RIWAYA_PRINTF(fmt, args)
#endif

/** Borrowed bytes. See the head of this file. */
typedef struct riwaya_slice {
	const char *p;
	size_t n;
} riwaya_slice;

/** Every status: name, and what it means to the person who sees it. */
#define RIWAYA_STATUS_MAP(X)                                                                                           \
	X(OK, "no error")                                                                                                  \
	X(NOMEM, "memory ran out")                                                                                         \
	X(IO, "a file could not be read or written")                                                                       \
	X(LIMIT, "an input is larger than a named limit")                                                                  \
	X(EMPTY, "an input holds no text")                                                                                 \
	X(NOT_TEXT, "an input is no text that riwaya reads: a picture, an archive, zeros")                                 \
	X(ENCODING, "an input's encoding could not be told")                                                               \
	X(LANGUAGE, "an input holds no Arabic text")                                                                       \
	X(NO_ARTICLE, "a page holds no article")                                                                           \
	X(FORMAT, "an input breaks the rules of its format")                                                               \
	X(LEXICON, "a table or rule of the lexicon is wrong")                                                              \
	X(ARGUMENT, "a caller's argument is wrong")                                                                        \
	X(OUTPUT, "the result could not be written")                                                                       \
	X(END, "there is nothing more to read")                                                                            \
	X(REFUSED, "an address is not asked for: by its form, by where it leads, or by its site's robots.txt")             \
	X(NETWORK, "a server could not be reached, broke off, or answered that it has nothing")                            \
	X(STORE, "a store could not be opened, read or written, or is not one that this riwaya knows")                     \
	X(BUSY, "another program is writing to the store")

typedef enum riwaya_status {
#define RIWAYA_X(name, what) RIWAYA_##name,
	RIWAYA_STATUS_MAP(RIWAYA_X)
#undef RIWAYA_X
} riwaya_status;

/** The name of a status ("LIMIT"), or "?" for a number that is none. Thread-safe. */
RIWAYA_API const char *riwaya_status_name(riwaya_status s);

enum { RIWAYA_MESSAGE_MAX = 512, RIWAYA_SOURCE_MAX = 512 };

/** What went wrong. `offset` and `line` are 0 where they say nothing (lines count from 1). */
typedef struct riwaya_error {
	riwaya_status code;
	uint64_t offset;
	uint32_t line;
	char source[RIWAYA_SOURCE_MAX];   /* file or table as the caller named it, "" where there is none */
	char message[RIWAYA_MESSAGE_MAX]; /* cause and mend */
} riwaya_error;

/** Memory as an engine asks for it. `resize` gets NULL to allocate and n = 0 to free; it returns NULL when out of memory. */
typedef struct riwaya_allocator {
	void *(*resize)(void *ctx, void *p, size_t old_n, size_t n);
	void *ctx;
} riwaya_allocator;

/** Where output goes. `write` returns false when no more can be written; the library then stops with RIWAYA_OUTPUT. */
typedef struct riwaya_sink {
	bool (*write)(void *ctx, const char *p, size_t n);
	void *ctx;
} riwaya_sink;

#ifdef __cplusplus
}
#endif
#endif
