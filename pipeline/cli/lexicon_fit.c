/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon fit: weights from coded sentences, back into the YAML.
 */
#include <stdlib.h>

#include "pipeline/cli/coded.h"
#include "pipeline/cli/fit_report.h"
#include "pipeline/cli/lexicon_parts.h"
#include "pipeline/cli/lexicon_write.h"

static int read_options(struct fit_options *o, const struct settings *s, struct error *e)
{
	*o = (struct fit_options){ .ridge = s->polarity ? FIT_POLARITY_RIDGE : FIT_RIDGE };
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
	return 0;
}

static int edit_weights(struct buf *out, const struct lexicon *lx, ptrdiff_t file,
			const void *ctx, struct error *e)
{
	return weights_edit(out, lx, file, ctx, e);
}

static int fit_themes(const struct settings *s, const struct gold *g, const struct lexicon *lx,
		      const struct fit_options *o, struct error *e)
{
	struct fit f = { 0 };
	int rc = fit_run(&f, g, &s->config, lx, o, e);
	if (rc == 0) {
		print_fit(&f, lx);
		rc = lexicon_write(s, lx, edit_weights, &f.weights, e);
	}
	fit_release(&f);
	return rc;
}

static int edit_cues(struct buf *out, const struct lexicon *lx, ptrdiff_t file, const void *ctx,
		     struct error *e)
{
	if ((uint32_t)file == lx->cues->file)
		return cue_numbers_edit(out, lx, ctx, e);
	buf_add(out, lx->files.at[file].bytes);
	return buf_ok(out) ? 0 : fail(e, E_NOMEM, "no memory to write the lexicon");
}

static int fit_polarity(const struct settings *s, const struct gold *g, const struct lexicon *lx,
			const struct fit_options *o, struct error *e)
{
	struct polarity_fit f = { 0 };
	int rc = polarity_fit_run(&f, g, &s->config, lx, o, e);
	if (rc == 0) {
		print_polarity_fit(&f);
		rc = lexicon_write(s, lx, edit_cues, &f.numbers, e);
	}
	polarity_fit_release(&f);
	return rc;
}

static int fit_lexicon(const struct settings *s, const struct lexicon *lx, struct error *e)
{
	struct fit_options o;
	struct gold g = { 0 };
	int rc = read_options(&o, s, e);
	if (rc == 0)
		rc = coded_load(&g, s, lx, "lexicon fit --gold DIR", e);
	if (rc == 0)
		rc = s->polarity ? fit_polarity(s, &g, lx, &o, e) : fit_themes(s, &g, lx, &o, e);
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
	"keep their numbers.\n"
	"\n"
	"With --polarity it learns what the groups of cues, the rules and the headings of polarity.yaml\n"
	"add, and prints precision, recall and F1 of each polarity and their confusion, themes given.\n"
	"Groups and rules with 'lock: yes' keep their numbers.\n",
	.examples =
	"  leitmotif lexicon fit --gold coded/ -l my-lexicon\n"
	"      what would be gained; nothing is written\n"
	"  leitmotif lexicon fit --gold coded/ -l my-lexicon --out fitted\n"
	"      a copy of my-lexicon with the weights that the coded sentences ask for\n"
	"  leitmotif lexicon fit --polarity --gold coded/ -l my-lexicon --write\n"
	"      the cues of polarity, in place\n"
	"  leitmotif lexicon fit --gold coded/ --extra others/=0.5 -l my-lexicon\n"
	"      sentences of others/ are learned from at half weight, and not measured\n",
	.options = FOR_LEXICON | FOR_GOLD | FOR_FIT,
	.run = fit_command,
};
