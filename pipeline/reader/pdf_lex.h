/* SPDX-License-Identifier: MIT
 *
 * Tokens of a PDF content stream or CMap (ISO 32000-1, 7.2 and 7.8.2). Knows nothing of any
 * library. What is not plainly well-formed is LEX_ODD: the caller leaves such a stream to those who
 * know how to guess.
 */
#ifndef LEITMOTIF_READER_PDF_LEX_H
#define LEITMOTIF_READER_PDF_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum lex_kind {
	LEX_END,
	LEX_NUMBER,
	LEX_NAME,                               /* text without its slash, as it is written */
	LEX_STRING,
	LEX_OPEN,                               /* [ */
	LEX_CLOSE,                              /* ] */
	LEX_DICT,                               /* << to its >>, skipped whole */
	LEX_WORD,                               /* an operator */
	LEX_ODD
};

struct token {
	enum lex_kind kind;
	float number;
	const unsigned char *p;                 /* of text: into the lexer's bytes, until they go */
	size_t n;
};

/* The bytes are owned by the caller, and strings are decoded in place: they can be read once. One
 * byte more than n must be there, and it must be zero. */
struct lexer {
	unsigned char *p, *end;
};

#define LEX_SLACK 1                             /* zero bytes after the last, at least */

struct lexer lexer_of(unsigned char *p, size_t n);

/* Read the next token into *t: of a number what it is, of text where it stands, else its kind alone. */
void lexer_read(struct lexer *l, struct token *t);

static inline struct token lexer_next(struct lexer *l)
{
	struct token t = { .n = 0 };
	lexer_read(l, &t);
	return t;
}

/* Read what arrays of text nearly all hold: a plain string or a short whole number, with no white
 * space before it. False, and nothing is read, when something else is next, which may be a string or
 * a number still. */
bool lexer_item(struct lexer *l, struct token *t);

/* Skip the data of an inline image, from behind its ID to behind its EI. False when the end is not
 * to be told from data. */
bool lexer_skip_image(struct lexer *l);

static inline bool token_is(const struct token *t, const char *word)
{
	return t->n == strlen(word) && memcmp(t->p, word, t->n) == 0;
}

#endif
