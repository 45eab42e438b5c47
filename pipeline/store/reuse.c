/* SPDX-License-Identifier: MIT
 *
 * See reuse.h. Added terms are matched as the match stage does it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/io/gz.h"
#include "pipeline/lexicon/forms.h"
#include "pipeline/lexicon/lexicon_delta.h"
#include "pipeline/lexicon/matcher.h"
#include "pipeline/store/db.h"
#include "pipeline/store/kept_hits.h"
#include "pipeline/store/reuse.h"
#include "pipeline/store/word_query.h"

#define KEEP_BYTES ((size_t)4 << 20)
#define FORMS_MAX 200000u
#define FILE_BYTES_MAX (INT64_C(64) << 20)

struct reuse {
	char before[17], now[17];       /* the hashes of what delta compares */
	struct lexicon_delta *delta;    /* NULL: all is to be coded again */
	bool is_lent;                   /* documents are coded with what delta has compiled */
	struct forms *forms;
	struct matcher_scratch *scratch;
	struct word_query query;        /* for all added terms */
	struct arena sets;              /* one document's sentences */
	struct arena mem;               /* one sentence's words */
};

int reuse_new(struct reuse **out, struct error *e)
{
	struct reuse *r = calloc(1, sizeof *r);
	if (!r)
		return fail(e, E_NOMEM, "no memory for the store");
	arena_init(&r->mem, 0);
	arena_init(&r->sets, 0);
	*out = r;
	return 0;
}

/* Forget the comparison. */
static void forget(struct reuse *r)
{
	matcher_scratch_free(r->scratch);
	forms_free(r->forms);
	word_query_release(&r->query);
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
	arena_release(&r->sets);
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
	const struct lexicon *added = lexicon_delta_added(r->delta);
	if (!added->terms.n)
		return 0;
	rc = forms_new(&r->forms, added, e);
	for (ptrdiff_t i = 0; i < added->terms.n && rc == 0; i++)
		if (!(added->terms.at[i].flags & TERM_VETO))
			rc = word_query_add(&r->query, added->terms.at[i].tree, r->forms, e);
	return rc < 0 ? rc : matcher_scratch_new(&r->scratch, added->matcher, e);
}

int reuse_prepare(struct reuse *r, const struct db *db, const struct lexicon *now, struct str before,
		  struct error *e)
{
	bool prepared = str_eq(before, str_of(r->before)) && strcmp(r->now, now->hash) == 0;
	if (!prepared && r->is_lent)
		return 0;
	int rc = prepared ? 0 : prepare(r, db, now, before, e);
	return rc < 0 ? rc : r->delta != NULL;
}

bool reuse_has_part(struct reuse *r)
{
	return r->delta && lexicon_delta_has_part(r->delta);
}

int reuse_part(struct reuse *r, const struct lexicon **out, struct error *e)
{
	*out = NULL;
	r->is_lent = r->delta;
	return r->delta ? lexicon_delta_part(r->delta, out, e) : 0;
}

uint32_t reuse_term(const void *ctx, uint32_t key)
{
	const struct reuse *r = ctx;
	return lexicon_delta_term(r->delta, key);
}

const struct lexicon *reuse_now(const struct reuse *r)
{
	return r->delta ? lexicon_delta_now(r->delta) : NULL;
}

/* ---- one document ---- */

bool reuse_has_added(const struct reuse *r)
{
	return lexicon_delta_added(r->delta)->terms.n > 0;
}

bool reuse_is_changed(const struct reuse *r, struct str keys)
{
	ptrdiff_t n;
	const uint32_t *changed = lexicon_delta_changed(r->delta, &n);
	return kept_hits_have(keys, changed, n);
}

int reuse_find_changed(const struct reuse *r, struct str hits, uint64_t *set, uint32_t count,
		       struct error *e)
{
	ptrdiff_t n;
	const uint32_t *changed = lexicon_delta_changed(r->delta, &n);
	return n ? kept_hits_find(hits, changed, n, set, count, e) : 0;
}

const uint64_t *reuse_sentences(struct reuse *r, const struct word_index *ix)
{
	arena_reset(&r->sets, KEEP_BYTES);
	return word_query_sentences(&r->query, ix, &r->sets);
}

/* Is there a pattern that goes over this word? */
static bool is_seen(const struct form *f)
{
	return f->view.list != NULL;
}

/* Is a term among what was found? */
static bool has_term(const struct lexicon *added, const struct occurrence *found, ptrdiff_t n)
{
	bool has = false;
	for (ptrdiff_t i = 0; i < n; i++)
		has |= !(added->terms.at[found[i].term].flags & TERM_VETO);
	return has;
}

int reuse_occurs(struct reuse *r, const struct doc *d, uint32_t sent, struct error *e)
{
	const struct sentence *s = &d->sents.at[sent];
	const struct occurrence *found;
	uint32_t cut = 0;
	bool any = false;
	arena_reset(&r->mem, KEEP_BYTES);
	forms_trim(r->forms, FORMS_MAX);
	const struct form **row = NEW(&r->mem, const struct form *, (ptrdiff_t)s->tok_count + 1);
	for (uint32_t i = 0; row && i < s->tok_count; i++) {
		const struct token *t = &d->toks.at[s->tok_first + i];
		row[i] = forms_get(r->forms, doc_text(d, t->off, t->len));
		if (!row[i])
			return fail(e, E_NOMEM, "no memory for kept words");
		any |= is_seen(row[i]);
	}
	if (!row)
		return fail(e, E_NOMEM, "no memory for kept words");
	const struct lexicon *added = lexicon_delta_added(r->delta);
	ptrdiff_t n = any ? matcher_run(added->matcher, r->scratch, row, s->tok_count, &found, &cut) : 0;
	return n < 0 ? fail(e, E_NOMEM, "no memory for kept words") : has_term(added, found, n) || cut;
}
