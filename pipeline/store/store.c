/* SPDX-License-Identifier: MIT
 *
 * See store.h. A run's transactions: the first holds the run's own row and the
 * lexicon's copy with the first documents, the last drops what is gone and
 * tells the sums. A run that is killed leaves whole documents, and a run
 * without an end.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/base/hash.h"
#include "pipeline/base/json_out.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/store/kept_lexicon.h"
#include "pipeline/store/lock.h"
#include "pipeline/store/schema.h"
#include "pipeline/store/store_parts.h"

#define X(name, sql) sql,
static const char *const queries[] = {
#include "pipeline/store/queries.def"
};
#undef X

static const char temporary_tables[] =
	"CREATE TEMP TABLE seen (id INTEGER PRIMARY KEY);"
	"CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY, content INTEGER, first_run INTEGER);";

int store_open(struct store **out, const char *path, struct error *e)
{
	struct store *s = calloc(1, sizeof *s);
	if (!s)
		return fail(e, E_NOMEM, "no memory for the store");
	int rc = s->lock = lock_take(path, e);
	if (rc >= 0)
		rc = db_open(&s->db, path, DB_CREATE, e);
	if (rc == 0)
		rc = schema_migrate(&s->db, e);
	if (rc == 0)
		rc = db_exec(&s->db, temporary_tables, e);
	if (rc == 0)
		rc = reuse_new(&s->reuse, e);
	for (int i = 0; i < Q_COUNT && rc == 0; i++)
		rc = db_prepare(&s->db, &s->q[i], queries[i], e);
	if (rc < 0) {
		store_close(s);
		return rc;
	}
	*out = s;
	return 0;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	for (int i = 0; i < Q_COUNT; i++)
		sqlite3_finalize(s->q[i]);
	export_one_free(s->one);
	db_close(&s->db);
	if (s->lock >= 0)
		close(s->lock);
	free(s->names.at);
	free(s->keys);
	reuse_free(s->reuse);
	free(s);
}

const struct store_changes *store_changes(const struct store *s)
{
	return &s->changes;
}

int64_t store_run(const struct store *s)
{
	return s->run;
}

const struct db *store_db(const struct store *s)
{
	return &s->db;
}

sqlite3_stmt *store_query(struct store *s, enum query q)
{
	db_reset(s->q[q]);
	return s->q[q];
}

static struct name_count *find_name(const struct names *names, uint64_t hash)
{
	size_t i = hash & (names->cap - 1);
	while (names->at[i].hash && names->at[i].hash != hash)
		i = (i + 1) & (names->cap - 1);
	return &names->at[i];
}

static int grow_names(struct names *names, struct error *e)
{
	struct names wider = { .cap = names->cap ? names->cap * 2 : 1024 };
	wider.at = calloc(wider.cap, sizeof *wider.at);
	if (!wider.at)
		return fail(e, E_NOMEM, "no memory for the names of inputs");
	for (size_t i = 0; i < names->cap; i++)
		if (names->at[i].hash)
			*find_name(&wider, names->at[i].hash) = names->at[i];
	wider.n = names->n;
	free(names->at);
	*names = wider;
	return 0;
}

uint32_t store_names_count(const struct names *names, struct str name)
{
	return names->cap ? find_name(names, hash_bytes(name, 1) | 1)->count : 0;
}

int store_names_add(struct names *names, struct str name, struct error *e)
{
	if (names->n * 2 >= names->cap && grow_names(names, e) < 0)
		return -e->code;
	struct name_count *c = find_name(names, hash_bytes(name, 1) | 1);
	names->n += c->hash == 0;
	c->hash = hash_bytes(name, 1) | 1;
	c->count++;
	return 0;
}

static int begin(void *ctx, const struct stage_shared *sh, struct str shard, struct error *e)
{
	struct store *s = ctx;
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	s->began_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
	s->shared = sh;
	int rc = identity_make(&s->id, sh, e);
	if (rc == 0)
		rc = store_write(s, e);
	if (rc < 0)
		return rc;
	kept_lexicon_find_before(s);
	sqlite3_stmt *q = store_query(s, Q_NEW_RUN);
	db_text(q, 1, S(LM_VERSION));
	db_text(q, 2, str_of(s->shared->lexicon->stemmer));
	db_text(q, 3, str_of(sh->lexicon->hash));
	db_text(q, 4, S("[]"));
	db_text(q, 5, shard);
	rc = db_run(&s->db, q, e);
	s->run = sqlite3_last_insert_rowid(s->db.h);
	return rc < 0 ? rc : kept_lexicon_put(s, e);
}

/* Documents of path that did not come this time. */
static int mark_gone(struct store *s, struct str root, struct error *e)
{
	struct buf below = { 0 };
	buf_add(&below, root);
	if (root.n && root.p[root.n - 1] != '/')
		buf_addc(&below, '/');
	sqlite3_stmt *q = store_query(s, Q_MARK_GONE);
	db_text(q, 1, root);
	db_text(q, 2, buf_str(&below));
	int rc = buf_ok(&below) ? db_run(&s->db, q, e) : fail(e, E_NOMEM, "no memory for a name");
	buf_release(&below);
	return rc;
}

/* A new document with the content of one that is gone is the old one, moved: it keeps the run in
 * which it was first seen. */
static int drop_gone(struct store *s, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_MARK_MOVED);
	db_int(q, 1, s->run);
	int rc = db_run(&s->db, q, e);
	uint64_t moved = rc < 0 ? 0 : (uint64_t)sqlite3_changes(s->db.h);
	if (rc == 0)
		rc = db_run(&s->db, store_query(s, Q_DROP_GONE), e);
	uint64_t gone = rc < 0 ? 0 : (uint64_t)sqlite3_changes(s->db.h);
	s->changes.moved = moved < gone ? moved : gone;
	s->changes.gone = gone - s->changes.moved;
	s->changes.added -= s->changes.moved;
	return rc;
}

/* New documents that a run found which then was killed: nobody has been told of them. */
static int add_untold(struct store *s, struct error *e)
{
	sqlite3_stmt *q = store_query(s, Q_UNTOLD);
	db_int(q, 1, s->run);
	int rc = db_row(&s->db, q, e);
	if (rc > 0)
		s->changes.added += (uint64_t)sqlite3_column_int64(q, 0);
	db_reset(q);
	return rc < 0 ? rc : 0;
}

static int end_run(struct store *s, struct str sources, const struct totals *t, struct error *e)
{
	const struct store_changes *n = &s->changes;
	sqlite3_stmt *q = store_query(s, Q_END_RUN);
	db_int(q, 1, s->run);
	db_int(q, 2, (int64_t)t->inputs);
	for (enum doc_status k = 0; k < DOC_STATUS_COUNT; k++)
		db_int(q, 3 + (int)k, (int64_t)t->by_status[k]);
	db_int(q, 8, (int64_t)n->added);
	db_int(q, 9, (int64_t)n->changed);
	db_int(q, 10, (int64_t)n->recoded);
	db_int(q, 11, (int64_t)n->moved);
	db_int(q, 12, (int64_t)n->gone);
	db_text(q, 13, sources);
	return db_run(&s->db, q, e);
}

static int finish(void *ctx, char *const *paths, int count, const struct totals *t,
		  struct error *e)
{
	struct store *s = ctx;
	struct buf root = { 0 }, sources = { 0 };
	int rc = store_write(s, e);
	json_open(&sources, '[');
	for (int i = 0; i < count && rc == 0; i++) {
		buf_reset(&root);
		source_root_id(&root, paths[i]);
		json_item(&sources);
		json_str(&sources, buf_str(&root));
		rc = buf_ok(&root) ? mark_gone(s, buf_str(&root), e)
				   : fail(e, E_NOMEM, "no memory for a name");
	}
	json_close(&sources, ']');
	if (rc == 0 && !buf_ok(&sources))
		rc = fail(e, E_NOMEM, "no memory for the sources");
	if (rc == 0)
		rc = drop_gone(s, e);
	if (rc == 0)
		rc = add_untold(s, e);
	if (rc == 0)
		rc = end_run(s, buf_str(&sources), t, e);
	if (rc == 0)
		rc = db_exec(&s->db, "COMMIT", e);
	s->in_transaction = false;
	buf_release(&root);
	buf_release(&sources);
	return rc;
}

static bool can_write(void *ctx, const struct format *f)
{
	(void)ctx;
	return export_one_can(f);
}

static int write_known(void *ctx, const struct recall *r, const struct format *f, struct buf *out,
		       struct error *e)
{
	struct store *s = ctx;
	int rc = s->one ? 0 : export_one_new(&s->one, &s->db, s->shared, e);
	return rc < 0 ? rc : export_one_write(s->one, r->document, f, out, e);
}

static int part_lexicon(void *ctx, const struct lexicon **out, struct error *e)
{
	struct store *s = ctx;
	return reuse_part(s->reuse, out, e);
}

struct run_store store_hooks(struct store *s)
{
	return (struct run_store){
		.ctx = s, .needs = LAYER_VECTOR | LAYER_META | LAYER_PARTS | LAYER_CUES,
		.knows_lexicon = kept_lexicon_is_sound, .part_lexicon = part_lexicon, .begin = begin,
		.can_write = can_write, .write = write_known,
		.is_as_it_was = store_is_as_it_was, .recall = store_recall,
		.pack = store_pack, .unpack = store_unpack, .add_known = store_add_known, .keep = store_keep,
		.piece = store_piece, .record = store_record, .finish = finish,
	};
}
