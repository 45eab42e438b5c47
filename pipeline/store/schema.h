/* SPDX-License-Identifier: MIT
 *
 * The tables and views of a store, and how older ones become new ones.
 * docs/FORMAT.md describes them.
 */
#ifndef LM_STORE_SCHEMA_H
#define LM_STORE_SCHEMA_H

#include "pipeline/store/db.h"

/* Bring the store to the schema of this program: an empty file gets all tables. Each version is one
 * transaction. E_IO when the file is no store or was written by a newer program. */
int schema_migrate(const struct db *db, struct error *e);

/* The same check, changing nothing; E_IO also when the store is older. */
int schema_check(const struct db *db, struct error *e);

#endif
