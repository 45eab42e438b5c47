/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon coverage: what reports judge and no theme is coded in.
 */
#include <inttypes.h>

#include "pipeline/cli/lexicon_parts.h"
#include "pipeline/eval/coverage.h"
#include "pipeline/io/source.h"
#include "pipeline/run/chain.h"

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
	for (ptrdiff_t i = 0; i < found.n; i++)
		print_phrase(&found.at[i], (uint32_t)c->open, "without a theme", "others");
	return 0;
}

/* Every document of the paths through the chain, one after the other; *unread: those without. */
static int read_documents(struct coverage *c, struct source *source, const struct chain *chain,
			  struct chain_worker *worker, struct doc *d, uint32_t *unread,
			  struct error *e)
{
	struct source_note note;
	for (;;) {
		doc_reset(d);
		int rc = source_next(source, &d->id, &d->raw, &note, e);
		if (rc <= 0)
			return rc;
		d->raw_size = (uint64_t)d->raw.n;
		if (note.outcome == SOURCE_OK)
			chain_run(chain, worker, d);
		if (d->has & LAYER_CODES)
			rc = coverage_add(c, d, e);
		else
			++*unread;
		if (rc < 0)
			return rc;
	}
}

int lexicon_coverage(const struct settings *s, const struct lexicon *lx, struct error *e)
{
	struct coverage c = { 0 };
	struct source *source = NULL;
	struct source_limits limits;
	struct chain *chain = NULL;
	struct chain_worker *worker = NULL;
	struct doc d;
	uint32_t unread = 0;
	doc_init(&d, s->config.max_arena);
	source_limits_init(&limits);
	limits.max_doc = s->config.max_doc;
	int rc = s->argument_count > 1 ? coverage_init(&c, lx, e)
		: fail(e, E_USAGE, "no PATH given: lexicon coverage PATH...");
	if (rc == 0)
		rc = source_new(&source, s->arguments + 1, s->argument_count - 1, &limits, NULL, e);
	if (rc == 0)
		rc = chain_open(&chain, &s->config, lx, LAYER_CODES, e);
	if (rc == 0)
		rc = chain_worker_new(&worker, chain, e);
	if (rc == 0)
		rc = read_documents(&c, source, chain, worker, &d, &unread, e);
	if (rc == 0)
		rc = print_coverage(&c, s->at_least ? (uint32_t)s->at_least : 3, e);
	if (rc == 0 && unread && !s->quiet)
		fprintf(stderr, "leitmotif: inputs that could not be read: %u\n", unread);
	chain_worker_free(worker);
	chain_close(chain);
	source_free(source);
	coverage_release(&c);
	doc_release(&d);
	return rc;
}
