/* SPDX-License-Identifier: MIT
 *
 * After an edit of the lexicon: would a document be coded as it is? It would
 * when nothing but terms has changed and none of those occurs in it.
 */
#ifndef LM_STORE_REUSE_H
#define LM_STORE_REUSE_H

#include "pipeline/store/kept_words.h"

struct db;
struct lexicon;
struct reuse;

int reuse_new(struct reuse **out, struct error *e);
void reuse_free(struct reuse *r);

/* Whether a document with these words, which the lexicon with hash `before` coded, is coded the same
 * by `now`; that lexicon's files are in db, and only its theme files differ from now's. 1, 0 when that
 * cannot be told or is not so, -code. The comparison of the two lexicons is kept for the next call. */
int reuse_is_same(struct reuse *r, const struct db *db, const struct lexicon *now, struct str before,
		  struct str words, struct error *e);

#endif
