/* SPDX-License-Identifier: MIT
 *
 * Lines become text: one UTF-8 buffer in NFC, a block for each run of lines
 * that layout put together, blocks parted by an empty line, the cells of a row
 * by tabs. The map says where each byte came from. Cost: linear in the source.
 */
#include <stdlib.h>
#include <string.h>

#include "pipeline/doc/hyphen.h"
#include "pipeline/run/stage.h"
#include "stages/normalise.h"

#define SOURCE_MAX (UINT32_MAX / 4)     /* NFC grows UTF-8 to three times its size at most */
#define SCRATCH_KEEP ((ptrdiff_t)4 * 1024 * 1024)

static struct block *open_block(struct writer *w, const struct line *l)
{
	struct block *b = VEC_PUSH(&w->d->mem, &w->d->blocks);
	if (!b)
		return NULL;
	if (w->out->n)
		buf_addz(w->out, "\n\n");
	w->start = w->out->n;
	w->tabs = 0;
	w->space = false;
	w->row = l->kind == BLOCK_ROW;
	*b = (struct block){ .off = (uint32_t)w->start, .kind = l->kind ? l->kind : BLOCK_PARA,
			     .level = l->level, .number = l->number, .page = l->page,
			     .heading = NO_BLOCK, .intro = NO_BLOCK };
	return b;
}

/* Set the last block's length; one without text goes. */
static void close_block(struct writer *w)
{
	struct doc *d = w->d;
	if (!d->blocks.n)
		return;
	if (w->out->n > w->start) {
		d->blocks.at[d->blocks.n - 1].len = (uint32_t)(w->out->n - w->start);
		return;
	}
	d->blocks.n--;
	if (w->out->n)
		w->out->n -= 2;
	w->start = w->out->n;
}

/* The headings that are open where a portion of a document begins stand before it. */
static int put_open_headings(struct writer *w, struct error *e)
{
	struct doc_portion *p = &w->d->portion;
	for (int i = 0; i < p->open_count; i++) {
		struct block *b = VEC_PUSH(&w->d->mem, &w->d->blocks);
		if (!b)
			return fail(e, E_NOMEM, "no memory for the blocks");
		if (i)
			buf_addz(w->out, "\n\n");
		w->start = w->out->n;
		*b = p->open[i];
		b->off = (uint32_t)w->start;
		buf_add(w->out, (struct str){ p->titles.p + p->open[i].off, p->open[i].len });
	}
	p->own_block = (uint32_t)p->open_count;
	p->own = p->open_count ? (uint32_t)w->out->n + 2 : 0;
	return 0;
}

static void note_page(struct writer *w, uint16_t page)
{
	struct doc *d = w->d;
	uint32_t off = (uint32_t)w->out->n;
	struct page_start *last = d->page_starts.n ? &d->page_starts.at[d->page_starts.n - 1] : NULL;
	if (last ? last->page == page : page == 0)
		return;
	if (!last || last->off != off)
		last = VEC_PUSH(&d->mem, &d->page_starts);
	if (last)
		*last = (struct page_start){ off, page };
	else
		w->failed = true;
}

/* Write line l as the next of its block. */
static void put_line(struct writer *w, const struct line *l, enum hyphen_join end)
{
	struct str s = doc_line(w->d, l);
	if (!w->row)
		s = str_trim(s);         /* a row keeps the tabs of its empty cells */
	uint32_t off = (uint32_t)(s.p - w->d->source.p);
	note_page(w, l->page);
	if (end == HYPHEN_DROP)
		while (s.n && (s.p[--s.n] & 0xC0) == 0x80)
			;
	normalise_text(w, s, off);
	if (end == HYPHEN_NONE || end == HYPHEN_SPACE)
		w->space = true;
}

/* The text is copied out of the worker's scratch; a long one is not, it takes the scratch along. */
static int keep_text(struct doc *d, struct buf *out, struct error *e)
{
	if (out->n > SCRATCH_KEEP) {
		buf_release(&d->long_text);
		d->long_text = *out;
		*out = (struct buf){ 0 };
		d->text = buf_str(&d->long_text);
		return 0;
	}
	d->text = arena_str(&d->mem, buf_str(out));
	return d->text.p ? 0 : fail(e, E_NOMEM, "no memory for the text");
}

static int write_lines(struct writer *w, struct error *e)
{
	struct doc *d = w->d;
	const uint8_t *ends = NULL;
	if (hyphens_judge(d, &ends, e) < 0 || put_open_headings(w, e) < 0)
		return -e->code;
	for (ptrdiff_t i = 0; i < d->lines.n; i++) {
		const struct line *l = &d->lines.at[i];
		if (l->len == 0)
			continue;
		if (l->starts == LINE_STARTS || d->blocks.n == d->portion.own_block) {
			close_block(w);
			if (!open_block(w, l))
				return fail(e, E_NOMEM, "no memory for the blocks");
		} else if (l->starts == LINE_NEXT_CELL) {
			w->tabs++;
		}
		put_line(w, l, ends ? ends[i] : HYPHEN_NONE);
	}
	close_block(w);
	if (w->failed || !buf_ok(w->out))
		return fail(e, E_NOMEM, "no memory for the text");
	return keep_text(d, w->out, e);
}

static int begin(void **scratch, const void *state, struct error *e)
{
	(void)state;
	*scratch = calloc(1, sizeof(struct buf));
	return *scratch ? 0 : fail(e, E_NOMEM, "no memory to normalise in");
}

static void end(void *scratch)
{
	if (scratch)
		buf_release(scratch);
	free(scratch);
}

static int process(struct doc *d, const struct stage_shared *sh, const struct stage_worker *worker,
		   const void *state, void *scratch, struct error *e)
{
	(void)sh, (void)worker, (void)state;
	struct writer w = { .d = d, .out = scratch, .markdown = d->format == FORMAT_MARKDOWN };
	if (d->source.n > (ptrdiff_t)SOURCE_MAX)
		return fail(e, E_LIMIT, "more than %u bytes of text", SOURCE_MAX);
	int rc = write_lines(&w, e);
	buf_reset(w.out);
	buf_shrink(w.out, SCRATCH_KEEP);
	return rc;
}

const struct stage stage_normalise = {
	.name = "normalise",
	.help = "lines to text: NFC, spaces, hyphens, in blocks, with a map back",
	.needs = LAYER_LINES | LAYER_LAYOUT,
	.gives = LAYER_TEXT,
	.begin = begin,
	.process = process,
	.end = end,
};
