/* SPDX-License-Identifier: MIT
 *
 * What the files of the sections stage share: one document's work, and how
 * patterns are tried on its blocks.
 */
#ifndef LM_STAGES_SECTIONS_MARKING_H
#define LM_STAGES_SECTIONS_MARKING_H

#include "stages/sections.h"

#define NO_CLASS (-1)

enum {
	LEVELS = OPEN_HEADINGS_MAX,
	START_BYTES = 3000      /* of the text, in which a document says what it is */
};

struct open_section {
	uint8_t level;
	int class;              /* index, or NO_CLASS */
	uint32_t heading;
	float left;             /* where the heading starts, points; 0 unknown */
};

/* Sections that are open at a block: by rank, and one that holds whatever comes in it. */
struct outline {
	struct open_section stack[LEVELS];
	int depth, holder;
};

/* The run of a rule: open, with what its first block is; or, from the start, up to block `end`. */
struct open_run {
	bool is_open;
	uint8_t kind, level;
	ptrdiff_t end;
};

/* What goes on from block to block, and from one portion of a document to the next. */
struct going_on {
	struct outline outline;
	struct open_run *runs;          /* one a range rule */
	enum voice speaker;
	bool many_blocks;               /* there were enough to tell furniture */
	char start[START_BYTES];        /* how a document in portions begins */
	ptrdiff_t start_len;
};

/* One document's work. */
struct marking {
	struct doc *d;
	struct going_on *on;
	const struct section_rules *r;
	struct regex_scratch *scratch;
	struct error *e;
	struct sieve_view *blocks;      /* one a block: its text without white space at its ends */
	struct sieve_view start;        /* the first bytes of the text, when a rule has asked */
	bool *opens;            /* one a block: a heading that opens a class of section */
	float *left;            /* one a block: where its first line starts, points; 0 unknown */
	ptrdiff_t own;          /* the first block that is not of the portion before */
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
