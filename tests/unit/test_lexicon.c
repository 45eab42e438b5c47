/* SPDX-License-Identifier: MIT
 *
 * Loading lexicons: what a folder becomes, and each message that an author can
 * get, with file, line, column and caret.
 */
#include "tests/unit/coder.h"

#define THEME_HEAD "group: g\ntitle: G\nthemes:\n"

static void write_theme(struct rig *r, const char *theme)
{
	struct buf b = { 0 };
	buf_addz(&b, THEME_HEAD);
	buf_addz(&b, theme);
	buf_addc(&b, '\0');
	coder_write(r, "themes/g.yaml", b.p);
	buf_release(&b);
}

static void test_what_a_folder_becomes(void **state)
{
	struct rig *r = *state;
	struct coder c;
	coder_write(r, "lexicon.yaml", CODER_LEXICON
		    "decision: {threshold: 0.5, scale: 4}\n"
		    "defaults: {weight: 2.5, bias: -1, carry: {lead: 0.25}}\n"
		    "anaphora: ['^ they']\n");
	coder_write(r, "sets.yaml", "sets:\n  high: [too high, large]\n  size: ['@high', small]\n");
	coder_write(r, "notes.md", "not of the lexicon");
	coder_write(r, "words.txt", "of the lexicon");
	coder_write(r, "themes/b.yaml", "group: b\ntitle: B\nthemes:\n"
		    "  - {id: two, title: Two, terms: [second], context: {one: -0.5}}\n");
	coder_write(r, "themes/a.yaml", "group: a\ntitle: A\nthemes:\n"
		    "  - id: one\n    title: One\n    good: low\n    definition: >-\n      What it\n"
		    "      is.\n    bias: -3.1\n    carry: {before: 0.9}\n    terms:\n"
		    "      - first\n      - number of <0-2> case: 2.0\n"
		    "      - {term: capacity, weight: 1.1, unless: [parenting capacity], in: [list, body]}\n"
		    "      - \"@size team\"\n      - /\\d+ cases/: -1\n"
		    "    examples:\n      - A text.\n      - {text: Another., polarity: concern}\n"
		    "      - {text: Not this., polarity: none}\n");
	coder_open(&c, r);
	const struct lexicon *lx = c.lx;
	assert_string_equal("test", lx->id.p);
	assert_int_equal(5, lx->files.n);
	assert_true(str_eq(lexicon_file_bytes(lx, S("words.txt")), S("of the lexicon")));
	assert_true(lexicon_file_bytes(lx, S("notes.md")).n == 0);
	assert_int_equal(16, strlen(lx->hash));
	assert_true(lx->decision.threshold == 0.5 && lx->decision.scale == 4);
	assert_true(lx->decision.decay == 0.85);
	assert_int_equal(2, lx->groups.n);
	assert_string_equal("b", lx->groups.at[1].id.p);
	assert_int_equal(1, lx->groups.at[1].theme_first);
	assert_int_equal(1, lexicon_theme(lx, S("two")));
	assert_int_equal(-1, lexicon_theme(lx, S("three")));
	const struct theme *one = &lx->themes.at[0], *two = &lx->themes.at[1];
	assert_string_equal("What it is.", one->definition.p);
	assert_string_equal("a", one->group.p);
	assert_int_equal(GOOD_LOW, one->good);
	assert_true(one->bias == -3.1 && two->bias == -1);
	assert_true(one->carry[CARRY_BEFORE] == 0.9 && one->carry[CARRY_LEAD] == 0.25);
	assert_int_equal(0, two->context.at[0].theme);
	assert_true(two->context.at[0].weight == -0.5);
	assert_int_equal(5, one->term_count);
	assert_true(lx->terms.at[0].weight == 2.5);
	assert_int_equal(13, lx->terms.at[0].place.line);
	assert_int_equal(9, lx->terms.at[0].place.column);
	assert_string_equal("number of <0-2> case", lx->terms.at[1].pattern.p);
	assert_int_equal(TERM_IN_LIST | TERM_IN_BODY, lx->terms.at[2].flags);
	assert_int_equal(TERM_REGEX, lx->terms.at[4].flags);
	assert_true(lx->terms.at[4].weight == -1);
	/* behind the terms: the pointer, then the veto */
	assert_int_equal(8, lx->terms.n);
	assert_int_equal(TERM_POINTER, lx->terms.at[6].flags);
	assert_int_equal(TERM_VETO, lx->terms.at[7].flags);
	assert_int_equal(2, lx->terms.at[7].veto_for);
	assert_int_equal(3, one->examples.n);
	assert_int_equal(EXPECT_ANY, one->examples.at[0].expect);
	assert_int_equal(POL_CONCERN, one->examples.at[1].expect);
	assert_int_equal(EXPECT_NONE, one->examples.at[2].expect);
	coder_close(&c);
}

/* The hash sees every byte and every name, and nothing else. */
static void test_the_hash(void **state)
{
	struct rig *r = *state;
	struct coder c;
	char first[17];
	coder_write(r, "lexicon.yaml", CODER_LEXICON);
	write_theme(r, "  - {id: a, title: A, terms: [x]}\n");
	coder_open(&c, r);
	memcpy(first, c.lx->hash, sizeof first);
	coder_close(&c);
	coder_write(r, "notes.md", "ignored");
	coder_open(&c, r);
	assert_string_equal(first, c.lx->hash);
	coder_close(&c);
	write_theme(r, "  - {id: a, title: A, terms: [y]}\n");
	coder_open(&c, r);
	assert_string_not_equal(first, c.lx->hash);
	coder_close(&c);
}

/* why; lexicon.yaml behind its head; sets.yaml; themes/g.yaml behind its head; the message */
static const struct {
	const char *why, *main, *sets, *theme, *want;
} errors[] = {
	{ "unknown key in lexicon.yaml", "lanugage: x\n", "", "",
	  "lexicon.yaml:5:1: unknown key 'lanugage': did you mean 'language'?\n  lanugage: x\n  ^" },
	{ "decision out of range", "decision: {decay: 2}\n", "", "",
	  "lexicon.yaml:5:19: decay must lie between 0 and 1\n  decision: {decay: 2}\n"
	  "                    ^" },
	{ "anaphora is no list", "anaphora: they\n", "", "  - {id: a, title: A, terms: [x]}\n",
	  "lexicon.yaml:5:11: expected a list of patterns, found a text\n  anaphora: they\n"
	  "            ^" },
	{ "pattern of anaphora", "anaphora: ['^ (they']\n", "", "  - {id: a, title: A, terms: [x]}\n",
	  "lexicon.yaml:5:15: '(' is not closed\n  anaphora: ['^ (they']\n                ^" },
	{ "unknown carry", "defaults: {carry: {befor: 1}}\n", "", "",
	  "lexicon.yaml:5:20: unknown key 'befor': did you mean 'before'?\n"
	  "  defaults: {carry: {befor: 1}}\n                     ^" },
	{ "an empty set", "", "sets: {a: []}\n", "",
	  "sets.yaml:1:11: a set needs one pattern at least\n  sets: {a: []}\n            ^" },
	{ "a set before it is defined", "", "sets: {a: ['@b'], b: [x]}\n", "",
	  "sets.yaml:1:13: no set 'b' in sets.yaml above this\n  sets: {a: ['@b'], b: [x]}\n"
	  "              ^" },
	{ "a regex in a set", "", "sets: {a: [/x+/]}\n", "",
	  "sets.yaml:1:12: a set cannot hold a regex\n  sets: {a: [/x+/]}\n             ^" },
	{ "no title", "", "", "  - {id: a, terms: [x]}\n",
	  "themes/g.yaml:4:5: 'title' is missing\n    - {id: a, terms: [x]}\n      ^" },
	{ "no terms", "", "", "  - {id: a, title: A}\n",
	  "themes/g.yaml:4:5: 'terms' is missing\n    - {id: a, title: A}\n      ^" },
	{ "an id with capitals", "", "", "  - {id: Caseloads, title: A, terms: [x]}\n",
	  "themes/g.yaml:4:10: an id has small letters, digits and hyphens\n"
	  "    - {id: Caseloads, title: A, terms: [x]}\n           ^" },
	{ "an id twice", "", "", "  - {id: a, title: A, terms: [x]}\n  - {id: a, title: B, terms: [y]}\n",
	  "themes/g.yaml:5:10: theme 'a' is there already, in themes/g.yaml:4\n"
	  "    - {id: a, title: B, terms: [y]}\n           ^" },
	{ "terms as a mapping", "", "", "  - id: a\n    title: A\n    terms: {x: 1}\n",
	  "themes/g.yaml:6:12: expected a list of terms, found a mapping\n      terms: {x: 1}\n"
	  "             ^" },
	{ "unknown key of a theme", "", "", "  - {id: a, title: A, goood: low, terms: [x]}\n",
	  "themes/g.yaml:4:23: unknown key 'goood': did you mean 'good'?\n"
	  "    - {id: a, title: A, goood: low, terms: [x]}\n                        ^" },
	{ "a direction", "", "", "  - {id: a, title: A, good: lower, terms: [x]}\n",
	  "themes/g.yaml:4:29: expected a direction, found 'lower': did you mean 'low'?\n"
	  "    - {id: a, title: A, good: lower, terms: [x]}\n                              ^" },
	{ "a weight that is no number", "", "", "  - {id: a, title: A, terms: [x: much]}\n",
	  "themes/g.yaml:4:34: expected a weight, a number like 1.5, found 'much'\n"
	  "    - {id: a, title: A, terms: [x: much]}\n                                   ^" },
	{ "a weight out of range", "", "", "  - {id: a, title: A, terms: [x: 200]}\n",
	  "themes/g.yaml:4:34: a weight must lie between -100 and 100\n"
	  "    - {id: a, title: A, terms: [x: 200]}\n                                   ^" },
	{ "two patterns in one term", "", "", "  - {id: a, title: A, terms: [{x: 1, y: 2}]}\n",
	  "themes/g.yaml:4:32: unknown key 'x': expected term, weight, unless, in, section or lock\n"
	  "    - {id: a, title: A, terms: [{x: 1, y: 2}]}\n                                 ^" },
	{ "a place", "", "", "  - {id: a, title: A, terms: [{term: x, in: footer}]}\n",
	  "themes/g.yaml:4:45: expected a place, found 'footer': expected heading, list or body\n"
	  "    - {id: a, title: A, terms: [{term: x, in: footer}]}\n"
	  "                                              ^" },
	{ "inside a plain pattern", "", "", "  - id: a\n    title: A\n    terms:\n      - x <9-1> y: 2\n",
	  "themes/g.yaml:7:11: the gap <9-1> has its larger number first\n"
	  "        - x <9-1> y: 2\n            ^" },
	{ "inside a quoted pattern", "", "", "  - {id: a, title: A, terms: ['x (y']}\n",
	  "themes/g.yaml:4:34: '(' is not closed\n    - {id: a, title: A, terms: ['x (y']}\n"
	  "                                   ^" },
	{ "inside unless", "", "", "  - {id: a, title: A, terms: [{term: x, unless: y?}]}\n",
	  "themes/g.yaml:4:49: the pattern could match nothing at all: one word at least must not be "
	  "optional\n    - {id: a, title: A, terms: [{term: x, unless: y?}]}\n"
	  "                                                  ^" },
	{ "an unknown set", "", "sets: {weak: [poor]}\n", "  - {id: a, title: A, terms: ['@waek x']}\n",
	  "themes/g.yaml:4:32: no set 'waek': did you mean 'weak'?\n"
	  "    - {id: a, title: A, terms: ['@waek x']}\n                                 ^" },
	{ "inside a regex", "", "", "  - {id: a, title: A, terms: ['/a(b/']}\n",
	  "themes/g.yaml:4:36: regex: missing closing parenthesis\n"
	  "    - {id: a, title: A, terms: ['/a(b/']}\n                                     ^" },
	{ "a regex that explodes", "", "", "  - {id: a, title: A, terms: ['/(a+)+/']}\n",
	  "themes/g.yaml:4:37: regex: a repeat inside a repeat can take exponential time: bound one of "
	  "them, {0,5}, or write (?>...) or ++\n    - {id: a, title: A, terms: ['/(a+)+/']}\n"
	  "                                      ^" },
	{ "context of an unknown theme", "", "", "  - {id: abc, title: A, terms: [x], context: {abd: 1}}\n",
	  "themes/g.yaml:4:47: no theme 'abd': did you mean 'abc'?\n"
	  "    - {id: abc, title: A, terms: [x], context: {abd: 1}}\n"
	  "                                                ^" },
	{ "context of itself", "", "", "  - {id: a, title: A, terms: [x], context: {a: 1}}\n",
	  "themes/g.yaml:4:45: a theme is no context of itself\n"
	  "    - {id: a, title: A, terms: [x], context: {a: 1}}\n"
	  "                                              ^" },
	{ "an example's polarity", "", "",
	  "  - {id: a, title: A, terms: [x], examples: [{text: T, polarity: bad}]}\n",
	  "themes/g.yaml:4:66: expected a polarity, found 'bad': expected strength, concern, mixed, "
	  "neutral, any or none\n    - {id: a, title: A, terms: [x], examples: [{text: T, polarity: bad}]}"
	  "\n                                                                   ^" },
};

static void test_errors(void **state)
{
	struct rig *r = *state;
	for (ptrdiff_t i = 0; i < countof(errors); i++) {
		struct lexicon *lx = NULL;
		struct error e = { 0 };
		struct buf b = { 0 };
		print_message("  %s\n", errors[i].why);
		buf_addf(&b, "%s%s", CODER_LEXICON, errors[i].main);
		buf_addc(&b, '\0');
		coder_write(r, "lexicon.yaml", b.p);
		rig_write(r, "sets.yaml", str_of(*errors[i].sets ? errors[i].sets : "sets: {}\n"));
		write_theme(r, errors[i].theme);
		assert_int_equal(-E_LEXICON, lexicon_load(&lx, r->folder, &e));
		assert_string_equal(errors[i].want, e.msg);
		assert_null(lx);
		buf_release(&b);
	}
}

static void test_folders_that_are_no_lexicon(void **state)
{
	struct rig *r = *state;
	struct lexicon *lx = NULL;
	struct error e = { 0 };
	assert_int_equal(-E_IO, lexicon_load(&lx, rig_path(r, "nothing"), &e));
	e = (struct error){ 0 };
	assert_int_equal(-E_LEXICON, lexicon_load(&lx, r->folder, &e));
	assert_non_null(strstr(e.msg, "no lexicon.yaml"));
	coder_write(r, "lexicon.yaml", CODER_LEXICON);
	e = (struct error){ 0 };
	assert_int_equal(-E_LEXICON, lexicon_load(&lx, r->folder, &e));
	assert_non_null(strstr(e.msg, "no themes in themes/*.yaml"));
	coder_write(r, "lexicon.yaml", "id: a\ntitle: A\nversion: 1\nlanguage: klingon\n");
	e = (struct error){ 0 };
	assert_int_equal(-E_LEXICON, lexicon_load(&lx, r->folder, &e));
	assert_string_equal("lexicon.yaml:4:11: no stemmer for the language 'klingon'\n"
			    "  language: klingon\n            ^", e.msg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_a_folder_becomes, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_the_hash, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_errors, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_folders_that_are_no_lexicon, rig_setup,
						rig_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
