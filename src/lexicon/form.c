/* form.c: entries and their forms. Each row of an entry table becomes an entry; its phrases, written out or made by its class, become
 * forms: runs of words with features and with conditions on what may be joined to them.
 *
 * Forms of one row that are written alike: those that give way (yield=yes) go where another stands; of the rest those with equal
 * conditions and an equal `form` become one, and a feature in which they differ has the value `any`.
 */
#include "lexicon/compiler.h"
#include <stdio.h>
#include <stdlib.h>

/* --- clitics --------------------------------------------------------------------------------------------------- */
static rw_str clitic_text(rw_compiler *c, rw_slice s) {
	rw_vec_push(c->a, &c->clitic_texts, s);
	return (rw_str){(uint32_t)c->clitic_texts.n - 1, (uint32_t)s.n};
}

void rw_clitics_read(rw_compiler *c) {
	static const char *const slots[] = {
		"conjunction", "preposition", "future", "article", "question", "enclitic", "jussive"};
	rw_spec *t = rw_spec_of(c, "clitics");
	if (!t) return;
	uint32_t n_enclitics = 0;
	for (size_t i = 0; i < t->rows.n; i++) {
		const rw_table_row *r = &t->rows.p[i];
		if (r->dead) continue;
		rw_slice slot = rw_cell(t, r, "slot"), text = rw_cell(t, r, "text"), name = rw_cell(t, r, "name"), one;
		rw_image_clitic cl = {
			.slot = RW_SLOT_ENCLITIC, .name = rw_compiler_sym(c, name), .first_restore = (uint32_t)c->restores.n};
		for (uint32_t k = 0; k < RW_COUNT(slots); k++)
			if (rw_slice_eqz(slot, slots[k])) cl.slot = k;
		cl.bit = cl.slot == RW_SLOT_ENCLITIC ? ++n_enclitics : cl.slot == RW_SLOT_JUSSIVE ? 1 : rw_pro_bit(name);
		if (cl.bit == 0 || n_enclitics > UINT8_MAX || c->clitics.n == RW_MAX_CLITICS) {
			rw_complain_row(c, r,
				"name '%.*s': a joined particle is one of wa, fa, bi, li, ka, sa, al, a; there are at most %d clitics",
				RW_ARG(name), RW_MAX_CLITICS);
			continue;
		}
		cl.raw = clitic_text(c, text);
		cl.folded = clitic_text(c, rw_fold(c->a, text));
		if (cl.slot == RW_SLOT_ARTICLE) c->article = text;
		rw_slice restore = rw_cell(t, r, "restore");
		while (restore.n && rw_cell_next(&restore, ' ', &one)) {
			rw_slice to = one, from = rw_slice_cut(&to, ':');
			if (!to.p || from.n == 0 || to.n == 0) {
				rw_complain_row(c, r, "restore '%.*s': write FROM:TO, one space between pairs", RW_ARG(one));
				continue;
			}
			rw_image_restore pair = {clitic_text(c, rw_fold(c->a, from)), clitic_text(c, rw_fold(c->a, to))};
			rw_vec_push(c->a, &c->restores, pair);
			cl.n_restores++;
		}
		rw_vec_push(c->a, &c->clitics, cl);
		if (cl.slot == RW_SLOT_ENCLITIC) rw_know_feature(c, rw_compiler_sym(c, RW_LIT("enc")), cl.name);
	}
	rw_know_feature(c, rw_compiler_sym(c, RW_LIT("enc")), rw_compiler_sym(c, RW_LIT("none")));
	rw_know_feature(c, rw_compiler_sym(c, RW_LIT("def")), rw_compiler_sym(c, RW_LIT("yes")));
	rw_know_feature(c, rw_compiler_sym(c, RW_LIT("def")), rw_compiler_sym(c, RW_LIT("no")));
}

/* --- words of phrases -------------------------------------------------------------------------------------------- */
/* Takes the article off a word as written. Bare alef only: a word that begins with hamza has none. */
static bool part_article(const rw_compiler *c, rw_slice word, rw_slice *rest) {
	size_t i = 0, k = 0;
	while (k < c->article.n) {
		uint32_t want = rw_utf8_next(c->article, &k), u;
		do {
			if (i >= word.n) return false;
			u = rw_utf8_next(word, &i);
		} while (rw_fold_char(u).n == 0);
		if (u != want) return false;
	}
	*rest = rw_slice_of(word.p + i, word.n - i);
	uint32_t letters = 0;
	for (size_t at = 0; at < rest->n;) letters += rw_fold_char(rw_utf8_next(*rest, &at)).n != 0;
	return c->article.n > 0 && letters >= RW_MIN_STEM;
}

static uint32_t word_key(rw_compiler *c, rw_slice raw, bool part) {
	rw_slice rest = raw;
	bool article = part && part_article(c, raw, &rest);
	rw_slice key = rw_fold(c->scratch, article ? rest : raw);
	return key.n ? rw_intern(&c->words, key) * 2 + article : 0;
}

uint32_t rw_compiler_word(rw_compiler *c, rw_slice raw, bool *needs_article) {
	uint32_t key = word_key(c, raw, needs_article != NULL);
	if (key == 0) key = rw_intern(&c->words, raw) * 2; /* only marks: never matches */
	if (needs_article) *needs_article = key & 1;
	return key / 2;
}

/* Whether spaces alone part the phrase into the tokens that a text would have: Arabic letters and nothing else. */
static bool is_plain(rw_slice phrase) {
	for (size_t i = 0; i < phrase.n;) {
		uint32_t u = rw_utf8_next(phrase, &i);
		if (u == ' ') continue;
		rw_folded f = rw_fold_char(u);
		if (f.class_ != RW_CLASS_LETTER || !f.arabic) return false;
	}
	return true;
}

/* The bit of a phrase's last word that is a preposition or article alone ("belonging to-"). Not after a lone letter: that is an
 * abbreviation. */
static uint8_t bare_clitic(const rw_compiler *c, rw_slice before, rw_slice word) {
	size_t i = 0;
	if (before.n) (void)rw_utf8_next(before, &i);
	if (i == before.n) return 0;
	for (size_t k = 0; k < c->clitics.n; k++) {
		const rw_image_clitic *cl = &c->clitics.p[k];
		if ((cl->slot == RW_SLOT_PREPOSITION || cl->slot == RW_SLOT_ARTICLE) &&
			rw_slice_eq(c->clitic_texts.p[cl->raw.at], word))
			return (uint8_t)cl->bit;
	}
	return 0;
}

uint32_t rw_phrase_keys(
	rw_compiler *c, const rw_table_row *r, rw_slice phrase, bool part, uint32_t keys[RW_MAX_PHRASE], uint8_t *next) {
	uint32_t n = 0;
	*next = 0;
	if (is_plain(phrase)) {
		rw_slice rest = phrase, word, before = RW_NONE;
		for (; rw_cell_next(&rest, ' ', &word); before = word) {
			if (n > 0 && !rest.p && (*next = bare_clitic(c, before, word)) != 0) break;
			if (n == RW_MAX_PHRASE) goto too_long;
			keys[n] = word_key(c, word, part || n > 0);
			n += keys[n] != 0;
		}
		return n;
	}
	rw_tokens t;
	rw_tokenize(c->scratch, phrase, &t);
	for (uint32_t i = 0; i < t.n; i++) {
		rw_slice word = rw_tokens_text(&t, i, i + 1);
		if (i > 0 && i + 1 == t.n && t.tok[i].space_before &&
			(*next = bare_clitic(c, rw_tokens_text(&t, i - 1, i), word)) != 0)
			break;
		if (n == RW_MAX_PHRASE) goto too_long;
		rw_slice rest;
		bool article = t.tok[i].kind == RW_TOKEN_WORD && (part || n > 0) && part_article(c, word, &rest);
		keys[n] = article ? word_key(c, word, true) : rw_intern(&c->words, t.tok[i].key) * 2;
		n += keys[n] != 0;
	}
	if (n == 0 && r) rw_complain_row(c, r, "'%.*s' holds no word", RW_ARG(phrase));
	return n;
too_long:
	if (r) rw_complain_row(c, r, "'%.*s' has more than %d words: shorten it", RW_ARG(phrase), RW_MAX_PHRASE);
	return 0;
}

/* --- forms of one row ---------------------------------------------------------------------------------------------- */
typedef struct one_form {
	uint32_t keys[RW_MAX_PHRASE];
	uint32_t n_keys, order;
	uint8_t next, head, tail;
	bool gone;
	rw_feat_list feats;
} one_form;

typedef struct row_forms {
	const rw_table_row *row;
	const rw_feat_list *own; /* the row's features */
	bool part;
	RW_VEC(one_form) v;
} row_forms;

/* How a phrase's first or last letter is written, where it is an alef. */
static uint8_t alef_of(rw_slice phrase, bool last) {
	uint32_t found = 0;
	for (size_t i = 0; i < phrase.n && (last || found == 0);) {
		uint32_t u = rw_utf8_next(phrase, &i);
		if (rw_fold_char(u).n) found = u;
	}
	return rw_alef_class(found);
}

static void add_form(rw_compiler *c, void *ctx, rw_slice phrase, const rw_feat_list *feats) {
	row_forms *f = ctx;
	if (f->v.n >= RW_MAX_FORMS_OF_ROW) return;
	one_form form = {.order = (uint32_t)f->v.n, .feats = *f->own};
	form.n_keys = rw_phrase_keys(c, f->row, phrase, f->part, form.keys, &form.next);
	if (form.n_keys == 0) return;
	rw_demand *d = &form.feats.demand;
	const rw_demand *o = &feats->demand;
	/* The row's own word goes before its class's. */
	for (uint32_t i = 0; i < feats->n; i++) rw_feats_put(c, f->row, feats->f[i].key, feats->f[i].value, &form.feats);
	if (d->def == RW_ANY) d->def = o->def;
	if (d->enc == RW_ANY) d->enc = o->enc;
	if (!d->has_pro && o->has_pro) {
		d->pro = o->pro;
		d->has_pro = true;
	}
	d->yield |= o->yield;
	d->jussive |= o->jussive;
	form.head = alef_of(phrase, false);
	form.tail = alef_of(phrase, true);
	rw_vec_push(c->scratch, &f->v, form);
}

static int compare_keys(const uint32_t *a, uint32_t na, const uint32_t *b, uint32_t nb) {
	for (uint32_t i = 0; i < na && i < nb; i++)
		if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
	return na < nb ? -1 : na > nb;
}

static int by_letters(const void *pa, const void *pb) {
	const one_form *a = pa, *b = pb;
	int k = compare_keys(a->keys, a->n_keys, b->keys, b->n_keys);
	if (k) return k;
	if (a->next != b->next) return a->next < b->next ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

static int by_order(const void *pa, const void *pb) {
	const one_form *a = pa, *b = pb;
	return a->order < b->order ? -1 : a->order > b->order;
}

static rw_sym feat_of(const rw_feat_list *l, rw_sym key) {
	for (uint32_t i = 0; i < l->n; i++)
		if (l->f[i].key == key) return l->f[i].value;
	return 0;
}

/* Joins b into a where both say the same but for features that then are `any`; false where they must stay apart. */
static bool join(rw_compiler *c, one_form *a, const one_form *b, rw_sym sym_form, rw_sym sym_any) {
	const rw_demand *da = &a->feats.demand, *db = &b->feats.demand;
	if (da->has_pro != db->has_pro || da->pro != db->pro || da->def != db->def || da->enc != db->enc ||
		da->jussive != db->jussive)
		return false;
	if (feat_of(&a->feats, sym_form) != feat_of(&b->feats, sym_form)) return false;
	rw_feat_list out = {.demand = *da};
	for (uint32_t i = 0; i < a->feats.n; i++) {
		rw_feat f = a->feats.f[i];
		rw_sym other = feat_of(&b->feats, f.key);
		if (other == 0) continue;
		if (other != f.value) {
			f.value = sym_any;
			rw_know_feature(c, f.key, sym_any);
		}
		out.f[out.n++] = f;
	}
	a->feats = out;
	if (a->head != b->head) a->head = RW_ALEF_OTHER;
	if (a->tail != b->tail) a->tail = RW_ALEF_OTHER;
	return true;
}

static void merge_alike(rw_compiler *c, one_form *f, size_t n, rw_sym sym_form, rw_sym sym_any) {
	/* What gives way to a form that carries no pronoun stays where a pronoun is joined ("their two wounded"). */
	bool firm = false, firm_with_pronoun = false;
	for (size_t i = 0; i < n; i++) {
		const rw_demand *d = &f[i].feats.demand;
		if (d->yield || d->jussive) continue; /* what stands behind "not" alone leaves the rest to others */
		firm = true;
		firm_with_pronoun |= d->enc != RW_NO;
	}
	for (size_t i = 0; i < n; i++) {
		rw_demand *d = &f[i].feats.demand;
		if (firm && d->yield) {
			f[i].gone = firm_with_pronoun || d->enc == RW_NO;
			d->enc = RW_YES;
		}
		for (size_t k = 0; k < i && !f[i].gone; k++)
			if (!f[k].gone && join(c, &f[k], &f[i], sym_form, sym_any)) f[i].gone = true;
	}
}

/* A list of features in the pool of all lists; equal lists are kept once. Sorted by key, so that order says nothing. */
static uint32_t pool_feats(rw_compiler *c, const rw_feat_list *l) {
	rw_feat sorted[RW_MAX_FORM_FEATS];
	uint32_t n = 0;
	for (uint32_t i = 0; i < l->n; i++) {
		uint32_t k = n++;
		for (; k > 0 && sorted[k - 1].key > l->f[i].key; k--) sorted[k] = sorted[k - 1];
		sorted[k] = l->f[i];
	}
	if (n == 0) return 0;
	rw_slice bytes = rw_slice_of((const char *)sorted, n * sizeof *sorted);
	uint32_t at = rw_map_get(&c->feats_known, bytes);
	if (at != UINT32_MAX) return at;
	bool fresh;
	at = (uint32_t)c->feats.n;
	*rw_map_put(&c->feats_known, rw_arena_copy(c->a, bytes), &fresh) = at;
	for (uint32_t i = 0; i < n; i++) rw_vec_push(c->a, &c->feats, sorted[i]);
	return at;
}

/* Forms that ask for nothing else may carry every particle but that of the future, which only verbs carry. */
static uint8_t allowed_pro(const rw_demand *d) {
	return d->has_pro ? (uint8_t)(d->pro | RW_PRO_AL) : (uint8_t)~RW_PRO_SA;
}

static void keep_forms(rw_compiler *c, row_forms *f, uint32_t entry) {
	rw_sym sym_form = rw_compiler_sym(c, RW_LIT("form")), sym_any = rw_compiler_sym(c, RW_LIT("any"));
	rw_sym past = rw_compiler_sym(c, RW_LIT("past")), present = rw_compiler_sym(c, RW_LIT("present"));
	/* What happens to its subject has no object that a pronoun could be. */
	bool no_object = f->own->demand.no_object ||
		feat_of(f->own, rw_compiler_sym(c, RW_LIT("args"))) == rw_compiler_sym(c, RW_LIT("subject"));
	one_form *v = f->v.p;
	size_t n = f->v.n;
	if (n > 1) qsort(v, n, sizeof *v, by_letters);
	for (size_t i = 0; i < n;) {
		size_t k = i + 1;
		while (k < n && v[k].next == v[i].next && compare_keys(v[i].keys, v[i].n_keys, v[k].keys, v[k].n_keys) == 0)
			k++;
		merge_alike(c, v + i, k - i, sym_form, sym_any);
		i = k;
	}
	if (n > 1) qsort(v, n, sizeof *v, by_order);
	for (size_t i = 0; i < n; i++) {
		if (v[i].gone) continue;
		rw_demand *d = &v[i].feats.demand;
		rw_sym form_value = feat_of(&v[i].feats, sym_form);
		bool finite = form_value == past || form_value == present;
		if (finite && no_object && v[i].n_keys == 1) {
			if (d->enc == RW_YES) continue;
			d->enc = RW_NO;
		}
		uint32_t *keys = RW_ARRAY(c->a, uint32_t, v[i].n_keys);
		memcpy(keys, v[i].keys, v[i].n_keys * sizeof *keys);
		rw_image_form form = {.entry = entry,
			.feats = pool_feats(c, &v[i].feats),
			.n_feats = (uint8_t)v[i].feats.n,
			.pro = allowed_pro(d),
			.def = d->def,
			.enc = d->enc,
			.next = v[i].next,
			.head = v[i].head,
			.tail = v[i].tail,
			.verb = (uint8_t)((finite ? RW_VERB_FINITE : 0) | (d->jussive ? RW_VERB_SHORT : 0))};
		rw_vec_push(c->a, &c->forms, (rw_compiled_form){keys, v[i].n_keys, form});
		c->entries.p[entry].n_forms++;
	}
}

/* --- entries ------------------------------------------------------------------------------------------------------- */
static void know_entry(rw_compiler *c, rw_sym kind, rw_sym id) {
	char name[48];
	bool fresh;
	int n = snprintf(name, sizeof name, "k %u", kind);
	if (rw_map_get(&c->known, rw_slice_of(name, (size_t)n)) == UINT32_MAX)
		*rw_map_put(&c->known, rw_arena_copy(c->a, rw_slice_of(name, (size_t)n)), &fresh) = 1;
	if (id == 0) return;
	n = snprintf(name, sizeof name, "i %u %u", kind, id);
	if (rw_map_get(&c->known, rw_slice_of(name, (size_t)n)) == UINT32_MAX)
		*rw_map_put(&c->known, rw_arena_copy(c->a, rw_slice_of(name, (size_t)n)), &fresh) = 1;
}

/* The entry's id: column id, or else the first key column where it refers to another table's row. */
static rw_slice entry_id(const rw_spec *t, const rw_table_row *r) {
	uint32_t i = rw_column_of(t, RW_LIT("id"));
	if (i != UINT32_MAX) return r->cells[i];
	if (t->n_key && t->columns[t->key[0]].type == RW_CELL_REF) return r->cells[t->key[0]];
	return RW_NONE;
}

static bool is_short(rw_slice phrase) {
	uint32_t letters = 0;
	for (size_t i = 0; i < phrase.n;) {
		uint32_t u = rw_utf8_next(phrase, &i);
		if (u == ' ') return false;
		letters += rw_fold_char(u).n != 0;
	}
	return letters <= 2;
}

static void read_entry(rw_compiler *c, const rw_spec *t, const rw_table_row *r, uint32_t row) {
	rw_slice kind = t->kind.p ? t->kind : rw_cell(t, r, "kind"), id = entry_id(t, r);
	if (kind.n == 0) return; /* complained about as an empty cell */
	rw_image_entry e = {.row = row, .kind = rw_compiler_sym(c, kind), .id = id.n ? rw_compiler_sym(c, id) : 0};
	know_entry(c, e.kind, e.id);
	rw_feat_list own = {0};
	for (uint32_t i = 0; i < t->n_columns; i++) {
		const rw_column *col = &t->columns[i];
		rw_slice v = r->cells[i];
		if (v.n == 0) continue;
		if (col->type == RW_CELL_FEATS)
			rw_feats_add(c, r, v, &own);
		else if (col->feat)
			rw_feats_put(c, r, rw_compiler_sym(c, col->name), rw_compiler_sym(c, v), &own);
	}
	e.feats = pool_feats(c, &own);
	e.n_feats = own.n;
	uint32_t entry = (uint32_t)c->entries.n;
	rw_vec_push(c->a, &c->entries, e);

	row_forms forms = {.row = r, .own = &own};
	for (uint32_t i = 0; i < t->n_columns; i++) {
		const rw_column *col = &t->columns[i];
		rw_slice v = r->cells[i], one;
		if (col->type == RW_CELL_FORMS) {
			forms.part = own.demand.def != RW_NO;
			while (v.n && rw_cell_next(&v, '|', &one)) {
				if (one.n == 0) continue;
				/* Words of two letters are particles, which take no article: "in", "of", "that". */
				rw_feat_list none = {.demand = {.def = is_short(one) ? RW_NO : RW_ANY}};
				add_form(c, &forms, one, &none);
			}
		} else if (col->type == RW_CELL_CLASS) {
			/* A stem is written without the article; alef and lam at its head are its own (the eighth verb form of lam-verbs). */
			forms.part = false;
			const rw_class_of_words *cl = rw_paradigm_of(c, v);
			for (uint32_t k = 0; cl && !cl->part && k < cl->n_patterns; k++)
				rw_pattern_expand(c, t, r, cl->patterns[k], add_form, &forms);
		}
	}
	if (forms.v.n >= RW_MAX_FORMS_OF_ROW)
		rw_complain_row(c, r, "more than %d forms: part the row in two", RW_MAX_FORMS_OF_ROW);
	keep_forms(c, &forms, entry);
}

void rw_entries_read(rw_compiler *c) {
	uint32_t row = 1;
	for (size_t i = 0; i < c->specs.n; i++) {
		rw_spec *t = c->specs.p[i];
		t->first_row = row;
		for (size_t k = 0; k < t->rows.n; k++) {
			if (t->rows.p[k].dead) continue;
			if (t->entry) {
				rw_mark m = rw_arena_mark(c->scratch);
				read_entry(c, t, &t->rows.p[k], row);
				rw_arena_reset(c->scratch, m);
			}
			row++;
		}
	}
}
