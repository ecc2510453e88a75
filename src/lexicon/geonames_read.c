/* geonames_read.c: the lines of a dump of GeoNames and of its files of administrative codes. */
#include "lexicon/geonames.h"
#include <errno.h>
#include <riwaya/riwaya.h>
#include <stdio.h>

/* The columns of the dump, in order. */
enum {
	ID,
	NAME,
	ASCII,
	OTHERS,
	LAT,
	LON,
	CLASS,
	CODE,
	COUNTRY,
	CC2,
	ADMIN1,
	ADMIN2,
	ADMIN3,
	ADMIN4,
	PEOPLE,
	COLUMNS = 19
};

typedef riwaya_status line_fn(void *ctx, rw_slice line, uint32_t number, riwaya_error *err);

static void close_file(void *f) { fclose(f); }

/* Calls fn with each line, without its end. The line's bytes are valid during the call. */
static riwaya_status each_line(rw_arena *a, const char *file, line_fn *fn, void *ctx, riwaya_error *err) {
	rw_slice name = rw_slice_z(file);
	char *line = rw_arena_alloc(a, RIWAYA_MAX_GAZETTEER_LINE + 2);
	FILE *f = fopen(file, "rb");
	if (!f) return rw_fail(err, RIWAYA_IO, name, 0, 0, "unable to open: %s; check the path", strerror(errno));
	rw_arena_defer(a, close_file, f);
	riwaya_status status = RIWAYA_OK;
	uint32_t number = 0;
	while (!status && fgets(line, RIWAYA_MAX_GAZETTEER_LINE + 2, f)) {
		size_t n = strlen(line);
		number++;
		if (number == 1 && n >= 4 && memcmp(line, "PK\x03\x04", 4) == 0)
			return rw_fail(err, RIWAYA_FORMAT, name, 0, 0, "a zip archive: unpack it and give the text file inside");
		if (n > RIWAYA_MAX_GAZETTEER_LINE && line[n - 1] != '\n')
			return rw_fail(err, RIWAYA_LIMIT, name, 0, number,
				"a line of more than %d bytes (RIWAYA_MAX_GAZETTEER_LINE): this is no dump of GeoNames",
				RIWAYA_MAX_GAZETTEER_LINE);
		while (n && (line[n - 1] == '\n' || line[n - 1] == '\r')) n--;
		if (n && line[0] != '#') status = fn(ctx, rw_slice_of(line, n), number, err);
	}
	if (!status && ferror(f)) return rw_fail(err, RIWAYA_IO, name, 0, number, "unable to read on: %s", strerror(errno));
	return status;
}

/* --- names -------------------------------------------------------------------------------------------------------- */
/* Letters of Arabic script, with marks, spaces and hyphens between; two letters at least, and not too many words. */
static bool arabic(rw_slice s) {
	uint32_t letters = 0, words = 1;
	for (size_t i = 0; i < s.n;) {
		uint32_t c = rw_utf8_next(s, &i);
		rw_folded f = rw_fold_char(c);
		if (c == RW_UTF8_BAD) return false;
		if (f.class_ == RW_CLASS_LETTER) {
			if (!f.arabic) return false;
			letters++;
		} else if (f.class_ == RW_CLASS_SPACE) {
			words++;
		} else if (f.class_ != RW_CLASS_MARK && f.class_ != RW_CLASS_DIGIT && c != '-') {
			return false;
		}
	}
	return letters >= 2 && words <= RW_GEO_WORDS;
}

static void add_name(rw_arena *a, rw_geo_place *p, rw_slice name) {
	name = rw_slice_trim(name);
	if (p->n_forms == RW_GEO_FORMS || !arabic(name)) return;
	rw_slice folded = rw_fold(a, name);
	for (uint32_t i = 0; i < p->n_forms; i++)
		if (rw_slice_eq(p->folded[i], folded)) return;
	p->form[p->n_forms] = rw_arena_copy(a, name);
	p->folded[p->n_forms++] = rw_arena_copy(a, folded);
}

/* --- rows --------------------------------------------------------------------------------------------------------- */
typedef struct reader {
	const rw_lexicon *lx;
	rw_arena *a;
	rw_geo_dump *out;
	rw_map seen; /* GeoNames' numbers */
	rw_slice file;
} reader;

static bool is_position(rw_slice s, double most) {
	double v;
	return rw_slice_double(s, &v) && v >= -most && v <= most;
}

static bool is_country(rw_slice s) {
	return s.n == 2 && s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] >= 'A' && s.p[1] <= 'Z';
}

static uint32_t level_of(rw_slice class_, rw_slice code) {
	if (!rw_slice_eqz(class_, "A")) return RW_GEO_NO_LEVEL;
	if (rw_slice_starts(code, RW_LIT("PCL"))) return 0;
	if (code.n == 4 && rw_slice_starts(code, RW_LIT("ADM")) && code.p[3] >= '1' && code.p[3] <= '5')
		return (uint32_t)(code.p[3] - '0');
	return RW_GEO_NO_LEVEL;
}

/* Where many people live is a town or a city, whatever its code says. */
static rw_slice type_of(rw_slice type, rw_slice class_, rw_slice people) {
	uint64_t n;
	bool small = rw_slice_eqz(type, "village") || rw_slice_eqz(type, "town");
	if (!rw_slice_eqz(class_, "P") || !small || !rw_slice_u64(people, &n)) return type;
	return n >= RW_GEO_CITY ? RW_LIT("city") : n >= RW_GEO_TOWN ? RW_LIT("town") : type;
}

/* What stands in a name of plain letters and marks; the number where nothing does. */
static rw_slice plain(rw_arena *a, rw_slice name, rw_slice number) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] >= ' ' && name.p[i] <= '~') rw_buf_byte(&b, name.p[i]);
	rw_slice s = rw_slice_trim(rw_buf_view(&b));
	return s.n ? s : rw_arena_copy(a, number);
}

static riwaya_status leave(reader *r, rw_geo_reason why) {
	r->out->left_out[why]++;
	return RIWAYA_OK;
}

static riwaya_status take_row(void *ctx, rw_slice line, uint32_t number, riwaya_error *err) {
	reader *r = ctx;
	rw_slice c[COLUMNS], rest = line;
	uint32_t n = 0;
	uint64_t id;
	r->out->rows++;
	while (rest.p) {
		rw_slice cell = rw_slice_cut(&rest, '\t');
		if (n < COLUMNS) c[n] = cell;
		n++;
	}
	bool good = n == COLUMNS && rw_slice_u64(c[ID], &id) && is_country(c[COUNTRY]) && is_position(c[LAT], 90) &&
		is_position(c[LON], 180);
	if (!good && r->out->rows == 1)
		return rw_fail(err, RIWAYA_FORMAT, r->file, 0, number,
			"no row of a GeoNames dump: %u column%s where there should be %d (number, name … country …), parted by tabs; "
			"give a country's file from download.geonames.org/export/dump, unpacked",
			n, n == 1 ? "" : "s", COLUMNS);
	if (!good) {
		if (!r->out->first_damaged) r->out->first_damaged = number;
		return leave(r, RW_GEO_DAMAGED);
	}
	rw_mark mark = rw_arena_mark(r->a);
	rw_slice key = rw_arena_printf(r->a, RW_FMT "." RW_FMT, RW_ARG(c[CLASS]), RW_ARG(c[CODE]));
	rw_row kind = rw_row_find(r->lx, "geonames", key);
	rw_slice type = rw_row_get(r->lx, kind, "type");
	rw_arena_reset(r->a, mark);
	if (!type.n) return leave(r, RW_GEO_KIND);
	rw_geo_place p = {.level = level_of(c[CLASS], c[CODE])};
	add_name(r->a, &p, c[NAME]);
	for (rw_slice names = c[OTHERS]; names.p;) add_name(r->a, &p, rw_slice_cut(&names, ','));
	if (!p.n_forms) return leave(r, RW_GEO_NAME);
	bool fresh;
	*rw_map_put(&r->seen, p.geo_id = rw_arena_copy(r->a, c[ID]), &fresh) = number;
	if (!fresh) return leave(r, RW_GEO_TWICE);
	if (r->out->places.n == RIWAYA_MAX_GAZETTEER_ROWS)
		return rw_fail(err, RIWAYA_LIMIT, r->file, 0, number,
			"more than %d places with a name in Arabic script (RIWAYA_MAX_GAZETTEER_ROWS): import one country at a time",
			RIWAYA_MAX_GAZETTEER_ROWS);
	char country[2] = {(char)(c[COUNTRY].p[0] - 'A' + 'a'), (char)(c[COUNTRY].p[1] - 'A' + 'a')};
	p.country = rw_arena_copy(r->a, rw_slice_of(country, 2));
	p.en = plain(r->a, c[ASCII].n ? c[ASCII] : c[NAME], c[ID]);
	p.lat = rw_arena_copy(r->a, c[LAT]);
	p.lon = rw_arena_copy(r->a, c[LON]);
	for (uint32_t i = 0; i < RW_GEO_LEVELS; i++) p.code[i] = rw_arena_copy(r->a, c[ADMIN1 + i]);
	p.type = type_of(type, c[CLASS], c[PEOPLE]);
	p.precision = rw_row_get(r->lx, kind, "precision");
	rw_vec_push(r->a, &r->out->places, p);
	return RIWAYA_OK;
}

riwaya_status rw_geo_read(const rw_lexicon *lx, rw_arena *a, const char *file, rw_geo_dump *out, riwaya_error *err) {
	reader r = {lx, a, out, RW_MAP(a), rw_slice_z(file)};
	riwaya_status status = each_line(a, file, take_row, &r, err);
	if (!status && out->rows == 0)
		return rw_fail(err, RIWAYA_EMPTY, r.file, 0, 0, "the file is empty: give a country's dump of GeoNames, unpacked");
	return status;
}

/* --- files of codes ----------------------------------------------------------------------------------------------- */
/* SY.09 <tab> name <tab> plain name <tab> number */
static riwaya_status take_code(void *ctx, rw_slice line, uint32_t number, riwaya_error *err) {
	reader *r = ctx;
	rw_slice code = rw_slice_cut(&line, '\t'), name = line.p ? rw_slice_cut(&line, '\t') : RW_NONE,
			 ascii = line.p ? rw_slice_cut(&line, '\t') : RW_NONE;
	bool good = code.n > 3 && is_country(rw_slice_of(code.p, 2)) && code.p[2] == '.' && name.n && ascii.p;
	if (!good)
		return rw_fail(err, RIWAYA_FORMAT, r->file, 0, number,
			"no row of administrative codes such as 'SY.09<tab>name<tab>plain name<tab>number': give GeoNames' "
			"admin1CodesASCII.txt or admin2Codes.txt");
	rw_vec_push(
		r->a, &r->out->codes, (rw_geo_code){rw_arena_copy(r->a, code), plain(r->a, ascii.n ? ascii : name, code)});
	return RIWAYA_OK;
}

riwaya_status rw_geo_read_codes(rw_arena *a, const char *file, rw_geo_dump *out, riwaya_error *err) {
	reader r = {.a = a, .out = out, .file = rw_slice_z(file)};
	return each_line(a, file, take_code, &r, err);
}
