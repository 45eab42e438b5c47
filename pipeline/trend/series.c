/* SPDX-License-Identifier: MIT
 *
 * See series.h. All measures are ratios of sums over documents, so one way of
 * counting, of resampling and of standardising serves them all.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/trend/series_parts.h"

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the series");
}

/* What one document adds. */
static struct ratio part(enum measure m, const struct data_doc *d, int theme)
{
	const struct theme_count *t = &d->counts[theme];
	double strength = t->by_polarity[POL_STRENGTH], concern = t->by_polarity[POL_CONCERN];
	switch (m) {
	case MEASURE_SHARE:
		return (struct ratio){ t->sentences > 0, 1 };
	case MEASURE_CONCERN:
		return (struct ratio){ concern > 0, 1 };
	case MEASURE_RATE:
		return (struct ratio){ 1000.0 * t->sentences, d->words };
	case MEASURE_NET:
	case MEASURE_COUNT:
		break;
	}
	return (struct ratio){ strength - concern, strength + concern + t->by_polarity[POL_MIXED] };
}

static double quotient(struct ratio r)
{
	return r.den > 0 ? r.num / r.den : NAN;
}

static ptrdiff_t value_index(const struct values *v, struct str s)
{
	for (ptrdiff_t i = 0; i < v->list.n; i++)
		if (str_eq(v->list.at[i], s))
			return i;
	return -1;
}

/* The documents that count, with period, group and kind as numbers. */
struct member {
	const struct data_doc *d;
	ptrdiff_t period, group, kind;
};

struct members {
	VEC(struct member) list;
	struct deals deals;
};

static int gather(struct members *out, struct series_set *set, struct dataset *ds, struct error *e)
{
	const struct series_options *o = &set->options;
	*out = (struct members){ 0 };
	for (ptrdiff_t i = 0; i < ds->docs.n; i++) {
		const struct data_doc *d = &ds->docs.at[i];
		if (!selection_has(&o->where, d))
			continue;
		struct member m = { d, value_index(&set->periods, d->column[o->by]), 0,
				    value_index(&set->kinds, d->column[META_kind]) };
		if (o->group >= 0)
			m.group = value_index(&set->groups, d->column[o->group]);
		set->undated += m.period < 0;
		if (m.period < 0 || m.group < 0)
			continue;
		m.kind = m.kind < 0 ? set->kinds.list.n : m.kind;     /* documents of no kind */
		struct member *to = VEC_PUSH(&ds->mem, &out->list);
		if (!to)
			return no_memory(e);
		*to = m;
	}
	return 0;
}

/* 2.5th and 97.5th percentile of the ratio when n documents are drawn again and again from these.
 * Fewer than three documents say nothing of their spread. */
#define DRAWS 1000
#define DRAWS_MIN 200
#define DRAWS_WORK 200000

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static struct interval resample(const struct ratio *r, size_t n, uint64_t seed)
{
	struct stats_random random = { seed };
	double v[DRAWS];
	size_t draws = DRAWS, k = 0;
	if (n * DRAWS > DRAWS_WORK)
		draws = DRAWS_WORK / n > DRAWS_MIN ? DRAWS_WORK / n : DRAWS_MIN;
	for (size_t b = 0; b < draws; b++) {
		struct ratio sum = { 0 };
		for (size_t i = 0; i < n; i++) {
			const struct ratio *drawn = &r[stats_random_below(&random, n)];
			sum.num += drawn->num;
			sum.den += drawn->den;
		}
		if (sum.den > 0)
			v[k++] = sum.num / sum.den;
	}
	if (n < 3 || k < DRAWS_MIN)
		return (struct interval){ NAN, NAN };
	qsort(v, k, sizeof *v, compare);
	return (struct interval){ v[(size_t)(0.025 * (double)(k - 1))],
				  v[(size_t)ceil(0.975 * (double)(k - 1))] };
}

/* Direct standardisation: kinds of document weighted in each period as in all periods together.
 * Kinds that a period has not are left out of its weights. */
static double standardise(const struct ratio *cell, const double *weight, ptrdiff_t kinds)
{
	struct ratio sum = { 0 };
	for (ptrdiff_t k = 0; k < kinds; k++) {
		if (cell[k].den > 0) {
			sum.num += weight[k] * cell[k].num / cell[k].den;
			sum.den += weight[k];
		}
	}
	return quotient(sum);
}

/* What the points of a series are made of. */
struct work {
	struct sample sample;
	struct ratio *parts;     /* of one period's documents */
	struct ratio *cells;     /* [period * kinds + kind] */
	double *weight;          /* documents of each kind */
	ptrdiff_t kinds;
};

static void add_member(struct series *s, struct work *w, const struct member *m, enum measure measure)
{
	struct point *p = &s->at[m->period];
	struct ratio r = part(measure, m->d, s->theme);
	struct ratio *cell = &w->cells[m->period * w->kinds + m->kind];
	const struct theme_count *t = &m->d->counts[s->theme];
	w->sample.part[w->sample.n] = r;
	w->sample.period[w->sample.n++] = m->period;
	cell->num += r.num;
	cell->den += r.den;
	w->weight[m->kind]++;
	p->with += (measure == MEASURE_CONCERN ? t->by_polarity[POL_CONCERN] : t->sentences) > 0;
	p->subject += m->d->subject == s->theme;
	p->years += m->d->years;
	p->docs++;
	s->docs++;
}

static struct interval interval_of(const struct point *p, ptrdiff_t period, const struct work *w,
				   enum measure measure, uint64_t seed)
{
	size_t n = 0;
	if (measure == MEASURE_SHARE || measure == MEASURE_CONCERN)
		return interval_wilson(p->with, p->docs);
	for (ptrdiff_t i = 0; i < w->sample.n; i++)
		if (w->sample.period[i] == period)
			w->parts[n++] = w->sample.part[i];
	return resample(w->parts, n, hash_mix(seed, (uint64_t)period + 1));
}

static void finish_points(struct series *s, struct work *w, const struct series_set *set,
			  uint64_t seed)
{
	const struct series_options *o = &set->options;
	struct ratio total = { 0 };
	for (ptrdiff_t i = 0; i < s->n; i++) {
		struct point *p = &s->at[i];
		struct ratio sum = { 0 };
		p->period = set->periods.list.at[i];
		for (ptrdiff_t k = 0; k < w->kinds; k++) {
			sum.num += w->cells[i * w->kinds + k].num;
			sum.den += w->cells[i * w->kinds + k].den;
		}
		total.num += sum.num;
		total.den += sum.den;
		p->value = quotient(sum);
		p->adjusted = standardise(&w->cells[i * w->kinds], w->weight, w->kinds);
		p->interval = (struct interval){ NAN, NAN };
		p->tested = p->docs >= (uint32_t)o->min_docs && !isnan(p->value);
		if (p->docs) {
			p->years /= p->docs;
			p->interval = interval_of(p, i, w, o->measure, seed);
		}
	}
	s->overall = quotient(total);
}

static int work_init(struct work *w, ptrdiff_t docs, ptrdiff_t periods, ptrdiff_t kinds,
		     struct error *e)
{
	*w = (struct work){ .kinds = kinds };
	w->sample.part = calloc((size_t)docs + 1, sizeof *w->sample.part);
	w->sample.period = calloc((size_t)docs + 1, sizeof *w->sample.period);
	w->parts = calloc((size_t)docs + 1, sizeof *w->parts);
	w->cells = calloc((size_t)(periods * kinds) + 1, sizeof *w->cells);
	w->weight = calloc((size_t)kinds, sizeof *w->weight);
	return w->sample.part && w->sample.period && w->parts && w->cells && w->weight ? 0 : no_memory(e);
}

static void work_release(struct work *w)
{
	free(w->sample.part);
	free(w->sample.period);
	free(w->parts);
	free(w->cells);
	free(w->weight);
}

static int build_one(struct series *s, struct series_set *set, struct members *all,
		     ptrdiff_t group, struct dataset *ds, struct error *e)
{
	struct work w;
	s->n = set->periods.list.n;
	s->at = NEW(&ds->mem, struct point, s->n + 1);
	int rc = work_init(&w, all->list.n, s->n, set->kinds.list.n + 1, e);
	w.sample.deals = &all->deals;
	if (rc == 0 && !s->at)
		rc = no_memory(e);
	for (ptrdiff_t i = 0; rc == 0 && i < all->list.n; i++)
		if (all->list.at[i].group == group)
			add_member(s, &w, &all->list.at[i], set->options.measure);
	if (rc == 0) {
		finish_points(s, &w, set, hash_mix((uint64_t)s->theme + 1, (uint64_t)group + 1));
		rc = series_test(s, &(struct strata){ w.cells, w.kinds }, &w.sample,
				 set->options.min_docs, &ds->mem, e);
	}
	work_release(&w);
	return rc;
}

/* One document in a year says little; but single inspections, and single places, come one by one. */
static int default_min(const struct series_options *o)
{
	return o->by == COLUMN_DATE || o->group >= 0 ? 1 : 2;
}

static int build_all(struct series_set *out, struct members *all, struct dataset *ds, struct error *e)
{
	const struct series_options *o = &out->options;
	ptrdiff_t groups = o->group >= 0 ? out->groups.list.n : 1;
	int rc = 0;
	for (int t = 0; rc == 0 && t < (int)ds->themes.n; t++) {
		for (ptrdiff_t g = 0; rc == 0 && g < groups; g++) {
			if (o->themes && !o->themes[t])
				continue;
			struct series *s = VEC_PUSH(&ds->mem, &out->list);
			if (!s)
				return no_memory(e);
			s->theme = t;
			s->group = o->group >= 0 ? out->groups.list.at[g] : S("");
			rc = build_one(s, out, all, g, ds, e);
			if (rc == 0 && s->docs == 0)
				out->list.n--;        /* nothing of this group was selected */
		}
	}
	return rc;
}

int series_build(struct series_set *out, struct dataset *ds, const struct series_options *o,
		 struct error *e)
{
	struct members all = { 0 };
	*out = (struct series_set){ .options = *o };
	if (!o->min_docs)
		out->options.min_docs = default_min(o);
	int rc = dataset_values(ds, o->by, &out->periods, e);
	if (rc == 0)
		rc = dataset_values(ds, META_kind, &out->kinds, e);
	if (rc == 0 && o->group >= 0)
		rc = dataset_values(ds, o->group, &out->groups, e);
	if (rc == 0)
		rc = gather(&all, out, ds, e);
	if (rc == 0)
		rc = build_all(out, &all, ds, e);
	free(all.deals.order);
	return rc < 0 ? rc : series_conclude(out, e);
}

const char *measure_name(enum measure m)
{
	static const char *const names[] = { "share", "rate", "concern", "net" };
	return names[m];
}

int measure_find(enum measure *out, const char *name, struct error *e)
{
	*out = MEASURE_SHARE;
	for (enum measure m = 0; name && m < MEASURE_COUNT; m++) {
		if (strcmp(name, measure_name(m)) == 0) {
			*out = m;
			return 0;
		}
	}
	return name ? fail(e, E_USAGE, "--measure takes share, rate, concern or net, not '%s'", name) : 0;
}
