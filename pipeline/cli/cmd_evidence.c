/* SPDX-License-Identifier: MIT
 *
 * leitmotif evidence: the sentences behind the counts.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"

static int evidence(const struct settings *s)
{
	static const struct job_format formats[] = {
		{ "jsonl", &format_evidence }, { "csv", &format_evidence_csv },
		{ "text", &format_concordance },
	};
	return job_print(s, formats, countof(formats));
}

const struct command command_evidence = {
	.name = "evidence",
	.arguments = "[OPTION]... PATH... | --text TEXT",
	.summary = "the sentences behind the counts",
	.about =
	"Writes every coded sentence: once for each theme that it carries, with its polarity, its\n"
	"place, and the terms and cues that decided.\n"
	"\n"
	"Formats:\n"
	"  jsonl: one JSON object per sentence and theme\n"
	"  csv: the same as a table for a spreadsheet\n"
	"  text: a concordance to be read: [term], {+cue of a strength}, {-cue of a concern}\n",
	.examples =
	"  leitmotif evidence --theme caseloads --format text reports/\n"
	"      what was written on caseloads\n"
	"  leitmotif evidence reports/ | jq -r 'select(.polarity==\"concern\") | .theme' | sort | uniq -c\n"
	"      how often each theme is a concern\n",
	.options = FOR_LEXICON | FOR_DOCUMENTS | FOR_EVIDENCE | FOR_TEXT,
	.run = evidence,
};
