/* SPDX-License-Identifier: MIT
 *
 * The plain driver: runs a fuzz target on each file that is named, and on each
 * file of each folder, so that found cases stay tests where there is no fuzzer.
 */
#include <dirent.h>
#include <sys/stat.h>

#include "tests/fuzz/fuzz.h"

#define CASE_MAX (1 << 20)

static int run_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes = malloc(CASE_MAX);
	size_t n = f && bytes ? fread(bytes, 1, CASE_MAX, f) : 0;
	int ok = f && bytes && !ferror(f);
	if (f)
		fclose(f);
	/* Of the very size, so that a sanitizer sees a read past the end. */
	uint8_t *exact = ok ? malloc(n ? n : 1) : NULL;
	if (exact) {
		memcpy(exact, bytes, n);
		LLVMFuzzerTestOneInput(exact, n);
	} else {
		perror(path);
	}
	free(exact);
	free(bytes);
	return exact != NULL;
}

/* How many cases were run; -1 when one could not be. */
static int run_path(const char *path)
{
	struct stat st;
	if (stat(path, &st) < 0 || !S_ISDIR(st.st_mode))
		return run_file(path) ? 1 : -1;
	DIR *folder = opendir(path);
	if (!folder)
		return -1;
	int cases = 0;
	for (struct dirent *d; cases >= 0 && (d = readdir(folder));) {
		char file[4096];
		if (d->d_name[0] == '.')
			continue;
		snprintf(file, sizeof file, "%s/%s", path, d->d_name);
		cases = run_file(file) ? cases + 1 : -1;
	}
	closedir(folder);
	return cases;
}

int main(int argc, char **argv)
{
	int cases = 0;
	for (int i = 1; i < argc; i++) {
		int n = run_path(argv[i]);
		if (n < 0)
			return 1;
		cases += n;
	}
	printf("%d\n", cases);
	return cases == 0;
}
