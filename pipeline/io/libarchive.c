/* SPDX-License-Identifier: MIT
 *
 * See libarchive.h.
 */
#include <threads.h>

#include "pipeline/base/library.h"
#include "pipeline/base/str.h"
#include "pipeline/io/libarchive.h"

static once_flag once = ONCE_FLAG_INIT;
static struct libarchive functions;
static char why[256];           /* it could not be loaded; empty: it is there */

#define LIBRARY_STRUCT struct libarchive

static void load(void)
{
	static const char *const names[] = { "libarchive.so.13", NULL };
	static const struct library_function list[] = { LIBARCHIVE_FUNCTIONS(LIBRARY_FUNCTION) };
	library_load(names, list, countof(list), &functions, why, sizeof why);
}

const struct libarchive *libarchive(struct error *e)
{
	call_once(&once, load);
	if (!why[0])
		return &functions;
	fail(e, E_IO, "archives need libarchive (Debian's package libarchive13): %s", why);
	return NULL;
}
