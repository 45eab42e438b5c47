/* SPDX-License-Identifier: MIT
 *
 * Small parts of SVG drawings: texts of documents in them are escaped.
 */
#ifndef LM_TREND_SVG_H
#define LM_TREND_SVG_H

#include "pipeline/base/buf.h"

/* Text between tags; control characters are left out. */
void svg_escaped(struct buf *out, struct str s);

/* A text of this class at x, y; anchor: start, middle or end. */
void svg_text(struct buf *out, const char *class, double x, double y, const char *anchor, struct str s);

/* A straight line of this class. */
void svg_line(struct buf *out, const char *class, double x1, double y1, double x2, double y2);

#endif
