/* SPDX-License-Identifier: MIT
 *
 * When the inspectors were there and when the report came out. Dates of
 * earlier inspections stand near: only a date that a rule's words introduce is
 * taken, and the first rule that finds one decides.
 */
#include <stdio.h>

#include "stages/metadata.h"

static void set_dates(struct doc *d, struct date_span s, const char *source)
{
	char iso[16];
	date_iso(s.start, iso);
	metadata_set(d, META_inspection_start_date, str_of(iso), source);
	date_iso(s.end, iso);
	metadata_set(d, META_inspection_end_date, str_of(iso), source);
}

/* A span without a year lies before the publication, by less than a year. */
static bool complete(struct date_span *s, const struct date *published)
{
	if (s->start.year)
		return true;
	if (!published->year)
		return false;
	bool later = s->end.month > published->month ||
		     (s->end.month == published->month && s->end.day > published->day);
	s->start.year = s->end.year = published->year - later;
	if (s->start.month > s->end.month)
		s->start.year--;
	return true;
}

/* The date after the words of one rule; of places where no date follows the next is tried. */
static bool date_by(struct finder *f, const struct metadata_pattern *p, struct str text, struct date_span *out)
{
	ptrdiff_t from = 0;
	while (metadata_search(f, p, text, from)) {
		if (date_span_parse(regex_group(f->scratch, 1), out))
			return true;
		from = regex_next(f->scratch);
	}
	return false;
}

static bool first_date(struct finder *f, const pattern_list *rules, struct str text,
		       struct date_span *out)
{
	for (ptrdiff_t i = 0; i < rules->n; i++)
		if (date_by(f, &rules->at[i], text, out))
			return true;
	return false;
}

static bool date_property(const struct doc *d, struct date_span *out)
{
	for (ptrdiff_t i = 0; i < d->properties.n; i++) {
		struct property p = d->properties.at[i];
		if (str_eq(p.key, S("published")) && date_span_parse(p.value, out))
			return true;
	}
	return false;
}

static struct date find_publication(struct finder *f)
{
	struct date_span s = { 0 };
	char iso[16];
	const char *source = NULL;
	bool letter = !f->kind || f->kind->letter;
	if (first_date(f, &f->r->publication, f->head, &s))
		source = "first page";
	else if (letter && date_by(f, &f->r->letter_date, f->head, &s))
		source = "date line";
	else if (date_property(f->d, &s))
		source = "page property";
	else if (first_date(f, &f->r->path_publication, buf_str(&f->d->id), &s))
		source = "file name";
	if (!source || !s.start.year)
		return (struct date){ 0 };
	date_iso(s.start, iso);
	metadata_set(f->d, META_publication_date, str_of(iso), source);
	return s.start;
}

void metadata_find_dates(struct finder *f)
{
	struct date published = find_publication(f);
	struct date_span s;
	if (f->kind && f->kind->article)
		return;
	if (first_date(f, &f->r->inspection, f->head, &s) && complete(&s, &published))
		set_dates(f->d, s, "first page");
}
