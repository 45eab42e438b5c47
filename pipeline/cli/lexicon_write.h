/* SPDX-License-Identifier: MIT
 *
 * A lexicon written back, its files edited in place.
 */
#ifndef LM_CLI_LEXICON_WRITE_H
#define LM_CLI_LEXICON_WRITE_H

#include "pipeline/cli/options.h"
#include "pipeline/lexicon/lexicon.h"

/* Appends file `file` (in lx->files) as it is to become. 0 or -code. */
typedef int lexicon_edit(struct buf *out, const struct lexicon *lx, ptrdiff_t file, const void *ctx,
			 struct error *e);

/* With --out all files into that folder, with --write those that change into the lexicon's own;
 * with neither nothing. Whole or not at all. Says what was written. */
int lexicon_write(const struct settings *s, const struct lexicon *lx, lexicon_edit *edit,
		  const void *ctx, struct error *e);

#endif
