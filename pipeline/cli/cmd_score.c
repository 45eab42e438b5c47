/* SPDX-License-Identifier: MIT
 *
 * leitmotif score: how well does the lexicon code? Against coded sentences.
 */
#include <stdlib.h>

#include "pipeline/cli/coded.h"
#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"
#include "pipeline/doc/doc.h"
#include "pipeline/eval/score.h"
#include "pipeline/run/lexicon_cache.h"

static void theme_row(const char *name, const struct score_counts *c)
{
	struct kappa k = score_kappa(c);
	printf("%-32s %6u %6u %6u %6.3f %6.3f %6.3f %6.3f  %.3f (%.3f to %.3f)\n", name, c->hits,
	       c->extra, c->misses, score_precision(c), score_recall(c), score_f1(c),
	       score_polarity(c), k.value, k.low, k.high);
}

/* Themes in the order of the lexicon, those that nobody coded left out. */
static void print_themes(const struct score *s, const struct lexicon *lx)
{
	printf("%-32s %6s %6s %6s %6s %6s %6s %6s  %s\n", "theme", "hits", "extra", "missed", "P",
	       "R", "F1", "pol", "kappa (95 %)");
	for (ptrdiff_t t = 0; t < lx->themes.n; t++)
		if (s->themes[t].hits + s->themes[t].extra + s->themes[t].misses)
			theme_row(lx->themes.at[t].id.p, &s->themes[t]);
	theme_row("all", &s->all);
}

static void print_confusion(const struct score *s)
{
	printf("\npolarity of the hits: rows the coders', columns ours\n%-10s", "");
	for (enum polarity p = 0; p < POL_COUNT; p++)
		printf(" %9s", polarity_name(p));
	printf("\n");
	for (enum polarity coder = 0; coder < POL_COUNT; coder++) {
		printf("%-10s", polarity_name(coder));
		for (enum polarity ours = 0; ours < POL_COUNT; ours++)
			printf(" %9u", s->confusion[coder][ours]);
		printf("\n");
	}
}

static void print_error(const struct score_error *x, const struct gold *g, const struct lexicon *lx)
{
	const struct gold_sentence *s = &g->sentences.at[x->sentence];
	printf("  %.*s %.*s", STR_ARG(s->id), STR_ARG(lx->themes.at[x->theme].id));
	if (x->kind == SCORE_POLARITY) {
		unsigned set = gold_code(g, x->sentence, x->theme)->polarities;
		printf(" %s, coders:", polarity_name(x->got));
		for (enum polarity p = 0; p < POL_COUNT; p++)
			if (set & (1u << p))
				printf(" %s", polarity_name(p));
	}
	if (x->kind != SCORE_MISSED && x->term != UINT32_MAX) {
		const struct term *t = &lx->terms.at[x->term];
		printf(" by \"%.*s\" (%.*s:%u)", STR_ARG(t->pattern),
		       STR_ARG(lx->files.at[t->place.file].path), t->place.line);
	}
	printf("\n    %.*s\n", STR_ARG(s->text));
}

static void print_errors(const struct score *s, const struct gold *g, const struct lexicon *lx,
			 int most)
{
	static const char *const titles[] = { "missed", "extra", "wrong polarity" };
	for (int kind = SCORE_MISSED; kind <= SCORE_POLARITY; kind++) {
		int shown = 0;
		printf("\n%s\n", titles[kind]);
		for (ptrdiff_t i = 0; i < s->errors.n && shown < most; i++)
			if ((int)s->errors.at[i].kind == kind) {
				print_error(&s->errors.at[i], g, lx);
				shown++;
			}
	}
}

struct tally {
	uint32_t term, errors;
};

static int compare_tallies(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;
	if (x->errors != y->errors)
		return x->errors < y->errors ? 1 : -1;
	return (x->term > y->term) - (x->term < y->term);
}

/* The terms that weigh most in extra codes, the worst first. */
static void print_worst(const struct score *s, const struct lexicon *lx, int most)
{
	struct tally *t = calloc((size_t)lx->terms.n + 1, sizeof *t);
	for (ptrdiff_t i = 0; t && i < lx->terms.n; i++)
		t[i].term = (uint32_t)i;
	for (ptrdiff_t i = 0; t && i < s->errors.n; i++)
		if (s->errors.at[i].kind == SCORE_EXTRA && s->errors.at[i].term != UINT32_MAX)
			t[s->errors.at[i].term].errors++;
	if (t)
		qsort(t, (size_t)lx->terms.n, sizeof *t, compare_tallies);
	printf("\nextra codes by the term that weighs most in them\n");
	for (int i = 0; t && i < most && i < lx->terms.n && t[i].errors; i++) {
		const struct term *term = &lx->terms.at[t[i].term];
		printf("  %5u %.*s \"%.*s\" (%.*s:%u)\n", t[i].errors,
		       STR_ARG(lx->themes.at[term->theme].id), STR_ARG(term->pattern),
		       STR_ARG(lx->files.at[term->place.file].path), term->place.line);
	}
	free(t);
}

static void print_score(const struct settings *set, const struct score *s, const struct gold *g,
			const struct lexicon *lx)
{
	print_themes(s, lx);
	print_confusion(s);
	if (set->errors)
		print_errors(s, g, lx, set->errors);
	if (set->errors)
		print_worst(s, lx, set->errors);
	printf("\nsentences %u, codes in none of them %u, codes of unknown themes %u\n", s->sentences,
	       s->unmatched, g->unknown);
	printf("theme P %.3f R %.3f F1 %.3f, polarity %.3f, joint F1 %.3f\n",
	       score_precision(&s->all), score_recall(&s->all), score_f1(&s->all),
	       score_polarity(&s->all), score_joint_f1(&s->all));
}

static int score(const struct settings *set)
{
	struct lexicon *lx = NULL;
	struct gold g = { 0 };
	struct score s = { 0 };
	struct error e = { 0 };
	int rc = set->argument_count == 0 ? 0
		: fail(&e, E_USAGE, "say where the coded sentences are: score --gold DIR");
	if (rc == 0)
		rc = lexicon_cache_load(&lx, &set->config, &e);
	if (rc == 0)
		rc = coded_load(&g, set, lx, "score --gold DIR", &e);
	if (rc == 0)
		rc = score_run(&s, &g, &set->config, lx, &e);
	if (rc == 0)
		print_score(set, &s, &g, lx);
	score_release(&s);
	gold_release(&g);
	lexicon_free(lx);
	if (rc == 0)
		return EXIT_ALL_OK;
	complain(&e);
	return error_exit_status(e.code);
}

const struct command command_score = {
	.name = "score",
	.arguments = "--gold DIR [OPTION]...",
	.summary = "how well it codes, against coded sentences",
	.about =
	"Codes the paragraphs of the coded sentences in DIR and prints, per theme and for all: hits,\n"
	"extra and missed codes, precision, recall, F1, the share of right polarities among the\n"
	"hits, and Cohen's kappa with its 95 % interval; then the confusion of polarities.\n"
	"\n"
	"DIR holds sets of two or three files:\n"
	"  NAME.txt     id TAB sentence; the paragraph is the id up to its last full stop;\n"
	"               ## PARAGRAPH TAB heading, where it stands under one\n"
	"  NAME.A.tsv   id TAB theme TAB + (strength), - (concern), ~ (mixed) or 0 (neutral);\n"
	"               the theme -none- where a sentence has none\n"
	"  NAME.B.tsv   a second coder's; what the two disagree on counts neither way\n",
	.examples =
	"  leitmotif score --gold coded/\n"
	"      the figures\n"
	"  leitmotif score --gold coded/ --set march,april --errors 20\n"
	"      two sets, the first twenty errors of each kind, each with its term, and the worst terms\n",
	.options = FOR_LEXICON | FOR_GOLD | FOR_SCORE,
	.run = score,
};
