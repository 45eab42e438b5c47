/* SPDX-License-Identifier: MIT
 *
 * See rows.h.
 */
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/store/rows.h"

int rows_put_theme(struct store *s, int64_t id, struct str theme, const struct theme_count *t,
		   struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_PUT_VECTOR);
	db_int(q, 1, id);
	db_text(q, 2, theme);
	db_int(q, 3, t->sentences);
	db_int(q, 4, t->mentions);
	db_int(q, 5, t->by_polarity[POL_STRENGTH]);
	db_int(q, 6, t->by_polarity[POL_CONCERN]);
	db_int(q, 7, t->by_polarity[POL_MIXED]);
	db_int(q, 8, t->by_polarity[POL_NEUTRAL]);
	db_int(q, 9, t->better);
	db_int(q, 10, t->worse);
	return db_run(&s->db, q, e);
}

static int put_vector(struct store *s, const struct doc *d, int64_t id, struct error *e)
{
	const struct lexicon *lx = s->lexicon;
	int rc = 0;
	for (ptrdiff_t i = 0; i < lx->themes.n && rc == 0; i++)
		if (d->counts[i].sentences)
			rc = rows_put_theme(s, id, lx->themes.at[i].id, &d->counts[i], e);
	return rc;
}

static int put_sentence(struct store *s, const struct sentence_row *row, int64_t id, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_PUT_SENTENCE);
	db_int(q, 1, id);
	db_int(q, 2, row->sentence);
	db_int(q, 3, (int64_t)row->place);
	db_int(q, 4, row->length);
	if (row->page)
		db_int(q, 5, row->page);
	if (row->paragraph)
		db_int(q, 6, row->paragraph);
	db_text(q, 7, row->heading);
	db_text(q, 8, row->voice);
	db_text(q, 9, row->text);
	return db_run(&s->db, q, e);
}

int rows_put_sentence(struct store *s, const struct doc *d, uint32_t sent, int64_t id,
		      struct error *e)
{
	struct sentence_row row = sentence_row_of(d, sent);
	return put_sentence(s, &row, id, e);
}

static int put_code(struct store *s, const struct code_row *row, int64_t id, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_PUT_CODE);
	db_int(q, 1, id);
	db_int(q, 2, row->sentence);
	db_text(q, 3, row->theme);
	db_text(q, 4, row->polarity);
	db_text(q, 5, row->change);
	sqlite3_bind_double(q, 6, (double)row->score);
	db_text(q, 7, row->terms);
	db_text(q, 8, row->carried);
	db_text(q, 9, row->cues);
	db_int(q, 10, row->mentions);
	return db_run(&s->db, q, e);
}

int rows_put_codes(struct store *s, const struct doc *d, ptrdiff_t first, int64_t id, struct error *e)
{
	struct buf lists = { 0 };
	struct code_row row;
	int rc = 0;
	for (ptrdiff_t i = first; rc == 0 && i < d->codes.n; i++) {
		if (d->codes.at[i].sent != d->codes.at[first].sent)
			break;
		rc = code_row_of(&row, d, &d->codes.at[i], s->lexicon, &lists, e);
		if (rc == 0)
			rc = put_code(s, &row, id, e);
	}
	buf_release(&lists);
	return rc;
}

/* The rows of that sentence from where they waited; those before it are passed over. */
static int put_piece(struct store *s, struct pieces *p, uint32_t sentence, int64_t id, struct error *e)
{
	struct row_hash key = { 0 };
	struct sentence_row row;
	struct code_row code;
	int rc;
	while ((rc = pieces_next(p, &key, &row, e)) > 0 && key.sentence != sentence)
		;
	if (rc == 0)
		return fail(e, E_INTERNAL, "a sentence's rows are missing");
	if (rc > 0)
		rc = put_sentence(s, &row, id, e);
	while (rc == 0 && (rc = pieces_code(p, &row, &code, e)) > 0)
		rc = put_code(s, &code, id, e);
	return rc;
}

/* The rows of a sentence, or of the vector. */
static int put_rows(struct store *s, const struct rows_source *from, const struct row_hash *row,
		    int64_t id, struct error *e)
{
	if (row->sentence == NO_SENTENCE)
		return put_vector(s, from->doc, id, e);
	if (from->pieces)
		return put_piece(s, from->pieces, row->sentence, id, e);
	int rc = rows_put_sentence(s, from->doc, row->sentence, id, e);
	return rc < 0 ? rc : rows_put_codes(s, from->doc, row->code, id, e);
}

int rows_run(struct store *s, enum query query, int64_t id, uint32_t sentence, struct error *e)
{
	sqlite3_stmt *q = store_query(s, query);
	db_int(q, 1, id);
	if (sentence != NO_SENTENCE)
		db_int(q, 2, sentence);
	return db_run(&s->db, q, e);
}

static int drop_rows(struct store *s, int64_t id, uint32_t sentence, struct error *e)
{
	if (sentence == NO_SENTENCE)
		return rows_run(s, Q_DROP_VECTORS, id, sentence, e);
	int rc = rows_run(s, Q_DROP_SENTENCE, id, sentence, e);
	return rc < 0 ? rc : rows_run(s, Q_DROP_SENTENCE_CODES, id, sentence, e);
}

static int drop_all(struct store *s, int64_t id, struct error *e)
{
	int rc = rows_run(s, Q_DROP_VECTORS, id, NO_SENTENCE, e);
	if (rc == 0)
		rc = rows_run(s, Q_DROP_SENTENCES, id, NO_SENTENCE, e);
	return rc < 0 ? rc : rows_run(s, Q_DROP_CODES, id, NO_SENTENCE, e);
}

/* Go through the hashes of the rows that are there, u, and of those that shall be, both by sentence. */
static int write_changes(struct store *s, const struct rows_source *from, const struct fingerprint *f,
			 int64_t id, struct unpacker *u, struct error *e)
{
	struct row_hash old;
	ptrdiff_t i = 0;
	bool more = fingerprint_read(u, &old);
	int rc = 0;
	while (rc == 0 && (more || i < f->rows.n)) {
		const struct row_hash *new = i < f->rows.n ? &f->rows.at[i] : NULL;
		bool gone = more && (!new || old.sentence < new->sentence);
		bool both = more && new && old.sentence == new->sentence;
		bool same = both && old.hash == new->hash;
		if ((gone || both) && !same)
			rc = drop_rows(s, id, old.sentence, e);
		if (rc == 0 && !gone && !same)
			rc = put_rows(s, from, new, id, e);
		i += !gone;
		if (gone || both)
			more = fingerprint_read(u, &old);
	}
	return rc;
}

int rows_put_hashes(struct store *s, const struct fingerprint *f, int64_t id, struct error *e)
{
	struct buf hashes = { 0 };
	sqlite3_stmt *q = store_query(s, Q_PUT_HASHES);
	fingerprint_write(&hashes, f);
	db_int(q, 1, id);
	db_blob(q, 2, buf_str(&hashes));
	int rc = buf_ok(&hashes) ? db_run(&s->db, q, e) : fail(e, E_NOMEM, "no memory for the evidence");
	buf_release(&hashes);
	return rc;
}

static bool is_sound(struct str hashes)
{
	struct unpacker u = { hashes, false };
	struct row_hash row;
	while (fingerprint_read(&u, &row))
		;
	return !u.bad;
}

int rows_hashes(struct store *s, int64_t id, struct buf *out, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_GET_HASHES);
	db_int(q, 1, id);
	int rc = db_row(&s->db, q, e);
	if (rc > 0 && is_sound(db_column_blob(q, 0)))
		buf_add(out, db_column_blob(q, 0));
	db_reset(q);
	if (rc >= 0 && !buf_ok(out))
		rc = fail(e, E_NOMEM, "no memory for the evidence");
	return rc < 0 ? rc : 0;
}

int rows_write(struct store *s, const struct rows_source *from, const struct fingerprint *f, int64_t id,
	       uint64_t had, struct error *e)
{
	struct buf hashes = { 0 };
	int rc = had ? rows_hashes(s, id, &hashes, e) : 0;
	if (rc == 0)
		rc = had && !hashes.n ? drop_all(s, id, e) : 0;
	struct unpacker u = { buf_str(&hashes), false };
	if (rc == 0)
		rc = write_changes(s, from, f, id, &u, e);
	buf_release(&hashes);
	return rc < 0 ? rc : rows_put_hashes(s, f, id, e);
}

int rows_drop(struct store *s, int64_t id, struct error *e)
{
	int rc = drop_all(s, id, e);
	return rc < 0 ? rc : rows_run(s, Q_DROP_HASHES, id, NO_SENTENCE, e);
}
