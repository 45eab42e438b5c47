/* SPDX-License-Identifier: MIT
 *
 * Comparisons as tables.
 */
#include <math.h>

#include "pipeline/base/json_out.h"
#include "pipeline/trend/compare.h"
#include "pipeline/trend/nearest.h"

#define LEVEL 0.05

static const struct table_column contrast_columns[] = {
	{ "theme", -1, 0 }, { "rate_a", 2, 0 }, { "rate_b", 2, 0 }, { "ratio", 2, 2 }, { "low", 2, 4 },
	{ "high", 2, 4 }, { "log_odds", 2, 7 }, { "z", 2, 7 }, { "p", 4, 6 }, { "q", 4, 3 },
	{ "concern_a", 3, 1 }, { "concern_b", 3, 1 }, { "diff_low", 3, 5 }, { "diff_high", 3, 5 },
	{ "q_concern", 4, 3 }, { "conclusion", -1, 0 },
};

static double share(uint32_t k, uint32_t n)
{
	return n ? (double)k / n : NAN;
}

/* "more in A, more concern in B" */
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
		buf_addf(b, "%smore concern in %c", b->n ? ", " : "", difference > 0 ? 'A' : 'B');
	if (!b->n)
		buf_addz(b, "no clear difference");
}

static int write_contrasts(const struct comparison *c, const struct dataset *ds, struct table_style f,
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

void sides_describe(struct buf *out, const struct sides *s, struct table_style f)
{
	struct buf b = { 0 };
	buf_addf(&b, "A: %td document%s, B: %td", s->n[SIDE_FIRST], s->n[SIDE_FIRST] == 1 ? "" : "s",
		 s->n[SIDE_SECOND]);
	for (ptrdiff_t i = 0; i < s->others.list.n; i++) {
		buf_addz(&b, i ? ", " : " of ");
		buf_add(&b, s->others.list.at[i]);
	}
	buf_addc(&b, '.');
	table_wrap(out, &b, 0, 0, f.width ? f.width : TABLE_NOTES);
	buf_addz(out, "\n\n");
	buf_release(&b);
}

void sides_json(struct buf *out, const struct dataset *ds, const struct sides *s)
{
	json_key(out, "lexicon"), json_str(out, ds->lexicon);
	json_key(out, "program"), json_str(out, ds->program);
	json_key(out, "documents_a"), json_int(out, s->n[SIDE_FIRST]);
	json_key(out, "documents_b"), json_int(out, s->n[SIDE_SECOND]);
	json_key(out, "authorities_b"), json_open(out, '[');
	for (ptrdiff_t i = 0; i < s->others.list.n; i++)
		json_item(out), json_str(out, s->others.list.at[i]);
	json_close(out, ']');
}

static int write_json(const struct comparison *c, const struct dataset *ds, const struct data_doc *one,
		      struct buf *out, struct error *e)
{
	json_open(out, '{');
	sides_json(out, ds, c->sides);
	json_key(out, "themes");
	int rc = write_contrasts(c, ds, table_json, out, e);
	if (rc == 0 && one) {
		json_key(out, "nearest");
		rc = nearest_write(ds, one, table_json, out, e);
	}
	json_close(out, '}');
	buf_addc(out, '\n');
	return rc;
}

int comparison_write(const struct comparison *c, const struct dataset *ds, const struct data_doc *one,
		     struct table_style f, struct buf *out, struct error *e)
{
	if (f.format == TABLE_JSON)
		return write_json(c, ds, one, out, e);
	if (f.format == TABLE_CSV)
		return write_contrasts(c, ds, f, out, e);
	sides_describe(out, c->sides, f);
	int rc = write_contrasts(c, ds, f, out, e);
	struct buf b = { 0 };
	buf_addz(&b, "rate: sentences per 1,000 words; ratio: A over B, low and high by resampling "
		 "documents; log_odds, z: among all coded sentences, with a prior; p: of the rates' "
		 "difference, by permuting documents; concern: share of documents with one, diff_low to "
		 "diff_high the difference's interval; q: adjusted over all themes.");
	if (!c->tested)
		buf_addf(&b, " No test: it takes %d documents on either side.", COMPARE_MIN);
	table_note(out, &b, f);
	buf_release(&b);
	return rc == 0 && one ? nearest_write(ds, one, f, out, e) : rc;
}
