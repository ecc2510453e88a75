/* jobs.h: adding on behalf of who asks: one after the other, in a thread with a store of its own, so that nobody else waits for it.
 *
 * What was sent lies in a folder of its own until it is added. A job that the server's end breaks off has kept what it had read by then;
 * jobs that wait then are lost, and the page says so when it asks for them.
 */
#ifndef RW_SERVE_JOBS_H
#define RW_SERVE_JOBS_H

#include "serve/inside.h"

enum {
	RW_JOB_ID = 16,      /* digits of an id */
	RW_JOB_FILES = 500,  /* of one job */
	RW_JOB_NAME = 200,   /* bytes of a file's name; longer ones are cut */
	RW_JOB_UNREAD = 200, /* documents that could not be read that are told; all are counted */
	RW_JOBS_WAITING = 32,
	RW_JOBS_KEPT = 200, /* ended ones that are still told of; then the oldest are forgotten */
};

/* What is to be added: files of a folder, or an address. */
typedef struct rw_upload rw_upload;
/* A folder for one. IO where there is no room for it. */
riwaya_status rw_upload_new(rw_upload **out, riwaya_error *err);
/* A file of this name; the name's folders are left off, and what no file is called by. */
riwaya_status rw_upload_file(rw_upload *u, rw_slice name, rw_slice bytes, riwaya_error *err);
/* An address to be fetched; copied. */
riwaya_status rw_upload_address(rw_upload *u, rw_slice address, riwaya_error *err);
/* When reports were published that do not say. */
void rw_upload_published(rw_upload *u, riwaya_when published);
/* Removes the folder with all in it. */
void rw_upload_free(rw_upload *u);

/* Hands an upload over; it is the job's from then on, also where this fails: LIMIT where too many wait, BUSY where the server is ending. */
riwaya_status rw_job_begin(rw_server *s, rw_upload *u, char id[RW_JOB_ID + 1], riwaya_error *err);
/* Writes a job as JSON; false where there is none of that id. */
bool rw_job_tell(rw_request *q, const char *id, riwaya_status *status, riwaya_error *err);
/* Breaks off what is under way, and ends the thread. */
void rw_jobs_end(rw_server *s);

#endif
