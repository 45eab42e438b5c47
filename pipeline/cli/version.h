/* SPDX-License-Identifier: MIT
 *
 * leitmotif --version: what a result depends on.
 */
#ifndef LM_CLI_VERSION_H
#define LM_CLI_VERSION_H

#include "pipeline/cli/options.h"

/* Print the versions of the program, the lexicon, the stemmer, the regex library and the reader.
 * The exit status. */
int show_version(const struct settings *s);

#endif
