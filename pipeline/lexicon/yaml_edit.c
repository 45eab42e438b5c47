/* SPDX-License-Identifier: MIT
 *
 * See yaml_edit.h.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/lexicon/yaml_edit.h"

static int no_memory(struct yaml_editor *ed)
{
	return fail(ed->e, E_NOMEM, "no memory to edit '%.*s'", STR_ARG(ed->y.name));
}

static int add_change(struct yaml_editor *ed, ptrdiff_t from, ptrdiff_t to, const struct buf *text)
{
	struct yaml_change *x = VEC_PUSH(&ed->mem, &ed->changes);
	struct str copy = arena_str(&ed->mem, buf_str(text));
	if (!x || !copy.p || !buf_ok(text))
		return no_memory(ed);
	*x = (struct yaml_change){ from, to, ed->changes.n, copy };
	return 0;
}

bool yaml_differs(double a, double b)
{
	return fabs(round(a * 100) - b * 100) > 1e-6;
}

/* ---- places ---- */

static ptrdiff_t start_of(const struct yaml_editor *ed, const struct yaml_node *n)
{
	return yaml_offset(&ed->y, n->line, n->column);
}

/* Does the node, a mapping or a list, start with this bracket? */
static bool is_flow(const struct yaml_editor *ed, const struct yaml_node *n, char bracket)
{
	ptrdiff_t at = start_of(ed, n);
	return at < ed->y.bytes.n && ed->y.bytes.p[at] == bracket;
}

/* The byte behind a text that stands on one line; -1 when it does not. */
static ptrdiff_t end_of(const struct yaml_editor *ed, const struct yaml_node *n)
{
	struct str s = ed->y.bytes;
	ptrdiff_t at = start_of(ed, n);
	char quote = at < s.n ? s.p[at] : '\0';
	if (quote != '"' && quote != '\'')
		return str_eq(str_sub(s, at, at + n->text.n), n->text) ? at + n->text.n : -1;
	for (at++; at < s.n && s.p[at] != '\n'; at++) {
		if (quote == '"' && s.p[at] == '\\')
			at++;
		else if (s.p[at] == quote && quote == '\'' && at + 1 < s.n && s.p[at + 1] == quote)
			at++;
		else if (s.p[at] == quote)
			return at + 1;
	}
	return -1;
}

static int cannot_edit(struct yaml_editor *ed, const struct yaml_node *n)
{
	return yaml_fail_node(&ed->y, n, ed->e,
			      "cannot write a weight here: write this on one line");
}

/* ---- changes ---- */

int yaml_set_number(struct yaml_editor *ed, const struct yaml_node *n, double value)
{
	double old = 0;
	int rc = yaml_number(&ed->y, n, "a weight", &old, ed->e);
	if (rc < 0 || !yaml_differs(value, old))
		return rc;
	ptrdiff_t end = end_of(ed, n);
	if (end < 0)
		return cannot_edit(ed, n);
	struct buf text = { 0 };
	buf_add_fixed(&text, value, 2);
	rc = add_change(ed, start_of(ed, n), end, &text);
	buf_release(&text);
	return rc;
}

int yaml_append_number(struct yaml_editor *ed, const struct yaml_node *map,
		       const struct yaml_node *last, const char *key, double value)
{
	struct buf text = { 0 };
	ptrdiff_t at = end_of(ed, last);
	if (at < 0)
		return cannot_edit(ed, last);
	if (is_flow(ed, map, '{')) {
		buf_addz(&text, ", ");
	} else {
		while (at < ed->y.bytes.n && !strchr("\r\n", ed->y.bytes.p[at]))
			at++;
		buf_addf(&text, "\n%*s", (int)map->first->key_column - 1, "");
	}
	buf_addf(&text, "%s: ", key);
	buf_add_fixed(&text, value, 2);
	int rc = add_change(ed, at, at, &text);
	buf_release(&text);
	return rc;
}

int yaml_add_value(struct yaml_editor *ed, const struct yaml_node *n, double value)
{
	struct buf text = { 0 };
	ptrdiff_t at = end_of(ed, n);
	if (at < 0)
		return cannot_edit(ed, n);
	buf_addz(&text, ": ");
	buf_add_fixed(&text, value, 2);
	int rc = add_change(ed, at, at, &text);
	buf_release(&text);
	return rc;
}

int yaml_insert_entry(struct yaml_editor *ed, const struct yaml_node *map,
		      const struct yaml_node *next, struct buf *text)
{
	ptrdiff_t at = yaml_offset(&ed->y, next->key_line, next->key_column);
	if (is_flow(ed, map, '{'))
		buf_addz(text, ", ");
	else
		buf_addf(text, "\n%*s", (int)next->key_column - 1, "");
	return add_change(ed, at, at, text);
}

/* The byte behind what is last in n, which stands on one line; *depth: in how many brackets. */
static ptrdiff_t innermost_end(const struct yaml_editor *ed, const struct yaml_node *n, int *depth)
{
	*depth = 0;
	while (n->first) {
		*depth += is_flow(ed, n, '{') || is_flow(ed, n, '[');
		n = n->first;
		while (n->next)
			n = n->next;
	}
	return end_of(ed, n);
}

/* Behind the last entry of a list in brackets. */
static ptrdiff_t flow_end(const struct yaml_editor *ed, const struct yaml_node *last)
{
	int depth;
	ptrdiff_t at = innermost_end(ed, last, &depth);
	for (; at >= 0 && depth > 0; at++) {
		char c = at < ed->y.bytes.n ? ed->y.bytes.p[at] : '\0';
		if (c == '}' || c == ']')
			depth--;
		else if (!c || !strchr(" \t\r\n", c))
			return -1;
	}
	return at;
}

/* The end of the line on which the last entry of a list with lines ends. */
static ptrdiff_t line_end(const struct yaml_editor *ed, const struct yaml_node *last)
{
	int depth;
	ptrdiff_t at = innermost_end(ed, last, &depth);
	while (at >= 0 && at < ed->y.bytes.n && !strchr("\r\n", ed->y.bytes.p[at]))
		at++;
	return at;
}

int yaml_append_item(struct yaml_editor *ed, const struct yaml_node *list, struct str item,
		     struct str note)
{
	struct buf text = { 0 };
	const struct yaml_node *last = list->first;
	bool flow = is_flow(ed, list, '[');
	while (last && last->next)
		last = last->next;
	ptrdiff_t at = !last ? -1 : flow ? flow_end(ed, last) : line_end(ed, last);
	if (at < 0)
		return yaml_fail_node(&ed->y, list, ed->e,
				      "cannot add terms here: write the last one on one line");
	if (flow)
		buf_addf(&text, ", %.*s", STR_ARG(item));
	else
		buf_addf(&text, "\n%*s- %.*s%s%.*s", (int)list->column - 1, "", STR_ARG(item),
			 note.n ? "  # " : "", STR_ARG(note));
	int rc = add_change(ed, at, at, &text);
	buf_release(&text);
	return rc;
}

/* ---- a file ---- */

static int compare_changes(const void *a, const void *b)
{
	const struct yaml_change *x = a, *y = b;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static int apply(struct yaml_editor *ed, struct buf *out)
{
	struct str s = ed->y.bytes;
	ptrdiff_t at = 0;
	if (ed->changes.n)
		qsort(ed->changes.at, (size_t)ed->changes.n, sizeof *ed->changes.at,
		      compare_changes);
	for (ptrdiff_t i = 0; i < ed->changes.n; i++) {
		const struct yaml_change *x = &ed->changes.at[i];
		buf_add(out, str_sub(s, at, x->from));
		buf_add(out, x->text);
		at = x->to;
	}
	buf_add(out, str_sub(s, at, s.n));
	return buf_ok(out) ? 0 : no_memory(ed);
}

/* One pass over bytes; *count: the changes. */
static int edit_bytes(struct buf *out, struct str name, struct str bytes, yaml_changer *change,
		      const void *ctx, ptrdiff_t *count, struct error *e)
{
	struct yaml_editor ed = { .e = e };
	arena_init(&ed.mem, 0);
	int rc = yaml_parse(&ed.y, &ed.mem, name, bytes, e);
	if (rc == 0)
		rc = change(&ed, ctx);
	if (rc == 0)
		rc = apply(&ed, out);
	*count = ed.changes.n;
	arena_release(&ed.mem);
	return rc;
}

int yaml_edit(struct buf *out, struct str name, struct str bytes, yaml_changer *change,
	      const void *ctx, struct error *e)
{
	struct buf again = { 0 };
	ptrdiff_t count = 0, start = out->n;
	int rc = edit_bytes(out, name, bytes, change, ctx, &count, e);
	if (rc == 0 && count)
		rc = edit_bytes(&again, name, str_sub(buf_str(out), start, out->n), change, ctx,
				&count, e);
	if (rc == 0 && count)
		rc = fail(e, E_INTERNAL, "'%.*s' could not be edited", STR_ARG(name));
	buf_release(&again);
	return rc;
}
