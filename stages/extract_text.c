/* SPDX-License-Identifier: MIT
 *
 * Plain text and Markdown into lines. The character set is taken from a byte
 * order mark, else tried: valid UTF-8, UTF-16 by its NUL bytes, and at last
 * Windows-1252, in which any bytes are text.
 */
#include "pipeline/base/scan.h"
#include "pipeline/base/utf8.h"
#include "pipeline/doc/cut.h"
#include "stages/extract.h"

/* Bytes of a line; longer ones, as in a text without line ends, are cut between sentences: a window
 * (windows.h) holds at least one block. */
#define LONG_LINE ((ptrdiff_t)256 * 1024)

/* Windows-1252, 0x80 to 0x9f; 0 where it has no character (encoding.spec.whatwg.org keeps C1). */
static const uint16_t cp1252[32] = {
	0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178,
};

/* A buffer in the document's arena of the largest size that the text can take. */
static char *room(struct doc *d, ptrdiff_t n, struct error *e)
{
	char *p = arena_raw(&d->mem, n ? n : 1, 1, 1);
	if (!p)
		fail(e, E_LIMIT, "no room for %td bytes of text (--max-memory)", n);
	return p;
}

static uint32_t utf16_unit(struct str s, ptrdiff_t i, bool big)
{
	unsigned a = (unsigned char)s.p[i], b = (unsigned char)s.p[i + 1];
	return big ? a << 8 | b : b << 8 | a;
}

/* An unpaired surrogate or a last odd byte becomes U+FFFD. */
static int from_utf16(struct doc *d, struct str s, bool big, struct error *e)
{
	char *out = room(d, s.n / 2 * 3 + 3, e);
	ptrdiff_t n = 0;
	if (!out)
		return -e->code;
	for (ptrdiff_t i = 0; i + 1 < s.n; i += 2) {
		uint32_t c = utf16_unit(s, i, big);
		uint32_t next = i + 3 < s.n ? utf16_unit(s, i + 2, big) : 0;
		if (c >= 0xd800 && c < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (next - 0xdc00);
			i += 2;
		} else if (c >= 0xd800 && c < 0xe000) {
			c = UTF8_BAD;
		}
		n += utf8_encode(c, out + n);
	}
	if (s.n % 2)
		n += utf8_encode(UTF8_BAD, out + n);
	d->source = (struct str){ out, n };
	return 0;
}

static int from_cp1252(struct doc *d, struct str s, struct error *e)
{
	char *out = room(d, s.n * 3, e);
	ptrdiff_t n = 0;
	if (!out)
		return -e->code;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		uint32_t c = (unsigned char)s.p[i];
		n += utf8_encode(c >= 0x80 && c < 0xa0 ? cp1252[c - 0x80] : c, out + n);
	}
	d->source = (struct str){ out, n };
	d->warnings++;
	return 0;
}

static int decode(struct doc *d, struct error *e)
{
	struct str s = buf_str(&d->raw);
	if (s.n > INT32_MAX / 4)
		return fail(e, E_LIMIT, "text of %td bytes is too long", s.n);
	enum text_units units = d->portion.is_one ? d->portion.units : text_units(s);
	if (units != UNITS_BYTES) {
		bool marked = str_starts(s, S("\xff\xfe")) || str_starts(s, S("\xfe\xff"));
		return from_utf16(d, str_sub(s, marked ? 2 : 0, s.n), units == UNITS_BIG, e);
	}
	if (d->portion.is_one && memchr(s.p, 0, (size_t)s.n))
		return fail(e, E_FORMAT, "not a document: binary data");
	if (str_starts(s, S("\xef\xbb\xbf")))
		s = str_sub(s, 3, s.n);
	if (!utf8_valid(s))
		return from_cp1252(d, s, e);
	d->source = s;
	return 0;
}

/* "## Heading", or a whole line in bold: signs that plain text does not have. */
static bool is_markdown(struct str line)
{
	ptrdiff_t n = 0;
	while (n < line.n && line.p[n] == '#')
		n++;
	if (n >= 1 && n <= 6 && n < line.n && line.p[n] == ' ')
		return true;
	return line.n > 4 && str_starts(line, S("**")) && str_ends(line, S("**"));
}

/* The length of the line at s, without its end; *next is where the next one starts. */
static ptrdiff_t line_length(struct str s, ptrdiff_t *next, bool *page_ends)
{
	ptrdiff_t n = scan_for_range(s, 0, '\n', '\r');     /* also \v and \f */
	if (n > LONG_LINE) {
		*page_ends = false;
		return *next = text_cut(str_sub(s, 0, LONG_LINE), UNITS_BYTES);
	}
	*page_ends = n < s.n && s.p[n] == '\f';
	*next = n + 1;
	if (n + 1 < s.n && s.p[n] == '\r' && s.p[n + 1] == '\n')
		*next = n + 2;
	return n;
}

/* What the next portion of the document begins with. */
static void note_end(struct doc_portion *p, uint16_t page, bool blank, bool page_ends)
{
	p->page = page;
	p->blank = blank;
	p->cuts_head = p->number && p->cuts_foot;
	p->cuts_foot = p->is_one && !p->is_last && !page_ends;
}

int extract_text(struct doc *d, struct error *e)
{
	int rc = decode(d, e);
	if (rc < 0)
		return rc;
	bool paged = memchr(d->source.p, '\f', (size_t)d->source.n) != NULL;
	bool blank = d->portion.blank, page_ends = false;
	uint16_t page = d->portion.page ? d->portion.page : paged ? 1 : 0;
	ptrdiff_t next;
	for (ptrdiff_t at = 0; at < d->source.n; at += next) {
		struct str rest = str_sub(d->source, at, d->source.n);
		struct str text = str_trim(str_sub(rest, 0, line_length(rest, &next, &page_ends)));
		if (text.n) {
			struct line *l = VEC_PUSH(&d->mem, &d->lines);
			if (!l)
				return fail(e, E_LIMIT, "too many lines (--max-memory)");
			l->off = (uint32_t)(text.p - d->source.p);
			l->len = (uint32_t)text.n;
			l->page = page;
			l->flags = blank ? LINE_BLANK_BEFORE : 0;
			if (is_markdown(text))
				d->format = FORMAT_MARKDOWN;
		}
		blank = text.n ? false : true;
		if (page_ends && page < UINT16_MAX)
			page++;
	}
	note_end(&d->portion, page, blank, page_ends);
	return 0;
}
