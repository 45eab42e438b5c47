/* SPDX-License-Identifier: MIT
 *
 * Do the quick reader of YAML and libyaml make the same tree of a file?
 */
#ifndef LM_TESTS_YAML_SAME_H
#define LM_TESTS_YAML_SAME_H

#include "pipeline/lexicon/yaml_plain.h"

static bool same_yaml_node(const struct yaml_node *a, const struct yaml_node *b)
{
	if (!a || !b)
		return a == b;
	if (a->kind != b->kind || a->line != b->line || a->column != b->column ||
	    !str_eq(a->text, b->text) || !str_eq(a->key, b->key) || a->count != b->count ||
	    a->key_line != b->key_line || a->key_column != b->key_column)
		return false;
	a = a->first;
	for (b = b->first; a && b; a = a->next, b = b->next)
		if (!same_yaml_node(a, b))
			return false;
	return a == b;
}

enum yaml_sameness { YAML_NOT_PLAIN, YAML_SAME, YAML_DIFFERS };

/* A file that is plain must be one that libyaml takes, and reads so. */
static enum yaml_sameness yaml_compare(struct str bytes)
{
	struct arena mem;
	struct yaml y;
	struct error e = { 0 };
	arena_init(&mem, 0);
	const struct yaml_node *quick = yaml_plain_parse(&mem, bytes);
	enum yaml_sameness answer = YAML_NOT_PLAIN;
	if (quick)
		answer = yaml_parse_by_library(&y, &mem, S("y"), bytes, &e) == 0 &&
					 same_yaml_node(quick, y.root)
				 ? YAML_SAME
				 : YAML_DIFFERS;
	arena_release(&mem);
	return answer;
}

#endif
