/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon fit: weights from coded sentences, back into the YAML.
 */
#include <stdlib.h>

#include "pipeline/cli/lexicon_parts.h"
#include "pipeline/eval/fit.h"
#include "pipeline/io/file.h"
#include "pipeline/io/sink.h"

static void theme_row(const char *name, const struct score_counts *before,
		      const struct score_counts *after)
{
	printf("%-32s %6u  %6.3f %6.3f %6.3f  %6.3f %6.3f %6.3f\n", name,
	       before->hits + before->misses, score_precision(before), score_recall(before),
	       score_f1(before), score_precision(after), score_recall(after), score_f1(after));
}

static void print_fit(const struct fit *f, const struct lexicon *lx)
{
	printf("%-32s %6s  %20s  %20s\n", "", "", "before", "cross-validated");
	printf("%-32s %6s  %6s %6s %6s  %6s %6s %6s\n", "theme", "coded", "P", "R", "F1", "P", "R",
	       "F1");
	for (ptrdiff_t t = 0; t < lx->themes.n; t++)
		if (f->before[t].hits + f->before[t].misses + f->before[t].extra)
			theme_row(lx->themes.at[t].id.p, &f->before[t], &f->after[t]);
	theme_row("all", &f->before_all, &f->after_all);
	printf("\n%u sentences in %u paragraphs; %u terms, of which %u occur in none of them and "
	       "%u are locked\n", f->sentences, f->paragraphs, f->terms, f->unseen, f->locked);
	printf("themes that no sentence is coded with, left as they were: %u\n", f->uncoded);
	printf("all biases shifted by %+.2f for the best micro F1\n", f->shift);
	printf("cross-validated: each fifth of the paragraphs by weights fitted on the others; before: "
	       "the lexicon\nas it is, which may have been fitted to these very sentences\n");
}

/* ---- writing ---- */

struct outputs {
	struct sink **at;
	ptrdiff_t n;
};

static int write_file(struct outputs *o, const char *folder, struct str name, struct str bytes,
		      struct error *e)
{
	char path[4096];
	ptrdiff_t slash = name.n;
	while (slash > 0 && name.p[slash - 1] != '/')
		slash--;
	snprintf(path, sizeof path, "%s/%.*s", folder, (int)slash, name.p);
	int rc = file_make_folder(path, e);
	if ((size_t)snprintf(path, sizeof path, "%s/%.*s", folder, STR_ARG(name)) >= sizeof path)
		rc = fail(e, E_IO, "the path of '%.*s' is too long", STR_ARG(name));
	if (rc == 0)
		rc = sink_open(&o->at[o->n], path, e);
	if (rc == 0)
		rc = sink_write(o->at[o->n++], bytes, e);
	return rc;
}

/* All files of the lexicon, edited, into folder; only those that change when it is its own. */
static int write_lexicon(const struct lexicon *lx, const struct weights *w, const char *folder,
			 bool own, struct error *e)
{
	struct outputs o = { calloc((size_t)lx->files.n + 1, sizeof(struct sink *)), 0 };
	struct buf bytes = { 0 };
	int rc = o.at ? 0 : fail(e, E_NOMEM, "no memory to write the lexicon");
	for (ptrdiff_t i = 0; i < lx->files.n && rc == 0; i++) {
		const struct lexicon_file *file = &lx->files.at[i];
		buf_reset(&bytes);
		rc = weights_edit(&bytes, lx, i, w, e);
		if (rc == 0 && !(own && str_eq(buf_str(&bytes), file->bytes)))
			rc = write_file(&o, folder, file->path, buf_str(&bytes), e);
	}
	for (ptrdiff_t i = 0; i < o.n && rc == 0; i++)
		rc = sink_finish(o.at[i], e);
	for (ptrdiff_t i = 0; i < o.n && rc == 0; i++)
		rc = sink_commit(o.at[i], e);
	if (rc == 0)
		printf("%td files written to %s\n", o.n, folder);
	for (ptrdiff_t i = 0; i < o.n; i++)
		sink_free(o.at[i]);
	free(o.at);
	buf_release(&bytes);
	return rc;
}

static int read_options(struct fit_options *o, const struct settings *s, struct error *e)
{
	*o = (struct fit_options){ .ridge = FIT_RIDGE };
	if (s->prior) {
		o->from_zero = strcmp(s->prior, "zero") == 0;
		if (!o->from_zero && strcmp(s->prior, "file") != 0)
			return fail(e, E_USAGE, "--prior takes one of file, zero, not '%s'", s->prior);
	}
	if (s->ridge) {
		char *end;
		o->ridge = strtod(s->ridge, &end);
		if (*end || end == s->ridge || !(o->ridge > 0 && o->ridge <= 1e6))
			return fail(e, E_USAGE, "--ridge takes a number over 0, such as 0.25, not '%s'",
				    s->ridge);
	}
	if (s->out_folder && s->write)
		return fail(e, E_USAGE, "say --out DIR or --write, not both");
	return s->gold ? 0 : fail(e, E_USAGE, "say where the coded sentences are: "
				  "lexicon fit --gold DIR");
}

static int fit_lexicon(const struct settings *s, const struct lexicon *lx, struct error *e)
{
	struct fit_options o;
	struct gold g = { 0 };
	struct fit f = { 0 };
	int rc = read_options(&o, s, e);
	if (rc == 0)
		rc = gold_load(&g, s->gold, s->sets, lx, e);
	if (rc == 0)
		rc = fit_run(&f, &g, &s->config, lx, &o, e);
	if (rc == 0) {
		print_fit(&f, lx);
		if (s->out_folder)
			rc = write_lexicon(lx, &f.weights, s->out_folder, false, e);
		else if (s->write)
			rc = write_lexicon(lx, &f.weights, lx->path.p, true, e);
	}
	fit_release(&f);
	gold_release(&g);
	return rc;
}

static int fit_command(const struct settings *s)
{
	return lexicon_part(s, 0, fit_lexicon);
}

const struct command lexicon_part_fit = {
	.name = "lexicon fit",
	.arguments = "--gold DIR [OPTION]...",
	.summary = "learn its weights from coded sentences",
	.about =
	"Learns the weights from coded sentences (see 'leitmotif score --help'): logistic regression, a\n"
	"theme at a time. It prints precision, recall and F1 of each theme as the lexicon is and,\n"
	"cross-validated over five parts of the paragraphs, as it would be. Only with --out or --write is\n"
	"anything written: numbers change, comments and order stay. Terms and themes with 'lock: yes'\n"
	"keep their numbers.\n",
	.examples =
	"  leitmotif lexicon fit --gold coded/ -l my-lexicon\n"
	"      what would be gained; nothing is written\n"
	"  leitmotif lexicon fit --gold coded/ -l my-lexicon --out fitted\n"
	"      a copy of my-lexicon with the weights that the coded sentences ask for\n",
	.options = FOR_LEXICON | FOR_GOLD | FOR_FIT,
	.run = fit_command,
};
