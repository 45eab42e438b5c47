/* SPDX-License-Identifier: MIT
 *
 * See coverage.h.
 */
#include "pipeline/eval/coverage.h"
#include "pipeline/lexicon/cue_reading.h"

#define KEEP_SCRATCH ((size_t)1 << 20)

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the coverage");
}

int coverage_init(struct coverage *c, const struct lexicon *lx, struct error *e)
{
	*c = (struct coverage){ .lx = lx };
	arena_init(&c->mem, 0);
	arena_init(&c->scratch, 0);
	grams_init(&c->grams);
	if (!lx->cues)
		return fail(e, E_LEXICON, "%.*s: no polarity.yaml, so nothing says which sentences "
			    "judge", STR_ARG(lx->path));
	return cue_reader_new(&c->reader, lx, e);
}

void coverage_release(struct coverage *c)
{
	cue_reader_free(c->reader);
	grams_release(&c->grams);
	arena_release(&c->scratch);
	arena_release(&c->mem);
}

/* Does a cue of the sentence judge anything? */
static int read_cues(struct coverage *c, const struct doc *d, uint32_t sent, bool *judges,
		     struct error *e)
{
	const struct sentence *s = &d->sents.at[sent];
	const struct token *t = d->toks.at + s->tok_first;
	struct cue_reading reading = { 0 };
	arena_reset(&c->scratch, KEEP_SCRATCH);
	uint8_t *breaks = NEW(&c->scratch, uint8_t, (ptrdiff_t)s->tok_count + 1);
	if (!breaks)
		return no_memory(e);
	for (uint32_t i = 1; i < s->tok_count; i++) {
		uint32_t end = t[i - 1].off + t[i - 1].len;
		breaks[i] = word_break_of(doc_text(d, end, t[i].off - end));
	}
	int rc = cue_read(c->reader, &c->scratch, d->forms + s->tok_first, breaks, s->tok_count,
			  &reading, e);
	*judges = rc == 0 && !reading.silent;
	return rc;
}

static int add_sentence(struct coverage *c, const struct doc *d, uint32_t sent, bool open,
			struct error *e)
{
	if (c->grams.sentences.n >= COVERAGE_SENTENCES)
		return 0;
	uint8_t *state = VEC_PUSH(&c->mem, &c->state);
	uint32_t *part = VEC_PUSH(&c->mem, &c->part);
	if (!state || !part)
		return no_memory(e);
	*state = open ? GRAM_IN : GRAM_OUT;
	*part = c->documents;
	return grams_add(&c->grams, d, sent, e);
}

int coverage_add(struct coverage *c, const struct doc *d, struct error *e)
{
	ptrdiff_t code = 0;
	int rc = 0;
	for (uint32_t s = 0; s < (uint32_t)d->sents.n && rc == 0; s++) {
		bool judges = false;
		while (code < d->codes.n && d->codes.at[code].sent < s)
			code++;
		bool coded = code < d->codes.n && d->codes.at[code].sent == s;
		if (!doc_counts(d, s, false))
			continue;
		rc = read_cues(c, d, s, &judges, e);
		c->sentences++;
		c->judging += judges;
		c->open += judges && !coded;
		if (rc == 0)
			rc = add_sentence(c, d, s, judges && !coded, e);
	}
	c->documents++;
	return rc;
}

int coverage_phrases(struct coverage *c, uint32_t minimum, uint32_t most, struct phrases *out,
		     struct error *e)
{
	struct telling t = { .grams = &c->grams, .state = c->state.at, .part = c->part.at,
			     .minimum = minimum, .most = most };
	return telling_find(&t, &c->mem, out, e);
}
