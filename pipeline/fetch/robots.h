/* SPDX-License-Identifier: MIT
 *
 * robots.txt as RFC 9309 has it: the groups that name us, or else those for
 * all; of the rules that match a path the longest decides, and of two as long
 * the one that allows.
 */
#ifndef LM_FETCH_ROBOTS_H
#define LM_FETCH_ROBOTS_H

#include "pipeline/base/arena.h"
#include "pipeline/base/vec.h"

struct robots_rule {
	struct str pattern;      /* with * and $; escapes in one form */
	bool allow;
};

struct robots {
	struct arena mem;
	VEC(struct robots_rule) rules;
};

/* The rules in text for the product token. false: no memory. robots_release() in any case. */
bool robots_parse(struct robots *r, struct str text, struct str product);
void robots_release(struct robots *r);

/* May the path, with its query, be fetched? */
bool robots_allow(const struct robots *r, struct str path);

#endif
