/* SPDX-License-Identifier: MIT
 *
 * See snapshot.h. Layout: SIGN, outcome, source, pages, properties, lines. A
 * line's offset is told from the end of the line before, which it nearly always
 * follows; places are there only in lines that have any.
 */
#include <math.h>

#include "pipeline/store/packing.h"
#include "pipeline/store/snapshot.h"

#define SIGN S("LMs1")
#define FAR 1e5f                 /* points; records.c lets none through that are further out */
#define PLACED 1u                /* in a line's first byte: its places follow */

static void put_float(struct buf *out, float v)
{
	char bytes[sizeof v];
	memcpy(bytes, &v, sizeof v);
	buf_add(out, (struct str){ bytes, sizeof bytes });
}

static bool is_placed(const struct line *l)
{
	const float all[] = { l->x0, l->y0, l->x1, l->y1, l->size };
	static const float none[countof(all)];
	return memcmp(all, none, sizeof all) != 0;
}

static void put_line(struct buf *out, const struct line *l, uint32_t expected)
{
	bool placed = is_placed(l);
	pack_int(out, placed ? PLACED : 0);
	pack_int(out, l->off - expected);     /* wraps when it lies before: 2^32 is added back */
	pack_int(out, l->len);
	pack_int(out, l->page);
	pack_int(out, l->flags);
	pack_int(out, l->kind);
	pack_int(out, l->level);
	pack_int(out, l->group);
	pack_int(out, l->number);
	pack_int(out, l->starts);
	if (!placed)
		return;
	put_float(out, l->x0), put_float(out, l->y0);
	put_float(out, l->x1), put_float(out, l->y1);
	put_float(out, l->size);
}

void snapshot_write(struct buf *out, const struct doc *d)
{
	buf_add(out, SIGN);
	pack_int(out, d->status);
	pack_int(out, (uint64_t)d->err.code);
	pack_text(out, str_of(d->err.msg));
	pack_int(out, d->format);
	pack_int(out, d->warnings);
	pack_int(out, d->has & LAYER_LINES);
	pack_text(out, d->source);
	pack_int(out, (uint64_t)d->pages.n);
	for (ptrdiff_t i = 0; i < d->pages.n; i++) {
		const struct page *p = &d->pages.at[i];
		pack_int(out, p->number), pack_int(out, p->flags);
		put_float(out, p->width), put_float(out, p->height);
	}
	pack_int(out, (uint64_t)d->properties.n);
	for (ptrdiff_t i = 0; i < d->properties.n; i++) {
		pack_text(out, d->properties.at[i].key);
		pack_text(out, d->properties.at[i].value);
	}
	pack_int(out, (uint64_t)d->lines.n);
	uint32_t expected = 0;
	for (ptrdiff_t i = 0; i < d->lines.n; i++) {
		put_line(out, &d->lines.at[i], expected);
		expected = d->lines.at[i].off + d->lines.at[i].len;
	}
}

static float get_float(struct unpacker *c)
{
	float v = 0;
	if (c->bad || c->rest.n < (ptrdiff_t)sizeof v) {
		c->bad = true;
		return 0;
	}
	memcpy(&v, c->rest.p, sizeof v);
	c->rest = str_sub(c->rest, sizeof v, c->rest.n);
	if (!isfinite(v) || fabsf(v) >= FAR)
		c->bad = true;
	return v;
}

static struct str keep_text(struct unpacker *c, struct doc *d)
{
	struct str s = unpack_text(c);
	return c->bad ? (struct str){ 0 } : arena_str(&d->mem, s);
}

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the kept text");
}

static int read_pages(struct unpacker *c, struct doc *d, struct error *e)
{
	for (ptrdiff_t n = unpack_count(c, 10); n > 0 && !c->bad; n--) {
		struct page *p = VEC_PUSH(&d->mem, &d->pages);
		if (!p)
			return no_memory(e);
		p->number = (uint16_t)unpack_int(c, UINT16_MAX);
		p->flags = (uint16_t)unpack_int(c, UINT16_MAX);
		p->width = get_float(c);
		p->height = get_float(c);
	}
	return 0;
}

static int read_properties(struct unpacker *c, struct doc *d, struct error *e)
{
	for (ptrdiff_t n = unpack_count(c, 2); n > 0 && !c->bad; n--) {
		struct property *p = VEC_PUSH(&d->mem, &d->properties);
		if (!p)
			return no_memory(e);
		p->key = keep_text(c, d);
		p->value = keep_text(c, d);
		if (!c->bad && (!p->key.p || !p->value.p))
			return no_memory(e);
	}
	return 0;
}

static void read_line(struct unpacker *c, struct line *l, uint32_t expected, const struct doc *d)
{
	unsigned shape = (unsigned)unpack_int(c, PLACED);
	l->off = expected + (uint32_t)unpack_int(c, UINT32_MAX);
	l->len = (uint32_t)unpack_int(c, UINT32_MAX);
	l->page = (uint16_t)unpack_int(c, UINT16_MAX);
	l->flags = (uint16_t)unpack_int(c, UINT16_MAX);
	l->kind = (uint8_t)unpack_int(c, BLOCK_KIND_COUNT - 1);
	l->level = (uint8_t)unpack_int(c, UINT8_MAX);
	l->group = (uint16_t)unpack_int(c, UINT16_MAX);
	l->number = (uint16_t)unpack_int(c, UINT16_MAX);
	l->starts = (uint8_t)unpack_int(c, LINE_NEXT_CELL);
	if (shape & PLACED) {
		l->x0 = get_float(c), l->y0 = get_float(c);
		l->x1 = get_float(c), l->y1 = get_float(c);
		l->size = get_float(c);
	}
	if ((uint64_t)l->off + l->len > (uint64_t)d->source.n)
		c->bad = true;
}

static int read_lines(struct unpacker *c, struct doc *d, struct error *e)
{
	uint32_t expected = 0;
	for (ptrdiff_t n = unpack_count(c, 10); n > 0 && !c->bad; n--) {
		struct line *l = VEC_PUSH(&d->mem, &d->lines);
		if (!l)
			return no_memory(e);
		read_line(c, l, expected, d);
		expected = l->off + l->len;
	}
	return 0;
}

static int read_all(struct doc *d, struct str bytes, struct error *e)
{
	struct unpacker c = { bytes, !str_starts(bytes, SIGN) };
	c.rest = str_sub(bytes, SIGN.n, bytes.n);
	enum doc_status status = (enum doc_status)unpack_int(&c, DOC_STATUS_COUNT - 1);
	int code = (int)unpack_int(&c, E_COUNT - 1);
	struct str why = unpack_text(&c);
	d->format = (enum doc_format)unpack_int(&c, FORMAT_DOCX);
	d->warnings = (uint32_t)unpack_int(&c, UINT32_MAX);
	unsigned has = (unsigned)unpack_int(&c, LAYER_LINES);
	d->source = keep_text(&c, d);
	int rc = !c.bad && !d->source.p ? no_memory(e) : read_pages(&c, d, e);
	if (rc == 0)
		rc = read_properties(&c, d, e);
	if (rc == 0)
		rc = read_lines(&c, d, e);
	if (rc < 0)
		return rc;
	if (c.bad || c.rest.n)
		return fail(e, E_FORMAT, "the kept text is damaged");
	doc_degrade(d, status, code, "%.*s", STR_ARG(why));
	d->has |= has & LAYER_LINES;
	return 0;
}

int snapshot_read(struct doc *d, struct str bytes, struct error *e)
{
	int rc = read_all(d, bytes, e);
	if (rc < 0) {
		d->source = (struct str){ 0 };
		d->lines.n = d->pages.n = d->properties.n = 0;
		d->format = FORMAT_UNKNOWN;
		d->warnings = 0;
	}
	return rc;
}
