/* SPDX-License-Identifier: MIT
 *
 * See chain.h.
 */
#include <stdlib.h>

#include "pipeline/io/file.h"
#include "pipeline/lexicon/forms.h"
#include "pipeline/run/chain.h"
#include "pipeline/run/reader_client.h"

#define FORMS_MAX 65536u    /* distinct words that a worker keeps from document to document */
#define MANIFEST_MAX ((size_t)1 << 30)

#define X(name) &stage_##name,
static const struct stage *const all_stages[] = {
#include "stages/stages.def"
};
#undef X

enum { STAGE_COUNT = sizeof all_stages / sizeof *all_stages };

struct chain {
	struct stage_shared shared;
	struct buf manifest, notes;
	bool wanted[STAGE_COUNT], is_open[STAGE_COUNT];
	void *state[STAGE_COUNT];
};

struct chain_worker {
	const struct chain *chain;
	struct stage_worker lent;
	void *scratch[STAGE_COUNT];
};

/* Mark the stages that lead to needs, last to first, and check that each finds its layers made. */
static int choose_stages(struct chain *c, unsigned needs, struct error *e)
{
	for (int i = STAGE_COUNT - 1; i >= 0; i--) {
		if (!(all_stages[i]->gives & needs))
			continue;
		c->wanted[i] = true;
		needs |= all_stages[i]->needs;
	}
	unsigned made = LAYER_RAW;
	c->shared.wanted = needs;
	for (int i = 0; i < STAGE_COUNT; i++) {
		if (!c->wanted[i])
			continue;
		if (all_stages[i]->needs & ~made)
			return fail(e, E_INTERNAL, "stage %s comes before what it needs",
				    all_stages[i]->name);
		made |= all_stages[i]->gives;
	}
	return 0;
}

/* The wanted stages that a document with the layers has still goes through. */
static int open_stages(struct chain *c, unsigned has, struct error *e)
{
	int rc = 0;
	for (int i = 0; i < STAGE_COUNT && rc == 0; i++) {
		const struct stage *s = all_stages[i];
		if (!c->wanted[i] || !(s->gives & ~has))
			continue;
		rc = s->open ? s->open(&c->state[i], &c->shared, e) : 0;
		c->is_open[i] = true;
	}
	return rc;
}

int chain_open(struct chain **out, const struct config *config, const struct lexicon *lexicon,
	       unsigned needs, struct error *e)
{
	return chain_open_behind(out, config, lexicon, needs, LAYER_NONE, e);
}

int chain_open_behind(struct chain **out, const struct config *config, const struct lexicon *lexicon,
		      unsigned needs, unsigned has, struct error *e)
{
	struct chain *c = calloc(1, sizeof *c);
	if (!c)
		return fail(e, E_NOMEM, "no memory for the chain");
	c->shared = (struct stage_shared){ .config = config, .lexicon = lexicon, .notes = &c->notes };
	int rc = choose_stages(c, needs, e);
	if (rc == 0 && config->manifest_path)
		rc = file_slurp(&c->manifest, config->manifest_path, MANIFEST_MAX, e);
	c->shared.manifest = buf_str(&c->manifest);
	if (rc == 0)
		rc = open_stages(c, has, e);
	if (rc < 0) {
		chain_close(c);
		return rc;
	}
	*out = c;
	return 0;
}

void chain_close(struct chain *c)
{
	if (!c)
		return;
	for (int i = 0; i < STAGE_COUNT; i++)
		if (c->state[i] && all_stages[i]->close)
			all_stages[i]->close(c->state[i]);
	buf_release(&c->manifest);
	buf_release(&c->notes);
	free(c);
}

bool chain_is_whole(const struct chain *c)
{
	bool whole = true;
	for (int i = 0; i < STAGE_COUNT; i++)
		whole = whole && c->is_open[i];
	return whole;
}

/* Scratch of the stages that are open. */
static int begin_stages(const struct chain *c, struct chain_worker *w, struct error *e)
{
	int rc = 0;
	for (int i = 0; i < STAGE_COUNT && rc == 0; i++)
		if (c->is_open[i] && all_stages[i]->begin)
			rc = all_stages[i]->begin(&w->scratch[i], c->state[i], e);
	return rc;
}

const struct stage_shared *chain_shared(const struct chain *c)
{
	return &c->shared;
}

int chain_worker_new(struct chain_worker **out, const struct chain *c, struct error *e)
{
	struct chain_worker *w = calloc(1, sizeof *w);
	if (!w)
		return fail(e, E_NOMEM, "no memory for a worker");
	w->chain = c;
	int rc = forms_new(&w->lent.forms, c->shared.lexicon, e);
	if (rc == 0)
		rc = reader_client_new(&w->lent.reader, c->shared.config, e);
	if (rc == 0)
		rc = begin_stages(c, w, e);
	if (rc < 0) {
		chain_worker_free(w);
		return rc;
	}
	*out = w;
	return 0;
}

void chain_worker_free(struct chain_worker *w)
{
	if (!w)
		return;
	for (int i = 0; i < STAGE_COUNT; i++)
		if (w->scratch[i] && all_stages[i]->end)
			all_stages[i]->end(w->scratch[i]);
	reader_client_free(w->lent.reader);
	forms_free(w->lent.forms);
	free(w);
}

const char *chain_worker_sandbox(const struct chain_worker *w)
{
	return reader_client_level(w->lent.reader);
}

/* One stage on one document. false: the document ends here. */
static bool run_stage(const struct chain *c, struct chain_worker *w, int i, struct doc *d)
{
	const struct stage *s = all_stages[i];
	struct error e = { 0 };
	if (s->process(d, &c->shared, &w->lent, c->state[i], w->scratch[i], &e) < 0) {
		doc_degrade(d, DOC_FAILED, e.code, "%s", e.msg);
		return false;
	}
	d->has |= s->gives;
#ifdef LM_DEBUG
	if (doc_check(d, &e) < 0) {
		doc_degrade(d, DOC_FAILED, e.code, "after %s: %s", s->name, e.msg);
		return false;
	}
#endif
	return d->status == DOC_OK || d->status == DOC_PARTIAL;
}

void chain_run_to(const struct chain *c, struct chain_worker *w, struct doc *d, unsigned layer)
{
	for (int i = 0; i < STAGE_COUNT; i++) {
		bool made = (all_stages[i]->gives & ~d->has) == 0;
		if (c->wanted[i] && !made && !run_stage(c, w, i, d))
			return;
		if (all_stages[i]->gives & layer)
			return;
	}
}

void chain_run(const struct chain *c, struct chain_worker *w, struct doc *d)
{
	forms_trim(w->lent.forms, FORMS_MAX);
	chain_run_to(c, w, d, LAYER_NONE);
}
