/* SPDX-License-Identifier: MIT
 *
 * See csv_in.h.
 */
#include "pipeline/base/csv_in.h"

void csv_init(struct csv *c, struct str bytes)
{
	struct str bom = S("\xEF\xBB\xBF");
	if (str_starts(bytes, bom))
		bytes = str_sub(bytes, bom.n, bytes.n);
	struct str rest = bytes, first = str_cut(&rest, '\n');
	bool tabs = first.n && memchr(first.p, '\t', (size_t)first.n);
	*c = (struct csv){ .rest = bytes, .separator = tabs ? '\t' : ',', .line = 1 };
}

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "no memory for a row");
}

static void advance(struct csv *c, ptrdiff_t n)
{
	c->rest = str_sub(c->rest, n, c->rest.n);
}

/* A field without quotes: up to the separator or the line's end. */
static struct str plain_field(struct csv *c)
{
	ptrdiff_t n = 0;
	while (n < c->rest.n && c->rest.p[n] != c->separator && c->rest.p[n] != '\n')
		n++;
	struct str f = str_sub(c->rest, 0, n);
	bool at_line_end = n == c->rest.n || c->rest.p[n] == '\n';
	advance(c, n);
	if (at_line_end && f.n && f.p[f.n - 1] == '\r')
		f.n--;
	return f;
}

/* The length up to the closing quote, doubled ones passed over; -1 when there is none. */
static ptrdiff_t quoted_length(struct str s, ptrdiff_t *doubled, uint32_t *lines)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		*lines += s.p[i] == '\n';
		if (s.p[i] != '"')
			continue;
		if (i + 1 == s.n || s.p[i + 1] != '"')
			return i;
		i++, ++*doubled;
	}
	return -1;
}

/* c stands on the opening quote. */
static int quoted_field(struct csv *c, struct str *out, struct arena *mem, struct error *e)
{
	ptrdiff_t doubled = 0;
	uint32_t lines = 0;
	advance(c, 1);
	ptrdiff_t n = quoted_length(c->rest, &doubled, &lines);
	if (n < 0)
		return fail(e, E_FORMAT, "line %u: a quote is opened and never closed", c->line);
	*out = str_sub(c->rest, 0, n);
	advance(c, n + 1);
	if (c->rest.n && c->rest.p[0] == '\r' && (c->rest.n == 1 || c->rest.p[1] == '\n'))
		advance(c, 1);
	if (c->rest.n && c->rest.p[0] != c->separator && c->rest.p[0] != '\n')
		return fail(e, E_FORMAT, "line %u: a field goes on behind its closing quote",
			    c->line + lines);
	c->line += lines;
	if (!doubled)
		return 0;
	char *p = arena_raw(mem, n, 1, 1);
	if (!p)
		return no_memory(e);
	ptrdiff_t len = 0;
	for (ptrdiff_t i = 0; i < n; i++) {
		p[len++] = out->p[i];
		i += out->p[i] == '"';
	}
	*out = (struct str){ p, len };
	return 0;
}

static void skip_empty_lines(struct csv *c)
{
	for (;;) {
		ptrdiff_t n = str_starts(c->rest, S("\n")) ? 1 : str_starts(c->rest, S("\r\n")) ? 2 : 0;
		if (!n)
			return;
		advance(c, n);
		c->line++;
	}
}

int csv_next(struct csv *c, struct csv_row *row, struct arena *mem, struct error *e)
{
	skip_empty_lines(c);
	*row = (struct csv_row){ .line = c->line };
	if (!c->rest.n)
		return 0;
	for (;;) {
		struct str *f = VEC_PUSH(mem, &row->fields);
		if (!f)
			return no_memory(e);
		if (c->rest.n && c->rest.p[0] == '"') {
			int rc = quoted_field(c, f, mem, e);
			if (rc < 0)
				return rc;
		} else {
			*f = plain_field(c);
		}
		bool more = c->rest.n && c->rest.p[0] == c->separator;
		c->line += c->rest.n && !more;
		if (c->rest.n)
			advance(c, 1);
		if (!more)
			return 1;
	}
}
