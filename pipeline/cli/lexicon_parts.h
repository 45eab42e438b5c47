/* SPDX-License-Identifier: MIT
 *
 * The parts of the command `lexicon`, one a word behind it. Each has the
 * settings and the lexicon that they name, and returns 0 or -code.
 */
#ifndef LM_CLI_LEXICON_PARTS_H
#define LM_CLI_LEXICON_PARTS_H

#include "pipeline/cli/options.h"
#include "pipeline/eval/telling.h"
#include "pipeline/lexicon/lexicon.h"

int lexicon_fit(const struct settings *s, const struct lexicon *lx, struct error *e);
int lexicon_coverage(const struct settings *s, const struct lexicon *lx, struct error *e);
int lexicon_suggest(const struct settings *s, const struct lexicon *lx, struct error *e);

/* A phrase as a line for a theme file, with places below. in, out: "missed", "without the theme". */
void print_phrase(const struct phrase *x, uint32_t all, const char *in, const char *out);

#endif
