/* SPDX-License-Identifier: MIT
 *
 * See records.h.
 */
#include <math.h>

#include "pipeline/doc/wire.h"
#include "pipeline/run/records.h"

static const uint8_t block_kinds[] = {
	[WIRE_HEADING] = BLOCK_HEADING, [WIRE_PARA] = BLOCK_PARA, [WIRE_ITEM] = BLOCK_ITEM,
	[WIRE_ROW] = BLOCK_ROW, [WIRE_FOOTNOTE] = BLOCK_FOOTNOTE, [WIRE_FURNITURE] = BLOCK_FURNITURE,
	[WIRE_QUOTE] = BLOCK_QUOTE, [WIRE_TITLE] = BLOCK_TITLE,
};

/* The fixed part of a payload into *head; the rest stays in *payload. */
static bool take(struct str *payload, void *head, size_t size)
{
	if ((size_t)payload->n < size)
		return false;
	memcpy(head, payload->p, size);
	payload->p += size;
	payload->n -= (ptrdiff_t)size;
	return true;
}

/* Places that no page has would upset the arithmetic of the layout stage. */
static float place(float v)
{
	return isfinite(v) && fabsf(v) < 1e5f ? v : 0;
}

/* Append text to the source, which has room for all payloads. */
static struct line *add_line(struct doc *d, struct str text)
{
	struct line *l = VEC_PUSH(&d->mem, &d->lines);
	if (!l)
		return NULL;
	l->off = (uint32_t)d->source.n;
	l->len = (uint32_t)text.n;
	if (text.n)
		memcpy((char *)(uintptr_t)d->source.p + d->source.n, text.p, (size_t)text.n);
	d->source.n += text.n;
	return l;
}

static int add_positional(struct doc *d, struct str payload, struct error *e)
{
	struct wire_line w;
	if (!take(&payload, &w, sizeof w))
		return fail(e, E_READER, "the reader sent a short line record");
	struct line *l = add_line(d, payload);
	if (!l)
		return fail(e, E_NOMEM, "no memory for the lines");
	l->page = w.page;
	l->flags = w.flags & (LINE_BOLD | LINE_ITALIC | LINE_ARTIFACT | LINE_BOLD_START);
	l->x0 = place(w.x0), l->y0 = place(w.y0);
	l->x1 = place(w.x1), l->y1 = place(w.y1);
	l->size = place(w.size);
	return 0;
}

static int add_block(struct doc *d, const struct wire_record *r, struct str payload, struct error *e)
{
	struct wire_block w;
	if (!take(&payload, &w, sizeof w))
		return fail(e, E_READER, "the reader sent a short block record");
	if (r->a == 0 || r->a >= countof(block_kinds))
		return fail(e, E_READER, "the reader sent a block of unknown kind %u", r->a);
	struct line *l = add_line(d, payload);
	if (!l)
		return fail(e, E_NOMEM, "no memory for the lines");
	l->kind = block_kinds[r->a];
	l->level = r->b > UINT8_MAX ? UINT8_MAX : (uint8_t)r->b;
	l->group = w.group;
	return 0;
}

static int add_page(struct doc *d, struct str payload, struct error *e)
{
	struct wire_page w;
	if (!take(&payload, &w, sizeof w))
		return fail(e, E_READER, "the reader sent a short page record");
	struct page *p = VEC_PUSH(&d->mem, &d->pages);
	if (!p)
		return fail(e, E_NOMEM, "no memory for the pages");
	*p = (struct page){ w.number, w.flags, place(w.width), place(w.height) };
	return 0;
}

static int add_property(struct doc *d, struct str payload, struct error *e)
{
	struct property *p = VEC_PUSH(&d->mem, &d->properties);
	if (!p)
		return fail(e, E_NOMEM, "no memory for the properties");
	struct str key = str_cut(&payload, '\0');
	p->key = arena_str(&d->mem, key);
	p->value = arena_str(&d->mem, payload);
	return p->key.p && p->value.p ? 0 : fail(e, E_NOMEM, "no memory for the properties");
}

static int add_record(struct doc *d, const struct wire_record *r, struct str payload,
		      struct records_end *end, struct error *e)
{
	switch (r->type) {
	case WIRE_PAGE:
		return add_page(d, payload, e);
	case WIRE_LINE:
		return add_positional(d, payload, e);
	case WIRE_BLOCK:
		return add_block(d, r, payload, e);
	case WIRE_META:
		return add_property(d, payload, e);
	case WIRE_WARNING:
		d->warnings++;
		return 0;
	case WIRE_END:
		*end = (struct records_end){ true, r->a, arena_str(&d->mem, payload) };
		return 0;
	default:
		return fail(e, E_READER, "the reader sent a record of unknown type %u", r->type);
	}
}

int records_parse(struct doc *d, struct str bytes, struct records_end *end, struct error *e)
{
	*end = (struct records_end){ 0 };
	if (bytes.n > UINT32_MAX)
		return fail(e, E_LIMIT, "the reader sent over 4 GB");
	char *source = arena_raw(&d->mem, bytes.n + 1, 1, 1);
	if (!source)
		return fail(e, E_NOMEM, "no memory for the text");
	d->source = (struct str){ source, 0 };
	while (bytes.n && !end->seen) {
		struct wire_record r;
		if (!take(&bytes, &r, sizeof r) || r.len > WIRE_RECORD_MAX || r.len > (size_t)bytes.n)
			return fail(e, E_READER, "the reader's output ends inside a record");
		int rc = add_record(d, &r, str_sub(bytes, 0, r.len), end, e);
		if (rc < 0)
			return rc;
		bytes = str_sub(bytes, r.len, bytes.n);
	}
	return 0;
}

/* How good a place before a record is to cut, ascending. */
enum place { PLACE_RECORD, PLACE_BLOCK, PLACE_HEADING };

/* Items stay with what introduces them, rows with those before; *group is that of the block before. */
static enum place place_before(const struct wire_record *r, struct str payload, uint16_t *group)
{
	struct wire_block w;
	if (r->type == WIRE_PAGE)
		return PLACE_HEADING;
	if (r->type != WIRE_BLOCK || !take(&payload, &w, sizeof w))
		return PLACE_RECORD;
	bool goes_on = r->a == WIRE_ITEM || (w.group && w.group == *group);
	*group = w.group;
	return r->a == WIRE_HEADING ? PLACE_HEADING : goes_on ? PLACE_RECORD : PLACE_BLOCK;
}

ptrdiff_t records_cut(struct str bytes)
{
	enum place best = PLACE_RECORD;
	ptrdiff_t cut = 0, n = bytes.n;
	uint16_t group = 0;
	for (struct wire_record r; take(&bytes, &r, sizeof r) && r.len <= (size_t)bytes.n;) {
		ptrdiff_t at = n - bytes.n - (ptrdiff_t)sizeof r;
		enum place here = place_before(&r, str_sub(bytes, 0, r.len), &group);
		if (at && (at < n / 2 || here >= best)) {
			best = at < n / 2 ? PLACE_RECORD : here;
			cut = at;
		}
		bytes = str_sub(bytes, r.len, bytes.n);
	}
	return cut;
}
