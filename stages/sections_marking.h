/* SPDX-License-Identifier: MIT
 *
 * What the files of the sections stage share: one document's work, and how
 * patterns are tried on its blocks.
 */
#ifndef LM_STAGES_SECTIONS_MARKING_H
#define LM_STAGES_SECTIONS_MARKING_H

#include "stages/sections.h"

/* One document's work. */
struct marking {
	struct doc *d;
	const struct section_rules *r;
	struct regex_scratch *scratch;
	struct error *e;
	struct sieve_view *blocks;      /* one a block: its text without white space at its ends */
	struct sieve_view start;        /* the first bytes of the text, when a rule has asked */
	bool *opens;            /* one a block: a heading that opens a class of section */
	float *left;            /* one a block: where its first line starts, points; 0 unknown */
	bool all_sections;
	const struct block *another;    /* the first with which another report starts, or NULL */
};

/* Whether a pattern is in s. A search over its limit is no match; it is noted in *m->e. */
bool section_matches(const struct marking *m, const struct patterns *p, struct sieve_view *s);

/* Whether rules with these patterns on the whole document hold in this one. */
bool section_suits(struct marking *m, const struct patterns *p);

/* Leave b out of evidence, for the first reason that is given. */
static inline void section_exclude(struct block *b, struct str why)
{
	if (!b->excluded) {
		b->excluded = true;
		b->why = why;
	}
}

/* What stands between the blocks that belong together. */
static inline bool section_is_aside(const struct block *b)
{
	return b->kind == BLOCK_FURNITURE || b->kind == BLOCK_FOOTNOTE;
}

/* Single blocks and runs of blocks that are no evidence; who speaks. false without memory. */
bool sections_mark_furniture(struct marking *m);

/* What blocks are to a list of what a report asks for: sets block.asks, but for its class's share. */
void sections_mark_asks(struct marking *m);

#endif
