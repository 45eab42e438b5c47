/* SPDX-License-Identifier: MIT
 *
 * What matching and coding make of a document (doc.h): occurrences, themes of
 * sentences, the reasons for them, and counts.
 */
#ifndef LM_DOC_CODES_H
#define LM_DOC_CODES_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/coding.h"
#include "pipeline/base/str.h"

/* One occurrence of a term: tokens [first, last] of the document. */
struct hit {
	uint32_t term;          /* index in lexicon.terms */
	uint32_t sent;
	uint32_t first, last;   /* tokens; for regex terms the tokens that the match touches */
	uint16_t theme;         /* the term's */
	bool covered;           /* lies within another of the same theme: adds its weight, but
	                         * is no mention of its own */
};

/* One summand of a decision, kept so that explain can print it. */
enum part_kind { PART_BIAS, PART_TERM, PART_CONTEXT, PART_CARRY, PART_BELOW, PART_KIND_COUNT };

struct part {
	uint8_t kind;           /* enum part_kind */
	uint8_t carry;          /* PART_CARRY: enum carry */
	uint32_t id;            /* PART_TERM: in lexicon.terms; PART_CONTEXT, PART_BELOW: in lexicon.themes;
	                         * PART_CARRY: the sentence it came from, or NO_SENTENCE */
	uint32_t count;         /* PART_TERM: occurrences in the sentence */
	float value, weight;    /* adds value * weight */
};

/* A cue that took part in a polarity decision. */
struct cue_use {
	uint32_t cue;           /* index in the cue table; UINT32_MAX: see rule */
	uint32_t off, len;      /* the words, in doc.text; len 0 for priors */
	uint32_t scope_off, scope_len; /* what it acts on, in doc.text */
	float good, bad;        /* what it added to either sum */
	uint32_t slot;          /* whose weights it adds (cue_numbers.h), so many times: */
	float value;            /* 0: nobody's */
	struct str rule;        /* name of the rule, static or in the lexicon */
	bool decides;           /* judges, and weighs enough to be shown as a reason */
};

/* A theme of a sentence. */
struct code {
	uint32_t sent;
	uint16_t theme;         /* index in lexicon.themes */
	uint8_t polarity, change;
	float score;            /* the sum; the code stands because it is over the threshold */
	float good, bad;        /* the two polarity sums */
	uint32_t part_first, part_count;   /* in doc.parts */
	uint32_t cue_first, cue_count;     /* in doc.cue_uses */
	uint32_t mentions;      /* occurrences of the theme's terms in the sentence */
};

/* Counts of one theme in one document. */
struct theme_count {
	uint32_t sentences, mentions;
	uint32_t by_polarity[POL_COUNT];
	uint32_t better, worse;
};

/* Add a code to its theme's counts, or with sign -1 take it from them. */
static inline void theme_count_add(struct theme_count *t, const struct code *c, int sign)
{
	uint32_t one = (uint32_t)sign;          /* counts wrap as they should */
	t->sentences += one;
	t->mentions += one * c->mentions;
	t->by_polarity[c->polarity] += one;
	t->better += c->change == CHANGE_BETTER ? one : 0;
	t->worse += c->change == CHANGE_WORSE ? one : 0;
}

#endif
