/* SPDX-License-Identifier: MIT
 *
 * See held_records.h.
 */
#include "pipeline/doc/cut.h"
#include "pipeline/doc/wire.h"
#include "pipeline/run/held_records.h"

#define KEEP_BYTES ((ptrdiff_t)1 << 20)

void held_begin(struct held_records *h, const struct doc *d, uint64_t portion)
{
	held_end(h);
	h->portion = d->portion.may ? (ptrdiff_t)portion : 0;
	h->folder = d->portion.folder;
}

void held_added(struct held_records *h, bool end)
{
	if (!h->portion || h->bytes.n <= (h->spool && end ? 0 : 2 * h->portion))
		return;
	if (!h->failure.code && (h->spool || spool_new(&h->spool, h->folder, &h->failure) == 0))
		spool_add(h->spool, buf_str(&h->bytes), &h->failure);
	buf_reset(&h->bytes);
}

/* The bytes of the spool that are the next portion into h->bytes: whole records, unless they end inside
 * of one. */
static int read_portion(struct held_records *h, struct error *e)
{
	uint64_t left = spool_size(h->spool) - h->taken, n = cut_next(left, (uint64_t)h->portion);
	ptrdiff_t cut = 0;
	for (; !cut; n += WIRE_RECORD_MAX + sizeof(struct wire_record)) {
		n = n < left ? n : left;
		buf_reset(&h->bytes);
		if (spool_read(h->spool, h->taken, (ptrdiff_t)n, &h->bytes, e) < 0)
			return -e->code;
		cut = n == left ? h->bytes.n : records_cut(buf_str(&h->bytes));
	}
	h->bytes.n = cut;
	h->taken += (uint64_t)cut;
	return 0;
}

/* The page on which the portion before has ended goes on, unless another begins. */
static int carry_page(const struct held_records *h, struct doc *d, struct error *e)
{
	if (!h->page.number || h->bytes.p[0] == WIRE_PAGE)
		return 0;
	struct page *p = VEC_PUSH(&d->mem, &d->pages);
	if (!p)
		return fail(e, E_NOMEM, "no memory for the pages");
	*p = h->page;
	d->portion.pages--;
	return 0;
}

int held_take(struct held_records *h, struct doc *d, struct records_end *end, struct error *e)
{
	*end = (struct records_end){ 0 };
	if (h->failure.code)
		return fail(e, h->failure.code, "%s", h->failure.msg);
	if (!h->spool)
		return records_parse(d, buf_str(&h->bytes), end, e);
	if (read_portion(h, e) < 0 || carry_page(h, d, e) < 0)
		return -e->code;
	int rc = records_parse(d, buf_str(&h->bytes), end, e);
	if (d->pages.n)
		h->page = d->pages.at[d->pages.n - 1];
	d->portion.is_one = true;
	d->portion.is_last = end->seen || h->taken == spool_size(h->spool);
	return rc;
}

void held_end(struct held_records *h)
{
	struct buf bytes = h->bytes;
	spool_free(h->spool);
	buf_reset(&bytes);
	buf_shrink(&bytes, KEEP_BYTES);
	*h = (struct held_records){ .bytes = bytes };
}

void held_release(struct held_records *h)
{
	held_end(h);
	buf_release(&h->bytes);
}
