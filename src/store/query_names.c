/* query_names.c: fields, names, days, figures of the search language; and the tree as text. */
#include "store/query_names.h"
#include "mention/calendar.h"
#include <math.h>

static const char *const fields[] = {
	NULL, "title", "text", "lemma", "outlet", "actor", "place", "act", "lang", "published", "received"};

const char *rw_query_field_name(rw_query_field f) { return f < RW_COUNT(fields) ? fields[f] : NULL; }

rw_slice rw_query_word(const rw_lexicon *lx, rw_arena *a, const char *kind, rw_slice text) {
	if (text.n == 0) return RW_NONE;
	rw_row row = rw_row_find(lx, "searching", rw_arena_printf(a, "%s\t" RW_FMT, kind, RW_ARG(text)));
	return row ? rw_row_get(lx, row, "value") : RW_NONE;
}

rw_query_field rw_query_field_of(const rw_lexicon *lx, rw_arena *a, rw_slice name, rw_slice *predicate) {
	rw_slice other = rw_query_word(lx, a, "field", name);
	if (other.p) name = other;
	for (uint32_t f = 1; f < RW_COUNT(fields); f++)
		if (rw_slice_eqz(name, fields[f])) return (rw_query_field)f;
	rw_row row = rw_row_find(lx, "predicates", name);
	if (!row) return RW_FIELD_NONE;
	*predicate = rw_row_get(lx, row, "id");
	return RW_FIELD_FIGURE;
}

/* --- names of the lexicon -------------------------------------------------------------------------------------------- */
static uint32_t add(rw_slice *out, uint32_t n, uint32_t max, rw_slice id) {
	for (uint32_t i = 0; i < n; i++)
		if (rw_slice_eq(out[i], id)) return n;
	if (n < max && id.n) out[n++] = id;
	return n;
}

static const struct {
	rw_query_field field;
	const char *table, *kind;
} named[] = {{RW_FIELD_PLACE, "places", "place"}, {RW_FIELD_ACTOR, "actors", "actor"},
	{RW_FIELD_ACT, "predicates", "pred"}, {RW_FIELD_OUTLET, "outlets", "outlet"}};

/* Ids of the rows that go by a name in the table's own language, or in English. */
static uint32_t called(
	const rw_lexicon *lx, rw_arena *a, size_t k, rw_slice name, rw_slice *out, uint32_t n, uint32_t max) {
	rw_tokens t;
	rw_items items = {0};
	rw_tokenize(a, name, &t);
	if (t.n) rw_lexicon_match(lx, rw_memo_new(a, lx), &t, 0, t.n, a, &items);
	rw_sym kind = rw_sym_of(lx, rw_slice_z(named[k].kind));
	uint32_t before = n;
	for (size_t i = 0; i < items.n; i++) {
		const rw_item *it = &items.p[i];
		if (it->kind == kind && it->first == 0 && it->end == t.n && (it->pro & (uint8_t)~RW_PRO_AL) == 0)
			n = add(out, n, max, rw_sym_text(lx, it->id));
	}
	if (n > before) return n;
	rw_slice folded = rw_fold(a, name);
	uint32_t n_rows, en = rw_table_column(lx, named[k].table, "en"), id = rw_table_column(lx, named[k].table, "id");
	rw_row row = rw_table_rows(lx, named[k].table, &n_rows);
	for (uint32_t i = 0; i < n_rows && n < max; i++) {
		rw_mark m = rw_arena_mark(a);
		bool same = rw_slice_eq(rw_fold(a, rw_row_cell(lx, row + i, en)), folded);
		rw_arena_reset(a, m);
		if (same && folded.n) n = add(out, n, max, rw_row_cell(lx, row + i, id));
	}
	return n;
}

/* A town's name may mean the area that is called after it: "governorate of" and the name in Arabic, the name and "governorate" in English. */
static uint32_t add_areas(
	const rw_lexicon *lx, rw_arena *a, size_t k, rw_slice name, rw_slice *out, uint32_t n, uint32_t max) {
	static const char *const areas[] = {"governorate", "district", "subdistrict"};
	for (size_t i = 0; i < RW_COUNT(areas) && name.n; i++) {
		rw_row type = rw_row_find(lx, "placetypes", rw_slice_z(areas[i]));
		if (!type) continue;
		rw_slice ar = rw_row_get(lx, type, "ar"), en = rw_row_get(lx, type, "en");
		const rw_slice names[] = {rw_arena_printf(a, RW_FMT " " RW_FMT, RW_ARG(ar), RW_ARG(name)),
			rw_arena_printf(a, RW_FMT " " RW_FMT, RW_ARG(name), RW_ARG(en))};
		bool latin = (unsigned char)name.p[0] < 0x80;
		n = called(lx, a, k, names[latin], out, n, max);
	}
	return n;
}

static bool lies_in(const rw_lexicon *lx, rw_slice id, rw_slice in) {
	enum { DEEP = 16 };
	for (int i = 0; i < DEEP && id.n; i++) {
		rw_row row = rw_row_find(lx, "places", id);
		id = row ? rw_row_get(lx, row, "within") : RW_NONE;
		if (rw_slice_eq(id, in)) return true;
	}
	return false;
}

/* What lies in a place is found with it. */
static uint32_t widest(const rw_lexicon *lx, rw_slice *ids, uint32_t n) {
	uint32_t kept = 0;
	for (uint32_t i = 0; i < n; i++) {
		bool inside = false;
		for (uint32_t j = 0; j < n && !inside; j++) inside = lies_in(lx, ids[i], ids[j]);
		if (!inside) ids[kept++] = ids[i];
	}
	return kept;
}

uint32_t rw_query_ids(
	const rw_lexicon *lx, rw_arena *a, rw_query_field field, rw_slice name, rw_slice *out, uint32_t max) {
	size_t k = 0;
	while (k < RW_COUNT(named) && named[k].field != field) k++;
	if (k == RW_COUNT(named)) return 0;
	name = rw_slice_trim(name);
	rw_row row = rw_row_find(lx, named[k].table, name);
	if (row) return add(out, 0, max, rw_row_get(lx, row, "id"));
	uint32_t n = called(lx, a, k, name, out, 0, max);
	if (field != RW_FIELD_PLACE || !n) return n;
	return widest(lx, out, add_areas(lx, a, k, name, out, n, max));
}

/* --- names that are nearly right -------------------------------------------------------------------------------------- */
enum { NEAR_LETTERS = 40 /* of a name that is compared */, FAR = 100 };

typedef struct letters {
	uint32_t c[NEAR_LETTERS];
	unsigned n;
} letters;

static letters letters_of(rw_slice folded) {
	letters out = {.n = 0};
	for (size_t i = 0; i < folded.n && out.n < NEAR_LETTERS;) out.c[out.n++] = rw_utf8_next(folded, &i);
	return out;
}

/* Letters to change, add or leave out to make a of b, as far as it is less than `most`. */
static unsigned distance(const letters *a, const letters *b, unsigned most) {
	unsigned row[NEAR_LETTERS + 1];
	if (a->n > b->n + most || b->n > a->n + most) return FAR;
	for (unsigned j = 0; j <= b->n; j++) row[j] = j;
	for (unsigned i = 1; i <= a->n; i++) {
		unsigned corner = row[0];
		row[0] = i;
		for (unsigned j = 1; j <= b->n; j++) {
			unsigned put = corner + (a->c[i - 1] != b->c[j - 1]), drop = row[j] + 1, gain = row[j - 1] + 1;
			corner = row[j];
			row[j] = put < drop ? put : drop;
			if (gain < row[j]) row[j] = gain;
		}
	}
	return row[b->n];
}

rw_slice rw_query_nearest(const rw_lexicon *lx, rw_arena *a, rw_query_field field, rw_slice name) {
	static const char *const columns[] = {"id", "en", "ar", "forms"};
	size_t k = 0;
	while (k < RW_COUNT(named) && named[k].field != field) k++;
	if (k == RW_COUNT(named)) return RW_NONE;
	letters wanted = letters_of(rw_fold(a, rw_slice_trim(name)));
	unsigned least = wanted.n / 3 + 1; /* a third of its letters may be others, not more */
	rw_slice best = RW_NONE;
	uint32_t n;
	rw_row row = rw_table_rows(lx, named[k].table, &n);
	for (uint32_t i = 0; i < n; i++, row++) {
		for (size_t c = 0; c < RW_COUNT(columns); c++) {
			rw_slice forms = rw_row_get(lx, row, columns[c]);
			while (forms.p) {
				rw_slice form = rw_slice_trim(rw_slice_cut(&forms, '|'));
				rw_mark m = rw_arena_mark(a);
				letters l = letters_of(rw_fold(a, form));
				rw_arena_reset(a, m);
				unsigned d = form.n ? distance(&wanted, &l, least) : FAR;
				if (d >= least || d >= wanted.n) continue;
				least = d;
				best = form;
			}
		}
	}
	return best;
}

uint32_t rw_query_implying(const rw_lexicon *lx, rw_slice predicate, rw_slice *out, uint32_t max) {
	uint32_t n = add(out, 0, max, predicate), n_rows;
	rw_row row = rw_table_rows(lx, "implications", &n_rows);
	for (uint32_t done = 0; done < n; done++)
		for (uint32_t i = 0; i < n_rows; i++) {
			rw_slice figure = rw_row_get(lx, row + i, "figure");
			if (!rw_slice_eqz(figure, "at_least") && !rw_slice_eqz(figure, "same")) continue;
			if (rw_slice_eq(rw_row_get(lx, row + i, "to"), out[done]))
				n = add(out, n, max, rw_row_get(lx, row + i, "from"));
		}
	return n;
}

/* --- days ---------------------------------------------------------------------------------------------------------- */
static const char *const day_form =
	"a day is written 2022, 2022-01 or 2022-01-05; a range FROM..TO, FROM.., ..TO, >DAY, <DAY";

static bool one_day(rw_slice s, int64_t *first, int64_t *last) {
	uint64_t part[3];
	uint32_t n = 0;
	for (rw_slice rest = s; rest.p;) {
		rw_slice piece = rw_slice_cut(&rest, '-');
		if (n == 3 || piece.n > 4 || !rw_slice_u64(piece, &part[n])) return false;
		n++;
	}
	if (n == 0 || part[0] < 1 || part[0] > 9998 || (n > 1 && (part[1] < 1 || part[1] > 12))) return false;
	int year = (int)part[0], month = n > 1 ? (int)part[1] : 1;
	int64_t begin = rw_days_from_civil(year, month, 1);
	bool december = n == 1 || month == 12;
	int64_t end = rw_days_from_civil(december ? year + 1 : year, december ? 1 : month + 1, 1) - 1;
	if (n == 3) {
		if (part[2] < 1 || (int64_t)part[2] > end - begin + 1) return false;
		begin = end = begin + (int64_t)part[2] - 1;
	}
	*first = begin;
	*last = end;
	return true;
}

/* Parts "> 20" and the like: the sign (">", ">=", "<", "<=" or none), and what follows. */
static rw_slice sign_of(rw_slice *value) {
	*value = rw_slice_trim(*value);
	size_t n = 0;
	if (value->n && (value->p[0] == '>' || value->p[0] == '<')) n = value->n > 1 && value->p[1] == '=' ? 2 : 1;
	rw_slice sign = rw_slice_of(value->p, n);
	*value = rw_slice_trim(rw_slice_of(value->p + n, value->n - n));
	return sign;
}

const char *rw_query_read_days(rw_slice value, rw_query_bounds *out) {
	*out = (rw_query_bounds){INT64_MIN, INT64_MAX};
	rw_slice sign = sign_of(&value);
	int64_t first, last;
	size_t dots = rw_slice_find(value, RW_LIT(".."), 0);
	if (dots != SIZE_MAX) {
		rw_slice from = rw_slice_trim(rw_slice_of(value.p, dots)),
				 to = rw_slice_trim(rw_slice_of(value.p + dots + 2, value.n - dots - 2));
		if (sign.n || (from.n == 0 && to.n == 0)) return day_form;
		if (from.n && !one_day(from, &out->first, &last)) return day_form;
		if (to.n && !one_day(to, &first, &out->last)) return day_form;
		return out->first > out->last ? "the range ends before it begins: write the earlier day first" : NULL;
	}
	if (!one_day(value, &first, &last)) return day_form;
	if (rw_slice_eqz(sign, ">"))
		out->first = last + 1;
	else if (rw_slice_eqz(sign, "<"))
		out->last = first - 1;
	else if (sign.n)
		*(sign.p[0] == '>' ? &out->first : &out->last) = sign.p[0] == '>' ? first : last;
	else
		*out = (rw_query_bounds){first, last};
	return NULL;
}

/* --- figures ------------------------------------------------------------------------------------------------------- */
static const char *const figure_form = "a figure is written 20, 20..30, >20, >=20, <20 or <=20";

static bool one_figure(rw_slice s, double *out) {
	uint64_t n;
	if (s.n > 15 || !rw_slice_u64(s, &n)) return false;
	*out = (double)n;
	return true;
}

const char *rw_query_read_figure(rw_slice value, double *least, double *most) {
	*least = -INFINITY;
	*most = INFINITY;
	rw_slice sign = sign_of(&value);
	size_t dots = rw_slice_find(value, RW_LIT(".."), 0);
	if (dots != SIZE_MAX) {
		rw_slice from = rw_slice_of(value.p, dots), to = rw_slice_of(value.p + dots + 2, value.n - dots - 2);
		if (sign.n || (from.n == 0 && to.n == 0)) return figure_form;
		if ((from.n && !one_figure(from, least)) || (to.n && !one_figure(to, most))) return figure_form;
		return *least > *most ? "the range ends below its beginning: write the smaller number first" : NULL;
	}
	double v;
	if (!one_figure(value, &v)) return figure_form;
	if (rw_slice_eqz(sign, ">"))
		*least = v + 1;
	else if (rw_slice_eqz(sign, "<"))
		*most = v - 1;
	else if (sign.n)
		*(sign.p[0] == '>' ? least : most) = v;
	else
		*least = *most = v;
	return NULL;
}

unsigned rw_query_power(double v) {
	int e = 0;
	if (v < 1) return 0;
	frexp(v, &e);
	return (unsigned)(e - 1) / 2;
}

rw_slice rw_query_figure_tag(rw_arena *a, rw_slice predicate, unsigned n) {
	return rw_words_tag(a, NULL, rw_arena_printf(a, RW_FMT "_n%u", RW_ARG(predicate), n));
}

/* --- showing ------------------------------------------------------------------------------------------------------- */
static void show(rw_buf *b, const rw_query_node *n) {
	static const char *const kinds[] = {"and", "or", "not"};
	static const char *const columns[] = {"title", "text", "lemmas", "outlet", "tags"};
	rw_buf_byte(b, '(');
	if (n->kind == RW_QUERY_WORDS) {
		const char *between = "";
		for (size_t i = 0; i < RW_COUNT(columns); i++)
			if (n->columns >> i & 1) {
				rw_buf_printf(b, "%s%s", between, columns[i]);
				between = "+";
			}
		for (uint32_t i = 0; i < n->n_words; i++) rw_buf_printf(b, " " RW_FMT, RW_ARG(n->words[i]));
		if (n->prefix) rw_buf_byte(b, '*');
	} else {
		rw_buf_z(b, kinds[n->kind]);
		for (uint32_t i = 0; i < n->n_nodes; i++) {
			rw_buf_byte(b, ' ');
			show(b, n->nodes[i]);
		}
	}
	rw_buf_byte(b, ')');
}

static void show_range(rw_buf *b, const char *name, int64_t from, int64_t to) {
	rw_buf_printf(b, " (%s", name);
	if (from != INT64_MIN) rw_buf_printf(b, " >=%lld", (long long)from);
	if (to != INT64_MAX) rw_buf_printf(b, " <=%lld", (long long)to);
	rw_buf_byte(b, ')');
}

rw_slice rw_query_show(rw_arena *a, const rw_query *q) {
	rw_buf b = RW_BUF(a);
	if (q->root) show(&b, q->root);
	if (q->has_published) show_range(&b, "published", q->published_from, q->published_to);
	if (q->has_received) show_range(&b, "received", q->received_from, q->received_to);
	for (uint32_t i = 0; i < q->n_figures; i++) {
		const rw_query_figure *f = &q->figures[i];
		rw_buf_z(&b, " (figure");
		for (uint32_t k = 0; k < f->n_predicates; k++) rw_buf_printf(&b, " " RW_FMT, RW_ARG(f->predicates[k]));
		rw_buf_printf(&b, " %g %g)", f->least, f->most);
	}
	return rw_slice_trim(rw_buf_view(&b));
}
