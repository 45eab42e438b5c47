/* SPDX-License-Identifier: MIT
 *
 * How much of what reports judge has a theme: sentences with a cue of praise or
 * criticism, and those of them that no theme is coded in; and the phrases that
 * tell these from all other sentences. Phrases come from the first
 * COVERAGE_SENTENCES sentences, so that memory has an end; counts from all.
 */
#ifndef LM_EVAL_COVERAGE_H
#define LM_EVAL_COVERAGE_H

#include "pipeline/eval/telling.h"
#include "pipeline/lexicon/lexicon.h"

#define COVERAGE_SENTENCES 100000

struct cue_reader;

struct coverage {
	const struct lexicon *lx;
	struct cue_reader *reader;
	struct arena mem, scratch;
	struct grams grams;
	VEC(uint8_t) state;              /* enum gram_state of the sentences in grams */
	VEC(uint32_t) part;              /* their documents */
	uint32_t documents;
	uint64_t sentences, judging, open;   /* that count; with a cue; and without a theme */
};

/* E_LEXICON when the lexicon has no cues. Call coverage_release() also after a failure. */
int coverage_init(struct coverage *c, const struct lexicon *lx, struct error *e);
void coverage_release(struct coverage *c);

/* A document with LAYER_CODES and LAYER_STEMS. */
int coverage_add(struct coverage *c, const struct doc *d, struct error *e);

/* The phrases of judging sentences without a theme; they live as long as c. */
int coverage_phrases(struct coverage *c, uint32_t minimum, uint32_t most, struct phrases *out,
		     struct error *e);

#endif
