/* SPDX-License-Identifier: MIT
 *
 * Terms that are regexes. Each is searched only in sentences that hold one of
 * the words it needs; these are looked for in the whole text, far faster than
 * the regex could be run.
 */
#ifndef LM_STAGES_MATCH_REGEX_H
#define LM_STAGES_MATCH_REGEX_H

#include "pipeline/doc/doc.h"
#include "pipeline/lexicon/lexicon.h"

struct match_regexes;
struct match_regex_scratch;

/* The lexicon's regex terms, for all workers. */
int match_regexes_new(struct match_regexes **out, const struct lexicon *lx, struct error *e);
void match_regexes_free(struct match_regexes *r);

/* One worker's. */
int match_regex_scratch_new(struct match_regex_scratch **out, const struct match_regexes *r,
			    struct error *e);
void match_regex_scratch_free(struct match_regex_scratch *s);

/* Before the first sentence of a document. */
void match_regex_document(const struct match_regexes *r, struct match_regex_scratch *s,
			  const struct doc *d);

/* Takes an occurrence: words [first, last] of the sentence. 0 or -code. */
typedef int match_regex_take(void *to, uint32_t term, uint32_t first, uint32_t last);

/* All occurrences in a sentence; sentences come in order. A search over its limit degrades d. */
int match_regex_find(const struct match_regexes *r, struct match_regex_scratch *s, struct doc *d,
		     uint32_t sent, match_regex_take *take, void *to);

#endif
