/* evaluation_json.c: an evaluation as one JSON document; docs/cli.md lists its keys. */
#include "show/show.h"

enum { LAY_OUT = 3 }; /* members of the inner lists stand on a line each */

static void measures(rw_json *j, const riwaya_evaluation *e) {
	rw_json_key(j, "measures");
	rw_json_object(j);
	for (unsigned i = 0; i < riwaya_measure_count; i++) {
		const riwaya_measure *m = &e->measures[i];
		if (!m->has) continue;
		rw_json_key(j, riwaya_measure_name((riwaya_measure_id)i));
		rw_json_object(j);
		rw_json_put_double(j, "value", true, m->value);
		rw_json_put_double(j, "low", m->has_interval, m->low);
		rw_json_put_double(j, "high", m->has_interval, m->high);
		rw_json_put_double(j, "right", m->all > 0, (double)m->right);
		rw_json_put_double(j, "all", m->all > 0, (double)m->all);
		rw_json_close(j);
	}
	rw_json_close(j);
}

static void bins(rw_json *j, const riwaya_evaluation *e) {
	rw_json_key(j, "confidence");
	rw_json_object(j);
	rw_json_put_double(j, "error", e->n_judged > 0, e->calibration_error);
	rw_json_key(j, "bins");
	rw_json_array(j);
	for (size_t i = 0; i < RIWAYA_EVAL_BINS; i++) {
		const riwaya_bin *b = &e->bins[i];
		rw_json_object(j);
		rw_json_put_double(j, "from", true, b->from);
		rw_json_put_double(j, "to", true, b->to);
		rw_json_put_u64(j, "claims", b->claims);
		rw_json_put_u64(j, "right", b->right);
		rw_json_put_double(j, "mean", b->claims > 0, b->mean);
		rw_json_put_double(j, "low", b->claims > 0, b->low);
		rw_json_put_double(j, "high", b->claims > 0, b->high);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_close(j);
}

static void predicates(rw_json *j, const riwaya_evaluation *e) {
	rw_json_key(j, "predicates");
	rw_json_array(j);
	for (size_t i = 0; i < e->n_predicates; i++) {
		const riwaya_by_predicate *p = &e->predicates[i];
		rw_json_object(j);
		rw_json_put_slice(j, "predicate", p->predicate);
		rw_json_put_u64(j, "gold", p->gold);
		rw_json_put_u64(j, "right", p->right);
		rw_json_put_u64(j, "wrong", p->wrong);
		rw_json_put_u64(j, "missed", p->missed);
		rw_json_put_u64(j, "false", p->false_);
		rw_json_close(j);
	}
	rw_json_close(j);
}

static void misses(rw_json *j, const riwaya_evaluation *e) {
	rw_json_key(j, "misses");
	rw_json_array(j);
	for (size_t i = 0; i < e->n_misses; i++) {
		const riwaya_miss *m = &e->misses[i];
		rw_json_object(j);
		rw_json_put_z(j, "kind", riwaya_miss_kind_word(m->kind));
		rw_json_put_slice(j, "report", m->report);
		rw_json_put_slice(j, "predicate", m->predicate);
		rw_json_put_slice(j, "words", m->words);
		rw_json_put_slice(j, "figure", m->figure);
		rw_json_put_double(j, "claim", m->claim != UINT32_MAX, m->claim);
		rw_json_put_double(j, "line", m->line > 0, m->line);
		rw_json_put_slice(j, "why", m->why.n ? m->why : RW_NONE);
		rw_json_key(j, "wrong");
		rw_json_array(j);
		for (size_t k = 0; k < m->n_wrong; k++) {
			rw_json_object(j);
			rw_json_put_slice(j, "attribute", m->wrong[k].attribute);
			rw_json_put_slice(j, "gold", m->wrong[k].gold);
			rw_json_put_slice(j, "said", m->wrong[k].said);
			rw_json_close(j);
		}
		rw_json_close(j);
		rw_json_close(j);
	}
	rw_json_close(j);
}

static void judged(rw_json *j, const riwaya_evaluation *e) {
	rw_json_key(j, "judged");
	rw_json_array(j);
	for (size_t i = 0; i < e->n_judged; i++) {
		const riwaya_judged *c = &e->judged[i];
		rw_json_object(j);
		rw_json_put_slice(j, "report", c->report);
		rw_json_put_slice(j, "predicate", c->predicate);
		rw_json_put_double(j, "confidence", true, c->confidence);
		rw_json_put_bool(j, "right", c->right);
		rw_json_key(j, "facts");
		rw_json_array(j);
		for (size_t k = 0; k < c->n_facts; k++) rw_json_slice(j, c->facts[k].name);
		rw_json_close(j);
		rw_json_close(j);
	}
	rw_json_close(j);
}

bool rw_show_eval_json(const riwaya_evaluation *e, riwaya_sink sink) {
	rw_json j;
	rw_json_begin(&j, sink, LAY_OUT);
	rw_json_object(&j);
	rw_json_put_u64(&j, "reports", e->n_reports);
	measures(&j, e);
	bins(&j, e);
	predicates(&j, e);
	misses(&j, e);
	judged(&j, e);
	rw_json_key(&j, "unread");
	rw_json_array(&j);
	for (size_t i = 0; i < e->n_unread; i++) {
		const riwaya_error *u = &e->unread[i].error;
		rw_json_object(&j);
		rw_json_put_slice(&j, "file", e->unread[i].file);
		rw_json_put_double(&j, "line", u->line > 0, u->line);
		rw_json_put_z(&j, "message", u->message);
		rw_json_close(&j);
	}
	rw_json_close(&j);
	rw_json_close(&j);
	return rw_json_end(&j);
}
