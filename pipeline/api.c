/* SPDX-License-Identifier: MIT
 *
 * leitmotif.h over the chain.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/leitmotif.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/chain.h"
#include "pipeline/run/defaults.h"

#define NEEDS (LAYER_VECTOR | LAYER_META)

struct lm {
	struct config config;
	struct lexicon *lexicon;
	struct chain *chain;
};

struct lm_coder {
	const struct lm *lm;
	struct chain_worker *worker;
	struct doc doc;
};

static void report(struct lm_error *err, const struct error *e)
{
	err->code = e->code;
	snprintf(err->message, sizeof err->message, "%s", e->msg);
}

const char *lm_version(void)
{
	return LM_VERSION;
}

struct lm *lm_open(const struct lm_config *config, struct lm_error *err)
{
	struct error e = { 0 };
	struct lm *lm = calloc(1, sizeof *lm);
	if (!lm) {
		fail(&e, E_NOMEM, "no memory");
		report(err, &e);
		return NULL;
	}
	config_init(&lm->config);
	lm->config.reader_path = config->reader;
	if (config->max_document)
		lm->config.max_doc = config->max_document;
	char path[4096];
	if (lexicon_load(&lm->lexicon, default_lexicon(config->lexicon, path, sizeof path), &e) < 0 ||
	    chain_open(&lm->chain, &lm->config, lm->lexicon, NEEDS, &e) < 0) {
		report(err, &e);
		lm_close(lm);
		return NULL;
	}
	return lm;
}

void lm_close(struct lm *lm)
{
	if (!lm)
		return;
	chain_close(lm->chain);
	lexicon_free(lm->lexicon);
	free(lm);
}

size_t lm_theme_count(const struct lm *lm)
{
	return (size_t)lm->lexicon->themes.n;
}

const char *lm_theme_id(const struct lm *lm, size_t i)
{
	return i < lm_theme_count(lm) ? lm->lexicon->themes.at[i].id.p : NULL;
}

const char *lm_lexicon_hash(const struct lm *lm)
{
	return lm->lexicon->hash;
}

struct lm_coder *lm_coder_new(const struct lm *lm, struct lm_error *err)
{
	struct error e = { 0 };
	struct lm_coder *c = calloc(1, sizeof *c);
	if (!c)
		fail(&e, E_NOMEM, "no memory");
	else
		doc_init(&c->doc, lm->config.max_arena);
	if (!c || chain_worker_new(&c->worker, lm->chain, &e) < 0) {
		report(err, &e);
		lm_coder_free(c);
		return NULL;
	}
	c->lm = lm;
	return c;
}

void lm_coder_free(struct lm_coder *coder)
{
	if (!coder)
		return;
	chain_worker_free(coder->worker);
	doc_release(&coder->doc);
	free(coder);
}

enum lm_status lm_code(struct lm_coder *coder, const char *id, const void *bytes, size_t n,
		       struct lm_error *err)
{
	struct doc *d = &coder->doc;
	doc_reset(d);
	buf_addz(&d->id, id);
	if (n > coder->lm->config.max_doc) {
		doc_degrade(d, DOC_FAILED, E_LIMIT, "over the limit of %zu bytes",
			    coder->lm->config.max_doc);
	} else {
		buf_add(&d->raw, (struct str){ bytes, (ptrdiff_t)n });
		if (!buf_ok(&d->raw) || !buf_ok(&d->id))
			doc_degrade(d, DOC_FAILED, E_NOMEM, "no memory");
		else
			chain_run(coder->lm->chain, coder->worker, d);
	}
	report(err, &d->err);
	return (enum lm_status)d->status;
}

size_t lm_code_count(const struct lm_coder *coder)
{
	return (size_t)coder->doc.codes.n;
}

struct lm_code_info lm_code_at(const struct lm_coder *coder, size_t i)
{
	const struct doc *d = &coder->doc;
	const struct code *c = &d->codes.at[i];
	const struct sentence *s = &d->sents.at[c->sent];
	return (struct lm_code_info){
		.theme = coder->lm->lexicon->themes.at[c->theme].id.p,
		.polarity = polarity_name(c->polarity),
		.change = change_name(c->change),
		.text = d->text.p + s->off,
		.text_len = s->len,
		.start = s->off,
		.end = s->off + s->len,
		.page = s->page,
		.paragraph = d->blocks.at[s->block].number,
		.score = c->score,
	};
}

struct lm_counts lm_counts_of(const struct lm_coder *coder, size_t theme)
{
	const struct doc *d = &coder->doc;
	if (!d->counts || theme >= lm_theme_count(coder->lm))
		return (struct lm_counts){ 0 };
	const struct theme_count *n = &d->counts[theme];
	return (struct lm_counts){
		.sentences = n->sentences, .mentions = n->mentions,
		.strength = n->by_polarity[POL_STRENGTH], .concern = n->by_polarity[POL_CONCERN],
		.mixed = n->by_polarity[POL_MIXED], .neutral = n->by_polarity[POL_NEUTRAL],
		.better = n->better, .worse = n->worse,
	};
}

uint32_t lm_words(const struct lm_coder *coder)
{
	return coder->doc.words;
}

const char *lm_meta(const struct lm_coder *coder, const char *column)
{
	int c = lexicon_column(coder->lm->lexicon, str_of(column));
	return c >= 0 && coder->doc.meta[c].value.n ? coder->doc.meta[c].value.p : "";
}
