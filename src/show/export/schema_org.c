/* schema_org.c: claims as schema.org's Claim, in JSON-LD. Claims of one origin in one line with one figure are one Claim that appears in several
 * reports. A ClaimReview is written where a person has ruled, by a grade of a line or by a ruling of the caller's, and nowhere else: the program rates nothing. */
#include "mention/calendar.h"
#include "show/export/export.h"

static void head(rw_exporter *x) {
	rw_json *j = &x->j;
	rw_json_object(j);
	rw_json_put_z(j, "@context", "https://schema.org");
	rw_json_key(j, "@graph");
	rw_json_array(j);
}

static void end(rw_exporter *x) {
	rw_json_close(&x->j);
	rw_json_close(&x->j);
}

/* Words in both languages, as JSON-LD marks them. */
static void both(rw_json *j, const char *key, riwaya_bilingual b) {
	const struct {
		const char *language;
		rw_slice words;
	} of[] = {{"ar", b.ar}, {"en", b.en}};
	rw_json_key(j, key);
	rw_json_array(j);
	for (size_t k = 0; k < RW_COUNT(of); k++) {
		if (!of[k].words.n) continue;
		rw_json_object(j);
		rw_json_put_z(j, "@language", of[k].language);
		rw_json_put_slice(j, "@value", of[k].words);
		rw_json_close(j);
	}
	rw_json_close(j);
}

static rw_slice urn(rw_exporter *x, const char *what, rw_slice id) {
	return rw_arena_printf(x->a, "urn:riwaya:%s:" RW_FMT, what, RW_ARG(id));
}

static void put(rw_json *j, const char *key, rw_slice s) {
	if (s.n) rw_json_put_slice(j, key, s);
}

static void named(rw_json *j, const char *key, const char *type, rw_slice name) {
	if (!name.n) return;
	rw_json_key(j, key);
	rw_json_object(j);
	rw_json_put_z(j, "@type", type);
	rw_json_put_slice(j, "name", name);
	rw_json_close(j);
}

static void article(rw_exporter *x, const riwaya_report *r) {
	rw_json *j = &x->j;
	rw_json_object(j);
	rw_json_put_z(j, "@type", "NewsArticle");
	rw_json_put_slice(j, "@id", urn(x, "report", r->id));
	put(j, "url", rw_url_of(r));
	put(j, "headline", r->title);
	put(j, "inLanguage", r->language);
	put(j, "datePublished", rw_stamp_of(x->a, r->published.at));
	put(j, "dateModified", rw_stamp_of(x->a, r->updated.at));
	named(j, "publisher", "NewsMediaOrganization", rw_outlet_name(&x->ar, r));
	rw_json_close(j);
}

static void author(rw_exporter *x, const riwaya_claim *c) {
	const riwaya_link *o = rw_origin_of(c);
	if (!o) return;
	bool person = o->kind == RIWAYA_LINK_PERSON || o->kind == RIWAYA_LINK_WITNESS || o->kind == RIWAYA_LINK_OFFICIAL ||
		o->kind == RIWAYA_LINK_CORRESPONDENT;
	named(&x->j, "author", person && o->named ? "Person" : "Organization", o->name);
}

static void event(rw_exporter *x, const riwaya_incident *i) {
	rw_json *j = &x->j;
	rw_json_key(j, "about");
	rw_json_object(j);
	rw_json_put_z(j, "@type", "Event");
	rw_json_put_slice(j, "@id", urn(x, "incident", i->id));
	both(j, "name", i->title);
	if (i->time.precision != RIWAYA_PRECISION_NONE) {
		rw_json_put_slice(j, "startDate", rw_day_of_minutes(x->a, i->time.from));
		rw_json_put_slice(j, "endDate", rw_day_of_minutes(x->a, i->time.to));
	}
	if (rw_place_of(i).ar.n || rw_place_of(i).en.n) {
		rw_json_key(j, "location");
		rw_json_object(j);
		rw_json_put_z(j, "@type", "Place");
		both(j, "name", rw_place_of(i));
		if (i->has_position) {
			rw_json_key(j, "geo");
			rw_json_object(j);
			rw_json_put_z(j, "@type", "GeoCoordinates");
			rw_json_put_double(j, "latitude", true, i->lat);
			rw_json_put_double(j, "longitude", true, i->lon);
			rw_json_close(j);
		}
		rw_json_close(j);
	}
	rw_json_close(j);
}

/* A claim, and the claims that say the same on the same word in other reports. */
typedef struct told {
	const riwaya_claim *claim;
	const riwaya_report *report;
	rw_slice id;
} told;

static void review(rw_exporter *x, const told *t) {
	const riwaya_ruling *r = x->o.ruling ? x->o.ruling(x->o.ruling_ctx, t->report, t->claim) : NULL;
	rw_json *j = &x->j;
	if (!r) return;
	rw_json_object(j);
	rw_json_put_z(j, "@type", "ClaimReview");
	rw_json_put_slice(j, "@id", urn(x, "review", t->id));
	put(j, "url", r->url);
	put(j, "datePublished", rw_stamp_of(x->a, r->at));
	named(j, "author", "Person", r->by);
	rw_json_put_slice(j, "claimReviewed", t->claim->evidence);
	put(j, "reviewBody", r->why);
	rw_json_key(j, "reviewRating");
	rw_json_object(j);
	rw_json_put_z(j, "@type", "Rating");
	rw_json_put_slice(j, "alternateName", r->rating);
	if (r->best > r->worst) {
		rw_json_put_double(j, "ratingValue", true, r->value);
		rw_json_put_double(j, "bestRating", true, r->best);
		rw_json_put_double(j, "worstRating", true, r->worst);
	}
	rw_json_close(j);
	rw_json_key(j, "itemReviewed");
	rw_json_object(j);
	rw_json_put_z(j, "@type", "Claim");
	rw_json_put_slice(j, "@id", urn(x, "claim", t->id));
	rw_json_put_slice(j, "name", t->claim->evidence);
	author(x, t->claim);
	put(j, "datePublished", rw_stamp_of(x->a, t->claim->told));
	rw_json_key(j, "firstAppearance");
	article(x, t->report);
	rw_json_close(j);
	rw_json_close(j);
	x->done.written++;
}

/* `p` in order of telling. */
static void claim(rw_exporter *x, const riwaya_incident *i, const told *p, size_t n) {
	rw_json *j = &x->j;
	const riwaya_claim *c = p->claim;
	const rw_words *w = x->o.arabic ? &x->ar : &x->en;
	rw_json_object(j);
	rw_json_put_z(j, "@type", "Claim");
	rw_json_put_slice(j, "@id", urn(x, "claim", p->id));
	rw_slice figure = rw_figure_words(w, &c->figure), name = rw_named(w, "predicates", c->predicate);
	if (c->polarity == RIWAYA_POLARITY_DENIED) name = RW_FILL(w, "export_denied", name);
	rw_json_put_slice(j, "name", figure.n ? RW_FILL(w, "show_colon", name, figure) : name);
	rw_json_put_slice(j, "text", c->evidence);
	put(j, "inLanguage", p->report->language);
	author(x, c);
	put(j, "datePublished", rw_stamp_of(x->a, c->told.precision ? c->told : p->report->published.at));
	rw_json_key(j, "firstAppearance");
	article(x, p->report);
	if (n > 1) {
		rw_json_key(j, "appearance");
		rw_json_array(j);
		for (size_t k = 1; k < n; k++) article(x, p[k].report);
		rw_json_close(j);
	}
	if (i) event(x, i);
	rw_json_close(j);
	x->done.written++;
	for (size_t k = 0; k < n; k++) review(x, &p[k]);
}

static void report(rw_exporter *x, const riwaya_report *r, const riwaya_claim *claims, size_t n) {
	for (size_t k = 0; k < n && !x->j.failed; k++) {
		if (claims[k].verdict == RIWAYA_REVIEW_REJECT) continue;
		rw_mark m = rw_arena_mark(x->a);
		claim(x, NULL, &(told){&claims[k], r, claims[k].id}, 1);
		rw_arena_reset(x->a, m);
	}
}

/* A line that a person graded: what its claims say together is reviewed, and the grade is the ruling. Whether a claim was read rightly
 * (accept, correct) is no ruling on what it says, and makes no review. */
static void graded(rw_exporter *x, const riwaya_incident *i, size_t at) {
	rw_json *j = &x->j;
	const riwaya_line *l = &i->lines[at];
	const rw_words *w = x->o.arabic ? &x->ar : &x->en;
	const riwaya_decision *d = NULL;
	for (size_t k = 0; k < l->n_decisions; k++)
		if (l->decisions[k].kind == RIWAYA_REVIEW_GRADE && !l->decisions[k].waits) d = &l->decisions[k];
	if (!l->grade || !d) return;
	rw_slice label = rw_pick(w, l->label);
	if (!rw_range_is_open(l->range)) label = RW_FILL(w, "show_colon", label, rw_range_words(w, l->range));
	rw_json_object(j);
	rw_json_put_z(j, "@type", "ClaimReview");
	rw_json_put_slice(j, "@id", urn(x, "review", d->review));
	put(j, "datePublished", d->at);
	named(j, "author", "Person", d->by);
	rw_json_put_slice(j, "claimReviewed", label);
	put(j, "reviewBody", d->why);
	rw_json_key(j, "reviewRating");
	rw_json_object(j);
	rw_json_put_z(j, "@type", "Rating");
	rw_json_put_slice(j, "alternateName", rw_label_of(w, "export_grade_", riwaya_grade_word(l->grade)));
	rw_json_close(j);
	rw_json_key(j, "itemReviewed");
	rw_json_object(j);
	rw_json_put_z(j, "@type", "Claim");
	rw_json_put_slice(j, "@id", rw_arena_printf(x->a, "urn:riwaya:line:" RW_FMT ":%zu", RW_ARG(i->id), at + 1));
	rw_json_put_slice(j, "name", label);
	bool *seen = RW_ARRAY(x->a, bool, x->r->n_reports);
	size_t n = 0;
	for (size_t k = 0; k < l->n_claims; k++) {
		const riwaya_incident_claim *c = &i->claims[l->claims[k]];
		if (c->report >= x->r->n_reports || seen[c->report]) continue;
		seen[c->report] = true;
		/* In order of telling: the first is where it appeared first. */
		if (n < 2) rw_json_key(j, n ? "appearance" : "firstAppearance");
		if (n == 1) rw_json_array(j);
		article(x, x->r->reports[c->report]);
		n++;
	}
	if (n > 1) rw_json_close(j);
	event(x, i);
	rw_json_close(j);
	rw_json_close(j);
	x->done.written++;
}

/* What makes two claims of an incident one: who said it, of what, and how many. */
static rw_slice key_of(rw_exporter *x, const riwaya_incident *i, const uint32_t *line, uint32_t k) {
	const riwaya_incident_claim *c = &i->claims[k];
	const riwaya_figure *f = &c->claim->figure;
	char low[64], high[64];
	size_t n = f->has_low ? rw_csv_digits(f->low, low) : 0, m = f->has_high ? rw_csv_digits(f->high, high) : 0;
	if (line[k] == UINT32_MAX || c->origin >= i->n_origins || i->origins[c->origin].anonymous)
		return rw_arena_printf(x->a, "alone %u", k);
	return rw_arena_printf(x->a, "%u %u %u %u %u %.*s %.*s", line[k], c->origin, (unsigned)c->claim->polarity,
		(unsigned)c->claim->modality, (unsigned)f->qualifier, (int)n, low, (int)m, high);
}

static void incident(rw_exporter *x, const riwaya_incident *i) {
	uint32_t *line = RW_ARRAY(x->a, uint32_t, i->n_claims), *next = RW_ARRAY(x->a, uint32_t, i->n_claims);
	bool *later = RW_ARRAY(x->a, bool, i->n_claims);
	rw_map last = RW_MAP(x->a);
	for (size_t k = 0; k < i->n_claims; k++) line[k] = next[k] = UINT32_MAX;
	for (uint32_t l = 0; l < i->n_lines; l++)
		for (size_t k = 0; k < i->lines[l].n_claims; k++) line[i->lines[l].claims[k]] = l;
	for (uint32_t k = 0; k < i->n_claims; k++) {
		if (i->claims[k].implied_by != UINT32_MAX || i->claims[k].told_twice != UINT32_MAX ||
			i->claims[k].report >= x->r->n_reports) {
			later[k] = true;
			continue;
		}
		bool fresh;
		uint32_t *at = rw_map_put(&last, key_of(x, i, line, k), &fresh);
		if (!fresh) next[*at] = k, later[k] = true;
		*at = k;
	}
	told *p = RW_ARRAY(x->a, told, i->n_claims);
	for (uint32_t k = 0; k < i->n_claims && !x->j.failed; k++) {
		size_t n = 0;
		if (later[k]) continue;
		for (uint32_t m = k; m != UINT32_MAX; m = next[m])
			p[n++] = (told){i->claims[m].claim, x->r->reports[i->claims[m].report], i->claims[m].id};
		rw_mark m = rw_arena_mark(x->a);
		claim(x, i, p, n);
		rw_arena_reset(x->a, m);
	}
	for (size_t k = 0; k < i->n_lines && !x->j.failed; k++) graded(x, i, k);
}

const rw_exporting rw_exporting_schema_org = {
	.begin = head, .incident = incident, .report = report, .end = end, .document = true, .apart = true};
