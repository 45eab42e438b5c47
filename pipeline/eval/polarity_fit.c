/* SPDX-License-Identifier: MIT
 *
 * See polarity_fit.h.
 */
#include <math.h>

#include "pipeline/eval/logistic.h"
#include "pipeline/eval/polarity_fit.h"
#include "pipeline/eval/polarity_rows.h"

enum { ROUNDS = 6 };            /* tones from numbers, numbers from tones */

#define BIAS_PRECISION 0.02     /* only so that there is an end */
/* Where lean and neutral_below are looked for, and in which steps. */
#define GRID_STEP 0.1
#define LEAN_MAX 3.0
#define NEUTRAL_LOW (-3.0)
#define NEUTRAL_HIGH 0.5

struct fitter {
	struct polarity_fit *f;
	const struct gold *g;
	const struct cues *cues;
	const struct fit_options *o;
	struct error *e;
	struct polarity_rows rows;
	struct cue_numbers file, prior, now;
	struct polarity_row *held;      /* [rows]: as numbers without their fold had them */
	uint8_t *fold, *label;          /* [rows] */
	double *counts, *offset;
	struct column *column;          /* the bias, then the slots */
	uint32_t *row;
	double *value;
	struct arena work;              /* of one regression */
};

static int no_memory(struct fitter *ft)
{
	return fail(ft->e, E_NOMEM, "no memory to fit the cues");
}

static const struct gold_paragraph *paragraph_of(const struct fitter *ft, ptrdiff_t row)
{
	uint32_t s = ft->rows.at.at[row].sentence;
	return &ft->g->paragraphs.at[ft->g->sentences.at[s].paragraph];
}

/* ---- one regression ---- */

/* Do the coders say something good, or bad? LOGISTIC_UNUSED: both, they differ, or
 * say nothing of it. */
static uint8_t label_of(const struct polarity_row *row, enum cue_side side)
{
	unsigned says = 1u << (side == CUE_SAYS_GOOD ? POL_STRENGTH : POL_CONCERN);
	if (!row->coders || (row->coders & 1u << POL_MIXED) || ((row->coders & says) && (row->coders & ~says)))
		return LOGISTIC_UNUSED;
	return (row->coders & says) != 0;
}

/* How many entries each slot has, as the place behind its last one. */
static ptrdiff_t lay_out(struct fitter *ft, uint32_t *end)
{
	uint32_t sum = 0;
	for (ptrdiff_t i = 0; i < ft->rows.entries.n; i++)
		end[ft->rows.entries.at[i].slot]++;
	for (ptrdiff_t s = 0; s < ft->now.slots; s++) {
		uint32_t n = end[s];
		end[s] = sum;
		sum += n;
	}
	return (ptrdiff_t)sum;
}

/* Entries of rows that are learned from into the columns of their slots; two of a row are one. */
static int fill_columns(struct fitter *ft)
{
	ptrdiff_t n = ft->rows.at.n;
	uint32_t *first = NEW(&ft->work, uint32_t, ft->now.slots);
	ptrdiff_t all = first ? lay_out(ft, first) : 0;
	ft->row = NEW(&ft->work, uint32_t, all + n + 1);
	ft->value = NEW(&ft->work, double, all + n + 1);
	ft->column = NEW(&ft->work, struct column, ft->now.slots + 1);
	if (!first || !ft->row || !ft->value || !ft->column)
		return no_memory(ft);
	for (ptrdiff_t s = 0; s < ft->now.slots; s++) {
		ft->column[s + 1].row = ft->row + first[s];
		ft->column[s + 1].value = ft->value + first[s];
	}
	ft->column[0].row = ft->row + all;
	for (ptrdiff_t i = 0; i < n; i++) {
		const struct polarity_row *r = &ft->rows.at.at[i];
		if (ft->label[i] == LOGISTIC_UNUSED)
			continue;
		ft->row[all + ft->column[0].n++] = (uint32_t)i;
		for (uint32_t k = r->entry_first; k < r->entry_first + r->entry_count; k++) {
			const struct polarity_entry *x = &ft->rows.entries.at[k];
			struct column *c = &ft->column[x->slot + 1];
			ptrdiff_t at = first[x->slot] + c->n;
			if (c->n == 0 || ft->row[at - 1] != (uint32_t)i) {
				ft->row[at] = (uint32_t)i;
				ft->value[at] = 0;
				c->n++;
				at++;
			}
			ft->value[at - 1] += x->value;
		}
	}
	return 0;
}

static void set_priors(struct fitter *ft, enum cue_side side)
{
	ft->column[0].mean = ft->prior.bias[side];
	ft->column[0].precision = BIAS_PRECISION;
	ft->column[0].weight = ft->now.bias[side];
	for (ptrdiff_t s = 0; s < ft->now.slots; s++) {
		struct column *c = &ft->column[s + 1];
		c->mean = ft->prior.weight[side][s];
		c->precision = ft->o->ridge;
		c->weight = ft->now.weight[side][s];
		c->fixed = cue_slot_locked(ft->cues, s);
	}
}

/* What was fitted into ft->now; what has no row keeps the number of `unknown`. */
static void take(struct fitter *ft, enum cue_side side, const struct cue_numbers *unknown)
{
	ft->now.bias[side] = ft->column[0].weight;
	for (ptrdiff_t s = 0; s < ft->now.slots; s++)
		ft->now.weight[side][s] = ft->column[s + 1].n ? ft->column[s + 1].weight
							      : unknown->weight[side][s];
}

/* One side from the rows as they are, but those of fold `out`. Of three things a row says one, with
 * odds exp(good) : exp(bad) : 1; so with bad as it is, good is a logistic regression whose sums are
 * less by log(1 + exp(bad)), and the other way round. */
static int fit_side(struct fitter *ft, enum cue_side side, int out)
{
	ptrdiff_t n = ft->rows.at.n;
	for (ptrdiff_t i = 0; i < n; i++) {
		const struct polarity_row *r = &ft->rows.at.at[i];
		ft->label[i] = ft->fold[i] == out ? LOGISTIC_UNUSED : label_of(r, side);
		ft->offset[i] = -log1p(exp(r->sum[!side]));
	}
	arena_reset(&ft->work, (size_t)64 << 20);
	int rc = fill_columns(ft);
	if (rc < 0)
		return rc;
	set_priors(ft, side);
	struct logistic l = { .rows = n, .columns = ft->now.slots + 1, .label = ft->label,
			      .counts = ft->counts, .offset = ft->offset, .column = ft->column };
	rc = logistic_fit(&l, ft->e);
	if (rc == 0)
		take(ft, side, out == FIT_FOLDS ? &ft->file : &ft->prior);
	return rc;
}

/* ft->now from all rows but those of fold `out`; the rows are then as it reads them. */
static int fit_fold(struct fitter *ft, int out)
{
	cue_numbers_copy(&ft->now, &ft->prior);
	int rc = polarity_rows_read(&ft->rows, &ft->now, ft->e);
	for (int round = 0; round < ROUNDS * CUE_SIDES && rc == 0; round++) {
		rc = fit_side(ft, round % CUE_SIDES ? CUE_SAYS_BAD : CUE_SAYS_GOOD, out);
		if (rc == 0)
			rc = polarity_rows_read(&ft->rows, &ft->now, ft->e);
	}
	return rc;
}

/* ---- figures ---- */

static bool is_measured(const struct fitter *ft, ptrdiff_t row)
{
	return paragraph_of(ft, row)->extra == 0;
}

static void count_row(struct polarity_counts *c, const struct polarity_row *row, enum polarity got)
{
	c->all++;
	c->right += (row->coders >> got) & 1;
	for (int p = 0; p < POL_COUNT; p++)
		if (row->coders == 1u << p)
			c->confusion[p][got]++;
}

static uint32_t right_with(const struct fitter *ft, double lean, double neutral, int out)
{
	uint32_t right = 0;
	for (ptrdiff_t i = 0; i < ft->rows.at.n; i++) {
		const struct polarity_row *r = &ft->held[i];
		if (is_measured(ft, i) && ft->fold[i] != out)
			right += (r->coders >> polarity_row_decide(&ft->rows, r, lean, neutral)) & 1;
	}
	return right;
}

/* lean and neutral_below that are right most often on what was held back, but for fold `out`; of
 * two that are as good, the first: those of the file, then the lowest. */
static void best_figures(const struct fitter *ft, int out, double *lean, double *neutral)
{
	*lean = ft->file.lean;
	*neutral = ft->file.neutral_below;
	uint32_t best = right_with(ft, *lean, *neutral, out);
	for (int i = 0; -LEAN_MAX + i * GRID_STEP <= LEAN_MAX; i++)
		for (int k = 0; NEUTRAL_LOW + k * GRID_STEP <= NEUTRAL_HIGH; k++) {
			double l = -LEAN_MAX + i * GRID_STEP, b = NEUTRAL_LOW + k * GRID_STEP;
			uint32_t right = right_with(ft, l, b, out);
			if (right > best) {
				best = right;
				*lean = l;
				*neutral = b;
			}
		}
}

/* Each fold by numbers of the others: ft->held, f->after; the figures for all into *lean. */
static int cross_validate(struct fitter *ft, double *lean, double *neutral)
{
	double fold_lean[FIT_FOLDS], fold_neutral[FIT_FOLDS];
	for (int out = 0; out < FIT_FOLDS; out++) {
		int rc = fit_fold(ft, out);
		if (rc < 0)
			return rc;
		for (ptrdiff_t i = 0; i < ft->rows.at.n; i++)
			if (ft->fold[i] == out)
				ft->held[i] = ft->rows.at.at[i];
	}
	for (int out = 0; out < FIT_FOLDS; out++)
		best_figures(ft, out, &fold_lean[out], &fold_neutral[out]);
	best_figures(ft, FIT_FOLDS, lean, neutral);
	for (ptrdiff_t i = 0; i < ft->rows.at.n; i++)
		if (is_measured(ft, i))
			count_row(&ft->f->after, &ft->held[i],
				  polarity_row_decide(&ft->rows, &ft->held[i],
						      fold_lean[ft->fold[i]],
						      fold_neutral[ft->fold[i]]));
	return 0;
}

/* ---- the whole ---- */

/* What a slot speaks for by its class or its name: 1 good, -1 bad, 0 neither. */
static int sense_of(const struct cues *c, ptrdiff_t slot)
{
	static const signed char rules[CUE_RULE_COUNT] = {
		[CUE_RULE_GOOD_NEGATED] = -1, [CUE_RULE_BETTER_NEGATED] = -1, [CUE_RULE_WISHED] = -1,
		[CUE_RULE_BAD_NEGATED] = 1, [CUE_RULE_TOPIC_NEGATED] = 1, [CUE_RULE_PREVIOUS] = 1,
		[CUE_RULE_TO_GOOD_QUANTITY] = 1, [CUE_RULE_TO_BAD_QUANTITY] = -1,
		[CUE_RULE_TO_GOOD_THEME] = 1, [CUE_RULE_TO_BAD_THEME] = -1,
		[CUE_RULE_PARAGRAPH] = 1, [CUE_RULE_TURN] = -1, [CUE_RULE_POINTS_BACK] = 1,
	};
	static const signed char classes[CUE_CLASS_COUNT] = {
		[CUE_GOOD] = 1, [CUE_BETTER] = 1, [CUE_BAD] = -1, [CUE_WORSE] = -1,
		[CUE_SHORTFALL] = -1, [CUE_NEED] = -1, [CUE_NEGATOR] = -1,
	};
	ptrdiff_t n = c->groups.n;
	return slot < 2 * n ? classes[c->groups.at[slot % n].class] : rules[slot - 2 * n];
}

/* What the numbers are drawn to, unless to those of the file. */
static void expect(struct fitter *ft)
{
	struct cue_numbers *p = &ft->prior;
	for (ptrdiff_t s = 0; s < p->slots; s++) {
		if (cue_slot_locked(ft->cues, s))
			continue;
		p->weight[CUE_SAYS_GOOD][s] = ft->o->start * sense_of(ft->cues, s);
		p->weight[CUE_SAYS_BAD][s] = -p->weight[CUE_SAYS_GOOD][s];
	}
	p->bias[CUE_SAYS_GOOD] = p->bias[CUE_SAYS_BAD] = 0;
}

/* The rows as the lexicon is; folds by the ids of paragraphs; what the numbers are drawn to. */
static int prepare(struct fitter *ft, const struct config *config, const struct lexicon *lx)
{
	struct arena *mem = &ft->f->mem;
	int rc = polarity_rows_init(&ft->rows, ft->g, config, lx, ft->e);
	struct cue_numbers *all[] = { &ft->file, &ft->prior, &ft->now };
	for (int i = 0; i < countof(all) && rc == 0; i++)
		rc = cue_numbers_of(all[i], mem, lx->cues, ft->e);
	if (rc == 0)
		rc = polarity_rows_read(&ft->rows, &ft->file, ft->e);
	if (rc < 0)
		return rc;
	ptrdiff_t n = ft->rows.at.n;
	ft->held = NEW(mem, struct polarity_row, n + 1);
	ft->fold = NEW(mem, uint8_t, n + 1);
	ft->label = NEW(mem, uint8_t, n + 1);
	ft->counts = NEW(mem, double, n + 1);
	ft->offset = NEW(mem, double, n + 1);
	if (!ft->held || !ft->fold || !ft->label || !ft->counts || !ft->offset)
		return no_memory(ft);
	for (ptrdiff_t i = 0; i < n; i++) {
		const struct gold_paragraph *p = paragraph_of(ft, i);
		ft->fold[i] = fit_fold_of(p);
		ft->counts[i] = p->weight;
		ft->f->extra += p->extra != 0;
		if (is_measured(ft, i))
			count_row(&ft->f->before, &ft->rows.at.at[i],
				  (enum polarity)ft->rows.at.at[i].got);
	}
	if (ft->o->from_zero)
		expect(ft);
	return 0;
}

/* ft->now, fitted on all, becomes the result. */
static void finish(struct fitter *ft, double lean, double neutral)
{
	struct polarity_fit *f = ft->f;
	f->numbers = ft->now;
	f->numbers.lean = lean;
	f->numbers.neutral_below = neutral;
	for (ptrdiff_t s = 0; s < ft->now.slots; s++) {
		bool is_for = s >= ft->now.groups && s < 2 * ft->now.groups;
		if (is_for && !ft->cues->groups.at[s - ft->now.groups].theme_count)
			continue;
		f->slots++;
		f->unseen += ft->column[s + 1].n == 0;
		f->locked += cue_slot_locked(ft->cues, s);
	}
}

int polarity_fit_run(struct polarity_fit *f, const struct gold *g, const struct config *config,
		     const struct lexicon *lx, const struct fit_options *o, struct error *e)
{
	struct fitter ft = { .f = f, .g = g, .cues = lx->cues, .o = o, .e = e };
	double lean = 0, neutral = 0;
	*f = (struct polarity_fit){ 0 };
	arena_init(&f->mem, 0);
	arena_init(&ft.work, 0);
	for (ptrdiff_t i = 0; i < g->paragraphs.n; i++) {
		f->paragraphs += g->paragraphs.at[i].extra == 0;
		f->sentences += g->paragraphs.at[i].extra ? 0 : g->paragraphs.at[i].count;
	}
	int rc = prepare(&ft, config, lx);
	if (rc == 0)
		rc = cross_validate(&ft, &lean, &neutral);
	if (rc == 0)
		rc = fit_fold(&ft, FIT_FOLDS);
	if (rc == 0)
		finish(&ft, lean, neutral);
	polarity_rows_release(&ft.rows);
	arena_release(&ft.work);
	return rc;
}

void polarity_fit_release(struct polarity_fit *f)
{
	arena_release(&f->mem);
}
