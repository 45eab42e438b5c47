/* SPDX-License-Identifier: MIT
 *
 * A growing piece of UTF-8 text. Running out of memory ends the child (out_no_memory), so
 * callers need no error paths: a child lives for one document only.
 */
#ifndef LEITMOTIF_READER_TEXT_H
#define LEITMOTIF_READER_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/base/str.h"

struct text {
	char *p;
	size_t n, cap;
};

void text_release(struct text *t);

/* Append n bytes. Ends the child when there is no memory. */
void text_add(struct text *t, const char *p, size_t n);

/* Append a character; what is no Unicode scalar value becomes U+FFFD. */
void text_rune(struct text *t, unsigned c);

/* Append n bytes of UTF-8; a U+FFFD for what is none. */
void text_utf8(struct text *t, const char *p, size_t n);

/* Append text with runs of white space folded to one space; none at the start of a line or cell. */
void text_fold(struct text *t, const char *p, size_t n);

/* End a cell (with a tab) or a paragraph in a cell (with a newline): no space is left before it. */
void text_break(struct text *t, char sep);

/* Cut white space and separators off the end. */
void text_trim(struct text *t);

/* Whether there is a character that is neither white space nor a mark for raised text. */
bool text_visible(const struct text *t);

/* malloc and realloc that end the child, outcome "memory", instead of returning NULL. */
void *must_alloc(size_t n);
void *must_realloc(void *p, size_t n);

/* must_grow() where there is no room: the next capacity in elements, checked against overflow. */
void *must_grow_more(void *p, size_t *cap, size_t need, size_t size);

/* An array with room for need elements, perhaps elsewhere. */
static inline void *must_grow(void *p, size_t *cap, size_t need, size_t size)
{
	return need <= *cap ? p : must_grow_more(p, cap, need, size);
}

bool is_space(char c);

/* Compare without regard to ASCII case; the word ends at n. */
bool same_word(const char *p, size_t n, const char *word);

/* Find a needle in bytes, without regard to ASCII case; needle in lower case. NULL when absent. */
const char *find_word(const char *p, size_t n, const char *needle);

#endif
