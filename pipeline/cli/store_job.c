/* SPDX-License-Identifier: MIT
 *
 * See store_job.h.
 */
#include <unistd.h>

#include "pipeline/cli/store_job.h"
#include "pipeline/store/lock.h"
#include "pipeline/store/schema.h"

int store_job(const struct settings *s, bool writes,
	      int (*work)(const struct settings *s, const struct db *db, struct error *e))
{
	struct error e = { 0 };
	struct db db = { 0 };
	int lock = -1, rc = 0;
	if (!s->store)
		rc = fail(&e, E_USAGE, "no store given: --store FILE");
	else if (access(s->store, F_OK) < 0)
		rc = fail_errno(&e, E_IO, "cannot open the store '%s'", s->store);
	if (rc == 0 && writes)
		rc = lock = lock_take(s->store, &e);
	if (rc >= 0)
		rc = db_open(&db, s->store, writes ? DB_WRITE : DB_READ, &e);
	if (rc == 0)
		rc = schema_check(&db, &e);
	if (rc == 0 && writes)
		rc = db_prepare_to_write(&db, &e);
	if (rc == 0)
		rc = work(s, &db, &e);
	db_close(&db);
	if (lock >= 0)
		close(lock);
	if (rc == 0)
		return EXIT_ALL_OK;
	complain(&e);
	return error_exit_status(e.code);
}
