/* accounts.h: who may do what: people's accounts, their sessions, and a log of who signed in.
 *
 * Where     A file of SQLite's of its own beside the store (STORE.accounts), which its owner alone may read: a store is handed to others by
 *           backup, and hashes of passwords must not travel with it. Several servers of one machine may use one file.
 * Names     An account's name is what its reviews are signed with. Two names that fold alike (huda, Huda; marks, variants of alef) are one.
 *           Accounts are closed rather than deleted, so that nobody inherits the decisions of another with a name.
 * Passwords are kept as argon2id strings with their parameters, and hashed anew at the next sign-in when these have changed. A name that
 *           nobody has costs as much time as a wrong password.
 * Sessions  are 256 random bits in a cookie, of which only a hash is kept; they end when idle, after a while in any case, with a new
 *           password, and with the account. A role counts from the next request on.
 * Log       Sign-ins, failures, changes of accounts. It only grows (the database refuses all else). A name that nobody has is not
 *           written down: people type passwords there.
 * Threads   All functions may be called from any thread. Passwords are hashed outside of the lock, a few at a time, since each takes
 *           RW_PASSWORD_MEMORY.
 */
#ifndef RW_SERVE_ACCOUNTS_H
#define RW_SERVE_ACCOUNTS_H

#include "base/base.h"

enum {
	RW_ACCOUNT_NAME = 128,            /* bytes of a name */
	RW_ACCOUNTS_MOST = 1000,          /* accounts, closed ones included */
	RW_PASSWORD_LEAST = 12,           /* characters */
	RW_PASSWORD_MOST = 1024,          /* bytes */
	RW_PASSWORD_DIFFERENT = 5,        /* different characters at least */
	RW_PASSWORD_PASSES = 3,           /* argon2id: over the memory … */
	RW_PASSWORD_MEMORY = 1 << 26,     /* … of so many bytes, on one lane */
	RW_HASHINGS = 2,                  /* passwords hashed at once, where options say nothing; more are turned away */
	RW_ACCOUNTS_WAIT_MS = 2000,       /* how long another program that writes to the file is waited for */
	RW_SESSIONS_EACH = 20,            /* of one account; the one used longest ago goes for a new one */
	RW_SESSION_IDLE = 12 * 60,        /* minutes after which an unused session ends */
	RW_SESSION_LONGEST = 7 * 24 * 60, /* minutes after which every session ends */
	RW_SESSION_NOTED = 5,             /* minutes between two notes that a session is used */
	RW_TOKEN = 64,                    /* hex digits of a session's token, and of its token against forged requests */
	RW_ACCOUNTS_ADDRESS = 64,         /* bytes of an address in the log */
	RW_ACCOUNTS_AGENT = 200,          /* bytes of a browser's name in the log */
	RW_ACCOUNTS_LOG = 500,            /* entries of one look at the log */
	RW_FAILURES_LOGGED = 120,         /* failed sign-ins that are written down in a minute; beyond, one entry says so */
};

typedef enum rw_role { RW_ANYONE, RW_READER, RW_REVIEWER, RW_ADMIN } rw_role;
/* "reader", "reviewer", "admin"; NONE for another word. */
rw_role rw_role_of(rw_slice word);
const char *rw_role_name(rw_role r);

typedef struct rw_account {
	int64_t id;
	char name[RW_ACCOUNT_NAME + 1];
	rw_role role;
	bool closed;                      /* nobody signs in by it; its name stays taken */
	int64_t made, changed, signed_in; /* milliseconds since 1970-01-01T00:00 UTC; signed_in: 0 for never */
} rw_account;

typedef struct rw_session {
	char token[RW_TOKEN + 1]; /* for the cookie, "" where the session was there before */
	char against_forgery[RW_TOKEN + 1];
	rw_account account;
	int64_t made, ends; /* ends: when it does at the latest */
} rw_session;

/* What stands in the log. */
#define RW_ACCOUNT_EVENTS(X)                                                                                           \
	X(SIGNED_IN, "signed_in")                                                                                          \
	X(WRONG_PASSWORD, "wrong_password")                                                                                \
	X(CLOSED_ACCOUNT, "closed_account")                                                                                \
	X(UNKNOWN_NAME, "unknown_name")                                                                                    \
	X(HELD_BACK, "held_back")                                                                                          \
	X(FLOOD, "flood")                                                                                                  \
	X(SIGNED_OUT, "signed_out")                                                                                        \
	X(ADDED, "added")                                                                                                  \
	X(ROLE, "role")                                                                                                    \
	X(PASSWORD, "password")                                                                                            \
	X(CLOSED, "closed")                                                                                                \
	X(OPENED, "opened")
typedef enum rw_account_event {
#define RW_X(name, word) RW_EVENT_##name,
	RW_ACCOUNT_EVENTS(RW_X)
#undef RW_X
		RW_ACCOUNT_EVENT_COUNT
} rw_account_event;

typedef struct rw_account_entry {
	int64_t id, at;
	char event[24];
	char name[RW_ACCOUNT_NAME + 1]; /* the account; "" for none */
	char by[RW_ACCOUNT_NAME + 1];   /* who did it, where it is not the account itself; "" for the command line */
	char role[12];                  /* for added and role */
	char address[RW_ACCOUNTS_ADDRESS + 1];
	char agent[RW_ACCOUNTS_AGENT + 1];
} rw_account_entry;

/* Who does something: for the log. */
typedef struct rw_account_doer {
	rw_slice by;             /* an account's name; absent on the command line */
	rw_slice address, agent; /* absent on the command line */
} rw_account_doer;

typedef struct rw_accounts_options {
	bool create;
	/* What passwords are hashed with; 0: RW_PASSWORD_PASSES, RW_PASSWORD_MEMORY. Less is for tests alone. */
	unsigned passes;
	size_t memory;
	unsigned hashings;         /* at once; 0: RW_HASHINGS */
	int64_t (*now)(void *ctx); /* milliseconds, in place of the clock */
	void *now_ctx;
} rw_accounts_options;

typedef struct rw_accounts rw_accounts;
/* Where accounts lie: `named` (NULL or "": not given), else the store's name with ".accounts" behind it; of a store on a server, and where none is
 * given, riwaya.db.accounts in this folder. False where that is longer than `cap`. */
bool rw_accounts_where(const char *named, const char *db, char *out, size_t cap);
riwaya_status rw_accounts_open(
	const char *where, const rw_accounts_options *options, rw_accounts **out, riwaya_error *err);
void rw_accounts_free(rw_accounts *x);

/* --- accounts ----------------------------------------------------------------------------------------------------------- */
/* Why a password won't do. */
typedef enum rw_password_fault {
	RW_PASSWORD_GOOD,
	RW_PASSWORD_SHORT,
	RW_PASSWORD_LONG,
	RW_PASSWORD_PLAIN, /* too few different characters */
	RW_PASSWORD_NAMED, /* the name is in it, or it is in the name */
	RW_PASSWORD_TEXT,  /* no UTF-8, or with control characters */
} rw_password_fault;
rw_password_fault rw_password_check(rw_slice name, rw_slice password);
/* Cause and mend. */
const char *rw_password_says(rw_password_fault f);

/* Each is ARGUMENT with the mend where it can't be done: a name that is taken, unknown or no name, a password that won't do, the last
 * admin. BUSY: too many passwords are being hashed, or another
 * program writes. */
riwaya_status rw_accounts_add(
	rw_accounts *x, const rw_account_doer *doer, rw_slice name, rw_role role, rw_slice password, riwaya_error *err);
riwaya_status rw_accounts_role(
	rw_accounts *x, const rw_account_doer *doer, rw_slice name, rw_role role, riwaya_error *err);
/* Ends all sessions of the account but `but` (a token; may be absent). */
riwaya_status rw_accounts_password(
	rw_accounts *x, const rw_account_doer *doer, rw_slice name, rw_slice password, rw_slice but, riwaya_error *err);
riwaya_status rw_accounts_close(
	rw_accounts *x, const rw_account_doer *doer, rw_slice name, bool closed, riwaya_error *err);
/* By name, whatever the name's marks and case; *found false where there is none. */
riwaya_status rw_accounts_find(rw_accounts *x, rw_slice name, rw_account *out, bool *found, riwaya_error *err);
/* In the order of their making. rows: RW_ACCOUNTS_MOST of them. */
riwaya_status rw_accounts_list(rw_accounts *x, rw_account *rows, size_t *n, riwaya_error *err);
/* How many admins there are whose accounts are open: a server needs one. */
riwaya_status rw_accounts_admins(rw_accounts *x, int64_t *n, riwaya_error *err);

/* --- sessions ----------------------------------------------------------------------------------------------------------- */
typedef enum rw_signing {
	RW_SIGNING_GOOD,
	RW_SIGNING_WRONG, /* name or password */
	RW_SIGNING_BUSY,  /* too many at once */
} rw_signing;
riwaya_status rw_accounts_sign_in(rw_accounts *x, const rw_account_doer *doer, rw_slice name, rw_slice password,
	rw_session *out, rw_signing *how, riwaya_error *err);
/* Whether the password is the account's: asked for again before it is changed. */
riwaya_status rw_accounts_is_password(
	rw_accounts *x, const rw_account_doer *doer, rw_slice name, rw_slice password, rw_signing *how, riwaya_error *err);
/* The session of a token; *found false where there is none, or it has ended. */
riwaya_status rw_accounts_session(rw_accounts *x, rw_slice token, rw_session *out, bool *found, riwaya_error *err);
/* Writes down which sessions were used. Called now and then, by who may wait. */
riwaya_status rw_accounts_keep(rw_accounts *x, riwaya_error *err);
riwaya_status rw_accounts_sign_out(rw_accounts *x, const rw_account_doer *doer, rw_slice token, riwaya_error *err);

/* --- log ---------------------------------------------------------------------------------------------------------------- */
/* A sign-in that was turned away before the password was looked at. */
riwaya_status rw_accounts_held_back(rw_accounts *x, const rw_account_doer *doer, rw_slice name, riwaya_error *err);
/* The latest first, those before entry `before` (0: all), `most` at most. */
riwaya_status rw_accounts_log(
	rw_accounts *x, int64_t before, rw_account_entry *rows, size_t most, size_t *n, riwaya_error *err);

/* 32 random bytes as hex digits, and what a page must send back with every change, made from it. */
void rw_token_make(char out[RW_TOKEN + 1]);
void rw_token_against_forgery(rw_slice token, char out[RW_TOKEN + 1]);
/* In a time that does not tell how much of them is the same. */
bool rw_token_same(rw_slice a, rw_slice b);

#endif
