/* SPDX-License-Identifier: MIT
 *
 * Bounds of paths, for clips (ISO 32000-1, 8.5): Word draws text boxes whose text lies outside.
 */
#include "pipeline/reader/pdf_content.h"

static void widen(struct path *path, struct point p)
{
	struct box dot = { p.x, p.y, p.x, p.y };
	path->box = path->any ? box_around(path->box, dot) : dot;
	path->any = true;
}

/* A point alone encloses nothing; it counts with the line that starts there. */
void path_move(struct run *r, float x, float y)
{
	r->path.start = matrix_point(r->s.ctm, x, y);
	r->path.started = true;
}

void path_line(struct run *r, float x, float y)
{
	if (r->path.started)
		widen(&r->path, r->path.start);
	r->path.started = false;
	widen(&r->path, matrix_point(r->s.ctm, x, y));
}

void path_rectangle(struct run *r, float x, float y, float w, float h)
{
	path_move(r, x, y);
	path_line(r, x + w, y);
	path_line(r, x + w, y + h);
	path_line(r, x, y + h);
}

/* Painted or not: the path is gone, and may leave a clip behind. One without bounds clips all. */
void path_end(struct run *r)
{
	if (r->path.clips) {
		struct box box = r->path.any ? r->path.box : (struct box){ 0, 0, 0, 0 };
		r->s.clip = r->s.clipped ? box_common(r->s.clip, box) : box;
		r->s.clipped = true;
	}
	r->path = (struct path){ 0 };
}
