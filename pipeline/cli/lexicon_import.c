/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon import: another program's dictionary as a lexicon.
 */
#include "pipeline/cli/job.h"
#include "pipeline/cli/lexicon_parts.h"
#include "pipeline/exchange/to_lexicon.h"
#include "pipeline/io/file.h"
#include "pipeline/io/file_set.h"

#define FILE_MAX ((size_t)64 << 20)

/* The name of a file without its folders. */
static struct str base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return str_of(slash ? slash + 1 : path);
}

/* All files or none. */
static int write_folder(const char *folder, const struct lexicon_text *t, struct error *e)
{
	struct file_set files = { 0 };
	int rc = file_set_add(&files, folder, S("lexicon.yaml"), buf_str(&t->lexicon), e);
	if (rc == 0 && t->sets.n)
		rc = file_set_add(&files, folder, S("sets.yaml"), buf_str(&t->sets), e);
	if (rc == 0)
		rc = file_set_add(&files, folder, S("themes/dictionary.yaml"), buf_str(&t->themes), e);
	if (rc == 0)
		rc = file_set_commit(&files, e);
	file_set_release(&files);
	return rc;
}

static int convert(const struct settings *s, struct dict *d, struct str bytes, enum dict_format f,
		   struct error *e)
{
	struct buf id = { 0 };
	struct lexicon_text text = { 0 };
	struct str name = base_name(s->arguments[0]);
	struct str stem = name;
	dict_slug(&id, str_cut(&stem, '.'));
	int rc = buf_ok(&id) ? dict_read(d, f, bytes) : dict_no_memory(d);
	if (rc == 0)
		rc = dict_to_lexicon(d, buf_str(&id), name, &text);
	if (rc == 0)
		rc = lexicon_text_check(&text, e);
	if (rc == 0 && !buf_ok(&d->report.lines))
		rc = dict_no_memory(d);
	if (rc == 0 && s->out_folder)
		rc = write_folder(s->out_folder, &text, e);
	if (rc == 0) {
		printf("%.*s", STR_ARG(buf_str(&d->report.lines)));
		printf("%.*s: %s, %td categories, %td terms; %u notes", STR_ARG(name),
		       dict_format_name(f), d->categories.n, d->entries.n, d->report.notes);
		printf(d->report.notes > DICT_NOTES_MAX ? ", of which the first %d are above\n" : "\n",
		       DICT_NOTES_MAX);
	}
	lexicon_text_release(&text);
	buf_release(&id);
	return rc;
}

static int import(const struct settings *s)
{
	struct error e = { 0 };
	struct buf bytes = { 0 };
	struct dict d;
	enum dict_format f = DICT_CSV;
	dict_init(&d, &e);
	int rc = s->argument_count == 1 ? 0
		: fail(&e, E_USAGE, "say which file: lexicon import FILE --out DIR");
	if (rc == 0)
		rc = dict_format_find(&f, s->format, s->arguments[0], &e);
	if (rc == 0)
		rc = file_slurp(&bytes, s->arguments[0], FILE_MAX, &e);
	if (rc == 0) {
		d.report.file = base_name(s->arguments[0]);
		rc = convert(s, &d, buf_str(&bytes), f, &e);
	}
	dict_release(&d);
	buf_release(&bytes);
	if (rc == 0)
		return EXIT_ALL_OK;
	complain(&e);
	int status = error_exit_status(e.code);
	return status == EXIT_SOME_NOT ? EXIT_FATAL : status;
}

const struct command lexicon_part_import = {
	.name = "lexicon import",
	.arguments = "FILE --out DIR [OPTION]...",
	.summary = "a dictionary of another program as a lexicon",
	.about =
	"Reads a dictionary and writes a lexicon into the folder DIR: a theme a category, below its parent\n"
	"where it has one, each term deciding for itself. Prints what was lost or changed on the way, a\n"
	"line each; without --out only that. Formats, told by the file's name or by --format:\n"
	"\n"
	"  yaml   .yml .yaml   quanteda: nested categories with lists of terms\n"
	"  dic    .dic         LIWC, also with conditions: like (02 134)125/464, kind <of>131/135\n"
	"  dicx   .dicx        LIWC-22, X or weights\n"
	"  cat    .cat         WordStat, with weights and rules of nearness\n"
	"  ykd    .ykd .lcd    Yoshikoder, both styles, and Lexicoder 2\n"
	"  lc3    .lc3         Lexicoder 3\n"
	"  vbpro  .vbpro       VBPro\n"
	"  csv    .csv .tsv    the columns term (or pattern: of this program), category, weight\n",
	.examples =
	"  leitmotif lexicon import moral.dic --out moral\n"
	"      then: leitmotif lexicon check -l moral\n"
	"  leitmotif lexicon import words.txt --format lc3\n"
	"      what would be lost; nothing is written\n",
	.options = FOR_EXCHANGE | FOR_OUT,
	.run = import,
};
