/* SPDX-License-Identifier: MIT
 *
 * The text that the metadata rules see: quotes and dashes straight, white
 * space single, no footnote marks, no furniture; a line a line, but a heading
 * and a table row stand on one line each, so that a title that wraps is whole
 * and a grade stands beside its label.
 */
#include "pipeline/base/scan.h"
#include "pipeline/base/utf8.h"
#include "stages/metadata.h"

#define WHOLE_TEXT ((ptrdiff_t)1 << 20)

/* Write the character cp, whose bytes these are, behind what is in b, where there is room. */
static void add_straight(struct buf *b, uint32_t cp, struct str bytes)
{
	switch (cp) {
	case 0x2018: case 0x2019: case 0x02BC:
		b->p[b->n++] = '\'';
		break;
	case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2212:
		b->p[b->n++] = '-';
		break;
	case 0x20: case 0xA0: case 0x2009: case 0x202F: case '\t': case '\n':
		if (b->n && b->p[b->n - 1] != ' ' && b->p[b->n - 1] != '\n')
			b->p[b->n++] = ' ';
		break;
	case 0xAD: case 0x200B: case 0xFEFF:
		break;
	default:
		memcpy(b->p + b->n, bytes.p, (size_t)bytes.n);
		b->n += bytes.n;
	}
}

/* How many bytes at the start of s can be copied as they are. */
static ptrdiff_t plain_run(struct str s, bool markdown)
{
	if (!s.n || s.p[0] == ' ')
		return 0;
	ptrdiff_t n = markdown ? 0 : scan_plain(s, 0);
	while (markdown && n < s.n && s.p[n] >= 0x20 && s.p[n] < 0x7F && s.p[n] != '*' &&
	       !(s.p[n] == ' ' && s.p[n - 1] == ' '))
		n++;
	return n;
}

/* One line without the numbers of footnotes and Markdown emphasis. It does not get longer. */
static void add_line(struct buf *b, struct str line, bool markdown)
{
	bool raised = false;
	if (!buf_reserve(b, line.n + 1))
		return;
	while (line.n) {
		uint32_t cp;
		ptrdiff_t plain = raised ? 0 : plain_run(line, markdown);
		memcpy(b->p + b->n, line.p, (size_t)plain);
		b->n += plain;
		line = str_sub(line, plain, line.n);
		if (!line.n)
			break;
		int k = utf8_decode(line.p, line.n, &cp);
		if (cp == 0x0E || cp == 0x0F)
			raised = cp == 0x0E;
		else if (!raised && !(markdown && cp == '*'))
			add_straight(b, cp, str_sub(line, 0, k));
		line = str_sub(line, k, line.n);
	}
	while (b->n && b->p[b->n - 1] == ' ')
		b->n--;
	if (b->n && b->p[b->n - 1] != '\n')
		b->p[b->n++] = '\n';
}

static bool goes_on(const struct line *l, uint8_t kind)
{
	bool heading = kind == BLOCK_HEADING || kind == BLOCK_TITLE;
	return l->starts == LINE_NEXT_CELL || (l->starts == LINE_CONTINUES && heading);
}

/* A word that the line end has cut is whole again: "chil-", "dren"; "Thomson-", "Jones". */
static void mend_hyphen(struct buf *b, struct str next)
{
	struct str before = str_sub(buf_str(b), b->n > 3 ? b->n - 3 : 0, b->n);
	bool cut = before.n == 3 && ascii_is_alpha(before.p[0]) && before.p[1] == '-' && next.n &&
		   ascii_is_alpha(next.p[0]);
	if (cut)
		b->n -= ascii_is_upper(next.p[0]) ? 1 : 2;
}

static void add_lines(struct buf *b, const struct doc *d, ptrdiff_t lines, ptrdiff_t bytes)
{
	uint8_t kind = BLOCK_NONE;
	for (ptrdiff_t i = 0; i < d->lines.n && lines > 0 && b->n < bytes; i++) {
		const struct line *l = &d->lines.at[i];
		if (l->starts == LINE_STARTS)
			kind = l->kind;
		if (kind == BLOCK_FURNITURE || !l->len)
			continue;
		if (b->n && l->starts == LINE_CONTINUES)
			mend_hyphen(b, doc_line(d, l));
		if (b->n && b->p[b->n - 1] == '\n' && goes_on(l, kind))
			b->p[b->n - 1] = ' ';
		add_line(b, doc_line(d, l), d->format == FORMAT_MARKDOWN);
		lines--;
	}
}

struct str metadata_head_text(struct finder *f)
{
	add_lines(f->head_buf, f->d, f->r->head_lines, PTRDIFF_MAX);
	return buf_str(f->head_buf);
}

struct str metadata_whole_text(struct finder *f)
{
	if (!f->all_buf->n)
		add_lines(f->all_buf, f->d, f->d->lines.n, WHOLE_TEXT);
	return buf_str(f->all_buf);
}
