/* SPDX-License-Identifier: MIT
 *
 * Occurrences -> themes of sentences. The score of a theme is a sum: its bias,
 * the weights of its terms in the sentence, what is carried over from around
 * the sentence, and what the paragraph's other themes say about it. Over the
 * threshold it is a code, and the summands are kept. docs/LEXICON.md has the
 * formula. A paragraph is a block, or a list with the block that introduces it.
 */
#include <stdlib.h>

#include "stages/code.h"
#include "stages/code_parents.h"

/* ---- life cycle ---- */

static void close_state(void *state)
{
	struct coding_state *st = state;
	if (!st)
		return;
	free(st->bias);
	free(st->terms);
	free(st);
}

static int open_state(void **state, const struct stage_shared *sh, struct error *e)
{
	const struct lexicon *lx = sh->lexicon;
	struct coding_state *st = calloc(1, sizeof *st);
	size_t k = (size_t)lx->themes.n;
	*state = st;
	if (st) {
		st->bias = calloc(k * (1 + CARRY_COUNT + k), sizeof *st->bias);
		st->terms = calloc((size_t)lx->terms.n + 1, sizeof *st->terms);
	}
	if (!st || !st->bias || !st->terms)
		return fail(e, E_NOMEM, "no memory for decisions");
	st->lx = lx;
	st->k = lx->themes.n;
	for (ptrdiff_t i = 0; i < lx->terms.n; i++)
		st->terms[i] = (struct coding_term){ lx->terms.at[i].weight,
						     lx->terms.at[i].theme };
	for (int c = 0; c < CARRY_COUNT; c++)
		st->carry[c] = st->bias + k * (1 + (size_t)c);
	st->context = st->bias + k * (1 + CARRY_COUNT);
	for (size_t t = 0; t < k; t++) {
		const struct theme *theme = &lx->themes.at[t];
		st->bias[t] = theme->bias;
		st->free_themes |= theme->bias > lx->decision.threshold;
		for (int c = 0; c < CARRY_COUNT; c++)
			st->carry[c][t] = theme->carry[c];
		for (ptrdiff_t i = 0; i < theme->context.n; i++) {
			const struct context *c = &theme->context.at[i];
			st->context[c->theme * k + t] = c->weight;
		}
	}
	return 0;
}

static void end_scratch(void *scratch)
{
	struct coding_scratch *s = scratch;
	if (!s)
		return;
	free(s->all);
	free(s->live);
	free(s->mentions);
	free(s->touched);
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
		s->all = calloc(k * (3 * PARAGRAPH_MAX + 3), sizeof *s->all);
		s->live = calloc(k, sizeof *s->live);
		s->seen = calloc(2 * (size_t)st->lx->terms.n + 1, sizeof *s->seen);
		s->mentions = calloc(k * PARAGRAPH_MAX, sizeof *s->mentions);
		s->touched = calloc(THEME_WORDS(k) * PARAGRAPH_MAX, sizeof *s->touched);
	}
	if (!s || !s->all || !s->live || !s->seen || !s->mentions || !s->touched)
		return fail(e, E_NOMEM, "no memory for decisions");
	s->own = s->all;
	s->evidence = s->own + k * PARAGRAPH_MAX;
	s->score = s->evidence + k * PARAGRAPH_MAX;
	s->base = s->score + k * PARAGRAPH_MAX;
	s->heading = s->base + k;
	s->whole = s->heading + k;
	s->counts = s->seen + st->lx->terms.n;
	return 0;
}

/* ---- evidence ---- */

/* Sum the weights of the terms that stand in a sentence into row i, each term once. Sentences come
 * in ascending order. Returns whether there are any terms. */
static bool sum_terms(struct coding *j, uint32_t sent, uint32_t i)
{
	struct coding_scratch *s = j->s;
	double *own = s->own + i * j->st->k;
	uint32_t *mentions = s->mentions + i * j->st->k;
	uint64_t *touched = coding_touched(j, i);
	const struct hit *h = j->d->hits.at + j->hit, *end = j->d->hits.at + j->d->hits.n;
	while (h < end && h->sent < sent)
		h++;
	bool any = h < end && h->sent == sent;
	for (; h < end && h->sent == sent; h++) {
		const struct coding_term *t = &j->st->terms[h->term];
		if (s->seen[h->term] != sent + 1)
			own[t->theme] += t->weight;
		s->seen[h->term] = sent + 1;
		mentions[t->theme] += !h->covered && t->weight > 0;
		touched[t->theme / 64] |= UINT64_C(1) << t->theme % 64;
	}
	j->hit = h - j->d->hits.at;
	return any;
}

/* How far sums of weights are evidence, 0 to 1 each, and the most of it so far; returns the total
 * of row i. */
static double weigh(struct coding *j, uint32_t i, double *most)
{
	const double *own = j->s->own + i * j->st->k;
	double *evidence = j->s->evidence + i * j->st->k;
	double scale = j->st->lx->decision.scale, all = 0;
	for (ptrdiff_t w = 0; w < THEME_WORDS(j->st->k); w++)
		for (uint64_t bits = coding_touched(j, i)[w]; bits; bits &= bits - 1) {
			ptrdiff_t t = w * 64 + __builtin_ctzll(bits);
			double v = own[t] / scale;
			evidence[t] = v < 0 ? 0 : v > 1 ? 1 : v;
			all += evidence[t];
			most[t] = evidence[t] > most[t] ? evidence[t] : most[t];
		}
	return all;
}

/* Make row i empty again. */
static void forget(struct coding *j, uint32_t i)
{
	for (ptrdiff_t w = 0; w < THEME_WORDS(j->st->k); w++) {
		for (uint64_t bits = coding_touched(j, i)[w]; bits; bits &= bits - 1) {
			ptrdiff_t at = i * j->st->k + w * 64 + __builtin_ctzll(bits);
			j->s->own[at] = j->s->evidence[at] = 0;
			j->s->mentions[at] = 0;
		}
		coding_touched(j, i)[w] = 0;
	}
}

/* The evidence of a heading, the most of its sentences. Headings come before what they head. */
static void read_heading(struct coding *j, uint32_t block)
{
	const struct block *b = &j->d->blocks.at[block];
	struct coding_scratch *s = j->s;
	memset(s->heading, 0, (size_t)j->st->k * sizeof *s->heading);
	s->heading_found = false;
	s->heading_block = block;
	for (uint32_t i = 0; i < b->sent_count; i++) {
		if (!sum_terms(j, b->sent_first + i, 0))
			continue;
		weigh(j, 0, s->heading);
		forget(j, 0);
		s->heading_found = true;
	}
}

/* Rows own, evidence and whole of the paragraph. Returns whether there are terms in it. */
static bool read_paragraph(struct coding *j)
{
	struct coding_scratch *s = j->s;
	bool any = false;
	memset(s->whole, 0, (size_t)j->st->k * sizeof *s->whole);
	for (uint32_t i = 0; i < s->n; i++) {
		any |= sum_terms(j, s->members[i], i);
		s->sums[i] = weigh(j, i, s->whole);
	}
	return any;
}

/* ---- the sum ---- */

/* What is the same for all sentences of the paragraph: bias, heading, context. */
static void sum_base(struct coding *j)
{
	const struct coding_state *st = j->st;
	struct coding_scratch *s = j->s;
	const double *heading = st->carry[CARRY_HEADING];
	ptrdiff_t k = st->k;
	for (ptrdiff_t t = 0; t < k; t++)
		s->base[t] = st->bias[t] + heading[t] * s->heading[t];
	for (ptrdiff_t u = 0; u < k; u++) {
		const double *row = st->context + u * k;
		if (s->whole[u] > 0)
			for (ptrdiff_t t = 0; t < k; t++)
				s->base[t] += row[t] * s->whole[u];
	}
}

/* The themes with evidence in the paragraph, and those that need none to come over the threshold;
 * for all others the sum is not worth making. */
static void list_live(struct coding *j)
{
	const struct decision *d = &j->st->lx->decision;
	struct coding_scratch *s = j->s;
	s->live_count = 0;
	for (ptrdiff_t t = 0; t < j->st->k; t++) {
		double lift = j->st->carry[CARRY_OTHERS][t] * d->others_cap;
		if (s->whole[t] > 0 || s->base[t] + (lift > 0 ? lift : 0) > d->threshold)
			s->live[s->live_count++] = (uint16_t)t;
	}
}

/* Column t of s->score: theme t of every sentence of the paragraph. */
static void sum_theme(struct coding *j, ptrdiff_t t)
{
	const struct coding_state *st = j->st;
	const struct coding_scratch *s = j->s;
	double weight[CARRY_COUNT], before = 0, after = 0;
	for (int c = 0; c < CARRY_COUNT; c++)
		weight[c] = st->carry[c][t];
	for (uint32_t i = s->n; i-- > 0;) {
		double ev = s->evidence[i * st->k + t];
		s->score[i * st->k + t] = weight[CARRY_AFTER] * after;
		after = ev > after ? ev : after;
	}
	for (uint32_t i = 0; i < s->n; i++) {
		const double *ev = s->evidence + i * st->k + t;
		double *score = s->score + i * st->k + t;
		*score += s->base[t] + s->own[i * st->k + t] +
			  weight[CARRY_OTHERS] * coding_others(j, i, t);
		if (i == 0)
			continue;
		double faded = st->lx->decision.decay * before, previous = ev[-st->k];
		before = faded > previous ? faded : previous;
		*score += weight[CARRY_BEFORE] * before + weight[CARRY_LEAD] * s->evidence[t];
		if (j->d->points_back[s->members[i]])
			*score += weight[CARRY_ANAPHORA] * previous;
	}
}

/* ---- codes ---- */

/* Theme t of the paragraph's sentence i is a code. heading: a sentence, or NO_SENTENCE. */
static int add_code(struct coding *j, uint32_t i, ptrdiff_t t, uint32_t heading)
{
	struct code *c = VEC_PUSH(&j->d->mem, &j->d->codes);
	if (!c)
		return fail(j->e, E_NOMEM, "no memory for decisions");
	c->sent = j->s->members[i];
	c->theme = (uint16_t)t;
	c->score = (float)j->s->score[i * j->st->k + t];
	c->mentions = j->s->mentions[i * j->st->k + t];
	return j->parts ? coding_add_parts(j, c, i, t, heading) : 0;
}

/* The codes of the sentences in s->members, whose rows are read. */
static int decide(struct coding *j, uint32_t heading)
{
	struct coding_scratch *s = j->s;
	uint32_t line = NO_SENTENCE;
	int rc = 0;
	if (heading != NO_BLOCK && j->d->blocks.at[heading].sent_count)
		line = j->d->blocks.at[heading].sent_first;
	sum_base(j);
	list_live(j);
	for (uint32_t l = 0; l < s->live_count; l++)
		sum_theme(j, s->live[l]);
	for (uint32_t i = 0; rc == 0 && i < s->n; i++)
		for (uint32_t l = 0; rc == 0 && l < s->live_count; l++)
			if (s->score[i * j->st->k + s->live[l]] > j->st->lx->decision.threshold)
				rc = add_code(j, i, s->live[l], line);
	return rc;
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
		rc = decide(j, heading);
	for (uint32_t i = 0; i < s->n; i++)
		forget(j, i);
	return rc;
}

/* ---- paragraphs ---- */

static bool is_heading(const struct block *b)
{
	return b->kind == BLOCK_HEADING || b->kind == BLOCK_TITLE;
}

/* Whether block b goes on with the paragraph that began with block `first`: an item of the list
 * that it introduces, or of the same list. */
static bool goes_on(const struct doc *d, ptrdiff_t first, const struct block *b)
{
	const struct block *f = &d->blocks.at[first];
	if (b->kind != BLOCK_ITEM || b->intro == NO_BLOCK)
		return false;
	return b->intro >= (uint32_t)first || (f->kind == BLOCK_ITEM && b->intro == f->intro);
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
	j->s->n = 0;
	int rc = add_block(j, &d->blocks.at[first], heading);
	ptrdiff_t i = first + 1;
	for (*next = i; rc == 0 && i < d->blocks.n && !is_heading(&d->blocks.at[i]); i++) {
		const struct block *b = &d->blocks.at[i];
		if (!block_is_evidence(b))
			continue;
		if (!goes_on(d, first, b))
			break;
		rc = add_block(j, b, heading);
		*next = i + 1;
	}
	return rc == 0 && j->s->n ? code_paragraph(j, heading) : rc;
}

static int process(struct doc *d, const struct stage_shared *sh, const struct stage_worker *w,
		   const void *state, void *scratch, struct error *e)
{
	struct coding j = { .d = d, .st = state, .s = scratch, .e = e,
			    .parts = sh->wanted & LAYER_PARTS };
	int rc = 0;
	(void)w;
	memset(j.s->seen, 0, (size_t)j.st->lx->terms.n * sizeof *j.s->seen);
	j.s->heading_block = NO_BLOCK;
	j.s->heading_found = false;
	memset(j.s->heading, 0, (size_t)j.st->k * sizeof *j.s->heading);
	struct doc_window part = doc_window(d);
	if (part.heading != NO_BLOCK)
		read_heading(&j, part.heading);
	for (ptrdiff_t i = part.block, next; rc == 0 && i < part.block_end; i = next) {
		const struct block *b = &d->blocks.at[i];
		next = i + 1;
		if (is_heading(b))
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
