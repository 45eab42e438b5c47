/* SPDX-License-Identifier: MIT
 *
 * The fonts of a document as far as text needs them: what a code stands for and how wide it is.
 */
#ifndef LEITMOTIF_READER_PDF_FONT_H
#define LEITMOTIF_READER_PDF_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/reader/pdf_rune.h"
#include "pipeline/reader/pdf_stream.h"
#include "pipeline/reader/pdf_unicode.h"

typedef struct pdf_document pdf_document;

/* A code of a font. */
struct face_char {
	uint32_t rune;                          /* or RUNE_UNKNOWN; or RUNE_MANY and an index of many */
	float width;                            /* ems */
};

/* The characters of a code that stands for several, as for a ligature. */
struct face_many {
	uint32_t runes[LIGATURE_LETTERS * RUNES_MAX];
	unsigned n;
};

struct face {
	int num;                                /* of the font's object */
	bool wide;                              /* codes of two bytes */
	unsigned flags;                         /* WORD_BOLD, WORD_ITALIC */
	float ascent, descent;                  /* ems, up is positive */
	float missing;                          /* width of a code without one */
	struct face_char *pages[256];           /* by the high byte of a code */
	struct face_many *many;
	size_t many_n, many_cap;
	pdf_obj *dict;
	void *library;                          /* MuPDF's font, when it was asked for */
	bool hopeless;                          /* for the whole page to be left to the library */
};

struct faces {
	struct face **all;
	size_t n, cap;
	struct bytes scratch;
};

/* WORD_BOLD and WORD_ITALIC, as a font's name says. */
unsigned flags_by_name(const char *name);

/* Work out what does not depend on any document: before a fork, it is done once for all. */
void faces_prepare(void);

void faces_release(fz_context *ctx, struct faces *f);

/* The font of a dictionary; owned by f. NULL when it must be left to the library. May throw. */
struct face *face_of(fz_context *ctx, pdf_document *doc, struct faces *f, pdf_obj *dict);

/* Ask the library for a code that the font's dictionary alone does not explain. May throw. */
const struct face_char *face_learn(fz_context *ctx, pdf_document *doc, struct face *f,
				   unsigned code);

/* A code's entry, which may be unknown still: then face_learn() it. NULL: nothing is known. */
static inline const struct face_char *face_char(const struct face *f, unsigned code)
{
	const struct face_char *page = f->pages[code >> 8];
	return page ? &page[code & 255] : NULL;
}

#endif
