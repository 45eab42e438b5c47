/* SPDX-License-Identifier: MIT
 *
 * Numbers and lines of a YAML file changed in place. The tree knows where each
 * node stands; the bytes around it stay as a person wrote them. What was edited
 * is read again, and must then need no edit.
 */
#ifndef LM_LEXICON_YAML_EDIT_H
#define LM_LEXICON_YAML_EDIT_H

#include "pipeline/base/buf.h"
#include "pipeline/base/vec.h"
#include "pipeline/lexicon/yaml.h"

/* Bytes [from, to) become text. */
struct yaml_change {
	ptrdiff_t from, to;
	ptrdiff_t order;            /* of two at one place, as they were made */
	struct str text;
};

struct yaml_editor {
	struct arena mem;
	struct yaml y;
	VEC(struct yaml_change) changes;
	struct error *e;
};

/* Makes the changes that a file needs. 0 or -code with ed->e set. */
typedef int yaml_changer(struct yaml_editor *ed, const void *ctx);

/* The file `name` with the changes that change() makes, appended to out. E_LEXICON, with the place,
 * where something stands in a form that cannot be edited; E_INTERNAL when what was edited would be
 * edited again. */
int yaml_edit(struct buf *out, struct str name, struct str bytes, yaml_changer *change,
	      const void *ctx, struct error *e);

/* Differ a and b in the two decimals that are written? */
bool yaml_differs(double a, double b);

/* The number in n becomes value, with two decimals, unless it is that already. */
int yaml_set_number(struct yaml_editor *ed, const struct yaml_node *n, double value);

/* "key: value" as a new last entry of map, whose entry `last` is a text on one line. */
int yaml_append_number(struct yaml_editor *ed, const struct yaml_node *map,
		       const struct yaml_node *last, const char *key, double value);

/* ": value" behind a text on one line, which so becomes a mapping. */
int yaml_add_value(struct yaml_editor *ed, const struct yaml_node *n, double value);

/* A new entry of map, "key: value" in text, in front of its entry `next`. text is spoilt. */
int yaml_insert_entry(struct yaml_editor *ed, const struct yaml_node *map,
		      const struct yaml_node *next, struct buf *text);

/* A new last entry of a list, "pattern: 1.50" in item, with a comment behind it where the list has a
 * line for each entry (note may be empty). */
int yaml_append_item(struct yaml_editor *ed, const struct yaml_node *list, struct str item,
		     struct str note);

#endif
