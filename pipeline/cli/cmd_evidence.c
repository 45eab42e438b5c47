/* SPDX-License-Identifier: MIT
 *
 * leitmotif evidence: the sentences behind the counts.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"

static int choose_format(const struct format **out, const char *name, struct error *e)
{
	*out = !name || strcmp(name, "jsonl") == 0 ? &format_evidence
	     : strcmp(name, "csv") == 0		   ? &format_evidence_csv
	     : strcmp(name, "text") == 0	   ? &format_concordance
						   : NULL;
	return *out ? 0 : fail(e, E_USAGE, "--format takes jsonl, csv or text, not '%s'", name);
}

static int evidence(const struct settings *s)
{
	struct run_output output = { .path = s->output };
	struct error e = { 0 };
	if (job_check_inputs(s, &e) < 0 || choose_format(&output.format, s->format, &e) < 0) {
		complain(&e);
		return error_exit_status(e.code);
	}
	return s->text ? job_text(s, output.format) : job_run(s, &output, 1, NULL);
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
