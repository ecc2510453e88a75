/* records.c: JSON of reports: a record a line (JSON Lines), an array of objects, an object that holds such an array, one object alone. Which
 * key is what is given or guessed (columns.h).
 *
 * What the file is, is told from its first part: an object that has a text of its own is a record; else the array of objects within it
 * whose records have the longest.
 */
#include "read/columns.h"
#include "text/text.h"
#include <stdio.h>

enum {
	SAMPLE = 1 << 20, /* bytes that are looked at to tell what the file is */
	REACH = 3,        /* how deep the array of records may lie */
	PARTS = 4096,     /* strings of one text */
};

typedef enum form { LINES, VALUES, LIST } form;

typedef struct records {
	rw_arena *a;
	rw_stream *in;
	const char *encoding; /* NULL: UTF-8 */
	rw_jreader r;
	rw_columns columns;
	form form;
	bool single;          /* the file is one record */
	rw_slice path[REACH]; /* keys that lead to the list */
	uint32_t n_path;
	bool inside, ended;
	size_t line; /* bytes of the line that is being read */
	uint64_t n;  /* records or lines before this one */
} records;

static int sniff(rw_slice head, bool whole) {
	(void)whole;
	char bare[256];
	size_t n = 0;
	for (size_t i = 0; i < head.n && n < sizeof bare; i++) {
		unsigned char c = (unsigned char)head.p[i];
		if (c == 0 || c == 0xEF || c == 0xBB || c == 0xBF || c == 0xFE || c == 0xFF || c <= ' ') continue;
		bare[n++] = head.p[i];
	}
	/* White space is out: "{" and a name in quotes and a colon, or "[" before that. */
	size_t i = 0;
	if (i < n && bare[i] == '[') i++;
	if (i >= n || bare[i] != '{') return 0;
	if (++i < n && bare[i] == '}') return 2;
	if (i >= n || bare[i] != '"') return 0;
	for (i++; i < n && bare[i] != '"'; i++)
		if (bare[i] == '\\' && i + 1 < n) i++;
	if (i + 1 < n && bare[i + 1] != ':') return 0;
	if (i + 1 >= n && n < sizeof bare) return 0;
	return rw_slice_find(head, RW_LIT("jsonfeed.org/version"), 0) == SIZE_MAX ? 2 : 0;
}

/* --- what a file is ----------------------------------------------------------------------------------------------- */
static bool is_scalar(const rw_json_value *v) {
	return v->type == RW_JSON_STRING || v->type == RW_JSON_NUMBER || v->type == RW_JSON_OTHER;
}

/* A column by name, made where there is none yet. */
static rw_column *column(rw_arena *a, rw_sample *s, rw_map *by_name, rw_slice name) {
	bool fresh;
	if (s->n >= RW_COLUMNS_KEYS && rw_map_get(by_name, name) == UINT32_MAX) return NULL;
	uint32_t *at = rw_map_put(by_name, name, &fresh);
	if (fresh) {
		*at = (uint32_t)s->n;
		rw_vec_push(a, s, (rw_column){.name = name});
	}
	return &s->p[*at];
}

/* The text of a list's first strings, and of pieces with marks ({"type", "text"}), for its measure. */
static rw_slice list_text(rw_arena *a, const rw_json_value *v) {
	rw_buf b = RW_BUF(a);
	for (const rw_json_value *m = v->first; m && b.n < 4096; m = m->next) {
		bool marked = m->type == RW_JSON_OBJECT && m->n <= 4 && rw_json_text(m, "type").n;
		rw_buf_slice(&b, marked ? rw_json_text(m, "text") : m->type == RW_JSON_STRING ? m->text : RW_NONE);
	}
	return b.n ? rw_buf_view(&b) : RW_NONE;
}

static void look_at(rw_arena *a, rw_columns *k, rw_sample *s, rw_map *by_name, const rw_json_value *record) {
	typedef struct step {
		const rw_json_value *v;
		rw_slice path;
		unsigned depth;
	} step;
	RW_VEC(step) todo = {0};
	if (record->type == RW_JSON_OBJECT) rw_vec_push(a, &todo, (step){record->first, RW_NONE, 0});
	while (todo.n) {
		step t = todo.p[--todo.n];
		for (const rw_json_value *v = t.v; v; v = v->next) {
			rw_slice path = t.path.n ? rw_arena_printf(a, RW_FMT "." RW_FMT, RW_ARG(t.path), RW_ARG(v->key)) : v->key;
			if (v->key.n == 0 || path.n > 200) continue;
			if (v->type == RW_JSON_OBJECT) {
				if (t.depth + 1 < REACH) rw_vec_push(a, &todo, (step){v->first, path, t.depth + 1});
				continue;
			}
			rw_slice value = is_scalar(v) ? v->text : list_text(a, v);
			if (!is_scalar(v) && !value.n) continue;
			rw_column *c = column(a, s, by_name, path);
			if (c && v->type != RW_JSON_OTHER) rw_sample_add(a, k, c, value);
		}
	}
}

static size_t text_size(const rw_columns *k, const rw_sample *s) {
	rw_slice name = k->of[RW_ROLE_HTML].n ? k->of[RW_ROLE_HTML] : k->of[RW_ROLE_TEXT];
	for (size_t i = 0; i < s->n; i++)
		if (rw_slice_eq(s->p[i].name, name)) return s->p[i].filled ? s->p[i].bytes / s->p[i].filled : 0;
	return 0;
}

/* How much text the records that begin with `first` seem to have, 0 where they are none; their sample. */
static size_t try(records *t, const rw_manner *how, const rw_json_value *first, rw_sample *out) {
	rw_map by_name = RW_MAP(t->a);
	rw_sample s = {0};
	size_t n = 0;
	for (const rw_json_value *v = first; v && n < RW_COLUMNS_SAMPLE; v = v->next, n++)
		if (v->type == RW_JSON_OBJECT) look_at(t->a, &t->columns, &s, &by_name, v);
	rw_columns k = t->columns;
	*out = s;
	if (how->map.n) return rw_columns_given(how->map, &k, NULL) ? 0 : text_size(&k, &s);
	return rw_columns_guess(t->a, &s, &k) ? text_size(&k, &s) : 0;
}

/* The list of objects within `root` that has the longest texts. */
static size_t find_list(
	records *t, const rw_manner *how, const rw_json_value *v, rw_slice *path, uint32_t depth, rw_sample *out) {
	size_t best = 0;
	for (const rw_json_value *m = v->first; m; m = m->next) {
		rw_slice at[REACH];
		rw_sample s;
		size_t found = 0;
		uint32_t n = depth + 1;
		memcpy(at, path, depth * sizeof *at);
		at[depth] = m->key;
		if (m->type == RW_JSON_LIST && m->first && m->first->type == RW_JSON_OBJECT) {
			found = try(t, how, m->first, &s);
		} else if (m->type == RW_JSON_OBJECT && depth + 1 < REACH) {
			uint32_t before = t->n_path;
			found = find_list(t, how, m, at, depth + 1, &s);
			n = t->n_path;
			if (found <= best) t->n_path = before;
		}
		if (found <= best) continue;
		best = found;
		t->n_path = n;
		memcpy(path, at, n * sizeof *at);
		*out = s;
	}
	return best;
}

/* Whether each line is an object of its own: one of the first four that are not blank, and another that begins as one. */
static bool is_lines(rw_arena *a, rw_slice head) {
	size_t whole = 0, begun = 0;
	rw_mark m = rw_arena_mark(a);
	for (size_t n = 0; n < 4 && head.n;) {
		rw_json_value *v;
		rw_slice line = rw_slice_trim(rw_slice_cut(&head, '\n'));
		if (!line.n) continue;
		n++;
		begun += line.p[0] == '{' && line.n > 1;
		if (!rw_json_tree(a, line, 0, &v, NULL) && v->type == RW_JSON_OBJECT)
			whole += v->raw.p + v->raw.n == line.p + line.n;
	}
	rw_arena_reset(a, m);
	return whole && (begun >= 2 || whole >= 2);
}

static riwaya_status settle(records *t, const rw_manner *how, rw_slice head, bool whole, riwaya_error *err) {
	rw_json_value *root = NULL, *first = NULL, **last = &first;
	rw_sample s = {0}, inner = {0};
	rw_jreader r;
	rw_stream in;
	size_t values = 0;
	rw_stream_bytes(&in, RW_NONE, head);
	rw_jreader_init(&r, t->a, &in);
	if (is_lines(t->a, head)) t->form = LINES;
	/* The values at the top, the last of them cut off perhaps; of lines each whole one. */
	for (rw_slice rest = head; t->form == LINES && rest.n && values < RW_COLUMNS_SAMPLE;) {
		rw_slice line = rw_slice_cut(&rest, '\n');
		if (rw_json_tree(t->a, line, 0, &root, NULL)) continue;
		*last = root;
		last = &root->next;
		values++;
	}
	while (t->form != LINES && values < RW_COLUMNS_SAMPLE && !rw_jreader_next(&r, NULL, NULL)) {
		size_t from = (size_t)rw_stream_at(&in);
		rw_slice bytes = rw_slice_of(head.p + from, head.n - from);
		riwaya_status status = rw_json_tree(t->a, bytes, from, &root, values ? NULL : err);
		if (root) {
			*last = root;
			last = &root->next;
		}
		if (!values && !root) return status ? status : RIWAYA_EMPTY;
		if (!values && status && whole && root->type == RW_JSON_OBJECT && !root->first) return status;
		values++;
		if (status) break;
	}
	if (!first) return rw_fail(err, RIWAYA_EMPTY, RW_NONE, 0, 0, "holds no JSON value; nothing to read in it");
	if (first->type == RW_JSON_LIST) {
		t->form = LIST;
		try(t, how, first->first, &s);
	} else {
		size_t own = try(t, how, first, &s);
		uint32_t n = 0;
		if (values == 1 && t->form != LINES) {
			size_t listed = find_list(t, how, first, t->path, 0, &inner);
			n = t->n_path;
			t->single = true;
			if (listed > own) {
				t->form = LIST;
				s = inner;
			}
		}
		t->n_path = t->form == LIST ? n : 0;
	}
	for (uint32_t i = 0; i < t->n_path; i++) t->path[i] = rw_arena_copy(t->a, t->path[i]);
	riwaya_status status = rw_columns_settle(t->a, how, t->in->name, &s, "keys", &t->columns, err);
	for (unsigned i = 0; i < RW_ROLES; i++) t->columns.of[i] = rw_arena_copy(t->a, t->columns.of[i]);
	return status;
}

static riwaya_status open_records(rw_arena *a, rw_stream *in, const rw_manner *how, void **state, riwaya_error *err) {
	records *t = RW_NEW(a, records);
	rw_slice head;
	*t = (records){.a = a, .form = VALUES};
	*state = t;
	riwaya_status status = rw_recode(a, in, &t->in, &t->encoding, err);
	if (!status) status = rw_stream_look(t->in, SAMPLE, &head, err);
	if (status) return status;
	t->columns.lx = how->lx;
	t->columns.memo = rw_memo_new(a, how->lx);
	bool whole = head.n < SAMPLE;
	if (head.n > SAMPLE) head.n = SAMPLE;
	status = settle(t, how, head, whole, err);
	rw_jreader_init(&t->r, a, t->in);
	return status;
}

/* --- a record ------------------------------------------------------------------------------------------------------ */
typedef struct place {
	const records *t;
	rw_slice record, prefix; /* of the names of pieces */
	uint64_t at;
} place;

static riwaya_piece piece_of(rw_arena *a, const place *p, const rw_json_value *v, rw_slice path, const rw_json_value *in) {
	riwaya_piece piece = {.kind = RIWAYA_PIECE_STRING};
	bool object = in && v != in;
	if (in)
		piece.name = rw_arena_printf(
			a, RW_FMT RW_FMT "[%u]%s", RW_ARG(p->prefix), RW_ARG(path), (unsigned)in->index, object ? ".text" : "");
	else
		piece.name = rw_arena_printf(a, RW_FMT RW_FMT, RW_ARG(p->prefix), RW_ARG(path));
	/* Where the stream was decoded as it came, places in it are none in the file. */
	if (!p->t->encoding) {
		piece.offset = p->at + (uint64_t)(v->raw.p - p->record.p);
		piece.n = v->raw.n;
	} else {
		piece.encoding = rw_slice_z(p->t->encoding);
	}
	return piece;
}

/* A field's string: of a list its strings with commas between, of an object its name or value. */
static rw_field field(rw_arena *a, const place *p, const rw_json_value *record, rw_slice path) {
	const rw_json_value *v = rw_json_at(record, path);
	rw_field f = {0};
	if (!v) return f;
	if (v->type == RW_JSON_LIST) {
		rw_buf b = RW_BUF(a);
		for (const rw_json_value *m = v->first; m && b.n < 2000; m = m->next) {
			rw_slice s = m->type == RW_JSON_OBJECT ? rw_json_text(m, "name")
				: m->type == RW_JSON_STRING        ? m->text
												   : RW_NONE;
			if (!s.n) continue;
			if (b.n) rw_buf_z(&b, ", ");
			rw_buf_slice(&b, s);
		}
		f.text = rw_buf_view(&b);
		return f;
	}
	if (v->type == RW_JSON_OBJECT) {
		static const char *const names[] = {"value", "name", "rendered", "$date", "text"};
		const rw_json_value *m = NULL;
		for (size_t i = 0; i < RW_COUNT(names) && !m; i++) m = rw_json_member(v, rw_slice_z(names[i]));
		v = m ? m : v;
	}
	if (v->type != RW_JSON_STRING && v->type != RW_JSON_NUMBER) return f;
	f.text = v->text;
	f.piece = piece_of(a, p, v, path, NULL);
	return f;
}

/* A text that is a list: of paragraphs, or of pieces with marks. */
static void parts(rw_arena *a, const place *p, const rw_json_value *record, rw_slice path, rw_record *out) {
	const rw_json_value *list = rw_json_at(record, path);
	if (!list || list->type != RW_JSON_LIST) return;
	rw_field *fields = RW_ARRAY(a, rw_field, list->n < PARTS ? list->n : PARTS);
	out->between = "\n";
	for (const rw_json_value *m = list->first; m && out->n_parts < PARTS; m = m->next) {
		const rw_json_value *s = m->type == RW_JSON_OBJECT ? rw_json_member(m, RW_LIT("text")) : m;
		if (m->type == RW_JSON_OBJECT) out->between = "";
		if (!s || s->type != RW_JSON_STRING || !s->text.n) continue;
		fields[out->n_parts++] = (rw_field){s->text, piece_of(a, p, s, path, m)};
	}
	out->parts = fields;
}

static bool make(const records *t, const place *p, const rw_json_value *v, rw_document *d) {
	rw_record r = {0};
	const rw_columns *k = &t->columns;
	for (unsigned i = 0; i < RW_ROLES; i++)
		if (k->of[i].n) r.of[i] = field(d->a, p, v, k->of[i]);
	parts(d->a, p, v, k->of[RW_ROLE_TEXT], &r);
	if (!rw_columns_document(k, &r, d)) return false;
	/* Our own lines part a time and its zone. */
	rw_slice before = k->of[RW_ROLE_PUBLISHED], value = RW_LIT(".value");
	if (rw_slice_ends(before, value)) {
		rw_slice zone = rw_json_text(rw_json_at(v, rw_slice_of(before.p, before.n - value.n)), "zone");
		if (zone.n && zone.n < 8 && d->told.published.n)
			d->told.published = rw_arena_printf(d->a, RW_FMT RW_FMT, RW_ARG(d->told.published), RW_ARG(zone));
	}
	d->format = "json";
	d->identity = p->record;
	return true;
}

/* --- going through ------------------------------------------------------------------------------------------------ */
/* A line, whole; one that is too long is stepped over. */
static riwaya_status next_line(records *t, rw_slice *line, uint64_t *at, riwaya_error *err) {
	rw_slice v;
	*at = rw_stream_at(t->in);
	riwaya_status status = rw_stream_line(t->in, RIWAYA_MAX_RECORD, "RIWAYA_MAX_RECORD", line, err);
	t->n++;
	if (!status) return line->n ? RIWAYA_OK : RIWAYA_END;
	if (err) err->line = (uint32_t)t->n;
	for (bool end = false; status == RIWAYA_LIMIT && !end;) {
		if (rw_stream_look(t->in, 1, &v, NULL) || v.n == 0) break;
		const char *nl = memchr(v.p, '\n', v.n);
		rw_stream_take(t->in, nl ? (size_t)(nl - v.p) + 1 : v.n);
		end = nl != NULL;
	}
	if (status != RIWAYA_LIMIT) t->ended = true;
	return status;
}

/* Into the list of records. END where it does not come. */
static riwaya_status find_records(records *t, riwaya_error *err) {
	rw_slice key;
	riwaya_status status = rw_jreader_next(&t->r, NULL, err);
	if (status) return status;
	for (uint32_t i = 0; i < t->n_path; i++) {
		if (!rw_jreader_enter(&t->r)) return RIWAYA_END;
		do {
			status = rw_jreader_next(&t->r, &key, err);
			if (status) return status;
		} while (!rw_slice_eq(key, t->path[i]));
	}
	return rw_jreader_peek(&t->r) == '[' && rw_jreader_enter(&t->r) ? RIWAYA_OK : RIWAYA_END;
}

static riwaya_status next_record(records *t, rw_slice *record, uint64_t *at, riwaya_error *err) {
	riwaya_status status;
	if (t->ended) return RIWAYA_END;
	if (t->form == LINES) return next_line(t, record, at, err);
	if (t->form == LIST && !t->inside) {
		t->inside = true;
		status = find_records(t, err);
		if (status) t->ended = true;
		if (status) return status;
	}
	status = rw_jreader_next(&t->r, NULL, err);
	if (status) {
		t->ended = true;
		return status;
	}
	t->n++;
	return rw_jreader_value(&t->r, RIWAYA_MAX_RECORD, record, at, err);
}

static riwaya_status next(void *state, rw_document *d, riwaya_error *err) {
	records *t = state;
	for (bool lines = t->form == LINES;;) {
		rw_slice record;
		uint64_t at;
		rw_json_value *v;
		rw_arena *a = d->a;
		rw_mark m = rw_arena_mark(a);
		rw_stream_take(t->in, t->line); /* the one before */
		t->line = 0;
		riwaya_status status = next_record(t, &record, &at, err);
		if (status) return status;
		rw_buf name = RW_BUF(a);
		if (lines) {
			t->line = record.n;
			record = rw_slice_trim(record);
			if (!record.n) continue;
			rw_buf_printf(&name, "%llu", (unsigned long long)t->n);
		} else if (!t->single || t->form == LIST) {
			for (uint32_t i = 0; i < t->n_path; i++)
				rw_buf_printf(&name, "%s" RW_FMT, i ? "." : "", RW_ARG(t->path[i]));
			rw_buf_printf(&name, "[%llu]", (unsigned long long)(t->n - 1));
		}
		d->name = name.n ? rw_buf_view(&name) : RW_NONE;
		status = rw_json_tree(a, record, at, &v, err);
		if (status) {
			if (lines && err) err->line = (uint32_t)t->n;
			return status;
		}
		rw_slice prefix = name.n ? rw_arena_printf(a, RW_FMT "%s", RW_ARG(d->name), lines ? ":" : ".") : RW_LIT("");
		place p = {t, rw_slice_of(v->raw.p, record.n), prefix, at};
		p.at += (uint64_t)(v->raw.p - record.p);
		p.record.n = v->raw.n;
		if (make(t, &p, v, d)) return RIWAYA_OK;
		rw_arena_reset(a, m);
		*d = (rw_document){.a = a};
	}
}

const rw_container rw_container_records = {"JSON", sniff, open_records, next, NULL};
