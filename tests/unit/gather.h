/* gather.h: what the library writes, piece by piece, as one text. */
#ifndef RW_TEST_GATHER_H
#define RW_TEST_GATHER_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct text {
	char p[1 << 16];
	size_t n;
} text;

/* A riwaya_write; ctx is a text. false where it is full. */
static inline bool gather(void *ctx, const char *p, size_t n) {
	text *t = ctx;
	if (n >= sizeof t->p - t->n) return false;
	memcpy(t->p + t->n, p, n);
	t->p[t->n += n] = '\0';
	return true;
}

#endif
