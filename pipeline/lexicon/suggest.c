/* SPDX-License-Identifier: MIT
 *
 * See suggest.h. The distance is optimal string alignment (Damerau-Levenshtein
 * without edits inside a swapped pair), on bytes, for short names.
 */
#include "pipeline/lexicon/suggest.h"

#define LONGEST 40
#define BEGINNING 4             /* bytes of a name that are enough to tell it */

static int least(int a, int b)
{
	return a < b ? a : b;
}

static int distance(struct str a, struct str b)
{
	int row[3][LONGEST + 1];
	for (int j = 0; j <= (int)b.n; j++)
		row[0][j] = j;
	for (int i = 1; i <= (int)a.n; i++) {
		int *now = row[i % 3], *up = row[(i + 2) % 3], *up2 = row[(i + 1) % 3];
		now[0] = i;
		for (int j = 1; j <= (int)b.n; j++) {
			int change = a.p[i - 1] != b.p[j - 1];
			now[j] = least(least(up[j], now[j - 1]) + 1, up[j - 1] + change);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
				now[j] = least(now[j], up2[j - 2] + 1);
		}
	}
	return row[a.n % 3][b.n];
}

ptrdiff_t suggest(struct str word, const struct str *names, ptrdiff_t n)
{
	ptrdiff_t best = -1;
	int nearest = word.n < 3 ? 1 : (int)(word.n + 2) / 3;
	if (word.n > LONGEST)
		return -1;
	for (ptrdiff_t i = 0; i < n; i++) {
		int d = names[i].n <= LONGEST ? distance(word, names[i]) : LONGEST;
		if (d < nearest || (d == nearest && best < 0)) {
			nearest = d;
			best = i;
		}
	}
	for (ptrdiff_t i = 0; best < 0 && word.n >= BEGINNING && i < n; i++)
		if (str_starts(names[i], word))
			best = i;
	return best;
}
