/* SPDX-License-Identifier: MIT
 *
 * Metadata columns that a lexicon adds to those of the program: `columns` in
 * lexicon.yaml.
 */
#include <stdio.h>

#include "pipeline/doc/columns.h"
#include "pipeline/lexicon/lexicon_load.h"

int lexicon_columns(const struct lexicon *lx)
{
	return META_COUNT + (int)lx->columns.n;
}

const char *lexicon_column_name(const struct lexicon *lx, int c)
{
	return c < META_COUNT ? meta_column_name((enum meta_column)c)
			      : lx->columns.at[c - META_COUNT].name;
}

int lexicon_column(const struct lexicon *lx, struct str name)
{
	int c = (int)meta_column_find(name);
	while (c >= META_COUNT && c < lexicon_columns(lx) &&
	       !str_eq(name, str_of(lexicon_column_name(lx, c))))
		c++;
	return c < lexicon_columns(lx) ? c : -1;
}

/* Small letters, digits and underscores behind a letter: as SQL, CSV and JSON take it bare. */
static bool is_name(struct str name)
{
	bool fits = name.n > 0 && name.n < COLUMN_NAME_SIZE && ascii_is_lower(name.p[0]);
	for (ptrdiff_t i = 1; fits && i < name.n; i++)
		fits = ascii_is_lower(name.p[i]) || ascii_is_digit(name.p[i]) || name.p[i] == '_';
	return fits;
}

bool lexicon_columns_sound(const struct lexicon *lx)
{
	bool sound = lx->columns.n <= META_OWN_MAX;
	for (ptrdiff_t i = 0; sound && i < lx->columns.n; i++) {
		const char *name = lx->columns.at[i].name;
		struct str s = { name, (ptrdiff_t)strnlen(name, COLUMN_NAME_SIZE) };
		sound = is_name(s) && !meta_column_taken(s);
	}
	return sound;
}

static int load_column(struct loader *ld, const struct yaml *y, const struct yaml_node *n)
{
	struct lexicon *lx = ld->lx;
	struct str name = { 0 };
	int rc = yaml_text(y, n, "a column's name", &name, ld->e);
	if (rc < 0)
		return rc;
	if (!is_name(name))
		return yaml_fail_node(y, n, ld->e, "a column's name has small letters, digits and "
				      "underscores, starts with a letter, and is at most %d long",
				      COLUMN_NAME_SIZE - 1);
	if (meta_column_taken(name) || lexicon_column(lx, name) >= 0)
		return yaml_fail_node(y, n, ld->e, "there is a column '%.*s' already", STR_ARG(name));
	if (lx->columns.n == META_OWN_MAX)
		return yaml_fail_node(y, n, ld->e, "a lexicon can have %d columns of its own",
				      META_OWN_MAX);
	struct lexicon_column *c = VEC_PUSH(&lx->mem, &lx->columns);
	if (!c)
		return load_no_memory(ld);
	snprintf(c->name, sizeof c->name, "%.*s", STR_ARG(name));
	return 0;
}

int load_columns(struct loader *ld, const struct yaml *y, const struct yaml_node *map)
{
	const struct yaml_node *n = yaml_get(map, S("columns"));
	int rc = n ? yaml_expect(y, n, YAML_LIST, "a list of names", ld->e) : 0;
	for (const struct yaml_node *k = n ? n->first : NULL; rc == 0 && k; k = k->next)
		rc = load_column(ld, y, k);
	return rc;
}
