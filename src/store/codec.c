/* codec.c: a report with its claims and mentions as bytes, and back.
 *
 * Every function below takes a value and gives it back: where the codec writes, what it was given, where it reads, what stood there. So one
 * description of the fields serves both ways.
 *
 *     numbers   seven bits a byte, least first; what may be negative is folded (zigzag)
 *     words     0 absent; 1 bytes not met yet; 2 the same where they are hexadecimal, two to a byte; 3 to 5 a stretch of title, text, caption;
 *               6 the words of the span written just before; from 7 on words met before, by number
 *     doubles   whole numbers, or with six decimals or fewer, as numbers; others as their eight bytes
 *     spans, times   as the way from the one before, which is short
 */
#include "store/codec.h"
#include <math.h>

enum {
	WORDS_ABSENT,
	WORDS_NEW,
	WORDS_HEX,
	WORDS_IN, /* + field - RIWAYA_FIELD_TITLE */
	WORDS_SPAN = WORDS_IN + 3,
	WORDS_MET,
	MAX_LIST =
		1 << 28 /* entries of one list: their number alone can't make memory run out, since each has a byte at least */
};

typedef struct codec {
	rw_arena *a;
	rw_slice fields[riwaya_field_count]; /* title, text, caption */
	rw_buf to;
	const unsigned char *p, *end;
	bool reading, bad;
	rw_map met; /* writing */
	uint32_t n_met;
	RW_VEC(rw_slice) words; /* reading */
	uint32_t at;            /* where the last span began */
	int64_t time;           /* the last time */
	uint32_t run_at;        /* where the last run of the origin map ended */
	uint64_t run_from;
	unsigned n_pieces;
	const riwaya_link *chain; /* of the last claim */
	size_t n_chain;
} codec;

/* --- numbers ---------------------------------------------------------------------------------------------------- */
static uint64_t get_number(codec *c) {
	uint64_t v;
	rw_slice rest = rw_slice_of((const char *)c->p, (size_t)(c->end - c->p));
	if (!rw_slice_number(&rest, &v)) {
		c->bad = true;
		c->p = c->end;
		return 0;
	}
	c->p = c->end - rest.n;
	return v;
}

static inline uint64_t number(codec *c, uint64_t v) {
	if (c->reading) {
		if (c->p < c->end && *c->p < 0x80) return *c->p++;
		return get_number(c);
	}
	if (v < 0x80 && c->to.n < c->to.cap)
		c->to.p[c->to.n++] = (char)v;
	else
		rw_buf_number(&c->to, v);
	return v;
}

/* A number under `count`; others are bad. */
static inline unsigned below(codec *c, uint64_t v, unsigned count) {
	v = number(c, v);
	if (v < count) return (unsigned)v;
	c->bad = true;
	return 0;
}

#define ENUM(c, v, type) ((v) = (riwaya_##type)below((c), (v), riwaya_##type##_count))

/* The way from `from` to v, by wrapping arithmetic. */
static inline uint64_t step(codec *c, uint64_t v, uint64_t from) {
	uint64_t d = v - from;
	d = number(c, (d << 1) ^ (0 - (d >> 63)));
	return from + ((d >> 1) ^ (0 - (d & 1)));
}

static double fraction(codec *c, double v) {
	enum { WHOLE, MILLIONTHS, BELOW_ZERO, BYTES };
	uint64_t kind = 0, bits = 0;
	if (!c->reading) {
		double whole = fabs(v), parts = round(whole * 1e6);
		memcpy(&bits, &v, sizeof bits);
		kind = BYTES;
		if (parts < 9e15 && !(v == 0 && signbit(v))) {
			if (v == floor(v) && v >= 0)
				kind = WHOLE, bits = (uint64_t)v;
			else if (parts / 1e6 == whole)
				kind = v < 0 ? BELOW_ZERO : MILLIONTHS, bits = (uint64_t)parts;
		}
		if (kind != BYTES) bits = bits << 2 | kind;
	}
	if (kind == BYTES) {
		number(c, BYTES);
		rw_buf_put(&c->to, &bits, sizeof bits);
		return v;
	}
	bits = number(c, bits);
	if (!c->reading) return v;
	kind = bits & 3;
	bits >>= 2;
	if (kind == WHOLE) return (double)bits;
	if (kind != BYTES) return kind == BELOW_ZERO ? -((double)bits / 1e6) : (double)bits / 1e6;
	if (bits || (size_t)(c->end - c->p) < sizeof v) {
		c->bad = true;
		return 0;
	}
	memcpy(&v, c->p, sizeof v);
	c->p += sizeof v;
	if (!isfinite(v)) c->bad = true;
	return isfinite(v) ? v : 0;
}

/* --- places and words -------------------------------------------------------------------------------------------- */
/* A stretch of `field`; where there is no such one, bad and empty. */
static void stretch(codec *c, riwaya_field field, uint32_t *start, uint32_t *end) {
	uint64_t from = step(c, *start, c->at), n = number(c, *end - *start), all = c->fields[field].n;
	if (c->reading) {
		if (from > all || n > all - from) {
			c->bad = true;
			from = n = 0;
		}
		*start = (uint32_t)from;
		*end = (uint32_t)(from + n);
	}
	c->at = *start;
}

static inline void span(codec *c, riwaya_span *s) {
	ENUM(c, s->field, field);
	if (s->field) stretch(c, s->field, &s->start, &s->end);
}

static inline rw_slice span_words(const codec *c, const riwaya_span *s) {
	if (s->field == RIWAYA_FIELD_NONE || !c->fields[s->field].p) return RW_NONE;
	return rw_slice_of(c->fields[s->field].p + s->start, s->end - s->start);
}

static int hex_digit(unsigned char b) {
	return b >= '0' && b <= '9' ? b - '0' : b >= 'a' && b <= 'f' ? b - 'a' + 10 : -1;
}

static bool is_hex(rw_slice s) {
	if (s.n < 8 || s.n % 2) return false;
	for (size_t i = 0; i < s.n; i++)
		if (hex_digit((unsigned char)s.p[i]) < 0) return false;
	return true;
}

static void put_words(codec *c, rw_slice s) {
	for (unsigned f = RIWAYA_FIELD_TITLE; s.n && f < riwaya_field_count; f++) {
		uintptr_t from = (uintptr_t)c->fields[f].p, p = (uintptr_t)s.p;
		if (c->fields[f].p && p >= from && p - from < c->fields[f].n && s.n <= c->fields[f].n - (p - from)) {
			uint32_t start = (uint32_t)(p - from), end = start + (uint32_t)s.n;
			number(c, WORDS_IN + f - RIWAYA_FIELD_TITLE);
			stretch(c, (riwaya_field)f, &start, &end);
			return;
		}
	}
	bool fresh;
	uint32_t *i = rw_map_put(&c->met, s, &fresh);
	if (!fresh) {
		number(c, WORDS_MET + (uint64_t)*i);
		return;
	}
	*i = c->n_met++;
	bool hex = is_hex(s);
	number(c, hex ? WORDS_HEX : WORDS_NEW);
	number(c, hex ? s.n / 2 : s.n);
	if (!hex) {
		rw_buf_slice(&c->to, s);
		return;
	}
	for (size_t k = 0; k < s.n; k += 2)
		rw_buf_byte(&c->to, (char)(hex_digit((unsigned char)s.p[k]) << 4 | hex_digit((unsigned char)s.p[k + 1])));
}

static rw_slice get_new(codec *c, bool hex) {
	uint64_t n = number(c, 0);
	if (n > (size_t)(c->end - c->p)) {
		c->bad = true;
		return RW_NONE;
	}
	rw_slice s = rw_slice_of((const char *)c->p, n);
	c->p += n;
	if (hex) {
		char *z = rw_arena_alloc(c->a, 2 * n);
		for (size_t i = 0; i < n; i++) {
			z[2 * i] = "0123456789abcdef"[(unsigned char)s.p[i] >> 4];
			z[2 * i + 1] = "0123456789abcdef"[s.p[i] & 15];
		}
		s = rw_slice_of(z, 2 * n);
	} else
		s = rw_arena_copy(c->a, s);
	rw_vec_push(c->a, &c->words, s);
	return s;
}

/* Words that mostly are those of the span s (which may be NULL), written before them. */
static rw_slice quoted(codec *c, rw_slice v, const riwaya_span *s) {
	if (!c->reading) {
		rw_slice quote = s ? span_words(c, s) : RW_NONE;
		if (!v.p)
			number(c, WORDS_ABSENT);
		else if (quote.p && rw_slice_eq(quote, v))
			number(c, WORDS_SPAN);
		else
			put_words(c, v);
		return v;
	}
	uint64_t kind = number(c, 0);
	if (kind == WORDS_ABSENT) return RW_NONE;
	if (kind <= WORDS_HEX) return get_new(c, kind == WORDS_HEX);
	if (kind < WORDS_SPAN) {
		riwaya_span in = {(riwaya_field)(kind - WORDS_IN + RIWAYA_FIELD_TITLE), 0, 0};
		stretch(c, in.field, &in.start, &in.end);
		return span_words(c, &in);
	}
	if (kind == WORDS_SPAN && s && s->field) return span_words(c, s);
	if (kind >= WORDS_MET && kind - WORDS_MET < c->words.n) return c->words.p[kind - WORDS_MET];
	c->bad = true;
	return RW_NONE;
}

static inline rw_slice words(codec *c, rw_slice v) { return quoted(c, v, NULL); }

static void when(codec *c, riwaya_when *w) {
	ENUM(c, w->precision, precision);
	if (!w->precision) return;
	w->from = (int64_t)step(c, (uint64_t)w->from, (uint64_t)c->time);
	w->to = (int64_t)step(c, (uint64_t)w->to, (uint64_t)w->from);
	c->time = w->from;
}

/* --- lists ------------------------------------------------------------------------------------------------------- */
static size_t list_length(codec *c, size_t n, size_t most) {
	uint64_t v = number(c, n);
	if (c->reading && (v > most || v > (size_t)(c->end - c->p))) {
		c->bad = true;
		return 0;
	}
	return (size_t)v;
}

/* Each entry of a list of `type`, written from a copy or read into a list of the codec's own. */
#define LIST(c, type, list, n, most, one)                                                                              \
	do {                                                                                                               \
		(n) = list_length((c), (n), (most));                                                                           \
		type *made = (c)->reading && (n) ? RW_ARRAY((c)->a, type, (n)) : NULL;                                         \
		for (size_t i_ = 0; i_ < (n) && !(c)->bad; i_++) {                                                             \
			type copy, *each = made ? &made[i_] : &copy;                                                               \
			if (!made) copy = (list)[i_];                                                                              \
			one((c), each);                                                                                            \
		}                                                                                                              \
		if ((c)->reading) (list) = made;                                                                               \
	} while (0)

static void each_words(codec *c, rw_slice *s) { *s = words(c, *s); }

/* --- the report -------------------------------------------------------------------------------------------------- */
static void published(codec *c, riwaya_published *p) {
	when(c, &p->at);
	p->zone = words(c, p->zone);
	ENUM(c, p->basis, basis);
}

static void structure(codec *c, riwaya_stretch *s) {
	ENUM(c, s->kind, stretch_kind);
	stretch(c, RIWAYA_FIELD_TEXT, &s->start, &s->end);
}

static void piece(codec *c, riwaya_piece *p) {
	ENUM(c, p->kind, piece_kind);
	p->in = words(c, p->in);
	p->name = words(c, p->name);
	p->offset = number(c, p->offset);
	p->n = number(c, p->n);
	p->encoding = words(c, p->encoding);
}

/* A run mostly begins where the one before ended, in the field and, but for a mark or two, in the piece. */
static void run(codec *c, riwaya_origin_run *r) {
	ENUM(c, r->field, field);
	uint64_t at = step(c, r->at, c->run_at), n = number(c, r->n), all = c->fields[r->field].n;
	r->piece = below(c, r->piece, c->n_pieces);
	r->from = step(c, r->from, c->run_from);
	if (c->reading) {
		if (at > all || n > all - at) {
			c->bad = true;
			at = n = 0;
		}
		r->at = (uint32_t)at;
		r->n = (uint32_t)n;
	}
	c->run_at = r->at + r->n;
	c->run_from = r->from + r->n;
}

static void note(codec *c, riwaya_note *n) {
	n->text = words(c, n->text);
	n->offset = number(c, n->offset);
}

static void report(codec *c, riwaya_report *r) {
	published(c, &r->published);
	published(c, &r->updated);
	r->file = words(c, r->file);
	r->address = words(c, r->address);
	r->format = words(c, r->format);
	r->language = words(c, r->language);
	r->outlet_id = words(c, r->outlet_id);
	r->outlet_name = words(c, r->outlet_name);
	r->byline = words(c, r->byline);
	r->dateline = words(c, r->dateline);
	r->credit = words(c, r->credit);
	LIST(c, riwaya_stretch, r->structure, r->n_structure, MAX_LIST, structure);
	LIST(c, riwaya_piece, r->pieces, r->n_pieces, MAX_LIST, piece);
	c->n_pieces = (unsigned)r->n_pieces;
	LIST(c, riwaya_origin_run, r->origin_map, r->n_origin_map, MAX_LIST, run);
	LIST(c, riwaya_note, r->notes, r->n_notes, MAX_LIST, note);
}

/* --- claims ------------------------------------------------------------------------------------------------------ */
static void figure(codec *c, riwaya_figure *f) {
	ENUM(c, f->qualifier, qualifier);
	if (!f->qualifier) return;
	span(c, &f->span);
	f->text = quoted(c, f->text, &f->span);
	unsigned has = below(c, (unsigned)f->has_value | (unsigned)f->has_low << 1 | (unsigned)f->has_high << 2, 8);
	f->has_value = has & 1;
	f->has_low = has & 2;
	f->has_high = has & 4;
	if (f->has_value) f->value = fraction(c, f->value);
	if (f->has_low) f->low = fraction(c, f->low);
	if (f->has_high) f->high = fraction(c, f->high);
}

static void party(codec *c, riwaya_party *p) {
	span(c, &p->span);
	p->text = quoted(c, p->text, &p->span);
	p->actor = words(c, p->actor);
	p->role = words(c, p->role);
	LIST(c, rw_slice, p->also, p->n_also, MAX_LIST, each_words);
}

static bool is_party(const riwaya_party *p) {
	return p->text.p || p->actor.p || p->role.p || p->n_also || p->span.field;
}

static void position(codec *c, bool *has, double *lat, double *lon) {
	*has = below(c, *has, 2);
	if (!*has) return;
	*lat = fraction(c, *lat);
	*lon = fraction(c, *lon);
}

static void place(codec *c, riwaya_place *p) {
	span(c, &p->span);
	p->text = quoted(c, p->text, &p->span);
	p->id = words(c, p->id);
	p->inherited = below(c, p->inherited, 2);
	position(c, &p->has_position, &p->lat, &p->lon);
}

static void happened(codec *c, riwaya_time *t) {
	span(c, &t->span);
	t->text = quoted(c, t->text, &t->span);
	when(c, &t->at);
	t->inherited = below(c, t->inherited, 2);
}

static void link(codec *c, riwaya_link *l) {
	span(c, &l->span);
	l->name = quoted(c, l->name, &l->span);
	ENUM(c, l->kind, link_kind);
	l->actor = words(c, l->actor);
	l->named = below(c, l->named, 2);
}

static bool same_words(rw_slice a, rw_slice b) { return !a.p == !b.p && rw_slice_eq(a, b); }

/* Claims of one sentence mostly came the same way. */
static bool same_chain(const codec *c, const riwaya_claim *v) {
	if (v->n_chain != c->n_chain) return false;
	for (size_t i = 0; i < v->n_chain; i++) {
		const riwaya_link *x = &v->chain[i], *y = &c->chain[i];
		if (x->kind != y->kind || x->named != y->named || x->span.field != y->span.field ||
			x->span.start != y->span.start || x->span.end != y->span.end || !same_words(x->name, y->name) ||
			!same_words(x->actor, y->actor))
			return false;
	}
	return true;
}

static void claim(codec *c, riwaya_claim *v) {
	enum {
		FIGURE = 1,
		SCOPE = 2,
		PART = 4,
		ABOUT = 8,
		PATIENT = 16,
		AGENT = 32,
		PLACE = 64,
		TIME = 128,
		CHAIN = 256,
		ALL = 512
	};
	unsigned has = 0;
	if (!c->reading)
		has = (v->figure.qualifier ? FIGURE : 0) | (v->scope || v->scope_at.precision ? SCOPE : 0) |
			(v->part_of.p ? PART : 0) | (v->about.p ? ABOUT : 0) | (is_party(&v->patient) ? PATIENT : 0) |
			(is_party(&v->agent) ? AGENT : 0) |
			(v->place.text.p || v->place.id.p || v->place.span.field || v->place.has_position ? PLACE : 0) |
			(v->time.text.p || v->time.span.field || v->time.at.precision || v->time.inherited ? TIME : 0) |
			(same_chain(c, v) ? 0 : CHAIN);
	has = below(c, has, ALL);
	v->id = words(c, v->id);
	span(c, &v->span);
	v->evidence = quoted(c, v->evidence, &v->span);
	v->predicate = words(c, v->predicate);
	ENUM(c, v->polarity, polarity);
	ENUM(c, v->denies, denies);
	ENUM(c, v->modality, modality);
	if (has & FIGURE) figure(c, &v->figure);
	ENUM(c, v->counts, counts);
	v->unit = words(c, v->unit);
	if (has & SCOPE) {
		ENUM(c, v->scope, scope_kind);
		when(c, &v->scope_at);
	}
	if (has & PART) v->part_of = words(c, v->part_of);
	if (has & ABOUT) v->about = words(c, v->about);
	if (has & PATIENT) party(c, &v->patient);
	if (has & AGENT) party(c, &v->agent);
	if (has & PLACE) place(c, &v->place);
	if (has & TIME) happened(c, &v->time);
	when(c, &v->told);
	if (has & CHAIN) {
		LIST(c, riwaya_link, v->chain, v->n_chain, MAX_LIST, link);
	} else if (c->reading) {
		v->chain = c->chain;
		v->n_chain = c->n_chain;
	}
	c->chain = v->chain;
	c->n_chain = v->n_chain;
	ENUM(c, v->stance, stance);
	v->confidence = fraction(c, v->confidence);
	if (!c->reading) return;
	v->causes = NULL;
	v->facts = NULL;
	v->n_causes = v->n_facts = 0;
}

/* --- mentions ---------------------------------------------------------------------------------------------------- */
static void mention(codec *c, riwaya_mention *m) {
	enum { FIGURE = 1, DATE = 2, POSITION = 4, ALTERNATIVES = 8, ACTOR = 16, SPEECH = 32, ALL = 64 };
	unsigned has = 0;
	if (!c->reading)
		has = (m->figure.qualifier || m->unit.p ? FIGURE : 0) | (m->when.precision || m->calendar.p ? DATE : 0) |
			(m->has_position ? POSITION : 0) | (m->n_alternatives ? ALTERNATIVES : 0) |
			(m->reg.p || m->role.p ? ACTOR : 0) |
			(m->speaker.p || m->verb.p || m->kind || m->stance || m->scope.field ? SPEECH : 0);
	has = below(c, has, ALL);
	m->layer = words(c, m->layer);
	span(c, &m->span);
	m->text = quoted(c, m->text, &m->span);
	m->id = words(c, m->id);
	if (has & FIGURE) {
		figure(c, &m->figure);
		m->unit = words(c, m->unit);
	}
	if (has & DATE) {
		when(c, &m->when);
		m->calendar = words(c, m->calendar);
	}
	if (has & POSITION) position(c, &m->has_position, &m->lat, &m->lon);
	if (has & ALTERNATIVES) LIST(c, rw_slice, m->alternatives, m->n_alternatives, MAX_LIST, each_words);
	if (has & ACTOR) {
		m->reg = words(c, m->reg);
		m->role = words(c, m->role);
	}
	if (has & SPEECH) {
		m->speaker = words(c, m->speaker);
		m->verb = words(c, m->verb);
		ENUM(c, m->kind, link_kind);
		ENUM(c, m->stance, stance);
		span(c, &m->scope);
	}
}

/* --- doors ------------------------------------------------------------------------------------------------------- */
static void known(codec *c, rw_known *k, riwaya_report *r, bool report_alone) {
	c->fields[RIWAYA_FIELD_TITLE] = r->title;
	c->fields[RIWAYA_FIELD_TEXT] = r->text;
	c->fields[RIWAYA_FIELD_CAPTION] = r->caption;
	report(c, r);
	if (c->bad || report_alone) return;
	LIST(c, riwaya_claim, k->claims, k->n_claims, RIWAYA_MAX_CLAIMS, claim);
	if (c->bad) return;
	LIST(c, riwaya_mention, k->mentions, k->n_mentions, MAX_LIST, mention);
}

rw_slice rw_codec_write(rw_arena *a, const rw_known *k) {
	codec c = {.a = a, .to = RW_BUF(a), .met = RW_MAP(a)};
	riwaya_report r = *k->report;
	rw_known copy = *k;
	number(&c, RW_CODEC_VERSION);
	known(&c, &copy, &r, false);
	return rw_buf_view(&c.to);
}

static riwaya_status read_known(
	rw_arena *a, rw_slice bytes, const riwaya_report *bare, bool report_alone, rw_known *out, riwaya_error *err) {
	const unsigned char *begin = (const unsigned char *)bytes.p;
	codec c = {.a = a, .reading = true, .p = begin, .end = begin + bytes.n};
	*out = (rw_known){0};
	uint64_t version = number(&c, 0);
	if (!c.bad && version != RW_CODEC_VERSION)
		return rw_fail(err, RIWAYA_FORMAT, bare->id, 0, 0,
			"what is kept of this report's claims is in form %llu and not %d; rebuild the store with this riwaya",
			(unsigned long long)version, RW_CODEC_VERSION);
	riwaya_report *r = RW_NEW(a, riwaya_report);
	r->id = bare->id;
	r->title = bare->title;
	r->text = bare->text;
	r->caption = bare->caption;
	out->report = r;
	known(&c, out, r, report_alone);
	if (!c.bad && (report_alone || c.p == c.end)) return RIWAYA_OK;
	*out = (rw_known){0};
	return rw_fail(err, RIWAYA_FORMAT, bare->id, (uint64_t)(c.p - begin), 0,
		"what is kept of this report's claims is damaged; rebuild the store from the bytes received");
}

riwaya_status rw_codec_read(rw_arena *a, rw_slice bytes, const riwaya_report *bare, rw_known *out, riwaya_error *err) {
	return read_known(a, bytes, bare, false, out, err);
}

riwaya_status rw_codec_read_report(
	rw_arena *a, rw_slice bytes, const riwaya_report *bare, rw_known *out, riwaya_error *err) {
	return read_known(a, bytes, bare, true, out, err);
}
