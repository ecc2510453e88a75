/* accounts_own.h: between the files of the accounts: accounts.c, sessions.c, password.c. */
#ifndef RW_SERVE_ACCOUNTS_OWN_H
#define RW_SERVE_ACCOUNTS_OWN_H

#include "serve/accounts.h"
#include "store/db.h"
#include <pthread.h>
#include <sodium.h>

enum {
	RW_PASSWORD_STRING = crypto_pwhash_STRBYTES,
	RW_SESSIONS_SEEN = 256, /* sessions whose use waits to be written down; a note that finds no room is made later */
};

/* A connection and what goes with it. */
typedef struct rw_accounts_side {
	rw_accounts *x;
	rw_mem mem;
	rw_arena a, scratch; /* scratch: of one call */
	rw_db *db;
	pthread_mutex_t lock; /* on all above; never held while a password is hashed */
	bool locks;
} rw_accounts_side;

/* That a session is used, until somebody has time to write it down. */
typedef struct rw_seen {
	unsigned char token[32];
	int64_t at;
} rw_seen;

struct rw_accounts {
	rw_accounts_options o;
	rw_accounts_side reads, writes; /* two, so that looking at a session waits for no disk */
	char decoy[RW_PASSWORD_STRING]; /* what is verified where there is no such name */
	int64_t failures_minute;        /* the minute that failures are counted in; under the lock of `writes` */
	unsigned failures;
	pthread_mutex_t small; /* on what follows */
	unsigned hashing;
	rw_seen seen[RW_SESSIONS_SEEN];
	size_t n_seen;
};

/* Runs fn under a lock, with a way out for when memory ends; `write`: in a transaction that is committed where fn is OK. */
typedef riwaya_status rw_accounts_call(rw_accounts_side *d, void *arg, riwaya_error *err);
riwaya_status rw_accounts_do(rw_accounts *x, bool write, rw_accounts_call *fn, void *arg, riwaya_error *err);

int64_t rw_accounts_now(const rw_accounts *x);
/* A row of the table of accounts, by its folded name; `password` (may be NULL) gets its hash. */
riwaya_status rw_accounts_row(rw_accounts_side *d, rw_slice name, rw_account *out, char password[RW_PASSWORD_STRING],
	bool *found, riwaya_error *err);
/* Within a transaction that writes. */
riwaya_status rw_accounts_note(rw_accounts_side *d, const rw_account_doer *doer, rw_account_event event,
	const char *name, const char *role, riwaya_error *err);
riwaya_status rw_accounts_end_sessions(rw_accounts_side *d, int64_t account, rw_slice but, riwaya_error *err);
/* Puts a hash in the place of another, which must still be there. */
riwaya_status rw_accounts_rehash(
	rw_accounts_side *d, int64_t account, const char *old, const char *fresh, riwaya_error *err);

/* --- password.c ----------------------------------------------------------------------------------------------------------- */
/* *busy: too many are at it already. */
riwaya_status rw_password_hash(
	rw_accounts *x, rw_slice password, char out[RW_PASSWORD_STRING], bool *busy, riwaya_error *err);
/* *fresh: it was made with other parameters than those of today. */
void rw_password_verify(rw_accounts *x, rw_slice password, const char *hash, bool *good, bool *fresh, bool *busy);

#endif
