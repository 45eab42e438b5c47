/* SPDX-License-Identifier: MIT
 *
 * See regex_signs.h.
 */
#include "pipeline/base/scan.h"
#include "pipeline/lexicon/regex_signs.h"
#include "pipeline/lexicon/sieve_longest.h"
#include "pipeline/lexicon/sieve_words.h"

/* Words are looked for first in texts of this many bytes. */
#define NEEDLE_TEXT_MIN 256
#define CHARACTER_BYTES 4       /* at most */

/* Take a word of the pattern; of a long one the beginning is enough. false: it is all blanks, which
 * deny nothing. */
static bool add_needle(struct needles *to, struct str word)
{
	char *out = to->at[to->count];
	int n = 0;
	for (ptrdiff_t i = 0; i < word.n && n < NEEDLE_BYTES; i++)
		if (word.p[i] == '\\')
			out[n++] = ' ', i++;    /* the s of "\s" */
		else
			out[n++] = (char)(word.p[i] | 0x20);
	while (n && out[n - 1] == ' ')
		n--;
	to->len[to->count++] = (uint8_t)n;
	return n > 0;
}

/* The words of which a match needs one; none where one of them denies nothing. */
static void add_needles(struct needles *to, const struct sieve_words *w)
{
	for (int i = 0; w->n <= NEEDLES_MAX && i < w->n; i++)
		if (!add_needle(to, w->at[i])) {
			to->count = 0;
			return;
		}
}

void regex_signs_of(struct regex_signs *g, struct str pattern, bool unicode, bool by_line)
{
	struct sieve_words w = sieve_words_in(pattern, !unicode);
	struct needles *to = &g->needles;
	*to = (struct needles){ .reach = -1 };
	add_needles(to, &w);
	if (to->count == 1) {
		ptrdiff_t most = sieve_most((struct str){ pattern.p, w.at[0].p - pattern.p });
		to->reach = most < 0 ? -1 : most * CHARACTER_BYTES;
	}
	if (by_line)
		sieve_head_of(&g->head, pattern);
}

static inline bool is_needle(const char *p, struct str word)
{
	for (ptrdiff_t k = 0; k < word.n; k++)
		if (word.p[k] == ' ' ? !ascii_is_space(p[k]) : (p[k] | 0x20) != word.p[k])
			return false;
	return true;
}

/* The first place at or after i where needle k stands, or text.n. */
static ptrdiff_t find_needle(const struct needles *n, int k, struct str text, ptrdiff_t i)
{
	return scan_for_like(text, i, (struct str){ n->at[k], n->len[k] }, is_needle);
}

bool regex_signs_lack(const struct regex_signs *g, struct str text, ptrdiff_t from)
{
	const struct needles *n = &g->needles;
	if (!n->count || text.n - from < NEEDLE_TEXT_MIN)
		return false;
	for (int i = 0; i < n->count; i++)
		if (find_needle(n, i, text, from) < text.n)
			return false;
	return !sieve_folds_oddly(text);
}

/* Where the first line starts from byte i on, or behind the end of text. */
static ptrdiff_t line_from(struct str text, ptrdiff_t i)
{
	if (i == 0 || text.p[i - 1] == '\n')
		return i;
	return scan_for_range(text, i, '\n', '\n') + 1;
}

void regex_lines_open(struct regex_lines *l, const struct regex_signs *g, struct str text,
		      ptrdiff_t from)
{
	bool words = g->needles.reach >= 0 && text.n - from >= NEEDLE_TEXT_MIN &&
		     !sieve_folds_oddly(text);
	bool none = !words && regex_signs_lack(g, text, from);
	*l = (struct regex_lines){ g, text, none ? text.n + 1 : line_from(text, from), -1, words };
}

/* Go on to a line from which the needed word is in reach; false when there is none. */
static bool reach_word(struct regex_lines *l)
{
	const struct needles *n = &l->g->needles;
	if (l->word < l->at)
		l->word = find_needle(n, 0, l->text, l->at);
	if (l->word - l->at > n->reach)
		l->at = line_from(l->text, l->word - n->reach);
	return l->word < l->text.n;
}

ptrdiff_t regex_lines_next(struct regex_lines *l)
{
	while (l->at <= l->text.n) {
		ptrdiff_t at = l->at;
		if (l->words && !reach_word(l))
			return -1;
		if (l->at > at)
			continue;
		l->at = scan_for_range(l->text, at, '\n', '\n') + 1;
		if (sieve_head_allows(&l->g->head, l->text, at))
			return at;
	}
	return -1;
}
