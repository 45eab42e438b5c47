/* SPDX-License-Identifier: MIT
 *
 * See pdf_standard.h. The figures are those of MuPDF's own copies of the fonts, which are dear to ask:
 * a font is unpacked, and its glyphs are looked for by their names.
 */
#include "pipeline/reader/pdf_standard.h"

#include <stddef.h>
#include <string.h>

#include "pipeline/reader/lines.h"

const struct standard_font standard_fonts[] = {
	{ "Courier", 0.932f, -0.317f, 0 },
	{ "Courier-Bold", 1.007f, -0.393f, WORD_BOLD },
	{ "Courier-Oblique", 0.920f, -0.317f, WORD_ITALIC },
	{ "Courier-BoldOblique", 0.997f, -0.393f, WORD_BOLD | WORD_ITALIC },
	{ "Helvetica", 1.075f, -0.299f, 0 },
	{ "Helvetica-Bold", 1.070f, -0.307f, WORD_BOLD },
	{ "Helvetica-Oblique", 1.070f, -0.284f, WORD_ITALIC },
	{ "Helvetica-BoldOblique", 1.073f, -0.309f, WORD_BOLD | WORD_ITALIC },
	{ "Times-Roman", 1.053f, -0.281f, 0 },
	{ "Times-Bold", 1.044f, -0.341f, WORD_BOLD },
	{ "Times-Italic", 0.951f, -0.270f, WORD_ITALIC },
	{ "Times-BoldItalic", 0.972f, -0.324f, WORD_BOLD | WORD_ITALIC },
	{ NULL, 0, 0, 0 },
};

const struct standard_font *standard_font(const char *name)
{
	for (const struct standard_font *f = standard_fonts; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}
