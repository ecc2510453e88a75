/* say.c: sentences in both languages from the labels of the lexicon. What is said is decided elsewhere; here words are put in. */
#include "group/facts.h"
#include "mention/calendar.h"
#include <math.h>

bool rw_said(riwaya_bilingual b) { return b.ar.p && b.en.p; }

/* {1} … {9} filled from args; other braces stand for themselves. */
static rw_slice fill(const rw_facts *f, rw_slice pattern, const riwaya_bilingual *args, size_t n, bool arabic) {
	rw_buf b = RW_BUF(f->a);
	for (size_t i = 0; i < pattern.n; i++) {
		if (pattern.p[i] == '{' && i + 2 < pattern.n && pattern.p[i + 2] == '}' && pattern.p[i + 1] >= '1' &&
			pattern.p[i + 1] <= '9') {
			size_t k = (size_t)(pattern.p[i + 1] - '1');
			if (k < n) rw_buf_slice(&b, arabic ? args[k].ar : args[k].en);
			i += 2;
			continue;
		}
		rw_buf_byte(&b, pattern.p[i]);
	}
	return rw_buf_view(&b);
}

riwaya_bilingual rw_say_with(const rw_facts *f, const char *key, const riwaya_bilingual *args, size_t n) {
	rw_row row = rw_row_find(f->lx, "labels", rw_slice_z(key));
	riwaya_bilingual out;
	if (row) {
		out.ar = fill(f, rw_row_get(f->lx, row, "ar"), args, n, true);
		out.en = fill(f, rw_row_get(f->lx, row, "en"), args, n, false);
		return out;
	}
	rw_buf ar = RW_BUF(f->a), en = RW_BUF(f->a);
	for (size_t i = 0; i < n; i++) {
		if (i) rw_buf_byte(&ar, ' '), rw_buf_byte(&en, ' ');
		rw_buf_slice(&ar, args[i].ar);
		rw_buf_slice(&en, args[i].en);
	}
	return (riwaya_bilingual){rw_buf_view(&ar), rw_buf_view(&en)};
}

riwaya_bilingual rw_say_plain(const rw_facts *f, const char *key) { return rw_say_with(f, key, NULL, 0); }

riwaya_bilingual rw_say_of(const rw_facts *f, const char *stem, rw_slice id, const riwaya_bilingual *args, size_t n) {
	char key[160];
	size_t m = strlen(stem);
	if (!id.n || m + id.n + 2 > sizeof key) return (riwaya_bilingual){RW_NONE, RW_NONE};
	memcpy(key, stem, m);
	key[m] = '.';
	memcpy(key + m + 1, id.p, id.n);
	key[m + 1 + id.n] = 0;
	if (!rw_row_find(f->lx, "labels", rw_slice_z(key))) return (riwaya_bilingual){RW_NONE, RW_NONE};
	return rw_say_with(f, key, args, n);
}

static rw_slice form_of(rw_slice s, size_t i) {
	rw_slice rest = s, first = rw_slice_cut(&rest, '|'), at = first;
	while (i-- && rest.p) at = rw_slice_cut(&rest, '|');
	return rw_slice_trim(at);
}

riwaya_bilingual rw_say_form(riwaya_bilingual b, size_t i) {
	return (riwaya_bilingual){form_of(b.ar, i), form_of(b.en, i)};
}

static rw_slice whole_number(const rw_facts *f, double v, bool grouped) {
	if (!(fabs(v) < 1e15) || v != floor(v)) return rw_arena_printf(f->a, "%.10g", v);
	rw_slice plain = rw_arena_printf(f->a, "%lld", (long long)v);
	if (!grouped || plain.n < 5) return plain;
	rw_buf b = RW_BUF(f->a);
	for (size_t i = 0; i < plain.n; i++) {
		if (i && plain.p[i - 1] != '-' && (plain.n - i) % 3 == 0) rw_buf_byte(&b, ',');
		rw_buf_byte(&b, plain.p[i]);
	}
	return rw_buf_view(&b);
}

riwaya_bilingual rw_say_number(const rw_facts *f, double v) {
	return (riwaya_bilingual){whole_number(f, v, false), whole_number(f, v, true)};
}

/* The words of an order (dozens, hundreds): labels order.<low>, since the bounds name it. */
static riwaya_bilingual say_order(const rw_facts *f, const riwaya_figure *g) {
	if (g->has_low) {
		riwaya_bilingual b = rw_say_of(f, "order", whole_number(f, g->low, false), NULL, 0);
		if (rw_said(b)) return b;
	}
	if (g->has_low && g->has_high)
		return RW_SAY(f, "count.between", rw_say_number(f, g->low), rw_say_number(f, g->high));
	return rw_say_plain(f, "count.some");
}

riwaya_bilingual rw_say_count(const rw_facts *f, const riwaya_figure *g, bool *one) {
	double v = g->has_value ? g->value : g->has_low ? g->low : g->has_high ? g->high : NAN;
	*one = g->qualifier == RIWAYA_QUALIFIER_EXACT && v == 1;
	switch (g->qualifier) {
	case RIWAYA_QUALIFIER_ALL: return rw_say_plain(f, "count.all");
	case RIWAYA_QUALIFIER_ZERO: return rw_say_plain(f, "count.none");
	case RIWAYA_QUALIFIER_ORDER: return say_order(f, g);
	case RIWAYA_QUALIFIER_BETWEEN:
		if (g->has_low && g->has_high)
			return RW_SAY(f, "count.between", rw_say_number(f, g->low), rw_say_number(f, g->high));
		break;
	default: break;
	}
	if (isnan(v)) return rw_say_plain(f, "count.some");
	if (*one) return rw_say_plain(f, "count.one");
	if (g->qualifier == RIWAYA_QUALIFIER_EXACT && v == 2) return rw_say_plain(f, "count.two");
	riwaya_bilingual number = rw_say_number(f, v);
	riwaya_bilingual b = rw_say_of(f, "count", rw_slice_z(riwaya_qualifier_word(g->qualifier)), &number, 1);
	return rw_said(b) ? b : number;
}

riwaya_bilingual rw_say_day(const rw_facts *f, riwaya_when at) {
	if (at.precision == RIWAYA_PRECISION_NONE) return rw_say_plain(f, "day.unknown");
	int64_t days = rw_day_of_minute(at.from);
	int y, m, d;
	rw_civil_from_days(days, &y, &m, &d);
	rw_slice month = rw_arena_printf(f->a, "%d", m);
	riwaya_bilingual name = rw_say_of(f, "month", month, NULL, 0);
	riwaya_bilingual year = RW_BOTH(rw_arena_printf(f->a, "%d", y)), day = RW_BOTH(rw_arena_printf(f->a, "%d", d));
	if (at.precision == RIWAYA_PRECISION_YEAR) return year;
	if (!rw_said(name)) return RW_BOTH(rw_arena_printf(f->a, "%04d-%02d-%02d", y, m, d));
	if (at.precision == RIWAYA_PRECISION_MONTH) return RW_SAY(f, "day.month", name, year);
	return RW_SAY(f, "day.full", day, name, year);
}

static bool is_acronym(rw_slice s) {
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 'A' || s.p[i] > 'Z') return false;
	return s.n >= 2 && s.n <= 8;
}

riwaya_bilingual rw_say_actor(const rw_facts *f, rw_slice actor) {
	rw_row row = actor.n ? rw_row_find(f->lx, "actors", actor) : 0;
	if (!row) return RW_BOTH(actor);
	riwaya_bilingual b = {rw_row_get(f->lx, row, "ar"), rw_row_get(f->lx, row, "en")};
	if (!b.ar.n) b.ar = actor;
	if (!b.en.n) b.en = actor;
	/* "Syrian Democratic Forces (SDF)": in English people write the short name; what else stands in brackets is no part of it */
	size_t open = rw_slice_find(b.en, RW_LIT(" ("), 0);
	if (open != SIZE_MAX && open > 0) {
		rw_slice inner = rw_slice_of(b.en.p + open + 2, b.en.n - open - 2);
		if (rw_slice_ends(inner, RW_LIT(")"))) inner.n--;
		b.en = is_acronym(inner) ? inner : rw_slice_of(b.en.p, open);
	}
	open = rw_slice_find(b.ar, RW_LIT(" ("), 0);
	if (open != SIZE_MAX && open > 0) b.ar = rw_slice_of(b.ar.p, open);
	return b;
}

riwaya_bilingual rw_say_site(const rw_facts *f, uint32_t site) {
	if (site == RW_NO) return rw_say_plain(f, "place.unknown");
	const rw_site *s = &f->sites.p[site];
	riwaya_bilingual b = RW_BOTH(s->text.n ? s->text : s->key);
	if (s->row) {
		rw_slice forms = rw_row_get(f->lx, s->row, "forms"), en = rw_row_get(f->lx, s->row, "en");
		if (forms.n) b.ar = rw_slice_trim(rw_slice_cut(&forms, '|'));
		if (en.n) b.en = en;
	}
	return b;
}

riwaya_bilingual rw_say_site_chain(const rw_facts *f, uint32_t site) {
	riwaya_bilingual parts[RW_MAX_WITHIN];
	size_t n = 0;
	bool town = false;
	for (uint32_t s = site; s != RW_NO && n < RW_MAX_WITHIN; s = f->sites.p[s].parent) {
		const rw_site *at = &f->sites.p[s];
		if (n && (town || at->level == RW_LEVEL_COUNTRY)) break;
		riwaya_bilingual b = rw_say_site(f, s);
		if (at->level == RW_LEVEL_TOWN) town = true;
		if (at->level == RW_LEVEL_DISTRICT && n) continue;
		if (n && rw_slice_eq(parts[n - 1].en, b.en)) continue;
		parts[n++] = b;
		if (at->level == RW_LEVEL_REGION) break;
	}
	if (!n) return rw_say_site(f, site);
	riwaya_bilingual out = parts[0];
	for (size_t i = 1; i < n; i++) out = RW_SAY(f, "list.comma", out, parts[i]);
	return out;
}

riwaya_bilingual rw_say_outlet(const rw_facts *f, const riwaya_report *r) {
	rw_slice name = r->outlet_name.n ? r->outlet_name : r->outlet_id.n ? r->outlet_id : r->file;
	riwaya_bilingual b = RW_BOTH(name);
	rw_row row = r->outlet_id.n ? rw_row_find(f->lx, "outlets", r->outlet_id) : 0;
	rw_slice en = row ? rw_row_get(f->lx, row, "en") : RW_NONE;
	if (en.n) b.en = en;
	return b;
}

riwaya_bilingual rw_say_list(const rw_facts *f, const riwaya_bilingual *items, size_t n) {
	if (!n) return (riwaya_bilingual){RW_NONE, RW_NONE};
	riwaya_bilingual out = items[0];
	for (size_t i = 1; i < n; i++) out = RW_SAY(f, i + 1 == n ? "list.and" : "list.comma", out, items[i]);
	return out;
}
