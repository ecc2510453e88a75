/* open.c: a compiled lexicon, opened in place: sections, symbols, words, rows. */
#include "lexicon/image.h"
#include "lexicon/rule.h"

_Static_assert(sizeof(rw_image_header) == 160 && sizeof(rw_image_section) == 24, "the image has no gaps");
_Static_assert(sizeof(rw_image_source) == 32 && sizeof(rw_image_table) == 48 && sizeof(rw_image_form) == 16,
	"the image has no gaps");
_Static_assert(sizeof(rw_image_clitic) == 40 && sizeof(rw_image_entry) == 24, "the image has no gaps");

static const uint32_t record_size[RW_S_COUNT] = {
	[RW_S_RULES] = 1,
	[RW_S_TEXT] = 1,
	[RW_S_SOURCES] = sizeof(rw_image_source),
	[RW_S_SYMS] = sizeof(rw_str),
	[RW_S_SYM_HASH] = sizeof(uint32_t),
	[RW_S_WORDS] = sizeof(rw_str),
	[RW_S_WORD_HASH] = sizeof(uint32_t),
	[RW_S_TABLES] = sizeof(rw_image_table),
	[RW_S_COLUMNS] = sizeof(rw_str),
	[RW_S_ROWS] = sizeof(rw_image_row),
	[RW_S_CELLS] = sizeof(rw_str),
	[RW_S_KEYS] = sizeof(uint32_t),
	[RW_S_ENTRIES] = sizeof(rw_image_entry),
	[RW_S_FORMS] = sizeof(rw_image_form),
	[RW_S_FEATS] = sizeof(rw_feat),
	[RW_S_ROOT] = sizeof(uint32_t),
	[RW_S_NODES] = sizeof(rw_image_node),
	[RW_S_EDGES] = sizeof(rw_image_edge),
	[RW_S_CLITICS] = sizeof(rw_image_clitic),
	[RW_S_RESTORES] = sizeof(rw_image_restore),
};

const void *rw_image_at(const rw_lexicon *lx, enum rw_section_id id, uint64_t i) {
	return i < lx->s[id].n ? (const char *)lx->s[id].p + i * record_size[id] : NULL;
}

rw_slice rw_image_text(const rw_lexicon *lx, rw_str s) {
	const rw_section *text = &lx->s[RW_S_TEXT];
	if (s.at > text->n || s.n > text->n - s.at) return rw_slice_of("", 0);
	return rw_slice_of((const char *)text->p + s.at, s.n);
}

/* --- opening --------------------------------------------------------------------------------------------------- */
static bool is_power_of_two(uint64_t n) { return n != 0 && (n & (n - 1)) == 0; }

static const char *check(rw_slice image, rw_lexicon *lx) {
	const rw_image_header *h = lx->header;
	if (image.n < sizeof *h) return "shorter than its header";
	if ((uintptr_t)image.p % RW_IMAGE_ALIGN) return "not aligned to 8 bytes in memory";
	if (memcmp(h->magic, "RIWAYALX", 8) != 0) return "not a compiled lexicon";
	if (h->version != RW_IMAGE_VERSION) return "made by another version of riwaya";
	if (h->length != image.n) return "cut short";
	if (h->n_sections > 64 || h->n_sections * sizeof(rw_image_section) > image.n - sizeof *h)
		return "damaged in its table of sections";
	const rw_image_section *s = (const rw_image_section *)(const void *)(image.p + sizeof *h);
	for (uint32_t i = 0; i < h->n_sections; i++) {
		if (s[i].id == 0 || s[i].id >= RW_S_COUNT || s[i].size != record_size[s[i].id] || s[i].count > UINT32_MAX / 2 ||
			s[i].offset % RW_IMAGE_ALIGN || s[i].offset > image.n || s[i].size * s[i].count > image.n - s[i].offset ||
			lx->s[s[i].id].p)
			return "damaged in its table of sections";
		lx->s[s[i].id] = (rw_section){image.p + s[i].offset, (uint32_t)s[i].count};
	}
	for (uint32_t id = 1; id < RW_S_COUNT; id++)
		if (!lx->s[id].p) return "without one of its sections";
	if (!is_power_of_two(lx->s[RW_S_SYM_HASH].n) || !is_power_of_two(lx->s[RW_S_WORD_HASH].n) ||
		!is_power_of_two(lx->s[RW_S_KEYS].n))
		return "damaged in a table of hashes";
	return NULL;
}

static void take_clitics(rw_lexicon *lx) {
	for (uint32_t i = 0; i < lx->s[RW_S_CLITICS].n && i < RW_MAX_CLITICS; i++) {
		const rw_image_clitic *in = rw_image_at(lx, RW_S_CLITICS, i);
		rw_clitic cl = {.raw = rw_image_text(lx, in->raw),
			.folded = rw_image_text(lx, in->folded),
			.name = in->name,
			.bit = (uint8_t)in->bit};
		uint32_t n = lx->s[RW_S_RESTORES].n;
		if (in->first_restore <= n && in->n_restores <= n - in->first_restore && in->n_restores) {
			cl.restores = rw_image_at(lx, RW_S_RESTORES, in->first_restore);
			cl.n_restores = in->n_restores;
		}
		if (cl.folded.n == 0) continue;
		switch (in->slot) {
		case RW_SLOT_CONJUNCTION: lx->conjunctions[lx->n_conjunctions++] = cl; break;
		case RW_SLOT_PREPOSITION:
		case RW_SLOT_FUTURE: lx->seconds[lx->n_seconds++] = cl; break;
		case RW_SLOT_ARTICLE:
			lx->article = cl;
			lx->has_article = true;
			break;
		case RW_SLOT_JUSSIVE:
			if (lx->n_jussives < RW_MAX_JUSSIVES) lx->jussives[lx->n_jussives++] = cl.folded;
			break;
		case RW_SLOT_ENCLITIC: lx->enclitics[lx->n_enclitics++] = cl; break;
		default: /* the question particle looks like the first letter of most verbs: not read */ break;
		}
	}
}

riwaya_status rw_lexicon_open(rw_arena *a, rw_slice image, rw_lexicon **out, riwaya_error *err) {
	rw_lexicon *lx = RW_NEW(a, rw_lexicon);
	lx->image = image;
	lx->header = (const rw_image_header *)(const void *)image.p;
	const char *wrong = check(image, lx);
	if (wrong)
		return rw_fail(
			err, RIWAYA_LEXICON, RW_LIT("lexicon"), 0, 0, "the compiled lexicon is %s: compile it again", wrong);
	if (!rw_rules_check(rw_lexicon_section(lx, RW_SECTION_RULES)))
		return rw_fail(err, RIWAYA_LEXICON, RW_LIT("lexicon"), 0, 0,
			"the compiled lexicon is damaged in its rules: compile it again");
	lx->rules = rw_rules_make_ready(rw_lexicon_section(lx, RW_SECTION_RULES), lx->s[RW_S_SYMS].n, a);
	take_clitics(lx);
	lx->sym_def = rw_sym_of(lx, RW_LIT("def"));
	lx->sym_yes = rw_sym_of(lx, RW_LIT("yes"));
	lx->sym_no = rw_sym_of(lx, RW_LIT("no"));
	lx->sym_enc = rw_sym_of(lx, RW_LIT("enc"));
	lx->sym_none = rw_sym_of(lx, RW_LIT("none"));
	*out = lx;
	return RIWAYA_OK;
}

uint64_t rw_image_checksum(rw_image_header h, rw_slice body) {
	h.checksum = 0;
	return rw_hash(body, rw_hash(rw_slice_of((const char *)&h, sizeof h), RW_IMAGE_VERSION));
}

riwaya_status rw_lexicon_verify(rw_slice image, riwaya_error *err) {
	rw_image_header h;
	if (image.n >= sizeof h) {
		memcpy(&h, image.p, sizeof h);
		if (memcmp(h.magic, "RIWAYALX", 8) == 0 && h.length == image.n &&
			h.checksum == rw_image_checksum(h, rw_slice_of(image.p + sizeof h, image.n - sizeof h)))
			return RIWAYA_OK;
	}
	return rw_fail(err, RIWAYA_LEXICON, RW_LIT("lexicon"), 0, 0, "the compiled lexicon is damaged: compile it again");
}

rw_slice rw_lexicon_hash(const rw_lexicon *lx) { return rw_slice_of(lx->header->hash, sizeof lx->header->hash); }

rw_slice rw_lexicon_base(const rw_lexicon *lx) { return rw_slice_of(lx->header->base, sizeof lx->header->base); }

rw_slice rw_lexicon_section(const rw_lexicon *lx, uint32_t section) {
	if (section != RW_SECTION_RULES || lx->s[RW_S_RULES].n == 0) return rw_slice_of("", 0);
	return rw_slice_of(lx->s[RW_S_RULES].p, lx->s[RW_S_RULES].n);
}

/* --- strings by hash -------------------------------------------------------------------------------------------- */
static uint32_t find(
	const rw_lexicon *lx, rw_slice text, enum rw_section_id list, enum rw_section_id hash, uint64_t seed) {
	const uint32_t *slots = lx->s[hash].p;
	const rw_str *texts = lx->s[list].p;
	uint32_t mask = lx->s[hash].n - 1, at = (uint32_t)rw_hash(text, seed) & mask;
	for (uint32_t i = 0; i <= mask; i++, at = (at + 1) & mask) {
		uint32_t n = slots[at];
		if (n == 0 || n > lx->s[list].n) return 0;
		if (texts[n - 1].n == text.n && rw_slice_eq(rw_image_text(lx, texts[n - 1]), text)) return n;
	}
	return 0;
}

rw_sym rw_sym_of(const rw_lexicon *lx, rw_slice text) { return find(lx, text, RW_S_SYMS, RW_S_SYM_HASH, RW_SYM_SEED); }

rw_slice rw_sym_text(const rw_lexicon *lx, rw_sym s) {
	const rw_str *text = s ? rw_image_at(lx, RW_S_SYMS, (uint64_t)s - 1) : NULL;
	return text ? rw_image_text(lx, *text) : RW_NONE;
}

uint32_t rw_word_of(const rw_lexicon *lx, rw_slice folded) {
	return find(lx, folded, RW_S_WORDS, RW_S_WORD_HASH, RW_WORD_SEED);
}

rw_slice rw_enclitic_text(const rw_lexicon *lx, uint8_t enc) {
	return enc && enc <= lx->n_enclitics ? lx->enclitics[enc - 1].raw : RW_NONE;
}

/* --- rows --------------------------------------------------------------------------------------------------------- */
static const rw_image_table *table_of(const rw_lexicon *lx, const char *name, uint32_t *number) {
	size_t n = strlen(name);
	const rw_image_table *t = lx->s[RW_S_TABLES].p;
	for (uint32_t i = 0; i < lx->s[RW_S_TABLES].n; i++, t++) {
		if (t->name.n != n || !rw_slice_eq(rw_image_text(lx, t->name), rw_slice_of(name, n))) continue;
		*number = i;
		return t;
	}
	return NULL;
}

static uint32_t column_of(const rw_lexicon *lx, const rw_image_table *t, const char *column) {
	size_t n = strlen(column);
	uint32_t columns = lx->s[RW_S_COLUMNS].n, left = t->first_column < columns ? columns - t->first_column : 0;
	const rw_str *name = (const rw_str *)lx->s[RW_S_COLUMNS].p + (left ? t->first_column : 0);
	for (uint32_t i = 0; i < t->n_columns && i < RW_MAX_COLUMNS && i < left; i++, name++) {
		if (name->n == n && rw_slice_eq(rw_image_text(lx, *name), rw_slice_of(column, n))) return i;
	}
	return UINT32_MAX;
}

static rw_slice cell(const rw_lexicon *lx, const rw_image_row *r, const rw_image_table *t, uint32_t column) {
	const rw_str *s = column < t->n_columns ? rw_image_at(lx, RW_S_CELLS, (uint64_t)r->first_cell + column) : NULL;
	return s && s->n ? rw_image_text(lx, *s) : RW_NONE;
}

static bool has_key(const rw_lexicon *lx, const rw_image_row *r, const rw_image_table *t, rw_slice key) {
	if (t->n_key > RW_MAX_KEY) return false;
	for (uint32_t i = 0; i < t->n_key; i++) {
		rw_slice v = cell(lx, r, t, t->key[i]);
		if (v.n > key.n || (v.n && memcmp(v.p, key.p, v.n) != 0)) return false;
		key = rw_slice_of(key.p + v.n, key.n - v.n);
		if (i + 1 == t->n_key) break;
		if (key.n == 0 || key.p[0] != '\t') return false;
		key = rw_slice_of(key.p + 1, key.n - 1);
	}
	return key.n == 0;
}

rw_row rw_row_find(const rw_lexicon *lx, const char *table, rw_slice key) {
	uint32_t number = 0;
	const rw_image_table *t = table_of(lx, table, &number);
	if (!t || !key.p) return 0;
	const uint32_t *slots = lx->s[RW_S_KEYS].p;
	uint32_t mask = lx->s[RW_S_KEYS].n - 1, at = (uint32_t)rw_hash(key, RW_KEY_SEED + number) & mask;
	for (uint32_t i = 0; i <= mask; i++, at = (at + 1) & mask) {
		if (slots[at] == 0) return 0;
		const rw_image_row *r = rw_image_at(lx, RW_S_ROWS, (uint64_t)slots[at] - 1);
		if (!r) return 0;
		if (r->table == number && has_key(lx, r, t, key)) return slots[at];
	}
	return 0;
}

rw_row rw_table_rows(const rw_lexicon *lx, const char *table, uint32_t *n) {
	uint32_t number = 0;
	const rw_image_table *t = table_of(lx, table, &number);
	uint32_t rows = lx->s[RW_S_ROWS].n;
	*n = 0;
	if (!t || t->n_rows == 0 || t->first_row == 0 || t->first_row > rows || t->n_rows > rows - t->first_row + 1)
		return 0;
	*n = t->n_rows;
	return t->first_row;
}

static const rw_image_row *row_at(const rw_lexicon *lx, rw_row r, const rw_image_table **t) {
	const rw_image_row *row = r ? rw_image_at(lx, RW_S_ROWS, (uint64_t)r - 1) : NULL;
	*t = row ? rw_image_at(lx, RW_S_TABLES, row->table) : NULL;
	return *t ? row : NULL;
}

rw_slice rw_row_get(const rw_lexicon *lx, rw_row r, const char *column) {
	const rw_image_table *t;
	const rw_image_row *row = row_at(lx, r, &t);
	if (!row) return RW_NONE;
	return cell(lx, row, t, column_of(lx, t, column));
}

uint32_t rw_table_column(const rw_lexicon *lx, const char *table, const char *column) {
	uint32_t number;
	const rw_image_table *t = table_of(lx, table, &number);
	return t ? column_of(lx, t, column) : UINT32_MAX;
}

rw_slice rw_row_cell(const rw_lexicon *lx, rw_row r, uint32_t column) {
	const rw_image_table *t;
	const rw_image_row *row = row_at(lx, r, &t);
	return row ? cell(lx, row, t, column) : RW_NONE;
}

bool rw_row_number(const rw_lexicon *lx, rw_row r, const char *column, double *out) {
	rw_slice v = rw_row_get(lx, r, column);
	return v.n && rw_slice_double(v, out);
}

rw_slice rw_row_table(const rw_lexicon *lx, rw_row r) {
	const rw_image_table *t;
	return row_at(lx, r, &t) ? rw_image_text(lx, t->name) : RW_NONE;
}

rw_slice rw_row_file(const rw_lexicon *lx, rw_row r, uint32_t *line) {
	const rw_image_table *t;
	const rw_image_row *row = row_at(lx, r, &t);
	const rw_image_source *s = row ? rw_image_at(lx, RW_S_SOURCES, row->source) : NULL;
	*line = s ? row->line : 0;
	return s ? rw_image_text(lx, s->path) : RW_NONE;
}
