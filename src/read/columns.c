/* columns.c: which key or column is what; see columns.h.
 *
 * A name goes by lexicon/columns.tsv: folded, without spaces and signs; of a path the whole ("outlet.name"), then what is left without
 * "name", "value" and the like, then its last part. What the column holds decides: the text is where most words are, of columns that may be
 * it; a time must be one in most rows; and of the rest the name that the table puts first.
 */
#include "read/columns.h"
#include "mention/calendar.h"
#include "read/dom.h"
#include <stdio.h>

static const char *const role_words[] = {
#define RW_X(name, word) #word,
	RW_ROLE_MAP(RW_X)
#undef RW_X
};

/* --- times ---------------------------------------------------------------------------------------------------------- */
/* "1/21/2022": the three numbers; what follows them in *rest. */
static bool slashed(rw_slice s, unsigned part[3], rw_slice *rest) {
	size_t i = 0;
	for (int k = 0; k < 3; k++) {
		size_t from = i;
		part[k] = 0;
		while (i < s.n && i - from < 4 && s.p[i] >= '0' && s.p[i] <= '9')
			part[k] = part[k] * 10 + (unsigned)(s.p[i++] - '0');
		if (i == from || (k < 2 ? i - from > 2 : i - from != 4)) return false;
		if (k < 2 && (i >= s.n || (s.p[i] != '/' && s.p[i] != '-' && s.p[i] != '.'))) return false;
		if (k < 2) i++;
	}
	*rest = rw_slice_of(s.p + i, s.n - i);
	return i == s.n || s.p[i] < '0' || s.p[i] > '9';
}

static rw_slice iso(rw_arena *a, riwaya_when w, rw_slice zone) {
	char z[32];
	rw_buf b = RW_BUF(a);
	rw_buf_put(&b, z, rw_when_format(w.from, w.precision, z));
	rw_buf_slice(&b, zone);
	return rw_buf_view(&b);
}

/* Seconds, milliseconds or microseconds since 1970, or the days that spreadsheets count. */
static rw_slice number_time(rw_arena *a, rw_slice s) {
	double v;
	if (!rw_slice_double(s, &v) || v < 0) return RW_NONE;
	if (v >= 20000 && v < 80000) {
		riwaya_when w = rw_when_day((int64_t)v - 25569); /* 1970-01-01 */
		double part = (v - (double)(int64_t)v) * RW_DAY;
		if (part >= 0.5) {
			w.from += (int64_t)(part + 0.5);
			w.precision = RIWAYA_PRECISION_MINUTE;
		}
		return iso(a, w, RW_NONE);
	}
	if (v >= 1e8 && v < 1e10) return rw_epoch(a, (int64_t)v);
	if (v >= 1e11 && v < 1e13) return rw_epoch(a, (int64_t)(v / 1e3));
	if (v >= 1e14 && v < 1e16) return rw_epoch(a, (int64_t)(v / 1e6));
	return RW_NONE;
}

/* A value as rw_when_parse reads it, absent where it is no time. */
static rw_slice time_of(rw_arena *a, const rw_columns *k, rw_slice s) {
	riwaya_when w;
	rw_slice zone, rest;
	uint32_t start, end;
	unsigned part[3];
	s = rw_trim_text(s);
	if (s.n == 0 || s.n > 120) return RW_NONE;
	bool day = s.n == 8 && rw_when_parse(s, &w, &zone); /* 20220121 */
	rw_slice at = day ? RW_NONE : number_time(a, s);
	if (at.n) return at;
	if (rw_when_parse(s, &w, &zone)) return iso(a, w, zone);
	if (k->month_first && slashed(s, part, &rest)) {
		s = rw_arena_printf(a, "%04u-%02u-%02u" RW_FMT, part[2], part[0], part[1], RW_ARG(rest));
		if (rw_when_parse(s, &w, &zone)) return iso(a, w, zone);
	}
	if (k->memo && rw_stamp_find(k->lx, k->memo, a, s, &w, &zone, &start, &end)) {
		char z[8] = "";
		/* A zone in words is none that a clock can be set by. */
		return iso(a, w,
			zone.n < sizeof z && zone.n && (zone.p[0] == '+' || zone.p[0] == '-' || zone.p[0] == 'Z') ? zone : RW_NONE);
	}
	return RW_NONE;
}

/* --- names ---------------------------------------------------------------------------------------------------------- */
/* A name as it is compared: folded, letters and digits alone. */
static rw_slice bare(rw_arena *a, rw_slice name) {
	rw_slice folded = rw_fold(a, rw_utf8_clean(a, name, NULL));
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < folded.n;) {
		size_t at = i;
		uint8_t c = rw_fold_char(rw_utf8_next(folded, &i)).class_;
		if (c == RW_CLASS_LETTER || c == RW_CLASS_DIGIT) rw_buf_put(&b, folded.p + at, i - at);
	}
	return rw_buf_view(&b);
}

/* The table's row for a name, counted from 1; 0 where it has none. */
static uint32_t row_named(rw_arena *a, const rw_lexicon *lx, rw_slice name, rw_role *role) {
	uint32_t n;
	rw_row first = rw_table_rows(lx, "columns", &n);
	uint32_t names = rw_table_column(lx, "columns", "name"), whats = rw_table_column(lx, "columns", "what");
	rw_slice key = bare(a, name);
	for (uint32_t i = 0; key.n && i < n; i++) {
		if (!rw_slice_eq(bare(a, rw_row_cell(lx, first + i, names)), key)) continue;
		rw_slice what = rw_row_cell(lx, first + i, whats);
		for (unsigned k = 0; k < RW_ROLES; k++) {
			if (!rw_slice_eqz(what, role_words[k])) continue;
			*role = (rw_role)k;
			return i + 1;
		}
	}
	return 0;
}

/* Parts of a path that say nothing of what it holds. */
static bool is_wrapper(rw_slice s) {
	static const char *const words[] = {"name", "value", "rendered", "$date", "#text", "_text", "plaintext", "fullname"};
	for (size_t i = 0; i < RW_COUNT(words); i++)
		if (rw_slice_eqz(s, words[i])) return true;
	return false;
}

static rw_slice last_part(rw_slice path, rw_slice *before) {
	for (size_t i = path.n; i > 0; i--) {
		if (path.p[i - 1] != '.') continue;
		*before = rw_slice_of(path.p, i - 1);
		return rw_slice_of(path.p + i, path.n - i);
	}
	*before = RW_NONE;
	return path;
}

static uint32_t row_of(rw_arena *a, const rw_lexicon *lx, rw_slice name, rw_role *role) {
	rw_mark m = rw_arena_mark(a);
	rw_slice before, last = last_part(name, &before);
	uint32_t row = row_named(a, lx, name, role);
	if (!row && before.n) {
		if (is_wrapper(last)) last = last_part(before, &before);
		row = row_named(a, lx, last, role);
	}
	rw_arena_reset(a, m);
	return row;
}

size_t rw_columns_known(rw_arena *a, const rw_lexicon *lx, const rw_slice *names, size_t n, bool *words) {
	size_t known = 0;
	*words = false;
	for (size_t i = 0; i < n && i < RW_COLUMNS_KEYS; i++) {
		rw_role role;
		if (!row_of(a, lx, names[i], &role)) continue;
		known++;
		*words = *words || role == RW_ROLE_TEXT || role == RW_ROLE_HTML || role == RW_ROLE_TITLE;
	}
	return known;
}

riwaya_status rw_columns_given(rw_slice map, rw_columns *out, riwaya_error *err) {
	rw_slice rest = map;
	while (rest.p) {
		rw_slice name = rw_slice_cut(&rest, ',');
		rw_slice what = rw_slice_trim(rw_slice_cut(&name, '='));
		name = rw_slice_trim(name);
		unsigned k = 0;
		while (k < RW_ROLES && !rw_slice_eqz(what, role_words[k])) k++;
		if (k == RW_ROLES || !name.n)
			return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
				"--map takes FIELD=NAME with commas between, such as title=headline,text=body; fields are title, text, html, "
				"published, updated, outlet, author, url, credit, language; not '" RW_FMT "'",
				RW_ARG(map));
		out->of[k] = name;
	}
	if (out->of[RW_ROLE_TEXT].n || out->of[RW_ROLE_HTML].n) return RIWAYA_OK;
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
		"--map does not say where the text is: add text=NAME (or html=NAME) to '" RW_FMT "'", RW_ARG(map));
}

/* --- guessing ------------------------------------------------------------------------------------------------------- */
void rw_sample_add(rw_arena *a, rw_columns *k, rw_column *c, rw_slice value) {
	unsigned part[3];
	rw_slice rest;
	double v;
	value = rw_slice_trim(value);
	if (!value.n) return;
	c->filled++;
	c->bytes += value.n;
	c->numbers += rw_slice_double(value, &v);
	c->words += rw_has_letter(value);
	rw_mark m = rw_arena_mark(a);
	bool day = false, month = false;
	if (slashed(value, part, &rest)) {
		day = part[0] > 12;
		month = part[1] > 12 && part[0] <= 12;
	}
	c->day_first += day;
	c->month_first += month;
	c->dates += month || time_of(a, k, value).n > 0;
	rw_arena_reset(a, m);
}

static bool suits(const rw_column *c, rw_role role) {
	switch (role) {
	case RW_ROLE_PUBLISHED:
	case RW_ROLE_UPDATED: return c->dates * 2 > c->filled;
	case RW_ROLE_TEXT:
	case RW_ROLE_HTML:
	case RW_ROLE_TITLE: return c->words * 2 > c->filled && c->dates * 2 <= c->filled;
	default: return c->words * 2 > c->filled;
	}
}

static size_t mean(const rw_column *c) { return c->filled ? c->bytes / c->filled : 0; }

static unsigned depth(rw_slice name) {
	unsigned n = 0;
	for (size_t i = 0; i < name.n; i++) n += name.p[i] == '.';
	return n;
}

bool rw_columns_guess(rw_arena *a, const rw_sample *s, rw_columns *out) {
	enum { PROSE = 80 }; /* bytes that a column of an unknown name must have to be the text */
	typedef struct candidate {
		const rw_column *c;
		uint32_t row;
	} candidate;
	candidate best[RW_ROLES] = {0};
	RW_VEC(candidate) texts = {0};
	for (size_t i = 0; i < s->n; i++) {
		const rw_column *c = &s->p[i];
		rw_role role;
		uint32_t row = c->filled ? row_of(a, out->lx, c->name, &role) : 0;
		if (!row || !suits(c, role)) continue;
		candidate now = {c, row}, *b = &best[role];
		if (role == RW_ROLE_TEXT) rw_vec_push(a, &texts, now);
		if (!b->c || depth(c->name) < depth(b->c->name) || (depth(c->name) == depth(b->c->name) && row < b->row))
			*b = now;
	}
	/* The text: of those that may be, the first of the table that is not much shorter than the longest. */
	size_t longest = 0;
	best[RW_ROLE_TEXT].c = NULL;
	for (size_t i = 0; i < texts.n; i++)
		if (mean(texts.p[i].c) > longest) longest = mean(texts.p[i].c);
	for (size_t i = 0; i < texts.n; i++) {
		candidate *b = &best[RW_ROLE_TEXT], *t = &texts.p[i];
		if (mean(t->c) * 10 < longest * 6) continue;
		if (!b->c || t->row < b->row) *b = *t;
	}
	const candidate *html = &best[RW_ROLE_HTML];
	if (html->c && best[RW_ROLE_TEXT].c && mean(best[RW_ROLE_TEXT].c) * 4 > mean(html->c)) best[RW_ROLE_HTML].c = NULL;
	if (html->c && best[RW_ROLE_TEXT].c) best[RW_ROLE_TEXT].c = NULL; /* a summary beside the article */
	if (!best[RW_ROLE_TEXT].c && !best[RW_ROLE_HTML].c) {
		for (size_t i = 0; i < s->n; i++) {
			const rw_column *c = &s->p[i];
			if (!suits(c, RW_ROLE_TEXT) || mean(c) < PROSE || c == best[RW_ROLE_TITLE].c || c == best[RW_ROLE_URL].c)
				continue;
			if (!best[RW_ROLE_TEXT].c || mean(c) > mean(best[RW_ROLE_TEXT].c)) best[RW_ROLE_TEXT].c = c;
		}
	}
	if (!best[RW_ROLE_TEXT].c && !best[RW_ROLE_HTML].c && best[RW_ROLE_TITLE].c) {
		/* Headlines alone. */
		best[RW_ROLE_TEXT] = best[RW_ROLE_TITLE];
		best[RW_ROLE_TITLE].c = NULL;
	}
	for (unsigned i = 0; i < RW_ROLES; i++) out->of[i] = best[i].c ? best[i].c->name : RW_NONE;
	return best[RW_ROLE_TEXT].c || best[RW_ROLE_HTML].c;
}

rw_slice rw_columns_words(rw_arena *a, const rw_columns *k) {
	rw_buf b = RW_BUF(a);
	for (unsigned i = 0; i < RW_ROLES; i++) {
		if (!k->of[i].n) continue;
		rw_buf_printf(&b, "%s%s=" RW_FMT, b.n ? "," : "", role_words[i], RW_ARG(k->of[i]));
	}
	return rw_buf_view(&b);
}

/* The names there are, and what one might say of them. */
static riwaya_status no_map(rw_arena *a, const rw_sample *s, const char *things, riwaya_error *err) {
	rw_buf names = RW_BUF(a);
	const rw_column *text = NULL;
	for (size_t i = 0; i < s->n; i++) {
		if (i < RW_COLUMNS_LISTED && names.n < 240) {
			rw_slice name = rw_utf8_clean(a, s->p[i].name, NULL);
			rw_buf_printf(&names, "%s" RW_FMT, i ? ", " : "", name.n > 40 ? 40 : (int)name.n, name.p);
		} else if (i == RW_COLUMNS_LISTED || names.n >= 240) {
			rw_buf_printf(&names, " and %zu more", s->n - i);
			break;
		}
		if (s->p[i].name.n && s->p[i].name.n < 40 && (!text || mean(&s->p[i]) > mean(text))) text = &s->p[i];
	}
	rw_slice list = rw_buf_view(&names), example = text ? text->name : RW_LIT("NAME");
	return rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0,
		"none of its %s is known to hold a report's text (" RW_FMT "); say which does: --map text=" RW_FMT
		",title=NAME,published=NAME,outlet=NAME",
		things, RW_ARG(list), RW_ARG(example));
}

riwaya_status rw_columns_settle(rw_arena *a, const rw_manner *how, rw_slice file, const rw_sample *s,
	const char *things, rw_columns *out, riwaya_error *err) {
	size_t day = 0, month = 0;
	for (size_t i = 0; i < s->n; i++) {
		day += s->p[i].day_first;
		month += s->p[i].month_first;
	}
	out->month_first = month && !day;
	if (how->map.n) {
		riwaya_status status = rw_columns_given(how->map, out, err);
		if (status) return status;
		for (unsigned k = RW_ROLE_TEXT; k <= RW_ROLE_HTML; k++) {
			bool there = !out->of[k].n;
			for (size_t i = 0; i < s->n && !there; i++) there = rw_slice_eq(s->p[i].name, out->of[k]);
			if (!there) return no_map(a, s, things, err);
		}
		return RIWAYA_OK;
	}
	if (!rw_columns_guess(a, s, out)) return no_map(a, s, things, err);
	if (!how->guessed) return RIWAYA_OK;
	rw_slice name = rw_arena_printf(a, RW_FMT "%c", RW_ARG(file), 0),
			 map = rw_arena_printf(a, RW_FMT "%c", RW_ARG(rw_columns_words(a, out)), 0);
	if (how->guessed(how->guessed_ctx, name.p, map.p)) return RIWAYA_OK;
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
		"was not read, as you asked; --map " RW_FMT " changed to what is right reads it", (int)map.n - 1, map.p);
}

/* --- a record --------------------------------------------------------------------------------------------------------- */
static bool begins(rw_slice s, const char *z) {
	size_t n = strlen(z);
	return s.n >= n && rw_same_nocase(rw_slice_of(s.p, n), z);
}

/* Whether words are marked up, or only hold a "<". */
static bool is_markup(rw_slice s) {
	for (size_t i = rw_slice_find(s, RW_LIT("<"), 0); i != SIZE_MAX; i = rw_slice_find(s, RW_LIT("<"), i + 1)) {
		rw_slice rest = rw_slice_of(s.p + i, s.n - i);
		static const char *const tags[] = {
			"<p>", "<p ", "</", "<br", "<div", "<span", "<a ", "<img", "<!doctype", "<html"};
		for (size_t k = 0; k < RW_COUNT(tags); k++)
			if (begins(rest, tags[k])) return true;
	}
	return false;
}

static rw_slice told(rw_slice s) {
	s = rw_trim_text(s);
	return s.n ? s : RW_NONE;
}

bool rw_columns_document(const rw_columns *k, const rw_record *r, rw_document *d) {
	rw_arena *a = d->a;
	const rw_field *text = &r->of[RW_ROLE_TEXT], *html = &r->of[RW_ROLE_HTML], *title = &r->of[RW_ROLE_TITLE];
	rw_pack p = rw_pack_begin(d);
	bool words = false;
	d->kind = RW_KIND_TEXT;
	if (rw_has_letter(html->text)) {
		text = html;
		d->kind = RW_KIND_MARKUP;
	}
	if (text != html && r->n_parts) {
		for (size_t i = 0; i < r->n_parts; i++) {
			if (i) rw_pack_put(&p, r->between);
			rw_pack_add(&p, r->parts[i].text, &r->parts[i].piece);
			words = words || rw_has_letter(r->parts[i].text);
		}
	} else if (rw_has_letter(text->text)) {
		words = true;
		if (is_markup(text->text)) d->kind = RW_KIND_MARKUP;
		rw_slice s = rw_slice_trim(text->text);
		if (begins(s, "<!doctype") || begins(s, "<html")) d->kind = RW_KIND_ANY;
		rw_pack_add(&p, text->text, &text->piece);
	}
	if (!words) {
		/* A headline alone. */
		if (!rw_has_letter(title->text)) return false;
		rw_pack_add(&p, title->text, &title->piece);
		title = NULL;
	}
	rw_pack_end(&p);
	if (title && told(title->text).n) {
		rw_slice s = told(title->text);
		if (rw_slice_find(s, RW_LIT("&"), 0) != SIZE_MAX || rw_slice_find(s, RW_LIT("\n"), 0) != SIZE_MAX) {
			rw_buf b = RW_BUF(a);
			rw_slice plain = rw_html_value(a, s);
			for (size_t i = 0; i < plain.n; i++)
				rw_buf_byte(&b, plain.p[i] == '\n' || plain.p[i] == '\r' ? ' ' : plain.p[i]);
			d->told.title = rw_buf_view(&b);
		} else {
			rw_pack_title(d, title->text, s, &title->piece);
		}
	}
	d->told.published = time_of(a, k, r->of[RW_ROLE_PUBLISHED].text);
	d->told.updated = time_of(a, k, r->of[RW_ROLE_UPDATED].text);
	d->told.outlet = told(r->of[RW_ROLE_OUTLET].text);
	d->told.address = told(r->of[RW_ROLE_URL].text);
	d->told.credit = told(r->of[RW_ROLE_CREDIT].text);
	d->told.language = told(r->of[RW_ROLE_LANGUAGE].text);
	rw_slice author = told(r->of[RW_ROLE_AUTHOR].text);
	if (rw_has_letter(author)) d->told.author = author;
	rw_slice when = told(r->of[RW_ROLE_PUBLISHED].text);
	if (when.n && !d->told.published.n)
		rw_vec_push(a, &d->notes,
			(riwaya_note){rw_arena_printf(a, "its time of publication '%.*s' could not be read",
							  when.n > 60 ? 60 : (int)when.n, when.p),
				r->of[RW_ROLE_PUBLISHED].piece.offset});
	return true;
}
