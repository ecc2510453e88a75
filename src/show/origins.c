/* origins.c: one part of a ledger alone; who stands at the beginning of chains, and what rests on each. */
#include "show/ledger.h"

static void one_origin(rw_ledger *l, const rw_standing *s) {
	const riwaya_origin *o = &l->i->origins[s->origin];
	const rw_words *w = &l->words;
	rw_page *p = &l->page;
	rw_mark m = rw_arena_mark(l->a);
	rw_rich who = {0}, rests = {0};
	rw_slice kind = o->kind ? rw_label_of(w, "show_link_", riwaya_link_kind_word(o->kind)) : RW_NONE;
	if (o->name.n)
		rw_rich_quote(p, &who, RW_NONE, o->name, 0, 0, RW_NONE, RW_BOLD);
	else
		rw_rich_add(p, &who, rw_label(w, "show_unnamed"), RW_BOLD);
	if (kind.n) {
		rw_tell_dot(p, &who);
		rw_rich_add(p, &who, kind, RW_PLAIN);
	}
	if (o->party.n) {
		rw_tell_dot(p, &who);
		rw_rich_add(p, &who, rw_actor_name(w, o->party), RW_CYAN);
	}
	if (o->anonymous && o->name.n && o->kind != RIWAYA_LINK_ANONYMOUS) {
		rw_tell_dot(p, &who);
		rw_rich_add(p, &who, rw_label(w, "show_unnamed_mark"), RW_YELLOW);
	}
	rw_page_rich(p, RW_LEDGER_INDENT, &who);
	rw_rich_add(p, &rests, rw_counted(w, "show_n_claims", s->claims), RW_PLAIN);
	rw_tell_dot(p, &rests);
	rw_rich_add(p, &rests, rw_counted(w, "show_n_reports", s->reports.n), RW_PLAIN);
	rw_rich_z(p, &rests, " ", RW_PLAIN);
	for (size_t k = 0; k < s->reports.n; k++) {
		if (k) rw_rich_z(p, &rests, " ", RW_DIM);
		rw_rich_add(p, &rests, rw_report_label(w, s->reports.p[k]), RW_DIM);
	}
	rw_page_rich(p, RW_LEDGER_INDENT + 2, &rests);
	rw_arena_reset(l->a, m);
}

static void origins(rw_ledger *l) {
	const riwaya_incident *i = l->i;
	if (!i->n_origins) return;
	rw_mark m = rw_arena_mark(l->a);
	const rw_standing *all = rw_standings(l->a, l->r, i);
	rw_ledger_section(l, "show_origins", i->n_origins);
	for (size_t k = 0; k < i->n_origins && !l->page.failed; k++) one_origin(l, &all[k]);
	rw_arena_reset(l->a, m);
}

void rw_ledger_alone(rw_ledger *l, riwaya_section only) {
	l->alone = true;
	size_t there = only == RIWAYA_SECTION_TIMELINE ? l->i->n_timeline
		: only == RIWAYA_SECTION_FRAMING           ? l->i->n_framing
												   : l->i->n_origins;
	if (!there) {
		rw_page_blank(&l->page);
		rw_page_line(&l->page, RW_LEDGER_INDENT, rw_label(&l->words, "show_nothing_of_it"), RW_DIM);
		return;
	}
	if (only == RIWAYA_SECTION_TIMELINE) rw_ledger_timeline(l);
	if (only == RIWAYA_SECTION_FRAMING) rw_ledger_framing(l);
	if (only == RIWAYA_SECTION_ORIGINS) origins(l);
}
