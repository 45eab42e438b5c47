/* SPDX-License-Identifier: MIT
 *
 * See html_blocks.h. What is mostly links is furniture, whatever its tags say.
 */
#include "pipeline/reader/html_blocks.h"

#include <string.h>

#include "pipeline/reader/out.h"

void html_block_end(struct blocks *b, const struct state *s)
{
	struct text *t = &b->text;
	struct wire_block head = { .group = s->group };
	enum wire_block_kind kind = s->kind;
	text_trim(t);
	if (text_visible(t)) {
		bool links = b->linked * 4 > b->letters * 3
			&& (kind == WIRE_PARA || kind == WIRE_ITEM);
		if (s->furniture || links || (!s->in_root && kind != WIRE_TITLE))
			kind = WIRE_FURNITURE;
		if (b->bolded * 2 > b->letters)
			head.flags |= WIRE_LINE_BOLD;
		*(kind == WIRE_FURNITURE ? &b->furniture : &b->content) += t->n;
		out_block((uint8_t)kind, s->level, &head, t->p, t->n);
	}
	t->n = 0;
	b->letters = b->linked = b->bolded = 0;
	b->breaks = 0;
}

void html_block_boundary(struct blocks *b, const struct state *s)
{
	if (s->in_row)
		text_break(&b->text, '\n');
	else
		html_block_end(b, s);
}

static void add_run(struct blocks *b, const struct state *s, const char *p, size_t n)
{
	uint32_t letters = 0;
	for (size_t i = 0; i < n; i++)
		letters += !is_space(p[i]);
	if (letters)
		b->breaks = 0;
	b->letters += letters;
	b->linked += s->link ? letters : 0;
	b->bolded += s->bold ? letters : 0;
	text_fold(&b->text, p, n);
}

void html_block_text(struct blocks *b, const struct state *s, const char *p)
{
	const char *gap;
	while (s->pre && (gap = strstr(p, "\n\n"))) {
		add_run(b, s, p, (size_t)(gap - p));
		html_block_boundary(b, s);
		p = gap + 2;
	}
	add_run(b, s, p, strlen(p));
}

void html_block_mark(struct blocks *b, char mark)
{
	text_add(&b->text, &mark, 1);
}

void html_block_line_break(struct blocks *b, const struct state *s)
{
	if (++b->breaks > 1 && !s->in_row)
		html_block_end(b, s);
	else
		text_fold(&b->text, " ", 1);
}
