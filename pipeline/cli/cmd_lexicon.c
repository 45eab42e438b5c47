/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon: finds its parts; see lexicon_parts.h.
 */
#include "pipeline/cli/job.h"
#include "pipeline/cli/lexicon_parts.h"
#include "pipeline/run/defaults.h"

#define X(id) &lexicon_part_##id,
static const struct command *const parts[] = { LEXICON_PARTS(X) NULL };
#undef X

int lexicon_part(const struct settings *s, int arguments,
		 int (*run)(const struct settings *s, const struct lexicon *lx, struct error *e))
{
	struct lexicon *lx = NULL;
	struct error e = { 0 };
	char path[4096];
	int rc = s->argument_count <= arguments ? 0
		: fail(&e, E_USAGE, "'%s' is one word too many", s->arguments[arguments]);
	if (rc == 0)
		rc = lexicon_load(&lx, default_lexicon(s->config.lexicon_path, path, sizeof path), &e);
	if (rc == 0)
		rc = run(s, lx, &e);
	lexicon_free(lx);
	if (rc >= 0)
		return rc;
	complain(&e);
	return error_exit_status(e.code);
}

/* What comes here is no part. */
static int lexicon(const struct settings *s)
{
	struct str names[countof(parts)];
	char list[200] = "", hint[80] = "";
	ptrdiff_t n = 0;
	for (; parts[n]; n++) {
		names[n] = str_of(parts[n]->name + strlen("lexicon "));
		size_t at = strlen(list);
		snprintf(list + at, sizeof list - at, "%s%s", n ? ", " : "", names[n].p);
	}
	if (s->argument_count)
		did_you_mean(hint, sizeof hint, "lexicon ", str_of(s->arguments[0]), names, n);
	fprintf(stderr, "leitmotif: say lexicon and one of %s%s\n", list, hint);
	return error_exit_status(E_USAGE);
}

const struct command command_lexicon = {
	.name = "lexicon",
	.arguments = "PART [OPTION]...",
	.summary = "is a lexicon sound, what is in it; learn, compare, import and export",
	.about =
	"A lexicon is a folder of YAML files: themes, their terms, the cues of polarity\n"
	"(docs/LEXICON.md). 'leitmotif lexicon PART --help' explains a part.\n",
	.examples =
	"  leitmotif lexicon check -l my-lexicon\n"
	"      after every edit\n"
	"  leitmotif lexicon show caseloads\n"
	"      the terms of one theme\n"
	"  leitmotif lexicon fit --gold coded/ -l my-lexicon --out fitted\n"
	"      a copy of my-lexicon with the weights that the coded sentences ask for\n",
	.options = FOR_LEXICON,
	.run = lexicon,
	.parts = parts,
};
