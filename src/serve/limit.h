/* limit.h: how much one asker may ask: buckets of requests, and waits after passwords that were wrong.
 *
 * Both are tables of a fixed size under a lock of their own, kept in memory and forgotten when the server ends. A key is a hash with a random
 * seed, so that nobody can choose keys that fall together; where a table is full, what matters least makes room.
 */
#ifndef RW_SERVE_LIMIT_H
#define RW_SERVE_LIMIT_H

#include "base/base.h"

enum {
	RW_LIMIT_SLOTS = 1 << 14,     /* askers remembered */
	RW_LIMIT_BURST = 600,         /* requests at once of one account … */
	RW_LIMIT_RATE = 100,          /* … and in each second after that */
	RW_LIMIT_BURST_UNKNOWN = 300, /* the same of one address where nobody is signed in */
	RW_LIMIT_RATE_UNKNOWN = 30,
	RW_WAIT_SLOTS = 1 << 12,       /* addresses and names remembered for wrong passwords */
	RW_WAIT_FREE_ADDRESS = 5,      /* wrong passwords from one address before waits begin, of 1 s, 2 s, 4 s … */
	RW_WAIT_LONGEST_ADDRESS = 900, /* … up to this many seconds */
	RW_WAIT_FREE_NAME = 10,        /* the same for one name, from wherever: shorter, since it keeps out its owner too */
	RW_WAIT_LONGEST_NAME = 60,
	RW_WAIT_FORGOTTEN = 24 * 3600, /* seconds without another wrong one after which they are forgotten */
};

typedef struct rw_limits rw_limits;
/* NULL where memory ran out. */
rw_limits *rw_limits_new(void);
void rw_limits_free(rw_limits *l);

/* What a key is made of: an address, an account's name. IPv6 counts by its first 64 bits, which one household has. */
uint64_t rw_limits_key(const rw_limits *l, char kind, rw_slice what);

/* Takes one request from the key's bucket. 0: it may go on; else the milliseconds until it may. now: of a clock that never goes back. */
int64_t rw_limits_take(rw_limits *l, uint64_t key, unsigned rate, unsigned burst, int64_t now);

/* A sign-in begins: 0 where it may, and it counts as failed until rw_limits_forgive; else the milliseconds until it may. *fresh: this is the
 * first that is turned away in this wait. */
int64_t rw_limits_try(rw_limits *l, uint64_t key, unsigned free, unsigned longest, int64_t now, bool *fresh);
/* The password was right. */
void rw_limits_forgive(rw_limits *l, uint64_t key);
/* It was not looked at: the attempt does not count. */
void rw_limits_undo(rw_limits *l, uint64_t key);

#endif
