/* SPDX-License-Identifier: MIT
 *
 * See design.h.
 */
#include <stdlib.h>

#include "pipeline/doc/paragraph.h"
#include "pipeline/eval/design.h"
#include "pipeline/eval/replay.h"

#define PARAGRAPH_MAX 256            /* as in the code stage: a longer one is taken in pieces */

struct loading {
	struct design *x;
	struct replay r;
	uint32_t *seen;             /* one a term: the last sentence with it, from 1 */
	uint32_t heading_block;     /* whose sentences are these: */
	uint32_t heading_first, heading_count;
	struct error *e;
};

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the coded sentences");
}

/* ---- documents ---- */

static int add_sentence(struct loading *l, uint32_t sent, uint32_t paragraph)
{
	struct design *x = l->x;
	const struct doc *d = &l->r.d;
	ptrdiff_t first, n = doc_hits_of(d, sent, &first);
	struct design_sentence *s = VEC_PUSH(&x->mem, &x->sentences);
	if (!s)
		return no_memory(l->e);
	ptrdiff_t gold = paragraph == NO_GOLD ? -1 : replay_sentence(&l->r, sent);
	s->gold = gold < 0 ? NO_GOLD : (uint32_t)gold;
	s->paragraph = paragraph;
	s->points_back = d->points_back[sent];
	s->term_first = (uint32_t)x->terms.n;
	for (ptrdiff_t i = first; i < first + n; i++) {
		uint32_t term = d->hits.at[i].term;
		if (l->seen[term] == (uint32_t)x->sentences.n)
			continue;
		l->seen[term] = (uint32_t)x->sentences.n;
		uint32_t *slot = VEC_PUSH(&x->mem, &x->terms);
		if (!slot)
			return no_memory(l->e);
		*slot = term;
		s->term_count++;
	}
	return x->wants_grams ? grams_add(&x->grams, d, sent, l->e) : 0;
}

static int add_heading(struct loading *l, uint32_t block)
{
	const struct block *b = &l->r.d.blocks.at[block];
	int rc = 0;
	l->heading_block = block;
	l->heading_first = (uint32_t)l->x->sentences.n;
	l->heading_count = b->sent_count;
	for (uint32_t i = 0; i < b->sent_count && rc == 0; i++)
		rc = add_sentence(l, b->sent_first + i, NO_GOLD);
	return rc;
}

static int start_paragraph(struct loading *l, uint32_t heading)
{
	struct design *x = l->x;
	struct design_paragraph *p = VEC_PUSH(&x->mem, &x->paragraphs);
	if (!p)
		return no_memory(l->e);
	p->first = (uint32_t)x->sentences.n;
	if (heading == l->heading_block) {
		p->heading_first = l->heading_first;
		p->heading_count = l->heading_count;
	}
	return 0;
}

static int add_block(struct loading *l, const struct block *b, uint32_t heading)
{
	struct design *x = l->x;
	int rc = 0;
	for (uint32_t i = 0; i < b->sent_count && rc == 0; i++) {
		if (x->paragraphs.at[x->paragraphs.n - 1].count == PARAGRAPH_MAX)
			rc = start_paragraph(l, heading);
		if (rc == 0)
			rc = add_sentence(l, b->sent_first + i, (uint32_t)x->paragraphs.n - 1);
		x->paragraphs.at[x->paragraphs.n - 1].count++;
	}
	return rc;
}

static int add_paragraph(struct loading *l, ptrdiff_t first, ptrdiff_t *next)
{
	const struct doc *d = &l->r.d;
	uint32_t heading = d->blocks.at[first].heading;
	int rc = start_paragraph(l, heading);
	for (ptrdiff_t i = first; i >= 0 && rc == 0; i = paragraph_next(d, first, i)) {
		rc = add_block(l, &d->blocks.at[i], heading);
		*next = i + 1;
	}
	return rc;
}

static int add_document(struct loading *l)
{
	const struct doc *d = &l->r.d;
	int rc = 0;
	l->heading_block = NO_BLOCK;
	l->heading_count = 0;
	if (!(d->has & LAYER_HITS))
		return 0;
	for (ptrdiff_t i = 0, next; rc == 0 && i < d->blocks.n; i = next) {
		next = i + 1;
		if (block_is_heading(&d->blocks.at[i]))
			rc = add_heading(l, (uint32_t)i);
		else if (block_is_evidence(&d->blocks.at[i]))
			rc = add_paragraph(l, i, &next);
	}
	return rc;
}

/* Which sentences have a term. */
static int list_rows(struct design *x, struct error *e)
{
	ptrdiff_t n = x->lx->terms.n;
	uint32_t *all = NEW(&x->mem, uint32_t, x->terms.n + 1);
	x->rows = NEW(&x->mem, uint32_t *, n + 1);
	x->row_count = NEW(&x->mem, uint32_t, n + 1);
	if (!all || !x->rows || !x->row_count)
		return no_memory(e);
	for (ptrdiff_t i = 0; i < x->terms.n; i++)
		x->row_count[x->terms.at[i]]++;
	for (ptrdiff_t t = 0; t < n; t++) {
		x->rows[t] = all;
		all += x->row_count[t];
		x->row_count[t] = 0;
	}
	for (ptrdiff_t s = 0; s < x->sentences.n; s++) {
		const struct design_sentence *q = &x->sentences.at[s];
		for (uint32_t i = 0; i < q->term_count; i++) {
			uint32_t term = x->terms.at[q->term_first + i];
			x->rows[term][x->row_count[term]++] = (uint32_t)s;
		}
	}
	return 0;
}

int design_load(struct design *x, const struct gold *g, const struct config *config,
		const struct lexicon *lx, struct error *e)
{
	*x = (struct design){ .g = g, .lx = lx, .wants_grams = x->wants_grams };
	arena_init(&x->mem, 0);
	grams_init(&x->grams);
	struct loading l = { .x = x, .e = e, .seen = NEW(&x->mem, uint32_t, lx->terms.n + 1) };
	int rc = l.seen ? replay_open(&l.r, g, config, lx, LAYER_HITS | LAYER_SECTIONS, e)
			: no_memory(e);
	for (ptrdiff_t i = 0; i < g->paragraphs.n && rc == 0; i++) {
		rc = replay_paragraph(&l.r, i, e);
		if (rc == 0)
			rc = add_document(&l);
	}
	replay_close(&l.r);
	return rc < 0 ? rc : list_rows(x, e);
}

void design_release(struct design *x)
{
	grams_release(&x->grams);
	arena_release(&x->mem);
}

/* ---- evidence ---- */

int evidence_init(struct evidence *ev, const struct design *x, struct error *e)
{
	size_t k = (size_t)x->lx->themes.n, n = (size_t)x->sentences.n;
	size_t p = (size_t)x->paragraphs.n;
	*ev = (struct evidence){ 0 };
	ev->block = calloc(2 * n * k + n + 2 * p * k + 1, sizeof *ev->block);
	ev->carry = calloc(n + 1, sizeof *ev->carry);
	if (!ev->block || !ev->carry)
		return no_memory(e);
	ev->own = ev->block;
	ev->value = ev->own + n * k;
	ev->all = ev->value + n * k;
	ev->whole = ev->all + n;
	ev->heading = ev->whole + p * k;
	return 0;
}

void evidence_release(struct evidence *ev)
{
	free(ev->block);
	free(ev->carry);
}

static void keep_most(double *most, const double *row, ptrdiff_t k)
{
	for (ptrdiff_t t = 0; t < k; t++)
		most[t] = row[t] > most[t] ? row[t] : most[t];
}

/* Sums of weights, of all sentences and themes. */
static void sum_terms(struct evidence *ev, const struct design *x, const struct weights *w,
		      const struct additions *added)
{
	ptrdiff_t k = x->lx->themes.n;
	memset(ev->own, 0, (size_t)(x->sentences.n * k) * sizeof *ev->own);
	for (ptrdiff_t s = 0; s < x->sentences.n; s++) {
		const struct design_sentence *q = &x->sentences.at[s];
		for (uint32_t i = 0; i < q->term_count; i++) {
			uint32_t term = x->terms.at[q->term_first + i];
			ev->own[s * k + x->lx->terms.at[term].theme] += w->term[term];
		}
	}
	for (ptrdiff_t a = 0; added && a < added->n; a++) {
		const struct addition *more = &added->at[a];
		for (ptrdiff_t i = 0; i < more->n; i++)
			ev->own[more->row[i] * k + more->theme] += more->weight;
	}
}

void evidence_compute(struct evidence *ev, const struct design *x, const struct weights *w,
		      const struct additions *added)
{
	ptrdiff_t k = x->lx->themes.n;
	double scale = x->lx->decision.scale;
	sum_terms(ev, x, w, added);
	for (ptrdiff_t s = 0; s < x->sentences.n; s++) {
		const double *own = ev->own + s * k;
		double *value = ev->value + s * k;
		ev->all[s] = 0;
		for (ptrdiff_t t = 0; t < k; t++) {
			double v = own[t] / scale;
			value[t] = v < 0 ? 0 : v > 1 ? 1 : v;
			ev->all[s] += value[t];
		}
	}
	memset(ev->whole, 0, (size_t)(x->paragraphs.n * k) * 2 * sizeof *ev->whole);
	for (ptrdiff_t p = 0; p < x->paragraphs.n; p++) {
		const struct design_paragraph *q = &x->paragraphs.at[p];
		for (uint32_t i = 0; i < q->count; i++)
			keep_most(ev->whole + p * k, ev->value + (q->first + i) * k, k);
		for (uint32_t i = 0; i < q->heading_count; i++)
			keep_most(ev->heading + p * k, ev->value + (q->heading_first + i) * k, k);
	}
}

void evidence_carry(struct evidence *ev, const struct design *x, ptrdiff_t t)
{
	ptrdiff_t k = x->lx->themes.n;
	double decay = x->lx->decision.decay, cap = x->lx->decision.others_cap;
	for (ptrdiff_t p = 0; p < x->paragraphs.n; p++) {
		const struct design_paragraph *q = &x->paragraphs.at[p];
		const double *value = ev->value + q->first * k + t;
		double before = 0, after = 0;
		for (uint32_t i = q->count; i-- > 0;) {
			ev->carry[q->first + i][CARRY_AFTER] = after;
			after = value[i * k] > after ? value[i * k] : after;
		}
		for (uint32_t i = 0; i < q->count; i++) {
			double *c = ev->carry[q->first + i];
			double previous = i ? value[(ptrdiff_t)(i - 1) * k] : 0;
			double others = ev->all[q->first + i] - value[i * k];
			bool back = i && x->sentences.at[q->first + i].points_back;
			before = decay * before > previous ? decay * before : previous;
			c[CARRY_BEFORE] = before;
			c[CARRY_LEAD] = i ? value[0] : 0;
			c[CARRY_ANAPHORA] = back ? previous : 0;
			c[CARRY_OTHERS] = others < cap ? others : cap;
			c[CARRY_HEADING] = ev->heading[p * k + t];
		}
	}
}

void evidence_score(struct evidence *ev, const struct design *x, const struct weights *w,
		    ptrdiff_t t, double *score)
{
	ptrdiff_t k = x->lx->themes.n;
	const struct theme *theme = &x->lx->themes.at[t];
	const double *carry = w->carry + t * CARRY_COUNT;
	evidence_carry(ev, x, t);
	for (ptrdiff_t p = 0; p < x->paragraphs.n; p++) {
		const struct design_paragraph *q = &x->paragraphs.at[p];
		double base = w->bias[t];
		for (ptrdiff_t i = 0; i < theme->context.n; i++)
			base += w->context[w->context_first[t] + i] *
				ev->whole[p * k + theme->context.at[i].theme];
		for (uint32_t s = q->first; s < q->first + q->count; s++) {
			double sum = base + ev->own[s * k + t];
			for (int c = 0; c < CARRY_COUNT; c++)
				sum += carry[c] * ev->carry[s][c];
			score[s * k + t] = sum;
		}
	}
}
