/* SPDX-License-Identifier: MIT
 *
 * leitmotif meta: what is known of each document, and from where.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"

static int meta(const struct settings *s)
{
	struct run_output output = { &format_meta, s->output };
	struct error e = { 0 };
	int rc = job_check_inputs(s, &e);
	if (rc == 0 && s->format && strcmp(s->format, "jsonl") == 0)
		output.format = &format_meta_jsonl;
	else if (rc == 0 && s->format && strcmp(s->format, "text") != 0)
		rc = fail(&e, E_USAGE, "--format takes text or jsonl, not '%s'", s->format);
	if (rc < 0) {
		complain(&e);
		return error_exit_status(e.code);
	}
	return s->text ? job_text(s, output.format) : job_run(s, &output, 1, NULL);
}

const struct command command_meta = {
	.name = "meta",
	.arguments = "[OPTION]... PATH... | --text TEXT",
	.summary = "authority, kind, dates, grades, and where each was found",
	.about =
	"Prints what is known of each document: the columns that run writes, each with the place\n"
	"that its value was taken from, or the reason why it is blank. Content comes first, then\n"
	"the path, then a manifest (--manifest FILE: CSV or TSV with a column doc or path, others\n"
	"named as here; a row's path may be the whole path, its end, or the bare file name).\n"
	"\n"
	"Formats:\n"
	"  text: a line a value\n"
	"  jsonl: one object a document\n",
	.examples =
	"  leitmotif meta report.pdf\n"
	"      what is known of one report\n"
	"  leitmotif meta --format jsonl reports/ | jq -r 'select(.local_authority.value==null) | .doc'\n"
	"      reports whose authority is not known\n",
	.options = FOR_LEXICON | FOR_DOCUMENTS | FOR_FORMAT | FOR_TEXT,
	.run = meta,
};
