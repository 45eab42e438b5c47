/* SPDX-License-Identifier: MIT
 *
 * The one door to libstemmer (Snowball). Stemmers are not shared by threads.
 */
#ifndef LM_LEXICON_STEMMER_H
#define LM_LEXICON_STEMMER_H

#include "pipeline/base/error.h"
#include "pipeline/base/str.h"

struct stemmer;

/* language: a Snowball name such as "english". E_LEXICON when it is unknown. */
int stemmer_new(struct stemmer **out, struct str language, struct error *e);
void stemmer_free(struct stemmer *s);

/* The stem of a lower-case word; valid until the next call. .p is NULL without memory. */
struct str stemmer_stem(struct stemmer *s, struct str word);

/* The library and its version as stamped into every output: "snowball-2.2.0". NULL without memory.
 * It tries words: where there is a lexicon, take lexicon.stemmer. */
const char *stemmer_version(void);

#endif
