/* SPDX-License-Identifier: MIT
 *
 * leitmotif run: vectors of every document.
 */
#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"
#include "pipeline/io/file.h"
#include "pipeline/run/outcome.h"

/* What --out writes, all of it or nothing. */
static const struct {
	const char *file;
	const struct format *format;
	const char *holds;
} files[] = {
	{ "vectors.csv", &format_csv, "one row a document" },
	{ "vectors-long.csv", &format_long, "one row a document and theme" },
	{ "evidence.jsonl", &format_evidence, "the sentences behind the counts" },
	{ "ledger.csv", &format_ledger, "what became of each input" },
	{ "about.json", &format_about, "versions, lexicon, sums" },
};

/* What --until prints: the layer that each stage hands on. */
static const struct {
	const char *stage;
	const struct format *format;
} taps[] = {
	{ "normalise", &format_text }, { "sections", &format_blocks },
	{ "segment", &format_sentences }, { "tokenize", &format_tokens },
	{ "stem", &format_stems }, { "match", &format_hits },
	{ "polarity", &format_evidence }, { "vector", &format_jsonl },
};

static int find_tap(const struct format **out, const char *stage, struct error *e)
{
	char list[200] = "";
	for (ptrdiff_t i = 0; i < countof(taps); i++) {
		if (strcmp(taps[i].stage, stage) == 0) {
			*out = taps[i].format;
			return 0;
		}
		size_t at = strlen(list);
		snprintf(list + at, sizeof list - at, "%s%s", i ? ", " : "", taps[i].stage);
	}
	return fail(e, E_USAGE, "--until takes one of %s, not '%s'", list, stage);
}

static int find_format(const struct format **out, const char *name, struct error *e)
{
#define X(id, option, help) STR(option),
	static const struct str names[] = {
#include "stages/formats.def"
	};
#undef X
	char hint[80];
	*out = format_find(name);
	if (*out)
		return 0;
	did_you_mean(hint, sizeof hint, "", str_of(name), names, countof(names));
	return fail(e, E_USAGE, "unknown format '%s'%s", name,
		    hint[0] ? hint : "; 'leitmotif run --help' lists them");
}

static int choose_format(const struct format **out, const struct settings *s, struct error *e)
{
	*out = &format_csv;
	if (s->out_folder && (s->format || s->until || s->output || s->ledger))
		return fail(e, E_USAGE, "--out writes its own files: not with --format, --until, "
			    "--output or --ledger");
	if (s->digest && !s->store)
		return fail(e, E_USAGE, "--digest tells what is new in a store: give --store FILE");
	if (s->format && s->until)
		return fail(e, E_USAGE, "--format or --until, not both");
	if (s->until)
		return find_tap(out, s->until, e);
	return s->format ? find_format(out, s->format, e) : 0;
}

static int run_into_folder(const struct settings *s)
{
	struct run_output outputs[countof(files)];
	char paths[countof(files)][4096];
	struct totals t;
	struct error e = { 0 };
	for (ptrdiff_t i = 0; i < countof(files); i++) {
		int n = snprintf(paths[i], sizeof paths[i], "%s/%s", s->out_folder, files[i].file);
		if (n < 0 || (size_t)n >= sizeof paths[i])
			fail(&e, E_USAGE, "the folder's name is too long: '%s'", s->out_folder);
		outputs[i] = (struct run_output){ files[i].format, paths[i] };
	}
	bool was_there = file_is_folder(s->out_folder);
	if (e.code || file_make_folder(s->out_folder, &e) < 0) {
		complain(&e);
		return error_exit_status(e.code);
	}
	int status = job_run(s, outputs, (int)countof(files), &t);
	if (status > EXIT_SOME_NOT && !was_there)
		file_remove_folder(s->out_folder);
	if (status > EXIT_SOME_NOT || s->quiet)
		return status;
	char line[200];
	totals_line(line, sizeof line, &t);
	printf("%s\n", line);
	for (ptrdiff_t i = 0; i < countof(files); i++)
		printf("%s: %s\n", paths[i], files[i].holds);
	return status;
}

static int run(const struct settings *s)
{
	struct run_output output = { .path = s->output };
	struct error e = { 0 };
	if (job_check_inputs(s, &e) < 0 || choose_format(&output.format, s, &e) < 0) {
		complain(&e);
		return error_exit_status(e.code);
	}
	if (s->out_folder)
		return run_into_folder(s);
	bool store_alone = s->store && !s->format && !s->until && !s->output;
	return job_run(s, &output, store_alone ? 0 : 1, NULL);
}

#define X(id, option, help) "  " option ": " help "\n"
const struct command command_run = {
	.name = "run",
	.arguments = "[OPTION]... PATH...",
	.summary = "theme vectors of every document",
	.about =
	"Reads every document in the PATHs (files, folders, archives, '-' for standard input) and\n"
	"writes its theme vector. Nothing appears under its name before all of it is there.\n"
	"Texts of over 1 MB are read in portions (docs/FORMAT.md); what is large and has to wait lies\n"
	"beside an output, or in TMPDIR, in files without names.\n"
	"--out DIR writes vectors.csv, vectors-long.csv, evidence.jsonl, ledger.csv and about.json.\n"
	"\n"
	"--store FILE keeps vectors and evidence from run to run. Documents are known by their content\n"
	"and not read again; after an edit of the lexicon they are coded again from kept texts. Nothing\n"
	"is printed when nothing has changed, one line when something has, unless an output is asked\n"
	"for. See also export, status, retry, prune.\n"
	"\n"
	"Formats:\n"
#include "stages/formats.def"
	"\n"
	"Stages for --until: normalise, sections, segment, tokenize, stem, match, polarity, vector.\n"
	"\n"
	"Exit status: 0 all is well; 1 it came to its end, but a document is partial or failed, or\n"
	"none is ok; 2 it could not be done and nothing was written; 64 wrong use; 75 another run\n"
	"holds the lock; 128+N stopped by signal N. Documents without text and skipped inputs are\n"
	"named, but fail a run only when nothing else is there.\n",
	.examples =
	"  leitmotif run --out results reports/ letters.zip\n"
	"      vectors, evidence and ledger of two sources, side by side in results/\n"
	"  leitmotif run reports/ | head -1 | tr ',' '\\n'\n"
	"      the columns\n"
	"  leitmotif run --format long -o vectors.csv.gz --ledger ledger.csv reports.tar.gz\n"
	"      one row a document and theme, compressed, and what became of each member\n"
	"  curl -s https://example.org/report.pdf | leitmotif run -\n"
	"      one document from a pipe\n"
	"  leitmotif run --store reports.db --digest /srv/reports\n"
	"      every night: what is new, what turned to concern, which concerns come back\n",
	.options = FOR_LEXICON | FOR_DOCUMENTS | FOR_RUN,
	.run = run,
};
#undef X
