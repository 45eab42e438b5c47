/* SPDX-License-Identifier: MIT
 *
 * `grades` in metadata/rules.yaml: what they are called, the tables of them,
 * the sentences with them.
 */
#include "stages/metadata_loader.h"

/* A table of grades: the labels beside them. */
static int load_labels(struct metadata_loader *ld, const struct yaml_node *table)
{
	static const struct str keys[] = { STR("column"), STR("label") };
	int rc = yaml_expect(&ld->y, table, YAML_LIST, "a list", ld->e);
	for (const struct yaml_node *n = table->first; n && rc == 0; n = n->next) {
		struct label_rule *l = VEC_PUSH(&ld->r->mem, &ld->r->labels);
		if (!l)
			return metadata_no_room(ld);
		l->table = table->key;
		if (metadata_keys(ld, n, "a column and its label", keys, countof(keys)) < 0 ||
		    metadata_column(ld, n, "column", &l->column) < 0 ||
		    metadata_compile_under(ld, n, "label", &l->label) < 0)
			return -ld->e->code;
		ld->r->grade_columns |= UINT64_C(1) << l->column;
	}
	return rc;
}

static int load_verdict(struct metadata_loader *ld, const struct yaml_node *n)
{
	static const struct str keys[] = { STR("column"), STR("pattern"), STR("kinds"), STR("where") };
	struct text_rule *t = VEC_PUSH(&ld->r->mem, &ld->r->texts);
	if (!t)
		return metadata_no_room(ld);
	if (metadata_keys(ld, n, "a column and its pattern", keys, countof(keys)) < 0 ||
	    metadata_column(ld, n, "column", &t->column) < 0 || metadata_load_text(ld, n, t) < 0)
		return -ld->e->code;
	ld->r->grade_columns |= UINT64_C(1) << t->column;
	return 0;
}

static int load_name(struct metadata_loader *ld, const struct yaml_node *n)
{
	static const struct str keys[] = { STR("value"), STR("starts"), STR("class") };
	struct grade_name *g = VEC_PUSH(&ld->r->mem, &ld->r->grades);
	double class;                   /* only exports of a store have a use for it */
	if (!g)
		return metadata_no_room(ld);
	if (metadata_keys(ld, n, "what a grade is called", keys, countof(keys)) < 0 ||
	    metadata_text(ld, n, "value", &g->value) < 0 ||
	    metadata_text(ld, n, "starts", &g->starts) < 0 ||
	    metadata_number(ld, n, "class", &class) < 0)
		return -ld->e->code;
	return g->value.n ? 0 : yaml_fail_node(&ld->y, n, ld->e, "a grade needs a value");
}

static int load_settle(struct metadata_loader *ld, const struct yaml_node *n)
{
	static const struct str keys[] = { STR("table"), STR("column"), STR("given"), STR("value") };
	struct settle_rule *s = VEC_PUSH(&ld->r->mem, &ld->r->settle);
	const struct yaml_node *table;
	if (!s)
		return metadata_no_room(ld);
	if (metadata_keys(ld, n, "what a blank column is", keys, countof(keys)) < 0 ||
	    metadata_need(ld, n, "table", &table) < 0 || metadata_kind_known(ld, table) < 0 ||
	    metadata_text(ld, n, "table", &s->table) < 0 ||
	    metadata_text(ld, n, "value", &s->value) < 0 ||
	    metadata_column(ld, n, "column", &s->column) < 0 ||
	    metadata_column(ld, n, "given", &s->given) < 0)
		return -ld->e->code;
	return 0;
}

static bool is_table(struct str key)
{
	static const struct str others[] = { STR("words"), STR("values"), STR("settle"), STR("verdicts") };
	for (ptrdiff_t i = 0; i < countof(others); i++)
		if (str_eq(key, others[i]))
			return false;
	return true;
}

int metadata_load_grades(struct metadata_loader *ld, const struct yaml_node *root)
{
	const struct yaml_node *grades, *names;
	if (metadata_need(ld, root, "grades", &grades) < 0 ||
	    yaml_expect(&ld->y, grades, YAML_MAP, "grades", ld->e) < 0 ||
	    metadata_compile_under(ld, grades, "words", &ld->r->grade_words) < 0 ||
	    metadata_need(ld, grades, "values", &names) < 0 ||
	    metadata_each(ld, grades, "values", load_name) < 0 ||
	    metadata_each(ld, grades, "settle", load_settle) < 0 ||
	    metadata_each(ld, grades, "verdicts", load_verdict) < 0)
		return -ld->e->code;
	int rc = 0;
	for (const struct yaml_node *n = grades->first; n && rc == 0; n = n->next)
		if (is_table(n->key))
			rc = load_labels(ld, n);
	return rc;
}
