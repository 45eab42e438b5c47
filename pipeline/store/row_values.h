/* SPDX-License-Identifier: MIT
 *
 * What a row of evidence holds, taken from a document's layers. Texts are
 * borrowed from the document, the lexicon, or the buffer that is named.
 */
#ifndef LM_STORE_ROW_VALUES_H
#define LM_STORE_ROW_VALUES_H

#include "pipeline/doc/doc.h"
#include "pipeline/lexicon/lexicon.h"

struct sentence_row {
	uint32_t sentence;      /* its number in the document */
	uint64_t place;         /* bytes of text before it, */
	uint32_t length;        /* and of it */
	uint16_t page, paragraph;       /* 0 none */
	struct str heading, voice, text;
};

struct code_row {
	uint32_t sentence, mentions;
	struct str theme, polarity, change;
	float score;
	struct str terms, carried, cues;        /* lists in JSON */
};

struct sentence_row sentence_row_of(const struct doc *d, uint32_t sent);

/* The lists are in *lists, which is reset. E_NOMEM. */
int code_row_of(struct code_row *row, const struct doc *d, const struct code *c,
		const struct lexicon *lx, struct buf *lists, struct error *e);

#endif
