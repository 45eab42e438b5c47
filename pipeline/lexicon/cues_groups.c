/* SPDX-License-Identifier: MIT
 *
 * The groups of polarity.yaml and their cues, which go to the matcher.
 */
#include "pipeline/lexicon/cues_load.h"

#define REACH_MAX 40
#define ONE_KEEP ((size_t)1 << 20)

static const struct str turn_names[] = { STR("no"), STR("against"), STR("back") };

/* How far a scope goes when the group does not say. */
static const uint16_t default_reach[CUE_CLASS_COUNT] = {
	[CUE_NEGATOR] = 7, [CUE_SHORTFALL] = 8, [CUE_REDUCER] = 6,
};

/* Cues are surface forms: "not (yet|always)" is "=not (=yet|=always)" to the matcher. */
static struct str exact_forms(struct arena *mem, struct str pattern)
{
	char *p = arena_raw(mem, pattern.n * 2 + 1, 1, 1);
	ptrdiff_t n = 0;
	bool in_word = false;
	for (ptrdiff_t i = 0; p && i < pattern.n; i++) {
		char c = pattern.p[i];
		if (c == '<') {
			while (i < pattern.n && pattern.p[i] != '>')
				p[n++] = pattern.p[i++];
			if (i == pattern.n)
				break;
			c = '>';
		}
		bool letter = ascii_is_alpha(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
		if (letter && !in_word)
			p[n++] = '=';
		in_word = letter || (in_word && (c == '\'' || c == '%'));
		p[n++] = c;
	}
	return (struct str){ p, n };
}

static bool has_gap(const struct pattern_node *p)
{
	if (p->kind == PATTERN_GAP)
		return true;
	for (uint32_t i = 0; i < p->count; i++)
		if (has_gap(p->kids[i]))
			return true;
	return false;
}

static int load_word(struct cue_loader *l, const struct yaml_node *n, struct str text,
		     enum cue_class class)
{
	for (ptrdiff_t i = 0; i < text.n; i++)
		if (!ascii_is_alpha(text.p[i]) || ascii_is_upper(text.p[i]))
			return yaml_fail_node(&l->y, n, l->e, "words of class %s stand alone",
					      cue_class_name(class));
	uint32_t id = symbols_add(l->lx->symbols, SYMBOL_EXACT, text);
	if (id == SYMBOL_NONE)
		return cue_no_memory(l);
	symbols_mark(l->lx->symbols, id, (uint8_t)(class + 1));
	return 0;
}

static bool is_frequent(enum cue_class c)
{
	return c == CUE_FINITE || c == CUE_LINK || c == CUE_DETERMINER;
}

static int load_cue(struct cue_loader *l, const struct yaml_node *n, uint16_t group)
{
	enum cue_class class = l->c->groups.at[group].class;
	struct str text;
	int rc = yaml_text(&l->y, n, "a cue", &text, l->e);
	if (rc < 0)
		return rc;
	if (is_frequent(class))
		return load_word(l, n, text, class);
	struct str exact = exact_forms(&l->one, text);
	struct str copy = arena_str(&l->c->mem, text);
	struct cue *cue = VEC_PUSH(&l->c->mem, &l->c->cues);
	if (!exact.p || !copy.p || !cue)
		return cue_no_memory(l);
	const struct pattern_node *p = NULL;
	struct error inner = { 0 };
	ptrdiff_t at = 0;
	rc = pattern_parse(&p, &l->one, exact, NULL, 0, &at, &inner);
	if (rc == 0)
		rc = matcher_add(l->lx->matcher, l->c->first + (uint32_t)(l->c->cues.n - 1), p,
				 l->fold, &inner);
	if (rc < 0)
		return inner.code == E_LEXICON ? yaml_fail_node(&l->y, n, l->e, "%s", inner.msg)
					       : fail(l->e, inner.code, "%s", inner.msg);
	*cue = (struct cue){ copy, cue_place_of(l, n), group, (uint8_t)class, has_gap(p) };
	arena_reset(&l->one, ONE_KEEP);
	return 0;
}

static int load_examples(struct cue_loader *l, const struct yaml_node *list, struct cue_group *g)
{
	static const struct str keys[] = { STR("text"), STR("polarity") };
	static const struct str names[] = { STR("neutral"), STR("strength"), STR("concern"),
					    STR("mixed") };
	int rc = yaml_expect(&l->y, list, YAML_LIST, "a list of examples", l->e);
	for (const struct yaml_node *n = list->first; rc == 0 && n; n = n->next) {
		struct example *x = VEC_PUSH(&l->c->mem, &g->examples);
		if (!x)
			return cue_no_memory(l);
		x->place = cue_place_of(l, n);
		rc = yaml_expect(&l->y, n, YAML_MAP, "{text: ..., polarity: ...}", l->e);
		if (rc == 0)
			rc = yaml_keys(&l->y, n, keys, countof(keys), l->e);
		const struct yaml_node *text = rc == 0 ? yaml_get(n, keys[0]) : NULL;
		const struct yaml_node *pol = rc == 0 ? yaml_get(n, keys[1]) : NULL;
		if (rc == 0 && (!text || !pol))
			return yaml_fail_node(&l->y, n, l->e,
					      "an example needs a text and a polarity");
		if (rc == 0)
			rc = yaml_text(&l->y, text, "a sentence", &x->text, l->e);
		if (rc == 0)
			rc = yaml_choice(&l->y, pol, "a polarity", names, countof(names),
					 &x->expect, l->e);
		if (rc == 0 && !(x->text = arena_str(&l->c->mem, x->text)).p)
			return cue_no_memory(l);
	}
	return rc;
}

/* for: {themes: [...], good: w, bad: w} */
static int load_for(struct cue_loader *l, const struct yaml_node *map, struct cue_group *g)
{
	static const struct str keys[] = { STR("themes"), STR("good"), STR("bad") };
	int rc = yaml_expect(&l->y, map, YAML_MAP, "{themes: [...], good: w, bad: w}", l->e);
	if (rc == 0)
		rc = yaml_keys(&l->y, map, keys, countof(keys), l->e);
	const struct yaml_node *list = rc == 0 ? yaml_get(map, keys[0]) : NULL;
	if (rc == 0 && !list)
		return yaml_fail_node(&l->y, map, l->e, "for: which themes?");
	if (rc == 0)
		rc = yaml_expect(&l->y, list, YAML_LIST, "a list of theme ids", l->e);
	uint16_t *ids = rc == 0 ? NEW(&l->c->mem, uint16_t, (ptrdiff_t)list->count) : NULL;
	if (rc == 0 && !ids)
		return cue_no_memory(l);
	for (const struct yaml_node *n = rc == 0 ? list->first : NULL; rc == 0 && n; n = n->next) {
		struct str id = { 0 };
		rc = yaml_text(&l->y, n, "a theme id", &id, l->e);
		int t = rc == 0 ? lexicon_theme(l->lx, id) : 0;
		if (t < 0)
			return yaml_fail_node(&l->y, n, l->e, "there is no theme '%.*s'",
					      STR_ARG(id));
		ids[g->theme_count++] = (uint16_t)t;
	}
	g->themes = ids;
	return rc < 0 ? rc : cue_weights_of(l, map, &g->theme_weights);
}

/* The keys of a group that only some have. */
static int load_options(struct cue_loader *l, const struct yaml_node *map, struct cue_group *g)
{
	static const struct str sides[] = { STR("after"), STR("before") };
	static const struct str places[] = { STR("anywhere"), STR("heading") };
	static const struct str times[] = { STR("always"), STR("quiet") };
	const struct yaml_node *n;
	int rc = 0, pick = 0;
	float reach = default_reach[g->class];
	if ((n = yaml_get(map, S("reach"))))
		rc = cue_number(l, n, "a number of words", &reach);
	if (rc == 0 && (reach < 0 || reach > REACH_MAX))
		return yaml_fail_node(&l->y, map, l->e, "reach is from 0 to %d words", REACH_MAX);
	g->reach = (uint16_t)reach;
	if (rc == 0 && (n = yaml_get(map, S("acts")))) {
		rc = yaml_choice(&l->y, n, "a side", sides, 2, &pick, l->e);
		g->backward = pick == 1;
	}
	if (rc == 0 && (n = yaml_get(map, S("in")))) {
		rc = yaml_choice(&l->y, n, "a place", places, 2, &pick, l->e);
		g->block_only = pick == 1;
	}
	if (rc == 0 && (n = yaml_get(map, S("when")))) {
		rc = yaml_choice(&l->y, n, "a time", times, 2, &pick, l->e);
		g->quiet_only = pick == 1;
	}
	if (rc == 0 && (n = yaml_get(map, S("turns")))) {
		rc = yaml_choice(&l->y, n, "a turn", turn_names, countof(turn_names), &pick, l->e);
		g->turns = (uint8_t)pick;
	}
	if (rc == 0)
		rc = cue_yes_or_no(l, map, "change", &g->changes);
	if (rc == 0)
		rc = cue_yes_or_no(l, map, "cancels", &g->cancels);
	if (rc == 0)
		rc = cue_yes_or_no(l, map, "amount", &g->amount);
	if (rc == 0)
		rc = cue_yes_or_no(l, map, "lock", &g->locked);
	if (rc == 0 && (n = yaml_get(map, S("for"))))
		rc = load_for(l, n, g);
	if (rc == 0 && (n = yaml_get(map, S("examples"))))
		rc = load_examples(l, n, g);
	return rc;
}

int cue_load_group(struct cue_loader *l, const struct yaml_node *map)
{
	static const struct str keys[] = { STR("id"), STR("class"), STR("good"), STR("bad"),
					   STR("terms"), STR("reach"), STR("acts"), STR("in"),
					   STR("when"), STR("turns"),
					   STR("change"), STR("cancels"), STR("amount"), STR("lock"),
					   STR("for"),
					   STR("examples"), STR("note") };
	int rc = yaml_expect(&l->y, map, YAML_MAP, "a group of cues", l->e);
	if (rc == 0)
		rc = yaml_keys(&l->y, map, keys, countof(keys), l->e);
	if (rc < 0)
		return rc;
	const struct yaml_node *id = yaml_get(map, S("id")), *class = yaml_get(map, S("class"));
	const struct yaml_node *terms = yaml_get(map, S("terms"));
	if (!id || !class || !terms)
		return yaml_fail_node(&l->y, map, l->e, "a group needs an id, a class and terms");
	struct cue_group *g = VEC_PUSH(&l->c->mem, &l->c->groups);
	int pick = 0;
	if (!g)
		return cue_no_memory(l);
	g->place = cue_place_of(l, map);
	rc = yaml_text(&l->y, id, "an id", &g->id, l->e);
	if (rc == 0 && !(g->id = arena_str(&l->c->mem, g->id)).p)
		return cue_no_memory(l);
	if (rc == 0)
		rc = yaml_choice(&l->y, class, "a class", cue_class_names, CUE_CLASS_COUNT, &pick,
				 l->e);
	g->class = (enum cue_class)pick;
	if (rc == 0)
		rc = cue_weights_of(l, map, &g->weights);
	if (rc == 0)
		rc = load_options(l, map, g);
	if (rc == 0)
		rc = yaml_expect(&l->y, terms, YAML_LIST, "a list of cues", l->e);
	for (const struct yaml_node *n = terms->first; rc == 0 && n; n = n->next)
		rc = load_cue(l, n, (uint16_t)(l->c->groups.n - 1));
	return rc;
}
