/* SPDX-License-Identifier: MIT
 *
 * Rows and places of plain YAML; see yaml_plain_parts.h.
 */
#include "pipeline/lexicon/yaml_plain_parts.h"

void plain_next_row(struct plain *p)
{
	const char *nl = memchr(p->at, '\n', (size_t)(p->end - p->at));
	p->at = p->row = nl ? nl + 1 : p->end;
	p->line += nl != NULL;
}

void plain_next_content(struct plain *p)
{
	while (p->at && p->at < p->end) {
		plain_skip_blanks(p);
		if (p->at < p->end && *p->at != '\n' && *p->at != '#')
			break;
		plain_next_row(p);
	}
	struct str rest = { p->at, p->at ? p->end - p->at : 0 };
	if (rest.n && plain_column(p) == 0 &&
	    (str_starts(rest, S("---")) || str_starts(rest, S("...")) || *rest.p == '%'))
		plain_give_up(p);
}

void plain_end_row(struct plain *p)
{
	const char *from = p->at;
	if (!from)
		return;
	plain_skip_blanks(p);
	if (plain_byte_at(p, 0) == '#' && p->at > from)
		plain_next_row(p);
	else if (plain_byte_at(p, 0) != '\n')
		plain_give_up(p);
}

/* A row is counted from where it was counted last. */
void plain_mark(struct plain *p, uint32_t *line, uint32_t *col)
{
	if (!p->counted || p->counted < p->row || p->counted > p->at) {
		p->counted = p->row;
		p->characters = 0;
	}
	for (; p->counted < p->at; p->counted++)
		p->characters += ((unsigned char)*p->counted & 0xC0) != 0x80;
	*line = p->line;
	*col = p->characters + 1;
}
