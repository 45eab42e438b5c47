/* SPDX-License-Identifier: MIT
 *
 * See pdf_rune.h.
 */
#include "pipeline/reader/pdf_rune.h"

#include <stddef.h>

/* White space of all widths is a space for MuPDF's text device. */
static uint32_t plain_space(uint32_t c)
{
	if (c == '\t' || c == 0xa0 || c == 0x1680 || c == 0x180e || (c >= 0x2000 && c <= 0x200a)
	    || c == 0x202f || c == 0x205f || c == 0x3000)
		return ' ';
	return c;
}

/* Of a script written from the right: Hebrew, Arabic and their neighbours. */
static bool foreign(uint32_t c)
{
	static const uint32_t ranges[][2] = { { 0x590, 0x8ff },     { 0x200f, 0x200f },
					      { 0xfb1d, 0xfdff },   { 0xfe70, 0xfefc },
					      { 0x10800, 0x10fff }, { 0x1e800, 0x1efff } };
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (c >= ranges[i][0] && c <= ranges[i][1])
			return true;
	return false;
}

uint32_t pdf_rune(uint32_t c)
{
	uint32_t rune = rune_mark(plain_space(c));
	if (foreign(c))
		rune |= RUNE_FOREIGN | RUNE_ODD;
	return c == 0xfffd ? rune | RUNE_ODD : rune;
}

const char *ligature_letters(uint32_t c)
{
	static const char letters[][LIGATURE_LETTERS + 1] = { "ff", "fi", "fl", "ffi", "ffl", "st",
							      "st" };
	return c - 0xfb00 < sizeof letters / sizeof *letters ? letters[c - 0xfb00] : NULL;
}
