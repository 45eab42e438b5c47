/* SPDX-License-Identifier: MIT
 *
 * See fit.h and fit_parts.h.
 */
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/eval/fit_parts.h"

enum { ROUNDS = 3 };            /* evidence from weights, weights from evidence */

#define BIAS_START (-3.0)

int fit_no_memory(struct fitter *ft)
{
	return fail(ft->e, E_NOMEM, "no memory to fit weights");
}

/* ---- one fit ---- */

/* Fit ft->now, from where it is, and ft->added to all rows but those of fold `out`. */
static int fit_rounds(struct fitter *ft, int out)
{
	int rc = 0;
	for (int round = 0; round < ROUNDS && rc == 0; round++) {
		evidence_compute(&ft->ev, &ft->x, &ft->now, &ft->added);
		for (ptrdiff_t t = 0; t < ft->lx->themes.n && rc == 0; t++)
			rc = fit_theme(ft, t, out);
	}
	return rc;
}

static void score_all(struct fitter *ft, const struct weights *w, double *score)
{
	evidence_compute(&ft->ev, &ft->x, w, &ft->added);
	for (ptrdiff_t t = 0; t < ft->lx->themes.n; t++)
		evidence_score(&ft->ev, &ft->x, w, t, score);
}

/* The scores of fold `out` into to. */
static void hold(struct fitter *ft, int out, double *to)
{
	ptrdiff_t k = ft->lx->themes.n;
	score_all(ft, &ft->now, ft->score);
	for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++)
		if (ft->fold[s] == out)
			memcpy(to + s * k, ft->score + s * k, (size_t)k * sizeof *to);
}

/* Weights from the prior on; then, where they are asked for, with new terms. */
static int fit_fold(struct fitter *ft, int out)
{
	weights_copy(&ft->now, &ft->prior);
	ft->added.n = 0;
	int rc = fit_rounds(ft, out);
	if (rc < 0 || !ft->proposer)
		return rc;
	hold(ft, out, ft->plain);
	if (out == FIT_FOLDS)
		rc = proposer_set_penalty(ft->proposer, ft);
	if (rc == 0)
		rc = proposer_choose(ft->proposer, ft, out);
	return rc < 0 ? rc : fit_rounds(ft, out);
}

/* ---- the whole ---- */

static int prepare(struct fitter *ft, const struct config *config)
{
	struct arena *mem = &ft->f->mem;
	ptrdiff_t k = ft->lx->themes.n, contexts = 0, terms = 0;
	ft->x.wants_grams = ft->o->propose > 0;
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
	ptrdiff_t n = ft->x.sentences.n, made = n * (2 + CARRY_COUNT + contexts) + 1;
	ft->fold = NEW(mem, uint8_t, n + 1);
	ft->label = NEW(mem, uint8_t, n + 1);
	ft->extra = NEW(mem, uint8_t, n + 1);
	ft->counts = NEW(mem, double, n + 1);
	ft->score = NEW(mem, double, n * k + 1);
	ft->held = NEW(mem, double, n * k + 1);
	ft->plain = NEW(mem, double, n * k + 1);
	ft->row = NEW(mem, uint32_t, made);
	ft->value = NEW(mem, double, made);
	ft->column = NEW(mem, struct column, 1 + terms + CARRY_COUNT + contexts + ft->g->extras +
					     FIT_NEW_MAX);
	ft->cell = NEW(mem, struct cell, ft->g->sentences.n * k + 1);
	ft->f->before = NEW(mem, struct score_counts, k);
	ft->f->after = NEW(mem, struct score_counts, k);
	if (!ft->fold || !ft->label || !ft->extra || !ft->counts || !ft->score || !ft->held ||
	    !ft->plain || !ft->row || !ft->value || !ft->column || !ft->cell || !ft->f->before ||
	    !ft->f->after)
		return fit_no_memory(ft);
	return 0;
}

/* The document that a paragraph's id names: what stands before its last slash; else nothing. */
static struct str document_of(struct str id)
{
	while (id.n && id.p[id.n - 1] != '/')
		id.n--;
	return id;
}

uint8_t fit_fold_of(const struct gold_paragraph *p)
{
	struct str document = document_of(p->id);
	if (p->extra && !document.n)
		return FIT_FOLD_EXTRA;
	return (uint8_t)(hash_bytes(document.n ? document : p->id, 0) % FIT_FOLDS);
}

/* Paragraphs into folds by their ids; where weights are drawn to. */
static void deal(struct fitter *ft)
{
	for (ptrdiff_t s = 0; s < ft->x.sentences.n; s++) {
		uint32_t gold = ft->x.sentences.at[s].gold;
		if (gold == NO_GOLD)
			continue;
		const struct gold_paragraph *p =
			&ft->g->paragraphs.at[ft->g->sentences.at[gold].paragraph];
		ft->fold[s] = fit_fold_of(p);
		ft->extra[s] = p->extra;
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
				w->term[i] = ft->o->start;
	}
}

/* Counts of what was held back, by score; shifts by what the other folds ask for. The shift for
 * all. */
static double measure(struct fitter *ft, const double *score, struct score_counts *themes,
		      struct score_counts *all)
{
	double shift[FIT_FOLDS];
	fit_make_cells(ft, score);
	for (int out = 0; out < FIT_FOLDS; out++)
		shift[out] = fit_best_shift(ft, out);
	fit_count(ft, shift, themes, all);
	return fit_best_shift(ft, FIT_FOLDS);
}

/* Each fold by weights of the others: ft->held, f->after, f->shift. */
static int cross_validate(struct fitter *ft)
{
	for (int out = 0; out < FIT_FOLDS; out++) {
		int rc = fit_fold(ft, out);
		if (rc < 0)
			return rc;
		hold(ft, out, ft->held);
	}
	if (ft->proposer)
		measure(ft, ft->plain, NULL, &ft->f->plain_all);
	ft->f->shift = measure(ft, ft->held, ft->f->after, &ft->f->after_all);
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
static int keep_result(struct fitter *ft)
{
	int rc = weights_of(&ft->f->weights, &ft->f->mem, ft->lx, ft->e);
	if (rc < 0)
		return rc;
	weights_copy(&ft->f->weights, &ft->now);
	return ft->proposer ? proposer_take(ft->proposer, ft) : 0;
}

static void finish(struct fitter *ft)
{
	struct fit *f = ft->f;
	for (ptrdiff_t t = 0; t < ft->lx->themes.n; t++) {
		const struct theme *theme = &ft->lx->themes.at[t];
		bool coded = fit_label_rows(ft, t, FIT_FOLDS) > 0;
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
		const struct gold_paragraph *p = &g->paragraphs.at[i];
		f->paragraphs += p->extra == 0;
		f->sentences += p->extra ? 0 : p->count;
		f->extra += p->extra ? p->count : 0;
	}
	int rc = prepare(&ft, config);
	if (rc == 0) {
		deal(&ft);
		score_all(&ft, &ft.file, ft.score);
		fit_make_cells(&ft, ft.score);
		fit_count(&ft, none, f->before, &f->before_all);
	}
	if (rc == 0 && o->propose)
		rc = proposer_new(&ft.proposer, &ft);
	/* All rows first: they set the penalty for new terms. */
	if (rc == 0)
		rc = fit_fold(&ft, FIT_FOLDS);
	if (rc == 0)
		rc = keep_result(&ft);
	if (rc == 0)
		rc = cross_validate(&ft);
	if (rc == 0)
		finish(&ft);
	proposer_free(ft.proposer);
	evidence_release(&ft.ev);
	design_release(&ft.x);
	return rc;
}

void fit_release(struct fit *f)
{
	arena_release(&f->mem);
}
