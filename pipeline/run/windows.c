/* SPDX-License-Identifier: MIT
 *
 * See windows.h. What looks back: a sentence at the heading above it, an item
 * at the paragraph that introduces its list and at the items before it. The
 * heading goes along with a window (struct doc_window); the rest must not be cut.
 */
#include "pipeline/doc/paragraph.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/run/outcome.h"
#include "pipeline/run/windows.h"

#define KEEP_BYTES ((size_t)8 * 1024 * 1024)    /* of one window's memory for the next */

struct windows {
	const bool *cuts;          /* one a block, in the document's arena: a window may begin there */
	struct arena_mark mark;    /* what is behind it is the window's */
	uint32_t size;             /* bytes of text from which on a window ends at the next cut */
};

/* The last heading before each block. */
static void find_headings(const struct doc *d, uint32_t *above)
{
	uint32_t last = NO_BLOCK;
	for (uint32_t i = 0; i < (uint32_t)d->blocks.n; i++) {
		above[i] = last;
		if (block_is_heading(&d->blocks.at[i]))
			last = i;
	}
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* From the end on: how far do the blocks from here on look back? */
static void find_cuts(const struct doc *d, const uint32_t *above, bool *cuts)
{
	uint32_t intro = NO_BLOCK, heading = NO_BLOCK;
	for (uint32_t i = (uint32_t)d->blocks.n; i-- > 0;) {
		const struct block *b = &d->blocks.at[i];
		intro = least(intro, b->intro);
		heading = least(heading, b->heading);
		bool known = above[i] == NO_BLOCK ? heading >= i : heading >= above[i];
		cuts[i] = b->kind != BLOCK_ITEM && intro >= i && known;
	}
}

static int begin(struct windows *w, struct doc *d, ptrdiff_t themes, struct error *e)
{
	bool *cuts = NEW(&d->mem, bool, d->blocks.n);
	if (!d->counts)
		d->counts = NEW(&d->mem, struct theme_count, themes);
	w->cuts = cuts;
	w->mark = arena_mark(&d->mem);
	uint32_t *above = NEW(&d->mem, uint32_t, d->blocks.n);
	if (!cuts || !d->counts || !above)
		return fail(e, E_LIMIT, "no memory for the windows of a long document");
	find_headings(d, above);
	find_cuts(d, above, cuts);
	d->window = (struct doc_window){ .heading = NO_BLOCK };
	return 0;
}

static void forget(const struct windows *w, struct doc *d)
{
	memset(&d->toks, 0, sizeof d->toks);
	memset(&d->hits, 0, sizeof d->hits);
	memset(&d->marks, 0, sizeof d->marks);
	memset(&d->codes, 0, sizeof d->codes);
	memset(&d->parts, 0, sizeof d->parts);
	memset(&d->cue_uses, 0, sizeof d->cue_uses);
	d->forms = NULL;
	d->points_back = NULL;
	d->has &= ~(unsigned)(WINDOW_LAYERS | LAYER_VECTOR);
	arena_rewind(&d->mem, w->mark, KEEP_BYTES);
}

/* Forget the window before and move on to the next one. false: there is none. */
static bool next(const struct windows *w, struct doc *d)
{
	struct doc_window *p = &d->window;
	uint32_t n = (uint32_t)d->blocks.n, i = p->block_end;
	if (i == n)
		return false;
	forget(w, d);
	for (uint32_t k = p->block; k < i; k++)
		if (block_is_heading(&d->blocks.at[k]))
			p->heading = k;
	p->block = i;
	p->sent = p->sent_end;
	for (uint32_t from = d->blocks.at[i].off; i < n; i++) {
		if (i > p->block && w->cuts[i] && d->blocks.at[i].off - from >= w->size)
			break;
		p->sent_end += d->blocks.at[i].sent_count;
	}
	p->block_end = i;
	return true;
}

void windows_run(const struct chain *c, struct chain_worker *w, struct doc *d, uint32_t size,
		 void (*each)(void *ctx, const struct doc *d), void *ctx)
{
	struct windows v = { .size = size };
	struct error e = { 0 };
	if (begin(&v, d, chain_shared(c)->lexicon->themes.n, &e) < 0) {
		doc_degrade(d, DOC_FAILED, e.code, "%s", e.msg);
		return;
	}
	while (outcome_goes_on(d) && next(&v, d)) {
		chain_run(c, w, d);
		if (outcome_goes_on(d))
			each(ctx, d);
	}
	bool whole = d->has & LAYER_VECTOR;
	forget(&v, d);
	d->has |= whole ? LAYER_VECTOR : 0;
}
