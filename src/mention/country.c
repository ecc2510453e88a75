/* country.c: the country in which the news stands, and its forces. */
#include "mention/mention.h"

static rw_slice country_of(const rw_lexicon *lx, rw_row place) {
	enum { DEPTH = 8 };
	for (int up = 0; place && up < DEPTH; up++) {
		if (rw_slice_eqz(rw_row_get(lx, place, "type"), "country")) return rw_row_get(lx, place, "id");
		rw_slice within = rw_row_get(lx, place, "within");
		if (!within.n) break;
		place = rw_row_find(lx, "places", within);
	}
	return RW_NONE;
}

static rw_country *entry(rw_memory *m, rw_slice id) {
	for (uint32_t i = 0; i < m->n_countries; i++)
		if (rw_slice_eq(m->countries[i].id, id)) return &m->countries[i];
	if (m->n_countries == RW_MAX_COUNTRIES) return NULL;
	rw_country *c = &m->countries[m->n_countries++];
	*c = (rw_country){.id = id};
	return c;
}

void rw_country_saw(rw_memory *m, const rw_lexicon *lx, rw_row place) {
	rw_slice id = country_of(lx, place);
	rw_country *c = id.n ? entry(m, id) : NULL;
	if (c) c->n_places++;
}

static bool has_word(rw_slice words, const char *word) {
	while (words.p) {
		rw_slice one = rw_slice_cut(&words, ' ');
		if (rw_slice_eqz(one, word)) return true;
	}
	return false;
}

static bool in_its_time(const rw_lexicon *lx, rw_row actor, riwaya_when published) {
	if (published.precision == RIWAYA_PRECISION_NONE) return true;
	riwaya_when day;
	rw_slice zone;
	rw_slice since = rw_row_get(lx, actor, "since"), until = rw_row_get(lx, actor, "until");
	if (since.n && rw_when_parse(since, &day, &zone) && published.from < day.from) return false;
	if (until.n && rw_when_parse(until, &day, &zone) && published.from >= day.from) return false;
	return true;
}

static void find_forces(rw_country *c, const rw_lexicon *lx, riwaya_when published) {
	struct {
		const char *type;
		rw_slice id;
		uint32_t n;
	} of[] = {{"army", RW_NONE, 0}, {"police", RW_NONE, 0}, {"state", RW_NONE, 0}};
	rw_slice posted = RW_NONE;
	uint32_t n;
	rw_row first = rw_table_rows(lx, "actors", &n);
	for (rw_row r = first; r < first + n; r++) {
		rw_slice type = rw_row_get(lx, r, "type"), id = rw_row_get(lx, r, "id");
		bool own = rw_slice_eq(rw_row_get(lx, r, "country"), c->id);
		if (!own) {
			char code[8];
			rw_slice in = rw_row_get(lx, r, "posted");
			if (in.n && c->id.n < sizeof code && rw_slice_eqz(type, "army")) {
				memcpy(code, c->id.p, c->id.n);
				code[c->id.n] = 0;
				if (has_word(in, code)) posted = id;
			}
			continue;
		}
		for (size_t k = 0; k < RW_COUNT(of); k++) {
			if (!rw_slice_eqz(type, of[k].type)) continue;
			/* Of a country's bodies of a kind, "the army", "the police" without a name is the one so called. */
			if (k < 2 && !has_word(rw_row_get(lx, r, "called"), of[k].type)) continue;
			if (!in_its_time(lx, r, published)) continue;
			of[k].id = id;
			of[k].n++;
		}
	}
	for (size_t k = 0; k < RW_COUNT(of); k++)
		if (of[k].n > 1) of[k].id = RW_NONE;
	c->state = of[2].id;
	/* A state none of whose forces the tables name by themselves stands for them. */
	c->army = of[0].n ? of[0].id : posted.n ? posted : c->state;
	c->police = of[1].n ? of[1].id : c->state;
	c->known = true;
}

const rw_country *rw_country_of(rw_memory *m, const rw_lexicon *lx, rw_row place, riwaya_when published) {
	rw_slice id = place ? country_of(lx, place) : RW_NONE;
	rw_country *c = id.n ? entry(m, id) : NULL;
	if (c && !c->known) find_forces(c, lx, published);
	return c;
}

const rw_country *rw_country_here(rw_memory *m, const rw_lexicon *lx, riwaya_when published) {
	rw_country *best = NULL;
	for (uint32_t i = 0; i < m->n_countries; i++)
		if (!best || m->countries[i].n_places > best->n_places) best = &m->countries[i];
	for (uint32_t i = 0; i < m->n_actors && (!best || !best->n_places); i++) {
		rw_slice id = rw_row_get(lx, m->actors[i].row, "country");
		rw_country *c = id.n ? entry(m, id) : NULL;
		if (!c) continue;
		best = c;
		break;
	}
	if (best && !best->known) find_forces(best, lx, published);
	return best;
}
