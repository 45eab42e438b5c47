/* SPDX-License-Identifier: MIT
 *
 * Dates and spans of dates as reports print them.
 */

#include "pipeline/doc/dates.h"

/* After ours: cmocka has a macro fail(). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct {
	const char *why;
	struct str in;
	const char *start, *end;     /* NULL: no span */
} cases[] = {
	{ "the usual form", STR("11 to 15 September 2023"), "2023-09-11", "2023-09-15" },
	{ "both in full", STR("23 April 2018 to 04 May 2018"), "2018-04-23", "2018-05-04" },
	{ "a dash", STR("14 January \xE2\x80\x93 5 February 2014"), "2014-01-14", "2014-02-05" },
	{ "a hyphen glued on", STR("14 January 2014- 5 February 2014"), "2014-01-14", "2014-02-05" },
	{ "and", STR("19 and 20 January 2010."), "2010-01-19", "2010-01-20" },
	{ "over the year's end", STR("30 November to 4 January 2019"), "2018-11-30", "2019-01-04" },
	{ "weekdays", STR("Monday 3 July, Friday 2009"), NULL, NULL },
	{ "a weekday in front", STR("Monday, 3 July 2009"), "2009-07-03", "2009-07-03" },
	{ "numbers only", STR("4/08/2016"), "2016-08-04", "2016-08-04" },
	{ "a year of two digits", STR("26/03/19"), "2019-03-26", "2019-03-26" },
	{ "as spreadsheets have it", STR("2019-03-22"), "2019-03-22", "2019-03-22" },
	{ "a span of such", STR("2019-03-22 to 2019-04-01"), "2019-03-22", "2019-04-01" },
	{ "longer than such", STR("2019-03-225"), NULL, NULL },
	{ "no year there", STR("1234-03-22"), NULL, NULL },
	{ "ordinals", STR("1st to 3rd May 2020"), "2020-05-01", "2020-05-03" },
	{ "a short month", STR("12 Sept 2019"), "2019-09-12", "2019-09-12" },
	{ "no such day", STR("31 June 2019"), NULL, NULL },
	{ "the end before the start", STR("20 to 11 May 2019"), NULL, NULL },
	{ "a leap day", STR("29 February 2016"), "2016-02-29", "2016-02-29" },
	{ "no leap year", STR("29 February 2017"), NULL, NULL },
	{ "words", STR("in the spring"), NULL, NULL },
	{ "blanks of all kinds", STR(" ,\n\t3,\n\tMay ,\t2019"), "2019-05-03", "2019-05-03" },
	{ "ordinals of all kinds", STR("2ND to 21st May 2019"), "2019-05-02", "2019-05-21" },
	{ "third and fourth", STR("3rd until 4TH May 2019"), "2019-05-03", "2019-05-04" },
	{ "no ordinal", STR("3xy May 2019"), NULL, NULL },
	{ "too many digits", STR("12345 May 2019"), NULL, NULL },
	{ "with points", STR("4.8.2016"), "2016-08-04", "2016-08-04" },
	{ "two signs", STR("4.8/2016"), NULL, NULL },
	{ "no such month", STR("4/13/2016"), NULL, NULL },
	{ "month nought", STR("4/0/2016"), NULL, NULL },
	{ "a year of three digits", STR("4/8/216"), NULL, NULL },
	{ "a year far on", STR("4/8/9999"), NULL, NULL },
	{ "a day and a month", STR("4/8"), NULL, NULL },
	{ "a number after the month that is no year", STR("4 May 12"), NULL, NULL },
	{ "a letter in the day", STR("2019-03-2x"), NULL, NULL },
	{ "a letter in the month", STR("2019-0x-22"), NULL, NULL },
	{ "a letter in the year", STR("2x19-03-22"), NULL, NULL },
	{ "a year far on, as spreadsheets have it", STR("9999-03-22"), NULL, NULL },
	{ "month nought, as spreadsheets have it", STR("2019-00-22"), NULL, NULL },
	{ "month thirteen", STR("2019-13-22"), NULL, NULL },
	{ "day nought", STR("2019-03-00"), NULL, NULL },
	{ "no joint", STR("2019-03-22 2019-03-23"), "2019-03-22", "2019-03-22" },
	{ "a joint and no date", STR("22 March 2019 to the end"), "2019-03-22", "2019-03-22" },
	{ "a joint and a day alone", STR("22 March 2019 to 25"), "2019-03-22", "2019-03-22" },
	{ "a dash that is long, and a minus", STR("14\xE2\x80\x94" "15 May 2014"), "2014-05-14", "2014-05-15" },
	{ "a minus", STR("14\xE2\x88\x92" "15 May 2014"), "2014-05-14", "2014-05-15" },
	{ "the end is no date", STR("20 May to 31 June 2019"), NULL, NULL },
	{ "a century that is no leap year", STR("29 February 1900"), NULL, NULL },
	{ "a century that is one", STR("29 February 2000"), "2000-02-29", "2000-02-29" },
	{ "nothing", STR(""), NULL, NULL },
};

static void test_spans(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct date_span s = { 0 };
		char iso[16];
		bool found = date_span_parse(cases[i].in, &s) && s.start.year;
		if (found != (cases[i].start != NULL))
			fail_msg("%s: found %d", cases[i].why, found);
		if (!found)
			continue;
		date_iso(s.start, iso);
		assert_string_equal(iso, cases[i].start);
		date_iso(s.end, iso);
		assert_string_equal(iso, cases[i].end);
	}
}

static void test_without_year(void **state)
{
	(void)state;
	struct date_span s;
	assert_true(date_span_parse(S("20 and 24 June, Ofsted"), &s));
	assert_int_equal(s.start.year, 0);
	assert_int_equal(s.start.day, 20);
	assert_int_equal(s.end.day, 24);
	assert_int_equal(s.end.month, 6);
}

static void test_find(void **state)
{
	(void)state;
	struct date_span s;
	assert_true(date_span_find(S("visit 12 of 2019, held on 7 to 8 March 2019 there"), &s));
	assert_int_equal(s.start.day, 7);
	assert_int_equal(s.end.day, 8);
	assert_false(date_span_find(S("call 0300 123 1231"), &s));
}

static void test_days(void **state)
{
	(void)state;
	assert_int_equal(date_days((struct date){ 1970, 1, 1 }), 0);
	assert_int_equal(date_days((struct date){ 2000, 3, 1 }), 11017);
	assert_int_equal(date_days((struct date){ 2026, 11, 22 }) -
			 date_days((struct date){ 2025, 11, 22 }), 365);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_without_year),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_days),
	};
	return cmocka_run_group_tests_name("dates", tests, NULL, NULL);
}
