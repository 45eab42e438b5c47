/* SPDX-License-Identifier: MIT
 *
 * See fit_parts.h: new terms. A phrase of the coded sentences is proposed for a
 * theme when the regression, with all that the theme has and all other such
 * phrases beside it, gives it a weight over nothing although it pays an L1
 * penalty for it (Tibshirani 1996). The penalty is the least that keeps within
 * the budget of terms. Only phrases whose gradient at 0 is over the penalty can
 * get a weight, so only those take part.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/eval/fit_parts.h"

#define PENALTY_MOST 40.0
#define PENALTY_LEAST 1.0
#define PENALTY_STEP 0.85
#define WEIGHT_LEAST 0.05       /* what is less is written as good as nothing */
#define PARAGRAPHS_LEAST 2

/* A phrase that might be one, for the theme at hand. */
struct possible {
	uint32_t gram, size;
	double slope;
};

struct proposer {
	uint32_t **row;             /* [grams]: sentences with it; NULL: too few */
	uint32_t *rows;             /* [grams] */
	double *residual;           /* [sentences]: what the theme's weights leave unexplained */
	struct possible *possible;  /* [grams] */
	struct column *column;      /* [FIT_NEW_MAX] */
	double penalty;
	struct arena mem;
};

void proposer_free(struct proposer *p)
{
	if (!p)
		return;
	arena_release(&p->mem);
	free(p);
}

static int list_rows(struct proposer *p, struct fitter *ft)
{
	const struct grams *g = &ft->x.grams;
	for (ptrdiff_t i = 0; i < g->at.n; i++)
		if (g->at.at[i].count >= ft->o->minimum &&
		    !(p->row[i] = NEW(&p->mem, uint32_t, (ptrdiff_t)g->at.at[i].count)))
			return fit_no_memory(ft);
	for (ptrdiff_t s = 0; s < g->sentences.n; s++) {
		const struct gram_sentence *x = &g->sentences.at[s];
		for (uint32_t i = x->use_first; i < x->use_first + x->use_count; i++) {
			uint32_t gram = g->uses.at[i].gram;
			if (p->row[gram])
				p->row[gram][p->rows[gram]++] = (uint32_t)s;
		}
	}
	return 0;
}

int proposer_new(struct proposer **out, struct fitter *ft)
{
	struct proposer *p = calloc(1, sizeof *p);
	ptrdiff_t grams = ft->x.grams.at.n;
	if (!p)
		return fit_no_memory(ft);
	*out = p;
	arena_init(&p->mem, 0);
	p->row = NEW(&p->mem, uint32_t *, grams + 1);
	p->rows = NEW(&p->mem, uint32_t, grams + 1);
	p->residual = NEW(&p->mem, double, ft->x.sentences.n + 1);
	p->possible = NEW(&p->mem, struct possible, grams + 1);
	p->column = NEW(&p->mem, struct column, FIT_NEW_MAX);
	if (!p->row || !p->rows || !p->residual || !p->possible || !p->column)
		return fit_no_memory(ft);
	return list_rows(p, ft);
}

/* ---- which are possible ---- */

/* Do enough coded sentences of the theme have the gram, in enough paragraphs, and no more without
 * the theme than with it? What stands everywhere may help the sum, but nobody would call it a term. */
static bool is_telling(const struct proposer *p, const struct fitter *ft, ptrdiff_t gram)
{
	uint32_t in = 0, without = 0, paragraphs = 0, last = NO_GOLD;
	for (uint32_t i = 0; i < p->rows[gram]; i++) {
		uint32_t s = p->row[gram][i];
		without += ft->label[s] == 0;
		if (ft->label[s] != 1)
			continue;
		in++;
		paragraphs += ft->x.sentences.at[s].paragraph != last;
		last = ft->x.sentences.at[s].paragraph;
	}
	return in >= ft->o->minimum && without <= in && paragraphs >= PARAGRAPHS_LEAST;
}

/* A term of the theme that stands in just the same sentences. */
static bool is_there(const struct proposer *p, const struct fitter *ft, ptrdiff_t t, ptrdiff_t gram)
{
	const struct theme *theme = &ft->lx->themes.at[t];
	size_t n = p->rows[gram];
	for (uint32_t i = theme->term_first; i < theme->term_first + theme->term_count; i++)
		if (ft->x.row_count[i] == n &&
		    memcmp(ft->x.rows[i], p->row[gram], n * sizeof(uint32_t)) == 0)
			return true;
	return false;
}

static int compare_possible(const void *a, const void *b)
{
	const struct possible *x = a, *y = b;
	if (x->slope < y->slope || x->slope > y->slope)
		return x->slope < y->slope ? 1 : -1;
	if (x->size != y->size)       /* of two that stand in the same sentences, the longer says more */
		return x->size > y->size ? -1 : 1;
	return (x->gram > y->gram) - (x->gram < y->gram);
}

/* The phrases that may get a weight at this penalty, the steepest first; labels are those of theme t,
 * scores those of the weights fitted to them. Returns how many. */
static ptrdiff_t list_possible(struct proposer *p, const struct fitter *ft, ptrdiff_t t)
{
	ptrdiff_t k = ft->lx->themes.n, n = 0;
	for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++)
		p->residual[s] = ft->label[s] == LOGISTIC_UNUSED ? 0
			: ft->counts[s] * (ft->label[s] - 1 / (1 + exp(-ft->score[s * k + t])));
	for (ptrdiff_t i = 0; i < ft->x.grams.at.n; i++) {
		double slope = 0;
		for (uint32_t r = 0; r < p->rows[i]; r++)
			slope += p->residual[p->row[i][r]];
		if (slope > p->penalty && is_telling(p, ft, i) && !is_there(p, ft, t, i))
			p->possible[n++] = (struct possible){ (uint32_t)i, ft->x.grams.at.at[i].size,
							      slope };
	}
	qsort(p->possible, (size_t)n, sizeof *p->possible, compare_possible);
	return n < FIT_NEW_MAX ? n : FIT_NEW_MAX;
}

/* ---- choosing ---- */

static int add_term(struct proposer *p, struct fitter *ft, ptrdiff_t t, uint32_t gram, double weight)
{
	struct addition *a = VEC_PUSH(&p->mem, &ft->added);
	if (!a)
		return fit_no_memory(ft);
	*a = (struct addition){ (uint32_t)t, gram, p->row[gram], (ptrdiff_t)p->rows[gram], weight };
	return 0;
}

static int choose_for_theme(struct proposer *p, struct fitter *ft, ptrdiff_t t, int out)
{
	if (fit_label_rows(ft, t, out) == 0 || ft->lx->themes.at[t].locked)
		return 0;
	ptrdiff_t n = list_possible(p, ft, t);
	for (ptrdiff_t i = 0; i < n; i++) {
		uint32_t gram = p->possible[i].gram;
		p->column[i] = (struct column){ .row = p->row[gram], .n = (ptrdiff_t)p->rows[gram],
						.lasso = p->penalty };
	}
	if (n == 0)
		return 0;
	ptrdiff_t all = fit_columns(ft, t, p->column, n);
	struct logistic l = { .rows = ft->x.sentences.n, .label = ft->label, .counts = ft->counts,
			      .column = ft->column, .columns = all };
	int rc = logistic_fit(&l, ft->e);
	for (ptrdiff_t i = 0; i < n && rc == 0; i++) {
		double weight = ft->column[all - n + i].weight;
		if (weight >= WEIGHT_LEAST)
			rc = add_term(p, ft, t, p->possible[i].gram, weight);
	}
	return rc;
}

int proposer_choose(struct proposer *p, struct fitter *ft, int out)
{
	int rc = 0;
	ft->added.n = 0;
	evidence_compute(&ft->ev, &ft->x, &ft->now, NULL);
	for (ptrdiff_t t = 0; t < ft->lx->themes.n; t++)
		evidence_score(&ft->ev, &ft->x, &ft->now, t, ft->score);
	for (ptrdiff_t t = 0; t < ft->lx->themes.n && rc == 0; t++)
		rc = choose_for_theme(p, ft, t, out);
	return rc;
}

int proposer_set_penalty(struct proposer *p, struct fitter *ft)
{
	double fits = PENALTY_MOST;
	for (p->penalty = PENALTY_MOST; p->penalty >= PENALTY_LEAST; p->penalty *= PENALTY_STEP) {
		int rc = proposer_choose(p, ft, FIT_FOLDS);
		if (rc < 0)
			return rc;
		if (ft->added.n > ft->o->propose)
			break;
		fits = p->penalty;
	}
	p->penalty = fits;
	return 0;
}

/* ---- the result ---- */

static int compare_proposals(const void *a, const void *b)
{
	const struct fit_proposal *x = a, *y = b;
	if (x->theme != y->theme)
		return x->theme < y->theme ? -1 : 1;
	if (x->weight < y->weight || x->weight > y->weight)
		return x->weight < y->weight ? 1 : -1;
	return str_cmp(x->phrase.pattern, y->phrase.pattern);
}

/* Counts and lines of a phrase; labels are those of its theme. */
static int describe(struct fitter *ft, const struct addition *a, struct phrase *x)
{
	const struct grams *g = &ft->x.grams;
	struct arena *mem = &ft->f->mem;
	x->pattern = arena_str(mem, g->at.at[a->gram].words);
	for (ptrdiff_t i = 0; i < a->n; i++) {
		const struct gram_sentence *s = &g->sentences.at[a->row[i]];
		const struct gram_use *u = &g->uses.at[s->use_first];
		x->in += ft->label[a->row[i]] == 1;
		x->out += ft->label[a->row[i]] == 0;
		if (ft->label[a->row[i]] != 1 || x->lines == PHRASE_LINES || phrase_shows(x, s->text))
			continue;
		while (u->gram != a->gram)
			u++;
		x->line[x->lines] = (struct quotation){ arena_str(mem, s->text), u->off, u->len };
		if (!x->line[x->lines++].text.p)
			return fit_no_memory(ft);
	}
	return x->pattern.p ? 0 : fit_no_memory(ft);
}

int proposer_take(struct proposer *p, struct fitter *ft)
{
	struct fit *f = ft->f;
	int rc = 0;
	f->penalty = p->penalty;
	for (ptrdiff_t i = 0; i < ft->added.n && rc == 0; i++) {
		const struct addition *a = &ft->added.at[i];
		if (a->weight < WEIGHT_LEAST)
			continue;
		struct fit_proposal *x = VEC_PUSH(&f->mem, &f->proposals);
		if (!x)
			return fit_no_memory(ft);
		x->theme = a->theme;
		x->weight = a->weight;
		fit_label_rows(ft, a->theme, FIT_FOLDS);
		rc = describe(ft, a, &x->phrase);
	}
	if (f->proposals.n)
		qsort(f->proposals.at, (size_t)f->proposals.n, sizeof *f->proposals.at,
		      compare_proposals);
	return rc;
}
