/* SPDX-License-Identifier: MIT
 *
 * See reuse.h. The terms that differ are matched as the match stage does it. A
 * search that is given up half-way (hostile text) counts as an occurrence.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/io/gz.h"
#include "pipeline/lexicon/forms.h"
#include "pipeline/lexicon/lexicon_delta.h"
#include "pipeline/lexicon/matcher.h"
#include "pipeline/store/db.h"
#include "pipeline/store/reuse.h"

#define KEEP_BYTES ((size_t)4 << 20)
#define FORMS_MAX 200000u
#define FILE_BYTES_MAX (INT64_C(64) << 20)

struct reuse {
	char before[17], now[17];       /* the hashes of what delta compares */
	struct lexicon_delta *delta;    /* NULL: all is to be coded again */
	struct forms *forms;
	struct matcher_scratch *scratch;
	struct arena mem;               /* one document's words */
};

int reuse_new(struct reuse **out, struct error *e)
{
	struct reuse *r = calloc(1, sizeof *r);
	if (!r)
		return fail(e, E_NOMEM, "no memory for the store");
	arena_init(&r->mem, 0);
	*out = r;
	return 0;
}

/* Forget the comparison. */
static void forget(struct reuse *r)
{
	matcher_scratch_free(r->scratch);
	forms_free(r->forms);
	lexicon_delta_free(r->delta);
	r->scratch = NULL;
	r->forms = NULL;
	r->delta = NULL;
	r->before[0] = '\0';
}

void reuse_free(struct reuse *r)
{
	if (!r)
		return;
	forget(r);
	arena_release(&r->mem);
	free(r);
}

/* ---- the comparison ---- */

static int add_file(struct arena *mem, sqlite3_stmt *row, struct lexicon_file *f, struct error *e)
{
	int64_t size = sqlite3_column_int64(row, 1);
	char *bytes = size >= 0 && size <= FILE_BYTES_MAX
			      ? arena_raw(mem, (ptrdiff_t)size + 1, 1, 1) : NULL;
	f->path = arena_str(mem, db_column(row, 0));
	if (!bytes || !f->path.p)
		return fail(e, E_NOMEM, "no memory for an older lexicon");
	f->bytes = (struct str){ bytes, (ptrdiff_t)size };
	return gz_unpack(bytes, (size_t)size, db_column_blob(row, 2), e);
}

/* Compare now with the lexicon of this hash. */
static int compare(struct reuse *r, const struct db *db, const struct lexicon *now,
		   struct str before, struct error *e)
{
	VEC(struct lexicon_file) files = { 0 };
	struct arena mem;
	sqlite3_stmt *q;
	arena_init(&mem, 0);
	int rc = db_prepare(db, &q, "SELECT path, size, packed FROM lexicon_files WHERE lexicon = ?1 "
			    "AND path GLOB 'themes/*' ORDER BY path", e);
	if (rc == 0)
		db_text(q, 1, before);
	while (rc == 0 && (rc = db_row(db, q, e)) > 0) {
		struct lexicon_file *f = VEC_PUSH(&mem, &files);
		rc = f ? add_file(&mem, q, f, e) : fail(e, E_NOMEM, "no memory for a lexicon");
	}
	sqlite3_finalize(q);
	if (rc == 0 && files.n)
		rc = lexicon_delta_new(&r->delta, now, files.at, files.n, &mem, e);
	else
		arena_release(&mem);
	return rc;
}

static int prepare(struct reuse *r, const struct db *db, const struct lexicon *now,
		   struct str before, struct error *e)
{
	forget(r);
	snprintf(r->before, sizeof r->before, "%.*s", STR_ARG(before));
	snprintf(r->now, sizeof r->now, "%s", now->hash);
	int rc = compare(r, db, now, before, e);
	if (rc < 0 || !r->delta)
		return rc;
	const struct lexicon *touched = lexicon_delta_touched(r->delta);
	rc = forms_new(&r->forms, touched, e);
	return rc < 0 ? rc : matcher_scratch_new(&r->scratch, touched->matcher, e);
}

/* ---- one document ---- */

/* Is there a pattern that goes over this word? */
static bool is_seen(const struct form *f)
{
	bool seen = false;
	for (int v = 0; v < SYMBOL_VIEWS; v++)
		seen |= f->view[v].list != NULL;
	return seen;
}

/* What each of the distinct words is to the terms, NULL for nothing; *any: one is something. */
static const struct form **look_up(struct reuse *r, const struct kept_words *w, const struct form *other,
				   bool *any)
{
	const struct form **forms = NEW(&r->mem, const struct form *, w->distinct.n + 1);
	for (ptrdiff_t i = 0; forms && i < w->distinct.n; i++) {
		const struct form *f = forms_get(r->forms, w->distinct.at[i]);
		if (!f)
			return NULL;
		forms[i] = is_seen(f) ? f : other;
		*any |= forms[i] != other;
	}
	return forms;
}

/* 1 when one of the terms occurs in the sentence, 0, -E_NOMEM. */
static int occurs_in(struct reuse *r, const struct kept_words *w, const struct kept_sentence *s,
		     const struct form **forms, const struct form *other, const struct form **row)
{
	const uint32_t *ids = w->ids + s->first;
	const struct occurrence *found;
	uint32_t cut = 0;
	bool any = false;
	for (uint32_t i = 0; i < s->count; i++) {
		row[i] = forms[ids[i]];
		any |= row[i] != other;
	}
	if (!any)
		return 0;
	ptrdiff_t n = matcher_run(lexicon_delta_touched(r->delta)->matcher, r->scratch, row, s->count,
				  &found, &cut);
	return n < 0 ? (int)n : n > 0 || cut;
}

static int occurs(struct reuse *r, struct str bytes, struct error *e)
{
	static const struct form other;         /* any word that no pattern goes over */
	struct kept_words w;
	bool any = false;
	uint32_t longest = 0;
	arena_reset(&r->mem, KEEP_BYTES);
	forms_trim(r->forms, FORMS_MAX);
	int rc = kept_words_read(&w, &r->mem, bytes, e);
	if (rc < 0)
		return rc;
	for (ptrdiff_t i = 0; i < w.sentences.n; i++)
		longest = w.sentences.at[i].count > longest ? w.sentences.at[i].count : longest;
	const struct form **forms = look_up(r, &w, &other, &any);
	const struct form **row = NEW(&r->mem, const struct form *, longest + 1);
	if (!forms || !row)
		return fail(e, E_NOMEM, "no memory for kept words");
	for (ptrdiff_t i = 0; any && rc == 0 && i < w.sentences.n; i++)
		rc = occurs_in(r, &w, &w.sentences.at[i], forms, &other, row);
	return rc;
}

static int is_same(struct reuse *r, const struct db *db, const struct lexicon *now, struct str before,
		   struct str words, struct error *e)
{
	bool prepared = str_eq(before, str_of(r->before)) && strcmp(r->now, now->hash) == 0;
	int rc = prepared ? 0 : prepare(r, db, now, before, e);
	if (rc < 0 || !r->delta)
		return rc;
	rc = occurs(r, words, e);
	return rc < 0 ? rc : !rc;
}

int reuse_is_same(struct reuse *r, const struct db *db, const struct lexicon *now, struct str before,
		  struct str words, struct error *e)
{
	struct error inner = { 0 };
	int rc = is_same(r, db, now, before, words, &inner);
	if (rc == -E_FORMAT)
		return 0;       /* what was kept is damaged: all is coded again */
	return rc < 0 ? fail(e, inner.code, "%s", inner.msg) : rc;
}
