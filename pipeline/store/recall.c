/* SPDX-License-Identifier: MIT
 *
 * What is known of an input. A file whose stamp is the stored one is not even
 * opened; otherwise its content's hash decides. A stamp is only stored when
 * the file was older than the run by more than file systems' clocks are coarse:
 * a later edit could otherwise leave the same times ("racy" in git's index).
 */
#include <string.h>

#include "pipeline/base/hash.h"
#include "pipeline/io/gz.h"
#include "pipeline/store/kept_layers.h"
#include "pipeline/store/packing.h"
#include "pipeline/store/pieces.h"
#include "pipeline/store/snapshot.h"
#include "pipeline/store/store_parts.h"
#include "pipeline/store/word_index.h"

#define RACY_NS INT64_C(2100000000)      /* FAT keeps even seconds */
#define PACK_LEVEL 1                     /* a first run must not wait for zlib */
#define UNPACKED_MAX UINT32_MAX
#define HASHED ((ptrdiff_t)256 * 1024)   /* bytes of a content at a time */

static int find_document(struct store *s, struct str path, uint32_t copy, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_FIND_DOCUMENT);
	db_text(q, 1, path);
	db_int(q, 2, copy);
	return db_row(&s->db, q, e);
}

static bool stamp_is_stored(sqlite3_stmt *row, const struct file_stamp *f)
{
	return f->is_set && sqlite3_column_type(row, D_SIZE) != SQLITE_NULL &&
	       sqlite3_column_int64(row, D_SIZE) == (int64_t)f->size &&
	       sqlite3_column_int64(row, D_MTIME) == f->mtime_ns &&
	       sqlite3_column_int64(row, D_CTIME) == f->ctime_ns &&
	       sqlite3_column_int64(row, D_INODE) == (int64_t)f->inode;
}

/* Is the current row the work of this program, this lexicon and these options? */
static bool row_is_current(const struct store *s, sqlite3_stmt *row)
{
	return str_eq(db_column(row, D_CODING), str_of(s->id.coding)) &&
	       str_eq(db_column(row, D_READER), str_of(s->id.reader));
}

/* Its text is kept then, and if it has to be coded again, that is enough: unless it is one that is too
 * large. A row without a coding is of a failure that may pass. */
bool store_is_as_it_was(void *ctx, struct str id, const struct file_stamp *stamp)
{
	struct store *s = ctx;
	struct error e = { 0 };
	sqlite3_stmt *row = s->q[Q_FIND_DOCUMENT];
	bool same = find_document(s, id, store_names_count(&s->names, id), &e) > 0 &&
		    stamp_is_stored(row, stamp) && db_column(row, D_CODING).n &&
		    sqlite3_column_int64(row, D_HAS_TEXT) &&
		    str_eq(db_column(row, D_READER), str_of(s->id.reader));
	db_reset(row);
	return same;
}

/* Two hashes of the content, 128 bits with its length beside them, the same whether it is held or not.
 * What else extract looks at is in the seed: a name that ends in .pdf, and a file that could only be read
 * in part. */
static int hash_content(const struct doc *d, uint64_t hash[2], struct error *e)
{
	struct str id = buf_str(&d->id), why = str_of(d->err.msg), raw = buf_str(&d->raw);
	struct buf piece = { 0 };
	int rc = 0;
	hash[0] = hash_bytes(why, str_eq_nocase(str_sub(id, id.n - 4, id.n), S(".pdf")));
	hash[1] = hash[0] ^ UINT64_C(0x9e3779b97f4a7c15);
	for (uint64_t at = 0; at < d->raw_size && rc == 0; at += HASHED) {
		buf_reset(&piece);
		if (d->large)
			rc = spool_read(d->large, at, HASHED, &piece, e);
		struct str s = d->large ? buf_str(&piece) : str_sub(raw, (ptrdiff_t)at, (ptrdiff_t)at + HASHED);
		for (int k = 0; k < 2; k++)
			hash[k] = hash_bytes(s, hash[k]);
	}
	buf_release(&piece);
	return rc;
}

static bool has_bytes(const struct doc *d)
{
	return d->raw.n || d->large;
}

/* *usable: this reader has read the same; *has_text: and what it made of it is kept. */
static int find_content(struct store *s, const struct doc *d, struct recall *out, bool *usable,
			bool *has_text, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_FIND_CONTENT);
	if (hash_content(d, out->hash, e) < 0)
		return -e->code;
	db_blob(q, 1, (struct str){ (const char *)out->hash, sizeof out->hash });
	db_int(q, 2, (int64_t)d->raw_size);
	int rc = db_row(&s->db, q, e);
	*usable = rc > 0 && str_eq(db_column(q, 1), str_of(s->id.reader));
	*has_text = *usable && sqlite3_column_int64(q, 2);
	if (*usable)
		out->content = sqlite3_column_int64(q, 0);
	db_reset(q);
	return rc < 0 ? rc : 0;
}

/* The sums and the outcome of an input that is passed over. */
void store_fill_document(struct doc *d, sqlite3_stmt *row)
{
	struct str status = db_column(row, D_STATUS), reason = db_column(row, D_REASON);
	for (enum doc_status k = 0; k < DOC_STATUS_COUNT; k++)
		if (str_eq(status, str_of(doc_status_name(k))) && k != DOC_OK)
			doc_degrade(d, k, E_OK, "%.*s", STR_ARG(reason));
	d->raw_size = (uint64_t)sqlite3_column_int64(row, D_BYTES);
	d->words = (uint32_t)sqlite3_column_int64(row, D_WORDS);
	d->sentences = (uint32_t)sqlite3_column_int64(row, D_SENTENCES);
	d->coded = (uint32_t)sqlite3_column_int64(row, D_CODED);
	d->warnings = (uint32_t)sqlite3_column_int64(row, D_WARNINGS);
}

static bool same_outcome(const struct doc *d, sqlite3_stmt *row)
{
	return sqlite3_column_type(row, D_CONTENT) == SQLITE_NULL &&
	       str_eq(db_column(row, D_STATUS), str_of(doc_status_name(d->status))) &&
	       str_eq(db_column(row, D_REASON), str_of(d->err.msg));
}

/* Decide out->known; the document's row, if there is one, is current. */
static void decide(struct store *s, struct doc *d, const struct source_note *note, bool usable,
		   bool has_text, bool layers, struct recall *out)
{
	sqlite3_stmt *row = out->document ? s->q[Q_FIND_DOCUMENT] : NULL;
	int64_t stored = row ? sqlite3_column_int64(row, D_CONTENT) : 0;
	bool as_it_was;
	if (note->outcome == SOURCE_KNOWN) {
		out->content = stored;
		has_text = true;
		as_it_was = row_is_current(s, row);
	} else if (has_bytes(d))
		as_it_was = row && usable && stored == out->content && row_is_current(s, row);
	else
		as_it_was = row && same_outcome(d, row);
	bool needs_text = !as_it_was || (layers && out->content);
	out->known = needs_text && !has_text ? RECALL_NOTHING : as_it_was ? RECALL_ALL : RECALL_TEXT;
	if (row)
		out->same_stamp = !out->stamp.is_set || stamp_is_stored(row, &out->stamp);
	if (note->outcome == SOURCE_KNOWN || (as_it_was && out->content))
		d->raw_size = (uint64_t)sqlite3_column_int64(row, D_BYTES);
	if (as_it_was && out->content && !layers)
		store_fill_document(d, row);
	out->has_words = row && out->content && stored == out->content &&
			 str_eq(db_column(row, D_FRONT), str_of(s->id.front)) &&
			 str_eq(db_column(row, D_STATUS), str_of(doc_status_name(DOC_OK)));
}

/* The kept text: its length as a number, then the packed bytes. */
static int get_text(struct store *s, int64_t content, struct buf *packed, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_GET_TEXT);
	db_int(q, 1, content);
	int rc = db_row(&s->db, q, e);
	if (rc > 0) {
		uint64_t size = (uint64_t)sqlite3_column_int64(q, 0);
		buf_add(packed, (struct str){ (const char *)&size, sizeof size });
		buf_add(packed, db_column_blob(q, 1));
		rc = buf_ok(packed) ? 0 : fail(e, E_NOMEM, "no memory for a kept text");
	}
	db_reset(q);
	return rc;
}

int store_recall(void *ctx, struct doc *d, const struct source_note *note, bool layers,
		 struct recall *out, struct buf *packed, struct error *e)
{
	struct store *s = ctx;
	const struct file_stamp *f = &note->stamp;
	int64_t latest = f->mtime_ns > f->ctime_ns ? f->mtime_ns : f->ctime_ns;
	bool usable = false, has_text = false;
	*out = (struct recall){ .stamp = *f };
	out->stamp.is_set = f->is_set && latest < s->began_ns - RACY_NS;
	out->copy = store_names_count(&s->names, buf_str(&d->id));
	int rc = store_names_add(&s->names, buf_str(&d->id), e);
	if (rc == 0 && has_bytes(d))
		rc = find_content(s, d, out, &usable, &has_text, e);
	if (rc == 0)
		rc = find_document(s, buf_str(&d->id), out->copy, e);
	if (rc < 0)
		return rc;
	out->document = rc > 0 ? sqlite3_column_int64(s->q[Q_FIND_DOCUMENT], D_ID) : 0;
	decide(s, d, note, usable, has_text, layers, out);
	d->raw_hash = out->hash[0];
	rc = 0;
	if (out->known == RECALL_TEXT && !layers && store_fails_the_same(s, out)) {
		out->known = RECALL_SAME;
		store_fill_document(d, s->q[Q_FIND_DOCUMENT]);
	} else if (out->known == RECALL_TEXT && !layers && out->has_words)
		rc = store_recall_part(s, d, out, packed, e);
	else if (out->content && (out->known == RECALL_TEXT || layers))
		rc = get_text(s, out->content, packed, e);
	db_reset(s->q[Q_FIND_DOCUMENT]);
	return rc;
}

bool store_is_lasting(int code)
{
	return code != E_IO && code != E_NOMEM && code != E_READER && code != E_INTERNAL;
}

void store_pack(const struct doc *d, struct buf *packed)
{
	struct buf plain = { 0 };
	struct error e = { 0 };
	buf_reset(packed);
	if (!store_is_lasting(d->err.code))
		return;
	if (!d->portion.is_one || !(d->has & LAYER_VECTOR))
		snapshot_write(&plain, d);
	uint64_t size = (uint64_t)plain.n;
	buf_add(packed, (struct str){ (const char *)&size, sizeof size });
	if (!buf_ok(&plain) || gz_pack(packed, buf_str(&plain), PACK_LEVEL, &e) < 0 || !buf_ok(packed))
		buf_reset(packed);
	buf_release(&plain);
}

int store_unpack(struct doc *d, struct str packed, struct error *e)
{
	uint64_t size;
	if (packed.n < (ptrdiff_t)sizeof size)
		return fail(e, E_FORMAT, "the kept text is damaged");
	memcpy(&size, packed.p, sizeof size);
	if (size == PACKED_LAYERS)
		return kept_layers_read(d, store_packed_layers(packed), e);
	struct buf plain = { 0 };
	if (size > UNPACKED_MAX || !buf_reserve(&plain, (ptrdiff_t)size + 1))
		return fail(e, E_NOMEM, "no memory for a kept text");
	int rc = gz_unpack(plain.p, size, str_sub(packed, sizeof size, packed.n), e);
	if (rc == 0)
		rc = snapshot_read(d, (struct str){ plain.p, (ptrdiff_t)size }, e);
	buf_release(&plain);
	return rc;
}

int store_piece(void *ctx, const struct doc *d, struct buf *out, struct error *e)
{
	const struct store *s = ctx;
	return pieces_pack(out, d, s->shared->lexicon, s->shared->config->all_voices, str_of(s->id.reader), e);
}

/* The index of words as a packed text, then the layers. */
void store_keep(const struct doc *d, const struct recall *r, struct buf *kept)
{
	struct buf words = { 0 };
	if (r->has_words || d->status != DOC_OK || !(d->has & LAYER_STEMS))
		return;
	word_index_write(&words, d);
	if (words.n) {
		pack_text(kept, buf_str(&words));
		kept_layers_write(kept, d);
	}
	if (!buf_ok(kept))
		buf_reset(kept);
	buf_release(&words);
}
