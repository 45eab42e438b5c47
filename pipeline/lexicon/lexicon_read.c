/* SPDX-License-Identifier: MIT
 *
 * The YAML of a lexicon into struct lexicon: lexicon.yaml, sets.yaml, and then
 * the theme files (lexicon_themes.c). docs/LEXICON.md describes what may stand
 * where.
 */
#include "pipeline/lexicon/lexicon_load.h"
#include "pipeline/lexicon/stemmer.h"

/* ---- lexicon.yaml ---- */

static int read_decision(struct loader *ld, const struct yaml *y, const struct yaml_node *map)
{
	static const struct str keys[] = {
		STR("threshold"), STR("scale"), STR("decay"), STR("others_cap"),
	};
	struct decision *d = &ld->lx->decision;
	const struct yaml_node *n = yaml_get(map, S("decision"));
	*d = (struct decision){ .threshold = 0, .scale = 6, .decay = 0.85, .others_cap = 3 };
	if (!n)
		return 0;
	int rc = yaml_expect(y, n, YAML_MAP, "{threshold: 0, scale: 6, ...}", ld->e);
	if (rc == 0)
		rc = yaml_keys(y, n, keys, countof(keys), ld->e);
	if (rc == 0)
		rc = load_number(ld, y, n, "threshold", -WEIGHT_MAX, WEIGHT_MAX, &d->threshold);
	if (rc == 0)
		rc = load_number(ld, y, n, "scale", 0.001, WEIGHT_MAX, &d->scale);
	if (rc == 0)
		rc = load_number(ld, y, n, "decay", 0, 1, &d->decay);
	if (rc == 0)
		rc = load_number(ld, y, n, "others_cap", 0, WEIGHT_MAX, &d->others_cap);
	return rc;
}

static int read_defaults(struct loader *ld, const struct yaml *y, const struct yaml_node *map)
{
	static const struct str keys[] = { STR("bias"), STR("weight"), STR("carry") };
	const struct yaml_node *n = yaml_get(map, S("defaults"));
	ld->default_weight = 1;
	if (!n)
		return 0;
	int rc = yaml_expect(y, n, YAML_MAP, "{bias: -3, weight: 1, ...}", ld->e);
	if (rc == 0)
		rc = yaml_keys(y, n, keys, countof(keys), ld->e);
	if (rc == 0)
		rc = load_number(ld, y, n, "bias", -WEIGHT_MAX, WEIGHT_MAX, &ld->default_bias);
	if (rc == 0)
		rc = load_number(ld, y, n, "weight", -WEIGHT_MAX, WEIGHT_MAX, &ld->default_weight);
	if (rc == 0)
		rc = load_carry(ld, y, n, ld->default_carry);
	return rc;
}

static int read_anaphora(struct loader *ld, const struct yaml *y, const struct yaml_node *map)
{
	const struct yaml_node *n = yaml_get(map, S("anaphora"));
	int rc = n ? yaml_expect(y, n, YAML_LIST, "a list of patterns", ld->e) : 0;
	for (const struct yaml_node *k = n ? n->first : NULL; rc == 0 && k; k = k->next)
		rc = load_behind(ld, y, k, TERM_POINTER, NO_THEME, 0);
	return rc;
}

static int read_language(struct loader *ld, const struct yaml *y, const struct yaml_node *map)
{
	struct lexicon *lx = ld->lx;
	struct stemmer *stemmer = NULL;
	struct error inner = { 0 };
	int rc = load_text(ld, y, map, "language", true, &lx->language);
	if (rc == 0 && stemmer_new(&stemmer, lx->language, &inner) < 0)
		rc = yaml_fail_node(y, yaml_get(map, S("language")), ld->e, "%s", inner.msg);
	stemmer_free(stemmer);
	return rc;
}

static int read_main(struct loader *ld, const struct yaml *y)
{
	static const struct str keys[] = {
		STR("id"), STR("title"), STR("version"), STR("language"), STR("description"),
		STR("decision"), STR("defaults"), STR("anaphora"), STR("columns"),
	};
	struct lexicon *lx = ld->lx;
	const struct yaml_node *map = y->root;
	int rc = yaml_expect(y, map, YAML_MAP, "id, title, version, language, ...", ld->e);
	if (rc == 0)
		rc = yaml_keys(y, map, keys, countof(keys), ld->e);
	if (rc == 0)
		rc = load_id(ld, y, map, "id", &lx->id);
	if (rc == 0)
		rc = load_text(ld, y, map, "title", true, &lx->title);
	if (rc == 0)
		rc = load_text(ld, y, map, "version", true, &lx->version);
	if (rc == 0)
		rc = read_language(ld, y, map);
	if (rc == 0)
		rc = read_decision(ld, y, map);
	if (rc == 0)
		rc = read_defaults(ld, y, map);
	if (rc == 0)
		rc = read_anaphora(ld, y, map);
	if (rc == 0)
		rc = load_columns(ld, y, map);
	return rc;
}

/* ---- sets.yaml ---- */

static int read_set(struct loader *ld, const struct yaml *y, const struct yaml_node *n)
{
	int rc = yaml_expect(y, n, YAML_LIST, "a list of patterns", ld->e);
	if (rc == 0 && n->count == 0)
		rc = yaml_fail_node(y, n, ld->e, "a set needs one pattern at least");
	if (rc < 0)
		return rc;
	const struct pattern_node **trees = NEW(&ld->mem, const struct pattern_node *, n->count);
	if (!trees)
		return load_no_memory(ld);
	ptrdiff_t i = 0;
	for (const struct yaml_node *k = n->first; rc == 0 && k; k = k->next) {
		struct str s = { 0 }, re;
		rc = yaml_text(y, k, "a pattern", &s, ld->e);
		if (rc == 0 && pattern_is_regex(s, &re))
			rc = yaml_fail_node(y, k, ld->e, "a set cannot hold a regex");
		struct str copy = arena_str(&ld->lx->mem, s);
		if (rc == 0 && !copy.p)
			rc = load_no_memory(ld);
		if (rc == 0)
			rc = lexicon_pattern(ld, &ld->lx->mem, y, k->line, k->column, copy,
					     &trees[i++]);
	}
	if (rc < 0)
		return rc;
	struct pattern_set *set = VEC_PUSH(&ld->mem, &ld->sets);
	if (!set)
		return load_no_memory(ld);
	set->name = n->key;
	set->body = pattern_any(&ld->lx->mem, trees, n->count);
	return set->body ? 0 : load_no_memory(ld);
}

static int read_sets(struct loader *ld, const struct yaml *y)
{
	static const struct str keys[] = { STR("sets") };
	int rc = yaml_expect(y, y->root, YAML_MAP, "sets: {name: [pattern, ...]}", ld->e);
	if (rc == 0)
		rc = yaml_keys(y, y->root, keys, countof(keys), ld->e);
	const struct yaml_node *map = rc == 0 ? yaml_get(y->root, S("sets")) : NULL;
	if (rc == 0 && map)
		rc = yaml_expect(y, map, YAML_MAP, "names, each with a list of patterns", ld->e);
	for (const struct yaml_node *n = map ? map->first : NULL; rc == 0 && n; n = n->next)
		rc = read_set(ld, y, n);
	return rc;
}

static int append_behind(struct loader *ld)
{
	for (ptrdiff_t i = 0; i < ld->behind.n; i++) {
		struct term *t = VEC_PUSH(&ld->lx->mem, &ld->lx->terms);
		if (!t)
			return load_no_memory(ld);
		*t = ld->behind.at[i];
	}
	return 0;
}

/* Parse file i when it is one of those that this part of the program knows. */
static int parse_file(struct loader *ld, ptrdiff_t i)
{
	const struct lexicon_file *f = &ld->lx->files.at[i];
	return yaml_parse(&ld->files[i], &ld->mem, f->path, f->bytes, ld->e);
}

static int read_named(struct loader *ld, struct str path, bool required,
		      int (*read)(struct loader *, const struct yaml *))
{
	for (ptrdiff_t i = 0; i < ld->lx->files.n; i++) {
		if (!str_eq(ld->lx->files.at[i].path, path))
			continue;
		int rc = parse_file(ld, i);
		return rc < 0 ? rc : read(ld, &ld->files[i]);
	}
	return required ? fail(ld->e, E_LEXICON, "%.*s: no %.*s: not a lexicon's folder",
			       STR_ARG(ld->lx->path), STR_ARG(path))
			: 0;
}

int lexicon_read(struct loader *ld)
{
	struct lexicon *lx = ld->lx;
	ld->files = NEW(&ld->mem, struct yaml, lx->files.n);
	if (!ld->files)
		return load_no_memory(ld);
	int rc = read_named(ld, S("lexicon.yaml"), true, read_main);
	if (rc == 0)
		rc = read_named(ld, S("sets.yaml"), false, read_sets);
	for (ptrdiff_t i = 0; rc == 0 && i < lx->files.n; i++) {
		struct str path = lx->files.at[i].path;
		if (!str_starts(path, S("themes/")) || !str_ends(path, S(".yaml")))
			continue;
		rc = parse_file(ld, i);
		if (rc == 0)
			rc = load_group(ld, &ld->files[i]);
	}
	if (rc == 0 && lx->themes.n == 0)
		rc = fail(ld->e, E_LEXICON, "%.*s: no themes in themes/*.yaml", STR_ARG(lx->path));
	for (ptrdiff_t i = 0; rc == 0 && i < lx->themes.n; i++)
		rc = load_context(ld, i);
	for (ptrdiff_t i = 0; rc == 0 && i < lx->themes.n; i++)
		rc = load_parent(ld, i);
	return rc < 0 ? rc : append_behind(ld);
}
