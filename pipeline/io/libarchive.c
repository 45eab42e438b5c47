/* SPDX-License-Identifier: MIT
 *
 * See libarchive.h.
 */
#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <threads.h>

#include "pipeline/base/str.h"
#include "pipeline/io/libarchive.h"

static once_flag once = ONCE_FLAG_INIT;
static struct libarchive functions;
static char why[256];           /* it could not be loaded; empty: it is there */

#define X(name) { #name, offsetof(struct libarchive, name) },
static const struct {
	const char *name;
	size_t at;
} places[] = { LIBARCHIVE_FUNCTIONS(X) };
#undef X

/* It stays until the program ends. */
static void load(void)
{
	void *library = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);
	if (!library) {
		const char *said = dlerror();
		snprintf(why, sizeof why, "%s", said ? said : "it cannot be loaded");
		return;
	}
	for (ptrdiff_t i = 0; i < countof(places); i++) {
		void *f = dlsym(library, places[i].name);
		if (!f)
			snprintf(why, sizeof why, "it has no %s", places[i].name);
		memcpy((char *)&functions + places[i].at, &f, sizeof f);
	}
}

const struct libarchive *libarchive(struct error *e)
{
	call_once(&once, load);
	if (!why[0])
		return &functions;
	fail(e, E_IO, "archives need libarchive (Debian's package libarchive13): %s", why);
	return NULL;
}
