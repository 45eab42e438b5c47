/* SPDX-License-Identifier: MIT
 *
 * Tokens of a page's content, written out: numbers and names as they are, strings in brackets, "<<>>" a
 * dictionary, "?" what is left to the library.
 */
#include <stdlib.h>

#include "pipeline/base/buf.h"
#include "pipeline/reader/pdf_lex.h"

/* After ours: cmocka's fail() is a macro. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static const struct {
	struct str in;
	const char *want;
} contents[] = {
	{ STR(""), "" },
	{ STR(" \t\r\n\f% a comment\n% another"), "" },
	{ STR("% one\r12% two\n13"), "12 13" },
	{ STR("12 -3 +4 .5 -.25 6. 0012"), "12 -3 4 0.5 -0.25 6 12" },
	{ STR("1.5000000000000001"), "1.5" },
	{ STR("123456789012"), "?" },
	{ STR("-"), "?" },
	{ STR("."), "?" },
	{ STR("1.2.3"), "?" },
	{ STR("12x"), "?" },
	{ STR("--1"), "?" },
	{ STR("BT T* ' \" /Name/F1[1]q"), "BT T* ' \" /Name /F1 [ 1 ] q" },
	{ STR("/a#20b"), "?" },
	{ STR("/"), "/" },
	{ STR("(plain)(with (nested) ones)()"), "(plain) (with (nested) ones) ()" },
	{ STR("(\\n\\r\\t\\b\\f\\(\\)\\\\\\x)"), "(\n\r\t\b\f()\\x)" },
	{ STR("(\\101\\1012\\7)x"), "(AA2\7) x" },
	{ STR("(a\\\nb\\\r\nc\\\rd)"), "(abcd)" },
	{ STR("(a\rb\r\nc\nd)"), "(a\nb\nc\nd)" },
	{ STR("(a\\)(b\\()c)"), "(a)(b()c)" },
	{ STR("(open"), "?" },
	{ STR("(open\\"), "?" },
	{ STR("(open\\n(x)"), "?" },
	{ STR("(ends with a return\r"), "?" },
	{ STR("<41 4\n2 4><>"), "(AB@) ()" },
	{ STR("<aBcD>"), "(\xab\xcd)" },
	{ STR("<4x>"), "?" },
	{ STR("<41"), "?" },
	{ STR("<< /A (>>) /B <41> /C << /D [1 2] >> >>q"), "<<>> q" },
	{ STR("<< % >>\n >>"), "<<>>" },
	{ STR("<< /A (open >>"), "?" },
	{ STR("<< /A <4x> >>"), "?" },
	{ STR("<< /A >"), "?" },
	{ STR("<<"), "?" },
	{ STR("<< "), "?" },
	{ STR("<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"), "?" },
	{ STR(">"), "?" },
	{ STR(")"), "?" },
	{ STR("{1}"), "?" },
};

static void add_token(struct buf *out, const struct token *t)
{
	struct str s = { (const char *)t->p, (ptrdiff_t)t->n };
	if (out->n)
		buf_addc(out, ' ');
	switch (t->kind) {
	case LEX_NUMBER: buf_addf(out, "%g", (double)t->number); break;
	case LEX_NAME: buf_addf(out, "/%.*s", STR_ARG(s)); break;
	case LEX_STRING: buf_addc(out, '('), buf_add(out, s), buf_addc(out, ')'); break;
	case LEX_OPEN: buf_addc(out, '['); break;
	case LEX_CLOSE: buf_addc(out, ']'); break;
	case LEX_DICT: buf_addz(out, "<<>>"); break;
	case LEX_WORD: buf_add(out, s); break;
	default: buf_addc(out, '?'); break;
	}
}

/* A copy of in, with the byte behind it that the lexer needs, in memory of the very size. */
static struct lexer lexer_on(struct str in, unsigned char **copy)
{
	*copy = malloc((size_t)in.n + LEX_SLACK);
	assert_non_null(*copy);
	if (in.n)
		memcpy(*copy, in.p, (size_t)in.n);
	(*copy)[in.n] = '\0';
	return lexer_of(*copy, (size_t)in.n);
}

static void test_tokens(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(contents); i++) {
		struct buf got = { 0 };
		unsigned char *copy;
		struct lexer l = lexer_on(contents[i].in, &copy);
		struct token t = lexer_next(&l);
		for (; t.kind != LEX_END && t.kind != LEX_ODD; t = lexer_next(&l))
			add_token(&got, &t);
		if (t.kind == LEX_ODD)
			add_token(&got, &t);
		if (!str_eq(buf_str(&got), str_of(contents[i].want)))
			fail_msg("%.*s: %.*s", STR_ARG(contents[i].in), STR_ARG(buf_str(&got)));
		buf_release(&got);
		free(copy);
	}
}

/* Of an array of text: what is read in one go, and what is left to lexer_next(). */
static const struct {
	struct str in;
	const char *want;       /* NULL: left */
} items[] = {
	{ STR("(plain)"), "(plain)" }, { STR("12]"), "12" },    { STR("-120 "), "-120" },
	{ STR("(a(b))"), NULL },       { STR("(a\\))"), NULL }, { STR("(a\r)"), NULL },
	{ STR("(open"), NULL },        { STR("-"), NULL },      { STR("1.5"), NULL },
	{ STR("1234567"), NULL },      { STR("]"), NULL },      { STR("<41>"), NULL },
	{ STR("12x"), NULL },          { STR(""), NULL },
};

static void test_items(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(items); i++) {
		struct buf got = { 0 };
		struct token t = { 0 };
		unsigned char *copy;
		struct lexer l = lexer_on(items[i].in, &copy);
		bool is = lexer_item(&l, &t);
		if (is)
			add_token(&got, &t);
		else
			assert_ptr_equal(l.p, copy);
		if (is != (items[i].want != NULL) || (is && !str_eq(buf_str(&got), str_of(items[i].want))))
			fail_msg("%.*s: %d %.*s", STR_ARG(items[i].in), is, STR_ARG(buf_str(&got)));
		buf_release(&got);
		free(copy);
	}
}

/* Behind ID: the word that stands behind the image; NULL where its end is not to be told. */
static const struct {
	struct str in;
	const char *behind;
} images[] = {
	{ STR(" x EI Q"), "Q" },
	{ STR(" \x01\x02\xff EI\nBT"), "BT" },
	{ STR(" xEI yEIz EI Q"), "Q" },
	{ STR(" no end"), NULL },
	{ STR(""), NULL },
};

static void test_images(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(images); i++) {
		unsigned char *copy;
		struct lexer l = lexer_on(images[i].in, &copy);
		bool is = lexer_skip_image(&l);
		if (is != (images[i].behind != NULL))
			fail_msg("%.*s: %d", STR_ARG(images[i].in), is);
		struct token t = is ? lexer_next(&l) : (struct token){ 0 };
		if (is)
			assert_true(token_is(&t, images[i].behind));
		free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_items),
		cmocka_unit_test(test_images),
	};
	return cmocka_run_group_tests_name("reader: tokens of a page", tests, NULL, NULL);
}
