/* SPDX-License-Identifier: MIT
 *
 * leitmotif lexicon suggest: terms that would find coded sentences which the
 * lexicon misses, each with lines to judge it by.
 */
#include "pipeline/cli/lexicon_parts.h"
#include "pipeline/eval/candidates.h"

#define LINE_SIDE 36                /* bytes of a concordance line on either side */

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* The words in brackets, with what stands around them. */
static void print_line(const struct quotation *q)
{
	struct str s = q->text;
	ptrdiff_t from = q->off > LINE_SIDE ? q->off - LINE_SIDE : 0;
	ptrdiff_t end = q->off + q->len, to = end + LINE_SIDE < s.n ? end + LINE_SIDE : s.n;
	while (from < q->off && is_continuation(s.p[from]))
		from++;
	while (to > end && to < s.n && is_continuation(s.p[to]))
		to--;
	printf("      #%*s %.*s[%.*s]%.*s\n", LINE_SIDE - (int)(q->off - from), "",
	       STR_ARG(str_sub(s, from, q->off)), STR_ARG(str_sub(s, q->off, end)),
	       STR_ARG(str_sub(s, end, to)));
}

void print_phrase(const struct phrase *x, uint32_t all, const char *in, const char *out)
{
	printf("      - %-30.*s # in %u of %u %s, %u %s; z %.1f\n", STR_ARG(x->pattern), x->in, all, in,
	       x->out, out, x->z);
	for (uint32_t i = 0; i < x->lines; i++)
		print_line(&x->line[i]);
}

static void print_candidates(const struct candidates *c, const struct lexicon *lx, ptrdiff_t only)
{
	for (ptrdiff_t t = 0; t < lx->themes.n; t++) {
		const struct phrases *p = &c->themes[t];
		if (p->n == 0 || (only >= 0 && t != only))
			continue;
		printf("%s: %u of %u coded sentences missed\n", lx->themes.at[t].id.p, c->missed[t],
		       c->coded[t]);
		for (ptrdiff_t i = 0; i < p->n; i++)
			print_phrase(&p->at[i], c->missed[t], "missed", "without the theme");
	}
}

int lexicon_suggest(const struct settings *s, const struct lexicon *lx, struct error *e)
{
	struct candidate_options o = { .minimum = s->at_least ? (uint32_t)s->at_least : 3,
				       .most = 10 };
	struct gold g = { 0 };
	struct candidates c = { 0 };
	ptrdiff_t only = s->config.theme ? lexicon_theme(lx, str_of(s->config.theme)) : -1;
	int rc = s->gold ? 0 : fail(e, E_USAGE, "say where the coded sentences are: "
				    "lexicon suggest --gold DIR");
	if (rc == 0 && s->config.theme && only < 0)
		rc = fail(e, E_USAGE, "no theme '%s' in the lexicon; 'leitmotif lexicon show' lists "
			  "them", s->config.theme);
	if (rc == 0)
		rc = gold_load(&g, s->gold, s->sets, lx, e);
	if (rc == 0)
		rc = candidates_find(&c, &g, &s->config, lx, &o, e);
	if (rc == 0)
		print_candidates(&c, lx, only);
	candidates_release(&c);
	gold_release(&g);
	return rc;
}
