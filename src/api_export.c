/* api_export.c: the public doors of the exports. */
#include "api.h"
#include "show/export/export.h"

struct riwaya_exporter {
	rw_mem mem;
	rw_arena a, scratch;
	rw_exporter *x; /* lives in `a` */
};

typedef struct job {
	riwaya_exporter *e;
	const rw_lexicon *lx;
	const riwaya_export_options *o;
	riwaya_export_format format;
	riwaya_sink sink;
	const riwaya_reconciliation *r;
	const riwaya_coded_event *event;
	const riwaya_report *report;
	const riwaya_claim *claims;
	size_t n;
} job;

static riwaya_status no_output(riwaya_error *err) {
	return rw_fail(err, RIWAYA_OUTPUT, RW_NONE, 0, 0, "unable to write the export; what was to take it takes no more");
}

static riwaya_status make(const job *j) {
	static const riwaya_export_options none = {0};
	rw_exporter *x = RW_NEW(&j->e->a, rw_exporter);
	x->lx = j->lx;
	x->a = &j->e->scratch;
	x->format = j->format;
	x->o = j->o ? *j->o : none;
	if (!x->o.unknown_killed) x->o.unknown_killed = RIWAYA_UNKNOWN_KILLED;
	x->sink = j->sink;
	x->en = (rw_words){j->lx, x->a, false, false};
	x->ar = (rw_words){j->lx, x->a, true, false};
	j->e->x = x;
	return RIWAYA_OK;
}

static riwaya_status begin(void *arg, riwaya_error *err) {
	job *j = arg;
	make(j);
	rw_export_begin(j->e->x);
	return rw_export_failed(j->e->x) ? no_output(err) : RIWAYA_OK;
}

static riwaya_status about(void *arg, riwaya_error *err) {
	job *j = arg;
	make(j);
	return rw_export_about(j->e->x) ? RIWAYA_OK : no_output(err);
}

static riwaya_status add(void *arg, riwaya_error *err) {
	job *j = arg;
	rw_export_add(j->e->x, j->r);
	return rw_export_failed(j->e->x) ? no_output(err) : RIWAYA_OK;
}

static riwaya_status add_incident(void *arg, riwaya_error *err) {
	job *j = arg;
	rw_export_incident(j->e->x, j->r, j->n);
	return rw_export_failed(j->e->x) ? no_output(err) : RIWAYA_OK;
}

static riwaya_status add_report(void *arg, riwaya_error *err) {
	job *j = arg;
	rw_export_report(j->e->x, j->report, j->claims, j->n);
	return rw_export_failed(j->e->x) ? no_output(err) : RIWAYA_OK;
}

static riwaya_status add_event(void *arg, riwaya_error *err) {
	job *j = arg;
	rw_export_event(j->e->x, j->event);
	return rw_export_failed(j->e->x) ? no_output(err) : RIWAYA_OK;
}

static riwaya_status end(void *arg, riwaya_error *err) {
	job *j = arg;
	rw_export_end(j->e->x);
	return rw_export_failed(j->e->x) ? no_output(err) : RIWAYA_OK;
}

void riwaya_export_free(riwaya_exporter *e) {
	if (!e) return;
	riwaya_allocator a = e->mem.a;
	rw_arena_release(&e->scratch);
	rw_arena_release(&e->a);
	a.resize(a.ctx, e, sizeof *e, 0);
}

static riwaya_status open_exporter(
	const riwaya_engine *engine, job *j, riwaya_status (*fn)(void *, riwaya_error *), riwaya_error *err) {
	if (!engine || !j->sink.write)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "an engine and a sink are needed: one is NULL");
	if ((unsigned)j->format >= riwaya_export_format_count)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "there is no such format of exports");
	riwaya_allocator a = rw_engine_allocator(engine);
	riwaya_exporter *e = a.resize(a.ctx, NULL, 0, sizeof *e);
	if (!e) return rw_no_memory(err);
	memset(e, 0, sizeof *e);
	e->mem.a = a;
	rw_arena_init(&e->a, &e->mem);
	rw_arena_init(&e->scratch, &e->mem);
	j->e = e;
	j->lx = rw_engine_lexicon(engine);
	riwaya_status status = rw_door(&e->mem, fn, j, err);
	if (!status) return status;
	riwaya_export_free(e);
	j->e = NULL;
	return status;
}

riwaya_status riwaya_export_begin(const riwaya_engine *engine, riwaya_export_format format,
	const riwaya_export_options *options, riwaya_sink sink, riwaya_exporter **out, riwaya_error *err) {
	if (!out) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a place for the exporter is needed: it is NULL");
	job j = {.o = options, .format = format, .sink = sink};
	riwaya_status status = open_exporter(engine, &j, begin, err);
	*out = j.e;
	return status;
}

riwaya_status riwaya_export_about(const riwaya_engine *engine, riwaya_export_format format,
	const riwaya_export_options *options, riwaya_sink sink, riwaya_error *err) {
	job j = {.o = options, .format = format, .sink = sink};
	riwaya_status status = open_exporter(engine, &j, about, err);
	riwaya_export_free(j.e);
	return status;
}

riwaya_status riwaya_export_add(riwaya_exporter *e, const riwaya_reconciliation *r, riwaya_error *err) {
	if (!e || !r)
		return rw_fail(
			err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "an exporter and what it is to write are needed: one is NULL");
	job j = {.e = e, .r = r};
	return rw_door(&e->mem, add, &j, err);
}

riwaya_status riwaya_export_incident(riwaya_exporter *e, const riwaya_reconciliation *r, size_t k, riwaya_error *err) {
	if (!e || !r || k >= r->n_incidents)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
			"an exporter and an incident are needed: one is NULL, or there are fewer incidents");
	job j = {.e = e, .r = r, .n = k};
	return rw_door(&e->mem, add_incident, &j, err);
}

riwaya_status riwaya_export_report(
	riwaya_exporter *e, const riwaya_report *report, const riwaya_claim *claims, size_t n_claims, riwaya_error *err) {
	if (!e || !report || (!claims && n_claims))
		return rw_fail(
			err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "an exporter, a report and its claims are needed: one is NULL");
	if (!rw_export_takes_reports(e->x->format))
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
			"%s is of incidents, and takes no report alone; use riwaya_export_add",
			riwaya_export_format_word(e->x->format));
	job j = {.e = e, .report = report, .claims = claims, .n = n_claims};
	return rw_door(&e->mem, add_report, &j, err);
}

riwaya_status riwaya_export_event(riwaya_exporter *e, const riwaya_coded_event *event, riwaya_error *err) {
	if (!e || !event || !rw_export_of_events(e->x->format))
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
			"an exporter to a format of coded events, and such an event, are needed: one is NULL, or another");
	job j = {.e = e, .event = event};
	return rw_door(&e->mem, add_event, &j, err);
}

riwaya_status riwaya_export_end(riwaya_exporter *e, riwaya_exported *exported, riwaya_error *err) {
	if (!e) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "an exporter is needed: it is NULL");
	job j = {.e = e};
	riwaya_status status = rw_door(&e->mem, end, &j, err);
	if (exported) *exported = e->x->done;
	riwaya_export_free(e);
	return status;
}

bool riwaya_export_of_reports(riwaya_export_format format) { return rw_export_of_reports(format); }
bool riwaya_export_of_events(riwaya_export_format format) { return rw_export_of_events(format); }

/* Reports one by one where no incidents are asked for: reconciling is most of the work. */
static riwaya_status all_reports(riwaya_set *set, riwaya_exporter *e, riwaya_export_format format, riwaya_error *err) {
	bool with_claims = format == RIWAYA_EXPORT_CLAIMS_CSV || format == RIWAYA_EXPORT_CLAIMS_JSONL;
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < riwaya_set_count(set) && !status; i++) {
		const riwaya_claim *claims = NULL;
		size_t n = 0;
		if (with_claims) status = riwaya_set_claims(set, i, &claims, &n, err);
		if (!status) status = riwaya_export_report(e, riwaya_set_report(set, i), claims, n, err);
	}
	return status;
}

/* --- of a store --------------------------------------------------------------------------------------------------------- */
typedef struct of_store {
	riwaya_store *store;
	const riwaya_store_exporting *what;
	riwaya_exporter *e;
	uint64_t done;
} of_store;

static void tell(of_store *x, uint64_t all) {
	if (x->what->progress) x->what->progress(x->what->ctx, x->done, all);
	x->done++;
}

static riwaya_status store_incident(of_store *x, riwaya_slice name, riwaya_error *err) {
	char z[64];
	riwaya_set *set;
	const riwaya_reconciliation *r;
	if (name.n >= sizeof z) return RIWAYA_OK;
	memcpy(z, name.p, name.n);
	z[name.n] = '\0';
	riwaya_status status = riwaya_store_ledger(x->store, z, NULL, &set, err);
	if (status) return status;
	status = riwaya_set_reconcile(set, &r, err);
	for (size_t k = 0; !status && k < r->n_incidents; k++) status = riwaya_export_incident(x->e, r, k, err);
	riwaya_set_free(set);
	return status;
}

static riwaya_status store_incidents(of_store *x, riwaya_error *err) {
	enum { PAGE = 10000 };
	riwaya_incident_query q = x->what->incidents;
	const riwaya_incident_list *list;
	size_t last = q.most && q.most < SIZE_MAX - q.first ? q.first + q.most : SIZE_MAX;
	riwaya_status status;
	do {
		q.most = last - q.first < PAGE ? last - q.first : PAGE;
		status = riwaya_store_incidents(x->store, &q, &list, err);
		for (size_t i = 0; !status && i < list->n; i++) {
			tell(x, list->all);
			status = store_incident(x, list->rows[i].name, err);
		}
		if (status) return status;
		q.first += list->n;
	} while (list->n && q.first < last && q.first < list->all);
	return RIWAYA_OK;
}

/* Claims that people rejected stand among the others, with their verdict. */
static riwaya_status store_reports(of_store *x, riwaya_export_format format, bool apart, riwaya_error *err) {
	bool claims = format == RIWAYA_EXPORT_CLAIMS_CSV || format == RIWAYA_EXPORT_CLAIMS_JSONL;
	riwaya_report_query q = x->what->reports;
	const riwaya_report_list *list;
	q.apart = q.apart || apart;
	q.after = 0;
	q.most = RIWAYA_STORE_LISTED;
	do {
		riwaya_status status = riwaya_store_list_reports(x->store, &q, &list, err);
		for (size_t i = 0; !status && i < list->n; i++) {
			const riwaya_report_row *r = &list->rows[i];
			tell(x, 0);
			status = riwaya_export_report(x->e, r->report, r->claims, r->n_claims, err);
			if (!status && claims && r->n_rejected)
				status = riwaya_export_report(x->e, r->report, r->rejected, r->n_rejected, err);
		}
		if (status) return status;
		q.after = list->next;
	} while (q.after);
	return RIWAYA_OK;
}

static riwaya_status store_events(of_store *x, riwaya_error *err) {
	const riwaya_coded_list *list;
	int64_t after = 0;
	do {
		riwaya_status status = riwaya_store_list_coded(x->store, after, RIWAYA_STORE_LISTED, &list, err);
		for (size_t i = 0; !status && i < list->n; i++) {
			tell(x, 0);
			status = riwaya_export_event(x->e, &list->rows[i], err);
		}
		if (status) return status;
		after = list->next;
	} while (after);
	return RIWAYA_OK;
}

riwaya_status riwaya_export_store(riwaya_store *store, const riwaya_store_exporting *what, riwaya_export_format format,
	const riwaya_export_options *options, riwaya_sink sink, riwaya_exported *exported, riwaya_error *err) {
	static const riwaya_store_exporting all = {0};
	if (!store) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a store is needed: it is NULL");
	of_store x = {.store = store, .what = what ? what : &all};
	const riwaya_incident_query *q = &x.what->incidents;
	bool sifted =
		q->place || q->actor || q->act || q->contradicted || q->reports || q->changed_since || q->most || q->first;
	riwaya_status status = riwaya_export_begin(rw_engine_of_store(store), format, options, sink, &x.e, err);
	if (status) return status;
	if (rw_export_of_events(format))
		status = store_events(&x, err);
	else if (!rw_export_of_reports(format))
		status = store_incidents(&x, err);
	if (!status && rw_export_takes_reports(format) && (rw_export_of_reports(format) || !sifted))
		status = store_reports(&x, format, !rw_export_of_reports(format), err);
	if (!status) return riwaya_export_end(x.e, exported, err);
	riwaya_export_free(x.e);
	return status;
}

riwaya_status riwaya_export(riwaya_set *set, riwaya_export_format format, const riwaya_export_options *options,
	riwaya_sink sink, riwaya_exported *exported, riwaya_error *err) {
	if (!set) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a set is needed: it is NULL");
	riwaya_exporter *e;
	const riwaya_reconciliation *r;
	riwaya_status status = riwaya_export_begin(rw_set_engine(set), format, options, sink, &e, err);
	if (status) return status;
	if (rw_export_of_events(format)) {
		const riwaya_coded_event *events;
		size_t n;
		riwaya_set_coded_events(set, &events, &n);
		for (size_t i = 0; i < n && !status; i++) status = riwaya_export_event(e, &events[i], err);
	} else if (rw_export_of_reports(format)) {
		status = all_reports(set, e, format, err);
	} else {
		status = riwaya_set_reconcile(set, &r, err);
		if (!status) status = riwaya_export_add(e, r, err);
	}
	if (!status) return riwaya_export_end(e, exported, err);
	riwaya_export_free(e);
	return status;
}
