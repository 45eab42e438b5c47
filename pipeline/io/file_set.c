/* SPDX-License-Identifier: MIT
 *
 * See file_set.h.
 */
#include <stdio.h>

#include "pipeline/base/vec.h"
#include "pipeline/io/file.h"
#include "pipeline/io/file_set.h"
#include "pipeline/io/sink.h"

int file_set_add(struct file_set *set, const char *folder, struct str name, struct str bytes,
		 struct error *e)
{
	char path[4096];
	ptrdiff_t slash = name.n;
	while (slash > 0 && name.p[slash - 1] != '/')
		slash--;
	snprintf(path, sizeof path, "%s/%.*s", folder, (int)slash, name.p);
	int rc = file_make_folder(path, e);
	if (rc == 0 && (size_t)snprintf(path, sizeof path, "%s/%.*s", folder, STR_ARG(name)) >= sizeof path)
		rc = fail(e, E_IO, "the path of '%.*s' is too long", STR_ARG(name));
	struct sink **sink = rc == 0 ? VEC_HEAP_PUSH(set) : NULL;
	if (rc == 0 && !sink)
		rc = fail(e, E_NOMEM, "no memory to write '%s'", path);
	if (rc == 0)
		rc = sink_open(sink, path, e);
	return rc < 0 ? rc : sink_write(*sink, bytes, e);
}

int file_set_commit(struct file_set *set, struct error *e)
{
	int rc = 0;
	for (ptrdiff_t i = 0; i < set->n && rc == 0; i++)
		rc = sink_finish(set->at[i], e);
	for (ptrdiff_t i = 0; i < set->n && rc == 0; i++)
		rc = sink_commit(set->at[i], e);
	return rc;
}

void file_set_release(struct file_set *set)
{
	for (ptrdiff_t i = 0; i < set->n; i++)
		sink_free(set->at[i]);
	free(set->at);
	*set = (struct file_set){ 0 };
}
