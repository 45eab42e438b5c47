/* SPDX-License-Identifier: MIT
 *
 * What an edit of theme files changes. A paragraph is coded as before when in it
 * and in the heading above it no term occurs that was added, taken away or
 * changed, and none of a theme whose bias or other numbers have changed: for a
 * theme's score sums what occurs.
 */
#ifndef LM_LEXICON_LEXICON_DELTA_H
#define LM_LEXICON_LEXICON_DELTA_H

#include "pipeline/lexicon/lexicon.h"

struct lexicon_delta;

/* Compare two lexicons by their files' bytes. before: the older one's theme files; all others are
 * taken from `now`, so they must be the same in both. They live in mem, which is taken over, in any
 * case; now's must outlive the delta. NULL in *out when more has changed than terms that are looked for
 * by words and themes' numbers (the themes' order or parents, a regex), when a theme whose numbers have
 * changed needs no terms to be coded, or when one of the lexicons cannot be read.
 * 0, or -E_NOMEM. */
int lexicon_delta_new(struct lexicon_delta **out, const struct lexicon *now,
		      const struct lexicon_file *before, ptrdiff_t before_count, struct arena *mem,
		      struct error *e);
void lexicon_delta_free(struct lexicon_delta *d);

/* `now` as it was read, with themes and terms; not compiled. */
const struct lexicon *lexicon_delta_now(const struct lexicon_delta *d);

/* Keys (term_keys.h) of the older lexicon's terms that are gone, or have another weight or place, or
 * numbers of their theme; ascending. Where none of them has occurred and no added term occurs, all is as
 * before. */
const uint32_t *lexicon_delta_changed(const struct lexicon_delta *d, ptrdiff_t *n);

/* A lexicon whose terms are those whose keys are new, all of one theme, and behind them with TERM_VETO
 * what voids them; it has words and a matcher, its terms their trees, and nothing else. So the patterns
 * of all that is new are sound. Without a matcher when there are none. */
const struct lexicon *lexicon_delta_added(const struct lexicon_delta *d);

/* `now` with all its themes and terms, of which the added ones alone can be found in texts, and with its
 * cues. NULL in *out when there is none, for two terms of a lexicon have one key. 0, or an error as
 * lexicon_finish() has it. */
bool lexicon_delta_has_part(struct lexicon_delta *d);
int lexicon_delta_part(struct lexicon_delta *d, const struct lexicon **out, struct error *e);

/* After that: the term of `now` that has this key; UINT32_MAX: none. */
uint32_t lexicon_delta_term(const struct lexicon_delta *d, uint32_t key);

#endif
