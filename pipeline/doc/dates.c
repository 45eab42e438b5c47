/* SPDX-License-Identifier: MIT
 *
 * See dates.h. Day counting after Howard Hinnant, "chrono-Compatible Low-Level
 * Date Algorithms".
 */
#include <stdio.h>

#include "pipeline/doc/dates.h"

#define YEAR_MIN 1980
#define YEAR_MAX 2099

static const struct str month_names[] = {
	STR("january"), STR("february"), STR("march"), STR("april"), STR("may"), STR("june"),
	STR("july"), STR("august"), STR("september"), STR("october"), STR("november"),
	STR("december")
};

static const struct str weekday_names[] = {
	STR("monday"), STR("tuesday"), STR("wednesday"), STR("thursday"), STR("friday"),
	STR("saturday"), STR("sunday")
};

static void skip_blanks(struct str *s)
{
	while (s->n && (s->p[0] == ' ' || s->p[0] == ',' || s->p[0] == '\n' || s->p[0] == '\t'))
		*s = str_sub(*s, 1, s->n);
}

/* The word at the start of s, without moving. */
static struct str word_at(struct str s)
{
	ptrdiff_t n = 0;
	while (n < s.n && ascii_is_alpha(s.p[n]))
		n++;
	return str_sub(s, 0, n);
}

/* A number of at most 4 digits; -1 when there is none. An ordinal's ending is passed over. */
static int take_number(struct str *s)
{
	int v = 0;
	ptrdiff_t n = 0;
	for (; n < s->n && n < 5 && ascii_is_digit(s->p[n]); n++)
		v = v * 10 + (s->p[n] - '0');
	if (n == 0 || n > 4)
		return -1;
	*s = str_sub(*s, n, s->n);
	struct str w = word_at(*s);
	if (w.n == 2 && (str_eq_nocase(w, S("st")) || str_eq_nocase(w, S("nd")) ||
			 str_eq_nocase(w, S("rd")) || str_eq_nocase(w, S("th"))))
		*s = str_sub(*s, 2, s->n);
	return v;
}

/* A month's number, by its name or its first three letters; 0 when there is none. */
static int take_month(struct str *s)
{
	struct str w = word_at(*s);
	for (int i = 0; i < countof(month_names); i++) {
		bool is_short = (w.n == 3 || (w.n == 4 && i == 8)) &&
				str_eq_nocase(w, str_sub(month_names[i], 0, w.n));
		if (is_short || str_eq_nocase(w, month_names[i])) {
			*s = str_sub(*s, w.n, s->n);
			return i + 1;
		}
	}
	return 0;
}

static void skip_weekday(struct str *s)
{
	struct str w = word_at(*s);
	for (int i = 0; i < countof(weekday_names); i++)
		if (str_eq_nocase(w, weekday_names[i])) {
			*s = str_sub(*s, w.n, s->n);
			skip_blanks(s);
			return;
		}
}

/* "2019-03-22", as spreadsheets and file names have it. */
static bool take_iso(struct str *s, struct date *d)
{
	struct str at = *s;
	if (at.n < 10 || at.p[4] != '-' || at.p[7] != '-' || (at.n > 10 && ascii_is_digit(at.p[10])))
		return false;
	struct str year = str_sub(at, 0, 4), month = str_sub(at, 5, 7), day = str_sub(at, 8, 10);
	struct date got = { .year = take_number(&year), .month = take_number(&month),
			    .day = take_number(&day) };
	if (year.n || month.n || day.n || got.year < YEAR_MIN || got.year > YEAR_MAX)
		return false;
	*d = got;
	*s = str_sub(at, 10, at.n);
	return true;
}

/* "d/m/y" or "d.m.y" after its day; two digits of a year are of this century. */
static bool take_numeric(struct str *s, struct date *d)
{
	struct str at = *s;
	if (at.n < 5 || (at.p[0] != '/' && at.p[0] != '.'))
		return false;
	char sep = at.p[0];
	at = str_sub(at, 1, at.n);
	int month = take_number(&at);
	if (month < 1 || month > 12 || at.n < 3 || at.p[0] != sep)
		return false;
	at = str_sub(at, 1, at.n);
	struct str before = at;
	int year = take_number(&at);
	if (year >= 0 && before.n - at.n == 2)
		year += 2000;
	if (year < YEAR_MIN || year > YEAR_MAX)
		return false;
	d->month = month;
	d->year = year;
	*s = at;
	return true;
}

/* day [month [year]]; what is not said is 0. */
static bool take_date(struct str *s, struct date *d)
{
	struct str at = *s;
	*d = (struct date){ 0 };
	skip_blanks(&at);
	skip_weekday(&at);
	if (take_iso(&at, d)) {
		*s = at;
		return true;
	}
	d->day = take_number(&at);
	if (d->day < 1 || d->day > 31)
		return false;
	if (take_numeric(&at, d)) {
		*s = at;
		return true;
	}
	struct str after = at;
	skip_blanks(&after);
	d->month = take_month(&after);
	if (d->month) {
		at = after;
		skip_blanks(&after);
		int year = take_number(&after);
		if (year >= YEAR_MIN && year <= YEAR_MAX) {
			d->year = year;
			at = after;
		}
	}
	*s = at;
	return true;
}

/* "to", "and", "until", a hyphen or dash between two dates. */
static bool take_joint(struct str *s)
{
	static const struct str joints[] = { STR("to"), STR("and"), STR("until"), STR("-"),
					     STR("\xE2\x80\x93"), STR("\xE2\x80\x94"), STR("\xE2\x88\x92") };
	struct str at = *s;
	skip_blanks(&at);
	for (ptrdiff_t i = 0; i < countof(joints); i++)
		if (str_eq_nocase(str_sub(at, 0, joints[i].n), joints[i])) {
			*s = str_sub(at, joints[i].n, at.n);
			return true;
		}
	return false;
}

static bool valid(struct date d)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > days[d.month - 1])
		return false;
	bool leap = (d.year % 4 == 0 && d.year % 100 != 0) || d.year % 400 == 0;
	return !(d.year && d.month == 2 && d.day == 29 && !leap);
}

static bool in_order(struct date a, struct date b)
{
	if (a.year != b.year)
		return a.year < b.year;
	return a.month != b.month ? a.month < b.month : a.day <= b.day;
}

bool date_span_parse(struct str s, struct date_span *out)
{
	struct date a, b;
	if (!take_date(&s, &a))
		return false;
	struct str rest = s;
	if (take_joint(&rest) && take_date(&rest, &b) && b.month) {
		if (!a.month)
			a.month = b.month;
		if (!a.year)
			a.year = b.year && a.month > b.month ? b.year - 1 : b.year;
		if (!b.year)
			b.year = a.year;
	} else {
		b = a;
	}
	*out = (struct date_span){ a, b };
	return valid(a) && valid(b) && (!a.year || in_order(a, b));
}

bool date_span_find(struct str s, struct date_span *out)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		if (!ascii_is_digit(s.p[i]) || (i && (ascii_is_digit(s.p[i - 1]) || s.p[i - 1] == '/')))
			continue;
		if (date_span_parse(str_sub(s, i, s.n), out))
			return true;
	}
	return false;
}

long date_days(struct date d)
{
	long y = d.month <= 2 ? d.year - 1 : d.year;
	long era = (y >= 0 ? y : y - 399) / 400;
	long yoe = y - era * 400;
	long doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void date_iso(struct date d, char *out)
{
	unsigned year = (unsigned)d.year % 10000u, month = (unsigned)d.month % 100u,
		 day = (unsigned)d.day % 100u;
	snprintf(out, 11, "%04u-%02u-%02u", year, month, day);
}
