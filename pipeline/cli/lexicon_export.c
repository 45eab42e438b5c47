/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon export: the lexicon as another program's dictionary.
 */
#include "pipeline/cli/lexicon_parts.h"
#include "pipeline/cli/study.h"
#include "pipeline/exchange/to_lexicon.h"

static int export(const struct settings *s, const struct lexicon *lx, struct error *e)
{
	struct dict d;
	struct buf out = { 0 };
	enum dict_format f = DICT_CSV;
	dict_init(&d, e);
	int rc = dict_format_find(&f, s->format, s->output, e);
	if (rc == 0)
		rc = dict_from_lexicon(&d, lx, f);
	if (rc == 0)
		rc = dict_write(&d, f, &out, e);
	if (rc == 0 && !buf_ok(&d.report.lines))
		rc = dict_no_memory(&d);
	if (rc == 0)
		rc = study_write(s->output, &out, e);
	if (rc == 0)
		fprintf(stderr, "%.*s%.*s: %s, %td categories, %td terms; %u notes\n",
			STR_ARG(buf_str(&d.report.lines)), STR_ARG(lx->id), dict_format_name(f),
			d.categories.n, d.entries.n, d.report.notes);
	dict_release(&d);
	buf_release(&out);
	return rc;
}

static int export_command(const struct settings *s)
{
	return lexicon_part(s, 0, export);
}

const struct command lexicon_part_export = {
	.name = "lexicon export",
	.arguments = "[OPTION]...",
	.summary = "the lexicon as a dictionary of another program",
	.about =
	"Writes themes and terms as a dictionary, in a format of 'leitmotif lexicon import', told by the\n"
	"name of the output or by --format. Alternatives are written out, a stem becomes the beginning of\n"
	"its words; what the format cannot say is told on standard error, a line each. csv keeps patterns\n"
	"as they are.\n",
	.examples =
	"  leitmotif lexicon export -l my-lexicon -o terms.csv\n"
	"      for a spreadsheet, and back by lexicon import\n"
	"  leitmotif lexicon export --format yaml -o for-quanteda.yaml\n"
	"      the default lexicon for R\n",
	.options = FOR_LEXICON | FOR_EXCHANGE | FOR_FILE,
	.run = export_command,
};
