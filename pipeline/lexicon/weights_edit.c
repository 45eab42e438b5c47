/* SPDX-License-Identifier: MIT
 *
 * Numbers of a theme file changed in place. The YAML tree knows where each
 * number stands; the bytes around it stay as a person wrote them. What was
 * edited is read again, and must then need no edit.
 */
#include <math.h>
#include <stdlib.h>

#include "pipeline/lexicon/weights.h"
#include "pipeline/lexicon/yaml.h"

/* Bytes [from, to) become text. */
struct edit {
	ptrdiff_t from, to;
	ptrdiff_t order;            /* of two at one place, as they were made */
	struct str text;
};

struct editor {
	const struct lexicon *lx;
	const struct weights *w;
	struct arena mem;
	struct yaml y;
	VEC(struct edit) edits;
	struct error *e;
};

static int no_memory(struct editor *ed)
{
	return fail(ed->e, E_NOMEM, "no memory to edit '%.*s'", STR_ARG(ed->y.name));
}

static int add_edit(struct editor *ed, ptrdiff_t from, ptrdiff_t to, const struct buf *text)
{
	struct edit *x = VEC_PUSH(&ed->mem, &ed->edits);
	struct str copy = arena_str(&ed->mem, buf_str(text));
	if (!x || !copy.p || !buf_ok(text))
		return no_memory(ed);
	*x = (struct edit){ from, to, ed->edits.n, copy };
	return 0;
}

/* Both to the two decimals that are written. */
static bool differs(double a, double b)
{
	return fabs(round(a * 100) - b * 100) > 1e-6;
}

/* ---- places ---- */

static ptrdiff_t start_of(const struct editor *ed, const struct yaml_node *n)
{
	return yaml_offset(&ed->y, n->line, n->column);
}

static bool is_flow(const struct editor *ed, const struct yaml_node *map)
{
	ptrdiff_t at = start_of(ed, map);
	return at < ed->y.bytes.n && ed->y.bytes.p[at] == '{';
}

/* The byte behind a text that stands on one line; -1 when it does not. */
static ptrdiff_t end_of(const struct editor *ed, const struct yaml_node *n)
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

static int cannot_edit(struct editor *ed, const struct yaml_node *n)
{
	return yaml_fail_node(&ed->y, n, ed->e,
			      "cannot write a weight here: write this on one line");
}

/* ---- edits ---- */

static int set_number(struct editor *ed, const struct yaml_node *n, double value)
{
	double old = 0;
	int rc = yaml_number(&ed->y, n, "a weight", &old, ed->e);
	if (rc < 0 || !differs(value, old))
		return rc;
	ptrdiff_t end = end_of(ed, n);
	if (end < 0)
		return cannot_edit(ed, n);
	struct buf text = { 0 };
	buf_add_fixed(&text, value, 2);
	rc = add_edit(ed, start_of(ed, n), end, &text);
	buf_release(&text);
	return rc;
}

/* "key: value" as a new last entry of map, whose entry `last` is a text on one line. */
static int append_number(struct editor *ed, const struct yaml_node *map,
			 const struct yaml_node *last, const char *key, double value)
{
	struct buf text = { 0 };
	ptrdiff_t at = end_of(ed, last);
	if (at < 0)
		return cannot_edit(ed, last);
	if (is_flow(ed, map)) {
		buf_addz(&text, ", ");
	} else {
		while (at < ed->y.bytes.n && !strchr("\r\n", ed->y.bytes.p[at]))
			at++;
		buf_addf(&text, "\n%*s", (int)map->first->key_column - 1, "");
	}
	buf_addf(&text, "%s: ", key);
	buf_add_fixed(&text, value, 2);
	int rc = add_edit(ed, at, at, &text);
	buf_release(&text);
	return rc;
}

/* A new entry in front of `terms`, on a line of its own; text is "key: value". */
static int insert_entry(struct editor *ed, const struct yaml_node *theme, struct buf *text)
{
	const struct yaml_node *terms = yaml_get(theme, S("terms"));
	ptrdiff_t at = yaml_offset(&ed->y, terms->key_line, terms->key_column);
	if (is_flow(ed, theme))
		buf_addz(text, ", ");
	else
		buf_addf(text, "\n%*s", (int)terms->key_column - 1, "");
	return add_edit(ed, at, at, text);
}

/* ---- a theme ---- */

static int edit_bias(struct editor *ed, const struct yaml_node *map, ptrdiff_t t)
{
	const struct yaml_node *n = yaml_get(map, S("bias"));
	struct buf text = { 0 };
	int rc = 0;
	if (n)
		return set_number(ed, n, ed->w->bias[t]);
	if (differs(ed->w->bias[t], ed->lx->themes.at[t].bias)) {
		buf_addz(&text, "bias: ");
		buf_add_fixed(&text, ed->w->bias[t], 2);
		rc = insert_entry(ed, map, &text);
	}
	buf_release(&text);
	return rc;
}

/* "carry: {before: 1.94, ...}" where there is none. */
static int insert_carry(struct editor *ed, const struct yaml_node *map, ptrdiff_t t)
{
#define X(name, word, people) word,
	static const char *const keys[] = { CARRIES(X) };
#undef X
	const double *value = ed->w->carry + t * CARRY_COUNT;
	struct buf text = { 0 };
	bool changed = false;
	buf_addz(&text, "carry: {");
	for (int c = 0; c < CARRY_COUNT; c++) {
		if (!differs(value[c], ed->lx->themes.at[t].carry[c]))
			continue;
		buf_addf(&text, "%s%s: ", changed ? ", " : "", keys[c]);
		buf_add_fixed(&text, value[c], 2);
		changed = true;
	}
	buf_addc(&text, '}');
	int rc = changed ? insert_entry(ed, map, &text) : 0;
	buf_release(&text);
	return rc;
}

static int edit_carry(struct editor *ed, const struct yaml_node *map, ptrdiff_t t)
{
#define X(name, word, people) STR(word),
	static const struct str keys[] = { CARRIES(X) };
#undef X
	const struct yaml_node *carry = yaml_get(map, S("carry")), *last = NULL;
	const double *value = ed->w->carry + t * CARRY_COUNT;
	int rc = 0;
	if (!carry)
		return insert_carry(ed, map, t);
	for (const struct yaml_node *n = carry->first; n; n = n->next)
		last = n;
	for (int c = 0; c < CARRY_COUNT && rc == 0; c++) {
		const struct yaml_node *n = yaml_get(carry, keys[c]);
		if (n)
			rc = set_number(ed, n, value[c]);
		else if (differs(value[c], ed->lx->themes.at[t].carry[c]))
			rc = last ? append_number(ed, carry, last, keys[c].p, value[c])
				  : yaml_fail_node(&ed->y, carry, ed->e,
						   "cannot write weights here: take this out");
	}
	return rc;
}

static int edit_context(struct editor *ed, const struct yaml_node *map, ptrdiff_t t)
{
	const struct yaml_node *context = yaml_get(map, S("context"));
	const double *value = ed->w->context + ed->w->context_first[t];
	int rc = 0;
	for (const struct yaml_node *n = context ? context->first : NULL; n && rc == 0; n = n->next)
		rc = set_number(ed, n, *value++);
	return rc;
}

/* A pattern, {pattern: weight}, or the long form. */
static int edit_term(struct editor *ed, const struct yaml_node *n, uint32_t term)
{
	double value = ed->w->term[term];
	bool is_new = differs(value, ed->lx->terms.at[term].weight);
	struct buf text = { 0 };
	int rc = 0;
	if (n->kind == YAML_MAP && (n->count != 1 || yaml_get(n, S("term")))) {
		const struct yaml_node *weight = yaml_get(n, S("weight"));
		if (weight)
			return set_number(ed, weight, value);
		return is_new ? append_number(ed, n, yaml_get(n, S("term")), "weight", value) : 0;
	}
	if (n->kind == YAML_MAP)
		return set_number(ed, n->first, value);
	if (!is_new)
		return 0;
	ptrdiff_t at = end_of(ed, n);
	if (at < 0)
		return cannot_edit(ed, n);
	buf_addz(&text, ": ");
	buf_add_fixed(&text, value, 2);
	rc = add_edit(ed, at, at, &text);
	buf_release(&text);
	return rc;
}

static int edit_theme(struct editor *ed, const struct yaml_node *map, ptrdiff_t t)
{
	const struct yaml_node *terms = yaml_get(map, S("terms"));
	uint32_t term = ed->lx->themes.at[t].term_first;
	int rc = edit_bias(ed, map, t);
	if (rc == 0)
		rc = edit_carry(ed, map, t);
	if (rc == 0)
		rc = edit_context(ed, map, t);
	for (const struct yaml_node *n = terms->first; n && rc == 0; n = n->next)
		rc = edit_term(ed, n, term++);
	return rc;
}

/* ---- a file ---- */

static int compare_edits(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static int apply(struct editor *ed, struct buf *out)
{
	struct str s = ed->y.bytes;
	ptrdiff_t at = 0;
	if (ed->edits.n)
		qsort(ed->edits.at, (size_t)ed->edits.n, sizeof *ed->edits.at, compare_edits);
	for (ptrdiff_t i = 0; i < ed->edits.n; i++) {
		const struct edit *x = &ed->edits.at[i];
		buf_add(out, str_sub(s, at, x->from));
		buf_add(out, x->text);
		at = x->to;
	}
	buf_add(out, str_sub(s, at, s.n));
	return buf_ok(out) ? 0 : no_memory(ed);
}

/* One pass over bytes; *count: the edits. */
static int edit_bytes(struct buf *out, const struct lexicon *lx, ptrdiff_t file, struct str bytes,
		      const struct weights *w, ptrdiff_t *count, struct error *e)
{
	struct editor ed = { .lx = lx, .w = w, .e = e };
	ptrdiff_t t = 0;
	arena_init(&ed.mem, 0);
	while (t < lx->themes.n && lx->themes.at[t].place.file != (uint32_t)file)
		t++;
	if (t == lx->themes.n) {
		buf_add(out, bytes);
		return buf_ok(out) ? 0 : no_memory(&ed);
	}
	int rc = yaml_parse(&ed.y, &ed.mem, lx->files.at[file].path, bytes, e);
	const struct yaml_node *list = rc == 0 ? yaml_get(ed.y.root, S("themes")) : NULL;
	for (const struct yaml_node *n = list ? list->first : NULL; n && rc == 0; n = n->next, t++)
		if (!lx->themes.at[t].locked)
			rc = edit_theme(&ed, n, t);
	if (rc == 0)
		rc = apply(&ed, out);
	*count = ed.edits.n;
	arena_release(&ed.mem);
	return rc;
}

int weights_edit(struct buf *out, const struct lexicon *lx, ptrdiff_t file,
		 const struct weights *w, struct error *e)
{
	struct buf again = { 0 };
	ptrdiff_t count = 0, start = out->n;
	int rc = edit_bytes(out, lx, file, lx->files.at[file].bytes, w, &count, e);
	if (rc == 0 && count)
		rc = edit_bytes(&again, lx, file, str_sub(buf_str(out), start, out->n), w, &count, e);
	if (rc == 0 && count)
		rc = fail(e, E_INTERNAL, "'%.*s' could not be edited",
			  STR_ARG(lx->files.at[file].path));
	buf_release(&again);
	return rc;
}
