/* SPDX-License-Identifier: MIT
 *
 * `grades` in metadata/rules.yaml: what they are called, the tables of them,
 * the sentences with them.
 */
#include "stages/metadata_loader.h"

static int load_labels(struct metadata_loader *ld, const struct yaml_node *table)
{
	int rc = 0;
	for (const struct yaml_node *n = table->first; n && rc == 0; n = n->next) {
		struct label_rule *l = VEC_PUSH(&ld->r->mem, &ld->r->labels);
		if (!l)
			return fail(ld->e, E_NOMEM, "no memory for the rules");
		l->table = table->key;
		rc = metadata_column_of(ld, n, &l->column);
		if (rc == 0)
			rc = metadata_compile_under(ld, n, "label", &l->label);
		if (rc == 0)
			ld->r->grade_columns |= UINT64_C(1) << l->column;
	}
	return rc;
}

static int load_verdicts(struct metadata_loader *ld, const struct yaml_node *list)
{
	ptrdiff_t before = ld->r->texts.n;
	int rc = metadata_load_texts(ld, list, NULL, META_COUNT);
	for (ptrdiff_t i = before; rc == 0 && i < ld->r->texts.n; i++)
		ld->r->grade_columns |= UINT64_C(1) << ld->r->texts.at[i].column;
	return rc;
}

static int load_names(struct metadata_loader *ld, const struct yaml_node *list)
{
	for (const struct yaml_node *n = list->first; n; n = n->next) {
		struct grade_name *g = VEC_PUSH(&ld->r->mem, &ld->r->grades);
		if (!g)
			return fail(ld->e, E_NOMEM, "no memory for the rules");
		*g = (struct grade_name){ metadata_text_under(n, "value"), metadata_text_under(n, "starts") };
		if (!g->value.n)
			return yaml_fail_node(&ld->y, n, ld->e, "a grade needs a value");
		/* Only exports of a store have a use for it. */
		const struct yaml_node *class = yaml_get(n, S("class"));
		double number;
		if (class && yaml_number(&ld->y, class, "a class", &number, ld->e) < 0)
			return -ld->e->code;
	}
	return 0;
}

static int load_settle(struct metadata_loader *ld, const struct yaml_node *list)
{
	int rc = 0;
	for (const struct yaml_node *n = list->first; n && rc == 0; n = n->next) {
		struct settle_rule *s = VEC_PUSH(&ld->r->mem, &ld->r->settle);
		if (!s)
			return fail(ld->e, E_NOMEM, "no memory for the rules");
		s->table = metadata_text_under(n, "table");
		s->value = metadata_text_under(n, "value");
		rc = metadata_column_of(ld, n, &s->column);
		if (rc == 0)
			rc = metadata_column_named(ld, n, metadata_text_under(n, "given"), &s->given);
	}
	return rc;
}

int metadata_load_grades(struct metadata_loader *ld, const struct yaml_node *root)
{
	const struct yaml_node *grades, *names;
	int rc = metadata_need(ld, root, "grades", &grades);
	if (rc == 0)
		rc = metadata_compile_under(ld, grades, "words", &ld->r->grade_words);
	if (rc == 0)
		rc = metadata_need(ld, grades, "values", &names);
	for (const struct yaml_node *n = rc == 0 ? grades->first : NULL; n && rc == 0; n = n->next) {
		if (str_eq(n->key, S("values")))
			rc = load_names(ld, n);
		else if (str_eq(n->key, S("settle")))
			rc = load_settle(ld, n);
		else if (str_eq(n->key, S("verdicts")))
			rc = load_verdicts(ld, n);
		else if (!str_eq(n->key, S("words")))
			rc = load_labels(ld, n);
	}
	return rc;
}
