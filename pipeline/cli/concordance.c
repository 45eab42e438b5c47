/* SPDX-License-Identifier: MIT
 *
 * See concordance.h.
 */
#include <stdio.h>

#include "pipeline/cli/concordance.h"

#define LINE_SIDE 36                /* bytes of a line on either side */

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

void concordance_line(struct buf *out, const struct quotation *q)
{
	struct str s = q->text;
	ptrdiff_t from = q->off > LINE_SIDE ? q->off - LINE_SIDE : 0;
	ptrdiff_t end = q->off + q->len, to = end + LINE_SIDE < s.n ? end + LINE_SIDE : s.n;
	if (q->len == 0)
		to = end + 2 * LINE_SIDE < s.n ? end + 2 * LINE_SIDE : s.n;
	while (from < q->off && is_continuation(s.p[from]))
		from++;
	while (to > end && to < s.n && is_continuation(s.p[to]))
		to--;
	if (q->len == 0)
		buf_addf(out, "      # %.*s\n", STR_ARG(str_sub(s, from, to)));
	else
		buf_addf(out, "      #%*s %.*s[%.*s]%.*s\n", LINE_SIDE - (int)(q->off - from), "",
			 STR_ARG(str_sub(s, from, q->off)), STR_ARG(str_sub(s, q->off, end)),
			 STR_ARG(str_sub(s, end, to)));
}

int print_buf(struct buf *b, struct error *e)
{
	bool ok = buf_ok(b);
	if (ok)
		printf("%.*s", STR_ARG(buf_str(b)));
	buf_release(b);
	return ok ? 0 : fail(e, E_NOMEM, "no memory for what is printed");
}

int print_phrase(const struct phrase *x, uint32_t all, const char *in, const char *out, struct error *e)
{
	struct buf b = { 0 };
	buf_addf(&b, "      - %-30.*s # in %u of %u %s, %u %s; z %.1f\n", STR_ARG(x->pattern), x->in, all,
		 in, x->out, out, x->z);
	for (uint32_t i = 0; i < x->lines; i++)
		concordance_line(&b, &x->line[i]);
	return print_buf(&b, e);
}
