/* SPDX-License-Identifier: MIT
 *
 * See history.h.
 */
#include <stdlib.h>

#include "pipeline/base/json_out.h"
#include "pipeline/base/printable.h"
#include "pipeline/store/read.h"
#include "pipeline/trend/history.h"

#define INSPECTIONS_SHOWN 12     /* columns of the table: the latest ones */

struct history {
	const struct history_options *o;
	struct dataset *ds;
	const struct db *db;
	VEC(const struct data_doc *) inspections;    /* by date */
};

enum standing history_standing(const struct data_doc *const *inspections, ptrdiff_t n,
			       ptrdiff_t theme)
{
	/* of the inspections that speak of it: the last one, the one before, any before the last */
	bool now = false, before = false, ever = false, praised = false, silent = false;
	for (ptrdiff_t i = 0; i < n; i++) {
		const struct theme_count *c = &inspections[i]->counts[theme];
		silent = c->sentences == 0;
		if (silent)
			continue;
		ever |= now;
		before = now;
		now = c->by_polarity[POL_CONCERN] > 0;
		praised = c->by_polarity[POL_STRENGTH] > 0;
	}
	if (now)
		return silent ? LAST_HEARD_CONCERN : before ? STILL_A_CONCERN
						   : ever   ? CONCERN_AGAIN : NEW_CONCERN;
	return !ever ? NEVER_A_CONCERN : praised ? TURNED_TO_STRENGTH : CONCERN_GONE;
}

const char *standing_words(enum standing s)
{
	static const char *const words[] = {
		[NEVER_A_CONCERN] = "never a concern", [NEW_CONCERN] = "new concern",
		[STILL_A_CONCERN] = "still a concern", [CONCERN_AGAIN] = "came back",
		[LAST_HEARD_CONCERN] = "open when last raised",
		[TURNED_TO_STRENGTH] = "turned to strength", [CONCERN_GONE] = "went away",
	};
	return words[s];
}

/* The standing up to the n-th inspection. */
static enum standing standing_of(const struct history *h, ptrdiff_t theme, ptrdiff_t n)
{
	return history_standing(h->inspections.at, n, theme);
}

static bool is_wanted(const struct history *h, ptrdiff_t theme)
{
	if (h->o->themes)
		return h->o->themes[theme];
	for (ptrdiff_t i = 0; i < h->inspections.n; i++)
		if (h->inspections.at[i]->counts[theme].sentences)
			return true;
	return false;
}

static int find_inspections(struct history *h, struct error *e)
{
	for (ptrdiff_t i = 0; i < h->ds->docs.n; i++) {
		const struct data_doc *d = &h->ds->docs.at[i];
		if (!str_eq_nocase(d->column[META_local_authority], h->o->authority) ||
		    !dataset_inspection(h->ds, d))
			continue;
		const struct data_doc **to = VEC_PUSH(&h->ds->mem, &h->inspections);
		if (!to)
			return fail(e, E_NOMEM, "no memory for the inspections");
		*to = d;
	}
	return h->inspections.n ? 0 : fail(e, E_USAGE, "the store has no inspections of '%.*s'",
					   STR_ARG(h->o->authority));
}

/* "+3 -1", "2" when nothing is judged, "" when nothing is said. */
static void add_balance(struct buf *b, const struct theme_count *c)
{
	uint32_t strength = c->by_polarity[POL_STRENGTH], concern = c->by_polarity[POL_CONCERN];
	if (strength)
		buf_addf(b, "+%u", strength);
	if (concern)
		buf_addf(b, "%s-%u", strength ? " " : "", concern);
	if (!strength && !concern && c->sentences)
		buf_addf(b, "%u", c->sentences);
}

/* Heads of the inspections' columns: their months, so that more of them fit. NULL: no memory. */
static const char *heading(struct history *h, const struct data_doc *d)
{
	struct str date = arena_str(&h->ds->mem, str_sub(d->column[COLUMN_DATE], 0, 7));
	return date.n || !date.p ? date.p : "no date";
}

static int write_themes(struct history *h, struct table_style f, struct buf *out, struct error *e)
{
	struct table_column columns[INSPECTIONS_SHOWN + 2] = { { "theme", -1, 0 } };
	ptrdiff_t n = h->inspections.n, first = n > INSPECTIONS_SHOWN ? n - INSPECTIONS_SHOWN : 0;
	int width = 1;
	struct table t;
	struct buf b = { 0 };
	for (ptrdiff_t i = first; i < n; i++) {
		columns[width] = (struct table_column){ heading(h, h->inspections.at[i]), -1,
							(int)(n - 1 - i) };
		if (!columns[width++].name)
			return fail(e, E_NOMEM, "no memory for a table");
	}
	columns[width++] = (struct table_column){ "concern", -1, 0 };
	table_init(&t, columns, width);
	for (enum standing s = STILL_A_CONCERN, k = 0; k < STANDING_COUNT; k++, s = (s + 1) % STANDING_COUNT) {
		for (ptrdiff_t theme = 0; theme < h->ds->themes.n; theme++) {
			if (!is_wanted(h, theme) || standing_of(h, theme, n) != s)
				continue;
			table_text(&t, h->ds->themes.at[theme].id);
			for (ptrdiff_t i = first; i < n; i++) {
				buf_reset(&b);
				add_balance(&b, &h->inspections.at[i]->counts[theme]);
				table_buf(&t, &b);
			}
			table_text(&t, str_of(standing_words(s)));
		}
	}
	int rc = table_write(&t, f, out, e);
	buf_release(&b);
	table_release(&t);
	return rc;
}

static int write_rows(struct history *h, struct table_style f, struct buf *out, struct error *e)
{
	static const struct table_column columns[] = {
		{ "theme", -1, 0 }, { "date", -1, 0 }, { "kind", -1, 0 }, { "grade", -1, 0 },
		{ "sentences", 0, 0 }, { "strength", 0, 0 }, { "concern", 0, 0 }, { "mixed", 0, 0 },
		{ "neutral", 0, 0 }, { "standing", -1, 0 }, { "doc", -1, 0 },
	};
	struct table t;
	table_init(&t, columns, countof(columns));
	for (ptrdiff_t theme = 0; theme < h->ds->themes.n; theme++) {
		for (ptrdiff_t i = 0; is_wanted(h, theme) && i < h->inspections.n; i++) {
			const struct data_doc *d = h->inspections.at[i];
			const struct theme_count *c = &d->counts[theme];
			table_text(&t, h->ds->themes.at[theme].id);
			table_text(&t, d->column[COLUMN_DATE]);
			table_text(&t, d->column[META_kind]);
			table_text(&t, d->column[META_overall_effectiveness_grade]);
			table_number(&t, c->sentences);
			table_number(&t, c->by_polarity[POL_STRENGTH]);
			table_number(&t, c->by_polarity[POL_CONCERN]);
			table_number(&t, c->by_polarity[POL_MIXED]);
			table_number(&t, c->by_polarity[POL_NEUTRAL]);
			table_text(&t, str_of(standing_words(standing_of(h, theme, i + 1))));
			table_text(&t, d->column[COLUMN_PATH]);
		}
	}
	int rc = table_write(&t, f, out, e);
	table_release(&t);
	return rc;
}

/* The sentences of one inspection that judge a wanted theme. */
struct quotes {
	struct history *h;
	const struct data_doc *d;
	struct table *t;
	int *taken;              /* of each theme */
};

static int take_quote(void *ctx, const struct read_code *r, struct error *e)
{
	struct quotes *q = ctx;
	int theme = dataset_theme(q->h->ds, r->theme);
	(void)e;
	if (theme < 0 || !is_wanted(q->h, theme) || str_eq(r->polarity, S("neutral")))
		return 0;
	/* All of a theme that was asked for; else what became a concern and is one. */
	enum standing s = standing_of(q->h, theme, q->h->inspections.n);
	bool is_concern = s >= NEW_CONCERN && s <= LAST_HEARD_CONCERN && str_eq(r->polarity, S("concern"));
	if ((!q->h->o->themes && !is_concern) || q->taken[theme] >= q->h->o->sentences)
		return 0;
	q->taken[theme]++;
	table_text(q->t, r->theme);
	table_text(q->t, q->d->column[COLUMN_DATE]);
	table_text(q->t, r->polarity);
	table_text(q->t, r->text);
	r->page > 0 ? table_number(q->t, (double)r->page) : table_blank(q->t);
	r->paragraph > 0 ? table_number(q->t, (double)r->paragraph) : table_blank(q->t);
	table_text(q->t, r->section);
	table_text(q->t, q->d->column[COLUMN_PATH]);
	return 0;
}

static const struct table_column quote_columns[] = {
	{ "theme", -1, 0 }, { "date", -1, 0 }, { "polarity", -1, 0 }, { "text", -1, 0 }, { "page", 0, 0 },
	{ "paragraph", 0, 0 }, { "section", -1, 0 }, { "doc", -1, 0 },
};

static int collect_quotes(struct history *h, struct table *t, struct error *e)
{
	int *taken = calloc((size_t)h->ds->themes.n + 1, sizeof *taken), rc = 0;
	if (!taken)
		return fail(e, E_NOMEM, "no memory for the sentences");
	for (ptrdiff_t i = 0; rc == 0 && i < h->inspections.n; i++) {
		struct quotes q = { h, h->inspections.at[i], t, taken };
		struct read_wanted wanted = { .doc = h->inspections.at[i]->id };
		memset(taken, 0, ((size_t)h->ds->themes.n + 1) * sizeof *taken);
		rc = read_codes(h->db, &wanted, take_quote, &q, e);
	}
	free(taken);
	return rc;
}

/* By theme, in the order of inspections: "2019-03-22 concern: ..., page 3". */
static void list_quotes(const struct history *h, const struct table *t, ptrdiff_t width, struct buf *out)
{
	struct buf b = { 0 };
	for (ptrdiff_t theme = 0; theme < h->ds->themes.n; theme++) {
		bool any = false;
		for (ptrdiff_t i = 0; i < t->cells.n; i += t->width) {
			const struct cell *c = &t->cells.at[i];
			if (!str_eq(c[0].text, h->ds->themes.at[theme].id))
				continue;
			if (!any)
				buf_addf(out, "\n%.*s\n", STR_ARG(h->ds->themes.at[theme].title));
			any = true;
			buf_reset(&b);
			buf_addf(&b, "%.*s %.*s: ", STR_ARG(c[1].text), STR_ARG(c[2].text));
			buf_add(&b, c[3].text);
			if (c[4].is_set)
				buf_addf(&b, " (page %d)", (int)c[4].number);
			buf_addz(out, "  ");
			table_wrap(out, &b, 2, 6, width);
			buf_addc(out, '\n');
		}
	}
	buf_release(&b);
}

static void list_inspections(const struct history *h, struct buf *out)
{
	for (ptrdiff_t i = 0; i < h->inspections.n; i++) {
		const struct data_doc *d = h->inspections.at[i];
		struct str grade = d->column[META_overall_effectiveness_grade];
		buf_addf(out, "%.*s  ", STR_ARG(d->column[COLUMN_DATE]));
		buf_add_printable(out, d->column[META_kind]);
		if (grade.n)
			buf_addf(out, ", %.*s", STR_ARG(grade));
		buf_addz(out, "  ");
		buf_add_printable(out, d->column[COLUMN_PATH]);
		buf_addc(out, '\n');
	}
	buf_addc(out, '\n');
}

static int write_json(struct history *h, const struct table *quotes, struct buf *out, struct error *e)
{
	json_open(out, '{');
	json_key(out, "authority"), json_str(out, h->inspections.at[0]->column[META_local_authority]);
	json_key(out, "lexicon"), json_str(out, h->ds->lexicon);
	json_key(out, "themes");
	int rc = write_rows(h, table_json, out, e);
	json_key(out, "sentences");
	if (rc == 0)
		rc = table_write(quotes, table_json, out, e);
	json_close(out, '}');
	buf_addc(out, '\n');
	return rc;
}

int history_write(const struct history_options *o, struct dataset *ds, const struct db *db,
		  struct table_style f, struct buf *out, struct error *e)
{
	struct history h = { .o = o, .ds = ds, .db = db };
	struct table quotes;
	int rc = find_inspections(&h, e);
	if (rc < 0 || f.format == TABLE_CSV)
		return rc < 0 ? rc : write_rows(&h, f, out, e);
	table_init(&quotes, quote_columns, countof(quote_columns));
	rc = collect_quotes(&h, &quotes, e);
	if (rc == 0 && f.format == TABLE_JSON)
		rc = write_json(&h, &quotes, out, e);
	if (rc == 0 && f.format == TABLE_TEXT)
		list_inspections(&h, out);
	if (rc == 0 && f.format != TABLE_JSON)
		rc = write_themes(&h, f, out, e);
	if (rc == 0 && f.format == TABLE_TEXT)
		list_quotes(&h, &quotes, f.width, out);
	if (rc == 0 && f.format == TABLE_MD) {
		buf_addc(out, '\n');
		rc = table_write(&quotes, f, out, e);
	}
	if (rc == 0 && quotes.failed)
		rc = fail(e, E_NOMEM, "no memory for the sentences");
	table_release(&quotes);
	return rc;
}
