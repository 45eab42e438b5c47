/* SPDX-License-Identifier: MIT
 *
 * Words that line ends break, looked for in a text without their hyphen, against a plain search.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/base/buf.h"
#include "pipeline/doc/hyphen_joined.h"

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

static const char *const words[] = {
	"multiagency", "longterm", "reuse", "wellbeing", "caf\xC3\xA9s", "inform", "safeguarding",
	"information", "re-use", "multi-agency", "ab",
};
static const char *const pieces[] = { "multi", "Agency", "long", "TERM", "re", "use", "well", "being",
				      "caf\xC3\xA9s", "in", "form", "ation", "safeguard", "ing", " ",
				      " ", "-", "\n", "x" };

static struct asked asked(const char *word)
{
	struct asked a = { .n = (uint8_t)strlen(word) };
	memcpy(a.word, word, a.n);
	return a;
}

static bool stands(const struct asked *a, struct str text)
{
	for (ptrdiff_t i = 0; i + a->n <= text.n; i++)
		if (str_eq_nocase(str_sub(text, i, i + a->n), (struct str){ a->word, a->n }))
			return true;
	return false;
}

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void as_a_plain_search(void **state)
{
	struct asked all[countof(words)];
	struct buf b = { 0 };
	struct arena mem;
	uint32_t seed = 3;
	int found = 0, rounds = 20000;
	(void)state;
	arena_init(&mem, 0);
	for (ptrdiff_t i = 0; i < countof(words); i++)
		all[i] = asked(words[i]);
	for (int round = 0; round < rounds; round++) {
		const struct asked *forms[3];
		bool any = false;
		buf_reset(&b);
		for (uint32_t k = next(&seed) % 30; k > 0; k--)
			buf_addz(&b, pieces[next(&seed) % countof(pieces)]);
		for (int i = 0; i < 3; i++) {
			forms[i] = &all[next(&seed) % (countof(words) - 1)];
			any = any || stands(forms[i], buf_str(&b));
		}
		assert_int_equal(any, hyphen_joined_may_stand(&mem, forms, 3, buf_str(&b)));
		found += any;
		arena_reset(&mem, SIZE_MAX);
	}
	assert_true(found > rounds / 20 && found < rounds * 19 / 20);
	arena_release(&mem);
	buf_release(&b);
}

/* What is too short for a hash, or too many, is not looked for. */
static void in_doubt_it_may(void **state)
{
	struct asked few = asked("ab"), plain = asked("multiagency");
	const struct asked *shorts[] = { &few }, *many[300];
	struct arena mem;
	(void)state;
	arena_init(&mem, 0);
	for (int i = 0; i < 300; i++)
		many[i] = &plain;
	assert_true(hyphen_joined_may_stand(&mem, shorts, 1, S("nothing of it")));
	assert_true(hyphen_joined_may_stand(&mem, many, 300, S("nothing of it")));
	assert_false(hyphen_joined_may_stand(&mem, many, 200, S("nothing of it")));
	assert_false(hyphen_joined_may_stand(&mem, many, 0, S("nothing of it")));
	arena_release(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_a_plain_search),
		cmocka_unit_test(in_doubt_it_may),
	};
	return cmocka_run_group_tests_name("hyphens, joined", tests, NULL, NULL);
}
