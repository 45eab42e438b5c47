/* SPDX-License-Identifier: MIT
 *
 * Blocks that are decided on together. Terms carry over within a paragraph, cues
 * within a run; nothing but headings, and what introduces a list, reaches beyond.
 */
#ifndef LM_DOC_PARAGRAPH_H
#define LM_DOC_PARAGRAPH_H

#include "pipeline/doc/doc.h"

static inline bool block_is_heading(const struct block *b)
{
	return b->kind == BLOCK_HEADING || b->kind == BLOCK_TITLE;
}

/* A paragraph is a block that may be evidence, with the items of the list that it introduces; or the
 * items of one list. The next block behind i of the paragraph that begins with block `first`, or -1. */
ptrdiff_t paragraph_next(const struct doc *d, ptrdiff_t first, ptrdiff_t i);

/* The block behind the last one of the run that starts with block b: one block, or adjacent items of
 * one list. */
uint32_t run_end(const struct doc *d, uint32_t b);

#endif
