/* SPDX-License-Identifier: MIT
 *
 * See compare.h. Sentences of one document come together, so nothing here
 * treats them as independent: chance deals whole documents.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/trend/compare.h"

#define DEALS 1999
#define DRAWS 1000
#define WORK 40000000            /* additions: with very many documents fewer deals do */
#define ROUNDS_MIN 399
#define PRIOR 500.0              /* sentences that the prior of the log-odds is worth, at most */

/* Documents of both sides, those of a first. */
struct pool {
	const struct data_doc **docs;
	ptrdiff_t *order;        /* indices, being dealt */
	ptrdiff_t n, a;
	ptrdiff_t themes;
	double *sentences;       /* [theme]: sums of a, while dealing; of b behind them */
	double *concerned;       /* the same */
	double words[2];
};

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the comparison");
}

static int pool_fill(struct pool *p, struct dataset *ds, const struct sides *sides, struct error *e)
{
	ptrdiff_t n = ds->docs.n;
	*p = (struct pool){ .themes = ds->themes.n };
	p->docs = NEW(&ds->mem, const struct data_doc *, n + 1);
	p->order = NEW(&ds->mem, ptrdiff_t, n + 1);
	p->sentences = NEW(&ds->mem, double, 2 * p->themes + 1);
	p->concerned = NEW(&ds->mem, double, 2 * p->themes + 1);
	if (!p->docs || !p->order || !p->sentences || !p->concerned)
		return no_memory(e);
	for (int side = SIDE_FIRST; side <= SIDE_SECOND; side++) {
		for (ptrdiff_t i = 0; i < n; i++)
			if (sides->of[i] == side)
				p->docs[p->n++] = &ds->docs.at[i];
		p->a = side == SIDE_FIRST ? p->n : p->a;
	}
	for (ptrdiff_t i = 0; i < p->n; i++)
		p->order[i] = i;
	return 0;
}

/* Sums of both sides, the first a of order being a. */
static void pool_sum(struct pool *p)
{
	memset(p->sentences, 0, 2 * (size_t)p->themes * sizeof *p->sentences);
	memset(p->concerned, 0, 2 * (size_t)p->themes * sizeof *p->concerned);
	p->words[0] = p->words[1] = 0;
	for (ptrdiff_t i = 0; i < p->n; i++) {
		const struct data_doc *d = p->docs[p->order[i]];
		ptrdiff_t side = i >= p->a, at = side * p->themes;
		p->words[side] += d->words;
		for (ptrdiff_t t = 0; t < p->themes; t++) {
			p->sentences[at + t] += d->counts[t].sentences;
			p->concerned[at + t] += d->counts[t].by_polarity[POL_CONCERN] > 0;
		}
	}
}

static double rate_difference(const struct pool *p, ptrdiff_t t)
{
	return fabs(p->sentences[t] / fmax(1, p->words[0]) -
		    p->sentences[p->themes + t] / fmax(1, p->words[1]));
}

static double concern_difference(const struct pool *p, ptrdiff_t t)
{
	return fabs(p->concerned[t] / (double)p->a -
		    p->concerned[p->themes + t] / (double)(p->n - p->a));
}

static int rounds(const struct pool *p, int most)
{
	double fits = (double)WORK / ((double)p->n * (double)p->themes);
	return fits > most ? most : fits < ROUNDS_MIN ? ROUNDS_MIN : (int)fits;
}

static void shuffle(ptrdiff_t *order, ptrdiff_t n, struct stats_random *r)
{
	for (ptrdiff_t i = n - 1; i > 0; i--) {
		ptrdiff_t j = (ptrdiff_t)stats_random_below(r, (uint64_t)i + 1), swap = order[i];
		order[i] = order[j];
		order[j] = swap;
	}
}

static int permute(struct comparison *c, struct pool *p, struct error *e)
{
	struct stats_random random = { 1 };
	double *real = calloc((size_t)p->themes * 2 + 1, sizeof *real);
	int deals = rounds(p, DEALS);
	if (!real)
		return no_memory(e);
	for (ptrdiff_t t = 0; t < p->themes; t++) {
		real[t] = rate_difference(p, t);
		real[p->themes + t] = concern_difference(p, t);
		c->list.at[t].p = c->list.at[t].p_concern = 1;
	}
	for (int k = 0; k < deals; k++) {
		shuffle(p->order, p->n, &random);
		pool_sum(p);
		for (ptrdiff_t t = 0; t < p->themes; t++) {
			c->list.at[t].p += rate_difference(p, t) >= real[t] - 1e-12;
			c->list.at[t].p_concern += concern_difference(p, t) >= real[p->themes + t] - 1e-12;
		}
	}
	for (ptrdiff_t t = 0; t < p->themes; t++) {
		c->list.at[t].p /= deals + 1;
		c->list.at[t].p_concern /= deals + 1;
	}
	free(real);
	return 0;
}

static int compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Documents of each side drawn again and again, and the ratio of rates each time. */
static int resample_ratios(struct comparison *c, const struct pool *p, struct error *e)
{
	struct stats_random random = { 2 };
	int draws = rounds(p, DRAWS);
	double *v = calloc((size_t)(draws * p->themes) + 1, sizeof *v);
	struct pool drawn = *p;
	drawn.order = calloc((size_t)p->n + 1, sizeof *drawn.order);
	if (!v || !drawn.order) {
		free(v);
		free(drawn.order);
		return no_memory(e);
	}
	for (int k = 0; k < draws; k++) {
		for (ptrdiff_t i = 0; i < p->n; i++)
			drawn.order[i] = i < p->a
				? (ptrdiff_t)stats_random_below(&random, (uint64_t)p->a)
				: p->a + (ptrdiff_t)stats_random_below(&random, (uint64_t)(p->n - p->a));
		pool_sum(&drawn);
		for (ptrdiff_t t = 0; t < p->themes; t++)
			v[t * draws + k] = (drawn.sentences[t] / fmax(1, drawn.words[0])) /
					   (drawn.sentences[p->themes + t] / fmax(1, drawn.words[1]));
	}
	for (ptrdiff_t t = 0; t < p->themes; t++) {
		double *of = &v[t * draws];
		bool whole = true;
		for (int k = 0; k < draws; k++)
			whole &= isfinite(of[k]) != 0;
		qsort(of, (size_t)draws, sizeof *of, compare_numbers);
		if (whole)
			c->list.at[t].ratio_interval = (struct interval){ of[(int)(0.025 * (draws - 1))],
				of[(int)ceil(0.975 * (draws - 1))] };
	}
	free(v);
	free(drawn.order);
	return 0;
}

static void fill_side(struct side *s, const struct pool *p, ptrdiff_t from, ptrdiff_t to, ptrdiff_t t)
{
	for (ptrdiff_t i = from; i < to; i++) {
		const struct data_doc *d = p->docs[i];
		s->docs++;
		s->words += d->words;
		s->sentences += d->counts[t].sentences;
		s->with += d->counts[t].sentences > 0;
		s->concerned += d->counts[t].by_polarity[POL_CONCERN] > 0;
	}
	s->rate = s->words ? 1000.0 * (double)s->sentences / (double)s->words : 0;
}

static void fill_contrast(struct contrast *c, const struct pool *p, ptrdiff_t t)
{
	*c = (struct contrast){ .theme = (int)t, .ratio_interval = { NAN, NAN }, .p = NAN, .q = NAN,
				.p_concern = NAN, .q_concern = NAN };
	fill_side(&c->a, p, 0, p->a, t);
	fill_side(&c->b, p, p->a, p->n, t);
	c->ratio = c->b.sentences ? c->a.rate / c->b.rate : NAN;
	c->concern = stats_newcombe(c->a.concerned, c->a.docs, c->b.concerned, c->b.docs);
}

/* Among the codes of each side; the prior has the proportions of both together. */
static void fill_odds(struct comparison *c)
{
	double n[2] = { 0, 0 };
	for (ptrdiff_t i = 0; i < c->list.n; i++) {
		n[0] += (double)c->list.at[i].a.sentences;
		n[1] += (double)c->list.at[i].b.sentences;
	}
	double prior = fmin(PRIOR, fmax(1, n[0] + n[1]));
	for (ptrdiff_t i = 0; i < c->list.n; i++) {
		struct contrast *x = &c->list.at[i];
		double both = (double)(x->a.sentences + x->b.sentences);
		double alpha = prior * (both + 0.5) / (n[0] + n[1] + 0.5 * (double)c->list.n);
		x->odds = stats_log_odds((double)x->a.sentences, n[0], (double)x->b.sentences, n[1],
					 alpha, prior);
	}
}

static int adjust(struct comparison *c, struct error *e)
{
	double *p = calloc((size_t)c->list.n * 2 + 1, sizeof *p), *pc = p ? p + c->list.n : NULL;
	size_t n = (size_t)c->list.n;
	if (!p)
		return no_memory(e);
	for (size_t i = 0; i < n; i++) {
		p[i] = c->list.at[i].p;
		pc[i] = c->list.at[i].p_concern;
	}
	bool done = stats_adjust_bh(p, n) && stats_adjust_bh(pc, n);
	for (size_t i = 0; done && i < n; i++) {
		c->list.at[i].q = p[i];
		c->list.at[i].q_concern = pc[i];
	}
	free(p);
	return done ? 0 : no_memory(e);
}

static int clearest_first(const void *a, const void *b)
{
	const struct contrast *x = a, *y = b;
	double p = isnan(x->p) ? 1 : x->p, q = isnan(y->p) ? 1 : y->p;
	double z = fabs(x->odds.z), w = fabs(y->odds.z);
	return p != q ? (p > q) - (p < q) : z != w ? (z < w) - (z > w) : x->theme - y->theme;
}

/* Only these themes, before anything is adjusted over them. */
static void keep_themes(struct comparison *c, const bool *themes)
{
	ptrdiff_t kept = 0;
	for (ptrdiff_t i = 0; i < c->list.n; i++)
		if (!themes || themes[c->list.at[i].theme])
			c->list.at[kept++] = c->list.at[i];
	c->list.n = kept;
}

int compare(struct comparison *out, struct dataset *ds, const struct sides *sides, const bool *themes,
	    struct error *e)
{
	struct pool p;
	*out = (struct comparison){ .sides = sides };
	int rc = pool_fill(&p, ds, sides, e);
	for (ptrdiff_t t = 0; rc == 0 && t < p.themes; t++) {
		struct contrast *c = VEC_PUSH(&ds->mem, &out->list);
		if (!c)
			return no_memory(e);
		fill_contrast(c, &p, t);
	}
	if (rc < 0)
		return rc;
	out->tested = p.a >= COMPARE_MIN && p.n - p.a >= COMPARE_MIN;
	fill_odds(out);
	pool_sum(&p);
	if (out->tested)
		rc = permute(out, &p, e);
	if (rc == 0 && out->tested)
		rc = resample_ratios(out, &p, e);
	keep_themes(out, themes);
	if (rc == 0 && out->tested)
		rc = adjust(out, e);
	if (out->list.n)
		qsort(out->list.at, (size_t)out->list.n, sizeof *out->list.at, clearest_first);
	return rc;
}
