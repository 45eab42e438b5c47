/* SPDX-License-Identifier: MIT
 *
 * Coded paragraphs through the chain, each as one text; and which coded
 * sentence a sentence of ours is: the one that it overlaps most, by letters
 * and digits, so that a difference in cutting sentences or in quotes is none.
 */
#ifndef LM_EVAL_REPLAY_H
#define LM_EVAL_REPLAY_H

#include "pipeline/base/buf.h"
#include "pipeline/doc/doc.h"
#include "pipeline/eval/gold.h"
#include "pipeline/run/config.h"

struct replay {
	const struct gold *g;
	struct chain *chain;
	struct chain_worker *worker;
	struct doc d;               /* the last paragraph */
	const struct gold_paragraph *paragraph;
	struct buf key, part;       /* letters and digits of the paragraph, of a sentence */
	VEC(ptrdiff_t) ends;        /* of the paragraph's coded sentences in key */
};

/* layers: LAYER_* bits that are wanted. Call replay_close() also after a failure. */
int replay_open(struct replay *r, const struct gold *g, const struct config *config,
		const struct lexicon *lx, unsigned layers, struct error *e);
void replay_close(struct replay *r);

/* Paragraph p of the gold into r->d. */
int replay_paragraph(struct replay *r, ptrdiff_t p, struct error *e);

/* The same with the coders' themes in place of those that we would find, in each sentence that is
 * one of theirs. */
int replay_coded(struct replay *r, ptrdiff_t p, struct error *e);

/* Index in g->sentences of the document's sentence, or -1. */
ptrdiff_t replay_sentence(struct replay *r, uint32_t sent);

#endif
