/* SPDX-License-Identifier: MIT
 *
 * leitmotif actions: what the reports ask for.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"

static int actions(const struct settings *s)
{
	static const struct job_format formats[] = {
		{ "text", &format_actions }, { "csv", &format_actions_csv },
		{ "jsonl", &format_actions_jsonl },
	};
	return job_print(s, formats, countof(formats));
}

const struct command command_actions = {
	.name = "actions",
	.arguments = "[OPTION]... PATH... | --text TEXT",
	.summary = "what needs to improve, recommendations, priority actions",
	.about =
	"Lists what each report asks for: the items under headings such as What needs to improve,\n"
	"Recommendations, Areas for improvement and Areas for priority action, with page and\n"
	"paragraph, the themes of the item, the words that introduce its list, and the body that\n"
	"is to act where the page names one. --sections all adds those to safeguarding boards.\n"
	"\n"
	"Formats:\n"
	"  text: for reading\n"
	"  csv: one row an item\n"
	"  jsonl: one object an item\n",
	.examples =
	"  leitmotif actions report.pdf\n"
	"      what one report asks for\n"
	"  leitmotif actions --format csv -o actions.csv reports/\n"
	"      a table for an improvement plan\n"
	"  leitmotif actions --format jsonl reports/ | jq -r '.themes[]' | sort | uniq -c | sort -rn\n"
	"      which themes are asked for most often\n",
	.options = FOR_LEXICON | FOR_DOCUMENTS | FOR_FORMAT | FOR_TEXT,
	.run = actions,
};
