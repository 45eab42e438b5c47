/* SPDX-License-Identifier: MIT
 *
 * See paragraph.h.
 */
#include "pipeline/doc/paragraph.h"

/* Whether block b goes on with the paragraph that began with block `first`: an item of the list
 * that it introduces, or of the same list. */
static bool goes_on(const struct doc *d, ptrdiff_t first, const struct block *b)
{
	const struct block *f = &d->blocks.at[first];
	if (b->kind != BLOCK_ITEM || b->intro == NO_BLOCK)
		return false;
	return b->intro >= (uint32_t)first || (f->kind == BLOCK_ITEM && b->intro == f->intro);
}

ptrdiff_t paragraph_next(const struct doc *d, ptrdiff_t first, ptrdiff_t i)
{
	while (++i < d->blocks.n && !block_is_heading(&d->blocks.at[i]))
		if (block_is_evidence(&d->blocks.at[i]))
			return goes_on(d, first, &d->blocks.at[i]) ? i : -1;
	return -1;
}

uint32_t run_end(const struct doc *d, uint32_t b)
{
	const struct block *first = &d->blocks.at[b];
	uint32_t end = b + 1;
	if (first->kind == BLOCK_ITEM)
		while (end < (uint32_t)d->blocks.n && d->blocks.at[end].kind == BLOCK_ITEM &&
		       d->blocks.at[end].intro == first->intro &&
		       d->blocks.at[end].heading == first->heading)
			end++;
	return end;
}
