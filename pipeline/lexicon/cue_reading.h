/* SPDX-License-Identifier: MIT
 *
 * Reads one sentence for polarity, apart from any theme: which cues stand in
 * it, which clause each is in, how far negators and their like reach, and what
 * that makes of the cues in reach. After NegEx (Chapman et al. 2001) and its
 * successor ConText: triggers, scopes that end at terminators, pseudo-triggers.
 * What differs: a negator turns only the first praise or criticism it meets and
 * that one's list, two negators cancel out, and shortfalls ("not always") turn
 * praise alone.
 */
#ifndef LM_LEXICON_CUE_READING_H
#define LM_LEXICON_CUE_READING_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/coding.h"
#include "pipeline/lexicon/cues.h"

/* Punctuation before a word, or behind the last one. */
enum word_break {
	BREAK_COMMA = 1,
	BREAK_CLAUSE = 2,       /* ; : */
	BREAK_STOP = 4,         /* . between words, as of an abbreviation or a number of a list */
	BREAK_OTHER = 8         /* brackets, dashes, bullets, ! and ? */
};

#define CUE_CLAUSES_MAX 32

/* A cue in the sentence. Words count from the sentence's first. */
struct cue_hit {
	uint32_t cue;                     /* in cues.cues */
	uint16_t group;
	uint8_t class;                    /* enum cue_class */
	uint8_t rule;                     /* enum cue_rule that changed its sense, or NONE */
	uint8_t clause;                   /* the last clause holds what is over the maximum */
	bool spent;                       /* does not count: its work is done by another */
	bool theme_decides;               /* RISE, FALL without a quantity near: the theme's good */
	bool up;                          /* then: more or less of it */
	bool conditional;                 /* in a condition: "where plans are weak, ..." */
	uint32_t first, last;             /* words */
	uint32_t scope_first, scope_end;  /* words that it acts on; equal: none */
};

struct cue_reading {
	struct cue_hit *hits;             /* by first word */
	uint32_t hit_count;
	uint32_t classes;                 /* of the hits, as cue_is_of() has sets of them */
	uint8_t *clause;                  /* of each word */
	uint32_t words;
	uint8_t clauses;                  /* how many, at least 1 */
	bool conceded;                    /* the first clause is conceded: "Although ..., " */
	bool fragment;                    /* no finite verb */
	bool heading;                     /* it stands for a heading: heading_group's */
	uint16_t heading_group;
	bool double_negation;
	bool silent;                      /* no cue judges anything */
	bool figure;                      /* and a number stands in it */
	uint8_t turns;                    /* enum cue_turn of its start */
};

struct cue_reader;

/* Of the cues of a lexicon that has some. */
int cue_reader_new(struct cue_reader **out, const struct lexicon *lx, struct error *e);
void cue_reader_free(struct cue_reader *r);

/* Read a sentence of n words; breaks has n + 1 flags of enum word_break. The arrays of *out are
 * taken from mem. -E_NOMEM with *e set. */
int cue_read(struct cue_reader *r, struct arena *mem, const struct form *const *words,
	     const uint8_t *breaks, uint32_t n, struct cue_reading *out, struct error *e);

/* The same of a sentence of which the matcher has found already which cues stand in it: where each
 * stands, in the order that matcher_run() has. */
int cue_read_found(struct cue_reader *r, struct arena *mem, const struct form *const *words,
		   const uint8_t *breaks, uint32_t n, const struct cue_mark *marks, ptrdiff_t count,
		   struct cue_reading *out, struct error *e);

/* The punctuation in the text between two words; none in a space. */
uint8_t word_break_of(struct str between);

/* Whether words [first, last] stand in the scope of a negator that is not cancelled out; what
 * they say does not matter. For concepts that are given, as in clinical text. */
bool cue_reading_negates(const struct cues *c, const struct cue_reading *r, uint32_t first,
			 uint32_t last);

#endif
