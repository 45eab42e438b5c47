/* SPDX-License-Identifier: MIT
 *
 * The metadata rules on text: the first line of a case is the document's path.
 */
#include "tests/fuzz/fuzz_chain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = fuzz_bytes(data, size), path = str_cut(&text, '\n');
	struct fuzz_chain *c = fuzz_chain(LAYER_META);
	buf_reset(&c->d.id);
	buf_add(&c->d.id, path);
	buf_add(&c->d.raw, text);
	fuzz_chain_run(c, false);
	if (c->d.has & LAYER_META)
		for (int i = 0; i < META_COUNT; i++)
			MUST(c->d.meta[i].value.n >= 0 && c->d.meta[i].value.n < (1 << 16));
	return 0;
}
