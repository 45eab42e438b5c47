/* SPDX-License-Identifier: MIT
 *
 * How often a document's lines hold words that are asked about. Private to
 * pipeline/doc/hyphen*.c.
 */
#ifndef LM_DOC_HYPHEN_WORDS_H
#define LM_DOC_HYPHEN_WORDS_H

#include "pipeline/doc/doc.h"
#include "pipeline/doc/hyphen.h"

enum { HYPHEN_PART_MAX = 40 };          /* bytes of either part; longer ones are no words */
enum { HYPHEN_SOFT = 2 };               /* bytes of a soft hyphen; the others have 1 and 3 */

/* A form that some line end asks about, lower-cased, and how often it stands elsewhere. */
struct asked {
	char word[2 * HYPHEN_PART_MAX + 2];
	uint8_t n;
	uint32_t seen;
};

/* What kinds of forms are asked about, by their first and last byte and their length, a bit each:
 * nearly every word of the text is none of them. */
enum { KIND_BITS = 14, KIND_WORDS = (1 << KIND_BITS) / 64 };

struct asked_words {
	struct asked *at;
	uint32_t mask;
	int shortest;                   /* bytes of the shortest word asked about, 8 at most */
	uint64_t kinds[KIND_WORDS];
};

/* Room for up to `most` words, in mem; false without memory. */
bool asked_words_open(struct asked_words *t, struct arena *mem, ptrdiff_t most);

/* Ask about a, or about a and b with or without a hyphen between them; each of HYPHEN_PART_MAX bytes
 * at most. What is returned stays where it is. */
struct asked *asked_words_add(struct asked_words *t, struct str a, bool hyphen, struct str b);

/* Count in the document's lines what is asked about. verdicts: of each line's end, see hyphen.h; a
 * word that is broken there is not counted. */
void asked_words_count(const struct asked_words *t, const struct doc *d, const uint8_t *verdicts);

/* Bytes of letters: ASCII, and any sequence of two bytes or more but punctuation (U+2xxx). */
static inline bool hyphen_in_word(char c)
{
	return ascii_is_alpha(c) || ((unsigned char)c >= 0x80 && (unsigned char)c != 0xE2);
}

static inline struct str hyphen_line(const struct doc *d, ptrdiff_t i)
{
	return str_trim(doc_line(d, &d->lines.at[i]));
}

/* The length in bytes of the hyphen at the end of s: U+002D, U+2010 or U+00AD; 0 none. */
static inline ptrdiff_t hyphen_at_end(struct str s)
{
	if (s.n && s.p[s.n - 1] == '-')
		return 1;
	if (str_ends(s, S("\xC2\xAD")))
		return HYPHEN_SOFT;
	return str_ends(s, S("\xE2\x80\x90")) ? 3 : 0;
}

#endif
