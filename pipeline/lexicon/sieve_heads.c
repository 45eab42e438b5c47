/* SPDX-License-Identifier: MIT
 *
 * The first bytes of what a pattern matches. It is read with the set of places
 * that its next byte may have; what is read at a place goes into the set of
 * bytes allowed there, and what repeats allows everything from there on. Too
 * much is allowed, never too little.
 */
#include "pipeline/lexicon/regex_read.h"
#include "pipeline/lexicon/sieve_heads.h"
#include "pipeline/lexicon/sieve_parts.h"

#define DEPTH_MAX 30
#define ALL_PLACES ((1u << SIEVE_BYTES) - 1)

struct head_reader {
	struct str p;                   /* what is left of the pattern */
	uint8_t allowed[256];           /* by byte: the places that it may have, as bits */
	unsigned any;                   /* the places that any byte may have */
	bool lost;                      /* the pattern is not understood */
};

static void allow(struct head_reader *r, unsigned places, unsigned char byte)
{
	r->allowed[byte] |= (uint8_t)(places & ALL_PLACES);
}

static void allow_any(struct head_reader *r, unsigned places)
{
	r->any |= places & ALL_PLACES;
}

/* All places from the first of these on. */
static unsigned from_first(unsigned places)
{
	return places ? ALL_PLACES & ~((places & (0u - places)) - 1) : 0;
}

/* What one character may be: of ASCII these, and any other. */
struct characters {
	bool ascii[128];
	bool more;              /* than it may be: nothing is known of what it may not be */
};

static void add_range(struct characters *c, int first, int last)
{
	for (int k = first; k <= last && k < 128; k++)
		c->ascii[k] = true;
}

/* Both cases of letters, whatever the pattern says of case. */
static void add_both_cases(struct characters *c)
{
	for (int k = 'a'; k <= 'z'; k++)
		c->ascii[k] = c->ascii[k - ('a' - 'A')] = c->ascii[k] || c->ascii[k - ('a' - 'A')];
}

static void add_all(struct characters *c)
{
	add_range(c, 0, 127);
	c->more = true;
}

/* The class with this name behind a backslash, or the sign that stands there. */
static void add_escape(struct characters *c, char name)
{
	if (name == 'd' || name == 'w')
		add_range(c, '0', '9');
	if (name == 'w') {
		add_range(c, 'A', 'Z');
		add_range(c, 'a', 'z');
		add_range(c, '_', '_');
	} else if (name == 's') {
		add_range(c, '\t', '\r');
		add_range(c, ' ', ' ');
	} else if (!ascii_is_alpha(name)) {
		add_range(c, (unsigned char)name, (unsigned char)name);
	} else if (name != 'd') {
		add_all(c);
	}
}

/* Add what starts at s[i] inside of square brackets; returns where it ends. */
static ptrdiff_t add_member(struct characters *c, struct str s, ptrdiff_t i)
{
	bool escape = s.p[i] == '\\' && i + 1 < s.n, range;
	ptrdiff_t last = i + escape;
	range = last + 2 < s.n && s.p[last + 1] == '-';
	if (range && (escape || s.p[last + 2] == '\\'))
		add_all(c);
	else if (escape)
		add_escape(c, s.p[last]);
	else
		add_range(c, (unsigned char)s.p[i], (unsigned char)s.p[range ? i + 2 : i]);
	return last + (range ? 3 : 1);
}

/* What stands in square brackets, without them. */
static struct characters read_class(struct str s)
{
	struct characters c = { .more = false };
	bool negated = s.n && s.p[0] == '^';
	for (ptrdiff_t i = negated; i < s.n;)
		i = add_member(&c, s, i);
	if (!negated) {
		add_range(&c, 'k', 'k');
		add_range(&c, 's', 's');
		add_both_cases(&c);
		return c;
	}
	for (int k = 0; k < 128; k++)
		c.ascii[k] = c.more || !c.ascii[k];
	return c;
}

/* What the piece that matches any one of some characters, spelled so, allows. U+017F and U+212A are
 * the only ones outside of ASCII that fold to a letter of it, s and k: where one may stand, so may
 * these. */
static struct characters characters_of(struct str spelled)
{
	struct characters c = { .more = false };
	if (spelled.p[0] == '[')
		return read_class(str_sub(spelled, 1, spelled.n - 1));
	if (spelled.p[0] == '\\')
		add_escape(&c, spelled.p[1]);
	else
		c.ascii['k'] = c.ascii['s'] = true;
	add_both_cases(&c);
	return c;
}

/* One such character, of one to four bytes; often: and more of them. */
static unsigned head_any(struct head_reader *r, struct str spelled, unsigned places, bool often)
{
	unsigned longer = places | places << 1 | places << 2 | places << 3;
	unsigned all = often ? from_first(places) : places, others = often ? all : longer;
	if (spelled.p[0] == '.')
		allow_any(r, all);
	if (all & ~r->any & ALL_PLACES) {
		struct characters c = characters_of(spelled);
		for (int b = 0; b < 128; b++)
			allow(r, c.ascii[b] ? all : 0, (unsigned char)b);
	}
	for (int b = 128; b < 256 && (others & ~r->any & ALL_PLACES); b++)
		allow(r, others, (unsigned char)b);
	return (often ? from_first(places << 1) : longer << 1) & ALL_PLACES;
}

/* A character and what Unicode folds to it: U+017F is a small s, U+212A a K. */
static unsigned head_literal(struct head_reader *r, unsigned places, char c)
{
	char lower = ascii_lower(c);
	unsigned behind = places << 1;
	allow(r, places, (unsigned char)lower);
	if (ascii_is_alpha(c))
		allow(r, places, (unsigned char)(lower - ('a' - 'A')));
	if (lower == 's') {
		allow(r, places, 0xC5);
		allow(r, places << 1, 0xBF);
		behind |= places << 2;
	} else if (lower == 'k') {
		allow(r, places, 0xE2);
		allow(r, places << 1, 0x84);
		allow(r, places << 2, 0xAA);
		behind |= places << 3;
	}
	return behind & ALL_PLACES;
}

static unsigned head_alternatives(struct head_reader *r, unsigned places, int depth);

/* spelled: the piece as it stands in the pattern. */
static unsigned head_piece(struct head_reader *r, enum regex_piece piece, struct str spelled, char c,
			   unsigned places, int depth)
{
	unsigned behind = places;
	if (piece == REGEX_LITERAL)
		behind = head_literal(r, places, c);
	else if (piece == REGEX_OPEN)
		behind = head_alternatives(r, places, depth + 1);
	else if (piece == REGEX_LOOK)
		head_alternatives(r, 0, depth + 1);
	struct regex_times t = regex_read_times(&r->p);
	if (piece == REGEX_ANY)
		behind = head_any(r, spelled, places, t.most != 1);
	behind |= t.least ? 0 : places;
	if (t.most == 1 || piece == REGEX_ANY)
		return behind;
	allow_any(r, from_first(behind));
	return from_first(behind);
}

/* Up to and with the end of the group or pattern. */
static unsigned head_alternatives(struct head_reader *r, unsigned places, int depth)
{
	unsigned now = places, behind = 0;
	r->lost |= depth > DEPTH_MAX;
	while (!r->lost) {
		char c = 0;
		struct str rest = r->p;
		enum regex_piece piece = regex_read(&r->p, &c);
		struct str spelled = str_sub(rest, 0, rest.n - r->p.n);
		if (piece == REGEX_UNKNOWN || (piece == REGEX_CLOSE && !depth) ||
		    (piece == REGEX_END && depth)) {
			r->lost = true;
		} else if (piece == REGEX_CLOSE || piece == REGEX_END) {
			return behind | now;
		} else if (piece == REGEX_BAR) {
			behind |= now;
			now = places;
		} else {
			now = head_piece(r, piece, spelled, c, now, depth);
		}
	}
	return 0;
}

static struct head_reader read_head(struct str pattern)
{
	struct head_reader r = { .p = pattern };
	allow_any(&r, from_first(head_alternatives(&r, 1, 0)));
	if (r.lost)
		allow_any(&r, ALL_PLACES);
	return r;
}

void sieve_head_of(struct sieve_head *h, struct str pattern)
{
	struct head_reader r = read_head(pattern);
	for (int b = 0; b < 256; b++)
		h->at[b] = (uint8_t)(r.allowed[b] | r.any);
}

int sieve_add_head(struct sieve *s, struct str pattern)
{
	struct head_reader r = read_head(pattern);
	int starts = 0;
	for (int place = 0; place < SIEVE_BYTES; place++)
		if (r.any >> place & 1)
			sieve_set_add(&s->any[place], s->count);
	for (int b = 0; b < 256; b++) {
		for (unsigned places = r.allowed[b] & ~r.any; places; places &= places - 1)
			sieve_set_add(&s->heads[__builtin_ctz(places)][b], s->count);
		starts += b < 128 && ((r.allowed[b] | r.any) & 1);
	}
	return starts;
}
