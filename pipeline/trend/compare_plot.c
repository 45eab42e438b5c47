/* SPDX-License-Identifier: MIT
 *
 * A comparison as a drawing: for each theme the ratio of rates and the
 * difference of shares with a concern, with their intervals. What the test
 * upholds is filled. Colours are Okabe and Ito's.
 */
#include <math.h>

#include "pipeline/trend/compare.h"
#include "pipeline/trend/svg.h"

#define ROW_H 22
#define TOP 64
#define LABEL_W 345
#define PANEL_W 250
#define GAP 60
#define WIDTH (LABEL_W + 2 * PANEL_W + GAP + 40)
#define MOST 8.0                 /* the largest ratio that is drawn, and its inverse */
#define LEVEL 0.05
#define NAME_BYTES 36

/* One of the two scales: from low to high over the width of a panel. */
struct panel {
	double x, low, high;
};

static const struct panel ratios = { LABEL_W, -1, 1 };
static const struct panel shares = { LABEL_W + PANEL_W + GAP, -1, 1 };

static double place(const struct panel *p, double v)
{
	return p->x + (fmin(p->high, fmax(p->low, v)) - p->low) / (p->high - p->low) * PANEL_W;
}

/* -1 to 1 for 1 / MOST to MOST. */
static double log_scale(double ratio)
{
	return ratio > 0 ? log(ratio) / log(MOST) : -1;
}

static void draw_value(struct buf *out, const struct panel *p, double y, double v, struct interval i,
		       bool upheld)
{
	if (!isfinite(v))
		return;
	if (isfinite(i.low) && isfinite(i.high))
		svg_line(out, "interval", place(p, i.low), y, place(p, i.high), y);
	buf_addf(out, "<circle class=\"%s\" r=\"4\" cx=\"", upheld ? "upheld" : "open");
	buf_add_fixed(out, place(p, v), 1);
	buf_addz(out, "\" cy=\"");
	buf_add_fixed(out, y, 1);
	buf_addz(out, "\"/>\n");
}

static void draw_row(struct buf *out, const struct contrast *c, const struct dataset *ds, double y)
{
	double difference = (double)c->a.concerned / fmax(1, c->a.docs) -
			    (double)c->b.concerned / fmax(1, c->b.docs);
	struct interval logs = { log_scale(c->ratio_interval.low), log_scale(c->ratio_interval.high) };
	if (!isfinite(c->ratio_interval.low))
		logs = (struct interval){ NAN, NAN };
	svg_text(out, "label", LABEL_W - 16, y + 4, "end", ds->themes.at[c->theme].title);
	svg_line(out, "row", LABEL_W, y + ROW_H / 2.0, WIDTH - 20, y + ROW_H / 2.0);
	draw_value(out, &ratios, y, isfinite(c->ratio) ? log_scale(c->ratio) : NAN, logs, c->q <= LEVEL);
	draw_value(out, &shares, y, difference, c->concern, c->q_concern <= LEVEL);
}

static void draw_scale(struct buf *out, const struct panel *p, const char *title,
		       const char *const ticks[5], double height)
{
	svg_text(out, "title", p->x, 20, "start", str_of(title));
	svg_text(out, "axis", p->x, 36, "start", S("more in B"));
	svg_text(out, "axis", p->x + PANEL_W, 36, "end", S("more in A"));
	for (int i = 0; i < 5; i++) {
		double x = p->x + PANEL_W * i / 4.0;
		svg_text(out, "axis", x, 52, "middle", str_of(ticks[i]));
		svg_line(out, i == 2 ? "middle" : "row", x, TOP - 8, x, TOP + height);
	}
}

/* As much of a name as has room above the themes'. */
static struct str shortened(const char *name)
{
	struct str s = str_of(name);
	ptrdiff_t n = s.n > NAME_BYTES ? NAME_BYTES : s.n;
	while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n--;
	return str_sub(s, 0, n);
}

/* "A: grade=good (63 documents)" */
static void draw_names(struct buf *out, const struct comparison *c, const char *const names[2])
{
	struct buf name = { 0 };
	for (int side = 0; side < 2; side++) {
		buf_reset(&name);
		struct str shown = shortened(names[side]);
		buf_addf(&name, "%c: %.*s%s (%td document%s)", "AB"[side], STR_ARG(shown),
			 names[side][shown.n] ? "..." : "", c->sides->n[side],
			 c->sides->n[side] == 1 ? "" : "s");
		buf_inherit(out, &name);
		svg_text(out, "label", LABEL_W - 16, 20 + 16 * side, "end", buf_str(&name));
	}
	buf_release(&name);
}

int comparison_plot(const struct comparison *c, const struct dataset *ds, const char *const names[2],
		    struct buf *out, struct error *e)
{
	static const char style[] =
		"<style>text{font-family:system-ui,sans-serif;fill:#222}.title{font-size:13px;font-weight:600}"
		".label{font-size:12px}.axis{font-size:10px;fill:#555}.row{stroke:#e3e6e9}"
		".middle{stroke:#888}.interval{stroke:#56b4e9;stroke-width:4;stroke-opacity:.6}"
		".upheld{fill:#0072b2;stroke:#0072b2}.open{fill:#fff;stroke:#0072b2}</style>\n";
	static const char *const times[5] = { "1/8", "0.35", "1", "2.8", "8" };
	static const char *const points[5] = { "-100", "-50", "0", "50", "100" };
	double height = (double)c->list.n * ROW_H;
	buf_addf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" width=\"%d\" "
		 "role=\"img\">\n<title>A (%td documents) and B (%td documents), theme by theme</title>\n%s"
		 "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n", WIDTH, TOP + height + 12, WIDTH,
		 c->sides->n[SIDE_FIRST], c->sides->n[SIDE_SECOND], style);
	draw_names(out, c, names);
	draw_scale(out, &ratios, "Sentences per 1,000 words, A over B", times, height);
	draw_scale(out, &shares, "Reports with a concern, points", points, height);
	for (ptrdiff_t i = 0; i < c->list.n; i++)
		draw_row(out, &c->list.at[i], ds, TOP + ((double)i + 0.5) * ROW_H);
	buf_addz(out, "</svg>\n");
	return buf_ok(out) ? 0 : fail(e, E_NOMEM, "no memory for the plot");
}
