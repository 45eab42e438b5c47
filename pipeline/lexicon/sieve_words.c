/* SPDX-License-Identifier: MIT
 *
 * See sieve_words.h.
 */
#include "pipeline/lexicon/regex_read.h"
#include "pipeline/lexicon/sieve_words.h"

#define DEPTH_MAX 30

struct word_reader {
	struct str p;
	bool blanks;            /* "\s" goes on with a word */
	bool lost;
};

static void no_words(struct sieve_words *w)
{
	w->n = 0;
	w->shortest = 0;
	w->signs = 0;
}

static void copy_words(struct sieve_words *to, const struct sieve_words *from)
{
	memcpy(to->at, from->at, (size_t)from->n * sizeof *to->at);
	to->n = from->n;
	to->shortest = from->shortest;
	to->signs = from->signs;
}

static void prefer(struct sieve_words *best, const struct sieve_words *w)
{
	unsigned signs = best->signs | w->signs;
	if (w->n && (!best->n || w->shortest > best->shortest))
		copy_words(best, w);
	best->signs = signs;
}

/* A run of literals ends; blanks at its end are no part of it. */
static void end_run(struct sieve_words *best, struct str *run)
{
	while (str_ends(*run, S("\\s")))
		run->n -= 2;
	if (run->n >= SIEVE_WORD_MIN && (!best->n || run->n > best->shortest)) {
		best->at[0] = *run;
		best->n = 1;
		best->shortest = run->n;
	}
	*run = (struct str){ 0 };
}

/* Alternatives unite; one without words leaves none to all. */
static void unite(struct sieve_words *all, const struct sieve_words *w, bool first)
{
	unsigned signs = first ? w->signs : w->signs & all->signs;
	if (first) {
		copy_words(all, w);
	} else if (!all->n || !w->n || all->n + w->n > SIEVE_NEEDLES_MAX) {
		all->n = 0;
	} else {
		memcpy(all->at + all->n, w->at, (size_t)w->n * sizeof *w->at);
		all->n += w->n;
		all->shortest = w->shortest < all->shortest ? w->shortest : all->shortest;
	}
	all->signs = signs;
}

static struct sieve_words word_alternatives(struct word_reader *r, int depth);

static void word_piece(struct word_reader *r, enum regex_piece piece, char c,
		       struct sieve_words *best, struct str *run, int depth)
{
	const char *at = r->p.p - 1;
	struct sieve_words inner;       /* filled piecemeal: it is large */
	no_words(&inner);
	if (piece == REGEX_OPEN || piece == REGEX_LOOK)
		inner = word_alternatives(r, depth + 1);
	struct regex_times t = regex_read_times(&r->p);
	if (t.least && piece == REGEX_ANY && c == 'd')
		best->signs |= 1u << SIEVE_DIGIT;
	else if (t.least && piece == REGEX_LITERAL)
		best->signs |= sieve_signs_of(c);
	if (piece == REGEX_LITERAL && t.least && at[0] != '\\') {
		bool goes_on = run->n && run->p + run->n == at;
		if (!goes_on)
			end_run(best, run);
		*run = goes_on ? (struct str){ run->p, run->n + 1 } : (struct str){ at, 1 };
	}
	if (r->blanks && piece == REGEX_ANY && c == 's' && t.least == 1 && t.most == 1 && run->n &&
	    run->p + run->n == at - 1) {
		run->n += 2;
		return;
	}
	if (piece == REGEX_NOTHING || (piece == REGEX_LITERAL && t.least && t.most == 1))
		return;
	end_run(best, run);
	if (piece == REGEX_OPEN && t.least)
		prefer(best, &inner);
}

static struct sieve_words word_alternatives(struct word_reader *r, int depth)
{
	struct sieve_words all, best;
	struct str run = { 0 };
	bool first = true;
	no_words(&all);
	no_words(&best);
	r->lost |= depth > DEPTH_MAX;
	while (!r->lost) {
		char c = 0;
		enum regex_piece piece = regex_read(&r->p, &c);
		r->lost |= piece == REGEX_UNKNOWN;
		if (piece != REGEX_BAR && piece != REGEX_CLOSE && piece != REGEX_END) {
			word_piece(r, piece, c, &best, &run, depth);
			continue;
		}
		end_run(&best, &run);
		unite(&all, &best, first);
		first = false;
		no_words(&best);
		if (piece != REGEX_BAR)
			break;
	}
	return all;
}

struct sieve_words sieve_words_in(struct str pattern, bool blanks)
{
	struct word_reader r = { .p = pattern, .blanks = blanks };
	struct sieve_words none = { .n = 0 }, w = word_alternatives(&r, 0);
	return r.lost ? none : w;
}

bool sieve_words_of(struct sieve_words *w, struct arena *mem, struct str pattern)
{
	*w = sieve_words_in(pattern, false);
	for (int i = 0; i < w->n; i++) {
		struct str word = arena_str(mem, w->at[i]);
		if (!word.p)
			return false;
		char *p = (char *)word.p;
		for (ptrdiff_t k = 0; k < word.n; k++)
			p[k] = (char)(p[k] | 0x20);
		w->at[i] = word;
	}
	return true;
}

/* Whether sign stands in text; at is its byte that is rarest in text. */
static bool holds_sign(struct str text, struct str sign, ptrdiff_t at)
{
	const char *end = text.p + text.n, *p = text.p;
	while (p < end && (p = memchr(p, sign.p[at], (size_t)(end - p)))) {
		ptrdiff_t from = p - text.p - at;
		if (from >= 0 && str_starts(str_sub(text, from, text.n), sign))
			return true;
		p++;
	}
	return false;
}

bool sieve_folds_oddly(struct str text)
{
	return holds_sign(text, S("\xC5\xBF"), 0) || holds_sign(text, S("\xE2\x84\xAA"), 1);
}
