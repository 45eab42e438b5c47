/* SPDX-License-Identifier: MIT
 *
 * See kept_lexicon.h. Files that are those of the lexicon before are copied as
 * they were packed.
 */
#include <stdio.h>

#include "pipeline/base/hash.h"
#include "pipeline/base/json_out.h"
#include "pipeline/io/gz.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/store/kept_lexicon.h"

#define PACK_LEVEL 1

static int64_t hash_file(const struct lexicon_file *f)
{
	return (int64_t)hash_bytes(f->bytes, 1);
}

static bool is_known(struct store *s, const struct lexicon *lx)
{
	struct error e = { 0 };
	sqlite3_stmt *q = store_query(s, Q_KNOWS_LEXICON);
	db_text(q, 1, str_of(lx->hash));
	bool known = db_row(&s->db, q, &e) > 0;
	db_reset(q);
	return known;
}

void kept_lexicon_find_before(struct store *s)
{
	struct error e = { 0 };
	sqlite3_stmt *q = store_query(s, Q_LAST_LEXICON);
	if (db_row(&s->db, q, &e) > 0)
		snprintf(s->before, sizeof s->before, "%.*s", STR_ARG(db_column(q, 0)));
	db_reset(q);
}

/* The next of the files from *i on that is not a theme file. */
static const struct lexicon_file *next_rest(const struct lexicon *lx, ptrdiff_t *i)
{
	while (*i < lx->files.n && str_starts(lx->files.at[*i].path, S("themes/")))
		++*i;
	return *i < lx->files.n ? &lx->files.at[(*i)++] : NULL;
}

/* Are all files but those of themes the ones of the lexicon before? */
static bool same_rest(struct store *s, const struct lexicon *lx)
{
	struct error e = { 0 };
	sqlite3_stmt *q = store_query(s, Q_REST_OF_LEXICON);
	const struct lexicon_file *f;
	ptrdiff_t i = 0;
	bool same = true;
	db_text(q, 1, str_of(s->before));
	while (same && (f = next_rest(lx, &i)))
		same = db_row(&s->db, q, &e) > 0 && str_eq(db_column(q, 0), f->path) &&
		       sqlite3_column_int64(q, 1) == f->bytes.n &&
		       sqlite3_column_int64(q, 2) == hash_file(f);
	same = same && db_row(&s->db, q, &e) == 0;
	db_reset(q);
	return same;
}

bool kept_lexicon_is_sound(void *ctx, const struct lexicon *lx)
{
	struct store *s = ctx;
	struct error e = { 0 };
	if (is_known(s, lx))
		return true;
	kept_lexicon_find_before(s);
	return s->before[0] && same_rest(s, lx) &&
	       reuse_prepare(s->reuse, &s->db, lx, str_of(s->before), &e) > 0;
}

/* ---- keeping ---- */

/* 1 when the lexicon before has the same file, 0, -code. */
static int copy_file(struct store *s, const struct lexicon_file *f, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_COPY_LEXICON_FILE);
	db_text(q, 1, str_of(s->shared->lexicon->hash));
	db_text(q, 2, str_of(s->before));
	db_text(q, 3, f->path);
	db_int(q, 4, f->bytes.n);
	db_int(q, 5, hash_file(f));
	int rc = db_run(&s->db, q, e);
	return rc < 0 ? rc : sqlite3_changes(s->db.h) > 0;
}

static int put_file(struct store *s, const struct lexicon_file *f, struct error *e)
{
	struct buf packed = { 0 };
	int rc = copy_file(s, f, e);
	if (rc != 0)
		return rc < 0 ? rc : 0;
	rc = gz_pack(&packed, f->bytes, PACK_LEVEL, e);
	if (rc == 0) {
		sqlite3_stmt *q = store_query(s, Q_PUT_LEXICON_FILE);
		db_text(q, 1, str_of(s->shared->lexicon->hash));
		db_text(q, 2, f->path);
		db_int(q, 3, f->bytes.n);
		db_blob(q, 4, buf_str(&packed));
		db_int(q, 5, hash_file(f));
		rc = db_run(&s->db, q, e);
	}
	buf_release(&packed);
	return rc;
}

static int put_theme(struct store *s, const struct lexicon *lx, ptrdiff_t i, struct error *e)
{
	const struct theme *t = &lx->themes.at[i];
	sqlite3_stmt *q = store_query(s, Q_PUT_THEME);
	db_text(q, 1, str_of(s->shared->lexicon->hash));
	db_int(q, 2, i);
	db_text(q, 3, t->id);
	db_text(q, 4, t->title);
	db_text(q, 5, t->group);
	return db_run(&s->db, q, e);
}

/* The names of its own metadata columns. */
static int bind_columns(sqlite3_stmt *q, const struct lexicon *lx, struct error *e)
{
	struct buf names = { 0 };
	json_open(&names, '[');
	for (ptrdiff_t i = 0; i < lx->columns.n; i++)
		json_item(&names), json_str(&names, str_of(lx->columns.at[i].name));
	json_close(&names, ']');
	bool whole = buf_ok(&names);
	if (lx->columns.n && whole)
		sqlite3_bind_text(q, 6, names.p, (int)names.n, SQLITE_TRANSIENT);
	buf_release(&names);
	return whole ? 0 : fail(e, E_NOMEM, "no memory for the lexicon's columns");
}

int kept_lexicon_put(struct store *s, struct error *e)
{
	const struct lexicon *lx = s->shared->lexicon;
	/* One that is not compiled yet has been read to be compared. */
	const struct lexicon *said = lx->themes.n ? lx : reuse_now(s->reuse);
	if (is_known(s, lx))
		return 0;
	if (!said)
		return fail(e, E_INTERNAL, "a lexicon is to be kept that nobody has read");
	sqlite3_stmt *q = store_query(s, Q_PUT_LEXICON);
	db_text(q, 1, str_of(lx->hash));
	sqlite3_bind_text(q, 2, said->id.n ? said->id.p : "", (int)said->id.n, SQLITE_STATIC);
	db_text(q, 3, said->title);
	db_text(q, 4, said->version);
	db_int(q, 5, s->run);
	int rc = bind_columns(q, said, e);
	if (rc == 0)
		rc = db_run(&s->db, q, e);
	for (ptrdiff_t i = 0; i < lx->files.n && rc == 0; i++)
		rc = put_file(s, &lx->files.at[i], e);
	for (ptrdiff_t i = 0; i < said->themes.n && rc == 0; i++)
		rc = put_theme(s, said, i, e);
	return rc;
}
