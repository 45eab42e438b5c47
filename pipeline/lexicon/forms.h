/* SPDX-License-Identifier: MIT
 *
 * Interned words of one worker: each distinct surface form is folded, stemmed
 * and looked up in the lexicon once; after that a word costs one hash probe.
 * A form lists the lexicon's symbols that it satisfies: its stem, its exact
 * form, its capitals, its prefixes (see symbols.h).
 */
#ifndef LM_LEXICON_FORMS_H
#define LM_LEXICON_FORMS_H

#include <stdint.h>

#include "pipeline/base/error.h"
#include "pipeline/base/str.h"
#include "pipeline/lexicon/symbol_mask.h"

struct lexicon;
struct forms;

struct form {
	struct str surface;     /* as in the text */
	struct str lower;       /* lower-cased, straight apostrophe */
	struct str stem;
	struct symbol_mask mask;/* of the symbols */
	const uint32_t *symbols;/* ascending; see symbols.h */
	uint16_t symbol_count;
};

int forms_new(struct forms **out, const struct lexicon *lx, struct error *e);
void forms_free(struct forms *f);

/* The form of a word of the text; stays valid until forms_trim(). NULL without memory. */
const struct form *forms_get(struct forms *f, struct str surface);

/* Between documents: forget all when more than max forms are held. */
void forms_trim(struct forms *f, uint32_t max);

#endif
