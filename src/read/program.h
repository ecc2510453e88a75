/* program.h: runs another program on bytes in memory: no shell, bytes through its standard input, its answer through a pipe, with limits.
 *
 * Signals    None of this process's handlers is touched: a program that dies early is told by the socket, not by SIGPIPE, and it is
 *            waited for by its own id. A host that ignores SIGCHLD is fine too; the exit code is then not known (-1).
 * Leftovers  Whatever way the call ends, also by a jump where memory ran out, the program is gone, waited for, and all
 *            descriptors are closed. Nothing is written to a disk.
 */
#ifndef RW_READ_PROGRAM_H
#define RW_READ_PROGRAM_H

#include "base/base.h"

typedef struct rw_program_limits {
	size_t out;       /* bytes of its answer that are taken; then it is ended */
	unsigned seconds; /* of the clock; then it is ended */
	unsigned cpu;     /* seconds of processor time, where the system knows such a limit */
	uint64_t memory;  /* bytes of address space, where the system knows such a limit */
} rw_program_limits;

typedef enum rw_program_end {
	RW_PROGRAM_DONE,    /* it ended by itself */
	RW_PROGRAM_MISSING, /* no such program is installed */
	RW_PROGRAM_SLOW,    /* it ran past its time */
	RW_PROGRAM_LONG,    /* it answered more than was taken */
	RW_PROGRAM_KILLED,  /* a signal ended it: its memory ran out, or it is broken */
} rw_program_end;

typedef struct rw_program_result {
	rw_program_end end;
	int code;     /* exit code where it is DONE, -1 where that is not known */
	rw_slice out; /* what it answered up to its end */
	rw_slice err; /* the first RW_PROGRAM_ERR bytes of what it said on standard error */
} rw_program_result;
enum { RW_PROGRAM_ERR = 4096 };

/* Runs argv[0], looked for in PATH, on `in`. argv ends with NULL. Its only environment is LC_ALL=C. IO where the system gives no
 * process or descriptor. What it answers lies in the arena. */
riwaya_status rw_program_run(rw_arena *a, const char *const *argv, rw_slice in, const rw_program_limits *limits,
	rw_slice name, rw_program_result *out, riwaya_error *err);

#endif
