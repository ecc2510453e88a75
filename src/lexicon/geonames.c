/* geonames.c: which places of a dump the lexicon knows, what lies in what, which names are also words; and the table.
 *
 * A place of the dump is the lexicon's own where country, kind and name agree, and the governorate wherever both tell it. Where several
 * agree, nobody can say which is which, and the dump's is left out rather than guessed. */
#include "lexicon/geonames.h"

typedef struct name_link {
	rw_row row;
	uint32_t next; /* UINT32_MAX ends it */
} name_link;

typedef struct work {
	const rw_lexicon *lx;
	rw_arena *a, *scratch; /* scratch: of one name at a time */
	rw_geo_dump *d;
	rw_memo *memo;
	rw_map own;               /* "country folded-name" -> the first name_link of the lexicon's rows of that name */
	rw_map new_names;         /* the same -> how many new places bear it */
	rw_map admin;             /* "SY.09.01" -> place of the dump, or n places + code */
	RW_VEC(rw_row) code_rows; /* rows that codes of a file stand for */
	RW_VEC(name_link) links;
	rw_map countries; /* new ones */
	rw_map claimed;   /* ids of the lexicon's rows that a place of the dump has taken */
} work;

/* Kinds that people, and gazetteers, take for one another. */
static int family(rw_slice type) {
	static const char *const families[][8] = {
		{"governorate", "state", "province", "region", "territory"},
		{"district", "subdistrict"},
		{"city", "town", "village", "neighbourhood", "suburb", "camp", "settlement"},
		{"airport", "base"},
		{"mountain", "castle"},
	};
	for (int i = 0; i < (int)RW_COUNT(families); i++)
		for (size_t k = 0; k < RW_COUNT(families[i]) && families[i][k]; k++)
			if (rw_slice_eqz(type, families[i][k])) return i;
	return -1;
}

static bool same_family(rw_slice a, rw_slice b) {
	int f = family(a);
	return f < 0 ? rw_slice_eq(a, b) : f == family(b);
}

static rw_slice country_of(rw_slice id) {
	rw_slice rest = id;
	return rw_slice_cut(&rest, '-');
}

static rw_slice name_key(rw_arena *a, rw_slice country, rw_slice folded) {
	return rw_arena_printf(a, RW_FMT " " RW_FMT, RW_ARG(country), RW_ARG(folded));
}

/* --- the lexicon's own places ----------------------------------------------------------------------------------- */
static void link_name(work *w, rw_slice country, rw_slice folded, rw_row row) {
	bool fresh;
	uint32_t *at = rw_map_put(&w->own, name_key(w->a, country, folded), &fresh);
	uint32_t next = fresh ? UINT32_MAX : *at;
	*at = (uint32_t)w->links.n;
	rw_vec_push(w->a, &w->links, (name_link){row, next});
}

static void index_own(work *w) {
	uint32_t n;
	rw_row first = rw_table_rows(w->lx, "places", &n);
	for (rw_row r = first; r < first + n; r++) {
		rw_slice country = country_of(rw_row_get(w->lx, r, "id")), forms = rw_row_get(w->lx, r, "forms");
		int f = family(rw_row_get(w->lx, r, "type"));
		while (forms.p) {
			rw_slice folded = rw_fold(w->a, rw_slice_cut(&forms, '|'));
			link_name(w, country, folded, r);
			/* "governorate of X" in the tables may be plain X in the dump. */
			size_t space = rw_slice_find(folded, RW_LIT(" "), 0);
			if ((f == 0 || f == 1) && space != SIZE_MAX)
				link_name(w, country, rw_slice_of(folded.p + space + 1, folded.n - space - 1), r);
		}
	}
}

/* The governorate or the like that a row of the lexicon lies in, itself included; 0 where it is not told. */
static rw_row governorate_of(const rw_lexicon *lx, rw_row r) {
	enum { DEPTH = 8 };
	for (int i = 0; r && i < DEPTH; i++) {
		if (family(rw_row_get(lx, r, "type")) == 0) return r;
		rw_slice within = rw_row_get(lx, r, "within");
		r = within.n ? rw_row_find(lx, "places", within) : 0;
	}
	return 0;
}

/* --- administrative codes ----------------------------------------------------------------------------------------- */
/* "SY.09.01" of the first `depth` codes; absent where one is missing. */
static rw_slice admin_key(rw_arena *a, const rw_geo_place *p, uint32_t depth) {
	rw_buf b = RW_BUF(a);
	rw_buf_slice(&b, p->country);
	for (uint32_t i = 0; i < depth; i++) {
		if (p->code[i].n == 0 || rw_slice_eqz(p->code[i], "00")) return RW_NONE;
		rw_buf_byte(&b, '.');
		rw_buf_slice(&b, p->code[i]);
	}
	return rw_buf_view(&b);
}

/* A division of a file of codes that the lexicon has under its English name, "Aleppo" or "Aleppo governorate". */
static rw_row by_english(const work *w, rw_slice country, rw_slice en, int fam) {
	uint32_t n;
	rw_row first = rw_table_rows(w->lx, "places", &n), found = 0;
	for (rw_row r = first; r < first + n; r++) {
		rw_slice own = rw_row_get(w->lx, r, "en");
		if (family(rw_row_get(w->lx, r, "type")) != fam || !rw_slice_starts(own, en)) continue;
		if (!rw_slice_eq(country_of(rw_row_get(w->lx, r, "id")), country)) continue;
		if (own.n > en.n && own.p[en.n] != ' ') continue;
		if (found) return 0;
		found = r;
	}
	return found;
}

static void index_admin(work *w) {
	for (size_t i = 0; i < w->d->places.n; i++) {
		const rw_geo_place *p = &w->d->places.p[i];
		if (p->level == 0 || p->level > RW_GEO_LEVELS) continue;
		rw_slice key = admin_key(w->a, p, p->level);
		bool fresh;
		if (key.p) {
			uint32_t *at = rw_map_put(&w->admin, key, &fresh);
			if (fresh) *at = (uint32_t)i;
		}
	}
	for (size_t i = 0; i < w->d->codes.n; i++) {
		rw_slice code = w->d->codes.p[i].code;
		size_t dot = rw_slice_find(code, RW_LIT("."), 3);
		char country[2] = {(char)(code.p[0] - 'A' + 'a'), (char)(code.p[1] - 'A' + 'a')};
		rw_slice key = rw_arena_printf(w->a, "%.2s" RW_FMT, country, RW_ARG(rw_slice_of(code.p + 2, code.n - 2)));
		if (rw_map_get(&w->admin, key) != UINT32_MAX) continue;
		rw_row row = by_english(w, rw_slice_of(key.p, 2), w->d->codes.p[i].en, dot == SIZE_MAX ? 0 : 1);
		if (!row) continue;
		bool fresh;
		*rw_map_put(&w->admin, key, &fresh) = (uint32_t)(w->d->places.n + w->code_rows.n);
		rw_vec_push(w->a, &w->code_rows, row);
	}
}

/* The id of the smallest division that holds a place; its country where no code tells; absent where nothing is known. */
static rw_slice within_of(const work *w, const rw_geo_place *p) {
	uint32_t depth = p->level == RW_GEO_NO_LEVEL ? RW_GEO_LEVELS : p->level ? p->level - 1 : 0;
	for (; depth; depth--) {
		rw_slice key = admin_key(w->a, p, depth);
		uint32_t at = key.p ? rw_map_get(&w->admin, key) : UINT32_MAX;
		if (at == UINT32_MAX) continue;
		rw_slice id =
			at < w->d->places.n ? w->d->places.p[at].id : rw_row_get(w->lx, w->code_rows.p[at - w->d->places.n], "id");
		if (id.n && !rw_slice_eq(id, p->id)) return id;
	}
	if (p->level == 0) return RW_NONE;
	return rw_map_get(&w->countries, p->country) != UINT32_MAX || rw_row_find(w->lx, "places", p->country) ? p->country
																										   : RW_NONE;
}

static rw_row governorate(const work *w, const rw_geo_place *p) {
	rw_slice key = admin_key(w->a, p, 1);
	uint32_t at = key.p ? rw_map_get(&w->admin, key) : UINT32_MAX;
	if (at == UINT32_MAX) return 0;
	return at < w->d->places.n ? w->d->places.p[at].known : w->code_rows.p[at - w->d->places.n];
}

/* --- known or new ------------------------------------------------------------------------------------------------- */
static void drop(work *w, rw_geo_place *p, rw_geo_reason why) {
	p->written = false;
	w->d->left_out[why]++;
}

/* The lexicon's row for a place: 0 where it has none, *several where more than one may be meant. */
static rw_row known(const work *w, const rw_geo_place *p, bool *several) {
	rw_row found = 0, gov = p->level == 1 ? 0 : governorate(w, p);
	*several = false;
	for (uint32_t i = 0; i < p->n_forms; i++) {
		uint32_t at = rw_map_get(&w->own, name_key(w->a, p->country, p->folded[i]));
		for (; at != UINT32_MAX; at = w->links.p[at].next) {
			rw_row r = w->links.p[at].row, theirs;
			if (r == found || !same_family(p->type, rw_row_get(w->lx, r, "type"))) continue;
			theirs = gov ? governorate_of(w->lx, r) : 0;
			if (gov && theirs && gov != theirs) continue;
			*several |= found != 0;
			found = r;
		}
	}
	return found;
}

static void settle(work *w, rw_geo_place *p) {
	if (p->level == 0) {
		p->id = p->country;
		p->known = rw_row_find(w->lx, "places", p->country);
		bool fresh;
		*rw_map_put(p->known ? &w->claimed : &w->countries, p->id, &fresh) = 1;
		p->written = true;
		if (p->known || !fresh) drop(w, p, RW_GEO_KNOWN);
		return;
	}
	bool several, fresh;
	p->known = known(w, p, &several);
	p->written = true;
	if (several) {
		p->known = 0;
		p->id = RW_NONE;
		drop(w, p, RW_GEO_TWIN);
		return;
	}
	if (!p->known) {
		p->id = rw_arena_printf(w->a, RW_FMT "-gn" RW_FMT, RW_ARG(p->country), RW_ARG(p->geo_id));
		for (uint32_t i = 0; i < p->n_forms; i++) {
			uint32_t *count = rw_map_put(&w->new_names, name_key(w->a, p->country, p->folded[i]), &fresh);
			*count = fresh ? 1 : *count + 1;
		}
		return;
	}
	p->id = rw_row_get(w->lx, p->known, "id");
	rw_map_put(&w->claimed, p->id, &fresh);
	if (!fresh)
		drop(w, p, RW_GEO_TWIN);
	else if (rw_row_get(w->lx, p->known, "lat").n)
		drop(w, p, RW_GEO_KNOWN);
}

/* --- features ------------------------------------------------------------------------------------------------------ */
/* Whether a name is also a word or phrase of the lexicon that is no place, or so short that it is bound to be one. */
static bool is_word(work *w, rw_slice name) {
	enum { SHORT = 3 };
	rw_tokens t;
	rw_items items = {0};
	rw_sym place = rw_sym_of(w->lx, RW_LIT("place"));
	rw_tokenize(w->scratch, name, &t);
	size_t letters = 0;
	for (size_t i = 0; i < name.n; letters++) rw_utf8_next(name, &i);
	if (t.n == 1 && letters <= SHORT) return true;
	rw_lexicon_match(w->lx, w->memo, &t, 0, t.n, w->scratch, &items);
	for (size_t i = 0; i < items.n; i++)
		if (items.p[i].first == 0 && items.p[i].end == t.n && items.p[i].kind != place) return true;
	return false;
}

static bool shared(const work *w, const rw_geo_place *p) {
	int f = family(p->type);
	bool large = p->level == 0 || f == 0 || f == 1 || rw_slice_eqz(p->type, "city");
	for (uint32_t i = 0; !large && i < p->n_forms; i++) {
		rw_slice key = name_key(w->a, p->country, p->folded[i]);
		if (rw_map_get(&w->own, key) != UINT32_MAX || rw_map_get(&w->new_names, key) > 1) return true;
	}
	return false;
}

static void put_features(work *w, const rw_geo_place *p, rw_buf *out) {
	bool word = false, article = false;
	rw_slice al = w->lx->article.folded;
	for (uint32_t i = 0; i < p->n_forms; i++) {
		rw_mark mark = rw_arena_mark(w->scratch);
		word |= is_word(w, p->form[i]);
		rw_arena_reset(w->scratch, mark);
		article |= al.n && rw_slice_starts(p->folded[i], al);
	}
	rw_slice gap = RW_LIT("");
	/* A name written without the article is never written with it. */
	if (!article) {
		rw_buf_z(out, "def=no");
		gap = RW_LIT(" ");
	}
	if (word) {
		rw_buf_printf(out, RW_FMT "ambiguous=yes", RW_ARG(gap));
		gap = RW_LIT(" ");
	}
	if (shared(w, p)) rw_buf_printf(out, RW_FMT "local=yes", RW_ARG(gap));
}

/* --- the table ------------------------------------------------------------------------------------------------------ */
static void put_cell(rw_buf *out, rw_slice cell) {
	rw_buf_slice(out, cell);
	rw_buf_byte(out, '\t');
}

static void put_position(rw_buf *out, const rw_geo_place *p) {
	put_cell(out, p->lat);
	put_cell(out, p->lon);
	put_cell(out, p->precision);
	put_cell(out, RW_LIT("geonames"));
}

static void put_new(work *w, const rw_geo_place *p, rw_buf *out) {
	put_cell(out, p->id);
	for (uint32_t i = 0; i < p->n_forms; i++) {
		if (i) rw_buf_byte(out, '|');
		rw_buf_slice(out, p->form[i]);
	}
	rw_buf_byte(out, '\t');
	put_cell(out, p->en);
	put_cell(out, p->type);
	put_cell(out, within_of(w, p));
	put_position(out, p);
	put_features(w, p, out);
	rw_buf_printf(out, "\tGeoNames " RW_FMT "\n", RW_ARG(p->geo_id));
}

/* The lexicon's own row, with the position that it lacks. */
static void put_known(work *w, const rw_geo_place *p, rw_buf *out) {
	static const char *const before[] = {"id", "forms", "en", "type", "within"};
	for (size_t i = 0; i < RW_COUNT(before); i++) put_cell(out, rw_row_get(w->lx, p->known, before[i]));
	put_position(out, p);
	put_cell(out, rw_row_get(w->lx, p->known, "feats"));
	rw_buf_slice(out, rw_row_get(w->lx, p->known, "note"));
	rw_buf_byte(out, '\n');
}

static void put_report(const rw_geo_dump *d, uint64_t fresh, uint64_t positions, rw_buf *out) {
	static const char *const what[] = {
#define RW_X(name, text) text,
		RW_GEO_REASONS(RW_X)
#undef RW_X
	};
	rw_buf_printf(out, "%9llu rows read\n", (unsigned long long)d->rows);
	rw_buf_printf(out, "%9llu new places\n", (unsigned long long)fresh);
	rw_buf_printf(out, "%9llu positions for places that are known\n", (unsigned long long)positions);
	for (size_t i = 0; i < RW_GEO_REASON_COUNT; i++) {
		if (!d->left_out[i]) continue;
		rw_buf_printf(out, "%9llu left out: %s", (unsigned long long)d->left_out[i], what[i]);
		if (i == RW_GEO_DAMAGED) rw_buf_printf(out, " (the first in line %u)", (unsigned)d->first_damaged);
		rw_buf_byte(out, '\n');
	}
}

static void release(void *arena) { rw_arena_release(arena); }

riwaya_status rw_geonames_import(const rw_lexicon *lx, rw_arena *a, const char *file, const char *const *codes,
	size_t n_codes, rw_buf *table, rw_buf *report, riwaya_error *err) {
	rw_geo_dump d = {0};
	riwaya_status status = rw_geo_read(lx, a, file, &d, err);
	for (size_t i = 0; !status && i < n_codes; i++) status = rw_geo_read_codes(a, codes[i], &d, err);
	if (status) return status;
	rw_arena *scratch = RW_NEW(a, rw_arena);
	rw_arena_init(scratch, a->mem);
	rw_arena_defer(a, release, scratch);
	work w = {.lx = lx, .a = a, .scratch = scratch, .d = &d, .memo = rw_memo_new(a, lx)};
	w.own = w.new_names = w.admin = w.countries = w.claimed = RW_MAP(a);
	index_own(&w);
	index_admin(&w);
	/* Divisions first, the largest before those in them: the rest is told apart by them. */
	for (uint32_t level = 0; level <= RW_GEO_NO_LEVEL; level++)
		for (size_t i = 0; i < d.places.n; i++)
			if (d.places.p[i].level == level) settle(&w, &d.places.p[i]);
	rw_buf_z(table,
		"id\tforms\ten\ttype\twithin\tlat\tlon\tprecision\tsource\tfeats\tnote\n"
		"# Made by riwaya lexicon import geonames. The data are GeoNames' (geonames.org), licence CC BY 4.0.\n");
	uint64_t fresh = 0, positions = 0;
	for (size_t i = 0; i < d.places.n; i++) {
		const rw_geo_place *p = &d.places.p[i];
		if (!p->written) continue;
		if (p->known)
			put_known(&w, p, table);
		else
			put_new(&w, p, table);
		p->known ? positions++ : fresh++;
	}
	put_report(&d, fresh, positions, report);
	if (fresh + positions == 0)
		return rw_fail(err, RIWAYA_EMPTY, rw_slice_z(file), 0, 0,
			"none of %llu rows gives a place that is new: is it a dump of a country whose places have names in Arabic script?",
			(unsigned long long)d.rows);
	return RIWAYA_OK;
}
