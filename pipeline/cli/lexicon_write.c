/* SPDX-License-Identifier: MIT
 *
 * See lexicon_write.h.
 */
#include <stdlib.h>

#include "pipeline/cli/lexicon_write.h"
#include "pipeline/io/file.h"
#include "pipeline/io/sink.h"

struct outputs {
	struct sink **at;
	ptrdiff_t n;
};

static int write_file(struct outputs *o, const char *folder, struct str name, struct str bytes,
		      struct error *e)
{
	char path[4096];
	ptrdiff_t slash = name.n;
	while (slash > 0 && name.p[slash - 1] != '/')
		slash--;
	snprintf(path, sizeof path, "%s/%.*s", folder, (int)slash, name.p);
	int rc = file_make_folder(path, e);
	if ((size_t)snprintf(path, sizeof path, "%s/%.*s", folder, STR_ARG(name)) >= sizeof path)
		rc = fail(e, E_IO, "the path of '%.*s' is too long", STR_ARG(name));
	if (rc == 0)
		rc = sink_open(&o->at[o->n], path, e);
	if (rc == 0)
		rc = sink_write(o->at[o->n++], bytes, e);
	return rc;
}

int lexicon_write(const struct settings *s, const struct lexicon *lx, lexicon_edit *edit,
		  const void *ctx, struct error *e)
{
	const char *folder = s->out_folder ? s->out_folder : s->write ? lx->path.p : NULL;
	if (!folder)
		return 0;
	struct outputs o = { calloc((size_t)lx->files.n + 1, sizeof(struct sink *)), 0 };
	struct buf bytes = { 0 };
	int rc = o.at ? 0 : fail(e, E_NOMEM, "no memory to write the lexicon");
	for (ptrdiff_t i = 0; i < lx->files.n && rc == 0; i++) {
		const struct lexicon_file *file = &lx->files.at[i];
		buf_reset(&bytes);
		rc = edit(&bytes, lx, i, ctx, e);
		if (rc == 0 && !(!s->out_folder && str_eq(buf_str(&bytes), file->bytes)))
			rc = write_file(&o, folder, file->path, buf_str(&bytes), e);
	}
	for (ptrdiff_t i = 0; i < o.n && rc == 0; i++)
		rc = sink_finish(o.at[i], e);
	for (ptrdiff_t i = 0; i < o.n && rc == 0; i++)
		rc = sink_commit(o.at[i], e);
	if (rc == 0)
		printf("%td files written to %s\n", o.n, folder);
	for (ptrdiff_t i = 0; i < o.n; i++)
		sink_free(o.at[i]);
	free(o.at);
	buf_release(&bytes);
	return rc;
}
