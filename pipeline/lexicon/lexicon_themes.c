/* SPDX-License-Identifier: MIT
 *
 * The theme files of a lexicon: groups, themes, terms, examples; and, when all
 * themes are known, what they say about one another.
 */
#include "pipeline/lexicon/lexicon_load.h"
#include "pipeline/lexicon/suggest.h"

#define THEMES_MAX 1000

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
		return load_behind(ld, y, n, TERM_VETO, theme, term);
	for (const struct yaml_node *k = n->first; rc == 0 && k; k = k->next)
		rc = load_behind(ld, y, k, TERM_VETO, theme, term);
	return rc;
}

/* lock: yes, or no */
static int read_lock(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
		     bool *locked)
{
	static const struct str names[] = { STR("no"), STR("yes") };
	const struct yaml_node *n = yaml_get(map, S("lock"));
	int choice = 0;
	int rc = n ? yaml_choice(y, n, "yes or no", names, countof(names), &choice, ld->e) : 0;
	*locked = choice == 1;
	return rc;
}

/* {term: pattern, weight: 1.1, unless: [...], in: body, section: id, lock: yes} */
static int read_long_term(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
			  uint32_t index, struct term *t)
{
	static const struct str keys[] = {
		STR("term"), STR("weight"), STR("unless"), STR("in"), STR("section"), STR("lock"),
	};
	const struct yaml_node *pattern = yaml_get(map, S("term"));
	bool locked = false;
	int rc = yaml_keys(y, map, keys, countof(keys), ld->e);
	if (rc == 0 && !pattern)
		rc = yaml_fail_node(y, map, ld->e, "'term' is missing");
	if (rc == 0)
		rc = yaml_text(y, pattern, "a pattern", &t->pattern, ld->e);
	if (rc == 0)
		rc = load_number(ld, y, map, "weight", -WEIGHT_MAX, WEIGHT_MAX, &t->weight);
	if (rc == 0)
		rc = read_scope(ld, y, map, t);
	if (rc == 0)
		rc = load_text(ld, y, map, "section", false, &t->section);
	if (rc == 0)
		rc = read_lock(ld, y, map, &locked);
	if (locked)
		t->flags |= TERM_LOCKED;
	if (rc == 0)
		rc = read_unless(ld, y, map, t->theme, index);
	if (rc == 0)
		t->place = load_place(ld, y, pattern->line, pattern->column);
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
		t.place = load_place(ld, y, n->first->key_line, n->first->key_column);
		rc = yaml_number(y, n->first, "a weight", &t.weight, ld->e);
		if (rc == 0 && (t.weight < -WEIGHT_MAX || t.weight > WEIGHT_MAX))
			rc = yaml_fail_node(y, n->first, ld->e,
					    "a weight must lie between %g and %g", -WEIGHT_MAX,
					    WEIGHT_MAX);
	} else {
		t.place = load_place(ld, y, n->line, n->column);
		rc = yaml_text(y, n, "a pattern, or pattern: weight", &t.pattern, ld->e);
	}
	if (rc < 0)
		return rc;
	t.pattern = arena_str(&ld->lx->mem, t.pattern);
	struct term *slot = VEC_PUSH(&ld->lx->mem, &ld->lx->terms);
	if (!slot || !t.pattern.p)
		return load_no_memory(ld);
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
	struct example x = { .expect = EXPECT_ANY, .place = load_place(ld, y, n->line, n->column) };
	struct str s = { 0 };
	int rc = 0, choice = 4;
	for (int i = 0; i < countof(known); i++)
		names[i] = known[i].name;
	if (n->kind == YAML_MAP) {
		const struct yaml_node *polarity = yaml_get(n, S("polarity"));
		rc = yaml_keys(y, n, keys, countof(keys), ld->e);
		if (rc == 0)
			rc = load_text(ld, y, n, "text", true, &s);
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
		return load_no_memory(ld);
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
	int rc = load_id(ld, y, map, "id", &t->id);
	int other = rc == 0 ? lexicon_theme(ld->lx, t->id) : -1;
	const struct theme *twin = other >= 0 ? &ld->lx->themes.at[other] : NULL;
	if (rc == 0 && twin && twin != t)
		rc = yaml_fail_node(y, yaml_get(map, S("id")), ld->e,
				    "theme '%.*s' is there already, in %.*s:%u", STR_ARG(t->id),
				    STR_ARG(ld->files[twin->place.file].name), twin->place.line);
	if (rc == 0)
		rc = load_text(ld, y, map, "title", true, &t->title);
	if (rc == 0)
		rc = load_text(ld, y, map, "definition", false, &t->definition);
	if (rc == 0)
		rc = read_good(ld, y, map, t);
	return rc;
}

static int read_theme(struct loader *ld, const struct yaml *y, const struct yaml_node *map,
		      struct str group)
{
	static const struct str keys[] = {
		STR("id"), STR("title"), STR("good"), STR("definition"), STR("bias"),
		STR("carry"), STR("context"), STR("lock"), STR("parent"), STR("terms"),
		STR("examples"),
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
		return load_no_memory(ld);
	*source = (struct theme_source){ (uint32_t)(y - ld->files), map };
	t->group = group;
	t->parent = NO_THEME;
	t->place = load_place(ld, y, map->line, map->column);
	t->bias = ld->default_bias;
	memcpy(t->carry, ld->default_carry, sizeof t->carry);
	rc = read_theme_words(ld, y, map, t);
	if (rc == 0)
		rc = load_number(ld, y, map, "bias", -WEIGHT_MAX, WEIGHT_MAX, &t->bias);
	if (rc == 0)
		rc = load_carry(ld, y, map, t->carry);
	if (rc == 0)
		rc = read_lock(ld, y, map, &t->locked);
	if (rc == 0)
		rc = read_examples(ld, y, map, t);
	if (rc == 0)
		rc = read_terms(ld, y, map, index);
	return rc;
}

int load_group(struct loader *ld, const struct yaml *y)
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
		return load_no_memory(ld);
	rc = load_id(ld, y, map, "group", &g->id);
	for (ptrdiff_t i = 0; rc == 0 && i + 1 < lx->groups.n; i++)
		if (str_eq(lx->groups.at[i].id, g->id))
			rc = yaml_fail_node(y, yaml_get(map, S("group")), ld->e,
					    "group '%.*s' is there already", STR_ARG(g->id));
	if (rc == 0)
		rc = load_text(ld, y, map, "title", true, &g->title);
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

/* at: where `id` stands, a key or a text. */
static int unknown_theme(struct loader *ld, const struct yaml *y, const struct yaml_node *at,
			 struct str id)
{
	const struct lexicon *lx = ld->lx;
	struct str *ids = NEW(&ld->mem, struct str, lx->themes.n);
	if (!ids)
		return load_no_memory(ld);
	for (ptrdiff_t i = 0; i < lx->themes.n; i++)
		ids[i] = lx->themes.at[i].id;
	ptrdiff_t near = suggest(id, ids, lx->themes.n);
	bool is_key = id.p == at->key.p;
	uint32_t line = is_key ? at->key_line : at->line;
	uint32_t column = is_key ? at->key_column : at->column;
	int shown = (int)(id.n < 40 ? id.n : 40);
	if (near >= 0)
		return yaml_fail(y, line, column, ld->e, "no theme '%.*s': did you mean '%.*s'?",
				 shown, id.p, STR_ARG(ids[near]));
	return yaml_fail(y, line, column, ld->e, "no theme '%.*s'", shown, id.p);
}

int load_context(struct loader *ld, ptrdiff_t theme)
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
			return unknown_theme(ld, y, n, n->key);
		if (other == theme)
			return yaml_fail_key(y, n, ld->e, "a theme is no context of itself");
		rc = yaml_number(y, n, "a weight", &weight, ld->e);
		struct context *c = rc == 0 ? VEC_PUSH(&ld->lx->mem, &t->context) : NULL;
		if (rc == 0 && !c)
			return load_no_memory(ld);
		if (c)
			*c = (struct context){ .theme = (uint16_t)other, .weight = weight };
	}
	return rc;
}

int load_parent(struct loader *ld, ptrdiff_t theme)
{
	struct lexicon *lx = ld->lx;
	const struct yaml *y = &ld->files[ld->sources.at[theme].file];
	const struct yaml_node *n = yaml_get(ld->sources.at[theme].node, S("parent"));
	struct str id = { 0 };
	int rc = n ? yaml_text(y, n, "the id of a theme", &id, ld->e) : 0;
	if (rc < 0 || !n)
		return rc;
	int parent = lexicon_theme(lx, id);
	if (parent < 0)
		return unknown_theme(ld, y, n, id);
	if (lexicon_lies_in(lx, (uint16_t)parent, (uint16_t)theme))
		return yaml_fail_node(y, n, ld->e, "a theme cannot lie below itself: '%.*s' is %s",
				      STR_ARG(id), parent == theme ? "this one" : "below this one");
	lx->themes.at[theme].parent = (uint16_t)parent;
	lx->nested = true;
	return 0;
}
