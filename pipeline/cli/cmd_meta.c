/* SPDX-License-Identifier: MIT
 *
 * leitmotif meta: what is known of each document, and from where.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"

static int meta(const struct settings *s)
{
	static const struct job_format formats[] = {
		{ "text", &format_meta }, { "jsonl", &format_meta_jsonl },
	};
	return job_print(s, formats, countof(formats));
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
