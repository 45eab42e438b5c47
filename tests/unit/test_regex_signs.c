/* SPDX-License-Identifier: MIT
 *
 * Patterns that match at starts of lines alone, which are tried there only, against the same ones in
 * a spelling that is searched everywhere; and the sieve that is shown a text by its lines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "pipeline/base/buf.h"
#include "pipeline/base/scan.h"
#include "pipeline/lexicon/regex.h"
#include "pipeline/lexicon/regex_read.h"
#include "pipeline/lexicon/regex_signs.h"
#include "pipeline/lexicon/sieve.h"

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

static const char *const patterns[] = {
	"^lead\\sinspectors?\\s?:\\s?([^\\n]{3,20})",
	"^(?:the\\s)?(?:[A-Z][\\w,\\s]{2,40}\\s)?local\\sboard",
	"^inspection\\sdates?:", "^by\\s|^posted\\son\\s", "^$", "^\\s*the\\send", "^kiss\\sof",
	"^[^\\n]{0,9}the\\s", "^the\\s+impact\\sof\\sleaders$", "^board[^~]{0,30}?^lead\\s",
	"^(?=.{0,9}board)\\w", "^local\\s\\sboard", "^\xE2\x80\x99?the\\send", "^the\\s{2}end",
	"^(the|a)\\s(local|impact)\\s",
};
enum { COUNT = sizeof patterns / sizeof *patterns, FILL = 40 };

static const char *const words[] = {
	"lead ", "lead inspector", ": ", "A Name", "local  board", "the  end",
	"the impact of leaders\n", "\n", "\n", "\n", "the ", "The", " ", "local ", "local\n", "board",
	"inspection dates", ":", "by ", "posted ", "on ", "end", "ki\xC5\xBFs of",
	"\xE2\x84\xAAiss ", "impact of ", "leaders", "\n\n", "\t", "\xE2\x80\x99", "\xC2\xA0", "~",
	"kiss", "\xFF",
};

struct rig {
	struct regex *by_line[COUNT], *everywhere[COUNT];
	struct regex_scratch *scratch[2];
	struct sieve *sieve;
	struct sieve_set sets[COUNT];
	struct arena mem;
};

static struct regex *compile(struct str pattern)
{
	struct regex *r = NULL;
	struct error e = { 0 };
	assert_int_equal(0, regex_compile(&r, pattern, REGEX_CASELESS | REGEX_MULTILINE, NULL, &e));
	return r;
}

static int setup(void **state)
{
	struct rig *g = calloc(1, sizeof *g);
	struct error e = { 0 };
	assert_non_null(g);
	arena_init(&g->mem, 0);
	g->sieve = calloc(1, sizeof *g->sieve);
	assert_non_null(g->sieve);
	for (int i = 0; i < COUNT; i++) {
		struct str p = str_of(patterns[i]);
		struct buf b = { 0 };
		assert_true(regex_read_anchored(p));
		buf_addf(&b, "(?:%s)", patterns[i]);
		assert_false(regex_read_anchored(buf_str(&b)));
		g->by_line[i] = compile(p);
		g->everywhere[i] = compile(buf_str(&b));
		buf_release(&b);
		assert_true(sieve_add(g->sieve, &g->mem, p, SIEVE_AT_LINES, &g->sets[i]) >= 0);
	}
	for (int i = 0; i < 2; i++)
		assert_int_equal(0, regex_scratch_new(&g->scratch[i], &e));
	*state = g;
	return 0;
}

static int teardown(void **state)
{
	struct rig *g = *state;
	for (int i = 0; i < COUNT; i++) {
		regex_free(g->by_line[i]);
		regex_free(g->everywhere[i]);
	}
	for (int i = 0; i < 2; i++)
		regex_scratch_free(g->scratch[i]);
	arena_release(&g->mem);
	free(g->sieve);
	free(g);
	return 0;
}

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* A text of some of the words, often longer than what words are looked for in. */
static void fill(struct buf *b, uint32_t *seed)
{
	uint32_t many = next(seed) % FILL;
	buf_reset(b);
	for (uint32_t k = next(seed) % 12; k > 0; k--)
		buf_addz(b, words[next(seed) % countof(words)]);
	for (uint32_t k = many > FILL / 2 ? many : 0; k > 0; k--)
		buf_addz(b, k % 8 ? "other words " : "than these.\n");
	for (uint32_t k = next(seed) % 12; k > 0; k--)
		buf_addz(b, words[next(seed) % countof(words)]);
}

/* Both spellings match at the same places; returns how often. */
static int search_both(struct rig *g, int i, struct str text)
{
	struct error e = { 0 };
	int n = 0, found = 1;
	for (ptrdiff_t from = 0; found == 1 && from <= text.n; from = regex_next(g->scratch[0])) {
		found = regex_search(g->everywhere[i], g->scratch[0], text, from, &e);
		assert_int_equal(found, regex_search(g->by_line[i], g->scratch[1], text, from, &e));
		for (int k = 0; found == 1 && k < 2; k++) {
			struct str x = regex_group(g->scratch[0], k), y = regex_group(g->scratch[1], k);
			assert_ptr_equal(x.p, y.p);
			assert_int_equal(x.n, y.n);
		}
		if (found != 1)
			break;
		n++;
	}
	return n;
}

static void lines_alone_are_enough(void **state)
{
	struct rig *g = *state;
	struct buf b = { 0 };
	uint32_t seed = 11;
	int matched[COUNT] = { 0 };
	for (int round = 0; round < 20000; round++) {
		fill(&b, &seed);
		for (int i = 0; i < COUNT; i++)
			matched[i] += search_both(g, i, buf_str(&b));
	}
	for (int i = 0; i < COUNT; i++)
		assert_true(matched[i] > 10);
	buf_release(&b);
}

static void sieve_sees_lines(void **state)
{
	struct rig *g = *state;
	struct buf b = { 0 }, flat = { 0 };
	struct error e = { 0 };
	uint32_t seed = 12;
	int denied = 0;
	for (int round = 0; round < 10000; round++) {
		struct sieve_view v;
		fill(&b, &seed);
		buf_reset(&flat);
		buf_add(&flat, buf_str(&b));
		scan_blank(flat.p ? flat.p : (char[1]){ 0 }, buf_str(&b));
		sieve_see_lines(g->sieve, &v, buf_str(&b), buf_str(&flat));
		for (int i = 0; i < COUNT; i++) {
			bool passes = sieve_passes(g->sieve, &v, &g->sets[i]);
			bool found = regex_search(g->everywhere[i], g->scratch[0], buf_str(&b), 0, &e) == 1;
			assert_true(passes || !found || (patterns[i][1] & 0x80));
			denied += !passes;
		}
	}
	assert_true(denied > 50000);
	buf_release(&b);
	buf_release(&flat);
}

/* A line that may match is not named when the word that it needs is out of reach. */
static void needs_the_word_in_reach(void **state)
{
	(void)state;
	struct regex_signs g;
	struct regex_lines lines;
	struct buf b = { 0 };
	for (int i = 0; i < 50; i++)
		buf_addz(&b, "local people say so\n");
	ptrdiff_t at = b.n;
	buf_addz(&b, "local\nboard\nlocal people say so\n");
	regex_signs_of(&g, S("^local\\sboard"), false, true);
	regex_lines_open(&lines, &g, buf_str(&b), 0);
	assert_int_equal(at, regex_lines_next(&lines));
	assert_int_equal(-1, regex_lines_next(&lines));
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lines_alone_are_enough, setup, teardown),
		cmocka_unit_test_setup_teardown(sieve_sees_lines, setup, teardown),
		cmocka_unit_test(needs_the_word_in_reach),
	};
	return cmocka_run_group_tests_name("regex signs", tests, NULL, NULL);
}
