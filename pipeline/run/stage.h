/* SPDX-License-Identifier: MIT
 *
 * The stage interface. A stage turns some layers of a document into others.
 * Its shared state is frozen by open() and read by all workers; its scratch
 * belongs to one worker. stages/stages.def names the stages in order, one line
 * each; a stage X is the struct stage_X in stages/X.c. Any hook but process
 * may be NULL.
 */
#ifndef LM_RUN_STAGE_H
#define LM_RUN_STAGE_H

#include "pipeline/base/error.h"
#include "pipeline/doc/doc.h"
#include "pipeline/run/config.h"

struct lexicon;
struct reader_client;
struct forms;

/* What all stages may use; const after the chain is built. */
struct stage_shared {
	const struct config *config;
	const struct lexicon *lexicon;
	unsigned wanted;               /* LAYER_* that something reads: others need not be filled */
	struct str manifest;           /* bytes of config->manifest_path */
	struct buf *notes;             /* open() may add lines for people that are no errors */
};

/* What one worker lends to its stages. */
struct stage_worker {
	struct reader_client *reader;  /* pipeline/run/reader_client.h; NULL when none could be started */
	struct forms *forms;           /* pipeline/lexicon/forms.h */
};

struct stage {
	const char *name;              /* in --until and in messages */
	const char *help;              /* one line for people */
	unsigned needs, gives;         /* LAYER_* bits, checked when the chain is built */

	/* Build what all workers read. *state starts NULL; freed by close(), also after a failure. */
	int (*open)(void **state, const struct stage_shared *sh, struct error *e);

	/* Build one worker's scratch. *scratch starts NULL; freed by end(), also after a failure. */
	int (*begin)(void **scratch, const void *state, struct error *e);

	/* Do the work. 0, or -code with *e set: then the document fails with that reason and later
	 * stages are not run on it. A stage that can only do part of its work calls doc_degrade()
	 * and returns 0. Never fails the run. */
	int (*process)(struct doc *d, const struct stage_shared *sh, const struct stage_worker *w,
		       const void *state, void *scratch, struct error *e);

	void (*end)(void *scratch);
	void (*close)(void *state);
};

#define X(name) extern const struct stage stage_##name;
#include "stages/stages.def"
#undef X

#endif
