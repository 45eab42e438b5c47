/* SPDX-License-Identifier: MIT
 *
 * See series_out.h.
 */
#include <math.h>

#include "pipeline/base/json_out.h"
#include "pipeline/trend/series_out.h"

#define FEW_SERIES 3             /* up to this many, their periods are shown as well */

static const struct table_column summary_columns[] = {
	{ "theme", -1, 0 }, { "group", -1, 0 }, { "documents", 0, 8 }, { "overall", 3, 2 },
	{ "series", -1, 0 }, { "per_year", 4, 3 }, { "p", 4, 7 }, { "q", 4, 1 }, { "p_within", 4, 4 },
	{ "change_after", -1, 5 }, { "q_change", 4, 6 }, { "conclusion", -1, 0 },
};

static const struct table_column period_columns[] = {
	{ "theme", -1, 0 }, { "group", -1, 0 }, { "period", -1, 0 }, { "documents", 0, 0 },
	{ "with", 0, 2 }, { "value", 4, 0 }, { "low", 4, 0 }, { "high", 4, 0 }, { "adjusted", 4, 1 },
	{ "inspected_for", 0, 4 }, { "note", -1, 3 },
};

/* What csv adds to each period. */
static const struct table_column csv_columns[] = {
	{ "theme", -1, 0 }, { "group", -1, 0 }, { "measure", -1, 0 }, { "period", -1, 0 },
	{ "documents", 0, 0 }, { "with", 0, 0 }, { "value", 4, 0 }, { "low", 4, 0 }, { "high", 4, 0 },
	{ "adjusted", 4, 0 }, { "inspected_for", 0, 0 }, { "per_year", 5, 0 }, { "s", 0, 0 },
	{ "p_mann_kendall", 5, 0 }, { "p", 5, 0 }, { "q", 5, 0 }, { "p_within", 5, 0 },
	{ "change_after", -1, 0 }, { "q_change", 5, 0 }, { "conclusion", -1, 0 },
};

/* Eight heights from the lowest possible value to the largest of the series; a dot where there is
 * no value, or one of so few documents that it is not tested. */
static void add_sparkline(struct buf *out, const struct series *s, enum measure m)
{
	double least = m == MEASURE_NET ? -1 : 0, most = m == MEASURE_NET ? 1 : 0;
	for (ptrdiff_t i = 0; i < s->n; i++)
		if (s->at[i].tested)
			most = fmax(most, s->at[i].value);
	for (ptrdiff_t i = 0; i < s->n; i++) {
		double part = most > least ? (s->at[i].value - least) / (most - least) : 0;
		if (!s->at[i].tested)
			buf_addz(out, "·");
		else    /* U+2581 to U+2588 */
			buf_addf(out, "\xE2\x96%c", (char)(0x81 + (int)fmin(7, part * 8)));
	}
}

/* A change that the test upholds. */
static struct str change_of(const struct series *s)
{
	return s->change_at >= 0 && s->q_change <= 0.05 ? s->at[s->change_at].period : S("");
}

static void add_conclusion(struct table *t, const struct series *s, struct buf *b)
{
	buf_reset(b);
	series_conclusion(b, s);
	table_buf(t, b);
}

/* From q to the conclusion. */
static void last_cells(struct table *t, const struct series *s, struct buf *b)
{
	table_number(t, s->q);
	table_number(t, s->within.tested ? s->within.p : NAN);
	table_text(t, change_of(s));
	table_number(t, s->q_change);
	add_conclusion(t, s, b);
}

static void summary_row(struct table *t, const struct series *s, const struct dataset *ds,
			enum measure m, struct buf *b)
{
	table_text(t, ds->themes.at[s->theme].id);
	table_text(t, s->group);
	table_number(t, s->docs);
	table_number(t, s->overall);
	buf_reset(b);
	add_sparkline(b, s, m);
	table_buf(t, b);
	table_number(t, s->slope);
	table_number(t, s->p_trend);
	last_cells(t, s, b);
}

static void point_cells(struct table *t, const struct point *p)
{
	table_text(t, p->period);
	table_number(t, p->docs);
	table_number(t, p->with);
	table_number(t, p->value);
	table_number(t, p->interval.low);
	table_number(t, p->interval.high);
	table_number(t, p->adjusted);
	table_number(t, p->subject);
}

static void period_row(struct table *t, const struct series *s, const struct point *p,
		       const struct dataset *ds, struct buf *b)
{
	table_text(t, ds->themes.at[s->theme].id);
	table_text(t, s->group);
	point_cells(t, p);
	buf_reset(b);
	if (p->subject)
		buf_addz(b, "theme of inspections");
	if (!p->tested)
		buf_addf(b, "%snot tested", b->n ? "; " : "");
	table_buf(t, b);
}

static void csv_row(struct table *t, const struct series *s, const struct point *p,
		    const struct dataset *ds, enum measure m, struct buf *b)
{
	table_text(t, ds->themes.at[s->theme].id);
	table_text(t, s->group);
	table_text(t, str_of(measure_name(m)));
	point_cells(t, p);
	table_number(t, s->slope);
	table_number(t, s->trend.tested ? (double)s->trend.s : NAN);
	table_number(t, s->trend.tested ? s->trend.p : NAN);
	table_number(t, s->p_trend);
	last_cells(t, s, b);
}

/* The tables of a set: rows of series, rows of periods as read or as csv. */
enum rows { ROWS_SUMMARY, ROWS_PERIODS, ROWS_CSV };

static int write_rows(const struct series_set *set, const struct dataset *ds, enum rows rows,
		      struct table_style f, struct buf *out, struct error *e)
{
	static const struct {
		const struct table_column *columns;
		ptrdiff_t n;
	} kinds[] = {
		[ROWS_SUMMARY] = { summary_columns, countof(summary_columns) },
		[ROWS_PERIODS] = { period_columns, countof(period_columns) },
		[ROWS_CSV] = { csv_columns, countof(csv_columns) },
	};
	struct table t;
	struct buf b = { 0 };
	table_init(&t, kinds[rows].columns, (int)kinds[rows].n);
	for (ptrdiff_t i = 0; i < set->list.n; i++) {
		const struct series *s = &set->list.at[i];
		if (rows == ROWS_SUMMARY)
			summary_row(&t, s, ds, set->options.measure, &b);
		for (ptrdiff_t k = 0; rows != ROWS_SUMMARY && k < s->n; k++) {
			if (s->at[k].docs && rows == ROWS_PERIODS)
				period_row(&t, s, &s->at[k], ds, &b);
			else if (s->at[k].docs)
				csv_row(&t, s, &s->at[k], ds, set->options.measure, &b);
		}
	}
	int rc = table_write(&t, f, out, e);
	buf_release(&b);
	table_release(&t);
	return rc;
}

static void write_notes(const struct series_set *set, struct table_style f, struct buf *out)
{
	static const char *const meanings[] = {
		[MEASURE_SHARE] = "share of documents with a sentence of the theme; Wilson intervals",
		[MEASURE_RATE] = "sentences of the theme per 1,000 words; intervals by resampling documents",
		[MEASURE_CONCERN] = "share of documents with a concern of the theme; Wilson intervals",
		[MEASURE_NET] = "(strength - concern) / (strength + concern + mixed); resampled intervals",
	};
	struct buf b = { 0 };
	buf_addf(&b, "%s: %s.", measure_name(set->options.measure), meanings[set->options.measure]);
	table_note(out, &b, f);
	buf_reset(&b);
	buf_addf(&b, "series: least to most of each, a dot where there are not at least %d document%s; "
		 "per_year: Theil-Sen slope; p: Kendall's S over the other periods, by permuting documents; "
		 "q: of a rise, fall or turn, adjusted over %s%td series (Benjamini-Hochberg); p_within: "
		 "of a trend within kinds of report. docs/TREND.md explains all.", set->options.min_docs,
		 set->options.min_docs == 1 ? "" : "s", set->list.n == 1 ? "the tests of " : "all ",
		 set->list.n);
	if (set->undated)
		buf_addf(&b, " %td document%s without a date %s left out.", set->undated,
			 set->undated == 1 ? "" : "s", set->undated == 1 ? "is" : "are");
	table_note(out, &b, f);
	buf_release(&b);
}

static int write_json(const struct series_set *set, const struct dataset *ds, struct buf *out,
		      struct error *e)
{
	json_open(out, '{');
	json_key(out, "measure"), json_str(out, str_of(measure_name(set->options.measure)));
	json_key(out, "lexicon"), json_str(out, ds->lexicon);
	json_key(out, "program"), json_str(out, ds->program);
	json_key(out, "undated"), json_int(out, set->undated);
	json_key(out, "series");
	int rc = write_rows(set, ds, ROWS_SUMMARY, table_json, out, e);
	json_key(out, "periods");
	if (rc == 0)
		rc = write_rows(set, ds, ROWS_PERIODS, table_json, out, e);
	json_close(out, '}');
	buf_addc(out, '\n');
	return rc;
}

int series_write(const struct series_set *set, const struct dataset *ds, struct table_style f,
		 struct buf *out, struct error *e)
{
	if (f.format == TABLE_JSON)
		return write_json(set, ds, out, e);
	if (f.format == TABLE_CSV)
		return write_rows(set, ds, ROWS_CSV, f, out, e);
	int rc = write_rows(set, ds, ROWS_SUMMARY, f, out, e);
	if (rc == 0 && set->list.n <= FEW_SERIES) {
		buf_addc(out, '\n');
		rc = write_rows(set, ds, ROWS_PERIODS, f, out, e);
	}
	write_notes(set, f, out);
	return rc;
}
