/* SPDX-License-Identifier: MIT
 *
 * A comparison of phrases as a table.
 */
#include <math.h>

#include "pipeline/base/json_out.h"
#include "pipeline/trend/compare.h"
#include "pipeline/trend/compare_phrases.h"

#define LEVEL 0.05
#define EACH_SIDE 30             /* phrases shown to people */

static const struct table_column columns[] = {
	{ "phrase", -1, 0 }, { "n_a", 0, 0 }, { "n_b", 0, 0 }, { "share_a", 3, 1 }, { "share_b", 3, 1 },
	{ "diff_low", 3, 5 }, { "diff_high", 3, 5 }, { "log_odds", 2, 2 }, { "z", 2, 3 }, { "p", 4, 4 },
	{ "p_all", 4, 0 }, { "conclusion", -1, 0 },
};

static const char *conclusion(const struct phrase_contrast *x)
{
	if (isnan(x->p_all))
		return "too few";
	if (x->p_all > LEVEL)
		return "no clear difference";
	return x->odds.z > 0 ? "more in A" : "more in B";
}

static void add_row(struct table *t, const struct phrase_contrast *x, const struct sides *s)
{
	const double numbers[] = {
		x->n[0], x->n[1], (double)x->docs[0] / (double)s->n[0], (double)x->docs[1] / (double)s->n[1],
		x->share.low, x->share.high, x->odds.delta, x->odds.z, x->p, x->p_all,
	};
	table_text(t, x->text);
	for (ptrdiff_t k = 0; k < countof(numbers); k++)
		table_number(t, numbers[k]);
	table_text(t, str_of(conclusion(x)));
}

/* Is it hardly ever without one of these longer phrases, or a longer form of one that stands here? */
static bool is_told(const struct phrase_contrast *x, const struct phrase_contrast *const *told,
		    ptrdiff_t n)
{
	for (ptrdiff_t i = 0; i < n; i++) {
		const struct phrase_contrast *y = told[i];
		uint32_t a = x->n[0] + x->n[1], b = y->n[0] + y->n[1];
		if ((str_find(y->text, x->text, 0) >= 0 && b * 10 >= a * 8) ||
		    (str_find(x->text, y->text, 0) >= 0 && a * 10 >= b * 8))
			return true;
	}
	return false;
}

/* The clearest of one side. */
static void add_side(struct table *t, const struct phrase_comparison *c, bool first)
{
	const struct phrase_contrast *told[EACH_SIDE];
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < c->list.n && n < EACH_SIDE; i++) {
		const struct phrase_contrast *x = &c->list.at[i];
		if ((x->odds.z > 0) != first || is_told(x, told, n))
			continue;
		add_row(t, x, c->sides);
		told[n++] = x;
	}
}

static int write_rows(const struct phrase_comparison *c, struct table_style f, struct buf *out,
		      struct error *e)
{
	struct table t;
	table_init(&t, columns, countof(columns));
	if (f.format == TABLE_TEXT || f.format == TABLE_MD) {
		add_side(&t, c, true);
		add_side(&t, c, false);
	}
	for (ptrdiff_t i = 0; i < c->list.n && (f.format == TABLE_CSV || f.format == TABLE_JSON); i++)
		add_row(&t, &c->list.at[i], c->sides);
	int rc = table_write(&t, f, out, e);
	table_release(&t);
	return rc;
}

static int write_json(const struct phrase_comparison *c, const struct dataset *ds, struct buf *out,
		      struct error *e)
{
	json_open(out, '{');
	sides_json(out, ds, c->sides);
	json_key(out, "phrases");
	int rc = write_rows(c, table_json, out, e);
	json_close(out, '}');
	buf_addc(out, '\n');
	return rc;
}

int phrase_comparison_write(const struct phrase_comparison *c, const struct dataset *ds,
			    struct table_style f, struct buf *out, struct error *e)
{
	if (f.format == TABLE_JSON)
		return write_json(c, ds, out, e);
	if (f.format == TABLE_CSV)
		return write_rows(c, f, out, e);
	sides_describe(out, c->sides, f);
	int rc = write_rows(c, f, out, e);
	struct buf b = { 0 };
	buf_addf(&b, "Of %td phrases of at least %u documents, those of A, then those of B. share: of "
		 "documents that have the phrase, diff_low to diff_high the difference's interval; "
		 "log_odds, z: among all words, with a prior; p: of the difference of rates, by "
		 "permuting documents; p_all: that any phrase at "
		 "all differs as much by chance.", c->list.n, c->min_docs);
	if (!c->tested)
		buf_addf(&b, " No test: it takes %d documents on either side.", COMPARE_MIN);
	table_note(out, &b, f);
	buf_release(&b);
	return rc;
}
