/* SPDX-License-Identifier: MIT
 *
 * See progress.h.
 */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/run/progress.h"

#define REDRAW_MS 100

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void progress_begin(struct progress *p, bool wanted)
{
	*p = (struct progress){ .shown = wanted && isatty(STDERR_FILENO), .began_ms = now_ms() };
}

void progress_draw(struct progress *p, uint64_t done, uint64_t expected)
{
	if (!p->shown)
		return;
	int64_t now = now_ms();
	if (now - p->drawn_ms < REDRAW_MS)
		return;
	p->drawn_ms = now;
	p->on_line = true;
	double seconds = (double)(now - p->began_ms) / 1000;
	double rate = seconds > 0 ? (double)done / seconds : 0;
	char left[48] = "";
	if (rate > 0 && expected > done) {
		uint64_t s = (uint64_t)((double)(expected - done) / rate + 0.5);
		snprintf(left, sizeof left, ", %" PRIu64 ":%02" PRIu64 " left", s / 60, s % 60);
	}
	if (expected >= done && expected)
		fprintf(stderr, "\r\033[K%" PRIu64 " of %" PRIu64 " documents, %.0f a second%s", done,
			expected, rate, left);
	else
		fprintf(stderr, "\r\033[K%" PRIu64 " documents, %.0f a second", done, rate);
	fflush(stderr);
}

void progress_clear(struct progress *p)
{
	if (p->on_line) {
		fputs("\r\033[K", stderr);
		fflush(stderr);
	}
	p->on_line = false;
}

void progress_report(struct progress *p, const struct doc *d)
{
	progress_clear(p);
	fprintf(stderr, "%.*s: %s: %s\n", STR_ARG(buf_str(&d->id)), doc_status_name(d->status),
		d->err.msg);
}
