/* SPDX-License-Identifier: MIT
 *
 * See svg.h.
 */
#include "pipeline/trend/svg.h"

void svg_escaped(struct buf *out, struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		if (s.p[i] == '<')
			buf_addz(out, "&lt;");
		else if (s.p[i] == '&')
			buf_addz(out, "&amp;");
		else if ((unsigned char)s.p[i] >= ' ')
			buf_addc(out, s.p[i]);
	}
}

static void attribute(struct buf *out, const char *name, double v)
{
	buf_addf(out, " %s=\"", name);
	buf_add_fixed(out, v, 1);
	buf_addc(out, '"');
}

void svg_text(struct buf *out, const char *class, double x, double y, const char *anchor, struct str s)
{
	buf_addf(out, "<text class=\"%s\" text-anchor=\"%s\"", class, anchor);
	attribute(out, "x", x);
	attribute(out, "y", y);
	buf_addc(out, '>');
	svg_escaped(out, s);
	buf_addz(out, "</text>\n");
}

void svg_line(struct buf *out, const char *class, double x1, double y1, double x2, double y2)
{
	buf_addf(out, "<line class=\"%s\"", class);
	attribute(out, "x1", x1);
	attribute(out, "y1", y1);
	attribute(out, "x2", x2);
	attribute(out, "y2", y2);
	buf_addz(out, "/>\n");
}
