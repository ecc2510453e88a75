/* subject.h: verbs and their subjects, by agreement, voice and order of words. Nothing here knows of claims. */
#ifndef RW_SUBJECT_H
#define RW_SUBJECT_H

#include "extract/draft.h"

/* Whether an id is one of a list. */
bool rw_one_of(rw_slice id, const char *const *list, size_t n);
/* A verb in the past or the present. */
bool rw_finite(const rw_view *v, const rw_item *it);
/* A verb in the singular shares its subject's gender, where both can be told, in one of the ways in which its letters are read. */
bool rw_verb_agrees(const rw_view *v, const rw_item *verb, const rw_item *subject);
/* A verb that stands at token i, else NULL. */
const rw_item *rw_verb_at(const rw_view *v, uint32_t i);
/* A verb that means little by itself and whose subject does what follows it: "launched", "fired". */
bool rw_light_verb(const rw_view *v, const rw_item *verb);
/* A verbal noun, or letters that behind a preposition can be nothing else. */
bool rw_verbal_noun(const rw_view *v, uint32_t s, const rw_item *head);
/* Whether a draft's verb, by its letters, has a subject that does it to others. */
bool rw_active_verb(const rw_view *v, const rw_draft *d);
/* "We killed". */
bool rw_first_person(const rw_view *v, const rw_item *head);
/* Behind a preposition, or a noun or verbal noun that it makes whole: no subject. */
bool rw_governed(const rw_view *v, uint32_t s, const rw_item *it);
/* Of those who can speak, offices and parties also act. */
bool rw_acting_office(const rw_view *v, const rw_item *it);
/* Actors, offices, people, and what flies for somebody. */
bool rw_subject_may_act(const rw_view *v, const rw_item *it);
/* The last one before a token that stands as the subject of a verb there, with that verb; one that agrees with `head`, where given. */
const rw_item *rw_last_subject(const rw_view *v, uint32_t s, uint32_t token, const rw_item *head, const rw_item **verb);
/* Whether the verb is the first thing that its sentence says. */
bool rw_opens_sentence(const rw_view *v, uint32_t s, const rw_item *head);

#endif
