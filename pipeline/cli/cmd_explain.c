/* SPDX-License-Identifier: MIT
 *
 * leitmotif explain: why each sentence got the codes that it has.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"

static int explain(const struct settings *s)
{
	return job_print(s, &(struct job_format){ "text", &format_explain }, 1);
}

const struct command command_explain = {
	.name = "explain",
	.arguments = "[OPTION]... PATH... | --text TEXT",
	.summary = "every decision on every sentence, term by term",
	.about =
	"Prints for each sentence the themes that it got or nearly got, and every summand of the\n"
	"decision: the term, its weight, and the line of the lexicon that it stands on; then the\n"
	"cues that made it a strength or a concern, and what each acts on.\n",
	.examples =
	"  leitmotif explain --text \"Caseloads have reduced but remain too high in some teams.\"\n"
	"      one sentence\n"
	"  leitmotif explain letter.pdf | less\n"
	"      a whole letter\n",
	.options = FOR_LEXICON | FOR_DOCUMENTS | FOR_TEXT,
	.run = explain,
};
