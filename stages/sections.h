/* SPDX-License-Identifier: MIT
 *
 * The rules of the sections stage: what headings open which section, what is
 * no evidence, who speaks. They are data: sections.yaml and furniture.yaml of
 * the lexicon; these structs are those files compiled.
 */
#ifndef LM_STAGES_SECTIONS_H
#define LM_STAGES_SECTIONS_H

#include "pipeline/base/vec.h"
#include "pipeline/doc/doc.h"
#include "pipeline/lexicon/regex.h"
#include "pipeline/lexicon/sieve.h"

struct lexicon;

/* Patterns of which any must match; without any, nothing does. */
struct patterns {
	struct sieve_set set;           /* in the sieve: they are section_rules.known, by number */
	VEC(struct regex *) unknown;    /* those of which the sieve knows nothing */
};

static inline bool has_patterns(const struct patterns *p)
{
	return p->set.used != 0;
}

/* A class of section. */
struct section_class {
	struct str id, why;
	struct patterns headings;
	struct patterns until;          /* set: holds until such a heading, whatever is between */
	struct patterns document;       /* set: only in documents whose start matches */
	struct str inside;              /* set: only in the class with this id; any: there too */
	bool evidence;
	bool boxed;                     /* ends where text stands further left than its heading */
	bool unnumbered;                /* ends at a paragraph with a printed number */
	bool topic;                     /* opens nothing below a heading of another class */
	bool asks;                      /* its items are what the report asks for */
};

/* Single blocks that are no evidence. */
struct block_rule {
	struct str why;
	struct patterns match;
	struct patterns document;
	unsigned kinds;                 /* bits of enum block_kind; 0 any */
	bool responsible;               /* such a block names who is to act on the items below it */
};

static inline bool block_rule_fits(const struct block_rule *r, int kind)
{
	return !r->kinds || (r->kinds & 1u << kind);
}

/* A run of blocks that is no evidence. */
struct range_rule {
	struct str why;
	struct patterns heading;        /* starts at such a heading, */
	struct patterns from;           /* or at such a block of any kind, */
	bool start;                     /* or, that alone, at the start of the document */
	struct patterns until;          /* ends before such a block; unset: before the next heading
	                                 * that ranks as high or opens a section of a known class,
	                                 * or with the document */
	struct patterns through;        /* headings that do not end it, however high */
	struct patterns another;        /* blocks with which another report starts in the run */
	int within;                     /* start: only if `until` comes within so many blocks */
};

struct voice_rules {
	/* Who is said to have spoken, in a block with a quote. */
	struct patterns provider, inspector;
};

/* How lists of what a report asks for are told from what stands around them. */
struct action_rules {
	struct patterns headings;       /* headings that ask in their own words, at any depth */
	struct patterns reasons;        /* headings of the findings that lead to what is asked */
	struct patterns nothing;        /* blocks that say that nothing is asked */
	struct patterns leads;          /* blocks that lead to such a heading */
};

struct section_rules {
	struct arena mem;
	struct sieve sieve;             /* of all patterns */
	struct regex *known[SIEVE_MAX + 1];
	VEC(struct section_class) classes;
	VEC(struct block_rule) blocks;
	VEC(struct range_rule) ranges;
	VEC(struct regex *) all;        /* every compiled pattern, to be freed */
	struct voice_rules voice;
	struct action_rules actions;
	/* All patterns on headings of classes; that start a run; on single blocks of a kind. Nearly
	 * all blocks meet none. */
	struct sieve_set any_class, any_run, any_block[BLOCK_KIND_COUNT];
	struct str fallback;            /* class of what stands under no known heading */
};

int section_rules_load(struct section_rules *r, const struct lexicon *lx, struct error *e);
void section_rules_release(struct section_rules *r);

#endif
