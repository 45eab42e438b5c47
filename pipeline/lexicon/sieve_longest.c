/* SPDX-License-Identifier: MIT
 *
 * How long a text may be that a pattern matches from its start, ^, to its end,
 * $. Most patterns on headings are such, and most blocks are longer.
 */
#include "pipeline/lexicon/regex_read.h"
#include "pipeline/lexicon/sieve_longest.h"

#define DEPTH_MAX 30
#define ANY_LENGTH ((ptrdiff_t)1 << 20)

struct length_reader {
	struct str p;
	bool lost;              /* the pattern is not understood */
	bool ends;              /* its last piece, outside of groups, is $ */
};

static ptrdiff_t at_most(ptrdiff_t n)
{
	return n < ANY_LENGTH ? n : ANY_LENGTH;
}

static ptrdiff_t longest_alternative(struct length_reader *r, int depth);

static ptrdiff_t longest_piece(struct length_reader *r, enum regex_piece piece, char c, int depth)
{
	ptrdiff_t n = piece == REGEX_LITERAL || piece == REGEX_ANY;
	if (piece == REGEX_OPEN)
		n = longest_alternative(r, depth + 1);
	else if (piece == REGEX_LOOK)
		longest_alternative(r, depth + 1);
	struct regex_times t = regex_read_times(&r->p);
	if (!depth)
		r->ends = piece == REGEX_NOTHING && c == '$' && t.least;
	return t.most == REGEX_UNBOUNDED ? ANY_LENGTH : at_most(n * t.most);
}

/* Up to and with the end of the group or pattern. */
static ptrdiff_t longest_alternative(struct length_reader *r, int depth)
{
	ptrdiff_t now = 0, longest = 0;
	r->lost |= depth > DEPTH_MAX;
	while (!r->lost) {
		char c = 0;
		enum regex_piece piece = regex_read(&r->p, &c);
		bool ends = piece == REGEX_END || piece == REGEX_CLOSE;
		r->lost |= piece == REGEX_UNKNOWN || (piece == REGEX_BAR && !depth) ||
			   (ends && (piece == REGEX_CLOSE) != (depth > 0));
		longest = now > longest ? now : longest;
		if (ends)
			break;
		now = piece == REGEX_BAR ? 0 : at_most(now + longest_piece(r, piece, c, depth));
	}
	return longest;
}

ptrdiff_t sieve_longest(struct str pattern)
{
	struct length_reader r = { .p = pattern };
	ptrdiff_t n = longest_alternative(&r, 0);
	return r.lost || !r.ends || n >= ANY_LENGTH ? -1 : n;
}

ptrdiff_t sieve_most(struct str pattern)
{
	struct length_reader r = { .p = pattern };
	ptrdiff_t n = longest_alternative(&r, 0);
	return r.lost || n >= ANY_LENGTH ? -1 : n;
}
