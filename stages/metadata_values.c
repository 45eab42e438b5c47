/* SPDX-License-Identifier: MIT
 *
 * Columns of the lexicon's own: the first rule under `values` that finds
 * something in the document decides.
 */
#include "stages/metadata.h"

/* The rule's value, or what its pattern found: group 1, or all of it. On one line. */
static void set_value(struct finder *f, const struct text_rule *t, const char *source)
{
	struct str found = regex_group(f->scratch, 1);
	struct buf out = { 0 };
	if (t->value.n)
		found = t->value;
	else if (!found.n)
		found = regex_group(f->scratch, 0);
	found = str_trim(found);
	metadata_add_line(&out, found);
	metadata_set_from(f->d, t->column, &out, source);
}

void metadata_find_values(struct finder *f)
{
	for (ptrdiff_t i = 0; i < f->r->values.n; i++) {
		const struct text_rule *t = &f->r->values.at[i];
		if (f->d->meta[t->column].value.n || !metadata_for_kind(t->kinds, f->kind))
			continue;
		struct str text = t->everywhere ? metadata_whole_text(f) : f->head;
		if (metadata_search(f, &t->pattern, text, 0))
			set_value(f, t, t->everywhere ? "text" : "first pages");
	}
}
