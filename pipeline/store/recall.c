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
#include "pipeline/store/choose.h"
#include "pipeline/store/kept_hits.h"
#include "pipeline/store/packing.h"
#include "pipeline/store/rows.h"
#include "pipeline/store/snapshot.h"
#include "pipeline/store/store_parts.h"

#define RACY_NS INT64_C(2100000000)      /* FAT keeps even seconds */
#define PACK_LEVEL 1                     /* a first run must not wait for zlib */
#define UNPACKED_MAX UINT32_MAX
#define LAYERS_FOLLOW UINT64_MAX         /* in place of the length of a text */

/* Columns of FIND_DOCUMENT. */
enum { D_ID, D_CONTENT, D_CODING, D_STATUS, D_REASON, D_SIZE, D_MTIME, D_CTIME, D_INODE, D_BYTES,
       D_WORDS, D_SENTENCES, D_CODED, D_WARNINGS, D_READER, D_LEXICON, D_FRONT, D_FAILURE };

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

/* Its text is kept then, and if it has to be coded again, that is enough. A row without a coding is
 * of a failure that may pass. */
bool store_is_as_it_was(void *ctx, struct str id, const struct file_stamp *stamp)
{
	struct store *s = ctx;
	struct error e = { 0 };
	sqlite3_stmt *row = s->q[Q_FIND_DOCUMENT];
	bool same = find_document(s, id, store_names_count(&s->names, id), &e) > 0 &&
		    stamp_is_stored(row, stamp) && db_column(row, D_CODING).n &&
		    str_eq(db_column(row, D_READER), str_of(s->id.reader));
	db_reset(row);
	return same;
}

/* Two hashes of the content, 128 bits with its length beside them. What else extract looks at is in
 * the seed: a name that ends in .pdf, and a file that could only be read in part. */
static void hash_content(const struct doc *d, uint64_t hash[2])
{
	struct str id = buf_str(&d->id), why = str_of(d->err.msg);
	uint64_t seed = hash_bytes(why, str_eq_nocase(str_sub(id, id.n - 4, id.n), S(".pdf")));
	hash[0] = hash_bytes(buf_str(&d->raw), seed);
	hash[1] = hash_bytes(buf_str(&d->raw), seed ^ UINT64_C(0x9e3779b97f4a7c15));
}

static int find_content(struct store *s, const struct doc *d, struct recall *out, bool *usable,
			struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_FIND_CONTENT);
	hash_content(d, out->hash);
	db_blob(q, 1, (struct str){ (const char *)out->hash, sizeof out->hash });
	db_int(q, 2, d->raw.n);
	int rc = db_row(&s->db, q, e);
	*usable = rc > 0 && str_eq(db_column(q, 1), str_of(s->id.reader));
	if (*usable)
		out->content = sqlite3_column_int64(q, 0);
	db_reset(q);
	return rc < 0 ? rc : 0;
}

/* The sums and the outcome of an input that is passed over. */
static void fill_document(struct doc *d, sqlite3_stmt *row)
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
		   bool layers, struct recall *out)
{
	sqlite3_stmt *row = out->document ? s->q[Q_FIND_DOCUMENT] : NULL;
	int64_t stored = row ? sqlite3_column_int64(row, D_CONTENT) : 0;
	bool as_it_was;
	if (note->outcome == SOURCE_KNOWN) {
		out->content = stored;
		usable = true;
		as_it_was = row_is_current(s, row);
	} else if (d->raw.n)
		as_it_was = row && usable && stored == out->content && row_is_current(s, row);
	else
		as_it_was = row && same_outcome(d, row);
	out->known = as_it_was ? RECALL_ALL : usable ? RECALL_TEXT : RECALL_NOTHING;
	if (row)
		out->same_stamp = !out->stamp.is_set || stamp_is_stored(row, &out->stamp);
	if (note->outcome == SOURCE_KNOWN || (as_it_was && out->content))
		d->raw_size = (uint64_t)sqlite3_column_int64(row, D_BYTES);
	if (as_it_was && out->content && !layers)
		fill_document(d, row);
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

static void add_number(struct buf *out, uint64_t number)
{
	buf_add(out, (struct str){ (const char *)&number, sizeof number });
}

/* The kept layers, behind LAYERS_FOLLOW, the length of the kept hits, and them; those are left out
 * unless hits is set. Returns whether they were asked for and are there, or -code. */
static int get_layers(struct store *s, int64_t document, bool hits, struct buf *packed, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_GET_HITS);
	db_int(q, 1, document);
	int rc = hits ? db_row(&s->db, q, e) : 0;
	struct str found = rc > 0 ? db_column_blob(q, 0) : (struct str){ 0 };
	hits = found.n > 0;
	add_number(packed, LAYERS_FOLLOW);
	add_number(packed, (uint64_t)found.n);
	buf_add(packed, found);
	db_reset(q);
	q = store_query(s, Q_GET_LAYERS);
	db_int(q, 1, document);
	if (rc >= 0)
		rc = db_row(&s->db, q, e);
	if (rc > 0)
		buf_add(packed, db_column_blob(q, 0));
	db_reset(q);
	if (rc >= 0 && !buf_ok(packed))
		rc = fail(e, E_NOMEM, "no memory for kept layers");
	return rc < 0 ? rc : hits;
}

/* What get_layers() made: hits, and layers. */
static struct str packed_part(struct str packed, bool hits)
{
	uint64_t n;
	memcpy(&n, packed.p + sizeof n, sizeof n);
	ptrdiff_t from = 2 * sizeof n, end = from + (ptrdiff_t)n;
	return hits ? str_sub(packed, from, end) : str_sub(packed, end, packed.n);
}

struct str store_packed_hits(struct str packed)
{
	return packed_part(packed, true);
}

int store_add_known(void *ctx, struct doc *d, struct str packed, struct error *e)
{
	const struct store *s = ctx;
	return kept_hits_add(d, packed_part(packed, true), reuse_now(s->reuse), reuse_term, s->reuse, e);
}

/* ---- after an edit of the lexicon ---- */

/* Sentences of a document in which terms may occur that differ. */
struct suspects {
	const uint64_t *set;
	uint32_t count;                 /* of the document's sentences */
	bool any;
};

/* 1, 0 when that cannot be told, -code. */
static int find_suspects(struct store *s, int64_t document, struct suspects *out, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_GET_WORDS);
	struct word_index ix;
	struct error inner = { 0 };
	db_int(q, 1, document);
	int rc = db_row(&s->db, q, e);
	if (rc > 0 && word_index_open(&ix, db_column_blob(q, 0), &inner) < 0)
		rc = 0;
	if (rc > 0) {
		*out = (struct suspects){ reuse_sentences(s->reuse, &ix), ix.sentences, false };
		rc = out->set ? 1 : fail(e, E_NOMEM, "no memory to look for terms");
	}
	for (size_t i = 0; rc > 0 && i < sentence_set_words(out->count); i++)
		out->any |= out->set[i];
	db_reset(q);
	return rc;
}

/* Take what the chosen paragraphs count from the sums of d, which are those of all: the vector stage
 * adds it anew. 1, 0 when the hashes of rows, which tell what is coded, are lost. */
static int take_sums(struct store *s, struct doc *d, int64_t document, struct error *e)
{
	struct buf hashes = { 0 };
	struct row_hash row;
	int rc = rows_hashes(s, document, &hashes, e);
	struct unpacker u = { buf_str(&hashes), false };
	for (uint32_t i = 0; i < (uint32_t)d->sents.n; i++) {
		const struct sentence *t = &d->sents.at[i];
		bool in = d->chosen[t->block] && doc_counts(d, i, s->shared->config->all_voices);
		d->words -= in ? t->tok_count : 0;
		d->sentences -= in;
	}
	while (fingerprint_read(&u, &row))
		d->coded -= row.sentence < (uint64_t)d->sents.n &&
			    d->chosen[d->sents.at[row.sentence].block];
	rc = rc < 0 ? rc : hashes.n > 0;
	buf_release(&hashes);
	return rc;
}

static void forget_layers(struct doc *d)
{
	d->has = LAYER_NONE;
	d->chosen = NULL;
	d->blocks.n = d->sents.n = d->toks.n = 0;
}

/* Choose the paragraphs of d in which a term that differs occurs; packed has its layers. */
static int choose(struct store *s, struct doc *d, struct recall *out, const struct suspects *suspects,
		  struct str packed, struct error *e)
{
	struct kept_layers k;
	struct error inner = { 0 };
	sqlite3_stmt *row = s->q[Q_FIND_DOCUMENT];
	int rc = kept_layers_open(&k, d, packed_part(packed, false), &inner);
	if (rc == 0 && (uint64_t)d->sents.n != suspects->count)
		rc = fail(&inner, E_FORMAT, "the kept index is another document's");
	if (rc == 0)
		rc = choose_blocks(s->reuse, &k, d, suspects->set, &inner);
	if (rc >= 0)
		fill_document(d, row);
	out->known = rc == 0 ? RECALL_SAME : RECALL_PART;
	if (rc > 0)
		rc = take_sums(s, d, out->document, &inner) - 1;
	if (rc == 0 && out->known == RECALL_PART)
		return 0;
	forget_layers(d);
	if (rc < 0)
		out->known = RECALL_TEXT;
	/* What was kept is damaged: all of it is coded again. */
	return rc < 0 && inner.code && inner.code != E_FORMAT ? fail(e, inner.code, "%s", inner.msg) : 0;
}

/* Was the row made from the same content, by the same program with the same options? */
static bool only_lexicon_differs(const struct store *s, sqlite3_stmt *row)
{
	char coding[KEY_SIZE];
	identity_coding(&s->id, db_column(row, D_LEXICON), coding);
	return str_eq(db_column(row, D_CODING), str_of(coding));
}

/* What cannot be read is so whatever the lexicon. */
static bool fails_the_same(const struct store *s, const struct recall *r)
{
	sqlite3_stmt *row = s->q[Q_FIND_DOCUMENT];
	return r->document && r->content && r->content == sqlite3_column_int64(row, D_CONTENT) &&
	       db_column(row, D_FAILURE).n && only_lexicon_differs(s, row);
}

/* If only the lexicon's terms are others than those that coded the document, only the paragraphs are
 * coded again in which one of them occurs; without any the row stands. Otherwise packed is what all is
 * coded again from. */
static int recall_part(struct store *s, struct doc *d, struct recall *out, struct buf *packed,
		       struct error *e)
{
	sqlite3_stmt *row = s->q[Q_FIND_DOCUMENT];
	struct str before = db_column(row, D_LEXICON);
	struct suspects suspects = { 0 };
	int rc = only_lexicon_differs(s, row)
			 ? reuse_prepare(s->reuse, &s->db, s->shared->lexicon, before, e) : 0;
	if (rc > 0)
		rc = find_suspects(s, out->document, &suspects, e);
	if (rc > 0 && !suspects.any) {
		out->known = RECALL_SAME;
		fill_document(d, row);
		return 0;
	}
	if (rc >= 0)
		rc = get_layers(s, out->document, rc > 0 && reuse_has_part(s->reuse), packed, e);
	if (rc > 0)
		rc = choose(s, d, out, &suspects, buf_str(packed), e);
	if (out->known == RECALL_SAME)
		buf_reset(packed);
	return rc;
}

int store_recall(void *ctx, struct doc *d, const struct source_note *note, bool layers,
		 struct recall *out, struct buf *packed, struct error *e)
{
	struct store *s = ctx;
	const struct file_stamp *f = &note->stamp;
	int64_t latest = f->mtime_ns > f->ctime_ns ? f->mtime_ns : f->ctime_ns;
	bool usable = false;
	*out = (struct recall){ .stamp = *f };
	out->stamp.is_set = f->is_set && latest < s->began_ns - RACY_NS;
	out->copy = store_names_count(&s->names, buf_str(&d->id));
	int rc = store_names_add(&s->names, buf_str(&d->id), e);
	if (rc == 0 && d->raw.n)
		rc = find_content(s, d, out, &usable, e);
	if (rc == 0)
		rc = find_document(s, buf_str(&d->id), out->copy, e);
	if (rc < 0)
		return rc;
	out->document = rc > 0 ? sqlite3_column_int64(s->q[Q_FIND_DOCUMENT], D_ID) : 0;
	decide(s, d, note, usable, layers, out);
	d->raw_hash = out->hash[0];
	rc = 0;
	if (out->known == RECALL_TEXT && !layers && fails_the_same(s, out)) {
		out->known = RECALL_SAME;
		fill_document(d, s->q[Q_FIND_DOCUMENT]);
	} else if (out->known == RECALL_TEXT && !layers && out->has_words)
		rc = recall_part(s, d, out, packed, e);
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
	if (size == LAYERS_FOLLOW)
		return kept_layers_read(d, packed_part(packed, false), e);
	struct buf plain = { 0 };
	if (size > UNPACKED_MAX || !buf_reserve(&plain, (ptrdiff_t)size + 1))
		return fail(e, E_NOMEM, "no memory for a kept text");
	int rc = gz_unpack(plain.p, size, str_sub(packed, sizeof size, packed.n), e);
	if (rc == 0)
		rc = snapshot_read(d, (struct str){ plain.p, (ptrdiff_t)size }, e);
	buf_release(&plain);
	return rc;
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
