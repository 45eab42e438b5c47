/* SPDX-License-Identifier: MIT
 *
 * The layout stage: lines to blocks. Half of what a report says is in its
 * layout: headings decide what a list under them means, a footer inside a
 * sentence is not a word of it, a table's cell belongs to its row.
 */
#include "pipeline/run/stage.h"
#include "stages/layout.h"

static int push_line(struct layout *lay, const struct line *l, struct error *e)
{
	struct piece *p = VEC_PUSH(&lay->doc->mem, &lay->pieces);
	if (!p)
		return fail(e, E_LIMIT, "too many lines (--max-memory)");
	p->line = *l;
	return 0;
}

static int layout_positional(struct doc *d, struct error *e)
{
	struct layout lay = { .doc = d };
	for (ptrdiff_t i = 0; i < d->lines.n; i++)
		if (d->lines.at[i].len && push_line(&lay, &d->lines.at[i], e) < 0)
			return -e->code;
	int rc = layout_furniture(&lay, e);
	if (rc < 0)
		return rc;
	layout_measure(&lay);
	layout_footnotes(&lay);
	layout_contents(&lay);
	layout_order(&lay);
	rc = layout_tables(&lay, e);
	return rc < 0 ? rc : layout_blocks(&lay, e);
}

/* HTML and DOCX come in blocks; what their authors typed by hand is still on the text. */
static void layout_structural(struct doc *d)
{
	for (ptrdiff_t i = 0; i < d->lines.n; i++) {
		struct line *l = &d->lines.at[i];
		l->starts = LINE_STARTS;
		if (l->kind != BLOCK_PARA && l->kind != BLOCK_ITEM)
			continue;
		struct mark m = layout_mark(doc_line(d, l));
		if (m.alone || m.kind == MARK_NONE || (m.kind == MARK_NUMBER && !m.point))
			continue;
		if (m.kind == MARK_NUMBER)
			l->number = m.number;
		else
			l->kind = BLOCK_ITEM;
		l->off += (uint32_t)m.cut;
		l->len -= (uint32_t)m.cut;
	}
}

static int layout_process(struct doc *d, const struct stage_shared *sh,
			  const struct stage_worker *w, const void *state, void *scratch,
			  struct error *e)
{
	(void)sh, (void)w, (void)state, (void)scratch;
	switch (d->format) {
	case FORMAT_PDF:
		return layout_positional(d, e);
	case FORMAT_HTML:
	case FORMAT_DOCX:
		layout_structural(d);
		return 0;
	default:
		return layout_text(d, e);
	}
}

const struct stage stage_layout = {
	.name = "layout",
	.help = "lines to paragraphs, headings, items, rows and furniture",
	.needs = LAYER_LINES,
	.gives = LAYER_LAYOUT,
	.process = layout_process,
};
