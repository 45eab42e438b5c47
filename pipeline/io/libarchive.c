/* SPDX-License-Identifier: MIT
 *
 * See libarchive.h.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <threads.h>

#include "pipeline/io/libarchive.h"

static once_flag once = ONCE_FLAG_INIT;
static struct libarchive functions;
static char why[256];           /* it could not be loaded; empty: it is there */

/* It stays until the program ends. */
static void load(void)
{
	void *library = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);
	if (!library) {
		const char *said = dlerror();
		snprintf(why, sizeof why, "%s", said ? said : "it cannot be loaded");
		return;
	}
#define X(name)                                                                              \
	*(void **)&functions.name = dlsym(library, #name);                        \
	if (!functions.name)                                                                 \
		snprintf(why, sizeof why, "it has no %s", #name);
	LIBARCHIVE_FUNCTIONS(X)
#undef X
}

const struct libarchive *libarchive(struct error *e)
{
	call_once(&once, load);
	if (!why[0])
		return &functions;
	fail(e, E_IO, "archives need libarchive (Debian's package libarchive13): %s", why);
	return NULL;
}
