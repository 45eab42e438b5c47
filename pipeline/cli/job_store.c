/* SPDX-License-Identifier: MIT
 *
 * See job_store.h.
 */
#include <limits.h>
#include <stdlib.h>

#include "pipeline/cli/job_store.h"
#include "pipeline/io/file.h"
#include "pipeline/io/log.h"
#include "pipeline/store/digest.h"
#include "pipeline/store/store.h"

/* "new 3, gone 1"; an empty line when nothing has changed. */
static void changes_line(char *line, size_t n, const struct store_changes *c)
{
	const struct {
		const char *what;
		uint64_t n;
	} parts[] = { { "new", c->added }, { "changed", c->changed }, { "moved", c->moved },
		      { "gone", c->gone }, { "coded again", c->recoded },
		      { "of these partial or failed", c->failed } };
	line[0] = '\0';
	for (ptrdiff_t i = 0; i < countof(parts); i++) {
		size_t at = strlen(line);
		if (parts[i].n)
			snprintf(line + at, n - at, "%s%s %llu", at ? ", " : "", parts[i].what,
				 (unsigned long long)parts[i].n);
	}
}

/* The documents that this run found not to be ok, into the log. */
static int log_failures(const struct store *st, int log, struct error *e)
{
	sqlite3_stmt *q;
	int rc = db_prepare(store_db(st), &q, "SELECT path, status, reason FROM documents WHERE "
			    "changed_run = ?1 AND status <> 'ok' ORDER BY path, copy", e);
	if (rc == 0)
		db_int(q, 1, store_run(st));
	while (rc == 0 && (rc = db_row(store_db(st), q, e)) > 0) {
		log_line(log, LOG_WARNING, "%.*s: %.*s: %.*s", STR_ARG(db_column(q, 0)),
			 STR_ARG(db_column(q, 1)), STR_ARG(db_column(q, 2)));
		rc = 0;
	}
	sqlite3_finalize(q);
	return rc;
}

/* How far documents went that another lexicon coded. */
static void log_recoded(const struct store_changes *c, int log)
{
	if (c->recoded)
		log_line(log, LOG_INFO, "coded again: %llu whole, %llu in some paragraphs, %llu not concerned",
			 (unsigned long long)(c->recoded - c->in_part - c->as_is),
			 (unsigned long long)c->in_part, (unsigned long long)c->as_is);
}

/* One line when something has changed, and the digest when it is asked for. */
static int say_changes(const struct settings *s, const struct store *st, bool to_stdout, int log,
		       struct error *e)
{
	struct buf digest = { 0 };
	FILE *to = to_stdout ? stdout : stderr;
	char line[200];
	changes_line(line, sizeof line, store_changes(st));
	log_line(log, LOG_INFO, "%s", line[0] ? line : "nothing has changed");
	log_recoded(store_changes(st), log);
	int rc = log < 0 ? 0 : log_failures(st, log, e);
	if (rc < 0 || s->quiet || !line[0])
		return rc;
	fprintf(to, "leitmotif: %s, see leitmotif status --store %s\n", line, s->store);
	if (s->digest)
		rc = digest_write(store_db(st), store_run(st), &digest, e);
	if (digest.n)
		fwrite(digest.p, 1, (size_t)digest.n, to);
	buf_release(&digest);
	return rc;
}

/* In a folder that is read, the store would be an input that changes with every run. */
static int check_store_place(const struct settings *s, struct error *e)
{
	char folder[PATH_MAX], root[PATH_MAX];
	struct str dir = str_of(s->store);
	while (dir.n && dir.p[dir.n - 1] != '/')
		dir.n--;
	char *name = dir.n ? strndup(dir.p, (size_t)dir.n) : strdup(".");
	bool known = name && realpath(name, folder);
	free(name);
	for (int i = 0; known && i < s->argument_count; i++) {
		if (!file_is_folder(s->arguments[i]) || !realpath(s->arguments[i], root))
			continue;
		size_t n = strlen(root);
		bool inside = strncmp(folder, root, n) == 0 && (folder[n] == '/' || !folder[n]);
		if (inside || strcmp(root, "/") == 0)
			return fail(e, E_USAGE, "the store '%s' lies in '%s', which is to be read",
				    s->store, s->arguments[i]);
	}
	return 0;
}

int job_run_with_store(const struct settings *s, struct run_options *opt, struct totals *t,
		       int log, struct error *e)
{
	struct store *st;
	int rc = check_store_place(s, e);
	if (rc == 0)
		rc = store_open(&st, s->store, e);
	if (rc < 0)
		return rc;
	struct run_store hooks = store_hooks(st);
	opt->store = &hooks;
	opt->quiet = !s->verbose;      /* the store knows what is not ok; once is enough */
	log_line(log, LOG_INFO, "run with leitmotif %s begins: %s", LM_VERSION, s->store);
	rc = run_all(opt, t, e);
	if (rc == 0)
		rc = say_changes(s, st, opt->output_count == 0, log, e);
	store_close(st);
	return rc;
}
