/* SPDX-License-Identifier: MIT
 *
 * Series as an SVG drawing that stands alone: small multiples with intervals,
 * four in a row. Colours are Okabe and Ito's, told apart by the colour-blind.
 */
#include <math.h>

#include "pipeline/trend/series_out.h"
#include "pipeline/trend/svg.h"

#define PLOTS_MAX 60
#define PER_ROW 4
#define CELL_W 250
#define CELL_H 170
#define PAD_LEFT 38
#define PAD_TOP 34
#define PLOT_W 196
#define PLOT_H 100
#define TITLE_BYTES 31          /* that fit a cell; longer titles take two lines */
#define TITLE_STEP 14
#define CAPTION_H 16

/* One cell's axes. */
struct frame {
	double x, y;             /* top left of the plot */
	double first, last;      /* years */
	double low, high;
};

static double x_of(const struct frame *f, double years)
{
	double width = f->last - f->first;
	return f->x + (width > 0 ? (years - f->first) / width : 0.5) * PLOT_W;
}

static double y_of(const struct frame *f, double v)
{
	return f->y + PLOT_H - (v - f->low) / (f->high - f->low) * PLOT_H;
}

static void add_at(struct buf *out, const struct frame *f, double years, double v)
{
	buf_add_fixed(out, x_of(f, years), 1);
	buf_addc(out, ',');
	buf_add_fixed(out, y_of(f, v), 1);
	buf_addc(out, ' ');
}

static void add_axis_text(struct buf *out, double x, double y, const char *anchor, double v, int decimals)
{
	buf_addz(out, "<text class=\"axis\" x=\"");
	buf_add_fixed(out, x, 0);
	buf_addz(out, "\" y=\"");
	buf_add_fixed(out, y, 0);
	buf_addf(out, "\" text-anchor=\"%s\">", anchor);
	buf_add_fixed(out, v, decimals);
	buf_addz(out, "</text>\n");
}

static void draw_axes(struct buf *out, const struct frame *f)
{
	buf_addz(out, "<path class=\"frame\" d=\"M");
	add_at(out, f, f->first, f->low);
	buf_addz(out, "L");
	add_at(out, f, f->last, f->low);
	if (f->low < 0 && f->high > 0) {
		buf_addz(out, "M");
		add_at(out, f, f->first, 0);
		buf_addz(out, "L");
		add_at(out, f, f->last, 0);
	}
	buf_addz(out, "\"/>\n");
	add_axis_text(out, f->x - 4, f->y + 8, "end", f->high, 1);
	add_axis_text(out, f->x - 4, f->y + PLOT_H, "end", f->low, 1);
	add_axis_text(out, f->x, f->y + PLOT_H + 13, "start", floor(f->first), 0);
	add_axis_text(out, f->x + PLOT_W, f->y + PLOT_H + 13, "end", floor(f->last), 0);
}

static void draw_points(struct buf *out, const struct frame *f, const struct series *s)
{
	for (ptrdiff_t i = 0; i < s->n; i++) {
		const struct point *p = &s->at[i];
		if (p->docs && !isnan(p->interval.low)) {
			buf_addz(out, "<path class=\"interval\" d=\"M");
			add_at(out, f, p->years, p->interval.low);
			buf_addz(out, "L");
			add_at(out, f, p->years, p->interval.high);
			buf_addz(out, "\"/>\n");
		}
	}
	buf_addz(out, "<polyline class=\"line\" points=\"");
	for (ptrdiff_t i = 0; i < s->n; i++)
		if (s->at[i].docs && !isnan(s->at[i].value))
			add_at(out, f, s->at[i].years, s->at[i].value);
	buf_addz(out, "\"/>\n");
}

/* The theme's title and what the series is grouped by, for the caller to release. */
static struct buf title_of(const struct series *s, const struct dataset *ds)
{
	struct buf title = { 0 };
	buf_add(&title, ds->themes.at[s->theme].title);
	if (s->group.n)
		buf_addz(&title, ": ");
	buf_add(&title, s->group);
	return title;
}

/* The length of a title's first line, which ends at a blank. */
static ptrdiff_t first_line(struct str title)
{
	ptrdiff_t end = title.n > TITLE_BYTES ? TITLE_BYTES : title.n;
	while (end > 0 && end < title.n && title.p[end] != ' ')
		end--;
	return end ? end : title.n;
}

static void draw_title(struct buf *out, const struct frame *f, const struct series *s,
		       const struct dataset *ds)
{
	struct buf title = title_of(s, ds);
	struct str rest = buf_str(&title);
	for (double y = f->y - 18 - TITLE_STEP * (first_line(rest) < rest.n); rest.n; y += TITLE_STEP) {
		ptrdiff_t n = y < f->y - 18 ? first_line(rest) : rest.n;
		buf_addf(out, "<text class=\"title\" x=\"%.0f\" y=\"%.0f\">", f->x - 30, y);
		svg_escaped(out, str_sub(rest, 0, n));
		buf_addz(out, "</text>\n");
		rest = str_trim(str_sub(rest, n, rest.n));
	}
	buf_inherit(out, &title);
	buf_release(&title);
}

static void draw_series(struct buf *out, const struct frame *f, const struct series *s,
			const struct dataset *ds)
{
	buf_addz(out, "<g>");
	draw_title(out, f, s, ds);
	buf_addf(out, "<text class=\"axis\" x=\"%.0f\" y=\"%.0f\">", f->x - 30, f->y - 5);
	struct buf words = { 0 };
	series_conclusion(&words, s);
	buf_inherit(out, &words);
	svg_escaped(out, buf_str(&words));
	buf_release(&words);
	buf_addz(out, "</text>\n");
	draw_axes(out, f);
	draw_points(out, f, s);
	buf_addz(out, "</g>\n");
}

/* The axes that all cells share. */
static struct frame common_frame(const struct series_set *set)
{
	struct frame f = { .first = INFINITY, .last = -INFINITY, .high = 0 };
	for (ptrdiff_t i = 0; i < set->list.n; i++) {
		for (ptrdiff_t k = 0; k < set->list.at[i].n; k++) {
			const struct point *p = &set->list.at[i].at[k];
			if (!p->docs)
				continue;
			f.first = fmin(f.first, p->years);
			f.last = fmax(f.last, p->years);
			f.high = fmax(f.high, fmax(p->value, p->interval.high));
		}
	}
	f.high = set->options.measure == MEASURE_RATE && f.high > 0 ? f.high : 1;
	f.low = set->options.measure == MEASURE_NET ? -1 : 0;
	if (!isfinite(f.first))
		f.first = f.last = 0;
	return f;
}

/* Points that titles of two lines need above a plot; 0 when all are short. */
static int title_room(const struct series_set *set, const struct dataset *ds, struct buf *out)
{
	int room = 0;
	for (ptrdiff_t i = 0; i < set->list.n; i++) {
		struct buf title = title_of(&set->list.at[i], ds);
		if (first_line(buf_str(&title)) < title.n)
			room = TITLE_STEP;
		buf_inherit(out, &title);
		buf_release(&title);
	}
	return room;
}

/* What is drawn, below all plots; it fits one of them. */
static void draw_caption(struct buf *out, enum measure m, ptrdiff_t y)
{
	static const struct str words[] = {
		[MEASURE_SHARE] = STR("share of documents with the theme; 95 % intervals"),
		[MEASURE_RATE] = STR("sentences per 1,000 words; 95 % intervals"),
		[MEASURE_CONCERN] = STR("share of documents with a concern; 95 % intervals"),
		[MEASURE_NET] = STR("strengths less concerns; 95 % intervals"),
	};
	svg_text(out, "axis", PAD_LEFT - 30, (double)y + 6, "start", words[m]);
}

int series_plot(const struct series_set *set, const struct dataset *ds, struct buf *out,
		struct error *e)
{
	static const char style[] =
		"<style>text{font-family:system-ui,sans-serif;fill:#222}.title{font-size:12px;"
		"font-weight:600}.axis{font-size:10px;fill:#555}.frame{stroke:#bbb;fill:none}"
		".interval{stroke:#56b4e9;stroke-width:4;stroke-opacity:.45}"
		".line{stroke:#0072b2;stroke-width:1.8;fill:none}</style>\n";
	if (set->list.n > PLOTS_MAX)
		return fail(e, E_USAGE, "a plot takes up to %d series, not %td: choose with --theme or "
			    "--where", PLOTS_MAX, set->list.n);
	ptrdiff_t columns = set->list.n < PER_ROW ? set->list.n : PER_ROW;
	ptrdiff_t rows = (set->list.n + PER_ROW - 1) / PER_ROW;
	int room = title_room(set, ds, out), cell = CELL_H + room;
	buf_addf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %td %td\" width=\"%td\" "
		 "role=\"img\">\n<title>%s by theme</title>\n", columns * CELL_W,
		 rows * cell + CAPTION_H, columns * CELL_W, measure_name(set->options.measure));
	buf_addz(out, style);
	buf_addz(out, "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
	struct frame f = common_frame(set);
	for (ptrdiff_t i = 0; i < set->list.n; i++) {
		ptrdiff_t row = i / PER_ROW, column = i % PER_ROW;
		f.x = (double)(column * CELL_W + PAD_LEFT);
		f.y = (double)(row * cell + PAD_TOP + room);
		draw_series(out, &f, &set->list.at[i], ds);
	}
	draw_caption(out, set->options.measure, rows * cell);
	buf_addz(out, "</svg>\n");
	return buf_ok(out) ? 0 : fail(e, E_NOMEM, "no memory for the plot");
}
