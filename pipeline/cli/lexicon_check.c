/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon check: is the lexicon sound?
 */
#include <limits.h>

#include "pipeline/cli/job.h"
#include "pipeline/cli/lexicon_parts.h"
#include "pipeline/lexicon/lexicon_check.h"
#include "pipeline/run/chain.h"
#include "pipeline/run/readings.h"

/* The chain that check codes its texts with. */
struct coder {
	struct chain *chain;
	struct chain_worker *worker;
	struct doc d;
};

static int coder_open(struct coder *c, const struct config *config, const struct lexicon *lx,
		      struct error *e)
{
	*c = (struct coder){ 0 };
	doc_init(&c->d, config->max_arena);
	int rc = chain_open(&c->chain, config, lx, LAYER_META | LAYER_HITS | LAYER_CODES | LAYER_POLARITY, e);
	return rc < 0 ? rc : chain_worker_new(&c->worker, c->chain, e);
}

static void coder_close(struct coder *c)
{
	chain_worker_free(c->worker);
	chain_close(c->chain);
	doc_release(&c->d);
}

/* Run a text up to the layer. */
static int read_text(struct coder *c, struct str text, unsigned layer, struct error *e)
{
	struct doc *d = &c->d;
	doc_reset(d);
	buf_reset(&d->raw);
	buf_add(&d->raw, text);
	d->raw_size = (uint64_t)text.n;
	chain_run_to(c->chain, c->worker, d, layer);
	if (d->status != DOC_OK)
		return fail(e, d->err.code ? d->err.code : E_NOTEXT, "'%.*s': %s", STR_ARG(text),
			    d->err.msg);
	return 0;
}

static int code_text(void *context, struct str text, struct checked_text *out, struct error *e)
{
	struct coder *c = context;
	struct doc *d = &c->d;
	int rc = read_text(c, text, LAYER_POLARITY, e);
	if (rc < 0)
		return rc;
	for (ptrdiff_t i = 0; i < d->hits.n; i++) {
		const struct hit *h = &d->hits.at[i];
		struct checked_term *t = VEC_HEAP_PUSH(&out->terms);
		if (!t)
			return fail(e, E_NOMEM, "out of memory for the check");
		*t = (struct checked_term){ h->term, h->first, h->last };
	}
	for (ptrdiff_t i = 0; i < d->codes.n; i++) {
		struct checked_code *k = VEC_HEAP_PUSH(&out->codes);
		if (!k)
			return fail(e, E_NOMEM, "out of memory for the check");
		*k = (struct checked_code){ d->codes.at[i].theme, d->codes.at[i].polarity };
	}
	return 0;
}

/* The example of a cue says nothing of themes: its sentence is coded by hand. */
static int judge_text(void *context, struct str text, uint16_t theme, int *polarity,
		      struct error *e)
{
	struct coder *c = context;
	struct doc *d = &c->d;
	int rc = read_text(c, text, LAYER_CODES, e);
	if (rc < 0)
		return rc;
	d->codes.n = 0;
	for (uint32_t i = 0; i < (uint32_t)d->sents.n; i++) {
		struct code *k = VEC_PUSH(&d->mem, &d->codes);
		if (!k)
			return fail(e, E_NOMEM, "out of memory for the check");
		*k = (struct code){ .sent = i, .theme = theme };
	}
	chain_run(c->chain, c->worker, d);
	if (d->codes.n)
		*polarity = d->codes.at[d->codes.n - 1].polarity;
	return 0;
}

static void print_report(const struct lexicon *lx, const struct lexicon_report *r, bool notes)
{
	printf("%.*s", STR_ARG(buf_str(&r->errors)));
	if (notes)
		printf("%.*s", STR_ARG(buf_str(&r->notes)));
	printf("%.*s %.*s: %td themes in %td groups, %td terms, hash %s\n", STR_ARG(lx->id),
	       STR_ARG(lx->version), lx->themes.n, lx->groups.n, lx->terms.n, lx->hash);
	printf("%u of %u examples right; %u terms tried on %u texts; %u errors, %u notes%s\n",
	       r->examples_right, r->examples, r->terms, r->texts, r->error_count, r->note_count,
	       r->note_count && !notes ? " (--verbose lists them)" : "");
}

#define SAMPLE_MAX ((ptrdiff_t)32 << 20)

static int take(void *ctx, struct doc *const *docs, struct error *e)
{
	struct buf *sample = ctx;
	if (sample->n >= SAMPLE_MAX)
		return 0;
	buf_add(sample, docs[0]->text);
	buf_addc(sample, '\n');
	return buf_ok(sample) ? 0 : fail(e, E_NOMEM, "no memory for the sample");
}

/* The text of the documents that are named. The exit status that they ask for, or -code. */
static int read_sample(const struct settings *s, const struct lexicon *lx, struct buf *sample,
		       struct error *e)
{
	struct readings r = { .config = &s->config, .lexicons = { lx }, .count = 1,
			      .layers = LAYER_TEXT, .paths = s->arguments,
			      .path_count = s->argument_count, .take = take, .ctx = sample,
			      .quiet = s->quiet };
	int rc = s->argument_count ? readings_run(&r, e) : 0;
	return rc < 0 || !s->argument_count ? rc : job_account(s, &r.totals);
}

static int check(const struct settings *s, const struct lexicon *lx, struct error *e)
{
	struct coder c;
	struct buf sample = { 0 };
	struct lexicon_coder coder = { .code = code_text, .judge = judge_text,
					.context = &c };
	struct lexicon_report r = { 0 };
	int status = 0, rc = coder_open(&c, &s->config, lx, e);
	if (rc == 0)
		rc = status = read_sample(s, lx, &sample, e);
	if (rc >= 0)
		rc = lexicon_check(lx, &coder, buf_str(&sample), &r, e);
	if (rc == 0)
		print_report(lx, &r, s->verbose);
	if (rc == 0 && r.error_count)
		rc = fail(e, E_LEXICON, "the lexicon has errors: %u", r.error_count);
	lexicon_report_release(&r);
	buf_release(&sample);
	coder_close(&c);
	return rc < 0 ? rc : status;
}

static int check_command(const struct settings *s)
{
	return lexicon_part(s, INT_MAX, check);
}

const struct command lexicon_part_check = {
	.name = "lexicon check",
	.arguments = "[PATH...] [OPTION]...",
	.summary = "is it sound? Runs every example, tries every term",
	.about =
	"Reads the lexicon, compiles it, and runs every example in it: each must get the theme that it\n"
	"stands under, with the polarity that it says; those of cues, the polarity. It tries every term\n"
	"on texts made from its pattern, and names terms that nothing can match, terms that are there\n"
	"twice, wildcards that take too much, and stems that take words of another kind; these two by the\n"
	"words of the examples, and of the documents that are named. Errors come with file, line and\n"
	"column, and the exit status is 2; notes are for reading.\n",
	.examples =
	"  leitmotif lexicon check -l my-lexicon\n"
	"      after every edit\n"
	"  leitmotif lexicon check -v\n"
	"      with all notes\n"
	"  leitmotif lexicon check -v -l my-lexicon reports/\n"
	"      what wildcards and stems take in real reports\n",
	.options = FOR_LEXICON | FOR_READING,
	.run = check_command,
};
