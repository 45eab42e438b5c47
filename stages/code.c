/* SPDX-License-Identifier: MIT
 *
 * Occurrences -> themes of sentences. The score of a theme is a sum: its bias,
 * the weights of its terms in the sentence, what is carried over from around
 * the sentence, and what the paragraph's other themes say about it. Over the
 * threshold it is a code, and the summands are kept. docs/LEXICON.md has the
 * formula. A paragraph is a block, or a list with the block that introduces it.
 */
#include <stdlib.h>

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/stage.h"
#include "stages/code_parents.h"

/* Sentences of one paragraph; a longer one is taken in pieces of this size. */
#define PARAGRAPH_MAX 256

/* The weights as matrices: what the loops run over. K themes. */
struct state {
	const struct lexicon *lx;
	ptrdiff_t k;
	double *bias;                   /* [K] */
	double *carry[CARRY_COUNT];     /* [K] each */
	double *context;                /* [K of the other theme][K] */
	bool free_themes;               /* a bias over the threshold: coded without evidence */
};

/* One worker's rows of K numbers. */
struct scratch {
	double *own, *evidence, *score; /* [PARAGRAPH_MAX][K] */
	double *base;                   /* [K], what all sentences of the paragraph have */
	double *heading;                /* [K], of heading_block */
	double *whole;                  /* [K], the most in the paragraph */
	double *all;                    /* everything above points into this */
	double sums[PARAGRAPH_MAX];     /* evidence of all themes of a sentence */
	uint16_t *live;                 /* themes that may become codes in the paragraph */
	uint32_t live_count;
	uint32_t *seen;                 /* one a term: the last sentence with it, from 1 */
	uint32_t *counts;               /* one a term; 0 but while a code's terms are listed */
	uint32_t members[PARAGRAPH_MAX];/* sentences of the paragraph */
	uint32_t n;
	uint32_t heading_block;
	bool heading_found;             /* the heading has evidence */
};

struct job {
	struct doc *d;
	const struct state *st;
	struct scratch *s;
	ptrdiff_t hit;                  /* the next one that is not yet read */
	struct error *e;
};

/* ---- life cycle ---- */

static void close_state(void *state)
{
	struct state *st = state;
	if (!st)
		return;
	free(st->bias);
	free(st);
}

static int open_state(void **state, const struct stage_shared *sh, struct error *e)
{
	const struct lexicon *lx = sh->lexicon;
	struct state *st = calloc(1, sizeof *st);
	size_t k = (size_t)lx->themes.n;
	*state = st;
	if (st)
		st->bias = calloc(k * (1 + CARRY_COUNT + k), sizeof *st->bias);
	if (!st || !st->bias)
		return fail(e, E_NOMEM, "no memory for decisions");
	st->lx = lx;
	st->k = lx->themes.n;
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
	struct scratch *s = scratch;
	if (!s)
		return;
	free(s->all);
	free(s->live);
	free(s->seen);
	free(s);
}

static int begin_scratch(void **scratch, const void *state, struct error *e)
{
	const struct state *st = state;
	struct scratch *s = calloc(1, sizeof *s);
	size_t k = (size_t)st->k;
	*scratch = s;
	if (s) {
		s->all = calloc(k * (3 * PARAGRAPH_MAX + 3), sizeof *s->all);
		s->live = calloc(k, sizeof *s->live);
		s->seen = calloc(2 * (size_t)st->lx->terms.n + 1, sizeof *s->seen);
	}
	if (!s || !s->all || !s->live || !s->seen)
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

/* Sum the weights of the terms that stand in a sentence into own[K], each term once. Sentences
 * come in ascending order. Returns whether there are any terms. */
static bool sum_terms(struct job *j, uint32_t sent, double *own)
{
	const struct lexicon *lx = j->st->lx;
	bool any = false;
	memset(own, 0, (size_t)j->st->k * sizeof *own);
	while (j->hit < j->d->hits.n && j->d->hits.at[j->hit].sent < sent)
		j->hit++;
	for (; j->hit < j->d->hits.n && j->d->hits.at[j->hit].sent == sent; j->hit++) {
		uint32_t id = j->d->hits.at[j->hit].term;
		const struct term *t = &lx->terms.at[id];
		if (j->s->seen[id] != sent + 1)
			own[t->theme] += t->weight;
		j->s->seen[id] = sent + 1;
		any = true;
	}
	return any;
}

/* How far sums of weights are evidence, 0 to 1 each; returns the total. */
static double weigh(const struct state *st, const double *own, double *evidence)
{
	double scale = st->lx->decision.scale, all = 0;
	for (ptrdiff_t t = 0; t < st->k; t++) {
		double v = own[t] / scale;
		evidence[t] = v < 0 ? 0 : v > 1 ? 1 : v;
		all += evidence[t];
	}
	return all;
}

static void keep_most(double *most, const double *row, ptrdiff_t k)
{
	for (ptrdiff_t t = 0; t < k; t++)
		most[t] = row[t] > most[t] ? row[t] : most[t];
}

/* The evidence of a heading, the most of its sentences. Headings come before what they head. */
static void read_heading(struct job *j, uint32_t block)
{
	const struct block *b = &j->d->blocks.at[block];
	struct scratch *s = j->s;
	ptrdiff_t k = j->st->k;
	memset(s->heading, 0, (size_t)k * sizeof *s->heading);
	s->heading_found = false;
	s->heading_block = block;
	for (uint32_t i = 0; i < b->sent_count; i++) {
		if (!sum_terms(j, b->sent_first + i, s->own))
			continue;
		weigh(j->st, s->own, s->evidence);
		keep_most(s->heading, s->evidence, k);
		s->heading_found = true;
	}
}

/* Rows own, evidence and whole of the paragraph. Returns whether there are terms in it. */
static bool read_paragraph(struct job *j)
{
	struct scratch *s = j->s;
	size_t k = (size_t)j->st->k;
	bool any = false;
	memset(s->whole, 0, k * sizeof *s->whole);
	for (uint32_t i = 0; i < s->n; i++) {
		any |= sum_terms(j, s->members[i], s->own + i * k);
		s->sums[i] = weigh(j->st, s->own + i * k, s->evidence + i * k);
		keep_most(s->whole, s->evidence + i * k, (ptrdiff_t)k);
	}
	return any;
}

/* ---- the sum ---- */

/* What is the same for all sentences of the paragraph: bias, heading, context. */
static void sum_base(struct job *j)
{
	const struct state *st = j->st;
	struct scratch *s = j->s;
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
static void list_live(struct job *j)
{
	const struct decision *d = &j->st->lx->decision;
	struct scratch *s = j->s;
	s->live_count = 0;
	for (ptrdiff_t t = 0; t < j->st->k; t++) {
		double lift = j->st->carry[CARRY_OTHERS][t] * d->others_cap;
		if (s->whole[t] > 0 || s->base[t] + (lift > 0 ? lift : 0) > d->threshold)
			s->live[s->live_count++] = (uint16_t)t;
	}
}

/* What the other themes of sentence i count for theme t. */
static double others(const struct job *j, uint32_t i, ptrdiff_t t)
{
	double v = j->s->sums[i] - j->s->evidence[i * j->st->k + t];
	double cap = j->st->lx->decision.others_cap;
	return v < cap ? v : cap;
}

/* Column t of s->score: theme t of every sentence of the paragraph. */
static void sum_theme(struct job *j, ptrdiff_t t)
{
	const struct state *st = j->st;
	const struct scratch *s = j->s;
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
			  weight[CARRY_OTHERS] * others(j, i, t);
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

/* Append a part of the newest code; one that adds nothing is left out. */
static int add_part(struct job *j, struct part p)
{
	if (p.value == 0 || p.weight == 0)
		return 0;
	struct part *slot = VEC_PUSH(&j->d->mem, &j->d->parts);
	if (!slot)
		return fail(j->e, E_NOMEM, "no memory for decisions");
	*slot = p;
	return 0;
}

static int add_carry(struct job *j, ptrdiff_t t, enum carry c, double value, uint32_t from)
{
	return add_part(j, (struct part){ .kind = PART_CARRY, .carry = (uint8_t)c, .id = from,
					  .value = (float)value,
					  .weight = (float)j->st->carry[c][t] });
}

/* The terms of theme t in the sentence, in the order of their first occurrence; its mentions. */
static int add_terms(struct job *j, uint32_t sent, ptrdiff_t t, uint32_t *mentions)
{
	ptrdiff_t first, n = doc_hits_of(j->d, sent, &first);
	const struct term *terms = j->st->lx->terms.at;
	const struct hit *h = j->d->hits.at + first, *end = h + n;
	uint32_t *counts = j->s->counts;
	int rc = 0;
	for (const struct hit *x = h; x < end; x++)
		counts[x->term] += terms[x->term].theme == t;
	for (; h < end; h++) {
		const struct term *term = &terms[h->term];
		*mentions += term->theme == t && !h->covered && term->weight > 0;
		if (counts[h->term] && rc == 0)
			rc = add_part(j, (struct part){ .kind = PART_TERM, .id = h->term,
							.value = 1, .count = counts[h->term],
							.weight = (float)term->weight });
		counts[h->term] = 0;
	}
	return rc;
}

/* What an earlier sentence carries to sentence i: its evidence, faded. */
static int add_before(struct job *j, uint32_t i, ptrdiff_t t)
{
	double fade = 1, most = 0;
	uint32_t best = 0;
	for (uint32_t r = i; r-- > 0; fade *= j->st->lx->decision.decay) {
		double v = fade * j->s->evidence[r * j->st->k + t];
		if (v > most) {
			most = v;
			best = r;
		}
	}
	return add_carry(j, t, CARRY_BEFORE, most, j->s->members[best]);
}

static int add_after(struct job *j, uint32_t i, ptrdiff_t t)
{
	double most = 0;
	uint32_t best = i;
	for (uint32_t r = i + 1; r < j->s->n; r++)
		if (j->s->evidence[r * j->st->k + t] > most) {
			most = j->s->evidence[r * j->st->k + t];
			best = r;
		}
	return add_carry(j, t, CARRY_AFTER, most, j->s->members[best]);
}

static int add_carries(struct job *j, uint32_t i, ptrdiff_t t, uint32_t heading)
{
	const struct scratch *s = j->s;
	ptrdiff_t k = j->st->k;
	int rc = add_before(j, i, t);
	if (rc == 0)
		rc = add_after(j, i, t);
	if (rc == 0 && i)
		rc = add_carry(j, t, CARRY_LEAD, s->evidence[t], s->members[0]);
	if (rc == 0 && i && j->d->points_back[s->members[i]])
		rc = add_carry(j, t, CARRY_ANAPHORA, s->evidence[(i - 1) * k + t],
			       s->members[i - 1]);
	if (rc == 0)
		rc = add_carry(j, t, CARRY_OTHERS, others(j, i, t), NO_SENTENCE);
	if (rc == 0)
		rc = add_carry(j, t, CARRY_HEADING, s->heading[t], heading);
	return rc;
}

static int add_context(struct job *j, ptrdiff_t t)
{
	const struct theme *theme = &j->st->lx->themes.at[t];
	int rc = 0;
	for (ptrdiff_t i = 0; rc == 0 && i < theme->context.n; i++) {
		const struct context *c = &theme->context.at[i];
		if (j->s->whole[c->theme] == 0)
			continue;
		rc = add_part(j, (struct part){ .kind = PART_CONTEXT, .id = c->theme,
						.value = (float)j->s->whole[c->theme],
						.weight = (float)c->weight });
	}
	return rc;
}

/* Theme t of the paragraph's sentence i is a code. heading: a sentence, or NO_SENTENCE. */
static int add_code(struct job *j, uint32_t i, ptrdiff_t t, uint32_t heading)
{
	uint32_t sent = j->s->members[i];
	struct code *c = VEC_PUSH(&j->d->mem, &j->d->codes);
	if (!c)
		return fail(j->e, E_NOMEM, "no memory for decisions");
	c->sent = sent;
	c->theme = (uint16_t)t;
	c->score = (float)j->s->score[i * j->st->k + t];
	c->part_first = (uint32_t)j->d->parts.n;
	int rc = add_part(j, (struct part){ .kind = PART_BIAS, .value = 1,
					    .weight = (float)j->st->bias[t] });
	if (rc == 0)
		rc = add_terms(j, sent, t, &c->mentions);
	if (rc == 0)
		rc = add_carries(j, i, t, heading);
	if (rc == 0)
		rc = add_context(j, t);
	c->part_count = (uint32_t)j->d->parts.n - c->part_first;
	return rc;
}

/* Decide on the sentences in s->members, which stand under the heading block, or NO_BLOCK. */
static int code_paragraph(struct job *j, uint32_t heading)
{
	struct scratch *s = j->s;
	uint32_t line = NO_SENTENCE;
	if (heading != s->heading_block) {
		s->heading_block = heading;
		s->heading_found = false;
		memset(s->heading, 0, (size_t)j->st->k * sizeof *s->heading);
	}
	if (heading != NO_BLOCK && j->d->blocks.at[heading].sent_count)
		line = j->d->blocks.at[heading].sent_first;
	if (!read_paragraph(j) && !s->heading_found && !j->st->free_themes)
		return 0;
	sum_base(j);
	list_live(j);
	for (uint32_t l = 0; l < s->live_count; l++)
		sum_theme(j, s->live[l]);
	int rc = 0;
	for (uint32_t i = 0; rc == 0 && i < s->n; i++)
		for (uint32_t l = 0; rc == 0 && l < s->live_count; l++)
			if (s->score[i * j->st->k + s->live[l]] > j->st->lx->decision.threshold)
				rc = add_code(j, i, s->live[l], line);
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

static int add_block(struct job *j, const struct block *b, uint32_t heading)
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
static int process_paragraph(struct job *j, ptrdiff_t first, ptrdiff_t *next)
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
	struct job j = { .d = d, .st = state, .s = scratch, .e = e };
	int rc = 0;
	(void)sh, (void)w;
	memset(j.s->seen, 0, (size_t)j.st->lx->terms.n * sizeof *j.s->seen);
	j.s->heading_block = NO_BLOCK;
	j.s->heading_found = false;
	memset(j.s->heading, 0, (size_t)j.st->k * sizeof *j.s->heading);
	for (ptrdiff_t i = 0, next; rc == 0 && i < d->blocks.n; i = next) {
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
	.gives = LAYER_CODES,
	.open = open_state,
	.begin = begin_scratch,
	.process = process,
	.end = end_scratch,
	.close = close_state,
};
