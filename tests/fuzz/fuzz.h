/* SPDX-License-Identifier: MIT
 *
 * What the fuzz targets share. A target is one file fuzz_NAME.c with the entry
 * that libFuzzer calls; linked with replay.c instead, it reads the cases that
 * were kept and needs no fuzzer. Seeds are in corpus/NAME, words in NAME.dict.
 */
#ifndef LM_TESTS_FUZZ_H
#define LM_TESTS_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline/base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Something that must hold, whatever the bytes are: in every build, release too. */
#define MUST(condition)                                                                      \
	do {                                                                                 \
		if (!(condition)) {                                                          \
			fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__,    \
				#condition);                                                 \
			abort();                                                             \
		}                                                                            \
	} while (0)

static inline struct str fuzz_bytes(const uint8_t *data, size_t size)
{
	return (struct str){ (const char *)data, (ptrdiff_t)size };
}

/* The bytes up to the next mark, a line "%%"; rest moves behind it. */
static inline struct str fuzz_part(struct str *rest)
{
	ptrdiff_t at = str_find(*rest, S("\n%%\n"), 0);
	struct str part = str_sub(*rest, 0, at < 0 ? rest->n : at + 1);
	*rest = str_sub(*rest, at < 0 ? rest->n : at + 4, rest->n);
	return part;
}

#endif
