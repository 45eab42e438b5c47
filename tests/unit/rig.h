/* SPDX-License-Identifier: MIT
 *
 * A folder of its own for a test that needs files; removed with all that is in it.
 */
#ifndef LM_TESTS_RIG_H
#define LM_TESTS_RIG_H

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/base/buf.h"
#include "pipeline/base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>   /* behind error.h: it has a macro fail() */

struct rig {
	char folder[64];
	char path[4096];         /* what rig_path() gave last */
};

static int rig_setup(void **state)
{
	struct rig *r = test_calloc(1, sizeof *r);
	snprintf(r->folder, sizeof r->folder, "/tmp/leitmotif-test-XXXXXX");
	*state = r;
	return mkdtemp(r->folder) ? 0 : -1;
}

static int rig_remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static int rig_teardown(void **state)
{
	struct rig *r = *state;
	int rc = nftw(r->folder, rig_remove_one, 16, FTW_DEPTH | FTW_PHYS);
	test_free(r);
	return rc;
}

static inline char *rig_path(struct rig *r, const char *name)
{
	snprintf(r->path, sizeof r->path, "%s/%s", r->folder, name);
	return r->path;
}

static inline void rig_write(struct rig *r, const char *name, struct str bytes)
{
	FILE *f = fopen(rig_path(r, name), "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes.p, 1, (size_t)bytes.n, f), bytes.n);
	assert_int_equal(fclose(f), 0);
}

#endif
