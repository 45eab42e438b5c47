/* SPDX-License-Identifier: MIT
 *
 * One document's process: put the limits on, map the input, shut the door, parse. Nothing of a
 * document is looked at before the filter is on.
 */
#include "pipeline/reader/child.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define MAX_PAGES 5000

static struct input map_input(const struct wire_request *q, int doc)
{
	struct input in = { .n = (size_t)q->size, .max_pages = q->flags & WIRE_PAGES_MASK,
			    .pdf_library = q->flags & WIRE_PDF_LIBRARY };
	struct stat st;
	if (in.max_pages == 0)
		in.max_pages = MAX_PAGES;
	if (fstat(doc, &st) != 0 || st.st_size < 0 || (uint64_t)st.st_size < q->size)
		out_end(WIRE_INTERNAL, "the document is shorter than the request says");
	if (in.n == 0)
		return in;
	void *p = mmap(NULL, in.n, PROT_READ, MAP_PRIVATE, doc, 0);
	if (p == MAP_FAILED)
		out_end(WIRE_MEMORY, "the document does not fit the memory limit");
	in.p = p;
	return in;
}

static void shut(const struct sandbox *s, const struct wire_request *q, struct note *note)
{
	note->level = sandbox_limit(s, q) ? WIRE_LEVEL_LIMITS : WIRE_LEVEL_NONE;
	if (q->sandbox == WIRE_SANDBOX_REQUIRE && note->level == WIRE_LEVEL_NONE)
		out_end(WIRE_SANDBOX, "limits cannot be set: %s", strerror(errno));
	if (q->sandbox == WIRE_SANDBOX_OFF)
		return;
	if (sandbox_enter(s))
		note->level = WIRE_LEVEL_FILTER;
	else if (q->sandbox == WIRE_SANDBOX_REQUIRE)
		out_end(WIRE_SANDBOX, "seccomp is not available: %s", strerror(errno));
}

static const struct {
	const char *name;
	void (*read)(const struct input *in);   /* does not return */
} readers[] = {
#define WIRE_X(NAME, number, name) [number] = { #name, name##_read },
	WIRE_KINDS(WIRE_X)
#undef WIRE_X
};

_Noreturn void child_run(const struct sandbox *s, const struct wire_request *q, int doc, int pipe,
			 struct note *note)
{
	const char *what = "unknown";
	out_open(pipe, q->out_max, note);
	struct input in = map_input(q, doc);
	shut(s, q, note);
	fault_run(q->fault);
	if (in.n == 0)
		out_end(WIRE_FORMAT, "an empty file");
	enum wire_kind kind = (enum wire_kind)q->kind;
	if (kind == WIRE_AUTO)
		kind = sniff(&in, &what);
	if (kind != WIRE_AUTO && kind < WIRE_KIND_COUNT) {
		out_meta("format", readers[kind].name, strlen(readers[kind].name));
		readers[kind].read(&in);
		out_end(WIRE_INTERNAL, "the reader came back");
	}
	out_end(WIRE_FORMAT, "%s", what);
}
