/* SPDX-License-Identifier: MIT
 *
 * The operators of content streams, as far as text has to do with them (ISO 32000-1, annex A): tables,
 * a file a subject. What does not fit them is not for us.
 */
#ifndef LEITMOTIF_READER_PDF_OPERATORS_H
#define LEITMOTIF_READER_PDF_OPERATORS_H

#include "pipeline/reader/pdf_content.h"

#define OPERAND_NAME_MAX 127                    /* ISO 32000-1, annex C */

/* operands: n number, / name, s string, a array, p name or dictionary; * any at all. */
struct operator {
	const char *name, *operands;
	bool (*run)(struct run *);              /* false: give up. NULL: of no concern to text */
};

/* Each ends with a name of NULL. */
extern const struct operator state_operators[]; /* graphics state, paths, colours */
extern const struct operator text_operators[];
extern const struct operator object_operators[]; /* forms and images */
extern const struct operator mark_operators[];  /* marked content, sections of compatibility */

static inline float number(const struct run *r, size_t i)
{
	return r->operands[i].number;
}

/* The first six operands. */
static inline struct matrix matrix_operand(const struct run *r)
{
	return (struct matrix){ number(r, 0), number(r, 1), number(r, 2),
				number(r, 3), number(r, 4), number(r, 5) };
}

/* A name operand as the library wants it; what is too long is cut. */
const char *operand_name(const struct run *r, size_t i, char room[OPERAND_NAME_MAX + 1]);

#endif
