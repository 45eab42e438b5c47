/* SPDX-License-Identifier: MIT
 *
 * See candidates.h. Sentences here are those of the chain that belong to a
 * coded sentence.
 */
#include "pipeline/eval/candidates.h"
#include "pipeline/eval/replay.h"

/* A term of a theme in a sentence. */
struct stretch {
	uint32_t theme, first, last; /* words of the document */
};

struct sample {
	uint32_t gold, paragraph;
	uint32_t stretch_first, stretch_count;
};

struct finder {
	struct candidates *c;
	const struct gold *g;
	const struct lexicon *lx;
	const struct candidate_options *o;
	struct error *e;
	struct replay r;
	struct grams grams;
	struct arena mem;
	VEC(struct sample) samples;  /* parallel to grams.sentences */
	VEC(struct stretch) stretches;
	unsigned char *got;          /* [gold sentences][themes] */
	uint8_t *state;              /* [samples], for the theme at hand */
	uint32_t *part;              /* [samples]: paragraph */
	ptrdiff_t theme;
};

static int no_memory(struct finder *f)
{
	return fail(f->e, E_NOMEM, "no memory to find terms");
}

/* ---- reading ---- */

static int add_sample(struct finder *f, uint32_t sent, uint32_t gold)
{
	const struct doc *d = &f->r.d;
	ptrdiff_t first, n = doc_hits_of(d, sent, &first);
	struct sample *s = VEC_PUSH(&f->mem, &f->samples);
	if (!s)
		return no_memory(f);
	*s = (struct sample){ gold, f->g->sentences.at[gold].paragraph,
			      (uint32_t)f->stretches.n, (uint32_t)n };
	for (ptrdiff_t i = first; i < first + n; i++) {
		const struct hit *h = &d->hits.at[i];
		struct stretch *x = VEC_PUSH(&f->mem, &f->stretches);
		if (!x)
			return no_memory(f);
		*x = (struct stretch){ f->lx->terms.at[h->term].theme, h->first, h->last };
	}
	return grams_add(&f->grams, d, sent, f->e);
}

static int read_paragraph(struct finder *f, ptrdiff_t p)
{
	const struct doc *d = &f->r.d;
	int rc = replay_paragraph(&f->r, p, f->e);
	for (ptrdiff_t i = 0; i < d->codes.n && rc == 0; i++) {
		ptrdiff_t gold = replay_sentence(&f->r, d->codes.at[i].sent);
		if (gold >= 0)
			f->got[gold * f->g->themes + d->codes.at[i].theme] = 1;
	}
	for (ptrdiff_t i = 0; i < d->sents.n && rc == 0; i++) {
		ptrdiff_t gold = doc_counts(d, (uint32_t)i, true)
			? replay_sentence(&f->r, (uint32_t)i) : -1;
		if (gold >= 0)
			rc = add_sample(f, (uint32_t)i, (uint32_t)gold);
	}
	return rc;
}

/* ---- finding ---- */

/* Nothing is to be learned from what is found, or what coders disagree on. */
static uint8_t state_of(const struct finder *f, ptrdiff_t sample)
{
	uint32_t gold = f->samples.at[sample].gold;
	const struct gold_code *code = gold_code(f->g, gold, f->theme);
	if (code->maybe || (code->yes && f->got[gold * f->g->themes + f->theme]))
		return GRAM_SKIPPED;
	return code->yes ? GRAM_IN : GRAM_OUT;
}

/* The use lies within a term of the theme. */
static bool is_known(const void *ctx, ptrdiff_t sample, const struct gram_use *u)
{
	const struct finder *f = ctx;
	const struct sample *s = &f->samples.at[sample];
	const struct stretch *x = f->stretches.at + s->stretch_first;
	for (uint32_t i = 0; i < s->stretch_count; i++)
		if (x[i].theme == (uint32_t)f->theme && x[i].first <= u->first &&
		    x[i].last >= u->last)
			return true;
	return false;
}

static int find_for_theme(struct finder *f, ptrdiff_t t)
{
	f->theme = t;
	for (ptrdiff_t s = 0; s < f->samples.n; s++)
		f->state[s] = state_of(f, s);
	for (ptrdiff_t i = 0; i < f->g->sentences.n; i++) {
		const struct gold_code *code = gold_code(f->g, i, t);
		f->c->coded[t] += code->yes;
		f->c->missed[t] += code->yes && !f->got[i * f->g->themes + t];
	}
	struct telling telling = { .grams = &f->grams, .state = f->state, .part = f->part,
				   .minimum = f->o->minimum, .most = f->o->most,
				   .is_known = is_known, .ctx = f };
	return telling_find(&telling, &f->c->mem, &f->c->themes[t], f->e);
}

int candidates_find(struct candidates *c, const struct gold *g, const struct config *config,
		    const struct lexicon *lx, const struct candidate_options *o, struct error *e)
{
	*c = (struct candidates){ 0 };
	arena_init(&c->mem, 0);
	struct finder f = { .c = c, .g = g, .lx = lx, .o = o, .e = e };
	arena_init(&f.mem, 0);
	grams_init(&f.grams);
	f.got = NEW(&f.mem, unsigned char, g->sentences.n * g->themes + 1);
	c->coded = NEW(&c->mem, uint32_t, g->themes);
	c->missed = NEW(&c->mem, uint32_t, g->themes);
	c->themes = NEW(&c->mem, struct phrases, g->themes);
	int rc = f.got && c->coded && c->missed && c->themes ? 0 : no_memory(&f);
	if (rc == 0)
		rc = replay_open(&f.r, g, config, lx, LAYER_HITS | LAYER_CODES, e);
	for (ptrdiff_t p = 0; p < g->paragraphs.n && rc == 0; p++)
		rc = read_paragraph(&f, p);
	f.state = NEW(&f.mem, uint8_t, f.samples.n + 1);
	f.part = NEW(&f.mem, uint32_t, f.samples.n + 1);
	if (rc == 0 && (!f.state || !f.part))
		rc = no_memory(&f);
	for (ptrdiff_t s = 0; s < f.samples.n && rc == 0; s++)
		f.part[s] = f.samples.at[s].paragraph;
	for (ptrdiff_t t = 0; t < g->themes && rc == 0; t++)
		rc = find_for_theme(&f, t);
	replay_close(&f.r);
	grams_release(&f.grams);
	arena_release(&f.mem);
	return rc;
}

void candidates_release(struct candidates *c)
{
	arena_release(&c->mem);
}
