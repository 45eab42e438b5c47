/* SPDX-License-Identifier: MIT
 *
 * Grades: from the judgement table on the first pages, else from the sentences
 * that the rules name. Grades of earlier inspections and the scale of grades
 * stand near: a grade belongs to the label before it, up to the next label.
 */
#include "stages/metadata.h"

#define GRADE_REACH 170            /* bytes from a label's start within which its grade stands */

struct str metadata_grade(const struct metadata_rules *r, struct str word)
{
	for (ptrdiff_t i = 0; i < r->grades.n; i++) {
		const struct grade_name *g = &r->grades.at[i];
		if (str_eq_nocase(word, g->value) ||
		    (g->starts.n && str_eq_nocase(str_sub(word, 0, g->starts.n), g->starts)))
			return g->value;
	}
	return (struct str){ 0 };
}

/* The grade beside a label: the first grade after it, before the next label. */
static void find_labelled(struct finder *f, const struct label_rule *l)
{
	if (!metadata_search(f, &l->label, f->head, 0))
		return;
	ptrdiff_t at = metadata_match_at(f, f->head), from = regex_next(f->scratch);
	struct str reach = str_sub(f->head, 0, at + GRADE_REACH);
	for (ptrdiff_t i = 0; i < f->r->labels.n; i++) {
		const struct label_rule *other = &f->r->labels.at[i];
		if (str_eq(other->table, l->table) && metadata_search(f, &other->label, reach, from))
			reach.n = metadata_match_at(f, reach);
	}
	if (metadata_search(f, &f->r->grade_words, str_sub(reach, from, reach.n), 0))
		metadata_set(f->d, l->column, metadata_grade(f->r, regex_group(f->scratch, 1)),
			     "judgement table");
}

static void find_in_text(struct finder *f, const struct text_rule *t)
{
	if (!metadata_for_kind(t->kinds, f->kind) || f->d->meta[t->column].value.n)
		return;
	struct str text = t->everywhere ? metadata_whole_text(f) : f->head;
	if (metadata_search(f, &t->pattern, text, 0))
		metadata_set(f->d, t->column, metadata_grade(f->r, regex_group(f->scratch, 1)),
			     t->everywhere ? "text" : "first pages");
}

/* Of the rules with a value for this column, the one whose words come first. Behind those that are
 * found, no others are looked for. */
static void find_first_named(struct finder *f, int c)
{
	const struct text_rule *best = NULL;
	ptrdiff_t best_at = 0;
	for (ptrdiff_t i = 0; i < f->r->texts.n; i++) {
		const struct text_rule *t = &f->r->texts.at[i];
		struct str text = best ? str_sub(f->head, 0, best_at + t->reach) : f->head;
		if (t->column != c || !metadata_search(f, &t->pattern, text, 0))
			continue;
		ptrdiff_t at = metadata_match_at(f, f->head);
		if (!best || at < best_at) {
			best = t;
			best_at = at;
		}
	}
	if (best)
		metadata_set(f->d, c, best->value, "first pages");
}

static void settle(struct finder *f)
{
	for (ptrdiff_t i = 0; i < f->r->settle.n; i++) {
		const struct settle_rule *s = &f->r->settle.at[i];
		if (str_eq(f->kind->grades, s->table) && f->d->meta[s->given].value.n)
			metadata_set(f->d, s->column, s->value, "judgement table");
	}
}

void metadata_find_grades(struct finder *f)
{
	for (ptrdiff_t i = 0; i < f->r->labels.n; i++)
		if (str_eq(f->r->labels.at[i].table, f->kind->grades))
			find_labelled(f, &f->r->labels.at[i]);
	for (ptrdiff_t i = 0; i < f->r->texts.n; i++)
		if (!f->r->texts.at[i].value.n)
			find_in_text(f, &f->r->texts.at[i]);
	for (int c = 0; c < META_ALL; c++)
		if (f->kind->finds >> c & 1)
			find_first_named(f, c);
	settle(f);
}
