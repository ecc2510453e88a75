/* kept.c: the fields of a document one after the other, packed beside its raw bytes where they have much in common.
 *
 *     version, form, [size of the fields,] fields
 *
 * Numbers are in 7 bits a byte, low ones first; a slice is its length + 1 and its bytes, 0 where it is absent.
 */
#include "store/kept.h"
#include "text/text.h"

enum {
	/* Bits of the first field. */
	READER = 3,
	MARKUP = 4,
	FRAGMENT = 8,
	ANY_LANGUAGE = 16,
	OTHER_BODY = 32, /* the bytes that were read are not those received */
	PUBLISHED = 64,
	FLAGS = 128,
	/* Forms of the fields: as they are, packed, packed beside the bytes received. */
	PLAIN = 0,
	PACKED = 1,
	PACKED_BESIDE = 2,
	/* Fields are packed where they are more than this. */
	PLAIN_MAX = 192,
	/* They may be so many for each byte received: JSON's escapes and old encodings lengthen them little … */
	GROWS = 16,
	/* … and so many for each byte kept, which names of members may fill. */
	RATIO = RIWAYA_MAX_RATIO,
	ROOM = 64 << 10,
};

/* Numbers never change: what was written years ago names them. */
static const rw_reader *const readers[] = {&rw_reader_text, &rw_reader_html, &rw_reader_pdf};

enum { TOLD = 9 };
static void told_of(rw_packing *t, rw_slice *out[TOLD]) {
	rw_slice *const all[TOLD] = {&t->title, &t->outlet, &t->author, &t->address, &t->language, &t->credit,
		&t->published, &t->updated, &t->received};
	memcpy(out, all, sizeof all);
}

/* --- writing -------------------------------------------------------------------------------------------------------------- */
static void put_slice(rw_buf *b, rw_slice s) {
	rw_buf_number(b, s.p ? s.n + 1 : 0);
	rw_buf_slice(b, s);
}

/* A difference, which may be negative. */
static void put_step(rw_buf *b, uint64_t from, uint64_t to) {
	rw_buf_number(b, to >= from ? (to - from) << 1 : (from - to) << 1 | 1);
}

static void put_signed(rw_buf *b, int64_t n) { rw_buf_number(b, (uint64_t)n << 1 ^ (uint64_t)(n < 0 ? -1 : 0)); }

static void put_told(rw_buf *b, const rw_packing *t) {
	rw_packing own = *t;
	rw_slice *all[TOLD];
	told_of(&own, all);
	uint64_t there = 0;
	for (size_t i = 0; i < TOLD; i++) there |= (uint64_t)(all[i]->p != NULL) << i;
	rw_buf_number(b, there);
	for (size_t i = 0; i < TOLD; i++)
		if (all[i]->p) put_slice(b, *all[i]);
	rw_buf_number(b, t->n_title_runs);
	if (t->n_title_runs) rw_buf_number(b, t->title_piece);
	uint64_t at = 0, from = 0;
	for (uint32_t i = 0; i < t->n_title_runs; i++) {
		const rw_text_run *r = &t->title_runs[i];
		put_step(b, at, r->at);
		rw_buf_number(b, r->n);
		put_step(b, from, r->from);
		at = (uint64_t)r->at + r->n;
		from = r->from + r->n;
	}
}

static void put_places(rw_buf *b, const rw_received *d) {
	rw_buf_number(b, d->n_pieces);
	for (size_t i = 0; i < d->n_pieces; i++) {
		const riwaya_piece *p = &d->pieces[i];
		rw_buf_number(b, p->kind);
		put_slice(b, p->in);
		put_slice(b, p->name);
		rw_buf_number(b, p->offset);
		rw_buf_number(b, p->n);
		put_slice(b, p->encoding);
	}
	rw_buf_number(b, d->n_segments);
	uint64_t at = 0, from = 0;
	for (size_t i = 0; i < d->n_segments; i++) {
		const rw_segment *s = &d->segments[i];
		put_step(b, at, s->at);
		rw_buf_number(b, s->n);
		rw_buf_number(b, s->piece);
		put_step(b, from, s->from);
		at = s->at + s->n;
		from = s->from + s->n;
	}
	rw_buf_number(b, d->n_notes);
	for (size_t i = 0; i < d->n_notes; i++) {
		put_slice(b, d->notes[i].text);
		rw_buf_number(b, d->notes[i].offset);
	}
}

riwaya_status rw_kept_write(rw_raw *t, rw_arena *a, const rw_received *d, rw_slice *kept, riwaya_error *err) {
	rw_slice raw = rw_received_bytes(d);
	bool other = d->in.identity.p && !rw_slice_eq(raw, d->in.bytes);
	static const rw_packing nothing;
	rw_buf b = RW_BUF(a);
	uint64_t flags = 0;
	for (size_t i = 0; i < RW_COUNT(readers); i++)
		if (readers[i] == d->reader) flags |= i;
	flags |= (d->in.markup ? MARKUP : 0) | (d->fragment ? FRAGMENT : 0) | (d->any_language ? ANY_LANGUAGE : 0) |
		(other ? OTHER_BODY : 0) | (d->published.precision ? PUBLISHED : 0);
	rw_buf_number(&b, flags);
	put_slice(&b, d->in.name);
	rw_buf_number(&b, d->within.n);
	put_slice(&b, d->format);
	put_slice(&b, d->in.charset);
	if (d->published.precision) {
		put_signed(&b, d->published.from);
		put_signed(&b, d->published.to);
		rw_buf_number(&b, d->published.precision);
	}
	put_told(&b, d->in.told ? d->in.told : &nothing);
	put_places(&b, d);
	if (other) put_slice(&b, d->in.bytes);
	rw_slice fields = rw_buf_view(&b), packed = fields;
	int form = other ? PACKED_BESIDE : fields.n > PLAIN_MAX ? PACKED : PLAIN;
	if (form != PLAIN) {
		riwaya_status status = rw_raw_pack_beside(t, a, fields, other ? raw : RW_NONE, &packed, err);
		if (status) return status;
	}
	rw_buf out = RW_BUF(a);
	rw_buf_number(&out, RW_KEPT_VERSION);
	rw_buf_number(&out, (uint64_t)form);
	if (form != PLAIN) rw_buf_number(&out, fields.n);
	rw_buf_slice(&out, packed);
	*kept = rw_buf_view(&out);
	return RIWAYA_OK;
}

/* --- reading -------------------------------------------------------------------------------------------------------------- */
/* Bytes that are left. `bad`: they are not as written; what is asked for then is zero. */
typedef struct cursor {
	rw_arena *a;
	rw_slice s;
	bool bad;
} cursor;

static uint64_t get(cursor *c) {
	uint64_t n;
	if (rw_slice_number(&c->s, &n)) return n;
	c->bad = true;
	return 0;
}

static uint64_t get_up_to(cursor *c, uint64_t most) {
	uint64_t n = get(c);
	if (n <= most) return n;
	c->bad = true;
	return 0;
}

/* How many of something that takes at least `bytes` each. */
static size_t get_count(cursor *c, size_t bytes) { return (size_t)get_up_to(c, c->s.n / bytes); }

static rw_slice get_slice(cursor *c) {
	uint64_t n = get(c);
	if (n == 0) return RW_NONE;
	if (n - 1 > c->s.n) {
		c->bad = true;
		return RW_NONE;
	}
	rw_slice s = rw_slice_of(c->s.p, (size_t)n - 1);
	c->s = rw_slice_of(c->s.p + s.n, c->s.n - s.n);
	return s;
}

/* Words that readers take for UTF-8. */
static rw_slice get_text(cursor *c) {
	rw_slice s = get_slice(c);
	rw_utf8_patches patches = {0};
	if (s.n) (void)rw_utf8_clean(c->a, s, &patches);
	c->bad = c->bad || patches.n;
	return s;
}

static uint64_t get_step(cursor *c, uint64_t from, uint64_t most) {
	uint64_t n = get(c), to = n & 1 ? from - (n >> 1) : from + (n >> 1);
	if (to <= most) return to;
	c->bad = true;
	return 0;
}

static int64_t get_signed(cursor *c) {
	uint64_t n = get(c);
	return (int64_t)(n >> 1) ^ -(int64_t)(n & 1);
}

static void get_told(cursor *c, rw_packing *t) {
	rw_slice *all[TOLD];
	told_of(t, all);
	uint64_t there = get_up_to(c, (UINT64_C(1) << TOLD) - 1);
	for (size_t i = 0; i < TOLD; i++)
		if (there >> i & 1) *all[i] = get_text(c);
	t->n_title_runs = (uint32_t)get_count(c, 3);
	if (t->n_title_runs == 0) return;
	t->title_piece = (uint32_t)get_up_to(c, UINT32_MAX);
	rw_text_run *runs = RW_ARRAY(c->a, rw_text_run, t->n_title_runs);
	uint64_t at = 0, from = 0;
	for (uint32_t i = 0; i < t->n_title_runs && !c->bad; i++) {
		at = get_step(c, at, t->title.n);
		runs[i].at = (uint32_t)at;
		runs[i].n = (uint32_t)get_up_to(c, t->title.n - at);
		runs[i].from = get_step(c, from, INT64_MAX);
		at += runs[i].n;
		from = runs[i].from + runs[i].n;
	}
	t->title_runs = runs;
}

static void get_places(cursor *c, rw_received *d) {
	d->n_pieces = get_count(c, 6);
	riwaya_piece *pieces = RW_ARRAY(c->a, riwaya_piece, d->n_pieces);
	for (size_t i = 0; i < d->n_pieces && !c->bad; i++) {
		pieces[i].kind = (riwaya_piece_kind)get_up_to(c, riwaya_piece_kind_count - 1);
		pieces[i].in = get_slice(c);
		pieces[i].name = get_slice(c);
		pieces[i].offset = get(c);
		pieces[i].n = get(c);
		pieces[i].encoding = get_slice(c);
	}
	d->pieces = pieces;
	d->n_segments = get_count(c, 4);
	rw_segment *segments = RW_ARRAY(c->a, rw_segment, d->n_segments);
	uint64_t at = 0, from = 0;
	for (size_t i = 0; i < d->n_segments && !c->bad; i++) {
		uint64_t start = get_step(c, at, RIWAYA_MAX_FILE);
		c->bad = c->bad || start < at || d->n_pieces == 0;
		segments[i].at = start;
		segments[i].n = get_up_to(c, RIWAYA_MAX_FILE);
		segments[i].piece = (uint32_t)get_up_to(c, d->n_pieces ? d->n_pieces - 1 : 0);
		segments[i].from = get_step(c, from, INT64_MAX);
		at = start + segments[i].n;
		from = segments[i].from + segments[i].n;
	}
	d->segments = segments;
	d->n_notes = get_count(c, 2);
	riwaya_note *notes = RW_ARRAY(c->a, riwaya_note, d->n_notes);
	for (size_t i = 0; i < d->n_notes && !c->bad; i++) {
		notes[i].text = get_slice(c);
		notes[i].offset = get(c);
	}
	d->notes = notes;
}

/* What stands within a file has a name that says so. */
static bool within(rw_slice name, size_t n, rw_slice *out) {
	*out = RW_NONE;
	if (n == 0) return true;
	if (n >= name.n || name.p[name.n - n - 1] != '#') return false;
	*out = rw_slice_of(name.p + name.n - n, n);
	return true;
}

static void get_all(cursor *c, rw_slice raw, rw_received *d, rw_packing *told) {
	uint64_t flags = get_up_to(c, FLAGS - 1);
	if ((flags & READER) < RW_COUNT(readers))
		d->reader = readers[flags & READER];
	else
		c->bad = true;
	d->in.markup = flags & MARKUP;
	d->fragment = flags & FRAGMENT;
	d->any_language = flags & ANY_LANGUAGE;
	d->in.name = get_slice(c);
	size_t n = (size_t)get_up_to(c, d->in.name.n);
	c->bad = c->bad || !within(d->in.name, n, &d->within);
	d->format = get_slice(c);
	d->in.charset = get_slice(c);
	if (flags & PUBLISHED) {
		d->published.from = get_signed(c);
		d->published.to = get_signed(c);
		d->published.precision = (riwaya_precision)get_up_to(c, riwaya_precision_count - 1);
	}
	get_told(c, told);
	get_places(c, d);
	c->bad = c->bad || (told->n_title_runs && told->title_piece >= (d->n_pieces ? d->n_pieces : 1));
	d->in.bytes = raw;
	if (flags & OTHER_BODY) {
		d->in.bytes = get_slice(c);
		d->in.identity = raw;
	}
	c->bad = c->bad || c->s.n;
}

riwaya_status rw_kept_read(rw_raw *t, rw_arena *a, rw_slice kept, rw_slice raw, rw_received *out, riwaya_error *err) {
	*out = (rw_received){0};
	cursor c = {a, kept, false};
	uint64_t version = get(&c);
	if (!c.bad && version != RW_KEPT_VERSION)
		return rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0,
			"how the document was read is kept in version %llu of its form, and this riwaya knows version %d; use a newer one",
			(unsigned long long)version, RW_KEPT_VERSION);
	uint64_t form = get_up_to(&c, PACKED_BESIDE);
	if (form == PLAIN) c.s = rw_arena_copy(a, c.s);
	if (form != PLAIN && !c.bad) {
		rw_slice beside = form == PACKED_BESIDE ? raw : RW_NONE, fields = RW_NONE;
		uint64_t size = get_up_to(&c, (uint64_t)beside.n * GROWS + (uint64_t)c.s.n * RATIO + ROOM);
		riwaya_status status = c.bad ? RIWAYA_FORMAT : rw_raw_unpack_beside(t, a, c.s, beside, size, &fields, err);
		if (status == RIWAYA_NOMEM) return status;
		c.bad = status;
		c.s = fields;
	}
	rw_packing *told = RW_NEW(a, rw_packing);
	if (!c.bad) get_all(&c, raw, out, told);
	out->in.told = told;
	return c.bad
		? rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0, "what is kept of how the document was read is damaged; add it again")
		: RIWAYA_OK;
}
