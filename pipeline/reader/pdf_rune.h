/* SPDX-License-Identifier: MIT
 *
 * What a character of a PDF is in text. A rune here is its number with marks (lines.h and below).
 */
#ifndef LEITMOTIF_READER_PDF_RUNE_H
#define LEITMOTIF_READER_PDF_RUNE_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/reader/lines.h"

#define RUNE_MANY (1u << 31)                    /* of a font's code: see face_char */
#define RUNE_ODD (1u << 30)                     /* foreign, or the sign for one that is not known */
#define RUNE_UNKNOWN RUNE_ODD                   /* of a font's code: no character was looked for */
#define RUNE_FOREIGN (1u << 27)                 /* of a script written from the right */
#define LIGATURE_LETTERS 3                      /* at most */

/* Mark a character that is no ligature; white space of all widths becomes a space. */
uint32_t pdf_rune(uint32_t c);

/* The letters of a ligature; NULL for what is none. */
const char *ligature_letters(uint32_t c);

/* Whether a rune is known and neither odd nor many. */
static inline bool is_plain(uint32_t rune)
{
	return (rune & (RUNE_MANY | RUNE_ODD)) == 0;
}

#endif
