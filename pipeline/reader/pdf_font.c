/* SPDX-License-Identifier: MIT
 *
 * See pdf_font.h. Fonts that are built as nearly all are today are read from their dictionaries
 * alone: TrueType with a named encoding and widths, embedded or by the name of a standard font, and
 * Type 0 over embedded TrueType with the identity encoding and a ToUnicode CMap. The font's program, which is most of its bytes, is not unpacked.
 * All other fonts, and codes that the dictionary says nothing of, are MuPDF's to explain.
 */
#include "pipeline/reader/pdf_font.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/reader/pdf_standard.h"

#define CODES 65536
#define WIDTHS_MAX (4 * CODES)                  /* a list that says each code many times is none */

void faces_release(fz_context *ctx, struct faces *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct face *one = f->all[i];
		for (size_t k = 0; k < 256; k++)
			free(one->pages[k]);
		free(one->many);
		pdf_drop_obj(ctx, one->dict);
		pdf_drop_font(ctx, one->library);
		free(one);
	}
	free(f->all);
	bytes_release(&f->scratch);
	*f = (struct faces){ 0 };
}

static struct face_char *entry(struct face *f, unsigned code)
{
	struct face_char **page = &f->pages[code >> 8 & 255];
	if (!*page) {
		*page = must_alloc(256 * sizeof **page);
		for (size_t i = 0; i < 256; i++)
			(*page)[i] = (struct face_char){ RUNE_UNKNOWN, f->missing };
	}
	return &(*page)[code & 255];
}

static void set_width(struct face *f, unsigned code, float thousandths)
{
	if (code < CODES)
		entry(f, code)->width = thousandths / 1000;
}

/* Characters as runes, ligatures as their letters. How many they are then. */
static unsigned spell(const uint32_t *from, unsigned n, uint32_t *to)
{
	unsigned all = 0;
	for (unsigned i = 0; i < n; i++) {
		const char *letters = ligature_letters(from[i]);
		for (; letters && *letters; letters++)
			to[all++] = pdf_rune((unsigned char)*letters);
		if (!letters)
			to[all++] = pdf_rune(from[i]);
	}
	return all;
}

/* What a code stands for; unicode_sink. */
static void set_runes(void *to, unsigned code, const uint32_t *runes, unsigned n)
{
	struct face *f = to;
	struct face_many m;
	if (!f->wide && code > 255)
		return;
	struct face_char *c = entry(f, code);
	m.n = spell(runes, n, m.runes);
	if (m.n == 1) {
		c->rune = runes[0] ? m.runes[0] : RUNE_UNKNOWN;
		return;
	}
	f->many = must_grow(f->many, &f->many_cap, f->many_n + 1, sizeof *f->many);
	f->many[f->many_n] = m;
	c->rune = RUNE_MANY | (uint32_t)f->many_n++;
}

unsigned flags_by_name(const char *name)
{
	static const char *const words[][2] = { { "bold", "black" }, { "heavy", "demi" } };
	unsigned flags = 0;
	size_t n = strlen(name);
	for (size_t i = 0; i < 4; i++)
		if (find_word(name, n, words[i / 2][i % 2]))
			flags |= WORD_BOLD;
	if (find_word(name, n, "italic") || find_word(name, n, "oblique"))
		flags |= WORD_ITALIC;
	return flags;
}

/* A font that does not come along is drawn by the standard one that its name stands for. */
static bool take_standard(fz_context *ctx, struct face *f, pdf_obj *descriptor, const char *name)
{
	const struct standard_font *font = standard_font(pdf_clean_font_name(name));
	if (!font || pdf_dict_get(ctx, descriptor, PDF_NAME(FontFile))
	    || pdf_dict_get(ctx, descriptor, PDF_NAME(FontFile3)))
		return false;
	f->ascent = font->ascent;
	f->descent = font->descent;
	f->flags |= font->flags;
	return true;
}

/* How far the font goes up and down, from its descriptor. Some write the descent without its sign.
 * False when the descriptor says nothing that can be. */
static bool take_descriptor(fz_context *ctx, struct face *f, pdf_obj *font)
{
	pdf_obj *d = pdf_dict_get(ctx, font, PDF_NAME(FontDescriptor));
	const char *name = pdf_to_name(ctx, pdf_dict_get(ctx, font, PDF_NAME(BaseFont)));
	float up = pdf_dict_get_real(ctx, d, PDF_NAME(Ascent)),
	      down = pdf_dict_get_real(ctx, d, PDF_NAME(Descent));
	f->ascent = up / 1000;
	f->descent = down > 0 ? -down / 1000 : down / 1000;
	f->missing = pdf_dict_get_real(ctx, d, PDF_NAME(MissingWidth)) / 1000;
	f->flags = flags_by_name(name);
	if (!pdf_dict_get(ctx, d, PDF_NAME(FontFile2)))
		return !f->wide && pdf_is_dict(ctx, d) && take_standard(ctx, f, d, name);
	return pdf_is_indirect(ctx, pdf_dict_get(ctx, d, PDF_NAME(FontFile2))) && up > 300
		&& up < 2000 && f->descent < 0 && f->descent > -2;
}

static uint32_t rune_of(const char *glyph)
{
	int rune = glyph ? fz_unicode_from_glyph_name(glyph) : 0;
	return rune > 0 ? (uint32_t)rune : 0;
}

/* The two encodings that have names: the runes of their codes, those of ligatures not spelt yet. */
static struct {
	const char *name;
	uint32_t runes[256];
} encodings[] = { { .name = "WinAnsiEncoding" }, { .name = "MacRomanEncoding" } };

static uint32_t in_table(uint32_t c)
{
	return c == 0 ? RUNE_UNKNOWN : ligature_letters(c) ? c : pdf_rune(c);
}

void faces_prepare(void)
{
	const char **const glyphs[] = { fz_glyph_name_from_win_ansi, fz_glyph_name_from_mac_roman };
	static bool known;
	if (known)
		return;
	for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
		for (unsigned code = 0; code < 256; code++)
			encodings[i].runes[code] = in_table(rune_of(glyphs[i][code]));
	known = true;
}

/* NULL for one of another name. */
static const uint32_t *encoding_of(fz_context *ctx, pdf_obj *name)
{
	faces_prepare();
	for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
		if (strcmp(pdf_to_name(ctx, name), encodings[i].name) == 0)
			return encodings[i].runes;
	return NULL;
}

/* The characters of the codes by the names of their glyphs. */
static bool take_encoding(fz_context *ctx, struct face *f, pdf_obj *font)
{
	pdf_obj *encoding = pdf_dict_get(ctx, font, PDF_NAME(Encoding)), *changes = NULL;
	if (pdf_is_dict(ctx, encoding)) {
		changes = pdf_dict_get(ctx, encoding, PDF_NAME(Differences));
		encoding = pdf_dict_get(ctx, encoding, PDF_NAME(BaseEncoding));
	}
	const uint32_t *runes = encoding_of(ctx, encoding);
	if (!runes)
		return false;
	for (unsigned code = 0; code < 256; code++)
		if (ligature_letters(runes[code]))
			set_runes(f, code, &runes[code], 1);
		else
			entry(f, code)->rune = runes[code];
	unsigned code = 0;
	for (int i = 0, n = pdf_array_len(ctx, changes); i < n; i++) {
		pdf_obj *item = pdf_array_get(ctx, changes, i);
		if (pdf_is_int(ctx, item))
			code = (unsigned)pdf_to_int(ctx, item);
		else if (pdf_is_name(ctx, item) && code < 256)
			set_runes(f, code++, &(uint32_t){ rune_of(pdf_to_name(ctx, item)) }, 1);
	}
	return true;
}

/* True also when there is none. */
static bool take_unicode(fz_context *ctx, struct faces *all, struct face *f, pdf_obj *font)
{
	pdf_obj *map = pdf_dict_get(ctx, font, PDF_NAME(ToUnicode));
	all->scratch.n = 0;
	if (!map)
		return true;
	return pdf_is_stream(ctx, map) && stream_append(ctx, map, &all->scratch)
		&& unicode_read(all->scratch.p, all->scratch.n, set_runes, f);
}

static bool take_widths(fz_context *ctx, struct face *f, pdf_obj *font)
{
	pdf_obj *widths = pdf_dict_get(ctx, font, PDF_NAME(Widths));
	int first = pdf_dict_get_int(ctx, font, PDF_NAME(FirstChar)),
	    last = pdf_dict_get_int(ctx, font, PDF_NAME(LastChar)), n = pdf_array_len(ctx, widths);
	if (n == 0 || first < 0 || last > 255 || first > last)
		return false;
	for (int i = 0; i < n && i <= last - first; i++)
		set_width(f, (unsigned)(first + i), pdf_array_get_real(ctx, widths, i));
	return true;
}

/* The widths of one entry of W: a code and a list, or two codes and the width of all between. The
 * entry's length, 0 for none that is understood. */
static int take_cid_entry(fz_context *ctx, struct face *f, pdf_obj *widths, int i, int *left)
{
	int low = pdf_array_get_int(ctx, widths, i);
	pdf_obj *next = pdf_array_get(ctx, widths, i + 1);
	bool listed = pdf_is_array(ctx, next);
	float w = listed ? 0 : pdf_array_get_real(ctx, widths, i + 2);
	int n = pdf_array_len(ctx, next), high = pdf_to_int(ctx, next);
	if (low < 0 || low >= CODES || (!listed && high >= CODES))
		return 0;
	if (!listed) /* what runs backwards is empty */
		n = high < low ? 0 : high + 1 - low;
	if (n > CODES - low || n > *left)
		return 0;
	for (int k = 0; k < n; k++)
		set_width(f, (unsigned)(low + k), listed ? pdf_array_get_real(ctx, next, k) : w);
	*left -= n;
	return listed ? 2 : 3;
}

static bool take_cid_widths(fz_context *ctx, struct face *f, pdf_obj *font)
{
	pdf_obj *widths = pdf_dict_get(ctx, font, PDF_NAME(W)),
		*usual = pdf_dict_get(ctx, font, PDF_NAME(DW));
	int left = WIDTHS_MAX;
	f->missing = usual ? pdf_to_real(ctx, usual) / 1000 : 1;
	for (int i = 0, n = pdf_array_len(ctx, widths), step; i + 1 < n; i += step) {
		step = take_cid_entry(ctx, f, widths, i, &left);
		if (step == 0)
			return false;
	}
	return true;
}

static bool take_simple(fz_context *ctx, struct faces *all, struct face *f, pdf_obj *font)
{
	return pdf_name_eq(ctx, pdf_dict_get(ctx, font, PDF_NAME(Subtype)), PDF_NAME(TrueType))
		&& take_descriptor(ctx, f, font) && take_encoding(ctx, f, font)
		&& take_unicode(ctx, all, f, font) && take_widths(ctx, f, font);
}

static bool take_composite(fz_context *ctx, struct faces *all, struct face *f, pdf_obj *font)
{
	pdf_obj *cid = pdf_array_get(ctx, pdf_dict_get(ctx, font, PDF_NAME(DescendantFonts)), 0);
	return pdf_name_eq(ctx, pdf_dict_get(ctx, cid, PDF_NAME(Subtype)), PDF_NAME(CIDFontType2))
		&& pdf_dict_get(ctx, font, PDF_NAME(ToUnicode)) && take_descriptor(ctx, f, cid)
		&& take_cid_widths(ctx, f, cid) && take_unicode(ctx, all, f, font);
}

static pdf_font_desc *library_font(fz_context *ctx, pdf_document *doc, struct face *f)
{
	if (!f->library)
		f->library = pdf_load_font(ctx, doc, NULL, f->dict);
	return f->library;
}

const struct face_char *face_learn(fz_context *ctx, pdf_document *doc, struct face *f,
				   unsigned code)
{
	pdf_font_desc *font = library_font(ctx, doc, f);
	int runes[RUNES_MAX], n = 0, cid = (int)code;
	if (font->to_unicode)
		n = pdf_lookup_cmap_full(font->to_unicode, code, runes);
	if (n == 0 && code < font->cid_to_ucs_len)
		runes[n++] = font->cid_to_ucs[code];
	if (n <= 0 || (n == 1 && runes[0] == 0))
		runes[0] = 0xfffd, n = 1;
	struct face_char *c = entry(f, code);
	c->width = (float)pdf_lookup_hmtx(ctx, font, cid).w / 1000;
	uint32_t wide[RUNES_MAX];
	for (int i = 0; i < n; i++)
		wide[i] = (uint32_t)runes[i];
	set_runes(f, code, wide, (unsigned)n);
	return entry(f, code);
}

/* A font as the library reads it. False for what even then is not for us: glyphs that are drawn by
 * content streams, and encodings of codes of any length. */
static bool take_library(fz_context *ctx, pdf_document *doc, struct face *f)
{
	pdf_font_desc *font = library_font(ctx, doc, f);
	f->ascent = fz_font_ascender(ctx, font->font);
	f->descent = fz_font_descender(ctx, font->font);
	f->flags = flags_by_name(fz_font_name(ctx, font->font));
	if (fz_font_is_bold(ctx, font->font))
		f->flags |= WORD_BOLD;
	if (fz_font_is_italic(ctx, font->font))
		f->flags |= WORD_ITALIC;
	for (size_t k = 0; k < 256; k++) {
		free(f->pages[k]);
		f->pages[k] = NULL;
	}
	return font->wmode == 0 && fz_font_t3_procs(ctx, font->font) == NULL;
}

static bool take(fz_context *ctx, pdf_document *doc, struct faces *all, struct face *f)
{
	pdf_obj *kind = pdf_dict_get(ctx, f->dict, PDF_NAME(Subtype));
	if (pdf_name_eq(ctx, kind, PDF_NAME(Type3)))
		return false;
	f->wide = pdf_name_eq(ctx, kind, PDF_NAME(Type0));
	if (f->wide) {
		pdf_obj *encoding = pdf_dict_get(ctx, f->dict, PDF_NAME(Encoding));
		if (!pdf_name_eq(ctx, encoding, PDF_NAME(Identity_H)))
			return false;
		return take_composite(ctx, all, f, f->dict) || take_library(ctx, doc, f);
	}
	return take_simple(ctx, all, f, f->dict) || take_library(ctx, doc, f);
}

struct face *face_of(fz_context *ctx, pdf_document *doc, struct faces *all, pdf_obj *dict)
{
	int num = pdf_to_num(ctx, dict);
	for (size_t i = 0; i < all->n; i++)
		if (num ? all->all[i]->num == num : all->all[i]->dict == dict)
			return all->all[i]->hopeless ? NULL : all->all[i];
	if (!pdf_is_dict(ctx, dict))
		return NULL;
	all->all = must_grow(all->all, &all->cap, all->n + 1, sizeof *all->all);
	struct face *f = must_alloc(sizeof *f);
	*f = (struct face){ .num = num, .dict = pdf_keep_obj(ctx, dict), .hopeless = true };
	all->all[all->n++] = f;
	f->hopeless = !take(ctx, doc, all, f);
	return f->hopeless ? NULL : f;
}
