/* SPDX-License-Identifier: MIT
 *
 * A place in the ring: one document, and the bytes that it becomes. What is
 * here runs on a worker.
 */
#ifndef LM_RUN_SLOT_H
#define LM_RUN_SLOT_H

#include "pipeline/io/spool.h"
#include "pipeline/run/chain.h"
#include "pipeline/run/run.h"
#include "pipeline/run/run_store.h"

struct slot {
	struct doc doc;
	struct spool *large;     /* the document's bytes, when they are too many to be held in doc.raw; or NULL */
	bool in_pieces;          /* formats that print windows have printed */
	struct recall recall;
	struct buf packed, kept; /* what the store keeps of it: its lines, and its words */
	struct buf out[RUN_OUTPUTS_MAX];
	const char *folder;      /* where output waits on the disk: of spool_new() */
	struct spool *waiting[RUN_OUTPUTS_MAX]; /* what stands before out, when it is much; else NULL */
	struct spool *pieces;    /* what the store keeps of a document in portions; else NULL */
	struct error failure;    /* some of the output is lost: the run cannot go on */
};

/* Can a large document go through the chain in portions (portions.h)? Not for formats that print it as
 * a whole. */
bool slot_may_portion(const struct run_options *opt);

/* The document through the chain, from what the store kept of it where that serves. Never fails
 * itself: its status tells. Rows of a long one, which comes in windows, are in out already. */
void slot_run(struct slot *s, const struct run_options *opt, const struct chain *c,
	      struct chain_worker *w);

/* The chosen paragraphs of a document of which recall() says RECALL_PART, through the chain of the
 * store's lexicon for these. Where one of them is not ok it becomes RECALL_AGAIN: slot_run() begins it
 * anew, as if nothing had been chosen. */
void slot_run_part(struct slot *s, const struct run_store *st, const struct chain *c,
		   struct chain_worker *w);

/* What the formats print of the document as it is now behind what is there of it. */
void slot_print(struct slot *s, const struct run_options *opt, const struct chain *c);

/* Nothing has been printed. */
void slot_forget_output(struct slot *s);

void slot_release(struct slot *s);

#endif
