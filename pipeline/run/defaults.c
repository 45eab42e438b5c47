/* SPDX-License-Identifier: MIT
 *
 * See defaults.h.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/run/defaults.h"

#define LEXICON "childrens-services"
#define LEVELS 4          /* the program's own folder and three above: build/MODE/unit */

/* The running program's folder without the slash; "" when it is not to be had. */
static void program_folder(char *out, size_t n)
{
	ssize_t len = readlink("/proc/self/exe", out, n - 1);
	out[len > 0 ? len : 0] = '\0';
	char *slash = strrchr(out, '/');
	if (slash)
		*slash = '\0';
}

/* name below the program's folder or one above it, where that can be accessed. */
static const char *near_program(const char *name, int levels, int access_mode, char *path, size_t n)
{
	char folder[4096];
	program_folder(folder, sizeof folder);
	for (int i = 0; i < levels && *folder; i++) {
		int k = snprintf(path, n, "%s/%s", folder, name);
		if (k > 0 && (size_t)k < n && access(path, access_mode) == 0)
			return path;
		char *slash = strrchr(folder, '/');
		if (!slash)
			break;
		*slash = '\0';
	}
	return NULL;
}

const char *default_lexicon(const char *told, char *path, size_t n)
{
	if (told)
		return told;
	if (near_program("lexicons/" LEXICON, LEVELS, R_OK, path, n) ||
	    near_program("share/leitmotif/lexicons/" LEXICON, 2, R_OK, path, n))
		return path;
	snprintf(path, n, "%s/%s", LM_LEXICONS, LEXICON);
	return path;
}

const char *default_reader(const char *told, char *path, size_t n)
{
	if (told)
		return told;
	if (near_program("leitmotif-reader", 2, X_OK, path, n) ||
	    near_program("libexec/leitmotif/leitmotif-reader", 2, X_OK, path, n))
		return path;
	snprintf(path, n, "%s/leitmotif-reader", LM_LIBEXEC);
	return path;
}
