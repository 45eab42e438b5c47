/* SPDX-License-Identifier: MIT
 *
 * A whole reader (child.h) for targets whose cases are documents. A reader ends its process; here
 * _exit (wrapped by the linker) comes back instead, and what the reader had not freed, which is
 * most, is freed behind it where a sanitizer can tell what that is. What it sent is then read as the
 * main program would read it.
 */
#ifndef LM_TESTS_FUZZ_READER_H
#define LM_TESTS_FUZZ_READER_H

#include <setjmp.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pipeline/base/utf8.h"
#include "pipeline/reader/child.h"
#include "pipeline/run/records.h"
#include "tests/fuzz/fuzz.h"

#define FUZZ_SENT_MAX ((ptrdiff_t)4 << 20)

static jmp_buf fuzz_came_back;
static bool fuzz_reads;

_Noreturn void __real__exit(int status);
_Noreturn void __wrap__exit(int status);

_Noreturn void __wrap__exit(int status)
{
	if (!fuzz_reads)
		__real__exit(status);
	fuzz_reads = false;
	longjmp(fuzz_came_back, 1 + status);
}

/* Under gcov a child writes its counters before it ends (cover.h), and can do so once. */
void __wrap___gcov_dump(void);

void __wrap___gcov_dump(void) {}

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FUZZ_FREES
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define FUZZ_FREES
#endif

#ifdef FUZZ_FREES
int __sanitizer_install_malloc_and_free_hooks(void (*made)(const volatile void *, size_t),
					      void (*freed)(const volatile void *));

#define FUZZ_SLOTS ((size_t)1 << 18)

/* The allocations of the case that still live, by place; a slot keeps its place when it is freed.
 * kept: those of the first case, which libraries may hold on to. */
static struct {
	const volatile void *p[FUZZ_SLOTS], *kept[1024];
	bool lives[FUZZ_SLOTS];
	size_t used[FUZZ_SLOTS / 2], n;
} fuzz_made;

static size_t fuzz_slot(const volatile void *p)
{
	size_t at = (size_t)((uintptr_t)p >> 4) * 0x9e3779b97f4a7c15u >> 46;
	while (fuzz_made.p[at] && fuzz_made.p[at] != p)
		at = (at + 1) % FUZZ_SLOTS;
	return at;
}

static void fuzz_on_malloc(const volatile void *p, size_t n)
{
	(void)n;
	if (!fuzz_reads || !p || fuzz_made.n == FUZZ_SLOTS / 2)
		return;
	size_t at = fuzz_slot(p);
	if (!fuzz_made.p[at])
		fuzz_made.used[fuzz_made.n++] = at;
	fuzz_made.p[at] = p;
	fuzz_made.lives[at] = true;
}

static void fuzz_on_free(const volatile void *p)
{
	if (fuzz_made.n && p)
		fuzz_made.lives[fuzz_slot(p)] = false;
}

static void fuzz_clear(bool keep)
{
	for (size_t i = 0; i < fuzz_made.n; i++) {
		size_t at = fuzz_made.used[i];
		if (keep && i < countof(fuzz_made.kept))
			fuzz_made.kept[i] = fuzz_made.p[at];
		else if (fuzz_made.lives[at])
			free((void *)(uintptr_t)fuzz_made.p[at]);
		fuzz_made.p[at] = NULL;
		fuzz_made.lives[at] = false;
	}
	fuzz_made.n = 0;
}

static void fuzz_track(void)
{
	MUST(__sanitizer_install_malloc_and_free_hooks(fuzz_on_malloc, fuzz_on_free) > 0);
}
#else
static void fuzz_clear(bool keep)
{
	(void)keep;
}

static void fuzz_track(void) {}
#endif

struct fuzz_reader {
	void (*read)(const struct input *);
	void (*forget)(void);   /* what a library keeps of the case and would free later; or NULL */
	struct str sound;       /* a document to begin with, for what libraries make once and keep */
};

/* Read bytes; returns the outcome that the reader ended with. */
static inline int fuzz_reader_end(void (*read)(const struct input *), struct str bytes, int to,
				  struct note *note)
{
	struct input in = { .p = bytes.p, .n = (size_t)bytes.n, .max_pages = 100 };
	out_open(to, (uint64_t)FUZZ_SENT_MAX, note);
	int status = setjmp(fuzz_came_back);
	if (status == 0) {
		fuzz_reads = true;
		read(&in);
	}
	MUST(status >= 1 + OUT_STATUS && status < 1 + OUT_STATUS + WIRE_OUTCOME_COUNT);
	return status - 1 - OUT_STATUS;
}

/* What came over is what the protocol allows, ends with the same outcome, and is UTF-8. */
static inline void fuzz_reader_check(struct str sent, int outcome, const struct note *note)
{
	struct records_end end;
	struct error e = { 0 };
	struct doc d;
	doc_init(&d, (size_t)64 << 20);
	MUST(records_parse(&d, sent, &end, &e) == 0);
	MUST(end.seen && end.outcome == (unsigned)outcome);
	MUST(str_eq(end.detail, str_of(note->detail)));
	MUST(utf8_valid(d.source));
	MUST(outcome != WIRE_INTERNAL && outcome != WIRE_MEMORY);
	MUST(outcome != WIRE_OK || d.source.n > 0);
	doc_release(&d);
}

static inline void fuzz_reader_once(const struct fuzz_reader *r, struct str bytes, bool keep)
{
	static int to = -1;
	static char sent[FUZZ_SENT_MAX + (64 << 10)];
	struct note note = { 0 };
	if (to < 0) {
		to = memfd_create("records", MFD_CLOEXEC);
		MUST(to >= 0);
	}
	int outcome = fuzz_reader_end(r->read, bytes, to, &note);
	if (r->forget)
		r->forget();
	fuzz_clear(keep);
	ssize_t n = pread(to, sent, sizeof sent, 0);
	MUST(n > 0 && ftruncate(to, 0) == 0 && lseek(to, 0, SEEK_SET) == 0);
	fuzz_reader_check((struct str){ sent, n }, outcome, &note);
}

static inline void fuzz_reader(const struct fuzz_reader *r, struct str bytes)
{
	static bool begun;
	if (!begun) {
		setenv("TZ", "UTC0", 1); /* without, glibc makes its zone anew each time */
		fuzz_track();
		fuzz_reader_once(r, r->sound, true);
		begun = true;
	}
	fuzz_reader_once(r, bytes, false);
}

#endif
