/* SPDX-License-Identifier: MIT
 *
 * Web pages through the whole of their reader: character set, gumbo's tree, furniture, blocks,
 * properties (html.c and all that it calls).
 */
#include "tests/fuzz/fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct fuzz_reader html = { html_read, NULL, S("<title>a</title><p>b") };
	fuzz_reader(&html, fuzz_bytes(data, size));
	return 0;
}
