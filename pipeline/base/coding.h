/* SPDX-License-Identifier: MIT
 *
 * The words of coding that lexicons, documents and outputs share: polarity,
 * change, and what a sentence may get from around it when its themes are
 * decided.
 */
#ifndef LM_BASE_CODING_H
#define LM_BASE_CODING_H

#include <stdint.h>

enum polarity { POL_NEUTRAL, POL_STRENGTH, POL_CONCERN, POL_MIXED, POL_COUNT };
enum change { CHANGE_NONE, CHANGE_BETTER, CHANGE_WORSE, CHANGE_COUNT };

/* A polarity cue where it stands: words [first, last] of a sentence. */
struct cue_mark {
	uint32_t sent;          /* where there are several sentences */
	uint32_t cue;           /* in the lexicon's cues */
	uint32_t first, last;
};

/* X(name, key and word in outputs, words for people) */
#define CARRIES(X)                                                                           \
	X(BEFORE, "before", "from the sentences before")                                     \
	X(AFTER, "after", "from the sentences that follow")                                  \
	X(LEAD, "lead", "from the paragraph's first sentence")                               \
	X(ANAPHORA, "anaphora", "from the sentence that it points back to")                  \
	X(OTHERS, "others", "other themes of the sentence")                                  \
	X(HEADING, "heading", "from the heading")

#define X(name, word, people) CARRY_##name,
enum carry { CARRIES(X) CARRY_COUNT };
#undef X

#endif
