/* SPDX-License-Identifier: MIT
 *
 * Dates in text (dates.c): a day that is read is one that the calendar has, and
 * no span ends before it starts.
 */
#include "pipeline/doc/dates.h"
#include "tests/fuzz/fuzz.h"

static void check(struct date d)
{
	MUST(d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= 31);
	MUST(d.year >= 0 && d.year <= 9999);
	if (d.year < 1980)               /* not said, or the year before the first that is read */
		return;
	char iso[11];
	struct date_span again;
	date_iso(d, iso);
	MUST(strlen(iso) == 10);
	MUST(date_span_parse(str_of(iso), &again));
	MUST(again.start.year == d.year && again.start.month == d.month && again.start.day == d.day);
}

static void check_span(const struct date_span *s)
{
	check(s->start);
	check(s->end);
	if (s->start.year && s->end.year)
		MUST(date_days(s->start) <= date_days(s->end));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct date_span s = { 0 };
	if (date_span_parse(fuzz_bytes(data, size), &s))
		check_span(&s);
	if (date_span_find(fuzz_bytes(data, size), &s))
		check_span(&s);
	return 0;
}
