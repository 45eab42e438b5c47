/* SPDX-License-Identifier: MIT
 *
 * What a run asks of a store that remembers documents from run to run
 * (pipeline/store). The run knows no more of it than this, so the library
 * does without a database. pack(), unpack(), keep() and piece() are called on the workers, all
 * others on the thread that reads and writes.
 */
#ifndef LM_RUN_RUN_STORE_H
#define LM_RUN_RUN_STORE_H

#include "pipeline/io/source.h"
#include "pipeline/run/format.h"

/* How much is known of an input. */
enum recall_known {
	RECALL_NOTHING,         /* read it */
	RECALL_AGAIN,           /* was RECALL_PART, but that did not do: as RECALL_TEXT */
	RECALL_TEXT,            /* what extract made of it, or later stages: run the chain from there */
	RECALL_PART,            /* another lexicon coded it, and this one would do it the same way but in some
				 * paragraphs: the document has its layers, and these are chosen */
	RECALL_SAME,            /* another lexicon coded it, but this one would do it the same way */
	RECALL_ALL              /* nothing has changed; if layers are wanted: as RECALL_TEXT */
};

/* An input on its way from recall() to record(). All but known is the store's. */
struct recall {
	enum recall_known known;
	int64_t document, content;      /* what is there already; 0 none */
	uint64_t hash[2];
	uint32_t copy;                  /* which of several inputs of one name this is, from 0 */
	struct file_stamp stamp;
	bool same_stamp;                /* as it is stored */
	bool has_words;                 /* what keep() would keep is there */
};

/* What is kept of a document besides what it is. */
struct run_kept {
	struct str packed, words;       /* by pack(), keep() */
	const struct spool *pieces;     /* of a document that came in windows or portions what piece() made of all
	                                 * of them: its layers are gone; else NULL */
};

struct run_store {
	void *ctx;
	unsigned needs;                 /* layers that it keeps something of */

	/* Whether this lexicon, of which only path, hash and files are set, is known to be sound: then it
	 * need not be compiled until a document is not as it was. */
	bool (*knows_lexicon)(void *ctx, const struct lexicon *lx);

	/* The lexicon of sh is complete unless it is known; then it becomes so before the first
	 * record() of a document that is not as it was. shard: which share of the inputs it is (shard_name()); empty: all. */
	int (*begin)(void *ctx, const struct stage_shared *sh, struct str shard, struct error *e);

	/* For documents of which recall() says RECALL_PART: a lexicon with all themes and terms, of which
	 * only those are looked for that differ; of the others add_known() knows where they occur. NULL in
	 * *out when there is none: then RECALL_PART must not be said. Belongs to the store. */
	int (*part_lexicon)(void *ctx, const struct lexicon **out, struct error *e);

	/* On a worker, after the match stage: the hits of all other terms in the chosen paragraphs. */
	int (*add_known)(void *ctx, struct doc *d, struct str packed, struct error *e);

	/* For source_pass_over(). */
	bool (*is_as_it_was)(void *ctx, struct str id, const struct file_stamp *stamp);

	/* What is known of the input d, of which id, raw or large, and status are set. With RECALL_ALL and
	 * RECALL_SAME the outcome and the sums of d are filled, unless layers is set (RECALL_SAME and
	 * RECALL_PART are only said without); with RECALL_PART the sums of what is not chosen; with
	 * RECALL_TEXT, RECALL_PART, or layers, packed is. */
	int (*recall)(void *ctx, struct doc *d, const struct source_note *note, bool layers,
		      struct recall *out, struct buf *packed, struct error *e);

	/* Whether write() can write this format: the run asks recall() for no layers when it can all. */
	bool (*can_write)(void *ctx, const struct format *f);

	/* Append to out what the run would write of an input that recall() said to be as it was, or to
	 * be coded the same, all or, once it is recorded, in part. */
	int (*write)(void *ctx, const struct recall *r, const struct format *f, struct buf *out,
		     struct error *e);

	/* d after extract into packed, which stays empty when that is not to be kept; of one in portions only
	 * that it was read. */
	void (*pack)(const struct doc *d, struct buf *packed);
	int (*unpack)(struct doc *d, struct str packed, struct error *e);

	/* d behind the chain into kept: what tells after an edit of the lexicon whether d is concerned.
	 * kept stays empty when there is no need. */
	void (*keep)(const struct doc *d, const struct recall *r, struct buf *kept);

	/* On a worker, for each window of a document in portions: what record() needs of its layers, behind
	 * what is in out. */
	int (*piece)(void *ctx, const struct doc *d, struct buf *out, struct error *e);

	/* d has come to its end. */
	int (*record)(void *ctx, const struct doc *d, const struct recall *r, const struct run_kept *kept,
		      struct error *e);

	/* All inputs of paths have been recorded. */
	int (*finish)(void *ctx, char *const *paths, int count, const struct totals *t,
		      struct error *e);
};

#endif
