/* tables.c: reports, claims and lines as tables and as JSON, one a line. The JSON is that of `riwaya extract` and `riwaya reconcile`, so what
 * reads those reads these; the tables have the same under names joined by _. */
#include "mention/calendar.h"
#include "show/export/export.h"
#include "show/show.h"

static void word(rw_csv *c, bool has, const char *z) { rw_csv_z(c, has ? z : NULL); }

static void stamp(rw_exporter *x, riwaya_when w) { rw_csv_code(&x->csv, rw_stamp_of(x->a, w)); }

/* Two cells: both ends of a time. */
static void bounds(rw_exporter *x, riwaya_when w) {
	char z[32];
	stamp(x, w);
	if (w.precision == RIWAYA_PRECISION_NONE)
		rw_csv_empty(&x->csv, 1);
	else
		rw_csv_code(&x->csv, rw_slice_of(z, rw_when_format(w.to, w.precision, z)));
}

/* --- reports ---------------------------------------------------------------------------------------------------------------- */
static void reports_head(rw_exporter *x) {
	static const char *const names[] = {"id", "file", "address", "format", "language", "outlet_id", "outlet", "title",
		"byline", "dateline", "published", "published_zone", "published_precision", "published_basis", "updated",
		"credit", "text", "caption", NULL};
	rw_csv_head(&x->csv, names);
}

static void report_row(rw_exporter *x, const riwaya_report *r, const riwaya_claim *claims, size_t n) {
	(void)claims, (void)n;
	rw_csv *c = &x->csv;
	rw_csv_code(c, r->id);
	rw_csv_text(c, r->file);
	rw_csv_text(c, r->address);
	rw_csv_text(c, r->format);
	rw_csv_text(c, r->language);
	rw_csv_text(c, r->outlet_id);
	rw_csv_text(c, r->outlet_name);
	rw_csv_text(c, r->title);
	rw_csv_text(c, r->byline);
	rw_csv_text(c, r->dateline);
	stamp(x, r->published.at);
	/* "+03:00" is a zone and no sum: but a spreadsheet would not know. */
	rw_csv_text(c, r->published.zone);
	word(c, r->published.at.precision, riwaya_precision_word(r->published.at.precision));
	word(c, r->published.basis, riwaya_basis_word(r->published.basis));
	stamp(x, r->updated.at);
	rw_csv_text(c, r->credit);
	rw_csv_text(c, r->text);
	rw_csv_text(c, r->caption);
	rw_csv_row(c);
	x->done.written++;
}

static void report_line(rw_exporter *x, const riwaya_report *r, const riwaya_claim *claims, size_t n) {
	(void)claims, (void)n;
	rw_json_begin(&x->j, x->sink, 0);
	rw_json_object(&x->j);
	rw_json_key(&x->j, "report");
	rw_json_report(&x->j, r);
	rw_json_close(&x->j);
	rw_json_end(&x->j);
	x->done.written++;
}

/* --- claims ----------------------------------------------------------------------------------------------------------------- */
static void claims_head(rw_exporter *x) {
	static const char *const names[] = {"report_id", "report_file", "outlet_id", "outlet", "published", "claim_id",
		"evidence", "span_field", "span_start", "span_end", "predicate", "predicate_en", "predicate_ar", "polarity",
		"denies", "modality", "figure_text", "figure_value", "figure_low", "figure_high", "figure_qualifier", "counts",
		"unit", "scope", "scope_from", "scope_to", "part_of", "about", "patient_text", "patient_actor", "patient_role",
		"agent_text", "agent_actor", "agent_role", "place_text", "place_id", "place_lat", "place_lon",
		"place_inherited", "time_text", "time_from", "time_to", "time_precision", "time_inherited", "told_from",
		"told_to", "origin", "origin_kind", "origin_actor", "origin_named", "chain", "stance", "confidence", "verdict",
		"verdict_disputed", "reviews", NULL};
	rw_csv_head(&x->csv, names);
}

static void party(rw_csv *c, const riwaya_party *p) {
	rw_csv_text(c, p->text);
	rw_csv_code(c, p->actor);
	rw_csv_code(c, p->role);
}

static void claim_row(rw_exporter *x, const riwaya_report *r, const riwaya_claim *k) {
	rw_csv *c = &x->csv;
	rw_csv_code(c, r->id);
	rw_csv_text(c, r->file);
	rw_csv_text(c, r->outlet_id);
	rw_csv_text(c, r->outlet_name);
	stamp(x, r->published.at);
	rw_csv_code(c, k->id);
	rw_csv_text(c, k->evidence);
	word(c, k->span.field, riwaya_field_word(k->span.field));
	rw_csv_number(c, k->span.field, k->span.start);
	rw_csv_number(c, k->span.field, k->span.end);
	rw_csv_code(c, k->predicate);
	rw_csv_text(c, rw_named(&x->en, "predicates", k->predicate));
	rw_csv_text(c, rw_named(&x->ar, "predicates", k->predicate));
	rw_csv_z(c, riwaya_polarity_word(k->polarity));
	word(c, k->denies, riwaya_denies_word(k->denies));
	rw_csv_z(c, riwaya_modality_word(k->modality));
	rw_csv_text(c, k->figure.text);
	rw_csv_number(c, k->figure.has_value, k->figure.value);
	rw_csv_number(c, k->figure.has_low, k->figure.low);
	rw_csv_number(c, k->figure.has_high, k->figure.high);
	word(c, k->figure.qualifier, riwaya_qualifier_word(k->figure.qualifier));
	word(c, k->counts, riwaya_counts_word(k->counts));
	rw_csv_code(c, k->unit);
	word(c, k->scope, riwaya_scope_kind_word(k->scope));
	bounds(x, k->scope_at);
	rw_csv_code(c, k->part_of);
	rw_csv_code(c, k->about);
	party(c, &k->patient);
	party(c, &k->agent);
	rw_csv_text(c, k->place.text);
	rw_csv_code(c, k->place.id);
	rw_csv_number(c, k->place.has_position, k->place.lat);
	rw_csv_number(c, k->place.has_position, k->place.lon);
	rw_csv_bool(c, k->place.inherited);
	rw_csv_text(c, k->time.text);
	bounds(x, k->time.at);
	word(c, k->time.at.precision, riwaya_precision_word(k->time.at.precision));
	rw_csv_bool(c, k->time.inherited);
	bounds(x, k->told);
	const riwaya_link *o = rw_origin_of(k);
	rw_csv_text(c, o ? o->name : RW_NONE);
	word(c, o && o->kind, o ? riwaya_link_kind_word(o->kind) : NULL);
	rw_csv_code(c, o ? o->actor : RW_NONE);
	if (o)
		rw_csv_bool(c, o->named);
	else
		rw_csv_empty(c, 1);
	rw_slice *names = RW_ARRAY(x->a, rw_slice, k->n_chain);
	for (size_t i = 0; i < k->n_chain; i++) names[i] = k->chain[i].name;
	rw_csv_text(c, rw_listed_words(x->a, names, k->n_chain, " > "));
	rw_csv_z(c, riwaya_stance_word(k->stance));
	rw_csv_number(c, true, k->confidence);
	word(c, k->verdict, riwaya_review_kind_word(k->verdict));
	rw_csv_bool(c, k->disputed);
	rw_csv_u64(c, k->n_decisions);
	rw_csv_row(c);
	x->done.written++;
}

static void claim_rows(rw_exporter *x, const riwaya_report *r, const riwaya_claim *claims, size_t n) {
	for (size_t k = 0; k < n && !x->csv.failed; k++) {
		rw_mark m = rw_arena_mark(x->a);
		claim_row(x, r, &claims[k]);
		rw_arena_reset(x->a, m);
	}
}

static void claim_lines(rw_exporter *x, const riwaya_report *r, const riwaya_claim *claims, size_t n) {
	rw_json *j = &x->j;
	for (size_t k = 0; k < n; k++) {
		rw_json_begin(j, x->sink, 0);
		rw_json_object(j);
		rw_json_put_slice(j, "report", r->file);
		rw_json_put_slice(j, "report_id", r->id);
		rw_json_put_slice(j, "outlet", r->outlet_name);
		rw_json_claim_members(j, &claims[k], claims[k].id);
		rw_json_review(j, &claims[k]);
		rw_json_close(j);
		if (!rw_json_end(j)) return;
		x->done.written++;
	}
}

/* --- lines ------------------------------------------------------------------------------------------------------------------ */
static void lines_head(rw_exporter *x) {
	static const char *const names[] = {"incident_id", "incident_en", "incident_ar", "incident_from", "incident_to",
		"incident_place_id", "incident_place_en", "incident_place_ar", "line", "predicate", "family", "label_en",
		"label_ar", "unit", "patient_actor", "patient_role", "place_id", "place_text", "scope", "low", "high",
		"low_all", "high_all", "values", "claims", "denials", "not_actual", "reports", "outlets", "origins",
		"anonymous", "grade", NULL};
	rw_csv_head(&x->csv, names);
}

typedef struct behind {
	uint32_t reports, outlets, origins, anonymous;
} behind;

/* How many reports, outlets and origins stand behind all claims of a line. */
static behind behind_line(rw_exporter *x, const riwaya_incident *i, const riwaya_line *l) {
	behind b = {0};
	rw_map seen = RW_MAP(x->a);
	bool fresh;
	for (size_t k = 0; k < l->n_claims; k++) {
		const riwaya_incident_claim *c = &i->claims[l->claims[k]];
		if (c->report >= x->r->n_reports) continue;
		const riwaya_report *r = x->r->reports[c->report];
		rw_map_put(&seen, rw_arena_printf(x->a, "r%u", c->report), &fresh);
		b.reports += fresh;
		rw_slice outlet = r->outlet_id.n ? r->outlet_id : r->outlet_name.n ? r->outlet_name : r->file;
		rw_map_put(&seen, rw_arena_printf(x->a, "p" RW_FMT, RW_ARG(outlet)), &fresh);
		b.outlets += fresh;
		if (c->origin >= i->n_origins) continue;
		rw_map_put(&seen, rw_arena_printf(x->a, "o%u", c->origin), &fresh);
		b.origins += fresh;
		b.anonymous += fresh && i->origins[c->origin].anonymous;
	}
	return b;
}

static void line_row(rw_exporter *x, const riwaya_incident *i, size_t n) {
	rw_csv *c = &x->csv;
	const riwaya_line *l = &i->lines[n];
	rw_csv_code(c, i->id);
	rw_csv_text(c, rw_en(i->title));
	rw_csv_text(c, rw_ar(i->title));
	bounds(x, i->time);
	rw_csv_code(c, i->place_id);
	rw_csv_text(c, rw_en(rw_place_of(i)));
	rw_csv_text(c, rw_ar(rw_place_of(i)));
	rw_csv_u64(c, n + 1);
	rw_csv_code(c, l->predicate);
	rw_csv_code(c, l->family);
	rw_csv_text(c, rw_en(l->label));
	rw_csv_text(c, rw_ar(l->label));
	rw_csv_code(c, l->unit);
	rw_csv_code(c, l->patient_actor);
	rw_csv_code(c, l->patient_role);
	rw_csv_code(c, l->place);
	rw_csv_text(c, l->place_text);
	word(c, l->scope, riwaya_scope_kind_word(l->scope));
	rw_csv_number(c, l->range.has_low, l->range.low);
	rw_csv_number(c, l->range.has_high, l->range.high);
	rw_csv_number(c, l->range_all.has_low, l->range_all.low);
	rw_csv_number(c, l->range_all.has_high, l->range_all.high);
	rw_csv_u64(c, l->n_values);
	rw_csv_u64(c, l->n_claims);
	rw_csv_u64(c, l->n_denied_by);
	rw_csv_u64(c, l->n_beside);
	behind b = behind_line(x, i, l);
	rw_csv_u64(c, b.reports);
	rw_csv_u64(c, b.outlets);
	rw_csv_u64(c, b.origins);
	rw_csv_u64(c, b.anonymous);
	word(c, l->grade, riwaya_grade_word(l->grade));
	rw_csv_row(c);
	x->done.written++;
}

static void line_rows(rw_exporter *x, const riwaya_incident *i) {
	for (size_t k = 0; k < i->n_lines && !x->csv.failed; k++) line_row(x, i, k);
}

static void line_lines(rw_exporter *x, const riwaya_incident *i) {
	rw_json *j = &x->j;
	for (size_t k = 0; k < i->n_lines; k++) {
		rw_json_begin(j, x->sink, 0);
		rw_json_object(j);
		rw_json_put_slice(j, "incident", i->id);
		rw_json_key(j, "title");
		rw_json_object(j);
		rw_json_put_slice(j, "ar", i->title.ar);
		rw_json_put_slice(j, "en", i->title.en);
		rw_json_close(j);
		rw_json_put_u64(j, "line", k + 1);
		rw_json_line_members(j, i, &i->lines[k]);
		rw_json_close(j);
		if (!rw_json_end(j)) return;
		x->done.written++;
	}
}

static void event_line(rw_exporter *x, const riwaya_coded_event *e) {
	if (rw_show_event_json(e, x->sink))
		x->done.written++;
	else
		x->j.failed = true;
}

const rw_exporting rw_exporting_reports_csv = {.begin = reports_head, .report = report_row, .table = true};
const rw_exporting rw_exporting_coded_jsonl = {.event = event_line};
const rw_exporting rw_exporting_reports_jsonl = {.report = report_line};
const rw_exporting rw_exporting_claims_csv = {.begin = claims_head, .report = claim_rows, .table = true};
const rw_exporting rw_exporting_claims_jsonl = {.report = claim_lines};
const rw_exporting rw_exporting_lines_csv = {.begin = lines_head, .incident = line_rows, .table = true};
const rw_exporting rw_exporting_lines_jsonl = {.incident = line_lines};
