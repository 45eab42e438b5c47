/* SPDX-License-Identifier: MIT
 *
 * A compiled lexicon as an image (base/image.h), so that the next run need not
 * compile it. Whatever the image holds, a lexicon that is taken from it cannot
 * lead outside of it.
 */
#ifndef LM_LEXICON_LEXICON_IMAGE_H
#define LM_LEXICON_LEXICON_IMAGE_H

#include "pipeline/base/image.h"
#include "pipeline/lexicon/lexicon.h"

/* Append the image of a finished lexicon to out, which is empty; see buf_ok(). Left out are the
 * files' bytes, the patterns' trees and the compiled regexes. */
void lexicon_image_write(struct buf *out, const struct lexicon *lx);

/* In place of lexicon_finish(): all but what lexicon_open() makes from the image of n bytes at p,
 * which lies in lx->mem, aligned to IMAGE_ALIGN. false, with lx as it was, when these bytes are no
 * image of a sound lexicon, or without memory. Regexes wait for their first search. */
bool lexicon_image_read(struct lexicon *lx, char *p, size_t n);

#endif
