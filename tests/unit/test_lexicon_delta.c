/* SPDX-License-Identifier: MIT
 *
 * What an edit of themes touches: the terms that differ, and nothing when more
 * than terms has changed.
 */
#include "pipeline/lexicon/lexicon_delta.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

#define HEAD "group: g\ntitle: G\nthemes:\n"
#define THEME(rest) HEAD "  - {id: a, title: A, " rest "}\n"
#define OTHER(rest) "  - {id: o, title: O, terms: [u], " rest "}\n"
#define TERMS(list) THEME("terms: [" list "]")

static const struct {
	const char *before, *now;
	const char *touched;     /* patterns, each with a comma behind; NULL: all is to be coded again */
} cases[] = {
	{ TERMS("x, y"), TERMS("x, y"), "" },
	{ TERMS("x, y"), TERMS("x,   'y'"), "" },
	{ THEME("title: A"), TERMS("x"), NULL },
	{ TERMS("x, y"), TERMS("x, y, z"), "z," },
	{ TERMS("x, y"), TERMS("y"), "x," },
	{ TERMS("x: 1, y: 1"), TERMS("x: 1, y: 2"), "y,y," },
	{ TERMS("x, y, z"), TERMS("n, x, z, m"), "n,y,m," },
	{ TERMS("x, y"), TERMS("y, x"), "x,y,y,x," },
	{ TERMS("x, {term: y, unless: [no y]}"), TERMS("x, {term: y, unless: [any y]}"), "y,y,-any y," },
	{ TERMS("x"), TERMS("{term: x, unless: ['(open']}"), NULL },
	{ TERMS("x, {term: y, unless: [no y]}"), TERMS("x, {term: y, unless: [no y]}, z"), "z," },
	{ TERMS("x, {term: y, in: list}"), TERMS("x, {term: y}"), "y,y," },
	{ TERMS("x, {term: y, lock: yes}"), TERMS("x, {term: y}"), "" },
	{ TERMS("x"), TERMS("x, '/y+/'"), NULL },
	{ TERMS("x, '/y+/'"), TERMS("x, '/y+/', z"), "z," },
	{ TERMS("x, y"), THEME("bias: -1, terms: [x, z]"), "x,y,x,z," },
	{ TERMS("x"), THEME("bias: 0.1, terms: [x]"), NULL },
	{ THEME("bias: -2, carry: {others: 1}, terms: [x]"), TERMS("x"), NULL },
	{ TERMS("x"), THEME("carry: {before: 1}, terms: [x]"), "x,x," },
	{ THEME("bias: -3, terms: [x]"), THEME("bias: -3, carry: {others: 0.9}, terms: [x]"), "x,x," },
	{ TERMS("x"), THEME("good: low, terms: [x]"), "x,x," },
	{ TERMS("x") OTHER("bias: -3, context: {a: 2.5}"),
	  TERMS("x") OTHER("bias: -3, context: {a: 2}"), "u,u," },
	{ TERMS("x") OTHER("bias: -3, context: {a: 3.5}"),
	  TERMS("x") OTHER("bias: -3, context: {a: 2}"), NULL },
	{ TERMS("x") OTHER("parent: a"), TERMS("x") OTHER("good: high"), NULL },
	{ TERMS("x"), THEME("definition: new, terms: [x]"), "" },
	{ TERMS("x"), HEAD "  - {id: b, title: A, terms: [x]}\n", NULL },
	{ TERMS("x"), TERMS("x") "  - {id: b, title: B, terms: [x]}\n", NULL },
	{ TERMS("x, (open"), TERMS("x"), NULL },
};

static void compare(const char *before, const char *now, struct buf *touched, bool *whole)
{
	struct lexicon_file files[] = {
		{ S("lexicon.yaml"), S("id: t\ntitle: T\nversion: 1\nlanguage: english\n") },
		{ S("themes/g.yaml"), str_of(now) }, { S("themes/g.yaml"), str_of(before) } };
	struct lexicon lx = { .path = S("l"), .files = { .at = files, .n = 2, .cap = 2 } };
	struct lexicon_delta *d;
	struct arena mem;
	struct error e = { 0 };
	arena_init(&mem, 0);
	assert_int_equal(lexicon_delta_new(&d, &lx, &files[2], 1, &mem, &e), 0);
	*whole = !d;
	const struct lexicon *t = d ? lexicon_delta_touched(d) : NULL;
	for (ptrdiff_t i = 0; t && i < t->terms.n; i++)
		buf_addf(touched, "%s%.*s,", t->terms.at[i].flags & TERM_VETO ? "-" : "",
			 STR_ARG(t->terms.at[i].pattern));
	buf_addc(touched, '\0');
	assert_true(!t || t->matcher);
	lexicon_delta_free(d);
}

static void test_delta(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct buf touched = { 0 };
		bool whole;
		compare(cases[i].before, cases[i].now, &touched, &whole);
		if (whole != !cases[i].touched)
			fail_msg("case %d: %s", (int)i, whole ? "all" : "terms alone");
		assert_string_equal(touched.p, cases[i].touched ? cases[i].touched : "");
		buf_release(&touched);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_delta) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
