/* SPDX-License-Identifier: MIT
 *
 * See fit_parts.h: what is counted.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/eval/fit_parts.h"

#define SHIFT_MAX 2.0

static bool is_extra(const struct gold *g, ptrdiff_t sentence)
{
	return g->paragraphs.at[g->sentences.at[sentence].paragraph].extra != 0;
}

static int compare_cells(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;
	return x->score < y->score ? 1 : x->score > y->score ? -1 : (y->yes - x->yes);
}

/* Sum `score` of theme t into the coded sentence's cells: the theme's own, and those above it. */
static void raise_cells(const struct fitter *ft, struct cell *row, ptrdiff_t t, double score)
{
	bool locked = ft->lx->themes.at[t].locked;
	for (uint16_t u = (uint16_t)t; u != NO_THEME; u = ft->lx->themes.at[u].parent) {
		double *most = locked ? &row[u].fixed : &row[u].score;
		*most = fmax(*most, score);
	}
}

void fit_make_cells(struct fitter *ft, const double *score)
{
	ptrdiff_t k = ft->lx->themes.n, n = ft->g->sentences.n;
	for (ptrdiff_t i = 0; i < n * k; i++)
		ft->cell[i] = (struct cell){ .score = -HUGE_VAL, .fixed = -HUGE_VAL,
					     .theme = (uint32_t)(i % k) };
	for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++) {
		uint32_t gold = ft->x.sentences.at[s].gold;
		for (ptrdiff_t t = 0; t < k && gold != NO_GOLD; t++) {
			ft->cell[gold * k + t].fold = ft->fold[s];
			raise_cells(ft, ft->cell + gold * k, t, score[s * k + t]);
		}
	}
	ft->cells = 0;
	for (ptrdiff_t i = 0; i < n * k; i++) {
		const struct gold_code *code = &ft->g->codes[i];
		ft->cell[i].yes = code->yes;
		if (!code->maybe && !is_extra(ft->g, i / k))
			ft->cell[ft->cells++] = ft->cell[i];
	}
	qsort(ft->cell, (size_t)ft->cells, sizeof *ft->cell, compare_cells);
}

/* Is the cell's code there, or not, whatever the biases are moved by? */
static bool is_settled(const struct fitter *ft, const struct cell *c)
{
	return c->fixed > ft->lx->decision.threshold || (c->score < 0 && isinf(c->score));
}

double fit_best_shift(const struct fitter *ft, int out)
{
	double hits = 0, taken = 0, all = 0, best = -1, shift = 0, last = HUGE_VAL;
	for (ptrdiff_t i = 0; i < ft->cells; i++)
		all += ft->cell[i].yes && ft->cell[i].fold != out && !is_settled(ft, &ft->cell[i]);
	for (ptrdiff_t i = 0; i < ft->cells; i++) {
		const struct cell *c = &ft->cell[i];
		if (c->fold == out || is_settled(ft, c))
			continue;
		double f1 = 2 * hits / (all + taken);
		double cut = ft->lx->decision.threshold - (last + c->score) / 2;
		if (f1 > best && last > c->score && fabs(cut) <= SHIFT_MAX) {
			best = f1;
			shift = cut;
		}
		last = c->score;
		taken++;
		hits += c->yes;
	}
	return shift;
}

static void count_cell(struct score_counts *c, bool got, bool yes)
{
	c->hits += got && yes;
	c->extra += got && !yes;
	c->misses += !got && yes;
	c->agreed_none += !got && !yes;
}

void fit_count(const struct fitter *ft, const double *shift, struct score_counts *themes,
	       struct score_counts *all)
{
	for (ptrdiff_t i = 0; i < ft->cells; i++) {
		const struct cell *c = &ft->cell[i];
		double threshold = ft->lx->decision.threshold;
		bool got = c->fixed > threshold || c->score + shift[c->fold] > threshold;
		if (themes)
			count_cell(&themes[c->theme], got, c->yes);
		count_cell(all, got, c->yes);
	}
}
