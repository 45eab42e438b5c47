/* SPDX-License-Identifier: MIT
 *
 * The pattern language of terms (grammar in docs/LEXICON.md), parsed into a
 * tree. NEAR and THEN are turned into sequences with gaps, a hyphenated word
 * into the ways to write it, so that the tree has few kinds of nodes.
 */
#ifndef LM_LEXICON_PATTERN_H
#define LM_LEXICON_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/error.h"
#include "pipeline/base/str.h"

enum pattern_kind {
	PATTERN_ATOM,    /* one word */
	PATTERN_SEQ,     /* kids one behind the other */
	PATTERN_ALT,     /* one of the kids */
	PATTERN_OPT,     /* the kid or nothing */
	PATTERN_GAP,     /* min to max words of any kind */
	PATTERN_START,   /* ^ before the sentence's first word */
	PATTERN_END      /* $ behind its last */
};

enum atom_kind {
	ATOM_STEM,       /* word */
	ATOM_EXACT,      /* =word */
	ATOM_CAPS,       /* MASH */
	ATOM_PREFIX      /* word* */
};

struct pattern_node {
	enum pattern_kind kind;
	enum atom_kind atom;
	struct str text;                 /* of an atom, without = and * */
	uint8_t min, max;                /* of a gap */
	bool named;                      /* an alternative that stands for @name */
	uint32_t at;                     /* byte in the pattern */
	struct pattern_node *const *kids;
	uint32_t count;
	uint32_t below;                  /* nodes below it, one that two share counted for each */
};

/* A named set that patterns call @name. */
struct pattern_set {
	struct str name;
	const struct pattern_node *body; /* an alternative of its patterns */
};

enum {
	PATTERN_BYTES_MAX = 1000,
	PATTERN_BELOW_MAX = 1 << 16,     /* NEAR has both of its sides twice, and sets may be of sets */
	PATTERN_DEPTH_MAX = 24,          /* of parentheses */
	PATTERN_GAP_MAX = 20,            /* words; also of NEAR and THEN */
	PATTERN_PREFIX_MIN = 3           /* letters before a star */
};

/* Parse text. Sets that it may name are those given. On an error E_LEXICON with what is wrong
 * and what was expected, and in *at the byte where. The tree lives in mem and points into text. */
int pattern_parse(const struct pattern_node **out, struct arena *mem, struct str text,
		  const struct pattern_set *sets, ptrdiff_t set_count, ptrdiff_t *at,
		  struct error *e);

/* Give n its kids. */
void pattern_set_kids(struct pattern_node *n, struct pattern_node *const *kids, uint32_t count);

/* One alternative of n trees, as a set has it; NULL without memory. */
const struct pattern_node *pattern_any(struct arena *mem, const struct pattern_node *const *trees,
				       ptrdiff_t n);

/* Whether text is a regex, /.../; then *inner is what stands between the slashes. */
bool pattern_is_regex(struct str text, struct str *inner);

#endif
