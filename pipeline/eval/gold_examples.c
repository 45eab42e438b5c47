/* SPDX-License-Identifier: MIT
 *
 * See gold.h: the examples of a lexicon as coded sentences. Each says what one
 * theme gets, or what polarity, and nothing of all else.
 */
#include "pipeline/eval/gold.h"
#include "pipeline/lexicon/cues.h"
#include "pipeline/lexicon/lexicon_check.h"

struct adder {
	struct gold *g;
	double weight;
	ptrdiff_t at;               /* the next one in g->codes */
	struct error *e;
};

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the lexicon's examples");
}

/* An example of several sentences does not say which of them it means. */
static bool is_one_sentence(struct str text)
{
	return str_find(text, S(". "), 0) < 0 && str_find(text, S("? "), 0) < 0;
}

/* Does it say which polarity? The others are below 0. */
static bool says_polarity(const struct example *x)
{
	return x->expect >= 0;
}

static int add_sentence(struct adder *a, struct str text)
{
	struct gold *g = a->g;
	struct gold_paragraph *p = VEC_PUSH(&g->mem, &g->paragraphs);
	struct gold_sentence *s = p ? VEC_PUSH(&g->mem, &g->sentences) : NULL;
	if (!s)
		return no_memory(a->e);
	*p = (struct gold_paragraph){ .id = S("example"), .first = (uint32_t)g->sentences.n - 1, .count = 1,
				      .extra = GOLD_EXAMPLE, .weight = a->weight };
	*s = (struct gold_sentence){ S("example"), text, (uint32_t)g->paragraphs.n - 1 };
	return 0;
}

/* What x says of theme t; with `coded`, whether the sentence has the theme as well. */
static int add_example(struct adder *a, ptrdiff_t t, const struct example *x, bool coded)
{
	if (!is_one_sentence(x->text) || (!coded && !says_polarity(x)))
		return 0;
	int rc = add_sentence(a, x->text);
	if (rc < 0)
		return rc;
	struct gold_code *codes = gold_code(a->g, a->at++, 0);
	for (ptrdiff_t i = 0; i < a->g->themes; i++)
		codes[i].maybe = i != t || !coded;
	codes[t].yes = x->expect != EXPECT_NONE;
	if (says_polarity(x))
		codes[t].polarities = (uint8_t)(1u << x->expect);
	return 0;
}

/* Room for the codes of `more` sentences; those that are there stay. */
static int grow_codes(struct adder *a, ptrdiff_t more)
{
	struct gold *g = a->g;
	size_t had = (size_t)(g->sentences.n * g->themes);
	struct gold_code *codes = NEW(&g->mem, struct gold_code,
				      (g->sentences.n + more) * g->themes + 1);
	if (!codes)
		return no_memory(a->e);
	if (had)
		memcpy(codes, g->codes, had * sizeof *codes);
	g->codes = codes;
	return 0;
}

int gold_add_examples(struct gold *g, double weight, const struct lexicon *lx, struct error *e)
{
	struct adder a = { g, weight, g->sentences.n, e };
	const struct cues *cues = lx->cues;
	ptrdiff_t n = 0, groups = cues && lx->themes.n ? cues->groups.n : 0;
	for (ptrdiff_t t = 0; t < lx->themes.n; t++)
		n += lx->themes.at[t].examples.n;
	for (ptrdiff_t i = 0; i < groups; i++)
		n += cues->groups.at[i].examples.n;
	int rc = grow_codes(&a, n);
	for (ptrdiff_t t = 0; t < lx->themes.n; t++)
		for (ptrdiff_t i = 0; i < lx->themes.at[t].examples.n && rc == 0; i++)
			rc = add_example(&a, t, &lx->themes.at[t].examples.at[i], true);
	for (ptrdiff_t k = 0; k < groups; k++)
		for (ptrdiff_t i = 0; i < cues->groups.at[k].examples.n && rc == 0; i++)
			rc = add_example(&a, lexicon_example_theme(lx, &cues->groups.at[k]),
					 &cues->groups.at[k].examples.at[i], false);
	return rc;
}
