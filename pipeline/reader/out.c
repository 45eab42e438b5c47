/* SPDX-License-Identifier: MIT
 *
 * Records from the child to the pipe. Buffered, so that a document costs few writes; the buffer is
 * static, so that the end record can be sent when there is no memory left.
 */
#include "pipeline/reader/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/doc/cut.h"
#include "pipeline/reader/cover.h"

#define WARNINGS_MAX 50                         /* a broken file can have one for every page */

/* One process, one document, one output: the only state of its kind in the reader. */
static struct {
	int fd;
	uint64_t max, sent;
	unsigned warnings;
	struct note *note;
	size_t n;
	char buf[32768];
} out = { .fd = -1 };

void out_open(int fd, uint64_t max, struct note *note)
{
	out.fd = fd;
	out.max = max;
	out.sent = 0;
	out.warnings = 0;
	out.note = note;
	out.n = 0;
}

_Noreturn static void leave(enum wire_outcome outcome)
{
	cover_dump();
	_exit(OUT_STATUS + (int)outcome);
}

/* A write fails when the main program has stopped listening: only the note can still say so. */
void out_flush(void)
{
	size_t at = 0;
	while (at < out.n) {
		ssize_t got = write(out.fd, out.buf + at, out.n - at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			if (out.note)
				strcpy(out.note->detail, "the records could not be sent");
			leave(WIRE_INTERNAL);
		}
		at += (size_t)got;
	}
	out.n = 0;
}

void out_raw(const void *p, size_t n)
{
	const char *from = p;
	while (n) {
		size_t room = sizeof out.buf - out.n, part = n < room ? n : room;
		memcpy(out.buf + out.n, from, part);
		out.n += part;
		from += part;
		n -= part;
		if (out.n == sizeof out.buf)
			out_flush();
	}
}

static void record(const struct wire_record *head, const void *fixed, size_t fixed_n,
		   const char *text)
{
	uint64_t size = sizeof *head + (uint64_t)head->len;
	if (head->type != WIRE_END && out.max && (size > out.max || out.sent > out.max - size))
		out_end(WIRE_LIMIT, "more than %llu bytes of text", (unsigned long long)out.max);
	out.sent += size;
	out_raw(head, sizeof *head);
	out_raw(fixed, fixed_n);
	out_raw(text, head->len - fixed_n);
}

/* The part of a text that fits a record beside its fixed part, up to the end of a sentence if it can be. */
static uint32_t fitting(const char *text, size_t n, size_t fixed_n)
{
	size_t room = WIRE_RECORD_MAX - fixed_n;
	if (n > room)
		n = (size_t)text_cut((struct str){ text, (ptrdiff_t)room }, UNITS_BYTES);
	return (uint32_t)(n + fixed_n);
}

/* A text longer than a record goes on in the next one, so nothing is lost without a word. */
static void records(struct wire_record head, const void *fixed, size_t fixed_n, const char *text,
		    size_t n)
{
	do {
		head.len = fitting(text, n, fixed_n);
		record(&head, fixed, fixed_n, text);
		text += head.len - fixed_n;
		n -= head.len - fixed_n;
	} while (n);
}

void out_page(const struct wire_page *page)
{
	records((struct wire_record){ .type = WIRE_PAGE }, page, sizeof *page, "", 0);
}

void out_line(const struct wire_line *line, const char *text, size_t n)
{
	records((struct wire_record){ .type = WIRE_LINE }, line, sizeof *line, text, n);
}

void out_block(uint8_t kind, uint16_t level, const struct wire_block *block, const char *text,
	       size_t n)
{
	records((struct wire_record){ .type = WIRE_BLOCK, .a = kind, .b = level }, block,
		sizeof *block, text, n);
}

void out_meta(const char *key, const char *value, size_t n)
{
	struct wire_record head = { .type = WIRE_META };
	size_t key_n = strlen(key) + 1;
	if (n == 0)
		return;
	head.len = fitting(value, n < 4096 ? n : 4096, key_n);
	record(&head, key, key_n, value);
}

/* Messages quote the document: only printable ASCII and UTF-8 bytes may pass. */
static void printable(char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*s = ' ';
}

void out_warn(const char *fmt, ...)
{
	char s[512];
	va_list ap;
	if (out.warnings++ >= WARNINGS_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(s, sizeof s, fmt, ap);
	va_end(ap);
	printable(s);
	struct wire_record head = { .type = WIRE_WARNING, .len = (uint32_t)strlen(s) };
	record(&head, NULL, 0, s);
}

_Noreturn static void finish(enum wire_outcome outcome, const char *detail)
{
	struct wire_record head = { .type = WIRE_END,
				    .a = (uint8_t)outcome,
				    .len = (uint32_t)strlen(detail) };
	if (out.note)
		memcpy(out.note->detail, detail, head.len + 1);
	if (out.fd >= 0) {
		record(&head, NULL, 0, detail);
		out_flush();
	}
	leave(outcome);
}

_Noreturn void out_end(enum wire_outcome outcome, const char *fmt, ...)
{
	char s[WIRE_DETAIL_MAX];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(s, sizeof s, fmt, ap);
	va_end(ap);
	printable(s);
	finish(outcome, s);
}

_Noreturn void out_no_memory(void)
{
	finish(WIRE_MEMORY, "the parser ran out of memory");
}
