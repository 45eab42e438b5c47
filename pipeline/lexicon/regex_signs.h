/* SPDX-License-Identifier: MIT
 *
 * What must stand in a text for a regex to match it, read from the pattern: one
 * of a few words; and, of a pattern that matches at starts of lines alone, the
 * bytes that a match starts with. To look for them takes a fraction of the time
 * that running the regex takes. What they deny is certain.
 */
#ifndef LM_LEXICON_REGEX_SIGNS_H
#define LM_LEXICON_REGEX_SIGNS_H

#include "pipeline/lexicon/sieve_heads.h"

enum { NEEDLES_MAX = 4, NEEDLE_BYTES = 64 };

/* Words of which a match needs one. */
struct needles {
	char at[NEEDLES_MAX][NEEDLE_BYTES];     /* see sieve_words.h; a blank is any white space */
	uint8_t len[NEEDLES_MAX];
	int count;                              /* 0: not known, or too many */
	ptrdiff_t reach;        /* bytes from a match's start to that of the word; -1 not known */
};

struct regex_signs {
	struct needles needles;
	struct sieve_head head;
};

/* Those of a pattern whose \s is ASCII's, but where unicode is set. by_line: it matches at starts of
 * lines alone; of no other is the head read. */
void regex_signs_of(struct regex_signs *g, struct str pattern, bool unicode, bool by_line);

/* Whether text lacks, from byte `from` on, all the words of which a match needs one. */
bool regex_signs_lack(const struct regex_signs *g, struct str text, ptrdiff_t from);

/* The places in a text, one after the other, at which a line starts that may match. */
struct regex_lines {
	const struct regex_signs *g;
	struct str text;
	ptrdiff_t at;           /* the next to look at */
	ptrdiff_t word;         /* where the needed word stands at or behind it; -1 not looked for */
	bool words;             /* the place of the word tells */
};

/* From byte `from` of text on, for a pattern that matches at starts of lines alone. */
void regex_lines_open(struct regex_lines *l, const struct regex_signs *g, struct str text,
		      ptrdiff_t from);

/* The next place, -1 when there is none. */
ptrdiff_t regex_lines_next(struct regex_lines *l);

#endif
