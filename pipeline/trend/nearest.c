/* SPDX-License-Identifier: MIT
 *
 * See nearest.h.
 */
#include <math.h>

#include "pipeline/trend/nearest.h"

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

/* Among docs[n], d being one of them. */
static ptrdiff_t nearest_of(struct neighbour out[NEIGHBOURS], const struct dataset *ds,
			    const struct data_doc *docs, ptrdiff_t count, const struct data_doc *d)
{
	double mean[512] = { 0 };
	ptrdiff_t n = 0;
	if (ds->themes.n > countof(mean))
		return 0;
	memset(out, 0, NEIGHBOURS * sizeof *out);
	for (ptrdiff_t i = 0; i < count; i++)
		for (ptrdiff_t t = 0; t < ds->themes.n && docs[i].words; t++)
			mean[t] += (double)docs[i].counts[t].sentences / docs[i].words / (double)count;
	double own = sqrt(product(ds, mean, d, d));
	for (ptrdiff_t i = 0; i < count; i++) {
		const struct data_doc *x = &docs[i];
		double length = sqrt(product(ds, mean, x, x));
		if (x != d && own > 0 && length > 0)
			insert(out, &n, (struct neighbour){ x, product(ds, mean, d, x) / (own * length) });
	}
	return n;
}

ptrdiff_t nearest(struct neighbour out[NEIGHBOURS], const struct dataset *ds, const struct data_doc *d)
{
	return nearest_of(out, ds, ds->docs.at, ds->docs.n, d);
}

/* All documents of an authority as one. */
static void add_document(struct data_doc *sum, const struct data_doc *d, ptrdiff_t themes)
{
	sum->words += d->words;
	for (ptrdiff_t t = 0; t < themes; t++)
		sum->counts[t].sentences += d->counts[t].sentences;
}

int nearest_authorities(struct values *out, struct dataset *ds, struct str authority, ptrdiff_t n,
			struct error *e)
{
	struct values names;
	struct neighbour near[NEIGHBOURS];
	const struct data_doc *own = NULL;
	int rc = dataset_values(ds, META_local_authority, &names, e);
	struct data_doc *sums = rc == 0 ? NEW(&ds->mem, struct data_doc, names.list.n + 1) : NULL;
	*out = (struct values){ 0 };
	for (ptrdiff_t a = 0; sums && a < names.list.n; a++) {
		sums[a].column[META_local_authority] = names.list.at[a];
		sums[a].counts = NEW(&ds->mem, struct theme_count, ds->themes.n + 1);
		for (ptrdiff_t i = 0; sums[a].counts && i < ds->docs.n; i++)
			if (str_eq(ds->docs.at[i].column[META_local_authority], names.list.at[a]))
				add_document(&sums[a], &ds->docs.at[i], ds->themes.n);
		if (str_eq(names.list.at[a], authority))
			own = &sums[a];
	}
	ptrdiff_t found = own ? nearest_of(near, ds, sums, names.list.n, own) : 0;
	for (ptrdiff_t i = 0; i < found && i < n; i++) {
		struct str *to = VEC_PUSH(&ds->mem, &out->list);
		if (!to)
			return fail(e, E_NOMEM, "no memory for the nearest authorities");
		*to = near[i].d->column[META_local_authority];
	}
	return rc;
}

int nearest_write(const struct dataset *ds, const struct data_doc *d, struct table_style f,
		  struct buf *out, struct error *e)
{
	static const struct table_column columns[] = {
		{ "cosine", 3, 0 }, { "authority", -1, 0 }, { "kind", -1, 0 }, { "date", -1, 0 },
		{ "grade", -1, 1 }, { "doc", -1, 2 },
	};
	struct neighbour near[NEIGHBOURS];
	struct table t;
	ptrdiff_t n = nearest(near, ds, d);
	table_init(&t, columns, countof(columns));
	for (ptrdiff_t i = 0; i < n; i++) {
		table_number(&t, near[i].cosine);
		table_text(&t, near[i].d->column[META_local_authority]);
		table_text(&t, near[i].d->column[META_kind]);
		table_text(&t, near[i].d->column[COLUMN_DATE]);
		table_text(&t, near[i].d->column[META_overall_effectiveness_grade]);
		table_text(&t, near[i].d->column[COLUMN_PATH]);
	}
	if (f.format == TABLE_TEXT || f.format == TABLE_MD)
		buf_addz(out, "\nNearest by what is written of themes (cosine):\n\n");
	int rc = table_write(&t, f, out, e);
	table_release(&t);
	return rc;
}
