/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon coverage: what reports judge and no theme is coded in.
 */
#include <inttypes.h>
#include <limits.h>

#include "pipeline/cli/concordance.h"
#include "pipeline/cli/job.h"
#include "pipeline/cli/lexicon_parts.h"
#include "pipeline/eval/coverage.h"
#include "pipeline/run/readings.h"

static double percent(uint64_t part, uint64_t all)
{
	return all ? 100.0 * (double)part / (double)all : 0;
}

static int print_coverage(struct coverage *c, uint32_t minimum, struct error *e)
{
	struct phrases found = { 0 };
	int rc = coverage_phrases(c, minimum, 30, &found, e);
	if (rc < 0)
		return rc;
	printf("%" PRIu32 " documents, %" PRIu64 " sentences; %" PRIu64 " judge something, and %" PRIu64
	       " of those (%.1f %%) have no theme\n", c->documents, c->sentences, c->judging, c->open,
	       percent(c->open, c->judging));
	for (ptrdiff_t i = 0; i < found.n && rc == 0; i++)
		rc = print_phrase(&found.at[i], (uint32_t)c->open, "without a theme", "others", e);
	return rc;
}

static int take(void *ctx, struct doc *const *docs, struct error *e)
{
	return coverage_add(ctx, docs[0], e);
}

static int cover(const struct settings *s, const struct lexicon *lx, struct error *e)
{
	struct coverage c = { 0 };
	struct readings r = { .config = &s->config, .lexicons = { lx }, .count = 1,
			      .layers = LAYER_CODES, .paths = s->arguments,
			      .path_count = s->argument_count, .needs_forms = true, .take = take,
			      .ctx = &c, .quiet = s->quiet };
	int rc = s->argument_count ? coverage_init(&c, lx, e)
				   : fail(e, E_USAGE, "no PATH given: lexicon coverage PATH...");
	if (rc == 0)
		rc = readings_run(&r, e);
	if (rc == 0)
		rc = print_coverage(&c, s->at_least ? (uint32_t)s->at_least : 3, e);
	if (rc == 0)
		rc = job_account(s, &r.totals);
	coverage_release(&c);
	return rc;
}

static int coverage_command(const struct settings *s)
{
	return lexicon_part(s, INT_MAX, cover);
}

const struct command lexicon_part_coverage = {
	.name = "lexicon coverage",
	.arguments = "PATH... [OPTION]...",
	.summary = "what reports judge and no theme is about",
	.about =
	"Reads documents, counts the sentences with a cue of praise or criticism, and those of them\n"
	"without a theme, and lists the phrases that these have and others have not.\n"
	"\n"
	"Exit status: as that of run over the documents.\n",
	.examples =
	"  leitmotif lexicon coverage reports/\n"
	"      what the reports judge and no theme is about\n",
	.options = FOR_LEXICON | FOR_READING | FOR_PHRASES,
	.run = coverage_command,
};
