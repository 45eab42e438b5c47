/* SPDX-License-Identifier: MIT
 *
 * leitmotif actions: what the reports ask for.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"

static int choose_format(const struct format **out, const char *name, struct error *e)
{
	*out = !name || strcmp(name, "text") == 0 ? &format_actions
	     : strcmp(name, "csv") == 0		  ? &format_actions_csv
	     : strcmp(name, "jsonl") == 0	  ? &format_actions_jsonl
						  : NULL;
	return *out ? 0 : fail(e, E_USAGE, "--format takes text, csv or jsonl, not '%s'", name);
}

static int actions(const struct settings *s)
{
	struct run_output output = { .path = s->output };
	struct error e = { 0 };
	if (job_check_inputs(s, &e) < 0 || choose_format(&output.format, s->format, &e) < 0) {
		complain(&e);
		return error_exit_status(e.code);
	}
	return s->text ? job_text(s, output.format) : job_run(s, &output, 1, NULL);
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
