/* SPDX-License-Identifier: MIT
 *
 * See snapshot.h. Layout: SIGN, outcome, source, pages, properties, lines. A
 * line's offset is told from the end of the line before, which it nearly always
 * follows; places are there only in lines that have any.
 */
#include <math.h>

#include "pipeline/store/snapshot.h"

#define SIGN S("LMs1")
#define FAR 1e5f                 /* points; records.c lets none through that are further out */
#define PLACED 1u                /* in a line's first byte: its places follow */

static void put_int(struct buf *out, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		buf_addc(out, (char)(0x80 | (v & 0x7f)));
	buf_addc(out, (char)v);
}

static void put_text(struct buf *out, struct str s)
{
	put_int(out, (uint64_t)s.n);
	buf_add(out, s);
}

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
	put_int(out, placed ? PLACED : 0);
	put_int(out, l->off - expected);     /* wraps when it lies before: 2^32 is added back */
	put_int(out, l->len);
	put_int(out, l->page);
	put_int(out, l->flags);
	put_int(out, l->kind);
	put_int(out, l->level);
	put_int(out, l->group);
	put_int(out, l->number);
	put_int(out, l->starts);
	if (!placed)
		return;
	put_float(out, l->x0), put_float(out, l->y0);
	put_float(out, l->x1), put_float(out, l->y1);
	put_float(out, l->size);
}

void snapshot_write(struct buf *out, const struct doc *d)
{
	buf_add(out, SIGN);
	put_int(out, d->status);
	put_int(out, (uint64_t)d->err.code);
	put_text(out, str_of(d->err.msg));
	put_int(out, d->format);
	put_int(out, d->warnings);
	put_int(out, d->has & LAYER_LINES);
	put_text(out, d->source);
	put_int(out, (uint64_t)d->pages.n);
	for (ptrdiff_t i = 0; i < d->pages.n; i++) {
		const struct page *p = &d->pages.at[i];
		put_int(out, p->number), put_int(out, p->flags);
		put_float(out, p->width), put_float(out, p->height);
	}
	put_int(out, (uint64_t)d->properties.n);
	for (ptrdiff_t i = 0; i < d->properties.n; i++) {
		put_text(out, d->properties.at[i].key);
		put_text(out, d->properties.at[i].value);
	}
	put_int(out, (uint64_t)d->lines.n);
	uint32_t expected = 0;
	for (ptrdiff_t i = 0; i < d->lines.n; i++) {
		put_line(out, &d->lines.at[i], expected);
		expected = d->lines.at[i].off + d->lines.at[i].len;
	}
}

/* What is left to read; once something did not fit, all further reads give nothing. */
struct cursor {
	struct str rest;
	bool bad;
};

static uint64_t get_int(struct cursor *c, uint64_t max)
{
	uint64_t v = 0;
	for (unsigned shift = 0; shift < 63 && c->rest.n && !c->bad; shift += 7) {
		unsigned char byte = (unsigned char)*c->rest.p;
		c->rest = str_sub(c->rest, 1, c->rest.n);
		v |= (uint64_t)(byte & 0x7f) << shift;
		if (byte & 0x80)
			continue;
		if (v <= max)
			return v;
		break;
	}
	c->bad = true;
	return 0;
}

/* How many items follow, each at least size bytes long. */
static ptrdiff_t get_count(struct cursor *c, ptrdiff_t size)
{
	return (ptrdiff_t)get_int(c, (uint64_t)(c->rest.n / size));
}

static struct str get_text(struct cursor *c)
{
	ptrdiff_t n = get_count(c, 1);
	struct str s = str_sub(c->rest, 0, n);
	c->rest = str_sub(c->rest, s.n, c->rest.n);
	return s;
}

static float get_float(struct cursor *c)
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

static struct str keep_text(struct cursor *c, struct doc *d)
{
	struct str s = get_text(c);
	return c->bad ? (struct str){ 0 } : arena_str(&d->mem, s);
}

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for the kept text");
}

static int read_pages(struct cursor *c, struct doc *d, struct error *e)
{
	for (ptrdiff_t n = get_count(c, 10); n > 0 && !c->bad; n--) {
		struct page *p = VEC_PUSH(&d->mem, &d->pages);
		if (!p)
			return no_memory(e);
		p->number = (uint16_t)get_int(c, UINT16_MAX);
		p->flags = (uint16_t)get_int(c, UINT16_MAX);
		p->width = get_float(c);
		p->height = get_float(c);
	}
	return 0;
}

static int read_properties(struct cursor *c, struct doc *d, struct error *e)
{
	for (ptrdiff_t n = get_count(c, 2); n > 0 && !c->bad; n--) {
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

static void read_line(struct cursor *c, struct line *l, uint32_t expected, const struct doc *d)
{
	unsigned shape = (unsigned)get_int(c, PLACED);
	l->off = expected + (uint32_t)get_int(c, UINT32_MAX);
	l->len = (uint32_t)get_int(c, UINT32_MAX);
	l->page = (uint16_t)get_int(c, UINT16_MAX);
	l->flags = (uint16_t)get_int(c, UINT16_MAX);
	l->kind = (uint8_t)get_int(c, BLOCK_KIND_COUNT - 1);
	l->level = (uint8_t)get_int(c, UINT8_MAX);
	l->group = (uint16_t)get_int(c, UINT16_MAX);
	l->number = (uint16_t)get_int(c, UINT16_MAX);
	l->starts = (uint8_t)get_int(c, LINE_NEXT_CELL);
	if (shape & PLACED) {
		l->x0 = get_float(c), l->y0 = get_float(c);
		l->x1 = get_float(c), l->y1 = get_float(c);
		l->size = get_float(c);
	}
	if ((uint64_t)l->off + l->len > (uint64_t)d->source.n)
		c->bad = true;
}

static int read_lines(struct cursor *c, struct doc *d, struct error *e)
{
	uint32_t expected = 0;
	for (ptrdiff_t n = get_count(c, 10); n > 0 && !c->bad; n--) {
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
	struct cursor c = { bytes, !str_starts(bytes, SIGN) };
	c.rest = str_sub(bytes, SIGN.n, bytes.n);
	enum doc_status status = (enum doc_status)get_int(&c, DOC_STATUS_COUNT - 1);
	int code = (int)get_int(&c, E_COUNT - 1);
	struct str why = get_text(&c);
	d->format = (enum doc_format)get_int(&c, FORMAT_DOCX);
	d->warnings = (uint32_t)get_int(&c, UINT32_MAX);
	unsigned has = (unsigned)get_int(&c, LAYER_LINES);
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
