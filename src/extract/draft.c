/* draft.c: which of the readings that claim rules made of the same words are kept, and which are one claim. */
#include "extract/draft.h"
#include "mention/speaker.h"
#include <stdlib.h>

enum { FIGURES_MAX = 12, NO_HEAD = 5 };

static uint32_t gap_between(const rw_item *a, const rw_item *b) {
	if (!a || !b) return 0;
	return a->end <= b->first ? b->first - a->end : b->end <= a->first ? a->first - b->end : 0;
}

static int by_place(const void *x, const void *y) {
	const rw_draft *a = x, *b = y;
	if (a->anchor != b->anchor) return a->anchor < b->anchor ? -1 : 1;
	if (a->part != b->part) return a->part ? 1 : -1;
	return a->e->id != b->e->id   ? (a->e->id < b->e->id ? -1 : 1)
		: a->e->rule < b->e->rule ? -1
								  : a->e->rule > b->e->rule;
}

/* Of two drafts that make the same claim of the same words, the one whose rule read more. */
static bool richer(const rw_draft *a, const rw_draft *b) {
	uint32_t la = a->e->end - a->e->first, lb = b->e->end - b->e->first;
	if (a->distance != b->distance) return a->distance < b->distance;
	if (a->e->n_attrs != b->e->n_attrs) return a->e->n_attrs > b->e->n_attrs;
	return la > lb;
}

const rw_phrase *rw_phrase_of(const rw_view *v, const rw_item *it) {
	return it && (it->kind == v->sy->figure || it->kind == v->sy->party) ? it->payload : NULL;
}

static bool counted(const rw_view *v, const rw_draft *d) {
	const rw_phrase *p = rw_phrase_of(v, d->figure);
	return p && p->counted;
}

/* Whether what is counted can be what the predicate counts: people are not shelled as things are, nor houses arrested. */
static bool fits(const rw_view *v, uint32_t s, const rw_draft *d) {
	const rw_syms *sy = v->sy;
	if (d->head) {
		/* "At dawn today" tells when, whatever verb the letters make. */
		const rw_item *when = rw_view_at(v, d->head->first, sy->date);
		if (when && when->end > d->head->end) return false;
		/* "At dawn and in the morning" too. */
		if (rw_view_at(v, d->head->first, sy->timepart) &&
			(rw_view_at(v, d->head->end, sy->timepart) || rw_view_at(v, d->head->end, sy->date)))
			return false;
		/* Behind a preposition stands a noun, whatever verb has its letters. */
		rw_sym form = rw_item_feat(d->head, sy->form);
		bool finite = d->head->kind == sy->pred && (form == sy->past || form == sy->present);
		const rw_item *prep =
			finite && d->head->first > v->t.sent[s].first ? rw_lexical_at(v, d->head->first - 1, sy->placeprep) : NULL;
		if (prep && prep->end == d->head->first && !prep->enc && !d->head->pro && d->figure &&
			(d->distance || d->figure->end <= d->head->first) && !rw_lexical_at(v, d->head->first - 1, sy->rel))
			return false;
		/* One person or body is not the subject or object in front of a verb in the plural. */
		const rw_phrase *one = rw_phrase_of(v, d->figure);
		rw_sym number = rw_item_feat(d->head, sy->number);
		if (finite && one && !one->counted && one->head && d->figure->end <= d->head->first &&
			(number == sy->pl || number == sy->du) && one->head->kind == sy->noun &&
			rw_item_feat(one->head, sy->number) == sy->sg && !rw_attr_find(d->e, sy->figure, 1) &&
			!(d->figure->pro & RW_PRO_WA))
			return false;
		/* A word that is part of a name tells nothing: "the Occupation" as a name for a state. */
		const rw_item *name = rw_view_at(v, d->head->first, sy->actor);
		if (name && name->payload && name->end >= d->head->end) return false;
		/* "Areas under X's control" tells of no taking. */
		bool control = d->head->kind == sy->pred && rw_slice_starts(rw_sym_text(v->lx, d->e->id), RW_LIT("control_")) &&
			rw_item_feat(d->head, sy->form) == sy->masdar;
		if (control && d->head->first > v->t.sent[s].first) {
			uint32_t b = d->head->first - 1;
			if ((d->head->pro & RW_PRO_LI) || rw_view_at(v, b, sy->placeprep) || rw_view_at(v, b, sy->placenoun) ||
				rw_view_at(v, b, sy->belong))
				return false;
		}
	}
	/* "Since fighting broke out" tells a time. */
	if (d->head && !d->figure && d->head->first > v->t.sent[s].first) {
		uint32_t b = d->head->first - 1;
		const rw_item *since = rw_lexical_at(v, b, sy->period);
		if (!since && b > v->t.sent[s].first) since = rw_lexical_at(v, b - 1, sy->period);
		if (since && since->id == rw_sym_of(v->lx, RW_LIT("since")) && since->end == d->head->first) return false;
	}
	const rw_phrase *p = rw_phrase_of(v, d->figure);
	rw_row pred = d->e->id == sy->same ? 0 : rw_row_find(v->lx, "predicates", rw_sym_text(v->lx, d->e->id));
	if (!p || !p->unit || !pred || rw_attr_value(d->e, sy->counts) || rw_attr_value(d->e, sy->unit)) return true;
	/* Acts that a figure names itself ("seven raids"), deaths that it names, are no other act and no mere casualties. */
	rw_sym own = p->head ? rw_item_feat(p->head, sy->pred) : 0;
	if (own && own != d->e->id && p->counted && (p->unit == sy->strike || d->e->id == sy->casualties)) return false;
	/* "The arrival of three wounded": where the noun names a fate, a verb of moving tells nothing more. */
	static const char *const moving[] = {"deployed", "returned", "displaced", "protesters", "escaped"};
	for (size_t k = 0; k < RW_COUNT(moving) && own; k++)
		if (rw_slice_eqz(rw_sym_text(v->lx, d->e->id), moving[k]) &&
			(own == sy->killed || own == sy->wounded || own == sy->casualties))
			return false;
	if (d->e->id == sy->missing && p->head && rw_item_feat(p->head, sy->pred) == sy->killed)
		return false; /* "we lost 40 martyrs" */
	bool of_things = rw_slice_eqz(rw_row_get(v->lx, pred, "counts"), "thing");
	bool people = p->unit == sy->person || p->unit == sy->body || p->unit == sy->family || p->unit == sy->group;
	return of_things != people;
}

/* Words that take or lay blame for an act say something beside it. */
static bool of_blame(const rw_view *v, rw_sym id) {
	return rw_slice_eqz(rw_sym_text(v->lx, id), "responsibility") || rw_slice_eqz(rw_sym_text(v->lx, id), "accusation");
}

/* How much a word for an attack says of it; 0 for any other. */
static int how_telling(const rw_view *v, rw_sym id) {
	static const char *const acts[] = {"attack", "shelling", "airstrike", "drone_strike"};
	for (int i = 0; i < (int)RW_COUNT(acts); i++)
		if (rw_slice_eqz(rw_sym_text(v->lx, id), acts[i])) return i + 1;
	return 0;
}

uint32_t rw_collect_drafts(rw_view *v, uint32_t s, const rw_emissions *found, rw_draft *d) {
	const rw_syms *sy = v->sy;
	uint32_t n = 0;
	for (size_t i = 0; i < found->n; i++) {
		const rw_emission *e = &found->p[i];
		if ((e->kind != sy->claim && e->kind != sy->unreal) || !e->id) continue;
		const rw_item *head = rw_attr_item(e, sy->head, 0);
		uint32_t figures = 0;
		const rw_sym keys[] = {sy->figure, sy->part};
		for (size_t k = 0; k < RW_COUNT(keys); k++) {
			for (uint32_t nth = 0; nth < FIGURES_MAX && n < RW_MAX_DRAFTS; nth++) {
				const rw_item *f = rw_attr_item(e, keys[k], nth);
				if (!f) break;
				/* "14,200 children and women": what follows a large number in the singular is counted by it. */
				const rw_phrase *one = rw_phrase_of(v, f),
								*many = nth ? rw_phrase_of(v, rw_attr_item(e, keys[k], nth - 1)) : NULL;
				if (one && many && !one->counted && many->counted && many->figure.has_value &&
					many->figure.value > 10 && one->head && rw_item_feat(one->head, sy->number) == sy->sg)
					continue;
				/* "400 fighters and their families": people of theirs without a number are no claim of their own. */
				if (one && many && !one->counted && many->counted && one->head && one->head->enc &&
					rw_item_feat(one->head, sy->number) == sy->pl)
					continue;
				/* A figure that names its own fate has it where no verb near it says another. */
				d[n++] = (rw_draft){e, head, f, k == 1, f->first, head ? gap_between(head, f) : NO_HEAD, false, NULL};
				figures++;
			}
		}
		if (!figures && n < RW_MAX_DRAFTS)
			d[n++] = (rw_draft){e, head, NULL, false, head ? head->first : e->first, 0, false, NULL};
	}
	/* People who were attacked, or withdrew, uncounted: the act is told, they are nothing that it counts. */
	for (uint32_t i = 0; i < n; i++) {
		const rw_phrase *p = rw_phrase_of(v, d[i].figure);
		if (p && !p->counted && !d[i].part && p->unit == sy->person && d[i].head && d[i].figure->first >= d[i].head->end &&
			d[i].e->kind == sy->claim && (how_telling(v, d[i].e->id) || d[i].e->id == sy->withdrew)) {
			d[i].figure = NULL;
			d[i].distance = 0;
			d[i].anchor = d[i].head->first;
		}
	}
	for (uint32_t i = 0; i < n; i++) d[i].dropped = !fits(v, s, &d[i]);
	for (uint32_t i = 0; i < n; i++) {
		/* "Survived of them 71": the verb in front tells another thing of those among them. */
		if (d[i].e->id == sy->same && d[i].part && d[i].e->first > v->t.sent[s].first) {
			for (size_t k = 0; k < v->n_lexical; k++) {
				const rw_item *it = v->items.p[k];
				rw_sym form = rw_item_feat(it, sy->form);
				if (it->end == d[i].e->first && (form == sy->past || form == sy->present) && it->kind != sy->pred &&
					it->kind != sy->speech)
					d[i].dropped = true;
			}
		}
	}
	/* What is part of a toll is no toll of its own. */
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n; j++)
			if (d[i].part && !d[j].part && d[i].figure == d[j].figure && !d[j].head) d[j].dropped = true;
	/* What tells an act only where it is denied or planned gives way to what tells it at all. */
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n; j++)
			if (d[i].e->kind == sy->unreal && d[j].e->kind != sy->unreal && !d[j].dropped && d[i].e->id == d[j].e->id &&
				((d[i].head && d[i].head == d[j].head) ||
					(!d[i].figure && !d[j].figure && d[i].e->first < d[j].e->end && d[j].e->first < d[i].e->end)))
				d[i].dropped = true;
	/* What knows better than the rules that read the same figure by its verb alone; the verb may name who did it. */
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n && d[i].figure && !d[i].dropped && rw_attr_value(d[i].e, sy->over); j++)
			if (d[j].figure == d[i].figure && !rw_attr_value(d[j].e, sy->over)) {
				d[j].dropped = true;
				if (rw_attr_find(d[j].e, sy->agent, 0) && d[j].e->id != d[i].e->id) d[i].plainer = d[j].e;
			}
	/* The same where what follows the verb is told by another sense of it, or by no rule: "forty gunmen stopped 22 cars". */
	for (uint32_t i = 0; i < n; i++) {
		if (!d[i].head || !d[i].figure || d[i].dropped || d[i].figure->end > d[i].head->first ||
			rw_item_feat(d[i].head, sy->args) != sy->object || rw_item_feat(d[i].head, sy->voice) == sy->passive ||
			rw_item_feat(d[i].head, sy->form) != sy->past || rw_item_feat(d[i].head, sy->number) != sy->pl)
			continue;
		const rw_item *object = rw_view_at(v, d[i].head->end, sy->figure);
		if (object && !(object->pro & (RW_PRO_WA | RW_PRO_BI | RW_PRO_LI))) d[i].dropped = true;
	}
	/* A warning of something told as feared is that thing's mood, but a warning of attacks is news itself; a threat of harm is a threat, whatever the harm. */
	enum { REACH = 12 };
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n && d[i].head && !d[i].dropped; j++) {
			if (!d[j].head || d[j].dropped || i == j) continue;
			uint32_t a = d[i].head->first, b = d[j].head->first;
			if (d[i].e->id == sy->warning && b > a && b <= a + REACH && d[j].e->id != sy->warning &&
				d[j].e->id != sy->threat && !how_telling(v, d[j].e->id))
				d[i].dropped = true;
			if (d[j].e->id == sy->threat && a > b && a <= b + REACH / 2 && !d[i].figure && d[i].e->id != sy->threat &&
				(d[i].head->pro & RW_PRO_BI) && d[i].e->id != sy->withdrew)
				d[i].dropped = true;
		}
	/* "An attack that struck a restaurant" is told by its noun. */
	for (uint32_t i = 0; i < n; i++) {
		if (!d[i].head || d[i].dropped || d[i].figure) continue;
		rw_sym form = rw_item_feat(d[i].head, sy->form);
		bool acts = how_telling(v, d[i].e->id) && (form == sy->past || form == sy->present);
		for (uint32_t j = 0; j < n && acts && !d[i].dropped; j++) {
			if (!d[j].head || d[j].dropped || d[j].head->kind != sy->pred || !how_telling(v, d[j].e->id)) continue;
			rw_sym f = rw_item_feat(d[j].head, sy->form);
			if ((f == sy->noun || f == sy->masdar) && d[j].head->end <= d[i].head->first &&
				d[j].head->end + 3 > d[i].head->first)
				d[i].dropped = true;
		}
	}
	/* What a drone or an aircraft struck with is told by the strike. */
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n && d[i].head && d[i].figure && !d[i].dropped; j++)
			if (d[j].head == d[i].head && !d[j].dropped && how_telling(v, d[j].e->id) > how_telling(v, d[i].e->id) &&
				how_telling(v, d[i].e->id) && (d[i].figure->pro & RW_PRO_BI))
				d[i].dropped = true;
	/* "The police seized three rifles": whom a verb of two senses might befall is its doer where counted things follow. */
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n && d[i].head && d[i].figure && !d[i].dropped; j++)
			if (d[j].head && d[j].head->first == d[i].head->first && d[j].e->id != d[i].e->id && !d[j].dropped &&
				!counted(v, &d[i]) && counted(v, &d[j]) && d[j].figure->first >= d[i].figure->end)
				d[i].dropped = true;
	/* "Two hundred gunmen took five children": a verb with an object behind it acts, and those before it are no object. */
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n && d[i].head && d[i].figure && !d[i].dropped; j++)
			if (d[j].head == d[i].head && d[j].figure && !d[j].dropped && d[j].e->id == d[i].e->id && !d[j].part &&
				d[i].figure->end <= d[i].head->first && d[j].figure->first >= d[i].head->end && counted(v, &d[j]) &&
				!(d[j].figure->pro & RW_PRO_WA) && rw_item_feat(d[i].head, sy->args) == sy->object)
				d[i].dropped = true;
	/* "Killed and wounded 40": the two together, not one of them. */
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n && d[i].e->id == sy->casualties && d[i].figure && !d[i].dropped; j++)
			if (d[j].figure == d[i].figure && d[j].e->id != sy->casualties && d[i].e->first < d[j].e->first)
				d[j].dropped = true;
	/* The word that says most of one act: a drone strike before a shelling before an attack. */
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n; j++)
			if (!d[i].dropped && !d[j].dropped &&
				((d[i].figure && d[j].figure && d[i].figure->first < d[j].figure->end &&
					 d[j].figure->first < d[i].figure->end) ||
					(d[i].head && d[i].head == d[j].head && !counted(v, &d[i]) && !counted(v, &d[j]))) &&
				how_telling(v, d[i].e->id) && how_telling(v, d[i].e->id) < how_telling(v, d[j].e->id)) {
				d[i].dropped = true;
				if (rw_attr_find(d[i].e, sy->agent, 0)) d[j].plainer = d[i].e;
			}
	/* "It rose to" takes its predicate from what was told before only where nothing beside it tells one. */
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n && d[i].figure; j++)
			if (!d[i].part && !d[j].part && d[i].e->id == sy->same && d[j].e->id != sy->same && !d[j].dropped &&
				d[i].figure == d[j].figure)
				d[i].dropped = true;
	/* One claim for each thing said of each figure; where several rules read a figure, the nearest word says what became of it. */
	for (uint32_t i = 0; i < n; i++) {
		for (uint32_t j = 0; j < n; j++) {
			if (i == j || d[i].dropped || d[j].dropped) continue;
			bool same_figure = d[i].figure && d[i].figure == d[j].figure;
			bool same_head = d[i].head && d[i].head == d[j].head && d[i].e->id == d[j].e->id &&
				(!counted(v, &d[i]) || !counted(v, &d[j])) && d[i].e->rule != d[j].e->rule;
			/* What one rule reads of a happening without its number, another read with it. */
			bool with_number = counted(v, &d[i]) && !counted(v, &d[j]) && d[i].e->id == d[j].e->id &&
				d[i].e->first < d[j].e->end && d[j].e->first < d[i].e->end && d[i].e->rule != d[j].e->rule;
			if (with_number) {
				d[j].dropped = true;
				continue;
			}
			bool same_event = !d[i].figure && !d[j].figure && d[i].e->id == d[j].e->id && d[i].e->first < d[j].e->end &&
				d[j].e->first < d[i].e->end;
			if (!same_figure && !same_head && !same_event) continue;
			if (same_figure && d[i].e->id != d[j].e->id && rw_attr_value(d[i].e, sy->also)) continue;
			if (same_figure ? richer(&d[i], &d[j]) || (!richer(&d[j], &d[i]) && i < j)
							: (counted(v, &d[i]) && !counted(v, &d[j])) ||
						(counted(v, &d[i]) == counted(v, &d[j]) &&
							(richer(&d[i], &d[j]) || (!richer(&d[j], &d[i]) && i < j))))
				d[j].dropped = true;
		}
	}
	for (uint32_t i = 0; i < n; i++) {
		/* "Arrest" inside "re-arrest" says nothing of its own. */
		for (uint32_t j = 0; j < n && !d[i].dropped; j++)
			if (d[i].head && d[j].head && d[i].head->kind == v->sy->pred && !d[j].dropped &&
				d[j].head->first <= d[i].head->first && d[j].head->end >= d[i].head->end &&
				d[j].head->end - d[j].head->first > d[i].head->end - d[i].head->first)
				d[i].dropped = true;
	}
	/* An act named within what a counted claim is read from is part of that claim, no event beside it; not so blame for it. */
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < n && !d[i].dropped && !of_blame(v, d[i].e->id); j++)
			if (d[i].head && !d[i].figure && counted(v, &d[j]) && !d[j].dropped && d[j].e->first <= d[i].head->first &&
				d[j].e->end >= d[i].head->end && d[i].head != d[j].head && d[j].distance <= NO_HEAD &&
				!rw_attr_find(d[i].e, v->sy->agent, 0))
				d[i].dropped = true;
			else if (d[i].head && !d[i].figure && counted(v, &d[j]) && !d[j].dropped &&
				(d[i].head == d[j].head ||
					(d[j].e->id == v->sy->attackers && d[i].e->first < d[j].e->end && d[j].e->first < d[i].e->end)))
				d[i].dropped = true;
	/* "Fifteen were killed in the shelling": an attack with the article, beside what came of it, was told before. */
	for (uint32_t i = 0; i < n; i++) {
		const rw_item *h = d[i].head;
		if (!h || d[i].figure || d[i].dropped || d[i].e->kind != sy->claim || !how_telling(v, d[i].e->id)) continue;
		rw_sym form = rw_item_feat(h, sy->form);
		if ((form != sy->masdar && form != sy->noun) || rw_item_feat(h, sy->def) != sy->yes) continue;
		if (rw_attr_find(d[i].e, sy->place, 0) || rw_attr_value(d[i].e, sy->modality)) continue;
		for (uint32_t j = 0; j < n && !d[i].dropped; j++) {
			bool toll = d[j].e->id == sy->killed || d[j].e->id == sy->wounded || d[j].e->id == sy->casualties;
			if (toll && !d[j].dropped && counted(v, &d[j]) && d[j].figure->first < h->end + REACH &&
				h->first < d[j].figure->end + REACH)
				d[i].dropped = true;
		}
	}
	uint32_t kept = 0;
	for (uint32_t i = 0; i < n; i++)
		if (!d[i].dropped) d[kept++] = d[i];
	qsort(d, kept, sizeof *d, by_place);
	return kept;
}
