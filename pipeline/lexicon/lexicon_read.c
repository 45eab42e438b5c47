/* SPDX-License-Identifier: MIT
 *
 * The YAML of a lexicon into struct lexicon: lexicon.yaml, sets.yaml and the
 * theme files. docs/LEXICON.md describes what may stand where.
 */
#include <stdio.h>

#include "pipeline/lexicon/lexicon_load.h"
#include "pipeline/lexicon/stemmer.h"
#include "pipeline/lexicon/suggest.h"

#define WEIGHT_MAX 100.0
#define THEMES_MAX 1000

static int no_memory(struct loader *ld)
{
	return fail(ld->e, E_NOMEM, "out of memory for the lexicon");
}

/* A number within [low, high] under key; *out is left alone when the key is absent. */
static int read_number(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
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

/* A text under key, copied; absent is an error when required, else an empty text. */
static int read_text(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
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
	return out->p ? 0 : no_memory(ld);
}

/* An id: lower-case letters, digits and hyphens. */
static int read_id(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
		   const char *key, struct str *out)
{
	int rc = read_text(ld, y, map, key, true, out);
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

static int read_carry(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
		      double *carry)
{
	const struct yaml_node *n = yaml_get(map, S("carry"));
	if (!n)
		return 0;
	int rc = yaml_expect(y, n, YAML_MAP, "weights such as {before: 0.9, lead: 0.5}", ld->e);
	if (rc == 0)
		rc = yaml_keys(y, n, carry_keys, CARRY_COUNT, ld->e);
	for (int i = 0; rc == 0 && i < CARRY_COUNT; i++)
		rc = read_number(ld, y, n, carry_keys[i].p, -WEIGHT_MAX, WEIGHT_MAX, &carry[i]);
	return rc;
}

static struct place place_of(const struct loader *ld, const struct yaml *y, uint32_t line,
			     uint32_t column)
{
	return (struct place){ (uint32_t)(y - ld->files), line, column };
}

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
		rc = read_number(ld, y, n, "threshold", -WEIGHT_MAX, WEIGHT_MAX, &d->threshold);
	if (rc == 0)
		rc = read_number(ld, y, n, "scale", 0.001, WEIGHT_MAX, &d->scale);
	if (rc == 0)
		rc = read_number(ld, y, n, "decay", 0, 1, &d->decay);
	if (rc == 0)
		rc = read_number(ld, y, n, "others_cap", 0, WEIGHT_MAX, &d->others_cap);
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
		rc = read_number(ld, y, n, "bias", -WEIGHT_MAX, WEIGHT_MAX, &ld->default_bias);
	if (rc == 0)
		rc = read_number(ld, y, n, "weight", -WEIGHT_MAX, WEIGHT_MAX, &ld->default_weight);
	if (rc == 0)
		rc = read_carry(ld, y, n, ld->default_carry);
	return rc;
}

/* A pattern of no theme: a veto or a pointer. */
static int read_behind(struct loader *ld, const struct yaml *y, const struct yaml_node *n,
		       unsigned flags, uint16_t theme, uint32_t veto_for)
{
	struct str s = { 0 };
	int rc = yaml_text(y, n, "a pattern", &s, ld->e);
	if (rc < 0)
		return rc;
	struct term *t = VEC_PUSH(&ld->mem, &ld->behind);
	if (!t)
		return no_memory(ld);
	*t = (struct term){ .pattern = arena_str(&ld->lx->mem, s), .theme = theme,
			    .flags = (uint16_t)flags, .veto_for = veto_for,
			    .place = place_of(ld, y, n->line, n->column) };
	return t->pattern.p ? 0 : no_memory(ld);
}

static int read_anaphora(struct loader *ld, const struct yaml *y, const struct yaml_node *map)
{
	const struct yaml_node *n = yaml_get(map, S("anaphora"));
	int rc = n ? yaml_expect(y, n, YAML_LIST, "a list of patterns", ld->e) : 0;
	for (const struct yaml_node *k = n ? n->first : NULL; rc == 0 && k; k = k->next)
		rc = read_behind(ld, y, k, TERM_POINTER, NO_THEME, 0);
	return rc;
}

static int read_language(struct loader *ld, const struct yaml *y, const struct yaml_node *map)
{
	struct lexicon *lx = ld->lx;
	struct stemmer *stemmer = NULL;
	struct error inner = { 0 };
	int rc = read_text(ld, y, map, "language", true, &lx->language);
	if (rc == 0 && stemmer_new(&stemmer, lx->language, &inner) < 0)
		rc = yaml_fail_node(y, yaml_get(map, S("language")), ld->e, "%s", inner.msg);
	stemmer_free(stemmer);
	return rc;
}

static int read_main(struct loader *ld, const struct yaml *y)
{
	static const struct str keys[] = {
		STR("id"), STR("title"), STR("version"), STR("language"), STR("description"),
		STR("decision"), STR("defaults"), STR("anaphora"),
	};
	struct lexicon *lx = ld->lx;
	const struct yaml_node *map = y->root;
	int rc = yaml_expect(y, map, YAML_MAP, "id, title, version, language, ...", ld->e);
	if (rc == 0)
		rc = yaml_keys(y, map, keys, countof(keys), ld->e);
	if (rc == 0)
		rc = read_id(ld, y, map, "id", &lx->id);
	if (rc == 0)
		rc = read_text(ld, y, map, "title", true, &lx->title);
	if (rc == 0)
		rc = read_text(ld, y, map, "version", true, &lx->version);
	if (rc == 0)
		rc = read_language(ld, y, map);
	if (rc == 0)
		rc = read_decision(ld, y, map);
	if (rc == 0)
		rc = read_defaults(ld, y, map);
	if (rc == 0)
		rc = read_anaphora(ld, y, map);
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
		return no_memory(ld);
	ptrdiff_t i = 0;
	for (const struct yaml_node *k = n->first; rc == 0 && k; k = k->next) {
		struct str s = { 0 }, re;
		rc = yaml_text(y, k, "a pattern", &s, ld->e);
		if (rc == 0 && pattern_is_regex(s, &re))
			rc = yaml_fail_node(y, k, ld->e, "a set cannot hold a regex");
		struct str copy = arena_str(&ld->lx->mem, s);
		if (rc == 0 && !copy.p)
			rc = no_memory(ld);
		if (rc == 0)
			rc = lexicon_pattern(ld, y, k->line, k->column, copy, &trees[i++]);
	}
	if (rc < 0)
		return rc;
	struct pattern_set *set = VEC_PUSH(&ld->mem, &ld->sets);
	if (!set)
		return no_memory(ld);
	set->name = n->key;
	set->body = pattern_any(&ld->lx->mem, trees, n->count);
	return set->body ? 0 : no_memory(ld);
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

/* ---- themes ---- */

static int read_scope(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
		      struct term *t)
{
	static const struct str places[] = { STR("heading"), STR("list"), STR("body") };
	const struct yaml_node *n = yaml_get(map, S("in"));
	if (!n)
		return 0;
	const struct yaml_node *k = n->kind == YAML_LIST ? n->first : n;
	int rc = 0;
	for (uint32_t i = n->kind == YAML_LIST ? n->count : 1; rc == 0 && i; i--, k = k->next) {
		int place = 0;
		rc = yaml_choice(y, k, "a place", places, countof(places), &place, ld->e);
		if (rc == 0)
			t->flags |= (uint16_t)(TERM_IN_HEADING << place);
	}
	return rc;
}

static int read_unless(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
		       uint16_t theme, uint32_t term)
{
	const struct yaml_node *n = yaml_get(map, S("unless"));
	int rc = 0;
	if (!n)
		return 0;
	if (n->kind != YAML_LIST)
		return read_behind(ld, y, n, TERM_VETO, theme, term);
	for (const struct yaml_node *k = n->first; rc == 0 && k; k = k->next)
		rc = read_behind(ld, y, k, TERM_VETO, theme, term);
	return rc;
}

/* {term: pattern, weight: 1.1, unless: [...], in: body, section: id} */
static int read_long_term(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
			  uint32_t index, struct term *t)
{
	static const struct str keys[] = {
		STR("term"), STR("weight"), STR("unless"), STR("in"), STR("section"),
	};
	const struct yaml_node *pattern = yaml_get(map, S("term"));
	int rc = yaml_keys(y, map, keys, countof(keys), ld->e);
	if (rc == 0 && !pattern)
		rc = yaml_fail_node(y, map, ld->e, "'term' is missing");
	if (rc == 0)
		rc = yaml_text(y, pattern, "a pattern", &t->pattern, ld->e);
	if (rc == 0)
		rc = read_number(ld, y, map, "weight", -WEIGHT_MAX, WEIGHT_MAX, &t->weight);
	if (rc == 0)
		rc = read_scope(ld, y, map, t);
	if (rc == 0)
		rc = read_text(ld, y, map, "section", false, &t->section);
	if (rc == 0)
		rc = read_unless(ld, y, map, t->theme, index);
	if (rc == 0)
		t->place = place_of(ld, y, pattern->line, pattern->column);
	return rc;
}

/* "pattern", "pattern: weight", or the long form. */
static int read_term(struct loader *ld, const struct yaml *y, const struct yaml_node *n,
		     uint16_t theme)
{
	uint32_t index = (uint32_t)ld->lx->terms.n;
	struct term t = { .weight = ld->default_weight, .theme = theme };
	int rc = 0;
	if (n->kind == YAML_MAP && (n->count != 1 || yaml_get(n, S("term")))) {
		rc = read_long_term(ld, y, n, index, &t);
	} else if (n->kind == YAML_MAP) {
		t.pattern = n->first->key;
		t.place = place_of(ld, y, n->first->key_line, n->first->key_column);
		rc = yaml_number(y, n->first, "a weight", &t.weight, ld->e);
		if (rc == 0 && (t.weight < -WEIGHT_MAX || t.weight > WEIGHT_MAX))
			rc = yaml_fail_node(y, n->first, ld->e, "a weight must lie between %g and %g",
					    -WEIGHT_MAX, WEIGHT_MAX);
	} else {
		t.place = place_of(ld, y, n->line, n->column);
		rc = yaml_text(y, n, "a pattern, or pattern: weight", &t.pattern, ld->e);
	}
	if (rc < 0)
		return rc;
	t.pattern = arena_str(&ld->lx->mem, t.pattern);
	struct term *slot = VEC_PUSH(&ld->lx->mem, &ld->lx->terms);
	if (!slot || !t.pattern.p)
		return no_memory(ld);
	*slot = t;
	return 0;
}

static int read_terms(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
		      uint16_t theme)
{
	const struct yaml_node *n = yaml_get(map, S("terms"));
	ptrdiff_t first = ld->lx->terms.n;
	if (!n)
		return yaml_fail_node(y, map, ld->e, "'terms' is missing");
	int rc = yaml_expect(y, n, YAML_LIST, "a list of terms", ld->e);
	for (const struct yaml_node *k = n->first; rc == 0 && k; k = k->next)
		rc = read_term(ld, y, k, theme);
	struct theme *t = &ld->lx->themes.at[theme];
	t->term_first = (uint32_t)first;
	t->term_count = (uint32_t)(ld->lx->terms.n - first);
	return rc;
}

static int read_example(struct loader *ld, const struct yaml *y, const struct yaml_node *n,
			struct theme *t)
{
	static const struct str keys[] = { STR("text"), STR("polarity") };
	static const struct {
		int expect;
		struct str name;
	} known[] = {
		{ POL_STRENGTH, STR("strength") }, { POL_CONCERN, STR("concern") },
		{ POL_MIXED, STR("mixed") },       { POL_NEUTRAL, STR("neutral") },
		{ EXPECT_ANY, STR("any") },        { EXPECT_NONE, STR("none") },
	};
	struct str names[countof(known)];
	struct example x = { .expect = EXPECT_ANY, .place = place_of(ld, y, n->line, n->column) };
	struct str s = { 0 };
	int rc = 0, choice = 4;
	for (int i = 0; i < countof(known); i++)
		names[i] = known[i].name;
	if (n->kind == YAML_MAP) {
		const struct yaml_node *polarity = yaml_get(n, S("polarity"));
		rc = yaml_keys(y, n, keys, countof(keys), ld->e);
		if (rc == 0)
			rc = read_text(ld, y, n, "text", true, &s);
		if (rc == 0 && polarity)
			rc = yaml_choice(y, polarity, "a polarity", names, countof(known), &choice,
					 ld->e);
	} else {
		rc = yaml_text(y, n, "an example, a text or {text: ..., polarity: ...}", &s, ld->e);
	}
	if (rc < 0)
		return rc;
	x.text = arena_str(&ld->lx->mem, s);
	x.expect = known[choice].expect;
	struct example *slot = VEC_PUSH(&ld->lx->mem, &t->examples);
	if (!slot || !x.text.p)
		return no_memory(ld);
	*slot = x;
	return 0;
}

static int read_examples(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
			 struct theme *t)
{
	const struct yaml_node *n = yaml_get(map, S("examples"));
	if (!n)
		return 0;
	int rc = yaml_expect(y, n, YAML_LIST, "a list of examples", ld->e);
	for (const struct yaml_node *k = n->first; rc == 0 && k; k = k->next)
		rc = read_example(ld, y, k, t);
	return rc;
}

static int read_good(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
		     struct theme *t)
{
	static const struct str names[] = { STR("neutral"), STR("low"), STR("high") };
	const struct yaml_node *n = yaml_get(map, S("good"));
	int good = GOOD_NEUTRAL;
	int rc = n ? yaml_choice(y, n, "a direction", names, countof(names), &good, ld->e) : 0;
	t->good = (uint8_t)good;
	return rc;
}

static int read_theme_words(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
			    struct theme *t)
{
	int rc = read_id(ld, y, map, "id", &t->id);
	int other = rc == 0 ? lexicon_theme(ld->lx, t->id) : -1;
	const struct theme *twin = other >= 0 ? &ld->lx->themes.at[other] : NULL;
	if (rc == 0 && twin && twin != t)
		rc = yaml_fail_node(y, yaml_get(map, S("id")), ld->e,
				    "theme '%.*s' is there already, in %.*s:%u", STR_ARG(t->id),
				    STR_ARG(ld->files[twin->place.file].name), twin->place.line);
	if (rc == 0)
		rc = read_text(ld, y, map, "title", true, &t->title);
	if (rc == 0)
		rc = read_text(ld, y, map, "definition", false, &t->definition);
	if (rc == 0)
		rc = read_good(ld, y, map, t);
	return rc;
}

static int read_theme(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
		      struct str group)
{
	static const struct str keys[] = {
		STR("id"), STR("title"), STR("good"), STR("definition"), STR("bias"),
		STR("carry"), STR("context"), STR("terms"), STR("examples"),
	};
	struct lexicon *lx = ld->lx;
	int rc = yaml_expect(y, map, YAML_MAP, "a theme with id, title, terms, ...", ld->e);
	if (rc == 0)
		rc = yaml_keys(y, map, keys, countof(keys), ld->e);
	if (rc == 0 && lx->themes.n >= THEMES_MAX)
		rc = yaml_fail_node(y, map, ld->e, "more than %d themes", THEMES_MAX);
	if (rc < 0)
		return rc;
	uint16_t index = (uint16_t)lx->themes.n;
	struct theme_source *source = VEC_PUSH(&ld->mem, &ld->sources);
	struct theme *t = source ? VEC_PUSH(&lx->mem, &lx->themes) : NULL;
	if (!t)
		return no_memory(ld);
	*source = (struct theme_source){ (uint32_t)(y - ld->files), map };
	t->group = group;
	t->place = place_of(ld, y, map->line, map->column);
	t->bias = ld->default_bias;
	memcpy(t->carry, ld->default_carry, sizeof t->carry);
	rc = read_theme_words(ld, y, map, t);
	if (rc == 0)
		rc = read_number(ld, y, map, "bias", -WEIGHT_MAX, WEIGHT_MAX, &t->bias);
	if (rc == 0)
		rc = read_carry(ld, y, map, t->carry);
	if (rc == 0)
		rc = read_examples(ld, y, map, t);
	if (rc == 0)
		rc = read_terms(ld, y, map, index);
	return rc;
}

static int read_group(struct loader *ld, const struct yaml *y)
{
	static const struct str keys[] = { STR("group"), STR("title"), STR("themes") };
	struct lexicon *lx = ld->lx;
	const struct yaml_node *map = y->root;
	int rc = yaml_expect(y, map, YAML_MAP, "group, title and themes", ld->e);
	if (rc == 0)
		rc = yaml_keys(y, map, keys, countof(keys), ld->e);
	if (rc < 0)
		return rc;
	struct group *g = VEC_PUSH(&lx->mem, &lx->groups);
	if (!g)
		return no_memory(ld);
	rc = read_id(ld, y, map, "group", &g->id);
	for (ptrdiff_t i = 0; rc == 0 && i + 1 < lx->groups.n; i++)
		if (str_eq(lx->groups.at[i].id, g->id))
			rc = yaml_fail_node(y, yaml_get(map, S("group")), ld->e,
					    "group '%.*s' is there already", STR_ARG(g->id));
	if (rc == 0)
		rc = read_text(ld, y, map, "title", true, &g->title);
	const struct yaml_node *list = rc == 0 ? yaml_get(map, S("themes")) : NULL;
	if (rc == 0)
		rc = list ? yaml_expect(y, list, YAML_LIST, "a list of themes", ld->e)
			  : yaml_fail_node(y, map, ld->e, "'themes' is missing");
	g->theme_first = (uint32_t)lx->themes.n;
	for (const struct yaml_node *k = list ? list->first : NULL; rc == 0 && k; k = k->next)
		rc = read_theme(ld, y, k, g->id);
	g->theme_count = (uint32_t)lx->themes.n - g->theme_first;
	return rc;
}

/* ---- when all themes are known ---- */

static int unknown_theme(struct loader *ld, const struct yaml *y, const struct yaml_node *n)
{
	const struct lexicon *lx = ld->lx;
	struct str *ids = NEW(&ld->mem, struct str, lx->themes.n);
	if (!ids)
		return no_memory(ld);
	for (ptrdiff_t i = 0; i < lx->themes.n; i++)
		ids[i] = lx->themes.at[i].id;
	ptrdiff_t near = suggest(n->key, ids, lx->themes.n);
	int shown = (int)(n->key.n < 40 ? n->key.n : 40);
	if (near >= 0)
		return yaml_fail_key(y, n, ld->e, "no theme '%.*s': did you mean '%.*s'?", shown,
				     n->key.p, STR_ARG(ids[near]));
	return yaml_fail_key(y, n, ld->e, "no theme '%.*s'", shown, n->key.p);
}

static int read_context(struct loader *ld, ptrdiff_t theme)
{
	struct theme *t = &ld->lx->themes.at[theme];
	const struct yaml *y = &ld->files[ld->sources.at[theme].file];
	const struct yaml_node *map = yaml_get(ld->sources.at[theme].node, S("context"));
	if (!map)
		return 0;
	int rc = yaml_expect(y, map, YAML_MAP, "themes with weights", ld->e);
	for (const struct yaml_node *n = map->first; rc == 0 && n; n = n->next) {
		int other = lexicon_theme(ld->lx, n->key);
		double weight = 0;
		if (other < 0)
			return unknown_theme(ld, y, n);
		if (other == theme)
			return yaml_fail_key(y, n, ld->e, "a theme is no context of itself");
		rc = yaml_number(y, n, "a weight", &weight, ld->e);
		struct context *c = rc == 0 ? VEC_PUSH(&ld->lx->mem, &t->context) : NULL;
		if (rc == 0 && !c)
			return no_memory(ld);
		if (c)
			*c = (struct context){ .theme = (uint16_t)other, .weight = weight };
	}
	return rc;
}

static int append_behind(struct loader *ld)
{
	for (ptrdiff_t i = 0; i < ld->behind.n; i++) {
		struct term *t = VEC_PUSH(&ld->lx->mem, &ld->lx->terms);
		if (!t)
			return no_memory(ld);
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
		return no_memory(ld);
	int rc = read_named(ld, S("lexicon.yaml"), true, read_main);
	if (rc == 0)
		rc = read_named(ld, S("sets.yaml"), false, read_sets);
	for (ptrdiff_t i = 0; rc == 0 && i < lx->files.n; i++) {
		struct str path = lx->files.at[i].path;
		if (!str_starts(path, S("themes/")) || !str_ends(path, S(".yaml")))
			continue;
		rc = parse_file(ld, i);
		if (rc == 0)
			rc = read_group(ld, &ld->files[i]);
	}
	if (rc == 0 && lx->themes.n == 0)
		rc = fail(ld->e, E_LEXICON, "%.*s: no themes in themes/*.yaml", STR_ARG(lx->path));
	for (ptrdiff_t i = 0; rc == 0 && i < lx->themes.n; i++)
		rc = read_context(ld, i);
	return rc < 0 ? rc : append_behind(ld);
}
