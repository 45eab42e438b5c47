/* SPDX-License-Identifier: MIT
 *
 * Occurrences -> themes of sentences. The score of a theme is a sum: its bias,
 * the weights of its terms in the sentence, what is carried over from around
 * the sentence, and what the paragraph's other themes say about it. Over the
 * threshold it is a code, and the summands are kept. docs/LEXICON.md has the
 * formula. A paragraph is a block, or a list with the block that introduces it.
 */
#include <stdlib.h>

#include "pipeline/doc/paragraph.h"
#include "stages/code.h"
#include "stages/code_parents.h"

/* ---- life cycle ---- */

static void close_state(void *state)
{
	struct coding_state *st = state;
	if (!st)
		return;
	free(st->bias);
	free(st->weights);
	free(st->unprompted);
	free(st);
}

/* The most that theme t can come to without evidence of its own in the paragraph. */
static double most_unprompted(const struct coding_state *st, size_t t)
{
	double most = st->bias[t] + coding_lift(st, t);
	for (ptrdiff_t u = 0; u < st->k; u++) {
		double c = st->context[(ptrdiff_t)t * st->k + u];
		most += c > 0 ? c : 0;
	}
	double heading = st->carry[CARRY_HEADING][t];
	return most + (heading > 0 ? heading : 0);
}

static void take_theme(struct coding_state *st, size_t t)
{
	const struct theme *theme = &st->lx->themes.at[t];
	double threshold = st->lx->decision.threshold;
	st->bias[t] = theme->bias;
	st->free_themes |= theme->bias > threshold;
	for (int c = 0; c < CARRY_COUNT; c++)
		st->carry[c][t] = theme->carry[c];
	for (ptrdiff_t i = 0; i < theme->context.n; i++) {
		const struct context *c = &theme->context.at[i];
		st->context[(ptrdiff_t)t * st->k + c->theme] = c->weight;
	}
	if (most_unprompted(st, t) > threshold - CODING_SLACK)
		st->unprompted[t / 64] |= UINT64_C(1) << t % 64;
}

static int open_state(void **state, const struct stage_shared *sh, struct error *e)
{
	const struct lexicon *lx = sh->lexicon;
	struct coding_state *st = calloc(1, sizeof *st);
	size_t k = (size_t)lx->themes.n;
	*state = st;
	if (st) {
		st->bias = calloc(k * (1 + CARRY_COUNT + k), sizeof *st->bias);
		st->weights = calloc((size_t)lx->terms.n + 1, sizeof *st->weights);
		st->unprompted = calloc(THEME_WORDS(k), sizeof *st->unprompted);
	}
	if (!st || !st->bias || !st->weights || !st->unprompted)
		return fail(e, E_NOMEM, "no memory for decisions");
	st->lx = lx;
	st->k = lx->themes.n;
	for (ptrdiff_t i = 0; i < lx->terms.n; i++)
		st->weights[i] = lx->terms.at[i].weight;
	for (int c = 0; c < CARRY_COUNT; c++)
		st->carry[c] = st->bias + k * (1 + (size_t)c);
	st->context = st->bias + k * (1 + CARRY_COUNT);
	for (size_t t = 0; t < k; t++)
		take_theme(st, t);
	return 0;
}

static void end_scratch(void *scratch)
{
	struct coding_scratch *s = scratch;
	if (!s)
		return;
	free(s->all);
	free(s->mentions);
	free(s->touched);
	free(s->over);
	free(s->present);
	free(s->seen);
	free(s);
}

static int begin_scratch(void **scratch, const void *state, struct error *e)
{
	const struct coding_state *st = state;
	struct coding_scratch *s = calloc(1, sizeof *s);
	size_t k = (size_t)st->k;
	*scratch = s;
	if (s) {
		s->all = calloc(k * (3 * PARAGRAPH_MAX + 2), sizeof *s->all);
		s->seen = calloc(2 * (size_t)st->lx->terms.n + 1, sizeof *s->seen);
		s->mentions = calloc(k * PARAGRAPH_MAX, sizeof *s->mentions);
		s->touched = calloc(THEME_WORDS(k) * PARAGRAPH_MAX, sizeof *s->touched);
		s->over = calloc(THEME_WORDS(k) * PARAGRAPH_MAX, sizeof *s->over);
		s->present = calloc(k, sizeof *s->present);
	}
	if (!s || !s->all || !s->seen || !s->mentions || !s->touched || !s->over || !s->present)
		return fail(e, E_NOMEM, "no memory for decisions");
	s->own = s->all;
	s->evidence = s->own + k * PARAGRAPH_MAX;
	s->score = s->evidence + k * PARAGRAPH_MAX;
	s->heading = s->score + k * PARAGRAPH_MAX;
	s->whole = s->heading + k;
	s->counts = s->seen + st->lx->terms.n;
	return 0;
}

/* ---- headings ---- */

/* The evidence of a heading, the most of its sentences. Headings come before what they head. */
static void read_heading(struct coding *j, uint32_t block)
{
	const struct block *b = &j->d->blocks.at[block];
	struct coding_scratch *s = j->s;
	memset(s->heading, 0, (size_t)j->st->k * sizeof *s->heading);
	s->heading_found = false;
	s->heading_block = block;
	for (uint32_t i = 0; i < b->sent_count; i++) {
		if (!coding_sum_terms(j, b->sent_first + i, 0))
			continue;
		coding_weigh(j, 0, s->heading);
		coding_forget(j, 0);
		s->heading_found = true;
	}
}

/* ---- paragraphs ---- */

/* Rows own, evidence and whole of the paragraph. Returns whether there are terms in it. */
static bool read_paragraph(struct coding *j)
{
	struct coding_scratch *s = j->s;
	bool any = false;
	memset(s->whole, 0, (size_t)j->st->k * sizeof *s->whole);
	for (uint32_t i = 0; i < s->n; i++) {
		any |= coding_sum_terms(j, s->members[i], i);
		s->sums[i] = coding_weigh(j, i, s->whole);
	}
	return any;
}

/* Decide on the sentences in s->members, which stand under the heading block, or NO_BLOCK. */
static int code_paragraph(struct coding *j, uint32_t heading)
{
	struct coding_scratch *s = j->s;
	int rc = 0;
	if (heading != s->heading_block) {
		s->heading_block = heading;
		s->heading_found = false;
		memset(s->heading, 0, (size_t)j->st->k * sizeof *s->heading);
	}
	if (read_paragraph(j) || s->heading_found || j->st->free_themes)
		rc = coding_decide(j, heading);
	for (uint32_t i = 0; i < s->n; i++)
		coding_forget(j, i);
	return rc;
}

static int add_block(struct coding *j, const struct block *b, uint32_t heading)
{
	int rc = 0;
	for (uint32_t i = 0; rc == 0 && i < b->sent_count; i++) {
		if (j->s->n == PARAGRAPH_MAX) {
			rc = code_paragraph(j, heading);
			j->s->n = 0;
		}
		j->s->members[j->s->n++] = b->sent_first + i;
	}
	return rc;
}

/* The paragraph that begins with block `first`; *next is the first block behind it. */
static int process_paragraph(struct coding *j, ptrdiff_t first, ptrdiff_t *next)
{
	struct doc *d = j->d;
	uint32_t heading = d->blocks.at[first].heading;
	bool chosen = doc_is_chosen(d, (uint32_t)first);
	int rc = 0;
	j->s->n = 0;
	for (ptrdiff_t i = first; rc == 0 && i >= 0; i = paragraph_next(d, first, i)) {
		if (chosen)
			rc = add_block(j, &d->blocks.at[i], heading);
		*next = i + 1;
	}
	return rc == 0 && j->s->n ? code_paragraph(j, heading) : rc;
}

/* No term has been seen in a sentence of the document. */
static void forget_sentences(struct coding_scratch *s, const struct doc *d, size_t terms)
{
	if (s->next_stamp > UINT32_MAX - (uint32_t)d->sents.n - 1) {
		memset(s->seen, 0, terms * sizeof *s->seen);
		s->next_stamp = 0;
	}
	s->stamp = s->next_stamp + 1;
	s->next_stamp += (uint32_t)d->sents.n;
}

static int process(struct doc *d, const struct stage_shared *sh, const struct stage_worker *w,
		   const void *state, void *scratch, struct error *e)
{
	struct coding j = { .d = d, .st = state, .s = scratch, .e = e,
			    .parts = sh->wanted & LAYER_PARTS };
	int rc = 0;
	(void)w;
	forget_sentences(j.s, d, (size_t)j.st->lx->terms.n);
	j.s->heading_block = NO_BLOCK;
	j.s->heading_found = false;
	memset(j.s->heading, 0, (size_t)j.st->k * sizeof *j.s->heading);
	struct doc_window part = doc_window(d);
	if (part.heading != NO_BLOCK)
		read_heading(&j, part.heading);
	for (ptrdiff_t i = part.block, next; rc == 0 && i < part.block_end; i = next) {
		const struct block *b = &d->blocks.at[i];
		next = i + 1;
		if (block_is_heading(b))
			read_heading(&j, (uint32_t)i);
		else if (block_is_evidence(b))
			rc = process_paragraph(&j, i, &next);
	}
	return rc == 0 && j.st->lx->nested ? code_parents(d, j.st->lx, e) : rc;
}

const struct stage stage_code = {
	.name = "code",
	.help = "themes of sentences: weights, bias and carry-over against a threshold",
	.needs = LAYER_TEXT | LAYER_SECTIONS | LAYER_SENTENCES | LAYER_HITS,
	.gives = LAYER_CODES | LAYER_PARTS,
	.open = open_state,
	.begin = begin_scratch,
	.process = process,
	.end = end_scratch,
	.close = close_state,
};
