/* SPDX-License-Identifier: MIT
 *
 * The pattern language: what each construct becomes, and every complaint with
 * the byte that it points at.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "pipeline/base/buf.h"
#include "pipeline/lexicon/pattern.h"

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

/* A tree on one line: (seq a b), {alt a b}, [opt a], stem, =exact, CAPS!, prefix*. */
static void print(struct buf *out, const struct pattern_node *n)
{
	static const char *const before[] = { "", "=", "", "" };
	static const char *const behind[] = { "", "", "!", "*" };
	static const char open[] = " ({[", close[] = " )}]";
	switch (n->kind) {
	case PATTERN_ATOM:
		buf_addf(out, "%s%.*s%s", before[n->atom], STR_ARG(n->text), behind[n->atom]);
		return;
	case PATTERN_GAP:
		buf_addf(out, "<%d-%d>", n->min, n->max);
		return;
	case PATTERN_START: case PATTERN_END:
		buf_addc(out, n->kind == PATTERN_START ? '^' : '$');
		return;
	default:
		buf_addc(out, open[n->kind]);
		for (uint32_t i = 0; i < n->count; i++) {
			buf_addz(out, i ? " " : "");
			print(out, n->kids[i]);
		}
		buf_addc(out, close[n->kind]);
	}
}

struct bench {
	struct arena mem;
	struct pattern_set set;
	struct buf shown;
	struct error e;
	ptrdiff_t at;
};

/* Parse with one set, @weak = (poor|not good). */
static int parse(struct bench *b, const char *text)
{
	const struct pattern_node *trees[2], *tree = NULL;
	*b = (struct bench){ 0 };
	arena_init(&b->mem, 0);
	assert_int_equal(0, pattern_parse(&trees[0], &b->mem, S("poor"), NULL, 0, &b->at, &b->e));
	assert_int_equal(0, pattern_parse(&trees[1], &b->mem, S("not good"), NULL, 0, &b->at, &b->e));
	b->set = (struct pattern_set){ S("weak"), pattern_any(&b->mem, trees, 2) };
	int rc = pattern_parse(&tree, &b->mem, str_of(text), &b->set, 1, &b->at, &b->e);
	if (rc == 0)
		print(&b->shown, tree);
	return rc;
}

static void done(struct bench *b)
{
	buf_release(&b->shown);
	arena_release(&b->mem);
}

static const struct {
	const char *in, *want;
} trees[] = {
	{ "caseload", "caseload" },
	{ "=Caseloads", "=Caseloads" },
	{ "MASH", "MASH!" },
	{ "P2", "P2!" },
	{ "16", "16" },                                  /* no capital: a plain word */
	{ "A", "A" },
	{ "assess*", "assess*" },
	{ "children's home", "(children's home)" },
	{ "children\xE2\x80\x99s", "children\xE2\x80\x99s" },
	{ "a b c", "(a b c)" },
	{ " a   b ", "(a b)" },
	{ "(a|b c|d)", "{a (b c) d}" },
	{ "a|b c", "{a (b c)}" },
	{ "a? b", "([a] b)" },
	{ "(a b)? c", "([(a b)] c)" },
	{ "((a))", "a" },
	{ "a <0-3> b", "(a <0-3> b)" },
	{ "a THEN/2 b", "(a <0-2> b)" },
	{ "a b NEAR/2 c", "{((a b) <0-2> c) (c <0-2> (a b))}" },
	{ "(a NEAR/0 b) c", "({(a <0-0> b) (b <0-0> a)} c)" },
	{ "a THEN/1 b THEN/2 c", "((a <0-1> b) <0-2> c)" },
	{ "a NEAR/1 b|c", "{{(a <0-1> b) (b <0-1> a)} c}" },
	{ "THENCE NEARLY", "(THENCE! NEARLY!)" },
	{ "@weak plan", "({poor (not good)} plan)" },
	{ "@weak? plan", "([{poor (not good)}] plan)" },
	{ "^ they", "(^ they)" },
	{ "^they <1-2> agree $", "(^ they <1-2> agree $)" },
	{ "(^|and) they", "({^ and} they)" },
	{ "multi-agency", "{(multi agency) multiagency}" },
	{ "multi-agenc*", "{(multi agenc*) multiagenc*}" },
	{ "=well-led", "{(=well =led) =wellled}" },
	{ "MASH-led", "{(MASH! led) MASHled}" },
	{ "up-to-date", "{(up to date) (upto date) (up todate) uptodate}" },
	{ "a-b-c-d-e", "{(a b c d e) abcde}" },
	{ "24/7", "(24 7)" },
	{ "A&E", "(A E)" },
	{ "education, employment", "(education employment)" },
	{ "\"quoted\"", "quoted" },
	{ "e.g. 3.5", "(e.g 3.5)" },
	{ "(step|stepped)-up", "({step stepped} up)" },
	{ "re- refer", "(re refer)" },
};

static void test_trees(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(trees); i++) {
		struct bench b;
		print_message("  %s\n", trees[i].in);
		assert_int_equal(0, parse(&b, trees[i].in));
		buf_addc(&b.shown, '\0');
		assert_string_equal(trees[i].want, b.shown.p);
		done(&b);
	}
}

static const struct {
	const char *in;
	int at;
	const char *says;
} complaints[] = {
	{ "", 0, "expected a word, found the end" },
	{ "a |", 3, "expected a word, found the end" },
	{ "a (b|) c", 5, "expected a word before ')'" },
	{ "| a", 0, "expected a word before '|'" },
	{ "()", 1, "expected a word before ')'" },
	{ "a (b c", 2, "'(' is not closed" },
	{ "a b) c", 3, "')' without '('" },
	{ "a ? b", 2, "expected '?' directly behind a word, a set or ')'" },
	{ "a <1-2>? b", 7, "'?' may only follow a word, a set or ')'" },
	{ "a <3> b", 2, "expected a gap like <0-3>: fewest and most words" },
	{ "a <0-3 b", 2, "expected a gap like <0-3>: fewest and most words" },
	{ "a <3-1> b", 2, "the gap <3-1> has its larger number first" },
	{ "a <0-21> b", 2, "a gap reaches at most 20 words" },
	{ "a > b", 2, "'>' without '<'" },
	{ "<0-2> a", 0, "a gap must stand between two words" },
	{ "a <0-2>", 2, "a gap must stand between two words" },
	{ "a NEAR b", 2, "expected a distance, as in NEAR/5" },
	{ "a THEN/x b", 2, "expected a distance, as in THEN/5" },
	{ "a NEAR/99 b", 2, "NEAR reaches at most 20 words" },
	{ "NEAR/2 b", 0, "expected a word before 'NEAR'" },
	{ "a NEAR/2", 8, "expected a word, found the end" },
	{ "ca*e", 2, "'*' may only stand at the end of a word" },
	{ "*load", 0, "'*' may only stand at the end of a word" },
	{ "ca*", 2, "'*' needs at least 3 letters before it" },
	{ "=case*", 5, "'=' and '*' exclude each other" },
	{ "a = b", 2, "expected a word, found ''" },
	{ "(a|,) b", 3, "expected a word, found ','" },
	{ "@ plan", 0, "expected the name of a set behind '@'" },
	{ "@waek plan", 0, "no set 'waek': did you mean 'weak'?" },
	{ "@strength", 0, "no set 'strength' in sets.yaml above this" },
	{ "a ^ b", 2, "'^' may only stand at the beginning of a pattern" },
	{ "a $ b", 2, "'$' may only stand at the end of a pattern" },
	{ "a?", 0, "the pattern could match nothing at all: one word at least must not be optional" },
	{ "^ $", 0, "the pattern could match nothing at all: one word at least must not be optional" },
	{ "/open", 0, "a regex ends with '/' and has nothing behind it" },
};

static void test_complaints(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(complaints); i++) {
		struct bench b;
		print_message("  '%s'\n", complaints[i].in);
		assert_int_equal(-E_LEXICON, parse(&b, complaints[i].in));
		assert_string_equal(complaints[i].says, b.e.msg);
		assert_int_equal(complaints[i].at, b.at);
		done(&b);
	}
}

static void test_limits(void **state)
{
	(void)state;
	struct bench b;
	struct buf text = { 0 };
	for (int i = 0; i < 30; i++)
		buf_addc(&text, '(');
	buf_addc(&text, '\0');
	assert_int_equal(-E_LEXICON, parse(&b, text.p));
	assert_string_equal("more than 24 brackets inside one another", b.e.msg);
	done(&b);
	buf_reset(&text);
	for (int i = 0; i < 600; i++)
		buf_addz(&text, "a ");
	buf_addc(&text, '\0');
	assert_int_equal(-E_LEXICON, parse(&b, text.p));
	assert_string_equal("a pattern has at most 1000 bytes", b.e.msg);
	done(&b);
	buf_release(&text);
}

/* NEAR has both of its sides twice: each one more doubles what all before it become. */
static void test_doubling_ends(void **state)
{
	(void)state;
	struct bench b;
	struct buf text = { 0 };
	buf_addz(&text, "a");
	for (int i = 0; i < 60; i++)
		buf_addz(&text, " NEAR/5 b");
	buf_addc(&text, '\0');
	assert_int_equal(-E_LEXICON, parse(&b, text.p));
	assert_non_null(strstr(b.e.msg, "the pattern unfolds to more than 65536 words and gaps"));
	assert_int_equal(0, b.at);
	done(&b);
	buf_release(&text);
	assert_int_equal(0, parse(&b, "a NEAR/5 b NEAR/5 c NEAR/5 d NEAR/5 e NEAR/5 f NEAR/5 g NEAR/5 h"));
	done(&b);
}

static void test_regexes_are_told_apart(void **state)
{
	(void)state;
	struct str inner = { 0 };
	assert_true(pattern_is_regex(S("/a b/"), &inner));
	assert_true(str_eq(inner, S("a b")));
	assert_false(pattern_is_regex(S("24/7"), &inner));
	assert_false(pattern_is_regex(S("//"), &inner));
	assert_false(pattern_is_regex(S("/a"), &inner));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trees), cmocka_unit_test(test_complaints),
		cmocka_unit_test(test_limits), cmocka_unit_test(test_doubling_ends),
		cmocka_unit_test(test_regexes_are_told_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
