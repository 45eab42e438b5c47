/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon show: what is in it?
 */
#include "pipeline/cli/lexicon_parts.h"

static void show_theme(const struct lexicon *lx, const struct theme *t)
{
	printf("%.*s: %.*s\n\n%.*s\n\nbias %.3f\n", STR_ARG(t->id), STR_ARG(t->title),
	       STR_ARG(t->definition), (double)t->bias);
	for (uint32_t i = t->term_first; i < t->term_first + t->term_count; i++) {
		const struct term *term = &lx->terms.at[i];
		struct str file = lx->files.at[term->place.file].path;
		printf("%7.3f  %-40.*s  %.*s:%u\n", (double)term->weight, STR_ARG(term->pattern),
		       STR_ARG(file), term->place.line);
	}
}

static void show_themes(const struct lexicon *lx)
{
	for (ptrdiff_t g = 0; g < lx->groups.n; g++) {
		const struct group *group = &lx->groups.at[g];
		printf("%s%.*s\n", g ? "\n" : "", STR_ARG(group->title));
		for (uint32_t i = 0; i < group->theme_count; i++) {
			const struct theme *t = &lx->themes.at[group->theme_first + i];
			printf("  %-34.*s %5u terms  %.*s\n", STR_ARG(t->id), t->term_count,
			       STR_ARG(t->title));
		}
	}
}

static int show(const struct settings *s, const struct lexicon *lx, struct error *e)
{
	if (s->argument_count < 1) {
		show_themes(lx);
		return 0;
	}
	int i = lexicon_theme_named(lx, s->arguments[0], e);
	if (i < 0)
		return i;
	show_theme(lx, &lx->themes.at[i]);
	return 0;
}

static int show_command(const struct settings *s)
{
	return lexicon_part(s, 1, show);
}

const struct command lexicon_part_show = {
	.name = "lexicon show",
	.arguments = "[THEME] [OPTION]...",
	.summary = "its themes, or one theme's terms with their weights and places",
	.about =
	"Lists the themes, by group; or what one theme is, its bias, and its terms with their weights\n"
	"and the file and line where each stands.\n",
	.examples =
	"  leitmotif lexicon show\n"
	"      the themes\n"
	"  leitmotif lexicon show caseloads -l my-lexicon\n"
	"      the terms of one theme\n",
	.options = FOR_LEXICON,
	.run = show_command,
};
