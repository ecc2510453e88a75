/* upkeep.h: what keeps a store in order: rebuild, stats, backup (verify.h has the check).
 *
 *   rebuild.c            documents read again, several at a time, and their reports written
 *   rebuild_report.c     one report: what changed of it, and its rows
 *   rebuild_incidents.c  incidents as they were before, and what became of them
 */
#ifndef RW_STORE_UPKEEP_H
#define RW_STORE_UPKEEP_H

#include "store/add.h"

/* --- stats -------------------------------------------------------------------------------------------------------------- */
riwaya_status rw_store_count(riwaya_store *s, riwaya_store_stats *out, riwaya_error *err);

/* --- backup (backup.c, copy.c) -----------------------------------------------------------------------------------------
 *
 * A file of SQLite's is copied as one. Between a server and a file rows are copied, table by table as the file's schema has them, and the search index is
 * made anew, as both keep it in their own way. */
typedef struct rw_backup {
	riwaya_store *s;
	const char *path;
	bool (*progress)(void *ctx, double part);
	void *ctx;
	riwaya_backed_up *out;
} rw_backup;
riwaya_status rw_backup_write(rw_backup *b, riwaya_error *err);
riwaya_status rw_backup_restore(rw_backup *b, riwaya_error *err);

/* Copies all rows from one database to another, which is empty; one of the two is `file`, of SQLite's. Each is within a transaction. Without
 * search. *stopped: progress said so. */
riwaya_status rw_copy_rows(
	rw_backup *b, rw_arena *a, rw_db *from, rw_db *to, rw_db *file, bool *stopped, riwaya_error *err);

/* --- rebuild ---------------------------------------------------------------------------------------------------------
 *
 *     incidents as they are, noted (incident_before); search emptied           one transaction
 *     documents read again; reports, claims, search written                    one for each RW_REBUILD_BATCH documents
 *     what incidents are made of emptied, every report stale                   one
 *     settle                                                                   one for each RW_SETTLE_REPORTS reports
 *     incidents against those noted                                            one
 *
 * Killed in between, it is run again from the start; incidents that were noted stay noted. A dry run does all of it in one transaction, without search,
 * and undoes it. */
enum {
	RW_REBUILD_BATCH = 256,      /* documents read at a time … */
	RW_REBUILD_BYTES = 64 << 20, /* … of so many bytes as received, but one at least */
};

typedef struct rw_rebuild {
	riwaya_store *s;
	const riwaya_rebuilding *how;
	riwaya_rebuilt *out;
	uint64_t all; /* reports */
} rw_rebuild;

riwaya_status rw_rebuild_run(rw_rebuild *b, riwaya_error *err);

/* A report as it is stored, against what its document gives now (NULL: nothing, for the reason `lost`). Within a transaction that writes. */
riwaya_status rw_rebuild_report(
	rw_rebuild *b, rw_writing *w, int64_t id, const rw_prepared *now, rw_slice lost, riwaya_error *err);

/* Notes incidents, where none are noted already. */
riwaya_status rw_rebuild_note(rw_rebuild *b, riwaya_error *err);
/* Tells what became of those noted, and forgets them. */
riwaya_status rw_rebuild_tell(rw_rebuild *b, riwaya_error *err);

#endif
