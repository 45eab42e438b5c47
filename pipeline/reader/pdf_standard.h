/* SPDX-License-Identifier: MIT
 *
 * The standard fonts that files need not bring along (ISO 32000-1, 9.6.2.2), those with letters: how
 * far they go up and down, and how they look.
 */
#ifndef LEITMOTIF_READER_PDF_STANDARD_H
#define LEITMOTIF_READER_PDF_STANDARD_H

struct standard_font {
	const char *name;
	float ascent, descent;                  /* ems, up is positive */
	unsigned flags;                         /* WORD_BOLD, WORD_ITALIC */
};

/* All of them; a name of NULL ends them. */
extern const struct standard_font standard_fonts[];

/* The font of that name; NULL for any other. */
const struct standard_font *standard_font(const char *name);

#endif
