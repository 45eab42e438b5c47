/* SPDX-License-Identifier: MIT
 *
 * See run_parts.h.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/defaults.h"
#include "pipeline/run/run_parts.h"

#define SLOTS_PER_WORKER 4

static unsigned needs(const struct run_options *opt)
{
	unsigned layers = opt->store ? opt->store->needs : 0;
	for (int k = 0; k < opt->output_count; k++)
		layers |= opt->outputs[k].format->needs;
	return layers;
}

static void print_notes(struct str notes)
{
	while (notes.n) {
		struct str line = str_cut(&notes, '\n');
		fprintf(stderr, "leitmotif: %.*s\n", STR_ARG(line));
	}
}

int run_open_lexicon(struct run *r, struct error *e)
{
	const struct config *c = r->opt->config;
	char path[4096];
	int rc = lexicon_open(&r->lexicon, default_lexicon(c->lexicon_path, path, sizeof path), e);
	r->before = (struct stage_shared){ .config = c, .lexicon = r->lexicon };
	if (rc == 0)
		lexicon_cache_find(&r->cache, c, r->lexicon);
	return rc;
}

static void say_lexicon(const struct run *r, const struct error *not_there)
{
	const struct lexicon_cache *c = &r->cache;
	if (r->lexicon->from_image)
		fprintf(stderr, "leitmotif: compiled lexicon: '%s/%s'\n", c->name.folder, c->name.file);
	else
		fprintf(stderr, "leitmotif: lexicon compiled anew: %s\n", not_there->msg);
	if (c->why.code && strcmp(c->why.msg, not_there->msg) != 0)
		fprintf(stderr, "leitmotif: it is not kept: %s\n", c->why.msg);
}

int run_open_chain(struct run *r, struct error *e)
{
	const char *theme = r->opt->config->theme;
	int rc = lexicon_cache_finish(&r->cache, r->lexicon, e);
	/* A mistyped theme would look like a theme that nobody mentions. */
	if (rc == 0 && theme && lexicon_theme_named(r->lexicon, theme, e) < 0)
		rc = -e->code;
	if (rc == 0)
		rc = chain_open(&r->chain, r->opt->config, r->lexicon, needs(r->opt), e);
	struct error not_there = r->cache.why;
	if (rc == 0 && chain_is_whole(r->chain))
		lexicon_cache_keep(&r->cache, r->lexicon);
	if (rc == 0 && r->opt->verbose)
		say_lexicon(r, &not_there);
	if (rc == 0 && !r->opt->quiet)
		print_notes(buf_str(chain_shared(r->chain)->notes));
	return rc;
}

/* Where what is too much for memory lies: beside an output that is a file; else as spool_new() has it. */
static const char *spool_folder(const struct run *r)
{
	const char *folder = NULL;
	for (int k = 0; k < r->opt->output_count && !folder; k++)
		folder = r->sinks[k] ? sink_folder(r->sinks[k]) : NULL;
	return folder;
}

int run_open_slots(struct run *r, struct error *e)
{
	int jobs = r->opt->config->jobs;
	r->slot_count = jobs > 1 ? jobs * SLOTS_PER_WORKER : 1;
	r->workers = calloc((size_t)jobs, sizeof *r->workers);
	r->slots = calloc((size_t)r->slot_count, sizeof *r->slots);
	r->lent = calloc((size_t)jobs, sizeof *r->lent);
	if (!r->workers || !r->slots || !r->lent)
		return fail(e, E_NOMEM, "no memory for the workers");
	for (int i = 0; i < jobs; i++)
		arena_init(&r->lent[i], r->opt->config->max_arena);
	for (int i = 0; i < r->slot_count; i++) {
		doc_init(&r->slots[i].doc, r->opt->config->max_arena);
		r->slots[i].folder = spool_folder(r);
	}
	return 0;
}

int run_open_rest(struct run *r, struct error *e)
{
	int jobs = r->opt->config->jobs;
	int rc = run_open_chain(r, e);
	while (rc == 0 && r->worker_count < jobs) {
		rc = chain_worker_new(&r->workers[r->worker_count], r->chain, e);
		r->worker_count += rc == 0;
	}
	return rc;
}

/* The same for documents of which only a part is coded, with the store's lexicon for these. */
static int open_part(struct run *r, unsigned has, struct error *e)
{
	const struct run_store *st = r->opt->store;
	const struct lexicon *lexicon;
	int jobs = r->opt->config->jobs;
	int rc = st->part_lexicon(st->ctx, &lexicon, e);
	if (rc == 0 && !lexicon)
		rc = fail(e, E_INTERNAL, "there is no lexicon for a part of a document");
	if (rc == 0)
		rc = chain_open_behind(&r->part, r->opt->config, lexicon, st->needs, has, e);
	r->part_workers = calloc((size_t)jobs, sizeof *r->part_workers);
	if (rc == 0 && !r->part_workers)
		rc = fail(e, E_NOMEM, "no memory for the workers");
	for (int i = 0; i < jobs && rc == 0; i++)
		rc = chain_worker_new(&r->part_workers[i], r->part, e);
	return rc;
}

int run_open_for(struct run *r, const struct slot *s, struct error *e)
{
	if (s->recall.known == RECALL_PART)
		return r->part ? 0 : open_part(r, s->doc.has, e);
	return r->chain ? 0 : run_open_rest(r, e);
}

static int open_shard(struct run *r, struct error *e)
{
	const struct run_options *opt = r->opt;
	int rc = shard_new(&r->shard, opt->paths, opt->path_count, opt->shard, opt->shards, opt->stop,
			   e);
	if (rc < 0)
		return rc;
	source_share(r->source, r->shard);
	struct shard_size n = shard_size(r->shard);
	if (opt->verbose)
		fprintf(stderr, "leitmotif: shard %u/%u: %llu of %llu files, %.1f of %.1f MB\n", opt->shard,
			opt->shards, (unsigned long long)n.files, (unsigned long long)n.all_files,
			(double)n.bytes / 1e6, (double)n.all_bytes / 1e6);
	return 0;
}

int run_open_ends(struct run *r, struct error *e)
{
	const struct run_options *opt = r->opt;
	struct source_limits limits;
	source_limits_init(&limits);
	limits.max_doc = opt->config->max_doc;
	limits.max_members = (uint32_t)opt->config->max_members;
	int rc = source_new(&r->source, opt->paths, opt->path_count, &limits, opt->stop, e);
	if (rc == 0 && opt->shards)
		rc = open_shard(r, e);
	if (rc == 0 && opt->store)
		source_pass_over(r->source, opt->store->is_as_it_was, opt->store->ctx);
	for (int k = 0; k < opt->output_count && rc == 0; k++)
		rc = sink_open(&r->sinks[k], opt->outputs[k].path, e);
	if (rc == 0 && slot_may_portion(opt))
		source_hold(r->source, opt->config->portion, spool_folder(r));
	return rc;
}
