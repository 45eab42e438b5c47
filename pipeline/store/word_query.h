/* SPDX-License-Identifier: MIT
 *
 * Where terms may occur, asked of a document's index of words: all words of a
 * sequence must stand in a sentence, of alternatives one.
 */
#ifndef LM_STORE_WORD_QUERY_H
#define LM_STORE_WORD_QUERY_H

#include "pipeline/lexicon/forms.h"
#include "pipeline/lexicon/pattern.h"
#include "pipeline/store/word_index.h"

struct query_node;

/* Of nodes, each before its kids. All 0 is a query for nothing. */
struct word_query {
	struct arena mem;
	VEC(struct query_node) nodes;
};

void word_query_release(struct word_query *q);

/* Ask for one more pattern; fold turns its words into what words of a text become. -E_NOMEM. */
int word_query_add(struct word_query *q, const struct pattern_node *p, struct forms *fold,
		   struct error *e);

/* All sentences in which one of the patterns may occur, as a set in mem; it occurs in no other. NULL
 * without memory. */
const uint64_t *word_query_sentences(const struct word_query *q, const struct word_index *ix,
				     struct arena *mem);

#endif
