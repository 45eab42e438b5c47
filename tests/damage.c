/* SPDX-License-Identifier: MIT
 *
 * damage cut|flip N FILE FOLDER: N copies of a file, cut short at evenly spread
 * places, or with one bit flipped at places that a fixed sequence gives. The
 * first 16 bytes, by which a file is known for what it is, are left alone.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD 16

static unsigned char *slurp(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	unsigned char *p = NULL;
	if (f && fseek(f, 0, SEEK_END) == 0) {
		*n = (size_t)ftell(f);
		rewind(f);
		p = malloc(*n + 1);
		if (p && fread(p, 1, *n, f) != *n) {
			free(p);
			p = NULL;
		}
	}
	if (f)
		fclose(f);
	return p;
}

static int spill(const char *folder, unsigned i, const char *name, const unsigned char *p, size_t n)
{
	char path[4096];
	const char *dot = strchr(name, '.');
	snprintf(path, sizeof path, "%s/%05u%s", folder, i, dot ? dot : "");
	FILE *f = fopen(path, "wb");
	if (!f)
		return -1;
	int ok = fwrite(p, 1, n, f) == n;
	return fclose(f) == 0 && ok ? 0 : -1;
}

/* Steele and others, "Fast splittable pseudorandom number generators" (splitmix64). */
static uint64_t next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

int main(int argc, char **argv)
{
	size_t n = 0;
	uint64_t state = 1;
	if (argc != 5)
		return 64;
	unsigned count = (unsigned)strtoul(argv[2], NULL, 10);
	unsigned char *p = slurp(argv[3], &n);
	const char *slash = strrchr(argv[3], '/'), *name = slash ? slash + 1 : argv[3];
	int rc = p && n > HEAD ? 0 : -1;
	for (unsigned i = 0; i < count && rc == 0; i++) {
		if (strcmp(argv[1], "cut") == 0) {
			rc = spill(argv[4], i, name, p, HEAD + (n - HEAD) * i / count);
			continue;
		}
		uint64_t bit = next(&state) % ((n - HEAD) * 8);
		p[HEAD + bit / 8] ^= (unsigned char)(1u << bit % 8);
		rc = spill(argv[4], i, name, p, n);
		p[HEAD + bit / 8] ^= (unsigned char)(1u << bit % 8);
	}
	free(p);
	return rc == 0 ? 0 : 1;
}
