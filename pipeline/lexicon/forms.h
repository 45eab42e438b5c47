/* SPDX-License-Identifier: MIT
 *
 * Interned words of one worker: each distinct surface form is folded, stemmed
 * and looked up in the lexicon once; after that a word costs one hash probe.
 * A form lists what the matcher makes of the lexicon's symbols that it
 * satisfies: its stem, its exact form, its capitals, its prefixes (see
 * symbols.h).
 */
#ifndef LM_LEXICON_FORMS_H
#define LM_LEXICON_FORMS_H

#include <stdalign.h>
#include <stdint.h>

#include "pipeline/base/error.h"
#include "pipeline/base/str.h"
#include "pipeline/lexicon/form_view.h"
#include "pipeline/lexicon/symbols.h"

struct lexicon;
struct forms;

struct form_key {
	uint64_t w[2];
};

/* The first cache line is all that looking up and matching read; what it points to lies behind. */
struct form {
	alignas(64) struct form_view view;
	struct form_key key;    /* the first bytes of the surface, and 0 */
	struct str surface;     /* as in the text */
	uint8_t mark;           /* see symbols_mark(); 0 none */
	struct str lower;       /* lower-cased, straight apostrophe */
	struct str stem;
};

/* Byte i of a word's surface, one of the first 16; 0 behind its end. */
static inline char form_byte(const struct form *f, int i)
{
	return ((const char *)f->key.w)[i];
}

int forms_new(struct forms **out, const struct lexicon *lx, struct error *e);
void forms_free(struct forms *f);

/* The form of a word of the text; stays valid until forms_trim(). NULL without memory. */
const struct form *forms_get(struct forms *f, struct str surface);

/* So many words at most are looked up together. */
enum { FORMS_BATCH = 64 };

/* The same of n words in a text that ends at text_end; the bytes between are looked at too. What
 * each look-up reads is fetched while the others are made. false without memory. */
bool forms_get_batch(struct forms *f, const struct str *words, int n, const char *text_end,
		     const struct form **out);

/* A word lower-cased, its apostrophe straight; until the next call. .p is NULL without memory. */
struct str forms_lower(struct forms *f, struct str word);

/* Between documents: forget all when more than max forms are held. */
void forms_trim(struct forms *f, uint32_t max);

#endif
