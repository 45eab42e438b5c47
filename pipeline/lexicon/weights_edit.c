/* SPDX-License-Identifier: MIT
 *
 * Weights into theme files; see weights.h.
 */
#include "pipeline/lexicon/weights.h"
#include "pipeline/lexicon/yaml_edit.h"

/* What a theme file is to become. */
struct target {
	const struct lexicon *lx;
	const struct weights *w;
	ptrdiff_t theme;            /* the file's first */
};

struct editor {
	const struct lexicon *lx;
	const struct weights *w;
	struct yaml_editor *y;
};

/* ---- a theme ---- */

static int edit_bias(struct editor *ed, const struct yaml_node *map, ptrdiff_t t)
{
	const struct yaml_node *n = yaml_get(map, S("bias"));
	struct buf text = { 0 };
	int rc = 0;
	if (n)
		return yaml_set_number(ed->y, n, ed->w->bias[t]);
	if (yaml_differs(ed->w->bias[t], ed->lx->themes.at[t].bias)) {
		buf_addz(&text, "bias: ");
		buf_add_fixed(&text, ed->w->bias[t], 2);
		rc = yaml_insert_entry(ed->y, map, yaml_get(map, S("terms")), &text);
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
		if (!yaml_differs(value[c], ed->lx->themes.at[t].carry[c]))
			continue;
		buf_addf(&text, "%s%s: ", changed ? ", " : "", keys[c]);
		buf_add_fixed(&text, value[c], 2);
		changed = true;
	}
	buf_addc(&text, '}');
	int rc = changed ? yaml_insert_entry(ed->y, map, yaml_get(map, S("terms")), &text) : 0;
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
			rc = yaml_set_number(ed->y, n, value[c]);
		else if (yaml_differs(value[c], ed->lx->themes.at[t].carry[c]))
			rc = last ? yaml_append_number(ed->y, carry, last, keys[c].p, value[c])
				  : yaml_fail_node(&ed->y->y, carry, ed->y->e,
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
		rc = yaml_set_number(ed->y, n, *value++);
	return rc;
}

/* A pattern, {pattern: weight}, or the long form. */
static int edit_term(struct editor *ed, const struct yaml_node *n, uint32_t term)
{
	double value = ed->w->term[term];
	bool is_new = yaml_differs(value, ed->lx->terms.at[term].weight);
	if (n->kind == YAML_MAP && (n->count != 1 || yaml_get(n, S("term")))) {
		const struct yaml_node *weight = yaml_get(n, S("weight"));
		if (weight)
			return yaml_set_number(ed->y, weight, value);
		return is_new ? yaml_append_number(ed->y, n, yaml_get(n, S("term")), "weight", value) : 0;
	}
	if (n->kind == YAML_MAP)
		return yaml_set_number(ed->y, n->first, value);
	return is_new ? yaml_add_value(ed->y, n, value) : 0;
}

/* New terms, unless they are there. */
static int add_terms(struct editor *ed, const struct yaml_node *terms, ptrdiff_t t)
{
	struct buf item = { 0 };
	int rc = 0;
	for (ptrdiff_t i = 0; i < ed->w->added_count && rc == 0; i++) {
		const struct added_term *a = &ed->w->added[i];
		if (a->theme != t || terms->count > ed->lx->themes.at[t].term_count)
			continue;
		buf_reset(&item);
		buf_addf(&item, "%.*s: ", STR_ARG(a->pattern));
		buf_add_fixed(&item, a->weight, 2);
		rc = yaml_append_item(ed->y, terms, buf_str(&item), a->note);
	}
	buf_release(&item);
	return rc;
}

static int edit_theme(struct editor *ed, const struct yaml_node *map, ptrdiff_t t)
{
	const struct yaml_node *terms = yaml_get(map, S("terms"));
	const struct theme *theme = &ed->lx->themes.at[t];
	uint32_t term = theme->term_first, end = term + theme->term_count;
	int rc = edit_bias(ed, map, t);
	if (rc == 0)
		rc = edit_carry(ed, map, t);
	if (rc == 0)
		rc = edit_context(ed, map, t);
	for (const struct yaml_node *n = terms->first; n && term < end && rc == 0; n = n->next)
		rc = edit_term(ed, n, term++);
	return rc < 0 ? rc : add_terms(ed, terms, t);
}

static int edit_themes(struct yaml_editor *y, const void *ctx)
{
	const struct target *target = ctx;
	struct editor ed = { target->lx, target->w, y };
	const struct yaml_node *list = yaml_get(y->y.root, S("themes"));
	ptrdiff_t t = target->theme;
	int rc = 0;
	for (const struct yaml_node *n = list->first; n && rc == 0; n = n->next, t++)
		if (!ed.lx->themes.at[t].locked)
			rc = edit_theme(&ed, n, t);
	return rc;
}

int weights_edit(struct buf *out, const struct lexicon *lx, ptrdiff_t file,
		 const struct weights *w, struct error *e)
{
	const struct lexicon_file *f = &lx->files.at[file];
	struct target target = { lx, w, 0 };
	while (target.theme < lx->themes.n &&
	       lx->themes.at[target.theme].place.file != (uint32_t)file)
		target.theme++;
	if (target.theme < lx->themes.n)
		return yaml_edit(out, f->path, f->bytes, edit_themes, &target, e);
	buf_add(out, f->bytes);
	return buf_ok(out) ? 0 : fail(e, E_NOMEM, "no memory to edit '%.*s'", STR_ARG(f->path));
}
