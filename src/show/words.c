/* words.c: labels, names, numbers and dates in the reader's language. */
#include "show/words.h"
#include "mention/calendar.h"
#include <math.h>
#include <stdio.h>

static rw_slice column(const rw_words *w, rw_row row) {
	rw_slice s = rw_row_get(w->lx, row, w->arabic ? "ar" : "en");
	return s.n ? s : rw_row_get(w->lx, row, w->arabic ? "en" : "ar");
}

rw_slice rw_label(const rw_words *w, const char *key) {
	rw_row row = w->lx ? rw_row_find(w->lx, "labels", rw_slice_z(key)) : 0;
	rw_slice s = row ? column(w, row) : RW_NONE;
	return s.n ? s : rw_slice_z(key);
}

rw_slice rw_label_of(const rw_words *w, const char *prefix, const char *id) {
	rw_slice key = rw_arena_printf(w->a, "%s%s", prefix, id);
	rw_row row = w->lx ? rw_row_find(w->lx, "labels", key) : 0;
	return row ? column(w, row) : RW_NONE;
}

static rw_slice fill_in(const rw_words *w, rw_slice label, size_t n, const rw_slice *fill) {
	rw_buf b = RW_BUF(w->a);
	for (size_t i = 0; i < label.n; i++) {
		if (label.p[i] == '{' && i + 2 < label.n && label.p[i + 2] == '}' && label.p[i + 1] >= '1' &&
			label.p[i + 1] <= '9') {
			size_t k = (size_t)(label.p[i + 1] - '1');
			if (k < n) rw_buf_slice(&b, fill[k]);
			i += 2;
		} else {
			rw_buf_byte(&b, label.p[i]);
		}
	}
	return rw_buf_view(&b);
}

rw_slice rw_comma(const rw_words *w) {
	rw_slice s = rw_label(w, "show_comma");
	return rw_arena_printf(w->a, RW_FMT " ", RW_ARG(s));
}

rw_slice rw_label_fill(const rw_words *w, const char *key, size_t n, const rw_slice *fill) {
	rw_slice label = rw_label(w, key);
	if (rw_slice_eqz(label, key)) { /* no such label: show what would have been filled in */
		rw_buf b = RW_BUF(w->a);
		rw_buf_slice(&b, label);
		for (size_t i = 0; i < n; i++) {
			rw_buf_byte(&b, ' ');
			rw_buf_slice(&b, fill[i]);
		}
		return rw_buf_view(&b);
	}
	return fill_in(w, label, n, fill);
}

/* Which form of a counted label n takes (CLDR's classes without "zero"). */
static size_t plural(bool arabic, uint64_t n) {
	if (!arabic) return n == 1 ? 0 : 1;
	uint64_t last = n % 100;
	if (n == 1) return 0;
	if (n == 2) return 1;
	if (n == 0 || (last >= 3 && last <= 10)) return 2;
	return last >= 11 ? 3 : 4;
}

rw_slice rw_counted(const rw_words *w, const char *key, uint64_t n) {
	rw_slice rest = rw_label(w, key), form = rest;
	bool known = !rw_slice_eqz(rest, key);
	size_t want = plural(w->arabic, n);
	for (size_t i = 0; rest.p && i <= want; i++) form = rw_slice_cut(&rest, '|');
	rw_slice number = rw_number(w, (double)n);
	if (!known) return rw_arena_printf(w->a, RW_FMT " " RW_FMT, RW_ARG(number), RW_ARG(form));
	return fill_in(w, form, 1, &number);
}

/* --- digits and numbers -------------------------------------------------------------------------------------- */
enum { ARABIC_ZERO = 0x660, ARABIC_THOUSANDS = 0x66C, ARABIC_POINT = 0x66B };

static void put_char(rw_buf *b, uint32_t c) {
	char z[4];
	rw_buf_put(b, z, rw_utf8_put(c, z));
}

rw_slice rw_digits(const rw_words *w, rw_slice s) {
	if (!w->arabic_digits) return s;
	rw_buf b = RW_BUF(w->a);
	unsigned quoted = 0;
	for (size_t i = 0; i < s.n;) {
		size_t at = i;
		uint32_t c = rw_utf8_next(s, &i);
		if (c == 0xAB) quoted++;
		if (c == 0xBB && quoted) quoted--;
		if (!quoted && c >= '0' && c <= '9')
			put_char(&b, ARABIC_ZERO + (c - '0'));
		else
			rw_buf_put(&b, s.p + at, i - at);
	}
	return rw_buf_view(&b);
}

rw_slice rw_number(const rw_words *w, double v) {
	if (!isfinite(v)) return RW_LIT("?");
	double size = fabs(v);
	if (size >= 1e15) return rw_digits(w, rw_arena_printf(w->a, "%.0f", v));
	uint64_t whole = (uint64_t)size, cents = (uint64_t)llround((size - (double)whole) * 100);
	if (cents >= 100) whole++, cents = 0;
	char digits[24];
	size_t n = (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)whole);
	rw_buf b = RW_BUF(w->a);
	if (v < 0) rw_buf_byte(&b, '-');
	for (size_t i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0) {
			if (w->arabic_digits)
				put_char(&b, ARABIC_THOUSANDS);
			else
				rw_buf_byte(&b, ',');
		}
		rw_buf_byte(&b, digits[i]);
	}
	if (cents) {
		if (w->arabic_digits)
			put_char(&b, ARABIC_POINT);
		else
			rw_buf_byte(&b, '.');
		rw_buf_byte(&b, (char)('0' + cents / 10));
		if (cents % 10) rw_buf_byte(&b, (char)('0' + cents % 10));
	}
	return rw_digits(w, rw_buf_view(&b));
}

/* --- names --------------------------------------------------------------------------------------------------- */
rw_slice rw_pick(const rw_words *w, riwaya_bilingual b) {
	rw_slice s = w->arabic ? b.ar : b.en;
	return rw_digits(w, s.n ? s : w->arabic ? b.en : b.ar);
}

rw_slice rw_named(const rw_words *w, const char *table, rw_slice id) {
	if (!id.p) return id;
	rw_row row = w->lx ? rw_row_find(w->lx, table, id) : 0;
	rw_slice s = row ? column(w, row) : RW_NONE;
	return s.n ? s : id;
}

rw_slice rw_actor_name(const rw_words *w, rw_slice id) {
	rw_slice s = rw_named(w, "actors", id);
	if (!s.n || s.p[s.n - 1] != ')') return s;
	size_t at = s.n - 1;
	while (at && s.p[at - 1] != '(') at--;
	rw_slice brief = rw_slice_of(s.p + at, s.n - 1 - at);
	/* "(SDF)" is a short name, "(to December 2024)" is none. */
	return at && brief.n && rw_slice_find(brief, RW_LIT(" "), 0) == SIZE_MAX ? brief : s;
}

/* The first of the forms, which tables give best known first. */
static rw_slice first_form(const rw_words *w, rw_row row) {
	rw_slice forms = rw_row_get(w->lx, row, "forms");
	return forms.p ? rw_slice_trim(rw_slice_cut(&forms, '|')) : RW_NONE;
}

static rw_slice formed(const rw_words *w, const char *table, rw_slice id) {
	rw_row row = w->lx && id.p ? rw_row_find(w->lx, table, id) : 0;
	if (!row) return RW_NONE;
	rw_slice en = rw_row_get(w->lx, row, "en");
	return !w->arabic && en.n ? en : first_form(w, row);
}

rw_slice rw_place_name(const rw_words *w, rw_slice id) {
	rw_slice s = formed(w, "places", id);
	return s.n ? s : id;
}

rw_slice rw_base_name(rw_slice path) {
	size_t at = path.n;
	while (at && path.p[at - 1] != '/') at--;
	return at < path.n ? rw_slice_of(path.p + at, path.n - at) : path;
}

rw_slice rw_outlet_name(const rw_words *w, const riwaya_report *r) {
	rw_slice s = formed(w, "outlets", r->outlet_id);
	if (w->arabic && r->outlet_name.n) return r->outlet_name;
	if (s.n) return s;
	return r->outlet_name.n ? r->outlet_name : rw_base_name(r->file);
}

/* --- figures ------------------------------------------------------------------------------------------------- */
bool rw_range_is_open(riwaya_range r) { return !r.has_low && !r.has_high; }

rw_slice rw_range_words(const rw_words *w, riwaya_range r) {
	if (rw_range_is_open(r)) return rw_label(w, "show_range_open");
	if (r.has_low && r.has_high && r.low >= r.high) return rw_number(w, r.low);
	if (r.has_low && r.has_high) return RW_FILL(w, "show_range", rw_number(w, r.low), rw_number(w, r.high));
	if (r.has_low) return RW_FILL(w, "show_range_low", rw_number(w, r.low));
	return RW_FILL(w, "show_range_high", rw_number(w, r.high));
}

/* A vague word by its bounds: the row of `orders` that has them, and the label with its id. */
static rw_slice order_words(const rw_words *w, const riwaya_figure *f) {
	uint32_t n = 0;
	rw_row row = w->lx ? rw_table_rows(w->lx, "orders", &n) : 0;
	for (uint32_t i = 0; i < n; i++) {
		double low = 0, high = 0;
		bool has_low = rw_row_number(w->lx, row + i, "low", &low),
			 has_high = rw_row_number(w->lx, row + i, "high", &high);
		if (has_low != f->has_low || has_high != f->has_high) continue;
		if ((has_low && fabs(low - f->low) > 1e-9) || (has_high && fabs(high - f->high) > 1e-9)) continue;
		char id[64];
		snprintf(id, sizeof id, RW_FMT, RW_ARG(rw_row_get(w->lx, row + i, "id")));
		rw_slice label = rw_label_of(w, "show_order_", id);
		if (label.n) return label;
	}
	return rw_range_words(w, (riwaya_range){f->low, f->high, f->has_low, f->has_high});
}

rw_slice rw_figure_words(const rw_words *w, const riwaya_figure *f) {
	if (f->qualifier == RIWAYA_QUALIFIER_NONE) return RW_NONE;
	if (f->qualifier == RIWAYA_QUALIFIER_ORDER) return order_words(w, f);
	char key[64];
	snprintf(key, sizeof key, "show_figure_%s", riwaya_qualifier_word(f->qualifier));
	double v = f->has_value ? f->value : f->has_low ? f->low : f->high;
	if (f->qualifier == RIWAYA_QUALIFIER_BETWEEN)
		return rw_range_words(w, (riwaya_range){f->low, f->high, f->has_low, f->has_high});
	if (f->qualifier == RIWAYA_QUALIFIER_SOME || f->qualifier == RIWAYA_QUALIFIER_ALL ||
		f->qualifier == RIWAYA_QUALIFIER_ZERO)
		return rw_label(w, key);
	if (f->qualifier == RIWAYA_QUALIFIER_EXACT) return rw_number(w, v);
	return RW_FILL(w, key, rw_number(w, v));
}

/* --- dates --------------------------------------------------------------------------------------------------- */
typedef struct civil {
	int year, month, day;
	unsigned hour, minute;
} civil;

static civil civil_of(int64_t minutes) {
	civil c;
	int64_t days = minutes / RW_DAY, rest = minutes % RW_DAY;
	if (rest < 0) days--, rest += RW_DAY;
	rw_civil_from_days(days, &c.year, &c.month, &c.day);
	c.hour = (unsigned)(rest / 60);
	c.minute = (unsigned)(rest % 60);
	return c;
}

static rw_slice month_name(const rw_words *w, int month, bool brief) {
	char key[32];
	snprintf(key, sizeof key, "show_month%s_%d", brief ? "_short" : "", month);
	return rw_digits(w, rw_label(w, key)); /* a month may go by its number */
}

static rw_slice plain_number(const rw_words *w, int v) { return rw_digits(w, rw_arena_printf(w->a, "%d", v)); }

static rw_slice day_words(const rw_words *w, civil c) {
	return RW_FILL(w, "show_day", plain_number(w, c.day), month_name(w, c.month, false), plain_number(w, c.year));
}

rw_slice rw_when_words(const rw_words *w, riwaya_when when) {
	if (when.precision == RIWAYA_PRECISION_NONE) return RW_NONE;
	civil from = civil_of(when.from), to = civil_of(when.to);
	if (when.precision == RIWAYA_PRECISION_YEAR && from.year == to.year) return plain_number(w, from.year);
	bool whole_month = when.precision == RIWAYA_PRECISION_MONTH && from.year == to.year && from.month == to.month;
	if (whole_month) return RW_FILL(w, "show_month", month_name(w, from.month, false), plain_number(w, from.year));
	bool one_day = from.year == to.year && from.month == to.month && from.day == to.day;
	if (!one_day && from.year == to.year && from.month == to.month)
		return RW_FILL(w, "show_days", plain_number(w, from.day), plain_number(w, to.day),
			month_name(w, from.month, false), plain_number(w, from.year));
	if (!one_day) return RW_FILL(w, "show_span", day_words(w, from), day_words(w, to));
	rw_slice day = day_words(w, from);
	rw_slice at = rw_digits(w, rw_arena_printf(w->a, "%02u:%02u", from.hour, from.minute));
	if (when.precision == RIWAYA_PRECISION_MINUTE) return RW_FILL(w, "show_at", day, at);
	if (when.precision != RIWAYA_PRECISION_HOUR && when.precision != RIWAYA_PRECISION_PART) return day;
	if (from.hour == 0 && to.hour == 23) return day;
	rw_slice until = rw_digits(w, rw_arena_printf(w->a, "%02u:%02u", to.hour, to.minute));
	return RW_FILL(w, "show_between", day, at, until);
}

rw_slice rw_when_short(const rw_words *w, riwaya_when when, bool clock) {
	if (when.precision == RIWAYA_PRECISION_NONE) return RW_NONE;
	civil c = civil_of(when.from);
	if (when.precision == RIWAYA_PRECISION_YEAR) return plain_number(w, c.year);
	if (when.precision == RIWAYA_PRECISION_MONTH)
		return RW_FILL(w, "show_month_brief", month_name(w, c.month, true), plain_number(w, c.year));
	rw_slice day =
		RW_FILL(w, "show_day_short", plain_number(w, c.day), month_name(w, c.month, true), plain_number(w, c.year));
	if (!clock || when.precision != RIWAYA_PRECISION_MINUTE) return day;
	rw_slice at = rw_digits(w, rw_arena_printf(w->a, "%02u:%02u", c.hour, c.minute));
	return rw_arena_printf(w->a, RW_FMT " " RW_FMT, RW_ARG(day), RW_ARG(at));
}
