/* api_words.c: the enums of report.h and ledger.h and their JSON words, from the one list that the headers hold. */
#include "base/base.h"
#include <riwaya/eval.h>
#include <riwaya/evidence.h>
#include <riwaya/export.h>
#include <riwaya/store.h>

#define WORD(n, w) #w,
#define WORDS(type, MAP)                                                                                               \
	static const char *const type##_words[] = {MAP(WORD)};                                                             \
	const char *riwaya_##type##_word(riwaya_##type v) {                                                                \
		return (unsigned)v < RW_COUNT(type##_words) ? type##_words[v] : "?";                                           \
	}                                                                                                                  \
	bool riwaya_##type##_parse(riwaya_slice word, riwaya_##type *out) {                                                \
		for (unsigned i = 0; i < RW_COUNT(type##_words); i++) {                                                        \
			if (!rw_slice_eqz(word, type##_words[i])) continue;                                                        \
			*out = (riwaya_##type)i;                                                                                   \
			return true;                                                                                               \
		}                                                                                                              \
		return false;                                                                                                  \
	}

WORDS(field, RIWAYA_FIELD_MAP)
WORDS(precision, RIWAYA_PRECISION_MAP)
WORDS(basis, RIWAYA_BASIS_MAP)
WORDS(qualifier, RIWAYA_QUALIFIER_MAP)
WORDS(polarity, RIWAYA_POLARITY_MAP)
WORDS(modality, RIWAYA_MODALITY_MAP)
WORDS(stance, RIWAYA_STANCE_MAP)
WORDS(denies, RIWAYA_DENIES_MAP)
WORDS(counts, RIWAYA_COUNTS_MAP)
WORDS(scope_kind, RIWAYA_SCOPE_MAP)
WORDS(link_kind, RIWAYA_LINK_MAP)
WORDS(piece_kind, RIWAYA_PIECE_MAP)
WORDS(review_kind, RIWAYA_REVIEW_MAP)
WORDS(grade, RIWAYA_GRADE_MAP)
WORDS(cause_of, RIWAYA_CAUSE_MAP)
WORDS(coded_source, RIWAYA_CODED_MAP)
WORDS(stretch_kind, RIWAYA_STRETCH_MAP)
WORDS(listed_kind, RIWAYA_LISTED_MAP)
WORDS(part, RIWAYA_PART_MAP)
WORDS(relation_type, RIWAYA_RELATION_MAP)
WORDS(on, RIWAYA_ON_MAP)
WORDS(miss_kind, RIWAYA_MISS_MAP)
WORDS(export_format, RIWAYA_EXPORT_FORMAT_MAP)
WORDS(finding_kind, RIWAYA_FINDING_MAP)
WORDS(rebuilt_kind, RIWAYA_REBUILT_MAP)
WORDS(signing, RIWAYA_SIGNING_MAP)
