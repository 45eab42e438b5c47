/* SPDX-License-Identifier: MIT
 *
 * Numbers and texts as the files here have them.
 */
#ifndef LM_EXCHANGE_DICT_PRINT_H
#define LM_EXCHANGE_DICT_PRINT_H

#include "pipeline/base/buf.h"

/* "1", "0.5", "-1.25": up to four decimals, no zeros at the end. */
static inline void add_weight(struct buf *out, double w)
{
	buf_add_fixed(out, w, 4);
	while (out->n && out->p[out->n - 1] == '0')
		out->n--;
	if (out->n && out->p[out->n - 1] == '.')
		out->n--;
}

/* A text in single quotes, as YAML has it. */
static inline void add_quoted(struct buf *out, struct str s)
{
	buf_addc(out, '\'');
	for (ptrdiff_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\'')
			buf_addc(out, '\'');
		buf_addc(out, s.p[i]);
	}
	buf_addc(out, '\'');
}

#endif
