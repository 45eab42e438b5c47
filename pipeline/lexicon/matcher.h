/* SPDX-License-Identifier: MIT
 *
 * All patterns of a lexicon (terms and cues) in one automaton over symbols: a trie whose edges are symbols and gaps. A walk starts at every
 * word and follows what the words satisfy; its cost hardly grows with the
 * number of patterns.
 */
#ifndef LM_LEXICON_MATCHER_H
#define LM_LEXICON_MATCHER_H

#include <stdint.h>

#include "pipeline/base/error.h"
#include "pipeline/lexicon/forms.h"
#include "pipeline/lexicon/pattern.h"
#include "pipeline/lexicon/symbols.h"

struct matcher;
struct matcher_scratch;

/* A pattern may become at most this many states. */
#define MATCHER_STATES_MAX 20000

/* symbols, of which this is the only matcher, must outlive it. All patterns must be added before the
 * first word of a text is looked up. */
int matcher_new(struct matcher **out, struct symbols *symbols, struct error *e);
void matcher_free(struct matcher *m);

/* Add a pattern under a number of the caller's choice, below 2^30. fold turns words of the
 * pattern into what words of the text become. E_LEXICON when it becomes too many states. */
int matcher_add(struct matcher *m, uint32_t term, const struct pattern_node *p, struct forms *fold,
		struct error *e);

/* No more patterns: make m ready for matching by any number of threads. */
int matcher_finish(struct matcher *m, struct error *e);

/* An occurrence: words [first, last] of the sentence. */
struct occurrence {
	uint32_t term, first, last;
};

int matcher_scratch_new(struct matcher_scratch **out, const struct matcher *m, struct error *e);
void matcher_scratch_free(struct matcher_scratch *s);

/* All occurrences of all patterns in a sentence of n words; of one pattern that starts at one
 * word, the longest. *found lives until the next call. From the last to the first they are by first
 * word, those of one word in the order in which patterns were followed, what asks for the sentence's
 * start before. Returns how many, or -E_NOMEM. *cut is the number of starts where the search was given up
 * because it took too many steps (nested gaps on hostile text). */
ptrdiff_t matcher_run(const struct matcher *m, struct matcher_scratch *s,
		      const struct form *const *words, uint32_t n,
		      const struct occurrence **found, uint32_t *cut);

/* Whether a pattern that asks for the start of a sentence may find it before this word. If not, the
 * occurrences in a sentence that starts with it are those that start there or later in a longer one. */
bool matcher_asks_start(const struct matcher *m, const struct matcher_scratch *s,
			const struct form *word);

/* A finished matcher as an image. One that was read from it belongs to the image and needs its
 * symbols back; it is false that it can be used without harm when it is not sound for patterns with
 * numbers below `terms`. */
extern const struct image_type matcher_image;
bool matcher_attach(struct matcher *m, struct symbols *symbols, ptrdiff_t terms);

/* Sizes, for lexicon check and tests. */
uint32_t matcher_states(const struct matcher *m);

#endif
