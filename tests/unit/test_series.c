/* SPDX-License-Identifier: MIT
 *
 * Series on the numbers that are planted in the sample archive, on orders that
 * mean nothing, and on what selections and tables do with odd texts.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/csv_in.h"
#include "pipeline/trend/series_out.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

enum { CASELOADS, ABUSE };

static void two_themes(struct dataset *ds)
{
	static const char *const ids[] = { "caseloads", "domestic-abuse" };
	*ds = (struct dataset){ 0 };
	arena_init(&ds->mem, 0);
	for (int i = 0; i < 2; i++) {
		struct data_theme *t = VEC_PUSH(&ds->mem, &ds->themes);
		t->id = t->title = str_of(ids[i]);
	}
}

static struct data_doc *add_doc(struct dataset *ds, int year, const char *kind)
{
	char date[16];
	struct data_doc *d = VEC_PUSH(&ds->mem, &ds->docs);
	snprintf(date, sizeof date, "%d-07-01", year);
	d->id = ds->docs.n;
	d->column[COLUMN_DATE] = arena_str(&ds->mem, str_of(date));
	d->column[COLUMN_YEAR] = str_sub(d->column[COLUMN_DATE], 0, 4);
	d->column[META_kind] = str_of(kind);
	d->column[COLUMN_PATH] = S("a.txt");
	d->years = year + 0.5;
	d->subject = -1;
	d->words = 1000;
	d->counts = NEW(&ds->mem, struct theme_count, 2);
	return d;
}

static void set_counts(struct theme_count *t, int strength, int concern)
{
	t->by_polarity[POL_STRENGTH] = (uint32_t)strength;
	t->by_polarity[POL_CONCERN] = (uint32_t)concern;
	t->sentences = (uint32_t)(strength + concern);
}

static int number(struct str s)
{
	char b[16];
	snprintf(b, sizeof b, "%.*s", STR_ARG(s));
	return atoi(b);
}

/* Documents as corpus/trend.tsv counts them; the file's bytes are kept in *bytes. */
static void planted(struct dataset *ds, char bytes[4096])
{
	struct csv csv;
	struct csv_row row = { 0 };
	struct error e = { 0 };
	two_themes(ds);
	FILE *f = fopen("corpus/trend.tsv", "rb");
	assert_non_null(f);
	size_t n = fread(bytes, 1, 4096, f);
	fclose(f);
	csv_init(&csv, (struct str){ bytes, (ptrdiff_t)n });
	assert_int_equal(csv_next(&csv, &row, &ds->mem, &e), 1);
	while (csv_next(&csv, &row, &ds->mem, &e) > 0) {
		const struct str *v = row.fields.at;
		int docs = number(v[1]);
		for (int i = 0; i < docs; i++) {
			struct data_doc *d = add_doc(ds, number(v[0]), "a");
			set_counts(&d->counts[CASELOADS], 0, i < number(v[2]));
			if (i == 0)
				set_counts(&d->counts[ABUSE], number(v[4]), number(v[5]));
		}
	}
	assert_int_equal(ds->docs.n, 65);
}

static struct series_set build(struct dataset *ds, enum measure m, int group)
{
	struct series_set set;
	struct error e = { 0 };
	struct series_options o = { .measure = m, .by = COLUMN_YEAR, .group = group };
	assert_int_equal(series_build(&set, ds, &o, &e), 0);
	return set;
}

static const struct point *point_of(const struct series *s, const char *period)
{
	for (ptrdiff_t i = 0; i < s->n; i++)
		if (str_eq(s->at[i].period, str_of(period)))
			return &s->at[i];
	fail_msg("no period %s", period);
	return NULL;
}

static void assert_conclusion(const struct series *s, const char *want)
{
	struct buf b = { 0 };
	series_conclusion(&b, s);
	buf_addc(&b, '\0');
	assert_string_equal(b.p, want);
	buf_release(&b);
}

static void planted_concern_is_recovered(void **state)
{
	struct dataset ds;
	char bytes[4096];
	(void)state;
	planted(&ds, bytes);
	struct series_set set = build(&ds, MEASURE_CONCERN, -1);
	const struct series *s = &set.list.at[CASELOADS];
	const struct point *p = point_of(s, "2019");
	assert_int_equal(s->n, 18);
	assert_int_equal(p->docs, 6);
	assert_int_equal(p->with, 5);
	assert_float_equal(p->value, 5.0 / 6, 1e-12);
	assert_float_equal(p->interval.low, interval_wilson(5, 6).low, 1e-12);
	assert_float_equal(point_of(s, "2012")->value, 0.25, 1e-12);
	assert_float_equal(point_of(s, "2026")->value, 0, 1e-12);
	assert_false(point_of(s, "2009")->tested);       /* one document */
	assert_int_equal(s->conclusion, RISES_THEN_FALLS);
	assert_conclusion(s, "rises to 2019, then falls");
	dataset_release(&ds);
}

static void planted_net_is_recovered_with_its_change(void **state)
{
	struct dataset ds;
	char bytes[4096];
	(void)state;
	planted(&ds, bytes);
	struct series_set set = build(&ds, MEASURE_NET, -1);
	const struct series *s = &set.list.at[ABUSE];
	assert_float_equal(point_of(s, "2017")->value, -0.25, 1e-12);
	assert_float_equal(point_of(s, "2018")->value, 1.0 / 3, 1e-12);
	assert_float_equal(point_of(s, "2026")->value, 1, 1e-12);
	assert_conclusion(s, "rises");
	assert_true(str_eq(s->at[s->change_at].period, S("2017")));
	assert_true(s->q_change <= 0.05);
	assert_true(s->slope > 0.1 && s->slope < 0.2);
	dataset_release(&ds);
}

/* Two kinds, each constant, the mix moving: the trend is not within them. */
static void a_changing_mix_is_no_trend_within(void **state)
{
	struct dataset ds;
	(void)state;
	two_themes(&ds);
	for (int y = 0; y < 10; y++)
		for (int i = 0; i < 20; i++) {
			bool of_b = i < 2 * y + 1;
			struct data_doc *d = add_doc(&ds, 2010 + y, of_b ? "b" : "a");
			set_counts(&d->counts[CASELOADS], 0, of_b);
		}
	struct series_set set = build(&ds, MEASURE_CONCERN, -1);
	const struct series *s = &set.list.at[CASELOADS];
	assert_conclusion(s, "rises, kinds too few to tell");
	for (ptrdiff_t i = 0; i < s->n; i++)
		assert_float_equal(s->at[i].adjusted, 0.5, 1e-12);     /* 100 documents of each kind */
	dataset_release(&ds);
}

static void too_few_periods_are_not_tested(void **state)
{
	struct dataset ds;
	(void)state;
	two_themes(&ds);
	for (int i = 0; i < 9; i++)
		set_counts(&add_doc(&ds, 2018 + i / 3, "a")->counts[CASELOADS], 0, i / 3);
	struct series_set set = build(&ds, MEASURE_RATE, -1);
	assert_conclusion(&set.list.at[CASELOADS], "too few");
	assert_true(isnan(set.list.at[CASELOADS].q) && isnan(set.list.at[CASELOADS].slope));
	set = build(&ds, MEASURE_NET, -1);
	assert_true(isnan(set.list.at[ABUSE].at[0].value));    /* nothing to divide by */
	dataset_release(&ds);
}

static void groups_are_apart(void **state)
{
	struct dataset ds;
	(void)state;
	two_themes(&ds);
	for (int i = 0; i < 12; i++) {
		struct data_doc *d = add_doc(&ds, 2018 + i / 2, "a");
		d->column[META_region_code] = i % 2 ? S("NE") : S("SW");
		d->subject = i == 4 ? CASELOADS : -1;
		set_counts(&d->counts[CASELOADS], 0, i % 2);
	}
	struct series_set set = build(&ds, MEASURE_CONCERN, META_region_code);
	assert_int_equal(set.list.n, 4);
	assert_true(str_eq(set.list.at[0].group, S("NE")));
	assert_float_equal(set.list.at[0].overall, 1, 1e-12);
	assert_float_equal(set.list.at[1].overall, 0, 1e-12);
	assert_int_equal(point_of(&set.list.at[1], "2020")->subject, 1);
	assert_int_equal(point_of(&set.list.at[0], "2020")->subject, 0);
	dataset_release(&ds);
}

static void intervals_are_the_same_every_time(void **state)
{
	struct dataset a, b;
	char bytes[4096];
	(void)state;
	planted(&a, bytes);
	struct series_set x = build(&a, MEASURE_NET, -1);
	planted(&b, bytes);
	struct series_set y = build(&b, MEASURE_NET, -1);
	for (ptrdiff_t i = 0; i < x.list.at[ABUSE].n; i++) {
		struct interval p = x.list.at[ABUSE].at[i].interval, q = y.list.at[ABUSE].at[i].interval;
		assert_true(isnan(p.low) ? isnan(q.low) : p.low == q.low && p.high == q.high);
	}
	dataset_release(&a);
	dataset_release(&b);
}

/* The dates of the planted documents dealt out again and again: how often is anything found? */
static void shuffled_dates_say_nothing(void **state)
{
	struct stats_random random = { 7 };
	struct dataset ds;
	char bytes[4096];
	int found = 0, rounds = getenv("LONG") ? 2000 : 100;
	(void)state;
	for (int r = 0; r < rounds; r++) {
		planted(&ds, bytes);
		for (ptrdiff_t i = ds.docs.n - 1; i > 0; i--) {
			struct data_doc *x = &ds.docs.at[i];
			struct data_doc *y = &ds.docs.at[stats_random_below(&random, (uint64_t)i + 1)];
			struct theme_count *counts = x->counts;
			x->counts = y->counts;
			y->counts = counts;
		}
		struct series_set set = build(&ds, (enum measure)(r % MEASURE_COUNT), -1);
		found += set.list.at[0].conclusion > NO_CLEAR_CHANGE ||
			 set.list.at[1].conclusion > NO_CLEAR_CHANGE;
		dataset_release(&ds);
	}
	if (getenv("LONG"))
		print_message("shuffled dates: something found in %d of %d\n", found, rounds);
	/* three standard deviations over 5 % */
	assert_true(found <= 0.05 * rounds + 3 * sqrt(0.05 * 0.95 * rounds));
}

static void selections(void **state)
{
	struct error e = { 0 };
	struct data_doc d = { 0 };
	(void)state;
	d.column[COLUMN_YEAR] = S("2019");
	d.column[COLUMN_DATE] = S("2019-06-30");
	d.column[META_local_authority] = S("Holm");
	d.column[META_kind] = S("sif");
	d.column[COLUMN_PATH] = S("x/y/a.pdf");
	static const struct { const char *text; bool has; } rows[] = {
		{ "authority=holm", true }, { "authority=Hol", false }, { "year=2018..2019", true },
		{ "year=2020..", false }, { "date=2019-06..2019-06", true }, { "date=..2019-05", false },
		{ "kind=jtai,kind=sif", true }, { "kind=sif,year=2018", false }, { "path=a.pdf", true },
		{ "path=y/a.pdf", true }, { "path=.pdf", false }, { "kind=sif,authority=Holm", true },
		{ "region=", true }, { "trust=yes", true }, { "trust=no", false },
	};
	struct str own[] = { S("decile"), S("trust") };
	struct dataset ds = { .own = { .at = own, .n = countof(own) } };
	d.column[META_COUNT + 1] = S("yes");
	for (ptrdiff_t i = 0; i < countof(rows); i++) {
		struct selection s = { 0 };
		assert_int_equal(selection_add(&s, &ds, str_of(rows[i].text), &e), 0);
		if (selection_has(&s, &d) != rows[i].has)
			fail_msg("%s", rows[i].text);
	}
	struct selection s = { 0 };
	assert_int_equal(selection_add(&s, &ds, S("colour=red"), &e), -E_USAGE);
	assert_non_null(strstr(e.msg, "no column 'colour'"));
	e = (struct error){ 0 };
	assert_int_equal(selection_add(&s, &ds, S("2019"), &e), -E_USAGE);
}

static void tables_make_texts_harmless(void **state)
{
	static const struct table_column columns[] = { { "name", -1, 0 }, { "empty", -1, 0 }, { "n", 1, 0 } };
	static const struct { struct table_style f; const char *want; } rows[] = {
		{ { TABLE_TEXT, 0 }, "name            n\n=1+1<b>|\\x1B  2.5\nü\n" },
		{ { TABLE_CSV, 0 }, "name,empty,n\n'=1+1<b>|\x1B,,2.5\nü,,\n" },
		{ { TABLE_JSON, 0 }, "[{\"name\":\"=1+1<b>|\\u001b\",\"empty\":null,\"n\":2.5},"
			      "{\"name\":\"ü\",\"empty\":null,\"n\":null}]" },
		{ { TABLE_MD, 0 }, "| name | n |\n|---|--:|\n| =1+1&lt;b>\\|\\\\x1B | 2.5 |\n| ü |  |\n" },
	};
	struct error e = { 0 };
	struct table t;
	(void)state;
	table_init(&t, columns, 3);
	table_text(&t, S("=1+1<b>|\x1B"));
	table_blank(&t);
	table_number(&t, 2.5);
	table_text(&t, S("ü"));
	table_text(&t, S(""));
	table_number(&t, NAN);
	for (ptrdiff_t i = 0; i < countof(rows); i++) {
		struct buf b = { 0 };
		assert_int_equal(table_write(&t, rows[i].f, &b, &e), 0);
		buf_addc(&b, '\0');
		assert_string_equal(b.p, rows[i].want);
		buf_release(&b);
	}
	table_release(&t);
}

/* The widest that fits: columns of the highest rank go first, those of rank 0 stay. */
static void tables_fit(void **state)
{
	static const struct table_column columns[] = { { "name", -1, 0 }, { "p", 4, 2 }, { "low", 1, 1 },
						       { "high", 1, 1 }, { "end", -1, 0 } };
	static const struct { ptrdiff_t width; const char *want; } rows[] = {
		{ 0, "name       p  low  high  end\nab    0.5000  1.0   2.0  x\n" },
		{ 28, "name       p  low  high  end\nab    0.5000  1.0   2.0  x\n" },
		{ 27, "name  low  high  end\nab    1.0   2.0  x\n" },
		{ 19, "name  end\nab    x\n" }, { 3, "name  end\nab    x\n" },
	};
	struct error e = { 0 };
	struct table t;
	(void)state;
	table_init(&t, columns, 5);
	table_text(&t, S("ab"));
	table_number(&t, 0.5);
	table_number(&t, 1);
	table_number(&t, 2);
	table_text(&t, S("x"));
	for (ptrdiff_t i = 0; i < countof(rows); i++) {
		struct buf b = { 0 };
		assert_int_equal(table_write(&t, (struct table_style){ TABLE_TEXT, rows[i].width }, &b, &e), 0);
		buf_addc(&b, '\0');
		assert_string_equal(b.p, rows[i].want);
		buf_release(&b);
	}
	table_release(&t);
}

static void texts_wrap(void **state)
{
	struct buf b = { 0 }, text = { 0 };
	(void)state;
	buf_addz(&text, "one two  three four\x1B");
	table_wrap(&b, &text, 2, 4, 13);
	buf_addc(&b, '\0');
	assert_string_equal(b.p, "one two\n    three\n    four\\x1B");
	assert_true(buf_ok(&b));
	text.failed = true;             /* a text that was cut short for want of memory */
	table_wrap(&b, &text, 2, 4, 13);
	assert_false(buf_ok(&b));
	buf_release(&text);
	buf_release(&b);
}

static void turns(void **state)
{
	static const double hill[] = { 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1 };
	static const double valley[] = { 9, 7, 5, 3, 1, 1, 4, 6 };
	static const double flat[] = { 1, 1, 1, 1, 1, 1, 1, 1 };
	struct turn t = stats_turn(hill, countof(hill));
	(void)state;
	/* S of 1..6 and of 6..1 is 15 each way; the variance of each is 6 * 5 * 17 / 18 */
	assert_true(t.tested && t.peak && t.at == 5);
	assert_true(fabs(t.statistic - 30 / sqrt(2 * 6 * 5 * 17 / 18.0)) < 1e-12);
	t = stats_turn(valley, countof(valley));
	assert_true(t.tested && !t.peak && t.at == 4);
	assert_false(stats_turn(flat, countof(flat)).tested);
	assert_false(stats_turn(hill, 6).tested);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(planted_concern_is_recovered),
		cmocka_unit_test(planted_net_is_recovered_with_its_change),
		cmocka_unit_test(a_changing_mix_is_no_trend_within),
		cmocka_unit_test(too_few_periods_are_not_tested),
		cmocka_unit_test(groups_are_apart),
		cmocka_unit_test(intervals_are_the_same_every_time),
		cmocka_unit_test(shuffled_dates_say_nothing),
		cmocka_unit_test(selections),
		cmocka_unit_test(tables_make_texts_harmless), cmocka_unit_test(tables_fit),
		cmocka_unit_test(texts_wrap),
		cmocka_unit_test(turns),
	};
	return cmocka_run_group_tests_name("series", tests, NULL, NULL);
}
