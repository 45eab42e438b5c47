/* SPDX-License-Identifier: MIT
 *
 * The figures of the report as JSON; 2-data.js reads them. Documents are arrays
 * in a fixed order, and their counts packed texts, because ten thousand of them
 * have to travel by mail.
 */
#include <math.h>

#include "pipeline/base/json_out.h"
#include "pipeline/trend/report_parts.h"
#include "pipeline/trend/series.h"

static void number_or_null(struct buf *out, double v)
{
	if (isfinite(v))
		json_fixed(out, v, 4);
	else
		json_null(out);
}

void report_about(struct buf *out, const struct dataset *ds, const struct report_counts *n)
{
	json_key(out, "about"), json_open(out, '{');
	json_key(out, "title"), json_str(out, ds->lexicon_title);
	json_key(out, "lexicon"), json_str(out, ds->lexicon);
	json_key(out, "program"), json_str(out, ds->program);
	json_key(out, "ended"), json_str(out, ds->ended);
	json_key(out, "inputs"), json_int(out, ds->inputs);
	json_key(out, "undated"), json_int(out, n->undated);
	json_key(out, "coded"), json_int(out, (int64_t)n->coded);
	json_key(out, "kept"), json_int(out, (int64_t)n->kept);
	json_close(out, '}');
}

static void add_themes(struct buf *out, const struct dataset *ds)
{
	json_key(out, "themes"), json_open(out, '[');
	for (ptrdiff_t i = 0; i < ds->themes.n; i++) {
		json_item(out), json_open(out, '[');
		json_item(out), json_str(out, ds->themes.at[i].id);
		json_item(out), json_str(out, ds->themes.at[i].title);
		json_item(out), json_str(out, ds->themes.at[i].group);
		json_close(out, ']');
	}
	json_close(out, ']');
}

/* Digits of base 62; from 62 on a dash and two of them. */
static void add_packed(struct buf *out, uint32_t v)
{
	static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	if (v >= 62) {
		v = v < 62 * 62 ? v : 62 * 62 - 1;
		buf_addc(out, '-');
		buf_addc(out, digits[v / 62]);
	}
	buf_addc(out, digits[v % 62]);
}

static void add_counts(struct buf *out, const struct data_doc *d, ptrdiff_t themes)
{
	buf_addc(out, '"');
	for (ptrdiff_t t = 0; t < themes; t++) {
		const struct theme_count *c = &d->counts[t];
		if (!c->sentences)
			continue;
		add_packed(out, (uint32_t)t);
		add_packed(out, c->by_polarity[POL_STRENGTH]);
		add_packed(out, c->by_polarity[POL_CONCERN]);
		add_packed(out, c->by_polarity[POL_MIXED]);
		add_packed(out, c->by_polarity[POL_NEUTRAL]);
	}
	buf_addc(out, '"');
}

static void add_kinds(struct buf *out, const struct dataset *ds)
{
	json_key(out, "kinds"), json_open(out, '[');
	for (ptrdiff_t i = 0; i < ds->kinds.n; i++) {
		const struct data_kind *k = &ds->kinds.at[i];
		json_item(out), json_open(out, '[');
		json_item(out), json_str(out, k->id);
		json_item(out), json_str(out, k->title);
		json_item(out), json_int(out, k->article);
		json_close(out, ']');
	}
	json_close(out, ']');
}

static void add_docs(struct buf *out, const struct dataset *ds)
{
	static const int columns[] = { COLUMN_PATH, META_local_authority, META_region_code, META_kind,
				       META_inspection_framework, COLUMN_DATE,
				       META_overall_effectiveness_grade };
	json_key(out, "docs"), json_open(out, '[');
	for (ptrdiff_t i = 0; i < ds->docs.n; i++) {
		const struct data_doc *d = &ds->docs.at[i];
		json_item(out), json_open(out, '[');
		for (ptrdiff_t c = 0; c < countof(columns); c++)
			json_item(out), json_str(out, d->column[columns[c]]);
		json_item(out), json_int(out, d->words);
		json_item(out), json_int(out, d->subject);
		json_item(out), add_counts(out, d, ds->themes.n);
		json_close(out, ']');
	}
	json_close(out, ']');
}

static double value_of(const struct point *p) { return p->value; }
static double low_of(const struct point *p) { return p->interval.low; }
static double high_of(const struct point *p) { return p->interval.high; }
static double adjusted_of(const struct point *p) { return p->adjusted; }
static double subject_of(const struct point *p) { return p->subject; }

static void add_points(struct buf *out, const struct series *s)
{
	static const struct {
		const char *key;
		double (*of)(const struct point *);
	} lists[] = { { "v", value_of }, { "l", low_of }, { "h", high_of }, { "a", adjusted_of },
		      { "s", subject_of } };
	for (ptrdiff_t k = 0; k < countof(lists); k++) {
		json_key(out, lists[k].key), json_open(out, '[');
		for (ptrdiff_t i = 0; i < s->n; i++)
			json_item(out), number_or_null(out, lists[k].of(&s->at[i]));
		json_close(out, ']');
	}
}

static void add_series(struct buf *out, const struct series *s)
{
	struct buf words = { 0 };
	series_conclusion(&words, s);
	buf_inherit(out, &words);
	bool monotone = s->conclusion == RISES || s->conclusion == FALLS;
	bool holds = monotone && s->within.tested && s->within.p <= 0.05 &&
		     (s->within.s > 0) == (s->trend.s > 0);
	json_item(out), json_open(out, '{');
	add_points(out, s);
	json_key(out, "slope"), number_or_null(out, s->slope);
	json_key(out, "p"), number_or_null(out, s->p_trend);
	json_key(out, "q"), number_or_null(out, s->q);
	json_key(out, "pw"), number_or_null(out, s->within.tested ? s->within.p : NAN);
	json_key(out, "change");
	json_str(out, s->change_at >= 0 && s->q_change <= 0.05 ? s->at[s->change_at].period : S(""));
	json_key(out, "changes"), json_int(out, s->conclusion >= RISES);
	json_key(out, "holds"), json_int(out, holds);
	json_key(out, "words"), json_str(out, buf_str(&words));
	json_close(out, '}');
	buf_release(&words);
}

/* Periods, with their documents; the same for all series. */
static void add_periods(struct buf *out, const struct series_set *set)
{
	json_key(out, "periods"), json_open(out, '[');
	for (ptrdiff_t i = 0; i < set->periods.list.n; i++)
		json_item(out), json_str(out, set->periods.list.at[i]);
	json_close(out, ']');
	json_key(out, "reports"), json_open(out, '[');
	for (ptrdiff_t i = 0; set->list.n && i < set->periods.list.n; i++)
		json_item(out), json_int(out, set->list.at[0].at[i].docs);
	json_close(out, ']');
}

int report_figures(struct buf *out, struct dataset *ds, struct report_counts *n, struct error *e)
{
	struct series_set set = { 0 };
	int rc = 0;
	json_key(out, "series"), json_open(out, '{');
	for (enum measure m = 0; rc == 0 && m < MEASURE_COUNT; m++) {
		struct series_options o = { .measure = m, .by = COLUMN_YEAR, .group = -1 };
		rc = series_build(&set, ds, &o, e);
		json_key(out, measure_name(m)), json_open(out, '[');
		for (ptrdiff_t i = 0; rc == 0 && i < set.list.n; i++)
			add_series(out, &set.list.at[i]);
		json_close(out, ']');
	}
	json_close(out, '}');
	if (rc < 0)
		return rc;
	add_periods(out, &set);
	n->undated = set.undated;
	add_themes(out, ds);
	add_kinds(out, ds);
	add_docs(out, ds);
	return 0;
}
