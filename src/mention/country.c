/* country.c: the country in which the news stands, and whom words like "the army" or "the civil defence" stand for there. */
#include "mention/mention.h"

enum { DEPTH = 8 };

static rw_row around(const rw_lexicon *lx, rw_row place) {
	rw_slice within = rw_row_get(lx, place, "within");
	return within.n ? rw_row_find(lx, "places", within) : 0;
}

static bool is_country(const rw_lexicon *lx, rw_row place) {
	return rw_slice_eqz(rw_row_get(lx, place, "type"), "country");
}

rw_slice rw_country_of(const rw_lexicon *lx, rw_row place) {
	for (int up = 0; place && up < DEPTH; up++, place = around(lx, place))
		if (is_country(lx, place)) return rw_row_get(lx, place, "id");
	return RW_NONE;
}

void rw_country_saw(rw_memory *m, const rw_lexicon *lx, rw_row place, bool unsure) {
	/* A country by its name says more than a village, whose name another land may have as well; one whose name many bear says least. */
	uint32_t weight = is_country(lx, place) ? 4 : unsure ? 1 : 2;
	for (int up = 0; place && up < DEPTH; up++, place = around(lx, place)) {
		rw_area *a = NULL;
		for (uint32_t i = 0; i < m->n_areas && !a; i++)
			if (m->areas[i].row == place) a = &m->areas[i];
		if (!a && m->n_areas < RW_MAX_AREAS) {
			a = &m->areas[m->n_areas++];
			*a = (rw_area){.row = place, .id = rw_row_get(lx, place, "id"), .country = is_country(lx, place)};
		}
		if (a) a->n_places += a->country ? weight : 1;
	}
}

rw_slice rw_country_here(const rw_memory *m, const rw_lexicon *lx) {
	const rw_area *best = NULL;
	for (uint32_t i = 0; i < m->n_areas; i++)
		if (m->areas[i].country && (!best || m->areas[i].n_places > best->n_places)) best = &m->areas[i];
	if (best && best->n_places > 1) return best->id;
	/* One name that many places bear says less than whoever is of a land. */
	for (uint32_t i = 0; i < m->n_actors; i++) {
		rw_slice id = rw_row_get(lx, m->actors[i].row, "country");
		if (id.n) return id;
	}
	return RW_NONE;
}

static bool has_word(rw_slice words, rw_slice word) {
	while (words.p) {
		rw_slice one = rw_slice_cut(&words, ' ');
		if (rw_slice_eq(one, word)) return true;
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

/* How many of the report's places lie where the actor is bound to. */
static uint32_t places_there(const rw_memory *m, rw_slice posted) {
	uint32_t n = 0;
	for (uint32_t i = 0; i < m->n_areas; i++)
		if (has_word(posted, m->areas[i].id)) n += m->areas[i].n_places;
	return n;
}

static rw_slice look_up(
	const rw_memory *m, const rw_lexicon *lx, rw_slice country, rw_slice word, riwaya_when published, bool *bound) {
	bool state = rw_slice_eqz(word, "state"), army = rw_slice_eqz(word, "army"), police = rw_slice_eqz(word, "police");
	bool coalition = rw_slice_eqz(word, "coalition");
	rw_slice whole = RW_NONE, part = RW_NONE, guest = RW_NONE;
	uint32_t n_whole = 0, most = 0, n;
	rw_row first = rw_table_rows(lx, "actors", &n);
	uint32_t of_type = rw_table_column(lx, "actors", "type"), of_posted = rw_table_column(lx, "actors", "posted"),
			 of_country = rw_table_column(lx, "actors", "country");
	for (rw_row r = first; r < first + n; r++) {
		rw_slice type = rw_row_cell(lx, r, of_type), posted = rw_row_cell(lx, r, of_posted);
		bool own = rw_slice_eq(rw_row_cell(lx, r, of_country), country);
		if (!own && !posted.n) continue;
		/* Of a country's armed bodies "the army", "the police" without a name is the one so called; a state may be called that too. */
		bool rules = state && has_word(rw_row_get(lx, r, "called"), word); /* a movement that took the state over */
		if ((state || army || police) ? !rw_slice_eq(type, word) && !rules : false) continue;
		if (!state && !has_word(rw_row_get(lx, r, "called"), word)) continue;
		if (!in_its_time(lx, r, published)) continue;
		rw_slice id = rw_row_get(lx, r, "id");
		if (!own) {
			if ((army || coalition) && has_word(posted, country)) guest = id;
		} else if (posted.n) {
			uint32_t there = places_there(m, posted);
			*bound = true;
			if (there > most || (there && there == most)) part = there > most ? id : RW_NONE, most = there;
		} else {
			whole = id;
			n_whole++;
		}
	}
	if (part.n) return part;
	if (n_whole) return n_whole == 1 ? whole : RW_NONE;
	return guest;
}

rw_slice rw_country_body(rw_memory *m, const rw_lexicon *lx, rw_slice country, rw_slice word, riwaya_when published) {
	if (!country.n || !word.n) return RW_NONE;
	rw_body *b = NULL;
	for (uint32_t i = 0; i < m->n_bodies && !b; i++)
		if (rw_slice_eq(m->bodies[i].country, country) && rw_slice_eq(m->bodies[i].word, word)) b = &m->bodies[i];
	if (b && (!b->bound || b->n_places == m->n_places)) return b->actor;
	if (!b) b = &m->bodies[m->n_bodies < RW_MAX_BODIES ? m->n_bodies++ : 0];
	*b = (rw_body){.country = country, .word = word, .n_places = m->n_places};
	b->actor = look_up(m, lx, country, word, published, &b->bound);
	/* A state whose bodies the tables don't name by themselves stands for them; its Red Crescent and a coalition are no part of it. */
	if (!b->actor.n && !b->bound && !rw_slice_eqz(word, "state") && !rw_slice_eqz(word, "red_crescent") &&
		!rw_slice_eqz(word, "coalition")) {
		bool bound;
		b->actor = look_up(m, lx, country, RW_LIT("state"), published, &bound);
	}
	return b->actor;
}
