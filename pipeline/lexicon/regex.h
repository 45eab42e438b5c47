/* SPDX-License-Identifier: MIT
 *
 * The one door to PCRE2. A compiled regex is read by all threads; the match
 * data, limits and JIT stack are a worker's scratch. Patterns and subjects are
 * UTF-8. A search that runs into a limit says so; it is never "no match".
 */
#ifndef LM_LEXICON_REGEX_H
#define LM_LEXICON_REGEX_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/base/error.h"
#include "pipeline/base/str.h"

struct regex;
struct regex_scratch;

enum regex_flag {
	REGEX_CASELESS = 1,
	REGEX_MULTILINE = 2,    /* ^ and $ also at line ends */
	REGEX_DOTALL = 4,       /* . also matches a line feed */
	REGEX_UNICODE = 16,     /* classes are Unicode's; they are in a pattern that is not ASCII */
	REGEX_PROVEN = 8        /* it has compiled before, with this PCRE2: no need to see it again */
};

enum { REGEX_GROUPS_MAX = 32 };

/* Compile pattern. On an error E_LEXICON with what is wrong (no place), and the byte in the
 * pattern in *at when at is not NULL. Patterns that may backtrack without bound (an unbounded
 * repeat inside another, as in (a+)+) and with more groups than REGEX_GROUPS_MAX are errors. With
 * REGEX_PROVEN the pattern is copied and waits for its first search, as nearly all do in a short
 * run. */
int regex_compile(struct regex **out, struct str pattern, unsigned flags, ptrdiff_t *at,
		  struct error *e);
void regex_free(struct regex *r);

int regex_scratch_new(struct regex_scratch **out, struct error *e);
void regex_scratch_free(struct regex_scratch *s);

/* Search text for r from byte `from` on; look-behind sees what is before. 1 when found (then
 * regex_group() gives the places), 0 when not, -E_LIMIT when a limit was hit, with *e set. The first
 * search of a regex may find no memory for what is made late: -E_NOMEM. */
int regex_search(const struct regex *r, struct regex_scratch *s, struct str text, ptrdiff_t from,
		 struct error *e);

/* Group i of the last search that found something, 0 the whole; .p NULL when it took no part. */
struct str regex_group(const struct regex_scratch *s, int i);

/* Where to search on after a match: behind it, and one character further when it was empty. */
ptrdiff_t regex_next(const struct regex_scratch *s);

/* The library's version, "10.42 2022-12-11", into buf[n]. */
void regex_version(char *buf, size_t n);

#endif
