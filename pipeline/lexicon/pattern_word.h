/* SPDX-License-Identifier: MIT
 *
 * One written word of a pattern as a tree: "multi-agency" is two words of the
 * text, or one; "24/7" is two.
 */
#ifndef LM_LEXICON_PATTERN_WORD_H
#define LM_LEXICON_PATTERN_WORD_H

#include "pipeline/lexicon/pattern.h"

/* The tree of a word without = and *; kind is ATOM_STEM where neither stood. at is the byte in
 * the pattern for the nodes. NULL when the word holds no letter and no digit, then
 * *empty, or no memory. */
struct pattern_node *pattern_word(struct arena *mem, struct str word, enum atom_kind kind,
				  uint32_t at, bool *empty);

#endif
