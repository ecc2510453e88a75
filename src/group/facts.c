/* facts.c: rows of the lexicon as numbers. */
#include "group/facts.h"
#include "text/text.h"
#include <stdlib.h>

double rw_policy(const rw_facts *f, const char *key, double otherwise) {
	rw_row row = rw_row_find(f->lx, "policy", rw_slice_z(key));
	double v;
	return row && rw_row_number(f->lx, row, "value", &v) ? v : otherwise;
}

/* policy rows "<what>.<predicate>" mark predicates; a value of 0 unmarks. */
static bool marked(const rw_facts *f, const char *what, rw_slice id) {
	char key[128];
	size_t n = strlen(what);
	if (n + 1 + id.n >= sizeof key) return false;
	memcpy(key, what, n);
	key[n] = '.';
	memcpy(key + n + 1, id.p, id.n);
	key[n + 1 + id.n] = 0;
	return rw_policy(f, key, 0) > 0;
}

static rw_nature nature_of(rw_slice word) {
	if (rw_slice_eqz(word, "toll")) return RW_NATURE_TOLL;
	if (rw_slice_eqz(word, "stock")) return RW_NATURE_STOCK;
	if (rw_slice_eqz(word, "state")) return RW_NATURE_STATE;
	if (rw_slice_eqz(word, "speech")) return RW_NATURE_SPEECH;
	return RW_NATURE_ACT;
}

uint32_t rw_predicate_of(rw_facts *f, rw_slice id) {
	if (!id.n) return RW_NO;
	uint32_t at = rw_map_get(&f->predicate_of, id);
	if (at != UINT32_MAX) return at;
	if (f->predicates.n >= RW_MAX_PREDICATES) return RW_NO;
	rw_row row = rw_row_find(f->lx, "predicates", id);
	id = row ? rw_row_get(f->lx, row, "id") : rw_arena_copy(f->a, id);
	rw_predicate p = {.id = id, .family = id, .rank = 1000, .name = RW_BOTH(id)};
	if (row) {
		rw_slice family = rw_row_get(f->lx, row, "family");
		if (family.n) p.family = family;
		p.unit = rw_row_get(f->lx, row, "unit");
		p.nature = nature_of(rw_row_get(f->lx, row, "nature"));
		if (!rw_row_number(f->lx, row, "rank", &p.rank)) p.rank = 1000;
		p.name = (riwaya_bilingual){rw_row_get(f->lx, row, "ar"), rw_row_get(f->lx, row, "en")};
	}
	p.general = marked(f, "general", id);
	p.assault = marked(f, "assault", id);
	p.sudden = marked(f, "sudden", id);
	p.repeats = marked(f, "repeats", id);
	p.by_hand = marked(f, "by_hand", id);
	p.kind = (uint32_t)f->predicates.n;
	for (uint32_t i = 0; i < f->predicates.n && p.kind == f->predicates.n; i++)
		if (rw_slice_eq(f->predicates.p[i].family, p.family)) p.kind = i;
	bool fresh;
	*rw_map_put(&f->predicate_of, id, &fresh) = (uint32_t)f->predicates.n;
	rw_vec_push(f->a, &f->predicates, p);
	return (uint32_t)f->predicates.n - 1;
}

static bool one_of(rw_slice word, const char *const *list, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (rw_slice_eqz(word, list[i])) return true;
	return false;
}

/* A word without the definite article. Three letters of two bytes must be left: shorter words only look as if they had it. */
static rw_slice without_article(const rw_facts *f, rw_slice word) {
	for (size_t j = 0; j < f->articles.n; j++) {
		rw_slice article = f->articles.p[j];
		if (rw_slice_starts(word, article) && word.n >= article.n + 6)
			return rw_slice_of(word.p + article.n, word.n - article.n);
	}
	return word;
}

static rw_level level_of(rw_slice type) {
	static const char *const country[] = {"country", "state"};
	static const char *const region[] = {"governorate", "province", "region", "desert", "sea", "river", "territory"};
	static const char *const district[] = {"district", "subdistrict", "countryside"};
	static const char *const town[] = {"city", "town", "village", "camp", "island"};
	if (one_of(type, country, RW_COUNT(country))) return RW_LEVEL_COUNTRY;
	if (one_of(type, region, RW_COUNT(region))) return RW_LEVEL_REGION;
	if (one_of(type, district, RW_COUNT(district))) return RW_LEVEL_DISTRICT;
	if (one_of(type, town, RW_COUNT(town))) return RW_LEVEL_TOWN;
	return RW_LEVEL_SPOT;
}

/* Makes the site of an id and of all that contains it, the widest first. */
static uint32_t site_of_id(rw_facts *f, rw_slice id, rw_slice text) {
	rw_slice chain[RW_MAX_WITHIN];
	size_t n = 0;
	uint32_t parent = RW_NO;
	for (rw_slice at = id; at.n && n < RW_MAX_WITHIN;) {
		parent = rw_map_get(&f->site_of, at);
		if (parent != UINT32_MAX) break;
		rw_row row = rw_row_find(f->lx, "places", at);
		chain[n++] = row ? rw_row_get(f->lx, row, "id") : rw_arena_copy(f->a, at);
		at = row ? rw_row_get(f->lx, row, "within") : RW_NONE;
	}
	while (n) {
		rw_slice at = chain[--n];
		bool fresh;
		uint32_t *slot = rw_map_put(&f->site_of, at, &fresh);
		if (!fresh) { /* a row within itself */
			parent = *slot;
			continue;
		}
		rw_site s = {.id = at, .key = at, .parent = parent, .level = RW_LEVEL_SPOT};
		s.row = rw_row_find(f->lx, "places", at);
		if (s.row) {
			s.level = level_of(rw_row_get(f->lx, s.row, "type"));
			s.has_position = rw_row_number(f->lx, s.row, "lat", &s.lat) && rw_row_number(f->lx, s.row, "lon", &s.lon);
		} else if (!n && text.n)
			s.text = rw_arena_copy(f->a, text);
		*slot = (uint32_t)f->sites.n;
		parent = *slot;
		rw_vec_push(f->a, &f->sites, s);
	}
	return parent;
}

/* Folded, with articles off each word: cheaper than rw_name_key, for whole tables. */
static rw_slice plain_key(const rw_facts *f, rw_slice text) {
	rw_slice rest = rw_fold(f->a, rw_slice_trim(text));
	rw_buf b = RW_BUF(f->a);
	while (rest.p) {
		rw_slice word = rw_slice_cut(&rest, ' ');
		if (!word.n) continue;
		if (b.n) rw_buf_byte(&b, ' ');
		rw_buf_slice(&b, without_article(f, word));
	}
	return rw_buf_view(&b);
}

static void add_noun(rw_facts *f, rw_place_names *names, rw_slice forms, rw_slice id) {
	while (forms.p) {
		rw_slice key = plain_key(f, rw_slice_cut(&forms, '|'));
		bool fresh;
		uint32_t *at = key.n ? rw_map_put(&names->nouns, key, &fresh) : NULL;
		if (!at || !fresh) continue;
		*at = (uint32_t)names->noun_ids.n;
		rw_vec_push(f->a, &names->noun_ids, id);
	}
}

static const rw_place_names *read_names(rw_facts *f) {
	rw_place_names *names = RW_NEW(f->a, rw_place_names);
	names->named = RW_MAP(f->a);
	names->nouns = RW_MAP(f->a);
	uint32_t n;
	rw_row row = rw_table_rows(f->lx, "places", &n);
	for (uint32_t i = 0; i < n; i++, row++) {
		rw_slice forms = rw_row_get(f->lx, row, "forms");
		while (forms.p) {
			rw_slice name = plain_key(f, rw_slice_cut(&forms, '|'));
			bool fresh;
			uint32_t *at = rw_map_put(&names->named, name, &fresh);
			if (fresh)
				*at = row;
			else if (*at != row)
				*at = 0;
		}
	}
	row = rw_table_rows(f->lx, "nouns", &n);
	for (uint32_t i = 0; i < n; i++, row++) {
		if (!rw_slice_eqz(rw_row_get(f->lx, row, "kind"), "placenoun")) continue;
		add_noun(f, names, rw_row_get(f->lx, row, "sg"), rw_row_get(f->lx, row, "id"));
		add_noun(f, names, rw_row_get(f->lx, row, "pl"), rw_row_get(f->lx, row, "id"));
	}
	row = rw_table_rows(f->lx, "words", &n);
	for (uint32_t i = 0; i < n; i++, row++) {
		if (!rw_slice_eqz(rw_row_get(f->lx, row, "kind"), "placenoun")) continue;
		bool near = rw_slice_find(rw_row_get(f->lx, row, "feats"), RW_LIT("prefix=yes"), 0) != SIZE_MAX;
		add_noun(f, names, rw_row_get(f->lx, row, "forms"), near ? RW_LIT("") : rw_row_get(f->lx, row, "id"));
	}
	return names;
}

const rw_place_names *rw_place_names_of(const rw_lexicon *lx, rw_arena *a) {
	rw_facts f;
	rw_facts_init(&f, lx, a);
	return read_names(&f);
}

/* A key of words has a blank first, which keeps it apart from ids. */
static uint32_t site_of_key(rw_facts *f, rw_slice key, rw_slice text, uint32_t parent) {
	bool fresh;
	uint32_t *slot = rw_map_put(&f->site_of, key, &fresh);
	if (!fresh) return *slot;
	uint32_t made = *slot = (uint32_t)f->sites.n;
	rw_slice words = rw_slice_of(key.p + 1, key.n - 1);
	rw_site s = {.key = key, .text = rw_arena_copy(f->a, text), .words = words, .parent = parent, .level = RW_LEVEL_SPOT};
	rw_vec_push(f->a, &f->sites, s);
	return made;
}

/* Takes one noun of places off the front of *key; its id, absent where there is none. */
static rw_slice take_noun(const rw_facts *f, rw_slice *key) {
	for (int words = 2; words > 0; words--) {
		size_t end = 0;
		int left = words;
		while (end < key->n && !(key->p[end] == ' ' && --left == 0)) end++;
		if (left > 1 && end == key->n) continue; /* fewer words than that */
		uint32_t at = rw_map_get(&f->names->nouns, rw_slice_of(key->p, end));
		if (at == UINT32_MAX) continue;
		*key = rw_slice_trim(rw_slice_of(key->p + end, key->n - end));
		return f->names->noun_ids.p[at];
	}
	return RW_NONE;
}

static uint32_t site_of_words(rw_facts *f, rw_slice text) {
	if (!f->names) f->names = read_names(f);
	rw_slice key = rw_name_key(f, f->a, text);
	if (!key.n) return RW_NO;
	rw_row row = rw_map_get(&f->names->named, key);
	if (row && row != UINT32_MAX) return rw_site_of(f, rw_row_get(f->lx, row, "id"), text);
	rw_slice name = key, noun = RW_NONE;
	for (int i = 0; i < 3 && name.n; i++) {
		rw_slice id = take_noun(f, &name);
		if (!id.p) break;
		if (id.n && !noun.n) noun = id; /* the first noun says what it is: the prison of the city of X */
		row = rw_map_get(&f->names->named, name);
		if (row && row != UINT32_MAX) break;
	}
	if (!name.n || name.n == key.n) return site_of_key(f, rw_arena_printf(f->a, " " RW_FMT, RW_ARG(key)), text, RW_NO);
	uint32_t of;
	if (row && row != UINT32_MAX)
		of = rw_site_of(f, rw_row_get(f->lx, row, "id"), RW_NONE);
	else
		of = site_of_key(f, rw_arena_printf(f->a, " " RW_FMT, RW_ARG(name)), name, RW_NO);
	if (!noun.n || level_of(noun) <= RW_LEVEL_TOWN) return of;
	return site_of_key(f, rw_arena_printf(f->a, " " RW_FMT " " RW_FMT, RW_ARG(noun), RW_ARG(name)), text, of);
}

uint32_t rw_site_of(rw_facts *f, rw_slice id, rw_slice text) {
	if (!id.n) return text.n ? site_of_words(f, text) : RW_NO;
	uint32_t at = rw_map_get(&f->site_of, id);
	return at != UINT32_MAX ? at : site_of_id(f, id, text);
}

uint32_t rw_site_again(rw_facts *f, rw_slice key, rw_slice text, uint32_t parent) {
	if (!rw_slice_starts(key, RW_LIT(" "))) return rw_site_of(f, key, text);
	uint32_t at = rw_map_get(&f->site_of, key);
	return at != UINT32_MAX ? at : site_of_key(f, rw_arena_copy(f->a, key), text, parent);
}

bool rw_site_within(const rw_facts *f, uint32_t a, uint32_t b) {
	if (b == RW_NO) return false;
	for (int step = 0; a != RW_NO && step <= RW_MAX_WITHIN; step++) {
		if (a == b) return true;
		a = f->sites.p[a].parent;
	}
	return false;
}

bool rw_site_nested(const rw_facts *f, uint32_t a, uint32_t b) {
	return rw_site_within(f, a, b) || rw_site_within(f, b, a);
}

static bool has_word(rw_slice words, rw_slice word) {
	while (words.p)
		if (rw_slice_eq(rw_slice_cut(&words, ' '), word)) return true;
	return false;
}

static bool words_within(rw_slice a, rw_slice b) {
	size_t n = 0;
	for (; a.p; n++)
		if (!has_word(b, rw_slice_cut(&a, ' '))) return false;
	return n >= 2;
}

bool rw_site_same_words(const rw_facts *f, uint32_t a, uint32_t b) {
	if (a == RW_NO || b == RW_NO || f->sites.p[a].id.n || f->sites.p[b].id.n) return false;
	rw_slice x = f->sites.p[a].words, y = f->sites.p[b].words;
	return x.n && y.n && (words_within(x, y) || words_within(y, x));
}

uint32_t rw_site_town(const rw_facts *f, uint32_t s) {
	if (s == RW_NO || (!f->sites.p[s].id.n && f->sites.p[s].parent == RW_NO && f->sites.p[s].level > RW_LEVEL_TOWN))
		return RW_NO;
	uint32_t best = s;
	for (int step = 0; s != RW_NO && step <= RW_MAX_WITHIN; step++) {
		rw_level level = f->sites.p[s].level;
		/* a name that no table has may be a place alone or what others lie in: only for those is it a town */
		if (!f->sites.p[s].id.n && f->sites.p[s].parent == RW_NO) return s;
		if (level == RW_LEVEL_TOWN) {
			/* a village of a district is its own town; a camp inside a city belongs to the city */
			uint32_t parent = f->sites.p[s].parent;
			if (parent != RW_NO && f->sites.p[parent].level == RW_LEVEL_TOWN) {
				s = parent;
				continue;
			}
			return s;
		}
		if (level < RW_LEVEL_TOWN) return best == s ? s : (f->sites.p[best].level == RW_LEVEL_SPOT ? s : best);
		s = f->sites.p[s].parent;
	}
	return best;
}

uint32_t rw_site_region(const rw_facts *f, uint32_t s) {
	uint32_t best = RW_NO;
	for (int step = 0; s != RW_NO && step <= RW_MAX_WITHIN; step++) {
		if (f->sites.p[s].level == RW_LEVEL_REGION) best = s;
		if (f->sites.p[s].level == RW_LEVEL_COUNTRY && best == RW_NO) best = s;
		s = f->sites.p[s].parent;
	}
	return best;
}

static bool ends_in(rw_slice forms, rw_slice name) {
	while (forms.p) {
		rw_slice form = rw_slice_cut(&forms, '|');
		if (form.n > name.n && form.p[form.n - name.n - 1] == ' ' && !memcmp(form.p + form.n - name.n, name.p, name.n))
			return true;
	}
	return false;
}

bool rw_site_names_around(const rw_facts *f, uint32_t town, uint32_t s) {
	if (town == RW_NO || !f->sites.p[town].row || f->sites.p[town].level != RW_LEVEL_TOWN) return false;
	rw_slice forms = rw_row_get(f->lx, f->sites.p[town].row, "forms"), name = rw_slice_cut(&forms, '|');
	for (int step = 0; s != RW_NO && step <= RW_MAX_WITHIN; step++, s = f->sites.p[s].parent) {
		rw_level level = f->sites.p[s].level;
		if (f->sites.p[s].row && (level == RW_LEVEL_REGION || level == RW_LEVEL_DISTRICT) &&
			ends_in(rw_row_get(f->lx, f->sites.p[s].row, "forms"), name))
			return true;
	}
	return false;
}

bool rw_site_is(const rw_facts *f, uint32_t s, const char *type) {
	const rw_site *x = &f->sites.p[s];
	if (x->row) return rw_slice_eqz(rw_row_get(f->lx, x->row, "type"), type);
	rw_slice key = x->key, first;
	if (!key.n || key.p[0] != ' ') return false;
	key = rw_slice_of(key.p + 1, key.n - 1);
	first = rw_slice_cut(&key, ' ');
	return rw_slice_eqz(first, type);
}

static bool row_within(const rw_facts *f, const char *table, rw_slice a, rw_slice b) {
	if (!a.n || !b.n) return false;
	for (int step = 0; a.n && step <= RW_MAX_WITHIN; step++) {
		if (rw_slice_eq(a, b)) return true;
		rw_row row = rw_row_find(f->lx, table, a);
		a = row ? rw_row_get(f->lx, row, "within") : RW_NONE;
	}
	return false;
}

bool rw_actor_within(const rw_facts *f, rw_slice a, rw_slice b) { return row_within(f, "actors", a, b); }

bool rw_actor_related(const rw_facts *f, rw_slice a, rw_slice b) {
	if (!a.n || !b.n) return false;
	if (rw_actor_within(f, a, b) || rw_actor_within(f, b, a)) return true;
	rw_row ra = rw_row_find(f->lx, "actors", a), rb = rw_row_find(f->lx, "actors", b);
	bool ca = ra && rw_slice_eqz(rw_row_get(f->lx, ra, "type"), "coalition");
	bool cb = rb && rw_slice_eqz(rw_row_get(f->lx, rb, "type"), "coalition");
	if (ca == cb) return false;
	rw_slice other = rw_row_get(f->lx, ca ? rb : ra, "type");
	return rw_slice_eqz(other, "state") || rw_slice_eqz(other, "army");
}

uint32_t rw_party_of(rw_facts *f, rw_slice id) {
	if (!id.n) return RW_NO;
	uint32_t at = rw_map_get(&f->party_of, id);
	if (at != UINT32_MAX) return at;
	rw_slice chain[RW_MAX_WITHIN];
	size_t n = 0;
	uint32_t up = RW_NO;
	while (id.n && n < RW_MAX_WITHIN) {
		up = rw_map_get(&f->party_of, id);
		if (up != UINT32_MAX) break;
		rw_row row = rw_row_find(f->lx, "actors", id);
		chain[n++] = row ? rw_row_get(f->lx, row, "id") : rw_arena_copy(f->a, id);
		id = row ? rw_row_get(f->lx, row, "within") : RW_NONE;
	}
	while (n) {
		bool fresh;
		uint32_t *slot = rw_map_put(&f->party_of, chain[--n], &fresh);
		if (fresh) {
			rw_party p = {.id = chain[n], .within = up};
			rw_row row = rw_row_find(f->lx, "actors", p.id);
			rw_slice type = row ? rw_row_get(f->lx, row, "type") : RW_NONE;
			p.coalition = rw_slice_eqz(type, "coalition");
			p.stately = rw_slice_eqz(type, "state") || rw_slice_eqz(type, "army");
			*slot = (uint32_t)f->parties.n;
			rw_vec_push(f->a, &f->parties, p);
		} /* else a row within itself */
		up = *slot;
	}
	return up;
}

const uint32_t *rw_parties_by_id(const rw_facts *f, rw_arena *a, const uint32_t *parties, size_t n) {
	uint32_t *out = RW_ARRAY(a, uint32_t, n);
	for (size_t i = 0; i < n; i++) {
		size_t at = i;
		while (at && rw_slice_cmp(f->parties.p[out[at - 1]].id, f->parties.p[parties[i]].id) > 0) at--;
		memmove(out + at + 1, out + at, (i - at) * sizeof *out);
		out[at] = parties[i];
	}
	return out;
}

static bool party_within(const rw_facts *f, uint32_t a, uint32_t b) {
	for (int step = 0; a != RW_NO && step <= RW_MAX_WITHIN; step++) {
		if (a == b) return true;
		a = f->parties.p[a].within;
	}
	return false;
}

bool rw_parties_related(const rw_facts *f, uint32_t a, uint32_t b) {
	if (a == RW_NO || b == RW_NO) return false;
	if (party_within(f, a, b) || party_within(f, b, a)) return true;
	const rw_party *x = &f->parties.p[a], *y = &f->parties.p[b];
	return (x->coalition && y->stately) || (y->coalition && x->stately);
}

bool rw_role_within(const rw_facts *f, rw_slice a, rw_slice b) { return row_within(f, "roles", a, b); }

bool rw_role_circumstance(const rw_facts *f, rw_slice role) { return rw_role_within(f, role, RW_LIT("circumstance")); }

rw_slice rw_role_top(const rw_facts *f, rw_slice role) {
	for (int step = 0; role.n && step <= RW_MAX_WITHIN; step++) {
		rw_row row = rw_row_find(f->lx, "roles", role);
		rw_slice up = row ? rw_row_get(f->lx, row, "within") : RW_NONE;
		if (!up.n || rw_slice_eqz(up, "circumstance")) break;
		role = up;
	}
	return role;
}

rw_slice rw_name_key(const rw_facts *f, rw_arena *a, rw_slice name) {
	if (!name.n) return RW_NONE;
	rw_tokens t;
	rw_tokenize(a, name, &t);
	rw_buf b = RW_BUF(a);
	for (uint32_t i = 0; i < t.n; i++) {
		rw_token *tok = &t.tok[i];
		if (tok->kind == RW_TOKEN_PUNCT || tok->kind == RW_TOKEN_SYMBOL) continue;
		rw_slice key = without_article(f, tok->key);
		if (b.n) rw_buf_byte(&b, ' ');
		rw_buf_slice(&b, key);
	}
	return rw_buf_view(&b);
}

static int by_id(const void *pa, const void *pb) { return rw_slice_cmp(*(const rw_slice *)pa, *(const rw_slice *)pb); }

void rw_facts_init(rw_facts *f, const rw_lexicon *lx, rw_arena *a) {
	memset(f, 0, sizeof *f);
	f->lx = lx;
	f->a = a;
	f->predicate_of = RW_MAP(a);
	f->site_of = RW_MAP(a);
	f->party_of = RW_MAP(a);
	uint32_t n;
	rw_row row = rw_table_rows(lx, "clitics", &n);
	for (uint32_t i = 0; i < n; i++, row++) {
		if (!rw_slice_eqz(rw_row_get(lx, row, "slot"), "article")) continue;
		rw_slice text = rw_fold(a, rw_row_get(lx, row, "text"));
		if (text.n) rw_vec_push(a, &f->articles, text);
	}
	row = rw_table_rows(lx, "predicates", &n);
	rw_slice *ids = RW_ARRAY(a, rw_slice, n);
	for (uint32_t i = 0; i < n; i++) ids[i] = rw_row_get(lx, row + i, "id");
	if (n) qsort(ids, n, sizeof *ids, by_id);
	for (uint32_t i = 0; i < n; i++) rw_predicate_of(f, ids[i]);
	row = rw_table_rows(lx, "implications", &n);
	for (uint32_t i = 0; i < n; i++, row++) {
		rw_implication im = {.id = rw_row_get(lx, row, "id")};
		im.from = rw_predicate_of(f, rw_row_get(lx, row, "from"));
		im.to = rw_predicate_of(f, rw_row_get(lx, row, "to"));
		rw_slice figure = rw_row_get(lx, row, "figure");
		im.figure = rw_slice_eqz(figure, "same") ? RW_FIGURE_SAME
			: rw_slice_eqz(figure, "none")       ? RW_FIGURE_NONE
												 : RW_FIGURE_AT_LEAST;
		if (im.from != RW_NO && im.to != RW_NO) rw_vec_push(a, &f->implications, im);
	}
}
