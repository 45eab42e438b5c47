/* SPDX-License-Identifier: MIT
 *
 * See gold.h.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/doc/doc.h"
#include "pipeline/eval/gold.h"
#include "pipeline/io/file.h"

#define FILE_MAX ((size_t)256 << 20)

/* A sentence's place by its id, for the code files. */
struct id_entry {
	struct str id;
	uint32_t sentence;
};

struct reader {
	struct gold *g;
	const struct lexicon *lx;
	struct error *e;
	struct id_entry *by_id;     /* sorted; of the set that is being read */
	ptrdiff_t ids;
	struct str heading_id, heading;   /* of the last "## PARAGRAPH TAB heading" */
	ptrdiff_t paragraph;        /* the set's first */
	uint8_t extra;
	double weight;
};

static int slurp(struct reader *r, const char *path, struct str *out)
{
	struct buf b = { 0 };
	int rc = file_slurp(&b, path, FILE_MAX, r->e);
	if (rc == 0) {
		*out = arena_str(&r->g->mem, buf_str(&b));
		if (!out->p)
			rc = fail(r->e, E_NOMEM, "no memory for the coded sentences");
	}
	buf_release(&b);
	return rc;
}

static struct str paragraph_of(struct str id)
{
	for (ptrdiff_t i = id.n; i-- > 0;)
		if (id.p[i] == '.')
			return str_sub(id, 0, i);
	return id;
}

static int add_sentence(struct reader *r, struct str id, struct str text)
{
	struct gold *g = r->g;
	struct error *e = r->e;
	struct str name = paragraph_of(id);
	ptrdiff_t last = g->paragraphs.n - 1;
	if (last < r->paragraph || !str_eq(g->paragraphs.at[last].id, name)) {
		struct gold_paragraph *p = VEC_PUSH(&g->mem, &g->paragraphs);
		if (!p)
			return fail(e, E_NOMEM, "no memory for the coded sentences");
		*p = (struct gold_paragraph){ name, (uint32_t)g->sentences.n, 0, { 0 }, r->extra,
					      r->weight };
		if (str_eq(name, r->heading_id))
			p->heading = r->heading;
		last = g->paragraphs.n - 1;
	}
	struct gold_sentence *s = VEC_PUSH(&g->mem, &g->sentences);
	if (!s)
		return fail(e, E_NOMEM, "no memory for the coded sentences");
	*s = (struct gold_sentence){ id, text, (uint32_t)last };
	g->paragraphs.at[last].count++;
	return 0;
}

static int read_sentences(struct reader *r, struct str bytes)
{
	int rc = 0;
	while (bytes.n && rc == 0) {
		struct str text = str_cut(&bytes, '\n');
		if (!memchr(text.p, '\t', (size_t)text.n))
			continue;
		struct str id = str_cut(&text, '\t');
		if (str_starts(id, S("## "))) {
			r->heading_id = str_trim(str_sub(id, 3, id.n));
			r->heading = str_trim(text);
		} else {
			rc = add_sentence(r, id, text);
		}
	}
	return rc;
}

static int compare_ids(const void *a, const void *b)
{
	const struct id_entry *x = a, *y = b;
	return str_cmp(x->id, y->id);
}

static int index_ids(struct reader *r, ptrdiff_t from)
{
	r->ids = r->g->sentences.n - from;
	r->by_id = NEW(&r->g->mem, struct id_entry, r->ids);
	if (!r->by_id)
		return fail(r->e, E_NOMEM, "no memory for the coded sentences");
	for (ptrdiff_t i = 0; i < r->ids; i++)
		r->by_id[i] = (struct id_entry){ r->g->sentences.at[from + i].id,
						 (uint32_t)(from + i) };
	qsort(r->by_id, (size_t)r->ids, sizeof *r->by_id, compare_ids);
	return 0;
}

/* One coder's file. bit: 1 the first coder's, 2 the second's; kept in `yes` for now. */
static int read_codes(struct reader *r, const char *path, struct str bytes, unsigned char *given,
		      unsigned bit)
{
	static const char signs[] = "0+-~";       /* in the order of enum polarity */
	for (unsigned line = 1; bytes.n; line++) {
		struct str rest = str_cut(&bytes, '\n');
		struct id_entry key = { str_cut(&rest, '\t'), 0 };
		struct str theme = str_cut(&rest, '\t'), sign = str_cut(&rest, '\t');
		if (!sign.n || str_eq(theme, S("-none-")))
			continue;
		const struct id_entry *at = bsearch(&key, r->by_id, (size_t)r->ids,
						    sizeof key, compare_ids);
		const char *polarity = memchr(signs, sign.p[0], sizeof signs - 1);
		if (!at || !polarity)
			return fail(r->e, E_FORMAT, "%s:%u: %s", path, line,
				    at ? "expected + - ~ or 0 as polarity" : "no such sentence");
		int t = lexicon_theme(r->lx, theme);
		if (t < 0) {
			r->g->unknown++;
			continue;
		}
		gold_code(r->g, at->sentence, t)->polarities |= (uint8_t)(1u << (polarity - signs));
		given[at->sentence * (size_t)r->g->themes + (size_t)t] |= (unsigned char)bit;
	}
	return 0;
}

/* The code files of one set, whose sentences start at `from`. */
static int read_set_codes(struct reader *r, const char *folder, struct str set, ptrdiff_t from)
{
	char path[4096];
	struct str bytes;
	size_t cells = (size_t)(r->g->sentences.n * r->g->themes);
	unsigned char *given = calloc(cells ? cells : 1, 1);
	if (!given)
		return fail(r->e, E_NOMEM, "no memory for the coded sentences");
	int rc = index_ids(r, from);
	unsigned coders = 0;
	for (unsigned c = 0; c < 2 && rc == 0; c++) {
		struct error missing = { 0 }, *kept = r->e;
		snprintf(path, sizeof path, "%s/%.*s.%c.tsv", folder, STR_ARG(set), 'A' + c);
		r->e = c ? &missing : kept;           /* a second coder need not be */
		rc = slurp(r, path, &bytes);
		r->e = kept;
		if (rc == 0) {
			rc = read_codes(r, path, bytes, given, 1u << c);
			coders |= 1u << c;
		} else if (c) {
			rc = missing.code == E_IO ? 0 : fail(r->e, missing.code, "%s", missing.msg);
		}
	}
	for (size_t i = (size_t)(from * r->g->themes); i < cells; i++) {
		r->g->codes[i].yes = given[i] == coders;
		r->g->codes[i].maybe = given[i] && given[i] != coders;
	}
	free(given);
	return rc;
}

static bool is_wanted(const char *sets, struct str name)
{
	struct str rest = str_of(sets);
	if (!rest.n)
		return true;
	while (rest.n)
		if (str_eq(str_cut(&rest, ','), name))
			return true;
	return false;
}

/* Names of the sets in the folder, in byte order. */
static int list_sets(struct reader *r, const char *folder, const char *sets, struct file_list *out)
{
	int rc = file_list(out, &r->g->mem, folder, r->e);
	ptrdiff_t kept = 0;
	for (ptrdiff_t i = 0; i < out->names.n && rc == 0; i++) {
		struct str name = out->names.at[i].name;
		if (!str_ends(name, S(".txt")))
			continue;
		name.n -= 4;
		if (is_wanted(sets, name))
			out->names.at[kept++].name = name;
	}
	out->names.n = kept;
	if (rc == 0 && kept == 0)
		rc = fail(r->e, E_IO, "no coded sentences in '%s': expected files NAME.txt and "
			  "NAME.A.tsv", folder);
	return rc;
}

/* Room for the codes of all sentences; those that are there stay. */
static int grow_codes(struct gold *g, ptrdiff_t had, struct error *e)
{
	struct gold_code *codes = NEW(&g->mem, struct gold_code, g->sentences.n * g->themes + 1);
	if (!codes)
		return fail(e, E_NOMEM, "no memory for the coded sentences");
	if (had)
		memcpy(codes, g->codes, (size_t)(had * g->themes) * sizeof *codes);
	g->codes = codes;
	return 0;
}

static int read_set(struct reader *r, const char *folder, struct str set)
{
	char path[4096];
	struct str bytes;
	ptrdiff_t had = r->g->sentences.n;
	r->paragraph = r->g->paragraphs.n;
	snprintf(path, sizeof path, "%s/%.*s.txt", folder, STR_ARG(set));
	int rc = slurp(r, path, &bytes);
	if (rc == 0)
		rc = read_sentences(r, bytes);
	if (rc == 0)
		rc = grow_codes(r->g, had, r->e);
	return rc < 0 ? rc : read_set_codes(r, folder, set, had);
}

static int read_folder(struct reader *r, const char *folder, const char *sets)
{
	struct file_list list = { 0 };
	int rc = list_sets(r, folder, sets, &list);
	for (ptrdiff_t i = 0; i < list.names.n && rc == 0; i++)
		rc = read_set(r, folder, list.names.at[i].name);
	return rc;
}

int gold_load(struct gold *g, const char *folder, const char *sets, const struct lexicon *lx,
	      struct error *e)
{
	*g = (struct gold){ .themes = lx->themes.n };
	arena_init(&g->mem, 0);
	return gold_add(g, folder, sets, lx, e);
}

int gold_add(struct gold *g, const char *folder, const char *sets, const struct lexicon *lx,
	     struct error *e)
{
	struct reader r = { .g = g, .lx = lx, .e = e, .weight = 1 };
	return read_folder(&r, folder, sets);
}

int gold_add_extra(struct gold *g, const char *folder, double weight, const struct lexicon *lx,
		   struct error *e)
{
	if (g->extras == GOLD_EXAMPLE - 1)
		return fail(e, E_USAGE, "more than %d folders of extra coded sentences", g->extras);
	struct reader r = { .g = g, .lx = lx, .e = e, .extra = ++g->extras, .weight = weight };
	return read_folder(&r, folder, NULL);
}

void gold_release(struct gold *g)
{
	arena_release(&g->mem);
}
