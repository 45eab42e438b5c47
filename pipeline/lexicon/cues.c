/* SPDX-License-Identifier: MIT
 *
 * See cues.h. Reads polarity.yaml and hands its patterns to the matcher. The
 * layout of the file is documented at its head.
 */
#include <math.h>

#include "pipeline/lexicon/cues.h"
#include "pipeline/lexicon/yaml.h"

#define REACH_MAX 40
#define ONE_KEEP ((size_t)1 << 20)

#define X(name, id, what) STR(id),
static const struct str class_names[] = { CUE_CLASSES(X) };
static const struct str rule_names[] = { CUE_RULES(X) };
#undef X

static const struct str turn_names[] = { STR("no"), STR("against"), STR("back") };

/* Where each figure of the decision goes. */
static const struct {
	struct str key;
	size_t offset;
} decision_keys[] = {
#define X(name) { STR(#name), offsetof(struct cue_decision, name) },
	X(bias_good) X(bias_bad) X(lean) X(neutral_below) X(neutral_within) X(settled)
	X(mixed_good) X(mixed_bad)
	X(repeat) X(cap) X(other_clause) X(concession) X(condition) X(tone_scale) X(quantity_reach)
#undef X
};

/* How far a scope goes when the group does not say. */
static const uint16_t default_reach[CUE_CLASS_COUNT] = {
	[CUE_NEGATOR] = 7, [CUE_SHORTFALL] = 8, [CUE_REDUCER] = 6,
};

struct loader {
	struct cues *c;
	const struct lexicon *lx;
	uint32_t file;
	struct forms *fold;
	struct yaml y;
	struct arena tree;              /* the YAML tree */
	struct arena one;               /* the pattern of the moment, and its tree */
	struct error *e;
};

const char *cue_class_name(enum cue_class c)
{
	return class_names[c].p;
}

struct str cue_rule_name(enum cue_rule r)
{
	return rule_names[r];
}

struct cue_weights cue_group_weights(const struct cue_group *g, uint16_t theme)
{
	for (uint16_t i = 0; i < g->theme_count; i++)
		if (g->themes[i] == theme)
			return g->theme_weights;
	return g->weights;
}

void cues_free(struct cues *c)
{
	if (!c)
		return;
	arena_release(&c->mem);
	free(c);
}

static int no_memory(struct loader *l)
{
	return fail(l->e, E_NOMEM, "out of memory for polarity cues");
}

static struct place place_of(const struct loader *l, const struct yaml_node *n)
{
	return (struct place){ .file = l->file, .line = n->line, .column = n->column };
}

static int number(struct loader *l, const struct yaml_node *n, const char *what, float *out)
{
	double v = 0;
	int rc = yaml_number(&l->y, n, what, &v, l->e);
	if (rc < 0)
		return rc;
	if (fabs(v) > 1000)
		return yaml_fail_node(&l->y, n, l->e, "%s must lie between -1000 and 1000", what);
	*out = (float)v;
	return 0;
}

/* yes or no under key; *out is left alone when it is absent. */
static int yes_or_no(struct loader *l, const struct yaml_node *map, const char *key, bool *out)
{
	static const struct str answers[] = { STR("no"), STR("yes") };
	const struct yaml_node *n = yaml_get(map, str_of(key));
	int pick = *out;
	int rc = n ? yaml_choice(&l->y, n, "yes or no", answers, 2, &pick, l->e) : 0;
	*out = pick == 1;
	return rc;
}

/* good and bad of a mapping; each may be absent and is 0 then. */
static int weights(struct loader *l, const struct yaml_node *map, struct cue_weights *out)
{
	const struct yaml_node *good = yaml_get(map, S("good")), *bad = yaml_get(map, S("bad"));
	int rc = good ? number(l, good, "a weight", &out->good) : 0;
	if (rc == 0 && bad)
		rc = number(l, bad, "a weight", &out->bad);
	return rc;
}

/* ---- decision and rules ---- */

static int load_decision(struct loader *l, const struct yaml_node *map)
{
	int rc = yaml_expect(&l->y, map, YAML_MAP, "the figures of the decision", l->e);
	struct str keys[countof(decision_keys)];
	for (ptrdiff_t i = 0; i < countof(decision_keys); i++)
		keys[i] = decision_keys[i].key;
	if (rc == 0)
		rc = yaml_keys(&l->y, map, keys, countof(keys), l->e);
	for (ptrdiff_t i = 0; rc == 0 && i < countof(keys); i++) {
		const struct yaml_node *n = yaml_get(map, keys[i]);
		char *at = (char *)&l->c->decision + decision_keys[i].offset;
		if (!n)
			return yaml_fail_node(&l->y, map, l->e, "decision: %.*s is missing",
					      STR_ARG(keys[i]));
		rc = number(l, n, "a figure of the decision", (float *)(void *)at);
	}
	if (rc == 0 && l->c->decision.tone_scale <= 0)
		return yaml_fail_node(&l->y, map, l->e, "tone_scale must be over 0");
	return rc;
}

static int load_rules(struct loader *l, const struct yaml_node *map)
{
	static const struct str keys[] = { STR("good"), STR("bad"), STR("lock") };
	int rc = yaml_expect(&l->y, map, YAML_MAP, "the weights of the rules", l->e);
	if (rc == 0)
		rc = yaml_keys(&l->y, map, rule_names, countof(rule_names), l->e);
	for (int i = 0; rc == 0 && i < CUE_RULE_COUNT; i++) {
		const struct yaml_node *n = yaml_get(map, rule_names[i]);
		if (!n)
			return yaml_fail_node(&l->y, map, l->e, "rules: '%.*s' is missing",
					      STR_ARG(rule_names[i]));
		rc = yaml_expect(&l->y, n, YAML_MAP, "{good: weight, bad: weight}", l->e);
		if (rc == 0)
			rc = yaml_keys(&l->y, n, keys, countof(keys), l->e);
		if (rc == 0)
			rc = weights(l, n, &l->c->rules[i]);
		if (rc == 0)
			rc = yes_or_no(l, n, "lock", &l->c->rule_locked[i]);
	}
	return rc;
}

/* ---- cues ---- */

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

static int load_word(struct loader *l, const struct yaml_node *n, struct str text,
		     enum cue_class class)
{
	for (ptrdiff_t i = 0; i < text.n; i++)
		if (!ascii_is_alpha(text.p[i]) || ascii_is_upper(text.p[i]))
			return yaml_fail_node(&l->y, n, l->e, "words of class %s stand alone",
					      cue_class_name(class));
	uint32_t id = symbols_add(l->lx->symbols, SYMBOL_EXACT, text);
	if (id == SYMBOL_NONE)
		return no_memory(l);
	symbols_mark(l->lx->symbols, id, (uint8_t)(class + 1));
	return 0;
}

static bool is_frequent(enum cue_class c)
{
	return c == CUE_FINITE || c == CUE_LINK || c == CUE_DETERMINER;
}

static int load_cue(struct loader *l, const struct yaml_node *n, uint16_t group)
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
		return no_memory(l);
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
	*cue = (struct cue){ copy, place_of(l, n), group, (uint8_t)class, has_gap(p) };
	arena_reset(&l->one, ONE_KEEP);
	return 0;
}

static int load_examples(struct loader *l, const struct yaml_node *list, struct cue_group *g)
{
	static const struct str keys[] = { STR("text"), STR("polarity") };
	static const struct str names[] = { STR("neutral"), STR("strength"), STR("concern"),
					    STR("mixed") };
	int rc = yaml_expect(&l->y, list, YAML_LIST, "a list of examples", l->e);
	for (const struct yaml_node *n = list->first; rc == 0 && n; n = n->next) {
		struct example *x = VEC_PUSH(&l->c->mem, &g->examples);
		if (!x)
			return no_memory(l);
		x->place = place_of(l, n);
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
			return no_memory(l);
	}
	return rc;
}

/* for: {themes: [...], good: w, bad: w} */
static int load_for(struct loader *l, const struct yaml_node *map, struct cue_group *g)
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
		return no_memory(l);
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
	return rc < 0 ? rc : weights(l, map, &g->theme_weights);
}

/* The keys of a group that only some have. */
static int load_options(struct loader *l, const struct yaml_node *map, struct cue_group *g)
{
	static const struct str sides[] = { STR("after"), STR("before") };
	static const struct str places[] = { STR("anywhere"), STR("heading") };
	static const struct str times[] = { STR("always"), STR("quiet") };
	const struct yaml_node *n;
	int rc = 0, pick = 0;
	float reach = default_reach[g->class];
	if ((n = yaml_get(map, S("reach"))))
		rc = number(l, n, "a number of words", &reach);
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
		rc = yes_or_no(l, map, "change", &g->changes);
	if (rc == 0)
		rc = yes_or_no(l, map, "cancels", &g->cancels);
	if (rc == 0)
		rc = yes_or_no(l, map, "amount", &g->amount);
	if (rc == 0)
		rc = yes_or_no(l, map, "lock", &g->locked);
	if (rc == 0 && (n = yaml_get(map, S("for"))))
		rc = load_for(l, n, g);
	if (rc == 0 && (n = yaml_get(map, S("examples"))))
		rc = load_examples(l, n, g);
	return rc;
}

static int load_group(struct loader *l, const struct yaml_node *map)
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
		return no_memory(l);
	g->place = place_of(l, map);
	rc = yaml_text(&l->y, id, "an id", &g->id, l->e);
	if (rc == 0 && !(g->id = arena_str(&l->c->mem, g->id)).p)
		return no_memory(l);
	if (rc == 0)
		rc = yaml_choice(&l->y, class, "a class", class_names, CUE_CLASS_COUNT, &pick,
				 l->e);
	g->class = (enum cue_class)pick;
	if (rc == 0)
		rc = weights(l, map, &g->weights);
	if (rc == 0)
		rc = load_options(l, map, g);
	if (rc == 0)
		rc = yaml_expect(&l->y, terms, YAML_LIST, "a list of cues", l->e);
	for (const struct yaml_node *n = terms->first; rc == 0 && n; n = n->next)
		rc = load_cue(l, n, (uint16_t)(l->c->groups.n - 1));
	return rc;
}

static int load_all(struct loader *l)
{
	static const struct str keys[] = { STR("decision"), STR("rules"), STR("groups") };
	const struct lexicon_file *f = &l->lx->files.at[l->file];
	int rc = yaml_parse(&l->y, &l->tree, f->path, f->bytes, l->e);
	if (rc == 0)
		rc = yaml_expect(&l->y, l->y.root, YAML_MAP, "decision, rules and groups", l->e);
	if (rc == 0)
		rc = yaml_keys(&l->y, l->y.root, keys, countof(keys), l->e);
	if (rc < 0)
		return rc;
	const struct yaml_node *decision = yaml_get(l->y.root, keys[0]);
	const struct yaml_node *rules = yaml_get(l->y.root, keys[1]);
	const struct yaml_node *groups = yaml_get(l->y.root, keys[2]);
	if (!groups)
		return yaml_fail_node(&l->y, l->y.root, l->e, "groups are missing");
	l->c->decision.tone_scale = 1;
	if (decision)
		rc = load_decision(l, decision);
	if (rc == 0 && rules)
		rc = load_rules(l, rules);
	if (rc == 0)
		rc = yaml_expect(&l->y, groups, YAML_LIST, "a list of groups of cues", l->e);
	for (const struct yaml_node *n = groups->first; rc == 0 && n; n = n->next)
		rc = load_group(l, n);
	return rc;
}

int cues_load(struct cues **out, const struct lexicon *lx, uint32_t file, struct forms *fold,
	      struct error *e)
{
	struct loader l = { .lx = lx, .file = file, .fold = fold, .e = e };
	if (!(l.c = calloc(1, sizeof *l.c)))
		return no_memory(&l);
	l.c->file = file;
	l.c->first = (uint32_t)lx->terms.n;
	arena_init(&l.c->mem, 0);
	arena_init(&l.tree, 0);
	arena_init(&l.one, 0);
	int rc = load_all(&l);
	arena_release(&l.tree);
	arena_release(&l.one);
	if (rc < 0) {
		cues_free(l.c);
		return rc;
	}
	*out = l.c;
	return 0;
}
