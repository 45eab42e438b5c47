/* SPDX-License-Identifier: MIT
 *
 * A whole run: sources in, documents through the chain on worker threads,
 * formatted bytes out in input order. Nothing is half written: outputs appear
 * under their names at the end or not at all.
 */
#ifndef LM_RUN_RUN_H
#define LM_RUN_RUN_H

#include <signal.h>
#include <stdbool.h>

#include "pipeline/base/error.h"
#include "pipeline/run/config.h"
#include "pipeline/run/format.h"

struct run_store;

#define RUN_OUTPUTS_MAX 8

struct run_output {
	const struct format *format;
	const char *path;               /* NULL or "-": standard output; .gz at the end: compressed */
};

struct run_options {
	const struct config *config;
	char *const *paths;
	int path_count;
	unsigned shard, shards;          /* this share of the inputs, from 1, of how many; 0 all */
	const struct run_output *outputs;
	int output_count;               /* at most RUN_OUTPUTS_MAX; may be 0 with a store */
	const struct run_store *store;  /* remembers documents from run to run; NULL none */
	bool progress;                  /* a line on standard error, rewritten as documents end */
	bool quiet;                     /* no line per document that is not ok */
	bool verbose;                   /* say how the readers were held */
	const volatile sig_atomic_t *stop;  /* set by a signal handler: stop, roll back; may be NULL */
};

/* Run. 0 when it came to its end, whatever became of single documents (see *totals);
 * -code with *e set when it could not: then no output has appeared. */
int run_all(const struct run_options *opt, struct totals *totals, struct error *e);

/* One text through the chain, for explain --text and lexicon check: *out gets what the format
 * prints of it. The text is a plain text document named id. */
int run_text(const struct config *config, const struct format *format, struct str id,
	     struct str text, struct buf *out, struct error *e);

#endif
