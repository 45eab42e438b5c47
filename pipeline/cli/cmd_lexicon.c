/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon check, show: is the lexicon sound, and what is in it?
 */
#include <limits.h>

#include "pipeline/cli/command.h"
#include "pipeline/cli/job.h"
#include "pipeline/cli/lexicon_parts.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/lexicon_check.h"
#include "pipeline/run/chain.h"
#include "pipeline/run/defaults.h"

/* The chain that check codes its texts with. */
struct coder {
	struct chain *chain;
	struct chain_worker *worker;
	struct doc d;
};

static int coder_open(struct coder *c, const struct config *config, const struct lexicon *lx,
		      struct error *e)
{
	*c = (struct coder){ 0 };
	doc_init(&c->d, config->max_arena);
	int rc = chain_open(&c->chain, config, lx, LAYER_HITS | LAYER_CODES | LAYER_POLARITY, e);
	return rc < 0 ? rc : chain_worker_new(&c->worker, c->chain, e);
}

static void coder_close(struct coder *c)
{
	chain_worker_free(c->worker);
	chain_close(c->chain);
	doc_release(&c->d);
}

/* Run a text up to the layer. */
static int read_text(struct coder *c, struct str text, unsigned layer, struct error *e)
{
	struct doc *d = &c->d;
	doc_reset(d);
	buf_reset(&d->raw);
	buf_add(&d->raw, text);
	d->raw_size = (uint64_t)text.n;
	chain_run_to(c->chain, c->worker, d, layer);
	if (d->status != DOC_OK)
		return fail(e, d->err.code ? d->err.code : E_NOTEXT, "'%.*s': %s", STR_ARG(text),
			    d->err.msg);
	return 0;
}

static int code_text(void *context, struct str text, struct checked_text *out, struct error *e)
{
	struct coder *c = context;
	struct doc *d = &c->d;
	int rc = read_text(c, text, LAYER_POLARITY, e);
	if (rc < 0)
		return rc;
	for (ptrdiff_t i = 0; i < d->hits.n; i++) {
		const struct hit *h = &d->hits.at[i];
		struct checked_term *t = VEC_HEAP_PUSH(&out->terms);
		if (!t)
			return fail(e, E_NOMEM, "out of memory for the check");
		*t = (struct checked_term){ h->term, h->first, h->last };
	}
	for (ptrdiff_t i = 0; i < d->codes.n; i++) {
		struct checked_code *k = VEC_HEAP_PUSH(&out->codes);
		if (!k)
			return fail(e, E_NOMEM, "out of memory for the check");
		*k = (struct checked_code){ d->codes.at[i].theme, d->codes.at[i].polarity };
	}
	return 0;
}

/* The example of a cue says nothing of themes: its sentence is coded by hand. */
static int judge_text(void *context, struct str text, uint16_t theme, int *polarity,
		      struct error *e)
{
	struct coder *c = context;
	struct doc *d = &c->d;
	int rc = read_text(c, text, LAYER_CODES, e);
	if (rc < 0)
		return rc;
	d->codes.n = 0;
	for (uint32_t i = 0; i < (uint32_t)d->sents.n; i++) {
		struct code *k = VEC_PUSH(&d->mem, &d->codes);
		if (!k)
			return fail(e, E_NOMEM, "out of memory for the check");
		*k = (struct code){ .sent = i, .theme = theme };
	}
	chain_run(c->chain, c->worker, d);
	if (d->codes.n)
		*polarity = d->codes.at[d->codes.n - 1].polarity;
	return 0;
}

static void print_report(const struct lexicon *lx, const struct lexicon_report *r, bool notes)
{
	printf("%.*s", STR_ARG(buf_str(&r->errors)));
	if (notes)
		printf("%.*s", STR_ARG(buf_str(&r->notes)));
	printf("%.*s %.*s: %td themes in %td groups, %td terms, hash %s\n", STR_ARG(lx->id),
	       STR_ARG(lx->version), lx->themes.n, lx->groups.n, lx->terms.n, lx->hash);
	printf("%u of %u examples right; %u terms tried on %u texts; %u errors, %u notes%s\n",
	       r->examples_right, r->examples, r->terms, r->texts, r->error_count, r->note_count,
	       r->note_count && !notes ? " (--verbose lists them)" : "");
}

static int check(const struct settings *s, const struct lexicon *lx, struct error *e)
{
	struct coder c;
	struct lexicon_coder coder = { .code = code_text, .judge = judge_text,
					.context = &c };
	struct lexicon_report r = { 0 };
	int rc = coder_open(&c, &s->config, lx, e);
	if (rc == 0)
		rc = lexicon_check(lx, &coder, S(""), &r, e);
	if (rc == 0)
		print_report(lx, &r, s->verbose);
	if (rc == 0 && r.error_count)
		rc = fail(e, E_LEXICON, "the lexicon has errors: %u", r.error_count);
	lexicon_report_release(&r);
	coder_close(&c);
	return rc;
}

static void show_theme(const struct lexicon *lx, const struct theme *t)
{
	printf("%.*s: %.*s\n\n%.*s\n\nbias %.3f\n", STR_ARG(t->id), STR_ARG(t->title),
	       STR_ARG(t->definition), (double)t->bias);
	for (uint32_t i = t->term_first; i < t->term_first + t->term_count; i++) {
		const struct term *term = &lx->terms.at[i];
		struct str file = lx->files.at[term->place.file].path;
		printf("%7.3f  %-40.*s  %.*s:%u\n", (double)term->weight, STR_ARG(term->pattern),
		       STR_ARG(file), term->place.line);
	}
}

static void show_themes(const struct lexicon *lx)
{
	for (ptrdiff_t g = 0; g < lx->groups.n; g++) {
		const struct group *group = &lx->groups.at[g];
		printf("%s%.*s\n", g ? "\n" : "", STR_ARG(group->title));
		for (uint32_t i = 0; i < group->theme_count; i++) {
			const struct theme *t = &lx->themes.at[group->theme_first + i];
			printf("  %-34.*s %5u terms  %.*s\n", STR_ARG(t->id), t->term_count,
			       STR_ARG(t->title));
		}
	}
}

static int show(const struct settings *s, const struct lexicon *lx, struct error *e)
{
	if (s->argument_count < 2) {
		show_themes(lx);
		return 0;
	}
	int i = lexicon_theme(lx, str_of(s->arguments[1]));
	if (i < 0)
		return fail(e, E_USAGE, "no theme '%s' in the lexicon; 'leitmotif lexicon show' "
			    "lists them", s->arguments[1]);
	show_theme(lx, &lx->themes.at[i]);
	return 0;
}

/* What may stand behind `lexicon`, and behind that. */
static const struct part_command {
	const char *name;
	int arguments;
	int (*run)(const struct settings *s, const struct lexicon *lx, struct error *e);
} parts[] = {
	{ "check", 0, check },
	{ "show", 1, show },
	{ "fit", 0, lexicon_fit },
	{ "suggest", 0, lexicon_suggest },
	{ "coverage", INT_MAX, lexicon_coverage },
};

static const struct part_command *find_part(const struct settings *s)
{
	for (ptrdiff_t i = 0; i < countof(parts) && s->argument_count; i++)
		if (strcmp(parts[i].name, s->arguments[0]) == 0 &&
		    s->argument_count - 1 <= parts[i].arguments)
			return &parts[i];
	return NULL;
}

static int lexicon(const struct settings *s)
{
	const struct part_command *part = find_part(s);
	struct lexicon *lx = NULL;
	struct error e = { 0 };
	char path[4096];
	int rc = part ? 0 : fail(&e, E_USAGE, "say 'lexicon check', 'lexicon show [THEME]', "
				 "'lexicon fit --gold DIR', 'lexicon suggest --gold DIR' or "
				 "'lexicon coverage PATH...'");
	if (rc == 0)
		rc = lexicon_load(&lx, default_lexicon(s->config.lexicon_path, path, sizeof path), &e);
	if (rc == 0)
		rc = part->run(s, lx, &e);
	lexicon_free(lx);
	if (rc == 0)
		return EXIT_ALL_OK;
	complain(&e);
	return error_exit_status(e.code);
}

const struct command command_lexicon = {
	.name = "lexicon",
	.arguments = "check|show [THEME]|fit|suggest|coverage PATH... [OPTION]...",
	.summary = "is a lexicon sound, what is in it; learn from coded sentences",
	.about =
	"check reads the lexicon, compiles it, and runs every example in it: each must get the\n"
	"theme that it stands under, with the polarity that it says; those of cues, the polarity.\n"
	"It tries every term on texts made from its pattern, and names terms that nothing can\n"
	"match, terms that are there twice, and wildcards that take too much. Errors come with\n"
	"file, line and column, and the exit status is 2; notes are for reading. show lists the\n"
	"themes, or one theme's terms with their weights and places.\n"
	"\n"
	"fit learns the weights from coded sentences (see 'leitmotif score --help'): logistic\n"
	"regression, a theme at a time. It prints precision, recall and F1 of each theme as the\n"
	"lexicon is and, cross-validated over five parts of the paragraphs, as it would be. Only with\n"
	"--out or --write is anything written: numbers change, comments and order stay. Terms and\n"
	"themes with 'lock: yes' keep their numbers.\n"
	"\n"
	"suggest lists, per theme, words and phrases that stand in coded sentences which the theme\n"
	"misses and seldom elsewhere, as lines for the file, each with up to three places.\n"
	"\n"
	"coverage reads documents, counts the sentences with a cue of praise or criticism, and those of\n"
	"them without a theme, and lists the phrases that these have and others have not.\n",
	.examples =
	"  leitmotif lexicon check -l my-lexicon\n"
	"      after every edit\n"
	"  leitmotif lexicon show caseloads\n"
	"      the terms of one theme\n"
	"  leitmotif lexicon fit --gold coded/ -l my-lexicon --out fitted\n"
	"      a copy of my-lexicon with the weights that the coded sentences ask for\n"
	"  leitmotif lexicon suggest --gold coded/ -l my-lexicon --theme caseloads\n"
	"      terms that one theme lacks\n"
	"  leitmotif lexicon coverage reports/\n"
	"      what the reports judge and no theme is about\n",
	.options = FOR_LEXICON | FOR_FIT,
	.run = lexicon,
};
