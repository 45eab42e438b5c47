/* SPDX-License-Identifier: MIT
 *
 * The rows of one document. They are written in one transaction; after a
 * second or so the transaction ends between two documents.
 */
#include <time.h>

#include "pipeline/base/json_out.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/lexicon/term_keys.h"
#include "pipeline/store/kept_hits.h"
#include "pipeline/store/rows.h"

#define COMMIT_EVERY_MS 1000

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int store_write(struct store *s, struct error *e)
{
	if (s->in_transaction)
		return 0;
	int rc = db_exec(&s->db, "BEGIN IMMEDIATE", e);
	s->in_transaction = rc == 0;
	s->commit_at_ms = now_ms() + COMMIT_EVERY_MS;
	return rc;
}

static int commit_when_due(struct store *s, struct error *e)
{
	if (!s->in_transaction || now_ms() < s->commit_at_ms)
		return 0;
	s->in_transaction = false;
	return db_exec(&s->db, "COMMIT", e);
}

static int see(struct store *s, int64_t document, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_SEE);
	db_int(q, 1, document);
	return db_run(&s->db, q, e);
}

static void bind_stamp(sqlite3_stmt *q, int i, const struct file_stamp *f)
{
	if (!f->is_set)
		return;
	db_int(q, i, (int64_t)f->size);
	db_int(q, i + 1, f->mtime_ns);
	db_int(q, i + 2, f->ctime_ns);
	db_int(q, i + 3, (int64_t)f->inode);
}

/* Nothing has changed but, perhaps, what the file system says. */
static int record_as_it_was(struct store *s, const struct recall *r, struct error *e)
{
	int rc = see(s, r->document, e);
	if (rc < 0 || r->same_stamp)
		return rc;
	sqlite3_stmt *q = store_query(s, Q_SET_STAMP);
	rc = store_write(s, e);
	db_int(q, 1, r->document);
	bind_stamp(q, 2, &r->stamp);
	return rc < 0 ? rc : db_run(&s->db, q, e);
}

/* What extract made of d. *id: its row. */
static int put_content(struct store *s, const struct doc *d, const struct recall *r,
		       struct str packed, int64_t *id, struct error *e)
{
	uint64_t unpacked;
	sqlite3_stmt *q = store_query(s, Q_PUT_CONTENT);
	memcpy(&unpacked, packed.p, sizeof unpacked);
	db_blob(q, 1, (struct str){ (const char *)r->hash, sizeof r->hash });
	db_int(q, 2, (int64_t)d->raw_size);
	db_text(q, 3, str_of(s->id.reader));
	if (d->status != DOC_OK && d->status != DOC_PARTIAL) {
		db_text(q, 4, str_of(error_text(d->err.code)));
		db_text(q, 5, str_of(d->err.msg));
	}
	db_int(q, 6, (int64_t)unpacked);
	db_blob(q, 7, str_sub(packed, sizeof unpacked, packed.n));
	int rc = db_row(&s->db, q, e);
	if (rc > 0)
		*id = sqlite3_column_int64(q, 0);
	return rc < 0 ? rc : db_run(&s->db, q, e);
}

/* What d has in the columns of the lexicon's own, as a JSON object; empty where it has nothing. */
static int attributes_of(struct buf *out, const struct doc *d, const struct lexicon *lx, struct error *e)
{
	for (int c = META_COUNT; c < lexicon_columns(lx); c++) {
		if (!d->meta[c].value.n)
			continue;
		if (!out->n)
			json_open(out, '{');
		json_key(out, lexicon_column_name(lx, c));
		json_str(out, d->meta[c].value);
	}
	if (out->n)
		json_close(out, '}');
	return buf_ok(out) ? 0 : fail(e, E_NOMEM, "no memory for the metadata");
}

/* The document's own row. *id: 0 for a new one; then the new one's. */
static int put_document(struct store *s, const struct doc *d, const struct recall *r,
			int64_t content, uint64_t rows, int64_t *id, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_PUT_DOCUMENT);
	struct buf attributes = { 0 };
	if (*id)
		db_int(q, 1, *id);
	db_text(q, 2, buf_str(&d->id));
	db_int(q, 3, r->copy);
	db_text(q, 4, str_of(doc_status_name(d->status)));
	db_text(q, 5, str_of(d->err.msg));
	db_text(q, 6, str_of(doc_format_name(d->format)));
	db_int(q, 7, (int64_t)d->raw_size);
	db_int(q, 8, doc_page_count(d));
	db_int(q, 9, d->warnings);
	db_int(q, 10, d->words);
	db_int(q, 11, d->sentences);
	db_int(q, 12, d->coded);
	if (content)
		db_int(q, 13, content);
	db_text(q, 14, str_of(s->shared->lexicon->hash));
	if (store_is_lasting(d->err.code))
		db_text(q, 15, str_of(s->id.coding));
	bind_stamp(q, 16, &r->stamp);
	db_int(q, 20, s->run);
	if (rows)
		db_int(q, 21, (int64_t)rows);
	for (enum meta_column c = 0; c < META_COUNT; c++)
		db_text(q, 23 + (int)c, d->meta[c].value);
	int rc = attributes_of(&attributes, d, s->lexicon, e);
	if (rc == 0 && attributes.n)
		db_text(q, 22, buf_str(&attributes));
	if (rc == 0)
		rc = db_row(&s->db, q, e);
	buf_release(&attributes);
	if (rc > 0)
		*id = sqlite3_column_int64(q, 0);
	return rc < 0 ? rc : db_run(&s->db, q, e);
}

enum change_kind { ADDED, CHANGED, RECODED, NO_CHANGE };

/* What d is to the row that is there already. *rows: the hash of the rows that belong to it. */
static int compare(struct store *s, const struct doc *d, const struct recall *r, int64_t content,
		   enum change_kind *kind, uint64_t *rows, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_OUTCOME);
	*kind = ADDED;
	*rows = 0;
	if (!r->document)
		return 0;
	db_int(q, 1, r->document);
	int rc = db_row(&s->db, q, e);
	if (rc <= 0)
		return rc;
	bool same = str_eq(db_column(q, 0), str_of(doc_status_name(d->status))) &&
		    str_eq(db_column(q, 1), str_of(d->err.msg)) &&
		    sqlite3_column_int64(q, 2) == content;
	bool was_lasting = sqlite3_column_type(q, 3) != SQLITE_NULL;
	*kind = !same ? CHANGED
		: was_lasting || store_is_lasting(d->err.code) ? RECODED : NO_CHANGE;
	if (same && !content)
		*kind = NO_CHANGE;
	*rows = (uint64_t)sqlite3_column_int64(q, 4);
	db_reset(q);
	return 0;
}

static void count_change(struct store_changes *n, enum change_kind kind, const struct doc *d)
{
	n->added += kind == ADDED;
	n->changed += kind == CHANGED;
	n->recoded += kind == RECODED;
	n->failed += kind != NO_CHANGE && kind != RECODED &&
		     (d->status == DOC_FAILED || d->status == DOC_PARTIAL);
}

/* The words and layers of document id, which is d, unless they are there; what is not ok has none. */
static int put_words(struct store *s, const struct doc *d, const struct recall *r, int64_t id,
		     struct str kept, struct error *e)
{
	if (r->has_words && d->status == DOC_OK)
		return 0;
	struct unpacker u = { kept, false };
	sqlite3_stmt *q = store_query(s, kept.n ? Q_PUT_WORDS : Q_DROP_WORDS);
	db_int(q, 1, id);
	if (kept.n) {
		db_text(q, 2, str_of(s->id.front));
		db_blob(q, 3, unpack_text(&u));
		db_blob(q, 4, u.rest);
	}
	return db_run(&s->db, q, e);
}

/* The keys of the lexicon that coded the document at hand; NULL without memory. */
static const uint32_t *keys(struct store *s)
{
	if (s->keyed == s->lexicon)
		return s->keys;
	free(s->keys);
	s->keyed = NULL;
	s->keys = calloc((size_t)s->lexicon->terms.n + 1, sizeof *s->keys);
	if (!s->keys)
		return NULL;
	term_keys(s->lexicon, s->keys);
	s->keyed = s->lexicon;
	return s->keys;
}

/* Where terms occur in d, unless it is not kept to be coded again. old: what is there. */
static int put_hits(struct store *s, const struct doc *d, int64_t id, struct str old, struct error *e)
{
	struct buf hits = { 0 }, found = { 0 };
	const uint32_t *numbers = keys(s);
	if (d->status != DOC_OK || !(d->has & LAYER_HITS))
		return rows_run(s, Q_DROP_HITS, id, NO_SENTENCE, e);
	if (numbers)
		kept_hits_write(&hits, d, numbers, old);
	bool same = old.n && str_eq(buf_str(&hits), old);
	bool ok = numbers && buf_ok(&hits) && (same || kept_hits_keys(&found, buf_str(&hits)));
	int rc = ok ? 0 : fail(e, E_NOMEM, "no memory for kept occurrences");
	if (rc == 0 && !same) {
		sqlite3_stmt *q = store_query(s, Q_PUT_HITS);
		db_int(q, 1, id);
		db_blob(q, 2, buf_str(&found));
		db_blob(q, 3, buf_str(&hits));
		rc = db_run(&s->db, q, e);
	}
	buf_release(&hits);
	buf_release(&found);
	return rc;
}

static int add_pieces(struct fingerprint *f, const struct spool *pieces, struct error *e)
{
	struct pieces p = { .spool = pieces };
	struct row_hash key;
	struct sentence_row row;
	int rc;
	while ((rc = pieces_next(&p, &key, &row, e)) > 0 && (rc = fingerprint_add(f, key, e)) == 0)
		;
	pieces_release(&p);
	return rc;
}

static int fingerprint_of(struct store *s, const struct doc *d, const struct spool *pieces,
			  struct fingerprint *f, struct error *e)
{
	fingerprint_init(f, str_of(s->id.reader));
	int rc = pieces ? add_pieces(f, pieces, e)
			: fingerprint_add_sentences(f, d, s->lexicon, s->shared->config->all_voices, e);
	return rc < 0 ? rc : fingerprint_add_vector(f, d->counts, s->lexicon, e);
}

static int write_rows(struct store *s, const struct doc *d, const struct spool *pieces,
		      const struct fingerprint *f, int64_t id, uint64_t had, struct error *e)
{
	struct pieces p = { .spool = pieces };
	struct rows_source from = { d, pieces ? &p : NULL };
	int rc = rows_write(s, &from, f, id, had, e);
	pieces_release(&p);
	return rc;
}

/* had: the fingerprint of the rows that are there. */
static int write_document(struct store *s, const struct doc *d, const struct recall *r,
			  int64_t content, uint64_t had, const struct run_kept *k, struct error *e)
{
	struct fingerprint f = { 0 };
	int64_t id = r->document;
	int rc = 0;
	if (d->has & LAYER_VECTOR)
		rc = fingerprint_of(s, d, k->pieces, &f, e);
	if (rc == 0)
		rc = put_document(s, d, r, content, f.all, &id, e);
	if (rc == 0 && f.all && f.all != had)
		rc = write_rows(s, d, k->pieces, &f, id, had, e);
	if (rc == 0 && had && !f.all)
		rc = rows_drop(s, id, e);
	fingerprint_release(&f);
	if (rc == 0)
		rc = put_words(s, d, r, id, k->words, e);
	if (rc == 0)
		rc = put_hits(s, d, id, (struct str){ 0 }, e);
	return rc < 0 ? rc : see(s, id, e);
}

/* Another lexicon that codes the document as it is. */
static int record_as_same(struct store *s, const struct recall *r, struct error *e)
{
	int rc = store_write(s, e);
	sqlite3_stmt *q = store_query(s, Q_SET_CODING);
	db_int(q, 1, r->document);
	db_text(q, 2, str_of(s->shared->lexicon->hash));
	db_text(q, 3, str_of(s->id.coding));
	db_int(q, 4, s->run);
	s->changes.recoded++;
	s->changes.as_is++;
	if (rc == 0)
		rc = db_run(&s->db, q, e);
	return rc < 0 ? rc : record_as_it_was(s, r, e);
}

/* Another lexicon that codes only the chosen paragraphs of d otherwise. */
static int record_part(struct store *s, const struct doc *d, const struct recall *r, struct str packed,
		       struct error *e)
{
	struct fingerprint fresh, all;
	sqlite3_stmt *q = store_query(s, Q_SET_PART);
	fingerprint_init(&fresh, str_of(s->id.reader));
	fingerprint_init(&all, str_of(s->id.reader));
	int rc = store_write(s, e);
	if (rc == 0)
		rc = fingerprint_add_sentences(&fresh, d, s->lexicon, s->shared->config->all_voices, e);
	if (rc == 0)
		rc = rows_write_part(s, d, &fresh, r->document, &all, e);
	if (rc == 0)
		rc = put_hits(s, d, r->document, store_packed_hits(packed), e);
	db_int(q, 1, r->document);
	db_text(q, 2, str_of(s->shared->lexicon->hash));
	db_text(q, 3, str_of(s->id.coding));
	db_int(q, 4, s->run);
	db_int(q, 5, d->coded);
	db_int(q, 6, (int64_t)all.all);
	s->changes.recoded++;
	s->changes.in_part++;
	if (rc == 0)
		rc = db_run(&s->db, q, e);
	fingerprint_release(&fresh);
	fingerprint_release(&all);
	return rc < 0 ? rc : record_as_it_was(s, r, e);
}

int store_record(void *ctx, const struct doc *d, const struct recall *r, const struct run_kept *k,
		 struct error *e)
{
	struct store *s = ctx;
	int64_t content = r->content;
	enum change_kind kind;
	uint64_t rows;
	s->lexicon = r->known == RECALL_PART ? reuse_now(s->reuse) : s->shared->lexicon;
	if (r->known >= RECALL_PART) {
		int rc = r->known == RECALL_ALL	   ? record_as_it_was(s, r, e)
			 : r->known == RECALL_SAME ? record_as_same(s, r, e)
						   : record_part(s, d, r, k->packed, e);
		return rc < 0 ? rc : commit_when_due(s, e);
	}
	int rc = store_write(s, e);
	if (rc == 0 && k->packed.n && (!content || r->known == RECALL_NOTHING))
		rc = put_content(s, d, r, k->packed, &content, e);
	if (rc == 0)
		rc = compare(s, d, r, content, &kind, &rows, e);
	if (rc < 0)
		return rc;
	count_change(&s->changes, kind, d);
	rc = kind == NO_CHANGE ? see(s, r->document, e)
			       : write_document(s, d, r, content, rows, k, e);
	return rc < 0 ? rc : commit_when_due(s, e);
}
