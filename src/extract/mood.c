/* mood.c: how far words of mood reach, and what of the past is background. What is joined to an attempt by a verb of its own, what gives the reason of a fear or came before
 * what is planned is told as done: "foiled the raid and killed two", "fears a raid because the army massed troops". */
#include "extract/mood.h"
#include "mention/speaker.h"

static bool is(const rw_view *v, rw_sym id, const char *word) { return rw_slice_eqz(rw_sym_text(v->lx, id), word); }

/* A verb in the past at token i, and no noun with its letters. */
static const rw_item *past_verb(const rw_view *v, uint32_t i) {
	const rw_item *past = NULL;
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
		const rw_item *it = v->items.p[k];
		rw_sym form = rw_item_feat(it, v->sy->form);
		if (is(v, form, "masdar") || it->kind == v->sy->noun) return NULL;
		if (form == v->sy->past && it->kind != v->sy->modal) past = it;
	}
	return past;
}

static bool joined(const rw_item *it) { return it && (it->pro & (RW_PRO_WA | RW_PRO_FA)); }

bool rw_is_plan(const rw_view *v, const rw_frame *f) {
	if (f->modality != RIWAYA_MODALITY_PLANNED || !f->verb) return false;
	rw_sym form = rw_item_feat(f->verb, v->sy->form);
	return (is(v, f->verb->id, "plan") || is(v, f->verb->id, "intend")) &&
		(form == v->sy->past || form == v->sy->present);
}

bool rw_mood_ends(const rw_view *v, const rw_frame *f, const rw_draft *d, bool counted) {
	const rw_syms *sy = v->sy;
	uint32_t head = d->head ? d->head->first : d->anchor;
	if (!f->verb || f->end > head) return false;
	static const char *const deeds[] = {"attempt", "foil", "prevent", "plan", "intend", "fear", "deal"};
	bool deed = false, tried = is(v, f->verb->id, "attempt") || is(v, f->verb->id, "foil");
	for (size_t k = 0; k < RW_COUNT(deeds); k++) deed = deed || is(v, f->verb->id, deeds[k]);
	/* What was survived took place; not so the death or capture that somebody escaped. */
	static const char *const fates[] = {"killed", "kidnapped", "captured", "executed"};
	bool fate = false;
	for (size_t k = 0; k < RW_COUNT(fates); k++) fate = fate || is(v, d->e->id, fates[k]);
	if (tried && !fate && is(v, rw_item_feat(f->verb, sy->prep), "min") && f->modality == RIWAYA_MODALITY_ATTEMPTED)
		return true;
	uint32_t until = d->anchor > head ? d->anchor : head;
	bool later = false; /* behind a word for what came before or led to it */
	for (uint32_t i = f->end; i <= until; i++) {
		const rw_item *comp = rw_view_at(v, i, sy->comp), *conn = rw_view_at(v, i, sy->conn),
					  *by = rw_view_at(v, i, sy->by);
		if (comp && is(v, comp->id, "because")) return true;
		if (!deed) continue;
		if (i > head && !later) break;
		const rw_item *verb = past_verb(v, i);
		if (i <= head && joined(verb)) return true;
		if (later && verb) return true;
		if (tried && comp && (joined(comp) || (is(v, f->verb->id, "foil") && i > f->end + 1))) return true;
		later = later || (conn && is(v, conn->id, "after")) || (by && is(v, by->id, "cause"));
	}
	/* "Survived an attempt on his life, and six fell": those who are counted. */
	return tried && counted && d->head && joined(d->head);
}

/* "Was", "had been", as a verb. */
static bool is_be(const rw_view *v, uint32_t i) {
	const rw_item *aux = rw_view_at(v, i, v->sy->aux);
	return aux && is(v, aux->id, "be") && rw_item_feat(aux, v->sy->form) == v->sy->past;
}

/* What the body of a report tells of a day long before the news is its background; tolls since or within a time are not. */
void rw_add_old(const rw_view *v, uint32_t s, rw_frames *out) {
	enum { NEWS_DAYS = 8, DAY = 24 * 60 };
	const rw_syms *sy = v->sy;
	if (v->field != RIWAYA_FIELD_TEXT || s < 2 || v->published.precision == RIWAYA_PRECISION_NONE ||
		v->published.precision > RIWAYA_PRECISION_DAY)
		return;
	for (size_t k = v->n_lexical; k < v->items.n && out->n < RW_MAX_FRAMES; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != sy->date || !it->payload) continue;
		riwaya_when at = ((const rw_dated *)it->payload)->at;
		const int64_t news = v->published.from - (int64_t)NEWS_DAYS * DAY;
		if (at.precision == RIWAYA_PRECISION_NONE || at.from >= news) continue;
		uint32_t stop = rw_clause_end(v, s, it->end);
		/* "In 2014, when hundreds were killed". */
		const rw_item *when = stop + 1 < v->t.sent[s].end ? rw_view_at(v, stop + 1, sy->conn) : NULL;
		if (when && !is(v, when->id, "during")) when = NULL;
		bool other = at.to >= news; /* since then */
		for (uint32_t f = 0; f < out->n; f++) {
			const rw_frame *o = &out->p[f];
			other =
				other || o->told_by == it || (o->type == sy->period && o->first <= it->first && it->first < o->end + 2);
		}
		for (uint32_t back = 0; back <= 3 && it->first >= v->t.sent[s].first + back; back++) {
			const rw_item *since = rw_view_at(v, it->first - back, sy->period),
						  *range = rw_view_at(v, it->first - back, sy->range);
			other = other || since || range;
		}
		if (other && !when) continue;
		rw_frame *f = &out->p[out->n++];
		*f = (rw_frame){
			.type = sy->background, .first = it->first, .end = it->end, .modality = RIWAYA_MODALITY_BACKGROUND};
		f->from = other ? stop : rw_clause_start(v, s, it->first);
		f->to = when ? rw_clause_end(v, s, stop + 1) : stop;
		/* "Three posts that they had held in May": the date is of what "had" begins. */
		for (uint32_t i = f->from; i < it->first; i++) {
			if (is_be(v, i)) f->from = i;
		}
	}
}

/* "The aircraft had that morning waged two raids": what was today or last night is news, though told as before. */
bool rw_is_fresh(const rw_view *v, uint32_t s, const rw_frame *f) {
	enum { DAY = 24 * 60 };
	if (v->published.precision == RIWAYA_PRECISION_NONE || v->published.precision > RIWAYA_PRECISION_DAY) return false;
	if (!is_be(v, f->first)) return false;
	uint32_t end = rw_clause_end(v, s, f->end);
	int64_t today = v->published.from - v->published.from % DAY; /* its midnight */
	for (size_t k = v->n_lexical; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != v->sy->date || !it->payload || it->first < f->first || it->first >= end) continue;
		riwaya_when at = ((const rw_dated *)it->payload)->at;
		if (at.precision != RIWAYA_PRECISION_NONE && at.from >= today - DAY / 2) return true;
	}
	return false;
}

/* --- negation ------------------------------------------------------------------------------------------------------------ */

static bool of_the_whole(const rw_view *v, const rw_item *head) {
	enum { NEAR = 3 };
	for (uint32_t i = head->end;
		 i < head->end + NEAR && i < v->t.n && v->t.tok[i].sentence == v->t.tok[head->first].sentence; i++) {
		const rw_item *all = rw_view_at(v, i, v->sy->quantity);
		if (all && rw_slice_eqz(rw_sym_text(v->lx, all->id), "all")) return true;
	}
	return false;
}

const rw_item *rw_negation_of(const rw_view *v, const rw_item *head, bool *light) {
	enum { BEFORE = 5 }; /* tokens from a light verb to its noun */
	const rw_syms *sy = v->sy;
	*light = false;
	if (head->first == v->base) return NULL;
	const rw_item *neg = rw_view_at(v, head->first - 1, sy->neg);
	for (uint32_t n = 1; !neg && n <= BEFORE && v->base + n < head->first; n++) {
		uint32_t verb = head->first - n;
		if (v->t.tok[verb].kind != RW_TOKEN_WORD) break;
		const rw_item *aux = rw_view_at(v, verb, sy->aux);
		if (!rw_view_at(v, verb, sy->light) && !aux) continue;
		/* "The shelling was not heavy": of what there was something else is said. */
		if (aux && aux->id == sy->be && (rw_definite(v, head->first) || of_the_whole(v, head))) break;
		neg = rw_view_at(v, verb - 1, sy->neg);
		*light = neg != NULL;
		break;
	}
	return neg;
}
