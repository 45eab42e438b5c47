/* SPDX-License-Identifier: MIT
 *
 * See table.h.
 */
#include <math.h>

#include "pipeline/base/csv_out.h"
#include "pipeline/base/json_out.h"
#include "pipeline/base/printable.h"
#include "pipeline/trend/table.h"

#define TABLE_COLUMNS_MAX 32

void table_init(struct table *t, const struct table_column *columns, int width)
{
	*t = (struct table){ .columns = columns, .width = width };
	arena_init(&t->mem, 0);
}

void table_release(struct table *t)
{
	arena_release(&t->mem);
	*t = (struct table){ 0 };
}

static struct cell *next_cell(struct table *t)
{
	struct cell *c = VEC_PUSH(&t->mem, &t->cells);
	t->failed |= !c;
	return c;
}

void table_text(struct table *t, struct str s)
{
	struct cell *c = next_cell(t);
	if (!c)
		return;
	c->text = arena_str(&t->mem, s);
	c->is_set = s.n > 0;
	t->failed |= !c->text.p;
}

void table_buf(struct table *t, const struct buf *b)
{
	table_text(t, buf_str(b));
	t->failed |= b->failed;
}

void table_number(struct table *t, double v)
{
	struct cell *c = next_cell(t);
	if (c && isfinite(v)) {
		c->number = v;
		c->is_set = true;
	}
}

void table_blank(struct table *t)
{
	next_cell(t);
}

static bool is_text(const struct table_column *c)
{
	return c->decimals < 0;
}

static void add_plain(struct buf *out, const struct table_column *col, const struct cell *c)
{
	if (!c->is_set)
		return;
	if (is_text(col))
		buf_add_printable(out, c->text);
	else
		buf_add_fixed(out, c->number, col->decimals);
}

/* Characters, for alignment: one a code point. */
static ptrdiff_t characters(struct str s)
{
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < s.n; i++)
		n += (s.p[i] & 0xC0) != 0x80;
	return n;
}

static void pad(struct buf *out, ptrdiff_t n)
{
	while (n-- > 0)
		buf_addc(out, ' ');
}

static void aligned(struct buf *out, const struct table_column *col, struct str s, ptrdiff_t width,
		    bool last)
{
	ptrdiff_t gap = width - characters(s);
	if (!is_text(col))
		pad(out, gap);
	buf_add(out, s);
	if (is_text(col))
		pad(out, gap);
	buf_addz(out, "  ");
	while (last && out->n && out->p[out->n - 1] == ' ')
		out->n--;
	if (last)
		buf_addc(out, '\n');
}

/* Width of each column; -1: a column of text with nothing in it, which people need not see. */
static void find_widths(const struct table *t, ptrdiff_t *width, struct buf *out)
{
	struct buf b = { 0 };
	for (int c = 0; c < t->width; c++)
		width[c] = is_text(&t->columns[c]) && t->cells.n ? -1 :
			   (ptrdiff_t)strlen(t->columns[c].name);
	for (ptrdiff_t i = 0; i < t->cells.n; i++) {
		int c = (int)(i % t->width);
		buf_reset(&b);
		add_plain(&b, &t->columns[c], &t->cells.at[i]);
		buf_inherit(out, &b);
		ptrdiff_t n = characters(buf_str(&b)), name = (ptrdiff_t)strlen(t->columns[c].name);
		if (n && width[c] < name)
			width[c] = name;
		width[c] = n > width[c] && n ? n : width[c];
	}
	buf_release(&b);
}

/* Leave out columns, rank by rank, until the rest fit. */
static void fit(const struct table *t, ptrdiff_t *width, ptrdiff_t most)
{
	for (;;) {
		ptrdiff_t sum = -2;
		int rank = 0;
		for (int c = 0; c < t->width; c++) {
			sum += width[c] >= 0 ? width[c] + 2 : 0;
			rank = width[c] >= 0 && t->columns[c].rank > rank ? t->columns[c].rank : rank;
		}
		if (sum <= most || rank == 0)
			return;
		for (int c = 0; c < t->width; c++)
			width[c] = t->columns[c].rank == rank ? -1 : width[c];
	}
}

static void write_text(const struct table *t, struct buf *out, ptrdiff_t most)
{
	ptrdiff_t width[TABLE_COLUMNS_MAX] = { 0 };
	struct buf b = { 0 };
	find_widths(t, width, out);
	if (most)
		fit(t, width, most);
	int last = t->width - 1;
	while (last > 0 && width[last] < 0)
		last--;
	for (int c = 0; c <= last; c++)
		if (width[c] >= 0)
			aligned(out, &t->columns[c], str_of(t->columns[c].name), width[c], c == last);
	for (ptrdiff_t i = 0; i < t->cells.n; i++) {
		int c = (int)(i % t->width);
		buf_reset(&b);
		add_plain(&b, &t->columns[c], &t->cells.at[i]);
		buf_inherit(out, &b);
		if (width[c] >= 0)
			aligned(out, &t->columns[c], buf_str(&b), width[c], c == last);
	}
	buf_release(&b);
}

static void write_csv(const struct table *t, struct buf *out, ptrdiff_t most)
{
	(void)most;
	for (int c = 0; c < t->width; c++)
		csv_plain(out, t->columns[c].name);
	csv_end_row(out);
	for (ptrdiff_t i = 0; i < t->cells.n; i++) {
		const struct table_column *col = &t->columns[i % t->width];
		const struct cell *cell = &t->cells.at[i];
		if (!cell->is_set)
			csv_plain(out, "");
		else if (is_text(col))
			csv_text(out, cell->text);
		else
			csv_fixed(out, cell->number, col->decimals);
		if ((i + 1) % t->width == 0)
			csv_end_row(out);
	}
}

static void write_json(const struct table *t, struct buf *out, ptrdiff_t most)
{
	(void)most;
	json_open(out, '[');
	for (ptrdiff_t i = 0; i < t->cells.n; i++) {
		const struct table_column *col = &t->columns[i % t->width];
		const struct cell *cell = &t->cells.at[i];
		if (i % t->width == 0) {
			json_item(out);
			json_open(out, '{');
		}
		json_key(out, col->name);
		if (!cell->is_set)
			json_null(out);
		else if (is_text(col))
			json_str(out, cell->text);
		else
			json_fixed(out, cell->number, col->decimals);
		if ((i + 1) % t->width == 0)
			json_close(out, '}');
	}
	json_close(out, ']');
}

/* What Markdown, or the HTML in it, would take for markup gets a backslash or an entity. */
static void add_md(struct buf *out, struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		if (s.p[i] == '<' || s.p[i] == '&')
			buf_addz(out, s.p[i] == '<' ? "&lt;" : "&amp;");
		else if (s.p[i] == '\n' || s.p[i] == '\r')
			buf_addc(out, ' ');
		else {
			if (s.p[i] && strchr("\\|*_`[]#!", s.p[i]))
				buf_addc(out, '\\');
			buf_addc(out, s.p[i]);
		}
	}
}

static void write_md(const struct table *t, struct buf *out, ptrdiff_t most)
{
	(void)most;
	ptrdiff_t width[TABLE_COLUMNS_MAX] = { 0 };
	struct buf b = { 0 };
	find_widths(t, width, out);
	for (int c = 0; c < t->width; c++)
		if (width[c] >= 0)
			buf_addf(out, "| %s ", t->columns[c].name);
	buf_addz(out, "|\n");
	for (int c = 0; c < t->width; c++)
		if (width[c] >= 0)
			buf_addz(out, is_text(&t->columns[c]) ? "|---" : "|--:");
	buf_addz(out, "|\n");
	for (ptrdiff_t i = 0; i < t->cells.n; i++) {
		int c = (int)(i % t->width);
		buf_reset(&b);
		add_plain(&b, &t->columns[c], &t->cells.at[i]);
		buf_inherit(out, &b);
		if (width[c] >= 0)
			buf_addz(out, "| ");
		add_md(out, buf_str(&b));
		buf_addz(out, c + 1 == t->width ? " |\n" : width[c] >= 0 ? " " : "");
	}
	buf_release(&b);
}

const struct table_style table_json = { TABLE_JSON, 0 };

int table_write(const struct table *t, struct table_style f, struct buf *out, struct error *e)
{
	static void (*const write[])(const struct table *, struct buf *, ptrdiff_t) = {
		[TABLE_TEXT] = write_text, [TABLE_CSV] = write_csv, [TABLE_JSON] = write_json,
		[TABLE_MD] = write_md,
	};
	if (t->width > TABLE_COLUMNS_MAX)
		return fail(e, E_INTERNAL, "a table of %d columns", t->width);
	write[f.format](t, out, f.width);
	return t->failed || !buf_ok(out) ? fail(e, E_NOMEM, "no memory for a table") : 0;
}

void table_wrap(struct buf *out, const struct buf *from, ptrdiff_t at, ptrdiff_t indent, ptrdiff_t width)
{
	struct str text = buf_str(from);
	bool first = true;
	buf_inherit(out, from);
	while (text.n) {
		struct str word = str_cut(&text, ' ');
		ptrdiff_t n = characters(word);
		if (word.n == 0)
			continue;
		if (width && !first && at + 1 + n > width) {
			buf_addc(out, '\n');
			pad(out, indent);
			at = indent;
		} else if (!first) {
			buf_addc(out, ' ');
			at++;
		}
		buf_add_printable(out, word);
		at += n;
		first = false;
	}
}

void table_note(struct buf *out, const struct buf *text, struct table_style f)
{
	buf_addc(out, '\n');
	table_wrap(out, text, 0, 0, f.width ? f.width : TABLE_NOTES);
	buf_addc(out, '\n');
}

int table_format_find(enum table_format *out, const char *name, struct error *e)
{
	static const char *const names[] = { "text", "csv", "json", "md" };
	*out = TABLE_TEXT;
	for (ptrdiff_t i = 0; name && i < countof(names); i++) {
		if (strcmp(name, names[i]) == 0) {
			*out = (enum table_format)i;
			return 0;
		}
	}
	return name ? fail(e, E_USAGE, "--format takes text, csv, json or md, not '%s'", name) : 0;
}
