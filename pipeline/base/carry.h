/* SPDX-License-Identifier: MIT
 *
 * What a sentence may get from around it when themes are decided: the one list
 * behind the keys of a lexicon, the parts of a decision and the words of the
 * outputs.
 */
#ifndef LM_BASE_CARRY_H
#define LM_BASE_CARRY_H

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
