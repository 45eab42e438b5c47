/* SPDX-License-Identifier: MIT
 *
 * Dates and spans of dates as English reports print them: "11 to 15 September
 * 2023", "23 April 2018 to 04 May 2018", "14 January – 5 February 2014",
 * "20 and 24 June" (no year), "Monday, 3 July 2009", "4/08/2016", "2019-03-22".
 */
#ifndef LM_DOC_DATES_H
#define LM_DOC_DATES_H

#include <stdbool.h>

#include "pipeline/base/str.h"

struct date {
	int year, month, day;   /* month and day from 1; year 0: not said */
};

struct date_span {
	struct date start, end; /* the same day twice for a single date */
};

/* Read the date or span at the start of s (after white space and weekdays). Parts that the first
 * date leaves out are those of the second. false when there is none, or a day that the month has
 * not, or an end before the start. */
bool date_span_parse(struct str s, struct date_span *out);

/* The first span anywhere in s that is no part of a longer number. */
bool date_span_find(struct str s, struct date_span *out);

/* Days from 1 January 1970; the year must be said. Proleptic Gregorian calendar. */
long date_days(struct date d);

/* "2023-09-11" with a NUL; out has room for 11 bytes. */
void date_iso(struct date d, char *out);

#endif
