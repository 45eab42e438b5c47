/* SPDX-License-Identifier: MIT
 *
 * What is known of a document after an edit of the lexicon: it stands as it is, or
 * some of its paragraphs are coded again.
 */
#include "pipeline/store/choose.h"
#include "pipeline/store/kept_hits.h"
#include "pipeline/store/rows.h"

static void add_number(struct buf *out, uint64_t number)
{
	buf_add(out, (struct str){ (const char *)&number, sizeof number });
}

/* The kept layers, behind PACKED_LAYERS, the length of the kept hits, and them; those are left out
 * unless hits is set. Returns whether they were asked for and are there, or -code. */
static int get_layers(struct store *s, int64_t document, bool hits, struct buf *packed, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_GET_HITS);
	db_int(q, 1, document);
	int rc = hits ? db_row(&s->db, q, e) : 0;
	struct str found = rc > 0 ? db_column_blob(q, 0) : (struct str){ 0 };
	hits = found.n > 0;
	add_number(packed, PACKED_LAYERS);
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

struct str store_packed_layers(struct str packed)
{
	return packed_part(packed, false);
}

int store_add_known(void *ctx, struct doc *d, struct str packed, struct error *e)
{
	const struct store *s = ctx;
	return kept_hits_add(d, packed_part(packed, true), reuse_now(s->reuse), reuse_term, s->reuse, e);
}

/* ---- after an edit of the lexicon ---- */

/* What of a document an edit may concern. */
struct suspects {
	bool changed;                   /* kept occurrences of changed terms */
	const uint64_t *set;            /* sentences in which added terms may occur; NULL: nothing is added */
	uint32_t count;                 /* of the document's sentences */
	bool any;                       /* of either */
};

/* 1, 0 when that cannot be told, -code. */
static int find_changed(struct store *s, int64_t document, struct suspects *out, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_GET_KEYS);
	db_int(q, 1, document);
	int rc = db_row(&s->db, q, e);
	out->changed = rc > 0 && reuse_is_changed(s->reuse, db_column_blob(q, 0));
	db_reset(q);
	return rc;
}

/* The same. */
static int find_added(struct store *s, int64_t document, struct suspects *out, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_GET_WORDS);
	struct word_index ix;
	struct error inner = { 0 };
	db_int(q, 1, document);
	int rc = db_row(&s->db, q, e);
	if (rc > 0 && word_index_open(&ix, db_column_blob(q, 0), &inner) < 0)
		rc = 0;
	if (rc > 0) {
		out->set = reuse_sentences(s->reuse, &ix);
		out->count = ix.sentences;
		rc = out->set ? 1 : fail(e, E_NOMEM, "no memory to look for terms");
	}
	for (size_t i = 0; rc > 0 && i < sentence_set_words(out->count); i++)
		out->any |= out->set[i];
	db_reset(q);
	return rc;
}

static int find_suspects(struct store *s, int64_t document, struct suspects *out, struct error *e)
{
	int rc = find_changed(s, document, out, e);
	if (rc > 0 && reuse_has_added(s->reuse))
		rc = find_added(s, document, out, e);
	out->any |= out->changed;
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
	struct str hits = suspects->changed ? packed_part(packed, true) : (struct str){ 0 };
	int rc = kept_layers_open(&k, d, packed_part(packed, false), &inner);
	if (rc == 0 && suspects->set && (uint64_t)d->sents.n != suspects->count)
		rc = fail(&inner, E_FORMAT, "the kept index is another document's");
	if (rc == 0)
		rc = choose_blocks(s->reuse, &k, d, hits, suspects->set, &inner);
	if (rc >= 0)
		store_fill_document(d, row);
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

bool store_fails_the_same(const struct store *s, const struct recall *r)
{
	sqlite3_stmt *row = s->q[Q_FIND_DOCUMENT];
	return r->document && r->content && r->content == sqlite3_column_int64(row, D_CONTENT) &&
	       db_column(row, D_FAILURE).n && only_lexicon_differs(s, row);
}

int store_recall_part(struct store *s, struct doc *d, struct recall *out, struct buf *packed,
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
		store_fill_document(d, row);
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
