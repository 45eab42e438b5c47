/* SPDX-License-Identifier: MIT
 *
 * Which local authority a document is about: the one that its title names, else
 * the one on the lines just above the title. Names elsewhere are neighbours,
 * trusts and former employers of people, and decide nothing.
 */
#include "stages/metadata.h"

#define TITLE_BYTES 260      /* a title, over several lines */
#define ABOVE_BYTES 160      /* the lines above it */

static bool name_char(char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c) || c == '-';
}

/* Where name stands in folded as whole words, or -1. */
static ptrdiff_t find_name(struct str folded, struct str name)
{
	ptrdiff_t at = -1;
	while ((at = str_find(folded, name, at + 1)) >= 0) {
		ptrdiff_t end = at + name.n;
		if ((at == 0 || !name_char(folded.p[at - 1])) &&
		    (end == folded.n || !name_char(folded.p[end])))
			return at;
	}
	return -1;
}

/* The authority whose name comes first in text; of two at one place the longer name. */
static const struct authority *first_named(const struct metadata_rules *r, struct str text,
					   struct arena *mem)
{
	const struct authority *best = NULL;
	struct str folded = metadata_fold(mem, text);
	ptrdiff_t best_at = 0, best_end = 0;
	for (ptrdiff_t i = 0; i < r->authorities.n; i++) {
		const struct authority *a = &r->authorities.at[i];
		for (ptrdiff_t k = 0; k < a->names.n; k++) {
			ptrdiff_t at = find_name(folded, a->names.at[k]);
			ptrdiff_t end = at + a->names.at[k].n;
			bool inside = best && at >= best_at && end <= best_end;
			bool around = best && at <= best_at && end >= best_end;
			if (at < 0 || inside || (best && !around && at > best_at))
				continue;
			best = a;
			best_at = at;
			best_end = end;
		}
	}
	return best;
}

/* The title's text ends where its particulars begin. */
static struct str cut_title(struct str text)
{
	static const struct str ends[] = { STR("nspection date"), STR("ead inspector"),
					   STR("udgement"), STR("etween "), STR("\nDear "),
					   STR("his letter"), STR("ates of previous") };
	for (ptrdiff_t i = 0; i < countof(ends); i++) {
		ptrdiff_t at = str_find(text, ends[i], 0);
		if (at > 0)
			text.n = at - 1;
	}
	return text;
}

const struct authority *metadata_find_authority(const struct metadata_rules *r,
						const struct metadata_head *head, struct arena *mem)
{
	if (head->title < 0)
		return first_named(r, str_sub(head->text, 0, TITLE_BYTES), mem);
	struct str title = str_sub(head->text, head->title, head->title + TITLE_BYTES);
	const struct authority *a = first_named(r, cut_title(title), mem);
	if (!a) {
		ptrdiff_t from = head->title > ABOVE_BYTES ? head->title - ABOVE_BYTES : 0;
		a = first_named(r, str_sub(head->text, from, head->title), mem);
	}
	return a;
}

const struct authority *metadata_authority_named(const struct metadata_rules *r, struct str name,
						 struct arena *mem)
{
	struct str folded = metadata_fold(mem, name);
	for (ptrdiff_t i = 0; i < r->authorities.n; i++)
		for (ptrdiff_t k = 0; k < r->authorities.at[i].names.n; k++)
			if (str_eq(r->authorities.at[i].names.at[k], folded))
				return &r->authorities.at[i];
	return NULL;
}
