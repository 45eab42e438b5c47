/* SPDX-License-Identifier: MIT
 *
 * See allocator.h. malloc and its kin stand in for glibc's in the whole process, its libraries too;
 * the functions of arenas are wrapped by the linker. Allocations that libarchive makes are let through:
 * 3.6.2 dereferences NULL at some of them and calls exit(1) at others, which its callers cannot help.
 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <link.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/base/arena.h"
#include "tests/starve/allocator.h"
#include "tests/starve/spared.h"

#define DEPTH 24
#define SKIPPED 2                       /* functions of this file on top of a stack */
#define INNERMOST 5
#define SLOTS (1l << 18)

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
void *__real_arena_raw(struct arena *a, ptrdiff_t n, size_t size, size_t align);
void *__real_arena_get(struct arena *a, ptrdiff_t n, size_t size, size_t align);
struct str __real_arena_str(struct arena *a, struct str s);
void *__wrap_arena_raw(struct arena *a, ptrdiff_t n, size_t size, size_t align);
void *__wrap_arena_get(struct arena *a, ptrdiff_t n, size_t size, size_t align);
struct str __wrap_arena_str(struct arena *a, struct str s);
int __wrap_atexit(void (*f)(void));

static atomic_bool runs;
static atomic_long count;
static long fail_at, counted;
static bool all_after_too, learns;
static _Thread_local bool inside;               /* backtrace() may allocate */

/* Learnt ways: hashes of stacks, by open addressing; the allocations that stand for them, in order.
 * Those that differ in their innermost functions come first, then those that differ farther out. */
static uint64_t seen[SLOTS];
static struct {
	long at[SLOTS / 4], n;
} near, far;
static atomic_flag learning = ATOMIC_FLAG_INIT;

void allocator_begin(void)
{
	if (!spared_to)
		dl_iterate_phdr(find_spared, NULL);
	atomic_store(&count, 0);
	atomic_store(&runs, true);
}

void allocator_end(void)
{
	atomic_store(&runs, false);
	if (learns)
		counted = atomic_load(&count);
}

void allocator_fail(long n, bool all_after)
{
	fail_at = n;
	all_after_too = all_after;
}

void allocator_learn(bool on)
{
	learns = on;
}

long allocator_count(void)
{
	return counted;
}

long allocator_near(void)
{
	return near.n;
}

long allocator_ways(void)
{
	return near.n + far.n;
}

long allocator_way(long i)
{
	return i < near.n ? near.at[i] : far.at[i - near.n];
}

/* Whether a stack with this hash is new. */
static bool is_new(uint64_t h)
{
	long at = (long)(h % (uint64_t)SLOTS);
	while (seen[at] && seen[at] != h)
		at = (at + 1) % SLOTS;
	bool was = seen[at] != 0;
	seen[at] = h;
	return !was;
}

static void learn(long n)
{
	void *stack[DEPTH];
	uint64_t h = 0xcbf29ce484222325u, inner = h;
	int depth = backtrace(stack, DEPTH);
	for (int i = SKIPPED; i < depth; i++) {
		h = (h ^ (uintptr_t)stack[i]) * 0x100000001b3u;
		if (i < SKIPPED + INNERMOST)
			inner = h + 1;
	}
	while (atomic_flag_test_and_set(&learning))
		;
	if (near.n + far.n < SLOTS / 4) {
		bool new_inside = is_new(inner), new_way = is_new(h);
		if (new_inside)
			near.at[near.n++] = n;
		else if (new_way)
			far.at[far.n++] = n;
	}
	atomic_flag_clear(&learning);
}

/* Where the first failure of a run was, for allocator_tell(). */
static void *failed_at[DEPTH];
static int failed_depth;

void allocator_tell(int fd)
{
	backtrace_symbols_fd(failed_at, failed_depth, fd);
}

static bool fails(const void *caller)
{
	uintptr_t c = (uintptr_t)caller;
	if (!atomic_load(&runs) || inside || (c >= spared_from && c < spared_to))
		return false;
	long n = atomic_fetch_add(&count, 1) + 1;
	if (learns) {
		inside = true;
		learn(n);
		inside = false;
	}
	if (!fail_at || (all_after_too ? n < fail_at : n != fail_at))
		return false;
	if (n == fail_at) {
		inside = true;
		failed_depth = backtrace(failed_at, DEPTH);
		inside = false;
	}
	errno = ENOMEM;
	return true;
}

#define FAILS fails(__builtin_return_address(0))

void *malloc(size_t n)
{
	return FAILS ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
	return FAILS ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
	return FAILS ? NULL : __libc_realloc(p, n);
}

void *__wrap_arena_raw(struct arena *a, ptrdiff_t n, size_t size, size_t align)
{
	return FAILS ? NULL : __real_arena_raw(a, n, size, align);
}

void *__wrap_arena_get(struct arena *a, ptrdiff_t n, size_t size, size_t align)
{
	return FAILS ? NULL : __real_arena_get(a, n, size, align);
}

struct str __wrap_arena_str(struct arena *a, struct str s)
{
	return FAILS ? (struct str){ 0 } : __real_arena_str(a, s);
}

/* main() is called many times, and asks for the same each time. */
int __wrap_atexit(void (*f)(void))
{
	(void)f;
	return 0;
}
