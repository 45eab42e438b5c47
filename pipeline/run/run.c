/* SPDX-License-Identifier: MIT
 *
 * See run.h. The calling thread reads sources and writes sinks; workers run the
 * chain and format.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/outcome.h"
#include "pipeline/run/ring.h"
#include "pipeline/run/run_parts.h"

#define KEEP_OUT ((ptrdiff_t)1 << 20)

static bool stopped(const struct run *r)
{
	return r->opt->stop && *r->opt->stop;
}

/* Nobody reads any of the outputs any more: `| head` has seen enough. */
static bool unread(const struct run *r)
{
	for (int k = 0; k < r->opt->output_count; k++)
		if (!sink_closed(r->sinks[k]))
			return false;
	return r->opt->output_count > 0;
}

/* Is the document as it was, and nobody wants to see it? */
static bool needs_no_chain(const struct run *r, const struct slot *s)
{
	return r->opt->store && s->recall.known >= RECALL_SAME && !s->packed.n;
}

/* Is what becomes of the document read from the store, once it is recorded? */
static bool comes_from_rows(const struct run *r, const struct slot *s)
{
	return r->from_rows && r->opt->store && s->recall.known == RECALL_PART;
}

static int write_known(struct run *r, struct slot *s, struct error *e)
{
	const struct run_store *st = r->opt->store;
	int rc = 0;
	for (int k = 0; k < r->opt->output_count && rc == 0; k++)
		rc = st->write(st->ctx, &s->recall, r->opt->outputs[k].format, &s->out[k], e);
	return rc;
}

static int fill(void *ctx, int i, struct error *e)
{
	struct run *r = ctx;
	struct slot *s = &r->slots[i];
	struct source_note note = { 0 };
	if (stopped(r))
		return fail(e, E_IO, "stopped");
	if (unread(r))
		return 0;
	doc_reset(&s->doc);
	int rc = source_next(r->source, &s->doc.id, &s->doc.raw, &note, e);
	if (rc <= 0)
		return rc;
	s->doc.index = r->next_index++;
	s->large = source_take_large(r->source);
	s->doc.raw_size = s->large ? spool_size(s->large) : (uint64_t)s->doc.raw.n;
	outcome_take(&s->doc, &note);
	const struct run_store *st = r->opt->store;
	buf_reset(&s->packed);
	buf_reset(&s->kept);
	s->doc.large = s->large;
	if (st)
		rc = st->recall(st->ctx, &s->doc, &note, r->opt->output_count > 0 && !r->from_rows,
				&s->recall, &s->packed, e);
	s->doc.large = NULL;
	if (rc == 0 && r->from_rows && needs_no_chain(r, s))
		rc = write_known(r, s, e);
	if (rc == 0 && !needs_no_chain(r, s))
		rc = run_open_for(r, s, e);
	return rc < 0 ? rc : 1;
}

static void swap(struct arena *a, struct arena *b)
{
	struct arena was = *a;
	*a = *b;
	*b = was;
}

/* The document in a worker's memory, of which only what is counted and printed is kept: what waits in
 * the ring takes little. */
static void work_for_print(struct run *r, int w, struct slot *s)
{
	swap(&s->doc.mem, &r->lent[w]);
	slot_run(s, r->opt, r->chain, r->workers[w]);
	slot_print(s, r->opt, r->chain);
	doc_forget(&s->doc);
	swap(&s->doc.mem, &r->lent[w]);
}

static void work(void *ctx, int w, int i)
{
	struct run *r = ctx;
	struct slot *s = &r->slots[i];
	if (needs_no_chain(r, s) && r->from_rows)
		return;
	if (!r->opt->store) {
		work_for_print(r, w, s);
		return;
	}
	if (s->recall.known == RECALL_PART) {
		slot_run_part(s, r->opt->store, r->part, r->part_workers[w]);
		return;
	}
	if (!needs_no_chain(r, s))
		slot_run(s, r->opt, r->chain, r->workers[w]);
	slot_print(s, r->opt, r->chain);
}

static int write_out(struct run *r, int k, struct buf *b, struct error *e)
{
	int rc = buf_ok(b) ? sink_write(r->sinks[k], buf_str(b), e)
			   : fail(e, E_NOMEM, "no memory for the output");
	buf_reset(b);
	buf_shrink(b, KEEP_OUT);
	return rc;
}

static int write_piece(void *sink, struct str piece, struct error *e)
{
	return sink_write(sink, piece, e);
}

static int write_document(struct run *r, struct slot *s, struct error *e)
{
	int rc = s->failure.code ? fail(e, s->failure.code, "%s", s->failure.msg) : 0;
	for (int k = 0; k < r->opt->output_count && rc == 0; k++) {
		if (s->waiting[k])
			rc = spool_each(s->waiting[k], write_piece, r->sinks[k], e);
		if (rc == 0)
			rc = write_out(r, k, &s->out[k], e);
	}
	slot_forget_output(s);
	spool_free(s->large);
	s->large = NULL;
	return rc;
}

/* The part did not do: all of it, here and now. */
static int code_again(struct run *r, struct slot *s, struct error *e)
{
	struct chain_worker *w = NULL;
	int rc = r->chain ? 0 : run_open_rest(r, e);
	if (rc == 0)
		rc = chain_worker_new(&w, r->chain, e);
	if (rc == 0) {
		slot_run(s, r->opt, r->chain, w);
		slot_print(s, r->opt, r->chain);
	}
	chain_worker_free(w);
	return rc;
}

static int empty(void *ctx, int i, struct error *e)
{
	struct run *r = ctx;
	struct slot *s = &r->slots[i];
	const struct run_store *st = r->opt->store;
	int rc = st && s->recall.known == RECALL_AGAIN ? code_again(r, s, e) : 0;
	if (st && rc == 0)
		rc = st->record(st->ctx, &s->doc, &s->recall,
				&(struct run_kept){ buf_str(&s->packed), buf_str(&s->kept), s->pieces }, e);
	if (rc == 0 && comes_from_rows(r, s))
		rc = write_known(r, s, e);
	if (rc == 0)
		rc = write_document(r, s, e);
	totals_add(r->totals, &s->doc);
	if (s->doc.status != DOC_OK && !r->opt->quiet)
		progress_report(&r->progress, &s->doc);
	if (r->progress.shown)
		progress_draw(&r->progress, r->totals->inputs, source_estimate(r->source));
	return rc;
}

static int write_heads(struct run *r, struct error *e)
{
	int rc = 0;
	for (int k = 0; k < r->opt->output_count && rc == 0; k++) {
		struct buf head = { 0 };
		if (r->opt->outputs[k].format->head)
			r->opt->outputs[k].format->head(&head, chain_shared(r->chain));
		rc = write_out(r, k, &head, e);
		buf_release(&head);
	}
	return rc;
}

/* Tails, then all outputs onto the disk, then all under their names. */
static int commit(struct run *r, struct error *e)
{
	int rc = 0, n = r->opt->output_count;
	for (int k = 0; k < n && rc == 0; k++) {
		struct buf tail = { 0 };
		if (r->opt->outputs[k].format->tail)
			r->opt->outputs[k].format->tail(&tail, r->totals, chain_shared(r->chain));
		rc = write_out(r, k, &tail, e);
		buf_release(&tail);
	}
	for (int k = 0; k < n && rc == 0; k++)
		rc = sink_finish(r->sinks[k], e);
	const struct run_store *st = r->opt->store;
	if (rc == 0 && st && !unread(r))
		rc = st->finish(st->ctx, r->opt->paths, r->opt->path_count, r->totals, e);
	for (int k = 0; k < n && rc == 0; k++)
		rc = sink_commit(r->sinks[k], e);
	return rc;
}

static void say_sandbox(const struct run *r)
{
	for (int i = 0; i < r->worker_count; i++) {
		const char *level = chain_worker_sandbox(r->workers[i]);
		if (level)
			fprintf(stderr, "leitmotif: reader %d: %s\n", i + 1, level);
	}
}

static void release(struct run *r)
{
	progress_clear(&r->progress);
	for (int k = 0; k < r->opt->output_count; k++)
		sink_free(r->sinks[k]);
	for (int i = 0; i < r->worker_count; i++)
		chain_worker_free(r->workers[i]);
	for (int i = 0; r->slots && i < r->slot_count; i++)
		slot_release(&r->slots[i]);
	for (int i = 0; r->lent && i < r->opt->config->jobs; i++)
		arena_release(&r->lent[i]);
	free(r->lent);
	for (int i = 0; r->part_workers && i < r->opt->config->jobs; i++)
		chain_worker_free(r->part_workers[i]);
	chain_close(r->part);
	free(r->part_workers);
	free(r->workers);
	free(r->slots);
	source_free(r->source);
	shard_free(r->shard);
	chain_close(r->chain);
	lexicon_free(r->lexicon);
}

/* Nothing has to be said before the first document, and the lexicon is known to be sound: perhaps no
 * document needs the chain. */
static bool may_wait(const struct run *r)
{
	const struct run_options *opt = r->opt;
	return opt->store && !opt->output_count &&
	       opt->store->knows_lexicon(opt->store->ctx, r->lexicon);
}

int run_all(const struct run_options *opt, struct totals *totals, struct error *e)
{
	static const struct ring_work callbacks = { fill, work, empty };
	struct run r = { .opt = opt, .totals = totals };
	*totals = (struct totals){ 0 };
	r.from_rows = opt->store;
	for (int k = 0; k < opt->output_count && r.from_rows; k++)
		r.from_rows = opt->store->can_write(opt->store->ctx, opt->outputs[k].format);
	progress_begin(&r.progress, opt->progress);
	int rc = run_open_ends(&r, e);
	if (rc == 0)
		rc = run_open_lexicon(&r, e);
	if (rc == 0)
		rc = run_open_slots(&r, e);
	if (rc == 0 && !may_wait(&r))
		rc = run_open_rest(&r, e);
	if (rc == 0 && opt->store)
		rc = opt->store->begin(opt->store->ctx, &r.before,
				       r.shard ? shard_name(r.shard) : S(""), e);
	if (rc == 0)
		rc = write_heads(&r, e);
	if (rc == 0)
		rc = ring_run(&callbacks, &r, opt->config->jobs, r.slot_count, e);
	progress_clear(&r.progress);
	if (rc == 0)
		rc = commit(&r, e);
	if (rc == 0 && opt->verbose)
		say_sandbox(&r);
	release(&r);
	return rc;
}

int run_text(const struct config *config, const struct format *format, struct str id,
	     struct str text, struct buf *out, struct error *e)
{
	struct run_output output = { .format = format };
	struct run_options opt = { .config = config, .outputs = &output, .output_count = 1 };
	struct run r = { .opt = &opt };
	struct chain_worker *w = NULL;
	struct doc d;
	doc_init(&d, config->max_arena);
	int rc = run_open_lexicon(&r, e);
	if (rc == 0)
		rc = run_open_chain(&r, e);
	if (rc == 0)
		rc = chain_worker_new(&w, r.chain, e);
	if (rc == 0) {
		buf_add(&d.id, id);
		buf_add(&d.raw, text);
		d.raw_size = (uint64_t)text.n;
		chain_run(r.chain, w, &d);
		if (d.status == DOC_OK)
			format->document(out, &d, chain_shared(r.chain));
		else
			rc = fail(e, d.err.code ? d.err.code : E_NOTEXT, "%s", d.err.msg);
	}
	chain_worker_free(w);
	doc_release(&d);
	release(&r);
	return rc;
}
