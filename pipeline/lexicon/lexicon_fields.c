/* SPDX-License-Identifier: MIT
 *
 * Values of a lexicon's YAML: numbers in range, texts, ids, weights of what is
 * carried over, patterns of no theme.
 */
#include "pipeline/lexicon/lexicon_load.h"

int load_no_memory(struct loader *ld)
{
	return fail(ld->e, E_NOMEM, "out of memory for the lexicon");
}

int load_number(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
		const char *key, double low, double high, double *out)
{
	const struct yaml_node *n = yaml_get(map, str_of(key));
	double v = 0;
	if (!n)
		return 0;
	int rc = yaml_number(y, n, key, &v, ld->e);
	if (rc == 0 && (v < low || v > high))
		rc = yaml_fail_node(y, n, ld->e, "%s must lie between %g and %g", key, low, high);
	if (rc == 0)
		*out = v;
	return rc;
}

int load_text(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
	      const char *key, bool required, struct str *out)
{
	const struct yaml_node *n = yaml_get(map, str_of(key));
	struct str s = { 0 };
	if (!n)
		return required ? yaml_fail_node(y, map, ld->e, "'%s' is missing", key) : 0;
	int rc = yaml_text(y, n, key, &s, ld->e);
	if (rc < 0)
		return rc;
	*out = arena_str(&ld->lx->mem, str_trim(s));
	return out->p ? 0 : load_no_memory(ld);
}

int load_id(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
	    const char *key, struct str *out)
{
	int rc = load_text(ld, y, map, key, true, out);
	for (ptrdiff_t i = 0; rc == 0 && i < out->n; i++) {
		char c = out->p[i];
		if (!(c >= 'a' && c <= 'z') && !ascii_is_digit(c) && c != '-')
			rc = yaml_fail_node(y, yaml_get(map, str_of(key)), ld->e,
					    "an id has small letters, digits and hyphens");
	}
	return rc;
}

#define X(name, word, people) STR(word),
static const struct str carry_keys[] = { CARRIES(X) };
#undef X

int load_carry(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
	       double *carry)
{
	const struct yaml_node *n = yaml_get(map, S("carry"));
	if (!n)
		return 0;
	int rc = yaml_expect(y, n, YAML_MAP, "weights such as {before: 0.9, lead: 0.5}", ld->e);
	if (rc == 0)
		rc = yaml_keys(y, n, carry_keys, CARRY_COUNT, ld->e);
	for (int i = 0; rc == 0 && i < CARRY_COUNT; i++)
		rc = load_number(ld, y, n, carry_keys[i].p, -WEIGHT_MAX, WEIGHT_MAX, &carry[i]);
	return rc;
}

struct place load_place(const struct loader *ld, const struct yaml *y, uint32_t line,
			uint32_t column)
{
	return (struct place){ (uint32_t)(y - ld->files), line, column };
}

int load_behind(struct loader *ld, const struct yaml *y, const struct yaml_node *n,
		unsigned flags, uint16_t theme, uint32_t veto_for)
{
	struct str s = { 0 };
	int rc = yaml_text(y, n, "a pattern", &s, ld->e);
	if (rc < 0)
		return rc;
	struct term *t = VEC_PUSH(&ld->mem, &ld->behind);
	if (!t)
		return load_no_memory(ld);
	*t = (struct term){ .pattern = arena_str(&ld->lx->mem, s), .theme = theme,
			    .flags = (uint16_t)flags, .veto_for = veto_for,
			    .place = load_place(ld, y, n->line, n->column) };
	return t->pattern.p ? 0 : load_no_memory(ld);
}
