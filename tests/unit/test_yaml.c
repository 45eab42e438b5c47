/* SPDX-License-Identifier: MIT
 *
 * The YAML tree: shapes, places, and every message it can give.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "pipeline/base/buf.h"
#include "pipeline/lexicon/suggest.h"
#include "pipeline/lexicon/yaml.h"

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

static int parse(struct yaml *y, struct arena *mem, struct str bytes, struct error *e)
{
	arena_init(mem, 0);
	return yaml_parse(y, mem, S("t.yaml"), bytes, e);
}

static void test_tree_and_places(void **state)
{
	(void)state;
	struct yaml y;
	struct arena mem;
	struct error e = { 0 };
	assert_int_equal(0, parse(&y, &mem, S("id: a\nterms:\n  - caseload: 4.2\n  - \"p q\"\n"), &e));
	assert_int_equal(YAML_MAP, y.root->kind);
	assert_int_equal(2, y.root->count);
	const struct yaml_node *terms = yaml_get(y.root, S("terms"));
	assert_non_null(terms);
	assert_int_equal(YAML_LIST, terms->kind);
	const struct yaml_node *weight = terms->first->first;
	assert_true(str_eq(weight->key, S("caseload")));
	assert_int_equal(3, weight->key_line);
	assert_int_equal(5, weight->key_column);
	assert_int_equal(15, weight->column);
	assert_true(str_eq(terms->first->next->text, S("p q")));
	assert_null(yaml_get(y.root, S("nothing")));
	arena_release(&mem);
}

/* why, file, the whole message */
static const struct {
	const char *why, *in, *want;
} syntax_errors[] = {
	{ "empty file", "", "t.yaml:1:1: the file is empty\n  \n  ^" },
	{ "a key twice", "a: 1\nb: 2\na: 3\n",
	  "t.yaml:3:1: 'a' is given twice, first in line 1\n  a: 3\n  ^" },
	{ "an alias", "a: *b\n",
	  "t.yaml:1:4: anchors (&) and aliases (*) are not allowed: put the text in quotes\n"
	  "  a: *b\n     ^" },
	{ "an anchor", "a: &b c\n",
	  "t.yaml:1:4: anchors (&) and aliases (*) are not allowed: put the text in quotes\n"
	  "  a: &b c\n     ^" },
	{ "a tag", "a: !x c\n",
	  "t.yaml:1:4: tags (!) are not allowed: put the text in quotes\n  a: !x c\n     ^" },
	{ "a reserved character", "- @set\n",
	  "t.yaml:1:3: found character that cannot start any token: put the text in quotes\n"
	  "  - @set\n    ^" },
	{ "a mapping as key", "{a: b}: c\n",
	  "t.yaml:1:1: expected a key, found a mapping\n  {a: b}: c\n  ^" },
	{ "two documents", "a: b\n---\nc: d\n",
	  "t.yaml:2:1: only one YAML document in a file\n  ---\n  ^" },
	{ "an open quote", "a: \"b\n",
	  "t.yaml:2:1: found unexpected end of stream while scanning a quoted scalar, line 1\n"
	  "  \n  ^" },
	{ "no UTF-8", "a: b\nc: \xff\n",
	  "t.yaml:2:4: invalid leading UTF-8 octet\n  c: ?\n     ^" },
	{ "a terminal command", "a: b\nc: \x1b[2J\n",
	  "t.yaml:2:4: control characters are not allowed\n  c: ?[2J\n     ^" },
	{ "too deep", "[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]",
	  "t.yaml:1:18: nested too deeply\n  [[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]\n"
	  "                   ^" },
};

static void test_syntax_errors(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(syntax_errors); i++) {
		struct yaml y;
		struct arena mem;
		struct error e = { 0 };
		print_message("  %s\n", syntax_errors[i].why);
		assert_int_equal(-E_LEXICON, parse(&y, &mem, str_of(syntax_errors[i].in), &e));
		assert_string_equal(syntax_errors[i].want, e.msg);
		arena_release(&mem);
	}
}

static int ask_list(const struct yaml *y, const struct yaml_node *n, struct error *e)
{
	return yaml_expect(y, n, YAML_LIST, "a list of terms", e);
}

static int ask_text(const struct yaml *y, const struct yaml_node *n, struct error *e)
{
	struct str s;
	return yaml_text(y, n, "a title", &s, e);
}

static int ask_number(const struct yaml *y, const struct yaml_node *n, struct error *e)
{
	double v;
	return yaml_number(y, n, "a weight", &v, e);
}

static const struct str names[] = { STR("heading"), STR("list"), STR("body") };

static int ask_choice(const struct yaml *y, const struct yaml_node *n, struct error *e)
{
	int i;
	return yaml_choice(y, n, "a place", names, countof(names), &i, e);
}

static int ask_keys(const struct yaml *y, const struct yaml_node *n, struct error *e)
{
	return yaml_keys(y, n, names, countof(names), e);
}

static const struct {
	const char *why, *in;
	int (*ask)(const struct yaml *, const struct yaml_node *, struct error *);
	const char *want;
} access_errors[] = {
	{ "mapping for a list", "a: {b: c}\n", ask_list,
	  "t.yaml:1:4: expected a list of terms, found a mapping\n  a: {b: c}\n     ^" },
	{ "list for a text", "a: [b]\n", ask_text,
	  "t.yaml:1:4: expected a title, found a list\n  a: [b]\n     ^" },
	{ "nothing for a text", "a:\n", ask_text, "t.yaml:1:3: expected a title, found nothing\n  a:\n    ^" },
	{ "a word for a number", "a: high\n", ask_number,
	  "t.yaml:1:4: expected a weight, a number like 1.5, found 'high'\n  a: high\n     ^" },
	{ "two points", "a: 1.2.3\n", ask_number,
	  "t.yaml:1:4: expected a weight, a number like 1.5, found '1.2.3'\n  a: 1.2.3\n     ^" },
	{ "no digit", "a: -.\n", ask_number,
	  "t.yaml:1:4: expected a weight, a number like 1.5, found '-.'\n  a: -.\n     ^" },
	{ "near choice", "a: headnig\n", ask_choice,
	  "t.yaml:1:4: expected a place, found 'headnig': did you mean 'heading'?\n"
	  "  a: headnig\n     ^" },
	{ "far choice", "a: footer\n", ask_choice,
	  "t.yaml:1:4: expected a place, found 'footer': expected heading, list or body\n"
	  "  a: footer\n     ^" },
	{ "near key", "a: {boddy: c}\n", ask_keys,
	  "t.yaml:1:5: unknown key 'boddy': did you mean 'body'?\n  a: {boddy: c}\n      ^" },
};

static void test_access_errors(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(access_errors); i++) {
		struct yaml y;
		struct arena mem;
		struct error e = { 0 };
		print_message("  %s\n", access_errors[i].why);
		assert_int_equal(0, parse(&y, &mem, str_of(access_errors[i].in), &e));
		assert_int_equal(-E_LEXICON, access_errors[i].ask(&y, y.root->first, &e));
		assert_string_equal(access_errors[i].want, e.msg);
		arena_release(&mem);
	}
}

/* The caret points inside a text that stands in the file as it is, also quoted. */
static void test_caret_inside(void **state)
{
	(void)state;
	static const struct {
		const char *in, *want;
	} rows[] = {
		{ "a: b <9-1> c\n", "t.yaml:1:6: here\n  a: b <9-1> c\n       ^" },
		{ "a: 'b <9-1> c'\n", "t.yaml:1:7: here\n  a: 'b <9-1> c'\n        ^" },
		{ "a: \"b \\x3c9-1> c\"\n", "t.yaml:1:4: here\n  a: \"b \\x3c9-1> c\"\n     ^" },
		{ "é: b <9-1> c\n", "t.yaml:1:6: here\n  é: b <9-1> c\n       ^" },
	};
	for (ptrdiff_t i = 0; i < countof(rows); i++) {
		struct yaml y;
		struct arena mem;
		struct error e = { 0 };
		assert_int_equal(0, parse(&y, &mem, str_of(rows[i].in), &e));
		const struct yaml_node *n = y.root->first;
		yaml_fail_inside(&y, n->line, n->column, n->text, 2, &e, "here");
		assert_string_equal(rows[i].want, e.msg);
		arena_release(&mem);
	}
}

static void test_long_line_is_cut(void **state)
{
	(void)state;
	struct yaml y;
	struct arena mem;
	struct error e = { 0 };
	struct buf b = { 0 };
	buf_addz(&b, "a: ");
	for (int i = 0; i < 100; i++)
		buf_addz(&b, "word ");
	buf_addz(&b, "b");
	assert_int_equal(0, parse(&y, &mem, buf_str(&b), &e));
	yaml_fail(&y, 1, 404, &e, "here");
	struct str msg = str_of(e.msg), row;
	str_cut(&msg, '\n');
	row = str_cut(&msg, '\n');
	assert_true(row.n < 120);
	assert_int_equal('w', row.p[msg.n - 1]);     /* what the caret points at */
	buf_release(&b);
	arena_release(&mem);
}

static void test_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *in;
		double want;
	} rows[] = { { "a: 4.2", 4.2 }, { "a: -3.1", -3.1 }, { "a: +7", 7 }, { "a: .5", .5 } };
	for (ptrdiff_t i = 0; i < countof(rows); i++) {
		struct yaml y;
		struct arena mem;
		struct error e = { 0 };
		double v = 0;
		assert_int_equal(0, parse(&y, &mem, str_of(rows[i].in), &e));
		assert_int_equal(0, yaml_number(&y, y.root->first, "a weight", &v, &e));
		assert_true(v == rows[i].want);
		arena_release(&mem);
	}
}

static void test_suggest(void **state)
{
	(void)state;
	assert_int_equal(0, suggest(S("haeding"), names, countof(names)));
	assert_int_equal(1, suggest(S("lst"), names, countof(names)));
	assert_int_equal(-1, suggest(S("paragraph"), names, countof(names)));
	assert_int_equal(-1, suggest(S(""), names, countof(names)));
	static const struct str long_names[] = { STR("placements"), STR("drift-delay"), STR("drift") };
	assert_int_equal(1, suggest(S("drif"), long_names, 2));
	assert_int_equal(2, suggest(S("drif"), long_names, 3));
	assert_int_equal(-1, suggest(S("dri"), long_names, 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tree_and_places), cmocka_unit_test(test_syntax_errors),
		cmocka_unit_test(test_access_errors),   cmocka_unit_test(test_caret_inside),
		cmocka_unit_test(test_long_line_is_cut), cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_suggest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
