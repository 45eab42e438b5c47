/* SPDX-License-Identifier: MIT
 *
 * What the parts of lexicon_check() share.
 */
#ifndef LM_LEXICON_LEXICON_CHECK_PARTS_H
#define LM_LEXICON_LEXICON_CHECK_PARTS_H

#include "pipeline/lexicon/forms.h"
#include "pipeline/lexicon/lexicon_check.h"

struct checker {
	const struct lexicon *lx;
	const struct lexicon_coder *coder;
	struct checked_text text;
	struct forms *forms;
	struct buf buf;
	struct lexicon_report *out;
	struct error *e;
};

/* Begin a line of the report; the caller adds the words and the line feed. */
struct buf *check_note(struct checker *c, struct place p);

/* Wildcards that take too much, and stems that take words of another kind, in the sample and the
 * examples. E_NOMEM. */
int check_words(struct checker *c, struct str sample);

/* `unless` patterns that can void no occurrence of their term, whatever the text. E_NOMEM. */
int check_unless(struct checker *c);

#endif
