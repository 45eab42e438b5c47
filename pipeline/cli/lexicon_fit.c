/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon fit: weights from coded sentences, back into the YAML.
 */
#include <stdlib.h>

#include "pipeline/cli/coded.h"
#include "pipeline/cli/fit_report.h"
#include "pipeline/cli/lexicon_parts.h"
#include "pipeline/cli/lexicon_write.h"

/* What weights are drawn to: "file", "zero", or what terms are expected to weigh. */
static int read_prior(struct fit_options *o, const char *word, struct error *e)
{
	char *end;
	if (!word || strcmp(word, "file") == 0)
		return 0;
	o->from_zero = true;
	if (strcmp(word, "zero") == 0)
		return 0;
	o->start = strtod(word, &end);
	if (*end || end == word || !(o->start >= -10 && o->start <= 10))
		return fail(e, E_USAGE, "--prior takes file, zero, or a weight for terms from -10 to 10, "
			    "not '%s'", word);
	return 0;
}

static int read_options(struct fit_options *o, const struct settings *s, struct error *e)
{
	*o = (struct fit_options){ .ridge = s->polarity ? FIT_POLARITY_RIDGE : FIT_RIDGE,
				   .propose = (uint32_t)s->propose,
				   .minimum = s->at_least ? (uint32_t)s->at_least : 3 };
	int rc = read_prior(o, s->prior, e);
	if (rc == 0 && s->ridge) {
		char *end;
		o->ridge = strtod(s->ridge, &end);
		if (*end || end == s->ridge || !(o->ridge > 0 && o->ridge <= 1e6))
			return fail(e, E_USAGE, "--ridge takes a number over 0, such as 0.25, not '%s'",
				    s->ridge);
	}
	if (rc == 0 && s->out_folder && s->write)
		return fail(e, E_USAGE, "say --out DIR or --write, not both");
	if (rc == 0 && s->polarity && s->propose)
		return fail(e, E_USAGE, "--propose adds terms to themes: not with --polarity");
	return rc;
}

static int edit_weights(struct buf *out, const struct lexicon *lx, ptrdiff_t file,
			const void *ctx, struct error *e)
{
	return weights_edit(out, lx, file, ctx, e);
}

/* The proposals as terms to be written. */
static int add_proposals(struct fit *f, struct error *e)
{
	struct added_term *added = NEW(&f->mem, struct added_term, f->proposals.n + 1);
	struct buf note = { 0 };
	if (!added)
		return fail(e, E_NOMEM, "no memory for new terms");
	for (ptrdiff_t i = 0; i < f->proposals.n; i++) {
		const struct fit_proposal *x = &f->proposals.at[i];
		buf_reset(&note);
		buf_addf(&note, "fit: in %u coded sentences, %u without the theme", x->phrase.in,
			 x->phrase.out);
		added[i] = (struct added_term){ x->theme, x->phrase.pattern, x->weight,
						arena_str(&f->mem, buf_str(&note)) };
	}
	bool whole = buf_ok(&note);
	for (ptrdiff_t i = 0; i < f->proposals.n; i++)
		whole &= added[i].note.p != NULL;
	buf_release(&note);
	f->weights.added = added;
	f->weights.added_count = f->proposals.n;
	return whole ? 0 : fail(e, E_NOMEM, "no memory for new terms");
}

static int fit_themes(const struct settings *s, const struct gold *g, const struct lexicon *lx,
		      const struct fit_options *o, struct error *e)
{
	struct fit f = { 0 };
	int rc = fit_run(&f, g, &s->config, lx, o, e);
	if (rc == 0)
		rc = print_fit(&f, lx, e);
	if (rc == 0)
		rc = add_proposals(&f, e);
	if (rc == 0)
		rc = lexicon_write(s, lx, edit_weights, &f.weights, e);
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
	"With --propose it also adds terms: phrases of the coded sentences that get a weight although they\n"
	"pay an L1 penalty for it, which is set so that there are no more than asked for. They come behind\n"
	"the last term of their theme, with what they stand on as a comment.\n"
	"\n"
	"With --polarity it learns what the groups of cues, the rules and the headings of polarity.yaml\n"
	"add, and prints precision, recall and F1 of each polarity and their confusion, themes given.\n"
	"Groups and rules with 'lock: yes' keep their numbers.\n",
	.examples =
	"  leitmotif lexicon fit --gold coded/ -l my-lexicon\n"
	"      what would be gained; nothing is written\n"
	"  leitmotif lexicon fit --gold coded/ -l my-lexicon --out fitted\n"
	"      a copy of my-lexicon with the weights that the coded sentences ask for\n"
	"  leitmotif lexicon fit --gold coded/ -l my-lexicon --propose 100 --out fitted\n"
	"      the same with up to 100 new terms, to be read before they are used\n"
	"  leitmotif lexicon fit --polarity --gold coded/ -l my-lexicon --write\n"
	"      the cues of polarity, in place\n"
	"  leitmotif lexicon fit --gold coded/ --extra others/=0.5 -l my-lexicon\n"
	"      sentences of others/ are learned from at half weight, and not measured\n"
	"  leitmotif lexicon fit --gold coded/ --prior 1.5 --examples 1 -l my-lexicon --write\n"
	"      whatever the weights are now: to fit again changes nothing\n",
	.options = FOR_LEXICON | FOR_GOLD | FOR_FIT,
	.run = fit_command,
};
