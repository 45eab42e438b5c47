/* SPDX-License-Identifier: MIT
 *
 * After an edit of the lexicon: which sentences of documents hold a term that
 * differs? All paragraphs without one are coded as they are, when nothing but
 * terms and numbers of themes has changed.
 */
#ifndef LM_STORE_REUSE_H
#define LM_STORE_REUSE_H

#include "pipeline/doc/doc.h"
#include "pipeline/store/word_index.h"

struct db;
struct lexicon;
struct reuse;

int reuse_new(struct reuse **out, struct error *e);
void reuse_free(struct reuse *r);

/* Compare the lexicon with hash `before`, whose files are in db, with `now`; only their theme files
 * differ. The comparison is kept until another one is asked for. 1, 0 when all must be coded again,
 * -code. */
int reuse_prepare(struct reuse *r, const struct db *db, const struct lexicon *now, struct str before,
		  struct error *e);

/* What run_store's part_lexicon() gives. From then on there is no other comparison: reuse_prepare() with
 * other lexicons says 0. */
bool reuse_has_part(struct reuse *r);
int reuse_part(struct reuse *r, const struct lexicon **out, struct error *e);

/* For kept_hits_add(): ctx is a struct reuse. On any thread after reuse_part(). */
uint32_t reuse_term(const void *ctx, uint32_t key);

/* The lexicon that was `now` last time, with its themes and terms as written; NULL without comparison. */
const struct lexicon *reuse_now(const struct reuse *r);

/* Are there terms whose occurrences are not known? */
bool reuse_has_added(const struct reuse *r);

/* Whether a document with these keys (kept_hits.h) has a term whose kept occurrences count otherwise, or
 * not any more. */
bool reuse_is_changed(const struct reuse *r, struct str keys);

/* Its sentences with one, added to a set of bits for count sentences. E_FORMAT. */
int reuse_find_changed(const struct reuse *r, struct str hits, uint64_t *set, uint32_t count,
		       struct error *e);

/* Sentences of a document with this index, as a set, outside of which no added term occurs. Valid until
 * the next call; NULL without memory. */
const uint64_t *reuse_sentences(struct reuse *r, const struct word_index *ix);

/* Whether one occurs in the sentence, whose words are there: 1, 0, -E_NOMEM. A search that is given up
 * half-way (hostile text) counts as an occurrence. */
int reuse_occurs(struct reuse *r, const struct doc *d, uint32_t sent, struct error *e);

#endif
