/* coded.c: which coded events lie near an incident in place and time. Nothing is merged or counted: people compare.
 *
 * Near is what lies within a day of the incident's time, four days where the coders knew the week alone, and within 25 km, 50 where they
 * knew the place only nearly. What they knew less of is compared with nothing.
 */
#include "mention/calendar.h"
#include "reconcile/reconcile.h"
#include <math.h>
#include <stdlib.h>

enum {
	DAY_SLACK = 1,
	WEEK_SLACK = 4,
	LONGEST = RW_CODED_DAYS - WEEK_SLACK, /* days of an event that is still one happening */
	PLACE_KM = 25,
	NEAR_KM = RW_CODED_KM,
};

static int by_time(const void *a, const void *b) {
	const riwaya_coded_event *x = a, *y = b;
	if (x->at.from != y->at.from) return x->at.from < y->at.from ? -1 : 1;
	if (x->source != y->source) return x->source < y->source ? -1 : 1;
	int d = rw_slice_cmp(x->id, y->id);
	if (!d) d = rw_slice_cmp(x->file, y->file);
	return d ? d : x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* Along the great circle. */
static double distance(double lat1, double lon1, double lat2, double lon2) {
	const double degree = 0.017453292519943295, radius = 6371;
	double u = sin((lat2 - lat1) * degree / 2), v = sin((lon2 - lon1) * degree / 2);
	double h = u * u + cos(lat1 * degree) * cos(lat2 * degree) * v * v;
	return 2 * radius * asin(sqrt(h < 1 ? h : 1));
}

bool rw_coded_asks(const riwaya_incident *i) {
	return i->has_position && i->time.precision != RIWAYA_PRECISION_NONE && i->time.precision < RIWAYA_PRECISION_MONTH;
}

void rw_near_coded(rw_arena *a, const riwaya_coded_event *events, size_t n, riwaya_reconciliation *r) {
	riwaya_coded_event *sorted = RW_ARRAY(a, riwaya_coded_event, n);
	RW_VEC(riwaya_coded_near) near = {0};
	if (n) {
		memcpy(sorted, events, n * sizeof *sorted);
		qsort(sorted, n, sizeof *sorted, by_time);
	}
	r->coded = sorted;
	r->n_coded = n;
	for (size_t i = 0; i < r->n_incidents; i++) {
		const riwaya_incident *in = &r->incidents[i];
		if (!rw_coded_asks(in)) continue;
		const int64_t reach = (int64_t)RW_CODED_DAYS * RW_DAY;
		size_t low = 0, high = n;
		while (low < high) {
			size_t middle = low + (high - low) / 2;
			if (sorted[middle].at.from < in->time.from - reach)
				low = middle + 1;
			else
				high = middle;
		}
		for (size_t k = low; k < n && sorted[k].at.from <= in->time.to + reach; k++) {
			const riwaya_coded_event *e = &sorted[k];
			if (!e->has_position || e->at.precision == RIWAYA_PRECISION_NONE || e->time_precision > 2 ||
				e->place_precision > 2 || e->at.to - e->at.from > (int64_t)LONGEST * RW_DAY)
				continue;
			int64_t slack = (int64_t)(e->time_precision == 2 ? WEEK_SLACK : DAY_SLACK) * RW_DAY;
			if (e->at.from - slack > in->time.to || e->at.to + slack < in->time.from) continue;
			double km = distance(in->lat, in->lon, e->lat, e->lon);
			if (km > (e->place_precision == 2 ? NEAR_KM : PLACE_KM)) continue;
			rw_vec_push(a, &near, (riwaya_coded_near){(uint32_t)i, (uint32_t)k, km});
		}
	}
	r->coded_near = near.p;
	r->n_coded_near = near.n;
}
