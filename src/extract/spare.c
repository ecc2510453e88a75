/* spare.c: claims of a sentence that say nothing beside its others: an act told twice in the same words, the cause of a counted toll in
 * a title, the older act that a toll came of, a count that lost its number next to one that has it. */
#include "extract/claim.h"

static bool counted(const riwaya_claim *c) { return c->figure.has_value || c->figure.has_low || c->figure.has_high; }

static bool overlap(const riwaya_claim *a, const riwaya_claim *b) {
	return a->span.field == b->span.field && a->span.start < b->span.end && b->span.start < a->span.end;
}

static bool one_of(rw_slice id, const char *const *ids, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (rw_slice_eqz(id, ids[i])) return true;
	return false;
}

static bool is_toll(const riwaya_claim *c) {
	static const char *const tolls[] = {"killed", "wounded", "casualties"};
	return counted(c) && one_of(c->predicate, tolls, RW_COUNT(tolls));
}

static bool is_strike(const riwaya_claim *c) {
	static const char *const acts[] = {"attack", "shelling", "airstrike", "drone_strike", "bombing"};
	return one_of(c->predicate, acts, RW_COUNT(acts));
}

static bool is_fate(const rw_story *st, const riwaya_claim *c) {
	rw_row row = rw_row_find(st->lx, "predicates", c->predicate);
	return rw_slice_eqz(rw_row_get(st->lx, row, "counts"), "patient") &&
		rw_slice_eqz(rw_row_get(st->lx, row, "unit"), "person");
}

rw_slice rw_strike_told(const rw_story *st, rw_slice general) {
	for (size_t k = st->claims->n; k > 0; k--) {
		const riwaya_claim *o = &st->claims->p[k - 1];
		if (o->polarity != RIWAYA_POLARITY_AFFIRMED || o->modality == RIWAYA_MODALITY_BACKGROUND) continue;
		if (rw_slice_eqz(o->predicate, "shelling")) return general;
		if (rw_slice_eqz(o->predicate, "airstrike") || rw_slice_eqz(o->predicate, "drone_strike")) return o->predicate;
	}
	return general;
}

static bool spare(const rw_story *st, size_t first, size_t i) {
	const riwaya_claim *c = &st->claims->p[i];
	if (counted(c) || c->part_of.n) return false;
	for (size_t k = first; k < st->claims->n; k++) {
		const riwaya_claim *o = &st->claims->p[k];
		bool heading = c->span.field == RIWAYA_FIELD_TITLE && o->span.field == c->span.field && is_toll(o) &&
			o->polarity == RIWAYA_POLARITY_AFFIRMED;
		if (k == i || (!overlap(c, o) && !heading)) continue;
		/* A title tells of a toll what it came of, and of the one who was meant. */
		if (heading && c->polarity == RIWAYA_POLARITY_AFFIRMED && rw_slice_eqz(c->predicate, "killed") &&
			c->modality == RIWAYA_MODALITY_ATTEMPTED)
			return true;
		bool alike = rw_slice_eq(c->predicate, o->predicate) && c->polarity == o->polarity;
		/* "Had not fled, none of them fled": the same denied, or planned, twice in the same words. */
		if (alike && k < i && !counted(o) &&
			(c->polarity == RIWAYA_POLARITY_DENIED ||
				(c->modality == o->modality && !c->figure.text.n && rw_slice_eq(c->patient.actor, o->patient.actor))))
			return true;
		/* An agreement on a truce is the truce. */
		if (rw_slice_eqz(c->predicate, "deal") && rw_slice_eqz(o->predicate, "ceasefire") && c->polarity == o->polarity)
			return true;
		if (c->polarity != RIWAYA_POLARITY_AFFIRMED) continue;
		/* A fate told of "them", an act, within the words that count them. */
		if (alike && counted(o) && c->modality == o->modality && !c->figure.text.n) return true;
		/* "Twelve were arrested in a campaign of raids." */
		if (rw_slice_eqz(c->predicate, "raid") && rw_slice_eqz(o->predicate, "captured") && counted(o) &&
			o->figure.span.start < c->span.end && c->span.start >= o->span.start && k < i)
			return true;
		/* A fire that was set is told by what it did. */
		if (rw_slice_eqz(c->predicate, "attack") && rw_slice_eqz(o->predicate, "destroyed") && !counted(o) &&
			c->span.start == o->span.start && c->span.end == o->span.end)
			return true;
		/* Control got back, or lost, is not taken in the same words. */
		if (rw_slice_eqz(c->predicate, "control_taken") &&
			(rw_slice_eqz(o->predicate, "control_regained") || rw_slice_eqz(o->predicate, "control_lost")))
			return true;
		/* What is threatened is told by the threat. */
		if (rw_slice_eqz(o->predicate, "threat") && c->modality == RIWAYA_MODALITY_PLANNED &&
			c->span.start >= o->span.start && c->span.end <= o->span.end && (is_strike(c) || is_fate(st, c)))
			return true;
		/* Whom the counted dead of a title are laid to. */
		if (rw_slice_eqz(c->predicate, "accusation") && is_toll(o) && c->span.field == RIWAYA_FIELD_TITLE) return true;
		/* What a toll came of, in a title; or where the toll is told of as older news. */
		if (is_strike(c) && is_toll(o) && o->polarity == RIWAYA_POLARITY_AFFIRMED &&
			(c->span.field == RIWAYA_FIELD_TITLE || c->modality == RIWAYA_MODALITY_BACKGROUND ||
				c->modality == RIWAYA_MODALITY_POSSIBLE))
			return true;
	}
	return false;
}

void rw_drop_spare(rw_story *st, size_t first, size_t *toll) {
	size_t kept = first, to = SIZE_MAX;
	bool drop[RW_MAX_DRAFTS] = {false};
	size_t n = st->claims->n - first;
	if (n > RW_MAX_DRAFTS) n = RW_MAX_DRAFTS;
	for (size_t i = 0; i < n; i++) drop[i] = spare(st, first, first + i);
	for (size_t i = first; i < st->claims->n; i++) {
		if (i - first < n && drop[i - first]) continue;
		if (i == *toll) to = kept;
		st->claims->p[kept] = st->claims->p[i];
		st->ground_of.p[kept] = st->ground_of.p[i];
		st->noted.p[kept] = st->noted.p[i];
		kept++;
	}
	st->claims->n = st->ground_of.n = st->noted.n = kept;
	*toll = to;
}
