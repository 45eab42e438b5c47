/* SPDX-License-Identifier: MIT
 *
 * What stays of a term when others are edited: a number that stands for all that
 * decides where it occurs, but not for its weight.
 */
#ifndef LM_LEXICON_TERM_KEYS_H
#define LM_LEXICON_TERM_KEYS_H

#include "pipeline/lexicon/lexicon.h"

/* The keys of lx's terms into keys, one a term; vetoes, which are part of their terms' keys, have keys of
 * no use. Hashes: two terms may have one. lx may be compiled or only read. */
void term_keys(const struct lexicon *lx, uint32_t *keys);

#endif
