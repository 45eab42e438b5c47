/* SPDX-License-Identifier: MIT
 *
 * Lines with places, as a reader may send them, through layout and all that
 * follows. A case is the document's format, then lines: a head of 12 bytes
 * (struct spot) and up to 255 bytes of text.
 */
#include "tests/fuzz/fuzz_chain.h"

struct spot {
	uint8_t kind, flags;            /* flags: the low four are enum line_flag */
	int16_t x, y, width;            /* points */
	uint8_t size, level, number, n; /* n: bytes of text that follow */
};

enum { NEW_PAGE = 16, FAR = 32, NO_PLACE = 64 };

_Static_assert(sizeof(struct spot) == 12, "no padding in a case's line");

static void add_line(struct doc *d, const struct spot *p, struct str text, uint16_t page)
{
	struct line *l = VEC_PUSH(&d->mem, &d->lines);
	float scale = p->flags & FAR ? 3 : 1;       /* as far out as records.c lets through */
	MUST(l);
	l->off = (uint32_t)(text.p - d->source.p);
	l->len = (uint32_t)text.n;
	l->flags = p->flags & (LINE_BOLD | LINE_ITALIC | LINE_ARTIFACT | LINE_BOLD_START);
	l->level = p->level;
	l->group = p->number;
	if (d->format != FORMAT_PDF)
		l->kind = p->kind % BLOCK_KIND_COUNT;
	if (p->flags & NO_PLACE)
		return;
	l->page = page;
	l->x0 = scale * (float)p->x, l->y0 = scale * (float)p->y;
	l->x1 = scale * (float)(p->x + p->width) / 2, l->y1 = scale * (float)p->y + (float)p->size;
	l->size = p->size;
}

static void add_page(struct doc *d, uint16_t number)
{
	struct page *p = VEC_PUSH(&d->mem, &d->pages);
	MUST(p);
	*p = (struct page){ .number = number, .width = 595, .height = 842 };
}

static void read_case(struct doc *d, struct str s)
{
	static const uint8_t formats[] = { FORMAT_PDF, FORMAT_PDF, FORMAT_HTML, FORMAT_DOCX };
	uint16_t page = 1;
	d->source = arena_str(&d->mem, s);
	MUST(d->source.p);
	d->format = formats[(unsigned char)s.p[0] % 4];
	add_page(d, page);
	for (ptrdiff_t at = 1; at + (ptrdiff_t)sizeof(struct spot) <= s.n;) {
		struct spot p;
		memcpy(&p, s.p + at, sizeof p);
		at += (ptrdiff_t)sizeof p;
		struct str text = str_sub(d->source, at, at + p.n);
		if ((p.flags & NEW_PAGE) && page < 1000)
			add_page(d, ++page);
		add_line(d, &p, text, page);
		at += text.n;
	}
	d->has = LAYER_LINES;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_chain *c = fuzz_chain(~0u);
	if (size == 0)
		return 0;
	read_case(&c->d, fuzz_bytes(data, size));
	fuzz_chain_run(c, true);
	return 0;
}
