/* incidents.h: reports of invented incidents for the tests of group and reconcile, written as lines:
 *
 *     report NAME outlet=O published=2031-03-05T10:00
 *     text words of the report (for reprints; may be left out)
 *     killed >20 role=fighter actor=north at=xx-jail on=2031-03-05 by=salim/official/north
 *
 * A claim line: predicate, figure (5 ~300 >20 >=100 <9 3-5 dozens hundreds some all none -), then denied planned feared attempted foiled
 * background unconfirmed doubted, and key=value: role actor agent unit at (own place) near (inherited place) words (own place in words) on
 * (own time, to the day) told by (name/kind/actor; a name that begins with ? is unnamed) scope part about id denies.
 * The world: xx-town and xx-jail in it, xx-quay in it; xx-far elsewhere; parties north, its guard corps, south, and the league.
 */
#ifndef RW_TEST_INCIDENTS_H
#define RW_TEST_INCIDENTS_H

#include "memory.h"
#include "mention/calendar.h"
#include "reconcile/reconcile.h"
#include <stdio.h>

static inline rw_slice incidents_image(rw_arena *a) {
	rw_source *all;
	size_t n, kept = 0;
	riwaya_error err;
	if (rw_lexicon_sources(a, RW_SOURCE_DIR "/lexicon", &all, &n, &err)) return RW_NONE;
	static const char *const own[] = {"schema.tsv", "letters.tsv", "clitics.tsv", "predicates.tsv", "roles.tsv",
		"units.tsv", "policy.group.tsv", "common.tsv", "labels.reconcile.tsv", "implications.tsv", "opposites.tsv"};
	rw_source *sources = RW_ARRAY(a, rw_source, RW_COUNT(own) + 4);
	for (size_t k = 0; k < RW_COUNT(own); k++)
		for (size_t i = 0; i < n; i++)
			if (rw_slice_eqz(all[i].name, own[k])) sources[kept++] = all[i];
	static const char places[] = "id\tforms\ten\ttype\twithin\n"
								 "xx\tبلاد الورد\tRoseland\tcountry\t\n"
								 "xx-province\tمحافظة الورد\tRose province\tgovernorate\txx\n"
								 "xx-town\tقصر الورد\tRosecastle\tcity\txx-province\n"
								 "xx-jail\tسجن القصر\tCastle prison\tprison\txx-town\n"
								 "xx-quay\tحي الرصيف\tQuay\tneighbourhood\txx-town\n"
								 "xx-mill\tحي الطاحونة\tMill\tneighbourhood\txx-town\n"
								 "xx-far\tالبعيدة\tFarham\tcity\txx-province\n"
								 "yy-province\tمحافظة النخل\tPalm province\tgovernorate\txx\n"
								 "yy-town\tنخلة\tPalmton\tcity\tyy-province\n";
	static const char actors[] = "id\tar\ten\ttype\tcountry\twithin\n"
								 "north\tقوات الشمال\tNorth Force\tarmed_group\t\t\n"
								 "guard-corps\tفيلق الحرس\tGuard Corps\tarmed_group\t\tnorth\n"
								 "south\tجبهة الجنوب\tSouth Front\tarmed_group\t\t\n"
								 "east\tلواء الشرق\tEast Brigade\tarmed_group\t\t\n"
								 "league\tالتحالف\tThe League\tcoalition\t\t\n"
								 "state\tالدولة\tThe State\tstate\t\t\n";
	sources[kept++] = (rw_source){.name = RW_LIT("places.tsv"), .path = RW_LIT("places.tsv"), .text = rw_slice_z(places)};
	sources[kept++] = (rw_source){.name = RW_LIT("actors.tsv"), .path = RW_LIT("actors.tsv"), .text = rw_slice_z(actors)};
	rw_slice image;
	rw_complaints complaints = {0};
	if (rw_lexicon_compile(a, sources, kept, &image, &complaints)) {
		for (size_t i = 0; i < complaints.n; i++)
			fprintf(stderr, RW_FMT ":%u " RW_FMT "\n", RW_ARG(complaints.p[i].path), complaints.p[i].line,
				RW_ARG(complaints.p[i].message));
		return RW_NONE;
	}
	return image;
}

/* --- the lines -------------------------------------------------------------------------------------------------- */
static inline riwaya_when incidents_when(rw_slice s) {
	riwaya_when w = {0};
	rw_slice zone;
	if (!rw_when_parse(s, &w, &zone)) fprintf(stderr, "no time: " RW_FMT "\n", RW_ARG(s));
	return w;
}

static inline void incidents_figure(rw_slice s, riwaya_figure *g) {
	if (rw_slice_eqz(s, "-")) return;
	g->text = s;
	static const struct {
		const char *word;
		riwaya_qualifier q;
		double low, high;
	} words[] = {{"dozens", RIWAYA_QUALIFIER_ORDER, 20, 99}, {"hundreds", RIWAYA_QUALIFIER_ORDER, 200, 999},
		{"some", RIWAYA_QUALIFIER_SOME, 0, 0}, {"all", RIWAYA_QUALIFIER_ALL, 0, 0},
		{"none", RIWAYA_QUALIFIER_ZERO, 0, 0}};
	for (size_t i = 0; i < RW_COUNT(words); i++) {
		if (!rw_slice_eqz(s, words[i].word)) continue;
		g->qualifier = words[i].q;
		bool zero = g->qualifier == RIWAYA_QUALIFIER_ZERO;
		g->has_low = g->has_high = words[i].high > 0 || zero;
		g->low = words[i].low, g->high = words[i].high;
		g->has_value = zero;
		return;
	}
	struct {
		const char *sign;
		riwaya_qualifier q;
	} signs[] = {{">=", RIWAYA_QUALIFIER_AT_LEAST}, {">", RIWAYA_QUALIFIER_MORE_THAN},
		{"<", RIWAYA_QUALIFIER_LESS_THAN}, {"~", RIWAYA_QUALIFIER_ABOUT}};
	g->qualifier = RIWAYA_QUALIFIER_EXACT;
	for (size_t i = 0; i < RW_COUNT(signs); i++)
		if (rw_slice_starts(s, rw_slice_z(signs[i].sign))) {
			g->qualifier = signs[i].q;
			s = rw_slice_of(s.p + strlen(signs[i].sign), s.n - strlen(signs[i].sign));
			break;
		}
	rw_slice rest = s, first = rw_slice_cut(&rest, '-');
	double v = 0, w = 0;
	if (!rw_slice_double(first, &v)) fprintf(stderr, "no figure: " RW_FMT "\n", RW_ARG(s));
	g->has_low = g->has_high = true;
	g->low = g->high = v;
	if (rest.p && rw_slice_double(rest, &w)) {
		g->qualifier = RIWAYA_QUALIFIER_BETWEEN;
		g->high = w;
		return;
	}
	g->has_value = true;
	g->value = v;
	if (g->qualifier == RIWAYA_QUALIFIER_ABOUT) g->low = v * 0.9, g->high = v * 1.1;
	if (g->qualifier == RIWAYA_QUALIFIER_AT_LEAST || g->qualifier == RIWAYA_QUALIFIER_MORE_THAN) g->has_high = false;
	if (g->qualifier == RIWAYA_QUALIFIER_LESS_THAN) g->has_low = false;
}

static inline void incidents_claim(rw_arena *a, rw_slice line, const riwaya_report *r, size_t index, riwaya_claim *c) {
	memset(c, 0, sizeof *c);
	c->evidence = line;
	c->span = (riwaya_span){RIWAYA_FIELD_TEXT, (uint32_t)(index * 10), (uint32_t)(index * 10 + 9)};
	c->confidence = 0.9;
	c->counts = RIWAYA_COUNTS_PATIENT;
	c->id = rw_arena_printf(a, RW_FMT ".%zu", RW_ARG(r->id), index);
	c->predicate = rw_slice_cut(&line, ' ');
	incidents_figure(rw_slice_cut(&line, ' '), &c->figure);
	riwaya_link *chain = RW_ARRAY(a, riwaya_link, 2);
	c->scope = RIWAYA_SCOPE_EVENT;
	while (line.p) {
		rw_slice value = rw_slice_cut(&line, ' '), key = rw_slice_cut(&value, '=');
		riwaya_modality modality;
		riwaya_stance stance;
		if (!value.p && rw_slice_eqz(key, "denied"))
			c->polarity = RIWAYA_POLARITY_DENIED;
		else if (!value.p && riwaya_modality_parse(key, &modality))
			c->modality = modality;
		else if (!value.p && riwaya_stance_parse(key, &stance))
			c->stance = stance;
		else if (rw_slice_eqz(key, "role"))
			c->patient.role = value;
		else if (rw_slice_eqz(key, "actor"))
			c->patient.actor = value;
		else if (rw_slice_eqz(key, "agent"))
			c->agent.actor = value;
		else if (rw_slice_eqz(key, "unit"))
			c->unit = value;
		else if (rw_slice_eqz(key, "at"))
			c->place.id = value;
		else if (rw_slice_eqz(key, "near"))
			c->place.id = value, c->place.inherited = true;
		else if (rw_slice_eqz(key, "words"))
			c->place.text = value;
		else if (rw_slice_eqz(key, "on"))
			c->time.at = incidents_when(value);
		else if (rw_slice_eqz(key, "told"))
			c->told = incidents_when(value);
		else if (rw_slice_eqz(key, "id"))
			c->id = value;
		else if (rw_slice_eqz(key, "part"))
			c->part_of = value;
		else if (rw_slice_eqz(key, "about"))
			c->about = value;
		else if (rw_slice_eqz(key, "denies"))
			riwaya_denies_parse(value, &c->denies);
		else if (rw_slice_eqz(key, "scope"))
			riwaya_scope_kind_parse(value, &c->scope);
		else if (rw_slice_eqz(key, "by")) {
			riwaya_link *l = &chain[c->n_chain++];
			l->name = rw_slice_cut(&value, '/');
			riwaya_link_kind_parse(rw_slice_cut(&value, '/'), &l->kind);
			l->actor = value.n ? value : RW_NONE;
			l->named = l->name.n && l->name.p[0] != '?';
		} else
			fprintf(stderr, "no such key: " RW_FMT "\n", RW_ARG(key));
	}
	chain[c->n_chain++] = (riwaya_link){.name = r->outlet_name, .kind = RIWAYA_LINK_OUTLET, .named = true};
	c->chain = chain;
}

typedef RW_VEC(rw_known) incidents_known;

static inline void incidents_read(rw_arena *a, const char *lines, incidents_known *out) {
	rw_slice rest = rw_slice_z(lines);
	riwaya_report *r = NULL;
	typedef RW_VEC(riwaya_claim) claims;
	claims all = {0};
	while (rest.p) {
		rw_slice line = rw_slice_trim(rw_slice_cut(&rest, '\n'));
		if (!line.n) continue;
		if (rw_slice_starts(line, RW_LIT("report "))) {
			r = RW_NEW(a, riwaya_report);
			rw_slice_cut(&line, ' ');
			r->file = r->id = rw_slice_cut(&line, ' ');
			while (line.p) {
				rw_slice value = rw_slice_cut(&line, ' '), key = rw_slice_cut(&value, '=');
				if (rw_slice_eqz(key, "outlet")) r->outlet_name = value;
				if (rw_slice_eqz(key, "credit")) r->credit = value;
				if (rw_slice_eqz(key, "published"))
					r->published = (riwaya_published){incidents_when(value), RW_NONE, RIWAYA_BASIS_TEXT};
			}
			rw_vec_push(a, out, (rw_known){.report = r});
			all = (claims){0};
		} else if (rw_slice_starts(line, RW_LIT("text "))) {
			r->text = rw_slice_of(line.p + 5, line.n - 5);
		} else {
			riwaya_claim c;
			incidents_claim(a, line, r, all.n, &c);
			rw_vec_push(a, &all, c);
			out->p[out->n - 1].claims = all.p;
			out->p[out->n - 1].n_claims = all.n;
		}
	}
}

/* Everything that a reconciliation says, as text: for comparing two runs, and for reading when a test fails. */
static inline rw_slice incidents_text(rw_arena *a, const riwaya_reconciliation *r) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < r->n_incidents; i++) {
		const riwaya_incident *x = &r->incidents[i];
		rw_buf_printf(&b, "incident " RW_FMT " " RW_FMT " / " RW_FMT " [" RW_FMT "]\n", RW_ARG(x->id),
			RW_ARG(x->title.en), RW_ARG(x->title.ar), RW_ARG(x->place_label.en));
		for (size_t j = 0; j < x->n_reports; j++)
			rw_buf_printf(&b, "  report " RW_FMT " %s " RW_FMT "\n", RW_ARG(r->reports[x->reports[j].report]->id),
				riwaya_part_word(x->reports[j].part), RW_ARG(x->reports[j].why.en));
		for (size_t j = 0; j < x->n_claims; j++)
			rw_buf_printf(&b, "  claim %zu " RW_FMT " origin %u (" RW_FMT ") superseded %d twice %d\n", j,
				RW_ARG(x->claims[j].id), x->claims[j].origin, RW_ARG(x->origins[x->claims[j].origin].name),
				(int)x->claims[j].superseded_by, (int)x->claims[j].told_twice);
		for (size_t j = 0; j < x->n_lines; j++) {
			const riwaya_line *l = &x->lines[j];
			rw_buf_printf(&b, "  line " RW_FMT " / " RW_FMT " n=%zu denied=%zu beside=%zu [%g%s %g%s]",
				RW_ARG(l->label.en), RW_ARG(l->label.ar), l->n_claims, l->n_denied_by, l->n_beside, l->range.low,
				l->range.has_low ? "" : "?", l->range.high, l->range.has_high ? "" : "?");
			for (size_t k = 0; k < l->n_values; k++)
				rw_buf_printf(&b, " (%zu claims %u reports %u origins %u anonymous)", l->values[k].n_claims,
					l->values[k].reports, l->values[k].origins, l->values[k].anonymous);
			rw_buf_z(&b, "\n");
		}
		for (size_t j = 0; j < x->n_relations; j++) {
			const riwaya_relation *q = &x->relations[j];
			rw_buf_printf(&b,
				"  relation %s %s " RW_FMT " " RW_FMT " party=" RW_FMT " through=%d w=%u\n    " RW_FMT "\n    " RW_FMT
				"\n",
				riwaya_relation_type_word(q->type), riwaya_on_word(q->on), RW_ARG(x->claims[q->a].id),
				RW_ARG(x->claims[q->b].id), RW_ARG(q->party), (int)q->through, q->weight, RW_ARG(q->sentence.en),
				RW_ARG(q->sentence.ar));
		}
		for (size_t j = 0; j < x->n_timeline; j++)
			rw_buf_printf(&b, "  moment " RW_FMT " also %zu\n", RW_ARG(x->timeline[j].what.en), x->timeline[j].n_also);
	}
	for (size_t i = 0; i < r->n_apart; i++) {
		rw_buf_printf(&b, "apart " RW_FMT " near %d " RW_FMT "\n", RW_ARG(r->reports[r->apart[i].report]->id),
			(int)r->apart[i].near, RW_ARG(r->apart[i].why.en));
		for (size_t j = 0; j < r->apart[i].n_for; j++)
			rw_buf_printf(&b, "  for " RW_FMT "\n", RW_ARG(r->apart[i].clues_for[j].en));
		for (size_t j = 0; j < r->apart[i].n_against; j++)
			rw_buf_printf(&b, "  against " RW_FMT "\n", RW_ARG(r->apart[i].clues_against[j].en));
	}
	for (size_t i = 0; i < r->n_reprints; i++)
		rw_buf_printf(&b, "reprint " RW_FMT " of " RW_FMT " %.2f %d\n", RW_ARG(r->reports[r->reprints[i].report]->id),
			RW_ARG(r->reports[r->reprints[i].of]->id), r->reprints[i].share, r->reprints[i].whole);
	return rw_buf_view(&b);
}

/* How many relations of a type there are between claims whose ids end so (either order); NULL for any id. */
static inline size_t incidents_count(
	const riwaya_reconciliation *r, const char *type, const char *on, const char *a, const char *b) {
	size_t n = 0;
	for (size_t i = 0; i < r->n_incidents; i++)
		for (size_t j = 0; j < r->incidents[i].n_relations; j++) {
			const riwaya_relation *q = &r->incidents[i].relations[j];
			if (type && strcmp(type, riwaya_relation_type_word(q->type)) != 0) continue;
			if (on && strcmp(on, riwaya_on_word(q->on)) != 0) continue;
			rw_slice x = r->incidents[i].claims[q->a].id, y = r->incidents[i].claims[q->b].id;
			bool one = (!a || rw_slice_eqz(x, a)) && (!b || rw_slice_eqz(y, b)),
				 other = (!a || rw_slice_eqz(y, a)) && (!b || rw_slice_eqz(x, b));
			n += one || other;
		}
	return n;
}

/* The incident that a report tells of, UINT32_MAX where it is in none. */
static inline uint32_t incidents_of(const riwaya_reconciliation *r, const char *report) {
	for (uint32_t i = 0; i < r->n_incidents; i++)
		for (size_t j = 0; j < r->incidents[i].n_reports; j++)
			if (rw_slice_eqz(r->reports[r->incidents[i].reports[j].report]->id, report)) return i;
	return UINT32_MAX;
}

/* The image that the tests of a file share, from its first test to its last. */
static rw_slice image;
static rw_arena image_arena;

static int open_world(void **state) {
	(void)state;
	static jmp_buf out;
	static rw_mem mem;
	mem = (rw_mem){rw_allocator_libc(), &out};
	rw_arena_init(&image_arena, &mem);
	if (setjmp(out)) return -1;
	image = incidents_image(&image_arena);
	return image.n ? 0 : -1;
}

static int close_world(void **state) {
	(void)state;
	rw_arena_release(&image_arena);
	return 0;
}

#endif
