/* SPDX-License-Identifier: MIT
 *
 * The sieve against the regexes themselves: it may pass what does not match,
 * never deny what does; and it must deny nearly all, or it is of no use.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "pipeline/base/buf.h"
#include "pipeline/lexicon/regex.h"
#include "pipeline/lexicon/regex_read.h"
#include "pipeline/lexicon/sieve.h"

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

static const char *const patterns[] = {
	"^dear\\b.{0,80}$", "^(the )?inspection team\\b", "^section \\d:? *(the )?end",
	"^(key )?strengths?\\b", "^[a-z ]{3,40}: effective practice$", "^(a|b){2}c",
	"picture: ?[A-Z]", "\\b(piccadilly|freshford) (gate|house)\\b", "[\\w.]+@(ofsted|cqc)\\.gov",
	"^(?!the case)the (?:plan|action)", "^x*y+z?", "(a|bc|def)",
	"(?-i)[a-z,] (\xE2\x80\x98|')?Care\\b", "^\xE2\x80\x99?end of",
	"^[^.]{3,30} \\d:?", "(no|x) ?(\\d|\\d+ a)$",
	"^kiss", "kiosks", "^(|the) end",
	"^[^.:]{0,20}\\b(board|council)$", "^(?-i:[A-Z])[^.]{3,9}$", "(?<=no )plans?\\b",
	"^\\(c\\) crown|^\\|", "tele(phone)?s", "ca(re|ring) +plans", "^caf.s", "^(?i)odd", "^a(?:b|cd)?e",
	"^[\\d ]+$", "^[^\\w.]+x?", "^[^\\S:]the", "^\xC2\xA9? ?the", "^[k-m\\.-]+b?", "^.{2,4}$",
	"[a-z]+@x:?", "a: ?(b|the end)", "^(a|b)$|^c{2,3}$", "^(dear|def){2}$", "^x{0}y{1,2}$",
	"^a|b$", "^[\\.-z]+c", "the inspection team", "(the end of|3 )", "^the$", "^(?=the).{3}$",
};

static const char *const words[] = {
	"dear", "Dear", " ", "the ", "The ", "inspection", "team", "section", "3", "3", " 3", ":",
	"strength",
	"strengths", "key ", "effective", "practice", "a", "b", "c", "ab", "picture", "Picture: A",
	"piccadilly gate", "house", "x", "y", "z", "@", "ofsted.gov", "ki\xC5\xBFs", "\xE2\x84\xAAiss",
	"kiosk", "s", "end", "board", "council", "no ", "plan", "plans", ".", "\xE2\x80\x99", "(c) crown",
	"|", "telephones", "caring  ", "Care", " of", "\xE2\x80\x98",
	"caf\xC3\xA9s", "acde", "def", "bc", "", "\xC2\xA9",
	"K", ".", "-", "@x:", "cc", "\n", "the inspection team", "inspection te", "the end",
};

struct rig {
	struct arena mem;
	struct sieve *sieve;
	struct sieve_set sets[countof(patterns)];
	struct regex *regexes[countof(patterns)];
	struct regex_scratch *scratch;
};

static int setup(void **state)
{
	struct rig *g = calloc(1, sizeof *g);
	struct error e = { 0 };
	assert_non_null(g);
	arena_init(&g->mem, 0);
	g->sieve = calloc(1, sizeof *g->sieve);
	assert_non_null(g->sieve);
	assert_int_equal(regex_scratch_new(&g->scratch, &e), 0);
	for (ptrdiff_t i = 0; i < countof(patterns); i++) {
		struct str p = str_of(patterns[i]);
		assert_int_equal(regex_compile(&g->regexes[i], p, REGEX_CASELESS, NULL, &e), 0);
		assert_true(sieve_add(g->sieve, &g->mem, p,
				      regex_read_anchored(p) ? SIEVE_AT_START : SIEVE_ANYWHERE,
				      &g->sets[i]) >= 0);
	}
	*state = g;
	return 0;
}

static int teardown(void **state)
{
	struct rig *g = *state;
	for (ptrdiff_t i = 0; i < countof(patterns); i++)
		regex_free(g->regexes[i]);
	regex_scratch_free(g->scratch);
	arena_release(&g->mem);
	free(g->sieve);
	free(g);
	return 0;
}

static bool passes(const struct rig *g, ptrdiff_t i, struct str text)
{
	struct sieve_view v;
	sieve_see(g->sieve, &v, text);
	return sieve_passes(g->sieve, &v, &g->sets[i]);
}

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Texts of a few of the words that the patterns are made of. */
static void never_denies_a_match(void **state)
{
	struct rig *g = *state;
	uint32_t seed = 7;
	long matched = 0;
	for (int round = 0; round < 40000; round++) {
		struct buf b = { 0 };
		struct error e = { 0 };
		for (uint32_t k = next(&seed) % 6; k > 0; k--)
			buf_addz(&b, words[next(&seed) % countof(words)]);
		for (ptrdiff_t i = 0; i < countof(patterns); i++) {
			if (regex_search(g->regexes[i], g->scratch, buf_str(&b), 0, &e) != 1)
				continue;
			matched++;
			if (!passes(g, i, buf_str(&b)))
				fail_msg("'%s' denies '%.*s'", patterns[i], STR_ARG(buf_str(&b)));
		}
		buf_release(&b);
	}
	assert_true(matched > 10000);
}

static void denies_what_cannot_match(void **state)
{
	struct rig *g = *state;
	struct str text = S("Social workers visit children regularly and know them well.");
	int passed = 0;
	for (ptrdiff_t i = 0; i < countof(patterns); i++)
		passed += passes(g, i, text);
	assert_true(passed <= 7);
	assert_false(passes(g, 0, text));
	assert_false(passes(g, 1, text));
	assert_false(passes(g, 7, text));
	assert_false(passes(g, 8, text));
}

/* More patterns than there is room for pass every text. */
static void full(void **state)
{
	struct rig *g = *state;
	struct sieve_set last = { .used = 0 };
	for (int i = 0; i < SIEVE_MAX; i++) {
		last = (struct sieve_set){ .used = 0 };
		assert_true(sieve_add(g->sieve, &g->mem, S("^dear"), SIEVE_AT_START, &last) >= 0);
	}
	struct sieve_view v;
	sieve_see(g->sieve, &v, S("other"));
	assert_true(sieve_passes(g->sieve, &v, &last));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(never_denies_a_match, setup, teardown),
		cmocka_unit_test_setup_teardown(denies_what_cannot_match, setup, teardown),
		cmocka_unit_test_setup_teardown(full, setup, teardown),
	};
	return cmocka_run_group_tests_name("sieve", tests, NULL, NULL);
}
