/* SPDX-License-Identifier: MIT
 *
 * Two sets of documents, an authority's history, nearest documents.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/trend/compare.h"
#include "pipeline/trend/history.h"
#include "pipeline/trend/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

static void two_themes(struct dataset *ds)
{
	static const char *const ids[] = { "a", "b" };
	*ds = (struct dataset){ 0 };
	arena_init(&ds->mem, 0);
	for (int i = 0; i < 2; i++) {
		struct data_theme *t = VEC_PUSH(&ds->mem, &ds->themes);
		t->id = t->title = str_of(ids[i]);
	}
}

static struct data_doc *add(struct dataset *ds, const char *region, uint32_t a, uint32_t b)
{
	struct data_doc *d = VEC_PUSH(&ds->mem, &ds->docs);
	d->id = ds->docs.n;
	d->column[META_region_code] = str_of(region);
	d->column[COLUMN_PATH] = S("x.pdf");
	d->words = 1000;
	d->counts = NEW(&ds->mem, struct theme_count, 2);
	d->counts[0].sentences = d->counts[0].by_polarity[POL_CONCERN] = a;
	d->counts[1].sentences = d->counts[1].by_polarity[POL_STRENGTH] = b;
	return d;
}

static struct comparison compared(struct dataset *ds, const char *a, const char *b)
{
	static struct sides sides;
	struct comparison c;
	struct selection x = { 0 }, y = { 0 };
	struct error e = { 0 };
	assert_int_equal(selection_add(&x, ds, str_of(a), &e), 0);
	assert_int_equal(selection_add(&y, ds, str_of(b), &e), 0);
	assert_int_equal(sides_by_selection(&sides, ds, &x, &y, &e), 0);
	assert_int_equal(compare(&c, ds, &sides, NULL, &e), 0);
	return c;
}

static void a_real_difference_is_found(void **state)
{
	struct dataset ds;
	(void)state;
	two_themes(&ds);
	for (uint32_t i = 0; i < 12; i++)
		add(&ds, i % 2 ? "NE" : "SW", i % 2 ? 4 + i % 3 : i % 3 == 0, 3);
	struct comparison c = compared(&ds, "region=NE", "region=SW");
	const struct contrast *x = &c.list.at[0];
	assert_int_equal(c.sides->n[SIDE_FIRST], 6);
	assert_int_equal(x->theme, 0);
	assert_true(x->a.rate > x->b.rate && x->q <= 0.05 && x->odds.z > 1);
	assert_true(fabs(x->ratio - x->a.rate / x->b.rate) < 1e-9);
	assert_int_equal(x->a.concerned, 6);
	assert_int_equal(x->b.concerned, 2);
	assert_true(x->concern.low < 4.0 / 6 && x->concern.high > 4.0 / 6);
	assert_int_equal(c.list.at[1].theme, 1);
	assert_true(c.list.at[1].p > 0.999);     /* always three sentences */
	/* without B: all others */
	struct comparison rest = compared(&ds, "region=NE", "");
	assert_int_equal(rest.sides->n[SIDE_SECOND], 6);
	dataset_release(&ds);
}

/* Forty sentences of one report are one report. */
static void one_long_report_is_no_difference(void **state)
{
	struct dataset ds;
	(void)state;
	two_themes(&ds);
	for (uint32_t i = 0; i < 20; i++)
		add(&ds, i % 2 ? "NE" : "SW", i == 1 ? 40 : 0, 3);
	struct comparison c = compared(&ds, "region=NE", "region=SW");
	for (ptrdiff_t i = 0; i < c.list.n; i++)
		assert_true(c.list.at[i].p > 0.2);
	dataset_release(&ds);
}

/* Bursts and all, documents dealt to A and B at random: how often is a difference found? */
static void chance_makes_no_difference(void **state)
{
	struct stats_random random = { 5 };
	int rates = 0, concerns = 0, rounds = getenv("LONG") ? 1000 : 40;
	(void)state;
	for (int r = 0; r < rounds; r++) {
		struct dataset ds;
		two_themes(&ds);
		for (uint32_t i = 0; i < 24; i++)
			add(&ds, stats_random_below(&random, 2) ? "NE" : "SW",
			    (uint32_t)stats_random_below(&random, i % 6 ? 4 : 40), (uint32_t)stats_random_below(&random, 3));
		struct comparison c = compared(&ds, "region=NE", "region=SW");
		bool rate = false, concern = false;
		for (ptrdiff_t i = 0; i < c.list.n; i++) {
			rate |= c.list.at[i].q <= 0.05;
			concern |= c.list.at[i].q_concern <= 0.05;
		}
		rates += rate;
		concerns += concern;
		dataset_release(&ds);
	}
	if (getenv("LONG"))
		print_message("documents dealt to two sides: rates differ in %d, concerns in %d of %d\n", rates,
			      concerns, rounds);
	double most = 0.05 * rounds + 3 * sqrt(0.05 * 0.95 * rounds);
	assert_true(rates <= most && concerns <= most);
}

static void sides_may_be_empty_or_small(void **state)
{
	struct dataset ds;
	struct comparison c;
	struct sides sides;
	struct selection a = { 0 }, b = { 0 };
	struct error e = { 0 };
	(void)state;
	two_themes(&ds);
	add(&ds, "NE", 1, 1);
	add(&ds, "SW", 1, 1);
	c = compared(&ds, "region=NE", "region=SW");
	assert_false(c.tested);
	assert_true(isnan(c.list.at[0].p) && isnan(c.list.at[0].ratio_interval.low));
	assert_int_equal(selection_add(&a, &ds, S("region=XX"), &e), 0);
	assert_int_equal(sides_by_selection(&sides, &ds, &a, &b, &e), -E_USAGE);
	assert_string_equal(e.msg, "no documents in the first selection");
	dataset_release(&ds);
}

static void the_nearest_are_alike(void **state)
{
	struct dataset ds;
	struct neighbour near[NEIGHBOURS];
	(void)state;
	two_themes(&ds);
	for (uint32_t i = 0; i < 15; i++)
		add(&ds, "NE", i, 14 - i);
	ptrdiff_t n = nearest(near, &ds, &ds.docs.at[3]);
	assert_int_equal(n, NEIGHBOURS);
	assert_true(near[0].d == &ds.docs.at[2] || near[0].d == &ds.docs.at[4]);
	for (ptrdiff_t i = 1; i < n; i++)
		assert_true(near[i].cosine <= near[i - 1].cosine && near[i].cosine > 0);
	dataset_release(&ds);
}

/* Six documents: of A, of two in its region, of one elsewhere that is alike. */
static void others_like_it(void **state)
{
	static const struct { const char *name, *region; uint32_t a, b; } rows[] = {
		{ "A", "NE", 9, 1 }, { "A", "NE", 9, 1 }, { "B", "NE", 1, 9 }, { "C", "NE", 5, 5 },
		{ "D", "SW", 9, 1 }, { "", "NE", 9, 1 },
	};
	struct dataset ds;
	struct sides s;
	struct selection a = { 0 }, b = { 0 };
	struct values names = { 0 };
	struct error e = { 0 };
	(void)state;
	two_themes(&ds);
	for (ptrdiff_t i = 0; i < countof(rows); i++)
		add(&ds, rows[i].region, rows[i].a, rows[i].b)->column[META_local_authority] = str_of(rows[i].name);
	ds.docs.at[4].column[META_la_code] = S("341");
	assert_int_equal(selection_add(&a, &ds, S("authority=A"), &e), 0);
	assert_int_equal(sides_against_region(&s, &ds, &a, &e), 0);
	assert_int_equal(s.n[SIDE_SECOND], 2);
	assert_int_equal(s.others.list.n, 2);
	assert_int_equal(s.of[5], SIDE_NONE);
	assert_int_equal(sides_against_alike(&s, &ds, &a, &e), 0);
	assert_string_equal(s.others.list.at[s.others.list.n - 1].p, "D");
	struct str *code = VEC_PUSH(&ds.mem, &names.list);
	*code = S("341");
	assert_int_equal(sides_against_names(&s, &ds, &a, &names, &e), 0);
	assert_int_equal(s.of[4], SIDE_SECOND);
	assert_int_equal(s.n[SIDE_SECOND], 1);
	assert_int_equal(selection_add(&b, &ds, S("region=NE"), &e), 0);
	assert_int_equal(sides_against_region(&s, &ds, &b, &e), -E_USAGE);
	assert_non_null(strstr(e.msg, "documents of one authority"));
	names.list.n = 0;
	assert_int_equal(sides_against_names(&s, &ds, &a, &names, &e), -E_USAGE);
	dataset_release(&ds);
}

/* A comma in a name is no end of it; the next column, or "@", is. */
static void conditions_are_cut(void **state)
{
	struct str text = S("authority=Bournemouth, Christchurch and Poole, year=2018.., @good,kind=x");
	static const char *const want[] = { "authority=Bournemouth, Christchurch and Poole", "year=2018..",
					    "@good", "kind=x" };
	(void)state;
	for (ptrdiff_t i = 0; i < countof(want); i++) {
		struct str s = selection_cut(&text);
		if (!str_eq(s, str_of(want[i])))
			fail_msg("'%.*s', not '%s'", STR_ARG(s), want[i]);
	}
	assert_int_equal(text.n, 0);
}

/* Inspections as letters: c concern, s strength, n neutral, - silent. */
static enum standing standing(struct dataset *ds, const char *letters)
{
	const struct data_doc *list[16];
	ptrdiff_t n = 0;
	for (; letters[n]; n++) {
		struct data_doc *d = NEW(&ds->mem, struct data_doc, 1);
		d->counts = NEW(&ds->mem, struct theme_count, 1);
		d->counts->sentences = letters[n] != '-';
		d->counts->by_polarity[POL_CONCERN] = letters[n] == 'c';
		d->counts->by_polarity[POL_STRENGTH] = letters[n] == 's';
		list[n] = d;
	}
	return history_standing(list, n, 0);
}

static void standings(void **state)
{
	static const struct { const char *letters; enum standing want; } rows[] = {
		{ "", NEVER_A_CONCERN }, { "sn-", NEVER_A_CONCERN }, { "c", NEW_CONCERN },
		{ "ssc", NEW_CONCERN }, { "cc", STILL_A_CONCERN }, { "c-c", STILL_A_CONCERN },
		{ "csc", CONCERN_AGAIN }, { "cs", TURNED_TO_STRENGTH }, { "cs-", TURNED_TO_STRENGTH },
		{ "cn", CONCERN_GONE }, { "csn", CONCERN_GONE }, { "cc-", LAST_HEARD_CONCERN },
	};
	struct dataset ds;
	(void)state;
	two_themes(&ds);
	for (ptrdiff_t i = 0; i < countof(rows); i++)
		if (standing(&ds, rows[i].letters) != rows[i].want)
			fail_msg("%s: %s", rows[i].letters,
				 standing_words(standing(&ds, rows[i].letters)));
	dataset_release(&ds);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_real_difference_is_found),
		cmocka_unit_test(one_long_report_is_no_difference),
		cmocka_unit_test(chance_makes_no_difference),
		cmocka_unit_test(sides_may_be_empty_or_small),
		cmocka_unit_test(the_nearest_are_alike),
		cmocka_unit_test(standings),
		cmocka_unit_test(others_like_it),
		cmocka_unit_test(conditions_are_cut),
	};
	return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
