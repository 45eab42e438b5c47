/* SPDX-License-Identifier: MIT
 *
 * Between a dictionary and a lexicon of ours.
 */
#ifndef LM_EXCHANGE_TO_LEXICON_H
#define LM_EXCHANGE_TO_LEXICON_H

#include "pipeline/exchange/formats.h"
#include "pipeline/lexicon/lexicon.h"

/* The files of a lexicon's folder. */
struct lexicon_text {
	struct buf lexicon, sets, themes;   /* lexicon.yaml; sets.yaml, may be empty; a theme file */
};

/* A dictionary as a lexicon in which every term decides for itself: no bias, nothing is carried over.
 * id: small letters, digits and hyphens; from: the file's name, for a comment. E_FORMAT when there is
 * no category, E_NOMEM. lexicon_text_release() by the caller either way. */
int dict_to_lexicon(struct dict *d, struct str id, struct str from, struct lexicon_text *out);
void lexicon_text_release(struct lexicon_text *t);

/* Does it load? E_LEXICON where a pattern is more than a lexicon takes. */
int lexicon_text_check(const struct lexicon_text *t, struct error *e);

/* The themes and terms of lx into d, as format f can say them; what it cannot is in the report. */
int dict_from_lexicon(struct dict *d, const struct lexicon *lx, enum dict_format f);

#endif
