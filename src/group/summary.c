/* summary.c: what a group tells together, as bytes that outlive the facts which number its places and parties.
 *
 *     strings    how many, then each with its length: ids of predicates and parties, keys and texts of places
 *     places     how many, then key, text and what it lies in (0: nothing; else 1 + the place's number, always an earlier one)
 *     the rest   numbers of strings and places in place of those of the facts; 0 for none
 *
 * Numbers are rw_buf_number's; numbers of people are doubles of 8 bytes.
 */
#include "group/group.h"

typedef struct writer {
	const rw_facts *f;
	rw_arena *a;
	rw_buf strings, places, rest;
	rw_map string_of;
	uint32_t n_strings, n_places;
	uint32_t *place_of; /* by site, 1 + its number */
} writer;

static void put_string(writer *w, rw_buf *b, rw_slice s) {
	bool fresh;
	if (!s.n) {
		rw_buf_number(b, 0);
		return;
	}
	uint32_t *at = rw_map_put(&w->string_of, s, &fresh);
	if (fresh) {
		*at = ++w->n_strings;
		rw_buf_number(&w->strings, s.n);
		rw_buf_slice(&w->strings, s);
	}
	rw_buf_number(b, *at);
}

static uint32_t place(writer *w, uint32_t site) {
	if (site == RW_NO) return 0;
	if (!w->place_of) w->place_of = RW_ARRAY(w->a, uint32_t, w->f->sites.n);
	if (w->place_of[site]) return w->place_of[site];
	const rw_site *s = &w->f->sites.p[site];
	/* what contains a place with an id is a matter of the tables */
	uint32_t up = s->id.n ? 0 : place(w, s->parent);
	put_string(w, &w->places, s->key);
	put_string(w, &w->places, s->text);
	rw_buf_number(&w->places, up);
	return w->place_of[site] = ++w->n_places;
}

static void put_party(writer *w, uint32_t party) {
	put_string(w, &w->rest, party == RW_NO ? RW_NONE : w->f->parties.p[party].id);
}

static void put_predicate(writer *w, uint32_t predicate) { put_string(w, &w->rest, w->f->predicates.p[predicate].id); }

static void put_number(writer *w, bool has, double v) {
	uint64_t bits;
	rw_buf_number(&w->rest, has);
	if (!has) return;
	memcpy(&bits, &v, sizeof bits);
	for (size_t i = 0; i < sizeof bits; i++) rw_buf_byte(&w->rest, (char)(bits >> 8 * i));
}

rw_slice rw_summary_pack(const rw_facts *f, rw_arena *a, const rw_summary *s) {
	writer w = {.f = f, .a = a, .strings = RW_BUF(a), .places = RW_BUF(a), .rest = RW_BUF(a), .string_of = RW_MAP(a)};
	rw_buf *b = &w.rest, out = RW_BUF(a);
	rw_buf_number(b, s->n_threads);
	rw_buf_number(b, place(&w, s->site));
	rw_buf_number(b, place(&w, s->town));
	rw_buf_number(b, place(&w, s->region));
	size_t n = 0;
	for (uint32_t p = 0; p < f->predicates.n; p++) n += rw_set_has(&s->named, p) || s->telling[p] || s->naming[p];
	rw_buf_number(b, n);
	for (uint32_t p = 0; p < f->predicates.n; p++) {
		bool named = rw_set_has(&s->named, p);
		if (!named && !s->telling[p] && !s->naming[p]) continue;
		put_predicate(&w, p);
		rw_buf_number(b, named);
		rw_buf_number(b, s->telling[p]);
		rw_buf_number(b, s->naming[p]);
	}
	rw_buf_number(b, s->n_particulars);
	for (size_t i = 0; i < s->n_particulars; i++) {
		const rw_particular *p = &s->particulars[i];
		put_predicate(&w, p->predicate);
		put_party(&w, p->actor);
		put_party(&w, p->agent);
		put_number(&w, p->has_low, p->low);
		put_number(&w, p->has_high, p->high);
		rw_buf_number(b, p->precise);
		rw_buf_number(b, place(&w, p->site));
	}
	rw_buf_number(b, s->n_agents);
	for (size_t i = 0; i < s->n_agents; i++) put_party(&w, s->agents[i]);
	rw_buf_number(b, s->n_actors);
	for (size_t i = 0; i < s->n_actors; i++) put_party(&w, s->actors[i]);
	rw_buf_number(b, s->n_sites);
	for (size_t i = 0; i < s->n_sites; i++) rw_buf_number(b, place(&w, s->sites[i]));
	rw_buf_number(&out, w.n_strings);
	rw_buf_slice(&out, rw_buf_view(&w.strings));
	rw_buf_number(&out, w.n_places);
	rw_buf_slice(&out, rw_buf_view(&w.places));
	rw_buf_slice(&out, rw_buf_view(&w.rest));
	return rw_buf_view(&out);
}

/* --- back ---------------------------------------------------------------------------------------------------------- */
typedef struct reader {
	rw_facts *f;
	rw_arena *a;
	rw_slice left;
	bool bad; /* the bytes ended, or name what is not there */
	rw_slice *strings;
	uint32_t *places, *parties; /* sites by number; parties by string, + 1 once asked for */
	size_t n_strings, n_places;
} reader;

static uint64_t take(reader *r) {
	uint64_t v;
	if (rw_slice_number(&r->left, &v)) return v;
	r->bad = true;
	return 0;
}

/* How many follow, each of a byte at least. */
static size_t take_count(reader *r) {
	uint64_t n = take(r);
	if (n <= r->left.n) return (size_t)n;
	r->bad = true;
	return 0;
}

static rw_slice take_string(reader *r) {
	uint64_t i = take(r);
	if (i <= r->n_strings) return i ? r->strings[i - 1] : RW_NONE;
	r->bad = true;
	return RW_NONE;
}

static uint32_t take_place(reader *r) {
	uint64_t i = take(r);
	if (i <= r->n_places) return i ? r->places[i - 1] : RW_NO;
	r->bad = true;
	return RW_NO;
}

static uint32_t take_party(reader *r) {
	uint64_t i = take(r);
	if (!i) return RW_NO;
	if (i > r->n_strings) {
		r->bad = true;
		return RW_NO;
	}
	if (!r->parties[i - 1]) r->parties[i - 1] = rw_party_of(r->f, r->strings[i - 1]) + 1;
	return r->parties[i - 1] - 1;
}

static uint32_t take_predicate(reader *r) {
	uint32_t p = rw_predicate_of(r->f, take_string(r));
	r->bad |= p == RW_NO;
	return r->bad ? 0 : p;
}

static double take_number(reader *r, bool *has) {
	uint64_t bits = 0;
	double v;
	*has = take(r) != 0;
	if (!*has) return 0;
	if (r->left.n < sizeof bits) {
		r->bad = true;
		return 0;
	}
	for (size_t i = 0; i < sizeof bits; i++) bits |= (uint64_t)(unsigned char)r->left.p[i] << 8 * i;
	r->left = rw_slice_of(r->left.p + sizeof bits, r->left.n - sizeof bits);
	memcpy(&v, &bits, sizeof v);
	return v;
}

static void take_strings(reader *r) {
	size_t n = take_count(r);
	r->strings = RW_ARRAY(r->a, rw_slice, n);
	r->parties = RW_ARRAY(r->a, uint32_t, n);
	while (r->n_strings < n && !r->bad) {
		size_t length = take_count(r);
		r->strings[r->n_strings++] = rw_slice_of(r->left.p, length);
		r->left = rw_slice_of(r->left.p + length, r->left.n - length);
	}
}

static void take_places(reader *r) {
	size_t n = take_count(r);
	r->places = RW_ARRAY(r->a, uint32_t, n);
	while (r->n_places < n && !r->bad) {
		rw_slice key = take_string(r), text = take_string(r);
		uint32_t up = take_place(r);
		if (!r->bad) r->places[r->n_places++] = rw_site_again(r->f, key, text, up);
	}
}

static uint32_t *take_parties(reader *r, size_t *n) {
	*n = take_count(r);
	uint32_t *out = RW_ARRAY(r->a, uint32_t, *n);
	for (size_t i = 0; i < *n && !r->bad; i++) out[i] = take_party(r);
	return out;
}

bool rw_summary_unpack(rw_facts *f, rw_arena *a, rw_slice bytes, rw_summary *out) {
	reader r = {.f = f, .a = a, .left = bytes};
	*out = (rw_summary){0};
	take_strings(&r);
	take_places(&r);
	out->n_threads = (size_t)take(&r);
	out->site = take_place(&r);
	out->town = take_place(&r);
	out->region = take_place(&r);
	for (size_t n = take_count(&r); n && !r.bad; n--) {
		uint32_t p = take_predicate(&r), kind = f->predicates.n ? f->predicates.p[p].kind : 0;
		if (take(&r)) rw_set_add(&out->named, p);
		out->telling[kind] += (uint32_t)take(&r);
		out->naming[kind] += (uint32_t)take(&r);
	}
	out->n_particulars = take_count(&r);
	out->particulars = RW_ARRAY(a, rw_particular, out->n_particulars);
	for (size_t i = 0; i < out->n_particulars && !r.bad; i++) {
		rw_particular *p = &out->particulars[i];
		p->predicate = take_predicate(&r);
		p->actor = take_party(&r);
		p->agent = take_party(&r);
		p->low = take_number(&r, &p->has_low);
		p->high = take_number(&r, &p->has_high);
		p->precise = take(&r) != 0;
		p->site = take_place(&r);
	}
	out->agents = take_parties(&r, &out->n_agents);
	out->actors = take_parties(&r, &out->n_actors);
	out->n_sites = take_count(&r);
	out->sites = RW_ARRAY(a, uint32_t, out->n_sites);
	for (size_t i = 0; i < out->n_sites && !r.bad; i++) out->sites[i] = take_place(&r);
	return !r.bad && !r.left.n;
}
