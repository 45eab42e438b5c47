/* SPDX-License-Identifier: MIT
 *
 * See lexicon.h. Loading has three steps: the folder's bytes, the YAML
 * (lexicon_read.c), the compiled terms (lexicon_compile.c).
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/hash.h"
#include "pipeline/io/file.h"
#include "pipeline/lexicon/cues.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/lexicon_load.h"
#include "pipeline/lexicon/matcher.h"
#include "pipeline/lexicon/regex.h"
#include "pipeline/lexicon/stemmer.h"
#include "pipeline/lexicon/suggest.h"

enum {
	FOLDER_DEPTH_MAX = 4,
	FILES_MAX = 1000,
	FILE_BYTES_MAX = 64 << 20
};

static bool is_lexicon_file(struct str name)
{
	return name.p[0] != '.' && (str_ends(name, S(".yaml")) || str_ends(name, S(".tsv")) ||
				     str_ends(name, S(".txt")));
}

static int no_memory(struct error *e)
{
	return fail(e, E_NOMEM, "out of memory for the lexicon");
}

static int read_file(struct lexicon *lx, struct str path, struct error *e)
{
	struct buf full = { 0 }, bytes = { 0 };
	struct lexicon_file *f = VEC_PUSH(&lx->mem, &lx->files);
	buf_addf(&full, "%.*s/%.*s", STR_ARG(lx->path), STR_ARG(path));
	buf_addc(&full, '\0');
	int rc = f && buf_ok(&full) ? 0 : no_memory(e);
	if (rc == 0 && lx->files.n > FILES_MAX)
		rc = fail(e, E_LEXICON, "%.*s: more than %d files", STR_ARG(lx->path), FILES_MAX);
	if (rc == 0)
		rc = file_slurp(&bytes, full.p, FILE_BYTES_MAX, e);
	if (rc == 0) {
		f->path = arena_str(&lx->mem, path);
		f->bytes = arena_str(&lx->mem, buf_str(&bytes));
		if (!f->path.p || !f->bytes.p)
			rc = no_memory(e);
	}
	buf_release(&bytes);
	buf_release(&full);
	return rc;
}

/* The files of folder below ("" or "themes/"), in the order of their paths. */
static int read_below(struct lexicon *lx, struct arena *names, struct str below, int depth,
		      struct error *e)
{
	struct file_list list = { 0 };
	struct buf path = { 0 };
	buf_addf(&path, "%.*s/%.*s", STR_ARG(lx->path), STR_ARG(below));
	buf_addc(&path, '\0');
	int rc = buf_ok(&path) ? file_list(&list, names, path.p, e)
			       : no_memory(e);
	for (ptrdiff_t i = 0; rc == 0 && i < list.names.n; i++) {
		const struct file_name *n = &list.names.at[i];
		buf_reset(&path);
		buf_addf(&path, "%.*s%.*s", STR_ARG(below), STR_ARG(n->name));
		if (n->folder && n->name.p[0] != '.' && depth < FOLDER_DEPTH_MAX) {
			buf_addc(&path, '/');
			struct str inner = arena_str(names, buf_str(&path));
			rc = inner.p ? read_below(lx, names, inner, depth + 1, e) : no_memory(e);
		} else if (!n->folder && is_lexicon_file(n->name)) {
			rc = read_file(lx, buf_str(&path), e);
		}
	}
	buf_release(&path);
	return rc;
}

int lexicon_read_folder(struct lexicon *lx, struct error *e)
{
	struct arena names;
	arena_init(&names, 0);
	int rc = read_below(lx, &names, S(""), 0, e);
	arena_release(&names);
	uint64_t h = 0;
	for (ptrdiff_t i = 0; i < lx->files.n; i++) {
		h = hash_bytes(lx->files.at[i].path, h);
		h = hash_bytes(lx->files.at[i].bytes, h);
	}
	snprintf(lx->hash, sizeof lx->hash, "%016llx", (unsigned long long)h);
	return rc;
}

int lexicon_open(struct lexicon **out, const char *path, struct error *e)
{
	struct lexicon *lx = calloc(1, sizeof *lx);
	if (!lx)
		return no_memory(e);
	arena_init(&lx->mem, 0);
	lx->path = arena_str(&lx->mem, str_of(path));
	lx->stemmer = stemmer_version();
	int rc = lx->path.p && lx->stemmer ? lexicon_read_folder(lx, e)
					   : no_memory(e);
	if (rc < 0) {
		lexicon_free(lx);
		return rc;
	}
	*out = lx;
	return 0;
}

static int finish(struct lexicon *lx, bool keep_trees, struct error *e)
{
	struct loader ld = { .lx = lx, .keep_trees = keep_trees, .e = e };
	arena_init(&ld.mem, 0);
	int rc = lexicon_read(&ld);
	if (rc == 0)
		rc = lexicon_compile(&ld);
	arena_release(&ld.mem);
	return rc;
}

int lexicon_finish(struct lexicon *lx, struct error *e)
{
	return finish(lx, false, e);
}

int lexicon_load(struct lexicon **out, const char *path, struct error *e)
{
	struct lexicon *lx;
	int rc = lexicon_open(&lx, path, e);
	if (rc < 0)
		return rc;
	rc = finish(lx, true, e);
	if (rc < 0)
		lexicon_free(lx);
	else
		*out = lx;
	return rc;
}

void lexicon_free(struct lexicon *lx)
{
	if (!lx)
		return;
	for (ptrdiff_t i = 0; lx->regexes && i < lx->terms.n; i++)
		regex_free(lx->regexes[i]);
	if (!lx->from_image) {
		cues_free(lx->cues);
		matcher_free(lx->matcher);
		symbols_free(lx->symbols);
	}
	arena_release(&lx->mem);
	free(lx);
}

bool lexicon_lies_in(const struct lexicon *lx, uint16_t theme, uint16_t other)
{
	while (theme != other && theme != NO_THEME)
		theme = lx->themes.at[theme].parent;
	return theme == other;
}

int lexicon_theme(const struct lexicon *lx, struct str id)
{
	for (ptrdiff_t i = 0; i < lx->themes.n; i++)
		if (str_eq(lx->themes.at[i].id, id))
			return (int)i;
	return -1;
}

int lexicon_theme_named(const struct lexicon *lx, const char *id, struct error *e)
{
	struct str names[512];
	ptrdiff_t n = lx->themes.n < countof(names) ? lx->themes.n : countof(names);
	int theme = lexicon_theme(lx, str_of(id));
	if (theme >= 0)
		return theme;
	for (ptrdiff_t i = 0; i < n; i++)
		names[i] = lx->themes.at[i].id;
	ptrdiff_t near = suggest(str_of(id), names, n);
	if (near >= 0)
		return fail(e, E_USAGE, "no theme '%s' in the lexicon; did you mean '%.*s'?", id,
			    STR_ARG(names[near]));
	return fail(e, E_USAGE, "no theme '%s' in the lexicon; 'leitmotif lexicon show' lists them", id);
}

struct str lexicon_file_bytes(const struct lexicon *lx, struct str path)
{
	for (ptrdiff_t i = 0; i < lx->files.n; i++)
		if (str_eq(lx->files.at[i].path, path))
			return lx->files.at[i].bytes;
	return (struct str){ 0 };
}
