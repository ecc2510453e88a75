/* csv.c: tables of reports: CSV and TSV, a report a row. The first row names the columns; which is what is given or guessed
 * (columns.h). Tables of coded events give those (coded.c).
 *
 * A text is no table because it has commas: its first row must name columns that are known, or that the map names, or
 * be that of coded events, and most rows must have as many cells as it has.
 */
#include "read/csv.h"
#include "text/text.h"

enum { SAMPLE = 1 << 20, NAME_LONGEST = 120 /* bytes of a column's name */ };

static const char separators[] = {',', ';', '\t', '|'};

/* --- rows --------------------------------------------------------------------------------------------------------- */
enum { START, PLAIN, QUOTED, QUOTE, RETURN };

bool rw_row_end(rw_row_scan *s, rw_slice v, char separator, bool whole) {
	size_t i = s->i;
	uint8_t state = s->state;
	for (; i < v.n; i++) {
		char c = v.p[i];
		if (state == RETURN) {
			i += c == '\n';
			goto end;
		}
		if (state == QUOTED) {
			const char *q = c == '"' ? v.p + i : memchr(v.p + i, '"', v.n - i);
			if (!q) {
				i = v.n;
				break;
			}
			i = (size_t)(q - v.p);
			state = QUOTE;
		} else if (c == separator) {
			state = START;
			s->columns++;
		} else if (c == '\n') {
			i++;
			goto end;
		} else if (c == '\r') {
			state = RETURN;
		} else if (c == '"' && (state == START || state == QUOTE)) {
			state = QUOTED;
		} else if (c != ' ' || state != START) {
			state = PLAIN;
		}
	}
	s->i = i;
	s->state = state;
	return whole && i > 0 && state != QUOTED;
end:
	s->i = i;
	s->state = START;
	return true;
}

bool rw_row_open(const rw_row_scan *s) { return s->state == QUOTED; }

/* A cell that begins with a quote: what stands in it, and where it ends. */
static rw_slice quoted(rw_arena *a, rw_slice row, size_t *at, char separator) {
	rw_buf b = RW_BUF(a);
	size_t i = *at + 1, from = i;
	rw_slice one = RW_NONE;
	for (;;) {
		const char *q = i < row.n ? memchr(row.p + i, '"', row.n - i) : NULL;
		size_t end = q ? (size_t)(q - row.p) : row.n;
		bool doubled = end + 1 < row.n && row.p[end + 1] == '"';
		rw_slice part = rw_slice_of(row.p + from, end - from + doubled);
		i = end + 1 + doubled;
		if (!doubled) {
			/* What follows the closing quote belongs to the cell. */
			if (i > row.n) i = row.n;
			from = i;
			while (i < row.n && row.p[i] != separator) i++;
			if (b.n == 0 && i == from) one = part;
			if (!one.p) {
				rw_buf_slice(&b, part);
				rw_buf_put(&b, row.p + from, i - from);
			}
			break;
		}
		rw_buf_slice(&b, part);
		from = i;
	}
	*at = i;
	return one.p ? one : rw_buf_view(&b);
}

riwaya_status rw_row_cells(rw_arena *a, rw_slice row, char separator, rw_cells *out, riwaya_error *err) {
	if (row.n && row.p[row.n - 1] == '\n') row.n--;
	if (row.n && row.p[row.n - 1] == '\r') row.n--;
	out->n = 0;
	for (size_t i = 0;; i++) {
		if (out->n == RIWAYA_MAX_COLUMNS)
			return rw_fail(err, RIWAYA_LIMIT, RW_NONE, 0, 0,
				"a row has more than %d columns, the limit (RIWAYA_MAX_COLUMNS)", RIWAYA_MAX_COLUMNS);
		size_t from = i, k = i;
		while (k < row.n && row.p[k] == ' ') k++;
		rw_cell c;
		if (k < row.n && row.p[k] == '"') {
			from = i = k;
			c.text = quoted(a, row, &i, separator);
		} else {
			const char *end = memchr(row.p + i, separator, row.n - i);
			i = end ? (size_t)(end - row.p) : row.n;
			c.text = rw_slice_of(row.p + from, i - from);
		}
		c.raw = rw_slice_of(row.p + from, i - from);
		c.text = rw_utf8_clean(a, c.text, NULL);
		rw_vec_push(a, out, c);
		if (i >= row.n) return RIWAYA_OK;
	}
}

/* --- what a table is -------------------------------------------------------------------------------------------------- */
typedef struct shape {
	char separator;
	size_t head; /* bytes before the header: a mark, a line "sep=;" */
	uint32_t lines;
} shape;

static shape shape_of(rw_slice text) {
	shape s = {0, 0, 0};
	if (rw_slice_starts(text, RW_LIT("\xEF\xBB\xBF"))) s.head = 3;
	rw_slice rest = rw_slice_of(text.p + s.head, text.n - s.head);
	/* Spreadsheets tell their separator in a line before the header. */
	if (rest.n > 5 && (rw_slice_starts(rest, RW_LIT("sep=")) || rw_slice_starts(rest, RW_LIT("SEP=")))) {
		rw_slice line = rw_slice_cut(&rest, '\n');
		if (rw_slice_trim(line).n <= 5) {
			s.separator = line.p[4];
			s.head = rest.p ? (size_t)(rest.p - text.p) : text.n;
			s.lines = 1;
		}
	}
	return s;
}

/* The header, where `text` begins as a table with this separator does: all names short, no two alike, most of the rows that follow
 * as long. `rows`: how many whole rows were seen. */
static bool is_table(rw_arena *a, rw_slice text, char separator, bool whole, size_t least, rw_cells *header) {
	size_t alike = 0, rows = 0;
	rw_row_scan s = {0};
	if (!rw_row_end(&s, text, separator, whole) || s.columns + 1 < least || s.columns >= RIWAYA_MAX_COLUMNS)
		return false;
	if (rw_row_cells(a, rw_slice_of(text.p, s.i), separator, header, NULL)) return false;
	rw_map names = RW_MAP(a);
	size_t named = 0;
	for (size_t i = 0; i < header->n; i++) {
		rw_slice name = rw_slice_trim(header->p[i].text);
		bool fresh = true;
		if (name.n > NAME_LONGEST) return false;
		if (!name.n) continue;
		*rw_map_put(&names, name, &fresh) = 0;
		if (!fresh) return false;
		named++;
	}
	if (named < least || named * 2 < header->n) return false;
	text = rw_slice_of(text.p + s.i, text.n - s.i);
	while (text.n && rows < RW_COLUMNS_SAMPLE) {
		rw_row_scan r = {0};
		if (!rw_row_end(&r, text, separator, whole)) break;
		bool blank = rw_slice_trim(rw_slice_of(text.p, r.i)).n == 0;
		rows += !blank;
		alike += !blank && r.columns == s.columns;
		text = rw_slice_of(text.p + r.i, text.n - r.i);
	}
	/* Of a first row that goes on past what is seen nothing can be said. */
	return rows ? alike * 2 >= rows : text.n > 0;
}

static bool names_all(const rw_cells *header, const rw_columns *k) {
	for (unsigned i = 0; i < RW_ROLES; i++) {
		bool there = !k->of[i].n;
		for (size_t c = 0; c < header->n && !there; c++)
			there = rw_slice_eq(rw_slice_trim(header->p[c].text), k->of[i]);
		if (!there) return false;
	}
	return true;
}

/* The separator, with which the text begins as a table of reports or coded events does; 0 where it is none. */
static char separator_of(rw_arena *a, rw_slice text, bool whole, const rw_manner *how, char said, rw_cells *header) {
	rw_columns given = {0};
	bool map = how->map.n && !rw_columns_given(how->map, &given, NULL);
	char other = 0; /* a table, but not of the map's columns: its reader will say so */
	for (size_t i = 0; i < (said ? 1 : RW_COUNT(separators)); i++) {
		char c = said ? said : separators[i];
		riwaya_coded_source source;
		bool words;
		*header = (rw_cells){0};
		if (!is_table(a, text, c, whole, map ? 1 : 2, header)) continue;
		if (rw_coded_source(header, &source)) return c;
		if (map) {
			if (names_all(header, &given)) return c;
			if (!other && header->n > 1) other = c;
			continue;
		}
		rw_slice *names = RW_ARRAY(a, rw_slice, header->n);
		for (size_t k = 0; k < header->n; k++) names[k] = rw_slice_trim(header->p[k].text);
		if (rw_columns_known(a, how->lx, names, header->n < 200 ? header->n : 200, &words) >= 2 && words) return c;
	}
	*header = (rw_cells){0};
	if (other && !is_table(a, text, other, whole, 2, header)) other = 0;
	return other;
}

static int sniff(rw_slice head, bool whole) {
	(void)whole;
	char line[4096];
	size_t n = 0, seps = 0;
	for (size_t i = 0; i < head.n && n < sizeof line; i++) {
		char c = head.p[i];
		if (c == '\n' && n) break;
		if (c) line[n++] = c;
	}
	if (n == 0 || line[0] == '<' || line[0] == '{' || line[0] == '[' || line[0] == '%') return 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < sizeof separators; k++) seps += line[i] == separators[k];
	return seps || n < 100 ? 2 : 0;
}

static bool fits(rw_arena *a, rw_slice head, bool whole, const rw_manner *how) {
	rw_read_context c = {.a = a, .scratch = a};
	rw_input in = {.bytes = head};
	rw_utf8_patches patches = {0};
	const char *encoding;
	rw_slice text;
	rw_cells header;
	if (rw_decode(&c, &in, RW_NONE, &text, &encoding, &patches, NULL)) return false;
	shape s = shape_of(text);
	text = rw_slice_of(text.p + s.head, text.n - s.head);
	return separator_of(a, text, whole, how, s.separator, &header) != 0;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */
typedef struct csv {
	rw_arena *a;
	rw_stream *in;
	const char *encoding; /* NULL: UTF-8 */
	char separator;
	rw_cells header;
	rw_columns columns;
	size_t at[RW_ROLES]; /* column of each field, SIZE_MAX for none */
	bool coded;
	riwaya_coded_source source;
	uint64_t line;     /* of the next row, from 1 */
	uint64_t received; /* bytes of the file before it */
	size_t left;       /* bytes of the row that was given */
	bool ended;
} csv;

/* Steps over n bytes in view. */
static void pass(csv *t, size_t n) {
	rw_slice v;
	if (!n || rw_stream_look(t->in, n, &v, NULL)) return;
	v.n = n;
	t->received += rw_recoded_width(t->encoding, v);
	for (const char *p = v.p; (p = memchr(p, '\n', (size_t)(v.p + v.n - p))) != NULL; p++) t->line++;
	rw_stream_take(t->in, n);
}

/* Steps over the line that stands next, however long. */
static riwaya_status pass_line(csv *t, riwaya_error *err) {
	for (;;) {
		rw_slice v;
		riwaya_status status = rw_stream_look(t->in, 1, &v, err);
		if (status || !v.n) return status;
		const char *end = memchr(v.p, '\n', v.n);
		pass(t, end ? (size_t)(end - v.p) + 1 : v.n);
		if (end) return RIWAYA_OK;
	}
}

/* The next row's bytes, in view until the next call. END after the last. */
static riwaya_status next_row(csv *t, rw_slice *row, riwaya_error *err) {
	pass(t, t->left);
	t->left = 0;
	rw_row_scan s = {0};
	for (bool whole = false;;) {
		rw_slice v;
		size_t seen = s.i;
		riwaya_status status = rw_stream_look(t->in, seen + 1, &v, err);
		if (status) {
			t->ended = true;
			return status;
		}
		whole = v.n == seen;
		if (v.n == 0) return RIWAYA_END;
		if (rw_row_end(&s, v, t->separator, whole) && s.i <= RIWAYA_MAX_RECORD) {
			*row = rw_slice_of(v.p, s.i);
			t->left = s.i;
			return RIWAYA_OK;
		}
		if (!whole && s.i <= RIWAYA_MAX_RECORD) continue;
		uint64_t at = t->received;
		uint32_t line = (uint32_t)t->line;
		bool open = rw_row_open(&s);
		status = pass_line(t, err);
		if (status) return status;
		if (open)
			return rw_fail(err, RIWAYA_FORMAT, RW_NONE, at, line,
				"a quote in this line is not closed%s; the line was left out: double the quotes that belong to a text",
				whole ? "" : " within the limit of a row (RIWAYA_MAX_RECORD)");
		return rw_fail(err, RIWAYA_LIMIT, RW_NONE, at, line,
			"the row is longer than %d bytes, the limit (RIWAYA_MAX_RECORD); the line was left out", RIWAYA_MAX_RECORD);
	}
}

static void sample(csv *t, rw_slice head, bool whole, rw_sample *s) {
	for (size_t i = 0; i < t->header.n && i < RW_COLUMNS_KEYS; i++)
		rw_vec_push(t->a, s, (rw_column){.name = rw_slice_trim(t->header.p[i].text)});
	rw_cells row = {0};
	rw_row_scan r = {0};
	bool first = true;
	for (size_t n = 0; n <= RW_COLUMNS_SAMPLE && rw_row_end(&r, head, t->separator, whole); n++) {
		rw_slice bytes = rw_slice_of(head.p, r.i);
		head = rw_slice_of(head.p + r.i, head.n - r.i);
		r = (rw_row_scan){0};
		if (!first && !rw_row_cells(t->a, bytes, t->separator, &row, NULL) && row.n == t->header.n) {
			for (size_t i = 0; i < s->n; i++) rw_sample_add(t->a, &t->columns, &s->p[i], row.p[i].text);
		}
		first = false;
	}
}

static riwaya_status open_table(rw_arena *a, rw_stream *in, const rw_manner *how, void **state, riwaya_error *err) {
	csv *t = RW_NEW(a, csv);
	rw_slice head, row;
	rw_cells header = {0};
	*t = (csv){.a = a, .line = 1};
	*state = t;
	riwaya_status status = rw_recode(a, in, &t->in, &t->encoding, err);
	if (!status) status = rw_stream_look(t->in, SAMPLE, &head, err);
	if (status) return status;
	bool whole = head.n < SAMPLE;
	shape s = shape_of(head);
	pass(t, s.head);
	status = rw_stream_look(t->in, SAMPLE - s.head, &head, err);
	if (status) return status;
	if (head.n > SAMPLE) head.n = SAMPLE;
	t->separator = separator_of(a, head, whole, how, s.separator, &header);
	if (!t->separator) t->separator = ',';
	rw_sample columns = {0};
	t->columns.lx = how->lx;
	t->columns.memo = rw_memo_new(a, how->lx);
	/* The header's names are kept: the window moves on. */
	for (size_t i = 0; i < header.n; i++) {
		rw_cell c = {header.p[i].raw, rw_arena_copy(a, header.p[i].text)};
		rw_vec_push(a, &t->header, c);
	}
	t->coded = rw_coded_source(&t->header, &t->source);
	if (!t->coded) {
		sample(t, head, whole, &columns);
		status = rw_columns_settle(a, how, in->name, &columns, "columns", &t->columns, err);
		if (status) return status;
	}
	for (unsigned i = 0; i < RW_ROLES; i++) {
		t->at[i] = SIZE_MAX;
		for (size_t c = t->header.n; t->columns.of[i].n && c > 0; c--)
			if (rw_slice_eq(rw_slice_trim(t->header.p[c - 1].text), t->columns.of[i])) t->at[i] = c - 1;
	}
	return next_row(t, &row, err);
}

static rw_field field(rw_arena *a, const csv *t, rw_slice row, const rw_cells *cells, size_t at) {
	const rw_cell *c = &cells->p[at];
	rw_field f = {.text = c->text};
	f.piece.kind = RIWAYA_PIECE_CELL;
	f.piece.name = rw_arena_copy(a, rw_slice_trim(t->header.p[at].text));
	f.piece.n = rw_recoded_width(t->encoding, c->raw);
	if (f.piece.n)
		f.piece.offset = t->received + rw_recoded_width(t->encoding, rw_slice_of(row.p, (size_t)(c->raw.p - row.p)));
	if (t->encoding) f.piece.encoding = rw_slice_z(t->encoding);
	return f;
}

static riwaya_status next(void *state, rw_document *d, riwaya_error *err) {
	csv *t = state;
	rw_arena *a = d->a;
	for (;;) {
		rw_slice row;
		rw_cells cells = {0};
		rw_mark m = rw_arena_mark(a);
		if (t->ended) return RIWAYA_END;
		riwaya_status status = next_row(t, &row, err);
		if (status) return status;
		if (!rw_slice_trim(row).n) continue;
		d->name = rw_arena_printf(a, "%llu", (unsigned long long)t->line);
		status = rw_row_cells(a, row, t->separator, &cells, err);
		size_t n = cells.n;
		/* Empty cells past the last column say nothing. */
		while (n > t->header.n && !rw_slice_trim(cells.p[n - 1].text).n) n--;
		if (!status && n != t->header.n)
			status = rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0,
				"the row has %zu cells and the header %zu; put quotes around cells that hold '%s' or several lines", n,
				t->header.n, t->separator == '\t' ? "a tab" : (char[]){t->separator, 0});
		if (status) {
			if (err) {
				err->line = (uint32_t)t->line;
				err->offset = t->received;
			}
			return status;
		}
		if (t->coded) {
			riwaya_coded_event *e = RW_NEW(a, riwaya_coded_event);
			bool named = rw_coded_event(a, t->source, &t->header, &cells, e);
			e->offset = t->received;
			d->event = e;
			if (named) return RIWAYA_OK;
		} else {
			rw_record r = {0};
			for (unsigned i = 0; i < RW_ROLES; i++)
				if (t->at[i] != SIZE_MAX) r.of[i] = field(a, t, row, &cells, t->at[i]);
			d->format = "csv";
			d->identity = rw_slice_trim(row);
			if (rw_columns_document(&t->columns, &r, d)) return RIWAYA_OK;
		}
		rw_arena_reset(a, m);
		*d = (rw_document){.a = a};
	}
}

const rw_container rw_container_csv = {"a table", sniff, open_table, next, fits};
