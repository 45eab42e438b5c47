/* SPDX-License-Identifier: MIT
 *
 * The lexicons that a store keeps: what coded its documents can always be told,
 * and the next lexicon compared with it.
 */
#ifndef LM_STORE_KEPT_LEXICON_H
#define LM_STORE_KEPT_LEXICON_H

#include "pipeline/store/store_parts.h"

/* Is the lexicon sound, of which only path, hash and files are set? It is when a run with it was begun
 * before, or when it differs from the last run's in terms and numbers of themes alone, and these can be
 * compiled. What cannot be told is not known to be sound. See run_store.h. */
bool kept_lexicon_is_sound(void *ctx, const struct lexicon *lx);

/* The hash of the last run's lexicon into s->before, which stays empty when there is none. */
void kept_lexicon_find_before(struct store *s);

/* A copy of the lexicon of the run that begins, unless it is there. */
int kept_lexicon_put(struct store *s, struct error *e);

#endif
