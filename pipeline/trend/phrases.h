/* SPDX-License-Identifier: MIT
 *
 * Words and phrases of two and three words in the stored sentences of a
 * data set, counted on two sides: earlier and later documents, or two groups.
 * Phrases do not cross punctuation. A phrase is only counted when its words,
 * and of three words the first two and the last two, are in as many documents
 * as asked for, since it can be in no more than they are.
 */
#ifndef LM_TREND_PHRASES_H
#define LM_TREND_PHRASES_H

#include "pipeline/trend/dataset.h"
#include "pipeline/trend/sides.h"
#include "pipeline/trend/words.h"

#define PHRASE_WORDS 3
#define PHRASE_TEXT 128          /* bytes are enough for the longest */

struct phrase_count {
	uint64_t key;            /* of a word its number; else see phrases.c */
	uint32_t n[2], docs[2];  /* occurrences and documents by side */
	uint32_t last_doc;       /* row + 1 of the last document that had it */
	uint32_t mark;           /* the caller's */
};

struct phrase_table {
	struct phrase_count *at; /* used ones have n[0] + n[1] > 0 */
	size_t room, used;
};

struct phrase_doc {
	uint32_t row, from;      /* in the data set; where its words begin in the stream */
	uint32_t words;
};

/* What to read: the side of each document of ds (SIDE_*), and what is asked of a phrase. */
struct phrase_options {
	const uint8_t *side;
	const bool *themes;                /* only sentences of these; NULL: of all */
	uint32_t min_docs;
};

struct phrases {
	struct words words, terms;         /* terms of the lexicon that fired */
	struct words lists;                /* lists of terms as they stand in the store */
	VEC(uint32_t) stream;              /* words by number + 1; 0: a break */
	VEC(struct phrase_doc) docs;
	struct phrase_table of[PHRASE_WORDS + 1];  /* by number of words, from 1 */
	uint64_t places;                   /* where two words follow each other */
	uint64_t total[2];                 /* words by side */
	struct phrase_options o;
	int64_t doc, sentence;             /* the last that was read */
	ptrdiff_t row;
};

/* Read and count. phrases_release() either way. E_IO, E_NOMEM. */
int phrases_read(struct phrases *p, const struct dataset *ds, const struct db *db,
		 const struct phrase_options *o, struct error *e);
void phrases_release(struct phrases *p);

/* Each counted phrase again, in the order of the text, with its document's row. */
void phrases_visit(struct phrases *p, void (*each)(void *ctx, struct phrase_count *c, ptrdiff_t row),
		   void *ctx);

/* Its words, blanks between, in buf[PHRASE_TEXT]. words: how many it has. */
struct str phrase_text(const struct phrases *p, const struct phrase_count *c, int words, char *buf);

/* The counts of its first words without the last, and of the last. */
const struct phrase_count *phrase_head(const struct phrases *p, const struct phrase_count *c, int words);
const struct phrase_count *phrase_tail(const struct phrases *p, const struct phrase_count *c, int words);

/* Begins and ends with a word that says something. */
bool has_substance(struct str phrase);

#endif
