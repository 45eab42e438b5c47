/* SPDX-License-Identifier: MIT
 *
 * See pack_feed.h.
 */
#include <errno.h>

#include "pipeline/base/printable.h"
#include "pipeline/io/pack_feed.h"

la_ssize_t pack_feed_read(struct archive *a, void *ctx, const void **p)
{
	struct pack_feed *f = ctx;
	const char *q = NULL;
	if (f->ended)
		return 0;
	ptrdiff_t n = f->below->next(f->below, &q, &f->why);
	f->ended = n <= 0;
	if (n < 0) {
		f->lib->archive_set_error(a, EIO, "%s", f->why.msg);
		return -1;
	}
	ptrdiff_t tail = n;
	while (tail > 0 && q[tail - 1] == 0)
		tail--;
	f->zeros = (uint64_t)(n - tail) + (tail ? 0 : f->zeros);
	f->in += (uint64_t)n;
	*p = q;
	return n;
}

int pack_fail(struct archive *a, const struct pack_feed *f, const char *what, struct error *e)
{
	if (f->why.code)
		return fail(e, f->why.code, "%s", f->why.msg);
	if (f->lib->archive_errno(a) == ENOMEM)
		return fail(e, E_NOMEM, "no memory to unpack it");
	/* Its messages may end in a line feed, or quote a member's name. */
	struct buf msg = { 0 };
	buf_add_printable(&msg, str_trim(str_of(f->lib->archive_error_string(a))));
	int rc;
	if (!msg.n || str_starts(buf_str(&msg), S("Truncated")))
		rc = fail(e, E_FORMAT, "cut short: the %s ends too early", what);
	else
		rc = fail(e, E_FORMAT, "damaged %s: %.*s", what, STR_ARG(buf_str(&msg)));
	buf_release(&msg);
	return rc;
}
