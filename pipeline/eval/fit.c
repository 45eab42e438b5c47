/* SPDX-License-Identifier: MIT
 *
 * See fit.h. A row is a sentence, a column one number of a theme: its bias, a
 * term (1 where it occurs), a carry, a context. Fold FIT_FOLDS is none: all
 * rows are used.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/eval/design.h"
#include "pipeline/eval/fit.h"
#include "pipeline/eval/logistic.h"

enum { ROUNDS = 3 };            /* evidence from weights, weights from evidence */

/* How much more a carry or a context is drawn to its mean than a term: they say less, and there
 * are a few for each theme, whatever it is about. */
#define CARRY_PULL 4
#define CONTEXT_PULL 15
#define BIAS_PRECISION 0.02     /* only so that a theme with few codes has an end */
#define BIAS_START (-3.0)
#define SHIFT_MAX 2.0

/* What a code or its absence in one coded sentence is decided by. */
struct cell {
	double score;
	uint32_t theme;
	uint8_t fold;
	bool yes;
};

struct fitter {
	struct fit *f;
	const struct gold *g;
	const struct lexicon *lx;
	const struct fit_options *o;
	struct error *e;
	struct design x;
	struct evidence ev;
	struct weights file, prior, now;
	uint8_t *fold, *label;      /* one a sentence of the design */
	double *counts;             /* one a sentence: how much it counts */
	double *score, *held;       /* [sentences][themes] */
	struct column *column;
	uint32_t *row;              /* of the columns that are made: bias, carries, contexts */
	double *value;
	ptrdiff_t used;             /* entries of row and value */
	struct cell *cell;
	ptrdiff_t cells;
};

static int no_memory(struct fitter *ft)
{
	return fail(ft->e, E_NOMEM, "no memory to fit weights");
}

/* ---- columns ---- */

/* Sentences that fold `out` does not hold back, with what the coders say of theme t. Returns how
 * many have it. */
static ptrdiff_t label_rows(struct fitter *ft, ptrdiff_t t, int out)
{
	ptrdiff_t n = 0;
	for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++) {
		uint32_t gold = ft->x.sentences.at[s].gold;
		const struct gold_code *c = gold == NO_GOLD ? NULL : gold_code(ft->g, gold, t);
		bool used = c && ft->fold[s] != out && !c->maybe;
		ft->label[s] = used ? c->yes : LOGISTIC_UNUSED;
		n += used && c->yes;
	}
	return n;
}

/* A column whose entries are added by add_entry(). */
static struct column *open_column(struct fitter *ft, ptrdiff_t at, double prior, double precision,
				  double weight)
{
	struct column *c = &ft->column[at];
	*c = (struct column){ .row = ft->row + ft->used, .value = ft->value + ft->used,
			      .mean = prior, .precision = precision, .weight = weight };
	return c;
}

static void add_entry(struct fitter *ft, struct column *c, ptrdiff_t row, double value)
{
	if (value == 0)
		return;
	ft->row[ft->used] = (uint32_t)row;
	ft->value[ft->used++] = value;
	c->n++;
}

static void make_terms(struct fitter *ft, const struct theme *theme, ptrdiff_t at)
{
	for (uint32_t i = theme->term_first; i < theme->term_first + theme->term_count; i++)
		ft->column[at++] = (struct column){
			.row = ft->x.rows[i], .n = ft->x.row_count[i], .mean = ft->prior.term[i],
			.precision = ft->o->ridge, .weight = ft->now.term[i],
			.fixed = (ft->lx->terms.at[i].flags & TERM_LOCKED) != 0 };
}

static void make_carries(struct fitter *ft, ptrdiff_t t, ptrdiff_t at)
{
	const double *prior = ft->prior.carry + t * CARRY_COUNT;
	const double *now = ft->now.carry + t * CARRY_COUNT;
	evidence_carry(&ft->ev, &ft->x, t);
	for (int i = 0; i < CARRY_COUNT; i++) {
		struct column *c = open_column(ft, at++, prior[i], CARRY_PULL * ft->o->ridge,
					       now[i]);
		for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++)
			if (ft->label[s] != LOGISTIC_UNUSED)
				add_entry(ft, c, s, ft->ev.carry[s][i]);
	}
}

static void make_contexts(struct fitter *ft, ptrdiff_t t, ptrdiff_t at)
{
	const struct theme *theme = &ft->lx->themes.at[t];
	uint32_t first = ft->now.context_first[t];
	ptrdiff_t k = ft->lx->themes.n;
	for (ptrdiff_t i = 0; i < theme->context.n; i++) {
		struct column *c = open_column(ft, at++, ft->prior.context[first + i],
					       CONTEXT_PULL * ft->o->ridge,
					       ft->now.context[first + i]);
		for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++)
			if (ft->label[s] != LOGISTIC_UNUSED)
				add_entry(ft, c, s,
					  ft->ev.whole[ft->x.sentences.at[s].paragraph * k +
						       theme->context.at[i].theme]);
	}
}

/* What was fitted, or `unknown` where no row has a value and so nothing can be known. */
static double fitted(const struct column *c, double unknown)
{
	return c->n ? c->weight : unknown;
}

static void take_weights(struct fitter *ft, ptrdiff_t t, const struct weights *unknown)
{
	const struct theme *theme = &ft->lx->themes.at[t];
	const struct column *c = ft->column;
	ft->now.bias[t] = fitted(c++, unknown->bias[t]);
	for (uint32_t i = theme->term_first; i < theme->term_first + theme->term_count; i++)
		ft->now.term[i] = fitted(c++, unknown->term[i]);
	for (ptrdiff_t i = t * CARRY_COUNT; i < (t + 1) * CARRY_COUNT; i++)
		ft->now.carry[i] = fitted(c++, unknown->carry[i]);
	for (uint32_t i = ft->now.context_first[t]; i < ft->now.context_first[t + 1]; i++)
		ft->now.context[i] = fitted(c++, unknown->context[i]);
}

static int fit_theme(struct fitter *ft, ptrdiff_t t, int out)
{
	const struct theme *theme = &ft->lx->themes.at[t];
	ptrdiff_t terms = theme->term_count;
	if (label_rows(ft, t, out) == 0 || theme->locked)
		return 0;
	ft->used = 0;
	struct column *bias = open_column(ft, 0, ft->prior.bias[t], BIAS_PRECISION,
					  ft->now.bias[t]);
	for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++)
		if (ft->label[s] != LOGISTIC_UNUSED)
			add_entry(ft, bias, s, 1);
	make_terms(ft, theme, 1);
	make_carries(ft, t, 1 + terms);
	make_contexts(ft, t, 1 + terms + CARRY_COUNT);
	struct logistic l = { .rows = ft->x.sentences.n, .label = ft->label, .counts = ft->counts,
			      .column = ft->column,
			      .columns = 1 + terms + CARRY_COUNT + theme->context.n };
	int rc = logistic_fit(&l, ft->e);
	if (rc == 0)
		take_weights(ft, t, out == FIT_FOLDS ? &ft->file : &ft->prior);
	return rc;
}

/* Fit ft->now to all rows but those of fold `out`; their scores into ft->score. */
static int fit_fold(struct fitter *ft, int out)
{
	int rc = 0;
	weights_copy(&ft->now, &ft->prior);
	for (int round = 0; round < ROUNDS && rc == 0; round++) {
		evidence_compute(&ft->ev, &ft->x, &ft->now);
		for (ptrdiff_t t = 0; t < ft->lx->themes.n && rc == 0; t++)
			rc = fit_theme(ft, t, out);
	}
	return rc;
}

static void score_all(struct fitter *ft, const struct weights *w, double *score)
{
	evidence_compute(&ft->ev, &ft->x, w);
	for (ptrdiff_t t = 0; t < ft->lx->themes.n; t++)
		evidence_score(&ft->ev, &ft->x, w, t, score);
}

/* ---- figures ---- */

static bool is_extra(const struct gold *g, ptrdiff_t sentence)
{
	return g->paragraphs.at[g->sentences.at[sentence].paragraph].extra;
}

/* One cell a coded sentence and theme that is measured: the highest score of the sentences that are it. */
static void make_cells(struct fitter *ft, const double *score)
{
	ptrdiff_t k = ft->lx->themes.n, n = ft->g->sentences.n;
	for (ptrdiff_t i = 0; i < n * k; i++)
		ft->cell[i] = (struct cell){ .score = -HUGE_VAL, .theme = (uint32_t)(i % k) };
	for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++) {
		uint32_t gold = ft->x.sentences.at[s].gold;
		for (ptrdiff_t t = 0; t < k && gold != NO_GOLD; t++) {
			struct cell *c = &ft->cell[gold * k + t];
			c->score = fmax(c->score, score[s * k + t]);
			c->fold = ft->fold[s];
		}
	}
	ft->cells = 0;
	for (ptrdiff_t i = 0; i < n * k; i++) {
		const struct gold_code *code = &ft->g->codes[i];
		ft->cell[i].yes = code->yes;
		if (!code->maybe && !is_extra(ft->g, i / k))
			ft->cell[ft->cells++] = ft->cell[i];
	}
}

static int compare_cells(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;
	return x->score < y->score ? 1 : x->score > y->score ? -1 : (y->yes - x->yes);
}

/* What to add to all scores for the best micro F1 of the cells, which are sorted, without those of
 * fold `out`. What is locked is not moved, and has no say. */
static double best_shift(const struct fitter *ft, int out)
{
	double hits = 0, taken = 0, all = 0, best = -1, shift = 0, last = HUGE_VAL;
	for (ptrdiff_t i = 0; i < ft->cells; i++)
		all += ft->cell[i].yes && ft->cell[i].fold != out;
	for (ptrdiff_t i = 0; i < ft->cells; i++) {
		const struct cell *c = &ft->cell[i];
		if (c->fold == out || ft->lx->themes.at[c->theme].locked)
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

/* Count the cells with shift[fold] added. */
static void count(const struct fitter *ft, const double *shift, struct score_counts *themes,
		  struct score_counts *all)
{
	for (ptrdiff_t i = 0; i < ft->cells; i++) {
		const struct cell *c = &ft->cell[i];
		struct score_counts *t = &themes[c->theme];
		double add = ft->lx->themes.at[c->theme].locked ? 0 : shift[c->fold];
		bool got = c->score + add > ft->lx->decision.threshold;
		t->hits += got && c->yes;
		t->extra += got && !c->yes;
		t->misses += !got && c->yes;
		t->agreed_none += !got && !c->yes;
		all->hits += got && c->yes;
		all->extra += got && !c->yes;
		all->misses += !got && c->yes;
		all->agreed_none += !got && !c->yes;
	}
}

/* ---- the whole ---- */

static int prepare(struct fitter *ft, const struct config *config)
{
	struct arena *mem = &ft->f->mem;
	ptrdiff_t k = ft->lx->themes.n, contexts = 0, terms = 0;
	int rc = design_load(&ft->x, ft->g, config, ft->lx, ft->e);
	if (rc == 0)
		rc = evidence_init(&ft->ev, &ft->x, ft->e);
	struct weights *all[] = { &ft->file, &ft->prior, &ft->now };
	for (int i = 0; i < countof(all) && rc == 0; i++)
		rc = weights_of(all[i], mem, ft->lx, ft->e);
	if (rc < 0)
		return rc;
	for (ptrdiff_t t = 0; t < k; t++) {
		const struct theme *theme = &ft->lx->themes.at[t];
		contexts = theme->context.n > contexts ? theme->context.n : contexts;
		terms = theme->term_count > terms ? theme->term_count : terms;
	}
	ptrdiff_t n = ft->x.sentences.n, made = n * (1 + CARRY_COUNT + contexts) + 1;
	ft->fold = NEW(mem, uint8_t, n + 1);
	ft->label = NEW(mem, uint8_t, n + 1);
	ft->counts = NEW(mem, double, n + 1);
	ft->score = NEW(mem, double, n * k + 1);
	ft->held = NEW(mem, double, n * k + 1);
	ft->row = NEW(mem, uint32_t, made);
	ft->value = NEW(mem, double, made);
	ft->column = NEW(mem, struct column, 1 + terms + CARRY_COUNT + contexts);
	ft->cell = NEW(mem, struct cell, ft->g->sentences.n * k + 1);
	ft->f->before = NEW(mem, struct score_counts, k);
	ft->f->after = NEW(mem, struct score_counts, k);
	if (!ft->fold || !ft->label || !ft->counts || !ft->score || !ft->held || !ft->row || !ft->value ||
	    !ft->column || !ft->cell || !ft->f->before || !ft->f->after)
		return no_memory(ft);
	return 0;
}

uint8_t fit_fold_of(const struct gold_paragraph *p)
{
	return (uint8_t)(hash_bytes(p->id, 0) % FIT_FOLDS);
}

/* Paragraphs into folds by their names; where weights are drawn to. */
static void deal(struct fitter *ft)
{
	for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++) {
		uint32_t gold = ft->x.sentences.at[s].gold;
		if (gold == NO_GOLD)
			continue;
		const struct gold_paragraph *p =
			&ft->g->paragraphs.at[ft->g->sentences.at[gold].paragraph];
		ft->fold[s] = p->extra ? FIT_FOLD_EXTRA : fit_fold_of(p);
		ft->counts[s] = p->weight;
	}
	struct weights *w = &ft->prior;
	for (ptrdiff_t t = 0; t < w->themes && ft->o->from_zero; t++) {
		const struct theme *theme = &ft->lx->themes.at[t];
		if (theme->locked)
			continue;
		w->bias[t] = BIAS_START;
		memset(w->carry + t * CARRY_COUNT, 0, CARRY_COUNT * sizeof *w->carry);
		for (uint32_t i = w->context_first[t]; i < w->context_first[t + 1]; i++)
			w->context[i] = 0;
		for (uint32_t i = theme->term_first; i < theme->term_first + theme->term_count; i++)
			if (!(ft->lx->terms.at[i].flags & TERM_LOCKED))
				w->term[i] = 0;
	}
}

/* Each fold by weights of the others: ft->held, f->after, f->shift. */
static int cross_validate(struct fitter *ft)
{
	double shift[FIT_FOLDS];
	ptrdiff_t k = ft->lx->themes.n;
	for (int out = 0; out < FIT_FOLDS; out++) {
		int rc = fit_fold(ft, out);
		if (rc < 0)
			return rc;
		score_all(ft, &ft->now, ft->score);
		for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++)
			if (ft->fold[s] == out)
				memcpy(ft->held + s * k, ft->score + s * k,
				       (size_t)k * sizeof *ft->held);
	}
	make_cells(ft, ft->held);
	qsort(ft->cell, (size_t)ft->cells, sizeof *ft->cell, compare_cells);
	for (int out = 0; out < FIT_FOLDS; out++)
		shift[out] = best_shift(ft, out);
	ft->f->shift = best_shift(ft, FIT_FOLDS);
	count(ft, shift, ft->f->after, &ft->f->after_all);
	return 0;
}

/* A theme that nobody coded, or that is locked, is as it was. */
static void keep_theme(struct fitter *ft, ptrdiff_t t)
{
	const struct theme *theme = &ft->lx->themes.at[t];
	struct weights *w = &ft->f->weights;
	w->bias[t] = ft->file.bias[t];
	for (ptrdiff_t i = t * CARRY_COUNT; i < (t + 1) * CARRY_COUNT; i++)
		w->carry[i] = ft->file.carry[i];
	for (uint32_t i = w->context_first[t]; i < w->context_first[t + 1]; i++)
		w->context[i] = ft->file.context[i];
	for (uint32_t i = theme->term_first; i < theme->term_first + theme->term_count; i++)
		w->term[i] = ft->file.term[i];
}

/* The weights of all rows are the result. */
static void finish(struct fitter *ft)
{
	struct fit *f = ft->f;
	f->weights = ft->now;
	for (ptrdiff_t t = 0; t < ft->lx->themes.n; t++) {
		const struct theme *theme = &ft->lx->themes.at[t];
		bool coded = label_rows(ft, t, FIT_FOLDS) > 0;
		f->uncoded += !coded;
		f->terms += theme->term_count;
		for (uint32_t i = theme->term_first; i < theme->term_first + theme->term_count;
		     i++) {
			f->unseen += ft->x.row_count[i] == 0;
			f->locked += (ft->lx->terms.at[i].flags & TERM_LOCKED) || theme->locked;
		}
		if (!coded || theme->locked)
			keep_theme(ft, t);
		else
			f->weights.bias[t] += f->shift;
	}
}

int fit_run(struct fit *f, const struct gold *g, const struct config *config,
	    const struct lexicon *lx, const struct fit_options *o, struct error *e)
{
	static const double none[FIT_FOLDS];
	struct fitter ft = { .f = f, .g = g, .lx = lx, .o = o, .e = e };
	*f = (struct fit){ 0 };
	arena_init(&f->mem, 0);
	for (ptrdiff_t i = 0; i < g->paragraphs.n; i++) {
		f->paragraphs += !g->paragraphs.at[i].extra;
		f->sentences += g->paragraphs.at[i].extra ? 0 : g->paragraphs.at[i].count;
		f->extra += g->paragraphs.at[i].extra ? g->paragraphs.at[i].count : 0;
	}
	int rc = prepare(&ft, config);
	if (rc == 0) {
		deal(&ft);
		score_all(&ft, &ft.file, ft.score);
		make_cells(&ft, ft.score);
		count(&ft, none, f->before, &f->before_all);
		rc = cross_validate(&ft);
	}
	if (rc == 0)
		rc = fit_fold(&ft, FIT_FOLDS);
	if (rc == 0)
		finish(&ft);
	evidence_release(&ft.ev);
	design_release(&ft.x);
	return rc;
}

void fit_release(struct fit *f)
{
	arena_release(&f->mem);
}
