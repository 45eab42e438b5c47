/* SPDX-License-Identifier: MIT
 *
 * The syntax of regexes as far as the sieve needs it, piece by piece. What is
 * not known is REGEX_UNKNOWN: nothing can be said of such a pattern.
 */
#ifndef LM_LEXICON_REGEX_READ_H
#define LM_LEXICON_REGEX_READ_H

#include <limits.h>
#include <stdbool.h>

#include "pipeline/base/str.h"

enum regex_piece {
	REGEX_LITERAL,          /* an ASCII character that stands for itself */
	REGEX_ANY,              /* one character: dot, class, escaped class */
	REGEX_NOTHING,          /* \b, ^, $: takes no character */
	REGEX_OPEN,             /* a group */
	REGEX_LOOK,             /* a group that looks around */
	REGEX_CLOSE, REGEX_BAR, REGEX_END,
	REGEX_UNKNOWN
};

/* Take the next piece off *p; *c is the character of a literal. */
enum regex_piece regex_read(struct str *p, char *c);

/* Whether each alternative of the pattern starts with ^, as far as it is known. */
bool regex_read_anchored(struct str pattern);

enum { REGEX_UNBOUNDED = INT_MAX };

/* A quantifier: none is 1 to 1. least is 1 for any number over 0. */
struct regex_times {
	int least, most;
};

struct regex_times regex_read_times(struct str *p);

#endif
