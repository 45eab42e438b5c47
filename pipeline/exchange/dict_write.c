/* SPDX-License-Identifier: MIT
 *
 * Dictionaries as files; see formats.h.
 */
#include <stdlib.h>

#include "pipeline/base/csv_out.h"
#include "pipeline/exchange/formats.h"
#include "pipeline/exchange/dict_print.h"

struct writer {
	const struct dict *d;
	struct buf *out;
	uint32_t *sorted;               /* entries by term, then category */
};

static const struct dict_category *category(const struct writer *w, ptrdiff_t i)
{
	return &w->d->categories.at[i];
}

/* ---- formats that go category by category, the inner ones inside ---- */

typedef void write_category(struct writer *w, ptrdiff_t category, int depth);
typedef void write_term(struct writer *w, const struct dict_entry *x, int depth);

struct nesting {
	write_category *open, *close;
	write_term *term;
};

static void write_nested(struct writer *w, const struct nesting *n, uint32_t parent, int depth)
{
	for (ptrdiff_t i = 0; i < w->d->categories.n; i++) {
		if (category(w, i)->parent != parent || depth >= DICT_DEPTH_MAX)
			continue;
		n->open(w, i, depth);
		for (ptrdiff_t k = 0; k < w->d->entries.n; k++)
			if (w->d->entries.at[k].category == (uint32_t)i)
				n->term(w, &w->d->entries.at[k], depth + 1);
		write_nested(w, n, (uint32_t)i, depth + 1);
		if (n->close)
			n->close(w, i, depth);
	}
}

static void add_tabs(struct buf *out, int depth)
{
	while (depth-- > 0)
		buf_addc(out, '\t');
}

static void cat_open(struct writer *w, ptrdiff_t i, int depth)
{
	add_tabs(w->out, depth);
	buf_addf(w->out, "%.*s\n", STR_ARG(category(w, i)->name));
}

static void cat_term(struct writer *w, const struct dict_entry *x, int depth)
{
	add_tabs(w->out, depth);
	for (ptrdiff_t i = 0; i < x->pattern.n; i++)
		buf_addc(w->out, x->pattern.p[i] == ' ' ? '_' : x->pattern.p[i]);
	buf_addz(w->out, " (");
	add_weight(w->out, x->weight);
	buf_addz(w->out, ")\n");
}

static void flat_open(struct writer *w, ptrdiff_t i, int depth)
{
	(void)depth;
	buf_addf(w->out, "+%.*s\n", STR_ARG(category(w, i)->name));
}

static void vbpro_open(struct writer *w, ptrdiff_t i, int depth)
{
	(void)depth;
	buf_addf(w->out, ">>%.*s<<\n", STR_ARG(category(w, i)->name));
}

static void flat_term(struct writer *w, const struct dict_entry *x, int depth)
{
	(void)depth;
	buf_addf(w->out, "%.*s\n", STR_ARG(x->pattern));
}

static void add_xml(struct buf *out, struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		switch (s.p[i]) {
		case '&': buf_addz(out, "&amp;"); break;
		case '<': buf_addz(out, "&lt;"); break;
		case '"': buf_addz(out, "&quot;"); break;
		default: buf_addc(out, s.p[i]);
		}
}

static void ykd_open(struct writer *w, ptrdiff_t i, int depth)
{
	buf_addf(w->out, "%*s<cnode name=\"", 2 * depth + 4, "");
	add_xml(w->out, category(w, i)->name);
	buf_addz(w->out, "\">\n");
}

static void ykd_close(struct writer *w, ptrdiff_t i, int depth)
{
	(void)i;
	buf_addf(w->out, "%*s</cnode>\n", 2 * depth + 4, "");
}

static void ykd_term(struct writer *w, const struct dict_entry *x, int depth)
{
	buf_addf(w->out, "%*s<pnode name=\"", 2 * depth + 4, "");
	add_xml(w->out, x->pattern);
	buf_addz(w->out, "\" score=\"");
	add_weight(w->out, x->weight);
	buf_addz(w->out, "\"></pnode>\n");
}

/* ---- quanteda: terms of a category with categories stand under "__" ---- */

static bool has_inner(const struct writer *w, ptrdiff_t i)
{
	for (ptrdiff_t k = 0; k < w->d->categories.n; k++)
		if (category(w, k)->parent == (uint32_t)i)
			return true;
	return false;
}

static void yaml_open(struct writer *w, ptrdiff_t i, int depth)
{
	bool any = false;
	buf_addf(w->out, "%*s", 2 * depth, "");
	add_quoted(w->out, category(w, i)->name);
	for (ptrdiff_t k = 0; k < w->d->entries.n && !any; k++)
		any = w->d->entries.at[k].category == (uint32_t)i;
	if (has_inner(w, i) && any)
		buf_addf(w->out, ":\n%*s__:\n", 2 * depth + 2, "");
	else
		buf_addz(w->out, any || has_inner(w, i) ? ":\n" : ": []\n");
}

static void yaml_term(struct writer *w, const struct dict_entry *x, int depth)
{
	buf_addf(w->out, "%*s- ", 2 * depth + 2, "");
	add_quoted(w->out, x->pattern);
	buf_addc(w->out, '\n');
}

/* ---- formats that go term by term ---- */

struct sort_key {
	const struct dict_entry *x;
	uint32_t number;
};

static int compare_terms(const void *a, const void *b)
{
	const struct sort_key *x = a, *y = b;
	int c = str_cmp(x->x->pattern, y->x->pattern);
	if (c)
		return c;
	return (x->x->category > y->x->category) - (x->x->category < y->x->category);
}

static int sort_entries(struct writer *w, struct error *e)
{
	ptrdiff_t n = w->d->entries.n;
	struct sort_key *keys = calloc((size_t)n + 1, sizeof *keys);
	w->sorted = calloc((size_t)n + 1, sizeof *w->sorted);
	if (!keys || !w->sorted) {
		free(keys);
		return fail(e, E_NOMEM, "no memory to write the dictionary");
	}
	for (ptrdiff_t i = 0; i < n; i++)
		keys[i] = (struct sort_key){ &w->d->entries.at[i], (uint32_t)i };
	if (n)
		qsort(keys, (size_t)n, sizeof *keys, compare_terms);
	for (ptrdiff_t i = 0; i < n; i++)
		w->sorted[i] = keys[i].number;
	free(keys);
	return 0;
}

static const struct dict_entry *sorted(const struct writer *w, ptrdiff_t i)
{
	return i < w->d->entries.n ? &w->d->entries.at[w->sorted[i]] : NULL;
}

static void legend_open(struct writer *w, ptrdiff_t i, int depth)
{
	add_tabs(w->out, depth);
	buf_addf(w->out, "%td\t%.*s\n", i + 1, STR_ARG(category(w, i)->name));
}

static void no_term(struct writer *w, const struct dict_entry *x, int depth)
{
	(void)w, (void)x, (void)depth;
}

static void write_liwc(struct writer *w)
{
	static const struct nesting legend = { legend_open, NULL, no_term };
	const struct dict_entry *x, *last = NULL;
	buf_addz(w->out, "%\n");
	write_nested(w, &legend, DICT_NONE, 0);
	buf_addz(w->out, "%");
	for (ptrdiff_t i = 0; (x = sorted(w, i)); i++, last = x) {
		if (!last || !str_eq(last->pattern, x->pattern))
			buf_addf(w->out, "\n%.*s", STR_ARG(x->pattern));
		buf_addf(w->out, "\t%u", x->category + 1);
	}
	buf_addc(w->out, '\n');
}

static void write_dicx(struct writer *w)
{
	const struct dict_entry *x;
	csv_plain(w->out, "DicTerm");
	for (ptrdiff_t i = 0; i < w->d->categories.n; i++)
		csv_text(w->out, category(w, i)->name);
	csv_end_row(w->out);
	for (ptrdiff_t i = 0; (x = sorted(w, i));) {
		struct str term = x->pattern;
		csv_text(w->out, term);
		for (ptrdiff_t k = 0; k < w->d->categories.n; k++) {
			bool in = x && x->category == (uint32_t)k && str_eq(x->pattern, term);
			struct buf cell = { 0 };
			if (in && w->d->weighted)
				add_weight(&cell, x->weight);
			else
				buf_addz(&cell, in ? "X" : "");
			buf_addc(&cell, '\0');
			buf_inherit(w->out, &cell);
			csv_plain(w->out, cell.p ? cell.p : "");
			buf_release(&cell);
			if (in)
				x = sorted(w, ++i);
		}
		csv_end_row(w->out);
	}
}

static void add_path(struct writer *w, struct buf *path, uint32_t i)
{
	if (category(w, i)->parent != DICT_NONE) {
		add_path(w, path, category(w, i)->parent);
		buf_addc(path, '>');
	}
	buf_add(path, category(w, i)->name);
}

static void write_csv(struct writer *w)
{
	csv_plain(w->out, "pattern");
	csv_plain(w->out, "category");
	csv_plain(w->out, "weight");
	csv_end_row(w->out);
	for (ptrdiff_t i = 0; i < w->d->entries.n; i++) {
		const struct dict_entry *x = &w->d->entries.at[i];
		struct buf path = { 0 }, weight = { 0 };
		add_path(w, &path, x->category);
		add_weight(&weight, x->weight);
		buf_addc(&weight, '\0');
		buf_inherit(w->out, &path);
		buf_inherit(w->out, &weight);
		csv_text(w->out, x->pattern);
		csv_text(w->out, buf_str(&path));
		csv_plain(w->out, weight.p ? weight.p : "");
		csv_end_row(w->out);
		buf_release(&path);
		buf_release(&weight);
	}
}

int dict_write(const struct dict *d, enum dict_format f, struct buf *out, struct error *e)
{
	static const struct nesting nestings[DICT_FORMAT_COUNT] = {
		[DICT_QUANTEDA] = { yaml_open, NULL, yaml_term },
		[DICT_WORDSTAT] = { cat_open, NULL, cat_term },
		[DICT_YOSHIKODER] = { ykd_open, ykd_close, ykd_term },
		[DICT_LEXICODER] = { flat_open, NULL, flat_term },
		[DICT_VBPRO] = { vbpro_open, NULL, flat_term },
	};
	struct writer w = { .d = d, .out = out };
	int rc = sort_entries(&w, e);
	if (rc == 0 && f == DICT_YOSHIKODER)
		buf_addz(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			 "<dictionary style=\"050805\" patternengine=\"substring\">\n"
			 "  <cnode name=\"dictionary\">\n");
	if (rc == 0 && f == DICT_LIWC)
		write_liwc(&w);
	else if (rc == 0 && f == DICT_DICX)
		write_dicx(&w);
	else if (rc == 0 && f == DICT_CSV)
		write_csv(&w);
	else if (rc == 0)
		write_nested(&w, &nestings[f], DICT_NONE, 0);
	if (rc == 0 && f == DICT_YOSHIKODER)
		buf_addz(out, "  </cnode>\n</dictionary>\n");
	free(w.sorted);
	return rc < 0 || buf_ok(out) ? rc : fail(e, E_NOMEM, "no memory to write the dictionary");
}
