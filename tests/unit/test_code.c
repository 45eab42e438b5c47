/* SPDX-License-Identifier: MIT
 *
 * The match and code stages: overlaps, unless, scopes, and the sum that decides,
 * worked out by hand.
 */
#include <math.h>

#include "tests/unit/coder.h"

/* The lexicons of this file, by what stands in themes/g.yaml behind its head. */
static void write_lexicon(struct rig *r, const char *main, const char *themes)
{
	struct buf b = { 0 };
	buf_addf(&b, "%s%s", CODER_LEXICON, main);
	buf_addc(&b, '\0');
	coder_write(r, "lexicon.yaml", b.p);
	buf_reset(&b);
	buf_addf(&b, "group: g\ntitle: G\nthemes:\n%s", themes);
	buf_addc(&b, '\0');
	coder_write(r, "themes/g.yaml", b.p);
	buf_release(&b);
}

/* ---- match ---- */

#define THEME(id, terms) "  - {id: " id ", title: T, terms: [" terms "]}\n"

static const struct {
	const char *why, *themes, *text, *want;
} mention_cases[] = {
	/* quanteda: a phrase of one key inside that of another counts for both */
	{ "all themes are kept", THEME("paper", "New York Times") THEME("city", "New York"),
	  "The New York Times is a New York paper.",
	  "paper:New York Times, city:New York, city:New York" },
	{ "a word inside a phrase of another theme", THEME("pos", "good") THEME("farewell", "good bye"),
	  "say good bye to Hollywood", "farewell:good bye, pos:good" },
	{ "longest within a theme, first pattern of equals",
	  THEME("as", "American Samoa") THEME("ws", "Samoa") THEME("vg", "British Virgin Islands")
	  THEME("gb", "British, Brit*") THEME("us", "American*"),
	  "British Virgin Islands is a British overseas territory",
	  "vg:British Virgin Islands, gb:British, (gb:British), gb:British, (gb:British)" },
	{ "the same, other keys",
	  THEME("as", "American Samoa") THEME("ws", "Samoa") THEME("us", "American*"),
	  "American Samoa is in the South Pacific", "as:American Samoa, us:American, ws:Samoa" },
	{ "a contained one is covered", THEME("a", "case, case load, high case load"),
	  "a high case load", "a:high case load, (a:case load), (a:case)" },
	{ "crossing ones are both mentions", THEME("a", "social work, work practice"),
	  "social work practice", "a:social work, a:work practice" },
	{ "covered at its end", THEME("a", "social work team, team"), "the social work team",
	  "a:social work team, (a:team)" },
	/* KH Coder#585: exclusion is per occurrence, never per text */
	{ "unless", "  - {id: a, title: T, terms: [{term: design, unless: [interior design]}]}\n",
	  "The design worries me more than the interior design", "a:design" },
	{ "unless with a gap", "  - {id: a, title: T, terms: [{term: risk, unless: not <0-2> risk}]}\n",
	  "not at any risk, a risk", "a:risk" },
	{ "a regex", THEME("a", "'/\\d+ (cases|children)/'"), "Each has 25 CASES or 30 children.",
	  "a:25 CASES, a:30 children" },
	{ "a regex with case", THEME("a", "'/(?-i)\\bIRO\\b/'"), "The IRO, not the iro.", "a:IRO" },
	{ "unless of a regex",
	  "  - {id: a, title: T, terms: [{term: plan, unless: ['/plans? b\\b/']}]}\n",
	  "plan a, plan b, plans", "a:plan, a:plans" },
	/* flashtext#82: lower-casing must not shift places */
	{ "places in bytes of the text", THEME("a", "big apple, bay area"),
	  "\xC4\xB0 love Big Apple and Bay Area.", "a:Big Apple, a:Bay Area" },
};

static void test_mentions(void **state)
{
	for (ptrdiff_t i = 0; i < countof(mention_cases); i++) {
		struct coder c;
		struct buf out = { 0 };
		print_message("  %s\n", mention_cases[i].why);
		write_lexicon(*state, "", mention_cases[i].themes);
		coder_open(&c, *state);
		coder_run_text(&c, mention_cases[i].text);
		coder_mentions(&c, &out);
		assert_string_equal(mention_cases[i].want, out.p);
		assert_int_equal(0, doc_check(&c.d, &c.e));
		buf_release(&out);
		coder_close(&c);
	}
}

static void test_scopes(void **state)
{
	static const struct test_block blocks[] = {
		{ BLOCK_HEADING, "one two three four", -1, -1 },
		{ BLOCK_PARA, "one two three four", 0, -1 },
		{ BLOCK_ITEM, "one two three four", 0, 1 },
	};
	struct coder c;
	struct buf out = { 0 };
	write_lexicon(*state, "", "  - id: a\n    title: T\n    terms:\n"
		      "      - {term: one, in: heading}\n      - {term: two, in: list}\n"
		      "      - {term: three, in: [body, heading]}\n      - {term: four, section: s}\n");
	coder_open(&c, *state);
	coder_run(&c, blocks, countof(blocks));
	coder_mentions(&c, &out);
	assert_string_equal("a:one, a:three, a:three, a:two", out.p);
	coder_close(&c);
	buf_release(&out);
}

/* Excluded text is not matched at all. */
static void test_excluded_text(void **state)
{
	struct test_block b = { BLOCK_FURNITURE, "one", -1, -1 };
	struct coder c;
	write_lexicon(*state, "", "  - {id: a, title: T, bias: 1, terms: [one]}\n");
	coder_open(&c, *state);
	coder_run(&c, &b, 1);
	assert_int_equal(0, c.d.hits.n);
	assert_int_equal(0, c.d.codes.n);
	coder_close(&c);
}

/* A regex that runs into its limit makes the document partial, and says which. */
static void test_regex_limit(void **state)
{
	struct coder c;
	struct buf text = { 0 };
	write_lexicon(*state, "", THEME("a", "'/(?:a|aa|aaa){0,200}[bc]/'"));
	coder_open(&c, *state);
	for (int i = 0; i < 400; i++)
		buf_addc(&text, 'a');
	buf_addc(&text, '\0');
	coder_run_text(&c, text.p);
	assert_int_equal(DOC_PARTIAL, c.d.status);
	assert_int_equal(1, c.d.warnings);
	assert_non_null(strstr(c.d.err.msg, "(?:a|aa|aaa){0,200}[bc]"));
	assert_non_null(strstr(c.d.err.msg, "limit"));
	buf_release(&text);
	coder_close(&c);
}

/* So does a walk through nested gaps that takes too many steps. */
static void test_step_limit(void **state)
{
	struct coder c;
	struct buf text = { 0 };
	write_lexicon(*state, "", THEME("a", "a <0-8> a <0-8> a <0-8> a <0-8> a <0-8> a <0-8> a <0-8> b"));
	coder_open(&c, *state);
	for (int i = 0; i < 100; i++)
		buf_addz(&text, "a ");
	buf_addc(&text, '\0');
	coder_run_text(&c, text.p);
	assert_int_equal(DOC_PARTIAL, c.d.status);
	assert_true(c.d.warnings > 0);
	assert_string_equal("matching took too many steps in sentence 0", c.d.err.msg);
	buf_release(&text);
	coder_close(&c);
}

/* ---- code ---- */

#define SUMS                                                                                 \
	"  - id: a\n    title: A\n    bias: -2\n"                                            \
	"    carry: {before: 3, after: 1, lead: 0.5, anaphora: 2, others: -1, heading: 4}\n" \
	"    context: {b: 0.25}\n"                                                           \
	"    terms: [alpha: 4, alpha beta: 2, minus: -1]\n"                                  \
	"  - id: b\n    title: B\n    bias: -1.5\n    terms: [gamma: 2, delta: 8]\n"
#define SUMS_MAIN "decision: {scale: 4, decay: 0.5, others_cap: 0.75}\nanaphora: [^ they]\n"

static const struct code *code_of(const struct coder *c, uint32_t sent, const char *theme)
{
	int t = lexicon_theme(c->lx, str_of(theme));
	for (ptrdiff_t i = 0; i < c->d.codes.n; i++)
		if (c->d.codes.at[i].sent == sent && c->d.codes.at[i].theme == t)
			return &c->d.codes.at[i];
	return NULL;
}

static void assert_score(const struct coder *c, uint32_t sent, const char *theme, double want)
{
	const struct code *k = code_of(c, sent, theme);
	double sum = 0;
	assert_non_null(k);
	if (fabs((double)k->score - want) > 1e-5)
		print_error("score %g, expected %g\n", (double)k->score, want);
	assert_true(fabs((double)k->score - want) < 1e-5);
	for (uint32_t i = 0; i < k->part_count; i++)
		sum += (double)(c->d.parts.at[k->part_first + i].value *
				c->d.parts.at[k->part_first + i].weight);
	assert_true(fabs(sum - want) < 1e-5);    /* explain prints what was decided */
}

static const struct part *part_of(const struct coder *c, const struct code *k, enum part_kind kind,
				  enum carry carry)
{
	for (uint32_t i = 0; i < k->part_count; i++) {
		const struct part *p = &c->d.parts.at[k->part_first + i];
		if (p->kind == kind && (kind != PART_CARRY || p->carry == carry))
			return p;
	}
	return NULL;
}

static void test_terms_of_the_sentence(void **state)
{
	struct coder c;
	write_lexicon(*state, SUMS_MAIN, SUMS);
	coder_open(&c, *state);
	/* alpha twice counts once; a covered term counts too */
	coder_run_text(&c, "alpha, alpha beta and minus");
	assert_int_equal(1, c.d.codes.n);
	assert_score(&c, 0, "a", -2 + 4 + 2 - 1);
	const struct code *k = code_of(&c, 0, "a");
	assert_int_equal(2, k->mentions);                 /* alpha, alpha beta */
	const struct part *p = part_of(&c, k, PART_TERM, 0);
	assert_int_equal(2, p->count);
	assert_string_equal("alpha", c.lx->terms.at[p->id].pattern.p);
	/* nothing fires: nothing is coded */
	coder_run_text(&c, "omega");
	assert_int_equal(0, c.d.codes.n);
	/* the threshold is not over itself */
	coder_run_text(&c, "alpha beta minus minus");     /* -2 + 4 + 2 - 1 */
	assert_score(&c, 0, "a", 3);
	coder_close(&c);
}

static void test_what_is_carried(void **state)
{
	struct coder c;
	write_lexicon(*state, SUMS_MAIN, SUMS);
	coder_open(&c, *state);
	/* evidence of a is 4 / 4 = 1 in the first sentence; before fades by half each */
	coder_run_text(&c, "alpha|they omega|omega|alpha");
	assert_score(&c, 0, "a", -2 + 4 + 1 * 1);                        /* after: the last */
	assert_score(&c, 1, "a", -2 + 3 * 1 + 1 + 0.5 + 2);              /* before after lead anaphora */
	assert_score(&c, 2, "a", -2 + 3 * 0.5 + 1 + 0.5);
	assert_score(&c, 3, "a", -2 + 4 + 3 * 0.25 + 0.5);
	const struct code *k = code_of(&c, 2, "a");
	assert_int_equal(0, k->mentions);
	assert_int_equal(0, part_of(&c, k, PART_CARRY, CARRY_BEFORE)->id);
	assert_int_equal(3, part_of(&c, k, PART_CARRY, CARRY_AFTER)->id);
	/* nothing is carried out of a paragraph */
	coder_run(&c, (struct test_block[]){ { BLOCK_PARA, "alpha", -1, -1 },
					     { BLOCK_PARA, "they", -1, -1 } }, 2);
	assert_int_equal(1, c.d.codes.n);
	coder_close(&c);
}

static void test_other_themes(void **state)
{
	struct coder c;
	write_lexicon(*state, SUMS_MAIN, SUMS);
	coder_open(&c, *state);
	/* b has evidence 0.5 here: others -1 * 0.5, context 0.25 * 0.5 */
	coder_run_text(&c, "alpha gamma");
	assert_score(&c, 0, "a", -2 + 4 - 0.5 + 0.125);
	assert_score(&c, 0, "b", -1.5 + 2);
	/* evidence ends at 1, and others count up to their cap */
	coder_run_text(&c, "alpha delta");
	assert_score(&c, 0, "a", -2 + 4 - 0.75 + 0.25);
	assert_int_equal(1, part_of(&c, code_of(&c, 0, "a"), PART_CONTEXT, 0)->id);
	coder_close(&c);
}

static void test_headings(void **state)
{
	static const struct test_block blocks[] = {
		{ BLOCK_HEADING, "alpha", -1, -1 },  { BLOCK_PARA, "omega", 0, -1 },
		{ BLOCK_PARA, "omega|omega", 0, -1 }, { BLOCK_HEADING, "omega", -1, -1 },
		{ BLOCK_PARA, "omega", 3, -1 },
	};
	struct coder c;
	struct buf out = { 0 };
	write_lexicon(*state, SUMS_MAIN, SUMS);
	coder_open(&c, *state);
	coder_run(&c, blocks, countof(blocks));
	coder_codes(&c, &out);
	assert_string_equal("a@1 a@2 a@3", out.p);       /* the heading itself is not coded */
	assert_score(&c, 1, "a", -2 + 4);
	assert_int_equal(0, part_of(&c, code_of(&c, 3, "a"), PART_CARRY, CARRY_HEADING)->id);
	buf_release(&out);
	coder_close(&c);
}

/* A list and its introduction are one paragraph, furniture between them or not. */
static void test_lists(void **state)
{
	static const struct test_block blocks[] = {
		{ BLOCK_PARA, "alpha:", -1, -1 },     { BLOCK_ITEM, "omega", -1, 0 },
		{ BLOCK_FURNITURE, "Page 2", -1, -1 }, { BLOCK_ITEM, "omega", -1, 0 },
		{ BLOCK_PARA, "omega", -1, -1 },      { BLOCK_ITEM, "omega", -1, -1 },
	};
	struct coder c;
	struct buf out = { 0 };
	write_lexicon(*state, SUMS_MAIN, SUMS);
	coder_open(&c, *state);
	coder_run(&c, blocks, countof(blocks));
	coder_codes(&c, &out);
	assert_string_equal("a@0 a@1", out.p);
	assert_score(&c, 1, "a", -2 + 3 + 0.5);
	/* the second item: before has faded to 0.5: -2 + 1.5 + 0.5 is not over 0 */
	buf_release(&out);
	coder_close(&c);
}

static void test_a_bias_over_the_threshold(void **state)
{
	struct coder c;
	write_lexicon(*state, "", "  - {id: a, title: T, bias: 0.5, terms: [one: -1]}\n");
	coder_open(&c, *state);
	coder_run_text(&c, "omega|one");
	assert_int_equal(1, c.d.codes.n);
	assert_score(&c, 0, "a", 0.5);
	coder_close(&c);
}

/* A paragraph longer than the rows is taken in pieces, and nothing is lost or written beyond. */
static void test_long_paragraphs(void **state)
{
	struct coder c;
	struct buf text = { 0 };
	write_lexicon(*state, SUMS_MAIN, SUMS);
	coder_open(&c, *state);
	for (int i = 0; i < 1000; i++)
		buf_addz(&text, i ? "|delta" : "delta");
	buf_addc(&text, '\0');
	coder_run_text(&c, text.p);
	assert_int_equal(1000, c.d.codes.n);
	for (ptrdiff_t i = 0; i < c.d.codes.n; i++)
		assert_int_equal(i, c.d.codes.at[i].sent);
	buf_release(&text);
	coder_close(&c);
}

/* The example of docs/LEXICON.md. */
static void test_the_manual(void **state)
{
	struct coder c;
	write_lexicon(*state,
		      "decision: {threshold: 0, scale: 6, decay: 0.85, others_cap: 3}\n"
		      "defaults: {bias: -3, weight: 1, carry: {before: 1.5, lead: 0.5}}\n"
		      "anaphora: ['^ (they|these|this)']\n",
		      "  - id: caseloads\n    title: Caseloads and workload\n    good: low\n"
		      "    bias: -3.1\n    carry: {before: 1.8, after: 0.6, lead: 0.5, anaphora: 1.1,"
		      " others: -0.4, heading: 2.0}\n    terms:\n      - caseload: 4.2\n"
		      "      - number of <0-2> (case|child): 2.0\n      - {term: capacity, weight: 1.1,"
		      " unless: [commissioning capacity, parenting capacity]}\n      - workload\n");
	coder_open(&c, *state);
	coder_run_text(&c, "Caseloads are high.|They are falling.");
	assert_int_equal(1, c.d.codes.n);
	assert_score(&c, 0, "caseloads", 1.1);
	coder_run_text(&c, "Caseloads are high.|They are falling in number of open cases.");
	assert_score(&c, 0, "caseloads", 1.1 + 0.6 * 2 / 6);
	assert_score(&c, 1, "caseloads", -3.1 + 2 + (1.8 + 0.5 + 1.1) * 0.7);
	coder_run_text(&c, "Parenting capacity is assessed well.");
	assert_int_equal(0, c.d.hits.n);
	coder_close(&c);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_mentions), TEST(test_scopes), TEST(test_excluded_text),
		TEST(test_regex_limit), TEST(test_step_limit), TEST(test_terms_of_the_sentence),
		TEST(test_what_is_carried), TEST(test_other_themes), TEST(test_headings), TEST(test_lists),
		TEST(test_a_bias_over_the_threshold), TEST(test_long_paragraphs),
		TEST(test_the_manual),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
