/* schema.c: tables. Every file is parted into rows and cells, and each cell is checked against what schema.tsv says of its
 * column. The shape of schema.tsv itself is the one thing known here beforehand.
 */
#include "lexicon/compiler.h"
#include <stdarg.h>
#include <stdio.h>

/* --- complaints -------------------------------------------------------------------------------------------- */
static void complain(rw_compiler *c, rw_slice path, uint32_t line, const char *fmt, va_list ap) {
	c->n_complaints++;
	if (c->complaints.n >= RW_COMPLAINTS_KEPT) return;
	char text[1024];
	int n = vsnprintf(text, sizeof text, fmt, ap);
	if (n < 0) n = 0;
	size_t len = (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
	while (len && len == sizeof text - 1 && ((unsigned char)text[len - 1] & 0xC0) == 0x80) len--;
	rw_vec_push(c->a, &c->complaints,
		(rw_complaint){rw_arena_copy(c->a, path), line, rw_arena_copy(c->a, rw_slice_of(text, len))});
}

void rw_compiler_complain(rw_compiler *c, rw_slice path, uint32_t line, const char *fmt, ...) {
	va_list ap;
	va_start(ap, fmt);
	complain(c, path, line, fmt, ap);
	va_end(ap);
}

void rw_complain_row(rw_compiler *c, const rw_table_row *r, const char *fmt, ...) {
	va_list ap;
	va_start(ap, fmt);
	complain(c, c->sources[r->source].path, r->line, fmt, ap);
	va_end(ap);
}

/* --- small readers ----------------------------------------------------------------------------------------- */
bool rw_cell_next(rw_slice *cell, char sep, rw_slice *value) {
	if (!cell->p) return false;
	*value = rw_slice_cut(cell, sep);
	return true;
}

static bool is_id(rw_slice s) {
	if (s.n == 0 || s.n > 64) return false;
	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];
		bool plain = (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9');
		if (!plain && (i == 0 || (ch != '_' && ch != '-' && ch != '.'))) return false;
	}
	return true;
}

static bool is_feature_value(rw_slice s) {
	if (s.n && (s.p[0] == '-' || s.p[0] == '+')) s = rw_slice_of(s.p + 1, s.n - 1);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ':') return is_id(rw_slice_of(s.p, i)) && is_id(rw_slice_of(s.p + i + 1, s.n - i - 1));
	return is_id(s);
}

static bool in_enum(rw_slice list, rw_slice value) {
	rw_slice one;
	while (rw_cell_next(&list, '/', &one))
		if (rw_slice_eq(one, value)) return true;
	return false;
}

uint32_t rw_column_of(const rw_spec *t, rw_slice name) {
	for (uint32_t i = 0; i < t->n_columns; i++)
		if (rw_slice_eq(t->columns[i].name, name)) return i;
	return UINT32_MAX;
}

rw_slice rw_cell(const rw_spec *t, const rw_table_row *r, const char *column) {
	uint32_t i = rw_column_of(t, rw_slice_z(column));
	return i == UINT32_MAX ? rw_slice_of("", 0) : r->cells[i];
}

rw_spec *rw_spec_of(rw_compiler *c, const char *table) {
	uint32_t i = rw_map_get(&c->spec_by_name, rw_slice_z(table));
	return i == UINT32_MAX ? NULL : c->specs.p[i];
}

/* --- features ------------------------------------------------------------------------------------------------- */
void rw_know_feature(rw_compiler *c, rw_sym key, rw_sym value) {
	bool fresh;
	char name[32];
	int n = snprintf(name, sizeof name, "v %u %u", key, value);
	if (rw_map_get(&c->known, rw_slice_of(name, (size_t)n)) != UINT32_MAX) return;
	*rw_map_put(&c->known, rw_arena_copy(c->a, rw_slice_of(name, (size_t)n)), &fresh) = 1;
	n = snprintf(name, sizeof name, "f %u", key);
	*rw_map_put(&c->known, rw_arena_copy(c->a, rw_slice_of(name, (size_t)n)), &fresh) = 1;
}

void rw_feats_put(rw_compiler *c, const rw_table_row *r, rw_sym key, rw_sym value, rw_feat_list *out) {
	for (uint32_t i = 0; i < out->n; i++)
		if (out->f[i].key == key) return;
	if (out->n == RW_COUNT(out->f)) {
		rw_complain_row(c, r, "more than %d features: leave some out", (int)RW_COUNT(out->f));
		return;
	}
	out->f[out->n++] = (rw_feat){key, value};
	rw_know_feature(c, key, value);
}

/* def=, enc=, pro=, obj=, jussive= and yield= are conditions. Returns false where the key is none of them. */
static bool condition(rw_compiler *c, const rw_table_row *r, rw_slice key, rw_slice value, rw_demand *d) {
	bool yes = rw_slice_eqz(value, "yes"), no = rw_slice_eqz(value, "no");
	if (rw_slice_eqz(key, "def") || rw_slice_eqz(key, "enc")) {
		uint8_t *to = key.p[0] == 'd' ? &d->def : &d->enc;
		if (!yes && !no)
			rw_complain_row(c, r, "%.*s=%.*s: write yes or no", RW_ARG(key), RW_ARG(value));
		else if (*to == RW_ANY)
			*to = yes ? RW_YES : RW_NO;
		return true;
	}
	bool *flag = rw_slice_eqz(key, "yield") ? &d->yield : rw_slice_eqz(key, "jussive") ? &d->jussive : NULL;
	if (flag) {
		if (!yes) rw_complain_row(c, r, "%.*s=%.*s: write yes, or leave it out", RW_ARG(key), RW_ARG(value));
		*flag = true;
		return true;
	}
	if (rw_slice_eqz(key, "obj")) {
		if (!no) rw_complain_row(c, r, "obj=%.*s: write no, or leave it out", RW_ARG(value));
		d->no_object = true;
		return true;
	}
	if (!rw_slice_eqz(key, "pro")) return false;
	if (d->has_pro) return true;
	d->has_pro = true;
	rw_slice one;
	while (rw_cell_next(&value, '|', &one)) {
		uint8_t bit = rw_pro_bit(one);
		if (!bit && !rw_slice_eqz(one, "none"))
			rw_complain_row(
				c, r, "pro=%.*s: no such particle; clitics.tsv names wa, fa, bi, li, ka, sa, al, a", RW_ARG(one));
		d->pro |= bit;
	}
	return true;
}

void rw_feats_add(rw_compiler *c, const rw_table_row *r, rw_slice feats, rw_feat_list *out) {
	rw_slice one;
	while (feats.n && rw_cell_next(&feats, ' ', &one)) {
		rw_slice value = one, key = rw_slice_cut(&value, '=');
		if (!value.p || !is_id(key)) {
			rw_complain_row(c, r, "feature '%.*s': write key=value, in small Latin letters, one space between features",
				RW_ARG(one));
			continue;
		}
		if (condition(c, r, key, value, &out->demand)) continue;
		if (!is_feature_value(value)) {
			rw_complain_row(
				c, r, "feature '%.*s': a value is one word of small Latin letters, digits, _ - .", RW_ARG(one));
			continue;
		}
		rw_feats_put(c, r, rw_compiler_sym(c, key), rw_compiler_sym(c, value), out);
	}
}

/* --- lines ---------------------------------------------------------------------------------------------------- */
/* Characters that can't be seen, or that turn the order of what is seen. */
static bool is_hidden(uint32_t u) {
	return (u >= 0x200B && u <= 0x200F) || (u >= 0x202A && u <= 0x202E) || (u >= 0x2060 && u <= 0x206F) ||
		u == 0xFEFF || u == 0x00AD || u == 0x061C || u == 0x180E || u == 0x00A0 || u == 0x2028 || u == 0x2029 ||
		u == 0x034F || (u >= 0xFFF9 && u <= 0xFFFB) || (u >= 0xE0000 && u <= 0xE007F) || (u < 0x20 && u != '\t') ||
		(u >= 0x7F && u < 0xA0);
}

static bool check_line(rw_compiler *c, const rw_source *s, uint32_t line, rw_slice text) {
	uint32_t column = 1;
	for (size_t i = 0; i < text.n;) {
		size_t at = i;
		uint32_t u = rw_utf8_next(text, &i);
		if (u == RW_UTF8_BAD) {
			rw_compiler_complain(c, s->path, line, "byte %zu of the line is not UTF-8: save the file as UTF-8", at + 1);
			return false;
		}
		if (is_hidden(u)) {
			rw_compiler_complain(c, s->path, line, "invisible character U+%04X in column %u: delete it", u, column);
			return false;
		}
		if (u == '\t') column++;
	}
	return true;
}

static void check_cell(rw_compiler *c, const rw_table_row *r, const rw_column *col, rw_slice v) {
	if (v.n == 0) {
		if (col->needed) rw_complain_row(c, r, "column %.*s is empty: it needs a value", RW_ARG(col->name));
		return;
	}
	if (col->type != RW_CELL_RAW && (v.p[0] == ' ' || v.p[v.n - 1] == ' ')) {
		rw_complain_row(c, r, "column %.*s begins or ends with a space: delete it", RW_ARG(col->name));
		return;
	}
	double number;
	rw_slice rest = v, one;
	switch (col->type) {
	case RW_CELL_ID:
		if (!is_id(v))
			rw_complain_row(c, r, "column %.*s: '%.*s' is no id: small Latin letters, digits, _ - . only",
				RW_ARG(col->name), RW_ARG(v));
		break;
	case RW_CELL_NUMBER:
		if (!rw_slice_double(v, &number))
			rw_complain_row(c, r, "column %.*s: '%.*s' is no number: write digits 0-9, with a point for fractions",
				RW_ARG(col->name), RW_ARG(v));
		break;
	case RW_CELL_ENUM:
		if (!in_enum(col->arg, v))
			rw_complain_row(c, r, "column %.*s: '%.*s' is none of %.*s", RW_ARG(col->name), RW_ARG(v), RW_ARG(col->arg));
		break;
	case RW_CELL_FORMS:
	case RW_CELL_STEM:
		while (rw_cell_next(&rest, '|', &one)) {
			if (one.n == 0)
				rw_complain_row(c, r, "column %.*s: nothing between two |: delete one", RW_ARG(col->name));
			else if (one.p[0] == ' ' || one.p[one.n - 1] == ' ' || rw_slice_find(one, RW_LIT("  "), 0) != SIZE_MAX)
				rw_complain_row(c, r, "column %.*s: '%.*s': one space between words, none beside |", RW_ARG(col->name),
					RW_ARG(one));
		}
		break;
	case RW_CELL_TEXT:
	case RW_CELL_RAW:
	case RW_CELL_CLASS:
	case RW_CELL_FEATS: /* checked where they are read */
	case RW_CELL_REF: break;
	}
}

/* The key of a row: its key cells with tabs between. */
static rw_slice row_key(rw_compiler *c, const rw_spec *t, const rw_table_row *r) {
	if (t->n_key == 1) return r->cells[t->key[0]];
	rw_buf b = RW_BUF(c->a);
	for (uint32_t i = 0; i < t->n_key; i++) {
		if (i) rw_buf_byte(&b, '\t');
		rw_buf_slice(&b, r->cells[t->key[i]]);
	}
	return rw_buf_view(&b);
}

/* A key for people: commas for the tabs. */
static rw_slice shown_key(rw_compiler *c, rw_slice key) {
	rw_buf b = RW_BUF(c->a);
	rw_slice one;
	while (rw_cell_next(&key, '\t', &one)) rw_buf_printf(&b, "%s%.*s", b.n ? ", " : "", RW_ARG(one));
	return rw_buf_view(&b);
}

/* Takes a row into its table: a row of a higher layer takes the place of one with the same key. */
static void take_row(rw_compiler *c, rw_spec *t, rw_table_row *r) {
	if (t->n_key == 0) return;
	rw_slice *first = &r->cells[t->key[0]];
	bool tomb = first->n > 1 && first->p[0] == '-';
	if (tomb) {
		*first = rw_slice_of(first->p + 1, first->n - 1);
		rw_slice key = row_key(c, t, r);
		uint32_t at = rw_map_get(&t->by_key, key);
		if (at == UINT32_MAX || t->rows.p[at].dead) {
			rw_slice shown = shown_key(c, key);
			rw_complain_row(
				c, r, "nothing to delete: table %.*s has no row with the key '%.*s'", RW_ARG(t->name), RW_ARG(shown));
			return;
		}
		t->rows.p[at].dead = true;
		return;
	}
	for (uint32_t i = 0; i < t->n_columns; i++) check_cell(c, r, &t->columns[i], r->cells[i]);
	bool fresh;
	rw_slice key = row_key(c, t, r);
	uint32_t *at = rw_map_put(&t->by_key, key, &fresh);
	if (fresh) {
		*at = (uint32_t)t->rows.n;
		rw_vec_push(c->a, &t->rows, *r);
		return;
	}
	rw_table_row *old = &t->rows.p[*at];
	if (old->layer == r->layer && !old->dead) {
		const rw_source *s = &c->sources[old->source];
		rw_slice shown = shown_key(c, key);
		rw_complain_row(c, r, "the key '%.*s' stands already in %.*s:%u: join the two rows", RW_ARG(shown),
			RW_ARG(s->path), old->line);
		return;
	}
	*old = *r;
}

/* Reads the header line: which column of the table each column of the file is. Returns how many, 0 where it is wrong. */
static uint32_t read_header(
	rw_compiler *c, const rw_spec *t, const rw_source *s, uint32_t line, rw_slice text, uint32_t map[RW_MAX_COLUMNS]) {
	uint32_t n = 0;
	bool seen[RW_MAX_COLUMNS] = {false}, good = true;
	rw_slice name;
	while (rw_cell_next(&text, '\t', &name)) {
		uint32_t i = rw_column_of(t, name);
		if (i == UINT32_MAX) {
			rw_compiler_complain(c, s->path, line, "table %.*s has no column '%.*s': schema.tsv lists its columns",
				RW_ARG(t->name), RW_ARG(name));
			good = false;
		} else if (seen[i]) {
			rw_compiler_complain(c, s->path, line, "column %.*s is named twice: delete one", RW_ARG(name));
			good = false;
		} else if (n < RW_MAX_COLUMNS) {
			seen[i] = true;
			map[n++] = i;
		}
	}
	for (uint32_t i = 0; i < t->n_columns; i++) {
		if (seen[i] || !(t->columns[i].needed || t->columns[i].key)) continue;
		rw_compiler_complain(
			c, s->path, line, "column %.*s is missing: the first line must name it", RW_ARG(t->columns[i].name));
		good = false;
	}
	return good ? n : 0;
}

static void read_table(rw_compiler *c, rw_spec *t, uint32_t source) {
	const rw_source *s = &c->sources[source];
	rw_slice rest = s->text, text;
	uint32_t line = 0, n = 0, map[RW_MAX_COLUMNS];
	bool headed = false;
	if (memchr(s->text.p ? s->text.p : "", '\r', s->text.n)) {
		rw_compiler_complain(c, s->path, 1, "carriage returns: save the file with plain line ends (LF)");
		return;
	}
	while (rw_cell_next(&rest, '\n', &text)) {
		line++;
		if (text.n == 0) continue;
		if (!check_line(c, s, line, text)) continue;
		if (text.p[0] == '#') continue;
		if (!headed) {
			headed = true;
			n = read_header(c, t, s, line, text, map);
			if (n == 0) return;
			continue;
		}
		rw_table_row r = {RW_ARRAY(c->a, rw_slice, t->n_columns), source, line, s->layer, false};
		for (uint32_t i = 0; i < t->n_columns; i++) r.cells[i] = rw_slice_of("", 0);
		uint32_t cells = 0;
		rw_slice cell;
		/* Empty cells at the end of a line may be left out. */
		for (; rw_cell_next(&text, '\t', &cell); cells++)
			if (cells < n) r.cells[map[cells]] = cell;
		if (cells > n) {
			rw_complain_row(c, &r, "%u cells where the first line names %u columns: look for a tab too many", cells, n);
			continue;
		}
		take_row(c, t, &r);
	}
	if (!headed)
		rw_compiler_complain(
			c, s->path, 1, "no header: the first line must name the columns of table %.*s", RW_ARG(t->name));
}

/* --- schema.tsv ------------------------------------------------------------------------------------------------ */
static rw_spec *spec_new(rw_compiler *c, rw_slice name) {
	bool fresh;
	rw_spec *t = RW_NEW(c->a, rw_spec);
	t->name = name;
	t->by_key = RW_MAP(c->a);
	*rw_map_put(&c->spec_by_name, name, &fresh) = (uint32_t)c->specs.n;
	rw_vec_push(c->a, &c->specs, t);
	return t;
}

/* What is known beforehand: the columns of schema.tsv. */
static rw_spec *spec_of_schema(rw_compiler *c) {
	static const char *const name[] = {"table", "column", "type", "needed", "meaning"};
	rw_spec *t = spec_new(c, RW_LIT("schema"));
	for (uint32_t i = 0; i < RW_COUNT(name); i++)
		t->columns[i] = (rw_column){.name = rw_slice_z(name[i]), .needed = i < 3};
	t->n_columns = RW_COUNT(name);
	t->columns[0].key = t->columns[1].key = true;
	t->key[1] = 1;
	t->n_key = 2;
	return t;
}

static void describe_table(rw_compiler *c, const rw_table_row *r, rw_slice name, rw_slice type) {
	rw_spec *t = spec_new(c, name);
	t->source = r->source;
	t->line = r->line;
	if (rw_slice_eqz(type, "data")) return;
	t->entry = true;
	if (!rw_slice_starts(type, RW_LIT("entry:")) || type.n == 6) {
		rw_complain_row(c, r, "type '%.*s' of a table: write data, entry:KIND or entry:@", RW_ARG(type));
		return;
	}
	t->kind = rw_slice_of(type.p + 6, type.n - 6);
	if (rw_slice_eqz(t->kind, "@")) t->kind = RW_NONE;
}

static void describe_column(
	rw_compiler *c, const rw_table_row *r, rw_spec *t, rw_slice name, rw_slice type, rw_slice needed) {
	static const struct {
		const char *name;
		rw_cell_type type;
	} types[] = {{"text", RW_CELL_TEXT}, {"id", RW_CELL_ID}, {"forms", RW_CELL_FORMS}, {"stem", RW_CELL_STEM},
		{"class", RW_CELL_CLASS}, {"feats", RW_CELL_FEATS}, {"number", RW_CELL_NUMBER}, {"raw", RW_CELL_RAW},
		{"feat", RW_CELL_ID}};
	if (t->n_columns == RW_MAX_COLUMNS) {
		rw_complain_row(c, r, "table %.*s has more than %d columns", RW_ARG(t->name), RW_MAX_COLUMNS);
		return;
	}
	rw_column col = {.name = name, .needed = rw_slice_eqz(needed, "yes")};
	if (!col.needed && !rw_slice_eqz(needed, "no"))
		rw_complain_row(c, r, "needed is '%.*s': write yes or no", RW_ARG(needed));
	if (rw_slice_ends(type, RW_LIT(" feat"))) {
		col.feat = true;
		type.n -= 5;
	}
	col.feat |= rw_slice_eqz(type, "feat");
	bool found = false;
	for (size_t i = 0; i < RW_COUNT(types); i++) {
		if (!rw_slice_eqz(type, types[i].name)) continue;
		col.type = types[i].type;
		found = true;
	}
	if (!found && rw_slice_starts(type, RW_LIT("enum:")) && type.n > 5) {
		col.type = RW_CELL_ENUM;
		col.arg = rw_slice_of(type.p + 5, type.n - 5);
		found = true;
	} else if (!found && rw_slice_starts(type, RW_LIT("ref:")) && type.n > 4) {
		col.type = RW_CELL_REF;
		col.arg = rw_slice_of(type.p + 4, type.n - 4);
		found = true;
	}
	if (!found)
		rw_complain_row(c, r,
			"type '%.*s' of a column: write id, text, raw, forms, stem, class, feats, feat, number, enum:a/b/c or ref:TABLE",
			RW_ARG(type));
	t->columns[t->n_columns++] = col;
}

static void describe_keys(rw_compiler *c, const rw_table_row *r, rw_spec *t, rw_slice keys) {
	rw_slice one;
	while (rw_cell_next(&keys, ',', &one)) {
		uint32_t i = rw_column_of(t, one);
		if (i == UINT32_MAX) {
			rw_complain_row(c, r, "key column '%.*s' is no column of table %.*s", RW_ARG(one), RW_ARG(t->name));
		} else if (t->n_key == RW_MAX_KEY) {
			rw_complain_row(c, r, "more than %d key columns", RW_MAX_KEY);
		} else {
			t->columns[i].key = true;
			t->key[t->n_key++] = i;
		}
	}
}

static void read_schema(rw_compiler *c) {
	rw_spec *schema = spec_of_schema(c);
	for (size_t i = 0; i < c->n_sources; i++) {
		rw_slice name = c->sources[i].name;
		if (rw_slice_eqz(name, "schema.tsv") ||
			(rw_slice_starts(name, RW_LIT("schema.")) && rw_slice_ends(name, RW_LIT(".tsv"))))
			read_table(c, schema, (uint32_t)i);
	}
	for (size_t pass = 0; pass < 3; pass++) {
		for (size_t i = 0; i < schema->rows.n; i++) {
			const rw_table_row *r = &schema->rows.p[i];
			rw_slice table = r->cells[0], column = r->cells[1], type = r->cells[2], needed = r->cells[3];
			if (r->dead || rw_slice_eqz(table, "schema")) continue;
			bool star = rw_slice_eqz(column, "*");
			uint32_t at = rw_map_get(&c->spec_by_name, table);
			if (pass == 0 && star) describe_table(c, r, table, type);
			if (pass == 1 && !star && at == UINT32_MAX)
				rw_complain_row(c, r, "table %.*s is not described: give it a row with column *", RW_ARG(table));
			else if (pass == 1 && !star)
				describe_column(c, r, c->specs.p[at], column, type, needed);
			if (pass == 2 && star) describe_keys(c, r, c->specs.p[at], needed);
		}
	}
}

/* --- all tables ------------------------------------------------------------------------------------------------- */
void rw_tables_read(rw_compiler *c) {
	read_schema(c);
	if (c->specs.p[0]->rows.n == 0) {
		rw_compiler_complain(
			c, RW_LIT("schema.tsv"), 0, "no table is described: schema.tsv is missing from the lexicon's folder");
		return;
	}
	for (size_t i = 0; i < c->n_sources; i++) {
		const rw_source *s = &c->sources[i];
		if (!rw_slice_ends(s->name, RW_LIT(".tsv"))) continue;
		rw_slice name = s->name;
		for (size_t k = name.n; k > 0; k--) {
			if (name.p[k - 1] != '/') continue;
			name = rw_slice_of(name.p + k, name.n - k);
			break;
		}
		name = rw_slice_cut(&name, '.');
		uint32_t at = rw_map_get(&c->spec_by_name, name);
		if (at == 0) continue;
		if (at == UINT32_MAX)
			rw_compiler_complain(c, s->path, 1,
				"no table is called '%.*s': name the file after a table of schema.tsv (places.tsv, places.mine.tsv)",
				RW_ARG(name));
		else
			read_table(c, c->specs.p[at], (uint32_t)i);
	}
}

static void check_ref(rw_compiler *c, const rw_spec *t, const rw_table_row *r, const rw_column *col, rw_slice v) {
	(void)t;
	uint32_t at = rw_map_get(&c->spec_by_name, col->arg);
	if (at == UINT32_MAX) return; /* complained about with the schema */
	const rw_spec *to = c->specs.p[at];
	uint32_t row = rw_map_get(&to->by_key, v);
	if (row == UINT32_MAX || to->rows.p[row].dead)
		rw_complain_row(c, r, "column %.*s: table %.*s has no row '%.*s': add it there or mend the name",
			RW_ARG(col->name), RW_ARG(to->name), RW_ARG(v));
}

void rw_tables_check(rw_compiler *c) {
	for (size_t i = 0; i < c->specs.n; i++) {
		const rw_spec *t = c->specs.p[i];
		for (uint32_t k = 0; k < t->n_columns; k++) {
			const rw_column *col = &t->columns[k];
			if (col->type != RW_CELL_REF && col->type != RW_CELL_CLASS) continue;
			if (col->type == RW_CELL_REF && rw_map_get(&c->spec_by_name, col->arg) == UINT32_MAX)
				rw_compiler_complain(c, c->sources[t->source].path, t->line,
					"column %.*s of table %.*s refers to '%.*s', which is no table", RW_ARG(col->name), RW_ARG(t->name),
					RW_ARG(col->arg));
			for (size_t j = 0; j < t->rows.n; j++) {
				const rw_table_row *r = &t->rows.p[j];
				rw_slice v = r->cells[k];
				if (r->dead || v.n == 0) continue;
				if (col->type == RW_CELL_REF) {
					check_ref(c, t, r, col, v);
					continue;
				}
				const rw_class_of_words *cl = rw_paradigm_of(c, v);
				if (!cl)
					rw_complain_row(c, r, "class '%.*s' is not in paradigms.tsv: its head lists the classes", RW_ARG(v));
				else if (cl->part)
					rw_complain_row(c, r,
						"'%.*s' is a part of classes, not a class: the head of paradigms.tsv lists the classes",
						RW_ARG(v));
			}
		}
	}
}
