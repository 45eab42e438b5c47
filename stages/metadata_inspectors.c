/* SPDX-License-Identifier: MIT
 *
 * Lead inspectors: on the first page, in the letter, or in the inspection team
 * at the end, as the rules say.
 */
#include "stages/metadata.h"

/* What stands before the next " and ", ";", or line end; *names moves past it. */
static struct str take_name(struct str *names)
{
	static const struct str joints[] = { STR(" and "), STR(";"), STR(" & ") };
	ptrdiff_t end = names->n, next = names->n;
	for (ptrdiff_t i = 0; i < countof(joints); i++) {
		ptrdiff_t at = str_find(*names, joints[i], 0);
		if (at >= 0 && at < end) {
			end = at;
			next = at + joints[i].n;
		}
	}
	struct str name = str_sub(*names, 0, end);
	*names = str_sub(*names, next, names->n);
	return name;
}

static struct str without_title(struct str name)
{
	static const struct str titles[] = { STR("Mr "), STR("Mrs "), STR("Ms "), STR("Miss ") };
	for (ptrdiff_t i = 0; i < countof(titles); i++)
		if (str_starts(name, titles[i]))
			return str_sub(name, titles[i].n, name.n);
	return name;
}

/* "A B HMI and C D, Her Majesty's Inspector" as "A B; C D". */
static void set_inspectors(struct finder *f, struct str names)
{
	struct buf out = { 0 };
	while (names.n) {
		struct str name = take_name(&names);
		if (metadata_search(f, &f->r->inspector_ends, name, 0))
			name.n = metadata_match_at(f, name);
		while (name.n && strchr(", \n", name.p[name.n - 1]))
			name.n--;
		name = without_title(str_trim(name));
		if (name.n < 4)
			continue;
		if (out.n)
			buf_addz(&out, "; ");
		metadata_add_line(&out, name);
	}
	metadata_set_from(f->d, META_inspector_name, &out, "lead inspector line");
}

void metadata_find_inspectors(struct finder *f)
{
	for (ptrdiff_t i = 0; i < f->r->inspectors.n; i++) {
		const struct text_rule *t = &f->r->inspectors.at[i];
		if (f->d->meta[META_inspector_name].value.n || !metadata_for_kind(t->kinds, f->kind))
			continue;
		struct str text = t->everywhere ? metadata_whole_text(f) : f->head;
		if (metadata_search(f, &t->pattern, text, 0))
			set_inspectors(f, regex_group(f->scratch, 1));
	}
}
