/* SPDX-License-Identifier: MIT
 *
 * Runs with a store in a test's folder: reports/ is what is read, lexicon/ the
 * lexicon. The clock can be set forward, so that stamps of files that are
 * milliseconds old are trusted.
 */
#ifndef LM_TESTS_STORE_RIG_H
#define LM_TESTS_STORE_RIG_H

#include "pipeline/run/run.h"
#include "pipeline/store/export.h"
#include "pipeline/store/schema.h"
#include "pipeline/store/store.h"
#include "pipeline/store/store_parts.h"
#include "tests/unit/rig.h"

#define AHEAD_NS INT64_C(60000000000)

struct store_rig {
	struct rig *r;
	struct config config;
	bool unsynced;           /* nothing waits for the disk: for tests of many runs */
	bool trust_stamps;       /* as if the files had been left alone for a minute */
	unsigned shard, shards;  /* of run_options */
	const char *output;      /* in this file below the folder, in output_format */
	const struct format *output_format;
	/* of the last run */
	int read, passed_over;   /* extracted; not even opened */
	int coded;               /* through the chain */
	struct store_changes changes;
	struct totals totals;
	struct error e;
};

/* The hooks of the store that runs now, with ours around them. */
static struct {
	struct store_rig *rig;
	struct run_store real;
} watched;

static int watch_begin(void *ctx, const struct stage_shared *sh, struct str shard, struct error *e)
{
	int rc = watched.real.begin(ctx, sh, shard, e);
	if (watched.rig->trust_stamps)
		((struct store *)ctx)->began_ns += AHEAD_NS;
	return rc;
}

static bool watch_is_as_it_was(void *ctx, struct str id, const struct file_stamp *stamp)
{
	bool same = watched.real.is_as_it_was(ctx, id, stamp);
	watched.rig->passed_over += same;
	return same;
}

static void watch_keep(const struct doc *d, const struct recall *r, struct buf *kept)
{
	watched.rig->coded++;
	watched.real.keep(d, r, kept);
}

static void watch_pack(const struct doc *d, struct buf *packed)
{
	watched.rig->read++;
	watched.real.pack(d, packed);
}

static inline void store_rig_lexicon(struct store_rig *s, const char *terms)
{
	char yaml[400];
	mkdir(rig_path(s->r, "lexicon"), 0700);
	mkdir(rig_path(s->r, "lexicon/themes"), 0700);
	rig_write(s->r, "lexicon/lexicon.yaml",
		  S("id: test\ntitle: Test\nversion: 1\nlanguage: english\n"));
	snprintf(yaml, sizeof yaml, "group: g\ntitle: G\nthemes:\n"
		 "  - {id: load, title: Load, terms: [%s]}\n"
		 "  - {id: staff, title: Staff, terms: [staff, manager]}\n", terms);
	rig_write(s->r, "lexicon/themes/g.yaml", str_of(yaml));
}

static inline void store_rig_init(struct store_rig *s, struct rig *r)
{
	static char lexicon[4096];
	*s = (struct store_rig){ .r = r };
	config_init(&s->config);
	s->config.jobs = 1;
	snprintf(lexicon, sizeof lexicon, "%s/lexicon", r->folder);
	s->config.lexicon_path = lexicon;
	store_rig_lexicon(s, "caseloads");
	mkdir(rig_path(r, "reports"), 0700);
}

/* A run of the folder's entry `what` into the store of this name. */
static inline int store_rig_run_on(struct store_rig *s, const char *store, const char *what)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", s->r->folder, what);
	char *paths[] = { path };
	struct store *st = NULL;
	s->e = (struct error){ 0 };
	s->read = s->passed_over = s->coded = 0;
	int rc = store_open(&st, rig_path(s->r, store), &s->e);
	if (rc == 0 && s->unsynced)
		rc = db_exec(&st->db, "PRAGMA synchronous = OFF", &s->e);
	if (rc < 0)
		return rc;
	watched.rig = s;
	watched.real = store_hooks(st);
	struct run_store hooks = watched.real;
	hooks.begin = watch_begin;
	hooks.is_as_it_was = watch_is_as_it_was;
	hooks.pack = watch_pack;
	hooks.keep = watch_keep;
	static char output[4096];
	snprintf(output, sizeof output, "%s/%s", s->r->folder, s->output ? s->output : "");
	struct run_output out = { s->output_format, output };
	struct run_options opt = { .outputs = &out, .output_count = s->output != NULL,
				   .config = &s->config, .paths = paths, .path_count = 1,
				   .shard = s->shard, .shards = s->shards, .store = &hooks, .quiet = true };
	rc = run_all(&opt, &s->totals, &s->e);
	s->changes = *store_changes(st);
	store_close(st);
	return rc;
}

static inline int store_rig_run(struct store_rig *s, const char *store)
{
	return store_rig_run_on(s, store, "reports");
}

static int put_in_buf(void *ctx, struct str bytes, struct error *e)
{
	(void)e;
	buf_add(ctx, bytes);
	return 0;
}

/* All that a store says, in every format, one behind the other. */
static inline void store_rig_export(struct store_rig *s, const char *store, struct buf *out)
{
	struct db db;
	buf_reset(out);
	assert_int_equal(db_open(&db, rig_path(s->r, store), DB_READ, &s->e), 0);
	assert_int_equal(schema_check(&db, &s->e), 0);
	for (const struct export_format *f = export_formats; f->name; f++)
		assert_int_equal(f->write(&db, put_in_buf, out, &s->e), 0);
	db_close(&db);
	assert_true(buf_ok(out));
}

/* A number from a query on a store. */
static inline int64_t store_rig_number(struct store_rig *s, const char *store, const char *sql)
{
	struct db db;
	int64_t n;
	assert_int_equal(db_open(&db, rig_path(s->r, store), DB_READ, &s->e), 0);
	assert_int_equal(db_number(&db, &n, sql, &s->e), 0);
	db_close(&db);
	return n;
}

#endif
