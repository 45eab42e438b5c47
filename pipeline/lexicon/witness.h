/* SPDX-License-Identifier: MIT
 *
 * Texts that a pattern must find, written from the pattern: the proof that it
 * is alive, when they go through the whole chain and it does find them.
 */
#ifndef LM_LEXICON_WITNESS_H
#define LM_LEXICON_WITNESS_H

#include <stdint.h>

#include "pipeline/base/buf.h"
#include "pipeline/lexicon/pattern.h"

/* How many there are: one with the first choice everywhere, and one for every other choice. */
uint32_t witness_count(const struct pattern_node *n);

/* Append witness i, a sentence. *at is the byte in the pattern of the choice that it is for. */
void witness_write(const struct pattern_node *n, uint32_t i, struct buf *out, uint32_t *at);

#endif
