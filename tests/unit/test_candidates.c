/* SPDX-License-Identifier: MIT
 *
 * Terms that a lexicon lacks, from coded sentences: phrases of the missed
 * ones, not of those that are found or that no coder gave; nothing that a term
 * covers; the longer of two that stand together; no sentence said twice.
 */
#include "tests/unit/rig.h"

#include "pipeline/eval/candidates.h"
#include "pipeline/eval/grams.h"

#define LEXICON "id: test\ntitle: Test\nversion: 1\nlanguage: english\n" \
		"defaults: {bias: -3, weight: 4}\n"
#define THEMES "group: g\ntitle: G\nthemes:\n" \
	       "  - {id: health, title: Health, terms: [doctor, {term: nurse, weight: 1}]}\n" \
	       "  - {id: roads, title: Roads, terms: [road]}\n"

static void add(struct buf *text, struct buf *codes, int *n, const char *sentence,
		const char *theme)
{
	int p = (*n)++;
	buf_addf(text, "p%d.1\t%s\n", p, sentence);
	buf_addf(codes, "p%d.1\t%s\t0\n", p, theme);
}

/* Sixty fillers, then what is to be learned from. */
static void write_coded(struct rig *r)
{
	struct buf text = { 0 }, codes = { 0 };
	int n = 0;
	for (int i = 0; i < 60; i++) {
		char s[80];
		snprintf(s, sizeof s, "The town %c%c has a school and a nurse.", 'a' + i % 26,
			 'a' + i / 26);
		add(&text, &codes, &n, s, "-none-");
	}
	add(&text, &codes, &n, "Most carry a health passport.", "health");
	add(&text, &codes, &n, "Health passports are given to all.", "health");
	add(&text, &codes, &n, "Nobody, sadly, has a health passport yet.", "health");
	add(&text, &codes, &n, "The nurse weighs them.", "health");
	add(&text, &codes, &n, "A nurse visits.", "health");
	add(&text, &codes, &n, "The nurse is kind.", "health");
	for (int i = 0; i < 4; i++)
		add(&text, &codes, &n, "Quiet lanes wind uphill.", "roads");
	for (int i = 0; i < 4; i++)
		add(&text, &codes, &n, i % 2 ? "The doctor calls early." : "Early on the doctor came.",
		    "health");
	rig_write(r, "a.txt", buf_str(&text));
	rig_write(r, "a.A.tsv", buf_str(&codes));
	buf_release(&text);
	buf_release(&codes);
}

static void test_candidates(void **state)
{
	struct rig *r = *state;
	struct lexicon *lx = NULL;
	struct error e = { 0 };
	struct config config;
	struct gold g;
	struct candidates c;
	struct candidate_options o = { .minimum = 3, .most = 10 };
	config_init(&config);
	mkdir(rig_path(r, "themes"), 0700);
	rig_write(r, "lexicon.yaml", S(LEXICON));
	rig_write(r, "themes/a.yaml", S(THEMES));
	write_coded(r);
	assert_int_equal(lexicon_load(&lx, r->folder, &e), 0);
	assert_int_equal(gold_load(&g, r->folder, NULL, lx, &e), 0);
	assert_int_equal(candidates_find(&c, &g, &config, lx, &o, &e), 0);
	assert_int_equal(c.coded[0], 10);
	assert_int_equal(c.missed[0], 6);
	assert_int_equal(c.missed[1], 4);
	assert_int_equal(c.themes[0].n, 1);
	assert_int_equal(c.themes[1].n, 0);
	const struct phrase *x = &c.themes[0].at[0];
	assert_true(str_eq(x->pattern, S("health passport")));
	assert_int_equal(x->in, 3);
	assert_int_equal(x->out, 0);
	assert_int_equal(x->lines, 3);
	assert_true(str_eq(str_sub(x->line[1].text, x->line[1].off, x->line[1].off + x->line[1].len),
			   S("Health passports")));
	candidates_release(&c);
	gold_release(&g);
	lexicon_free(lx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_candidates, rig_setup, rig_teardown),
	};
	return cmocka_run_group_tests_name("candidates", tests, NULL, NULL);
}
