/* SPDX-License-Identifier: MIT
 *
 * The quick reader of YAML beside libyaml: what is plain is read the same, what
 * is not is left to libyaml.
 */
#include "pipeline/io/file.h"
#include "tests/unit/yaml_same.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

static const char *const plain[] = {
	"a: b",
	"a: b\n",
	"# head\n\na: b   # behind\n# tail\n",
	"- a\n- b: c\n  d: e\n- - f\n  - g\n-\n  - h\n",
	"a:\n  b: c\n  d:\n    - e\n    - f\ng: h\n",
	"a:\n- b\n- c: d\n  e:\n  - f\ng: h\n",
	"a: [b, c d, \"e, f\", 'it''s', [], {}, {x: y, 'z': -3}]\n",
	"a: [b,\n  c,\n    d]\nb: {e: f,\n g: h}\n",
	"a: >-\n  one\n  two # three\n  four\n\nb: c\n",
	"a: >-\n  one\n# between\nb: c\n",
	"a: >-\n  last",
	"\"a \\\"b\\\" \\\\c\": 'd: e'\n'f' : g#h\n",
	"a: b:c\nurl: http://x/y?z\nd: -e\nf: ?g\nh: a - b, c] d}\n",
	"\xC3\xA9: {\xC3\xA9: \xC3\xA9t\xC3\xA9, b: c}\n",
	"  a: b\n  c: d\n",
	"- ^ (they|these)\n- =caseloads\n- <0-2> x\n- /\\d+/\n- of? <0-4> y\n- assess*\n",
	"a: \"b  \n   c\"\nd: 'e\n  f g\n  h'\n",
	"a: [of? b, \"x\", ~, no]\n",
};

static void test_plain(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(plain); i++)
		if (yaml_compare(str_of(plain[i])) != YAML_SAME)
			fail_msg("not read, or not as libyaml does: %s", plain[i]);
}

/* Some of these are YAML, some are not; libyaml says which. */
static const char *const odd[] = {
	"", "# nothing\n", "word\n", "[a]\n", "a: &x b\n", "a: *x\n", "a: !t b\n", "a: |\n  b\n",
	"a: >\n  b\n", "a: b\n  c\n", "a:\n  b\n", "a:\nb: c\n", "a: \"b\n\n  c\"\n", "a: \"b\nc\"\n", "\"a\n b\": c\n", "a: b\na: c\n",
	"--- \na: b\n", "a: b\n...\n", "%YAML 1.1\n---\na: b\n", "a: \"\\n\"\n", "a:\tb\n",
	"a: b\r\n", "a: [b c: d]\n", "a: [b:c]\n", "a: [b\n", "a: {b}\n", "a: {b: }\n", "a: [b,,c]\n",
	"a: b: c\n", "a: 'b' c\n", "? a\n: b\n", "a: b\n - c\n", "- a\nb: c\n", "a: b\n c: d\n",
	"a: >-\n  b\n\n  c\n", "a: >-\n  b\n    c\n", "a: >-\n  b \n  c\n", "a: >-\n  b\n   # c\nd: e\n",
	"a: >-\n  b\n\n  # c\nd: e\n", "a: >-\n\n  b\n", "a: @b\n", "a: `b\n", "a: [b, #c\n d]\n",
	"a: b\xE2\x80\xA8 c\n", "a: \xFF\n", "a: \"b\\\n c\"\n", "a: 'b\\\n", "-\n- a\n",
	"a: {b: c\n  d: e}\n", "a: [b\n]\n", "a: [b\n  c]\n",
};

static void test_odd(void **state)
{
	(void)state;
	for (ptrdiff_t i = 0; i < countof(odd); i++)
		if (yaml_compare(str_of(odd[i])) != YAML_NOT_PLAIN)
			fail_msg("taken for plain: %s", odd[i]);
}

static void test_deep(void **state)
{
	(void)state;
	struct buf b = { 0 };
	for (int i = 0; i < YAML_DEPTH_MAX - 1; i++)
		buf_addz(&b, "- ");
	buf_addz(&b, "[a]\n");
	assert_int_equal(yaml_compare(buf_str(&b)), YAML_SAME);
	buf_reset(&b);
	for (int i = 0; i < YAML_DEPTH_MAX; i++)
		buf_addz(&b, "- ");
	buf_addz(&b, "[a]\n");
	assert_int_equal(yaml_compare(buf_str(&b)), YAML_NOT_PLAIN);
	buf_release(&b);
}

/* The quick start depends on this. */
static void test_own_lexicon_is_plain(void **state)
{
	static const char *const files[] = {
		"lexicon.yaml", "sets.yaml", "polarity.yaml", "sections.yaml", "furniture.yaml",
		"abbreviations.yaml", "metadata/rules.yaml", "themes/care.yaml",
		"themes/care-leavers.yaml", "themes/groups.yaml", "themes/help-and-protection.yaml",
		"themes/leadership.yaml", "themes/practice.yaml", "themes/risk.yaml",
		"themes/workforce.yaml",
	};
	(void)state;
	for (ptrdiff_t i = 0; i < countof(files); i++) {
		struct buf path = { 0 }, bytes = { 0 };
		struct error e = { 0 };
		buf_addf(&path, "lexicons/childrens-services/%s", files[i]);
		buf_addc(&path, '\0');
		assert_int_equal(file_slurp(&bytes, path.p, 1 << 24, &e), 0);
		if (yaml_compare(buf_str(&bytes)) != YAML_SAME)
			fail_msg("%s is not plain", path.p);
		buf_release(&bytes);
		buf_release(&path);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_odd),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_own_lexicon_is_plain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
