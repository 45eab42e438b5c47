/* SPDX-License-Identifier: MIT
 *
 * Where the program finds what was installed with it.
 */
#ifndef LM_RUN_DEFAULTS_H
#define LM_RUN_DEFAULTS_H

#include <stddef.h>

/* The lexicon folder: told, when that is not NULL; else lexicons/childrens-services up to three
 * folders above the program (a build tree); else share/leitmotif beside the program's folder (an
 * installation that was moved); else where `make install` put it. path is n bytes of room for the
 * answer. */
const char *default_lexicon(const char *told, char *path, size_t n);

/* The same for the reader program: told, beside the program, or installed. */
const char *default_reader(const char *told, char *path, size_t n);

#endif
