/* SPDX-License-Identifier: MIT
 *
 * quanteda's YAML: a mapping of categories to lists of terms or to further
 * categories; what a category with categories has itself stands under "__".
 */
#include "pipeline/exchange/formats.h"
#include "pipeline/lexicon/yaml.h"

struct walk {
	struct dict *d;
	struct yaml y;
};

static int add_value(struct walk *w, const struct yaml_node *n, uint32_t category)
{
	if (n->kind != YAML_TEXT)
		return yaml_fail_node(&w->y, n, w->d->e, "expected a term");
	return dict_add_glob(w->d, category, n->text, ' ', 1, n->line);
}

/* A list of terms, one term, or a mapping of categories in category. */
static int walk(struct walk *w, const struct yaml_node *n, uint32_t category, int depth)
{
	int rc = 0;
	if (depth > DICT_DEPTH_MAX)
		return yaml_fail_node(&w->y, n, w->d->e, "categories lie too deep in each other");
	if (n->kind == YAML_TEXT)
		return n->text.n ? add_value(w, n, category) : 0;
	for (const struct yaml_node *k = n->first; k && rc == 0; k = k->next) {
		uint32_t inner = category;
		if (n->kind == YAML_LIST) {
			rc = k->kind == YAML_TEXT ? add_value(w, k, category)
						  : walk(w, k, category, depth + 1);
			continue;
		}
		if (!str_eq(k->key, S("__")))
			rc = dict_category(w->d, k->key, category, &inner);
		if (rc == 0 && inner == DICT_NONE)
			rc = yaml_fail_key(&w->y, k, w->d->e, "expected a category around '__'");
		if (rc == 0)
			rc = walk(w, k, inner, depth + 1);
	}
	return rc;
}

int dict_read_quanteda(struct dict *d, struct str text)
{
	struct walk w = { .d = d };
	int rc = yaml_parse(&w.y, &d->mem, d->report.file, text, d->e);
	if (rc == 0)
		rc = yaml_expect(&w.y, w.y.root, YAML_MAP, "categories with lists of terms", d->e);
	return rc < 0 ? rc : walk(&w, w.y.root, DICT_NONE, 0);
}
