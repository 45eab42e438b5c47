/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon suggest: terms that would find coded sentences which the
 * lexicon misses, each with lines to judge it by.
 */
#include "pipeline/cli/coded.h"
#include "pipeline/cli/concordance.h"
#include "pipeline/cli/lexicon_parts.h"
#include "pipeline/eval/candidates.h"

static int print_candidates(const struct candidates *c, const struct lexicon *lx, ptrdiff_t only,
			    struct error *e)
{
	int rc = 0;
	for (ptrdiff_t t = 0; t < lx->themes.n && rc == 0; t++) {
		const struct phrases *p = &c->themes[t];
		if (p->n == 0 || (only >= 0 && t != only))
			continue;
		printf("%s: %u of %u coded sentences missed\n", lx->themes.at[t].id.p, c->missed[t],
		       c->coded[t]);
		for (ptrdiff_t i = 0; i < p->n && rc == 0; i++)
			rc = print_phrase(&p->at[i], c->missed[t], "missed", "without the theme", e);
	}
	return rc;
}

static int suggest_terms(const struct settings *s, const struct lexicon *lx, struct error *e)
{
	struct candidate_options o = { .minimum = s->at_least ? (uint32_t)s->at_least : 3,
				       .most = 10 };
	struct gold g = { 0 };
	struct candidates c = { 0 };
	int only = s->config.theme ? lexicon_theme_named(lx, s->config.theme, e) : -1;
	int rc = s->config.theme && only < 0 ? only : 0;
	if (rc == 0)
		rc = coded_load(&g, s, lx, "lexicon suggest --gold DIR", e);
	if (rc == 0)
		rc = candidates_find(&c, &g, &s->config, lx, &o, e);
	if (rc == 0)
		rc = print_candidates(&c, lx, only, e);
	candidates_release(&c);
	gold_release(&g);
	return rc;
}

static int suggest_command(const struct settings *s)
{
	return lexicon_part(s, 0, suggest_terms);
}

const struct command lexicon_part_suggest = {
	.name = "lexicon suggest",
	.arguments = "--gold DIR [OPTION]...",
	.summary = "terms that would find coded sentences which it misses",
	.about =
	"Lists, per theme, words and phrases that stand in coded sentences which the theme misses and\n"
	"seldom elsewhere, as lines for the file, each with up to three places. A list for reading: take\n"
	"what carries the theme's meaning. 'lexicon fit --propose' chooses by itself.\n",
	.examples =
	"  leitmotif lexicon suggest --gold coded/ -l my-lexicon --theme caseloads\n"
	"      terms that one theme lacks\n",
	.options = FOR_LEXICON | FOR_GOLD | FOR_THEME | FOR_PHRASES,
	.run = suggest_command,
};
