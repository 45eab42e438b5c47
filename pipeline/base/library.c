/* SPDX-License-Identifier: MIT
 *
 * See library.h.
 */
#include "pipeline/base/library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

bool library_load(const char *const *names, const struct library_function *functions, size_t n,
		  void *to, char *why, size_t room)
{
	void *library = NULL;
	for (; !library && *names; names++)
		library = dlopen(*names, RTLD_NOW | RTLD_LOCAL);
	if (!library) {
		const char *said = dlerror();
		snprintf(why, room, "%s", said ? said : "it cannot be loaded");
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		void *f = dlsym(library, functions[i].name);
		if (!f) {
			snprintf(why, room, "it has no %s", functions[i].name);
			return false;
		}
		memcpy((char *)to + functions[i].at, &f, sizeof f);
	}
	return true;
}
