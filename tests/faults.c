/* SPDX-License-Identifier: MIT
 *
 * An allocator that fails on demand, to be preloaded: allocation FAULT_AT
 * returns NULL, with FAULT_STICKY=1 all after it too. FAULT_COUNT=FILE writes
 * there how many there were. Only the first process counts and fails: the
 * reader and what it forks are judged by other tests. Allocations that
 * libarchive makes are let through: 3.6.2 dereferences NULL at some of them
 * and calls exit(1) at others, which its callers cannot help; FAULT_ALL=1
 * takes them in.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "starve/spared.h"

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static atomic_ulong allocations;
static unsigned long fault_at;
static int sticky;
static int (*the_main)(int, char **, char **);
static atomic_int is_over;

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("FAULT_AT"), *all = getenv("FAULT_STICKY");
	fault_at = at ? strtoul(at, NULL, 10) : 0;
	sticky = all && *all == '1';
	atomic_store(&allocations, 0);
	unsetenv("LD_PRELOAD");          /* for the programs that this one starts */
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("FAULT_COUNT");
	FILE *f = path ? fopen(path, "w") : NULL;
	if (f) {
		fprintf(f, "%lu\n", atomic_load(&allocations));
		fclose(f);
	}
}

/* libarchive is loaded with the first archive. */
void *dlopen(const char *name, int mode)
{
	void *(*load)(const char *, int), *library;
	*(void **)&load = dlsym(RTLD_NEXT, "dlopen");
	library = load(name, mode);
	if (!getenv("FAULT_ALL"))
		dl_iterate_phdr(find_spared, NULL);
	return library;
}

/* What runs behind main, as gcov's writing does, is no part of the job. */
static int main_to_its_end(int argc, char **argv, char **env)
{
	int status = the_main(argc, argv, env);
	atomic_store(&is_over, 1);
	return status;
}

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv,
		      void (*init)(void), void (*fini)(void), void (*rtld_fini)(void), void *end)
{
	int (*start)(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void),
		     void (*)(void), void *);
	*(void **)&start = dlsym(RTLD_NEXT, "__libc_start_main");
	the_main = main;
	return start(main_to_its_end, argc, argv, init, fini, rtld_fini, end);
}

static int fails(const void *caller)
{
	if (atomic_load(&is_over) ||
	    ((uintptr_t)caller >= spared_from && (uintptr_t)caller < spared_to))
		return 0;
	unsigned long n = atomic_fetch_add(&allocations, 1) + 1;
	if (!fault_at || (sticky ? n < fault_at : n != fault_at))
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t n)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
	return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(p, n);
}
