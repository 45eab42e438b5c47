/* SPDX-License-Identifier: MIT
 *
 * What an edit of themes changes: the terms that differ, and nothing when more
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
	const char *differs;     /* patterns that are added, each with a comma behind, then how many keys have
				  * changed; NULL: all is to be coded again */
} cases[] = {
	{ TERMS("x, y"), TERMS("x, y"), "0" },
	{ TERMS("x, y"), TERMS("x,   'y'"), "0" },
	{ THEME("title: A"), TERMS("x"), NULL },
	{ TERMS("x, y"), TERMS("x, y, z"), "z,0" },
	{ TERMS("x, y"), TERMS("y"), "1" },
	{ TERMS("x: 1, y: 1"), TERMS("x: 1, y: 2"), "1" },
	{ TERMS("x, y, z"), TERMS("n, x, z, m"), "n,m,1" },
	{ TERMS("x, y"), TERMS("y, x"), "2" },
	{ TERMS("x, {term: y, unless: [no y]}"), TERMS("x, {term: y, unless: [any y]}"), "y,-any y,1" },
	{ TERMS("x"), TERMS("{term: x, unless: ['(open']}"), NULL },
	{ TERMS("x, {term: y, unless: [no y]}"), TERMS("x, {term: y, unless: [no y]}, z"), "z,0" },
	{ TERMS("x, {term: y, in: list}"), TERMS("x, {term: y}"), "y,1" },
	{ TERMS("x, {term: y, lock: yes}"), TERMS("x, {term: y}"), "0" },
	{ TERMS("x"), TERMS("x, '/y+/'"), NULL },
	{ TERMS("x, '/y+/'"), TERMS("x, '/y+/', z"), "z,0" },
	{ TERMS("x, y"), THEME("bias: -1, terms: [x, z]"), "z,2" },
	{ TERMS("x"), THEME("bias: 0.1, terms: [x]"), NULL },
	{ THEME("bias: -2, carry: {others: 1}, terms: [x]"), TERMS("x"), NULL },
	{ TERMS("x"), THEME("carry: {before: 1}, terms: [x]"), "1" },
	{ THEME("bias: -3, terms: [x]"), THEME("bias: -3, carry: {others: 0.9}, terms: [x]"), "1" },
	{ TERMS("x"), THEME("good: low, terms: [x]"), "1" },
	{ TERMS("x") OTHER("bias: -3, context: {a: 2.5}"),
	  TERMS("x") OTHER("bias: -3, context: {a: 2}"), "1" },
	{ TERMS("x") OTHER("bias: -3, context: {a: 3.5}"),
	  TERMS("x") OTHER("bias: -3, context: {a: 2}"), NULL },
	{ TERMS("x") OTHER("parent: a"), TERMS("x") OTHER("good: high"), NULL },
	{ TERMS("x"), THEME("definition: new, terms: [x]"), "0" },
	{ TERMS("x"), HEAD "  - {id: b, title: A, terms: [x]}\n", NULL },
	{ TERMS("x"), TERMS("x") "  - {id: b, title: B, terms: [x]}\n", NULL },
	{ TERMS("x, (open"), TERMS("x"), "1" },
};

static void compare(const char *before, const char *now, struct buf *differs, bool *whole)
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
	const struct lexicon *t = d ? lexicon_delta_added(d) : NULL;
	ptrdiff_t changed = 0;
	for (ptrdiff_t i = 0; t && i < t->terms.n; i++)
		buf_addf(differs, "%s%.*s,", t->terms.at[i].flags & TERM_VETO ? "-" : "",
			 STR_ARG(t->terms.at[i].pattern));
	if (d)
		lexicon_delta_changed(d, &changed);
	if (d)
		buf_addf(differs, "%td", changed);
	buf_addc(differs, '\0');
	assert_true(!t || !t->matcher == !t->terms.n);
	lexicon_delta_free(d);
}

static void test_delta(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(cases); i++) {
		struct buf differs = { 0 };
		bool whole;
		compare(cases[i].before, cases[i].now, &differs, &whole);
		if (whole != !cases[i].differs)
			fail_msg("case %d: %s", (int)i, whole ? "all" : "terms alone");
		assert_string_equal(differs.p, cases[i].differs ? cases[i].differs : "");
		buf_release(&differs);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_delta) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
