/* SPDX-License-Identifier: MIT
 *
 * See fit_report.h.
 */
#include <stdio.h>

#include "pipeline/cli/concordance.h"
#include "pipeline/cli/fit_report.h"

/* ---- themes ---- */

static void theme_row(const char *name, const struct score_counts *before,
		      const struct score_counts *after)
{
	printf("%-32s %6u  %6.3f %6.3f %6.3f  %6.3f %6.3f %6.3f\n", name,
	       before->hits + before->misses, score_precision(before), score_recall(before),
	       score_f1(before), score_precision(after), score_recall(after), score_f1(after));
}

static int print_proposals(const struct fit *f, const struct lexicon *lx, struct error *e)
{
	struct buf out = { 0 };
	for (ptrdiff_t i = 0; i < f->proposals.n; i++) {
		const struct fit_proposal *x = &f->proposals.at[i];
		if (i == 0 || x->theme != x[-1].theme)
			buf_addf(&out, "%s\n", lx->themes.at[x->theme].id.p);
		buf_addf(&out, "      - %.*s: %.2f  # in %u coded sentences, %u without the theme\n",
			 STR_ARG(x->phrase.pattern), x->weight, x->phrase.in, x->phrase.out);
		for (uint32_t k = 0; k < x->phrase.lines; k++)
			concordance_line(&out, &x->phrase.line[k]);
	}
	buf_addf(&out, "\n%td new terms, at an L1 penalty of %.2f\n\n", f->proposals.n, f->penalty);
	return print_buf(&out, e);
}

int print_fit(const struct fit *f, const struct lexicon *lx, struct error *e)
{
	if (f->penalty > 0 && print_proposals(f, lx, e) < 0)
		return -e->code;
	printf("%-32s %6s  %20s  %20s\n", "", "", "before", "cross-validated");
	printf("%-32s %6s  %6s %6s %6s  %6s %6s %6s\n", "theme", "coded", "P", "R", "F1", "P", "R",
	       "F1");
	for (ptrdiff_t t = 0; t < lx->themes.n; t++)
		if (f->before[t].hits + f->before[t].misses + f->before[t].extra)
			theme_row(lx->themes.at[t].id.p, &f->before[t], &f->after[t]);
	theme_row("all", &f->before_all, &f->after_all);
	if (f->penalty > 0)
		theme_row("all, without new terms", &f->before_all, &f->plain_all);
	printf("\n%u sentences in %u paragraphs; %u terms, of which %u occur in none of them and "
	       "%u are locked\n", f->sentences, f->paragraphs, f->terms, f->unseen, f->locked);
	if (f->extra)
		printf("%u more sentences are only learned from\n", f->extra);
	printf("themes that no sentence is coded with, left as they were: %u\n", f->uncoded);
	printf("all biases shifted by %+.2f for the best micro F1\n", f->shift);
	printf("cross-validated: each fifth of the paragraphs by weights fitted on the others; before: "
	       "the lexicon\nas it is, which may have been fitted to these very sentences\n");
	return 0;
}

/* ---- polarity ---- */

static double share(uint32_t part, uint32_t all)
{
	return all ? (double)part / all : 0;
}

/* Precision, recall and F1 of one polarity. */
static void print_class(const struct polarity_counts *c, enum polarity p)
{
	uint32_t hits = c->confusion[p][p], coded = 0, given = 0;
	for (int i = 0; i < POL_COUNT; i++) {
		coded += c->confusion[p][i];
		given += c->confusion[i][p];
	}
	printf("  %6.3f %6.3f %6.3f", share(hits, given), share(hits, coded),
	       share(2 * hits, given + coded));
}

static void print_confusion(const struct polarity_counts *c)
{
	static const enum polarity order[] = { POL_STRENGTH, POL_CONCERN, POL_MIXED, POL_NEUTRAL };
	printf("\ncross-validated: rows the coders', columns ours\n%-10s", "");
	for (int i = 0; i < POL_COUNT; i++)
		printf(" %9s", polarity_name(order[i]));
	for (int i = 0; i < POL_COUNT; i++) {
		printf("\n%-10s", polarity_name(order[i]));
		for (int k = 0; k < POL_COUNT; k++)
			printf(" %9u", c->confusion[order[i]][order[k]]);
	}
	printf("\n");
}

void print_polarity_fit(const struct polarity_fit *f)
{
	static const enum polarity order[] = { POL_STRENGTH, POL_CONCERN, POL_MIXED, POL_NEUTRAL };
	printf("%-12s %6s  %20s  %20s\n", "", "", "before", "cross-validated");
	printf("%-12s %6s  %6s %6s %6s  %6s %6s %6s\n", "polarity", "coded", "P", "R", "F1", "P", "R",
	       "F1");
	for (int i = 0; i < POL_COUNT; i++) {
		uint32_t coded = 0;
		for (int k = 0; k < POL_COUNT; k++)
			coded += f->before.confusion[order[i]][k];
		printf("%-12s %6u", polarity_name(order[i]), coded);
		print_class(&f->before, order[i]);
		print_class(&f->after, order[i]);
		printf("\n");
	}
	printf("%-12s %6u  %20.3f  %20.3f\n", "right", f->before.all,
	       share(f->before.right, f->before.all), share(f->after.right, f->after.all));
	print_confusion(&f->after);
	printf("\n%u codes in %u sentences of %u paragraphs, themes given", f->before.all, f->sentences,
	       f->paragraphs);
	if (f->extra)
		printf("; %u more codes are only learned from", f->extra);
	printf("\n%u groups and rules, of which %u act on none of them and %u are locked\n", f->slots,
	       f->unseen, f->locked);
	printf("bias_good %.2f, bias_bad %.2f, lean %.2f, neutral_below %.2f\n",
	       f->numbers.bias[CUE_SAYS_GOOD], f->numbers.bias[CUE_SAYS_BAD], f->numbers.lean,
	       f->numbers.neutral_below);
	printf("cross-validated: each fifth of the paragraphs by numbers fitted on the others; before: "
	       "the lexicon\nas it is, which may have been fitted to these very sentences\n");
}
