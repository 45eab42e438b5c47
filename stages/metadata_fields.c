/* SPDX-License-Identifier: MIT
 *
 * Values of metadata/rules.yaml: texts, yes and no, lists, names of columns and
 * of kinds of report. See metadata_loader.h.
 */
#include "stages/metadata_loader.h"

int metadata_keys(struct metadata_loader *ld, const struct yaml_node *n, const char *what,
		  const struct str *keys, ptrdiff_t count)
{
	int rc = yaml_expect(&ld->y, n, YAML_MAP, what, ld->e);
	return rc < 0 ? rc : yaml_keys(&ld->y, n, keys, count, ld->e);
}

int metadata_need(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
		  const struct yaml_node **out)
{
	*out = yaml_get(map, str_of(key));
	return *out ? 0 : yaml_fail_node(&ld->y, map, ld->e, "expected a key '%s' here", key);
}

int metadata_text(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
		  struct str *out)
{
	const struct yaml_node *n = yaml_get(map, str_of(key));
	return n ? yaml_text(&ld->y, n, "a text", out, ld->e) : 0;
}

int metadata_yes(struct metadata_loader *ld, const struct yaml_node *map, const char *key, bool *out)
{
	static const struct str words[] = { STR("no"), STR("yes") };
	const struct yaml_node *n = yaml_get(map, str_of(key));
	int which = 0;
	int rc = n ? yaml_choice(&ld->y, n, "yes or no", words, countof(words), &which, ld->e) : 0;
	*out = which == 1;
	return rc;
}

int metadata_number(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
		    double *out)
{
	const struct yaml_node *n = yaml_get(map, str_of(key));
	return n ? yaml_number(&ld->y, n, "a number", out, ld->e) : 0;
}

int metadata_items(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
		   const struct yaml_node **first)
{
	const struct yaml_node *list = yaml_get(map, str_of(key));
	*first = NULL;
	if (!list)
		return 0;
	*first = list->first;
	return yaml_expect(&ld->y, list, YAML_LIST, "a list", ld->e);
}

int metadata_each(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
		  int (*load)(struct metadata_loader *, const struct yaml_node *))
{
	const struct yaml_node *n;
	int rc = metadata_items(ld, map, key, &n);
	for (; n && rc == 0; n = n->next)
		rc = load(ld, n);
	return rc;
}

static int column_named(struct metadata_loader *ld, const struct yaml_node *n, int *out)
{
	struct str name;
	int rc = yaml_text(&ld->y, n, "the name of a column", &name, ld->e);
	*out = rc == 0 ? lexicon_column(ld->lx, name) : -1;
	return rc < 0 || *out >= 0 ? rc
				   : yaml_fail_node(&ld->y, n, ld->e, "there is no metadata column '%.*s'",
						    STR_ARG(name));
}

int metadata_column(struct metadata_loader *ld, const struct yaml_node *map, const char *key, int *out)
{
	const struct yaml_node *n;
	int rc = metadata_need(ld, map, key, &n);
	return rc < 0 ? rc : column_named(ld, n, out);
}

int metadata_columns(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
		     uint64_t *out)
{
	const struct yaml_node *n;
	int column, rc = metadata_items(ld, map, key, &n);
	for (; n && rc == 0; n = n->next) {
		rc = column_named(ld, n, &column);
		if (rc == 0)
			*out |= UINT64_C(1) << column;
	}
	return rc;
}

int metadata_kind_known(struct metadata_loader *ld, const struct yaml_node *n)
{
	struct str name;
	int rc = yaml_text(&ld->y, n, "a kind of report", &name, ld->e);
	for (ptrdiff_t i = 0; rc == 0 && i < ld->r->kinds.n; i++)
		if (str_eq(name, ld->r->kinds.at[i].id) || str_eq(name, ld->r->kinds.at[i].grades))
			return 0;
	return rc < 0 ? rc
		      : yaml_fail_node(&ld->y, n, ld->e, "no kind of report, nor the grades of one, is called '%.*s'",
				       STR_ARG(name));
}

int metadata_kinds(struct metadata_loader *ld, const struct yaml_node *map, struct str *out)
{
	const struct yaml_node *n;
	struct buf b = { 0 };
	int rc = metadata_items(ld, map, "kinds", &n);
	if (n)
		buf_addc(&b, ' ');
	for (; n && rc == 0; n = n->next) {
		rc = metadata_kind_known(ld, n);
		buf_add(&b, n->text);
		buf_addc(&b, ' ');
	}
	*out = b.n ? arena_str(&ld->r->mem, buf_str(&b)) : (struct str){ 0 };
	if (rc == 0 && (!buf_ok(&b) || (b.n && !out->p)))
		rc = metadata_no_room(ld);
	buf_release(&b);
	return rc;
}

int metadata_no_room(struct metadata_loader *ld)
{
	return fail(ld->e, E_NOMEM, "no memory for the metadata rules");
}
