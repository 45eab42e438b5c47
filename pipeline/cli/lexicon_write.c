/* SPDX-License-Identifier: MIT
 *
 * See lexicon_write.h.
 */
#include "pipeline/cli/lexicon_write.h"
#include "pipeline/io/file_set.h"

int lexicon_write(const struct settings *s, const struct lexicon *lx, lexicon_edit *edit,
		  const void *ctx, struct error *e)
{
	const char *folder = s->out_folder ? s->out_folder : s->write ? lx->path.p : NULL;
	if (!folder)
		return 0;
	struct file_set files = { 0 };
	struct buf bytes = { 0 };
	int rc = 0;
	for (ptrdiff_t i = 0; i < lx->files.n && rc == 0; i++) {
		const struct lexicon_file *file = &lx->files.at[i];
		buf_reset(&bytes);
		rc = edit(&bytes, lx, i, ctx, e);
		if (rc == 0 && !(!s->out_folder && str_eq(buf_str(&bytes), file->bytes)))
			rc = file_set_add(&files, folder, file->path, buf_str(&bytes), e);
	}
	if (rc == 0)
		rc = file_set_commit(&files, e);
	if (rc == 0)
		printf("%td files written to %s\n", files.n, folder);
	file_set_release(&files);
	buf_release(&bytes);
	return rc;
}
