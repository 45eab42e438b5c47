/* SPDX-License-Identifier: MIT
 *
 * lexicon check: what it finds, and what it leaves alone.
 */
#include "tests/unit/coder.h"

#include "pipeline/lexicon/lexicon_check.h"
#include "pipeline/lexicon/witness.h"

static void write_theme(struct rig *r, const char *theme)
{
	struct buf b = { 0 };
	coder_write(r, "lexicon.yaml", CODER_LEXICON);
	buf_addf(&b, "group: g\ntitle: G\nthemes:\n%s", theme);
	buf_addc(&b, '\0');
	coder_write(r, "themes/g.yaml", b.p);
	buf_release(&b);
}

/* Codes with the stages of this test; every code is a concern. */
static int code(void *context, struct str text, struct checked_text *out, struct error *e)
{
	struct coder *c = context;
	struct buf z = { 0 };
	(void)e;
	buf_add(&z, text);
	buf_addc(&z, '\0');
	coder_run_text(c, z.p);
	buf_release(&z);
	for (ptrdiff_t i = 0; i < c->d.hits.n; i++) {
		const struct hit *h = &c->d.hits.at[i];
		struct checked_term *t = VEC_HEAP_PUSH(&out->terms);
		assert_non_null(t);
		*t = (struct checked_term){ h->term, h->first, h->last };
	}
	for (ptrdiff_t i = 0; i < c->d.codes.n; i++) {
		struct checked_code *k = VEC_HEAP_PUSH(&out->codes);
		assert_non_null(k);
		*k = (struct checked_code){ c->d.codes.at[i].theme, POL_CONCERN };
	}
	return 0;
}

static const struct {
	const char *why, *theme, *errors, *notes;
} cases[] = {
	{ "a sound theme",
	  "  - {id: a, title: A, terms: [one, two three], examples: [{text: One., polarity: concern},"
	  " {text: Two three., polarity: any}, {text: Two., polarity: none}]}\n", "", "" },
	{ "an example without its code", "  - {id: a, title: A, terms: [one], examples: [Two.]}\n",
	  "themes/g.yaml:4:48: example: not coded as a: Two.\n", "" },
	{ "an example of another polarity",
	  "  - {id: a, title: A, terms: [one], examples: [{text: One., polarity: strength}]}\n",
	  "themes/g.yaml:4:48: example: coded as concern, not as strength: One.\n", "" },
	{ "a counter-example",
	  "  - {id: a, title: A, terms: [one], examples: [{text: One., polarity: none}]}\n",
	  "themes/g.yaml:4:48: example: coded as a, but must not be: One.\n", "" },
	{ "voided by its own unless",
	  "  - {id: a, title: A, terms: [{term: budget, unless: budgeting}]}\n",
	  "themes/g.yaml:4:38: 'budget' is never found, not even in: We saw budget there.\n", "" },
	{ "a choice that is voided",
	  "  - {id: a, title: A, terms: [{term: (old|new) plan, unless: new}]}\n",
	  "themes/g.yaml:4:43: this choice of '(old|new) plan' is never found, not even in: "
	  "We saw new plan there.\n", "" },
	{ "twice in one theme", "  - id: a\n    title: A\n    terms: [core group, Core groups]\n",
	  "themes/g.yaml:6:25: 'Core groups' is in the theme already: line 6\n",
	  "themes/g.yaml:6:13: 'core group' is found only where 'Core groups' (line 6) is found\n"
	  "themes/g.yaml:6:25: 'Core groups' is found only where 'core group' (line 6) is found\n" },
	{ "a regex twice", "  - {id: a, title: A, terms: [/x+/, /x+/]}\n",
	  "themes/g.yaml:4:37: '/x+/' is in the theme already: line 4\n", "" },
	{ "the same with another scope is another term",
	  "  - {id: a, title: A, terms: [{term: x, in: list}, {term: x, in: heading}]}\n", "", "" },
	{ "in two themes",
	  "  - {id: a, title: A, terms: [one]}\n  - {id: b, title: B, terms: [ones]}\n", "",
	  "themes/g.yaml:5:31: 'ones' is also in theme a: themes/g.yaml:4\n" },
	{ "exclusions that share a word",
	  "  - {id: a, title: A, terms: [{term: budget cut, unless: [no budgets, cut hair, deep <0-2> cutting,"
	  " wider budg*]}, {term: old <0-2> plan, unless: [(sea|tidy) chart, grey old]}]}\n", "", "" },
	{ "exclusions that share none",
	  "  - {id: a, title: A, terms: [{term: budget cut, unless: [saving, deep cut a, budget line, a bu"
	  "dgeting =cutter]}, {term: CAPS, unless: =cap}, {term: old <0-1> plan, unless: sea chart}]}\n", "",
	  "themes/g.yaml:4:59: unless 'saving' voids nothing: it never shares a word with 'budget cut'\n"
	  "themes/g.yaml:4:67: unless 'deep cut a' voids nothing: it never shares a word with 'budget cut'\n"
	  "themes/g.yaml:4:79: unless 'budget line' voids nothing: it never shares a word with 'budget cut'\n"
	  "themes/g.yaml:4:92: unless 'a budgeting =cutter' voids nothing: it never shares a word with 'budget cut'\n"
	  "themes/g.yaml:4:136: unless '=cap' voids nothing: it never shares a word with 'CAPS'\n"
	  "themes/g.yaml:4:174: unless 'sea chart' voids nothing: it never shares a word with 'old <0-1> plan'\n" },
	{ "a term that adds nothing", "  - {id: a, title: A, terms: [plan*, planned]}\n", "",
	  "themes/g.yaml:4:38: 'planned' is found only where 'plan*' (line 4) is found\n" },
};

static void test_findings(void **state)
{
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct coder c;
		struct lexicon_coder coder = { .code = code, .context = &c };
		struct lexicon_report r;
		print_message("  %s\n", cases[i].why);
		write_theme(*state, cases[i].theme);
		coder_open(&c, *state);
		assert_int_equal(0, lexicon_check(c.lx, &coder, S(""), &r, &c.e));
		buf_addc(&r.errors, '\0');
		buf_addc(&r.notes, '\0');
		assert_string_equal(cases[i].errors, r.errors.p);
		assert_string_equal(cases[i].notes, r.notes.p);
		assert_int_equal(r.error_count, *cases[i].errors != '\0');
		lexicon_report_release(&r);
		coder_close(&c);
	}
}

static void test_wildcards_on_a_sample(void **state)
{
	struct coder c;
	struct lexicon_coder coder = { .code = code, .context = &c };
	struct lexicon_report r;
	write_theme(*state, "  - {id: a, title: A, terms: [man*, manag*]}\n");
	coder_open(&c, *state);
	assert_int_equal(0, lexicon_check(c.lx, &coder,
					  S("Many managers manage mandates, manners, manifold manual "
					    "manuscripts, mantras; mango. Man managing."), &r, &c.e));
	buf_addc(&r.notes, '\0');
	assert_string_equal("themes/g.yaml:4:37: 'manag*' is found only where 'man*' (line 4) is "
			    "found\nthemes/g.yaml:4:31: 'man*' takes 12 words of 10 stems: man manage "
			    "managers managing mandates mango manifold manners mantras manual "
			    "manuscripts many\n", r.notes.p);
	lexicon_report_release(&r);
	coder_close(&c);
}

static void test_stems_on_a_sample(void **state)
{
	struct coder c;
	struct lexicon_coder coder = { .code = code, .context = &c };
	struct lexicon_report r;
	write_theme(*state, "  - {id: a, title: A, terms: [university, plan, =universe, universities]}\n");
	coder_open(&c, *state);
	assert_int_equal(0, lexicon_check(c.lx, &coder,
					  S("A universal plan. Plans planned by planners, planning. "
					    "Universe, universities."), &r, &c.e));
	buf_addc(&r.notes, '\0');
	assert_non_null(strstr(r.notes.p, "themes/g.yaml:4:31: 'university' takes words of its stem "
			       "'univers': universal universe\n"));
	assert_null(strstr(r.notes.p, "'plan'"));
	lexicon_report_release(&r);
	coder_close(&c);
}

static const struct {
	const char *pattern, *texts;
} witnesses[] = {
	{ "a", "We saw a there." },
	{ "assess*", "We saw assessxx there." },
	{ "^ (they|we) <2-3> agree $", "they indeed indeed agree.|we indeed indeed agree." },
	{ "(a|b) c? (d|e f)", "We saw a c d there.|We saw b c d there.|We saw a d there.|"
			      "We saw a c e f there." },
};

static void test_witnesses(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(witnesses); i++) {
		struct arena mem;
		struct error e = { 0 };
		struct buf out = { 0 };
		const struct pattern_node *tree;
		ptrdiff_t where;
		uint32_t at;
		arena_init(&mem, 0);
		assert_int_equal(0, pattern_parse(&tree, &mem, str_of(witnesses[i].pattern), NULL, 0,
						  &where, &e));
		for (uint32_t k = 0; k < witness_count(tree); k++) {
			buf_addz(&out, k ? "|" : "");
			witness_write(tree, k, &out, &at);
		}
		buf_addc(&out, '\0');
		assert_string_equal(witnesses[i].texts, out.p);
		buf_release(&out);
		arena_release(&mem);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_findings, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_wildcards_on_a_sample, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_stems_on_a_sample, rig_setup, rig_teardown),
		cmocka_unit_test(test_witnesses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
