/* SPDX-License-Identifier: MIT
 *
 * Any bytes as a text document through the whole chain (character sets, layout,
 * normal forms, sections, sentences, words, terms, polarity) and every format.
 */
#include "tests/fuzz/fuzz_chain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_chain *c = fuzz_chain(~0u);
	buf_add(&c->d.raw, fuzz_bytes(data, size));
	c->d.raw_size = size;
	fuzz_chain_run(c, true);
	return 0;
}
