/* SPDX-License-Identifier: MIT
 *
 * Is a lexicon sound? Every example gets the code that it says; every term can
 * be found; none is there twice or adds nothing; no wildcard takes too much.
 */
#ifndef LM_LEXICON_LEXICON_CHECK_H
#define LM_LEXICON_LEXICON_CHECK_H

#include "pipeline/base/buf.h"
#include "pipeline/base/vec.h"
#include "pipeline/lexicon/lexicon.h"

/* What became of a text; heap arrays of the caller, emptied before each call. */
struct checked_term {
	uint32_t term, first, last;      /* in lexicon.terms; words of the document */
};

struct checked_code {
	uint16_t theme;
	int polarity;                    /* enum polarity */
};

struct checked_text {
	VEC(struct checked_term) terms;
	VEC(struct checked_code) codes;
};

/* Codes a text as a run would. 0, or -code with *e set: then the check ends. */
struct lexicon_coder {
	int (*code)(void *context, struct str text, struct checked_text *out, struct error *e);
	/* The polarity that a theme would get in a text, coded or not: for the examples of cues.
	 * NULL: those are not checked. */
	int (*judge)(void *context, struct str text, uint16_t theme, int *polarity, struct error *e);
	void *context;
};

/* The findings, one a line, "file:line:column: what"; errors before notes. */
struct lexicon_report {
	struct buf errors, notes;
	uint32_t error_count, note_count;
	uint32_t examples, examples_right;
	uint32_t terms, texts;           /* terms tried, on how many texts */
};

/* sample: real text to judge wildcards and stems by; may be empty: the examples serve too. */
int lexicon_check(const struct lexicon *lx, const struct lexicon_coder *coder, struct str sample,
		  struct lexicon_report *out, struct error *e);

/* The theme that the examples of a group of cues are judged for: one for which the group has weights
 * of its own, or else one of which more is better. The lexicon has themes. */
struct cue_group;
uint16_t lexicon_example_theme(const struct lexicon *lx, const struct cue_group *g);

void lexicon_report_release(struct lexicon_report *r);

#endif
