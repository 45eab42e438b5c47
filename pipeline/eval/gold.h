/* SPDX-License-Identifier: MIT
 *
 * Coded sentences: what people (or a careful coder) say that each sentence is
 * about, and how. A folder holds sets:
 *
 *     NAME.txt      id TAB sentence; "## PARAGRAPH" lines stand between paragraphs
 *     NAME.A.tsv    id TAB theme TAB polarity: + strength, - concern, ~ mixed, 0 neutral;
 *                   theme "-none-": the sentence has none
 *     NAME.B.tsv    a second coder's, where there is one: what the two disagree on counts neither way
 *
 * The paragraph of a sentence is its id up to the last full stop. A line
 * "## PARAGRAPH TAB heading" tells the heading that it stands under.
 */
#ifndef LM_EVAL_GOLD_H
#define LM_EVAL_GOLD_H

#include "pipeline/base/arena.h"
#include "pipeline/base/error.h"
#include "pipeline/base/vec.h"
#include "pipeline/lexicon/lexicon.h"

#define GOLD_EXAMPLE UINT8_MAX

struct gold_sentence {
	struct str id, text;
	uint32_t paragraph;
};

struct gold_paragraph {
	struct str id;
	uint32_t first, count;      /* sentences */
	struct str heading;         /* that it stands under, or empty */
	uint8_t extra;              /* which of the folders that are learned from and never measured
	                             * on, from 1, or GOLD_EXAMPLE; 0: it is measured */
	double weight;              /* of a sentence of it, when something is learned */
};

/* What the coders say of one theme in one sentence. */
struct gold_code {
	uint8_t polarities;         /* bit 1 << enum polarity: each that a coder gave */
	bool yes, maybe;            /* all coders; only one of two */
};

struct gold {
	struct arena mem;
	VEC(struct gold_paragraph) paragraphs;
	VEC(struct gold_sentence) sentences;
	struct gold_code *codes;    /* sentences x themes of the lexicon, row by row */
	ptrdiff_t themes;
	uint8_t extras;             /* folders that are only learned from */
	uint32_t unknown;           /* codes of themes that the lexicon has not */
};

/* Read the sets (names separated by commas; NULL or "": all) of folder. Call gold_release() also
 * after a failure. */
int gold_load(struct gold *g, const char *folder, const char *sets, const struct lexicon *lx,
	      struct error *e);

/* Add those of another folder. */
int gold_add(struct gold *g, const char *folder, const char *sets, const struct lexicon *lx,
	     struct error *e);

/* Add all sets of a folder that is only learned from, each sentence counting weight. */
int gold_add_extra(struct gold *g, const char *folder, double weight, const struct lexicon *lx,
		   struct error *e);

/* Add the examples of the lexicon, of themes and of cues, as sentences that are only learned from. */
int gold_add_examples(struct gold *g, double weight, const struct lexicon *lx, struct error *e);

void gold_release(struct gold *g);

static inline struct gold_code *gold_code(const struct gold *g, ptrdiff_t sentence, ptrdiff_t theme)
{
	return &g->codes[sentence * g->themes + theme];
}

#endif
