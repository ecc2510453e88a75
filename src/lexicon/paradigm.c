/* paradigm.c: classes of words. paradigms.tsv's rows become patterns, parts are taken over where they are named, and a row of
 * verbs or nouns is expanded to the phrases of its class. The head of paradigms.tsv tells the language of patterns.
 */
#include "lexicon/compiler.h"

enum { MAX_LETTERS = 64 };

/* --- reading patterns ---------------------------------------------------------------------------------------- */
static bool is_operator(uint32_t u) { return u == '<' || u == '>' || u == '$' || u == '-' || u == '!'; }

/* Letters without marks and stretches, until `stop` says so. Returns how many, UINT32_MAX where there are too many. */
static uint32_t take_letters(rw_slice s, size_t *i, bool in_braces, uint32_t *out, uint32_t max) {
	uint32_t n = 0;
	while (*i < s.n) {
		size_t at = *i;
		uint32_t u = rw_utf8_next(s, i);
		if (u == '{' || u == '}' || (in_braces && is_operator(u))) {
			*i = at;
			break;
		}
		if (rw_fold_char(u).n == 0) continue;
		if (n == max) return UINT32_MAX;
		out[n++] = u;
	}
	return n;
}

static bool read_operators(rw_compiler *c, const rw_table_row *r, rw_slice s, size_t *i, rw_piece *piece) {
	while (*i < s.n && s.p[*i] != '}') {
		if (!is_operator((unsigned char)s.p[*i]) || piece->n_ops == RW_MAX_OPERATORS) return false;
		rw_operator *op = &piece->op[piece->n_ops++];
		op->kind = s.p[(*i)++];
		if (op->kind == '-' || op->kind == '!') {
			uint32_t letters[RW_MAX_LITERAL];
			op->n = take_letters(s, i, true, letters, RW_MAX_LITERAL);
			if (op->n == 0 || op->n == UINT32_MAX) return false;
			uint32_t *copy = RW_ARRAY(c->a, uint32_t, op->n);
			memcpy(copy, letters, op->n * sizeof *letters);
			op->letters = copy;
		} else {
			if (*i == s.n || s.p[*i] < '1' || s.p[*i] > '9') {
				rw_complain_row(c, r, "pattern: a digit 1-9 must follow %c", op->kind);
				return false;
			}
			op->n = (uint32_t)(s.p[(*i)++] - '0');
		}
	}
	if (*i == s.n) return false;
	(*i)++;
	return true;
}

/* "{name,name…" up to the first operator or }: the columns, which are the same in all braces of a pattern. */
static bool read_columns(rw_compiler *c, const rw_table_row *r, rw_slice list, rw_pattern *p) {
	rw_slice one;
	uint32_t n = 0;
	bool first = p->n_columns == 0;
	while (rw_cell_next(&list, ',', &one)) {
		if (one.n == 0 || n == RW_MAX_FALLBACKS) return false;
		if (first) {
			p->columns[p->n_columns++] = one;
		} else if (n >= p->n_columns || !rw_slice_eq(p->columns[n], one)) {
			rw_complain_row(c, r, "pattern: one pattern takes its letters from one column: make two rows of it");
			return false;
		}
		n++;
	}
	return true;
}

static bool read_pattern(rw_compiler *c, const rw_table_row *r, rw_slice s, rw_pattern *p) {
	for (size_t i = 0; i < s.n;) {
		if (p->n_pieces == RW_MAX_PIECES) return false;
		rw_piece *piece = &p->piece[p->n_pieces++];
		if (s.p[i] != '{') {
			piece->n_letters = take_letters(s, &i, false, piece->letters, RW_MAX_LITERAL);
			if (piece->n_letters == UINT32_MAX || (i < s.n && s.p[i] == '}')) return false;
			continue;
		}
		piece->column = true;
		size_t from = ++i;
		while (i < s.n && s.p[i] != '}' && !is_operator((unsigned char)s.p[i])) i++;
		if (i == s.n || !read_columns(c, r, rw_slice_of(s.p + from, i - from), p)) return false;
		if (!read_operators(c, r, s, &i, piece)) return false;
	}
	return p->n_columns > 0;
}

/* --- taking over parts ------------------------------------------------------------------------------------------ */
typedef struct build {
	rw_compiler *c;
	const rw_spec *t;
	RW_VEC(const rw_pattern *) made;
} build;

/* The rows of a class lie anywhere in the table; paradigms are small, so they are looked for. */
static void flatten(
	build *b, rw_slice name, const rw_slice *columns, uint32_t n_columns, const rw_feat_list *more, uint32_t depth);

/* The demands of the row that takes a part over join those of the part; what both say, the part's own row decides. */
static void join_feats(rw_feat_list *inner, const rw_feat_list *outer) {
	for (uint32_t i = 0; i < outer->n && inner->n < RW_COUNT(inner->f); i++) {
		bool there = false;
		for (uint32_t k = 0; k < inner->n; k++) there |= inner->f[k].key == outer->f[i].key;
		if (!there) inner->f[inner->n++] = outer->f[i];
	}
	rw_demand *d = &inner->demand;
	const rw_demand *o = &outer->demand;
	if (d->def == RW_ANY) d->def = o->def;
	if (d->enc == RW_ANY) d->enc = o->enc;
	if (!d->has_pro && o->has_pro) {
		d->has_pro = true;
		d->pro = o->pro;
	}
	d->yield |= o->yield;
	d->jussive |= o->jussive;
}

static void take_over(build *b, const rw_table_row *r, rw_slice pattern, const rw_slice *columns, uint32_t n_columns,
	const rw_feat_list *feats, uint32_t depth) {
	rw_slice rest = rw_slice_of(pattern.p + 1, pattern.n - 1), name = rw_slice_cut(&rest, ' '), one;
	rw_slice own[RW_MAX_FALLBACKS];
	uint32_t n = 0;
	if (rest.p && !rw_slice_eqz(rest, "*")) {
		while (rw_cell_next(&rest, ',', &one) && n < RW_MAX_FALLBACKS) own[n++] = one;
	} else if (rest.p) {
		for (; n < n_columns; n++) own[n] = columns[n];
		if (n == 0) own[n++] = RW_LIT("*");
	}
	if (depth == RW_MAX_INCLUDE) {
		rw_complain_row(
			b->c, r, "class %.*s takes itself over, or parts lie more than %d deep", RW_ARG(name), RW_MAX_INCLUDE);
		return;
	}
	size_t before = b->made.n;
	uint64_t n_complaints = b->c->n_complaints;
	flatten(b, name, own, n, feats, depth + 1);
	if (b->made.n == before && b->c->n_complaints == n_complaints && depth == 0)
		rw_complain_row(b->c, r, "@%.*s: there is no such part or class", RW_ARG(name));
}

static void flatten(
	build *b, rw_slice name, const rw_slice *columns, uint32_t n_columns, const rw_feat_list *more, uint32_t depth) {
	uint32_t class_at = rw_column_of(b->t, RW_LIT("class")), pattern_at = rw_column_of(b->t, RW_LIT("pattern"));
	for (size_t i = 0; i < b->t->rows.n; i++) {
		const rw_table_row *r = &b->t->rows.p[i];
		if (r->dead || !rw_slice_eq(r->cells[class_at], name)) continue;
		rw_slice pattern = r->cells[pattern_at];
		rw_feat_list feats = {0};
		/* Wrong features are complained about once, where the row itself is read. */
		uint64_t n_complaints = b->c->n_complaints;
		size_t kept = b->c->complaints.n;
		rw_feats_add(b->c, r, rw_cell(b->t, r, "feats"), &feats);
		if (depth > 0) {
			b->c->n_complaints = n_complaints;
			b->c->complaints.n = kept;
		}
		if (more) join_feats(&feats, more);
		if (pattern.n > 1 && pattern.p[0] == '@') {
			take_over(b, r, pattern, columns, n_columns, &feats, depth);
			continue;
		}
		rw_pattern *p = RW_NEW(b->c->a, rw_pattern);
		n_complaints = b->c->n_complaints;
		if (!read_pattern(b->c, r, pattern, p)) {
			if (depth == 0 && b->c->n_complaints == n_complaints)
				rw_complain_row(b->c, r,
					"pattern '%.*s': write letters and {column}, with <1 >1 $1 -letters !letters inside the braces",
					RW_ARG(pattern));
			continue;
		}
		if (n_columns && p->n_columns == 1 && rw_slice_eqz(p->columns[0], "*")) {
			memcpy(p->columns, columns, n_columns * sizeof *columns);
			p->n_columns = n_columns;
		}
		p->feats = feats;
		if (b->made.n == RW_MAX_CLASS_FORMS) {
			rw_complain_row(b->c, r, "class %.*s has more than %d forms", RW_ARG(name), RW_MAX_CLASS_FORMS);
			return;
		}
		rw_vec_push(b->c->a, &b->made, p);
	}
}

void rw_paradigms_read(rw_compiler *c) {
	rw_paradigms *out = &c->paradigms;
	out->by_name = RW_MAP(c->a);
	rw_spec *t = rw_spec_of(c, "paradigms");
	if (!t || rw_column_of(t, RW_LIT("class")) == UINT32_MAX || rw_column_of(t, RW_LIT("pattern")) == UINT32_MAX)
		return;
	out->classes = RW_ARRAY(c->a, rw_class_of_words, t->rows.n);
	for (size_t i = 0; i < t->rows.n; i++) {
		const rw_table_row *r = &t->rows.p[i];
		if (r->dead) continue;
		bool fresh;
		rw_slice name = rw_cell(t, r, "class");
		uint32_t *at = rw_map_put(&out->by_name, name, &fresh);
		if (!fresh) continue;
		*at = out->n;
		build b = {.c = c, .t = t};
		flatten(&b, name, NULL, 0, NULL, 0);
		rw_class_of_words *cl = &out->classes[out->n++];
		*cl = (rw_class_of_words){.name = name, .patterns = b.made.p, .n_patterns = (uint32_t)b.made.n};
		for (size_t k = 0; k < b.made.n; k++)
			if (b.made.p[k]->n_columns == 1 && rw_slice_eqz(b.made.p[k]->columns[0], "*")) cl->part = true;
	}
}

const rw_class_of_words *rw_paradigm_of(const rw_compiler *c, rw_slice name) {
	uint32_t i = rw_map_get(&c->paradigms.by_name, name);
	return i == UINT32_MAX ? NULL : &c->paradigms.classes[i];
}

/* --- making forms -------------------------------------------------------------------------------------------- */
static bool ends_with(const uint32_t *letters, uint32_t n, const rw_operator *op) {
	return n >= op->n && memcmp(letters + n - op->n, op->letters, op->n * sizeof *letters) == 0;
}

/* What a piece gives of a word's letters; false where it makes no form. */
static bool apply(const rw_piece *piece, const uint32_t *word, uint32_t n, uint32_t *from, uint32_t *len) {
	uint32_t lo = 0, hi = n;
	for (uint32_t i = 0; i < piece->n_ops; i++) {
		const rw_operator *op = &piece->op[i];
		bool ends;
		switch (op->kind) {
		case '<':
			if (hi - lo <= op->n) return false;
			hi -= op->n;
			break;
		case '>':
			if (hi - lo <= op->n) return false;
			lo += op->n;
			break;
		case '$':
			if (hi - lo < op->n) return false;
			lo = hi - op->n;
			break;
		default:
			ends = ends_with(word + lo, hi - lo, op);
			if (op->kind == '!') {
				if (ends) return false;
				break;
			}
			if (!ends || hi - lo <= op->n) return false;
			hi -= op->n;
		}
	}
	*from = lo;
	*len = hi - lo;
	return true;
}

static void make_form(
	rw_compiler *c, const rw_table_row *r, const rw_pattern *p, rw_slice phrase, rw_form_made *made, void *ctx) {
	uint32_t word[MAX_LETTERS], n = 0;
	rw_slice rest = phrase, first = rw_slice_cut(&rest, ' ');
	for (size_t i = 0; i < first.n;) {
		uint32_t u = rw_utf8_next(first, &i);
		if (rw_fold_char(u).n == 0) continue;
		if (n == MAX_LETTERS) {
			rw_complain_row(c, r, "'%.*s' is longer than %d letters", RW_ARG(first), MAX_LETTERS);
			return;
		}
		word[n++] = u;
	}
	rw_buf b = RW_BUF(c->scratch);
	char utf8[4];
	for (uint32_t i = 0; i < p->n_pieces; i++) {
		const rw_piece *piece = &p->piece[i];
		const uint32_t *letters = piece->letters;
		uint32_t from = 0, len = piece->n_letters;
		if (piece->column) {
			letters = word;
			if (!apply(piece, word, n, &from, &len)) return;
		}
		for (uint32_t k = 0; k < len; k++) rw_buf_put(&b, utf8, rw_utf8_put(letters[from + k], utf8));
	}
	if (rest.p) {
		rw_buf_byte(&b, ' ');
		rw_buf_slice(&b, rest);
	}
	rw_feat_list feats = p->feats;
	if (rest.p) {
		/* A joined pronoun goes to the phrase's last word, so what the first one demands of pronouns does not count. */
		if (feats.demand.enc == RW_YES) return;
		feats.demand.enc = RW_ANY;
	}
	made(c, ctx, rw_buf_view(&b), &feats);
}

void rw_pattern_expand(
	rw_compiler *c, const rw_spec *t, const rw_table_row *r, const rw_pattern *p, rw_form_made *made, void *ctx) {
	rw_slice cell = RW_NONE, one;
	for (uint32_t i = 0; i < p->n_columns && cell.n == 0; i++) {
		uint32_t at = rw_column_of(t, p->columns[i]);
		if (at == UINT32_MAX) {
			rw_complain_row(c, r,
				"this class takes letters from column %.*s, which table %.*s has not: choose another class",
				RW_ARG(p->columns[i]), RW_ARG(t->name));
			return;
		}
		cell = r->cells[at];
	}
	while (cell.n && rw_cell_next(&cell, '|', &one))
		if (one.n) make_form(c, r, p, one, made, ctx);
}
