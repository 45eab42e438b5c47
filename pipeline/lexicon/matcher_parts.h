/* SPDX-License-Identifier: MIT
 *
 * What matcher_build.c and matcher.c share.
 */
#ifndef LM_LEXICON_MATCHER_PARTS_H
#define LM_LEXICON_MATCHER_PARTS_H

#include "pipeline/lexicon/automaton.h"
#include "pipeline/lexicon/matcher.h"

struct matcher {
	struct symbols *symbols;
	struct trie trie;               /* while patterns are added */
	struct arena scratch;           /* of one pattern, while it is added */
	struct automaton automaton;     /* from then on */
	uint32_t terms;
};

#endif
