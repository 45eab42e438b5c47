/* SPDX-License-Identifier: MIT
 *
 * The patterns of metadata/rules.yaml, compiled, each with its place in the
 * sieve. A blank in a pattern stands for any white space, a line end too: what
 * a page prints on one line another wraps.
 */
#include "pipeline/base/scan.h"
#include "pipeline/lexicon/regex_read.h"
#include "stages/metadata_loader.h"

/* The pattern with "\\s" for each blank; .p NULL without memory. */
static struct str with_any_space(struct arena *mem, struct str pattern)
{
	char *p = arena_raw(mem, pattern.n * 2 + 1, 1, 1);
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; p && i < pattern.n; i++) {
		if (pattern.p[i] == ' ')
			p[n++] = '\\';
		p[n++] = pattern.p[i] == ' ' ? 's' : pattern.p[i];
	}
	return (struct str){ p, n };
}

/* Enter the pattern as it is written in the sieve, which is shown a text with blanks for all white
 * space of ASCII. In a pattern that is not ASCII, \s stands for more than that. */
static int add_to_sieve(struct metadata_loader *ld, struct str pattern, struct metadata_pattern *out)
{
	bool ascii = scan_for_range(pattern, 0, '\x80', '\xff') == pattern.n;
	enum sieve_place place = out->by_line ? SIEVE_AT_LINES : SIEVE_ANYWHERE;
	if (!ascii)
		sieve_pass_all(&out->set);
	else if (sieve_add(&ld->r->sieve, &ld->r->mem, pattern, place, &out->set) < 0)
		return metadata_no_room(ld);
	return 0;
}

static int compile(struct metadata_loader *ld, const struct yaml_node *n, struct metadata_pattern *out)
{
	struct error why = { 0 };
	struct str pattern, spaced;
	ptrdiff_t at = 0;
	int rc = yaml_text(&ld->y, n, "a pattern", &pattern, ld->e);
	if (rc < 0)
		return rc;
	spaced = with_any_space(&ld->r->mem, pattern);
	if (!spaced.p)
		return metadata_no_room(ld);
	if (regex_compile(&out->regex, spaced, ld->flags, &at, &why) < 0)
		return yaml_fail_node(&ld->y, n, ld->e, "%s", why.msg);
	struct regex **slot = VEC_PUSH(&ld->r->mem, &ld->r->all);
	if (!slot) {
		regex_free(out->regex);
		return metadata_no_room(ld);
	}
	*slot = out->regex;
	out->by_line = regex_read_anchored(pattern);
	return add_to_sieve(ld, pattern, out);
}

int metadata_compile_under(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
			 struct metadata_pattern *out)
{
	const struct yaml_node *n;
	int rc = metadata_need(ld, map, key, &n);
	return rc < 0 ? rc : compile(ld, n, out);
}

int metadata_compile_list(struct metadata_loader *ld, const struct yaml_node *map, const char *key,
			pattern_list *out)
{
	const struct yaml_node *list;
	int rc = metadata_need(ld, map, key, &list);
	if (rc == 0)
		rc = yaml_expect(&ld->y, list, YAML_LIST, "a list of patterns", ld->e);
	for (const struct yaml_node *n = rc == 0 ? list->first : NULL; n && rc == 0; n = n->next) {
		struct metadata_pattern *slot = VEC_PUSH(&ld->r->mem, out);
		rc = slot ? compile(ld, n, slot) : metadata_no_room(ld);
	}
	return rc;
}
