/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon check, show: is the lexicon sound, and what is in it?
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/defaults.h"

static int check(const struct lexicon *lx, const struct settings *s, struct error *e)
{
	(void)s;
	(void)e;
	printf("%.*s %.*s: %td themes in %td groups, %td terms, hash %s\n", STR_ARG(lx->id),
	       STR_ARG(lx->version), lx->themes.n, lx->groups.n, lx->terms.n, lx->hash);
	return 0;
}

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

static int show(const struct lexicon *lx, const char *id, struct error *e)
{
	if (!id) {
		show_themes(lx);
		return 0;
	}
	int i = lexicon_theme(lx, str_of(id));
	if (i < 0)
		return fail(e, E_USAGE, "no theme '%s' in the lexicon; 'leitmotif lexicon show' "
			    "lists them", id);
	show_theme(lx, &lx->themes.at[i]);
	return 0;
}

static int lexicon(const struct settings *s)
{
	const char *what = s->argument_count ? s->arguments[0] : "";
	const char *theme = s->argument_count > 1 ? s->arguments[1] : NULL;
	bool checks = strcmp(what, "check") == 0, shows = strcmp(what, "show") == 0;
	struct lexicon *lx = NULL;
	struct error e = { 0 };
	char path[4096];
	int rc = 0;
	if ((!checks && !shows) || s->argument_count > (shows ? 2 : 1))
		rc = fail(&e, E_USAGE, "say 'lexicon check', 'lexicon show' or 'lexicon show THEME'");
	if (rc == 0)
		rc = lexicon_load(&lx, default_lexicon(s->config.lexicon_path, path, sizeof path), &e);
	if (rc == 0)
		rc = checks ? check(lx, s, &e) : show(lx, theme, &e);
	lexicon_free(lx);
	if (rc == 0)
		return EXIT_ALL_OK;
	complain(&e);
	return error_exit_status(e.code);
}

const struct command command_lexicon = {
	.name = "lexicon",
	.arguments = "check|show [THEME] [OPTION]...",
	.summary = "is a lexicon sound, and what is in it",
	.about =
	"check reads the lexicon, compiles it, and runs every example in it: each must get the\n"
	"theme that it stands under, with the polarity that it says. Errors come with file, line\n"
	"and column. show lists the themes, or one theme's terms with their weights and places.\n",
	.examples =
	"  leitmotif lexicon check -l my-lexicon\n"
	"      after every edit\n"
	"  leitmotif lexicon show caseloads\n"
	"      the terms of one theme\n",
	.options = FOR_LEXICON,
	.run = lexicon,
};
