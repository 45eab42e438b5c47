/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon cache: is this lexicon compiled already, and where is it?
 */
#include "pipeline/cli/job.h"
#include "pipeline/cli/lexicon_parts.h"
#include "pipeline/run/defaults.h"
#include "pipeline/run/lexicon_cache.h"

static int show_files(const char *folder, struct error *e)
{
	struct arena mem;
	cache_files files = { 0 };
	uint64_t size = 0;
	arena_init(&mem, 0);
	int rc = cache_list(folder, &mem, &files, e);
	for (ptrdiff_t i = 0; i < files.n; i++)
		size += files.at[i].size;
	if (rc == 0)
		printf("%td of up to %d lexicons, %.1f MB\n", files.n, CACHE_FILES_MAX,
		       (double)size / 1e6);
	arena_release(&mem);
	return rc;
}

static int show(const struct config *config, struct error *e)
{
	char path[4096];
	struct lexicon_cache c;
	struct lexicon *lx = NULL;
	struct error none = { 0 };
	int rc = lexicon_open(&lx, default_lexicon(config->lexicon_path, path, sizeof path), e);
	if (rc < 0)
		return rc;
	lexicon_cache_find(&c, config, lx);
	if (c.name.folder)
		printf("folder: %s\n", c.name.folder);
	rc = lexicon_cache_finish(&c, lx, e);
	if (rc == 0 && lx->from_image)
		printf("this lexicon is compiled: %s\n", c.name.file);
	else if (rc == 0)
		printf("this lexicon is compiled by each run: %s\n", c.why.msg);
	if (rc == 0 && c.name.folder)
		show_files(c.name.folder, &none);
	lexicon_free(lx);
	return rc;
}

static int cache_command(const struct settings *s)
{
	struct error e = { 0 };
	int rc = s->argument_count == 0 ? show(&s->config, &e)
		: fail(&e, E_USAGE, "'%s' is one word too many", s->arguments[0]);
	if (rc == 0)
		return EXIT_ALL_OK;
	complain(&e);
	return error_exit_status(e.code);
}

const struct command lexicon_part_cache = {
	.name = "lexicon cache",
	.arguments = "[OPTION]...",
	.summary = "is this lexicon compiled already, and where are such files",
	.about =
	"A run that reads documents whole keeps the lexicon that it compiled, so that the next one\n"
	"starts sooner: in $XDG_CACHE_HOME/leitmotif, ~/.cache/leitmotif, or the folder of\n"
	"--lexicon-cache. What it finds is the same with and without. A file is for these bytes of the\n"
	"lexicon and this build of the program; after an edit there is a new one, and the oldest of\n"
	"more than 16, or of more than 256 MB, goes. The folder can be removed at any time.\n",
	.examples =
	"  leitmotif lexicon cache\n"
	"      the folder, and whether the next run finds the lexicon in it\n"
	"  leitmotif run --lexicon-cache off reports/\n"
	"      no such file is read or written\n",
	.options = FOR_LEXICON | FOR_CACHE,
	.run = cache_command,
};
