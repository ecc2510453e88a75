/* write.c: the image's bytes. image.h draws them. */
#include "lexicon/compiler.h"

typedef struct writer {
	rw_compiler *c;
	rw_buf text;
	rw_map at; /* strings that stand in the text already */
	uint32_t *source_at;
	rw_image_section section[RW_S_COUNT];
	const void *data[RW_S_COUNT];
	uint32_t n;
} writer;

static rw_str put(writer *w, rw_slice s) {
	if (s.n == 0) return (rw_str){0, 0};
	bool fresh;
	uint32_t *at = rw_map_put(&w->at, s, &fresh);
	if (fresh) {
		*at = (uint32_t)w->text.n;
		rw_buf_slice(&w->text, s);
	}
	return (rw_str){*at, (uint32_t)s.n};
}

/* A slice of a source's text, which stands in the image's text as a whole. */
static rw_str inside(const writer *w, uint32_t source, rw_slice s) {
	if (s.n == 0) return (rw_str){0, 0};
	return (rw_str){w->source_at[source] + (uint32_t)(s.p - w->c->sources[source].text.p), (uint32_t)s.n};
}

static void add(writer *w, uint32_t id, const void *p, size_t size, size_t count) {
	w->data[w->n] = p;
	w->section[w->n++] = (rw_image_section){.id = id, .size = (uint32_t)size, .count = count};
}

static void add_sources(writer *w) {
	rw_compiler *c = w->c;
	w->source_at = RW_ARRAY(c->a, uint32_t, c->n_sources);
	rw_image_source *out = RW_ARRAY(c->a, rw_image_source, c->n_sources);
	for (size_t i = 0; i < c->n_sources; i++) {
		w->source_at[i] = (uint32_t)w->text.n;
		rw_buf_slice(&w->text, c->sources[i].text);
		out[i].text = (rw_str){w->source_at[i], (uint32_t)c->sources[i].text.n};
	}
	for (size_t i = 0; i < c->n_sources; i++) {
		const rw_source *s = &c->sources[i];
		/* The built-in tables are named alike wherever they were built. */
		rw_slice path = s->layer == 0 ? rw_arena_printf(c->a, "lexicon/%.*s", RW_ARG(s->name)) : s->path;
		out[i].name = put(w, s->name);
		out[i].path = put(w, path);
		out[i].layer = s->layer;
	}
	add(w, RW_S_SOURCES, out, sizeof *out, c->n_sources);
}

/* Strings by number, and a hash of them: open addressing, at most half full. */
static void add_interned(writer *w, const rw_interner *in, uint32_t list_id, uint32_t hash_id, uint64_t seed) {
	rw_arena *a = w->c->a;
	size_t n = in->texts.n, size = 8;
	while (size < 2 * n) size *= 2;
	rw_str *list = RW_ARRAY(a, rw_str, n);
	uint32_t *hash = RW_ARRAY(a, uint32_t, size);
	for (size_t i = 0; i < n; i++) {
		list[i] = put(w, in->texts.p[i]);
		size_t at = rw_hash(in->texts.p[i], seed) & (size - 1);
		while (hash[at]) at = (at + 1) & (size - 1);
		hash[at] = (uint32_t)i + 1;
	}
	add(w, list_id, list, sizeof *list, n);
	add(w, hash_id, hash, sizeof *hash, size);
}

static void add_tables(writer *w) {
	rw_compiler *c = w->c;
	size_t n_rows = 0, n_cells = 0, n_columns = 0;
	for (size_t i = 0; i < c->specs.n; i++) {
		const rw_spec *t = c->specs.p[i];
		size_t live = 0;
		for (size_t k = 0; k < t->rows.n; k++) live += !t->rows.p[k].dead;
		n_rows += live;
		n_cells += live * t->n_columns;
		n_columns += t->n_columns;
	}
	rw_image_table *tables = RW_ARRAY(c->a, rw_image_table, c->specs.n);
	rw_str *columns = RW_ARRAY(c->a, rw_str, n_columns), *cells = RW_ARRAY(c->a, rw_str, n_cells);
	rw_image_row *rows = RW_ARRAY(c->a, rw_image_row, n_rows);
	size_t size = 8;
	while (size < 2 * n_rows) size *= 2;
	uint32_t *keys = RW_ARRAY(c->a, uint32_t, size);
	uint32_t row = 0, cell = 0, column = 0;
	for (uint32_t i = 0; i < c->specs.n; i++) {
		const rw_spec *t = c->specs.p[i];
		tables[i] = (rw_image_table){.name = put(w, t->name),
			.first_row = row + 1,
			.first_column = column,
			.n_columns = t->n_columns,
			.n_key = t->n_key};
		memcpy(tables[i].key, t->key, sizeof t->key);
		for (uint32_t k = 0; k < t->n_columns; k++) columns[column++] = put(w, t->columns[k].name);
		for (size_t k = 0; k < t->rows.n; k++) {
			const rw_table_row *r = &t->rows.p[k];
			if (r->dead) continue;
			rows[row++] = (rw_image_row){i, r->source, r->line, cell};
			tables[i].n_rows++;
			for (uint32_t j = 0; j < t->n_columns; j++) cells[cell++] = inside(w, r->source, r->cells[j]);
			rw_buf key = RW_BUF(c->scratch);
			for (uint32_t j = 0; j < t->n_key; j++) {
				if (j) rw_buf_byte(&key, '\t');
				rw_buf_slice(&key, r->cells[t->key[j]]);
			}
			size_t at = rw_hash(rw_buf_view(&key), RW_KEY_SEED + i) & (size - 1);
			while (keys[at]) at = (at + 1) & (size - 1);
			keys[at] = row;
		}
	}
	add(w, RW_S_TABLES, tables, sizeof *tables, c->specs.n);
	add(w, RW_S_COLUMNS, columns, sizeof *columns, n_columns);
	add(w, RW_S_ROWS, rows, sizeof *rows, n_rows);
	add(w, RW_S_CELLS, cells, sizeof *cells, n_cells);
	add(w, RW_S_KEYS, keys, sizeof *keys, size);
}

static void add_clitics(writer *w) {
	rw_compiler *c = w->c;
	rw_image_clitic *clitics = RW_ARRAY(c->a, rw_image_clitic, c->clitics.n);
	rw_image_restore *restores = RW_ARRAY(c->a, rw_image_restore, c->restores.n);
	for (size_t i = 0; i < c->clitics.n; i++) {
		clitics[i] = c->clitics.p[i];
		clitics[i].raw = put(w, c->clitic_texts.p[clitics[i].raw.at]);
		clitics[i].folded = put(w, c->clitic_texts.p[clitics[i].folded.at]);
	}
	for (size_t i = 0; i < c->restores.n; i++) {
		restores[i].from = put(w, c->clitic_texts.p[c->restores.p[i].from.at]);
		restores[i].to = put(w, c->clitic_texts.p[c->restores.p[i].to.at]);
	}
	add(w, RW_S_CLITICS, clitics, sizeof *clitics, c->clitics.n);
	add(w, RW_S_RESTORES, restores, sizeof *restores, c->restores.n);
}

/* Sources of layers up to `top` are hashed in order of name, then layer: name, length and text of each. */
static void hash_sources(const rw_compiler *c, uint32_t top, char out[64]) {
	rw_sha256 h;
	rw_sha256_init(&h);
	size_t *order = RW_ARRAY(c->scratch, size_t, c->n_sources);
	for (size_t i = 0; i < c->n_sources; i++) {
		size_t k = i;
		for (; k > 0 && rw_slice_cmp(c->sources[order[k - 1]].name, c->sources[i].name) > 0; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	for (size_t i = 0; i < c->n_sources; i++) {
		const rw_source *s = &c->sources[order[i]];
		if (s->layer > top) continue;
		rw_slice head = rw_arena_printf(c->scratch, "%zu:%.*s:%zu:", s->name.n, RW_ARG(s->name), s->text.n);
		rw_sha256_add(&h, head.p, head.n);
		rw_sha256_add(&h, s->text.p, s->text.n);
	}
	char hex[65];
	rw_sha256_hex(&h, hex);
	memcpy(out, hex, 64);
}

rw_slice rw_image_write(rw_compiler *c, rw_arena *a) {
	writer w = {.c = c, .text = RW_BUF(c->a), .at = RW_MAP(c->a)};
	uint64_t total = 0;
	for (size_t i = 0; i < c->n_sources; i++) total += c->sources[i].text.n;
	if (total > UINT32_MAX / 4) return RW_NONE;
	add_sources(&w);
	add_interned(&w, &c->syms, RW_S_SYMS, RW_S_SYM_HASH, RW_SYM_SEED);
	add_interned(&w, &c->words, RW_S_WORDS, RW_S_WORD_HASH, RW_WORD_SEED);
	add_tables(&w);
	add_clitics(&w);
	add(&w, RW_S_ENTRIES, c->entries.p, sizeof *c->entries.p, c->entries.n);
	add(&w, RW_S_FORMS, c->trie_forms.p, sizeof *c->trie_forms.p, c->trie_forms.n);
	add(&w, RW_S_FEATS, c->feats.p, sizeof *c->feats.p, c->feats.n);
	add(&w, RW_S_ROOT, c->root, sizeof *c->root, c->n_root);
	add(&w, RW_S_NODES, c->nodes.p, sizeof *c->nodes.p, c->nodes.n);
	add(&w, RW_S_EDGES, c->edges.p, sizeof *c->edges.p, c->edges.n);
	add(&w, RW_S_RULES, c->rules.p, 1, c->rules.n);
	add(&w, RW_S_TEXT, w.text.p, 1, w.text.n);

	rw_image_header header = {
		.magic = {'R', 'I', 'W', 'A', 'Y', 'A', 'L', 'X'}, .version = RW_IMAGE_VERSION, .n_sections = w.n};
	uint64_t at = sizeof header + w.n * sizeof *w.section;
	for (uint32_t i = 0; i < w.n; i++) {
		at = (at + RW_IMAGE_ALIGN - 1) / RW_IMAGE_ALIGN * RW_IMAGE_ALIGN;
		w.section[i].offset = at;
		at += w.section[i].size * w.section[i].count;
	}
	if (at > UINT32_MAX) return RW_NONE;
	header.length = at;
	hash_sources(c, RW_MAX_LAYERS, header.hash);
	hash_sources(c, 0, header.base);
	char *p = rw_arena_alloc(a, at);
	memcpy(p + sizeof header, w.section, w.n * sizeof *w.section);
	for (uint32_t i = 0; i < w.n; i++)
		if (w.section[i].count) memcpy(p + w.section[i].offset, w.data[i], w.section[i].size * w.section[i].count);
	header.checksum = rw_image_checksum(header, rw_slice_of(p + sizeof header, at - sizeof header));
	memcpy(p, &header, sizeof header);
	return rw_slice_of(p, at);
}
