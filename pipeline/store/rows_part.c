/* SPDX-License-Identifier: MIT
 *
 * The rows of a document of which only some paragraphs were coded again. What the
 * changed sentences add to the vector is taken from it and put to it anew.
 */
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/store/rows.h"

struct rewrite {
	struct store *s;
	const struct doc *d;
	const struct fingerprint *fresh;
	int64_t id;
	struct fingerprint *all;
	struct theme_count *before, *now;       /* one a theme */
	struct error *e;
};

/* ---- the vector ---- */

static int theme_of(const struct rewrite *p, sqlite3_stmt *row)
{
	int theme = lexicon_theme(p->s->lexicon, db_column(row, 0));
	if (theme < 0)
		fail(p->e, E_IO, "the store '%s' is damaged: an unknown theme", p->s->db.path);
	return theme;
}

static int read_vector(struct rewrite *p)
{
	static const int columns[POL_COUNT] = {
		[POL_STRENGTH] = 3, [POL_CONCERN] = 4, [POL_MIXED] = 5, [POL_NEUTRAL] = 6
	};
	sqlite3_stmt *q = store_query(p->s, Q_GET_VECTOR);
	int rc;
	db_int(q, 1, p->id);
	while ((rc = db_row(&p->s->db, q, p->e)) > 0) {
		int theme = theme_of(p, q);
		if (theme < 0)
			return -E_IO;
		struct theme_count *t = &p->before[theme];
		t->sentences = (uint32_t)sqlite3_column_int64(q, 1);
		t->mentions = (uint32_t)sqlite3_column_int64(q, 2);
		for (int k = 0; k < POL_COUNT; k++)
			t->by_polarity[k] = (uint32_t)sqlite3_column_int64(q, columns[k]);
		t->better = (uint32_t)sqlite3_column_int64(q, 7);
		t->worse = (uint32_t)sqlite3_column_int64(q, 8);
		p->now[theme] = *t;
	}
	return rc;
}

static int write_vector(const struct rewrite *p)
{
	const struct lexicon *lx = p->s->lexicon;
	int rc = 0;
	for (ptrdiff_t i = 0; i < lx->themes.n && rc == 0; i++) {
		const struct theme_count *t = &p->now[i];
		if (memcmp(t, &p->before[i], sizeof *t) == 0)
			continue;
		if (t->sentences) {
			rc = rows_put_theme(p->s, p->id, lx->themes.at[i].id, t, p->e);
			continue;
		}
		sqlite3_stmt *q = store_query(p->s, Q_DROP_VECTOR);
		db_int(q, 1, p->id);
		db_text(q, 2, lx->themes.at[i].id);
		rc = db_run(&p->s->db, q, p->e);
	}
	return rc;
}

/* ---- the sentences ---- */

/* Take the codes that the sentence has in the store from the vector. */
static int take_out(const struct rewrite *p, uint32_t sentence)
{
	sqlite3_stmt *q = store_query(p->s, Q_GET_CODES);
	int rc;
	db_int(q, 1, p->id);
	db_int(q, 2, sentence);
	while ((rc = db_row(&p->s->db, q, p->e)) > 0) {
		int theme = theme_of(p, q);
		struct code c = { .mentions = (uint32_t)sqlite3_column_int64(q, 3) };
		while (c.polarity + 1 < POL_COUNT &&
		       !str_eq(db_column(q, 1), str_of(polarity_name((enum polarity)c.polarity))))
			c.polarity++;
		while (c.change + 1 < CHANGE_COUNT &&
		       !str_eq(db_column(q, 2), str_of(change_name((enum change)c.change))))
			c.change++;
		if (theme < 0)
			return -E_IO;
		theme_count_add(&p->now[theme], &c, -1);
	}
	return rc;
}

static int drop_sentence(const struct rewrite *p, uint32_t sentence, bool stays)
{
	int rc = take_out(p, sentence);
	if (rc == 0)
		rc = rows_run(p->s, Q_DROP_SENTENCE_CODES, p->id, sentence, p->e);
	if (rc == 0 && !stays)
		rc = rows_run(p->s, Q_DROP_SENTENCE, p->id, sentence, p->e);
	return rc;
}

static int put_sentence(const struct rewrite *p, const struct row_hash *row, bool was_there)
{
	const struct doc *d = p->d;
	for (ptrdiff_t i = row->code; i < d->codes.n && d->codes.at[i].sent == row->sentence; i++)
		theme_count_add(&p->now[d->codes.at[i].theme], &d->codes.at[i], 1);
	int rc = was_there ? 0 : rows_put_sentence(p->s, d, row->sentence, p->id, p->e);
	return rc < 0 ? rc : rows_put_codes(p->s, d, row->code, p->id, p->e);
}

static bool is_chosen(const struct rewrite *p, uint32_t sentence)
{
	const struct doc *d = p->d;
	return sentence < (uint64_t)d->sents.n && doc_is_chosen(d, d->sents.at[sentence].block);
}

/* A sentence's rows: old are there, new shall be; NULL: none. */
static int change(const struct rewrite *p, const struct row_hash *old, const struct row_hash *new)
{
	bool stays = old && !is_chosen(p, old->sentence);
	int rc = 0;
	if (old && new && old->hash == new->hash)
		stays = true;
	if (old && !stays)
		rc = drop_sentence(p, old->sentence, new);
	if (rc == 0 && new && !stays)
		rc = put_sentence(p, new, old);
	const struct row_hash *row = stays ? old : new;
	return rc == 0 && row ? fingerprint_add(p->all, *row, p->e) : rc;
}

/* Go through the hashes of what is there and of what shall be, both by sentence. */
static int change_all(const struct rewrite *p, struct str hashes)
{
	const struct fingerprint *f = p->fresh;
	struct unpacker u = { hashes, false };
	struct row_hash old;
	ptrdiff_t i = 0;
	bool more = fingerprint_read(&u, &old);
	int rc = 0;
	while (rc == 0 && ((more && old.sentence != NO_SENTENCE) || i < f->rows.n)) {
		const struct row_hash *new = i < f->rows.n ? &f->rows.at[i] : NULL;
		bool first = more && (!new || old.sentence <= new->sentence);
		bool both = first && new && old.sentence == new->sentence;
		rc = change(p, first ? &old : NULL, first && !both ? NULL : new);
		i += !first || both;
		if (first)
			more = fingerprint_read(&u, &old);
	}
	return rc;
}

int rows_write_part(struct store *s, const struct doc *d, const struct fingerprint *fresh, int64_t id,
		    struct fingerprint *all, struct error *e)
{
	const struct lexicon *lx = s->lexicon;
	struct buf hashes = { 0 };
	struct rewrite p = { .s = s, .d = d, .fresh = fresh, .id = id, .all = all, .e = e,
			  .before = calloc((size_t)lx->themes.n + 1, sizeof *p.before),
			  .now = calloc((size_t)lx->themes.n + 1, sizeof *p.now) };
	int rc = p.before && p.now ? rows_hashes(s, id, &hashes, e)
				   : fail(e, E_NOMEM, "no memory for a vector");
	if (rc == 0 && !hashes.n)
		rc = fail(e, E_IO, "the store '%s' is damaged: hashes of rows are missing", s->db.path);
	if (rc == 0)
		rc = read_vector(&p);
	if (rc == 0)
		rc = change_all(&p, buf_str(&hashes));
	if (rc == 0)
		rc = fingerprint_add_vector(all, p.now, lx, e);
	if (rc == 0)
		rc = write_vector(&p);
	if (rc == 0)
		rc = rows_put_hashes(s, all, id, e);
	buf_release(&hashes);
	free(p.before);
	free(p.now);
	return rc;
}
