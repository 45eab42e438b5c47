/* SPDX-License-Identifier: MIT
 *
 * See readings.h.
 */
#include <stdlib.h>

#include "pipeline/io/source.h"
#include "pipeline/run/chain.h"
#include "pipeline/run/outcome.h"
#include "pipeline/run/progress.h"
#include "pipeline/run/readings.h"
#include "pipeline/run/ring.h"

#define SLOTS_PER_WORKER 2

/* One input, read by each lexicon. */
struct slot {
	struct doc doc[READINGS_LEXICONS_MAX];
};

struct job {
	struct readings *r;
	struct source *source;
	struct chain *chain[READINGS_LEXICONS_MAX];
	struct chain_worker **workers;   /* [jobs][count] */
	struct slot *slots;
	int jobs, slot_count;
	struct progress progress;
};

static int fill(void *ctx, int i, struct error *e)
{
	struct job *j = ctx;
	struct slot *s = &j->slots[i];
	struct doc *first = &s->doc[0];
	struct source_note note = { 0 };
	for (int k = 0; k < j->r->count; k++)
		doc_reset(&s->doc[k]);
	int rc = source_next(j->source, &first->id, &first->raw, &note, e);
	if (rc <= 0)
		return rc;
	first->raw_size = (uint64_t)first->raw.n;
	outcome_take(first, &note);
	for (int k = 1; k < j->r->count; k++) {
		struct doc *d = &s->doc[k];
		buf_reset(&d->id);
		buf_reset(&d->raw);
		buf_add(&d->id, buf_str(&first->id));
		buf_add(&d->raw, buf_str(&first->raw));
		d->raw_size = first->raw_size;
		outcome_take(d, &note);
		if (!buf_ok(&d->id) || !buf_ok(&d->raw))
			return fail(e, E_NOMEM, "no memory for a second copy of '%.*s'",
				    STR_ARG(buf_str(&first->id)));
	}
	return 1;
}

static void work(void *ctx, int w, int i)
{
	struct job *j = ctx;
	struct slot *s = &j->slots[i];
	for (int k = 0; k < j->r->count; k++)
		if (outcome_alive(&s->doc[k]))
			chain_run(j->chain[k], j->workers[w * j->r->count + k], &s->doc[k]);
}

static int empty(void *ctx, int i, struct error *e)
{
	struct job *j = ctx;
	struct slot *s = &j->slots[i];
	struct doc *docs[READINGS_LEXICONS_MAX];
	const struct doc *worst = &s->doc[0];
	bool whole = true;
	for (int k = 0; k < j->r->count; k++) {
		docs[k] = &s->doc[k];
		whole &= (j->r->layers & ~s->doc[k].has) == 0;
		worst = docs[k]->status > worst->status ? docs[k] : worst;
	}
	totals_add(&j->r->totals, worst);
	if (worst->status != DOC_OK && !j->r->quiet)
		progress_report(&j->progress, worst);
	return whole ? j->r->take(j->r->ctx, docs, e) : 0;
}

static int open_workers(struct job *j, struct error *e)
{
	const struct config *c = j->r->config;
	j->jobs = j->r->needs_forms ? 1 : c->jobs;
	j->slot_count = j->jobs > 1 ? j->jobs * SLOTS_PER_WORKER : 1;
	j->workers = calloc((size_t)j->jobs * (size_t)j->r->count, sizeof(struct chain_worker *));
	j->slots = calloc((size_t)j->slot_count, sizeof *j->slots);
	if (!j->workers || !j->slots)
		return fail(e, E_NOMEM, "no memory for the workers");
	for (int i = 0; i < j->slot_count; i++)
		for (int k = 0; k < READINGS_LEXICONS_MAX; k++)
			doc_init(&j->slots[i].doc[k], c->max_arena);
	int rc = 0;
	for (int w = 0; w < j->jobs * j->r->count && rc == 0; w++)
		rc = chain_worker_new(&j->workers[w], j->chain[w % j->r->count], e);
	return rc;
}

static void release(struct job *j)
{
	for (int w = 0; j->workers && w < j->jobs * j->r->count; w++)
		chain_worker_free(j->workers[w]);
	for (int i = 0; j->slots && i < j->slot_count; i++)
		for (int k = 0; k < READINGS_LEXICONS_MAX; k++)
			doc_release(&j->slots[i].doc[k]);
	for (int k = 0; k < j->r->count; k++)
		chain_close(j->chain[k]);
	free(j->workers);
	free(j->slots);
	source_free(j->source);
}

int readings_run(struct readings *r, struct error *e)
{
	static const struct ring_work callbacks = { fill, work, empty };
	struct job j = { .r = r };
	struct source_limits limits;
	source_limits_init(&limits);
	limits.max_doc = r->config->max_doc;
	limits.max_members = (uint32_t)r->config->max_members;
	r->totals = (struct totals){ 0 };
	int rc = source_new(&j.source, r->paths, r->path_count, &limits, NULL, e);
	for (int k = 0; k < r->count && rc == 0; k++)
		rc = chain_open(&j.chain[k], r->config, r->lexicons[k], r->layers, e);
	if (rc == 0)
		rc = open_workers(&j, e);
	if (rc == 0)
		rc = ring_run(&callbacks, &j, j.jobs, j.slot_count, e);
	release(&j);
	return rc;
}
