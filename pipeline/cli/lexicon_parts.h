/* SPDX-License-Identifier: MIT
 *
 * The parts of the command `lexicon`, one a word behind it: part X is the
 * struct command lexicon_part_X in lexicon_X.c. What most have in common: the
 * lexicon that the settings name, loaded.
 */
#ifndef LM_CLI_LEXICON_PARTS_H
#define LM_CLI_LEXICON_PARTS_H

#include "pipeline/cli/command.h"
#include "pipeline/lexicon/lexicon.h"

/* X(id): in the order of --help. */
#define LEXICON_PARTS(X) X(check) X(show) X(fit) X(suggest) X(coverage) X(diff) \
	X(import) X(export) X(cache)

#define X(id) extern const struct command lexicon_part_##id;
LEXICON_PARTS(X)
#undef X

/* run() with the lexicon of s; at most `arguments` words may stand behind the part. The exit
 * status: run()'s from 0 on, else its error's. */
int lexicon_part(const struct settings *s, int arguments,
		 int (*run)(const struct settings *s, const struct lexicon *lx, struct error *e));

#endif
