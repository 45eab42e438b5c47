/* SPDX-License-Identifier: MIT
 *
 * Where sentences end, by rules over the characters around a stop, with word
 * lists from the lexicon's abbreviations.yaml. The rules are those that
 * rule-based segmenters have in common (the "golden rules" of
 * pragmatic_segmenter name them); small letters after a stop go on with the
 * sentence, so most abbreviations need no list.
 */
#ifndef LM_DOC_SENTENCE_H
#define LM_DOC_SENTENCE_H

#include <stdint.h>

#include "pipeline/base/str.h"

/* X(name): the lists of abbreviations.yaml. */
#define SENTENCE_LISTS(X)                                                                    \
	X(before_name)          /* "Mr": never an end */                                     \
	X(never)                /* "e.g": never an end */                                    \
	X(before_number)        /* "no": an end unless a digit follows */                    \
	X(before_starter)       /* "Ltd": an end when a word of starters follows */          \
	X(before_capital)       /* "etc": an end when a capital follows */                   \
	X(starters)             /* words that start sentences */

#define X(name) SENTENCE_BIT_##name,
enum sentence_list_bit { SENTENCE_LISTS(X) SENTENCE_LIST_COUNT };
#undef X

/* A word, lower case, without its last stop, and the lists that it is on, one bit each. */
struct sentence_word {
	struct str word;
	uint32_t lists;
};

/* Made by sentence_rules_of(); all 0: the general rules alone. */
struct sentence_rules {
	const struct sentence_word *at;
	ptrdiff_t n;
	uint32_t lengths[32];           /* by the low bits of a word's first byte: the lengths, a bit each */
};

/* Rules with these words: sorted (str_cmp), none twice, none empty; they must stay. */
struct sentence_rules sentence_rules_of(const struct sentence_word *words, ptrdiff_t n);

#define SENTENCE_MAX 10000      /* bytes; longer ones are cut at a space */

/* The end of the sentence that starts at from (a character that is no space) in s, which is one
 * block or cell: past its last character, white space not counted. Always over from. Cost: the
 * length of the sentence. */
ptrdiff_t sentence_end(const struct sentence_rules *r, struct str s, ptrdiff_t from);

/* Whether s is the number of a paragraph and nothing else, "16." or "16)". Behind the last sentence of a
 * paragraph it is the next one's, which a reader of pages left behind: no sentence of its own. */
bool sentence_is_number(struct str s);

/* A list inside of one paragraph: "1. First item 2. Second item". Each item is a sentence of its
 * own, with a stop at its end or not. */
struct sentence_items {
	char prefix[8], suffix[3];      /* around the number: a bullet before, ")" or "." behind */
	int prefix_n, suffix_n;
	int kind;                       /* 0 no list, '#' bullets alone, '1' numbers, 'a' letters */
	long value;                     /* of the last item found */
};

/* Look at the start of s for the first item. */
void sentence_items_open(struct sentence_items *it, struct str s);

/* The start of the next item at or after from, or s.n when there is none. */
ptrdiff_t sentence_items_next(struct sentence_items *it, struct str s, ptrdiff_t from);

#endif
