/* frame.c: frames from what the frame rules emit, and their reach.
 *
 * Attributes of `frame:speaks`: verb, speaker (item), origin (the deeper speaker, whom the speaker passes on), told (a date), stance,
 * scope (after: what follows; around: according to X; before; whole: from its own words on), use=origin ("citing X": X said it to the one
 * who speaks there), teller (who passed it on). Words with carries= in the tables (over, broadcast by) and an outlet that is spoken to add
 * links by themselves. Of `frame:mode`: modality. Of `frame:deny`: verb. Of
 * `frame:stance`: stance. All but speaks take reach (near: the next few words; clause; sentence) and scope.
 *
 * Reach of speech: what follows the complementizer, to the end of the sentence, unless another speaker or a word that
 * breaks the sentence ("meanwhile", "on the other hand") comes first. A speaker inside another's words nests; one beside it ends it.
 */
#include "extract/frame.h"
#include "extract/mood.h"

enum { NEAR = 6, TAIL = 10 };

static bool is_break(const rw_view *v, uint32_t i) { return rw_view_at(v, i, v->sy->break_) != NULL; }

static bool is_mark(const rw_view *v, uint32_t i) {
	if (v->t.tok[i].kind != RW_TOKEN_PUNCT) return false;
	/* A mark glued on both sides belongs to a date, a range, a compound. */
	bool glued_before = !v->t.tok[i].space_before, glued_after = i + 1 < v->t.n && !v->t.tok[i + 1].space_before;
	char c = v->text.p[v->t.tok[i].start];
	return !(glued_before && glued_after && (c == '/' || c == '-' || c == '.'));
}

static bool is_colon(const rw_view *v, uint32_t i) {
	return v->t.tok[i].kind == RW_TOKEN_PUNCT && v->text.p[v->t.tok[i].start] == ':';
}

uint32_t rw_clause_start(const rw_view *v, uint32_t s, uint32_t i) {
	while (i > v->t.sent[s].first && !is_mark(v, i - 1) && !is_break(v, i)) i--;
	return i;
}

uint32_t rw_clause_end(const rw_view *v, uint32_t s, uint32_t i) {
	while (i < v->t.sent[s].end && !is_mark(v, i) && !is_break(v, i)) i++;
	return i;
}

/* The last place before i where a breaking word starts a new course of the sentence. */
static uint32_t course_start(const rw_view *v, uint32_t s, uint32_t i) {
	while (i > v->t.sent[s].first && !is_break(v, i)) i--;
	return i;
}

/* Where what somebody says ends: a word of contrast goes on with the same speaker, if no other is named behind it. */
static uint32_t saying_end(const rw_view *v, uint32_t s, uint32_t i) {
	for (; i < v->t.sent[s].end; i++) {
		const rw_item *b = rw_view_at(v, i, v->sy->break_);
		if (b && b->id != v->sy->contrast) break;
	}
	return i;
}

static uint32_t saying_start(const rw_view *v, uint32_t s, uint32_t i) {
	for (; i > v->t.sent[s].first; i--) {
		const rw_item *b = rw_view_at(v, i, v->sy->break_);
		if (b && b->id != v->sy->contrast) break;
	}
	return i;
}

static uint32_t course_end(const rw_view *v, uint32_t s, uint32_t i) {
	while (i < v->t.sent[s].end && !is_break(v, i)) i++;
	return i;
}

static riwaya_stance stance_of(const rw_view *v, rw_sym word) {
	riwaya_stance st = RIWAYA_STANCE_NEUTRAL;
	if (word) riwaya_stance_parse(rw_sym_text(v->lx, word), &st);
	return st;
}

static void push_link(const rw_view *v, const rw_speaking *last, const riwaya_link *l, rw_frame *f) {
	if (f->n_links == RW_FRAME_LINKS || rw_is_own_outlet(v, last, l)) return;
	for (uint8_t k = 0; k < f->n_links; k++)
		if (rw_slice_eq(f->links[k].name, l->name)) return;
	f->links[f->n_links++] = *l;
}

static const rw_item *body_at(const rw_view *v, uint32_t i) {
	const rw_item *t = rw_view_at(v, i, v->sy->teller), *o = rw_view_at(v, i, v->sy->outlet),
				  *a = rw_view_at(v, i, v->sy->actor);
	if (t && o && o->end > t->end) t = NULL;
	if (a && !a->payload) a = NULL;
	return t ? t : o ? o : a;
}

static bool carries(const riwaya_link *l) {
	return l->kind == RIWAYA_LINK_OUTLET || l->kind == RIWAYA_LINK_AGENCY || l->kind == RIWAYA_LINK_PARTY_MEDIA;
}

static bool finite(const rw_view *v, const rw_item *verb) {
	rw_sym form = rw_item_feat(verb, v->sy->form);
	return form == v->sy->past || form == v->sy->present;
}

static bool carrier_word(const rw_view *v, uint32_t i) {
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++)
		if (v->items.p[k]->kind == v->sy->according && rw_item_feat(v->items.p[k], v->sy->carries)) return true;
	return false;
}

/* Those between a speaker and the outlet: "told the agency", "in a statement that the channel broadcast", "over its radio". */
static void add_carriers(rw_view *v, uint32_t s, uint32_t from, uint32_t to, rw_speaking *last, rw_frame *f) {
	const rw_syms *sy = v->sy;
	uint32_t end = v->t.sent[s].end;
	riwaya_link l;
	for (uint32_t i = from; i < to && i < end; i++) {
		const rw_item *it = body_at(v, i), *how = NULL;
		if (it && (it->pro & RW_PRO_LI)) {
			if (!rw_link_of(v, it, last, &l)) continue;
			/* "Witnesses told the organisation": what the crowd says is told by whoever it was told to. */
			bool crowd = f->n_links == 1 &&
				(f->links[0].kind == RIWAYA_LINK_WITNESS || f->links[0].kind == RIWAYA_LINK_LOCAL ||
					f->links[0].kind == RIWAYA_LINK_ACTIVISTS);
			if (carries(&l) || l.kind == RIWAYA_LINK_CORRESPONDENT || (crowd && l.kind == RIWAYA_LINK_MONITOR))
				push_link(v, last, &l, f);
			continue;
		}
		for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++)
			if (v->items.p[k]->kind == sy->according && rw_item_feat(v->items.p[k], sy->carries)) how = v->items.p[k];
		/* "In a call with the agency": whoever it was with. */
		const rw_item *with = rw_view_at(v, i, sy->according);
		const rw_item *whom =
			with && rw_item_feat(with, sy->venue) == sy->to && with->end < end ? body_at(v, with->end) : NULL;
		if (whom && !whom->pro && rw_link_of(v, whom, last, &l) && carries(&l)) push_link(v, last, &l, f);
		if (!how || how->end >= end) continue;
		/* "Denied what the ministry carried": whose news it is that is denied. */
		if (f->denied && i > v->t.sent[s].first && rw_view_at(v, i - 1, sy->rel)) continue;
		if (rw_view_at(v, how->end, sy->platform)) continue; /* where it was written, not who passed it on */
		it = body_at(v, how->end);
		if (!it || it->pro & (RW_PRO_BI | RW_PRO_LI)) continue;
		bool any = rw_item_feat(how, sy->carries) == sy->any;
		if (rw_link_of(v, it, last, &l) && (any || carries(&l))) push_link(v, last, &l, f);
	}
}

/* "The minister confirmed, in a statement to the agency, the arrest": where such words end that token i is in or before. */
static uint32_t venue_after(const rw_view *v, uint32_t s, uint32_t i) {
	enum { VENUE = 10, NEAR_VENUE = 4 };
	const rw_syms *sy = v->sy;
	uint32_t end = v->t.sent[s].end, at = UINT32_MAX;
	for (uint32_t back = NEAR_VENUE + 1; back-- > 0 && at == UINT32_MAX;) {
		if (i < v->t.sent[s].first + back) continue;
		for (uint32_t j = i - back, n = 0; n < 2 && j + n < end; n++) {
			const rw_item *where = rw_view_at(v, j + n, sy->according);
			if (where && rw_item_feat(where, sy->venue) && where->end + 1 >= i) at = where->end;
		}
	}
	if (at == UINT32_MAX) return i;
	uint32_t stop = at;
	while (stop < end && stop < at + VENUE && !is_mark(v, stop) && !rw_view_at(v, stop, sy->comp)) {
		const rw_item *pred = rw_view_at(v, stop, sy->pred);
		if (pred && rw_item_feat(pred, sy->weak) != sy->yes) break;
		stop++;
	}
	return stop > i ? stop : i;
}

static bool subject_before(const rw_view *v, const rw_item *verb) {
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		bool body = it->kind == v->sy->teller || it->kind == v->sy->outlet || (it->kind == v->sy->actor && it->payload);
		if (body && it->end == verb->first) return true;
	}
	return false;
}

/* Who is told without a preposition: "the source informed the agency"; who passed words on and goes on doing so: "and it cited". */
static void add_told(rw_view *v, uint32_t s, const rw_item *speaker, rw_speaking *last, rw_frame *f) {
	riwaya_link l;
	if (speaker && speaker->first >= f->verb->end) {
		const rw_item *it = speaker->end < v->t.sent[s].end ? body_at(v, speaker->end) : NULL;
		if (it && !it->pro && rw_link_of(v, it, last, &l) && (carries(&l) || l.kind == RIWAYA_LINK_CORRESPONDENT))
			push_link(v, last, &l, f);
	} else if (!speaker && f->verb->id == v->sy->relay && last->n_links && !subject_before(v, f->verb) &&
		rw_item_feat(f->verb, v->sy->gender) == rw_sym_of(v->lx, RW_LIT("f"))) {
		for (uint8_t k = 0; k < last->n_links; k++)
			if (carries(&last->links[k])) push_link(v, last, &last->links[k], f);
	}
}

/* "In a statement to the channel, the minister said": where such words before token i begin, else i. */
static uint32_t venue_before(const rw_view *v, uint32_t s, uint32_t i) {
	enum { VENUE = 12 };
	for (uint32_t back = 1; back <= VENUE && i >= v->t.sent[s].first + back; back++) {
		uint32_t at = i - back;
		for (size_t k = v->from[at - v->base]; k < v->n_lexical && v->items.p[k]->first == at; k++) {
			const rw_item *it = v->items.p[k];
			if (it->kind == v->sy->according && rw_item_feat(it, v->sy->venue)) return at;
			if (it->kind == v->sy->pred || (it->kind == v->sy->speech && finite(v, it))) return i;
		}
	}
	return i;
}

/* Whether nothing is told any more from token i to the end of the sentence's course: "according to a source who spoke to the agency". */
static bool trails_off(const rw_view *v, uint32_t s, uint32_t i) {
	const rw_syms *sy = v->sy;
	for (; i < v->t.sent[s].end && !is_break(v, i); i++) {
		if (is_mark(v, i)) return true;
		for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
			const rw_item *it = v->items.p[k];
			if (it->kind == sy->pred && rw_item_feat(it, sy->weak) != sy->yes && !(it->pro & RW_PRO_LI)) return false;
		}
		const rw_item *figure = rw_view_at(v, i, sy->figure);
		if (figure) return false;
	}
	return true;
}

/* "Its media centre" by the name of whose it is, as the labels' table words it; the words themselves where it has none. */
static rw_slice office_name(const rw_view *v, rw_arena *a, rw_sym office, rw_slice words, rw_slice owner) {
	char key[64];
	rw_slice id = rw_sym_text(v->lx, office);
	if (id.n + sizeof "office_" > sizeof key) return words;
	memcpy(key, "office_", 7);
	memcpy(key + 7, id.p, id.n);
	rw_slice ar = rw_row_get(v->lx, rw_row_find(v->lx, "labels", rw_slice_of(key, 7 + id.n)), "ar");
	size_t slot = rw_slice_find(ar, RW_LIT("{1}"), 0);
	if (slot == SIZE_MAX) return words;
	return rw_arena_printf(
		a, RW_FMT RW_FMT RW_FMT, (int)slot, ar.p, RW_ARG(owner), (int)(ar.n - slot - 3), ar.p + slot + 3);
}

/* Behind a preposition stands a noun, whatever verb has its letters: "told of its being able to". */
static bool behind_preposition(const rw_view *v, const rw_item *verb) {
	if (verb->first == v->base) return false;
	uint32_t b = verb->first - 1;
	const rw_item *prep = rw_view_at(v, b, v->sy->placeprep), *from = rw_view_at(v, b, v->sy->according);
	return (prep && prep->end == verb->first && !prep->enc) ||
		(from && rw_slice_eqz(rw_sym_text(v->lx, from->id), "from") && from->end == verb->first);
}

/* Whether a word of mood is one here: not a letter-twin of a verb of what happened, not part of a name, not "survivors". */
static bool moves(const rw_view *v, const rw_item *verb) {
	const rw_syms *sy = v->sy;
	const rw_item *pred = rw_view_at(v, verb->first, sy->pred);
	if (rw_item_feat(verb, rw_sym_of(v->lx, RW_LIT("person"))) == sy->any && pred &&
		rw_item_feat(pred, sy->form) == sy->past)
		return false;
	if (finite(v, verb) && behind_preposition(v, verb)) return false;
	if (rw_item_feat(verb, sy->form) == sy->ap && verb->id == rw_sym_of(v->lx, RW_LIT("foil"))) return false;
	for (size_t k = v->n_lexical; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind == sy->teller && it->first <= verb->first && it->end >= verb->end && it->end > it->first + 1)
			return false;
	}
	return true;
}

static bool scope_is_after(const rw_emission *e, const rw_syms *sy) { return rw_attr_value(e, sy->scope) == sy->after; }

static bool object_not_subject(const rw_view *v, const rw_item *verb, const rw_item *party) {
	const rw_syms *sy = v->sy;
	const rw_sym f = rw_sym_of(v->lx, RW_LIT("f")), m = rw_sym_of(v->lx, RW_LIT("m"));
	if (rw_item_feat(verb, sy->gender) != f || rw_item_feat(verb, sy->number) != sy->sg) return false;
	bool masculine = false;
	for (size_t k = v->from[party->first - v->base]; k < v->n_lexical && v->items.p[k]->first == party->first; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != sy->speaker && it->kind != sy->noun && it->kind != sy->collective) continue;
		if (rw_item_feat(it, sy->number) != sy->sg || rw_item_feat(it, sy->gender) != m) return false;
		masculine = true;
	}
	return masculine;
}

/* Whether the words at token i go on with the clause before them: none that joins or breaks stands there. */
static bool clause_goes_on(const rw_view *v, uint32_t i) {
	const rw_syms *sy = v->sy;
	const rw_item *cites = rw_view_at(v, i, sy->according);
	return v->t.tok[i].kind == RW_TOKEN_WORD && !is_break(v, i) && !rw_view_at(v, i, sy->conn) &&
		(!cites || rw_item_feat(cites, sy->weak) == sy->yes);
}

/* The fall of a town is an act too, told with a word of little weight. */
static bool falls(const rw_view *v, uint32_t from, uint32_t end) {
	for (uint32_t i = from; i < end; i++) {
		const rw_item *p = rw_view_at(v, i, v->sy->light);
		if (p && rw_slice_eqz(rw_sym_text(v->lx, p->id), "fall")) return true;
	}
	return false;
}

/* Whether the words of a denied blame name the act themselves. */
static bool names_act(const rw_view *v, const rw_item *verb, uint32_t end) {
	for (uint32_t i = verb ? verb->end : end; i < end; i++) {
		const rw_item *p = rw_view_at(v, i, v->sy->pred);
		if (p && !rw_slice_eqz(rw_sym_text(v->lx, p->id), "responsibility") && rw_item_feat(p, v->sy->weak) != v->sy->yes)
			return true;
	}
	return false;
}

/* "What the sites carried", "which the agency published": words that only say whose news it is. */
static bool whose_news(const rw_view *v, uint32_t s, const rw_frame *denial, const rw_frame *f) {
	enum { BACK = 2 };
	const uint32_t at = f->verb ? f->verb->first : f->first;
	if (!denial->denied || denial->type != v->sy->speaks || !denial->verb || f->denied || at <= denial->verb->first ||
		f->around)
		return false;
	for (uint32_t i = denial->end; i < at; i++)
		if (is_mark(v, i) || is_break(v, i)) return false;
	for (uint32_t i = at; !f->verb && i < f->end; i++)
		if (rw_view_at(v, i, v->sy->rel)) return true;
	for (uint32_t back = 1; f->verb && back <= BACK && at >= v->t.sent[s].first + back; back++)
		if (rw_view_at(v, at - back, v->sy->rel)) return true;
	return false;
}

/* "The negotiator" for "a local negotiator" told of before. */
static bool it_is_short(const rw_teller *t, const riwaya_link *link) {
	return !rw_slice_eq(t->link.name, link->name) && t->link.name.n < link->name.n && (!t->whole || t->by_grammar);
}

/* "Accused the guards of": who stands between the verb and what it is of is accused. */
static bool accused_of(const rw_view *v, uint32_t s, uint32_t i) {
	if (i >= v->t.sent[s].end) return false;
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++)
		if (v->items.p[k]->pro & RW_PRO_BI) return true;
	return false;
}

static bool behind_but(const rw_view *v, uint32_t s, uint32_t i) {
	for (uint32_t n = 0; n < 2 && i > v->t.sent[s].first; n++, i--) {
		const rw_item *conn = rw_view_at(v, i - 1, v->sy->conn);
		if (conn && conn->id == rw_sym_of(v->lx, RW_LIT("but"))) return true;
		for (uint32_t back = 2; back <= 3 && i >= v->t.sent[s].first + back; back++) {
			conn = rw_view_at(v, i - back, v->sy->conn);
			if (conn && conn->id == rw_sym_of(v->lx, RW_LIT("but")) && conn->end == i) return true;
		}
	}
	return false;
}

/* Who speaks before the verb at token i: right before it, or first of the sentence behind its verb. */
static const rw_item *voice_before(const rw_view *v, uint32_t s, uint32_t i, bool near) {
	const rw_syms *sy = v->sy;
	const rw_item *found = NULL;
	for (size_t k = v->n_lexical; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != sy->teller || !it->payload || it->end > i || it->first < v->t.sent[s].first) continue;
		const rw_teller *t = it->payload;
		if (t->bare || t->known || (it->pro & (RW_PRO_LI | RW_PRO_BI))) continue;
		if (near ? it->end + 1 < i : found && it->first >= found->first) continue;
		uint32_t at = it->first;
		bool opens = at <= v->t.sent[s].first + 1 || is_mark(v, at - 2);
		if (!near && (!opens || (at > v->t.sent[s].first && rw_view_at(v, at - 1, sy->speech)))) continue;
		if (at > v->t.sent[s].first && (rw_view_at(v, at - 1, sy->placeprep) || rw_view_at(v, at - 1, sy->according)))
			continue;
		found = it;
	}
	const rw_item *party = found ? rw_view_at(v, found->first, sy->actor) : NULL;
	return party && party->payload && party->end >= found->end ? party : found;
}

static bool make(rw_view *v, uint32_t s, const rw_emission *e, rw_speaking *last, rw_frame *f) {
	const rw_syms *sy = v->sy;
	*f = (rw_frame){.type = e->id, .first = e->first, .end = e->end, .rule = e->rule + 1};
	f->verb = rw_attr_item(e, sy->verb, 0);
	rw_sym stance = rw_attr_value(e, sy->stance);
	f->stance = stance_of(v, stance ? stance : f->verb ? rw_item_feat(f->verb, sy->stance) : 0);
	if (e->id == sy->mode && f->verb && !moves(v, f->verb)) return false;
	if (e->id == sy->mode) {
		rw_sym m = rw_attr_value(e, sy->modality);
		if (!m && f->verb) m = rw_item_feat(f->verb, sy->modality);
		if (!m || !riwaya_modality_parse(rw_sym_text(v->lx, m), &f->modality)) return false;
	}
	f->of_speaker = rw_attr_value(e, sy->reach) == sy->teller;
	if (e->id == sy->own) f->type = sy->speaks, f->own = true; /* nobody but the teller speaks */
	if (e->id == sy->background) f->modality = RIWAYA_MODALITY_BACKGROUND;
	if (e->id == sy->deny ||
		(f->verb && rw_item_feat(f->verb, sy->polarity) == rw_sym_of(v->lx, RW_LIT("denied")) && e->id == sy->speaks))
		f->denied = true;
	riwaya_link l;
	/* "In monitoring armed groups": behind a preposition stands a noun, whatever verb has its letters. */
	if (e->id == sy->speaks && f->verb && finite(v, f->verb) && behind_preposition(v, f->verb)) return false;
	f->self = rw_attr_find(e, sy->self, 0) != NULL;
	const rw_item *through = rw_attr_item(e, sy->through, 0), *party = rw_attr_item(e, sy->speaker, 0);
	riwaya_link office, owner;
	/* "Ghana: three killed" heads a line with a place. */
	if (e->id == sy->speaks && !f->verb && party && party->kind == sy->actor && scope_is_after(e, sy) &&
		rw_view_at(v, party->first, sy->place))
		return false;
	/* "She accused the army", "they accused the army": the verb's gender and number tell its object from its subject. */
	if (party && f->verb && f->verb->id == sy->accuse && f->verb->first < party->first &&
		(object_not_subject(v, f->verb, party) || rw_item_feat(f->verb, sy->number) == sy->pl ||
			(party->first == f->verb->end && accused_of(v, s, party->end))))
		party = voice_before(v, s, f->verb->first, true);
	/* "The minister declined to comment, but denied": whoever the sentence is of. */
	bool joins = f->verb && rw_item_feat(f->verb, sy->form) == sy->ap && f->verb->first > v->t.sent[s].first &&
		is_mark(v, f->verb->first - 1);
	if (!party && f->verb && (e->id == sy->speaks || e->id == sy->deny) &&
		(joins || (finite(v, f->verb) && behind_but(v, s, f->verb->first))))
		party = voice_before(v, s, f->verb->first, false);
	/* "Not confirmed" speaks of nobody's confirming. */
	if (!party && f->verb && f->verb->first > v->t.sent[s].first && rw_item_feat(f->verb, sy->form) == sy->ap &&
		rw_view_at(v, f->verb->first - 1, sy->neg))
		return false;
	if (!party && e->id == sy->speaks && rw_view_at(v, e->first, sy->break_) &&
		rw_view_at(v, e->first, sy->break_)->end >= e->end)
		return false;
	/* "Over its radio": the letters are also a verb. */
	if (party && f->verb && rw_item_feat(f->verb, sy->weak) == sy->yes && carrier_word(v, f->verb->first) &&
		rw_link_of(v, party, last, &l) && carries(&l))
		return false;
	const rw_item *channel = through ? rw_view_at(v, through->first, sy->speaker) : NULL;
	if (channel &&
		(channel->id == rw_sym_of(v->lx, RW_LIT("channel")) || channel->id == rw_sym_of(v->lx, RW_LIT("agency"))))
		through = NULL;
	if (rw_link_of(v, through, last, &office) && rw_link_of(v, party, last, &owner)) {
		/* The office speaks for the party; "its office" is named by whose it is. */
		if (!office.actor.n) office.actor = owner.actor;
		office.name = office_name(v, last->keep, through->id, office.name, owner.name);
		f->links[f->n_links++] = office;
		f->own = true;
		party = NULL;
	}
	if (rw_link_of(v, rw_attr_item(e, sy->origin, 0), last, &l)) push_link(v, last, &l, f), f->own = true;
	if (rw_link_of(v, rw_attr_item(e, sy->teller, 0), last, &l)) push_link(v, last, &l, f), f->own = true;
	if (rw_link_of(v, party, last, &l)) push_link(v, last, &l, f);
	if (party) f->own = true;
	const rw_item *first_voice = rw_attr_item(e, sy->origin, 0);
	f->of = rw_agreement_of(v, first_voice ? first_voice : party);
	/* "Beirut - the outlet: ..." opens a report, and says nothing of who speaks in it. */
	if (e->id == sy->speaks && party && !f->n_links && !f->verb && scope_is_after(e, sy)) return false;
	if (f->verb && f->n_links) add_told(v, s, party, last, f);
	f->told_by = rw_attr_item(e, sy->told, 0);
	if (f->verb && rw_item_feat(f->verb, sy->records) == sy->yes) f->told_by = NULL;
	if (f->told_by && f->told_by->payload) f->told = ((const rw_dated *)f->told_by->payload)->at;
	const rw_item *until = rw_attr_item(e, sy->told, 1); /* the last day of a period */
	if (until && until->payload && ((const rw_dated *)until->payload)->at.to > f->told.from)
		f->told.to = ((const rw_dated *)until->payload)->at.to;

	rw_sym scope = rw_attr_value(e, sy->scope), reach = rw_attr_value(e, sy->reach);
	uint32_t first = v->t.sent[s].first, end = v->t.sent[s].end;
	if (scope == sy->around) {
		bool at_start = e->first <= first + 1 || is_mark(v, e->first - 1) || is_break(v, e->first);
		bool at_end = e->end >= end || is_mark(v, e->end) || is_break(v, e->end);
		bool starts = e->first <= first + 1;
		if (!starts && at_start && !at_end) at_end = trails_off(v, s, e->end);
		/* Between commas amid a clause that goes on behind it: "the clash, by the same source, left four dead". */
		bool amid =
			!starts && at_start && at_end && e->end + 1 < end && is_mark(v, e->end) && clause_goes_on(v, e->end + 1);
		bool opens = starts || (at_start && !at_end);
		/* At the end of what was said it reaches back to where the sentence's course began, amid it to the clause's start. */
		f->from = opens ? e->end : at_end ? saying_start(v, s, e->first) : rw_clause_start(v, s, e->first);
		f->to = opens || !at_end ? saying_end(v, s, e->end) : e->first;
		if ((opens || amid) && e->end < end && is_mark(v, e->end)) f->to = saying_end(v, s, e->end);
		f->around = true;
	} else if (scope == sy->before) {
		f->from = reach == sy->clause ? rw_clause_start(v, s, e->first) : course_start(v, s, e->first);
		f->to = e->first;
	} else if (scope == sy->sentence || reach == sy->sentence) {
		f->from = first;
		f->to = end;
	} else if (scope == sy->whole) {
		f->from = e->first;
		f->to = reach == sy->clause ? rw_clause_end(v, s, e->end)
			: reach == sy->near     ? e->end
									: course_end(v, s, e->end);
	} else if (scope == sy->clause) {
		f->from = rw_clause_start(v, s, e->first);
		f->to = rw_clause_end(v, s, e->end);
		/* "In 24 hours, so many died": set before what it dates. */
		if (e->id == sy->period && e->first <= first + 1 && e->end < end && is_mark(v, e->end))
			f->to = course_end(v, s, e->end);
	} else {
		f->from = e->end;
		/* "Denied, for its part, the shelling": a turn to another speaker is the verb's own where it stands right behind. */
		uint32_t behind = e->end;
		const rw_item *turn = e->id == sy->speaks && behind < end ? rw_view_at(v, behind, sy->break_) : NULL;
		if (turn && !(turn->pro & (RW_PRO_WA | RW_PRO_FA))) behind = turn->end;
		/* What is denied begins behind who denies: the words for its taking place are part of it. */
		if (f->denied && f->verb) f->from = party && party->first >= f->verb->end ? party->end : f->verb->end;
		f->to = reach == sy->near ? (e->end + NEAR < end ? e->end + NEAR : end)
			: reach == sy->clause ? rw_clause_end(v, s, e->end)
			: e->id == sy->speaks ? saying_end(v, s, behind)
								  : course_end(v, s, e->end);
		if (reach == sy->near) {
			uint32_t stop = rw_clause_end(v, s, e->end);
			if (stop < f->to) f->to = stop;
		}
	}
	/* Speech in a relative clause reaches no farther than a few words: "the prisoners whose release X announced". */
	if (f->type == sy->speaks && e->first > first && rw_view_at(v, e->first - 1, sy->rel) && f->from >= e->end) {
		uint32_t stop = rw_clause_end(v, s, e->end);
		f->to = e->end + NEAR / 2 < stop ? e->end + NEAR / 2 : stop;
	}
	if (f->type == sy->speaks && f->own) {
		bool around = scope == sy->around || scope == sy->whole;
		uint32_t tail = e->end;
		while (around && tail < end && tail < e->end + TAIL && !is_mark(v, tail) && !is_break(v, tail)) tail++;
		if (!around) tail = venue_after(v, s, e->end);
		add_carriers(v, s, venue_before(v, s, e->first), tail, last, f);
	}
	if (f->type == sy->speaks && f->own && f->n_links) {
		const rw_item *who = rw_attr_item(e, sy->origin, 0);
		if (!who) who = rw_attr_item(e, sy->speaker, 0);
		const rw_teller *t = who && who->kind == sy->teller ? who->payload : NULL;
		bool again = t && (t->known || t->bare || it_is_short(t, &f->links[0]));
		for (uint32_t k = last->n_named; k-- > 0;) {
			rw_named *n = &last->named[k];
			if (!rw_slice_eq(n->link.name, f->links[0].name)) continue;
			/* "The source added": to the agency that it had spoken to. */
			bool alone = f->n_links == 1;
			for (uint8_t j = 0; again && alone && j < n->n_via; j++) f->links[f->n_links++] = n->via[j];
			if (f->n_links > 1) {
				n->n_via = (uint8_t)(f->n_links - 1);
				memcpy(n->via, f->links + 1, n->n_via * sizeof *n->via);
			}
			break;
		}
	}
	/* An unnamed source that a party's own channel or agency quotes is the party's. */
	if (f->n_links > 1 && !f->links[0].named && !f->links[0].actor.n &&
		(f->links[0].kind == RIWAYA_LINK_ANONYMOUS || f->links[0].kind == RIWAYA_LINK_OFFICIAL) && carries(&f->links[1]))
		f->links[0].actor = f->links[1].actor;
	f->again = rw_attr_value(e, sy->use) == sy->again;
	f->of_toll = rw_attr_find(e, sy->toll, 0) != NULL;
	f->of_blame = rw_attr_find(e, sy->agent, 0) != NULL;
	if (e->id == sy->background && rw_is_fresh(v, s, f)) return false;
	if (f->again && f->type != sy->stance) f->to = f->from; /* what follows the denial is told, not denied */
	if (f->of_blame && names_act(v, f->verb, e->end)) {     /* "a part in the blast": that act, not one told before */
		f->again = false;
		f->from = f->verb->end;
		f->to = e->end;
	}
	f->deeper = rw_attr_value(e, sy->use) == sy->origin;
	/* "X denies the fall of the town: 15 killed": the denial ends at the colon, and the rest is told. */
	if (f->denied && f->verb && e->end > f->verb->end + 1 && is_colon(v, e->end - 1) &&
		(names_act(v, f->verb, e->end - 1) || falls(v, f->verb->end, e->end - 1)))
		f->to = e->end - 1;
	return f->from <= f->to;
}

/* Whether a frame that starts inside another's reach stands beside it rather than inside what it says. */
static bool beside(const rw_view *v, uint32_t s, const rw_frame *f) {
	if (f->first == v->t.sent[s].first) return true;
	if (is_mark(v, f->first - 1) || is_break(v, f->first)) return true;
	for (uint32_t back = 1; back <= 3 && f->first >= v->t.sent[s].first + back; back++) {
		const rw_item *b = rw_view_at(v, f->first - back, v->sy->break_);
		if (b && b->end == f->first) return true;
		/* "After X claimed", "except that X": the teller's own words again. */
		const rw_item *after = rw_view_at(v, f->first - back, v->sy->conn);
		if (after && after->end == f->first) return true;
	}
	if (f->verb && (f->verb->pro & (RW_PRO_WA | RW_PRO_FA))) return true;
	/* "And the army denies": the letter is joined to the subject, which stands first. */
	const rw_item *who = body_at(v, f->first);
	return f->verb && f->verb->first > f->first && who && (who->pro & (RW_PRO_WA | RW_PRO_FA));
}

/* A frame that starts with that verb. */
static bool starts_at(const rw_frames *out, const rw_item *verb) {
	for (uint32_t i = 0; i < out->n; i++)
		if (out->p[i].verb && out->p[i].verb->first == verb->first) return true;
	return false;
}

/* "The army denies the shelling and lays it on the militia": a second verb of the same speaker is denied no more. */
static void part_denials(const rw_view *v, rw_frames *out) {
	for (uint32_t i = 0, n = out->n; i < n && out->n < RW_MAX_FRAMES; i++) {
		rw_frame *f = &out->p[i];
		if (f->type != v->sy->speaks || !f->denied || !f->verb || f->from < f->verb->end) continue;
		for (uint32_t at = f->from; at < f->to; at++) {
			const rw_item *verb = rw_view_at(v, at, v->sy->speech);
			if (!verb || !(verb->pro & RW_PRO_WA) || !finite(v, verb) || starts_at(out, verb)) continue;
			rw_frame *g = &out->p[out->n++];
			*g = *f;
			g->verb = verb;
			g->from = g->first = verb->first;
			g->denied = false;
			f->to = verb->first;
			break;
		}
	}
}

/* Who accuses, threatens and warns is the one whose word the accusation is. */
static void add_verbs(const rw_view *v, rw_frames *out) {
	const rw_syms *sy = v->sy;
	part_denials(v, out);
	for (uint32_t i = 0, n = out->n; i < n && out->n < RW_MAX_FRAMES; i++) {
		const rw_frame *f = &out->p[i];
		if (f->type != sy->speaks || !f->verb || !f->n_links || f->from < f->end) continue;
		if (f->verb->id != sy->accuse && f->verb->id != sy->threaten && f->verb->id != sy->warn) continue;
		rw_frame *g = &out->p[out->n++];
		*g = *f;
		g->from = f->verb->first;
		g->to = f->verb->end;
		g->denied = false;
	}
}

/* "Three were killed, by A, and five hurt, by B": each reaches as far as the other. */
static void part_asides(rw_frames *out) {
	for (uint32_t i = 0; i < out->n; i++)
		for (uint32_t k = 0; k < out->n; k++) {
			rw_frame *a = &out->p[i], *b = &out->p[k];
			if (!a->around || !b->around || a->end > b->first || b->from >= b->first || b->from >= a->end) continue;
			if (a->from < a->first) a->to = a->first;
			b->from = a->end;
		}
}

void rw_find_frames(rw_view *v, uint32_t s, const rw_lattice *l, rw_speaking *last, rw_frames *out) {
	const rw_syms *sy = v->sy;
	out->n = 0;
	rw_lattice known;
	if (rw_find_known_tellers(v, s, last)) {
		rw_view_lattice(v, s, &known);
		l = &known;
	}
	rw_emissions found = {0};
	rw_rules_run(v->lx, sy->frame, l, RW_OVERLAP_FREE, v->a, &found);
	for (size_t i = 0; i < found.n && out->n < RW_MAX_FRAMES; i++) {
		const rw_emission *e = &found.p[i];
		rw_frame f;
		if (e->kind != sy->frame || !make(v, s, e, last, &f)) continue;
		/* A frame found inside the words of a longer one of its type is part of it. */
		bool part = false;
		for (uint32_t k = 0; k < out->n; k++) {
			/* Of two readings of the same words the finite verb speaks, not the noun. */
			rw_frame *o = &out->p[k];
			bool foiled = f.modality == RIWAYA_MODALITY_FOILED || o->modality == RIWAYA_MODALITY_FOILED;
			if (f.type == sy->mode && o->type == f.type && o->first == f.first && foiled) {
				if (f.modality == RIWAYA_MODALITY_FOILED) *o = f; /* what befell it and was repelled */
				part = true;
			} else if (f.type == sy->mode && o->type == f.type && o->first == f.first &&
				o->modality == RIWAYA_MODALITY_ACTUAL) {
				part = true;
			} else if (f.type == sy->mode && o->type == f.type && o->first == f.first &&
				f.modality == RIWAYA_MODALITY_ACTUAL) {
				*o = f; /* "managed to" over "it is possible": the letters can be the same */
				part = true;
			} else if (o->type == f.type && f.verb && o->verb == f.verb && f.end > o->end) {
				/* Two rules read the same verb: the one that read farther, with what the other knew of when. */
				if (f.told.precision == RIWAYA_PRECISION_NONE) f.told = o->told, f.told_by = o->told_by;
				if (o->own && o->n_links && !f.own) { /* who speaks stands before the verb, which only the other saw */
					memcpy(f.links, o->links, sizeof f.links);
					f.n_links = o->n_links;
					f.of = o->of;
					f.own = true;
					f.first = o->first;
				}
				*o = f;
				part = true;
			} else if (o->type == f.type && o->first == f.first && f.verb && o->verb && finite(v, f.verb) &&
				!finite(v, o->verb) && f.end >= o->end) {
				*o = f;
				part = true;
			}
		}
		for (uint32_t k = 0; k < out->n; k++) {
			const rw_frame *o = &out->p[k];
			bool twin = f.type == sy->stance && o->rule == f.rule && o->first == f.first; /* before its words and behind */
			part = part || (!twin && o->type == f.type && o->end >= f.end && o->first <= f.first);
		}
		if (!part) out->p[out->n++] = f;
	}
	for (uint32_t i = 0; i < out->n; i++) {
		rw_frame *g = &out->p[i];
		if (g->type == sy->stance) {
			/* "As it claims" is said of the one who speaks there. */
			rw_frame *inner = NULL;
			for (uint32_t k = 0; k < i; k++) {
				rw_frame *f = &out->p[k];
				if (f->type == sy->speaks && f->from <= g->first && g->first < f->to && (!inner || f->from >= inner->from))
					inner = f;
			}
			if (inner && g->of_speaker) {
				inner->stance = g->stance;
				g->to = g->from;
			}
			continue;
		}
		if (g->type != sy->speaks) continue;
		bool of_denial = false;
		for (uint32_t k = 0; k < out->n && !of_denial; k++) of_denial = whose_news(v, s, &out->p[k], g);
		if (of_denial) {
			g->to = g->from;
			continue;
		}
		rw_frame *outer = NULL;
		for (uint32_t k = 0; k < i; k++) {
			rw_frame *f = &out->p[k];
			if (f->type == sy->speaks && f->from <= g->first && g->first < f->to && (!outer || f->from >= outer->from))
				outer = f;
		}
		if (g->deeper) {
			/* "The agency said, citing a source, that": the source spoke to the agency. */
			rw_frame *teller = NULL;
			for (uint32_t k = 0; k < out->n; k++) {
				rw_frame *f = &out->p[k];
				if (k != i && f->type == sy->speaks && !f->deeper && f->n_links && f->first <= g->first &&
					(g->first < f->to || g->first < f->end))
					teller = f;
			}
			if (teller && g->n_links) {
				riwaya_link told[RW_FRAME_LINKS];
				uint8_t n = teller->n_links;
				memcpy(told, teller->links, sizeof told);
				memcpy(teller->links, g->links, sizeof told);
				teller->n_links = g->n_links;
				for (uint8_t k = 0; k < n; k++) push_link(v, last, &told[k], teller);
				if (teller->from < g->end && g->end <= teller->to && teller->from >= teller->end) teller->from = g->end;
				memcpy(last->links, teller->links, sizeof last->links);
				last->n_links = teller->n_links;
				g->to = g->from;
				continue;
			}
		}
		if (!g->own) {
			const rw_frame *who = outer && rw_agrees(v, g->verb, &outer->of) ? outer : NULL;
			if (!who) rw_recall(v, g->verb, last);
			if (outer && !who && last->n_links && !rw_agrees(v, g->verb, &last->of)) who = outer;
			const riwaya_link *links = who ? who->links : last->links;
			g->n_links = who ? who->n_links : last->n_links;
			memcpy(g->links, links, sizeof g->links);
			if (g->stance == RIWAYA_STANCE_NEUTRAL &&
				(!g->denied || (g->verb && rw_item_feat(g->verb, sy->form) == sy->ap)))
				g->stance = who ? who->stance : last->stance;
			if (g->told.precision == RIWAYA_PRECISION_NONE && who) g->told = who->told;
			if (outer && outer->to > g->first) outer->to = g->first;
			if (g->n_links == 0 && !g->denied) g->to = g->from; /* nobody has spoken: the words are the outlet's */
		} else if (outer && beside(v, s, g) && g->from >= g->end) {
			for (uint32_t k = 0; k < i; k++)
				if (out->p[k].type == sy->speaks && out->p[k].to > g->first && out->p[k].from <= g->first)
					out->p[k].to = g->first;
		}
		if (g->own && !g->n_links) last->n_links = 0;
		/* "As the media shared": those who share what others told don't go on speaking. */
		bool shared = outer && g->own && g->verb && g->verb->id == rw_sym_of(v->lx, RW_LIT("circulate"));
		if (g->n_links && !shared) {
			if (!g->own) g->of = last->of;
			rw_remember_voice(last, g);
		}
	}
	part_asides(out);
	rw_remember_persons(v, last);
	add_verbs(v, out);
	rw_add_old(v, s, out);
	rw_go_on_quoting(v, s, last, out);
}
