/* SPDX-License-Identifier: MIT
 *
 * Comparisons as tables, and the nearest documents.
 */
#include <math.h>

#include "pipeline/base/json_out.h"
#include "pipeline/trend/compare.h"

#define LEVEL 0.05

static const struct table_column contrast_columns[] = {
	{ "theme", -1 }, { "rate_a", 2 }, { "rate_b", 2 }, { "ratio", 2 }, { "low", 2 }, { "high", 2 },
	{ "log_odds", 2 }, { "z", 2 }, { "p", 4 }, { "q", 4 }, { "concern_a", 3 }, { "concern_b", 3 },
	{ "diff_low", 3 }, { "diff_high", 3 }, { "q_concern", 4 }, { "conclusion", -1 },
};

static double share(uint32_t k, uint32_t n)
{
	return n ? (double)k / n : NAN;
}

/* "more in A, concerns more in B" */
static void add_conclusion(struct buf *b, const struct contrast *c)
{
	double difference = share(c->a.concerned, c->a.docs) - share(c->b.concerned, c->b.docs);
	if (isnan(c->q)) {
		buf_addz(b, "too few");
		return;
	}
	if (c->q <= LEVEL)
		buf_addf(b, "more in %c", c->a.rate > c->b.rate ? 'A' : 'B');
	if (c->q_concern <= LEVEL)
		buf_addf(b, "%sconcerns more often in %c", b->n ? ", " : "", difference > 0 ? 'A' : 'B');
	if (!b->n)
		buf_addz(b, "no clear difference");
}

static int write_contrasts(const struct comparison *c, const struct dataset *ds, enum table_format f,
			   struct buf *out, struct error *e)
{
	struct table t;
	struct buf b = { 0 };
	table_init(&t, contrast_columns, countof(contrast_columns));
	for (ptrdiff_t i = 0; i < c->list.n; i++) {
		const struct contrast *x = &c->list.at[i];
		const double numbers[] = {
			x->a.rate, x->b.rate, x->ratio, x->ratio_interval.low, x->ratio_interval.high,
			x->odds.delta, x->odds.z, x->p, x->q, share(x->a.concerned, x->a.docs),
			share(x->b.concerned, x->b.docs), x->concern.low, x->concern.high, x->q_concern,
		};
		table_text(&t, ds->themes.at[x->theme].id);
		for (ptrdiff_t k = 0; k < countof(numbers); k++)
			table_number(&t, numbers[k]);
		buf_reset(&b);
		add_conclusion(&b, x);
		table_buf(&t, &b);
	}
	int rc = table_write(&t, f, out, e);
	buf_release(&b);
	table_release(&t);
	return rc;
}

int comparison_write(const struct comparison *c, const struct dataset *ds, enum table_format f,
		     struct buf *out, struct error *e)
{
	if (f == TABLE_TEXT || f == TABLE_MD)
		buf_addf(out, "A: %td document%s, B: %td.\n\n", c->docs_a, c->docs_a == 1 ? "" : "s",
			 c->docs_b);
	int rc = write_contrasts(c, ds, f, out, e);
	if (f == TABLE_TEXT || f == TABLE_MD)
		buf_addz(out, "\nrate: sentences per 1,000 words; ratio: A over B, resampled by document; "
			 "log_odds, z: among all coded\nsentences, with a prior. p: of the rates' difference, "
			 "by permuting documents; concern: share of documents\nwith one, diff_low to diff_high "
			 "its difference. q: adjusted over all themes.\n");
	if (f == TABLE_JSON)
		buf_addc(out, '\n');
	return rc;
}

/* Sum over themes of the products of two documents' rates, each over the theme's mean. */
static double product(const struct dataset *ds, const double *mean, const struct data_doc *a,
		      const struct data_doc *b)
{
	double sum = 0;
	for (ptrdiff_t t = 0; t < ds->themes.n; t++)
		if (mean[t] > 0 && a->words && b->words)
			sum += (double)a->counts[t].sentences / a->words *
			       ((double)b->counts[t].sentences / b->words) / (mean[t] * mean[t]);
	return sum;
}

static void insert(struct neighbour *out, ptrdiff_t *n, struct neighbour x)
{
	ptrdiff_t i = *n < NEIGHBOURS ? (*n)++ : NEIGHBOURS - 1;
	if (i == NEIGHBOURS - 1 && *n == NEIGHBOURS && out[i].d && out[i].cosine >= x.cosine)
		return;
	for (; i > 0 && out[i - 1].cosine < x.cosine; i--)
		out[i] = out[i - 1];
	out[i] = x;
}

ptrdiff_t nearest(struct neighbour out[NEIGHBOURS], const struct dataset *ds, const struct data_doc *d)
{
	double mean[512] = { 0 };
	ptrdiff_t n = 0;
	if (ds->themes.n > countof(mean))
		return 0;
	memset(out, 0, NEIGHBOURS * sizeof *out);
	for (ptrdiff_t i = 0; i < ds->docs.n; i++)
		for (ptrdiff_t t = 0; t < ds->themes.n && ds->docs.at[i].words; t++)
			mean[t] += (double)ds->docs.at[i].counts[t].sentences / ds->docs.at[i].words /
				   (double)ds->docs.n;
	double own = sqrt(product(ds, mean, d, d));
	for (ptrdiff_t i = 0; i < ds->docs.n; i++) {
		const struct data_doc *x = &ds->docs.at[i];
		double length = sqrt(product(ds, mean, x, x));
		if (x != d && own > 0 && length > 0)
			insert(out, &n, (struct neighbour){ x, product(ds, mean, d, x) / (own * length) });
	}
	return n;
}

int nearest_write(const struct dataset *ds, const struct data_doc *d, enum table_format f,
		  struct buf *out, struct error *e)
{
	static const struct table_column columns[] = {
		{ "cosine", 3 }, { "authority", -1 }, { "kind", -1 }, { "date", -1 }, { "grade", -1 },
		{ "doc", -1 },
	};
	struct neighbour near[NEIGHBOURS];
	ptrdiff_t n = nearest(near, ds, d);
	struct table t;
	table_init(&t, columns, countof(columns));
	for (ptrdiff_t i = 0; i < n; i++) {
		table_number(&t, near[i].cosine);
		table_text(&t, near[i].d->column[META_local_authority]);
		table_text(&t, near[i].d->column[META_kind]);
		table_text(&t, near[i].d->column[COLUMN_DATE]);
		table_text(&t, near[i].d->column[META_overall_effectiveness_grade]);
		table_text(&t, near[i].d->column[COLUMN_PATH]);
	}
	if (f == TABLE_TEXT || f == TABLE_MD)
		buf_addz(out, "\nNearest by what they write on:\n\n");
	int rc = table_write(&t, f, out, e);
	table_release(&t);
	return rc;
}
